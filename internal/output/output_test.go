package output_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"chainchief/internal/output"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func write(t *testing.T, path, s string) {
	t.Helper()
	if err := output.Write(path, text(s)); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// holds expects a file to be plain, with a text and a mode (0: any).
func holds(t *testing.T, path, want string, mode os.FileMode) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != want {
		t.Errorf("%s holds %q, %v; want %q", path, data, err, want)
	}
	about, err := os.Lstat(path)
	if err != nil || !about.Mode().IsRegular() || mode != 0 && about.Mode().Perm() != mode {
		t.Errorf("%s is %v, %v; want %v", path, about.Mode(), err, mode)
	}
}

// only expects a folder to hold nothing but files of these names: nothing half written stays.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(names) {
		t.Errorf("%s holds %v, %v; want %v", dir, entries, err, names)
	}
}

func put(t *testing.T, path, s string, mode os.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, []byte(s), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

func TestAPlainFileIsReplacedAndKeepsItsMode(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.json")
	write(t, file, "one")
	holds(t, file, "one", 0)
	put(t, file, "two", 0o640)
	put(t, file+".new", "of a stranger", 0o644)
	before, err := os.Open(file) // who reads the old one goes on to read it
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = before.Close() }()
	write(t, file, "three")
	holds(t, file, "three", 0o640)
	holds(t, file+".new", "of a stranger", 0o644)
	if old, err := io.ReadAll(before); err != nil || string(old) != "two" {
		t.Errorf("the old one reads %q, %v", old, err)
	}
	only(t, dir, "a.json", "a.json.new")
}

func TestASecretIsForItsOwnerAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	for _, before := range []os.FileMode{0, 0o644} {
		if before != 0 {
			put(t, file, "old", before)
		}
		if err := output.WriteSecret(file, text("new")); err != nil {
			t.Error(err)
		}
		holds(t, file, "new", 0o600)
	}
}

func TestAFailureLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.json")
	put(t, file, "old", 0o644)
	failed := errors.New("failed")
	err := output.Write(file, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("the error is %v", err)
	}
	holds(t, file, "old", 0o644)
	for _, wrong := range []string{dir, filepath.Join(dir, "no", "a.json"), filepath.Join(file, "a.json"), ""} {
		if err := output.Write(wrong, text("x")); err == nil {
			t.Errorf("%q was written", wrong)
		}
	}
	only(t, dir, "a.json")
	if os.Geteuid() != 0 {
		put(t, file, "old", 0o444)
		if err := output.Write(file, text("x")); !errors.Is(err, os.ErrPermission) {
			t.Errorf("a file that cannot be written: %v", err)
		}
	}
}

func TestALinkGoesOnToLeadToTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{
		"link":                      "deep/file",
		"again":                     "link",
		"deep/up":                   "../deep/file",
		"whole":                     filepath.Join(dir, "deep", "file"),
		filepath.Join("deep", "to"): "../new", // nothing stands there yet
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "deep", "file")
	put(t, file, "old", 0o600)
	for _, link := range []string{"link", "again", "deep/up", "whole"} {
		write(t, filepath.Join(dir, link), link)
		holds(t, file, link, 0o600)
		if about, err := os.Lstat(filepath.Join(dir, link)); err != nil || about.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", link, err)
		}
	}
	write(t, filepath.Join(dir, "deep", "to"), "new")
	holds(t, filepath.Join(dir, "new"), "new", 0)
	if err := os.Symlink("ring", filepath.Join(dir, "ring")); err != nil {
		t.Fatal(err)
	}
	if err := output.Write(filepath.Join(dir, "ring"), text("x")); !errors.Is(err, syscall.ELOOP) {
		t.Errorf("a ring of links: %v", err)
	}
}

func TestWhatIsNoPlainFileIsWrittenTo(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		data, _ := os.ReadFile(fifo)
		got <- string(data)
	}()
	write(t, fifo, "through the pipe")
	if s := <-got; s != "through the pipe" {
		t.Errorf("the pipe gave %q", s)
	}
	if about, err := os.Lstat(fifo); err != nil || about.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v, %v", about.Mode(), err)
	}
	write(t, os.DevNull, "away")
	if about, err := os.Lstat(os.DevNull); err != nil || about.Mode()&os.ModeCharDevice == 0 {
		t.Fatalf("%s is %v, %v", os.DevNull, about.Mode(), err)
	}
	if err := output.Write("/dev/full", text("x")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full disk: %v", err)
	}
	f, err := os.Create(filepath.Join(dir, "open"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteString("before "); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "to")
	if err := os.Symlink(fmt.Sprintf("/dev/fd/%d", f.Fd()), link); err != nil {
		t.Fatal(err)
	}
	write(t, fmt.Sprintf("/dev/fd/%d", f.Fd()), "during ")
	write(t, link, "after")
	if about, err := os.Stat(f.Name()); err != nil || about.Size() != int64(len("before during after")) {
		t.Errorf("the open file: %v, %v", about, err)
	}
	holds(t, f.Name(), "before during after", 0)
}
