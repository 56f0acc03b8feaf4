// Package sqlitestore keeps a store in one SQLite file: the default that needs no server. WAL, one writer, many
// readers.
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
	"time"

	"chainchief/graph"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Driver is a store in a SQLite file.
type Driver struct {
	// one connection: SQLite has one writer, and a queue in the process never meets SQLITE_BUSY; nil: only read
	write *sql.DB
	read  *sql.DB
}

// Open opens or makes the file and brings its tables up to this version. Errors are *graph.Error with a code: the store
// is newer than this program, damaged, of another program, or cannot be written.
func Open(ctx context.Context, path string) (*Driver, error) {
	if err := makeFile(path); err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the store %s cannot be made", path),
			Fix:     "choose another place with --data or --store",
			Err:     err,
		}
	}
	return openAs(ctx, path, "")
}

// Read opens a file that is there for those who only read: also where nothing can be written, on a full disk or a
// read-only one. Whether it can be written shows when somebody writes. graph.CodeNotFound when there is no such file.
func Read(ctx context.Context, path string) (*Driver, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no store %s", path),
			Fix:     "correct --data or --store, or make one with chainchief seed",
			Err:     err,
		}
	}
	d, err := openAs(ctx, path, "")
	for _, mode := range []string{"ro", "immutable"} {
		if code := graph.CodeOf(err); code != graph.CodeReadOnly && code != graph.CodeFull ||
			mode == "immutable" && unsettled(path) {
			break
		}
		d, err = openAs(ctx, path, mode)
	}
	return d, err
}

// Look opens a file that is there to be read and writes nothing, not even beside it where no server runs; due tells
// whether Open would bring it up first, until which it is not to be read.
func Look(ctx context.Context, path string) (d *Driver, due bool, err error) {
	mode := "immutable"
	for _, end := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + end); err == nil {
			mode = "ro"
		}
	}
	if d, err = openAs(ctx, path, mode); errors.Is(err, errEarlier) {
		return nil, true, nil
	}
	return d, false, err
}

// unsettled tells whether writes of the store still stand in its log, which one who takes the file for immutable
// misses.
func unsettled(path string) bool {
	log, err := os.Stat(path + "-wal")
	return err == nil && log.Size() > 0
}

// makeFile makes folder and file, for their owner alone, where they are not there.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// openAs opens a file; in mode "ro" or "immutable" for reading only.
func openAs(ctx context.Context, path, mode string) (*Driver, error) {
	d := &Driver{read: connect(path, "deferred", mode, 8<<10)}
	d.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	prepare := d.check
	if mode == "" {
		d.write = connect(path, "immediate", mode, 64<<10)
		d.write.SetMaxOpenConns(1)
		prepare = d.prepare
	}
	if err := prepare(ctx); err != nil {
		_ = d.Close()
		return nil, explain(path, err)
	}
	return d, nil
}

// waitForWriter is how long who writes waits for another program that does: an import is one transaction. It ends
// before a request of the API does (30 s), so that what is in the way is said by its name.
const waitForWriter = 25 * time.Second

// connect opens a pool; cache is the memory of one connection in KiB: a large load wants much, readers share the cache
// of the operating system.
func connect(path, lock, mode string, cache int) *sql.DB {
	params := url.Values{
		"_txlock": {lock},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", waitForWriter.Milliseconds()),
			"foreign_keys(1)",
			fmt.Sprintf("cache_size(-%d)", cache),
			"temp_store(MEMORY)",
		},
	}
	switch mode {
	case "":
		params["_pragma"] = append(params["_pragma"], "journal_mode(WAL)", "synchronous(FULL)")
	case "immutable":
		params.Set("immutable", "1")
		fallthrough
	default:
		params.Set("mode", "ro")
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+params.Encode())
	if err != nil {
		panic(err) // only an unregistered driver name fails here
	}
	return db
}

// Close releases both pools.
func (d *Driver) Close() error {
	err := d.read.Close()
	if d.write != nil {
		err = errors.Join(err, d.write.Close())
	}
	return err
}

// begin begins a transaction that writes.
func (d *Driver) begin(ctx context.Context) (*sql.Tx, error) {
	if d.write == nil {
		return nil, readOnly(nil)
	}
	tx, err := d.write.BeginTx(ctx, nil)
	return tx, finish(ctx, err)
}

func readOnly(err error) error {
	return &graph.Error{
		Code:    graph.CodeReadOnly,
		Message: "the file cannot be written",
		Fix:     "check the rights of the file and its folder and the room on the disk, or choose another place with --data",
		Err:     err,
	}
}

// Ping implements store.Driver.
func (d *Driver) Ping(ctx context.Context) error { return finish(ctx, d.read.PingContext(ctx)) }

// errNewer says that a newer program has made the tables.
var errNewer = errors.New("newer")

// errEarlier says that an earlier version has made the tables.
var errEarlier = errors.New("earlier")

// errForeign says that another program has made the tables.
var errForeign = errors.New("foreign")

// migrations are the names of the files that make the tables, in order.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	sort.Strings(names)
	return names, err
}

// version returns how many migrations a file has seen, after a look whether it is whole and ours.
func version(ctx context.Context, db *sql.DB, known int) (version int, err error) {
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	var all, ours int
	if err := db.QueryRowContext(ctx, sqlTables).Scan(&all, &ours); err != nil {
		return 0, err
	}
	if all > 0 && ours == 0 {
		return 0, errForeign
	}
	if version > known {
		return 0, errNewer
	}
	if version > 0 {
		var verdict string
		if err := db.QueryRowContext(ctx, sqlQuickCheck).Scan(&verdict); err != nil {
			return 0, err
		}
		if verdict != "ok" {
			return 0, errDamaged
		}
	}
	return version, nil
}

// check looks at a file that is only read.
func (d *Driver) check(ctx context.Context) error {
	names, err := migrations()
	if err != nil {
		return err
	}
	has, err := version(ctx, d.read, len(names))
	if err == nil && has < len(names) {
		return &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: "it was written by an earlier version and cannot be brought up to this one here",
			Fix:     "open it once where it can be written",
			Err:     errEarlier,
		}
	}
	return err
}

// prepare checks a file that is there and applies the migrations that it lacks, each in its own transaction.
func (d *Driver) prepare(ctx context.Context) error {
	names, err := migrations()
	if err != nil {
		return err
	}
	has, err := version(ctx, d.write, len(names))
	if err != nil {
		return err
	}
	for i := has; i < len(names); i++ {
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
		return &graph.Error{
			Code:    graph.CodeNewerStore,
			Message: fmt.Sprintf("the store %s was written by a newer version of chainchief", path),
			Fix:     "use that version, or another store with --store",
		}
	case errors.Is(err, errForeign):
		return &graph.Error{
			Code:    graph.CodeDamagedStore,
			Message: fmt.Sprintf("%s is a database of another program, nothing was changed", path),
			Fix:     "choose another file with --store",
		}
	case errors.Is(err, errDamaged):
		return &graph.Error{
			Code:    graph.CodeDamagedStore,
			Message: fmt.Sprintf("the store %s is damaged or is not a store", path),
			Fix:     "put a backup in its place, or move it away and seed anew",
		}
	case errors.As(err, &known):
		return &graph.Error{
			Code:    known.Code,
			Message: fmt.Sprintf("the store %s: %s", path, known.Message),
			Fix:     known.Fix,
			Err:     known.Err,
		}
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
		return &graph.Error{
			Code:    graph.CodeDamagedStore,
			Message: "the file is damaged or is not a store",
			Fix:     "put a backup in its place, or move it away and seed anew",
			Err:     err,
		}
	case sqlite3.SQLITE_FULL:
		return &graph.Error{
			Code:    graph.CodeFull,
			Message: "the disk is full, nothing was changed",
			Fix:     "make room and try again",
			Err:     err,
		}
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return readOnly(err)
	case sqlite3.SQLITE_IOERR:
		return &graph.Error{
			Code:    graph.CodeFull,
			Message: "the disk cannot be written, nothing was changed",
			Fix:     "check the disk and try again",
			Err:     err,
		}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "another process holds the store",
			Fix:     "wait for it to finish, then try again",
			Err:     err,
		}
	}
	return err
}

// Swap puts a whole store, which nobody has open, in the place of another, or where there is none. It refuses as Free
// does.
func Swap(ctx context.Context, with, path string) error {
	if err := Free(ctx, path); err != nil {
		return err
	}
	return os.Rename(with, path)
}

// Free refuses while any process has a store open: it would go on with the file that another took the place of. What
// stands in the log beside the file is taken up, and the log removed, which SQLite does for the last one only.
func Free(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(1000)")
	if err != nil {
		return err
	}
	var mode string
	err = db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	if err = errors.Join(finish(ctx, err), db.Close()); err != nil {
		return explain(path, err)
	}
	return nil
}
