package storetest

import (
	"context"
	"errors"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// lived is a store with some revisions of every sort, in memory.
func lived(t *testing.T) *store.Store {
	t.Helper()
	s := store.New(memstore.Open())
	apply(t, s, Bulk(40))
	pooled := Enterprise("far", "远方公司")
	pooled.Pool = true
	apply(t, s, changes(pooled, Enterprise("near", "近处公司")))
	near := Enterprise("near", "近处公司二")
	near.Attrs["note"] = "50% \"x\""
	apply(t, s, changes(near))
	apply(t, s, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:far"}})
	if _, err := s.Undo(context.Background(), 4, "test", "撤销"); err != nil {
		t.Fatal(err)
	}
	return s
}

// copied copies a store into a driver and back and compares what the three hold.
func copied(t *testing.T, open Open) {
	ctx := context.Background()
	from, there, back := lived(t), store.New(open(t)), store.New(memstore.Open())
	last := 0
	if err := store.Copy(ctx, from, there, func(done, total int) { last = total - done }); err != nil || last != 0 {
		t.Fatalf("there: %v, %d left", err, last)
	}
	if err := store.Copy(ctx, there, back, func(int, int) {}); err != nil {
		t.Fatalf("back: %v", err)
	}
	want := digest(t, from)
	if got := digest(t, there); got != want {
		t.Errorf("there: %+v, want %+v", got, want)
	}
	if got := digest(t, back); got != want {
		t.Errorf("back: %+v, want %+v", got, want)
	}
	apply(t, from, changes(Enterprise("new", "新")))
	if digest(t, from) == want {
		t.Error("one enterprise more makes no difference")
	}
	if err := store.Copy(ctx, from, there, func(int, int) {}); err != nil || digest(t, there) != digest(t, from) {
		t.Errorf("what came since: %v", err)
	}
}

// copiedInPieces interrupts a copy after each revision and goes on.
func copiedInPieces(t *testing.T, open Open) {
	from, there := lived(t), store.New(open(t))
	for range 20 {
		ctx, stop := context.WithCancel(context.Background())
		head, err := there.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		err = store.Copy(ctx, from, there, func(int, int) {
			if now, err := there.Head(ctx); err == nil && now.Revision > head.Revision {
				stop()
			}
		})
		stop()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if digest(t, there) != digest(t, from) {
		t.Error("a copy in pieces is another one")
	}
}

func otherHistory(t *testing.T, open Open) {
	ctx := context.Background()
	from, there := lived(t), store.New(open(t))
	apply(t, there, changes(Source(), Enterprise("other", "别家")))
	code(t, store.Copy(ctx, from, there, func(int, int) {}), graph.CodeConflict)
	if err := there.Clear(ctx); err != nil {
		t.Fatal(err)
	}
	if head, err := there.Head(ctx); err != nil || head.Revision != 0 {
		t.Errorf("cleared: %+v, %v", head, err)
	}
	if hits, err := there.Search(ctx, "别家", nil, 9); err != nil || len(hits) != 0 {
		t.Errorf("cleared, and still found: %v, %v", hits, err)
	}
	if err := store.Copy(ctx, from, there, func(int, int) {}); err != nil || digest(t, there) != digest(t, from) {
		t.Errorf("after clearing: %v", err)
	}
	apply(t, there, changes(Enterprise("more", "多")))
	code(t, store.Copy(ctx, from, there, func(int, int) {}), graph.CodeConflict)
}

func digest(t *testing.T, s *store.Store) store.Digest {
	t.Helper()
	d, err := s.Digest(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return d
}
