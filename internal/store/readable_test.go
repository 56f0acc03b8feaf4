package store_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/storetest"
)

// behind is a database that shows its newest change set before the head says so, as Neo4j does for a moment.
type behind struct {
	store.Driver
	head  store.ChangeSet
	shown atomic.Bool
}

func (b *behind) Head(ctx context.Context) (store.ChangeSet, error) {
	if !b.shown.Load() {
		return b.head, nil
	}
	return b.Driver.Head(ctx)
}

// TestWhatARequestWroteIsRead: who asks again is told of the change set once everybody reads it, and nobody takes what
// stood before for it.
func TestWhatARequestWroteIsRead(t *testing.T) {
	ctx := t.Context()
	d := memstore.Open()
	request := graph.Request{Key: "k", Digest: "d"}
	first, err := store.New(d).Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}})
	if err != nil {
		t.Fatal(err)
	}
	b := &behind{Driver: d, head: first}
	s := store.New(b)
	if _, err := s.Snapshot(ctx); err != nil {
		t.Fatal(err)
	}
	made := graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Enterprise("a", "甲")}, Request: request}
	if _, err := store.New(d).Apply(ctx, made); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SnapshotAt(ctx, 2); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("what cannot be read yet: %v", err)
	}
	if _, err := s.At(ctx, 2); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("what cannot be read yet: %v", err)
	}
	soon, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if set, err := s.Requested(soon, request); graph.CodeOf(err) != graph.CodeTimeout {
		t.Errorf("it is not shown in time: %+v, %v", set, err)
	}
	again := graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Enterprise("b", "乙")}, Request: request}
	if set, err := s.Apply(soon, again); graph.CodeOf(err) != graph.CodeTimeout {
		t.Errorf("it is not shown in time: %+v, %v", set, err)
	}
	time.AfterFunc(100*time.Millisecond, func() { b.shown.Store(true) })
	set, err := s.Requested(ctx, request)
	if err != nil || set.Revision != 2 || !set.Repeated || !b.shown.Load() {
		t.Errorf("%+v, %v, shown: %v", set, err, b.shown.Load())
	}
	if g, err := s.SnapshotAt(ctx, 2); err != nil || g.Node("enterprise:a") == nil {
		t.Errorf("it is not read: %v", err)
	}
}
