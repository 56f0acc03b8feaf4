package analysis

import (
	"fmt"
	"math"

	"chainchief/graph"
)

// Weights are the numbers that people may set: how much each part of a score counts. Findings carry the weights that
// they were computed with.
type Weights struct {
	Gap         GapWeights         `json:"gap"`
	Choke       ChokeRule          `json:"choke"`
	Criticality CriticalityWeights `json:"criticality"`
	Target      TargetWeights      `json:"target"`
	Candidate   CandidateWeights   `json:"candidate"`
}

// GapWeights make the weight of a gap: four parts of together 100 points (docs/methods.md, Gaps).
type GapWeights struct {
	Pull   float64 `json:"pull"`   // 牵动: points for local enterprises on the link, beside it or two hops away
	Reach  float64 `json:"reach"`  // 传导: points for the share of its chain's weight that lies downstream
	Uptake float64 `json:"uptake"` // 承接: points for the share of its direct users that are held
	Lack   float64 `json:"lack"`   // 缺失: points for how much is missing

	Unproven float64 `json:"unproven"` // what counts of the size of a local enterprise that is not able, 0 to 1
	TwoHops  float64 `json:"two_hops"` // of one two hops away, 0 to 1
	OneOff   float64 `json:"one_off"`  // of one across a feed of equipment or services, 0 to 1
	// sizes, 亿元, at which the second to the fifth band begin; each above the one before
	Band2 float64 `json:"band_2"`
	Band3 float64 `json:"band_3"`
	Band4 float64 `json:"band_4"`
	Band5 float64 `json:"band_5"`

	Missing float64 `json:"missing"` // lack of a missing link, 0 to 1
	Weak    float64 `json:"weak"`    // lack of a weak link
	Outside float64 `json:"outside"` // lack of a link that only the circle holds
}

// ChokeRule says when a missing link, or one that only the circle holds, without a substitute is a chokepoint 卡点.
type ChokeRule struct {
	Users     int  `json:"users"`      // links that it feeds for certain, at least; 1 to 100
	FewMakers bool `json:"few_makers"` // and only few makers are known in the country
}

// CriticalityWeights make the criticality of a link: four parts of together 100 points.
type CriticalityWeights struct {
	MustPass    float64 `json:"must_pass"`   // 必停: weight that stops with the link
	Reach       float64 `json:"reach"`       // 触达: weight downstream of it
	Enterprises float64 `json:"enterprises"` // 企业: local enterprises downstream of it
	Betweenness float64 `json:"betweenness"` // 居间: how many shortest ways of the flow pass it
}

// TargetWeights make the score of a target: the exponents of a product, together 100.
type TargetWeights struct {
	Criticality float64 `json:"criticality"`
	Relatedness float64 `json:"relatedness"`
	Demand      float64 `json:"demand"`
	Policy      float64 `json:"policy"`
	// Least is what a part counts at the least, above 0 to 1: one part with nothing must not hide the others.
	Least float64 `json:"least"`
}

// CandidateWeights make the score of a candidate: seven parts of together 100 points (docs/methods.md, Candidates),
// and what a place counts in the part of region, each 0 to 1.
type CandidateWeights struct {
	Match     float64 `json:"match"`     // 匹配: points for making what the link needs
	Tie       float64 `json:"tie"`       // 关联: points for ties to local enterprises
	Near      float64 `json:"near"`      // 邻近: points for doing what is near to the link
	Scale     float64 `json:"scale"`     // 规模: points for levels and a listing
	Region    float64 `json:"region"`    // 区域: points for where it is
	Expansion float64 `json:"expansion"` // 扩产: points for signs that it builds
	Policy    float64 `json:"policy"`    // 政策: points for what documents and media say for the link

	Local     float64 `json:"local"`     // in the city
	Circle    float64 `json:"circle"`    // in the metropolitan circle
	Province  float64 `json:"province"`  // elsewhere in the province
	Preferred float64 `json:"preferred"` // in a region where cities here usually look for investment
	Elsewhere float64 `json:"elsewhere"`
}

// DefaultWeights are the weights to start from.
func DefaultWeights() Weights {
	return Weights{
		Gap: GapWeights{Pull: 40, Reach: 25, Uptake: 20, Lack: 15, Unproven: .5, TwoHops: .5,
			OneOff: .1, // equipment lasts some ten years
			Band2:  1, Band3: 10, Band4: 50, Band5: 100,
			Missing: 1, Weak: .5, Outside: .4},
		Choke:       ChokeRule{Users: 3, FewMakers: true},
		Criticality: CriticalityWeights{MustPass: 35, Reach: 30, Enterprises: 15, Betweenness: 20},
		Target:      TargetWeights{Criticality: 30, Relatedness: 25, Demand: 25, Policy: 20, Least: .05},
		Candidate: CandidateWeights{Match: 25, Tie: 20, Near: 15, Scale: 10, Region: 15, Expansion: 10, Policy: 5,
			Local: 1, Circle: 1, Province: .8, Preferred: .7, Elsewhere: .3},
	}
}

// Check returns graph.Problems that name every weight outside its range, or nil.
func (w Weights) Check() error {
	var problems graph.Problems
	within := func(field string, v, least, most float64) {
		if !(v >= least && v <= most) { // NaN is in no range
			problems = append(problems, graph.Problem{Code: "weights.out_of_range", Place: graph.Place{Field: field},
				Message: fmt.Sprintf("%v is not between %v and %v", v, least, most), Fix: "choose a value in that range"})
		}
	}
	hundred := func(field string, points ...float64) {
		sum := 0.0
		for _, p := range points {
			sum += p
			if !(p >= 0) {
				sum = math.NaN()
			}
		}
		if !(math.Abs(sum-100) <= 1e-9) {
			problems = append(problems, graph.Problem{Code: "weights.sum", Place: graph.Place{Field: field},
				Message: "the points of the parts are not 100 in all, each 0 or more", Fix: "make them add up to 100"})
		}
	}
	g, c, t, a := w.Gap, w.Criticality, w.Target, w.Candidate
	hundred("gap", g.Pull, g.Reach, g.Uptake, g.Lack)
	within("gap.unproven", g.Unproven, 0, 1)
	within("gap.two_hops", g.TwoHops, 0, 1)
	within("gap.one_off", g.OneOff, 0, 1)
	below := 0.0
	for i, least := range g.bands() {
		within(fmt.Sprintf("gap.band_%d", i+2), least, below+.01, 1e6)
		below = least
	}
	within("gap.missing", g.Missing, 0, 1)
	within("gap.weak", g.Weak, 0, 1)
	within("gap.outside", g.Outside, 0, 1)
	within("choke.users", float64(w.Choke.Users), 1, 100)
	hundred("criticality", c.MustPass, c.Reach, c.Enterprises, c.Betweenness)
	hundred("target", t.Criticality, t.Relatedness, t.Demand, t.Policy)
	within("target.least", t.Least, .001, 1)
	hundred("candidate", a.Match, a.Tie, a.Near, a.Scale, a.Region, a.Expansion, a.Policy)
	within("candidate.local", a.Local, 0, 1)
	within("candidate.circle", a.Circle, 0, 1)
	within("candidate.province", a.Province, 0, 1)
	within("candidate.preferred", a.Preferred, 0, 1)
	within("candidate.elsewhere", a.Elsewhere, 0, 1)
	if len(problems) == 0 {
		return nil
	}
	return problems
}

// Shift is a gap that stands elsewhere in the ranking, or weighs something else, under other weights. Ranks count from
// 1; 0 means that it is no gap there.
type Shift struct {
	Gap                  *Gap // as found after, or before when it is gone
	RankBefore, Rank     int
	WeightBefore, Weight float64
}

// Shifts shows what a change of weights does before it is saved: every gap whose rank or weight differs, in the order
// of the ranking after; gaps that are gone last, in their order before.
func Shifts(before, after *Findings) []Shift {
	var shifts []Shift
	moved(before.Gaps, after.Gaps, func(g *Gap) (graph.ID, float64) { return g.ID, g.Weight },
		func(g *Gap, was, is place) { shifts = append(shifts, Shift{g, was.rank, is.rank, was.value, is.value}) })
	return shifts
}

// TargetShift is the same of a target and its score.
type TargetShift struct {
	Target             *Target
	RankBefore, Rank   int
	ScoreBefore, Score float64
}

// TargetShifts is the same of targets and their scores.
func TargetShifts(before, after *Findings) []TargetShift {
	var shifts []TargetShift
	moved(before.Targets, after.Targets, func(t *Target) (graph.ID, float64) { return t.Link.Node.ID, t.Score },
		func(t *Target, was, is place) {
			shifts = append(shifts, TargetShift{t, was.rank, is.rank, was.value, is.value})
		})
	return shifts
}

// place is where something stands in a ranking, from 1, and the value that puts it there; zero when it is not in it.
type place struct {
	rank  int
	value float64
}

// moved tells of everything that two rankings place differently.
func moved[T any](before, after []T, value func(T) (graph.ID, float64), tell func(x T, was, is place)) {
	places := func(list []T) map[graph.ID]place {
		out := make(map[graph.ID]place, len(list))
		for i, x := range list {
			id, v := value(x)
			out[id] = place{i + 1, v}
		}
		return out
	}
	was, is := places(before), places(after)
	for _, x := range after {
		if id, _ := value(x); was[id] != is[id] {
			tell(x, was[id], is[id])
		}
	}
	for _, x := range before {
		if id, _ := value(x); is[id] == (place{}) {
			tell(x, was[id], place{})
		}
	}
}
