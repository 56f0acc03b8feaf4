package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
)

type whyCmd struct {
	ID        string `arg:"" help:"gap:CHAIN/LANE/LINK, link:CHAIN/LANE/LINK, or the key of a chain." placeholder:"ID"`
	Target    bool   `help:"Of a link, why it scores as a target instead of how critical it is." xor:"of"`
	Candidate string `help:"Of a gap or link, why this enterprise scores as it does." placeholder:"ENTERPRISE" xor:"of"`
}

// Run explains the main number of a thing down to its facts and their sources.
func (c *whyCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	why, err := c.ask(ctx, answers, f)
	var problem *api.Problem
	switch {
	case errors.As(err, &problem) && c.Candidate != "":
		return &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("%q is no candidate for %q", c.Candidate, c.ID),
			Fix:     "chainchief candidates " + c.ID + " --json lists ids",
		}
	case errors.As(err, &problem):
		return &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no number to explain for %q", c.ID),
			Fix:     "chainchief gaps --json and chainchief targets --json list ids",
		}
	case err != nil || g.JSON:
		return g.answer(why, err)
	}
	g.printWhy(f.Snapshot, why.Explanation, 0)
	return nil
}

// ask asks for the number that the flags name; a *api.Problem when there is none.
func (c *whyCmd) ask(ctx context.Context, answers *api.Server, f *analysis.Findings) (*api.WhyAnswer, error) {
	id := chainID(c.ID)
	of := &api.ByID{ID: string(id)}
	switch {
	case c.Candidate != "":
		return answers.WhyCandidate(ctx, f, &api.WhyCandidateQuery{
			ID:         string(linkID(c.ID)),
			Enterprise: string(enterpriseID(c.Candidate)),
		})
	case c.Target:
		return answers.WhyTarget(ctx, f, of)
	}
	kind, _ := id.Kind()
	return api.Why(kind)(ctx, f, of)
}

// printWhy prints a number, its facts and what it is made of, each level two columns further in.
func (g *globals) printWhy(s *graph.Snapshot, e api.Explanation, depth int) {
	in := strings.Repeat("  ", depth)
	value := strconv.FormatFloat(e.Value, 'f', -1, 64)
	if e.Value != float64(int64(e.Value)) {
		value = strconv.FormatFloat(e.Value, 'f', 2, 64)
	}
	if e.Unknown {
		value = "?"
	}
	line := in + g.in(e.Label, e.LabelEN) + "  " + strings.TrimSpace(value+" "+g.in(e.Unit, e.UnitEN))
	if formula := g.in(e.Formula, e.FormulaEN); formula != "" {
		line += "  = " + formula
	}
	g.printf("%s\n", line)
	if text := g.in(e.Text, e.TextEN); text != "" {
		g.printf("%s\n", in+"  "+text)
	}
	for _, fact := range e.Facts {
		source := fact.SourceName
		if n := s.Node(graph.ID(fact.Source)); n != nil {
			source = n.Label(g.Lang)
		}
		g.printf("%s  · %s [%s %s %s]\n",
			in,
			g.in(fact.Text, fact.TextEN),
			source,
			fact.AsOf,
			graph.Words(graph.Confidences, fact.Confidence, g.Lang),
		)
	}
	for _, x := range e.Parts {
		g.printWhy(s, x, depth+1)
	}
	if len(e.Beside) > 0 {
		g.printf("%s\n", in+"  "+map[string]string{
			"zh": "—— 另见（不计入上数）",
			"en": "-- beside it, not in the number above",
		}[g.Lang])
	}
	for _, x := range e.Beside {
		g.printWhy(s, x, depth+1)
	}
}

type targetsCmd struct {
	Chain    string `help:"Only of this chain." placeholder:"ID"`
	Strategy string `help:"Only extend or strengthen." enum:"extend,strengthen," default:"" placeholder:"STRATEGY"`
	Limit    count  `help:"At most so many; 0 is all." default:"0"`
}

// Run lists the links worth extending to, or strengthening, best first.
func (c *targetsCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := checkChain(f, c.Chain); err != nil {
		return err
	}
	q := api.TargetsQuery{Paged: paged(c.Limit), Chain: c.Chain, Strategy: c.Strategy}
	list, err := answers.Targets(ctx, f, &q)
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	for _, x := range list.Items {
		link := api.Ref{Name: x.Name, NameEN: x.NameEN}
		g.printRanked(
			x.Score,
			x.Chain,
			link,
			graph.Words(graph.Strategies, x.Strategy, g.Lang),
			g.levels(x.Parts),
			g.in(x.Reason.Text, x.Reason.TextEN),
		)
	}
	return nil
}

// levels prints the parts of a product: 关键度 0.44 · 关联度 ? · …
func (g *globals) levels(parts []api.Part) string {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = g.in(p.Name, p.NameEN) + " " + level(p)
	}
	return strings.Join(list, " · ")
}

// level prints the value of a part; ? is unknown.
func level(p api.Part) string {
	if p.Unknown {
		return "?"
	}
	return fmt.Sprintf("%.2f", p.Value)
}

// points prints the parts of a sum: 牵动 22.50/40 · 传导 14.58/25 · …
func (g *globals) points(parts []analysis.Part) string {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = fmt.Sprintf("%s %.2f/%v", g.in(p.Name.ZH, p.Name.EN), p.Most*p.Value, p.Most)
	}
	return strings.Join(list, " · ")
}

// checkChain refuses a flag that names no chain; a flag that names none at all is fine.
func checkChain(f *analysis.Findings, key string) error {
	if key == "" || f.Chain(chainID(key)) != nil {
		return nil
	}
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("there is no chain %q", key),
		Fix:     "the chains are " + chainKeys(f),
	}
}
