package evaluation

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"chainchief/internal/analysis/likeness"
)

// What weights are learned from. Edges that one of the reserved seeds hides are in no learning, neither as something to
// be found nor as something that signs are computed from; so what is measured with these seeds was never seen.
const (
	ReservedSeeds = 3     // 1, 2 and 3
	fitSeed       = 1_001 // of the first drawing to learn from
	fitDraws      = 2     // drawings, each hides a tenth
	fitFirst      = 80    // firms that words put first are all compared
	fitOthers     = 120   // and so many of the others, who stand for all of them
	fitRidge      = 5     // keeps weights of signs that say the same from running apart
	fitSteps      = 25
)

// question is one hidden edge: the signs of the firms that are compared, the maker first, and for how many firms each
// stands.
type question struct {
	rows  []likeness.SignValues
	stand []float64
}

// Fit learns the weights of the signs by a logistic regression within each product (conditional logit: McFadden, in
// Frontiers in Econometrics, 1974, 105): which of the firms is the maker that was hidden? The same set gives the same
// weights. at is told how many hidden edges are read. The error is that of the context.
func Fit(ctx context.Context, set *Set, at func(done, of int)) ([]float64, error) {
	open := set.unreserved()
	var questions []question
	for draw := range uint64(fitDraws) {
		visible, hidden := open.Hide(fitSeed+draw, hiddenPart)
		makers, index := visible.makers(), likeness.NewIndex(visible.Pool())
		for i, e := range hidden {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			at(int(draw)*len(hidden)+i, fitDraws*len(hidden))
			questions = append(questions, ask(index.Show(set.Products[e.Product].Name), e, makers[e.Product]))
		}
	}
	return maximise(questions), nil
}

// unreserved is the set without the edges that a reserved seed hides.
func (s *Set) unreserved() *Set {
	gone := map[Edge]bool{}
	for seed := range uint64(ReservedSeeds) {
		_, hidden := s.Hide(seed+1, hiddenPart)
		for _, e := range hidden {
			gone[e] = true
		}
	}
	open := &Set{Firms: s.Firms, Products: s.Products}
	for _, e := range s.Edges {
		if !gone[e] {
			open.Edges = append(open.Edges, e)
		}
	}
	return open
}

// ask chooses whom the maker is compared with; firms that are known to make it are left out.
func ask(shown []likeness.SignValues, e Edge, known []int32) question {
	var others []int32
	for firm := range int32(len(shown)) {
		if _, makes := slices.BinarySearch(known, firm); firm != e.Firm && !makes {
			others = append(others, firm)
		}
	}
	slices.SortStableFunc(others, func(a, b int32) int { // by words, which are the first sign
		switch {
		case shown[a][0] > shown[b][0]:
			return -1
		case shown[a][0] < shown[b][0]:
			return 1
		}
		return 0
	})
	q := question{rows: []likeness.SignValues{shown[e.Firm]}, stand: []float64{1}}
	first := min(fitFirst, len(others))
	for _, firm := range others[:first] {
		q.rows, q.stand = append(q.rows, shown[firm]), append(q.stand, 1)
	}
	rest := others[first:]
	draw := rand.New(rand.NewPCG(fitSeed, uint64(e.Firm)<<32|uint64(uint32(e.Product))))
	for range min(fitOthers, len(rest)) {
		q.rows = append(q.rows, shown[rest[draw.IntN(len(rest))]])
		q.stand = append(q.stand, float64(len(rest))/fitOthers)
	}
	return q
}

// maximise finds the weights under which the makers are most likely, by Newton's method.
func maximise(questions []question) []float64 {
	n := len(likeness.Signs())
	weights := make([]float64, n)
	for range fitSteps {
		slope, curve := make([]float64, n), make([][]float64, n)
		for i := range curve {
			curve[i] = make([]float64, n)
			curve[i][i] = fitRidge
			slope[i] = -fitRidge * weights[i]
		}
		for _, q := range questions {
			q.add(weights, slope, curve)
		}
		step := solve(curve, slope)
		largest := 0.0
		for _, s := range step {
			largest = max(largest, math.Abs(s))
		}
		for i, s := range step {
			weights[i] += s / max(1, largest)
		}
		if largest < 1e-6 {
			break
		}
	}
	return weights
}

// add adds a question to the slope of the logarithm of the likelihood, and to its curvature, both at the weights.
func (q question) add(weights, slope []float64, curve [][]float64) {
	chance, highest := make([]float64, len(q.rows)), math.Inf(-1)
	for i, row := range q.rows {
		for s, v := range row {
			chance[i] += weights[s] * v
		}
		highest = max(highest, chance[i])
	}
	sum := 0.0
	for i := range chance {
		chance[i] = q.stand[i] * math.Exp(chance[i]-highest)
		sum += chance[i]
	}
	var mean likeness.SignValues
	for i, row := range q.rows {
		chance[i] /= sum
		for s, v := range row {
			mean[s] += chance[i] * v
		}
	}
	for s := range mean {
		slope[s] += q.rows[0][s] - mean[s]
	}
	for i, row := range q.rows {
		for s := range row {
			part := chance[i] * (row[s] - mean[s])
			for t := range s + 1 {
				curve[s][t] += part * (row[t] - mean[t])
			}
		}
	}
}

// solve solves curve · x = slope by Cholesky's method; curve is its lower half, and positive definite by the ridge.
func solve(curve [][]float64, slope []float64) []float64 {
	n := len(slope)
	for i := range n {
		for j := range i + 1 {
			for k := range j {
				curve[i][j] -= curve[i][k] * curve[j][k]
			}
			if i == j {
				curve[i][i] = math.Sqrt(curve[i][i])
			} else {
				curve[i][j] /= curve[j][j]
			}
		}
	}
	x := slices.Clone(slope)
	for i := range n {
		for k := range i {
			x[i] -= curve[i][k] * x[k]
		}
		x[i] /= curve[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= curve[k][i] * x[k]
		}
		x[i] /= curve[i][i]
	}
	return x
}
