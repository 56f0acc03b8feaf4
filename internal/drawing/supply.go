package drawing

import (
	"context"

	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/layout/supply"
	"chainchief/internal/scene"
)

// supply arranges the supply map of an enterprise, with the candidates of what it misses.
func (s *Studio) supply(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	missing := content.MissingInputs(f, r.Of, r.Chain)
	candidates, err := s.candidates(ctx, f, missing[:min(mostWeighed, len(missing))]) // far more than find room
	if err != nil {
		return nil, err
	}
	content, err := content.NewSupply(f, r.Of, r.Chain, candidates, r.options())
	if err != nil {
		return nil, err
	}
	return supply.Draw(content)
}
