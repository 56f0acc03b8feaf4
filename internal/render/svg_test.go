package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"chainchief/internal/scene"
)

func wellFormed(t *testing.T, data []byte) {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, data)
		}
	}
}

func draw(t *testing.T, page scene.Page, o SVGOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, page, o); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
	return b.String()
}

func page(label, href string) scene.Page {
	return scene.Page{ID: "p", Title: label, Desc: label, Lang: "zh", Width: 1600, Height: 900,
		Targets: []scene.Target{{Owner: "link:a", Href: href, Name: label}},
		Items: []scene.Item{
			{Shape: scene.Rect, Role: scene.RoleCard, Owner: "link:a", X: 1, Y: 2, W: 3, H: 4, Radius: 5, Fill: "#0f766e", Stroke: "#c2331f", Width: 2, Dash: []float64{7, 4}},
			{Shape: scene.Text, Role: scene.RoleContent, Owner: "link:a", X: 1.00001, Y: 2, Text: label, Size: 14, Fill: "#1f2a37"},
			{Shape: scene.Line, Role: scene.RoleEdge, Owner: "e1", From: "link:a", To: "link:b", Class: "feeds", Points: []scene.Point{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 10, Y: 3}}, Radius: 7, Stroke: "#5a6675", Width: 1.5},
		}}
}

func TestSVGLinksOnlyWhereItIsSafe(t *testing.T) {
	for href, linked := range map[string]bool{"/chains/a": true, "https://x": true, "javascript:alert(1)": false, "//evil": false, "data:text/html,x": false} {
		if got := strings.Contains(draw(t, page("甲", href), SVGOptions{}), "<a href"); got != linked {
			t.Errorf("%s: linked %v", href, got)
		}
	}
}

func TestSVGShowsGroupsEdgesAndGrey(t *testing.T) {
	svg := draw(t, page("甲", "/a"), SVGOptions{})
	for _, want := range []string{`<g data-id="link:a" class="card"`, `data-from="link:a" data-to="link:b" data-class="feeds"`, `M0 0L5 0Q10 0 10 1.5L10 3`, `stroke-dasharray="7 4"`, `x="1" y="2"`} {
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

func FuzzSVGLabels(f *testing.F) {
	for _, s := range []string{"", "</text><script>alert(1)</script>", "\x00\x01\xff", "😀\u202e反", "&amp;\"'", strings.Repeat("长", 5000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, label string) {
		svg := draw(t, page(label, label), SVGOptions{})
		if strings.Contains(svg, "<script") {
			t.Error("markup came through")
		}
	})
}
