package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Commit implements store.Driver. The transaction takes the write lock at its start, so the head that it reads stays.
func (d *Driver) Commit(ctx context.Context, c store.Commit) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return finish(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	head, err := scanHead(tx.QueryRowContext(ctx, sqlHead))
	if err != nil {
		return finish(ctx, err)
	}
	if head.Revision != c.Set.Revision-1 {
		return store.ErrMoved
	}
	w := writer{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}}
	if err := w.commit(c); err != nil {
		return finish(ctx, err)
	}
	return finish(ctx, tx.Commit())
}

// writer writes one change set with statements prepared once.
type writer struct {
	ctx      context.Context
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
}

func (w *writer) stmt(text string) (*sql.Stmt, error) {
	if s := w.prepared[text]; s != nil {
		return s, nil
	}
	s, err := w.tx.PrepareContext(w.ctx, text)
	w.prepared[text] = s
	return s, err
}

func (w *writer) exec(text string, args ...any) (sql.Result, error) {
	s, err := w.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(w.ctx, args...)
}

// row runs a statement that returns the row of a node.
func (w *writer) row(text string, args ...any) (row int64, err error) {
	s, err := w.stmt(text)
	if err != nil {
		return 0, err
	}
	return row, s.QueryRowContext(w.ctx, args...).Scan(&row)
}

func (w *writer) commit(c store.Commit) error {
	counts, err := json.Marshal(c.Set.Counts)
	if err != nil {
		return err
	}
	if _, err := w.exec(sqlInsertChangeSet, c.Set.Revision, c.Set.Time.UnixMilli(), c.Set.Actor, c.Set.Reason, c.Set.Undoes, string(counts)); err != nil {
		return err
	}
	for i, e := range c.Entries {
		if err := w.entry(c, i, e); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) entry(c store.Commit, place int, e store.Entry) error {
	before, _, err := encode(e.Before)
	if err != nil {
		return err
	}
	after, body, err := encode(e.After)
	if err != nil {
		return err
	}
	if _, err := w.exec(sqlInsertEntry, c.Set.Revision, place, e.Subject, before, after); err != nil {
		return err
	}
	if e.After != nil && e.After.Relation != nil || e.After == nil && e.Before.Relation != nil {
		return w.relation(e, body)
	}
	return w.node(c, e, body)
}

func (w *writer) node(c store.Commit, e store.Entry, body string) error {
	var row int64
	var err error
	switch {
	case e.After == nil:
		row, err = w.row(sqlDeleteNode, e.Before.Node.ID)
	case e.Before == nil:
		n := e.After.Node
		var result sql.Result
		if result, err = w.exec(sqlInsertNode, n.ID, n.Kind, n.Pool, c.Sort[n.ID], n.Prov.Source, body); err == nil {
			row, err = result.LastInsertId()
		}
	default:
		n := e.After.Node
		row, err = w.row(sqlUpdateNode, n.Kind, n.Pool, c.Sort[n.ID], n.Prov.Source, body, n.ID)
	}
	if err != nil {
		return err
	}
	if e.Before != nil {
		if _, err := w.exec(sqlDeleteSearch, row); err != nil {
			return err
		}
	}
	if e.After != nil {
		_, err = w.exec(sqlInsertSearch, row, c.Tokens[e.After.Node.ID])
	}
	return err
}

func (w *writer) relation(e store.Entry, body string) error {
	if e.After == nil {
		r := e.Before.Relation
		_, err := w.exec(sqlDeleteRelation, r.Type, r.From, r.To)
		return err
	}
	r := e.After.Relation
	_, err := w.exec(sqlPutRelation, r.Type, r.From, r.To, r.Prov.Source, body)
	return err
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
