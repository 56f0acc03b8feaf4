package api

import (
	"context"

	"chainchief/internal/analysis"
)

// Target is a link worth extending to, or strengthening.
type Target struct {
	ID        string  `json:"id" doc:"Id of the link"`
	Name      string  `json:"name"`
	NameEN    string  `json:"name_en,omitempty"`
	Chain     Ref     `json:"chain"`
	Stage     string  `json:"stage"`
	Coverage  string  `json:"coverage"`
	Weight    int     `json:"weight"`
	Strategy  string  `json:"strategy" enum:"extend,strengthen"`
	Direction string  `json:"direction,omitempty" enum:"upstream,downstream,service" doc:"With strategy extend"`
	Anchors   []Ref   `json:"anchors" doc:"Strongly held links next to it"`
	Score     float64 `json:"score" doc:"0 to 100: 100 times the product of the known parts, each to its exponent"`
	Parts     []Part  `json:"parts"`
	Reason    Reason  `json:"reason"`
	WhatIf    *Said   `json:"what_if,omitempty" doc:"What filling it would do; missing of a link that is held"`
	// Activity is beside the score: only its density enters it.
	Activity *Activity `json:"activity,omitempty" doc:"What relatedness was measured on; missing when it is unknown"`
}

// TargetsQuery asks for targets.
type TargetsQuery struct {
	Paged
	Chain    string `query:"chain" maxLength:"200" doc:"Only of this chain"`
	Strategy string `query:"strategy" enum:"extend,strengthen" doc:"Only of this strategy"`
}

// Targets lists the links worth extending to, or strengthening.
func (s *Server) Targets(ctx context.Context, f *analysis.Findings, q *TargetsQuery) (*List[Target], error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	list := keep(f.Targets, func(t *analysis.Target) bool {
		return (only == nil || t.Link.Chain == only) && (q.Strategy == "" || t.Strategy == q.Strategy)
	})
	return page(f.Snapshot, list, &q.Pages, convert(f).target), nil
}

func (c converter) target(t *analysis.Target) Target {
	l := t.Link
	out := Target{
		ID:       string(l.Node.ID),
		Name:     l.Node.Name,
		NameEN:   l.Node.NameEN,
		Chain:    ref(l.Chain.Node),
		Stage:    l.Stage(),
		Coverage: string(l.State),
		Weight:   l.Weight,
		Strategy: t.Strategy,
		Anchors:  []Ref{},
		Score:    t.Score,
		Parts:    parts(t.Parts),
		Reason:   c.reason(t.Why),
		WhatIf:   c.ifFilled(l),
	}
	if t.Extension != nil {
		out.Direction, out.Anchors = t.Extension.Direction, linkRefs(t.Extension.Anchors)
	}
	if a := c.f.Related().Activity(t.Activity); a != nil {
		activity := c.activity(a)
		out.Activity = &activity
	}
	return out
}
