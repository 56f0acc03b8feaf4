package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// Difference is what changed between two revisions.
type Difference struct {
	From    int64      `json:"from"`
	To      int64      `json:"to"`
	Counts  Counts     `json:"counts"`
	States  []Movement `json:"states" doc:"Links whose state changed"`
	Changes []Change   `json:"changes"`
}

type diffQuery struct {
	From  Moment `query:"from" required:"true" doc:"Revision or date" example:"r1"`
	To    Moment `query:"to" doc:"Revision or date; without it, now"`
	Chain string `query:"chain" maxLength:"200" doc:"Only this chain: its links and what belongs to them"`
}

// DifferenceAnswer is a difference; changes holds at most 500 of total.
type DifferenceAnswer struct {
	Difference
	Total    int   `json:"total"`
	Revision int64 `json:"revision"`
}

func (s *Server) diff(ctx context.Context, q *diffQuery) (*DifferenceAnswer, error) {
	from, err := s.at(ctx, q.From)
	if err != nil {
		return nil, err
	}
	to, err := s.at(ctx, q.To)
	if err != nil {
		return nil, err
	}
	only, err := onlyChain(to, q.Chain)
	if err != nil {
		return nil, err
	}
	entries, err := s.store.Diff(ctx, from.Snapshot.Revision, to.Snapshot.Revision)
	if err != nil {
		return nil, err
	}
	if only != nil {
		entries = keep(entries, func(e store.Entry) bool {
			return concerns(to, e, only) || concerns(from, e, from.Chain(only.Node.ID))
		})
	}
	out := DifferenceAnswer{
		Difference: Difference{
			From:    int64(from.Snapshot.Revision),
			To:      int64(to.Snapshot.Revision),
			Counts:  Counts(store.Count(entries)),
			States:  []Movement{},
			Changes: convert(to).changes(entries),
		},
		Total:    len(entries),
		Revision: int64(to.Snapshot.Revision),
	}
	for _, x := range to.Chains {
		if only == nil || x == only {
			out.States = append(out.States, movement(x, from)...)
		}
	}
	return &out, nil
}

// concerns tells whether an entry is about a chain: the chain itself, its links and gaps, and what is tied to them.
func concerns(f *analysis.Findings, e store.Entry, x *analysis.Chain) bool {
	if x == nil {
		return false
	}
	of := func(id graph.ID) bool {
		is := func(l *analysis.Link) bool { return l.Node.ID == id || analysis.GapID(l.Node.ID) == id }
		if id == x.Node.ID || slices.ContainsFunc(x.Links, is) {
			return true
		}
		return slices.ContainsFunc(f.Snapshot.Out(id, graph.OperatesIn), func(r *graph.Relation) bool {
			l := f.Link(r.To)
			return l != nil && l.Chain == x
		})
	}
	for _, t := range []*store.Thing{e.Before, e.After} {
		if t != nil && t.Node != nil && of(t.Node.ID) ||
			t != nil && t.Relation != nil && (of(t.Relation.From) || of(t.Relation.To)) {
			return true
		}
	}
	return false
}
