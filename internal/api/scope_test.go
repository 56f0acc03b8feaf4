package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/store/memstore"
)

// elsewhere are ids of chains, links and gaps that are not of the chains of the examples.
var elsewhere = regexp.MustCompile(`(chain|link|gap):[a-z][a-z0-9-]*`)

func outOfScope(id string) bool {
	_, key, _ := strings.Cut(id, ":")
	return !slices.Contains(chainsOfExamples, graph.NewID(graph.KindChain, key))
}

func askedBy(h http.Handler, who access.Person, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, by(who, httptest.NewRequest(http.MethodGet, base+path, nil)))
	return w
}

// TestScopeIsInEveryAnswer: whatever somebody who works on some chains asks, no answer names another chain, a link or a
// gap of one; nor does what was drawn of all chains at once.
func TestScopeIsInEveryAnswer(t *testing.T) {
	s := yellow.kept(t)
	_, h := signedIn(s)
	chief := person(access.Leader, chainsOfExamples...)
	paths := append(questions(s), "/diagrams/layout?format=json", "/diagrams/supply?of="+canaryFirm+"&format=json",
		"/diagrams/supply?of=enterprise:rongbai-hubei&format=json", "/enterprises?limit=200",
		"/diagrams/impact?of=link:new-energy/battery/lithium&format=json", "/gaps?limit=200",
		"/nodes/park:gedian/neighbours?depth=4&limit=200", "/relatedness?limit=200&cursor=", "/trades?limit=200",
		"/targets?limit=200", "/diff?from=1", "/search?q=link&limit=50", "/search?q="+url.QueryEscape("产业")+"&limit=50",
		"/search?q="+url.QueryEscape("生物")+"&limit=50", "/gaps/"+url.PathEscape(substrateGap)+"/candidates/sanan-hubei")
	found := 0
	for _, path := range paths {
		w := askedBy(h, chief, path)
		if w.Code >= 500 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "曾在“原料药") {
			t.Errorf("%s tells of a contact elsewhere", path)
		}
		for _, at := range elsewhere.FindAllIndex(w.Body.Bytes(), -1) {
			if found++; outOfScope(w.Body.String()[at[0]:at[1]]) {
				t.Errorf("%s: …%s…", path, w.Body.Bytes()[max(0, at[0]-80):min(at[1]+20, w.Body.Len())])
				break
			}
		}
	}
	firm := "/gaps/" + url.PathEscape(substrateGap) + "/candidates/sanan-hubei"
	if w := askedBy(h, person(access.Leader), firm); !strings.Contains(w.Body.String(), "曾在“原料药") {
		t.Errorf("who sees all is told nothing of the contact elsewhere: %s", w.Body)
	}
	if found < 1000 {
		t.Errorf("only %d things are named", found)
	}
}

// TestOutOfScopeIsAsUnknown: what is out of scope is answered as what is not there, but for the id that was asked for.
func TestOutOfScopeIsAsUnknown(t *testing.T) {
	s := yellow.kept(t)
	_, h := signedIn(s)
	other := person(access.Leader, "chain:biomedicine")
	mine := person(access.Leader)
	gap, link, chain := url.PathEscape(substrateGap), url.PathEscape("link:"+aLink), "chain:optoelectronics"
	for _, tc := range []struct{ there, unknown string }{
		{chain, "chain:optoelectronicz"},
		{"optoelectronics", "optoelectronicz"},
		{link, strings.Replace(link, "chip", "chiq", 1)},
		{url.PathEscape(aLink), url.PathEscape(aLink + "q")},
		{gap, strings.Replace(gap, "led", "lee", 1)},
		{url.PathEscape(aGap), url.PathEscape(aGap + "q")},
	} {
		for _, path := range []string{
			"/chains/%s", "/chains/%s/structure", "/chains/%s/why", "/chains/%s/what-if", "/links/%s", "/links/%s/why",
			"/links/%s/candidates", "/links/%s/candidates/sanan-hubei/why", "/links/%s/matches", "/gaps/%s", "/gaps/%s/why",
			"/gaps/%s/candidates", "/gaps/%s/candidates/sanan-hubei", "/targets/%s/why", "/nodes/%s", "/nodes/%s/history",
			"/nodes/%s/neighbours", "/gaps?chain=%s", "/contacts?chain=%s", "/contacts?gap=%s", "/targets?chain=%s",
			"/contacts/history?gap=%s&enterprise=sanan-hubei", "/trades?chain=%s", "/relatedness?chain=%s",
			"/enterprises?chain=%s", "/enterprises?link=%s", "/diff?from=1&chain=%s", "/diagrams/structure?chain=%s",
			"/diagrams/impact?of=%s", "/diagrams/changes?from=1&chain=%s", "/links/%s?as_of=2", "/gaps/%s?as_of=2",
		} {
			ask := func(who access.Person, id string) (int, string) {
				w := askedBy(h, who, fmt.Sprintf(path, id))
				plain, _ := url.PathUnescape(id)
				body := strings.NewReplacer(plain, "ID", strings.SplitAfter(plain, ":")[strings.Count(plain, ":")], "ID").
					Replace(w.Body.String())
				return w.Code, regexp.MustCompile(`ID|"(revision|total)":\d+|chain:|link:|gap:`).
					ReplaceAllString(names.ReplaceAllString(body, ""), "")
			}
			code, body := ask(other, tc.there)
			want, unknown := ask(mine, tc.unknown)
			if code != want || body != unknown {
				t.Errorf(path+": %d %.300s\nunknown: %d %.300s", tc.there, code, body, want, unknown)
			}
		}
	}
}

// TestOutOfScopeAmongOthers: the same where what is in scope is named beside it.
func TestOutOfScopeAmongOthers(t *testing.T) {
	s := yellow.kept(t)
	_, h := signedIn(s)
	chief := person(access.Leader, chainsOfExamples...)
	ask := func(path, body, key string) string {
		r := posted(base+path, strings.ReplaceAll(body, "%s", key))
		if body == "" {
			r = httptest.NewRequest(http.MethodGet, base+strings.ReplaceAll(path, "%s", key), nil)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(chief, r))
		return fmt.Sprint(w.Code, strings.ReplaceAll(names.ReplaceAllString(w.Body.String(), ""), key, "KEY"))
	}
	for _, tc := range []struct{ path, body string }{
		{"/chains/optoelectronics/what-if?links=link:%s", ""},
		{"/chains/optoelectronics/what-if?links=optoelectronics/led/substrate,link:%s", ""},
		{"/diagrams/whatif?chain=optoelectronics&links=gap:%s", ""},
		{"/enterprises?chain=optoelectronics&link=link:%s", ""},
		{"/contacts?chain=optoelectronics&gap=gap:%s", ""},
		{"/diagrams/impact?chain=optoelectronics&of=link:%s", ""},
		{"/gaps/decisions/preview", `{"gaps":["` + substrateGap + `","gap:%s"],"status":"confirmed","reason":"因"}`},
		{"/gaps/decisions", `{"base":1,"gaps":["` + substrateGap + `","gap:%s"],"status":"confirmed","reason":"因"}`},
	} {
		there, unknown := ask(tc.path, tc.body, "biomedicine/drug/api"), ask(tc.path, tc.body, "biomedicine/drug/apj")
		if there != unknown || strings.HasPrefix(there, "200") {
			t.Errorf("%s: %.300s\nunknown: %.300s", tc.path, there, unknown)
		}
	}
}

// TestScopeChangesNoNumber: what is in scope is what everybody reads of it, and lists count what they show.
func TestScopeChangesNoNumber(t *testing.T) {
	_, h := signedIn(yellow.kept(t))
	all, chief := person(access.Leader), person(access.Leader, chainsOfExamples...)
	var mine, every List[GapItem]
	decode(t, askedBy(h, chief, "/gaps?limit=200"), &mine)
	decode(t, askedBy(h, all, "/gaps?limit=200"), &every)
	both := keep(every.Items, func(g GapItem) bool { return slices.Contains(chainsOfExamples, graph.ID(g.Chain.ID)) })
	if mine.Total != len(mine.Items) || len(mine.Items) != len(both) || len(both) == len(every.Items) {
		t.Fatalf("%d of %d, not %d of %d", len(mine.Items), mine.Total, len(both), len(every.Items))
	}
	for i := range both {
		if mine.Items[i].ID != both[i].ID || mine.Items[i].Weight != both[i].Weight || *mine.Items[i].Rank != *both[i].Rank {
			t.Errorf("%+v is not %+v", mine.Items[i], both[i])
		}
	}
	var chains List[ChainItem]
	decode(t, askedBy(h, chief, "/chains?limit=1"), &chains)
	if chains.Total != len(chainsOfExamples) || chains.Next == "" {
		t.Errorf("%d chains, next %q", chains.Total, chains.Next)
	}
	for _, path := range []string{"/gaps/" + url.PathEscape(substrateGap) + "/candidates?limit=200"} {
		var a, b GapCandidates
		decode(t, askedBy(h, chief, path), &a)
		decode(t, askedBy(h, all, path), &b)
		if a.Total != b.Total || a.Items[0].Points != b.Items[0].Points || a.Items[0].ID != b.Items[0].ID {
			t.Errorf("%s: other candidates", path)
		}
	}
}

// TestHitsAreOfTheScope: what a search says of where an enterprise belongs names no chain but those in scope.
func TestHitsAreOfTheScope(t *testing.T) {
	s := yellow.kept(t)
	_, h := signedIn(s)
	chief, all := person(access.Leader, chainsOfExamples...), person(access.Leader)
	elsewhere := func(who access.Person) (hits int) {
		var list List[Hit]
		decode(t, askedBy(h, who, "/search?limit=50&kind=Enterprise&q="+url.QueryEscape("光")), &list)
		for _, hit := range list.Items {
			if strings.Contains(hit.Hint, "高端装备制造") {
				hits++
			}
		}
		return hits
	}
	if n := elsewhere(all); n == 0 {
		t.Fatal("nothing is of the other chain")
	}
	if n := elsewhere(chief); n > 0 {
		t.Errorf("%d hits tell of another chain", n)
	}
}

// TestScopeOfEachClearance: a comment on a gap out of scope is not there for who may read comments, also when somebody
// of the same chains who may not has asked before.
func TestScopeOfEachClearance(t *testing.T) {
	s := yellow.kept(t)
	_, h := signedIn(s)
	gap := "/gaps/" + url.PathEscape("gap:biomedicine/drug/api")
	comment := "/nodes/" + url.PathEscape("comment:biomedicine/drug/api/0001")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, by(person(access.Leader), posted(base+gap+"/comments", `{"text":"先看"}`)))
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := askedBy(h, person(access.Leader), comment); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, role := range []access.Role{access.Reader, access.Leader, access.Staff} {
		if w := askedBy(h, person(role, chainsOfExamples...), comment); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", role, w.Code, w.Body)
		}
	}
}

// TestWordsNameNoHiddenLinks: a sentence that names the links of a firm names those that are seen, and what a firm
// needs for the others is not counted.
func TestWordsNameNoHiddenLinks(t *testing.T) {
	_, h := signedIn(filled(t, memstore.Open()))
	get := func(p access.Person, path string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(p, httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)))
		return w.Body.String()
	}
	all, one := person(access.Leader), person(access.Leader, "chain:optoelectronics")
	for path, said := range map[string]string{
		firmWithFigure:                     "激光切割装备",
		firmWithFigure + "/missing-inputs": `"total":9`,
	} {
		if !strings.Contains(get(all, path), said) {
			t.Errorf("%s of all chains lacks %s", path, said)
		}
		if strings.Contains(get(one, path), said) {
			t.Errorf("%s of another chain tells %s", path, said)
		}
	}
}

// TestStampCountsAllChains: a file made from a graph that is cut to three chains says three of all, not of three.
func TestStampCountsAllChains(t *testing.T) {
	_, h := signedIn(filled(t, memstore.Open()))
	p := person(access.Leader, "chain:optoelectronics", "chain:new-energy", "chain:new-materials")
	for _, path := range []string{"layout", "structure?chain=new-energy"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(p, httptest.NewRequest(http.MethodGet, "/api/v1/diagrams/"+path, nil)))
		if !strings.Contains(w.Body.String(), "3/11 条链 · 某leader") {
			t.Errorf("%s: %d: %.200s", path, w.Code, w.Body)
		}
	}
}
