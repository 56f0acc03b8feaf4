package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type matchCmd struct {
	DryRun bool `help:"Only say what would change."`
}

// Run matches the products of all links, and the enterprises, with the pool.
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
	g.say(
		"%d of %d products of the links are matched: %d by name, %d by normal form, %d kinds of those, %d wider; "+
			"%d reviewed by people stay",
		p.Matched,
		p.Products,
		p.Methods[graph.MethodExact],
		p.Methods[graph.MethodNormalised],
		p.Methods[graph.MethodTree],
		p.Methods[graph.MethodWider],
		p.Reviewed,
	)
	records := 0
	for _, n := range p.Twins {
		records += n
	}
	g.say(
		"%d records of the pool are enterprises of the graph: %d by credit code, %d by listed code, %d by registered name, "+
			"%d by a short name, which is a guess; %d stated by people stay",
		records,
		p.Twins[graph.TwinCredit],
		p.Twins[graph.TwinListed],
		p.Twins[graph.TwinFull],
		p.Twins[graph.TwinName],
		p.Twins[graph.TwinStated],
	)
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
	p.Changes.Base = &snapshot.Revision // a review that came meanwhile stays
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
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	link := linkID(m.Link)
	if f.Link(link) == nil {
		return &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no lowest link %q", m.Link),
			Fix:     "chainchief gaps --json lists ids",
		}
	}
	list, err := answers.Matches(ctx, f, &api.ByID{ID: string(link)})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, x := range list.Items {
		method := graph.Words(graph.MatchMethods, x.Method, g.Lang)
		review := graph.Words(graph.MatchReviews, x.Review, g.Lang)
		fprintf(w, "%s\t%s\t%s\t%.2f\t%s\n", x.Product.ID, x.To.ID, method, x.Likeness, review)
	}
	return w.Flush()
}

type reviewCmd struct {
	Product string `arg:"" help:"Product of a link."`
	Match   string `arg:"" help:"Product that it is taken for."`
	Review  string `arg:"" help:"${enum}; proposed takes a review back." enum:"confirmed,rejected,proposed"`
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
	wanted := decision.Review{Review: r.Review, Note: r.Note}
	after, err := decision.New(s).
		Review(ctx, actor(r.Actor), before.Revision, graph.ID(r.Product), graph.ID(r.Match), wanted)
	if err == nil {
		g.sayWritten(before, after)
	}
	return err
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
