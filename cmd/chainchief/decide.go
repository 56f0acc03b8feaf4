package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type decideCmd struct {
	Gap      string `arg:"" help:"Gap, as optoelectronics/led/substrate; several joined by commas, with one reason."`
	Status   string `arg:"" help:"One of ${enum}; proposed takes it back." enum:"${statuses}"`
	Strategy string `help:"fill, strengthen or extend." placeholder:"CODE"`
	Chief    string `help:"Post of the chief." placeholder:"POST"`
	Owner    string `help:"Unit or task force that answers for it." placeholder:"NAME"`
	Due      string `help:"Day until when, as 2026-12-31." placeholder:"DATE"`
	Reason   string `help:"Why; needed to dismiss, to close and to open again."`
	Actor    string `help:"Who decides, by role." default:"cli"`
}

// Run records a decision on one gap, or one on several as one change set. What is not given stays as it is.
func (d *decideCmd) Run(ctx context.Context, g *globals) error {
	s, snapshot, err := g.snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	wanted := graph.Decision{
		Status:   d.Status,
		Strategy: d.Strategy,
		Chief:    d.Chief,
		Owner:    d.Owner,
		Due:      graph.Date(d.Due),
		Reason:   d.Reason,
	}
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	var after store.ChangeSet
	desk, by, gaps := decision.New(s), actor(d.Actor), gapIDs(d.Gap)
	if len(gaps) > 1 {
		after, _, err = desk.DecideAll(ctx, by, snapshot.Revision, gaps, wanted)
	} else {
		if n := snapshot.Node(gaps[0]); n != nil {
			wanted = wanted.Onto(graph.GapOf(n).Decision())
		}
		after, err = desk.Decide(ctx, by, snapshot.Revision, gaps[0], wanted)
	}
	if err == nil {
		g.sayWritten(before, after)
	}
	return err
}

// gapIDs are the ids of gaps whose keys are joined by commas, each once.
func gapIDs(keys string) (list []graph.ID) {
	for _, key := range strings.Split(keys, ",") {
		if id := gapID(strings.TrimSpace(key)); !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// actor is who writes, now.
func actor(name string) decision.Actor { return decision.Actor{Name: name, At: time.Now()} }

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
