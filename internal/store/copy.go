package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"chainchief/graph"
)

// copyBatch is how many entries a part of a copied change set holds.
const copyBatch = 2_000

// Clear removes everything, history included.
func (s *Store) Clear(ctx context.Context) error {
	s.current.Store(nil)
	return wrap("clear the store", s.driver.Clear(ctx))
}

// Copy brings a store up to the head of another, revision by revision, each whole; what was copied before an
// interruption is not copied again. Change sets keep their numbers, times and authors. progress is told how many
// entries are there of how many, part by part. What lies on the shelves comes last. graph.CodeConflict when the target
// holds another history.
func Copy(ctx context.Context, from, to *Store, progress func(done, total int)) error {
	sets, err := lacking(ctx, from, to)
	if err != nil {
		return err
	}
	done, total := 0, 0
	for _, set := range sets {
		total += set.Counts.Total()
	}
	for _, set := range sets {
		whole := set.Counts
		entries := from.batches(ctx, set.Revision, func(n int) { progress(done+n, total) })
		if err := to.driver.Commit(ctx, Commit{Set: &set, Entries: Ahead(entries, 1)}); errors.Is(err, ErrMoved) {
			return &graph.Error{
				Code:    graph.CodeConflict,
				Message: "somebody else writes to the target",
				Fix:     "stop them, then copy again",
			}
		} else if err != nil {
			return wrap(fmt.Sprintf("copy revision %d", set.Revision), err)
		}
		done += whole.Total()
	}
	items, err := from.Shelf(ctx, "")
	if err != nil {
		return err
	}
	for _, i := range items {
		if _, err := to.Keep(ctx, i); err != nil {
			return err
		}
	}
	progress(done, total)
	return nil
}

// Keep puts a thing on its shelf, unless one of its name lies there, and returns the one that stays.
func (s *Store) Keep(ctx context.Context, i Item) (Item, error) {
	stays, err := s.driver.Keep(ctx, i)
	return stays, wrap("keep "+i.Name, err)
}

// Shelf returns what lies on a shelf, by revision and name.
func (s *Store) Shelf(ctx context.Context, shelf string) ([]Item, error) {
	items, err := s.driver.Shelf(ctx, shelf)
	return items, wrap("look what is kept", err)
}

// lacking returns the change sets that the target lacks, oldest first. What it has must be the beginning of the
// history.
func lacking(ctx context.Context, from, to *Store) (sets []ChangeSet, err error) {
	head, err := to.Head(ctx)
	if err != nil {
		return nil, err
	}
	theirs, stop := iter.Pull2(to.changeSets(ctx))
	defer stop()
	for set, err := range from.changeSets(ctx) {
		if err != nil {
			return nil, err
		}
		if set.Revision > head.Revision {
			sets = append(sets, set)
			continue
		}
		known, err, _ := theirs()
		if err != nil {
			return nil, err
		}
		if known != set {
			return nil, otherHistory(head)
		}
	}
	if _, err, more := theirs(); err != nil || more {
		return nil, errors.Join(err, otherHistory(head))
	}
	slices.Reverse(sets)
	return sets, nil
}

func otherHistory(head ChangeSet) error {
	return &graph.Error{
		Code: graph.CodeConflict,
		Message: fmt.Sprintf(
			"the target holds another history, up to revision %d of %s",
			head.Revision,
			graph.Today(head.Time),
		),
		Fix: "choose an empty store, or start over, which removes what the target holds",
	}
}

// changeSets gives every change set, newest first.
func (s *Store) changeSets(ctx context.Context) iter.Seq2[ChangeSet, error] {
	return func(yield func(ChangeSet, error) bool) {
		before := graph.Revision(0)
		for {
			page, err := s.History(ctx, "", before, 200)
			if err != nil {
				yield(ChangeSet{}, err)
				return
			}
			for _, set := range page {
				if !yield(set, nil) {
					return
				}
				before = set.Revision
			}
			if len(page) == 0 || before <= 1 {
				return
			}
		}
	}
}

// batches gives the entries of a revision in parts and tells how many have been given.
func (s *Store) batches(ctx context.Context, r graph.Revision, given func(int)) iter.Seq2[[]Entry, error] {
	return func(yield func([]Entry, error) bool) {
		n := 0
		for part, err := range inBatches(s.driver.Entries(ctx, Entries{From: r - 1, To: r}), copyBatch) {
			if !yield(part, wrap("read the history", err)) || err != nil {
				return
			}
			if n += len(part); len(part) == copyBatch {
				given(n)
			}
		}
	}
}
