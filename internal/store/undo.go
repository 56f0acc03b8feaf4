package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
)

// Undoing is what taking a revision back does to what stands.
type Undoing struct {
	Set  ChangeSet      // that is taken back
	Head graph.Revision // on which this was worked out
	Back []Entry        // what changes, nodes first, by subject
	Kept []Kept         // what stays, because of later revisions
	// Touched is the newest later revision that touched one of the same things, or hung something on them; 0 if none did.
	Touched graph.Revision

	changes graph.Changes
	derived []graph.ID // gaps that rules put on what goes, and that nobody has said anything of: they go with it
}

// Kept is what a revision did to one thing and what cannot be taken back: a later one changed the same of it, or hung
// something on it. Theirs stands.
type Kept struct {
	Entry
	Later graph.Revision
	Hung  string // the relation that hangs on it; empty when the thing itself was changed
}

// undoTries bounds how often an undo is worked out again because somebody else wrote meanwhile.
const undoTries = 20

// Undo takes a revision back as a new change set, all of it: what it touched stands again as it did, to the last byte;
// what later revisions changed of other fields stays. graph.CodeConflict, naming them, when later revisions changed the
// same or hung something on what would go; graph.Problems when what it would restore no longer fits.
func (s *Store) Undo(ctx context.Context, revision graph.Revision, actor, reason string) (ChangeSet, error) {
	return s.UndoAgreed(ctx, revision, graph.Changes{Actor: actor, Reason: reason}, Undoing.Whole)
}

// UndoAgreed takes back what can be taken back of a revision, once agreed has seen what that is and has no objection.
// Who, why and at what request is that of by, which holds nothing else.
func (s *Store) UndoAgreed(
	ctx context.Context,
	revision graph.Revision,
	by graph.Changes,
	agreed func(Undoing) error,
) (set ChangeSet, err error) {
	for range undoTries {
		var u Undoing
		if u, err = s.reverse(ctx, revision); err == nil {
			err = agreed(u)
		}
		if err != nil {
			return ChangeSet{}, err
		}
		set, err = s.apply(ctx, &writing{
			store:   s,
			actor:   by.Actor,
			reason:  by.Reason,
			base:    &u.Head,
			request: by.Request,
			undoes:  revision,
			parts:   whole(u.changes),
		})
		if graph.CodeOf(err) != graph.CodeConflict {
			break
		}
	}
	return set, err
}

// Undoing says what UndoAgreed would do, thing by thing, without doing it. graph.Problems as of Undo.
func (s *Store) Undoing(ctx context.Context, revision graph.Revision) (Undoing, error) {
	u, err := s.reverse(ctx, revision)
	if err != nil {
		return u, err
	}
	u.Back, err = s.effects(ctx, &writing{store: s, actor: "preview", undoes: revision, parts: whole(u.changes)})
	return u, err
}

// WouldUndo returns the working graph as taking a revision back would leave it.
func (s *Store) WouldUndo(ctx context.Context, u Undoing) (*graph.Snapshot, error) {
	head, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return s.wouldStand(ctx, head, u.Back)
}

// Nothing tells whether nothing is left that can be taken back.
func (u Undoing) Nothing() bool {
	c := u.changes
	return len(c.Nodes)+len(c.Relations)+len(c.DeleteNodes)+len(c.DeleteRelations) == 0
}

// Whole objects when something of a revision cannot be taken back.
func (u Undoing) Whole() error {
	if len(u.Kept) == 0 {
		return nil
	}
	var names []string
	for _, k := range u.Kept[:min(5, len(u.Kept))] {
		names = append(names, cmp.Or(k.Hung, k.Subject))
	}
	return &graph.Error{
		Code:    graph.CodeConflict,
		Message: fmt.Sprintf("later revisions changed %s", strings.Join(names, ", ")),
		Fix:     "undo the later revisions first, or change the things themselves",
	}
}

// reverse are the changes that take a revision back, on the head that stands, as far as they can.
func (s *Store) reverse(ctx context.Context, revision graph.Revision) (u Undoing, err error) {
	if u.Set, err = s.ChangeSet(ctx, revision); err != nil {
		return u, err
	}
	entries, err := s.Entries(ctx, revision, 0)
	if err != nil {
		return u, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return u, err
	}
	u.Head = head.Revision
	later, err := s.later(ctx, entries, Entries{From: revision, To: head.Revision})
	if err != nil {
		return u, err
	}
	back := map[string]*Thing{} // what each thing that is taken back becomes
	kept := map[string]Kept{}
	for _, e := range entries {
		since := later[e.Subject]
		if len(since) > 0 {
			u.Touched = max(u.Touched, since[len(since)-1].Revision)
		}
		to, changes, clash := taken(e, since)
		switch {
		case clash > 0:
			kept[e.Subject] = Kept{Entry: e, Later: clash}
		case changes:
			back[e.Subject] = to
		}
	}
	if err := s.keepHung(ctx, &u, entries, back, kept); err != nil {
		return u, err
	}
	for _, e := range entries {
		if k, stays := kept[e.Subject]; stays {
			u.Kept = append(u.Kept, k)
		}
	}
	u.changes = changesTo(entries, back)
	u.changes.DeleteNodes = append(u.changes.DeleteNodes, u.derived...)
	return u, nil
}

// later are the entries since that touch the same things, by subject.
func (s *Store) later(ctx context.Context, entries []Entry, since Entries) (map[string][]Entry, error) {
	mine := make(map[string]bool, len(entries))
	for _, e := range entries {
		mine[e.Subject] = true
	}
	out := map[string][]Entry{}
	for e, err := range s.entries(ctx, since) {
		if err != nil {
			return nil, err
		}
		if mine[e.Subject] {
			out[e.Subject] = append(out[e.Subject], e)
		}
	}
	return out, nil
}

// taken is what a thing becomes when an entry is taken back from what stands now, and whether that changes anything;
// clash is the newest later revision that changed the same of it, which forbids it.
func taken(e Entry, since []Entry) (to *Thing, changes bool, clash graph.Revision) {
	now := e.After
	if len(since) > 0 {
		now = since[len(since)-1].After
	}
	if sameThing(now, e.Before) {
		return now, false, 0
	}
	if sameThing(now, e.After) {
		return e.Before, true, 0
	}
	if now == nil || e.Before == nil || e.After == nil {
		return nil, false, since[len(since)-1].Revision
	}
	mine, merged := fieldsOf(e.After), fieldsOf(now)
	before := fieldsOf(e.Before)
	for _, name := range differingFields(before, mine) {
		for _, l := range since {
			if !sameField(fieldsOf(l.Before), fieldsOf(l.After), name) {
				clash = l.Revision
			}
		}
		if sameField(merged, mine, name) || sameField(merged, before, name) { // as it was left, or already as it was
			clash = 0
		}
		if clash > 0 {
			return nil, false, clash
		}
		merged.take(before, name)
	}
	to = merged.onto(now)
	return to, !sameThing(to, now), 0
}

// keepHung moves what others rest on from what is taken back to what is kept: a node on which a relation hangs that the
// revision does not know of, or one that is kept; and the source or the end of what is kept.
func (s *Store) keepHung(
	ctx context.Context,
	u *Undoing,
	entries []Entry,
	back map[string]*Thing,
	kept map[string]Kept,
) error {
	known, made := map[string]*Entry{}, []graph.ID{}
	for i, e := range entries {
		known[e.Subject] = &entries[i]
		if to, taken := back[e.Subject]; taken && to == nil && e.After != nil && e.After.Node != nil {
			made = append(made, e.After.Node.ID)
		}
	}
	gone := func(id graph.ID) bool { to, taken := back[string(id)]; return taken && to == nil }
	keep := func(subject string, later graph.Revision, hung string) bool {
		if _, taken := back[subject]; !taken {
			return false
		}
		delete(back, subject)
		kept[subject] = Kept{*known[subject], later, hung}
		return true
	}
	if err := s.keepNeeded(ctx, u, made, known, gone, keep); err != nil {
		return err
	}
	for again := len(kept) > 0; again; {
		var stay []Kept // in one order, so that the same preview names the same later revisions
		for _, subject := range slices.Sorted(maps.Keys(kept)) {
			stay = append(stay, kept[subject])
		}
		again = keepRests(stay, gone, keep)
		for _, e := range entries { // the relations that the revision gave to what is kept
			if e.Before != nil || e.After.Relation == nil {
				continue
			}
			for _, end := range []graph.ID{e.After.Relation.From, e.After.Relation.To} {
				if k, stays := kept[string(end)]; stays && k.Before == nil {
					again = keep(e.Subject, k.Later, string(end)) || again
				}
			}
		}
	}
	return nil
}

// keepNeeded keeps the nodes made by the revision on which relations hang that it does not know of. A gap that the
// rules put there by themselves is no such thing: it goes too.
func (s *Store) keepNeeded(
	ctx context.Context,
	u *Undoing,
	made []graph.ID,
	known map[string]*Entry,
	gone func(graph.ID) bool,
	keep func(subject string, later graph.Revision, hung string) bool,
) error {
	if len(made) == 0 {
		return nil
	}
	relations, err := s.driver.Relations(ctx, nil, made)
	if err != nil {
		return wrap("read relations", err)
	}
	gaps := map[graph.ID]graph.ID{} // by their links
	for _, r := range relations {
		if known[r.String()] != nil {
			continue
		}
		if ends, err := s.onlyDerived(ctx, r); err != nil {
			return err
		} else if ends {
			gaps[r.To] = r.From
			continue
		}
		history, err := s.RelationEntries(ctx, r.RelationKey)
		if err != nil {
			return err
		}
		later := history[len(history)-1].Revision
		u.Touched = max(u.Touched, later)
		for _, end := range []graph.ID{r.From, r.To} {
			if gone(end) {
				keep(string(end), later, r.String())
			}
		}
	}
	for _, link := range slices.Sorted(maps.Keys(gaps)) {
		if gone(link) {
			u.derived = append(u.derived, gaps[link])
		}
	}
	return nil
}

// onlyDerived tells whether a relation ties a gap to its link of which nobody has decided or said anything: all that
// hangs on it is the relation itself.
func (s *Store) onlyDerived(ctx context.Context, r graph.Relation) (bool, error) {
	if r.Type != graph.At {
		return false, nil
	}
	nodes, err := s.driver.Nodes(ctx, []graph.ID{r.From})
	if err != nil {
		return false, wrap("read nodes", err)
	}
	if len(nodes) == 0 || nodes[0].Kind != graph.KindGap {
		return false, nil
	}
	if g := graph.GapOf(&nodes[0]); g.Decided().On != "" || g.Status() != graph.GapProposed {
		return false, nil
	}
	hung, err := s.driver.Relations(ctx, nil, []graph.ID{r.From})
	if err != nil {
		return false, wrap("read relations", err)
	}
	return len(hung) == 1, nil
}

// keepRests keeps what something kept rests on, its source and its ends, and tells whether there was any.
func keepRests(
	kept []Kept,
	gone func(graph.ID) bool,
	keep func(subject string, later graph.Revision, hung string) bool,
) (any bool) {
	for _, k := range kept {
		t := cmp.Or(k.After, k.Before)
		var rests []graph.ID
		if t.Relation != nil {
			rests = append(rests, t.Relation.From, t.Relation.To, t.Relation.Prov.Source)
		} else {
			rests = append(rests, t.Node.Prov.Source)
		}
		for _, id := range rests {
			any = gone(id) && keep(string(id), k.Later, k.Subject) || any
		}
	}
	return any
}

// changesTo are the changes after which things stand as they should.
func changesTo(entries []Entry, back map[string]*Thing) (c graph.Changes) {
	c.Exact = true
	deleted := map[graph.ID]bool{}
	for _, e := range entries {
		if to, taken := back[e.Subject]; taken && to == nil && e.After.Node != nil {
			deleted[e.After.Node.ID] = true
			c.DeleteNodes = append(c.DeleteNodes, e.After.Node.ID)
		}
	}
	for _, e := range entries {
		to, taken := back[e.Subject]
		switch {
		case !taken:
		case to != nil && to.Node != nil:
			c.Nodes = append(c.Nodes, *to.Node)
		case to != nil:
			c.Relations = append(c.Relations, *to.Relation)
		case e.After.Relation != nil && !deleted[e.After.Relation.From] && !deleted[e.After.Relation.To]:
			c.DeleteRelations = append(c.DeleteRelations, e.After.Relation.RelationKey)
		}
	}
	return c
}

// content is what a node or relation says, by field: attributes, and what stands beside them.
type content struct {
	attrs   graph.Attrs
	name    string
	nameEN  string
	aliases []string
	pool    bool
	prov    graph.Provenance
}

// The fields of a content that are no attributes; attributes are never called so.
const (
	fieldName    = ".name"
	fieldNameEN  = ".name_en"
	fieldAliases = ".aliases"
	fieldPool    = ".pool"
	fieldProv    = ".provenance"
)

func fieldsOf(t *Thing) content {
	switch {
	case t == nil:
		return content{}
	case t.Node != nil:
		n := t.Node
		return content{maps.Clone(n.Attrs), n.Name, n.NameEN, n.Aliases, n.Pool, n.Prov}
	}
	return content{attrs: maps.Clone(t.Relation.Attrs), prov: t.Relation.Prov}
}

// only is a content that says one field.
func (c content) only(field string) graph.Node {
	switch field {
	case fieldName:
		return graph.Node{Name: c.name}
	case fieldNameEN:
		return graph.Node{NameEN: c.nameEN}
	case fieldAliases:
		return graph.Node{Aliases: c.aliases}
	case fieldPool:
		return graph.Node{Pool: c.pool}
	case fieldProv:
		return graph.Node{Prov: c.prov}
	}
	if v, has := c.attrs[field]; has {
		return graph.Node{Attrs: graph.Attrs{field: v}}
	}
	return graph.Node{}
}

func sameField(a, b content, field string) bool { return a.only(field).Equal(b.only(field)) }

func differingFields(a, b content) (out []string) {
	names := []string{fieldName, fieldNameEN, fieldAliases, fieldPool, fieldProv}
	names = slices.AppendSeq(names, maps.Keys(a.attrs))
	names = slices.AppendSeq(names, maps.Keys(b.attrs))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if !sameField(a, b, name) {
			out = append(out, name)
		}
	}
	return out
}

// take sets a field to what another content says.
func (c *content) take(from content, field string) {
	switch field {
	case fieldName:
		c.name = from.name
	case fieldNameEN:
		c.nameEN = from.nameEN
	case fieldAliases:
		c.aliases = from.aliases
	case fieldPool:
		c.pool = from.pool
	case fieldProv:
		c.prov = from.prov
	default:
		delete(c.attrs, field)
		if v, has := from.attrs[field]; has {
			if c.attrs == nil {
				c.attrs = graph.Attrs{}
			}
			c.attrs[field] = v
		}
	}
}

// onto is a thing that says the content.
func (c content) onto(t *Thing) *Thing {
	if t.Node != nil {
		n := *t.Node
		n.Attrs, n.Name, n.NameEN, n.Aliases, n.Pool, n.Prov = c.attrs, c.name, c.nameEN, c.aliases, c.pool, c.prov
		return &Thing{Node: &n}
	}
	r := *t.Relation
	r.Attrs, r.Prov = c.attrs, c.prov
	return &Thing{Relation: &r}
}
