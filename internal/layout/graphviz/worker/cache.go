package worker

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// privateFolder is where compiled code is kept, for it takes a second to make and is run as machine code: a folder that
// nobody but this user could have written. Empty where there is none; then every worker compiles.
func privateFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	for _, name := range []string{"", "chainchief", "graphviz"} {
		dir = filepath.Join(dir, name)
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return ""
		}
	}
	if !private(dir) {
		return ""
	}
	return dir
}

// private tells whether a folder is this user's alone, and no folder above it lets anybody else put another in its
// place.
func private(dir string) bool {
	if real, err := filepath.EvalSymlinks(dir); err != nil || real != dir {
		return false
	}
	about, err := os.Lstat(dir)
	if err != nil || !about.IsDir() || about.Mode().Perm()&0o077 != 0 || !ownedBy(about, os.Geteuid()) {
		return false
	}
	for above := filepath.Dir(dir); ; above = filepath.Dir(above) {
		about, err := os.Lstat(above)
		if err != nil || !ownedBy(about, os.Geteuid()) && !ownedBy(about, 0) {
			return false
		}
		if about.Mode().Perm()&0o022 != 0 && about.Mode()&fs.ModeSticky == 0 {
			return false
		}
		if above == filepath.Dir(above) {
			return true
		}
	}
}

// sealFile holds the sum of everything else in the folder.
const sealFile = "sha256"

// unchanged tells whether the folder is as the last worker sealed it. Another one is emptied: code that is damaged must
// not be run, and the runtime checks only a part of it.
func unchanged(dir string) bool {
	sum, err := sumOf(dir)
	sealed, read := os.ReadFile(filepath.Join(dir, sealFile))
	if err == nil && read == nil && bytes.Equal(sum, sealed) {
		return true
	}
	return os.RemoveAll(dir) == nil && os.Mkdir(dir, 0o700) == nil
}

// seal records the folder as it is. Where that fails, the next worker compiles.
func seal(dir string) {
	sum, err := sumOf(dir)
	sealed, read := os.ReadFile(filepath.Join(dir, sealFile))
	if err != nil || read == nil && bytes.Equal(sum, sealed) {
		return
	}
	_ = os.WriteFile(filepath.Join(dir, sealFile), sum, 0o600)
}

// sumOf is the sum of the names and contents of a folder, without its seal and what is being written.
func sumOf(dir string) ([]byte, error) {
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == sealFile || strings.HasSuffix(path, ".tmp") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		_, _ = io.WriteString(sum, path+"\x00")
		_, err = io.Copy(sum, f)
		return err
	})
	return sum.Sum(nil), err
}
