package analysis

import (
	"fmt"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func (f *Findings) at(name string) *Link { return f.Link(graph.ID("link:c/main/" + name)) }

func TestCoverageStates(t *testing.T) {
	for _, tc := range []struct {
		name  string
		build func(*analysistest.City)
		state Coverage
		rule  string
		sole  bool
	}{
		{"nobody", func(*analysistest.City) {}, Missing, "C-5", false},
		{"only far away", func(c *analysistest.City) { c.Firm("a", "country", "raw", "production", graph.Documented) },
			Missing, "C-5", false},
		{"in the circle", func(c *analysistest.City) { c.Firm("a", "circle", "raw", "unknown", graph.Trade) }, Outside, "C-4",
			false},
		{"signed only", func(c *analysistest.City) { c.Firm("a", "local", "raw", "signed", graph.Documented) }, Weak, "C-3",
			false},
		{"role only guessed", func(c *analysistest.City) { c.Firm("a", "local", "raw", "production", graph.Trade) }, Weak,
			"C-3", false},
		{"role from a weak page", func(c *analysistest.City) { c.Firm("a", "local", "raw", "production", graph.Unverified) },
			Weak, "C-3", false},
		{"one able", func(c *analysistest.City) { c.Firm("a", "local", "raw", "production", graph.Media) }, Present, "C-2",
			true},
		{"two able without grade", func(c *analysistest.City) {
			c.Firm("a", "local", "raw", "production", graph.Media)
			c.Firm("b", "local", "raw", "production", graph.Repost, "high_tech")
		}, Present, "C-2", false},
		{"two able, one graded", func(c *analysistest.City) {
			c.Firm("a", "local", "raw", "production", graph.Media)
			c.Firm("b", "local", "raw", "production", graph.Repost, "little_giant")
		}, Strong, "C-1", false},
		{"graded but the second only signed", func(c *analysistest.City) {
			c.Firm("a", "local", "raw", "production", graph.Media, "champion")
			c.Firm("b", "local", "raw", "signed", graph.Documented)
		}, Present, "C-2", true},
		{"declared insufficient", func(c *analysistest.City) {
			c.Firm("a", "local", "raw", "production", graph.Media)
			c.Nodes[3].Attrs["insufficient"] = "产能不足"
		}, Weak, "C-3", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := analysistest.NewCity()
			c.Link("raw", "upstream", 3)
			tc.build(c)
			l := Find(c.Snapshot()).at("raw")
			if l.State != tc.state || l.Why.Rule != tc.rule || l.Sole != tc.sole {
				t.Errorf("state %s by %s, sole %v; want %s by %s, sole %v", l.State, l.Why.Rule, l.Sole, tc.state, tc.rule, tc.sole)
			}
			if l.Why.Text.ZH == "" || l.Why.Text.EN == "" || len(l.Why.Facts) == 0 {
				t.Errorf("the state has no reason: %+v", l.Why)
			}
		})
	}
}

func TestCompletenessIsTheWeightedShareOfHeldLinks(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Firm("a", "local", "part", "production", graph.Media)
	c.Firm("b", "local", "raw", "building", graph.Media)
	got := Find(c.Snapshot()).Chains[0].Completeness
	got.DataCoverage = 0
	want := Completeness{
		Value:         2.0 / 6,
		WithWeak:      5.0 / 6,
		Span:          Span{Low: 2, Point: 2, High: 5, Total: 6, Originals: 1},
		Covered:       1,
		Total:         3,
		WeightCovered: 2,
		WeightTotal:   6,
		Template:      "2026.1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGapsAreWeighedByTheirFourParts(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Firm("a", "local", "part", "production", graph.Media, "lead")
	c.Invested("a", 10)
	f := Find(c.Snapshot())
	g := f.Gap("gap:c/main/raw")
	if g == nil {
		t.Fatal("the missing link has no gap")
	}
	// 牵动: 1 billion next to it, the third band of five, of 40; 传导: weights 2+1 of 2+1; 承接: the only user is held;
	// 缺失: missing.
	if want := 40*3.0/5 + 25 + 20 + 15; g.Weight != want {
		t.Errorf("weight %v, want %v: %+v", g.Weight, want, g.Parts)
	}
	if len(g.AffectedLinks) != 2 || len(g.AffectedEnterprises) != 1 || g.Kind() != "missing" || g.Why.Rule != "G-1" {
		t.Errorf("gap: %+v", g)
	}
	if f.Gaps[0] != g || f.Gaps[1].Link != f.at("whole") || len(f.Gaps) != 2 {
		t.Errorf("gaps are not ordered by weight")
	}
}

// TestPulledAreTheLargestFirst: who counts most in the weight of a gap, ties by id; each once, none from three steps
// away.
func TestPulledAreTheLargestFirst(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 1)
	c.Link("part", "midstream", 1, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Link("shop", "downstream", 1, "whole")
	c.Firm("able", "local", "part", "production", graph.Media)
	c.Firm("lead", "local", "part", "production", graph.Media, "lead")
	c.Firm("begun", "local", "part", "building", graph.Media)
	c.Firm("two", "local", "whole", "production", graph.Media)
	c.Firm("far", "local", "shop", "production", graph.Media)
	c.Firm("outside", "circle", "part", "production", graph.Media)
	c.Invested("lead", 9)
	c.Invested("able", 8)
	c.Invested("begun", 8)
	c.Invested("two", 3)
	f := Find(c.Snapshot())
	var got []string
	for _, n := range f.Pulled(f.at("raw")) {
		got = append(got, n.ID.Key())
	}
	if diff := cmp.Diff([]string{"lead", "able", "begun", "two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestChokepointNeedsAllItsConditions(t *testing.T) {
	build := func(supply, substitute string, fed int) *Link {
		c := analysistest.NewCity()
		c.Link("raw", "upstream", 3)
		c.Nodes[3].Attrs["outside_supply"], c.Nodes[3].Attrs["substitute"] = supply, substitute
		for i := range fed {
			c.Link(fmt.Sprint("user", i), "midstream", 1, "raw")
		}
		return Find(c.Snapshot()).at("raw")
	}
	for _, tc := range []struct {
		supply, substitute string
		fed                int
		choke              bool
	}{{"few", "none", 3, true}, {"some", "none", 3, false}, {"few", "partial", 3, false}, {"few", "none", 2, false}} {
		if l := build(tc.supply, tc.substitute, tc.fed); l.Choke != tc.choke {
			t.Errorf("%+v: chokepoint %v", tc, l.Choke)
		}
	}
}

func TestExtensionsLieBeyondTheEnds(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("ore", "upstream", 1)
	c.Link("raw", "upstream", 1, "ore")
	c.Link("part", "midstream", 1, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Link("shop", "downstream", 1, "whole")
	c.Link("waste", "support", 1, "part")
	c.Firm("a", "local", "part", "production", graph.Media, "champion")
	got := map[string]string{}
	for _, e := range Find(c.Snapshot()).Extensions {
		got[e.Link.Node.Name] = e.Direction
	}
	if diff := cmp.Diff(map[string]string{"c/main/raw": "upstream", "c/main/whole": "downstream",
		"c/main/waste": "service"}, got); diff != "" {
		t.Error(diff)
	}
	c.Firm("b", "local", "shop", "production", graph.Media) // the end moves out: whole is now inside the chain
	for _, e := range Find(c.Snapshot()).Extensions {
		if e.Link.Node.Name == "c/main/whole" {
			t.Error("a link between held ones counts as an extension")
		}
	}
}

func TestSettleKeepsDecisionsAndRecords(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	first := Settle(Find(c.Snapshot()))
	if problems := graph.Validate(&first, func(id graph.ID) bool { return id.Key() != "" }); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, n := range first.Nodes {
		if n.ID == "gap:c/main/raw" {
			n.Attrs["status"], n.Attrs["owner"] = "assigned", "某单位"
		}
		c.Nodes = append(c.Nodes, n)
	}
	c.Firm("a", "local", "raw", "production", graph.Media) // closes the gap; the decision must survive
	for _, n := range Settle(Find(c.Snapshot())).Nodes {
		if n.ID == "gap:c/main/raw" &&
			(n.Attrs.Bool("standing") || n.Attrs.Text("owner") != "某单位" || n.Attrs.Text("status") != "assigned") {
			t.Errorf("a gap that closed lost its record: %v", n.Attrs)
		}
	}
	c.Rels = c.Rels[:len(c.Rels)-1] // the firm leaves again
	for _, n := range Settle(Find(c.Snapshot())).Nodes {
		if n.ID == "gap:c/main/raw" && (!n.Attrs.Bool("standing") || n.Attrs.Text("owner") != "某单位") {
			t.Errorf("a decision was lost by a new run: %v", n.Attrs)
		}
	}
}

func TestMoreCoverageNeverLowersCompleteness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		f := Find(c.Snapshot())
		before := f.Chains[0].Completeness
		on := rapid.SampledFrom(f.Chains[0].Links).Draw(t, "link").Node.ID.Key()[len("c/main/"):]
		c.Firm(
			"extra",
			rapid.SampledFrom([]string{"local", "circle", "country"}).Draw(t, "where"),
			on,
			rapid.SampledFrom([]string{"production", "trial", "signed", "stopped"}).Draw(t, "how far"),
			rapid.SampledFrom([]graph.Confidence{graph.Documented, graph.Repost, graph.Unverified, graph.Trade}).
				Draw(t, "how sure"),
		)
		if after := Find(c.Snapshot()).Chains[0].Completeness; after.Value < before.Value || after.Covered < before.Covered ||
			after.WeightCovered < before.WeightCovered {
			t.Fatalf("completeness fell from %+v to %+v", before, after)
		}
	})
}

func TestFindingsDoNotDependOnInputOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		a := Settle(Find(c.Snapshot()))
		perm := rapid.Permutation(c.Nodes).Draw(t, "nodes")
		rels := rapid.Permutation(c.Rels).Draw(t, "rels")
		b := Settle(Find(graph.NewSnapshot(7, time.Time{}, append(perm, analysistest.Profile()), rels)))
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWeightsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, g := range Find(analysistest.RandomCity(t).Snapshot()).Gaps {
			if g.Weight < 0 || g.Weight > 100 {
				t.Fatalf("weight %v", g.Weight)
			}
			for _, p := range g.Parts {
				if p.Value < 0 || p.Value > 1 {
					t.Fatalf("part %v", p)
				}
			}
		}
	})
}

// Who only sells or uses what a link yields covers it no more than nobody does, here or in the circle, and what they
// need or could turn to says nothing; they stand apart, with their role.
func TestOnlyWhoMakesCoversALink(t *testing.T) {
	build := func(role, reach string) *Findings {
		c := analysistest.NewCity()
		c.Link("raw", "upstream", 3)
		c.Link("part", "midstream", 3, "raw")
		c.Firm("a", reach, "part", "production", graph.Documented, "champion")
		c.Rels[len(c.Rels)-1].Attrs["role"] = role
		return Find(c.Snapshot())
	}
	for _, term := range graph.Roles {
		trades := term.Code == graph.RoleSeller || term.Code == graph.RoleUser
		for _, reach := range []string{graph.ReachLocal, graph.ReachCircle} {
			l := build(term.Code, reach).at("part")
			want := Missing
			switch {
			case trades:
			case reach == graph.ReachCircle:
				want = Outside
			default:
				want = Present
			}
			if l.State != want {
				t.Errorf("%s, %s: %s, want %s", term.Code, reach, l.State, want)
			}
			if (len(l.Traders) == 1) != trades || (len(l.Positions) == 0) != trades {
				t.Errorf("%s, %s: %d make it, %d trade", term.Code, reach, len(l.Positions), len(l.Traders))
			}
		}
	}
	f := build(graph.RoleSeller, graph.ReachLocal)
	if f.Gap("gap:c/main/part") == nil || len(f.Chains[0].Enterprises) != 0 {
		t.Error("a seller closed a gap, or is one of the chain's firms")
	}
	for _, r := range f.Snapshot.In("link:c/main/part", graph.OperatesIn) {
		if len(f.Doers("link:c/main/part")) != 0 {
			t.Errorf("%s is taken for one who can do it", r.From)
		}
	}
}

// A project changes no state, with a firm or without; one that was given up fills nothing any more.
func TestAProjectChangesNoState(t *testing.T) {
	build := func(stage string, firm bool, attrs graph.Attrs) *Findings {
		c := analysistest.NewCity()
		c.Link("raw", "upstream", 3)
		c.Firm("a", "country", "raw", "production", graph.Documented)
		c.Node("project:p", graph.KindProject, attrs)
		c.Last().Attrs["stage"] = stage
		c.Tie(graph.Fills, "project:p", "link:c/main/raw", nil)
		if firm {
			c.Tie(graph.Runs, "enterprise:a", "project:p", nil)
			c.Tie(graph.InvestsIn, "enterprise:a", "project:p", nil)
		}
		return Find(c.Snapshot())
	}
	for _, step := range graph.Steps {
		for _, firm := range []bool{false, true} {
			f := build(step.Code, firm, graph.Attrs{})
			if l := f.at("raw"); l.State != Missing || f.Gap("gap:c/main/raw") == nil {
				t.Errorf("%s, by a firm: %v: %s", step.Code, firm, l.State)
			}
			if n := len(f.Filling("link:c/main/raw")); n != 1 {
				t.Errorf("%d projects fill it", n)
			}
		}
	}
	if n := len(build("building", true, graph.Attrs{"given_up": "2026-03"}).Filling("link:c/main/raw")); n != 0 {
		t.Error("a project that was given up fills a link")
	}
}
