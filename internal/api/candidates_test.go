package api

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore"
	"chainchief/internal/store/sqlitestore"
)

// BenchmarkCandidates asks for the candidates of every gap: at first, when nothing was looked for yet at this revision
// but the index of words stands, and again. It measures stores that hold the seeds and the public set of 100,000 nodes,
// named in CHAINCHIEF_BENCH_STORES (sqlite:PATH or bolt://…, separated by spaces); docs/benchmarks.md says how to fill
// them.
func BenchmarkCandidates(b *testing.B) {
	ctx := context.Background()
	stores := strings.Fields(os.Getenv("CHAINCHIEF_BENCH_STORES"))
	if len(stores) == 0 {
		b.Skip("CHAINCHIEF_BENCH_STORES names no store")
	}
	for _, address := range stores {
		scheme, path, _ := strings.Cut(address, ":")
		var driver store.Driver
		var err error
		if scheme == "sqlite" {
			driver, err = sqlitestore.Open(ctx, path)
		} else {
			driver, err = neo4jstore.Open(ctx, neo4jstore.Config{
				URL:      address,
				User:     "neo4j",
				Password: os.Getenv("CHAINCHIEF_NEO4J_PASSWORD"),
			})
		}
		if err != nil {
			b.Fatal(err)
		}
		s := store.New(driver)
		b.Cleanup(func() { _ = s.Close() })
		b.Run(scheme, func(b *testing.B) { askForCandidates(b, s) })
	}
}

func askForCandidates(b *testing.B, s *store.Store) {
	var server *Server
	var h http.Handler
	var paths []string
	fresh := func() {
		server = New(Options{Store: s})
		h = server.Handler()
		if err := server.finder.Prepare(b.Context()); err != nil {
			b.Fatal(err)
		}
		f, err := server.at(b.Context(), "")
		if err != nil {
			b.Fatal(err)
		}
		paths = paths[:0]
		for _, g := range f.Gaps {
			paths = append(paths, "/api/v1/gaps/"+url.PathEscape(string(g.ID))+"/candidates")
		}
	}
	ask := func(b *testing.B) (took []time.Duration) {
		for _, path := range paths {
			start := time.Now()
			if w := do(h, path); w.Code != http.StatusOK {
				b.Fatal(w.Code, w.Body)
			}
			took = append(took, time.Since(start))
		}
		return took
	}
	for _, again := range []bool{false, true} {
		name := map[bool]string{false: "first", true: "again"}[again]
		b.Run(name, func(b *testing.B) {
			var all []time.Duration
			for b.Loop() {
				b.StopTimer()
				if !again || server == nil {
					fresh()
				}
				b.StartTimer()
				all = append(all, ask(b)...)
			}
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
