package drawing

import (
	"testing"

	"chainchief/internal/analysis"
	"chainchief/internal/scene"
)

// chainRequests are the drawings of every kind of every chain as SVG, from of those that compare: a new kind of a chain is
// among them by itself.
func chainRequests(f, from *analysis.Findings, langs []string) []Request {
	var out []Request
	for _, kind := range Kinds {
		if _, other := subjects[kind]; other {
			continue
		}
		for _, c := range f.Chains {
			for _, lang := range langs {
				r := Request{Kind: kind, Chain: c.Node.ID, Lang: lang, Format: "svg"}
				if kind == "changes" {
					r.From = from
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// keepsRules fails the test for every rule of the scene that a page breaks.
func keepsRules(t testing.TB, r Request, pages []scene.Page) {
	t.Helper()
	for _, page := range pages {
		rules := scene.DefaultRules()
		rules.AnyAngle = r.Kind != "structure"
		for _, v := range scene.Check(page, rules) {
			t.Errorf("%s of %s (%s, stage %q, gaps %v, detail %q) page %d: %s %v: %s", r.Kind, r.Chain, r.Lang, r.Stage, r.OnlyGaps, r.Detail, page.Number, v.Rule, v.Owners, v.Reason)
		}
	}
}
