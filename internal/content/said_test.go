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
	inferred := 0
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
	if inferred == 0 {
		t.Error("the seeds show nobody of whom it is inferred")
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

// TestADayThatPeopleSetIsADatedThing: the day of an assigned gap stands on the roadmap and once on the portrait, and
// who answers for the gap answers for nothing else.
func TestADayThatPeopleSetIsADatedThing(t *testing.T) {
	c := seeded(t)
	chain := graph.ID("chain:optoelectronics")
	none, err := NewRoadmap(found(1, c.Nodes, c.Relations), chain, Options{Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	g := OpenGaps(found(1, c.Nodes, c.Relations), chain)[0]
	c.Nodes = append(c.Nodes, graph.Node{
		ID:   g.ID,
		Kind: graph.KindGap,
		Name: g.Link.Node.Name,
		Prov: graph.Provenance{Source: "source:s8", AsOf: "2026-02", Confidence: graph.Inferred},
		Attrs: graph.Attrs{
			"status":   graph.GapAssigned,
			"owner":    "市经信局",
			"due":      "2027-03-31",
			"strategy": graph.StrategyFill,
			"standing": true,
		},
	})
	f := found(2, c.Nodes, c.Relations)
	for _, lang := range []string{"zh", "en"} {
		r, err := NewRoadmap(f, chain, Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		items := 0
		for _, l := range r.Lanes {
			if strings.Contains(l.Owner, "市经信局") {
				t.Errorf("%s answers for the lane %s", l.Owner, l.Name)
			}
			for _, i := range l.Items {
				if i.ID != string(g.ID) {
					continue
				}
				items++
				if i.Kind != diagram.ItemDue || l.Key != graph.StrategyFill || i.Stages[0].Text != "2027-03-31" ||
					i.Stages[0].Done || i.Unverified || !strings.HasPrefix(i.Note, "市经信局") {
					t.Errorf("%s: %+v", l.Key, i)
				}
			}
			if slices.ContainsFunc(l.Undated, func(u diagram.Undated) bool { return u.ID == string(g.ID) }) {
				t.Errorf("%s has no date in %s", g.ID, l.Key)
			}
		}
		for _, word := range []string{"没有带日期", "nothing is dated"} {
			if items != 1 || strings.Contains(r.Head.Headline, word) {
				t.Errorf("%d items; %s", items, r.Head.Headline)
			}
		}
		p, err := NewPortrait(f, candidatesOf(f, chain), chain, Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		next := slices.DeleteFunc(p.Next, func(e diagram.PortraitEvent) bool { return e.Date != "2027-03-31" })
		if len(next) != 1 || next[0].Unverified {
			t.Errorf("portrait: %+v", next)
		}
		if lang == "zh" {
			was, is := none.Head.Figures, r.Head.Figures
			if was[len(was)-1] != is[len(is)-1] {
				t.Errorf("no project: %v, %v", was, is)
			}
		}
	}
}
