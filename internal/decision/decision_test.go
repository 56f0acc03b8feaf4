package decision

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/sqlitestore"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const theGap graph.ID = "gap:c/raw"

var (
	ctx    = context.Background()
	day    = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	bureau = Actor{Name: "专班甲", At: day}
	other  = Actor{Name: "专班乙", At: day.Add(time.Hour)}
)

// town is a store of one chain with a link that nobody works on and an enterprise of the pool that could; the gap is
// settled.
func town(t testing.TB, d store.Driver) *store.Store {
	t.Helper()
	s := store.New(d)
	prov := graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Documented}
	node := func(id graph.ID, kind graph.Kind, attrs graph.Attrs) graph.Node {
		return graph.Node{ID: id, Kind: kind, Name: id.Key(), Attrs: attrs, Prov: prov}
	}
	far := node("enterprise:far", graph.KindEnterprise, graph.Attrs{"reach": "country"})
	far.Pool = true
	put(t, s, graph.Changes{
		Nodes: []graph.Node{
			node("source:s", graph.KindSource, nil),
			far,
			node("enterprise:here", graph.KindEnterprise, graph.Attrs{"reach": "local"}),
			node("chain:c", graph.KindChain, graph.Attrs{
				"order":            int64(1),
				"provisional":      false,
				"template_version": "1",
			}),
			node("link:c/main", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)}),
			node("link:c/raw", graph.KindLink, graph.Attrs{
				"level":  "link",
				"order":  int64(1),
				"stage":  "upstream",
				"weight": int64(3),
			}),
		},
		Relations: []graph.Relation{
			{RelationKey: graph.RelationKey{Type: graph.PartOf, From: "link:c/raw", To: "link:c/main"}, Prov: prov},
			{RelationKey: graph.RelationKey{Type: graph.PartOf, From: "link:c/main", To: "chain:c"}, Prov: prov},
		},
	})
	settle(t, s)
	return s
}

func put(t testing.TB, s *store.Store, c graph.Changes) {
	t.Helper()
	c.Actor = "test"
	if _, err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
}

func settle(t testing.TB, s *store.Store) {
	t.Helper()
	put(t, s, analysis.Settle(analysis.Find(snapshot(t, s))))
}

func snapshot(t testing.TB, s *store.Store) *graph.Snapshot {
	t.Helper()
	g, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func head(t testing.TB, s *store.Store) graph.Revision { return snapshot(t, s).Revision }

// works puts a local enterprise on the link, or takes it away again.
func works(t testing.TB, s *store.Store, stage string) {
	t.Helper()
	key := graph.RelationKey{Type: graph.OperatesIn, From: "enterprise:here", To: "link:c/raw"}
	if stage == "" {
		put(t, s, graph.Changes{DeleteRelations: []graph.RelationKey{key}})
	} else {
		put(t, s, graph.Changes{
			Relations: []graph.Relation{
				{
					RelationKey: key,
					Attrs:       graph.Attrs{"role": "maker", "stage": stage},
					Prov:        graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Documented},
				},
			},
		})
	}
	settle(t, s)
}

var assigned = graph.Decision{Status: "assigned", Strategy: "fill", Chief: "市长", Owner: "招商专班", Due: "2026-12-31"}

func TestTheLifeOfAGap(t *testing.T) {
	for _, tc := range []struct {
		name string
		life []graph.Decision // decisions that are taken, one after another
		then graph.Decision   // the last one
		code graph.Code
	}{
		{"confirm", nil, graph.Decision{Status: "confirmed"}, ""},
		{"wait for data", nil, graph.Decision{Status: "proposed", Reason: "等资料补齐"}, ""},
		{"confirm and assign at once", nil, assigned, ""},
		{"dismiss without a reason", nil, graph.Decision{Status: "dismissed"}, "decision.reason_missing"},
		{"a reason of spaces", nil, graph.Decision{Status: "dismissed", Reason: "  "}, "decision.reason_missing"},
		{"dismiss", nil, graph.Decision{Status: "dismissed", Reason: "本市不做"}, ""},
		{"assign without an owner", nil, graph.Decision{
			Status:   "assigned",
			Strategy: "fill",
			Due:      "2026-12-31",
		}, "decision.owner_missing"},
		{"assign without a date", nil, graph.Decision{
			Status:   "assigned",
			Strategy: "fill",
			Owner:    "a",
		}, "decision.due_missing"},
		{"assign without a strategy", nil, graph.Decision{
			Status: "assigned",
			Owner:  "a",
			Due:    "2026-12-31",
		}, "decision.strategy_missing"},
		{"due yesterday", nil, graph.Decision{
			Status:   "assigned",
			Strategy: "fill",
			Owner:    "a",
			Due:      "2026-11-23",
		}, "decision.due_past"},
		{"due today", nil, graph.Decision{Status: "assigned", Strategy: "fill", Owner: "a", Due: "2026-11-24"}, ""},
		{"due some time this year", nil, graph.Decision{
			Status:   "assigned",
			Strategy: "fill",
			Owner:    "a",
			Due:      "2026",
		}, "decision.due_invalid"},
		{"close what nobody began", nil, graph.Decision{Status: "closed", Reason: "已补"}, "decision.step"},
		{"begin what is not assigned", []graph.Decision{
			{Status: "confirmed"},
		}, graph.Decision{Status: "in_progress", Strategy: "fill", Owner: "a", Due: "2026-12-31"}, "decision.step"},
		{"close what is only assigned", []graph.Decision{assigned}, graph.Decision{
			Status: "closed",
			Reason: "已补",
		}, "decision.step"},
		{"work on a dismissed one", []graph.Decision{{Status: "dismissed", Reason: "x"}}, assigned, "decision.step"},
		{"no such state", nil, graph.Decision{Status: "forgotten"}, "decision.step"},
		{"the whole way", []graph.Decision{
			{Status: "confirmed"},
			assigned,
			assignedAs("in_progress", ""),
		}, assignedAs("closed", "企业已投产"), ""},
		{"close without saying how", []graph.Decision{
			assigned,
			assignedAs("in_progress", ""),
		}, assignedAs("closed", ""), "decision.reason_missing"},
		{"open again", []graph.Decision{
			assigned,
			assignedAs("in_progress", ""),
			assignedAs("closed", "x"),
		}, assignedAs("in_progress", "企业停产"), ""},
		{"much too long", nil, graph.Decision{
			Status: "dismissed",
			Reason: strings.Repeat("长", mostWords+1),
		}, "decision.too_long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := town(t, memstore.Open())
			for _, g := range tc.life {
				if _, err := New(s).Decide(ctx, bureau, head(t, s), theGap, g); err != nil {
					t.Fatal(err)
				}
			}
			before := head(t, s)
			_, err := New(s).Decide(ctx, bureau, before, theGap, tc.then)
			var refused *Refused
			if errors.As(err, &refused) && (refused.ZH == "" || refused.EN == "") {
				t.Errorf("refused without words: %+v", refused)
			}
			if got := graph.CodeOf(err); got != tc.code && (refused == nil || refused.Code != tc.code) {
				t.Fatalf("%v, want %q", err, tc.code)
			}
			if (head(t, s) > before) != (tc.code == "") {
				t.Errorf("the store went from %d to %d", before, head(t, s))
			}
			if a := snapshot(t, s).Node(theGap).Attrs; tc.code == "" &&
				(a.Text("status") != tc.then.Status || a.Text("owner") != tc.then.Owner ||
					a.Text("decided_on") != "2026-11-24") {
				t.Errorf("kept: %v", a)
			}
		})
	}
}

func assignedAs(status, reason string) graph.Decision {
	d := assigned
	d.Status, d.Reason = status, reason
	return d
}

func TestEveryStateHasItsSteps(t *testing.T) {
	for _, term := range graph.GapStatuses {
		if next := Steps(term.Code); len(next) < 2 || next[0] != term.Code {
			t.Errorf("from %s: %v", term.Code, next)
		}
	}
}

func TestTheLaterOfTwoEditorsSeesBothValues(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).Decide(ctx, bureau, seen, theGap, assigned); err != nil {
		t.Fatal(err)
	}
	mine := graph.Decision{Status: "assigned", Strategy: "fill", Chief: "市长", Owner: "经信局", Due: "2027-01-31"}
	_, err := New(s).Decide(ctx, other, seen, theGap, mine)
	var c *Conflict
	if !errors.As(err, &c) || graph.CodeOf(err) != graph.CodeConflict {
		t.Fatalf("no conflict: %v", err)
	}
	got := map[string][3]string{}
	for _, f := range c.Fields {
		got[f.Name] = [3]string{f.Base, f.Theirs, f.Your}
	}
	want := map[string][3]string{
		"status":   {"proposed", "assigned", "assigned"},
		"strategy": {"", "fill", "fill"},
		"chief":    {"", "市长", "市长"},
		"owner":    {"", "招商专班", "经信局"},
		"due":      {"", "2026-12-31", "2027-01-31"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.Actor != bureau.Name || c.Revision != seen+1 {
		t.Errorf("conflict: %+v", c)
	}
	if owner := snapshot(t, s).Node(theGap).Attrs.Text("owner"); owner != "招商专班" {
		t.Errorf("overwritten by %s", owner)
	}
	if _, err := New(s).Decide(ctx, other, c.Revision, theGap, mine); err != nil {
		t.Errorf("after comparing: %v", err)
	}
}

func TestWhatOthersWriteElsewhereIsNoConflict(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).Comment(ctx, other, theGap, "先核对资料"); err != nil {
		t.Fatal(err)
	}
	works(t, s, "building") // the derivation goes from missing to weak
	if _, err := New(s).Decide(ctx, bureau, seen, theGap, assigned); err != nil {
		t.Fatal(err)
	}
	a := snapshot(t, s).Node(theGap).Attrs
	if diff := cmp.Diff([]string{"missing"}, a.List("decided_kinds")); diff != "" {
		t.Errorf("the decision was made on what the editor saw: %s", diff)
	}
	if a.List("kinds")[0] != "weak" {
		t.Errorf("the derivation stands beside it: %v", a)
	}
	if _, err := New(s).Decide(ctx, other, head(t, s), theGap, assigned); err != nil ||
		snapshot(t, s).Node(theGap).Attrs.Text("status") != "assigned" {
		t.Errorf("the same again: %v", err)
	}
}

func TestBasesThatNobodySaw(t *testing.T) {
	s := town(t, memstore.Open())
	for _, base := range []graph.Revision{-1, 0, head(t, s) + 1} {
		if _, err := New(s).Decide(ctx, bureau, base, theGap, assigned); graph.CodeOf(err) != graph.CodeUsage {
			t.Errorf("base %d: %v", base, err)
		}
	}
	if _, err := New(s).Decide(ctx, bureau, 1, "gap:c/none", assigned); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("no such gap: %v", err)
	}
}

// TestADecisionSurvivesAChangedDerivation: whatever happens on the link after a decision, what people decided stays to
// the letter and the derivation follows the data.
func TestADecisionSurvivesAChangedDerivation(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := town(t, memstore.Open())
		decided := rapid.SampledFrom([]graph.Decision{
			{Status: "confirmed"},
			{Status: "dismissed", Reason: "本市不做"},
			assigned,
			{Status: "proposed", Reason: "等资料"},
		}).Draw(rt, "decision")
		if _, err := New(s).Decide(ctx, bureau, head(t, s), theGap, decided); err != nil {
			rt.Fatal(err)
		}
		want := map[string]any{}
		for name, v := range snapshot(t, s).Node(theGap).Attrs {
			if name == "status" || name == "strategy" || name == "chief" || name == "owner" || name == "due" ||
				strings.HasPrefix(name, "deci") {
				want[name] = v
			}
		}
		stage := ""
		for range rapid.IntRange(1, 4).Draw(rt, "events") {
			if next := rapid.SampledFrom([]string{
				"production",
				"building",
				"stopped",
				"",
			}).Draw(rt, "stage"); next != stage {
				works(t, s, next)
				stage = next
			}
			a := snapshot(t, s).Node(theGap).Attrs
			for name, v := range want {
				if diff := cmp.Diff(v, a[name]); diff != "" {
					rt.Fatalf("%s: %s", name, diff)
				}
			}
			derived := map[string]string{"": "missing", "building": "weak", "stopped": "weak"}[stage]
			if stands := a.Bool("standing"); stands != (stage != "production") ||
				stands && a.List("kinds")[0] != derived {
				rt.Fatalf("on %q the gap is %v", stage, a)
			}
		}
	})
}

func TestTheContactBoard(t *testing.T) {
	for _, tc := range []struct {
		name string
		way  []Contact
		then Contact
		code graph.Code
	}{
		{"begin", nil, Contact{Stage: "lead", Next: "核对主体", Due: "2026-12-05"}, ""},
		{"with whom", nil, Contact{Stage: "lead", Post: "总经办主任", Phone: "027-12345678 转 801"}, ""},
		{"a name for a number", nil, Contact{Stage: "lead", Phone: "张总 13800000000"}, "contact.phone_invalid"},
		{"begin in the middle", nil, Contact{Stage: "talks"}, "contact.step"},
		{"on by one", []Contact{{Stage: "lead"}}, Contact{Stage: "contact"}, ""},
		{"on by two", []Contact{{Stage: "lead"}}, Contact{Stage: "talks"}, "contact.step"},
		{"back by two", []Contact{{Stage: "lead"}, {Stage: "contact"}, {Stage: "talks"}}, Contact{Stage: "lead"}, ""},
		{"reject at once", nil, Contact{Stage: "rejected", Reason: "主体不符"}, ""},
		{"reject without a reason", []Contact{{Stage: "lead"}}, Contact{Stage: "rejected"}, "contact.reason_missing"},
		{"move a rejected one on", []Contact{
			{Stage: "rejected", Reason: "谢绝"},
		}, Contact{Stage: "contact", Reason: "再谈"}, "contact.step"},
		{"take a rejection back in silence", []Contact{
			{Stage: "rejected", Reason: "谢绝"},
		}, Contact{Stage: "lead", Reason: "谢绝"}, "contact.reason_missing"},
		{"take a rejection back", []Contact{
			{Stage: "rejected", Reason: "谢绝"},
		}, Contact{Stage: "lead", Reason: "三年已过"}, ""},
		{"no such stage", nil, Contact{Stage: "dinner"}, "contact.step"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := town(t, memstore.Open())
			for _, c := range tc.way {
				if _, err := New(s).Move(ctx, bureau, head(t, s), theGap, "enterprise:far", c); err != nil {
					t.Fatal(err)
				}
			}
			_, err := New(s).Move(ctx, bureau, head(t, s), theGap, "enterprise:far", tc.then)
			var refused *Refused
			if errors.As(err, &refused) != (tc.code != "") || refused != nil && refused.Code != tc.code {
				t.Fatalf("%v, want %q", err, tc.code)
			}
			if tc.code != "" {
				return
			}
			cards, err := Cards(ctx, s, []graph.ID{theGap})
			if err != nil || len(cards) != 1 || cards[0].Contact != tc.then || cards[0].Since != "2026-11-24" ||
				cards[0].Enterprise.Name != "far" {
				t.Errorf("%v %+v", err, cards)
			}
			if n := snapshot(t, s).Node("enterprise:far"); n == nil {
				t.Error("the enterprise stayed in the pool")
			}
		})
	}
}

func TestARejectionIsRememberedWhenTheDataSetIsReadAgain(t *testing.T) {
	s := town(t, memstore.Open())
	far, err := s.Node(ctx, "enterprise:far")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(s).Move(ctx, bureau, head(t, s), theGap, far.ID, Contact{
		Stage:  graph.ContactRejected,
		Reason: "主体不符",
	}); err != nil {
		t.Fatal(err)
	}
	put(t, s, graph.Changes{Nodes: []graph.Node{far}}) // pooled again
	cards, err := Cards(ctx, s, []graph.ID{theGap})
	if err != nil || len(cards) != 1 || cards[0].Reason != "主体不符" {
		t.Errorf("%v %+v", err, cards)
	}
}

func TestTwoMoveOneCard(t *testing.T) {
	s := town(t, memstore.Open())
	seen := head(t, s)
	if _, err := New(s).Move(ctx, bureau, seen, theGap, "enterprise:far", Contact{Stage: "lead"}); err != nil {
		t.Fatal(err)
	}
	_, err := New(s).Move(ctx, other, seen, theGap, "enterprise:far", Contact{Stage: graph.ContactRejected, Reason: "谢绝"})
	var c *Conflict
	if !errors.As(err, &c) || len(c.Fields) != 2 || c.Fields[0].Theirs != "lead" || c.Fields[0].Your != "rejected" {
		t.Errorf("%v %+v", err, c)
	}
}

func TestCommentsAreAllKept(t *testing.T) {
	d, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "c.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	s := town(t, d)
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			by := Actor{Name: "专班", At: day.Add(time.Duration(i) * time.Second)}
			if _, err := New(s).Comment(ctx, by, theGap, strings.Repeat("言", i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var got []string
	for _, c := range Comments(snapshot(t, s), theGap) {
		got = append(got, c.Attrs.Text("text"))
	}
	if diff := cmp.Diff([]string{"言", "言言", "言言言", "言言言言", "言言言言言"}, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"", " \n ", strings.Repeat("长", mostWords+1)} {
		var refused *Refused
		if _, err := New(s).Comment(ctx, bureau, theGap, text); !errors.As(err, &refused) {
			t.Errorf("%.10q: %v", text, err)
		}
	}
}
