package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
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
	Post       string `json:"post,omitempty" doc:"Whom one talks to at the enterprise, by post"`
	Phone      string `json:"phone,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Next       string `json:"next,omitempty" doc:"Next step"`
	Due        string `json:"due,omitempty" doc:"Due date"`
	Reason     string `json:"reason,omitempty" doc:"Of a rejection, or of taking one back"`
}

// ContactList is the whole board now.
type ContactList struct {
	Items    []Contact      `json:"items" doc:"By stage; in a stage, the longest waiting first"`
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

func (s *Server) contacts(ctx context.Context, f *analysis.Findings, q *contactsQuery) (*ContactList, error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	var gaps []graph.ID
	for _, n := range f.Snapshot.Of(graph.KindGap) {
		g := gapOf(f, n.ID)
		if (only == nil || g != nil && g.Link.Chain == only) && (q.Gap == "" || n.ID == idOf(graph.KindGap, q.Gap)) {
			gaps = append(gaps, n.ID)
		}
	}
	cards, err := decision.Cards(ctx, s.store, gaps)
	if err != nil {
		return nil, err
	}
	out := ContactList{Items: []Contact{}, Counts: map[string]int{}, Revision: int64(f.Snapshot.Revision)}
	c := convert(f)
	for _, card := range cards {
		if (q.Stage == "" || card.Stage == q.Stage) &&
			(q.Enterprise == "" || card.Enterprise.ID == idOf(graph.KindEnterprise, q.Enterprise)) {
			out.Items = append(out.Items, c.contact(card))
			out.Counts[card.Stage]++
		}
	}
	out.Total = len(out.Items)
	return &out, nil
}

func (c converter) contact(x decision.Card) Contact {
	out := Contact{
		Gap:        c.refOf(x.Gap),
		Enterprise: ref(&x.Enterprise),
		Reach:      graph.EnterpriseOf(&x.Enterprise).Reach(),
		Stage:      x.Stage,
		Since:      string(x.Since),
		Post:       x.Post,
		Phone:      x.Phone,
		Owner:      x.Owner,
		Next:       x.Next,
		Due:        string(x.Due),
		Reason:     x.Reason,
	}
	if g := gapOf(c.f, x.Gap); g != nil {
		chain := ref(g.Link.Chain.Node)
		out.Kind, out.Chain = g.Kind(), &chain
	}
	return out
}

// Move is where a card goes: the whole card, an empty field is not given.
type Move struct {
	Base       int64  `json:"base" minimum:"1" doc:"Revision of the answer the move is based on"`
	Gap        string `json:"gap" maxLength:"300"`
	Enterprise string `json:"enterprise" maxLength:"300"`
	Stage      string `json:"stage" enum:"lead,contact,talks,signed,landed,rejected"`
	Post       string `json:"post,omitempty" maxLength:"200" doc:"Post at the enterprise, never a person's name"`
	Phone      string `json:"phone,omitempty" maxLength:"40" doc:"Of that post, as 027-12345678"`
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

func (s *Server) moveContact(
	ctx context.Context,
	f *analysis.Findings,
	q *struct{ Body Move },
) (*ContactAnswer, error) {
	b := q.Body
	gap, err := standingGap(f, b.Gap)
	if err != nil {
		return nil, err
	}
	firm := idOf(graph.KindEnterprise, b.Enterprise)
	wanted := decision.Contact{
		Stage:  b.Stage,
		Post:   b.Post,
		Phone:  b.Phone,
		Owner:  b.Owner,
		Next:   b.Next,
		Due:    graph.Date(b.Due),
		Reason: b.Reason,
	}
	if _, err := s.desk.Move(ctx, actor(b.By), graph.Revision(b.Base), gap, firm, wanted); err != nil {
		return nil, err
	}
	if f, err = s.Now(ctx); err != nil {
		return nil, err
	}
	cards, err := decision.Cards(ctx, s.store, []graph.ID{gap})
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(cards, func(x decision.Card) bool { return x.Enterprise.ID == firm })
	if at < 0 { // somebody has taken the change back meanwhile
		return nil, missing("contact", b.Enterprise)
	}
	return &ContactAnswer{int64(f.Snapshot.Revision), convert(f).contact(cards[at])}, nil
}

// ContactHistory is the record of a card.
type ContactHistory struct {
	Items    []ChangeSet `json:"items" doc:"Newest first"`
	Total    int         `json:"total"`
	Revision int64       `json:"revision"`
}

type contactHistoryQuery struct {
	Gap        string `query:"gap" required:"true" maxLength:"300"`
	Enterprise string `query:"enterprise" required:"true" maxLength:"300"`
}

func (s *Server) contactHistory(
	ctx context.Context,
	f *analysis.Findings,
	q *contactHistoryQuery,
) (*ContactHistory, error) {
	gap, firm := idOf(graph.KindGap, q.Gap), idOf(graph.KindEnterprise, q.Enterprise)
	sets, err := decision.History(ctx, s.store, gap, firm)
	if err != nil {
		return nil, err
	}
	return &ContactHistory{changeSets(sets), len(sets), int64(f.Snapshot.Revision)}, nil
}
