package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
)

// Candidate is an enterprise that may make what a link yields.
type Candidate struct {
	Ref
	Reach      string     `json:"reach"`
	Region     string     `json:"region,omitempty"`
	ListedCode string     `json:"listed_code,omitempty"`
	Pool       bool       `json:"pool" doc:"Known from a data set only"`
	Score      float64    `json:"score" doc:"0 to 1: the greater of fit and likely"`
	Fit        float64    `json:"fit" doc:"0 to 1: mean over the products of the link of how far it is a maker of each"`
	Likely     float64    `json:"likely" doc:"0 to 1: how near its words are to a product of the link; 1 is a maker of just that name"`
	Ties       []Because  `json:"ties"`
	Words      []WordPart `json:"words" doc:"What the likeliness rests on, from direct to indirect"`
}

// WordPart is what one way of speaking the words of a product adds to the likeliness.
type WordPart struct {
	Way   string   `json:"way" enum:"own,name,peers,industry"`
	Share float64  `json:"share" doc:"Of the whole, 0 to 1"`
	Words []string `json:"words" doc:"Stretches of the product's name that earn it"`
	Count int      `json:"count" doc:"Products, peers or firms of the industry that carry them"`
	Of    int      `json:"of"`
}

// Because is one reason for a candidate.
type Because struct {
	Product Ref `json:"product" doc:"Of the link"`
	Made    Ref `json:"made" doc:"What it makes"`
	Likening
}

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

type candidatesQuery struct {
	ID    string `path:"id" maxLength:"300"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

// CandidateList is the best candidates of a link now, without those that people rejected for its gap.
type CandidateList struct {
	Items    []Candidate `json:"items"`
	Revision int64       `json:"revision"`
}

func (s *Server) candidates(ctx context.Context, q *candidatesQuery) (*Answer[CandidateList], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	link := ByID{ID: q.ID}.of(graph.KindLink)
	cards, err := decision.Cards(ctx, s.store, []graph.ID{analysis.GapID(link)})
	if err != nil {
		return nil, answer(err, "contact")
	}
	rejected := map[graph.ID]bool{}
	for _, card := range cards {
		rejected[card.Enterprise.ID] = card.Stage == decision.Rejected
	}
	list, err := s.finder.Candidates(ctx, f.Snapshot, link, q.Limit+len(cards))
	if err != nil {
		return nil, answer(err, "link")
	}
	list = keep(list, func(x crosswalk.Candidate) bool { return !rejected[x.Node.ID] })
	c := convert(f)
	out := CandidateList{Items: []Candidate{}, Revision: int64(f.Snapshot.Revision)}
	for _, x := range list[:min(q.Limit, len(list))] {
		out.Items = append(out.Items, c.candidate(x))
	}
	return &Answer[CandidateList]{out}, nil
}

func (c converter) candidate(x crosswalk.Candidate) Candidate {
	a := x.Node.Attrs
	out := Candidate{Ref: ref(&x.Node), Reach: a.Text("reach"), Region: a.Text("region"), ListedCode: a.Text("listed_code"), Pool: x.Node.Pool,
		Score: max(x.Score, x.Fit), Fit: x.Fit, Likely: x.Likely, Ties: make([]Because, len(x.Ties)), Words: make([]WordPart, len(x.Words.Parts))}
	for i, p := range x.Words.Parts {
		out.Words[i] = WordPart{string(p.Way), p.Score / x.Words.Score, p.Words, p.Count, p.Of}
	}
	for i, t := range x.Ties {
		out.Ties[i] = Because{c.refOf(t.Product), ref(&t.Made), Likening{Method: t.Method, Likeness: t.Likeness, Review: t.Review}}
	}
	return out
}

// MatchList is what the products of a link are taken for now.
type MatchList struct {
	Items    []Match `json:"items"`
	Revision int64   `json:"revision"`
}

func (s *Server) matches(ctx context.Context, q *struct {
	ID string `path:"id" maxLength:"300"`
}) (*Answer[MatchList], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	link := f.Link(ByID{ID: q.ID}.of(graph.KindLink))
	if link == nil {
		return nil, missing("link", q.ID)
	}
	return s.matchesOf(ctx, f, link)
}

func (s *Server) matchesOf(ctx context.Context, f *analysis.Findings, link *analysis.Link) (*Answer[MatchList], error) {
	list, err := crosswalk.Of(ctx, s.store, f.Snapshot, link.Node.ID)
	if err != nil {
		return nil, answer(err, "link")
	}
	var ids []graph.ID
	for _, r := range list {
		ids = append(ids, r.To, graph.ID(r.Attrs.Text("via")))
	}
	nodes, err := s.store.Nodes(ctx, ids)
	if err != nil {
		return nil, answer(err, "product")
	}
	names := map[graph.ID]Ref{}
	for i := range nodes {
		names[nodes[i].ID] = ref(&nodes[i])
	}
	c := convert(f)
	out := MatchList{Items: make([]Match, len(list)), Revision: int64(f.Snapshot.Revision)}
	for i, r := range list {
		a := r.Attrs
		likeness, _ := a.Number("likeness")
		out.Items[i] = Match{Product: c.refOf(r.From), To: names[r.To], Likening: Likening{a.Text("method"), likeness, a.Text("review"), a.Text("note")}, Provenance: c.prov(r.Prov)}
		if via, ok := names[graph.ID(a.Text("via"))]; ok {
			out.Items[i].Via = &via
		}
	}
	return &Answer[MatchList]{out}, nil
}

// Review is what a person says of a match.
type Review struct {
	Product string `json:"product" maxLength:"300" doc:"Of the link"`
	To      string `json:"to" maxLength:"300"`
	Review  string `json:"review" enum:"confirmed,rejected,proposed" doc:"proposed takes a review back"`
	Note    string `json:"note,omitempty" maxLength:"500"`
}

// person is who writes through the page while there are no accounts.
const person = "页面"

func (s *Server) reviewMatch(ctx context.Context, q *struct {
	ID   string `path:"id" maxLength:"300"`
	Body Review
}) (*Answer[MatchList], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	link := f.Link(ByID{ID: q.ID}.of(graph.KindLink))
	if link == nil {
		return nil, missing("link", q.ID)
	}
	b := q.Body
	if _, err := crosswalk.Review(ctx, s.store, graph.ID(b.Product), graph.ID(b.To), b.Review, b.Note, person); err != nil {
		return nil, answer(err, "match")
	}
	if f, err = s.at(ctx, ""); err != nil {
		return nil, answer(err, "revision")
	}
	return s.matchesOf(ctx, f, f.Link(link.Node.ID))
}
