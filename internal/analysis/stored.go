package analysis

import "chainchief/graph"

// weightsID is the one node that holds the weights people have set.
const weightsID graph.ID = "weights:scores"

// numbers are the weights by the attribute that stores each, beside the chokepoint rule.
func (w *Weights) numbers() map[string]*float64 {
	g, c, t, a := &w.Gap, &w.Criticality, &w.Target, &w.Candidate
	return map[string]*float64{
		"gap_pull": &g.Pull, "gap_reach": &g.Reach, "gap_uptake": &g.Uptake, "gap_lack": &g.Lack,
		"gap_unproven": &g.Unproven, "gap_two_hops": &g.TwoHops, "gap_one_off": &g.OneOff,
		"gap_band_2": &g.Band2, "gap_band_3": &g.Band3, "gap_band_4": &g.Band4, "gap_band_5": &g.Band5,
		"gap_missing": &g.Missing, "gap_weak": &g.Weak,
		"gap_outside":           &g.Outside,
		"criticality_must_pass": &c.MustPass, "criticality_reach": &c.Reach, "criticality_enterprises": &c.Enterprises,
		"criticality_betweenness": &c.Betweenness,
		"target_criticality":      &t.Criticality, "target_relatedness": &t.Relatedness, "target_demand": &t.Demand,
		"target_policy": &t.Policy, "target_least": &t.Least,
		"candidate_match": &a.Match, "candidate_tie": &a.Tie, "candidate_near": &a.Near, "candidate_scale": &a.Scale,
		"candidate_region": &a.Region, "candidate_expansion": &a.Expansion, "candidate_policy": &a.Policy,
		"candidate_local": &a.Local, "candidate_circle": &a.Circle, "candidate_province": &a.Province,
		"candidate_preferred": &a.Preferred, "candidate_elsewhere": &a.Elsewhere,
	}
}

// StoredWeights returns the weights that stand in a snapshot, the defaults for what nobody has set. Weights that got
// past the check, as through an import, count as none.
func StoredWeights(s *graph.Snapshot) Weights {
	w := DefaultWeights()
	n := s.Node(weightsID)
	if n == nil {
		return w
	}
	for name, v := range w.numbers() {
		if stored, ok := n.Attrs.Number(name); ok {
			*v = stored
		}
	}
	if users := n.Attrs.Int("choke_users"); users > 0 {
		w.Choke.Users = int(users)
	}
	if _, ok := n.Attrs["choke_few_makers"]; ok {
		w.Choke.FewMakers = n.Attrs.Bool("choke_few_makers")
	}
	if w.Check() != nil {
		return DefaultWeights()
	}
	return w
}

// Store returns the changes that set the weights; graph.Problems when one is out of range. The derived gaps follow with
// Settle.
func (w Weights) Store(actor, reason string) (graph.Changes, error) {
	if err := w.Check(); err != nil {
		return graph.Changes{}, err
	}
	attrs := graph.Attrs{"choke_users": int64(w.Choke.Users), "choke_few_makers": w.Choke.FewMakers}
	for name, v := range w.numbers() {
		attrs[name] = *v
	}
	node := graph.Node{ID: weightsID, Kind: graph.KindWeights, Name: "评分权重", NameEN: "Weights of the scores", Attrs: attrs,
		Prov: graph.Provenance{Source: RulesSource, AsOf: "2026", Confidence: graph.Inferred}}
	return graph.Changes{Actor: actor, Reason: reason, Nodes: []graph.Node{rulesNode(), node}}, nil
}
