// Package sqlitestore keeps a store in one SQLite file: the default that needs no server. WAL, one writer, many readers.
package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sort"

	"chainchief/graph"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Driver is a store in a SQLite file.
type Driver struct {
	write *sql.DB // one connection: SQLite has one writer, and a queue in the process never meets SQLITE_BUSY
	read  *sql.DB
}

// Open opens or makes the file and brings its tables up to this version. Errors are *graph.Error with a code: the store
// is newer than this program, damaged, or cannot be written.
func Open(ctx context.Context, path string) (*Driver, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, &graph.Error{Code: graph.CodeReadOnly, Message: fmt.Sprintf("the folder of the store %s cannot be made", path), Fix: "choose another place with --data or --store", Err: err}
	}
	d := &Driver{write: connect(path, "immediate", 64<<10), read: connect(path, "deferred", 8<<10)}
	d.write.SetMaxOpenConns(1)
	d.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	if err := d.prepare(ctx); err != nil {
		_ = d.Close()
		return nil, explain(path, err)
	}
	return d, nil
}

// connect opens a pool; cache is the memory of one connection in KiB: a large load wants much, readers share the cache of
// the operating system.
func connect(path, lock string, cache int) *sql.DB {
	params := url.Values{"_txlock": {lock}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", fmt.Sprintf("cache_size(-%d)", cache), "temp_store(MEMORY)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+params.Encode())
	if err != nil {
		panic(err) // only an unregistered driver name fails here
	}
	return db
}

// Close releases both pools.
func (d *Driver) Close() error { return errors.Join(d.read.Close(), d.write.Close()) }

// Ping implements store.Driver.
func (d *Driver) Ping(ctx context.Context) error { return finish(ctx, d.read.PingContext(ctx)) }

// errNewer says that a newer program has made the tables.
var errNewer = errors.New("newer")

// prepare checks a file that is there and applies the migrations that it lacks, each in its own transaction.
func (d *Driver) prepare(ctx context.Context) error {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	var version int
	if err := d.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(names) {
		return errNewer
	}
	if version > 0 {
		var verdict string
		if err := d.write.QueryRowContext(ctx, sqlQuickCheck).Scan(&verdict); err != nil {
			return err
		}
		if verdict != "ok" {
			return errDamaged
		}
	}
	for i := version; i < len(names); i++ {
		if err := d.migrate(ctx, names[i], i+1); err != nil {
			return fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return nil
}

func (d *Driver) migrate(ctx context.Context, name string, version int) error {
	text, err := migrationFiles.ReadFile(name)
	if err != nil {
		return err
	}
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

var errDamaged = errors.New("damaged")

// explain turns an error of opening into one that names the file.
func explain(path string, err error) error {
	var known *graph.Error
	switch err = classify(err); {
	case errors.Is(err, errNewer):
		return &graph.Error{Code: graph.CodeNewerStore, Message: fmt.Sprintf("the store %s was written by a newer version of chainchief", path), Fix: "use that version, or another store with --store"}
	case errors.Is(err, errDamaged):
		return &graph.Error{Code: graph.CodeDamagedStore, Message: fmt.Sprintf("the store %s is damaged or is not a store", path), Fix: "put a backup in its place, or move it away and seed anew"}
	case errors.As(err, &known):
		return &graph.Error{Code: known.Code, Message: fmt.Sprintf("the store %s: %s", path, known.Message), Fix: known.Fix, Err: known.Err}
	}
	return fmt.Errorf("open the store %s: %w", path, err)
}

// finish gives an error of a statement its meaning: a context that ended is its own error, whatever SQLite calls it.
func finish(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return classify(err)
}

// classify gives the errors of SQLite that people can do something about a code.
func classify(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return &graph.Error{Code: graph.CodeDamagedStore, Message: "the file is damaged or is not a store", Fix: "put a backup in its place, or move it away and seed anew", Err: err}
	case sqlite3.SQLITE_FULL:
		return &graph.Error{Code: graph.CodeFull, Message: "the disk is full, nothing was changed", Fix: "make room and try again", Err: err}
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return &graph.Error{Code: graph.CodeReadOnly, Message: "the file cannot be written", Fix: "check the rights of the file and its folder, or choose another place with --data", Err: err}
	case sqlite3.SQLITE_IOERR:
		return &graph.Error{Code: graph.CodeFull, Message: "the disk cannot be written, nothing was changed", Fix: "check the disk and try again", Err: err}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &graph.Error{Code: graph.CodeUnavailable, Message: "another process holds the store", Fix: "wait for it to finish, then try again", Err: err}
	}
	return err
}
