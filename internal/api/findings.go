package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// most findings kept: the head and some old revisions that people look at.
const most = 8

// Now analyses the graph as it stands.
func (s *Server) Now(ctx context.Context) (*analysis.Findings, error) { return s.at(ctx, "") }

// at analyses the graph as of a moment (empty: now), once a revision.
func (s *Server) at(ctx context.Context, asOf Moment) (*analysis.Findings, error) {
	if asOf == "" {
		snapshot, err := s.store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		return s.analysed(snapshot)
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
	if known, ok := s.findings.Get(revision); ok {
		return known, nil
	}
	snapshot, err := s.store.SnapshotAt(ctx, revision)
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.analysed(snapshot)
}

// stood is the store as it was when findings were of the newest revision.
func (s *Server) stood(ctx context.Context, f *analysis.Findings) (*store.Store, error) {
	return s.store.At(ctx, f.Snapshot.Revision)
}

// storeAt is the store as it was at a moment; empty is now.
func (s *Server) storeAt(ctx context.Context, asOf Moment) (*store.Store, error) {
	if asOf == "" {
		return s.store, nil
	}
	revision, err := s.store.Resolve(ctx, string(asOf))
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.store.At(ctx, revision)
}

func (s *Server) analysed(snapshot *graph.Snapshot) (*analysis.Findings, error) {
	if f, ok := s.findings.Get(snapshot.Revision); ok {
		return f, nil
	}
	f, err := s.desk.Findings(snapshot)
	if err != nil {
		return nil, err
	}
	s.findings.Add(snapshot.Revision, f)
	return f, nil
}
