// Package appdb keeps what is not of the graph: accounts, sessions, audit. One set of SQL on SQLite, a file in the data
// folder, and on PostgreSQL, for several servers.
package appdb

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"chainchief/graph"
)

// DB is an application database. Its errors are *graph.Error with a code, or that of the context that ended.
type DB struct {
	read, write *sql.DB // one pool on PostgreSQL
	begin       *sql.TxOptions
	name        string // for messages, without password
	explain     func(error) error
	prepared    sync.Map // statements that read, by their text; the driver of PostgreSQL keeps them itself
}

// within is how long the database may take before it counts as away.
const within = 5 * time.Second

// Conn takes statements: outside of a transaction, or within one.
type Conn struct {
	on interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	finish func(context.Context, error) error
}

// Exec runs a statement that changes rows and returns how many.
func (c Conn) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	result, err := c.on.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, c.finish(ctx, err)
	}
	n, err := result.RowsAffected()
	return n, c.finish(ctx, err)
}

// Each calls a function for every row of an answer.
func (c Conn) Each(ctx context.Context, row func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := c.on.QueryContext(ctx, query, args...)
	if err != nil {
		return c.finish(ctx, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return c.finish(ctx, err)
		}
	}
	return c.finish(ctx, rows.Err())
}

// First reads the first row of an answer and tells whether there was one.
func (c Conn) First(ctx context.Context, into []any, query string, args ...any) (found bool, err error) {
	err = c.Each(ctx, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(into...)
	}, query, args...)
	return found, err
}

// ready reads with statements that stay prepared: to prepare one takes SQLite as long as to answer it.
type ready struct{ db *DB }

func (r ready) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return r.db.read.ExecContext(ctx, query, args...)
}

func (r ready) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	known, found := r.db.prepared.Load(query)
	if !found {
		made, err := r.db.read.PrepareContext(context.WithoutCancel(ctx), query)
		if err != nil {
			return nil, err
		}
		if known, found = r.db.prepared.LoadOrStore(query, made); found {
			_ = made.Close()
		}
	}
	return known.(*sql.Stmt).QueryContext(ctx, args...)
}

// Read calls a function with what reads outside of a transaction.
func (db *DB) Read(ctx context.Context, do func(context.Context, Conn) error) error {
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	c := Conn{db.read, db.finish}
	if db.read != db.write {
		c.on = ready{db}
	}
	return db.bounded(ctx, do(bounded, c))
}

// Write calls a function within a transaction: everything that it writes lands, or nothing.
func (db *DB) Write(ctx context.Context, do func(context.Context, Conn) error) error {
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return db.bounded(ctx, db.WriteLong(bounded, do))
}

// WriteLong is Write for what may take its time. Who else writes waits, on SQLite not for longer than for any database.
func (db *DB) WriteLong(ctx context.Context, do func(context.Context, Conn) error) error {
	tx, err := db.write.BeginTx(ctx, db.begin)
	if err != nil {
		return db.finish(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(ctx, Conn{tx, db.finish}); err != nil {
		return err
	}
	return db.finish(ctx, tx.Commit())
}

// finish gives an error of a statement its meaning: a context that ended is its own error.
func (db *DB) finish(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	var known *graph.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return db.explain(err)
}

// bounded makes a database that took too long one that is away; a caller that gave up stays that.
func (db *DB) bounded(caller context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && caller.Err() == nil {
		return db.away(err)
	}
	return err
}

func (db *DB) away(err error) error {
	return &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: "the application database cannot be reached", // where it is, is nothing for whoever asks
		Fix:     "check that it runs, and CHAINCHIEF_APPDB; nothing was half done",
		Err:     err,
	}
}

// Ping asks whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	return db.Read(ctx, func(ctx context.Context, c Conn) error {
		_, err := c.First(ctx, []any{new(int)}, "SELECT 1")
		return err
	})
}

// Close releases the database.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}
