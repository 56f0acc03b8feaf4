// Package layouttest holds what the tests of several arrangements share.
package layouttest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/content"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
	"chainchief/seeds"
)

// Findings are those of the seeds.
func Findings(t testing.TB) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
}

// Passes fails the test for every rule of the scene that a page breaks.
func Passes(t testing.TB, pages []scene.Page, rules check.Rules) {
	t.Helper()
	for _, page := range pages {
		for _, v := range check.Page(page, rules) {
			t.Errorf("%s %s page %d: %s %v: %s", page.ID, page.Lang, page.Number, v.Rule, v.Owners, v.Reason)
		}
	}
}

// LaidOut arranges the content of a drawing.
func LaidOut[C any](t testing.TB, arrange func(C) ([]scene.Page, error), content C) []scene.Page {
	t.Helper()
	pages, err := arrange(content)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// BreaksNothing fails the test for every rule of the scene that a page breaks.
func BreaksNothing(t testing.TB, page scene.Page, coverage float64) {
	t.Helper()
	rules := check.DefaultRules()
	rules.Coverage = coverage
	for _, v := range check.Page(page, rules) {
		t.Errorf("%s page %d: %s %v: %s", page.ID, page.Number, v.Rule, v.Owners, v.Reason)
	}
}

// BoxesOf are the places of the cards of a page.
func BoxesOf(p scene.Page) map[string]scene.Item {
	out := map[string]scene.Item{}
	for _, i := range p.Items {
		if i.Role == scene.RoleCard {
			out[i.Owner] = i
		}
	}
	return out
}

// Sparse is how much of a page is covered whose data are few: real projects have one date, and no chain has more than
// eight.
const Sparse = .35

// CandidatesOf are the candidates that the snapshot has for the open gaps of a chain.
func CandidatesOf(f *analysis.Findings, chain graph.ID) candidate.Lists {
	out := candidate.Lists{}
	for _, g := range content.OpenGaps(f, chain) {
		out[g.Link.Node.ID] = candidate.Of(f, g.Link.Node.ID, nil)
	}
	return out
}

// Whole checks that no text of a page is cut, of one role or, without any, of all.
func Whole(t testing.TB, page scene.Page, roles ...scene.Role) {
	t.Helper()
	for _, i := range page.Items {
		if strings.Contains(i.Text, "…") && (len(roles) == 0 || slices.Contains(roles, i.Role)) {
			t.Errorf("%q is cut", i.Text)
		}
	}
}
