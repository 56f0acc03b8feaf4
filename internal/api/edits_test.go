package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// position is an edit of how far an enterprise is on a link.
func position(base int64, stage, confidence string) EditTrial {
	return EditTrial{
		Base: base,
		Relations: []EditRelation{{
			Type: "OPERATES_IN", From: "enterprise:sanan-hubei", To: "link:optoelectronics/led/chip",
			Fields: []EditField{{Name: "stage", Value: Text(stage)}},
		}},
		Basis: EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: Line(confidence), Locator: "第 2 页"},
		By:    "数据员",
	}
}

func answerOf[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var out T
	if w.Code != http.StatusOK {
		t.Fatalf("%d %.600s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder, status int) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != status {
		t.Fatalf("%d, not %d: %v %.600s", w.Code, status, err, w.Body)
	}
	return p
}

func revisionOf(t *testing.T, s *store.Store) int64 {
	t.Helper()
	set, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int64(set.Revision)
}

// TestAnEditIsToldSavedAndTakenBack: the preview says what saving then does, what is not named stays, and an undo
// leaves the graph as it was.
func TestAnEditIsToldSavedAndTakenBack(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			base := revisionOf(t, s)
			before := do(h, "/api/v1/nodes/enterprise:sanan-hubei").Body.String()
			edit := position(base, "stopped", "documented")
			told := answerOf[EditPreview](t, send(h, "/api/v1/edits/preview", edit))
			if revisionOf(t, s) != base {
				t.Fatal("a preview was written")
			}
			if len(told.Effects.States) == 0 || told.Assumed || told.Total == 0 {
				t.Fatalf("%+v", told)
			}
			done := answerOf[EditAnswer](t, send(h, "/api/v1/edits", edit))
			a, _ := json.Marshal(told.Effects)
			b, _ := json.Marshal(done.Effects)
			if string(a) != string(b) {
				t.Errorf("told\n%s\ncame\n%s", a, b)
			}
			g, err := s.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range g.Out("enterprise:sanan-hubei", graph.OperatesIn) {
				if r.To != "link:optoelectronics/led/chip" {
					continue
				}
				p := graph.PositionOf(r)
				if p.Stage() != "stopped" || r.Attrs.Text("role") != "maker" || r.Attrs.Note() == "" {
					t.Errorf("what was not named is %v", r.Attrs)
				}
				if r.Prov.Source != "source:s5" || r.Prov.Locator != "第 2 页" {
					t.Errorf("it rests on %+v", r.Prov)
				}
			}
			answerOf[UndoAnswer](t, send(h, "/api/v1/undo/"+itoa(done.Written),
				Takeback{Base: done.Revision, Reason: "试", By: "数据员"}))
			after := do(h, "/api/v1/nodes/enterprise:sanan-hubei").Body.String()
			if pastRevision(before) != pastRevision(after) {
				t.Errorf("taken back it is\n%s\nnot\n%s", after, before)
			}
		})
	}
}

func itoa(n int64) string { return strings.TrimSpace(string(mustJSON(n))) }

func mustJSON(v any) []byte {
	data, _ := json.Marshal(v)
	return data
}

// pastRevision leaves the revision of an answer out.
func pastRevision(answer string) string { return answer[strings.Index(answer, ",")+1:] }

// TestTwoKeepersOnOneEnterprise: who saves second gets both values, field by field, and what nobody else touched goes
// through.
func TestTwoKeepersOnOneEnterprise(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			base := revisionOf(t, s)
			firm := func(base int64, fields ...EditField) EditTrial {
				return EditTrial{
					Base:  base,
					Nodes: []EditNode{{ID: "enterprise:sanan-hubei", Fields: fields}},
					Basis: EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "documented"},
					By:    "数据员",
				}
			}
			first := firm(base, EditField{Name: "region", Value: "甲地"}, EditField{Name: "short_name", Value: "三安"})
			answerOf[EditAnswer](t, send(h, "/api/v1/edits", first))
			second := firm(base, EditField{Name: "region", Value: "乙地"}, EditField{Name: "note", Value: "乙的说明"})
			second.By = "统计员"
			p := problemIn(t, send(h, "/api/v1/edits", second), http.StatusConflict)
			if p.Conflict == nil || p.Conflict.Actor != "数据员" {
				t.Fatalf("%+v", p)
			}
			got := map[string]ConflictField{}
			for _, f := range p.Conflict.Fields {
				got[f.Field] = f
			}
			if f := got["region"]; f.Theirs != "甲地" || f.Yours != "乙地" || f.Agreed || f.Subject == nil {
				t.Errorf("region: %+v", f)
			}
			if f := got["short_name"]; f.Theirs != "三安" || f.Yours != f.Base {
				t.Errorf("what only they changed: %+v", f)
			}
			if f := got["note"]; f.Theirs != f.Base || f.Yours != "乙的说明" {
				t.Errorf("what only I changed: %+v", f)
			}
			tried := answerOf[EditPreview](t, send(h, "/api/v1/edits/preview", second))
			if tried.Conflict == nil {
				t.Error("the preview tells no conflict")
			}
			second.Base = p.Conflict.Revision
			second.Lost = []EditLost{{Subject: "enterprise:sanan-hubei", Source: "source:s5", Text: "区域：甲地（未采用）"}}
			answerOf[EditAnswer](t, send(h, "/api/v1/edits", second))
			g, err := s.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			e := graph.EnterpriseOf(g.Node("enterprise:sanan-hubei"))
			if e.Region() != "乙地" || e.ShortName() != "三安" || e.Attrs.Note() != "乙的说明" {
				t.Errorf("%v", e.Attrs)
			}
			kept := false
			for _, r := range g.Out(e.ID, graph.SourcedFrom) {
				kept = kept || strings.Contains(r.Attrs.Note(), "甲地")
			}
			if !kept {
				t.Error("the value that lost is not kept")
			}
			// somebody else's field is no conflict
			answerOf[EditAnswer](t, send(h, "/api/v1/edits", firm(base, EditField{Name: "listed_code", Value: "600703"})))
		})
	}
}

// TestTwoChiefsOfOneChain: the second to fill the same blank does not push the first out unseen.
func TestTwoChiefsOfOneChain(t *testing.T) {
	s := filled(t, memstore.Open())
	h := New(Options{Store: s}).Handler()
	base := revisionOf(t, s)
	chief := func(name string) EditTrial {
		return EditTrial{
			Base:      base,
			Nodes:     []EditNode{{Ref: "new:1", Kind: "Chief", Fields: []EditField{{Name: "name", Value: Text(name)}}}},
			Relations: []EditRelation{{Type: "LEADS", From: "new:1", To: "chain:optoelectronics"}},
			Basis:     EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "documented"},
			By:        "数据员",
		}
	}
	done := answerOf[EditAnswer](t, send(h, "/api/v1/edits", chief("示例职务甲")))
	if len(done.New) != 1 || len(done.Effects.Ones) != 1 || done.Effects.Ones[0].Key != "chief" {
		t.Errorf("%+v", done)
	}
	if n, err := s.Nodes(t.Context(), []graph.ID{graph.ID(done.New[0].ID)}); err != nil || len(n) != 1 ||
		n[0].Attrs.Text("post") != "示例职务甲" {
		t.Errorf("%v %+v", err, n)
	}
	p := problemIn(t, send(h, "/api/v1/edits", chief("示例职务乙")), http.StatusConflict)
	if p.Conflict == nil || len(p.Conflict.Fields) != 1 || p.Conflict.Fields[0].Theirs != "示例职务甲" ||
		p.Conflict.Fields[0].Yours != "示例职务乙" {
		t.Fatalf("%+v", p.Conflict)
	}
}

// TestWrongEditsAreToldByField: everything at once, by its place in the body, and nothing is written.
func TestWrongEditsAreToldByField(t *testing.T) {
	s := filled(t, memstore.Open())
	h := New(Options{Store: s}).Handler()
	base := revisionOf(t, s)
	bad := EditTrial{
		Base: base,
		Nodes: []EditNode{
			{ID: "enterprise:sanan-hubei", Fields: []EditField{{Name: "listed_on", Value: "去年"}, {Name: "colour", Value: "红"},
				{Name: "former_ids", Values: []Text{"enterprise:other"}}}},
			{Ref: "new:1", Kind: "Project", Fields: []EditField{{Name: "name", Value: "试项目"}}},
		},
		Relations: []EditRelation{{Type: "FILLS", From: "new:1", To: "link:nowhere"}},
		By:        "数据员",
	}
	p := problemIn(t, send(h, "/api/v1/edits", bad), http.StatusUnprocessableEntity)
	at := map[string]string{}
	for _, e := range p.Errors {
		at[e.Location] = e.Code
	}
	for place, code := range map[string]string{
		"body.basis.source": "source.missing", "body.basis.as_of": "as_of.missing",
		"body.basis.confidence": "confidence.missing", "body.nodes[0].colour": "attribute.unknown",
		"body.nodes[0].former_ids": "attribute.ruled",
		"body.relations[0].to":     "relation.dangling",
	} {
		if at[place] != code {
			t.Errorf("%s: %q, not %q; there are %v", place, at[place], code, at)
		}
	}
	bad.Basis = EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "documented"}
	bad.Nodes[0].Fields = bad.Nodes[0].Fields[:1]
	bad.Relations = nil
	p = problemIn(t, send(h, "/api/v1/edits", bad), http.StatusUnprocessableEntity)
	at = map[string]string{}
	for _, e := range p.Errors {
		at[e.Location] = e.Code
	}
	if at["body.nodes[0].listed_on"] != "attribute.invalid" || at["body.nodes[1].stage"] != "attribute.missing" {
		t.Errorf("%v", at)
	}
	if now := revisionOf(t, s); now != base {
		t.Errorf("it was written as revision %d", now)
	}
	for _, of := range []EditNode{{Ref: "new:1", Kind: "Gap"}, {ID: "gap:optoelectronics/led/chip"}} {
		bad.Nodes, of.Fields = []EditNode{of}, []EditField{{Name: "name", Value: "x"}}
		problemIn(t, send(h, "/api/v1/edits", bad), http.StatusUnprocessableEntity)
	}
}

// TestWhatIsHiddenIsNotEdited: a figure that is shown as a band is not overwritten, and what is out of scope is not
// there.
func TestWhatIsHiddenIsNotEdited(t *testing.T) {
	s := filled(t, memstore.Open())
	prov := graph.Provenance{Source: "source:s5", AsOf: "2025", Confidence: graph.Documented}
	_, err := s.Apply(t.Context(), graph.Changes{
		Actor: "seed",
		Nodes: []graph.Node{{
			ID: "figure:secret", Kind: graph.KindFigure, Name: "产值", Prov: prov,
			Attrs: graph.Attrs{"measure": "output", "value": 3.25, "unit": "亿元", "visibility": "confidential"},
		}},
		Relations: []graph.Relation{{
			RelationKey: graph.RelationKey{Type: graph.About, From: "figure:secret", To: "enterprise:sanan-hubei"}, Prov: prov,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	base := revisionOf(t, s)
	_, h := signedIn(s)
	keeper := access.Person{Account: "k", Name: "数据员", Roles: []access.Role{access.Keeper}}
	ask := func(who access.Person, edit EditTrial) *httptest.ResponseRecorder {
		r := posted("/api/v1/edits", string(mustJSON(edit)))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, by(who, r))
		return w
	}
	figure := EditTrial{
		Base:  base,
		Nodes: []EditNode{{ID: "figure:secret", Fields: []EditField{{Name: "text", Value: "x"}}}},
		Basis: EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "documented"},
	}
	w := ask(keeper, figure)
	p := problemIn(t, w, http.StatusUnprocessableEntity)
	if p.Code != "edit.hidden" || strings.Contains(w.Body.String(), "3.25") {
		t.Errorf("%s", w.Body)
	}
	keeper.Chains = []graph.ID{"chain:new-energy"}
	p = problemIn(t, ask(keeper, position(base, "stopped", "documented")), http.StatusUnprocessableEntity)
	if len(p.Errors) != 1 || p.Errors[0].Code != "relation.dangling" {
		t.Errorf("%+v", p)
	}
	link := EditTrial{
		Base:  base,
		Nodes: []EditNode{{ID: "link:optoelectronics/led/chip", Fields: []EditField{{Name: "name", Value: "x"}}}},
		Basis: figure.Basis,
	}
	problemIn(t, ask(keeper, link), http.StatusNotFound)
	reader := access.Person{Account: "r", Name: "读者", Roles: []access.Role{access.Reader}}
	problemIn(t, ask(reader, figure), http.StatusForbidden)
	if now := revisionOf(t, s); now != base {
		t.Errorf("it was written as revision %d", now)
	}
}

// TestFormsNameWhatEditsTake: every field and relation of a form is one that the vocabulary has.
func TestFormsNameWhatEditsTake(t *testing.T) {
	h := New(Options{Store: filled(t, memstore.Open())}).Handler()
	list := answerOf[FormList](t, do(h, "/api/v1/forms"))
	seen := map[string]bool{}
	for _, k := range list.Kinds {
		seen[k.Kind] = true
		fields := map[string]bool{}
		for _, f := range k.Fields {
			fields[f.Name] = true
		}
		placed := 0
		for _, s := range k.Sections {
			for _, name := range s.Fields {
				placed++
				if !fields[name] {
					t.Errorf("%s: the section %s names %q, which is no field", k.Kind, s.Key, name)
				}
			}
		}
		if placed != len(fields) {
			t.Errorf("%s: %d of %d fields have a place", k.Kind, placed, len(fields))
		}
	}
	for _, kind := range []string{
		"Enterprise", "Project", "Park", "Policy", "Chief", "Unit", "TaskForce", "Plan", "Figure", "Product", "Source",
		"Link",
	} {
		if !seen[kind] {
			t.Errorf("there is no form of a %s", kind)
		}
	}
	for _, kind := range []string{"Gap", "Comment", "Weights"} {
		if seen[kind] {
			t.Errorf("there is a form of a %s", kind)
		}
	}
}
