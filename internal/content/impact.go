package content

import (
	"cmp"
	"fmt"
	"slices"

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
	b := impactBuilder{structureBuilder: base, link: l, effect: l.Criticality.Effect, must: map[*analysis.Link]bool{}}
	for _, x := range l.Criticality.Fails {
		b.must[x] = true
	}
	i := diagram.Impact{
		Link:    b.hit(l),
		Feeders: b.hits(b.unharmed(l.Feeders)),
		Steps:   b.steps(),
		Edges:   b.edges(),
		Shares:  b.shares(),
		Total:   len(b.effect.Links),
		Firms:   len(b.effect.Enterprises),
		Remarks: b.remarks(),
		Instead: b.instead(),
	}
	i.Head = b.head(i)
	return i, nil
}

type impactBuilder struct {
	structureBuilder
	link   *analysis.Link
	effect *analysis.Effect
	must   map[*analysis.Link]bool // what stops with the link
}

// hit is a link's card without what its place in the drawing says already.
func (b *impactBuilder) hit(l *analysis.Link) diagram.Hit {
	c := b.card(l)
	c.Affects, c.Other, c.Group, c.MustPass = nil, nil, "", b.must[l]
	if c.Empty != "" {
		c.Empty = b.pick(c.Empty, "None seen here") // cards are narrow
	}
	return diagram.Hit{Card: c, Chain: b.chainName(l.Chain.Node)}
}

// hits lists links as they matter: what stops before what can go round, necessary before useful, then by id.
func (b *impactBuilder) hits(links []*analysis.Link) []diagram.Hit {
	rank := func(l *analysis.Link) int {
		if b.must[l] {
			return 0
		}
		return 1
	}
	sorted := slices.Clone(links)
	slices.SortFunc(sorted, func(x, y *analysis.Link) int {
		return cmp.Or(rank(x)-rank(y), y.Weight-x.Weight, cmp.Compare(x.Node.ID, y.Node.ID))
	})
	out := make([]diagram.Hit, len(sorted))
	for i, l := range sorted {
		out[i] = b.hit(l)
	}
	return out
}

// why says what a link stops for, or how it goes round.
func (b *impactBuilder) why(l *analysis.Link) string {
	stops := func(x *analysis.Link) bool { return x == b.link || b.must[x] }
	cut, round := 0, (*analysis.Link)(nil)
	for _, group := range l.Needs {
		i := slices.IndexFunc(group, func(x *analysis.Link) bool { return !stops(x) })
		switch {
		case i < 0:
			cut++
		case round == nil && slices.ContainsFunc(group, stops):
			round = group[i]
		}
	}
	name := func(x *analysis.Link) string { return x.Node.Label(string(b.lexicon)) }
	switch only := l.Needs[0]; {
	case cut > 0 && len(l.Needs) > 1:
		return b.pick(
			fmt.Sprintf("要 %d 样，断 %d 样", len(l.Needs), cut),
			fmt.Sprintf("needs %d, lacks %d", len(l.Needs), cut),
		)
	case cut > 0 && len(only) > 1:
		return b.pick("各路都断", "all ways are cut")
	case cut > 0:
		return b.pick("只靠"+name(only[0]), "hangs on "+name(only[0]))
	case round != nil:
		return b.pick("可绕："+name(round), "or by "+name(round))
	}
	return b.pick("上游可绕", "upstream goes round")
}

// unharmed leaves out links that are affected, as those of a cycle are.
func (b *impactBuilder) unharmed(links []*analysis.Link) []*analysis.Link {
	return slices.DeleteFunc(
		slices.Clone(links),
		func(l *analysis.Link) bool { return slices.Contains(b.effect.Links, l) },
	)
}

func (b *impactBuilder) steps() []diagram.Step {
	var out []diagram.Step
	for _, ring := range b.effect.Rings {
		step := diagram.Step{Name: fmt.Sprintf(b.pick("第 %d 步", "Step %d"), ring.Hops), Links: b.hits(ring.Links)}
		for i, h := range step.Links {
			step.Links[i].Supply, step.Links[i].Why = "", b.why(b.findings.Link(graph.ID(h.ID)))
		}
		open := map[graph.ID]bool{}
		for _, id := range ring.Enterprises {
			open[id] = true
		}
		for _, l := range ring.Links {
			for _, p := range l.Positions {
				if p.Local && open[p.Enterprise.ID] {
					open[p.Enterprise.ID] = false
					step.Firms = append(step.Firms, b.firm(p))
				}
			}
		}
		out = append(out, step)
	}
	return out
}

// edges are the feeds that carry the failure, back into a cycle too, and those that the failing link lives on.
func (b *impactBuilder) edges() []diagram.Edge {
	hit := map[*analysis.Link]bool{b.link: true}
	for _, l := range b.effect.Links {
		hit[l] = true
	}
	var out []diagram.Edge
	for _, feed := range b.findings.Feeds {
		if !feed.Possible && hit[feed.To] && (hit[feed.From] || feed.To == b.link) {
			out = append(out, diagram.Edge{From: string(feed.From.Node.ID), To: string(feed.To.Node.ID), Kind: relation(feed)})
		}
	}
	return out
}

func (b *impactBuilder) shares() []diagram.Share {
	passed := map[*analysis.Chain]int{}
	for l := range b.must {
		passed[l.Chain] += l.Weight
	}
	out := make([]diagram.Share, len(b.effect.Chains))
	for i, c := range b.effect.Chains {
		out[i] = diagram.Share{Chain: b.chainName(c.Chain.Node), Provisional: c.Chain.Provisional(),
			Passed: passed[c.Chain], Weight: c.Weight, Total: c.Total, Percent: fmt.Sprintf("%d%%", analysis.Percent(c.Share()))}
	}
	return out
}

// remarks say openly what the figures rest on.
func (b *impactBuilder) remarks() []string {
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
	for _, l := range b.effect.Links {
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
	own := i.Shares[0]
	h.Figures = []diagram.Figure{
		{
			Value: fmt.Sprint(i.Total),
			Label: b.pick(
				fmt.Sprintf("受影响环节（%d 步内）", len(i.Steps)),
				fmt.Sprintf("links affected, %s", b.count(len(i.Steps), "", "step", "steps")),
			),
		},
		{Value: fmt.Sprint(len(b.must)), Label: b.pick("其中必停，绕不开", "of them stop"), Tone: "missing"},
		{Value: fmt.Sprint(i.Firms), Label: b.pick("受影响本地企业", "local firms affected")},
		{
			Value: own.Percent,
			Label: b.pick(
				fmt.Sprintf("本链权重 %d/%d", own.Weight, own.Total),
				fmt.Sprintf("of chain weight, %d/%d", own.Weight, own.Total),
			),
		},
	}
	if len(b.must) == 0 {
		h.Figures[1].Tone = ""
	}
	if i.Total == 0 {
		h.Figures[0].Label = b.pick("受影响环节", "links affected")
	}
	h.Headline = b.headline(i)
	h.Desc = b.say(b.effect.Text)
	h.Sources, h.Notes = b.basis()
	return h
}

// headline is the sentence of the findings without names, which the drawing shows, and with what cannot be got round.
func (b *impactBuilder) headline(i diagram.Impact) string {
	if i.Total == 0 {
		return b.say(b.effect.Text)
	}
	parts := []string{b.pick(
		fmt.Sprintf("%d 步之内 %d 个环节、%d 家本地企业受影响", len(i.Steps), i.Total, i.Firms),
		fmt.Sprintf(
			"%s and %s are affected within %s",
			b.count(i.Total, "", "link", "links"),
			b.count(i.Firms, "", "local firm", "local firms"),
			b.count(len(i.Steps), "", "step", "steps"),
		),
	)}
	if n := len(b.must); n > 0 {
		list := make([]string, 0, 3)
		for _, s := range i.Steps {
			for _, x := range s.Links {
				if x.MustPass && len(list) < cap(list) {
					list = append(list, x.Name)
				}
			}
		}
		more := ""
		if n > len(list) {
			more = b.pick("等", " …")
		}
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个随它停摆（%s%s）", n, b.list(list), more),
				fmt.Sprintf("%d stop with it (%s%s)", n, b.list(list), more),
			),
		)
	} else {
		parts = append(parts, b.pick("都有别的来路，没有环节停摆", "each has another source, none stops"))
	}
	shares := make([]string, 0, len(i.Shares))
	for _, s := range i.Shares {
		shares = append(shares, b.pick(s.Chain+" "+s.Percent, s.Percent+" of "+s.Chain))
	}
	return b.sentence(append(parts, b.pick("波及权重：", "weight affected: ")+b.list(shares)))
}

// basis counts the evidence behind the firms that are named.
func (b *impactBuilder) basis() (foot string, notes []string) {
	var facts []graph.Provenance
	for _, l := range append([]*analysis.Link{b.link}, b.effect.Links...) {
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
		"（待核实），只计必需的供给",
		" (to be verified), certain feeds only",
	), notes
}
