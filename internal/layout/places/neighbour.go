package places

import (
	"fmt"
	"math"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Neighbour cities lie around the map (docs/drawings.md, Layout, R7): a strip left of the columns for those in the
// west, a seam above or below a column for the others.
const (
	westWide   = 140.0 // with links of the chain
	westNarrow = 40.0  // a name, one character below the other
	westGap    = 18.0
	westHigh   = 300.0 // of a narrow strip
	seamHeight = 28.0
	seamRoom   = 42.0 // that a column gives up for a seam
)

func (m *layout) west() []diagram.Neighbour {
	return slices.DeleteFunc(
		slices.Clone(m.content.Neighbours),
		func(n diagram.Neighbour) bool { return n.Side != diagram.West },
	)
}

// stripWidth is the width of the strip in the west; 0 without neighbours there.
func (m *layout) stripWidth() float64 {
	w := 0.0
	for _, n := range m.west() {
		switch {
		case len(n.Links) > 0:
			return westWide
		case m.lang == "en": // letters below each other are not read
			w = max(w, math.Ceil(scene.Measure(n.Name, sheet.SmallSize, true))+16)
		default:
			w = westNarrow
		}
	}
	return min(w, westWide)
}

// left is where the columns begin.
func (m *layout) left() float64 {
	if w := m.stripWidth(); w > 0 {
		return left + w + westGap
	}
	return left
}

// seams gives every neighbour that is not in the west the nearest column that has no place beyond it; one that finds
// none would lie on a wrong side and is left out.
func (m *layout) seams(list []mapColumn) {
	const beyond = .05 // degrees
	for _, n := range m.content.Neighbours {
		best, off := -1, math.Inf(1)
		for i, c := range list {
			lon, count, free := 0.0, 0.0, true
			for _, card := range c.cards() {
				lon, count = lon+card.place.Lon, count+1
				if n.Side == diagram.North && card.place.Lat > n.Lat+beyond ||
					n.Side != diagram.North && card.place.Lat < n.Lat-beyond {
					free = false
				}
			}
			if d := math.Abs(lon/count - n.Lon); free && d < off {
				best, off = i, d
			}
		}
		switch {
		case best < 0 || n.Side == diagram.West:
		case n.Side == diagram.North:
			list[best].north = append(list[best].north, n)
		default:
			list[best].south = append(list[best].south, n)
		}
	}
}

// top and bottom bound the rows of a column.
func (c *mapColumn) top() float64 {
	if len(c.north) > 0 {
		return mapTop + seamRoom
	}
	return mapTop
}

func (c *mapColumn) bottom() float64 {
	if len(c.south) > 0 {
		return bottom - seamRoom
	}
	return bottom
}

// around draws the neighbours of a page.
func (m *layout) around(s *sheet.Sheet, list []mapColumn) {
	for _, c := range list {
		x, w := c.x-7, c.w+14
		for i, n := range c.north {
			each := w / float64(len(c.north))
			m.seam(s, n, scene.Box{X: x + each*float64(i), Y: mapTop, W: each, H: seamHeight}, -1)
		}
		for i, n := range c.south {
			each := w / float64(len(c.south))
			m.seam(s, n, scene.Box{X: x + each*float64(i), Y: bottom - seamHeight, W: each, H: seamHeight}, 1)
		}
	}
	y := mapTop + labelGap
	west := m.west()
	for i, n := range west {
		left := float64(len(west) - i)
		y = m.strip(s, n, y, (bottom-y-placeGap*(left-1))/left) + placeGap
	}
}

// neighbourCard begins the card of a neighbour; the items that follow are of it until the owner is taken back.
func (m *layout) neighbourCard(s *sheet.Sheet, n diagram.Neighbour, b scene.Box) {
	ink := scene.StateInks["outside"]
	s.Owner = n.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: n.ID, Href: n.Href, Name: n.Name})
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 3,
		Fill:   ink.Fill,
		Stroke: ink.Stroke,
		Width:  ink.Width,
		Dash:   ink.Dash,
	})
}

// seam is a neighbour above (way -1) or below (way 1) a column.
func (m *layout) seam(s *sheet.Sheet, n diagram.Neighbour, b scene.Box, way float64) {
	m.neighbourCard(s, n, b)
	name, size := sheet.Fitted(n.Name, true, b.W-44, 15, 14, sheet.SmallSize)
	w := scene.Measure(name, size, true)
	x, mid := b.X+(b.W-w)/2, b.Y+b.H/2
	s.Add(pointer(x-14, mid, 0, way))
	s.Text(scene.RoleContent, x, sheet.Base(b, size), name, size, true, scene.Ink)
	s.Owner = ""
}

// pointer is a small triangle around a centre that points along dx, dy.
func pointer(cx, cy, dx, dy float64) scene.Item {
	return scene.ArrowHead(scene.Point{X: cx + 5*dx, Y: cy + 5*dy}, dx, dy, scene.StateInks["outside"].Stroke, 10)
}

// strip is a neighbour in the west, from y on and at most room high; it returns where it ends.
func (m *layout) strip(s *sheet.Sheet, n diagram.Neighbour, y, room float64) float64 {
	b := scene.Box{X: scene.Margin, Y: y, W: m.stripWidth()}
	if len(n.Links) == 0 {
		b.H = min(westHigh, room)
		m.neighbourCard(s, n, b)
		m.upright(s, n.Name, b)
		s.Owner = ""
		return b.Bottom()
	}
	lines := m.stripLines(n, room)
	b.H = sheet.HeightOf(lines, 0) + 10
	m.neighbourCard(s, n, b)
	s.PaintLines(lines, b.X+10, b.Y, b.W-20, 0)
	s.Owner = ""
	return b.Bottom()
}

// upright writes a name into a narrow strip, one character below the other; Latin ones on one line.
func (m *layout) upright(s *sheet.Sheet, name string, b scene.Box) {
	x, mid := b.X+b.W/2, b.Y+b.H/2
	if m.lang == "en" || len([]rune(name)) > 8 {
		text, size := sheet.FittedText(name, true, b.W-10, 15, 14, sheet.SmallSize)
		s.Add(pointer(x, mid-22, -1, 0))
		s.Middle(scene.RoleContent, x, mid+.37*size, text, size, true, scene.Ink)
		return
	}
	const step = 21.0
	runes := []rune(name)
	top := mid - step*float64(len(runes))/2
	s.Add(pointer(x, top-14, -1, 0))
	for i, r := range runes {
		s.Middle(scene.RoleContent, x, top+step*(float64(i)+.5)+5.5, string(r), 15, true, scene.Ink)
	}
	s.Joined(len(runes))
}

// stripLines name the neighbour and the links that only it holds, as many as fit a height; the rest is counted.
func (m *layout) stripLines(n diagram.Neighbour, room float64) []sheet.Line {
	ink := scene.StateInks["outside"]
	lines := []sheet.Line{{H: 34, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Add(pointer(at.X+5, at.Y+20, -1, 0))
		name, size := sheet.Fitted(n.Name, true, at.W-18, sheet.HeadSize, 15, sheet.SmallSize)
		s.Text(scene.RoleContent, at.X+16, at.Y+20+.37*size, name, size, true, scene.Ink)
	}}}
	say := func(text string, h, indent float64, bold bool) sheet.Line {
		return sheet.Line{H: h, Paint: func(s *sheet.Sheet, at scene.Box) {
			set, size := sheet.FittedText(text, bold, at.W-indent, 14, sheet.SmallSize)
			colour := scene.Ink
			if !bold {
				colour = ink.Quiet
			}
			s.Text(scene.RoleContent, at.X+indent, at.Y+h-6, set, size, bold, colour)
		}}
	}
	lines = append(
		lines,
		say(
			m.pick(fmt.Sprintf("圈内有 %d 环节", len(n.Links)), sheet.Counted("en", len(n.Links), "", "link held", "links held")),
			20,
			0,
			false,
		),
	)
	if n.Open {
		lines = append(lines, say(m.pick("行业常识，待核实", "to be verified"), 19, 0, false))
	}
	lines = append(lines, sheet.Line{H: 9, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Add(scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: at.X, Y: at.Y + 4}, {X: at.Right(), Y: at.Y + 4}},
			Stroke: ink.Stroke,
			Width:  1,
		})
	}})
	for i, l := range n.Links {
		one := m.neighbourLink(l)
		if left := len(n.Links) - i; sheet.HeightOf(lines, 0)+sheet.HeightOf(one, 0)+20*float64(min(1, left-1)) > room-10 {
			return append(lines, say(diagram.Further(m.lang, left, "个环节"), 20, 0, false))
		}
		lines = append(lines, one...)
	}
	return lines
}

// neighbourLink is a link on one or two lines, its makers below.
func (m *layout) neighbourLink(l diagram.NeighbourLink) []sheet.Line {
	const indent, room = 20.0, westWide - 20 - 20.0
	set, size := scene.FitName(l.Name, true, room, room, 2, 15, 14, sheet.SmallSize)
	var lines []sheet.Line
	for i, text := range set {
		lines = append(lines, sheet.Line{H: 20, Paint: func(s *sheet.Sheet, at scene.Box) {
			if i == 0 {
				s.Add(sheet.StateMark("outside", at.X+7, at.Y+12)...)
			}
			s.Text(scene.RoleContent, at.X+indent, at.Y+12+.37*size, text, size, true, scene.Ink)
			s.Joined(i + 1)
		}})
	}
	more := func(all int) string { return " " + diagram.InFew(m.lang, all, "家") }
	makers, _ := scene.FitList(l.Makers, m.pick("、", ", "), sheet.SmallSize, room, more)
	return append(lines, sheet.Line{H: 24, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Text(scene.RoleContent, at.X+indent, at.Y+14, makers, sheet.SmallSize, false, scene.StateInks["outside"].Quiet)
	}})
}
