package storetest

import (
	"context"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// stand is what stands of ids, pooled or not, with all relations between them.
type stand struct {
	Nodes     []graph.Node
	Relations []graph.Relation
}

func standOf(t *testing.T, s *store.Store, ids ...graph.ID) stand {
	t.Helper()
	nodes, err := s.Nodes(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	relations, err := s.Relations(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return stand{nodes, relations}
}

// The id of an enterprise that was merged is that of the one that stayed: whoever asks, writes or brings it in again,
// now and as of then; and undoing brings both back as they were.
func merged(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	a, b, pooled := Enterprise("a", "甲光电"), Enterprise("b/old", "乙光电"), Enterprise("set/1", "丙")
	pooled.Pool = true
	both := changes(Source(), a, b, pooled, product("p"), product("q"))
	both.Relations = []graph.Relation{
		relation(graph.Makes, "enterprise:a", "product:p"),
		relation(graph.Makes, "enterprise:b/old", "product:q"),
	}
	apply(t, s, both)
	all := []graph.ID{a.ID, b.ID, pooled.ID, "product:p", "product:q"}
	want := standOf(t, s, all...)
	stays := a
	stays.Aliases = []string{"乙光电", "丙"}
	stays.Attrs = graph.Attrs{"reach": "local", "former_ids": []string{"enterprise:b/old", "enterprise:set/1"}}
	merge := changes(stays)
	merge.Exact = true
	merge.DeleteNodes = []graph.ID{"enterprise:b/old", "enterprise:set/1"}
	merge.Relations = []graph.Relation{relation(graph.Makes, "enterprise:a", "product:q")}
	set := apply(t, s, merge)
	after := standOf(t, s, all...)

	for _, id := range merge.DeleteNodes {
		n, err := s.Stayed(ctx, id)
		if err != nil || n.ID != a.ID {
			t.Errorf("%s stayed as %q, %v", id, n.ID, err)
		}
		snapshot, err := s.Snapshot(ctx)
		if err != nil || snapshot.Stayed(id) == nil || snapshot.Stayed(id).ID != a.ID {
			t.Errorf("snapshot: %s, %v", id, err)
		}
		then, err := s.At(ctx, set.Revision-1)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := then.Stayed(ctx, id); graph.CodeOf(err) != graph.CodeNotFound {
			t.Errorf("%s was merged before it was: %q, %v", id, n.ID, err)
		}
	}
	for _, id := range []graph.ID{a.ID, "enterprise:b", "enterprise:none", "product:p"} {
		if n, err := s.Stayed(ctx, id); graph.CodeOf(err) != graph.CodeNotFound {
			t.Errorf("%s was never merged: %q, %v", id, n.ID, err)
		}
	}
	for _, text := range []string{"乙光电", "b/old"} {
		hits, err := s.Search(ctx, text, []graph.Kind{graph.KindEnterprise}, 10)
		if err != nil || len(hits) != 1 || hits[0].Node.ID != a.ID {
			t.Errorf("%q finds %v, %v", text, hits, err)
		}
	}

	// what brought both in comes again, whole and in parts
	if again := apply(t, s, both); !again.Stood {
		t.Errorf("brought in again, it changed %+v", again.Counts)
	}
	if diff := cmp.Diff(after, standOf(t, s, all...), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	more := changes()
	more.Relations = []graph.Relation{relation(graph.Makes, "enterprise:b/old", "product:p")}
	before, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if now := apply(t, s, more); now.Revision != before.Revision {
		t.Error("what stays makes it already, and it was written again")
	}
	more.Relations = []graph.Relation{relation(graph.SuppliesTo, "enterprise:b/old", "enterprise:a")}
	if now := apply(t, s, more); now.Revision != before.Revision {
		t.Error("an enterprise was made its own supplier")
	}

	if _, err := s.Undo(ctx, set.Revision, "test", "back"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, standOf(t, s, all...), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("taken back: %s", diff)
	}
	if n, err := s.Stayed(ctx, b.ID); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("it stands again: %q, %v", n.ID, err)
	}
}
