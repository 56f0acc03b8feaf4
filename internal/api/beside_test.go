package api

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/sqlitestore"
	"chainchief/internal/store/storetest"
)

// BenchmarkReadsBesideAnImport is four people who read over HTTP, each asking 20 ms after the last answer, for ten
// seconds by themselves, for ten beside a loop that only computes, and then while somebody else imports 100,000 things
// with 170,000 relations through a connection of their own: half and ninety-nine of a hundred answers, how many failed,
// how long the import took, and on Neo4j the most memory that its server has held. What an import costs readers beyond
// the loop is more than waiting for one processor.
func BenchmarkReadsBesideAnImport(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "api.db")
		open := func() store.Driver {
			d, err := sqlitestore.Open(context.Background(), path)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = d.Close() })
			return d
		}
		readBeside(b, open(), open())
	})
	b.Run("neo4j", func(b *testing.B) {
		d := onNeo4j(b)
		readBeside(b, d, d)
		most, err := neo4jtest.Get(b).Memory()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(most, "server-MB")
	})
}

func readBeside(b *testing.B, d, importing store.Driver) {
	h := New(Options{Store: filled(b, d), Studio: drawing.New(nil), Version: "test"}).Handler()
	part := storetest.InParts(storetest.Bulk(100_000), 2_000)
	readWhile(h, func() { time.Sleep(time.Second) }) // what is worked out once
	b.ResetTimer()
	idle, failed := readWhile(h, func() { time.Sleep(10 * time.Second) })
	busy, other := readWhile(h, func() {
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		}
	})
	began := time.Now()
	beside, more := readWhile(h, func() {
		if _, err := store.New(importing).ApplyParts(context.Background(), "bench", "bench", part); err != nil {
			b.Error(err)
		}
	})
	b.ReportMetric(time.Since(began).Seconds(), "import-s")
	for name, took := range map[string][]time.Duration{"idle": idle, "busy": busy, "beside": beside} {
		b.ReportMetric(took[len(took)/2].Seconds()*1000, name+"-p50-ms")
		b.ReportMetric(took[len(took)*99/100].Seconds()*1000, name+"-p99-ms")
	}
	b.ReportMetric(float64(failed+other+more), "failed")
}

// readWhile reads until something is done, and returns how long answers took, ordered, and how many failed.
func readWhile(h http.Handler, something func()) (took []time.Duration, failed int) {
	pages := []string{
		"/chains",
		"/chains/optoelectronics",
		"/gaps",
		"/search?q=芯片",
		"/enterprises/sanan",
		"/nodes/enterprise:sanan/neighbours",
		"/history",
	}
	done := make(chan struct{})
	var mu sync.Mutex
	var readers sync.WaitGroup
	for reader := range 4 {
		readers.Go(func() {
			for i := reader; ; i++ {
				select {
				case <-done:
					return
				case <-time.After(20 * time.Millisecond):
				}
				began := time.Now()
				w := do(h, "/api/v1"+pages[i%len(pages)])
				mu.Lock()
				took = append(took, time.Since(began))
				if w.Code != http.StatusOK {
					failed++
				}
				mu.Unlock()
			}
		})
	}
	something()
	close(done)
	readers.Wait()
	slices.Sort(took)
	return took, failed
}
