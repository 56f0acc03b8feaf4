package likeness

import (
	"cmp"
	"math"
	"slices"

	"chainchief/graph"
)

// Ranked is a firm and how well it fits the product, of those asked for, that it fits best.
type Ranked struct {
	Firm    graph.ID
	Product string  // name of the product it fits best
	Score   float64 // from 0, as the package says
	// the score as part of that of a firm with one product of exactly this name and nothing else known; can pass 1
	Fit float64
}

// Rank returns the firms that fit any of the products, best fit first, then by id; at most limit, 0 is all. Firms that
// leaveOut accepts are not in it; it may be nil. Firms that share no word in any way are not in it either.
func (x *Index) Rank(products []string, limit int, leaveOut func(graph.ID) bool) []Ranked {
	best := make([]Ranked, len(x.firms))
	for _, product := range products {
		full := x.fullScore(product)
		for firm, score := range x.Scores(product) {
			if fit := score / full; score > 0 && fit > best[firm].Fit {
				best[firm] = Ranked{x.firms[firm], product, score, fit}
			}
		}
	}
	best = slices.DeleteFunc(best, func(r Ranked) bool { return r.Fit == 0 || leaveOut != nil && leaveOut(r.Firm) })
	slices.SortFunc(best, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Fit, a.Fit), cmp.Compare(a.Firm, b.Firm)) })
	if limit > 0 && len(best) > limit {
		best = slices.Clone(best[:limit])
	}
	return best
}

// Scores returns the score of every firm for a product of this name, in the order of Firms.
func (x *Index) Scores(product string) []float64 {
	total, spoken := make([]float64, len(x.firms)), make([]float64, len(x.firms))
	for _, word := range Words(product) {
		w, known := x.words[word]
		if !known {
			continue
		}
		x.speak(w, spoken)
		background := x.background(len(x.own[w]))
		for firm, s := range spoken {
			if s > 0 {
				total[firm] += math.Log1p(s / background)
			}
		}
		clear(spoken)
	}
	return total
}

// speak adds up own, name, peers and industry of every firm for a word; spoken is zeros.
func (x *Index) speak(w int32, spoken []float64) {
	carriers := map[int32]int{} // by industry
	for _, c := range x.own[w] {
		if industry := x.industry[c.firm]; industry >= 0 {
			carriers[industry]++
		}
		for _, p := range x.peerOf[c.firm] {
			spoken[p.firm] += float64(p.weight)
		}
	}
	for industry, with := range carriers { // each firm is of one industry: the order does not matter
		members := x.members[industry]
		for _, firm := range members {
			spoken[firm] += amongOthers(with, len(members)-1)
		}
	}
	for _, c := range x.own[w] {
		if industry := x.industry[c.firm]; industry >= 0 { // itself is not one of the others
			others := len(x.members[industry]) - 1
			spoken[c.firm] += amongOthers(carriers[industry]-1, others) - amongOthers(carriers[industry], others)
		}
		spoken[c.firm] += float64(c.products)
	}
	for _, firm := range x.name[w] {
		spoken[firm]++
	}
}

// amongOthers is the part of the other firms of an industry that carry a word; the 2 keeps one firm of one from being
// all.
func amongOthers(with, others int) float64 { return float64(with) / float64(others+2) }

// fullScore is the score of a firm with one product of exactly this name and nothing else known. Words that nobody
// carries count too: nobody can be a full match then.
func (x *Index) fullScore(product string) float64 {
	full := 0.0
	for _, word := range Words(product) {
		carriers := 0
		if w, known := x.words[word]; known {
			carriers = len(x.own[w])
		}
		full += math.Log1p(1 / x.background(carriers))
	}
	return full
}
