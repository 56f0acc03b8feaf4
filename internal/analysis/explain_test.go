package analysis

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/seeds"
)

func seedSnapshot(tb testing.TB) *graph.Snapshot {
	tb.Helper()
	c, err := seeds.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations)
}

// Every number of the seeds is explained down to facts with a source, and the parts of a sum add up to it.
func TestEveryNumberOfTheSeedsIsExplained(t *testing.T) {
	f := Find(seedSnapshot(t))
	if len(f.Gaps) < 100 || len(f.Targets) < 30 {
		t.Fatalf("%d gaps, %d targets", len(f.Gaps), len(f.Targets))
	}
	for _, e := range everything(f) {
		facts := 0
		walk(e, func(x *Explanation) {
			if x.Label.ZH == "" || x.Label.EN == "" || math.IsNaN(x.Value) {
				t.Errorf("%s: a number without a label, or none: %+v", e.ID, x)
			}
			for _, fact := range x.Facts {
				facts++
				if f.Snapshot.Node(fact.Prov.Source) == nil || fact.Text.ZH == "" || fact.Text.EN == "" ||
					f.Snapshot.Node(fact.Subject) == nil {
					t.Errorf("%s: a fact without source, subject or words: %+v", e.ID, fact)
				}
			}
		})
		if facts == 0 || e.Formula.ZH == "" || e.Formula.EN == "" || e.Text.EN == "" {
			t.Errorf("%s, %s: %d facts, formula %q", e.ID, e.Label.EN, facts, e.Formula.EN)
		}
	}
	for _, g := range f.Gaps {
		e := f.Explain(g.ID)
		addsUp(t, e, g.Weight)
		w := f.Weights.Gap
		sum := 0.0
		for _, p := range e.Parts[0].Parts {
			sum += p.Value
		}
		if band := w.band(sum, len(e.Parts[0].Parts)); math.Abs(w.Pull*float64(band)/whole-e.Parts[0].Value) > 1e-9 {
			t.Errorf("%s: sizes of %v are band %d, the pull is %v", g.ID, sum, band, e.Parts[0].Value)
		}
		addsUp(t, e.Parts[1], float64(g.Link.Criticality.Effect.Chains[0].Weight))
		addsUp(t, e.Parts[2], e.Parts[2].Value/w.Uptake*float64(len(g.Link.Users)))
	}
	for _, c := range f.Chains {
		addsUp(t, f.Explain(c.Node.ID), float64(c.Completeness.WeightCovered))
		for _, l := range c.Links {
			addsUp(t, f.Explain(l.Node.ID), l.Criticality.Score)
		}
	}
}

// addsUp compares the sum of the parts with a value rounded to 0.1.
func addsUp(t *testing.T, e *Explanation, want float64) {
	t.Helper()
	sum := 0.0
	for _, p := range e.Parts {
		sum += p.Value
	}
	if math.Abs(sum-want) > .0501 {
		t.Errorf("%s: the parts sum to %v, not %v", e.Label.EN, sum, want)
	}
}

func walk(e *Explanation, visit func(*Explanation)) {
	visit(e)
	for _, x := range e.Parts {
		walk(x, visit)
	}
	for _, x := range e.Beside {
		walk(x, visit)
	}
}

func TestNothingElseIsExplained(t *testing.T) {
	f := Find(diamond().Snapshot())
	if e := f.Explain("enterprise:x"); e != nil {
		t.Errorf("%+v", e)
	}
	if e := f.ExplainTarget("link:c/main/raw"); e != nil { // not next to what is held
		t.Errorf("%+v", e)
	}
}

// Two runs over the seeds write the same bytes.
func TestTheSameSeedsGiveTheSameBytes(t *testing.T) {
	write := func() string {
		text, err := json.Marshal(everything(Find(seedSnapshot(t))))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := write()
	if second := write(); first != second {
		t.Error("two runs differ")
	}
}

// BenchmarkScores is everything that scores the seeds beyond coverage: criticality, relatedness, targets, weights of
// all gaps. Its goal is 50 ms.
func BenchmarkScores(b *testing.B) {
	f := Find(seedSnapshot(b))
	for b.Loop() {
		f.Targets, f.Gaps, f.Extensions = nil, nil, nil
		f.measure()
		near, err := f.findNearness()
		if err != nil {
			b.Fatal(err)
		}
		f.near = near
		f.findExtensions()
		f.findTargets()
		f.findGaps()
	}
}

func BenchmarkFind(b *testing.B) {
	s := seedSnapshot(b)
	for b.Loop() {
		Find(s)
	}
}

func BenchmarkExplainGap(b *testing.B) {
	f := Find(seedSnapshot(b))
	for b.Loop() {
		f.Explain(f.Gaps[0].ID)
	}
}
