package analysis

import (
	"strings"

	"chainchief/graph"
)

// GapMove is what became of the gap of a link between two moments.
type GapMove struct {
	Closed, Opened bool   // by facts: the rules derived it and derive it no longer, or the other way round
	Aside          string // people put it aside that stands: GapDismissed or GapClosed; GapProposed: it waits again
}

// MoveOfGap compares the gap of a link that is there at both moments; nothing becomes of that of another one.
func MoveOfGap(from, to *Findings, link graph.ID) GapMove {
	if from.Link(link) == nil || to.Link(link) == nil {
		return GapMove{}
	}
	before, after := from.Gap(GapID(link)), to.Gap(GapID(link))
	m := GapMove{Closed: before != nil && after == nil, Opened: before == nil && after != nil}
	if had, has := before.aside(), after.aside(); after != nil && had != has {
		if m.Aside = has; has == "" {
			m.Aside = graph.GapProposed
		}
	}
	return m
}

// aside is how people have put a gap aside; empty when it waits, and when there is none.
func (g *Gap) aside() string {
	if g == nil || g.Open() {
		return ""
	}
	return g.Status()
}

// Still says what a gap is that people have put aside; empty of any other.
func (g *Gap) Still() Words {
	kind := Words{
		graph.Words(graph.GapKinds, g.Kind(), "zh"),
		strings.ToLower(graph.Words(graph.GapKinds, g.Kind(), "en")),
	}
	switch g.aside() {
	case graph.GapDismissed:
		return Words{"仍是" + kind.ZH + "，未关闭", "still " + kind.EN + ", not closed"}
	case graph.GapClosed:
		return Words{"按规则仍是" + kind.ZH, "by the rules still " + kind.EN}
	}
	return Words{}
}
