package analysis

import "chainchief/graph"

// Answer tells whether the data answer one of the five questions asked of every link. Their share is the link's data
// coverage 资料: it says how much is known, not how good the link is.
type Answer struct {
	Question Words
	Known    bool
}

// answers asks the five questions. A link without any local enterprise leaves the second open: nobody has proved that
// there is none.
func answers(s *graph.Snapshot, l *Link) []Answer {
	local, settled, makers, placed := false, true, false, true
	for _, p := range l.Positions {
		if p.Local {
			local = true
			if !p.Relation.Prov.Confidence.Evidenced() || p.Stage() == graph.StepUnknown {
				settled = false
			}
			continue
		}
		makers = true
		if HomeOf(s, p.Enterprise.ID) == nil {
			placed = false
		}
	}
	return []Answer{
		{Words{"产品已列明", "Products are named"}, len(s.Out(l.Node.ID, graph.Yields)) > 0},
		{Words{"本地企业的角色和阶段有据", "Role and stage of local enterprises are on record"}, local && settled},
		{Words{"市外厂家已知", "Makers outside are known"}, makers},
		{Words{"市外厂家所在地已知", "Where they are is known"}, makers && placed},
		{Words{"国内供给面已知", "Breadth of supply in the country is known"}, graph.LinkOf(l.Node).OutsideSupply() != ""},
	}
}
