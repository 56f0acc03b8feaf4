package api

import (
	"context"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
)

// Decision is what a person decides on a gap: the whole form, an empty field is not given.
type Decision struct {
	Base     int64  `json:"base" minimum:"1" doc:"Revision of the answer the decision is based on"`
	Status   string `json:"status" enum:"proposed,confirmed,dismissed,assigned,in_progress,closed"`
	Strategy string `json:"strategy,omitempty" enum:",fill,strengthen,extend"`
	Chief    string `json:"chief,omitempty" maxLength:"200" doc:"Post, never a person's name"`
	Owner    string `json:"owner,omitempty" maxLength:"200" doc:"Unit or task force"`
	Due      string `json:"due,omitempty" maxLength:"10" doc:"A day, as 2026-12-31"`
	Reason   string `json:"reason,omitempty" maxLength:"2000"`
	By       string `json:"by,omitempty" maxLength:"100" doc:"Role of who decides, while there are no accounts"`
}

func (s *Server) decideGap(ctx context.Context, f *analysis.Findings, q *struct {
	ID   string `path:"id" maxLength:"300"`
	Body Decision
}) (*GapAnswer, error) {
	id, err := standingGap(f, q.ID)
	if err != nil {
		return nil, err
	}
	b := q.Body
	wanted := graph.Decision{
		Status:   b.Status,
		Strategy: b.Strategy,
		Chief:    b.Chief,
		Owner:    b.Owner,
		Due:      graph.Date(b.Due),
		Reason:   b.Reason,
	}
	by := actor(b.By)
	set, err := s.desk.Decide(ctx, by, graph.Revision(b.Base), id, wanted)
	if err != nil {
		return nil, err
	}
	return s.gapNow(ctx, id, wrote(set, f, by))
}

// Remark is what a person says of a gap.
type Remark struct {
	Text string `json:"text" minLength:"1" maxLength:"2000"`
	By   string `json:"by,omitempty" maxLength:"100" doc:"Role of who says it, while there are no accounts"`
}

func (s *Server) commentGap(ctx context.Context, f *analysis.Findings, q *struct {
	ID   string `path:"id" maxLength:"300"`
	Body Remark
}) (*GapAnswer, error) {
	id, err := standingGap(f, q.ID)
	if err != nil {
		return nil, err
	}
	by := actor(q.Body.By)
	set, err := s.desk.Comment(ctx, by, id, q.Body.Text)
	if err != nil {
		return nil, err
	}
	return s.gapNow(ctx, id, wrote(set, f, by))
}

func (s *Server) gapNow(ctx context.Context, id graph.ID, written int64) (*GapAnswer, error) {
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	out, err := gapAnswer(f, id)
	if err == nil {
		out.Written = written
	}
	return out, err
}

// standingGap finds a gap that people can write on: one that is derived, or that was and is on record.
func standingGap(f *analysis.Findings, key string) (graph.ID, error) {
	id := idOf(graph.KindGap, key)
	if gapOf(f, id) == nil {
		return "", missing("gap", key)
	}
	return id, nil
}

// person is who writes through the page and gives no role.
const person = "页面"

// actor is who writes, and when; without accounts by the role that they give.
func actor(by string) decision.Actor {
	if by = strings.TrimSpace(by); by == "" {
		by = person
	}
	return decision.Actor{Name: by, At: time.Now()}
}

// seen is the revision that a write was made on; the one that stands when its author does not say.
func seen(base int64, f *analysis.Findings) graph.Revision {
	if base == 0 {
		return f.Snapshot.Revision
	}
	return graph.Revision(base)
}
