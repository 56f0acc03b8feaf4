package exchange

import (
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Replace returns changes that also remove what a file no longer says: of each node in it the relations that leave the
// node in the graph and are not in the file. DeleteRelations of the result are what is removed; it is based on the
// graph's revision. What enters the node is said of the node at the other end and stays, as does everything of the
// pool.
func Replace(c graph.Changes, s *graph.Snapshot) graph.Changes {
	said := make(map[graph.RelationKey]bool, len(c.Relations)+len(c.DeleteRelations))
	for i := range c.Relations {
		said[c.Relations[i].RelationKey] = true
	}
	for _, key := range c.DeleteRelations {
		said[key] = true
	}
	c.Base = &s.Revision
	c.DeleteRelations = slices.Clone(c.DeleteRelations)
	for i := range c.Nodes {
		out, _ := s.Around(c.Nodes[i].ID)
		for _, r := range out {
			if !said[r.RelationKey] {
				c.DeleteRelations = append(c.DeleteRelations, r.RelationKey)
			}
		}
	}
	return c
}

// Review tells what people should look at before changes are applied to a graph, though nothing of it is wrong: texts
// that will be kept in another form, and enterprises that have the name of another one.
func Review(c graph.Changes, s *graph.Snapshot) (notes []graph.Problem) {
	note := func(n *graph.Node, code, field, message, fix string) {
		p := graph.Problem{Code: code, Subject: string(n.ID), Message: message, Fix: fix}
		if n.Place != nil {
			p.Place = *n.Place
		}
		p.Place.Field = field
		notes = append(notes, p)
	}
	called := map[string]graph.ID{}
	for _, e := range s.Of(graph.KindEnterprise) {
		called[spelling.Fold(e.Name)] = e.ID
	}
	for i := range c.Nodes {
		n := &c.Nodes[i]
		for _, name := range slices.Concat([]string{n.Name, n.NameEN}, n.Aliases) {
			if what := spelling.Changed(name); what != "" {
				note(
					n,
					"text.cleaned",
					"name",
					fmt.Sprintf("the name %q %s", clip(spelling.Line(name)), what),
					"nothing, if that is what was meant",
				)
			}
		}
		if n.Kind != graph.KindEnterprise {
			continue
		}
		name := spelling.Fold(spelling.Line(n.Name))
		if other, known := called[name]; known && other != n.ID {
			note(n, "name.taken", "name", fmt.Sprintf("%s has the same name", other), "use its id, if it is the same firm")
		} else {
			called[name] = n.ID
		}
	}
	return notes
}
