package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store/memstore"
)

// BenchmarkFiftyDiagrams asks for 50 drawings at once over HTTP, of every kind, chain, language and format in turn: the
// first time ever, and again when all are known. It reports the median and the slowest answer, and how many failed.
func BenchmarkFiftyDiagrams(b *testing.B) {
	s := filled(b, memstore.Open())
	kinds := drawing.OfChains()
	var paths []string
	for i := range 50 {
		chain := []string{"optoelectronics", "biomedicine", "high-end-equipment", "new-energy", "new-materials", "smart-manufacturing", "low-carbon-metallurgy", "medical-devices", "diamond-tools", "plastic-pipes", "agri-processing"}[i%11]
		kind := kinds[i%len(kinds)]
		path := fmt.Sprintf("/api/v1/diagrams/%s?chain=%s&lang=%s&format=%s", kind, chain, []string{"zh", "en"}[i%2], drawing.Formats[i/3%len(drawing.Formats)])
		if kind == "changes" {
			path += "&from=1"
		}
		paths = append(paths, path)
	}
	fresh := func() (*httptest.Server, func()) {
		_, handler := New(Options{Store: s, Studio: drawing.New("", nil)})
		server := httptest.NewServer(handler)
		return server, server.Close
	}
	report := func(b *testing.B, times []time.Duration, failed int) {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "max-ms")
		b.ReportMetric(float64(failed), "failed")
	}
	b.Run("first", func(b *testing.B) {
		var all []time.Duration
		failed := 0
		for b.Loop() {
			server, done := fresh()
			times, bad := askAll(server, paths)
			all, failed = append(all, times...), failed+bad
			done()
		}
		report(b, all, failed)
	})
	b.Run("again", func(b *testing.B) {
		server, done := fresh()
		defer done()
		askAll(server, paths)
		var all []time.Duration
		failed := 0
		for b.Loop() {
			times, bad := askAll(server, paths)
			all, failed = append(all, times...), failed+bad
		}
		report(b, all, failed)
	})
}

// askAll asks for all at once and returns how long each took and how many were not answered well.
func askAll(server *httptest.Server, paths []string) (times []time.Duration, failed int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, path := range paths {
		wg.Go(func() {
			began := time.Now()
			answer, err := server.Client().Get(server.URL + path)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, time.Since(began))
			if err != nil {
				failed++
				return
			}
			if answer.StatusCode != http.StatusOK {
				failed++
			}
			_ = answer.Body.Close()
		})
	}
	wg.Wait()
	return times, failed
}
