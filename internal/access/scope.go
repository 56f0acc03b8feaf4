package access

import (
	"slices"
	"strings"

	"chainchief/graph"
)

// Scope tells what somebody who works on some chains does not see: other chains with their links and gaps, and what is
// only about those. Enterprises, parks, policies and products are of no chain. The zero Scope hides nothing.
type Scope struct {
	chains []string          // by name
	shown  map[graph.ID]bool // chains and links
	hidden map[graph.ID]bool // what is only about others
}

// bound are the kinds that are of a chain by what they are about.
var bound = []graph.Kind{
	graph.KindProject,
	graph.KindMilestone,
	graph.KindTask,
	graph.KindFigure,
	graph.KindComment,
	graph.KindSearch,
}

// ScopeOf is the scope of who works on some chains of a snapshot; without any they see all.
func ScopeOf(s *graph.Snapshot, chains []graph.ID) Scope {
	if len(chains) == 0 {
		return Scope{}
	}
	c := Scope{shown: map[graph.ID]bool{}, hidden: map[graph.ID]bool{}}
	var show func(graph.ID)
	show = func(id graph.ID) {
		if c.shown[id] {
			return
		}
		c.shown[id] = true
		for _, part := range s.Tails(id, graph.PartOf) {
			show(part.ID)
		}
	}
	for _, id := range chains {
		c.chains = append(c.chains, string(id))
		if s.Node(id) != nil {
			show(id)
		}
	}
	slices.Sort(c.chains)
	for _, of := range []struct {
		kinds []graph.Kind
		by    graph.RelationType
	}{ // in this order: a figure may be about a project
		{[]graph.Kind{graph.KindProject}, graph.Fills},
		{[]graph.Kind{graph.KindMilestone}, graph.Marks},
		{[]graph.Kind{graph.KindTask}, graph.Concerns},
		{[]graph.Kind{graph.KindFigure, graph.KindComment, graph.KindSearch}, graph.About},
	} {
		for _, kind := range of.kinds {
			for _, n := range s.Of(kind) {
				heads := s.Out(n.ID, of.by)
				seen := func(r *graph.Relation) bool { return !c.Hides(r.To) }
				if len(heads) > 0 && !slices.ContainsFunc(heads, seen) {
					c.hidden[n.ID] = true
				}
			}
		}
	}
	return c
}

// All tells whether everything is seen.
func (c Scope) All() bool { return len(c.chains) == 0 }

// String names the chains; it is empty where all are seen.
func (c Scope) String() string { return strings.Join(c.chains, " ") }

// Hides tells whether a thing is out of scope. Chains, links and gaps that are not known are, as what they were of is
// not known either.
func (c Scope) Hides(id graph.ID) bool {
	if c.All() {
		return false
	}
	switch kind, _ := id.Kind(); kind {
	case graph.KindChain, graph.KindLink:
		return !c.shown[id]
	case graph.KindGap: // it has the key of its link
		return !c.shown[graph.NewID(graph.KindLink, id.Key())]
	}
	return c.hidden[id]
}
