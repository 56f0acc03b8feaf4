package appdb

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Open opens the database of an address, postgres://… or the path of a file, makes the file where there is none, and
// brings its tables up to this version. One of a newer version, half brought up, damaged or of another program is an
// error, and nothing is written.
func Open(ctx context.Context, address string) (*DB, error) {
	if slices.ContainsFunc(schemes, func(s string) bool { return strings.HasPrefix(address, s) }) {
		return openPostgres(ctx, address)
	}
	return openFile(ctx, address)
}

// Look opens a database that is there to be read and writes nothing. The version of its tables is 0 for one that has
// none yet, which is not to be read.
func Look(ctx context.Context, address string) (db *DB, version int64, err error) {
	if strings.Contains(address, "://") {
		if db, err = connectPostgres(address); err != nil {
			return nil, 0, err
		}
		version, err = db.look(ctx, db.read, false)
	} else {
		db = lookAtFile(address)
		version, err = db.look(ctx, db.read, true)
	}
	if err != nil {
		return nil, 0, errors.Join(db.bounded(ctx, err), db.Close())
	}
	return db, version, nil
}

// tables are the columns of each table of a version.
type tables map[string][]string

func migrations() (fs.FS, error) { return fs.Sub(migrationFiles, "migrations") }

func provider(dialect goose.Dialect, db *sql.DB, with ...goose.ProviderOption) (*goose.Provider, error) {
	files, err := migrations()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, db, files, append(with, goose.WithDisableGlobalRegistry(true))...)
}

// wanted are the newest version and the tables of a version, found by making them in memory.
func wanted(ctx context.Context, version int64) (newest int64, t tables, err error) {
	memory, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = memory.Close() }()
	memory.SetMaxOpenConns(1) // each connection is a database of its own
	p, err := provider(goose.DialectSQLite3, memory)
	if err != nil {
		return 0, nil, err
	}
	sources := p.ListSources()
	newest = sources[len(sources)-1].Version
	if version == 0 {
		version = newest
	}
	if _, err := p.UpTo(ctx, min(version, newest)); err != nil {
		return 0, nil, err
	}
	in := &DB{name: "in memory"}
	in.explain = in.sqlite
	names, err := in.names(ctx, memory, true)
	t = tables{}
	for name := range names {
		if err == nil && name != versions {
			t[name], err = columns(ctx, memory, name)
		}
	}
	return newest, t, err
}

// versions is the table in which goose keeps which migrations were applied.
const versions = "goose_db_version"

// names of the tables of a database.
func (db *DB) names(ctx context.Context, pool *sql.DB, file bool) (map[string]bool, error) {
	query := `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	if file {
		query = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
	}
	there := map[string]bool{}
	err := Conn{pool, db.finish}.Each(ctx, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		there[name] = true
		return err
	}, query)
	return there, err
}

// columns of a table; an error when there is none.
func columns(ctx context.Context, db *sql.DB, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`" WHERE 1 = 0`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	return names, errors.Join(err, rows.Err())
}

// look tells which version a database has, 0 for none, after a look whether it is whole and ours. It writes nothing.
func (db *DB) look(ctx context.Context, pool *sql.DB, file bool) (version int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, 12*within) // a large file is read whole
	defer cancel()
	there, err := db.names(ctx, pool, file)
	if err != nil {
		return 0, err
	}
	c := Conn{pool, db.finish}
	if there[versions] {
		if _, err := c.First(ctx, []any{&version}, "SELECT COALESCE(MAX(version_id), 0) FROM "+versions); err != nil {
			return 0, err
		}
	}
	newest, want, err := wanted(ctx, version)
	if err != nil {
		return 0, err
	}
	if version > newest {
		return 0, &graph.Error{
			Code:    graph.CodeNewerStore,
			Message: fmt.Sprintf("the application database %s was written by a newer version of chainchief", db.name),
			Fix:     "use that version, or another database with --appdb",
		}
	}
	if version == 0 {
		return 0, db.empty(there, want, file)
	}
	if file {
		var verdict string
		if _, err := c.First(ctx, []any{&verdict}, "PRAGMA quick_check(1)"); err != nil {
			return 0, err
		}
		if verdict != "ok" {
			return 0, db.damaged("the file is damaged", nil)
		}
	}
	return version, db.whole(ctx, pool, version, want)
}

// empty expects a database without a version to hold nothing that the migrations would make, and a file nothing at all.
func (db *DB) empty(there map[string]bool, want tables, file bool) error {
	for name := range there {
		if _, ours := want[name]; ours || file && name != versions {
			return db.damaged("it has tables, but no version of chainchief: it is of another program, or half made", nil)
		}
	}
	return nil
}

// whole expects the tables of a version.
func (db *DB) whole(ctx context.Context, pool *sql.DB, version int64, want tables) error {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		has, err := columns(ctx, pool, name)
		if away := db.finish(ctx, err); ctx.Err() != nil || graph.CodeOf(away) == graph.CodeUnavailable {
			return away
		}
		if err != nil || !slices.Equal(slices.Sorted(slices.Values(has)), slices.Sorted(slices.Values(want[name]))) {
			what := fmt.Sprintf("it says that it has version %d, but its table %s is not that of it", version, name)
			return db.damaged(what, err)
		}
	}
	return nil
}

func (db *DB) damaged(what string, err error) error {
	return &graph.Error{
		Code:    graph.CodeDamagedStore,
		Message: fmt.Sprintf("the application database %s cannot be used: %s; nothing was changed", db.name, what),
		Fix:     "put a backup in its place, or name another with --appdb",
		Err:     err,
	}
}

// migrate applies the migrations that a database lacks, each in its own transaction.
func (db *DB) migrate(ctx context.Context, dialect goose.Dialect, version int64, with ...goose.ProviderOption) error {
	p, err := provider(dialect, db.write, with...)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if sources[len(sources)-1].Version == version {
		return nil
	}
	for try := 0; ; try++ {
		_, err := p.Up(ctx)
		if err == nil {
			return nil
		}
		if try > 4 || ctx.Err() != nil {
			return db.finish(ctx, err)
		}
		// Another process may just have brought the file up.
	}
}
