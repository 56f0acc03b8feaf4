package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"chainchief/graph"
)

// Part is a piece of a store outside of any database, one field of three: a change set, an entry of the one before it,
// or what lies on a shelf. As JSON it is a line of a backup.
type Part struct {
	Set   *ChangeSet
	Entry *Entry
	Item  *Item
}

// line is a part as JSON.
type line struct {
	Set     *ChangeSet     `json:"set,omitempty"`
	Subject string         `json:"subject,omitempty"`
	Before  *Thing         `json:"before,omitempty"`
	After   *Thing         `json:"after,omitempty"`
	Pool    bool           `json:"pool,omitempty"`
	Shelf   string         `json:"shelf,omitempty"`
	Name    string         `json:"name,omitempty"`
	At      graph.Revision `json:"at,omitempty"`
	Value   []byte         `json:"value,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (p Part) MarshalJSON() ([]byte, error) {
	l := line{Set: p.Set}
	if e := p.Entry; e != nil {
		l.Subject, l.Before, l.After, l.Pool = e.Subject, e.Before, e.After, e.Pool
	}
	if i := p.Item; i != nil {
		l.Shelf, l.Name, l.At, l.Value = i.Shelf, i.Name, i.Revision, i.Value
	}
	return json.Marshal(l)
}

// UnmarshalJSON implements json.Unmarshaler. The revision of an entry is that of the change set before it.
func (p *Part) UnmarshalJSON(data []byte) error {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return err
	}
	*p = Part{Set: l.Set}
	if l.Subject != "" {
		p.Entry = &Entry{Subject: l.Subject, Before: l.Before, After: l.After, Pool: l.Pool}
	}
	if l.Shelf != "" {
		p.Item = &Item{l.Shelf, l.Name, l.At, l.Value}
	}
	return nil
}

// Standing is the store as it stands now, to be read: what is written from now on does not show.
func (s *Store) Standing(ctx context.Context) (*Store, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	return s.pastOf(head), nil
}

// Dump gives everything that Load needs to make the store again: its history, then what lies on its shelves. Which
// requests its change sets have answered is not told.
func (s *Store) Dump(ctx context.Context) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		head, err := s.Head(ctx)
		for from := graph.Revision(0); err == nil && from < head.Revision; from += setsAtOnce {
			to := min(from+setsAtOnce, head.Revision)
			var sets []ChangeSet
			if sets, err = s.History(ctx, "", to+1, int(to-from)); err == nil && len(sets) != int(to-from) {
				err = damaged(fmt.Sprintf("a revision between %d and %d is missing", from+1, to))
			}
			slices.Reverse(sets)
			for _, set := range sets {
				set.Request = graph.Request{}
				if !yield(Part{Set: &set}, nil) || !s.dumpEntries(ctx, set.Revision, yield) {
					return
				}
			}
		}
		var items []Item
		if err == nil {
			items, err = s.Shelf(ctx, "")
		}
		if err != nil {
			yield(Part{}, err)
			return
		}
		for i := range items {
			if items[i].Revision <= head.Revision && !yield(Part{Item: &items[i]}, nil) {
				return
			}
		}
	}
}

// dumpEntries gives the entries of a revision and tells whether to go on.
func (s *Store) dumpEntries(ctx context.Context, r graph.Revision, yield func(Part, error) bool) bool {
	for e, err := range s.driver.Entries(ctx, Entries{From: r - 1, To: r}) {
		if !yield(Part{Entry: &e}, wrap("read the history", err)) || err != nil {
			return false
		}
	}
	return true
}

// Load puts the parts of a Dump into an empty store, each change set whole. They are asked for once: the driver must be
// one that never asks for entries again, as that of a file or in memory.
func (s *Store) Load(ctx context.Context, parts iter.Seq2[Part, error]) error {
	next, stop := iter.Pull2(parts)
	defer stop()
	p, err, more := next()
	for more && err == nil {
		switch {
		case p.Set != nil:
			set := *p.Set
			entries := func(yield func([]Entry, error) bool) {
				var batch []Entry
				for p, err, more = next(); more && err == nil && p.Entry != nil; p, err, more = next() {
					p.Entry.Revision = set.Revision
					if batch = append(batch, *p.Entry); len(batch) == copyBatch {
						if !yield(batch, nil) {
							return
						}
						batch = nil
					}
				}
				yield(batch, err)
			}
			if failed := s.driver.Commit(ctx, Commit{Set: &set, Entries: entries}); failed != nil {
				return wrap(fmt.Sprintf("write revision %d", set.Revision), failed)
			}
			continue
		case p.Item != nil:
			if _, failed := s.Keep(ctx, *p.Item); failed != nil {
				return failed
			}
		default:
			return damaged("an entry stands before its change set")
		}
		p, err, more = next()
	}
	return err
}
