package evaluation

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chainchief/internal/analysis/likeness"
)

// TestFitFindsTheWeights draws makers by known weights; what is learned of many questions is near them.
func TestFitFindsTheWeights(t *testing.T) {
	want := likeness.SignValues{2, -1, 0, 3}
	source := rand.New(rand.NewPCG(1, 2))
	var questions []question
	for range 6_000 {
		rows, best, first := make([]likeness.SignValues, 8), math.Inf(-1), 0
		for i := range rows {
			worth := -math.Log(source.ExpFloat64()) // Gumbel: the greatest sum is then drawn by the logit
			for s := range want {
				rows[i][s] = source.Float64()
				worth += want[s] * rows[i][s]
			}
			if worth > best {
				best, first = worth, i
			}
		}
		rows[0], rows[first] = rows[first], rows[0]
		questions = append(questions, question{rows, slices.Repeat([]float64{1}, len(rows))})
	}
	for s, weight := range maximise(questions) {
		if math.Abs(weight-want[s]) > .25 {
			t.Errorf("sign %d weighs %.3f, drawn by %v", s, weight, want[s])
		}
	}
}

// TestNothingReservedIsLearnedFrom: no edge that the measuring seeds hide is left to learn from.
func TestNothingReservedIsLearnedFrom(t *testing.T) {
	s := &Set{Firms: firms(20), Products: products("1", "2", "3", "4", "5")}
	for f := range int32(20) {
		for p := range int32(5) {
			s.Edges = append(s.Edges, Edge{f, p})
		}
	}
	open := s.unreserved()
	if n := len(open.Edges); n < 70 || n > 90 {
		t.Errorf("%d of 100 edges are left", n)
	}
	for seed := range uint64(ReservedSeeds) {
		_, hidden := s.Hide(seed+1, hiddenPart)
		for _, e := range hidden {
			if slices.Contains(open.Edges, e) {
				t.Errorf("%v is hidden by seed %d and learned from", e, seed+1)
			}
		}
	}
}
