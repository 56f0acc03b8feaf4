package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"regexp"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Commit implements store.Driver. The transaction takes the write lock at its start, so the head that it reads stays.
func (d *Driver) Commit(ctx context.Context, c store.Commit) error {
	tx, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	head, err := scanHead(tx.QueryRowContext(ctx, sqlHead))
	if err != nil {
		return finish(ctx, err)
	}
	if err := c.Fits(head); err != nil {
		return err
	}
	w := writer{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}}
	if err := w.commit(c); err != nil {
		return finish(ctx, err)
	}
	return finish(ctx, tx.Commit())
}

// Clear implements store.Driver.
func (d *Driver) Clear(ctx context.Context) error {
	tx, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range []string{"DELETE FROM entry", "DELETE FROM change_set", "DELETE FROM relation",
		"DELETE FROM node", "DELETE FROM item", "INSERT INTO search (search) VALUES ('delete-all')"} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return finish(ctx, err)
		}
	}
	return finish(ctx, tx.Commit())
}

// Keep implements store.Driver.
func (d *Driver) Keep(ctx context.Context, k store.Item) (store.Item, error) {
	tx, err := d.begin(ctx)
	if err != nil {
		return store.Item{}, err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, sqlKeep, k.Shelf, k.Name, k.Revision, k.Value); err != nil {
		return store.Item{}, finish(ctx, err)
	}
	stays, err := scanItem(tx.QueryRowContext(ctx, sqlItem, k.Shelf, k.Name))
	if err != nil {
		return store.Item{}, finish(ctx, err)
	}
	return stays, finish(ctx, tx.Commit())
}

// writer writes one change set with statements prepared once. Statements do not listen to the caller's context, which
// costs as much as a small one: the writer looks at it between chunks.
type writer struct {
	ctx      context.Context
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
	newest   int64 // row of a node
}

// together is how many rows one statement inserts: each statement costs as much as some rows.
const together = 32

func (w *writer) stmt(text string) (*sql.Stmt, error) {
	if s := w.prepared[text]; s != nil {
		return s, nil
	}
	s, err := w.tx.PrepareContext(w.ctx, text)
	w.prepared[text] = s
	return s, err
}

func (w *writer) exec(text string, args ...any) error {
	s, err := w.stmt(text)
	if err == nil {
		_, err = s.Exec(args...)
	}
	return err
}

// row runs a statement that returns the row of a node.
func (w *writer) row(text string, args ...any) (row int64, err error) {
	s, err := w.stmt(text)
	if err != nil {
		return 0, err
	}
	return row, s.QueryRow(args...).Scan(&row)
}

// inserts are rows of one table that are inserted together, each as many values as the statement has places.
type inserts struct {
	statement string
	values    []any
}

// places are those of one row in a statement that inserts.
var places = regexp.MustCompile(`\((?:\?, )*\?\)`)

func (w *writer) insert(i inserts) error {
	one := places.FindString(i.statement)
	width := strings.Count(one, "?")
	many := strings.Replace(i.statement, one, one+strings.Repeat(", "+one, together-1), 1)
	for values := range slices.Chunk(i.values, together*width) {
		if len(values) == together*width {
			if err := w.exec(many, values...); err != nil {
				return err
			}
			continue
		}
		for row := range slices.Chunk(values, width) {
			if err := w.exec(i.statement, row...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) commit(c store.Commit) error {
	if err := w.exec(sqlLateReferences); err != nil { // entries come before the change set that they refer to
		return err
	}
	var err error
	if w.newest, err = w.row(sqlNewestRow); err != nil {
		return err
	}
	place := 0
	for rows, err := range store.Ahead(inRows(c.Entries), 4) { // making takes a fifth of the time of writing
		if err == nil {
			err = w.ctx.Err()
		}
		if err == nil {
			err = w.write(rows, c.Set.Revision, place)
		}
		if err != nil {
			return err
		}
		place += len(rows)
	}
	counts, err := json.Marshal(c.Set.Counts)
	if err != nil {
		return err
	}
	return w.exec(
		sqlInsertChangeSet,
		c.Set.Revision,
		c.Set.Time.UnixMilli(),
		c.Set.Actor,
		c.Set.Reason,
		c.Set.Undoes,
		string(counts),
		c.Set.Request.Key,
		c.Set.Request.Digest,
	)
}

// write writes some entries to the history and to the tables.
func (w *writer) write(rows []row, revision graph.Revision, place int) error {
	history := inserts{statement: sqlInsertEntry}
	nodes, relations := inserts{statement: sqlInsertNode}, inserts{statement: sqlPutRelation}
	var search []any
	for i, r := range rows {
		e := r.entry
		history.values = append(history.values, int64(revision), int64(place+i), e.Subject, r.before, r.after, e.Pool)
		switch t := cmp.Or(e.After, e.Before); {
		case t.Relation != nil && e.After == nil:
			key := t.Relation.RelationKey
			if err := w.exec(sqlDeleteRelation, key.Type, key.From, key.To); err != nil {
				return err
			}
		case t.Relation != nil:
			key := t.Relation.RelationKey
			relations.values = append(
				relations.values,
				string(key.Type),
				string(key.From),
				string(key.To),
				string(t.Relation.Prov.Source),
				r.body,
			)
		case e.Before == nil:
			w.newest++
			nodes.values = append(
				nodes.values,
				w.newest,
				string(t.Node.ID),
				string(t.Node.Kind),
				t.Node.Pool,
				r.sort,
				string(t.Node.Prov.Source),
				r.body,
			)
			search = append(search, w.newest, r.tokens)
		default:
			if err := w.replace(r); err != nil {
				return err
			}
		}
	}
	for _, i := range []inserts{history, nodes, relations} {
		if err := w.insert(i); err != nil {
			return err
		}
	}
	// Before a statement that inserts several rows SQLite sets a savepoint, and there FTS5 writes out what it has
	// gathered: so words come after everything else, one row a statement.
	for one := range slices.Chunk(search, 2) {
		if err := w.exec(sqlInsertSearch, one...); err != nil {
			return err
		}
	}
	return nil
}

// replace puts what an entry says in the place of a node that is there, or takes it away.
func (w *writer) replace(r row) error {
	var at int64
	var err error
	if n := r.entry.After; n == nil {
		at, err = w.row(sqlDeleteNode, r.entry.Before.Node.ID)
	} else {
		at, err = w.row(sqlUpdateNode, n.Node.Kind, n.Node.Pool, r.sort, n.Node.Prov.Source, r.body, n.Node.ID)
	}
	if err != nil {
		return err
	}
	if err := w.exec(sqlDeleteSearch, at); err != nil || r.entry.After == nil {
		return err
	}
	return w.exec(sqlInsertSearch, at, r.tokens)
}

// row is an entry made ready to be written.
type row struct {
	entry         store.Entry
	before, after any    // for the history; nil for nothing
	body          string // for the table; empty for nothing
	tokens, sort  string // of a node that is put
}

// inRows makes the rows of entries, so many at a time that the search index seldom writes out what it has gathered.
func inRows(parts iter.Seq2[[]store.Entry, error]) iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		for entries, err := range parts {
			if err != nil {
				yield(nil, err)
				return
			}
			for some := range slices.Chunk(entries, 2048) {
				rows := make([]row, len(some))
				for i, e := range some {
					if rows[i], err = newRow(e); err != nil {
						yield(nil, err)
						return
					}
				}
				if !yield(rows, nil) {
					return
				}
			}
		}
	}
}

func newRow(e store.Entry) (r row, err error) {
	r.entry = e
	if r.before, _, err = encode(e.Before); err != nil {
		return r, err
	}
	if r.after, r.body, err = encode(e.After); err != nil {
		return r, err
	}
	if e.After != nil && e.After.Node != nil {
		r.tokens, r.sort = store.Tokens(e.After.Node), store.SortKey(e.After.Node)
	}
	return r, nil
}

// encode writes a thing for the history and its body for the tables; the history value is nil for nothing.
func encode(t *store.Thing) (history any, body string, err error) {
	if t == nil {
		return nil, "", nil
	}
	var data []byte
	prefix := `{"node":`
	if t.Node != nil {
		data, err = json.Marshal(t.Node)
	} else {
		prefix = `{"relation":`
		data, err = json.Marshal(t.Relation)
	}
	return prefix + string(data) + "}", string(data), err
}

func scanHead(row *sql.Row) (store.ChangeSet, error) {
	set, err := scanSet(row)
	if errors.Is(err, sql.ErrNoRows) {
		return store.ChangeSet{}, nil
	}
	return set, err
}

// ids as a JSON array, for json_each: one parameter however many.
func ids(list []graph.ID) string {
	if len(list) == 0 {
		return "[]"
	}
	data, _ := json.Marshal(list) // strings always marshal
	return string(data)
}
