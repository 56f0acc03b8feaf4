package portrait

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Boxes of links.
const (
	boxGap     = 7.0
	stageGap   = 22.0
	boxMost    = 300.0 // width
	boxNamed   = 100.0 // least width of a box that names its firms
	boxCounted = 84.0  // and of one with name and count
	boxPad     = 8.0
	boxTop     = 23.0 // from the upper edge to the room of the name
	boxLine    = 17.0
	cellHigh   = 26.0
	cellGap    = 5.0
	cellLeast  = 24.0 // width
	cellNamed  = 80.0 // least width of a cell that has room for a name
)

// linkGrid is how the links of a chain stand: stages side by side, each in columns of a number of rows, filled row by
// row.
type linkGrid struct {
	stages []linkStage
	rows   int
	wide   float64 // of a box
	gap    float64
	lines  int // of a name, in boxes of two rows
}

// linkStage is a stage with the links that find room, and how many columns they take.
type linkStage struct {
	band    diagram.Band
	links   []diagram.PortraitLink
	columns int
}

// newLinkGrid takes as few rows as leave the boxes their width: one, two, or four of cells; links that find no room
// even then are left out and counted.
func newLinkGrid(content diagram.Portrait) linkGrid {
	var g linkGrid
	for _, band := range content.Stages {
		stage := linkStage{band: band}
		for _, l := range content.Links {
			if l.Stage == band.Key {
				stage.links = append(stage.links, l)
			}
		}
		if len(stage.links) > 0 {
			g.stages = append(g.stages, stage)
		}
	}
	for _, try := range []struct {
		rows        int
		gap, enough float64
	}{{1, boxGap, boxNamed}, {2, boxGap, boxCounted}, {4, cellGap, cellLeast}} {
		g.rows, g.gap = try.rows, try.gap
		if g.spread() >= try.enough {
			break
		}
	}
	for g.wide < cellLeast && g.leaveOut() {
		g.spread()
	}
	g.wide = min(g.wide, boxMost)
	g.lines = 2
	if g.rows == 2 && g.tall() {
		g.lines = 3
	}
	return g
}

// spread finds the columns of each stage and the width of a box.
func (g *linkGrid) spread() float64 {
	columns, free := 0, wide-stageGap*float64(len(g.stages)-1)
	for i := range g.stages {
		s := &g.stages[i]
		s.columns = (len(s.links) + g.rows - 1) / g.rows
		columns += s.columns
		free -= g.gap * float64(s.columns-1)
	}
	g.wide = free / float64(max(1, columns))
	return g.wide
}

// leaveOut takes the last column of the widest stage away; false when no stage has more than one.
func (g *linkGrid) leaveOut() bool {
	widest := 0
	for i, s := range g.stages {
		if s.columns > g.stages[widest].columns {
			widest = i
		}
	}
	if len(g.stages) == 0 || g.stages[widest].columns < 2 {
		return false
	}
	s := &g.stages[widest]
	s.links = s.links[:(s.columns-1)*g.rows]
	return true
}

// tall tells whether some name says more on three lines than on two.
func (g *linkGrid) tall() bool {
	for _, s := range g.stages {
		for _, l := range s.links {
			if len(nameLines(l.Name, g.wide-2*boxPad, 3)) > 2 {
				return true
			}
		}
	}
	return false
}

// nameLines are the lines of a name in the smallest type: two when it fits them; else as many as there may be, where a
// word that is wider than a line loses its end and the words after it stay.
func nameLines(name string, room float64, most int) []string {
	lines, _ := scene.FitName(name, true, room, room, 2, sheet.SmallSize)
	if most < 3 || !strings.HasSuffix(lines[len(lines)-1], "…") {
		return lines
	}
	if set, fits := scene.Wrap(name, sheet.SmallSize, true, room, most); fits {
		return set
	}
	words := strings.Fields(name)
	n := 1
	for n < len(words) && scene.Measure(strings.Join(words[:n+1], " "), sheet.SmallSize, true) <= room {
		n++
	}
	if n >= len(words) {
		return lines
	}
	rest, _ := scene.FitName(strings.Join(words[n:], " "), true, room, room, most-1, sheet.SmallSize)
	return append([]string{scene.Clip(strings.Join(words[:n], " "), sheet.SmallSize, true, room)}, rest...)
}

// high is what the boxes of all rows need.
func (g *linkGrid) high() float64 {
	switch g.rows {
	case 1:
		return boxesLeast
	case 2:
		return 2*(boxTop+boxLine*float64(g.lines)+4) + boxGap
	}
	return 4*cellHigh + 3*cellGap
}

func (g *linkGrid) shown() int {
	n := 0
	for _, s := range g.stages {
		n += len(s.links)
	}
	return n
}

// structure draws the stages with their links.
func (p *layout) structure() {
	note := p.content.Complete.Note
	if all := len(p.content.Links); p.grid.shown() < all {
		note = fmt.Sprintf(p.pick("显示 %d/%d 环节；", "%d/%d links shown; "), p.grid.shown(), all) + note
	}
	p.SectionLine(scene.Margin, p.plan.linksBase, wide, p.pick("结构与覆盖", "Structure and coverage"), note, true)
	if len(p.grid.stages) == 0 {
		p.nothing(
			scene.Box{X: scene.Margin, Y: p.plan.stagesTop, W: wide, H: p.plan.boxesTop + p.plan.boxesHigh - p.plan.stagesTop},
			p.pick("环节待补充", "No links given"),
		)
		return
	}
	high := (p.plan.boxesHigh - p.grid.gap*float64(p.grid.rows-1)) / float64(p.grid.rows)
	x := scene.Margin
	for i, s := range p.grid.stages {
		w := float64(s.columns)*(p.grid.wide+p.grid.gap) - p.grid.gap
		last := i+1 == len(p.grid.stages) || p.grid.stages[i+1].band.Key == diagram.Support
		p.stageArrow(s.band, scene.Box{X: x, Y: p.plan.stagesTop, W: w, H: p.plan.stagesHigh}, !last)
		for k, l := range s.links {
			row, column := k/s.columns, k%s.columns
			p.linkBox(l, scene.Box{
				X: x + float64(column)*(p.grid.wide+p.grid.gap),
				Y: p.plan.boxesTop + float64(row)*(high+p.grid.gap),
				W: p.grid.wide,
				H: high,
			})
		}
		x += w + stageGap
	}
}

// nothing is an empty place that says so.
func (p *layout) nothing(b scene.Box, words string) {
	p.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1.2,
		Dash:   []float64{5, 3},
	})
	p.Middle(scene.RoleContent, b.X+b.W/2, sheet.Base(b, 15), words, 15, false, scene.Secondary)
}

// stageArrow is the flat head of a stage; pointed where the next one goes on with what it delivers.
func (p *layout) stageArrow(band diagram.Band, b scene.Box, pointed bool) {
	points := []scene.Point{
		{X: b.X, Y: b.Y},
		{X: b.Right(), Y: b.Y},
		{X: b.Right(), Y: b.Bottom()},
		{X: b.X, Y: b.Bottom()},
	}
	if pointed {
		points = slices.Insert(points, 2, scene.Point{X: b.Right() + 10, Y: b.Y + b.H/2})
	}
	p.Add(scene.Item{Shape: scene.Line, Role: scene.RoleBand, Points: points, Closed: true, Fill: scene.AccentFill})
	words := band.Name
	if whole := band.Name + " · " + band.Note; band.Note != "" && scene.Measure(whole, sheet.SmallSize, true) <= b.W-16 {
		words = whole
	}
	words, size := sheet.FittedText(words, true, b.W-16, 14, sheet.SmallSize)
	p.Text(scene.RoleBand, b.X+min(12, b.W/8), sheet.Base(b, size), words, size, true, scene.Accent)
}

// linkBox draws a link: in one row or two with name, number of firms and as many of them as there is room for, in cells
// the mark, beside it the name where there is room.
func (p *layout) linkBox(l diagram.PortraitLink, b scene.Box) {
	ink := scene.StateInks[string(l.State)]
	p.begin(l.ID, l.Href, p.spokenLink(l))
	defer p.end()
	p.card(
		b,
		scene.Item{Class: string(l.State), Radius: 5, Fill: ink.Fill, Stroke: ink.Stroke, Width: ink.Width, Dash: ink.Dash},
	)
	if p.grid.rows == 4 {
		p.linkCell(l, b, ink)
		return
	}
	if ink.Corner {
		p.Add(scene.CornerLines(b.Right(), b.Bottom(), ink.Stroke)...)
	}
	p.Add(scene.CoverageMark(string(l.State), b.X+15, b.Y+14, ink.Mark)...)
	x, y := b.X+26, b.Y+19
	count := scene.Measure(l.Count, sheet.SmallSize, false)
	if room := b.W - 26 - boxPad - count - 6; scene.Measure(l.Word, sheet.SmallSize, true) <= room {
		p.Text(scene.RoleContent, x, y, l.Word, sheet.SmallSize, true, ink.Text)
	}
	if count > 0 && count <= b.W-26-boxPad {
		p.TextEnd(scene.RoleContent, b.Right()-boxPad, y, l.Count, sheet.SmallSize, false, ink.Text)
	}
	p.linkFirms(l, b, p.linkName(l, b, ink), ink)
}

// linkName writes the name and returns the base line of its last line.
func (p *layout) linkName(l diagram.PortraitLink, b scene.Box, ink scene.StateInk) float64 {
	room := b.W - 2*boxPad
	if ink.Corner && p.grid.rows > 1 {
		room -= boxPad // the last line ends before the corner
	}
	lines, size := scene.FitName(l.Name, true, room, room, 2, 15, 14, sheet.SmallSize)
	if strings.HasSuffix(lines[len(lines)-1], "…") {
		lines, size = nameLines(l.Name, room, p.grid.lines), sheet.SmallSize
	}
	y := b.Y + boxTop + 13
	for i, line := range lines {
		p.Text(scene.RoleContent, b.X+boxPad, y+float64(i)*boxLine, line, size, true, ink.Text)
	}
	p.Joined(len(lines))
	return y + float64(len(lines)-1)*boxLine
}

// linkFirms writes firms under the name, whole ones while there is room; that there are more is said on the last line,
// how many stands above.
func (p *layout) linkFirms(l diagram.PortraitLink, b scene.Box, y float64, ink scene.StateInk) {
	n := int(math.Floor((b.Bottom() - 6 - y) / boxLine))
	if n < 1 {
		return
	}
	x, room := b.X+boxPad, b.W-2*boxPad
	if len(l.Firms) == 0 {
		text, _ := sheet.FittedText(l.Empty, false, room, sheet.SmallSize)
		p.Text(scene.RoleContent, x, y+boxLine, text, sheet.SmallSize, false, ink.Quiet)
		return
	}
	for i := range min(n, len(l.Firms)) {
		y += boxLine
		width := room
		if ink.Corner && y > b.Bottom()-22 {
			width -= 14
		}
		name, tail := l.Firms[i].Name, ""
		if i == n-1 && len(l.Firms) > n {
			tail = p.pick("等", " …")
		}
		if scene.Measure(name+tail, sheet.SmallSize, false) > width { // how many there are stands above
			tail = ""
		}
		name = scene.ClipName(name, sheet.SmallSize, false, width)
		p.Text(scene.RoleContent, x, y, name+tail, sheet.SmallSize, false, ink.Quiet)
		if l.Firms[i].Unverified {
			p.Add(scene.OpenUnder(x, y-.6, scene.Measure(name, sheet.SmallSize, false), ink.Quiet))
		}
	}
}

// linkCell writes the mark, and the name where the cell is wide enough for some of it.
func (p *layout) linkCell(l diagram.PortraitLink, b scene.Box, ink scene.StateInk) {
	if b.W < cellNamed {
		p.Add(scene.CoverageMark(string(l.State), b.X+b.W/2, b.Y+b.H/2, ink.Mark)...)
		return
	}
	p.Add(scene.CoverageMark(string(l.State), b.X+14, b.Y+b.H/2, ink.Mark)...)
	p.Text(
		scene.RoleContent,
		b.X+25,
		sheet.Base(b, sheet.SmallSize),
		scene.Clip(l.Name, sheet.SmallSize, false, b.W-25-6),
		sheet.SmallSize,
		false,
		ink.Text,
	)
}

// spokenLink is what a screen reader says of a link.
func (p *layout) spokenLink(l diagram.PortraitLink) string {
	parts := []string{l.Name, l.Word}
	for _, f := range l.Firms {
		parts = append(parts, f.Name)
	}
	if len(l.Firms) == 0 && l.Empty != "" {
		parts = append(parts, l.Empty)
	}
	return strings.Join(parts, p.pick("，", ", "))
}
