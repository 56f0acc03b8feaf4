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

// plan is the problem in numbers: of each choice, which wants it meets; an element counts when all of its wants are
// met, each by at least one choice.
type plan struct {
	choices []*Link // in chain order
	meets   [][]int
	of      []int // the element of each want
	wants   []int // how many wants each element has
	weight  []int // of each element
}

// progress is what a set has met so far.
type progress struct {
	*plan
	met  []int // of each want, by how many choices
	left []int // of each element, the wants that nothing meets yet
}

func (p *plan) start() *progress { return &progress{p, make([]int, len(p.of)), slices.Clone(p.wants)} }

// add takes a choice into the set and returns what it gains.
func (t *progress) add(i int) worth {
	gain := worth{completeness: t.choices[i].Weight}
	for _, w := range t.meets[i] {
		if t.met[w]++; t.met[w] == 1 {
			if t.left[t.of[w]]--; t.left[t.of[w]] == 0 {
				gain.objective += t.weight[t.of[w]]
			}
		}
	}
	return gain
}

// remove takes a choice out again.
func (t *progress) remove(i int) {
	for _, w := range t.meets[i] {
		if t.met[w]--; t.met[w] == 0 {
			t.left[t.of[w]]++
		}
	}
}

func (f *Findings) plan(c *Chain, objective string) *plan {
	p := &plan{choices: Fillable(c)}
	p.meets = make([][]int, len(p.choices))
	for _, other := range f.Chains {
		for _, l := range other.Links {
			if l.State.Held() {
				p.element(l.Weight, p.wantsOf(l, objective))
			}
		}
	}
	return p
}

// element adds what counts when each of its wants is met by a choice; what wants nothing, or what no choice can give,
// is left out.
func (p *plan) element(weight int, wants [][]int) {
	if len(wants) == 0 || slices.ContainsFunc(wants, func(by []int) bool { return len(by) == 0 }) {
		return
	}
	for _, by := range wants {
		for _, i := range by {
			p.meets[i] = append(p.meets[i], len(p.of))
		}
		p.of = append(p.of, len(p.wants))
	}
	p.wants, p.weight = append(p.wants, len(wants)), append(p.weight, weight)
}

// wantsOf are the choices by which each want of a held link can be met: it is reached by any one that it lies
// downstream of; it is unlocked by one for each need of which the city holds nothing.
func (p *plan) wantsOf(l *Link, objective string) [][]int {
	choices := func(can func(*Link) bool) []int {
		var list []int
		for i, x := range p.choices {
			if can(x) {
				list = append(list, i)
			}
		}
		return list
	}
	if objective == ObjectiveReach {
		return [][]int{choices(func(x *Link) bool { return slices.Contains(x.Downstream(), l) })}
	}
	var wants [][]int
	for _, group := range l.Needs {
		if !slices.ContainsFunc(group, func(x *Link) bool { return x.State.Held() }) {
			wants = append(wants, choices(func(x *Link) bool { return slices.Contains(group, x) }))
		}
	}
	return wants
}

// worth is what sets are compared by.
type worth struct{ objective, completeness int }

func (w worth) compare(x worth) int {
	return cmp.Or(cmp.Compare(w.objective, x.objective), cmp.Compare(w.completeness, x.completeness))
}

func (w worth) plus(x worth) worth {
	return worth{w.objective + x.objective, w.completeness + x.completeness}
}

func (p *plan) worth(set []int) worth {
	t, w := p.start(), worth{}
	for _, i := range set {
		w = w.plus(t.add(i))
	}
	return w
}

// compareAll walks all sets of k choices in their order; the first of the best stays.
func (p *plan) compareAll(k int) []int {
	t, set := p.start(), make([]int, 0, k)
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
			next := w.plus(t.add(i))
			set = append(set, i)
			walk(i+1, next)
			set = set[:len(set)-1]
			t.remove(i)
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
