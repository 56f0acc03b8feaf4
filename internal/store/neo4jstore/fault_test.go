package neo4jstore

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/storetest"
)

// load writes and reads until stopped, through failures, and keeps what it saw.
type load struct {
	t            *testing.T
	store        *store.Store
	acknowledged atomic.Int64
	refused      atomic.Int64
	stop         context.CancelFunc
	running      sync.WaitGroup
}

func startLoad(t *testing.T, s *store.Store) *load {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	l := &load{t: t, store: s, stop: stop}
	t.Cleanup(func() { l.end() }) // also when the test fails: it is over before the store is closed
	l.run(ctx, func() error { return storetest.Load(ctx, s, func(r graph.Revision) { l.acknowledged.Store(int64(r)) }) })
	for range 3 {
		l.run(ctx, func() error {
			if _, err := s.Snapshot(ctx); err != nil {
				return err
			}
			_, err := s.Search(ctx, "企业", nil, 10)
			return err
		})
	}
	return l
}

// run repeats work, with a breath between: on two cores readers that never stop leave the writer, and a server that has
// just started, nothing. While the server is away it must be told so, and nothing else.
func (l *load) run(ctx context.Context, work func() error) {
	l.running.Go(func() {
		for ctx.Err() == nil {
			err := work()
			if err == nil || ctx.Err() != nil {
				time.Sleep(50 * time.Millisecond)
				continue
			}
			l.refused.Add(1)
			if code := graph.CodeOf(err); code != graph.CodeUnavailable && code != graph.CodeTimeout {
				l.t.Errorf("while the server was away: %s: %v", code, err)
				return
			}
		}
	})
}

func (l *load) end() graph.Revision {
	l.stop()
	l.running.Wait()
	return graph.Revision(l.acknowledged.Load())
}

// goesOn waits until more is acknowledged: a server that has come back on a busy machine takes its time.
func (l *load) goesOn() {
	l.t.Helper()
	from, until := l.acknowledged.Load(), time.Now().Add(3*time.Minute)
	for l.acknowledged.Load() < from+3 {
		if time.Now().After(until) {
			l.t.Fatal("writing does not go on")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestServerRestartsUnderLoad(t *testing.T) {
	server := neo4jtest.Get(t)
	for name, away := range map[string]func() error{"stopped": server.Stop, "killed": server.Kill} {
		t.Run(name, func(t *testing.T) {
			s := store.New(empty(t))
			before := runtime.NumGoroutine()
			l := startLoad(t, s)
			l.goesOn()
			if err := away(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			l.goesOn()
			acknowledged := l.end()
			t.Logf("%d revisions, %d refusals", acknowledged, l.refused.Load())
			if l.refused.Load() == 0 {
				t.Error("nobody noticed that the server was away")
			}
			storetest.Whole(t, s, acknowledged)
			noneLeft(t, before)
			storetest.Whole(t, store.New(open(t, settings(t))), acknowledged)
		})
	}
}

// noneLeft fails when goroutines have piled up.
func noneLeft(t *testing.T, before int) {
	t.Helper()
	for until := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before+2; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestServerKilledDuringAnImport(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Get(t)
	s := store.New(empty(t))
	if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	c := storetest.Bulk(6_000)
	parts := storetest.InParts(c, 500)
	_, err := s.ApplyParts(ctx, "test", "import", killedAt(t, parts, 15, server.Kill))
	if graph.CodeOf(err) != graph.CodeUnavailable {
		t.Errorf("the import: %v", err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	head, err := s.Head(ctx)
	for until := time.Now().Add(time.Minute); graph.CodeOf(err) == graph.CodeUnavailable && time.Now().Before(until); {
		head, err = s.Head(ctx) // a server that has just recovered may keep the first who asks waiting
	}
	if err != nil || head.Revision != 1 {
		t.Fatalf("after it: %+v, %v", head, err)
	}
	if d, err := s.Digest(ctx); err != nil || d.Nodes != 1 || d.Relations != 0 || d.Entries != 1 {
		t.Fatalf("something was left: %+v, %v", d, err)
	}
	set, err := s.ApplyParts(ctx, "test", "import", parts)
	if err != nil || set.Revision != 2 {
		t.Fatalf("again: %+v, %v", set, err)
	}
	if d, err := s.Digest(ctx); err != nil || d.Relations != len(c.Relations) {
		t.Errorf("after the second time: %+v, %v", d, err)
	}
}

// killedAt kills the server when a part is asked for.
func killedAt(
	t *testing.T,
	parts iter.Seq2[graph.Puts, error],
	part int,
	kill func() error,
) iter.Seq2[graph.Puts, error] {
	return func(yield func(graph.Puts, error) bool) {
		n := 0
		for p, err := range parts {
			if n++; n == part {
				if err := kill(); err != nil {
					t.Error(err)
				}
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

func TestFrozenServer(t *testing.T) {
	server := neo4jtest.Get(t)
	s := store.New(empty(t))
	l := startLoad(t, s)
	l.goesOn()
	acknowledged := l.end()
	storetest.Whole(t, s, acknowledged)
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	defer server.Thaw()
	before := runtime.NumGoroutine()
	for name, ask := range map[string]func(context.Context) error{
		"read":  func(ctx context.Context) error { _, err := s.Search(ctx, "企业", nil, 10); return err },
		"write": func(ctx context.Context) error { return storetest.Load(ctx, s, func(graph.Revision) {}) },
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		started := time.Now()
		err := ask(ctx)
		cancel()
		if code := graph.CodeOf(err); code != graph.CodeTimeout && code != graph.CodeUnavailable {
			t.Errorf("%s: %v", name, err)
		}
		if waited := time.Since(started); waited > 20*time.Second {
			t.Errorf("%s: the deadline of 2 s was kept after %s", name, waited)
		}
	}
	noneLeft(t, before)
	server.Thaw()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, err := s.Head(ctx); err != nil; _, err = s.Head(ctx) {
		if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
	storetest.Whole(t, s, acknowledged)
	l = startLoad(t, s)
	l.goesOn()
	storetest.Whole(t, s, l.end())
}

// TestClearingIsFinished: a store whose clearing was cut off is empty when it is opened.
func TestClearingIsFinished(t *testing.T) {
	ctx := context.Background()
	d := empty(t)
	if _, err := store.New(d).Apply(ctx, storetest.Bulk(50)); err != nil {
		t.Fatal(err)
	}
	if err := d.run(ctx, cypherClearBegin, nil); err != nil {
		t.Fatal(err)
	}
	again := store.New(open(t, settings(t)))
	if d, err := again.Digest(ctx); err != nil || d.Nodes+d.Relations+d.Entries > 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if hits, err := again.Search(ctx, "企业", nil, 5); err != nil || len(hits) > 0 {
		t.Errorf("%v, %v", hits, err)
	}
}
