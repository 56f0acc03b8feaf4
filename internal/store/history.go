package store

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
)

// SnapshotAt returns the working graph as it stood at a revision. graph.CodeNotFound when there is no such revision.
func (s *Store) SnapshotAt(ctx context.Context, revision graph.Revision) (*graph.Snapshot, error) {
	head, err := s.Snapshot(ctx)
	if err != nil || head.Revision == revision {
		return head, err
	}
	set, err := s.ChangeSet(ctx, revision)
	if err != nil {
		return nil, err
	}
	stood, moved, err := s.stoodAt(ctx, revision, head.Revision, true)
	if err == nil && len(moved) > 0 {
		// What hangs on a node that went into the pool, or came out of it, may have changed while it was there.
		stood, moved, err = s.stoodAt(ctx, revision, head.Revision, false)
	}
	if err != nil {
		return nil, err
	}
	relations, err := s.driver.Relations(ctx, nil, moved)
	if err != nil {
		return nil, wrap("read relations", err)
	}
	return rewound(head, relations, stood, revision, set.Time), nil
}

// stoodAt returns what stood at a revision in the place of everything that later ones touched, nil for nothing, and the
// nodes that went between pool and working graph. working leaves out what only touched the pool.
func (s *Store) stoodAt(
	ctx context.Context,
	revision, head graph.Revision,
	working bool,
) (stood map[string]*Thing, moved []graph.ID, err error) {
	stood = map[string]*Thing{}
	for e, err := range s.entries(ctx, Entries{From: revision, To: head, Working: working}) {
		if err != nil {
			return nil, nil, err
		}
		if _, known := stood[e.Subject]; !known {
			stood[e.Subject] = e.Before
		}
		if e.leavesPool() {
			moved = append(moved, e.After.Node.ID)
		}
	}
	return stood, moved, nil
}

// rewound lays what stood over the head and over further relations; NewSnapshot leaves out what is not of the working
// graph.
func rewound(
	head *graph.Snapshot,
	further []graph.Relation,
	stood map[string]*Thing,
	revision graph.Revision,
	at time.Time,
) *graph.Snapshot {
	nodes := make([]graph.Node, 0, len(head.Nodes())+len(stood))
	for _, n := range head.Nodes() {
		if _, touched := stood[string(n.ID)]; !touched {
			nodes = append(nodes, n)
		}
	}
	tails := map[string]bool{} // of the relations that were touched: to write the subject of every relation takes long
	for subject := range stood {
		if tail, _, relation := strings.Cut(subject, " -"); relation {
			tails[tail] = true
		}
	}
	relations := make([]graph.Relation, 0, len(head.Relations())+len(further)+len(stood))
	untouched := func(list []graph.Relation) {
		for _, r := range list {
			if tails[string(r.From)] {
				if _, touched := stood[r.String()]; touched {
					continue
				}
			}
			relations = append(relations, r)
		}
	}
	untouched(head.Relations())
	untouched(slices.DeleteFunc(further, func(r graph.Relation) bool { // those between nodes that were there the head has
		return head.Node(r.From) != nil && head.Node(r.To) != nil
	}))
	for _, t := range stood {
		if t != nil && t.Node != nil {
			nodes = append(nodes, *t.Node)
		} else if t != nil {
			relations = append(relations, *t.Relation)
		}
	}
	return graph.NewSnapshot(revision, at, nodes, relations)
}

// ChangeSet returns one revision; graph.CodeNotFound when it does not exist.
func (s *Store) ChangeSet(ctx context.Context, revision graph.Revision) (ChangeSet, error) {
	sets, err := s.driver.ChangeSets(ctx, "", revision+1, 1)
	if err != nil {
		return ChangeSet{}, wrap("read the history", err)
	}
	if len(sets) == 0 || sets[0].Revision != revision {
		return ChangeSet{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no revision %d", revision),
			Fix:     "see the history for the revisions",
		}
	}
	return sets[0], nil
}

// RevisionAt returns the revision that stood at the end of a moment; 0 when the store was still empty. Times grow with
// the revisions, so it halves.
func (s *Store) RevisionAt(ctx context.Context, at time.Time) (graph.Revision, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return 0, err
	}
	later := func(n int) bool { // whether revision n+1 was made later; an error ends all
		if err != nil {
			return true
		}
		var set ChangeSet
		set, err = s.ChangeSet(ctx, graph.Revision(n+1))
		return set.Time.After(at)
	}
	found := sort.Search(int(head.Revision), later)
	return graph.Revision(found), err
}

// History returns change sets, newest first, older than before (0: all); with a node only those that
// touched the node itself.
func (s *Store) History(ctx context.Context, node graph.ID, before graph.Revision, limit int) ([]ChangeSet, error) {
	sets, err := s.driver.ChangeSets(ctx, string(node), before, limit)
	return sets, wrap("read the history", err)
}

// Entries returns what one revision did, nodes first, by subject; at most limit entries, 0 for all. The change set has
// their number.
func (s *Store) Entries(ctx context.Context, revision graph.Revision, limit int) ([]Entry, error) {
	if _, err := s.ChangeSet(ctx, revision); err != nil {
		return nil, err
	}
	return s.collect(ctx, Entries{From: revision - 1, To: revision}, limit)
}

// NodeEntries returns everything that happened to a node, oldest first.
func (s *Store) NodeEntries(ctx context.Context, id graph.ID) ([]Entry, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	return s.collect(ctx, Entries{To: head.Revision, Subject: string(id)}, 0)
}

// EntriesSince gives what the revisions after from did, up to to, oldest first.
func (s *Store) EntriesSince(ctx context.Context, from, to graph.Revision) iter.Seq2[Entry, error] {
	return s.entries(ctx, Entries{From: from, To: to})
}

// entries gives the driver's entries, its errors with what they mean.
func (s *Store) entries(ctx context.Context, q Entries) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for e, err := range s.driver.Entries(ctx, q) {
			if !yield(e, wrap("read the history", err)) {
				return
			}
		}
	}
}

// RelationEntries returns everything that happened to a relation, oldest first.
func (s *Store) RelationEntries(ctx context.Context, key graph.RelationKey) ([]Entry, error) {
	return s.NodeEntries(ctx, graph.ID(key.String()))
}

func (s *Store) collect(ctx context.Context, q Entries, limit int) (out []Entry, err error) {
	for e, err := range s.entries(ctx, q) {
		if err != nil {
			return nil, err
		}
		if out = append(out, e); len(out) == limit {
			break
		}
	}
	return out, nil
}

// Diff returns the net effect between two revisions on the working graph: for each subject what stood at from and at
// to, nodes first, by subject. Swapping the two swaps before and after. What only touched the pool is left out.
func (s *Store) Diff(ctx context.Context, from, to graph.Revision) ([]Entry, error) {
	low, high := min(from, to), max(from, to)
	for _, revision := range []graph.Revision{low, high} {
		if revision == 0 {
			continue
		}
		if _, err := s.ChangeSet(ctx, revision); err != nil {
			return nil, err
		}
	}
	net := map[string]*Entry{}
	for e, err := range s.entries(ctx, Entries{From: low, To: high, Working: true}) {
		if err != nil {
			return nil, err
		}
		if known := net[e.Subject]; known != nil {
			known.After, known.Revision = e.After, e.Revision
			continue
		}
		net[e.Subject] = &e
	}
	var out []Entry
	for _, e := range net {
		if !sameThing(e.Before, e.After) {
			if from > to {
				e.Before, e.After = e.After, e.Before
			}
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(relationLast(a), relationLast(b)), cmp.Compare(a.Subject, b.Subject))
	})
	return out, nil
}

func relationLast(e Entry) int {
	if strings.Contains(e.Subject, "-> ") {
		return 1
	}
	return 0
}

func sameThing(a, b *Thing) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.Node != nil:
		return b.Node != nil && a.Node.Equal(*b.Node)
	}
	return b.Relation != nil && a.Relation.Equal(*b.Relation)
}

// Resolve turns what people write for a moment into a revision: "r12" is always a revision, and so is "12" where there
// is one of that number; else four digits are a year. A date is the end of that day ("2026-11-01"), month or year in
// graph.Zone; an RFC 3339 time is itself. graph.CodeUsage for anything else, graph.CodeNotFound when there is no such
// revision or the store was still empty then.
func (s *Store) Resolve(ctx context.Context, moment string) (graph.Revision, error) {
	revision, err := s.resolve(ctx, moment)
	if err == nil && revision == 0 {
		return 0, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("the store was still empty on %s", moment),
			Fix:     "choose a later date",
		}
	}
	return revision, err
}

// Begin is Resolve for the beginning of a comparison: when the store was still empty at that moment it is the first
// revision, and early says so.
func (s *Store) Begin(ctx context.Context, moment string) (revision graph.Revision, early bool, err error) {
	revision, err = s.resolve(ctx, moment)
	if err != nil || revision > 0 {
		return revision, false, err
	}
	_, err = s.ChangeSet(ctx, 1)
	return 1, true, err
}

// resolve is Resolve, 0 for a moment at which the store was still empty.
func (s *Store) resolve(ctx context.Context, moment string) (graph.Revision, error) {
	digits, named := strings.CutPrefix(moment, "r")
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		set, err := s.ChangeSet(ctx, graph.Revision(n))
		if err == nil || named || len(digits) != len("2026") || graph.CodeOf(err) != graph.CodeNotFound {
			return set.Revision, err
		}
	}
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		_, until, dateErr := graph.Date(moment).Span()
		if dateErr != nil {
			return 0, &graph.Error{
				Code:    graph.CodeUsage,
				Message: fmt.Sprintf("%q is neither a revision nor a date", moment),
				Fix:     "write 12, r12, 2026-11-01 or 2026-11",
			}
		}
		at = time.Date(until.Year(), until.Month(), until.Day(), 0, 0, 0, 0, graph.Zone).Add(-time.Millisecond)
	}
	return s.RevisionAt(ctx, at)
}
