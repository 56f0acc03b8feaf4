package quality

import (
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/seeds"
)

const today graph.Date = "2026-11-30"

// city has one thing of each that a check looks for, beside its like that is in order.
func city() *graph.Snapshot {
	prov := func(source, asOf string, c graph.Confidence) graph.Provenance {
		return graph.Provenance{Source: graph.ID("source:" + source), AsOf: graph.Date(asOf), Confidence: c}
	}
	good := prov("law", "2026-06", graph.Documented)
	node := func(id graph.ID, name string, attrs graph.Attrs, p graph.Provenance) graph.Node {
		kind, _ := id.Kind()
		return graph.Node{ID: id, Kind: kind, Name: name, Attrs: attrs, Prov: p}
	}
	firm := func(key, name string, attrs graph.Attrs) graph.Node {
		if attrs == nil {
			attrs = graph.Attrs{}
		}
		attrs["reach"] = "local"
		return node(graph.NewID(graph.KindEnterprise, key), name, attrs, good)
	}
	figure := func(key string, value float64, unit, source, measure string) graph.Node {
		p := prov(source, "2025", graph.Media)
		p.ValueKind = graph.Actual
		attrs := graph.Attrs{"measure": measure, "value": value, "unit": unit, "period": "2025"}
		return node(graph.NewID(graph.KindFigure, key), key, attrs, p)
	}
	rel := func(t graph.RelationType, from, to graph.ID, attrs graph.Attrs, p graph.Provenance) graph.Relation {
		return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Attrs: attrs, Prov: p}
	}
	at := func(stage string) graph.Attrs { return graph.Attrs{"role": "maker", "stage": stage} }
	project := func(key, stage, due string) graph.Node {
		return node(graph.NewID(graph.KindProject, key), key, graph.Attrs{"stage": stage, "due": due}, good)
	}
	lowest := graph.Attrs{"level": "link", "order": int64(1)}
	return graph.NewSnapshot(1, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), []graph.Node{
		node("source:law", "文件", graph.Attrs{"number": "鄂州政办发〔2022〕1号"}, good),
		node("source:web", "报道", graph.Attrs{"url": "https://example.cn/a"}, good),
		node("source:hearsay", "口头", nil, prov("hearsay", "2026", graph.Unverified)),
		node("source:trade", "行业常识", nil, prov("trade", "2026", graph.Trade)),
		node("chain:led", "光电", graph.Attrs{"order": int64(1)}, good),
		node("link:led/gas", "气体", lowest, prov("trade", "2026-09", graph.Trade)),
		node("link:led/chip", "芯片", lowest, prov("trade", "2026-09", graph.Trade)),
		node("link:led/use", "医院", graph.Attrs{"level": "link", "market": true}, prov("trade", "2026-09", graph.Trade)),
		node("product:gas", "气体", nil, good),
		firm("one", "甲公司", graph.Attrs{"levels": []string{"named", "high_tech"}, "credit_code": "91420700MA49999997"}),
		firm("two", "甲公司（本部）", graph.Attrs{"levels_unverified": []string{"little_giant"}}),
		firm("three", "丙 公司", nil),
		firm("four", "丙公司", nil),
		firm("idle", "停产公司", nil),
		project("late", "building", "2026-10"),
		project("soon", "building", "2026-12"),
		project("done", "production", "2020"),
		figure("a", 12000, "万元", "law", "sales"),
		figure("b", 1.2, "亿元", "web", "sales"),
		figure("c", 1.5, "亿元", "web", "sales"),
		figure("d", 3, "家", "law", "count"),
		figure("e", 9, "家", "web", "count"),
	}, []graph.Relation{
		rel(graph.PartOf, "link:led/gas", "chain:led", nil, good),
		rel(graph.PartOf, "link:led/chip", "chain:led", nil, good),
		rel(graph.PartOf, "link:led/use", "chain:led", nil, good),
		rel(graph.Yields, "link:led/gas", "product:gas", nil, good),
		rel(graph.OperatesIn, "enterprise:one", "link:led/gas", at("production"), prov("web", "2023-10", graph.Media)),
		rel(graph.OperatesIn, "enterprise:two", "link:led/gas", at("production"), prov("web", "2023-11", graph.Repost)),
		rel(graph.OperatesIn, "enterprise:three", "link:led/chip", at("production"), prov("law", "2023", graph.Documented)),
		rel(graph.OperatesIn, "enterprise:idle", "link:led/chip", at("stopped"), prov("law", "2010", graph.Documented)),
		rel(graph.SuppliesTo, "enterprise:idle", "enterprise:one", nil, prov("hearsay", "2026-01", graph.Unverified)),
		rel(graph.SuppliesTo, "enterprise:two", "enterprise:one", nil, good),
		rel(graph.About, "figure:a", "enterprise:one", nil, good),
		rel(graph.About, "figure:b", "enterprise:one", nil, good),
		rel(graph.About, "figure:c", "enterprise:one", nil, good),
		rel(graph.About, "figure:d", "enterprise:one", nil, good),
		rel(graph.About, "figure:e", "enterprise:one", nil, good),
	})
}

func report(s *graph.Snapshot, months int) *Report {
	return Of(s, lists.NewReader(s, "zh"), today, Settings{Months: months})
}

// TestChecks: each finds what is not in order, and leaves what is.
func TestChecks(t *testing.T) {
	found := map[string][]string{}
	for _, c := range report(city(), 36).Checks {
		if c.ZH == "" || c.EN == "" || c.Mend == "" || c.MendEN == "" || len(c.Rows) > c.Of {
			t.Errorf("%s: %d of %d, in words %q %q %q %q", c.Key, len(c.Rows), c.Of, c.ZH, c.EN, c.Mend, c.MendEN)
		}
		for _, row := range c.Rows {
			if row.ZH == "" || row.EN == "" {
				t.Errorf("%s says nothing of %s", c.Key, row.Subject)
			}
			found[c.Key] = append(found[c.Key], strings.TrimSpace(string(row.Subject)+" "+string(row.Other)))
		}
	}
	for key, want := range map[string][]string{
		// October ended more than 36 months ago, November and the year not; what has stopped is not asked again
		"stale":         {"enterprise:one link:led/gas"},
		"unverified":    {"enterprise:two link:led/gas"},
		"contradiction": {"enterprise:one figure:c"}, // 12000 万元 is 1.2 亿元; counts are of many things
		"credit-code":   {"enterprise:one"},
		"duplicate":     nil,
		"level":         {"enterprise:two"},
		"source":        {"source:hearsay"}, // the law has a number, knowledge of the trade needs none
		"overdue":       {"project:late"},
		"lapsed":        {"enterprise:idle enterprise:one"},
		"link":          {"link:led/chip"},
	} {
		if !slices.Equal(found[key], want) {
			t.Errorf("%s: %q, not %q", key, found[key], want)
		}
	}
}

// TestDuplicates: one code is one firm, one name as it is compared too; a pair is told once.
func TestDuplicates(t *testing.T) {
	prov := graph.Provenance{Source: "source:s", AsOf: "2026", Confidence: graph.Media}
	firm := func(key, name, code string) graph.Node {
		return graph.Node{ID: graph.NewID(graph.KindEnterprise, key), Kind: graph.KindEnterprise, Name: name,
			Attrs: graph.Attrs{"reach": "local", "credit_code": code}, Prov: prov}
	}
	s := graph.NewSnapshot(1, time.Now(), []graph.Node{
		firm("a", "甲公司", "1"), firm("b", "甲公司", "1"), firm("c", "乙公司", "1"), firm("d", "Ｃｈｉｐ公司", "2"),
		firm("e", "chip公司", ""), firm("f", "丁公司", ""),
	}, nil)
	var pairs []string
	for _, c := range report(s, 36).Checks {
		if c.Key == "duplicate" {
			for _, row := range c.Rows {
				pairs = append(pairs, row.Subject.Key()+row.Other.Key())
			}
		}
	}
	if want := []string{"ab", "ac", "de"}; !slices.Equal(pairs, want) {
		t.Errorf("%q, not %q", pairs, want)
	}
}

// TestFacts: what is counted, how firm, how old.
func TestFacts(t *testing.T) {
	r := report(city(), 36)
	of := map[string]Facts{}
	for _, f := range append(r.Sorts, r.Chains...) {
		of[f.Of] = f
	}
	p := of["positions"]
	if p.Count != 4 || p.Evidenced != 4 || p.Unverified != 1 || p.Traceable != 4 || p.Fresh != 2 ||
		p.Newest != "2023" || p.Median != "2023-10" || p.Oldest != "2010" || p.Age != 36 {
		t.Errorf("positions: %+v", p)
	}
	// of the chain: four firms on it, four positions, two supplies, five figures; the template is not
	if c := of["chain:led"]; c.Count != 15 || c.Fresh != 13 {
		t.Errorf("the chain: %+v", c)
	}
	if later := report(city(), 1); later.Sorts[2].Fresh != 0 {
		t.Errorf("a month: %+v", later.Sorts[2])
	}
}

// TestSeeds: of the seeds everything adds up, and rows lead to what is there.
func TestSeeds(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	c.Normalise()
	s := graph.NewSnapshot(1, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), c.Nodes, c.Relations)
	r := report(s, 36)
	for _, f := range append(slices.Clone(r.Sorts), r.Chains...) {
		sum := 0
		for _, n := range f.Grades {
			sum += n
		}
		if sum != f.Count || f.Count == 0 || f.Fresh > f.Count || f.Newest == "" || f.ZH == "" || f.EN == "" {
			t.Errorf("%+v", f)
		}
	}
	for _, c := range r.Checks {
		for _, row := range c.Rows {
			if s.Node(row.Subject) == nil || s.Node(row.Source) == nil || row.Other != "" && s.Node(row.Other) == nil {
				t.Errorf("%s leads to %s, %s, %s", c.Key, row.Subject, row.Other, row.Source)
			}
		}
	}
}

func BenchmarkOf(b *testing.B) {
	c, err := seeds.Load()
	if err != nil {
		b.Fatal(err)
	}
	c.Normalise()
	s := graph.NewSnapshot(1, time.Now(), c.Nodes, c.Relations)
	for b.Loop() {
		report(s, 36)
	}
}
