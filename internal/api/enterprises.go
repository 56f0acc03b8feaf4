package api

import (
	"cmp"
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/crosswalk"
	"chainchief/internal/store"
)

// EnterpriseHead is what a list and an enterprise by itself both say of it.
type EnterpriseHead struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	NameEN    string  `json:"name_en,omitempty"`
	ShortName string  `json:"short_name,omitempty"`
	Reach     string  `json:"reach" enum:"local,circle,province,country"`
	Kind      string  `json:"kind,omitempty"`
	Levels    []Level `json:"levels"`
	Place     *Home   `json:"place,omitempty"`
	Products  []Ref   `json:"products" doc:"That it is said to make"`
	Inferred  Said    `json:"products_inferred" doc:"The links they are inferred from; empty if said"`
	Sources   int     `json:"sources" doc:"Number of different sources"`
	Inputs    int     `json:"inputs" doc:"What a local enterprise needs, by its chains' templates"`
	Missing   int     `json:"inputs_missing" doc:"Inputs without a known supplier in the city or circle"`
	DataAsOf  string  `json:"data_as_of,omitempty"`
}

// EnterpriseItem is an enterprise in a list.
type EnterpriseItem struct {
	EnterpriseHead
	Links []EnterpriseLink `json:"links" doc:"What its place there rests on is in /enterprises/{id}"`
}

// EnterpriseLink is a link on which an enterprise works, in short.
type EnterpriseLink struct {
	Link     Ref    `json:"link"`
	Chain    string `json:"chain" doc:"Id"`
	Coverage string `json:"coverage"`
	Stage    string `json:"stage"`
}

// EnterprisePosition is a link on which an enterprise works.
type EnterprisePosition struct {
	Link     Ref    `json:"link"`
	Chain    Ref    `json:"chain"`
	Coverage string `json:"coverage"`
	Sole     bool   `json:"sole" doc:"The only able enterprise on the link"`
	Role     string `json:"role"`
	Stage    string `json:"stage"`
	Able     bool   `json:"able"`
	Note     string `json:"note,omitempty"`
	Capacity
	Provenance
}

// Capacity is how much is made at a position.
type Capacity struct {
	Capacity     *float64 `json:"capacity,omitempty"`
	CapacityUnit string   `json:"capacity_unit,omitempty"`
}

func capacity(p graph.Position) Capacity {
	value, unit, known := p.Capacity()
	if !known {
		return Capacity{}
	}
	return Capacity{&value, unit}
}

type enterprisesQuery struct {
	Paged
	Chain string         `query:"chain" maxLength:"200" doc:"Only those on a link of this chain"`
	Link  string         `query:"link" maxLength:"300" doc:"Only those on this link"`
	Reach string         `query:"reach" enum:"local,circle,province,country" doc:"Only those as near as this"`
	Text  string         `query:"q" maxLength:"100" doc:"Part of the name"`
	Sort  EnterpriseSort `query:"sort" doc:"Order; without it -positions,name; missing counts inputs" example:"name"`
}

func (s *Server) enterprises(
	ctx context.Context,
	f *analysis.Findings,
	q *enterprisesQuery,
) (*List[EnterpriseItem], error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	link := idOf(graph.KindLink, q.Link)
	if q.Link != "" && f.Link(link) == nil {
		return nil, unknown("link", "query.link", q.Link)
	}
	on := func(n *graph.Node) bool {
		if only == nil && q.Link == "" {
			return true
		}
		return slices.ContainsFunc(graph.Making(f.Snapshot.Out(n.ID, graph.OperatesIn)), func(r *graph.Relation) bool {
			l := f.Link(r.To)
			return l != nil && (only == nil || l.Chain == only) && (q.Link == "" || l.Node.ID == link)
		})
	}
	c := convert(f)
	orders := map[string]func(a, b *graph.Node) int{
		"name":      ascending(remembered(store.SortKey)),
		"positions": ascending(func(n *graph.Node) int { return len(f.Snapshot.Out(n.ID, graph.OperatesIn)) }),
		"missing":   ascending(remembered(func(n *graph.Node) int { return c.enterpriseHead(n).Missing })),
	}
	order := q.Sort
	if order == "" {
		order = "-positions,name"
	}
	list, err := sorted(keep(f.Snapshot.Of(graph.KindEnterprise), func(n *graph.Node) bool {
		return (q.Reach == "" || graph.EnterpriseOf(n).Reach() == q.Reach) && named(n, q.Text) && on(n)
	}), order, orders)
	if err != nil {
		return nil, err
	}
	return page(f.Snapshot, list, &q.Pages, c.enterpriseItem), nil
}

// Enterprise is an enterprise with everything its page shows.
type Enterprise struct {
	EnterpriseHead
	Chains       []Ref                `json:"chains"`
	Links        []EnterprisePosition `json:"links"`
	Provenance   Provenance           `json:"provenance"`
	Aliases      []string             `json:"aliases"`
	CreditCode   string               `json:"credit_code,omitempty"`
	CreditFault  *CreditFault         `json:"credit_fault,omitempty" doc:"What is wrong with the code, by GB 32100"`
	ListedCode   string               `json:"listed_code,omitempty"`
	Former       []string             `json:"former_ids" doc:"Ids that were merged into it, and answer with it"`
	Note         string               `json:"note,omitempty"`
	Registered   *Tie                 `json:"registered,omitempty" doc:"Registered seat, not where it produces"`
	Parent       *Tie                 `json:"parent,omitempty"`
	Subsidiaries []Tie                `json:"subsidiaries"`
	Suppliers    []Tie                `json:"suppliers" doc:"On record"`
	Customers    []Tie                `json:"customers" doc:"On record"`
	Announced    []Tie                `json:"announced" doc:"Announced, claimed for a cluster or disputed: no evidence"`
	Projects     []Project            `json:"projects"`
	Figures      []Figure             `json:"figures"`
	SourceList   []Provenance         `json:"source_list"`
	Records      []Twin               `json:"records" doc:"The same firm in data sets of the pool"`
}

// Twin is the same firm in a data set, with why it is taken for that.
type Twin struct {
	Ref
	Method string `json:"method" enum:"stated,credit_code,listed_code,registered_name,name" doc:"By name: a guess"`
	Shared string `json:"shared,omitempty" doc:"The code or name that both have"`
	Provenance
}

// CreditFault is what is wrong with a credit code.
type CreditFault struct {
	Code   string `json:"code" enum:"form,check,organisation"`
	Wrong  bool   `json:"wrong" doc:"An error; else a warning"`
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
}

// Tie is another node with the relation that leads to it.
type Tie struct {
	Ref
	What     string `json:"what,omitempty"`
	Standing string `json:"standing,omitempty"`
	Note     string `json:"note,omitempty"`
	Provenance
}

// Project with its dates and figures.
type Project struct {
	Ref
	ProjectKind string   `json:"project_kind,omitempty"`
	Stage       string   `json:"stage"`
	Signed      string   `json:"signed,omitempty"`
	Started     string   `json:"started,omitempty"`
	Trial       string   `json:"trial,omitempty"`
	Produced    string   `json:"produced,omitempty"`
	Completed   string   `json:"completed,omitempty"`
	StartDue    string   `json:"start_due,omitempty"`
	Due         string   `json:"due,omitempty"`
	GivenUp     string   `json:"given_up,omitempty" doc:"Since when nobody goes on with it"`
	Progress    string   `json:"progress,omitempty" doc:"On the ground, in words"`
	Note        string   `json:"note,omitempty"`
	Place       *Home    `json:"place,omitempty"`
	Run         []Ref    `json:"run" doc:"Who runs it"`
	Signers     []Ref    `json:"signers" doc:"Who signed its contract"`
	Investors   []Ref    `json:"investors" doc:"Who pays for it"`
	Figures     []Figure `json:"figures"`
	Provenance
}

// Figure is one figure with its standing.
type Figure struct {
	ID      string   `json:"id"`
	Measure string   `json:"measure"`
	Value   *float64 `json:"value,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Band    string   `json:"band,omitempty" doc:"Stands for the value of a confidential figure"`
	Secret  bool     `json:"confidential,omitempty" doc:"Only some may read it exactly"`
	Period  string   `json:"period,omitempty"`
	Text    string   `json:"text,omitempty"`
	Provenance
}

// EnterpriseAnswer is an enterprise as of a revision.
type EnterpriseAnswer struct {
	Revision int64 `json:"revision"`
	Enterprise
}

func (s *Server) enterprise(ctx context.Context, f *analysis.Findings, q *ByID) (*EnterpriseAnswer, error) {
	n := f.Snapshot.Node(q.of(graph.KindEnterprise))
	if n == nil || n.Kind != graph.KindEnterprise {
		return nil, missing("enterprise", q.ID)
	}
	twins, err := s.twins(ctx, f, n.ID)
	if err != nil {
		return nil, err
	}
	c := convert(f)
	out := &EnterpriseAnswer{int64(f.Snapshot.Revision), c.enterprise(n)}
	for _, t := range twins {
		out.Records = append(out.Records, Twin{
			Ref:        ref(&t.node),
			Method:     graph.TwinOf(&t.relation).Method(),
			Shared:     graph.TwinOf(&t.relation).Shared(),
			Provenance: c.prov(t.relation.Prov),
		})
	}
	if scope := scopeOf(ctx); !scope.All() && out.Inferred != (Said{}) {
		hidden := func(l *graph.Node) bool { return scope.Hides(l.ID) }
		out.Inferred = Said{}
		if links := slices.DeleteFunc(f.Snapshot.Heads(n.ID, graph.OperatesIn), hidden); len(links) > 0 {
			out.Inferred = spoken(analysis.Inferred(links...))
		}
	}
	exact := false
	for _, x := range append([]figured{{n.ID, out.Figures}}, out.figuredProjects()...) {
		if err := s.ownFigures(ctx, f, x.id, x.figures); err != nil {
			return nil, err
		}
		exact = exact || exactIn(x.figures)
	}
	if exact {
		return out, s.onRecord(ctx, string(n.ID))
	}
	return out, nil
}

// figured is a thing with its figures as they are answered.
type figured struct {
	id      graph.ID
	figures []Figure
}

func (e *EnterpriseAnswer) figuredProjects() (list []figured) {
	for _, p := range e.Projects {
		list = append(list, figured{graph.ID(p.ID), p.Figures})
	}
	return list
}

// twin is a record of an enterprise in the pool, with the relation that leads to it.
type twin struct {
	relation graph.Relation
	node     graph.Node
}

// twins are the records of an enterprise that no snapshot holds, as they were at the findings.
func (s *Server) twins(ctx context.Context, f *analysis.Findings, id graph.ID) ([]twin, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	relations, err := crosswalk.Twins(ctx, then, []graph.ID{id})
	if err != nil {
		return nil, err
	}
	ids := make([]graph.ID, len(relations))
	for i, r := range relations {
		ids[i] = r.To
	}
	nodes, err := then.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []twin
	for _, r := range relations {
		at := slices.IndexFunc(nodes, func(n graph.Node) bool { return n.ID == r.To })
		if at >= 0 && nodes[at].Pool {
			list = append(list, twin{r, nodes[at]})
		}
	}
	return list, nil
}

func (c converter) enterpriseHead(n *graph.Node) EnterpriseHead {
	firm := graph.EnterpriseOf(n)
	out := EnterpriseHead{
		ID:        string(n.ID),
		Name:      n.Name,
		NameEN:    n.NameEN,
		ShortName: firm.ShortName(),
		Reach:     firm.Reach(),
		Kind:      firm.Type(),
		Levels:    levels(n),
		Place:     c.place(n.ID),
		Products:  refs(c.s.Heads(n.ID, graph.Makes)),
		Inferred:  spoken(c.f.InferredFrom(n.ID, "")),
	}
	if out.Reach == graph.ReachLocal {
		for _, in := range supply.Inputs(c.f, n.ID) {
			out.Inputs++
			if in.Missing() {
				out.Missing++
			}
		}
	}
	sources, newest := c.evidence(n)
	out.Sources, out.DataAsOf = len(sources), string(newest)
	return out
}

func (c converter) enterpriseItem(n *graph.Node) EnterpriseItem {
	out := EnterpriseItem{EnterpriseHead: c.enterpriseHead(n), Links: []EnterpriseLink{}}
	for _, p := range c.positionsOf(n) {
		out.Links = append(out.Links, EnterpriseLink{p.Link, p.Chain.ID, p.Coverage, p.Stage})
	}
	return out
}

// positionsOf are the links on which an enterprise works.
func (c converter) positionsOf(n *graph.Node) []EnterprisePosition {
	out := []EnterprisePosition{}
	for _, r := range c.s.Out(n.ID, graph.OperatesIn) {
		l := c.f.Link(r.To)
		if l == nil {
			continue
		}
		p := EnterprisePosition{
			Link:       ref(l.Node),
			Chain:      ref(l.Chain.Node),
			Coverage:   string(l.State),
			Role:       graph.PositionOf(r).Role(),
			Stage:      graph.PositionOf(r).Stage(),
			Note:       r.Attrs.Note(),
			Capacity:   capacity(graph.PositionOf(r)),
			Provenance: c.prov(r.Prov),
		}
		for _, x := range l.Positions {
			if x.Enterprise.ID == n.ID {
				p.Able, p.Sole = x.Able, x.Able && l.Sole
			}
		}
		out = append(out, p)
	}
	return out
}

// evidence collects the sources of everything said of an enterprise, and the newest date among evidence.
func (c converter) evidence(n *graph.Node) (sources []graph.Provenance, newest graph.Date) {
	seen := map[graph.ID]bool{}
	add := func(p graph.Provenance) {
		if !seen[p.Source] {
			seen[p.Source] = true
			sources = append(sources, p)
		}
		if p.Confidence != graph.Trade && p.Confidence != graph.Inferred && p.AsOf.Newer(newest) {
			newest = p.AsOf
		}
	}
	add(n.Prov)
	out, in := c.s.Around(n.ID)
	for _, r := range slices.Concat(out, in) {
		if r.Type != graph.Targets { // what an office decides is no evidence of what a firm is
			add(r.Prov)
		}
	}
	slices.SortStableFunc(sources, func(a, b graph.Provenance) int { return cmp.Compare(b.AsOf, a.AsOf) })
	return sources, newest
}

func (c converter) enterprise(n *graph.Node) Enterprise {
	firm := graph.EnterpriseOf(n)
	out := Enterprise{
		EnterpriseHead: c.enterpriseHead(n),
		Chains:         []Ref{},
		Links:          c.positionsOf(n),
		Provenance:     c.prov(n.Prov),
		Aliases:        append([]string{}, n.Aliases...),
		CreditCode:     firm.CreditCode(),
		ListedCode:     firm.ListedCode(),
		Former:         append([]string{}, n.Attrs.List("former_ids")...),
		Note:           n.Attrs.Note(),
		Subsidiaries:   c.ties(c.s.In(n.ID, graph.SubsidiaryOf), true),
		Suppliers:      c.ties(c.s.In(n.ID, graph.SuppliesTo), true),
		Customers:      c.ties(c.s.Out(n.ID, graph.SuppliesTo), false),
		Announced: append(
			c.ties(c.s.Out(n.ID, graph.Announces), false),
			c.ties(c.s.In(n.ID, graph.Announces), true)...),
		Projects:   []Project{},
		Figures:    c.figures(n.ID),
		SourceList: []Provenance{},
		Records:    []Twin{},
	}
	for _, p := range out.Links {
		if !slices.Contains(out.Chains, p.Chain) {
			out.Chains = append(out.Chains, p.Chain)
		}
	}
	out.CreditFault = creditFault(out.CreditCode)
	out.Registered = first(c.ties(c.s.Out(n.ID, graph.RegisteredIn), false))
	out.Parent = first(c.ties(c.s.Out(n.ID, graph.SubsidiaryOf), false))
	seen := map[graph.ID]bool{}
	for _, party := range []graph.RelationType{graph.Runs, graph.Signs, graph.InvestsIn} {
		for _, r := range c.s.Out(n.ID, party) {
			if !seen[r.To] {
				seen[r.To] = true
				out.Projects = append(out.Projects, c.project(c.s.Node(r.To)))
			}
		}
	}
	sources, _ := c.evidence(n)
	for _, p := range sources {
		out.SourceList = append(out.SourceList, c.prov(p))
	}
	return out
}

// creditFault says what is wrong with a code; nil when nothing is, or there is none.
func creditFault(code string) *CreditFault {
	fault := graph.CheckCreditCode(code)
	if code == "" || fault == "" {
		return nil
	}
	return &CreditFault{string(fault), fault.Wrong(), fault.Words("zh"), fault.Words("en")}
}

func first(list []Tie) *Tie {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// ties are the other ends of relations.
func (c converter) ties(list []*graph.Relation, tails bool) []Tie {
	out := []Tie{}
	for _, r := range list {
		other := r.To
		if tails {
			other = r.From
		}
		out = append(out, Tie{
			Ref:        c.refOf(other),
			What:       graph.SupplyOf(r).What(),
			Standing:   graph.SupplyOf(r).Standing(),
			Note:       r.Attrs.Note(),
			Provenance: c.prov(r.Prov),
		})
	}
	return out
}

func (c converter) project(n *graph.Node) Project {
	p := graph.ProjectOf(n)
	out := Project{
		Ref:         ref(n),
		ProjectKind: p.Type(),
		Stage:       p.Stage(),
		Signed:      string(p.Signed()),
		Started:     string(p.Started()),
		Trial:       string(p.Trial()),
		Produced:    string(p.Produced()),
		Completed:   string(p.Completed()),
		StartDue:    string(p.StartDue()),
		Due:         string(p.Due()),
		GivenUp:     string(p.GivenUp()),
		Progress:    p.Progress(),
		Run:         refs(c.s.Tails(n.ID, graph.Runs)),
		Signers:     refs(c.s.Tails(n.ID, graph.Signs)),
		Investors:   refs(c.s.Tails(n.ID, graph.InvestsIn)),
		Note:        n.Attrs.Note(),
		Figures:     c.figures(n.ID),
		Provenance:  c.prov(n.Prov),
	}
	out.Place = c.place(n.ID)
	return out
}

func (c converter) figures(subject graph.ID) []Figure {
	out := []Figure{}
	for _, n := range c.s.Tails(subject, graph.About) {
		if n.Kind != graph.KindFigure {
			continue
		}
		f := Figure{
			ID:         string(n.ID),
			Measure:    graph.FigureOf(n).Measure(),
			Unit:       graph.FigureOf(n).Unit(),
			Band:       n.Attrs.Text("band"),
			Secret:     graph.FigureOf(n).Confidential(c.s.Node(subject)),
			Period:     string(graph.FigureOf(n).Period()),
			Text:       graph.FigureOf(n).Text(),
			Provenance: c.prov(n.Prov),
		}
		if v, ok := graph.FigureOf(n).Value(); ok {
			f.Value = &v
		}
		out = append(out, f)
	}
	return out
}
