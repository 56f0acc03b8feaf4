package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/criticality"
)

// Criticality is what hangs on a link in the flow of all chains together, over what feeds what day by day, for certain.
type Criticality struct {
	Score  float64 // 0 to 100, rounded to 0.1: the sum of Parts
	Parts  []Part  // 必停, 触达, 企业, 居间
	Effect *Effect
	// the links that stop when it stops, by id: each lacks something that it needs, or every one of its alternatives
	Fails       []*Link
	Steps       [][]*Link // the same by the last of their needs that fails: those one step away, then two, by id
	FailsWith   []*Link   // the links that it stops with, by id
	Impact      int       // weight of Fails and itself
	Betweenness float64   // Brandes, unnormalised
	// links that feed one another in a ring with it, itself included, by id; nil when there is none. Betweenness is
	// measured for all of them as one
	Cycle []*Link
}

// measure computes the criticality of every link. Links are numbered by id, so that the order of the input changes no
// bit.
func (f *Findings) measure() {
	var links []*Link
	for _, c := range f.Chains {
		links = append(links, c.Links...)
	}
	slices.SortFunc(links, func(a, b *Link) int { return cmp.Compare(a.Node.ID, b.Node.ID) })
	number := make(map[*Link]int, len(links))
	for i, l := range links {
		number[l] = i
	}
	var arcs [][2]int
	for from, l := range links {
		for _, to := range l.Takers {
			arcs = append(arcs, [2]int{from, number[to]})
		}
	}
	named := func(numbers []int) []*Link {
		var list []*Link
		for _, i := range numbers {
			list = append(list, links[i])
		}
		return list
	}
	flow, needs := criticality.New(len(links), arcs), make(criticality.Needs, len(links))
	for i, l := range links {
		for _, group := range l.Needs {
			var members []int
			for _, x := range group {
				members = append(members, number[x])
			}
			needs[i] = append(needs[i], members)
		}
	}
	measures := flow.Measures()
	var most extremes
	for i, m := range measures {
		l := links[i]
		var rings [][]*Link
		for _, ring := range flow.Downstream(i) {
			rings = append(rings, named(ring))
		}
		fails := named(needs.Fails(i))
		var steps [][]*Link
		for _, step := range needs.Steps(i) {
			steps = append(steps, named(step))
		}
		c := Criticality{
			Effect:      f.effect(l, rings, fails),
			Fails:       fails,
			Steps:       steps,
			Impact:      l.Weight,
			Betweenness: m.Betweenness,
			Cycle:       named(m.Cycle),
		}
		for _, x := range c.Fails {
			c.Impact += x.Weight
		}
		l.Criticality = c
		most.betweenness = max(most.betweenness, c.Betweenness)
		most.enterprises = max(most.enterprises, len(c.Effect.Enterprises))
	}
	for _, l := range links {
		for _, x := range l.Criticality.Fails {
			x.Criticality.FailsWith = append(x.Criticality.FailsWith, l)
		}
	}
	for _, l := range links {
		l.Criticality.Parts = f.criticalityParts(l, most)
		l.Criticality.Score = total(l.Criticality.Parts)
	}
}

// extremes are the highest figures of any link: what has no natural whole is rated by them.
type extremes struct {
	betweenness float64
	enterprises int
}

// criticalityParts rates what hangs on a link. Shares of weight are those of the chain that is hit worst.
func (f *Findings) criticalityParts(l *Link, most extremes) []Part {
	w, c := f.Weights.Criticality, l.Criticality
	fails, reached := worst(f.shares(l, c.Fails)), worst(c.Effect.Chains)
	between := 0.0
	if most.betweenness > 0 {
		between = c.Betweenness / most.betweenness
	}
	return []Part{
		{Key: "must_pass", Name: Words{"必停", "Stops"}, Most: w.MustPass, Value: fails.Share(), Why: Words{
			fmt.Sprintf("%d 个环节随它停摆；权重占%s %d / %d", len(c.Fails), fails.Chain.Node.Name, fails.Weight, fails.Total),
			fmt.Sprintf(
				"%s with it; weight %d of %d in %s",
				counted(len(c.Fails), "link stops", "links stop"),
				fails.Weight,
				fails.Total,
				fails.Chain.Node.Label("en"),
			)}},
		{Key: "reach", Name: Words{"触达", "Reach"}, Most: w.Reach, Value: reached.Share(), Why: Words{
			fmt.Sprintf("下游 %d 个环节；权重占%s %d / %d", len(c.Effect.Links), reached.Chain.Node.Name, reached.Weight, reached.Total),
			fmt.Sprintf(
				"%s downstream; weight %d of %d in %s",
				counted(len(c.Effect.Links), "link", "links"),
				reached.Weight,
				reached.Total,
				reached.Chain.Node.Label("en"),
			)}},
		{
			Key:   "enterprises",
			Name:  Words{"企业", "Enterprises"},
			Most:  w.Enterprises,
			Value: Share(len(c.Effect.Enterprises), most.enterprises),
			Why: Words{
				fmt.Sprintf("下游本地企业 %d 家，单个环节最多 %d 家", len(c.Effect.Enterprises), most.enterprises),
				fmt.Sprintf(
					"%s downstream, the most of any link %d",
					counted(len(c.Effect.Enterprises), "local enterprise", "local enterprises"),
					most.enterprises,
				)},
		},
		{Key: "betweenness", Name: Words{"居间", "Betweenness"}, Most: w.Betweenness, Value: between, Why: Words{
			fmt.Sprintf("中介中心性 %.2f，全图最高 %.2f", c.Betweenness, most.betweenness),
			fmt.Sprintf("betweenness %.2f, the highest of all links %.2f", c.Betweenness, most.betweenness)}},
	}
}

// total adds up parts, rounded to 0.1.
func total(parts []Part) float64 {
	sum := 0.0
	for _, p := range parts {
		sum += p.Points()
	}
	return math.Round(sum*10) / 10
}

// Condition is one of those that a rule asks for, met or not.
type Condition struct {
	Text  Words
	Met   bool
	Facts []Fact
}

// Chokepoint returns the conditions of rule G-3 at a link, always in this order; it is a chokepoint when all are met.
func (f *Findings) Chokepoint(l *Link) []Condition {
	rule := f.Weights.Choke
	makers, substitute := graph.LinkOf(l.Node).OutsideSupply(), graph.LinkOf(l.Node).Substitute()
	say := func(terms []graph.Term, code, lang string) string {
		if code == "" {
			return map[string]string{"zh": "待补充", "en": "not on record"}[lang]
		}
		return graph.Words(terms, code, lang)
	}
	list := []Condition{
		{
			Text: Words{
				"本市缺失或仅都市圈有：" + graph.Words(Coverages, string(l.State), "zh"),
				"missing, or held by the circle only: " + graph.Words(Coverages, string(l.State), "en"),
			},
			Met:   l.State == Missing || l.State == Outside,
			Facts: l.Why.Facts,
		},
		{
			Text: Words{
				fmt.Sprintf("直接供 %d 个环节，需至少 %d 个", len(l.Users), rule.Users),
				fmt.Sprintf(
					"feeds %s directly, at least %d are needed",
					counted(len(l.Users), "link", "links"),
					rule.Users,
				),
			},
			Met:   len(l.Users) >= rule.Users,
			Facts: f.feedFacts(l),
		},
		{
			Text: Words{
				"替代：" + say(graph.Substitutes, substitute, "zh"),
				"substitute: " + say(graph.Substitutes, substitute, "en"),
			},
			Met:   substitute == graph.SubstituteNone,
			Facts: []Fact{nodeFact(l.Node)},
		},
	}
	if rule.FewMakers {
		list = append(list, Condition{
			Text: Words{
				"国内供给：" + say(graph.Supplies, makers, "zh"),
				"supply in the country: " + say(graph.Supplies, makers, "en"),
			},
			Met:   makers == graph.SupplyFew,
			Facts: []Fact{nodeFact(l.Node)},
		})
	}
	return list
}

func allMet(list []Condition) bool {
	return !slices.ContainsFunc(list, func(c Condition) bool { return !c.Met })
}

// feedFacts are the relations by which a link feeds others for certain, by the other's id.
func (f *Findings) feedFacts(l *Link) []Fact {
	var facts []Fact
	for _, feed := range f.Feeds {
		if feed.From == l && !feed.Possible {
			facts = append(facts, FeedFact(feed))
		}
	}
	return facts
}

func FeedFact(feed Feed) Fact {
	from, to := feed.From.Node, feed.To.Node
	return Fact{Text: Words{from.Name + "供给" + to.Name, from.Label("en") + " feeds " + to.Label("en")}, Subject: to.ID,
		Relation: graph.RelationKey{Type: graph.Feeds, From: from.ID, To: to.ID}, Prov: feed.Prov}
}
