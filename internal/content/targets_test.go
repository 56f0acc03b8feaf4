package content

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/diagram"
	"chainchief/seeds"

	"github.com/google/go-cmp/cmp"
)

// market is the town with people's decisions and candidates of every standing: on the board, rejected, read from a
// project, unverified, of unknown region.
func market() *town {
	t := newTown()
	media, trade := at("2025-08", graph.Media), at("2026-09", graph.Trade)
	gap := func(link string, attrs graph.Attrs) {
		attrs["standing"] = true
		t.node(graph.ID("gap:c/m/"+link), link, media, attrs)
		t.tie(graph.At, graph.ID("gap:c/m/"+link), graph.ID("link:c/m/"+link), media, nil)
	}
	gap("raw", graph.Attrs{"status": "assigned", "owner": "市经信局", "due": "2026-12-31"})
	gap("whole", graph.Attrs{"status": "proposed"})
	gap("test", graph.Attrs{"status": "dismissed", "decision": "由外地机构承担"})
	for _, e := range []struct {
		key, name string
		attrs     graph.Attrs
	}{
		{"asked", "洽谈过的企业", graph.Attrs{"reach": "province", "region": "湖北", "levels": []string{"little_giant"}}},
		{"refused", "谈不成的企业", graph.Attrs{"reach": "country", "region": "江苏"}},
		{"coming", "要来的企业", graph.Attrs{"reach": "country", "region": "广东", "short_name": "要来的"}},
		{"vague", "不知何处的企业", graph.Attrs{"reach": "country"}},
	} {
		t.node(graph.ID("enterprise:"+e.key), e.name, trade, e.attrs)
	}
	for _, o := range []struct {
		firm, link string
		prov       graph.Provenance
	}{{"asked", "whole", media}, {"asked", "raw", trade}, {"coming", "whole", trade}, {"vague", "raw", trade},
		{"refused", "whole", media}} {
		t.tie(
			graph.OperatesIn,
			graph.ID("enterprise:"+o.firm),
			graph.ID("link:c/m/"+o.link),
			o.prov,
			graph.Attrs{"role": "maker", "stage": "unknown"},
		)
	}
	t.tie(
		graph.Targets,
		"gap:c/m/whole",
		"enterprise:asked",
		media,
		graph.Attrs{"contact": "talks", "since": "2026-01-08"},
	)
	t.tie(
		graph.Targets,
		"gap:c/m/whole",
		"enterprise:refused",
		media,
		graph.Attrs{"contact": "rejected", "since": "2026-01-09", "reason": "产能过剩"},
	)
	t.tie(graph.Runs, "enterprise:coming", "project:coming", media, nil)
	t.node("project:coming", "项目", media, graph.Attrs{"stage": "signed"})
	t.tie(graph.Fills, "project:coming", "gap:c/m/whole", media, nil)
	t.tie(graph.SuppliesTo, "enterprise:asked", "enterprise:maker", media, nil)
	return t
}

// candidatesOf are the candidates that the snapshot has for the open gaps of a chain.
func candidatesOf(f *analysis.Findings, chain graph.ID) candidate.Lists {
	out := candidate.Lists{}
	for _, g := range OpenGaps(f, chain) {
		out[g.Link.Node.ID] = candidate.Of(f, g.Link.Node.ID, nil)
	}
	return out
}

// targetsOf is the content of a chain, with the candidates of its snapshot.
func targetsOf(t *testing.T, f *analysis.Findings, chain graph.ID, lang string) diagram.Targets {
	t.Helper()
	content, err := NewTargets(f, candidatesOf(f, chain), chain, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestGoldenTargets(t *testing.T) {
	golden(t, "targets.zh", targetsOf(t, market().find(0), "chain:c", "zh"))
	golden(t, "targets.en", targetsOf(t, market().find(0), "chain:c", "en"))
}

func TestTargetsOfAnUnknownChain(t *testing.T) {
	if _, err := NewTargets(newTown().find(0), nil, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Error(err)
	}
}

func TestShuffledGraphGivesTheSameTargets(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		town  *town
		chain graph.ID
	}{{market(), "chain:c"}, {&town{c.Nodes, c.Relations}, "chain:new-energy"}} {
		first, again := targetsOf(t, one.town.find(0), one.chain, "zh"), targetsOf(t, one.town.find(5), one.chain, "zh")
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("%s: %s", one.chain, diff)
		}
	}
}

// TestDecisionsOnGaps: what people dismissed is left out and counted, what they assigned says to whom and until when.
func TestDecisionsOnGaps(t *testing.T) {
	content := targetsOf(t, market().find(0), "chain:c", "zh")
	names := map[string]diagram.TargetGap{}
	for _, g := range content.Gaps {
		names[g.Name] = g
	}
	if _, is := names["检测"]; is || content.Dismissed != 1 {
		t.Errorf("the dismissed gap is there, or not counted: %d", content.Dismissed)
	}
	if g := names["原料"]; g.Status != "已指派" || g.Decided != "已指派：市经信局，期限 2026-12-31" {
		t.Errorf("%q %q", g.Status, g.Decided)
	}
	if g := names["整机"]; g.Status != "" || g.Decided != "" {
		t.Errorf("nobody decided on it: %q %q", g.Status, g.Decided)
	}
}

// TestCandidatesOfTheMarket: stage from the board, from a report or none; a rejected one is a veto and nothing else.
func TestCandidatesOfTheMarket(t *testing.T) {
	content := targetsOf(t, market().find(0), "chain:c", "zh")
	i := slices.IndexFunc(content.Gaps, func(g diagram.TargetGap) bool { return g.Name == "整机" })
	whole := content.Gaps[i]
	firms := map[string]diagram.TargetFirm{}
	for _, f := range whole.Firms {
		firms[f.ID] = f
	}
	if f := firms["enterprise:asked"]; f.Stage != 2 || !f.Begun || f.Reported || !f.TieProven || f.Serves != 2 ||
		f.Unverified {
		t.Errorf("%+v", f)
	}
	if f := firms["enterprise:coming"]; f.Stage != 3 || f.Begun || !f.Reported || f.Name != "要来的" || !f.Unverified {
		t.Errorf("%+v", f)
	}
	if _, is := firms["enterprise:refused"]; is || whole.AllVetoes != 1 || whole.Vetoes[0].ID != "enterprise:refused" ||
		!strings.Contains(whole.Vetoes[0].Reason, "产能过剩") {
		t.Errorf("the rejected one is a candidate, or its reason is lost: %+v", whole.Vetoes)
	}
	i = slices.IndexFunc(content.Gaps, func(g diagram.TargetGap) bool { return g.Name == "原料" })
	for _, f := range content.Gaps[i].Firms {
		if f.ID == "enterprise:vague" && (f.RegionKnown || f.Region != "地区待补充" || f.Stage != 0 || f.Begun) {
			t.Errorf("%+v", f)
		}
	}
}

// TestChanceIsNoCandidate: whom only a search found by words that hardly agree is left out and counted; one whose
// products agree is shown, and is the first choice when it is the best; nobody else is called.
func TestChanceIsNoCandidate(t *testing.T) {
	f := newTown().find(0)
	link := graph.ID("link:c/m/test")
	of := func(id graph.ID, made, carried float64) candidate.Found {
		return candidate.Found{
			Enterprise: graph.Node{ID: id, Kind: graph.KindEnterprise, Name: id.Key()},
			Made:       made,
			Fit: &candidate.Fit{
				Coverage: likeness.Coverage{Share: carried, Head: true, Rarest: true},
				Industry: &graph.Node{Name: "行业"},
				Makers:   1,
			},
		}
	}
	content := func(found ...candidate.Found) (diagram.Targets, diagram.TargetGap) {
		c, err := NewTargets(f, candidate.Lists{link: candidate.Of(f, link, found)}, "chain:c", Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		return c, c.Gaps[slices.IndexFunc(c.Gaps, func(g diagram.TargetGap) bool { return g.Name == "检测" })]
	}
	if c, g := content(of("enterprise:chance", 0, .2)); c.Distant != 1 || g.All != 0 || len(g.Firms) != 0 ||
		!strings.Contains(c.Head.Headline, "须另找") {
		t.Errorf("%d left out, %d shown; %s", c.Distant, g.All, c.Head.Headline)
	}
	if c, g := content(of("enterprise:akin", 0, .9)); g.All != 1 || g.Firms[0].First() ||
		!strings.Contains(c.Head.Headline, "须另找") {
		t.Errorf("words alone call somebody: %s", c.Head.Headline)
	}
	c, g := content(of("enterprise:chance", 0, .2), of("enterprise:akin", 0, .9), of("enterprise:best", 1, 0))
	if c.Distant != 1 || g.All != 2 || !g.Firms[0].First() || g.Firms[1].First() || g.Firms[0].ID != "enterprise:best" ||
		g.Firms[1].Rank != 2 {
		t.Errorf("%d left out; %+v", c.Distant, g.Firms)
	}
	if !strings.Contains(c.Head.Headline, "先联系best") || strings.Contains(c.Head.Headline, "chance") {
		t.Error(c.Head.Headline)
	}
}

// TestHeadlineOfTargets: the first three gaps, and each of their first candidates once; never a vetoed one.
func TestHeadlineOfTargets(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*analysis.Findings{market().find(0), (&town{c.Nodes, c.Relations}).find(0)} {
		for _, chain := range f.Chains {
			for _, lang := range []string{"zh", "en"} {
				content := targetsOf(t, f, chain.Node.ID, lang)
				line := content.Head.Headline
				_, calls, _ := strings.Cut(line, "—")
				first := map[string]bool{}
				for i, g := range content.Gaps {
					if i >= firstGaps {
						break
					}
					if !strings.Contains(line, g.Name) {
						t.Errorf("%s: %q does not name %s", chain.Node.ID, line, g.Name)
					}
					if len(g.Firms) > 0 && g.Firms[0].First() {
						first[g.Firms[0].Name] = true
					}
					for _, v := range g.Vetoes {
						if strings.Contains(calls, v.Name) {
							t.Errorf("%s: %q calls vetoed %s", chain.Node.ID, line, v.Name)
						}
					}
				}
				for name := range first {
					if strings.Count(calls, name) != 1 {
						t.Errorf("%s: %q calls %s %d times", chain.Node.ID, line, name, strings.Count(calls, name))
					}
				}
			}
		}
	}
}

// TestTargetsAreTrue: gaps by weight with shared ranks, candidates numbered, what is not evidenced marked, shown and
// all as found.
func TestTargetsAreTrue(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := (&town{c.Nodes, c.Relations}).find(0)
	for _, chain := range f.Chains {
		content := targetsOf(t, f, chain.Node.ID, "zh")
		for i, g := range content.Gaps {
			if i > 0 &&
				(g.Weight > content.Gaps[i-1].Weight ||
					(g.Weight == content.Gaps[i-1].Weight) != (g.Rank == content.Gaps[i-1].Rank)) {
				t.Errorf(
					"%s: rank %d for %.1f after rank %d for %.1f",
					g.ID,
					g.Rank,
					g.Weight,
					content.Gaps[i-1].Rank,
					content.Gaps[i-1].Weight,
				)
			}
			found := candidate.Of(f, graph.ID("link:"+graph.ID(g.ID).Key()), nil)
			n := candidate.Count(found)
			if n.Named+n.Vetoed+n.Turn+n.Distant != len(found) || g.All != n.Named || g.AllVetoes != n.Vetoed ||
				len(g.Firms) != min(mostFirms, g.All) {
				t.Errorf("%s: %d candidates and %d vetoes of %d, %d listed", g.ID, g.All, g.AllVetoes, len(found), len(g.Firms))
			}
			for k, firm := range g.Firms {
				if x := found[k]; string(x.Enterprise.ID) != firm.ID || firm.Order != k+1 || firm.Unverified != x.Unverified ||
					firm.TieProven != (len(x.Ties) > 0 && x.Ties[0].Evidenced) {
					t.Errorf("%s: %+v is not the %d. candidate %s", g.ID, firm, k+1, x.Enterprise.ID)
				}
			}
		}
	}
}

// TestHiddenTalksAreNotNone: to who may not see the contact board nothing is said of it, not that there is no contact.
func TestHiddenTalksAreNotNone(t *testing.T) {
	f := market().find(0)
	said := func() string {
		c, err := NewTargets(f, candidatesOf(f, "chain:c"), "chain:c", Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, word := range []string{"未接触", "对接"} {
		f.Snapshot.Clearance = graph.Clearance{}
		if !strings.Contains(said(), word) {
			t.Errorf("who may see all reads nothing of %s", word)
		}
		f.Snapshot.Clearance.NoContacts = true
		if strings.Contains(said(), word) {
			t.Errorf("who may not see it reads %s", word)
		}
	}
}
