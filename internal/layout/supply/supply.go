// Package supply arranges the supply map of an enterprise: what it needs, whom it could serve, and the risks.
package supply

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the supply map (docs/drawings.md, Supply). Across: the radii of a side, its column of links, the gutter
// with the trunk, the enterprise; the users' side mirrors the inputs'. Down: strip, rows, foot.
const (
	stripBase     = 162.0
	sidesBase     = 249.0
	columnsBase   = 275.5
	top           = 290.0 // of the rows
	supplyRoom    = 348.0 // of the rows while there is a foot
	bottom        = 842.0
	gap           = 12.0 // between rows: the arrow between tiers has room
	mostSupplyRow = 80.0
	highSupplyRow = 110.0 // without the foot
	fullSupplyRow = 66.0  // from here a card says what its link yields
	linkWidth     = 146.0
	linkSeam      = 10.0 // between a link and the nearest cell
	gutterWidth   = 34.0
	centreWidth   = 220.0
	centreLeft    = (scene.PageWidth - centreWidth) / 2
)

// radiusWidths are the columns of a side, from near to far.
var radiusWidths = [4]float64{92, 104, 112, 152}

// Rows of a side beside the last one: with the foot, and without, where it goes to the next page. A row is at least 44
// high.
const rowsWithFoot, rowsWithout = 5, 9

// layout arranges the supply map of an enterprise.
type layout struct {
	content diagram.Supply
	lang    string
	foot    bool        // the first page has room for it
	bottom  float64     // of the rows
	sides   [2]sideRows // inputs, users
	shown   int
	total   int
}

// sideRows are the rows of a side that the first page shows, every one under what it enters or comes from.
type sideRows struct {
	diagram.SupplySide
	users bool
	rows  []diagram.SupplyRow
	rowH  float64
}

// Draw arranges a supply map. What the first page has no room for, and the foot where rows take its room, goes to
// further pages. The same content gives the same pages.
func Draw(content diagram.Supply) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	m := newSupplyLayout(content)
	rest := m.further()
	pages := make([]scene.Page, 1+len(rest))
	s := sheet.New(content.Head, 1, len(pages), m.shown, m.total)
	m.paintMap(s)
	m.legend(s)
	pages[0] = s.Page
	for i, paint := range rest {
		s := sheet.New(content.Head, i+2, len(pages), m.total, m.total)
		paint(s)
		m.legend(s)
		pages[i+1] = s.Page
	}
	return pages, nil
}

// further are the pages after the first: the foot, where it had no room there, and the list of all links, where some
// had none; on one page when both fit.
func (m *layout) further() []func(*sheet.Sheet) {
	var pages []func(*sheet.Sheet)
	if m.shown < m.total {
		pages = m.listPages()
	}
	if m.foot {
		return pages
	}
	top := bottom - m.listHeight()
	if len(pages) > 0 && top >= stripBase+m.footNeeds() {
		return []func(*sheet.Sheet){func(s *sheet.Sheet) {
			m.paintFoot(s, stripBase, top-sectionGap)
			m.list(s, 0, top)
		}}
	}
	return append([]func(*sheet.Sheet){func(s *sheet.Sheet) { m.paintFoot(s, stripBase, bottom) }}, pages...)
}

func newSupplyLayout(content diagram.Supply) *layout {
	m := &layout{content: content, lang: content.Head.Lang}
	direct := [2]int{tierOne(content.Inputs.Rows), tierOne(content.Users.Rows)}
	m.foot = max(direct[0], direct[1]) <= rowsWithFoot
	most, room, highest := rowsWithout, bottom-top, highSupplyRow
	if m.foot {
		most, room, highest = rowsWithFoot, supplyRoom, mostSupplyRow
	}
	// Direct links come first; those further away only fill what these leave free.
	n := min(most, max(3, direct[0], direct[1]))
	for i, side := range []diagram.SupplySide{content.Inputs, content.Users} {
		rows := chooseRows(side.Rows, n)
		m.sides[i] = sideRows{side, i == 1, rows, min(highest, (room+gap)/float64(max(3, len(rows))+1)-gap)}
		m.shown += len(m.sides[i].rows)
		m.total += len(side.Rows)
	}
	m.bottom = top + room
	return m
}

func tierOne(rows []diagram.SupplyRow) int {
	n := 0
	for _, r := range rows {
		if r.Tier == 1 {
			n++
		}
	}
	return n
}

// chooseRows takes the direct links, as many as there is room for, and under each, tier by tier while there is room,
// the first link that is one step further on its way.
func chooseRows(all []diagram.SupplyRow, room int) []diagram.SupplyRow {
	var heads [][]diagram.SupplyRow // each a direct link with what follows under it
	n := 0
	for _, r := range all {
		if r.Tier == 1 && n < room {
			heads = append(heads, []diagram.SupplyRow{r})
			n++
		}
	}
	taken := map[string]bool{}
	for tier := 2; tier <= 3; tier++ {
		for i, head := range heads {
			last := head[len(head)-1]
			at := slices.IndexFunc(all, func(r diagram.SupplyRow) bool {
				return r.Tier == tier && !taken[r.ID] && slices.Contains(r.Via, last.ID)
			})
			if at < 0 || n >= room {
				continue
			}
			taken[all[at].ID] = true
			heads[i] = append(head, all[at])
			n++
		}
	}
	return slices.Concat(heads...)
}

// paintMap paints the first page.
func (m *layout) paintMap(s *sheet.Sheet) {
	s.SectionLine(
		scene.Margin,
		stripBase,
		scene.PageWidth-2*scene.Margin,
		m.content.Words.Strip.Name,
		m.content.Words.Strip.Note,
		true,
	)
	m.paintStrip(s)
	firm := m.paintCentre(s)
	for i := range m.sides {
		m.paintSide(s, &m.sides[i], firm)
	}
	if m.foot {
		m.paintFoot(s, m.bottom+34, bottom-2)
	}
}

func (m *layout) pick(zh, en string) string { return sheet.Pick(m.lang, zh, en) }

// counted adds to a note how much of a list is shown, where that is not all.
func (m *layout) counted(note string, shown, total int) string {
	if shown >= total {
		return note
	}
	words := fmt.Sprintf(m.pick("显示 %d/%d 项", "shown %d/%d"), shown, total)
	if note == "" {
		return words
	}
	return note + m.pick("·", " · ") + words
}

// legend explains what occurs.
func (m *layout) legend(s *sheet.Sheet) {
	var key sheet.Legend
	occurs := func(is func(scene.Item) bool) bool { return slices.ContainsFunc(s.Page.Items, is) }
	key = sheet.StateLegend(func(state string) bool {
		return occurs(func(i scene.Item) bool { return i.Class == state || i.Class == stateClass(diagram.State(state)) })
	})
	for _, k := range []struct {
		standing diagram.Standing
		zh, en   string
	}{{diagram.OnRecord, "有据", "on record"}, {diagram.Announced, "已公布、规划中", "announced or planned"},
		{diagram.Likely, "推断、行业常识，待核实", "inferred, to be verified"},
		{diagram.Disputed, "集团层面或有争议，不计入", "group only or disputed, not counted"}} {
		key.Add(
			occurs(func(i scene.Item) bool { return i.Class == chipClass(k.standing) }),
			40,
			k.zh,
			k.en,
			func(x, mid float64) []scene.Item {
				return sheet.FirmChip(chipClass(k.standing), k.standing, scene.Box{X: x, Y: mid - 8, W: 34, H: 16})
			},
		)
	}
	for _, k := range []struct {
		cell   diagram.SupplyCell
		zh, en string
	}{{diagram.CellKnown, "半径内有已知企业", "known within"}, {diagram.CellNear, "仅相近产品", "near product only"},
		{diagram.CellNone, "未见", "none seen"}} {
		class := rateClass(k.cell)
		key.Add(
			occurs(func(i scene.Item) bool { return i.Class == class }),
			34,
			k.zh,
			k.en,
			func(x, mid float64) []scene.Item {
				trial := &sheet.Sheet{}
				rateCell(trial, k.cell, scene.Box{X: x, Y: mid - 8, W: 28, H: 16})
				return trial.Page.Items
			},
		)
	}
	for _, k := range []struct {
		class  string
		zh, en string
	}{{string(diagram.Possible), "可能的供应", "possible supply"}, {string(diagram.Evidenced), "有据的供应", "supply on record"},
		{ownership, "股权", "ownership"}} {
		key.Add(
			occurs(func(i scene.Item) bool { return i.Class == k.class && i.Role == scene.RoleEdge }),
			36,
			k.zh,
			k.en,
			func(x, mid float64) []scene.Item {
				look := ink[k.class]
				return sheet.Stroke(look.ink, look.width, look.dash)(x, mid)
			},
		)
	}
	s.Key(m.lang, key)
}

// lineInk is how a line of the map looks.
type lineInk struct {
	ink   string
	width float64
	dash  []float64
}

// ownership is the class of the lines of the group.
const ownership = "ownership"

var ink = map[string]lineInk{
	string(diagram.Possible):  {scene.Secondary, 1.5, []float64{5, 3}},
	string(diagram.Evidenced): {scene.Accent, 2, nil},
	ownership:                 {scene.Ink, 1.6, nil},
}
