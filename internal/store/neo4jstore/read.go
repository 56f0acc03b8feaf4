package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// read runs one statement in a read transaction, on a reader of a cluster, and returns its rows.
func (d *Driver) read(ctx context.Context, statement string, params map[string]any) (rows []record, err error) {
	err = d.reading(ctx, func(ask asking) error {
		rows, err = ask(statement, params)
		return err
	})
	return rows, err
}

// asking runs a statement inside a transaction.
type asking func(statement string, params map[string]any) ([]record, error)

// reading runs work in a read transaction that the driver may repeat.
func (d *Driver) reading(ctx context.Context, work func(asking) error) error {
	within, cancel := context.WithTimeout(ctx, d.answerWithin+noWordWithin)
	defer cancel()
	session := d.session(within, neo4j.AccessModeRead)
	defer d.end(ctx, session)
	_, err := session.ExecuteRead(
		within,
		func(tx neo4j.ManagedTransaction) (any, error) { return nil, work(ask(within, tx)) },
		neo4j.WithTxTimeout(d.answerWithin),
	)
	if err != nil && errors.Is(within.Err(), context.DeadlineExceeded) {
		d.expectNothing()
	}
	if full(err) {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "the database has no memory free to answer with, now that it does other work too",
			Fix:     "try again; if it stays so, give it more heap (server.memory.heap.max_size)",
			Err:     err,
		}
	}
	return d.explain(ctx, err)
}

func ask(ctx context.Context, tx neo4j.ManagedTransaction) asking {
	return func(statement string, params map[string]any) ([]record, error) {
		result, err := tx.Run(ctx, statement, params)
		if err != nil {
			return nil, err
		}
		var rows []record
		for result.Next(ctx) {
			rows = append(rows, result.Record().AsMap())
		}
		return rows, result.Err()
	}
}

// Head implements store.Driver.
func (d *Driver) Head(ctx context.Context) (set store.ChangeSet, err error) {
	if owed := d.owed.Load(); owed > 0 { // written, but the server went away before it was published
		if err := d.publish(ctx, graph.Revision(owed), ""); err != nil {
			return set, err
		}
		d.owed.CompareAndSwap(owed, 0)
	}
	rows, err := d.read(ctx, cypherHead, nil)
	if err != nil || len(rows) == 0 {
		return set, err
	}
	return rows[0].within("set").changeSet()
}

// Graph implements store.Driver. Neo4j shows to each statement what was applied when it ran, also half a change set.
// Each is announced before it is applied: so what was read is the graph at a revision once all that was announced by
// then has been published, and is laid over it as the history has it. No lock is taken, and no writer is waited for but
// one that applies what it has announced.
func (d *Driver) Graph(ctx context.Context) ([]graph.Node, []graph.Relation, store.ChangeSet, error) {
	for {
		nodes, relations, from, announced, err := d.graph(ctx)
		if err != nil {
			return nil, nil, from, err
		}
		to, err := d.published(ctx, announced)
		if err != nil || to == from {
			return nodes, relations, to, err
		}
		since, whole, err := d.since(ctx, from, to)
		if err != nil {
			return nil, nil, to, err
		}
		if whole {
			nodes, relations = overlaid(nodes, relations, since)
			return nodes, relations, to, nil
		}
	}
}

// since is what stands in the place of all that was written to the working graph after a head up to another; false when
// that does not say everything, because something left the pool with what hangs on it, or the store was cleared.
func (d *Driver) since(ctx context.Context, from, to store.ChangeSet) (map[string]*store.Thing, bool, error) {
	if to.Revision <= from.Revision {
		return nil, false, nil
	}
	stand := map[string]*store.Thing{}
	for e, err := range d.Entries(ctx, store.Entries{From: from.Revision, To: to.Revision, Working: true}) {
		if err != nil {
			return nil, false, err
		}
		stand[e.Subject] = e.After
		if e.Before != nil && e.After != nil && e.Before.Node != nil && e.Before.Node.Pool != e.After.Node.Pool {
			return nil, false, nil
		}
	}
	return stand, true, nil
}

// overlaid is a working graph with what stands in the place of some of it.
func overlaid(nodes []graph.Node, relations []graph.Relation, stand map[string]*store.Thing) ([]graph.Node,
	[]graph.Relation) {
	nodes = slices.DeleteFunc(nodes, func(n graph.Node) bool { _, ok := stand[string(n.ID)]; return ok })
	relations = slices.DeleteFunc(relations, func(r graph.Relation) bool { _, ok := stand[r.String()]; return ok })
	for _, t := range stand {
		switch {
		case t == nil:
		case t.Relation != nil:
			relations = append(relations, *t.Relation)
		case !t.Node.Pool:
			nodes = append(nodes, *t.Node)
		}
	}
	return nodes, relations
}

// published waits until a revision is published, and returns the head then. What its writer has left unpublished, or
// announced and not written, is put right when nobody holds the lock.
func (d *Driver) published(ctx context.Context, announced graph.Revision) (store.ChangeSet, error) {
	within, cancel := context.WithTimeout(ctx, d.publishWithin)
	defer cancel()
	settle := time.Now().Add(patience)
	for wait := 2 * time.Millisecond; ; wait = min(2*wait, patience) {
		head, err := d.Head(ctx)
		if err != nil || head.Revision >= announced {
			return head, err
		}
		if time.Now().After(settle) {
			settled, err := d.settle(within)
			if settled {
				return d.Head(ctx)
			}
			if err != nil && within.Err() == nil {
				return head, err
			}
			settle = time.Now().Add(patience)
		}
		select {
		case <-time.After(wait):
		case <-within.Done():
			return head, cmp.Or(ctx.Err(), error(&graph.Error{
				Code:    graph.CodeUnavailable,
				Message: "a large change set is being written to the store at this moment",
				Fix:     "try again",
			}))
		}
	}
}

// graph reads the working graph, the head before, and what was announced afterwards.
func (d *Driver) graph(ctx context.Context) (
	nodes []graph.Node,
	relations []graph.Relation,
	head store.ChangeSet,
	announced graph.Revision,
	err error,
) {
	err = d.reading(ctx, func(ask asking) error {
		nodes, relations, head = nil, nil, store.ChangeSet{}
		rows, err := ask(cypherHead, nil)
		if err == nil && len(rows) > 0 {
			head, err = rows[0].within("set").changeSet()
		}
		if err != nil {
			return err
		}
		labels := map[string]any{"labels": allLabels()}
		if rows, err = ask(cypherGraphNodes, labels); err == nil {
			rows, err = d.ended(ask, rows, "node")
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			nodes = append(nodes, r.within("node").keyed().Node)
		}
		if rows, err = ask(cypherGraphRelations, labels); err == nil {
			rows, err = d.ended(ask, rows, "props")
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			relations = append(relations, r.relation())
		}
		if rows, err = ask(cypherAnnounced, nil); err == nil && len(rows) > 0 {
			announced = graph.Revision(rows[0].integer("announced"))
		}
		return err
	})
	return nodes, relations, head, announced, err
}

func allLabels() []string {
	labels := make([]string, len(graph.Kinds))
	for i, k := range graph.Kinds {
		labels[i] = string(k.Kind)
	}
	return labels
}

// chunk bounds how many ids go into one statement.
const chunk = 10_000

// Nodes implements store.Driver.
func (d *Driver) Nodes(ctx context.Context, list []graph.ID) (out []graph.Node, err error) {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	for part := range slices.Chunk(slices.Compact(sorted), chunk) {
		rows, err := d.things(ctx, cypherNodes, map[string]any{"ids": texts(part)}, "node")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, r.within("node").keyed().Node)
		}
	}
	slices.SortFunc(out, func(a, b graph.Node) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out, nil
}

// Relations implements store.Driver.
func (d *Driver) Relations(
	ctx context.Context,
	keys []graph.RelationKey,
	ends []graph.ID,
) (out []graph.Relation, err error) {
	collect := func(statement string, params map[string]any) error {
		rows, err := d.things(ctx, statement, params, "props")
		for _, r := range rows {
			out = append(out, r.relation())
		}
		return err
	}
	for part := range slices.Chunk(keys, chunk) {
		rows := make([]any, len(part))
		for i, k := range part {
			rows[i] = keyRow(k)
		}
		if err := collect(cypherRelationsByKey, map[string]any{"keys": rows}); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(ends, chunk) {
		if err := collect(cypherRelationsByEnd, map[string]any{"ids": texts(part)}); err != nil {
			return nil, err
		}
	}
	return onceEach(out), nil
}

// RelationsOf implements store.Driver.
func (d *Driver) RelationsOf(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) (out []graph.Relation, err error) {
	for statement, ends := range map[string][]graph.ID{cypherRelationsFrom: from, cypherRelationsTo: to} {
		for part := range slices.Chunk(ends, chunk) {
			params := map[string]any{"types": texts(types), "ids": texts(part)}
			rows, err := d.things(ctx, statement, params, "props")
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				out = append(out, r.relation())
			}
		}
	}
	return onceEach(out), nil
}

// onceEach orders relations by key and leaves out what comes again.
func onceEach(list []graph.Relation) []graph.Relation {
	slices.SortFunc(list, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	return slices.CompactFunc(list, func(a, b graph.Relation) bool { return a.RelationKey == b.RelationKey })
}

func keyRow(k graph.RelationKey) properties {
	return properties{"type": string(k.Type), "from": string(k.From), "to": string(k.To)}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Sourced implements store.Driver.
func (d *Driver) Sourced(ctx context.Context, sources []graph.ID, limit int) (out []string, err error) {
	rows, err := d.read(ctx, cypherSourced, map[string]any{"sources": texts(sources), "limit": limit})
	for _, r := range rows {
		out = append(out, r.text("subject"))
	}
	return out, err
}

// List implements store.Driver.
func (d *Driver) List(ctx context.Context, q store.List) (page []store.Keyed, total int, err error) {
	pools := []bool{false}
	if q.Pool {
		pools = append(pools, true)
	}
	err = d.reading(ctx, func(ask asking) error {
		if !q.Uncounted {
			rows, err := ask(cypherListTotal, map[string]any{"label": string(q.Kind), "pools": pools})
			if err != nil {
				return err
			}
			total = int(rows[0].integer("total"))
		}
		rows, err := ask(cypherList, map[string]any{
			"label": string(q.Kind),
			"pools": pools,
			"sort":  q.After.Sort,
			"id":    string(q.After.ID),
			"limit": q.Limit,
		})
		page = keyedRows(rows)
		return err
	})
	return page, total, err
}

func keyedRows(rows []record) []store.Keyed {
	var out []store.Keyed
	for _, r := range rows {
		out = append(out, r.within("node").keyed())
	}
	return out
}

// Search implements store.Driver. Terms hold letters and digits only, so nothing a user types is read as query syntax.
func (d *Driver) Search(
	ctx context.Context,
	queries [][]store.Term,
	kinds []graph.Kind,
	limit int,
) ([]store.Keyed, error) {
	query := store.Expression(queries, func(t store.Term) string {
		if t.Prefix != "" {
			return t.Prefix + "*"
		}
		return `"` + strings.Join(t.Phrase, " ") + `"`
	})
	query = propSearch + ":(" + query + ")"
	if len(kinds) > 0 { // the index leaves out the others: to read the kind of each match takes ten times as long
		query += " AND " + propLabel + ":(" + strings.Join(texts(kinds), " OR ") + ")"
	}
	rows, err := d.read(ctx, cypherSearch, map[string]any{"query": query, "limit": limit})
	return keyedRows(rows), err
}

// Makers implements store.Driver.
func (d *Driver) Makers(ctx context.Context, products []graph.ID, limit int) (out []store.Maker, err error) {
	rows, err := d.read(ctx, cypherMakers, map[string]any{"products": texts(products), "limit": limit})
	for _, r := range rows {
		m := store.Maker{Node: r.within("node").keyed().Node, Products: r.ids("made")}
		slices.Sort(m.Products)
		out = append(out, m)
	}
	return out, err
}

// ChangeSets implements store.Driver.
func (d *Driver) ChangeSets(
	ctx context.Context,
	subject string,
	before graph.Revision,
	limit int,
) (out []store.ChangeSet, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	statement := cypherChangeSets
	if subject != "" {
		statement = cypherChangeSetsOf
	}
	rows, err := d.read(ctx, statement, map[string]any{
		"subjects": named([]string{subject}),
		"before":   int64(before),
		"limit":    limit,
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		set, err := r.within("set").changeSet()
		if err != nil {
			return nil, err
		}
		out = append(out, set)
	}
	return out, nil
}

// Requested implements store.Driver.
func (d *Driver) Requested(ctx context.Context, key string) (set store.ChangeSet, err error) {
	rows, err := d.read(ctx, cypherRequested, map[string]any{"key": key})
	if err != nil || len(rows) == 0 {
		return set, err
	}
	return rows[0].within("set").changeSet()
}

// Shelf implements store.Driver.
func (d *Driver) Shelf(ctx context.Context, shelf string) (out []store.Item, err error) {
	rows, err := d.read(ctx, cypherShelf, map[string]any{"shelf": shelf})
	for _, r := range rows {
		out = append(out, r.within("item").item())
	}
	return out, err
}
