package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/crosswalk"
	"chainchief/internal/store"
)

type candidatesCmd struct {
	Link  string `arg:"" help:"Link or gap, as optoelectronics/led/chip."`
	Limit int    `help:"How many at most." default:"20"`
}

// candidateRow is a candidate for programs. What a data set says of it stands in the fields of crosswalk.Candidate.
type candidateRow struct {
	crosswalk.Candidate
	ID         graph.ID   `json:"id"`
	Name       string     `json:"name"`
	Rank       int        `json:"rank"`
	Fits       bool       `json:"fits"`
	Points     float64    `json:"points"`
	Most       float64    `json:"most"`
	Origin     string     `json:"origin"`
	Unverified bool       `json:"unverified"`
	Class      string     `json:"class"`
	Where      string     `json:"where"`
	Makes      []string   `json:"makes"`
	LocalTies  []string   `json:"local_ties"`
	Also       []graph.ID `json:"also,omitempty"`
	Parts      []partRow  `json:"parts"`
	Notes      []string   `json:"notes,omitempty"`
	Contact    string     `json:"contact,omitempty"`
	Veto       string     `json:"veto,omitempty"`
}

// Run lists who could close the gap at a link, vetoed ones last.
func (c *candidatesCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	link := linkID(c.Link)
	if f.Link(link) == nil {
		return &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no lowest link %q", c.Link), Fix: "chainchief gaps --json lists ids"}
	}
	rows, err := g.candidates(ctx, f, crosswalk.NewFinder(s), link)
	if err != nil {
		return err
	}
	vetoed := slices.IndexFunc(rows, func(r candidateRow) bool { return r.Veto != "" })
	if vetoed < 0 {
		vetoed = len(rows)
	}
	rows = slices.Concat(rows[:min(c.Limit, vetoed)], rows[vetoed:])
	if g.JSON {
		return g.writeJSON(rows)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		if r.Veto != "" {
			_, _ = fmt.Fprintf(w, "–\t–\t%s\t%s\t%s\n", r.Name, r.Where, r.Veto)
			continue
		}
		_, _ = fmt.Fprintf(w, "%d\t%.1f/%v\t%s\t%s\t%s\t%s\n", r.Rank, r.Points, r.Most, r.Name, r.Where, g.candidateParts(r.Parts), strings.Join(r.Makes[:min(3, len(r.Makes))], "、"))
	}
	return w.Flush()
}

// candidates are the candidates of a link as rows, best first, vetoed ones last.
func (g *globals) candidates(ctx context.Context, f *analysis.Findings, finder *crosswalk.Finder, link graph.ID) ([]candidateRow, error) {
	known, err := finder.Candidates(ctx, f.Snapshot, link)
	if err != nil {
		return nil, err
	}
	found, err := finder.Found(ctx, f.Snapshot, link)
	if err != nil {
		return nil, err
	}
	rows := []candidateRow{}
	for _, c := range candidate.Of(f, link, found) {
		row := candidateRow{Candidate: crosswalk.Candidate{Node: *c.Enterprise}, ID: c.Enterprise.ID, Name: c.Enterprise.Label(g.Lang), Rank: c.Rank, Fits: c.Fits(), Points: c.Points, Most: c.Most, Origin: string(c.Origin),
			Unverified: c.Unverified, Class: string(c.Region), Where: c.Place.In(g.Lang), Makes: g.phrases(c.Makes), LocalTies: []string{}, Also: c.Also, Parts: g.partRows(c.PlainParts()), Notes: g.phrases(c.Notes)}
		if i := slices.IndexFunc(known, func(x crosswalk.Candidate) bool { return x.Node.ID == row.ID }); i >= 0 {
			row.Candidate = known[i]
		}
		for _, t := range c.Ties {
			row.LocalTies = append(row.LocalTies, t.Text.In(g.Lang))
		}
		if c.Card != nil {
			row.Contact = c.Card.Attrs.Text("contact")
		}
		if c.Veto != nil {
			row.Veto = c.Veto.Reason.In(g.Lang)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (g *globals) phrases(list []analysis.Words) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.In(g.Lang)
	}
	return out
}

// candidateParts prints the values of the parts in their order; ? is unknown.
func (g *globals) candidateParts(parts []partRow) string {
	var list []string
	for _, p := range parts {
		value := fmt.Sprintf("%.2f", p.Value)
		if p.Unknown {
			value = "?"
		}
		list = append(list, p.Name+" "+value)
	}
	return strings.Join(list, " · ")
}

type missingInputsCmd struct {
	Enterprise string `arg:"" help:"Enterprise, as sanan-hubei."`
}

// missingInput is an input for programs.
type missingInput struct {
	ID         graph.ID       `json:"id"`
	Name       string         `json:"name"`
	Possible   bool           `json:"possible"`
	For        []graph.ID     `json:"for"`
	Gap        graph.ID       `json:"gap,omitempty"`
	Makers     []string       `json:"makers"`     // outside, by knowledge of the trade
	Candidates []string       `json:"candidates"` // best first
	Scored     []candidateRow `json:"scored"`     // the same with their scores; empty for a product that no link yields
}

// mostOfInput is how many candidates are shown for one input.
const mostOfInput = 5

// Run lists what an enterprise needs that nobody near is known to deliver, and who could.
func (m *missingInputsCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := enterpriseID(m.Enterprise)
	if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindEnterprise {
		return &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no enterprise %q in the chains", m.Enterprise), Fix: "correct the id"}
	}
	rows, finder := []missingInput{}, crosswalk.NewFinder(s)
	inputs := supply.Inputs(f, id)
	for _, in := range inputs {
		if !in.Missing() {
			continue
		}
		row := missingInput{ID: in.ID(), Name: in.Node().Label(g.Lang), Possible: in.Possible, Makers: []string{}, Candidates: []string{}, Scored: []candidateRow{}}
		for _, n := range in.For {
			row.For = append(row.For, n.ID)
		}
		if in.Link != nil && f.Gap(analysis.GapID(in.Link.Node.ID)) != nil {
			row.Gap = analysis.GapID(in.Link.Node.ID)
		}
		for _, x := range in.Makers {
			row.Makers = append(row.Makers, x.Enterprise.Name)
		}
		if err := g.whoCould(ctx, s, f, finder, in, id, &row); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if g.JSON {
		return g.writeJSON(rows)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		names := slices.Clone(r.Candidates)
		for i, c := range r.Scored {
			names[i] = fmt.Sprintf("%s %.1f/%v", c.Name, c.Points, c.Most)
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, strings.Join(r.Makers, "、"), strings.Join(names, "、"))
	}
	g.say("%d of %d inputs have no supplier here or in the metropolitan circle; by the template of the chains, nobody has asked the enterprise", len(rows), len(inputs))
	return w.Flush()
}

// whoCould fills in who could deliver an input: the best candidates of its link, or makers of a product that no link yields.
func (g *globals) whoCould(ctx context.Context, s *store.Store, f *analysis.Findings, finder *crosswalk.Finder, in *supply.Input, asking graph.ID, row *missingInput) error {
	if in.Link == nil {
		makers, err := crosswalk.MakersOf(ctx, s, in.Wanted(f.Snapshot), mostOfInput)
		for _, x := range makers {
			row.Candidates = append(row.Candidates, x.Node.Name)
		}
		return err
	}
	list, err := g.candidates(ctx, f, finder, in.Link.Node.ID)
	for _, x := range list {
		if x.Veto == "" && x.ID != asking && len(row.Scored) < mostOfInput {
			row.Scored, row.Candidates = append(row.Scored, x), append(row.Candidates, x.Name)
		}
	}
	return err
}

// enterpriseID completes a key to the id of an enterprise.
func enterpriseID(key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindEnterprise, key)
}
