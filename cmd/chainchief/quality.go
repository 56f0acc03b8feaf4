package main

import (
	"context"
	"strings"

	"chainchief/graph"
	"chainchief/internal/api"
)

type qualityCmd struct {
	Check string `help:"What this check found, row by row." placeholder:"KEY"`
	Chain string `help:"Only rows of this chain, with --check." placeholder:"ID"`
}

// Run says how good the facts are, or what one check found.
func (c *qualityCmd) Run(ctx context.Context, g *globals) error {
	if c.Chain != "" && c.Check == "" {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "--chain chooses rows of a check, and no check is named",
			Fix:     "name one, such as --check stale",
		}
	}
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.Check != "" {
		rows, err := answers.QualityRows(ctx, f, &api.QualityRowsQuery{Check: c.Check, Chain: c.Chain})
		if err != nil || g.JSON {
			return g.answer(rows, err)
		}
		g.printRows(rows)
		return nil
	}
	q, err := answers.Quality(ctx, f, &api.QualityQuery{})
	if err != nil || g.JSON {
		return g.answer(q, err)
	}
	g.printQuality(q)
	return nil
}

func (g *globals) printQuality(q *api.Quality) {
	g.printf(g.in("%s，事实过 %d 个月算陈旧；待补充 %d\n", "%s, facts are old after %d months; to be filled in: %d\n"),
		q.Day, q.Months, q.Blank)
	for _, all := range [][]api.QualityFacts{q.Sorts, q.Chains} {
		g.printf("\n")
		for _, x := range all {
			g.printf(g.in("%-24s  %5d  有据 %d  待核实 %d  可查来源 %d  未陈旧 %d  最新 %s  中位 %s  最旧 %s\n",
				"%-24s  %5d  evidenced %d  unverified %d  traceable %d  fresh %d  newest %s  median %s  oldest %s\n"),
				g.in(x.Name, x.NameEN), x.Count, x.Evidenced, x.Unverified, x.Traceable, x.Fresh, x.Newest, x.Median, x.Oldest)
		}
	}
	g.printf("\n")
	for _, c := range q.Checks {
		g.printf("%-14s %5d/%d  %s  → %s\n", c.Key, c.Count, c.Of, g.in(c.Name, c.NameEN), g.in(c.Mend, c.MendEN))
	}
}

func (g *globals) printRows(rows *api.QualityRows) {
	g.say("%s: %d/%d → %s", g.in(rows.Check.Name, rows.Check.NameEN), rows.Check.Count, rows.Check.Of,
		g.in(rows.Check.Mend, rows.Check.MendEN))
	for _, x := range rows.Items {
		parts := []string{g.name(x.Subject)}
		if x.Other != nil {
			parts = append(parts, g.name(*x.Other))
		}
		parts = append(parts, g.in(x.Text, x.TextEN), g.name(x.Source), x.AsOf)
		g.printf("%s\n", strings.Join(parts, "  "))
	}
}
