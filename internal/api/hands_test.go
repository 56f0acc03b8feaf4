package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

// BenchmarkManyHands is 32 people who comment and decide over HTTP at one server, each on another gap: writes a second,
// the slowest of a hundred, and how many were refused.
func BenchmarkManyHands(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		d, err := sqlitestore.Open(context.Background(), filepath.Join(b.TempDir(), "api.db"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = d.Close() })
		manyHands(b, d)
	})
	b.Run("neo4j", func(b *testing.B) { manyHands(b, onNeo4j(b)) })
}

func manyHands(b *testing.B, d store.Driver) {
	const hands = 32
	h := New(Options{Store: filled(b, d), Studio: drawing.New(nil), Version: "test"}).Handler()
	var gaps struct{ Items []struct{ ID string } }
	if w := do(h, "/api/v1/gaps?limit=100"); w.Code != http.StatusOK {
		b.Fatal(w.Body)
	} else if err := json.Unmarshal(w.Body.Bytes(), &gaps); err != nil {
		b.Fatal(err)
	}
	bases := make([]int64, hands)
	var mu sync.Mutex
	var took []time.Duration
	refused := 0
	write := func(hand, round int) {
		path := "/api/v1/gaps/" + url.PathEscape(gaps.Items[hand].ID)
		began := time.Now()
		var w *httptest.ResponseRecorder
		if round%2 == 0 {
			w = send(h, path+"/comments", Remark{Text: Text(fmt.Sprint("第 ", round)), By: "链长办"})
		} else {
			w = send(h, path+"/decision", Decision{
				Base:   bases[hand],
				Status: "confirmed",
				Reason: Text(fmt.Sprint("第 ", round)),
				By:     "链长办",
			})
		}
		mu.Lock()
		defer mu.Unlock()
		took = append(took, time.Since(began))
		var answer struct{ Revision int64 }
		if w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &answer) != nil {
			refused++
		}
		bases[hand] = answer.Revision
	}
	began := time.Now()
	for round := 0; b.Loop(); round++ {
		var group sync.WaitGroup
		for hand := range hands {
			group.Go(func() { write(hand, round) })
		}
		group.Wait()
	}
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/time.Since(began).Seconds(), "writes/s")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(float64(refused), "refused")
}
