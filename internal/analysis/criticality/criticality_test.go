package criticality

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// read makes a graph of arcs written "AB": from A to B; nodes are numbered in the order of names.
func read(names, arcs string) *Graph {
	var list [][2]int
	for _, a := range strings.Fields(arcs) {
		list = append(list, [2]int{strings.IndexByte(names, a[0]), strings.IndexByte(names, a[1])})
	}
	return New(len(names), list)
}

// The flow graph and its dominator tree are figures 1 and 2 of Lengauer & Tarjan, ACM TOPLAS 1:121 (1979).
func TestDominatorsOfLengauerAndTarjan(t *testing.T) {
	names := "RABCDEFGHIJKL"
	g := read(names, "RA RB RC AD BA BD BE CF CG DL EH FI GI GJ HE HK IK JI KI KR LH")
	got := map[byte]byte{}
	for v, d := range g.Dominators([]int{0}) {
		if d != None {
			got[names[v]] = names[d]
		}
	}
	want := map[byte]byte{}
	for _, pair := range []string{"AR", "BR", "CR", "DR", "ER", "HR", "IR", "KR", "FC", "GC", "JG", "LD"} {
		want[pair[0]] = pair[1]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The kite is that of Krackhardt, Administrative Science Quarterly 35:342 (1990); the values are the usual unnormalised
// betweenness of its undirected graph, half of what arcs both ways give.
func TestBetweennessOfTheKrackhardtKite(t *testing.T) {
	g := read(
		"0123456789",
		"01 02 03 05 13 14 16 23 25 34 35 36 46 56 57 67 78 89 10 20 30 50 31 41 61 32 52 43 53 63 64 65 75 76 87 98",
	)
	want := []float64{5. / 6, 5. / 6, 0, 11. / 3, 0, 25. / 3, 25. / 3, 14, 8, 0}
	for v, b := range g.Betweenness() {
		if math.Abs(b/2-want[v]) > 1e-12 {
			t.Errorf("node %d: %v, want %v", v, b/2, want[v])
		}
	}
}

// The table and its inverse are the two-sector example of Miller & Blair, Input–Output Analysis, 2nd ed. (2009),
// section
// 2.3; each loss is the total output of 3000 less what the other sector makes alone, f/(1−a).
func TestExtractionOfMillerAndBlair(t *testing.T) {
	f := Flows{Between: [][]float64{{150, 500}, {200, 100}}, Output: []float64{1000, 2000}}
	inverse, err := f.Inverse()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]float64{{1.2541, .3300}, {.2640, 1.1221}} {
		for j, want := range row {
			if math.Abs(inverse[i][j]-want) > 5e-5 {
				t.Errorf("L[%d][%d] = %v, want %v", i, j, inverse[i][j], want)
			}
		}
	}
	loss, err := f.Extraction()
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{3000 - 1700/.95, 3000 - 350/.85} { // 1210.53 and 2588.24
		if math.Abs(loss[k]-want) > 1e-9 {
			t.Errorf("loss of sector %d: %v, want %v", k, loss[k], want)
		}
	}
}

func TestFlowsThatAreNoTable(t *testing.T) {
	for name, f := range map[string]Flows{
		"empty":         {},
		"ragged":        {Between: [][]float64{{1, 2}, {1}}, Output: []float64{10, 10}},
		"no output":     {Between: [][]float64{{0}}, Output: []float64{0}},
		"not a number":  {Between: [][]float64{{math.NaN()}}, Output: []float64{1}},
		"negative":      {Between: [][]float64{{-1}}, Output: []float64{1}},
		"eats its own":  {Between: [][]float64{{1, 0}, {0, 1}}, Output: []float64{1, 1}},
		"boundless":     {Between: [][]float64{{0}}, Output: []float64{math.Inf(1)}},
		"overdrawn":     {Between: [][]float64{{0, 3}, {0, 0}}, Output: []float64{2, 9}},
		"boundless too": {Between: [][]float64{{math.Inf(1)}}, Output: []float64{1}},
	} {
		if _, err := f.Inverse(); !errors.Is(err, ErrFlows) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if loss, err := (Flows{Between: [][]float64{{1}}, Output: []float64{4}}).Extraction(); err != nil || loss[0] != 4 {
		t.Errorf("one sector: %v, %v", loss, err)
	}
}

// 0 → 1 ⇄ 2 → 3 → 5, 4 → 5: the cycle is one node, and nothing passes 3 or 4 alone to reach 5.
func TestCyclesAreMeasuredAsOne(t *testing.T) {
	got := read("012345", "01 12 21 23 35 45").Measures()
	want := []Measure{
		{Dominator: None, Dominated: []int{1, 2, 3}},
		{Cycle: []int{1, 2}, Dominator: 0, Dominated: []int{2, 3}, Betweenness: 2},
		{Cycle: []int{1, 2}, Dominator: 0, Dominated: []int{1, 3}, Betweenness: 2},
		{Dominator: 1, Dominated: nil, Betweenness: 2},
		{Dominator: None},
		{Dominator: None},
	}
	if diff := cmp.Diff(want, got, cmp.Transformer("nil",
		func(l []int) []int { return append([]int{}, l...) })); diff != "" {
		t.Error(diff)
	}
}

// graphs draws a graph of up to ten nodes, cycles included.
var graphs = rapid.Custom(func(t *rapid.T) *Graph {
	n := rapid.IntRange(1, 10).Draw(t, "nodes")
	var arcs [][2]int
	for range rapid.IntRange(0, 20).Draw(t, "arcs") {
		arcs = append(arcs, [2]int{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")})
	}
	return New(n, arcs)
})

// A node is must-pass for another exactly when cutting it, with its cycle, cuts the other off from every source.
func TestMustPassIsWhatCuttingShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs.Draw(t, "graph")
		components, of := g.Components()
		small := g.collapse(components, of)
		for v, m := range g.Measures() {
			reached := small.reachedWithout(of[v])
			var cut []int
			for x := range g.Len() {
				if x != v && (of[x] == of[v] || !reached[of[x]]) {
					cut = append(cut, x)
				}
			}
			if !slices.Equal(cut, m.Dominated) {
				t.Fatalf("node %d of %v: must-pass for %v, but cutting it cuts %v", v, g.next, m.Dominated, cut)
			}
		}
	})
}

func (g *Graph) reachedWithout(cut int) []bool {
	reached := make([]bool, g.Len())
	var walk func(v int)
	walk = func(v int) {
		if v == cut || reached[v] {
			return
		}
		reached[v] = true
		for _, w := range g.next[v] {
			walk(w)
		}
	}
	for _, s := range g.sources() {
		walk(s)
	}
	return reached
}

// What must pass v is downstream of it, and the rings hold each node once, next to one of the ring before.
func TestMustPassLiesDownstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs.Draw(t, "graph")
		for v, m := range g.Measures() {
			rings := g.Downstream(v)
			all := slices.Concat(rings...)
			slices.Sort(all)
			if len(slices.Compact(slices.Clone(all))) != len(all) || slices.Contains(all, v) {
				t.Fatalf("rings of %d: %v", v, rings)
			}
			for _, d := range m.Dominated {
				if !slices.Contains(all, d) {
					t.Fatalf("%d is must-pass for %d but does not reach it", v, d)
				}
			}
		}
	})
}

func TestTheSameGraphGivesTheSameBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "nodes")
		arcs := rapid.SliceOf(rapid.Custom(func(t *rapid.T) [2]int {
			return [2]int{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")}
		})).Draw(t, "arcs")
		again := rapid.Permutation(arcs).Draw(t, "again")
		if diff := cmp.Diff(New(n, arcs).Measures(), New(n, again).Measures()); diff != "" {
			t.Fatal(diff)
		}
	})
}
