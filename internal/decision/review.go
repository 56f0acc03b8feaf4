package decision

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Review is what a person says of a match: that a product of a link and one of a data set are of one sort, or not.
type Review struct {
	Review string // of graph.MatchReviews; proposed takes a review back
	Note   string // why
}

// reviewForm are the fields of a review, in the order of the form.
var reviewForm = formOfRelation(graph.Matches, "review", "note")

func (r Review) fields() fields { return fields{"review": r.Review, "note": r.Note} }

// Review records what a person says of a match, made on what stood at revision base. *Conflict when somebody else
// reviewed it since, *Absent when there is no such match.
func (d *Desk) Review(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	product, to graph.ID,
	wanted Review,
) (store.ChangeSet, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil || done.Revision > 0 {
		return done, err
	}
	want := wanted.fields()
	if err := want.clean(); err != nil {
		return store.ChangeSet{}, err
	}
	if !slices.ContainsFunc(graph.MatchReviews, func(t graph.Term) bool { return t.Code == want["review"] }) {
		return store.ChangeSet{}, refuse("review.unknown", "没有这种核对结果", "there is no such review")
	}
	key := graph.RelationKey{Type: graph.Matches, From: product, To: to}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		if err := checkBase(base, g.Revision); err != nil {
			return graph.Changes{}, err
		}
		match, err := d.match(ctx, key)
		if err != nil {
			return graph.Changes{}, err
		}
		entries, err := d.store.RelationEntries(ctx, key)
		if err != nil {
			return graph.Changes{}, err
		}
		history := past(entries)
		seen, now := history.at(base), fieldsOf(match.Attrs, reviewForm.names)
		if seen == nil { // not yet matched then: nobody had reviewed it
			seen = graph.Attrs{"review": graph.MatchProposed}
		}
		if err := reviewForm.compare(ctx, d.store, history, fieldsOf(seen, reviewForm.names), now, want); err != nil {
			return graph.Changes{}, err
		}
		match.Attrs = maps.Clone(match.Attrs)
		want.put(match.Attrs)
		return graph.Changes{Reason: "核对产品对应", Relations: []graph.Relation{match}}, nil
	})
}

// match reads a match as it stands.
func (d *Desk) match(ctx context.Context, key graph.RelationKey) (graph.Relation, error) {
	relations, err := d.store.Relations(ctx, []graph.ID{key.From})
	if err != nil {
		return graph.Relation{}, err
	}
	at := slices.IndexFunc(relations, func(r graph.Relation) bool { return r.RelationKey == key })
	if at < 0 {
		return graph.Relation{}, &Absent{
			"match",
			fmt.Sprintf("%s is not matched with %s", key.From, key.To),
			"list the matches of the link first",
		}
	}
	return relations[at], nil
}
