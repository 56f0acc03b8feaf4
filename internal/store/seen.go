package store

import (
	"context"
	"iter"

	"chainchief/graph"
)

// Sight lets through what somebody may see of a thing: the thing, another in its place, or nothing.
type Sight interface {
	Node(*graph.Node) *graph.Node
	Relation(*graph.Relation) *graph.Relation
}

// Seen is the store as somebody sees it, to be read like any other: what they may not see is in no answer, in the
// history neither before nor after. It refuses to be written.
func (s *Store) Seen(by Sight) *Store { return New(&seen{s.driver, by}).WithClock(s.now) }

// seen is a driver whose every answer goes through a sight.
type seen struct {
	Driver
	by Sight
}

func (d *seen) nodes(list []graph.Node) []graph.Node {
	out := make([]graph.Node, 0, len(list))
	for i := range list {
		if n := d.by.Node(&list[i]); n != nil {
			out = append(out, *n)
		}
	}
	return out
}

func (d *seen) relations(list []graph.Relation) []graph.Relation {
	out := make([]graph.Relation, 0, len(list))
	for i := range list {
		if r := d.by.Relation(&list[i]); r != nil {
			out = append(out, *r)
		}
	}
	return out
}

func (d *seen) keyed(list []Keyed) []Keyed {
	out := make([]Keyed, 0, len(list))
	for i := range list {
		if n := d.by.Node(&list[i].Node); n != nil {
			out = append(out, Keyed{Node: *n, Sort: list[i].Sort})
		}
	}
	return out
}

// Graph implements Driver.
func (d *seen) Graph(ctx context.Context) ([]graph.Node, []graph.Relation, ChangeSet, error) {
	nodes, relations, head, err := d.Driver.Graph(ctx)
	return d.nodes(nodes), d.relations(relations), head, err
}

// Nodes implements Driver.
func (d *seen) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	nodes, err := d.Driver.Nodes(ctx, ids)
	return d.nodes(nodes), err
}

// Relations implements Driver.
func (d *seen) Relations(
	ctx context.Context,
	keys []graph.RelationKey,
	ends []graph.ID,
) ([]graph.Relation, error) {
	relations, err := d.Driver.Relations(ctx, keys, ends)
	return d.relations(relations), err
}

// RelationsOf implements Driver.
func (d *seen) RelationsOf(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) ([]graph.Relation, error) {
	relations, err := d.Driver.RelationsOf(ctx, types, from, to)
	return d.relations(relations), err
}

// List implements Driver.
func (d *seen) List(ctx context.Context, q List) ([]Keyed, int, error) {
	list, total, err := d.Driver.List(ctx, q)
	return d.keyed(list), total, err
}

// Search implements Driver.
func (d *seen) Search(ctx context.Context, queries [][]Term, kinds []graph.Kind, limit int) ([]Keyed, error) {
	list, err := d.Driver.Search(ctx, queries, kinds, limit)
	return d.keyed(list), err
}

// Entries implements Driver.
func (d *seen) Entries(ctx context.Context, q Entries) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for e, err := range d.Driver.Entries(ctx, q) {
			out, seen := saw(d.by, e)
			if (err != nil || seen) && !yield(out, err) {
				return
			}
		}
	}
}

// saw is what somebody may see of an entry; false when that is nothing, also because what they may see has not changed.
func saw(by Sight, e Entry) (Entry, bool) {
	was, is := thing(by, e.Before), thing(by, e.After)
	if was == e.Before && is == e.After {
		return e, true
	}
	e.Before, e.After = was, is
	return e, !sameThing(was, is)
}

// Seen is what somebody may see of an undo; what it would do is still all of it.
func (u Undoing) Seen(by Sight) Undoing {
	back, kept := u.Back, u.Kept
	u.Back, u.Kept = nil, nil
	for _, e := range back {
		if e, seen := saw(by, e); seen {
			u.Back = append(u.Back, e)
		}
	}
	for _, k := range kept {
		if e, seen := saw(by, k.Entry); seen {
			k.Entry = e
			u.Kept = append(u.Kept, k)
		}
	}
	return u
}

func thing(by Sight, t *Thing) *Thing {
	switch {
	case t == nil:
	case t.Node != nil:
		if n := by.Node(t.Node); n != t.Node {
			return thingOf(n, nil)
		}
	default:
		if r := by.Relation(t.Relation); r != t.Relation {
			return thingOf(nil, r)
		}
	}
	return t
}

func thingOf(n *graph.Node, r *graph.Relation) *Thing {
	if n == nil && r == nil {
		return nil
	}
	return &Thing{n, r}
}

// mostTold bounds the change sets whose reason may tell what they did: people write small ones. It bounds too how many
// entries are looked at before one is told.
const mostTold = 200

// ChangeSets implements Driver. The reason of a change set is withheld when it is about something that is not seen.
func (d *seen) ChangeSets(
	ctx context.Context,
	subject string,
	before graph.Revision,
	limit int,
) ([]ChangeSet, error) {
	sets, err := d.Driver.ChangeSets(ctx, subject, before, limit)
	if err != nil {
		return nil, err
	}
	for i := range sets {
		if sets[i].Counts.Total() > mostTold {
			continue
		}
		for e, err := range d.Driver.Entries(ctx, Entries{From: sets[i].Revision - 1, To: sets[i].Revision}) {
			if err != nil {
				return nil, err
			}
			if thing(d.by, e.Before) != e.Before || thing(d.by, e.After) != e.After {
				sets[i].Reason, sets[i].Withheld = "", true
				break
			}
		}
	}
	return sets, nil
}

// Commit implements Driver.
func (d *seen) Commit(context.Context, Commit) error { return errPast }

// Clear implements Driver.
func (d *seen) Clear(context.Context) error { return errPast }

// Close implements Driver: the store that is seen stays open.
func (d *seen) Close() error { return nil }
