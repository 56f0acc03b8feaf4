package layout

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Cells is the whole state of a structure drawing: which card stands in which column of which stage and lane, top to
// bottom. Coordinates follow from it, so that a drawing made again with its cells does not move.
type Cells struct {
	Columns [][]int      `json:"columns"` // [lane][stage] columns
	Lanes   [][][]string `json:"lanes"`   // [lane][stage] card ids, column by column, top to bottom
	Strip   []string     `json:"strip"`   // support cards, left to right
}

// plan is Cells in numbers, with what follows from them.
type plan struct {
	in    *chainInput
	units []int     // columns that each stage is wide
	cols  [][]int   // [lane][stage] columns of the lane
	seq   [][][]int // [lane][stage] cards in their order
	strip []int
	rows  []int // [lane] cards of the fullest column
}

// chainInput is the content in numbers.
type chainInput struct {
	content *diagram.Structure
	cards   []diagram.Card
	stage   []int // of each card; -1 is support
	lane    []int
	edges   []link
	stages  int
	lanes   int
	sizes   [][]int // [lane][stage] cards
	high    int     // grid rows that the drawing may take
	wide    float64 // most grid steps of a column
	row     float64 // most units that a row is high, and
	tall    int     // most grid rows of a card
	columns []int   // most columns of each stage
}

type link struct {
	from, to int
	kind     diagram.Relation
}

// readChain turns content into numbers. Cards keep the template's order, edges are sorted, so that shuffled input gives
// the same drawing.
func readChain(s *diagram.Structure) *chainInput {
	in := &chainInput{content: s, cards: s.Links, stages: len(s.Stages), lanes: max(1, len(s.Lanes)), high: gridHigh, wide: gridWide, row: mostRow, tall: gridHigh}
	stages, lanes, index := map[string]int{}, map[string]int{}, map[string]int{}
	for i, b := range s.Stages {
		stages[b.Key] = i
	}
	for i, b := range s.Lanes {
		lanes[b.Key] = i
	}
	in.sizes = make([][]int, in.lanes)
	for l := range in.sizes {
		in.sizes[l] = make([]int, in.stages)
	}
	for i, c := range in.cards {
		index[c.ID] = i
		stage, known := stages[c.Stage]
		if !known {
			stage = -1
		}
		in.stage, in.lane = append(in.stage, stage), append(in.lane, lanes[c.Lane])
		if stage >= 0 {
			in.sizes[lanes[c.Lane]][stage]++
		}
	}
	in.columns = slices.Repeat([]int{mostColumns}, in.stages)
	for _, e := range s.Edges {
		from, okFrom := index[e.From]
		to, okTo := index[e.To]
		if okFrom && okTo && from != to {
			in.edges = append(in.edges, link{from, to, e.Kind})
		}
	}
	slices.SortFunc(in.edges, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	return in
}

// mostColumns of a stage.
const mostColumns = 4

// candidates proposes column counts (drawings.md step 1): every choice of 1 to 4 columns a stage, the best few first.
func candidates(in *chainInput, most int) []*plan {
	type scored struct {
		p    *plan
		cost float64
	}
	var list []scored
	units := make([]int, in.stages)
	var choose func(s int)
	choose = func(s int) {
		if s < in.stages {
			for units[s] = 1; units[s] <= in.columns[s]; units[s]++ {
				choose(s + 1)
			}
			units[s] = 1
			return
		}
		if p := newPlan(in, units); p != nil {
			if cost, fits := p.roomCost(); fits {
				list = append(list, scored{p, cost})
			}
		}
	}
	choose(0)
	sort.SliceStable(list, func(a, b int) bool { return list[a].cost < list[b].cost })
	var plans []*plan
	for _, s := range list[:min(most, len(list))] {
		plans = append(plans, s.p)
	}
	return plans
}

// widest is how many units wide a lane's card may be beside those of fuller lanes.
const widest = 2.6

// newPlan gives every lane its own number of columns in a stage, so that a poor lane leaves no holes.
func newPlan(in *chainInput, units []int) *plan {
	p := &plan{in: in, units: slices.Clone(units)}
	for l := range in.lanes {
		rows := 1
		for s, n := range in.sizes[l] {
			rows = max(rows, ceilDiv(n, units[s]))
		}
		cols := make([]int, in.stages)
		for s, n := range in.sizes[l] {
			if n == 0 {
				continue
			}
			cols[s] = max(1, ceilDiv(n, rows))
			for cols[s] < units[s] && float64(units[s])/float64(cols[s]) > widest {
				cols[s]++
			}
			cols[s] = min(cols[s], n)
		}
		p.rows, p.cols = append(p.rows, rows), append(p.cols, cols)
	}
	p.templateOrder()
	return p
}

func (p *plan) templateOrder() {
	in := p.in
	p.seq, p.strip = make([][][]int, in.lanes), nil
	for l := range p.seq {
		p.seq[l] = make([][]int, in.stages)
	}
	for i := range in.cards {
		if in.stage[i] < 0 {
			p.strip = append(p.strip, i)
			continue
		}
		l, s := in.lane[i], in.stage[i]
		p.seq[l][s] = append(p.seq[l][s], i)
	}
}

// roomCost ranks a choice of columns by used slots, proportions and width of a card; false when it does not fit a page.
func (p *plan) roomCost() (float64, bool) {
	g := p.frame()
	rows := 0
	for _, r := range p.rows {
		rows += r
	}
	width, height := g.unit*pitch, g.rowHeight(p)
	if width < 130 || height < leastCard {
		return 0, false
	}
	slots, used := 0, 0
	for l := range p.cols {
		for s, c := range p.cols[l] {
			slots += max(c, 1) * p.rows[l]
			used += p.in.sizes[l][s]
		}
	}
	cost := 60*(1-float64(used)/float64(slots)) + 25*math.Abs(math.Log(width/height/1.9)) + .6*max(0, 180-width) + .6*max(0, 96-height)
	return cost, true
}

// columns cuts a sequence into columns as equal as can be, fuller ones first.
func columns(seq []int, n int) [][]int {
	out := make([][]int, n)
	for c, at := 0, 0; c < n; c++ {
		size := (len(seq) - at + n - c - 1) / (n - c)
		out[c] = seq[at : at+size]
		at += size
	}
	return out
}

// place is where a card stands in a plan, in columns and rows of the page.
type place struct {
	x, y     float64
	col, row int // in its lane and stage; row is also the place in the strip
	of       int // cards in its column
}

func (p *plan) places() []place {
	in := p.in
	out := make([]place, len(in.cards))
	top := 0.0
	for l := range p.seq {
		left := 0.0
		for s, seq := range p.seq[l] {
			for c, column := range columns(seq, max(1, p.cols[l][s])) {
				for r, card := range column {
					out[card] = place{
						x: left + (float64(c)+.5)*float64(p.units[s])/float64(max(1, p.cols[l][s])), y: top + (float64(r)+.5)*float64(p.rows[l])/float64(len(column)),
						col: c, row: r, of: len(column)}
				}
			}
			left += float64(p.units[s])
		}
		top += float64(p.rows[l])
	}
	wide := 0
	for _, u := range p.units {
		wide += u
	}
	for i, card := range p.strip {
		out[card] = place{x: (float64(i) + .5) * float64(wide) / float64(len(p.strip)), y: top + .6, row: i, of: 1}
	}
	return out
}

// cost prices a plan without routing (drawings.md step 3).
func (p *plan) cost() float64 {
	in, at := p.in, p.places()
	sum := 0.0
	for i, e := range in.edges {
		a, b := at[e.from], at[e.to]
		sum += p.edgeCost(e, a, b)
		for _, f := range in.edges[:i] {
			if e.from != f.from && e.to != f.to && e.from != f.to && e.to != f.from && crosses(a, b, at[f.from], at[f.to]) {
				sum += 2.4
			}
		}
	}
	for l := range p.seq {
		for _, seq := range p.seq[l] {
			sum += 7*float64(tears(in, seq)) + .25*float64(inversions(seq))
		}
	}
	return sum + .25*float64(inversions(p.strip))
}

func (p *plan) edgeCost(e link, a, b place) float64 {
	dx, dy := b.x-a.x, math.Abs(b.y-a.y)
	switch {
	case p.in.stage[e.from] < 0 || p.in.stage[e.to] < 0:
		return .35*math.Abs(dx) + .45*dy
	case p.sameColumn(e, a, b):
		switch b.row {
		case a.row + 1:
			return .6
		case a.row - 1:
			return 16
		}
		return 3 + dy
	case dx > .2:
		cost := 1 + 1.6*max(0, dx-1.3)
		if dy > .3 {
			cost += .5 + .8*dy
		}
		return cost
	case dx > -.2:
		return 3 + dy
	}
	return 14 - 1.5*dx + .4*dy
}

func (p *plan) sameColumn(e link, a, b place) bool {
	in := p.in
	return in.lane[e.from] == in.lane[e.to] && in.stage[e.from] == in.stage[e.to] && a.col == b.col
}

func crosses(a, b, c, d place) bool {
	side := func(p, q, r place) float64 { return (q.x-p.x)*(r.y-p.y) - (q.y-p.y)*(r.x-p.x) }
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// tears counts how often a group is taken up again after another began.
func tears(in *chainInput, seq []int) int {
	n := 0
	for i := 1; i < len(seq); i++ {
		group := in.cards[seq[i]].Group
		if group == in.cards[seq[i-1]].Group {
			continue
		}
		for _, before := range seq[:i-1] {
			if in.cards[before].Group == group {
				n++
				break
			}
		}
	}
	return n
}

func inversions(seq []int) int {
	n := 0
	for i := range seq {
		for j := range i {
			if seq[j] > seq[i] {
				n++
			}
		}
	}
	return n
}

// search improves the order by swaps inside a stage of a lane and inside the strip: first improvement until there is
// none, then some restarts from a shaken order (drawings.md step 4). Deterministic: the shakes come from an own generator.
func (p *plan) search(ctx context.Context, restarts int) float64 {
	best := p.descend(ctx)
	keep := p.clone()
	seed := lcg(uint64(len(p.in.cards))*2654435761 + uint64(len(p.in.edges)))
	for range restarts {
		if ctx.Err() != nil {
			break
		}
		trial := keep.clone()
		for range 3 {
			trial.shake(&seed)
		}
		if cost := trial.descend(ctx); cost < best-1e-9 {
			best, keep = cost, trial
		}
	}
	p.seq, p.strip = keep.seq, keep.strip
	return best
}

func (p *plan) descend(ctx context.Context) float64 {
	best := p.cost()
	for improved := true; improved && ctx.Err() == nil; {
		improved = false
		for _, seq := range p.sequences() {
			for i := range seq {
				for j := range i {
					seq[i], seq[j] = seq[j], seq[i]
					if cost := p.cost(); cost < best-1e-9 {
						best, improved = cost, true
						continue
					}
					seq[i], seq[j] = seq[j], seq[i]
				}
			}
		}
	}
	return best
}

// sequences are the orders that may be permuted.
func (p *plan) sequences() [][]int {
	var out [][]int
	for l := range p.seq {
		for _, seq := range p.seq[l] {
			if len(seq) > 1 {
				out = append(out, seq)
			}
		}
	}
	if len(p.strip) > 1 {
		out = append(out, p.strip)
	}
	return out
}

func (p *plan) shake(seed *lcg) {
	all := p.sequences()
	if len(all) == 0 {
		return
	}
	seq := all[seed.below(len(all))]
	i, j := seed.below(len(seq)), seed.below(len(seq))
	seq[i], seq[j] = seq[j], seq[i]
}

func (p *plan) clone() *plan {
	q := *p
	q.strip = slices.Clone(p.strip)
	q.seq = make([][][]int, len(p.seq))
	for l := range p.seq {
		q.seq[l] = make([][]int, len(p.seq[l]))
		for s := range p.seq[l] {
			q.seq[l][s] = slices.Clone(p.seq[l][s])
		}
	}
	return &q
}

// lcg is a small generator of its own, so that a drawing does not depend on another package's random numbers.
type lcg uint64

func (s *lcg) below(n int) int {
	*s = *s*6364136223846793005 + 1442695040888963407
	return int(uint64(*s>>33) % uint64(n))
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// cells returns the plan as what is kept with a drawing.
func (p *plan) cells() Cells {
	id := func(cards []int) []string {
		out := make([]string, len(cards))
		for i, c := range cards {
			out[i] = p.in.cards[c].ID
		}
		return out
	}
	c := Cells{Strip: id(p.strip), Lanes: make([][][]string, len(p.seq))}
	c.Columns = append([][]int{slices.Clone(p.units)}, p.cols...)
	for l := range p.seq {
		for _, seq := range p.seq[l] {
			c.Lanes[l] = append(c.Lanes[l], id(seq))
		}
	}
	return c
}

// fromCells makes the plan of an earlier drawing; nil when the chain's shape changed too much for it. Cards that are gone
// leave; new ones come in where the plan costs least.
func fromCells(in *chainInput, old Cells) *plan {
	if len(old.Columns) != in.lanes+1 || len(old.Lanes) != in.lanes || len(old.Columns[0]) != in.stages {
		return nil
	}
	p := newPlan(in, old.Columns[0])
	p.keepColumns(old.Columns[1:])
	if _, fits := p.roomCost(); !fits {
		return nil
	}
	index := map[string]int{}
	for i, c := range in.cards {
		index[c.ID] = i
	}
	placed := map[int]bool{}
	kept := func(ids []string, stays func(card int) bool) []int {
		var out []int
		for _, id := range ids {
			if card, known := index[id]; known && stays(card) && !placed[card] {
				out, placed[card] = append(out, card), true
			}
		}
		return out
	}
	for l := range p.seq {
		for s := range p.seq[l] {
			if s < len(old.Lanes[l]) {
				p.seq[l][s] = kept(old.Lanes[l][s], func(card int) bool { return in.lane[card] == l && in.stage[card] == s })
			}
		}
	}
	p.strip = kept(old.Strip, func(card int) bool { return in.stage[card] < 0 })
	for card := range in.cards {
		if !placed[card] {
			p.insert(card)
		}
	}
	return p
}

// keepColumns gives every lane the columns that it had, so that a new card makes its column longer and moves no other.
func (p *plan) keepColumns(old [][]int) {
	for l, cols := range p.cols {
		if len(old[l]) != len(cols) {
			return
		}
		rows := 1
		for s, n := range p.in.sizes[l] {
			if n > 0 {
				cols[s] = min(max(1, old[l][s]), n, p.units[s])
				rows = max(rows, ceilDiv(n, cols[s]))
			}
		}
		p.rows[l] = rows
	}
}

// insert puts a new card where the plan costs least.
func (p *plan) insert(card int) {
	seq := &p.strip
	if s := p.in.stage[card]; s >= 0 {
		seq = &p.seq[p.in.lane[card]][s]
	}
	before, best, bestCost := *seq, 0, math.Inf(1)
	for i := 0; i <= len(before); i++ {
		*seq = slices.Insert(slices.Clone(before), i, card)
		if cost := p.cost(); cost < bestCost {
			best, bestCost = i, cost
		}
	}
	*seq = slices.Insert(slices.Clone(before), best, card)
}

// takeOrder puts the cards of each column in the order in which a placer stacks them; false when it has no answer. Only
// what leads from one column to the next is told to it, so that its ranks are the columns.
func (p *plan) takeOrder(ctx context.Context, placer Placer) bool {
	g := p.frame()
	boxes := slices.Repeat([]scene.Box{{W: g.unit * pitch, H: g.rowHeight(p)}}, len(p.in.cards))
	var arrows [][2]int
	for _, e := range p.in.edges {
		if p.in.stage[e.to] == p.in.stage[e.from]+1 {
			arrows = append(arrows, [2]int{e.from, e.to})
		}
	}
	at, err := placer.Place(ctx, boxes, arrows)
	if err != nil || len(at) != len(boxes) {
		return false // a lost proposal costs a start, never the drawing
	}
	for _, seq := range p.sequences() {
		group := map[string]int{} // groups stay in their order
		for _, card := range seq {
			if _, known := group[p.in.cards[card].Group]; !known {
				group[p.in.cards[card].Group] = len(group)
			}
		}
		slices.SortStableFunc(seq, func(a, b int) int {
			return cmp.Or(group[p.in.cards[a].Group]-group[p.in.cards[b].Group], cmp.Compare(at[a].Y, at[b].Y))
		})
	}
	return true
}

// Placer places a free graph from left to right, such as Graphviz: a useful start, never a need.
type Placer interface {
	// Place returns the middles of boxes of given sizes; arrows name boxes by their places in the list.
	Place(ctx context.Context, boxes []scene.Box, arrows [][2]int) ([]scene.Point, error)
}
