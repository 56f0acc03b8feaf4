package drawing

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chainchief/internal/scene"
)

// goldenReport is a page of old and new drawings side by side.
type goldenReport struct{ drawings []goldenPair }

type goldenPair struct {
	name     string
	old, now []byte
}

func (r *goldenReport) add(name string, old, now []byte) {
	r.drawings = append(r.drawings, goldenPair{name, old, now})
}

// folder is where the page is written: CHAINCHIEF_GOLDEN_REPORT, else below the folder for temporary files.
func (*goldenReport) folder() string {
	return cmp.Or(os.Getenv("CHAINCHIEF_GOLDEN_REPORT"), filepath.Join(os.TempDir(), "chainchief-goldens"))
}

// write writes index.html and returns its path.
func (r *goldenReport) write(t testing.TB) string {
	t.Helper()
	if err := os.MkdirAll(r.folder(), 0o755); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(r.drawings, func(a, b goldenPair) int { return cmp.Compare(a.name, b.name) })
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Drawings, old and new</title><style>
body{font:15px/1.5 sans-serif;margin:24px;background:#f4f6f8;color:#1f2a37} 
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
figure{margin:0;background:#fff;border:1px solid #c9d1da} 
figcaption{padding:4px 12px} svg{display:block;width:100%;height:auto} td{padding:0 16px 0 0}
</style><h1>Drawings, old and new</h1><p>Outlined is what the other one does not have.
Click a picture's link to open it alone.</p>`)
	for _, d := range r.drawings {
		old, now := svgElements(t, d.old), svgElements(t, d.now)
		gone, came := only(old, now), only(now, old)
		fmt.Fprintf(
			&b,
			"<h2>%s</h2><p>%d of %d elements gone, %d of %d new</p>\n",
			html.EscapeString(d.name),
			len(gone),
			len(old),
			len(came),
			len(now),
		)
		b.WriteString(texts(gone, came))
		b.WriteString(`<div class="pair">`)
		for _, side := range []struct {
			word, colour string
			svg          []byte
			marks        []svgElement
		}{{"old", "#c2331f", d.old, gone}, {"new", "#0f766e", d.now, came}} {
			file := d.name + "-" + side.word + ".svg"
			put(t, filepath.Join(r.folder(), file), side.svg)
			fmt.Fprintf(
				&b,
				`<figure><figcaption><a href="%s">%s</a></figcaption>%s</figure>`,
				html.EscapeString(file),
				side.word,
				outlined(side.svg, side.marks, side.colour),
			)
		}
		b.WriteString("</div>\n")
	}
	index := filepath.Join(r.folder(), "index.html")
	put(t, index, []byte(b.String()))
	return index
}

// svgElement is something drawn, with the place that it takes.
type svgElement struct {
	key  string // all that is said of it
	text string
	box  scene.Box
}

// svgElements reads what an SVG of ours draws.
func svgElements(t testing.TB, data []byte) []svgElement {
	t.Helper()
	var out []svgElement
	open := false
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := dec.Token()
		if err != nil {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			if open = slices.Contains([]string{"rect", "circle", "path", "text"}, e.Name.Local); open {
				out = append(out, svgElement{key: fmt.Sprint(e.Name.Local, e.Attr), box: svgBox(e)})
			}
		case xml.CharData:
			if open && len(bytes.TrimSpace(e)) > 0 {
				last := &out[len(out)-1]
				last.key, last.text = last.key+string(e), last.text+string(e)
			}
		case xml.EndElement:
			open = false
		}
	}
	for i := range out { // a text is as wide as its words
		if e := &out[i]; e.text != "" {
			w := scene.Measure(e.text, e.box.H, strings.Contains(e.key, "{{ font-weight}"))
			switch {
			case strings.Contains(e.key, "{{ text-anchor} middle}"):
				e.box.X -= w / 2
			case strings.Contains(e.key, "{{ text-anchor} end}"):
				e.box.X -= w
			}
			e.box.Y, e.box.W = e.box.Y-.85*e.box.H, w
		}
	}
	return out
}

var number = regexp.MustCompile(`-?[0-9.]+`)

// svgBox is the place of an element: of a text the height is its size and the corner its anchor.
func svgBox(e xml.StartElement) scene.Box {
	get := func(name string) float64 {
		i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name })
		if i < 0 {
			return 0
		}
		v, _ := strconv.ParseFloat(e.Attr[i].Value, 64)
		return v
	}
	switch e.Name.Local {
	case "circle":
		r := get("r")
		return scene.Box{X: get("cx") - r, Y: get("cy") - r, W: 2 * r, H: 2 * r}
	case "text":
		return scene.Box{X: get("x"), Y: get("y"), H: get("font-size")}
	case "rect":
		return scene.Box{X: get("x"), Y: get("y"), W: get("width"), H: get("height")}
	}
	for _, a := range e.Attr {
		if a.Name.Local == "d" {
			return hull(number.FindAllString(a.Value, -1))
		}
	}
	return scene.Box{}
}

// hull is the box around the points of a path, which has no other numbers.
func hull(numbers []string) scene.Box {
	var x, y []float64
	for i, n := range numbers {
		v, _ := strconv.ParseFloat(n, 64)
		if i%2 == 0 {
			x = append(x, v)
		} else {
			y = append(y, v)
		}
	}
	if len(y) == 0 {
		return scene.Box{}
	}
	return scene.Box{
		X: slices.Min(x),
		Y: slices.Min(y),
		W: slices.Max(x) - slices.Min(x),
		H: slices.Max(y) - slices.Min(y),
	}
}

// only are the elements of a that b does not have.
func only(a, b []svgElement) []svgElement {
	left := map[string]int{}
	for _, e := range b {
		left[e.key]++
	}
	var out []svgElement
	for _, e := range a {
		if left[e.key]--; left[e.key] < 0 {
			out = append(out, e)
		}
	}
	return out
}

// outlined draws frames around elements of an SVG.
func outlined(svg []byte, marks []svgElement, colour string) string {
	var frames strings.Builder
	for _, m := range marks {
		b := m.box.Inset(-3, -3)
		fmt.Fprintf(
			&frames,
			`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="3" fill="%s" fill-opacity=".12" stroke="%s"`+
				` stroke-width="2"/>`,
			b.X,
			b.Y,
			max(0, b.W),
			max(0, b.H),
			colour,
			colour,
		)
	}
	return strings.Replace(string(svg), "</svg>", frames.String()+"</svg>", 1)
}

// texts lists the words that went and came.
func texts(gone, came []svgElement) string {
	list := func(marks []svgElement, others []svgElement) string {
		var out []string
		for _, m := range marks {
			if m.text != "" && !slices.ContainsFunc(others, func(o svgElement) bool { return o.text == m.text }) {
				out = append(out, html.EscapeString(m.text))
			}
		}
		return strings.Join(out, " · ")
	}
	a, b := list(gone, came), list(came, gone)
	if a == "" && b == "" {
		return "<p>The words are the same.</p>"
	}
	return fmt.Sprintf("<table><tr><td>Words gone<td>%s<tr><td>Words new<td>%s</table>", a, b)
}
