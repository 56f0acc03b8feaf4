package content

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/diagram"

	"github.com/google/go-cmp/cmp"
)

func hit(t testing.TB, f *analysis.Findings, link graph.ID, lang string) diagram.Impact {
	t.Helper()
	i, err := NewImpact(f, link, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestImpactGolden(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	golden(t, "impact-zh", hit(t, f, "link:high-end-equipment/laser/welding", "zh"))
	golden(t, "impact-en", hit(t, f, "link:new-energy/battery/cell", "en"))
	golden(t, "impact-nothing-zh", hit(t, f, "link:plastic-pipes/support/recycle", "zh"))
	if _, err := NewImpact(f, "link:nowhere", Options{Lang: "zh"}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("of a link that is not there: %v", err)
	}
}

// TestImpactIsWhatWasFound: over all links of the seeds the drawing holds the affected links, those that stop,
// enterprises, shares and feeds of the findings, no more and no less.
func TestImpactIsWhatWasFound(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	for _, chain := range f.Chains {
		for _, l := range chain.Links {
			i := hit(t, f, l.Node.ID, "zh")
			var links, must, wantMust []string
			in := map[string]bool{string(l.Node.ID): true}
			for k, step := range i.Steps {
				if len(step.Links) != len(l.Criticality.Effect.Rings[k].Links) ||
					len(step.Firms) != len(l.Criticality.Effect.Rings[k].Enterprises) {
					t.Errorf("%s %s has %d links, %d firms", l.Node.ID, step.Name, len(step.Links), len(step.Firms))
				}
				for _, h := range step.Links {
					links, in[h.ID] = append(links, h.ID), true
					if h.MustPass {
						must = append(must, h.ID)
					}
					if round := strings.Contains(h.Why, "可绕"); h.Why == "" || round == h.MustPass {
						t.Errorf("%s: %s says %q", l.Node.ID, h.ID, h.Why)
					}
				}
			}
			for _, x := range l.Criticality.Fails {
				wantMust = append(wantMust, string(x.Node.ID))
			}
			slices.Sort(must)
			slices.Sort(links)
			var want []string
			for _, x := range l.Downstream() {
				want = append(want, string(x.Node.ID))
			}
			slices.Sort(want)
			if !slices.Equal(links, want) || !slices.Equal(must, wantMust) {
				t.Errorf("%s: links %v, not %v; must-pass %v, not %v", l.Node.ID, links, want, must, wantMust)
			}
			impactShares(t, l, i)
			impactFeeds(t, f, l, i, in)
		}
	}
}

func impactShares(t *testing.T, l *analysis.Link, i diagram.Impact) {
	t.Helper()
	if len(i.Shares) != len(l.Criticality.Effect.Chains) {
		t.Errorf("%s: %d shares", l.Node.ID, len(i.Shares))
	}
	passed := 0
	for k, want := range l.Criticality.Effect.Chains {
		if s := i.Shares[k]; s.Chain != want.Chain.Node.Name || s.Weight != want.Weight || s.Total != want.Total {
			t.Errorf("%s: share %+v, not %d/%d of %s", l.Node.ID, s, want.Weight, want.Total, want.Chain.Node.Name)
		}
		passed += i.Shares[k].Passed
	}
	if passed != l.Criticality.Impact-l.Weight {
		t.Errorf("%s: must-pass weight %d, not %d", l.Node.ID, passed, l.Criticality.Impact-l.Weight)
	}
}

func impactFeeds(t *testing.T, f *analysis.Findings, l *analysis.Link, i diagram.Impact, in map[string]bool) {
	t.Helper()
	var want []diagram.Edge
	for _, feed := range f.Feeds {
		if !feed.Possible && (in[string(feed.From.Node.ID)] && in[string(feed.To.Node.ID)] || feed.To == l) {
			want = append(want, diagram.Edge{From: string(feed.From.Node.ID), To: string(feed.To.Node.ID), Kind: relation(feed)})
		}
	}
	if diff := cmp.Diff(want, i.Edges); diff != "" {
		t.Errorf("%s: %s", l.Node.ID, diff)
	}
}

func TestImpactOfShuffledInputIsTheSame(t *testing.T) {
	c := seeded(t)
	first := hit(t, found(1, c.Nodes, c.Relations), "link:high-end-equipment/laser/cnc", "zh")
	random := rand.New(rand.NewSource(1))
	random.Shuffle(len(c.Nodes), func(i, j int) { c.Nodes[i], c.Nodes[j] = c.Nodes[j], c.Nodes[i] })
	random.Shuffle(len(c.Relations), func(i, j int) { c.Relations[i], c.Relations[j] = c.Relations[j], c.Relations[i] })
	if diff := cmp.Diff(first, hit(t, found(1, c.Nodes, c.Relations), "link:high-end-equipment/laser/cnc",
		"zh")); diff != "" {
		t.Error(diff)
	}
}

// TestImpactOfACycle: links of a ring say that they feed one another; what is affected is no feeder beside.
func TestImpactOfACycle(t *testing.T) {
	prov := graph.Provenance{Source: "source:s", AsOf: "2026-01", Confidence: graph.Media}
	nodes := []graph.Node{{ID: "chain:c", Kind: graph.KindChain, Name: "链", Prov: prov}}
	var relations []graph.Relation
	relate := func(kind graph.RelationType, from, to string) {
		relations = append(
			relations,
			graph.Relation{RelationKey: graph.RelationKey{Type: kind, From: graph.ID(from), To: graph.ID(to)}, Prov: prov},
		)
	}
	nodes = append(
		nodes,
		graph.Node{ID: "link:c/lane", Kind: graph.KindLink, Name: "道", Attrs: graph.Attrs{"level": "lane"}, Prov: prov},
	)
	relate(graph.PartOf, "link:c/lane", "chain:c")
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		nodes = append(nodes, graph.Node{
			ID:    graph.ID("link:c/" + name),
			Kind:  graph.KindLink,
			Name:  name,
			Attrs: graph.Attrs{"level": "link", "stage": "mid", "weight": int64(2)},
			Prov:  prov,
		})
		relate(graph.PartOf, "link:c/"+name, "link:c/lane")
	}
	for _, arc := range []string{"ab", "bc", "cb", "cd", "de", "ed"} {
		relate(graph.Feeds, "link:c/"+arc[:1], "link:c/"+arc[1:])
	}
	i := hit(
		t,
		analysis.Find(graph.NewSnapshot(1, time.Time{}, append(nodes, analysistest.Profile()), relations)),
		"link:c/b",
		"en",
	)
	if len(i.Feeders) != 1 || i.Feeders[0].Name != "a" {
		t.Errorf("fed by %v", i.Feeders)
	}
	if !slices.Contains(i.Edges, diagram.Edge{From: "link:c/c", To: "link:c/b", Kind: diagram.Feeds}) {
		t.Error("the feed that closes the ring is missing")
	}
	want := []string{
		"A cycle: it and c feed one another.",
		"A cycle downstream: d, e feed one another.",
		"Weight is necessity, 1 to 3, added up; the failing link itself is left out.",
	}
	if diff := cmp.Diff(want, i.Remarks); diff != "" {
		t.Error(diff)
	}
}
