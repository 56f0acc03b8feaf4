package decision

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Gap is what people decide on a gap. A field that stays empty is not given.
type Gap struct {
	Status   string     // of graph.GapStatuses
	Strategy string     // of graph.Strategies
	Chief    string     // the chain's chief, by post
	Owner    string     // unit or task force that answers for it
	Due      graph.Date // a day
	Reason   string     // why; how it was closed
}

// gapForm are the fields of a decision, in the order of the form.
var gapForm = formOf(graph.KindGap, "status", "strategy", "chief", "owner", "due", "decision")

func (g Gap) fields() fields {
	return fields{
		"status":   g.Status,
		"strategy": g.Strategy,
		"chief":    g.Chief,
		"owner":    g.Owner,
		"due":      string(g.Due),
		"decision": g.Reason,
	}
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
	if Taken(to) {
		for _, need := range []struct{ name, zh, en string }{
			{"owner", "负责单位", "who answers for it"},
			{"due", "期限", "a due date"},
			{"strategy", "做法（补链、强链、延链）", "fill, strengthen or extend"},
		} {
			if f[need.name] == "" {
				return refuse(
					graph.Code("decision."+need.name+"_missing"),
					"指派缺口要写明"+need.zh,
					"an assigned gap needs "+need.en,
				)
			}
		}
	}
	if f["decision"] == "" {
		switch {
		case to == Dismissed:
			return refuse("decision.reason_missing", "忽略缺口要写明理由", "say why the gap is dismissed")
		case to == Closed:
			return refuse("decision.reason_missing", "闭环要写明怎样补上的", "say how the gap was closed")
		case from == Closed:
			return refuse("decision.reason_missing", "重新打开要写明理由", "say why the gap is opened again")
		}
	}
	return due(now["due"], f["due"], by)
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
// derived at that revision. *Conflict when somebody else decided since, *Refused for a step that makes no sense,
// *Absent when there is no such gap.
func (d *Desk) Decide(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gap graph.ID,
	wanted Gap,
) (store.ChangeSet, error) {
	want := wanted.fields()
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
			seen = graph.Attrs{"status": Proposed}
		}
		if err := gapForm.compare(ctx, d.store, history, fieldsOf(seen, gapForm.names), now, want); err != nil {
			return graph.Changes{}, err
		}
		if same(now, want, gapForm.names) {
			return graph.Changes{}, nil
		}
		if err := want.ready(now, by); err != nil {
			return graph.Changes{}, err
		}
		decided := *node
		decided.Attrs = maps.Clone(node.Attrs)
		want.put(decided.Attrs)
		decided.Attrs["decided_on"] = string(by.day())
		for as, name := range map[string]string{"decided_kinds": "kinds", "decided_weight": "weight"} {
			if v, ok := seen[name]; ok {
				decided.Attrs[as] = v
			} else {
				decided.Attrs[as] = node.Attrs[name]
			}
		}
		return graph.Changes{
			Reason: reasonOf("缺口“"+node.Name+"”"+status(want["status"], "zh"), want["decision"]),
			Nodes:  []graph.Node{decided},
		}, nil
	})
}

// Onto fills in what is not given from what stands.
func (g Gap) Onto(n *graph.Node) Gap {
	a := n.Attrs
	return Gap{
		Status:   cmp.Or(g.Status, a.Text("status")),
		Strategy: cmp.Or(g.Strategy, a.Text("strategy")),
		Chief:    cmp.Or(g.Chief, a.Text("chief")),
		Owner:    cmp.Or(g.Owner, a.Text("owner")),
		Due:      cmp.Or(g.Due, graph.Date(a.Text("due"))),
		Reason:   cmp.Or(g.Reason, a.Text("decision")),
	}
}
