package appdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"chainchief/graph"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// schemes are how addresses of PostgreSQL begin.
var schemes = []string{"postgres://", "postgresql://"}

func openPostgres(ctx context.Context, address string) (*DB, error) {
	db, err := connectPostgres(address)
	if err != nil {
		return nil, err
	}
	version, err := db.look(ctx, db.read, false)
	if err == nil {
		err = db.migratePostgres(ctx, version)
	}
	if err != nil {
		return nil, errors.Join(db.bounded(ctx, err), db.Close())
	}
	return db, nil
}

func connectPostgres(address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil { // its text may hold the password
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: "the address of the application database cannot be read",
			Fix:     "write it as postgres://USER:PASSWORD@HOST:5432/DATABASE",
		}
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = within
	}
	name := fmt.Sprintf("postgres://%s:%d/%s", config.Host, config.Port, config.Database)
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	db := &DB{read: pool, write: pool, begin: &sql.TxOptions{Isolation: sql.LevelReadCommitted}, name: name}
	db.explain = db.postgres
	return db, nil
}

// migratePostgres lets one server at a time bring the tables up.
func (db *DB) migratePostgres(ctx context.Context, version int64) error {
	alone, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	return db.migrate(ctx, goose.DialectPostgres, version, goose.WithSessionLocker(alone))
}

// postgres gives the errors of PostgreSQL that people can do something about a code.
func (db *DB) postgres(err error) error {
	var said *pgconn.PgError
	var connecting *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &said):
		return db.state(said, err)
	case errors.As(err, &connecting), errors.As(err, &network), errors.Is(err, driver.ErrBadConn),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, sql.ErrConnDone), strings.Contains(err.Error(), "conn closed"):
		return db.away(err)
	}
	return err
}

// state goes by the SQLSTATE that the server has named.
func (db *DB) state(said *pgconn.PgError, err error) error {
	out := &graph.Error{Err: err}
	switch {
	case said.Code == "53100":
		out.Code, out.Message, out.Fix = graph.CodeFull, "its disk is full, nothing was changed", "make room and try again"
	case said.Code == "25006":
		out.Code, out.Message, out.Fix = graph.CodeReadOnly, "it takes no writes", "name the server that does"
	case strings.HasPrefix(said.Code, "28"), said.Code == "42501":
		out.Code, out.Message = graph.CodeUnavailable, "it refuses the user"
		out.Fix = "check user, password and rights in CHAINCHIEF_APPDB"
	case said.Code == "3D000":
		out.Code, out.Message, out.Fix = graph.CodeUnavailable, "there is no such database", "make it with createdb"
	case strings.HasPrefix(said.Code, "08"), strings.HasPrefix(said.Code, "53"), strings.HasPrefix(said.Code, "57P"),
		strings.HasPrefix(said.Code, "40"):
		return db.away(err)
	default:
		return err
	}
	out.Message = "the application database: " + out.Message
	return out
}
