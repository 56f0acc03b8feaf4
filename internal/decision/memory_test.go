package decision

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"

	"github.com/google/go-cmp/cmp"
)

// gapsOf is what findings say of the gaps, apart from the places in memory.
func gapsOf(f *analysis.Findings) (out []string) {
	for _, g := range f.Gaps {
		out = append(out, fmt.Sprint(g.ID, g.Kinds, g.Weight, g.Decision(), g.Why.Text, g.Link.Searched(), f.Ranks()[g.ID]))
		if f.Gap(g.ID) != g {
			out = append(out, "another by its id")
		}
	}
	return out
}

// TestFindingsAreRemembered: whatever is written, the findings that are remembered are those of an analysis from the
// beginning, and what people note of gaps does not cost one.
func TestFindingsAreRemembered(t *testing.T) {
	stores, gaps := city(t, 1)
	s, desk := stores[0], New(stores[0])
	by := Actor{Name: "链长办", At: time.Now()}
	targets := func() graph.ID { return snapshot(t, s).Of(graph.KindEnterprise)[7].ID }
	w := analysis.DefaultWeights()
	w.Gap.Pull, w.Gap.Lack = 0, 55
	for _, step := range []struct {
		name  string
		write func() error
		note  bool
	}{
		{"a comment", func() error { return last(desk.Comment(ctx, by, gaps[3], "在谈")) }, false}, // with the source of all words
		{"another comment", func() error { return last(desk.Comment(ctx, by, gaps[3], "已谈")) }, true},
		{"a decision", func() error {
			return last(desk.Decide(ctx, by, head(t, s), gaps[0], graph.Decision{Status: graph.GapDismissed, Reason: "不做"}))
		}, true},
		{"a contact", func() error {
			return last(desk.Move(ctx, by, head(t, s), gaps[1], targets(), Contact{Stage: graph.ContactLead}))
		}, true},
		{"a search", func() error { return last(desk.Looked(ctx, by, gaps[2], "", "名录")) }, false},
		{"weights", func() error { _, err := desk.SetWeights(ctx, by, head(t, s), w, "试"); return err }, false},
		{"an undo", func() error {
			_, err := desk.Undo(ctx, by, Undo{Revision: head(t, s) - 2, Reason: "点错"})
			return err
		}, false},
	} {
		before := snapshot(t, s)
		if _, err := desk.Findings(before); err != nil {
			t.Fatal(err)
		}
		if err := step.write(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		now := snapshot(t, s)
		if same := now.Ground == before.Ground; same != step.note {
			t.Errorf("%s: on the same ground: %v", step.name, same)
		}
		remembered, err := desk.Findings(now)
		if err != nil || remembered.Snapshot != now {
			t.Fatalf("%s: of revision %d, %v", step.name, remembered.Snapshot.Revision, err)
		}
		if diff := cmp.Diff(gapsOf(analysis.Find(now)), gapsOf(remembered)); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
	}
}

func last[T any](_ T, err error) error { return err }

// TestGapsArePutOnRecordOnce: of many who write on gaps that are not on record, at two servers, one puts them there.
func TestGapsArePutOnRecordOnce(t *testing.T) {
	stores, gaps := city(t, 2)
	c := graph.Changes{Actor: "test"}
	for _, n := range snapshot(t, stores[0]).Of(graph.KindGap) {
		c.DeleteNodes = append(c.DeleteNodes, n.ID)
	}
	if _, err := stores[0].Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	desks := []*Desk{New(stores[0]), New(stores[1])}
	before := head(t, stores[0])
	const hands = 12
	var group sync.WaitGroup
	for hand := range hands {
		group.Go(func() {
			by := Actor{Name: "链长办", At: time.Now()}
			if _, err := desks[hand%2].Comment(ctx, by, gaps[hand], "在谈"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if after := head(t, stores[1]); after != before+hands+1 {
		t.Errorf("%d revisions for %d comments and one record of the gaps", after-before, hands)
	}
}
