package places

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// panel arranges the list of links and of enterprises without a place: at the right of the first page, and what does
// not fit there in columns on further pages.
func (m *layout) panel() (first func(*sheet.Sheet), rest []func(*sheet.Sheet)) {
	const top = mapTop + 2
	bar := 60.0
	if m.content.City {
		bar = 28
	}
	var lines []sheet.Line
	for _, h := range []float64{mostPanelRow, 28, 26, 24, panelRow, 22, 21, 20, 19} {
		if lines = m.panelLines(h); sheet.HeightOf(lines, 0) <= bottom-top-bar {
			break
		}
	}
	pages := cutLines(lines, bottom-top-bar-panelRow, bottom-top)
	number := m.pick("其余见下页", "The rest is on the next page")
	first = func(s *sheet.Sheet) {
		s.Rule(scene.RoleGround, panelX-12, mapTop, panelX-12, bottom)
		m.panelHead(s, top)
		end := s.PaintLines(pages[0], panelX, top+bar, panelW, 0)
		if len(pages) > 1 {
			s.Text(scene.RoleContent, panelX, end+17, number, sheet.SmallSize, false, scene.Secondary)
		}
	}
	const across = 4
	for i := 1; i < len(pages); i += across {
		group := pages[i:min(i+across, len(pages))]
		rest = append(rest, func(s *sheet.Sheet) {
			w := (scene.PageWidth - 2*scene.Margin - 24*(across-1)) / across
			for k, list := range group {
				s.PaintLines(list, scene.Margin+(w+24)*float64(k), top, w, 0)
			}
		})
	}
	return first, rest
}

const (
	panelRow     = 23.0
	mostPanelRow = 30.0 // of a list with room to spare
)

// cutLines cuts lines into columns, the first of another height; at least one column.
func cutLines(lines []sheet.Line, first, rest float64) [][]sheet.Line {
	out := [][]sheet.Line{nil}
	used, room := 0.0, first
	if sheet.HeightOf(lines, 0) <= first+panelRow { // the room of the remark that there is more
		return [][]sheet.Line{lines}
	}
	for _, l := range lines {
		if n := len(out) - 1; used+l.H > room && len(out[n]) > 0 {
			out = append(out, nil)
			used, room = 0, rest
		}
		out[len(out)-1] = append(out[len(out)-1], l)
		used += l.H
	}
	return out
}

// panelHead writes the title of the list and a bar of the states.
func (m *layout) panelHead(s *sheet.Sheet, y float64) {
	title := m.pick("环节落点", "Where the links are")
	if m.content.City {
		title = m.pick("各链落点", "Where the chains are")
	}
	s.Text(scene.RoleContent, panelX, y+14, title, sheet.HeadSize, true, scene.Ink)
	s.TextEnd(
		scene.RoleContent,
		panelX+panelW,
		y+14,
		m.pick("落点与家数", "places, firms"),
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
	if m.content.City {
		return
	}
	m.stateBar(s, scene.Box{X: panelX, Y: y + 25, W: panelW, H: 28})
}

// stateBar draws a cell for each state that occurs: as wide as its share, and at least as its words.
func (m *layout) stateBar(s *sheet.Sheet, at scene.Box) {
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
	for _, state := range diagram.States {
		if n := counts[string(state)]; n > 0 {
			text := fmt.Sprintf("%s %d", state.Least(m.lang), n)
			w := scene.Measure(text, sheet.SmallSize, true) + 6
			states, words, least = append(states, string(state)), append(words, text), append(least, w)
			free -= w + gap
		}
	}
	if free < 0 {
		for i, state := range states {
			words[i] = fmt.Sprint(counts[state])
			free += least[i]
			least[i] = scene.Measure(words[i], sheet.SmallSize, true) + 6
			free -= least[i]
		}
	}
	x := at.X
	for i, state := range states {
		w := least[i] + max(0, free)*float64(counts[state])/float64(total)
		ink := scene.StateInks[state]
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      x,
			Y:      at.Y,
			W:      w,
			H:      at.H,
			Radius: 3,
			Fill:   ink.Fill,
			Stroke: ink.Stroke,
			Width:  min(ink.Width, 1.5),
			Dash:   ink.Dash,
		})
		s.Add(scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleContent,
			X:      x + w/2,
			Y:      at.Y + 19,
			Text:   words[i],
			Size:   sheet.SmallSize,
			Bold:   true,
			Anchor: scene.Middle,
			Fill:   ink.Text,
		})
		x += w + gap
	}
}

// panelLines lists the links by sub-chain, then the enterprises without a place.
func (m *layout) panelLines(h float64) []sheet.Line {
	var lines []sheet.Line
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
func (m *layout) unplacedLines(h float64) []sheet.Line {
	var lines []sheet.Line
	if n := len(m.content.Unplaced); n > 0 {
		lines = append(
			lines,
			sheet.Line{H: 6},
			sheet.BlockHead(
				m.pick("位置待补充（未落图）", "Place not given (not on the map)"),
				sheet.Counted(m.lang, n, "家", "firm", "firms"),
				h+3,
			),
		)
		for i, r := range m.content.Unplaced {
			lines = append(lines, m.unplacedRow(r, h, i > 0))
		}
	}
	return lines
}

// byLane are the links sub-chain by sub-chain, support last.
func (m *layout) byLane() []diagram.Located {
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

func (m *layout) laneHead(lane string, h float64) sheet.Line {
	name, n := m.pick("支撑", "Support"), 0
	for _, b := range m.content.Lanes {
		if b.Key == lane {
			name = b.Name
		}
	}
	for _, l := range m.content.Links {
		if l.Lane == lane && l.State != diagram.Market {
			n++
		}
	}
	return sheet.BlockHead(name, sheet.Counted(m.lang, n, "环节", "link", "links"), h+3)
}

// linkRow says where a link is; what does not stand here is said in words, never left blank.
func (m *layout) linkRow(l diagram.Located, h float64, seam bool) sheet.Line {
	return sheet.Line{H: h, Paint: func(s *sheet.Sheet, at scene.Box) {
		if seam {
			s.Rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		s.Add(sheet.StateMark(string(l.State), at.X+8, at.Y+at.H/2)...)
		room := at.W - seatText
		where, ink, bold := m.where(l, room-min(scene.Measure(l.Name, sheet.SmallSize, false), .62*room)-10)
		w := s.TextEnd(scene.RoleContent, at.Right(), sheet.Base(at, sheet.SmallSize), where, sheet.SmallSize, bold, ink)
		name, size := sheet.Fitted(l.Name, false, room-w-8, 14, sheet.SmallSize)
		s.Text(scene.RoleContent, at.X+seatText, sheet.Base(at, size), name, size, false, scene.Ink)
	}}
}

// chainRow is a chain with the number of its enterprises, and on a second line where they are.
func (m *layout) chainRow(l diagram.Located, h float64, seam bool) sheet.Line {
	return sheet.Line{H: 2*h + 2, Paint: func(s *sheet.Sheet, at scene.Box) {
		if seam {
			s.Rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		first, second := scene.Box{X: at.X, Y: at.Y + 2, W: at.W, H: h}, scene.Box{X: at.X, Y: at.Y + h, W: at.W, H: h}
		end := at.Right() - s.TextEnd(
			scene.RoleContent,
			at.Right(),
			sheet.Base(first, 15),
			sheet.Counted(m.lang, l.Firms, "家", "firm", "firms"),
			15,
			true,
			scene.Accent,
		) - 10
		name, size := sheet.Fitted(l.Name, true, end-at.X, 15, 14, sheet.SmallSize)
		w := s.Text(scene.RoleContent, at.X, sheet.Base(first, size), name, size, true, scene.Ink)
		if l.Unverified {
			s.Add(scene.OpenUnder(at.X, sheet.Base(first, size)-.5, w, scene.Ink))
		}
		var parts []string
		for _, p := range l.Places {
			parts = append(parts, fmt.Sprintf("%s %d", p.Place, p.Firms))
		}
		if l.Open > 0 {
			parts = append(parts, m.pick(fmt.Sprintf("位置待补充 %d", l.Open), fmt.Sprintf("not given %d", l.Open)))
		}
		text, _ := scene.FitList(parts, m.pick("、", ", "), sheet.SmallSize, at.W, func(all int) string {
			return " " + diagram.InFew(m.lang, all, "处")
		})
		if text == "" && l.State == diagram.Market {
			text = m.pick("用途环节，不算缺口", "a market, no gap")
		} else if text == "" {
			text = m.pick("未见本地企业", "no local firm seen")
		}
		s.Text(scene.RoleContent, at.X, sheet.Base(second, sheet.SmallSize), text, sheet.SmallSize, false, scene.Secondary)
	}}
}

// where says in a width where a link stands.
func (m *layout) where(l diagram.Located, room float64) (text, ink string, bold bool) {
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
		if scene.Measure(text, sheet.SmallSize, false) > room && len(l.Places) > 0 {
			text = l.Places[0].Place + m.pick("", " ") + diagram.InFew(m.lang, firms, "家")
		}
		if scene.Measure(text, sheet.SmallSize, false) > room {
			text = m.pick("共 ", "") + sheet.Counted(m.lang, firms, "家", "firm", "firms")
		}
		return text, scene.Secondary, false
	case string(l.State) == "outside":
		text, _ = scene.FitList(
			l.Makers,
			m.pick("、", ", "),
			sheet.SmallSize,
			room,
			func(all int) string { return m.pick("", " ") + diagram.InFew(m.lang, all, "家") },
		)
		if strings.HasSuffix(text, "…") || scene.Measure(text, sheet.SmallSize, false) > room {
			text = m.pick(fmt.Sprintf("都市圈 %d 家", len(l.Makers)), fmt.Sprintf("circle %d", len(l.Makers)))
		}
		return text, scene.StateInks["outside"].Bars[0], false
	}
	if l.State == diagram.Market {
		return m.pick("不算缺口", "no gap"), scene.Secondary, false
	}
	return m.pick("未见", "none seen"), scene.Red, true
}

func (m *layout) unplacedRow(r diagram.Resident, h float64, seam bool) sheet.Line {
	return sheet.Line{H: h, Paint: func(s *sheet.Sheet, at scene.Box) {
		if seam {
			s.Rule(scene.RoleGround, at.X, at.Y, at.Right(), at.Y)
		}
		room := at.W - scene.Measure(r.Name, sheet.SmallSize, false) - 12
		text, _ := scene.FitList(
			r.Links,
			m.pick("、", ", "),
			sheet.SmallSize,
			max(room, .4*at.W),
			func(all int) string { return m.pick("", " ") + diagram.InFew(m.lang, all, "环节") },
		)
		w := s.TextEnd(
			scene.RoleContent,
			at.Right(),
			sheet.Base(at, sheet.SmallSize),
			text,
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
		name, size := sheet.Fitted(r.Name, false, at.W-w-8, sheet.SmallSize)
		y := sheet.Base(at, size)
		nw := s.Text(scene.RoleContent, at.X, y, name, size, false, scene.Ink)
		if r.Unverified {
			s.Add(scene.OpenUnder(at.X, y, nw, scene.Ink))
		}
	}}
}
