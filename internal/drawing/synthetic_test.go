package drawing

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// synthetic describes a graph of one chain that no seeds hold.
type synthetic struct {
	links  int
	lanes  int
	label  string // in every name and text; empty: plain names
	cycle  bool   // the last link feeds the first
	stages int    // of how many stages links are
	option int    // 0: drawn without; else the number of the option that is taken, of those that a kind has
}

const madeUp = graph.ID("chain:s")

// find analyses the graph as of a revision. Every relation that a drawing reads occurs; earlier is the graph without
// some firms, for drawings that compare.
func (g synthetic) find(revision graph.Revision, earlier bool) *analysis.Findings {
	b := &synthesis{synthetic: g}
	b.chain()
	for i := range g.links {
		b.link(i, earlier)
	}
	b.places()
	return analysis.Find(graph.NewSnapshot(revision, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), b.nodes, b.relations))
}

type synthesis struct {
	synthetic
	nodes     []graph.Node
	relations []graph.Relation
}

// name is the label, or a plain word, with a number that keeps names apart.
func (b *synthesis) name(word string, i int) string {
	if b.label != "" {
		return b.label
	}
	return fmt.Sprintf("%s%d", word, i)
}

func (b *synthesis) node(id graph.ID, name string, attrs graph.Attrs) {
	kind, _ := id.Kind()
	for key, value := range attrs {
		if value == "label" {
			attrs[key] = b.name("说明", len(b.nodes))
		}
	}
	b.nodes = append(
		b.nodes,
		graph.Node{ID: id, Kind: kind, Name: name, NameEN: name, Attrs: attrs, Prov: b.prov(len(b.nodes))},
	)
}

func (b *synthesis) tie(kind graph.RelationType, from, to graph.ID, attrs graph.Attrs) {
	b.relations = append(b.relations, graph.Relation{
		RelationKey: graph.RelationKey{Type: kind, From: from, To: to},
		Attrs:       attrs,
		Prov:        b.prov(len(b.relations)),
	})
}

func (b *synthesis) prov(i int) graph.Provenance {
	grades := []graph.Confidence{graph.Media, graph.Trade, graph.Unverified, graph.Documented}
	return graph.Provenance{
		Source:     "source:s",
		AsOf:       []graph.Date{"2025-08", "2024", "2023-Q2"}[i%3],
		Confidence: grades[i%4],
	}
}

func (b *synthesis) chain() {
	b.node("source:s", b.name("来源", 0), graph.Attrs{"url": "https://example.org/s"})
	b.node(madeUp, b.name("合成", 0), graph.Attrs{
		"order":            int64(1),
		"provisional":      true,
		"template_version": "1",
		"captions":         []string{b.label, b.label},
		"captions_en":      []string{b.label, b.label},
	})
	for l := range max(1, b.lanes) {
		id := graph.ID(fmt.Sprint("link:s/l", l))
		b.node(id, b.name("子链", l), graph.Attrs{"level": "lane", "order": int64(l)})
		b.tie(graph.PartOf, id, madeUp, nil)
		for s := range graph.Stages {
			group := graph.ID(fmt.Sprint(id, "/g", s))
			b.node(group, b.name("组", s), graph.Attrs{"level": "group", "order": int64(s)})
			b.tie(graph.PartOf, group, id, nil)
		}
	}
	b.node("field:f0", b.name("领域", 0), nil)
	b.node("field:f1", b.name("领域", 1), nil)
	b.node("plan:p", b.name("方案", 0), graph.Attrs{"note": "label"})
	b.tie(graph.Guides, "plan:p", madeUp, nil)
	b.node(
		"figure:f",
		b.name("产值", 0),
		graph.Attrs{"measure": "output", "value": 12.5, "unit": b.label, "period": "2024", "text": "label"},
	)
	b.tie(graph.About, "figure:f", madeUp, nil)
	b.node("milestone:m", b.name("里程碑", 0), graph.Attrs{"due": "2026-06"})
	b.tie(graph.Marks, "milestone:m", madeUp, nil)
}

func (b *synthesis) places() {
	for i := range 4 {
		id := graph.ID(fmt.Sprint("park:p", i))
		b.node(id, b.name("园区", i), graph.Attrs{
			"kind":        "zone",
			"lon":         114.6 + .1*float64(i),
			"lat":         30.3 + .05*float64(i%2),
			"note":        "label",
			"restriction": map[bool]any{true: "label", false: ""}[i == 3],
		})
	}
	b.tie(graph.Hosts, "park:p0", madeUp, graph.Attrs{"main": true})
}

// link is the i-th of the links, with its product, a firm and what it feeds.
func (b *synthesis) link(i int, earlier bool) {
	stage := i * max(1, b.stages) / b.links
	lane := i % max(1, b.lanes)
	id := graph.ID(fmt.Sprint("link:s/", i))
	b.node(id, b.name("环节", i), graph.Attrs{
		"level":   "link",
		"order":   int64(i),
		"stage":   graph.Stages[stage].Code,
		"weight":  int64(1 + i%3),
		"blocked": map[bool]any{true: "label", false: ""}[i%7 == 3],
	})
	b.tie(graph.PartOf, id, graph.ID(fmt.Sprint("link:s/l", lane, "/g", stage)), nil)
	product := graph.ID(fmt.Sprint("product:p", i))
	b.node(product, b.name("产品", i), nil)
	b.tie(graph.Yields, id, product, nil)
	b.tie(graph.AppliedIn, product, graph.ID(fmt.Sprint("field:f", i%2)), nil)
	if i%3 != 2 && !(earlier && i%4 == 0) {
		b.firm(i, id, product)
	}
	if i%5 == 0 {
		project := graph.ID(fmt.Sprint("project:p", i))
		b.node(
			project,
			b.name("项目", i),
			graph.Attrs{"stage": "building", "started": "2024-06", "due": "2026", "note": "label"},
		)
		b.tie(graph.Fills, project, id, nil)
	}
	for _, step := range []int{1, 5} {
		if i >= step {
			b.tie(graph.Feeds, graph.ID(fmt.Sprint("link:s/", i-step)), id, graph.Attrs{"possible": i%4 == 0})
		}
	}
	if b.cycle && i == b.links-1 && i > 0 {
		b.tie(graph.Feeds, id, "link:s/0", nil)
	}
}

func (b *synthesis) firm(i int, link, product graph.ID) {
	id := graph.ID(fmt.Sprint("enterprise:e", i))
	b.node(id, b.name("企业", i), graph.Attrs{
		"short_name": b.name("企", i),
		"reach":      []string{"local", "local", "circle"}[i%3],
		"levels":     []string{"specialised"},
		"note":       "label",
	})
	b.tie(graph.OperatesIn, id, link, graph.Attrs{"role": "maker", "stage": []string{"production", "building"}[i%2]})
	b.tie(graph.Makes, id, product, nil)
	if i%4 != 1 {
		b.tie(graph.LocatedIn, id, graph.ID(fmt.Sprint("park:p", i%3)), nil)
	}
	if i > 0 {
		b.tie(graph.SuppliesTo, id, graph.ID(fmt.Sprint("enterprise:e", i-1)), graph.Attrs{"what": "label"})
	}
}

// requests are the drawings of the chain of every kind, and of the kinds that are of something else of one such thing.
func (g synthetic) requests(lang string) (*analysis.Findings, []Request) {
	f, from := g.find(2, false), g.find(1, true)
	out := chainRequests(f, from, []string{lang})
	for i, r := range out {
		if options := allOptions(r); g.option > 0 && len(options) > 0 {
			names := slices.Sorted(maps.Keys(options))
			out[i] = options[names[g.option%len(names)]]
		}
	}
	for _, kind := range Kinds {
		if of := kind.Subject; !OfChain(kind) {
			for _, n := range f.Snapshot.Of(of) {
				if of != graph.KindLink || n.Attrs.Text("level") == "link" {
					out = append(out, Request{Kind: kind.Name, Of: n.ID, Lang: lang, Format: "svg"})
					break
				}
			}
		}
	}
	return f, slices.Clip(out)
}

// hostile are labels that people and files bring: long, empty, blank, of other scripts, that turn the direction of
// text, that are markup, that are no text.
var hostile = []string{
	"",
	" ",
	"　",
	strings.Repeat("超长名称", 50),
	strings.Repeat("Supercalifragilistic", 20),
	strings.Repeat("长、", 3000),
	"Latin words of many and various lengths in a row",
	"😀🏽‍🚒 消防",
	"a\u202eb\u2066c",
	"שלום مرحبا",
	"\x00\x01\x1b[2J",
	"\xff\xfe光",
	"\ufeff\ufffe\U0010ffff",
	"<b>&amp;\"']]></text><script>",
	"<?xml version='1.0'?>",
	"a\nb\tc\u2028d",
	"e\u0301\u0301\u0301",
	"(\\)%%EOF",
	"{{.}} $HOME `id` %s %d",
	"，。、；：",
	strings.Repeat("1", 200),
	"javascript:alert(1)",
}
