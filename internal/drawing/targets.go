package drawing

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/layout"
	"chainchief/internal/scene"
)

// targets arranges the investment targets of a chain, with the candidates of its open gaps.
func (s *Studio) targets(ctx context.Context, f *analysis.Findings, r Request) ([]scene.Page, error) {
	var links []graph.ID
	for _, g := range diagram.OpenGaps(f, r.Chain) {
		links = append(links, g.Link.Node.ID)
	}
	candidates, err := s.candidates(ctx, f, links)
	if err != nil {
		return nil, err
	}
	content, err := diagram.NewTargets(f, candidates, r.Chain, diagram.Options{Lang: r.Lang})
	if err != nil {
		return nil, err
	}
	return layout.Targets(content)
}
