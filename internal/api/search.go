package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
)

// Hit is a result of a search.
type Hit struct {
	Ref
	Matched string `json:"matched,omitempty" doc:"Alias or code that matched when the name did not"`
	Chain   *Ref   `json:"chain,omitempty"`
	Hint    string `json:"hint,omitempty" doc:"What it is, such as 上游·光电子信息"`
	HintEN  string `json:"hint_en,omitempty"`
	Near    bool   `json:"near,omitempty" doc:"Nothing has the text asked for; this comes close"`
}

// searched are the kinds that are looked for when none is named.
var searched = []graph.Kind{
	graph.KindChain,
	graph.KindLink,
	graph.KindEnterprise,
	graph.KindProduct,
	graph.KindTechnology,
	graph.KindField,
	graph.KindPark,
	graph.KindProject,
	graph.KindTask,
	graph.KindPlan,
	graph.KindPolicy,
	graph.KindTaskForce,
	graph.KindUnit,
}

// SearchKind is a kind that can be looked for.
type SearchKind string

// Schema implements huma.SchemaProvider.
func (SearchKind) Schema(huma.Registry) *huma.Schema {
	s := huma.Schema{Type: huma.TypeString}
	for _, kind := range append(slices.Clone(searched), graph.KindGap, graph.KindSource) {
		s.Enum = append(s.Enum, string(kind))
	}
	return &s
}

type searchQuery struct {
	AsOf
	Text  string     `query:"q" required:"true" minLength:"1" maxLength:"100" doc:"Part of a name, code or pinyin"`
	Limit int        `query:"limit" minimum:"1" maximum:"50" default:"10" doc:"Hits, at most"`
	Kind  SearchKind `query:"kind" doc:"Only of this kind"`
}

// mostHits bounds how many hits are counted.
const mostHits = 200

func (s *Server) search(ctx context.Context, f *analysis.Findings, q *searchQuery) (*List[Hit], error) {
	kinds := searched
	if q.Kind != "" {
		kinds = []graph.Kind{graph.Kind(q.Kind)}
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	hits, err := then.Search(ctx, q.Text, kinds, mostHits)
	near := err == nil && len(hits) == 0
	if near {
		hits, err = then.Nearly(ctx, q.Text, kinds, mostHits)
	}
	if err != nil {
		return nil, err
	}
	c := convert(f)
	out := List[Hit]{Items: []Hit{}, Total: len(hits), Revision: int64(f.Snapshot.Revision)}
	for _, found := range hits[:min(q.Limit, len(hits))] {
		hit := c.hit(found, scopeOf(ctx))
		hit.Near = near
		out.Items = append(out.Items, hit)
	}
	return &out, nil
}

// hit says what a found node is and where in scope it belongs.
func (c converter) hit(h store.Hit, scope access.Scope) Hit {
	seen := func(id graph.ID) *analysis.Link {
		if scope.Hides(id) {
			return nil
		}
		return c.f.Link(id)
	}
	out := Hit{Ref: ref(&h.Node), Matched: h.Matched}
	spec, _ := graph.KindOf(h.Node.Kind)
	out.Hint, out.HintEN = spec.ZH, spec.EN
	if h.Node.Kind == graph.KindProduct || h.Node.Kind == graph.KindTechnology {
		for _, l := range append(c.s.Tails(h.Node.ID, graph.Yields), c.s.Tails(h.Node.ID, graph.Uses)...) {
			if found := seen(l.ID); found != nil {
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
		reach := graph.EnterpriseOf(&h.Node).Reach()
		out.Hint, out.HintEN = graph.Words(
			c.f.City.Named(graph.Reaches),
			reach,
			"zh",
		), graph.Words(
			c.f.City.Named(graph.Reaches),
			reach,
			"en",
		)
		for _, r := range c.s.Out(h.Node.ID, graph.OperatesIn) {
			if l := seen(r.To); l != nil {
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
