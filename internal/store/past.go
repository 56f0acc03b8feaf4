package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
)

// pasts bounds how many earlier stores are kept: each holds what was touched since.
const pasts = 3

// At returns the store as it stood at a revision, to be read like any other: search, lists, what surrounds a node, the
// pool and the history are those of then, whatever is written now. It refuses to be written. At the head it is the
// store itself; graph.CodeNotFound when there is no such revision.
func (s *Store) At(ctx context.Context, revision graph.Revision) (*Store, error) {
	head, err := s.Head(ctx)
	switch {
	case err != nil || head.Revision == revision:
		return s, err
	case head.Revision < revision:
		return nil, noRevision(revision)
	}
	set, err := s.ChangeSet(ctx, revision)
	if err != nil {
		return nil, err
	}
	s.pastMu.Lock()
	defer s.pastMu.Unlock()
	at := slices.IndexFunc(s.past, func(old *Store) bool { return old.driver.(*past).set == set })
	if at < 0 {
		s.past = append(s.past, s.pastOf(set))
		at = len(s.past) - 1
	}
	old := s.past[at]
	s.past = append(slices.Delete(s.past, at, at+1), old) // the one used last stands last
	s.past = slices.Delete(s.past, 0, max(0, len(s.past)-pasts))
	return old, nil
}

// pastOf is the store as it stood after a change set, whatever is written from now on.
func (s *Store) pastOf(set ChangeSet) *Store {
	p := &past{Driver: s.driver, of: s, set: set, known: set}
	p.stood, p.now = map[string]*Thing{}, map[string]*Thing{}
	return New(p).WithClock(s.now)
}

// past is a driver as it was at a revision: over what the database has now it lays what stood in the place of
// everything that was touched since. Each answer is read first and then corrected by all that the history holds by
// then, so that what others write meanwhile never shows.
type past struct {
	Driver
	of  *Store
	set ChangeSet

	mu    sync.RWMutex
	known ChangeSet         // up to here stood and now are worked out
	stood map[string]*Thing // of every subject touched since: what stood, nil for nothing
	now   map[string]*Thing // and what stands at known
	ends  map[graph.ID][]*graph.Relation
}

// catchUp takes in what was written since it was last asked, and says up to where.
func (p *past) catchUp(ctx context.Context) (graph.Revision, error) {
	head, err := p.Driver.Head(ctx)
	if err != nil {
		return 0, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if head == p.known {
		return p.known.Revision, nil
	}
	sets, err := p.Driver.ChangeSets(ctx, "", p.known.Revision+1, 1)
	if err != nil {
		return 0, err
	}
	if len(sets) == 0 || sets[0] != p.known { // another store was put in the place of that one
		p.anew()
	}
	if head.Revision <= p.known.Revision {
		return p.known.Revision, nil
	}
	for e, err := range p.Driver.Entries(ctx, Entries{From: p.known.Revision, To: head.Revision}) {
		if err != nil {
			p.anew() // half of it may be in
			return 0, err
		}
		if _, touched := p.stood[e.Subject]; !touched {
			p.stood[e.Subject] = e.Before
		}
		p.now[e.Subject] = e.After
	}
	p.known = head
	p.ends = map[graph.ID][]*graph.Relation{}
	for _, t := range p.stood {
		if t != nil && t.Relation != nil {
			p.ends[t.Relation.From] = append(p.ends[t.Relation.From], t.Relation)
			p.ends[t.Relation.To] = append(p.ends[t.Relation.To], t.Relation)
		}
	}
	return p.known.Revision, nil
}

// anew forgets what is worked out.
func (p *past) anew() {
	p.known, p.stood, p.now, p.ends = p.set, map[string]*Thing{}, map[string]*Thing{}, nil
}

// Head implements Driver.
func (p *past) Head(context.Context) (ChangeSet, error) { return p.set, nil }

// Graph implements Driver.
func (p *past) Graph(ctx context.Context) ([]graph.Node, []graph.Relation, ChangeSet, error) {
	g, err := p.of.SnapshotAt(ctx, p.set.Revision)
	if err != nil {
		return nil, nil, ChangeSet{}, err
	}
	return g.Nodes(), g.Relations(), p.set, nil
}

// Nodes implements Driver.
func (p *past) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	nodes, err := p.Driver.Nodes(ctx, ids)
	if err == nil {
		_, err = p.catchUp(ctx)
	}
	if err != nil {
		return nil, err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	nodes = slices.DeleteFunc(nodes, func(n graph.Node) bool { return p.touched(string(n.ID)) })
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	for _, id := range slices.Compact(sorted) {
		if t := p.stood[string(id)]; t != nil && t.Node != nil {
			nodes = append(nodes, *t.Node)
		}
	}
	slices.SortFunc(nodes, func(a, b graph.Node) int { return cmp.Compare(a.ID, b.ID) })
	return nodes, nil
}

// touched tells whether something was changed since; the lock is held.
func (p *past) touched(subject string) bool {
	_, touched := p.stood[subject]
	return touched
}

// Relations implements Driver.
func (p *past) Relations(
	ctx context.Context,
	keys []graph.RelationKey,
	ends []graph.ID,
) ([]graph.Relation, error) {
	relations, err := p.Driver.Relations(ctx, keys, ends)
	if err == nil {
		_, err = p.catchUp(ctx)
	}
	if err != nil {
		return nil, err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	relations = slices.DeleteFunc(relations, func(r graph.Relation) bool { return p.touched(r.String()) })
	for _, key := range keys {
		if t := p.stood[key.String()]; t != nil && t.Relation != nil {
			relations = append(relations, *t.Relation)
		}
	}
	for _, end := range ends {
		for _, r := range p.ends[end] {
			relations = append(relations, *r)
		}
	}
	byKey := func(a, b graph.Relation) int { return a.Compare(b.RelationKey) }
	slices.SortFunc(relations, byKey)
	return slices.CompactFunc(relations, func(a, b graph.Relation) bool { return byKey(a, b) == 0 }), nil
}

// RelationsOf implements Driver.
func (p *past) RelationsOf(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) ([]graph.Relation, error) {
	relations, err := p.Relations(ctx, nil, slices.Concat(from, to))
	return slices.DeleteFunc(relations, func(r graph.Relation) bool {
		return !slices.Contains(types, r.Type) || !slices.Contains(from, r.From) && !slices.Contains(to, r.To)
	}), err
}

// List implements Driver.
func (p *past) List(ctx context.Context, q List) ([]Keyed, int, error) {
	for {
		known, err := p.catchUp(ctx)
		if err != nil {
			return nil, 0, err
		}
		page, total, err := p.list(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		if still, err := p.catchUp(ctx); err != nil || still == known { // else the total is of two moments
			return page, total, err
		}
	}
}

func (p *past) list(ctx context.Context, q List) ([]Keyed, int, error) {
	listed := func(t *Thing) bool {
		return t != nil && t.Node != nil && t.Node.Kind == q.Kind && (q.Pool || !t.Node.Pool)
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	var page []Keyed
	next, total := q, 0
	for full := false; !full && len(page) < q.Limit; {
		some, now, err := p.Driver.List(ctx, next)
		if err != nil {
			return nil, 0, err
		}
		total, full = now, len(some) < next.Limit
		if !full {
			last := some[len(some)-1]
			next.After = Place{last.Sort, last.Node.ID}
		}
		page = append(page, slices.DeleteFunc(some, func(k Keyed) bool { return p.touched(string(k.Node.ID)) })...)
	}
	for subject, t := range p.stood {
		if listed(p.now[subject]) {
			total--
		}
		if listed(t) {
			total++
			k := Keyed{*t.Node, SortKey(t.Node)}
			if bySort(k, Keyed{graph.Node{ID: q.After.ID}, q.After.Sort}) > 0 {
				page = append(page, k)
			}
		}
	}
	if q.Uncounted {
		total = 0
	}
	slices.SortFunc(page, bySort)
	return page[:min(q.Limit, len(page))], total, nil
}

func bySort(a, b Keyed) int {
	return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Node.ID, b.Node.ID))
}

// Search implements Driver.
func (p *past) Search(ctx context.Context, queries [][]Term, kinds []graph.Kind, limit int) ([]Keyed, error) {
	var found []Keyed
	for most := limit; ; most *= 4 {
		all, err := p.Driver.Search(ctx, queries, kinds, most)
		if err == nil {
			_, err = p.catchUp(ctx)
		}
		if err != nil {
			return nil, err
		}
		p.mu.RLock()
		full := len(all) < most
		found = slices.DeleteFunc(all, func(k Keyed) bool { return p.touched(string(k.Node.ID)) })
		p.mu.RUnlock()
		if full || len(found) >= limit {
			break
		}
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, t := range p.stood {
		if t != nil && t.Node != nil && (len(kinds) == 0 || slices.Contains(kinds, t.Node.Kind)) &&
			Matches(strings.Fields(Tokens(t.Node)), queries) {
			found = append(found, Keyed{*t.Node, SortKey(t.Node)})
		}
	}
	slices.SortFunc(found, bySort)
	return found[:min(limit, len(found))], nil
}

// Makers implements Driver.
func (p *past) Makers(ctx context.Context, products []graph.ID, limit int) ([]Maker, error) {
	relations, err := p.RelationsOf(ctx, []graph.RelationType{graph.Makes}, nil, products)
	if err != nil {
		return nil, err
	}
	made := map[graph.ID][]graph.ID{}
	var ids []graph.ID
	for _, r := range relations {
		if made[r.From] == nil {
			ids = append(ids, r.From)
		}
		made[r.From] = append(made[r.From], r.To)
	}
	nodes, err := p.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []Maker
	for _, n := range nodes {
		slices.Sort(made[n.ID])
		out = append(out, Maker{n, made[n.ID]})
	}
	slices.SortFunc(out, func(a, b Maker) int {
		return cmp.Or(
			cmp.Compare(len(b.Products), len(a.Products)),
			cmp.Compare(SortKey(&a.Node), SortKey(&b.Node)),
			cmp.Compare(a.Node.ID, b.Node.ID),
		)
	})
	return out[:min(limit, len(out))], nil
}

// ChangeSets implements Driver.
func (p *past) ChangeSets(
	ctx context.Context,
	subject string,
	before graph.Revision,
	limit int,
) ([]ChangeSet, error) {
	if before == 0 || before > p.set.Revision {
		before = p.set.Revision + 1
	}
	return p.Driver.ChangeSets(ctx, subject, before, limit)
}

// Entries implements Driver.
func (p *past) Entries(ctx context.Context, q Entries) iter.Seq2[Entry, error] {
	q.To = min(q.To, p.set.Revision)
	return p.Driver.Entries(ctx, q)
}

var errPast = &graph.Error{
	Code:    graph.CodeUsage,
	Message: "what stood at an earlier revision is only read",
	Fix:     "write on the store as it stands",
}

// Sourced implements Driver; only those who write ask.
func (p *past) Sourced(context.Context, []graph.ID, int) ([]string, error) { return nil, errPast }

// Commit implements Driver.
func (p *past) Commit(context.Context, Commit) error { return errPast }

// Clear implements Driver.
func (p *past) Clear(context.Context) error { return errPast }

// Close implements Driver: the database is that of the store itself.
func (p *past) Close() error { return nil }
