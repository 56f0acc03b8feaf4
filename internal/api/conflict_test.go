package api

import (
	"encoding/json"
	"net/url"
	"testing"
)

// TestConflictsAreWhole: the problem of a conflict can be read as one.
func TestConflictsAreWhole(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	h := New(Options{Store: s}).Handler()
	path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/decision"
	send(h, path, Decision{Base: 3, Status: "confirmed"})
	w := send(h, path, Decision{Base: 3, Status: "dismissed", Reason: "不做"})
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Conflict == nil || len(p.Conflict.Fields) != 2 ||
		p.RequestID == "" ||
		w.Header().Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%v %+v %s", err, p, w.Body)
	}
	if f := p.Conflict.Fields[1]; f.Field != "reason" || f.Theirs != "" || f.Yours != "不做" || f.Agreed {
		t.Errorf("fields: %+v", p.Conflict.Fields)
	}
}
