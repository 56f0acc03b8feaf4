package decision

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Effect is what a decision on several gaps does to one of them.
type Effect struct {
	Gap      graph.ID
	From, To string // state before and after
	Changed  bool
	Err      error // why it does not change: *Conflict, *Refused, *Absent; nil when it is so already
}

// Foreseen is what a decision on several gaps would do.
type Foreseen struct {
	Revision graph.Revision // it would be made on
	Record   string         // what the history would say
	Effects  []Effect       // in the order of the gaps
}

// Changed is how many gaps would change.
func (f Foreseen) Changed() (n int) {
	for _, e := range f.Effects {
		if e.Changed {
			n++
		}
	}
	return n
}

// Hindered says that some of several gaps cannot be decided on as wanted, and that none was changed.
type Hindered struct {
	Of      int
	Effects []Effect // of those that cannot
}

func (h *Hindered) Error() string {
	return fmt.Sprintf("%d of %d gaps cannot be changed so, and none was", len(h.Effects), h.Of)
}

// Unwrap gives what stands in the way, gap by gap.
func (h *Hindered) Unwrap() []error {
	list := make([]error, len(h.Effects))
	for i, e := range h.Effects {
		list[i] = e.Err
	}
	return list
}

// DecideAll records one decision, with one reason, on several gaps as one change set. A field that is not given stays
// with each gap as it stood at revision base. *Hindered, naming every gap that is in the way, when one of them cannot
// change so; then none does.
func (d *Desk) DecideAll(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gaps []graph.ID,
	wanted graph.Decision,
) (store.ChangeSet, Foreseen, error) {
	if err := together(wanted); err != nil {
		return store.ChangeSet{}, Foreseen{}, err
	}
	for _, gap := range gaps {
		var gone *Absent
		if err := d.onRecord(ctx, by, gap); err != nil && !errors.As(err, &gone) {
			return store.ChangeSet{}, Foreseen{}, err
		}
	}
	var seen Foreseen
	set, err := d.write(ctx, by, func(g *graph.Snapshot) (c graph.Changes, err error) {
		if seen, c, err = d.foresee(ctx, g, by, base, gaps, wanted); err != nil {
			return graph.Changes{}, err
		}
		hindered := &Hindered{Of: len(gaps)}
		for _, e := range seen.Effects {
			if e.Err != nil {
				hindered.Effects = append(hindered.Effects, e)
			}
		}
		if len(hindered.Effects) > 0 {
			return graph.Changes{}, hindered
		}
		return c, nil
	})
	return set, seen, err
}

// Foresee says what DecideAll would do now, gap by gap, and why some would not change. Nothing is written, and a reason
// need not be there yet.
func (d *Desk) Foresee(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gaps []graph.ID,
	wanted graph.Decision,
) (Foreseen, error) {
	g, err := d.store.Snapshot(ctx)
	if err != nil {
		return Foreseen{}, err
	}
	seen, _, err := d.foresee(ctx, g, by, base, gaps, wanted)
	return seen, err
}

// together checks what a decision on several gaps needs beyond that on one: the words must be of this act, not those
// that stand with a gap from an earlier one.
func together(wanted graph.Decision) error {
	want := fieldsOfDecision(wanted)
	if err := want.clean(); err != nil {
		return err
	}
	if want["decision"] == "" {
		return refuse(
			"decision.reason_missing",
			"一并处理多个缺口要写明理由",
			"say why: several gaps are decided on with one reason",
		)
	}
	return nil
}

func (d *Desk) foresee(
	ctx context.Context,
	g *graph.Snapshot,
	by Actor,
	base graph.Revision,
	gaps []graph.ID,
	wanted graph.Decision,
) (Foreseen, graph.Changes, error) {
	out := Foreseen{Revision: g.Revision}
	var c graph.Changes
	r := d.rulesOn(g)
	for _, gap := range gaps {
		effect, decided, err := d.effect(ctx, g, r, by, base, gap, wanted)
		if err != nil {
			return Foreseen{}, graph.Changes{}, err
		}
		if decided != nil {
			c.Nodes = append(c.Nodes, *decided)
		}
		out.Effects = append(out.Effects, effect)
	}
	what := fmt.Sprintf("%d 个缺口", len(c.Nodes))
	if len(c.Nodes) == 1 {
		what = "缺口“" + c.Nodes[0].Name + "”"
	}
	out.Record = reasonOf(what+status(wanted.Status, "zh"), strings.TrimSpace(wanted.Reason))
	c.Reason = out.Record
	return out, c, nil
}

// effect is what a decision does to one of several gaps. An error is not about the gap.
func (d *Desk) effect(
	ctx context.Context,
	g *graph.Snapshot,
	r rules,
	by Actor,
	base graph.Revision,
	gap graph.ID,
	wanted graph.Decision,
) (Effect, *graph.Node, error) {
	out := Effect{Gap: gap, To: wanted.Status}
	s, err := d.stand(ctx, g, base, gap)
	var gone *Absent
	if errors.As(err, &gone) {
		s, err = r.derived(gap)
	}
	if err != nil {
		return inTheWay(out, err)
	}
	out.From = graph.GapOf(s.node).Status()
	want := fieldsOfDecision(wanted.Onto(graph.GapOf(&graph.Node{Attrs: s.seen}).Decision()))
	if err := want.clean(); err != nil {
		return Effect{}, nil, err
	}
	decided, err := d.step(ctx, r, s, by, want)
	if err != nil {
		return inTheWay(out, err)
	}
	out.Changed = decided != nil
	return out, decided, nil
}

// inTheWay keeps an error that is about one gap beside it.
func inTheWay(e Effect, err error) (Effect, *graph.Node, error) {
	var conflict *Conflict
	var refused *Refused
	var gone *Absent
	if errors.As(err, &conflict) || errors.As(err, &refused) || errors.As(err, &gone) {
		e.Err = err
		return e, nil, nil
	}
	return Effect{}, nil, err
}

// derived is how a gap stands that the rules derive and that is not yet on record: nobody has decided.
func (r rules) derived(gap graph.ID) (stand, error) {
	f, err := r()
	if err != nil {
		return stand{}, err
	}
	found := f.Gap(gap)
	if found == nil {
		return stand{}, absent("gap", gap)
	}
	proposed := graph.Attrs{"status": graph.GapProposed}
	node := &graph.Node{ID: gap, Kind: graph.KindGap, Name: found.Link.Node.Name, Attrs: proposed}
	return stand{node: node, seen: proposed}, nil
}
