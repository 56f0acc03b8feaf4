package layout

import (
	"math"

	"chainchief/internal/scene"
)

// The page is laid out on a grid of 10 units: cards stand between grid lines, 2 units inside them, lines run on grid
// lines. So lines are 10 apart, 12 from a card, and a last piece is at least 12 long, by construction.
const (
	pitch     = 10.0
	inset     = 2.0
	gridLeft  = 80.0
	gridTop   = 186.0
	gridWide  = 148 // grid lines from 80 to 1560
	gridHigh  = 65  // grid lines from 186 to 836
	laneLabel = 30.0
	headTop   = 146.0
	headHigh  = 34.0

	captionRows = 3  // above the first card of a group
	rowGap      = 2  // between two cards of a column
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
func (p *plan) frame() frame { return p.frameWith(0) }

func (p *plan) frameWith(more int) frame {
	g := frame{edge: 2, inner: 4 + more, boundary: 5 + more, bottom: p.in.high}
	cards := len(p.in.cards)
	if cards > 26 {
		g.inner, g.boundary = 3+more, 4+more
	}
	cols := 0
	gutters := 2*g.edge + (len(p.units)-1)*g.boundary
	for _, u := range p.units {
		cols += u
		gutters += (u - 1) * g.inner
	}
	g.unit = min(p.in.wide, math.Floor(float64(gridWide-gutters)/float64(max(1, cols))))
	if len(p.strip) > 0 || p.supports() > 0 {
		g.bus = 4 + more
		g.bottom = p.in.high - stripRows - g.bus
	}
	return g
}

func (p *plan) supports() int {
	n := 0
	for _, s := range p.in.stage {
		if s < 0 {
			n++
		}
	}
	return n
}

// rowHeight is the height of a row when all lanes share the page equally, in units.
func (g frame) rowHeight(p *plan) float64 {
	rows, fixed := 0, 0
	for l, r := range p.rows {
		rows += r
		fixed += captionRows + (r-1)*(rowGap+1)
		if l > 0 {
			fixed += laneGap
		}
	}
	return pitch * float64(g.bottom-fixed) / float64(max(1, rows))
}

// box is a card's place in grid lines, borders included.
type box struct{ x0, y0, x1, y1 int }

func (b box) rect() scene.Box {
	return scene.Box{X: gridLeft + pitch*float64(b.x0) + inset, Y: gridTop + pitch*float64(b.y0) + inset,
		W: pitch*float64(b.x1-b.x0) - 2*inset, H: pitch*float64(b.y1-b.y0) - 2*inset}
}

// geometry is where everything on the page stands.
type geometry struct {
	frame
	boxes    []box       // of cards
	stages   []scene.Box // bands of the stages, under their heads
	lanes    []scene.Box // bands of the lanes
	strip    scene.Box
	captions []caption
}

type caption struct {
	text string
	box  box // the row above the group's first card
}

// mostRow is the height beyond which a card is hollow, in units.
const mostRow = 190.0

// place turns a plan into places: widths by stage, heights by row, lanes from top to bottom.
func (p *plan) place(g frame) *geometry {
	out := &geometry{frame: g, boxes: make([]box, len(p.in.cards))}
	left := make([]int, len(p.units)) // first grid line of each stage
	wide := make([]int, len(p.units))
	at := g.edge
	spare := gridWide - 2*g.edge - (len(p.units)-1)*g.boundary
	for s, u := range p.units {
		wide[s] = u*int(g.unit) + (u-1)*g.inner
		spare -= wide[s]
		left[s] = at
	}
	boundary := g.boundary + spare/max(1, len(p.units)-1)
	switch {
	case len(p.units) == 1:
		at += spare / 2
	case p.in.wide < gridWide: // columns that may not grow stand in the middle of their share
		share := spare / len(p.units)
		at, boundary = at+share/2, g.boundary+share
	}
	for s := range p.units {
		left[s] = at
		at += wide[s] + boundary
	}
	row := int(min(p.in.row, math.Floor(g.rowHeight(p)/pitch)*pitch) / pitch)
	leftover := g.bottom
	for l := range p.seq {
		leftover -= p.laneRows(l, row)
	}
	leftover -= laneGap * (len(p.seq) - 1)
	top := 0
	for l := range p.seq {
		high := p.laneRows(l, row)
		if extra := leftover / (len(p.seq) - l); extra > 0 { // what is left over goes to the lanes, as far as cards stay full
			add := min(extra, p.rows[l]*max(0, int(p.in.row/pitch)-row))
			high += add
			leftover -= add
		}
		for s, seq := range p.seq[l] {
			p.column(out, l, s, seq, left[s], wide[s], top, high, row)
		}
		y := gridTop + pitch*float64(top)
		out.lanes = append(out.lanes, scene.Box{X: scene.Margin + laneLabel + 6, Y: y, W: scene.PageWidth - scene.Margin*2 - laneLabel - 6, H: pitch * float64(high)})
		top += high + laneGap
	}
	out.bottom = top - laneGap
	for s := range p.units {
		x0, x1 := gridLeft-4, scene.PageWidth-scene.Margin
		if s > 0 {
			x0 = gridLeft + pitch*(float64(left[s])-float64(boundary)/2)
		}
		if s < len(p.units)-1 {
			x1 = gridLeft + pitch*(float64(left[s]+wide[s])+float64(boundary)/2)
		}
		out.stages = append(out.stages, scene.Box{X: x0, Y: headTop, W: x1 - x0, H: headHigh})
	}
	p.placeStrip(out)
	return out
}

func (p *plan) laneRows(l, row int) int {
	return captionRows + p.rows[l]*row + (p.rows[l]-1)*(rowGap+1)
}

// column places the cards of one stage in one lane. A column with fewer cards than the lane has rows gets taller cards,
// up to 1.62 rows; the rest goes between them; one card stands in the middle.
func (p *plan) column(out *geometry, l, s int, seq []int, left, wide, top, high, row int) {
	n := p.cols[l][s]
	if n == 0 {
		return
	}
	w := min((wide-(n-1)*out.inner)/n, int(widest*out.unit))
	x := left + (wide-n*w-(n-1)*out.inner)/2
	body := high - captionRows
	for _, column := range columns(seq, n) {
		gaps := p.gaps(column)
		free := body
		for _, g := range gaps {
			free -= g
		}
		m := len(column)
		h := free / m
		if most := max(int(1.62*float64(row)), row+3); h > most && m < p.rows[l] {
			h = most
		}
		h = min(h, p.in.tall)
		rest := free - h*m
		y := top + captionRows
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
			out.boxes[card] = box{x, y, x + w, y + ch}
			if text := p.in.cards[card].Group; text != "" && (i == 0 || p.in.cards[column[i-1]].Group != text) {
				out.captions = append(out.captions, caption{text, box{x, y - captionRows, x + w, y}})
			}
			y += ch
		}
		x += w + out.inner
	}
}

// gaps between the cards of a column: more where a caption stands.
func (p *plan) gaps(column []int) []int {
	var out []int
	for i := 1; i < len(column); i++ {
		gap := rowGap
		if g := p.in.cards[column[i]].Group; g != "" && g != p.in.cards[column[i-1]].Group {
			gap += captionRows - 1
		}
		out = append(out, gap)
	}
	return out
}

// mostStrip is the width beyond which a strip card looks empty, in units.
const mostStrip = 560.0

func (p *plan) placeStrip(out *geometry) {
	n := len(p.strip)
	if n == 0 {
		return
	}
	top := out.bottom + out.bus
	w := min((gridWide-2*out.edge-(n-1)*out.inner)/n, int(mostStrip/pitch))
	x := out.edge + (gridWide-2*out.edge-n*w-(n-1)*out.inner)/2
	for _, card := range p.strip {
		out.boxes[card] = box{x, top, x + w, top + stripRows}
		x += w + out.inner
	}
	out.strip = scene.Box{X: scene.Margin + laneLabel + 6, Y: gridTop + pitch*float64(top) - 6, W: scene.PageWidth - scene.Margin*2 - laneLabel - 6, H: pitch*stripRows + 10}
}

// fill is the part of the body that cards, stage heads and the lines of captions take (drawings.md section 5).
func (g *geometry) fill() float64 {
	const body = (scene.PageWidth - 2*scene.Margin) * (842 - headTop)
	area := (scene.PageWidth - 2*scene.Margin) * headHigh
	for _, b := range g.boxes {
		r := b.rect()
		area += r.W * r.H
	}
	return area / body
}
