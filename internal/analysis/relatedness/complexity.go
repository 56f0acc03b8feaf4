package relatedness

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrComplexity means that the matrix has no second eigenvector that could be read as complexity; every Refusal is one.
var ErrComplexity = errors.New("complexity is not defined")

// Refusal says in words why there is no complexity.
type Refusal struct{ ZH, EN string }

func (r *Refusal) Error() string { return ErrComplexity.Error() + ": " + r.EN }

func (r *Refusal) Unwrap() error { return ErrComplexity }

func refused(zh, en string, args ...any) *Refusal {
	return &Refusal{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// Complexity is how rare and how shared the abilities behind rows and columns are. ECI has mean 0 and population
// standard deviation 1; PCI is on the same scale, so that the ECI of a row is the mean PCI of what it holds.
type Complexity struct {
	Lambda2 float64   // second eigenvalue of the averaged matrix, 0 to 1
	ECI     []float64 // of rows
	PCI     []float64 // of columns
}

// eigenGap is how near two eigenvalues may be before the eigenvector between them is arbitrary.
const eigenGap = 1e-9

// MostRows is how many rows complexity is computed of: the time of the eigenvector grows with their third power, to
// some seconds here.
const MostRows = 1000

// Complexity computes ECI and PCI: the second eigenvector of the averaged matrix M̃_cd = Σ_p M_cp M_dp / (k_c k_p),
// signed so that ECI correlates with diversity (where that says nothing, so that the row first by name is positive).
// It fails with a Refusal when fewer than three rows are left or more than MostRows, when the matrix falls into parts
// that share nothing (the vector would only tell the parts apart), and when the second eigenvalue is 0 or not single.
func (s *Space) Complexity() (*Complexity, error) {
	if len(s.Rows) < 3 {
		return nil, refused("%d 行太少，复杂度无从计算", "%d rows are too few", len(s.Rows))
	}
	if len(s.Rows) > MostRows {
		return nil, refused("%d 行太多，最多算 %d 行", "%d rows are too many, at most %d are measured", len(s.Rows), MostRows)
	}
	if n := s.parts(); n > 1 {
		return nil, refused(
			"矩阵分为 %d 个互不相连的部分，算出的复杂度只会区分这些部分",
			"the matrix falls into %d parts that share nothing, and complexity would only tell the parts apart",
			n,
		)
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(s.averaged(), true) {
		return nil, refused("特征值未收敛", "the eigenvalues did not converge")
	}
	values := eigen.Values(nil) // ascending
	n := len(values)
	if values[n-2] < eigenGap || values[n-2]-values[n-3] < eigenGap {
		return nil, refused("第二特征值不唯一，复杂度没有确定的方向", "the second eigenvalue is not single, so complexity has no direction")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	eci := mat.Col(nil, n-2, &vectors)
	for c := range eci {
		eci[c] /= math.Sqrt(float64(s.Diversity[c]))
	}
	s.sign(eci)
	pci := make([]float64, len(s.Columns))
	for c, columns := range s.held {
		for _, p := range columns {
			pci[p] += eci[c] / float64(s.Ubiquity[p]) / values[n-2]
		}
	}
	mean, deviation := moments(eci)
	for _, v := range [][]float64{eci, pci} {
		for i := range v {
			v[i] = (v[i] - mean) / deviation
		}
	}
	return &Complexity{Lambda2: values[n-2], ECI: eci, PCI: pci}, nil
}

// averaged returns D^½ M̃ D^−½ with D the diversities: symmetric, with the eigenvalues of M̃, and with its eigenvectors
// times D^½.
func (s *Space) averaged() *mat.SymDense {
	n := len(s.Rows)
	a := mat.NewSymDense(n, nil)
	for c := range n {
		held := s.holds(c)
		for d := c; d < n; d++ {
			sum := 0.0
			for _, p := range s.held[d] {
				if held(p) {
					sum += 1 / float64(s.Ubiquity[p])
				}
			}
			a.SetSym(c, d, sum/math.Sqrt(float64(s.Diversity[c]*s.Diversity[d])))
		}
	}
	return a
}

// parts counts the parts of rows that no column joins.
func (s *Space) parts() int {
	seen, n := make([]bool, len(s.Rows)), 0
	for start := range seen {
		if seen[start] {
			continue
		}
		n++
		seen[start] = true
		for stack := []int{start}; len(stack) > 0; {
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, p := range s.held[c] {
				for _, d := range s.doers[p] {
					if !seen[d] {
						seen[d] = true
						stack = append(stack, d)
					}
				}
			}
		}
	}
	return n
}

// sign turns the vector so that it correlates with diversity.
func (s *Space) sign(eci []float64) {
	mean, along := 0.0, 0.0
	for _, k := range s.Diversity {
		mean += float64(k) / float64(len(eci))
	}
	for c, k := range s.Diversity {
		along += eci[c] * (float64(k) - mean)
	}
	if along < -eigenGap || math.Abs(along) <= eigenGap && eci[0] < 0 {
		for c := range eci {
			eci[c] = -eci[c]
		}
	}
}

// moments returns the mean and the population standard deviation.
func moments(v []float64) (mean, deviation float64) {
	square := 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		square += (x - mean) * (x - mean) / float64(len(v))
	}
	return mean, math.Sqrt(square)
}

// Outlook returns the complexity outlook of each row, what it could still reach: see OutlookOf.
func (s *Space) Outlook(x *Complexity) []float64 {
	coi := make([]float64, len(s.Rows))
	for c := range coi {
		coi[c] = s.OutlookOf(x, s.holds(c))
	}
	return coi
}

// OutlookOf returns the complexity outlook of a set of columns: COI = Σ_p density_p (1−M_p) PCI_p.
func (s *Space) OutlookOf(x *Complexity, holds func(p int) bool) float64 {
	coi := 0.0
	for p := range s.Columns {
		if !holds(p) {
			coi += s.DensityOf(holds, p) * x.PCI[p]
		}
	}
	return coi
}

// Gain returns the opportunity gain of row c from each column: see GainOf.
func (s *Space) Gain(x *Complexity, c int) []float64 {
	gain, held := make([]float64, len(s.Columns)), s.holds(c)
	for p := range gain {
		gain[p], _ = s.GainOf(x, held, p)
	}
	return gain
}

// Opening is what a new column does for one that is not held yet: its share of that column's nearness, times its PCI.
type Opening struct {
	Column int
	Value  float64
}

// GainOf returns what a set of columns would gain by column p: COG_p = (1−M_p) Σ_q (1−M_q) φ_qp/(Σ_r φ_qr) PCI_q, and
// the terms of that sum in the order of their columns, p itself among them.
func (s *Space) GainOf(x *Complexity, holds func(q int) bool, p int) (gain float64, from []Opening) {
	if holds(p) {
		return 0, nil
	}
	for _, e := range s.near[p] {
		if holds(e.column) {
			continue
		}
		from = append(from, Opening{e.column, e.value / s.around[e.column] * x.PCI[e.column]})
		gain += from[len(from)-1].Value
	}
	return gain, from
}
