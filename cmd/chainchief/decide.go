package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
)

type decideCmd struct {
	Gap      string `arg:"" help:"Gap, as optoelectronics/led/substrate."`
	Status   string `arg:"" help:"confirmed, dismissed, assigned, in_progress, closed, or proposed to take it back." enum:"proposed,confirmed,dismissed,assigned,in_progress,closed"`
	Strategy string `help:"fill, strengthen or extend." placeholder:"CODE"`
	Chief    string `help:"Post of the chief." placeholder:"POST"`
	Owner    string `help:"Unit or task force that answers for it." placeholder:"NAME"`
	Due      string `help:"Day until when, as 2026-12-31." placeholder:"DATE"`
	Reason   string `help:"Why; needed to dismiss, to close and to open again."`
	Actor    string `help:"Who decides, by role." default:"cli"`
}

// Run records a decision. What is not given stays as it is.
func (d *decideCmd) Run(ctx context.Context, g *globals) error {
	s, snapshot, err := g.snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := gapID(d.Gap)
	wanted := decision.Gap{Status: d.Status, Strategy: d.Strategy, Chief: d.Chief, Owner: d.Owner, Due: graph.Date(d.Due), Reason: d.Reason}
	if n := snapshot.Node(id); n != nil {
		wanted = wanted.Onto(n)
	}
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	after, err := decision.Decide(ctx, s, id, snapshot.Revision, wanted, decision.Said{By: d.Actor, At: time.Now()})
	if err == nil {
		g.sayWritten(before, after)
	}
	return err
}

// gapID completes a key to the id of a gap; a link stands for its gap.
func gapID(key string) graph.ID {
	if kind, ok := graph.ID(key).Kind(); ok && kind == graph.KindLink {
		return analysis.GapID(graph.ID(key))
	}
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindGap, key)
}

type missingInputsCmd struct {
	Enterprise string `arg:"" help:"Enterprise, as sanan-hubei."`
}

// missingInput is an input for programs.
type missingInput struct {
	ID         graph.ID   `json:"id"`
	Name       string     `json:"name"`
	Possible   bool       `json:"possible"`
	For        []graph.ID `json:"for"`
	Gap        graph.ID   `json:"gap,omitempty"`
	Makers     []string   `json:"makers"`     // outside, by knowledge of the trade
	Candidates []string   `json:"candidates"` // of a data set, best fit first
}

// Run lists what an enterprise needs that nobody near is known to deliver, and who makes it.
func (m *missingInputsCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := graph.ID(m.Enterprise)
	if !strings.Contains(m.Enterprise, ":") {
		id = graph.NewID(graph.KindEnterprise, m.Enterprise)
	}
	if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindEnterprise {
		return &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no enterprise %q in the chains", m.Enterprise), Fix: "correct the id"}
	}
	rows := []missingInput{}
	inputs := analysis.Inputs(f, id)
	for _, in := range inputs {
		if !in.Missing() {
			continue
		}
		row := missingInput{ID: in.ID(), Name: in.Node().Label(g.Lang), Possible: in.Possible, Makers: []string{}, Candidates: []string{}}
		for _, n := range in.For {
			row.For = append(row.For, n.ID)
		}
		if in.Link != nil && f.Gap(analysis.GapID(in.Link.Node.ID)) != nil {
			row.Gap = analysis.GapID(in.Link.Node.ID)
		}
		for _, x := range in.Makers {
			row.Makers = append(row.Makers, x.Enterprise.Name)
		}
		makers, err := crosswalk.MakersOf(ctx, s, in.Wanted(f.Snapshot), 5)
		if err != nil {
			return err
		}
		for _, x := range makers {
			row.Candidates = append(row.Candidates, x.Node.Name)
		}
		rows = append(rows, row)
	}
	if g.JSON {
		return g.writeJSON(rows)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, strings.Join(r.Makers, "、"), strings.Join(r.Candidates, "、"))
	}
	g.say("%d of %d inputs have no supplier here or in the metropolitan circle; by the template of the chains, nobody has asked the enterprise", len(rows), len(inputs))
	return w.Flush()
}
