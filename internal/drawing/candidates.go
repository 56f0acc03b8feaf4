package drawing

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// candidates scores who could close the gaps at links: those of the snapshot and, when the studio has a finder, those
// that it finds among all enterprises.
func (s *Studio) candidates(ctx context.Context, f *analysis.Findings, links []graph.ID) (analysis.Candidates, error) {
	out := make(analysis.Candidates, len(links))
	for _, link := range links {
		var found []analysis.Found
		if s.Finder != nil {
			var err error
			if found, err = s.Finder.Found(ctx, f.Snapshot, link); err != nil {
				return nil, err
			}
		}
		out[link] = analysis.CandidatesOf(f, link, found)
	}
	return out, nil
}
