package identity

import (
	"fmt"
	"maps"
	"slices"

	"chainchief/graph"
)

// Was is what a merge did to one node or relation: before and after, nil where it did not stand.
type Was struct {
	Node     [2]*graph.Node
	Relation [2]*graph.Relation
}

// Parting is what a split would write, and what it leaves to people.
type Parting struct {
	Changes graph.Changes
	Told    []Told // what cannot be parted by itself
}

// Split takes a merge back long after it was made: the enterprise that went stands again with what it had, the one that
// stayed has no more than it had. What somebody has changed or added since stays with the one that stayed, and is told.
// then are the relations of the one that stayed just after the merge; stands tells whether an id stands now.
func Split(
	merge []Was,
	stays Held,
	gone graph.ID,
	then []graph.Relation,
	stands func(graph.ID) bool,
) (Parting, error) {
	s := splitting{stays: stays, gone: gone, now: map[graph.RelationKey]*graph.Relation{}, stands: stands}
	had := map[graph.RelationKey]bool{}
	for _, r := range then {
		had[r.RelationKey] = true
	}
	for i := range stays.Relations {
		s.now[stays.Relations[i].RelationKey] = &stays.Relations[i]
	}
	s.Changes.Exact = true
	for _, w := range merge {
		switch before, after := w.Node[0], w.Node[1]; {
		case before != nil && before.ID == gone:
			s.back = before
		case before != nil && after != nil && before.ID == stays.Node.ID:
			s.node(*before, *after)
		}
	}
	if s.back == nil || len(s.Changes.Nodes) == 0 {
		return Parting{}, wrong("split.unknown", "找不到当时的合并记录，不能自动拆开",
			"the merge is not in the history, it cannot be taken apart", "enter the enterprise anew")
	}
	s.Changes.Nodes = append(s.Changes.Nodes, *s.back)
	lost := map[graph.RelationKey]bool{} // that people took from the one that stayed since
	for _, w := range merge {
		if w.Relation[1] != nil {
			s.relation(w.Relation[0], w.Relation[1], lost)
		}
	}
	for _, w := range merge {
		if before := w.Relation[0]; before != nil && w.Relation[1] == nil {
			s.restore(*before, lost)
		}
	}
	for _, r := range stays.Relations {
		if !had[r.RelationKey] {
			s.tell("合并以后加的留在原处："+r.String(), "added since the merge, stays where it is: "+r.String())
		}
	}
	return s.Parting, nil
}

type splitting struct {
	Parting
	stays  Held
	gone   graph.ID
	back   *graph.Node
	now    map[graph.RelationKey]*graph.Relation
	stands func(graph.ID) bool
}

func (s *splitting) tell(zh, en string) { s.Told = append(s.Told, Told{zh, en}) }

// node takes from the one that stays what the merge gave it.
func (s *splitting) node(before, after graph.Node) {
	n := s.stays.Node
	n.Attrs = maps.Clone(n.Attrs)
	took := func(list, was, is []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(item string) bool {
			return slices.Contains(is, item) && !slices.Contains(was, item)
		})
	}
	n.Aliases = took(n.Aliases, before.Aliases, after.Aliases)
	for _, name := range []struct{ now, was, is *string }{
		{&n.Name, &before.Name, &after.Name}, {&n.NameEN, &before.NameEN, &after.NameEN},
	} {
		if *name.was != *name.is && *name.now == *name.is {
			*name.now = *name.was
		}
	}
	spec, _ := graph.KindOf(graph.KindEnterprise)
	for _, a := range spec.Attrs {
		was, is, now := before.Attrs[a.Name], after.Attrs[a.Name], n.Attrs[a.Name]
		same := fmt.Sprint(is) == fmt.Sprint(now)
		switch {
		case fmt.Sprint(was) == fmt.Sprint(is):
		case a.Type == graph.TypeList && !same:
			n.Attrs[a.Name] = took(n.Attrs.List(a.Name), before.Attrs.List(a.Name), after.Attrs.List(a.Name))
			if len(n.Attrs.List(a.Name)) == 0 {
				delete(n.Attrs, a.Name)
			}
		case same && was == nil:
			delete(n.Attrs, a.Name)
		case same:
			n.Attrs[a.Name] = was
		default:
			s.tell("合并以后又改过，留在原处："+a.ZH, "changed since the merge, stays where it is: "+a.EN)
		}
	}
	s.Changes.Nodes = append(s.Changes.Nodes, n)
}

// relation takes back what the merge gave to the one that stays, unless it was changed since.
func (s *splitting) relation(before, after *graph.Relation, lost map[graph.RelationKey]bool) {
	switch now := s.now[after.RelationKey]; {
	case now == nil:
		lost[after.RelationKey] = true
	case !now.Equal(*after):
		s.tell("合并以后又改过，留在原处："+after.String(), "changed since the merge, stays where it is: "+after.String())
	case before != nil:
		s.Changes.Relations = append(s.Changes.Relations, *before)
	default:
		s.Changes.DeleteRelations = append(s.Changes.DeleteRelations, after.RelationKey)
	}
}

// restore gives what the merge took away back, unless its other end is gone, or people have since deleted what it had
// become.
func (s *splitting) restore(r graph.Relation, lost map[graph.RelationKey]bool) {
	moved := r.RelationKey
	for _, end := range []*graph.ID{&moved.From, &moved.To} {
		if *end == s.gone {
			*end = s.stays.Node.ID
		}
	}
	for _, end := range []graph.ID{r.From, r.To} {
		if end != s.gone && !s.stands(end) {
			s.tell("另一端已经不在，没有恢复："+r.String(), "its other end is gone, not restored: "+r.String())
			return
		}
	}
	if lost[moved] {
		s.tell("合并以后被删除，没有恢复："+r.String(), "deleted since the merge, not restored: "+r.String())
		return
	}
	for i, key := range s.Changes.DeleteRelations { // put in its place by itself
		if key == r.RelationKey {
			s.Changes.DeleteRelations = slices.Delete(s.Changes.DeleteRelations, i, i+1)
			break
		}
	}
	for _, slot := range r.Slots() { // a put takes the place of what the merge put there
		s.Changes.DeleteRelations = slices.DeleteFunc(s.Changes.DeleteRelations, func(key graph.RelationKey) bool {
			return slices.Contains(key.Slots(), slot)
		})
	}
	s.Changes.Relations = append(s.Changes.Relations, r)
}
