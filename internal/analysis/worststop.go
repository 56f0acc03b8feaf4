package analysis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
)

// WorstStop is what a chain loses when the one enterprise stops that it hangs on most: the links that are held by
// nobody else's able work. It is the N−1 criterion of power grids, for suppliers.
type WorstStop struct {
	Enterprises []*graph.Node // whose stop loses most, by id: several when they tie, none when nobody's loses anything
	Lost        []*Link       // with the first of them, in the order of the chain
	WeightLost  int           // of Lost
	Second      []*graph.Node // whose stop loses most after theirs, by id; none when no other loses anything
	SecondLost  int           // weight
	WeightHeld  int           // of the chain, before
	WeightTotal int
}

// Left is the weight that stays held.
func (w WorstStop) Left() int { return w.WeightHeld - w.WeightLost }

// Value is the completeness that is left, 0 to 1; 0 for a chain without links.
func (w WorstStop) Value() float64 { return Share(w.Left(), w.WeightTotal) }

// Text says it in a sentence. When several tie, the links are those of the first.
func (w WorstStop) Text() Words {
	switch {
	case w.WeightHeld == 0:
		return Words{"没有已有的环节。", "No link is held."}
	case len(w.Enterprises) == 0:
		return Words{"停任何一家，都没有环节只靠它。", "No held link hangs on one enterprise alone."}
	}
	const named = 3
	tied := func(lang string) string {
		list := make([]string, 0, named)
		for _, e := range w.Enterprises[:min(named, len(w.Enterprises))] {
			list = append(list, e.Label(lang))
		}
		return strings.Join(list, map[string]string{"zh": "、", "en": ", "}[lang])
	}
	zh, en := tied("zh"), tied("en")
	if n := len(w.Enterprises); n > 1 {
		zh, en = fmt.Sprintf("%s 等 %d 家并列", zh, n), fmt.Sprintf("one of %s (%d tie)", en, n)
		if n <= named {
			zh = fmt.Sprintf("%s %d 家并列", tied("zh"), n)
		}
	}
	return Words{
		fmt.Sprintf("最坏停一家：%s。权重 %d/%d 剩 %d/%d。", zh, w.WeightHeld, w.WeightTotal, w.Left(), w.WeightTotal),
		fmt.Sprintf(
			"The worst single stop is that of %s: weight %d/%d becomes %d/%d.",
			en,
			w.WeightHeld,
			w.WeightTotal,
			w.Left(),
			w.WeightTotal,
		),
	}
}

func worstStop(c *Chain) WorstStop {
	var w WorstStop
	lost := map[*graph.Node][]*Link{}
	for _, l := range c.Links {
		w.WeightTotal += l.Weight
		if !l.State.Held() {
			continue
		}
		w.WeightHeld += l.Weight
		if only := l.only(); only != nil {
			lost[only] = append(lost[only], l)
		}
	}
	byID := func(a, b *graph.Node) int { return cmp.Compare(a.ID, b.ID) }
	for _, e := range slices.SortedFunc(maps.Keys(lost), byID) {
		weight := 0
		for _, l := range lost[e] {
			weight += l.Weight
		}
		switch {
		case weight > w.WeightLost:
			w.Second, w.SecondLost = w.Enterprises, w.WeightLost
			w.Enterprises, w.Lost, w.WeightLost = []*graph.Node{e}, lost[e], weight
		case weight == w.WeightLost:
			w.Enterprises = append(w.Enterprises, e)
		case weight > w.SecondLost:
			w.Second, w.SecondLost = []*graph.Node{e}, weight
		case weight == w.SecondLost:
			w.Second = append(w.Second, e)
		}
	}
	return w
}

// only is the one enterprise by whose work a link is held; nil when there are several.
func (l *Link) only() *graph.Node {
	var only *graph.Node
	for _, p := range l.Positions {
		if !p.Able {
			continue
		}
		if only != nil && only != p.Enterprise {
			return nil
		}
		only = p.Enterprise
	}
	return only
}
