// Package settling writes changes together with what follows from them: the derived gaps.
package settling

import (
	"context"
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// tries bounds how often all is worked out again because others wrote meanwhile.
const tries = 20

// Apply writes changes and then brings the stored gaps in line with them, as a change set of its own. What the changes
// would lead to is worked out first: changes that the analysis cannot go on from are refused, and nothing is written. When
// nothing differed, a change set is the one that stood before. An error beside a set says what is stored all the same.
func Apply(ctx context.Context, s *store.Store, c graph.Changes) (set, settled store.ChangeSet, err error) {
	for range tries {
		would, base, err := s.Would(ctx, c)
		if err != nil {
			return set, settled, err
		}
		f, err := analysis.Of(would)
		if err != nil {
			return set, settled, err
		}
		on := c
		if c.Base == nil {
			on.Base = &base
		}
		set, err = s.Apply(ctx, on)
		switch {
		case graph.CodeOf(err) == graph.CodeConflict && c.Base == nil:
			continue
		case err != nil:
			return set, settled, err
		}
		if settled, err = s.Apply(ctx, analysis.Settle(f)); graph.CodeOf(err) == graph.CodeConflict {
			settled, err = Gaps(ctx, s)
		}
		if err != nil {
			err = fmt.Errorf("revision %d is stored, but its gaps are not derived yet, which the next import or seed makes up for: %w", set.Revision, err)
		}
		return set, settled, err
	}
	return set, settled, busy
}

// busy says that others were faster each time.
var busy = &graph.Error{Code: graph.CodeUnavailable, Message: "others wrote each time the gaps were derived", Fix: "try again"}

// Gaps brings the stored gaps in line with what stands, also when others write meanwhile.
func Gaps(ctx context.Context, s *store.Store) (settled store.ChangeSet, err error) {
	for range tries {
		snapshot, err := s.Snapshot(ctx)
		if err != nil {
			return settled, err
		}
		f, err := analysis.Of(snapshot)
		if err != nil {
			return settled, err
		}
		if settled, err = s.Apply(ctx, analysis.Settle(f)); graph.CodeOf(err) != graph.CodeConflict {
			return settled, err
		}
	}
	return settled, busy
}
