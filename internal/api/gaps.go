package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// GapHead is what a list and a gap by itself both say of it.
type GapHead struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	NameEN       string   `json:"name_en,omitempty"`
	Chain        Ref      `json:"chain"`
	Provisional  bool     `json:"provisional" doc:"The chain itself is still to be confirmed"`
	Link         Ref      `json:"link"`
	Stage        string   `json:"stage"`
	Coverage     string   `json:"coverage"`
	Kind         string   `json:"kind" enum:"missing,weak,chokepoint,blocked"`
	Kinds        []string `json:"kinds"`
	Status       string   `json:"status" enum:"proposed,confirmed,dismissed,assigned,in_progress,closed"`
	Weight       float64  `json:"weight" doc:"0 to 100"`
	Rank         *Rank    `json:"rank,omitempty" doc:"Place among all gaps of the city; missing when no longer derived"`
	Necessity    int      `json:"necessity" doc:"Weight of the link, 1 to 3"`
	DataCoverage float64  `json:"data_coverage"`
	DataAsOf     string   `json:"data_as_of,omitempty"`
	Still        *Said    `json:"still,omitempty" doc:"What it still is although people have put it aside"`
	Standing     bool     `json:"standing" doc:"False: no longer derived; its reason says what is true now"`
	Strategy     string   `json:"strategy,omitempty" enum:",fill,strengthen,extend"`
	Chief        string   `json:"chief,omitempty" doc:"Post of the chief it is assigned to"`
	Owner        string   `json:"owner,omitempty"`
	Due          string   `json:"due,omitempty"`
}

// GapItem is a gap in a list.
type GapItem struct {
	GapHead
	Parts    []Slot         `json:"parts" doc:"Of the weight"`
	Reason   Ground         `json:"reason" doc:"Its facts are in /gaps/{id}"`
	Affected AffectedCounts `json:"affected" doc:"What they are is in /gaps/{id}"`
}

// Gap is what a link lacks.
type Gap struct {
	GapHead
	Parts      []Part     `json:"parts" doc:"Of the weight"`
	Reason     Reason     `json:"reason"`
	Affected   Affected   `json:"affected"`
	Answers    []Question `json:"answers"`
	Candidates []Position `json:"candidates" doc:"Makers elsewhere known from the trade, to be verified"`
	Decision   string     `json:"decision,omitempty" doc:"Reason, in people's words"`
	Decided    *Decided   `json:"decided,omitempty" doc:"What the rules derived when people decided"`
	WhatIf     *Said      `json:"what_if,omitempty" doc:"What filling it would do; computed, not promised"`

	Restrictions []Restriction `json:"restrictions" doc:"What policies ask of its link"`
	Searched     Said          `json:"searched" doc:"Whether anybody looked for makers, in one sentence"`
	Searches     []Search      `json:"searches" doc:"By which people looked and found none, newest first"`
}

// Search is that somebody looked for makers at the link and found none.
type Search struct {
	ID    string `json:"id"`
	On    string `json:"on"`
	Where string `json:"where"`
	By    string `json:"by"`
}

// Decided is a gap as it stood when people decided.
type Decided struct {
	On     string   `json:"on"`
	Kinds  []string `json:"kinds"`
	Weight float64  `json:"weight"`
}

// GapsQuery asks for gaps.
type GapsQuery struct {
	Paged
	Chain  string  `query:"chain" maxLength:"200" doc:"Only of this chain"`
	Kind   string  `query:"kind" enum:"missing,weak,chokepoint,blocked" doc:"Only of this kind"`
	Status string  `query:"status" enum:"open,proposed,confirmed,dismissed,assigned,in_progress,closed" doc:"open: 缺口"`
	Text   string  `query:"q" maxLength:"100" doc:"Part of the link's name"`
	Gone   bool    `query:"gone" doc:"Gaps the rules no longer derive but people decided on"`
	Sort   GapSort `query:"sort" doc:"Order; without it -weight" example:"-weight"`
}

func gapOrders() map[string]func(a, b *analysis.Gap) int {
	return map[string]func(a, b *analysis.Gap) int{
		"weight":    ascending(func(g *analysis.Gap) float64 { return g.Weight }),
		"necessity": ascending(func(g *analysis.Gap) int { return g.Link.Weight }),
		"name":      ascending(remembered(func(g *analysis.Gap) string { return store.SortKey(g.Link.Node) })),
		"chain":     ascending(func(g *analysis.Gap) int64 { return graph.ChainOf(g.Link.Chain.Node).Order() }),
	}
}

// Gaps lists what the chains lack, also what people dismissed or closed; status=open leaves that out.
func (s *Server) Gaps(ctx context.Context, f *analysis.Findings, q *GapsQuery) (*List[GapItem], error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	all := f.Gaps
	if q.Gone {
		all = gone(f)
	}
	list, err := sorted(keep(all, func(g *analysis.Gap) bool {
		return (only == nil || g.Link.Chain == only) &&
			(q.Kind == "" || slices.Contains(g.Kinds, q.Kind)) &&
			(q.Status == "" || g.Status() == q.Status || q.Status == "open" && g.Open()) &&
			named(g.Link.Node, q.Text)
	}), q.Sort, gapOrders())
	if err != nil {
		return nil, err
	}
	return page(f.Snapshot, list, &q.Pages, convert(f).gapItem), nil
}

// gapOf is a gap that the rules derive, or one on record that they no longer derive; nil when there is none.
func gapOf(f *analysis.Findings, id graph.ID) *analysis.Gap {
	if g := f.Gap(id); g != nil {
		return g
	}
	return f.Lapsed(id)
}

// gapRef refers to a gap, stored or not; it is called as its link.
func gapRef(g *analysis.Gap) Ref {
	n := g.Link.Node
	return Ref{ID: string(g.ID), Kind: string(graph.KindGap), Name: n.Name, NameEN: n.NameEN}
}

// gone are the gaps that the rules no longer derive and that people decided on, heaviest first.
func gone(f *analysis.Findings) []*analysis.Gap {
	var list []*analysis.Gap
	for _, n := range f.Snapshot.Of(graph.KindGap) {
		if f.Gap(n.ID) == nil && graph.GapOf(n).Decided().On != "" {
			if g := gapOf(f, n.ID); g != nil {
				list = append(list, g)
			}
		}
	}
	slices.SortStableFunc(list, ascending(func(g *analysis.Gap) float64 { return -g.Weight }))
	return list
}

func (c converter) gapHead(g *analysis.Gap) GapHead {
	l := g.Link
	out := GapHead{
		ID:           string(g.ID),
		Name:         l.Node.Name,
		NameEN:       l.Node.NameEN,
		Chain:        ref(l.Chain.Node),
		Provisional:  l.Chain.Provisional(),
		Link:         ref(l.Node),
		Stage:        l.Stage(),
		Coverage:     string(l.State),
		Kind:         g.Kind(),
		Kinds:        g.Kinds,
		Status:       g.Status(),
		Weight:       g.Weight,
		Necessity:    l.Weight,
		DataCoverage: l.DataCoverage,
		DataAsOf:     string(l.AsOf),
		Standing:     c.f.Gap(g.ID) != nil,
	}
	if r, ranked := c.f.Ranks()[g.ID]; ranked {
		out.Rank = &Rank{r.Place, r.Low, r.High, r.Of, r.Absent, r.Doubtful(), spoken(r.Text())}
	}
	if still := g.Still(); out.Standing && still != (analysis.Words{}) {
		said := spoken(still)
		out.Still = &said
	}
	if g.Node != nil {
		d := g.Decision()
		out.Strategy, out.Chief, out.Owner, out.Due = d.Strategy, d.Chief, d.Owner, string(d.Due)
	}
	return out
}

func (c converter) gapItem(g *analysis.Gap) GapItem {
	affected := c.affected(g.AffectedLinks)
	return GapItem{
		GapHead:  c.gapHead(g),
		Parts:    slots(g.Parts),
		Reason:   Ground{g.Why.Rule, spoken(g.Why.Text)},
		Affected: AffectedCounts{len(affected.Links), len(affected.Enterprises)},
	}
}

func (c converter) gap(g *analysis.Gap) Gap {
	out := Gap{
		GapHead:    c.gapHead(g),
		Parts:      parts(g.Parts),
		Reason:     c.reason(g.Why),
		Affected:   c.affected(g.AffectedLinks),
		Answers:    answers(g.Link.Answers),
		Candidates: []Position{},
		WhatIf:     c.ifFilled(g.Link),

		Restrictions: c.restrictions(g.Link),
		Searched:     spoken(g.Link.Searched()),
		Searches:     []Search{},
	}
	for _, n := range g.Link.Searches {
		s := graph.SearchOf(n)
		out.Searches = append(out.Searches, Search{string(n.ID), string(s.On()), s.Where(), s.By()})
	}
	for _, p := range g.Link.Positions {
		if !p.Local {
			out.Candidates = append(out.Candidates, c.position(p))
		}
	}
	if g.Node != nil {
		out.Decision = g.Decision().Reason
		if then := graph.GapOf(g.Node).Decided(); then.On != "" {
			out.Decided = &Decided{string(then.On), append([]string{}, then.Kinds...), then.Weight}
		}
	}
	return out
}

// GapAnswer is a gap as of a revision; the revision is the base of a decision.
type GapAnswer struct {
	Revision int64 `json:"revision"`
	Gap
	Written  int64     `json:"written,omitempty" doc:"Change set that a write made; missing when it changed nothing"`
	Steps    []string  `json:"steps" doc:"States that may follow, the current one first"`
	Chiefs   []string  `json:"chiefs" doc:"Posts that lead the chain; empty: 待补充"`
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

func (s *Server) gap(ctx context.Context, f *analysis.Findings, q *ByID) (*GapAnswer, error) {
	return gapAnswer(f, q.of(graph.KindGap))
}

func gapAnswer(f *analysis.Findings, id graph.ID) (*GapAnswer, error) {
	g := gapOf(f, id)
	if g == nil {
		return nil, missing("gap", id.Key())
	}
	out := GapAnswer{
		Revision: int64(f.Snapshot.Revision),
		Gap:      convert(f).gap(g),
		Steps:    []string{g.Status()},
		Chiefs:   []string{},
		Owners:   []string{},
		Comments: []Comment{},
	}
	if out.Standing {
		out.Steps = decision.Steps(g.Status())
	}
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
		said := graph.CommentOf(n)
		out.Comments = append(out.Comments, Comment{string(n.ID), said.Text(), said.By(), said.At()})
	}
	return &out, nil
}
