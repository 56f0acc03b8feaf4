package drawing

import (
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// chainRequests are the drawings of every kind of every chain as SVG, from of those that compare: a new kind of a chain
// is among them by itself.
func chainRequests(f, from *analysis.Findings, langs []string) []Request {
	var out []Request
	for _, kind := range Kinds {
		if !OfChain(kind) {
			continue
		}
		for _, c := range f.Chains {
			for _, lang := range langs {
				r := Request{Kind: kind.Name, Chain: c.Node.ID, Lang: lang, Format: "svg"}
				if kind.Compares {
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
		for _, v := range check.Page(page, rulesOf(r)) {
			t.Errorf(
				"%s of %s (%s, stage %q, gaps %v, detail %q) page %d: %s %v: %s",
				r.Kind,
				r.Chain,
				r.Lang,
				r.Stage,
				r.OnlyGaps,
				r.Detail,
				page.Number,
				v.Rule,
				v.Owners,
				v.Reason,
			)
		}
	}
}

// leastCoverage is which part of the body of a page has something in it, by kind; half where nothing is said. Pages
// that follow the first are exempt.
var leastCoverage = map[string]float64{
	"roadmap": .35, // most projects on record have one date and the years ahead are empty: the page says so
	"layout":  .45, // the outline of a city leaves white corners
	"changes": .45, // a chain in which little changed has a short list
	"impact":  .2,  // a link on which little depends leaves much of its page white
}

// filled checks that a page is filled to at least half.
func filled(t testing.TB, d drawnOnce) {
	t.Helper()
	least, said := leastCoverage[d.request.Kind]
	if !said {
		least = .5
	}
	figures := check.Survey(d.pages[0])
	t.Logf("%s: %v", d.name(), figures)
	if figures.Coverage < least {
		t.Errorf("%s: %.2f of the body has something in it, not %.2f", d.name(), figures.Coverage, least)
	}
}

func subjectOf(r Request) graph.Kind {
	kind, _ := KindNamed(r.Kind)
	return kind.Subject
}
