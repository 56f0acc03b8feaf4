package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Rank is the place of a gap among all gaps of the city, with what it may be if facts turn out otherwise.
type Rank struct {
	Place    int     `json:"place" doc:"From 1, heaviest first; equal weights share a place"`
	Low      int     `json:"low" doc:"In nine draws of ten the place is from here"`
	High     int     `json:"high" doc:"to here"`
	Of       int     `json:"of" doc:"Gaps that are ranked"`
	Absent   float64 `json:"absent" doc:"Share of draws in which it is no gap, 0 to 1"`
	Doubtful bool    `json:"doubtful" doc:"可能不成立: it is no gap in more than a tenth of the draws"`
	Said
}

// WhatIfQuery asks what filling links would do.
type WhatIfQuery struct {
	ByID
	Links     string `query:"links" maxLength:"4000" doc:"Links or gaps, with commas; keys may lack the chain"`
	Budget    int    `query:"budget" minimum:"1" maximum:"20" default:"3" doc:"Projects of the best set, at most"`
	Objective string `query:"objective" enum:"unlock,reach" default:"unlock" doc:"What the best set is best in"`
}

// WhatIfAnswer is computed from a revision; nothing is written.
type WhatIfAnswer struct {
	Revision int64        `json:"revision"`
	Chain    Ref          `json:"chain"`
	Today    Completeness `json:"today"`
	Chosen   *WhatIf      `json:"chosen,omitempty" doc:"Missing when no link was chosen"`
	Best     BestSet      `json:"best"`
	Choices  []Choice     `json:"choices" doc:"Links that can be filled, in chain order"`
}

// WhatIf is what would be true if links were in production on record, and everything else stayed.
type WhatIf struct {
	Links   []Ref `json:"links"`
	Before  Span  `json:"before"`
	After   Span  `json:"after"`
	Closes  []Ref `json:"closes" doc:"Gaps that would be none"`
	Unlocks []Ref `json:"unlocks" doc:"Links held today whose inputs become complete, of all chains"`
	Firms   []Ref `json:"firms" doc:"Firms in production there"`
	Ready   int   `json:"ready" doc:"投入备齐: held links of the chain with all inputs held, after"`
	Was     int   `json:"ready_before"`
	Fed     int   `json:"fed" doc:"Held links of the chain that have inputs"`
	Said
}

// Span is completeness as weights out of a total.
type Span struct {
	Low   int `json:"low"`
	Point int `json:"point"`
	High  int `json:"high"`
	Total int `json:"total"`
}

// BestSet is the best set of links within a budget.
type BestSet struct {
	WhatIf
	Objective string `json:"objective" enum:"unlock,reach"`
	Budget    int    `json:"budget"`
	Value     int    `json:"value" doc:"Of the objective: weight of links of the city"`
	Sets      int    `json:"sets" doc:"Sets that there are"`
	Exact     bool   `json:"exact" doc:"All sets were compared"`
	Bound     int    `json:"bound" doc:"No set exceeds it; 0: no bound is known"`
	Sure      Said   `json:"sure" doc:"How sure it is that no set is better"`
}

// Choice is a link that can be filled, with what it does by itself.
type Choice struct {
	Link     Ref    `json:"link"`
	Coverage string `json:"coverage" enum:"weak,outside,missing"`
	Weight   int    `json:"weight"`
	Closes   int    `json:"closes" doc:"Gaps"`
	Unlocks  int    `json:"unlocks" doc:"Firms"`
	Said
}

// WhatIf computes what filling links of a chain would do.
func (s *Server) WhatIf(ctx context.Context, f *analysis.Findings, q *WhatIfQuery) (*WhatIfAnswer, error) {
	chain := f.Chain(q.of(graph.KindChain))
	if chain == nil {
		return nil, missing("chain", q.ID)
	}
	links, err := f.LinksNamed(chain, q.Links)
	if err != nil {
		return nil, lacking("link", err)
	}
	out := &WhatIfAnswer{
		Revision: int64(f.Snapshot.Revision),
		Chain:    ref(chain.Node),
		Today:    completeness(chain.Completeness),
		Choices:  []Choice{},
	}
	if len(links) > 0 {
		chosen, err := f.If(chain, links)
		if err != nil {
			return nil, err
		}
		x := whatIf(chosen)
		out.Chosen = &x
	}
	best, err := f.BestIf(chain, q.Objective, q.Budget)
	if err != nil {
		return nil, err
	}
	of, err := f.If(chain, best.Links)
	if err != nil {
		return nil, err
	}
	out.Best = BestSet{
		WhatIf:    whatIf(of),
		Objective: best.Objective,
		Budget:    best.Budget,
		Value:     best.Value,
		Sets:      best.Sets,
		Exact:     best.Exact,
		Bound:     best.Bound,
		Sure:      spoken(best.Text()),
	}
	for _, l := range analysis.Fillable(chain) {
		x, err := f.If(chain, []*analysis.Link{l})
		if err != nil {
			return nil, err
		}
		out.Choices = append(out.Choices, Choice{
			ref(l.Node), string(l.State), l.Weight, len(x.Closes), len(x.Firms), spoken(x.Text()),
		})
	}
	return out, nil
}

func whatIf(w *analysis.WhatIf) WhatIf {
	out := WhatIf{
		Links:   linkRefs(w.Links),
		Before:  span(w.Before),
		After:   span(w.After),
		Closes:  []Ref{},
		Unlocks: linkRefs(w.Unlocks),
		Firms:   refs(w.Firms),
		Ready:   w.ReadyAfter,
		Was:     w.ReadyBefore,
		Fed:     w.Fed,
		Said:    spoken(w.Text()),
	}
	for _, g := range w.Closes {
		out.Closes = append(out.Closes, gapRef(g))
	}
	return out
}

func span(s analysis.Span) Span { return Span{s.Low, s.Point, s.High, s.Total} }

// ifFilled says what filling one link would do; nothing of a link that cannot be.
func (c converter) ifFilled(l *analysis.Link) *Said {
	if !l.State.Lacks() {
		return nil
	}
	w, err := c.f.If(l.Chain, []*analysis.Link{l})
	if err != nil {
		return nil
	}
	said := spoken(w.Text())
	return &said
}
