package analysis

import "chainchief/graph"

// HomeOf says where an enterprise is: LOCATED_IN, where it produces, or, as far as nobody said, REGISTERED_IN, where it
// has its seat. Nil when neither is on record: unknown is unknown.
func HomeOf(s *graph.Snapshot, enterprise graph.ID) *graph.Relation {
	for _, t := range []graph.RelationType{graph.LocatedIn, graph.RegisteredIn} {
		if rels := s.Out(enterprise, t); len(rels) > 0 {
			return rels[0]
		}
	}
	return nil
}

// Homes are the words for what such a place is to its enterprise: a plant 厂 or the seat 总部.
var Homes = []graph.Term{
	{Code: string(graph.LocatedIn), ZH: "厂", EN: "plant"},
	{Code: string(graph.RegisteredIn), ZH: "总部", EN: "seat"},
}
