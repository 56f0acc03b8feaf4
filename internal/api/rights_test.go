package api

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/danielgtaylor/huma/v2"
)

// signedIn is a server for people who are named in the context of a request, see by.
func signedIn(s *store.Store) (huma.API, http.Handler) {
	named := func(h http.Handler) http.Handler { return h }
	server := New(Options{Store: s, Studio: drawing.New(nil), Version: "test", People: named})
	server.now = func() time.Time { return time.Date(2026, 11, 29, 20, 31, 0, 0, time.UTC) } // files say when
	return server.build()
}

// by is a request of somebody.
func by(p access.Person, r *http.Request) *http.Request {
	return r.WithContext(access.With(r.Context(), p))
}

// person is somebody of a role, who works on some chains, or on all.
func person(role access.Role, chains ...graph.ID) access.Person {
	return access.Person{Account: string(role), Name: "某" + string(role), Roles: []access.Role{role}, Chains: chains}
}

// operations are all of a server, by path and method.
func operations(spec huma.API) []*huma.Operation {
	var list []*huma.Operation
	for _, item := range spec.OpenAPI().Paths {
		list = append(list, operationsOf(item)...)
	}
	slices.SortFunc(list, func(a, b *huma.Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return list
}

// chainsOfExamples are those that the examples of the routes are of; others are out of the scope of who works on them.
var (
	chainsOfExamples = []graph.ID{"chain:optoelectronics", "chain:new-energy"}
	otherChains      = []graph.ID{"chain:biomedicine"}
)

// TestWhoMayWhat holds what every route answers to every role, on its example, against a table that people can read:
// the status for who works on the chain that is asked about, and for who works on another one.
func TestWhoMayWhat(t *testing.T) {
	const golden = "testdata/rights.txt"
	table := map[string][]string{}
	var order []string
	for _, role := range access.Roles {
		spec, h := signedIn(matched(t, memstore.Open())) // each role writes into a store of its own
		for _, op := range operations(spec) {
			name := fmt.Sprintf("%-4s %s", op.Method, strings.TrimPrefix(op.Path, "/api/v1"))
			if table[name] == nil {
				order = append(order, name)
				table[name] = []string{string(needed(op))}
			}
			var statuses []string
			for _, chains := range [][]graph.ID{otherChains, chainsOfExamples} {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, by(person(role, chains...), example(op)))
				if allowed := person(role).May(needed(op)); allowed != !strings.Contains(w.Body.String(), `"access.denied"`) {
					t.Errorf("%s as %s: %d %.200s", name, role, w.Code, w.Body)
				}
				statuses = append(statuses, fmt.Sprint(w.Code))
			}
			table[name] = append(table[name], statuses[1]+"/"+statuses[0])
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "status in scope / out of scope, by role\n%-48s %-13s", "route", "permission")
	for _, role := range access.Roles {
		fmt.Fprintf(&b, " %-8s", role)
	}
	for _, name := range order {
		fmt.Fprintf(&b, "\n%-48s %-13s", name, table[name][0])
		for _, cell := range table[name][1:] {
			fmt.Fprintf(&b, " %-8s", cell)
		}
	}
	got := strings.ReplaceAll(b.String(), " \n", "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("who may what has changed; if that is meant, run with -update:\n%s", got)
	}
}

// TestNobodyMayNothing: who was put into the context by no one has no permission, and learns no more than which one is
// missing, also of what is not there.
func TestNobodyMayNothing(t *testing.T) {
	spec, h := signedIn(filled(t, memstore.Open()))
	for _, op := range operations(spec) {
		if needed(op) == access.Public {
			continue
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, example(op))
		expect(t, op.OperationID, w.Body.Bytes(), []string{
			`code="access.denied"`,
			fmt.Sprintf("detail=%q", denied(access.Person{}, needed(op)).Detail),
			`request_id`,
		})
		if w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", op.OperationID, w.Code)
		}
	}
	if w := do(h, "/api/v1/gaps/nothing?no=1"); w.Code != http.StatusForbidden {
		t.Errorf("what is not there: %d %s", w.Code, w.Body)
	}
}

// TestWhoWritesIsWhoSignedIn: whatever name a request gives.
func TestWhoWritesIsWhoSignedIn(t *testing.T) {
	s := filled(t, memstore.Open())
	_, h := signedIn(s)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, by(person(access.Staff), posted("/api/v1/gaps/"+strings.ReplaceAll(aGap, "/", "%2F")+"/comments",
		`{"text":"已走访","by":"市长"}`)))
	head, err := s.Head(t.Context())
	if w.Code != http.StatusOK || err != nil || head.Actor != "某staff" {
		t.Errorf("%d %s; written by %q, %v", w.Code, w.Body, head.Actor, err)
	}
}

// TestOnlyOnesOwnIsTakenBack: a keeper undoes what they wrote themselves.
func TestOnlyOnesOwnIsTakenBack(t *testing.T) {
	s := filled(t, memstore.Open())
	_, h := signedIn(s)
	undo := func(revision, base int) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(person(access.Keeper), posted(fmt.Sprintf("/api/v1/undo/%d", revision),
			fmt.Sprintf(`{"base":%d,"reason":"录错"}`, base))))
		return w
	}
	if w := undo(3, 3); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), `"undo.not_own"`) {
		t.Errorf("what another one wrote: %d %s", w.Code, w.Body)
	}
	park := graph.Node{
		ID:    "park:new",
		Kind:  graph.KindPark,
		Name:  "新片区",
		Attrs: graph.Attrs{"kind": "planning"},
		Prov:  graph.Provenance{Source: "source:city-2022", AsOf: "2026", Confidence: graph.Documented},
	}
	own := graph.Changes{Actor: "某keeper", Nodes: []graph.Node{park}}
	if _, err := s.Apply(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if w := undo(4, 4); w.Code != http.StatusOK {
		t.Errorf("what they wrote themselves: %d %s", w.Code, w.Body)
	}
}

// BenchmarkRead compares what a read costs who is alone with what it costs somebody of a role, on some chains.
func BenchmarkRead(b *testing.B) {
	s := filled(b, memstore.Open())
	_, h := signedIn(s)
	for _, bc := range []struct {
		name string
		who  access.Person
	}{
		{"alone", access.Alone},
		{"leader", person(access.Leader, chainsOfExamples...)},
		{"reader", person(access.Reader, chainsOfExamples...)},
	} {
		for _, path := range []string{
			"/chains/optoelectronics",
			"/enterprises/sanan-hubei",
			"/gaps?limit=20&chain=new-energy",
		} {
			b.Run(bc.name+path, func(b *testing.B) {
				for b.Loop() {
					w := httptest.NewRecorder()
					h.ServeHTTP(w, by(bc.who, httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)))
					if w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			})
		}
	}
}
