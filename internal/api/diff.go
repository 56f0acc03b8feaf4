package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// Difference is what changed between two revisions.
type Difference struct {
	From    int64      `json:"from"`
	To      int64      `json:"to"`
	Begin   time.Time  `json:"begin" doc:"When from was written"`
	End     time.Time  `json:"end" doc:"When to was written"`
	Early   bool       `json:"early" doc:"What was asked for as from lies before the first revision, which stands for it"`
	Last    *ChangeSet `json:"last,omitempty" doc:"When nothing changed: the newest change until from, if one is near"`
	Counts  Counts     `json:"counts" doc:"Of facts and decisions"`
	States  []Movement `json:"states" doc:"Links whose state changed"`
	Gaps    GapMoves   `json:"gaps"`
	Changes []Change   `json:"changes" doc:"Facts and decisions"`
}

// GapMoves counts what became of gaps at links that are there at both revisions.
type GapMoves struct {
	Opened    int `json:"opened" doc:"By facts"`
	Closed    int `json:"closed" doc:"By facts: the rules no longer derive them"`
	Dismissed int `json:"dismissed" doc:"By people; they are still gaps, not closed"`
	Declared  int `json:"declared" doc:"Said to be closed by people while the rules still derive them"`
	Restored  int `json:"restored" doc:"Put aside before, waiting again"`
}

type diffQuery struct {
	AsOf
	From  Moment `query:"from" required:"true" doc:"Revision or date" example:"r1"`
	To    Moment `query:"to" doc:"Revision or date; without it, the moment of as_of"`
	Chain string `query:"chain" maxLength:"200" doc:"Only this chain: its links and what belongs to them"`
}

// DifferenceAnswer is a difference; changes holds at most 500 of total.
type DifferenceAnswer struct {
	Difference
	Total      int   `json:"total" doc:"Facts and decisions in all"`
	Comments   int   `json:"comments" doc:"Comments, in no other count"`
	Recomputed int   `json:"recomputed" doc:"What the rules wrote anew, in no other count"`
	Revision   int64 `json:"revision"`
}

func (s *Server) diff(ctx context.Context, q *diffQuery) (*DifferenceAnswer, error) {
	from, early, err := s.since(ctx, q.From)
	if err != nil {
		return nil, err
	}
	to, err := s.at(ctx, cmp.Or(q.To, q.AsOf.AsOf))
	if err != nil {
		return nil, err
	}
	if ctx, to, err = s.within(ctx, to, q); err != nil {
		return nil, err
	}
	only, err := onlyChain(to, q.Chain)
	if err != nil {
		return nil, err
	}
	now := asSeen(ctx, s.store, to)
	entries, err := now.Diff(ctx, from.Snapshot.Revision, to.Snapshot.Revision)
	if err != nil {
		return nil, err
	}
	if only != nil {
		entries = keep(entries, func(e store.Entry) bool {
			return concerns(to, e, only) || concerns(from, e, from.Chain(only.Node.ID))
		})
	}
	out := DifferenceAnswer{Revision: int64(to.Snapshot.Revision)}
	entries = keep(entries, func(e store.Entry) bool {
		switch groupOf(e) {
		case changedComment:
			if e.After == nil && e.Before.Relation != nil || e.After != nil && e.After.Relation != nil {
				out.Comments++ // once, by what it is about
			}
			return false
		case changedRecord:
			out.Recomputed++
			return false
		}
		return true
	})
	out.Total, out.Difference = len(entries), Difference{
		From:    int64(from.Snapshot.Revision),
		To:      int64(to.Snapshot.Revision),
		Begin:   from.Snapshot.Time,
		End:     to.Snapshot.Time,
		Early:   early,
		Counts:  Counts(store.Count(entries)),
		States:  []Movement{},
		Gaps:    gapMoves(from, to, only, scopeOf(ctx)),
		Changes: convert(to).changes(entries),
	}
	if tellsExact(to, nodesOf(entries)...) {
		if err := s.onRecord(ctx, fmt.Sprintf("r%d – r%d", out.From, out.To)); err != nil {
			return nil, err
		}
	}
	if err := sign(ctx, now, out.Changes, entries); err != nil {
		return nil, err
	}
	for _, x := range to.Chains {
		if (only == nil || x == only) && inScope(x, scopeOf(ctx)) {
			out.States = append(out.States, movement(x, from)...)
		}
	}
	if out.Total == 0 {
		out.Last, err = lastChange(ctx, now, from, q.Chain)
	}
	return &out, err
}

// mostLooked bounds how far back the last change of a chain is looked for: in change sets, and in what one did.
const mostLooked = 200

// lastChange is the newest change set until a moment that concerned a chain, or anything; nil when none is near.
func lastChange(
	ctx context.Context,
	s *store.Store,
	f *analysis.Findings,
	chain string,
) (*ChangeSet, error) {
	sets, err := s.History(ctx, "", f.Snapshot.Revision+1, mostLooked)
	if err != nil {
		return nil, err
	}
	only, _ := onlyChain(f, chain) // a chain that was not there yet had no change
	for _, set := range sets {
		entries, err := s.Entries(ctx, set.Revision, mostLooked)
		if err != nil {
			return nil, err
		}
		if chain == "" || slices.ContainsFunc(entries, func(e store.Entry) bool { return concerns(f, e, only) }) {
			out := changeSet(set)
			return &out, nil
		}
	}
	return nil, nil
}

// sign says who made the decisions among changes: the last who wrote one, not the system that recomputed the rest.
func sign(ctx context.Context, s *store.Store, changes []Change, entries []store.Entry) error {
	actors := map[graph.Revision]string{}
	for i := range changes {
		if changes[i].Group != changedDecision {
			continue
		}
		e := entries[i]
		history, err := entriesOf(ctx, s, e)
		if err != nil {
			return err
		}
		at := e.Revision
		for _, h := range history {
			if h.Revision <= e.Revision && groupOf(h) == changedDecision {
				at = h.Revision
			}
		}
		if actors[at] == "" {
			set, err := s.ChangeSet(ctx, at)
			if err != nil {
				return err
			}
			actors[at] = set.Actor
		}
		changes[i].By = actors[at]
	}
	return nil
}

// entriesOf are all entries of what an entry is about, oldest first.
func entriesOf(ctx context.Context, s *store.Store, e store.Entry) ([]store.Entry, error) {
	of := e.After
	if of == nil {
		of = e.Before
	}
	if of.Node != nil {
		return s.NodeEntries(ctx, of.Node.ID)
	}
	return s.RelationEntries(ctx, of.Relation.RelationKey)
}

// gapMoves counts what became of the gaps of a chain, or of all.
func gapMoves(from, to *analysis.Findings, only *analysis.Chain, scope access.Scope) GapMoves {
	var out GapMoves
	for _, x := range to.Chains {
		if only != nil && x != only || scope.Hides(x.Node.ID) {
			continue
		}
		for _, l := range x.Links {
			m := analysis.MoveOfGap(from, to, l.Node.ID)
			for _, c := range []struct {
				is bool
				n  *int
			}{{m.Opened, &out.Opened}, {m.Closed, &out.Closed}, {m.Aside == graph.GapDismissed, &out.Dismissed},
				{m.Aside == graph.GapClosed, &out.Declared}, {m.Aside == graph.GapProposed, &out.Restored}} {
				if c.is {
					*c.n++
				}
			}
		}
	}
	return out
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
