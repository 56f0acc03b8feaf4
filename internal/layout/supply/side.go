package supply

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// key begins the owners of a side.
func (d *sideRows) key() string {
	if d.users {
		return "user/"
	}
	return "input/"
}

// rest is the owner of the last card of a side.
func (d *sideRows) rest() string { return d.key() + "rest" }

// link is the column of links: it stands next to the gutter.
func (d *sideRows) link(y, h float64) scene.Box {
	x := centreLeft - gutterWidth - linkWidth
	if d.users {
		x = centreLeft + centreWidth + gutterWidth
	}
	return scene.Box{X: x, Y: y, W: linkWidth, H: h}
}

// cell is the room of a radius: the nearest beside the links.
func (d *sideRows) cell(radius int, y, h float64) scene.Box {
	const seam = 2.0
	link := d.link(y, h)
	from := linkSeam
	for _, w := range radiusWidths[:radius] {
		from += w
	}
	w := radiusWidths[radius]
	if d.users {
		return scene.Box{X: link.Right() + from, Y: y, W: w, H: h}.Inset(seam, 0)
	}
	return scene.Box{X: link.X - from - w, Y: y, W: w, H: h}.Inset(seam, 0)
}

// radii is the room of all cells of a row.
func (d *sideRows) radii(y, h float64) scene.Box {
	near, far := d.cell(0, y, h), d.cell(3, y, h)
	x := min(near.X, far.X)
	return scene.Box{X: x, Y: y, W: max(near.Right(), far.Right()) - x, H: h}
}

// paintSide paints a side: heads, rows, what is not known yet, and the lines to the enterprise.
func (m *layout) paintSide(s *sheet.Sheet, d *sideRows, firm scene.Box) {
	whole := d.radii(0, 0)
	left, right := min(whole.X, d.link(0, 0).X), max(whole.Right(), d.link(0, 0).Right())
	s.SectionLine(left, sidesBase, right-left, d.Head.Name, m.counted(d.Head.Note, len(d.rows), len(d.Rows)), true)
	m.columnHeads(s, d)
	y := top
	var ends []trunkEnd
	for i, r := range d.rows {
		b := d.link(y, d.rowH)
		m.linkCard(s, d, r, b)
		for radius := range r.Firms {
			m.cellOf(s, d, r, radius, d.cell(radius, y, d.rowH))
		}
		if r.Tier == 1 {
			ends = append(ends, trunkEnd{d.key() + r.ID, b, kindOf(r)})
		} else {
			m.stepArrow(s, d, d.rows[i-1], r, b)
		}
		m.cellArrow(s, d, b, r.Supplied)
		y += d.rowH + gap
	}
	if d.Blank != "" {
		h := (m.bottom - top - gap) * .6
		b := scene.Box{X: left, Y: y, W: right - left, H: h}
		blankBox(s, b, d.Blank)
		y += h + gap
	}
	b := d.link(y, m.bottom-y)
	m.restCard(s, d, b)
	ends = append(ends, trunkEnd{d.rest(), b, kindOfRest(d.Rest)})
	m.trunk(s, d, ends, firm)
}

func kindOf(r diagram.SupplyRow) diagram.Relation {
	if r.Supplied {
		return diagram.Evidenced
	}
	return diagram.Possible
}

// kindOfRest is evidenced when somebody there supplies or buys on record.
func kindOfRest(r diagram.SupplyRest) diagram.Relation {
	for _, firms := range r.Firms {
		if slices.ContainsFunc(firms, func(f diagram.SupplyName) bool { return f.Standing == diagram.OnRecord }) {
			return diagram.Evidenced
		}
	}
	return diagram.Possible
}

// columnHeads name the radii, each with its rings: one more is filled the nearer it is.
func (m *layout) columnHeads(s *sheet.Sheet, d *sideRows) {
	for radius, r := range m.content.Radii {
		b := d.cell(radius, 0, 0)
		name, size := sheet.Fitted(r.Name, true, b.W-26, 14, sheet.SmallSize)
		w := scene.Measure(name, size, true) + 24
		x := b.X + (b.W-w)/2
		s.Add(radiusMark(radius, x+8, columnsBase-5)...)
		s.Text(scene.RoleCaption, x+24, columnsBase, name, size, true, scene.Ink)
	}
	b := d.link(0, 0)
	s.Middle(scene.RoleCaption, b.X+b.W/2, columnsBase, scene.Clip(d.Column, 14, true, b.W), 14, true, scene.Ink)
}

// radiusMark draws three rings around a dot; the one of the radius is strong.
func radiusMark(radius int, cx, cy float64) []scene.Item {
	var out []scene.Item
	for i := 3; i >= 1; i-- {
		ring := scene.Item{
			Shape:  scene.Circle,
			Role:   scene.RoleMark,
			X:      cx,
			Y:      cy,
			Radius: 2.7 * float64(i),
			Stroke: scene.Hairline,
			Width:  1,
		}
		if i == radius {
			ring.Stroke, ring.Width = scene.Accent, 2
		}
		out = append(out, ring)
	}
	dot := scene.Item{Shape: scene.Circle, Role: scene.RoleMark, X: cx, Y: cy, Radius: 1.5, Fill: scene.UnknownEdge}
	if radius == 0 {
		dot.Radius, dot.Fill = 3.4, scene.Accent
	}
	return append(out, dot)
}

// linkCard draws a link in the look of its state.
func (m *layout) linkCard(s *sheet.Sheet, d *sideRows, r diagram.SupplyRow, b scene.Box) {
	look, known := scene.StateInks[string(r.State)]
	if !known {
		look = scene.StateInk{
			Fill:   scene.Ground,
			Stroke: scene.UnknownEdge,
			Width:  1.2,
			Text:   scene.Ink,
			Quiet:  scene.Secondary,
		}
	}
	s.Owner = d.key() + r.ID
	s.Page.Targets = append(
		s.Page.Targets,
		scene.Target{Owner: s.Owner, Href: r.Href, Name: sheet.Spoken(m.lang, r.Name, r.Word, r.TierWord)},
	)
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  string(r.State),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   look.Fill,
		Stroke: look.Stroke,
		Width:  look.Width,
		Dash:   look.Dash,
	})
	if look.Corner {
		s.Add(scene.CornerLines(b.Right(), b.Bottom(), look.Stroke)...)
	}
	m.linkWords(s, r, b, look, known)
	s.Owner = ""
}

// linkWords writes mark, state and tier, then the name, then what the link yields; a low card leaves the last out and
// begins with the name.
func (m *layout) linkWords(s *sheet.Sheet, r diagram.SupplyRow, b scene.Box, look scene.StateInk, marked bool) {
	const pad, mark, step = 11.0, 20.0, 18.0
	left, right := b.X+pad, b.Right()-pad
	second := right - left // of a further line of the name
	if look.Corner {
		second -= 12
	}
	after := left
	if marked {
		after += mark
	}
	if b.H < fullSupplyRow {
		most := 1
		if b.H >= 58 {
			most = 2
		}
		lines, size := setLink(r.Name, right-after, second, most)
		y := sheet.Base(b, size) - step/2*float64(len(lines))
		if marked {
			s.Add(scene.CoverageMark(string(r.State), left+7, y-5, look.Mark)...)
		}
		for i, l := range lines {
			x := left
			if i == 0 {
				x = after
			}
			s.Text(scene.RoleContent, x, y, l, size, true, look.Text)
			y += step
		}
		s.Joined(len(lines))
		s.Text(
			scene.RoleContent,
			left,
			y+1,
			scene.Clip(r.Word+m.pick("·", " · ")+r.TierWord, sheet.SmallSize, false, right-left-8),
			sheet.SmallSize,
			false,
			look.Quiet,
		)
		return
	}
	y := b.Y + 20
	if marked {
		s.Add(scene.CoverageMark(string(r.State), left+7, y-5, look.Mark)...)
	}
	end := right - s.TextEnd(
		scene.RoleContent,
		right,
		y,
		scene.Clip(r.TierWord, sheet.SmallSize, false, right-after),
		sheet.SmallSize,
		false,
		look.Quiet,
	) - 6
	if scene.Measure(r.Word, sheet.SmallSize, true) <= end-after {
		s.Text(scene.RoleContent, after, y, r.Word, sheet.SmallSize, true, look.Text)
	}
	lines, size := setLink(r.Name, right-left, second, 2)
	y += 21
	for _, l := range lines {
		s.Text(scene.RoleContent, left, y, l, size, true, look.Text)
		y += step
	}
	s.Joined(len(lines))
	if note := m.linkNote(r, right-left-10); len(lines) == 1 && note != "" {
		s.Text(scene.RoleContent, left, y+3, note, sheet.SmallSize, false, look.Quiet)
	}
}

// linkNote says what a link yields, whole products and the count of the rest, or where the link is of.
func (m *layout) linkNote(r diagram.SupplyRow, width float64) string {
	if r.Note != "" {
		return scene.Clip(r.Note, sheet.SmallSize, false, width)
	}
	text, _ := scene.FitList(r.Products, m.pick("、", ", "), sheet.SmallSize, width, func(all int) string {
		return m.pick("", " ") + diagram.InFew(m.lang, all, "种")
	})
	return text
}

// setLink fits the name of a link.
func setLink(name string, first, rest float64, lines int) ([]string, float64) {
	return scene.FitName(name, true, first, rest, lines, sheet.HeadSize, 15, 14, sheet.SmallSize)
}

// cellOf draws the firms of a link in a radius, or that none was seen, or that nobody said.
func (m *layout) cellOf(s *sheet.Sheet, d *sideRows, r diagram.SupplyRow, radius int, b scene.Box) {
	fill := scene.FaintBand
	if radius == 0 {
		fill = scene.EmptyBar
	}
	owner := fmt.Sprintf("%s%s/%d", d.key(), r.ID, radius)
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Owner:  owner,
		Class:  "cell",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 3,
		Fill:   fill,
	})
	firms := r.Firms[radius]
	if len(firms) > 0 {
		chips := fitFirms(firms, b.W-2*cellInset, b.H-2, m.etc)
		paintFirms(s, owner, chips, b.Inset(cellInset, 1))
		return
	}
	if radius > 1 {
		s.Add(scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleContent,
			Owner:  owner,
			X:      b.X + b.W/2,
			Y:      sheet.Base(b, sheet.SmallSize),
			Text:   scene.Clip(m.content.Words.Blank, sheet.SmallSize, false, b.W-4),
			Size:   sheet.SmallSize,
			Anchor: scene.Middle,
			Fill:   scene.Secondary,
		})
		return
	}
	ink, bold := scene.Red, true
	if d.users {
		ink, bold = scene.Secondary, false
	}
	words := scene.Clip(m.content.Words.Unseen, sheet.SmallSize, bold, b.W-24)
	w := scene.Measure(words, sheet.SmallSize, bold) + 19
	x := b.X + (b.W-w)/2
	for _, i := range scene.CoverageMark("missing", x+6, b.Y+b.H/2, ink) {
		i.Owner = owner
		s.Add(i)
	}
	s.Add(scene.Item{
		Shape: scene.Text,
		Role:  scene.RoleContent,
		Owner: owner,
		X:     x + 19,
		Y:     sheet.Base(b, sheet.SmallSize),
		Text:  words,
		Size:  sheet.SmallSize,
		Bold:  bold,
		Fill:  ink,
	})
}

// cellArrow points from the cells to an input, or from a user's link to its cells.
func (m *layout) cellArrow(s *sheet.Sheet, d *sideRows, b scene.Box, supplied bool) {
	ink := scene.Secondary
	if supplied {
		ink = scene.Accent
	}
	tip := scene.Point{X: b.X - 2, Y: b.Y + b.H/2}
	if d.users {
		tip.X = b.Right() + linkSeam
	}
	head := scene.ArrowHead(tip, 1, 0, ink, 7)
	head.Role = scene.RoleMark
	s.Add(head)
}

// stepArrow joins a link further away with the one above it: inputs go up, users come from there.
func (m *layout) stepArrow(s *sheet.Sheet, d *sideRows, above, r diagram.SupplyRow, b scene.Box) {
	x := b.X + b.W/2
	from, to := scene.Point{X: x, Y: b.Y}, scene.Point{X: x, Y: b.Y - gap}
	owners := [2]string{d.key() + r.ID, d.key() + above.ID}
	dy := -1.0
	if d.users {
		from, to, owners, dy = to, from, [2]string{owners[1], owners[0]}, 1
	}
	look := ink[string(diagram.Possible)]
	owner := "step/" + owners[0] + "/" + owners[1]
	head := scene.ArrowHead(to, 0, dy, look.ink, 8)
	head.Owner = owner
	s.Add(
		scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleEdge,
			Owner:  owner,
			Class:  "step",
			From:   owners[0],
			To:     owners[1],
			Points: []scene.Point{from, to},
			Stroke: look.ink,
			Width:  look.width,
		},
		head,
	)
}

// restCard draws the last row: what no template names, told firms that work on none of the links, and how many links
// the list holds beside these.
func (m *layout) restCard(s *sheet.Sheet, d *sideRows, b scene.Box) {
	s.Owner = d.rest()
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1.2,
		Dash:   []float64{5, 4},
	})
	most := 2
	hidden := len(d.Rows) - len(d.rows)
	if hidden > 0 {
		most = 1
	}
	lines, size := scene.FitText(d.Rest.Name, false, b.W-20, b.W-20, 2, sheet.SmallSize)
	if len(lines) > most && b.H < fullSupplyRow {
		lines = []string{scene.Clip(d.Rest.Name, size, false, b.W-20)}
	}
	if hidden > 0 {
		lines = append(lines, diagram.Further(m.lang, hidden, "项")+m.pick("见清单", " in the list"))
	}
	y := sheet.Base(b, size) - 9*float64(len(lines)-1)
	for i, l := range lines {
		more := hidden > 0 && i == len(lines)-1
		s.Text(scene.RoleContent, b.X+11, y, scene.Clip(l, size, more, b.W-16), size, more, scene.Secondary)
		y += 18
	}
	if hidden == 0 {
		s.Joined(len(lines))
	}
	s.Owner = ""
	m.restCells(s, d, b)
}

func (m *layout) restCells(s *sheet.Sheet, d *sideRows, b scene.Box) {
	none := true
	for _, firms := range d.Rest.Firms {
		none = none && len(firms) == 0
	}
	if none {
		blankBox(s, d.radii(b.Y, b.H), d.Rest.Empty)
		return
	}
	m.cellArrow(s, d, b, kindOfRest(d.Rest) == diagram.Evidenced)
	for radius, firms := range d.Rest.Firms {
		cell := d.cell(radius, b.Y, b.H)
		owner := fmt.Sprintf("%s/%d", d.rest(), radius)
		if len(firms) == 0 {
			s.Owner = owner
			blankBox(s, cell, m.content.Words.Blank)
			s.Owner = ""
			continue
		}
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			Owner:  owner,
			Class:  "cell",
			X:      cell.X,
			Y:      cell.Y,
			W:      cell.W,
			H:      cell.H,
			Radius: 3,
			Fill:   scene.FaintBand,
		})
		chips := fitFirms(firms, cell.W-2*cellInset, cell.H-2, m.etc)
		paintFirms(s, owner, chips, cell.Inset(cellInset, 1))
	}
}

// trunkEnd is a card at a trunk.
type trunkEnd struct {
	owner string
	box   scene.Box
	kind  diagram.Relation
}

// trunk joins the direct links of a side with the middle of the enterprise: one trunk a kind, so that what is only
// possible never looks real. The link farthest from the middle bends into the whole line with the arrow; the others are
// stubs that end on it, so that nothing is drawn twice.
func (m *layout) trunk(s *sheet.Sheet, d *sideRows, ends []trunkEnd, firm scene.Box) {
	mid := middleOf(firm)
	kinds := []diagram.Relation{diagram.Possible, diagram.Evidenced}
	own := make([][]trunkEnd, len(kinds))
	for _, e := range ends {
		i := slices.Index(kinds, e.kind)
		own[i] = append(own[i], e)
	}
	off := [2]float64{gutterWidth / 2, gutterWidth / 2} // from the enterprise
	if len(own[0]) > 0 && len(own[1]) > 0 {
		off = [2]float64{22, 13}
	}
	for i, list := range own {
		if len(list) > 0 {
			m.trunkOf(s, d, list, mid, off[i])
		}
	}
}

// trunkOf draws the lines of one kind; off is how far the trunk lies from the enterprise.
func (m *layout) trunkOf(s *sheet.Sheet, d *sideRows, ends []trunkEnd, mid, off float64) {
	whole := slices.MaxFunc(ends, func(a, b trunkEnd) int { return cmp.Compare(away(a.box, mid), away(b.box, mid)) })
	full := middleOf(whole.box)
	other := farthest(ends, mid, full)
	for _, e := range ends {
		y := middleOf(e.box)
		card, x, port := e.box.Right(), centreLeft-off, centreLeft
		if d.users {
			card, x, port = e.box.X, centreLeft+centreWidth+off, centreLeft+centreWidth
		}
		points := []scene.Point{{X: card, Y: y}, {X: x, Y: y}}
		switch {
		case e.owner == whole.owner && math.Abs(y-mid) < 1:
			points = []scene.Point{{X: card, Y: mid}, {X: port, Y: mid}}
		case e.owner == whole.owner:
			points = append(points, scene.Point{X: x, Y: mid}, scene.Point{X: port, Y: mid})
		case e.owner == other:
			points = append(points, scene.Point{X: x, Y: mid})
		}
		m.supplyLine(s, d, e, points)
	}
}

func middleOf(b scene.Box) float64 { return b.Y + b.H/2 }

func away(b scene.Box, mid float64) float64 { return math.Abs(middleOf(b) - mid) }

// farthest is the owner of the card farthest from the middle on the other side of it than the whole line, which bends
// into that line; empty when there is none.
func farthest(ends []trunkEnd, mid, full float64) string {
	best, most := "", 0.0
	for _, e := range ends {
		if (middleOf(e.box)-mid)*(full-mid) < 0 && away(e.box, mid) > most {
			best, most = e.owner, away(e.box, mid)
		}
	}
	return best
}

// supplyLine paints a line given from the card to the enterprise: inputs run that way, users' lines the other way.
func (m *layout) supplyLine(s *sheet.Sheet, d *sideRows, e trunkEnd, points []scene.Point) {
	look := ink[string(e.kind)]
	i := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleEdge,
		Owner:  "line/" + e.owner,
		Class:  string(e.kind),
		From:   e.owner,
		To:     m.content.Firm.ID,
		Points: points,
		Radius: 7,
		Stroke: look.ink,
		Width:  look.width,
		Dash:   look.dash,
	}
	last := points[len(points)-1]
	if d.users {
		i.From, i.To = i.To, i.From
		slices.Reverse(i.Points)
		head := scene.ArrowHead(scene.Point{X: e.box.X, Y: middleOf(e.box)}, 1, 0, look.ink, 8)
		head.Owner = i.Owner
		s.Add(i, head)
		return
	}
	s.Add(i)
	if last.X == centreLeft {
		head := scene.ArrowHead(last, 1, 0, look.ink, 9)
		head.Owner = i.Owner
		s.Add(head)
	}
}
