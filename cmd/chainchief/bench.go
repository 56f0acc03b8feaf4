package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/api"
	"chainchief/internal/evaluation"
	"chainchief/internal/exchange"
)

type benchCmd struct {
	Candidates benchCandidatesCmd `cmd:"" help:"How well are candidates ranked? Hides a part of a data set."`
	Sessions   benchSessionsCmd   `cmd:"" help:"Do many who have signed in get their answers? Asks over HTTP, evenly."`
	Drawings   benchDrawingsCmd   `cmd:"" help:"Does memory stay flat? Draws changing seeds in every kind and format."`
}

type benchCandidatesCmd struct {
	Dir   string   `arg:"" help:"Folder of the set." type:"path"`
	Seeds []uint64 `name:"seed" help:"Seeds of what is hidden." default:"1,2,3" placeholder:"N"`

	Fit    string `help:"Learn the weights of the signs into this CSV; measure nothing." type:"path" placeholder:"FILE"`
	Judged string `help:"CSV of judged candidates to compare those of the store with." type:"path" placeholder:"FILE"`
}

// benchCandidates is the outcome for programs.
type benchCandidates struct {
	Firms    int                 `json:"firms"`
	Products int                 `json:"products"`
	Edges    int                 `json:"edges"`
	Hidden   int                 `json:"hidden"`
	Results  []evaluation.Result `json:"results"`
	Means    []evaluation.Result `json:"means"`
	Signs    []benchSign         `json:"signs"`             // with the weights of the method logistic
	Verdict  *evaluation.Verdict `json:"verdict,omitempty"` // of the judged candidates
}

// benchSign is a sign by which firms are ordered.
type benchSign struct {
	Sign   string  `json:"sign"`
	Weight float64 `json:"weight"`
	ZH     string  `json:"zh"`
	EN     string  `json:"en"`
}

// Run measures the baselines and the method on every seed.
func (b *benchCandidatesCmd) Run(ctx context.Context, g *globals) error {
	if err := folder(b.Dir); err != nil {
		return err
	}
	judged, err := b.judged()
	if err != nil {
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
	if b.Fit != "" {
		return b.fit(ctx, g, set)
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
	for _, s := range likeness.Signs() {
		out.Signs = append(out.Signs, benchSign{s.Key, s.Weight, s.ZH, s.EN})
	}
	if b.Judged != "" {
		if out.Verdict, err = verdict(ctx, g, judged); err != nil {
			return err
		}
	}
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
	g.printf("\nmeans of the hidden products that share a word with something their firm makes, " +
		"and of those that share none\n")
	g.printf("%-14s %6s %6s %8s %8s %8s\n", "method", "", "part", "hits@10", "MRR", "AUC")
	for _, r := range out.Means {
		for _, x := range []struct {
			name string
			evaluation.Stratum
		}{{"shared", r.Shared}, {"none", r.Apart}} {
			g.printf("%-14s %6s %5.0f%% %8.4f %8.4f %8.4f\n", r.Method, x.name, 100*x.Part, x.Hits10, x.MRR, x.AUC)
		}
	}
	g.printf("\nsigns of the method logistic (learned of %s), each 0 to 1; 1 of weight is a factor e of the odds\n",
		likeness.Learned)
	for _, s := range out.Signs {
		g.printf("%-12s %7.2f  %s · %s\n", s.Sign, s.Weight, s.ZH, s.EN)
	}
	if v := out.Verdict; v != nil {
		g.printf("\n%d judged gaps, %d of them without a candidate; of %d shown among the first five "+
			"%d sensible, %d weak, %d absurd, %d not judged: precision %.2f to %.2f\n",
			v.Gaps, v.None, v.Shown, v.Sensible, v.Weak, v.Absurd, v.Unjudged, v.Least, v.Most)
	}
	return nil
}

// fit learns the weights and writes them.
func (b *benchCandidatesCmd) fit(ctx context.Context, g *globals, set *evaluation.Set) error {
	at, end := g.progress("learning", 100)
	defer end()
	weights, err := evaluation.Fit(ctx, set, func(done, of int) { at(int64(100 * done / of)) })
	if err != nil {
		return err
	}
	end()
	text := "sign,weight\n"
	for i, s := range likeness.Signs() {
		text += fmt.Sprintf("%s,%.3f\n", s.Key, weights[i])
	}
	if err := os.WriteFile(b.Fit, []byte(text), 0o644); err != nil {
		return &graph.Error{Code: graph.CodeUsage, Message: err.Error(), Fix: "name a file that can be written"}
	}
	g.say("wrote %s; the weights take effect when the program is built with it", b.Fit)
	return nil
}

// judged reads what was said of candidates; nothing when no file is named.
func (b *benchCandidatesCmd) judged() (evaluation.Judged, error) {
	if b.Judged == "" {
		return nil, nil
	}
	file, err := os.Open(b.Judged)
	if err != nil {
		return nil, &graph.Error{Code: graph.CodeUsage, Message: err.Error(), Fix: "name a CSV file of judged candidates"}
	}
	defer func() { _ = file.Close() }()
	return evaluation.ReadJudged(file)
}

// verdict compares the candidates that the store shows for judged gaps with what was said of them.
func verdict(ctx context.Context, g *globals, judged evaluation.Judged) (*evaluation.Verdict, error) {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	shown := map[graph.ID][]graph.ID{}
	for _, gap := range f.Gaps {
		if judged[gap.ID] == nil {
			continue
		}
		list, err := answers.Candidates(ctx, f, &api.CandidatesQuery{PagedByID: pagedByID(string(gap.Link.Node.ID), 0)})
		if err != nil {
			return nil, err
		}
		shown[gap.ID] = []graph.ID{}
		for _, c := range list.Items {
			if c.Fits {
				shown[gap.ID] = append(shown[gap.ID], graph.ID(c.ID))
			}
		}
	}
	v := judged.Verdict(shown)
	return &v, nil
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
