package analysis

import (
	"fmt"
	"testing"
	"time"

	"chainchief/graph"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func (f *Findings) at(name string) *Link { return f.Link(graph.ID("link:c/main/" + name)) }

func TestCoverageStates(t *testing.T) {
	for _, tc := range []struct {
		name  string
		build func(*city)
		state Coverage
		rule  string
		sole  bool
	}{
		{"nobody", func(*city) {}, Missing, "C-5", false},
		{"only far away", func(c *city) { c.firm("a", "country", "raw", "production", graph.Documented) }, Missing, "C-5", false},
		{"in the circle", func(c *city) { c.firm("a", "circle", "raw", "unknown", graph.Trade) }, Outside, "C-4", false},
		{"signed only", func(c *city) { c.firm("a", "local", "raw", "signed", graph.Documented) }, Weak, "C-3", false},
		{"role only guessed", func(c *city) { c.firm("a", "local", "raw", "production", graph.Trade) }, Weak, "C-3", false},
		{"role from a weak page", func(c *city) { c.firm("a", "local", "raw", "production", graph.Unverified) }, Weak, "C-3", false},
		{"one able", func(c *city) { c.firm("a", "local", "raw", "production", graph.Media) }, Present, "C-2", true},
		{"two able without grade", func(c *city) {
			c.firm("a", "local", "raw", "production", graph.Media)
			c.firm("b", "local", "raw", "production", graph.Repost, "high_tech")
		}, Present, "C-2", false},
		{"two able, one graded", func(c *city) {
			c.firm("a", "local", "raw", "production", graph.Media)
			c.firm("b", "local", "raw", "production", graph.Repost, "little_giant")
		}, Strong, "C-1", false},
		{"graded but the second only signed", func(c *city) {
			c.firm("a", "local", "raw", "production", graph.Media, "champion")
			c.firm("b", "local", "raw", "signed", graph.Documented)
		}, Present, "C-2", true},
		{"declared insufficient", func(c *city) {
			c.firm("a", "local", "raw", "production", graph.Media)
			c.nodes[3].Attrs["insufficient"] = "产能不足"
		}, Weak, "C-3", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCity()
			c.link("raw", "upstream", 3)
			tc.build(c)
			l := Find(c.snapshot()).at("raw")
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
	c := newCity()
	c.link("raw", "upstream", 3)
	c.link("part", "midstream", 2, "raw")
	c.link("whole", "downstream", 1, "part")
	c.firm("a", "local", "part", "production", graph.Media)
	c.firm("b", "local", "raw", "building", graph.Media)
	got := Find(c.snapshot()).Chains[0].Completeness
	got.DataCoverage = 0
	want := Completeness{Value: 2.0 / 6, WithWeak: 5.0 / 6, Covered: 1, Total: 3, WeightCovered: 2, WeightTotal: 6, Template: "2026.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGapsAreWeighedByTheirFourParts(t *testing.T) {
	c := newCity()
	c.link("raw", "upstream", 3)
	c.link("part", "midstream", 2, "raw")
	c.link("whole", "downstream", 1, "part")
	c.firm("a", "local", "part", "production", graph.Media, "lead")
	f := Find(c.snapshot())
	g := f.Gap("gap:c/main/raw")
	if g == nil {
		t.Fatal("the missing link has no gap")
	}
	// 牵动: one lead firm next to it, 2 of 8 points of 40; 传导: weights 2+1 of 2+1; 承接: the only user is held; 缺失: missing.
	if want := 40*2.0/8 + 25 + 20 + 15; g.Weight != want {
		t.Errorf("weight %v, want %v: %+v", g.Weight, want, g.Parts)
	}
	if len(g.AffectedLinks) != 2 || len(g.AffectedEnterprises) != 1 || g.Kind() != "missing" || g.Why.Rule != "G-1" {
		t.Errorf("gap: %+v", g)
	}
	if f.Gaps[0] != g || f.Gaps[1].Link != f.at("whole") || len(f.Gaps) != 2 {
		t.Errorf("gaps are not ordered by weight")
	}
}

// TestPulledAreTheStrongestFirst: who counts most in the weight of a gap, ties by id; each once, none from three steps away.
func TestPulledAreTheStrongestFirst(t *testing.T) {
	c := newCity()
	c.link("raw", "upstream", 1)
	c.link("part", "midstream", 1, "raw")
	c.link("whole", "downstream", 1, "part")
	c.link("shop", "downstream", 1, "whole")
	c.firm("able", "local", "part", "production", graph.Media)
	c.firm("lead", "local", "part", "production", graph.Media, "lead")
	c.firm("begun", "local", "part", "building", graph.Media)
	c.firm("two", "local", "whole", "production", graph.Media)
	c.firm("far", "local", "shop", "production", graph.Media)
	c.firm("outside", "circle", "part", "production", graph.Media)
	f := Find(c.snapshot())
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
		c := newCity()
		c.link("raw", "upstream", 3)
		c.nodes[3].Attrs["outside_supply"], c.nodes[3].Attrs["substitute"] = supply, substitute
		for i := range fed {
			c.link(fmt.Sprint("user", i), "midstream", 1, "raw")
		}
		return Find(c.snapshot()).at("raw")
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
	c := newCity()
	c.link("ore", "upstream", 1)
	c.link("raw", "upstream", 1, "ore")
	c.link("part", "midstream", 1, "raw")
	c.link("whole", "downstream", 1, "part")
	c.link("shop", "downstream", 1, "whole")
	c.link("waste", "support", 1, "part")
	c.firm("a", "local", "part", "production", graph.Media, "champion")
	got := map[string]string{}
	for _, e := range Find(c.snapshot()).Extensions {
		got[e.Link.Node.Name] = e.Direction
	}
	if diff := cmp.Diff(map[string]string{"c/main/raw": "upstream", "c/main/whole": "downstream", "c/main/waste": "service"}, got); diff != "" {
		t.Error(diff)
	}
	c.firm("b", "local", "shop", "production", graph.Media) // the end moves out: whole is now inside the chain
	for _, e := range Find(c.snapshot()).Extensions {
		if e.Link.Node.Name == "c/main/whole" {
			t.Error("a link between held ones counts as an extension")
		}
	}
}

func TestSettleKeepsDecisionsAndRecords(t *testing.T) {
	c := newCity()
	c.link("raw", "upstream", 3)
	c.link("part", "midstream", 2, "raw")
	first := Settle(Find(c.snapshot()))
	if problems := graph.Validate(&first, func(id graph.ID) bool { return id.Key() != "" }); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, n := range first.Nodes {
		if n.ID == "gap:c/main/raw" {
			n.Attrs["status"], n.Attrs["owner"] = "assigned", "某单位"
		}
		c.nodes = append(c.nodes, n)
	}
	c.firm("a", "local", "raw", "production", graph.Media) // closes the gap; the decision must survive
	for _, n := range Settle(Find(c.snapshot())).Nodes {
		if n.ID == "gap:c/main/raw" && (n.Attrs.Bool("standing") || n.Attrs.Text("owner") != "某单位" || n.Attrs.Text("status") != "assigned") {
			t.Errorf("a gap that closed lost its record: %v", n.Attrs)
		}
	}
	c.rels = c.rels[:len(c.rels)-1] // the firm leaves again
	for _, n := range Settle(Find(c.snapshot())).Nodes {
		if n.ID == "gap:c/main/raw" && (!n.Attrs.Bool("standing") || n.Attrs.Text("owner") != "某单位") {
			t.Errorf("a decision was lost by a new run: %v", n.Attrs)
		}
	}
}

func TestMoreCoverageNeverLowersCompleteness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := randomCity(t)
		f := Find(c.snapshot())
		before := f.Chains[0].Completeness
		on := rapid.SampledFrom(f.Chains[0].Links).Draw(t, "link").Node.ID.Key()[len("c/main/"):]
		c.firm("extra", rapid.SampledFrom([]string{"local", "circle", "country"}).Draw(t, "where"), on, rapid.SampledFrom([]string{"production", "trial", "signed", "stopped"}).Draw(t, "how far"),
			rapid.SampledFrom([]graph.Confidence{graph.Documented, graph.Repost, graph.Unverified, graph.Trade}).Draw(t, "how sure"))
		if after := Find(c.snapshot()).Chains[0].Completeness; after.Value < before.Value || after.Covered < before.Covered || after.WeightCovered < before.WeightCovered {
			t.Fatalf("completeness fell from %+v to %+v", before, after)
		}
	})
}

func TestFindingsDoNotDependOnInputOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := randomCity(t)
		a := Settle(Find(c.snapshot()))
		perm := rapid.Permutation(c.nodes).Draw(t, "nodes")
		rels := rapid.Permutation(c.rels).Draw(t, "rels")
		b := Settle(Find(graph.NewSnapshot(7, time.Time{}, perm, rels)))
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWeightsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, g := range Find(randomCity(t).snapshot()).Gaps {
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
