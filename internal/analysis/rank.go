package analysis

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"chainchief/graph"
)

// Probability is how likely a fact of each confidence is taken to be true, when ranks are simulated. It is an
// assumption, not a measurement (docs/methods.md, Gaps).
type Probability map[graph.Confidence]float64

// AssumedProbability is the table that everything shown is computed with.
var AssumedProbability = Probability{
	graph.Documented: 1,
	graph.Media:      .95,
	graph.Repost:     .85,
	graph.Unverified: .6,
	graph.Trade:      .5,
	graph.Inferred:   .3,
}

// draws is how many cities are drawn, and seed what they are drawn from: the same findings give the same ranks.
const (
	draws = 2000
	seed  = 20261129
)

// A gap that is none in more than doubtful of the draws is one that possibly does not hold 可能不成立; a rank lies in
// its interval in nine draws of ten.
const (
	doubtful = .1
	tail     = .05
)

// Rank is the place of a gap among all that the rules derive in the city, the heaviest first; equal weights share one.
type Rank struct {
	Place     int
	Low, High int     // in nine draws of ten it lies between these; Place is always within
	Absent    float64 // share of the draws in which it is no gap, because its link is held
	Of        int     // gaps that are ranked
}

// Doubtful tells whether the gap may not hold 可能不成立.
func (r Rank) Doubtful() bool { return r.Absent > doubtful }

// Text is the rank as it is printed: 47（31–66）.
func (r Rank) Text() Words {
	if r.Low == r.High {
		return Both("%d", r.Place)
	}
	return Words{fmt.Sprintf("%d（%d–%d）", r.Place, r.Low, r.High), fmt.Sprintf("%d (%d–%d)", r.Place, r.Low, r.High)}
}

// Ranks are the ranks of all gaps with their intervals. They are simulated once for the findings of a revision, when
// first asked for.
func (f *Findings) Ranks() map[graph.ID]Rank {
	return keptOnGround(f, func(f *Findings) map[graph.ID]Rank { return f.rank(AssumedProbability, draws) })
}

// claim is an enterprise on a link as it may turn out: a local one, or one of the circle. Others decide nothing.
type claim struct {
	link, firm int
	chance     float64
	local      bool
	produces   bool    // in production, if it is true at all
	able, idle float64 // its size when it is able, and when it is not
	counted    bool    // able today
}

// pulling is a claim that a link's weight may count, with what its distance leaves of its size.
type pulling struct {
	claim  int
	factor float64
}

// trial is a city whose facts can be drawn: the claims, and what the weight of a gap at each link needs.
type trial struct {
	weights GapWeights
	claims  []claim
	links   []trialLink
}

// trialLink is what stays the same of a link in all draws.
type trialLink struct {
	insufficient, blocked bool
	never                 bool // no gap whatever is true: a market, or restricted
	market                bool
	reach                 float64
	users                 []int
	pulls                 []pulling // by the id of the enterprise: sums of floats depend on their order
}

func (f *Findings) trial(p Probability) *trial {
	t := &trial{weights: f.Weights.Gap}
	number := map[*Link]int{}
	var links []*Link
	for _, c := range f.Chains {
		for _, l := range c.Links {
			number[l] = len(links)
			links = append(links, l)
		}
	}
	var firmIDs []graph.ID
	of := map[*Link][]int{}
	for i, l := range links {
		for _, pos := range l.Positions {
			if !pos.Local && !pos.Circle {
				continue
			}
			size, _ := f.Size(pos.Enterprise.ID)
			of[l] = append(of[l], len(t.claims))
			t.claims = append(t.claims, claim{
				link:     i,
				chance:   p[pos.Relation.Prov.Confidence],
				local:    pos.Local,
				produces: pos.Stage() == graph.StepProduction,
				able:     size,
				idle:     size * f.Weights.Gap.Unproven,
				counted:  pos.Able,
			})
			firmIDs = append(firmIDs, pos.Enterprise.ID)
		}
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(firmIDs)))
	for i, id := range firmIDs {
		t.claims[i].firm, _ = slices.BinarySearch(sorted, id)
	}
	t.links = make([]trialLink, len(links))
	for i, l := range links {
		_, forbidden := f.forbidden(l)
		x := trialLink{
			insufficient: graph.LinkOf(l.Node).Insufficient() != "",
			blocked:      l.Blocked,
			never:        l.State == Market || forbidden,
			market:       l.State == Market,
			reach:        l.Criticality.Effect.Chains[0].Share(),
		}
		for _, u := range l.Users {
			x.users = append(x.users, number[u])
		}
		for y, at := range f.Weights.Gap.nearLinks(l) {
			for _, c := range of[y] {
				if t.claims[c].local {
					x.pulls = append(x.pulls, pulling{c, at.factor})
				}
			}
		}
		slices.SortFunc(x.pulls, func(a, b pulling) int {
			return cmp.Or(t.claims[a.claim].firm-t.claims[b.claim].firm, a.claim-b.claim)
		})
		t.links[i] = x
	}
	return t
}

// fate is how a claim turns out.
type fate byte

const (
	untrue fate = iota
	idle        // there, and not able
	proves      // there, and able
)

// today are the fates as they are counted now.
func (t *trial) today() []fate {
	fates := make([]fate, len(t.claims))
	for i, c := range t.claims {
		fates[i] = idle
		if c.counted {
			fates[i] = proves
		}
	}
	return fates
}

// turnsOut is the fate of a claim that proves true, or not.
func (c claim) turnsOut(holds bool) fate {
	switch {
	case !holds:
		return untrue
	case c.local && c.produces:
		return proves
	}
	return idle
}

// states are those of the links when the claims turn out so.
func (t *trial) states(fates []fate, into []Coverage) {
	for i := range into {
		into[i] = Missing
	}
	for i, c := range t.claims {
		at := &into[c.link]
		switch {
		case fates[i] == untrue:
		case fates[i] == proves:
			*at = Present
		case c.local && *at != Present:
			*at = Weak
		case !c.local && *at == Missing:
			*at = Outside
		}
	}
	for i, l := range t.links {
		switch {
		case l.market:
			into[i] = Market
		case l.insufficient:
			into[i] = Weak
		}
	}
}

// gapWeight is the weight of the gap at a link in tenths of a point, as weigh and total round it; -1 where there is
// none.
func (t *trial) gapWeight(i int, fates []fate, states []Coverage) int {
	l := t.links[i]
	if (states[i].Held() || l.never) && !l.blocked {
		return -1
	}
	w := t.weights
	sum, firms, last, best := 0.0, 0, -1, 0.0
	for _, p := range l.pulls {
		c := &t.claims[p.claim]
		if fates[p.claim] == untrue {
			continue
		}
		size := c.idle * p.factor
		if fates[p.claim] == proves {
			size = c.able * p.factor
		}
		if c.firm != last {
			sum += best
			last, best = c.firm, 0
			firms++
		}
		best = max(best, size)
	}
	sum += best
	taking := 0
	for _, u := range l.users {
		if states[u].Held() || states[u] == Market {
			taking++
		}
	}
	lack := 0.0
	switch states[i] {
	case Missing:
		lack = w.Missing
	case Weak:
		lack = w.Weak
	case Outside:
		lack = w.Outside
	}
	points := 0.0
	points += w.Pull * (float64(w.band(sum, firms)) / whole)
	points += w.Reach * l.reach
	points += w.Uptake * Share(taking, len(l.users))
	points += w.Lack * lack
	return int(math.Round(points * 10))
}

// rank simulates the ranks of the gaps: of each draw, every fact is true with the probability of its confidence.
func (f *Findings) rank(p Probability, draws int) map[graph.ID]Rank {
	t := f.trial(p)
	random := rand.New(rand.NewPCG(seed, seed))
	fates, states := make([]fate, len(t.claims)), make([]Coverage, len(t.links))
	tally := newTally(len(t.links))
	for range draws {
		for i, c := range t.claims {
			// certain facts take no number: adding one changes no other draw
			fates[i] = c.turnsOut(c.chance >= 1 || random.Float64() < c.chance)
		}
		tally.add(t, fates, states, 1)
	}
	return f.ranks(tally)
}

// tally counts how often the gap at each link takes each rank, in weighted draws.
type tally struct {
	at      [][]float64 // by link, by rank
	weights []int
	heavier []int // how many gaps weigh more, by tenths of a point
	all     float64
}

// heaviest is the most that a gap can weigh, in tenths of a point.
const heaviest = 1000

func newTally(links int) *tally {
	t := &tally{at: make([][]float64, links), weights: make([]int, links), heavier: make([]int, heaviest+2)}
	for i := range t.at {
		t.at[i] = make([]float64, links+1)
	}
	return t
}

func (y *tally) add(t *trial, fates []fate, states []Coverage, share float64) {
	t.states(fates, states)
	clear(y.heavier)
	for i := range t.links {
		y.weights[i] = t.gapWeight(i, fates, states)
		if y.weights[i] >= 0 {
			y.heavier[y.weights[i]]++
		}
	}
	for w := heaviest; w >= 0; w-- {
		y.heavier[w] += y.heavier[w+1]
	}
	for i, w := range y.weights {
		if w >= 0 {
			y.at[i][1+y.heavier[w+1]] += share
		}
	}
	y.all += share
}

// ranks reads the intervals of today's gaps from a tally.
func (f *Findings) ranks(y *tally) map[graph.ID]Rank {
	out := map[graph.ID]Rank{}
	i := -1
	places := map[*Link]int{}
	for n, g := range f.Gaps {
		places[g.Link] = n + 1
		if n > 0 && f.Gaps[n-1].Weight == g.Weight {
			places[g.Link] = places[f.Gaps[n-1].Link]
		}
	}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			i++
			if f.Gap(GapID(l.Node.ID)) == nil {
				continue
			}
			out[GapID(l.Node.ID)] = interval(places[l], y.at[i], y.all, len(f.Gaps))
		}
	}
	return out
}

func interval(place int, at []float64, all float64, of int) Rank {
	seen := 0.0
	for _, n := range at {
		seen += n
	}
	r := Rank{Place: place, Low: place, High: place, Absent: max(0, 1-seen/all), Of: of}
	if seen == 0 {
		return r
	}
	low, high, sum := 0, 0, 0.0
	for rank, n := range at {
		sum += n
		// a share that is reached but for rounding is reached
		if low == 0 && n > 0 && sum >= tail*seen-1e-9 {
			low = rank
		}
		if high == 0 && n > 0 && sum >= (1-tail)*seen-1e-9 {
			high = rank
		}
	}
	r.Low, r.High = min(place, low), max(place, high)
	return r
}
