package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store/memstore"
)

func TestDiagramsAreNegotiatedAndCached(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	const path = "/api/v1/diagrams/structure?chain=diamond-tools"
	first := do(h, path, "Accept", "text/html,image/svg+xml;q=0.9")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Content-Type") != "image/svg+xml" {
		t.Fatalf("headers %v", first.Header())
	}
	kind, names, err := mime.ParseMediaType(first.Header().Get("Content-Disposition"))
	if day := regexp.MustCompile(`^金刚石工具-技术结构图-\d{4}-\d\d-\d\d-r\d+\.svg$`); err != nil || kind != "inline" ||
		!day.MatchString(names["filename"]) ||
		!strings.HasPrefix(first.Header().Get("Content-Disposition"), `inline; filename=structure-diamond-tools-zh.svg; `) {
		t.Errorf("the file is named %q: %v", first.Header().Get("Content-Disposition"), err)
	}
	again := do(h, path, "If-None-Match", tag)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag {
		t.Errorf("not modified: %d, %d bytes, tag %s", again.Code, again.Body.Len(), again.Header().Get("ETag"))
	}
	if w := do(h, path, "Accept", "application/json"); !json.Valid(w.Body.Bytes()) {
		t.Error("asked for JSON, got something else")
	}
	for media, begin := range map[string]string{
		"image/png":            "\x89PNG",
		"application/pdf, */*": "%PDF",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation": "PK",
	} {
		if w := do(h, path, "Accept", media); !strings.HasPrefix(w.Body.String(), begin) ||
			!strings.HasPrefix(media, w.Header().Get("Content-Type")) ||
			w.Header().Get("X-Missing-Characters") != "" {
			t.Errorf("%s: %s %.20q", media, w.Header().Get("Content-Type"), w.Body.String())
		}
	}
	if w := do(h, path, "Accept", "image/webp"); w.Code != http.StatusNotAcceptable {
		t.Errorf("asked for WebP: %d", w.Code)
	}
	if w := do(h, path+"&grey=true"); bytes.Equal(w.Body.Bytes(), first.Body.Bytes()) || w.Header().Get("ETag") == tag {
		t.Error("the grey drawing is the coloured one")
	}
}

// BenchmarkFiftyDiagrams asks for 50 drawings at once over HTTP, of every kind, chain, language and format in turn: the
// first time ever, and again when all are known. It reports the median and the slowest answer, and how many failed.
func BenchmarkFiftyDiagrams(b *testing.B) {
	s := filled(b, memstore.Open())
	kinds := drawing.Names(drawing.OfChain)
	var paths []string
	for i := range 50 {
		chain := []string{
			"optoelectronics",
			"biomedicine",
			"high-end-equipment",
			"new-energy",
			"new-materials",
			"smart-manufacturing",
			"low-carbon-metallurgy",
			"medical-devices",
			"diamond-tools",
			"plastic-pipes",
			"agri-processing",
		}[i%11]
		kind := kinds[i%len(kinds)]
		path := fmt.Sprintf("/api/v1/diagrams/%s?chain=%s&lang=%s&format=%s", kind, chain, []string{
			"zh",
			"en",
		}[i%2], drawing.Formats[i/3%len(drawing.Formats)])
		if kind == "changes" {
			path += "&from=1"
		}
		paths = append(paths, path)
	}
	fresh := func() (*httptest.Server, func()) {
		handler := New(Options{Store: s, Studio: drawing.New(nil)}).Handler()
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
