package candidate

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/analysis/likeness"
	"chainchief/seeds"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const partLink = graph.ID("link:c/main/part")

// needy is raw → part → whole with nobody here on part: a local user on whole, a maker far away by knowledge of the
// trade.
func needy() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 2)
	c.Link("part", "midstream", 3, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Firm("user", "local", "whole", "production", graph.Media)
	c.Firm("far", "country", "part", "unknown", graph.Trade)
	c.Last().Attrs["region"], c.Last().Attrs["listed_code"] = "江苏", "600000"
	return c
}

func of(t *testing.T, list []*Candidate, name string) *Candidate {
	t.Helper()
	i := slices.IndexFunc(list, func(c *Candidate) bool { return c.Enterprise.ID == graph.ID("enterprise:"+name) })
	if i < 0 {
		t.Fatalf("%s is no candidate", name)
	}
	return list[i]
}

// fitting is a product that carries a share of what is needed, its noun and rarest term with it.
func fitting(share float64, makers int) *Fit {
	return &Fit{
		Coverage: likeness.Coverage{
			Need:    "需要",
			Product: likeness.Product{ID: "product:x", Name: "产品"},
			Share:   share,
			Words:   []string{"需要"},
			Head:    true,
			Rarest:  true,
		},
		Industry: &graph.Node{ID: "industry:i", Kind: graph.KindIndustry, Name: "行业"},
		Makers:   makers,
	}
}

func values(c *Candidate) map[string]string {
	out := map[string]string{}
	for _, p := range c.Parts {
		out[p.Key] = fmt.Sprintf("%.2f", p.Value)
		if p.Unknown {
			out[p.Key] = "?"
		}
	}
	return out
}

// By hand: far has .8·25 + .4·20 + 1·10 + .7·15 + 0·5 = 48.5 of 25+20+10+15+5 = 75; user 1·15 of 25+20+15+10+5 = 75,
// for its own link is the only user and it has no ties to itself.
func TestCandidatesAreScoredByTheirKnownParts(t *testing.T) {
	list := Of(analysis.Find(needy().Snapshot()), partLink, nil)
	far, user := of(t, list, "far"), of(t, list, "user")
	if diff := cmp.Diff(map[string]string{"match": "0.80", "tie": "0.40", "near": "?", "scale": "1.00", "region": "0.70",
		"expansion": "?", "policy": "0.00"}, values(far)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"match": "0.00", "tie": "0.00", "near": "?", "scale": "?", "region": "1.00",
		"expansion": "0.00", "policy": "0.00"}, values(user)); diff != "" {
		t.Error(diff)
	}
	if far.Points != 48.5 || far.Most != 75 || far.Rank != 1 || far.Origin != FromOutside || !far.Unverified ||
		far.Region != analysis.RegionPreferred {
		t.Errorf("far: %+v", far)
	}
	if user.Points != 15 || user.Most != 75 || user.Rank != 0 || user.Tier != Turn || user.Origin != OneStep {
		t.Errorf("user: %+v", user)
	}
	if len(far.Ties) != 1 || far.Ties[0].Evidenced || far.Ties[0].Local.ID != "enterprise:user" {
		t.Errorf("ties: %+v", far.Ties)
	}
}

func TestTiesOnRecordCountMore(t *testing.T) {
	c := needy()
	c.Firm("sister", "country", "part", "unknown", graph.Trade)
	c.Node("enterprise:group", graph.KindEnterprise, graph.Attrs{"reach": "country"})
	c.Tie(graph.SubsidiaryOf, "enterprise:sister", "enterprise:group", nil)
	c.Tie(graph.SubsidiaryOf, "enterprise:user", "enterprise:group", nil)
	c.Firm("promised", "country", "part", "unknown", graph.Trade)
	c.Tie(graph.Announces, "enterprise:promised", "enterprise:user", graph.Attrs{"standing": "announced"})
	c.Firm("disputed", "country", "part", "unknown", graph.Trade)
	c.Tie(graph.Announces, "enterprise:disputed", "enterprise:user", graph.Attrs{"standing": "disputed"})
	c.Tie(graph.SuppliesTo, "enterprise:far", "enterprise:user", nil)
	list := Of(analysis.Find(c.Snapshot()), partLink, nil)
	for name, want := range map[string]string{"far": "1.00", "sister": "1.00", "promised": "0.60", "disputed": "0.40"} {
		x := of(t, list, name)
		if got := values(x)["tie"]; got != want || len(x.Parts[1].Facts) == 0 {
			t.Errorf("%s: %s, want %s; %+v", name, got, want, x.Parts[1])
		}
	}
	if x := of(t, list, "sister"); x.Origin != GroupMember || !x.Ties[0].Group || !x.Ties[0].Evidenced {
		t.Errorf("sister: %+v", x.Ties)
	}
}

func TestWhatASearchFoundCounts(t *testing.T) {
	c := needy()
	pooled := graph.Node{
		ID:    "enterprise:pooled",
		Kind:  graph.KindEnterprise,
		Name:  "pooled",
		Pool:  true,
		Attrs: graph.Attrs{"reach": "circle"},
		Prov:  analysistest.Documented,
	}
	twin := graph.Node{
		ID:    "enterprise:twin",
		Kind:  graph.KindEnterprise,
		Name:  "far",
		Pool:  true,
		Attrs: graph.Attrs{"reach": "country"},
		Prov:  analysistest.Documented,
	}
	list := Of(analysis.Find(c.Snapshot()), partLink, []Found{
		{
			Enterprise: pooled,
			Fit:        fitting(.8, 2),
			Peers:      .25,
			Near:       analysis.Words{ZH: "近", EN: "near"},
		},
		{Enterprise: c.Nodes[len(c.Nodes)-1], Made: .9, Match: analysis.Words{ZH: "做", EN: "makes"}, Twin: &twin},
		{Enterprise: graph.Node{ID: "enterprise:user"}, Fit: fitting(.2, 0)},
	})
	x := of(t, list, "pooled")
	if diff := cmp.Diff(map[string]string{"match": "0.48", "tie": "0.40", "near": "0.25", "scale": "?", "region": "1.00",
		"expansion": "?", "policy": "0.00"}, values(x)); diff != "" {
		t.Error(diff)
	}
	if x.Tier != Worded || !x.Fits() || x.Leads() || x.Parts[2].Why.EN != "near" || !x.Unverified {
		t.Errorf("%+v", x)
	}
	if got := values(of(t, list, "far"))["match"]; got != "0.90" {
		t.Errorf("what is found must not be lost beside knowledge of the trade: %s", got)
	}
	if x := of(t, list, "user"); x.Origin != OneStep {
		t.Errorf("a local firm that was found: %+v", x)
	}
}

func TestALocalFirmOnTheLinkIsNoCandidate(t *testing.T) {
	c := needy()
	c.Firm("mine", "local", "part", "signed", graph.Documented)
	list := Of(analysis.Find(c.Snapshot()), partLink, []Found{{Enterprise: *c.Last(), Made: 1}})
	if slices.ContainsFunc(list, func(x *Candidate) bool { return x.Enterprise.ID == "enterprise:mine" }) {
		t.Error("it is one")
	}
}

func TestVetoesBeatAnyScore(t *testing.T) {
	wrongCode := "91420700MA4900000A"
	if !graph.CheckCreditCode(wrongCode).Wrong() {
		t.Fatal("choose another code")
	}
	for name, veto := range map[string]func(*analysistest.City){
		"rejected for this gap": func(c *analysistest.City) { c.Target("gap:c/main/part", "far", "rejected", "三年内不扩产") },
		"wrong entity":          func(c *analysistest.City) { c.Last().Attrs["veto"] = "主体不符" },
		"credit code":           func(c *analysistest.City) { c.Last().Attrs["credit_code"] = wrongCode },
		"restricted place": func(c *analysistest.City) {
			c.Last().Attrs["reach"] = "local"
			c.Tie(graph.OperatesIn, "enterprise:far", "link:c/main/raw", graph.Attrs{"stage": "production"})
			c.Rels = slices.DeleteFunc(c.Rels, func(r graph.Relation) bool {
				return r.Type == graph.OperatesIn && r.From == "enterprise:far" && r.To == partLink
			})
			c.Node("park:lake", graph.KindPark, graph.Attrs{"kind": "district", "restriction": "退出一般工业"})
			c.Node("park:shore", graph.KindPark, graph.Attrs{"kind": "park"})
			c.Tie(graph.LocatedIn, "park:shore", "park:lake", nil)
			c.Tie(graph.LocatedIn, "enterprise:far", "park:shore", nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := needy()
			veto(c)
			list := Of(analysis.Find(c.Snapshot()), partLink, nil)
			x := of(t, list, "far")
			if x.Veto == nil || x.Veto.Reason.ZH == "" || x.Veto.Reason.EN == "" || x.Rank != 0 || x.Points != 0 ||
				x.Most != 0 ||
				list[len(list)-1] != x {
				t.Errorf("%+v", x)
			}
			if list[0].Enterprise.ID != "enterprise:user" || list[0].Tier != Turn {
				t.Errorf("the other: %+v", list[0])
			}
		})
	}
}

func TestARejectionElsewhereIsSaidAndNoVeto(t *testing.T) {
	c := needy()
	c.Target("gap:c/main/raw", "far", "rejected", "价格不合")
	x := of(t, Of(analysis.Find(c.Snapshot()), partLink, nil), "far")
	if x.Veto != nil || len(x.Notes) != 1 {
		t.Errorf("%+v", x)
	}
	if also := of(t, Of(analysis.Find(c.Snapshot()), "link:c/main/raw", nil), "far"); also.Veto == nil {
		t.Errorf("where it was rejected: %+v", also)
	}
}

func TestRegions(t *testing.T) {
	for _, tc := range []struct {
		reach, region, place string
		want                 analysis.RegionClass
	}{
		{"local", "", "", analysis.RegionLocal}, {"circle", "湖北", "", analysis.RegionCircle},
		{"province", "湖北", "", analysis.RegionProvince},
		{"country", "长三角", "", analysis.RegionPreferred}, {"country", "安徽", "", analysis.RegionPreferred},
		{"country", "", "广东", analysis.RegionPreferred}, {"country", "京津冀", "河北", analysis.RegionPreferred},
		{"country", "其他", "福建", analysis.RegionElsewhere}, {"country", "其他", "", analysis.RegionElsewhere},
		{"country", "", "境外", analysis.RegionElsewhere}, {"country", "四川", "", analysis.RegionElsewhere},
		{"country", "", "", analysis.RegionUnknown},
	} {
		c := needy()
		a := c.Last().Attrs
		a["reach"], a["region"] = tc.reach, tc.region
		if tc.place != "" {
			c.Node(graph.ID("park:"+tc.place), graph.KindPark, graph.Attrs{"kind": "place"})
			c.Tie(graph.LocatedIn, "enterprise:far", graph.ID("park:"+tc.place), nil)
		}
		f := analysis.Find(c.Snapshot())
		if got, _ := indexOf(f).whereabouts(f.Snapshot.Node("enterprise:far")); got != tc.want {
			t.Errorf("%+v: %q", tc, got)
		}
	}
}

// prospective is a random city with a gap and what a search may have found for it.
func prospective(t *rapid.T) (*analysistest.City, []Found) {
	c := analysistest.RandomCity(t)
	n := rapid.IntRange(1, 6).Draw(t, "outside")
	var found []Found
	for i := range n {
		name := fmt.Sprintf("out%d", i)
		c.Firm(
			name,
			rapid.SampledFrom([]string{"circle", "province", "country"}).Draw(t, "reach"),
			rapid.SampledFrom([]string{"0", "0", "1"}).Draw(t, "on"),
			rapid.SampledFrom([]string{"unknown", "production", "building"}).Draw(t, "step"),
			rapid.SampledFrom([]graph.Confidence{graph.Trade, graph.Media}).Draw(t, "sure"),
		)
		if r := rapid.SampledFrom([]string{"", "江苏", "四川"}).Draw(t, "region"); r != "" {
			c.Last().Attrs["region"] = r
		}
		if rapid.Bool().Draw(t, "vetoed") && i > 2 {
			c.Last().Attrs["veto"] = "不宜"
		}
		if rapid.Bool().Draw(t, "found") {
			share := rapid.Float64Range(0, 1)
			found = append(found, Found{
				Enterprise: *c.Last(),
				Made:       share.Draw(t, "made"),
				Fit:        fitting(share.Draw(t, "carried"), rapid.IntRange(0, 1).Draw(t, "makers")),
				Peers:      share.Draw(t, "peers"),
				Match:      analysis.Words{ZH: "像", EN: "alike"},
				Near:       analysis.Words{ZH: "近", EN: "near"},
			})
		}
	}
	return c, found
}

func everyCandidate(f *analysis.Findings, found []Found) map[graph.ID][]*Candidate {
	out := map[graph.ID][]*Candidate{}
	for id := range f.Links {
		out[id] = Of(f, id, found)
	}
	return out
}

// told is everything of candidates that must not depend on the order of the input.
func told(all map[graph.ID][]*Candidate) map[graph.ID][]string {
	out := map[graph.ID][]string{}
	for link, list := range all {
		for _, c := range list {
			out[link] = append(
				out[link],
				fmt.Sprintf(
					"%d %s %v/%v %v %v %v %v %v",
					c.Rank,
					c.Enterprise.ID,
					c.Points,
					c.Most,
					c.Parts,
					c.Makes,
					c.Also,
					c.Place,
					len(c.Ties),
				),
			)
		}
	}
	return out
}

func TestCandidatesDoNotDependOnInputOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, found := prospective(t)
		want := told(everyCandidate(analysis.Find(c.Snapshot()), found))
		c.Nodes, c.Rels, found = rapid.Permutation(c.Nodes).
			Draw(t, "nodes"),
			rapid.Permutation(c.Rels).
				Draw(t, "relations"),
			rapid.Permutation(found).
				Draw(t, "found")
		if diff := cmp.Diff(want, told(everyCandidate(analysis.Find(c.Snapshot()), found))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestScoresKeepTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, found := prospective(t)
		for link, list := range everyCandidate(analysis.Find(c.Snapshot()), found) {
			for i, x := range list {
				most := 0.0
				for _, p := range x.Parts {
					if p.Value < 0 || p.Value > 1 || p.Why.ZH == "" || p.Why.EN == "" {
						t.Fatalf("%s: %+v", x.Enterprise.ID, p)
					}
					if !p.Unknown {
						most += p.Most
					}
				}
				ranked := x.Veto == nil && (x.Tier == Known || x.Tier == Worded)
				got, unknown, lost := x.Points, x.All-x.Most, x.Most-x.Points
				switch {
				case ranked != (x.Rank > 0):
					t.Fatalf("ranked although no candidate, or not: %+v", x)
				case x.Veto != nil && (x.Points != 0 || x.Parts != nil):
					t.Fatalf("vetoed and scored: %+v", x)
				case x.Rank > i+1 || x.Most != most || x.Points < 0 || x.Points > most+.05:
					t.Fatalf("%s %d: %+v", link, i, x)
				case x.Veto == nil && (math.Abs(got+unknown+lost-100) > 1e-9 || x.Low() > x.Value()+1e-9 ||
					x.Value() > x.High()+1e-9):
					t.Fatalf("got %v, unknown %v, not earned %v: %v–%v–%v", got, unknown, lost, x.Low(), x.Value(), x.High())
				case x.Leads() && x.Tier != Known || x.Fits() && graph.EnterpriseOf(x.Enterprise).Local():
					t.Fatalf("shown for more than it is: %+v", x)
				case i == 0:
				case x.group() < list[i-1].group():
					t.Fatal("a worse group stands first")
				case x.Tier != Unfit && x.group() == list[i-1].group() &&
					analysis.Percent(x.Low()) > analysis.Percent(list[i-1].Low()):
					t.Fatal("not in the order that is printed")
				}
			}
		}
	})
}

// More on record of a candidate never takes points away. Its share may fall: a part that was unknown then counts.
func TestMoreEvidenceNeverLowersPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, found := prospective(t)
		c.Node("product:p", graph.KindProduct, nil)
		c.Tie(graph.Yields, "link:c/main/0", "product:p", nil)
		c.Firm("here", "local", "1", "production", graph.Media)
		id := graph.ID("enterprise:out0")
		at := func(f *analysis.Findings) *Candidate {
			for _, x := range Of(f, "link:c/main/0", found) {
				if x.Enterprise.ID == id {
					return x
				}
			}
			return nil
		}
		before := analysis.Find(c.Snapshot())
		was := at(before)
		i := slices.IndexFunc(c.Nodes, func(n graph.Node) bool { return n.ID == id })
		attrs := graph.Attrs{}
		for k, v := range c.Nodes[i].Attrs {
			attrs[k] = v
		}
		old := c.Nodes[i]
		c.Nodes[i].Attrs = attrs
		switch what := rapid.SampledFrom([]string{"supply", "makes", "listed", "level", "project", "group", "found"}).Draw(t,
			"what"); what {
		case "supply":
			c.Tie(graph.SuppliesTo, id, "enterprise:here", nil)
		case "makes":
			c.Tie(graph.Makes, id, "product:p", nil)
		case "listed":
			attrs["listed_code"] = "600001"
		case "level":
			attrs["levels_unverified"] = []string{"little_giant"}
		case "project":
			c.Node("project:x", graph.KindProject, graph.Attrs{"stage": "signed"})
			c.Tie(graph.Runs, id, "project:x", nil)
		case "group":
			c.Tie(graph.SubsidiaryOf, "enterprise:here", id, nil)
		case "found":
			found = append(
				slices.DeleteFunc(slices.Clone(found), func(x Found) bool { return x.Enterprise.ID == id }),
				Found{Enterprise: old, Made: 1, Fit: fitting(1, 1), Peers: 1},
			)
		}
		after := analysis.Find(c.Snapshot())
		is := at(after)
		if was == nil ||
			before.Relatedness().Basis != after.Relatedness().Basis { // it was none; another matrix is another measure
			return
		}
		if is == nil || is.Points < was.Points {
			t.Fatalf("%v\n%v", was, is)
		}
	})
}

func TestWhyOfACandidateAddsUp(t *testing.T) {
	c := needy()
	c.Tie(graph.SuppliesTo, "enterprise:far", "enterprise:user", nil)
	f := analysis.Find(c.Snapshot())
	e := Explain(f, partLink, "enterprise:far", nil)
	if e == nil {
		t.Fatal("nothing is explained")
	}
	sum := 0.0
	for _, p := range e.Parts {
		if !p.Unknown {
			sum += p.Value
			if p.Value > 0 && len(p.Facts) == 0 {
				t.Errorf("%s rests on nothing", p.Label.EN)
			}
		}
	}
	if x := of(t, Of(f, partLink, nil), "far"); sum != x.Points || e.Value != x.Points {
		t.Errorf("parts %v, explained %v, scored %v", sum, e.Value, x.Points)
	}
	if Explain(f, partLink, "enterprise:nobody", nil) != nil || Explain(f, "link:nowhere", "enterprise:far", nil) != nil {
		t.Error("what is no candidate is explained")
	}
}

func TestShiftsOfCandidates(t *testing.T) {
	c := needy()
	w := analysis.DefaultWeights()
	w.Candidate.Match, w.Candidate.Region = 0, 40
	before := analysis.Find(c.Snapshot())
	after, err := analysis.FindWith(c.Snapshot(), analysis.Settings{Weights: w})
	if err != nil {
		t.Fatal(err)
	}
	shifts := Shifts(Of(before, partLink, nil), Of(after, partLink, nil))
	if len(shifts) != 2 || shifts[0].Candidate.Enterprise.ID != "enterprise:far" || shifts[0].PointsBefore != 48.5 ||
		shifts[0].Candidate.Points != 46 {
		t.Errorf("%+v", shifts)
	}
	if got := Shifts(Of(before, partLink, nil), Of(before, partLink, nil)); got != nil {
		t.Errorf("nothing changed: %+v", got)
	}
}

// BenchmarkCandidates scores the candidates of all gaps of the seeds, without a search.
func BenchmarkCandidates(b *testing.B) {
	c, err := seeds.Load()
	if err != nil {
		b.Fatal(err)
	}
	f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
	for b.Loop() {
		for _, g := range f.Gaps {
			Of(f, g.Link.Node.ID, nil)
		}
	}
}

// Owners and places in rings, as an old store may hold them, are walked to an end.
func TestRingsOfOwnersAndPlacesComeToAnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, found := prospective(t)
		var firms []graph.ID
		for _, n := range c.Nodes {
			if n.Kind == graph.KindEnterprise {
				firms = append(firms, n.ID)
			}
		}
		parks := []graph.ID{"park:a", "park:b"}
		for i, p := range parks {
			c.Node(p, graph.KindPark, graph.Attrs{"kind": "park"})
			c.Tie(graph.LocatedIn, p, parks[1-i], nil)
		}
		for i, e := range firms {
			c.Tie(graph.SubsidiaryOf, e, firms[(i+1)%len(firms)], nil)
			c.Tie(graph.SuppliesTo, e, firms[(i+1)%len(firms)], nil)
			c.Tie(graph.LocatedIn, e, parks[i%2], nil)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			everyCandidate(analysis.Find(c.Snapshot()), found)
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatal("does not come to an end")
		}
	})
}
