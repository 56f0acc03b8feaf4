package layout

import (
	"context"
	"errors"
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Orderer proposes an order of cards, such as Graphviz's: a useful second start, never a need.
type Orderer interface {
	// Order returns the ids of all cards so that cards of one stage and lane stand in the proposed order.
	Order(ctx context.Context, s *diagram.Structure) ([]string, error)
}

// StructureOptions of a technology-structure drawing.
type StructureOptions struct {
	Old     *Cells  // of an earlier drawing of the chain: places stay as far as the chain did
	Orderer Orderer // may be nil
}

// Drawing is a finished drawing and the cells to draw it again with.
type Drawing struct {
	Pages []scene.Page
	Cells *Cells // nil when the drawing went over several pages
}

// ErrTooLarge says that a chain has more links than pages can show.
var ErrTooLarge = errors.New("layout: the chain has too many links to draw")

// MostLinks bounds a drawing: beyond, an overview would not be read.
const MostLinks = 400

// Structure arranges a technology-structure diagram. The same content gives the same pages; ctx stops the search early
// and then the error is its own.
func Structure(ctx context.Context, content diagram.Structure, o StructureOptions) (Drawing, error) {
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
		best := arrange(ctx, readChain(&parts[0]), o)
		if err := ctx.Err(); err != nil {
			return Drawing{}, err
		}
		cells := best.plan.cells()
		return Drawing{Pages: []scene.Page{paintStructure(content, best, 1, 1, len(content.Links))}, Cells: &cells}, nil
	}
	var d Drawing
	for i, part := range parts {
		best := arrange(ctx, readChain(&part), StructureOptions{})
		if err := ctx.Err(); err != nil {
			return Drawing{}, err
		}
		d.Pages = append(d.Pages, paintStructure(part, best, i+1, len(parts), len(part.Links)))
	}
	return d, nil
}

// attempt is a plan that was really drawn.
type attempt struct {
	plan   *plan
	at     *geometry
	router *router
	total  float64
}

// Bounds of the search, in drawings: they keep the first drawing of 24 links within half a second and do not depend on
// the clock, so that the same chain gives the same drawing on every machine.
const (
	plansTried = 4
	refines    = 12
)

// arrange finds the best drawing of one page.
func arrange(ctx context.Context, in *chainInput, o StructureOptions) *attempt {
	if o.Old != nil {
		if p := fromCells(in, *o.Old); p != nil {
			kept := draw(p)
			if kept.router.figures().missing == 0 {
				return kept
			}
		}
	}
	var best *attempt
	for _, start := range starts(ctx, in, o.Orderer) {
		start.search(ctx, 4)
		if a := draw(start); best == nil || a.total < best.total-1e-9 {
			best = a
		}
	}
	return refine(ctx, best)
}

// starts are the plans to search from: each choice of columns in template order, and the best one in the orderer's order.
func starts(ctx context.Context, in *chainInput, orderer Orderer) []*plan {
	plans := candidates(in, plansTried)
	if len(plans) == 0 { // nothing fits well: the densest choice shows all the same
		units := make([]int, in.stages)
		for s := range units {
			units[s] = 4
		}
		plans = []*plan{newPlan(in, units)}
	}
	if orderer == nil {
		return plans
	}
	order, err := orderer.Order(ctx, in.content)
	if err != nil {
		return plans // a lost proposal costs a start, never the drawing
	}
	rank := map[string]int{}
	for i, id := range order {
		rank[id] = i
	}
	second := plans[0].clone()
	for _, seq := range second.sequences() {
		sort.SliceStable(seq, func(a, b int) bool { return rank[in.cards[seq[a]].ID] < rank[in.cards[seq[b]].ID] })
	}
	return append(plans, second)
}

// refine really draws the swaps that the plan's cost does not forbid and keeps what is better.
func refine(ctx context.Context, best *attempt) *attempt {
	if len(best.plan.in.edges) == 0 {
		return best
	}
	left := refines
	for improved := true; improved && left > 0 && ctx.Err() == nil; {
		improved = false
		for _, s := range swaps(best.plan) {
			if left == 0 || ctx.Err() != nil {
				break
			}
			left--
			if a := draw(s); a.total < best.total-1e-9 {
				best, improved = a, true
				break
			}
		}
	}
	return best
}

// swaps are the neighbours of a plan whose cost is at most 14 worse, cheapest first.
func swaps(p *plan) []*plan {
	type priced struct {
		p    *plan
		cost float64
	}
	base := p.cost()
	var list []priced
	for n, seq := range p.sequences() {
		for i := range seq {
			for j := range i {
				q := p.clone()
				other := q.sequences()[n]
				other[i], other[j] = other[j], other[i]
				if cost := q.cost(); cost <= base+14 {
					list = append(list, priced{q, cost})
				}
			}
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].cost < list[b].cost })
	out := make([]*plan, len(list))
	for i, l := range list {
		out[i] = l.p
	}
	return out
}

// draw places and routes a plan; gutters are widened when lines find no way.
func draw(p *plan) *attempt {
	var best *attempt
	for more := range 3 {
		g := p.frameWith(more)
		if more > 0 && (g.unit*pitch < 130 || g.rowHeight(p) < leastCard) {
			break
		}
		a := &attempt{plan: p, at: p.place(g)}
		a.router = newRouter(a.at, p.in.edges)
		a.router.run(p.in, 2)
		f := a.router.figures()
		a.total = p.cost() + 5*float64(f.crossings) + .7*float64(f.bends) + f.ink/190 + 300*float64(f.missing) + a.textCost() + 220*max(0, .64-a.at.fill())
		if best == nil || a.total < best.total {
			best = a
		}
		if f.missing == 0 {
			break
		}
	}
	return best
}

// textCost prices names that had to be cut or broken: a reader needs them more than a straight line.
func (a *attempt) textCost() float64 {
	cost := 0.0
	for i, c := range a.plan.in.cards {
		set, size := setName(c, a.at.boxes[i].rect())
		if strings.HasSuffix(set[len(set)-1], "…") {
			cost += 15
		}
		cost += float64(len(set)-1) + (17-size)/2
	}
	return cost
}

// pageLinks are the most links of one page; more are split.
const pageLinks = 42

// allFit tells whether every part has a plan whose cards can be read.
func allFit(parts []diagram.Structure) bool {
	for i := range parts {
		if len(candidates(readChain(&parts[i]), 1)) == 0 {
			return false
		}
	}
	return true
}

// split cuts a chain that does not fit one page of so many links: by sub-chains, a single one by stages. Lines between pages become
// names in the cards.
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
	s := newSheet(content.Head, 1, 1, 0, content.Total)
	text := "该产业链还没有环节：请在种子文件或导入中补充。"
	if content.Head.Lang == "en" {
		text = "This chain has no links yet: add them in the seeds or by import."
	}
	if content.Total > 0 {
		text = pick(content.Head.Lang, "所选范围内没有环节。", "No link is within what was chosen.")
	}
	s.text(scene.RoleContent, scene.Margin, 200, text, headlineSize, false, scene.Secondary)
	return s.page
}

// paintStructure writes a page from back to front: bands, heads, labels, captions, lines, cards, legend.
func paintStructure(content diagram.Structure, a *attempt, number, pages, shown int) scene.Page {
	s := newSheet(content.Head, number, pages, shown, content.Total)
	s.bands(content, a)
	s.captions(a)
	hidden := s.lines(a)
	for i, c := range content.Links {
		s.paintCard(c, a.at.boxes[i].rect(), content.Head.Lang)
	}
	s.key(content.Head.Lang, structureLegend(content, hidden))
	return s.page
}

// captions names groups over their first cards.
func (s *sheet) captions(a *attempt) {
	for _, c := range a.at.captions {
		s.text(scene.RoleCaption, gridLeft+pitch*float64(c.box.x0)+inset, gridTop+pitch*float64(c.box.y1)-8,
			scene.Clip(c.text, captionSize, true, pitch*float64(c.box.x1-c.box.x0)-4), captionSize, true, scene.Secondary)
	}
}

func (s *sheet) bands(content diagram.Structure, a *attempt) {
	for _, b := range a.at.lanes {
		s.rect(scene.RoleGround, scene.Box{X: b.X, Y: b.Y - 6 + 4, W: b.W, H: b.H + 8}, scene.FaintBand)
	}
	if a.at.strip.H > 0 {
		s.rect(scene.RoleGround, a.at.strip, scene.FaintBand)
		s.laneLabel(pick(content.Head.Lang, "支撑", "Support"), a.at.strip)
	}
	for i, b := range a.at.stages {
		if i > 0 && len(a.at.lanes) > 0 { // a white seam between stages
			bottom := a.at.lanes[len(a.at.lanes)-1]
			s.rect(scene.RoleGround, scene.Box{X: b.X - 3, Y: gridTop - 4, W: 6, H: bottom.Y + bottom.H + 8 - gridTop + 4}, scene.Ground)
		}
		s.stageHead(content.Stages[i], b, i > 0, i < len(a.at.stages)-1, scene.Accent)
	}
	for i, b := range a.at.lanes {
		name := ""
		if i < len(content.Lanes) {
			name = content.Lanes[i].Name
		}
		s.laneLabel(name, scene.Box{X: b.X, Y: b.Y - 2, W: b.W, H: b.H + 8})
	}
}

func pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// stageHead draws a chevron with the stage's name, caption and counts.
func (s *sheet) stageHead(band diagram.Band, b scene.Box, notched, pointed bool, fill string) {
	const tip = 9.0
	mid := b.Y + b.H/2
	left, right := b.X, b.X+b.W
	if pointed {
		right -= 4
	}
	if notched {
		left += 4
	}
	points := []scene.Point{{X: left, Y: b.Y}, {X: right, Y: b.Y}}
	if pointed {
		points = append(points, scene.Point{X: right + tip, Y: mid})
	}
	points = append(points, scene.Point{X: right, Y: b.Y + b.H}, scene.Point{X: left, Y: b.Y + b.H})
	if notched {
		points = append(points, scene.Point{X: left + tip, Y: mid})
	}
	s.add(scene.Item{Shape: scene.Line, Role: scene.RoleBand, Points: points, Closed: true, Fill: fill})
	base := b.Y + 23
	x := left + 16
	note := scene.Measure(band.Note, 14, false)
	x += s.text(scene.RoleBand, x, base, scene.Clip(band.Name, 18, true, right-x-16), 18, true, scene.Ground) + 12
	end := right - 14
	if end-note-x > 4 {
		s.textEnd(scene.RoleBand, end, base-.5, band.Note, 14, false, scene.Ground)
		end -= note + 16
	}
	if room := end - x; room > 60 && band.Caption != "" {
		s.text(scene.RoleBand, x, base-.5, scene.Clip(band.Caption, 14, false, room), 14, false, "#dbe5f2")
	}
}

// laneLabel writes a sub-chain's name beside its lane, one character a line. A Latin word that is wider than the label
// stands letter by letter too; where the lane is too low for that it is broken.
func (s *sheet) laneLabel(name string, lane scene.Box) {
	if name == "" { // the only lane of a chain without sub-chains
		return
	}
	b := scene.Box{X: scene.Margin, Y: lane.Y, W: laneLabel, H: lane.H}
	s.rect(scene.RoleBand, b, "#e1e8f0")
	parts := letters(name, laneLabel-4)
	if least := 17.0; least*float64(len(parts)) > b.H-8 {
		parts = labelParts(name, laneLabel-4)
	}
	line := 20.0
	if most := (b.H - 8) / float64(len(parts)); most < line {
		line = max(15, most)
	}
	if fit := int((b.H - 4) / line); len(parts) > fit {
		parts = append(parts[:max(0, fit-1)], "…")
	}
	y := b.Y + (b.H-line*float64(len(parts)))/2 + line*.78
	for _, part := range parts {
		if part == "" { // between words
			y += line / 2
			continue
		}
		size := 15.0
		for size > smallSize && scene.Measure(part, size, true) > laneLabel-2 {
			size -= .5
		}
		s.add(scene.Item{Shape: scene.Text, Role: scene.RoleBand, X: b.X + b.W/2, Y: y, Text: part, Size: size, Bold: true, Anchor: scene.Middle, Fill: scene.Ink})
		y += line
	}
}

// letters cuts a name into characters for a narrow column, with a blank between words; Latin words that fit stay whole.
func letters(name string, width float64) []string {
	var parts []string
	for i, word := range strings.Fields(name) {
		latin := strings.IndexFunc(word, func(r rune) bool { return r >= 0x2e80 }) < 0
		if i > 0 && latin {
			parts = append(parts, "")
		}
		if latin && scene.Measure(word, smallSize, true) <= width {
			parts = append(parts, word)
			continue
		}
		for _, piece := range labelParts(word, width) {
			if first, _ := utf8.DecodeRuneInString(piece); first >= 0x2e80 || !latin {
				parts = append(parts, piece)
				continue
			}
			for _, r := range piece {
				parts = append(parts, string(r))
			}
		}
	}
	return parts
}

// labelParts cuts a name into pieces for a narrow column: Chinese one character each, Latin words as long as they fit.
func labelParts(name string, width float64) []string {
	var parts []string
	for _, word := range strings.Fields(name) {
		latin := ""
		flush := func() {
			if latin != "" {
				parts = append(parts, latin)
				latin = ""
			}
		}
		for _, r := range word {
			if r >= 0x2e80 {
				flush()
				parts = append(parts, string(r))
				continue
			}
			if scene.Measure(latin+string(r), smallSize, true) > width {
				flush()
			}
			latin += string(r)
		}
		flush()
	}
	return parts
}

// edgeInk is how each kind of line looks.
var edgeInk = map[diagram.Relation]struct {
	ink   string
	width float64
	dash  []float64
}{
	diagram.Possible:  {scene.Secondary, 1.5, []float64{5, 4}},
	diagram.Feeds:     {scene.Secondary, 1.5, nil},
	diagram.Evidenced: {scene.Accent, 2, nil},
}

// lines draws every routed line and returns how many found no way.
func (s *sheet) lines(a *attempt) (hidden int) {
	order := make([]int, len(a.router.lines))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool {
		return kindOrder[a.router.lines[order[x]].kind] < kindOrder[a.router.lines[order[y]].kind]
	})
	for _, i := range order {
		points := a.router.points(i)
		if points == nil {
			hidden++
			continue
		}
		l := a.router.lines[i]
		from, to := a.plan.in.cards[l.from].ID, a.plan.in.cards[l.to].ID
		look := edgeInk[l.kind]
		tip, before := points[len(points)-1], points[len(points)-2]
		dx, dy := sign(tip.X-before.X), sign(tip.Y-before.Y)
		drawn := append([]scene.Point(nil), points...)
		s.owner = from + "→" + to
		s.add(scene.Item{Shape: scene.Line, Role: scene.RoleEdge, From: from, To: to, Class: string(l.kind), Points: drawn, Radius: 7, Stroke: look.ink, Width: look.width, Dash: look.dash},
			scene.ArrowHead(tip, dx, dy, look.ink, 8))
		s.owner = ""
	}
	return hidden
}

func sign(v float64) float64 {
	if math.Abs(v) < 1e-9 {
		return 0
	}
	return math.Copysign(1, v)
}
