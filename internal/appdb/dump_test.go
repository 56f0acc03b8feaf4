package appdb_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
)

// TestEveryTableIsKeptOrLeft: whoever adds a table says whether backups hold it.
func TestEveryTableIsKeptOrLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	_ = appdbtest.Open(t, path)
	file, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var list string
	err = file.QueryRow(`SELECT json_group_array(name) FROM (SELECT name FROM sqlite_master WHERE type = 'table'
		AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version' ORDER BY name)`).Scan(&list)
	var there []string
	if err == nil {
		err = json.Unmarshal([]byte(list), &there)
	}
	if err != nil {
		t.Fatal(err)
	}
	if said := slices.Sorted(slices.Values(slices.Concat(appdb.Kept, appdb.Left()))); !slices.Equal(said, there) {
		t.Errorf("the lists of dump.go name %v, the database has %v", said, there)
	}
}

func execute(t *testing.T, db *appdb.DB, statement string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dumped(t *testing.T, db *appdb.DB) (rows []appdb.Row) {
	t.Helper()
	for row, err := range db.Dump(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestFromEachToEach: rows that went through JSON are the same in the other database; what lasts for hours is not taken
// along and what was there is gone; a fault leaves everything as it was.
func TestFromEachToEach(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, kind string) {
		appdbtest.Each(t, func(t *testing.T, to string) {
			from := filepath.Join(t.TempDir(), "app.db")
			if !filepath.IsAbs(kind) {
				from = appdbtest.Postgres(t)
			}
			one, two := appdbtest.Open(t, from), appdbtest.Open(t, to)
			const account = `INSERT INTO account (name, post, roles, chains, disabled, password, epoch, secret, factor,
				step, recovery, made) VALUES ($1, '专班 "一"', '[]', '[]', TRUE, '', $2, '', FALSE, 0, '[]', 1)`
			execute(t, one, account, "jia", int64(1)<<60)
			execute(t, one, `INSERT INTO token VALUES ('t', 'jia', '报表', 'h', '[]', 1, 2)`)
			execute(t, one, `UPDATE guard SET seq = 7, hash = 'x' WHERE subject = 'audit'`)
			execute(t, one, `INSERT INTO attempt VALUES ('jia', 1, 2, 3)`)
			if empty, err := two.Empty(t.Context()); err != nil || !empty {
				t.Errorf("%v %v", empty, err)
			}
			execute(t, two, account, "yi", int64(1))
			if empty, err := two.Empty(t.Context()); err != nil || empty {
				t.Errorf("%v %v", empty, err)
			}
			if err := two.Write(t.Context(), link("a")); err != nil {
				t.Fatal(err)
			}
			want, before := dumped(t, one), dumped(t, two)
			put := func(yield func(appdb.Row, error) bool, more ...appdb.Row) {
				for _, row := range slices.Concat(want, more) {
					data, err := json.Marshal(row.Values)
					again := appdb.Row{Table: row.Table}
					if err == nil {
						err = json.Unmarshal(data, &again.Values)
					}
					for name, value := range again.Values {
						if number, is := row.Values[name].(int64); is {
							data, _ := json.Marshal(number)
							value = json.Number(data)
						}
						again.Values[name] = value
					}
					if !yield(again, err) {
						return
					}
				}
			}
			for name, wrong := range map[string]appdb.Row{
				"a column": {Table: "token", Values: map[string]any{"id": "x", "much": "x"}},
				"a table":  {Table: "guard; DROP TABLE guard", Values: map[string]any{"id": "x"}},
				"twice":    want[0],
			} {
				err := two.Fill(t.Context(), func(yield func(appdb.Row, error) bool) { put(yield, wrong) })
				if err == nil || links(t, two) != 1 || !same(dumped(t, two), before) {
					t.Errorf("%s: %v", name, err)
				}
			}
			err := two.Fill(t.Context(), func(yield func(appdb.Row, error) bool) { put(yield) })
			if err != nil || links(t, two) != 0 {
				t.Fatal(err, links(t, two))
			}
			if got := dumped(t, two); !same(got, want) {
				t.Errorf("%v, want %v", got, want)
			}
		})
	})
}

func same(a, b []appdb.Row) bool {
	return slices.EqualFunc(a, b, func(a, b appdb.Row) bool {
		return a.Table == b.Table && maps.Equal(a.Values, b.Values)
	})
}

// TestADumpIsOfOneMoment: what is written while rows are given is not among them.
func TestADumpIsOfOneMoment(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		db := appdbtest.Open(t, address)
		for row, err := range db.Dump(t.Context()) {
			if err != nil || row.Table != "guard" {
				t.Fatal(row, err)
			}
			execute(t, db, `UPDATE guard SET seq = 9`)
			execute(t, db, `INSERT INTO account (name, post, roles, chains, disabled, password, epoch, secret, factor, step,
				recovery, made) VALUES ($1, '', '[]', '[]', TRUE, '', 1, '', FALSE, 0, '[]', 1)`,
				row.Values["subject"])
			if row.Values["seq"] != int64(0) {
				t.Errorf("%v", row)
			}
		}
	})
}

// TestMade: a file of an earlier version is brought up when it is opened; of a later one none is made.
func TestMade(t *testing.T) {
	newest, err := appdb.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for version := int64(1); version <= newest; version++ {
		path := filepath.Join(t.TempDir(), "app.db")
		db, err := appdb.Make(t.Context(), path, version)
		if err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		if rows := dumped(t, appdbtest.Open(t, path)); len(rows) < 2 {
			t.Errorf("version %d: %v", version, rows)
		}
	}
	_, err = appdb.Make(t.Context(), filepath.Join(t.TempDir(), "a"), newest+1)
	if graph.CodeOf(err) != graph.CodeNewerStore {
		t.Error(err)
	}
}
