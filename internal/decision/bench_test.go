package decision

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
	"chainchief/seeds"
)

// city is the seeds with their gaps in a SQLite file, open as often as there are servers.
func city(tb testing.TB, servers int) (stores []*store.Store, gaps []graph.ID) {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "graph.db")
	for range servers {
		d, err := sqlitestore.Open(ctx, path)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { _ = d.Close() })
		stores = append(stores, store.New(d))
	}
	c, err := seeds.Load()
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := New(stores[0]).Apply(ctx, c); err != nil {
		tb.Fatal(err)
	}
	g, err := stores[0].Snapshot(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	for _, n := range g.Of(graph.KindGap) {
		if graph.GapOf(n).Status() == graph.GapProposed {
			gaps = append(gaps, n.ID)
		}
	}
	return stores, gaps
}

// BenchmarkDecide is one decision after another on the seeds in SQLite.
func BenchmarkDecide(b *testing.B) {
	stores, gaps := city(b, 1)
	desk := New(stores[0])
	for i := 0; b.Loop(); i++ {
		by := Actor{Name: "链长办", At: time.Now()}
		head, err := stores[0].Head(ctx)
		if err != nil {
			b.Fatal(err)
		}
		decision := graph.Decision{Status: graph.GapProposed, Reason: fmt.Sprint("第 ", i)}
		if _, err := desk.Decide(ctx, by, head.Revision, gaps[i%len(gaps)], decision); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManyHands is 32 people at two servers on one SQLite file who decide and comment at once, each on another gap:
// writes a second, the slowest, and how many were refused.
func BenchmarkManyHands(b *testing.B) {
	const hands = 32
	stores, gaps := city(b, 2)
	desks := []*Desk{New(stores[0]), New(stores[1])}
	var mu sync.Mutex
	var took []time.Duration
	refused := 0
	write := func(hand, i int) error {
		desk := desks[hand%len(desks)]
		by := Actor{Name: "链长办", At: time.Now()}
		gap := gaps[hand]
		if i%2 == 0 {
			_, err := desk.Comment(ctx, by, gap, fmt.Sprint("第 ", i, " 条"))
			return err
		}
		head, err := desk.store.Head(ctx)
		if err != nil {
			return err
		}
		_, err = desk.Decide(ctx, by, head.Revision, gap, graph.Decision{
			Status: graph.GapProposed,
			Reason: fmt.Sprint("第 ", i),
		})
		return err
	}
	began := time.Now()
	for round := 0; b.Loop(); round++ {
		var group sync.WaitGroup
		for hand := range hands {
			group.Go(func() {
				from := time.Now()
				err := write(hand, round)
				mu.Lock()
				defer mu.Unlock()
				took = append(took, time.Since(from))
				if err != nil {
					refused++
				}
			})
		}
		group.Wait()
	}
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/time.Since(began).Seconds(), "writes/s")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(float64(refused), "refused")
}
