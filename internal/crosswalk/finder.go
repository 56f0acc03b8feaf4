package crosswalk

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis/candidates"
	"chainchief/internal/store"
)

// Finder finds who could make what a link yields: by the products that firms are known to make, and by the words of their
// products, names, peers and industries. It keeps an index of the words, which is made anew when firms or what they make
// have changed, and what it found for the links at the head. Safe for concurrent use.
type Finder struct {
	store *store.Store

	mu       sync.Mutex // held while the index is made, so that many askers wait for one
	index    *candidates.Index
	twins    twins
	revision graph.Revision

	cache shortlists
}

// NewFinder returns a finder over a store.
func NewFinder(s *store.Store) *Finder { return &Finder{store: s} }

// Prepare makes the index, so that the first one who asks does not wait.
func (f *Finder) Prepare(ctx context.Context) error {
	_, _, err := f.current(ctx)
	return err
}

// current returns the index of the store as it stands, and the twins of its firms.
func (f *Finder) current(ctx context.Context) (*candidates.Index, twins, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	head, err := f.store.Head(ctx)
	if err != nil {
		return nil, twins{}, err
	}
	if f.index != nil {
		stale, err := f.touched(ctx, head.Revision)
		if err != nil {
			return nil, twins{}, err
		}
		if !stale {
			f.revision = head.Revision
			return f.index, f.twins, nil
		}
	}
	var failure error
	names := naming{pool: map[string][]known{}}
	index := candidates.NewIndex(func(yield func(candidates.Firm) bool) { failure = f.each(ctx, &names, yield) })
	if failure != nil {
		return nil, twins{}, failure
	}
	f.index, f.twins, f.revision = index, names.twins(), head.Revision
	return f.index, f.twins, nil
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

// each gives every enterprise of the store with what it makes, and notes its names.
func (f *Finder) each(ctx context.Context, names *naming, yield func(candidates.Firm) bool) error {
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
		for i, firm := range firms {
			names.add(nodes[i])
			if !yield(firm.Firm) {
				return nil
			}
		}
		if next == nil {
			return nil
		}
		q.After = *next
	}
}

// firm is an enterprise with what says what it makes.
type firm struct {
	candidates.Firm
	made map[graph.ID]graph.Provenance // by product
}

// firms reads what enterprises make and the industry of each.
func (f *Finder) firms(ctx context.Context, nodes []graph.Node) ([]firm, error) {
	firms := make([]firm, len(nodes))
	at, ids := make(map[graph.ID]int, len(nodes)), make([]graph.ID, len(nodes))
	for i, n := range nodes {
		firms[i] = firm{candidates.Firm{ID: n.ID, Names: append([]string{n.Name, n.Attrs.Text("short_name")}, n.Aliases...)}, map[graph.ID]graph.Provenance{}}
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
			firms[i].made[r.To] = r.Prov
		case r.Type == graph.BelongsTo && (firms[i].Industry == "" || strings.Compare(string(r.To), string(firms[i].Industry)) < 0):
			firms[i].Industry = r.To
		}
	}
	return firms, nil
}
