package layout

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// panel arranges the list of links and of enterprises without a place: at the right of the first page, and what does not
// fit there in columns on further pages.
func (m *mapLayout) panel() (first func(*sheet), rest []func(*sheet)) {
	const top = mapTop + 2
	bar := 60.0
	if m.content.City {
		bar = 28
	}
	lines := m.panelLines(panelRow)
	for _, h := range []float64{22, 21, 20, 19} {
		if heightOf(lines, 0) <= mapBottom-top-bar {
			break
		}
		lines = m.panelLines(h)
	}
	pages := cutLines(lines, mapBottom-top-bar-panelRow, mapBottom-top)
	number := m.pick("其余见下页", "The rest is on the next page")
	first = func(s *sheet) {
		s.rule(scene.RoleGround, panelX-12, mapTop, panelX-12, mapBottom)
		m.panelHead(s, top)
		end := s.paintLines(pages[0], panelX, top+bar, panelW, 0)
		if len(pages) > 1 {
			s.text(scene.RoleContent, panelX, end+17, number, smallSize, false, scene.Secondary)
		}
	}
	const across = 4
	for i := 1; i < len(pages); i += across {
		group := pages[i:min(i+across, len(pages))]
		rest = append(rest, func(s *sheet) {
			w := (scene.PageWidth - 2*scene.Margin - 24*(across-1)) / across
			for k, list := range group {
				s.paintLines(list, scene.Margin+(w+24)*float64(k), top, w, 0)
			}
		})
	}
	return first, rest
}

const panelRow = 23.0

// cutLines cuts lines into columns, the first of another height; at least one column.
func cutLines(lines []line, first, rest float64) [][]line {
	out := [][]line{nil}
	used, room := 0.0, first
	if heightOf(lines, 0) <= first+panelRow { // the room of the remark that there is more
		return [][]line{lines}
	}
	for _, l := range lines {
		if n := len(out) - 1; used+l.h > room && len(out[n]) > 0 {
			out = append(out, nil)
			used, room = 0, rest
		}
		out[len(out)-1] = append(out[len(out)-1], l)
		used += l.h
	}
	return out
}

// panelHead writes the title of the list and a bar of the states.
func (m *mapLayout) panelHead(s *sheet, y float64) {
	title := m.pick("环节落点", "Where the links are")
	if m.content.City {
		title = m.pick("各链落点", "Where the chains are")
	}
	s.text(scene.RoleContent, panelX, y+14, title, headSize, true, scene.Ink)
	s.textEnd(scene.RoleContent, panelX+panelW, y+14, m.pick("落点与家数", "places, firms"), smallSize, false, scene.Secondary)
	if m.content.City {
		return
	}
	m.stateBar(s, scene.Box{X: panelX, Y: y + 25, W: panelW, H: 28})
}

// stateBar draws a cell for each state that occurs: as wide as its share, and at least as its words.
func (m *mapLayout) stateBar(s *sheet, at scene.Box) {
	counts, total := map[string]int{}, 0
	for _, l := range m.content.Links {
		counts[string(l.State)]++
		total++
	}
	if total == 0 {
		return
	}
	const gap = 3.0
	var states, words []string
	var least []float64
	free := at.W + gap
	for _, state := range stateOrder {
		if n := counts[state]; n > 0 {
			text := fmt.Sprintf("%s %d", m.pick(stateWords[state][0], stateWords[state][1]), n)
			w := scene.Measure(text, smallSize, true) + 6
			states, words, least = append(states, state), append(words, text), append(least, w)
			free -= w + gap
		}
	}
	if free < 0 {
		for i, state := range states {
			words[i] = fmt.Sprint(counts[state])
			free += least[i]
			least[i] = scene.Measure(words[i], smallSize, true) + 6
			free -= least[i]
		}
	}
	x := at.X
	for i, state := range states {
		w := least[i] + max(0, free)*float64(counts[state])/float64(total)
		ink := scene.StateInks[state]
		s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: x, Y: at.Y, W: w, H: at.H, Radius: 3, Fill: ink.Fill, Stroke: ink.Stroke, Width: min(ink.Width, 1.5), Dash: ink.Dash})
		s.add(scene.Item{Shape: scene.Text, Role: scene.RoleContent, X: x + w/2, Y: at.Y + 19, Text: words[i], Size: smallSize, Bold: true, Anchor: scene.Middle, Fill: ink.Text})
		x += w + gap
	}
}

// panelLines lists the links by sub-chain, then the enterprises without a place.
func (m *mapLayout) panelLines(h float64) []line {
	var lines []line
	if m.content.City {
		for i, l := range m.content.Links {
			lines = append(lines, m.chainRow(l, h, i > 0))
		}
		return append(lines, m.unplacedLines(h)...)
	}
	lane := "none"
	for i, l := range m.byLane() {
		if l.Lane != lane && (len(m.content.Lanes) > 1 || l.Lane == diagram.Support) {
			lines = append(lines, m.laneHead(l.Lane, h))
		}
		seam := i > 0 && l.Lane == lane
		lane = l.Lane
		lines = append(lines, m.linkRow(l, h, seam))
	}
	return append(lines, m.unplacedLines(h)...)
}

// unplacedLines are the enterprises that stand nowhere on the map.
func (m *mapLayout) unplacedLines(h float64) []line {
	var lines []line
	if n := len(m.content.Unplaced); n > 0 {
		lines = append(lines, line{h: 6}, blockHead(m.pick("位置待补充（未落图）", "Place not given (not on the map)"), counted(m.lang, n, "家", "firm", "firms"), h+3))
		for i, r := range m.content.Unplaced {
			lines = append(lines, m.unplacedRow(r, h, i > 0))
		}
	}
	return lines
}

// byLane are the links sub-chain by sub-chain, support last.
func (m *mapLayout) byLane() []diagram.Located {
	rank := func(l diagram.Located) int {
		if i := slices.IndexFunc(m.content.Lanes, func(b diagram.Band) bool { return b.Key == l.Lane }); i >= 0 {
			return i
		}
		return len(m.content.Lanes)
	}
	list := slices.Clone(m.content.Links)
	slices.SortStableFunc(list, func(a, b diagram.Located) int { return rank(a) - rank(b) })
	return list
}

func (m *mapLayout) laneHead(lane string, h float64) line {
	name, n := m.pick("支撑", "Support"), 0
	for _, b := range m.content.Lanes {
		if b.Key == lane {
			name = b.Name
		}
	}
	for _, l := range m.content.Links {
		if l.Lane == lane {
			n++
		}
	}
	return blockHead(name, counted(m.lang, n, "环节", "link", "links"), h+3)
}

// linkRow says where a link is; what does not stand here is said in words, never left blank.
func (m *mapLayout) linkRow(l diagram.Located, h float64, seam bool) line {
	return line{h: h, paint: func(s *sheet, at scene.Box) {
		if seam {
			s.rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		s.add(stateMark(string(l.State), at.X+8, at.Y+at.H/2)...)
		room := at.W - seatText
		where, ink, bold := m.where(l, room-min(scene.Measure(l.Name, smallSize, false), .62*room)-10)
		w := s.textEnd(scene.RoleContent, at.Right(), base(at, smallSize), where, smallSize, bold, ink)
		name, size := fitted(l.Name, false, room-w-8, 14, smallSize)
		s.text(scene.RoleContent, at.X+seatText, base(at, size), name, size, false, scene.Ink)
	}}
}

// chainRow is a chain with the number of its enterprises, and on a second line where they are.
func (m *mapLayout) chainRow(l diagram.Located, h float64, seam bool) line {
	return line{h: 2*h + 2, paint: func(s *sheet, at scene.Box) {
		if seam {
			s.rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		first, second := scene.Box{X: at.X, Y: at.Y + 2, W: at.W, H: h}, scene.Box{X: at.X, Y: at.Y + h, W: at.W, H: h}
		end := at.Right() - s.textEnd(scene.RoleContent, at.Right(), base(first, 15), counted(m.lang, l.Firms, "家", "firm", "firms"), 15, true, scene.Accent) - 10
		name, size := fitted(l.Name, true, end-at.X, 15, 14, smallSize)
		w := s.text(scene.RoleContent, at.X, base(first, size), name, size, true, scene.Ink)
		if l.Unverified {
			s.add(scene.OpenUnder(at.X, base(first, size)-.5, w, scene.Ink))
		}
		var parts []string
		for _, p := range l.Places {
			parts = append(parts, fmt.Sprintf("%s %d", p.Place, p.Firms))
		}
		if l.Open > 0 {
			parts = append(parts, m.pick(fmt.Sprintf("位置待补充 %d", l.Open), fmt.Sprintf("not given %d", l.Open)))
		}
		text, _ := scene.FitList(parts, m.pick("、", ", "), smallSize, at.W, func(all int) string { return m.pick(fmt.Sprintf(" 等 %d 处", all), fmt.Sprintf(" … (%d)", all)) })
		if text == "" {
			text = m.pick("未见本地企业", "no local firm seen")
		}
		s.text(scene.RoleContent, at.X, base(second, smallSize), text, smallSize, false, scene.Secondary)
	}}
}

// where says in a width where a link stands.
func (m *mapLayout) where(l diagram.Located, room float64) (text, ink string, bold bool) {
	var parts []string
	firms := l.Open
	for _, p := range l.Places {
		parts = append(parts, fmt.Sprintf("%s %d", p.Place, p.Firms))
		firms += p.Firms
	}
	if l.Open > 0 {
		parts = append(parts, m.pick(fmt.Sprintf("位置待补充 %d", l.Open), fmt.Sprintf("not given %d", l.Open)))
	}
	switch {
	case len(parts) > 0:
		text = strings.Join(parts, m.pick("、", ", "))
		if scene.Measure(text, smallSize, false) > room && len(l.Places) > 0 {
			text = m.pick(fmt.Sprintf("%s等 %d 家", l.Places[0].Place, firms), fmt.Sprintf("%s … %d", l.Places[0].Place, firms))
		}
		if scene.Measure(text, smallSize, false) > room {
			text = m.pick("共 ", "") + counted(m.lang, firms, "家", "firm", "firms")
		}
		return text, scene.Secondary, false
	case string(l.State) == "outside":
		text, _ = scene.FitList(l.Makers, m.pick("、", ", "), smallSize, room, func(all int) string { return m.pick(fmt.Sprintf("等 %d 家", all), fmt.Sprintf(" … %d", all)) })
		if strings.HasSuffix(text, "…") || scene.Measure(text, smallSize, false) > room {
			text = m.pick(fmt.Sprintf("都市圈 %d 家", len(l.Makers)), fmt.Sprintf("circle %d", len(l.Makers)))
		}
		return text, scene.StateInks["outside"].Bars[0], false
	}
	return m.pick("未见", "none seen"), scene.Red, true
}

func (m *mapLayout) unplacedRow(r diagram.Resident, h float64, seam bool) line {
	return line{h: h, paint: func(s *sheet, at scene.Box) {
		if seam {
			s.rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		room := at.W - scene.Measure(r.Name, smallSize, false) - 12
		text, _ := scene.FitList(r.Links, m.pick("、", ", "), smallSize, max(room, .4*at.W), func(all int) string { return m.pick(fmt.Sprintf("等 %d 环节", all), fmt.Sprintf(" … %d", all)) })
		w := s.textEnd(scene.RoleContent, at.Right(), base(at, smallSize), text, smallSize, false, scene.Secondary)
		name, size := fitted(r.Name, false, at.W-w-8, smallSize)
		y := base(at, size)
		nw := s.text(scene.RoleContent, at.X, y, name, size, false, scene.Ink)
		if r.Unverified {
			s.add(scene.OpenUnder(at.X, y, nw, scene.Ink))
		}
	}}
}
