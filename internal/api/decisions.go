package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
)

// GapAnswer is a gap as of a revision; the revision is the base of a decision.
type GapAnswer struct {
	Revision int64 `json:"revision"`
	Gap
	Steps    []string  `json:"steps" doc:"States that may follow, the present one first"`
	Chiefs   []string  `json:"chiefs" doc:"Posts that lead the chain; empty is 待补充"`
	Owners   []string  `json:"owners" doc:"Lead units and task forces of the chain, to choose from"`
	Comments []Comment `json:"comments" doc:"Oldest first"`
}

// Comment is what somebody said of a gap.
type Comment struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	By   string `json:"by"`
	At   string `json:"at" doc:"RFC 3339"`
}

func (s *Server) gap(ctx context.Context, q *ByID) (*Answer[GapAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	return gapAnswer(f, q.of(graph.KindGap))
}

func gapAnswer(f *analysis.Findings, id graph.ID) (*Answer[GapAnswer], error) {
	g := gapOf(f, id)
	if g == nil {
		return nil, missing("gap", id.Key())
	}
	out := GapAnswer{Revision: int64(f.Snapshot.Revision), Gap: convert(f).gap(g), Steps: decision.Steps(g.Status()), Chiefs: []string{}, Owners: []string{}, Comments: []Comment{}}
	for _, one := range analysis.SixOnes(f.Snapshot, g.Link.Chain.Node.ID) {
		for _, n := range one.Nodes {
			switch one.Key {
			case "chief":
				out.Chiefs = append(out.Chiefs, n.Name)
			case "unit", "task_force":
				out.Owners = append(out.Owners, n.Name)
			}
		}
	}
	for _, n := range decision.Comments(f.Snapshot, id) {
		out.Comments = append(out.Comments, Comment{string(n.ID), n.Attrs.Text("text"), n.Attrs.Text("said_by"), n.Attrs.Text("said_at")})
	}
	return &Answer[GapAnswer]{out}, nil
}

// gapOf is a gap that the rules derive, or one that they no longer derive as they last did; nil when there is none.
func gapOf(f *analysis.Findings, id graph.ID) *analysis.Gap {
	if g := f.Gap(id); g != nil {
		return g
	}
	n := f.Snapshot.Node(id)
	if n == nil || n.Kind != graph.KindGap {
		return nil
	}
	for _, at := range f.Snapshot.Heads(id, graph.At) {
		if l := f.Link(at.ID); l != nil {
			weight, _ := n.Attrs.Number("weight")
			why := analysis.Reason{Rule: n.Attrs.Text("rule"), Text: analysis.Words{ZH: n.Attrs.Text("reason"), EN: n.Attrs.Text("reason_en")}}
			return &analysis.Gap{ID: id, Link: l, Kinds: n.Attrs.List("kinds"), Weight: weight, Why: why, Node: n, AffectedLinks: l.Downstream()}
		}
	}
	return nil
}

// gone are the gaps that the rules no longer derive and that people decided on, heaviest first.
func gone(f *analysis.Findings) []*analysis.Gap {
	var list []*analysis.Gap
	for _, n := range f.Snapshot.Of(graph.KindGap) {
		if f.Gap(n.ID) == nil && n.Attrs.Text("decided_on") != "" {
			if g := gapOf(f, n.ID); g != nil {
				list = append(list, g)
			}
		}
	}
	slices.SortStableFunc(list, ascending(func(g *analysis.Gap) float64 { return -g.Weight }))
	return list
}

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

func (s *Server) decideGap(ctx context.Context, q *struct {
	ID   string `path:"id" maxLength:"300"`
	Body Decision
}) (*Answer[GapAnswer], error) {
	id, err := s.storedGap(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	b := q.Body
	wanted := decision.Gap{Status: b.Status, Strategy: b.Strategy, Chief: b.Chief, Owner: b.Owner, Due: graph.Date(b.Due), Reason: b.Reason}
	if _, err := decision.Decide(ctx, s.store, id, graph.Revision(b.Base), wanted, said(b.By)); err != nil {
		return nil, answer(err, "gap")
	}
	return s.gapNow(ctx, id)
}

// Remark is what a person says of a gap.
type Remark struct {
	Text string `json:"text" minLength:"1" maxLength:"2000"`
	By   string `json:"by,omitempty" maxLength:"100" doc:"Role of who says it, while there are no accounts"`
}

func (s *Server) commentGap(ctx context.Context, q *struct {
	ID   string `path:"id" maxLength:"300"`
	Body Remark
}) (*Answer[GapAnswer], error) {
	id, err := s.storedGap(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if _, err := decision.Comment(ctx, s.store, id, q.Body.Text, said(q.Body.By)); err != nil {
		return nil, answer(err, "gap")
	}
	return s.gapNow(ctx, id)
}

func (s *Server) gapNow(ctx context.Context, id graph.ID) (*Answer[GapAnswer], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	return gapAnswer(f, id)
}

// storedGap finds a gap to write on; one that is derived but not yet stored is stored first, with all others.
func (s *Server) storedGap(ctx context.Context, key string) (graph.ID, error) {
	id := ByID{ID: key}.of(graph.KindGap)
	f, err := s.at(ctx, "")
	if err != nil {
		return "", answer(err, "revision")
	}
	g := gapOf(f, id)
	if g == nil {
		return "", missing("gap", key)
	}
	if g.Node == nil {
		if _, err := s.store.Apply(ctx, analysis.Settle(f)); err != nil {
			return "", answer(err, "gap")
		}
	}
	return id, nil
}

// said is who writes, and when; without accounts by the role that they give.
func said(by string) decision.Said {
	if by = strings.TrimSpace(by); by == "" {
		by = person
	}
	return decision.Said{By: by, At: time.Now()}
}

// Conflict is what two people want of the same thing; nothing was written.
type Conflict struct {
	Revision int64           `json:"revision" doc:"Of their change: the base of the next try"`
	Time     time.Time       `json:"time"`
	Actor    string          `json:"actor"`
	Fields   []ConflictField `json:"fields" doc:"Those that differ, in the order of the form"`
}

// ConflictField is one field as it was, as they set it and as you want it: codes and texts as stored.
type ConflictField struct {
	Field  string `json:"field"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Base   string `json:"base"`
	Theirs string `json:"theirs"`
	Yours  string `json:"yours"`
	Agreed bool   `json:"agreed" doc:"Both want the same"`
}

// conflictNames are the names that fields of the store have on the wire.
var conflictNames = map[string]string{"decision": "reason", "contact": "stage"}

func conflicting(x *decision.Conflict) *Problem {
	p := newProblem(http.StatusConflict, string(graph.CodeConflict), x.Error()+"; compare both values and write again on that revision", "")
	p.DetailZH = x.Actor + "在您打开之后改过；请对照两边的值再保存"
	p.Conflict = &Conflict{Revision: int64(x.Revision), Time: x.Time, Actor: x.Actor, Fields: make([]ConflictField, len(x.Fields))}
	for i, f := range x.Fields {
		name := f.Name
		if wire, ok := conflictNames[name]; ok {
			name = wire
		}
		p.Conflict.Fields[i] = ConflictField{name, f.ZH, f.EN, f.Base, f.Theirs, f.Your, f.Theirs == f.Your}
	}
	return p
}
