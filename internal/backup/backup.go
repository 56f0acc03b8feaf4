// Package backup writes everything that must outlive a machine into one file, and lays it out again: the graph with its
// history, and the application data. The file is a zip of JSON lines, of no database, that verifies itself.
package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/store"

	"github.com/klauspost/compress/zip"
)

// format is the version of the file. A newer one is refused, so it changes with whatever an older program would
// misread.
const format = 1

// Manifest says what a backup holds.
type Manifest struct {
	Format      int          `json:"format"`
	Program     string       `json:"program"` // version that wrote it
	Time        time.Time    `json:"time"`
	Graph       store.Digest `json:"graph"`
	Application int64        `json:"application"` // version of the tables
	Parts       []Part       `json:"parts"`
}

// Part is a file in a backup.
type Part struct {
	Name   string `json:"name"`
	Lines  int64  `json:"lines"`
	SHA256 string `json:"sha256"`
}

// Rows are those of the application data.
func (m Manifest) Rows() (n int64) {
	for _, p := range m.Parts {
		if strings.HasPrefix(p.Name, tables) {
			n += p.Lines
		}
	}
	return n
}

// Names of files in a backup.
const (
	manifestName = "manifest.json"
	graphName    = "graph.jsonl"
	tables       = "application/" // and the name of a table
	ending       = ".jsonl"
)

// The comment of the zip ends with the SHA-256 of all bytes before that.
const (
	signature = "chainchief backup, sha256 "
	sealed    = 2 * sha256.Size
)

// Write writes a backup while others may go on writing: the graph as it stands at its head, read whole and verified,
// and the application data as of one moment just after that head.
func Write(ctx context.Context, to io.Writer, s *store.Store, db *appdb.DB, program string) (Manifest, error) {
	m := Manifest{Format: format, Program: program, Time: time.Now().UTC().Truncate(time.Second)}
	standing, err := s.Standing(ctx)
	if err != nil {
		return m, err
	}
	if m.Application, err = appdb.Version(ctx); err != nil {
		return m, err
	}
	out := seal{to: to, sum: sha256.New()}
	w := writer{zip: zip.NewWriter(&out), manifest: &m}
	for row, err := range db.Dump(ctx) {
		if err == nil {
			err = w.line(tables+row.Table+ending, row.Values)
		}
		if err != nil {
			return m, err
		}
	}
	for part, err := range standing.Dump(ctx) {
		if err == nil {
			err = w.line(graphName, part)
		}
		if err != nil {
			return m, err
		}
	}
	if m.Graph, err = standing.Digest(ctx); err != nil {
		return m, err
	}
	return m, errors.Join(w.end(), out.end())
}

// writer writes the parts of a backup, one after the other.
type writer struct {
	zip      *zip.Writer
	manifest *Manifest
	part     *Part
	to       *json.Encoder
	sum      hash.Hash
}

// line adds a line to a part, which begins when it is first named.
func (w *writer) line(name string, value any) error {
	if w.part == nil || w.part.Name != name {
		if err := w.begin(name); err != nil {
			return err
		}
	}
	w.part.Lines++
	return w.to.Encode(value)
}

func (w *writer) begin(name string) error {
	w.close()
	w.part = &Part{Name: name}
	file, err := w.file(name)
	if err != nil {
		return err
	}
	w.sum = sha256.New()
	w.to = json.NewEncoder(io.MultiWriter(file, w.sum))
	w.to.SetEscapeHTML(false)
	return nil
}

func (w *writer) file(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.manifest.Time})
}

func (w *writer) close() {
	if w.part != nil {
		w.part.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
		w.manifest.Parts = append(w.manifest.Parts, *w.part)
	}
}

// end writes the manifest and leaves room for the seal.
func (w *writer) end() error {
	w.close()
	file, err := w.file(manifestName)
	if err != nil {
		return err
	}
	out := json.NewEncoder(file)
	out.SetIndent("", "  ")
	if err := out.Encode(w.manifest); err != nil {
		return err
	}
	if err := w.zip.SetComment(signature + strings.Repeat("0", sealed)); err != nil {
		return err
	}
	return w.zip.Close()
}

// seal passes on all but the last bytes, and at the end the sum of those before in their place.
type seal struct {
	to   io.Writer
	sum  hash.Hash
	tail []byte
}

func (s *seal) Write(p []byte) (int, error) {
	s.tail = append(s.tail, p...)
	if n := len(s.tail) - sealed; n > 0 {
		s.sum.Write(s.tail[:n])
		if _, err := s.to.Write(s.tail[:n]); err != nil {
			return 0, err
		}
		s.tail = append(s.tail[:0], s.tail[n:]...)
	}
	return len(p), nil
}

func (s *seal) end() error {
	_, err := io.WriteString(s.to, hex.EncodeToString(s.sum.Sum(nil)))
	return err
}

// File is a backup that is as it was written.
type File struct {
	Manifest

	file *os.File
	zip  *zip.Reader
}

// Open opens a backup and reads it whole: any byte that is not as it was written is found. Its parts are known by this
// program and hold as many lines as they should.
func Open(ctx context.Context, path string) (*File, error) {
	f := &File{}
	var err error
	if f.file, err = os.Open(path); err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("the backup %s cannot be read", path),
			Fix:     "correct the path, or check the rights of the file",
			Err:     err,
		}
	}
	if err := f.check(ctx, path); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// Close releases the file.
func (f *File) Close() error { return f.file.Close() }

func damaged(path string, err error) error {
	return &graph.Error{
		Code:    graph.CodeDamagedStore,
		Message: fmt.Sprintf("%s is no backup, or not as it was written: %v", path, err),
		Fix:     "take another one",
		Err:     err,
	}
}

var errNotWhole = errors.New("its checksum differs")

func (f *File) check(ctx context.Context, path string) error {
	about, err := f.file.Stat()
	if err != nil {
		return damaged(path, err)
	}
	size := about.Size()
	if !about.Mode().IsRegular() || size < int64(len(signature)+sealed) {
		return damaged(path, errors.New("it is too short"))
	}
	if err := f.sum(ctx, size); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return damaged(path, err)
	}
	if f.zip, err = zip.NewReader(f.file, size); err != nil {
		return damaged(path, err)
	}
	if !strings.HasPrefix(f.zip.Comment, signature) {
		return damaged(path, errors.New("another program wrote it"))
	}
	if err := f.manifest(path); err != nil {
		return err
	}
	for _, p := range f.Parts {
		for _, err := range f.lines(ctx, p) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				return damaged(path, err)
			}
		}
	}
	return nil
}

// sum holds the file against its seal.
func (f *File) sum(ctx context.Context, size int64) error {
	sum := sha256.New()
	for at := int64(0); at < size-sealed; at += 8 << 20 {
		piece := io.NewSectionReader(f.file, at, min(8<<20, size-sealed-at))
		if _, err := io.Copy(sum, piece); err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	said := make([]byte, sealed)
	if _, err := f.file.ReadAt(said, size-sealed); err != nil {
		return err
	}
	if string(said) != hex.EncodeToString(sum.Sum(nil)) {
		return errNotWhole
	}
	return nil
}

func (f *File) manifest(path string) error {
	file, err := f.zip.Open(manifestName)
	if err != nil {
		return damaged(path, err)
	}
	defer func() { _ = file.Close() }()
	if err := json.NewDecoder(file).Decode(&f.Manifest); err != nil {
		return damaged(path, err)
	}
	if f.Format > format {
		return &graph.Error{
			Code:    graph.CodeNewerStore,
			Message: fmt.Sprintf("the backup %s was written by a newer version of chainchief (%s)", path, f.Program),
			Fix:     "use that version",
		}
	}
	return nil
}

// lines gives the lines of a part; at the end it fails when they are not those that were written.
func (f *File) lines(ctx context.Context, p Part) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		file, err := f.zip.Open(p.Name)
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = file.Close() }()
		in, sum := bufio.NewReaderSize(file, 1<<20), sha256.New()
		for n := int64(0); ; n++ {
			line, err := in.ReadBytes('\n')
			if errors.Is(err, io.EOF) && len(line) == 0 {
				if n != p.Lines || hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
					yield(nil, fmt.Errorf("%s is not what its manifest says", p.Name))
				}
				return
			}
			if err == nil {
				err = ctx.Err()
			}
			sum.Write(line)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}
