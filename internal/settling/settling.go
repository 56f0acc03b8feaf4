// Package settling writes changes together with what follows from them: the derived gaps.
package settling

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// tries bounds how often the gaps are derived again because others wrote meanwhile.
const tries = 5

// Apply writes changes and then brings the stored gaps in line with them, as a change set of its own. When nothing
// differed, a change set is the one that stood before.
func Apply(ctx context.Context, s *store.Store, c graph.Changes) (set, settled store.ChangeSet, err error) {
	if set, err = s.Apply(ctx, c); err != nil {
		return set, settled, err
	}
	for range tries {
		var snapshot *graph.Snapshot
		if snapshot, err = s.Snapshot(ctx); err != nil {
			return set, settled, err
		}
		settled, err = s.Apply(ctx, analysis.Settle(analysis.Find(snapshot)))
		if graph.CodeOf(err) != graph.CodeConflict {
			break
		}
	}
	return set, settled, err
}
