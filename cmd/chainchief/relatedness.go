package main

import (
	"chainchief/internal/api"
	"context"
	"fmt"
	"strconv"
	"strings"
)

type relatednessCmd struct {
	Chain string `help:"Only what a link of this chain stands for." placeholder:"ID"`
	Sort  string `help:"By ${enum}." enum:"relatedness,density,gain,complexity,advantage" default:"relatedness"`
}

// activityOrders are the names of the orders in the API.
var activityOrders = map[string]api.ActivitySort{
	"relatedness": "-relatedness",
	"density":     "-density",
	"gain":        "-gain",
	"complexity":  "-pci",
	"advantage":   "-advantage",
}

// Run lists the columns of the matrix behind relatedness.
func (c *relatednessCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := checkChain(f, c.Chain); err != nil {
		return err
	}
	r, err := answers.Relatedness(ctx, f, &api.RelatednessQuery{Chain: c.Chain, Sort: activityOrders[c.Sort]})
	if err != nil || g.JSON {
		return g.answer(r, err)
	}
	g.printf("%s\n", g.in(r.Text, r.TextEN))
	if r.AUC != nil {
		g.printf(g.in("留一检验 AUC：%s（%d 项）\n", "Leave-one-out AUC: %s (%d activities)\n"), decimal(r.AUC), r.Tested)
	}
	g.printf("%s\n", g.in("相近的不足 3 项，关联度未知。", "With fewer than 3 neighbours relatedness is unknown."))
	if r.Refused != "" {
		g.printf("%s\n", g.in("不计复杂度与机会收益：", "No complexity, no opportunity gain: ")+g.in(r.Refused, r.RefusedEN))
	}
	g.printCities(r.Cities)
	g.printActivities(r.Items)
	return nil
}

// printCities lists the cities, ours marked.
func (g *globals) printCities(cities []api.CityRank) {
	if len(cities) == 0 {
		return
	}
	g.printRow(map[string][]string{"zh": {"ECI", "COI", "优势项", "城市"}, "en": {"ECI", "COI", "held", "city"}}[g.Lang]...)
	for _, c := range cities {
		name := g.name(c.Ref)
		if c.Own {
			name += " *"
		}
		g.printRow(decimal(c.ECI), decimal(c.Outlook), strconv.Itoa(c.Diversity), name)
	}
	g.printf("\n")
}

// printActivities lists the columns of the matrix, those that the city has marked.
func (g *globals) printActivities(list []api.Activity) {
	g.printRow(map[string][]string{
		"zh": {"RCA", "关联度", "PCI", "机会收益", "产品或环节"},
		"en": {"RCA", "relatedness", "PCI", "gain", "product or link"},
	}[g.Lang]...)
	for _, a := range list {
		name := g.name(a.Ref)
		if a.Held {
			name += " *"
		}
		g.printRow(decimal(a.Advantage), related(a.Nearness, g.Lang), decimal(a.PCI), decimal(a.Gain), name)
	}
}

// printRow prints figures in columns and, last, a name.
func (g *globals) printRow(cells ...string) {
	last := len(cells) - 1
	for i, cell := range cells[:last] {
		cells[i] = pad(cell, 12)
	}
	g.printf("%s\n", strings.Join(cells, ""))
}

// related prints a relatedness, or says that it is unknown.
func related(v *float64, lang string) string {
	if v == nil {
		return map[string]string{"zh": "未知", "en": "unknown"}[lang]
	}
	return decimal(v)
}

// decimal prints a figure to the sixth place, or a dash.
func decimal(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.6f", *v)
}
