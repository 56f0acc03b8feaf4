package graph

import (
	"slices"
	"strings"
)

// Ring finds a ring of relations that runs through one that counts, and returns it from that one on; nil when there is
// none. It comes to an end whatever the relations are.
func Ring(relations []RelationKey, counts func(RelationKey) bool) []RelationKey {
	next := onRings(relations)
	for _, first := range relations {
		if counts(first) && slices.Contains(next[first.From], first) {
			if ring := back(first, next); ring != nil {
				return ring
			}
		}
	}
	return nil
}

// onRings are the relations by where they leave, without those that lead from or to a dead end however far off.
func onRings(relations []RelationKey) map[ID][]RelationKey {
	next, before := map[ID][]RelationKey{}, map[ID][]RelationKey{}
	outs, ins := map[ID]int{}, map[ID]int{}
	for _, r := range relations {
		next[r.From], before[r.To] = append(next[r.From], r), append(before[r.To], r)
		outs[r.From]++
		ins[r.To]++
	}
	var ends []ID
	gone := map[ID]bool{}
	look := func(id ID) {
		if !gone[id] && (outs[id] == 0 || ins[id] == 0) {
			gone[id] = true
			ends = append(ends, id)
		}
	}
	for _, r := range relations {
		look(r.From)
		look(r.To)
	}
	for len(ends) > 0 {
		end := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		for _, r := range next[end] {
			ins[r.To]--
			look(r.To)
		}
		for _, r := range before[end] {
			outs[r.From]--
			look(r.From)
		}
		delete(next, end)
	}
	for id, list := range next {
		next[id] = slices.DeleteFunc(list, func(r RelationKey) bool { return gone[r.To] })
	}
	return next
}

// back is the shortest way from the head of a relation to where it leaves, behind the relation itself; nil without one.
func back(first RelationKey, next map[ID][]RelationKey) []RelationKey {
	came := map[ID]RelationKey{first.To: first}
	for ring := []ID{first.To}; len(ring) > 0; ring = ring[1:] {
		if ring[0] == first.From {
			var way []RelationKey
			for at := came[ring[0]]; at != first; at = came[at.From] {
				way = append(way, at)
			}
			slices.Reverse(way)
			return append([]RelationKey{first}, way...)
		}
		for _, r := range next[ring[0]] {
			if _, seen := came[r.To]; !seen {
				came[r.To] = r
				ring = append(ring, r.To)
			}
		}
	}
	return nil
}

// mostNamed is how many nodes of a ring are named.
const mostNamed = 8

// RingWords names the nodes of a ring, the first once more at the end.
func RingWords(ring []RelationKey) string {
	var names []string
	for _, r := range ring[:min(len(ring), mostNamed)] {
		names = append(names, string(r.From))
	}
	if len(ring) > mostNamed {
		names = append(names, "…")
	}
	return strings.Join(append(names, string(ring[0].From)), " → ")
}
