package appdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chainchief/graph"

	"github.com/pressly/goose/v3"
)

// Kept are the tables that a backup holds, those that others refer to first. A test holds this list and the next one
// against the migrations.
var Kept = []string{"guard", "account", "setting", "token", "audit", "draft", "mapping", "sending", "parcel"}

// left are the tables that no backup holds: their rows last for hours, and put back, what had ended would live again.
var left = []string{"session", "link", "attempt", "passage"}

// Row is a row of a table outside of any database: texts, whole numbers (int64, json.Number) and truth values.
type Row struct {
	Table  string
	Values map[string]any // by column
}

// Version is that of the tables that this program makes.
func Version(ctx context.Context) (int64, error) {
	newest, _, err := wanted(ctx, 0)
	return newest, err
}

// Make makes a file with the tables as they were at a version, to be filled and then opened, which brings them up.
func Make(ctx context.Context, path string, version int64) (*DB, error) {
	newest, err := Version(ctx)
	if err != nil {
		return nil, err
	}
	if version > newest || version < 1 {
		return nil, &graph.Error{
			Code:    graph.CodeNewerStore,
			Message: fmt.Sprintf("its application data have version %d, this program knows %d", version, newest),
			Fix:     "use the version of chainchief that wrote it, or a newer one",
		}
	}
	if err := makeFile(path); err != nil {
		return nil, err
	}
	pool := connect(path, "immediate", nil)
	db := &DB{read: pool, write: pool, name: path}
	db.explain = db.sqlite
	p, err := provider(goose.DialectSQLite3, pool)
	if err == nil {
		_, err = p.UpTo(ctx, version)
	}
	if err != nil {
		return nil, errors.Join(db.finish(ctx, err), db.Close())
	}
	return db, nil
}

// Dump gives the rows of the tables of Kept, all as of one moment, table by table. It may take its time.
func (db *DB) Dump(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		stopped := errors.New("stopped")
		err := db.moment(ctx, func(tx *sql.Tx) error {
			for _, table := range Kept {
				if err := rowsOf(ctx, tx, table, func(r Row) error {
					if !yield(r, nil) {
						return stopped
					}
					return nil
				}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(Row{}, err)
		}
	}
}

// moment calls a function with a transaction that reads, and sees nothing of what is written meanwhile.
func (db *DB) moment(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return db.finish(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	return db.finish(ctx, do(tx))
}

func rowsOf(ctx context.Context, tx *sql.Tx, table string, do func(Row) error) error {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM "`+table+`" ORDER BY 1`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := Row{table, make(map[string]any, len(columns))}
		for i, c := range columns {
			if number, is := values[i].(int64); is && c.DatabaseTypeName() == "BOOLEAN" { // as SQLite has them
				values[i] = number != 0
			}
			row.Values[c.Name()] = values[i]
		}
		if err := do(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Empty tells whether nobody has used the database yet.
func (db *DB) Empty(ctx context.Context) (empty bool, err error) {
	var there []string
	for _, table := range Kept[1:] { // the guard has its rows from the start
		there = append(there, `EXISTS (SELECT 1 FROM "`+table+`")`)
	}
	err = db.Read(ctx, func(ctx context.Context, c Conn) error {
		_, err := c.First(ctx, []any{&empty}, "SELECT NOT ("+strings.Join(there, " OR ")+")")
		return err
	})
	return empty, err
}

// Fill puts rows, table by table as Dump gives them, in the place of everything that the database holds: all of them or
// nothing. It may take its time; who else writes waits.
func (db *DB) Fill(ctx context.Context, rows iter.Seq2[Row, error]) error {
	tx, err := db.write.BeginTx(ctx, db.begin)
	if err != nil {
		return db.finish(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	f := filling{tx: tx}
	if err := f.clear(ctx); err != nil {
		return db.finish(ctx, err)
	}
	for row, err := range rows {
		if err == nil {
			err = f.put(ctx, row)
		}
		if err != nil {
			return db.finish(ctx, err)
		}
	}
	return db.finish(ctx, tx.Commit())
}

// filling is a database that is filled.
type filling struct {
	tx      *sql.Tx
	table   string
	columns []string
	insert  *sql.Stmt
}

func (f *filling) clear(ctx context.Context) error {
	for _, table := range append(slices.Clone(left), backwards(Kept)...) {
		if _, err := f.tx.ExecContext(ctx, `DELETE FROM "`+table+`"`); err != nil {
			return err
		}
	}
	return nil
}

func backwards(list []string) []string {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

func (f *filling) put(ctx context.Context, row Row) error {
	if row.Table != f.table {
		if err := f.begin(ctx, row.Table); err != nil {
			return err
		}
	}
	values := make([]any, len(f.columns))
	for i, name := range f.columns {
		value, known := row.Values[name]
		if !known || len(row.Values) != len(f.columns) {
			return fmt.Errorf("a row of the table %s does not have its columns", row.Table)
		}
		if number, is := value.(json.Number); is {
			whole, err := number.Int64()
			if err != nil {
				return fmt.Errorf("%s of the table %s: %w", name, row.Table, err)
			}
			value = whole
		}
		values[i] = value
	}
	_, err := f.insert.ExecContext(ctx, values...)
	return err
}

func (f *filling) begin(ctx context.Context, table string) error {
	if !slices.Contains(Kept, table) {
		return fmt.Errorf("there is no table %s", table)
	}
	rows, err := f.tx.QueryContext(ctx, `SELECT * FROM "`+table+`" WHERE 1 = 0`)
	if err != nil {
		return err
	}
	f.columns, err = rows.Columns()
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return err
	}
	places := make([]string, len(f.columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	if f.insert != nil {
		_ = f.insert.Close()
	}
	f.table = table
	f.insert, err = f.tx.PrepareContext(ctx, `INSERT INTO "`+table+`" ("`+strings.Join(f.columns, `", "`)+`")
		VALUES (`+strings.Join(places, ", ")+`)`)
	return err
}
