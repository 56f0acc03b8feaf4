package layout

import (
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

// seededFindings are the findings of the seeds.
func seededFindings(t testing.TB) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
}

func mapContent(t testing.TB, f *analysis.Findings, chain graph.ID, lang string) diagram.Map {
	t.Helper()
	m, err := diagram.NewMap(f, chain, diagram.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mapPages(t testing.TB, m diagram.Map) []scene.Page {
	t.Helper()
	pages, err := Map(m)
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

func TestSeededMapsKeepTheRules(t *testing.T) {
	f := seededFindings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			m := mapContent(t, f, c.Node.ID, lang)
			for _, page := range mapPages(t, m) {
				breaksNothing(t, page, leastCoverage(m))
				t.Logf("%-22s %s %d/%d %v", c.Node.ID.Key(), lang, page.Number, page.Pages, scene.Survey(page))
			}
		}
	}
}

// leastCoverage is what drawings.md asks for: less where there is hardly anything to show.
func leastCoverage(m diagram.Map) float64 {
	if m.Total < 9 {
		return .35
	}
	return .6
}
