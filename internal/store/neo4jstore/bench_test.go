package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
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

// BenchmarkImport writes a pool of 10,000 and of 100,000 nodes with 1.7 relations a node as one change set: through the
// store; then the same nodes, relations and history, made before the clock starts, with the bare client in transactions
// of 2,000 rows; and 2,000 of the relations one by one, as relations/s. Read the ratios within one run.
func BenchmarkImport(b *testing.B) {
	ctx := context.Background()
	for _, size := range []int{10_000, 100_000} {
		changes := storetest.Bulk(size)
		parts := storetest.InParts(changes, 2_000)
		if _, err := store.New(empty(b)).ApplyParts(ctx, "bench", "a server is slow at first", parts); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(size/1000, "k/store"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := store.New(empty(b))
				b.StartTimer()
				if _, err := s.ApplyParts(ctx, "bench", "bench", parts); err != nil {
					b.Fatal(err)
				}
			}
		})
		keep := &caught{Driver: empty(b)}
		if _, err := store.New(keep).Apply(ctx, changes); err != nil {
			b.Fatal(err)
		}
		history, err := packs(1, keep.entries, 0)
		if err != nil {
			b.Fatal(err)
		}
		added := steps(keep.entries)
		nodes, relations := added[2].rows, added[4].rows
		all := append(additions(keep.entries, 1), step{cypherInsertHistory, history})
		b.Run(fmt.Sprint(size/1000, "k/bare"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := empty(b)
				b.StartTimer()
				for _, step := range all {
					for part := range slices.Chunk(step.rows, 2_000) {
						if err := bare(ctx, d, step.statement, map[string]any{"rows": part}); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
		})
		b.Run(fmt.Sprint(size/1000, "k/bare-row-by-row"), func(b *testing.B) {
			relations := relations[:2_000]
			for b.Loop() {
				b.StopTimer()
				d := empty(b)
				for part := range slices.Chunk(nodes, 2_000) {
					if err := bare(ctx, d, cypherInsertNodes, map[string]any{"rows": part}); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				start := time.Now()
				for _, row := range relations {
					if err := bare(ctx, d, cypherInsertRelations, map[string]any{"rows": []any{row}}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(relations))/time.Since(start).Seconds(), "relations/s")
			}
		})
	}
}

// bare runs a statement as the client's documentation does it.
func bare(ctx context.Context, d *Driver, statement string, params map[string]any) error {
	_, err := neo4j.ExecuteQuery(
		ctx,
		d.neo4j,
		statement,
		params,
		neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase("neo4j"),
	)
	return err
}

// BenchmarkRead asks a database with a pool what pages ask, each question beside its bare query.
func BenchmarkRead(b *testing.B) {
	storetest.Reads(b, func(b *testing.B) (store.Driver, storetest.Bare) {
		ctx, d := context.Background(), empty(b)
		ask := func(statement string, params map[string]any) error {
			_, err := neo4j.ExecuteQuery(
				ctx,
				d.neo4j,
				statement,
				params,
				neo4j.EagerResultTransformer,
				neo4j.ExecuteQueryWithDatabase("neo4j"),
				neo4j.ExecuteQueryWithReadersRouting(),
			)
			return err
		}
		return d, storetest.Bare{
			Search: func(phrase ...string) error {
				return ask(
					cypherSearch,
					map[string]any{"query": propSearch + `:("` + strings.Join(phrase, " ") + `")`, "limit": 1000},
				)
			},
			Expand: func(id graph.ID) error {
				return ask(
					"MATCH (n:Thing {id: $id}) OPTIONAL MATCH (n)-[r]-(m:Thing) RETURN n {.*} AS n, type(r) AS t, r {.*} AS r, m "+
						"{.*} AS m",
					map[string]any{"id": string(id)},
				)
			},
			Makers: func(products []graph.ID) error {
				return ask(cypherMakers, map[string]any{"products": texts(products), "limit": 50})
			},
			Snapshot: func() error {
				labels := map[string]any{"labels": allLabels()}
				return errors.Join(ask(cypherHead, nil), ask(cypherGraphNodes, labels), ask(cypherGraphRelations, labels))
			},
		}
	})
}
