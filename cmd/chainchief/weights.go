package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type weightsCmd struct {
	Set     string `help:"File with the weights as JSON, as this command prints them; - is standard input." placeholder:"FILE"`
	Reason  string `help:"Why they are set." default:"调整评分权重"`
	Preview bool   `help:"Only show what they would do to the ranking."`
	Gap     string `help:"Show what they do to the candidates of this gap; without it, of the heaviest gaps." placeholder:"GAP"`
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
	ranked, err := w.candidates(ctx, s, f, after)
	if err != nil {
		return err
	}
	if err := g.showShifts(analysis.Shifts(f, after), analysis.TargetShifts(f, after), ranked); err != nil || w.Preview {
		return err
	}
	return g.written(ctx, s, func(desk *decision.Desk) (decision.Written, error) {
		return desk.SetWeights(ctx, actor("cli"), f.Snapshot.Revision, weights, w.Reason)
	})
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

// gapShifts is what other weights do to the candidates of one gap.
type gapShifts struct {
	gap        *analysis.Gap
	rank       int // of the gap, before
	candidates []candidateShift
}

// candidateShift is a candidate that moves.
type candidateShift struct {
	ID           graph.ID `json:"id"`
	Name         string   `json:"name"`
	RankBefore   int      `json:"rank_before"`
	Rank         int      `json:"rank"`
	PointsBefore float64  `json:"points_before"`
	MostBefore   float64  `json:"most_before"`
	Points       float64  `json:"points"`
	Most         float64  `json:"most"`
}

// candidates ranks the candidates of the gap that is asked about, or of the heaviest, with both weights.
func (w *weightsCmd) candidates(ctx context.Context, s *store.Store, before, after *analysis.Findings) ([]gapShifts, error) {
	gaps, err := w.gaps(before)
	if err != nil {
		return nil, err
	}
	finder := crosswalk.NewFinder(s)
	list := []gapShifts{}
	for _, g := range gaps {
		link := g.Link.Node
		found, err := finder.Found(ctx, before.Snapshot, link.ID)
		if err != nil {
			return nil, err
		}
		of := gapShifts{gap: g, rank: slices.Index(before.Gaps, g) + 1}
		for _, x := range analysis.CandidateShifts(before.Candidates(link.ID, found), after.Candidates(link.ID, found)) {
			c := x.Candidate
			of.candidates = append(of.candidates, candidateShift{c.Enterprise.ID, c.Enterprise.Name, x.RankBefore, c.Rank, x.PointsBefore, x.MostBefore, c.Points, c.Most})
		}
		list = append(list, of)
	}
	return list, nil
}

// gaps are those whose candidates are shown.
func (w *weightsCmd) gaps(f *analysis.Findings) ([]*analysis.Gap, error) {
	if w.Gap == "" {
		return f.Gaps[:min(len(f.Gaps), analysis.ShownShifts)], nil
	}
	g := f.Gap(analysis.GapID(linkID(w.Gap)))
	if g == nil {
		return nil, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no gap %q", w.Gap), Fix: "chainchief gaps --json lists ids"}
	}
	return []*analysis.Gap{g}, nil
}

// shiftRow is a gap or a target that moves, for programs; of some gaps also the candidates that do.
type shiftRow struct {
	Gap          graph.ID         `json:"gap,omitempty"`
	Target       graph.ID         `json:"target,omitempty"`
	RankBefore   int              `json:"rank_before"`
	Rank         int              `json:"rank"`
	WeightBefore float64          `json:"weight_before"` // of a target its score
	Weight       float64          `json:"weight"`
	Candidates   []candidateShift `json:"candidates,omitempty"`
}

func shiftRows(shifts []analysis.Shift, targets []analysis.TargetShift, candidates []gapShifts) []shiftRow {
	rows := []shiftRow{}
	for _, x := range shifts {
		rows = append(rows, shiftRow{Gap: x.Gap.ID, RankBefore: x.RankBefore, Rank: x.Rank, WeightBefore: x.WeightBefore, Weight: x.Weight})
	}
	for _, x := range candidates {
		at := slices.IndexFunc(rows, func(r shiftRow) bool { return r.Gap == x.gap.ID })
		if at < 0 && len(x.candidates) > 0 { // the gap itself stays where it is
			at, rows = len(rows), append(rows, shiftRow{Gap: x.gap.ID, RankBefore: x.rank, Rank: x.rank, WeightBefore: x.gap.Weight, Weight: x.gap.Weight})
		}
		if at >= 0 {
			rows[at].Candidates = x.candidates
		}
	}
	for _, x := range targets {
		rows = append(rows, shiftRow{Target: x.Target.Link.Node.ID, RankBefore: x.RankBefore, Rank: x.Rank, WeightBefore: x.ScoreBefore, Weight: x.Score})
	}
	return rows
}

// showShifts prints what moves: gaps, then targets, then the candidates of some gaps.
func (g *globals) showShifts(shifts []analysis.Shift, targets []analysis.TargetShift, candidates []gapShifts) error {
	if g.JSON {
		return g.writeJSON(shiftRows(shifts, targets, candidates))
	}
	for _, x := range shifts {
		if _, err := fmt.Fprintf(g.stdout, "%4d → %4d  %5.1f → %5.1f  %s / %s\n", x.RankBefore, x.Rank, x.WeightBefore, x.Weight, x.Gap.Link.Chain.Node.Name, x.Gap.Link.Node.Name); err != nil {
			return err
		}
	}
	for _, x := range targets {
		if _, err := fmt.Fprintf(g.stdout, "%4d → %4d  %5.1f → %5.1f  %s / %s (%s)\n", x.RankBefore, x.Rank, x.ScoreBefore, x.Score, x.Target.Link.Chain.Node.Name, x.Target.Link.Node.Name, graph.Words(graph.Strategies, x.Target.Strategy, g.Lang)); err != nil {
			return err
		}
	}
	for _, x := range candidates {
		for _, c := range x.candidates {
			if _, err := fmt.Fprintf(g.stdout, "%4d → %4d  %v/%v → %v/%v  %s: %s\n", c.RankBefore, c.Rank, c.PointsBefore, c.MostBefore, c.Points, c.Most, x.gap.Link.Node.Name, c.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
