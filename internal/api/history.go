package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

type historyQuery struct {
	Before int64 `query:"before" minimum:"0" doc:"Only revisions older than this; 0 is all"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// HistoryList is a page of the history; next goes into before.
type HistoryList struct {
	Items    []ChangeSet `json:"items"`
	Next     int64       `json:"next,omitempty" doc:"Value of before for the next page; missing at the end"`
	Total    int         `json:"total" doc:"Change sets in all"`
	Revision int64       `json:"revision"`
}

func (s *Server) history(ctx context.Context, q *historyQuery) (*Answer[HistoryList], error) {
	head, err := s.store.Head(ctx)
	if err != nil {
		return nil, answer(err, "revision")
	}
	sets, err := s.store.History(ctx, "", graph.Revision(q.Before), q.Limit)
	if err != nil {
		return nil, answer(err, "revision")
	}
	out := HistoryList{Items: changeSets(sets), Total: int(head.Revision), Revision: int64(head.Revision)}
	if n := len(sets); n == q.Limit && sets[n-1].Revision > 1 {
		out.Next = int64(sets[n-1].Revision)
	}
	return &Answer[HistoryList]{out}, nil
}

func changeSets(sets []store.ChangeSet) []ChangeSet {
	out := []ChangeSet{}
	for _, set := range sets {
		out = append(out, changeSet(set))
	}
	return out
}

func changeSet(set store.ChangeSet) ChangeSet {
	return ChangeSet{Revision: int64(set.Revision), Time: set.Time, Actor: set.Actor, Reason: set.Reason, Undoes: int64(set.Undoes), Counts: Counts(set.Counts)}
}

// ChangeSetAnswer is a change set with what it changed.
type ChangeSetAnswer struct {
	ChangeSet
	Changes []Change `json:"changes"`
	Total   int      `json:"total" doc:"Changes in all; the list holds at most 500"`
}

// mostChanges bounds a list of changes on the wire.
const mostChanges = 500

func (s *Server) changeSet(ctx context.Context, q *struct {
	Revision int64 `path:"revision" minimum:"1"`
}) (*Answer[ChangeSetAnswer], error) {
	set, err := s.store.ChangeSet(ctx, graph.Revision(q.Revision))
	if err != nil {
		return nil, answer(err, "revision")
	}
	entries, err := s.store.Entries(ctx, set.Revision, mostChanges)
	if err != nil {
		return nil, answer(err, "revision")
	}
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	return &Answer[ChangeSetAnswer]{ChangeSetAnswer{changeSet(set), convert(f).changes(entries), set.Counts.Total()}}, nil
}

// NodeHistory is everything that happened to a node.
type NodeHistory struct {
	Items    []NodeChange `json:"items"`
	Total    int          `json:"total"`
	Revision int64        `json:"revision"`
}

// NodeChange is a change with its change set.
type NodeChange struct {
	Set    ChangeSet `json:"set"`
	Change Change    `json:"change"`
}

func (s *Server) nodeHistory(ctx context.Context, q *struct {
	ID string `path:"id" maxLength:"300"`
}) (*Answer[NodeHistory], error) {
	id := ByID{ID: q.ID}.of(graph.KindLink)
	if _, err := s.store.Node(ctx, id); err != nil {
		return nil, answer(err, "node")
	}
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	sets, err := s.store.History(ctx, id, 0, 200)
	if err != nil {
		return nil, answer(err, "node")
	}
	entries, err := s.store.NodeEntries(ctx, id)
	if err != nil {
		return nil, answer(err, "node")
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
	return &Answer[NodeHistory]{out}, nil
}

type diffQuery struct {
	From  string `query:"from" required:"true" maxLength:"40" doc:"Revision or date"`
	To    string `query:"to" maxLength:"40" doc:"Revision or date; empty is now"`
	Chain string `query:"chain" maxLength:"200" doc:"Only states of this chain, and changes of its links and what stands on them"`
}

// DifferenceAnswer is a difference; changes holds at most 500 of total.
type DifferenceAnswer struct {
	Difference
	Total    int   `json:"total"`
	Revision int64 `json:"revision"`
}

func (s *Server) diff(ctx context.Context, q *diffQuery) (*Answer[DifferenceAnswer], error) {
	from, err := s.at(ctx, q.From)
	if err != nil {
		return nil, answer(err, "revision")
	}
	to, err := s.at(ctx, q.To)
	if err != nil {
		return nil, answer(err, "revision")
	}
	only, err := onlyChain(to, q.Chain)
	if err != nil {
		return nil, err
	}
	entries, err := s.store.Diff(ctx, from.Snapshot.Revision, to.Snapshot.Revision)
	if err != nil {
		return nil, answer(err, "revision")
	}
	if only != nil {
		entries = keep(entries, func(e store.Entry) bool { return concerns(to, e, only) || concerns(from, e, from.Chain(only.Node.ID)) })
	}
	out := DifferenceAnswer{Difference: Difference{From: int64(from.Snapshot.Revision), To: int64(to.Snapshot.Revision), Counts: Counts(store.Count(entries)), States: []Movement{}, Changes: convert(to).changes(entries)}, Total: len(entries), Revision: int64(to.Snapshot.Revision)}
	for _, x := range to.Chains {
		if only == nil || x == only {
			out.States = append(out.States, movement(x, from)...)
		}
	}
	return &Answer[DifferenceAnswer]{out}, nil
}

// concerns tells whether an entry is about a chain: the chain itself, its links and gaps, and what is tied to them.
func concerns(f *analysis.Findings, e store.Entry, x *analysis.Chain) bool {
	if x == nil {
		return false
	}
	of := func(id graph.ID) bool {
		if id == x.Node.ID || slices.ContainsFunc(x.Links, func(l *analysis.Link) bool { return l.Node.ID == id || analysis.GapID(l.Node.ID) == id }) {
			return true
		}
		return slices.ContainsFunc(f.Snapshot.Out(id, graph.OperatesIn), func(r *graph.Relation) bool { l := f.Link(r.To); return l != nil && l.Chain == x })
	}
	for _, t := range []*store.Thing{e.Before, e.After} {
		if t != nil && t.Node != nil && of(t.Node.ID) || t != nil && t.Relation != nil && (of(t.Relation.From) || of(t.Relation.To)) {
			return true
		}
	}
	return false
}

// changes says what entries did, field by field.
func (c converter) changes(entries []store.Entry) []Change {
	out := []Change{}
	for _, e := range entries[:min(len(entries), mostChanges)] {
		out = append(out, c.change(e))
	}
	return out
}

func (c converter) change(e store.Entry) Change {
	out := Change{Operation: "updated", Fields: []FieldChange{}, Revision: int64(e.Revision)}
	after := e.After
	switch {
	case e.Before == nil:
		out.Operation = "created"
	case e.After == nil:
		out.Operation, after = "deleted", e.Before
	}
	if n := after.Node; n != nil {
		out.Subject, out.Provenance = ref(n), c.prov(n.Prov)
		spec, _ := graph.KindOf(n.Kind)
		var old, now graph.Node
		if e.Before != nil {
			old = *e.Before.Node
		}
		if e.After != nil {
			now = *e.After.Node
		}
		out.field("name", "名称", "Name", old.Name, now.Name)
		out.field("name_en", "英文名", "English name", old.NameEN, now.NameEN)
		out.fields(old.Attrs, now.Attrs, spec.Attrs)
		out.provenance(old.Prov, now.Prov)
		return out
	}
	r := after.Relation
	other := c.refOf(r.To)
	out.Subject, out.Relation, out.Other, out.Provenance = c.refOf(r.From), string(r.Type), &other, c.prov(r.Prov)
	spec, _ := graph.RelationOf(r.Type)
	var old, now graph.Relation
	if e.Before != nil {
		old = *e.Before.Relation
	}
	if e.After != nil {
		now = *e.After.Relation
	}
	out.fields(old.Attrs, now.Attrs, spec.Attrs)
	out.provenance(old.Prov, now.Prov)
	return out
}

func (x *Change) field(name, zh, en, from, to string) {
	if from != to {
		x.Fields = append(x.Fields, FieldChange{name, zh, en, clip(from), clip(to)})
	}
}

func (x *Change) fields(old, now graph.Attrs, specs []graph.AttrSpec) {
	for _, spec := range specs {
		x.field(spec.Name, spec.ZH, spec.EN, shown(old[spec.Name], spec, "zh"), shown(now[spec.Name], spec, "zh"))
	}
}

func (x *Change) provenance(old, now graph.Provenance) {
	x.field("source", "来源", "Source", string(old.Source), string(now.Source))
	x.field("as_of", "数据截至", "As of", string(old.AsOf), string(now.AsOf))
	x.field("confidence", "可信", "Confidence", string(old.Confidence), string(now.Confidence))
}
