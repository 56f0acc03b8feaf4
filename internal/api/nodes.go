package api

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Node is any node with its relations.
type Node struct {
	Ref
	Aliases    []string       `json:"aliases"`
	Attributes []Attribute    `json:"attributes"`
	Out        []RelationItem `json:"out"`
	In         []RelationItem `json:"in"`
	Provenance Provenance     `json:"provenance"`
}

// Attribute with its words.
type Attribute struct {
	Name   string `json:"name"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Value  any    `json:"value" doc:"Text, number, truth value or list of texts"`
	Text   string `json:"text" doc:"As shown"`
	TextEN string `json:"text_en"`
}

// RelationItem is a relation as seen from one of its ends.
type RelationItem struct {
	Type       string      `json:"type"`
	ZH         string      `json:"zh"`
	EN         string      `json:"en"`
	Other      Ref         `json:"other"`
	Attributes []Attribute `json:"attributes"`
	Provenance
}

// NodeAnswer is a node as of a revision.
type NodeAnswer struct {
	Revision int64 `json:"revision"`
	Node
}

func (s *Server) node(ctx context.Context, f *analysis.Findings, q *ByID) (*NodeAnswer, error) {
	id := q.of(graph.KindLink)
	n := f.Snapshot.Node(id)
	if n == nil {
		return s.pooled(ctx, f, id, q.ID)
	}
	if tellsExact(f, append(f.Snapshot.Tails(id, graph.About), n)...) {
		if err := s.onRecord(ctx, string(id)); err != nil {
			return nil, err
		}
	}
	c := convert(f)
	out := &NodeAnswer{int64(f.Snapshot.Revision), c.node(n)}
	if n.Kind != graph.KindEnterprise {
		return out, nil
	}
	twins, err := s.twins(ctx, f, id)
	for _, t := range twins {
		item := c.relationItem(&t.relation, t.relation.To)
		item.Other = ref(&t.node)
		out.Out = append(out.Out, item)
	}
	return out, err
}

// mostAround is how many neighbours of a thing of the pool are shown.
const mostAround = 100

// pooled is a thing that no snapshot holds, as the store has it, with what is around it.
func (s *Server) pooled(ctx context.Context, f *analysis.Findings, id graph.ID, asked string) (*NodeAnswer, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	near, err := then.Expand(ctx, id, 1, mostAround)
	if graph.CodeOf(err) == graph.CodeNotFound {
		return nil, missing("node", asked)
	}
	if err != nil {
		return nil, err
	}
	var sources []graph.ID
	for _, n := range near.Nodes {
		sources = append(sources, n.Prov.Source)
	}
	for _, r := range near.Relations {
		sources = append(sources, r.Prov.Source)
	}
	slices.Sort(sources)
	more, err := then.Nodes(ctx, slices.Compact(sources))
	if err != nil {
		return nil, err
	}
	head, err := then.Head(ctx)
	if err != nil {
		return nil, err
	}
	around := slices.Concat(near.Nodes, more)
	for i := range around {
		around[i].Pool = false // else the snapshot would leave it out
	}
	small := graph.NewSnapshot(head.Revision, head.Time, around, near.Relations)
	return &NodeAnswer{int64(head.Revision), converter{s: small}.node(small.Node(id))}, nil
}

func (c converter) node(n *graph.Node) Node {
	spec, _ := graph.KindOf(n.Kind)
	out := Node{
		Ref:        ref(n),
		Aliases:    append([]string{}, n.Aliases...),
		Attributes: attributes(n.Attrs, spec.Attrs),
		Out:        []RelationItem{},
		In:         []RelationItem{},
		Provenance: c.prov(n.Prov),
	}
	leaving, entering := c.s.Around(n.ID)
	for _, r := range leaving {
		out.Out = append(out.Out, c.relationItem(r, r.To))
	}
	for _, r := range entering {
		out.In = append(out.In, c.relationItem(r, r.From))
	}
	return out
}

func (c converter) relationItem(r *graph.Relation, other graph.ID) RelationItem {
	spec, _ := graph.RelationOf(r.Type)
	return RelationItem{
		Type:       string(r.Type),
		ZH:         spec.ZH,
		EN:         spec.EN,
		Other:      c.refOf(other),
		Attributes: attributes(r.Attrs, spec.Attrs),
		Provenance: c.prov(r.Prov),
	}
}

// attributes lists the attributes that are there, in the order of the dictionary, with their words.
func attributes(attrs graph.Attrs, specs []graph.AttrSpec) []Attribute {
	out := []Attribute{}
	for _, spec := range specs {
		if v, ok := attrs[spec.Name]; ok {
			out = append(out, Attribute{
				Name:   spec.Name,
				ZH:     spec.ZH,
				EN:     spec.EN,
				Value:  v,
				Text:   shown(v, spec, "zh"),
				TextEN: shown(v, spec, "en"),
			})
		}
	}
	return out
}

// shown writes a value as people read it.
func shown(v any, spec graph.AttrSpec, lang string) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		if at, err := time.Parse(time.RFC3339, x); err == nil {
			return graph.Clock(at, graph.Minute, lang)
		}
		return graph.Words(spec.Terms, x, lang)
	case []string:
		words := make([]string, len(x))
		for i, item := range x {
			words[i] = graph.Words(spec.Terms, item, lang)
		}
		if lang == "en" {
			return strings.Join(words, ", ")
		}
		return strings.Join(words, "、")
	case bool:
		if lang == "en" {
			return map[bool]string{true: "yes", false: "no"}[x]
		}
		return map[bool]string{true: "是", false: "否"}[x]
	case float64:
		return strings.TrimSpace(strconv.FormatFloat(x, 'f', -1, 64) + " " + spec.Unit)
	}
	return fmt.Sprint(v)
}
