// Package memstore is the reference driver: everything in memory, simple enough to be seen right. The random tests of
// the other drivers compare with it.
package memstore

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Driver holds a store in memory.
type Driver struct {
	writing   sync.Mutex
	mu        sync.RWMutex
	nodes     map[graph.ID]record
	relations map[graph.RelationKey]graph.Relation
	sets      []store.ChangeSet
	entries   []store.Entry
	items     []store.Item
}

type record struct {
	store.Keyed
	tokens []string
}

// Open returns an empty store.
func Open() *Driver {
	return &Driver{nodes: map[graph.ID]record{}, relations: map[graph.RelationKey]graph.Relation{}}
}

// Clear implements store.Driver.
func (d *Driver) Clear(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.nodes, d.relations = map[graph.ID]record{}, map[graph.RelationKey]graph.Relation{}
	d.sets, d.entries, d.items = nil, nil, nil
	return ctx.Err()
}

// Close forgets nothing: a closed memory store is just not used any more.
func (d *Driver) Close() error { return nil }

// Ping reports a cancelled context.
func (d *Driver) Ping(ctx context.Context) error { return ctx.Err() }

// Head implements store.Driver.
func (d *Driver) Head(ctx context.Context) (store.ChangeSet, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.head(), ctx.Err()
}

func (d *Driver) head() store.ChangeSet {
	if len(d.sets) == 0 {
		return store.ChangeSet{}
	}
	return d.sets[len(d.sets)-1]
}

// Commit implements store.Driver.
func (d *Driver) Commit(ctx context.Context, c store.Commit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.writing.Lock() // entries read from here what stands: that needs another lock than the one that readers take
	defer d.writing.Unlock()
	d.mu.RLock()
	head := d.head()
	d.mu.RUnlock()
	if err := c.Fits(head); err != nil {
		return err
	}
	var all []store.Entry
	for entries, err := range c.Entries {
		if err != nil {
			return err
		}
		all = append(all, entries...)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range all {
		e.Revision = c.Set.Revision
		e.Before, e.After = copied(e.Before), copied(e.After)
		d.entries = append(d.entries, e)
		if e.Before != nil {
			if e.Before.Node != nil {
				delete(d.nodes, e.Before.Node.ID)
			} else {
				delete(d.relations, e.Before.Relation.RelationKey)
			}
		}
		if e.After == nil {
			continue
		}
		if n := e.After.Node; n != nil {
			d.nodes[n.ID] = record{store.Keyed{Node: *n, Sort: store.SortKey(n)}, strings.Fields(store.Tokens(n))}
		} else {
			d.relations[e.After.Relation.RelationKey] = *e.After.Relation
		}
	}
	d.sets = append(d.sets, *c.Set)
	return nil
}

// copied keeps the caller's maps out of the store.
func copied(t *store.Thing) *store.Thing {
	if t == nil {
		return nil
	}
	data, err := json.Marshal(t)
	if err == nil {
		var out store.Thing
		if err = json.Unmarshal(data, &out); err == nil {
			return &out
		}
	}
	panic("memstore: a thing that passed validation does not survive JSON: " + err.Error())
}

// Graph implements store.Driver.
func (d *Driver) Graph(ctx context.Context) ([]graph.Node, []graph.Relation, store.ChangeSet, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var nodes []graph.Node
	for _, r := range d.nodes {
		if !r.Node.Pool {
			nodes = append(nodes, r.Node)
		}
	}
	var relations []graph.Relation
	for key, r := range d.relations {
		if !d.nodes[key.From].Node.Pool && !d.nodes[key.To].Node.Pool {
			relations = append(relations, r)
		}
	}
	return nodes, relations, d.head(), ctx.Err()
}

// Nodes implements store.Driver.
func (d *Driver) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []graph.Node
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	for _, id := range slices.Compact(sorted) {
		if r, ok := d.nodes[id]; ok {
			out = append(out, r.Node)
		}
	}
	return out, ctx.Err()
}

// Relations implements store.Driver.
func (d *Driver) Relations(ctx context.Context, keys []graph.RelationKey, ends []graph.ID) ([]graph.Relation, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []graph.Relation
	for key, r := range d.relations {
		if slices.Contains(keys, key) || slices.Contains(ends, key.From) || slices.Contains(ends, key.To) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	return out, ctx.Err()
}

// RelationsOf implements store.Driver.
func (d *Driver) RelationsOf(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) ([]graph.Relation, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []graph.Relation
	for key, r := range d.relations {
		if slices.Contains(types, key.Type) && (slices.Contains(from, key.From) || slices.Contains(to, key.To)) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	return out, ctx.Err()
}

// Sourced implements store.Driver.
func (d *Driver) Sourced(ctx context.Context, sources []graph.ID, limit int) ([]string, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []string
	for id, r := range d.nodes {
		if slices.Contains(sources, r.Node.Prov.Source) {
			out = append(out, string(id))
		}
	}
	for key, r := range d.relations {
		if slices.Contains(sources, r.Prov.Source) {
			out = append(out, key.String())
		}
	}
	slices.Sort(out)
	return out[:min(limit, len(out))], ctx.Err()
}

// List implements store.Driver.
func (d *Driver) List(ctx context.Context, q store.List) ([]store.Keyed, int, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var all []store.Keyed
	for _, r := range d.nodes {
		if r.Node.Kind == q.Kind && (q.Pool || !r.Node.Pool) {
			all = append(all, r.Keyed)
		}
	}
	slices.SortFunc(all, bySort)
	total := len(all)
	if q.Uncounted {
		total = 0
	}
	all = slices.DeleteFunc(all, func(k store.Keyed) bool {
		return cmp.Or(cmp.Compare(k.Sort, q.After.Sort), cmp.Compare(k.Node.ID, q.After.ID)) <= 0
	})
	return all[:min(q.Limit, len(all))], total, ctx.Err()
}

func bySort(a, b store.Keyed) int {
	return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Node.ID, b.Node.ID))
}

// Search implements store.Driver.
func (d *Driver) Search(
	ctx context.Context,
	queries [][]store.Term,
	kinds []graph.Kind,
	limit int,
) ([]store.Keyed, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []store.Keyed
	for _, r := range d.nodes {
		if len(kinds) > 0 && !slices.Contains(kinds, r.Node.Kind) {
			continue
		}
		if store.Matches(r.tokens, queries) {
			out = append(out, r.Keyed)
		}
	}
	slices.SortFunc(out, bySort)
	return out[:min(limit, len(out))], ctx.Err()
}

// Makers implements store.Driver.
func (d *Driver) Makers(ctx context.Context, products []graph.ID, limit int) ([]store.Maker, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	made := map[graph.ID][]graph.ID{}
	for key := range d.relations {
		if key.Type == graph.Makes && slices.Contains(products, key.To) {
			made[key.From] = append(made[key.From], key.To)
		}
	}
	var out []store.Maker
	for id, list := range made {
		slices.Sort(list)
		out = append(out, store.Maker{Node: d.nodes[id].Node, Products: list})
	}
	slices.SortFunc(out, func(a, b store.Maker) int {
		return cmp.Or(
			cmp.Compare(len(b.Products), len(a.Products)),
			cmp.Compare(d.nodes[a.Node.ID].Sort, d.nodes[b.Node.ID].Sort),
			cmp.Compare(a.Node.ID, b.Node.ID),
		)
	})
	return out[:min(limit, len(out))], ctx.Err()
}

// ChangeSets implements store.Driver.
func (d *Driver) ChangeSets(
	ctx context.Context,
	subject string,
	before graph.Revision,
	limit int,
) ([]store.ChangeSet, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []store.ChangeSet
	for i := len(d.sets) - 1; i >= 0 && len(out) < limit; i-- {
		set := d.sets[i]
		if before > 0 && set.Revision >= before {
			continue
		}
		touched := slices.ContainsFunc(
			d.entries,
			func(e store.Entry) bool { return e.Revision == set.Revision && e.Subject == subject },
		)
		if subject == "" || touched {
			out = append(out, set)
		}
	}
	return out, ctx.Err()
}

// Touched implements store.Driver.
func (d *Driver) Touched(
	ctx context.Context,
	subjects []string,
	after graph.Revision,
) (newest graph.Revision, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, e := range d.entries {
		if e.Revision > after && slices.Contains(subjects, e.Subject) {
			newest = e.Revision
		}
	}
	return newest, ctx.Err()
}

// Requested implements store.Driver.
func (d *Driver) Requested(ctx context.Context, key string) (newest store.ChangeSet, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, set := range d.sets {
		if set.Request.Key == key {
			newest = set
		}
	}
	return newest, ctx.Err()
}

// Keep implements store.Driver.
func (d *Driver) Keep(ctx context.Context, k store.Item) (store.Item, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, there := range d.items {
		if there.Shelf == k.Shelf && there.Name == k.Name {
			return there, ctx.Err()
		}
	}
	k.Value = slices.Clone(k.Value)
	d.items = append(d.items, k)
	return k, ctx.Err()
}

// Shelf implements store.Driver.
func (d *Driver) Shelf(ctx context.Context, shelf string) (out []store.Item, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, k := range d.items {
		if shelf == "" || k.Shelf == shelf {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b store.Item) int {
		return cmp.Or(cmp.Compare(a.Shelf, b.Shelf), cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.Name, b.Name))
	})
	return out, ctx.Err()
}

// Entries implements store.Driver.
func (d *Driver) Entries(ctx context.Context, q store.Entries) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		d.mu.RLock()
		entries := d.entries // only ever grows
		d.mu.RUnlock()
		for _, e := range entries {
			if e.Revision > q.From && e.Revision <= q.To && (q.Subject == "" || e.Subject == q.Subject) &&
				(!q.Working || !e.Pool) &&
				!yield(e, ctx.Err()) {
				return
			}
		}
	}
}
