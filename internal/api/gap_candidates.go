package api

import (
	"context"
	"slices"

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
	Place       *Home        `json:"place,omitempty"`
	ListedCode  string       `json:"listed_code,omitempty"`
	CreditCode  string       `json:"credit_code,omitempty"`
	CreditFault *CreditFault `json:"credit_fault,omitempty"`
	Position    *Position    `json:"position,omitempty" doc:"Its place on the link, mostly known from the trade"`
	Fit         *float64     `json:"fit,omitempty" doc:"0 to 1; missing when no data set knows it"`
	Ties        []Because    `json:"ties"`
	Words       []WordPart   `json:"words" doc:"Matching words in its products, name, peers and industry"`
	Signs       *Signs       `json:"signs,omitempty" doc:"How the search weighed it; missing when it shares no word"`
	Contact     *Contact     `json:"contact,omitempty" doc:"Missing until somebody begins"`
	CandidateScore
}

// GapCandidates are the candidates of a gap, in the order of their rank; their revision is the base of a move.
type GapCandidates struct {
	Gap   Ref   `json:"gap"`
	Needs []Ref `json:"needs" doc:"Products of the link"`
	Users []Ref `json:"users" doc:"Local enterprises on the links that it feeds directly"`
	List[GapCandidateItem]
	Rejected []GapCandidateItem `json:"rejected" doc:"Rejected by people or vetoed, each with the reason; not in total"`
	CandidateCount
}

// GapCandidateItem is a candidate in a list; what speaks for it is in /gaps/{id}/candidates/{enterprise}.
type GapCandidateItem struct {
	Ref
	ShortName  string          `json:"short_name,omitempty"`
	Reach      string          `json:"reach"`
	ListedCode string          `json:"listed_code,omitempty"`
	Rank       int             `json:"rank" doc:"By the low end; ties share it (1, 2, 2, 4); 0: no candidate"`
	Tier       string          `json:"tier" enum:"known,worded,turn,unfit" doc:"On what it rests"`
	Points     float64         `json:"points" doc:"Sum over the parts that are known, rounded to 0.1"`
	Most       float64         `json:"most" doc:"What the known parts could give: most less points is not earned"`
	All        float64         `json:"all" doc:"What all parts could give: all less most is not known"`
	Percent    int             `json:"percent" doc:"Low end of the score: points of all; candidates are ranked by it"`
	High       int             `json:"high" doc:"High end in percent: what is not known counted in full"`
	Usual      int             `json:"usual" doc:"In percent, what is not known at its usual value"`
	Fits       bool            `json:"fits" doc:"Known, or one product and its industry agree; nothing bars it"`
	Leads      bool            `json:"leads" doc:"It may be a first choice: it fits, and by more than words"`
	Folded     bool            `json:"folded" doc:"Found by words, and not enough of them agrees"`
	Parts      []CandidateSlot `json:"parts" doc:"None if vetoed"`
	Match      Said            `json:"match" doc:"What speaks for its making it, and what is missing; empty if vetoed"`
	Origin     string          `json:"origin" enum:"one_step,group,outside" doc:"By ties to local firms"`
	Unverified bool            `json:"unverified" doc:"No record that it works on the link or makes its products"`
	Class      string          `json:"class" enum:",local,circle,province,preferred,elsewhere" doc:"Empty: unknown"`
	Where      Said            `json:"where" doc:"Place, as far as it is known"`
	Contact    *Contact        `json:"contact,omitempty" doc:"Missing until somebody begins"`
	Veto       *Veto           `json:"veto,omitempty" doc:"Why it is not proposed, whatever its score"`
}

// CandidateSlot is a part of a score in a list.
type CandidateSlot struct {
	Slot
	Name     string `json:"name"`
	NameEN   string `json:"name_en"`
	OnRecord bool   `json:"on_record" doc:"What it rests on is documented or reported; else it merely could be so"`
}

// item is a candidate in short.
func (c GapCandidate) item() GapCandidateItem {
	out := GapCandidateItem{
		Ref:        c.Ref,
		ShortName:  c.ShortName,
		Reach:      c.Reach,
		ListedCode: c.ListedCode,
		Rank:       c.Rank,
		Points:     c.Points,
		Most:       c.Most,
		All:        c.All,
		Percent:    c.Percent,
		High:       c.High,
		Usual:      c.Usual,
		Tier:       c.Tier,
		Fits:       c.Fits,
		Leads:      c.Leads,
		Folded:     c.Folded,
		Parts:      []CandidateSlot{},
		Origin:     c.Origin,
		Unverified: c.Unverified,
		Class:      c.Class,
		Where:      c.Where,
		Contact:    c.Contact,
		Veto:       c.Veto,
	}
	if len(c.Parts) > 0 {
		out.Match = Said{c.Parts[0].Why, c.Parts[0].WhyEN}
	}
	for _, p := range c.Parts {
		slot := CandidateSlot{Slot: Slot{p.Key, p.Most, p.Value, p.Unknown}, Name: p.Name, NameEN: p.NameEN}
		if p.Key == "tie" {
			slot.OnRecord = slices.ContainsFunc(c.LocalTies, func(t LocalTie) bool { return t.Evidenced })
		} else {
			merely := func(f Fact) bool {
				return f.Confidence != string(graph.Documented) && f.Confidence != string(graph.Media)
			}
			slot.OnRecord = len(p.Facts) > 0 && !slices.ContainsFunc(p.Facts, merely)
		}
		out.Parts = append(out.Parts, slot)
	}
	return out
}

// GapCandidateAnswer is a candidate of a gap as of a revision: the base of a move.
type GapCandidateAnswer struct {
	Revision int64 `json:"revision"`
	GapCandidate
}

func (s *Server) gapCandidate(
	ctx context.Context,
	f *analysis.Findings,
	q *WhyCandidateQuery,
) (*GapCandidateAnswer, error) {
	g := gapOf(f, idOf(graph.KindGap, q.ID))
	if g == nil {
		return nil, missing("gap", q.ID)
	}
	list, err := s.candidatesOf(ctx, f, g)
	if err != nil {
		return nil, err
	}
	for _, x := range list.ranked {
		if x.Enterprise.ID == idOf(graph.KindEnterprise, q.Enterprise) {
			return &GapCandidateAnswer{int64(f.Snapshot.Revision), list.gapCandidate(x)}, nil
		}
	}
	return nil, missing("candidate", q.Enterprise)
}

// ofGap are the candidates of a gap with the cards of the board.
type ofGap struct {
	scored
	gap   *analysis.Gap
	cards map[graph.ID]*Contact
}

func (s *Server) candidatesOf(ctx context.Context, f *analysis.Findings, g *analysis.Gap) (ofGap, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return ofGap{}, err
	}
	cards, err := decision.Cards(ctx, then, []graph.ID{g.ID})
	if err != nil {
		return ofGap{}, err
	}
	list, err := s.scored(ctx, f, g.Link.Node.ID)
	if err != nil {
		return ofGap{}, err
	}
	out := ofGap{list, g, map[graph.ID]*Contact{}}
	for _, card := range cards {
		contact := list.contact(card)
		out.cards[card.Enterprise.ID] = &contact
	}
	return out, nil
}

func (s *Server) gapCandidates(ctx context.Context, f *analysis.Findings, q *CandidatesQuery) (*GapCandidates, error) {
	g := gapOf(f, q.of(graph.KindGap))
	if g == nil {
		return nil, missing("gap", q.ID)
	}
	list, err := s.candidatesOf(ctx, f, g)
	if err != nil {
		return nil, err
	}
	out := GapCandidates{
		Gap:      gapRef(g),
		Needs:    refs(f.Snapshot.Heads(g.Link.Node.ID, graph.Yields)),
		Users:    list.affected(g.Link.Users).Enterprises,
		Rejected: []GapCandidateItem{},

		CandidateCount: countCandidates(list.ranked),
	}
	item := func(x *candidate.Candidate) GapCandidateItem { return list.gapCandidate(x).item() }
	proposed, vetoed := list.split()
	out.List = *page(f.Snapshot, proposed, &q.Pages, item)
	for _, x := range vetoed {
		out.Rejected = append(out.Rejected, item(x))
	}
	return &out, nil
}

// gapCandidate puts together what is known of one: its place on the link, what it makes, the contact.
func (s ofGap) gapCandidate(x *candidate.Candidate) GapCandidate {
	var contact *Contact
	if x.Card != nil { // it may be one of the twin
		contact = s.cards[x.Card.To]
	}
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
	for _, p := range s.gap.Link.Positions {
		if p.Enterprise.ID == n.ID {
			position := s.position(p)
			out.Position = &position
		}
	}
	if made, says := s.found[n.ID]; says {
		one := s.asFound(made)
		out.Fit, out.Ties, out.Words, out.Signs = &one.Score, one.Ties, one.Words, one.Signs
	}
	return out
}
