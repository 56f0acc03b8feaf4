// Package flow places cards in columns and lanes and leads lines between them through the gutters: a plan says which
// cell each card takes, a geometry where the cells are, a router which way each line goes.
package flow

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
	Rows    [][]int      `json:"rows"`    // [lane][row] height in grid rows
	Large   bool         `json:"large"`   // type
}

// Plan is Cells in numbers, with what follows from them.
type Plan struct {
	In    *ChainInput
	Units []int     // columns that each stage is wide
	cols  [][]int   // [lane][stage] columns of the lane
	seq   [][][]int // [lane][stage] cards in their order
	strip []int
	Rows  []int  // [lane] cards of the fullest column
	kept  *Cells // of an earlier drawing
}

// ChainInput is the content in numbers.
type ChainInput struct {
	Content *diagram.Structure
	Cards   []diagram.Card
	Stage   []int // of each card; -1 is support
	lane    []int
	Edges   []link
	Stages  int
	lanes   int
	Sizes   [][]int  // [lane][stage] cards
	High    int      // grid rows that the drawing may take
	Wide    float64  // most grid steps of a column
	Row     float64  // most units that a row is high, and
	Tall    int      // most grid rows of a card
	Columns []int    // most columns of each stage
	Large   bool     // cards may be set in large type
	Around  []Around // what each card has around it; nil where none has anything
	wants   map[wantOf]int
	label   int // grid steps that the names of lanes need beside their column
}

// Around is what stands around a card inside its place, in grid steps: lines end on the border of the place, or go on
// from there.
type Around struct {
	Before int      // left of it: room of a bar, on which all lines to the card end, and of the arrow from it
	Label  int      // rows at the top of that which no line enters, but those of Any,
	Foot   int      // and at its foot
	Below  int      // rows under it
	Any    []string // ids of the cards whose lines meet at the top, being alternatives
}

// anyRow is the row of the place where the lines of alternatives meet.
func (a Around) anyRow(b box) int {
	if a.Label == 0 { // nothing else is needed: before the middle of the card
		return (b.y0 + b.y1 - a.Below) / 2
	}
	return b.y0 + 2
}

func (in *ChainInput) around(card int) Around {
	if in.Around == nil {
		return Around{}
	}
	return in.Around[card]
}

type link struct {
	from, to int
	kind     diagram.Relation
	any      bool // one of the alternatives that meet before its card
}

// ReadChain turns content into numbers. Cards keep the template's order, edges are sorted, so that shuffled input gives
// the same drawing.
func ReadChain(s *diagram.Structure) *ChainInput {
	in := &ChainInput{
		Content: s,
		Cards:   s.Links,
		Stages:  len(s.Stages),
		lanes:   max(1, len(s.Lanes)),
		High:    gridHigh,
		Wide:    gridWide,
		Row:     mostRow,
		Tall:    gridHigh,
		Large:   true,
		wants:   map[wantOf]int{},
	}
	stages, lanes, index := map[string]int{}, map[string]int{}, map[string]int{}
	for i, b := range s.Stages {
		stages[b.Key] = i
	}
	for i, b := range s.Lanes {
		lanes[b.Key] = i
	}
	in.Sizes = make([][]int, in.lanes)
	for l := range in.Sizes {
		in.Sizes[l] = make([]int, in.Stages)
	}
	for i, c := range in.Cards {
		index[c.ID] = i
		stage, known := stages[c.Stage]
		if !known {
			stage = -1
		}
		in.Stage, in.lane = append(in.Stage, stage), append(in.lane, lanes[c.Lane])
		if stage >= 0 {
			in.Sizes[lanes[c.Lane]][stage]++
		}
	}
	in.Columns = slices.Repeat([]int{MostColumns}, in.Stages)
	in.label = labelSteps(s)
	for _, e := range s.Edges {
		from, okFrom := index[e.From]
		to, okTo := index[e.To]
		if okFrom && okTo && from != to {
			in.Edges = append(in.Edges, link{from: from, to: to, kind: e.Kind})
		}
	}
	slices.SortFunc(in.Edges, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	return in
}

// MostColumns of a stage.
const MostColumns = 4

// Candidates proposes column counts (docs/drawings.md, Structure, step 1): every choice of 1 to 4 columns a stage, the
// best few first.
func Candidates(in *ChainInput, most int) []*Plan {
	type scored struct {
		p    *Plan
		cost float64
	}
	var list []scored
	units := make([]int, in.Stages)
	var choose func(s int)
	choose = func(s int) {
		if s < in.Stages {
			for units[s] = 1; units[s] <= in.Columns[s]; units[s]++ {
				choose(s + 1)
			}
			units[s] = 1
			return
		}
		if p := NewPlan(in, units); p != nil {
			if cost, fits := p.roomCost(); fits {
				list = append(list, scored{p, cost})
			}
		}
	}
	choose(0)
	sort.SliceStable(list, func(a, b int) bool { return list[a].cost < list[b].cost })
	var plans []*Plan
	for _, s := range list[:min(most, len(list))] {
		plans = append(plans, s.p)
	}
	return plans
}

// widest is how many units wide a lane's card may be beside those of fuller lanes.
const widest = 2.6

// NewPlan gives every lane its own number of columns in a stage, so that a poor lane leaves no holes.
func NewPlan(in *ChainInput, units []int) *Plan {
	p := &Plan{In: in, Units: slices.Clone(units)}
	for l := range in.lanes {
		rows := 1
		for s, n := range in.Sizes[l] {
			rows = max(rows, ceilDiv(n, units[s]))
		}
		cols := make([]int, in.Stages)
		for s, n := range in.Sizes[l] {
			if n == 0 {
				continue
			}
			cols[s] = max(1, ceilDiv(n, rows))
			for cols[s] < units[s] && float64(units[s])/float64(cols[s]) > widest {
				cols[s]++
			}
			cols[s] = min(cols[s], n)
		}
		p.Rows, p.cols = append(p.Rows, rows), append(p.cols, cols)
	}
	p.templateOrder()
	return p
}

func (p *Plan) templateOrder() {
	in := p.In
	p.seq, p.strip = make([][][]int, in.lanes), nil
	for l := range p.seq {
		p.seq[l] = make([][]int, in.Stages)
	}
	for i := range in.Cards {
		if in.Stage[i] < 0 {
			p.strip = append(p.strip, i)
			continue
		}
		l, s := in.lane[i], in.Stage[i]
		p.seq[l][s] = append(p.seq[l][s], i)
	}
}

// keptCard is how low the rows of an earlier drawing may become, in units, before it is given up for a new one.
const keptCard = 56.0

// usualCard is about how high a card is that has room for all it says, in units.
const usualCard = 110.0

// roomCost ranks a choice of columns by used slots, proportions and width of a card; false when it does not fit a page.
func (p *Plan) roomCost() (float64, bool) {
	g := p.Frame()
	rows := 0
	for _, r := range p.Rows {
		rows += r
	}
	width, height := g.unit*Pitch, g.RowHeight(p)
	if width < leastWidth || height < leastCard {
		return 0, false
	}
	height = min(height, usualCard)
	easy := 180.0 // width of a card that is easily read
	if p.In.Content.Head.Lang == "en" {
		easy = 250
	}
	slots, used := 0, 0
	for l := range p.cols {
		for s, c := range p.cols[l] {
			slots += max(c, 1) * p.Rows[l]
			used += p.In.Sizes[l][s]
		}
	}
	cost := 60*(1-float64(used)/float64(slots)) + 25*math.Abs(math.Log(width/height/1.9)) + .6*max(
		0,
		easy-width,
	) + .6*max(
		0,
		96-height,
	)
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

func (p *Plan) places() []place {
	in := p.In
	out := make([]place, len(in.Cards))
	top := 0.0
	for l := range p.seq {
		left := 0.0
		for s, seq := range p.seq[l] {
			for c, column := range columns(seq, max(1, p.cols[l][s])) {
				for r, card := range column {
					out[card] = place{
						x: left + (float64(c)+.5)*float64(p.Units[s])/float64(max(1, p.cols[l][s])), y: top +
							(float64(r)+.5)*float64(p.Rows[l])/float64(len(column)),
						col: c, row: r, of: len(column)}
				}
			}
			left += float64(p.Units[s])
		}
		top += float64(p.Rows[l])
	}
	wide := 0
	for _, u := range p.Units {
		wide += u
	}
	for i, card := range p.strip {
		out[card] = place{x: (float64(i) + .5) * float64(wide) / float64(len(p.strip)), y: top + .6, row: i, of: 1}
	}
	return out
}

// Cost prices a plan without routing (docs/drawings.md, Structure, step 3).
func (p *Plan) Cost() float64 {
	in, at := p.In, p.places()
	sum := 0.0
	for i, e := range in.Edges {
		a, b := at[e.from], at[e.to]
		sum += p.edgeCost(e, a, b)
		for _, f := range in.Edges[:i] {
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

func (p *Plan) edgeCost(e link, a, b place) float64 {
	dx, dy := b.x-a.x, math.Abs(b.y-a.y)
	switch {
	case p.In.Stage[e.from] < 0 || p.In.Stage[e.to] < 0:
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

func (p *Plan) sameColumn(e link, a, b place) bool {
	in := p.In
	return in.lane[e.from] == in.lane[e.to] && in.Stage[e.from] == in.Stage[e.to] && a.col == b.col
}

func crosses(a, b, c, d place) bool {
	side := func(p, q, r place) float64 { return (q.x-p.x)*(r.y-p.y) - (q.y-p.y)*(r.x-p.x) }
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// tears counts how often a group is taken up again after another began.
func tears(in *ChainInput, seq []int) int {
	n := 0
	for i := 1; i < len(seq); i++ {
		group := in.Cards[seq[i]].Group
		if group == in.Cards[seq[i-1]].Group {
			continue
		}
		for _, before := range seq[:i-1] {
			if in.Cards[before].Group == group {
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

// Search improves the order by swaps inside a stage of a lane and inside the strip: first improvement until there is
// none, then some restarts from a shaken order (docs/drawings.md, Structure, step 4). Deterministic: the shakes come
// from an own generator.
func (p *Plan) Search(ctx context.Context, restarts int) float64 {
	best := p.descend(ctx)
	keep := p.Clone()
	seed := lcg(uint64(len(p.In.Cards))*2654435761 + uint64(len(p.In.Edges)))
	for range restarts {
		if ctx.Err() != nil {
			break
		}
		trial := keep.Clone()
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

func (p *Plan) descend(ctx context.Context) float64 {
	best := p.Cost()
	for improved := true; improved && ctx.Err() == nil; {
		improved = false
		for _, seq := range p.Sequences() {
			for i := range seq {
				for j := range i {
					seq[i], seq[j] = seq[j], seq[i]
					if cost := p.Cost(); cost < best-1e-9 {
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

// Sequences are the orders that may be permuted.
func (p *Plan) Sequences() [][]int {
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

func (p *Plan) shake(seed *lcg) {
	all := p.Sequences()
	if len(all) == 0 {
		return
	}
	seq := all[seed.below(len(all))]
	i, j := seed.below(len(seq)), seed.below(len(seq))
	seq[i], seq[j] = seq[j], seq[i]
}

func (p *Plan) Clone() *Plan {
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

// Cells returns the plan as what is kept with a drawing.
func (a *Attempt) Cells() Cells {
	p := a.Plan
	id := func(cards []int) []string {
		out := make([]string, len(cards))
		for i, c := range cards {
			out[i] = p.In.Cards[c].ID
		}
		return out
	}
	c := Cells{Strip: id(p.strip), Lanes: make([][][]string, len(p.seq)), Rows: a.At.Rows, Large: a.At.Large}
	c.Columns = append([][]int{slices.Clone(p.Units)}, p.cols...)
	for l := range p.seq {
		for _, seq := range p.seq[l] {
			c.Lanes[l] = append(c.Lanes[l], id(seq))
		}
	}
	return c
}

// FromCells makes the plan of an earlier drawing; nil when the chain's shape changed too much for it. Cards that are
// gone leave; new ones come in where the plan costs least.
func FromCells(in *ChainInput, old Cells) *Plan {
	if len(old.Columns) != in.lanes+1 || len(old.Lanes) != in.lanes || len(old.Columns[0]) != in.Stages {
		return nil
	}
	p := NewPlan(in, old.Columns[0])
	p.kept = &old
	p.keepColumns(old.Columns[1:])
	index := map[string]int{}
	for i, c := range in.Cards {
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
				p.seq[l][s] = kept(old.Lanes[l][s], func(card int) bool { return in.lane[card] == l && in.Stage[card] == s })
			}
		}
	}
	p.strip = kept(old.Strip, func(card int) bool { return in.Stage[card] < 0 })
	for card := range in.Cards {
		if !placed[card] {
			p.insert(card)
		}
	}
	return p
}

// Readable tells whether the cards of a plan for earlier cells are still wide and high enough.
func (p *Plan) Readable() bool {
	g := p.Frame()
	return g.unit*Pitch >= leastWidth && g.RowHeight(p) >= keptCard
}

// keepColumns gives every lane the columns that it had, so that a new card makes its column longer and moves no other.
func (p *Plan) keepColumns(old [][]int) {
	for l, cols := range p.cols {
		if len(old[l]) != len(cols) {
			return
		}
		rows := 1
		for s, n := range p.In.Sizes[l] {
			if n > 0 {
				cols[s] = min(max(1, old[l][s]), n, p.Units[s])
				rows = max(rows, ceilDiv(n, cols[s]))
			}
		}
		p.Rows[l] = rows
	}
}

// insert puts a new card where the plan costs least.
func (p *Plan) insert(card int) {
	seq := &p.strip
	if s := p.In.Stage[card]; s >= 0 {
		seq = &p.seq[p.In.lane[card]][s]
	}
	before, best, bestCost := *seq, 0, math.Inf(1)
	for i := 0; i <= len(before); i++ {
		*seq = slices.Insert(slices.Clone(before), i, card)
		if cost := p.Cost(); cost < bestCost {
			best, bestCost = i, cost
		}
	}
	*seq = slices.Insert(slices.Clone(before), best, card)
}

// TakeOrder puts the cards of each column in the order in which a placer stacks them; false when it has no answer. Only
// what leads from one column to the next is told to it, so that its ranks are the columns.
func (p *Plan) TakeOrder(ctx context.Context, placer Placer) bool {
	g := p.Frame()
	boxes := slices.Repeat([]scene.Box{{W: g.unit * Pitch, H: g.RowHeight(p)}}, len(p.In.Cards))
	var arrows [][2]int
	for _, e := range p.In.Edges {
		if p.In.Stage[e.to] == p.In.Stage[e.from]+1 {
			arrows = append(arrows, [2]int{e.from, e.to})
		}
	}
	at, err := placer.Place(ctx, boxes, arrows)
	if err != nil || len(at) != len(boxes) {
		return false // a lost proposal costs a start, never the drawing
	}
	for _, seq := range p.Sequences() {
		group := map[string]int{} // groups stay in their order
		for _, card := range seq {
			if _, known := group[p.In.Cards[card].Group]; !known {
				group[p.In.Cards[card].Group] = len(group)
			}
		}
		slices.SortStableFunc(seq, func(a, b int) int {
			return cmp.Or(group[p.In.Cards[a].Group]-group[p.In.Cards[b].Group], cmp.Compare(at[a].Y, at[b].Y))
		})
	}
	return true
}

// Placer places a free graph from left to right, such as Graphviz: a useful start, never a need.
type Placer interface {
	// Place returns the middles of boxes of given sizes; arrows name boxes by their places in the list.
	Place(ctx context.Context, boxes []scene.Box, arrows [][2]int) ([]scene.Point, error)
}
