package flow

import (
	"math"

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
)

// frame is what all cards of a page share: widths of gutters and of one column.
type frame struct {
	edge, inner, boundary int // gutters, in grid steps
	unit                  float64
	bus                   int // grid rows above the strip
	bottom                int // grid row where the lanes end
}

// tracks may be widened when lines do not find room.
func (p *Plan) Frame() frame { return p.frameWith(0) }

func (p *Plan) frameWith(more int) frame {
	g := frame{edge: 2, inner: 4 + more, boundary: 5 + more, bottom: p.In.High}
	cards := len(p.In.Cards)
	if cards > 26 {
		g.inner, g.boundary = 3+more, 4+more
	}
	cols := 0
	gutters := 2*g.edge + (len(p.Units)-1)*g.boundary
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
	rows, fixed := 0, 0
	for l, r := range p.Rows {
		rows += r
		fixed += CaptionRows + (r-1)*(RowGap+1)
		if l > 0 {
			fixed += laneGap
		}
	}
	return Pitch * float64(g.bottom-fixed) / float64(max(1, rows))
}

// box is a card's place in grid lines, borders included.
type box struct{ x0, y0, x1, y1 int }

func (b box) Rect() scene.Box {
	return scene.Box{X: gridLeft + Pitch*float64(b.x0) + inset, Y: GridTop + Pitch*float64(b.y0) + inset,
		W: Pitch*float64(b.x1-b.x0) - 2*inset, H: Pitch*float64(b.y1-b.y0) - 2*inset}
}

// Geometry is where everything on the page stands.
type Geometry struct {
	frame
	Boxes    []box       // of cards
	Stages   []scene.Box // bands of the stages, under their heads
	Lanes    []scene.Box // bands of the lanes
	Strip    scene.Box
	captions []caption
}

type caption struct {
	text string
	box  box // the row above the group's first card
}

// mostRow is the height beyond which a card is hollow, in units.
const mostRow = 190.0

// Place turns a plan into places: widths by stage, heights by row, lanes from top to bottom.
func (p *Plan) Place(g frame) *Geometry {
	out := &Geometry{frame: g, Boxes: make([]box, len(p.In.Cards))}
	left := make([]int, len(p.Units)) // first grid line of each stage
	wide := make([]int, len(p.Units))
	at := g.edge
	spare := gridWide - 2*g.edge - (len(p.Units)-1)*g.boundary
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
	row := int(min(p.In.Row, math.Floor(g.RowHeight(p)/Pitch)*Pitch) / Pitch)
	leftover := g.bottom
	for l := range p.seq {
		leftover -= p.laneRows(l, row)
	}
	leftover -= laneGap * (len(p.seq) - 1)
	top := 0
	for l := range p.seq {
		high := p.laneRows(l, row)
		if extra := leftover / (len(p.seq) - l); extra > 0 { // what is left over goes to the lanes, as far as cards stay full
			add := min(extra, p.Rows[l]*max(0, int(p.In.Row/Pitch)-row))
			high += add
			leftover -= add
		}
		for s, seq := range p.seq[l] {
			p.column(out, l, s, seq, left[s], wide[s], top, high, row)
		}
		y := GridTop + Pitch*float64(top)
		out.Lanes = append(out.Lanes, scene.Box{
			X: scene.Margin + laneLabel + 6,
			Y: y,
			W: scene.PageWidth - scene.Margin*2 - laneLabel - 6,
			H: Pitch * float64(high),
		})
		top += high + laneGap
	}
	out.bottom = top - laneGap
	for s := range p.Units {
		x0, x1 := gridLeft-4, scene.PageWidth-scene.Margin
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

func (p *Plan) laneRows(l, row int) int {
	return CaptionRows + p.Rows[l]*row + (p.Rows[l]-1)*(RowGap+1)
}

// column places the cards of one stage in one lane. A column with fewer cards than the lane has rows gets taller cards,
// up to 1.62 rows; the rest goes between them; one card stands in the middle.
func (p *Plan) column(out *Geometry, l, s int, seq []int, left, wide, top, high, row int) {
	n := p.cols[l][s]
	if n == 0 {
		return
	}
	w := min((wide-(n-1)*out.inner)/n, int(widest*out.unit))
	x := left + (wide-n*w-(n-1)*out.inner)/2
	body := high - CaptionRows
	for _, column := range columns(seq, n) {
		gaps := p.gaps(column)
		free := body
		for _, g := range gaps {
			free -= g
		}
		m := len(column)
		h := free / m
		if most := max(int(1.62*float64(row)), row+3); h > most && m < p.Rows[l] {
			h = most
		}
		h = min(h, p.In.Tall)
		rest := free - h*m
		y := top + CaptionRows
		if m == 1 {
			y += rest / 2
			rest = 0
		}
		for i, card := range column {
			if i > 0 {
				share := rest / (m - i)
				y += gaps[i-1] + share
				rest -= share
			}
			ch := h
			if m > 1 && i == m-1 {
				ch = top + high - y // the last card ends flush with the lane
				if ch > h+1 {
					y, ch = top+high-h, h
				}
			}
			out.Boxes[card] = box{x, y, x + w, y + ch}
			if text := p.In.Cards[card].Group; text != "" && (i == 0 || p.In.Cards[column[i-1]].Group != text) {
				out.captions = append(out.captions, caption{text, box{x, y - CaptionRows, x + w, y}})
			}
			y += ch
		}
		x += w + out.inner
	}
}

// gaps between the cards of a column: more where a caption stands.
func (p *Plan) gaps(column []int) []int {
	var out []int
	for i := 1; i < len(column); i++ {
		gap := RowGap
		if g := p.In.Cards[column[i]].Group; g != "" && g != p.In.Cards[column[i-1]].Group {
			gap += CaptionRows - 1
		}
		out = append(out, gap)
	}
	return out
}

// mostStrip is the width beyond which a strip card looks empty, in units.
const mostStrip = 560.0

func (p *Plan) placeStrip(out *Geometry) {
	n := len(p.strip)
	if n == 0 {
		return
	}
	top := out.bottom + out.bus
	w := min((gridWide-2*out.edge-(n-1)*out.inner)/n, int(mostStrip/Pitch))
	x := out.edge + (gridWide-2*out.edge-n*w-(n-1)*out.inner)/2
	for _, card := range p.strip {
		out.Boxes[card] = box{x, top, x + w, top + stripRows}
		x += w + out.inner
	}
	out.Strip = scene.Box{
		X: scene.Margin + laneLabel + 6,
		Y: GridTop + Pitch*float64(top) - 6,
		W: scene.PageWidth - scene.Margin*2 - laneLabel - 6,
		H: Pitch*stripRows + 10,
	}
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
