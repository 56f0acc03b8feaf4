package relatedness

import (
	"cmp"
	"slices"
)

// Space is the product space of a matrix: how near each column is to each. It is immutable and safe to share.
type Space struct {
	Basis          Basis
	Rows, Columns  []string // kept, sorted by name; every index below counts in these
	DroppedRows    []string // empty ones, left out before anything was summed
	DroppedColumns []string
	Diversity      []int // k_c: columns that a row holds
	Ubiquity       []int // k_p: rows that hold a column

	cells  [][]share // of each row, ascending by column
	held   [][]int   // of each row, the columns with M = 1, ascending
	doers  [][]int   // of each column, the rows with M = 1, ascending
	near   [][]share // of each column, φ to the columns where it is above 0, itself among them, ascending
	around []float64 // of each column, the sum of its φ
	column map[string]int
	totals totals
}

// totals are the sums of a matrix.
type totals struct {
	rows, columns []float64
	all           float64
}

// share is a figure of a row or column for one column.
type share struct {
	column int
	value  float64
}

// evenly is how far below 1 an advantage may lie by rounding alone: a row that does exactly as all do still holds.
const evenly = 1e-12

// New measures a matrix. It fails with ErrMatrix on repeated names and cells, cells outside, and values that are
// negative or no numbers; an empty matrix gives an empty space.
func New(m Matrix) (*Space, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	kept, droppedRows, droppedColumns := m.trimmed()
	s := &Space{
		Basis:          m.Basis,
		Rows:           kept.Rows,
		Columns:        kept.Columns,
		DroppedRows:    droppedRows,
		DroppedColumns: droppedColumns,
		column:         map[string]int{},
		Diversity: make(
			[]int,
			len(kept.Rows),
		),
		Ubiquity: make([]int, len(kept.Columns)),
		held:     make([][]int, len(kept.Rows)),
		totals:   kept.totals(),
	}
	s.cells = kept.advantages(s.totals)
	for p, name := range s.Columns {
		s.column[name] = p
	}
	for c, cells := range s.cells {
		for _, rca := range cells {
			if m.Presence || rca.value >= 1-evenly {
				s.held[c] = append(s.held[c], rca.column)
				s.Diversity[c]++
				s.Ubiquity[rca.column]++
			}
		}
	}
	s.doers = make([][]int, len(s.Columns))
	for c, columns := range s.held {
		for _, p := range columns {
			s.doers[p] = append(s.doers[p], c)
		}
	}
	s.near = proximities(s.held, s.doers)
	for _, near := range s.near {
		sum := 0.0
		for _, e := range near {
			sum += e.value
		}
		s.around = append(s.around, sum)
	}
	return s, nil
}

func (m Matrix) totals() totals {
	t := totals{rows: make([]float64, len(m.Rows)), columns: make([]float64, len(m.Columns))}
	for _, x := range m.Cells {
		t.rows[x.Row] += x.Value
		t.columns[x.Column] += x.Value
		t.all += x.Value
	}
	return t
}

// advantages computes RCA = (X_cp/Σ_p X_cp)/(Σ_c X_cp/Σ_cp X_cp) of each cell, by row.
func (m Matrix) advantages(t totals) [][]share {
	rca := make([][]share, len(m.Rows))
	for _, x := range m.Cells {
		rca[x.Row] = append(rca[x.Row], share{x.Column, (x.Value / t.rows[x.Row]) / (t.columns[x.Column] / t.all)})
	}
	return rca
}

// Advantage returns the revealed comparative advantage of row c in column p; 0 where it does nothing there.
func (s *Space) Advantage(c, p int) float64 { return at(s.cells[c], p) }

// Totals returns what an advantage is measured by: all that row c does, all that is done of column p, and all in all.
func (s *Space) Totals(c, p int) (row, column, all float64) {
	return s.totals.rows[c], s.totals.columns[p], s.totals.all
}

// at returns the figure for a column, 0 when there is none.
func at(list []share, column int) float64 {
	i, found := slices.BinarySearchFunc(list, column, func(x share, column int) int { return x.column - column })
	if !found {
		return 0
	}
	return list[i].value
}

// proximities computes φ_pq = Σ_c M_cp M_cq / max(k_p, k_q), visiting only pairs that somebody holds together.
func proximities(held, doers [][]int) [][]share {
	near, together := make([][]share, len(doers)), make([]int, len(doers))
	for p := range near {
		var met []int
		for _, c := range doers[p] {
			for _, q := range held[c] {
				if together[q]++; together[q] == 1 {
					met = append(met, q)
				}
			}
		}
		slices.Sort(met)
		for _, q := range met {
			near[p] = append(near[p], share{q, float64(together[q]) / float64(max(len(doers[p]), len(doers[q])))})
			together[q] = 0
		}
	}
	return near
}

// Column returns the index of a column by name; false when there is none or it was empty.
func (s *Space) Column(name string) (int, bool) {
	p, ok := s.column[name]
	return p, ok
}

// Row returns the index of a row by name; false when there is none or it was empty.
func (s *Space) Row(name string) (int, bool) { return slices.BinarySearch(s.Rows, name) }

// Held tells whether row c holds column p: M_cp = 1.
func (s *Space) Held(c, p int) bool {
	_, found := slices.BinarySearch(s.held[c], p)
	return found
}

// Proximity returns φ_pq, 0 to 1: the least share of those who hold one of the two that hold both.
func (s *Space) Proximity(p, q int) float64 { return at(s.near[p], q) }

// Near returns the other columns with a proximity to p above 0, nearest first, ties by name.
func (s *Space) Near(p int) []int {
	var list []int
	for _, e := range s.near[p] {
		if e.column != p {
			list = append(list, e.column)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(s.Proximity(p, b), s.Proximity(p, a)) })
	return list
}

// Density returns how near column p is to what row c holds, 0 to 1: Σ_q φ_pq M_cq / Σ_q φ_pq, q = p in both sums.
func (s *Space) Density(c, p int) float64 { return s.DensityOf(s.holds(c), p) }

// holds tells of each column whether row c holds it.
func (s *Space) holds(c int) func(p int) bool {
	held := make([]bool, len(s.Columns))
	for _, p := range s.held[c] {
		held[p] = true
	}
	return func(p int) bool { return held[p] }
}

// DensityOf returns the density of column p to a set of columns that need not be a row: such as what the firms of a
// city hold together.
func (s *Space) DensityOf(holds func(q int) bool, p int) float64 {
	part := 0.0
	for _, e := range s.near[p] {
		if holds(e.column) {
			part += e.value
		}
	}
	return part / s.around[p]
}

// LeastNeighbours is how many neighbours a column needs before its relatedness tells anything; it is also how many
// neighbours the prior counts as.
const LeastNeighbours = 3

// Neighbour is a column near to another.
type Neighbour struct {
	Column    int
	Proximity float64
}

// LeftOut is how near a column is to what a set of rows can do beside it: its own presence counts nowhere.
type LeftOut struct {
	Near    []Neighbour // nearest first, ties by name
	Density float64     // Σ_q φ_pq M_q / Σ_q φ_pq over q ≠ p; 0 without neighbours
	Prior   float64     // share of all other columns that is held
}

// Known tells whether there are neighbours enough to say anything.
func (l LeftOut) Known() bool { return len(l.Near) >= LeastNeighbours }

// Value is the density shrunk to the prior, which weighs as much as LeastNeighbours neighbours.
func (l LeftOut) Value() float64 {
	n := float64(len(l.Near))
	return (n*l.Density + LeastNeighbours*l.Prior) / (n + LeastNeighbours)
}

// LeaveOut measures column p as if no row of ours did it: their holdings of p count neither in its proximities nor as
// held. holds tells what we hold of the other columns.
func (s *Space) LeaveOut(holds func(q int) bool, ours func(row int) bool, p int) LeftOut {
	others, together := s.Ubiquity[p], map[int]int{}
	for _, c := range s.doers[p] {
		if ours(c) {
			others--
			continue
		}
		for _, q := range s.held[c] {
			together[q]++
		}
	}
	var out LeftOut
	part, all := 0.0, 0.0
	for _, e := range s.near[p] {
		if n := together[e.column]; n > 0 && e.column != p {
			phi := float64(n) / float64(max(others, s.Ubiquity[e.column]))
			out.Near = append(out.Near, Neighbour{e.column, phi})
			if all += phi; holds(e.column) {
				part += phi
			}
		}
	}
	if all > 0 {
		out.Density = part / all
	}
	slices.SortStableFunc(out.Near, func(a, b Neighbour) int { return cmp.Compare(b.Proximity, a.Proximity) })
	held := 0
	for q := range s.Columns {
		if q != p && holds(q) {
			held++
		}
	}
	if len(s.Columns) > 1 {
		out.Prior = float64(held) / float64(len(s.Columns)-1)
	}
	return out
}

// AUC is the chance that one of the held is above one that is not, a tie counting half; false where either is empty.
func AUC(held, others []float64) (float64, bool) {
	sum := 0.0
	for _, a := range held {
		for _, b := range others {
			switch {
			case a > b:
				sum++
			case a == b:
				sum += .5
			}
		}
	}
	pairs := float64(len(held) * len(others))
	if pairs == 0 {
		return 0, false
	}
	return sum / pairs, true
}
