package api

import (
	"context"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/settling"
)

// WeightsAnswer is how much each part of a score counts.
type WeightsAnswer struct {
	Weights  analysis.Weights `json:"weights"`
	Defaults analysis.Weights `json:"defaults"`
	Fields   []WeightField    `json:"fields" doc:"What each weight is called, in the order in which to show them"`
	Revision int64            `json:"revision"`
}

// WeightField is the name and range of one weight.
type WeightField struct {
	Group  string  `json:"group" enum:"gap,choke,criticality,target,candidate"`
	Name   string  `json:"name"`
	ZH     string  `json:"zh"`
	EN     string  `json:"en"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Switch bool    `json:"switch" doc:"True or false, not a number"`
}

func weightFields() (fields []WeightField) {
	spec, _ := graph.KindOf(graph.KindWeights)
	for _, a := range spec.Attrs {
		group, name, _ := strings.Cut(a.Name, "_")
		fields = append(fields, WeightField{group, name, a.ZH, a.EN, a.Min, a.Max, a.Type == graph.TypeBool})
	}
	return fields
}

func (s *Server) weights(ctx context.Context, q *AsOf) (*Answer[WeightsAnswer], error) {
	f, err := s.at(ctx, q.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	return &Answer[WeightsAnswer]{WeightsAnswer{f.Weights, analysis.DefaultWeights(), weightFields(), int64(f.Snapshot.Revision)}}, nil
}

// Shift is a gap that other weights put elsewhere.
type Shift struct {
	Gap          Ref     `json:"gap"`
	Chain        Ref     `json:"chain"`
	RankBefore   int     `json:"rank_before" doc:"From 1; 0: no gap before"`
	Rank         int     `json:"rank" doc:"0: no gap any more"`
	WeightBefore float64 `json:"weight_before"`
	Weight       float64 `json:"weight"`
}

// TargetShift is a target that other weights put elsewhere.
type TargetShift struct {
	Target      Ref     `json:"target"`
	Chain       Ref     `json:"chain"`
	RankBefore  int     `json:"rank_before" doc:"From 1; 0: no target before"`
	Rank        int     `json:"rank" doc:"0: no target any more"`
	ScoreBefore float64 `json:"score_before"`
	Score       float64 `json:"score"`
}

// ShiftList is what other weights would do to the rankings; items holds at most 200 of total, in the new order.
type ShiftList struct {
	Items      []Shift           `json:"items"`
	Total      int               `json:"total"`
	Gaps       int               `json:"gaps" doc:"Gaps in all"`
	Revision   int64             `json:"revision"`
	Targets    TargetShifts      `json:"targets" doc:"What happens to the targets"`
	Candidates []CandidateShifts `json:"candidates" doc:"What happens to the candidates of the gap that was asked for, or of the heaviest gaps"`
}

// TargetShifts is what other weights would do to the targets; items in the new order.
type TargetShifts struct {
	Items []TargetShift `json:"items" doc:"At most 200 of total"`
	Total int           `json:"total"`
	Of    int           `json:"of" doc:"Targets in all"`
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

// mostCandidateShifts bounds a preview of one gap.
const mostCandidateShifts = 50

// mostShifts bounds a preview on the wire.
const mostShifts = 200

func (s *Server) previewWeights(ctx context.Context, q *struct {
	Body struct {
		Weights analysis.Weights `json:"weights"`
		Gap     string           `json:"gap,omitempty" maxLength:"300" doc:"Show what happens to its candidates; without it, to those of the heaviest gaps"`
	}
}) (*Answer[ShiftList], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	after, err := analysis.FindWith(f.Snapshot, analysis.Settings{Weights: q.Body.Weights})
	if err != nil {
		return nil, answer(err, "weights")
	}
	shifts := analysis.Shifts(f, after)
	out := ShiftList{Items: []Shift{}, Total: len(shifts), Gaps: len(after.Gaps), Revision: int64(f.Snapshot.Revision)}
	for _, x := range shifts[:min(mostShifts, len(shifts))] {
		l := x.Gap.Link
		out.Items = append(out.Items, Shift{Ref{ID: string(x.Gap.ID), Kind: string(graph.KindGap), Name: l.Node.Name, NameEN: l.Node.NameEN}, ref(l.Chain.Node), x.RankBefore, x.Rank, x.WeightBefore, x.Weight})
	}
	targets := analysis.TargetShifts(f, after)
	out.Targets = TargetShifts{Items: []TargetShift{}, Total: len(targets), Of: len(after.Targets)}
	for _, x := range targets[:min(mostShifts, len(targets))] {
		l := x.Target.Link
		out.Targets.Items = append(out.Targets.Items, TargetShift{ref(l.Node), ref(l.Chain.Node), x.RankBefore, x.Rank, x.ScoreBefore, x.Score})
	}
	if out.Candidates, err = s.candidateShifts(ctx, f, after, q.Body.Gap); err != nil {
		return nil, err
	}
	return &Answer[ShiftList]{out}, nil
}

func (s *Server) candidateShifts(ctx context.Context, before, after *analysis.Findings, gap string) ([]CandidateShifts, error) {
	gaps := before.Gaps[:min(candidate.ShownShifts, len(before.Gaps))]
	if gap != "" {
		g := before.Gap(ByID{ID: gap}.of(graph.KindGap))
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
			return nil, answer(err, "gap")
		}
		ranked := candidate.Of(after, l.Node.ID, found)
		shifts := candidate.Shifts(candidate.Of(before, l.Node.ID, found), ranked)
		of := CandidateShifts{Gap: Ref{ID: string(g.ID), Kind: string(graph.KindGap), Name: l.Node.Name, NameEN: l.Node.NameEN}, Chain: ref(l.Chain.Node), Items: []CandidateShift{}, Total: len(shifts)}
		for _, c := range ranked {
			if c.Veto == nil {
				of.Of++
			}
		}
		for _, x := range shifts[:min(mostCandidateShifts, len(shifts))] {
			c := x.Candidate
			of.Items = append(of.Items, CandidateShift{ref(c.Enterprise), x.RankBefore, c.Rank, x.PointsBefore, x.MostBefore, c.Points, c.Most})
		}
		list = append(list, of)
	}
	return list, nil
}

func (s *Server) setWeights(ctx context.Context, q *struct {
	Body struct {
		Weights analysis.Weights `json:"weights"`
		Reason  string           `json:"reason" minLength:"1" maxLength:"500"`
		Base    int64            `json:"base,omitempty" doc:"Revision that the editor saw; 409 when weights have changed since"`
	}
}) (*Answer[WeightsAnswer], error) {
	c, err := q.Body.Weights.Store(person, q.Body.Reason)
	if err != nil {
		return nil, answer(err, "weights")
	}
	if err := s.unchangedWeights(ctx, graph.Revision(q.Body.Base)); err != nil {
		return nil, err
	}
	if _, _, err := settling.Apply(ctx, s.store, c); err != nil {
		return nil, answer(err, "weights")
	}
	return s.weights(ctx, &AsOf{})
}

// unchangedWeights refuses to write over weights that somebody else has set since a revision.
func (s *Server) unchangedWeights(ctx context.Context, base graph.Revision) error {
	if base == 0 {
		return nil
	}
	now, err := s.at(ctx, "")
	if err != nil {
		return answer(err, "revision")
	}
	seen, err := s.atRevision(ctx, base)
	if err != nil {
		return answer(err, "revision")
	}
	if now.Weights != seen.Weights {
		return newProblem(409, string(graph.CodeConflict), "somebody else has set weights since; read them again", "")
	}
	return nil
}
