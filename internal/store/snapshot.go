package store

import (
	"cmp"
	"context"
	"time"

	"chainchief/graph"
)

// standingAt is the working graph as it stood after a change set.
type standingAt struct {
	set      ChangeSet
	snapshot *graph.Snapshot
}

// Snapshot returns the working graph at the head. It is read once a revision and shared: whole the first time, and then
// by what was written since.
func (s *Store) Snapshot(ctx context.Context) (*graph.Snapshot, error) {
	head, err := s.driver.Head(ctx)
	if err != nil {
		return nil, wrap("read the head", err)
	}
	if now := s.current.Load(); now != nil && now.set == head {
		return now.snapshot, nil
	}
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return nil, wrap("wait for the graph", ctx.Err())
	}
	if head, err = s.driver.Head(ctx); err != nil { // others may have read on meanwhile
		return nil, wrap("read the head", err)
	}
	now := s.current.Load()
	if now != nil && now.set == head {
		return now.snapshot, nil
	}
	if now != nil {
		if now, err = s.advanced(ctx, now, head); err != nil {
			return nil, err
		}
	}
	if now == nil {
		nodes, relations, head, err := s.driver.Graph(ctx)
		if err != nil {
			return nil, wrap("read the graph", err)
		}
		now = &standingAt{head, graph.NewSnapshot(head.Revision, head.Time, nodes, relations)}
	}
	s.current.Store(now)
	return now.snapshot, nil
}

// Await waits until the head is at least a revision, but no longer than within: on a cluster a member may be behind.
func (s *Store) Await(ctx context.Context, revision graph.Revision, within time.Duration) error {
	for until := time.Now().Add(within); ; {
		head, err := s.Head(ctx)
		if err != nil || head.Revision >= revision || time.Now().After(until) {
			return err
		}
		select {
		case <-time.After(awaitStep):
		case <-ctx.Done():
			return wrap("wait for a revision", ctx.Err())
		}
	}
}

// awaitStep is how often one looks whether a revision has come.
const awaitStep = 20 * time.Millisecond

// mostAdvanced bounds, in entries, how far a snapshot is brought up by what was written since; beyond, reading all of
// it takes less.
const mostAdvanced = 20_000

// advanced is the working graph at a head, by what was written since an earlier one; nil when it is to be read whole:
// too much was written, or the store does not go on from there, because another one was put in its place.
func (s *Store) advanced(ctx context.Context, from *standingAt, head ChangeSet) (*standingAt, error) {
	if on, err := s.goesOn(ctx, from.set, head, mostAdvanced); err != nil || !on {
		return nil, err
	}
	stand, notes := map[string]*Thing{}, true
	var moved []graph.ID
	for e, err := range s.entries(ctx, Entries{From: from.set.Revision, To: head.Revision, Working: true}) {
		if err != nil {
			return nil, err
		}
		stand[e.Subject] = e.After
		notes = notes && e.isNote()
		if e.leavesPool() {
			moved = append(moved, e.After.Node.ID)
		}
	}
	relations, err := s.driver.Relations(ctx, nil, moved)
	if err != nil {
		return nil, wrap("read relations", err)
	}
	if len(moved) > 0 { // what hangs on them was read as it stands now: that must still be what stands at the head
		if now, err := s.driver.Head(ctx); err != nil || now != head {
			return nil, wrap("read the head", err)
		}
	}
	snapshot := rewound(from.snapshot, relations, stand, head.Revision, head.Time)
	if notes {
		snapshot.Ground = from.snapshot.Ground
	}
	return &standingAt{head, snapshot}, nil
}

// goesOn tells whether the store leads from a change set to a later head, by most entries at most: not when another
// store was put in its place.
func (s *Store) goesOn(ctx context.Context, from, head ChangeSet, most int) (bool, error) {
	since := int(head.Revision - from.Revision)
	if since <= 0 || since > most {
		return false, nil
	}
	sets, err := s.driver.ChangeSets(ctx, "", head.Revision+1, since+1)
	if err != nil {
		return false, wrap("read the history", err)
	}
	if len(sets) != since+1 || sets[0] != head || sets[since] != from {
		return false, nil
	}
	written := 0
	for _, set := range sets[:since] {
		written += set.Counts.Total()
	}
	return written <= most, nil
}

// isNote tells whether an entry touched only what people note of gaps.
func (e *Entry) isNote() bool {
	t := cmp.Or(e.After, e.Before)
	return t.Node != nil && t.Node.IsNote() || t.Relation != nil && t.Relation.IsNote()
}

// leavesPool tells whether a node went from the pool into the working graph, or back.
func (e *Entry) leavesPool() bool {
	return e.Before != nil && e.After != nil && e.Before.Node != nil && e.Before.Node.Pool != e.After.Node.Pool
}
