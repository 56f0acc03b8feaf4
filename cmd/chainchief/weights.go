package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
	"chainchief/internal/decision"
)

type weightsCmd struct {
	Set     string `help:"File with weights as JSON, as printed here; - is standard input." placeholder:"FILE"`
	Reason  string `help:"Why they are set." default:"调整评分权重"`
	Preview bool   `help:"Only show what they would do to the ranking."`
	Gap     string `help:"Gap whose candidates are shown; default: the heaviest gaps." placeholder:"GAP"`
}

// Run shows the weights, or sets them and shows what that does to the rankings.
func (w *weightsCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	answers := api.New(api.Options{Store: s})
	if w.Set == "" {
		if g.JSON {
			return g.answer(answers.Weights(ctx, f, &api.AsOf{}))
		}
		return g.writeJSON(f.Weights)
	}
	weights, err := w.read(ctx, g, f.Weights)
	if err != nil {
		return err
	}
	q := api.PreviewQuery{Body: api.WeightsTrial{Weights: weights}}
	if w.Gap != "" {
		id := analysis.GapID(linkID(w.Gap))
		if f.Gap(id) == nil {
			return &graph.Error{
				Code:    graph.CodeNotFound,
				Message: fmt.Sprintf("there is no gap %q", w.Gap),
				Fix:     "chainchief gaps --json lists ids",
			}
		}
		q.Body.Gap = string(id)
	}
	shifts, err := answers.PreviewWeights(ctx, f, &q)
	if err != nil {
		return err
	}
	if err := g.showShifts(shifts); err != nil || w.Preview {
		return err
	}
	return g.written(s, func(desk *decision.Desk) (decision.Written, error) {
		return desk.SetWeights(ctx, actor("cli"), f.Snapshot.Revision, weights, w.Reason)
	})
}

// read lays the weights of the file over those that stand, so that a file may name only what it changes.
func (w *weightsCmd) read(
	ctx context.Context,
	g *globals,
	weights analysis.Weights,
) (analysis.Weights, error) {
	return read(ctx, g, w.Set, func(in io.Reader, name string) (analysis.Weights, error) {
		data, err := small(in, 1<<20)
		data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
		if err == nil && !utf8.Valid(data) {
			err = errors.New("it is not UTF-8; save it as UTF-8")
		}
		if err == nil {
			dec := json.NewDecoder(bytes.NewReader(data))
			dec.DisallowUnknownFields()
			if err = dec.Decode(&weights); err == nil && dec.InputOffset() < int64(len(data)) {
				err = errors.New("more follows behind the weights")
			}
		}
		if err != nil {
			return weights, &graph.Error{
				Code:    graph.CodeInvalid,
				Message: fmt.Sprintf("%s: %v", name, err),
				Fix:     "write what chainchief weights prints",
			}
		}
		return weights, nil
	})
}

// showShifts prints what moves: gaps, then targets, then the candidates of some gaps.
func (g *globals) showShifts(shifts *api.ShiftList) error {
	if g.JSON {
		return g.writeJSON(shifts)
	}
	for _, x := range shifts.Items {
		g.printf("%4d → %4d  %5.1f → %5.1f  %s / %s\n",
			x.RankBefore,
			x.Rank,
			x.WeightBefore,
			x.Weight,
			g.name(x.Chain),
			g.name(x.Gap),
		)
	}
	g.printMore(shifts.Total - len(shifts.Items))
	for _, x := range shifts.Targets.Items {
		g.printf("%4d → %4d  %5.1f → %5.1f  %s / %s (%s)\n", x.RankBefore, x.Rank, x.ScoreBefore, x.Score,
			g.name(x.Chain), g.name(x.Target), graph.Words(graph.Strategies, x.Strategy, g.Lang))
	}
	g.printMore(shifts.Targets.Total - len(shifts.Targets.Items))
	for _, of := range shifts.Candidates {
		for _, x := range of.Items {
			g.printf("%4d → %4d  %v/%v → %v/%v  %s: %s\n",
				x.RankBefore,
				x.Rank,
				x.PointsBefore,
				x.MostBefore,
				x.Points,
				x.Most,
				g.name(of.Gap),
				g.name(x.Candidate),
			)
		}
		g.printMore(of.Total - len(of.Items))
	}
	return nil
}

// printMore says how many rows of a list are left out.
func (g *globals) printMore(n int) {
	if n > 0 {
		g.printf("%s\n", "       "+g.in(fmt.Sprintf("还有 %d 项", n), fmt.Sprintf("%d more", n)))
	}
}
