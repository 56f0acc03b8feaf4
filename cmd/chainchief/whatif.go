package main

import (
	"context"
	"strings"

	"chainchief/internal/api"
)

type whatIfCmd struct {
	Chain     string   `arg:"" help:"Key of the chain." placeholder:"CHAIN"`
	Links     []string `arg:"" optional:"" help:"Links or gaps of it to take as filled." placeholder:"LINK"`
	Budget    int      `help:"Projects of the best set, at most." default:"3" placeholder:"N"`
	Objective string   `help:"What the best set is best in: ${enum}." enum:"unlock,reach" default:"unlock"`
}

// Run computes what filling gaps of a chain would do. Nothing is written.
func (c *whatIfCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := checkChain(f, c.Chain); err != nil {
		return err
	}
	answer, err := answers.WhatIf(ctx, f, &api.WhatIfQuery{
		ByID:      api.ByID{ID: string(chainID(c.Chain))},
		Links:     strings.Join(c.Links, ","),
		Budget:    c.Budget,
		Objective: c.Objective,
	})
	if err != nil || g.JSON {
		return g.answer(answer, err)
	}
	today := answer.Today.Span
	g.printf("%s  %s\n", g.in("今天", "Today"), g.in(today.Text, today.TextEN))
	if answer.Chosen != nil {
		g.printf("\n%s\n", g.in("所选", "Chosen"))
		g.printWhatIf(*answer.Chosen)
	}
	best := answer.Best
	g.printf("\n%s  %s\n", g.in("最好的一组", "Best set"), g.in(best.Sure.Text, best.Sure.TextEN))
	g.printWhatIf(best.WhatIf)
	return nil
}

func (g *globals) printWhatIf(w api.WhatIf) {
	list := func(zh, en string, refs []api.Ref) {
		if len(refs) == 0 {
			return
		}
		names := make([]string, len(refs))
		for i, r := range refs {
			names[i] = g.name(r)
		}
		g.printf("  %s  %s\n", g.in(zh, en), strings.Join(names, g.in("、", ", ")))
	}
	g.printf("  %s\n", g.in(w.Text, w.TextEN))
	list("补", "filled", w.Links)
	list("投入备齐", "inputs complete", w.Unlocks)
	list("解锁企业", "firms unlocked", w.Firms)
}
