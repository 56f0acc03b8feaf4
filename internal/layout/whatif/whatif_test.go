package whatif

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

func rules(coverage float64) check.Rules {
	r := check.DefaultRules()
	r.AnyAngle, r.Coverage = true, coverage
	return r
}

func contentOf(t testing.TB, f *analysis.Findings, c *analysis.Chain, lang, fill string) diagram.WhatIf {
	t.Helper()
	o := content.Options{Lang: lang, Fill: fill}
	w, err := content.NewWhatIf(f, layouttest.CandidatesOf(f, c.Node.ID), c.Node.ID, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestEveryChain: the pages keep the rules, nothing that must be read whole is cut, and the words that make a
// computation of it stand in the picture.
func TestEveryChain(t *testing.T) {
	f := layouttest.Findings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			w := contentOf(t, f, c, lang, "")
			pages := layouttest.LaidOut(t, Draw, w)
			layouttest.Passes(t, pages, rules(.5))
			if len(pages) != 1 {
				t.Errorf("%s: %d pages", c.Node.ID, len(pages))
			}
			if lang == "zh" {
				layouttest.Whole(t, pages[0])
			} else { // names of links stand whole in the headline, and in what is read out
				layouttest.Whole(t, pages[0], scene.RoleHead, scene.RoleBand)
			}
			words := map[string]string{"zh": "推算，不是承诺", "en": "computed, not promised"}[lang]
			if !slices.ContainsFunc(pages[0].Items, func(i scene.Item) bool { return i.Text == words }) {
				t.Errorf("%s: it does not say %q", c.Node.ID, words)
			}
		}
	}
}

// TestPanelsDifferWhereTheyAreTouched: all panels have the same tiles at the same places; the middle one shows what is
// chosen, the last one differs from the first in what is chosen and what it unlocks. What is computed has no solid
// border and no mark of coverage.
func TestPanelsDifferWhereTheyAreTouched(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		var fill []string
		for i, l := range analysis.Fillable(c) {
			if i%2 == 0 {
				fill = append(fill, string(l.Node.ID))
			}
		}
		w := contentOf(t, f, c, "zh", strings.Join(fill, ","))
		page := layouttest.LaidOut(t, Draw, w)[0]
		cards := layouttest.BoxesOf(page)
		chosen, touched := map[string]bool{}, map[string]bool{}
		for _, id := range fill {
			chosen[id], touched[id] = true, true
		}
		x, err := f.If(c, linksOf(f, fill))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range x.Unlocks {
			if l.Chain == c {
				touched[string(l.Node.ID)] = true
			}
		}
		gotChosen, gotTouched := map[string]bool{}, map[string]bool{}
		for _, l := range c.Links {
			id := string(l.Node.ID)
			now, middle, then := cards[id], cards[owner(filled, id)], cards[owner(after, id)]
			for n, card := range []scene.Item{now, middle, then} {
				at := scene.Box{X: now.X + float64(n)*(panelWide+gutter), Y: now.Y, W: now.W, H: now.H}
				if b := card.Box(); math.Abs(b.X-at.X) > 1e-6 || b.Y != at.Y || math.Abs(b.W-at.W) > 1e-6 || b.H != at.H {
					t.Errorf("%s stands elsewhere in panel %d", id, n)
				}
			}
			if now.Class != string(l.State) {
				t.Errorf("%s is %s and is drawn as %s", id, l.State, now.Class)
			}
			if middle.Class == ClassChosen {
				gotChosen[id] = true
			}
			if then.Class != now.Class || then.Fill != now.Fill || then.Stroke != now.Stroke {
				gotTouched[id] = true
			}
			if chosen[id] && (len(then.Dash) == 0 || then.Class != ClassFilled) {
				t.Errorf("%s is computed and has a solid border", id)
			}
		}
		if !maps.Equal(gotChosen, chosen) || !maps.Equal(gotTouched, touched) {
			t.Errorf("%s: chosen %v, touched %v; want %v, %v", c.Node.ID, gotChosen, gotTouched, chosen, touched)
		}
		for _, i := range page.Items {
			id, then := strings.CutPrefix(i.Owner, owner(after, ""))
			if then && chosen[id] && i.Role == scene.RoleMark && i.Class != "number" {
				t.Errorf("%s is computed and has a mark: %+v", id, i)
			}
		}
	}
}

func linksOf(f *analysis.Findings, ids []string) (links []*analysis.Link) {
	for _, id := range ids {
		links = append(links, f.Link(graph.ID(id)))
	}
	return links
}

// TestBarsEndWhereTheDataDo compares drawn lengths with shares.
func TestBarsEndWhereTheDataDo(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		w := contentOf(t, f, c, "zh", "")
		ends := map[string]float64{} // the right end of each part, by panel
		for _, i := range layouttest.LaidOut(t, Draw, w)[0].Items {
			if i.Role == scene.RoleMark && i.H == barThick && i.Class != "" {
				n := int((i.X - scene.Margin + 1) / (panelWide + gutter))
				key := fmt.Sprint(i.Class, n)
				ends[key] = max(ends[key], (i.X+i.W-panelLeft(n))/panelWide)
			}
		}
		for n, b := range map[int]diagram.WhatIfBar{today: w.Bars[0], after: w.Bars[1]} {
			for class, want := range map[string][2]float64{
				classLow:   {0, b.Known},
				classStep:  {b.Known, b.Low},
				classPoint: {b.Low, b.Point},
				classHigh:  {b.Point, b.High},
			} {
				got, drawn := ends[fmt.Sprint(class, n)]
				if drawn != (want[1] > want[0]) || drawn && math.Abs(got-want[1])*panelWide > .5 {
					t.Errorf("%s: %s of panel %d ends at %.3f, not %.3f", c.Node.ID, class, n, got, want[1])
				}
			}
		}
	}
}

// large is a chain with n links, or groups, in each stage of each of some sub-chains, all to be filled.
func large(t testing.TB, lanes, n int, grouped bool) diagram.WhatIf {
	f := layouttest.Findings(t)
	w := contentOf(t, f, f.Chains[0], "zh", "")
	choice := w.Chosen[0]
	w.Lanes, w.Tiles, w.Chosen, w.Ladder.Steps = nil, nil, nil, nil
	for l := range lanes {
		lane := fmt.Sprint("l", l)
		w.Lanes = append(w.Lanes, diagram.Band{Key: lane})
		for _, st := range w.Stages {
			for i := range n {
				choice.Number = len(w.Tiles) + 1
				tile := diagram.WhatIfTile{
					ID: fmt.Sprint(lane, st.Key, i), Name: "环节很长的名称", Stage: st.Key, Lane: lane, State: diagram.Missing,
					Numbers: []int{choice.Number},
				}
				if grouped {
					tile.State, tile.Held, tile.All = "", 1, 3
				}
				w.Tiles, w.Chosen = append(w.Tiles, tile), append(w.Chosen, choice)
			}
		}
	}
	for range w.Chosen {
		share := (w.Ladder.To - w.Ladder.From) / float64(len(w.Chosen))
		w.Ladder.Steps = append(w.Ladder.Steps, diagram.WhatIfStep{Share: share, Word: "+0"})
	}
	return w
}

// TestManyTiles: what finds no room on a page stands on a further one, once, and more than six choices have a list.
func TestManyTiles(t *testing.T) {
	for _, x := range []struct {
		lanes, n int
		grouped  bool
	}{{1, 3, false}, {2, 3, false}, {2, 30, true}, {12, 2, true}, {1, 90, true}, {40, 1, true}} {
		w := large(t, x.lanes, x.n, x.grouped)
		pages := layouttest.LaidOut(t, Draw, w)
		layouttest.Passes(t, pages, rules(0))
		seen, listed := map[string]int{}, 0
		for _, p := range pages {
			for id := range layouttest.BoxesOf(p) {
				seen[id]++
			}
			for _, i := range p.Items {
				if i.Class == "number" && i.Owner == "" {
					listed++
				}
			}
		}
		for _, tile := range w.Tiles {
			for n := range panels {
				if seen[owner(n, tile.ID)] != 1 {
					t.Errorf("%+v: %s stands %d times in panel %d", x, tile.ID, seen[owner(n, tile.ID)], n)
				}
			}
		}
		if listed != len(w.Chosen) {
			t.Errorf("%+v: %d of %d chosen are listed", x, listed, len(w.Chosen))
		}
	}
}
