// Package analysistest builds small cities for tests of what is found in them.
package analysistest

import (
	"chainchief/graph"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// City is a small chain under construction: raw → part → whole, and recycling as support.
type City struct {
	Nodes []graph.Node
	Rels  []graph.Relation
}

var Documented = graph.Provenance{Source: "source:s", AsOf: "2025-08", Confidence: graph.Documented}

func NewCity() *City {
	c := &City{}
	c.Node("source:s", graph.KindSource, nil)
	c.Node("chain:c", graph.KindChain, graph.Attrs{"order": int64(1), "provisional": false, "template_version": "2026.1"})
	c.Node("link:c/main", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)})
	c.Tie(graph.PartOf, "link:c/main", "chain:c", nil)
	return c
}

func (c *City) Node(id graph.ID, kind graph.Kind, attrs graph.Attrs) {
	c.Nodes = append(c.Nodes, graph.Node{ID: id, Kind: kind, Name: id.Key(), Attrs: attrs, Prov: Documented})
}

func (c *City) Tie(t graph.RelationType, from, to graph.ID, attrs graph.Attrs) {
	c.Rels = append(
		c.Rels,
		graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Attrs: attrs, Prov: Documented},
	)
}

// Link adds a lowest link that is fed by others.
func (c *City) Link(name, stage string, weight int, fedBy ...string) {
	id := graph.ID("link:c/main/" + name)
	c.Node(
		id,
		graph.KindLink,
		graph.Attrs{"level": "link", "order": int64(len(c.Nodes)), "stage": stage, "weight": int64(weight)},
	)
	c.Tie(graph.PartOf, id, "link:c/main", nil)
	for _, from := range fedBy {
		c.Tie(graph.Feeds, graph.ID("link:c/main/"+from), id, nil)
	}
}

// Firm adds an enterprise on a link; the confidence is that of its role.
func (c *City) Firm(name, reach, link, stage string, confidence graph.Confidence, levels ...string) {
	id := graph.ID("enterprise:" + name)
	attrs := graph.Attrs{"reach": reach}
	if len(levels) > 0 {
		attrs["levels"] = levels
	}
	c.Node(id, graph.KindEnterprise, attrs)
	c.Tie(graph.OperatesIn, id, graph.ID("link:c/main/"+link), graph.Attrs{"role": "maker", "stage": stage})
	c.Rels[len(c.Rels)-1].Prov.Confidence = confidence
}

// Profile is what is on record of the made-up city, which lies in Hubei.
func Profile() graph.Node {
	return graph.Node{
		ID:     "city:c",
		Kind:   graph.KindCity,
		Name:   "鄂州",
		NameEN: "Ezhou",
		Prov:   Documented,
		Attrs: graph.Attrs{
			"province": "湖北", "province_en": "Hubei", "circle": "武汉都市圈", "circle_en": "Wuhan circle",
			"circle_places": []string{"武汉"},
			"preferred": []string{
				graph.NewArea(graph.Area{Name: "长三角", NameEN: "Yangtze River Delta", Provinces: []string{"上海", "江苏", "浙江", "安徽"}}),
				graph.NewArea(graph.Area{Name: "珠三角", NameEN: "Pearl River Delta", Provinces: []string{"广东"}}),
				graph.NewArea(graph.Area{Name: "京津冀", NameEN: "Beijing–Tianjin–Hebei", Provinces: []string{"北京", "天津", "河北"}}),
			},
		},
	}
}

// Snapshot is the city as a store would give it, at revision 7.
func (c *City) Snapshot() *graph.Snapshot {
	nodes, rels := append([]graph.Node{Profile()}, c.Nodes...), append([]graph.Relation(nil), c.Rels...)
	return graph.NewSnapshot(7, time.Time{}, nodes, rels)
}

// feedsAtRandom are certain, possible, known in amount, and one of several alternatives.
var feedsAtRandom = []graph.Attrs{
	nil, {"possible": true}, {"flow": 0.1}, {"flow": 1.7}, {"any_of": "a"}, {"any_of": "b"},
	{"kind": "capital"}, {"kind": "service", "any_of": "a"}, {"kind": "outlet"},
}

// RandomCity draws a city of up to eight links in a random FEEDS graph, cycles included, with random enterprises.
func RandomCity(t *rapid.T) *City {
	c := NewCity()
	n := rapid.IntRange(1, 8).Draw(t, "links")
	for i := range n {
		c.Link(
			fmt.Sprint(i),
			rapid.SampledFrom([]string{"upstream", "midstream", "downstream", "support"}).Draw(t, "stage"),
			rapid.IntRange(1, 3).Draw(t, "weight"),
		)
		c.Nodes[len(c.Nodes)-1].Attrs["output"] = float64(rapid.IntRange(8, 30).Draw(t, "output"))
		c.Nodes[len(c.Nodes)-1].Attrs["market"] = rapid.IntRange(0, 7).Draw(t, "market") == 0
	}
	for i := range n {
		for j := range n {
			if i != j && rapid.IntRange(0, 3).Draw(t, "feeds") == 0 {
				c.Tie(
					graph.Feeds,
					graph.ID(fmt.Sprint("link:c/main/", i)),
					graph.ID(fmt.Sprint("link:c/main/", j)),
					rapid.SampledFrom(feedsAtRandom).Draw(t, "feed"),
				)
			}
		}
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "firms") {
		c.Firm(
			fmt.Sprint("f", i),
			rapid.SampledFrom([]string{"local", "circle", "country"}).Draw(t, "reach"),
			fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "on")),
			rapid.SampledFrom([]string{"production", "signed"}).
				Draw(t, "step"),
			rapid.SampledFrom([]graph.Confidence{graph.Documented, graph.Trade}).Draw(t, "confidence"),
			rapid.SampledFrom([][]string{nil, {"lead"}, {"champion"}}).Draw(t, "levels")...)
	}
	return c
}

// Invested puts it on record that so much, 亿元, is invested in a project of an enterprise.
func (c *City) Invested(firm string, value float64) {
	project := graph.ID("project:" + firm)
	figure := graph.ID("figure:" + firm)
	c.Node(project, graph.KindProject, graph.Attrs{"stage": "production"})
	c.Node(figure, graph.KindFigure, graph.Attrs{"measure": "investment", "value": value, "unit": "亿元"})
	c.Tie(graph.Runs, graph.ID("enterprise:"+firm), project, nil)
	c.Tie(graph.About, figure, project, nil)
}

func (c *City) Last() *graph.Node { return &c.Nodes[len(c.Nodes)-1] }

func (c *City) Target(gap, firm, stage, reason string) {
	c.Node(graph.ID(gap), graph.KindGap, graph.Attrs{"kinds": []string{"missing"}, "status": "proposed", "standing": true})
	c.Tie(
		graph.Targets,
		graph.ID(gap),
		graph.ID("enterprise:"+firm),
		graph.Attrs{"contact": stage, "since": "2026-09-01", "reason": reason},
	)
}

// Flowing sets the outputs of links and the flows between them.
func (c *City) Flowing(outputs map[string]float64, flows map[string]float64) *City {
	for i := range c.Nodes {
		if v, known := outputs[strings.TrimPrefix(string(c.Nodes[i].ID), "link:c/main/")]; known {
			c.Nodes[i].Attrs["output"] = v
		}
	}
	for i := range c.Rels {
		r := &c.Rels[i]
		if v, known := flows[strings.TrimPrefix(r.From.Key(), "c/main/")+" "+strings.TrimPrefix(r.To.Key(),
			"c/main/")]; known &&
			r.Type == graph.Feeds {
			r.Attrs = graph.Attrs{"flow": v}
		}
	}
	return c
}

func (c *City) Figure(city, of graph.ID, value float64) {
	c.Tie(graph.Produces, city, of, graph.Attrs{"value": value, "measure": "output", "unit": "亿元"})
}

func (c *City) WithoutFigures() { c.KeepFigures() }

func (c *City) KeepFigures(of ...graph.ID) {
	c.Rels = slices.DeleteFunc(
		c.Rels,
		func(r graph.Relation) bool { return r.Type == graph.Produces && !slices.Contains(of, r.From) },
	)
}
