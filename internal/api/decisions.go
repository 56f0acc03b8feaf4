package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
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

func (b Decision) decision() graph.Decision {
	return graph.Decision{
		Status:   b.Status,
		Strategy: b.Strategy,
		Chief:    string(b.Chief),
		Owner:    string(b.Owner),
		Due:      graph.Date(b.Due),
		Reason:   string(b.Reason),
	}
}

func (s *Server) decideGap(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"Id of the gap, or its key"`
	Body Decision
}) (*GapAnswer, store.ChangeSet, error) {
	return s.onGap(ctx, f, q.ID, q.actor(ctx, q.Body.By), func(by decision.Actor, gap graph.ID) (store.ChangeSet, error) {
		return s.desk.Decide(ctx, by, graph.Revision(q.Body.Base), gap, q.Body.decision())
	})
}

// Decisions is one decision on several gaps. An empty field stays with each gap as it stood at base.
type Decisions struct {
	Gaps []string `json:"gaps" minItems:"1" maxItems:"1000" uniqueItems:"true" doc:"Ids of gaps"`
	Decision
}

// DecisionsAnswer is what a decision on several gaps did, or would do.
type DecisionsAnswer struct {
	Revision int64       `json:"revision" doc:"Of the change set; of a preview, the one that it is made on"`
	Changed  int         `json:"changed" doc:"How many gaps change"`
	Record   string      `json:"record" doc:"What the history says of it"`
	Items    []GapEffect `json:"items" doc:"In the order in which they were sent"`
}

// GapEffect is what a decision on several gaps does to one of them.
type GapEffect struct {
	Gap      Ref       `json:"gap"`
	From     string    `json:"from,omitempty" doc:"State before"`
	To       string    `json:"to" doc:"State wanted"`
	Changed  bool      `json:"changed"`
	Code     string    `json:"code,omitempty" doc:"Why it does not change; empty when it is so already"`
	Detail   string    `json:"detail,omitempty"`
	DetailZH string    `json:"detail_zh,omitempty"`
	Conflict *Conflict `json:"conflict,omitempty" doc:"When somebody else has changed it since base"`
}

func (s *Server) previewDecisions(ctx context.Context, f *analysis.Findings, q *struct {
	Body Decisions
}) (*DecisionsAnswer, error) {
	b := q.Body
	if err := gapsInScope(ctx, f, b.Gaps); err != nil {
		return nil, err
	}
	seen, err := s.desk.Foresee(ctx, actor(ctx, b.By), graph.Revision(b.Base), gapIDs(b.Gaps), b.decision())
	if err != nil {
		return nil, err
	}
	return decisionsAnswer(ctx, f, seen), nil
}

func (s *Server) decideGaps(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	Body Decisions
}) (*DecisionsAnswer, store.ChangeSet, error) {
	b := q.Body
	if err := gapsInScope(ctx, f, b.Gaps); err != nil {
		return nil, store.ChangeSet{}, err
	}
	set, seen, err := s.desk.DecideAll(ctx, q.actor(ctx, b.By), graph.Revision(b.Base), gapIDs(b.Gaps), b.decision())
	var several *decision.Hindered
	switch {
	case errors.As(err, &several):
		return nil, set, hindered(ctx, f, several)
	case err != nil:
		return nil, set, err
	}
	out := decisionsAnswer(ctx, f, seen)
	out.Revision = int64(set.Revision)
	return out, set, nil
}

// gapsInScope refuses gaps that who works on some chains does not see, as it does those that are not there.
func gapsInScope(ctx context.Context, f *analysis.Findings, keys []string) error {
	for _, key := range keys {
		if _, err := standingGap(f, key); err != nil && !scopeOf(ctx).All() {
			return err
		}
	}
	return nil
}

func gapIDs(keys []string) []graph.ID {
	list := make([]graph.ID, len(keys))
	for i, key := range keys {
		list[i] = idOf(graph.KindGap, key)
	}
	return list
}

func decisionsAnswer(ctx context.Context, f *analysis.Findings, seen decision.Foreseen) *DecisionsAnswer {
	return &DecisionsAnswer{int64(seen.Revision), seen.Changed(), seen.Record, gapEffects(ctx, f, seen.Effects)}
}

func gapEffects(ctx context.Context, f *analysis.Findings, effects []decision.Effect) []GapEffect {
	list := make([]GapEffect, len(effects))
	for i, e := range effects {
		out := GapEffect{
			Gap:     Ref{ID: string(e.Gap), Kind: string(graph.KindGap), Name: e.Gap.Key()},
			From:    e.From,
			To:      e.To,
			Changed: e.Changed,
		}
		if g := gapOf(f, e.Gap); g != nil {
			out.Gap = gapRef(g)
		}
		var p *Problem
		if e.Err != nil && errors.As(problem(ctx, e.Err), &p) {
			out.Code, out.Detail, out.DetailZH, out.Conflict = p.Code, p.Detail, p.DetailZH, p.Conflict
		}
		list[i] = out
	}
	return list
}

// hindered names the gaps that were in the way of a decision on several.
func hindered(ctx context.Context, f *analysis.Findings, h *decision.Hindered) *Problem {
	status, code := http.StatusUnprocessableEntity, "decision.hindered"
	if conflict := new(decision.Conflict); errors.As(h, &conflict) {
		status, code = http.StatusConflict, string(graph.CodeConflict)
	}
	p := newProblem(status, code, h.Error()+"; leave those out and try again", "")
	p.DetailZH = fmt.Sprintf("%d 项里有 %d 项不能这样改，所以一项也没有改；去掉这些再保存", h.Of, len(h.Effects))
	p.Gaps = gapEffects(ctx, f, h.Effects)
	return p
}

// Remark is what a person says of a gap.
type Remark struct {
	Text Text `json:"text" minLength:"1" maxLength:"2000" doc:"What is said; not only white space"`
	By   Role `json:"by,omitempty" doc:"Role of who says it, while there are no accounts"`
}

func (s *Server) commentGap(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"Id of the gap, or its key"`
	Body Remark
}) (*GapAnswer, store.ChangeSet, error) {
	return s.onGap(ctx, f, q.ID, q.actor(ctx, q.Body.By), func(by decision.Actor, gap graph.ID) (store.ChangeSet, error) {
		return s.desk.Comment(ctx, by, gap, string(q.Body.Text))
	})
}

// Looked is that somebody looked for makers at the link of a gap and found none.
type Looked struct {
	Where Text `json:"where" minLength:"1" maxLength:"2000" doc:"What was searched; not only white space"`
	On    Day  `json:"on,omitempty" doc:"Day of the search; today when absent"`
	By    Role `json:"by,omitempty" doc:"Role of who looked, while there are no accounts"`
}

func (s *Server) searchedGap(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"Id of the gap, or its key"`
	Body Looked
}) (*GapAnswer, store.ChangeSet, error) {
	return s.onGap(ctx, f, q.ID, q.actor(ctx, q.Body.By), func(by decision.Actor, gap graph.ID) (store.ChangeSet, error) {
		return s.desk.Looked(ctx, by, gap, graph.Date(q.Body.On), string(q.Body.Where))
	})
}

// onGap writes something on a gap and answers with the gap as that left it.
func (s *Server) onGap(
	ctx context.Context,
	f *analysis.Findings,
	key string,
	by decision.Actor,
	say func(decision.Actor, graph.ID) (store.ChangeSet, error),
) (*GapAnswer, store.ChangeSet, error) {
	id, err := standingGap(f, key)
	if err != nil {
		return nil, store.ChangeSet{}, err
	}
	set, err := say(by, id)
	if err != nil {
		return nil, set, err
	}
	now, err := s.left(ctx, set)
	if err != nil {
		return nil, set, err
	}
	out, err := gapAnswer(now, id)
	if err == nil {
		out.Written = wrote(set)
	}
	return out, set, err
}

// standingGap finds a gap that people can write on: one that is derived, or that was and is on record.
func standingGap(f *analysis.Findings, key string) (graph.ID, error) {
	id := idOf(graph.KindGap, key)
	if gapOf(f, id) == nil {
		return "", missing("gap", key)
	}
	return id, nil
}

// seen is the revision that a write was made on; the one that stands when its author does not say.
func seen(base int64, f *analysis.Findings) graph.Revision {
	if base == 0 {
		return f.Snapshot.Revision
	}
	return graph.Revision(base)
}
