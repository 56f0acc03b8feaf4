package access

import (
	"maps"

	"chainchief/graph"
)

// Clearance is what somebody may see of confidential things, by their permissions.
func (p Person) Clearance() graph.Clearance {
	return graph.Clearance{Banded: !p.May(FigureRead), NoContacts: !p.May(ContactRead)}
}

// View is a snapshot as a clearance may see it. Analysis, drawings and answers read such a snapshot, and so can tell
// nothing that is not in it.
func View(s *graph.Snapshot, c graph.Clearance) *graph.Snapshot {
	sight := SightOf(s, c)
	if sight.All() {
		return s
	}
	nodes := make([]graph.Node, 0, len(s.Nodes()))
	for i := range s.Nodes() {
		if n := sight.Node(&s.Nodes()[i]); n != nil {
			nodes = append(nodes, *n)
		}
	}
	relations := make([]graph.Relation, 0, len(s.Relations()))
	for i := range s.Relations() {
		if r := sight.Relation(&s.Relations()[i]); r != nil {
			relations = append(relations, *r)
		}
	}
	v := graph.NewSnapshot(s.Revision, s.Time, nodes, relations)
	v.Ground, v.Clearance = s.Ground, c
	return v
}

// Sight is what a clearance lets through of single things, such as those of the pool and of the history.
type Sight struct {
	clearance graph.Clearance
	of        *graph.Snapshot
}

// SightOf is what a clearance lets through; what figures are about is read from a snapshot.
func SightOf(s *graph.Snapshot, c graph.Clearance) Sight { return Sight{c, s} }

// All tells whether everything is let through as it is.
func (t Sight) All() bool { return t.clearance == graph.Clearance{} }

// Node is what may be seen of a node: the node itself, another in its place, or nil.
func (t Sight) Node(n *graph.Node) *graph.Node {
	switch {
	case n.Kind == graph.KindComment && t.clearance.NoContacts:
		return nil
	case n.Kind == graph.KindFigure && t.clearance.Banded && graph.FigureOf(n).Confidential(t.about(n.ID)):
		return banded(n)
	}
	return n
}

// Relation is the same of a relation.
func (t Sight) Relation(r *graph.Relation) *graph.Relation {
	from, _ := r.From.Kind()
	switch {
	case t.clearance.NoContacts && (r.Type == graph.Targets || from == graph.KindComment):
		return nil
	case t.clearance.Banded && from == graph.KindFigure && r.Prov.Locator != "":
		out := *r
		out.Prov.Locator = "" // it may quote the figure
		return &out
	}
	return r
}

// about is what a figure is about; nil when that is not known, as of one that was deleted.
func (t Sight) about(figure graph.ID) *graph.Node {
	if heads := t.of.Heads(figure, graph.About); len(heads) > 0 {
		return heads[0]
	}
	return nil
}

// banded is a figure with its band in the place of everything that could tell its number.
func banded(n *graph.Node) *graph.Node {
	f := graph.FigureOf(n)
	attrs := maps.Clone(n.Attrs)
	for _, name := range []string{"value", "unit", "text", "band"} {
		delete(attrs, name)
	}
	attrs["visibility"] = graph.VisibilityConfidential
	if band := f.Band(); band != "" {
		attrs["band"] = band
	}
	out := &graph.Node{
		ID:     n.ID,
		Kind:   n.Kind,
		Name:   graph.Words(graph.Measures, f.Measure(), "zh"),
		NameEN: graph.Words(graph.Measures, f.Measure(), "en"),
		Pool:   n.Pool,
		Attrs:  attrs,
		Prov:   n.Prov,
	}
	out.Prov.Locator = ""
	return out
}
