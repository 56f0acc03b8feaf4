package criticality

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrFlows means that a table of flows has no Leontief inverse or is no table of flows.
var ErrFlows = errors.New("not a productive table of flows")

// Flows is an input–output table: what each sector delivers to each in a period, all in one unit of money.
type Flows struct {
	Between [][]float64 // Between[i][j] is what sector i delivers to sector j
	Output  []float64   // gross output of each sector
}

// Inverse returns the Leontief inverse (I−A)⁻¹ with A[i][j] = Between[i][j] / Output[j]: the output of i that one unit
// of final demand for j takes in all. Miller & Blair, Input–Output Analysis, 2nd ed. (2009), chapter 2.
func (f Flows) Inverse() ([][]float64, error) {
	gap, _, err := f.system()
	if err != nil {
		return nil, err
	}
	var inverse mat.Dense
	if err := inverse.Inverse(gap); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFlows, err)
	}
	out := make([][]float64, len(f.Output))
	for i := range out {
		out[i] = mat.Row(nil, i, &inverse)
	}
	return out, nil
}

// Overdrawn means that a sector delivers more to the others than it puts out; it is an ErrFlows.
type Overdrawn struct{ Sector int }

func (o *Overdrawn) Error() string {
	return fmt.Sprintf("%v: sector %d delivers more than its output", ErrFlows, o.Sector)
}

func (o *Overdrawn) Unwrap() error { return ErrFlows }

// Extraction returns for each sector the total gross output that is lost when it is taken out whole, its own included:
// Σx − Σx̄, where x̄ solves the table without its row, column and final demand. Miller & Blair (2009), section 12.6.
func (f Flows) Extraction() ([]float64, error) {
	gap, demand, err := f.system()
	if err != nil {
		return nil, err
	}
	loss := make([]float64, len(f.Output))
	for k := range loss {
		if loss[k], err = f.lost(gap, demand, k); err != nil {
			return nil, err
		}
	}
	return loss, nil
}

// ExtractionOf returns what Extraction returns for one sector.
func (f Flows) ExtractionOf(k int) (float64, error) {
	gap, demand, err := f.system()
	if err != nil {
		return 0, err
	}
	return f.lost(gap, demand, k)
}

func (f Flows) lost(gap *mat.Dense, demand []float64, k int) (float64, error) {
	left, err := without(gap, demand, k)
	if err != nil {
		return 0, fmt.Errorf("%w: without sector %d: %w", ErrFlows, k, err)
	}
	total := 0.0
	for _, x := range f.Output {
		total += x
	}
	return total - left, nil
}

// rounding is how far a sum of flows may lie above an output, as a share of it, by rounding alone.
const rounding = 1e-9

// system returns I−A and the final demand.
func (f Flows) system() (gap *mat.Dense, demand []float64, err error) {
	n := len(f.Output)
	if n == 0 || len(f.Between) != n {
		return nil, nil, fmt.Errorf("%w: %d outputs for %d rows", ErrFlows, n, len(f.Between))
	}
	gap, demand = mat.NewDense(n, n, nil), make([]float64, n)
	for i, row := range f.Between {
		if len(row) != n || !(f.Output[i] > 0) || math.IsInf(f.Output[i], 0) {
			return nil, nil, fmt.Errorf("%w: row %d", ErrFlows, i)
		}
		demand[i] = f.Output[i]
		for j, z := range row {
			if !(z >= 0) || math.IsInf(z, 0) {
				return nil, nil, fmt.Errorf("%w: flow from %d to %d is %v", ErrFlows, i, j, z)
			}
			demand[i] -= z
			a := z / f.Output[j]
			if i == j {
				a--
			}
			gap.Set(i, j, -a)
		}
		if demand[i] < -rounding*f.Output[i] {
			return nil, nil, &Overdrawn{i}
		}
	}
	return gap, demand, nil
}

// without returns the total output of the system after sector k left.
func without(gap *mat.Dense, demand []float64, k int) (float64, error) {
	n := len(demand)
	if n == 1 {
		return 0, nil
	}
	small, rest := mat.NewDense(n-1, n-1, nil), mat.NewVecDense(n-1, nil)
	for i, a := range others(n, k) {
		rest.SetVec(i, demand[a])
		for j, b := range others(n, k) {
			small.Set(i, j, gap.At(a, b))
		}
	}
	var x mat.VecDense
	if err := x.SolveVec(small, rest); err != nil {
		return 0, err
	}
	total := 0.0
	for i := range n - 1 {
		total += x.AtVec(i)
	}
	return total, nil
}

func others(n, k int) []int {
	list := make([]int, 0, n-1)
	for i := range n {
		if i != k {
			list = append(list, i)
		}
	}
	return list
}
