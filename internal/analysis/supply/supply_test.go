package supply

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// supplyCity has a chain ore → raw → part → pack → whole → waste, gas that part may need, and a second chain.
func supplyCity() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("ore", "upstream", 1)
	c.Link("raw", "upstream", 2, "ore")
	c.Link("gas", "upstream", 2)
	c.Link("part", "midstream", 3, "raw")
	c.Tie(graph.Feeds, "link:c/main/gas", "link:c/main/part", graph.Attrs{"possible": true})
	c.Link("pack", "midstream", 2, "part")
	c.Link("whole", "downstream", 1, "pack")
	c.Link("waste", "support", 1, "whole")
	c.Link("beyond", "support", 1, "waste")
	c.Firm("me", "local", "part", "production", graph.Media)
	c.Node("chain:d", graph.KindChain, graph.Attrs{"order": int64(2), "provisional": false, "template_version": "2026.1"})
	c.Node("link:d/main", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)})
	c.Tie(graph.PartOf, "link:d/main", "chain:d", nil)
	c.Node(
		"link:d/other",
		graph.KindLink,
		graph.Attrs{"level": "link", "order": int64(1), "stage": "upstream", "weight": int64(3)},
	)
	c.Tie(graph.PartOf, "link:d/other", "link:d/main", nil)
	c.Tie(graph.OperatesIn, "enterprise:me", "link:d/other", graph.Attrs{"role": "maker", "stage": "signed"})
	c.Node(
		"link:d/dust",
		graph.KindLink,
		graph.Attrs{"level": "link", "order": int64(2), "stage": "upstream", "weight": int64(1)},
	)
	c.Tie(graph.PartOf, "link:d/dust", "link:d/main", nil)
	c.Tie(graph.Feeds, "link:d/dust", "link:d/other", nil)
	return c
}

func flowsOf(flows []*Flow) (out []string) {
	for _, f := range flows {
		text := fmt.Sprintf("%s %d", f.Node().ID.Key(), f.Tier)
		for _, v := range f.Via {
			text += " via " + v.Node().ID.Key()
		}
		if f.Possible {
			text += " possible"
		}
		for _, p := range f.Partners {
			text += fmt.Sprintf(" %s/%s/%s", p.Enterprise.ID.Key(), p.Radius, p.Tie)
		}
		out = append(out, text)
	}
	return out
}

func TestSupplyOfAnEnterprise(t *testing.T) {
	c := supplyCity()
	c.Firm("miner", "province", "ore", "production", graph.Trade)
	c.Firm("smelter", "country", "raw", "production", graph.Trade)
	c.Firm("unknown", "", "raw", "unknown", graph.Trade)
	c.Firm("builder", "local", "gas", "building", graph.Media)
	c.Firm("packer", "circle", "pack", "production", graph.Trade)
	c.Firm("both", "country", "pack", "production", graph.Trade)
	c.Tie(graph.OperatesIn, "enterprise:both", "link:c/main/whole", graph.Attrs{"role": "maker", "stage": "production"})
	c.Tie(graph.SuppliesTo, "enterprise:me", "enterprise:both", nil)
	c.Firm("stranger", "local", "waste", "production", graph.Trade)
	c.Node("enterprise:shop", graph.KindEnterprise, graph.Attrs{"reach": "circle"})
	c.Tie(graph.Announces, "enterprise:me", "enterprise:shop", graph.Attrs{"standing": "cluster"})
	s := Of(analysis.Find(c.Snapshot()), "enterprise:me", "")
	if s.Chain.Node.ID != "chain:c" || len(s.Own) != 1 || len(s.Also) != 1 || s.Also[0].Node.ID != "chain:d" {
		t.Errorf("shown on %s, own %d, also %v", s.Chain.Node.ID, len(s.Own), s.Also)
	}
	want := []string{
		"c/main/raw 1 smelter/elsewhere/possible unknown/elsewhere/possible",
		"c/main/gas 1 possible builder/local/announced",
		"c/main/ore 2 via c/main/raw miner/province/possible",
	}
	if diff := cmp.Diff(want, flowsOf(s.Inputs)); diff != "" {
		t.Errorf("inputs: %s", diff)
	}
	want = []string{
		"c/main/pack 1 packer/circle/possible both/elsewhere/evidenced",
		"c/main/whole 2 via c/main/pack both/elsewhere/possible", // another supply, which only could be
		"c/main/waste 3 via c/main/whole stranger/local/possible",
	}
	if diff := cmp.Diff(want, flowsOf(s.Users)); diff != "" {
		t.Errorf("users: %s", diff)
	}
	if len(s.Customers) != 1 || s.Customers[0].Enterprise.ID != "enterprise:shop" || s.Customers[0].Tie != TieAnnounced {
		t.Errorf("told customers without a link: %+v", s.Customers)
	}
	if got := flowsOf(Of(analysis.Find(c.Snapshot()), "enterprise:me", "chain:d").Inputs); !slices.Equal(
		got,
		[]string{"d/dust 1"},
	) {
		t.Errorf("on its other chain: %v", got)
	}
	if s := Of(analysis.Find(c.Snapshot()), "enterprise:shop", ""); s.Chain != nil || len(s.Inputs)+len(s.Users) > 0 {
		t.Errorf("on no link: %+v", s)
	}
}

// TestWhatIsToldOfTheGroupNeverCounts: neither a supply of the parent nor a disputed one nor a plant that stands still
// is in a rate; only a supply of the plant on record is evidence.
func TestWhatIsToldOfTheGroupNeverCounts(t *testing.T) {
	for _, tc := range []struct {
		name                string
		build               func(c *analysistest.City)
		possible, evidenced int
	}{
		{"of the plant", func(c *analysistest.City) { c.Tie(graph.SuppliesTo, "enterprise:smelter", "enterprise:me", nil) },
			1, 1},
		{"announced", func(c *analysistest.City) {
			c.Tie(graph.Announces, "enterprise:smelter", "enterprise:me", graph.Attrs{"standing": "announced"})
		}, 1, 0},
		{"doubtful source", func(c *analysistest.City) {
			c.Tie(graph.SuppliesTo, "enterprise:smelter", "enterprise:me", nil)
			c.Rels[len(c.Rels)-1].Prov.Confidence = graph.Unverified
		}, 1, 0},
		{"of the group", func(c *analysistest.City) {
			c.Node("enterprise:group", graph.KindEnterprise, graph.Attrs{"reach": "country"})
			c.Tie(graph.SubsidiaryOf, "enterprise:me", "enterprise:group", nil)
			c.Tie(graph.SuppliesTo, "enterprise:smelter", "enterprise:group", nil)
		}, 0, 0},
		{"disputed", func(c *analysistest.City) {
			c.Tie(graph.Announces, "enterprise:smelter", "enterprise:me", graph.Attrs{"standing": "disputed"})
		}, 0, 0},
		{"stopped", func(c *analysistest.City) {
			for _, r := range c.Rels {
				if r.From == "enterprise:smelter" {
					r.Attrs["stage"] = "stopped"
				}
			}
		}, 0, 0},
	} {
		c := supplyCity()
		c.Firm("smelter", "local", "raw", "production", graph.Media)
		tc.build(c)
		near := Rates(Of(analysis.Find(c.Snapshot()), "enterprise:me", "").Inputs)[0]
		if want := (Rate{analysis.RegionLocal, tc.possible, tc.evidenced, 2}); near != want {
			t.Errorf("%s: %+v, want %+v", tc.name, near, want)
		}
	}
}

// TestRatesNeverFallWithTheRadius for any city; nobody is both within a radius and not counted in a wider one.
func TestRatesNeverFallWithTheRadius(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		c.Firm("me", "local", "0", "production", graph.Media)
		for i := range rapid.IntRange(0, 3).Draw(t, "supplies") {
			if from := graph.ID(fmt.Sprint("enterprise:f", i)); slices.ContainsFunc(
				c.Nodes,
				func(n graph.Node) bool { return n.ID == from },
			) {
				c.Tie(graph.SuppliesTo, from, "enterprise:me", nil)
			}
		}
		s := Of(analysis.Find(c.Snapshot()), "enterprise:me", "")
		rates := Rates(s.Inputs)
		for i, r := range rates {
			if r.Evidenced > r.Possible || r.Possible > r.Of || r.Of != len(Direct(s.Inputs)) {
				t.Fatalf("no rate: %+v", r)
			}
			if i > 0 && (r.Possible < rates[i-1].Possible || r.Evidenced < rates[i-1].Evidenced) {
				t.Fatalf("falls: %+v", rates)
			}
		}
		for _, f := range slices.Concat(s.Inputs, s.Users) {
			if f.Link != nil && slices.Contains(s.Own, f.Link) {
				t.Fatalf("its own link %s flows to or from it", f.Link.Node.ID)
			}
			for _, v := range f.Via {
				if v.Tier != f.Tier-1 {
					t.Fatalf("%s of tier %d comes by way of tier %d", f.Node().ID, f.Tier, v.Tier)
				}
			}
			if (f.Tier == 1) != (len(f.Via) == 0) {
				t.Fatalf("%s of tier %d has %d ways", f.Node().ID, f.Tier, len(f.Via))
			}
		}
	})
}

func TestSupplyIsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		c.Firm("me", "local", "0", "production", graph.Media)
		text := func() string {
			s := Of(analysis.Find(c.Snapshot()), "enterprise:me", "")
			return strings.Join(slices.Concat(flowsOf(s.Inputs), flowsOf(s.Users)), "\n")
		}
		before := text()
		slices.Reverse(c.Nodes)
		slices.Reverse(c.Rels)
		if after := text(); after != before {
			t.Fatalf("another order gives another supply:\n%s\n\n%s", before, after)
		}
	})
}

// TestOnlyWhoProducesCounts: a firm that is only signed, or stands still, is nobody's supplier yet.
func TestOnlyWhoProducesCounts(t *testing.T) {
	for stage, counts := range map[string]bool{
		graph.StepProduction: true, graph.StepUnknown: true, graph.StepPlanned: false, graph.StepSigned: false,
		graph.StepBuilding: false, graph.StepTrial: false, graph.StepStopped: false,
	} {
		c := analysistest.NewCity()
		c.Link("raw", "upstream", 1)
		c.Link("whole", "downstream", 1, "raw")
		c.Firm("maker", "local", "raw", stage, graph.Media)
		c.Firm("user", "local", "whole", "production", graph.Media)
		s := Of(analysis.Find(c.Snapshot()), "enterprise:user", "")
		if possible, _ := s.Inputs[0].Supplied(analysis.RegionLocal); possible != counts {
			t.Errorf("%s: %v", stage, possible)
		}
	}
}
