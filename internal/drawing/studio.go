// Package drawing composes the steps from findings to a file: content, layout, scene, painter. It keeps in the store
// where cards stand, so that a drawing hardly moves when the chain hardly changes and is the same whoever draws it, and
// remembers the files already drawn.
package drawing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/structure"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// Formats and papers that exist.
var (
	Formats = []string{"svg", "png", "pdf", "pptx", "json"}
	Papers  = []string{"16:9", "a4", "a3"}
)

// MostScale is the largest scale of a PNG.
const MostScale = 4

// Request says which drawing is wanted. What a format does not know is left aside.
type Request struct {
	Kind     string         // the name of one of Kinds
	Chain    graph.ID       // empty: all chains of the city, or, of an enterprise, the chain that it is known for
	Of       graph.ID       // what the drawing is of, for the kinds that are not of a chain
	Lang     string         // zh or en
	Stage    string         // only links of this stage, a code of graph.Stages; for the kinds that take Links
	OnlyGaps bool           // only links that are missing, weak, outside, a chokepoint or blocked
	Detail   diagram.Detail // empty and Full are the same
	Format   string         // one of Formats
	Grey     bool           // not json
	Clear    bool           // svg and png: no white ground
	// svg and png: of a drawing that goes over several; 0 is the first. The other formats hold all pages
	Page  int
	Scale int                // png: pixels a unit, 1 to MostScale; 0 is 2, which makes 3200 × 1800 of a standard page
	Paper string             // pdf: one of Papers; empty is 16:9
	Glued bool               // pptx: edges are connectors that stay attached when a card is moved
	Fill  string             // what if: links to take as filled, ids or keys with commas; empty: the first gaps
	From  *analysis.Findings // changes only: the moment to compare with
	Site  string             // pdf and pptx: address before links to pages of this site; empty leaves them out
	Stamp *Stamp             // for whom it is made; nil: for nobody in particular
}

// plain is the request without what its format does not know, so that equal files are painted once.
func (r Request) plain() Request {
	picture, document := r.Format == "svg" || r.Format == "png", r.Format == "pdf" || r.Format == "pptx"
	if r.Detail == diagram.Full {
		r.Detail = ""
	}
	if kind, _ := KindNamed(r.Kind); kind.Subject == graph.KindLink {
		r.Chain = "" // a link is of one chain
	}
	r.Grey = r.Grey && r.Format != "json"
	r.Clear = r.Clear && picture
	r.Glued = r.Glued && r.Format == "pptx"
	r.Page = max(1, r.Page)
	if !picture {
		r.Page = 1
	}
	if r.Scale == 0 {
		r.Scale = 2
	}
	if r.Format != "png" {
		r.Scale = 1
	}
	if r.Paper == "" || r.Format != "pdf" {
		r.Paper = Papers[0]
	}
	if !document {
		r.Site = ""
	}
	return r
}

// File is a finished drawing.
type File struct {
	Data  []byte
	Type  string // media type
	ETag  string // of the content, quoted
	Name  string // for downloads
	Plain string // the same for programs, by kind, id and language: what an old one takes that reads ASCII only

	Pages int // of the drawing that the file is, or is a page of

	// Faults are the rules of a page that the drawing breaks, on any of its pages: something overlaps, is cut or cannot be
	// read. A good drawing has none.
	Faults []check.Violation

	// Missing are the characters that no font has, in order: they stand as 〓. scene.UseFont names a font that has more.
	Missing []rune
}

// Finder finds who could make what a link yields among all enterprises, the pool included.
type Finder interface {
	Found(ctx context.Context, s *graph.Snapshot, link graph.ID) ([]candidate.Found, error)
}

// Studio draws. Safe for concurrent use; it draws as many pages at once as there are cores.
type Studio struct {
	// Finder finds candidates for the drawings that show them; nil: only those of the snapshot. Set it before the first
	// drawing.
	Finder Finder

	// Shelves of the store that is drawn, for the cells of its drawings; nil: each drawing is arranged for itself. Set
	// them before the first drawing.
	Shelves Shelves

	engine Engine // may be nil
	slots  chan struct{}
	asked  atomic.Int32 // drawings that somebody waits for

	mu    sync.Mutex
	pages map[pageKey]*pageCall
	files map[fileKey]File
	bytes int // of all files
}

type pageKey struct {
	version   graph.Version
	clearance graph.Clearance
	kind      string
	chain     graph.ID
	of        graph.ID
	options   content.Options
	from      graph.Version // of revision -1 where nothing is compared
}

func (r Request) key(f *analysis.Findings) pageKey {
	k := pageKey{
		version:   f.Snapshot.Version(),
		clearance: f.Snapshot.Clearance,
		kind:      r.Kind,
		chain:     r.Chain,
		of:        r.Of,
		options:   r.options(),
		from:      graph.Version{Revision: -1},
	}
	if r.From != nil {
		k.from = r.From.Snapshot.Version()
	}
	return k
}

// fileKey is a page key with what the file is like; the request in it points at no findings, which would be kept alive.
type fileKey struct {
	pageKey
	request Request
}

func (r Request) fileKey(f *analysis.Findings) fileKey {
	k := fileKey{r.key(f), r}
	k.request.From = nil
	return k
}

// pageCall is a drawing in the making or made: who comes second waits for the first.
type pageCall struct {
	done   chan struct{}
	pages  []scene.Page
	faults []check.Violation
	err    error
}

// New returns a studio. The engine may be nil.
func New(engine Engine) *Studio {
	return &Studio{
		engine: engine,
		slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
		pages:  map[pageKey]*pageCall{},
		files:  map[fileKey]File{},
	}
}

// What is remembered at most: as files all that is prepared, of two revisions; as scenes, which take more room and
// serve only those who want another format, some of what was drawn.
const (
	mostFiles  = 400
	mostScenes = 80
)

func (s *Studio) draw(ctx context.Context, f *analysis.Findings, r Request) (File, error) {
	r, err := r.normal(f)
	if err != nil {
		return File{}, err
	}
	key := r.fileKey(f)
	if file, known := s.known(key); known {
		return file, nil
	}
	call, err := s.arranged(ctx, f, r)
	if err != nil {
		return File{}, err
	}
	leave, err := s.slot(ctx) // a picture takes longer to paint than to arrange
	if err != nil {
		return File{}, err
	}
	defer leave()
	if file, known := s.known(key); known { // another one has painted it meanwhile
		return file, nil
	}
	file, err := paint(call.pages, r, f)
	if err != nil {
		return File{}, err
	}
	file.Faults = call.faults
	s.remember(key, file)
	return file, nil
}

func (s *Studio) known(key fileKey) (File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, known := s.files[key]
	return file, known
}

// mostBytes bounds the files that are remembered: a large picture has some megabytes.
const mostBytes = 64 << 20

func (s *Studio) remember(key fileKey, file File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(file.Data) - len(s.files[key].Data)
	s.files[key] = file
	for len(s.files) > mostFiles || s.bytes > mostBytes && len(s.files) > 1 { // what is dropped is only painted again
		oldest := fileKey{pageKey: pageKey{version: graph.Version{Millis: math.MaxInt64, Revision: math.MaxInt64}}}
		for k := range s.files {
			if k != key && older(k.version, oldest.version) <= 0 {
				oldest = k
			}
		}
		s.bytes -= len(s.files[oldest].Data)
		delete(s.files, oldest)
	}
}

func older(a, b graph.Version) int {
	return cmp.Or(cmp.Compare(a.Millis, b.Millis), cmp.Compare(a.Revision, b.Revision))
}

// Forget lets go of everything that was drawn, of a store in whose place another one was put.
func (s *Studio) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.pages)
	clear(s.files)
	s.bytes = 0
}

func (r Request) check() error {
	for _, c := range []struct {
		what, field, value string
		among              []string
	}{
		{"kind", "kind", r.Kind, Names(nil)},
		{"format", "format", r.Format, Formats},
		{"language", "lang", r.Lang, []string{"zh", "en"}},
		{"paper", "paper", r.Paper, append([]string{""}, Papers...)},
	} {
		if !slices.Contains(c.among, c.value) {
			return unfit("unknown", c.field, fmt.Sprintf("there is no %s %q of a diagram", c.what, c.value),
				"use one of "+strings.TrimPrefix(strings.Join(c.among, ", "), ", "))
		}
	}
	kind, _ := KindNamed(r.Kind)
	if err := r.checkSubject(kind); err != nil {
		return err
	}
	switch {
	case kind.Compares && r.From == nil:
		return unfit("missing", "from", "a diagram of changes compares two moments and only one is named",
			"say from which date or revision on")
	case !kind.Compares && r.From != nil:
		return unfit("unused", "from", fmt.Sprintf("the %s diagram compares nothing", r.Kind), "leave out from which date on")
	}
	if err := r.checkOptions(kind); err != nil {
		return err
	}
	if r.Scale < 0 || r.Scale > MostScale {
		return unfit("invalid", "scale", fmt.Sprintf("a picture cannot be drawn at scale %d", r.Scale),
			fmt.Sprintf("use a scale from 1 to %d, or PDF, which is sharp at any size", MostScale))
	}
	return nil
}

// checkSubject refuses a drawing of nothing, or of something that its kind is not of.
func (r Request) checkSubject(kind Kind) error {
	subject := strings.ToLower(string(kind.Subject))
	switch other := !OfChain(kind); {
	case other && r.Of == "":
		return unfit(
			"missing",
			"of",
			fmt.Sprintf("the %s diagram is of one %s and none is named", r.Kind, subject),
			"name it by its id",
		)
	case other && graph.NewID(kind.Subject, r.Of.Key()) != r.Of:
		return unfit(
			"invalid",
			"of",
			fmt.Sprintf("the %s diagram is of one %s, not of %q", r.Kind, subject, r.Of),
			"name it by its id",
		)
	case !other && r.Of != "":
		return unfit("unused", "of", fmt.Sprintf("the %s diagram is not of %s", r.Kind, r.Of), "leave it out")
	case r.Chain == "" && !kind.City && !other:
		return unfit(
			"missing",
			"chain",
			fmt.Sprintf("the %s diagram is of one chain and none is named", r.Kind),
			"name a chain",
		)
	}
	return nil
}

// Pages returns the scene of a drawing. Many who ask for one drawing wait for one search.
func (s *Studio) Pages(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	call, err := s.arranged(ctx, f, r)
	if err != nil {
		return nil, err
	}
	return call.pages, nil
}

// arranged is a drawing that stands, made now or remembered.
func (s *Studio) arranged(ctx context.Context, f *analysis.Findings, r Request) (*pageCall, error) {
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
			return call, s.lead(ctx, f, r, key, call)
		}
		select {
		case <-call.done:
			if call.err == nil || !errors.Is(call.err, context.Canceled) && !errors.Is(call.err, context.DeadlineExceeded) {
				return call, call.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// lead draws for all who wait for a call. After an error, or a panic, the next one who asks tries again.
func (s *Studio) lead(ctx context.Context, f *analysis.Findings, r Request, key pageKey, call *pageCall) error {
	call.err = errors.New("the drawing failed")
	defer func() {
		if call.err != nil {
			s.mu.Lock()
			delete(s.pages, key)
			s.mu.Unlock()
		}
		close(call.done)
	}()
	if call.pages, call.err = s.arrange(ctx, f, r); call.err == nil {
		call.faults = faults(r, call.pages)
	}
	return call.err
}

// forget makes room when too much is remembered. What is dropped is only drawn again.
func forget[K comparable, V any](m map[K]V) {
	for k := range m {
		if len(m) < mostScenes {
			return
		}
		delete(m, k)
	}
}

// slot waits until a core is free. leave gives it back.
func (s *Studio) slot(ctx context.Context) (leave func(), err error) {
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Studio) arrange(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	leave, err := s.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	kind, known := KindNamed(r.Kind)
	if !known {
		return nil, fmt.Errorf("there is no kind %q of a drawing", r.Kind)
	}
	if r.Detail == diagram.Leader {
		return kind.leader(ctx, s, f, r)
	}
	return kind.draw(ctx, s, f, r)
}

// drawStructure arranges the technology structure in the cells of its shape. A drawing that leaves links out, or joins
// them, is arranged for itself.
func drawStructure(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	content, err := content.NewStructure(f, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	var drawing structure.Drawing
	if r.filtered() {
		drawing, err = structure.Draw(ctx, content, structure.Options{Orderer: s.engine})
	} else {
		drawing, err = s.inCells(ctx, r.Chain, f.Snapshot.Revision, content)
	}
	if errors.Is(err, structure.ErrTooLarge) {
		return nil, &graph.Error{
			Code: graph.CodeUsage,
			Message: fmt.Sprintf(
				"%d links are too many for a structure diagram, which shows at most %d",
				len(content.Links),
				structure.MostLinks,
			),
			Fix: "draw one stage, only the gaps, or the overview",
			Err: err,
		}
	}
	return drawing.Pages, err
}
