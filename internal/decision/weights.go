package decision

import (
	"context"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// weightsForm are the weights, in the order in which they are shown.
var weightsForm = func() form {
	spec, _ := graph.KindOf(graph.KindWeights)
	names := make([]string, len(spec.Attrs))
	for i, a := range spec.Attrs {
		names[i] = a.Name
	}
	return form{names, spec.Attrs}
}()

// SetWeights sets the weights of the scores, made on what stood at revision base, and then writes the gaps that follow.
// graph.Problems for weights out of range, *Conflict when somebody else set weights since, *Unsettled when only the
// weights are stored.
func (d *Desk) SetWeights(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	wanted analysis.Weights,
	reason string,
) (Written, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil {
		return Written{}, err
	} else if done.Revision > 0 {
		return d.settled(ctx, done)
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Written{}, refuse("weights.reason_missing", "调整权重要写明理由", "say why the weights are set")
	}
	c, err := wanted.Store(by.Name, reason)
	if err != nil {
		return Written{}, err
	}
	node := weightsOf(c)
	set, err := d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		if err := checkBase(base, g.Revision); err != nil {
			return graph.Changes{}, err
		}
		entries, err := d.store.NodeEntries(ctx, node.ID)
		if err != nil {
			return graph.Changes{}, err
		}
		history := past(entries)
		seen, err := standing(history.node(base))
		if err != nil {
			return graph.Changes{}, err
		}
		now, err := standing(g.Node(node.ID))
		if err != nil {
			return graph.Changes{}, err
		}
		want := fieldsOf(node.Attrs, weightsForm.names)
		if err := weightsForm.compare(ctx, d.store, history, seen, now, want); err != nil {
			return graph.Changes{}, err
		}
		if same(now, want, weightsForm.names) {
			return graph.Changes{}, nil
		}
		return c, nil
	})
	if err != nil {
		return Written{}, err
	}
	return d.settled(ctx, set)
}

// standing are the weights that count when a node stands, or nothing: the defaults for what nobody has set.
func standing(stored *graph.Node) (fields, error) {
	var nodes []graph.Node
	if stored != nil {
		nodes = append(nodes, *stored)
	}
	c, err := analysis.StoredWeights(graph.NewSnapshot(1, time.Time{}, nodes, nil)).Store("", "")
	if err != nil {
		return nil, err
	}
	return fieldsOf(weightsOf(c).Attrs, weightsForm.names), nil
}

// weightsOf is the node of the weights among the changes that set them.
func weightsOf(c graph.Changes) *graph.Node {
	for i := range c.Nodes {
		if c.Nodes[i].Kind == graph.KindWeights {
			return &c.Nodes[i]
		}
	}
	return nil
}
