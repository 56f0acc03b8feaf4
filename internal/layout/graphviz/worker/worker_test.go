package worker_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/internal/layout/graphviz"
	"chainchief/internal/layout/graphviz/worker"
)

const asWorker = "CHAINCHIEF_TEST_WORKER"

// TestMain plays the worker when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv(asWorker) == "" {
		os.Exit(m.Run())
	}
	if err := worker.Main(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const small = "digraph { a -> b -> c }"

// draws expects a worker to draw that keeps its code below a folder, and to leave the temporary folder alone.
func draws(t *testing.T, cache string) {
	t.Helper()
	temp := t.TempDir()
	p := graphviz.New(1, func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), asWorker+"=1", "TMPDIR="+temp, "XDG_CACHE_HOME="+cache)
		return cmd
	})
	defer p.Close()
	if out, err := p.Render(context.Background(), small); err != nil || !strings.Contains(string(out), `"name": "b"`) {
		t.Errorf("%.100s, %v", out, err)
	}
	if left, err := filepath.Glob(filepath.Join(temp, "*")); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v, %v", left, err)
	}
}

// kept lists the files of compiled code below a folder.
func kept(t *testing.T, cache string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(cache, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && entry.Name() != "sha256" {
			files = append(files, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

func TestWhatCannotBeReadIsAnErrorAndTheWorkerStays(t *testing.T) {
	p := graphviz.New(1, func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), asWorker+"=1")
		return cmd
	})
	defer p.Close()
	for range 3 {
		if _, err := p.Render(context.Background(), "digraph {"); err == nil ||
			!strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("half a graph: %v", err)
		}
		if _, err := p.Render(context.Background(), small); err != nil {
			t.Errorf("after half a graph: %v", err)
		}
	}
}

func TestCompiledCodeIsKeptForThisUserAndMadeAgainWhenItIsDamaged(t *testing.T) {
	cache := t.TempDir()
	draws(t, cache)
	files := kept(t, cache)
	if len(files) != 1 {
		t.Fatalf("kept is %v", files)
	}
	dir := filepath.Join(cache, "chainchief", "graphviz")
	if about, err := os.Stat(dir); err != nil || about.Mode().Perm() != 0o700 {
		t.Errorf("%s: %v, %v", dir, about.Mode(), err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(files[0], old, old); err != nil {
		t.Fatal(err)
	}
	draws(t, cache)
	if about, err := os.Stat(files[0]); err != nil || !about.ModTime().Equal(old) {
		t.Errorf("the kept code was not used: %v, %v", about, err)
	}
	middle := append([]byte(nil), whole...)
	middle[len(middle)/2]++
	count := append([]byte(nil), whole...)
	copy(count[len("WAZEVO")+1+int(whole[len("WAZEVO")]):], "\xff\xff\xff\xff") // so many functions want 32 GiB
	for name, damaged := range map[string][]byte{"empty": nil, "cut": whole[:1000], "changed": middle, "counted": count} {
		if err := os.WriteFile(files[0], damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		draws(t, cache)
		if again, err := os.ReadFile(files[0]); err != nil || len(again) != len(whole) {
			t.Errorf("%s: %d bytes of %d afterwards, %v", name, len(again), len(whole), err)
		}
	}
}

func TestAFolderThatOthersCouldHaveWrittenIsNotUsed(t *testing.T) {
	for name, spoil := range map[string]func(cache, dir string) error{
		"read by others": func(_, dir string) error { return os.Chmod(dir, 0o755) },
		"a link": func(cache, dir string) error {
			return errors.Join(os.Rename(dir, cache+"/x"), os.Symlink(cache+"/x", dir))
		},
		"replaced freely": func(cache, _ string) error { return os.Chmod(cache, 0o777) },
		"of another user": func(_, dir string) error { return os.Chown(dir, 65534, 65534) },
	} {
		cache := t.TempDir()
		dir := filepath.Join(cache, "chainchief", "graphviz")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := spoil(cache, dir); errors.Is(err, fs.ErrPermission) {
			continue // only root gives folders away
		} else if err != nil {
			t.Fatal(err)
		}
		draws(t, cache)
		if files := kept(t, cache); len(files) > 0 {
			t.Errorf("%s: code was kept in %v", name, files)
		}
	}
}
