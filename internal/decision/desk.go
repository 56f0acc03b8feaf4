package decision

import (
	"context"
	"errors"
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// Desk is where everything is written that people say. A write names who writes and the revision that they saw (base);
// it is refused with a *Conflict when somebody else has changed the same thing since, and tried again when others have
// changed something else.
type Desk struct {
	store    *store.Store
	memory   analysis.Memory
	settling chan struct{} // held by the one who puts gaps on record, for all who wait
}

// New returns the desk of a store.
func New(s *store.Store) *Desk { return &Desk{store: s, settling: make(chan struct{}, 1)} }

// Findings of a snapshot; those of the newest are remembered.
func (d *Desk) Findings(g *graph.Snapshot) (*analysis.Findings, error) { return d.memory.Of(g) }

// tries bounds how often a write starts again because the store moved on for another reason.
const tries = 20

// write makes changes on the head and puts them. When the store moves on meanwhile it starts again; a conflict over the
// thing itself ends it.
func (d *Desk) write(
	ctx context.Context,
	by Actor,
	on func(*graph.Snapshot) (graph.Changes, error),
) (store.ChangeSet, error) {
	if err := by.check(); err != nil {
		return store.ChangeSet{}, err
	}
	return again(func() (store.ChangeSet, error) {
		g, err := d.store.Snapshot(ctx)
		if err != nil {
			return store.ChangeSet{}, err
		}
		c, err := on(g)
		if err != nil {
			return store.ChangeSet{}, err
		}
		c.Actor, c.Base = by.Name, &g.Revision
		return d.put(ctx, c)
	})
}

// moved says that the store is no longer at the revision that changes were made on.
type moved struct{ error }

func (m moved) Unwrap() error { return m.error }

func (d *Desk) put(ctx context.Context, c graph.Changes) (store.ChangeSet, error) {
	set, err := d.store.Apply(ctx, c)
	if graph.CodeOf(err) == graph.CodeConflict {
		return set, moved{err}
	}
	return set, err
}

// again repeats what was tried on a revision that is no longer the head.
func again(try func() (store.ChangeSet, error)) (store.ChangeSet, error) {
	for range tries {
		set, err := try()
		var late moved
		if !errors.As(err, &late) {
			return set, err
		}
	}
	return store.ChangeSet{}, &graph.Error{
		Code:    graph.CodeConflict,
		Message: "other writers were faster each time",
		Fix:     "try again",
	}
}

// checkBase refuses a revision that nobody can have seen.
func checkBase(base, head graph.Revision) error {
	if base < 1 || base > head {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("base is revision %d, the store is at %d", base, head),
			Fix:     "send the revision that the answer named",
		}
	}
	return nil
}

// Written is what a write left: its own change set and that of the gaps that follow from it. Where nothing differed it
// is the one that stood before.
type Written struct{ Set, Gaps store.ChangeSet }

// Apply writes changes that gaps follow from, such as an import, and then the gaps. What the changes would lead to is
// worked out first: changes that the analysis cannot go on from are refused, and nothing is written.
func (d *Desk) Apply(ctx context.Context, c graph.Changes) (Written, error) {
	var f *analysis.Findings
	set, err := again(func() (store.ChangeSet, error) {
		would, base, err := d.store.Would(ctx, c)
		if err != nil {
			return store.ChangeSet{}, err
		}
		if f, err = analysis.Of(would); err != nil {
			return store.ChangeSet{}, err
		}
		if c.Base != nil { // somebody else's write is the caller's to know of
			return d.store.Apply(ctx, c)
		}
		on := c
		on.Base = &base
		return d.put(ctx, on)
	})
	if err != nil {
		return Written{}, err
	}
	gaps, err := d.store.Apply(ctx, analysis.Settle(f)) // of just what stands now, unless somebody was faster
	switch {
	case graph.CodeOf(err) == graph.CodeConflict:
		return d.settled(ctx, set)
	case err != nil:
		return Written{Set: set}, &Unsettled{Set: set, Err: err}
	}
	return Written{set, gaps}, nil
}

// Undo is a revision to be taken back.
type Undo struct {
	Revision graph.Revision
	Base     graph.Revision // on which its author saw what it would take back; 0: whatever it takes back is wanted
	Partly   bool           // what later revisions changed may stay; else all of it or nothing
	Reason   string
}

// Undo takes a revision back, as a change set of its own, and then the gaps follow. *Conflict, without fields, when
// something of it was changed after base; graph.CodeConflict when some cannot be taken back and that was not agreed to;
// *Refused when nothing of it is left.
func (d *Desk) Undo(ctx context.Context, by Actor, u Undo) (Written, error) {
	if err := by.check(); err != nil {
		return Written{}, err
	}
	set, err := d.store.UndoAgreed(ctx, u.Revision, by.Name, u.Reason, func(would store.Undoing) error {
		if u.Base > 0 {
			if err := checkBase(u.Base, would.Head); err != nil {
				return err
			}
			if would.Touched > u.Base {
				return d.overtaken(ctx, would)
			}
		}
		if would.Nothing() && (u.Partly || len(would.Kept) == 0) {
			return refuse(
				"undo.nothing",
				"这一版已经没有可以撤销的内容",
				"nothing of this revision is left to take back",
			)
		}
		if u.Partly {
			return nil
		}
		return would.Whole()
	})
	if err != nil {
		return Written{}, err
	}
	return d.settled(ctx, set)
}

// overtaken says that somebody changed what is to be taken back after its author had seen it.
func (d *Desk) overtaken(ctx context.Context, would store.Undoing) error {
	set, err := d.store.ChangeSet(ctx, would.Touched)
	if err != nil {
		return err
	}
	return &Conflict{Revision: set.Revision, Time: set.Time, Actor: set.Actor}
}

// settled writes the gaps that follow from a change set which is stored.
func (d *Desk) settled(ctx context.Context, set store.ChangeSet) (Written, error) {
	gaps, err := d.Settle(ctx)
	if err != nil {
		return Written{Set: set}, &Unsettled{Set: set, Err: err}
	}
	return Written{set, gaps}, nil
}

// Settle brings the stored gaps in line with what the rules derive, as a change set of its own.
func (d *Desk) Settle(ctx context.Context) (store.ChangeSet, error) {
	return again(func() (store.ChangeSet, error) {
		g, err := d.store.Snapshot(ctx)
		if err != nil {
			return store.ChangeSet{}, err
		}
		f, err := d.Findings(g)
		if err != nil {
			return store.ChangeSet{}, err
		}
		return d.put(ctx, analysis.Settle(f))
	})
}

// Unsettled says that a write is stored, and that the stored gaps are still those from before it.
type Unsettled struct {
	Set store.ChangeSet // that is stored
	Err error           // why the gaps are not
}

func (u *Unsettled) Error() string {
	const text = "the change is stored (revision %d), the record of the gaps that follow from it is not: %v; " +
		"do the same again to write it"
	return fmt.Sprintf(text, u.Set.Revision, u.Err)
}

func (u *Unsettled) Unwrap() error { return u.Err }

// onRecord stores a gap that is derived and not yet stored, with all others, so that people can write on it. Of many who
// ask at once one stores them.
func (d *Desk) onRecord(ctx context.Context, by Actor, gap graph.ID) error {
	if err := by.check(); err != nil {
		return err
	}
	if there, err := d.isOnRecord(ctx, gap); there || err != nil {
		return err
	}
	select {
	case d.settling <- struct{}{}:
		defer func() { <-d.settling }()
	case <-ctx.Done():
		return fmt.Errorf("wait for the record of the gaps: %w", ctx.Err())
	}
	if there, err := d.isOnRecord(ctx, gap); there || err != nil {
		return err
	}
	_, err := d.Settle(ctx)
	return err
}

// isOnRecord tells whether a gap is stored; *Absent when it is not, and no rule derives it either.
func (d *Desk) isOnRecord(ctx context.Context, gap graph.ID) (bool, error) {
	g, err := d.store.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	if n := g.Node(gap); n != nil && n.Kind == graph.KindGap {
		return true, nil
	}
	f, err := d.Findings(g)
	if err == nil && f.Gap(gap) == nil {
		err = absent("gap", gap)
	}
	return false, err
}

// Absent says that what is to be written on is not there. Nothing was written.
type Absent struct {
	Kind         string // gap, enterprise or match
	Message, Fix string
}

func absent(kind string, id graph.ID) error {
	return &Absent{kind, fmt.Sprintf("there is no %s %q", kind, id), "correct the id"}
}

func (a *Absent) Error() string { return a.Message }

// Unwrap gives the code of what is not found.
func (a *Absent) Unwrap() error {
	return &graph.Error{Code: graph.CodeNotFound, Message: a.Message, Fix: a.Fix}
}
