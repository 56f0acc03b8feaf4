package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
)

// ShiftList is what other weights would do to the rankings; items holds at most 200 of total, in the new order.
type ShiftList struct {
	Items      []Shift           `json:"items"`
	Total      int               `json:"total"`
	Gaps       int               `json:"gaps" doc:"Gaps in all"`
	Revision   int64             `json:"revision"`
	Targets    TargetShifts      `json:"targets" doc:"Changes among the targets"`
	Candidates []CandidateShifts `json:"candidates" doc:"Of the gap asked for, or of the heaviest gaps"`
}

// Shift is a gap that other weights put elsewhere.
type Shift struct {
	Gap          Ref     `json:"gap"`
	Chain        Ref     `json:"chain"`
	RankBefore   int     `json:"rank_before" doc:"From 1; 0: no gap before"`
	Rank         int     `json:"rank" doc:"0: no longer a gap"`
	WeightBefore float64 `json:"weight_before"`
	Weight       float64 `json:"weight"`
}

// TargetShifts is what other weights would do to the targets; items in the new order.
type TargetShifts struct {
	Items []TargetShift `json:"items" doc:"At most 200 of total"`
	Total int           `json:"total"`
	Of    int           `json:"of" doc:"Targets in all"`
}

// TargetShift is a target that other weights put elsewhere.
type TargetShift struct {
	Target      Ref     `json:"target"`
	Strategy    string  `json:"strategy" enum:"extend,strengthen"`
	Chain       Ref     `json:"chain"`
	RankBefore  int     `json:"rank_before" doc:"From 1; 0: no target before"`
	Rank        int     `json:"rank" doc:"0: no longer a target"`
	ScoreBefore float64 `json:"score_before"`
	Score       float64 `json:"score"`
}

// CandidateShifts is what other weights would do to the candidates of one gap; items in the new order.
type CandidateShifts struct {
	Gap   Ref              `json:"gap"`
	Chain Ref              `json:"chain"`
	Items []CandidateShift `json:"items" doc:"At most 50 of total"`
	Total int              `json:"total"`
	Of    int              `json:"of" doc:"Ranked candidates in all"`
}

// CandidateShift is a candidate that other weights put elsewhere.
type CandidateShift struct {
	Candidate    Ref     `json:"candidate"`
	RankBefore   int     `json:"rank_before"`
	Rank         int     `json:"rank"`
	PointsBefore float64 `json:"points_before"`
	MostBefore   float64 `json:"most_before"`
	Points       float64 `json:"points"`
	Most         float64 `json:"most"`
}

// mostShifts bounds a preview on the wire.
const mostShifts = 200

// mostCandidateShifts bounds a preview of one gap.
const mostCandidateShifts = 50

// WeightsTrial is other weights to look at.
type WeightsTrial struct {
	Weights analysis.Weights `json:"weights"`
	Gap     string           `json:"gap,omitempty" maxLength:"300" doc:"Gap whose candidates to show"`
}

// PreviewQuery asks what other weights would do.
type PreviewQuery struct{ Body WeightsTrial }

// PreviewWeights shows what other weights would do to the rankings, and saves nothing.
func (s *Server) PreviewWeights(ctx context.Context, f *analysis.Findings, q *PreviewQuery) (*ShiftList, error) {
	after, err := analysis.FindWith(f.Snapshot, analysis.Settings{Weights: q.Body.Weights})
	if err != nil {
		return nil, err
	}
	shifts := analysis.Shifts(f, after)
	out := ShiftList{Items: []Shift{}, Total: len(shifts), Gaps: len(after.Gaps), Revision: int64(f.Snapshot.Revision)}
	for _, x := range shifts[:min(mostShifts, len(shifts))] {
		l := x.Gap.Link
		out.Items = append(out.Items, Shift{
			Gap:          gapRef(x.Gap),
			Chain:        ref(l.Chain.Node),
			RankBefore:   x.RankBefore,
			Rank:         x.Rank,
			WeightBefore: x.WeightBefore,
			Weight:       x.Weight,
		})
	}
	targets := analysis.TargetShifts(f, after)
	out.Targets = TargetShifts{Items: []TargetShift{}, Total: len(targets), Of: len(after.Targets)}
	for _, x := range targets[:min(mostShifts, len(targets))] {
		l := x.Target.Link
		out.Targets.Items = append(out.Targets.Items, TargetShift{
			Target:      ref(l.Node),
			Strategy:    x.Target.Strategy,
			Chain:       ref(l.Chain.Node),
			RankBefore:  x.RankBefore,
			Rank:        x.Rank,
			ScoreBefore: x.ScoreBefore,
			Score:       x.Score,
		})
	}
	if out.Candidates, err = s.candidateShifts(ctx, f, after, q.Body.Gap); err != nil {
		return nil, err
	}
	return &out, nil
}

func (s *Server) candidateShifts(
	ctx context.Context,
	before, after *analysis.Findings,
	gap string,
) ([]CandidateShifts, error) {
	gaps := before.Gaps[:min(candidate.ShownShifts, len(before.Gaps))]
	if gap != "" {
		g := before.Gap(idOf(graph.KindGap, gap))
		if g == nil {
			return nil, missing("gap", gap)
		}
		gaps = []*analysis.Gap{g}
	}
	list := []CandidateShifts{}
	for _, g := range gaps {
		l := g.Link
		found, err := s.finder.Found(ctx, before.Snapshot, l.Node.ID)
		if err != nil {
			return nil, err
		}
		ranked := candidate.Of(after, l.Node.ID, found)
		shifts := candidate.Shifts(candidate.Of(before, l.Node.ID, found), ranked)
		of := CandidateShifts{
			Gap:   gapRef(g),
			Chain: ref(l.Chain.Node),
			Items: []CandidateShift{},
			Total: len(shifts),
		}
		for _, c := range ranked {
			if c.Veto == nil {
				of.Of++
			}
		}
		for _, x := range shifts[:min(mostCandidateShifts, len(shifts))] {
			c := x.Candidate
			of.Items = append(of.Items, CandidateShift{
				Candidate:    ref(c.Enterprise),
				RankBefore:   x.RankBefore,
				Rank:         c.Rank,
				PointsBefore: x.PointsBefore,
				MostBefore:   x.MostBefore,
				Points:       c.Points,
				Most:         c.Most,
			})
		}
		list = append(list, of)
	}
	return list, nil
}
