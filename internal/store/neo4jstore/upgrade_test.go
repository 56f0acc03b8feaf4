package neo4jstore

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"
)

// additive are the newest migrations as far back as each only adds an index or a constraint: servers of the versions in
// between may run side by side.
const additive = 1

// TestAnOlderServerGoesOnBesideANewerOne: a server that was started on the schema before the last goes on reading and
// writing while a newer one adds to it and after that; nothing is refused or lost, and each sees what the other writes.
func TestAnOlderServerGoesOnBesideANewerOne(t *testing.T) {
	ctx, older := t.Context(), empty(t)
	latest := older.schema(t)
	if _, err := older.write(ctx, cypherSetSchema, map[string]any{"schema": latest - additive}); err != nil {
		t.Fatal(err)
	}
	if err := older.run(ctx, "DROP INDEX same_as_source IF EXISTS", nil); err != nil {
		t.Fatal(err)
	}
	old := store.New(older)
	if _, err := old.Apply(ctx, storetest.Bulk(200)); err != nil {
		t.Fatal(err)
	}

	writing, stop := context.WithCancel(ctx)
	var hands sync.WaitGroup
	var wrote [2]int
	write := func(s *store.Store, hand int) error {
		n := storetest.Enterprise(fmt.Sprintf("hand-%d-%d", hand, wrote[hand]), "某厂")
		_, err := s.Apply(ctx, graph.Changes{Actor: "test", Reason: "side by side", Nodes: []graph.Node{n}})
		if err == nil {
			_, err = s.Snapshot(ctx)
		}
		wrote[hand]++
		return err
	}
	hands.Go(func() {
		for writing.Err() == nil {
			if err := write(old, 0); err != nil {
				t.Errorf("the older server: %v", err)
				return
			}
		}
	})
	newer := open(t, settings(t)) // adds what the schema lacks
	fresh := store.New(newer)
	for range 20 {
		if err := write(fresh, 1); err != nil {
			t.Errorf("the newer server: %v", err)
		}
	}
	stop()
	hands.Wait()
	if got := newer.schema(t); got != latest {
		t.Errorf("the schema is %d, not %d", got, latest)
	}
	if wrote[0] < 2 {
		t.Errorf("the older server wrote %d times meanwhile", wrote[0])
	}
	for _, s := range []*store.Store{old, fresh} {
		head, err := s.Head(ctx)
		if err != nil || int(head.Revision) != 1+wrote[0]+wrote[1] {
			t.Errorf("revision %d after %d and %d writes, %v", head.Revision, wrote[0], wrote[1], err)
		}
		if err := s.Await(ctx, head.Revision, 5*time.Second); err != nil {
			t.Error(err)
		}
		snapshot, err := s.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for hand, n := range wrote {
			for i := range n {
				id := graph.NewID(graph.KindEnterprise, fmt.Sprintf("hand-%d-%d", hand, i))
				if snapshot.Node(id) == nil {
					t.Errorf("%s is not there", id)
				}
			}
		}
	}
	if _, err := fresh.Verify(ctx, nil, func(store.Checkpoint) error { return nil }); err != nil {
		t.Error(err)
	}
}

// schema is the version of what the store has.
func (d *Driver) schema(t *testing.T) int {
	t.Helper()
	rows, err := d.read(t.Context(), cypherSchema, nil)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	return int(rows[0].integer("schema"))
}
