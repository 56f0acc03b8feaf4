package supply

import (
	"math"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Sizes of the list of all links.
const (
	listHead = 14.0 // from a baseline of heads to the rows
	listRow  = 26.0
	listHalf = (scene.PageWidth - 2*scene.Margin - 24) / 2
)

// listHeight is the height of the list from the baseline of its heads.
func (m *layout) listHeight() float64 {
	return listHead + listRow*float64(max(1, len(m.content.Inputs.Rows), len(m.content.Users.Rows)))
}

// listPages are pages with all links of both sides.
func (m *layout) listPages() []func(*sheet.Sheet) {
	each := listRows(stripBase)
	n := (max(len(m.content.Inputs.Rows), len(m.content.Users.Rows)) + each - 1) / each
	pages := make([]func(*sheet.Sheet), n)
	for i := range pages {
		pages[i] = func(s *sheet.Sheet) { m.list(s, i*each, stripBase) }
	}
	return pages
}

// listRows is how many rows fit under a head.
func listRows(base float64) int {
	return int(math.Floor((bottom - base - listHead + .01) / listRow))
}

// list paints the links of both sides from one of them on, inputs left and users right; y is the baseline of the heads.
func (m *layout) list(s *sheet.Sheet, first int, y float64) {
	for k, side := range []diagram.SupplySide{m.content.Inputs, m.content.Users} {
		from, until := min(len(side.Rows), first), min(len(side.Rows), first+listRows(y))
		x := scene.Margin + (listHalf+24)*float64(k)
		note := m.pick("企业未注明者为推断，待核实", "firms are inferred where nothing is noted")
		s.SectionLine(
			x,
			y,
			listHalf,
			side.Head.Name+m.pick("清单", ": list"),
			m.counted(note, until-from, len(side.Rows)),
			true,
		)
		names := map[string]string{}
		for _, r := range side.Rows {
			names[r.ID] = r.Name
		}
		for j, r := range side.Rows[from:until] {
			m.listRow(s, k, r, names, scene.Box{X: x, Y: y + listHead + listRow*float64(j), W: listHalf, H: listRow})
		}
		if len(side.Rows) == 0 {
			blankBox(s, scene.Box{X: x, Y: y + listHead, W: listHalf, H: listRow}, side.Blank)
		}
	}
}

// listRow is a link: its mark and name, its tier with the link next to it, and the firms from near to far.
func (m *layout) listRow(s *sheet.Sheet, side int, r diagram.SupplyRow, names map[string]string, b scene.Box) {
	const nameAt, tierAt, firmsAt = 22.0, 200.0, 380.0
	s.Owner = "list/" + m.sides[side].key() + r.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: r.Href, Name: r.Name})
	s.Rule(scene.RoleMark, b.X, b.Bottom(), b.Right(), b.Bottom())
	if r.State != "" {
		for _, i := range sheet.StateMark(string(r.State), b.X+9, b.Y+b.H/2) {
			i.Class = stateClass(r.State) // the legend looks for it
			s.Add(i)
		}
	}
	name, size := sheet.Fitted(r.Name, true, tierAt-nameAt-8, 14, sheet.SmallSize)
	s.Text(scene.RoleContent, b.X+nameAt, sheet.Base(b, size), name, size, true, scene.Ink)
	tier := r.TierWord
	if len(r.Via) > 0 {
		tier += m.pick("·经", " via ") + names[r.Via[0]]
	}
	s.Text(
		scene.RoleContent,
		b.X+tierAt,
		sheet.Base(b, sheet.SmallSize),
		scene.Clip(tier, sheet.SmallSize, false, firmsAt-tierAt-8),
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
	s.Text(
		scene.RoleContent,
		b.X+firmsAt,
		sheet.Base(b, sheet.SmallSize),
		m.whoIn(r, b.W-firmsAt),
		sheet.SmallSize,
		false,
		scene.Ink,
	)
	s.Owner = ""
}

// standing says in words, where there are no borders, how firmly a firm stands; what is only inferred says nothing.
func (m *layout) standing(s diagram.Standing) string {
	switch s {
	case diagram.OnRecord:
		return m.pick("（有据）", " (on record)")
	case diagram.Announced:
		return m.pick("（已公布）", " (announced)")
	case diagram.Disputed:
		return m.pick("（有争议）", " (disputed)")
	}
	return ""
}

// whoIn lists the firms of a link, from near to far, each radius named before its firms.
func (m *layout) whoIn(r diagram.SupplyRow, width float64) string {
	var all []string
	for radius, firms := range r.Firms {
		for i, f := range firms {
			name := f.Name + m.standing(f.Standing)
			if i == 0 {
				name = strings.TrimSpace(m.content.Radii[radius].Name) + m.pick("：", ": ") + name
			}
			all = append(all, name)
		}
	}
	if len(all) == 0 {
		return scene.Clip(m.content.Words.Unseen, sheet.SmallSize, false, width)
	}
	text, _ := scene.FitList(
		all,
		m.pick("、", ", "),
		sheet.SmallSize,
		width,
		func(n int) string { return " " + m.etc(n, false) },
	)
	return text
}
