package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

type weightsCmd struct {
	Set     string `help:"File with the weights as JSON, as this command prints them; - is standard input." placeholder:"FILE"`
	Reason  string `help:"Why they are set." default:"调整评分权重"`
	Preview bool   `help:"Only show what they would do to the ranking."`
}

// Run shows the weights, or sets them and shows what that does to the ranking.
func (w *weightsCmd) Run(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if w.Set == "" {
		return g.writeJSON(f.Weights)
	}
	weights, err := w.read(f.Weights)
	if err != nil {
		return err
	}
	after, err := analysis.FindWith(f.Snapshot, analysis.Settings{Weights: weights})
	if err != nil {
		return err
	}
	if err := g.showShifts(analysis.Shifts(f, after)); err != nil || w.Preview {
		return err
	}
	c, err := weights.Store("cli", w.Reason)
	if err != nil {
		return err
	}
	return g.write(ctx, s, c)
}

// read lays the weights of the file over those that stand, so that a file may name only what it changes.
func (w *weightsCmd) read(weights analysis.Weights) (analysis.Weights, error) {
	data, err := io.ReadAll(os.Stdin)
	if w.Set != "-" {
		data, err = os.ReadFile(w.Set)
	}
	if err != nil {
		return weights, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("the file %s cannot be read", w.Set), Fix: "correct the path", Err: err}
	}
	in := json.NewDecoder(strings.NewReader(string(data)))
	in.DisallowUnknownFields()
	if err := in.Decode(&weights); err != nil {
		return weights, &graph.Error{Code: graph.CodeInvalid, Message: fmt.Sprintf("%s: %v", w.Set, err), Fix: "write what chainchief weights prints"}
	}
	return weights, nil
}

func (g *globals) showShifts(shifts []analysis.Shift) error {
	if g.JSON {
		type row struct {
			Gap          graph.ID `json:"gap"`
			RankBefore   int      `json:"rank_before"`
			Rank         int      `json:"rank"`
			WeightBefore float64  `json:"weight_before"`
			Weight       float64  `json:"weight"`
		}
		rows := make([]row, len(shifts))
		for i, x := range shifts {
			rows[i] = row{x.Gap.ID, x.RankBefore, x.Rank, x.WeightBefore, x.Weight}
		}
		return g.writeJSON(rows)
	}
	for _, x := range shifts {
		if _, err := fmt.Fprintf(g.stdout, "%4d → %4d  %5.1f → %5.1f  %s / %s\n", x.RankBefore, x.Rank, x.WeightBefore, x.Weight, x.Gap.Link.Chain.Node.Name, x.Gap.Link.Node.Name); err != nil {
			return err
		}
	}
	return nil
}
