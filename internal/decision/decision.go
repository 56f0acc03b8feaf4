// Package decision holds what people say of gaps and of the enterprises that could close them: the life of a gap, the
// contact board, comments. It knows which step may follow which and what each needs, keeps every word in the graph, and
// lets nobody overwrite what somebody else said meanwhile.
package decision

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Refused is a step that makes no sense, or one that lacks something it needs. Nothing was written.
type Refused struct {
	Code   graph.Code // such as decision.reason_missing
	ZH, EN string     // what is wrong and what to do
}

func (r *Refused) Error() string { return r.EN }

// Unwrap lets those who know only graph.Error tell it to people.
func (r *Refused) Unwrap() error { return &graph.Error{Code: r.Code, Message: r.EN} }

// Source is what people's own words rest on.
const Source graph.ID = "source:people"

// Said is who says something, and when.
type Said struct {
	By string
	At time.Time
}

// day is the date of the moment, where the server is.
func (s Said) day() graph.Date { return graph.Date(s.At.Format(time.DateOnly)) }

// prov is the provenance of what is said: kept as said, not proved.
func (s Said) prov() graph.Provenance {
	return graph.Provenance{Source: Source, AsOf: s.day(), Confidence: graph.Unverified}
}

// source is the node of Source; put again it changes nothing.
func source() graph.Node {
	return graph.Node{ID: Source, Kind: graph.KindSource, Name: "本系统中的人工记录", NameEN: "What people recorded here",
		Prov: graph.Provenance{Source: Source, AsOf: "2026", Confidence: graph.Unverified}}
}

// Conflict says that somebody else changed the same thing after the revision that an editor saw. Nothing was written.
type Conflict struct {
	Revision graph.Revision // of the newest change; the base of the next try
	Time     time.Time
	Actor    string
	Fields   []Field // that differ between any two of the three, in the order of the form
}

// Field is one field of a conflict: as it was, as they set it, as you want it. Values are codes and texts as stored.
type Field struct {
	Name, ZH, EN       string
	Terms              []graph.Term
	Base, Theirs, Your string
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s changed it in revision %d, after what you saw", c.Actor, c.Revision)
}

// Unwrap gives the code of a conflict.
func (c *Conflict) Unwrap() error {
	return &graph.Error{Code: graph.CodeConflict, Message: c.Error(), Fix: "compare both values, then write again on that revision"}
}

// fields are the values of a form by name; a missing one is empty.
type fields map[string]string

func fieldsOf(a graph.Attrs, names []string) fields {
	out := fields{}
	for _, name := range names {
		out[name] = a.Text(name)
	}
	return out
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
		c.Fields = append(c.Fields, Field{name, spec.ZH, spec.EN, spec.Terms, seen[name], now[name], wanted[name]})
	}
	return c
}

func same(a, b fields, names []string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return a[n] != b[n] })
}

// past is the history of one thing: what stood at a revision, and the newest change that touched the fields.
type past []store.Entry

func (p past) at(revision graph.Revision) graph.Attrs {
	var a graph.Attrs
	for _, e := range p {
		if e.Revision <= revision {
			a = attrs(e.After)
		}
	}
	return a
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

// tries bounds how often a write starts again because the store moved on for another reason.
const tries = 20

// again repeats a write that was made on a snapshot which is no longer the head; a conflict over the thing itself ends it.
func again(ctx context.Context, s *store.Store, write func(*graph.Snapshot) (graph.Changes, error)) (store.ChangeSet, error) {
	for range tries {
		g, err := s.Snapshot(ctx)
		if err != nil {
			return store.ChangeSet{}, err
		}
		c, err := write(g)
		if err != nil {
			return store.ChangeSet{}, err
		}
		c.Base = &g.Revision
		set, err := s.Apply(ctx, c)
		if graph.CodeOf(err) != graph.CodeConflict {
			return set, err
		}
	}
	return store.ChangeSet{}, &graph.Error{Code: graph.CodeConflict, Message: "other writers were faster each time", Fix: "try again"}
}

// checkBase refuses a revision that nobody can have seen.
func checkBase(base, head graph.Revision) error {
	if base < 1 || base > head {
		return &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("base is revision %d, the store is at %d", base, head), Fix: "send the revision that the answer named"}
	}
	return nil
}

func refuse(code graph.Code, zh, en string) error { return &Refused{code, zh, en} }

// mostWords bounds, in characters, what is written into one field.
const mostWords = 2000

// clean trims what was written and refuses what is too long for a note.
func (f fields) clean() error {
	for name, value := range f {
		value = strings.TrimSpace(value)
		if len([]rune(value)) > mostWords {
			return refuse("decision.too_long", fmt.Sprintf("内容超过 %d 字", mostWords), fmt.Sprintf("%s is longer than %d characters", name, mostWords))
		}
		f[name] = value
	}
	return nil
}

// due checks a date: a whole day, and not already past when it is set.
func due(now, wanted string, said Said) error {
	if wanted == "" || wanted == now {
		return nil
	}
	day, err := time.Parse(time.DateOnly, wanted)
	if err != nil {
		return refuse("decision.due_invalid", "期限要写成 2026-12-31 这样的一天", "write the due date as a day, such as 2026-12-31")
	}
	if day.Format(time.DateOnly) < string(said.day()) {
		return refuse("decision.due_past", "期限 "+wanted+" 已经过去", "the due date "+wanted+" is past")
	}
	return nil
}

// reasonOf says in the history what was done, with the words of whoever did it.
func reasonOf(what, words string) string {
	if words == "" {
		return what
	}
	return what + "：" + words
}
