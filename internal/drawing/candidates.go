package drawing

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
)

// candidates scores who could close the gaps at links: those of the snapshot and, when the studio has a finder, those
// that it finds among all enterprises.
func (s *Studio) candidates(ctx context.Context, f *analysis.Findings, links []graph.ID) (candidate.Lists, error) {
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
