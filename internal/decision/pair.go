package decision

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/identity"
	"chainchief/internal/store"
)

// Verdict is what a person says of two enterprises that look alike.
type Verdict struct {
	Verdict string // identity.Same, Different, Later; Open takes back what was said
	Reason  string
	Stays   graph.ID         // of two that are made one, which stays; empty: the one of which more is known
	Choices identity.Choices // whose values stay
}

// Open takes a verdict back.
const Open = "open"

// Judge records what a person says of two enterprises, made on what stood at revision base. Two of the graph, or two of
// the pool, that are the same are made one; a firm of the graph and its record in the pool are joined, and stay two
// records. *Conflict when somebody else has judged them since, *Absent when one of them is not there.
func (d *Desk) Judge(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	a, b graph.ID,
	v Verdict,
) (Written, error) {
	v.Reason = strings.TrimSpace(v.Reason)
	return d.sure(ctx, by, base, func() (graph.Changes, error) {
		p, nodes, err := d.pair(ctx, a, b)
		if err != nil {
			return graph.Changes{}, err
		}
		if err := d.judgedSince(ctx, base, a, b); err != nil {
			return graph.Changes{}, err
		}
		if v.Verdict == identity.Same && !p.Joins && v.Reason == "" {
			return graph.Changes{}, refuse("pair.reason_missing", "没有相同的信用代码，判为同一家要写明依据",
				"without an equal credit code, say what makes them one enterprise")
		}
		if v.Verdict == identity.Same && nodes[0].Pool == nodes[1].Pool {
			stays, goes := p.A.ID, p.B.ID
			if v.Stays == goes {
				stays, goes = goes, stays
			}
			return d.merging(ctx, by, stays, goes, v.Choices, v.Reason)
		}
		return d.verdict(ctx, by, p, v)
	})
}

// Merge makes one enterprise of two: goes is merged into stays. A record of the pool can be merged into a firm of the
// graph as well, then it is gone from its data set.
func (d *Desk) Merge(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	stays, goes graph.ID,
	choices identity.Choices,
	reason string,
) (Written, error) {
	reason = strings.TrimSpace(reason)
	return d.sure(ctx, by, base, func() (graph.Changes, error) {
		p, _, err := d.pair(ctx, stays, goes)
		if err != nil {
			return graph.Changes{}, err
		}
		if !p.Joins && reason == "" {
			return graph.Changes{}, refuse("pair.reason_missing", "没有相同的信用代码，合并要写明依据",
				"without an equal credit code, say what makes them one enterprise")
		}
		return d.merging(ctx, by, stays, goes, choices, reason)
	})
}

// MergePlan is what Merge would do.
func (d *Desk) MergePlan(
	ctx context.Context,
	by Actor,
	stays, goes graph.ID,
	choices identity.Choices,
) (identity.Plan, error) {
	a, err := d.held(ctx, stays)
	if err != nil {
		return identity.Plan{}, err
	}
	b, err := d.held(ctx, goes)
	if err != nil {
		return identity.Plan{}, err
	}
	plan, err := identity.Merge(a, b, choices, by.prov())
	if err != nil {
		return plan, asRefused(err)
	}
	plan.Changes.Nodes = append(plan.Changes.Nodes, source())
	plan.Changes.Actor = by.Name
	plan.Changes.Reason = fmt.Sprintf("合并企业：%s（%s）并入 %s", b.Node.Name, b.Node.ID, a.Node.Name)
	return plan, nil
}

func (d *Desk) merging(
	ctx context.Context,
	by Actor,
	stays, goes graph.ID,
	choices identity.Choices,
	reason string,
) (graph.Changes, error) {
	plan, err := d.MergePlan(ctx, by, stays, goes, choices)
	if err != nil {
		return graph.Changes{}, err
	}
	plan.Changes.Reason = reasonOf(plan.Changes.Reason, reason)
	return plan.Changes, nil
}

// Split takes the merge of an id that is gone back, however long ago it was, and says that the two are two. What was
// changed since stays with the one that stayed: SplitPlan tells it.
func (d *Desk) Split(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gone graph.ID,
	reason string,
) (Written, error) {
	return d.sure(ctx, by, base, func() (graph.Changes, error) {
		p, err := d.SplitPlan(ctx, by, gone, strings.TrimSpace(reason))
		return p.Changes, err
	})
}

// SplitPlan is what Split would do.
func (d *Desk) SplitPlan(ctx context.Context, by Actor, gone graph.ID, reason string) (identity.Parting, error) {
	stays, err := d.store.Stayed(ctx, gone)
	if graph.CodeOf(err) == graph.CodeNotFound {
		said := fmt.Sprintf("no enterprise of the id %q was merged", gone)
		return identity.Parting{}, &Absent{"merge", said, "correct the id"}
	} else if err != nil {
		return identity.Parting{}, err
	}
	held, err := d.held(ctx, stays.ID)
	if err != nil {
		return identity.Parting{}, err
	}
	merge, at, err := d.mergeOf(ctx, gone)
	if err != nil {
		return identity.Parting{}, err
	}
	then, err := d.store.At(ctx, at)
	if err != nil {
		return identity.Parting{}, err
	}
	had, err := then.Relations(ctx, []graph.ID{stays.ID})
	if err != nil {
		return identity.Parting{}, err
	}
	stands, err := d.standing(ctx, merge)
	if err != nil {
		return identity.Parting{}, err
	}
	p, err := identity.Split(merge, held, gone, had, func(id graph.ID) bool { return stands[id] })
	if err != nil {
		return p, asRefused(err)
	}
	if err := d.parted(ctx, by, &p, stays.ID, gone, reason); err != nil {
		return p, err
	}
	p.Changes.Actor = by.Name
	p.Changes.Reason = reasonOf(fmt.Sprintf("拆开企业：%s 从 %s 拆出", gone, stays.Name), reason)
	return p, nil
}

// parted says of what was split that it is two, so that nobody is asked again.
func (d *Desk) parted(
	ctx context.Context,
	by Actor,
	p *identity.Parting,
	stays, gone graph.ID,
	reason string,
) error {
	p.Changes.Actor = by.Name
	would, _, err := d.store.Would(ctx, p.Changes)
	if err != nil {
		return err
	}
	r := graph.Relation{
		RelationKey: pairKey(graph.DistinctFrom, stays, gone),
		Attrs:       by.judged(reason),
		Prov:        by.prov(),
	}
	for name, id := range map[string]graph.ID{"was_from": r.From, "was_to": r.To} {
		at := slices.IndexFunc(p.Changes.Nodes, func(n graph.Node) bool { return n.ID == id })
		r.Attrs[name] = identity.FirmOf(would, &p.Changes.Nodes[at]).Was()
	}
	p.Changes.Nodes = append(p.Changes.Nodes, source())
	p.Changes.Relations = slices.DeleteFunc(p.Changes.Relations, func(o graph.Relation) bool {
		return slices.Contains(verdictKeys(stays, gone), o.RelationKey) // what was said before they were merged
	})
	p.Changes.Relations = append(p.Changes.Relations, r)
	return nil
}

// mergeOf is what the newest merge of an id did, and the revision that did it.
func (d *Desk) mergeOf(ctx context.Context, gone graph.ID) ([]identity.Was, graph.Revision, error) {
	entries, err := d.store.NodeEntries(ctx, gone)
	if err != nil {
		return nil, 0, err
	}
	var at graph.Revision
	for _, e := range entries {
		if e.After == nil {
			at = e.Revision
		}
	}
	if at == 0 {
		return nil, 0, refuse("split.unknown", "找不到当时的合并记录，不能自动拆开",
			"the merge is not in the history, it cannot be taken apart")
	}
	all, err := d.store.Entries(ctx, at, 0)
	if err != nil {
		return nil, 0, err
	}
	var merge []identity.Was
	for _, e := range all {
		var w identity.Was
		for i, t := range []*store.Thing{e.Before, e.After} {
			if t != nil {
				w.Node[i], w.Relation[i] = t.Node, t.Relation
			}
		}
		merge = append(merge, w)
	}
	return merge, at, nil
}

// standing are the ends of what a merge took away that stand now.
func (d *Desk) standing(ctx context.Context, merge []identity.Was) (map[graph.ID]bool, error) {
	var ids []graph.ID
	for _, w := range merge {
		if r := w.Relation[0]; r != nil {
			ids = append(ids, r.From, r.To)
		}
	}
	slices.Sort(ids)
	nodes, err := d.store.Nodes(ctx, slices.Compact(ids))
	stands := map[graph.ID]bool{}
	for _, n := range nodes {
		stands[n.ID] = true
	}
	return stands, err
}

// sure writes what gaps follow from, made by somebody who saw revision base.
func (d *Desk) sure(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	of func() (graph.Changes, error),
) (Written, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil {
		return Written{}, err
	} else if done.Revision > 0 {
		return d.settled(ctx, done)
	}
	if err := by.check(); err != nil {
		return Written{}, err
	}
	head, err := d.store.Head(ctx)
	if err != nil {
		return Written{}, err
	}
	if err := checkBase(base, head.Revision); err != nil {
		return Written{}, err
	}
	c, err := of()
	if err != nil {
		return Written{}, err
	}
	if err := (fields{"reason": c.Reason}).clean(); err != nil {
		return Written{}, err
	}
	c.Actor, c.Request, c.Base = by.Name, by.Request, &base
	w, err := d.Apply(ctx, c)
	if err != nil && w.Set.Revision == 0 {
		set, err := d.unlessDone(ctx, by, w.Set, err)
		if err != nil {
			return Written{}, err
		}
		return d.settled(ctx, set)
	}
	return w, err
}

// pair reads two enterprises and sets them side by side.
func (d *Desk) pair(ctx context.Context, a, b graph.ID) (identity.Pair, [2]graph.Node, error) {
	var nodes [2]graph.Node
	for i, id := range []graph.ID{a, b} {
		n, err := d.firm(ctx, id)
		if err != nil {
			return identity.Pair{}, nodes, err
		}
		nodes[i] = n
	}
	if a == b {
		return identity.Pair{}, nodes, refuse("pair.itself", "是同一个编号", "both ids are the same: name two enterprises")
	}
	g, err := d.store.Snapshot(ctx)
	if err != nil {
		return identity.Pair{}, nodes, err
	}
	p, err := identity.PairOf(ctx, d.store, g, &nodes[0], &nodes[1])
	return p, nodes, err
}

func (d *Desk) held(ctx context.Context, id graph.ID) (identity.Held, error) {
	n, err := d.firm(ctx, id)
	if err != nil {
		return identity.Held{}, err
	}
	relations, err := d.store.Relations(ctx, []graph.ID{id})
	return identity.Held{Node: n, Relations: relations}, err
}

// pairKey is the key of a judgement on two enterprises, the same whichever is named first.
func pairKey(t graph.RelationType, a, b graph.ID) graph.RelationKey {
	if b < a {
		a, b = b, a
	}
	return graph.RelationKey{Type: t, From: a, To: b}
}

// verdictKeys are all that judgements on two enterprises can stand under.
func verdictKeys(a, b graph.ID) (keys []graph.RelationKey) {
	for _, t := range []graph.RelationType{graph.SameAs, graph.DistinctFrom, graph.SetAside} {
		keys = append(keys, graph.RelationKey{Type: t, From: a, To: b}, graph.RelationKey{Type: t, From: b, To: a})
	}
	return keys
}

// judgedSince refuses when somebody has judged the pair after base.
func (d *Desk) judgedSince(ctx context.Context, base graph.Revision, a, b graph.ID) error {
	var newest graph.Revision
	for _, key := range verdictKeys(a, b) {
		entries, err := d.store.RelationEntries(ctx, key)
		if err != nil {
			return err
		}
		for _, e := range entries {
			newest = max(newest, e.Revision)
		}
	}
	if newest <= base {
		return nil
	}
	set, err := d.store.ChangeSet(ctx, newest)
	if err != nil {
		return err
	}
	return &Conflict{Revision: set.Revision, Time: set.Time, Actor: set.Actor}
}

func (a Actor) judged(reason string) graph.Attrs {
	attrs := graph.Attrs{"judged_by": a.Name, "judged_on": string(a.day())}
	if reason != "" {
		attrs["note"] = reason
	}
	return attrs
}

// verdict is a judgement as it is written: instead of whatever was said before.
func (d *Desk) verdict(ctx context.Context, by Actor, p identity.Pair, v Verdict) (graph.Changes, error) {
	a, b := p.A, p.B
	standing, err := d.store.RelationsOf(ctx,
		[]graph.RelationType{graph.SameAs, graph.DistinctFrom, graph.SetAside}, []graph.ID{a.ID}, []graph.ID{a.ID})
	if err != nil {
		return graph.Changes{}, err
	}
	r := graph.Relation{Attrs: by.judged(v.Reason), Prov: by.prov()}
	var what string
	switch v.Verdict {
	case identity.Same:
		r.RelationKey = graph.RelationKey{Type: graph.SameAs, From: a.ID, To: b.ID} // from the firm to its record
		r.Attrs["method"] = graph.TwinStated
		what = "企业核对：同一家"
	case identity.Different:
		r.RelationKey, what = pairKey(graph.DistinctFrom, a.ID, b.ID), "企业核对：不是同一家"
	case identity.Later:
		r.RelationKey, what = pairKey(graph.SetAside, a.ID, b.ID), "企业核对：先放着"
	case Open:
		what = "企业核对：撤回判定"
	default:
		return graph.Changes{}, refuse("pair.verdict", "没有这种判定", "there is no such verdict: same, different, later or open")
	}
	c := graph.Changes{Reason: reasonOf(fmt.Sprintf("%s（%s，%s）", what, a.Label, b.Label), v.Reason)}
	if what != "" && v.Verdict != Open {
		from, to := a, b
		if r.From == b.ID {
			from, to = b, a
		}
		r.Attrs["was_from"], r.Attrs["was_to"] = from.Was(), to.Was()
		c.Nodes, c.Relations = []graph.Node{source()}, []graph.Relation{r}
	}
	for _, o := range standing {
		if slices.Contains(verdictKeys(a.ID, b.ID), o.RelationKey) && o.RelationKey != r.RelationKey {
			c.DeleteRelations = append(c.DeleteRelations, o.RelationKey)
		}
	}
	return c, nil
}

// asRefused says what is wrong with a merge in both languages.
func asRefused(err error) error {
	if w, ok := err.(*identity.Wrong); ok { //nolint:errorlint // as it comes from there
		return refuse(w.Code(), w.ZH, w.EN)
	}
	return err
}
