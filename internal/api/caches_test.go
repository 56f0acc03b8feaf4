package api

import (
	"net/http/httptest"
	"testing"

	"chainchief/internal/access"
	"chainchief/internal/store/memstore"
)

// TestWhatIsKeptIsOnesOwn: findings, drawings, shortlists and searches are kept between requests. Whoever asked before,
// each is answered, byte by byte and with the same tag, as by a server that nobody else has asked; a tag of somebody
// else's answer is none of one's own, unless both are the same.
func TestWhatIsKeptIsOnesOwn(t *testing.T) {
	people := []access.Person{
		person(access.Leader),
		person(access.Reader),
		person(access.Leader, chainsOfExamples...),
		person(access.Reader, "chain:biomedicine"),
	}
	paths := []string{
		"/gaps?limit=200",
		"/chains",
		"/chains/biomedicine",
		"/enterprises/sanan-hubei",
		"/search?q=led",
		"/search?q=%E4%BA%A7%E4%B8%9A",
		"/links/biomedicine%2Fdrug%2Fapi/candidates",
		"/links/optoelectronics%2Fled%2Fchip/candidates",
		"/history",
		"/diff?from=1",
		"/diagrams/structure?chain=biomedicine",
		"/diagrams/structure?chain=optoelectronics&format=json",
		"/diagrams/targets?chain=biomedicine&format=json",
		"/diagrams/changes?chain=biomedicine&from=1",
		"/diagrams/impact?of=optoelectronics/led/chip",
		"/diagrams/layout?format=json",
		"/diagrams/supply?of=enterprise:sanan-hubei&format=json",
	}
	kept := filled(t, memstore.Open())
	fresh := func() func(access.Person, string) *httptest.ResponseRecorder {
		_, h := signedIn(kept)
		return func(who access.Person, path string) *httptest.ResponseRecorder { return askedBy(h, who, path) }
	}
	alone := make([]map[string]*httptest.ResponseRecorder, len(people))
	for i, who := range people {
		ask := fresh()
		alone[i] = map[string]*httptest.ResponseRecorder{}
		for _, path := range paths {
			alone[i][path] = ask(who, path)
		}
	}
	differ := 0
	for first := range people { // each comes first once
		ask := fresh()
		for n := range people {
			i := (first + n) % len(people)
			for _, path := range paths {
				got, want := ask(people[i], path), alone[i][path]
				tag := got.Header().Get("ETag")
				same := tag == "" || got.Body.String() == want.Body.String()
				if got.Code != want.Code || tag != want.Header().Get("ETag") || !same {
					t.Errorf("%s, asked by %v after %d others: %d %s, alone %d %s", path, people[i].Roles, n,
						got.Code, tag, want.Code, want.Header().Get("ETag"))
				}
				for j := range people {
					other := alone[j][path]
					if other.Header().Get("ETag") == tag && other.Body.String() != got.Body.String() && tag != "" {
						t.Errorf("%s: %v and %v have one tag for two answers", path, people[i].Roles, people[j].Roles)
					}
					if other.Code != got.Code || other.Header().Get("ETag") != tag {
						differ++
					}
				}
			}
		}
	}
	if differ < 100 {
		t.Errorf("only %d answers of different people differ: the test proves nothing", differ)
	}
}
