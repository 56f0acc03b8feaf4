package api

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"chainchief/internal/store/memstore"
)

func head(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, path, nil))
	return w
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	for _, path := range []string{
		"/healthz",
		"/readyz",
		"/api/v1/chains",
		"/api/v1/diagrams/structure?chain=new-energy",
		"/api/v1/openapi.json",
	} {
		get, bare := do(h, path), head(h, path)
		if bare.Code != get.Code || bare.Body.Len() != 0 {
			t.Errorf("HEAD %s: %d with %d bytes, GET %d", path, bare.Code, bare.Body.Len(), get.Code)
		}
		if got, want := bare.Header().Get("Content-Length"), strconv.Itoa(get.Body.Len()); got != want {
			t.Errorf("HEAD %s: Content-Length %s, the body has %s", path, got, want)
		}
		if got, want := bare.Header().Get("ETag"), get.Header().Get("ETag"); got != want {
			t.Errorf("HEAD %s: ETag %q, GET %q", path, got, want)
		}
	}
	if w := head(h, "/api/v1/nowhere"); w.Code != http.StatusNotFound || w.Body.Len() != 0 {
		t.Errorf("HEAD of nothing: %d with %d bytes", w.Code, w.Body.Len())
	}
}

// TestHeadOfEveryGet: each question can be asked without its answer, and is told as long, as what, and by what tag.
func TestHeadOfEveryGet(t *testing.T) {
	c := underContract(t)
	asked := 0
	for _, op := range c.operations() {
		if op.Method != http.MethodGet {
			continue
		}
		path := example(op).URL.RequestURI()
		get, bare := do(c.handler, path), head(c.handler, path)
		if asked++; bare.Code != get.Code || bare.Body.Len() != 0 {
			t.Errorf("HEAD %s: %d with %d bytes, GET %d", path, bare.Code, bare.Body.Len(), get.Code)
		}
		for _, name := range []string{"ETag", "Content-Type", "Cache-Control", "Vary"} {
			if got, want := bare.Header().Get(name), get.Header().Get(name); got != want {
				t.Errorf("HEAD %s: %s %q, GET %q", path, name, got, want)
			}
		}
		length := bare.Header().Get("Content-Length")
		if want := strconv.Itoa(get.Body.Len()); get.Code == http.StatusOK && length != want {
			t.Errorf("HEAD %s: Content-Length %s, the body has %s", path, length, want)
		}
	}
	if asked < 30 {
		t.Errorf("only %d questions", asked)
	}
}

func TestAnswersAreTaggedAndCompressed(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	for _, path := range []string{"/api/v1/gaps", "/api/v1/diagrams/structure?chain=new-energy"} {
		plain := do(h, path)
		tag := plain.Header().Get("ETag")
		if tag == "" || plain.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, plain.Header())
		}
		zipped := do(h, path, "Accept-Encoding", "gzip")
		if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len()*3 > plain.Body.Len() {
			t.Errorf("%s: %d bytes of %d, headers %v", path, zipped.Body.Len(), plain.Body.Len(), zipped.Header())
			continue
		}
		r, err := gzip.NewReader(zipped.Body)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || string(data) != plain.Body.String() {
			t.Errorf("%s: what is unpacked differs: %v", path, err)
		}
		again := do(h, path, "If-None-Match", tag, "Accept-Encoding", "gzip")
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: %d with %d bytes for what is known", path, again.Code, again.Body.Len())
		}
		if other := do(h, path, "If-None-Match", `W/"0"`); other.Code != http.StatusOK {
			t.Errorf("%s: %d for another tag", path, other.Code)
		}
	}
	if w := do(h, "/api/v1/gaps/nothing"); w.Code != http.StatusNotFound || w.Header().Get("ETag") != "" {
		t.Errorf("a problem: %d, headers %v", w.Code, w.Header())
	}
}

// TestOnlyItsOwnNames: a web site that makes its name point to this machine reads and writes nothing.
func TestOnlyItsOwnNames(t *testing.T) {
	h := New(Options{Store: filled(t, memstore.Open()), Hosts: []string{"localhost", "127.0.0.1", "::1"}}).Handler()
	for host, want := range map[string]int{
		"localhost:8080":    http.StatusOK,
		"LOCALHOST":         http.StatusOK,
		"127.0.0.1:8080":    http.StatusOK,
		"[::1]:8080":        http.StatusOK,
		"evil.example:8080": http.StatusMisdirectedRequest,
		"localhost.evil":    http.StatusMisdirectedRequest,
		"":                  http.StatusMisdirectedRequest,
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/chains", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestParametersThatMeanNothing(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	for path, want := range map[string]int{
		"/api/v1/gaps?chain=new-energy&chain=biomedicine": http.StatusUnprocessableEntity,
		"/api/v1/gaps?kind=":                              http.StatusUnprocessableEntity,
		"/api/v1/gaps?limit=":                             http.StatusUnprocessableEntity,
		"/api/v1/gaps?q=":                                 http.StatusOK,
		"/api/v1/gaps?chain=":                             http.StatusOK,
	} {
		if w := do(h, path); w.Code != want {
			t.Errorf("%s: %d, want %d: %s", path, w.Code, want, w.Body)
		}
	}
}

// TestFindingsAreBounded asks for many revisions, newest first: what is kept does not grow with them.
func TestFindingsAreBounded(t *testing.T) {
	s := New(Options{Store: filled(t, memstore.Open())})
	h := s.Handler()
	for i := range 3 * most {
		path := "/api/v1/gaps/" + url.PathEscape("gap:optoelectronics/led/substrate") + "/comments"
		if w := send(h, path, Remark{Text: Text(fmt.Sprint(i)), By: "x"}); w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
	}
	head, err := s.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for r := int(head.Revision); r > 1; r-- {
		if w := do(h, fmt.Sprintf("/api/v1/weights?as_of=r%d", r)); w.Code != http.StatusOK {
			t.Fatalf("r%d: %d %s", r, w.Code, w.Body)
		}
	}
	if n := s.findings.Len(); n > most {
		t.Errorf("%d findings are kept, at most %d are meant", n, most)
	}
}

// TestReadersAndWritersAtOnce: who reads gets whole answers while others write and old moments are asked for; run with
// -race it finds what two share unguarded.
func TestReadersAndWritersAtOnce(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	gap := "/api/v1/gaps/" + url.PathEscape("gap:optoelectronics/led/substrate")
	paths := []string{
		"/api/v1/gaps", "/api/v1/chains", gap, gap + "/candidates", "/api/v1/weights?as_of=r2", "/api/v1/search?q=led",
		"/api/v1/diagrams/roadmap?chain=optoelectronics",
	}
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range paths {
				path := paths[(i+n)%len(paths)]
				if w := do(h, path); w.Code != http.StatusOK {
					t.Errorf("%s: %d %s", path, w.Code, w.Body)
				}
			}
		})
		group.Go(func() {
			if w := send(h, gap+"/comments", Remark{Text: Text(fmt.Sprint(i)), By: "x"}); w.Code != http.StatusOK {
				t.Errorf("comment %d: %d %s", i, w.Code, w.Body)
			}
		})
	}
	group.Wait()
	var answer GapAnswer
	fetch(t, h, gap, &answer)
	if len(answer.Comments) != 4 {
		t.Errorf("%d comments of 4 are there", len(answer.Comments))
	}
}
