package analysis

import (
	"math"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"

	"pgregory.net/rapid"
)

// The simulation weighs gaps with code of its own: with all facts as counted it must find what the rules find.
func TestACityAsCountedHasTheGapsOfTheRules(t *testing.T) {
	check := func(t interface{ Errorf(string, ...any) }, f *Findings) {
		trial := f.trial(AssumedProbability)
		states := make([]Coverage, len(trial.links))
		fates := trial.today()
		trial.states(fates, states)
		i := -1
		for _, c := range f.Chains {
			for _, l := range c.Links {
				i++
				want := -1
				if g := f.Gap(GapID(l.Node.ID)); g != nil {
					want = int(math.Round(10 * g.Weight))
				}
				if got := trial.gapWeight(i, fates, states); got != want || states[i].Held() != l.State.Held() {
					t.Errorf("%s weighs %d tenths, state %s; the rules say %d, %s", l.Node.ID, got, states[i], want, l.State)
				}
			}
		}
	}
	check(t, Find(seedSnapshot(t)))
	rapid.Check(t, func(t *rapid.T) { check(t, Find(analysistest.RandomCity(t).Snapshot())) })
}

// unsure is a city of five uncertain facts: 32 ways that it may really be.
func unsure() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	c.Link("tool", "support", 1)
	c.Link("whole", "downstream", 2, "part", "tool")
	c.Firm("a", "local", "raw", "production", graph.Trade)
	c.Firm("b", "local", "part", "production", graph.Repost, "lead")
	c.Firm("c", "circle", "tool", "unknown", graph.Inferred)
	c.Firm("d", "local", "whole", "building", graph.Media)
	c.Firm("e", "local", "whole", "production", graph.Repost)
	return c
}

// The oracle builds every city that there may be, lets the rules find its gaps, and counts ranks by the likelihood of
// each: none of the code that simulates.
func TestSimulatedRanksAgreeWithAllCitiesThatThereMayBe(t *testing.T) {
	c := unsure()
	today := Find(c.Snapshot())
	var doubted []int
	for i, r := range c.Rels {
		if r.Type == graph.OperatesIn {
			doubted = append(doubted, i)
		}
	}
	at, there := map[graph.ID][]float64{}, map[graph.ID]float64{}
	for world := range 1 << len(doubted) {
		likely := 1.0
		var rels []graph.Relation
		for i, r := range c.Rels {
			for bit, d := range doubted {
				if d != i {
					continue
				}
				chance := AssumedProbability[r.Prov.Confidence]
				if world>>bit&1 == 0 {
					likely *= 1 - chance
					r.Type = ""
				} else {
					likely *= chance
					r.Prov.Confidence = graph.Documented
				}
			}
			if r.Type != "" {
				rels = append(rels, r)
			}
		}
		f := Find((&analysistest.City{Nodes: c.Nodes, Rels: rels}).Snapshot())
		for _, g := range f.Gaps {
			rank := 1
			for _, other := range f.Gaps {
				if other.Weight > g.Weight {
					rank++
				}
			}
			if at[g.ID] == nil {
				at[g.ID] = make([]float64, len(today.Links)+1)
			}
			at[g.ID][rank] += likely
			there[g.ID] += likely
		}
	}
	got := today.rank(AssumedProbability, 20000)
	if len(got) == 0 {
		t.Fatal("no gap")
	}
	wide, absent := false, false
	for id, r := range got {
		want := interval(r.Place, at[id], 1, len(today.Gaps))
		if r.Low != want.Low || r.High != want.High || math.Abs(r.Absent-want.Absent) > .01 {
			t.Errorf("%s: simulated %+v, of all cities %+v", id, r, want)
		}
		wide, absent = wide || r.Low < r.High, absent || r.Doubtful()
	}
	if !wide || !absent {
		t.Errorf("a city without doubt proves nothing: %+v", got)
	}
}

func TestARankIsSureWhenAllFactsAre(t *testing.T) {
	certain := Probability{}
	for _, c := range graph.Confidences {
		certain[graph.Confidence(c.Code)] = 1
	}
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	c.Link("whole", "downstream", 2, "part")
	c.Firm("a", "local", "part", "production", graph.Documented)
	c.Firm("b", "local", "whole", "signed", graph.Documented)
	for _, p := range []Probability{certain, AssumedProbability} {
		for id, r := range Find(c.Snapshot()).rank(p, 100) {
			if r.Low != r.Place || r.High != r.Place || r.Absent != 0 {
				t.Errorf("%s: %+v", id, r)
			}
		}
	}
}

func TestRanksOfTheSeedsAreTheSameTwiceAndHoldToday(t *testing.T) {
	one, two := Find(seedSnapshot(t)).Ranks(), Find(seedSnapshot(t)).Ranks()
	wide := 0
	for id, r := range one {
		if r != two[id] {
			t.Errorf("%s: %+v, then %+v", id, r, two[id])
		}
		if r.Low > r.Place || r.High < r.Place || r.Low < 1 {
			t.Errorf("%s: %+v", id, r)
		}
		if r.Low < r.High {
			wide++
		}
	}
	if wide == 0 {
		t.Error("no rank of the seeds is unsure")
	}
}

func TestTheLowEndCountsOriginalTextsOnly(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2)
	c.Link("whole", "downstream", 1)
	c.Firm("a", "local", "raw", "production", graph.Repost)
	c.Firm("b", "local", "part", "production", graph.Media)
	c.Firm("c", "local", "whole", "signed", graph.Documented)
	f := Find(c.Snapshot())
	want := Span{Low: 2, Point: 5, High: 6, Total: 6, Originals: 1, Reposts: 1}
	if got := f.Span(); got != want || f.Chains[0].Completeness.Span != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	lifts := Lifts(f.Chains[0].Links)
	if len(lifts) != 1 || lifts[0].Enterprise.ID != "enterprise:a" || lifts[0].Weight != 3 {
		t.Errorf("%+v", lifts)
	}
}

// BenchmarkRanks simulates the ranks of all gaps of the seeds. Its goal is 300 ms.
func BenchmarkRanks(b *testing.B) {
	f := Find(seedSnapshot(b))
	for b.Loop() {
		f.rank(AssumedProbability, draws)
	}
}
