package rendertest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	slashes "path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Deck is what a presentation holds, slide by slide.
type Deck struct{ Slides []Slide }

// Slide is what is on a slide and in its notes.
type Slide struct {
	Texts      []string // in paint order
	Notes      []string // lines
	Names      []string // of shapes and groups
	Alt        []string // descriptions of shapes for screen readers
	Shapes     int      // that can be edited: text boxes, forms and connectors
	Pictures   int
	Connectors int // that hold to shapes
	Boxes      []TextBox
	Title      int    // which of the shapes is the title of the slide; -1 for none
	XML        []byte // the slide as it is stored
}

// TextBox is a box of text on a slide, in points.
type TextBox struct {
	X, Y, W, H float64
	Align      string // l, ctr or r
	Lines      []TextLine
}

// TextLine is a line of a box: its text, type size, and what is taken from or added to each character, in points.
type TextLine struct {
	Text          string
	Size, Spacing float64
	Bold          bool
}

// Texts are those of all slides.
func (d Deck) Texts() []string {
	var out []string
	for _, s := range d.Slides {
		out = append(out, s.Texts...)
	}
	return out
}

// OpenPPTX reads a presentation and fails the test when it is not sound: every part is well-formed and has a type,
// every relationship leads to a part, every id of a shape is its own, every shape has a name, and connectors hold to
// shapes that exist at places that exist.
func OpenPPTX(t testing.TB, data []byte) Deck {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	checkTypes(t, parts)
	var deck Deck
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".rels") {
			checkRelations(t, f.Name, parts)
			continue
		}
		WellFormed(t, parts[f.Name])
	}
	for n := 1; ; n++ {
		name := "ppt/slides/slide" + strconv.Itoa(n) + ".xml"
		if parts[name] == nil {
			break
		}
		slide := readShapes(t, name, parts[name])
		slide.XML = parts[name]
		slide.Boxes, slide.Title = readBoxes(t, parts[name])
		notes := "ppt/notesSlides/notesSlide" + strconv.Itoa(n) + ".xml"
		slide.Notes = readShapes(t, notes, parts[notes]).Texts
		deck.Slides = append(deck.Slides, slide)
	}
	return deck
}

// checkTypes looks for a type of every part and a part of every type.
func checkTypes(t testing.TB, parts map[string][]byte) {
	t.Helper()
	var types struct {
		Override []struct {
			PartName string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(parts["[Content_Types].xml"], &types); err != nil {
		t.Fatal(err)
	}
	typed := map[string]bool{"[Content_Types].xml": true}
	for _, o := range types.Override {
		typed[o.PartName[1:]] = true
		if parts[o.PartName[1:]] == nil {
			t.Errorf("%s has a type and does not exist", o.PartName)
		}
	}
	for name := range parts {
		if !typed[name] && !strings.HasSuffix(name, ".rels") {
			t.Errorf("%s has no type", name)
		}
	}
}

func checkRelations(t testing.TB, name string, parts map[string][]byte) {
	t.Helper()
	var links struct {
		Relationship []struct {
			ID, Target, TargetMode string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(parts[name], &links); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	folder := slashes.Dir(slashes.Dir(name))
	for _, l := range links.Relationship {
		if l.TargetMode != "External" && parts[slashes.Join(folder, l.Target)] == nil {
			t.Errorf("%s leads to %s, which does not exist", name, l.Target)
		}
		if l.TargetMode == "External" && !strings.HasPrefix(l.Target, "http") {
			t.Errorf("%s leads to %s", name, l.Target)
		}
	}
}

// drawingML is the space of texts and shapes.
const drawingML = "http://schemas.openxmlformats.org/drawingml/2006/main"

// readShapes reads a part with shapes.
func readShapes(t testing.TB, name string, data []byte) Slide {
	t.Helper()
	type glue struct{ id, site string }
	var (
		slide  Slide
		inside string // the text that is being read
		id     string
		ids    = map[string]bool{}
		sites  = map[string]int{} // of shapes that name theirs
		held   []glue
	)
	attr := func(e xml.StartElement, name string) string {
		i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name })
		if i < 0 {
			return ""
		}
		return e.Attr[i].Value
	}
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "cNvPr":
				if id = attr(e, "id"); ids[id] {
					t.Errorf("%s: two shapes have the id %s", name, id)
				}
				ids[id] = true
				if label := attr(e, "name"); label != "" {
					slide.Names = append(slide.Names, label)
				} else if id != "1" { // the tree itself
					t.Errorf("%s: shape %s has no name", name, id)
				}
				if text := attr(e, "descr"); text != "" {
					slide.Alt = append(slide.Alt, text)
				}
			case "sp", "cxnSp":
				slide.Shapes++
			case "pic", "blip":
				slide.Pictures++
			case "p":
				inside = ""
			case "cxn":
				sites[id]++
			case "stCxn", "endCxn":
				held = append(held, glue{attr(e, "id"), attr(e, "idx")})
			}
		case xml.CharData:
			inside += string(e)
		case xml.EndElement:
			if e.Name.Local == "p" && e.Name.Space == drawingML {
				slide.Texts = append(slide.Texts, inside)
			}
		}
	}
	for _, g := range held {
		if n, err := strconv.Atoi(g.site); err != nil || !ids[g.id] || n >= max(4, sites[g.id]) { // a preset has four
			t.Errorf("%s: a connector holds to place %s of shape %s, which has %d", name, g.site, g.id, sites[g.id])
		}
	}
	slide.Connectors = len(held) / 2
	return slide
}

// shapeXML is as much of a shape as its text needs.
type shapeXML struct {
	Place struct {
		Type string `xml:"type,attr"`
	} `xml:"nvSpPr>nvPr>ph"`
	Off struct {
		X float64 `xml:"x,attr"`
		Y float64 `xml:"y,attr"`
	} `xml:"spPr>xfrm>off"`
	Ext struct {
		W float64 `xml:"cx,attr"`
		H float64 `xml:"cy,attr"`
	} `xml:"spPr>xfrm>ext"`
	Text *struct {
		Parts struct {
			List []partXML `xml:",any"`
		} `xml:"p"`
	} `xml:"txBody"`
}

type partXML struct {
	XMLName xml.Name
	Align   string `xml:"algn,attr"`
	Look    struct {
		Size    float64 `xml:"sz,attr"`
		Spacing float64 `xml:"spc,attr"`
		Bold    int     `xml:"b,attr"`
	} `xml:"rPr"`
	Text string `xml:"t"`
}

// readBoxes reads the texts of a slide in the order of its shapes, and which shape is the title. Boxes in groups stand
// where the slide has them: groups of ours are not moved.
func readBoxes(t testing.TB, data []byte) (boxes []TextBox, title int) {
	t.Helper()
	title = -1
	const point = 12700.0
	for dec, n := xml.NewDecoder(bytes.NewReader(data)), 0; ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return boxes, title
		}
		if err != nil {
			t.Fatal(err)
		}
		e, starts := token.(xml.StartElement)
		if !starts || e.Name.Local != "sp" && e.Name.Local != "cxnSp" {
			continue
		}
		var s shapeXML
		if err := dec.DecodeElement(&s, &e); err != nil {
			t.Fatal(err)
		}
		if s.Place.Type == "title" {
			title = n
		}
		n++
		if s.Text == nil {
			continue
		}
		b := TextBox{
			X:     s.Off.X / point,
			Y:     s.Off.Y / point,
			W:     s.Ext.W / point,
			H:     s.Ext.H / point,
			Lines: []TextLine{{}},
		}
		for _, p := range s.Text.Parts.List {
			switch p.XMLName.Local {
			case "pPr":
				b.Align = p.Align
			case "br":
				b.Lines = append(b.Lines, TextLine{})
			case "r":
				l := &b.Lines[len(b.Lines)-1]
				l.Text += p.Text
				l.Size, l.Spacing, l.Bold = p.Look.Size/100, p.Look.Spacing/100, p.Look.Bold == 1
			}
		}
		boxes = append(boxes, b)
	}
}
