// Package graphviz owns the Graphviz worker processes. go-graphviz is not safe in parallel, ignores cancellation and
// leaks, so it runs only in child processes of this binary, which are killed at the deadline and replaced after a
// while.
package graphviz

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Graph asks for an order: nodes in stages (left to right) and lanes, and what leads to what. Edges that name a node
// outside the graph are left out.
type Graph struct {
	Stages int
	Nodes  []Node
	Edges  [][2]string
}

// Node is a box of fixed size.
type Node struct {
	ID    string
	Stage int
	Lane  int
}

// MostNodes is the size beyond which dot takes longer than anybody waits.
const MostNodes = 300

// Order returns the ids of all nodes in the order that dot gives them: by stage, lane, then from top to bottom. The
// error is ErrTooLarge beyond MostNodes, the context's own when it ends, or what the worker said.
func (p *Pool) Order(ctx context.Context, g Graph) ([]string, error) {
	if len(g.Nodes) > MostNodes {
		return nil, fmt.Errorf("%w: %d nodes, at most %d", ErrTooLarge, len(g.Nodes), MostNodes)
	}
	out, err := p.Render(ctx, Dot(g))
	if err != nil {
		return nil, err
	}
	places, err := positions(out)
	if err != nil {
		return nil, err
	}
	order := make([]int, len(g.Nodes))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		x, y := g.Nodes[order[a]], g.Nodes[order[b]]
		if x.Stage != y.Stage {
			return x.Stage < y.Stage
		}
		if x.Lane != y.Lane {
			return x.Lane < y.Lane
		}
		p, q := places["n"+strconv.Itoa(order[a])], places["n"+strconv.Itoa(order[b])]
		if p.x != q.x {
			return p.x < q.x
		}
		return p.y > q.y // dot counts upwards
	})
	ids := make([]string, len(order))
	for i, k := range order {
		ids[i] = g.Nodes[k].ID
	}
	return ids, nil
}

// Dot writes the graph (docs/drawings.md, Structure, step 10): empty boxes, a cluster a lane, invisible anchors
// that keep the stages apart, edges back to an earlier stage without force. No text of a user is in it.
func Dot(g Graph) string {
	var b strings.Builder
	b.WriteString("digraph {\nrankdir=LR\nnewrank=true\nnode [label=\"\" shape=box fixedsize=true width=2 height=0.8]\n")
	index := map[string]int{}
	lanes := map[int][]int{}
	for i, n := range g.Nodes {
		index[n.ID] = i
		lanes[n.Lane] = append(lanes[n.Lane], i)
	}
	for s := 0; s <= g.Stages; s++ {
		fmt.Fprintf(&b, "a%d [style=invis width=0.1]\n", s)
		if s > 0 {
			fmt.Fprintf(&b, "a%d -> a%d [style=invis minlen=2]\n", s-1, s)
		}
	}
	keys := make([]int, 0, len(lanes))
	for lane := range lanes {
		keys = append(keys, lane)
	}
	sort.Ints(keys)
	for _, lane := range keys {
		fmt.Fprintf(&b, "subgraph cluster%d {\n", lane)
		for _, i := range lanes[lane] {
			fmt.Fprintf(&b, "n%d\n", i)
		}
		b.WriteString("}\n")
	}
	for i, n := range g.Nodes {
		fmt.Fprintf(&b, "a%d -> n%d -> a%d [style=invis weight=0]\n", n.Stage, i, n.Stage+1)
	}
	for _, e := range g.Edges {
		from, okFrom := index[e[0]]
		to, okTo := index[e[1]]
		if !okFrom || !okTo {
			continue
		}
		constraint := ""
		if g.Nodes[to].Stage < g.Nodes[from].Stage {
			constraint = " [constraint=false]"
		}
		fmt.Fprintf(&b, "n%d -> n%d%s\n", from, to, constraint)
	}
	b.WriteString("}\n")
	return b.String()
}

type position struct{ x, y float64 }

// positions reads the places of nodes out of json0.
func positions(data []byte) (map[string]position, error) {
	var doc struct {
		Objects []struct {
			Name string `json:"name"`
			Pos  string `json:"pos"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("graphviz: the worker's answer cannot be read: %w", err)
	}
	out := map[string]position{}
	for _, o := range doc.Objects {
		x, y, ok := strings.Cut(o.Pos, ",")
		if !ok {
			continue
		}
		px, errX := strconv.ParseFloat(x, 64)
		py, errY := strconv.ParseFloat(y, 64)
		if errX == nil && errY == nil {
			out[o.Name] = position{px, py}
		}
	}
	return out, nil
}
