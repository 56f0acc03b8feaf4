package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/identity"
	"chainchief/internal/store"
)

// PairReason is one thing that speaks for two enterprises being one, or against it.
type PairReason struct {
	Code   string  `json:"code"`
	Said   Said    `json:"said"`
	Points float64 `json:"points" doc:"Brought, or taken when negative"`
}

// PairJudged is what somebody has said of two enterprises.
type PairJudged struct {
	Verdict string `json:"verdict" enum:"same,different,later"`
	By      string `json:"by,omitempty"`
	On      string `json:"on,omitempty"`
	Note    string `json:"note,omitempty"`
	Changed bool   `json:"changed" doc:"Name, code or place is another since: asked again"`
}

// Pair is two enterprises that look alike.
type Pair struct {
	A       Ref          `json:"a" doc:"The one that would stay"`
	B       Ref          `json:"b"`
	PoolB   bool         `json:"b_in_pool" doc:"A record of a data set: the two are joined, not merged"`
	Score   float64      `json:"score" doc:"0 to 1"`
	For     []PairReason `json:"for"`
	Against []PairReason `json:"against"`
	Cost    int          `json:"cost" doc:"Facts that would be mixed up if they are two"`
	Guess   string       `json:"guess,omitempty" doc:"By what the program takes them for one until somebody judges"`
	Judged  *PairJudged  `json:"judged,omitempty"`
}

// PairCounts is how many pairs there are.
type PairCounts struct {
	Open      int `json:"open"`
	Same      int `json:"same" doc:"Joined by people, without those that were merged"`
	Different int `json:"different"`
	Later     int `json:"later"`
	Merged    int `json:"merged" doc:"Ids that answer with another one"`
}

// PairList is a page of the pairs.
type PairList struct {
	List[Pair]
	Counts PairCounts `json:"counts"`
}

// PairsQuery is how pairs are asked for.
type PairsQuery struct {
	Paged
	State string `query:"state" enum:"open,judged" doc:"Those to be judged, or those that were; without it open"`
	Text  string `query:"q" maxLength:"100" doc:"Part of a name, or a code"`
}

// Pairs lists enterprises that look alike, dearest wrong merge first, or what was judged, newest first.
func (s *Server) Pairs(ctx context.Context, f *analysis.Findings, q *PairsQuery) (*PairList, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	queue, err := s.pairs.Queue(ctx, then, f.Snapshot)
	if err != nil {
		return nil, err
	}
	list := queue.Open
	if q.State == "judged" {
		list = queue.Judged
	}
	out := &PairList{Counts: PairCounts{Open: len(queue.Open)}}
	for _, p := range queue.Judged {
		switch p.Judged.Verdict {
		case identity.Same:
			out.Counts.Same++
		case identity.Different:
			out.Counts.Different++
		default:
			out.Counts.Later++
		}
	}
	for _, n := range f.Snapshot.Of(graph.KindEnterprise) {
		out.Counts.Merged += len(graph.EnterpriseOf(n).FormerIDs())
	}
	has := func(x *identity.Firm) bool {
		text := strings.ToLower(q.Text)
		return strings.Contains(strings.ToLower(x.Label), text) || strings.Contains(strings.ToLower(x.Credit), text) ||
			strings.Contains(x.Listed, text) || strings.Contains(string(x.ID), text)
	}
	list = keep(list, func(p identity.Pair) bool { return has(p.A) || has(p.B) })
	out.List = *page(f.Snapshot, list, &q.Pages, pairItem)
	return out, nil
}

func pairItem(p identity.Pair) Pair {
	firm := func(x *identity.Firm) Ref {
		return Ref{ID: string(x.ID), Kind: string(graph.KindEnterprise), Name: x.Label, NameEN: x.LabelEN}
	}
	out := Pair{
		A:       firm(p.A),
		B:       firm(p.B),
		PoolB:   p.B.Pool && !p.A.Pool,
		Score:   p.Score,
		For:     pairReasons(p.For),
		Against: pairReasons(p.Against),
		Cost:    p.Cost,
		Guess:   p.Guess,
	}
	if j := p.Judged; j != nil {
		out.Judged = &PairJudged{j.Verdict, j.By, string(j.On), j.Note, j.Changed}
	}
	return out
}

func pairReasons(parts []identity.Part) []PairReason {
	out := []PairReason{}
	for _, p := range parts {
		out = append(out, PairReason{p.Code, Said{p.ZH, p.EN}, p.Points})
	}
	return out
}

// PairField is what two enterprises say of one thing.
type PairField struct {
	Name   string `json:"name"`
	Label  Said   `json:"label"`
	A      string `json:"a" doc:"Empty: unknown"`
	B      string `json:"b"`
	Kept   string `json:"kept,omitempty" enum:",stays,goes,both" doc:"Whose stays by itself; missing: no choice"`
	Differ bool   `json:"differ" doc:"Both are known, and not the same"`
	List   bool   `json:"list" doc:"Both can stay"`
}

// PairMove is a relation that would move.
type PairMove struct {
	Type  string `json:"type"`
	Label Said   `json:"label"`
	Other Ref    `json:"other"`
}

// PairView is two enterprises side by side, with what making them one would do.
type PairView struct {
	Pair
	Revision int64       `json:"revision" doc:"Base of a verdict"`
	Fields   []PairField `json:"fields"`
	Moves    []PairMove  `json:"moves" doc:"Relations that move to the one that stays, at most 200 of moves_total"`
	Total    int         `json:"moves_total"`
	Joined   int         `json:"joined" doc:"Relations that both have: one stays, with both sources"`
	Dropped  int         `json:"dropped" doc:"Relations that say nothing any more"`
	Told     []Said      `json:"told" doc:"What is settled by the better source, or cannot be settled"`
	Wrong    *Said       `json:"wrong,omitempty" doc:"Why they cannot be made one"`
	Effects  *Effects    `json:"effects,omitempty" doc:"What merging them does to the findings; missing: it cannot be"`
}

type pairQuery struct {
	AsOf
	ID    string `path:"id" maxLength:"300" doc:"One enterprise, or its key"`
	Other string `path:"other" maxLength:"300" doc:"The other one, or its key"`
	Stays string `query:"stays" maxLength:"300" doc:"Which would stay; without it the one of which more is known"`
}

// Pair sets two enterprises side by side.
func (s *Server) Pair(ctx context.Context, f *analysis.Findings, q *pairQuery) (*PairView, error) {
	a, b, err := s.twoFirms(ctx, f, q.ID, q.Other)
	if err != nil {
		return nil, err
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	p, err := identity.PairOf(ctx, then, f.Snapshot, a, b)
	if err != nil {
		return nil, err
	}
	switch idOf(graph.KindEnterprise, q.Stays) {
	case p.B.ID:
		if p.A.Pool == p.B.Pool {
			p.A, p.B = p.B, p.A
		}
	case p.A.ID:
	default:
		if q.Stays != "" {
			return nil, badQuery("stays.neither", "query.stays", "it is neither of the two")
		}
	}
	out := &PairView{Pair: pairItem(p), Revision: int64(f.Snapshot.Revision), Fields: []PairField{}, Moves: []PairMove{},
		Told: []Said{}}
	var held [2]identity.Held
	for i, x := range []*identity.Firm{p.A, p.B} {
		n := a
		if x.ID == b.ID {
			n = b
		}
		relations, err := then.Relations(ctx, []graph.ID{x.ID})
		if err != nil {
			return nil, err
		}
		held[i] = identity.Held{Node: *n, Relations: relations}
	}
	plan, err := identity.Merge(held[0], held[1], nil, held[1].Node.Prov)
	var wrong *identity.Wrong
	if ok := asWrong(err, &wrong); ok {
		out.Wrong = &Said{wrong.ZH, wrong.EN}
		return out, nil
	} else if err != nil {
		return nil, err
	}
	return out, s.putPlan(ctx, f, then, out, plan)
}

// putPlan puts what a merge would do into the answer.
func (s *Server) putPlan(
	ctx context.Context,
	f *analysis.Findings,
	then *store.Store,
	out *PairView,
	plan identity.Plan,
) error {
	c := convert(f)
	for _, x := range plan.Fields {
		field := PairField{x.Name, Said{x.ZH, x.EN}, c.placed(x.Stays), c.placed(x.Goes), x.Kept, x.Differ, x.List}
		out.Fields = append(out.Fields, field)
	}
	out.Total, out.Joined, out.Dropped = len(plan.Moved), len(plan.Joined), len(plan.Dropped)
	for _, t := range plan.Told {
		if said, seen := c.toldOf(t, plan.Joined); seen {
			out.Told = append(out.Told, said)
		}
	}
	var ids []graph.ID
	for _, r := range plan.Moved[:min(mostEffects, len(plan.Moved))] {
		ids = append(ids, r.From, r.To)
	}
	nodes, err := then.Nodes(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range plan.Moved[:min(mostEffects, len(plan.Moved))] {
		other := cmp.Or(r.To, r.From)
		if string(other) == out.A.ID {
			other = r.From
		}
		at := slices.IndexFunc(nodes, func(n graph.Node) bool { return n.ID == other })
		if at < 0 || !nodes[at].Pool && f.Snapshot.Node(other) == nil { // not for who asks
			continue
		}
		spec, _ := graph.RelationOf(r.Type)
		out.Moves = append(out.Moves, PairMove{string(r.Type), Said{spec.ZH, spec.EN}, ref(&nodes[at])})
	}
	if out.PoolB { // they are joined, nothing moves
		return nil
	}
	would, _, err := then.Would(ctx, plan.Preview())
	if err != nil {
		return err
	}
	out.Effects, err = s.foresee(ctx, f, would)
	return err
}

// toldOf names the things of which a merge tells something; not to who may not see them.
func (c converter) toldOf(t identity.Told, of []graph.RelationKey) (Said, bool) {
	for _, key := range of {
		for _, id := range []graph.ID{key.From, key.To} {
			if !strings.Contains(t.ZH, string(id)) {
				continue
			}
			if kind, _ := id.Kind(); c.s.Node(id) == nil && kind != graph.KindProduct {
				return Said{}, false
			}
			name := c.refOf(id)
			t.ZH = strings.ReplaceAll(t.ZH, string(id), name.Name)
			t.EN = strings.ReplaceAll(t.EN, string(id), cmp.Or(name.NameEN, name.Name))
		}
	}
	return Said{t.ZH, t.EN}, true
}

// placed writes the name of a place for its id.
func (c converter) placed(value string) string {
	if kind, ok := graph.ID(value).Kind(); ok && kind == graph.KindPark {
		return c.refOf(graph.ID(value)).Name
	}
	return value
}

// twoFirms are two enterprises that who asks may see.
func (s *Server) twoFirms(
	ctx context.Context,
	f *analysis.Findings,
	ids ...string,
) (a, b *graph.Node, err error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	var found [2]*graph.Node
	for i, id := range ids {
		n := f.Snapshot.Node(idOf(graph.KindEnterprise, id))
		if n == nil {
			of, err := then.Node(ctx, idOf(graph.KindEnterprise, id))
			if graph.CodeOf(err) == graph.CodeNotFound || err == nil && !of.Pool {
				return nil, nil, missing("enterprise", id)
			} else if err != nil {
				return nil, nil, err
			}
			n = &of
		}
		if n.Kind != graph.KindEnterprise {
			return nil, nil, missing("enterprise", id)
		}
		found[i] = n
	}
	if found[0].ID == found[1].ID {
		return nil, nil, badParameter(http.StatusUnprocessableEntity, "pair.itself", "path.other", "name two enterprises")
	}
	return found[0], found[1], nil
}

// PairVerdict is what a person says of two enterprises.
type PairVerdict struct {
	Verdict string            `json:"verdict" enum:"same,different,later,open" doc:"open takes back what was said"`
	Reason  Text              `json:"reason,omitempty" maxLength:"500" doc:"Needed for same without an equal credit code"`
	Stays   string            `json:"stays,omitempty" maxLength:"300" doc:"Of two that are made one, which stays"`
	Choices map[string]string `json:"choices,omitempty" doc:"By field whose value stays: stays, goes or both"`
	Base    int64             `json:"base,omitempty" minimum:"0" maximum:"999999999999999" doc:"Revision seen; 0: now"`
	By      Role              `json:"by,omitempty" doc:"Role of who judges, while there are no accounts"`
}

// PairWritten names what a verdict, a merge or a split made.
type PairWritten struct {
	Written  int64 `json:"written,omitempty" doc:"Its change set; missing when nothing changed"`
	Revision int64 `json:"revision" doc:"The newest, with the gaps that follow"`
}

func pairWritten(w decision.Written, err error) (*PairWritten, store.ChangeSet, error) {
	if err != nil {
		return nil, w.Set, err
	}
	return &PairWritten{wrote(w.Set), int64(w.Gaps.Revision)}, w.Set, nil
}

func (s *Server) judgePair(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID    string `path:"id" maxLength:"300" doc:"One enterprise, or its key"`
	Other string `path:"other" maxLength:"300" doc:"The other one, or its key"`
	Body  PairVerdict
}) (*PairWritten, store.ChangeSet, error) {
	by := q.actor(ctx, q.Body.By)
	if set, err := s.store.Requested(ctx, by.Request); err != nil || set.Revision == 0 {
		if _, _, err := s.twoFirms(ctx, f, q.ID, q.Other); err != nil {
			return nil, set, err
		}
	}
	b := q.Body
	v := decision.Verdict{Verdict: b.Verdict, Reason: string(b.Reason), Choices: b.Choices}
	if b.Stays != "" {
		v.Stays = idOf(graph.KindEnterprise, b.Stays)
	}
	return pairWritten(s.desk.Judge(ctx, by, seen(b.Base, f), idOf(graph.KindEnterprise, q.ID),
		idOf(graph.KindEnterprise, q.Other), v))
}

// Merging is the act of making one enterprise of two.
type Merging struct {
	Goes    string            `json:"goes" minLength:"1" maxLength:"300" doc:"What is merged into the one of the path"`
	Reason  Text              `json:"reason,omitempty" maxLength:"500" doc:"Needed without an equal credit code"`
	Choices map[string]string `json:"choices,omitempty" doc:"By field whose value stays: stays, goes or both"`
	Base    int64             `json:"base,omitempty" minimum:"0" maximum:"999999999999999" doc:"Revision seen; 0: now"`
	By      Role              `json:"by,omitempty" doc:"Role of who merges, while there are no accounts"`
}

func (s *Server) mergeEnterprise(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"The enterprise that stays, or its key"`
	Body Merging
}) (*PairWritten, store.ChangeSet, error) {
	b, by := q.Body, q.actor(ctx, q.Body.By)
	if set, err := s.store.Requested(ctx, by.Request); err != nil || set.Revision == 0 {
		if _, _, err := s.twoFirms(ctx, f, q.ID, b.Goes); err != nil {
			return nil, set, err
		}
	}
	return pairWritten(s.desk.Merge(ctx, by, seen(b.Base, f), idOf(graph.KindEnterprise, q.ID),
		idOf(graph.KindEnterprise, b.Goes), b.Choices, string(b.Reason)))
}

// SplitView is what taking a merge back would do.
type SplitView struct {
	Revision int64  `json:"revision" doc:"Base of the split"`
	Stays    Ref    `json:"stays"`
	Back     Ref    `json:"back" doc:"That would stand again"`
	Told     []Said `json:"told" doc:"What cannot be parted by itself, and stays where it is"`
}

type splitQuery struct {
	ID   string `path:"id" maxLength:"300" doc:"The enterprise that stayed, or its key"`
	Body struct {
		Former string `json:"former,omitempty" maxLength:"300" doc:"The id that was merged into it; without it the only one"`
	}
}

// formerOf is the id that is to be parted from an enterprise.
func (s *Server) formerOf(ctx context.Context, f *analysis.Findings, id, former string) (*graph.Node, graph.ID, error) {
	stays := f.Snapshot.Node(idOf(graph.KindEnterprise, id))
	if stays == nil {
		if of, err := s.merged(ctx, f, idOf(graph.KindEnterprise, id)); err == nil { // asked by the old id
			return of, idOf(graph.KindEnterprise, id), nil
		}
		return nil, "", missing("enterprise", id)
	}
	ids := graph.EnterpriseOf(stays).FormerIDs()
	switch gone := idOf(graph.KindEnterprise, former); {
	case former == "" && len(ids) == 1:
		return stays, ids[0], nil
	case former == "" && len(ids) > 1:
		return nil, "", badParameter(http.StatusUnprocessableEntity, "split.which", "former",
			"several were merged into it: name one of the former ids")
	case former != "" && slices.Contains(ids, gone):
		return stays, gone, nil
	}
	return nil, "", missing("merge", cmp.Or(former, id))
}

func (s *Server) previewSplit(ctx context.Context, f *analysis.Findings, q *splitQuery) (*SplitView, error) {
	stays, gone, err := s.formerOf(ctx, f, q.ID, q.Body.Former)
	if err != nil {
		return nil, err
	}
	plan, err := s.desk.SplitPlan(ctx, actor(ctx, ""), gone, "")
	if err != nil {
		return nil, err
	}
	out := &SplitView{Revision: int64(f.Snapshot.Revision), Stays: ref(stays), Told: []Said{}}
	for i := range plan.Changes.Nodes {
		if n := &plan.Changes.Nodes[i]; n.ID == gone {
			out.Back = ref(n)
		}
	}
	for _, t := range plan.Told {
		out.Told = append(out.Told, Said{t.ZH, t.EN})
	}
	return out, nil
}

// Splitting is the act of taking a merge back.
type Splitting struct {
	Former string `json:"former,omitempty" maxLength:"300" doc:"The id that was merged into it; without it the only one"`
	Reason Text   `json:"reason" minLength:"1" maxLength:"500" doc:"Why they are two"`
	Base   int64  `json:"base,omitempty" minimum:"0" maximum:"999999999999999" doc:"Revision seen; 0: now"`
	By     Role   `json:"by,omitempty" doc:"Role of who splits, while there are no accounts"`
}

func (s *Server) splitEnterprise(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"The enterprise that stayed, or its key"`
	Body Splitting
}) (*PairWritten, store.ChangeSet, error) {
	b, by := q.Body, q.actor(ctx, q.Body.By)
	gone := idOf(graph.KindEnterprise, b.Former)
	if set, err := s.store.Requested(ctx, by.Request); err != nil || set.Revision == 0 {
		if _, gone, err = s.formerOf(ctx, f, q.ID, b.Former); err != nil {
			return nil, set, err
		}
	}
	return pairWritten(s.desk.Split(ctx, by, seen(b.Base, f), gone, string(b.Reason)))
}
