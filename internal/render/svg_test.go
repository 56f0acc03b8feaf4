package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
)

func draw(t *testing.T, page scene.Page, o SVGOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, page, o); err != nil {
		t.Fatal(err)
	}
	rendertest.WellFormed(t, b.Bytes())
	return b.String()
}

func page(label, href string) scene.Page {
	return scene.Page{ID: "p", Title: label, Desc: label, Lang: "zh", Width: 1600, Height: 900,
		Targets: []scene.Target{{Owner: "link:a", Href: href, Name: label}},
		Items: []scene.Item{
			{
				Shape:  scene.Rect,
				Role:   scene.RoleCard,
				Owner:  "link:a",
				X:      1,
				Y:      2,
				W:      3,
				H:      4,
				Radius: 5,
				Fill:   "#0f766e",
				Stroke: "#c2331f",
				Width:  2,
				Dash:   []float64{7, 4},
			},
			{
				Shape: scene.Text,
				Role:  scene.RoleContent,
				Owner: "link:a",
				X:     1.00001,
				Y:     2,
				Text:  label,
				Size:  14,
				Fill:  "#1f2a37",
			},
			{
				Shape:  scene.Line,
				Role:   scene.RoleEdge,
				Owner:  "e1",
				From:   "link:a",
				To:     "link:b",
				Class:  "feeds",
				Points: []scene.Point{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 10, Y: 3}},
				Radius: 7,
				Stroke: "#5a6675",
				Width:  1.5,
			},
		}}
}

func TestSVGLinksOnlyWhereItIsSafe(t *testing.T) {
	for href, linked := range map[string]bool{
		"/chains/a": true, "#a": true, "https://x/甲": true, "http://x": true, "HTTPS://x": true,
		"": false, "a": false, "javascript:alert(1)": false, "JavaScript:alert(1)": false, "data:text/html,x": false,
		"vbscript:x": false, "https:x": false,
		"//evil": false, "/\\evil": false, "/\t/evil": false, "/\x01/evil": false, "/\u0085/evil": false,
		"/\u202e/evil": false, "/\xff/evil": false, "\x20/a": false, "java\nscript:alert(1)": false,
	} {
		svg := draw(t, page("甲", href), SVGOptions{})
		if got := strings.Contains(svg, "<a href"); got != linked {
			t.Errorf("%q: linked %v", href, got)
		}
		if role := map[bool]string{true: `role="group"`, false: `role="img"`}[linked]; !strings.Contains(svg, role) {
			t.Errorf("%q: no %s", href, role)
		}
	}
}

func TestSVGShowsGroupsEdgesAndGrey(t *testing.T) {
	svg := draw(t, page("甲", "/a"), SVGOptions{})
	for _, want := range []string{`<a href="/a"><title>甲</title><g data-id="link:a" class="card"`,
		`data-from="link:a" data-to="link:b" data-class="feeds"`, `M0 0L5 0Q10 0 10 1.5L10 3`, `stroke-dasharray="7 4"`,
		`x="1" y="2"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	grey := draw(t, page("甲", "/a"), SVGOptions{Grey: true})
	if strings.Contains(grey, "#0f766e") || !strings.Contains(grey, Grey("#0f766e")) {
		t.Error("a colour is left in grey")
	}
	if Grey("#ffffff") != "#ffffff" || Grey("#000000") != "#000000" || Grey("#ff0000") == Grey("#00ff00") {
		t.Error("greys do not keep lightness apart")
	}
}

// TestSVGKeepsMeasuredWidths: what a browser would squeeze or kern is switched off, and blanks count as measured.
func TestSVGKeepsMeasuredWidths(t *testing.T) {
	svg := draw(t, page("a  b", "/a"), SVGOptions{})
	for _, want := range []string{"font-kerning:none", "font-variant-ligatures:none", "'ccmp' 0,'locl' 0",
		"text-spacing-trim:space-all", `xml:space="preserve"`, ">a  b</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestSVGShowsAPartOfThePage(t *testing.T) {
	svg := draw(t, page("甲", "/a"), SVGOptions{ViewBox: scene.Box{X: 0, Y: 104, W: 1600, H: 796}, Transparent: true})
	if !strings.Contains(svg, `viewBox="0 104 1600 796" width="1600" height="796"`) || strings.Contains(svg, "#ffffff") {
		t.Error(svg)
	}
}

// TestSVGsMayStandInOnePage: drawings inside one HTML page must not label each other.
func TestSVGsMayStandInOnePage(t *testing.T) {
	a, b := page("甲", "/a"), page("乙", "/b")
	a.ID, b.ID = "structure/a", "structure/b"
	if svg := draw(t, a, SVGOptions{}); !strings.Contains(
		svg,
		`aria-labelledby="d-structure-a-0-title d-structure-a-0-desc"`,
	) ||
		!strings.Contains(svg, `<title id="d-structure-a-0-title">甲</title><desc id="d-structure-a-0-desc">`) {
		t.Error(svg)
	}
	if elementID(a) == elementID(b) {
		t.Error("two drawings have one id")
	}
	b.ID, b.Number = a.ID, 2
	if elementID(a) == elementID(b) {
		t.Error("two pages of a drawing have one id")
	}
}

func TestSVGHasNothingThatIsNotFinite(t *testing.T) {
	p := page("甲", "/a")
	p.Items[0].X, p.Items[0].Y, p.Items[1].X = math.NaN(), math.Inf(1), -.001
	if svg := draw(t, p, SVGOptions{}); !strings.Contains(svg, `<rect x="0" y="0"`) ||
		!strings.Contains(svg, `<text x="0"`) {
		t.Error(svg)
	}
}

func TestJSONIsThePage(t *testing.T) {
	var first, second bytes.Buffer
	p := page("甲</script>", "/a")
	if err := errors.Join(JSON(&first, p), JSON(&second, p)); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Error("two writings of one page differ")
	}
	if strings.Contains(first.String(), "1.00001") || strings.Contains(first.String(), "</script>") {
		t.Error(first.String())
	}
	var back scene.Page
	if err := json.Unmarshal(first.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	p.Items[1].X = 1
	if diff := cmp.Diff(p, back); diff != "" {
		t.Error(diff)
	}
	first.Reset()
	if err := JSON(&first, scene.Page{}); err != nil || !strings.Contains(first.String(), `"items":[]`) {
		t.Errorf("an empty page: %s %v", first.String(), err)
	}
}

// FuzzSVGLabels: whatever stands in a label, the drawing is well-formed, has no element but ours, and links only where
// it is safe.
func FuzzSVGLabels(f *testing.F) {
	for _, s := range []string{"", "</text><script>alert(1)</script>", "\x00\x01\xff", "😀\u202e反", "&amp;\"'",
		strings.Repeat("长", 5000), "/\u0085/x", "https://a/?b=1&c=2#d"} {
		f.Add(s)
	}
	ours := map[string]bool{
		"svg":    true,
		"title":  true,
		"desc":   true,
		"rect":   true,
		"circle": true,
		"path":   true,
		"text":   true,
		"g":      true,
		"a":      true,
	}
	f.Fuzz(func(t *testing.T, label string) {
		p := page(label, label)
		p.Lang, p.Items[0].Class, p.Items[2].From, p.Items[2].Stroke, p.Items[1].Anchor = label, label, label, label,
			scene.Anchor(label)
		for dec := xml.NewDecoder(strings.NewReader(draw(t, p, SVGOptions{}))); ; {
			token, err := dec.Token()
			if err != nil {
				return
			}
			start, is := token.(xml.StartElement)
			if !is {
				continue
			}
			if !ours[start.Name.Local] {
				t.Fatalf("element %s", start.Name.Local)
			}
			for _, a := range start.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !safeLink(a.Value) {
					t.Fatalf("attribute %s=%q", a.Name.Local, a.Value)
				}
			}
		}
	})
}

// BenchmarkSVG draws a page as large as a real one: 480 items. The goal is under 1 ms.
func BenchmarkSVG(b *testing.B) {
	p := page("湖北三安光电有限公司", "/a")
	for len(p.Items) < 480 {
		p.Items = append(p.Items, p.Items[:3]...)
	}
	for b.Loop() {
		if err := SVG(io.Discard, p, SVGOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
