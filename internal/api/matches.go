package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// Likening says how a product of a data set was taken for one of a link; without a method they are the same product.
type Likening struct {
	Method   string  `json:"method,omitempty" enum:",exact,normalised,tree,wider"`
	Likeness float64 `json:"likeness" doc:"0 to 1"`
	Review   string  `json:"review" enum:"proposed,confirmed,rejected"`
	Note     string  `json:"note,omitempty"`
}

// Match is a product of a link beside one of a data set.
type Match struct {
	Product Ref  `json:"product"`
	To      Ref  `json:"to"`
	Via     *Ref `json:"via,omitempty" doc:"The product that this one is a kind of"`
	Likening
	Provenance Provenance `json:"provenance"`
}

// MatchList is what the products of a link are taken for.
type MatchList struct {
	Written  int64   `json:"written,omitempty" doc:"Change set that a review made; missing when it changed nothing"`
	Items    []Match `json:"items"`
	Total    int     `json:"total" doc:"All of them: the list has one page"`
	Revision int64   `json:"revision" doc:"Base of a review"`
}

// Matches lists what the products of a link are taken for.
func (s *Server) Matches(ctx context.Context, f *analysis.Findings, q *ByID) (*MatchList, error) {
	link := f.Link(q.of(graph.KindLink))
	if link == nil {
		return nil, missing("link", q.ID)
	}
	return s.matchesOf(ctx, f, link)
}

func (s *Server) matchesOf(ctx context.Context, f *analysis.Findings, link *analysis.Link) (*MatchList, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	list, err := crosswalk.Of(ctx, then, f.Snapshot, link.Node.ID)
	if err != nil {
		return nil, err
	}
	var ids []graph.ID
	for _, r := range list {
		ids = append(ids, r.To, graph.MatchOf(&r).Via())
	}
	nodes, err := then.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	names := map[graph.ID]Ref{}
	for i := range nodes {
		names[nodes[i].ID] = ref(&nodes[i])
	}
	c := convert(f)
	out := MatchList{Items: make([]Match, len(list)), Total: len(list), Revision: int64(f.Snapshot.Revision)}
	for i, r := range list {
		m := graph.MatchOf(&r)
		out.Items[i] = Match{
			Product:    c.refOf(r.From),
			To:         names[r.To],
			Likening:   Likening{m.Method(), m.Likeness(), m.Review(), r.Attrs.Note()},
			Provenance: c.prov(r.Prov),
		}
		if via, ok := names[m.Via()]; ok {
			out.Items[i].Via = &via
		}
	}
	return &out, nil
}

// Review is what a person says of a match.
type Review struct {
	Product string `json:"product" maxLength:"300" doc:"Product of the link"`
	To      string `json:"to" maxLength:"300" doc:"Product of the data set"`
	Review  string `json:"review" enum:"confirmed,rejected,proposed" doc:"proposed takes a review back"`
	Note    Text   `json:"note,omitempty" maxLength:"500" doc:"Why"`
	Base    int64  `json:"base,omitempty" minimum:"0" maximum:"999999999999999" doc:"Revision the reviewer saw; 0: now"`
	By      Role   `json:"by,omitempty" doc:"Role of the reviewer, while there are no accounts"`
}

func (s *Server) reviewMatch(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	ID   string `path:"id" maxLength:"300" doc:"Id of the link, or its key"`
	Body Review
}) (*MatchList, store.ChangeSet, error) {
	link := f.Link(idOf(graph.KindLink, q.ID))
	if link == nil {
		return nil, store.ChangeSet{}, missing("link", q.ID)
	}
	b := q.Body
	wanted := decision.Review{Review: b.Review, Note: string(b.Note)}
	product, to := graph.ID(b.Product), graph.ID(b.To)
	by := q.actor(ctx, b.By)
	set, err := s.desk.Review(ctx, by, seen(b.Base, f), product, to, wanted)
	if err != nil {
		return nil, set, err
	}
	now, err := s.left(ctx, set)
	if err != nil {
		return nil, set, err
	}
	if link = now.Link(link.Node.ID); link == nil { // somebody has taken it out meanwhile
		return nil, set, missing("link", q.ID)
	}
	out, err := s.matchesOf(ctx, now, link)
	if err == nil {
		out.Written = wrote(set)
	}
	return out, set, err
}
