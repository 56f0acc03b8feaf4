package analysis

import (
	"fmt"

	"chainchief/graph"
)

// sound refuses chains that cannot be walked. The store refuses them too; but it may have been written before it did
// so. Every other walk, over owners, places and what feeds what, notes where it has been and ends in a ring too.
func sound(s *graph.Snapshot) error {
	var parts []graph.RelationKey
	for _, r := range s.Relations() {
		if r.Type == graph.PartOf {
			parts = append(parts, r.RelationKey)
		}
	}
	if ring := graph.Ring(parts, func(graph.RelationKey) bool { return true }); ring != nil {
		return unsound(fmt.Sprintf("%s runs in a ring: %s", graph.PartOf, graph.RingWords(ring)))
	}
	for _, l := range s.Of(graph.KindLink) {
		parents := s.Heads(l.ID, graph.PartOf)
		switch {
		case len(parents) > 1:
			return unsound(fmt.Sprintf("%s is part of %s and of %s", l.ID, parents[0].ID, parents[1].ID))
		case len(parents) == 1 && !graph.StandsIn(graph.LinkOf(l).Level(), graph.LinkOf(parents[0]).Level()):
			return unsound(fmt.Sprintf("%s, a %s, is part of %s", l.ID, graph.LinkOf(l).Level(), parents[0].ID))
		}
	}
	return nil
}

func unsound(what string) error {
	return &graph.Error{Code: graph.CodeDamagedStore, Message: "the chains cannot be worked out: " + what,
		Fix: "import a file with the one relation that is right, which takes the place of the other, or undo the revision " +
			"that brought it (see history)"}
}
