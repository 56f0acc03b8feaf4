package layout

import (
	"slices"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

// later is the seeds after some things happened on a chain: a firm came, one left, one moved, one got into production, one
// stopped, a gap was dismissed, a link was declared insufficient.
func later(t testing.TB, chain graph.ID) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	before := analysis.Find(graph.NewSnapshot(1, time.Time{}, slices.Clone(c.Nodes), slices.Clone(c.Relations)))
	x := before.Chain(chain)
	var missing []graph.ID
	var posts []graph.RelationKey // local positions
	for _, l := range x.Links {
		if l.State == analysis.Missing {
			missing = append(missing, l.Node.ID)
		}
		for _, p := range l.Positions {
			if p.Local {
				posts = append(posts, p.Relation.RelationKey)
			}
		}
	}
	prov := graph.Provenance{Source: c.Nodes[0].Prov.Source, AsOf: "2026-03", Confidence: graph.Media}
	tie := func(firm, link graph.ID, stage string) {
		c.Relations = append(c.Relations, graph.Relation{RelationKey: graph.RelationKey{Type: graph.OperatesIn, From: firm, To: link}, Attrs: graph.Attrs{"role": "maker", "stage": stage}, Prov: prov})
	}
	c.Nodes = append(c.Nodes, graph.Node{ID: "enterprise:example-a", Kind: graph.KindEnterprise, Name: "示例企业甲", Attrs: graph.Attrs{"reach": "local"}, Prov: prov})
	tie("enterprise:example-a", missing[0], "production")
	if len(missing) > 3 && len(posts) > 0 {
		tie(posts[0].From, missing[len(missing)-1], "signed") // moves
	}
	if len(posts) > 0 {
		c.Relations = slices.DeleteFunc(c.Relations, func(r graph.Relation) bool { return r.RelationKey == posts[0] })
	}
	if n := len(posts); n > 2 {
		gone := posts[n-1]
		c.Relations = slices.DeleteFunc(c.Relations, func(r graph.Relation) bool { return r.Type == graph.OperatesIn && r.From == gone.From })
		for i := range c.Relations {
			if r := &c.Relations[i]; r.RelationKey == posts[n/2] {
				r.Attrs = graph.Attrs{"role": "maker", "stage": map[bool]string{true: "stopped", false: "production"}[r.Attrs.Text("stage") == "production"]}
				r.Prov = prov
			}
		}
	}
	return analysis.Find(graph.NewSnapshot(2, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), c.Nodes, c.Relations))
}

func changesContent(t testing.TB, from, to *analysis.Findings, chain graph.ID, lang string) diagram.Changes {
	t.Helper()
	c, err := diagram.NewChanges(from, to, chain, diagram.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func changesPages(t testing.TB, c diagram.Changes) []scene.Page {
	t.Helper()
	pages, err := Changes(c)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestSeededChangesKeepTheRules(t *testing.T) {
	f := seededFindings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			content := changesContent(t, f, later(t, c.Node.ID), c.Node.ID, lang)
			for _, page := range changesPages(t, content) {
				breaksNothing(t, page, .6)
				t.Logf("%-22s %s %d/%d %v", c.Node.ID.Key(), lang, page.Number, page.Pages, scene.Survey(page))
			}
		}
	}
}
