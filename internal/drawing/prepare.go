package drawing

import (
	"context"
	"log/slog"
	"time"

	"chainchief/internal/analysis"
)

// How long the preparation of a drawing gives way to people who wait for one, and how often it looks whether they still
// do.
const (
	mostPatience = 2 * time.Second
	lookAgain    = 20 * time.Millisecond
)

// Prepare draws every kind of drawing of every chain as SVG in both languages, so that nobody waits for a new revision.
// It draws one after the other, and none while others wait for theirs; it stops with the context.
//
// Not prepared are drawings that compare with a moment which somebody chooses, and those of one of many things, such as
// an enterprise; they take some milliseconds.
func (s *Studio) Prepare(ctx context.Context, f *analysis.Findings) {
	for _, r := range prepared(f) {
		s.giveWay(ctx)
		if ctx.Err() != nil {
			return
		}
		if _, err := s.draw(ctx, f, r); err != nil && ctx.Err() == nil {
			slog.Warn("drawing not prepared", "kind", r.Kind, "chain", r.Chain, "error", err)
		}
		s.forgetPages(r.plain().key(f))
	}
}

// prepared are the drawings that are prepared, what is opened most first: the technology structure in both languages,
// then the other kinds in Chinese, then in English.
func prepared(f *analysis.Findings) []Request {
	var first, zh, en []Request
	for i, kind := range Kinds {
		if !kind.Prepared {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			list := map[string]*[]Request{"zh": &zh, "en": &en}[lang]
			if i == 0 {
				list = &first
			}
			if kind.City {
				*list = append(*list, Request{Kind: kind.Name, Lang: lang, Format: "svg"})
			}
			for _, c := range f.Chains {
				*list = append(*list, Request{Kind: kind.Name, Chain: c.Node.ID, Lang: lang, Format: "svg"})
			}
		}
	}
	return append(append(first, zh...), en...)
}

// giveWay waits while somebody waits for a drawing, but not for ever: under steady load a new revision is prepared too.
func (s *Studio) giveWay(ctx context.Context) {
	until := time.Now().Add(mostPatience)
	for s.asked.Load() > 0 && time.Now().Before(until) {
		select {
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return
		}
	}
}

// forgetPages lets go of the scene behind a prepared file: it takes several times the room of the SVG, and is arranged
// in milliseconds where another format is asked for.
func (s *Studio) forgetPages(key pageKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if call := s.pages[key]; call != nil {
		select {
		case <-call.done:
			delete(s.pages, key)
		default: // another one is at it
		}
	}
}
