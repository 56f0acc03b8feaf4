package api

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/decision"
)

// TestUndo: one set of three decisions, one of them decided anew by somebody else: two go back, the third stays and is
// named with who changed it; what follows is counted; who has not seen the last change is told.
func TestUndo(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			g, err := s.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			three := g.Of(graph.KindGap)[:3]
			var dismissed []graph.Node
			for _, n := range three {
				d := *n
				d.Attrs = graph.Attrs{}
				for k, v := range n.Attrs {
					d.Attrs[k] = v
				}
				d.Attrs["status"], d.Attrs["decision"] = "dismissed", "本地可采购"
				dismissed = append(dismissed, d)
			}
			if _, err := s.Apply(t.Context(), graph.Changes{Actor: "专班", Reason: "忽略 3 个缺口", Nodes: dismissed}); err != nil {
				t.Fatal(err)
			}
			total := len(g.Of(graph.KindGap))
			third := "/gaps/" + url.PathEscape(string(three[2].ID))
			status := func(n *graph.Node, want string) step {
				return step{"how it stands", "/gaps/" + url.PathEscape(string(n.ID)), nil, 200,
					[]string{fmt.Sprintf("status=%q", want)}}
			}
			scenario(t, h, []step{
				{"all of it", "/undo/4", nil, 200, []string{
					`revision=4`, `set.actor="专班"`, `back_total=3`, `kept=[]`, `follows.states=[]`, `follows.completeness=[]`,
					fmt.Sprintf(`follows.total=[%d,%d]`, total-3, total),
					`follows.gaps.*={"status":"dismissed","before":3,"after":0}`,
					fmt.Sprintf(`follows.gaps.*={"status":"proposed","before":%d,"after":%d}`, total-3, total),
					`back.*.fields.*={"field":"status","zh":"状态","en":"Status","from":"已忽略","from_en":"Dismissed",` +
						`"to":"待确认","to_en":"Proposed"}`,
				}},
				{"decided anew", third + "/decision", Decision{Base: 4, Status: "confirmed", By: "链长办"}, 200,
					[]string{`written=5`}},
				{"without looking again", "/undo/4", Takeback{Base: 4, Reason: "点错", By: "专班"}, 409,
					[]string{`code="store.conflict"`}},
				{"two of it", "/undo/4", nil, 200, []string{
					`revision=5`, `back_total=2`, `kept_total=1`, `kept.0.later.actor="链长办"`, `kept.0.later.revision=5`,
					`kept.0.built=false`, `follows.gaps.*={"status":"dismissed","before":2,"after":0}`,
				}},
				{"not agreed to", "/undo/4", Takeback{Base: 5, Reason: "点错", By: "专班"}, 409,
					[]string{`code="store.conflict"`}},
				{"without a reason", "/undo/4", Takeback{Base: 5, By: "专班", Partly: true}, 422,
					[]string{`code="request.invalid"`}},
				{"agreed", "/undo/4", Takeback{Base: 5, Reason: "点错", By: "专班", Partly: true}, 200, []string{
					`set.revision=6`, `set.undoes=4`, `set.actor="专班"`, `set.reason="撤销 r4：点错"`,
				}},
				status(three[0], "proposed"), status(three[1], "proposed"), status(three[2], "confirmed"),
				{"once more", "/undo/4", Takeback{Base: 6, Reason: "点错", By: "专班", Partly: true}, 422,
					[]string{`code="undo.nothing"`, `detail_zh`}},
				{"the undo itself", "/undo/6", Takeback{Base: 6, Reason: "还是忽略", By: "专班"}, 200, []string{`set.revision=7`}},
				status(three[0], "dismissed"),
				{"of nothing", "/undo/99", nil, 404, []string{`code="revision.not_found"`}},
			})
		})
	}
}

// TestADecisionIsTakenBackAfterRecomputing: what the rules derive anew is no change of what people decided.
func TestADecisionIsTakenBackAfterRecomputing(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	server := New(Options{Store: s})
	h := server.Handler()
	if _, err := decision.New(s).Decide(t.Context(), decision.Actor{Name: "专班", At: time.Now()}, 3, substrateGap,
		graph.Decision{Status: "dismissed", Reason: "本市不做"}); err != nil {
		t.Fatal(err)
	}
	f, err := server.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	weights := f.Weights
	weights.Gap.Pull, weights.Gap.Lack = weights.Gap.Lack, weights.Gap.Pull
	var set WeightsAnswer
	decode(t, send(h, "/api/v1/weights", WeightsChange{Weights: weights, Reason: "试", Base: 4, By: "专班"}), &set)
	if set.Written != 5 || set.Revision != 6 {
		t.Errorf("the weights were written as r%d, the gaps followed as r%d", set.Written, set.Revision)
	}
	path := "/gaps/" + url.PathEscape(substrateGap)
	var before, after GapAnswer
	fetch(t, h, "/api/v1"+path, &before)
	scenario(t, h, []step{
		{"still whole", "/undo/4", nil, 200, []string{`back_total=1`, `kept=[]`}},
		{"taken back", "/undo/4", Takeback{Base: 6, Reason: "点错"}, 200, []string{`set.actor="页面"`}},
	})
	fetch(t, h, "/api/v1"+path, &after)
	if after.Status != "proposed" || after.Decision != "" || after.Weight != before.Weight || after.Decided != nil {
		t.Errorf("%s %q %+v, weighs %v, was %v", after.Status, after.Decision, after.Decided, after.Weight, before.Weight)
	}
	if w := send(h, "/api/v1"+path+"/decision", Decision{Base: 7, Status: "proposed"}); w.Code != http.StatusOK {
		t.Fatal(w.Body)
	} else {
		expect(t, "what changes nothing", w.Body.Bytes(), []string{"-written"})
	}
}

// TestComparing: a comparison begins where the history does, and what did not change says when something last did.
func TestComparing(t *testing.T) {
	_, h := seeded(t, drivers["memstore"](t))
	scenario(t, h, []step{
		{"before the first", "/diff?from=2001-01-31", nil, 200, []string{`from=1`, `to=3`, `early=true`, `begin`, `end`}},
		{"a drawing", "/diagrams/changes?chain=optoelectronics&from=2001-01-31&format=json", nil, 200, nil},
		{"the overview", "/chains?since=2001-01-31", nil, 200, []string{`total=11`}},
		{"nothing", "/diff?from=3", nil, 200, []string{`total=0`, `early=false`, `last.revision=3`, `last.actor="专班"`}},
		{"nothing of a chain", "/diff?from=3&chain=biomedicine", nil, 200, []string{`last.revision=2`}},
		{"in the past", "/diff?from=1&as_of=2", nil, 200, []string{`from=1`, `to=2`}},
		{"no such revision", "/diff?from=r99", nil, 404, []string{`code="revision.not_found"`}},
	})
}
