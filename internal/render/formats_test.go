package render

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/layout/structure"
	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

// drawings are the scenes of all chains of the seeds, by chain, in their order.
var drawings = sync.OnceValues(func() ([][]scene.Page, error) {
	c, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
	var out [][]scene.Page
	for _, chain := range f.Chains {
		content, err := content.NewStructure(f, chain.Node.ID, content.Options{Lang: "zh"})
		if err != nil {
			return nil, err
		}
		d, err := structure.Draw(context.Background(), content, structure.Options{})
		if err != nil {
			return nil, err
		}
		out = append(out, d.Pages)
	}
	return out, nil
})

func allDrawings(t testing.TB) [][]scene.Page {
	t.Helper()
	list, err := drawings()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 11 {
		t.Fatalf("%d chains", len(list))
	}
	return list
}

func painted(t testing.TB, paint func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paint(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestConnectorsRunAsEdges lays the preset ways of DrawingML (presetShapeDefinitions: bentConnector2) through the
// boxes, turns and bends of connectors and compares them with the edges that they stand for.
func TestConnectorsRunAsEdges(t *testing.T) {
	count, glued := 0, 0
	for _, pages := range allDrawings(t) {
		for _, page := range pages {
			s := slidePainter{page: page, options: DocumentOptions{Glued: true}}
			s.prepare()
			for _, i := range page.Items {
				if i.Role != scene.RoleEdge {
					continue
				}
				count++
				c, ok := s.connectors[i.Owner]
				if !ok {
					continue
				}
				glued++
				got, want := run(c), corners(i.Points)
				for k := range want {
					if len(got) != len(want) || abs(got[k].X-want[k].X) > 1 || abs(got[k].Y-want[k].Y) > 1 {
						t.Errorf("%s as %+v runs %v, not %v", i.Owner, c, got, want)
						break
					}
				}
				if at := s.cards[i.To].sites[c.to.site]; at != i.Points[len(i.Points)-1] {
					t.Errorf("%s is held at %v", i.Owner, at)
				}
			}
		}
	}
	if glued < count*95/100 {
		t.Errorf("%d of %d edges are glued", glued, count)
	}
	t.Logf("%d of %d edges are glued", glued, count)
}

// run returns the corners of a connector on the page.
func run(c connector) []scene.Point {
	if len(c.corners) > 0 {
		return c.corners
	}
	w, h := c.box.W, c.box.H
	way := []scene.Point{{X: 0, Y: 0}, {X: w, Y: h}}
	if c.preset == "bentConnector2" {
		way = []scene.Point{{X: 0, Y: 0}, {X: w, Y: 0}, {X: w, Y: h}}
	}
	for k, p := range way {
		x, y := p.X-w/2, p.Y-h/2
		if c.flipH {
			x = -x
		}
		if c.flipV {
			y = -y
		}
		if c.turn {
			x, y = -y, x
		}
		way[k] = scene.Point{X: c.box.X + w/2 + x, Y: c.box.Y + h/2 + y}
	}
	return way
}

// TestBandsDoNotShow: a picture painted in bands is the one painted at once, to the last pixel.
func TestBandsDoNotShow(t *testing.T) {
	page := allDrawings(t)[3][0]
	m, err := png.Decode(
		bytes.NewReader(painted(t, func(w io.Writer) error { return PNG(w, page, PNGOptions{Scale: 1}) })),
	)
	if err != nil {
		t.Fatal(err)
	}
	whole := newCanvas(1600, 900, 1)
	whole.begin(0, opaque(scene.Ground))
	for _, i := range page.Items {
		if i.Shape != scene.Text {
			whole.shape(i, inks(false))
		} else if err := whole.text(i, inks(false)); err != nil {
			t.Fatal(err)
		}
	}
	for n, want := range whole.pixels {
		r, g, b, _ := m.At(n%1600, n/1600).RGBA()
		if got := 0xff000000 | b>>8<<16 | g>>8<<8 | r>>8; got != want {
			t.Fatalf("pixel %d,%d is %08x, not %08x", n%1600, n/1600, got, want)
		}
	}
}

func TestTooLargePictures(t *testing.T) {
	p := allDrawings(t)[0][0]
	for _, scale := range []float64{0, -1, 5, 1e9} {
		if err := PNG(io.Discard, p, PNGOptions{Scale: scale}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("scale %v: %v", scale, err)
		}
	}
	if err := PNG(io.Discard, p, PNGOptions{Scale: 4}); err != nil {
		t.Error(err)
	}
}

// TestLinksOfDocuments: they leave the document whole, in ASCII, and only to the web.
func TestLinksOfDocuments(t *testing.T) {
	for _, tc := range []struct{ site, href, want string }{
		{"http://a", "/chains/甲?link=b/c", "http://a/chains/%E7%94%B2?link=b/c"}, {"https://a/", "/b", "https://a/b"},
		{"", "/b", ""}, {"javascript:alert(1)//", "/b", ""},
		{"http://a", "https://x/y", "https://x/y"}, {"http://a", "//x", ""}, {"http://a", "#b", ""},
		{"http://a", "javascript:alert(1)", ""}, {"http://a", "", ""},
	} {
		if got := (DocumentOptions{Site: tc.site}).link(tc.href); got != tc.want {
			t.Errorf("%q and %q make %q, want %q", tc.site, tc.href, got, tc.want)
		}
	}
}

// FuzzPainters: whatever stands in a label, and whatever the numbers are, every painter ends, and its file can be read.
func FuzzPainters(f *testing.F) {
	for _, s := range []string{"", "</a:t><script>", "\x00\x01\xff\xfe", "😀🏽‍🚒", "\u202e反\u2066", "שלום مرحبا",
		"&amp;\"']]>", strings.Repeat("长", 5000), "\u0301\u0301", "a\nb\tc\u2028d", "\U0010ffff\ufffe", "(\\)"} {
		f.Add(s, 10.0, 20.0, 14.0, 3.0)
	}
	f.Add("x", 1e300, -1e300, 1e9, -5.0)
	f.Add("x", 0.0, 0.0, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, label string, x, y, size, dash float64) {
		p := page(label, "/"+label)
		p.Width, p.Height = 400, 300
		p.Notes = []string{label}
		p.Items[0].W, p.Items[0].Radius, p.Items[0].Dash = x, size, []float64{dash, x}
		p.Items[0].Class, p.Items[2].Stroke = label, label
		p.Items[1].X, p.Items[1].Y, p.Items[1].Size, p.Items[1].Anchor = x, y, size, scene.Anchor(label)
		p.Items[2].Points[1] = scene.Point{X: x, Y: y}
		p.Items[2].Width = dash
		p.Items = append(
			p.Items,
			scene.Item{
				Shape:  scene.Circle,
				X:      x,
				Y:      y,
				Radius: size,
				Fill:   label,
				Stroke: "#ffffff",
				Width:  dash,
				Dash:   []float64{dash},
				Round:  true,
			},
			scene.Item{
				Shape:  scene.Curve,
				Points: []scene.Point{{X: x, Y: y}, {X: y, Y: x}, {X: 3, Y: 4}, {X: x, Y: size}},
				Closed: true,
				Fill:   "#123456",
				Stroke: "#654321",
				Width:  size,
				Dash:   []float64{size, dash, 1},
			},
			scene.Item{Shape: scene.Shape(label), Points: nil, Role: scene.Role(label)},
		)
		draw(t, p, SVGOptions{})
		if _, err := png.Decode(bytes.NewReader(painted(t,
			func(w io.Writer) error { return PNG(w, p, PNGOptions{Scale: 1, Transparent: true}) }))); err != nil {
			t.Fatal(err)
		}
		o := DocumentOptions{Site: "http://x"}
		if pdf := painted(t, func(w io.Writer) error { return PDF(w, []scene.Page{p}, o) }); !bytes.HasSuffix(
			bytes.TrimSpace(pdf),
			[]byte("%%EOF"),
		) {
			t.Fatal("the PDF has no end")
		}
		for _, o.Glued = range []bool{false, true} {
			rendertest.OpenPPTX(t, painted(t, func(w io.Writer) error { return PPTX(w, []scene.Page{p}, o) }))
		}
	})
}

// TestStubsAreNotGlued: a line that ends on another one, not on its card, would run elsewhere as a connector; and a
// line without an arrow gets none.
func TestStubsAreNotGlued(t *testing.T) {
	box := func(owner string, x, y float64) scene.Item {
		return scene.Item{
			Shape: scene.Rect,
			Role:  scene.RoleCard,
			Owner: owner,
			X:     x,
			Y:     y,
			W:     100,
			H:     60,
			Fill:  scene.Ground,
		}
	}
	line := func(owner, from string, points ...scene.Point) scene.Item {
		return scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleEdge,
			Owner:  owner,
			From:   from,
			To:     "c",
			Points: points,
			Stroke: scene.Ink,
			Width:  1,
		}
	}
	head := scene.ArrowHead(scene.Point{X: 400, Y: 130}, 1, 0, scene.Ink, 8)
	head.Owner = "whole"
	s := slidePainter{
		options: DocumentOptions{Glued: true},
		page: scene.Page{Items: []scene.Item{box("a", 100, 100), box("b", 100, 300), box("d", 400, 300), box("c", 400, 100),
			line("whole", "a", scene.Point{X: 200, Y: 130}, scene.Point{X: 400, Y: 130}), head,
			line("stub", "b", scene.Point{X: 200, Y: 330}, scene.Point{X: 300, Y: 330}, scene.Point{X: 300, Y: 130}),
			line("plain", "d", scene.Point{X: 450, Y: 300}, scene.Point{X: 450, Y: 160})}},
	}
	s.prepare()
	if _, glued := s.connectors["stub"]; glued {
		t.Error("a stub is glued")
	}
	if whole, plain := s.connectors["whole"], s.connectors["plain"]; !whole.head || plain.head || plain.preset == "" {
		t.Errorf("heads: %+v, %+v", whole, plain)
	}
}
