package analysis

import (
	"chainchief/graph"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// city is a small chain under construction: raw → part → whole, and recycling as support.
type city struct {
	nodes []graph.Node
	rels  []graph.Relation
}

var documented = graph.Provenance{Source: "source:s", AsOf: "2025-08", Confidence: graph.Documented}

func newCity() *city {
	c := &city{}
	c.node("source:s", graph.KindSource, nil)
	c.node("chain:c", graph.KindChain, graph.Attrs{"order": int64(1), "provisional": false, "template_version": "2026.1"})
	c.node("link:c/main", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)})
	c.tie(graph.PartOf, "link:c/main", "chain:c", nil)
	return c
}

func (c *city) node(id graph.ID, kind graph.Kind, attrs graph.Attrs) {
	c.nodes = append(c.nodes, graph.Node{ID: id, Kind: kind, Name: id.Key(), Attrs: attrs, Prov: documented})
}

func (c *city) tie(t graph.RelationType, from, to graph.ID, attrs graph.Attrs) {
	c.rels = append(c.rels, graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Attrs: attrs, Prov: documented})
}

// link adds a lowest link that is fed by others.
func (c *city) link(name, stage string, weight int, fedBy ...string) {
	id := graph.ID("link:c/main/" + name)
	c.node(id, graph.KindLink, graph.Attrs{"level": "link", "order": int64(len(c.nodes)), "stage": stage, "weight": int64(weight)})
	c.tie(graph.PartOf, id, "link:c/main", nil)
	for _, from := range fedBy {
		c.tie(graph.Feeds, graph.ID("link:c/main/"+from), id, nil)
	}
}

// firm adds an enterprise on a link; the confidence is that of its role.
func (c *city) firm(name, reach, link, stage string, confidence graph.Confidence, levels ...string) {
	id := graph.ID("enterprise:" + name)
	attrs := graph.Attrs{"reach": reach}
	if len(levels) > 0 {
		attrs["levels"] = levels
	}
	c.node(id, graph.KindEnterprise, attrs)
	c.tie(graph.OperatesIn, id, graph.ID("link:c/main/"+link), graph.Attrs{"role": "maker", "stage": stage})
	c.rels[len(c.rels)-1].Prov.Confidence = confidence
}

// snapshot is the city as a store would give it, at revision 7.
func (c *city) snapshot() *graph.Snapshot {
	nodes, rels := append([]graph.Node(nil), c.nodes...), append([]graph.Relation(nil), c.rels...)
	return graph.NewSnapshot(7, time.Time{}, nodes, rels)
}

// randomCity draws a city of up to eight links in a random FEEDS graph, cycles included, with random enterprises.
func randomCity(t *rapid.T) *city {
	c := newCity()
	n := rapid.IntRange(1, 8).Draw(t, "links")
	for i := range n {
		c.link(fmt.Sprint(i), rapid.SampledFrom([]string{"upstream", "midstream", "downstream", "support"}).Draw(t, "stage"), rapid.IntRange(1, 3).Draw(t, "weight"))
		c.nodes[len(c.nodes)-1].Attrs["output"] = float64(rapid.IntRange(8, 30).Draw(t, "output"))
	}
	for i := range n {
		for j := range n {
			if i != j && rapid.IntRange(0, 3).Draw(t, "feeds") == 0 {
				c.tie(graph.Feeds, graph.ID(fmt.Sprint("link:c/main/", i)), graph.ID(fmt.Sprint("link:c/main/", j)), rapid.SampledFrom([]graph.Attrs{nil, {"possible": true}, {"flow": 0.1}, {"flow": 1.7}}).Draw(t, "feed"))
			}
		}
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "firms") {
		c.firm(fmt.Sprint("f", i), rapid.SampledFrom([]string{"local", "circle", "country"}).Draw(t, "reach"), fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "on")),
			rapid.SampledFrom([]string{"production", "signed"}).Draw(t, "step"), rapid.SampledFrom([]graph.Confidence{graph.Documented, graph.Trade}).Draw(t, "confidence"),
			rapid.SampledFrom([][]string{nil, {"lead"}, {"champion"}}).Draw(t, "levels")...)
	}
	return c
}

func (c *city) last() *graph.Node { return &c.nodes[len(c.nodes)-1] }

func (c *city) target(gap, firm, stage, reason string) {
	c.node(graph.ID(gap), graph.KindGap, graph.Attrs{"kinds": []string{"missing"}, "status": "proposed", "standing": true})
	c.tie(graph.Targets, graph.ID(gap), graph.ID("enterprise:"+firm), graph.Attrs{"contact": stage, "since": "2026-09-01", "reason": reason})
}

// flowing sets the outputs of links and the flows between them.
func (c *city) flowing(outputs map[string]float64, flows map[string]float64) *city {
	for i := range c.nodes {
		if v, known := outputs[strings.TrimPrefix(string(c.nodes[i].ID), "link:c/main/")]; known {
			c.nodes[i].Attrs["output"] = v
		}
	}
	for i := range c.rels {
		r := &c.rels[i]
		if v, known := flows[strings.TrimPrefix(r.From.Key(), "c/main/")+" "+strings.TrimPrefix(r.To.Key(), "c/main/")]; known && r.Type == graph.Feeds {
			r.Attrs = graph.Attrs{"flow": v}
		}
	}
	return c
}

func (c *city) figure(city, of graph.ID, value float64) {
	c.tie(graph.Produces, city, of, graph.Attrs{"value": value, "measure": "output", "unit": "亿元"})
}

func (c *city) withoutFigures() { c.keepFigures() }

func (c *city) keepFigures(of ...graph.ID) {
	c.rels = slices.DeleteFunc(c.rels, func(r graph.Relation) bool { return r.Type == graph.Produces && !slices.Contains(of, r.From) })
}
