package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/crosswalk"
)

type whyCmd struct {
	ID        string `arg:"" help:"A gap, link or chain: gap:CHAIN/LANE/LINK, link:CHAIN/LANE/LINK, or the key of a chain." placeholder:"ID"`
	Target    bool   `help:"Of a link, why it scores as a target instead of how critical it is." xor:"of"`
	Candidate string `help:"Of a gap or link, why this enterprise scores as a candidate for it." placeholder:"ENTERPRISE" xor:"of"`
}

// Run explains the main number of a thing down to its facts and their sources.
func (c *whyCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := chainID(c.ID)
	explain := f.Explain
	if c.Target {
		explain = f.ExplainTarget
	}
	if c.Candidate != "" {
		found, err := crosswalk.NewFinder(s).Found(ctx, f.Snapshot, linkID(c.ID))
		if err != nil {
			return err
		}
		explain = func(graph.ID) *analysis.Explanation {
			return candidate.Explain(f, linkID(c.ID), enterpriseID(c.Candidate), found)
		}
	}
	e := explain(id)
	switch {
	case e == nil && c.Candidate != "":
		return &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("%q is no candidate for %q", c.Candidate, c.ID), Fix: "chainchief candidates " + c.ID + " --json lists ids"}
	case e == nil:
		return &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no number to explain for %q", c.ID), Fix: "chainchief gaps --json and chainchief targets --json list ids"}
	}
	if g.JSON {
		return g.writeJSON(e)
	}
	g.printWhy(f.Snapshot, e, 0)
	return nil
}

// printWhy prints a number, its facts and what it is made of, each level two columns further in.
func (g *globals) printWhy(s *graph.Snapshot, e *analysis.Explanation, depth int) {
	in := strings.Repeat("  ", depth)
	value := strconv.FormatFloat(e.Value, 'f', -1, 64)
	if e.Value != float64(int64(e.Value)) {
		value = strconv.FormatFloat(e.Value, 'f', 2, 64)
	}
	if e.Unknown {
		value = "?"
	}
	line := in + e.Label.In(g.Lang) + "  " + strings.TrimSpace(value+" "+e.Unit.In(g.Lang))
	if formula := e.Formula.In(g.Lang); formula != "" {
		line += "  = " + formula
	}
	fmt.Fprintln(g.stdout, line)
	if text := e.Text.In(g.Lang); text != "" {
		fmt.Fprintln(g.stdout, in+"  "+text)
	}
	for _, fact := range e.Facts {
		source := string(fact.Prov.Source)
		if n := s.Node(fact.Prov.Source); n != nil {
			source = n.Label(g.Lang)
		}
		fmt.Fprintf(g.stdout, "%s  · %s [%s %s %s]\n", in, fact.Text.In(g.Lang), source, fact.Prov.AsOf, graph.Words(graph.Confidences, string(fact.Prov.Confidence), g.Lang))
	}
	for _, x := range e.Parts {
		g.printWhy(s, x, depth+1)
	}
	if len(e.Beside) > 0 {
		fmt.Fprintln(g.stdout, in+"  "+map[string]string{"zh": "—— 另见（不计入上数）", "en": "-- beside it, not in the number above"}[g.Lang])
	}
	for _, x := range e.Beside {
		g.printWhy(s, x, depth+1)
	}
}

type targetsCmd struct {
	Chain    string `help:"Only of this chain." placeholder:"ID"`
	Strategy string `help:"Only extend, or only strengthen." enum:"extend,strengthen," default:"" placeholder:"STRATEGY"`
	Limit    int    `help:"At most so many; 0 is all." default:"0"`
}

// targetRow is a target for programs.
type targetRow struct {
	ID        graph.ID  `json:"id"`
	Chain     graph.ID  `json:"chain"`
	Name      string    `json:"name"`
	Strategy  string    `json:"strategy"`
	Direction string    `json:"direction,omitempty"`
	Score     float64   `json:"score"`
	Parts     []partRow `json:"parts"`
	Reason    string    `json:"reason"`
	Rule      string    `json:"rule"`
}

// partRow is a part of a score for programs.
type partRow struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	Most    float64 `json:"most"`
	Value   float64 `json:"value"`
	Unknown bool    `json:"unknown,omitempty"`
	Why     string  `json:"why"`
}

func (g *globals) partRows(parts []analysis.Part) []partRow {
	rows := make([]partRow, len(parts))
	for i, p := range parts {
		rows[i] = partRow{p.Key, p.Name.In(g.Lang), p.Most, p.Value, p.Unknown, p.Why.In(g.Lang)}
	}
	return rows
}

// Run lists the links worth extending to, or strengthening, best first.
func (c *targetsCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	chain, err := only(f, c.Chain)
	if err != nil {
		return err
	}
	rows, shown := []targetRow{}, []*analysis.Target{}
	for _, t := range f.Targets {
		if chain != nil && t.Link.Chain != chain || c.Strategy != "" && t.Strategy != c.Strategy || c.Limit > 0 && len(rows) == c.Limit {
			continue
		}
		row := targetRow{ID: t.Link.Node.ID, Chain: t.Link.Chain.Node.ID, Name: t.Link.Node.Label(g.Lang), Strategy: t.Strategy, Score: t.Score, Parts: g.partRows(t.Parts), Reason: t.Why.Text.In(g.Lang), Rule: t.Why.Rule}
		if t.Extension != nil {
			row.Direction = t.Extension.Direction
		}
		rows, shown = append(rows, row), append(shown, t)
	}
	if g.JSON {
		return g.writeJSON(rows)
	}
	for i, r := range rows {
		name := shown[i].Link.Chain.Node.Label(g.Lang) + " / " + r.Name
		fmt.Fprintf(g.stdout, "%5.1f  %s  %s\n       %s\n       %s\n", r.Score, pad(name, 36), graph.Words(graph.Strategies, r.Strategy, g.Lang), g.levels(shown[i].Parts), r.Reason)
	}
	return nil
}

// levels prints the parts of a product: 关键度 0.44 · 关联度 ? · …
func (g *globals) levels(parts []analysis.Part) string {
	var list []string
	for _, p := range parts {
		value := fmt.Sprintf("%.2f", p.Value)
		if p.Unknown {
			value = "?"
		}
		list = append(list, p.Name.In(g.Lang)+" "+value)
	}
	return strings.Join(list, " · ")
}

// points prints the parts of a sum: 牵动 22.50/40 · 传导 14.58/25 · …
func (g *globals) points(parts []analysis.Part) string {
	var list []string
	for _, p := range parts {
		list = append(list, fmt.Sprintf("%s %.2f/%v", p.Name.In(g.Lang), p.Points(), p.Most))
	}
	return strings.Join(list, " · ")
}

// only returns the chain that a flag names; nil when it names none.
func only(f *analysis.Findings, key string) (*analysis.Chain, error) {
	if key == "" {
		return nil, nil
	}
	chain := f.Chain(chainID(key))
	if chain == nil {
		return nil, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no chain %q", key), Fix: "the chains are " + chainKeys(f)}
	}
	return chain, nil
}
