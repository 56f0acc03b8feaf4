package evaluation

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"chainchief/internal/analysis/likeness"
)

// hiddenPart is the part of the edges that is hidden.
const hiddenPart = 0.1

// Result says how well a method ranks the hidden edges of a seed: the parts of them whose maker stands among the first
// 1, 10 and 50, the mean of 1/rank, and the mean part of the wrong firms that stand below the maker (ties count half).
type Result struct {
	Method string  `json:"method"`
	Seed   uint64  `json:"seed"`
	Hits1  float64 `json:"hits@1"`
	Hits10 float64 `json:"hits@10"`
	Hits50 float64 `json:"hits@50"`
	MRR    float64 `json:"mrr"`
	AUC    float64 `json:"auc"`
	// The same of the hidden products that share a word with something that their firm still makes, and of the others.
	Shared Stratum       `json:"shared"`
	Apart  Stratum       `json:"apart"`
	Took   time.Duration `json:"tookNs,omitempty"`
}

// Stratum is how well a part of the hidden edges is ranked.
type Stratum struct {
	Part   float64 `json:"part"` // of all hidden edges
	Hits10 float64 `json:"hits@10"`
	MRR    float64 `json:"mrr"`
	AUC    float64 `json:"auc"`
}

// Run hides edges of the set with the seed and measures the methods one after the other. at is told how many rankings
// are done, of len(methods) × Queries. The error is that of the context.
func Run(ctx context.Context, set *Set, methods []Method, seed uint64, at func(done int)) ([]Result, error) {
	visible, hidden := set.Hide(seed, hiddenPart)
	makers := visible.makers()
	slices.SortFunc(hidden, func(a, b Edge) int { return compareEdges(Edge{a.Product, a.Firm}, Edge{b.Product, b.Firm}) })
	shares := visible.sharing(hidden)
	var results []Result
	for m, method := range methods {
		start := time.Now()
		scores := method.Prepare(visible, seed)
		sum := Result{Method: method.Name, Seed: seed}
		var of []float64
		for i, e := range hidden {
			if i%256 == 0 {
				if ctx.Err() != nil {
					return nil, ctx.Err()
				}
				at(m*len(hidden) + i)
			}
			if i == 0 || hidden[i-1].Product != e.Product {
				of = scores(e.Product)
			}
			rank, below := place(of, e.Firm, makers[e.Product])
			sum.add(rank, below)
			if shares[i] {
				sum.Shared.add(rank, below)
			} else {
				sum.Apart.add(rank, below)
			}
		}
		sum.Shared, sum.Apart = sum.Shared.mean(len(hidden)), sum.Apart.mean(len(hidden))
		results = append(results, sum.mean(len(hidden)))
		results[m].Took = time.Since(start)
	}
	at(len(methods) * len(hidden))
	return results, nil
}

// Queries returns how many edges are hidden of the set.
func (s *Set) Queries() int {
	_, hidden := s.Hide(0, hiddenPart)
	return len(hidden)
}

// place returns the rank of a firm, from 1, and the part of the other firms that stand below it; those of known are not
// ranked.
func place(scores []float64, firm int32, known []int32) (rank int, below float64) {
	better, equal, equalBefore := 0, 0, 0
	for other, s := range scores {
		if int32(other) == firm || s < scores[firm] {
			continue
		}
		if _, leftOut := slices.BinarySearch(known, int32(other)); leftOut {
			continue
		}
		switch {
		case s > scores[firm]:
			better++
		default:
			equal++
			if int32(other) < firm {
				equalBefore++
			}
		}
	}
	others := len(scores) - 1 - len(known)
	return better + equalBefore + 1, 1 - (float64(better)+float64(equal)/2)/float64(max(1, others))
}

func (r *Result) add(rank int, below float64) {
	for _, hit := range []struct {
		first int
		sum   *float64
	}{{1, &r.Hits1}, {10, &r.Hits10}, {50, &r.Hits50}} {
		if rank <= hit.first {
			*hit.sum++
		}
	}
	r.MRR += 1 / float64(rank)
	r.AUC += below
}

func (r Result) mean(n int) Result {
	for _, sum := range []*float64{&r.Hits1, &r.Hits10, &r.Hits50, &r.MRR, &r.AUC} {
		*sum /= float64(max(1, n))
	}
	return r
}

// sharing tells of each hidden edge whether its product shares a word of two characters, or a Latin one, with a product
// that its firm is still known to make.
func (s *Set) sharing(hidden []Edge) []bool {
	words := func(product int32) []string {
		return slices.DeleteFunc(likeness.Words(s.Products[product].Name), func(w string) bool {
			return utf8.RuneCountInString(w) < 2
		})
	}
	portfolios := s.portfolios()
	out := make([]bool, len(hidden))
	for i, e := range hidden {
		wanted := words(e.Product)
		out[i] = slices.ContainsFunc(portfolios[e.Firm], func(product int32) bool {
			return slices.ContainsFunc(words(product), func(w string) bool { return slices.Contains(wanted, w) })
		})
	}
	return out
}

// add counts in Part how many edges there are, until mean.
func (s *Stratum) add(rank int, below float64) {
	s.Part++
	if rank <= 10 {
		s.Hits10++
	}
	s.MRR += 1 / float64(rank)
	s.AUC += below
}

func (s Stratum) mean(hidden int) Stratum {
	n := max(1, s.Part)
	return Stratum{s.Part / float64(max(1, hidden)), s.Hits10 / n, s.MRR / n, s.AUC / n}
}

func (s *Stratum) plus(other Stratum) {
	s.Part, s.Hits10, s.MRR, s.AUC = s.Part+other.Part, s.Hits10+other.Hits10, s.MRR+other.MRR, s.AUC+other.AUC
}

func (s Stratum) over(n int) Stratum {
	by := float64(n)
	return Stratum{s.Part / by, s.Hits10 / by, s.MRR / by, s.AUC / by}
}

// Mean returns the mean of each method over its seeds, in the order in which the methods first come; the time is the
// sum divided likewise.
func Mean(results []Result) []Result {
	var means []Result
	count := map[string]int{}
	for _, r := range results {
		i := slices.IndexFunc(means, func(m Result) bool { return m.Method == r.Method })
		if i < 0 {
			means, i = append(means, Result{Method: r.Method}), len(means)
		}
		m := &means[i]
		m.Hits1, m.Hits10, m.Hits50, m.MRR, m.AUC, m.Took = m.Hits1+r.Hits1, m.Hits10+r.Hits10, m.Hits50+r.Hits50,
			m.MRR+r.MRR, m.AUC+r.AUC, m.Took+r.Took
		m.Shared.plus(r.Shared)
		m.Apart.plus(r.Apart)
		count[r.Method]++
	}
	for i, m := range means {
		means[i] = m.mean(count[m.Method])
		means[i].Shared, means[i].Apart = m.Shared.over(count[m.Method]), m.Apart.over(count[m.Method])
		means[i].Took = m.Took / time.Duration(count[m.Method])
	}
	return means
}
