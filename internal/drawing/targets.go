package drawing

import (
	"context"
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/content"
	"chainchief/internal/scene"
)

// mostWeighed bounds the gaps whose candidates are weighed for a drawing: each is compared with every maker elsewhere.
const mostWeighed = 400

// withCandidates takes the content of a drawing of a chain to its layout, with the candidates of the chain's open gaps.
func withCandidates[C any](ctx context.Context, s *Studio, f *analysis.Findings, r Request, of func(*analysis.Findings, candidate.Lists, graph.ID, content.Options) (C, error), arrange func(C) ([]scene.Page, error)) ([]scene.Page, error) {
	var links []graph.ID
	for _, g := range content.OpenGaps(f, r.Chain) {
		links = append(links, g.Link.Node.ID)
	}
	if len(links) > mostWeighed {
		return nil, &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("%d open gaps are too many for a %s diagram, which weighs the candidates of at most %d", len(links), r.Kind, mostWeighed),
			Fix: "list the gaps, or draw the structure with only the gaps"}
	}
	candidates, err := s.candidates(ctx, f, links)
	if err != nil {
		return nil, err
	}
	c, err := of(f, candidates, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	return arrange(c)
}
