package main

import (
	"context"
	"strings"

	"chainchief/graph"
	"chainchief/internal/api"
)

type tradesCmd struct {
	Chain string `help:"Goods of this chain only, beside equipment and services." placeholder:"ID"`
}

// Run lists which industries of the data set are known to make what, and from which makers that is learned.
func (c *tradesCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	list, err := answers.Trades(ctx, f, &api.TradesQuery{Chain: c.Chain})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	if len(list.Items) == 0 {
		g.say("%s", g.in("没有公开数据集的行业；先导入", "no industries of a data set are on record; import one"))
	}
	for _, t := range list.Items {
		of := graph.Words(api.TradeClasses, t.Class, g.Lang)
		if t.Chain != nil {
			of = g.name(*t.Chain)
		}
		var makers []string
		for _, m := range t.Makers {
			makers = append(makers, g.name(m))
		}
		g.printf("%s  %s  %d  %s\n", of, g.name(t.Industry), len(makers), strings.Join(makers, g.in("、", ", ")))
	}
	return nil
}
