package neo4jstore

import (
	"context"
	"iter"
	"math"
	"slices"
	"strings"

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
	within, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	session := d.session(within, neo4j.AccessModeRead)
	defer d.end(ctx, session)
	_, err := session.ExecuteRead(
		within,
		func(tx neo4j.ManagedTransaction) (any, error) { return nil, work(ask(within, tx)) },
		neo4j.WithTxTimeout(answerWithin),
	)
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
	rows, err := d.read(ctx, cypherHead, nil)
	if err != nil || len(rows) == 0 {
		return set, err
	}
	return rows[0].within("set").changeSet()
}

// rereads bounds how often Graph starts again because writers were faster.
const rereads = 20

// Graph implements store.Driver. Neo4j shows to each statement what was applied when it ran, so the newest revision is
// looked up afterwards, with no writer at work, and all is read again when it is another one.
func (d *Driver) Graph(ctx context.Context) (nodes []graph.Node, relations []graph.Relation, head store.ChangeSet,
	err error) {
	for range rereads {
		if nodes, relations, head, err = d.graph(ctx); err != nil {
			return nil, nil, head, err
		}
		newest, err := d.newest(ctx)
		if err == nil && newest.Revision == head.Revision {
			return nodes, relations, head, nil
		}
		if err == nil {
			err = d.publish(ctx, newest.Revision) // its writer does so too, unless it has died
		}
		if err != nil {
			return nil, nil, head, err
		}
	}
	return nil, nil, head, &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: "writers were faster each time the graph was read",
		Fix:     "try again",
	}
}

func (d *Driver) graph(ctx context.Context) (nodes []graph.Node, relations []graph.Relation, head store.ChangeSet,
	err error) {
	err = d.reading(ctx, func(ask asking) error {
		nodes, relations = nil, nil
		rows, err := ask(cypherHead, nil)
		if err != nil || len(rows) == 0 {
			return err
		}
		if head, err = rows[0].within("set").changeSet(); err != nil {
			return err
		}
		labels := map[string]any{"labels": allLabels()}
		if rows, err = ask(cypherGraphNodes, labels); err != nil {
			return err
		}
		for _, r := range rows {
			nodes = append(nodes, r.within("node").keyed().Node)
		}
		if rows, err = ask(cypherGraphRelations, labels); err != nil {
			return err
		}
		for _, r := range rows {
			relations = append(relations, r.relation())
		}
		return nil
	})
	return nodes, relations, head, err
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
		rows, err := d.read(ctx, cypherNodes, map[string]any{"ids": texts(part)})
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
		rows, err := d.read(ctx, statement, params)
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
			rows, err := d.read(ctx, statement, map[string]any{"types": texts(types), "ids": texts(part)})
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
		rows, err := ask(cypherListTotal, map[string]any{"label": string(q.Kind), "pools": pools})
		if err != nil {
			return err
		}
		total = int(rows[0].integer("total"))
		rows, err = ask(cypherList, map[string]any{
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
	rows, err := d.read(ctx, statement, map[string]any{"subject": subject, "before": int64(before), "limit": limit})
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

// Touched implements store.Driver.
func (d *Driver) Touched(
	ctx context.Context,
	subjects []string,
	after graph.Revision,
) (newest graph.Revision, err error) {
	for part := range slices.Chunk(subjects, chunk) {
		rows, err := d.read(ctx, cypherTouched, map[string]any{"subjects": part, "after": int64(after)})
		if err != nil {
			return 0, err
		}
		newest = max(newest, graph.Revision(rows[0].integer("revision")))
	}
	return newest, nil
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

// Entries implements store.Driver. It asks for pages, each from where the last one ended: first for the rest of its
// revision, then for the revisions after it. Both questions go along an index.
func (d *Driver) Entries(ctx context.Context, q store.Entries) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		revision, place, statement := int64(q.From), int64(-1), cypherEntriesAfter
		if q.Subject != "" {
			statement = cypherEntriesOf
		}
		for {
			rows, err := d.read(ctx, statement, map[string]any{
				"subject":  q.Subject,
				"revision": revision,
				"place":    place,
				"to":       int64(q.To),
				"working":  q.Working,
				"limit":    chunk,
			})
			if err != nil {
				yield(store.Entry{}, err)
				return
			}
			for _, r := range rows {
				e, err := r.entry()
				if !yield(e, err) || err != nil {
					return
				}
			}
			if n := len(rows); n > 0 {
				revision, place = rows[n-1].integer("revision"), rows[n-1].integer("place")
			}
			switch ended := len(rows) < chunk; {
			case q.Subject != "" || ended && statement == cypherEntriesAfter:
				return
			case ended:
				statement = cypherEntriesAfter
			default:
				statement = cypherEntriesWithin
			}
		}
	}
}
