package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// WhyAnswer explains a number as of a revision.
type WhyAnswer struct {
	Revision int64 `json:"revision"`
	Explanation
}

// why explains the main number of a thing of a kind: of a gap its weight, of a link its criticality, of a chain its
// completeness.
func (s *Server) why(kind graph.Kind, explain func(*analysis.Findings, graph.ID) *analysis.Explanation) func(context.Context, *ByID) (*Answer[WhyAnswer], error) {
	return func(ctx context.Context, q *ByID) (*Answer[WhyAnswer], error) {
		f, err := s.at(ctx, q.AsOf.AsOf)
		if err != nil {
			return nil, answer(err, "revision")
		}
		id := q.of(kind)
		of, _ := id.Kind()
		e := explain(f, id)
		if of != kind || e == nil {
			return nil, missing(kind.Prefix(), q.ID)
		}
		return &Answer[WhyAnswer]{WhyAnswer{int64(f.Snapshot.Revision), convert(f).explanation(e)}}, nil
	}
}

// whyTarget explains the score of the target at a link.
func (s *Server) whyTarget(ctx context.Context, q *ByID) (*Answer[WhyAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	e := f.ExplainTarget(q.of(graph.KindLink))
	if e == nil {
		return nil, missing("target", q.ID)
	}
	return &Answer[WhyAnswer]{WhyAnswer{int64(f.Snapshot.Revision), convert(f).explanation(e)}}, nil
}

func (c converter) explanation(e *analysis.Explanation) Explanation {
	return Explanation{ID: string(e.ID), Label: e.Label.ZH, LabelEN: e.Label.EN, Value: e.Value, Unknown: e.Unknown, Unit: e.Unit.ZH, UnitEN: e.Unit.EN, Formula: e.Formula.ZH, FormulaEN: e.Formula.EN,
		Text: e.Text.ZH, TextEN: e.Text.EN, Parts: c.explanations(e.Parts), Beside: c.explanations(e.Beside), Facts: c.facts(e.Facts)}
}

func (c converter) explanations(list []*analysis.Explanation) []Explanation {
	out := []Explanation{}
	for _, e := range list {
		out = append(out, c.explanation(e))
	}
	return out
}

func parts(list []analysis.Part) []Part {
	out := []Part{}
	for _, p := range list {
		out = append(out, Part{Key: p.Key, Name: p.Name.ZH, NameEN: p.Name.EN, Most: p.Most, Value: p.Value, Unknown: p.Unknown, Why: p.Why.ZH, WhyEN: p.Why.EN})
	}
	return out
}

func linkRefs(links []*analysis.Link) []Ref {
	out := []Ref{}
	for _, l := range links {
		out = append(out, ref(l.Node))
	}
	return out
}

func (c converter) criticality(x analysis.Criticality) Criticality {
	out := Criticality{Score: x.Score, Parts: parts(x.Parts), Impact: x.Impact, MustPassed: linkRefs(x.MustPassed), Cycle: linkRefs(x.Cycle),
		Effect: Effect{Text: x.Effect.Text.ZH, TextEN: x.Effect.Text.EN, Rings: []Ring{}, Chains: []ChainShare{}}}
	if x.MustPass != nil {
		r := ref(x.MustPass.Node)
		out.MustPass = &r
	}
	for _, r := range x.Effect.Rings {
		ring := Ring{Hops: r.Hops, Links: linkRefs(r.Links), Enterprises: []Ref{}}
		for _, id := range r.Enterprises {
			ring.Enterprises = append(ring.Enterprises, c.refOf(id))
		}
		out.Effect.Rings = append(out.Effect.Rings, ring)
	}
	for _, s := range x.Effect.Chains {
		out.Effect.Chains = append(out.Effect.Chains, ChainShare{ref(s.Chain.Node), s.Weight, s.Total, s.Share()})
	}
	return out
}
