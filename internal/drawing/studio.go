// Package drawing composes the steps from findings to a file: content, layout, scene, painter. It remembers where cards
// stood, so that a drawing hardly moves when the chain hardly changes, and the files already drawn.
package drawing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/layout"
	"chainchief/internal/render"
	"chainchief/internal/scene"
)

// Kinds of drawings and formats that exist.
var (
	Kinds   = []string{"structure", "application", "layout", "roadmap", "changes"}
	Formats = []string{"svg", "json"}
)

// Request says which drawing is wanted.
type Request struct {
	Kind   string             // one of Kinds
	Chain  graph.ID           // empty: all chains of the city, layout only
	Lang   string             // zh or en
	Format string             // one of Formats
	Grey   bool               // svg only
	Clear  bool               // svg only: no white ground
	Page   int                // svg only: of a drawing that goes over several; 0 is the first
	From   *analysis.Findings // changes only: the moment to compare with
}

// File is a finished drawing.
type File struct {
	Data []byte
	Type string // media type
	ETag string // of the content, quoted
	Name string // for downloads

	Pages int // of the drawing that the file is, or is a page of
}

// Studio draws. Safe for concurrent use; it draws as many pages at once as there are cores.
type Studio struct {
	dir     string         // where cells are kept; empty: only in memory
	orderer layout.Orderer // may be nil
	slots   chan struct{}

	mu    sync.Mutex
	cells map[graph.ID]*layout.Cells
	pages map[pageKey]*pageCall
	files map[fileKey]File
}

type pageKey struct {
	revision graph.Revision
	kind     string
	chain    graph.ID
	lang     string
	from     graph.Revision // -1 where nothing is compared
}

func (r Request) key(f *analysis.Findings) pageKey {
	k := pageKey{f.Snapshot.Revision, r.Kind, r.Chain, r.Lang, -1}
	if r.From != nil {
		k.from = r.From.Snapshot.Revision
	}
	return k
}

type fileKey struct {
	pageKey
	format      string
	grey, clear bool
	page        int
}

// pageCall is a drawing in the making or made: who comes second waits for the first.
type pageCall struct {
	done  chan struct{}
	pages []scene.Page
	err   error
}

// New returns a studio that keeps the cells of its drawings in a folder (none when empty). orderer may be nil.
func New(dir string, orderer layout.Orderer) *Studio {
	return &Studio{dir: dir, orderer: orderer, slots: make(chan struct{}, runtime.GOMAXPROCS(0)),
		cells: map[graph.ID]*layout.Cells{}, pages: map[pageKey]*pageCall{}, files: map[fileKey]File{}}
}

// most bounds what is remembered: eleven chains, three kinds, two languages at some revisions.
const most = 200

// Draw returns a drawing as a file. graph.CodeUsage for an unknown kind, format or language, graph.CodeNotFound for an
// unknown chain.
func (s *Studio) Draw(ctx context.Context, f *analysis.Findings, r Request) (File, error) {
	if err := r.check(); err != nil {
		return File{}, err
	}
	key := fileKey{r.key(f), r.Format, r.Grey, r.Clear, r.Page}
	s.mu.Lock()
	file, known := s.files[key]
	s.mu.Unlock()
	if known {
		return file, nil
	}
	pages, err := s.Pages(ctx, f, r)
	if err != nil {
		return File{}, err
	}
	if file, err = paint(pages, r); err != nil {
		return File{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	forget(s.files)
	s.files[key] = file
	return file, nil
}

func (r Request) check() error {
	for _, c := range []struct {
		what, value string
		among       []string
	}{{"kind", r.Kind, Kinds}, {"format", r.Format, Formats}, {"language", r.Lang, []string{"zh", "en"}}} {
		if !contains(c.among, c.value) {
			return &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("there is no %s %q of a diagram", c.what, c.value), Fix: "use one of " + strings.Join(c.among, ", ")}
		}
	}
	if r.Chain == "" && r.Kind != "layout" {
		return &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("a %s diagram is of one chain and none is named", r.Kind), Fix: "name a chain"}
	}
	if compares := r.Kind == "changes"; compares != (r.From != nil) {
		if compares {
			return &graph.Error{Code: graph.CodeUsage, Message: "a diagram of changes compares two moments and only one is named", Fix: "say from which date or revision on"}
		}
		return &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("a %s diagram compares nothing", r.Kind), Fix: "leave out from which date on"}
	}
	return nil
}

func contains(list []string, value string) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return false
}

// Pages returns the scene of a drawing. Many who ask for one drawing wait for one search.
func (s *Studio) Pages(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	key := r.key(f)
	for {
		s.mu.Lock()
		call, known := s.pages[key]
		if !known {
			call = &pageCall{done: make(chan struct{})}
			forget(s.pages)
			s.pages[key] = call
		}
		s.mu.Unlock()
		if !known {
			return s.lead(ctx, f, r, key, call)
		}
		select {
		case <-call.done:
			if call.err == nil || !errors.Is(call.err, context.Canceled) && !errors.Is(call.err, context.DeadlineExceeded) {
				return call.pages, call.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// lead draws for all who wait for a call. After an error, or a panic, the next one who asks tries again.
func (s *Studio) lead(ctx context.Context, f *analysis.Findings, r Request, key pageKey, call *pageCall) ([]scene.Page, error) {
	call.err = errors.New("the drawing failed")
	defer func() {
		if call.err != nil {
			s.mu.Lock()
			delete(s.pages, key)
			s.mu.Unlock()
		}
		close(call.done)
	}()
	call.pages, call.err = s.arrange(ctx, f, r)
	return call.pages, call.err
}

// forget makes room when too much is remembered. What is dropped is only drawn again.
func forget[K comparable, V any](m map[K]V) {
	for k := range m {
		if len(m) < most {
			return
		}
		delete(m, k)
	}
}

func (s *Studio) arrange(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if draw := plain[r.Kind]; draw != nil {
		return draw(f, r)
	}
	return s.structure(ctx, f, r)
}

// structure arranges the technology structure with the cells of its last drawing, and keeps the new ones.
func (s *Studio) structure(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	content, err := diagram.NewStructure(f, r.Chain, diagram.Options{Lang: r.Lang})
	if err != nil {
		return nil, err
	}
	drawing, err := layout.Structure(ctx, content, layout.StructureOptions{Old: s.recall(r.Chain), Orderer: s.orderer})
	if err != nil {
		return nil, err
	}
	if drawing.Cells != nil {
		s.keep(r.Chain, drawing.Cells)
	}
	return drawing.Pages, nil
}

// Prepare draws every chain in both languages, so that nobody waits for a new revision. It stops with the context.
func (s *Studio) Prepare(ctx context.Context, f *analysis.Findings) {
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			if _, err := s.Draw(ctx, f, Request{Kind: "structure", Chain: c.Node.ID, Lang: lang, Format: "svg"}); err != nil {
				if ctx.Err() == nil {
					slog.Warn("drawing not prepared", "chain", c.Node.ID, "error", err)
				}
				return
			}
		}
	}
}

// recall returns the cells of the chain's last drawing, from memory or the folder; nil when there are none.
func (s *Studio) recall(chain graph.ID) *layout.Cells {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.cells[chain]; c != nil || s.dir == "" {
		return c
	}
	data, err := os.ReadFile(s.path(chain))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			slog.Warn("cells of a drawing cannot be read, it is arranged anew", "chain", chain, "error", err)
		}
		return nil
	}
	var c layout.Cells
	if err := json.Unmarshal(data, &c); err != nil {
		slog.Warn("cells of a drawing are damaged, it is arranged anew", "chain", chain, "error", err)
		return nil
	}
	s.cells[chain] = &c
	return &c
}

// keep remembers cells. A folder that cannot be written costs stability after a restart, not the drawing.
func (s *Studio) keep(chain graph.ID, c *layout.Cells) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cells[chain] = c
	if s.dir == "" {
		return
	}
	data, err := json.Marshal(c)
	if err == nil {
		err = writeWhole(s.path(chain), data)
	}
	if err != nil {
		slog.Warn("cells of a drawing cannot be kept", "chain", chain, "error", err)
	}
}

func (s *Studio) path(chain graph.ID) string {
	return filepath.Join(s.dir, "structure-"+strings.ReplaceAll(chain.Key(), "/", "-")+".json")
}

// writeWhole writes a file so that a reader never sees half of it.
func writeWhole(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp := path + ".new"
	if err := os.WriteFile(temp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// paint turns pages into a file.
func paint(pages []scene.Page, r Request) (File, error) {
	of := "city"
	if r.Chain != "" {
		of = r.Chain.Key()
	}
	file := File{Pages: len(pages), Name: r.Kind + "-" + of + "-" + r.Lang + "." + r.Format}
	var b bytes.Buffer
	switch r.Format {
	case "svg":
		file.Type = "image/svg+xml"
		number := max(1, r.Page)
		if number > len(pages) {
			return File{}, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("the drawing has %d page(s), not %d", len(pages), number), Fix: "ask for a lower page"}
		}
		if err := render.SVG(&b, pages[number-1], render.SVGOptions{Grey: r.Grey, Transparent: r.Clear}); err != nil {
			return File{}, err
		}
	case "json":
		file.Type = "application/json"
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(pages); err != nil {
			return File{}, err
		}
	}
	sum := sha256.Sum256(b.Bytes())
	file.Data, file.ETag = b.Bytes(), `"`+hex.EncodeToString(sum[:12])+`"`
	return file, nil
}
