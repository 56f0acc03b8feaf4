package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/neo4jstore"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/sqlitestore"
	"chainchief/seeds"

	"github.com/danielgtaylor/huma/v2"
)

// drivers that the whole table runs on.
var drivers = map[string]func(t *testing.T) store.Driver{
	"memstore": func(*testing.T) store.Driver { return memstore.Open() },
	"sqlitestore": func(t *testing.T) store.Driver {
		d, err := sqlitestore.Open(context.Background(), filepath.Join(t.TempDir(), "api.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	},
	"neo4jstore": func(t *testing.T) store.Driver { return onNeo4j(t) },
}

// onNeo4j is an empty store on the Neo4j of these tests.
func onNeo4j(tb testing.TB) store.Driver {
	tb.Helper()
	s := neo4jtest.Get(tb)
	d, err := neo4jstore.Open(context.Background(), neo4jstore.Config{
		URL:      s.URL,
		User:     s.User,
		Password: s.Password,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.Close() })
	if err := d.Clear(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestMain(m *testing.M) {
	code := neo4jtest.Main(m)
	appdbtest.Stop()
	os.Exit(code)
}

// seeded is a server over the store of filled.
func seeded(t *testing.T, d store.Driver) (huma.API, http.Handler) {
	t.Helper()
	return New(Options{Store: filled(t, d), Studio: drawing.New(nil), Version: "test"}).build()
}

// filled is a store of the seeds: revision 1 the seeds, 2 the gaps, 3 a firm that stopped.
func filled(t testing.TB, d store.Driver) *store.Store {
	t.Helper()
	return filledWith(t, store.New(d), func(*graph.Node) {})
}

// filledWith is filled with seeds that are changed before.
func filledWith(t testing.TB, s *store.Store, change func(*graph.Node)) *store.Store {
	t.Helper()
	ctx := context.Background()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Nodes {
		change(&c.Nodes[i])
	}
	apply := func(c graph.Changes) {
		if _, err := s.Apply(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	apply(c)
	snap, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	apply(analysis.Settle(analysis.Find(snap)))
	stopped := *snap.Out("enterprise:xinying", graph.OperatesIn)[0]
	stopped.Attrs = graph.Attrs{"role": "maker", "stage": "stopped"}
	apply(graph.Changes{Actor: "专班", Reason: "走访核实", Relations: []graph.Relation{stopped}})
	return s
}

// set is a data set of three products, two of one name in other forms, and a maker.
func set() graph.Changes {
	prov := graph.Provenance{Source: "source:ckg", AsOf: "2022", Confidence: graph.Unverified}
	node := func(kind graph.Kind, key, name string) graph.Node {
		return graph.Node{
			ID:   graph.NewID(kind, key),
			Kind: kind,
			Name: name,
			Pool: kind != graph.KindSource,
			Prov: prov,
		}
	}
	firm := node(graph.KindEnterprise, "listed-300001", "远方光电股份有限公司")
	firm.Attrs = graph.Attrs{"reach": "country"}
	c := graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{
			node(graph.KindSource, "ckg", "数据集"),
			firm,
			node(graph.KindProduct, "ckg-led芯片", "LED芯片"),
			node(graph.KindProduct, "ckg-micro", "MICRO LED芯片产品"),
		},
	}
	for _, product := range []graph.ID{"product:ckg-led芯片", "product:ckg-micro"} {
		c.Relations = append(c.Relations, graph.Relation{
			RelationKey: graph.RelationKey{Type: graph.Makes, From: firm.ID, To: product},
			Prov:        prov,
		})
	}
	return c
}

func do(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func send(h http.Handler, path string, body any, header ...string) *httptest.ResponseRecorder {
	data, _ := json.Marshal(body)
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(data)))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func fetch(t *testing.T, h http.Handler, path string, into any) {
	t.Helper()
	w := do(h, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}

func decode(t *testing.T, w *httptest.ResponseRecorder, v any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %v: %.300s", w.Code, err, w.Body)
	}
}

// step is one request of a scenario with what its answer must be.
type step struct {
	name   string
	path   string
	body   any // nil asks, else writes
	status int
	lines  []string // of expect
}

func scenario(t *testing.T, h http.Handler, steps []step) {
	t.Helper()
	for _, x := range steps {
		w := do(h, "/api/v1"+x.path)
		if x.body != nil {
			w = send(h, "/api/v1"+x.path, x.body)
		}
		if w.Code != x.status {
			t.Fatalf("%s: status %d, want %d: %.600s", x.name, w.Code, x.status, w.Body)
		}
		expect(t, x.name, w.Body.Bytes(), append(x.lines, "-**=null"))
	}
}

// TestStoreGoesAwayAndComesBack: the database freezes and thaws under a running server.
func TestStoreGoesAwayAndComesBack(t *testing.T) {
	_, h := seeded(t, drivers["neo4jstore"](t))
	server := neo4jtest.Get(t)
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	defer server.Thaw()
	for _, path := range []string{"/readyz", "/api/v1/chains"} {
		w := do(h, path)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s while it is frozen: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
		expect(t, path, w.Body.Bytes(), []string{`code="store.unavailable"`})
	}
	if w := do(h, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("the process itself: %d", w.Code)
	}
	server.Thaw()
	for _, path := range []string{"/readyz", "/api/v1/chains"} {
		if w := do(h, path); w.Code != http.StatusOK {
			t.Errorf("%s after it: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestOtherSitesCannotWrite(t *testing.T) {
	_, h := seeded(t, drivers["memstore"](t))
	w := send(h, "/api/v1/links/optoelectronics%2Fled%2Fchip/matches", Review{
		Review: "confirmed",
	}, "Sec-Fetch-Site", "cross-site")
	if w.Code != http.StatusForbidden {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	expect(t, "a write from elsewhere", w.Body.Bytes(), []string{`code="request.cross_origin"`})
}
