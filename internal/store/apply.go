package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"
	"time"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Apply writes changes as one change set: all of it or nothing. Puts that say what stands already are dropped; when
// nothing is left the head is returned and no revision is made. Changes that touch different things never refuse each
// other. Wrong input is graph.Problems; that somebody has touched the same things since Base, graph.CodeConflict. What
// was asked for before, by its Request, is not written again: its change set is returned.
func (s *Store) Apply(ctx context.Context, c graph.Changes) (ChangeSet, error) {
	return s.apply(ctx, &writing{
		store:   s,
		actor:   c.Actor,
		reason:  c.Reason,
		base:    c.Base,
		request: c.Request,
		parts:   whole(c),
	})
}

// ApplyParts is Apply for more than one wants to hold in memory: the parts, some thousand things each, become one
// change set. A relation finds its ends in its own part, in one before it or in the store. The parts are asked for more
// than once and must be the same each time; an error among them ends the writing and is returned.
func (s *Store) ApplyParts(
	ctx context.Context,
	actor, reason string,
	parts iter.Seq2[graph.Puts, error],
) (ChangeSet, error) {
	return s.apply(ctx, &writing{store: s, actor: actor, reason: reason, parts: puts(parts)})
}

// Preview says what changes would do, without doing it; wrong input is graph.Problems.
func (s *Store) Preview(ctx context.Context, c graph.Changes) (Counts, error) {
	entries, err := s.Effects(ctx, c)
	return Count(entries), err
}

// Effects is Preview thing by thing: what would be added, changed and removed, also what a put would take the place of.
func (s *Store) Effects(ctx context.Context, c graph.Changes) ([]Entry, error) {
	return s.effects(ctx, &writing{store: s, actor: c.Actor, reason: c.Reason, parts: whole(c)})
}

func (s *Store) effects(ctx context.Context, w *writing) (all []Entry, err error) {
	var set ChangeSet
	for entries, err := range w.entries(ctx, &set) {
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}

// Would returns the working graph as changes would leave it, at the revision that they would make, or the one that
// stands when they change nothing. Apply them on base, and it is what stands afterwards.
func (s *Store) Would(ctx context.Context, c graph.Changes) (would *graph.Snapshot, base graph.Revision, err error) {
	head, err := s.Snapshot(ctx)
	if err != nil {
		return nil, 0, err
	}
	entries, err := s.Effects(ctx, c)
	if err != nil || len(entries) == 0 {
		return head, head.Revision, err
	}
	would, err = s.wouldStand(ctx, head, entries)
	return would, head.Revision, err
}

// wouldStand is the working graph after entries, as the revision that they would make.
func (s *Store) wouldStand(ctx context.Context, head *graph.Snapshot, entries []Entry) (*graph.Snapshot, error) {
	stood := make(map[string]*Thing, len(entries))
	var moved []graph.ID
	for _, e := range entries {
		stood[e.Subject] = e.After
		if e.leavesPool() {
			moved = append(moved, e.After.Node.ID)
		}
	}
	relations, err := s.driver.Relations(ctx, nil, moved)
	if err != nil {
		return nil, wrap("read relations", err)
	}
	return rewound(head, relations, stood, head.Revision+1, s.now()), nil
}

// PreviewParts is Preview for parts.
func (s *Store) PreviewParts(ctx context.Context, parts iter.Seq2[graph.Puts, error]) (Counts, error) {
	return s.preview(ctx, &writing{store: s, actor: "preview", parts: puts(parts)})
}

func (s *Store) preview(ctx context.Context, w *writing) (Counts, error) {
	var set ChangeSet
	for _, err := range w.entries(ctx, &set) {
		if err != nil {
			return Counts{}, err
		}
	}
	return set.Counts, nil
}

// whole is changes as their only part.
func whole(c graph.Changes) iter.Seq2[graph.Changes, error] {
	return func(yield func(graph.Changes, error) bool) { yield(c, nil) }
}

// puts is parts as changes.
func puts(parts iter.Seq2[graph.Puts, error]) iter.Seq2[graph.Changes, error] {
	return func(yield func(graph.Changes, error) bool) {
		for p, err := range parts {
			if !yield(graph.Changes{Nodes: p.Nodes, Relations: p.Relations}, err) {
				return
			}
		}
	}
}

// apply writes. The writers of one process queue, each finds its turn; where those of another process were faster, the
// driver holds the head and what is to be written is worked out again on what stands by then.
func (s *Store) apply(ctx context.Context, w *writing) (ChangeSet, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ChangeSet{}, wrap("wait for other writers", ctx.Err())
	}
	head, err := s.driver.Head(ctx)
	if err != nil {
		return ChangeSet{}, wrap("read the head", err)
	}
	var set ChangeSet
	switch err := w.onto(ctx, head, &set); {
	case errors.Is(err, errNothing):
		return set, s.readable(ctx, set)
	case err != nil:
		return ChangeSet{}, err
	}
	err = s.driver.Commit(ctx, Commit{
		Set:     &set,
		Entries: Ahead(w.entries(ctx, &set), 1),
		Moved:   func(head ChangeSet) error { return w.onto(ctx, head, &set) },
	})
	if errors.Is(err, errNothing) {
		return set, s.readable(ctx, set)
	}
	return set, wrap("write the change set", err)
}

// errNothing says that nothing is left to be written: all of it stands already.
var errNothing = errors.New("nothing to write")

// onto makes the change set that comes after a head, or says why none can. errNothing: what the change set stands for
// is there, it is the one that wrote it.
func (w *writing) onto(ctx context.Context, head ChangeSet, set *ChangeSet) error {
	if done, err := w.store.requested(ctx, w.request); err != nil || done.Revision > 0 {
		*set = done
		return cmp.Or(err, errNothing)
	}
	if err := w.overtaken(ctx, head); err != nil {
		return err
	}
	if any, err := w.first(ctx); err != nil || !any {
		*set = head
		set.Stood = true
		return cmp.Or(err, errNothing)
	}
	*set = ChangeSet{
		Revision: head.Revision + 1,
		Time:     w.store.now().UTC().Truncate(time.Millisecond),
		Actor:    w.actor,
		Reason:   spelling.Line(w.reason),
		Undoes:   w.undoes,
		Request:  w.request,
	}
	if set.Time.Before(head.Time) { // the clock went back, or that of another server is ahead: days must find revisions
		set.Time = head.Time
	}
	return nil
}

// rememberedFor is how long it is remembered what was asked for.
const rememberedFor = 24 * time.Hour

// ErrReused is within the error of a key that was used for another request.
var ErrReused = errors.New("the key was used for another request")

// Requested returns the change set that a request has made, so that who asks again is answered again; the zero one when
// it has made none within 24 hours, or has no key. graph.CodeUsage when the key was used for something else.
func (s *Store) Requested(ctx context.Context, r graph.Request) (ChangeSet, error) {
	set, err := s.requested(ctx, r)
	if err != nil {
		return ChangeSet{}, err
	}
	return set, s.readable(ctx, set)
}

// readableWithin is how long what a request has written may take to be read by all.
const readableWithin = 5 * time.Second

// readable waits until what a request has written before is read by all: a database may show the change set first.
func (s *Store) readable(ctx context.Context, set ChangeSet) error {
	if !set.Repeated {
		return nil
	}
	if err := s.Await(ctx, set.Revision, readableWithin); err != nil {
		return err
	}
	if head, err := s.Head(ctx); err != nil || head.Revision >= set.Revision {
		return err
	}
	return &graph.Error{
		Code:    graph.CodeTimeout,
		Message: fmt.Sprintf("revision %d is written and cannot be read yet", set.Revision),
		Fix:     "try again",
	}
}

func (s *Store) requested(ctx context.Context, r graph.Request) (ChangeSet, error) {
	if r.Key == "" {
		return ChangeSet{}, nil
	}
	set, err := s.driver.Requested(ctx, r.Key)
	switch {
	case err != nil:
		return ChangeSet{}, wrap("look for an earlier request", err)
	case set.Revision == 0 || s.now().Sub(set.Time) > rememberedFor:
		return ChangeSet{}, nil
	case set.Request.Digest != r.Digest:
		return ChangeSet{}, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the key %q was used for another request, which made revision %d", r.Key, set.Revision),
			Fix:     "choose another key for each request, and the same only to repeat it",
			Err:     ErrReused,
		}
	}
	set.Repeated = true
	return set, nil
}

// overtaken refuses changes when somebody has touched the same things since they were made.
func (w *writing) overtaken(ctx context.Context, head ChangeSet) error {
	if w.base == nil || *w.base == head.Revision {
		return nil
	}
	conflict := &graph.Error{Code: graph.CodeConflict, Fix: "read again and repeat the change"}
	if *w.base > head.Revision {
		conflict.Message = fmt.Sprintf("the changes were made on revision %d, the store is at %d", *w.base, head.Revision)
		return conflict
	}
	var subjects []string
	for part, err := range w.parts {
		if err != nil {
			return err
		}
		with, err := w.store.driver.Relations(ctx, nil, part.DeleteNodes) // they go as well
		if err != nil {
			return wrap("read relations", err)
		}
		subjects = append(subjects, subjectsOf(&part, with)...)
	}
	touched, err := w.store.driver.Touched(ctx, subjects, *w.base)
	if err != nil || touched == 0 {
		return wrap("look who has changed the same", err)
	}
	conflict.Message = fmt.Sprintf(
		"the changes were made on revision %d, and revision %d has changed the same",
		*w.base,
		touched,
	)
	return conflict
}

// subjectsOf are the subjects of all that changes touch.
func subjectsOf(c *graph.Changes, with []graph.Relation) []string {
	var out []string
	for i := range c.Nodes {
		out = append(out, string(c.Nodes[i].ID))
	}
	for _, id := range c.DeleteNodes {
		out = append(out, string(id))
	}
	for _, list := range [][]graph.Relation{c.Relations, with} {
		for i := range list {
			out = append(out, list[i].String())
		}
	}
	for _, key := range c.DeleteRelations {
		out = append(out, key.String())
	}
	return out
}

// writing is what is to be written: parts, and who, why and on what.
type writing struct {
	store         *Store
	actor, reason string
	base          *graph.Revision
	request       graph.Request
	undoes        graph.Revision // its texts come back as they were
	parts         iter.Seq2[graph.Changes, error]

	// What the first part that changes anything does, and its place among the parts: found before the driver is asked to
	// write, so that a load that changes nothing takes no lock, and not worked out again while it writes.
	found   []Entry
	foundAt int
}

// first looks for a part that changes anything.
func (w *writing) first(ctx context.Context) (bool, error) {
	w.found, w.foundAt = nil, 0
	var set ChangeSet
	for entries, err := range w.entries(ctx, &set) {
		if err != nil {
			return false, err
		}
		if len(entries) > 0 {
			w.found = entries
			return true, nil
		}
		w.foundAt++
	}
	return false, nil
}

// entries works out part by part what the changes do to what stands and adds it up in set. After a part with problems
// nothing is given any more, but the rest is still checked, so that the error at the end holds every problem.
func (w *writing) entries(ctx context.Context, set *ChangeSet) iter.Seq2[[]Entry, error] {
	return func(yield func([]Entry, error) bool) {
		if w.found == nil {
			w.foundAt = 0
		}
		set.Counts = Counts{}
		before := newEarlier()
		var problems graph.Problems
		place := 0
		for part, err := range w.parts {
			if err != nil {
				yield(nil, err)
				return
			}
			part.Actor, part.Reason = w.actor, spelling.Line(w.reason)
			part.Nodes, part.Relations = slices.Clone(part.Nodes), slices.Clone(part.Relations)
			if w.undoes == 0 {
				spelling.CleanChanges(&part)
			}
			entries := w.found
			if w.found == nil || place > w.foundAt {
				var wrong graph.Problems
				if entries, wrong, err = w.store.compare(ctx, &part, before); err != nil {
					yield(nil, err)
					return
				}
				problems = append(problems, wrong...)
			} else if place < w.foundAt {
				entries = nil
			}
			before.note(&part, entries)
			set.Counts.add(entries)
			if len(problems) == 0 && !yield(entries, nil) {
				return
			}
			place++
		}
		if len(problems) > 0 {
			yield(nil, problems)
		}
	}
}

// earlier is what earlier parts have brought, by hash: a million things must fit. Two hashes of 64 bits do not meet by
// chance.
type earlier struct {
	seeds     [2]maphash.Seed
	nodes     map[[2]uint64]arrival
	relations map[[2]uint64]struct{} // and the slots that they take

	// What the shape of a later part depends on; there is little of it.
	above  map[graph.RelationType]map[graph.ID][]graph.RelationKey // relations without rings, by tail
	levels map[graph.ID]string                                     // of links
	codes  map[creditCode]graph.ID
}

// arrival is what is known of a node that an earlier part has brought.
type arrival struct {
	pool bool // in the pool, before it came as well as now
	new  bool // nothing stood there, so that no relation stands at it either
}

func newEarlier() *earlier {
	return &earlier{
		[2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		map[[2]uint64]arrival{},
		map[[2]uint64]struct{}{},
		map[graph.RelationType]map[graph.ID][]graph.RelationKey{},
		map[graph.ID]string{},
		map[creditCode]graph.ID{},
	}
}

func hash[T comparable](e *earlier, v T) [2]uint64 {
	return [2]uint64{maphash.Comparable(e.seeds[0], v), maphash.Comparable(e.seeds[1], v)}
}

func (e *earlier) note(c *graph.Changes, entries []Entry) {
	for i := range c.Nodes {
		n := &c.Nodes[i]
		e.nodes[hash(e, n.ID)] = arrival{pool: n.Pool}
		if n.Kind == graph.KindLink {
			e.levels[n.ID] = n.Attrs.Text("level")
		}
		if code := creditCodeOf(n); code.text != "" {
			e.codes[code] = n.ID
		}
	}
	for _, entry := range entries {
		if t := entry.After; t != nil && t.Node != nil {
			e.nodes[hash(e, t.Node.ID)] = arrival{pool: entry.Pool, new: entry.Before == nil}
		}
	}
	for i := range c.Relations {
		key := c.Relations[i].RelationKey
		e.relations[hash(e, key)] = struct{}{}
		for _, slot := range key.Slots() {
			e.relations[hash(e, slot)] = struct{}{}
		}
		if climbs(key) {
			if e.above[key.Type] == nil {
				e.above[key.Type] = map[graph.ID][]graph.RelationKey{}
			}
			e.above[key.Type][key.From] = append(e.above[key.Type][key.From], key)
		}
	}
}

func (e *earlier) hasRelation(key graph.RelationKey) bool {
	_, ok := e.relations[hash(e, key)]
	return ok
}

func (e *earlier) has(id graph.ID) bool {
	_, ok := e.nodes[hash(e, id)]
	return ok
}

// repeats names what a part brings again.
func (e *earlier) repeats(c *graph.Changes) (problems graph.Problems) {
	if len(e.nodes)+len(e.relations) == 0 {
		return nil
	}
	again := func(code, subject string, at *graph.Place) {
		problems = append(problems, graph.Problem{
			Code:    code,
			Subject: subject,
			Place:   *cmp.Or(at, &graph.Place{}),
			Message: "comes twice",
			Fix:     "keep one of the two",
		})
	}
	for i := range c.Nodes {
		if n := &c.Nodes[i]; e.has(n.ID) {
			again("node.duplicate", string(n.ID), n.Place)
		}
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		if e.hasRelation(r.RelationKey) {
			again("relation.duplicate", r.String(), r.Place)
		} else if slices.ContainsFunc(r.Slots(), e.hasRelation) {
			again("relation.second", r.String(), r.Place)
		}
	}
	return problems
}

// compare checks a part against what stands and says what it does.
func (s *Store) compare(ctx context.Context, c *graph.Changes, before *earlier) ([]Entry, graph.Problems, error) {
	if err := s.fold(ctx, c, before); err != nil {
		return nil, nil, err
	}
	now, err := s.standing(ctx, c, before)
	if err != nil {
		return nil, nil, err
	}
	problems := graph.Validate(c, func(id graph.ID) bool { return now.nodes[id] != nil || before.has(id) })
	shape, err := s.shape(ctx, c, now, before)
	if err != nil {
		return nil, nil, err
	}
	more, err := s.deletionProblems(ctx, c, now)
	if err != nil {
		return nil, nil, err
	}
	problems = slices.Concat(problems, before.repeats(c), ahead(c, graph.Today(time.Now())), more, shape)
	if len(problems) > 0 {
		return nil, problems, nil
	}
	c.Normalise()
	return now.compare(c, before), nil, nil
}

// ahead reports facts that are said to describe a day which has not come, by the clock of this machine.
func ahead(c *graph.Changes, today graph.Date) (problems graph.Problems) {
	look := func(subject string, at *graph.Place, of graph.Date) {
		place := *cmp.Or(at, &graph.Place{})
		place.Field = "as_of"
		if from, _, err := of.Span(); err == nil && from.Format(time.DateOnly) > string(today) {
			problems = append(problems, graph.Problem{
				Code:    "as_of.ahead",
				Subject: subject,
				Place:   place,
				Message: fmt.Sprintf("%s has not come; today is %s", of, today),
				Fix:     "write the day that the fact describes; what is planned is of the day when it was said",
			})
		}
	}
	for i := range c.Nodes {
		look(string(c.Nodes[i].ID), c.Nodes[i].Place, c.Nodes[i].Prov.AsOf)
	}
	for i := range c.Relations {
		look(c.Relations[i].String(), c.Relations[i].Place, c.Relations[i].Prov.AsOf)
	}
	return problems
}

// standing is what the changes would touch as it stands now.
type standing struct {
	nodes     map[graph.ID]*graph.Node
	relations map[graph.RelationKey]*graph.Relation
	moved     []graph.RelationKey // whose place a put takes
}

// standing reads every node and relation that the changes name, but for ends that an earlier part has brought, and
// relations of which an end does not stand.
func (s *Store) standing(ctx context.Context, c *graph.Changes, before *earlier) (*standing, error) {
	ids := slices.Clone(c.DeleteNodes)
	brought := make(map[graph.ID]bool, len(c.Nodes))
	for i := range c.Nodes {
		ids = append(ids, c.Nodes[i].ID)
		brought[c.Nodes[i].ID] = true
	}
	also := func(id graph.ID) {
		if !brought[id] && !before.has(id) {
			brought[id] = true
			ids = append(ids, id)
		}
	}
	for i := range c.Nodes {
		also(c.Nodes[i].Prov.Source)
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		also(r.From)
		also(r.To)
		also(r.Prov.Source)
	}
	nodes, err := s.driver.Nodes(ctx, ids)
	if err != nil {
		return nil, wrap("read what stands", err)
	}
	now := &standing{
		make(map[graph.ID]*graph.Node, len(nodes)),
		map[graph.RelationKey]*graph.Relation{},
		nil,
	}
	for i := range nodes {
		now.nodes[nodes[i].ID] = &nodes[i]
	}
	stands := func(id graph.ID) bool {
		if now.nodes[id] != nil {
			return true
		}
		earlier, brought := before.nodes[hash(before, id)]
		return brought && !earlier.new
	}
	keys := slices.Clone(c.DeleteRelations)
	for i := range c.Relations {
		if key := c.Relations[i].RelationKey; stands(key.From) && stands(key.To) {
			keys = append(keys, key)
		}
	}
	relations, err := s.driver.Relations(ctx, keys, c.DeleteNodes)
	if err != nil {
		return nil, wrap("read what stands", err)
	}
	for i := range relations {
		now.relations[relations[i].RelationKey] = &relations[i]
	}
	return now, nil
}

// deletionProblems refuses to delete what is not there, and sources that something rests on.
func (s *Store) deletionProblems(ctx context.Context, c *graph.Changes, now *standing) (graph.Problems, error) {
	var problems graph.Problems
	var sources []graph.ID
	deleted := map[graph.ID]bool{}
	for _, id := range c.DeleteNodes {
		n := now.nodes[id]
		if n == nil || deleted[id] {
			problems = append(problems, graph.Problem{
				Code:    "node.not_found",
				Subject: string(id),
				Message: "cannot be deleted, it does not exist",
				Fix:     "leave it out",
			})
		} else if n.Kind == graph.KindSource {
			sources = append(sources, id)
		}
		deleted[id] = true
	}
	for _, key := range c.DeleteRelations {
		if now.relations[key] == nil {
			problems = append(problems, graph.Problem{
				Code:    "relation.not_found",
				Subject: key.String(),
				Message: "cannot be deleted, it does not exist",
				Fix:     "leave it out",
			})
		}
	}
	if len(sources) == 0 {
		return problems, nil
	}
	gone := now.replaced(c)
	users, err := s.driver.Sourced(ctx, sources, len(gone)+shownUsers) // so many that one which stays is among them
	if err != nil {
		return nil, wrap("look who uses the source", err)
	}
	for _, subject := range users {
		if !gone[subject] {
			problems = append(problems, graph.Problem{
				Code:    "source.in_use",
				Subject: subject,
				Message: "rests on a source that is to be deleted",
				Fix:     "give it another source first",
			})
		}
	}
	return problems, nil
}

// shownUsers is how many users of a source are named at least, when there are so many.
const shownUsers = 20

// replaced are the subjects that the changes delete, or put anew: Validate has looked at the sources of those.
func (now *standing) replaced(c *graph.Changes) map[string]bool {
	gone := make(map[string]bool, len(c.Nodes)+len(c.DeleteNodes)+len(now.relations))
	for i := range c.Nodes {
		gone[string(c.Nodes[i].ID)] = true
	}
	for _, id := range c.DeleteNodes {
		gone[string(id)] = true
	}
	for key := range now.relations { // only those that the changes name, or that go with their ends, have been read
		gone[key.String()] = true
	}
	return gone
}

// compare makes the entries: nodes first, each by subject. A deleted node takes its relations with it.
func (now *standing) compare(c *graph.Changes, before *earlier) []Entry {
	var nodes, relations []Entry
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Place = nil
		old := now.nodes[n.ID]
		if old == nil {
			nodes = append(nodes, Entry{Subject: string(n.ID), After: &Thing{Node: n}})
		} else if !old.Equal(*n) {
			nodes = append(nodes, Entry{Subject: string(n.ID), Before: &Thing{Node: old}, After: &Thing{Node: n}})
		}
	}
	gone := map[graph.RelationKey]bool{}
	for _, id := range c.DeleteNodes {
		nodes = append(nodes, Entry{Subject: string(id), Before: &Thing{Node: now.nodes[id]}})
		for key := range now.relations {
			if key.From == id || key.To == id {
				gone[key] = true
			}
		}
	}
	for _, key := range slices.Concat(c.DeleteRelations, now.moved) {
		gone[key] = true
	}
	for key := range gone {
		relations = append(relations, Entry{Subject: key.String(), Before: &Thing{Relation: now.relations[key]}})
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		r.Place = nil
		old := now.relations[r.RelationKey]
		if old == nil {
			relations = append(relations, Entry{Subject: r.String(), After: &Thing{Relation: r}})
		} else if !old.Equal(*r) {
			relations = append(relations, Entry{Subject: r.String(), Before: &Thing{Relation: old}, After: &Thing{Relation: r}})
		}
	}
	bySubject := func(a, b Entry) int { return cmp.Compare(a.Subject, b.Subject) }
	slices.SortFunc(nodes, bySubject)
	slices.SortFunc(relations, bySubject)
	return now.pooled(append(nodes, relations...), before)
}

// pooled marks the entries of the pool: of nodes that are in it all the time, and of relations with such an end.
func (now *standing) pooled(entries []Entry, before *earlier) []Entry {
	throughout := make(map[graph.ID]bool, len(now.nodes))
	for id, n := range now.nodes {
		throughout[id] = n.Pool
	}
	end := func(id graph.ID) bool {
		pool, known := throughout[id]
		return known && pool || !known && before.nodes[hash(before, id)].pool
	}
	for i := range entries {
		e := &entries[i]
		if e.After != nil && e.After.Node != nil {
			n := e.After.Node
			throughout[n.ID] = n.Pool && (e.Before == nil || e.Before.Node.Pool)
		}
		if t := cmp.Or(e.After, e.Before); t.Node != nil {
			e.Pool = throughout[t.Node.ID]
		} else {
			e.Pool = end(t.Relation.From) || end(t.Relation.To)
		}
	}
	return entries
}

// Total is how many nodes and relations were touched.
func (c Counts) Total() int {
	return c.NodesCreated + c.NodesUpdated + c.NodesDeleted + c.RelationsCreated + c.RelationsUpdated + c.RelationsDeleted
}

// Count says how much entries hold.
func Count(entries []Entry) (c Counts) {
	c.add(entries)
	return c
}

func (c *Counts) add(entries []Entry) {
	for _, e := range entries {
		node := e.After != nil && e.After.Node != nil || e.Before != nil && e.Before.Node != nil
		counters := [3]*int{&c.RelationsCreated, &c.RelationsUpdated, &c.RelationsDeleted}
		if node {
			counters = [3]*int{&c.NodesCreated, &c.NodesUpdated, &c.NodesDeleted}
		}
		switch {
		case e.Before == nil:
			*counters[0]++
		case e.After != nil:
			*counters[1]++
		default:
			*counters[2]++
		}
	}
}
