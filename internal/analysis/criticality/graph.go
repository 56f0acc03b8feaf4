// Package criticality measures how much hangs on each node of a flow graph, and on each sector of an input–output
// table. It knows nothing of chains: nodes are numbers from 0, arcs run downstream, from what delivers to what uses.
//
// Every result is deterministic to the last bit: nodes and arcs are visited in the order of their numbers, so a caller
// that numbers its nodes by a stable key gets the same sums whatever order its data came in.
package criticality

import (
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

// Graph is a directed graph over nodes 0 to n−1, without loops and with at most one arc between two nodes in a
// direction. It is immutable.
type Graph struct {
	next, prev [][]int // ascending
}

// New returns the graph of n nodes with the arcs {from, to}. Loops and repeated arcs are dropped; an arc to a node
// outside 0 to n−1 panics.
func New(n int, arcs [][2]int) *Graph {
	g := &Graph{next: make([][]int, n), prev: make([][]int, n)}
	sorted := slices.Clone(arcs)
	slices.SortFunc(sorted, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	for _, a := range slices.Compact(sorted) {
		if a[0] != a[1] {
			g.next[a[0]] = append(g.next[a[0]], a[1])
			g.prev[a[1]] = append(g.prev[a[1]], a[0])
		}
	}
	return g
}

// Len returns the number of nodes.
func (g *Graph) Len() int { return len(g.next) }

// Downstream returns the nodes that can be reached from v in rings: those one arc away, then two, and so on, each ring
// ascending. v itself is in none, also when it lies on a cycle.
func (g *Graph) Downstream(v int) [][]int {
	seen := make([]bool, g.Len())
	seen[v] = true
	var rings [][]int
	for ring := []int{v}; ; {
		var after []int
		for _, x := range ring {
			for _, y := range g.next[x] {
				if !seen[y] {
					seen[y] = true
					after = append(after, y)
				}
			}
		}
		if len(after) == 0 {
			return rings
		}
		slices.Sort(after)
		rings = append(rings, after)
		ring = after
	}
}

// ordered shows a Graph to gonum with its nodes in ascending order: gonum's own graphs are maps, and sums over them
// differ in their last bits from run to run.
type ordered struct{ *Graph }

func nodes(list []int) graph.Nodes {
	out := make([]graph.Node, len(list))
	for i, v := range list {
		out[i] = simple.Node(v)
	}
	return iterator.NewOrderedNodes(out)
}

func (o ordered) has(id int64) bool { return id >= 0 && id < int64(o.Len()) }

// Node returns the node of an id, or nil.
func (o ordered) Node(id int64) graph.Node {
	if !o.has(id) {
		return nil
	}
	return simple.Node(id)
}

// Nodes returns every node, ascending.
func (o ordered) Nodes() graph.Nodes {
	all := make([]int, o.Len())
	for i := range all {
		all[i] = i
	}
	return nodes(all)
}

// From returns the heads of the arcs that leave a node, ascending.
func (o ordered) From(id int64) graph.Nodes { return nodes(o.next[id]) }

// To returns the tails of the arcs that enter a node, ascending.
func (o ordered) To(id int64) graph.Nodes { return nodes(o.prev[id]) }

// HasEdgeFromTo tells whether an arc leads from u to v.
func (o ordered) HasEdgeFromTo(u, v int64) bool {
	if !o.has(u) || !o.has(v) {
		return false
	}
	_, found := slices.BinarySearch(o.next[u], int(v))
	return found
}

// HasEdgeBetween tells whether an arc joins u and v in either direction.
func (o ordered) HasEdgeBetween(u, v int64) bool {
	return o.HasEdgeFromTo(u, v) || o.HasEdgeFromTo(v, u)
}

// Edge returns the arc from u to v, or nil.
func (o ordered) Edge(u, v int64) graph.Edge {
	if !o.HasEdgeFromTo(u, v) {
		return nil
	}
	return simple.Edge{F: simple.Node(u), T: simple.Node(v)}
}
