package layout

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
	"chainchief/seeds"
	"testing"
	"time"
)

// findings are those of the seeds.
func findings(t testing.TB) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
}

// passes fails the test for every rule of the scene that a page breaks.
func passes(t testing.TB, pages []scene.Page, rules scene.Rules) {
	t.Helper()
	for _, page := range pages {
		for _, v := range scene.Check(page, rules) {
			t.Errorf("%s %s page %d: %s %v: %s", page.ID, page.Lang, page.Number, v.Rule, v.Owners, v.Reason)
		}
	}
}

// laidOut arranges the content of a drawing.
func laidOut[C any](t testing.TB, arrange func(C) ([]scene.Page, error), content C) []scene.Page {
	t.Helper()
	pages, err := arrange(content)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// breaksNothing fails the test for every rule of the scene that a page breaks.
func breaksNothing(t testing.TB, page scene.Page, coverage float64) {
	t.Helper()
	rules := scene.DefaultRules()
	rules.Coverage = coverage
	for _, v := range scene.Check(page, rules) {
		t.Errorf("%s page %d: %s %v: %s", page.ID, page.Number, v.Rule, v.Owners, v.Reason)
	}
}

// boxesOf are the places of the cards of a page.
func boxesOf(p scene.Page) map[string]scene.Item {
	out := map[string]scene.Item{}
	for _, i := range p.Items {
		if i.Role == scene.RoleCard {
			out[i.Owner] = i
		}
	}
	return out
}

// sparse is what the look asks of pages whose data are few: real projects have one date, and no chain has more than eight.
const sparse = .35

// candidatesOf are the candidates that the snapshot has for the open gaps of a chain.
func candidatesOf(f *analysis.Findings, chain graph.ID) analysis.Candidates {
	out := analysis.Candidates{}
	for _, g := range diagram.OpenGaps(f, chain) {
		out[g.Link.Node.ID] = f.Candidates(g.Link.Node.ID, nil)
	}
	return out
}
