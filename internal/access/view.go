package access

import (
	"maps"
	"slices"

	"chainchief/graph"
)

// Clearance is what somebody may see of confidential things, by their permissions.
func (p Person) Clearance() graph.Clearance {
	return graph.Clearance{Banded: !p.May(FigureRead), NoContacts: !p.May(ContactRead)}
}

// View is a snapshot as a clearance may see it. Analysis, drawings and answers read such a snapshot, and so can tell
// nothing that is not in it.
func View(s *graph.Snapshot, c graph.Clearance) *graph.Snapshot {
	if sight := SightOf(s, c); !sight.All() {
		return through(s, sight, c)
	}
	return s
}

// Cut is a snapshot without what is out of scope, for what is drawn of all chains at once.
func Cut(s *graph.Snapshot, scope Scope) *graph.Snapshot {
	c := s.Clearance
	c.Chains = scope.String()
	return through(s, SightOf(s, s.Clearance).Within(scope), c)
}

func through(s *graph.Snapshot, sight Sight, c graph.Clearance) *graph.Snapshot {
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
	scope     Scope
}

// SightOf is what a clearance lets through; what figures are about is read from a snapshot.
func SightOf(s *graph.Snapshot, c graph.Clearance) Sight { return Sight{clearance: c, of: s} }

// Within is the same for who works on some chains.
func (t Sight) Within(scope Scope) Sight {
	t.scope = scope
	return t
}

// All tells whether everything is let through as it is.
func (t Sight) All() bool { return t.clearance == graph.Clearance{} && t.scope.All() }

// Node is what may be seen of a node: the node itself, another in its place, or nil.
func (t Sight) Node(n *graph.Node) *graph.Node {
	switch {
	case t.hides(n.ID) && !n.Pool, n.Kind == graph.KindComment && t.clearance.NoContacts:
		return nil
	case n.Kind == graph.KindFigure && t.clearance.Banded && t.confidential(n):
		return banded(n)
	}
	return n
}

// Relation is the same of a relation.
func (t Sight) Relation(r *graph.Relation) *graph.Relation {
	from, _ := r.From.Kind()
	switch {
	case t.hides(r.From), t.hides(r.To),
		t.clearance.NoContacts && (r.Type == graph.Targets || from == graph.KindComment):
		return nil
	case t.clearance.Banded && from == graph.KindFigure && (r.Prov.Locator != "" || len(r.Attrs) > 0):
		out := *r
		out.Prov.Locator, out.Attrs = "", nil // both may quote the figure
		return &out
	}
	return r
}

// hides tells whether a thing is out of scope, or may have been: nobody knows any more what a deleted one was about.
func (t Sight) hides(id graph.ID) bool {
	if t.scope.All() {
		return false
	}
	kind, _ := id.Kind()
	return t.scope.Hides(id) || slices.Contains(bound, kind) && t.of.Node(id) == nil
}

// confidential tells whether a figure is, as it stood or as it stands: the change that made it so must not tell it.
func (t Sight) confidential(n *graph.Node) bool {
	about, stands := t.about(n.ID), t.of.Node(n.ID)
	return graph.FigureOf(n).Confidential(about) || stands != nil && graph.FigureOf(stands).Confidential(about)
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
