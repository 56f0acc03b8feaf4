package criticality

// Needs is what nodes cannot work without: needs[v] are the groups of node v, each group the nodes of which any one is
// enough; v works only while every group has a member that works. A node without groups works by itself.
type Needs [][][]int

// Fails returns the nodes that stop when v stops, ascending, v itself left out: the least set that holds v and every
// node of which some group lies in the set altogether. What is left can therefore go on, also where nodes of a cycle
// need one another.
func (needs Needs) Fails(v int) []int {
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
	for queue := []int{v}; len(queue) > 0; queue = queue[1:] {
		for _, i := range member[queue[0]] {
			g := &groups[i]
			if g.left--; g.left == 0 && !failed[g.of] {
				failed[g.of] = true
				queue = append(queue, g.of)
			}
		}
	}
	var out []int
	for x, f := range failed {
		if f && x != v {
			out = append(out, x)
		}
	}
	return out
}
