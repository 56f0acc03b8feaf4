package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/decision"
)

// GapCandidate is an enterprise that could close a gap, with everything that speaks for it and the state of contact.
type GapCandidate struct {
	Ref
	Reach       string       `json:"reach"`
	Region      string       `json:"region,omitempty"`
	Place       *Ref         `json:"place,omitempty"`
	ListedCode  string       `json:"listed_code,omitempty"`
	CreditCode  string       `json:"credit_code,omitempty"`
	CreditFault *CreditFault `json:"credit_fault,omitempty"`
	Position    *Position    `json:"position,omitempty" doc:"Its place on the link, mostly known from the trade"`
	Fit         *float64     `json:"fit,omitempty" doc:"0 to 1; missing when no data set knows it"`
	Ties        []Because    `json:"ties"`
	Words       []WordPart   `json:"words" doc:"Matching words in its products, name, peers and industry"`
	Contact     *Contact     `json:"contact,omitempty" doc:"Missing until somebody begins"`
	CandidateScore
}

// GapCandidates are the candidates of a gap, in the order of their rank; their revision is the base of a move.
type GapCandidates struct {
	Gap   Ref   `json:"gap"`
	Needs []Ref `json:"needs" doc:"Products of the link"`
	Users []Ref `json:"users" doc:"Local enterprises on the links that it feeds directly"`
	List[GapCandidate]
	Rejected []GapCandidate `json:"rejected" doc:"Rejected by people or vetoed, each with the reason; not in total"`
	CandidateCount
}

func (s *Server) gapCandidates(ctx context.Context, f *analysis.Findings, q *CandidatesQuery) (*GapCandidates, error) {
	g := gapOf(f, q.of(graph.KindGap))
	if g == nil {
		return nil, missing("gap", q.ID)
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	cards, err := decision.Cards(ctx, then, []graph.ID{g.ID})
	if err != nil {
		return nil, err
	}
	list, err := s.scored(ctx, f, g.Link.Node.ID)
	if err != nil {
		return nil, err
	}
	out := GapCandidates{
		Gap:      gapRef(g),
		Needs:    refs(f.Snapshot.Heads(g.Link.Node.ID, graph.Yields)),
		Users:    list.affected(g.Link.Users, nil).Enterprises,
		Rejected: []GapCandidate{},

		CandidateCount: countCandidates(list.ranked),
	}
	contacts := map[graph.ID]*Contact{}
	for _, card := range cards {
		contact := list.contact(card)
		contacts[card.Enterprise.ID] = &contact
	}
	item := func(x *candidate.Candidate) GapCandidate {
		var contact *Contact
		if x.Card != nil { // it may be one of the twin
			contact = contacts[x.Card.To]
		}
		return list.gapCandidate(g, x, contact)
	}
	proposed, vetoed := list.split()
	out.List = *page(f.Snapshot.Revision, proposed, &q.Pages, item)
	for _, x := range vetoed {
		out.Rejected = append(out.Rejected, item(x))
	}
	return &out, nil
}

// gapCandidate puts together what is known of one: its place on the link, what it makes, the contact.
func (s scored) gapCandidate(g *analysis.Gap, x *candidate.Candidate, contact *Contact) GapCandidate {
	n, firm := x.Enterprise, graph.EnterpriseOf(x.Enterprise)
	out := GapCandidate{
		Ref:            ref(n),
		Reach:          firm.Reach(),
		Region:         firm.Region(),
		Place:          s.place(n.ID),
		ListedCode:     s.listed(n),
		CreditCode:     firm.CreditCode(),
		CreditFault:    creditFault(firm.CreditCode()),
		Ties:           []Because{},
		Words:          []WordPart{},
		Contact:        contact,
		CandidateScore: s.score(x),
	}
	for _, p := range g.Link.Positions {
		if p.Enterprise.ID == n.ID {
			position := s.position(p)
			out.Position = &position
		}
	}
	if made, says := s.found[n.ID]; says {
		one := s.asFound(made)
		out.Fit, out.Ties, out.Words = &one.Score, one.Ties, one.Words
	}
	return out
}
