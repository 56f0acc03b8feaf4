package flow

import (
	"math"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Heights follow what cards say (docs/drawings.md, Structure, step 6): a row is as high as the richest of its cards
// wants, a card that has more to say than its row takes free rows beside it, and room that nobody wants goes into
// larger type and gaps, never into cards.

// Sizes are the type of the cards of a page.
type Sizes struct {
	Names  []float64 // tried from the largest
	Lists  []float64 // products
	Firm   float64
	Line   float64 // from one line of a list to the next
	Second float64 // of a name
}

var (
	usual = Sizes{[]float64{17, 16, 15, 14, sheet.SmallSize}, []float64{14, sheet.SmallSize}, 14, 19, 21}
	large = Sizes{[]float64{19, 18, 17, 16, 15}, []float64{16, 15, 14}, 16, 22, 24}
)

// SizesOf is the type of a page: large where its rows have room for it.
func SizesOf(isLarge bool) Sizes {
	if isLarge {
		return large
	}
	return usual
}

const (
	leastRow  = 7  // grid rows: a name and one line
	airRow    = 1  // grid rows that a row may be higher than it wants
	airGap    = 3  // grid rows that a gap between cards, or lanes, may be wider than it must
	mostStrip = 10 // grid rows of the strip
	leastFoot = 2  // lines at the foot of a card that it has room for in any case: one more firm moves nothing
	mostFoot  = 4
)

// wantOf is what a want depends on.
type wantOf struct {
	card, wide int
	large      bool
}

// want is how many grid rows a card that is so many grid steps wide fills with what it says.
func (in *ChainInput) want(card, wide int, isLarge bool) int {
	key := wantOf{card, wide, isLarge}
	n, known := in.wants[key]
	if !known {
		c, around := in.Cards[card], in.around(card)
		width := Pitch*float64(wide-around.Before) - 2*inset
		n = around.Below
		if c.MustPass {
			width -= 2 * frameInset
			n += int(2 * frameInset / Pitch)
		}
		n += want(c, width, isLarge, in.Content.Head.Lang == "en")
		in.wants[key] = n
	}
	return n
}

func want(c diagram.Card, width float64, isLarge, en bool) int {
	sizes := SizesOf(isLarge)
	p := CardPainter{Canvas: &Canvas{}, Card: c, Box: scene.Box{W: width, H: 300}, En: en, Sizes: sizes}
	names, _ := SetName(c, p.Box, sizes)
	high := 26 + sizes.Second*float64(len(names)-1)
	switch products, _ := p.SetProducts(p.productLines(), width-sheet.TextLeft-CardPad); {
	case len(c.Members) > 0:
		columns := max(1, int((width-CardPad-12)/memberColumn))
		high += 10 + 26*math.Ceil(float64(len(c.Members))/float64(columns))
	case len(products) == 0 && len(c.Firms) == 0 && c.Empty == "": // a name alone
		high += 14
	default:
		foot := max(leastFoot, min(mostFoot, len(p.footLines())))
		high += sizes.Line*float64(len(products)+foot) + 16
	}
	return max(leastRow, int(math.Ceil((high+2*inset)/Pitch)))
}

// slot is the row of the i-th of m cards in a column of a lane that has n rows: the first and the last stand in the
// first and the last row, a single one in the middle, the upper of two.
func slot(i, m, n int) int {
	if m == 1 {
		return (n - 1) / 2
	}
	return int(math.Round(float64(i*(n-1)) / float64(m-1)))
}

// cardWidth is how many grid steps a card of a lane is wide in a stage.
func (p *Plan) cardWidth(g frame, l, s int) int {
	n := p.cols[l][s]
	wide := p.Units[s]*int(g.unit) + (p.Units[s]-1)*g.inner
	return min((wide-(n-1)*g.inner)/n, int(widest*g.unit))
}

// rowHeights are the grid rows of each row of each lane, and whether the page is set in large type. Those of an earlier
// drawing stay while they fit, so that one more firm moves nothing.
func (p *Plan) rowHeights(g frame) (heights [][]int, isLarge bool) {
	room := p.rowRoom(g)
	if p.kept != nil && p.serves(g, p.kept, room) {
		return p.kept.Rows, p.kept.Large
	}
	if p.In.Large {
		if heights, sum := p.wants(g, true); sum <= room {
			return share(heights, room-sum-p.stripMore(g, true), airRow), true
		}
	}
	heights, sum := p.wants(g, false)
	if sum > room {
		return level(heights, room), false
	}
	return share(heights, room-sum-p.stripMore(g, false), airRow), false
}

// serves tells whether kept heights fit the page, and what the cards want now.
func (p *Plan) serves(g frame, kept *Cells, room int) bool {
	const most = 5 // grid rows that a row may be off: two lines
	now, _ := p.wants(g, kept.Large)
	if len(kept.Rows) != len(now) {
		return false
	}
	for l, rows := range kept.Rows {
		if len(rows) != len(now[l]) {
			return false
		}
		for r, h := range rows {
			if room -= h; h < leastRow || h > now[l][r]+airRow+most {
				return false
			}
		}
	}
	return room >= 0
}

// wants are the heights that rows want, and their sum.
func (p *Plan) wants(g frame, isLarge bool) (heights [][]int, sum int) {
	for l, n := range p.Rows {
		rows := make([]int, n)
		for i := range rows {
			rows[i] = leastRow
		}
		for s, seq := range p.seq[l] {
			if p.cols[l][s] == 0 {
				continue
			}
			wide := p.cardWidth(g, l, s)
			for _, column := range columns(seq, p.cols[l][s]) {
				for i, card := range column {
					at := slot(i, len(column), n)
					most := max(leastRow, int(p.In.Row/Pitch)) + p.In.around(card).Below
					rows[at] = max(rows[at], min(most, p.In.want(card, wide, isLarge)))
				}
			}
		}
		for _, h := range rows {
			sum += h
		}
		heights = append(heights, rows)
	}
	return heights, sum
}

// level lowers the highest rows until they fit the room, all to one height.
func level(heights [][]int, room int) [][]int {
	total := func(most int) (sum int) {
		for _, rows := range heights {
			for _, h := range rows {
				sum += min(h, most)
			}
		}
		return sum
	}
	most := leastRow
	for total(most) > room && most > leastRow-3 {
		most--
	}
	for total(most+1) <= room && most < gridHigh {
		most++
	}
	spare := room - total(most)
	for _, rows := range heights {
		for i, h := range rows {
			rows[i] = min(h, most)
			if h > most && spare > 0 {
				rows[i]++
				spare--
			}
		}
	}
	return heights
}

// share gives every row what is left over, as much as it may be airy.
func share(heights [][]int, spare, most int) [][]int {
	for range most {
		for _, rows := range heights {
			for i := range rows {
				if spare > 0 {
					rows[i]++
					spare--
				}
			}
		}
	}
	return heights
}
