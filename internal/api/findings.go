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

func (s *Server) analysed(snapshot *graph.Snapshot) (*analysis.Findings, error) {
	s.analysing.Lock() // who comes second takes what the first found
	defer s.analysing.Unlock()
	if f, ok := s.findings.Get(snapshot.Revision); ok {
		return f, nil
	}
	f, err := analysis.Of(snapshot)
	if err != nil {
		return nil, err
	}
	s.findings.Add(snapshot.Revision, f)
	return f, nil
}
