package drawing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/store"
)

// Stamp is for whom a file is made. It is put on what was arranged, and painted, for everybody of one clearance, and is
// itself never remembered.
type Stamp struct {
	content.Maker
	Watermark bool
	// Held are the ETags of the files that the maker has: such a file comes without its data.
	Held string
}

// Draw returns a drawing as a file. graph.CodeUsage for an unknown kind, format or language, graph.CodeNotFound for an
// unknown chain.
func (s *Studio) Draw(ctx context.Context, f *analysis.Findings, r Request) (File, error) {
	s.asked.Add(1)
	defer s.asked.Add(-1)
	stamp := r.Stamp
	r.Stamp = nil
	file, err := s.draw(ctx, f, r)
	if err != nil || stamp == nil {
		return file, err
	}
	return s.stamped(ctx, f, r, file, *stamp)
}

// Trial draws findings of what is not in the store: a preview. Near to what stands, as it will be once it is written,
// but nothing of it is remembered or kept.
func (s *Studio) Trial(ctx context.Context, f *analysis.Findings, r Request) (File, error) {
	s.asked.Add(1)
	defer s.asked.Add(-1)
	trial := &Studio{
		Finder: s.Finder,
		engine: s.engine,
		slots:  s.slots,
		pages:  map[pageKey]*pageCall{},
		files:  map[fileKey]File{},
	}
	if s.Shelves != nil {
		trial.Shelves = onlyRead{s.Shelves}
	}
	return trial.draw(ctx, f, r)
}

// onlyRead are shelves on which nothing is put.
type onlyRead struct{ Shelves }

func (onlyRead) Keep(_ context.Context, i store.Item) (store.Item, error) { return i, nil }

// stamped is a file again with its stamp. When it was made is not part of its ETag: who has it may go on with it.
func (s *Studio) stamped(ctx context.Context, f *analysis.Findings, r Request, file File, stamp Stamp) (File, error) {
	mark := ""
	if stamp.Watermark {
		mark = stamp.Maker.Watermark()
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{
		file.ETag, stamp.Cleared(r.Lang, f.Snapshot), map[bool]string{true: "watermark"}[stamp.Watermark],
	}, "\n")))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	if strings.Contains(stamp.Held, tag) || stamp.Held == "*" {
		file.ETag, file.Data = tag, nil
		return file, nil
	}
	r, err := r.normal(f)
	if err != nil {
		return File{}, err
	}
	call, err := s.arranged(ctx, f, r)
	if err != nil {
		return File{}, err
	}
	leave, err := s.slot(ctx)
	if err != nil {
		return File{}, err
	}
	defer leave()
	pages := slices.Clone(call.pages)
	for n, page := range pages {
		pages[n] = sheet.Stamped(page, stamp.Stamp(page.Lang, f.Snapshot))
		pages[n].Watermark = mark
	}
	out, err := paint(pages, r, f)
	out.ETag, out.Faults = tag, file.Faults
	return out, err
}

// normal is the request without what its kind and format do not know.
func (r Request) normal(f *analysis.Findings) (Request, error) {
	if kind, _ := KindNamed(r.Kind); !OfChain(kind) && r.Of != "" && !strings.Contains(string(r.Of), ":") {
		r.Of = graph.NewID(kind.Subject, string(r.Of)) // a key is enough
	}
	if err := r.check(); err != nil {
		return r, err
	}
	return r.plain().filling(f)
}
