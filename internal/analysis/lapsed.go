package analysis

import (
	"fmt"
	"strings"

	"chainchief/graph"
)

// Lapsed is a gap on record that the rules no longer derive: kinds and weight as they last were, and why it is none
// now. Nil for one that stands, and where there is no such gap, or no longer its link.
func (f *Findings) Lapsed(id graph.ID) *Gap {
	n := f.Snapshot.Node(id)
	if n == nil || n.Kind != graph.KindGap || f.Gap(id) != nil {
		return nil
	}
	for _, at := range f.Snapshot.Heads(id, graph.At) {
		if l := f.Link(at.ID); l != nil {
			stored := graph.GapOf(n)
			return &Gap{
				ID:            id,
				Link:          l,
				Kinds:         stored.Kinds(),
				Weight:        stored.Weight(),
				Why:           l.lapse(stored.Kinds()),
				Node:          n,
				AffectedLinks: l.Downstream(),
			}
		}
	}
	return nil
}

// lapse says what is true of a link now, and that it lacks no longer what it did.
func (l *Link) lapse(was []string) Reason {
	words := func(lang string) string {
		list := make([]string, len(was))
		for i, kind := range was {
			list[i] = graph.Words(graph.GapKinds, kind, lang)
		}
		return strings.Join(list, map[bool]string{true: ", ", false: "、"}[lang == "en"])
	}
	return Reason{
		Rule: l.Why.Rule,
		Text: Words{
			fmt.Sprintf(
				"环节现为“%s”：%s规则不再推得缺口（原为%s）。",
				graph.Words(Coverages, string(l.State), "zh"),
				l.Why.Text.ZH,
				words("zh"),
			),
			fmt.Sprintf(
				"The link is now “%s”: %s The rules derive no gap any more (it was: %s).",
				graph.Words(Coverages, string(l.State), "en"),
				l.Why.Text.EN,
				words("en"),
			),
		},
		Facts: l.Why.Facts,
	}
}

// gone is a stored gap that is not derived, with the reason that is true now.
func (f *Findings) gone(old *graph.Node, attrs graph.Attrs) graph.Attrs {
	attrs["standing"] = false
	if g := f.Lapsed(old.ID); g != nil {
		attrs["rule"], attrs["reason"], attrs["reason_en"] = g.Why.Rule, g.Why.Text.ZH, g.Why.Text.EN
	} else {
		attrs["reason"], attrs["reason_en"] = "环节已不在模板中。", "The link is no longer in the template."
	}
	return attrs
}
