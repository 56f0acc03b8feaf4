package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chainchief/graph"
)

// Target is a link worth extending to 延链 or strengthening 强链, with the score that ranks it.
type Target struct {
	Link      *Link
	Strategy  string     // extend or strengthen, of graph.Strategies
	Extension *Extension // of strategy extend
	// 0 to 100, rounded to 0.1: 100 · Π max(value, least)^(exponent/Σ exponents), unknown parts left out
	Score    float64
	Parts    []Part   // criticality, relatedness, demand, policy
	Activity graph.ID // that relatedness was measured by: Related says more of it; "" when it is unknown
	Why      Reason
}

// findTargets ranks the places to extend and the links to strengthen. Ties: chain and link order.
func (f *Findings) findTargets() {
	for _, e := range f.Extensions {
		target := Target{Link: e.Link, Strategy: graph.StrategyExtend, Extension: e, Why: e.Why}
		f.Targets = append(f.Targets, f.target(target))
	}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			if why, needed := strengthen(l); needed {
				f.Targets = append(f.Targets, f.target(Target{Link: l, Strategy: graph.StrategyStrengthen, Why: why}))
			}
		}
	}
	slices.SortStableFunc(f.Targets, func(a, b *Target) int { return cmp.Compare(b.Score, a.Score) })
	f.Extensions = f.Extensions[:0]
	for _, t := range f.Targets {
		if t.Extension != nil {
			f.Extensions = append(f.Extensions, t.Extension)
		}
	}
}

// strengthen is rule E-2: a link that is held, but not strongly, or by one able enterprise alone.
func strengthen(l *Link) (Reason, bool) {
	switch {
	case !l.State.Held() || l.State == Strong && !l.Sole:
		return Reason{}, false
	case l.Sole:
		return Reason{Rule: "E-2", Facts: l.Why.Facts, Text: Words{
			fmt.Sprintf(
				"“%s”只靠一家有能力的本地企业。",
				l.Node.Name,
			), fmt.Sprintf("“%s” hangs on one able local enterprise.", l.Node.Label("en"))}}, true
	}
	return Reason{Rule: "E-2", Facts: l.Why.Facts, Text: Words{
		fmt.Sprintf(
			"“%s”已有本地企业，尚无规上或更高等级。",
			l.Node.Name,
		), fmt.Sprintf("“%s” is held, but by no graded enterprise.", l.Node.Label("en"))}}, true
}

func (f *Findings) target(t Target) *Target {
	w, l := f.Weights.Target, t.Link
	near := f.Nearness(l)
	part := func(key string, name Words, exponent, value float64, known bool, why Words) Part {
		return Part{Key: key, Name: name, Most: exponent, Value: value, Unknown: !known, Why: why}
	}
	t.Activity = near.Activity
	stake, stakeWords := f.stake(t)
	demand, known, demandWords := f.demand(l)
	checks := f.PolicyChecks(l)
	t.Parts = []Part{
		part("criticality", Words{"关键度", "Criticality"}, w.Criticality, stake, true, stakeWords),
		part("relatedness", Words{"关联度", "Relatedness"}, w.Relatedness, near.Value, near.Known, near.words()),
		part("demand", Words{"需求", "Demand"}, w.Demand, demand, known, demandWords),
		part("policy", Words{"政策", "Policy fit"}, w.Policy, Share(Met(checks), len(checks)), true, Words{
			fmt.Sprintf(
				"%d 项中符合 %d 项",
				len(checks),
				Met(checks),
			), fmt.Sprintf("%d of %d conditions met", Met(checks), len(checks))}),
	}
	t.Score = product(t.Parts, w.Least)
	return &t
}

// product is the weighted geometric mean of the known parts, 0 to 100, rounded to 0.1.
func product(parts []Part, least float64) float64 {
	exponents, logs := 0.0, 0.0
	for _, p := range parts {
		if !p.Unknown {
			exponents += p.Most
			logs += p.Most * math.Log(max(least, p.Value))
		}
	}
	if exponents == 0 {
		return 0
	}
	return math.Round(1000*math.Exp(logs/exponents)) / 10
}

// stake is the part of criticality: what hangs on the link. Beyond the end of a chain nothing does: there it is the
// share of the chain's weight that would find its outlet in it.
func (f *Findings) stake(t Target) (value float64, why Words) {
	l := t.Link
	if !t.outlet() {
		return l.Criticality.Score / 100, Words{
			fmt.Sprintf("关键度 %.1f", l.Criticality.Score),
			fmt.Sprintf("criticality %.1f", l.Criticality.Score),
		}
	}
	own := f.shares(l, l.Upstream())[0]
	return own.Share(), Words{fmt.Sprintf("位于链的末端，承接本链上游权重 %d / %d", own.Weight, own.Total),
		fmt.Sprintf("beyond the end of the chain, an outlet for weight %d of %d", own.Weight, own.Total)}
}

// outlet tells whether the target lies beyond the end of a chain.
func (t Target) outlet() bool { return t.Extension != nil && t.Extension.Direction != "upstream" }

// demand is how much the city itself would take of what a link delivers: the mean of the share of its users that are
// held and the pull of the local enterprises there. It is unknown where no user is on record.
func (f *Findings) demand(l *Link) (value float64, known bool, why Words) {
	if len(l.Users) == 0 {
		return 0, false, Words{"图谱中没有必然的用户", "no certain user is on record"}
	}
	users := f.userPulls(l)
	taking := countTaking(l.Users)
	value = (Share(taking, len(l.Users)) + f.Weights.Gap.pull(users)) / 2
	return value, true, Words{
		fmt.Sprintf("直接用户 %d 个环节，本市已有或属用途环节的 %d 个，其上本地企业 %d 家", len(l.Users), taking, len(users)),
		fmt.Sprintf("%d of %d direct users held or markets, %s on them", taking, len(l.Users),
			counted(len(users), "local enterprise", "local enterprises"))}
}

// userPulls are the local enterprises on the direct users of a link, each once, by id.
func (f *Findings) userPulls(l *Link) []pulled {
	var list []pulled
	near := f.Weights.Gap.nearLinks(l)
	for _, u := range l.Users {
		for _, p := range u.Positions {
			if p.Local {
				list = append(list, f.pulledBy(p, u, near[u]))
			}
		}
	}
	slices.SortFunc(list, func(a, b pulled) int {
		return cmp.Or(cmp.Compare(a.position.Enterprise.ID, b.position.Enterprise.ID), a.compare(b))
	})
	return slices.CompactFunc(list, func(a, b pulled) bool { return a.position.Enterprise.ID == b.position.Enterprise.ID })
}

// PolicyChecks asks what documents and media say for a link: its chain is listed for certain, a project works on it, a
// park hosts it or its chain, a policy supports the chain. The last is asked only where policy packages are on
// record at all.
func (f *Findings) PolicyChecks(l *Link) []Condition {
	s, chain := f.Snapshot, l.Chain.Node
	on := func(text Words, rels []*graph.Relation) Condition {
		return Condition{
			Text:  text,
			Met:   slices.ContainsFunc(rels, func(r *graph.Relation) bool { return r.Prov.Confidence.Evidenced() }),
			Facts: f.RelationFacts(rels),
		}
	}
	list := []Condition{
		{
			Text:  Words{"产业链在现行方案中，且非待核实", "its chain is on the list in force, for certain"},
			Met:   !l.Chain.Provisional() && f.listed(chain.ID),
			Facts: f.RelationFacts(s.In(chain.ID, graph.Lists)),
		},
		on(Words{"有项目落在本环节，有据", "a project works on the link, on record"}, f.Filling(l.Node.ID)),
		on(
			Words{"有园区承载本环节或本链，有据", "a park hosts the link or its chain, on record"},
			slices.Concat(s.In(l.Node.ID, graph.Hosts), s.In(chain.ID, graph.Hosts)),
		),
	}
	supports := func(n *graph.Node) bool { return len(s.Out(n.ID, graph.Supports)) > 0 }
	if slices.ContainsFunc(s.Of(graph.KindPolicy), supports) { // those that restrict links are no packages
		list = append(list, on(Words{"有政策支持本链，有据", "a policy supports its chain, on record"}, s.In(chain.ID, graph.Supports)))
	}
	return list
}

// listed tells whether a scheme in force lists the chain.
func (f *Findings) listed(chain graph.ID) bool {
	return slices.ContainsFunc(f.Snapshot.Tails(chain, graph.Lists), func(n *graph.Node) bool {
		return graph.SchemeOf(n).Current()
	})
}

// RelationFacts tells relations into a node in words.
func (f *Findings) RelationFacts(rels []*graph.Relation) []Fact {
	var facts []Fact
	for _, r := range rels {
		spec, _ := graph.RelationOf(r.Type)
		from, to := f.Snapshot.Node(r.From), f.Snapshot.Node(r.To)
		facts = append(facts, Fact{
			Text:     Words{from.Name + " " + spec.ZH + " " + to.Name, from.Label("en") + " " + spec.EN + " " + to.Label("en")},
			Subject:  r.From,
			Relation: r.RelationKey,
			Prov:     r.Prov,
		})
	}
	return facts
}

func Met(list []Condition) int {
	n := 0
	for _, c := range list {
		if c.Met {
			n++
		}
	}
	return n
}
