package content

import (
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
)

// supplyMap is the supply map of an enterprise of the seeds, with the candidates that the snapshot alone knows.
func supplyMap(t testing.TB, f *analysis.Findings, enterprise, chain graph.ID, lang string) diagram.Supply {
	t.Helper()
	candidates := candidate.Lists{}
	for _, link := range MissingInputs(f, enterprise, chain) {
		candidates[link] = candidate.Of(f, link, nil)
	}
	s, err := NewSupply(f, enterprise, chain, candidates, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func seedFindings(t testing.TB) *analysis.Findings {
	t.Helper()
	c := seeded(t)
	return found(1, c.Nodes, c.Relations)
}

func TestGoldenSupply(t *testing.T) {
	f := seedFindings(t)
	golden(t, "supply-rongbai-hubei.zh", supplyMap(t, f, "enterprise:rongbai-hubei", "", "zh"))
	golden(t, "supply-sanan-hubei.en", supplyMap(t, f, "enterprise:sanan-hubei", "", "en"))
	golden(t, "supply-fengshu.zh", supplyMap(t, f, "enterprise:fengshu", "", "zh"))
}

func TestSupplyOfWhatDoesNotExist(t *testing.T) {
	f := seedFindings(t)
	for _, c := range []struct{ enterprise, chain graph.ID }{{"enterprise:nobody", ""}, {"chain:new-energy", ""},
		{"enterprise:rongbai-hubei", "chain:steam"}, {"enterprise:rongbai-hubei", "chain:biomedicine"}} {
		if _, err := NewSupply(f, c.enterprise, c.chain, nil, Options{}); graph.CodeOf(err) != graph.CodeNotFound {
			t.Errorf("%s on %q: %v", c.enterprise, c.chain, err)
		}
	}
	if links := MissingInputs(f, "enterprise:nobody", ""); links != nil {
		t.Errorf("nobody misses %v", links)
	}
}

// TestSupplySaysWhatTheGraphSays, for all local enterprises: firms stand in the radius of their reach, what is
// evidenced is so by a supply of this very enterprise, and rates are those of the cells.
func TestSupplySaysWhatTheGraphSays(t *testing.T) {
	f := seedFindings(t)
	radius := map[string]int{"local": 0, "circle": 1, "province": 2, "country": 3}
	n := 0
	for _, e := range f.Snapshot.Of(graph.KindEnterprise) {
		if e.Attrs.Text("reach") != "local" {
			continue
		}
		n++
		s := supplyMap(t, f, e.ID, "", "zh")
		for _, side := range []diagram.SupplySide{s.Inputs, s.Users} {
			rest := diagram.SupplyRow{Name: "rest", Firms: side.Rest.Firms}
			for _, row := range append(slices.Clone(side.Rows), rest) {
				for at, firms := range row.Firms {
					for _, firm := range firms {
						node := f.Snapshot.Node(graph.ID(firm.ID))
						if want := radius[node.Attrs.Text("reach")]; want != at {
							t.Errorf("%s: %s of reach %s stands in radius %d", s.Head.ID, firm.Name, node.Attrs.Text("reach"), at)
						}
						from, to := node.ID, e.ID
						if slices.ContainsFunc(s.Users.Rows, func(r diagram.SupplyRow) bool { return r.ID == row.ID }) ||
							row.Name == "rest" && side.Head == s.Users.Head {
							from, to = to, from
						}
						told := slices.ContainsFunc(
							f.Snapshot.Out(from, graph.SuppliesTo),
							func(r *graph.Relation) bool { return r.To == to && r.Prov.Confidence.Evidenced() },
						)
						if firm.Standing == diagram.OnRecord && !told {
							t.Errorf("%s: %s is evidenced by nothing", s.Head.ID, firm.Name)
						}
					}
				}
			}
		}
		for i, rate := range s.Rates {
			known := 0
			for _, cell := range rate.Cells {
				if cell == diagram.CellKnown {
					known++
				}
			}
			if known != rate.Possible || len(rate.Cells) != rate.Of || len(s.Cells) != rate.Of {
				t.Errorf(
					"%s: %d cells known of %d, the rate says %d of %d",
					s.Head.ID,
					known,
					len(rate.Cells),
					rate.Possible,
					rate.Of,
				)
			}
			if i > 0 && (rate.Possible < s.Rates[i-1].Possible || rate.Evidenced < s.Rates[i-1].Evidenced) {
				t.Errorf("%s: rates fall with the radius", s.Head.ID)
			}
		}
	}
	if n < 90 {
		t.Errorf("only %d local enterprises", n)
	}
}

// TestConfidentialFiguresStayOut: of a firm's figures a supply map shows capacity and announced investment only.
func TestConfidentialFiguresStayOut(t *testing.T) {
	f := seedFindings(t)
	for _, e := range []graph.ID{"enterprise:farley", "enterprise:xinying", "enterprise:sanan-hubei",
		"enterprise:taiwen"} {
		text, err := json.Marshal(supplyMap(t, f, e, "", "zh"))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"21.8 亿", "15 亿", "5 亿元，2", "72 亿", "9.3 亿", "17.84", "22 亿", "产值", "税", "电量"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s shows %q", e, secret)
			}
		}
	}
	if s := supplyMap(t, f, "enterprise:sanan-hubei", "", "zh"); !slices.ContainsFunc(
		s.Firm.Facts,
		func(x diagram.SupplyFact) bool { return slices.Equal(x.Items, []string{"120 亿元，计划"}) },
	) {
		t.Errorf("the announced investment is not shown as planned: %+v", s.Firm.Facts)
	}
}

func TestDisputedSupplyIsSaid(t *testing.T) {
	s := supplyMap(t, seedFindings(t), "enterprise:rongbai-hubei", "", "zh")
	if !slices.ContainsFunc(s.Risks, func(r diagram.SupplyRisk) bool {
		return strings.HasPrefix(r.Name, "宁德时代") && strings.Contains(r.Text, "不计入")
	}) {
		t.Errorf("the disputed contract of the group is no risk: %+v", s.Risks)
	}
	disputed := 0
	for _, row := range s.Users.Rows {
		for _, firms := range row.Firms {
			for _, firm := range firms {
				if firm.ID == "enterprise:catl" && firm.Standing == diagram.Disputed {
					disputed++
				}
			}
		}
	}
	if disputed != 1 || s.Head.Figures[4].Value != "0" {
		t.Errorf("disputed in %d rows, %s customers on record", disputed, s.Head.Figures[4].Value)
	}
}

func TestSupplyInAnyOrder(t *testing.T) {
	c := seeded(t)
	text := func() string {
		f := found(1, c.Nodes, c.Relations)
		var all []diagram.Supply
		for _, e := range []graph.ID{"enterprise:rongbai-hubei", "enterprise:egang", "enterprise:zhilianxing",
			"enterprise:xinji"} {
			all = append(all, supplyMap(t, f, e, "", "zh"))
		}
		b, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	before := text()
	r := rand.New(rand.NewSource(4))
	r.Shuffle(len(c.Nodes), func(i, j int) { c.Nodes[i], c.Nodes[j] = c.Nodes[j], c.Nodes[i] })
	r.Shuffle(len(c.Relations), func(i, j int) { c.Relations[i], c.Relations[j] = c.Relations[j], c.Relations[i] })
	if text() != before {
		t.Error("another order of the input gives another content")
	}
}
