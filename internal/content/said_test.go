package content

import (
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/diagram"
)

// TestNobodyIsSaidToMakeWhatNobodySaid: in every drawing of every chain what stands as the product of an enterprise is
// one that it is said to make, and where nobody said, the words name the link that it is inferred from.
func TestNobodyIsSaidToMakeWhatNobodySaid(t *testing.T) {
	f := seedFindings(t)
	inferred, said := 0, 0
	for _, lang := range []string{"zh", "en"} {
		made := func(firm graph.ID) (names []string) {
			for _, n := range f.Snapshot.Heads(firm, graph.Makes) {
				names = append(names, n.Label(lang))
			}
			return names
		}
		on := func(firm graph.ID, words string) bool {
			return slices.ContainsFunc(f.Snapshot.Heads(firm, graph.OperatesIn), func(l *graph.Node) bool {
				return strings.Contains(words, l.Label(lang))
			})
		}
		word := map[string]string{"zh": "推断", "en": "nferred from its link"}[lang]
		firm := func(where string, x diagram.TargetFirm) {
			id := graph.ID(x.ID)
			for _, name := range x.Makes {
				said++
				if !slices.Contains(made(id), name) {
					t.Errorf("%s: %s is said to make %s", where, x.Name, name)
				}
			}
			switch {
			case (x.Inferred == "") != (len(made(id)) > 0 || len(f.Snapshot.Heads(id, graph.OperatesIn)) == 0):
				t.Errorf("%s: %s makes %v, inferred %q", where, x.Name, made(id), x.Inferred)
			case x.Inferred != "":
				inferred++
				if !strings.Contains(x.Inferred, word) || !on(id, x.Inferred) {
					t.Errorf("%s: %s %q", where, x.Name, x.Inferred)
				}
			}
		}
		for _, c := range f.Chains {
			id := c.Node.ID
			for _, g := range targetsOf(t, f, id, lang).Gaps {
				for _, x := range g.Firms {
					firm("targets of "+g.ID, x)
				}
			}
			p, err := NewPortrait(f, candidatesOf(f, id), id, Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range p.Targets {
				firm("portrait of "+string(id), x.TargetFirm)
			}
			a, err := NewApplication(f, id, Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range a.Products {
				makers := f.Snapshot.Tails(graph.ID(x.ID), graph.Makes)
				by := slices.ContainsFunc(makers, func(n *graph.Node) bool {
					return slices.Contains(x.Makers, graph.EnterpriseOf(n).Short())
				})
				if len(x.Makers) > 0 && by == (x.Inferred != "") {
					t.Errorf("application of %s: %s by %v, inferred %q", id, x.Name, x.Makers, x.Inferred)
				}
			}
		}
		for _, n := range f.Snapshot.Of(graph.KindEnterprise) {
			s := supplyMap(t, f, n.ID, "", lang)
			for _, x := range s.Firm.Facts {
				if x.Key != "产品" && x.Key != "Products" {
					continue
				}
				for _, item := range x.Items {
					name, _, _ := strings.Cut(item, map[string]string{"zh": "（待核实）", "en": " (open)"}[lang])
					if !x.Blank && !slices.Contains(made(n.ID), name) && !(strings.Contains(item, word) && on(n.ID, item)) {
						t.Errorf("supply map of %s: %s", n.ID, item)
					}
				}
			}
			for _, in := range supply.Inputs(f, n.ID) {
				for _, user := range in.For {
					if user.Kind == graph.KindProduct && !slices.Contains(made(n.ID), user.Label(lang)) {
						t.Errorf("%s needs %s for %s, which nobody says it makes", n.ID, in.ID(), user.ID)
					}
				}
			}
		}
	}
	if inferred == 0 || said == 0 {
		t.Errorf("the seeds show %d inferred, %d said", inferred, said)
	}
}

// TestAMakerOfTheTradeHasNoProductsOfItsLink: the cases that were seen.
func TestAMakerOfTheTradeHasNoProductsOfItsLink(t *testing.T) {
	f := seedFindings(t)
	for link, not := range map[graph.ID][]string{
		"link:optoelectronics/led/substrate":              {"砷化镓衬底", "硅衬底"},
		"link:optoelectronics/support/transfer-equipment": {"MOCVD 设备"},
	} {
		l := f.Link(link)
		if l == nil {
			t.Fatalf("no link %s", link)
		}
		seen := false
		for _, c := range candidate.Of(f, link, nil) {
			for _, m := range c.Makes {
				if slices.Contains(not, m.ZH) {
					t.Errorf("%s: %s", c.Enterprise.Name, m.ZH)
				}
			}
			seen = seen || c.Inferred == analysis.Inferred(l.Node)
		}
		if !seen {
			t.Errorf("%s: nobody is inferred from the link", link)
		}
	}
}
