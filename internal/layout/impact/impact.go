// Package impact arranges what stops with a link: by the last need that fails, all or any of them, and what can go
// round.
package impact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Bounds of an impact drawing.
const (
	impactSteps = 5  // columns of steps; what is farther stands in the last one
	fullCards   = 3  // links of a column; more of them are cards of name, firms and why
	most        = 28 // cards of affected links on a page
	least       = 8
	impactPlans = 3    // choices of columns that are compared by their names,
	choices     = 8    // of those that fit best
	lowCard     = 76.0 // a card holds its name and why it stops
	narrowCard  = 96.0
	leastHigh   = 62.0  // a card holds two lines of its name
	row         = 78.0  // height of a row below which the foot gives way
	wide        = 32.0  // grid steps: a wider card is hollow,
	tall        = 18    // and so is a taller one
	high        = 150.0 // of a row, before the foot has what it can use
	gap         = 20.0  // between the flow and the foot
	bottom      = 838.0
)

// Draw arranges an impact drawing: the failing link, and what it takes with it in columns by the last need that fails;
// under them the same question for other links, and the worst stop of one enterprise. Links that the page does not hold
// are counted on it and listed on further pages, as far as these go. The placer may be nil.
func Draw(ctx context.Context, content diagram.Impact, placer flow.Placer) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	f := newFlow(ctx, content, placer)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lists := lists(content, f)
	pages := []scene.Page{paintImpact(content, f, 1+len(lists))}
	for i, list := range lists {
		pages = append(pages, paintImpactList(content, list, i+2, 1+len(lists)))
	}
	return pages, nil
}

// reach is the upper part of the page: the cards with what leads from one to the other.
type reach struct {
	chain   diagram.Structure // columns as stages, cards as links
	hits    []diagram.Hit     // of the cards
	shown   int               // affected links
	cut     int               // names that do not fit their cards
	attempt *flow.Attempt
	foot    foot
}

// newFlow shows as many cards as can be read, and below them as much as the flow leaves room for.
func newFlow(ctx context.Context, content diagram.Impact, placer flow.Placer) *reach {
	rooms := rooms(content)
	for most := most; ; most -= 4 {
		f := &reach{}
		f.columns(content, most)
		for i, room := range rooms {
			f.foot = room.foot
			in := f.input(room)
			plans := fewColumns(flow.Candidates(in, choices))
			last := i == len(rooms)-1
			if len(plans) == 0 {
				if !last || most > least {
					continue
				}
				plans = []*flow.Plan{flow.NewPlan(in, slices.Repeat([]int{2}, in.Stages))}
			}
			if !last && plans[0].Frame().RowHeight(plans[0]) < room.row {
				continue
			}
			f.stretch(plans[0])
			p, cut := leastBroken(plans)
			if !last && (cut > 0 && i < 3 || small(p.In, p.Place(p.Frame()), lowCard, narrowCard)) {
				continue
			}
			p = f.ordered(ctx, p, placer)
			low, narrow := lowCard, narrowCard
			if last {
				low, narrow = leastHigh, 0
			}
			if (!last || most > least) && small(p.In, p.Place(p.Frame()), low, narrow) {
				continue // the order took room for captions
			}
			f.attempt = flow.Draw(p)
			f.cut, _ = brokenNames(p.In, f.attempt.At)
			return f
		}
	}
}

// room is how the page may be shared between flow and foot.
type room struct {
	foot
	row   float64 // least height of a row of cards
	bars  bool    // before cards that need several things
	holds int     // with what holds of the needs of cards, in columns of so many cards at most
}

// rooms are the ways to share the page, the one that says most first: what could stand in goes first, then other links,
// then what holds.
func rooms(content diagram.Impact) []room {
	feet := feet(content)
	few := feet[len(feet)-1]
	return []room{
		{feet[0], high, true, most},
		{feet[1], row, true, most},
		{few, row, true, most},
		{few, row, true, 2},
		{few, row, true, 1},
		{few, row, true, 0},
		{few, row, false, 0},
	}
}

// small tells whether a card is lower or narrower than it may be.
func small(in *flow.ChainInput, at *flow.Geometry, low, narrow float64) bool {
	for i := range in.Cards {
		if face := in.Face(at, i); face.H < low || face.W < narrow {
			return true
		}
	}
	return false
}

// input is the flow in numbers, with the room that a foot leaves.
func (f *reach) input(room room) *flow.ChainInput {
	in := flow.ReadChain(&f.chain)
	for s, n := range in.Sizes[0] {
		in.Columns[s] = max(1, min(n, flow.MostColumns))
	}
	in.Wide, in.Tall, in.Row = wide, tall, high
	if room.bars {
		in.Around = f.around(room.holds)
	}
	in.High = int((bottom - gap - room.height() - flow.GridTop) / flow.Pitch)
	return in
}

// fewColumns prefers choices whose cards are high enough, and of these the ones with the widest cards; a few.
func fewColumns(plans []*flow.Plan) []*flow.Plan {
	columns := func(p *flow.Plan) (n int) {
		for _, u := range p.Units {
			n += u
		}
		if p.Frame().RowHeight(p) < row {
			n += 100
		}
		return n
	}
	slices.SortStableFunc(plans, func(a, b *flow.Plan) int { return columns(a) - columns(b) })
	return plans[:min(len(plans), impactPlans)]
}

// leastBroken returns the first choice of columns that cuts no name; else the one whose names suffer least, the first
// among equals, and how many it cuts.
func leastBroken(plans []*flow.Plan) (best *flow.Plan, cut int) {
	least := 0
	for _, p := range plans {
		c, broken := brokenNames(p.In, p.Place(p.Frame()))
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
func (f *reach) stretch(p *flow.Plan) {
	rows := float64(p.Rows[0])
	used := flow.Pitch*flow.CaptionRows + rows*high + (rows-1)*flow.Pitch*(flow.RowGap+1)
	if spare := bottom - gap - 8 - f.foot.full() - flow.GridTop - used; spare > 0 {
		p.In.Row = high + spare/rows
	}
}

// brokenNames counts the cards whose name does not fit, and those where it takes two lines.
func brokenNames(in *flow.ChainInput, at *flow.Geometry) (cut, broken int) {
	for i, c := range in.Cards {
		set, _ := flow.SetName(c, flow.Body(c, in.Face(at, i)), flow.SizesOf(at.Large))
		broken += len(set) - 1
		if strings.HasSuffix(set[len(set)-1], "…") {
			cut++
		}
	}
	return cut, broken
}

// ordered searches the order of a plan's columns from that of the content and from the placer's.
func (f *reach) ordered(ctx context.Context, p *flow.Plan, placer flow.Placer) *flow.Plan {
	second := p.Clone()
	cost := p.Search(ctx, 4)
	if placer == nil || !second.TakeOrder(ctx, placer) {
		return p
	}
	if second.Search(ctx, 4) < cost-1e-9 {
		return second
	}
	return p
}

// columns says which cards stand in which column. Each column gets its part of the page, the near ones what is left
// over.
func (f *reach) columns(content diagram.Impact, most int) {
	f.chain = diagram.Structure{
		Head:  content.Head,
		Lanes: []diagram.Band{{Key: "flow", Name: sheet.Pick(content.Head.Lang, "逐步传导", "link by link")}},
	}
	lang := content.Head.Lang
	f.column(sheet.Pick(lang, "若中断", "If it fails"), "", []diagram.Hit{content.Link}, nil)
	steps := foldSteps(content.Steps, lang)
	sizes := make([]int, len(steps))
	for i, s := range steps {
		sizes[i] = len(s.Links)
	}
	reached := map[string]bool{content.Link.ID: true}
	for i, n := range deal(sizes, most) {
		hits := f.reached(content.Edges, steps[i].Links, n, reached)
		f.column(steps[i].Name, tally(content, steps[i].Step, n, i == 0), hits, captionsOf(content, steps[i], hits))
		f.shown += n
	}
	if len(steps) == 0 {
		f.chain.Stages = append(f.chain.Stages, diagram.Band{Key: "none", Name: sheet.Pick(lang, "下游", "Downstream")})
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
func (f *reach) column(name, note string, hits []diagram.Hit, captions []string) {
	key := fmt.Sprint(len(f.chain.Stages))
	f.chain.Stages = append(f.chain.Stages, diagram.Band{Key: key, Name: name, Note: note})
	for i, h := range hits {
		c := h.Card
		c.Stage, c.Lane, c.Group = key, "flow", ""
		c.Extend, c.Sole, c.Weight = false, false, 0 // the name needs the room, weights stand in the heads
		if len(hits) > fullCards {
			c.Products = nil
		}
		if captions != nil {
			c.Group = captions[i]
		}
		f.chain.Links, f.hits = append(f.chain.Links, c), append(f.hits, h)
	}
}

// tally says what of a column stops and how much of the weight has stopped by then, and how many links it shows when
// that is not all.
func tally(content diagram.Impact, step diagram.Step, shown int, first bool) string {
	lang := content.Head.Lang
	if all := len(step.Links); shown < all {
		return fmt.Sprintf(sheet.Pick(lang, "显示 %d/%d · %d/%d", "%d of %d · %d/%d"), shown, all, step.Weight, content.Of)
	}
	words := sheet.Pick(lang, "停 %d · %d/%d", "%d stop · %d/%d")
	if first {
		words = sheet.Pick(lang, "停 %d · 累计权重 %d/%d", "%d stop · in all %d/%d")
	}
	return fmt.Sprintf(words, step.Stops, step.Weight, content.Of)
}

// fitNote shortens the note of a head that is too narrow for it.
func fitNote(band diagram.Band, width float64) diagram.Band {
	const around = 54
	if scene.Measure(band.Name, 18, true)+scene.Measure(band.Note, 14, false)+around > width {
		for _, words := range []string{"累计权重 ", "in all "} {
			band.Note = strings.Replace(band.Note, words, "", 1)
		}
	}
	if scene.Measure(band.Name, 18, true)+scene.Measure(band.Note, 14, false)+around > width {
		band.Note = band.Note[strings.LastIndex(band.Note, "· ")+len("· "):]
	}
	return band
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
			column.Name = fmt.Sprintf(sheet.Pick(lang, "第 %d 步起", "From step %d on"), impactSteps)
			column.Links = slices.Clone(column.Links)
		}
		if i >= impactSteps {
			column.Links = append(column.Links, s.Links...)
			column.Stops, column.Weight = column.Stops+s.Stops, s.Weight
		}
		short := s.Name // for captions
		column.steps = append(column.steps, slices.Repeat([]string{short}, len(s.Links))...)
	}
	return out
}

// captionsOf names over the cards of a column what they have in common: their step where several stand together, their
// chain where the drawing has several.
func captionsOf(content diagram.Impact, column folded, hits []diagram.Hit) []string {
	step, chains := map[string]string{}, map[string]bool{content.Link.Chain: true}
	for i, h := range column.Links {
		step[h.ID] = column.steps[i]
	}
	for _, s := range content.Steps {
		for _, h := range s.Links {
			chains[h.Chain] = true
		}
	}
	out := make([]string, len(hits))
	for i, h := range hits {
		var words []string
		if column.steps[0] != column.steps[len(column.steps)-1] {
			words = append(words, step[h.ID])
		}
		if len(chains) > 1 {
			words = append(words, h.Chain)
		}
		out[i] = strings.Join(words, sheet.Pick(content.Head.Lang, "·", " · "))
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

// reached takes n links of a column: first those that a card already shown feeds, so that no card stands without its
// way; each part in the order of the content. It notes them as shown.
func (f *reach) reached(edges []diagram.Edge, links []diagram.Hit, n int, shown map[string]bool) []diagram.Hit {
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
func paintImpact(content diagram.Impact, f *reach, pages int) scene.Page {
	s := &page{flow.NewCanvas(content.Head, 1, pages, f.shown, content.Total)}
	s.Sizes = flow.SizesOf(f.attempt.At.Large)
	s.flowBands(f)
	s.Captions(f.attempt)
	hidden := s.Lines(f.attempt)
	lang := content.Head.Lang
	for i, c := range f.chain.Links {
		face := f.attempt.Plan.In.Face(f.attempt.At, i)
		if c.ID == content.Link.ID {
			s.failingCard(c, face, lang)
		} else {
			s.PaintCard(c, face, lang)
		}
	}
	if f.attempt.Plan.In.Around != nil {
		s.bars(f, lang)
	}
	if content.Total == 0 {
		s.nothingHangs(f.attempt.At, content.OneOff, lang)
	}
	f.foot.paint(s, f.attempt.At.Lanes[0].Bottom()+8+gap)
	s.Key(lang, append(f.legend(), flow.StructureLegend(f.chain, hidden)...))
	return s.Page
}

// flowBands draws the ground of the flow with the heads of its columns: what fails, the steps.
func (s *page) flowBands(f *reach) {
	lane, stages := f.attempt.At.Lanes[0], f.attempt.At.Stages
	s.Rect(scene.RoleGround, scene.Box{X: lane.X, Y: lane.Y - 2, W: lane.W, H: lane.H + 8}, scene.FaintBand)
	for i, b := range stages {
		if i > 0 { // a white seam
			s.Rect(
				scene.RoleGround,
				scene.Box{X: b.X - 3, Y: flow.GridTop - 4, W: 6, H: lane.Bottom() + 12 - flow.GridTop},
				scene.Ground,
			)
		}
		fill := scene.Accent
		if i == 0 {
			fill = scene.Ink
		}
		s.StageHead(fitNote(f.chain.Stages[i], b.W), b, i > 0, i < len(stages)-1, fill)
	}
	s.LaneLabel(f.chain.Lanes[0].Name, scene.Box{X: lane.X, Y: lane.Y - 2, W: lane.W, H: lane.H + 8})
}

// failingCard is the card of the link that fails: the heaviest border of the page.
func (s *page) failingCard(c diagram.Card, b scene.Box, lang string) {
	s.PaintCard(c, b, lang)
	s.Owner = c.ID
	s.Add(failingBorder(b))
	s.Owner = ""
}

func failingBorder(b scene.Box) scene.Item {
	return scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Stroke: scene.Accent,
		Width:  3.4,
	}
}

// nothingHangs says so where the steps would stand.
func (s *page) nothingHangs(at *flow.Geometry, oneOff bool, lang string) {
	stage, lane := at.Stages[len(at.Stages)-1], at.Lanes[0]
	w := min(stage.W-60, 380)
	b := scene.Box{
		X: stage.X + (stage.W-w)/2,
		Y: lane.Y + flow.CaptionRows*flow.Pitch + (lane.H-flow.CaptionRows*flow.Pitch-96)/2,
		W: w,
		H: 96,
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleBand,
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
	texts := []string{
		sheet.Pick(lang, "没有环节必须靠它供给", "No link is bound to it"),
		sheet.Pick(lang, "图谱中它之后没有必需的供给关系", "No certain feed leads on from it on record"),
	}
	if oneOff {
		texts = []string{
			sheet.Pick(lang, "没有环节停下", "Nothing stops"),
			sheet.Pick(lang, "它供的是设备或服务，已买的照用", "What was bought of it works on"),
		}
	}
	for i, text := range texts {
		line, size := sheet.FittedText(text, i == 0, b.W-24, []float64{16, sheet.SmallSize}[i])
		s.Middle(scene.RoleBand, b.X+b.W/2, b.Y+42+float64(i)*26, line, size, i == 0, []string{scene.Ink, scene.Secondary}[i])
	}
}

// legend explains what this drawing has beyond the technology structure.
func (f *reach) legend() (key sheet.Legend) {
	key.Add(true, 38, "中断的环节", "fails", func(x, mid float64) []scene.Item {
		return []scene.Item{failingBorder(scene.Box{X: x + 1, Y: mid - 8, W: 30, H: 16})}
	})
	bar := func(h diagram.Hit) bool { return h.Needs > 1 && f.attempt.Plan.In.Around != nil }
	key.Add(slices.ContainsFunc(f.hits, bar), 34, "都要：缺一样就停", "all are needed", func(x, mid float64) []scene.Item {
		return []scene.Item{
			{Shape: scene.Rect, X: x, Y: mid - 9, W: barWidth, H: 18, Radius: 2, Fill: scene.Ink},
			{
				Shape:  scene.Line,
				Points: []scene.Point{{X: x + barWidth, Y: mid}, {X: x + 22, Y: mid}},
				Stroke: scene.Ink,
				Width:  2.6,
			},
			scene.ArrowHead(scene.Point{X: x + 28, Y: mid}, 1, 0, scene.Ink, 9),
		}
	})
	either := func(a flow.Around) bool { return len(a.Any) > 0 }
	key.Add(slices.ContainsFunc(f.attempt.Plan.In.Around, either), 46, "任一：有一样就行", "any is enough",
		func(x, mid float64) []scene.Item {
			return []scene.Item{anyBorder(scene.Box{X: x, Y: mid - 8, W: 38, H: 16})}
		})
	key.Add(len(f.chain.Edges) > 0, 42, "断供", "fails", func(x, mid float64) []scene.Item {
		return []scene.Item{
			{
				Shape:  scene.Line,
				Points: []scene.Point{{X: x, Y: mid}, {X: x + 30, Y: mid}},
				Stroke: scene.Ink,
				Width:  2.6,
			},
			scene.ArrowHead(scene.Point{X: x + 36, Y: mid}, 1, 0, scene.Ink, 9),
		}
	})
	holds := func(a flow.Around) bool { return a.Below > 0 }
	goesOn := slices.ContainsFunc(f.attempt.Plan.In.Around, holds)
	key.Add(goesOn, 38, "照常供给", "goes on", func(x, mid float64) []scene.Item {
		return []scene.Item{
			{
				Shape:  scene.Line,
				Points: []scene.Point{{X: x, Y: mid}, {X: x + 26, Y: mid}},
				Stroke: scene.Secondary,
				Width:  1.6,
			},
			scene.ArrowHead(scene.Point{X: x + 32, Y: mid}, 1, 0, scene.Secondary, 8),
		}
	})
	return key
}
