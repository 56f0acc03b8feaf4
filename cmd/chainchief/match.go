package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type matchCmd struct {
	DryRun bool `help:"Only say what would change."`
}

// Run matches the products of all links with the pool.
func (m *matchCmd) Run(ctx context.Context, g *globals) error {
	s, snapshot, err := g.snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	p, err := crosswalk.Propose(ctx, s, snapshot, "match")
	if err != nil {
		return err
	}
	g.say("%d of %d products of the links are matched: %d by name, %d by normal form, %d kinds of those, %d wider; %d reviewed by people stay", p.Matched, p.Products,
		p.Methods["exact"], p.Methods["normalised"], p.Methods["tree"], p.Methods["wider"], p.Reviewed)
	if m.DryRun {
		counts, err := s.Preview(ctx, p.Changes)
		if err == nil {
			g.sayPreview(counts)
		}
		return err
	}
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	after, err := s.Apply(ctx, p.Changes)
	if err == nil {
		g.sayWritten(before, after)
	}
	return err
}

// snapshot opens the store and reads the working graph.
func (g *globals) snapshot(ctx context.Context) (*store.Store, *graph.Snapshot, error) {
	s, err := g.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		_ = s.Close()
		return nil, nil, err
	}
	return s, snapshot, nil
}

type matchesCmd struct {
	Link string `arg:"" help:"Link, as optoelectronics/led/chip."`
}

// Run lists what the products of a link are taken for.
func (m *matchesCmd) Run(ctx context.Context, g *globals) error {
	s, snapshot, err := g.snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	list, err := crosswalk.Of(ctx, s, snapshot, linkID(m.Link))
	if err != nil {
		return err
	}
	if g.JSON {
		return g.writeJSON(list)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, r := range list {
		likeness, _ := r.Attrs.Number("likeness")
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%.2f\t%s\n", r.From, r.To, graph.Words(graph.MatchMethods, r.Attrs.Text("method"), g.Lang), likeness, graph.Words(graph.MatchReviews, r.Attrs.Text("review"), g.Lang))
	}
	return w.Flush()
}

type reviewCmd struct {
	Product string `arg:"" help:"Product of a link."`
	Match   string `arg:"" help:"Product that it is taken for."`
	Review  string `arg:"" help:"confirmed, rejected, or proposed to take that back." enum:"confirmed,rejected,proposed"`
	Note    string `help:"Why."`
	Actor   string `help:"Who says so." default:"cli"`
}

// Run records what a person says of a match.
func (r *reviewCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	after, err := crosswalk.Review(ctx, s, graph.ID(r.Product), graph.ID(r.Match), r.Review, r.Note, r.Actor)
	if err == nil {
		g.sayWritten(before, after)
	}
	return err
}

type candidatesCmd struct {
	Link  string `arg:"" help:"Link or gap, as optoelectronics/led/chip."`
	Limit int    `help:"How many at most." default:"20"`
}

// Run lists who could make what a link yields.
func (c *candidatesCmd) Run(ctx context.Context, g *globals) error {
	s, snapshot, err := g.snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	link := linkID(c.Link)
	cards, err := decision.Cards(ctx, s, []graph.ID{analysis.GapID(link)})
	if err != nil {
		return err
	}
	rejected := map[graph.ID]string{}
	for _, card := range cards {
		if card.Stage == decision.Rejected {
			rejected[card.Enterprise.ID] = card.Reason
			g.say("rejected: %s: %s", card.Enterprise.Name, card.Reason)
		}
	}
	list, err := crosswalk.NewFinder(s).Candidates(ctx, snapshot, link, c.Limit+len(cards))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(x crosswalk.Candidate) bool { return rejected[x.Node.ID] != "" })
	list = list[:min(c.Limit, len(list))]
	if g.JSON {
		return g.writeJSON(list)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, candidate := range list {
		var made []string
		for _, t := range candidate.Ties {
			made = append(made, fmt.Sprintf("%s (%.2f)", t.Made.Name, t.Likeness))
		}
		if len(made) == 0 && len(candidate.Words.Parts) > 0 {
			made = candidate.Words.Parts[0].Words
		}
		_, _ = fmt.Fprintf(w, "%.2f\t%s\t%s\t%s\n", candidate.Score, candidate.Node.Name, graph.Words(graph.Reaches, candidate.Node.Attrs.Text("reach"), g.Lang), strings.Join(made[:min(3, len(made))], "、"))
	}
	return w.Flush()
}

// linkID completes a key to the id of a link; a gap stands for its link.
func linkID(key string) graph.ID {
	if kind, ok := graph.ID(key).Kind(); ok && kind == graph.KindGap {
		return graph.NewID(graph.KindLink, graph.ID(key).Key())
	}
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindLink, key)
}
