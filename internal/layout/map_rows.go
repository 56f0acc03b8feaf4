package layout

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

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
		levelMarks(s, f.Firm, x, at.Y+at.H/2)
		x += levels
	}
	if f.Loose {
		s.add(scene.OpenMark(x, at.Y+at.H/2-8.5)...)
	}
}

// levelMarks writes the level squares of an enterprise from x on around a middle line.
func levelMarks(s *sheet, f diagram.Firm, x, mid float64) {
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
		h += 18.5
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
