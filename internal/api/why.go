package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
)

// Explanation answers why a number is what it is, as a tree.
type Explanation struct {
	ID        string        `json:"id,omitempty" doc:"Of the node that the number is about"`
	Label     string        `json:"label"`
	LabelEN   string        `json:"label_en"`
	Value     float64       `json:"value"`
	Unknown   bool          `json:"unknown,omitempty" doc:"Nothing is on record: the value does not count"`
	Unit      string        `json:"unit,omitempty"`
	UnitEN    string        `json:"unit_en,omitempty"`
	Formula   string        `json:"formula,omitempty" doc:"With the numbers filled in"`
	FormulaEN string        `json:"formula_en,omitempty"`
	Text      string        `json:"text,omitempty"`
	TextEN    string        `json:"text_en,omitempty"`
	Parts     []Explanation `json:"parts" doc:"What the value is made of"`
	Beside    []Explanation `json:"beside" doc:"Related explanations that do not enter the value"`
	Facts     []Fact        `json:"facts"`
}

// WhyAnswer explains a number as of a revision.
type WhyAnswer struct {
	Revision int64 `json:"revision"`
	Explanation
}

// Why explains the main number of a thing of a kind: of a gap its weight, of a link its criticality, of a chain its
// completeness.
func Why(kind graph.Kind) func(context.Context, *analysis.Findings, *ByID) (*WhyAnswer, error) {
	return func(_ context.Context, f *analysis.Findings, q *ByID) (*WhyAnswer, error) {
		id := q.of(kind)
		of, _ := id.Kind()
		e := f.Explain(id)
		if of != kind || e == nil {
			return nil, missing(kind.Prefix(), q.ID)
		}
		return &WhyAnswer{int64(f.Snapshot.Revision), convert(f).explanation(e)}, nil
	}
}

// WhyTarget explains the score of the target at a link.
func (s *Server) WhyTarget(ctx context.Context, f *analysis.Findings, q *ByID) (*WhyAnswer, error) {
	e := f.ExplainTarget(q.of(graph.KindLink))
	if e == nil {
		return nil, missing("target", q.ID)
	}
	return &WhyAnswer{int64(f.Snapshot.Revision), convert(f).explanation(e)}, nil
}

// WhyCandidateQuery asks about an enterprise as a candidate for a link or gap.
type WhyCandidateQuery struct {
	AsOf
	ID         string `path:"id" maxLength:"300" doc:"Id of the link or gap, or its key"`
	Enterprise string `path:"enterprise" maxLength:"300" doc:"Id of the enterprise, or its key"`
}

// WhyCandidate explains the score of an enterprise as a candidate for a link.
func (s *Server) WhyCandidate(ctx context.Context, f *analysis.Findings, q *WhyCandidateQuery) (*WhyAnswer, error) {
	link := idOf(graph.KindLink, q.ID)
	if f.Link(link) == nil {
		return nil, missing("link", q.ID)
	}
	list, err := s.scored(ctx, f, link)
	if err != nil {
		return nil, err
	}
	e := candidate.Explain(f, link, idOf(graph.KindEnterprise, q.Enterprise), list.evidence)
	if e == nil {
		return nil, missing("candidate", q.Enterprise)
	}
	return &WhyAnswer{int64(f.Snapshot.Revision), list.explanation(e)}, nil
}

func (c converter) explanation(e *analysis.Explanation) Explanation {
	return Explanation{
		ID:        string(e.ID),
		Label:     e.Label.ZH,
		LabelEN:   e.Label.EN,
		Value:     e.Value,
		Unknown:   e.Unknown,
		Unit:      e.Unit.ZH,
		UnitEN:    e.UnitOf().EN,
		Formula:   e.Formula.ZH,
		FormulaEN: e.Formula.EN,
		Text:      e.Text.ZH,
		TextEN:    e.Text.EN,
		Parts:     c.explanations(e.Parts),
		Beside:    c.explanations(e.Beside),
		Facts:     c.facts(e.Facts),
	}
}

func (c converter) explanations(list []*analysis.Explanation) []Explanation {
	out := []Explanation{}
	for _, e := range list {
		out = append(out, c.explanation(e))
	}
	return out
}
