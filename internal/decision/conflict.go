package decision

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Conflict says that somebody else changed the same thing after the revision that an editor saw. Nothing was written.
type Conflict struct {
	Revision graph.Revision // of the newest change; the base of the next try
	Time     time.Time
	Actor    string
	Fields   []Field // that differ between any two of the three, in the order of the form
}

// Field is one field of a conflict: as it was, as they set it, as you want it. Values are codes and texts as stored.
type Field struct {
	Subject, Other     graph.ID // of an edit: the thing, or both ends of the relation
	Name, ZH, EN       string
	Terms              []graph.Term
	Base, Theirs, Your string
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s changed it in revision %d, after what you saw", c.Actor, c.Revision)
}

// Unwrap gives the code of a conflict.
func (c *Conflict) Unwrap() error {
	return &graph.Error{
		Code:    graph.CodeConflict,
		Message: c.Error(),
		Fix:     "compare both values, then write again on that revision",
	}
}

// fields are the values of a form by name, as text; a missing one is empty.
type fields map[string]string

func fieldsOf(a graph.Attrs, names []string) fields {
	out := fields{}
	for _, name := range names {
		if v, ok := a[name]; ok {
			out[name] = written(v)
		}
	}
	return out
}

// written is a value of an attribute as text.
func written(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// put writes the fields into attributes; an empty one is left out.
func (f fields) put(a graph.Attrs) {
	for name, value := range f {
		if delete(a, name); value != "" {
			a[name] = value
		}
	}
}

// form says which fields a thing has that people edit, with the vocabulary's words for them.
type form struct {
	names []string
	specs []graph.AttrSpec
}

func formOf(kind graph.Kind, names ...string) form {
	spec, _ := graph.KindOf(kind)
	return form{names, spec.Attrs}
}

func formOfRelation(kind graph.RelationType, names ...string) form {
	spec, _ := graph.RelationOf(kind)
	return form{names, spec.Attrs}
}

// compare returns a conflict when what stands is neither what the editor saw nor what the editor wants.
func (f form) compare(ctx context.Context, s *store.Store, history past, seen, now, wanted fields) error {
	if same(seen, now, f.names) || same(wanted, now, f.names) {
		return nil
	}
	newest, err := s.ChangeSet(ctx, history.touched(f.names))
	if err != nil {
		return err
	}
	c := &Conflict{Revision: newest.Revision, Time: newest.Time, Actor: newest.Actor}
	for _, name := range f.names {
		if seen[name] == now[name] && now[name] == wanted[name] {
			continue
		}
		spec := f.specs[slices.IndexFunc(f.specs, func(s graph.AttrSpec) bool { return s.Name == name })]
		c.Fields = append(c.Fields, Field{
			Name: name, ZH: spec.ZH, EN: spec.EN, Terms: spec.Terms,
			Base: seen[name], Theirs: now[name], Your: wanted[name],
		})
	}
	return c
}

func same(a, b fields, names []string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return a[n] != b[n] })
}

// past is the history of one thing: what stood at a revision, and the newest change that touched the fields.
type past []store.Entry

func (p past) at(revision graph.Revision) graph.Attrs { return attrs(p.thing(revision)) }

func (p past) node(revision graph.Revision) *graph.Node {
	if t := p.thing(revision); t != nil {
		return t.Node
	}
	return nil
}

func (p past) thing(revision graph.Revision) (t *store.Thing) {
	for _, e := range p {
		if e.Revision <= revision {
			t = e.After
		}
	}
	return t
}

// changed tells whether a revision changed the thing.
func (p past) changed(revision graph.Revision) bool {
	return slices.ContainsFunc(p, func(e store.Entry) bool { return e.Revision == revision })
}

// touched is the newest revision that changed one of the fields; 0 when none did.
func (p past) touched(names []string) (newest graph.Revision) {
	for _, e := range p {
		if !same(fieldsOf(attrs(e.Before), names), fieldsOf(attrs(e.After), names), names) {
			newest = e.Revision
		}
	}
	return newest
}

func attrs(t *store.Thing) graph.Attrs {
	switch {
	case t == nil:
		return nil
	case t.Node != nil:
		return t.Node.Attrs
	}
	return t.Relation.Attrs
}
