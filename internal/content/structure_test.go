package content

import (
	"encoding/json"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/diagram"
	"chainchief/seeds"

	"github.com/google/go-cmp/cmp"
)

// town is a small graph in which every standing occurs: evidenced, announced, disputed, only possible; early, late,
// stale, stopped, undated.
type town struct {
	nodes []graph.Node
	rels  []graph.Relation
}

func at(asOf graph.Date, c graph.Confidence) graph.Provenance {
	return graph.Provenance{Source: "source:s", AsOf: asOf, Confidence: c}
}

func (t *town) node(id graph.ID, name string, prov graph.Provenance, attrs graph.Attrs) {
	kind, _ := id.Kind()
	t.nodes = append(t.nodes, graph.Node{ID: id, Kind: kind, Name: name, Attrs: attrs, Prov: prov})
}

func (t *town) tie(typ graph.RelationType, from, to graph.ID, prov graph.Provenance, attrs graph.Attrs) {
	t.rels = append(
		t.rels,
		graph.Relation{RelationKey: graph.RelationKey{Type: typ, From: from, To: to}, Attrs: attrs, Prov: prov},
	)
}

func newTown() *town {
	t := &town{}
	media, trade, guess := at("2025-08", graph.Media), at("2026-09", graph.Trade), at("2024", graph.Unverified)
	t.node("source:s", "来源甲", media, nil)
	t.node("chain:c", "示例", media, graph.Attrs{"order": int64(1), "provisional": true, "template_version": "1"})
	t.node("link:c/m", "主链", media, graph.Attrs{"level": "lane", "order": int64(1)})
	t.tie(graph.PartOf, "link:c/m", "chain:c", media, nil)
	for i, l := range []struct{ key, name, stage string }{{"raw", "原料", "upstream"}, {"part", "部件", "midstream"},
		{"whole", "整机", "downstream"}, {"test", "检测", "support"}} {
		id := graph.ID("link:c/m/" + l.key)
		t.node(id, l.name, trade, graph.Attrs{"level": "link", "order": int64(i + 1), "stage": l.stage, "weight": int64(2)})
		t.tie(graph.PartOf, id, "link:c/m", trade, nil)
	}
	t.tie(graph.Feeds, "link:c/m/raw", "link:c/m/part", trade, nil)
	t.tie(graph.Feeds, "link:c/m/part", "link:c/m/whole", trade, nil)
	t.node("field:x", "领域甲", trade, nil)
	t.node("field:y", "领域乙", trade, nil)
	for _, p := range []struct {
		key, link string
		fields    []graph.ID
		prov      graph.Provenance
	}{{"粉", "raw", []graph.ID{"field:x"}, trade}, {"芯", "part", []graph.ID{"field:x", "field:y"}, media},
		{"壳", "part", nil, trade}, {"机", "whole", []graph.ID{"field:y"}, trade},
		{"报告", "test", []graph.ID{"field:x"}, trade}} {
		id := graph.ID("product:" + p.key)
		t.node(id, p.key, trade, nil)
		t.tie(graph.Yields, graph.ID("link:c/m/"+p.link), id, trade, nil)
		for _, f := range p.fields {
			t.tie(graph.AppliedIn, id, f, p.prov, nil)
		}
	}
	t.node("park:abroad", "境外", media, graph.Attrs{"kind": "place"})
	for _, e := range []struct{ key, reach string }{{"maker", "local"}, {"other", "local"}, {"near", "circle"},
		{"far", "country"}, {"away", "country"}} {
		t.node(graph.ID("enterprise:"+e.key), e.key, media, graph.Attrs{"reach": e.reach})
	}
	t.tie(graph.LocatedIn, "enterprise:away", "park:abroad", media, nil)
	t.tie(
		graph.OperatesIn,
		"enterprise:maker",
		"link:c/m/part",
		media,
		graph.Attrs{"role": "maker", "stage": "production"},
	)
	t.tie(graph.OperatesIn, "enterprise:other", "link:c/m/raw", guess, graph.Attrs{"role": "maker", "stage": "building"})
	t.tie(graph.OperatesIn, "enterprise:near", "link:c/m/whole", trade, graph.Attrs{"role": "maker", "stage": "unknown"})
	t.tie(graph.Makes, "enterprise:maker", "product:芯", media, nil)
	t.tie(graph.Makes, "enterprise:maker", "product:壳", media, nil)
	t.tie(graph.SuppliesTo, "enterprise:maker", "enterprise:far", media, graph.Attrs{"what": "壳"})
	t.tie(graph.Announces, "enterprise:maker", "enterprise:away", media, graph.Attrs{"standing": "announced"})
	t.tie(graph.Announces, "enterprise:other", "enterprise:near", media, graph.Attrs{"standing": "disputed", "what": "粉"})
	t.tie(graph.Makes, "enterprise:other", "product:粉", guess, nil)
	t.projects()
	return t
}

func (t *town) projects() {
	for _, p := range []struct {
		key, link string
		prov      graph.Provenance
		attrs     graph.Attrs
	}{
		{"done", "part", at("2024-06", graph.Media), graph.Attrs{"stage": "production", "signed": "2019-04-24",
			"started": "2020", "produced": "2024-05"}},
		{"said", "part", at("2020-06", graph.Media), graph.Attrs{"stage": "production", "signed": "2020-06"}},
		{"late", "raw", at("2025-03", graph.Media), graph.Attrs{"stage": "building", "started": "2024-Q1", "due": "2025-06"}},
		{"stale", "raw", at("2022-Q1", graph.Documented), graph.Attrs{"stage": "signed", "signed": "2022-02-15"}},
		{"normal", "whole", at("2025-08-11", graph.Repost),
			graph.Attrs{"stage": "trial", "trial": "2025-08-11", "note": "一期"}},
		{"stopped", "whole", at("2023", graph.Unverified), graph.Attrs{"stage": "stopped"}},
		{"unknown", "whole", at("2025", graph.Unverified), graph.Attrs{"stage": "unknown"}},
	} {
		id := graph.ID("project:" + p.key)
		t.node(id, "项目 "+p.key, p.prov, p.attrs)
		t.tie(graph.Fills, id, graph.ID("link:c/m/"+p.link), p.prov, nil)
	}
	media := at("2025-08", graph.Media)
	for _, f := range []struct {
		key     string
		subject graph.ID
		kind    graph.ValueKind
		attrs   graph.Attrs
	}{
		{"inv", "project:normal", graph.Planned, graph.Attrs{"measure": "investment", "value": 12.5, "unit": "亿元"}},
		{"out", "project:normal", graph.Planned, graph.Attrs{"measure": "output", "value": 15.0, "unit": "亿元/年"}},
		{"was", "chain:c", graph.Actual, graph.Attrs{"measure": "output", "value": 90.0, "unit": "亿元", "period": "2024",
			"text": "产值"}},
		{"aim", "chain:c", graph.Target, graph.Attrs{"measure": "target", "value": 100.0, "unit": "亿元", "period": "2027",
			"text": "产值目标"}},
		{"when", "chain:c", graph.Target, graph.Attrs{"measure": "count", "value": 30.0, "unit": "家"}},
	} {
		prov := media
		prov.ValueKind = f.kind
		t.node(graph.ID("figure:"+f.key), f.key, prov, f.attrs)
		t.tie(graph.About, graph.ID("figure:"+f.key), f.subject, prov, nil)
	}
	t.node("milestone:m", "园区通电", media, graph.Attrs{"due": "2026-03"})
	t.tie(graph.Marks, "milestone:m", "chain:c", media, nil)
	t.node("plan:p", "实施方案", media, nil)
	t.tie(graph.Guides, "plan:p", "chain:c", at("2022-02-15", graph.Documented), nil)
}

func (t *town) find(shuffle int64) *analysis.Findings {
	nodes, rels := slices.Clone(t.nodes), slices.Clone(t.rels)
	if shuffle > 0 {
		r := rand.New(rand.NewSource(shuffle))
		r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		r.Shuffle(len(rels), func(i, j int) { rels[i], rels[j] = rels[j], rels[i] })
	}
	return analysis.Find(graph.NewSnapshot(7, time.Time{}, append(nodes, analysistest.Profile()), rels))
}

func content(t *testing.T, kind string, f *analysis.Findings, chain graph.ID, lang string) any {
	t.Helper()
	var c any
	var err error
	switch kind {
	case "application":
		c, err = NewApplication(f, chain, Options{Lang: lang})
	case "roadmap":
		c, err = NewRoadmap(f, chain, Options{Lang: lang})
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func indented(t *testing.T, c any) string {
	t.Helper()
	data, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

func TestGoldenContent(t *testing.T) {
	for _, kind := range []string{"application", "roadmap"} {
		for _, lang := range []string{"zh", "en"} {
			path := filepath.Join("testdata", kind+"."+lang+".json")
			got := indented(t, content(t, kind, newTown().find(0), "chain:c", lang))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs (-update rewrites it): %s", path, diff)
			}
		}
	}
}

func TestShuffledGraphGivesTheSameContent(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := &town{c.Nodes, c.Relations}
	for _, kind := range []string{"application", "roadmap"} {
		for _, one := range []struct {
			town  *town
			chain graph.ID
		}{{newTown(), "chain:c"}, {all, "chain:optoelectronics"}, {all, "chain:high-end-equipment"}} {
			first, again := indented(
				t,
				content(t, kind, one.town.find(0), one.chain, "zh"),
			), indented(
				t,
				content(t, kind, one.town.find(3), one.chain, "zh"),
			)
			if diff := cmp.Diff(first, again); diff != "" {
				t.Errorf("%s of %s: %s", kind, one.chain, diff)
			}
		}
	}
}

func TestUnknownChain(t *testing.T) {
	f := newTown().find(0)
	if _, err := NewApplication(f, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Error(err)
	}
	if _, err := NewRoadmap(f, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Error(err)
	}
}

// TestNothingInferredIsEvidenced: what stands as evidenced in the contents rests on a relation that is.
func TestNothingInferredIsEvidenced(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*analysis.Findings{newTown().find(0), (&town{c.Nodes, c.Relations}).find(0)} {
		for _, chain := range f.Chains {
			a, err := NewApplication(f, chain.Node.ID, Options{Lang: "zh"})
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range a.Uses {
				for _, r := range f.Snapshot.Out(graph.ID(u.Product), graph.AppliedIn) {
					if string(r.To) == u.Field && (u.Standing == diagram.OnRecord) != r.Prov.Confidence.Evidenced() {
						t.Errorf("%s stands as %s and rests on %s", r.RelationKey, u.Standing, r.Prov.Confidence)
					}
				}
			}
			for _, customer := range a.Customers {
				if customer.Standing == diagram.OnRecord &&
					!slices.ContainsFunc(
						f.Snapshot.In(graph.ID(customer.ID), graph.SuppliesTo),
						func(r *graph.Relation) bool { return r.Prov.Confidence.Evidenced() },
					) {
					t.Errorf("%s: customer %s stands as evidenced", chain.Node.ID, customer.ID)
				}
			}
			for _, p := range a.Products {
				if p.Made == diagram.MadeHere &&
					!slices.ContainsFunc(
						f.Snapshot.In(graph.ID(p.ID), graph.Makes),
						func(r *graph.Relation) bool { return r.Prov.Confidence.Evidenced() },
					) {
					t.Errorf("%s: %s stands as made here", chain.Node.ID, p.ID)
				}
			}
		}
	}
}

// TestEveryProductIsShownOrCounted: what is drawn and what the head of the column counts add up to the total.
func TestEveryProductIsShownOrCounted(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*analysis.Findings{newTown().find(0), (&town{c.Nodes, c.Relations}).find(0)} {
		for _, chain := range f.Chains {
			for _, lang := range []string{"zh", "en"} {
				a, err := NewApplication(f, chain.Node.ID, Options{Lang: lang})
				if err != nil {
					t.Fatal(err)
				}
				n := len(a.Products)
				for _, digits := range regexp.MustCompile(`\d+`).FindAllString(a.Heads[0].Note, -1) {
					left, _ := strconv.Atoi(digits)
					n += left
				}
				if n != a.Total {
					t.Errorf("%s: %d products drawn, %q, %d in all", chain.Node.ID, len(a.Products), a.Heads[0].Note, a.Total)
				}
			}
		}
	}
}

// TestLights: each light of the example town follows from its records alone.
func TestLights(t *testing.T) {
	r, err := NewRoadmap(newTown().find(0), "chain:c", Options{Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]diagram.Light{
		"project:done":    diagram.LightDone,
		"project:said":    diagram.LightDone,
		"project:late":    diagram.LightLate,
		"project:stale":   diagram.LightStale,
		"project:normal":  diagram.LightNormal,
		"project:stopped": diagram.LightStopped,
	}
	for _, l := range r.Lanes {
		for _, i := range l.Items {
			if i.Kind != diagram.ItemProject {
				continue
			}
			if want[i.ID] != i.Light {
				t.Errorf("%s has light %s, not %s", i.ID, i.Light, want[i.ID])
			}
			delete(want, i.ID)
			for k, s := range i.Stages {
				if s.Done && s.From > r.AsOf {
					t.Errorf("%s: %s is done after %s", i.ID, s.Step, r.AsOf)
				}
				if s.Until < s.From || k > 0 && !s.Open && s.From < i.Stages[k-1].From {
					t.Errorf("%s: stages out of order: %v", i.ID, i.Stages)
				}
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not drawn: %v", want)
	}
}
