package criticality

import "slices"

// Needs is what nodes cannot work without: needs[v] are the groups of node v, each group the nodes of which any one is
// enough; v works only while every group has a member that works. A node without groups works by itself.
type Needs [][][]int

// Fails returns the nodes that stop when v stops, ascending, v itself left out: the least set that holds v and every
// node of which some group lies in the set altogether. What is left can therefore go on, also where nodes of a cycle
// need one another.
func (needs Needs) Fails(v int) []int {
	out := needs.stops(v)[1:]
	slices.Sort(out)
	return out
}

// stops returns v and what stops with it, each after all members of a group that it stops for.
func (needs Needs) stops(v int) []int {
	type group struct{ of, left int } // left counts the members that still work
	var groups []group
	member := make([][]int, len(needs)) // of which groups a node is
	for of, list := range needs {
		for _, members := range list {
			for _, m := range members {
				member[m] = append(member[m], len(groups))
			}
			groups = append(groups, group{of, len(members)})
		}
	}
	failed := make([]bool, len(needs))
	failed[v] = true
	out := []int{v}
	for next := 0; next < len(out); next++ {
		for _, i := range member[out[next]] {
			g := &groups[i]
			if g.left--; g.left == 0 && !failed[g.of] {
				failed[g.of] = true
				out = append(out, g.of)
			}
		}
	}
	return out
}

// Steps returns what stops with v by the last need of each that fails: the nodes one step after v, then two, each step
// ascending. In a ring, where everybody is before everybody, what stops later comes after what stops earlier.
func (needs Needs) Steps(v int) [][]int {
	stops := needs.stops(v)
	place := map[int]int{} // in the order of stopping
	for i, x := range stops {
		place[x] = i
	}
	lost := make([][]int, len(needs)) // members of the groups that fail, of each node
	var arcs [][2]int
	for _, x := range stops[1:] {
		for _, members := range needs[x] {
			if slices.ContainsFunc(members, func(m int) bool { _, fails := place[m]; return !fails }) {
				continue
			}
			for _, m := range members {
				lost[x] = append(lost[x], m)
				if m != v {
					arcs = append(arcs, [2]int{m, x})
				}
			}
		}
	}
	_, ring := New(len(needs), arcs).Components()
	step := map[int]int{v: 0}
	var measure func(x int) int
	measure = func(x int) int {
		n, known := step[x]
		if !known {
			for _, m := range lost[x] {
				if ring[m] != ring[x] || place[m] < place[x] {
					n = max(n, measure(m)+1)
				}
			}
			step[x] = n
		}
		return n
	}
	var out [][]int
	slices.Sort(stops[1:])
	for _, x := range stops[1:] {
		for n := measure(x); len(out) < n; {
			out = append(out, nil)
		}
		out[step[x]-1] = append(out[step[x]-1], x)
	}
	return out
}
