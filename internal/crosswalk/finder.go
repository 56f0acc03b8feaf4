package crosswalk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis/candidates"
	"chainchief/internal/store"
)

// Finder finds who could make what a link yields: by the products that firms are known to make, and by the words of their
// products, names, peers and industries. It keeps an index of the words, which is made anew when firms or what they make
// have changed. Safe for concurrent use.
type Finder struct {
	store *store.Store

	mu       sync.Mutex // held while the index is made, so that many askers wait for one
	index    *candidates.Index
	revision graph.Revision
}

// NewFinder returns a finder over a store.
func NewFinder(s *store.Store) *Finder { return &Finder{store: s} }

// Prepare makes the index, so that the first one who asks does not wait.
func (f *Finder) Prepare(ctx context.Context) error {
	_, err := f.current(ctx)
	return err
}

// Candidates returns up to limit enterprises for a link, best score first, ties by fit, name and id: those of
// crosswalk.Candidates, and those of the pool whose words are nearest to the products of the link. The reasons of the words
// come with each.
func (f *Finder) Candidates(ctx context.Context, g *graph.Snapshot, link graph.ID, limit int) ([]Candidate, error) {
	list, err := Candidates(ctx, f.store, g, link, mostMakers)
	if err != nil {
		return nil, err
	}
	index, err := f.current(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, id := range products(g, link) {
		names = append(names, g.Node(id).Name)
	}
	likely := map[graph.ID]candidates.Ranked{}
	for _, r := range index.Rank(names, 0, nil) {
		likely[r.Firm] = r
	}
	known := map[graph.ID]bool{}
	for i := range list {
		known[list[i].Node.ID] = true
	}
	if list, err = f.further(ctx, list, index.Rank(names, limit, func(id graph.ID) bool { return known[id] })); err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		c.Likely = min(1, likely[c.Node.ID].Fit)
		c.nearest = likely[c.Node.ID].Product
		c.Score = max(c.Fit, c.Likely)
	}
	slices.SortStableFunc(list, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Fit, a.Fit), cmp.Compare(store.SortKey(&a.Node), store.SortKey(&b.Node)), cmp.Compare(a.Node.ID, b.Node.ID))
	})
	list = list[:min(limit, len(list))]
	return list, f.explain(ctx, index, list)
}

// further adds firms that only their words speak for.
func (f *Finder) further(ctx context.Context, list []Candidate, ranked []candidates.Ranked) ([]Candidate, error) {
	ids := make([]graph.ID, len(ranked))
	for i, r := range ranked {
		ids[i] = r.Firm
	}
	nodes, err := f.store.Nodes(ctx, ids)
	for _, n := range nodes {
		list = append(list, Candidate{Node: n})
	}
	return list, err
}

// explain takes the likeliness of each candidate apart.
func (f *Finder) explain(ctx context.Context, index *candidates.Index, list []Candidate) error {
	nodes := make([]graph.Node, len(list))
	for i := range list {
		nodes[i] = list[i].Node
	}
	firms, err := f.firms(ctx, nodes)
	if err != nil {
		return err
	}
	for i := range list {
		if c := &list[i]; c.nearest != "" {
			c.Words = index.Explain(c.nearest, firms[i])
		}
	}
	return nil
}

// current returns the index of the store as it stands.
func (f *Finder) current(ctx context.Context) (*candidates.Index, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	head, err := f.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	if f.index != nil {
		stale, err := f.touched(ctx, head.Revision)
		if err != nil {
			return nil, err
		}
		if !stale {
			f.revision = head.Revision
			return f.index, nil
		}
	}
	var failure error
	index := candidates.NewIndex(func(yield func(candidates.Firm) bool) { failure = f.each(ctx, yield) })
	if failure != nil {
		return nil, failure
	}
	f.index, f.revision = index, head.Revision
	return index, nil
}

// touched tells whether firms, what they make or their industries have changed since the index was made.
func (f *Finder) touched(ctx context.Context, head graph.Revision) (bool, error) {
	if head == f.revision {
		return false, nil
	}
	for e, err := range f.store.EntriesSince(ctx, f.revision, head) {
		if err != nil {
			return false, err
		}
		t := cmp.Or(e.After, e.Before)
		if t.Node != nil && t.Node.Kind == graph.KindEnterprise || t.Relation != nil && (t.Relation.Type == graph.Makes || t.Relation.Type == graph.BelongsTo) {
			return true, nil
		}
	}
	return false, nil
}

// firmsAtOnce is how many firms are read at a time.
const firmsAtOnce = 1_000

// each gives every enterprise of the store with what it makes.
func (f *Finder) each(ctx context.Context, yield func(candidates.Firm) bool) error {
	q := store.List{Kind: graph.KindEnterprise, Pool: true, Limit: firmsAtOnce}
	for {
		nodes, next, _, err := f.store.List(ctx, q)
		if err != nil {
			return err
		}
		firms, err := f.firms(ctx, nodes)
		if err != nil {
			return err
		}
		for _, firm := range firms {
			if !yield(firm) {
				return nil
			}
		}
		if next == nil {
			return nil
		}
		q.After = *next
	}
}

// firms reads what enterprises make and the industry of each.
func (f *Finder) firms(ctx context.Context, nodes []graph.Node) ([]candidates.Firm, error) {
	firms := make([]candidates.Firm, len(nodes))
	at, ids := make(map[graph.ID]int, len(nodes)), make([]graph.ID, len(nodes))
	for i, n := range nodes {
		firms[i] = candidates.Firm{ID: n.ID, Names: append([]string{n.Name, n.Attrs.Text("short_name")}, n.Aliases...)}
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
			firms[i].Products = append(firms[i].Products, candidates.Product{ID: r.To, Name: names[r.To]})
		case r.Type == graph.BelongsTo && (firms[i].Industry == "" || strings.Compare(string(r.To), string(firms[i].Industry)) < 0):
			firms[i].Industry = r.To
		}
	}
	return firms, nil
}
