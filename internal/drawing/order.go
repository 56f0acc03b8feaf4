package drawing

import (
	"context"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/graphviz"
	"chainchief/internal/layout/structure"
	"chainchief/internal/scene"
)

// Engine proposes where cards could stand.
type Engine interface {
	structure.Orderer
	flow.Placer
}

// Order is the engine that asks Graphviz.
type Order struct{ Pool *graphviz.Pool }

// Order implements layout.Orderer.
func (o Order) Order(ctx context.Context, s *diagram.Structure) ([]string, error) {
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

// Place implements layout.Placer.
func (o Order) Place(ctx context.Context, boxes []scene.Box, arrows [][2]int) ([]scene.Point, error) {
	g := graphviz.Free{Arrows: arrows}
	for _, b := range boxes {
		g.Boxes = append(g.Boxes, graphviz.Size{W: b.W, H: b.H})
	}
	placed, err := o.Pool.Place(ctx, g)
	if err != nil {
		return nil, err
	}
	out := make([]scene.Point, len(boxes))
	for i, p := range placed.Middles {
		out[i] = scene.Point{X: p.X, Y: p.Y}
	}
	return out, nil
}
