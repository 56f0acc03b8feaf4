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

// TestImpactIsWhatWasFound: over all links of the seeds the drawing holds what stops, tried by hand over the feeds, and
// what goes round; each with a feed that fails; the weights of columns add up.
func TestImpactIsWhatWasFound(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	n, groups := 0, templateGroups(f)
	for _, chain := range f.Chains {
		for _, l := range chain.Links {
			for _, lang := range []string{"zh", "en"} {
				impactHolds(t, f, groups, l, hit(t, f, l.Node.ID, lang))
				n++
			}
		}
	}
	if n != 2*228 {
		t.Errorf("%d drawings of 228 links in two languages", n)
	}
}

// stopping are the links that stop with one: again and again each link is asked for a need that nobody is left of.
func stopping(groups map[graph.ID]map[string][]string, l *analysis.Link) map[graph.ID]bool {
	out := map[graph.ID]bool{l.Node.ID: true}
	for again := true; again; {
		again = false
		for id, needs := range groups {
			for _, group := range needs {
				if !out[id] && !slices.ContainsFunc(group, func(m string) bool { return !out[graph.ID(m)] }) {
					out[id], again = true, true
				}
			}
		}
	}
	return out
}

// templateGroups are what each link needs, by the relations: of each group any one is enough.
func templateGroups(f *analysis.Findings) map[graph.ID]map[string][]string {
	out := map[graph.ID]map[string][]string{}
	for _, feed := range f.Feeds {
		if !feed.Carries() {
			continue
		}
		key, to := "any of "+feed.AnyOf, feed.To.Node.ID
		if feed.AnyOf == "" {
			key = string(feed.From.Node.ID)
		}
		if out[to] == nil {
			out[to] = map[string][]string{}
		}
		out[to][key] = append(out[to][key], string(feed.From.Node.ID))
	}
	return out
}

func impactHolds(
	t *testing.T,
	f *analysis.Findings,
	needs map[graph.ID]map[string][]string,
	l *analysis.Link,
	i diagram.Impact,
) {
	t.Helper()
	stops := stopping(needs, l)
	fed := map[string]int{}
	for _, e := range i.Edges {
		if !stops[graph.ID(e.From)] {
			t.Errorf("%s: %s → %s does not fail", l.Node.ID, e.From, e.To)
		}
		for _, group := range needs[graph.ID(e.To)] {
			holds := slices.ContainsFunc(group, func(m string) bool { return !stops[graph.ID(m)] })
			if holds && slices.Contains(group, e.From) && stops[graph.ID(e.To)] && e.To != string(l.Node.ID) {
				t.Errorf("%s: %s is said to stop for %s, and has %v", l.Node.ID, e.To, e.From, group)
			}
		}
		fed[e.To]++
	}
	stopped, weight, total := 1, 0, 0
	for k, step := range i.Steps {
		here := 0
		for n, h := range step.Links {
			total++
			id := graph.ID(h.ID)
			if h.MustPass != stops[id] || fed[h.ID] == 0 {
				t.Errorf("%s: %s is said to stop: %v, with %d feeds that fail", l.Node.ID, h.ID, h.MustPass, fed[h.ID])
			}
			market := f.Links[id].State == analysis.Market
			onward := slices.ContainsFunc(i.Edges, func(e diagram.Edge) bool { return e.From == h.ID })
			if last := k == len(i.Steps)-1; market && !last && !onward ||
				!market && h.MustPass && n > 0 && step.Links[n-1].State == "market" {
				t.Errorf("%s: %s of %s is not among the last", l.Node.ID, h.ID, step.Name)
			}
			if !h.MustPass {
				way := strings.HasPrefix(h.Why[0], "可绕：") || strings.HasPrefix(h.Why[0], "or by ")
				if !way || h.Needs+len(h.Holds)+len(h.Cut) > 0 {
					t.Errorf("%s: %s goes round and says %+v", l.Node.ID, h.ID, h)
				}
				continue
			}
			here++
			if f.Links[id].Chain == l.Chain {
				weight += h.Weight
			}
			groups := needs[id]
			holds, cut := 0, map[string]bool{}
			for _, group := range groups {
				if slices.ContainsFunc(group, func(m string) bool { return !stops[graph.ID(m)] }) {
					holds++
				} else if len(group) > 1 {
					cut[strings.Join(group, " ")] = true
				}
			}
			if h.Needs != len(groups) || len(h.Holds) != holds || len(h.Cut) != len(cut) {
				t.Errorf("%s: %s is %+v, the template has %v", l.Node.ID, h.ID, h, groups)
			}
			for _, members := range h.Cut {
				if !cut[strings.Join(members, " ")] {
					t.Errorf("%s: %v is no group of %s", l.Node.ID, members, h.ID)
				}
			}
		}
		if len(step.Links) == 0 {
			t.Errorf("%s: %s is empty", l.Node.ID, step.Name)
		}
		stopped += here
		if here != step.Stops || weight != step.Weight {
			t.Errorf("%s: %d stop, of weight %d, not %+v", l.Node.ID, here, weight, step)
		}
	}
	if stopped != len(stops) || i.Stops != stopped-1 || i.Total != total || i.Weight != weight {
		t.Errorf("%s: %d stop of %d, it says %d; weight %d", l.Node.ID, stopped-1, len(stops)-1, i.Stops, i.Weight)
	}
	for n, s := range i.Others {
		want := len(stopping(needs, f.Links[graph.ID(s.ID)])) - 1
		if len(s.Fails) != want || n > 0 && want > len(i.Others[n-1].Fails) {
			t.Errorf("%s: with %s stop %d, it says %v", l.Node.ID, s.ID, want, s.Fails)
		}
	}
	impactWorst(t, l, i.Worst)
}

// impactWorst: what is lost and what is left are what was held.
func impactWorst(t *testing.T, l *analysis.Link, w diagram.Worst) {
	t.Helper()
	held := 0
	for _, x := range l.Chain.Links {
		if x.State.Held() {
			held += x.Weight
		}
	}
	if w.Held != held || len(w.Rows) == 0 || w.Rows[0].Lost != 0 {
		t.Errorf("%s: %d is held, not %+v", l.Node.ID, held, w)
	}
	for n, row := range w.Rows[1:] {
		if row.Lost <= 0 || row.Lost > held || n > 0 && row.Lost >= w.Rows[n].Lost {
			t.Errorf("%s: %+v after %+v", l.Node.ID, row, w.Rows[n])
		}
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

// TestImpactOfACycle: links of a ring say that they feed one another.
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
	if !slices.Contains(i.Edges, diagram.Edge{From: "link:c/c", To: "link:c/b", Kind: diagram.Fails}) {
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
