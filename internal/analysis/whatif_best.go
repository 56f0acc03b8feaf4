package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chainchief/graph"
)

// Objectives are what a best set may be best in.
var Objectives = []graph.Term{
	{Code: ObjectiveUnlock, ZH: "新备齐投入的已有环节，按权重", EN: "weight of held links whose inputs become complete"},
	{Code: ObjectiveReach, ZH: "下游受益的已有环节，按权重", EN: "weight of held links downstream, each once"},
}

// The objectives. Unlock counts a held link only when all that it lacks is filled; reach counts every held link that
// lies downstream of a filled one, which is maximum coverage.
const (
	ObjectiveUnlock = "unlock"
	ObjectiveReach  = "reach"
)

// Best is the set of links to fill that is best within a budget.
type Best struct {
	Objective string
	Budget    int
	Links     []*Link // by id
	Value     int     // of the objective: weight of links of the city
	Sets      int     // that there are; all were compared when Exact
	Exact     bool
	// Bound is what no set can exceed; it is Value when Exact, and 0 when there is no bound.
	Bound int
}

// mostCompared is up to how many sets all are compared, and mostProjects the largest budget.
const (
	mostCompared = 100_000
	mostProjects = 20
)

// BestIf finds the set of at most budget links of the chain that serves the objective best; of equal ones the set that
// adds most to completeness, then the first in chain order. Where there are too many sets to compare it is chosen link
// by link, and says what that guarantees.
func (f *Findings) BestIf(c *Chain, objective string, budget int) (*Best, error) {
	known := slices.ContainsFunc(Objectives, func(t graph.Term) bool { return t.Code == objective })
	switch {
	case !known:
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("there is no objective %q", objective),
			Fix:     "choose unlock or reach",
		}
	case budget < 1 || budget > mostProjects:
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("a budget of %d projects is out of range", budget),
			Fix:     fmt.Sprintf("choose 1 to %d", mostProjects),
		}
	}
	p := f.plan(c, objective)
	k := min(budget, len(p.choices))
	b := &Best{Objective: objective, Budget: budget, Sets: binomial(len(p.choices), k)}
	var chosen []int
	if b.Exact = b.Sets <= mostCompared; b.Exact {
		chosen = p.compareAll(k)
	} else {
		chosen = p.greedy(k)
	}
	b.Value = p.worth(chosen).objective
	switch {
	case b.Exact:
		b.Bound = b.Value
	case objective == ObjectiveReach:
		b.Bound = p.bound(chosen, k)
	}
	for _, i := range chosen {
		b.Links = append(b.Links, p.choices[i])
	}
	b.Links = distinct(b.Links)
	return b, nil
}

// Text says how sure it is that no other set is better.
func (b *Best) Text() Words {
	switch {
	case b.Exact:
		return Words{
			fmt.Sprintf("共 %d 组，已全部比过，没有更好的。", b.Sets),
			fmt.Sprintf("All %s were compared; none is better.", counted(b.Sets, "set", "sets")),
		}
	case b.Objective == ObjectiveReach:
		return Words{
			fmt.Sprintf("逐项挑增益最大的，不低于最优的 63%%；得 %d，任何一组都不超过 %d。", b.Value, b.Bound),
			fmt.Sprintf(
				"Chosen link by link, at least 63%% of the best; it has %d, and no set exceeds %d.", b.Value, b.Bound,
			),
		}
	}
	return Words{
		"组合太多，逐项挑选，未逐一比过；几项齐备才算，这个目标没有保底比例。",
		"Too many sets to compare: chosen link by link. As only complete inputs count, no share of the best is guaranteed.",
	}
}

// plan is the problem in numbers: of each choice, which elements it serves; an element counts when it has been served
// as often as it needs.
type plan struct {
	choices []*Link // in chain order
	serves  [][]int
	needs   []int
	weight  []int
}

func (f *Findings) plan(c *Chain, objective string) *plan {
	p := &plan{choices: Fillable(c)}
	p.serves = make([][]int, len(p.choices))
	index := map[*Link]int{}
	for i, l := range p.choices {
		index[l] = i
	}
	for _, other := range f.Chains {
		for _, l := range other.Links {
			if !l.State.Held() {
				continue
			}
			need, by := 1, []int(nil)
			if objective == ObjectiveReach {
				for i, x := range p.choices {
					if slices.Contains(x.Downstream(), l) {
						by = append(by, i)
					}
				}
			} else {
				by, need = missingInputs(l, index)
			}
			if len(by) < max(need, 1) {
				continue
			}
			for _, i := range by {
				p.serves[i] = append(p.serves[i], len(p.needs))
			}
			p.needs, p.weight = append(p.needs, need), append(p.weight, l.Weight)
		}
	}
	return p
}

// missingInputs are the choices that a held link waits for, and how many of them it needs: all, also those that are no
// choice.
func missingInputs(l *Link, index map[*Link]int) (choices []int, need int) {
	for _, x := range l.Feeders {
		if x.State.Held() {
			continue
		}
		need++
		if i, can := index[x]; can {
			choices = append(choices, i)
		}
	}
	return choices, need
}

// worth is what sets are compared by.
type worth struct{ objective, completeness int }

func (w worth) compare(x worth) int {
	return cmp.Or(cmp.Compare(w.objective, x.objective), cmp.Compare(w.completeness, x.completeness))
}

func (p *plan) worth(set []int) worth {
	served := make([]int, len(p.needs))
	var w worth
	for _, i := range set {
		w.completeness += p.choices[i].Weight
		for _, e := range p.serves[i] {
			if served[e]++; served[e] == p.needs[e] {
				w.objective += p.weight[e]
			}
		}
	}
	return w
}

// compareAll walks all sets of k choices in their order; the first of the best stays.
func (p *plan) compareAll(k int) []int {
	served, set := make([]int, len(p.needs)), make([]int, 0, k)
	var best []int
	most := worth{-1, -1}
	var walk func(from int, w worth)
	walk = func(from int, w worth) {
		if len(set) == k {
			if w.compare(most) > 0 {
				most, best = w, slices.Clone(set)
			}
			return
		}
		for i := from; i <= len(p.choices)-(k-len(set)); i++ {
			next := w
			next.completeness += p.choices[i].Weight
			for _, e := range p.serves[i] {
				if served[e]++; served[e] == p.needs[e] {
					next.objective += p.weight[e]
				}
			}
			set = append(set, i)
			walk(i+1, next)
			set = set[:len(set)-1]
			for _, e := range p.serves[i] {
				served[e]--
			}
		}
	}
	walk(0, worth{})
	return best
}

// greedy adds the choice that gains most, k times. For coverage the result is at least 1 − 1/e of the best (Nemhauser,
// Wolsey & Fisher, Mathematical Programming 14:265, 1978).
func (p *plan) greedy(k int) []int {
	var set []int
	for range k {
		next, most := -1, worth{-1, -1}
		for i := range p.choices {
			if slices.Contains(set, i) {
				continue
			}
			if w := p.worth(append(slices.Clone(set), i)); w.compare(most) > 0 {
				next, most = i, w
			}
		}
		set = append(set, next)
	}
	return set
}

// bound is what no set of k can exceed under coverage: what the set has and the k largest gains that are left, and what
// the guarantee of greedy leaves, whichever is less.
func (p *plan) bound(set []int, k int) int {
	has := p.worth(set).objective
	var gains []int
	for i := range p.choices {
		if !slices.Contains(set, i) {
			gains = append(gains, p.worth(append(slices.Clone(set), i)).objective-has)
		}
	}
	slices.SortFunc(gains, func(a, b int) int { return b - a })
	sum := has
	for _, g := range gains[:min(k, len(gains))] {
		sum += g
	}
	return min(sum, int(float64(has)/(1-1/math.E)))
}

// binomial counts sets of k out of n, no further than is of use.
func binomial(n, k int) int {
	sets := 1
	for i := range min(k, n-k) {
		sets = sets * (n - i) / (i + 1)
		if sets > math.MaxInt32 {
			return math.MaxInt32
		}
	}
	return sets
}
