package analysis

import (
	"chainchief/graph"
	"cmp"
	"slices"
)

func FalseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// InsertByID adds a node to a list ordered by id, once.
func InsertByID(list []*graph.Node, n *graph.Node) []*graph.Node {
	at, there := slices.BinarySearchFunc(list, n.ID, func(x *graph.Node, id graph.ID) int { return cmp.Compare(x.ID, id) })
	if there {
		return list
	}
	return slices.Insert(list, at, n)
}
