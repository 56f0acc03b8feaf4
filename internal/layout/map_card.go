package layout

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Levels of detail of a place, from all to least.
const (
	everyFirm  = iota // a line for each enterprise; link names that are long take a line of their own
	shortNames        // a line for each enterprise, long link names cut
	aLineALink        // enterprises of a link joined on its line
	onlyCounts        // links with their numbers of enterprises, side by side
	onlyStates        // links counted by state
	levels
)

// mapCard is a place on the page.
type mapCard struct {
	place diagram.Place
	lang  string
	city  bool // its rows are chains
	level int
	x, w  float64
}

const (
	mapPad     = 12.0
	seatLine   = 23.0
	stubHeight = 46.0
	stubOnLine = 29.0  // with the name only
	cellWidth  = 158.0 // least, of a link with its count
)

func (c *mapCard) pick(zh, en string) string { return pick(c.lang, zh, en) }

// stub tells that the chain has nothing here.
func (c *mapCard) stub() bool {
	return c.place.Firms == 0 && len(c.place.Rows) == 0 && c.place.Host == "" && c.place.Restriction == ""
}

// barred tells that nothing may be built here and nothing of the chain is.
func (c *mapCard) barred() bool {
	return c.place.Restriction != "" && c.place.Firms == 0 && c.place.Host == ""
}

func (c *mapCard) height(extra float64) float64 {
	switch {
	case c.stub() && c.level > everyFirm:
		return stubOnLine
	case c.stub():
		return stubHeight
	case c.barred():
		return 42 + 19*float64(len(c.barredText())) + 16
	}
	return heightOf(c.lines(), extra) + 8
}

// less is the next level that saves height, and how much; -1 when none does.
func (c *mapCard) less() (level int, gain float64) {
	if c.barred() {
		return -1, 0
	}
	now := c.height(0)
	for level := c.level + 1; level < levels; level++ {
		other := *c
		other.level = level
		if gain := now - other.height(0); gain > .5 {
			return level, gain
		}
	}
	return -1, 0
}

func (c *mapCard) paint(s *sheet, y, h, extra float64) {
	b := scene.Box{X: c.x, Y: y, W: c.w, H: h}
	s.owner = c.place.ID
	s.page.Targets = append(s.page.Targets, scene.Target{Owner: c.place.ID, Href: c.place.Href, Name: c.spoken()})
	body := scene.Item{Shape: scene.Rect, Role: scene.RoleCard, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 4, Fill: scene.Ground, Stroke: scene.Hairline, Width: 1.2}
	switch {
	case c.stub():
		s.add(body)
		c.paintStub(s, b)
	case c.barred():
		body.Stroke = scene.UnknownEdge
		s.add(body)
		c.paintBarred(s, b)
	default:
		if c.place.Host != "" {
			body.Stroke, body.Width = scene.Accent, 1.8
		}
		s.add(body)
		s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X, Y: b.Y, W: b.W, H: 4, Fill: body.Stroke})
		s.paintLines(c.lines(), b.X+mapPad, b.Y, b.W-2*mapPad, extra)
	}
	s.owner = ""
}

// spoken is what a screen reader says of the place.
func (c *mapCard) spoken() string {
	parts := []string{c.place.Name, c.place.Kind}
	if c.place.Restriction != "" {
		parts = append(parts, c.place.Restriction)
	}
	if c.place.Host != "" {
		parts = append(parts, c.place.Host)
	}
	return strings.Join(append(parts, c.count()), c.pick("，", ", "))
}

func (c *mapCard) count() string {
	return counted(c.lang, c.place.Firms, "家", "firm", "firms")
}

// kind is the small line under the name, as much as fits: what sort of place it is and what is said of it.
func (c *mapCard) kind(room float64) string {
	kind, note := c.place.Kind, c.place.Note
	switch {
	case c.place.Whole && c.place.Firms > 0:
		kind = c.pick("区内未注明园区", "park not given")
	case c.place.Whole:
		kind = c.pick("本区其他位置", "elsewhere in the district")
	}
	if note == "" || c.place.Restriction != "" {
		return scene.Clip(kind, smallSize, false, room)
	}
	for _, text := range []string{kind + " · " + note, note} {
		if scene.Measure(text, smallSize, false) <= room {
			return text
		}
	}
	return scene.Clip(kind, smallSize, false, room)
}

func (c *mapCard) paintStub(s *sheet, b scene.Box) {
	room := b.W - 2*mapPad
	name, size := fitted(c.place.Name, true, room, 15, 14, smallSize)
	if scene.Measure(c.place.Name, smallSize, true) > room {
		name, size = fitted(c.place.Short, true, room, 15, 14, smallSize)
	}
	if b.H < stubHeight {
		w := s.text(scene.RoleContent, b.X+mapPad, base(b, size), name, size, true, scene.Secondary)
		if rest := room - w - 14; rest > 60 {
			s.textEnd(scene.RoleContent, b.Right()-mapPad, base(b, size), c.kind(rest), smallSize, false, scene.Secondary)
		}
		return
	}
	s.text(scene.RoleContent, b.X+mapPad, b.Y+19.5, name, size, true, scene.Secondary)
	s.text(scene.RoleContent, b.X+mapPad, b.Y+37.5, c.kind(room), smallSize, false, scene.Secondary)
}

// barredText is what the plate of a barred place says under its name.
func (c *mapCard) barredText() []string {
	text := c.place.Restriction
	if c.place.RestrictedOn != "" {
		text += c.pick("（", " (") + c.place.RestrictedOn + c.pick("）", ")")
	}
	room := c.w - 2*22 - 2*10
	if set, ok := scene.Wrap(text, smallSize, false, room, 3); ok {
		return set
	}
	return []string{scene.Clip(text, smallSize, false, room)}
}

func (c *mapCard) paintBarred(s *sheet, b scene.Box) {
	plate := b.Inset(22, 9)
	s.add(scene.Hatch(b, plate, 15, scene.UnknownEdge)...)
	s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: plate.X, Y: plate.Y, W: plate.W, H: plate.H, Radius: 3, Fill: scene.Ground, Stroke: scene.Hairline, Width: 1})
	s.add(scene.ForbiddenMark(plate.X+19, plate.Y+18)...)
	name, size := fitted(c.place.Name, true, plate.W-44, 16, 15, 14, smallSize)
	s.text(scene.RoleContent, plate.X+34, plate.Y+24, name, size, true, scene.Ink)
	for i, text := range c.barredText() {
		s.text(scene.RoleContent, plate.X+10, plate.Y+46+19*float64(i), text, smallSize, false, scene.Secondary)
	}
}

// lines are the rows of a card at its level.
func (c *mapCard) lines() []line {
	lines := []line{c.title()}
	if c.place.Restriction != "" {
		lines = append(lines, c.note(c.place.Restriction, scene.Red))
	}
	switch {
	case c.city && c.level <= aLineALink:
		for i, row := range c.place.Rows {
			lines = append(lines, c.chainLines(row, i > 0))
		}
	case c.level <= shortNames:
		lines = append(lines, c.firmLines()...)
	case c.level == aLineALink:
		for i, row := range c.place.Rows {
			lines = append(lines, c.linkLine(row, i > 0))
		}
	case c.level == onlyCounts:
		lines = append(lines, c.countLines()...)
	default:
		lines = append(lines, c.stateLine())
	}
	if c.level < onlyCounts {
		for _, text := range c.place.Notes {
			lines = append(lines, c.note(text, scene.Secondary))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, c.note(c.pick("未见本链企业", "No firm of this chain seen"), scene.Secondary))
	}
	return lines
}

// title writes the name, how many enterprises there are, what the place is for the chain and what it is.
func (c *mapCard) title() line {
	return line{h: 62, paint: func(s *sheet, at scene.Box) {
		end := at.Right()
		if c.place.Firms > 0 {
			end -= s.textEnd(scene.RoleContent, end, at.Y+28, c.count(), 17, true, scene.Accent) + 12
		}
		tag := 0.0
		if c.place.Host != "" {
			tag = scene.Measure(c.place.Host, smallSize, true) + 14
			if c.place.HostOpen {
				tag += scene.LevelWidth + 4
			}
		}
		below := 0.0 // of the tag, when it finds no place beside the name
		wide := scene.Measure(c.place.Name, 16, true)
		if tag > 0 && wide+tag+10 > end-at.X {
			below = tag + 10
		} else if tag > 0 {
			end -= tag + 10
		}
		name, size := fitted(c.place.Name, true, end-at.X, 18, 17, 16, 15, 14, smallSize)
		s.text(scene.RoleContent, at.X, at.Y+28, name, size, true, scene.Ink)
		if tag > 0 && below == 0 {
			c.tag(s, end+10, at.Y+22)
		} else if tag > 0 {
			c.tag(s, at.Right()-tag, at.Y+45)
		}
		if n := c.open(); c.level >= onlyCounts && n > 0 { // no line below says of whom
			text := c.pick(fmt.Sprintf("核 %d 家", n), fmt.Sprintf("%d to be verified", n))
			below += s.textEnd(scene.RoleContent, at.Right()-below, at.Y+49.5, text, smallSize, false, scene.Secondary) + 10
		}
		s.text(scene.RoleContent, at.X, at.Y+49.5, c.kind(at.W-below), smallSize, false, scene.Secondary)
		s.rule(scene.RoleMark, at.X, at.Y+58.5, at.Right(), at.Y+58.5)
	}}
}

// tag says that the place hosts the chain; y is its middle.
func (c *mapCard) tag(s *sheet, x, y float64) {
	w := scene.Measure(c.place.Host, smallSize, true) + 14
	s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: x, Y: y - 10, W: w, H: 20, Radius: 3, Fill: scene.Accent})
	s.text(scene.RoleContent, x+7, y+5, c.place.Host, smallSize, true, scene.Ground)
	if c.place.HostOpen {
		s.add(scene.OpenMark(x+w+4, y-8.5)...)
	}
}

// note is a remark at the foot, on up to two lines.
func (c *mapCard) note(text string, ink string) line {
	room := c.w - 2*mapPad - 10
	set, ok := scene.Break(text, smallSize, false, room, room)
	if !ok {
		set = []string{scene.Clip(text, smallSize, false, room)}
	}
	return line{h: 8 + 18*float64(len(set)), paint: func(s *sheet, at scene.Box) {
		s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: at.X, Y: at.Y + 6, W: 3, H: at.H - 8, Fill: scene.Hairline})
		for i, t := range set {
			s.text(scene.RoleContent, at.X+10, at.Y+18.5+18*float64(i), t, smallSize, false, ink)
		}
	}}
}

const seatText = 22.0 // from the left end of a row to its words, past the mark

// names joins the links of a row.
func (c *mapCard) names(row diagram.Seat) string { return strings.Join(row.Names, "·") }

// linkWidth is the width of the column of link names, and whether all of them fit it beside the widest enterprise.
func (c *mapCard) linkWidth() (width float64, all bool) {
	inner, firm := c.w-2*mapPad, 0.0
	for _, row := range c.place.Rows {
		for _, f := range row.Firms {
			levels := float64(len(f.Levels) + len(f.OpenLevels))
			firm = max(firm, scene.Measure(f.Name, smallSize, false)+levels*(scene.LevelWidth+2)+scene.Measure(f.Stage, smallSize, false))
		}
	}
	most, all := max(.36*inner, inner-firm-scene.LevelWidth-18)-seatText-14, true
	for _, row := range c.place.Rows {
		w := scene.Measure(c.names(row), smallSize, true)
		if w > most {
			w, all = most, false
		}
		width = max(width, w)
	}
	return width, all
}

// firmLines are the rows with a line for each enterprise: link left, enterprise in its column, stage right. When a name is
// too long for its column, the links stand above their enterprises, or are cut at the level that says so.
func (c *mapCard) firmLines() []line {
	width, all := c.linkWidth()
	above := !all && c.level == everyFirm
	var lines []line
	for i, row := range c.place.Rows {
		if above {
			lines = append(lines, line{h: seatLine, grows: true, paint: func(s *sheet, at scene.Box) {
				c.seam(s, at, i > 0)
				c.link(s, row, at, at.W-seatText)
			}})
		}
		for j, firm := range row.Firms {
			lines = append(lines, line{h: seatLine, grows: true, paint: func(s *sheet, at scene.Box) {
				x := at.X + seatText
				if !above {
					c.seam(s, at, i > 0 && j == 0)
					if j == 0 {
						c.link(s, row, at, width)
					}
					x += width + 14
				}
				c.firm(s, firm, x, at)
			}})
		}
	}
	return lines
}

// seam is the hairline between two rows.
func (c *mapCard) seam(s *sheet, at scene.Box, draw bool) {
	if draw {
		s.rule(scene.RoleMark, at.X, at.Y, at.Right(), at.Y)
	}
}

func (c *mapCard) link(s *sheet, row diagram.Seat, at scene.Box, width float64) {
	switch {
	case row.State != "":
		s.add(stateMark(string(row.State), at.X+8, at.Y+at.H/2)...)
	case row.Host:
		s.add(hostMark(at.X+8, at.Y+at.H/2, row.HostOpen))
	}
	text, size := fitted(c.names(row), true, width, 14.5, 14, smallSize)
	w := s.text(scene.RoleContent, at.X+seatText, base(at, size), text, size, true, scene.Ink)
	if row.Unverified {
		s.add(scene.OpenUnder(at.X+seatText, base(at, size), w, scene.Ink))
	}
}

// hostMark points at a chain that a place hosts; hollow while nobody confirmed that.
func hostMark(cx, cy float64, open bool) scene.Item {
	mark := scene.Item{Shape: scene.Line, Role: scene.RoleMark, Closed: true, Fill: scene.Accent, Stroke: scene.Accent, Width: 1.4, Points: []scene.Point{{X: cx - 3, Y: cy - 5}, {X: cx + 5, Y: cy}, {X: cx - 3, Y: cy + 5}}}
	if open {
		mark.Fill = scene.Ground
	}
	return mark
}

// firm writes an enterprise with its levels and stage. What is not verified has a dotted line under the name; 核 says that
// its place is not verified.
func (c *mapCard) firm(s *sheet, f diagram.Resident, x float64, at scene.Box) {
	end := at.Right()
	if f.Stage != "" {
		end -= s.textEnd(scene.RoleContent, end, base(at, smallSize), f.Stage, smallSize, false, scene.Secondary) + 8
	}
	tail := 0.0
	if f.Loose {
		tail = scene.LevelWidth + 3
	}
	levels := float64(len(f.Levels)+len(f.OpenLevels)) * (scene.LevelWidth + 2)
	wide := scene.Measure(f.Name, smallSize, false)
	if x+wide+levels+tail > end { // the name matters more than its levels
		levels = 0
	}
	text, size := fitted(f.Name, false, end-x-levels-tail, 14.5, 14, smallSize)
	y := base(at, size)
	w := s.text(scene.RoleContent, x, y, text, size, false, scene.Ink)
	if f.Unverified {
		s.add(scene.OpenUnder(x, y, w, scene.Ink))
	}
	x += w + 4
	if levels > 0 {
		s.levels(f.Firm, x, at.Y+at.H/2)
		x += levels
	}
	if f.Loose {
		s.add(scene.OpenMark(x, at.Y+at.H/2-8.5)...)
	}
}

// levels writes the level squares of an enterprise from x on around a middle line.
func (s *sheet) levels(f diagram.Firm, x, mid float64) {
	for _, char := range f.Levels {
		s.add(scene.LevelSquare(char, x, mid-8.5, true)...)
		x += scene.LevelWidth + 2
	}
	for _, char := range f.OpenLevels {
		s.add(scene.LevelSquare(char, x, mid-8.5, false)...)
		x += scene.LevelWidth + 2
	}
}

// open counts the enterprises of a row whose role or place is not verified.
func open(row diagram.Seat) int {
	n := 0
	for _, f := range row.Firms {
		if f.Unverified || f.Loose {
			n++
		}
	}
	return n
}

// open counts the enterprises of the place whose role or place is not verified.
func (c *mapCard) open() int {
	ids := map[string]bool{}
	for _, row := range c.place.Rows {
		for _, f := range row.Firms {
			if f.Unverified || f.Loose {
				ids[f.ID] = true
			}
		}
	}
	return len(ids)
}

// linkLine is a link with its enterprises joined; how many of them are not verified stands at the right.
func (c *mapCard) linkLine(row diagram.Seat, seam bool) line {
	width, _ := c.linkWidth()
	return line{h: seatLine, grows: true, paint: func(s *sheet, at scene.Box) {
		c.seam(s, at, seam)
		c.link(s, row, at, width)
		end := at.Right()
		if n := open(row); n > 0 {
			text := c.pick(fmt.Sprintf("核 %d", n), fmt.Sprintf("%d open", n))
			end -= s.textEnd(scene.RoleContent, end, base(at, smallSize), text, smallSize, false, scene.Secondary) + 8
		}
		names := make([]string, len(row.Firms))
		for i, f := range row.Firms {
			names[i] = f.Name
		}
		x := at.X + seatText + width + 14
		text, _ := scene.FitList(names, c.pick("、", ", "), smallSize, end-x, c.more)
		s.text(scene.RoleContent, x, base(at, smallSize), text, smallSize, false, scene.Ink)
	}}
}

// chainLines is a chain with the number of its enterprises and of those that are not verified; their names stand on a second
// line, at less detail beside the chain's name as far as there is room.
func (c *mapCard) chainLines(row diagram.Seat, seam bool) line {
	h := seatLine
	if c.level < aLineALink {
		h += 18
	}
	return line{h: h, grows: true, paint: func(s *sheet, at scene.Box) {
		c.seam(s, at, seam)
		first := scene.Box{X: at.X, Y: at.Y, W: at.W, H: at.H - h + seatLine}
		names := make([]string, len(row.Firms))
		for i, f := range row.Firms {
			names[i] = f.Name
		}
		end := at.Right()
		end -= s.textEnd(scene.RoleContent, end, base(first, smallSize), fmt.Sprint(len(names)), smallSize, true, scene.Accent) + 8
		if n := open(row); n > 0 {
			end -= s.textEnd(scene.RoleContent, end, base(first, smallSize), c.pick(fmt.Sprintf("核 %d", n), fmt.Sprintf("%d open", n)), smallSize, false, scene.Secondary) + 8
		}
		name := min(scene.Measure(c.names(row), 14.5, true), end-at.X-seatText)
		c.link(s, row, first, name)
		x, y := at.X+seatText, at.Bottom()-7
		if c.level == aLineALink {
			x, y = x+name+14, base(first, smallSize)
		} else {
			end = at.Right()
		}
		more := func(all int) string { return c.pick(" 等", " …") }
		if len(names) == 0 {
			names = []string{c.pick("未见本地企业", "no local firm seen")}
		}
		least := names[0]
		if len(names) > 1 {
			least += more(len(names))
		}
		if scene.Measure(least, smallSize, false) <= end-x {
			text, _ := scene.FitList(names, c.pick("、", ", "), smallSize, end-x, more)
			s.text(scene.RoleContent, x, y, text, smallSize, false, scene.Secondary)
		}
	}}
}

// more counts what a list does not name.
func (c *mapCard) more(all int) string {
	return c.pick(fmt.Sprintf(" 等 %d 家", all), fmt.Sprintf(" … %d in all", all))
}

// countLines are links with their numbers of enterprises, as many side by side as fit.
func (c *mapCard) countLines() []line {
	n := max(1, int((c.w-2*mapPad)/cellWidth))
	var lines []line
	for i := 0; i < len(c.place.Rows); i += n {
		some := c.place.Rows[i:min(i+n, len(c.place.Rows))]
		lines = append(lines, line{h: seatLine - 1, grows: true, paint: func(s *sheet, at scene.Box) {
			w := at.W / float64(n)
			for k, row := range some {
				cell := scene.Box{X: at.X + w*float64(k), Y: at.Y, W: w - 10, H: at.H}
				count := s.textEnd(scene.RoleContent, cell.Right(), base(cell, smallSize), fmt.Sprint(len(row.Firms)), smallSize, true, scene.Accent)
				c.link(s, row, cell, cell.W-seatText-count-6)
			}
		}})
	}
	return lines
}

// stateLine counts links by state; chains, which have none, it names.
func (c *mapCard) stateLine() line {
	return line{h: seatLine, paint: func(s *sheet, at scene.Box) {
		x := at.X
		if c.city {
			names := make([]string, len(c.place.Rows))
			for i, row := range c.place.Rows {
				names[i] = c.names(row)
			}
			text, _ := scene.FitList(names, c.pick("、", ", "), smallSize, at.W, func(all int) string {
				return c.pick(fmt.Sprintf(" 等 %d 条链", all), fmt.Sprintf(" … %d chains", all))
			})
			s.text(scene.RoleContent, x, base(at, smallSize), text, smallSize, false, scene.Ink)
		}
		for _, state := range stateOrder {
			n := 0
			for _, row := range c.place.Rows {
				if string(row.State) == state {
					n += len(row.Links)
				}
			}
			if n > 0 {
				s.add(stateMark(state, x+8, at.Y+at.H/2)...)
				x += seatText + s.text(scene.RoleContent, x+seatText, base(at, smallSize), fmt.Sprint(n), smallSize, true, scene.Ink) + 14
			}
		}
	}}
}
