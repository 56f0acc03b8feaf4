package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// most findings kept: the head and some old revisions that people look at.
const most = 8

// Now analyses the graph as it stands.
func (s *Server) Now(ctx context.Context) (*analysis.Findings, error) { return s.at(ctx, "") }

// at analyses the graph as of a moment (empty: now), once a revision.
func (s *Server) at(ctx context.Context, asOf string) (*analysis.Findings, error) {
	if asOf == "" {
		snapshot, err := s.store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		return s.analysed(snapshot), nil
	}
	revision, err := s.store.Resolve(ctx, asOf)
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.atRevision(ctx, revision)
}

func (s *Server) atRevision(ctx context.Context, revision graph.Revision) (*analysis.Findings, error) {
	s.mu.Lock()
	known := s.findings[revision]
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	snapshot, err := s.store.SnapshotAt(ctx, revision)
	if err != nil {
		return nil, lacking("revision", err)
	}
	return s.analysed(snapshot), nil
}

func (s *Server) analysed(snapshot *graph.Snapshot) *analysis.Findings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.findings[snapshot.Revision]; f != nil {
		return f
	}
	oldest := snapshot.Revision
	for r := range s.findings {
		oldest = min(oldest, r)
	}
	if len(s.findings) >= most {
		delete(s.findings, oldest)
	}
	f := analysis.Find(snapshot)
	s.findings[snapshot.Revision] = f
	return f
}
