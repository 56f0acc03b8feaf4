package decision

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/sqlitestore"
)

// fragile is a database that takes some more commits and then is away.
type fragile struct {
	store.Driver
	left int
}

func (f *fragile) Commit(ctx context.Context, c store.Commit) error {
	if f.left--; f.left < 0 {
		return &graph.Error{Code: graph.CodeUnavailable, Message: "the store is away"}
	}
	return f.Driver.Commit(ctx, c)
}

// TestAWriteWithoutItsGapsSaysWhatIsStored: the database goes away between the weights and the gaps.
func TestAWriteWithoutItsGapsSaysWhatIsStored(t *testing.T) {
	d := &fragile{memstore.Open(), 10}
	s := town(t, d)
	w := analysis.DefaultWeights()
	w.Gap.Pull, w.Gap.Lack = 0, 55
	d.left = 1
	before := head(t, s)
	_, err := New(s).SetWeights(ctx, bureau, before, w, "试")
	var unsettled *Unsettled
	if !errors.As(err, &unsettled) || graph.CodeOf(err) != graph.CodeUnavailable || unsettled.Set.Revision != before+1 {
		t.Fatalf("%v", err)
	}
	if !strings.Contains(err.Error(), "is stored (revision 3)") {
		t.Errorf("it says %q", err)
	}
	if analysis.StoredWeights(snapshot(t, s)) != w {
		t.Error("it says that the weights are stored, and they are not")
	}
	d.left = 10
	written, err := New(s).SetWeights(ctx, bureau, before+1, w, "试")
	if err != nil || written.Gaps.Revision != before+2 {
		t.Errorf("saving once more: %v %+v", err, written)
	}
	d.left = 0
	if _, err := New(s).SetWeights(ctx, bureau, before, analysis.DefaultWeights(), "试"); errors.As(err, &unsettled) {
		t.Errorf("nothing is stored, and it says %v", err)
	}
}

// TestAGapIsPutOnRecordByTheFirstDecision: what the rules derive need not be stored before people write on it.
func TestAGapIsPutOnRecordByTheFirstDecision(t *testing.T) {
	s := town(t, memstore.Open())
	if _, err := s.Undo(ctx, head(t, s), "test", "back"); err != nil {
		t.Fatal(err)
	}
	if snapshot(t, s).Node(theGap) != nil {
		t.Fatal("the gap is on record")
	}
	if _, err := New(s).Decide(ctx, bureau, head(t, s), theGap, graph.Decision{Status: graph.GapConfirmed}); err != nil {
		t.Fatal(err)
	}
	if got := snapshot(t, s).Node(theGap).Attrs.Text("status"); got != graph.GapConfirmed {
		t.Errorf("it is %s", got)
	}
}

// TestNobodyWritesAsTheProgram: nobody is taken for the program in the history, however the name is written.
func TestNobodyWritesAsTheProgram(t *testing.T) {
	s := town(t, memstore.Open())
	before := head(t, s)
	for _, name := range []string{"system", "seed", "import", "match", " System ", "ＳＥＥＤ", "im\u200bport"} {
		by := Actor{Name: name, At: day}
		var refused *Refused
		if _, err := New(s).Comment(ctx, by, theGap, "x"); !errors.As(err, &refused) || refused.Code != "actor.reserved" {
			t.Errorf("%q comments: %v", name, err)
		}
		if _, err := New(s).Undo(ctx, by, Undo{Revision: before, Reason: "x"}); !errors.As(err, &refused) ||
			refused.Code != "actor.reserved" {
			t.Errorf("%q takes back: %v", name, err)
		}
	}
	if head(t, s) != before {
		t.Errorf("the store went from %d to %d", before, head(t, s))
	}
	for _, name := range []string{"系统管理员", "seeder", "进出口 import 处"} {
		if _, err := New(s).Comment(ctx, Actor{Name: name, At: day}, theGap, "x"); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNobodyWritesWithoutAName(t *testing.T) {
	s := town(t, memstore.Open())
	before := head(t, s)
	if _, err := New(s).Comment(ctx, Actor{
		At: day,
	}, theGap, "x"); graph.CodeOf(err) != graph.CodeUsage || head(t, s) != before {
		t.Errorf("%v, the store went from %d to %d", err, before, head(t, s))
	}
}

// TestASearchIsAddedAndChangesNothingElse: who looked and found none is on record; the gap, its weight and kinds stay.
func TestASearchIsAddedAndChangesNothingElse(t *testing.T) {
	d, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "s.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	s := town(t, d)
	before := analysis.Find(snapshot(t, s))
	by := Actor{Name: "市经信局", At: day}
	for _, bad := range []struct {
		on    graph.Date
		where string
	}{{"", " "}, {"", strings.Repeat("查", 2001)}, {"2999-01-01", "名录"}} {
		if _, err := New(s).Looked(ctx, by, theGap, bad.on, bad.where); err == nil {
			t.Errorf("%q on %q is taken", bad.where, bad.on)
		}
	}
	if _, err := New(s).Looked(ctx, by, "gap:nowhere", "", "名录"); err == nil {
		t.Error("a search for no gap is taken")
	}
	if _, err := New(s).Looked(ctx, by, theGap, "2026-01-05", "工商登记"); err != nil {
		t.Fatal(err)
	}
	if _, err := New(s).Looked(ctx, by, theGap, "", "园区名录"); err != nil {
		t.Fatal(err)
	}
	after := analysis.Find(snapshot(t, s))
	g := after.Gap(theGap)
	if len(g.Link.Searches) != 2 || graph.SearchOf(g.Link.Searches[1]).Where() != "工商登记" ||
		g.Link.Searched().ZH != "查过，未见："+string(graph.Today(day))+"，市经信局，园区名录" {
		t.Errorf("%v: %s", g.Link.Searches, g.Link.Searched().ZH)
	}
	if was := before.Gap(theGap); was.Weight != g.Weight || was.Status() != g.Status() ||
		was.Link.Searched().ZH != "没人查过" {
		t.Errorf("%v %v, was %v %v", g.Weight, g.Status(), was.Weight, was.Status())
	}
	if n, m := analysis.CountGaps(before.Gaps), analysis.CountGaps(after.Gaps); n.Searched != 0 || m.Searched != 1 ||
		n.Open != m.Open {
		t.Errorf("%+v, was %+v", m, n)
	}
}
