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

// withCandidates is a drawing of a chain that shows the candidates of its open gaps.
func withCandidates[C any](
	of func(*analysis.Findings, candidate.Lists, graph.ID, content.Options) (C, error),
	arrange func(C) ([]scene.Page, error),
) painter {
	return func(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
		var links []graph.ID
		for _, g := range content.OpenGaps(f, r.Chain) {
			links = append(links, g.Link.Node.ID)
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
}

// candidates scores who could close the gaps at links: those of the snapshot and, when the studio has a finder, those
// that it finds among all enterprises.
func (s *Studio) candidates(ctx context.Context, f *analysis.Findings, links []graph.ID) (candidate.Lists, error) {
	if len(links) > mostWeighed {
		return nil, &graph.Error{
			Code: graph.CodeUsage,
			Message: fmt.Sprintf(
				"%d gaps are too many for this diagram, which weighs the candidates of at most %d", len(links), mostWeighed,
			),
			Fix: "list the gaps, or draw the structure with only the gaps",
		}
	}
	out := make(candidate.Lists, len(links))
	for _, link := range links {
		var found []candidate.Found
		if s.Finder != nil {
			var err error
			if found, err = s.Finder.Found(ctx, f.Snapshot, link); err != nil {
				return nil, err
			}
		}
		out[link] = candidate.Of(f, link, found)
	}
	return out, nil
}
