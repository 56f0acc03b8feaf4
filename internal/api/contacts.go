package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
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
	Post       string `json:"post,omitempty" doc:"Whom one talks to at the enterprise, by post"`
	Phone      string `json:"phone,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Next       string `json:"next,omitempty" doc:"Next step"`
	Due        string `json:"due,omitempty" doc:"Due date"`
	Reason     string `json:"reason,omitempty" doc:"Of a rejection, or of taking one back"`
}

// ContactList is the board, by stage; in a stage, the longest waiting first.
type ContactList struct {
	List[Contact]
	Counts   map[string]int `json:"counts" doc:"Cards on all pages, by stage"`
	Open     int            `json:"contacts" doc:"对接: cards not rejected, each of one enterprise for one gap"`
	Firms    int            `json:"contact_firms" doc:"对接企业: enterprises with such a card, each once"`
	Rejected int            `json:"contacts_rejected" doc:"对接否决"`
}

type contactsQuery struct {
	Paged
	Chain      string `query:"chain" maxLength:"200" doc:"Only of this chain"`
	Gap        string `query:"gap" maxLength:"300" doc:"Only of this gap"`
	Enterprise string `query:"enterprise" maxLength:"300" doc:"Only with this enterprise"`
	Stage      string `query:"stage" enum:"lead,contact,talks,signed,landed,rejected" doc:"Only at this stage"`
}

func (s *Server) contacts(ctx context.Context, f *analysis.Findings, q *contactsQuery) (*ContactList, error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	if q.Gap != "" && gapOf(f, idOf(graph.KindGap, q.Gap)) == nil {
		return nil, unknown("gap", "query.gap", q.Gap)
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	if q.Enterprise != "" {
		_, err := then.Node(ctx, idOf(graph.KindEnterprise, q.Enterprise))
		if graph.CodeOf(err) == graph.CodeNotFound {
			return nil, unknown("enterprise", "query.enterprise", q.Enterprise)
		}
		if err != nil {
			return nil, err
		}
	}
	var gaps []graph.ID
	for _, n := range f.Snapshot.Of(graph.KindGap) {
		g := gapOf(f, n.ID)
		if (only == nil || g != nil && g.Link.Chain == only) && (q.Gap == "" || n.ID == idOf(graph.KindGap, q.Gap)) {
			gaps = append(gaps, n.ID)
		}
	}
	cards, err := decision.Cards(ctx, then, gaps)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	cards = keep(cards, func(card decision.Card) bool {
		meant := (q.Stage == "" || card.Stage == q.Stage) &&
			(q.Enterprise == "" || card.Enterprise.ID == idOf(graph.KindEnterprise, q.Enterprise))
		if meant {
			counts[card.Stage]++
		}
		return meant
	})
	n := analysis.CountContacts(func(yield func(graph.ID, string) bool) {
		for _, card := range cards {
			if !yield(card.Enterprise.ID, card.Stage) {
				return
			}
		}
	})
	return &ContactList{
		List:     *page(f.Snapshot, cards, &q.Pages, convert(f).contact),
		Counts:   counts,
		Open:     n.Open,
		Firms:    n.Firms,
		Rejected: n.Rejected,
	}, nil
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
	Base       int64  `json:"base" minimum:"1" maximum:"999999999999999" doc:"Revision of the answer it is based on"`
	Gap        string `json:"gap" maxLength:"300" doc:"Id or key of the gap"`
	Enterprise string `json:"enterprise" maxLength:"300" doc:"Id or key of the enterprise"`
	Stage      string `json:"stage" enum:"lead,contact,talks,signed,landed,rejected" doc:"Where the card goes"`
	Post       Line   `json:"post,omitempty" maxLength:"200" doc:"Post at the enterprise, never a person's name"`
	Phone      Line   `json:"phone,omitempty" maxLength:"40" doc:"Of that post, as 027-12345678"`
	Owner      Line   `json:"owner,omitempty" maxLength:"200" doc:"Unit or task force"`
	Next       Text   `json:"next,omitempty" maxLength:"500" doc:"Next step"`
	Due        Day    `json:"due,omitempty" doc:"Until when, a day as 2026-12-31"`
	Reason     Text   `json:"reason,omitempty" maxLength:"2000" doc:"Needed to reject, and to take a rejection back"`
	By         Role   `json:"by,omitempty" doc:"Role of who moves it, while there are no accounts"`
}

// ContactAnswer is a card after a move.
type ContactAnswer struct {
	Revision int64 `json:"revision"`
	Written  int64 `json:"written,omitempty" doc:"Change set that the move made; missing when it changed nothing"`
	Contact
}

func (s *Server) moveContact(
	ctx context.Context,
	f *analysis.Findings,
	q *struct {
		Once
		Body Move
	},
) (*ContactAnswer, store.ChangeSet, error) {
	b := q.Body
	gap, err := standingGap(f, b.Gap)
	if err != nil {
		return nil, store.ChangeSet{}, err
	}
	firm := idOf(graph.KindEnterprise, b.Enterprise)
	wanted := decision.Contact{
		Stage:  b.Stage,
		Post:   string(b.Post),
		Phone:  string(b.Phone),
		Owner:  string(b.Owner),
		Next:   string(b.Next),
		Due:    graph.Date(b.Due),
		Reason: string(b.Reason),
	}
	by := q.actor(ctx, b.By)
	set, err := s.desk.Move(ctx, by, graph.Revision(b.Base), gap, firm, wanted)
	if err != nil {
		return nil, set, err
	}
	written := wrote(set)
	if f, err = s.left(ctx, set); err != nil {
		return nil, set, err
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, set, err
	}
	cards, err := decision.Cards(ctx, then, []graph.ID{gap})
	if err != nil {
		return nil, set, err
	}
	at := slices.IndexFunc(cards, func(x decision.Card) bool { return x.Enterprise.ID == firm })
	if at < 0 { // somebody has taken the change back meanwhile
		return nil, set, missing("contact", b.Enterprise)
	}
	return &ContactAnswer{int64(f.Snapshot.Revision), written, convert(f).contact(cards[at])}, set, nil
}

type contactHistoryQuery struct {
	Paged
	Gap        string `query:"gap" required:"true" minLength:"1" maxLength:"300" doc:"Id or key of the gap"`
	Enterprise string `query:"enterprise" required:"true" minLength:"1" maxLength:"300" doc:"Id or key of the enterprise"`
}

// contactHistory is the record of a card, newest first.
func (s *Server) contactHistory(
	ctx context.Context,
	f *analysis.Findings,
	q *contactHistoryQuery,
) (*List[ChangeSet], error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	sets, err := decision.History(ctx, then, idOf(graph.KindGap, q.Gap), idOf(graph.KindEnterprise, q.Enterprise))
	if err != nil {
		return nil, err
	}
	return page(f.Snapshot, sets, &q.Pages, changeSet), nil
}
