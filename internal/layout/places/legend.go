package places

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// marks are the cards of a page, asked for what occurs on it.
type marks struct {
	*layout
	cards []*mapCard
	list  bool // the page has the list of links
}

func (m marks) seat(is func(diagram.Seat) bool) bool {
	return slices.ContainsFunc(m.cards, func(c *mapCard) bool { return slices.ContainsFunc(c.place.Rows, is) })
}

// firm asks the enterprises that have a line of their own.
func (m marks) firm(is func(diagram.Resident) bool) bool {
	return slices.ContainsFunc(m.cards, func(c *mapCard) bool {
		return !c.city && c.level < aLineALink &&
			slices.ContainsFunc(c.place.Rows, func(r diagram.Seat) bool { return slices.ContainsFunc(r.Firms, is) })
	})
}

// legend explains what occurs on a page.
func (m *layout) legend(s *sheet.Sheet, list []mapColumn, arrow, withList bool) {
	marks := marks{layout: m, list: withList}
	for _, c := range list {
		marks.cards = append(marks.cards, c.cards()...)
	}
	entries := sheet.StateLegend(func(state string) bool {
		return marks.seat(func(r diagram.Seat) bool { return string(r.State) == state }) ||
			withList && slices.ContainsFunc(m.content.Links, func(l diagram.Located) bool { return string(l.State) == state })
	})
	entries.Levels(func(char string) bool {
		return marks.firm(func(f diagram.Resident) bool {
			return slices.Contains(f.Levels, char) || slices.Contains(f.OpenLevels, char)
		})
	})
	entries = append(entries, marks.hosts()...)
	entries = append(entries, marks.open()...)
	if slices.ContainsFunc(marks.cards, (*mapCard).barred) {
		entries = append(
			entries,
			sheet.KeyEntry{Width: 38, Zh: "不推荐工业项目", En: "no general industry", Paint: func(x, mid float64) []scene.Item {
				box := scene.Box{X: x, Y: mid - 8, W: 32, H: 16}
				return append(scene.Hatch(box, scene.Box{}, 9, scene.UnknownEdge), scene.Item{
					Shape:  scene.Rect,
					Role:   scene.RoleLegend,
					X:      box.X,
					Y:      box.Y,
					W:      box.W,
					H:      box.H,
					Stroke: scene.UnknownEdge,
					Width:  1,
				})
			}},
		)
	}
	if !arrow && len(list) > 0 {
		entries = append(
			entries,
			sheet.KeyEntry{Zh: "示意图，非行政区划：上北，不按比例", En: "a schema, no boundaries: north is up, not to scale"},
		)
	}
	s.Key(m.lang, entries)
}

// hosts explain the triangles of the city's map.
func (m marks) hosts() sheet.Legend {
	var out sheet.Legend
	for _, h := range []struct {
		open   bool
		zh, en string
	}{{false, "承载的链", "chain that the place hosts"}, {true, "承载的链（待核实）", "chain it hosts, to be verified"}} {
		if m.seat(func(r diagram.Seat) bool { return r.Host && r.HostOpen == h.open }) {
			out = append(out, sheet.KeyEntry{
				Width: 18,
				Zh:    h.zh,
				En:    h.en,
				Paint: func(x, mid float64) []scene.Item { return []scene.Item{hostMark(x+5, mid, h.open)} },
			})
		}
	}
	return out
}

// open explain how the page says that something is not verified.
func (m marks) open() sheet.Legend {
	var out sheet.Legend
	unverified := func(f diagram.Resident) bool { return f.Unverified }
	if m.firm(unverified) || m.list && slices.ContainsFunc(m.content.Unplaced, unverified) ||
		m.seat(func(r diagram.Seat) bool { return r.Unverified }) {
		label := m.pick("角色待核实", "role to be verified")
		if m.content.City {
			label = m.pick("待核实", "to be verified")
		}
		out = append(out, sheet.KeyEntry{
			Width: 34,
			Zh:    label,
			En:    label,
			Paint: func(x, mid float64) []scene.Item { return []scene.Item{scene.OpenUnder(x, mid+1, 28, scene.Ink)} },
		})
	}
	if m.firm(func(f diagram.Resident) bool { return f.Loose }) ||
		slices.ContainsFunc(m.cards, func(c *mapCard) bool { return c.place.HostOpen }) {
		out = append(out, sheet.KeyEntry{
			Width: 22,
			Zh:    "位置或承载待核实",
			En:    "place or host to be verified",
			Paint: func(x, mid float64) []scene.Item { return scene.OpenMark(x, mid-8.5) },
		})
	}
	if slices.ContainsFunc(m.cards, func(c *mapCard) bool { return (c.city || c.level >= aLineALink) && c.open() > 0 }) {
		out = append(out, sheet.KeyEntry{Zh: "核 n：其中 n 家的位置或角色待核实", En: "n open: place or role of n firms to be verified"})
	}
	return out
}
