package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// WhatIf is a computation, not a promise 推算，不是承诺: what would be true of a chain if some links that the city does
// not hold were in production on record, and everything else stayed.
type WhatIf struct {
	Chain         *Chain
	Links         []*Link // taken as held, each once, by id
	Before, After Span    // of the chain
	Closes        []*Gap  // of these links: 缺口 that would be none
	Unlocks       []*Link // held today, with an input missing today and none after, of all chains; by id
	Firms         []*graph.Node
	ReadyBefore   int // links of the chain held today whose inputs are all held
	ReadyAfter    int
	Fed           int // links of the chain held today that have inputs
}

// inputsHeld tells whether a link has inputs and all of them are held, of alternatives any one.
func inputsHeld(l *Link, held func(*Link) bool) bool {
	lacks := func(group []*Link) bool { return !slices.ContainsFunc(group, held) }
	return len(l.Needs) > 0 && !slices.ContainsFunc(l.Needs, lacks)
}

// Fillable are the links of a chain that can be taken as held: those that it lacks, in chain order.
func Fillable(c *Chain) []*Link {
	return slices.DeleteFunc(slices.Clone(c.Links), func(l *Link) bool { return !l.State.Lacks() })
}

// LinksNamed finds links of a chain by their ids or keys, with commas, also by those of their gaps, and without the key
// of the chain. The error has code graph.CodeNotFound when there is none of a name.
func (f *Findings) LinksNamed(c *Chain, text string) ([]*Link, error) {
	var list []*Link
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		key := name
		if strings.Contains(name, ":") {
			key = graph.ID(name).Key()
		}
		l := f.Link(graph.NewID(graph.KindLink, key))
		if l == nil {
			l = f.Link(graph.NewID(graph.KindLink, c.Node.ID.Key()+"/"+key))
		}
		if l == nil {
			return nil, &graph.Error{
				Code:    graph.CodeNotFound,
				Message: fmt.Sprintf("there is no link %q", name),
				Fix:     "see the links of the chain",
			}
		}
		list = append(list, l)
	}
	return list, nil
}

// If takes links of a chain as held. The order of the links, and naming one twice, change nothing. A link that is held
// already, restricted or a market, or belongs to another chain, is refused.
func (f *Findings) If(c *Chain, links []*Link) (*WhatIf, error) {
	w := &WhatIf{Chain: c, Links: distinct(links), Before: SpanOf(c.Links)}
	w.After = w.Before
	for _, l := range w.Links {
		switch {
		case l.Chain != c:
			return nil, notFillable(l, fmt.Sprintf("belongs to %q", l.Chain.Node.ID))
		case l.State.Held():
			return nil, notFillable(l, "is held already")
		case l.State == Restricted:
			return nil, notFillable(l, "is restricted: "+l.Why.Text.EN)
		case l.State == Market:
			return nil, notFillable(l, "is a market, which makes nothing")
		}
		w.After.Low += l.Weight
		w.After.Point += l.Weight
		w.After.Originals++
		if l.State != Weak {
			w.After.High += l.Weight
		}
		if g := f.Gap(GapID(l.Node.ID)); g != nil && g.Open() && !l.Blocked {
			w.Closes = append(w.Closes, g)
		}
	}
	for _, other := range f.Chains {
		for _, l := range other.Links {
			w.unlock(l)
		}
	}
	w.Unlocks = distinct(w.Unlocks)
	for _, l := range w.Unlocks {
		for _, p := range l.Positions {
			if p.Able {
				w.Firms = InsertByID(w.Firms, p.Enterprise)
			}
		}
	}
	return w, nil
}

// unlock counts what a link has of its inputs before and after.
func (w *WhatIf) unlock(l *Link) {
	now := func(l *Link) bool { return l.State.Held() }
	then := func(l *Link) bool { return l.State.Held() || slices.Contains(w.Links, l) }
	if !now(l) || len(l.Needs) == 0 {
		return
	}
	before, after := inputsHeld(l, now), inputsHeld(l, then)
	if after && !before {
		w.Unlocks = append(w.Unlocks, l)
	}
	if l.Chain != w.Chain {
		return
	}
	w.Fed++
	if before {
		w.ReadyBefore++
	}
	if after {
		w.ReadyAfter++
	}
}

func notFillable(l *Link, why string) error {
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("%s cannot be taken as filled: it %s", l.Node.ID, why),
		Fix:     "choose links of the chain that it does not hold; its gaps list them",
	}
}

func distinct(links []*Link) []*Link {
	list := slices.SortedFunc(slices.Values(links), func(a, b *Link) int { return cmp.Compare(a.Node.ID, b.Node.ID) })
	return slices.Compact(list)
}

// Text is the sentence on a gap: 补此环节：完整度 20 → 24 %，关闭 1 个缺口，解锁 2 家.
func (w *WhatIf) Text() Words {
	what := Words{fmt.Sprintf("补上 %d 个环节", len(w.Links)), counted(len(w.Links), "link", "links") + " filled"}
	switch len(w.Links) {
	case 0:
		what = Words{"未选环节", "No link chosen"}
	case 1:
		what = Words{"补此环节", "This link filled"}
	}
	before, after := Percent(Share(w.Before.Point, w.Before.Total)), Percent(Share(w.After.Point, w.After.Total))
	return Words{
		fmt.Sprintf(
			"%s：完整度 %d → %d%%，关闭 %d 个缺口，解锁 %d 家。推算，不是承诺。",
			what.ZH, before, after, len(w.Closes), len(w.Firms),
		),
		fmt.Sprintf(
			"%s: completeness %d → %d%%, %s closed, %s unlocked. Computed, not promised.",
			what.EN, before, after, counted(len(w.Closes), "gap", "gaps"), counted(len(w.Firms), "firm", "firms"),
		),
	}
}
