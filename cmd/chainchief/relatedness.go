package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

type relatednessCmd struct {
	Chain string `help:"Only what a link of this chain stands for." placeholder:"ID"`
	Sort  string `help:"By density, gain, complexity or advantage, highest first." enum:"density,gain,complexity,advantage" default:"density" placeholder:"KEY"`
}

// relatedRow is the answer for programs. What the matrix does not have is left out.
type relatedRow struct {
	Basis      string        `json:"basis"`
	Text       string        `json:"text"`
	Rows       int           `json:"rows"`
	Columns    int           `json:"columns"`
	Refused    string        `json:"refused,omitempty"`
	Cities     []cityRow     `json:"cities"`
	Activities []activityRow `json:"activities"`
}

type cityRow struct {
	ID        graph.ID `json:"id"`
	Name      string   `json:"name"`
	Own       bool     `json:"own,omitempty"`
	Diversity int      `json:"diversity"`
	ECI       *float64 `json:"eci,omitempty"`
	Outlook   *float64 `json:"coi,omitempty"`
}

type activityRow struct {
	ID        graph.ID   `json:"id"`
	Name      string     `json:"name"`
	Links     []graph.ID `json:"links"`
	Held      bool       `json:"held"`
	Advantage *float64   `json:"rca,omitempty"`
	Density   *float64   `json:"density,omitempty"`
	PCI       *float64   `json:"pci,omitempty"`
	Gain      *float64   `json:"gain,omitempty"`
	Near      []nearRow  `json:"near"`
}

type nearRow struct {
	ID        graph.ID `json:"id"`
	Proximity float64  `json:"proximity"`
	Held      bool     `json:"held"`
}

// activityKeys are what activities are sorted by; ties keep the order of ids.
var activityKeys = map[string]func(*analysis.Activity) *float64{
	"density":    func(a *analysis.Activity) *float64 { return a.Density },
	"gain":       func(a *analysis.Activity) *float64 { return a.Gain },
	"complexity": func(a *analysis.Activity) *float64 { return a.PCI },
	"advantage":  func(a *analysis.Activity) *float64 { return a.Advantage },
}

// orLeast puts what has no figure last.
func orLeast(v *float64) float64 {
	if v == nil {
		return math.Inf(-1)
	}
	return *v
}

// Run lists the columns of the matrix behind relatedness.
func (c *relatednessCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	chain, err := only(f, c.Chain)
	if err != nil {
		return err
	}
	r := f.Related()
	list := slices.DeleteFunc(slices.Clone(r.Activities), func(a *analysis.Activity) bool { return chain != nil && !a.In(chain) })
	by := activityKeys[c.Sort]
	slices.SortStableFunc(list, func(a, b *analysis.Activity) int { return cmp.Compare(orLeast(by(b)), orLeast(by(a))) })
	if g.JSON {
		return g.writeJSON(g.relatedRow(r, list))
	}
	fmt.Fprintln(g.stdout, r.Text.In(g.Lang))
	if !r.Complex() {
		fmt.Fprintln(g.stdout, map[string]string{"zh": "不计复杂度与机会收益：", "en": "No complexity, no opportunity gain: "}[g.Lang]+r.Refused.In(g.Lang))
	}
	g.printCities(r)
	g.printActivities(list)
	return nil
}

func (g *globals) relatedRow(r *analysis.Related, list []*analysis.Activity) relatedRow {
	out := relatedRow{Basis: r.Basis.Code, Text: r.Text.In(g.Lang), Rows: r.Rows, Columns: r.Columns, Refused: r.Refused.In(g.Lang), Cities: []cityRow{}, Activities: []activityRow{}}
	for _, c := range r.Cities {
		out.Cities = append(out.Cities, cityRow{c.City.ID, c.City.Label(g.Lang), c.Own, c.Diversity, c.ECI, c.Outlook})
	}
	for _, a := range list {
		row := activityRow{ID: a.Node.ID, Name: a.Node.Label(g.Lang), Links: []graph.ID{}, Held: a.Held, Advantage: a.Advantage, Density: a.Density, PCI: a.PCI, Gain: a.Gain, Near: []nearRow{}}
		for _, l := range a.Links {
			row.Links = append(row.Links, l.Node.ID)
		}
		for _, n := range a.Near {
			row.Near = append(row.Near, nearRow(n))
		}
		out.Activities = append(out.Activities, row)
	}
	return out
}

// printCities lists the cities, ours marked.
func (g *globals) printCities(r *analysis.Related) {
	if len(r.Cities) == 0 {
		return
	}
	g.printRow(map[string][]string{"zh": {"ECI", "COI", "优势项", "城市"}, "en": {"ECI", "COI", "held", "city"}}[g.Lang]...)
	for _, c := range r.Cities {
		name := c.City.Label(g.Lang)
		if c.Own {
			name += " *"
		}
		g.printRow(decimal(c.ECI), decimal(c.Outlook), strconv.Itoa(c.Diversity), name)
	}
	fmt.Fprintln(g.stdout)
}

// printActivities lists the columns of the matrix, those that the city has marked.
func (g *globals) printActivities(list []*analysis.Activity) {
	g.printRow(map[string][]string{"zh": {"RCA", "密度", "PCI", "机会收益", "产品或环节"}, "en": {"RCA", "density", "PCI", "gain", "product or link"}}[g.Lang]...)
	for _, a := range list {
		name := a.Node.Label(g.Lang)
		if a.Held {
			name += " *"
		}
		g.printRow(decimal(a.Advantage), decimal(a.Density), decimal(a.PCI), decimal(a.Gain), name)
	}
}

// printRow prints figures in columns and, last, a name.
func (g *globals) printRow(cells ...string) {
	last := len(cells) - 1
	for i, cell := range cells[:last] {
		cells[i] = pad(cell, 12)
	}
	fmt.Fprintln(g.stdout, strings.Join(cells, ""))
}

// decimal prints a figure to the sixth place, or a dash.
func decimal(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.6f", *v)
}
