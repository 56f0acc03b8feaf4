package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
)

// Span says how complete some links are, and how sure that is: weights out of Total. Low counts the held links that an
// original text speaks for, Point those that count as held, High weak ones too.
type Span struct {
	Low, Point, High, Total int
	Originals, Reposts      int // links held, by their best evidence: 有原文, 只有转载
}

// SpanOf measures links: those of a chain, or of the city.
func SpanOf(links []*Link) Span {
	var s Span
	for _, l := range links {
		s.Total += l.Weight
		switch {
		case l.Original():
			s.Originals++
			s.Low += l.Weight
			s.Point += l.Weight
			s.High += l.Weight
		case l.State.Held():
			s.Reposts++
			s.Point += l.Weight
			s.High += l.Weight
		case l.State == Weak:
			s.High += l.Weight
		}
	}
	return s
}

// Span of the city: all links of all chains.
func (f *Findings) Span() Span {
	var links []*Link
	for _, c := range f.Chains {
		links = append(links, c.Links...)
	}
	return SpanOf(links)
}

// Original tells whether the link would be held if re-posts did not count: 有原文. A link that is held and is not
// original rests on re-posts only.
func (l *Link) Original() bool {
	return l.State.Held() && slices.ContainsFunc(l.Positions, func(p Position) bool {
		return p.Able && p.Relation.Prov.Confidence.Settled()
	})
}

// Text says the three shares in words.
func (s Span) Text() Words {
	of := func(part int) string { return percent(Share(part, s.Total)) }
	if s.Low == s.Point && s.Point == s.High {
		return Words{"计入 " + of(s.Point) + "，均有原文", of(s.Point) + " counted, all on original texts"}
	}
	return Words{
		fmt.Sprintf("至少 %s，计入 %s，含弱项 %s", of(s.Low), of(s.Point), of(s.High)),
		fmt.Sprintf("at least %s, counted %s, with weak links %s", of(s.Low), of(s.Point), of(s.High)),
	}
}

// Lift is what the low end of a chain would gain if an original text said what re-posts say of one enterprise.
type Lift struct {
	Enterprise *graph.Node
	Links      []*Link // in chain order
	Weight     int
}

// Lifts are the enterprises whose original texts would raise the low end of links, most first, ties by id.
func Lifts(links []*Link) []Lift {
	var list []Lift
	at := map[graph.ID]int{}
	for _, l := range links {
		if !l.State.Held() || l.Original() {
			continue
		}
		for _, p := range l.Positions {
			if !p.Able {
				continue
			}
			i, known := at[p.Enterprise.ID]
			if !known {
				i = len(list)
				at[p.Enterprise.ID] = i
				list = append(list, Lift{Enterprise: p.Enterprise})
			}
			list[i].Links = append(list[i].Links, l)
			list[i].Weight += l.Weight
		}
	}
	slices.SortFunc(list, func(a, b Lift) int {
		return cmp.Or(b.Weight-a.Weight, cmp.Compare(a.Enterprise.ID, b.Enterprise.ID))
	})
	return list
}

// explainSpan lists the three ends of a completeness with the links that each adds, and what would raise the lowest.
func explainSpan(links []*Link) []*Explanation {
	s := SpanOf(links)
	end := func(zh, en string, weight int, adds func(*Link) bool) *Explanation {
		e := &Explanation{
			Label:   Words{zh, en},
			Value:   Share(weight, s.Total),
			Unit:    inShare,
			Formula: Both("%d / %d", weight, s.Total),
		}
		for _, l := range links {
			if adds(l) {
				at := explainNode(l, float64(l.Weight), inWeight)
				at.Text, at.Facts = l.Why.Text, l.Why.Facts
				e.Parts = append(e.Parts, at)
			}
		}
		return e
	}
	low := end("至少：只计有原文的环节", "At least: links that an original text speaks for", s.Low, (*Link).Original)
	high := end("含弱项：再计薄弱环节", "With weak links counted", s.High,
		func(l *Link) bool { return l.State.Held() || l.State == Weak })
	list := []*Explanation{low, high}
	const most = 3
	lifts := Lifts(links)
	for _, lift := range lifts[:min(most, len(lifts))] {
		e := &Explanation{
			ID: lift.Enterprise.ID,
			Label: Words{
				"补上“" + lift.Enterprise.Name + "”投产的原文，下限可加",
				"An original text on “" + lift.Enterprise.Label("en") + "” would raise the low end by",
			},
			Value:   Share(lift.Weight, s.Total),
			Unit:    inShare,
			Formula: Both("%d / %d", lift.Weight, s.Total),
		}
		for _, l := range lift.Links {
			e.Parts = append(e.Parts, explainNode(l, float64(l.Weight), inWeight))
		}
		list = append(list, e)
	}
	return list
}
