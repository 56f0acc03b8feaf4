package decision

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// Edit is what somebody changes of the graph through a form: things and relations by the fields that change, and the
// one source that they rest on. What it does not name stays. It becomes one change set.
type Edit struct {
	Nodes     []EditNode
	Relations []EditRelation
	Basis     Basis
	Lost      []Lost
	Reason    string
}

// EditNode is a thing that is changed, new, or taken away.
type EditNode struct {
	ID     graph.ID   // of one that stands; empty: a new one
	Ref    string     // by what relations of the same edit name a new one
	Kind   graph.Kind // of a new one
	Fields []EditField
	Delete bool
}

// EditRelation is a relation that is put or taken away. Its ends are ids, or refs of new things.
type EditRelation struct {
	Type     graph.RelationType
	From, To string
	Fields   []EditField
	Delete   bool
}

// EditField is a field with its new value as a form has it: a number is written out, true and false are words. Nothing
// is a value too: it takes away what stood. Fields are the attributes of the vocabulary, and of a thing name, name_en
// and aliases; value_kind of a figure.
type EditField struct {
	Name   string
	Value  string
	Values []string // of lists
}

// Basis is what an edit rests on.
type Basis struct {
	Source     graph.ID   // one that stands
	New        *NewSource // or one that comes with the edit
	Locator    string
	AsOf       graph.Date
	Confidence graph.Confidence
}

// NewSource is a source that comes with an edit.
type NewSource struct{ Fields []EditField }

// Lost is a value that was not chosen in a conflict. It is kept as a further source of the thing, with what it said.
type Lost struct {
	Subject graph.ID // the thing
	Source  graph.ID // that said so; empty: the one of this edit
	Text    string
}

// elsewhere are the kinds that are written by their own rules: gaps and what people say of them, weights.
var elsewhere = []graph.Kind{graph.KindGap, graph.KindComment, graph.KindSearch, graph.KindWeights}

// tiedElsewhere are the relations that are written by their own rules.
var tiedElsewhere = []graph.RelationType{graph.At, graph.Targets, graph.Matches, graph.SameAs}

// Editable tells whether things of a kind are edited through forms.
func Editable(k graph.Kind) bool { return !slices.Contains(elsewhere, k) }

// EditableRelation tells the same of relations.
func EditableRelation(t graph.RelationType) bool { return !slices.Contains(tiedElsewhere, t) }

// Edited is what an edit did.
type Edited struct {
	Written
	New map[string]graph.ID // the ids that new things were given, by their refs
}

// Edit writes an edit that was made on what stood at revision base, by somebody who sees the graph through a sight.
// *Conflict when somebody else changed the same field since, graph.Problems for everything that is wrong with it by
// field, *Absent for what is not there or not seen. Gaps follow.
func (d *Desk) Edit(ctx context.Context, by Actor, base graph.Revision, e Edit, sight store.Sight) (Edited, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil {
		return Edited{}, err
	} else if done.Revision > 0 {
		w, err := d.settled(ctx, done)
		return Edited{Written: w}, err
	}
	if err := by.check(); err != nil {
		return Edited{}, err
	}
	var out Edited
	var f *analysis.Findings
	set, err := again(func() (store.ChangeSet, error) {
		b, err := d.build(ctx, by, base, e, sight)
		if err != nil {
			return store.ChangeSet{}, err
		}
		would, _, err := d.store.Would(ctx, b.changes)
		if err != nil {
			return store.ChangeSet{}, b.placed(err)
		}
		if f, err = analysis.Of(would); err != nil {
			return store.ChangeSet{}, err
		}
		out.New = b.fresh
		b.changes.Base = &b.now.Revision
		return d.put(ctx, b.changes)
	})
	if set, err = d.unlessDone(ctx, by, set, err); err != nil {
		return Edited{}, err
	}
	if f == nil {
		out.Written, err = d.settled(ctx, set)
		return out, err
	}
	gaps, err := d.store.Apply(ctx, analysis.Settle(f)) // of just what stands now, unless somebody was faster
	switch {
	case graph.CodeOf(err) == graph.CodeConflict:
		out.Written, err = d.settled(ctx, set)
		return out, err
	case err != nil:
		return Edited{Written: Written{Set: set}}, &Unsettled{Set: set, Err: err}
	}
	out.Written = Written{set, gaps}
	return out, nil
}

// Tried is what an edit would do.
type Tried struct {
	Would    *graph.Snapshot
	Changes  graph.Changes
	New      map[string]graph.ID
	Assumed  bool      // it rests on nothing yet, and is tried as one to be verified
	Conflict *Conflict // somebody else changed the same since; tried all the same, as if it were chosen
}

// Try says what an edit would do, and writes nothing. One that names no source yet is tried all the same.
func (d *Desk) Try(ctx context.Context, by Actor, base graph.Revision, e Edit, sight store.Sight) (Tried, error) {
	out := Tried{Assumed: !e.Basis.whole()}
	e.Basis = e.Basis.assumed(by)
	b, err := d.build(ctx, by, base, e, sight)
	var conflict *Conflict
	if errors.As(err, &conflict) {
		out.Conflict = conflict
		b, err = d.build(ctx, by, conflict.Revision, e, sight)
	}
	if err != nil {
		return out, err
	}
	out.Changes, out.New = b.changes, b.fresh
	out.Would, _, err = d.store.Would(ctx, b.changes)
	return out, b.placed(err)
}

func (b Basis) whole() bool {
	return (b.Source != "" || b.New != nil) && b.AsOf != "" && b.Confidence != ""
}

// assumed fills in what is not said yet, so that an effect can be shown: a source of no name, to be verified, of today.
func (b Basis) assumed(by Actor) Basis {
	if b.Source == "" && b.New == nil {
		b.New = &NewSource{Fields: []EditField{{Name: "name", Value: "未说明的来源"}}}
		b.Confidence = cmp.Or(b.Confidence, graph.Unverified)
	}
	if b.New != nil && !slices.ContainsFunc(b.New.Fields, func(f EditField) bool {
		return f.Name == "name" && strings.TrimSpace(f.Value) != ""
	}) {
		b.New = &NewSource{Fields: append(slices.Clone(b.New.Fields), EditField{Name: "name", Value: "未说明的来源"})}
	}
	b.AsOf = cmp.Or(b.AsOf, graph.Date(by.At.In(graph.Zone).Format("2006")))
	b.Confidence = cmp.Or(b.Confidence, graph.Unverified)
	return b
}
