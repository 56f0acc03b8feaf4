package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// TestEveryProductSaidOfAnEnterpriseIsOneThatItMakes: over all links, gaps and local enterprises, with a data set in
// the pool.
func TestEveryProductSaidOfAnEnterpriseIsOneThatItMakes(t *testing.T) {
	ctx := context.Background()
	s := filled(t, memstore.Open())
	if _, err := s.Apply(ctx, set()); err != nil {
		t.Fatal(err)
	}
	_, h := New(Options{Store: s, Studio: drawing.New(nil), Version: "test"}).build()
	makes := makesOf(t, s)
	said, inferred, pooled := 0, 0, 0
	check := func(where string, id string, x CandidateScore) {
		t.Helper()
		for _, m := range x.Makes {
			said++
			if strings.HasPrefix(m.By, "enterprise:listed-") {
				pooled++
			}
			if !makes(m.By, m.Product) {
				t.Errorf("%s: %s is said to make %s", where, m.By, m.Product)
			}
		}
		if (x.Inferred.Text != "") && len(x.Makes) > 0 {
			t.Errorf("%s: %s makes %v and is inferred: %s", where, id, x.Makes, x.Inferred.Text)
		}
		if x.Inferred.Text != "" {
			inferred++
		}
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range snap.Of(graph.KindLink) {
		if graph.LinkOf(n).Level() != "link" {
			continue
		}
		var list CandidateList
		fetch(t, h, "/api/v1/links/"+url.PathEscape(n.ID.Key())+"/candidates?limit=200", &list)
		for _, x := range append(list.Items, list.Vetoed...) {
			check("candidates of "+n.Name, x.ID, x.CandidateScore)
		}
		if snap.Node(graph.NewID(graph.KindGap, n.ID.Key())) == nil {
			continue
		}
		var of GapCandidates
		fetch(t, h, "/api/v1/gaps/"+url.PathEscape(n.ID.Key())+"/candidates?limit=200", &of)
		for _, x := range of.Items[:min(3, len(of.Items))] {
			var whole GapCandidateAnswer
			fetch(t, h, "/api/v1/gaps/"+url.PathEscape(n.ID.Key())+"/candidates/"+url.PathEscape(x.ID), &whole)
			check("candidates for the gap "+n.Name, x.ID, whole.CandidateScore)
		}
	}
	for _, n := range snap.Of(graph.KindEnterprise) {
		var e Enterprise
		fetch(t, h, "/api/v1/enterprises/"+n.ID.Key(), &e)
		for _, p := range e.Products {
			if !makes(e.ID, p.ID) {
				t.Errorf("%s is said to make %s", e.Name, p.ID)
			}
		}
		if unknown := len(e.Products) == 0 && len(e.Links) > 0; unknown != (e.Inferred.Text != "") {
			t.Errorf("%s on %d links makes %v, inferred %q", e.Name, len(e.Links), e.Products, e.Inferred.Text)
		}
		if e.Reach != graph.ReachLocal {
			continue
		}
		var in MissingInputs
		fetch(t, h, "/api/v1/enterprises/"+n.ID.Key()+"/missing-inputs", &in)
		for _, x := range append(in.Items, in.Supplied...) {
			for _, user := range x.For {
				if strings.HasPrefix(user.ID, "product:") && !makes(e.ID, user.ID) {
					t.Errorf("%s needs %s for %s, which nobody says it makes", e.Name, x.Name, user.ID)
				}
			}
		}
	}
	if said == 0 || inferred == 0 || pooled == 0 {
		t.Errorf("%d said, %d of them of the pool, %d inferred", said, pooled, inferred)
	}
}

// makesOf tells whether anything says that an enterprise makes a product.
func makesOf(t *testing.T, s *store.Store) func(enterprise, product string) bool {
	known := map[string]map[string]bool{}
	return func(enterprise, product string) bool {
		if known[enterprise] == nil {
			known[enterprise] = map[string]bool{}
			relations, err := s.Relations(context.Background(), []graph.ID{graph.ID(enterprise)})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range relations {
				if r.Type == graph.Makes && r.From == graph.ID(enterprise) {
					known[enterprise][string(r.To)] = true
				}
			}
		}
		return known[enterprise][product]
	}
}

// decided is a store in which people have dismissed, assigned, commented on and talked about gaps, and a fact has
// closed one; last is the revision before all that.
func decided(t *testing.T) (h http.Handler, s *store.Store, last int64, dismissed []string) {
	t.Helper()
	s = filled(t, memstore.Open())
	_, h = New(Options{Store: s, Studio: drawing.New(nil), Version: "test"}).build()
	var list List[GapItem]
	fetch(t, h, "/api/v1/gaps?chain=optoelectronics&kind=missing&limit=200", &list)
	last = list.Revision
	post := func(path string, body map[string]any) {
		t.Helper()
		var now GapAnswer
		fetch(t, h, "/api/v1/gaps/"+url.PathEscape(list.Items[0].ID), &now)
		body["base"] = now.Revision
		if strings.HasSuffix(path, "comments") {
			delete(body, "base")
		}
		if w := send(h, path, body); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, g := range list.Items[:3] {
		dismissed = append(dismissed, g.ID)
		post("/api/v1/gaps/"+url.PathEscape(g.ID)+"/decision", map[string]any{
			"status": "dismissed", "reason": "武汉可采购", "by": "市经信局"})
	}
	g := url.PathEscape(list.Items[3].ID)
	post("/api/v1/gaps/"+g+"/decision", map[string]any{"status": "assigned", "owner": "市经信局", "due": "2099-12-31",
		"strategy": "fill", "by": "链长办"})
	post("/api/v1/gaps/"+g+"/comments", map[string]any{"text": "先走访用户", "by": "专班"})
	var of GapCandidates
	fetch(t, h, "/api/v1/gaps/"+g+"/candidates", &of)
	post("/api/v1/contacts", map[string]any{
		"gap": list.Items[3].ID, "enterprise": of.Items[0].ID, "stage": "lead", "by": "专班"})
	return h, s, last, dismissed
}

// TestADifferenceCountsNoCommentAndClosesNothingByDecision: check 10 of the page of changes.
func TestADifferenceCountsNoCommentAndClosesNothingByDecision(t *testing.T) {
	h, _, last, dismissed := decided(t)
	var d DifferenceAnswer
	fetch(t, h, fmt.Sprintf("/api/v1/diff?from=r%d&chain=optoelectronics", last), &d)
	if d.Gaps != (GapMoves{Dismissed: 3}) || d.Comments != 1 || d.Total != 5 || len(d.Changes) != 5 ||
		d.Counts.NodesCreated != 0 || d.Counts.NodesUpdated != 4 || d.Counts.RelationsCreated != 1 {
		t.Errorf("%+v, %d comments, %d in all, counts %+v", d.Gaps, d.Comments, d.Total, d.Counts)
	}
	by := map[string]int{}
	for _, c := range d.Changes {
		by[c.By]++
		if c.Group != changedDecision || !c.Provenance.Decided || len(c.Fields) == 0 {
			t.Errorf("%s of %s: %+v", c.Group, c.Subject.Name, c.Fields)
		}
		if slices.Contains(dismissed, c.Subject.ID) != (c.Still != nil) {
			t.Errorf("%s: %+v", c.Subject.Name, c.Still)
		}
		if c.Still != nil && (c.Still.Text != "仍是断点，未关闭" || !strings.HasSuffix(c.Still.TextEN, "not closed")) {
			t.Errorf("%+v", c.Still)
		}
	}
	if by["市经信局"] != 3 || by["链长办"] != 1 || by["专班"] != 1 {
		t.Errorf("who: %v", by)
	}
}

// raw are codes and ids that no person should read: kind:key, snake_case words, enum codes, stamps of UTC.
var raw = regexp.MustCompile(`\b(source|gap|link|enterprise|product|chain|weights|comment|park):[a-z0-9]` +
	`|^[a-z]+(_[a-z]+)*$|\d{2}:\d{2}(:\d{2})?Z|[A-Z]+_[A-Z]+`)

// TestNoCodesReachPeople: the shown texts of every node, of the difference and of every change set.
func TestNoCodesReachPeople(t *testing.T) {
	h, s, last, _ := decided(t)
	texts := 0
	check := func(where, zh string) {
		texts++
		if raw.MatchString(zh) {
			t.Errorf("%s: %q", where, zh)
		}
	}
	change := func(where string, list []Change) {
		for _, c := range list {
			where := where + " " + c.Subject.ID
			if c.Operation == "updated" && len(c.Fields) == 0 {
				t.Errorf("%s: a change that changes nothing: %+v", where, c)
			}
			for _, f := range c.Fields {
				if textual[f.Field] {
					continue
				}
				check(where+" "+f.Field, f.From)
				check(where+" "+f.Field, f.To)
				if f.ToEN == "是" || f.ToEN == "否" {
					t.Errorf("%s %s: %q", where, f.Field, f.ToEN)
				}
			}
			if c.Called != nil {
				check(where, c.Called.Text)
			}
		}
	}
	var d DifferenceAnswer
	fetch(t, h, fmt.Sprintf("/api/v1/diff?from=r%d", last), &d)
	change("difference", d.Changes)
	snap, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for r := int64(1); r <= int64(snap.Revision); r++ {
		var set ChangeSetAnswer
		fetch(t, h, fmt.Sprintf("/api/v1/history/%d", r), &set)
		change(fmt.Sprintf("r%d", r), set.Changes)
	}
	for _, kind := range graph.Kinds {
		all := snap.Of(kind.Kind)
		if len(all) == 0 {
			continue
		}
		for _, a := range convert(analysis.Find(snap)).node(all[0]).Attributes {
			if _, number := a.Value.(float64); !number && !textual[a.Name] {
				check(string(all[0].ID)+" "+a.Name, a.Text)
			}
		}
	}
	if texts < 500 {
		t.Errorf("%d texts were read", texts)
	}
}

// textual are attributes that hold addresses or short names, which may look like a code.
var textual = map[string]bool{
	"url":              true,
	"listed_code":      true,
	"short_name":       true,
	"template_version": true,
	"place":            true, // of the city: its own key
}
