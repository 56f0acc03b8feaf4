package analysis

import (
	"testing"
	"time"

	"chainchief/graph"
)

func TestWeightsComeBackAsTheyWereStored(t *testing.T) {
	w := DefaultWeights()
	step := 0.001
	for _, v := range w.numbers() { // each another value, so that two swapped attributes show
		*v = step
		step += 0.001
	}
	w.Gap.Lack = 100 - w.Gap.Pull - w.Gap.Reach - w.Gap.Uptake
	w.Gap.Band2, w.Gap.Band3, w.Gap.Band4, w.Gap.Band5 = 2, 3, 4, 5
	w.Criticality.Reach = 100 - w.Criticality.MustPass - w.Criticality.Enterprises - w.Criticality.Betweenness
	w.Target.Policy = 100 - w.Target.Criticality - w.Target.Relatedness - w.Target.Demand
	a := &w.Candidate
	a.Policy = 100 - a.Match - a.Tie - a.Near - a.Scale - a.Region - a.Expansion
	w.Choke = ChokeRule{Users: 7, FewMakers: false}
	c, err := w.Store("test", "test")
	if err != nil {
		t.Fatal(err)
	}
	if problems := graph.Validate(&c, func(graph.ID) bool { return false }); len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := StoredWeights(graph.NewSnapshot(1, time.Time{}, c.Nodes, nil)); got != w {
		t.Errorf("%+v, want %+v", got, w)
	}
	c.Nodes[1].Attrs["gap_pull"] = 99.0
	if got := StoredWeights(graph.NewSnapshot(1, time.Time{}, c.Nodes, nil)); got != DefaultWeights() {
		t.Errorf("weights that do not add up count: %+v", got)
	}
	w.Gap.Pull++
	if _, err := w.Store("test", "test"); err == nil {
		t.Error("weights that do not add up are stored")
	}
	if got := StoredWeights(graph.NewSnapshot(1, time.Time{}, nil, nil)); got != DefaultWeights() {
		t.Errorf("nothing stored: %+v", got)
	}
}
