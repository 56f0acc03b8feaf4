package layout

import (
	"testing"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// roadmaps are the contents of every chain of the seeds, in both languages.
func roadmaps(t testing.TB) []diagram.Roadmap {
	t.Helper()
	f := findings(t)
	var out []diagram.Roadmap
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			r, err := diagram.NewRoadmap(f, chain.Node.ID, diagram.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, r)
		}
	}
	return out
}

func drawRoadmap(t testing.TB, r diagram.Roadmap) []scene.Page {
	t.Helper()
	pages, err := Roadmap(r)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestSeededRoadmaps(t *testing.T) {
	for _, r := range roadmaps(t) {
		pages := drawRoadmap(t, r)
		rules := scene.DefaultRules()
		rules.Coverage = .35
		passes(t, pages, rules)
		t.Logf("%-35s %s %d page(s) %v", r.Head.ID, r.Head.Lang, len(pages), scene.Survey(pages[0]))
	}
}
