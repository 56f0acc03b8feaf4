package analysis

import "chainchief/graph"

// Filling are the relations by which projects work on a link or fill its gap; one that was given up does so no more.
func (f *Findings) Filling(at graph.ID) []*graph.Relation {
	var list []*graph.Relation
	for _, r := range f.Snapshot.In(at, graph.Fills) {
		if graph.ProjectOf(f.Snapshot.Node(r.From)).GivenUp() == "" {
			list = append(list, r)
		}
	}
	return list
}
