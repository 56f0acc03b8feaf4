package content

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// Years of the axis before and after that of the newest record.
const (
	yearsBack  = 3
	yearsAhead = 2
)

// staleMonths after its last record a project counts as without news.
const staleMonths = 12

// NewRoadmap says what is in the roadmap of a chain. The error has code graph.CodeNotFound when the chain does not
// exist.
func NewRoadmap(f *analysis.Findings, chain graph.ID, o Options) (diagram.Roadmap, error) {
	base, err := newChainBuilder(f, chain, o)
	if err != nil {
		return diagram.Roadmap{}, err
	}
	b := roadmapBuilder{
		chainBuilder: base,
		extend:       map[*analysis.Link]bool{},
		served:       map[*analysis.Link]bool{},
		apart:        map[string]bool{},
	}
	for _, e := range f.Extensions {
		b.extend[e.Link] = true
	}
	b.asOf, b.label = b.newest()
	r := diagram.Roadmap{AsOf: b.asOf.Format(time.DateOnly), Label: b.pick("全库记录截至 ", "Records up to ") + b.label,
		First: b.asOf.Year() - yearsBack, Last: b.asOf.Year() + yearsAhead}
	r.Words = diagram.RoadmapWords{
		Before:  b.pick(fmt.Sprintf("%d 年", r.First-1), fmt.Sprint(r.First-1)),
		Earlier: b.pick("及以前", "and before"),
		Done: b.pick(
			"已发生",
			"So far",
		),
		Plan:      b.pick("计划", "Plan"),
		Undated:   b.pick("时限待补充", "No date given"),
		UndatedOf: b.pick("缺口、目标与无日期项目", "Gaps, targets, undated projects"),
		Nothing: b.pick(
			"此后无带日期的节点",
			"Nothing dated from here on",
		),
		Empty: b.pick("没有带日期的记录", "No dated record"),
		Steps: b.steps(),
	}
	r.Lanes = b.lanes()
	r.Head = b.head(r).Scoped(b.scope(o, ""))
	r.Left = b.leaveOut(r.Lanes)
	return r, nil
}

// leaveOut takes away what belongs only to links that the options leave out, and returns how many items that are.
// Targets and platforms of the whole chain stay: they frame the rest.
func (b *roadmapBuilder) leaveOut(lanes []diagram.RoadmapLane) (left int) {
	if !b.options.filters() {
		return 0
	}
	for i := range lanes {
		l := &lanes[i]
		had := len(l.Items)
		l.Items = slices.DeleteFunc(l.Items, func(i diagram.RoadmapItem) bool { return b.apart[i.ID] })
		l.Undated = slices.DeleteFunc(l.Undated, func(u diagram.Undated) bool { return b.apart[u.ID] })
		left += had - len(l.Items)
		b.title(l)
	}
	return left
}

type roadmapBuilder struct {
	chainBuilder
	asOf   time.Time // the last day of the newest record
	label  string
	extend map[*analysis.Link]bool
	served map[*analysis.Link]bool // links with a project
	apart  map[string]bool         // ids of what belongs only to links that are left out
	facts  []graph.Provenance
	bare   int // missing links without a project
}

// lanes are the five purposes with what serves them.
func (b *roadmapBuilder) lanes() []diagram.RoadmapLane {
	lanes := []diagram.RoadmapLane{
		{Key: "target", Name: b.pick("目标", "Targets"), Quiet: true},
		{Key: graph.StrategyFill, Name: b.pick("补链", "Fill")},
		{Key: graph.StrategyStrengthen, Name: b.pick("强链", "Strengthen")},
		{Key: graph.StrategyExtend, Name: b.pick("延链", "Extend")},
		{Key: "platform", Name: b.pick("平台与要素", "Platforms"), Quiet: true},
	}
	put := func(key string, item *diagram.RoadmapItem, undated ...diagram.Undated) {
		l := &lanes[slices.IndexFunc(lanes, func(l diagram.RoadmapLane) bool { return l.Key == key })]
		if item != nil {
			l.Items = append(l.Items, *item)
		}
		l.Undated = append(l.Undated, undated...)
	}
	b.targets(put)
	b.projects(put)
	b.gaps(put)
	b.platforms(put)
	for i := range lanes {
		l := &lanes[i]
		slices.SortStableFunc(l.Items, func(x, y diagram.RoadmapItem) int {
			return cmp.Or(cmp.Compare(x.Stages[0].From, y.Stages[0].From), cmp.Compare(x.ID, y.ID))
		})
		b.title(l)
	}
	return lanes
}

// title writes what stands in a lane's head under its name.
func (b *roadmapBuilder) title(l *diagram.RoadmapLane) {
	projects := 0
	for _, i := range l.Items {
		if i.Kind == diagram.ItemProject {
			projects++
		}
	}
	for _, u := range l.Undated {
		if isProject(u) {
			projects++
		}
	}
	if l.Quiet {
		l.Count = b.count(len(l.Items)+len(l.Undated), "项", "item", "items")
	} else {
		l.Count = b.count(projects, "个项目", "project", "projects")
	}
	l.Owner = b.pick("责任：", "Owner: ") + b.say(blank)
	if b.answered(l.Key) { // for a gap each, nobody for the whole lane
		l.Owner = b.pick("责任：见各缺口", "Owners: see gaps")
	}
}

// answered tells whether people made somebody responsible for a gap of a lane.
func (b *roadmapBuilder) answered(lane string) bool {
	return slices.ContainsFunc(b.findings.Gaps, func(g *analysis.Gap) bool {
		return g.Link.Chain == b.chain && g.Taken() && g.Decision().Owner != "" && b.purpose(g.Link) == lane
	})
}

// purpose is what work on a link does for the chain: what people decided at its gap, else by rule.
func (b *roadmapBuilder) purpose(l *analysis.Link) string {
	if g := b.findings.Gap(analysis.GapID(l.Node.ID)); g != nil && g.Decision().Strategy != "" {
		return g.Decision().Strategy
	}
	switch {
	case b.extend[l]:
		return graph.StrategyExtend
	case !l.State.Lacks():
		return graph.StrategyStrengthen
	}
	return graph.StrategyFill
}

// isProject tells whether what has no date is a project.
func isProject(u diagram.Undated) bool {
	return strings.HasPrefix(u.ID, graph.KindProject.Prefix()+":")
}

type putter func(lane string, item *diagram.RoadmapItem, undated ...diagram.Undated)

// gaps puts what people set a day for on that day, and the other missing links without a project into the undated
// column, heaviest first.
func (b *roadmapBuilder) gaps(put putter) {
	for _, g := range OpenGaps(b.findings, b.chain.Node.ID) {
		bare := g.Kind() == graph.GapMissing && !b.served[g.Link]
		if bare {
			b.bare++
		}
		item := b.due(g)
		if item == nil && !bare {
			continue
		}
		b.apart[string(g.ID)] = !b.options.keeps(g.Link)
		if item != nil {
			put(b.purpose(g.Link), item)
			continue
		}
		put(
			b.purpose(g.Link),
			nil,
			diagram.Undated{ID: string(g.ID), Mark: "missing", Name: g.Link.Node.Label(string(b.lexicon)), Note: b.bareNote(g)},
		)
	}
}

// due is the day until when people want a gap closed, with who answers for it; nil without one.
func (b *roadmapBuilder) due(g *analysis.Gap) *diagram.RoadmapItem {
	decided := g.Decision()
	stage, ok := b.stage("", decided.Due)
	if !g.Open() || !ok {
		return nil
	}
	stage.Done = false // nobody said that it is closed
	name := g.Link.Node.Label(string(b.lexicon))
	notes := []string{cmp.Or(decided.Owner, b.pick("责任待补充", "owner not given")), b.pick("人工决定", "decided")}
	if stage.Until <= b.snapshot().Time.In(graph.Zone).Format(time.DateOnly) {
		notes = slices.Insert(notes, 0, b.pick("逾期", "overdue"))
	}
	return &diagram.RoadmapItem{
		ID:     string(g.ID),
		Href:   "/gaps?gap=" + g.ID.Key(),
		Kind:   diagram.ItemDue,
		Name:   b.pick("缺口“"+name+"”期限", "Gap “"+name+"” due"),
		Note:   strings.Join(notes, b.pick("·", " · ")),
		Stages: []diagram.Stage{stage},
	}
}

// bareNote says what stands of a missing link that nobody set a day for.
func (b *roadmapBuilder) bareNote(g *analysis.Gap) string {
	if g.Status() == graph.GapDismissed {
		return b.pick("忽略，未关闭", "dismissed, not closed")
	}
	return b.pick("尚无项目", "no project")
}

// platforms are what carries the chain: plan and task force as milestones on the day that their document describes;
// milestones of chain and plan; the other six ones undated, where nothing is known as a blank to fill.
func (b *roadmapBuilder) platforms(put putter) {
	for _, one := range analysis.SixOnes(b.snapshot(), b.chain.Node.ID) {
		dated := one.Key == "plan" || one.Key == "task_force"
		if len(one.Nodes) == 0 {
			put("platform", nil, diagram.Undated{ID: "six/" + one.Key, Mark: "blank", Name: b.say(one.Name), Note: b.say(blank)})
		}
		for i, n := range one.Nodes {
			prov := one.Prov[i]
			b.facts = append(b.facts, prov)
			if item := b.milestone(n, prov.AsOf, prov.Confidence.Evidenced()); dated && item != nil &&
				b.happened(item.Stages[0]) {
				put("platform", item)
				continue
			}
			note := b.say(one.Name)
			if !prov.Confidence.Evidenced() {
				note = b.pick("待核实", "to be verified")
			}
			put("platform", nil, diagram.Undated{ID: string(n.ID), Mark: "blank", Name: n.Label(string(b.lexicon)), Note: note})
		}
	}
	for _, at := range append([]*graph.Node{b.chain.Node}, b.snapshot().Tails(b.chain.Node.ID, graph.Guides)...) {
		for _, m := range b.snapshot().Tails(at.ID, graph.Marks) {
			b.facts = append(b.facts, m.Prov)
			if item := b.milestone(m, graph.MilestoneOf(m).Due(), m.Prov.Confidence.Evidenced()); item != nil {
				item.Stages[0].Done = false // due, not reached: nobody said so
				put("platform", item)
				continue
			}
			put(
				"platform",
				nil,
				diagram.Undated{ID: string(m.ID), Mark: "target", Name: m.Label(string(b.lexicon)), Note: b.say(blank)},
			)
		}
	}
}

// milestone is an item of one moment; nil without a date.
func (b *roadmapBuilder) milestone(n *graph.Node, date graph.Date, evidenced bool) *diagram.RoadmapItem {
	stage, ok := b.stage("", date)
	if !ok {
		return nil
	}
	return &diagram.RoadmapItem{
		ID:         string(n.ID),
		Href:       "/things/" + string(n.ID),
		Kind:       diagram.ItemMilestone,
		Name:       n.Label(string(b.lexicon)),
		Unverified: !evidenced,
		Stages:     []diagram.Stage{stage},
	}
}

// stage places a date; done when it has wholly passed.
func (b *roadmapBuilder) stage(step string, date graph.Date) (diagram.Stage, bool) {
	from, until, err := date.Span()
	if err != nil {
		return diagram.Stage{}, false
	}
	s := diagram.Stage{
		Step:  step,
		Mark:  b.mark(step),
		From:  from.Format(time.DateOnly),
		Until: until.Format(time.DateOnly),
		Text:  string(date),
	}
	s.Done = b.happened(s)
	return s, true
}

// happened tells whether a date had wholly passed on the day of the newest record.
func (b *roadmapBuilder) happened(s diagram.Stage) bool {
	return s.Until <= b.asOf.AddDate(0, 0, 1).Format(time.DateOnly)
}

// targets are the figures about the chain itself: reached ones and aims, an aim with the newest reached figure of the
// same unit as its base. Figures without a period are undated.
func (b *roadmapBuilder) targets(put putter) {
	figures := b.snapshot().Tails(b.chain.Node.ID, graph.About)
	for _, n := range figures {
		b.facts = append(b.facts, n.Prov)
		said := b.figureSays(n)
		if said.value == "" {
			continue
		}
		item := diagram.RoadmapItem{
			ID:         string(n.ID),
			Href:       "/things/" + string(n.ID),
			Kind:       diagram.ItemTarget,
			Name:       said.name,
			Value:      said.value,
			Unverified: !n.Prov.Confidence.Evidenced(),
		}
		if n.Prov.ValueKind == graph.Target {
			item.Base = b.base(n, figures)
		}
		stage, ok := b.stage("", graph.FigureOf(n).Period())
		if !ok {
			put("target", nil, diagram.Undated{ID: string(n.ID), Mark: "target", Name: item.Name, Note: said.value})
			continue
		}
		stage.Done = stage.Done && n.Prov.ValueKind == graph.Actual
		item.Note = graph.Words(graph.ValueKinds, string(n.Prov.ValueKind), string(b.lexicon))
		if said.note != "" {
			item.Note += "，" + said.note
		}
		item.Stages = []diagram.Stage{stage}
		put("target", &item)
	}
}

// figureSaid are the words of a figure: what it is of, its value with the unit, and what they say beside it.
type figureSaid struct{ name, value, note string }

// spoken matches a number with its unit in the words of a figure: 约 90 亿元, 2 万以上, 7.36%.
var spoken = regexp.MustCompile(`(约|近|超过?|逾)?\s*(\d[\d.]*)\s*(万|亿)?\s*(元|家|人|个|吨|片|件|支|台|套|米|亩|%)?(以上|左右|多)?`)

// figureSays puts a figure into words, each number once. Its own words are in Chinese: what in them states the value
// again is taken from the name, so that an "about" stays with the number; a clause with another number is a note.
func (l lexicon) figureSays(n *graph.Node) (said figureSaid) {
	f := graph.FigureOf(n)
	measure := graph.Words(graph.Measures, f.Measure(), string(l))
	said.value = l.figure(n)
	if l == "en" {
		if said.name = measure; f.Text() != "" {
			said.name += ": " + f.Text()
		}
		return said
	}
	value, known := f.Value()
	var names, notes []string
	for _, clause := range strings.Split(f.Text(), "，") {
		number := spoken.FindStringSubmatch(clause)
		switch {
		case number == nil:
			names = append(names, clause)
		case known && states(number, value, f.Unit()):
			said.value = strings.TrimSpace(number[1]+" "+said.value) + number[5]
			before, _, _ := strings.Cut(clause, number[0])
			names = append(names, cmp.Or(strings.TrimSpace(before), measure))
		case strings.Contains(clause, f.Unit()):
			notes = append(notes, clause)
		default:
			names = append(names, clause)
		}
	}
	said.name, said.note = strings.Join(names, "，"), strings.Join(notes, "，")
	if said.name == "" {
		said.name = measure
	}
	if strings.HasSuffix(said.name, "同比") && known {
		said.name += "增长"
		if value < 0 {
			said.name = strings.TrimSuffix(said.name, "增长") + "下降"
			said.value = l.amount(-value, f.Unit())
		}
	}
	return said
}

// states tells whether a number in the words of a figure is its value in its unit.
func states(number []string, value float64, unit string) bool {
	scale := func(word string) float64 {
		switch {
		case strings.HasPrefix(word, "万"):
			return 1e4
		case strings.HasPrefix(word, "亿"):
			return 1e8
		}
		return 1
	}
	n, err := strconv.ParseFloat(number[2], 64)
	return err == nil && strings.HasSuffix(unit, number[4]) && n*scale(number[3]) == value*scale(unit)
}

// figure is the value of a figure with its unit, or the band that it is said to be in; "" without either.
func (l lexicon) figure(n *graph.Node) string {
	v, ok := graph.FigureOf(n).Value()
	if !ok {
		return graph.Words(graph.Bands, graph.FigureOf(n).Band(), string(l))
	}
	return l.amount(v, graph.FigureOf(n).Unit())
}

// base is the newest reached figure of the same unit, with its period.
func (b *roadmapBuilder) base(target *graph.Node, figures []*graph.Node) string {
	var newest *graph.Node
	for _, n := range figures {
		same := n.Prov.ValueKind == graph.Actual && graph.FigureOf(n).Unit() == graph.FigureOf(target).Unit()
		if same && (newest == nil || graph.FigureOf(n).Period().Newer(graph.FigureOf(newest).Period())) {
			newest = n
		}
	}
	if newest == nil {
		return b.pick("基期待补充", "base not given")
	}
	return b.figure(newest) + b.pick("（", " (") + string(graph.FigureOf(newest).Period()) + b.pick("）", ")")
}

func (b *roadmapBuilder) head(r diagram.Roadmap) diagram.Head {
	h := b.chainBuilder.head("roadmap", "发展路线图", "Roadmap")
	h.Facts = slices.Insert(h.Facts, 2, b.pick("补/强/延按规则归类，已指派的按人工决定", "Lanes by rule, or as people decided"))
	n, lights, ahead, without := 0, map[diagram.Light]int{}, 0, b.bare
	for _, l := range r.Lanes {
		for _, i := range l.Items {
			if i.Kind == diagram.ItemProject {
				n++
				lights[i.Light]++
			}
			if slices.ContainsFunc(i.Stages, func(s diagram.Stage) bool { return !s.Open && !b.happened(s) }) {
				ahead++
			}
		}
		for _, u := range l.Undated {
			if isProject(u) {
				n++
			}
		}
	}
	h.Figures = []diagram.Figure{
		{Value: fmt.Sprint(n), Label: b.counted("projects")},
		{Value: fmt.Sprint(lights[diagram.LightDone]), Label: b.pick("已投产", "in production")},
		{Value: fmt.Sprint(lights[diagram.LightNormal]), Label: b.pick("正常推进", "on the way")},
		{Value: fmt.Sprint(lights[diagram.LightStale]), Label: b.pick("超 12 月无记录", "no news for a year"), Tone: "weak"},
		{Value: fmt.Sprint(lights[diagram.LightLate]), Label: b.counted("projects_late"), Tone: "missing"},
		{Value: fmt.Sprint(without), Label: b.counted("gaps_without_project"), Tone: "missing"},
	}
	for i := range h.Figures {
		if h.Figures[i].Value == "0" { // nothing to warn of
			h.Figures[i].Tone = ""
		}
	}
	var parts []string
	switch {
	case n == 0:
		parts = append(parts, b.pick("本链还没有项目记录", "no project of this chain is on record"))
	case lights[diagram.LightStale] == 0 && lights[diagram.LightLate] == 0:
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个项目，均有一年内的记录或已投产", n),
				b.count(n, "", "project", "projects")+", all with news within a year or in production",
			),
		)
	default:
		text := b.pick(
			fmt.Sprintf("%d 个项目全部超过 12 个月没有进展记录", n),
			"no record for over 12 months of "+b.count(n, "", "project", "projects"),
		)
		if lights[diagram.LightStale] < n {
			text = b.pick(
				fmt.Sprintf("%d 个项目中 %d 个超过 12 个月没有进展记录", n, lights[diagram.LightStale]),
				fmt.Sprintf("%d of %d projects have no record for over 12 months", lights[diagram.LightStale], n),
			)
		}
		if late := lights[diagram.LightLate]; late > 0 {
			text += b.pick(fmt.Sprintf("，%d 个逾期", late), fmt.Sprintf(", %d late", late))
		}
		parts = append(parts, text)
	}
	if without > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个断点尚无项目", without),
				b.count(without, "", "missing gap has", "missing gaps have")+" no project",
			),
		)
	}
	parts = append(
		parts,
		b.pick(
			fmt.Sprintf("%s 以后有日期的节点只有 %d 个", b.label, ahead),
			"only "+b.count(ahead, "", "dated step", "dated steps")+" after "+b.label,
		),
	)
	if ahead == 0 {
		parts[len(parts)-1] = b.pick(b.label+" 以后没有带日期的节点", "nothing is dated after "+b.label)
	}
	h.Headline = b.sentence(parts)
	counts, notes := b.evidence(b.facts)
	h.Notes = notes
	h.Sources = b.sourced(counts, b.pick(
		"多数项目只有一个日期；金额为公布的计划数；分界线为全部项目记录中最新的日期",
		"most projects have one date; amounts as announced; the line is the newest date of all project records",
	))
	h.Desc = h.Headline
	return h
}

// amount writes a number with its unit. English has no unit of a hundred million: yuan become billions and millions.
func (l lexicon) amount(v float64, unit string) string {
	number := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	if l != "en" {
		if unit == "%" {
			return number + "%"
		}
		return number + " " + unit
	}
	base, yearly := strings.CutSuffix(unit, "/年")
	var en string
	switch base {
	case "亿元":
		en = fmt.Sprintf("CNY %g bn", v/10)
	case "万元":
		en = fmt.Sprintf("CNY %g m", v/100)
	case "%":
		en = number + "%"
	default:
		scale, thing := 1.0, base
		for prefix, times := range map[string]float64{"万": 1e4, "亿": 1e8} {
			if rest, ok := strings.CutPrefix(base, prefix); ok && rest != "" {
				scale, thing = times, rest
			}
		}
		word, known := unitsEN[thing]
		if !known {
			word = thing
		}
		en = strings.TrimSpace(grouped(v*scale) + " " + word)
	}
	if yearly {
		en += "/yr"
	}
	return en
}

// grouped writes a number as English does: 100,000 and 2.1 million.
func grouped(v float64) string {
	if math.Abs(v) >= 1e6 {
		return strconv.FormatFloat(v/1e6, 'f', -1, 64) + " million"
	}
	text := strconv.FormatFloat(v, 'f', -1, 64)
	whole, rest, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole
}

var unitsEN = map[string]string{
	"家":   "firms",
	"个":   "",
	"人":   "people",
	"吨":   "t",
	"片":   "pcs",
	"件":   "pcs",
	"支":   "pcs",
	"台":   "units",
	"套":   "sets",
	"米":   "m",
	"平方米": "m²",
	"亩":   "mu",
}
