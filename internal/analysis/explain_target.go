package analysis

import (
	"fmt"

	"chainchief/graph"
)

// Target returns the target at a link, or nil.
func (f *Findings) Target(link graph.ID) *Target {
	for _, t := range f.Targets {
		if t.Link.Node.ID == link {
			return t
		}
	}
	return nil
}

func (f *Findings) explainTarget(t *Target) *Explanation {
	l := t.Link
	strategy := func(lang string) string { return graph.Words(graph.Strategies, t.Strategy, lang) }
	e := explainNode(l, t.Score, InPoints)
	e.Label = Words{
		strategy("zh") + "目标“" + l.Node.Name + "”的得分",
		"Score of “" + l.Node.Label("en") + "” as a target: " + strategy("en"),
	}
	e.Text, e.Facts = t.Why.Text, t.Why.Facts
	least := f.Weights.Target.Least
	e.Formula = Words{
		fmt.Sprintf("100 × Π max(各项, %v)^(指数 / Σ 指数)，未知项不计", least),
		fmt.Sprintf("100 × Π max(part, %v)^(exponent / Σ exponents), unknown parts left out", least),
	}
	details := map[string]*Explanation{
		"criticality": f.explainStake(t),
		"relatedness": f.explainNearness(f.Nearness(l)),
		"demand": {
			Parts:   append(explainHeld(l.Users), f.explainPulls(f.userPulls(l))...),
			Formula: f.demandFormula(l),
		},
		"policy": ExplainConditions(Words{}, f.PolicyChecks(l)),
	}
	for _, p := range t.Parts {
		x := details[p.Key]
		x.Label = Words{fmt.Sprintf("%s（指数 %v）", p.Name.ZH, p.Most), fmt.Sprintf("%s (exponent %v)", p.Name.EN, p.Most)}
		x.Value, x.Unknown, x.Unit, x.Text = p.Value, p.Unknown, inShare, p.Why
		e.Parts = append(e.Parts, x)
	}
	return e
}

// explainStake is the criticality of the link, or what lies upstream of a link beyond the end of a chain.
func (f *Findings) explainStake(t *Target) *Explanation {
	if !t.outlet() {
		x := f.explainLink(t.Link)
		return &Explanation{Formula: Both("%.1f / 100", t.Link.Criticality.Score), Parts: x.Parts}
	}
	own := f.shares(t.Link, t.Link.Upstream())[0]
	x := &Explanation{Formula: Both("%d / %d", own.Weight, own.Total)}
	for _, l := range t.Link.Upstream() {
		if l.Chain == own.Chain {
			at := explainNode(l, float64(l.Weight), inWeight)
			at.Facts = []Fact{nodeFact(l.Node)}
			x.Parts = append(x.Parts, at)
		}
	}
	return x
}

func (f *Findings) demandFormula(l *Link) Words {
	if len(l.Users) == 0 {
		return Words{}
	}
	users := f.userPulls(l)
	return Both(
		"(%d / %d + %d / %d) / 2",
		countTaking(l.Users),
		len(l.Users),
		f.Weights.Gap.band(sumOf(users), len(users)),
		whole,
	)
}
