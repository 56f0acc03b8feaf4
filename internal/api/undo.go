package api

import (
	"context"
	"fmt"
	"net/http"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// Undoing is what taking a revision back would do now.
type Undoing struct {
	Revision  int64        `json:"revision" doc:"The newest, on which this was worked out: the base of the act"`
	Set       ChangeSet    `json:"set" doc:"That would be taken back"`
	Back      []Change     `json:"back" doc:"What would change, at most 500 of back_total"`
	BackTotal int          `json:"back_total"`
	Kept      []KeptChange `json:"kept" doc:"What cannot be taken back, at most 500 of kept_total; theirs stands"`
	KeptTotal int          `json:"kept_total"`
	Follows   Follows      `json:"follows"`
}

// KeptChange is what a revision did and what cannot be taken back.
type KeptChange struct {
	Change
	Later ChangeSet `json:"later" doc:"Who changed the same after it, or built on it"`
	Built bool      `json:"built" doc:"The later one hung something on it; else it changed the same"`
}

// Follows is what the rules would find otherwise.
type Follows struct {
	States       []Movement   `json:"states" doc:"Links whose state would change"`
	Gaps         []GapCount   `json:"gaps" doc:"Numbers of gaps that would change, by status"`
	Total        [2]int       `json:"total" doc:"缺口, before and after"`
	Completeness []ChainShift `json:"completeness" doc:"Chains whose completeness would change"`
}

// GapCount is how many gaps have a status, before and after.
type GapCount struct {
	Status string `json:"status"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// ChainShift is the completeness of a chain, before and after.
type ChainShift struct {
	Chain  Ref     `json:"chain"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

type undoQuery struct {
	Revision int64 `path:"revision" minimum:"1" maximum:"999999999999999" doc:"Number of the revision"`
}

func (s *Server) previewUndo(ctx context.Context, f *analysis.Findings, q *undoQuery) (*Undoing, error) {
	u, err := s.store.Undoing(ctx, graph.Revision(q.Revision))
	if err != nil {
		return nil, lacking("revision", err)
	}
	now, shown := asSeen(ctx, s.store, f), u.Seen(sightOf(ctx, f))
	set, err := now.ChangeSet(ctx, u.Set.Revision)
	if err != nil {
		return nil, err
	}
	c := convert(f)
	out := Undoing{
		Revision:  int64(u.Head),
		Set:       changeSet(set),
		Back:      c.changes(shown.Back),
		BackTotal: len(shown.Back),
		Kept:      []KeptChange{},
		KeptTotal: len(shown.Kept),
	}
	for _, k := range shown.Kept[:min(mostChanges, len(shown.Kept))] {
		later, err := now.ChangeSet(ctx, k.Later)
		if err != nil {
			return nil, err
		}
		out.Kept = append(out.Kept, KeptChange{c.change(k.Entry), changeSet(later), k.Hung != ""})
	}
	out.Follows, err = s.follows(ctx, f, u)
	return &out, err
}

func (s *Server) follows(ctx context.Context, f *analysis.Findings, u store.Undoing) (Follows, error) {
	out := Follows{States: []Movement{}, Gaps: []GapCount{}, Completeness: []ChainShift{}}
	g, err := s.store.WouldUndo(ctx, u)
	if err != nil {
		return out, err
	}
	after, err := analysis.Of(g)
	if err != nil {
		return out, err
	}
	had, has := analysis.CountGaps(f.Gaps), analysis.CountGaps(after.Gaps)
	for _, t := range graph.GapStatuses {
		if was, is := had.States[t.Code], has.States[t.Code]; was != is {
			out.Gaps = append(out.Gaps, GapCount{t.Code, was, is})
		}
	}
	out.Total = [2]int{had.Open, has.Open}
	for _, x := range after.Chains {
		out.States = append(out.States, movement(x, f)...)
		if was := f.Chain(x.Node.ID); was != nil && was.Completeness.Value != x.Completeness.Value {
			out.Completeness = append(out.Completeness,
				ChainShift{ref(x.Node), was.Completeness.Value, x.Completeness.Value})
		}
	}
	return out, nil
}

// Takeback is the act of taking a revision back.
type Takeback struct {
	Base   int64 `json:"base" minimum:"1" maximum:"999999999999999" doc:"Revision of the preview"`
	Reason Line  `json:"reason" minLength:"1" maxLength:"500" doc:"Why it is taken back"`
	By     Role  `json:"by,omitempty" doc:"Role of who takes it back, while there are no accounts"`
	Partly bool  `json:"partly,omitempty" doc:"Let stay what cannot be taken back; else 409 when there is any"`
}

// UndoAnswer names the revision that took another one back.
type UndoAnswer struct {
	Set      ChangeSet `json:"set"`
	Revision int64     `json:"revision" doc:"The newest, with the gaps that follow"`
}

func (s *Server) undo(ctx context.Context, _ *analysis.Findings, q *struct {
	Once
	Revision int64 `path:"revision" minimum:"1" maximum:"999999999999999" doc:"Number of the revision"`
	Body     Takeback
}) (*UndoAnswer, store.ChangeSet, error) {
	b := q.Body
	set, err := s.store.ChangeSet(ctx, graph.Revision(q.Revision))
	if err != nil {
		return nil, set, lacking("revision", err)
	}
	if p := access.Of(ctx); !p.Alone && set.Actor != p.Name {
		return nil, set, notOwn(set)
	}
	written, err := s.desk.Undo(ctx, q.actor(ctx, b.By), decision.Undo{
		Revision: graph.Revision(q.Revision),
		Base:     graph.Revision(b.Base),
		Partly:   b.Partly,
		Reason:   fmt.Sprintf("撤销 r%d：%s", q.Revision, b.Reason),
	})
	if err != nil {
		return nil, written.Set, lacking("revision", err)
	}
	last := max(written.Set.Revision, written.Gaps.Revision)
	return &UndoAnswer{changeSet(written.Set), int64(last)}, written.Set, nil
}

// notOwn refuses to take back what somebody else wrote.
func notOwn(set store.ChangeSet) *Problem {
	detail := fmt.Sprintf("revision %d was made by %s; ask them, or write what is right", set.Revision, set.Actor)
	p := newProblem(http.StatusForbidden, "undo.not_own", detail, "")
	p.DetailZH = fmt.Sprintf("第 %d 版由%s保存，只有保存者可以撤销；请联系对方，或直接更正", set.Revision, set.Actor)
	return p
}

// wrote is the revision that a write made, so that it can be taken back; 0 when it changed nothing.
func wrote(set store.ChangeSet) int64 {
	if set.Stood {
		return 0
	}
	return int64(set.Revision)
}
