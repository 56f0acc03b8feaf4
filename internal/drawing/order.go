package drawing

import (
	"context"
	"time"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/graphviz"
)

// Order proposes start orders by Graphviz. It satisfies layout.Orderer.
type Order struct{ Pool *graphviz.Pool }

// patience is how long a proposal may take: it is a second start, not a need.
const patience = 2 * time.Second

// Order implements layout.Orderer.
func (o Order) Order(ctx context.Context, s *diagram.Structure) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	g := graphviz.Graph{Stages: len(s.Stages)}
	stages, lanes := map[string]int{}, map[string]int{}
	for i, b := range s.Stages {
		stages[b.Key] = i
	}
	for i, b := range s.Lanes {
		lanes[b.Key] = i
	}
	for _, c := range s.Links {
		if stage, ok := stages[c.Stage]; ok { // support stands in its strip, whatever dot would say
			g.Nodes = append(g.Nodes, graphviz.Node{ID: c.ID, Stage: stage, Lane: lanes[c.Lane]})
		}
	}
	for _, e := range s.Edges {
		g.Edges = append(g.Edges, [2]string{e.From, e.To})
	}
	return o.Pool.Order(ctx, g)
}
