package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// started is the step of a project that begins its state of building.
const started = "started"

// dated are the steps of a project that have a date of their own: the step, its date, the state that it begins.
var dated = []struct {
	step  string
	on    func(graph.Project) graph.Date
	state string
}{
	{graph.StepSigned, graph.Project.Signed, graph.StepSigned},
	{started, graph.Project.Started, graph.StepBuilding},
	{graph.StepTrial, graph.Project.Trial, graph.StepTrial},
	{graph.StepProduction, graph.Project.Produced, graph.StepProduction},
}

// stepMarks are the one-character marks of steps in both languages, with their words, in the order of the work.
var stepMarks = []struct {
	step   string
	mark   analysis.Words
	inFull analysis.Words
}{
	{graph.StepPlanned, analysis.Words{ZH: "规", EN: "I"}, analysis.Words{ZH: "规划", EN: "intended"}},
	{graph.StepSigned, analysis.Words{ZH: "签", EN: "S"}, analysis.Words{ZH: "签约", EN: "signed"}},
	{started, analysis.Words{ZH: "开", EN: "C"}, analysis.Words{ZH: "开工", EN: "begun"}},
	{graph.StepBuilding, analysis.Words{ZH: "建", EN: "B"}, analysis.Words{ZH: "在建", EN: "building"}},
	{graph.StepTrial, analysis.Words{ZH: "试", EN: "T"}, analysis.Words{ZH: "试产", EN: "trial"}},
	{graph.StepProduction, analysis.Words{ZH: "投", EN: "P"}, analysis.Words{ZH: "投产", EN: "production"}},
	{graph.StepStopped, analysis.Words{ZH: "停", EN: "X"}, analysis.Words{ZH: "停产", EN: "stopped"}},
}

func (l lexicon) steps() []diagram.StepWord {
	out := make([]diagram.StepWord, len(stepMarks))
	for i, s := range stepMarks {
		out[i] = diagram.StepWord{Step: s.step, Mark: l.say(s.mark), Word: l.say(s.inFull)}
	}
	return out
}

func (l lexicon) mark(step string) string {
	for _, s := range stepMarks {
		if s.step == step {
			return l.say(s.mark)
		}
	}
	return ""
}

// projects puts every project on a link or gap of the chain into its lane.
func (b *roadmapBuilder) projects(put putter) {
	links := map[graph.ID][]*analysis.Link{}
	var order []graph.ID
	for _, l := range b.chain.Links {
		for _, at := range []graph.ID{l.Node.ID, analysis.GapID(l.Node.ID)} {
			for _, r := range b.findings.Filling(at) {
				if !slices.Contains(order, r.From) {
					order = append(order, r.From)
				}
				links[r.From] = append(links[r.From], l)
				b.served[l] = true
			}
		}
	}
	slices.Sort(order)
	for _, id := range order {
		b.project(b.snapshot().Node(id), links[id], put)
	}
}

func (b *roadmapBuilder) project(p *graph.Node, links []*analysis.Link, put putter) {
	b.facts = append(b.facts, p.Prov)
	lang := string(b.lexicon)
	lane := b.purpose(links[0])
	if slices.ContainsFunc(b.snapshot().Tails(p.ID, graph.Runs), func(e *graph.Node) bool {
		return graph.EnterpriseOf(e).Type() == graph.EnterpriseCarrier
	}) {
		lane = "platform"
	}
	item := diagram.RoadmapItem{
		ID:         string(p.ID),
		Href:       "/things/" + string(p.ID),
		Kind:       diagram.ItemProject,
		Name:       p.Label(lang),
		Unverified: !p.Prov.Confidence.Evidenced(),
	}
	var names []string
	for _, l := range links {
		names = append(names, l.Node.Label(lang))
	}
	item.Link = b.list(names)
	if parks := b.snapshot().Heads(p.ID, graph.LocatedIn); len(parks) > 0 {
		item.Place = parks[0].Label(lang)
	}
	undated := b.projectFigures(p, &item)
	item.Stages = b.stages(p)
	b.judge(p, &item)
	if !slices.ContainsFunc(links, b.options.keeps) {
		put = b.setApart(put)
	}
	b.milestonesOf(p, lane, put)
	if len(item.Stages) == 0 {
		put(
			lane,
			nil,
			append([]diagram.Undated{{ID: item.ID, Mark: "blank", Name: item.Name, Note: item.Amount}}, undated...)...)
		return
	}
	put(lane, &item, undated...)
}

// setApart puts things as put does and notes that the options leave them out.
func (b *roadmapBuilder) setApart(put putter) putter {
	return func(lane string, item *diagram.RoadmapItem, undated ...diagram.Undated) {
		if item != nil {
			b.apart[item.ID] = true
		}
		for _, u := range undated {
			b.apart[u.ID] = true
		}
		put(lane, item, undated...)
	}
}

// projectFigures takes the announced investment as the amount and what is planned once at full output as undated aims.
func (b *roadmapBuilder) projectFigures(p *graph.Node, item *diagram.RoadmapItem) []diagram.Undated {
	var out []diagram.Undated
	for _, n := range b.snapshot().Tails(p.ID, graph.About) {
		b.facts = append(b.facts, n.Prov)
		switch measure := graph.FigureOf(n).Measure(); {
		case measure == graph.MeasureInvestment:
			item.Amount = b.figure(n)
		case (measure == graph.MeasureOutput || measure == graph.MeasureSales) && n.Prov.ValueKind != graph.Actual:
			name := item.Name
			if firms := b.snapshot().Tails(p.ID, graph.Runs); len(firms) > 0 {
				name = b.shortName(firms[0])
			}
			out = append(
				out,
				diagram.Undated{ID: string(n.ID), Mark: "target", Name: name + b.pick("达产", " at full output"), Note: b.figure(n)},
			)
		}
	}
	return out
}

func (b *roadmapBuilder) milestonesOf(p *graph.Node, lane string, put putter) {
	for _, m := range b.snapshot().Tails(p.ID, graph.Marks) {
		if item := b.milestone(m, graph.MilestoneOf(m).Due(), m.Prov.Confidence.Evidenced()); item != nil {
			item.Stages[0].Done = false
			put(lane, item)
		}
	}
}

// stages are the dated steps, the present state and, while work goes on, the next step.
//
// The state of a project without a date of its own stands on the day of the record that says so. Where the record is of
// the same time as an earlier step, its day is that step's, and when the state was reached nobody noted: it is open.
func (b *roadmapBuilder) stages(p *graph.Node) []diagram.Stage {
	var out []diagram.Stage
	state := graph.ProjectOf(p).Stage()
	stated := false
	for _, step := range dated {
		s, ok := b.stage(step.step, step.on(graph.ProjectOf(p)))
		if !ok {
			continue
		}
		s.Done = s.Done || step.state == state && b.begun(s)
		out = append(out, s)
		stated = stated || step.state == state
	}
	if record, ok := b.stage(state, p.Prov.AsOf); ok && !stated && state != graph.StepUnknown {
		if len(out) > 0 && !laterThan(record, out[len(out)-1]) {
			last := out[len(out)-1]
			record = diagram.Stage{Step: state, Mark: b.mark(state), From: last.From, Until: last.Until, Open: true}
		}
		record.Done = record.Open || b.begun(record)
		out = append(out, record)
	}
	if next, ok := b.next(p, state); ok && len(out) > 0 {
		out = append(out, next)
	}
	return out
}

// begun tells whether a date had at least begun on the day of the newest record: a year that is not over counts.
func (b *roadmapBuilder) begun(s diagram.Stage) bool { return s.From <= b.asOf.Format(time.DateOnly) }

// laterThan tells whether a record is at least a quarter newer than a step.
func laterThan(record, step diagram.Stage) bool {
	from, errA := time.Parse(time.DateOnly, record.Until)
	until, errB := time.Parse(time.DateOnly, step.Until)
	return errA == nil && errB == nil && !from.Before(until.AddDate(0, 3, 0))
}

// next is the planned production: on its date, or open while the project is under way.
func (b *roadmapBuilder) next(p *graph.Node, state string) (diagram.Stage, bool) {
	if state == graph.StepProduction || state == graph.StepStopped {
		return diagram.Stage{}, false
	}
	if due, ok := b.stage(graph.StepProduction, graph.ProjectOf(p).Due()); ok {
		due.Done = false
		return due, true
	}
	if b.silent(p) > staleMonths {
		return diagram.Stage{}, false // when nothing was heard for a year, a step ahead would be a guess
	}
	at := b.asOf.AddDate(0, 3, 0).Format(time.DateOnly)
	step := graph.StepProduction
	return diagram.Stage{Step: step, Mark: b.mark(step), From: at, Until: at, Open: true}, true
}

// silent is how many months passed from the end of the last record, as precise as it is, to the newest record of all.
func (b *roadmapBuilder) silent(p *graph.Node) int {
	dates := []graph.Date{p.Prov.AsOf}
	for _, step := range dated {
		dates = append(dates, step.on(graph.ProjectOf(p)))
	}
	var last time.Time
	for _, d := range dates {
		if _, until, err := d.Span(); err == nil && until.After(last) && !until.After(b.asOf.AddDate(0, 0, 1)) {
			last = until
		}
	}
	if last.IsZero() {
		return 0
	}
	end := b.asOf.AddDate(0, 0, 1)
	months := (end.Year()-last.Year())*12 + int(end.Month()-last.Month())
	if end.Day() < last.Day() {
		months--
	}
	return max(0, months)
}

// judge sets the light, the first that holds: what people said, done, late, no dated record, no news, normal.
func (b *roadmapBuilder) judge(p *graph.Node, item *diagram.RoadmapItem) {
	due, hasDue := b.stage("", graph.ProjectOf(p).Due())
	switch state := graph.ProjectOf(p).Stage(); {
	case state == graph.StepStopped:
		item.Light = diagram.LightStopped
	case state == graph.StepProduction:
		item.Light = diagram.LightDone
	case hasDue && b.happened(due):
		item.Light = diagram.LightLate
	case len(item.Stages) == 0 || state == graph.StepUnknown:
		item.Light = diagram.LightBlank
	case b.silent(p) > staleMonths:
		item.Light = diagram.LightStale
		item.Stale = fmt.Sprintf(b.pick("%d 个月无记录", "no record for %d months"), b.silent(p))
	default:
		item.Light = diagram.LightNormal
	}
	item.Note = strings.TrimSpace(p.Attrs.Note())
	if item.Light == diagram.LightDone && !slices.ContainsFunc(item.Stages, func(s diagram.Stage) bool {
		return s.Step == graph.StepProduction && !s.Open
	}) {
		item.Note = b.pick("已投产，日期待补充", "in production, date not given")
	}
}
