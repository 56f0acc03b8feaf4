package check

import (
	"chainchief/internal/scene"
	"maps"
	"slices"
	"testing"
)

// TestMarksStandOnEveryFill puts every mark on a card of every state: words have contrast, nothing cuts them, the mark
// keeps the width that layouts reserve for it.
func TestMarksStandOnEveryFill(t *testing.T) {
	for _, state := range slices.Sorted(maps.Keys(scene.StateInks)) {
		ink := scene.StateInks[state]
		marks := map[string]struct {
			items []scene.Item
			x, w  float64
		}{
			"coverage":  {scene.CoverageMark(state, 300, 300, ink.Mark), 292, 16},
			"corner":    {scene.CornerLines(400, 400, ink.Stroke), 380, 20},
			"weight":    {scene.WeightBars(2, 300, 300, ink.Bars), 300, scene.WeightBarsWidth},
			"choke":     {scene.ChokeMark(300, 300), 297, scene.ChokeWidth + 6},
			"blocked":   {scene.BlockedMark(307, 300), 300, scene.BlockedWidth},
			"extend":    {scene.ExtendMark(310.5, 300), 300, scene.ExtendWidth},
			"sole":      {scene.SoleMark(309, 300, ink.Text), 300, scene.SoleWidth},
			"level":     {scene.LevelSquare("链", 300, 300, true), 300, scene.LevelWidth},
			"openlevel": {scene.LevelSquare("规", 300, 300, false), 300, scene.LevelWidth},
		}
		for name, m := range marks {
			p := scene.Page{
				Width:  scene.PageWidth,
				Height: scene.PageHeight,
				Items: []scene.Item{
					{
						Shape:  scene.Rect,
						Role:   scene.RoleCard,
						Owner:  "a",
						X:      200,
						Y:      200,
						W:      300,
						H:      250,
						Fill:   ink.Fill,
						Stroke: ink.Stroke,
						Width:  ink.Width,
						Dash:   ink.Dash,
					},
				},
			}
			for _, i := range m.items {
				i.Owner = "a"
				p.Items = append(p.Items, i)
				if b := i.Box(); b.X < m.x-.01 || b.Right() > m.x+m.w+.01 {
					t.Errorf("%s: %s from %.1f to %.1f, reserved are %.1f to %.1f", name, i.Shape, b.X, b.Right(), m.x, m.x+m.w)
				}
			}
			if bad := Page(p, DefaultRules()); len(bad) > 0 {
				t.Errorf("%s on %s: %s", name, state, report(bad))
			}
		}
		for _, text := range []string{ink.Text, ink.Quiet} {
			if got := scene.Contrast(text, ink.Fill); got < 4.5 {
				t.Errorf("%s on %s has contrast %.2f", text, state, got)
			}
		}
		if ink.Mark != ink.Fill && scene.Contrast(ink.Mark, ink.Fill) < 3 {
			t.Errorf("mark of %s has contrast %.2f", state, scene.Contrast(ink.Mark, ink.Fill))
		}
	}
}

// TestStatesDifferWithoutColour: fill, border and mark tell the states apart on grey paper too.
func TestStatesDifferWithoutColour(t *testing.T) {
	type look struct {
		dashed, corner, filled bool
		marks                  int
		first, last            scene.Shape // a half disc is a curve, a stroke a line, a point a circle
	}
	seen := map[look]string{}
	for _, state := range slices.Sorted(maps.Keys(scene.StateInks)) {
		ink := scene.StateInks[state]
		mark := scene.CoverageMark(state, 0, 0, ink.Mark)
		l := look{len(ink.Dash) > 0, ink.Corner, mark[0].Fill != "", len(mark), mark[0].Shape, mark[len(mark)-1].Shape}
		if other, twice := seen[l]; twice {
			t.Errorf("%s and %s look alike in grey", state, other)
		}
		seen[l] = state
	}
}

// TestMarksAreShapes: only 卡, 延, 1 and the level characters are text; everything else is drawn.
func TestMarksAreShapes(t *testing.T) {
	for state := range scene.StateInks {
		for _, i := range scene.CoverageMark(state, 0, 0, scene.Ink) {
			if i.Shape == scene.Text || i.Role != scene.RoleMark {
				t.Errorf("%s is %s of role %s", state, i.Shape, i.Role)
			}
		}
	}
	head := scene.ArrowHead(scene.Point{X: 100, Y: 50}, 0, 1, scene.Ink, 8)
	if b := head.Box(); b.Bottom() != 50 || b.H != 8 || b.X+b.W/2 != 100 {
		t.Errorf("an arrow down ends at its tip: %v", b)
	}
}

// TestKindsOfMarksAreCounted: a kind counts once, however often it occurs; a dashed card is one; cards and edges have
// classes of their own.
func TestKindsOfMarksAreCounted(t *testing.T) {
	mark := func(class string, x float64) scene.Item {
		return scene.Item{Shape: scene.Circle, Role: scene.RoleMark, Class: class, X: x, Y: 300, Radius: 5, Fill: scene.Ink}
	}
	p := scene.Page{Width: scene.PageWidth, Height: scene.PageHeight, Items: []scene.Item{
		mark("cross", 300), mark("cross", 400), mark("disc", 500),
		{Shape: scene.Rect, Role: scene.RoleCard, Owner: "a", Class: "missing",
			X: 600, Y: 200, W: 90, H: 90, Stroke: scene.Red,
			Width: 2, Dash: []float64{7, 4}},
		{Shape: scene.Rect, Role: scene.RoleCard, Owner: "b", Class: "weak",
			X: 800, Y: 200, W: 90, H: 90, Fill: scene.Ground},
	}}
	if kinds := Marks(p); !slices.Equal(kinds, []string{"cross", "dashed card", "disc"}) {
		t.Errorf("the kinds are %q", kinds)
	}
	rules := DefaultRules()
	for most, wrong := range map[int]bool{0: false, 2: true, 3: false} {
		rules.MostMarks = most
		bad := Page(p, rules)
		if (len(bad) == 1 && bad[0].Rule == RuleMarks) != wrong || len(bad) > 1 {
			t.Errorf("at most %d: %s", most, report(bad))
		}
	}
}

// TestEnlargedMarksKeepTheirForm: twice as large around the point, strokes and dashes too; what was given stays.
func TestEnlargedMarksKeepTheirForm(t *testing.T) {
	small := scene.CoverageMark("weak", 100, 50, scene.Ink)
	large := scene.Enlarged(small, 100, 50, 2)
	for n, i := range large {
		from, to := small[n].Box(), i.Box()
		want := scene.Box{X: 100 + 2*(from.X-100), Y: 50 + 2*(from.Y-50), W: 2 * from.W, H: 2 * from.H}
		if !want.Inset(-.01, -.01).Holds(to) || !to.Inset(-.01, -.01).Holds(want) || i.Width != 2*small[n].Width {
			t.Errorf("%+v became %+v", from, to)
		}
	}
	if again := scene.CoverageMark("weak", 100, 50, scene.Ink); again[1].Points[0] != small[1].Points[0] {
		t.Error("the small mark was changed")
	}
}
