package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/effect"
)

// Effects is what changes that are not yet written do to what the rules find, as who asks sees it. Each entry has its
// sentence; the page draws the marks of the states beside it.
type Effects struct {
	Nothing bool           `json:"nothing" doc:"Nothing that the rules find changes"`
	States  []EffectState  `json:"states" doc:"Links whose state changes, at most 200"`
	Chains  []EffectChain  `json:"chains" doc:"Chains of which a figure changes"`
	Gaps    []EffectGap    `json:"gaps" doc:"That arise, no longer stand, or are of another kind, at most 200"`
	Weights int            `json:"weights" doc:"Further gaps whose weight changes"`
	Targets []EffectTarget `json:"targets" doc:"That enter the ranking, leave it or score otherwise, at most 200"`
	Ones    []EffectOne    `json:"six_ones" doc:"Six ones that name something else"`
	Others  *Said          `json:"others,omitempty" doc:"Of the weights, in words"`
	Stays   *Said          `json:"stays,omitempty" doc:"What does not change"`
}

// EffectState is a link whose state changes.
type EffectState struct {
	Movement
	Chain Ref  `json:"chain"`
	Sole  bool `json:"sole" doc:"Afterwards it hangs on one able enterprise"`
	Said  Said `json:"said"`
}

// EffectChain is a chain of which a figure changes; a chain that was not there, or is no longer, has zeros.
type EffectChain struct {
	Chain    Ref          `json:"chain"`
	Before   Completeness `json:"before"`
	After    Completeness `json:"after"`
	Template bool         `json:"template" doc:"The denominator changes: completeness moves also because of the template"`
	Gaps     [2]int       `json:"gaps" doc:"缺口, before and after"`
	Firms    [2]int       `json:"enterprises" doc:"本地企业, before and after"`
	Said     Said         `json:"said"`
}

// EffectGap is a gap that arises, no longer stands, or is of another kind. Nothing closes by itself.
type EffectGap struct {
	Gap      Ref      `json:"gap"`
	Chain    Ref      `json:"chain"`
	Was      []string `json:"was" doc:"Its kinds; none: it was no gap"`
	Is       []string `json:"is" doc:"Its kinds; none: it no longer stands"`
	Before   float64  `json:"weight_before"`
	After    float64  `json:"weight"`
	Status   string   `json:"status" doc:"What people have decided so far"`
	Strategy string   `json:"strategy,omitempty"`
	Said     Said     `json:"said"`
}

// EffectTarget is a target that enters the ranking, leaves it, or scores otherwise.
type EffectTarget struct {
	TargetShift
	Said Said `json:"said"`
}

// EffectOne is one of the six ones of a chain that names something else.
type EffectOne struct {
	Chain Ref    `json:"chain"`
	Key   string `json:"key"`
	From  []Ref  `json:"from" doc:"None: blank"`
	To    []Ref  `json:"to"`
	Left  [2]int `json:"left" doc:"Six ones of this chain that are blank, before and after"`
	City  [2]int `json:"city" doc:"Chains of which this one is blank, before and after"`
	Said  Said   `json:"said"`
}

// mostEffects bounds each list of effects on the wire.
const mostEffects = 200

// foresee says what it does to the findings of who asks when the graph stands as would.
func (s *Server) foresee(ctx context.Context, f *analysis.Findings, would *graph.Snapshot) (*Effects, error) {
	would = access.View(would, f.Snapshot.Clearance)
	if !scopeOf(ctx).All() {
		would = access.Cut(would, access.ScopeOf(would, access.Of(ctx).Chains))
	}
	after, err := analysis.Of(would)
	if err != nil {
		return nil, err
	}
	before, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	return effects(effect.Between(before, after)), nil
}

// between says what became of the findings of who asks from one revision to another.
func (s *Server) between(ctx context.Context, before, after *analysis.Findings) (*Effects, error) {
	before, err := s.cut(ctx, before)
	if err != nil {
		return nil, err
	}
	if after, err = s.cut(ctx, after); err != nil {
		return nil, err
	}
	return effects(effect.Between(before, after)), nil
}

func effects(e effect.Effect) *Effects {
	out := Effects{
		Nothing: e.Nothing(),
		States:  []EffectState{},
		Chains:  []EffectChain{},
		Gaps:    []EffectGap{},
		Weights: e.Weights,
		Targets: []EffectTarget{},
		Ones:    []EffectOne{},
		Others:  saidOrNil(e.Others()),
		Stays:   saidOrNil(e.Stays()),
	}
	for _, x := range e.States[:min(mostEffects, len(e.States))] {
		moved := Movement{ref(x.Link), string(x.From), string(x.To)}
		out.States = append(out.States, EffectState{moved, ref(x.Chain), x.Sole, spoken(x.Text())})
	}
	for _, x := range e.Chains {
		out.Chains = append(out.Chains, EffectChain{
			Chain:    ref(x.Node),
			Before:   completeness(x.Before.Completeness),
			After:    completeness(x.After.Completeness),
			Template: x.Template(),
			Gaps:     [2]int{x.Before.Gaps.Open, x.After.Gaps.Open},
			Firms:    [2]int{x.Before.Enterprises, x.After.Enterprises},
			Said:     spoken(x.Text()),
		})
	}
	for _, x := range e.Gaps[:min(mostEffects, len(e.Gaps))] {
		gap := Ref{ID: string(x.ID), Kind: string(graph.KindGap), Name: x.Link.Name, NameEN: x.Link.NameEN}
		out.Gaps = append(out.Gaps, EffectGap{
			Gap:      gap,
			Chain:    ref(x.Chain),
			Was:      orNone(x.Was),
			Is:       orNone(x.Is),
			Before:   x.Before,
			After:    x.After,
			Status:   x.Status,
			Strategy: x.Strategy,
			Said:     spoken(x.Text()),
		})
	}
	for _, x := range e.Targets[:min(mostEffects, len(e.Targets))] {
		shift := TargetShift{ref(x.Link), x.Strategy, ref(x.Chain), x.RankBefore, x.Rank, x.ScoreBefore, x.Score}
		out.Targets = append(out.Targets, EffectTarget{shift, spoken(x.Text())})
	}
	for _, x := range e.Ones {
		out.Ones = append(out.Ones, EffectOne{
			ref(x.Chain), x.Key, refs(x.From), refs(x.To), x.Left, x.City, spoken(x.Text()),
		})
	}
	return &out
}

func saidOrNil(w analysis.Words) *Said {
	if w == (analysis.Words{}) {
		return nil
	}
	said := spoken(w)
	return &said
}

// orNone is a list that is never null on the wire.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
