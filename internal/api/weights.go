package api

import (
	"context"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// WeightsAnswer is how much each part of a score counts.
type WeightsAnswer struct {
	Weights  analysis.Weights `json:"weights"`
	Defaults analysis.Weights `json:"defaults"`
	Fields   []WeightField    `json:"fields" doc:"Names of the weights, in order of display"`
	Revision int64            `json:"revision"`
	Written  int64            `json:"written,omitempty" doc:"Change set that setting them made, if any"`
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

// Weights returns how much each part of a score counts.
func (s *Server) Weights(ctx context.Context, f *analysis.Findings, q *AsOf) (*WeightsAnswer, error) {
	return &WeightsAnswer{
		Weights:  f.Weights,
		Defaults: analysis.DefaultWeights(),
		Fields:   weightFields(),
		Revision: int64(f.Snapshot.Revision),
	}, nil
}

// WeightsChange is what a person sets the weights to.
type WeightsChange struct {
	Weights analysis.Weights `json:"weights"`
	Reason  Line             `json:"reason" minLength:"1" maxLength:"500" doc:"Why, in one line"`
	Base    int64            `json:"base,omitempty" minimum:"0" maximum:"999999999999999" doc:"Revision seen; 0: now"`
	By      Role             `json:"by,omitempty" doc:"Role of the editor, while there are no accounts"`
}

func (s *Server) setWeights(
	ctx context.Context,
	f *analysis.Findings,
	q *struct {
		Once
		Body WeightsChange
	},
) (*WeightsAnswer, store.ChangeSet, error) {
	b := q.Body
	by := q.actor(ctx, b.By)
	written, err := s.desk.SetWeights(ctx, by, seen(b.Base, f), b.Weights, string(b.Reason))
	if err != nil {
		return nil, written.Set, err
	}
	last := written.Gaps
	last.Repeated = written.Set.Repeated
	now, err := s.left(ctx, last)
	if err != nil {
		return nil, written.Set, err
	}
	out, err := s.Weights(ctx, now, &AsOf{})
	if err == nil {
		out.Written = wrote(written.Set)
	}
	return out, written.Set, err
}
