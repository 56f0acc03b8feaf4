package drawing

import (
	"bytes"
	"context"
	"encoding/xml"
	"image"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

// drawnOnce is a drawing that the proofs look at.
type drawnOnce struct {
	request Request
	pages   []scene.Page
}

// name says which drawing it is: structure/optoelectronics/zh.
func (d drawnOnce) name() string { return d.pages[0].ID + "/" + d.request.Lang }

// everything is the findings of the seeds, those of an earlier moment that lacks some of them, and every drawing of
// them: all kinds, all chains, both languages.
var everything = sync.OnceValues(func() (all struct {
	studio   *Studio
	findings *analysis.Findings
	drawings []drawnOnce
}, err error) {
	c, err := seeds.Load()
	if err != nil {
		return all, err
	}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	all.findings = analysis.Find(graph.NewSnapshot(2, at, c.Nodes, c.Relations))
	n := 0
	before := slices.DeleteFunc(slices.Clone(c.Relations), func(r graph.Relation) bool {
		if r.Type == graph.OperatesIn {
			n++
		}
		return r.Type == graph.OperatesIn && n%4 == 0
	})
	from := analysis.Find(graph.NewSnapshot(1, at.AddDate(-1, 0, 0), c.Nodes, before))
	all.studio = New(nil)
	for _, r := range requests(all.findings, from) {
		pages, err := all.studio.Pages(context.Background(), all.findings, r)
		if err != nil {
			return all, err
		}
		all.drawings = append(all.drawings, drawnOnce{r, pages})
	}
	return all, nil
})

func allDrawings(t testing.TB) []drawnOnce {
	t.Helper()
	all, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	return all.drawings
}

// asFile paints one of the drawings.
func (d drawnOnce) asFile(t testing.TB, change func(*Request)) []byte {
	t.Helper()
	all, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	r := d.request
	change(&r)
	return drawn(t, all.studio, all.findings, r).Data
}

// requests are the drawings of every kind in both languages: of every chain, its leader's edition too, of the city, and
// of the kinds that are of something else of one such thing a chain. A new kind is among them by itself, a new sort of
// thing by a line of thingsOf.
func requests(f, from *analysis.Findings) []Request {
	langs := []string{"zh", "en"}
	out := chainRequests(f, from, langs)
	for _, r := range chainRequests(f, from, langs) {
		if kind, _ := KindNamed(r.Kind); kind.leader != nil {
			r.Detail = diagram.Leader
			out = append(out, r)
		}
	}
	for _, lang := range langs {
		out = append(out, Request{Kind: "layout", Lang: lang, Format: "svg"})
		for _, kind := range Kinds {
			for _, of := range thingsOf(f, kind.Subject) {
				out = append(out, Request{Kind: kind.Name, Of: of, Lang: lang, Format: "svg"})
			}
		}
	}
	return out
}

// thingsOf are some things of a kind of node, one a chain.
func thingsOf(f *analysis.Findings, kind graph.Kind) []graph.ID {
	var out []graph.ID
	for _, c := range f.Chains {
		switch kind {
		case graph.KindEnterprise:
			out = append(out, c.Enterprises[0])
		case graph.KindLink:
			out = append(out, c.Links[len(c.Links)/2].Node.ID)
		}
	}
	return out
}

// TestEveryDrawingKeepsTheRules: no overlap, no overflow, readable text, enough on the page.
func TestEveryDrawingKeepsTheRules(t *testing.T) {
	for _, d := range allDrawings(t) {
		keepsRules(t, d.request, d.pages)
		filled(t, d)
		if d.pages[0].Lang != d.request.Lang || d.pages[0].Title == "" || d.pages[0].Desc == "" {
			t.Errorf("%s: lang %q, title %q, desc %q", d.name(), d.pages[0].Lang, d.pages[0].Title, d.pages[0].Desc)
		}
	}
}

// TestEveryDrawingInEveryFormat paints each drawing twice in each format and opens it again.
func TestEveryDrawingInEveryFormat(t *testing.T) {
	other := New(nil)
	for n, d := range allDrawings(t) {
		t.Run(d.name(), func(t *testing.T) {
			for _, format := range Formats {
				change := func(r *Request) {
					r.Format, r.Scale, r.Glued, r.Site = format, 1, n%2 == 1, "http://x"
				}
				data := d.asFile(t, change)
				r := d.request
				if change(&r); n%8 == 0 { // another program paints the same bytes
					all, _ := everything()
					if again := drawn(t, other, all.findings, r); !bytes.Equal(again.Data, data) {
						t.Errorf("%s: two paintings differ", format)
					}
				}
				switch format {
				case "svg":
					for page := range d.pages {
						soundSVG(t, d.asFile(t, func(r *Request) { r.Page = page + 1 }), d.pages[page])
					}
				case "png":
					m, err := png.Decode(bytes.NewReader(data))
					if err != nil || m.Bounds() != image.Rect(0, 0, 1600, 900) {
						t.Errorf("png: %v %v", err, m.Bounds())
					}
				case "pdf":
					if !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
						t.Error("the PDF has no end")
					}
				case "pptx":
					soundPPTX(t, data, d.pages, n%2 == 1)
				}
			}
		})
	}
}

// soundSVG: real text, title and description for screen readers, fonts to fall back on, and nothing that acts.
func soundSVG(t *testing.T, data []byte, page scene.Page) {
	t.Helper()
	rendertest.WellFormed(t, data)
	var svg struct {
		Role     string `xml:"role,attr"`
		Labelled string `xml:"aria-labelledby,attr"`
		Fonts    string `xml:"font-family,attr"`
		Title    struct {
			ID   string `xml:"id,attr"`
			Text string `xml:",chardata"`
		} `xml:"title"`
		Desc struct {
			ID   string `xml:"id,attr"`
			Text string `xml:",chardata"`
		} `xml:"desc"`
	}
	if err := xml.Unmarshal(data, &svg); err != nil {
		t.Fatal(err)
	}
	if svg.Title.Text != page.Title || svg.Desc.Text != page.Desc || svg.Labelled != svg.Title.ID+" "+svg.Desc.ID ||
		svg.Role == "" {
		t.Errorf("svg: title %q, desc %q, labelled by %q, role %q", svg.Title.Text, svg.Desc.Text, svg.Labelled, svg.Role)
	}
	if strings.Count(svg.Fonts, ",") < 4 || !strings.HasSuffix(svg.Fonts, "sans-serif") {
		t.Errorf("svg: fonts %s", svg.Fonts)
	}
	var got []string
	inside := false
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := dec.Token()
		if err != nil {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "tspan" { // which is a part of a text
				if inside = e.Name.Local == "text"; inside {
					got = append(got, "")
				}
			}
			if !slices.Contains([]string{"svg", "title", "desc", "g", "a", "rect", "circle", "path", "text", "tspan"},
				e.Name.Local) {
				t.Errorf("svg: a <%s>", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
					t.Errorf("svg: %s acts", a.Name.Local)
				}
			}
		case xml.EndElement:
			inside = inside && e.Name.Local != "text"
		case xml.CharData:
			if inside {
				got[len(got)-1] += string(e)
			}
		}
	}
	if want := rendertest.Words([]scene.Page{page}); !slices.Equal(got, want) {
		t.Errorf("svg: %d texts, want %d", len(got), len(want))
	}
}

// soundPPTX: a slide a page, shapes that can be edited and have names, alternative text on every card, notes with the
// sources, and lines that hold to cards when that was asked for.
func soundPPTX(t *testing.T, data []byte, pages []scene.Page, glued bool) {
	t.Helper()
	deck := rendertest.OpenPPTX(t, data)
	if len(deck.Slides) != len(pages) {
		t.Fatalf("pptx: %d slides for %d pages", len(deck.Slides), len(pages))
	}
	for n, slide := range deck.Slides {
		page := pages[n]
		words := rendertest.Words([]scene.Page{page})
		if rendertest.Characters(slide.Texts...) != rendertest.Characters(words...) {
			t.Errorf("pptx: slide %d says something else", n+1)
		}
		if slide.Title != 0 || slide.Texts[0] != page.Title {
			t.Errorf("pptx: shape %d of slide %d is its title, and %q is read first", slide.Title, n+1, slide.Texts[0])
		}
		restyled(t, slide, page)
		if slide.Pictures > 0 || slide.Shapes < len(slide.Texts) {
			t.Errorf("pptx: slide %d has %d pictures and %d shapes", n+1, slide.Pictures, slide.Shapes)
		}
		for _, target := range page.Targets {
			if !slices.Contains(slide.Alt, target.Name) {
				t.Errorf("pptx: nothing on slide %d is described as %q", n+1, target.Name)
			}
		}
		for _, want := range append([]string{page.Desc}, page.Notes...) {
			if !slices.Contains(slide.Notes, want) {
				t.Errorf("pptx: the notes of slide %d lack %q", n+1, want)
			}
		}
		edges := 0
		for _, i := range page.Items {
			if i.Role == scene.RoleEdge && i.Shape == scene.Line {
				edges++
			}
		}
		least := edges / 3 // some lines end at a trunk, not at a card
		if page.Number == 1 && strings.HasPrefix(page.ID, "structure/") {
			least = edges * 9 / 10
		}
		if glued && slide.Connectors < least || !glued && slide.Connectors > 0 {
			t.Errorf("pptx: %d of %d lines of slide %d hold to cards, glued %v", slide.Connectors, edges, n+1, glued)
		}
	}
}

// restyled: the colours and fonts of a slide are those of the theme, so that another one restyles it; no text leaves
// the slide or meets another, in LibreOffice, which sets air between Chinese and Latin, and in another font, whose
// Latin is wider; the lines of a text are in one box.
func restyled(t *testing.T, slide rendertest.Slide, page scene.Page) {
	t.Helper()
	if bytes.Contains(slide.XML, []byte("srgbClr")) || !bytes.Contains(slide.XML, []byte(`<a:schemeClr val="tx1"/>`)) {
		t.Errorf("%s: colours are not those of the theme", page.ID)
	}
	for _, face := range regexp.MustCompile(`typeface="([^"]*)"`).FindAllSubmatch(slide.XML, -1) {
		if !bytes.HasPrefix(face[1], []byte("+m")) {
			t.Fatalf("%s: %s is no font of the theme", page.ID, face[1])
		}
	}
	lines, joined := 0, 0
	type line struct {
		box  scene.Box
		text string
	}
	var seen []line
	for _, b := range slide.Boxes {
		if b.X < 0 || b.Y < 0 || b.X+b.W > 960.01 || b.Y+b.H > 540.01 {
			t.Errorf("%s: the box of %q leaves the slide: %+v", page.ID, b.Lines[0].Text, b)
		}
		joined += len(b.Lines) - 1
		high := b.H / float64(len(b.Lines))
		for n, l := range b.Lines {
			lines++
			w := wide(l)
			x := b.X
			switch b.Align {
			case "ctr":
				x += (b.W - w) / 2
			case "r":
				x += b.W - w
			}
			if x < 0 || x+w > 960 {
				t.Errorf("%s: %q leaves the slide", page.ID, l.Text)
			}
			at := scene.Box{X: x, Y: b.Y + high*(float64(n)+.5) - .4*l.Size, W: w, H: .8 * l.Size}
			for _, other := range seen {
				if at.Inset(.3, 0).Meets(other.box) {
					t.Errorf("%s: %q meets %q: %v and %v", page.ID, l.Text, other.text, at, other.box)
				}
			}
			seen = append(seen, line{at, l.Text})
		}
	}
	continued := 0
	for _, i := range page.Items {
		if i.Continues {
			continued++
		}
	}
	if joined > continued || joined < continued*2/3 { // a first line may stand beside a mark
		t.Errorf("%s: %d of %d lines are in the box of their text", page.ID, joined, continued)
	}
}

// wide is how wide a line may get: where Chinese meets other writing, LibreOffice adds a fifth of the line's height;
// letters and digits of another font may be wider by a twentieth.
func wide(l rendertest.TextLine) float64 {
	other := strings.Map(func(r rune) rune {
		if r >= 0x2e80 {
			return -1
		}
		return r
	}, l.Text)
	w := scene.Measure(l.Text, l.Size, l.Bold) + .05*scene.Measure(other, l.Size, l.Bold)
	changes := regexp.MustCompile(
		`[\x{2e80}-\x{3ffff}][\s\x{2000}-\x{206f}]*[!-~·°×±]|[!-~·°×±][\s\x{2000}-\x{206f}]*[\x{2e80}-\x{3ffff}]`,
	)
	for rest := l.Text; ; {
		at := changes.FindStringIndex(rest)
		if at == nil {
			break
		}
		w += 1.448 / 5 * l.Size
		_, last := utf8.DecodeLastRuneInString(rest[:at[1]])
		rest = rest[at[1]-last:]
	}
	return w + l.Spacing*float64(utf8.RuneCountInString(l.Text))
}
