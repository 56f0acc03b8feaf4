package criticality

import (
	"slices"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/topo"
)

// Measure is what a node is in the flow. Nodes of one cycle share Betweenness: they are measured as one.
type Measure struct {
	Cycle       []int   // the nodes of its cycle, ascending, itself among them; nil when it lies on none
	Betweenness float64 // Brandes, unnormalised, over ordered pairs of the graph with cycles collapsed
}

// Measures computes the measures of every node. Cycles are collapsed to one node each first: inside a cycle "between"
// has no direction.
func (g *Graph) Measures() []Measure {
	components, of := g.Components()
	between := g.collapse(components, of).Betweenness()
	out := make([]Measure, g.Len())
	for v := range out {
		c := of[v]
		out[v] = Measure{Betweenness: between[c]}
		if len(components[c]) > 1 {
			out[v].Cycle = components[c]
		}
	}
	return out
}

// Components returns the strongly connected components (Tarjan, SIAM J. Comput. 1:146, 1972), each ascending, ordered
// by their least node, and the component of each node.
func (g *Graph) Components() (components [][]int, of []int) {
	for _, c := range topo.TarjanSCC(ordered{g}) {
		list := make([]int, len(c))
		for i, n := range c {
			list[i] = int(n.ID())
		}
		slices.Sort(list)
		components = append(components, list)
	}
	slices.SortFunc(components, func(a, b []int) int { return a[0] - b[0] })
	of = make([]int, g.Len())
	for i, c := range components {
		for _, v := range c {
			of[v] = i
		}
	}
	return components, of
}

func (g *Graph) collapse(components [][]int, of []int) *Graph {
	var arcs [][2]int
	for v, next := range g.next {
		for _, w := range next {
			arcs = append(arcs, [2]int{of[v], of[w]})
		}
	}
	return New(len(components), arcs)
}

// Betweenness returns for each node the sum over ordered pairs (s, t) of other nodes of the share of shortest paths
// from s to t that pass it. Brandes, J. Math. Sociol. 25:163 (2001). An undirected graph given as arcs both ways counts
// each pair twice.
func (g *Graph) Betweenness() []float64 {
	found := network.Betweenness(ordered{g})
	out := make([]float64, g.Len())
	for v := range out {
		out[v] = found[int64(v)]
	}
	return out
}
