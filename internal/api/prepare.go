package api

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
)

// lookEvery is how often Prepare looks for a new revision: other processes write to the store too.
const lookEvery = 2 * time.Second

// Prepare draws what people will ask for first, and again whenever a revision lands. It returns when the context ends.
func (s *Server) Prepare(ctx context.Context) {
	ctx = access.With(ctx, access.Alone)
	prepared, away := graph.Version{Revision: -1}, false
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for ctx.Err() == nil {
		f, err := s.at(ctx, "")
		switch {
		case err != nil && !away:
			slog.Warn("drawings are not prepared", "error", err)
		case err == nil && f.Snapshot.Version() != prepared:
			if f.Snapshot.Revision <= prepared.Revision { // it is another store
				s.studio.Forget()
			}
			s.prepare(ctx, f)
			prepared = f.Snapshot.Version()
			debug.FreeOSMemory() // a search takes much more than what it leaves
		}
		away = err != nil
		select {
		case <-look.C:
		case <-ctx.Done():
		}
	}
}

// prepare works ahead for a revision. What panics here would end the server, with everybody who asks for something
// else; who asks for the thing itself gets an error.
func (s *Server) prepare(ctx context.Context, f *analysis.Findings) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic while preparing", "revision", f.Snapshot.Revision, "value", p, "stack", string(debug.Stack()))
		}
	}()
	if err := s.finder.Prepare(ctx); err != nil {
		slog.Warn("candidates are not prepared", "error", err)
	}
	s.studio.Prepare(ctx, f)
	s.prepareCandidates(ctx, f)
}

// prepareCandidates looks for the candidates of every gap; the finder keeps them. It stops with the context.
func (s *Server) prepareCandidates(ctx context.Context, f *analysis.Findings) {
	for _, g := range f.Gaps {
		if _, err := s.finder.Found(ctx, f.Snapshot, g.Link.Node.ID); err != nil {
			if ctx.Err() == nil {
				slog.Warn("candidates are not prepared", "gap", g.ID, "error", err)
			}
			return
		}
	}
}
