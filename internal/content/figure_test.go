package content

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/seeds"
)

// TestFiguresAreSaidOnce: each number of a figure stands once, an "about" stays with it, a growth says that it is one.
func TestFiguresAreSaidOnce(t *testing.T) {
	for _, c := range []struct {
		measure, text, unit string
		value               float64
		want                figureSaid
	}{
		{graph.MeasureOutput, "约 90 亿元，含上下游", "亿元", 90, figureSaid{"产值，含上下游", "约 90 亿元", ""}},
		{"share", "占工业比重，2021 年为 7.36%", "%", 14.93, figureSaid{"占工业比重", "14.93%", "2021 年为 7.36%"}},
		{"jobs", "从业人员 2 万以上", "人", 20000, figureSaid{"从业人员", "20000 人以上", ""}},
		{"growth", "电子信息制造业前三季度产值同比", "%", 171.06,
			figureSaid{"电子信息制造业前三季度产值同比增长", "171.06%", ""}},
		{"growth", "产值同比", "%", -3.5, figureSaid{"产值同比下降", "3.5%", ""}},
		{"count", "37 个开工项目", "家", 12, figureSaid{"37 个开工项目", "12 家", ""}},
		{graph.MeasureOutput, "", "亿元", 5, figureSaid{"产值", "5 亿元", ""}},
	} {
		n := &graph.Node{Kind: graph.KindFigure, Attrs: graph.Attrs{
			"measure": c.measure, "text": c.text, "unit": c.unit, "value": c.value,
		}}
		if got := lexicon("zh").figureSays(n); got != c.want {
			t.Errorf("%s %v %s: %+v, want %+v", c.text, c.value, c.unit, got, c.want)
		}
	}
}

// TestAmountsInEnglish: units of ten thousand and a hundred million become plain numbers.
func TestAmountsInEnglish(t *testing.T) {
	for _, c := range []struct {
		value      float64
		unit, want string
	}{
		{10, "万吨/年", "100,000 t/yr"}, {210, "万片/年", "2.1 million pcs/yr"}, {3000, "吨/年", "3,000 t/yr"},
		{3, "亿支", "300 million pcs"},
		{20000, "人", "20,000 people"}, {200, "MW", "200 MW"}, {1.5, "亿元/年", "CNY 0.15 bn/yr"}, {12.5, "%", "12.5%"},
	} {
		if got := lexicon("en").amount(c.value, c.unit); got != c.want {
			t.Errorf("%v %s: %s, want %s", c.value, c.unit, got, c.want)
		}
	}
}

// TestChainsAreNamedOnce: a chain whose name already says 产业链 is no 产业链产业链, in no drawing.
func TestChainsAreNamedOnce(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range c.Nodes {
		if n.Kind == graph.KindChain {
			c.Nodes[i].Name += "产业链"
			c.Nodes[i].NameEN += " chain"
		}
	}
	f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
	for _, lang := range []string{"zh", "en"} {
		for what, text := range everyContent(t, f, lang) {
			for _, twice := range []string{"产业链产业链", "chain chain"} {
				if strings.Contains(text, twice) {
					at := strings.Index(text, twice)
					t.Errorf("%s %s: %s", what, lang, text[max(0, at-60):min(len(text), at+60)])
				}
			}
		}
	}
}

// everyContent is what every drawing of every chain says, as text, by what it is.
func everyContent(t *testing.T, f *analysis.Findings, lang string) map[string]string {
	t.Helper()
	o, out := Options{Lang: lang}, map[string]string{}
	add := func(what string, content any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		out[what] = string(data)
	}
	add("city", NewCityMap(f, o), nil)
	for _, c := range f.Chains {
		id, key := c.Node.ID, "/"+c.Node.ID.Key()
		structure, err := NewStructure(f, id, o)
		add("structure"+key, structure, err)
		application, err := NewApplication(f, id, o)
		add("application"+key, application, err)
		layout, err := NewMap(f, id, o)
		add("layout"+key, layout, err)
		roadmap, err := NewRoadmap(f, id, o)
		add("roadmap"+key, roadmap, err)
		targets, err := NewTargets(f, nil, id, o)
		add("targets"+key, targets, err)
		portrait, err := NewPortrait(f, nil, id, o)
		add("portrait"+key, portrait, err)
		changes, err := NewChanges(f, f, id, o)
		add("changes"+key, changes, err)
		for _, firm := range c.Enterprises[:min(1, len(c.Enterprises))] {
			supply, err := NewSupply(f, firm, id, nil, o)
			add("supply"+key, supply, err)
		}
		impact, err := NewImpact(f, c.Links[0].Node.ID, o)
		add("impact"+key, impact, err)
	}
	return out
}

// TestNoSentenceHasAnEmptyPart: whatever the graph lacks, no list is empty between its words and no mark follows
// another that ends what was never said.
func TestNoSentenceHasAnEmptyPart(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	bare := slices.DeleteFunc(slices.Clone(c.Relations), func(r graph.Relation) bool {
		return slices.Contains([]graph.RelationType{graph.OperatesIn, graph.Makes, graph.Fills, graph.About}, r.Type)
	})
	for name, relations := range map[string][]graph.Relation{"seeds": c.Relations, "without firms": bare} {
		f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, relations))
		for _, lang := range []string{"zh", "en"} {
			for what, text := range everyContent(t, f, lang) {
				for _, broken := range []string{
					"：；", "：。", "；；", "，，", "、、", "，；", "；。", "：，", "（）", ": ;", ": .", "; ;", ", ,", ",,",
					"()", "(s)", "×10,000",
				} {
					if at := strings.Index(text, broken); at >= 0 {
						near := text[max(0, at-60):min(len(text), at+60)]
						t.Errorf("%s, %s %s: %q in …%s…", name, what, lang, broken, near)
					}
				}
			}
		}
	}
}
