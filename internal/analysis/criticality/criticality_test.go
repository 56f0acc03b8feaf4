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

// 0 → 1 ⇄ 2 → 3 → 5, 4 → 5: the cycle is one node.
func TestCyclesAreMeasuredAsOne(t *testing.T) {
	got := read("012345", "01 12 21 23 35 45").Measures()
	want := []Measure{
		{},
		{Cycle: []int{1, 2}, Betweenness: 2},
		{Cycle: []int{1, 2}, Betweenness: 2},
		{Betweenness: 2},
		{},
		{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// 0 lithium, 1 ternary, 2 iron phosphate, 3 separators, 4 cells, 5 packs: cells take either cathode, and lithium is in
// both.
func TestAnyOneOfAGroupIsEnough(t *testing.T) {
	needs := Needs{nil, {{0}}, {{0}}, nil, {{1, 2}, {3}}, {{4}}}
	for v, want := range [][]int{{1, 2, 4, 5}, nil, nil, {4, 5}, {5}, nil} {
		if got := needs.Fails(v); !slices.Equal(got, want) {
			t.Errorf("with %d fail %v, want %v", v, got, want)
		}
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

// needed draws what up to ten nodes need, in groups, cycles included.
var needed = rapid.Custom(func(t *rapid.T) Needs {
	n := rapid.IntRange(1, 10).Draw(t, "nodes")
	needs := make(Needs, n)
	for v := range needs {
		for range rapid.IntRange(0, 3).Draw(t, "groups") {
			members := rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 1, min(n, 3), rapid.ID[int]).Draw(t, "members")
			needs[v] = append(needs[v], members)
		}
	}
	return needs
})

// What does not fail with a node is the largest set without it in which everybody has what he needs:
// all sets are tried.
func TestWhatFailsIsWhatTryingShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		needs := needed.Draw(t, "needs")
		n := len(needs)
		for v := range n {
			goes := 0 // bits of those that are in any set that can go on
			for set := range 1 << n {
				if set>>v&1 == 0 && needs.goesOn(set) {
					goes |= set
				}
			}
			var want []int
			for x := range n {
				if x != v && goes>>x&1 == 0 {
					want = append(want, x)
				}
			}
			if got := needs.Fails(v); !slices.Equal(got, want) {
				t.Fatalf("with %d of %v fail %v, but trying says %v", v, needs, got, want)
			}
		}
	})
}

func (needs Needs) goesOn(set int) bool {
	for v, groups := range needs {
		for _, members := range groups {
			if set>>v&1 == 1 && !slices.ContainsFunc(members, func(m int) bool { return set>>m&1 == 1 }) {
				return false
			}
		}
	}
	return true
}

// 0 lithium, 1 and 2 cathodes, 3 electrolyte, 4 cells, 5 packs that need cells and electrolyte: packs stop for the
// electrolyte at once, and stand behind cells.
func TestStepsAreThoseOfTheLastNeedThatFails(t *testing.T) {
	needs := Needs{nil, {{0}}, {{0}}, {{0}}, {{1, 2}, {3}}, {{3}, {4}}}
	if diff := cmp.Diff([][]int{{1, 2, 3}, {4}, {5}}, needs.Steps(0)); diff != "" {
		t.Error(diff)
	}
	ring := Needs{nil, {{0}, {2}}, {{1}}, {{2}}} // 1 and 2 need one another
	if diff := cmp.Diff([][]int{{1}, {2}, {3}}, ring.Steps(0)); diff != "" {
		t.Error(diff)
	}
}

// The steps hold what fails, each once; who stands in a step has lost a need whose members all stand before him, and
// what he lost altogether stands before him or is of a ring with him.
func TestStepsHoldWhatFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		needs := needed.Draw(t, "needs")
		for v := range needs {
			steps := needs.Steps(v)
			all := slices.Concat(steps...)
			slices.Sort(all)
			if fails := needs.Fails(v); !slices.Equal(all, fails) {
				t.Fatalf("with %d fail %v, the steps hold %v", v, fails, all)
			}
			at := map[int]int{v: 0}
			for i, step := range steps {
				for _, x := range step {
					at[x] = i + 1
				}
			}
			for x, n := range at {
				cut := func(group []int) bool {
					return !slices.ContainsFunc(group, func(m int) bool { k, fails := at[m]; return !fails || k >= n })
				}
				if x != v && !slices.ContainsFunc(needs[x], cut) {
					t.Fatalf("with %d of %v fails %d at step %d of %v, and lost nothing before", v, needs, x, n, steps)
				}
			}
		}
	})
}

// Where everybody needs all that feeds him, what fails is what lies downstream; groups only take from it.
func TestWhatFailsLiesDownstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		needs := needed.Draw(t, "needs")
		single := make(Needs, len(needs))
		var arcs [][2]int
		for v, groups := range needs {
			for _, m := range slices.Concat(groups...) {
				arcs = append(arcs, [2]int{m, v})
				single[v] = append(single[v], []int{m})
			}
		}
		g := New(len(needs), arcs)
		for v := range needs {
			below := slices.Concat(g.Downstream(v)...)
			slices.Sort(below)
			if all := single.Fails(v); !slices.Equal(all, below) {
				t.Fatalf("all needed: with %d fail %v, downstream lie %v", v, all, below)
			}
			for _, x := range needs.Fails(v) {
				if !slices.Contains(below, x) {
					t.Fatalf("%d fails with %d and does not lie downstream", x, v)
				}
			}
		}
	})
}

// The rings downstream hold each node once.
func TestRingsHoldEachNodeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs.Draw(t, "graph")
		for v := range g.Len() {
			all := slices.Concat(g.Downstream(v)...)
			slices.Sort(all)
			if len(slices.Compact(slices.Clone(all))) != len(all) || slices.Contains(all, v) {
				t.Fatalf("downstream of %d: %v", v, all)
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
