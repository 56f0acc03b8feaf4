package decision

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// gapForm are the fields of a decision, in the order of the form.
var gapForm = formOf(graph.KindGap, graph.DecisionNames()...)

func fieldsOfDecision(d graph.Decision) fields {
	out := fields{}
	for _, f := range graph.DecisionFields {
		out[f.Name] = f.Value(d)
	}
	return out
}

// ready checks a step against the life of a gap and against what the new state needs.
func (f fields) ready(now fields, by Actor) error {
	from, to := now["status"], f["status"]
	if !slices.Contains(steps[from], to) {
		return refuse(
			"decision.step",
			fmt.Sprintf("缺口现为“%s”，不能改为“%s”；可以改为%s", status(from, "zh"), status(to, "zh"), statuses(steps[from], "zh")),
			fmt.Sprintf(
				"the gap is “%s” and cannot become “%s”; it can become %s",
				status(from, "en"),
				status(to, "en"),
				statuses(steps[from], "en"),
			),
		)
	}
	for _, field := range graph.DecisionFields {
		if f[field.Name] == "" && field.Required != nil && field.Required(to, from) {
			return lacking(field, to)
		}
	}
	return due(now["due"], f["due"], by)
}

// lacking says that a field lacks that the state needs.
func lacking(field graph.DecisionField, status string) error {
	switch {
	case field.Ask != graph.Term{}:
		return refuse(
			graph.Code("decision."+field.Name+"_missing"),
			"指派缺口要写明"+field.Ask.ZH,
			"an assigned gap needs "+field.Ask.EN,
		)
	case status == graph.GapDismissed:
		return refuse("decision.reason_missing", "忽略缺口要写明理由", "say why the gap is dismissed")
	case status == graph.GapClosed:
		return refuse("decision.reason_missing", "闭环要写明怎样补上的", "say how the gap was closed")
	}
	return refuse("decision.reason_missing", "重新打开要写明理由", "say why the gap is opened again")
}

func status(code, lang string) string { return graph.Words(graph.GapStatuses, code, lang) }

func statuses(codes []string, lang string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = status(code, lang)
	}
	return strings.Join(words, map[bool]string{true: ", ", false: "、"}[lang == "en"])
}

// Decide records a decision on a gap, made on what stood at revision base. It keeps beside the decision what the rules
// derived at that revision. *Conflict when somebody else decided since, *Refused for a step that makes no sense or
// a gap that stands no longer, *Absent when there is no such gap.
func (d *Desk) Decide(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gap graph.ID,
	wanted graph.Decision,
) (store.ChangeSet, error) {
	want := fieldsOfDecision(wanted)
	if err := want.clean(); err != nil {
		return store.ChangeSet{}, err
	}
	if err := d.onRecord(ctx, by, gap); err != nil {
		return store.ChangeSet{}, err
	}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		s, err := d.stand(ctx, g, base, gap)
		if err != nil {
			return graph.Changes{}, err
		}
		decided, err := d.step(ctx, d.rulesOn(g), s, by, want)
		if err != nil || decided == nil {
			return graph.Changes{}, err
		}
		return graph.Changes{
			Reason: reasonOf("缺口“"+s.node.Name+"”"+status(want["status"], "zh"), want["decision"]),
			Nodes:  []graph.Node{*decided},
		}, nil
	})
}

// stand is how a gap stands now, and how it stood when the editor saw it.
type stand struct {
	node    *graph.Node
	history past
	seen    graph.Attrs
}

func (d *Desk) stand(ctx context.Context, g *graph.Snapshot, base graph.Revision, gap graph.ID) (stand, error) {
	if err := checkBase(base, g.Revision); err != nil {
		return stand{}, err
	}
	node := g.Node(gap)
	if node == nil || node.Kind != graph.KindGap {
		return stand{}, absent("gap", gap)
	}
	if base == g.Revision { // nobody can have written since
		return stand{node: node, seen: node.Attrs}, nil
	}
	entries, err := d.store.NodeEntries(ctx, gap)
	if err != nil {
		return stand{}, err
	}
	history := past(entries)
	seen := history.at(base)
	if seen == nil { // not yet stored then: nobody had decided
		seen = graph.Attrs{"status": graph.GapProposed}
	}
	return stand{node, history, seen}, nil
}

// step is a gap after a decision on it; nil when that changes nothing.
func (d *Desk) step(ctx context.Context, r rules, s stand, by Actor, want fields) (*graph.Node, error) {
	seen, now := fieldsOf(s.seen, gapForm.names), fieldsOf(s.node.Attrs, gapForm.names)
	if err := gapForm.compare(ctx, d.store, s.history, seen, now, want); err != nil {
		return nil, err
	}
	if same(now, want, gapForm.names) {
		return nil, nil
	}
	if err := r.stands(s.node); err != nil {
		return nil, err
	}
	if err := want.ready(now, by); err != nil {
		return nil, err
	}
	decided := *s.node
	decided.Attrs = maps.Clone(s.node.Attrs)
	want.put(decided.Attrs)
	graph.KeepDecided(decided.Attrs, by.day(), s.seen, s.node.Attrs)
	return &decided, nil
}

// rules are what the rules find on a snapshot, worked out when first asked for.
type rules func() (*analysis.Findings, error)

func (d *Desk) rulesOn(g *graph.Snapshot) rules {
	return sync.OnceValues(func() (*analysis.Findings, error) { return d.Findings(g) })
}

// stands refuses to act on a gap that the rules no longer derive: its link has what it lacked.
func (r rules) stands(n *graph.Node) error {
	f, err := r()
	if err != nil || f.Gap(n.ID) != nil {
		return err
	}
	why := analysis.Words{ZH: "环节已不在模板中。", EN: "Its link is no longer in the template."}
	if lapsed := f.Lapsed(n.ID); lapsed != nil {
		why = lapsed.Why.Text
	}
	return refuse(
		"decision.gap_lapsed",
		"“"+n.Name+"”已不是缺口，不能再处理，仍可留言。"+why.ZH,
		"“"+n.Label("en")+"” is no gap any more: nothing can be decided on it, comments can be made. "+why.EN,
	)
}
