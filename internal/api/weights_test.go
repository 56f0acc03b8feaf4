package api

import (
	"net/http"
	"testing"

	"chainchief/internal/analysis"
)

func TestWeightsArePreviewedThenSet(t *testing.T) {
	_, h := seeded(t, drivers["sqlitestore"](t))
	type body struct {
		Weights analysis.Weights `json:"weights"`
		Reason  string           `json:"reason,omitempty"`
		Base    int64            `json:"base,omitempty"`
	}
	var now WeightsAnswer
	decode(t, do(h, "/api/v1/weights"), &now)
	if now.Weights != now.Defaults || now.Revision != 3 {
		t.Fatalf("%+v", now)
	}
	var before, after List[GapItem]
	decode(t, do(h, "/api/v1/gaps?limit=5"), &before)
	other := now.Weights
	other.Gap.Pull, other.Gap.Lack = other.Gap.Lack, other.Gap.Pull
	var shifts ShiftList
	decode(t, send(h, "/api/v1/weights/preview", body{Weights: other}), &shifts)
	if shifts.Total == 0 || len(shifts.Items) == 0 || shifts.Revision != 3 {
		t.Fatalf("%+v", shifts)
	}
	if len(shifts.Candidates) != 3 || shifts.Candidates[0].Gap.ID != before.Items[0].ID ||
		shifts.Candidates[0].Total != 0 ||
		shifts.Candidates[0].Of == 0 {
		t.Errorf("other weights of gaps move no candidates: %+v", shifts.Candidates)
	}
	second := now.Weights
	second.Target.Demand, second.Target.Policy = second.Target.Policy, second.Target.Demand
	var shifted ShiftList
	decode(t, send(h, "/api/v1/weights/preview", body{Weights: second}), &shifted)
	if targets := shifted.Targets; shifts.Targets.Total != 0 || shifted.Total != 0 || targets.Total == 0 ||
		len(targets.Items) != targets.Total ||
		targets.Of < targets.Total {
		t.Errorf("other weights of targets: %+v", targets)
	}
	third := now.Weights
	third.Candidate.Match, third.Candidate.Policy = third.Candidate.Policy, third.Candidate.Match
	var moved ShiftList
	decode(t, send(h, "/api/v1/weights/preview", map[string]any{"weights": third, "gap": before.Items[1].ID}), &moved)
	if moved.Total != 0 || len(moved.Candidates) != 1 || moved.Candidates[0].Gap.ID != before.Items[1].ID ||
		moved.Candidates[0].Total == 0 ||
		len(moved.Candidates[0].Items) == 0 {
		t.Errorf("other weights of candidates: %+v", moved)
	}
	if w := send(h, "/api/v1/weights/preview", map[string]any{
		"weights": third,
		"gap":     "nowhere",
	}); w.Code != http.StatusNotFound {
		t.Errorf("a gap that is not there: %d", w.Code)
	}
	decode(t, do(h, "/api/v1/gaps?limit=5"), &after)
	if after.Items[0].Weight != before.Items[0].Weight || after.Revision != 3 {
		t.Error("a preview has changed something")
	}
	if w := send(h, "/api/v1/weights", body{Weights: other, Reason: "试", Base: 3}); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	decode(t, do(h, "/api/v1/gaps?limit=200"), &after)
	for _, x := range shifts.Items {
		for i, g := range after.Items {
			if g.ID == x.Gap.ID && (g.Weight != x.Weight || i+1 != x.Rank) {
				t.Errorf("%s: %d with %.1f, the preview said %d with %.1f", g.ID, i+1, g.Weight, x.Rank, x.Weight)
			}
		}
	}
	decode(t, do(h, "/api/v1/weights?as_of=3"), &now)
	if now.Weights != now.Defaults {
		t.Error("the weights of an earlier day have changed")
	}
	third.Gap.Pull, third.Gap.Lack = 30, 25
	w := send(h, "/api/v1/weights", map[string]any{"weights": third, "reason": "试", "base": 3, "by": "专班"})
	expect(t, "weights that somebody else has set meanwhile", w.Body.Bytes(), []string{
		`status=409`,
		`conflict.actor="页面"`,
		`conflict.fields.0={"field":"gap.pull","zh":"缺口：牵动","en":"Gap: pull",` +
			`"base":"40","theirs":"15","yours":"30","agreed":false}`,
		`conflict.fields.1={"field":"gap.lack","zh":"缺口：缺失","en":"Gap: lack",` +
			`"base":"15","theirs":"40","yours":"25","agreed":false}`,
	})
	other.Gap.Pull = 99
	w = send(h, "/api/v1/weights/preview", body{Weights: other})
	expect(t, "weights that do not add up", w.Body.Bytes(), []string{`status=422`, `code="changes.invalid"`,
		`errors.0.location="gap"`, `errors.0.code="weights.sum"`})
}
