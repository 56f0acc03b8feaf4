package neo4jstore

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/storetest"
)

// What makes this test binary a process that imports into a server, and kills itself when that part of the import is
// asked for.
const (
	importInto = "CHAINCHIEF_TEST_IMPORT_INTO"
	killedPart = "CHAINCHIEF_TEST_KILLED_AT"
)

const (
	bulk     = 1_200 // nodes
	partSize = 100
	bulkAll  = 12 + 21 // parts
)

func importUntilKilled(url string) error {
	at, err := strconv.Atoi(os.Getenv(killedPart))
	if err != nil {
		return err
	}
	d, err := Open(context.Background(), Config{URL: url, User: "neo4j", Password: os.Getenv("NEO4J_PASSWORD")})
	if err != nil {
		return err
	}
	d.importFrom = 200
	parts := before(at, storetest.InParts(storetest.Bulk(bulk), partSize), func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	})
	_, err = store.New(d).ApplyParts(context.Background(), "test", "import", parts)
	return err
}

// before does something when a part is asked for, the first being 1; one more than there are is the end.
func before(part int, parts iter.Seq2[graph.Puts, error], do func()) iter.Seq2[graph.Puts, error] {
	return func(yield func(graph.Puts, error) bool) {
		n := 0
		for p, err := range parts {
			if n++; n == part {
				do()
			}
			if !yield(p, err) {
				return
			}
		}
		if n+1 == part {
			do()
		}
	}
}

// TestImporterIsKilled: whenever an importing process dies, nothing of what it brought is seen, others write, and the
// next one removes it.
func TestImporterIsKilled(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Get(t)
	d := empty(t)
	s := store.New(d)
	if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	for _, part := range []int{9, 13, 20, bulkAll + 1} {
		was, err := s.Digest(ctx)
		if err != nil {
			t.Fatal(err)
		}
		importer := exec.Command(os.Args[0])
		importer.Env = append(
			os.Environ(),
			importInto+"="+server.URL,
			killedPart+"="+strconv.Itoa(part),
			"NEO4J_PASSWORD="+server.Password,
		)
		var said bytes.Buffer
		importer.Stderr = &said
		if err := importer.Run(); err == nil || said.Len() > 0 {
			t.Fatalf("it was not killed: %v, %s", err, said.String())
		}
		if left(t, d) == 0 {
			t.Fatal("nothing was under way")
		}
		if now, err := s.Digest(ctx); err != nil || now != was {
			t.Errorf("killed at part %d: %+v, %v", part, now, err)
		}
		unseen(t, s)
		_, err = s.Apply(ctx, graph.Changes{Actor: "test", Nodes: storetest.Bulk(bulk).Nodes[:3]})
		if graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "import") {
			t.Errorf("what the import has brought, too: %v", err)
		}
		other := storetest.Enterprise(fmt.Sprint("other-", part), "乙")
		if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{other}}); err != nil {
			t.Error(err)
		}
		open(t, settings(t))
		if left(t, d) == 0 {
			t.Error("an import of which something was heard a moment ago was removed")
		}
		d.staleAfter = 0
		if err := d.removeStale(ctx); err != nil || left(t, d) > 0 {
			t.Errorf("%d are left, %v", left(t, d), err)
		}
		d.staleAfter = staleAfter
	}
	if set, err := s.Apply(ctx, storetest.Bulk(bulk)); err != nil || set.Counts.NodesCreated != bulk {
		t.Errorf("%+v, %v", set, err)
	}
	if _, err := s.Digest(ctx); err != nil {
		t.Error(err)
	}
}

// left counts what imports have brought that have not ended.
func left(t *testing.T, d *Driver) int64 {
	t.Helper()
	rows, err := d.read(
		context.Background(),
		`CALL () {
			MATCH (n:Thing|_History|_Import) WHERE n._import IS NOT NULL OR n:_Import RETURN n AS found
			UNION ALL MATCH ()-[r]->() WHERE r._import IS NOT NULL RETURN r AS found
		}
		RETURN count(found) AS found`,
		nil,
	)
	if err != nil {
		t.Fatal(err)
	}
	return rows[0].integer("found")
}

// unseen fails when any question shows what Bulk brings.
func unseen(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := context.Background()
	c := storetest.Bulk(bulk)
	for name, found := range map[string]func() (int, error){
		"search": func() (int, error) { hits, err := s.Search(ctx, "股份有限公司", nil, 9); return len(hits), err },
		"list": func() (int, error) {
			_, _, total, err := s.List(ctx, store.List{Kind: graph.KindProduct, Pool: true, Limit: 9})
			return total, err
		},
		"nodes": func() (int, error) {
			nodes, err := s.Nodes(ctx, []graph.ID{c.Nodes[1].ID, c.Nodes[len(c.Nodes)-1].ID})
			return len(nodes), err
		},
		"relations": func() (int, error) {
			relations, err := s.Relations(ctx, []graph.ID{c.Relations[0].From, c.Relations[0].To})
			return len(relations), err
		},
		"makers": func() (int, error) {
			makers, err := s.Makers(ctx, []graph.ID{c.Relations[0].To}, 9)
			return len(makers), err
		},
		"history": func() (int, error) {
			sets, err := s.History(ctx, c.Nodes[1].ID, 0, 9)
			return len(sets), err
		},
		"graph": func() (int, error) {
			snap, err := s.Snapshot(ctx)
			if err == nil && snap.Node(c.Nodes[1].ID) != nil {
				return 1, nil
			}
			return 0, err
		},
	} {
		if n, err := found(); n > 0 || err != nil {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
}

// TestOthersWorkDuringAnImport: between any two parts others read what stood and write, and the import comes after
// them.
func TestOthersWorkDuringAnImport(t *testing.T) {
	ctx := context.Background()
	importer, s := empty(t), store.New(open(t, settings(t)))
	importer.importFrom = 200
	if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	parts, written := storetest.InParts(storetest.Bulk(bulk), partSize), 0
	for _, part := range []int{8, 16, 24, bulkAll + 1} {
		parts = before(part, parts, func() {
			if left(t, importer) == 0 {
				return
			}
			soon(t, fmt.Sprint("writing at part ", part), func(ctx context.Context) error {
				written++
				n := storetest.Enterprise(fmt.Sprint("other-", written), "乙")
				_, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{n}})
				return err
			})
			unseen(t, s)
		})
	}
	set, err := store.New(importer).ApplyParts(ctx, "test", "import", parts)
	if err != nil || written < 3 || set.Revision != graph.Revision(2+written) || set.Counts.NodesCreated != bulk {
		t.Errorf("%+v after %d others, %v", set, written, err)
	}
	if d, err := s.Digest(ctx); err != nil || d.Nodes != 1+bulk+written {
		t.Errorf("%+v, %v", d, err)
	}
	if hits, err := s.Search(ctx, "股份有限公司", nil, 9); err != nil || len(hits) != 9 {
		t.Errorf("found afterwards: %d, %v", len(hits), err)
	}
	if n := left(t, importer); n == 0 {
		t.Error("what it brought carries no token: this test looks at nothing")
	}
}

// TestOthersTouchWhatAnImportBrings: the import is worked out again on what stands by then.
func TestOthersTouchWhatAnImportBrings(t *testing.T) {
	ctx := context.Background()
	c := storetest.Bulk(bulk)
	for name, other := range map[string]graph.Changes{
		"the source goes on": {Actor: "test", Nodes: []graph.Node{renamed(storetest.Source())}},
		"a node to come":     {Actor: "test", Nodes: c.Nodes[len(c.Nodes)-1:]},
	} {
		t.Run(name, func(t *testing.T) {
			d := empty(t)
			d.importFrom = 200
			s := store.New(open(t, settings(t)))
			if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}); err != nil {
				t.Fatal(err)
			}
			done := false
			parts := before(8, storetest.InParts(c, partSize), func() {
				if done || left(t, d) == 0 {
					return
				}
				done = true
				if _, err := s.Apply(ctx, other); err != nil {
					t.Error(err)
				}
			})
			set, err := store.New(d).ApplyParts(ctx, "test", "import", parts)
			if err != nil || set.Revision != 3 || !done {
				t.Errorf("%+v, %v", set, err)
			}
			if d, err := s.Digest(ctx); err != nil || d.Nodes != 1+bulk || d.Relations != len(c.Relations) {
				t.Errorf("%+v, %v", d, err)
			}
		})
	}
}

func renamed(n graph.Node) graph.Node {
	n.Name += "二"
	return n
}

// TestAnImportThatWasGivenUp: one that stood still so long that others have removed it says so and leaves nothing.
func TestAnImportThatWasGivenUp(t *testing.T) {
	ctx := context.Background()
	d, other := empty(t), open(t, settings(t))
	d.importFrom, other.staleAfter = 200, -time.Minute // whatever the import says meanwhile
	parts := before(20, storetest.InParts(storetest.Bulk(bulk), partSize), func() {
		if err := other.removeStale(ctx); err != nil {
			t.Error(err)
		}
	})
	s := store.New(d)
	if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	_, err := s.ApplyParts(ctx, "test", "import", parts)
	if graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "given up") {
		t.Errorf("%v", err)
	}
	if n := left(t, d); n > 0 {
		t.Errorf("%d are left", n)
	}
	if _, err := store.New(d).Digest(ctx); err != nil {
		t.Error(err)
	}
}
