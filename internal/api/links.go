package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// LinkItem is a lowest link in a list.
type LinkItem struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	NameEN       string     `json:"name_en,omitempty"`
	Chain        string     `json:"chain"`
	Stage        string     `json:"stage" enum:"upstream,midstream,downstream,support"`
	Lane         *Ref       `json:"lane,omitempty"`
	Group        *Ref       `json:"group,omitempty"`
	Weight       int        `json:"weight" doc:"Necessity, 1 to 3; 0 of a market"`
	Coverage     string     `json:"coverage" enum:"strong,present,weak,outside,missing,restricted,market"`
	Sole         bool       `json:"sole"`
	Chokepoint   bool       `json:"chokepoint"`
	Blocked      bool       `json:"blocked"`
	Extension    bool       `json:"extension"`
	Products     []Ref      `json:"products"`
	Local        []Position `json:"local" doc:"Local enterprises, able ones first"`
	Circle       []Position `json:"circle" doc:"Enterprises of the metropolitan circle"`
	Gap          string     `json:"gap,omitempty" doc:"Id of its gap"`
	GapWeight    float64    `json:"gap_weight,omitempty"`
	DataCoverage float64    `json:"data_coverage"`
	DataAsOf     string     `json:"data_as_of,omitempty"`
}

// Position is an enterprise on a link.
type Position struct {
	Enterprise Ref     `json:"enterprise"`
	Role       string  `json:"role"`
	Stage      string  `json:"stage" doc:"planned signed building trial production stopped unknown"`
	Able       bool    `json:"able"`
	Reach      string  `json:"reach" enum:"local,circle,province,country"`
	Levels     []Level `json:"levels"`
	Place      *Home   `json:"place,omitempty"`
	Note       string  `json:"note,omitempty"`
	Capacity
	Provenance
}

// Level of an enterprise.
type Level struct {
	Code     string `json:"code" doc:"named lead above_scale specialised little_giant champion high_tech"`
	Verified bool   `json:"verified"`
}

// Link is a lowest link with everything its drawer shows.
type Link struct {
	LinkItem
	ChainRef     Ref           `json:"chain_ref"`
	Why          Reason        `json:"why" doc:"Why the link is in this state"`
	Technologies []Ref         `json:"technologies"`
	FedBy        []Neighbour   `json:"fed_by" doc:"来料"`
	Feeds        []Neighbour   `json:"feeds" doc:"去向"`
	Affected     Affected      `json:"affected" doc:"What its stop reaches; criticality.fails is what stops too"`
	Makers       []Position    `json:"makers" doc:"Enterprises elsewhere, to be verified"`
	Traders      []Position    `json:"traders" doc:"Who only sells or uses what it yields, and covers nothing"`
	Restrictions []Restriction `json:"restrictions" doc:"What policies ask of it"`
	Criticality  Criticality   `json:"criticality"`
	Answers      []Question    `json:"answers"`
	Sources      []Provenance  `json:"sources"`
	Provenance   Provenance    `json:"provenance"`
}

// Restriction is what a policy asks of a link: that nothing is added, or only at some places.
type Restriction struct {
	Rule   string `json:"rule" enum:"restricted,site"`
	Policy Ref    `json:"policy"`
	Said
	Provenance Provenance `json:"provenance"`
}

func (c converter) restrictions(l *analysis.Link) []Restriction {
	out := []Restriction{}
	for _, r := range c.f.Restrictions(l) {
		out = append(out, Restriction{r.Rule, ref(r.Policy), spoken(r.Text), c.prov(r.Fact.Prov)})
	}
	return out
}

// Neighbour is a link that feeds or is fed.
type Neighbour struct {
	Link      Ref    `json:"link"`
	Chain     Ref    `json:"chain"`
	Coverage  string `json:"coverage"`
	Kind      string `json:"kind" enum:"recurrent,capital,service,outlet" doc:"What it is to the one that takes it"`
	Possible  bool   `json:"possible" doc:"Not every maker needs it"`
	AnyOf     string `json:"any_of,omitempty" doc:"Names the feeds of which one is enough; absent of one needed by itself"`
	Evidenced bool   `json:"evidenced" doc:"A delivery between firms of the two links is on record"`
}

// Question is one of the five on how complete the data are.
type Question struct {
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
	Known  bool   `json:"known"`
}

// Affected are the links and local enterprises downstream.
type Affected struct {
	Links       []Ref `json:"links" doc:"Nearest first"`
	Enterprises []Ref `json:"enterprises"`
}

// AffectedCounts say how many links and local enterprises are downstream.
type AffectedCounts struct {
	Links       int `json:"links"`
	Enterprises int `json:"enterprises"`
}

// LinkAnswer is a link as of a revision.
type LinkAnswer struct {
	Revision int64 `json:"revision"`
	Link
}

func (s *Server) link(ctx context.Context, f *analysis.Findings, q *ByID) (*LinkAnswer, error) {
	l := f.Link(q.of(graph.KindLink))
	if l == nil {
		return nil, missing("link", q.ID)
	}
	return &LinkAnswer{int64(f.Snapshot.Revision), convert(f).link(l)}, nil
}

func (c converter) linkItem(l *analysis.Link) LinkItem {
	out := LinkItem{
		ID:           string(l.Node.ID),
		Name:         l.Node.Name,
		NameEN:       l.Node.NameEN,
		Chain:        string(l.Chain.Node.ID),
		Stage:        l.Stage(),
		Weight:       l.Weight,
		Coverage:     string(l.State),
		Sole:         l.Sole,
		Chokepoint:   l.Choke,
		Blocked:      l.Blocked,
		Products:     refs(c.s.Heads(l.Node.ID, graph.Yields)),
		Local:        []Position{},
		Circle:       []Position{},
		DataCoverage: l.DataCoverage,
		DataAsOf:     string(l.AsOf),
	}
	if l.Lane != nil && len(l.Chain.Lanes) > 1 && l.Stage() != graph.StageSupport {
		r := ref(l.Lane)
		out.Lane = &r
	}
	if l.Group != nil {
		r := ref(l.Group)
		out.Group = &r
	}
	for _, p := range l.Positions {
		switch {
		case p.Local:
			out.Local = append(out.Local, c.position(p))
		case p.Circle:
			out.Circle = append(out.Circle, c.position(p))
		}
	}
	if g := c.f.Gap(analysis.GapID(l.Node.ID)); g != nil {
		out.Gap, out.GapWeight = string(g.ID), g.Weight
	}
	out.Extension = slices.ContainsFunc(c.f.Extensions, func(e *analysis.Extension) bool { return e.Link == l })
	return out
}

func (c converter) position(p analysis.Position) Position {
	out := Position{
		Enterprise: ref(p.Enterprise),
		Role:       graph.PositionOf(p.Relation).Role(),
		Stage:      p.Stage(),
		Able:       p.Able,
		Reach:      graph.EnterpriseOf(p.Enterprise).Reach(),
		Levels:     levels(p.Enterprise),
		Note:       p.Relation.Attrs.Note(),
		Capacity:   capacity(graph.PositionOf(p.Relation)),
		Provenance: c.prov(p.Relation.Prov),
	}
	out.Enterprise.Name = graph.EnterpriseOf(p.Enterprise).Short()
	out.Place = c.place(p.Enterprise.ID)
	return out
}

// Home is where an enterprise is: a plant, or its seat where no plant is on record.
type Home struct {
	Ref
	Is         string `json:"is" enum:"plant,seat"`
	Confidence string `json:"confidence"`
}

func (c converter) place(enterprise graph.ID) *Home {
	r := analysis.HomeOf(c.s, enterprise)
	if r == nil {
		return nil
	}
	is := "seat"
	if r.Type == graph.LocatedIn {
		is = "plant"
	}
	return &Home{c.refOf(r.To), is, string(r.Prov.Confidence)}
}

func levels(e *graph.Node) []Level {
	out := []Level{}
	for _, code := range graph.EnterpriseOf(e).Levels() {
		out = append(out, Level{code, true})
	}
	for _, code := range graph.EnterpriseOf(e).UnverifiedLevels() {
		out = append(out, Level{code, false})
	}
	return out
}

func (c converter) link(l *analysis.Link) Link {
	down := l.Downstream()
	out := Link{
		LinkItem:     c.linkItem(l),
		ChainRef:     ref(l.Chain.Node),
		Why:          c.reason(l.Why),
		Technologies: refs(c.s.Heads(l.Node.ID, graph.Uses)),
		FedBy:        []Neighbour{},
		Feeds:        []Neighbour{},
		Affected:     c.affected(down),
		Criticality:  c.criticality(l.Criticality),
		Makers:       []Position{},
		Traders:      []Position{},
		Restrictions: c.restrictions(l),
		Answers:      answers(l.Answers),
		Sources:      []Provenance{},
		Provenance:   c.prov(l.Node.Prov),
	}
	for _, feed := range c.f.Feeds {
		switch l {
		case feed.From:
			out.Feeds = append(out.Feeds, neighbour(feed.To, feed))
		case feed.To:
			out.FedBy = append(out.FedBy, neighbour(feed.From, feed))
		}
	}
	seen := map[graph.ID]bool{}
	source := func(p graph.Provenance) {
		if !seen[p.Source] {
			seen[p.Source] = true
			out.Sources = append(out.Sources, c.prov(p))
		}
	}
	source(l.Node.Prov)
	for _, p := range l.Positions {
		source(p.Relation.Prov)
		if !p.Local {
			out.Makers = append(out.Makers, c.position(p))
		}
	}
	for _, p := range l.Traders {
		source(p.Relation.Prov)
		out.Traders = append(out.Traders, c.position(p))
	}
	return out
}

func neighbour(l *analysis.Link, f analysis.Feed) Neighbour {
	return Neighbour{
		Link:      ref(l.Node),
		Chain:     ref(l.Chain.Node),
		Coverage:  string(l.State),
		Kind:      f.Kind,
		Possible:  f.Possible,
		AnyOf:     f.AnyOf,
		Evidenced: f.Evidenced,
	}
}

func answers(list []analysis.Answer) []Question {
	out := []Question{}
	for _, a := range list {
		out = append(out, Question{a.Question.ZH, a.Question.EN, a.Known})
	}
	return out
}

// affected names links and the local enterprises on them.
func (c converter) affected(links []*analysis.Link) Affected {
	out := Affected{Links: []Ref{}, Enterprises: []Ref{}}
	var enterprises []graph.ID
	for _, l := range links {
		out.Links = append(out.Links, ref(l.Node))
		for _, p := range l.Positions {
			if p.Local {
				enterprises = append(enterprises, p.Enterprise.ID)
			}
		}
	}
	slices.Sort(enterprises)
	for _, id := range slices.Compact(enterprises) {
		out.Enterprises = append(out.Enterprises, c.refOf(id))
	}
	return out
}
