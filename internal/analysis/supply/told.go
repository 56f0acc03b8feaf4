package supply

import (
	"cmp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// telling is what is told of who supplies an enterprise and whom it supplies, beside what merely could be.
type telling struct {
	f        *analysis.Findings
	of       graph.ID
	from, to map[graph.ID]toldSupply // by the enterprise at the other end
}

// toldSupply is a relation that somebody told of.
type toldSupply struct {
	tie      Tie
	relation *graph.Relation
}

func newTelling(f *analysis.Findings, enterprise graph.ID) *telling {
	t := &telling{f: f, of: enterprise, from: map[graph.ID]toldSupply{}, to: map[graph.ID]toldSupply{}}
	t.hear(enterprise, false)
	for _, group := range f.Snapshot.Heads(enterprise, graph.SubsidiaryOf) {
		t.hear(group.ID, true)
	}
	return t
}

// hear notes the supplies of an enterprise or its group, the firmest of each pair. What is told of the group says
// nothing of the plant: it stands as disputed.
func (t *telling) hear(of graph.ID, group bool) {
	note := func(m map[graph.ID]toldSupply, other graph.ID, r *graph.Relation) {
		tie := tieOf(r)
		if group {
			tie = TieDisputed
		}
		if old, known := m[other]; other != t.of &&
			(!known || slices.Index(tieOrder, tie) < slices.Index(tieOrder, old.tie)) {
			m[other] = toldSupply{tie, r}
		}
	}
	for _, typ := range []graph.RelationType{graph.SuppliesTo, graph.Announces} {
		for _, r := range t.f.Snapshot.Out(of, typ) {
			note(t.to, r.To, r)
		}
		for _, r := range t.f.Snapshot.In(of, typ) {
			note(t.from, r.From, r)
		}
	}
}

// tieOf says how firmly a told supply stands; what a cluster states is no firmer than what is announced.
func tieOf(r *graph.Relation) Tie {
	switch analysis.DealOf(r) {
	case analysis.DealDisputed:
		return TieDisputed
	case analysis.DealEvidenced:
		return TieEvidenced
	}
	return TieAnnounced
}

func (t *telling) partner(e *graph.Node, stage string, prov graph.Provenance, heard map[graph.ID]toldSupply) Partner {
	p := Partner{Enterprise: e, Radius: radiusOf(e), Tie: TiePossible, Stage: stage, Prov: prov}
	if !analysis.Delivers(stage) && stage != graph.StepStopped && prov.Confidence.Evidenced() {
		p.Tie = TieAnnounced
	}
	if x, known := heard[e.ID]; known {
		p.Tie, p.Relation, p.Prov = x.tie, x.relation, x.relation.Prov
	}
	return p
}

// partners are all who work on a link.
func (t *telling) partners(l *analysis.Link, heard map[graph.ID]toldSupply) []Partner {
	var list []Partner
	for _, p := range l.Positions {
		if p.Enterprise.ID != t.of {
			list = append(list, t.partner(p.Enterprise, p.Stage(), p.Relation.Prov, heard))
		}
	}
	return list
}

// settle lets what was told stand only in the nearest tier where the partner works: further on it is another supply,
// which merely could be. It sorts the partners and returns those that work on no link of the flows.
func (t *telling) settle(flows []*Flow, heard map[graph.ID]toldSupply) (_ []*Flow, rest []Partner) {
	nearest := map[graph.ID]int{}
	for _, f := range flows {
		for i, p := range f.Partners {
			tier, known := nearest[p.Enterprise.ID]
			if !known {
				nearest[p.Enterprise.ID] = f.Tier
			} else if p.Relation != nil && tier < f.Tier {
				f.Partners[i] = t.partner(p.Enterprise, p.Stage, p.Prov, nil)
			}
		}
		slices.SortFunc(f.Partners, comparePartners)
	}
	for id, x := range heard {
		if _, known := nearest[id]; !known {
			rest = append(rest, t.partner(t.f.Snapshot.Node(id), "", x.relation.Prov, heard))
		}
	}
	slices.SortFunc(rest, comparePartners)
	return flows, rest
}

func comparePartners(a, b Partner) int {
	return cmp.Or(
		slices.Index(Radii, a.Radius)-slices.Index(Radii, b.Radius),
		slices.Index(tieOrder, a.Tie)-slices.Index(tieOrder, b.Tie),
		cmp.Compare(a.Enterprise.ID, b.Enterprise.ID),
	)
}
