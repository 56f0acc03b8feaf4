// Package output writes results where people point them: a plain file whole or not at all, anything else as it is.
package output

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Write writes what the function writes. A plain file is replaced when everything is on disk, so that readers see the
// old one or the new one; it keeps its mode, and a symbolic link goes on to lead to it. Devices, pipes and the open
// files below /dev/fd are written to. An error leaves a plain file as it was.
func Write(path string, write func(io.Writer) error) error { return put(path, 0, write) }

// WriteSecret is Write for what nobody but the owner of the file may read, whatever mode a file of that name had.
func WriteSecret(path string, write func(io.Writer) error) error { return put(path, 0o600, write) }

// put takes the mode of a plain file; 0 for that of the one before, or what is usual here.
func put(path string, mode fs.FileMode, write func(io.Writer) error) error {
	target, err := resolve(path)
	if err != nil {
		return err
	}
	about, err := os.Stat(target)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case err == nil && about.IsDir():
		return &fs.PathError{Op: "write", Path: target, Err: syscall.EISDIR}
	case err == nil && !about.Mode().IsRegular() || opened(target):
		return direct(target, write)
	}
	return replace(target, about, mode, write)
}

// mostLinks is how many symbolic links in a row are followed, as by Linux.
const mostLinks = 40

// resolve follows symbolic links to what is written: a file that is there or not, or what the kernel shows as one.
func resolve(path string) (string, error) {
	for range mostLinks {
		dir, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return "", err
		}
		path = filepath.Join(dir, filepath.Base(path))
		if opened(path) {
			return path, nil
		}
		about, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && about.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		next, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(dir, next)
		}
		path = next
	}
	return "", &fs.PathError{Op: "write", Path: path, Err: syscall.ELOOP}
}

// opened tells whether a path stands for a file that a process has open. Who opened it goes on to use it: another in
// its place would never be seen.
func opened(path string) bool {
	return strings.HasPrefix(path, "/proc/") || strings.HasPrefix(path, "/dev/fd/")
}

// direct writes to what is no plain file, and to an open one behind what stands in it.
func direct(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, write), f.Close())
}

// replace writes beside a file, then puts the new one in its place. About tells of the old one, nil where there is
// none.
func replace(path string, about fs.FileInfo, mode fs.FileMode, write func(io.Writer) error) (err error) {
	if about != nil { // a folder that can be written must not undo that the file cannot
		old, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_ = old.Close()
	}
	temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.new", rand.Text()))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, cmp.Or(mode, 0o666))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(temp)
		}
	}()
	if about != nil {
		keepOwner(f, about)
		if err := f.Chmod(cmp.Or(mode, about.Mode().Perm())); err != nil {
			return err
		}
	}
	if err := buffered(f, write); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

func buffered(f *os.File, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(f, 64<<10)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}
