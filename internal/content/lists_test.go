package content

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/diagram"
)

// TestListsStandInTheOrderThatIsPrinted: of the candidates of a gap, and of the targets of a portrait, none stands
// under one whose printed share is lower, unless it says why.
func TestListsStandInTheOrderThatIsPrinted(t *testing.T) {
	f := seedFindings(t)
	groups := []string{"", "风险警示", "匹配不足一半"}
	inOrder := func(where string, list []diagram.TargetFirm) {
		if !slices.IsSortedFunc(list, func(a, b diagram.TargetFirm) int {
			return cmp.Or(
				slices.Index(groups, a.Behind("zh"))-slices.Index(groups, b.Behind("zh")),
				b.Percent-a.Percent,
			)
		}) {
			t.Errorf("%s: %+v", where, list)
		}
	}
	rows := 0
	for _, chain := range f.Chains {
		p, targets := portrayed(t, f, chain.Node.ID, "zh")
		for _, g := range targets.Gaps {
			inOrder(g.ID, g.Firms)
			rows += len(g.Firms)
		}
		var firms []diagram.TargetFirm
		for _, x := range p.Targets {
			firms = append(firms, x.TargetFirm)
		}
		inOrder(p.Head.ID, firms)
	}
	if rows < 100 {
		t.Errorf("only %d rows", rows)
	}
}

// TestHeadlinesNameWhatTheListsHave: the headline of a portrait calls the first rows of its targets for its first gaps,
// that of a supply map the first candidate of its missing inputs.
func TestHeadlinesNameWhatTheListsHave(t *testing.T) {
	f := seedFindings(t)
	for _, chain := range f.Chains {
		p, _ := portrayed(t, f, chain.Node.ID, "zh")
		gaps, calls, _ := strings.Cut(p.Head.Headline, "；")
		calls, _, _ = strings.Cut(calls, "；")
		var want []string
		for _, x := range p.Targets[:min(firstGaps, len(p.Targets))] {
			if x.Fits {
				want = append(want, x.Name)
			}
		}
		for at, name := range want {
			if !strings.Contains(calls, name) || at > 0 && strings.Index(calls, name) < strings.Index(calls, want[at-1]) {
				t.Errorf("%s: %q does not call %v in this order", p.Head.ID, calls, want)
			}
		}
		if n := strings.Count(calls, "（"); n != len(want) {
			t.Errorf("%s: %q calls %d, the list begins with %v", p.Head.ID, calls, n, want)
		}
		for _, g := range p.Gaps[:min(firstGaps, len(p.Gaps))] {
			if !strings.Contains(gaps, g.Name) {
				t.Errorf("%s: %q does not name %s", p.Head.ID, gaps, g.Name)
			}
		}
	}
	named := 0
	for _, e := range f.Snapshot.Of(graph.KindEnterprise) {
		if graph.EnterpriseOf(e).Reach() != graph.ReachLocal {
			continue
		}
		lists := candidate.Lists{}
		for _, link := range MissingInputs(f, e.ID, "") {
			lists[link] = candidate.Of(f, link, nil)
		}
		s, err := NewSupply(f, e.ID, "", lists, Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		inputsAgree(t, f, e.ID, s)
		_, said, is := strings.Cut(s.Head.Headline, "首选候选：")
		at := slices.IndexFunc(s.Missing, func(m diagram.MissingInput) bool { return m.Candidate != nil })
		switch {
		case is != (at >= 0):
			t.Errorf("%s: %q, row %d of the list has a candidate", s.Head.ID, s.Head.Headline, at)
		case is && !strings.HasPrefix(said, s.Missing[at].Candidate.Name):
			t.Errorf("%s: %q, the list begins with %s", s.Head.ID, said, s.Missing[at].Candidate.Name)
		case is:
			named++
		}
		if strings.Contains(s.Head.Headline, "可能的供应方") {
			t.Errorf("%s: %q names a firm of no list", s.Head.ID, s.Head.Headline)
		}
	}
	if named < 20 {
		t.Errorf("only %d headlines name a candidate", named)
	}
}

// inputsAgree: the direct inputs of the map of an enterprise on one chain are the inputs of its page without what it
// makes itself, and as many are missing.
func inputsAgree(t *testing.T, f *analysis.Findings, id graph.ID, s diagram.Supply) {
	t.Helper()
	if around := supply.Of(f, id, ""); around.Chain == nil || len(around.Also) > 0 {
		return
	}
	direct, missing := 0, 0
	for _, in := range supply.Inputs(f, id) {
		if !in.Own {
			direct++
		}
		if in.Missing() {
			missing++
		}
	}
	if direct != len(s.Cells) || missing != len(s.Missing) {
		t.Errorf("%s: %d direct inputs, %d missing; the page has %d, %d missing",
			s.Head.ID, len(s.Cells), len(s.Missing), direct, missing)
	}
}
