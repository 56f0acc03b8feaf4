package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// A verification that was stopped goes on from any of its checkpoints to the same end, and begins anew where the store
// has another history. Others may write meanwhile.
func verified(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲")))
	for i := range 5 {
		apply(t, s, changes(Enterprise("a", fmt.Sprint("甲", i)), Enterprise(fmt.Sprint(i), "乙")))
	}
	var all []store.Checkpoint
	whole, err := s.Verify(ctx, nil, func(c store.Checkpoint) error { all = append(all, c); return nil })
	if err != nil || len(all) != 6 || whole.Entries != 12 || whole.Nodes != 7 {
		t.Fatalf("%+v, %d checkpoints, %v", whole, len(all), err)
	}
	for i := range all {
		seen := 0
		d, err := s.Verify(ctx, &all[i], func(store.Checkpoint) error { seen++; return nil })
		if err != nil || d != whole || seen != len(all)-1-i {
			t.Errorf("from revision %d: %+v, %d more, %v", i+1, d, seen, err)
		}
	}
	stopped := errors.New("stopped")
	if _, err := s.Verify(ctx, nil, func(store.Checkpoint) error { return stopped }); !errors.Is(err, stopped) {
		t.Errorf("stopped: %v", err)
	}
	written := false
	d, err := s.Verify(ctx, nil, func(store.Checkpoint) error {
		if !written {
			written = true
			apply(t, s, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:0"}, Nodes: []graph.Node{
				Enterprise("a", "后来")}})
		}
		return nil
	})
	if err != nil || d != whole {
		t.Errorf("while others write: %+v, %v", d, err)
	}
	other := store.New(memstore.Open())
	apply(t, other, changes(Source(), Enterprise("b", "丙")))
	apply(t, other, changes(Enterprise("b", "丁")))
	want, err := other.Digest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d, err := other.Verify(ctx, &all[1], func(store.Checkpoint) error { return nil }); err != nil || d != want {
		t.Errorf("another history: %+v, not %+v, %v", d, want, err)
	}
}
