package graph

import (
	"cmp"
	"slices"
)

// Changes is everything that is to be written together: all of it or nothing. It is the only way to write.
//
// A put replaces: a node what stood under its id; a relation what stood under its key and, where the shape of its type
// allows one (OneHead, OneTail), the one that stood in its place.
type Changes struct {
	Actor  string `json:"actor"`  // who: a role or program, never a person's name in seeds
	Reason string `json:"reason"` // why, in words
	// Base, when set, is the revision that the changes were computed from. A store in which somebody has touched the same
	// nodes or relations since refuses them with CodeConflict.
	Base *Revision `json:"base,omitempty"`
	// Request names what was asked for, when somebody may ask for it again.
	Request Request `json:"-"`
	// Exact means the ids as they are. Else what is written under the id of an enterprise that was merged is written to
	// the one that stayed.
	Exact bool `json:"-"`

	Nodes           []Node        `json:"nodes,omitempty"`
	Relations       []Relation    `json:"relations,omitempty"`
	DeleteNodes     []ID          `json:"delete_nodes,omitempty"` // their relations go with them
	DeleteRelations []RelationKey `json:"delete_relations,omitempty"`
}

// Request names what somebody asked to be written, so that asking again, because no answer came, does not write again.
type Request struct {
	Key    string // chosen by who asks, another one for each thing asked; empty: nobody will ask again
	Digest string // of what is asked: the same key for something else is refused
}

// Puts is a part of changes too many to be held at once: it only puts.
type Puts struct {
	Nodes     []Node
	Relations []Relation
}

// Empty tells whether there is nothing to write.
func (c *Changes) Empty() bool {
	return len(c.Nodes)+len(c.Relations)+len(c.DeleteNodes)+len(c.DeleteRelations) == 0
}

// Merge appends the writes of other; actor, reason and base stay.
func (c *Changes) Merge(other Changes) {
	c.Nodes = append(c.Nodes, other.Nodes...)
	c.Relations = append(c.Relations, other.Relations...)
	c.DeleteNodes = append(c.DeleteNodes, other.DeleteNodes...)
	c.DeleteRelations = append(c.DeleteRelations, other.DeleteRelations...)
}

// Normalise gives equal contents equal forms: attribute values get their Go types, empty maps and lists become nil,
// rows are sorted by id and key. Call it after Validate has found nothing.
func (c *Changes) Normalise() {
	for i := range c.Nodes {
		n := &c.Nodes[i]
		spec, _ := KindOf(n.Kind)
		n.Attrs = normaliseAttrs(n.Attrs, spec.Attrs)
		if len(n.Aliases) == 0 {
			n.Aliases = nil
		}
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		spec, _ := RelationOf(r.Type)
		r.Attrs = normaliseAttrs(r.Attrs, spec.Attrs)
	}
	slices.SortStableFunc(c.Nodes, func(a, b Node) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Relations, func(a, b Relation) int { return a.Compare(b.RelationKey) })
	slices.Sort(c.DeleteNodes)
	slices.SortFunc(c.DeleteRelations, RelationKey.Compare)
}

func normaliseAttrs(attrs Attrs, specs []AttrSpec) Attrs {
	if len(attrs) == 0 {
		return nil
	}
	out := make(Attrs, len(attrs))
	for name, v := range attrs {
		switch v := v.(type) {
		case nil:
		case int:
			out[name] = int64(v)
		case []string:
			out[name] = slices.Clone(v)
		default:
			out[name] = v
		}
	}
	for _, spec := range specs {
		if whole, ok := out[spec.Name].(int64); ok && spec.Type == TypeNumber {
			out[spec.Name] = float64(whole)
		}
	}
	return out
}
