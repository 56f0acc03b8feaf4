package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
)

type scanner interface{ Scan(...any) error }

func scanSet(row scanner) (store.ChangeSet, error) {
	var set store.ChangeSet
	var millis int64
	var counts string
	err := row.Scan(
		&set.Revision,
		&millis,
		&set.Actor,
		&set.Reason,
		&set.Undoes,
		&counts,
		&set.Request.Key,
		&set.Request.Digest,
	)
	if err != nil {
		return set, err
	}
	set.Time = time.UnixMilli(millis).UTC()
	return set, json.Unmarshal([]byte(counts), &set.Counts)
}

// each runs a query and calls scan for every row.
func each(ctx context.Context, q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, text string, scan func(scanner) error, args ...any) error {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return finish(ctx, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return finish(ctx, err)
		}
	}
	return finish(ctx, rows.Err())
}

// body scans a column of JSON onto a list.
func body[T any](list *[]T) func(scanner) error {
	return func(row scanner) error {
		var text sql.RawBytes
		rows, ok := row.(*sql.Rows)
		if !ok {
			return sql.ErrNoRows
		}
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var v T
		if err := json.Unmarshal(text, &v); err != nil {
			return err
		}
		*list = append(*list, v)
		return nil
	}
}

// Head implements store.Driver.
func (d *Driver) Head(ctx context.Context) (store.ChangeSet, error) {
	set, err := scanHead(d.read.QueryRowContext(ctx, sqlHead))
	return set, finish(ctx, err)
}

// Graph implements store.Driver. A read transaction sees one revision whole.
func (d *Driver) Graph(ctx context.Context) (nodes []graph.Node, relations []graph.Relation, head store.ChangeSet,
	err error) {
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, head, finish(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	if head, err = scanHead(tx.QueryRowContext(ctx, sqlHead)); err != nil {
		return nil, nil, head, finish(ctx, err)
	}
	if err = each(ctx, tx, sqlGraphNodes, body(&nodes)); err != nil {
		return nil, nil, head, err
	}
	err = each(ctx, tx, sqlGraphRelations, body(&relations))
	return nodes, relations, head, err
}

// chunk bounds how many ids go into one query.
const chunk = 20_000

// Nodes implements store.Driver.
func (d *Driver) Nodes(ctx context.Context, list []graph.ID) ([]graph.Node, error) {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	var out []graph.Node
	for part := range slices.Chunk(slices.Compact(sorted), chunk) {
		if err := each(ctx, d.read, sqlNodes, body(&out), ids(part)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Relations implements store.Driver.
func (d *Driver) Relations(ctx context.Context, keys []graph.RelationKey, ends []graph.ID) ([]graph.Relation, error) {
	var out []graph.Relation
	for part := range slices.Chunk(keys, chunk) {
		triples := make([][3]string, len(part))
		for i, k := range part {
			triples[i] = [3]string{string(k.Type), string(k.From), string(k.To)}
		}
		data, err := json.Marshal(triples)
		if err != nil {
			return nil, err
		}
		if err := each(ctx, d.read, sqlRelationsByKey, body(&out), string(data)); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(ends, chunk) {
		if err := each(ctx, d.read, sqlRelationsByEnd, body(&out), ids(part)); err != nil {
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
	wanted, err := json.Marshal(types)
	if err != nil {
		return nil, err
	}
	for statement, ends := range map[string][]graph.ID{sqlRelationsFrom: from, sqlRelationsTo: to} {
		for part := range slices.Chunk(ends, chunk) {
			if err := each(ctx, d.read, statement, body(&out), string(wanted), ids(part)); err != nil {
				return nil, err
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

// Sourced implements store.Driver.
func (d *Driver) Sourced(ctx context.Context, sources []graph.ID, limit int) ([]string, error) {
	var out []string
	err := each(ctx, d.read, sqlSourced, func(row scanner) error {
		var subject string
		err := row.Scan(&subject)
		out = append(out, subject)
		return err
	}, ids(sources), limit)
	return out, err
}

func keyed(list *[]store.Keyed) func(scanner) error {
	return func(row scanner) error {
		var text string
		var k store.Keyed
		if err := row.Scan(&text, &k.Sort); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &k.Node); err != nil {
			return err
		}
		*list = append(*list, k)
		return nil
	}
}

// List implements store.Driver.
func (d *Driver) List(ctx context.Context, q store.List) (page []store.Keyed, total int, err error) {
	if !q.Uncounted {
		if err = d.read.QueryRowContext(ctx, sqlListTotal, q.Kind, q.Pool).Scan(&total); err != nil {
			return nil, 0, finish(ctx, err)
		}
	}
	err = each(ctx, d.read, sqlList, keyed(&page), q.Kind, q.Pool, q.After.Sort, q.After.ID, q.Limit)
	return page, total, err
}

// Search implements store.Driver. Tokens are quoted, so that nothing a user types is read as query syntax.
func (d *Driver) Search(
	ctx context.Context,
	queries [][]store.Term,
	kinds []graph.Kind,
	limit int,
) (hits []store.Keyed, err error) {
	match := store.Expression(queries, func(t store.Term) string {
		if t.Prefix != "" {
			return quote(t.Prefix) + "*"
		}
		return quote(strings.Join(t.Phrase, " "))
	})
	list := "[]"
	if len(kinds) > 0 {
		data, err := json.Marshal(kinds)
		if err != nil {
			return nil, err
		}
		list = string(data)
	}
	err = each(ctx, d.read, sqlSearch, keyed(&hits), match, list, limit)
	return hits, err
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// Makers implements store.Driver.
func (d *Driver) Makers(ctx context.Context, products []graph.ID, limit int) (out []store.Maker, err error) {
	err = each(ctx, d.read, sqlMakers, func(row scanner) error {
		var node, made string
		if err := row.Scan(&node, &made); err != nil {
			return err
		}
		var m store.Maker
		if err := json.Unmarshal([]byte(node), &m.Node); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(made), &m.Products); err != nil {
			return err
		}
		slices.Sort(m.Products)
		out = append(out, m)
		return nil
	}, ids(products), graph.Makes, limit)
	return out, err
}

// ChangeSets implements store.Driver.
func (d *Driver) ChangeSets(
	ctx context.Context,
	subject string,
	before graph.Revision,
	limit int,
) (out []store.ChangeSet, err error) {
	scan := func(row scanner) error {
		set, err := scanSet(row)
		out = append(out, set)
		return err
	}
	if subject == "" {
		err = each(ctx, d.read, sqlChangeSets, scan, before, limit)
	} else {
		err = each(ctx, d.read, sqlChangeSetsOf, scan, before, limit, subject)
	}
	return out, err
}

// Touched implements store.Driver.
func (d *Driver) Touched(
	ctx context.Context,
	subjects []string,
	after graph.Revision,
) (newest graph.Revision, err error) {
	for part := range slices.Chunk(subjects, chunk) {
		data, err := json.Marshal(part)
		if err != nil {
			return 0, err
		}
		var of graph.Revision
		if err := d.read.QueryRowContext(ctx, sqlTouched, string(data), after).Scan(&of); err != nil {
			return 0, finish(ctx, err)
		}
		newest = max(newest, of)
	}
	return newest, nil
}

// Requested implements store.Driver.
func (d *Driver) Requested(ctx context.Context, key string) (store.ChangeSet, error) {
	set, err := scanHead(d.read.QueryRowContext(ctx, sqlRequested, key))
	return set, finish(ctx, err)
}

// Shelf implements store.Driver.
func (d *Driver) Shelf(ctx context.Context, shelf string) (out []store.Item, err error) {
	err = each(ctx, d.read, sqlShelf, func(row scanner) error {
		k, err := scanItem(row)
		out = append(out, k)
		return err
	}, shelf)
	return out, err
}

func scanItem(row scanner) (k store.Item, err error) {
	err = row.Scan(&k.Shelf, &k.Name, &k.Revision, &k.Value)
	return k, err
}

// Entries implements store.Driver.
func (d *Driver) Entries(ctx context.Context, q store.Entries) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		scan := func(row scanner) error {
			e, err := scanEntry(row)
			if err != nil || yield(e, nil) {
				return err
			}
			return errEnough
		}
		var err error
		switch {
		case q.Subject != "":
			err = each(ctx, d.read, sqlEntriesOf, scan, q.From, q.To, q.Subject)
		case q.Working:
			err = each(ctx, d.read, sqlEntriesWorking, scan, q.From, q.To)
		default:
			err = each(ctx, d.read, sqlEntries, scan, q.From, q.To)
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(store.Entry{}, err)
		}
	}
}

// errEnough ends a reading whose reader wants no more.
var errEnough = errors.New("enough")

func scanEntry(row scanner) (e store.Entry, err error) {
	var before, after sql.NullString
	if err := row.Scan(&e.Revision, &e.Subject, &before, &after, &e.Pool); err != nil {
		return e, err
	}
	for text, thing := range map[*sql.NullString]**store.Thing{&before: &e.Before, &after: &e.After} {
		if text.Valid {
			*thing = new(store.Thing)
			if err := json.Unmarshal([]byte(text.String), *thing); err != nil {
				return e, err
			}
		}
	}
	return e, nil
}
