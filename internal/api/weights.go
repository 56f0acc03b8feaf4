package api

import (
	"context"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/settling"
)

// WeightsAnswer is how much each part of a score counts.
type WeightsAnswer struct {
	Weights  analysis.Weights `json:"weights"`
	Defaults analysis.Weights `json:"defaults"`
	Fields   []WeightField    `json:"fields" doc:"What each weight is called, in the order in which to show them"`
	Revision int64            `json:"revision"`
}

// WeightField is the name and range of one weight.
type WeightField struct {
	Group  string  `json:"group" enum:"gap,choke,criticality,target,candidate"`
	Name   string  `json:"name"`
	ZH     string  `json:"zh"`
	EN     string  `json:"en"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Switch bool    `json:"switch" doc:"True or false, not a number"`
}

func weightFields() (fields []WeightField) {
	spec, _ := graph.KindOf(graph.KindWeights)
	for _, a := range spec.Attrs {
		group, name, _ := strings.Cut(a.Name, "_")
		fields = append(fields, WeightField{group, name, a.ZH, a.EN, a.Min, a.Max, a.Type == graph.TypeBool})
	}
	return fields
}

func (s *Server) weights(ctx context.Context, f *analysis.Findings, q *AsOf) (*WeightsAnswer, error) {
	return &WeightsAnswer{f.Weights, analysis.DefaultWeights(), weightFields(), int64(f.Snapshot.Revision)}, nil
}

func (s *Server) setWeights(ctx context.Context, f *analysis.Findings, q *struct {
	Body struct {
		Weights analysis.Weights `json:"weights"`
		Reason  string           `json:"reason" minLength:"1" maxLength:"500"`
		Base    int64            `json:"base,omitempty" doc:"Revision that the editor saw; 409 when weights have changed since"`
	}
}) (*WeightsAnswer, error) {
	c, err := q.Body.Weights.Store(person, q.Body.Reason)
	if err != nil {
		return nil, err
	}
	if err := s.unchangedWeights(ctx, f, graph.Revision(q.Body.Base)); err != nil {
		return nil, err
	}
	if _, _, err := settling.Apply(ctx, s.store, c); err != nil {
		return nil, err
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return s.weights(ctx, now, &AsOf{})
}

// unchangedWeights refuses to write over weights that somebody else has set since a revision.
func (s *Server) unchangedWeights(ctx context.Context, now *analysis.Findings, base graph.Revision) error {
	if base == 0 {
		return nil
	}
	seen, err := s.atRevision(ctx, base)
	if err != nil {
		return err
	}
	if now.Weights != seen.Weights {
		return newProblem(409, string(graph.CodeConflict), "somebody else has set weights since; read them again", "")
	}
	return nil
}
