package content_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"

	"github.com/google/go-cmp/cmp"
)

func whatIf(t testing.TB, f *analysis.Findings, c *analysis.Chain, o content.Options) diagram.WhatIf {
	t.Helper()
	if o.Lang == "" {
		o.Lang = "zh"
	}
	w, err := content.NewWhatIf(f, layouttest.CandidatesOf(f, c.Node.ID), c.Node.ID, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWhatIfBeginsWithToday: the first panel is the structure of the revision, and without a choice the first three
// open gaps that can be filled are taken.
func TestWhatIfBeginsWithToday(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		w := whatIf(t, f, c, content.Options{})
		s, err := content.NewStructure(f, c.Node.ID, content.Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]diagram.State{}
		for _, card := range s.Links {
			states[card.ID] = card.State
		}
		if len(w.Tiles) != len(states) {
			t.Errorf("%s: %d tiles, the structure has %d cards", c.Node.ID, len(w.Tiles), len(states))
		}
		held, all := 0, 0
		for _, st := range w.Stages {
			held, all = held+st.Held, all+st.All
		}
		if held != c.Completeness.Covered || all != c.Completeness.Total {
			t.Errorf("%s: the stages sum up to %d/%d, not %d/%d", c.Node.ID, held, all, c.Completeness.Covered,
				c.Completeness.Total)
		}
		for _, tile := range w.Tiles {
			if tile.State != states[tile.ID] {
				t.Errorf("%s is %s, in the structure %s", tile.ID, tile.State, states[tile.ID])
			}
		}
		var want []string
		for _, g := range content.OpenGaps(f, c.Node.ID) {
			if g.Link.State.Lacks() && len(want) < 3 {
				want = append(want, string(g.Link.Node.ID))
			}
		}
		var got []string
		for i, x := range w.Chosen {
			if got = append(got, x.ID); x.Number != i+1 {
				t.Errorf("%s has number %d, not %d", x.ID, x.Number, i+1)
			}
		}
		if !slices.Equal(got, want) || !strings.HasPrefix(w.Head.Facts[0], "选法：可补缺口权重前 3") {
			t.Errorf("%s: %v, not %v; %q", c.Node.ID, got, want, w.Head.Facts[0])
		}
	}
}

// TestWhatIfAddsUp: of every set the point after is what is held and what is chosen, over all; the steps of the ladder
// add up to the difference of the rounded ends, and the counts of gaps to the gaps.
func TestWhatIfAddsUp(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		can := analysis.Fillable(c)
		for n := range len(can) + 1 {
			var ids []string
			chosen := 0
			for _, l := range can[:n] {
				ids = append(ids, string(l.Node.ID))
				chosen += l.Weight
			}
			w := whatIf(t, f, c, content.Options{Fill: strings.Join(ids, ",")})
			if n == 0 {
				chosen = 0
				for _, x := range w.Chosen {
					chosen += f.Link(graph.ID(x.ID)).Weight
				}
			}
			done := c.Completeness
			want := float64(done.WeightCovered+chosen) / float64(done.WeightTotal)
			if got := w.Bars[1].Point; got != want || w.Ladder.To != want || w.Bars[0].Point != done.Value {
				t.Errorf("%s, %d links: the point after is %v, not %v", c.Node.ID, n, got, want)
			}
			for _, b := range w.Bars {
				if b.Known > b.Low || b.Low > b.Point || b.Point > b.High || b.High > 1 {
					t.Errorf("%s, %d links: %v", c.Node.ID, n, b)
				}
			}
			sum := 0
			for _, s := range w.Ladder.Steps {
				sum += number(t, s.Word)
			}
			ends := number(t, w.Bars[1].Words[1]) - number(t, w.Bars[0].Words[1])
			if sum != ends || number(t, w.Ladder.All) != ends {
				t.Errorf("%s, %d links: the steps are %d points, the ends differ by %d", c.Node.ID, n, sum, ends)
			}
			gaps := w.Rows[0].Cells
			if number(t, gaps[0].Value)+number(t, gaps[1].Value) != number(t, gaps[2].Value) {
				t.Errorf("%s, %d links: gaps %v", c.Node.ID, n, gaps)
			}
			for _, cell := range []diagram.WhatIfCell{gaps[0], gaps[2]} {
				parts := 0
				for _, item := range cell.Items {
					parts += number(t, item)
				}
				if parts != number(t, cell.Value) {
					t.Errorf("%s, %d links: %v does not add up to %s", c.Node.ID, n, cell.Items, cell.Value)
				}
			}
		}
	}
}

// number reads the number in a text such as −3, 缺 7 or 20%.
func number(t testing.TB, text string) int {
	t.Helper()
	digits := strings.TrimFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatalf("no number in %q", text)
	}
	if strings.HasPrefix(text, "−") {
		return -n
	}
	return n
}

// TestWhatIfOfASet: one set is one drawing, by ids or keys or gaps, in any order; what cannot be filled is refused.
func TestWhatIfOfASet(t *testing.T) {
	f := layouttest.Findings(t)
	c := f.Chain("chain:new-energy")
	one := whatIf(t, f, c, content.Options{Fill: "link:new-energy/battery/lithium,new-energy/battery/anode"})
	other := whatIf(t, f, c, content.Options{Fill: "battery/anode, gap:new-energy/battery/lithium,battery/anode,"})
	if diff := cmp.Diff(one, other); diff != "" {
		t.Error(diff)
	}
	if one.Head.Facts[0] != "选法：指定 2 项" || len(one.Chosen) != 2 {
		t.Errorf("%v, %d chosen", one.Head.Facts, len(one.Chosen))
	}
	refused := map[string]graph.Code{"battery/nothing": graph.CodeNotFound, "biomedicine/drug/api": graph.CodeUsage}
	for _, chain := range f.Chains {
		for _, l := range chain.Links {
			if !l.State.Lacks() && chain == c {
				refused[string(l.Node.ID)] = graph.CodeUsage
			}
		}
	}
	for fill, code := range refused {
		_, err := content.NewWhatIf(f, nil, c.Node.ID, content.Options{Lang: "zh", Fill: fill})
		if graph.CodeOf(err) != code {
			t.Errorf("%s: %v, not %s", fill, err, code)
		}
	}
	for _, state := range []analysis.Coverage{analysis.Restricted, analysis.Market} {
		for _, chain := range f.Chains {
			for _, l := range chain.Links {
				if l.State != state {
					continue
				}
				_, err := content.NewWhatIf(f, nil, chain.Node.ID, content.Options{Lang: "zh", Fill: string(l.Node.ID)})
				if graph.CodeOf(err) != graph.CodeUsage {
					t.Errorf("%s, which is %s: %v", l.Node.ID, state, err)
				}
			}
		}
	}
}

// TestWhatIfCost: a cost that nobody said is blank, and a sum of which a part is unknown says so.
func TestWhatIfCost(t *testing.T) {
	f := layouttest.Findings(t)
	c := f.Chain("chain:optoelectronics")
	said := func(l *analysis.Link) (sum float64, some bool) {
		seen := map[graph.ID]bool{}
		for _, at := range []graph.ID{l.Node.ID, analysis.GapID(l.Node.ID)} {
			for _, r := range f.Snapshot.In(at, graph.Fills) {
				for _, n := range f.Snapshot.Tails(r.From, graph.About) {
					figure := graph.FigureOf(n)
					if v, known := figure.Value(); known && figure.Measure() == graph.MeasureInvestment && !seen[r.From] {
						seen[r.From], sum, some = true, sum+v, true
					}
				}
			}
		}
		return sum, some
	}
	known, unknown := "", ""
	amount := 0.0
	for _, l := range analysis.Fillable(c) {
		if sum, some := said(l); some {
			known, amount = string(l.Node.ID), sum
		} else {
			unknown = string(l.Node.ID)
		}
	}
	if known == "" || unknown == "" {
		t.Fatal("the seeds have no link with a cost, or none without")
	}
	value := fmt.Sprintf("已知 %g 亿元", amount)
	for _, x := range []struct {
		fill, value, beside string
		blank               bool
	}{
		{known, value, "在册项目公布的总额", false},
		{known + "," + unknown, value, "另 1 项待补充", false},
		{unknown, "待补充", "库中没有这 1 项的金额", true},
	} {
		got := whatIf(t, f, c, content.Options{Fill: x.fill}).Rows[3].Cells[1]
		if got.Value != x.value || got.Blank != x.blank || !slices.Equal(got.Items, []string{x.beside}) {
			t.Errorf("%s: %+v, not %s, %s", x.fill, got, x.value, x.beside)
		}
	}
}

// TestWhatIfOfNothing: where no open gap can be filled it says so, and nothing changes.
func TestWhatIfOfNothing(t *testing.T) {
	f := layouttest.Findings(t)
	c := f.Chain("chain:plastic-pipes")
	for _, g := range f.Gaps {
		if g.Link.Chain == c {
			g.Node = &graph.Node{ID: g.ID, Kind: graph.KindGap, Attrs: graph.Attrs{"status": graph.GapDismissed}}
		}
	}
	w := whatIf(t, f, c, content.Options{})
	if len(w.Chosen) != 0 || w.Bars[0] != w.Bars[1] || w.Head.Facts[0] != "没有可补的待办缺口" {
		t.Errorf("%d chosen, %v, %v", len(w.Chosen), w.Bars, w.Head.Facts)
	}
	one := whatIf(t, f, c, content.Options{Fill: string(analysis.Fillable(c)[0].Node.ID)})
	if !strings.Contains(one.Head.Headline, "不关闭缺口") {
		t.Errorf("the gap was dismissed before: %s", one.Head.Headline)
	}
}
