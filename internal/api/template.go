package api

import (
	"context"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/drawing"
)

// TemplateAnswer is what a chain is measured by: sub-chains, groups and links in their order, and what feeds what.
type TemplateAnswer struct {
	Revision int64            `json:"revision"`
	Chain    Ref              `json:"chain"`
	Version  string           `json:"version" doc:"Of the template"`
	Nodes    []TemplateNode   `json:"nodes" doc:"Parents before what is part of them, each level by its order"`
	Feeds    []Feed           `json:"feeds" doc:"That begin or end in this chain"`
	Others   []Ref            `json:"others" doc:"Links of other chains at an end of a feed"`
	Remarks  []TemplateRemark `json:"remarks"`
}

// TemplateNode is a sub-chain, a group or a link of a template.
type TemplateNode struct {
	Ref
	Level      string     `json:"level" enum:"lane,group,link"`
	Order      int64      `json:"order"`
	Parent     string     `json:"parent" doc:"Id of the chain, sub-chain or group that it is part of"`
	Stage      string     `json:"stage,omitempty"`
	Weight     int        `json:"weight,omitempty" doc:"Necessity, 1 to 3; of a link"`
	Market     bool       `json:"market,omitempty"`
	Outside    string     `json:"outside_supply,omitempty"`
	Substitute string     `json:"substitute,omitempty"`
	Coverage   string     `json:"coverage,omitempty" doc:"State of a link"`
	Products   []Ref      `json:"products"`
	Tied       int        `json:"tied" doc:"Facts about it that would go with it: positions, projects and the like"`
	Provenance Provenance `json:"provenance"`
}

// TemplateRemark is what people should look at in a template; nothing is refused for it.
type TemplateRemark struct {
	Code  string `json:"code" enum:"ring,alone,no_input,no_output,empty"`
	Links []Ref  `json:"links"`
	Said
}

// ofTemplate are the relations that make a template; with the rest of a link facts would go.
var ofTemplate = []graph.RelationType{graph.PartOf, graph.Feeds, graph.Yields, graph.Uses, graph.SourcedFrom}

func (s *Server) template(ctx context.Context, f *analysis.Findings, q *ByID) (*TemplateAnswer, error) {
	x := f.Chain(q.of(graph.KindChain))
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	c := convert(f)
	out := &TemplateAnswer{
		Revision: int64(f.Snapshot.Revision),
		Chain:    ref(x.Node),
		Version:  x.Completeness.Template,
		Nodes:    []TemplateNode{},
		Feeds:    []Feed{},
		Others:   []Ref{},
		Remarks:  remarks(f, x),
	}
	for _, n := range f.Template(x.Node) {
		out.Nodes = append(out.Nodes, c.templateNode(n))
	}
	named := map[graph.ID]bool{}
	for _, feed := range f.Feeds {
		if feed.From.Chain != x && feed.To.Chain != x {
			continue
		}
		from, to := string(feed.From.Node.ID), string(feed.To.Node.ID)
		out.Feeds = append(out.Feeds, Feed{from, to, feed.Possible, feed.AnyOf, feed.Evidenced})
		for _, l := range []*analysis.Link{feed.From, feed.To} {
			if l.Chain != x && !named[l.Node.ID] {
				named[l.Node.ID] = true
				out.Others = append(out.Others, ref(l.Node))
			}
		}
	}
	return out, nil
}

func (c converter) templateNode(n *graph.Node) TemplateNode {
	l := graph.LinkOf(n)
	out := TemplateNode{
		Ref:        ref(n),
		Level:      l.Level(),
		Order:      l.Order(),
		Stage:      l.Stage(),
		Outside:    l.OutsideSupply(),
		Substitute: l.Substitute(),
		Market:     l.Market(),
		Products:   refs(c.s.Heads(n.ID, graph.Yields)),
		Provenance: c.prov(n.Prov),
	}
	for _, parent := range c.s.Heads(n.ID, graph.PartOf) {
		out.Parent = string(parent.ID)
	}
	if found := c.f.Link(n.ID); found != nil {
		out.Weight, out.Coverage = l.Weight(), string(found.State)
	}
	for _, r := range c.s.Relations() {
		if (r.From == n.ID || r.To == n.ID) && !r.IsNote() && !slices.Contains(ofTemplate, r.Type) {
			out.Tied++
		}
	}
	return out
}

func remarks(f *analysis.Findings, x *analysis.Chain) []TemplateRemark {
	out := []TemplateRemark{}
	for _, r := range f.TemplateRemarks(x) {
		out = append(out, TemplateRemark{r.Code, refs(r.Nodes), spoken(r.Text)})
	}
	return out
}

// TemplateTrial is a preview of a template as it would stand after an edit.
type TemplateTrial struct {
	ByID
	Lang string `query:"lang" enum:"zh,en" default:"zh" doc:"Of the drawing"`
	Body EditTrial
}

// TemplateDrawn is what a template would look like.
type TemplateDrawn struct {
	SVG     string           `json:"svg" doc:"Technology structure, its first page"`
	Pages   int              `json:"pages"`
	New     []TemplateNew    `json:"new" doc:"Ids that new things would be given"`
	Remarks []TemplateRemark `json:"remarks"`
}

// TemplateNew is the id that a new thing of an edit would be given.
type TemplateNew struct {
	Ref string `json:"ref"`
	ID  string `json:"id"`
}

func (s *Server) previewTemplate(ctx context.Context, f *analysis.Findings, q *TemplateTrial) (*TemplateDrawn, error) {
	id := q.of(graph.KindChain)
	if f.Chain(id) == nil {
		return nil, missing("chain", q.ID)
	}
	e := q.Body.edit()
	tried, err := s.desk.Try(ctx, actor(ctx, q.Body.By), graph.Revision(q.Body.Base), e, sightOf(ctx, f))
	if err != nil {
		return nil, editProblem(err)
	}
	would, err := analysis.Of(access.View(tried.Would, f.Snapshot.Clearance))
	if err != nil {
		return nil, err
	}
	out := &TemplateDrawn{New: []TemplateNew{}, Remarks: []TemplateRemark{}}
	for _, n := range e.Nodes {
		if id := tried.New[n.Ref]; id != "" {
			out.New = append(out.New, TemplateNew{n.Ref, string(id)})
		}
	}
	x := would.Chain(id)
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	out.Remarks = remarks(would, x)
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	file, err := s.studio.Trial(ctx, would, drawing.Request{Kind: "structure", Chain: id, Lang: q.Lang, Format: "svg"})
	if err != nil {
		return nil, lacking(strings.ToLower(string(graph.KindChain)), err)
	}
	out.SVG, out.Pages = string(file.Data), file.Pages
	return out, nil
}
