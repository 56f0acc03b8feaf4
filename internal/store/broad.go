package store

import (
	"context"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
)

// broad keeps the answers to searches that more names match than are ranked: to order all of them takes a database
// long, and it is the same few words that everybody types. An answer stands until something that it could hold is
// written.
type broad struct {
	mu   sync.Mutex
	kept []broadAnswer // the one used last at the end
}

// Bounds of what is kept, so that it takes a few MB at most.
const (
	mostBroad     = 64 // answers
	mostBroadHits = 50 // of each
)

// mostReviewed bounds how many entries are looked through before an answer is given anew.
const mostReviewed = 2_000

type broadAnswer struct {
	question
	set  ChangeSet // the head at which it stood
	hits []Hit
}

// question is a search with its terms.
type question struct {
	text    string
	kinds   []graph.Kind
	limit   int
	queries [][]Term
}

func (q question) equal(other question) bool {
	return q.text == other.text && q.limit == other.limit && slices.Equal(q.kinds, other.kinds)
}

// finds tells whether a search would find a node.
func (q question) finds(n *graph.Node) bool {
	return (len(q.kinds) == 0 || slices.Contains(q.kinds, n.Kind)) && Matches(strings.Fields(Tokens(n)), q.queries)
}

// broadly returns the answer that is kept of a question, if it still holds.
func (s *Store) broadly(ctx context.Context, q question) (hits []Hit, holds bool, err error) {
	kept, known := s.broad.get(q)
	if !known {
		return nil, false, nil
	}
	head, err := s.driver.Head(ctx)
	if err != nil {
		return nil, false, wrap("read the head", err)
	}
	if head != kept.set {
		if holds, err := s.stillHolds(ctx, kept, head); err != nil || !holds {
			return nil, false, err
		}
		kept.set = head
		s.broad.put(kept)
	}
	return slices.Clone(kept.hits), true, nil
}

// earlierHead is a head of not long ago: that of the snapshot where one was read, so that searches need not ask for it.
func (s *Store) earlierHead(ctx context.Context) (ChangeSet, error) {
	if now := s.current.Load(); now != nil {
		return now.set, nil
	}
	head, err := s.driver.Head(ctx)
	return head, wrap("read the head", err)
}

// stillHolds looks through what was written since an answer for what it holds or could hold.
func (s *Store) stillHolds(ctx context.Context, a broadAnswer, head ChangeSet) (bool, error) {
	if on, err := s.goesOn(ctx, a.set, head, mostReviewed); err != nil || !on {
		return false, err
	}
	for e, err := range s.entries(ctx, Entries{From: a.set.Revision, To: head.Revision}) {
		if err != nil {
			return false, err
		}
		for _, t := range []*Thing{e.Before, e.After} {
			if t != nil && t.Node != nil && (a.finds(t.Node) ||
				slices.ContainsFunc(a.hits, func(h Hit) bool { return h.Node.ID == t.Node.ID })) {
				return false, nil
			}
		}
	}
	return true, nil
}

func (b *broad) get(q question) (broadAnswer, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := slices.IndexFunc(b.kept, func(a broadAnswer) bool { return a.equal(q) })
	if at < 0 {
		return broadAnswer{}, false
	}
	a := b.kept[at]
	b.kept = append(slices.Delete(b.kept, at, at+1), a)
	return a, true
}

func (b *broad) put(a broadAnswer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept = slices.DeleteFunc(b.kept, func(other broadAnswer) bool { return other.equal(a.question) })
	b.kept = append(b.kept, a)
	b.kept = slices.Delete(b.kept, 0, max(0, len(b.kept)-mostBroad))
}
