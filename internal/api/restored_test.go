package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
)

// TestAnotherStoreUnderARunningServer: a store that is put in the place of the one that a server has read, with other
// contents under the same revisions, is answered from at once: now and in the past, lists, candidates and drawings.
func TestAnotherStoreUnderARunningServer(t *testing.T) {
	for _, name := range []string{"memstore", "sqlitestore"} {
		t.Run(name, func(t *testing.T) {
			d := drivers[name](t)
			h := then(t, filled(t, d)).Handler()
			var asked []string
			for _, paths := range reads() {
				for _, path := range paths {
					mark := "?"
					if strings.Contains(path, "?") {
						mark = "&"
					}
					asked = append(asked, "/api/v1"+path, "/api/v1"+path+mark+"as_of=r6")
				}
			}
			asked = append(asked,
				"/api/v1/diagrams/structure?chain=optoelectronics", "/api/v1/diagrams/layout?chain=optoelectronics&format=png")
			slices.Sort(asked)
			tags := map[string]string{}
			for _, path := range asked {
				w := do(h, path)
				if w.Code != http.StatusOK {
					t.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
				}
				tags[path] = w.Header().Get("ETag")
			}
			var first List[GapItem]
			fetch(t, h, "/api/v1/gaps?limit=3", &first)
			page := "/api/v1/gaps?limit=3&cursor=" + first.Next
			if w := do(h, page); w.Code != http.StatusOK {
				t.Fatalf("%d %s", w.Code, w.Body)
			}

			if err := d.Clear(t.Context()); err != nil {
				t.Fatal(err)
			}
			s := filledWith(t, store.New(d), func(n *graph.Node) {
				switch n.Kind {
				case graph.KindChain, graph.KindLink, graph.KindPark:
					n.Name += "新"
				case graph.KindEnterprise:
					n.Name += "新"
					delete(n.Attrs, "short_name")
				}
			})
			then(t, s)
			fresh := New(Options{Store: s, Studio: drawing.New(nil), Version: "test"}).Handler()
			others := 0
			for _, path := range asked {
				got, want := do(h, path, "If-None-Match", tags[path]), do(fresh, path)
				same := want.Header().Get("ETag") == tags[path] // some things are so in both, such as the weights
				if same {
					want = do(fresh, path, "If-None-Match", tags[path])
				} else {
					others++
				}
				if got.Code != want.Code || got.Body.String() != want.Body.String() ||
					got.Header().Get("ETag") != want.Header().Get("ETag") {
					t.Errorf("%s: %d\n%.300s\nit is %d\n%.300s", path, got.Code,
						differing(got.Body.String(), want.Body.String()), want.Code,
						differing(want.Body.String(), got.Body.String()))
				}
			}
			if others < len(asked)*3/4 {
				t.Errorf("only %d of %d answers are others", others, len(asked))
			}
			if w := do(h, page); w.Code != http.StatusNotFound {
				t.Errorf("the next page of a list of the other store: %d %.300s", w.Code, w.Body)
			}
		})
	}
}
