package relatedness

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"chainchief/graph"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// cities is the example of docs/methods.md, Five cities.
func cities() Matrix {
	return Matrix{
		Basis:   CityProductBasis,
		Rows:    []string{"c1", "c2", "c3", "c4", "c5"},
		Columns: []string{"p1", "p2", "p3", "p4", "p5", "p6"},
		Cells: cells([][]float64{
			{
				90,
				80,
				70,
				10,
				5,
				1,
			}, {60, 75, 10, 40, 2, 1}, {20, 5, 60, 50, 30, 2}, {10, 5, 5, 60, 45, 25}, {5, 2, 2, 8, 20, 70}}),
	}
}

// cells lists the cells of rows of values.
func cells(values [][]float64) []Cell {
	var list []Cell
	for i, row := range values {
		for j, v := range row {
			list = append(list, Cell{i, j, v})
		}
	}
	return list
}

func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 5e-7 {
			t.Errorf("%s[%d] = %.6f, want %.6f", what, i, got[i], want[i])
		}
	}
}

// The figures of docs/methods.md, Five cities; COI and COG were computed from their formulas by an independent
// program (power iteration on the side of products, in Python) from the same matrix.
func TestFiveCitiesAndSixLinks(t *testing.T) {
	s, err := New(cities())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]int{{3, 3, 3, 3, 2}, {2, 2, 2, 3, 3, 2}}, [][]int{s.Diversity, s.Ubiquity}); diff != "" {
		t.Errorf("diversity and ubiquity: %s", diff)
	}
	x, err := s.Complexity()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "λ2", []float64{x.Lambda2}, []float64{.730625})
	near(t, "ECI", x.ECI, []float64{1.259505, 1.001638, -.112089, -.864064, -1.284989})
	near(t, "PCI", x.PCI, []float64{1.513563, 1.513563, .751389, -.022214, -1.065443, -1.504536})
	var density []float64
	for p := range s.Columns {
		density = append(density, s.Density(1, p))
	}
	near(t, "density of row 2", density, []float64{.823529, .823529, .5, .555556, .25, .166667})
	near(t, "COI", s.Outlook(x), []float64{-.140585, -.141422, .138063, .54398, .086519})
	near(t, "COG of row 2", s.Gain(x, 1), []float64{0, 0, .148591, 0, -.807129, -1.018629})
}

func TestEmptyRowsAndColumnsAreDroppedAndNamed(t *testing.T) {
	m := cities()
	m.Rows, m.Columns = append(m.Rows, "c0"), append(m.Columns, "p0")
	m.Cells = append(m.Cells, Cell{0, 6, 0}, Cell{5, 0, 0}) // a nought is no holding
	got, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := New(cities())
	if diff := cmp.Diff([]string{"c0", "p0"}, append(got.DroppedRows, got.DroppedColumns...)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want.cells, got.cells, cmp.AllowUnexported(share{})); diff != "" {
		t.Error(diff)
	}
}

func TestMatricesThatAreNone(t *testing.T) {
	for name, m := range map[string]Matrix{
		"outside":   {Rows: []string{"a"}, Columns: []string{"p"}, Cells: []Cell{{0, 1, 1}}},
		"cell":      {Rows: []string{"a"}, Columns: []string{"p"}, Cells: []Cell{{0, 0, 1}, {0, 0, 2}}},
		"twice":     {Rows: []string{"a", "a"}, Columns: []string{"p"}, Cells: []Cell{{0, 0, 1}}},
		"negative":  {Rows: []string{"a"}, Columns: []string{"p"}, Cells: []Cell{{0, 0, -1}}},
		"no number": {Rows: []string{"a"}, Columns: []string{"p"}, Cells: []Cell{{0, 0, math.NaN()}}},
	} {
		if _, err := New(m); !errors.Is(err, ErrMatrix) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s, err := New(Matrix{}); err != nil || len(s.Columns) != 0 {
		t.Errorf("an empty matrix: %v, %v", s, err)
	}
}

func TestComplexityIsRefusedWhereItSaysNothing(t *testing.T) {
	names := []string{"a", "b", "c", "d"}
	for name, values := range map[string][][]float64{
		"two parts":   {{1, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 1}, {0, 0, 0, 1}},
		"all alike":   {{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
		"a ring":      {{1, 1, 0, 0}, {0, 1, 1, 0}, {0, 0, 1, 1}, {1, 0, 0, 1}},
		"two of them": {{1, 1, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}},
	} {
		s, err := New(Matrix{Rows: names, Columns: names, Cells: cells(values), Presence: true})
		if err != nil {
			t.Fatal(err)
		}
		if x, err := s.Complexity(); !errors.Is(err, ErrComplexity) {
			t.Errorf("%s: %+v, %v", name, x, err)
		}
	}
}

func TestComplexityOfVeryManyRowsIsRefused(t *testing.T) {
	m := Matrix{Columns: []string{"common", "rare", "rarer"}, Presence: true}
	for c := range MostRows + 1 {
		m.Rows = append(m.Rows, fmt.Sprint(c))
		m.Cells = append(m.Cells, Cell{c, 0, 1})
		if c%3 > 0 {
			m.Cells = append(m.Cells, Cell{c, c % 3, 1})
		}
	}
	s, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Complexity(); !errors.Is(err, ErrComplexity) {
		t.Error(err)
	}
}

func TestFirmsThatSpanTwoProductsMakeThemNear(t *testing.T) {
	prov := graph.Provenance{Source: "source:s", AsOf: "2025", Confidence: graph.Documented}
	var nodes []graph.Node
	for _, id := range []graph.ID{"enterprise:a", "enterprise:b", "product:x", "product:y", "product:z"} {
		kind, _ := id.Kind()
		nodes = append(nodes, graph.Node{ID: id, Kind: kind, Name: id.Key(), Prov: prov})
	}
	var rels []graph.Relation
	for _, m := range [][2]graph.ID{{"enterprise:a", "product:x"}, {"enterprise:a", "product:y"},
		{"enterprise:b", "product:y"}, {"enterprise:b", "product:z"}} {
		rels = append(
			rels,
			graph.Relation{RelationKey: graph.RelationKey{Type: graph.Makes, From: m[0], To: m[1]}, Prov: prov},
		)
	}
	s, err := New(FirmProduct(graph.NewSnapshot(1, time.Time{}, nodes, rels)))
	if err != nil {
		t.Fatal(err)
	}
	x, _ := s.Column("product:x")
	y, _ := s.Column("product:y")
	z, _ := s.Column("product:z")
	if s.Proximity(x, y) != .5 || s.Proximity(x, z) != 0 || s.Proximity(x, x) != 1 || s.Basis.Code != "firm-product" {
		t.Errorf("proximities %v %v %v on %s", s.Proximity(x, y), s.Proximity(x, z), s.Proximity(x, x), s.Basis.Code)
	}
	if d := s.DensityOf(func(q int) bool { return q == y }, x); d != .5/1.5 {
		t.Errorf("density %v", d)
	}
	if diff := cmp.Diff([]int{x, z}, s.Near(y)); diff != "" {
		t.Error(diff)
	}
}

var matrices = rapid.Custom(func(t *rapid.T) Matrix {
	m := Matrix{Presence: rapid.Bool().Draw(t, "presence")}
	for i := range rapid.IntRange(1, 7).Draw(t, "rows") {
		m.Rows = append(m.Rows, fmt.Sprint("r", i))
	}
	for i := range rapid.IntRange(1, 7).Draw(t, "columns") {
		m.Columns = append(m.Columns, fmt.Sprint("p", i))
	}
	for i := range m.Rows {
		for j := range m.Columns {
			m.Cells = append(m.Cells, Cell{i, j, float64(max(0, rapid.IntRange(-4, 9).Draw(t, "x")))})
		}
	}
	return m
})

// Every row and column that is kept holds something, proximity is symmetric and 1 on the diagonal, density lies in 0 to
// 1, and the ECI of a row is the mean PCI of what it holds.
func TestBoundsOfASpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := New(matrices.Draw(t, "matrix"))
		if err != nil {
			t.Fatal(err)
		}
		for c, k := range s.Diversity {
			if k == 0 {
				t.Fatalf("row %s holds nothing: %v", s.Rows[c], s.cells[c])
			}
			for p := range s.Columns {
				if d := s.Density(c, p); !(d >= 0 && d <= 1) {
					t.Fatalf("density %v", d)
				}
			}
		}
		for p := range s.Columns {
			for q := range s.Columns {
				if phi := s.Proximity(p, q); phi != s.Proximity(q, p) || phi < 0 || phi > 1 || p == q && phi != 1 {
					t.Fatalf("proximity of %d and %d: %v", p, q, phi)
				}
			}
		}
		x, err := s.Complexity()
		if err != nil {
			return
		}
		for c, columns := range s.held {
			mean := 0.0
			for _, p := range columns {
				mean += x.PCI[p] / float64(len(columns))
			}
			if math.Abs(mean-x.ECI[c]) > 1e-6 {
				t.Fatalf("ECI of %s is %v, the mean PCI of what it holds %v", s.Rows[c], x.ECI[c], mean)
			}
		}
	})
}

func TestTheOrderOfAMatrixChangesNoBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := matrices.Draw(t, "matrix")
		rows := rapid.Permutation(byName(m.Rows)).Draw(t, "rows")
		columns := rapid.Permutation(byName(m.Columns)).Draw(t, "columns")
		other := Matrix{Presence: m.Presence, Rows: make([]string, len(rows)), Columns: make([]string, len(columns))}
		for i, at := range rows {
			other.Rows[at] = m.Rows[i]
		}
		for j, at := range columns {
			other.Columns[at] = m.Columns[j]
		}
		for _, x := range m.Cells {
			other.Cells = append(other.Cells, Cell{rows[x.Row], columns[x.Column], x.Value})
		}
		other.Cells = rapid.Permutation(other.Cells).Draw(t, "cells")
		a, _ := New(m)
		b, _ := New(other)
		if diff := cmp.Diff(a, b, cmp.AllowUnexported(Space{}, share{}, totals{})); diff != "" {
			t.Fatal(diff)
		}
		x, _ := a.Complexity()
		y, _ := b.Complexity()
		if diff := cmp.Diff(x, y); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whether we do a column or not changes nothing of its relatedness: only what the others do beside it, and what we hold
// of those.
func TestAColumnsOwnPresenceNeverCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const ours, p = 0, 0
		size := rapid.IntRange(3, 7).Draw(t, "size")
		values := make([][]float64, size)
		var names []string
		for c := range values {
			names = append(names, fmt.Sprint(c))
			for range size {
				values[c] = append(values[c], float64(rapid.IntRange(0, 1).Draw(t, "x")))
			}
			values[c][size-1] = 1
		}
		for q := range size { // no row and no column is empty
			values[size-1][q] = 1
		}
		measure := func(own float64) LeftOut {
			values[ours][p] = own
			s, err := New(Matrix{Rows: names, Columns: names, Cells: cells(values), Presence: true})
			if err != nil {
				t.Fatal(err)
			}
			return s.LeaveOut(s.holds(ours), func(row int) bool { return row == ours }, p)
		}
		without, with := measure(0), measure(1)
		if diff := cmp.Diff(without, with); diff != "" {
			t.Fatal(diff)
		}
		if v := with.Value(); with.Known() && !(v >= 0 && v <= 1) {
			t.Fatalf("value %v", v)
		}
	})
}

func TestAUC(t *testing.T) {
	if auc, known := AUC([]float64{.5, .9}, []float64{.5, .1}); !known || auc != 3.5/4 {
		t.Errorf("%v, %v", auc, known)
	}
	if _, known := AUC(nil, []float64{1}); known {
		t.Error("an AUC of nothing held")
	}
}
