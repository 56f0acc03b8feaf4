package analysis

import (
	"maps"

	"chainchief/graph"
)

// RulesSource is the body of knowledge that derived gaps rest on: this set of rules.
const RulesSource graph.ID = "source:rules-" + RulesVersion

// System is whom the history names for what the rules write.
const System = "system"

// Settle returns the changes that bring the stored gaps in line with the findings. What the rules derive is replaced;
// what people decided (status, strategy, owner, due, decision) stays. A gap that is no longer derived stays with
// standing = false and says why it is none now, so that its record is not lost. Without differences the store makes no
// revision of them.
func Settle(f *Findings) graph.Changes {
	base := f.Snapshot.Revision
	c := graph.Changes{Actor: System, Reason: "按规则 " + RulesVersion + " 重算缺口", Base: &base}
	c.Nodes = append(c.Nodes, rulesNode())
	for _, g := range f.Gaps {
		node := graph.Node{
			ID:     g.ID,
			Kind:   graph.KindGap,
			Name:   g.Link.Node.Name,
			NameEN: g.Link.Node.NameEN,
			Attrs:  derived(g),
			Prov:   gapProvenance(g),
		}
		if g.Node != nil {
			graph.KeepDecision(node.Attrs, g.Node.Attrs)
		}
		c.Nodes = append(c.Nodes, node)
		c.Relations = append(
			c.Relations,
			graph.Relation{RelationKey: graph.RelationKey{Type: graph.At, From: g.ID, To: g.Link.Node.ID}, Prov: node.Prov},
		)
	}
	for _, old := range f.Snapshot.Of(graph.KindGap) {
		if f.gaps[old.ID] == nil {
			gone := *old
			gone.Attrs = f.gone(old, maps.Clone(old.Attrs))
			c.Nodes = append(c.Nodes, gone)
		}
	}
	return c
}

func rulesNode() graph.Node {
	return graph.Node{
		ID:     RulesSource,
		Kind:   graph.KindSource,
		Name:   "本系统规则 " + RulesVersion,
		NameEN: "Rules of this system " + RulesVersion,
		Prov:   graph.Provenance{Source: RulesSource, AsOf: "2026", Confidence: graph.Inferred},
	}
}

func derived(g *Gap) graph.Attrs {
	return graph.Attrs{
		"kinds": g.Kinds, "weight": g.Weight, "rule": g.Why.Rule, "reason": g.Why.Text.ZH, "reason_en": g.Why.Text.EN,
		"standing": true, "status": graph.GapProposed,
	}
}

// gapProvenance dates a gap by the newest evidence on its link, or by the link's template when there is none.
func gapProvenance(g *Gap) graph.Provenance {
	asOf := g.Link.AsOf
	if asOf == "" {
		asOf = g.Link.Node.Prov.AsOf
	}
	return graph.Provenance{Source: RulesSource, AsOf: asOf, Confidence: graph.Inferred}
}
