package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
	"chainchief/internal/drawing"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
)

// Permission is what a caller will need once there are accounts; every route declares one.
type Permission string

// Read covers everything that shows the graph, Edit what people say of it.
const (
	Read Permission = "graph.read"
	Edit Permission = "graph.edit"
)

// permissionKey is where a route declares its permission, in code and in the OpenAPI file.
const permissionKey = "x-permission"

// get registers a route.
func get[I, O any](spec huma.API, path, id, summary string, permission Permission, handler func(context.Context, *I) (*O, error)) {
	huma.Register(spec, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary,
		Extensions: map[string]any{permissionKey: string(permission)}, Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, handler)
}

// post registers a route that writes.
func post[I, O any](spec huma.API, path, id, summary string, permission Permission, handler func(context.Context, *I) (*O, error)) {
	huma.Register(spec, huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/api/v1" + path, Summary: summary, Extensions: map[string]any{permissionKey: string(permission)},
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, handler)
}

func (s *Server) routes(spec huma.API) {
	get(spec, "/meta", "meta", "Version, revision, rules and words", Read, s.meta)
	get(spec, "/chains", "list-chains", "The chains, in the order of the scheme", Read, s.chains)
	get(spec, "/chains/{id}", "get-chain", "A chain with its six ones", Read, s.chain)
	get(spec, "/chains/{id}/structure", "get-structure", "A chain as links and what feeds what", Read, s.structure)
	get(spec, "/links/{id}", "get-link", "A link with everything that bears on it", Read, s.link)
	get(spec, "/links/{id}/candidates", "list-candidates", "Who could close the gap at a link, best first", Read, s.candidates)
	get(spec, "/links/{id}/candidates/{enterprise}/why", "why-candidate", "Why an enterprise scores what it scores as a candidate for a link", Read, s.whyCandidate)
	get(spec, "/links/{id}/matches", "list-matches", "What the products of a link are taken for", Read, s.matches)
	post(spec, "/links/{id}/matches", "review-match", "Confirm or reject what a product is taken for", Edit, s.reviewMatch)
	get(spec, "/gaps", "list-gaps", "Gaps, heaviest first", Read, s.gaps)
	get(spec, "/gaps/{id}", "get-gap", "A gap with its reason", Read, s.gap)
	get(spec, "/gaps/{id}/why", "why-gap", "Why a gap weighs what it weighs", Read, s.why(graph.KindGap, (*analysis.Findings).Explain))
	get(spec, "/links/{id}/why", "why-link", "Why a link is as critical as it is", Read, s.why(graph.KindLink, (*analysis.Findings).Explain))
	get(spec, "/chains/{id}/why", "why-chain", "Why a chain is as complete as it is", Read, s.why(graph.KindChain, (*analysis.Findings).Explain))
	get(spec, "/targets", "list-targets", "Links worth extending to, or strengthening, best first", Read, s.targets)
	get(spec, "/targets/{id}/why", "why-target", "Why a target scores what it scores", Read, s.whyTarget)
	get(spec, "/relatedness", "relatedness", "How near products and links are to what the city can do, and what that rests on", Read, s.relatedness)
	get(spec, "/weights", "get-weights", "How much each part of a score counts", Read, s.weights)
	post(spec, "/weights/preview", "preview-weights", "What other weights would do to the rankings of gaps, targets and candidates; nothing is saved", Read, s.previewWeights)
	post(spec, "/weights", "set-weights", "Set the weights; the gaps follow", Edit, s.setWeights)
	get(spec, "/gaps/{id}/candidates", "gap-candidates", "Who could close a gap, with the state of contact; rejected ones apart with their reason", Read, s.gapCandidates)
	post(spec, "/gaps/{id}/decision", "decide-gap", "Confirm, dismiss, assign, begin or close a gap", Edit, s.decideGap)
	post(spec, "/gaps/{id}/comments", "comment-gap", "Say something of a gap", Edit, s.commentGap)
	get(spec, "/contacts", "list-contacts", "The contact board, stage by stage, rejected ones too", Read, s.contacts)
	post(spec, "/contacts", "move-contact", "Begin, move or reject the contact with an enterprise over a gap", Edit, s.moveContact)
	get(spec, "/enterprises", "list-enterprises", "Enterprises", Read, s.enterprises)
	get(spec, "/enterprises/{id}", "get-enterprise", "An enterprise with everything that bears on it", Read, s.enterprise)
	get(spec, "/enterprises/{id}/missing-inputs", "missing-inputs", "What an enterprise needs that nobody near is known to deliver, and who makes it", Read, s.missingInputs)
	get(spec, "/nodes/{id}", "get-node", "Any node with its attributes, relations and provenance", Read, s.node)
	get(spec, "/nodes/{id}/history", "node-history", "Everything that happened to a node, newest first", Read, s.nodeHistory)
	get(spec, "/nodes/{id}/neighbours", "node-neighbours", "What lies within some steps of a node", Read, s.neighbours)
	get(spec, "/search", "search", "Nodes by name, alias, code, pinyin or initials", Read, s.search)
	get(spec, "/history", "history", "Change sets, newest first", Read, s.history)
	get(spec, "/history/{revision}", "change-set", "One change set with what it changed", Read, s.changeSet)
	get(spec, "/diff", "diff", "What changed between two revisions", Read, s.diff)
	get(spec, "/diagrams/{kind}", "diagram", "A drawing, as a file", Read, s.diagram)
}

// ByID names one thing; slashes in the id come escaped.
type ByID struct {
	AsOf
	ID string `path:"id" maxLength:"300" doc:"Id, or the key where the kind is plain"`
}

// of completes a plain key with the kind that the route is about.
func (b ByID) of(kind graph.Kind) graph.ID {
	if strings.Contains(b.ID, ":") {
		return graph.ID(b.ID)
	}
	return graph.NewID(kind, b.ID)
}

// Meta says what answers here.
type Meta struct {
	Version      string                  `json:"version"`
	Revision     int64                   `json:"revision"`
	RulesVersion string                  `json:"rules_version"`
	City         string                  `json:"city"`
	Accounts     bool                    `json:"accounts" doc:"False: there are no accounts yet, so the server listens on this machine only unless told otherwise"`
	Terms        map[string][]graph.Term `json:"terms" doc:"Words of every code, by list"`
	Diagrams     []string                `json:"diagrams"`
	Formats      []string                `json:"formats"`

	Options map[string]DiagramOptions `json:"diagram_options" doc:"What each kind of diagram can leave out"`
}

// DiagramOptions are what a kind of diagram can leave out.
type DiagramOptions struct {
	Links   bool     `json:"links" doc:"It takes stage and only_gaps"`
	Details []string `json:"details" doc:"What it takes as detail beside full"`
}

func diagramOptions() map[string]DiagramOptions {
	out := map[string]DiagramOptions{}
	for _, kind := range drawing.Kinds {
		links, details := drawing.Optional(kind)
		of := DiagramOptions{Links: links, Details: []string{}}
		for _, d := range details {
			of.Details = append(of.Details, string(d))
		}
		out[kind] = of
	}
	return out
}

func (s *Server) meta(ctx context.Context, _ *struct{}) (*Answer[Meta], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	city := ""
	if n := analysis.City(f.Snapshot); n != nil {
		city = n.Name
	}
	return &Answer[Meta]{Meta{Version: s.version, Revision: int64(f.Snapshot.Revision), RulesVersion: analysis.RulesVersion, City: city, Diagrams: drawing.Kinds, Formats: drawing.Formats, Options: diagramOptions(),
		Terms: map[string][]graph.Term{"coverage": analysis.Coverages, "stage": graph.Stages, "step": graph.Steps, "level": graph.Levels, "gap_kind": graph.GapKinds, "gap_status": graph.GapStatuses, "contact_stage": graph.ContactStages,
			"confidence": graph.Confidences, "value_kind": graph.ValueKinds, "measure": graph.Measures, "reach": graph.Reaches, "region_class": analysis.RegionClasses, "candidate_origin": candidate.Origins, "role": graph.Roles, "strategy": graph.Strategies,
			"standing": graph.Standings, "match_method": graph.MatchMethods, "match_review": graph.MatchReviews, "project_kind": graph.ProjectKinds, "enterprise_kind": graph.EnterpriseKinds, "kind": kindTerms()}}}, nil
}

// kindTerms are the words of the kinds of nodes.
func kindTerms() []graph.Term {
	var list []graph.Term
	for _, k := range graph.Kinds {
		list = append(list, graph.Term{Code: string(k.Kind), ZH: k.ZH, EN: k.EN})
	}
	return list
}

type chainsQuery struct {
	Paged
	Since string `query:"since" maxLength:"40" doc:"Moment to compare with: fills movement"`
}

func (s *Server) chains(ctx context.Context, q *chainsQuery) (*Answer[List[ChainItem]], error) {
	f, offset, err := s.paged(ctx, q.Paged)
	if err != nil {
		return nil, answer(err, "revision")
	}
	var before *analysis.Findings
	if q.Since != "" {
		if before, err = s.at(ctx, q.Since); err != nil {
			return nil, answer(err, "revision")
		}
	}
	c := convert(f)
	return page(f, f.Chains, offset, q.Limit, func(x *analysis.Chain) ChainItem { return c.chainItem(x, before) }), nil
}

// ChainAnswer is a chain as of a revision.
type ChainAnswer struct {
	Revision int64 `json:"revision"`
	Chain
}

func (s *Server) chain(ctx context.Context, q *ByID) (*Answer[ChainAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	x := f.Chain(q.of(graph.KindChain))
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	return &Answer[ChainAnswer]{ChainAnswer{int64(f.Snapshot.Revision), convert(f).chain(x)}}, nil
}

// StructureAnswer is a structure as of a revision.
type StructureAnswer struct {
	Revision int64 `json:"revision"`
	Structure
}

func (s *Server) structure(ctx context.Context, q *ByID) (*Answer[StructureAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	x := f.Chain(q.of(graph.KindChain))
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	c := convert(f)
	out := Structure{Chain: ref(x.Node), Stages: stages(x), Lanes: lanes(x), Links: []LinkItem{}, Feeds: []Feed{}}
	for _, l := range x.Links {
		out.Links = append(out.Links, c.linkItem(l))
	}
	for _, feed := range f.Feeds {
		if feed.From.Chain == x || feed.To.Chain == x {
			out.Feeds = append(out.Feeds, Feed{string(feed.From.Node.ID), string(feed.To.Node.ID), feed.Possible, feed.Evidenced})
		}
	}
	return &Answer[StructureAnswer]{StructureAnswer{int64(f.Snapshot.Revision), out}}, nil
}

// LinkAnswer is a link as of a revision.
type LinkAnswer struct {
	Revision int64 `json:"revision"`
	Link
}

func (s *Server) link(ctx context.Context, q *ByID) (*Answer[LinkAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	l := f.Link(q.of(graph.KindLink))
	if l == nil {
		return nil, missing("link", q.ID)
	}
	return &Answer[LinkAnswer]{LinkAnswer{int64(f.Snapshot.Revision), convert(f).link(l)}}, nil
}

type gapsQuery struct {
	Paged
	Chain  string `query:"chain" maxLength:"200" doc:"Only of this chain"`
	Kind   string `query:"kind" enum:"missing,weak,chokepoint,blocked" doc:"Only of this kind"`
	Status string `query:"status" enum:"proposed,confirmed,dismissed,assigned,in_progress,closed"`
	Text   string `query:"q" maxLength:"100" doc:"Part of the link's name"`
	Gone   bool   `query:"gone" doc:"Those that the rules no longer derive, but that people decided on"`
	Sort   string `query:"sort" maxLength:"100" doc:"weight, name, chain, necessity; - for descending" example:"-weight"`
}

func gapOrders() map[string]func(a, b *analysis.Gap) int {
	return map[string]func(a, b *analysis.Gap) int{
		"weight":    ascending(func(g *analysis.Gap) float64 { return g.Weight }),
		"necessity": ascending(func(g *analysis.Gap) int { return g.Link.Weight }),
		"name":      ascending(remembered(func(g *analysis.Gap) string { return store.SortKey(g.Link.Node) })),
		"chain":     ascending(func(g *analysis.Gap) int64 { return g.Link.Chain.Node.Attrs.Int("order") }),
	}
}

func (s *Server) gaps(ctx context.Context, q *gapsQuery) (*Answer[List[Gap]], error) {
	f, offset, err := s.paged(ctx, q.Paged)
	if err != nil {
		return nil, answer(err, "revision")
	}
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	all := f.Gaps
	if q.Gone {
		all = gone(f)
	}
	list, err := sorted(keep(all, func(g *analysis.Gap) bool {
		return (only == nil || g.Link.Chain == only) && (q.Kind == "" || slices.Contains(g.Kinds, q.Kind)) && (q.Status == "" || g.Status() == q.Status) && named(g.Link.Node, q.Text)
	}), q.Sort, gapOrders())
	if err != nil {
		return nil, err
	}
	return page(f, list, offset, q.Limit, convert(f).gap), nil
}

// onlyChain finds the chain of a filter; nil when there is no filter.
func onlyChain(f *analysis.Findings, key string) (*analysis.Chain, error) {
	if key == "" {
		return nil, nil
	}
	x := f.Chain(ByID{ID: key}.of(graph.KindChain))
	if x == nil {
		return nil, badQuery("query.unknown_chain", "query.chain", "there is no chain "+clip(key))
	}
	return x, nil
}

func named(n *graph.Node, text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return text == "" || strings.Contains(strings.ToLower(n.Name), text) || strings.Contains(strings.ToLower(n.NameEN), text) || strings.Contains(strings.ToLower(n.Attrs.Text("short_name")), text)
}

type targetsQuery struct {
	Paged
	Chain    string `query:"chain" maxLength:"200"`
	Strategy string `query:"strategy" enum:"extend,strengthen" doc:"Only of this strategy"`
}

func (s *Server) targets(ctx context.Context, q *targetsQuery) (*Answer[List[Target]], error) {
	f, offset, err := s.paged(ctx, q.Paged)
	if err != nil {
		return nil, answer(err, "revision")
	}
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	list := keep(f.Targets, func(t *analysis.Target) bool {
		return (only == nil || t.Link.Chain == only) && (q.Strategy == "" || t.Strategy == q.Strategy)
	})
	return page(f, list, offset, q.Limit, convert(f).target), nil
}

type enterprisesQuery struct {
	Paged
	Chain string `query:"chain" maxLength:"200"`
	Link  string `query:"link" maxLength:"300"`
	Reach string `query:"reach" enum:"local,circle,province,country"`
	Text  string `query:"q" maxLength:"100" doc:"Part of the name"`
	Sort  string `query:"sort" maxLength:"100" doc:"name, positions, missing (inputs); - for descending"`
}

func (s *Server) enterprises(ctx context.Context, q *enterprisesQuery) (*Answer[List[EnterpriseItem]], error) {
	f, offset, err := s.paged(ctx, q.Paged)
	if err != nil {
		return nil, answer(err, "revision")
	}
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	link := ByID{ID: q.Link}.of(graph.KindLink)
	on := func(n *graph.Node) bool {
		if only == nil && q.Link == "" {
			return true
		}
		return slices.ContainsFunc(f.Snapshot.Out(n.ID, graph.OperatesIn), func(r *graph.Relation) bool {
			l := f.Link(r.To)
			return l != nil && (only == nil || l.Chain == only) && (q.Link == "" || l.Node.ID == link)
		})
	}
	c := convert(f)
	orders := map[string]func(a, b *graph.Node) int{
		"name":      ascending(remembered(store.SortKey)),
		"positions": ascending(func(n *graph.Node) int { return len(f.Snapshot.Out(n.ID, graph.OperatesIn)) }),
		"missing":   ascending(remembered(func(n *graph.Node) int { return c.enterpriseItem(n).Missing })),
	}
	order := q.Sort
	if order == "" {
		order = "-positions,name"
	}
	list, err := sorted(keep(f.Snapshot.Of(graph.KindEnterprise), func(n *graph.Node) bool {
		return (q.Reach == "" || n.Attrs.Text("reach") == q.Reach) && named(n, q.Text) && on(n)
	}), order, orders)
	if err != nil {
		return nil, err
	}
	return page(f, list, offset, q.Limit, c.enterpriseItem), nil
}

// EnterpriseAnswer is an enterprise as of a revision.
type EnterpriseAnswer struct {
	Revision int64 `json:"revision"`
	Enterprise
}

func (s *Server) enterprise(ctx context.Context, q *ByID) (*Answer[EnterpriseAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	n := f.Snapshot.Node(q.of(graph.KindEnterprise))
	if n == nil || n.Kind != graph.KindEnterprise {
		return nil, missing("enterprise", q.ID)
	}
	return &Answer[EnterpriseAnswer]{EnterpriseAnswer{int64(f.Snapshot.Revision), convert(f).enterprise(n)}}, nil
}

// NodeAnswer is a node as of a revision.
type NodeAnswer struct {
	Revision int64 `json:"revision"`
	Node
}

func (s *Server) node(ctx context.Context, q *ByID) (*Answer[NodeAnswer], error) {
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	id := q.of(graph.KindLink)
	n := f.Snapshot.Node(id)
	switch {
	case n == nil && q.AsOf.AsOf == "":
		return s.pooled(ctx, id, q.ID)
	case n == nil:
		return nil, missing("node", q.ID)
	}
	return &Answer[NodeAnswer]{NodeAnswer{int64(f.Snapshot.Revision), convert(f).node(n)}}, nil
}

// mostAround is how many neighbours of a thing of the pool are shown.
const mostAround = 100

// pooled is a thing that no snapshot holds, as the store has it, with what is around it.
func (s *Server) pooled(ctx context.Context, id graph.ID, asked string) (*Answer[NodeAnswer], error) {
	near, err := s.store.Expand(ctx, id, 1, mostAround)
	if graph.CodeOf(err) == graph.CodeNotFound {
		return nil, missing("node", asked)
	}
	if err != nil {
		return nil, answer(err, "node")
	}
	var sources []graph.ID
	for _, n := range near.Nodes {
		sources = append(sources, n.Prov.Source)
	}
	for _, r := range near.Relations {
		sources = append(sources, r.Prov.Source)
	}
	slices.Sort(sources)
	more, err := s.store.Nodes(ctx, slices.Compact(sources))
	if err != nil {
		return nil, answer(err, "node")
	}
	head, err := s.store.Head(ctx)
	if err != nil {
		return nil, answer(err, "node")
	}
	around := slices.Concat(near.Nodes, more)
	for i := range around {
		around[i].Pool = false // else the snapshot would leave it out
	}
	small := graph.NewSnapshot(head.Revision, head.Time, around, near.Relations)
	return &Answer[NodeAnswer]{NodeAnswer{int64(head.Revision), converter{s: small}.node(small.Node(id))}}, nil
}

type neighboursQuery struct {
	ByID
	Depth int `query:"depth" minimum:"1" maximum:"4" default:"1"`
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

// NeighbourhoodAnswer is a neighbourhood as of a revision.
type NeighbourhoodAnswer struct {
	Revision int64 `json:"revision"`
	Neighbourhood
}

func (s *Server) neighbours(ctx context.Context, q *neighboursQuery) (*Answer[NeighbourhoodAnswer], error) {
	if q.AsOf.AsOf != "" {
		return nil, badQuery("query.not_historic", "query.as_of", "neighbours are answered by the store as it is now; leave as_of out")
	}
	head, err := s.store.Head(ctx)
	if err != nil {
		return nil, answer(err, "node")
	}
	n, err := s.store.Expand(ctx, q.of(graph.KindLink), q.Depth, q.Limit)
	if err != nil {
		return nil, answer(err, "node")
	}
	out := Neighbourhood{Nodes: []NeighbourNode{}, Relations: []NeighbourRelation{}, Truncated: n.Truncated}
	for i := range n.Nodes {
		out.Nodes = append(out.Nodes, NeighbourNode{ref(&n.Nodes[i]), n.Depth[n.Nodes[i].ID]})
	}
	for _, r := range n.Relations {
		out.Relations = append(out.Relations, NeighbourRelation{string(r.Type), string(r.From), string(r.To)})
	}
	return &Answer[NeighbourhoodAnswer]{NeighbourhoodAnswer{int64(head.Revision), out}}, nil
}

type searchQuery struct {
	Text  string `query:"q" required:"true" minLength:"1" maxLength:"100"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"10"`
	Kind  string `query:"kind" enum:"Chain,Link,Product,Technology,Field,Enterprise,Park,Project,Gap,Source,Plan,Policy"`
}

func (s *Server) search(ctx context.Context, q *searchQuery) (*Answer[List[Hit]], error) {
	f, err := s.at(ctx, "")
	if err != nil {
		return nil, answer(err, "revision")
	}
	kinds := []graph.Kind{graph.KindChain, graph.KindLink, graph.KindEnterprise, graph.KindProduct, graph.KindTechnology, graph.KindField, graph.KindPark, graph.KindProject, graph.KindPlan, graph.KindPolicy}
	if q.Kind != "" {
		kinds = []graph.Kind{graph.Kind(q.Kind)}
	}
	hits, err := s.store.Search(ctx, q.Text, kinds, q.Limit)
	if err != nil {
		return nil, answer(err, "search")
	}
	c := convert(f)
	out := List[Hit]{Items: []Hit{}, Total: len(hits), Revision: int64(f.Snapshot.Revision)}
	for i := range hits {
		out.Items = append(out.Items, c.hit(hits[i]))
	}
	return &Answer[List[Hit]]{out}, nil
}

// hit says what a found node is and where it belongs.
func (c converter) hit(h store.Hit) Hit {
	out := Hit{Ref: ref(&h.Node), Matched: h.Matched}
	spec, _ := graph.KindOf(h.Node.Kind)
	out.Hint, out.HintEN = spec.ZH, spec.EN
	if h.Node.Kind == graph.KindProduct || h.Node.Kind == graph.KindTechnology {
		for _, l := range append(c.s.Tails(h.Node.ID, graph.Yields), c.s.Tails(h.Node.ID, graph.Uses)...) {
			if found := c.f.Link(l.ID); found != nil {
				c.belongs(&out, found, found.Node.Name, found.Node.Label("en"))
				break
			}
		}
		return out
	}
	if l := c.f.Link(h.Node.ID); l != nil {
		c.belongs(&out, l, graph.Words(graph.Stages, l.Stage(), "zh"), graph.Words(graph.Stages, l.Stage(), "en"))
	}
	if h.Node.Kind == graph.KindEnterprise {
		reach := h.Node.Attrs.Text("reach")
		out.Hint, out.HintEN = graph.Words(graph.Reaches, reach, "zh"), graph.Words(graph.Reaches, reach, "en")
		for _, r := range c.s.Out(h.Node.ID, graph.OperatesIn) {
			if l := c.f.Link(r.To); l != nil {
				c.belongs(&out, l, out.Hint+"·"+l.Node.Name, out.HintEN+" · "+l.Node.Label("en"))
				break
			}
		}
	}
	return out
}

func (c converter) belongs(h *Hit, l *analysis.Link, zh, en string) {
	chain := ref(l.Chain.Node)
	h.Chain, h.Hint, h.HintEN = &chain, zh+"·"+chain.Name, en+" · "+l.Chain.Node.Label("en")
}

type diagramQuery struct {
	AsOf
	Kind        string `path:"kind" maxLength:"40" doc:"One of the diagrams that /meta lists"`
	Chain       string `query:"chain" maxLength:"200" doc:"Empty: the layout of the city; of an enterprise, the chain on which it is shown, which may be left out"`
	Of          string `query:"of" maxLength:"300" doc:"Of the kinds that are of one thing other than a chain: its id"`
	From        string `query:"from" maxLength:"40" doc:"Of changes: revision or date to compare with"`
	Format      string `query:"format" enum:"svg,png,pdf,pptx,json" doc:"Else by Accept; svg when it does not say"`
	Lang        string `query:"lang" enum:"zh,en" default:"zh"`
	Stage       string `query:"stage" enum:"upstream,midstream,downstream,support" doc:"Only the links of this stage; of structure, application, layout of a chain, roadmap, targets, changes"`
	OnlyGaps    bool   `query:"only_gaps" doc:"Only links that are missing, weak, outside, chokepoints or blocked; of the same"`
	Detail      string `query:"detail" enum:"full,names,overview" doc:"full when it is not said; names leaves out firms and products (structure, application, layout), overview joins links and counts them (structure, layout)"`
	Grey        bool   `query:"grey" doc:"Not json"`
	Transparent bool   `query:"transparent" doc:"svg and png: no white ground"`
	Page        int    `query:"page" minimum:"1" maximum:"100" default:"1" doc:"svg and png; the other formats hold all pages"`
	Scale       int    `query:"scale" minimum:"1" maximum:"4" default:"2" doc:"png: at 1 a page is 1600 × 900 pixels"`
	Paper       string `query:"paper" enum:"16:9,a4,a3" default:"16:9" doc:"pdf"`
	Connectors  bool   `query:"connectors" doc:"pptx: lines stay attached when a card is moved; other programs may route them anew"`
	Accept      string `header:"Accept"`
	IfNoneMatch string `header:"If-None-Match"`

	site string // where this request came to, for links inside documents
}

// Resolve notes the address that the caller used.
func (q *diagramQuery) Resolve(ctx huma.Context) []error {
	scheme := "http"
	if ctx.TLS() != nil || ctx.Header("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	q.site = scheme + "://" + ctx.Host()
	return nil
}

// diagramAnswer is a drawing as it goes over the wire.
type diagramAnswer struct {
	Status       int
	ContentType  string `header:"Content-Type"`
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Disposition  string `header:"Content-Disposition"`
	Vary         string `header:"Vary"`
	Revision     int64  `header:"X-Revision"`
	Pages        int    `header:"X-Pages" doc:"How many pages the drawing has"`
	Missing      string `header:"X-Missing-Characters" doc:"Characters that no font has, as U+4E00 U+4E01; they stand as 〓"`
	Body         []byte
}

func (s *Server) diagram(ctx context.Context, q *diagramQuery) (*diagramAnswer, error) {
	if !slices.Contains(drawing.Kinds, q.Kind) {
		return nil, missing("diagram", q.Kind)
	}
	f, err := s.at(ctx, q.AsOf.AsOf)
	if err != nil {
		return nil, answer(err, "revision")
	}
	format := q.Format
	if format == "" {
		if format = negotiate(q.Accept); format == "" {
			return nil, newProblem(http.StatusNotAcceptable, "diagram.not_acceptable", "a diagram comes as SVG, PNG, PDF, PPTX or JSON", "")
		}
	}
	r := drawing.Request{Kind: q.Kind, Of: graph.ID(q.Of), Lang: q.Lang, Stage: q.Stage, OnlyGaps: q.OnlyGaps, Detail: diagram.Detail(q.Detail), Format: format, Grey: q.Grey, Clear: q.Transparent, Page: q.Page,
		Scale: q.Scale, Paper: q.Paper, Glued: q.Connectors, Site: q.site}
	kind, other := drawing.SubjectOf(q.Kind)
	subject := "chain"
	if other {
		subject = strings.ToLower(string(kind))
	}
	if q.Chain != "" {
		r.Chain = ByID{ID: q.Chain}.of(graph.KindChain)
	}
	switch {
	case other && q.Of == "":
		return nil, badQuery("diagram.of_missing", "query.of", "this diagram is of one "+subject+": name it by its id")
	case q.Chain != "" || other:
	case q.Kind != "layout" && q.Of == "":
		return nil, badQuery("diagram.chain_missing", "query.chain", "only the layout can be drawn of the whole city: name a chain")
	}
	switch compares := q.Kind == "changes"; {
	case compares && q.From == "":
		return nil, badQuery("diagram.from_missing", "query.from", "a diagram of changes compares two moments: say from which date or revision on")
	case !compares && q.From != "":
		return nil, badQuery("diagram.from_unused", "query.from", "only a diagram of changes takes from")
	case compares:
		if r.From, err = s.at(ctx, q.From); err != nil {
			return nil, answer(err, "revision")
		}
	}
	file, err := s.studio.Draw(ctx, f, r)
	if err != nil {
		return nil, answer(err, subject)
	}
	out := &diagramAnswer{Status: http.StatusOK, ContentType: file.Type, ETag: file.ETag, CacheControl: "private, no-cache", Disposition: `inline; filename="` + file.Name + `"`, Vary: "Accept",
		Revision: int64(f.Snapshot.Revision), Pages: file.Pages, Missing: codes(file.Missing), Body: file.Data}
	if q.IfNoneMatch == "*" || strings.Contains(q.IfNoneMatch, file.ETag) {
		out.Status, out.Body = http.StatusNotModified, nil
	}
	return out, nil
}

// codes writes characters as U+4E00 U+4E01.
func codes(list []rune) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("U+%04X", r))
	}
	return strings.Join(out, " ")
}

// negotiate picks the format that an Accept header names first; svg when it takes anything.
func negotiate(accept string) string {
	if accept == "" {
		return "svg"
	}
	for _, part := range strings.Split(accept, ",") {
		media, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch media {
		case "image/*", "*/*", "text/html":
			return "svg"
		}
		for format, kind := range drawing.MediaTypes {
			if media == kind {
				return format
			}
		}
	}
	return ""
}
