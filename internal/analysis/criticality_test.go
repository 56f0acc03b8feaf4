package analysis

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/analysis/relatedness"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// diamond is raw → a, b → whole → shop, with a side input ore → b. Whole can do with a or b, as eitherWay says.
func diamond() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("ore", "upstream", 1)
	c.Link("a", "midstream", 2, "raw")
	c.Link("b", "midstream", 2, "raw", "ore")
	c.Link("whole", "downstream", 3, "a", "b")
	c.Link("shop", "downstream", 1, "whole")
	c.Firm("x", "local", "whole", "production", graph.Media, "lead")
	c.Firm("x2", "local", "shop", "production", graph.Media)
	return c
}

func keys(links []*Link) []string {
	var list []string
	for _, l := range links {
		list = append(list, l.Node.ID.Key()[len("c/main/"):])
	}
	return list
}

func TestCriticalityOfADiamond(t *testing.T) {
	f := Find(diamond().Snapshot())
	raw, whole := f.at("raw").Criticality, f.at("whole").Criticality
	if diff := cmp.Diff([]string{"a", "b", "shop", "whole"}, keys(raw.Fails)); diff != "" || raw.Impact != 11 {
		t.Errorf("raw: impact %d: %s", raw.Impact, diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "ore", "raw"}, keys(whole.FailsWith)); diff != "" {
		t.Errorf("whole: %s", diff)
	}
	// Shortest ways through a: raw→whole and raw→shop, half each; through b: the other halves, and ore→whole, ore→shop;
	// through whole: raw, ore, a and b to shop.
	for name, want := range map[string]float64{"raw": 0, "a": 1, "b": 3, "whole": 4, "shop": 0} {
		if got := f.at(name).Criticality.Betweenness; got != want {
			t.Errorf("betweenness of %s: %v, want %v", name, got, want)
		}
	}
	// Of raw: what stops 8 of 9, reach 8 of 9, both enterprises, betweenness 0 of 4.
	if want := math.Round(10*(35*8./9+30*8./9+15)) / 10; raw.Score != want {
		t.Errorf("criticality of raw %v, want %v: %+v", raw.Score, want, raw.Parts)
	}
}

// Where either of two is enough, one of them stops nothing; what both hang on still stops all.
func TestAlternativesAreAWayRound(t *testing.T) {
	c := diamond()
	for i, r := range c.Rels {
		if r.Type == graph.Feeds && r.To == "link:c/main/whole" {
			c.Rels[i].Attrs = graph.Attrs{"any_of": "part"}
		}
	}
	f := Find(c.Snapshot())
	for name, want := range map[string][]string{
		"raw": {"a", "b", "shop", "whole"},
		"ore": {"b"},
		"a":   nil,
		"b":   nil,
	} {
		if diff := cmp.Diff(want, keys(f.at(name).Criticality.Fails)); diff != "" {
			t.Errorf("with %s: %s", name, diff)
		}
	}
	if text := f.at("a").Criticality.Effect.Text; !strings.HasSuffix(text.ZH, "都有别的来路，没有环节停摆。") {
		t.Errorf("%s", text.ZH)
	}
}

func TestEffectGoesByHops(t *testing.T) {
	e := Find(diamond().Snapshot()).at("raw").Criticality.Effect
	var rings [][]string
	for _, r := range e.Rings {
		rings = append(rings, keys(r.Links))
	}
	if diff := cmp.Diff([][]string{{"a", "b"}, {"whole"}, {"shop"}}, rings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]graph.ID{"enterprise:x", "enterprise:x2"}, e.Enterprises); diff != "" {
		t.Error(diff)
	}
	if e.Chains[0].Weight != 8 || e.Chains[0].Total != 9 {
		t.Errorf("share %+v", e.Chains[0])
	}
	want := Words{"“c/main/raw”若中断，直接影响 2 个环节（c/main/a、c/main/b），3 步之内共 4 个环节、2 家本地企业受影响，占c其余环节权重的 89%。这些环节都随它停摆。",
		"“c/main/raw” failing hits 2 links at once (c/main/a, c/main/b), 4 within 3 steps, with 2 local " +
			"enterprises; that is 89% of the weight of the other links of c. All of these links stop with it."}
	if diff := cmp.Diff(want, e.Text); diff != "" {
		t.Error(diff)
	}
}

// What a link feeds in another chain counts there: shares are those of the chain that is hit worst.
func TestEffectCrossesChains(t *testing.T) {
	c := diamond()
	c.Node("chain:d", graph.KindChain, graph.Attrs{"order": int64(2), "provisional": false, "template_version": "2026.1"})
	c.Node("link:d/main", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)})
	c.Tie(graph.PartOf, "link:d/main", "chain:d", nil)
	for _, id := range []graph.ID{"link:d/main/use", "link:d/main/idle"} {
		c.Node(id, graph.KindLink, graph.Attrs{"level": "link", "order": int64(1), "stage": "upstream", "weight": int64(2)})
		c.Tie(graph.PartOf, id, "link:d/main", nil)
	}
	c.Tie(graph.Feeds, "link:c/main/shop", "link:d/main/use", nil)
	f := Find(c.Snapshot())
	shop := f.at("shop").Criticality
	if got := shop.Effect.Chains; len(got) != 2 || got[0].Weight != 0 || got[0].Total != 11 || got[1].Weight != 2 ||
		got[1].Total != 4 {
		t.Errorf("shares %+v", got)
	}
	if p := partOf(shop.Parts, "reach"); p.Value != .5 {
		t.Errorf("reach %+v", p)
	}
	if p := partOf(shop.Parts, "must_pass"); p.Value != .5 || shop.Impact != 3 {
		t.Errorf("must-pass %+v, impact %d", p, shop.Impact)
	}
	want := "“c/main/shop”若中断，直接影响 1 个环节（d/main/use）、0 家本地企业受影响，占c其余环节权重的 0%；另及d 50%。这些环节都随它停摆。"
	if got := shop.Effect.Text.ZH; got != want {
		t.Errorf("%s", got)
	}
}

func TestLinksOnARingAreMeasuredAsOneAndSaySo(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("in", "upstream", 1)
	c.Link("p", "midstream", 1, "in")
	c.Link("q", "midstream", 1, "p")
	c.Link("out", "downstream", 1, "q")
	c.Tie(graph.Feeds, "link:c/main/q", "link:c/main/p", nil)
	f := Find(c.Snapshot())
	p, q := f.at("p").Criticality, f.at("q").Criticality
	if diff := cmp.Diff([]string{"p", "q"}, keys(p.Cycle)); diff != "" || p.Betweenness != q.Betweenness {
		t.Errorf("ring: %+v %s", p, diff)
	}
	if why := f.Explain("link:c/main/p").Text; !strings.Contains(why.ZH, "互为供给") ||
		!strings.Contains(why.EN, "lies on a ring") {
		t.Errorf("the explanation does not say that there is a ring: %v", why)
	}
}

func TestWeightsAreChecked(t *testing.T) {
	for name, change := range map[string]func(*Weights){
		"gap":          func(w *Weights) { w.Gap.Pull = 41 },
		"criticality":  func(w *Weights) { w.Criticality.Reach, w.Criticality.MustPass = -5, 70 },
		"target":       func(w *Weights) { w.Target.Policy = math.NaN() },
		"gap.two_hops": func(w *Weights) { w.Gap.TwoHops = 1.1 },
		"gap.band_3":   func(w *Weights) { w.Gap.Band3 = w.Gap.Band2 },
		"gap.weak":     func(w *Weights) { w.Gap.Weak = math.Inf(1) },
		"choke.users":  func(w *Weights) { w.Choke.Users = 0 },
		"target.least": func(w *Weights) { w.Target.Least = 0 },
		"gap.unproven": func(w *Weights) { w.Gap.Unproven = -1 },
		"gap.outside":  func(w *Weights) { w.Gap.Outside = 2 },
		"gap.missing":  func(w *Weights) { w.Gap.Missing = math.NaN() },
		"gap.one_off":  func(w *Weights) { w.Gap.OneOff = 2 },
	} {
		w := DefaultWeights()
		change(&w)
		_, err := FindWith(Find(diamond().Snapshot()).Snapshot, Settings{Weights: w})
		var problems graph.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Place.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestShiftsShowWhatAChangeOfWeightsDoes(t *testing.T) {
	before := Find(diamond().Snapshot())
	w := DefaultWeights()
	w.Gap.Pull, w.Gap.Lack = 15, 40
	after, err := FindWith(before.Snapshot, Settings{Weights: w})
	if err != nil {
		t.Fatal(err)
	}
	shifts := Shifts(before, after)
	if len(shifts) == 0 || len(Shifts(before, before)) != 0 {
		t.Fatalf("%d shifts", len(shifts))
	}
	for _, s := range shifts {
		if s.Weight != after.Gap(s.Gap.ID).Weight || s.WeightBefore != before.Gap(s.Gap.ID).Weight ||
			before.Gaps[s.RankBefore-1].ID != s.Gap.ID ||
			after.Gaps[s.Rank-1].ID != s.Gap.ID {
			t.Errorf("shift %+v", s)
		}
	}
}

func TestTargetsShiftWithTheirWeights(t *testing.T) {
	before := Find(diamond().Snapshot())
	w := DefaultWeights()
	w.Target.Criticality, w.Target.Policy = 10, 40
	after, err := FindWith(before.Snapshot, Settings{Weights: w})
	if err != nil {
		t.Fatal(err)
	}
	shifts := TargetShifts(before, after)
	if len(shifts) == 0 || len(TargetShifts(before, before)) != 0 || len(Shifts(before, after)) != 0 {
		t.Fatalf("%d shifts", len(shifts))
	}
	for _, s := range shifts {
		if is, was := after.Targets[s.Rank-1], before.Targets[s.RankBefore-1]; is != s.Target ||
			was.Link.Node != is.Link.Node ||
			is.Score != s.Score ||
			was.Score != s.ScoreBefore {
			t.Errorf("shift %+v", s)
		}
	}
}

func TestChokepointSaysWhichConditionsAreMet(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Nodes[3].Attrs["outside_supply"], c.Nodes[3].Attrs["substitute"] = "some", "none"
	for _, user := range []string{"u", "v", "w"} {
		c.Link(user, "midstream", 1, "raw")
	}
	f := Find(c.Snapshot())
	var got []bool
	for _, x := range f.Chokepoint(f.at("raw")) {
		got = append(got, x.Met)
		if len(x.Facts) == 0 {
			t.Errorf("%s has no facts", x.Text.EN)
		}
	}
	if diff := cmp.Diff([]bool{true, true, true, false}, got); diff != "" || f.at("raw").Choke {
		t.Error(diff)
	}
	w := DefaultWeights()
	w.Choke.FewMakers = false
	if f, err := FindWith(f.Snapshot, Settings{Weights: w}); err != nil || !f.at("raw").Choke {
		t.Errorf("without the condition on makers it is no chokepoint: %v", err)
	}
}

func TestNearnessFollowsEnterprisesThatSpanTwoLinks(t *testing.T) {
	c := diamond()
	c.Firm("far", "country", "a", "production", graph.Trade)
	c.Tie(graph.OperatesIn, "enterprise:far", "link:c/main/whole", graph.Attrs{"role": "maker", "stage": "production"})
	f := Find(c.Snapshot())
	near := f.Nearness(f.at("a"))
	// a has one maker, whole two; one does both: φ = 1/2. One neighbour is too little to know anything.
	want := Nearness{
		Basis:    relatedness.FirmLinkBasis,
		Activity: "link:c/main/a",
		Near:     []Neighbour{{"link:c/main/whole", .5, true}},
	}
	if diff := cmp.Diff(want, near); diff != "" || !strings.Contains(near.words().EN, "only 1 others are near") {
		t.Error(diff, near.words())
	}
	if f.Nearness(f.at("ore")).Known {
		t.Error("a link without makers has a nearness")
	}
}

// Products tell of every link here, so they are the basis. part yields two: nobody spans p1, p2 is made beside what an
// able enterprise makes; what a firm makes that is not able anywhere is not held.
func TestNearnessGoesByTheNearestProduct(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 1)
	c.Link("part", "midstream", 1, "raw")
	yield := func(link, product string) {
		id := graph.ID("product:" + product)
		c.Node(id, graph.KindProduct, nil)
		c.Tie(graph.Yields, graph.ID("link:c/main/"+link), id, nil)
	}
	yield("raw", "r")
	yield("raw", "s")
	yield("part", "p1")
	yield("part", "p2")
	c.Firm("able", "local", "raw", "production", graph.Media)
	c.Firm("signed", "local", "part", "signed", graph.Media)
	c.Firm("far", "country", "part", "production", graph.Trade)
	c.Node("product:x", graph.KindProduct, nil)
	c.Node("product:y", graph.KindProduct, nil)
	for _, m := range []string{"able r", "signed s", "far p2", "far r", "far x", "far y", "signed p1"} {
		firm, product, _ := strings.Cut(m, " ")
		c.Tie(graph.Makes, graph.ID("enterprise:"+firm), graph.ID("product:"+product), nil)
	}
	f := Find(c.Snapshot())
	density, prior := .5/(.5+1+1), 1./5 // r of three neighbours, r of five others
	want := Nearness{
		Basis:    relatedness.FirmProductBasis,
		Known:    true,
		Value:    (3*density + 3*prior) / 6,
		Density:  density,
		Prior:    prior,
		Activity: "product:p2",
		Near:     []Neighbour{{"product:x", 1, false}, {"product:y", 1, false}, {"product:r", .5, true}},
	}
	if diff := cmp.Diff(want, f.Nearness(f.at("part"))); diff != "" {
		t.Error(diff)
	}
	c.Link("one", "downstream", 1) // now products tell of two links in five: firms × links instead
	c.Link("two", "downstream", 1)
	c.Link("three", "downstream", 1)
	if got := Find(c.Snapshot()).Relatedness().Basis.Code; got != "firm-link" {
		t.Errorf("basis %s", got)
	}
}

// Beyond the end of a chain the first part of a score is the weight that would find its outlet there.
func TestATargetBeyondTheEndIsRatedByItsOutlet(t *testing.T) {
	c := diamond()
	c.Link("service", "support", 1, "whole")
	c.Firm("y", "local", "whole", "production", graph.Media)
	c.Rels = slices.DeleteFunc(c.Rels, func(r graph.Relation) bool { return r.From == "enterprise:x2" })
	f := Find(c.Snapshot())
	for _, name := range []string{"shop", "service"} {
		target := f.Target(graph.ID("link:c/main/" + name))
		if target == nil {
			t.Fatalf("%s is no target: %v", name, f.Targets)
		}
		if p := partOf(target.Parts, "criticality"); p.Value != 11./12 { // all but the other end
			t.Errorf("%s: %+v", name, p)
		}
		addsUp(t, f.ExplainTarget(target.Link.Node.ID).Parts[0], 11)
	}
}

func TestTargetsAreRankedByTheProductOfTheirKnownParts(t *testing.T) {
	c := diamond()
	f := Find(c.Snapshot())
	got := map[string]string{}
	for i, x := range f.Targets {
		got[keys([]*Link{x.Link})[0]] = x.Strategy
		if i > 0 && x.Score > f.Targets[i-1].Score {
			t.Error("targets are not ordered by score")
		}
	}
	if diff := cmp.Diff(map[string]string{"a": "extend", "b": "extend", "whole": "strengthen", "shop": "strengthen"},
		got); diff != "" {
		t.Fatal(diff)
	}
	a := f.Target("link:c/main/a")
	// Relatedness is unknown: nobody spans two links. Demand: its one user is held, by a firm of unknown size.
	stake, demand := f.at("a").Criticality.Score/100, (1+1./5)/2
	want := math.Round(1000*math.Pow(math.Pow(stake, 30)*math.Pow(demand, 25)*math.Pow(.05, 20), 1./75)) / 10
	if a.Score != want || !partOf(a.Parts, "relatedness").Unknown {
		t.Errorf("score %v, want %v: %+v", a.Score, want, a.Parts)
	}
	if len(f.Extensions) != 2 ||
		f.Extensions[0].Link != f.Targets[slices.IndexFunc(f.Targets,
			func(x *Target) bool { return x.Extension != nil })].Link {
		t.Error("extensions do not follow the order of targets")
	}
}

func TestPolicyFitCountsWhatIsOnRecord(t *testing.T) {
	c := diamond()
	c.Node("scheme:s", graph.KindScheme, graph.Attrs{"current": true})
	c.Tie(graph.Lists, "scheme:s", "chain:c", nil)
	c.Node("project:p", graph.KindProject, nil)
	c.Tie(graph.Fills, "project:p", "link:c/main/a", nil)
	c.Node("park:k", graph.KindPark, nil)
	c.Tie(graph.Hosts, "park:k", "chain:c", nil)
	c.Rels[len(c.Rels)-1].Prov.Confidence = graph.Inferred // a guess is no record
	if p := partOf(Find(c.Snapshot()).Target("link:c/main/a").Parts, "policy"); p.Value != 2./3 {
		t.Errorf("policy fit %+v", p)
	}
	c.Node("policy:q", graph.KindPolicy, nil)
	c.Tie(graph.Supports, "policy:q", "chain:c", nil)
	if p := partOf(Find(c.Snapshot()).Target("link:c/main/a").Parts, "policy"); p.Value != 3./4 {
		t.Errorf("policy fit with a policy %+v", p)
	}
}

func TestRemovingASupplierNeverRaisesWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		var positions []int
		for i, r := range c.Rels {
			if r.Type == graph.OperatesIn {
				positions = append(positions, i)
			}
		}
		if len(positions) == 0 {
			t.Skip("no supplier to remove")
		}
		before := Find(c.Snapshot()).Chains[0].WorstStop
		gone := rapid.SampledFrom(positions).Draw(t, "gone")
		c.Rels = slices.Delete(c.Rels, gone, gone+1)
		if after := Find(c.Snapshot()).Chains[0].WorstStop; after.Left() > before.Left() {
			t.Fatalf("what is left rose from %+v to %+v", before, after)
		}
	})
}

// What is left after the worst stop is the least that is left after anybody's: each enterprise is taken out in turn.
func TestTheWorstStopIsTheWorst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		f := Find(c.Snapshot())
		whole := f.Chains[0]
		least, who := whole.WorstStop.WeightHeld, []graph.ID(nil)
		losses := map[graph.ID]int{}
		able := map[graph.ID]bool{}
		for _, l := range whole.Links {
			for _, p := range l.Positions {
				able[p.Enterprise.ID] = able[p.Enterprise.ID] || p.Able
			}
		}
		for _, id := range slices.Sorted(maps.Keys(able)) {
			left := 0
			for _, l := range whole.Links {
				others := slices.ContainsFunc(l.Positions, func(p Position) bool { return p.Able && p.Enterprise.ID != id })
				if l.State.Held() && others {
					left += l.Weight
				}
			}
			losses[id] = whole.WorstStop.WeightHeld - left
			switch {
			case left < least:
				least, who = left, []graph.ID{id}
			case left == least && len(who) > 0:
				who = append(who, id)
			}
		}
		var ids []graph.ID
		for _, e := range whole.WorstStop.Enterprises {
			ids = append(ids, e.ID)
		}
		if whole.WorstStop.Left() != least || !slices.Equal(ids, who) {
			t.Fatalf("left %d of %v, want %d of %v", whole.WorstStop.Left(), ids, least, who)
		}
		second, lost := map[graph.ID]bool{}, 0
		for id, loss := range losses {
			if loss < whole.WorstStop.WeightLost && loss >= lost && loss > 0 {
				if loss > lost {
					clear(second)
				}
				second[id], lost = true, loss
			}
		}
		if whole.WorstStop.SecondLost != lost || len(whole.WorstStop.Second) != len(second) {
			t.Fatalf("second is %+v, want %v with %d", whole.WorstStop, second, lost)
		}
	})
}

func TestTheWorstStopIsNamed(t *testing.T) {
	c := diamond()
	c.Firm("y", "local", "whole", "production", graph.Media)
	c.Firm("z", "local", "shop", "signed", graph.Media)
	w := Find(c.Snapshot()).Chains[0].WorstStop
	if got, want := w.Text().ZH, "最坏停一家：x2。权重 4/12 剩 3/12。"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Criticality, nearness and targets are the same to the last bit whatever order nodes and relations come in.
func TestScoresDoNotDependOnInputOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		a := Find(c.Snapshot())
		b := Find(
			graph.NewSnapshot(
				7,
				time.Time{},
				append(rapid.Permutation(c.Nodes).Draw(t, "nodes"), analysistest.Profile()),
				rapid.Permutation(c.Rels).Draw(t, "rels"),
			),
		)
		if diff := cmp.Diff(everything(a), everything(b)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// everything explains all that can be explained, in the order of the findings.
func everything(f *Findings) []*Explanation {
	var all []*Explanation
	for _, g := range f.Gaps {
		all = append(all, f.Explain(g.ID))
	}
	for _, c := range f.Chains {
		all = append(all, f.Explain(c.Node.ID))
		for _, l := range c.Links {
			all = append(all, f.Explain(l.Node.ID))
		}
	}
	for _, t := range f.Targets {
		all = append(all, f.ExplainTarget(t.Link.Node.ID))
	}
	return all
}

func TestCriticalityStaysInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Find(analysistest.RandomCity(t).Snapshot())
		for _, l := range f.Links {
			parts := l.Criticality.Parts
			if target := f.Target(l.Node.ID); target != nil {
				parts = append(slices.Clone(parts), target.Parts...)
				if target.Score < 0 || target.Score > 100 {
					t.Fatalf("score %v", target.Score)
				}
			}
			for _, p := range parts {
				if !(p.Value >= 0 && p.Value <= 1) {
					t.Fatalf("part %+v", p)
				}
			}
			if s := l.Criticality.Score; s < 0 || s > 100 {
				t.Fatalf("criticality %v", s)
			}
		}
	})
}

// The two-sector table of Miller & Blair (2009), section 12.6, net of what the sectors use of themselves, which is no
// relation of the graph: x = (850, 1900), so that 1700 and 350 are left instead of 1700 / 0.95 and 350 / 0.85.
func TestExtractionOfMillerAndBlairsSectorsAsLinks(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("one", "upstream", 1)
	c.Link("two", "downstream", 1, "one")
	c.Tie(graph.Feeds, "link:c/main/two", "link:c/main/one", nil)
	c.Link("apart", "downstream", 1)
	f := Find(
		c.Flowing(map[string]float64{"one": 850, "two": 1900}, map[string]float64{"one two": 500, "two one": 200}).Snapshot(),
	)
	for name, want := range map[string]float64{"one": 2750 - 1700, "two": 2750 - 350} {
		x := f.Extraction(f.at(name))
		if math.Abs(x.Loss-want) > 1e-9 || x.Total != 2750 || x.Unknown != (Words{}) {
			t.Errorf("%s: %+v, want %v", name, x, want)
		}
		if e := f.explainExtraction(f.at(name)); e.Unknown || e.Value != x.Loss || len(e.Facts) != 3 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if x := f.Extraction(f.at("apart")); x.Unknown == (Words{}) {
		t.Errorf("a link that nothing is joined with: %+v", x)
	}
}

// By hand: one → two → three, final demand 50, 20, 200. Without two, 50 and 200 are left; without three, 20 and
// 50 + 20 · 50/80; without one, 200 and 20 + 200 · 60/200.
func TestExtractionAsksForEveryFlow(t *testing.T) {
	build := func() *analysistest.City {
		c := analysistest.NewCity()
		c.Link("one", "upstream", 1)
		c.Link("two", "midstream", 1, "one")
		c.Link("three", "downstream", 1, "two")
		c.Link("maybe", "downstream", 1)
		c.Tie(graph.Feeds, "link:c/main/three", "link:c/main/maybe", graph.Attrs{"possible": true})
		return c
	}
	outputs, flows := map[string]float64{
		"one":   100,
		"two":   80,
		"three": 200,
	}, map[string]float64{
		"one two":   50,
		"two three": 60,
	}
	f := Find(build().Flowing(outputs, flows).Snapshot())
	for name, want := range map[string]float64{"one": 100, "two": 130, "three": 297.5} {
		if x := f.Extraction(f.at(name)); math.Abs(x.Loss-want) > 1e-9 || x.Total != 380 || len(x.Links) != 3 {
			t.Errorf("%s: %+v, want %v", name, x, want)
		}
	}
	f = Find(build().Flowing(outputs, map[string]float64{"one two": 50}).Snapshot())
	want := Words{
		"无数据：相连的 3 个环节中 3 个有总产出，2 条供给中 1 条有流量，须齐全才能计算",
		"no data: 3 of the 3 joined links have an output, 1 of the 2 feeds a flow; all are needed",
	}
	if e := f.Explain("link:c/main/one"); e.Beside[len(e.Beside)-1].Text != want || !e.Beside[len(e.Beside)-1].Unknown {
		t.Errorf("%+v", e.Beside[len(e.Beside)-1])
	}
	f = Find(build().Flowing(map[string]float64{"one": 100, "two": 50, "three": 200}, flows).Snapshot())
	if x := f.Extraction(f.at("one")); !strings.Contains(
		x.Unknown.EN,
		"“c/main/two” delivers is more than its gross output",
	) {
		t.Errorf("a link that delivers more than it puts out: %+v", x)
	}
}
