package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// ChangeSet is one revision.
type ChangeSet struct {
	Revision int64     `json:"revision"`
	Time     time.Time `json:"time"`
	Actor    string    `json:"actor"`
	Reason   string    `json:"reason"`
	Undoes   int64     `json:"undoes,omitempty"`
	Counts   Counts    `json:"counts"`
	Withheld bool      `json:"withheld,omitempty" doc:"The reason is left out: it is about what you may not see"`
}

// Counts of a change set or difference.
type Counts struct {
	NodesCreated     int `json:"nodes_created"`
	NodesUpdated     int `json:"nodes_updated"`
	NodesDeleted     int `json:"nodes_deleted"`
	RelationsCreated int `json:"relations_created"`
	RelationsUpdated int `json:"relations_updated"`
	RelationsDeleted int `json:"relations_deleted"`
}

// HistoryQuery asks for a page of the history.
type HistoryQuery struct{ Paged }

// History lists change sets, newest first.
func (s *Server) History(ctx context.Context, q *HistoryQuery) (*List[ChangeSet], error) {
	last, err := q.begin()
	if err != nil {
		return nil, err
	}
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, err
	}
	if ctx, f, err = s.within(ctx, f, q); err != nil {
		return nil, err
	}
	if last.Revision == 0 {
		last = f.Snapshot.Version()
	} else if set, err := s.store.ChangeSet(ctx, last.Revision); err != nil || set.Version() != last {
		return nil, cmp.Or(lacking("revision", err), badCursor())
	}
	before := last.Revision + 1 - graph.Revision(q.offset)
	sets, err := asSeen(ctx, s.store, f).History(ctx, "", before, cmp.Or(q.Limit, int(last.Revision)))
	if err != nil {
		return nil, err
	}
	out := List[ChangeSet]{Items: []ChangeSet{}, Total: int(last.Revision), Revision: int64(last.Revision)}
	for _, set := range sets {
		out.Items = append(out.Items, changeSet(set))
	}
	if end := q.offset + len(sets); len(sets) > 0 && end < int(last.Revision) {
		out.Next = q.next(last, end)
	}
	return &out, nil
}

func changeSet(set store.ChangeSet) ChangeSet {
	return ChangeSet{
		Revision: int64(set.Revision),
		Time:     set.Time,
		Actor:    set.Actor,
		Reason:   set.Reason,
		Undoes:   int64(set.Undoes),
		Counts:   Counts(set.Counts),
		Withheld: set.Withheld,
	}
}

// ChangeSetAnswer is a change set with what it changed.
type ChangeSetAnswer struct {
	ChangeSet
	Changes []Change `json:"changes"`
	Total   int      `json:"total" doc:"Changes in all; the list holds at most 500"`
}

// mostChanges bounds a list of changes on the wire.
const mostChanges = 500

func (s *Server) changeSet(ctx context.Context, f *analysis.Findings, q *struct {
	AsOf
	Revision int64 `path:"revision" minimum:"1" maximum:"999999999999999" doc:"Number of the revision"`
}) (*ChangeSetAnswer, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	set, err := then.ChangeSet(ctx, graph.Revision(q.Revision))
	if err != nil {
		return nil, lacking("revision", err)
	}
	entries, err := then.Entries(ctx, set.Revision, mostChanges)
	if err != nil {
		return nil, err
	}
	if tellsExact(f, nodesOf(entries)...) {
		if err := s.onRecord(ctx, "r"+strconv.FormatInt(q.Revision, 10)); err != nil {
			return nil, err
		}
	}
	return &ChangeSetAnswer{changeSet(set), convert(f).changes(entries), set.Counts.Total()}, nil
}

// NodeHistoryQuery asks for the history of a node.
type NodeHistoryQuery struct{ PagedByID }

// NodeChange is a change with its change set.
type NodeChange struct {
	Set    ChangeSet `json:"set"`
	Change Change    `json:"change"`
}

// NodeHistory lists what happened to a node, newest first.
func (s *Server) NodeHistory(
	ctx context.Context,
	f *analysis.Findings,
	q *NodeHistoryQuery,
) (*List[NodeChange], error) {
	id := q.of(graph.KindLink)
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	if _, err := then.Node(ctx, id); err != nil {
		return nil, lacking("node", err)
	}
	entries, err := then.NodeEntries(ctx, id)
	if err != nil {
		return nil, err
	}
	if tellsExact(f, f.Snapshot.Node(id)) {
		if err := s.onRecord(ctx, string(id)); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(entries, func(a, b store.Entry) int { return cmp.Compare(b.Revision, a.Revision) })
	sets, err := then.History(ctx, id, 0, q.offset+cmp.Or(q.Limit, len(entries)))
	if err != nil {
		return nil, err
	}
	byRevision := map[graph.Revision]store.ChangeSet{}
	for _, set := range sets {
		byRevision[set.Revision] = set
	}
	return page(f.Snapshot, entries, &q.Pages, func(e store.Entry) NodeChange {
		return NodeChange{changeSet(byRevision[e.Revision]), convert(f).change(e)}
	}), nil
}
