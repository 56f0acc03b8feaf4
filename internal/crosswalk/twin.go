package crosswalk

import (
	"maps"
	"slices"

	"chainchief/graph"
)

// twins joins enterprises of the working graph with those of data sets that are the same: they have one listed code, or
// one name that no other of the pool has. A name is a guess, and is said to be one where it matters.
type twins struct {
	ofPool  map[graph.ID]graph.ID // from the one in the pool to the one of the working graph
	ofGraph map[graph.ID]graph.ID
}

// known is an enterprise of the pool with its listed code.
type known struct {
	id   graph.ID
	code string
}

// calledBy is what an enterprise goes by: its listed code, then its names.
func calledBy(e *graph.Node) []string {
	firm := graph.EnterpriseOf(e)
	list := append([]string{firm.ListedCode(), e.Name, firm.ShortName()}, e.Aliases...)
	slices.Sort(list[1:])
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

// findTwins goes through the enterprises in the order of their ids.
func findTwins(nodes map[graph.ID]graph.Node) twins {
	pool := map[string][]known{} // by listed code or name
	for _, e := range nodes {
		if e.Pool {
			for _, name := range calledBy(&e) {
				pool[name] = append(pool[name], known{e.ID, graph.EnterpriseOf(&e).ListedCode()})
			}
		}
	}
	t := twins{map[graph.ID]graph.ID{}, map[graph.ID]graph.ID{}}
	for _, id := range slices.Sorted(maps.Keys(nodes)) {
		if e := nodes[id]; !e.Pool {
			t.join(&e, pool)
		}
	}
	return t
}

func (t twins) join(e *graph.Node, pool map[string][]known) {
	code := graph.EnterpriseOf(e).ListedCode()
	for _, name := range calledBy(e) {
		same := pool[name]
		if len(same) != 1 || t.ofPool[same[0].id] != "" || code != "" && same[0].code != "" && code != same[0].code {
			continue
		}
		t.ofPool[same[0].id], t.ofGraph[e.ID] = e.ID, same[0].id
		return
	}
}
