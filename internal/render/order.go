package render

import (
	"cmp"
	"slices"

	"chainchief/internal/scene"
)

// unit is what is read and moves as one: a group with an owner, else a shape or a text of some lines.
type unit struct {
	group  group
	blocks []block
	box    scene.Box // of what is read: card and words
	whole  scene.Box // of everything, strokes included
	read   bool      // it has words
	title  bool
}

// block is a shape, or the lines of one text.
type block []scene.Item

// units divides a page, in paint order; what is left out of it, and what cannot be drawn, is in none.
func units(page scene.Page, leftOut func(scene.Item) bool) []unit {
	var out []unit
	for g := range groups(page) {
		var blocks []block
		for _, i := range g.items {
			if !finite(i) || leftOut(i) {
				continue
			}
			if n := lastText(blocks); n >= 0 && goesOn(blocks[n], i) {
				blocks[n] = append(blocks[n], i)
				continue
			}
			blocks = append(blocks, block{i})
		}
		if g.items[0].Owner != "" && len(blocks) > 0 {
			out = append(out, newUnit(g, blocks))
			continue
		}
		for _, b := range blocks {
			u := newUnit(g, []block{b})
			u.title = isTitle(page, b[0]) && !slices.ContainsFunc(out, func(u unit) bool { return u.title })
			out = append(out, u)
		}
	}
	return out
}

func newUnit(g group, blocks []block) unit {
	u := unit{group: g, blocks: blocks}
	var read, all []scene.Item
	widest := 0.0
	for _, b := range blocks {
		all = append(all, b...)
		widest = max(widest, b[0].Width)
		if b[0].Shape == scene.Text {
			u.read = true
		}
		if b[0].Shape == scene.Text || b[0].Role == scene.RoleCard {
			read = append(read, b...)
		}
	}
	if len(read) > 0 {
		u.box = union(read)
	}
	u.whole = union(all).Inset(-widest/2, -widest/2)
	return u
}

// isTitle tells whether a text is the title of the page.
func isTitle(page scene.Page, i scene.Item) bool {
	return i.Shape == scene.Text && i.Owner == "" && i.Role == scene.RoleHead && i.Text == page.Title
}

// lastText finds the last text of some blocks; -1 when there is none.
func lastText(blocks []block) int {
	for n := len(blocks) - 1; n >= 0; n-- {
		if blocks[n][0].Shape == scene.Text {
			return n
		}
	}
	return -1
}

// goesOn tells whether a text is the next line of those in a block, and can be one: it looks as they do and stands
// right under them.
func goesOn(b block, i scene.Item) bool {
	a := b[len(b)-1]
	if !i.Continues || i.Shape != scene.Text {
		return false
	}
	step := i.Y - a.Y
	if len(b) > 1 && abs(step-(a.Y-b[len(b)-2].Y)) > .5 {
		return false
	}
	return a.Role == i.Role && a.Size == i.Size && a.Bold == i.Bold && a.Fill == i.Fill && a.Anchor == i.Anchor &&
		abs(a.X-i.X) < .01 && step >= .95*i.Size && step <= 2.2*i.Size
}

// inReadingOrder puts the units of a page in the order in which they are read from a document, which is also the one in
// which they are painted: the title, then line by line from the left. What lies under or over another stays so:
// whatever was painted before a unit and meets it comes before it.
func inReadingOrder(units []unit) []unit {
	var read []int
	for n, u := range units {
		if u.read {
			read = append(read, n)
		}
	}
	slices.SortStableFunc(read, func(a, b int) int { return cmp.Compare(rank(units[a]), rank(units[b])) })
	for from := 0; from < len(read); {
		part, to := rank(units[read[from]]), from
		for to < len(read) && rank(units[read[to]]) == part {
			to++
		}
		apart := 0.0
		if part == headRank {
			apart = 20 // a figure and the words under it stay together
		}
		copy(read[from:to], cutPage(units, slices.Clone(read[from:to]), apart))
		from = to
	}
	var out []unit
	placed := make([]bool, len(units))
	var place func(n int)
	place = func(n int) {
		if placed[n] {
			return
		}
		placed[n] = true
		for under := range n {
			if !placed[under] && unitsMeet(units[under], units[n]) {
				place(under)
			}
		}
		out = append(out, units[n])
	}
	for _, n := range read {
		place(n)
	}
	for n := range units {
		place(n)
	}
	return out
}

// Parts of a page in the order in which they are read.
const (
	titleRank = iota
	headRank
	bodyRank
	legendRank
	footRank
)

func rank(u unit) int {
	switch role := u.blocks[0][0].Role; {
	case u.title:
		return titleRank
	case role == scene.RoleHead:
		return headRank
	case role == scene.RoleLegend:
		return legendRank
	case role == scene.RoleFoot:
		return footRank
	}
	return bodyRank
}

// cutPage orders units by cutting the page: where a level cut as wide as apart meets none of them, what is above is
// read first, else where an upright one does, what is at its left; what cannot be cut is read by its upper edge.
func cutPage(units []unit, list []int, apart float64) []int {
	if len(list) < 2 {
		return list
	}
	level := func(n int) (from, to float64) { return units[n].box.Y, units[n].box.Bottom() }
	upright := func(n int) (from, to float64) { return units[n].box.X, units[n].box.Right() }
	parts := cutAlong(list, level, apart)
	if len(parts) == 1 {
		parts = cutAlong(list, upright, 0)
	}
	if len(parts) > 1 {
		var out []int
		for _, part := range parts {
			out = append(out, cutPage(units, part, apart)...)
		}
		return out
	}
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(units[a].box.Y, units[b].box.Y), cmp.Compare(units[a].box.X, units[b].box.X))
	})
	return list
}

// cutAlong divides a list where no span of it reaches across.
func cutAlong(list []int, span func(int) (from, to float64), apart float64) [][]int {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b int) int {
		from, _ := span(a)
		other, _ := span(b)
		return cmp.Compare(from, other)
	})
	var parts [][]int
	end := 0.0
	for k, n := range sorted {
		from, to := span(n)
		if k == 0 || from >= end+apart {
			parts = append(parts, nil)
			end = to
		}
		end = max(end, to)
		parts[len(parts)-1] = append(parts[len(parts)-1], n)
	}
	return parts
}

func unitsMeet(a, b unit) bool {
	if !a.whole.Meets(b.whole) {
		return false
	}
	for _, x := range a.blocks {
		for _, y := range b.blocks {
			for _, i := range x {
				for _, j := range y {
					if itemsMeet(i, j) {
						return true
					}
				}
			}
		}
	}
	return false
}

// itemsMeet tells whether the order in which two items are painted can be seen.
func itemsMeet(i, j scene.Item) bool {
	a, b := i.Box().Inset(-i.Width/2, -i.Width/2), j.Box().Inset(-j.Width/2, -j.Width/2)
	if !a.Meets(b) {
		return false
	}
	hollow := func(i scene.Item) bool { return i.Shape != scene.Text && i.Fill == "" }
	if hollow(i) && !i.OutlineEnters(b) || hollow(j) && !j.OutlineEnters(a) {
		return false
	}
	return true
}

func abs(v float64) float64 { return max(v, -v) }
