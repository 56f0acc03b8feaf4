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
	Base     int64  `json:"base" minimum:"1" doc:"Revision of the answer that the decision was made on"`
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
	id, err := s.storedGap(ctx, f, q.ID)
	if err != nil {
		return nil, err
	}
	b := q.Body
	wanted := decision.Gap{Status: b.Status, Strategy: b.Strategy, Chief: b.Chief, Owner: b.Owner, Due: graph.Date(b.Due), Reason: b.Reason}
	if _, err := decision.Decide(ctx, s.store, id, graph.Revision(b.Base), wanted, said(b.By)); err != nil {
		return nil, lacking("gap", err)
	}
	return s.gapNow(ctx, id)
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
	id, err := s.storedGap(ctx, f, q.ID)
	if err != nil {
		return nil, err
	}
	if _, err := decision.Comment(ctx, s.store, id, q.Body.Text, said(q.Body.By)); err != nil {
		return nil, lacking("gap", err)
	}
	return s.gapNow(ctx, id)
}

func (s *Server) gapNow(ctx context.Context, id graph.ID) (*GapAnswer, error) {
	f, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return gapAnswer(f, id)
}

// storedGap finds a gap to write on; one that is derived but not yet stored is stored first, with all others.
func (s *Server) storedGap(ctx context.Context, f *analysis.Findings, key string) (graph.ID, error) {
	id := ByID{ID: key}.of(graph.KindGap)
	g := gapOf(f, id)
	if g == nil {
		return "", missing("gap", key)
	}
	if g.Node == nil {
		if _, err := s.store.Apply(ctx, analysis.Settle(f)); err != nil {
			return "", err
		}
	}
	return id, nil
}

// person is who writes through the page while there are no accounts.
const person = "页面"

// said is who writes, and when; without accounts by the role that they give.
func said(by string) decision.Said {
	if by = strings.TrimSpace(by); by == "" {
		by = person
	}
	return decision.Said{By: by, At: time.Now()}
}
