package analysis

import (
	"fmt"
	"slices"

	"chainchief/graph"
)

func (f *Findings) explainLink(l *Link) *Explanation {
	c := l.Criticality
	e := explainNode(l, c.Score, InPoints)
	e.Label = Words{"环节“" + l.Node.Name + "”的关键度", "Criticality of “" + l.Node.Label("en") + "”"}
	e.Formula, e.Text, e.Facts = SumFormula(c.Parts), c.Effect.Text, f.feedFacts(l)
	if len(c.Cycle) > 0 {
		e.Text.ZH += fmt.Sprintf("它与%d 个环节互为供给（%s），居间按一个整体计算。", len(c.Cycle)-1, names(c.mates(l), "zh"))
		e.Text.EN += fmt.Sprintf(
			" It lies on a ring with %s (%s); betweenness is measured for the ring as one.",
			counted(len(c.Cycle)-1, "link", "links"),
			names(c.mates(l), "en"),
		)
	}
	w := f.Weights.Criticality
	fails, reached := worst(f.shares(l, c.Fails)), worst(c.Effect.Chains)
	e.Parts = ExplainParts(c.Parts, map[string]func(*Explanation){
		"must_pass": func(x *Explanation) {
			x.Formula = Both("%v × %d / %d", w.MustPass, fails.Weight, fails.Total)
			x.Parts = f.explainLinks(l, c.Fails, fails.Chain)
		},
		"reach": func(x *Explanation) {
			x.Formula = Both("%v × %d / %d", w.Reach, reached.Weight, reached.Total)
			x.Parts = f.explainLinks(l, c.Effect.Links, reached.Chain)
		},
		"enterprises": func(x *Explanation) {
			x.Formula = Both("%v × %.3g", w.Enterprises, partOf(c.Parts, "enterprises").Value)
			x.Parts = f.explainEnterprises(c.Effect)
		},
		"betweenness": func(x *Explanation) {
			x.Formula = Both("%v × %.3g", w.Betweenness, partOf(c.Parts, "betweenness").Value)
		},
	})
	state := &Explanation{
		Label: Words{
			"状态：" + graph.Words(Coverages, string(l.State), "zh") + "（规则 " + l.Why.Rule + "）",
			"State: " + graph.Words(Coverages, string(l.State), "en") + " (rule " + l.Why.Rule + ")",
		},
		Value: float64(len(localPositions(l))),
		Unit:  InEnterprises,
		Text:  l.Why.Text,
		Facts: l.Why.Facts,
	}
	e.Beside = []*Explanation{
		state,
		f.explainChoke(l),
		f.explainNearness(f.Nearness(l)),
		explainEffect(c.Effect),
		f.explainExtraction(l),
	}
	return e
}

// mates are the other links of the ring.
func (c Criticality) mates(l *Link) []*Link {
	return slices.DeleteFunc(slices.Clone(c.Cycle), func(x *Link) bool { return x == l })
}

func partOf(parts []Part, key string) Part {
	return parts[slices.IndexFunc(parts, func(p Part) bool { return p.Key == key })]
}

// explainEnterprises lists the local enterprises downstream, each where it is met first.
func (f *Findings) explainEnterprises(effect *Effect) []*Explanation {
	var list []*Explanation
	for _, ring := range effect.Rings {
		for _, id := range ring.Enterprises {
			n := f.Snapshot.Node(id)
			e := &Explanation{ID: id, Label: Words{n.Name, n.Label("en")}, Value: 1, Unit: InEnterprises}
			for _, l := range ring.Links {
				e.Facts = append(
					e.Facts,
					positionFacts(slices.DeleteFunc(localPositions(l), func(p Position) bool { return p.Enterprise.ID != id }))...)
			}
			list = append(list, e)
		}
	}
	return list
}
