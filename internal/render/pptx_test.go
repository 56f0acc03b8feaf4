package render

import (
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
)

// TestThemeHasTheColours: every ink is a colour of the theme, changed by hue, saturation and lightness until it is the
// ink again, in colour and in grey.
func TestThemeHasTheColours(t *testing.T) {
	var inksUsed []string
	for _, pages := range allDrawings(t) {
		for _, page := range pages {
			for _, i := range page.Items {
				inksUsed = append(inksUsed, i.Fill, i.Stroke)
			}
		}
	}
	for _, state := range scene.StateInks {
		inksUsed = append(inksUsed, state.Fill, state.Stroke, state.Text, state.Quiet, state.Bars[0], state.Bars[1])
	}
	for _, grey := range []bool{false, true} {
		for _, want := range inksUsed {
			if want == "" {
				continue
			}
			text := schemeColour(want, inks(grey))
			r, g, b := rgb(inks(grey)(want))
			gotR, gotG, gotB := applied(t, text, inks(grey))
			for k, d := range []float64{gotR - float64(r), gotG - float64(g), gotB - float64(b)} {
				if math.Abs(d) > 1.5 {
					t.Fatalf("%s, grey %v: channel %d of %s is off by %.1f", want, grey, k, text, d)
				}
			}
		}
	}
	for colour, want := range map[string]string{
		scene.Ink: "tx1", scene.Ground: "bg1", scene.Red: "accent2", scene.Hairline: "bg2", scene.Accent2: "accent1",
		scene.AmberInk: "accent4", scene.StateInks["present"].Fill: "accent6", scene.StateInks["outside"].Fill: "accent5",
	} {
		if got := slotOf(colour).name; got != want {
			t.Errorf("%s follows %s, not %s", colour, got, want)
		}
	}
}

// applied is what a colour of the theme becomes by its changes, as DrawingML has them.
func applied(t *testing.T, text string, ink func(string) string) (r, g, b float64) {
	t.Helper()
	name := regexp.MustCompile(`^<a:schemeClr val="(\w+)"`).FindStringSubmatch(text)[1]
	var h, s, l float64
	for _, of := range slots {
		if of.name == name {
			h, s, l = hsl(ink(of.ink))
		}
	}
	changes := regexp.MustCompile(`<a:(hueOff|satMod|lumMod|lumOff) val="(-?\d+)"/>`)
	for _, change := range changes.FindAllStringSubmatch(text, -1) {
		v, err := strconv.ParseFloat(change[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		switch change[1] {
		case "hueOff":
			h = math.Mod(h+v/60000+360, 360)
		case "satMod":
			s = min(1, s*v/1e5)
		case "lumMod":
			l *= v / 1e5
		case "lumOff":
			l += v / 1e5
		}
	}
	c := (1 - math.Abs(2*l-1)) * s
	x := c * (1 - math.Abs(math.Mod(h/60, 2)-1))
	channels := [6][3]float64{{c, x, 0}, {x, c, 0}, {0, c, x}, {0, x, c}, {x, 0, c}, {c, 0, x}}[int(h/60)%6]
	m := l - c/2
	return 255 * (channels[0] + m), 255 * (channels[1] + m), 255 * (channels[2] + m)
}

// TestReadingOrder: the title is first, what is below or at the right later; what lies over something stays over it.
func TestReadingOrder(t *testing.T) {
	for _, pages := range allDrawings(t) {
		for _, page := range pages {
			before := units(page, func(scene.Item) bool { return false })
			after := inReadingOrder(before)
			if len(after) != len(before) || !after[0].title {
				t.Fatalf("%s: %d units of %d, the title first: %v", page.ID, len(after), len(before), after[0].title)
			}
			place := map[*scene.Item]int{}
			for n, u := range after {
				place[&u.blocks[0][0]] = n
			}
			for i := range before {
				for j := range i {
					a, b := before[j], before[i]
					if place[&a.blocks[0][0]] > place[&b.blocks[0][0]] && unitsMeet(a, b) {
						t.Errorf("%s: %v was painted before %v", page.ID, a.blocks[0][0], b.blocks[0][0])
					}
				}
			}
			last := 0
			for _, u := range after {
				if !u.read {
					continue
				}
				if r := rank(u); r < last {
					t.Errorf("%s: %q is read after part %d", page.ID, u.blocks[0][0].Text, last)
				} else {
					last = r
				}
			}
		}
	}
	said := strings.Join(rendertest.OpenPPTX(t, painted(t, func(w io.Writer) error {
		return PPTX(w, allDrawings(t)[0], DocumentOptions{})
	})).Slides[0].Texts[:8], "|")
	for _, want := range []string{"技术结构图|链长", "|20%|完整度", "|缺失环节|"} {
		if !strings.Contains(said, want) {
			t.Errorf("read is %s, without %s", said, want)
		}
	}
}

// TestLinesOfATextAreOneBox: as one paragraph with breaks, only where the layout says so.
func TestLinesOfATextAreOneBox(t *testing.T) {
	text := func(words string, y float64, goesOn bool) scene.Item {
		return scene.Item{
			Shape:     scene.Text,
			Role:      scene.RoleContent,
			Owner:     "a",
			X:         100,
			Y:         y,
			Text:      words,
			Size:      15,
			Fill:      scene.Ink,
			Continues: goesOn,
		}
	}
	page := scene.Page{ID: "p", Title: "T", Width: 1600, Height: 900, Items: []scene.Item{
		text("显示模组", 100, false), text("与背光", 120, true), text("另一家", 140, false), text("远处", 700, true)}}
	slide := rendertest.OpenPPTX(t, painted(t, func(w io.Writer) error {
		return PPTX(w, []scene.Page{page}, DocumentOptions{})
	})).Slides[0]
	if len(slide.Boxes) != 3 || len(slide.Boxes[0].Lines) != 2 || slide.Boxes[0].Lines[1].Text != "与背光" {
		t.Errorf("boxes %+v", slide.Boxes)
	}
	if got, want := slide.Boxes[0].H, 2*20*.6; math.Abs(got-want) > .1 {
		t.Errorf("two lines are %v points high, not %v", got, want)
	}
}
