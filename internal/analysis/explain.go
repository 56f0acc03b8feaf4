package analysis

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// Explanation answers why a number is what it is, as a tree down to the facts and their sources. It is deterministic
// and can be written as JSON as it stands.
type Explanation struct {
	ID      graph.ID `json:"id,omitempty"` // of the node that the number is about
	Label   Words    `json:"label"`
	Value   float64  `json:"value"`
	Unknown bool     `json:"unknown,omitempty"` // nothing is on record: the value does not count
	Unit    Words    `json:"unit,omitzero"`
	Formula Words    `json:"formula,omitzero"` // with the numbers filled in; of Parts where there are any
	Text    Words    `json:"text,omitzero"`
	// Parts are what the value is made of.
	Parts []*Explanation `json:"parts,omitempty"`
	// Beside are numbers that explain the same thing and do not enter the value.
	Beside []*Explanation `json:"beside,omitempty"`
	Facts  []Fact         `json:"facts,omitempty"`
}

// The units of explained numbers.
var (
	InPoints      = Words{"分", "points"}
	inWeight      = Words{"权重", "weight"}
	inSize        = Words{"亿元", "hundred million yuan"}
	inShare       = Words{"（0–1）", "of 1"}
	inConditions  = Words{"项", "conditions"}
	inLinks       = Words{"个环节", "links"}
	InEnterprises = Words{"家", "enterprises"}
	YesNo         = Words{"（1 是，0 否）", "(1 yes, 0 no)"}
)

// UnitOf is the unit as it stands after the value: 1 link, 2 links.
func (e *Explanation) UnitOf() Words {
	unit := e.Unit
	if e.Value == 1 && slices.Contains([]Words{inConditions, inLinks, InEnterprises}, unit) {
		unit.EN = strings.TrimSuffix(unit.EN, "s")
	}
	return unit
}

// Explain explains the main number of a thing: the weight of a gap, the criticality of a lowest link, the completeness
// of a chain. It returns nil for anything else.
func (f *Findings) Explain(id graph.ID) *Explanation {
	if g := f.Gap(id); g != nil {
		return f.explainGap(g)
	}
	if g := f.Lapsed(id); g != nil {
		return &Explanation{ID: id, Label: gapLabel(g), Unknown: true, Unit: InPoints, Text: g.Why.Text, Facts: g.Why.Facts}
	}
	if l := f.Link(id); l != nil {
		return f.explainLink(l)
	}
	if c := f.Chain(id); c != nil {
		return explainChain(c)
	}
	return nil
}

// ExplainTarget explains the score of the target at a link; nil when the link is no target.
func (f *Findings) ExplainTarget(link graph.ID) *Explanation {
	if t := f.Target(link); t != nil {
		return f.explainTarget(t)
	}
	return nil
}

func gapLabel(g *Gap) Words {
	return Words{"缺口“" + g.Link.Node.Name + "”的权重", "Weight of the gap “" + g.Link.Node.Label("en") + "”"}
}

func (f *Findings) explainGap(g *Gap) *Explanation {
	l := g.Link
	e := &Explanation{
		ID:      g.ID,
		Label:   gapLabel(g),
		Value:   g.Weight,
		Unit:    InPoints,
		Formula: SumFormula(g.Parts),
		Text:    g.Why.Text,
		Facts:   g.Why.Facts,
	}
	w, own := f.Weights.Gap, l.Criticality.Effect.Chains[0]
	pulls := f.pulls(l)
	details := map[string]func(*Explanation){
		"pull": func(x *Explanation) {
			x.Formula = Both("%v × %d / %d", w.Pull, w.band(sumOf(pulls), len(pulls)), whole)
			x.Parts = f.explainPulls(pulls)
		},
		"reach": func(x *Explanation) {
			x.Formula = Both("%v × %d / %d", w.Reach, own.Weight, own.Total)
			x.Parts = f.explainLinks(l, l.Criticality.Effect.Links, own.Chain)
		},
		"uptake": func(x *Explanation) {
			x.Formula = Both("%v × %d / %d", w.Uptake, countTaking(l.Users), len(l.Users))
			x.Parts = explainHeld(l.Users)
		},
		"lack": func(x *Explanation) {
			x.Formula = Both("%v × %v", w.Lack, w.lackOf(l.State))
			x.Facts = l.Why.Facts
		},
	}
	e.Parts = ExplainParts(g.Parts, details)
	e.Beside = []*Explanation{f.explainChoke(l), explainEffect(l.Criticality.Effect)}
	return e
}

// ExplainParts makes one explanation of each part, in points.
func ExplainParts(parts []Part, details map[string]func(*Explanation)) []*Explanation {
	var list []*Explanation
	for _, p := range parts {
		x := &Explanation{Label: p.Name, Value: p.Points(), Unit: InPoints, Text: p.Why, Unknown: p.Unknown}
		details[p.Key](x)
		list = append(list, x)
	}
	return list
}

// SumFormula names the parts with their points.
func SumFormula(parts []Part) Words {
	var out Words
	for i, p := range parts {
		if i > 0 {
			out.ZH, out.EN = out.ZH+" + ", out.EN+" + "
		}
		out.ZH += fmt.Sprintf("%s %.2f/%v", p.Name.ZH, p.Points(), p.Most)
		out.EN += fmt.Sprintf("%s %.2f/%v", p.Name.EN, p.Points(), p.Most)
	}
	return out
}

func Both(format string, args ...any) Words {
	text := fmt.Sprintf(format, args...)
	return Words{text, text}
}

func (f *Findings) explainPulls(list []pulled) []*Explanation {
	var out []*Explanation
	for _, p := range list {
		n := p.position.Enterprise
		x := &Explanation{
			ID:    n.ID,
			Label: Words{n.Name, n.Label("en")},
			Value: p.size,
			Unit:  inSize,
			Facts: positionFacts([]Position{p.position}),
			Text: Words{
				fmt.Sprintf("在“%s”，相距 %d 步", p.at.Node.Name, p.nearby.hops),
				fmt.Sprintf("on “%s”, %s away", p.at.Node.Label("en"), counted(p.nearby.hops, "step", "steps")),
			},
		}
		if size, known := f.Size(n.ID); known {
			x.Formula = Both("%v × %.3g", size, p.size/size)
		} else {
			x.Unknown = true
			x.Text = Words{x.Text.ZH + "；规模未知", x.Text.EN + "; size unknown"}
		}
		out = append(out, x)
	}
	return out
}

// explainLinks lists the links of one chain that lie downstream of a link, with their weights and the feed that leads
// there on a shortest way.
func (f *Findings) explainLinks(from *Link, links []*Link, chain *Chain) []*Explanation {
	hops := map[*Link]int{from: 0}
	for _, ring := range from.Criticality.Effect.Rings {
		for _, x := range ring.Links {
			hops[x] = ring.Hops
		}
	}
	var list []*Explanation
	for _, x := range links {
		if x.Chain != chain {
			continue
		}
		e := explainNode(x, float64(x.Weight), inWeight)
		e.Text = Words{fmt.Sprintf("下游第 %d 步", hops[x]), counted(hops[x], "step", "steps") + " downstream"}
		for _, feed := range f.Feeds {
			before, reached := hops[feed.From]
			if feed.To == x && feed.Carries() && reached && before == hops[x]-1 {
				e.Facts = append(e.Facts, FeedFact(feed))
				break
			}
		}
		list = append(list, e)
	}
	return list
}

func explainNode(l *Link, value float64, unit Words) *Explanation {
	return &Explanation{ID: l.Node.ID, Label: Words{l.Node.Name, l.Node.Label("en")}, Value: value, Unit: unit}
}

// explainHeld tells of each link whether it takes what it is fed.
func explainHeld(links []*Link) []*Explanation {
	var list []*Explanation
	for _, l := range links {
		e := explainNode(l, 0, YesNo)
		if l.taking() {
			e.Value = 1
		}
		e.Text, e.Facts = l.Why.Text, l.Why.Facts
		list = append(list, e)
	}
	return list
}

func (f *Findings) explainChoke(l *Link) *Explanation {
	conditions := f.Chokepoint(l)
	e := ExplainConditions(Words{"卡点的条件（规则 G-3）", "Conditions of a chokepoint (rule G-3)"}, conditions)
	e.Text = Words{"不全满足，非卡点", "not all are met: no chokepoint"}
	if allMet(conditions) {
		e.Text = Words{"全部满足，为卡点", "all are met: a chokepoint"}
	}
	return e
}

func ExplainConditions(label Words, list []Condition) *Explanation {
	e := &Explanation{
		Label:   label,
		Value:   float64(Met(list)),
		Unit:    inConditions,
		Formula: Words{fmt.Sprintf("符合 %d / %d", Met(list), len(list)), fmt.Sprintf("%d of %d met", Met(list), len(list))},
	}
	for _, c := range list {
		x := &Explanation{Label: c.Text, Unit: YesNo, Facts: c.Facts}
		if c.Met {
			x.Value = 1
		}
		e.Parts = append(e.Parts, x)
	}
	return e
}

// explainEffect lists what fails with a link, ring by ring.
func explainEffect(effect *Effect) *Explanation {
	e := &Explanation{
		Label: Words{"中断影响的环节", "Links affected if it fails"},
		Value: float64(len(effect.Links)),
		Unit:  inLinks,
		Text:  effect.Text,
	}
	for _, ring := range effect.Rings {
		x := &Explanation{
			Label: Words{fmt.Sprintf("第 %d 步", ring.Hops), fmt.Sprintf("Step %d", ring.Hops)},
			Value: float64(len(ring.Links)),
			Unit:  inLinks,
			Text: Words{
				fmt.Sprintf("新增本地企业 %d 家", len(ring.Enterprises)),
				counted(len(ring.Enterprises), "more local enterprise", "more local enterprises"),
			},
		}
		for _, l := range ring.Links {
			at := explainNode(l, 1, inLinks)
			at.Facts = positionFacts(localPositions(l))
			x.Parts = append(x.Parts, at)
		}
		e.Parts = append(e.Parts, x)
	}
	return e
}

func localPositions(l *Link) []Position {
	return slices.DeleteFunc(slices.Clone(l.Positions), func(p Position) bool { return !p.Local })
}

func explainChain(c *Chain) *Explanation {
	x := c.Completeness
	e := &Explanation{
		ID:      c.Node.ID,
		Label:   Words{c.Node.Name + "的完整度", "Completeness of " + c.Node.Label("en")},
		Value:   x.Value,
		Unit:    inShare,
		Formula: Both("%d / %d", x.WeightCovered, x.WeightTotal),
		Text: Words{
			fmt.Sprintf(
				"%s；%d 个环节中已有 %d 个（有原文 %d，只有转载 %d）；资料 %s；模板 %s",
				x.Span.Text().ZH,
				x.Total,
				x.Covered,
				x.Span.Originals,
				x.Span.Reposts,
				percent(x.DataCoverage),
				x.Template,
			),
			fmt.Sprintf(
				"%s; %d of %d links held (%d on original texts, %d on re-posts only); data coverage %s; template %s",
				x.Span.Text().EN,
				x.Covered,
				x.Total,
				x.Span.Originals,
				x.Span.Reposts,
				percent(x.DataCoverage),
				x.Template,
			),
		},
	}
	for _, l := range c.Links {
		at := explainNode(l, 0, inWeight)
		if l.State.Held() {
			at.Value = float64(l.Weight)
		}
		at.Text, at.Facts = l.Why.Text, l.Why.Facts
		e.Parts = append(e.Parts, at)
	}
	e.Beside = append([]*Explanation{explainWorstStop(c)}, explainSpan(c.Links)...)
	return e
}

// explainWorstStop says whose stop loses most, and which links.
func explainWorstStop(c *Chain) *Explanation {
	w := c.WorstStop
	e := &Explanation{
		Label:   Words{"最坏停一家：剩下的完整度", "Worst single stop: completeness that is left"},
		Value:   w.Value(),
		Unit:    inShare,
		Formula: Both("(%d − %d) / %d", w.WeightHeld, w.WeightLost, w.WeightTotal),
		Text:    w.Text(),
	}
	for _, l := range w.Lost {
		lost := explainNode(l, float64(l.Weight), inWeight)
		lost.Text = Words{"独家，备份 0 家", "one maker, no other"}
		lost.Facts = l.Why.Facts
		e.Parts = append(e.Parts, lost)
	}
	return e
}
