package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// most findings kept: the head for each clearance, and some old revisions that people look at.
const most = 12

// edition is which findings are kept: those of a version, as a clearance sees it.
type edition struct {
	graph.Version
	graph.Clearance
}

// Now analyses the graph as it stands.
func (s *Server) Now(ctx context.Context) (*analysis.Findings, error) { return s.at(ctx, "") }

// at analyses the graph as of a moment (empty: now), once a version.
func (s *Server) at(ctx context.Context, asOf Moment) (*analysis.Findings, error) {
	if asOf == "" {
		snapshot, err := s.store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		return s.analysed(ctx, snapshot)
	}
	revision, err := s.store.Resolve(ctx, string(asOf))
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.atRevision(ctx, revision)
}

// since analyses the graph at the beginning of a comparison; early says that the moment lies before the first revision,
// which stands for it then.
func (s *Server) since(ctx context.Context, moment Moment) (f *analysis.Findings, early bool, err error) {
	revision, early, err := s.store.Begin(ctx, string(moment))
	if err != nil {
		return nil, false, lacking("revision", err)
	}
	f, err = s.atRevision(ctx, revision)
	return f, early, err
}

func (s *Server) atRevision(ctx context.Context, revision graph.Revision) (*analysis.Findings, error) {
	set, err := s.store.ChangeSet(ctx, revision)
	if err != nil {
		return nil, lacking("revision", err)
	}
	if known, ok := s.findings.Get(edition{set.Version(), access.Of(ctx).Clearance()}); ok {
		return known, nil
	}
	snapshot, err := s.store.SnapshotAt(ctx, revision)
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.analysed(ctx, snapshot)
}

// stood is the store as it was when findings were of the newest revision, as who asks may see it.
func (s *Server) stood(ctx context.Context, f *analysis.Findings) (*store.Store, error) {
	then, err := s.store.At(ctx, f.Snapshot.Revision)
	if err != nil {
		return nil, err
	}
	return asSeen(ctx, then, f), nil
}

// asSeen is a store as findings see the graph, and who asks.
func asSeen(ctx context.Context, s *store.Store, f *analysis.Findings) *store.Store {
	sight := sightOf(ctx, f)
	if sight.All() {
		return s
	}
	return s.Seen(sight)
}

// sightOf is what of single things is seen by who asks.
func sightOf(ctx context.Context, f *analysis.Findings) access.Sight {
	return access.SightOf(f.Snapshot, f.Snapshot.Clearance).Within(scopeOf(ctx))
}

// analysed are the findings of a snapshot as who asks may see it.
func (s *Server) analysed(ctx context.Context, snapshot *graph.Snapshot) (*analysis.Findings, error) {
	key := edition{snapshot.Version(), access.Of(ctx).Clearance()}
	if f, ok := s.findings.Get(key); ok {
		return f, nil
	}
	f, err := s.desk.Findings(access.View(snapshot, key.Clearance))
	if err != nil {
		return nil, err
	}
	s.findings.Add(key, f)
	return f, nil
}
