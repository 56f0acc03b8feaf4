package flow

import (
	"math"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// The page is laid out on a grid of 10 units: cards stand between grid lines, 2 units inside them, lines run on grid
// lines. So lines are 10 apart, 12 from a card, and a last piece is at least 12 long, by construction.
const (
	Pitch     = 10.0
	inset     = 2.0
	gridLeft  = 80.0
	GridTop   = 186.0
	gridWide  = 148 // grid lines from 80 to 1560
	gridHigh  = 65  // grid lines from 186 to 836
	laneLabel = 30.0
	headTop   = 146.0
	headHigh  = 34.0

	CaptionRows = 3  // above the first card of a group
	RowGap      = 2  // between two cards of a column
	laneGap     = 2  // between lanes, beside the caption row of the lower one
	stripRows   = 6  // height of the support strip
	leastCard   = 66 // a card holds its name and one line of firms
	leastWidth  = 130.0
)

// frame is what all cards of a page share: widths of gutters and of one column.
type frame struct {
	label                 int // what the names of lanes need beside their column
	edge, inner, boundary int // gutters, in grid steps
	unit                  float64
	bus                   int // grid rows above the strip
	bottom                int // grid row where the lanes end
}

// labelEnd is where the names of lanes end.
func (g frame) labelEnd() float64 { return scene.Margin + laneLabel + Pitch*float64(g.label) }

// tracks may be widened when lines do not find room.
func (p *Plan) Frame() frame { return p.frameWith(0) }

func (p *Plan) frameWith(more int) frame {
	g := frame{label: p.In.label, edge: 2, inner: 4 + more, boundary: 5 + more, bottom: p.In.High}
	cards := len(p.In.Cards)
	if cards > 26 {
		g.inner, g.boundary = 3+more, 4+more
	}
	cols := 0
	gutters := g.label + 2*g.edge + (len(p.Units)-1)*g.boundary
	for _, u := range p.Units {
		cols += u
		gutters += (u - 1) * g.inner
	}
	g.unit = min(p.In.Wide, math.Floor(float64(gridWide-gutters)/float64(max(1, cols))))
	if len(p.strip) > 0 || p.supports() > 0 {
		g.bus = 4 + more
		g.bottom = p.In.High - stripRows - g.bus
	}
	return g
}

func (p *Plan) supports() int {
	n := 0
	for _, s := range p.In.Stage {
		if s < 0 {
			n++
		}
	}
	return n
}

// RowHeight is the height of a row when all lanes share the page equally, in units.
func (g frame) RowHeight(p *Plan) float64 {
	rows := 0
	for _, r := range p.Rows {
		rows += r
	}
	return Pitch * float64(p.rowRoom(g)) / float64(max(1, rows))
}

// box is a card's place in grid lines, borders included.
type box struct{ x0, y0, x1, y1 int }

func (b box) Rect() scene.Box {
	return scene.Box{X: gridLeft + Pitch*float64(b.x0) + inset, Y: GridTop + Pitch*float64(b.y0) + inset,
		W: Pitch*float64(b.x1-b.x0) - 2*inset, H: Pitch*float64(b.y1-b.y0) - 2*inset}
}

// Face is the card itself, without what stands around it.
func (in *ChainInput) Face(g *Geometry, card int) scene.Box {
	b, around := g.Boxes[card].Rect(), in.around(card)
	b.X, b.W, b.H = b.X+Pitch*float64(around.Before), b.W-Pitch*float64(around.Before), b.H-Pitch*float64(around.Below)
	return b
}

// Body is what a card may be written on: its face without the frame of what stops.
func Body(c diagram.Card, face scene.Box) scene.Box {
	if framed(c, face) {
		return face.Inset(frameInset, frameInset)
	}
	return face
}

const frameInset = 5.0

// framed tells whether a card has the frame of what stops around the border of its state: a small one has it instead.
func framed(c diagram.Card, face scene.Box) bool { return c.MustPass && face.H >= 76 && face.W >= 110 }

// Bar is where the bar before a card stands, as its middle.
func (in *ChainInput) Bar(g *Geometry, card int) float64 {
	if around := in.around(card); around.Label+around.Foot > 0 || len(around.Any) > 0 {
		return g.Boxes[card].Rect().X + barLabel/2
	}
	return g.Boxes[card].Rect().X + 5
}

// AnyOf is where the sign of a card's alternatives stands.
func (in *ChainInput) AnyOf(g *Geometry, card int) scene.Box {
	b, high := g.Boxes[card], 24.0
	return scene.Box{
		X: b.Rect().X,
		Y: GridTop + Pitch*float64(in.around(card).anyRow(b)) - high/2,
		W: barLabel,
		H: high,
	}
}

const barLabel = 38.0 // width of the label on a bar

// Geometry is where everything on the page stands.
type Geometry struct {
	frame
	Boxes    []box       // of cards
	Stages   []scene.Box // bands of the stages, under their heads
	Lanes    []scene.Box // bands of the lanes
	Strip    scene.Box
	Rows     [][]int // grid rows of each row of each lane
	Large    bool    // type
	captions []caption
}

type caption struct {
	text string
	box  box // the row above the group's first card
}

// mostRow is the height beyond which a card is hollow, in units.
const mostRow = 190.0

// Place turns a plan into places: widths by stage, heights by what the cards say, lanes from top to bottom.
func (p *Plan) Place(g frame) *Geometry {
	out := &Geometry{frame: g, Boxes: make([]box, len(p.In.Cards))}
	left := make([]int, len(p.Units)) // first grid line of each stage
	wide := make([]int, len(p.Units))
	at := g.label + g.edge
	spare := gridWide - g.label - 2*g.edge - (len(p.Units)-1)*g.boundary
	for s, u := range p.Units {
		wide[s] = u*int(g.unit) + (u-1)*g.inner
		spare -= wide[s]
		left[s] = at
	}
	boundary := g.boundary + spare/max(1, len(p.Units)-1)
	switch {
	case len(p.Units) == 1:
		at += spare / 2
	case p.In.Wide < gridWide: // columns that may not grow stand in the middle of their share
		share := spare / len(p.Units)
		at, boundary = at+share/2, g.boundary+share
	}
	for s := range p.Units {
		left[s] = at
		at += wide[s] + boundary
	}
	out.Rows, out.Large = p.rowHeights(g)
	rowAir, laneAir := p.airs(g, out.Rows)
	top := 0
	for l := range p.seq {
		tops, bottom := make([]int, len(out.Rows[l])), top+CaptionRows
		for r, h := range out.Rows[l] {
			if r > 0 {
				bottom += p.rowGap(l, r) + rowAir
			}
			tops[r] = bottom
			bottom += h
		}
		for s, seq := range p.seq[l] {
			p.column(out, l, s, seq, left[s], wide[s], tops, bottom)
		}
		out.Lanes = append(out.Lanes, scene.Box{
			X: out.labelEnd() + 6,
			Y: GridTop + Pitch*float64(top),
			W: scene.PageWidth - scene.Margin - out.labelEnd() - 6,
			H: Pitch * float64(bottom-top),
		})
		top = bottom + laneGap + laneAir
	}
	out.bottom = top - laneGap - laneAir
	for s := range p.Units {
		x0, x1 := out.labelEnd()+6, scene.PageWidth-scene.Margin
		if s > 0 {
			x0 = gridLeft + Pitch*(float64(left[s])-float64(boundary)/2)
		}
		if s < len(p.Units)-1 {
			x1 = gridLeft + Pitch*(float64(left[s]+wide[s])+float64(boundary)/2)
		}
		out.Stages = append(out.Stages, scene.Box{X: x0, Y: headTop, W: x1 - x0, H: headHigh})
	}
	p.placeStrip(out)
	return out
}

// airs are how much further apart than they must be rows and lanes stand: as far as there is room, at most airGap.
func (p *Plan) airs(g frame, heights [][]int) (rowAir, laneAir int) {
	spare, gaps := p.rowRoom(g), 0
	for _, rows := range heights {
		gaps += len(rows) - 1
		for _, h := range rows {
			spare -= h
		}
	}
	if gaps > 0 {
		rowAir = max(0, min(airGap, spare/gaps))
		spare -= rowAir * gaps
	}
	if lanes := len(heights) - 1; lanes > 0 {
		laneAir = max(0, min(airGap, spare/lanes))
	}
	return rowAir, laneAir
}

// rowRoom is how many grid rows are left for the rows of cards.
func (p *Plan) rowRoom(g frame) int {
	room := g.bottom - (len(p.Rows)-1)*laneGap
	for l, n := range p.Rows {
		room -= CaptionRows
		for r := 1; r < n; r++ {
			room -= p.rowGap(l, r)
		}
	}
	return room
}

// rowGap is the least gap above a row of a lane that is not its first: more where a caption stands in it.
func (p *Plan) rowGap(l, row int) int {
	gap := RowGap
	for s, seq := range p.seq[l] {
		for _, column := range columns(seq, max(1, p.cols[l][s])) {
			for i := 1; i < len(column); i++ {
				if slot(i, len(column), p.Rows[l]) == row {
					gap = max(gap, p.gap(column, i))
				}
			}
		}
	}
	return gap
}

// hollow is how many grid rows more than it wants a card may be high: then it ends above the others of its row.
const hollow = 2

// column places the cards of one stage in one lane: each in its row, the first caption of all columns on one line. A
// card that wants more than its row has takes from the free rows under it.
func (p *Plan) column(out *Geometry, l, s int, seq []int, left, wide int, tops []int, bottom int) {
	n := p.cols[l][s]
	if n == 0 {
		return
	}
	w := p.cardWidth(out.frame, l, s)
	x := left + (wide-n*w-(n-1)*out.inner)/2
	for _, column := range columns(seq, n) {
		for i, card := range column {
			at := slot(i, len(column), len(out.Rows[l]))
			y, most := tops[at], bottom
			if i < len(column)-1 {
				most = tops[slot(i+1, len(column), len(out.Rows[l]))] - p.gap(column, i+1)
			}
			wants := p.In.want(card, w, out.Large)
			h := min(max(wants, min(out.Rows[l][at], wants+hollow)), p.In.Tall, most-y)
			out.Boxes[card] = box{x, y, x + w, y + h}
			if text := p.In.Cards[card].Group; text != "" && (i == 0 || p.In.Cards[column[i-1]].Group != text) {
				out.captions = append(out.captions, caption{text, box{x, y - CaptionRows, x + w, y}})
			}
		}
		x += w + out.inner
	}
}

// gap is the least room above the i-th card of a column: more where a caption stands.
func (p *Plan) gap(column []int, i int) int {
	if g := p.In.Cards[column[i]].Group; g != "" && g != p.In.Cards[column[i-1]].Group {
		return RowGap + CaptionRows - 1
	}
	return RowGap
}

// wideStrip is the width beyond which a strip card looks empty, in units.
const wideStrip = 560.0

func (p *Plan) placeStrip(out *Geometry) {
	n := len(p.strip)
	if n == 0 {
		return
	}
	top := out.bottom + out.bus
	high := stripRows + max(0, min(p.In.High-top-stripRows, p.stripMore(out.frame, out.Large)))
	w := p.stripWidth(out.frame)
	x := out.label + out.edge + (gridWide-out.label-2*out.edge-n*w-(n-1)*out.inner)/2
	for _, card := range p.strip {
		out.Boxes[card] = box{x, top, x + w, top + high}
		x += w + out.inner
	}
	out.Strip = scene.Box{
		X: out.labelEnd() + 6,
		Y: GridTop + Pitch*float64(top) - 6,
		W: scene.PageWidth - scene.Margin - out.labelEnd() - 6,
		H: Pitch*float64(high) + 10,
	}
}

// stripWidth is how many grid steps a card of the strip is wide.
func (p *Plan) stripWidth(g frame) int {
	n := len(p.strip)
	return min((gridWide-g.label-2*g.edge-(n-1)*g.inner)/n, int(wideStrip/Pitch))
}

// stripMore is how many grid rows more than it has the strip wants for its richest card.
func (p *Plan) stripMore(g frame, isLarge bool) int {
	more := 0
	for _, card := range p.strip {
		more = max(more, min(mostStrip, p.In.want(card, p.stripWidth(g), isLarge))-stripRows)
	}
	return more
}

// fill is the part of the body that cards, stage heads and the lines of captions take (docs/drawings.md, Structure,
// step 11).
func (g *Geometry) fill() float64 {
	const body = (scene.PageWidth - 2*scene.Margin) * (842 - headTop)
	area := (scene.PageWidth - 2*scene.Margin) * headHigh
	for _, b := range g.Boxes {
		r := b.Rect()
		area += r.W * r.H
	}
	return area / body
}
