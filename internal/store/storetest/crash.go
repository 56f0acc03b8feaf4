package storetest

import (
	"context"
	"fmt"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
)

// batch is how many enterprises a revision of Load puts.
const batch = 400

// Load writes revision after revision until the store refuses, and says each one that was acknowledged. Revision r puts
// the same enterprises as every other and writes r on each, so that a half change set shows.
func Load(ctx context.Context, s *store.Store, acknowledged func(graph.Revision)) error {
	for {
		head, err := s.Head(ctx)
		if err != nil {
			return err
		}
		set, err := s.Apply(ctx, load(head.Revision+1))
		if err != nil {
			return err
		}
		acknowledged(set.Revision)
	}
}

func load(r graph.Revision) graph.Changes {
	c := changes(Source(), product("load"))
	for i := range batch {
		n := Enterprise(fmt.Sprintf("load-%d", i), fmt.Sprintf("企业 %d", i))
		n.Attrs["note"] = fmt.Sprint(r)
		c.Nodes = append(c.Nodes, n)
		made := relation(graph.Makes, n.ID, "product:load")
		made.Prov.Locator = fmt.Sprint(r)
		c.Relations = append(c.Relations, made)
	}
	return c
}

// Whole fails the test unless a store that Load was writing to stands whole at the last acknowledged revision or at the
// one after it, history and search included.
func Whole(t testing.TB, s *store.Store, acknowledged graph.Revision) {
	t.Helper()
	ctx := context.Background()
	snap, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if snap.Revision != acknowledged && snap.Revision != acknowledged+1 {
		t.Fatalf("the store is at revision %d, %d was acknowledged", snap.Revision, acknowledged)
	}
	if snap.Revision == 0 {
		return
	}
	if n, r := len(snap.Nodes()), len(snap.Relations()); n != batch+2 || r != batch {
		t.Fatalf("revision %d holds %d nodes and %d relations", snap.Revision, n, r)
	}
	want := fmt.Sprint(snap.Revision)
	for _, r := range snap.Relations() {
		if note := snap.Node(r.From).Attrs["note"]; note != want || r.Prov.Locator != want {
			t.Fatalf("revision %s holds %s of %v and %s", want, r.From, note, r.Prov.Locator)
		}
	}
	entries, err := s.Entries(ctx, snap.Revision, 0)
	if wanted := 2 * batch; err != nil || len(entries) != wanted && len(entries) != wanted+2 {
		t.Fatalf("revision %s has %d entries, %v", want, len(entries), err)
	}
	if hits, err := s.Search(ctx, "企业", nil, batch); err != nil || len(hits) != batch {
		t.Fatalf("a search finds %d, %v", len(hits), err)
	}
}
