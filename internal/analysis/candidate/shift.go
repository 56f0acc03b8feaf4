package candidate

import "chainchief/graph"

// ShownShifts is of how many gaps, the heaviest, a preview shows what happens to their candidates when none is asked
// for.
const ShownShifts = 3

// Shift is a candidate that stands elsewhere, or has another score, under other weights.
type Shift struct {
	Candidate    *Candidate // as scored after
	RankBefore   int
	PointsBefore float64
	MostBefore   float64
}

// Shifts shows what a change of weights does to the candidates of one link, in the order of the ranking after.
// Vetoed ones never move.
func Shifts(before, after []*Candidate) []Shift {
	old := map[graph.ID]*Candidate{}
	for _, c := range before {
		old[c.Enterprise.ID] = c
	}
	var shifts []Shift
	for _, c := range after {
		if b := old[c.Enterprise.ID]; b != nil && (b.Rank != c.Rank || b.Points != c.Points || b.Most != c.Most) {
			shifts = append(shifts, Shift{c, b.Rank, b.Points, b.Most})
		}
	}
	return shifts
}
