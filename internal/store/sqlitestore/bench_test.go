package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"
)

// caught is a driver that keeps what the store would have written.
type caught struct {
	*Driver
	entries []store.Entry
}

func (c *caught) Commit(_ context.Context, commit store.Commit) error {
	for entries, err := range commit.Entries {
		if err != nil {
			return err
		}
		c.entries = append(c.entries, entries...)
	}
	return nil
}

// BenchmarkLoad writes 100,000 nodes and 170,000 relations into a new file as one change set: through the store, in the
// parts in which an import brings them; then the same rows, made before the clock starts, with bare prepared statements
// in one transaction: as they are, without the search index, and without search index and history.
func BenchmarkLoad(b *testing.B) {
	l := newLoads(b)
	for _, c := range []struct {
		name string
		load func(*Driver) error
	}{
		{"store", l.store},
		{"raw", func(d *Driver) error { return l.rows.write(d.write, true, true) }},
		{"raw-without-search", func(d *Driver) error { return l.rows.write(d.write, true, false) }},
		{"raw-without-search-and-history", func(d *Driver) error { return l.rows.write(d.write, false, false) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := open(b, filepath.Join(b.TempDir(), "s.db"))
				b.StartTimer()
				if err := c.load(d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoadRatio is how much longer the store takes than bare statements: the median of five pairs, one after the
// other.
func BenchmarkLoadRatio(b *testing.B) {
	l := newLoads(b)
	took := func(load func(*Driver) error) float64 {
		d := open(b, filepath.Join(b.TempDir(), "s.db"))
		began := time.Now()
		if err := load(d); err != nil {
			b.Fatal(err)
		}
		return time.Since(began).Seconds()
	}
	for b.Loop() {
		var ratios []float64
		for range 5 {
			store := took(l.store)
			ratios = append(ratios, store/took(func(d *Driver) error { return l.rows.write(d.write, true, true) }))
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[2], "median-ratio")
		b.ReportMetric(ratios[0], "least-ratio")
		b.ReportMetric(ratios[4], "largest-ratio")
	}
}

// loads is what the benchmarks load.
type loads struct {
	ctx     context.Context
	changes graph.Changes
	rows    raw
}

func newLoads(b *testing.B) loads {
	ctx, cancel := context.WithCancel(context.Background()) // as a person's import can be stopped
	b.Cleanup(cancel)
	l := loads{ctx: ctx, changes: storetest.Bulk(100_000)}
	keep := &caught{Driver: open(b, filepath.Join(b.TempDir(), "caught.db"))}
	if _, err := store.New(keep).Apply(ctx, l.changes); err != nil {
		b.Fatal(err)
	}
	l.rows = rawRows(b, keep.entries)
	return l
}

func (l loads) store(d *Driver) error {
	_, err := store.New(d).ApplyParts(l.ctx, "test", "load", storetest.InParts(l.changes, 2_000))
	return err
}

// raw is rows ready to be bound.
type raw struct{ nodes, relations, search, entries [][]any }

func rawRows(b *testing.B, entries []store.Entry) (r raw) {
	for i, e := range entries {
		after, body, err := encode(e.After)
		if err != nil {
			b.Fatal(err)
		}
		r.entries = append(r.entries, []any{1, i, e.Subject, nil, after, e.Pool})
		if n := e.After.Node; n != nil {
			r.nodes = append(
				r.nodes,
				[]any{i + 1, string(n.ID), string(n.Kind), n.Pool, store.SortKey(n), string(n.Prov.Source), body},
			)
			r.search = append(r.search, []any{i + 1, store.Tokens(n)})
			continue
		}
		rel := e.After.Relation
		r.relations = append(
			r.relations,
			[]any{string(rel.Type), string(rel.From), string(rel.To), string(rel.Prov.Source), body},
		)
	}
	return r
}

func (r raw) write(db *sql.DB, history, search bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Exec(sqlInsertChangeSet, 1, 0, "raw", "", 0, "{}", "", ""); err != nil {
		return err
	}
	tables := []struct {
		statement string
		rows      [][]any
		wanted    bool
	}{{sqlInsertNode, r.nodes, true}, {sqlInsertSearch, r.search, search}, {sqlPutRelation, r.relations, true},
		{sqlInsertEntry, r.entries, history}}
	for _, t := range tables {
		if !t.wanted {
			continue
		}
		stmt, err := tx.Prepare(t.statement)
		if err != nil {
			return err
		}
		for _, row := range t.rows {
			if _, err := stmt.Exec(row...); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// BenchmarkRead asks a file with a pool what pages ask, each question beside its bare query.
func BenchmarkRead(b *testing.B) {
	storetest.Reads(b, func(b *testing.B) (store.Driver, storetest.Bare) {
		d := open(b, filepath.Join(b.TempDir(), "s.db"))
		drain := func(statement string, args ...any) error {
			rows, err := d.read.Query(statement, args...)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(sql.RawBytes)
			}
			for rows.Next() {
				if err := rows.Scan(values...); err != nil {
					return err
				}
			}
			return rows.Err()
		}
		return d, storetest.Bare{
			Search: func(phrase ...string) error { return drain(sqlSearch, quote(strings.Join(phrase, " ")), "[]", 1000) },
			Expand: func(id graph.ID) error {
				if err := drain(sqlNodes, ids([]graph.ID{id})); err != nil {
					return err
				}
				if err := drain(sqlRelationsByEnd, ids([]graph.ID{id})); err != nil {
					return err
				}
				return drain(
					`SELECT body FROM node WHERE id IN (SELECT to_id FROM relation WHERE from_id = ?1 UNION SELECT from_id FROM`+
						` relation WHERE to_id = ?1)`,
					id,
				)
			},
			Makers:   func(products []graph.ID) error { return drain(sqlMakers, ids(products), graph.Makes, 50) },
			Snapshot: func() error { return errors.Join(drain(sqlHead), drain(sqlGraphNodes), drain(sqlGraphRelations)) },
		}
	})
}
