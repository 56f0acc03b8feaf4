package decision

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
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
	if err := d.onRecord(ctx, gap); err != nil {
		return store.ChangeSet{}, err
	}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		if err := checkBase(base, g.Revision); err != nil {
			return graph.Changes{}, err
		}
		node := g.Node(gap)
		if node == nil || node.Kind != graph.KindGap {
			return graph.Changes{}, absent("gap", gap)
		}
		entries, err := d.store.NodeEntries(ctx, gap)
		if err != nil {
			return graph.Changes{}, err
		}
		history := past(entries)
		seen, now := history.at(base), fieldsOf(node.Attrs, gapForm.names)
		if seen == nil { // not yet stored then: nobody had decided
			seen = graph.Attrs{"status": graph.GapProposed}
		}
		if err := gapForm.compare(ctx, d.store, history, fieldsOf(seen, gapForm.names), now, want); err != nil {
			return graph.Changes{}, err
		}
		if same(now, want, gapForm.names) {
			return graph.Changes{}, nil
		}
		if err := stands(node); err != nil {
			return graph.Changes{}, err
		}
		if err := want.ready(now, by); err != nil {
			return graph.Changes{}, err
		}
		decided := *node
		decided.Attrs = maps.Clone(node.Attrs)
		want.put(decided.Attrs)
		graph.KeepDecided(decided.Attrs, by.day(), seen, node.Attrs)
		return graph.Changes{
			Reason: reasonOf("缺口“"+node.Name+"”"+status(want["status"], "zh"), want["decision"]),
			Nodes:  []graph.Node{decided},
		}, nil
	})
}

// stands refuses to act on a gap that the rules no longer derive, as its record says: its link has what it lacked.
func stands(gap *graph.Node) error {
	if graph.GapOf(gap).Standing() {
		return nil
	}
	zh, en := graph.GapOf(gap).Reason()
	return refuse(
		"decision.gap_lapsed",
		"“"+gap.Name+"”已不是缺口，不能再处理，仍可留言。"+zh,
		"“"+gap.Label("en")+"” is no gap any more: nothing can be decided on it, comments can be made. "+en,
	)
}
