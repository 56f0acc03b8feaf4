package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Neighbourhood is what lies within some steps of a node.
type Neighbourhood struct {
	Nodes     []NeighbourNode     `json:"nodes"`
	Relations []NeighbourRelation `json:"relations"`
	Truncated bool                `json:"truncated" doc:"There is more than the limit allows"`
}

// NeighbourNode is a node with its distance.
type NeighbourNode struct {
	Ref
	Depth int `json:"depth"`
}

// NeighbourRelation joins two nodes of a neighbourhood.
type NeighbourRelation struct {
	Type string `json:"type"`
	From string `json:"from"`
	To   string `json:"to"`
}

type neighboursQuery struct {
	ByID
	Depth int `query:"depth" minimum:"1" maximum:"4" default:"1" doc:"Steps, at most"`
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Nodes, at most"`
}

// NeighbourhoodAnswer is a neighbourhood as of a revision.
type NeighbourhoodAnswer struct {
	Revision int64 `json:"revision"`
	Neighbourhood
}

func (s *Server) neighbours(
	ctx context.Context,
	f *analysis.Findings,
	q *neighboursQuery,
) (*NeighbourhoodAnswer, error) {
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	n, err := then.Expand(ctx, q.of(graph.KindLink), q.Depth, q.Limit)
	if err != nil {
		return nil, lacking("node", err)
	}
	out := Neighbourhood{Nodes: []NeighbourNode{}, Relations: []NeighbourRelation{}, Truncated: n.Truncated}
	for i := range n.Nodes {
		out.Nodes = append(out.Nodes, NeighbourNode{ref(&n.Nodes[i]), n.Depth[n.Nodes[i].ID]})
	}
	for _, r := range n.Relations {
		out.Relations = append(out.Relations, NeighbourRelation{string(r.Type), string(r.From), string(r.To)})
	}
	return &NeighbourhoodAnswer{int64(f.Snapshot.Revision), out}, nil
}
