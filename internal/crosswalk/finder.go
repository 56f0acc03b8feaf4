package crosswalk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/store"
)

// Finder finds who could make what a link yields: by the products that firms are known to make, and by the words of
// their products, names, peers and industries. It keeps an index of the words, which is made anew when firms or what
// they make have changed, and what it found for the links at the head. For an earlier snapshot it finds what it would
// have found then. Safe for concurrent use.
type Finder struct {
	store *store.Store
	later *Finder // of the head, whose library may do; nil for that one itself

	mu      sync.Mutex // held while the library is made, so that many askers wait for one
	library *library
	version graph.Version // of the store that the library is of

	cache shortlists

	pastMu sync.Mutex
	past   []*Finder // of earlier revisions, the one used last at the end
}

// library is all enterprises of the store as far as a search needs them. It does not change once made.
type library struct {
	index    *likeness.Index
	standing []graph.Relation // SAME_AS
	parted   apart            // pairs that people say are two
	twins    twins
	firms    map[graph.ID]firm
	nodes    map[graph.ID]graph.Node

	industries map[graph.ID]graph.Node
	wider      map[graph.ID]graph.ID // the industry above one, as far as trades are learned by it
}

// NewFinder returns a finder over a store.
func NewFinder(s *store.Store) *Finder { return &Finder{store: s} }

// Prepare makes the index, so that the first one who asks does not wait.
func (f *Finder) Prepare(ctx context.Context) error {
	_, _, err := f.current(ctx)
	return err
}

// pasts bounds the earlier revisions whose libraries are kept.
const pasts = 2

// at returns the finder as it was at an earlier revision.
func (f *Finder) at(ctx context.Context, version graph.Version) (*Finder, error) {
	s, err := f.store.At(ctx, version.Revision)
	if err != nil {
		return nil, err
	}
	f.pastMu.Lock()
	defer f.pastMu.Unlock()
	at := slices.IndexFunc(f.past, func(old *Finder) bool { return old.version == version })
	if at < 0 {
		f.past = append(f.past, &Finder{store: s, later: f, version: version})
		at = len(f.past) - 1
	}
	old := f.past[at]
	f.past = append(slices.Delete(f.past, at, at+1), old)
	f.past = slices.Delete(f.past, 0, max(0, len(f.past)-pasts))
	return old, nil
}

// current returns the library of the store as it stands, and the revision that it is of.
func (f *Finder) current(ctx context.Context) (*library, graph.Revision, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	head, err := f.store.Head(ctx)
	if err != nil {
		return nil, 0, err
	}
	kept := f.library
	switch {
	case kept != nil && head.Version() != f.version:
		kept, err = kept.after(ctx, f.store, f.version, head.Revision)
	case kept == nil && f.later != nil:
		kept, err = f.later.before(ctx, head.Revision)
	}
	if err != nil {
		return nil, 0, err
	}
	if kept == nil {
		if kept, err = f.read(ctx); err != nil {
			return nil, 0, err
		}
	}
	if kept == f.library && head.Version() == f.version {
		return kept, head.Revision, nil
	}
	if kept, err = kept.joined(ctx, f.store); err != nil {
		return nil, 0, err
	}
	f.library, f.version = kept, head.Version()
	return kept, head.Revision, nil
}

// read makes a library of all enterprises, but for their twins.
func (f *Finder) read(ctx context.Context) (*library, error) {
	made := &library{firms: map[graph.ID]firm{}, nodes: map[graph.ID]graph.Node{}}
	if err := f.each(ctx, made); err != nil {
		return nil, err
	}
	above, err := made.readIndustries(ctx, f)
	if err != nil {
		return nil, err
	}
	made.index = likeness.NewIndex(func(yield func(likeness.Firm) bool) {
		for _, firm := range made.firms {
			firm.Above = likeness.Above(firm.Industry, above)
			if !yield(firm.Firm) {
				return
			}
		}
	})
	return made, nil
}

// joined is the library with the twins of its enterprises as the store has them.
func (l *library) joined(ctx context.Context, s *store.Store) (*library, error) {
	var ids []graph.ID
	for id, n := range l.nodes {
		if !n.Pool {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	standing, err := Twins(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	parted, err := partedBy(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	same := func(a, b graph.Relation) bool { return a.RelationKey == b.RelationKey }
	if l.twins.ofPool != nil && slices.EqualFunc(standing, l.standing, same) && maps.Equal(parted, l.parted) {
		return l, nil
	}
	next := *l
	next.standing, next.parted, next.twins = standing, parted, findTwins(l.nodes, standing, parted)
	return &next, nil
}

// knows tells whether a version is of the history of a store: not when another store was put in its place.
func knows(ctx context.Context, s *store.Store, v graph.Version) (bool, error) {
	set, err := s.ChangeSet(ctx, v.Revision)
	if graph.CodeOf(err) == graph.CodeNotFound {
		return false, nil
	}
	return set.Version() == v, err
}

// after returns the library for a newer revision as long as its index holds, else nil.
func (l *library) after(
	ctx context.Context,
	s *store.Store,
	from graph.Version,
	to graph.Revision,
) (*library, error) {
	if known, err := knows(ctx, s, from); err != nil || !known || to < from.Revision {
		return nil, err
	}
	changed, holds, err := differing(ctx, s, from.Revision, to)
	if err != nil || !holds {
		return nil, err
	}
	nodes := make(map[graph.ID]graph.Node, len(changed))
	for id, c := range changed {
		nodes[id] = c.last
	}
	return l.with(nodes), nil
}

// before returns the library of now for an earlier revision as long as its index holds, else nil.
func (f *Finder) before(ctx context.Context, revision graph.Revision) (*library, error) {
	l, now, err := f.current(ctx)
	if err != nil {
		return nil, err
	}
	changed, holds, err := differing(ctx, f.store, revision, now)
	if err != nil || !holds {
		return nil, err
	}
	nodes := make(map[graph.ID]graph.Node, len(changed))
	for id, c := range changed {
		nodes[id] = c.first
	}
	return l.with(nodes), nil
}

// with is the library with some enterprises as they stood at another time, without twins.
func (l *library) with(nodes map[graph.ID]graph.Node) *library {
	if len(nodes) == 0 {
		return l
	}
	next := *l
	next.nodes = maps.Clone(next.nodes)
	maps.Copy(next.nodes, nodes)
	next.twins = twins{}
	return &next
}

// stood is an enterprise before and after some revisions.
type stood struct{ first, last graph.Node }

// differing are the enterprises that some revisions changed. An index holds over them when no enterprise is new, gone
// or called otherwise, and nothing about what they make or their industries has changed.
func differing(
	ctx context.Context,
	s *store.Store,
	from, to graph.Revision,
) (changed map[graph.ID]stood, holds bool, err error) {
	changed = map[graph.ID]stood{}
	for e, err := range s.EntriesSince(ctx, from, to) {
		if err != nil {
			return nil, false, err
		}
		t := cmp.Or(e.After, e.Before)
		switch {
		case t.Relation != nil && (t.Relation.Type == graph.Makes || t.Relation.Type == graph.BelongsTo):
			return nil, false, nil
		case t.Node == nil:
		case t.Node.Kind == graph.KindEnterprise:
			if e.Before == nil || e.After == nil || !slices.Equal(namesOf(e.Before.Node), namesOf(e.After.Node)) {
				return nil, false, nil
			}
			c, known := changed[t.Node.ID]
			if !known {
				c.first = *e.Before.Node
			}
			c.last = *e.After.Node
			changed[t.Node.ID] = c
		case t.Node.Kind == graph.KindProduct && e.Before != nil &&
			(e.After == nil || e.Before.Node.Name != e.After.Node.Name):
			return nil, false, nil
		}
	}
	return changed, true, nil
}

// namesOf are the names by which an enterprise is found.
func namesOf(n *graph.Node) []string {
	return append([]string{n.Name, graph.EnterpriseOf(n).ShortName()}, n.Aliases...)
}

// firmsAtOnce is how many firms are read at a time.
const firmsAtOnce = 1_000

// each reads every enterprise of the store with what it makes.
func (f *Finder) each(ctx context.Context, keep *library) error {
	q := store.List{Kind: graph.KindEnterprise, Pool: true, Limit: firmsAtOnce, Uncounted: true}
	for {
		nodes, next, _, err := f.store.List(ctx, q)
		if err != nil {
			return err
		}
		firms, err := f.firms(ctx, nodes)
		if err != nil {
			return err
		}
		for i, firm := range firms {
			keep.firms[firm.ID], keep.nodes[firm.ID] = firm, nodes[i]
		}
		if next == nil {
			return nil
		}
		q.After = *next
	}
}

// firm is an enterprise with what says what it makes.
type firm struct {
	likeness.Firm
	made map[graph.ID]graph.Provenance // by product
}

// firms reads what enterprises make and the industry of each.
func (f *Finder) firms(ctx context.Context, nodes []graph.Node) ([]firm, error) {
	firms := make([]firm, len(nodes))
	at, ids := make(map[graph.ID]int, len(nodes)), make([]graph.ID, len(nodes))
	for i, n := range nodes {
		firms[i] = firm{likeness.Firm{ID: n.ID, Names: namesOf(&n)}, map[graph.ID]graph.Provenance{}}
		at[n.ID], ids[i] = i, n.ID
	}
	relations, err := f.store.Relations(ctx, ids)
	if err != nil {
		return nil, err
	}
	var made []graph.ID
	for _, r := range relations {
		if r.Type == graph.Makes {
			made = append(made, r.To)
		}
	}
	products, err := f.store.Nodes(ctx, made)
	if err != nil {
		return nil, err
	}
	names := make(map[graph.ID]string, len(products))
	for _, p := range products {
		names[p.ID] = p.Name
	}
	for _, r := range relations {
		i, ours := at[r.From]
		switch {
		case !ours:
		case r.Type == graph.Makes:
			firms[i].Products = append(firms[i].Products, likeness.Product{ID: r.To, Name: names[r.To]})
			firms[i].made[r.To] = r.Prov
		case r.Type == graph.BelongsTo && (firms[i].Industry == "" ||
			strings.Compare(string(r.To), string(firms[i].Industry)) < 0):
			firms[i].Industry = r.To
		}
	}
	return firms, nil
}
