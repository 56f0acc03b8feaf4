package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
	"chainchief/internal/backup"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

var prov = graph.Provenance{Source: "source:s", AsOf: "2025-08", Confidence: graph.Media}

// lived is a store with a history, pool and shelf.
func lived(t testing.TB) *store.Store {
	t.Helper()
	s := store.New(memstore.Open())
	for i := range 5 {
		write(t, s, i)
	}
	item := store.Item{Shelf: "cells", Name: "a", Revision: 2, Value: []byte{0, 1, 255}}
	if _, err := s.Keep(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t testing.TB, s *store.Store, i int) {
	t.Helper()
	id := graph.ID(fmt.Sprintf("enterprise:e%d", i))
	node := graph.Node{
		ID:    id,
		Kind:  graph.KindEnterprise,
		Name:  fmt.Sprintf("企业 <%d>", i),
		Attrs: graph.Attrs{"short_name": fmt.Sprint(i), "reach": "local"},
		Prov:  prov,
		Pool:  i%2 == 1,
	}
	source := graph.Node{ID: "source:s", Kind: graph.KindSource, Name: "源", Prov: prov}
	c := graph.Changes{Actor: "专班", Reason: "第一\n第二", Nodes: []graph.Node{source, node}}
	if _, err := s.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// people is a database with an account, a session, a token and a record.
func people(t testing.TB, address string) (*appdb.DB, *account.Book) {
	t.Helper()
	db := appdbtest.Open(t, address)
	book, err := account.Open(t.Context(), db, account.Options{})
	if err != nil {
		t.Fatal(err)
	}
	boss := account.Account{Name: "boss", Post: "主任", Roles: []access.Role{access.Admin, access.Reader}}
	if _, err := book.AddWith(t.Context(), boss, password); err != nil {
		t.Fatal(err)
	}
	record(t, audit.New(db, nil))
	return db, book
}

const password = "桥下三只灰鹅过河上山"

func record(t testing.TB, r *audit.Record) {
	t.Helper()
	a := audit.Act{Account: "boss", Act: "x", Object: `"<&>` + "\u2028"}
	seq, err := r.Intend(t.Context(), a)
	if err == nil {
		err = r.Close(t.Context(), seq, a, audit.Success, "")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func written(t testing.TB, s *store.Store, db *appdb.DB) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := backup.Write(t.Context(), &out, s, db, "1.2"); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func file(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.zip")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func staged(t testing.TB, path string) (*backup.File, *backup.Staged) {
	t.Helper()
	f, err := backup.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s, err := f.Stage(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = f.Close()
		_ = s.Close()
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	})
	return f, s
}

// TestWhatIsBackedUpComesBack, from each database, to each: the same graph, the same record; the password is that of
// then; nobody is signed in.
func TestWhatIsBackedUpComesBack(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		graphs := lived(t)
		db, book := people(t, address)
		a, err := book.Get(t.Context(), "boss")
		if err != nil {
			t.Fatal(err)
		}
		cookie, err := book.Start(t.Context(), a, "", account.Place{})
		if err != nil {
			t.Fatal(err)
		}
		f, s := staged(t, file(t, written(t, graphs, db)))
		if f.Graph.Revision != 5 || f.Graph.Nodes != 6 || f.Rows() < 5 || s.Audit.Broken != 0 || s.Audit.Rows != 2 {
			t.Errorf("%+v %+v", f.Manifest, s.Audit)
		}
		if items, err := s.Store.Shelf(t.Context(), ""); err != nil || len(items) != 1 || len(items[0].Value) != 3 {
			t.Errorf("%v %v", items, err)
		}
		appdbtest.Each(t, func(t *testing.T, to string) {
			again := appdbtest.Open(t, to)
			if err := again.Fill(t.Context(), s.App.Dump(t.Context())); err != nil {
				t.Fatal(err)
			}
			restored := audit.New(again, nil)
			record(t, restored)
			if v, err := restored.Verify(t.Context()); err != nil || v.Broken != 0 || v.Rows != 4 {
				t.Errorf("%+v %v", v, err)
			}
			book, err := account.Open(t.Context(), again, account.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if p, _, err := book.Who(t.Context(), cookie); err != nil || p.Account != "" {
				t.Errorf("a session goes on: %v %v", p, err)
			}
			if _, err := book.SignIn(t.Context(), "boss", password, ""); err != nil {
				t.Error(err)
			}
		})
	})
}

// TestWhileOthersWrite: a backup that is made while the graph, accounts and the record are written is of one moment.
func TestWhileOthersWrite(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		s := lived(t)
		db, _ := people(t, address)
		ctx, stop := context.WithCancel(t.Context())
		var hands sync.WaitGroup
		hands.Go(func() {
			for i := 5; ctx.Err() == nil; i++ {
				write(t, s, i)
				time.Sleep(time.Millisecond)
			}
		})
		hands.Go(func() {
			for r := audit.New(db, nil); ctx.Err() == nil; {
				record(t, r)
			}
		})
		var last graph.Revision
		for range 3 {
			f, got := staged(t, file(t, written(t, s, db)))
			if got.Audit.Broken != 0 || f.Graph.Revision <= last {
				t.Errorf("%+v, revision %d after %d", got.Audit, f.Graph.Revision, last)
			}
			last = f.Graph.Revision
		}
		stop()
		hands.Wait()
	})
}

// TestEveryByteCounts: whatever byte is another one, wherever the file ends early, and whatever is put behind it.
func TestEveryByteCounts(t *testing.T) {
	db, _ := people(t, filepath.Join(t.TempDir(), "app.db"))
	whole := written(t, lived(t), db)
	path := file(t, whole)
	refused := func(what string, at int, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := backup.Open(t.Context(), path)
		if err == nil {
			_ = f.Close()
		}
		if graph.CodeOf(err) != graph.CodeDamagedStore {
			t.Fatalf("%s at %d of %d: %v", what, at, len(whole), err)
		}
	}
	for at := range whole {
		data := bytes.Clone(whole)
		data[at] ^= 0x20
		refused("another byte", at, data)
		refused("cut", at, whole[:at])
	}
	refused("longer", len(whole), append(bytes.Clone(whole), 0))
	refused("text", 0, []byte("这不是备份，只是一些文字，写得长一点，长到比校验和还要长一些，这样才会真的去算它的校验和，再比一比。"))
}

// TestNewer: what a newer program wrote is refused by its name.
func TestNewer(t *testing.T) {
	version, err := appdb.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seal := func(m backup.Manifest) string {
		var out bytes.Buffer
		if err := backup.Seal(&out, m); err != nil {
			t.Fatal(err)
		}
		return file(t, out.Bytes())
	}
	if _, err := backup.Open(t.Context(), seal(backup.Manifest{Format: 2})); graph.CodeOf(err) != graph.CodeNewerStore {
		t.Error(err)
	}
	f, err := backup.Open(t.Context(), seal(backup.Manifest{Format: 1, Application: version + 1}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Stage(t.Context(), t.TempDir()); graph.CodeOf(err) != graph.CodeNewerStore {
		t.Error(err)
	}
}

// TestADiskThatIsFull: an error of writing is that error, wherever it comes.
func TestADiskThatIsFull(t *testing.T) {
	db, _ := people(t, filepath.Join(t.TempDir(), "app.db"))
	s := lived(t)
	full := errors.New("full")
	for room := 0; room < len(written(t, s, db))-50; room += 97 {
		_, err := backup.Write(t.Context(), &disk{room, full}, s, db, "1")
		if !errors.Is(err, full) {
			t.Fatalf("room for %d: %v", room, err)
		}
	}
}

type disk struct {
	room int
	err  error
}

func (d *disk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, d.err
	}
	return len(p), nil
}
