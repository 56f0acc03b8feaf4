package appdb

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

	"chainchief/graph"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func openFile(ctx context.Context, path string) (*DB, error) {
	if err := makeFile(path); err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the application database %s cannot be made", path),
			Fix:     "choose another place with --data or --appdb",
			Err:     err,
		}
	}
	db := &DB{name: path}
	db.explain = db.sqlite
	look := connect(path, "deferred", nil)
	version, err := db.look(ctx, look, true)
	if err = errors.Join(err, look.Close()); err != nil {
		return nil, err
	}
	wal := []string{"journal_mode(WAL)", "synchronous(FULL)"}
	db.write = connect(path, "immediate", wal)
	db.write.SetMaxOpenConns(1) // SQLite has one writer: a queue in the process never meets SQLITE_BUSY
	db.read = connect(path, "deferred", wal)
	db.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	db.read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	if err := db.migrate(ctx, goose.DialectSQLite3, version); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
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

// connect opens a pool; more are further parameters, each with its value.
func connect(path, lock string, pragmas []string, more ...[2]string) *sql.DB {
	params := url.Values{
		"_txlock": {lock},
		"_pragma": append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...),
	}
	for _, m := range more {
		params.Set(m[0], m[1])
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+params.Encode())
	if err != nil {
		panic(err) // only an unregistered driver name fails here
	}
	return db
}

// lookAtFile connects to a file without writing: not even beside it, where no server has it open.
func lookAtFile(path string) *DB {
	more := [][2]string{{"mode", "ro"}, {"immutable", "1"}}
	for _, end := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + end); err == nil {
			more = more[:1]
		}
	}
	pool := connect(path, "deferred", nil, more...)
	db := &DB{read: pool, write: pool, name: path}
	db.explain = db.sqlite
	return db
}

// sqlite gives the errors of SQLite that people can do something about a code.
func (db *DB) sqlite(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	said := &graph.Error{Err: err}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return db.damaged("the file is damaged or is not a database", err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		said.Code, said.Message = graph.CodeFull, "there is no room, or the disk fails; nothing was changed"
		said.Fix = "make room and try again"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		said.Code, said.Message = graph.CodeReadOnly, "the file cannot be written"
		said.Fix = "check the rights of the file and its folder"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		said.Code, said.Message = graph.CodeUnavailable, "another process holds the file"
		said.Fix = "wait for it to finish, then try again"
	default:
		return err
	}
	said.Message = "the application database: " + said.Message
	return said
}
