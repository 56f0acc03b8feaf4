package decision

import (
	"errors"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
)

const ours, theirs graph.ID = "product:raw", "product:ckg-raw"

// matched is a town where a product of the link is taken for one of a data set.
func matched(t *testing.T) *store.Store {
	t.Helper()
	s := town(t, memstore.Open())
	prov := graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Unverified}
	put(t, s, graph.Changes{
		Nodes: []graph.Node{
			{ID: ours, Kind: graph.KindProduct, Name: "raw", Prov: prov},
			{ID: theirs, Kind: graph.KindProduct, Name: "raw", Pool: true, Prov: prov},
		},
		Relations: []graph.Relation{{
			RelationKey: graph.RelationKey{Type: graph.Matches, From: ours, To: theirs},
			Attrs:       graph.Attrs{"method": "exact", "likeness": 1.0, "review": graph.MatchProposed},
			Prov:        prov,
		}},
	})
	return s
}

func reviewed(t *testing.T, s *store.Store) Review {
	t.Helper()
	r, err := New(s).match(ctx, graph.RelationKey{Type: graph.Matches, From: ours, To: theirs})
	if err != nil {
		t.Fatal(err)
	}
	if likeness, _ := r.Attrs.Number("likeness"); r.Attrs.Text("method") != "exact" || likeness != 1 {
		t.Errorf("a review has changed the match: %v", r.Attrs)
	}
	return Review{r.Attrs.Text("review"), r.Attrs.Text("note")}
}

// TestOfTwoWhoReviewAMatchTheLaterSeesBoth: both have seen the same revision.
func TestOfTwoWhoReviewAMatchTheLaterSeesBoth(t *testing.T) {
	s := matched(t)
	seen := head(t, s)
	if _, err := New(s).Review(ctx, bureau, seen, ours, theirs, Review{graph.MatchRejected, " 不是一类 "}); err != nil {
		t.Fatal(err)
	}
	_, err := New(s).Review(ctx, other, seen, ours, theirs, Review{Review: graph.MatchConfirmed})
	var c *Conflict
	if !errors.As(err, &c) || c.Actor != bureau.Name {
		t.Fatalf("%v", err)
	}
	got := map[string][3]string{}
	for _, f := range c.Fields {
		got[f.Name] = [3]string{f.Base, f.Theirs, f.Your}
	}
	if diff := cmp.Diff(map[string][3]string{
		"review": {graph.MatchProposed, graph.MatchRejected, graph.MatchConfirmed},
		"note":   {"", "不是一类", ""},
	}, got); diff != "" {
		t.Error(diff)
	}
	if got := reviewed(t, s); got != (Review{graph.MatchRejected, "不是一类"}) {
		t.Errorf("%+v", got)
	}
	if _, err := New(s).Review(ctx, other, c.Revision, ours, theirs, Review{
		Review: graph.MatchConfirmed,
	}); err != nil || reviewed(t, s) != (Review{Review: graph.MatchConfirmed}) {
		t.Errorf("after comparing: %v %+v", err, reviewed(t, s))
	}
}

func TestReviewsThatAreNotWritten(t *testing.T) {
	s := matched(t)
	seen := head(t, s)
	var absent *Absent
	if _, err := New(s).Review(ctx, bureau, seen, ours, "product:nowhere", Review{
		Review: graph.MatchConfirmed,
	}); !errors.As(err, &absent) || absent.Kind != "match" {
		t.Errorf("no such match: %v", err)
	}
	var refused *Refused
	if _, err := New(s).Review(ctx, bureau, seen, ours, theirs, Review{Review: "perhaps"}); !errors.As(err, &refused) {
		t.Errorf("no such review: %v", err)
	}
	if _, err := New(s).Review(ctx, bureau, seen+1, ours, theirs, Review{
		Review: graph.MatchConfirmed,
	}); graph.CodeOf(err) != graph.CodeUsage {
		t.Errorf("on a revision of tomorrow: %v", err)
	}
	if got := reviewed(t, s); got != (Review{Review: graph.MatchProposed}) || head(t, s) != seen {
		t.Errorf("%+v at %d", got, head(t, s))
	}
}
