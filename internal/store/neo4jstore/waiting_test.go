package neo4jstore

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// soon fails when something takes long: on a busy machine a query may take a second, a wait for another lasts longer.
func soon(t *testing.T, what string, work func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	if err := work(ctx); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// held is a transaction of somebody who holds the lock of the writers and has written, and goes no further.
func held(t *testing.T, d *Driver) (tx neo4j.ExplicitTransaction, end func()) {
	t.Helper()
	ctx := context.Background()
	session := d.session(ctx, neo4j.AccessModeWrite)
	tx, err := session.BeginTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"MATCH (w:_Head {key: 'writer'}) SET w.writer = 'held'",
		"CREATE (:Thing:Enterprise {id: 'enterprise:held', _label: 'Enterprise', name: '企业 未完', pool: false, " +
			"_sort: 'x', _search: '企业'})",
		"MATCH (n:Thing {id: 'enterprise:load-1'}) SET n.name = '未完'",
	} {
		result, err := tx.Run(ctx, statement, nil)
		if err == nil {
			_, err = result.Consume(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return tx, sync.OnceFunc(func() { _ = tx.Close(ctx); _ = session.Close(ctx) })
}

// filled is a store that Load has written to.
func filled(t *testing.T, revisions graph.Revision) *Driver {
	t.Helper()
	d := empty(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := storetest.Load(ctx, store.New(d), func(r graph.Revision) {
		if r == revisions {
			cancel()
		}
	})
	if ctx.Err() == nil {
		t.Fatal(err)
	}
	return d
}

func TestReadersWaitForNoWriter(t *testing.T) {
	d := filled(t, 2)
	_, end := held(t, d)
	defer end()
	s := store.New(d)
	soon(t, "the graph", func(ctx context.Context) error {
		g, err := s.Snapshot(ctx)
		if err == nil && (g.Revision != 2 || g.Node("enterprise:held") != nil ||
			g.Node("enterprise:load-1").Name == "未完") {
			err = fmt.Errorf("revision %d shows what is not written", g.Revision)
		}
		return err
	})
	soon(t, "the graph a revision ago", func(ctx context.Context) error { _, err := s.SnapshotAt(ctx, 1); return err })
	soon(t, "a search", func(ctx context.Context) error { _, err := s.Search(ctx, "企业", nil, 9); return err })
	soon(t, "the history", func(ctx context.Context) error {
		_, err := s.History(ctx, "enterprise:load-1", 0, 9)
		return err
	})
	soon(t, "opening", func(ctx context.Context) error {
		again, err := Open(ctx, settings(t))
		if err == nil {
			defer func() { _ = again.Close() }()
			_, _, _, err = again.Graph(ctx)
		}
		return err
	})
	soon(t, "keeping", func(ctx context.Context) error {
		_, err := s.Keep(ctx, store.Item{Shelf: "a", Name: "b"})
		return err
	})
}

// A writer that died leaves a revision announced, or written and not published: neither is waited for by more than a
// moment, and what was written is read.
func TestWhatAWriterLeftIsPutRight(t *testing.T) {
	ctx := context.Background()
	d := filled(t, 2)
	if err := d.announce(ctx, 3, "died"); err != nil {
		t.Fatal(err)
	}
	soon(t, "announced only", func(ctx context.Context) error {
		_, _, head, err := d.Graph(ctx)
		if err == nil && head.Revision != 2 {
			err = fmt.Errorf("revision %d", head.Revision)
		}
		return err
	})
	for name, read := range map[string]func(context.Context) (*Driver, error){
		"the graph": func(ctx context.Context) (*Driver, error) { _, _, _, err := d.Graph(ctx); return d, err },
		"opening":   func(ctx context.Context) (*Driver, error) { return Open(ctx, settings(t)) },
	} {
		head, err := d.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want := head.Revision + 1
		n := storetest.Enterprise("load-1", fmt.Sprint("企业 ", want))
		left := store.Commit{
			Set: &store.ChangeSet{Revision: want, Time: head.Time, Actor: "test", Counts: store.Counts{NodesUpdated: 1}},
			Entries: func(yield func([]store.Entry, error) bool) {
				yield([]store.Entry{{
					Subject: string(n.ID),
					Before:  &store.Thing{Node: &n},
					After:   &store.Thing{Node: &n},
				}}, nil)
			},
		}
		if _, err := d.commit(ctx, left, left.Entries, false, "died"); err != nil {
			t.Fatal(err)
		}
		soon(t, name, func(ctx context.Context) error {
			reader, err := read(ctx)
			if err != nil {
				return err
			}
			g, err := store.New(reader).Snapshot(ctx)
			if err == nil && (g.Revision != want || g.Node(n.ID).Name != n.Name) {
				err = fmt.Errorf("revision %d, %s", g.Revision, g.Node(n.ID).Name)
			}
			return err
		})
	}
}

// What was announced and is being applied is waited for as long as readers are patient.
func TestReadersSayThatAWriterTakesLong(t *testing.T) {
	d := filled(t, 2)
	d.publishWithin = 2 * time.Second
	_, end := held(t, d)
	if err := d.announce(context.Background(), 3, "held"); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := d.Graph(context.Background()); graph.CodeOf(err) != graph.CodeUnavailable ||
		!strings.Contains(err.Error(), "being written") {
		t.Errorf("%v", err)
	}
	end()
	soon(t, "afterwards", func(ctx context.Context) error { _, _, _, err := d.Graph(ctx); return err })
}

// Whoever reads all of the graph while others write sees one revision, whole.
func TestTheGraphIsReadWholeWhileOthersWrite(t *testing.T) {
	d := empty(t)
	l := startLoad(t, store.New(d))
	l.goesOn()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); {
		s := store.New(d) // has read nothing yet
		g, err := s.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range g.Relations() {
			if note := g.Node(r.From).Attrs["note"]; note != fmt.Sprint(g.Revision) || r.Prov.Locator != note {
				t.Fatalf("revision %d shows %v and %s", g.Revision, note, r.Prov.Locator)
			}
		}
	}
	l.end()
}

// A writer that stands still while it holds the lock is ended by the server; the others wait for it, not for ever.
func TestAFrozenWriterStopsOthersForATime(t *testing.T) {
	ctx := context.Background()
	frozen, d := filled(t, 1), open(t, settings(t))
	frozen.writeWithin, frozen.importWithin = 4*time.Second, 4*time.Second
	d.lockWithin = time.Second
	asked, goOn, ended := make(chan bool), make(chan bool), make(chan error)
	n := storetest.Enterprise("frozen", "甲")
	set := &store.ChangeSet{Time: time.Now(), Actor: "test"}
	go func() {
		ended <- frozen.Commit(ctx, store.Commit{
			Set: set,
			Entries: func(yield func([]store.Entry, error) bool) {
				yield([]store.Entry{{Subject: string(n.ID), After: &store.Thing{Node: &n}}}, nil)
			},
			Moved: func(head store.ChangeSet) error { // who asks has the lock
				close(asked)
				<-goOn
				set.Revision = head.Revision + 1
				return nil
			},
		})
	}()
	<-asked
	put := func() error {
		_, err := store.New(d).Apply(ctx, graph.Changes{
			Actor: "test",
			Nodes: []graph.Node{storetest.Enterprise("other", "乙")},
		})
		return err
	}
	if err := put(); graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "somebody else") {
		t.Errorf("while it holds the lock: %v", err)
	}
	d.lockWithin = 15 * time.Second
	if err := put(); err != nil {
		t.Errorf("when its time was over: %v", err)
	}
	close(goOn)
	if err := <-ended; err == nil {
		t.Error("the frozen writer has written")
	}
	if _, err := store.New(d).Node(ctx, "enterprise:frozen"); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("it has left something: %v", err)
	}
}

// Several servers that open an empty database at once all succeed.
func TestSeveralOpenAColdServer(t *testing.T) {
	ctx := context.Background()
	d := empty(t)
	dropSchema(t, d)
	if err := d.run(ctx, "MATCH (h:_Head) DELETE h", nil); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			d, err := Open(ctx, settings(t))
			if err != nil {
				t.Error(err)
				return
			}
			_ = d.Close()
		})
	}
	group.Wait()
	rows, err := d.read(ctx, "MATCH (h:_Head) RETURN h.key AS key, h.schema AS schema ORDER BY key", nil)
	if err != nil || len(rows) != 2 || rows[0].integer("schema") == 0 {
		t.Errorf("%v, %v", rows, err)
	}
	if _, err := store.New(d).Apply(ctx, storetest.Bulk(20)); err != nil {
		t.Error(err)
	}
}

func TestTooManyAttemptsAreNoWrongPassword(t *testing.T) {
	ctx := context.Background()
	good := settings(t)
	wrong := good
	wrong.Password = "not-the-password"
	for range 4 {
		if _, err := Open(ctx, wrong); err == nil {
			t.Fatal("a wrong password was taken")
		}
	}
	_, err := Open(ctx, good)
	if graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "too many failed attempts") {
		t.Errorf("%v", err)
	}
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(time.Second) {
		d, err := Open(ctx, good)
		if err == nil {
			_ = d.Close()
			return
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
}

// A reader that finds no memory is not told of a change set.
func TestAReaderWithoutMemory(t *testing.T) {
	d := empty(t)
	d.answerWithin = 5 * time.Minute // the memory is to be full before the time is over, also on a slow machine
	large := "UNWIND range(1, 100000000) AS i WITH collect(toString(i)) AS l RETURN size(l)"
	_, err := d.read(context.Background(), large, nil)
	if graph.CodeOf(err) != graph.CodeUnavailable || strings.Contains(err.Error(), "change set") ||
		!strings.Contains(err.Error(), "memory") {
		t.Errorf("%v", err)
	}
}
