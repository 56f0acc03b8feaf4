package decision

import (
	"errors"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store/memstore"
)

// TestNothingIsDecidedOnAGapThatStandsNoLonger: facts closed it; its reason says what is true now, it takes comments
// and the talks that have begun go on.
func TestNothingIsDecidedOnAGapThatStandsNoLonger(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).Decide(ctx, bureau, seen, theGap, assigned); err != nil {
		t.Fatal(err)
	}
	if _, err := New(s).Move(ctx, bureau, head(t, s), theGap, "enterprise:far", Contact{
		Stage: graph.ContactLead,
	}); err != nil {
		t.Fatal(err)
	}
	link := analysis.Find(snapshot(t, s)).Gap(theGap).Link.Node.ID
	put(t, s, graph.Changes{Relations: []graph.Relation{{
		RelationKey: graph.RelationKey{Type: graph.OperatesIn, From: "enterprise:here", To: link},
		Attrs:       graph.Attrs{"role": "maker", "stage": "production"},
		Prov:        graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Documented},
	}}})
	settle(t, s)
	gap := graph.GapOf(snapshot(t, s).Node(theGap))
	zh, en := gap.Reason()
	if gap.Standing() || strings.Contains(zh, "未见企业") || !strings.Contains(zh, "环节现为“有”") ||
		!strings.Contains(en, "derive no gap") {
		t.Errorf("standing %v: %s %s", gap.Standing(), zh, en)
	}
	if e := analysis.Find(snapshot(t, s)).Explain(theGap); e == nil || !e.Unknown || e.Text.ZH != zh {
		t.Errorf("why: %+v", e)
	}
	for _, status := range []string{graph.GapConfirmed, graph.GapInProgress, graph.GapDismissed} {
		want := assigned
		want.Status, want.Reason = status, "x"
		_, err := New(s).Decide(ctx, bureau, head(t, s), theGap, want)
		var refused *Refused
		if !errors.As(err, &refused) || refused.Code != "decision.gap_lapsed" || !strings.Contains(refused.ZH, "环节现为“有”") {
			t.Errorf("%s: %v", status, err)
		}
	}
	if got := snapshot(t, s).Node(theGap).Attrs.Text("status"); got != graph.GapAssigned {
		t.Errorf("the gap is %s", got)
	}
	if _, err := New(s).Comment(ctx, bureau, theGap, "已投产"); err != nil {
		t.Errorf("comment: %v", err)
	}
	if _, err := New(s).Move(ctx, bureau, head(t, s), theGap, "enterprise:far", Contact{
		Stage: graph.ContactLead,
		Next:  "走访",
	}); err != nil {
		t.Errorf("talks that have begun: %v", err)
	}
	_, err := New(s).Move(ctx, bureau, head(t, s), theGap, "enterprise:here", Contact{Stage: graph.ContactLead})
	var refused *Refused
	if !errors.As(err, &refused) || refused.Code != "decision.gap_lapsed" {
		t.Errorf("new talks: %v", err)
	}
}
