package sqlitestore

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"
)

func filled(t *testing.T, path string) {
	t.Helper()
	d, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(d)
	if _, err := s.Apply(context.Background(), graph.Changes{Actor: "test",
		Nodes: []graph.Node{storetest.Source(), storetest.Enterprise("a", "甲")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// readable reads a store that cannot be written, and looks whether writing says so.
func readable(t *testing.T, d *Driver) {
	t.Helper()
	ctx := context.Background()
	s := store.New(d)
	defer func() { _ = s.Close() }()
	if snap, err := s.Snapshot(ctx); err != nil || snap.Node("enterprise:a") == nil {
		t.Errorf("%v", err)
	}
	if hits, err := s.Search(ctx, "甲", nil, 5); err != nil || len(hits) != 1 {
		t.Errorf("%v, %v", hits, err)
	}
	if sets, err := s.History(ctx, "", 0, 5); err != nil || len(sets) != 1 {
		t.Errorf("%v, %v", sets, err)
	}
	if _, err := s.Apply(ctx, graph.Changes{Actor: "test",
		Nodes: []graph.Node{storetest.Enterprise("b", "乙")}}); graph.CodeOf(err) != graph.CodeReadOnly {
		t.Errorf("writing: %v", err)
	}
}

// mounted is a small disk of its own; skipped where nobody may mount.
func mounted(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("cannot mount here: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestAReadOnlyDiskCanBeRead(t *testing.T) {
	dir := mounted(t)
	path := filepath.Join(dir, "s.db")
	filled(t, path)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	d, err := Read(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	readable(t, d)
}

func TestAFullDiskCanBeRead(t *testing.T) {
	dir := mounted(t)
	path := filepath.Join(dir, "s.db")
	filled(t, path)
	f, err := os.Create(filepath.Join(dir, "rest"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = io.WriteString(f, "0123456789abcdef")
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	_ = f.Close()
	d, err := Read(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	readable(t, d)
}

// Where nobody may mount, at least this: the ways that Read falls back on do read.
func TestAFileThatNobodyWritesCanBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	filled(t, path)
	for _, mode := range []string{"ro", "immutable"} {
		d, err := openAs(context.Background(), path, mode)
		if err != nil {
			t.Fatal(err)
		}
		readable(t, d)
	}
}

func TestReadingMakesNothing(t *testing.T) {
	dir := t.TempDir()
	_, err := Read(context.Background(), filepath.Join(dir, "typo", "s.db"))
	if graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("made %v", left)
	}
}

func TestADatabaseOfAnotherProgramStaysAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "foreign.db")
	other := connect(path, "immediate", "", 100)
	if _, err := other.Exec("CREATE TABLE notes (text TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, how := range map[string]func(context.Context, string) (*Driver, error){"open": Open, "read": Read} {
		if _, err := how(context.Background(), path); graph.CodeOf(err) != graph.CodeDamagedStore {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

func TestAStoreIsForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "s.db")
	filled(t, path)
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}
