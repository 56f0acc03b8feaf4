package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chainchief/internal/store/memstore"
)

// TestAMergedIDLeadsOn: whatever is asked of an id that was merged is answered with where it is now, until it is parted
// again; a moment before the merge has it as it was.
func TestAMergedIDLeadsOn(t *testing.T) {
	s := filled(t, memstore.Open())
	h := New(Options{Store: s}).Handler()
	const old, now = "enterprise:aoruide", "enterprise:sanan-hubei"
	before, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	was := do(h, "/api/v1/enterprises/"+old).Body.String()
	w := sentWith(t, h, "/api/v1/enterprises/"+now+"/merge", `{"goes":"`+old+`","by":"专班"}`, "")
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "pair.reason_missing") {
		t.Fatalf("without a reason: %d %s", w.Code, w.Body)
	}
	w = sentWith(t, h, "/api/v1/enterprises/"+now+"/merge", `{"goes":"`+old+`","reason":"执照","by":"专班"}`, "")
	if w.Code != http.StatusOK {
		t.Fatalf("merge: %d %s", w.Code, w.Body)
	}
	for path, to := range map[string]string{
		"/enterprises/" + old:                     "/enterprises/" + now,
		"/enterprises/aoruide":                    "/enterprises/" + now,
		"/enterprises/" + url.QueryEscape(old):    "/enterprises/" + now,
		"/enterprises/" + old + "/missing-inputs": "/enterprises/" + now + "/missing-inputs",
		"/nodes/" + old + "/neighbours?depth=2":   "/nodes/" + now + "/neighbours?depth=2",
	} {
		w := do(h, "/api/v1"+path)
		if w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/api/v1"+to ||
			!strings.Contains(w.Body.String(), `"merged_into":"`+now+`"`) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
		if on := do(h, w.Header().Get("Location")); on.Code != http.StatusOK {
			t.Errorf("%s leads to %d %s", path, on.Code, on.Body)
		}
	}
	then := do(h, "/api/v1/enterprises/"+old+"?as_of=r"+fmt.Sprint(before.Revision))
	if then.Code != http.StatusOK || then.Body.String() != was {
		t.Errorf("as of then: %d %s", then.Code, then.Body)
	}
	w = sentWith(t, h, "/api/v1/enterprises/"+now+"/split", `{"former":"`+old+`","reason":"两家","by":"专班"}`, "")
	if w.Code != http.StatusOK {
		t.Fatalf("split: %d %s", w.Code, w.Body)
	}
	if again := do(h, "/api/v1/enterprises/"+old); again.Code != http.StatusOK {
		t.Errorf("parted: %d %s", again.Code, again.Body)
	}
}
