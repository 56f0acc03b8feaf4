package decision

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/sqlitestore"

	"github.com/google/go-cmp/cmp"
)

var threeGaps = []graph.ID{"gap:c/raw", "gap:c/mid", "gap:c/end"}

// street is a town with two more links that nobody works on.
func street(t *testing.T, d store.Driver) *store.Store {
	t.Helper()
	s := town(t, d)
	prov := graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Documented}
	var c graph.Changes
	for i, id := range []graph.ID{"link:c/mid", "link:c/end"} {
		c.Nodes = append(c.Nodes, graph.Node{
			ID:   id,
			Kind: graph.KindLink,
			Name: id.Key(),
			Attrs: graph.Attrs{
				"level":  "link",
				"order":  int64(i + 2),
				"stage":  "midstream",
				"weight": int64(2),
			},
			Prov: prov,
		})
		c.Relations = append(c.Relations, graph.Relation{
			RelationKey: graph.RelationKey{Type: graph.PartOf, From: id, To: "link:c/main"},
			Prov:        prov,
		})
	}
	put(t, s, c)
	settle(t, s)
	return s
}

func onEach(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Run("memstore", func(t *testing.T) { test(t, street(t, memstore.Open())) })
	t.Run("sqlitestore", func(t *testing.T) {
		d, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "graph.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		test(t, street(t, d))
	})
}

func statusesOf(t *testing.T, s *store.Store) (list []string) {
	t.Helper()
	for _, id := range threeGaps {
		list = append(list, graph.GapOf(snapshot(t, s).Node(id)).Status())
	}
	return list
}

// TestSeveralGapsAreOneChangeSet: one revision, one reason in each record, and what is not given stays with each gap.
func TestSeveralGapsAreOneChangeSet(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		desk := New(s)
		first := assigned
		first.Reason = "先前的话"
		if _, err := desk.Decide(ctx, bureau, head(t, s), threeGaps[0], first); err != nil {
			t.Fatal(err)
		}
		base := head(t, s)
		wanted := graph.Decision{Status: graph.GapDismissed, Reason: " 武汉一小时内可采购 "}
		seen, err := desk.Foresee(ctx, bureau, base, threeGaps, wanted)
		if err != nil || seen.Changed() != 3 || head(t, s) != base {
			t.Fatalf("foreseen %+v, %v; the head is %d", seen, err, head(t, s))
		}
		set, did, err := desk.DecideAll(ctx, bureau, base, threeGaps, wanted)
		if err != nil || set.Revision != base+1 {
			t.Fatalf("%v: revision %d after %d", err, set.Revision, base)
		}
		if diff := cmp.Diff(seen, did); diff != "" {
			t.Errorf("it did not do what was foreseen:\n%s", diff)
		}
		if set.Reason != seen.Record || set.Reason != "3 个缺口已忽略：武汉一小时内可采购" {
			t.Errorf("the history says %q, %q was foreseen", set.Reason, seen.Record)
		}
		for i, id := range threeGaps {
			d := graph.GapOf(snapshot(t, s).Node(id)).Decision()
			want := graph.Decision{Status: graph.GapDismissed, Reason: "武汉一小时内可采购"}
			if i == 0 {
				want = want.Onto(assigned)
			}
			if d != want {
				t.Errorf("%s: %+v, want %+v", id, d, want)
			}
		}
		if again, _, err := desk.DecideAll(ctx, bureau, base+1, threeGaps, wanted); err != nil ||
			again.Revision != base+1 {
			t.Errorf("deciding the same again wrote revision %d: %v", again.Revision, err)
		}
	})
}

// TestOfSeveralGapsAllOrNone: a step that makes no sense, a gap that is not there and a gap that somebody else changed
// are all named, and nothing is written; the rest can be.
func TestOfSeveralGapsAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		desk := New(s)
		base := head(t, s)
		dismissed := graph.Decision{Status: graph.GapDismissed, Reason: "本市不做"}
		if _, err := desk.Decide(ctx, other, base, threeGaps[1], dismissed); err != nil {
			t.Fatal(err)
		}
		all := assigned
		all.Reason = "例会定"
		gaps := append(slices.Clone(threeGaps), "gap:c/nowhere")
		before := head(t, s)
		_, _, err := desk.DecideAll(ctx, bureau, base, gaps, all)
		var hindered *Hindered
		if !errors.As(err, &hindered) || len(hindered.Effects) != 2 || hindered.Of != 4 {
			t.Fatalf("%v", err)
		}
		var conflict *Conflict
		if e := hindered.Effects[0]; e.Gap != threeGaps[1] || !errors.As(e.Err, &conflict) ||
			conflict.Actor != other.Name || conflict.Revision != before {
			t.Errorf("%s: %v", e.Gap, e.Err)
		}
		var gone *Absent
		if e := hindered.Effects[1]; e.Gap != "gap:c/nowhere" || !errors.As(e.Err, &gone) {
			t.Errorf("%s: %v", e.Gap, e.Err)
		}
		want := []string{graph.GapProposed, graph.GapDismissed, graph.GapProposed}
		if diff := cmp.Diff(want, statusesOf(t, s)); diff != "" || head(t, s) != before {
			t.Errorf("something was written, revision %d:\n%s", head(t, s), diff)
		}
		// On what stands now, the dismissed one cannot be assigned.
		_, _, err = desk.DecideAll(ctx, bureau, before, threeGaps, all)
		var refused *Refused
		if !errors.As(err, &refused) || refused.Code != "decision.step" || head(t, s) != before {
			t.Errorf("%v", err)
		}
		if _, _, err := desk.DecideAll(
			ctx, bureau, base, []graph.ID{threeGaps[0], threeGaps[2]}, all,
		); err != nil {
			t.Errorf("the rest: %v", err)
		}
		want = []string{graph.GapAssigned, graph.GapDismissed, graph.GapAssigned}
		if diff := cmp.Diff(want, statusesOf(t, s)); diff != "" || head(t, s) != before+1 {
			t.Errorf("revision %d:\n%s", head(t, s), diff)
		}
	})
}

// TestSeveralGapsNeedAReasonOfTheirOwn: the words of an earlier act are not those of this one.
func TestSeveralGapsNeedAReasonOfTheirOwn(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		base := head(t, s)
		_, _, err := New(s).DecideAll(ctx, bureau, base, threeGaps, graph.Decision{Status: graph.GapConfirmed, Reason: " "})
		var refused *Refused
		if !errors.As(err, &refused) || refused.Code != "decision.reason_missing" || head(t, s) != base {
			t.Errorf("%v", err)
		}
	})
}

// TestAGapThatIsNotOnRecordIsForeseen: what the rules derive need not be stored to be foreseen, nor to be decided on.
func TestAGapThatIsNotOnRecordIsForeseen(t *testing.T) {
	s := street(t, memstore.Open())
	put(t, s, graph.Changes{DeleteNodes: []graph.ID{threeGaps[2]}})
	base := head(t, s)
	wanted := graph.Decision{Status: graph.GapConfirmed, Reason: "例会定"}
	seen, err := New(s).Foresee(ctx, bureau, base, threeGaps, wanted)
	if err != nil || seen.Changed() != 3 || head(t, s) != base {
		t.Fatalf("%+v %v", seen, err)
	}
	if _, _, err := New(s).DecideAll(ctx, bureau, base, threeGaps, wanted); err != nil {
		t.Fatal(err)
	}
	if got := statusesOf(t, s); !slices.Equal(got, []string{"confirmed", "confirmed", "confirmed"}) {
		t.Errorf("%v", got)
	}
}
