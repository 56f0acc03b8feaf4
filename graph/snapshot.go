package graph

import (
	"cmp"
	"slices"
	"time"
)

// Snapshot is the working graph as of one revision: immutable, indexed, safe to share. Pooled nodes and what hangs on
// them are not in it.
type Snapshot struct {
	Revision Revision
	Time     time.Time // of the change set that made the revision
	// Ground is the newest version in which something else changed than what people note of gaps (see IsNote): what is
	// found in snapshots of one ground differs in the notes only.
	Ground Version
	// Clearance says what is left out.
	Clearance Clearance

	nodes  []Node
	byID   map[ID]int
	byKind map[Kind][]*Node
	former map[ID]ID // from the id of an enterprise that was merged to that of the one that stayed
	rels   []Relation
	out    map[ID][]*Relation
	in     map[ID][]*Relation
}

// NewSnapshot indexes nodes and relations; it takes them over. Pooled nodes and relations without both ends are left
// out. Nodes of a kind are ordered by their attribute "order", then by id; the relations of a node by type, from, to.
func NewSnapshot(revision Revision, at time.Time, nodes []Node, relations []Relation) *Snapshot {
	s := &Snapshot{Revision: revision, Time: at, byID: make(map[ID]int, len(nodes)), byKind: map[Kind][]*Node{},
		out: make(map[ID][]*Relation), in: make(map[ID][]*Relation)}
	s.Ground = s.Version()
	s.nodes = slices.DeleteFunc(nodes, func(n Node) bool { return n.Pool })
	slices.SortFunc(s.nodes, func(a, b Node) int { return cmp.Compare(a.ID, b.ID) })
	for i := range s.nodes {
		n := &s.nodes[i]
		s.byID[n.ID] = i
		s.byKind[n.Kind] = append(s.byKind[n.Kind], n)
	}
	for _, n := range s.byKind[KindEnterprise] {
		for _, id := range EnterpriseOf(n).FormerIDs() {
			if s.former == nil {
				s.former = map[ID]ID{}
			}
			s.former[id] = n.ID
		}
	}
	for _, list := range s.byKind {
		slices.SortStableFunc(list, func(a, b *Node) int { return cmp.Compare(a.Attrs.Int("order"), b.Attrs.Int("order")) })
	}
	s.rels = slices.DeleteFunc(relations, func(r Relation) bool {
		_, from := s.byID[r.From]
		_, to := s.byID[r.To]
		return !from || !to
	})
	slices.SortFunc(s.rels, func(a, b Relation) int { return a.Compare(b.RelationKey) })
	for i := range s.rels {
		r := &s.rels[i]
		s.out[r.From] = append(s.out[r.From], r)
		s.in[r.To] = append(s.in[r.To], r)
	}
	return s
}

// Clearance is what somebody may see of confidential things. Of one version there is a snapshot for each; the zero
// Clearance is that of who may see everything.
type Clearance struct {
	Banded     bool // of confidential figures the band only
	NoContacts bool // neither the contact board nor comments

	Chains string // the names of the chains that it is cut to; empty: of all
}

// Version tells what stood at one revision from what stood at another, also in another store, or in one that was put
// back to an earlier state and went on from there.
type Version struct {
	Revision Revision
	Millis   int64 // since 1970, of the change set that made it
}

// Version of the snapshot; what follows from snapshots can be kept by it, with the clearance.
func (s *Snapshot) Version() Version { return Version{s.Revision, s.Time.UnixMilli()} }

// IsNote tells whether a node is a record of a gap or what people said of one: no rule reads it.
func (n *Node) IsNote() bool { return n.Kind == KindGap || n.Kind == KindComment }

// IsNote tells whether a relation hangs such a record on what it is about, or is a contact over a gap.
func (r *Relation) IsNote() bool {
	kind, _ := r.From.Kind()
	return kind == KindGap || kind == KindComment
}

// Node returns the node of an id, or nil. It must not be changed.
func (s *Snapshot) Node(id ID) *Node {
	i, ok := s.byID[id]
	if !ok {
		return nil
	}
	return &s.nodes[i]
}

// Stayed is the enterprise that one of this id was merged into; nil when there is none, or the id stands by itself.
func (s *Snapshot) Stayed(id ID) *Node {
	if _, stands := s.byID[id]; stands {
		return nil
	}
	return s.Node(s.former[id])
}

// Of returns the nodes of a kind, in their order. The list must not be changed.
func (s *Snapshot) Of(kind Kind) []*Node { return s.byKind[kind] }

// Nodes returns every node ordered by id. The list must not be changed.
func (s *Snapshot) Nodes() []Node { return s.nodes }

// Relations returns every relation ordered by type, from, to. The list must not be changed.
func (s *Snapshot) Relations() []Relation { return s.rels }

// Out returns the relations of a type that leave a node, ordered by the other end.
func (s *Snapshot) Out(id ID, t RelationType) []*Relation { return ofType(s.out[id], t) }

// In returns the relations of a type that enter a node, ordered by the other end.
func (s *Snapshot) In(id ID, t RelationType) []*Relation { return ofType(s.in[id], t) }

// Around returns every relation of a node: those that leave it, then those that enter it.
func (s *Snapshot) Around(id ID) (out, in []*Relation) { return s.out[id], s.in[id] }

// Heads returns the nodes that relations of a type lead to from a node.
func (s *Snapshot) Heads(id ID, t RelationType) []*Node {
	rels := s.Out(id, t)
	nodes := make([]*Node, len(rels))
	for i, r := range rels {
		nodes[i] = s.Node(r.To)
	}
	return nodes
}

// Tails returns the nodes from which relations of a type lead to a node.
func (s *Snapshot) Tails(id ID, t RelationType) []*Node {
	rels := s.In(id, t)
	nodes := make([]*Node, len(rels))
	for i, r := range rels {
		nodes[i] = s.Node(r.From)
	}
	return nodes
}

// ofType cuts the run of one type out of a list that is sorted by type.
func ofType(list []*Relation, t RelationType) []*Relation {
	byType := func(r *Relation, t RelationType) int { return cmp.Compare(r.Type, t) }
	from, ok := slices.BinarySearchFunc(list, t, byType)
	if !ok {
		return nil
	}
	until := from
	for until < len(list) && list[until].Type == t {
		until++
	}
	return list[from:until:until]
}
