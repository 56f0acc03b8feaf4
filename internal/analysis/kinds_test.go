package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"
)

// kinds is raw → whole → shop, a market; a press and a test serve whole.
func kinds() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 1)
	c.Link("press", "support", 1)
	c.Link("test", "support", 1)
	c.Link("whole", "midstream", 2, "raw", "press", "test")
	c.Link("shop", "downstream", 3, "whole")
	for i, r := range c.Rels {
		if r.Type == graph.Feeds {
			c.Rels[i].Attrs = graph.Attrs{"kind": map[graph.ID]string{
				"link:c/main/raw": "recurrent", "link:c/main/press": "capital", "link:c/main/test": "service",
				"link:c/main/whole": "outlet",
			}[r.From]}
		}
	}
	for i := range c.Nodes {
		if c.Nodes[i].ID == "link:c/main/shop" {
			c.Nodes[i].Attrs["market"] = true
		}
	}
	c.Firm("w", "local", "whole", "production", graph.Media)
	c.Invested("w", 60)
	return c
}

// What is used up stops what lives on it, and its market; equipment and services stop nothing.
func TestOnlyWhatIsUsedUpStops(t *testing.T) {
	f := Find(kinds().Snapshot())
	for name, want := range map[string][]string{"raw": {"shop", "whole"}, "press": nil, "test": nil, "whole": {"shop"}} {
		c := f.at(name).Criticality
		if diff := cmp.Diff(want, keys(c.Fails)); diff != "" {
			t.Errorf("with %s: %s", name, diff)
		}
		if len(c.Effect.Links) != len(want) {
			t.Errorf("downstream of %s: %v", name, keys(c.Effect.Links))
		}
	}
	if text := f.at("press").Criticality.Effect.Text.ZH; !strings.Contains(text, "设备或服务") {
		t.Error(text)
	}
	raw, press := f.Gap("gap:c/main/raw"), f.Gap("gap:c/main/press")
	if raw.Weight <= press.Weight || raw.Parts[0].Value != .8 || press.Parts[0].Value != .4 {
		t.Errorf("raw %v %+v, press %v %+v", raw.Weight, raw.Parts[0], press.Weight, press.Parts[0])
	}
	if press.Parts[1].Value != 0 || press.Parts[2].Value != 1 { // it carries nothing on, and its user is there
		t.Errorf("press: %+v", press.Parts)
	}
}

// A market is no gap, no target, weighs nothing and takes what it is fed.
func TestAMarketIsNoGap(t *testing.T) {
	f := Find(kinds().Snapshot())
	shop := f.at("shop")
	if shop.State != Market || shop.Weight != 0 || f.Gap("gap:c/main/shop") != nil || f.Target(shop.Node.ID) != nil {
		t.Errorf("%+v", shop)
	}
	if x := shop.Chain.Completeness; x.WeightTotal != 5 || x.WeightCovered != 2 {
		t.Errorf("%+v", x)
	}
	if !strings.HasPrefix(shop.Why.Text.ZH, "用途环节") {
		t.Error(shop.Why.Text.ZH)
	}
	if _, err := f.If(shop.Chain, []*Link{shop}); err == nil {
		t.Error("a market can be filled")
	}
	whole := kinds()
	whole.Nodes = append([]graph.Node(nil), whole.Nodes...)
	whole.Rels = nil
	for _, r := range kinds().Rels {
		if r.From != "enterprise:w" {
			whole.Rels = append(whole.Rels, r)
		}
	}
	if g := Find(whole.Snapshot()).Gap("gap:c/main/whole"); g.Parts[2].Value != 1 {
		t.Errorf("what goes to a market has no user: %+v", g.Parts[2])
	}
}

// Where a policy says that nothing is to be added, what is not held is restricted: no gap, no target, not to be filled.
// A condition on the site leaves the gap.
func TestARestrictedLinkIsNeverFilled(t *testing.T) {
	for rule, restricted := range map[string]bool{graph.RestrictedWhole: true, graph.RestrictedSite: false} {
		c := kinds()
		c.Node("policy:p", graph.KindPolicy, nil)
		c.Tie(graph.Restricts, "policy:p", "link:c/main/raw", graph.Attrs{"rule": rule, "note": "不得新增"})
		c.Tie(graph.Restricts, "policy:p", "link:c/main/whole", graph.Attrs{"rule": rule, "note": "不得新增"})
		f := Find(c.Snapshot())
		raw := f.at("raw")
		if (raw.State == Restricted) != restricted || (f.Gap("gap:c/main/raw") == nil) != restricted {
			t.Errorf("%s: %v, gap %v", rule, raw.State, f.Gap("gap:c/main/raw"))
		}
		if f.at("whole").State != Present {
			t.Errorf("%s: what is there is %v", rule, f.at("whole").State)
		}
		if _, err := f.If(raw.Chain, []*Link{raw}); (err != nil) != restricted {
			t.Errorf("%s: %v", rule, err)
		}
		if n := len(f.PolicyChecks(raw)); n != 3 {
			t.Errorf("%s: a policy that restricts is asked for as a package: %d conditions", rule, n)
		}
		if list := f.Restrictions(raw); len(list) != 1 || list[0].Policy.ID != "policy:p" {
			t.Errorf("%s: %+v", rule, list)
		}
		if restricted && (raw.Why.Rule != "C-6" || raw.Why.Facts[0].Prov.Source != "source:s") {
			t.Errorf("%+v", raw.Why)
		}
		for _, t2 := range f.Targets {
			if restricted && t2.Link == raw {
				t.Error("a restricted link is a target")
			}
		}
	}
}

// Size is what is on record; two steps, an unproven role and equipment take off their part; each firm counts once.
func TestPullIsBySize(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 1)
	c.Link("a", "midstream", 1, "raw")
	c.Link("b", "midstream", 1, "a")
	c.Link("c", "downstream", 1, "b")
	c.Firm("x", "local", "b", "production", graph.Media)
	c.Firm("y", "local", "b", "signed", graph.Media)
	c.Firm("z", "local", "c", "production", graph.Media) // three steps: out of reach
	c.Firm("w", "local", "a", "signed", graph.Media, "above_scale")
	c.Firm("u", "local", "a", "production", graph.Media)
	c.Tie(graph.OperatesIn, "enterprise:w", "link:c/main/b", graph.Attrs{"role": "maker", "stage": "signed"})
	c.Invested("x", 12)
	c.Invested("y", 8)
	f := Find(c.Snapshot())
	got := map[graph.ID]float64{}
	for _, p := range f.pulls(f.at("raw")) {
		got[p.position.Enterprise.ID] = p.size
	}
	want := map[graph.ID]float64{"enterprise:x": 6, "enterprise:y": 2, "enterprise:w": .1, "enterprise:u": 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	part := f.Gap("gap:c/main/raw").Parts[0]
	if part.Value != .4 || part.Why.ZH != "本环节和两步之内的本地企业 4 家，3 家规模有据（含计划数），折算合计 8.1 亿元，第 2 档（共 5 档）；1 家规模未知，未计入" {
		t.Errorf("%v %s", part.Value, part.Why.ZH)
	}
}

// A firm that is split in two, with what is on record of it, leaves the pull unchanged.
func TestSplittingAFirmLeavesThePull(t *testing.T) {
	for _, size := range []float64{0, .3, 1, 9, 10, 30, 100} {
		one, two := kinds(), kinds()
		one.Firm("a", "local", "whole", "production", graph.Media)
		two.Firm("a", "local", "whole", "production", graph.Media)
		two.Firm("b", "local", "whole", "production", graph.Media)
		if size > 0 {
			one.Invested("a", size)
			two.Invested("a", size/3)
			two.Invested("b", size-size/3)
		}
		before, after := Find(one.Snapshot()), Find(two.Snapshot())
		for _, g := range before.Gaps {
			if other := after.Gap(g.ID); other.Parts[0].Value != g.Parts[0].Value {
				t.Errorf("%v: pull of %s %v, split %v", size, g.ID, g.Parts[0].Value, other.Parts[0].Value)
			}
		}
	}
}

// Figures of several years, and of a firm beside its projects, are not added up; projects are.
func TestNoMoneyCountsTwice(t *testing.T) {
	c := kinds() // w has a project of 60
	figure := func(id, about graph.ID, measure string, value float64) {
		c.Node(id, graph.KindFigure, graph.Attrs{"measure": measure, "value": value, "unit": "亿元/年"})
		c.Tie(graph.About, id, about, nil)
	}
	figure("figure:2023", "enterprise:w", "output", 50)
	figure("figure:2024", "enterprise:w", "output", 55)
	figure("figure:again", "project:w", "investment", 58)
	c.Node("project:two", graph.KindProject, graph.Attrs{"stage": "planned"})
	c.Tie(graph.Runs, "enterprise:w", "project:two", nil)
	figure("figure:two", "project:two", "investment", 3)
	if size, known := Find(c.Snapshot()).Size("enterprise:w"); !known || size != 63 {
		t.Errorf("%v, %v", size, known)
	}
}
