package layout

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Bounds of an impact drawing.
const (
	impactSteps   = 5  // columns of steps; what is farther stands in the last one
	impactFeeders = 9  // cards of what feeds the failing link
	impactMost    = 28 // cards of affected links on a page
	impactLeast   = 8
	impactPlans   = 3     // choices of columns that are compared by their names,
	impactChoices = 8     // of those that fit best
	impactRow     = 84.0  // height of a row below which the foot gives way
	impactWide    = 32.0  // grid steps: a wider card is hollow,
	impactTall    = 18    // and so is a taller one
	impactHigh    = 150.0 // of a row, before the foot has what it can use
	impactGap     = 20.0  // between the flow and the foot
	impactBottom  = 838.0
)

// Impact arranges an impact drawing: what feeds the failing link, the link, and what it takes with it in columns of equal
// distance; under them the share of each chain and the enterprises. Links that the page does not hold are counted on it
// and listed on further pages, as far as these go. The placer may be nil.
func Impact(ctx context.Context, content diagram.Impact, placer Placer) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	f := newFlow(ctx, content, placer)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lists := impactLists(content, f)
	pages := []scene.Page{paintImpact(content, f, 1+len(lists))}
	for i, list := range lists {
		pages = append(pages, paintImpactList(content, list, i+2, 1+len(lists)))
	}
	return pages, nil
}

// flow is the upper part of the page: the cards with what leads from one to the other.
type flow struct {
	chain   diagram.Structure // columns as stages, cards as links
	feeders int               // columns before the failing link: 0 or 1
	shown   int               // affected links
	cut     int               // names that do not fit their cards
	attempt *attempt
	foot    impactFoot
}

// newFlow shows as many cards as can be read, and below them as much as the flow leaves room for.
func newFlow(ctx context.Context, content diagram.Impact, placer Placer) *flow {
	feet := impactFeet(content)
	for most := impactMost; ; most -= 4 {
		f := &flow{}
		f.columns(content, most)
		for i, foot := range feet {
			in := f.input(foot)
			plans := fewColumns(candidates(in, impactChoices))
			last := i == len(feet)-1
			if len(plans) == 0 {
				if !last || most > impactLeast {
					continue
				}
				plans = []*plan{newPlan(in, slices.Repeat([]int{2}, in.stages))}
			}
			if !last && plans[0].frame().rowHeight(plans[0]) < impactRow {
				continue
			}
			f.stretch(plans[0], foot)
			if p, cut := leastBroken(plans); last || cut == 0 {
				f.attempt, f.foot = draw(f.ordered(ctx, p, placer)), foot
				f.cut, _ = brokenNames(p.in, f.attempt.at)
				return f
			}
		}
	}
}

// input is the flow in numbers, with the room that a foot leaves.
func (f *flow) input(foot impactFoot) *chainInput {
	in := readChain(&f.chain)
	for s, n := range in.sizes[0] {
		in.columns[s] = max(1, min(n, mostColumns))
	}
	in.wide, in.tall, in.row = impactWide, impactTall, impactHigh
	in.high = int((impactBottom - impactGap - foot.height() - gridTop) / pitch)
	return in
}

// fewColumns prefers choices whose cards are high enough, and of these the ones with the widest cards; a few.
func fewColumns(plans []*plan) []*plan {
	columns := func(p *plan) (n int) {
		for _, u := range p.units {
			n += u
		}
		if p.frame().rowHeight(p) < impactRow {
			n += 100
		}
		return n
	}
	slices.SortStableFunc(plans, func(a, b *plan) int { return columns(a) - columns(b) })
	return plans[:min(len(plans), impactPlans)]
}

// leastBroken returns the first choice of columns that cuts no name; else the one whose names suffer least, the first
// among equals, and how many it cuts.
func leastBroken(plans []*plan) (best *plan, cut int) {
	least := 0
	for _, p := range plans {
		c, broken := brokenNames(p.in, p.place(p.frame()))
		if harm := 5*c + broken; best == nil || harm < least {
			best, cut, least = p, c, harm
		}
		if cut == 0 {
			break
		}
	}
	return best, cut
}

// stretch lets the flow have what the foot does not need at its highest.
func (f *flow) stretch(p *plan, foot impactFoot) {
	rows := float64(p.rows[0])
	used := pitch*captionRows + rows*impactHigh + (rows-1)*pitch*(rowGap+1)
	if spare := impactBottom - impactGap - 8 - foot.full() - gridTop - used; spare > 0 {
		p.in.row = impactHigh + spare/rows
	}
}

// brokenNames counts the cards whose name does not fit, and those where it takes two lines.
func brokenNames(in *chainInput, at *geometry) (cut, broken int) {
	for i, c := range in.cards {
		set, _ := setName(c, at.boxes[i].rect())
		broken += len(set) - 1
		if strings.HasSuffix(set[len(set)-1], "…") {
			cut++
		}
	}
	return cut, broken
}

// ordered searches the order of a plan's columns from that of the content and from the placer's.
func (f *flow) ordered(ctx context.Context, p *plan, placer Placer) *plan {
	second := p.clone()
	cost := p.search(ctx, 4)
	if placer == nil || !second.takeOrder(ctx, placer) {
		return p
	}
	if second.search(ctx, 4) < cost-1e-9 {
		return second
	}
	return p
}

// columns says which cards stand in which column. Each column gets its part of the page, the near ones what is left over.
func (f *flow) columns(content diagram.Impact, most int) {
	f.chain = diagram.Structure{Head: content.Head, Lanes: []diagram.Band{{Key: "flow", Name: pick(content.Head.Lang, "逐步传导", "link by link")}}}
	lang := content.Head.Lang
	if len(content.Feeders) > 0 && len(content.Steps) < impactSteps {
		f.feeders = 1
		shown := content.Feeders[:min(len(content.Feeders), impactFeeders)]
		f.column(pick(lang, "上游供给", "Fed by"), tally(lang, len(shown), len(content.Feeders)), shown, nil)
	}
	f.column(pick(lang, "若中断", "If it fails"), "", []diagram.Hit{content.Link}, nil)
	steps := foldSteps(content.Steps, lang)
	sizes := make([]int, len(steps))
	for i, s := range steps {
		sizes[i] = len(s.Links)
	}
	reached := map[string]bool{content.Link.ID: true}
	for i, n := range deal(sizes, most) {
		hits := f.reached(content.Edges, steps[i].Links, n, reached)
		f.column(steps[i].Name, tally(lang, n, len(steps[i].Links)), hits, captionsOf(content, steps[i], hits))
		f.shown += n
	}
	if len(steps) == 0 {
		f.chain.Stages = append(f.chain.Stages, diagram.Band{Key: "none", Name: pick(lang, "下游", "Downstream")})
	}
	here := map[string]bool{}
	for _, c := range f.chain.Links {
		here[c.ID] = true
	}
	for _, e := range content.Edges {
		if here[e.From] && here[e.To] {
			f.chain.Edges = append(f.chain.Edges, e)
		}
	}
	f.chain.Total = content.Total
}

// column adds a stage with its cards; captions name groups of them.
func (f *flow) column(name, note string, hits []diagram.Hit, captions []string) {
	key := fmt.Sprint(len(f.chain.Stages))
	f.chain.Stages = append(f.chain.Stages, diagram.Band{Key: key, Name: name, Note: note})
	for i, h := range hits {
		c := h.Card
		c.Stage, c.Lane, c.Group = key, "flow", ""
		if len(f.chain.Stages) <= f.feeders {
			c = diagram.Card{ID: c.ID, Href: c.Href, Name: c.Name, State: c.State, Weight: c.Weight, Stage: key, Lane: c.Lane, Products: c.Products, Firms: c.Firms, FirmsLabel: c.FirmsLabel, Empty: c.Empty}
		}
		if captions != nil {
			c.Group = captions[i]
		}
		f.chain.Links = append(f.chain.Links, c)
	}
}

// tally counts the links of a column, and says how many of them it shows when that is not all.
func tally(lang string, shown, all int) string {
	if shown < all {
		return fmt.Sprintf(pick(lang, "显示 %d/%d", "%d of %d"), shown, all)
	}
	return counted(lang, all, "环节", "link", "links")
}

// folded is a column of steps: one, or the far ones together.
type folded struct {
	diagram.Step
	steps []string // of each link
}

// foldSteps gathers the far steps in the last column.
func foldSteps(steps []diagram.Step, lang string) []folded {
	var out []folded
	for i, s := range steps {
		if i >= impactSteps {
			break
		}
		out = append(out, folded{Step: s})
	}
	for i, s := range steps {
		column := &out[min(i, impactSteps-1)]
		if i == impactSteps { // what follows is added to lists of its own
			column.Name = fmt.Sprintf(pick(lang, "第 %d–%d 步", "Steps %d–%d"), impactSteps, len(steps))
			column.Links, column.Firms = slices.Clone(column.Links), slices.Clone(column.Firms)
		}
		if i >= impactSteps {
			column.Links, column.Firms = append(column.Links, s.Links...), append(column.Firms, s.Firms...)
		}
		short := fmt.Sprintf(pick(lang, "第 %d 步", "%d"), i+1) // for captions
		column.steps = append(column.steps, slices.Repeat([]string{short}, len(s.Links))...)
	}
	return out
}

// captionsOf names over the cards of a column what they have in common: their step where several stand together, their
// chain where the drawing has several.
func captionsOf(content diagram.Impact, column folded, hits []diagram.Hit) []string {
	step := map[string]string{}
	for i, h := range column.Links {
		step[h.ID] = column.steps[i]
	}
	out := make([]string, len(hits))
	for i, h := range hits {
		var words []string
		if column.steps[0] != column.steps[len(column.steps)-1] {
			words = append(words, step[h.ID])
		}
		if len(content.Shares) > 1 {
			words = append(words, h.Chain)
		}
		out[i] = strings.Join(words, pick(content.Head.Lang, "·", " · "))
	}
	return out
}

// deal shares out places: one a column in turn, from the left, until all are given or nobody wants more.
func deal(sizes []int, places int) []int {
	out := make([]int, len(sizes))
	for given := true; given && places > 0; {
		given = false
		for i := range sizes {
			if out[i] < sizes[i] && places > 0 {
				out[i]++
				places--
				given = true
			}
		}
	}
	return out
}

// reached takes n links of a column: first those that a card already shown feeds, so that no card stands without its way;
// each part in the order of the content. It notes them as shown.
func (f *flow) reached(edges []diagram.Edge, links []diagram.Hit, n int, shown map[string]bool) []diagram.Hit {
	taken := map[string]bool{}
	if n < len(links) {
		fed := map[string]bool{}
		for _, e := range edges {
			if shown[e.From] {
				fed[e.To] = true
			}
		}
		for _, first := range []bool{true, false} {
			for _, h := range links {
				if len(taken) < n && fed[h.ID] == first {
					taken[h.ID] = true
				}
			}
		}
	}
	var out []diagram.Hit
	for _, h := range links {
		if n == len(links) || taken[h.ID] {
			out = append(out, h)
			shown[h.ID] = true
		}
	}
	return out
}

// paintImpact writes the first page from back to front: grounds, heads, lines, cards, foot, legend.
func paintImpact(content diagram.Impact, f *flow, pages int) scene.Page {
	s := newSheet(content.Head, 1, pages, f.shown, content.Total)
	s.flowBands(f)
	s.captions(f.attempt)
	hidden := s.lines(f.attempt)
	lang := content.Head.Lang
	for i, c := range f.chain.Links {
		box := f.attempt.at.boxes[i].rect()
		switch {
		case c.ID == content.Link.ID:
			s.failingCard(c, box, lang)
		case f.attempt.plan.in.stage[i] < f.feeders:
			s.quietCard(c, box, lang)
		default:
			s.paintCard(c, box, lang)
		}
	}
	if content.Total == 0 {
		s.nothingHangs(f.attempt.at, lang)
	}
	f.foot.paint(s, f.attempt.at.lanes[0].Bottom()+8+impactGap)
	s.key(lang, append(impactLegend(), structureLegend(f.chain, hidden)...))
	return s.page
}

// flowBands draws the ground of the flow with the heads of its columns: what feeds, what fails, the steps.
func (s *sheet) flowBands(f *flow) {
	lane, stages := f.attempt.at.lanes[0], f.attempt.at.stages
	s.rect(scene.RoleGround, scene.Box{X: lane.X, Y: lane.Y - 2, W: lane.W, H: lane.H + 8}, scene.FaintBand)
	for i, b := range stages {
		if i > 0 { // a white seam
			s.rect(scene.RoleGround, scene.Box{X: b.X - 3, Y: gridTop - 4, W: 6, H: lane.Bottom() + 12 - gridTop}, scene.Ground)
		}
		fill := scene.Accent
		switch {
		case i < f.feeders:
			fill = scene.Secondary
		case i == f.feeders:
			fill = scene.Ink
		}
		s.stageHead(f.chain.Stages[i], b, i > 0, i < len(stages)-1, fill)
	}
	s.laneLabel(f.chain.Lanes[0].Name, scene.Box{X: lane.X, Y: lane.Y - 2, W: lane.W, H: lane.H + 8})
}

// failingCard is the card of the link that fails: the heaviest border of the page.
func (s *sheet) failingCard(c diagram.Card, b scene.Box, lang string) {
	s.paintCard(c, b, lang)
	s.owner = c.ID
	s.add(failingBorder(b))
	s.owner = ""
}

func failingBorder(b scene.Box) scene.Item {
	return scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 5, Stroke: scene.Accent, Width: 3.6}
}

// quietCard is the card of a link that feeds the failing one: its mark, its name and who works on it, without colour.
func (s *sheet) quietCard(c diagram.Card, b scene.Box, lang string) {
	c.MustPass = false
	p := cardPainter{s, c, b, scene.StateInks[string(c.State)], lang == "en"}
	s.owner = c.ID
	s.page.Targets = append(s.page.Targets, scene.Target{Owner: c.ID, Href: c.Href, Name: p.spoken()})
	s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleCard, Class: string(c.State), X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 5, Fill: scene.Ground, Stroke: scene.Hairline, Width: 1.2})
	s.add(stateMark(string(c.State), b.X+17, b.Y+20)...)
	rest := b.W - textLeft - cardPad
	set, size := scene.FitName(c.Name, true, rest, rest, 2, 15, 14, smallSize)
	for i, line := range set {
		s.text(scene.RoleContent, b.X+textLeft, b.Y+25+float64(i)*smallLine, line, size, true, scene.Secondary)
	}
	y := b.Y + 25 + float64(len(set)-1)*smallLine
	if room := int((b.Bottom() - 11 - y + .6) / smallLine); room > 1 {
		lines, size := p.setProducts(min(2, room-1), rest)
		for i, line := range lines {
			s.text(scene.RoleContent, b.X+textLeft, y+float64(i+1)*smallLine, line, size, false, scene.Secondary)
		}
	}
	if foot := b.Bottom() - 11; foot-y >= smallLine-.6 {
		names := make([]string, len(c.Firms))
		for i, firm := range c.Firms {
			names[i] = firm.Name
		}
		text, _ := scene.FitList(names, pick(lang, "、", ", "), smallSize, rest-scene.Measure(c.FirmsLabel, smallSize, false), moreFirms(lang))
		s.text(scene.RoleContent, b.X+textLeft, foot, scene.Clip(c.FirmsLabel+text+c.Empty, smallSize, false, rest), smallSize, false, scene.Secondary)
	}
	s.owner = ""
}

// moreFirms counts the firms of a list that is cut.
func moreFirms(lang string) func(all int) string {
	return func(all int) string { return fmt.Sprintf(pick(lang, " 等 %d 家", " … %d in all"), all) }
}

// nothingHangs says so where the steps would stand.
func (s *sheet) nothingHangs(at *geometry, lang string) {
	stage, lane := at.stages[len(at.stages)-1], at.lanes[0]
	w := min(stage.W-60, 380)
	b := scene.Box{X: stage.X + (stage.W-w)/2, Y: lane.Y + captionRows*pitch + (lane.H-captionRows*pitch-96)/2, W: w, H: 96}
	s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleBand, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 5, Fill: scene.Ground, Stroke: scene.UnknownEdge, Width: 1.2, Dash: []float64{5, 4}})
	for i, text := range []string{pick(lang, "没有环节必须靠它供给", "No link is bound to it"), pick(lang, "图谱中它之后没有必需的供给关系", "No certain feed leads on from it on record")} {
		line, size := fitted(text, i == 0, b.W-24, []float64{16, smallSize}[i])
		s.middle(scene.RoleBand, b.X+b.W/2, b.Y+42+float64(i)*26, line, size, i == 0, []string{scene.Ink, scene.Secondary}[i])
	}
}

// impactLegend explains what this drawing has beyond the technology structure.
func impactLegend() (key legend) {
	key.add(true, 38, "失效环节", "fails", func(x, mid float64) []scene.Item {
		return []scene.Item{failingBorder(scene.Box{X: x + 1, Y: mid - 8, W: 30, H: 16})}
	})
	return key
}
