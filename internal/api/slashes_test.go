package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"chainchief/internal/store/memstore"
)

// TestSlashesMayComeDecoded: proxies decode the slashes of ids; every route with an id answers as it does to escaped
// ones.
func TestSlashesMayComeDecoded(t *testing.T) {
	spec, h := seeded(t, memstore.Open())
	ids := map[string]string{
		"chains": "chain:optoelectronics", "links": "link:optoelectronics/led/substrate",
		"gaps": "gap:optoelectronics/led/substrate", "targets": "link:optoelectronics/led/substrate",
		"nodes": "link:optoelectronics/led/substrate", "enterprises": "enterprise:xinying",
		"history": "2", "undo": "3", "diagrams": "structure", "lists": "parks", "drafts": "d1", "quality": "stale",
		"accounts": "nobody", "pairs": "enterprise:sanan", "mappings": "0123456789abcdef", "sendings": "1",
	}
	tried := 0
	for path, item := range spec.OpenAPI().Paths {
		resource := strings.Split(strings.TrimPrefix(path, "/api/v1/"), "/")[0]
		if item.Get == nil || !strings.Contains(path, "{") {
			continue
		}
		if ids[resource] == "" {
			t.Errorf("there is no id to try %s with", path)
		}
		fill := func(write func(string) string) string {
			whole := strings.Replace(path, "{enterprise}", write("enterprise:xinying"), 1)
			whole = strings.Replace(whole, "{other}", write("enterprise:sanan-hubei"), 1)
			return placeName.ReplaceAllString(whole, write(ids[resource]))
		}
		query := ""
		if resource == "diagrams" {
			query = "?chain=optoelectronics&format=svg"
		}
		escaped := do(h, fill(url.PathEscape)+query)
		plain := do(h, fill(func(id string) string { return id })+query)
		said := func(w *httptest.ResponseRecorder) string { return ofRequest.ReplaceAllString(w.Body.String(), "") }
		if plain.Code != escaped.Code || said(plain) != said(escaped) {
			t.Errorf("%s: %d, escaped %d: %.200s", path, plain.Code, escaped.Code, plain.Body)
		}
		if escaped.Code == http.StatusOK && strings.Contains(ids[resource], "/") {
			tried++
		}
	}
	if tried < 6 {
		t.Errorf("only %d routes were tried with slashes", tried)
	}
	body := map[string]any{"text": "在谈", "by": "链长办"}
	if w := send(h, "/api/v1/gaps/gap:optoelectronics/led/substrate/comments", body); w.Code != http.StatusOK {
		t.Errorf("a comment: %d %s", w.Code, w.Body)
	}
	if w := do(h, "/api/v1/gaps/gap:optoelectronics/led/nowhere"); w.Code != http.StatusNotFound ||
		!strings.Contains(w.Body.String(), "led/nowhere") {
		t.Errorf("a gap that is not there: %d %s", w.Code, w.Body)
	}
}

// ofRequest is the name of a request in a problem.
var ofRequest = regexp.MustCompile(`"request_id":"[0-9a-f]+"`)

// placeName is where an id stands in the path of a route.
var placeName = regexp.MustCompile(`\{[a-z_]+\}`)
