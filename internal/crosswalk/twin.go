package crosswalk

import (
	"cmp"
	"slices"

	"chainchief/graph"
)

// twins joins enterprises of the working graph with those of data sets that are the same: they have one listed code, or
// one name that no other of the pool has. A name is a guess, and is said to be one where it matters.
type twins struct {
	ofPool  map[graph.ID]graph.ID // from the one in the pool to the one of the working graph
	ofGraph map[graph.ID]graph.ID
}

// naming gathers what enterprises go by.
type naming struct {
	pool  map[string][]known // by listed code or name
	graph []graph.Node
}

// known is an enterprise of the pool with its listed code.
type known struct {
	id   graph.ID
	code string
}

func (n *naming) add(e graph.Node) {
	if !e.Pool {
		n.graph = append(n.graph, e)
		return
	}
	for _, name := range calledBy(&e) {
		n.pool[name] = append(n.pool[name], known{e.ID, e.Attrs.Text("listed_code")})
	}
}

// calledBy is what an enterprise goes by: its listed code, then its names.
func calledBy(e *graph.Node) []string {
	list := append([]string{e.Attrs.Text("listed_code"), e.Name, e.Attrs.Text("short_name")}, e.Aliases...)
	slices.Sort(list[1:])
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

func (n *naming) twins() twins {
	t := twins{map[graph.ID]graph.ID{}, map[graph.ID]graph.ID{}}
	slices.SortFunc(n.graph, func(a, b graph.Node) int { return cmp.Compare(a.ID, b.ID) })
	for i := range n.graph {
		if e := &n.graph[i]; t.ofGraph[e.ID] == "" {
			t.join(e, n.pool)
		}
	}
	return t
}

func (t twins) join(e *graph.Node, pool map[string][]known) {
	code := e.Attrs.Text("listed_code")
	for _, name := range calledBy(e) {
		same := pool[name]
		if len(same) != 1 || t.ofPool[same[0].id] != "" || code != "" && same[0].code != "" && code != same[0].code {
			continue
		}
		t.ofPool[same[0].id], t.ofGraph[e.ID] = e.ID, same[0].id
		return
	}
}
