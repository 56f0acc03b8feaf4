package criticality

import (
	"slices"

	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// None stands for the virtual source: a node that it dominates at once has no must-pass node.
const None = -1

// Measure is what hangs on a node. Nodes of one cycle share Dominator and Betweenness: they are measured as one.
type Measure struct {
	Cycle []int // the nodes of its cycle, ascending, itself among them; nil when it lies on none
	// the nearest node that everything on its way to this one must pass; of a cycle its least node; or None
	Dominator int
	// the nodes for which this one, or its cycle, is must-pass, ascending; its cycle mates too, itself not
	Dominated   []int
	Betweenness float64 // Brandes, unnormalised, over ordered pairs of the graph with cycles collapsed
}

// Measures computes the measures of every node. Cycles are collapsed to one node each first: inside a cycle "must pass"
// and "between" have no direction. The sources are the nodes, or cycles, that nothing feeds.
func (g *Graph) Measures() []Measure {
	components, of := g.Components()
	small := g.collapse(components, of)
	dominators := small.Dominators(small.sources())
	between := small.Betweenness()
	under := subtrees(dominators)
	out := make([]Measure, g.Len())
	for v := range out {
		c := of[v]
		out[v] = Measure{Dominator: None, Betweenness: between[c]}
		if len(components[c]) > 1 {
			out[v].Cycle = components[c]
		}
		if d := dominators[c]; d != None {
			out[v].Dominator = components[d][0]
		}
		for _, x := range under[c] {
			out[v].Dominated = append(out[v].Dominated, components[x]...)
		}
		slices.Sort(out[v].Dominated)
		out[v].Dominated = slices.DeleteFunc(out[v].Dominated, func(x int) bool { return x == v })
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

// sources returns the nodes that nothing feeds.
func (g *Graph) sources() []int {
	var list []int
	for v, prev := range g.prev {
		if len(prev) == 0 {
			list = append(list, v)
		}
	}
	return list
}

// Dominators returns the immediate dominator of each node from a virtual source over the given sources: the nearest
// node that every path from a source must pass, None where there is none or no source leads there. Lengauer & Tarjan,
// ACM TOPLAS 1:121 (1979).
func (g *Graph) Dominators(sources []int) []int {
	source := g.Len()
	arcs := make([][2]int, 0, len(sources))
	for v, next := range g.next {
		for _, w := range next {
			arcs = append(arcs, [2]int{v, w})
		}
	}
	for _, s := range sources {
		arcs = append(arcs, [2]int{source, s})
	}
	tree := flow.Dominators(simple.Node(source), ordered{New(source+1, arcs)})
	out := make([]int, g.Len())
	for v := range out {
		out[v] = None
		if d := tree.DominatorOf(int64(v)); d != nil && d.ID() != int64(source) {
			out[v] = int(d.ID())
		}
	}
	return out
}

// subtrees returns for each node all nodes below it in the dominator tree, itself first, the rest ascending.
func subtrees(dominators []int) [][]int {
	under := make([][]int, len(dominators))
	for v := range dominators {
		under[v] = append([]int{v}, under[v]...)
		for d := dominators[v]; d != None; d = dominators[d] {
			under[d] = append(under[d], v)
		}
	}
	return under
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
