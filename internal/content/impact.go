package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// NewImpact says what is in the impact drawing of a link. The error has code graph.CodeNotFound when the link does not
// exist.
func NewImpact(f *analysis.Findings, link graph.ID, o Options) (diagram.Impact, error) {
	l := f.Link(link)
	if l == nil {
		return diagram.Impact{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no link %q", link),
			Fix:     "see the links of a chain",
		}
	}
	base, err := newStructureBuilder(f, l.Chain.Node.ID, o)
	if err != nil {
		return diagram.Impact{}, err
	}
	b := impactBuilder{structureBuilder: base, link: l, stops: stopsWith(l)}
	i := diagram.Impact{
		Link:    b.hit(l),
		Steps:   b.steps(),
		Of:      l.Chain.Completeness.WeightTotal - l.Weight,
		Stops:   len(l.Criticality.Fails),
		OneOff:  len(l.Users) > 0 && len(l.Takers) == 0,
		Instead: b.instead(),
		Others:  b.others(),
		Worst:   b.worst(),
	}
	for _, s := range i.Steps {
		i.Total += len(s.Links)
		i.Weight = s.Weight
	}
	i.Edges, i.Remarks = b.edges(i), b.remarks(i)
	i.Head = b.head(i)
	return i, nil
}

type impactBuilder struct {
	structureBuilder
	link  *analysis.Link
	stops map[*analysis.Link]bool // what stops with the link, and itself
}

func stopsWith(l *analysis.Link) map[*analysis.Link]bool {
	stops := map[*analysis.Link]bool{l: true}
	for _, x := range l.Criticality.Fails {
		stops[x] = true
	}
	return stops
}

// hit is a link's card without what its place in the drawing says already.
func (b *impactBuilder) hit(l *analysis.Link) diagram.Hit {
	c := b.card(l)
	c.Affects, c.Other, c.Group, c.MustPass = nil, nil, "", b.stops[l] && l != b.link
	if c.Empty != "" {
		c.Empty = b.pick(c.Empty, "None seen here") // cards are narrow
	}
	return diagram.Hit{Card: c, Chain: b.chainName(l.Chain.Node)}
}

// affected is a hit with what becomes of its needs.
func (b *impactBuilder) affected(l *analysis.Link) diagram.Hit {
	h := b.hit(l)
	h.Supply, h.Why = "", b.why(l)
	if !h.MustPass {
		return h
	}
	h.Needs = len(l.Needs)
	for _, group := range l.Needs {
		var left, cut []string
		for _, x := range group {
			if b.stops[x] {
				cut = append(cut, string(x.Node.ID))
			} else {
				left = append(left, b.name(x))
			}
		}
		switch {
		case len(left) > 0:
			h.Holds = append(h.Holds, strings.Join(left, b.pick("或", " or ")))
		case len(cut) > 1:
			h.Cut = append(h.Cut, cut)
		}
	}
	return h
}

func (b *impactBuilder) name(l *analysis.Link) string { return l.Node.Label(string(b.lexicon)) }

// sorted lists links as they matter: what stops before what can go round, markets last, necessary before useful, then
// by id.
func (b *impactBuilder) sorted(links []*analysis.Link) []diagram.Hit {
	rank := func(l *analysis.Link) int {
		switch {
		case !b.stops[l]:
			return 2
		case l.State == analysis.Market:
			return 1
		}
		return 0
	}
	slices.SortFunc(links, func(x, y *analysis.Link) int {
		return cmp.Or(rank(x)-rank(y), y.Weight-x.Weight, cmp.Compare(x.Node.ID, y.Node.ID))
	})
	out := make([]diagram.Hit, len(links))
	for i, l := range links {
		out[i] = b.affected(l)
	}
	return out
}

// why says what a link stops for, or how it goes round; then in fewer words.
func (b *impactBuilder) why(l *analysis.Link) []string {
	cut := 0
	for _, group := range l.Needs {
		if !slices.ContainsFunc(group, func(x *analysis.Link) bool { return !b.stops[x] }) {
			cut++
		}
	}
	switch only := l.Needs[0]; {
	case cut == 0:
		way := b.name(wayRound(l, b.stops))
		return []string{b.pick("可绕："+way, "or by "+way), b.pick("可绕", "goes round")}
	case len(l.Needs) > 1:
		return []string{b.pick(
			fmt.Sprintf("要 %d 样，断 %d 样", len(l.Needs), cut),
			fmt.Sprintf("needs %d, lacks %d", len(l.Needs), cut),
		), b.pick(fmt.Sprintf("断 %d/%d", cut, len(l.Needs)), fmt.Sprintf("lacks %d/%d", cut, len(l.Needs)))}
	case len(only) == 2:
		return []string{b.pick("两路都断", "both ways are cut"), b.pick("都断", "both cut")}
	case len(only) > 2:
		return []string{b.pick("各路都断", "all ways are cut"), b.pick("都断", "all cut")}
	default:
		return []string{b.pick("只靠"+b.name(only[0]), "hangs on "+b.name(only[0])), b.pick("只靠一样", "one need")}
	}
}

// wayRound is the alternative by which a link works on though another one stops; nil when it stops or has lost none.
func wayRound(l *analysis.Link, stops map[*analysis.Link]bool) (way *analysis.Link) {
	for _, group := range l.Needs {
		i := slices.IndexFunc(group, func(x *analysis.Link) bool { return !stops[x] })
		if i < 0 {
			return nil
		}
		if way == nil && slices.ContainsFunc(group, func(x *analysis.Link) bool { return stops[x] }) {
			way = group[i]
		}
	}
	return way
}

// rounds are the links that have lost an alternative to what stops and work on by another one.
func rounds(from *analysis.Link, stops map[*analysis.Link]bool) []*analysis.Link {
	var out []*analysis.Link
	for _, l := range from.Downstream() {
		if !stops[l] && wayRound(l, stops) != nil {
			out = append(out, l)
		}
	}
	return out
}

// steps are what stops by the last of its needs that fails, and what goes round behind the last alternative that it
// lost. Markets on which nothing here hangs come last.
func (b *impactBuilder) steps() []diagram.Step {
	at := map[*analysis.Link]int{b.link: 0}
	for i, step := range b.link.Criticality.Steps {
		for _, l := range step {
			at[l] = i + 1
		}
	}
	rounds := rounds(b.link, b.stops)
	for _, l := range rounds {
		n := 0
		for _, x := range slices.Concat(l.Needs...) {
			if b.stops[x] {
				n = max(n, at[x])
			}
		}
		at[l] = n + 1
	}
	var columns [][]*analysis.Link
	var markets []*analysis.Link
	for _, l := range append(slices.Clone(b.link.Criticality.Fails), rounds...) {
		onward := slices.ContainsFunc(l.Takers, func(x *analysis.Link) bool { _, here := at[x]; return here && b.stops[l] })
		if l.State == analysis.Market && !onward {
			markets = append(markets, l)
			continue
		}
		for len(columns) < at[l] {
			columns = append(columns, nil)
		}
		columns[at[l]-1] = append(columns[at[l]-1], l)
	}
	if len(markets) > 0 {
		columns = append(columns, markets)
	}
	weight := 0
	out := make([]diagram.Step, len(columns))
	for i, links := range columns {
		step := diagram.Step{Name: fmt.Sprintf(b.pick("第 %d 步", "Step %d"), i+1), Links: b.sorted(links)}
		if len(markets) > 0 && i == len(columns)-1 {
			step.Name = b.pick("用途", "Markets")
		}
		for _, l := range links {
			if b.stops[l] {
				step.Stops++
				if l.Chain == b.link.Chain {
					weight += l.Weight
				}
			}
		}
		step.Weight = weight
		out[i] = step
	}
	return out
}

// edges are the feeds that fail, back into a ring too. What stops has those of the needs that fail altogether: it does
// not stop for an alternative where another one works.
func (b *impactBuilder) edges(i diagram.Impact) []diagram.Edge {
	shown := map[string]bool{i.Link.ID: true}
	for _, s := range i.Steps {
		for _, h := range s.Links {
			shown[h.ID] = true
		}
	}
	var out []diagram.Edge
	for _, feed := range b.findings.Feeds {
		if feed.Carries() && b.stops[feed.From] && shown[string(feed.To.Node.ID)] && b.cuts(feed.From, feed.To) {
			out = append(out, diagram.Edge{From: string(feed.From.Node.ID), To: string(feed.To.Node.ID), Kind: diagram.Fails})
		}
	}
	return out
}

// cuts tells whether a link that stops takes another with it, or leaves it to go round.
func (b *impactBuilder) cuts(from, to *analysis.Link) bool {
	if !b.stops[to] || to == b.link {
		return true
	}
	for _, group := range to.Needs {
		if slices.Contains(group, from) {
			return !slices.ContainsFunc(group, func(x *analysis.Link) bool { return !b.stops[x] })
		}
	}
	return false
}

// mostOthers is how many other links the same question is asked for.
const mostOthers = 5

// others asks the same question for other links of the chain, those with which most stops first, then the more
// necessary; links with which nothing stops only where something goes round them.
func (b *impactBuilder) others() []diagram.Stop {
	var links []*analysis.Link
	for _, l := range b.link.Chain.Links {
		if l != b.link && len(l.Takers) > 0 {
			links = append(links, l)
		}
	}
	slices.SortFunc(links, func(x, y *analysis.Link) int {
		return cmp.Or(
			len(y.Criticality.Fails)-len(x.Criticality.Fails),
			y.Weight-x.Weight,
			cmp.Compare(x.Node.ID, y.Node.ID),
		)
	})
	var out []diagram.Stop
	for _, l := range links[:min(mostOthers, len(links))] {
		stops := stopsWith(l)
		s := diagram.Stop{ID: string(l.Node.ID), Href: linkHref(l), Name: b.name(l)}
		for _, step := range l.Criticality.Steps {
			s.Fails = append(s.Fails, b.names(step, nil)...)
		}
		for _, x := range rounds(l, stops) {
			s.Rounds = append(s.Rounds, b.round(x, wayRound(x, stops)))
		}
		out = append(out, s)
	}
	return out
}

// round says by what a link works on, and who makes that here.
func (b *impactBuilder) round(l, way *analysis.Link) string {
	var firms []string
	for _, p := range way.Positions {
		if name := graph.EnterpriseOf(p.Enterprise).Short(); p.Local && !slices.Contains(firms, name) {
			firms = append(firms, name)
		}
	}
	who := b.pick("本市未见", "none seen here")
	if len(firms) > 0 {
		who = firms[0]
	}
	if len(firms) > 1 {
		who += " " + diagram.InAll(string(b.lexicon), len(firms), "家")
	}
	return b.pick(b.name(l)+"改走"+b.name(way)+"（"+who+"）", b.name(l)+" by "+b.name(way)+" ("+who+")")
}

// worst says what is left of the chain when one enterprise stops.
func (b *impactBuilder) worst() diagram.Worst {
	w := b.link.Chain.WorstStop
	out := diagram.Worst{
		Text:  b.worstText(w),
		Held:  w.WeightHeld,
		Total: w.WeightTotal,
		Rows:  []diagram.WorstRow{{Name: b.pick("今天", "Today")}},
	}
	add := func(who []*graph.Node, lost int) {
		if len(who) == 0 {
			return
		}
		name := graph.EnterpriseOf(who[0]).Short()
		if len(who) > 1 {
			name += " " + diagram.InAll(string(b.lexicon), len(who), "家")
		}
		out.Rows = append(out.Rows, diagram.WorstRow{Name: b.pick(name+"停产", name+" stops"), Lost: lost})
	}
	add(w.Enterprises, w.WeightLost)
	add(w.Second, w.SecondLost)
	return out
}

// worstText says whose stop is the worst, what is left, and which links hang on that enterprise alone.
func (b *impactBuilder) worstText(w analysis.WorstStop) string {
	if len(w.Enterprises) == 0 {
		return b.say(w.Text())
	}
	who := make([]string, len(w.Enterprises))
	for i, e := range w.Enterprises {
		who[i] = graph.EnterpriseOf(e).Short()
	}
	names := b.list(who[:min(3, len(who))])
	if len(who) > 3 {
		names += " " + diagram.InAll(string(b.lexicon), len(who), "家")
	}
	lost := b.names(w.Lost, nil)
	only := lost[0]
	if len(lost) > 1 {
		only = b.pick(lost[0]+" "+diagram.InAll("zh", len(lost), "个环节"), lost[0]+" "+diagram.InAll("en", len(lost), ""))
	}
	sole := b.pick(only+"是独家，备份 0 家。", only+": one firm each, no backup.")
	if len(lost) == 1 {
		sole = b.pick(sole, only+" has one firm and no backup.")
	}
	if len(who) > 1 {
		sole = b.pick("并列，停哪一家都一样多。", "They tie: each costs as much.")
	}
	left := b.pick(
		fmt.Sprintf("%d/%d 剩 %d/%d，丢 %d%%；", w.WeightHeld, w.WeightTotal, w.Left(), w.WeightTotal,
			analysis.Percent(analysis.Share(w.WeightLost, w.WeightHeld))),
		fmt.Sprintf("%d/%d becomes %d/%d, %d%% lost; ", w.WeightHeld, w.WeightTotal, w.Left(), w.WeightTotal,
			analysis.Percent(analysis.Share(w.WeightLost, w.WeightHeld))),
	)
	if w.Left() == 0 {
		left = b.pick(
			fmt.Sprintf("停一家，全链为 0（今天 %d/%d）；", w.WeightHeld, w.WeightTotal),
			fmt.Sprintf("one stop leaves the chain at 0, of %d/%d; ", w.WeightHeld, w.WeightTotal),
		)
	}
	return b.pick("最坏一家：", "The worst: ") + names + b.pick("。", ". ") + left + sole
}

// remarks say openly what the figures rest on.
func (b *impactBuilder) remarks(i diagram.Impact) []string {
	var out []string
	if names := b.names(b.link.Criticality.Cycle, b.link); len(names) > 0 {
		out = append(
			out,
			b.pick(
				"成环：它与"+b.list(names)+"互为上下游。",
				"A cycle: it and "+b.list(names)+" feed one another.",
			),
		)
	}
	told := map[*analysis.Link]bool{}
	for _, l := range b.link.Downstream() {
		if cycle := l.Criticality.Cycle; len(cycle) > 0 && !told[l] && !slices.Contains(cycle, b.link) {
			for _, x := range cycle {
				told[x] = true
			}
			names := b.list(b.names(cycle, nil))
			out = append(
				out,
				b.pick("下游成环："+names+"互为上下游。", "A cycle downstream: "+names+" feed one another."),
			)
		}
	}
	var maybe []string
	for _, feed := range b.findings.Feeds {
		if feed.Possible && feed.From == b.link {
			maybe = append(maybe, feed.To.Node.Label(string(b.lexicon)))
		}
	}
	if len(maybe) > 0 {
		out = append(
			out,
			b.pick(
				"可能供给"+b.list(maybe)+"：并非每家都需要，不计入。",
				"It could also feed "+b.list(maybe)+": not every maker needs it, so this is not counted.",
			),
		)
	}
	if n := len(b.link.Downstream()) - i.Total; n > 0 {
		out = append(out, b.pick(
			fmt.Sprintf("再往下还有 %d 个环节，来路未断，照常。", n),
			b.count(n, "", "link", "links")+" farther downstream have lost nothing and work on.",
		))
	}
	if len(b.link.Users) > len(b.link.Takers) {
		out = append(out, b.pick(
			"它供的设备、服务停了不算断供：已买的照用。",
			"Equipment and services that it delivers carry no stop: what was bought works on.",
		))
	}
	return append(
		out,
		b.pick("权重为必要程度 1–3 之和；失效环节自身不计。", "Weight is necessity, 1 to 3, added up; the failing link itself is left out."),
	)
}

// instead says what could stand in for the link.
func (b *impactBuilder) instead() []diagram.Source {
	link := graph.LinkOf(b.link.Node)
	said := func(terms []graph.Term, code string) string {
		if code == "" {
			return b.say(blank)
		}
		return graph.Words(terms, code, string(b.lexicon))
	}
	circle, farther := diagram.Source{
		Label: b.pick("圈内厂家", "In the circle"),
	}, diagram.Source{
		Label: b.pick("更远厂家", "Farther off"),
	}
	for _, p := range b.link.Positions {
		switch {
		case p.Local:
		case p.Circle:
			circle.Firms = append(circle.Firms, b.firm(p))
		default:
			farther.Firms = append(farther.Firms, b.firm(p))
		}
	}
	for _, s := range []*diagram.Source{&circle, &farther} {
		if len(s.Firms) == 0 {
			s.Words = b.pick("未见", "none seen")
		}
	}
	return []diagram.Source{
		circle,
		farther,
		{Label: b.pick("技术替代", "Substitute"), Words: said(graph.Substitutes, link.Substitute())},
		{Label: b.pick("国内供给", "In the country"), Words: said(graph.Supplies, link.OutsideSupply())},
	}
}

// names of links, in their order, but for one.
func (b *impactBuilder) names(links []*analysis.Link, but *analysis.Link) []string {
	var out []string
	for _, l := range links {
		if l != but {
			out = append(out, l.Node.Label(string(b.lexicon)))
		}
	}
	return out
}

func (b *impactBuilder) head(i diagram.Impact) diagram.Head {
	h := b.chainBuilder.head("impact", "影响图", "Impact")
	name := b.link.Node.Label(string(b.lexicon))
	h.ID = "impact/" + b.link.Node.ID.Key()
	h.Title = b.pick(name+"若中断·影响图", name+" · Impact of a failure")
	h.Facts = append([]string{b.pick(i.Link.Chain+"产业链", i.Link.Chain+" chain")}, h.Facts...)
	h.Figures = []diagram.Figure{
		{Value: fmt.Sprint(i.Stops), Label: b.pick("停下，都绕不开", "stop, with no way round"), Tone: "missing"},
		{Value: fmt.Sprint(i.Total - i.Stops), Label: b.pick("可改道的环节", "can go round")},
		{Value: fmt.Sprint(b.firmsStopped()), Label: b.pick("停下环节的本地企业", "local firms on what stops")},
		{
			Value: fmt.Sprintf("%d/%d", i.Weight, i.Of),
			Label: b.pick("停下的本链权重（不计自身）", "of chain weight stops, itself apart"),
		},
	}
	if i.Stops == 0 {
		h.Figures[0].Tone = ""
	}
	h.Headline = b.headline(i)
	h.Desc = h.Headline
	h.Sources, h.Notes = b.basis()
	return h
}

// firmsStopped counts the local enterprises on the links that stop.
func (b *impactBuilder) firmsStopped() int {
	firms := map[graph.ID]bool{}
	for _, l := range b.link.Criticality.Fails {
		for _, p := range l.Positions {
			if p.Local {
				firms[p.Enterprise.ID] = true
			}
		}
	}
	return len(firms)
}

// headline says what stops, what can go round by what, and how much of each chain that is.
func (b *impactBuilder) headline(i diagram.Impact) string {
	if i.Total == 0 {
		return b.say(b.link.Criticality.Effect.Text)
	}
	var parts []string
	if i.Stops > 0 {
		list := make([]string, 0, 3)
		for _, s := range i.Steps {
			for _, x := range s.Links {
				if x.MustPass && len(list) < cap(list) {
					list = append(list, x.Name)
				}
			}
		}
		more := ""
		if i.Stops > len(list) {
			more = b.pick("等", " …")
		}
		parts = append(parts, b.pick(
			fmt.Sprintf("%s一断，%d 个环节无路可绕（%s%s）", b.name(b.link), i.Stops, b.list(list), more),
			fmt.Sprintf(
				"%s with it and cannot go round (%s%s)",
				b.count(i.Stops, "", "link stops", "links stop"),
				b.list(list),
				more,
			),
		))
	} else {
		parts = append(parts, b.pick(b.name(b.link)+"一断，没有环节停下", "nothing stops with it"))
	}
	if n := i.Total - i.Stops; n > 0 {
		x := rounds(b.link, b.stops)[0]
		more := ""
		if n > 1 {
			more = b.pick("等", " …")
		}
		parts = append(parts, b.pick(
			fmt.Sprintf("%d 个可改道：%s%s", n, b.round(x, wayRound(x, b.stops)), more),
			fmt.Sprintf("%d can go round: %s%s", n, b.round(x, wayRound(x, b.stops)), more),
		))
	}
	if i.Stops > 0 {
		parts = append(parts, b.pick("停下的权重：", "weight that stops: ")+b.list(b.shares()))
	}
	return b.sentence(parts)
}

// shares are the parts of the weights of chains that stop, that of the link's own chain first.
func (b *impactBuilder) shares() []string {
	weight := map[*analysis.Chain]int{}
	for _, l := range b.link.Criticality.Fails {
		weight[l.Chain] += l.Weight
	}
	var out []string
	for _, c := range append([]*analysis.Chain{b.link.Chain}, b.findings.Chains...) {
		total := c.Completeness.WeightTotal
		if c == b.link.Chain {
			total -= b.link.Weight
		}
		if weight[c] > 0 {
			name, part := b.chainName(c.Node), fmt.Sprintf("%d%%", analysis.Percent(analysis.Share(weight[c], total)))
			out = append(out, b.pick(name+" "+part, part+" of "+name))
			weight[c] = 0
		}
	}
	if len(out) == 0 { // markets alone have no weight
		out = append(out, "0")
	}
	return out
}

// basis counts the evidence behind the firms that are named.
func (b *impactBuilder) basis() (foot string, notes []string) {
	var facts []graph.Provenance
	for _, l := range append([]*analysis.Link{b.link}, b.link.Criticality.Fails...) {
		for _, p := range l.Positions {
			if p.Local {
				facts = append(facts, p.Relation.Prov)
			}
		}
	}
	counts, notes := b.evidence(facts)
	if counts == "" {
		counts = b.say(blank)
	}
	return b.pick(
		"企业来源：",
		"Sources of firms: ",
	) + counts + b.pick(
		"；环节与供给关系按行业通用模板 ",
		"; links and feeds from the trade template ",
	) +
		b.chain.Completeness.Template + b.pick(
		"（待核实），只计断了就停的供给",
		" (to be verified), feeds that carry a stop only",
	), notes
}
