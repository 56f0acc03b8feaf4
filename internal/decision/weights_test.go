package decision

import (
	"errors"
	"sync"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
)

// weighed are the weights with other points for pull and lack.
func weighed(pull, lack float64) analysis.Weights {
	w := analysis.DefaultWeights()
	w.Gap.Pull, w.Gap.Lack = pull, lack
	return w
}

// TestOfTwoWhoSetWeightsTheLaterSeesBoth: both have seen the same revision.
func TestOfTwoWhoSetWeightsTheLaterSeesBoth(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).SetWeights(ctx, bureau, seen, weighed(30, 25), "甲"); err != nil {
		t.Fatal(err)
	}
	_, err := New(s).SetWeights(ctx, other, seen, weighed(20, 35), "乙")
	var c *Conflict
	if !errors.As(err, &c) || c.Actor != bureau.Name || c.Revision != seen+1 {
		t.Fatalf("%v %+v", err, c)
	}
	got := map[string][3]string{}
	for _, f := range c.Fields {
		got[f.Name] = [3]string{f.Base, f.Theirs, f.Your}
	}
	if diff := cmp.Diff(map[string][3]string{
		"gap_pull": {"40", "30", "20"},
		"gap_lack": {"15", "25", "35"},
	}, got); diff != "" {
		t.Error(diff)
	}
	if analysis.StoredWeights(snapshot(t, s)) != weighed(30, 25) {
		t.Error("the first ones are lost")
	}
	if _, err := New(s).SetWeights(ctx, other, c.Revision, weighed(20, 35), "乙"); err != nil {
		t.Errorf("after comparing: %v", err)
	}
}

// TestWritersOfWeightsAtOnce: of many who have seen the same, one writes and all others are told.
func TestWritersOfWeightsAtOnce(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	var wg sync.WaitGroup
	var mu sync.Mutex
	wrote := []float64{}
	for i := range 8 {
		wg.Go(func() {
			pull := float64(20 + i)
			_, err := New(s).SetWeights(ctx, bureau, seen, weighed(pull, 55-pull), "同时")
			mu.Lock()
			defer mu.Unlock()
			var c *Conflict
			switch {
			case err == nil:
				wrote = append(wrote, pull)
			case !errors.As(err, &c):
				t.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
	if len(wrote) != 1 || analysis.StoredWeights(snapshot(t, s)).Gap.Pull != wrote[0] {
		t.Errorf("%v wrote, %v stands", wrote, analysis.StoredWeights(snapshot(t, s)).Gap.Pull)
	}
}

func TestWeightsThatAreNotSet(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	var problems graph.Problems
	if _, err := New(s).SetWeights(ctx, bureau, seen, weighed(90, 90), "x"); !errors.As(err, &problems) {
		t.Errorf("more than 100 points: %v", err)
	}
	var refused *Refused
	if _, err := New(s).SetWeights(ctx, bureau, seen, weighed(20, 35), " "); !errors.As(err, &refused) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := New(s).SetWeights(ctx, bureau, seen+1, weighed(20, 35), "x"); graph.CodeOf(err) != graph.CodeUsage {
		t.Errorf("on a revision of tomorrow: %v", err)
	}
	if _, err := New(s).SetWeights(ctx, bureau, seen, analysis.DefaultWeights(), "x"); err != nil ||
		head(t, s) != seen {
		t.Errorf("those that stand: %v, revision %d", err, head(t, s))
	}
}

// TestWhatOthersWriteIsNoConflictOfWeights: a decision in between touches no weight.
func TestWhatOthersWriteIsNoConflictOfWeights(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).Decide(ctx, other, seen, theGap, assigned); err != nil {
		t.Fatal(err)
	}
	if _, err := New(s).SetWeights(ctx, bureau, seen, weighed(20, 35), "x"); err != nil {
		t.Error(err)
	}
	if got := snapshot(t, s).Node(theGap).Attrs.Text("status"); got != graph.GapAssigned {
		t.Errorf("the gap is %s", got)
	}
}
