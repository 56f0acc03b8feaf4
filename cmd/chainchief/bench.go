package main

import (
	"context"
	"fmt"
	"time"

	"chainchief/graph"
	"chainchief/internal/evaluation"
	"chainchief/internal/exchange"
)

type benchCmd struct {
	Candidates benchCandidatesCmd `cmd:"" help:"How well are candidates ranked? Hides a part of a data set."`
	Drawings   benchDrawingsCmd   `cmd:"" help:"Does memory stay flat? Draws changing seeds in every kind and format."`
}

type benchCandidatesCmd struct {
	Dir   string   `arg:"" help:"Folder of the set." type:"path"`
	Seeds []uint64 `help:"Seeds of what is hidden." default:"1,2,3" placeholder:"N"`
}

// benchCandidates is the outcome for programs.
type benchCandidates struct {
	Firms    int                 `json:"firms"`
	Products int                 `json:"products"`
	Edges    int                 `json:"edges"`
	Hidden   int                 `json:"hidden"`
	Results  []evaluation.Result `json:"results"`
	Means    []evaluation.Result `json:"means"`
}

// Run measures the baselines and the method on every seed.
func (b *benchCandidatesCmd) Run(ctx context.Context, g *globals) error {
	if err := folder(b.Dir); err != nil {
		return err
	}
	g.say("reading %s", b.Dir)
	ckg, err := exchange.ReadCKG(ctx, b.Dir, graph.City{})
	if err != nil {
		return err
	}
	set, err := evaluation.Collect(ckg.Parts(ctx))
	if err != nil {
		return err
	}
	out := benchCandidates{
		Firms:    len(set.Firms),
		Products: len(set.Products),
		Edges:    len(set.Edges),
		Hidden:   set.Queries(),
	}
	if out.Hidden == 0 {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%d edges are too few to hide a tenth of", out.Edges),
			Fix:     "name the folder of the whole set",
		}
	}
	methods := evaluation.Methods()
	per := len(methods) * out.Hidden
	at, end := g.progress("ranking", int64(per*len(b.Seeds)))
	defer end()
	for i, seed := range b.Seeds {
		results, err := evaluation.Run(ctx, set, methods, seed, func(done int) { at(int64(i*per + done)) })
		if err != nil {
			return err
		}
		out.Results = append(out.Results, results...)
	}
	end()
	out.Means = evaluation.Mean(out.Results)
	if g.JSON {
		return g.writeJSON(out)
	}
	g.printf("%d firms, %d products, %d edges, %d of them hidden; all firms ranked for each hidden one\n\n",
		out.Firms,
		out.Products,
		out.Edges,
		out.Hidden,
	)
	g.printf("%-14s %5s %8s %8s %8s %8s %8s %9s\n",
		"method",
		"seed",
		"hits@1",
		"hits@10",
		"hits@50",
		"MRR",
		"AUC",
		"time",
	)
	for _, r := range out.Results {
		b.row(g, r, fmt.Sprint(r.Seed))
	}
	for _, r := range out.Means {
		b.row(g, r, "mean")
	}
	return nil
}

func (*benchCandidatesCmd) row(g *globals, r evaluation.Result, seed string) {
	g.printf("%-14s %5s %8.4f %8.4f %8.4f %8.4f %8.4f %9s\n",
		r.Method,
		seed,
		r.Hits1,
		r.Hits10,
		r.Hits50,
		r.MRR,
		r.AUC,
		r.Took.Round(10*time.Millisecond),
	)
}
