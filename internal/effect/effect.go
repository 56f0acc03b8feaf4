// Package effect says what changes of the graph do to its findings, before anybody saves them: links whose state
// changes, how complete each chain is afterwards, gaps that arise and that no longer stand, targets that move, blanks
// of the six ones that are filled. It compares two findings and knows nothing of where they come from, so that a form,
// a sheet and an undo tell the same.
package effect

import (
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Effect is what is found otherwise after changes. Everything stands in the order of the findings: chains as the scheme
// has them, links in chain order, gaps and targets heaviest first.
type Effect struct {
	States  []State
	Chains  []Chain
	Gaps    []Gap // those that arise, go, or are of another kind
	Weights int   // further gaps whose weight changes
	Targets []Target
	Ones    []One
}

// State is a link whose state is another one afterwards.
type State struct {
	Link, Chain *graph.Node
	From, To    analysis.Coverage // empty: it was not there, or is no longer
	Sole        bool              // afterwards it hangs on one able enterprise
	Why         analysis.Words    // of the state afterwards
}

// Chain is a chain of which a figure changes. Before or After is zero when it was not there, or is no longer.
type Chain struct {
	Node          *graph.Node
	Before, After Figures
}

// Figures are those of a chain that changes may move.
type Figures struct {
	Completeness analysis.Completeness
	Enterprises  int // 本地企业
	Gaps         analysis.GapCount
}

// Gap is a gap that arises, goes, or becomes another kind of gap.
type Gap struct {
	ID            graph.ID
	Link, Chain   *graph.Node
	Was, Is       []string // its kinds; none: it was no gap, or is none
	Before, After float64  // its weight
	Removed       bool     // its link is no longer there
	Status        string   // what people have decided so far; nothing closes by itself
	Strategy      string
}

// Arises tells whether it is none today.
func (g Gap) Arises() bool { return len(g.Was) == 0 }

// Gone tells whether it no longer stands.
func (g Gap) Gone() bool { return len(g.Is) == 0 }

// Target is a link to extend or strengthen that enters the ranking, leaves it, or gets another score. A rank is from 1;
// 0: it is not in the ranking.
type Target struct {
	Link, Chain        *graph.Node
	Strategy           string
	RankBefore, Rank   int
	ScoreBefore, Score float64
}

// One is one of the six ones of a chain that names something else afterwards.
type One struct {
	Chain    *graph.Node
	Key      string
	Name     analysis.Words
	From, To []*graph.Node // none: 待补充
	Left     [2]int        // of this chain's six ones 待补充, before and after
	City     [2]int        // chains of the city of which this one is 待补充, before and after
}

// Nothing tells whether everything that is found stays as it is.
func (e Effect) Nothing() bool {
	return len(e.States)+len(e.Chains)+len(e.Gaps)+e.Weights+len(e.Targets)+len(e.Ones) == 0
}

// Template tells whether what the chain is measured by changes: the weights that completeness is a share of. Then a
// completeness that moves says nothing of the industry alone.
func (c Chain) Template() bool {
	return c.Before.Completeness.WeightTotal != c.After.Completeness.WeightTotal
}

// Between compares what was found before changes with what is found after them.
func Between(before, after *analysis.Findings) Effect {
	e := Effect{States: states(before, after), Chains: chains(before, after), Targets: targets(before, after)}
	e.Gaps, e.Weights = gaps(before, after)
	e.Ones = ones(before, after)
	return e
}

func states(before, after *analysis.Findings) []State {
	var list []State
	for _, c := range after.Chains {
		for _, l := range c.Links {
			s := State{Link: l.Node, Chain: c.Node, To: l.State, Sole: l.Sole, Why: l.Why.Text}
			if was := before.Link(l.Node.ID); was != nil {
				s.From = was.State
			}
			if s.From != s.To {
				list = append(list, s)
			}
		}
	}
	for _, c := range before.Chains {
		for _, l := range c.Links {
			if after.Link(l.Node.ID) == nil {
				list = append(list, State{Link: l.Node, Chain: c.Node, From: l.State})
			}
		}
	}
	return list
}

func figures(f *analysis.Findings, chain graph.ID) Figures {
	c := f.Chain(chain)
	if c == nil {
		return Figures{}
	}
	return Figures{c.Completeness, len(c.Enterprises), analysis.CountGaps(f.GapsOf(c))}
}

func (f Figures) equal(other Figures) bool {
	return f.Completeness == other.Completeness && f.Enterprises == other.Enterprises && f.Gaps.Open == other.Gaps.Open
}

func chains(before, after *analysis.Findings) []Chain {
	var list []Chain
	add := func(n *graph.Node) {
		c := Chain{n, figures(before, n.ID), figures(after, n.ID)}
		if !c.Before.equal(c.After) {
			list = append(list, c)
		}
	}
	for _, c := range after.Chains {
		add(c.Node)
	}
	for _, c := range before.Chains {
		if after.Chain(c.Node.ID) == nil {
			add(c.Node)
		}
	}
	return list
}

func gaps(before, after *analysis.Findings) (list []Gap, weights int) {
	for _, is := range after.Gaps {
		was := before.Gap(is.ID)
		if was != nil && slices.Equal(was.Kinds, is.Kinds) {
			if was.Weight != is.Weight {
				weights++
			}
			continue
		}
		g := gapAt(is)
		g.Is, g.After = is.Kinds, is.Weight
		if was != nil {
			g.Was, g.Before = was.Kinds, was.Weight
		}
		list = append(list, g)
	}
	for _, was := range before.Gaps {
		if after.Gap(was.ID) == nil {
			g := gapAt(was)
			g.Was, g.Before = was.Kinds, was.Weight
			g.Removed = after.Link(was.Link.Node.ID) == nil
			list = append(list, g)
		}
	}
	return list, weights
}

func gapAt(g *analysis.Gap) Gap {
	return Gap{
		ID:       g.ID,
		Link:     g.Link.Node,
		Chain:    g.Link.Chain.Node,
		Status:   g.Status(),
		Strategy: g.Decision().Strategy,
	}
}

func targets(before, after *analysis.Findings) []Target {
	var list []Target
	for _, s := range analysis.TargetShifts(before, after) {
		if s.RankBefore > 0 && s.Rank > 0 && s.ScoreBefore == s.Score {
			continue // another one passed it: it is named there
		}
		list = append(list, Target{
			Link:        s.Target.Link.Node,
			Chain:       s.Target.Link.Chain.Node,
			Strategy:    s.Target.Strategy,
			RankBefore:  s.RankBefore,
			Rank:        s.Rank,
			ScoreBefore: s.ScoreBefore,
			Score:       s.Score,
		})
	}
	return list
}

// blanks are how many of the six ones are 待补充, by chain and by which one.
func blanks(f *analysis.Findings) (chains map[graph.ID]int, keys map[string]int) {
	chains, keys = map[graph.ID]int{}, map[string]int{}
	for _, c := range f.Chains {
		for _, one := range analysis.SixOnes(f.Snapshot, c.Node.ID) {
			if len(one.Nodes) == 0 {
				chains[c.Node.ID]++
				keys[one.Key]++
			}
		}
	}
	return chains, keys
}

func ones(before, after *analysis.Findings) []One {
	var list []One
	ofBefore, keysBefore := blanks(before)
	ofAfter, keysAfter := blanks(after)
	for _, c := range after.Chains {
		was := analysis.SixOnes(before.Snapshot, c.Node.ID)
		for i, is := range analysis.SixOnes(after.Snapshot, c.Node.ID) {
			if slices.EqualFunc(was[i].Nodes, is.Nodes, sameName) {
				continue
			}
			list = append(list, One{
				Chain: c.Node,
				Key:   is.Key,
				Name:  is.Name,
				From:  was[i].Nodes,
				To:    is.Nodes,
				Left:  [2]int{ofBefore[c.Node.ID], ofAfter[c.Node.ID]},
				City:  [2]int{keysBefore[is.Key], keysAfter[is.Key]},
			})
		}
	}
	return list
}

func sameName(a, b *graph.Node) bool { return a.ID == b.ID && a.Name == b.Name }
