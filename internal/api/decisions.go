package api

import (
	"cmp"
	"context"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
)

// Decision is what a person decides on a gap: the whole form, an empty field is not given.
type Decision struct {
	Base     int64  `json:"base" minimum:"1" maximum:"999999999999999" doc:"Revision of the answer it is based on"`
	Status   string `json:"status" enum:"proposed,confirmed,dismissed,assigned,in_progress,closed" doc:"What it becomes"`
	Strategy string `json:"strategy,omitempty" enum:",fill,strengthen,extend" doc:"How it is to be closed"`
	Chief    Line   `json:"chief,omitempty" maxLength:"200" doc:"Post, never a person's name"`
	Owner    Line   `json:"owner,omitempty" maxLength:"200" doc:"Unit or task force"`
	Due      Day    `json:"due,omitempty" doc:"Until when, a day as 2026-12-31"`
	Reason   Text   `json:"reason,omitempty" maxLength:"2000" doc:"Needed to dismiss, to close and to open again"`
	By       Role   `json:"by,omitempty" doc:"Role of who decides, while there are no accounts"`
}

func (s *Server) decideGap(ctx context.Context, f *analysis.Findings, q *struct {
	ID   string `path:"id" maxLength:"300" doc:"Id of the gap, or its key"`
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
		Chief:    string(b.Chief),
		Owner:    string(b.Owner),
		Due:      graph.Date(b.Due),
		Reason:   string(b.Reason),
	}
	if _, err := s.desk.Decide(ctx, actor(b.By), graph.Revision(b.Base), id, wanted); err != nil {
		return nil, err
	}
	return s.gapNow(ctx, id)
}

// Remark is what a person says of a gap.
type Remark struct {
	Text Text `json:"text" minLength:"1" maxLength:"2000" doc:"What is said; not only white space"`
	By   Role `json:"by,omitempty" doc:"Role of who says it, while there are no accounts"`
}

func (s *Server) commentGap(ctx context.Context, f *analysis.Findings, q *struct {
	ID   string `path:"id" maxLength:"300" doc:"Id of the gap, or its key"`
	Body Remark
}) (*GapAnswer, error) {
	id, err := standingGap(f, q.ID)
	if err != nil {
		return nil, err
	}
	if _, err := s.desk.Comment(ctx, actor(q.Body.By), id, string(q.Body.Text)); err != nil {
		return nil, err
	}
	return s.gapNow(ctx, id)
}

func (s *Server) gapNow(ctx context.Context, id graph.ID) (*GapAnswer, error) {
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	return gapAnswer(f, id)
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
func actor(by Role) decision.Actor {
	return decision.Actor{Name: cmp.Or(strings.TrimSpace(string(by)), person), At: time.Now()}
}

// seen is the revision that a write was made on; the one that stands when its author does not say.
func seen(base int64, f *analysis.Findings) graph.Revision {
	if base == 0 {
		return f.Snapshot.Revision
	}
	return graph.Revision(base)
}
