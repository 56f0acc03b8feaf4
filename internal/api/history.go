package api

import (
	"context"
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
type HistoryQuery struct {
	AsOf
	Before int64 `query:"before" minimum:"0" doc:"Only revisions before this one; 0 is all"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// HistoryList is a page of the history; next goes into before.
type HistoryList struct {
	Items    []ChangeSet `json:"items"`
	Next     int64       `json:"next,omitempty" doc:"The before of the next page; missing at the end"`
	Total    int         `json:"total" doc:"Change sets in all"`
	Revision int64       `json:"revision"`
}

// History lists change sets, newest first.
func (s *Server) History(ctx context.Context, q *HistoryQuery) (*HistoryList, error) {
	then, err := s.storeAt(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, err
	}
	head, err := then.Head(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := then.History(ctx, "", graph.Revision(q.Before), q.Limit)
	if err != nil {
		return nil, err
	}
	out := HistoryList{Items: changeSets(sets), Total: int(head.Revision), Revision: int64(head.Revision)}
	if n := len(sets); n > 0 && n == q.Limit && sets[n-1].Revision > 1 {
		out.Next = int64(sets[n-1].Revision)
	}
	return &out, nil
}

func changeSets(sets []store.ChangeSet) []ChangeSet {
	out := []ChangeSet{}
	for _, set := range sets {
		out = append(out, changeSet(set))
	}
	return out
}

func changeSet(set store.ChangeSet) ChangeSet {
	return ChangeSet{
		Revision: int64(set.Revision),
		Time:     set.Time,
		Actor:    set.Actor,
		Reason:   set.Reason,
		Undoes:   int64(set.Undoes),
		Counts:   Counts(set.Counts),
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
	Revision int64 `path:"revision" minimum:"1"`
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
	return &ChangeSetAnswer{changeSet(set), convert(f).changes(entries), set.Counts.Total()}, nil
}

// NodeHistoryQuery asks for the history of a node.
type NodeHistoryQuery struct {
	ByID
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"How many of the newest changes"`
}

// NodeHistory is everything that happened to a node.
type NodeHistory struct {
	Items    []NodeChange `json:"items"`
	Total    int          `json:"total" doc:"Changes in all"`
	Revision int64        `json:"revision"`
}

// NodeChange is a change with its change set.
type NodeChange struct {
	Set    ChangeSet `json:"set"`
	Change Change    `json:"change"`
}

// NodeHistory lists what happened to a node, newest first.
func (s *Server) NodeHistory(ctx context.Context, f *analysis.Findings, q *NodeHistoryQuery) (*NodeHistory, error) {
	id := q.of(graph.KindLink)
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	if _, err := then.Node(ctx, id); err != nil {
		return nil, lacking("node", err)
	}
	sets, err := then.History(ctx, id, 0, q.Limit)
	if err != nil {
		return nil, err
	}
	entries, err := then.NodeEntries(ctx, id)
	if err != nil {
		return nil, err
	}
	bySet := map[graph.Revision]store.Entry{}
	for _, e := range entries {
		bySet[e.Revision] = e
	}
	out := NodeHistory{Items: []NodeChange{}, Total: len(entries), Revision: int64(f.Snapshot.Revision)}
	for _, set := range sets {
		for _, change := range convert(f).changes([]store.Entry{bySet[set.Revision]}) {
			out.Items = append(out.Items, NodeChange{changeSet(set), change})
		}
	}
	return &out, nil
}
