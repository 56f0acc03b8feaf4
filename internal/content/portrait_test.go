package content

import (
	"math"
	"slices"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

func portrayed(t *testing.T, f *analysis.Findings, chain graph.ID, lang string) (diagram.Portrait, diagram.Targets) {
	t.Helper()
	p, err := NewPortrait(f, candidatesOf(f, chain), chain, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return p, targetsOf(t, f, chain, lang)
}

func TestGoldenPortrait(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	zh, _ := portrayed(t, f, "chain:biomedicine", "zh")
	golden(t, "portrait-biomedicine-zh", zh)
	en, _ := portrayed(t, f, "chain:smart-manufacturing", "en")
	golden(t, "portrait-smart-manufacturing-en", en)
	if _, err := NewPortrait(f, nil, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("an unknown chain: %v", err)
	}
}

// TestPortraitSaysWhatWasFound compares the numbers of the page with those of the analysis and of the investment
// targets.
func TestPortraitSaysWhatWasFound(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	for _, chain := range f.Chains {
		p, targets := portrayed(t, f, chain.Node.ID, "zh")
		if done := chain.Completeness; p.Complete.Percent != int(math.Round(100*done.Value)) ||
			p.Complete.Covered != done.WeightCovered ||
			p.Complete.Total != done.WeightTotal {
			t.Errorf("%s: %+v is not %+v", chain.Node.ID, p.Complete, done)
		}
		if len(p.SixOnes) != 6 || len(p.Links) != len(chain.Links) {
			t.Errorf("%s: %d of the six ones, %d of %d links", chain.Node.ID, len(p.SixOnes), len(p.Links), len(chain.Links))
		}
		if p.AllGaps != len(targets.Gaps) || len(p.Gaps) != min(diagram.MostRows, p.AllGaps) {
			t.Errorf("%s: %d gaps of %d, not of %d", chain.Node.ID, len(p.Gaps), p.AllGaps, len(targets.Gaps))
		}
		for i, g := range p.Gaps {
			if x := targets.Gaps[i]; g.ID != x.ID || g.Rank != x.Rank || g.Weight != x.Weight || g.Why != x.Why {
				t.Errorf("%s: gap %d is %s, the targets have %s", chain.Node.ID, i, g.ID, x.ID)
			}
		}
		bestOfAll(t, p, targets)
		agesOf(t, p, len(chain.Enterprises))
	}
}

// placed is the low end of a candidate's score, known ones above those by words.
func placed(x diagram.TargetFirm) float64 {
	low := float64(x.Percent) / 100
	if x.Leads {
		return 1 + low
	}
	return low
}

// bestOfAll: no candidate of any gap has a higher share than one that is shown and is not shown itself.
func bestOfAll(t *testing.T, p diagram.Portrait, targets diagram.Targets) {
	t.Helper()
	shown, least := map[string]float64{}, 3.0
	for i, x := range p.Targets {
		if _, twice := shown[x.ID]; twice || x.Order != i+1 {
			t.Errorf("%s: %s stands twice or out of order", p.Head.ID, x.ID)
		}
		shown[x.ID] = placed(x.TargetFirm)
		least = min(least, shown[x.ID])
	}
	firms := map[string]bool{}
	for _, g := range targets.Gaps {
		for _, x := range g.Firms {
			firms[x.ID] = true
			if share, is := shown[x.ID]; placed(x) > share+.0006 && (is || placed(x) > least+.0006) {
				t.Errorf("%s: %s of share %.3f for %s is left out", p.Head.ID, x.ID, x.Points/x.Most, g.ID)
			}
		}
	}
	if p.AllTargets < len(firms) || len(p.Targets) != min(diagram.MostRows, p.AllTargets) {
		t.Errorf("%s: %d of %d targets, at least %d are known", p.Head.ID, len(p.Targets), p.AllTargets, len(firms))
	}
}

func agesOf(t *testing.T, p diagram.Portrait, all int) {
	t.Helper()
	aged, graded := 0, 0
	for _, a := range p.Ages {
		aged += len(a.Firms)
		for _, f := range a.Firms {
			if old := p.Year - f.Year; a.Key != ageKey(f.Year, old) {
				t.Errorf("%s: %s of %d is %s", p.Head.ID, f.ID, f.Year, a.Key)
			}
		}
	}
	for _, g := range p.Grades {
		graded += g.Firms
	}
	if aged != all || graded != all || p.Firms != all {
		t.Errorf("%s: %d firms, %d by age, %d by grade, of %d", p.Head.ID, p.Firms, aged, graded, all)
	}
}

func ageKey(year, old int) string {
	switch {
	case year == 0:
		return diagram.AgeUndated
	case old < 3:
		return diagram.AgeRecent
	case old < 6:
		return diagram.AgeMiddle
	}
	return diagram.AgeOld
}

// TestAgesCountFromTheRevision: the same facts are older in a later revision, and the clock on the wall says nothing.
func TestAgesCountFromTheRevision(t *testing.T) {
	c := seeded(t)
	recent := func(at time.Time) (year, firms int) {
		f := analysis.Find(graph.NewSnapshot(1, at, slices.Clone(c.Nodes), slices.Clone(c.Relations)))
		p, _ := portrayed(t, f, "chain:biomedicine", "zh")
		return p.Year, len(p.Ages[0].Firms)
	}
	for _, want := range []struct {
		at    time.Time
		year  int
		firms int
	}{{time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC), 2025, 7}, {time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), 2031, 0},
		{time.Time{}, 2025, 7}} {
		if year, firms := recent(want.at); year != want.year || firms != want.firms {
			t.Errorf("at %v: %d recent firms up to %d, not %d up to %d", want.at, firms, year, want.firms, want.year)
		}
	}
}

// TestTermsOfPeople: an owner with a day for a gap and the next act with a candidate stand among the next steps with
// their day, and the gap is no longer one whose owner is asked for.
func TestTermsOfPeople(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	before, _ := portrayed(t, f, "chain:new-energy", "zh")
	top := graph.ID(before.Gaps[0].ID)
	prov := graph.Provenance{Source: "source:s8", AsOf: "2026-02", Confidence: graph.Documented}
	nodes := append(slices.Clone(c.Nodes), graph.Node{
		ID:    top,
		Kind:  graph.KindGap,
		Name:  "x",
		Attrs: graph.Attrs{"status": "assigned", "standing": true, "owner": "市经信局", "due": "2027-06"},
		Prov:  prov,
	})
	relations := append(
		slices.Clone(c.Relations),
		graph.Relation{RelationKey: graph.RelationKey{Type: graph.Targets, From: top, To: graph.ID(before.Targets[0].ID)},
			Attrs: graph.Attrs{"contact": "talks", "since": "2026-01", "next": "赴企业洽谈", "due": "2026-02-10"}, Prov: prov},
	)
	after, _ := portrayed(t, found(2, nodes, relations), "chain:new-energy", "zh")
	step := func(p diagram.Portrait, id string) *diagram.PortraitEvent {
		for i, e := range p.Next {
			if e.ID == id {
				return &p.Next[i]
			}
		}
		return nil
	}
	if e := step(after, string(top)); e == nil || e.Date != "2027-06" || e.What != "由市经信局补齐" || e.Late {
		t.Errorf("the term of the gap: %+v", e)
	}
	if e := step(after, before.Targets[0].ID+"/"+string(top)); e == nil || e.Date != "2026-02-10" || e.What != "赴企业洽谈" ||
		!e.Late {
		t.Errorf("the next act: %+v", e)
	}
	if !slices.Contains(step(before, "owners").Names, before.Gaps[0].Name) ||
		slices.Contains(step(after, "owners").Names, before.Gaps[0].Name) {
		t.Errorf("owners asked for: %v, then %v", step(before, "owners").Names, step(after, "owners").Names)
	}
}
