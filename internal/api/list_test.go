package api

import (
	"encoding/json"
	"net/url"
	"testing"

	"chainchief/internal/store/memstore"
)

func TestPagesOfAListHangTogether(t *testing.T) {
	_, h := seeded(t, memstore.Open())
	seen := map[string]bool{}
	next := ""
	for {
		w := do(h, "/api/v1/enterprises?limit=50&sort=name&cursor="+url.QueryEscape(next))
		var page List[EnterpriseItem]
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			if seen[e.ID] {
				t.Errorf("%s comes twice", e.ID)
			}
			seen[e.ID] = true
		}
		if next = page.Next; next == "" {
			if len(seen) != page.Total {
				t.Errorf("%d of %d", len(seen), page.Total)
			}
			return
		}
	}
}
