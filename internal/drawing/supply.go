package drawing

import (
	"context"

	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/supply"
	"chainchief/internal/scene"
)

// supply arranges the supply map of an enterprise, with the candidates of what it misses.
func (s *Studio) supply(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	missing := diagram.MissingInputs(f, r.Of, r.Chain)
	candidates, err := s.candidates(ctx, f, missing[:min(mostWeighed, len(missing))]) // far more than find room
	if err != nil {
		return nil, err
	}
	content, err := diagram.NewSupply(f, r.Of, r.Chain, candidates, r.options())
	if err != nil {
		return nil, err
	}
	return supply.Draw(content)
}
