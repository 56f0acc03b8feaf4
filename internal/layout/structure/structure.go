// Package structure arranges the technology structure of a chain: stages, sub-chains, links, and what feeds what.
package structure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Orderer proposes an order of cards, such as Graphviz's: a useful second start, never a need.
type Orderer interface {
	// Order returns the ids of all cards so that cards of one stage and lane stand in the proposed order.
	Order(ctx context.Context, s *diagram.Structure) ([]string, error)
}

// Options of a technology-structure drawing.
type Options struct {
	Old     *flow.Cells // of an earlier drawing of the chain: places stay as far as the chain did
	Orderer Orderer     // may be nil
}

// Drawing is a finished drawing and the cells to draw it again with.
type Drawing struct {
	Pages []scene.Page
	Cells *flow.Cells // nil when the drawing went over several pages
}

// ErrTooLarge says that a chain has more links than pages can show.
var ErrTooLarge = errors.New("layout: the chain has too many links to draw")

// MostLinks bounds a drawing: beyond, an overview would not be read.
const MostLinks = 400

// Draw arranges a technology-structure diagram. The same content gives the same pages; ctx stops the search early
// and then the error is its own.
func Draw(ctx context.Context, content diagram.Structure, o Options) (Drawing, error) {
	if err := scene.Font(); err != nil {
		return Drawing{}, err
	}
	if len(content.Links) > MostLinks {
		return Drawing{}, ErrTooLarge
	}
	if len(content.Links) == 0 {
		return Drawing{Pages: []scene.Page{emptyPage(content)}}, nil
	}
	parts := split(content, pageLinks)
	for most := pageLinks - 6; most >= 12 && !allFit(parts); most -= 6 {
		parts = split(content, most)
	}
	if len(parts) == 1 {
		best := arrange(ctx, flow.ReadChain(&parts[0]), o)
		if err := ctx.Err(); err != nil {
			return Drawing{}, err
		}
		cells := best.Cells()
		return Drawing{Pages: []scene.Page{paintStructure(content, best, 1, 1, len(content.Links))}, Cells: &cells}, nil
	}
	var d Drawing
	for i, part := range parts {
		best := arrange(ctx, flow.ReadChain(&part), Options{})
		if err := ctx.Err(); err != nil {
			return Drawing{}, err
		}
		d.Pages = append(d.Pages, paintStructure(part, best, i+1, len(parts), len(part.Links)))
	}
	return d, nil
}

// DrawIn arranges a diagram in the cells of an earlier one of its shape, and searches nothing. holds tells whether
// everything can be read in them and every line finds its way.
func DrawIn(content diagram.Structure, cells *flow.Cells) (d Drawing, holds bool, err error) {
	if err := scene.Font(); err != nil {
		return Drawing{}, false, err
	}
	p := flow.FromCells(flow.ReadChain(&content), *cells)
	if p == nil {
		return Drawing{}, false, nil
	}
	a := flow.Draw(p)
	holds = p.Readable() && a.Router.Figures().Missing == 0
	return Drawing{[]scene.Page{paintStructure(content, a, 1, 1, len(content.Links))}, cells}, holds, nil
}

// arrangement is the version of what places cards. Whoever changes how cells are found, so that chains are to be
// arranged anew, counts it up; drawings then stay near to their last cells.
const arrangement = 1

// Shape names what the cells of a drawing follow from: which cards stand where in the chain, and what leads from one to
// another, whatever the cards say. whole names that together with all that they say.
func Shape(s *diagram.Structure) (shape, whole string) {
	keys := func(bands []diagram.Band) (out []string) {
		for _, b := range bands {
			out = append(out, b.Key)
		}
		return out
	}
	said := []any{arrangement, s.Head.Lang, keys(s.Stages), keys(s.Lanes)}
	for _, c := range s.Links {
		said = append(said, [4]string{c.ID, c.Stage, c.Lane, c.Group})
	}
	edges := make([]string, len(s.Edges))
	for i, e := range s.Edges {
		edges[i] = fmt.Sprint(e.From, " ", e.To, " ", e.Kind)
	}
	slices.Sort(edges)
	said = append(said, edges)
	return digest(said), digest(append(said, s.Stages, s.Lanes, s.Links))
}

func digest(said []any) string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(said) // texts and numbers into memory
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Bounds of the search, in drawings: they keep the first drawing of 24 links within half a second and do not depend on
// the clock, so that the same chain gives the same drawing on every machine.
const (
	plansTried = 4
	refines    = 12
)

// arrange finds the best drawing of one page.
func arrange(ctx context.Context, in *flow.ChainInput, o Options) *flow.Attempt {
	if o.Old != nil {
		if p := flow.FromCells(in, *o.Old); p != nil && p.Readable() {
			kept := flow.Draw(p)
			if kept.Router.Figures().Missing == 0 {
				return kept
			}
		}
	}
	var best *flow.Attempt
	for _, start := range starts(ctx, in, o.Orderer) {
		start.Search(ctx, 4)
		if a := flow.Draw(start); best == nil || a.Total < best.Total-1e-9 {
			best = a
		}
	}
	return refine(ctx, best)
}

// starts are the plans to search from: each choice of columns in template order, and the best one in the orderer's
// order.
func starts(ctx context.Context, in *flow.ChainInput, orderer Orderer) []*flow.Plan {
	plans := flow.Candidates(in, plansTried)
	if len(plans) == 0 { // nothing fits well: the densest choice shows all the same
		units := make([]int, in.Stages)
		for s := range units {
			units[s] = 4
		}
		plans = []*flow.Plan{flow.NewPlan(in, units)}
	}
	if orderer == nil {
		return plans
	}
	order, err := orderer.Order(ctx, in.Content)
	if err != nil {
		return plans // a lost proposal costs a start, never the drawing
	}
	rank := map[string]int{}
	for i, id := range order {
		rank[id] = i
	}
	second := plans[0].Clone()
	for _, seq := range second.Sequences() {
		sort.SliceStable(seq, func(a, b int) bool { return rank[in.Cards[seq[a]].ID] < rank[in.Cards[seq[b]].ID] })
	}
	return append(plans, second)
}

// refine really draws the swaps that the plan's cost does not forbid and keeps what is better.
func refine(ctx context.Context, best *flow.Attempt) *flow.Attempt {
	if len(best.Plan.In.Edges) == 0 {
		return best
	}
	left := refines
	for improved := true; improved && left > 0 && ctx.Err() == nil; {
		improved = false
		for _, s := range swaps(best.Plan) {
			if left == 0 || ctx.Err() != nil {
				break
			}
			left--
			if a := flow.Draw(s); a.Total < best.Total-1e-9 {
				best, improved = a, true
				break
			}
		}
	}
	return best
}

// swaps are the neighbours of a plan whose cost is at most 14 worse, cheapest first.
func swaps(p *flow.Plan) []*flow.Plan {
	type priced struct {
		p    *flow.Plan
		cost float64
	}
	base := p.Cost()
	var list []priced
	for n, seq := range p.Sequences() {
		for i := range seq {
			for j := range i {
				q := p.Clone()
				other := q.Sequences()[n]
				other[i], other[j] = other[j], other[i]
				if cost := q.Cost(); cost <= base+14 {
					list = append(list, priced{q, cost})
				}
			}
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].cost < list[b].cost })
	out := make([]*flow.Plan, len(list))
	for i, l := range list {
		out[i] = l.p
	}
	return out
}

// pageLinks are the most links of one page; more are split.
const pageLinks = 42

// allFit tells whether every part has a plan whose cards can be read.
func allFit(parts []diagram.Structure) bool {
	for i := range parts {
		if len(flow.Candidates(flow.ReadChain(&parts[i]), 1)) == 0 {
			return false
		}
	}
	return true
}

// split cuts a chain that does not fit one page of so many links: by sub-chains, a single one by stages. Lines between
// pages become names in the cards.
func split(s diagram.Structure, most int) []diagram.Structure {
	if len(s.Links) <= most {
		return []diagram.Structure{s}
	}
	key := func(c diagram.Card) string { return c.Lane }
	bands := s.Lanes
	if len(s.Lanes) < 2 {
		key, bands = func(c diagram.Card) string { return c.Stage }, s.Stages
	}
	var parts []diagram.Structure
	support := 0
	for _, c := range s.Links {
		if c.Stage == diagram.Support {
			support++
		}
	}
	var keys []string
	count := 0
	flush := func() {
		if len(keys) > 0 {
			parts = append(parts, part(s, keys, key, most)...)
			keys, count = nil, 0
		}
	}
	for _, b := range bands {
		n := 0
		for _, c := range s.Links {
			if c.Stage != diagram.Support && key(c) == b.Key {
				n++
			}
		}
		if count > 0 && count+n+support > most {
			flush()
		}
		keys, count = append(keys, b.Key), count+n
	}
	flush()
	return parts
}

// part takes the cards of some bands, with the support cards that serve them, in pages of at most so many.
func part(s diagram.Structure, keys []string, key func(diagram.Card) string, most int) []diagram.Structure {
	in := map[string]bool{}
	for _, k := range keys {
		in[k] = true
	}
	chosen := map[string]bool{}
	var cards []diagram.Card
	for _, c := range s.Links {
		if c.Stage != diagram.Support && in[key(c)] {
			cards = append(cards, c)
			chosen[c.ID] = true
		}
	}
	for _, c := range s.Links {
		if c.Stage == diagram.Support && serves(s, c.ID, chosen) {
			cards = append(cards, c)
		}
	}
	var out []diagram.Structure
	for len(cards) > 0 {
		n := min(most, len(cards))
		page := s
		page.Links, page.Total = cards[:n], len(s.Links)
		page.Lanes = keepBands(s.Lanes, page.Links, func(c diagram.Card) string { return c.Lane })
		page.Stages = keepBands(s.Stages, page.Links, func(c diagram.Card) string { return c.Stage })
		page.Edges = nil
		here := map[string]bool{}
		for _, c := range page.Links {
			here[c.ID] = true
		}
		for _, e := range s.Edges {
			if here[e.From] && here[e.To] {
				page.Edges = append(page.Edges, e)
			}
		}
		page.Links = withCrossings(s, page.Links, here)
		out = append(out, page)
		cards = cards[n:]
	}
	return out
}

// withCrossings names in each card what it feeds on other pages.
func withCrossings(s diagram.Structure, cards []diagram.Card, here map[string]bool) []diagram.Card {
	names := map[string]string{}
	for _, c := range s.Links {
		names[c.ID] = c.Name
	}
	out := append([]diagram.Card(nil), cards...)
	for i := range out {
		for _, e := range s.Edges {
			if e.From == out[i].ID && !here[e.To] {
				out[i].Other = append(append([]string(nil), out[i].Other...), names[e.To])
			}
		}
	}
	return out
}

func serves(s diagram.Structure, card string, chosen map[string]bool) bool {
	for _, e := range s.Edges {
		if e.From == card && chosen[e.To] || e.To == card && chosen[e.From] {
			return true
		}
	}
	return false
}

func keepBands(bands []diagram.Band, cards []diagram.Card, key func(diagram.Card) string) []diagram.Band {
	var out []diagram.Band
	for _, b := range bands {
		for _, c := range cards {
			if c.Stage != diagram.Support && key(c) == b.Key {
				out = append(out, b)
				break
			}
		}
	}
	return out
}

func emptyPage(content diagram.Structure) scene.Page {
	s := &page{flow.NewCanvas(content.Head, 1, 1, 0, content.Total)}
	text := "该产业链还没有环节：请在种子文件或导入中补充。"
	if content.Head.Lang == "en" {
		text = "This chain has no links yet: add them in the seeds or by import."
	}
	if content.Total > 0 {
		text = sheet.Pick(content.Head.Lang, "所选范围内没有环节。", "No link is within what was chosen.")
	}
	s.Text(scene.RoleContent, scene.Margin, 200, text, sheet.HeadlineSize, false, scene.Secondary)
	return s.Page
}

// paintStructure writes a page from back to front: bands, heads, labels, captions, lines, cards, legend.
func paintStructure(content diagram.Structure, a *flow.Attempt, number, pages, shown int) scene.Page {
	s := &page{flow.NewCanvas(content.Head, number, pages, shown, content.Total)}
	s.Sizes = flow.SizesOf(a.At.Large)
	s.bands(content, a)
	s.Captions(a)
	hidden := s.Lines(a)
	for i, c := range content.Links {
		s.PaintCard(c, a.At.Boxes[i].Rect(), content.Head.Lang)
	}
	s.Key(content.Head.Lang, flow.StructureLegend(content, hidden))
	return s.Page
}

func (s *page) bands(content diagram.Structure, a *flow.Attempt) {
	for _, b := range a.At.Lanes {
		s.Rect(scene.RoleGround, scene.Box{X: b.X, Y: b.Y - 6 + 4, W: b.W, H: b.H + 8}, scene.FaintBand)
	}
	if a.At.Strip.H > 0 {
		s.Rect(scene.RoleGround, a.At.Strip, scene.FaintBand)
		s.SupportLabel(content.Head.Lang, a.At.Strip)
	}
	for i, b := range a.At.Stages {
		if i > 0 && len(a.At.Lanes) > 0 { // a white seam between stages
			bottom := a.At.Lanes[len(a.At.Lanes)-1]
			s.Rect(
				scene.RoleGround,
				scene.Box{X: b.X - 3, Y: flow.GridTop - 4, W: 6, H: bottom.Y + bottom.H + 8 - flow.GridTop + 4},
				scene.Ground,
			)
		}
		s.StageHead(content.Stages[i], b, i > 0, i < len(a.At.Stages)-1, scene.Accent)
	}
	for i, b := range a.At.Lanes {
		name := ""
		if i < len(content.Lanes) {
			name = content.Lanes[i].Name
		}
		s.LaneLabel(name, scene.Box{X: b.X, Y: b.Y - 2, W: b.W, H: b.H + 8})
	}
}
