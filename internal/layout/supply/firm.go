package supply

import (
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Heights of the column of the enterprise.
const (
	parentHeight  = 50.0
	firmHead      = 40.0
	mostFactRow   = 34.0
	factRow       = 28.0
	leastFactRow  = 23.0
	secondFact    = 18.0 // more for a second line
	siblingHeight = 70.0
	leastOwner    = 24.0 // of the line between two boxes
)

// paintCentre paints the group and the enterprise and returns the card of the enterprise.
func (m *layout) paintCentre(s *sheet.Sheet) scene.Box {
	f := m.content.Firm
	s.SectionLine(centreLeft, sidesBase, centreWidth, m.content.Words.Centre.Name, m.content.Words.Centre.Note, true)
	room := m.bottom - top - parentHeight - siblingHeight - 2*leastOwner
	facts := m.setFacts(room - firmHead)
	h := firmHead + sheet.HeightOf(facts, 0)
	parent := scene.Box{X: centreLeft, Y: top, W: centreWidth, H: parentHeight}
	firm := scene.Box{X: centreLeft, Y: parent.Bottom() + leastOwner + (room-h)/2, W: centreWidth, H: h}
	firm.Y += m.settle(middleOf(firm))
	siblings := scene.Box{X: centreLeft, Y: m.bottom - siblingHeight, W: centreWidth, H: siblingHeight}
	m.groupBox(s, "parent", parent, []string{f.Parent.Name, f.Parent.Note}, f.Known)
	m.firmCard(s, firm, facts)
	known := len(f.Siblings.Names) > 0
	lines := []string{f.Siblings.Title}
	if known {
		names, _ := scene.FitList(
			f.Siblings.Names,
			m.pick("、", ", "),
			sheet.SmallSize,
			centreWidth-24,
			func(all int) string { return m.etc(all, false) },
		)
		lines = append(lines, names)
	}
	m.groupBox(s, "siblings", siblings, append(lines, f.Siblings.Note), known)
	m.ownerLine(s, "parent", f.ID, parent.Bottom(), firm.Y, f.Known)
	m.ownerLine(s, f.ID, "siblings", firm.Bottom(), siblings.Y, known)
	if f.Known {
		s.Text(
			scene.RoleCaption,
			centreLeft+centreWidth/2+9,
			(parent.Bottom()+firm.Y)/2+5,
			scene.Clip(f.Share, sheet.SmallSize, false, centreWidth/2-12),
			sheet.SmallSize,
			false,
			scene.Ink,
		)
	}
	return firm
}

// settle moves the enterprise a little where its middle would miss that of a direct link by so little that two lines
// would run beside each other.
func (m *layout) settle(mid float64) float64 {
	const near = 9.0
	for i := range m.sides {
		y := top
		for range m.sides[i].rows {
			if off := y + m.sides[i].rowH/2 - mid; off > -near && off < near {
				return off
			}
			y += m.sides[i].rowH + gap
		}
	}
	return 0
}

// groupBox is the parent or the further firms of the group; dashed while nobody named them.
func (m *layout) groupBox(s *sheet.Sheet, owner string, b scene.Box, lines []string, known bool) {
	s.Owner = owner
	box := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  "group",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.Ink,
		Width:  1.4,
	}
	if !known {
		box.Stroke, box.Width, box.Dash = scene.UnknownEdge, 1.2, []float64{5, 4}
	} else if owner == "siblings" {
		box.Fill, box.Stroke, box.Width = scene.FaintBand, scene.Hairline, 1
	}
	s.Add(box)
	y := sheet.Base(b, sheet.SmallSize) - 10*float64(len(lines)-1)
	for i, l := range lines {
		bold, ink := i == 0 && owner == "parent" && known || i == 1 && owner == "siblings" && known, scene.Ink
		if !bold {
			ink = scene.Secondary
		}
		text, size := sheet.FittedText(l, bold, b.W-20, 15, 14, sheet.SmallSize)
		if !bold {
			text, size = scene.Clip(l, sheet.SmallSize, false, b.W-20), sheet.SmallSize
		}
		s.Middle(scene.RoleContent, b.X+b.W/2, y, text, size, bold, ink)
		y += 20
	}
	s.Owner = ""
}

// firmCard is the enterprise with what is public of it.
func (m *layout) firmCard(s *sheet.Sheet, b scene.Box, facts []sheet.Line) {
	f := m.content.Firm
	s.Owner = f.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: f.ID, Href: f.Href, Name: f.Name})
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  "firm",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 6,
		Fill:   scene.Ground,
		Stroke: scene.Accent,
		Width:  2,
	})
	head := scene.Box{X: b.X, Y: b.Y, W: b.W, H: firmHead}
	s.Add(tab(head, 6, scene.Accent))
	lines, size := scene.FitName(f.Name, true, b.W-20, b.W-20, 2, 17, 16, 15, 14, sheet.SmallSize)
	if len(lines) > 1 && size > 15 { // two larger lines would touch in the head
		lines, size = scene.FitName(f.Name, true, b.W-20, b.W-20, 2, 15, 14, sheet.SmallSize)
	}
	y := sheet.Base(head, size) - 8.5*float64(len(lines)-1)
	for _, l := range lines {
		s.Middle(scene.RoleContent, b.X+b.W/2, y, l, min(size, 17), true, scene.Ground)
		y += 17
	}
	s.Joined(len(lines))
	s.PaintLines(facts, b.X, b.Y+firmHead, b.W, 0)
	s.Owner = ""
}

// setFacts are the lines of the card, as many as a height holds. A list longer than its line takes two, and for a few
// of these the last facts give way.
func (m *layout) setFacts(height float64) []sheet.Line {
	const pad, gap, widestKey = 14.0, 10.0, 80.0
	all := m.content.Firm.Facts
	keys := 0.0
	for _, x := range all {
		keys = max(keys, min(widestKey, scene.Measure(x.Key, sheet.SmallSize, false)))
	}
	left := pad + keys + gap
	width := centreWidth - pad - left
	long := func(x diagram.SupplyFact) bool {
		return scene.Measure(strings.Join(x.Items, m.pick("、", ", ")), sheet.SmallSize, true) > width
	}
	n := min(len(all), int(height/factRow))
	doubles := countFacts(all[:n], long)
	for n > 4 && float64(n)*leastFactRow+float64(doubles)*secondFact > height {
		n--
		doubles = countFacts(all[:n], long)
	}
	if n == 0 {
		return nil
	}
	doubles = min(doubles, int(max(0, height-float64(n)*leastFactRow)/secondFact))
	row := min(mostFactRow, (height-float64(doubles)*secondFact)/float64(n))
	var out []sheet.Line
	for i, x := range all[:n] {
		h, most := row, 1
		if doubles > 0 && long(x) {
			doubles--
			h, most = row+secondFact, 2
		}
		out = append(out, sheet.Line{H: h, Paint: func(s *sheet.Sheet, at scene.Box) {
			if i > 0 {
				s.Rule(scene.RoleMark, at.X+pad, at.Y, at.Right()-pad, at.Y)
			}
			y := at.Y + row/2 + .37*sheet.SmallSize
			s.Text(
				scene.RoleContent,
				at.X+pad,
				y,
				scene.Clip(x.Key, sheet.SmallSize, false, widestKey),
				sheet.SmallSize,
				false,
				scene.Secondary,
			)
			lines := m.factLines(x, width, most)
			for k, l := range lines {
				s.Text(scene.RoleContent, at.X+left, y+secondFact*float64(k), l, sheet.SmallSize, !x.Blank, factInk(x))
			}
			s.Joined(len(lines))
		}})
	}
	return out
}

func countFacts(facts []diagram.SupplyFact, is func(diagram.SupplyFact) bool) int {
	n := 0
	for _, f := range facts {
		if is(f) {
			n++
		}
	}
	return n
}

func factInk(x diagram.SupplyFact) string {
	if x.Blank {
		return scene.Secondary
	}
	return scene.Ink
}

// factLines are the items of a fact on at most so many lines: whole ones, the rest counted; one alone may be cut.
func (m *layout) factLines(x diagram.SupplyFact, width float64, most int) []string {
	for n := min(len(x.Items), scene.MostListed); n > 0; n-- {
		text := strings.Join(x.Items[:n], m.pick("、", ", "))
		if n < len(x.Items) {
			text += m.pick("", " ") + diagram.InFew(m.lang, len(x.Items), "项")
		}
		if lines, ok := scene.Break(text, sheet.SmallSize, !x.Blank, width, width); ok && len(lines) <= most {
			return lines
		}
	}
	lines, _ := scene.FitText(strings.Join(x.Items, m.pick("、", ", ")), !x.Blank, width, width, most, sheet.SmallSize)
	return lines
}

// tab is a filled box with its upper corners rounded.
func tab(b scene.Box, r float64, fill string) scene.Item {
	const k = .5523 // of a quarter circle's controls
	p := func(x, y float64) scene.Point { return scene.Point{X: x, Y: y} }
	at := []scene.Point{p(b.X, b.Bottom())}
	line := func(to scene.Point) { at = append(at, at[len(at)-1], to, to) }
	line(p(b.X, b.Y+r))
	at = append(at, p(b.X, b.Y+r-k*r), p(b.X+r-k*r, b.Y), p(b.X+r, b.Y))
	line(p(b.Right()-r, b.Y))
	at = append(at, p(b.Right()-r+k*r, b.Y), p(b.Right(), b.Y+r-k*r), p(b.Right(), b.Y+r))
	line(p(b.Right(), b.Bottom()))
	return scene.Item{Shape: scene.Curve, Role: scene.RoleMark, Points: at, Closed: true, Fill: fill}
}

// ownerLine joins two boxes of the column: solid where the group is on record.
func (m *layout) ownerLine(s *sheet.Sheet, from, to string, top, bottom float64, known bool) {
	x := centreLeft + centreWidth/2
	look := ink[ownership]
	i := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleEdge,
		Owner:  "own/" + from + "/" + to,
		Class:  ownership,
		From:   from,
		To:     to,
		Points: []scene.Point{{X: x, Y: top}, {X: x, Y: bottom}},
		Stroke: look.ink,
		Width:  look.width,
	}
	if !known {
		i.Class, i.Stroke, i.Width, i.Dash = ownership+"/unknown", scene.UnknownEdge, 1.2, []float64{3, 3}
	}
	s.Add(i)
}
