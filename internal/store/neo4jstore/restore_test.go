package neo4jstore

import (
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/storetest"
)

// TestAStoreThatWasPutBackIsReadAsItIs: a program that is connected while an administrator restores an earlier state
// answers from that state, also where it asks a cluster for what it has written itself.
func TestAStoreThatWasPutBackIsReadAsItIs(t *testing.T) {
	ctx, server, dumped := t.Context(), neo4jtest.Get(t), t.TempDir()
	plain := settings(t)
	routed := plain
	routed.URL = strings.Replace(plain.URL, "bolt:", "neo4j:", 1)
	_ = empty(t)
	stores := map[string]*store.Store{"bolt": store.New(open(t, plain)), "neo4j": store.New(open(t, routed))}
	put := func(s *store.Store, name string) {
		t.Helper()
		changes := graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source(), storetest.Enterprise("a", name)}}
		if _, err := s.Apply(ctx, changes); err != nil {
			t.Fatal(err)
		}
	}
	stopped := func(work func(string) error) {
		t.Helper()
		for _, step := range []func() error{server.Stop, func() error { return work(dumped) }, server.Start} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(stores["bolt"], "甲")
	stopped(server.Dump)
	for _, s := range stores {
		put(s, "乙")
		put(s, "丙")
		if snapshot, err := s.Snapshot(ctx); err != nil || snapshot.Node("enterprise:a").Name != "丙" {
			t.Fatal(err)
		}
	}
	stopped(server.Load)
	for name, s := range stores {
		start := time.Now()
		snapshot, err := s.Snapshot(ctx)
		for err != nil && time.Since(start) < time.Minute { // one may wait for what is no longer there, then no more
			snapshot, err = s.Snapshot(ctx)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := snapshot.Node("enterprise:a").Name; got != "甲" || snapshot.Revision != 1 {
			t.Errorf("%s: %s at revision %d after the restore", name, got, snapshot.Revision)
		}
		t.Logf("%s answers after %.1f s", name, time.Since(start).Seconds())
	}
	put(stores["neo4j"], "丁")
	joined(t, open(t, plain))
}
