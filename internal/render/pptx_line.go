package render

import (
	"fmt"
	"math"
	"slices"

	"chainchief/internal/scene"
)

// line writes an edge as a glued connector where that is wanted and possible, a straight line as a line, anything else
// as a freeform with the same curves as in the other formats.
func (s *slidePainter) line(i scene.Item, id int, a about) {
	if c, glued := s.connectors[i.Owner]; glued && i.Role == scene.RoleEdge {
		s.connect(i, id, a, c)
		return
	}
	if i.Shape == scene.Line && len(i.Points) == 2 && !i.Closed && i.Fill == "" {
		s.connect(i, id, a, straightConnector(i.Points[0], i.Points[1]))
		return
	}
	s.freeform(i, id, a, nil)
}

// freeform writes any shape by its path, with places to glue connectors to.
func (s *slidePainter) freeform(i scene.Item, id int, a about, sites []scene.Point) {
	b := i.Box()
	w, h := max(1, s.emu(b.W)), max(1, s.emu(b.H))
	s.raw(`<p:sp><p:nvSpPr>`)
	s.identity(id, a)
	s.raw(`<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>`)
	s.raw(
		fmt.Sprintf(
			`<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>`+
				`<a:cxnLst>`,
			s.emu(b.X),
			s.emu(b.Y),
			w,
			h,
		),
	)
	for _, p := range sites {
		s.raw(
			fmt.Sprintf(
				`<a:cxn ang="%d"><a:pos x="%d" y="%d"/></a:cxn>`,
				outward(b, p),
				s.emu(p.X)-s.emu(b.X),
				s.emu(p.Y)-s.emu(b.Y),
			),
		)
	}
	s.raw(fmt.Sprintf(`</a:cxnLst><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="%d" h="%d"`, w, h))
	if i.Fill == "" {
		s.raw(` fill="none"`)
	}
	s.raw(`>`)
	names := map[byte]string{'M': "moveTo", 'L': "lnTo", 'Q': "quadBezTo", 'C': "cubicBezTo", 'Z': "close"}
	for _, st := range path(i) {
		name := names[st.op]
		if st.op == 'Z' {
			s.raw(`<a:close/>`)
			continue
		}
		s.raw(`<a:`, name, `>`)
		for _, p := range st.points() {
			s.raw(fmt.Sprintf(`<a:pt x="%d" y="%d"/>`, s.emu(p.X)-s.emu(b.X), s.emu(p.Y)-s.emu(b.Y)))
		}
		s.raw(`</a:`, name, `>`)
	}
	s.raw(`</a:path></a:pathLst></a:custGeom>`)
	s.fill(i.Fill)
	s.stroke(i, false)
	s.raw(`</p:spPr></p:sp>`)
}

// connector is a line of a presentation: a preset way from the upper left to the lower right of its box, turned and
// mirrored until it runs as wanted; or straight pieces from corner to corner.
type connector struct {
	preset       string
	box          scene.Box     // before it is turned
	turn         bool          // by 90° clockwise, about the middle of the box
	flipH, flipV bool          // before the turn
	corners      []scene.Point // of a way with more than one bend, and its ends
	from, to     glue
	head         bool // the edge has an arrow
}

// glue is where an end is held; a zero id holds nothing.
type glue struct{ id, site int }

func straightConnector(p, q scene.Point) connector {
	return connector{
		preset: "line",
		box:    scene.Box{X: min(p.X, q.X), Y: min(p.Y, q.Y), W: math.Abs(q.X - p.X), H: math.Abs(q.Y - p.Y)},
		flipH:  q.X < p.X,
		flipV:  q.Y < p.Y,
	}
}

// connector finds the preset that runs as an edge does. It fails for edges between cards that are not on the page,
// stubs that end on another edge, and slanted pieces.
func (s *slidePainter) connector(i scene.Item) (connector, bool) {
	from, to := s.cards[i.From], s.cards[i.To]
	points := corners(i.Points)
	n := len(points) - 1
	if from == nil || to == nil || n < 1 {
		return connector{}, false
	}
	for k := 1; k <= n; k++ {
		if points[k].X != points[k-1].X && points[k].Y != points[k-1].Y {
			return connector{}, false
		}
	}
	p, q := points[0], points[n]
	if !from.meets(p) || !to.meets(q) {
		return connector{}, false
	}
	c := straightConnector(p, q)
	c.preset = "straightConnector1"
	switch {
	case n == 2:
		c = bentConnector(points)
	case n > 2:
		c.corners = points
	}
	c.from, c.to = glue{from.id, from.site(p)}, glue{to.id, to.site(q)}
	return c, true
}

// pinned writes a way with several bends as straight connectors from corner to corner, held by a shape without size at
// each: its ends follow the cards, and no viewer leads it anew, the short way, through cards.
func (s *slidePainter) pinned(i scene.Item, id int, a about, c connector) {
	held := c.from
	for k := 1; k < len(c.corners); k++ {
		piece := straightConnector(c.corners[k-1], c.corners[k])
		piece.preset, piece.from = "straightConnector1", held
		if k == len(c.corners)-1 {
			piece.to, piece.head = c.to, c.head
			s.connect(i, id, a, piece)
			return
		}
		held = glue{s.next(), 0}
		piece.to = held
		s.raw(`<p:sp><p:nvSpPr>`)
		s.identity(held.id, about{name: a.name})
		s.raw(`<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>`)
		s.place(scene.Box{X: c.corners[k].X, Y: c.corners[k].Y})
		s.raw(
			`</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></p:spPr>`,
			`</p:sp>`,
		)
		s.connect(i, s.next(), about{name: a.name}, piece)
	}
}

// bentConnector makes a connector of two pieces. The preset begins level; a way that begins upright is one that is
// turned.
func bentConnector(points []scene.Point) connector {
	p, q := points[0], points[2]
	c := straightConnector(p, q)
	c.preset = "bentConnector2"
	if points[1].Y == p.Y {
		return c
	}
	c.turn = true
	c.flipH, c.flipV = q.Y < p.Y, q.X > p.X
	x, y := c.box.X+c.box.W/2, c.box.Y+c.box.H/2
	c.box = scene.Box{X: x - c.box.H/2, Y: y - c.box.W/2, W: c.box.H, H: c.box.W}
	return c
}

// corners are the points where a line turns, with its ends.
func corners(points []scene.Point) []scene.Point {
	out := slices.Clone(points)
	for k := 1; k+1 < len(out); {
		a, b, c := out[k-1], out[k], out[k+1]
		if a.X == b.X && b.X == c.X || a.Y == b.Y && b.Y == c.Y {
			out = slices.Delete(out, k, k+1)
			continue
		}
		k++
	}
	return out
}

// outward is the direction in which a connector leaves a place on a border, in 1/60000 degrees clockwise from the
// right.
func outward(b scene.Box, p scene.Point) int {
	angle, least := 0, math.Inf(1)
	for n, d := range []float64{p.X - b.Right(), p.Y - b.Bottom(), p.X - b.X, p.Y - b.Y} {
		if math.Abs(d) < least {
			angle, least = n*5400000, math.Abs(d)
		}
	}
	return angle
}

func (s *slidePainter) connect(i scene.Item, id int, a about, c connector) {
	if len(c.corners) > 0 {
		s.pinned(i, id, a, c)
		return
	}
	s.raw(`<p:cxnSp><p:nvCxnSpPr>`)
	s.identity(id, a)
	s.raw(`<p:cNvCxnSpPr>`)
	if c.from.id > 0 {
		s.raw(
			fmt.Sprintf(`<a:stCxn id="%d" idx="%d"/><a:endCxn id="%d" idx="%d"/>`, c.from.id, c.from.site, c.to.id, c.to.site),
		)
	}
	s.raw(`</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm`)
	if c.turn {
		s.raw(` rot="5400000"`)
	}
	if c.flipH {
		s.raw(` flipH="1"`)
	}
	if c.flipV {
		s.raw(` flipV="1"`)
	}
	s.raw(`>`)
	s.place(c.box)
	s.raw(`</a:xfrm><a:prstGeom`)
	s.attr("prst", c.preset)
	s.raw(`><a:avLst/></a:prstGeom>`)
	s.stroke(i, c.head)
	s.raw(`</p:spPr></p:cxnSp>`)
}
