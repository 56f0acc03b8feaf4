package api

import (
	"cmp"
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// Contact is a card of the board: how far the talks with an enterprise over a gap are.
type Contact struct {
	Gap        Ref    `json:"gap"`
	Kind       string `json:"kind" doc:"Of the gap"`
	Chain      *Ref   `json:"chain,omitempty"`
	Enterprise Ref    `json:"enterprise"`
	Reach      string `json:"reach"`
	Stage      string `json:"stage" enum:"lead,contact,talks,signed,landed,rejected"`
	Since      string `json:"since" doc:"Day on which the stage began"`
	Owner      string `json:"owner,omitempty"`
	Next       string `json:"next,omitempty" doc:"Next act"`
	Due        string `json:"due,omitempty" doc:"Day until when"`
	Reason     string `json:"reason,omitempty" doc:"Of a rejection, or of taking one back"`
}

// ContactList is the whole board now.
type ContactList struct {
	Items    []Contact      `json:"items" doc:"By stage, then those that wait longest"`
	Counts   map[string]int `json:"counts" doc:"Cards by stage"`
	Total    int            `json:"total"`
	Revision int64          `json:"revision" doc:"Base of a move"`
}

type contactsQuery struct {
	Chain      string `query:"chain" maxLength:"200" doc:"Only of this chain"`
	Gap        string `query:"gap" maxLength:"300" doc:"Only of this gap"`
	Enterprise string `query:"enterprise" maxLength:"300" doc:"Only with this enterprise"`
	Stage      string `query:"stage" enum:"lead,contact,talks,signed,landed,rejected"`
}

func (s *Server) contacts(ctx context.Context, q *contactsQuery) (*Answer[ContactList], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	var gaps []graph.ID
	for _, n := range f.Snapshot.Of(graph.KindGap) {
		g := gapOf(f, n.ID)
		if (only == nil || g != nil && g.Link.Chain == only) && (q.Gap == "" || n.ID == ByID{ID: q.Gap}.of(graph.KindGap)) {
			gaps = append(gaps, n.ID)
		}
	}
	cards, err := decision.Cards(ctx, s.store, gaps)
	if err != nil {
		return nil, answer(err, "contact")
	}
	out := ContactList{Items: []Contact{}, Counts: map[string]int{}, Revision: int64(f.Snapshot.Revision)}
	c := convert(f)
	for _, card := range cards {
		if (q.Stage == "" || card.Stage == q.Stage) && (q.Enterprise == "" || card.Enterprise.ID == ByID{ID: q.Enterprise}.of(graph.KindEnterprise)) {
			out.Items = append(out.Items, c.contact(card))
			out.Counts[card.Stage]++
		}
	}
	out.Total = len(out.Items)
	return &Answer[ContactList]{out}, nil
}

func (c converter) contact(x decision.Card) Contact {
	out := Contact{Gap: c.refOf(x.Gap), Enterprise: ref(&x.Enterprise), Reach: x.Enterprise.Attrs.Text("reach"), Stage: x.Stage, Since: string(x.Since), Owner: x.Owner, Next: x.Next, Due: string(x.Due), Reason: x.Reason}
	if g := gapOf(c.f, x.Gap); g != nil {
		chain := ref(g.Link.Chain.Node)
		out.Kind, out.Chain = g.Kind(), &chain
	}
	return out
}

// Move is where a card goes: the whole card, an empty field is not given.
type Move struct {
	Base       int64  `json:"base" minimum:"1" doc:"Revision of the answer that the move was made on"`
	Gap        string `json:"gap" maxLength:"300"`
	Enterprise string `json:"enterprise" maxLength:"300"`
	Stage      string `json:"stage" enum:"lead,contact,talks,signed,landed,rejected"`
	Owner      string `json:"owner,omitempty" maxLength:"200" doc:"Unit or task force"`
	Next       string `json:"next,omitempty" maxLength:"500"`
	Due        string `json:"due,omitempty" maxLength:"10" doc:"A day, as 2026-12-31"`
	Reason     string `json:"reason,omitempty" maxLength:"2000" doc:"Needed to reject, and to take a rejection back"`
	By         string `json:"by,omitempty" maxLength:"100" doc:"Role of who moves it, while there are no accounts"`
}

// ContactAnswer is a card after a move.
type ContactAnswer struct {
	Revision int64 `json:"revision"`
	Contact
}

func (s *Server) moveContact(ctx context.Context, q *struct{ Body Move }) (*Answer[ContactAnswer], error) {
	b := q.Body
	gap, err := s.storedGap(ctx, b.Gap)
	if err != nil {
		return nil, err
	}
	firm := ByID{ID: b.Enterprise}.of(graph.KindEnterprise)
	wanted := decision.Contact{Stage: b.Stage, Owner: b.Owner, Next: b.Next, Due: graph.Date(b.Due), Reason: b.Reason}
	if _, err := decision.Move(ctx, s.store, gap, firm, graph.Revision(b.Base), wanted, said(b.By)); err != nil {
		return nil, answer(err, "enterprise")
	}
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	cards, err := decision.Cards(ctx, s.store, []graph.ID{gap})
	if err != nil {
		return nil, answer(err, "contact")
	}
	at := slices.IndexFunc(cards, func(x decision.Card) bool { return x.Enterprise.ID == firm })
	if at < 0 { // somebody has taken the change back meanwhile
		return nil, missing("contact", b.Enterprise)
	}
	return &Answer[ContactAnswer]{ContactAnswer{int64(f.Snapshot.Revision), convert(f).contact(cards[at])}}, nil
}

// GapCandidate is an enterprise that could close a gap, with everything that speaks for it and the state of contact.
type GapCandidate struct {
	Ref
	Reach       string       `json:"reach"`
	Region      string       `json:"region,omitempty"`
	Place       *Ref         `json:"place,omitempty"`
	ListedCode  string       `json:"listed_code,omitempty"`
	CreditCode  string       `json:"credit_code,omitempty"`
	CreditFault *CreditFault `json:"credit_fault,omitempty"`
	Position    *Position    `json:"position,omitempty" doc:"Known on the link, mostly from knowledge of the trade"`
	Fit         *float64     `json:"fit,omitempty" doc:"0 to 1, by what it makes or how near its words are; missing when no data set says"`
	Ties        []Because    `json:"ties"`
	Contact     *Contact     `json:"contact,omitempty" doc:"Missing when nobody has begun"`
}

// GapCandidates are the candidates of a gap now.
type GapCandidates struct {
	Gap      Ref            `json:"gap"`
	Needs    []Ref          `json:"needs" doc:"Products of the link"`
	Users    []Ref          `json:"users" doc:"Local enterprises on the links that it feeds directly"`
	Items    []GapCandidate `json:"items" doc:"Those known on the link first, then by fit and name"`
	Rejected []GapCandidate `json:"rejected" doc:"Not proposed again"`
	Revision int64          `json:"revision" doc:"Base of a move"`
}

func (s *Server) gapCandidates(ctx context.Context, q *candidatesQuery) (*Answer[GapCandidates], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	g := gapOf(f, ByID{ID: q.ID}.of(graph.KindGap))
	if g == nil {
		return nil, missing("gap", q.ID)
	}
	cards, err := decision.Cards(ctx, s.store, []graph.ID{g.ID})
	if err != nil {
		return nil, answer(err, "contact")
	}
	made, err := s.finder.Candidates(ctx, f.Snapshot, g.Link.Node.ID, q.Limit+len(cards))
	if err != nil {
		return nil, answer(err, "gap")
	}
	c := convert(f)
	out := GapCandidates{Gap: Ref{ID: string(g.ID), Kind: string(graph.KindGap), Name: g.Link.Node.Name, NameEN: g.Link.Node.NameEN}, Needs: refs(f.Snapshot.Heads(g.Link.Node.ID, graph.Yields)),
		Users: c.affected(g.Link.Users, nil).Enterprises, Items: []GapCandidate{}, Rejected: []GapCandidate{}, Revision: int64(f.Snapshot.Revision)}
	for _, x := range c.gapCandidates(g, made, cards) {
		if x.Contact != nil && x.Contact.Stage == decision.Rejected {
			out.Rejected = append(out.Rejected, x)
		} else if len(out.Items) < q.Limit {
			out.Items = append(out.Items, x)
		}
	}
	return &Answer[GapCandidates]{out}, nil
}

// gapCandidates puts together what is known of each enterprise: its place on the link, what it makes, the contact. Local
// enterprises that work on the link already are not candidates for it.
func (c converter) gapCandidates(g *analysis.Gap, made []crosswalk.Candidate, cards []decision.Card) []GapCandidate {
	found := map[graph.ID]*GapCandidate{}
	var nodes []graph.Node
	take := func(n graph.Node) *GapCandidate {
		if found[n.ID] == nil {
			a := n.Attrs
			nodes = append(nodes, n)
			found[n.ID] = &GapCandidate{Ref: ref(&n), Reach: a.Text("reach"), Region: a.Text("region"), Place: c.place(n.ID), ListedCode: a.Text("listed_code"), CreditCode: a.Text("credit_code"),
				CreditFault: creditFault(a.Text("credit_code")), Ties: []Because{}}
		}
		return found[n.ID]
	}
	local := map[graph.ID]bool{}
	for _, p := range g.Link.Positions {
		if local[p.Enterprise.ID] = p.Local; !p.Local {
			position := c.position(p)
			take(*p.Enterprise).Position = &position
		}
	}
	for _, x := range made {
		if !local[x.Node.ID] {
			to := take(x.Node)
			to.Fit, to.Ties = &x.Score, c.candidate(x).Ties
		}
	}
	for _, card := range cards {
		contact := c.contact(card)
		take(card.Enterprise).Contact = &contact
	}
	slices.SortFunc(nodes, func(a, b graph.Node) int {
		x, y := found[a.ID], found[b.ID]
		return cmp.Or(cmp.Compare(y.evidence(), x.evidence()), cmp.Compare(y.fit(), x.fit()), cmp.Compare(store.SortKey(&a), store.SortKey(&b)), cmp.Compare(a.ID, b.ID))
	})
	out := make([]GapCandidate, len(nodes))
	for i, n := range nodes {
		out[i] = *found[n.ID]
	}
	return out
}

// evidence weighs the kinds of evidence: being known on the link says more than what words or products suggest.
func (x *GapCandidate) evidence() (n int) {
	if x.Position != nil {
		n += 2
	}
	if x.Fit != nil {
		n++
	}
	return n
}

func (x *GapCandidate) fit() float64 {
	if x.Fit == nil {
		return 0
	}
	return *x.Fit
}
