package supply

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the foot: three columns of rows.
const (
	footWidth   = 490.0
	footColumns = (scene.PageWidth - 2*scene.Margin - 3*footWidth) / 2 // between them
	footHead    = 12.0                                                 // from a head's baseline to the rows
	footRow     = 35.0
	mostFootRow = 48.0
	footSeam    = 4.0
	leastRate   = 16.5 // a row of the rates
	rateSeam    = 3.0
	sectionGap  = 30.0 // from the rows to the baseline of the next heads
)

// footRows shares a height out to n rows, as many as it holds.
func footRows(n int, height float64) (shown int, h float64) {
	shown = min(n, int((height+footSeam)/(footRow+footSeam)))
	h = min(mostFootRow, (height+footSeam)/float64(max(1, shown))-footSeam)
	return shown, h
}

// footNeeds is the least height of a foot that leaves nothing out, from the baseline of its heads.
func (m *layout) footNeeds() float64 {
	rows := float64(max(len(m.content.Missing), len(m.content.Risks)))
	return footHead + max(rows*(footRow+footSeam), float64(len(m.content.Cells)+3)*(leastRate+rateSeam)) + sectionGap
}

// paintFoot paints what is missing with the first candidates, the supply rates and the risks; y is the baseline of the
// heads.
func (m *layout) paintFoot(s *sheet.Sheet, y, bottom float64) {
	left := func(i int) float64 { return scene.Margin + (footWidth+footColumns)*float64(i) }
	top := y + footHead
	c := m.content
	m.column(
		s,
		left(0),
		y,
		bottom-top,
		c.Words.Missing,
		len(c.Missing),
		c.Words.NoNeed,
		func(i int, b scene.Box) { m.missingRow(s, c.Missing[i], b) },
	)
	m.rateTable(s, left(1), y, bottom-top)
	m.column(
		s,
		left(2),
		y,
		bottom-top,
		c.Words.Risks,
		len(c.Risks),
		c.Words.NoRisk,
		func(i int, b scene.Box) { m.riskRow(s, c.Risks[i], b) },
	)
}

// column is a head with rows under it, or with words in their room.
func (m *layout) column(
	s *sheet.Sheet,
	x, y, height float64,
	head diagram.SupplyHeading,
	n int,
	none string,
	row func(i int, b scene.Box),
) {
	shown, h := footRows(n, height)
	s.SectionLine(x, y, footWidth, head.Name, m.counted(head.Note, shown, n), true)
	if n == 0 {
		blankBox(s, scene.Box{X: x, Y: y + footHead, W: footWidth, H: min(height, 3*mostFootRow)}, none)
		return
	}
	for i := range shown {
		row(i, scene.Box{X: x, Y: y + footHead + (h+footSeam)*float64(i), W: footWidth, H: h})
	}
}

// footBand is the ground of a row of the foot.
func footBand(s *sheet.Sheet, owner string, b scene.Box) {
	s.Owner = owner
	s.Add(scene.Item{
		Shape: scene.Rect,
		Role:  scene.RoleMark,
		Class: "band",
		X:     b.X,
		Y:     b.Y,
		W:     b.W,
		H:     b.H,
		Fill:  scene.FaintBand,
	})
}

// footName writes the bold name of a row, on two lines where it must.
func footName(s *sheet.Sheet, name string, x, width float64, b scene.Box) {
	lines, size := scene.FitName(name, true, width, width, 2, 15, 14, sheet.SmallSize)
	y := sheet.Base(b, size) - 8.5*float64(len(lines)-1)
	for _, l := range lines {
		s.Text(scene.RoleContent, x, y, l, size, true, scene.Ink)
		y += 17
	}
	s.Joined(len(lines))
}

// missingRow is an input that is to be found: its name, the first candidate with its place, the parts of the score.
func (m *layout) missingRow(s *sheet.Sheet, r diagram.MissingInput, b scene.Box) {
	const nameAt, arrowAt, firmAt, barAt, barWidth = 34.0, 156.0, 192.0, 304.0, 66.0
	footBand(s, "missing/"+r.ID, b)
	mid := b.Y + b.H/2
	s.Add(scene.CoverageMark("missing", b.X+18, mid, scene.Red)...)
	footName(s, r.Name, b.X+nameAt, arrowAt-nameAt-6, b)
	s.TieArrow(b.X+arrowAt, mid, false)
	c := r.Candidate
	if c == nil {
		s.Text(
			scene.RoleContent,
			b.X+firmAt,
			sheet.Base(b, sheet.SmallSize),
			m.pick("未见合适的候选", "no suitable candidate"),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
		s.Owner = ""
		return
	}
	room := barAt - firmAt - 8
	name, size := sheet.Fitted(c.Name, true, room, 15, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, b.X+firmAt, sheet.Base(b, size), name, size, true, scene.Ink)
	if c.Unverified {
		s.Unverified(b.X+firmAt, sheet.Base(b, size)+4.5, w)
	}
	if left := room - w - 8; left > 26 && c.Place != "" && scene.Measure(c.Place, sheet.SmallSize, false) <= left {
		s.Text(scene.RoleContent, b.X+firmAt+w+8, sheet.Base(b, size), c.Place, sheet.SmallSize, false, scene.Secondary)
	}
	s.Slots(b.X+barAt, mid-4, barWidth, 8, c.Parts)
	s.Score(
		diagram.TargetFirm{Points: c.Points, Most: c.Most, Percent: c.Percent, High: c.High},
		b.Right()-10,
		sheet.Base(b, sheet.HeadlineSize),
		sheet.HeadlineSize,
	)
	s.Owner = ""
}

// rateTable tells of every direct input in which radius somebody is known: a row an input, a column a radius, the rates
// under them.
func (m *layout) rateTable(s *sheet.Sheet, x, y, height float64) {
	const nameWidth, seam, least = 170.0, rateSeam, leastRate
	c := m.content
	shown := min(len(c.Cells), int((height+seam)/(least+seam))-3)
	s.SectionLine(x, y, footWidth, c.Words.Rates.Name, m.counted(c.Words.Rates.Note, shown, len(c.Cells)), true)
	if len(c.Cells) == 0 {
		blankBox(s, scene.Box{X: x, Y: y + footHead, W: footWidth, H: min(height, 3*mostFootRow)}, c.Words.NoBase)
		return
	}
	h := min(28, (height+seam)/float64(shown+3)-seam)
	w := (footWidth-nameWidth+seam)/float64(len(c.Rates)) - seam
	cell := func(row, column int) scene.Box {
		return scene.Box{X: x + nameWidth + (w+seam)*float64(column), Y: y + footHead + (h+seam)*float64(row), W: w, H: h}
	}
	write := func(row, column int, text string, bold bool) {
		b := cell(row, column)
		s.Middle(
			scene.RoleContent,
			b.X+w/2,
			sheet.Base(b, sheet.SmallSize),
			scene.Clip(text, sheet.SmallSize, bold, w),
			sheet.SmallSize,
			bold,
			scene.Ink,
		)
	}
	for i, r := range c.Rates {
		s.Owner = fmt.Sprintf("rate/%d", i)
		write(0, i, r.Name, true)
		for k := range shown {
			rateCell(s, r.Cells[k], cell(k+1, i))
		}
		write(shown+1, i, fmt.Sprintf("%d/%d", r.Possible, r.Of), true)
		write(shown+2, i, fmt.Sprintf("%d/%d", r.Evidenced, r.Of), false)
	}
	s.Owner = "rate"
	for k := range shown {
		name, size := sheet.Fitted(c.Cells[k].Name, false, nameWidth-10, 14, sheet.SmallSize)
		s.Text(scene.RoleContent, x, sheet.Base(cell(k+1, 0), size), name, size, false, scene.Ink)
	}
	s.Text(
		scene.RoleContent,
		x,
		sheet.Base(cell(shown+1, 0), sheet.SmallSize),
		m.pick("可能", "Possible"),
		sheet.SmallSize,
		true,
		scene.Ink,
	)
	s.Text(
		scene.RoleContent,
		x,
		sheet.Base(cell(shown+2, 0), sheet.SmallSize),
		m.pick("有据", "On record"),
		sheet.SmallSize,
		false,
		scene.Ink,
	)
	s.Owner = ""
}

// rateCell is solid for what is known, dashed in the accent for what only something near to it is made, dashed in red
// with a cross for what nobody is known for.
func rateCell(s *sheet.Sheet, cell diagram.SupplyCell, b scene.Box) {
	box := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  rateClass(cell),
		X:      b.X + .6,
		Y:      b.Y + .6,
		W:      b.W - 1.2,
		H:      b.H - 1.2,
		Radius: 3,
		Fill:   scene.Ground,
		Stroke: scene.Accent,
		Width:  1.2,
	}
	switch cell {
	case diagram.CellKnown:
		box.Fill = scene.Ribbon
	case diagram.CellNear:
		box.Dash = []float64{4, 3}
	default:
		box.Stroke, box.Dash = scene.Red, []float64{4, 3}
	}
	s.Add(box)
	if cell == diagram.CellNone {
		s.Add(scene.CoverageMark("missing", b.X+b.W/2, b.Y+b.H/2, scene.Red)...)
	}
}

func rateClass(cell diagram.SupplyCell) string { return "rate/" + string(cell) }

// riskRow names a risk and says what it is, on two lines where it must.
func (m *layout) riskRow(s *sheet.Sheet, r diagram.SupplyRisk, b scene.Box) {
	const pad, textAt = 12.0, 134.0
	footBand(s, fmt.Sprintf("risk/%s/%s", r.Name, r.Text), b)
	footName(s, r.Name, b.X+pad, textAt-pad-8, b)
	lines, size := scene.FitText(r.Text, false, b.W-textAt-pad, b.W-textAt-pad, 2, sheet.SmallSize)
	y := sheet.Base(b, size) - 8.5*float64(len(lines)-1)
	for _, l := range lines {
		s.Text(scene.RoleContent, b.X+textAt, y, l, size, false, scene.Ink)
		y += 17
	}
	s.Joined(len(lines))
	s.Owner = ""
}
