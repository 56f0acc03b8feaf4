package decision

import (
	"slices"

	"chainchief/graph"
)

// steps says which state of a gap may follow which. Staying changes fields only.
var steps = map[string][]string{
	graph.GapProposed:   {graph.GapProposed, graph.GapConfirmed, graph.GapDismissed, graph.GapAssigned},
	graph.GapConfirmed:  {graph.GapConfirmed, graph.GapAssigned, graph.GapDismissed, graph.GapProposed},
	graph.GapDismissed:  {graph.GapDismissed, graph.GapProposed, graph.GapConfirmed},
	graph.GapAssigned:   {graph.GapAssigned, graph.GapInProgress, graph.GapConfirmed, graph.GapDismissed},
	graph.GapInProgress: {graph.GapInProgress, graph.GapClosed, graph.GapAssigned, graph.GapDismissed},
	graph.GapClosed:     {graph.GapClosed, graph.GapInProgress},
}

// Steps returns the states that may follow a state, that one first.
func Steps(status string) []string { return slices.Clone(steps[status]) }
