package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/decision"
	"chainchief/internal/identity"
	"chainchief/internal/store"
)

type pairsCmd struct {
	Judged bool   `help:"Those that people have judged, instead of those to be judged."`
	Text   string `arg:"" optional:"" help:"Only those with this part of a name, or this code."`
	Limit  count  `help:"How many at most; 0 is all." default:"20"`
}

// Run lists enterprises that look alike, with why.
func (p *pairsCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	q := api.PairsQuery{Paged: api.Paged{Pages: api.Pages{Limit: int(p.Limit)}}, Text: p.Text}
	if p.Judged {
		q.State = "judged"
	}
	list, err := answers.Pairs(ctx, f, &q)
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, x := range list.Items {
		var why []string
		for _, r := range append(x.For, x.Against...) {
			why = append(why, g.in(r.Said.Text, r.Said.TextEN))
		}
		if j := x.Judged; j != nil {
			why = append([]string{strings.Join([]string{j.Verdict, j.By, j.On, j.Note}, " ")}, why...)
		}
		fprintf(w, "%.2f\t%s\t%s\t%s\n", x.Score, x.A.ID, x.B.ID, strings.Join(why, "; "))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	n := list.Counts
	g.say("%d to be judged; judged: %d the same, %d different, %d set aside; %d ids merged", n.Open, n.Same, n.Different,
		n.Later, n.Merged)
	return nil
}

type mergeCmd struct {
	Stays  string `arg:"" help:"Enterprise that stays."`
	Goes   string `arg:"" help:"Enterprise that is merged into it; its id answers with the other one."`
	Reason string `help:"What makes them one; needed without an equal credit code."`
	DryRun bool   `help:"Only say what would move."`
	Actor  string `help:"Who merges, by role." default:"cli"`
}

// Run makes one enterprise of two.
func (m *mergeCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	stays, goes := firmID(m.Stays), firmID(m.Goes)
	plan, err := decision.New(s).MergePlan(ctx, actor(m.Actor), stays, goes, nil)
	if err != nil {
		return err
	}
	for _, x := range plan.Fields {
		if x.Differ {
			g.say("%s: %q, %q: %s", g.in(x.ZH, x.EN), x.Stays, x.Goes, x.Kept)
		}
	}
	for _, t := range plan.Told {
		g.say("%s", g.in(t.ZH, t.EN))
	}
	g.say("%d relations move, %d that both have become one, %d say nothing any more", len(plan.Moved), len(plan.Joined),
		len(plan.Dropped))
	if m.DryRun {
		counts, err := s.Preview(ctx, plan.Preview())
		if err == nil {
			g.sayPreview(counts)
		}
		return err
	}
	return g.onHead(ctx, s, func(d *decision.Desk, base graph.Revision) (decision.Written, error) {
		return d.Merge(ctx, actor(m.Actor), base, stays, goes, nil, m.Reason)
	})
}

type splitCmd struct {
	ID     string `arg:"" help:"Id that was merged, or the enterprise that stayed when only one was merged into it."`
	Reason string `help:"Why they are two." default:"拆开"`
	DryRun bool   `help:"Only say what cannot be parted by itself."`
	Actor  string `help:"Who splits, by role." default:"cli"`
}

// Run takes a merge back.
func (c *splitCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	gone := firmID(c.ID)
	if n, err := s.Node(ctx, gone); err == nil {
		ids := graph.EnterpriseOf(&n).FormerIDs()
		if len(ids) != 1 {
			return &graph.Error{
				Code:    graph.CodeUsage,
				Message: fmt.Sprintf("%d enterprises were merged into %s", len(ids), gone),
				Fix:     "name the id that was merged",
			}
		}
		gone = ids[0]
	}
	plan, err := decision.New(s).SplitPlan(ctx, actor(c.Actor), gone, c.Reason)
	if err != nil {
		return err
	}
	for _, t := range plan.Told {
		g.say("%s", g.in(t.ZH, t.EN))
	}
	if c.DryRun {
		counts, err := s.Preview(ctx, plan.Changes)
		if err == nil {
			g.sayPreview(counts)
		}
		return err
	}
	return g.onHead(ctx, s, func(d *decision.Desk, base graph.Revision) (decision.Written, error) {
		return d.Split(ctx, actor(c.Actor), base, gone, c.Reason)
	})
}

type judgeCmd struct {
	A       string `arg:"" help:"Enterprise of the graph."`
	B       string `arg:"" help:"Enterprise that looks like it."`
	Verdict string `arg:"" help:"${enum}; open takes a verdict back." enum:"same,different,later,open"`
	Reason  string `help:"Why; needed for same without an equal credit code."`
	Actor   string `help:"Who judges, by role." default:"cli"`
}

// Run records what a person says of two enterprises.
func (j *judgeCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return g.onHead(ctx, s, func(d *decision.Desk, base graph.Revision) (decision.Written, error) {
		v := decision.Verdict{Verdict: j.Verdict, Reason: j.Reason}
		if j.Verdict == identity.Same {
			v.Stays = firmID(j.A)
		}
		return d.Judge(ctx, actor(j.Actor), base, firmID(j.A), firmID(j.B), v)
	})
}

// onHead writes at the desk on what stands now.
func (g *globals) onHead(
	ctx context.Context,
	s *store.Store,
	write func(*decision.Desk, graph.Revision) (decision.Written, error),
) error {
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	return g.written(s, func(d *decision.Desk) (decision.Written, error) { return write(d, head.Revision) })
}

// firmID completes a key to the id of an enterprise.
func firmID(key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindEnterprise, key)
}
