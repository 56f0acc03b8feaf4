package api

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// canary is what a store holds that only some may read: strange numbers and words, which are found wherever they leak.
type canary struct {
	output, tax, upgrade float64 // 亿元, 万元, 亿元
	note, comment        string
}

// Two canaries that differ in everything but the bands of their figures: who may not read them gets the same answers.
var (
	yellow = canary{31.41592, 27182.8, 7.77123, "黄鸟便条", "黄鸟意见"}
	green  = canary{27.18281, 31415.9, 6.66321, "绿鸟便条", "绿鸟意见"}
	mixed  = canary{27.18281, 31415.9, 6.66321, "黄鸟便条", "黄鸟意见"} // for who may read the words
)

// elsewhereGap is one of a chain that is none of the examples.
const elsewhereGap = "gap:biomedicine/drug/api"

// figures are the numbers as they may be written, in one unit or another.
func (c canary) figures() *regexp.Regexp {
	var forms []string
	for _, v := range []float64{c.output, c.tax, c.upgrade} {
		digits := strings.TrimLeft(strings.ReplaceAll(fmt.Sprint(v), ".", ""), "0")
		forms = append(forms, strings.Join(strings.Split(digits, ""), `\.?`))
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}

const canaryFirm, canaryFigure = "enterprise:sanan-hubei", "figure:canary-output"

// kept is a store of the seeds with a canary in it: figures that were corrected once, a card of the board with a firm
// that stands in the graph, one with a firm that went back to the pool, a rejection, a comment.
func (c canary) kept(t *testing.T) *store.Store {
	t.Helper()
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	s := store.New(memstore.Open()).WithClock(func() time.Time { at = at.Add(time.Minute); return at })
	filledWith(t, s, func(*graph.Node) {})
	apply := func(changes graph.Changes) {
		t.Helper()
		if _, err := s.Apply(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
	}
	apply(set())
	prov := graph.Provenance{Source: "source:city-2022", AsOf: "2025", Confidence: graph.Documented}
	for _, times := range []float64{1.01, 1} {
		changes := graph.Changes{Actor: "另一数据员", Reason: fmt.Sprintf("产值为 %v 亿元", times*c.output)}
		for _, f := range []struct {
			key, measure, unit string
			value              float64
			about              graph.ID
		}{
			{"canary-output", "output", "亿元", c.output, canaryFirm},
			{"canary-tax", "tax", "万元/年", c.tax, "project:sanan-base"},
			{"canary-planned", "output", "亿元/年", c.output, "project:sanan-base"},
			{"canary-upgrade", "investment", "亿元", c.upgrade, "project:upgrade-30"},
		} {
			text := fmt.Sprintf("约 %v %s", times*f.value, f.unit)
			n := graph.Node{
				ID:      graph.NewID(graph.KindFigure, f.key),
				Kind:    graph.KindFigure,
				Name:    "表 " + text,
				NameEN:  "table " + text,
				Aliases: []string{text},
				Attrs:   graph.Attrs{"measure": f.measure, "value": times * f.value, "unit": f.unit, "text": text},
				Prov:    prov,
			}
			n.Prov.Locator = text
			n.Prov.ValueKind = graph.Planned
			changes.Nodes = append(changes.Nodes, n)
			about := graph.RelationKey{Type: graph.About, From: n.ID, To: f.about}
			changes.Relations = append(changes.Relations, graph.Relation{RelationKey: about, Prov: n.Prov})
		}
		apply(changes)
	}
	desk := decision.New(s)
	who := decision.Actor{Name: "某staff", At: at}
	written := func(_ store.ChangeSet, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, card := range []struct {
		gap, firm graph.ID
		stage     string
	}{
		{substrateGap, canaryFirm, "lead"},
		{substrateGap, farAway, "lead"},
		{graph.NewID(graph.KindGap, otherGap), canaryFirm, "rejected"},
		{elsewhereGap, canaryFirm, "rejected"},
		{elsewhereGap, farAway, "rejected"},
	} {
		head, err := s.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		written(desk.Move(t.Context(), who, head.Revision, card.gap, card.firm, decision.Contact{
			Stage:  card.stage,
			Post:   c.note,
			Next:   c.note,
			Reason: c.note,
			Due:    "2026-12-01",
		}))
	}
	written(desk.Comment(t.Context(), who, substrateGap, c.comment))
	back, err := s.Node(t.Context(), farAway)
	if err != nil {
		t.Fatal(err)
	}
	back.Pool = true
	apply(graph.Changes{Actor: "test", Nodes: []graph.Node{back}})
	return s
}

// questions are everything that can be asked: the example of each route, those of reads, and what is around a canary.
func questions(s *store.Store) []string {
	var list []string
	spec, _ := signedIn(s)
	for _, op := range operations(spec) {
		if op.Method == http.MethodGet && !ofPeople(op) {
			list = append(list, strings.TrimPrefix(example(op).URL.RequestURI(), "/api/v1"))
		}
	}
	for _, of := range reads() {
		list = append(list, of...)
	}
	gap := url.PathEscape(substrateGap)
	for _, id := range []string{canaryFigure, "figure:canary-tax", canaryFirm, "project:sanan-base", substrateGap,
		"gap:" + otherGap, "comment:" + strings.TrimPrefix(substrateGap, "gap:") + "-1"} {
		id = url.PathEscape(id)
		list = append(list, "/nodes/"+id, "/nodes/"+id+"/history", "/nodes/"+id+"/neighbours?depth=2&limit=200")
	}
	for r := 1; r <= 14; r++ {
		list = append(list, fmt.Sprintf("/history/%d", r), fmt.Sprintf("/undo/%d", r),
			fmt.Sprintf("/enterprises/sanan-hubei?as_of=%d", r), fmt.Sprintf("/gaps/%s?as_of=%d", gap, r),
			fmt.Sprintf("/diff?from=%d", r), fmt.Sprintf("/diff?from=13&to=%d", r), fmt.Sprintf("/history?as_of=%d", r))
	}
	for _, text := range []string{"31.4", "27.1", "黄鸟", "绿鸟", "表"} {
		list = append(list, "/search?q="+url.QueryEscape(text))
	}
	return append(list,
		"/contacts/history?gap="+gap+"&enterprise=listed-300001",
		"/gaps/"+url.PathEscape("gap:"+otherGap)+"/candidates?limit=200",
		"/links/"+url.PathEscape("optoelectronics/led/substrate")+"/candidates?limit=200",
		"/diff?from=1&chain=optoelectronics")
}

// pictures are all kinds of drawings in all formats.
func pictures() []string {
	var list []string
	for _, kind := range drawing.Kinds {
		of := "chain=optoelectronics"
		switch {
		case kind.Subject == graph.KindEnterprise:
			of = "of=" + canaryFirm
		case kind.Subject == graph.KindLink:
			of = "of=" + url.QueryEscape("link:"+aLink)
		case kind.Compares:
			of += "&from=1"
		}
		for _, format := range drawing.Formats {
			list = append(list, fmt.Sprintf("/diagrams/%s?%s&format=%s&scale=1", kind.Name, of, format))
		}
	}
	return list
}

// names are what differs between any two answers.
var names = regexp.MustCompile(`"request_id":"[0-9a-f]*"`)

// TestCanaries: what a role may not read is in none of its answers, whatever is asked, in no drawing and not in the
// log; and as nothing depends on it, the answers are the same, byte by byte, over a store in which it is another thing.
func TestCanaries(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(old)
	one := yellow.kept(t)
	_, h := signedIn(one)
	_, allElse := signedIn(green.kept(t))
	_, figuresElse := signedIn(mixed.kept(t))
	ask := func(h http.Handler, role access.Role, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(person(role), httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)))
		return w
	}
	words, numbers := regexp.MustCompile("黄鸟"), yellow.figures()
	found := map[access.Role]map[*regexp.Regexp]int{}
	all := slices.Concat(questions(one), pictures())
	for _, role := range access.Roles {
		found[role] = map[*regexp.Regexp]int{}
		for _, path := range all {
			drawn := strings.HasPrefix(path, "/diagrams/")
			if drawn && role != access.Leader && role != access.Reader && role != access.Staff {
				continue // what they see is what one of these sees
			}
			w := ask(h, role, path)
			if w.Code >= 500 {
				t.Errorf("%s as %s: %d %.200s", path, role, w.Code, w.Body)
			}
			var hidden []*regexp.Regexp
			if !person(role).May(access.FigureRead) {
				hidden = append(hidden, numbers)
			}
			if !person(role).May(access.ContactRead) {
				hidden = append(hidden, words)
			}
			for _, c := range []*regexp.Regexp{numbers, words} {
				at := c.FindIndex(w.Body.Bytes())
				if at == nil || strings.Contains(path, "format=p") { // packed: compared below
					continue
				}
				found[role][c]++
				if slices.Contains(hidden, c) {
					t.Errorf("%s as %s tells …%s…", path, role, w.Body.Bytes()[max(0, at[0]-60):at[1]])
				}
			}
			other := map[int]http.Handler{1: figuresElse, 2: allElse}[len(hidden)]
			if other != nil {
				if same := ask(other, role, path); names.ReplaceAllString(same.Body.String(), "") !=
					names.ReplaceAllString(w.Body.String(), "") {
					t.Errorf("%s as %s depends on what they may not read", path, role)
				}
			}
		}
	}
	spec, _ := signedIn(one)
	for _, role := range access.Roles {
		for _, op := range operations(spec) {
			if op.Method == http.MethodGet {
				continue
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, by(person(role), example(op)))
			if !person(role).May(access.FigureRead) && numbers.Match(w.Body.Bytes()) ||
				!person(role).May(access.ContactRead) && words.Match(w.Body.Bytes()) {
				t.Errorf("%s as %s tells what they may not read: %s", op.OperationID, role, w.Body)
			}
		}
	}
	for role, has := range found {
		if sees := person(role).May(access.FigureRead); sees != (has[numbers] > 10) {
			t.Errorf("%s reads the figures: %v, in %d answers", role, sees, has[numbers])
		}
		if sees := person(role).May(access.ContactRead); sees != (has[words] > 10) {
			t.Errorf("%s reads contacts and comments: %v, in %d answers", role, sees, has[words])
		}
	}
	for _, c := range []*regexp.Regexp{numbers, words} {
		if told := c.FindString(log.String()); told != "" {
			t.Errorf("the log tells %s", told)
		}
	}
}

// TestFindingsAreTheSameForAll: weights, ranks and targets do not tell who may read which figures; and who sees no
// contacts gets the candidates that there were before any.
func TestFindingsAreTheSameForAll(t *testing.T) {
	_, h := signedIn(yellow.kept(t))
	ask := func(role access.Role, path string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(person(role), httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)))
		if w.Code != http.StatusOK {
			t.Fatalf("%s as %s: %d %s", path, role, w.Code, w.Body)
		}
		return w.Body.String()
	}
	gap := url.PathEscape(substrateGap)
	for _, path := range []string{
		"/chains",
		"/gaps?limit=200",
		"/targets?limit=200",
		"/relatedness",
		"/gaps/" + gap + "/why",
		"/chains/optoelectronics/why",
		"/links/" + url.PathEscape(aLink) + "/why",
	} {
		if ask(access.Leader, path) != ask(access.Reader, path) {
			t.Errorf("%s differs", path)
		}
	}
	moment := regexp.MustCompile(`"revision":[0-9]*`)
	for _, gap := range []string{gap, url.PathEscape("gap:" + otherGap)} {
		path := "/gaps/" + gap + "/candidates?limit=200"
		now, before := ask(access.Reader, path), ask(access.Reader, path+"&as_of=6")
		if moment.ReplaceAllString(now, "") != moment.ReplaceAllString(before, "") {
			t.Errorf("the candidates of %s tell with whom people talk", gap)
		}
		if now == ask(access.Staff, path) {
			t.Errorf("who may read contacts gets none with the candidates of %s", gap)
		}
	}
}
