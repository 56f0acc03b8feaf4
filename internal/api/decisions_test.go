package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
)

const substrateGap = "gap:optoelectronics/led/substrate"

var tomorrow = time.Now().AddDate(0, 0, 1).Format(time.DateOnly)

// step is one request of a scenario with what its answer must and must not hold.
type step struct {
	name   string
	path   string
	body   any // nil asks, else writes
	status int
	holds  []string
	lacks  []string
}

func scenario(t *testing.T, h http.Handler, steps []step) {
	t.Helper()
	for _, x := range steps {
		w := do(h, "/api/v1"+x.path)
		if x.body != nil {
			w = send(h, "/api/v1"+x.path, x.body)
		}
		body := w.Body.String()
		if w.Code != x.status {
			t.Fatalf("%s: status %d, want %d: %.600s", x.name, w.Code, x.status, body)
		}
		for _, want := range x.holds {
			if !strings.Contains(body, want) {
				t.Errorf("%s: lacks %s: %.900s", x.name, want, body)
			}
		}
		for _, not := range x.lacks {
			if strings.Contains(body, not) {
				t.Errorf("%s: holds %s", x.name, not)
			}
		}
	}
}

// TestAGapLives runs the life of a gap with two editors on every store. Revision 3 is what both have seen.
func TestAGapLives(t *testing.T) {
	path := "/gaps/" + url.PathEscape(substrateGap)
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			_, h := New(Options{Store: s})
			assigned := Decision{Base: 3, Status: "assigned", Strategy: "fill", Owner: "电子信息产业招商专班", Due: tomorrow, By: "专班"}
			theirs := Decision{Base: 3, Status: "dismissed", Reason: "本市不做", By: "经信局"}
			again, begun, closed := theirs, assigned, assigned
			again.Base, again.Status, again.Strategy, again.Owner, again.Due = 4, "assigned", "fill", "经信局", tomorrow
			begun.Base, begun.Status, begun.Owner, begun.Reason = 6, "in_progress", "经信局", "本市不做"
			closed.Base, closed.Status, closed.Owner = 7, "closed", "经信局"
			scenario(t, h, []step{
				{"before", path, nil, 200, []string{`"status":"proposed"`, `"standing":true`, `"steps":["proposed","confirmed"`, `"comments":[]`, `"owners":["`}, []string{`"decided"`, "null"}},
				{"dismiss without a reason", path + "/decision", Decision{Base: 3, Status: "dismissed"}, 422, []string{`"decision.reason_missing"`, `"detail_zh":"忽略缺口要写明理由"`}, nil},
				{"close what is proposed", path + "/decision", Decision{Base: 3, Status: "closed", Reason: "x"}, 422, []string{`"decision.step"`}, nil},
				{"no base", path + "/decision", map[string]any{"status": "confirmed"}, 422, []string{"request.invalid"}, nil},
				{"a base of tomorrow", path + "/decision", Decision{Base: 99, Status: "confirmed"}, 422, []string{"request.invalid"}, nil},
				{"no such state", path + "/decision", map[string]any{"base": 3, "status": "lost"}, 422, []string{"request.invalid"}, nil},
				{"no such gap", "/gaps/nowhere/decision", assigned, 404, []string{"gap.not_found"}, nil},
				{"assign", path + "/decision", assigned, 200, []string{`"status":"assigned"`, `"revision":4`, `"decided":{"on":"`, `"kinds":["missing"`}, nil},
				{"the later editor", path + "/decision", theirs, 409, []string{`"store.conflict"`, `"revision":4`, `"actor":"专班"`, `"field":"status"`, `"base":"proposed","theirs":"assigned","yours":"dismissed"`, `"field":"reason"`}, nil},
				{"nothing is lost", path, nil, 200, []string{`"status":"assigned"`, `"owner":"电子信息产业招商专班"`}, nil},
				{"a comment is no conflict", path + "/comments", Remark{Text: "先核对 9 家", By: "招商人员"}, 200, []string{`"text":"先核对 9 家"`, `"by":"招商人员"`, `"status":"assigned"`}, nil},
				{"an empty comment", path + "/comments", Remark{Text: "  "}, 422, []string{"comment.length"}, nil},
				{"after comparing", path + "/decision", again, 200, []string{`"owner":"经信局"`, `"revision":6`, `"decision":"本市不做"`, `"先核对 9 家"`}, nil},
				{"begin", path + "/decision", begun, 200, []string{`"status":"in_progress"`}, nil},
				{"close without saying how", path + "/decision", closed, 422, []string{"decision.reason_missing"}, nil},
				{"the record", "/nodes/" + url.PathEscape(substrateGap) + "/history", nil, 200, []string{`"total":4`, "缺口“衬底”已指派", `"actor":"经信局"`, `"field":"owner"`}, nil},
				{"the comment as of before", path + "?as_of=4", nil, 200, []string{`"comments":[]`, `"status":"assigned"`}, nil},
			})
		})
	}
}

// TestADecisionOutlivesItsGap: the rules stop deriving a gap that people decided on.
func TestADecisionOutlivesItsGap(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	_, h := New(Options{Store: s})
	path := "/gaps/" + url.PathEscape(substrateGap)
	prov := graph.Provenance{Source: "source:s1", AsOf: "2026", Confidence: graph.Documented}
	makes := func() {
		t.Helper()
		if _, err := s.Apply(context.Background(), graph.Changes{Actor: "test", Relations: []graph.Relation{{RelationKey: graph.RelationKey{Type: graph.OperatesIn, From: "enterprise:sanan-hubei", To: "link:optoelectronics/led/substrate"},
			Attrs: graph.Attrs{"role": "maker", "stage": "production"}, Prov: prov}}}); err != nil {
			t.Fatal(err)
		}
	}
	scenario(t, h, []step{
		{"decide", path + "/decision", Decision{Base: 3, Status: "confirmed", Reason: "必补"}, 200, []string{`"standing":true`}, nil},
		{"none is gone", "/gaps?gone=true", nil, 200, []string{`"total":0`}, nil},
	})
	makes()
	scenario(t, h, []step{
		{"it is gone", "/gaps?gone=true", nil, 200, []string{`"total":1`, `"standing":false`, `"status":"confirmed"`, `"decision":"必补"`}, nil},
		{"but not lost", path, nil, 200, []string{`"standing":false`, `"decision":"必补"`, `"kinds":["missing"`}, nil},
		{"and can be commented on", path + "/comments", Remark{Text: "企业已投产"}, 200, []string{"企业已投产"}, nil},
	})
}

// TestTheContactBoard moves one candidate of a gap through its stages, then rejects another for good.
func TestTheContactBoard(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			ctx := context.Background()
			if _, err := s.Apply(ctx, set()); err != nil { // revision 4: a data set in the pool
				t.Fatal(err)
			}
			snap, err := s.Snapshot(ctx)
			if err != nil {
				t.Fatal(err)
			}
			made := snap.Out("link:optoelectronics/led/substrate", graph.Yields)[0].To
			if _, err := s.Apply(ctx, graph.Changes{Actor: "test", Relations: []graph.Relation{{RelationKey: graph.RelationKey{Type: graph.Makes, From: "enterprise:listed-300001", To: made}, Prov: graph.Provenance{Source: "source:ckg", AsOf: "2022", Confidence: graph.Unverified}}}}); err != nil {
				t.Fatal(err)
			}
			_, h := New(Options{Store: s})
			var before GapCandidates
			path := "/gaps/" + url.PathEscape(substrateGap) + "/candidates"
			decode(t, do(h, "/api/v1"+path), &before)
			if len(before.Items) < 3 || before.Items[0].Contact != nil || len(before.Rejected) != 0 || len(before.Needs) == 0 || before.Revision != 5 {
				t.Fatalf("candidates: %+v", before)
			}
			far := slices.IndexFunc(before.Items, func(c GapCandidate) bool { return c.ID == "enterprise:listed-300001" })
			if far < 0 || before.Items[far].Fit == nil || len(before.Items[far].Ties) == 0 {
				t.Fatalf("the maker of the data set is not among the candidates: %+v", before.Items)
			}
			for i, c := range before.Items {
				sum := 0.0
				for _, p := range c.Parts {
					if !p.Unknown {
						sum += p.Most
					}
				}
				if len(c.Parts) != 7 || c.Most != sum || c.Points > c.Most || c.Rank < 1 || c.Rank > i+1 || c.Veto != nil {
					t.Errorf("%s: rank %d, %v of %v, %d parts", c.ID, c.Rank, c.Points, c.Most, len(c.Parts))
				}
			}
			why := "/links/" + url.PathEscape("optoelectronics/led/substrate") + "/candidates/"
			scenario(t, h, []step{
				{"why", why + "listed-300001/why", nil, 200, []string{fmt.Sprintf(`"value":%v`, before.Items[far].Points), `"source_name":"数据集"`, `"unknown":true`}, nil},
				{"one of the pool", "/nodes/enterprise:listed-300001", nil, 200, []string{`"id":"enterprise:listed-300001"`, `"type":"MAKES"`, `"source_name":"数据集"`}, nil},
				{"none of the pool", "/nodes/enterprise:listed-999999", nil, 404, []string{"node.not_found"}, nil},
				{"why of none", why + "nobody/why", nil, 404, []string{"candidate.not_found"}, nil},
			})
			trade := before.Items[slices.IndexFunc(before.Items, func(c GapCandidate) bool { return c.Position != nil })].ID
			move := func(firm, stage, reason string, base int64) Move {
				return Move{Base: base, Gap: substrateGap, Enterprise: firm, Stage: stage, Reason: reason, Next: "核对主体", Due: tomorrow, By: "招商人员"}
			}
			links := "/links/" + url.PathEscape("optoelectronics/led/substrate") + "/candidates"
			scenario(t, h, []step{
				{"an empty board", "/contacts", nil, 200, []string{`"items":[]`, `"total":0`}, nil},
				{"not from the middle", "/contacts", move(trade, "signed", "", 5), 422, []string{"contact.step"}, nil},
				{"no such enterprise", "/contacts", move("enterprise:nobody", "lead", "", 5), 404, []string{"enterprise.not_found"}, nil},
				{"begin", "/contacts", move(trade, "lead", "", 5), 200, []string{`"stage":"lead"`, `"since":"`, `"next":"核对主体"`}, nil},
				{"on", "/contacts", move(trade, "contact", "", 6), 200, []string{`"stage":"contact"`}, nil},
				{"somebody saw the lead", "/contacts", move(trade, "rejected", "谢绝", 6), 409, []string{`"field":"stage"`, `"base":"lead","theirs":"contact","yours":"rejected"`}, nil},
				{"reject in silence", "/contacts", move("enterprise:listed-300001", "rejected", "", 7), 422, []string{"contact.reason_missing"}, nil},
				{"the link still proposes it", links, nil, 200, []string{"listed-300001"}, nil},
				{"reject", "/contacts", move("enterprise:listed-300001", "rejected", "主体不符", 7), 200, []string{`"reason":"主体不符"`}, nil},
				{"the link does not propose it any more", links, nil, 200, []string{`"vetoed":[{"id":"enterprise:listed-300001"`, "已否决：主体不符"}, nil},
				{"the board", "/contacts", nil, 200, []string{`"counts":{"contact":1,"rejected":1}`, `"kind":"missing"`, `"chain":{"id":"chain:optoelectronics"`}, nil},
				{"of another chain", "/contacts?chain=biomedicine", nil, 200, []string{`"total":0`}, nil},
				{"only rejected", "/contacts?stage=rejected&gap=" + url.QueryEscape(substrateGap), nil, 200, []string{`"total":1`, "主体不符"}, nil},
				{"it has a page now", "/enterprises/listed-300001", nil, 200, []string{"远方光电"}, nil},
			})
			var after GapCandidates
			decode(t, do(h, "/api/v1"+path), &after)
			if slices.ContainsFunc(after.Items, func(c GapCandidate) bool { return c.ID == "enterprise:listed-300001" }) || len(after.Rejected) != 1 || after.Rejected[0].Contact.Reason != "主体不符" {
				t.Errorf("%d candidates after %d, rejected %+v", len(after.Items), len(before.Items), after.Rejected)
			}
		})
	}
}

// TestMissingInputs compares the answer with the rule: nobody near, and the gaps that follow.
func TestMissingInputs(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			_, h := New(Options{Store: filled(t, open(t))})
			var got MissingInputs
			decode(t, do(h, "/api/v1/enterprises/sanan-hubei/missing-inputs"), &got)
			if got.Total != len(got.Items)+len(got.Supplied) || len(got.Items) == 0 || got.Enterprise.Name != "湖北三安光电有限公司" {
				t.Fatalf("answer: %+v", got)
			}
			for _, in := range got.Items {
				if len(in.Local)+len(in.Circle) > 0 || in.Own || len(in.For) == 0 {
					t.Errorf("%s is not missing: %+v", in.ID, in)
				}
			}
			if i := slices.IndexFunc(got.Items, func(in Input) bool { return in.ID == "link:optoelectronics/led/substrate" }); i < 0 || got.Items[i].Gap != substrateGap || len(got.Items[i].Makers) == 0 {
				t.Errorf("substrates are not among the missing: %+v", got.Items)
			}
			for _, in := range got.Items {
				for _, c := range in.Candidates {
					if c.ID == got.Enterprise.ID || in.Chain != nil && (c.Rank == 0 || c.Most == 0) {
						t.Errorf("%s: %+v", in.ID, c)
					}
				}
			}
			var list List[EnterpriseItem]
			decode(t, do(h, "/api/v1/enterprises?reach=local&sort=-missing&limit=200"), &list)
			for i, e := range list.Items {
				if i > 0 && e.Missing > list.Items[i-1].Missing || e.Missing > e.Inputs {
					t.Errorf("%s: %d of %d missing", e.ID, e.Missing, e.Inputs)
				}
				if e.ID == "enterprise:sanan-hubei" && (e.Missing != len(got.Items) || e.Inputs != got.Total) {
					t.Errorf("the list says %d of %d, the page %d of %d", e.Missing, e.Inputs, len(got.Items), got.Total)
				}
			}
			scenario(t, h, []step{{"nobody", "/enterprises/nobody/missing-inputs", nil, 404, []string{"enterprise.not_found"}, nil}})
		})
	}
}

// TestACreditCodeIsChecked: a wrong one cannot be written, one with a doubtful part is shown with a warning.
func TestACreditCodeIsChecked(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	_, h := New(Options{Store: s})
	write := func(code string) error {
		snap, err := s.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		n := *snap.Node("enterprise:sanan-hubei")
		attrs := graph.Attrs{"credit_code": code}
		for name, v := range n.Attrs {
			if name != "credit_code" {
				attrs[name] = v
			}
		}
		n.Attrs = attrs
		_, err = s.Apply(context.Background(), graph.Changes{Actor: "test", Nodes: []graph.Node{n}})
		return err
	}
	if err := write("914403001922038217"); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("a wrong code is written: %v", err)
	}
	doubtful := ""
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := "91440300192203822" + string(c); graph.CheckCreditCode(code) == graph.CreditInner {
			doubtful = code
		}
	}
	for code, want := range map[string]string{doubtful: `"credit_fault":{"code":"organisation","wrong":false`, "914403001922038216": `"credit_code":"914403001922038216"`} {
		if err := write(code); err != nil {
			t.Fatal(err)
		}
		w := do(h, "/api/v1/enterprises/sanan-hubei")
		if !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "credit_fault") != (code == doubtful) {
			t.Errorf("%s: %.300s", code, w.Body)
		}
	}
}

// TestConflictsAreWhole: the problem of a conflict can be read as one.
func TestConflictsAreWhole(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	_, h := New(Options{Store: s})
	path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/decision"
	send(h, path, Decision{Base: 3, Status: "confirmed"})
	w := send(h, path, Decision{Base: 3, Status: "dismissed", Reason: "不做"})
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Conflict == nil || len(p.Conflict.Fields) != 2 || p.RequestID == "" || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%v %+v %s", err, p, w.Body)
	}
	if f := p.Conflict.Fields[1]; f.Field != "reason" || f.Theirs != "" || f.Yours != "不做" || f.Agreed {
		t.Errorf("fields: %+v", p.Conflict.Fields)
	}
}
