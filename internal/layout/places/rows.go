package places

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

const seatText = 22.0 // from the left end of a row to its words, past the mark

// names joins the links of a row.
func (c *mapCard) names(row diagram.Seat) string { return strings.Join(row.Names, "·") }

// linkWidth is the width of the column of link names, and whether all of them fit it beside the widest enterprise.
func (c *mapCard) linkWidth() (width float64, all bool) {
	inner, firm := c.w-2*pad, 0.0
	for _, row := range c.place.Rows {
		for _, f := range row.Firms {
			levels := float64(len(f.Levels) + len(f.OpenLevels))
			firm = max(
				firm,
				scene.Measure(
					f.Name,
					sheet.SmallSize,
					false,
				)+levels*(scene.LevelWidth+2)+scene.Measure(
					f.Stage,
					sheet.SmallSize,
					false,
				),
			)
		}
	}
	most, all := max(.36*inner, inner-firm-scene.LevelWidth-18)-seatText-14, true
	for _, row := range c.place.Rows {
		w := scene.Measure(c.names(row), sheet.SmallSize, true)
		if w > most {
			w, all = most, false
		}
		width = max(width, w)
	}
	return width, all
}

// firmLines are the rows with a line for each enterprise: link left, enterprise in its column, stage right. When a name
// is too long for its column, the links stand above their enterprises, or are cut at the level that says so.
func (c *mapCard) firmLines() []sheet.Line {
	width, all := c.linkWidth()
	above := !all && c.level == everyFirm
	var lines []sheet.Line
	for i, row := range c.place.Rows {
		if above {
			lines = append(lines, sheet.Line{H: seatLine, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
				c.seam(s, at, i > 0)
				c.link(s, row, at, at.W-seatText)
			}})
		}
		for j, firm := range row.Firms {
			lines = append(lines, sheet.Line{H: seatLine, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
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
func (c *mapCard) seam(s *sheet.Sheet, at scene.Box, draw bool) {
	if draw {
		s.Rule(scene.RoleMark, at.X, at.Y, at.Right(), at.Y)
	}
}

func (c *mapCard) link(s *sheet.Sheet, row diagram.Seat, at scene.Box, width float64) {
	switch {
	case row.State != "":
		s.Add(sheet.StateMark(string(row.State), at.X+8, at.Y+at.H/2)...)
	case row.Host:
		s.Add(hostMark(at.X+8, at.Y+at.H/2, row.HostOpen))
	}
	text, size := sheet.FittedText(c.names(row), true, width, 14.5, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, at.X+seatText, sheet.Base(at, size), text, size, true, scene.Ink)
	if row.Unverified {
		s.Add(scene.OpenUnder(at.X+seatText, sheet.Base(at, size), w, scene.Ink))
	}
}

// hostMark points at a chain that a place hosts; hollow while nobody confirmed that.
func hostMark(cx, cy float64, open bool) scene.Item {
	mark := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Closed: true,
		Fill:   scene.Accent,
		Stroke: scene.Accent,
		Width:  1.4,
		Points: []scene.Point{{X: cx - 3, Y: cy - 5}, {X: cx + 5, Y: cy}, {X: cx - 3, Y: cy + 5}},
	}
	if open {
		mark.Fill = scene.Ground
	}
	return mark
}

// firm writes an enterprise with its levels and stage. What is not verified has a dotted line under the name; 核 says
// that its place is not verified.
func (c *mapCard) firm(s *sheet.Sheet, f diagram.Resident, x float64, at scene.Box) {
	end := at.Right()
	if f.Stage != "" {
		end -= s.TextEnd(
			scene.RoleContent,
			end,
			sheet.Base(at, sheet.SmallSize),
			f.Stage,
			sheet.SmallSize,
			false,
			scene.Secondary,
		) + 8
	}
	tail := 0.0
	if f.Loose {
		tail = scene.LevelWidth + 3
	}
	levels := float64(len(f.Levels)+len(f.OpenLevels)) * (scene.LevelWidth + 2)
	wide := scene.Measure(f.Name, sheet.SmallSize, false)
	if x+wide+levels+tail > end { // the name matters more than its levels
		levels = 0
	}
	text, size := sheet.Fitted(f.Name, false, end-x-levels-tail, 14.5, 14, sheet.SmallSize)
	y := sheet.Base(at, size)
	w := s.Text(scene.RoleContent, x, y, text, size, false, scene.Ink)
	if f.Unverified {
		s.Add(scene.OpenUnder(x, y, w, scene.Ink))
	}
	x += w + 4
	if levels > 0 {
		levelMarks(s, f.Firm, x, at.Y+at.H/2)
		x += levels
	}
	if f.Loose {
		s.Add(scene.OpenMark(x, at.Y+at.H/2-8.5)...)
	}
}

// levelMarks writes the level squares of an enterprise from x on around a middle line.
func levelMarks(s *sheet.Sheet, f diagram.Firm, x, mid float64) {
	for _, char := range f.Levels {
		s.Add(scene.LevelSquare(char, x, mid-8.5, true)...)
		x += scene.LevelWidth + 2
	}
	for _, char := range f.OpenLevels {
		s.Add(scene.LevelSquare(char, x, mid-8.5, false)...)
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
func (c *mapCard) linkLine(row diagram.Seat, seam bool) sheet.Line {
	width, _ := c.linkWidth()
	return sheet.Line{H: seatLine, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
		c.seam(s, at, seam)
		c.link(s, row, at, width)
		end := at.Right()
		if n := open(row); n > 0 {
			text := c.pick(fmt.Sprintf("核 %d", n), fmt.Sprintf("%d open", n))
			end -= s.TextEnd(
				scene.RoleContent,
				end,
				sheet.Base(at, sheet.SmallSize),
				text,
				sheet.SmallSize,
				false,
				scene.Secondary,
			) + 8
		}
		names := make([]string, len(row.Firms))
		for i, f := range row.Firms {
			names[i] = f.Name
		}
		x := at.X + seatText + width + 14
		text, _ := scene.FitList(names, c.pick("、", ", "), sheet.SmallSize, end-x, c.more)
		s.Text(scene.RoleContent, x, sheet.Base(at, sheet.SmallSize), text, sheet.SmallSize, false, scene.Ink)
	}}
}

// chainLines is a chain with the number of its enterprises and of those that are not verified; their names stand on a
// second line, at less detail beside the chain's name as far as there is room.
func (c *mapCard) chainLines(row diagram.Seat, seam bool) sheet.Line {
	h := seatLine
	if c.level < aLineALink {
		h += 18.5
	}
	return sheet.Line{H: h, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
		c.seam(s, at, seam)
		first := scene.Box{X: at.X, Y: at.Y, W: at.W, H: at.H - h + seatLine}
		names := make([]string, len(row.Firms))
		for i, f := range row.Firms {
			names[i] = f.Name
		}
		end := at.Right()
		end -= s.TextEnd(
			scene.RoleContent,
			end,
			sheet.Base(first, sheet.SmallSize),
			fmt.Sprint(len(names)),
			sheet.SmallSize,
			true,
			scene.Accent,
		) + 8
		if n := open(row); n > 0 {
			end -= s.TextEnd(
				scene.RoleContent,
				end,
				sheet.Base(first, sheet.SmallSize),
				c.pick(fmt.Sprintf("核 %d", n), fmt.Sprintf("%d open", n)),
				sheet.SmallSize,
				false,
				scene.Secondary,
			) + 8
		}
		name := min(scene.Measure(c.names(row), 14.5, true), end-at.X-seatText)
		c.link(s, row, first, name)
		x, y := at.X+seatText, at.Bottom()-7
		if c.level == aLineALink {
			x, y = x+name+14, sheet.Base(first, sheet.SmallSize)
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
		if scene.Measure(least, sheet.SmallSize, false) <= end-x {
			text, _ := scene.FitList(names, c.pick("、", ", "), sheet.SmallSize, end-x, more)
			s.Text(scene.RoleContent, x, y, text, sheet.SmallSize, false, scene.Secondary)
		}
	}}
}

// more counts what a list does not name.
func (c *mapCard) more(all int) string {
	return " " + diagram.InAll(c.lang, all, "家")
}

// countLines are links with their numbers of enterprises, as many side by side as fit.
func (c *mapCard) countLines() []sheet.Line {
	n := max(1, int((c.w-2*pad)/cellWidth))
	var lines []sheet.Line
	for i := 0; i < len(c.place.Rows); i += n {
		some := c.place.Rows[i:min(i+n, len(c.place.Rows))]
		lines = append(lines, sheet.Line{H: seatLine - 1, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
			w := at.W / float64(n)
			for k, row := range some {
				cell := scene.Box{X: at.X + w*float64(k), Y: at.Y, W: w - 10, H: at.H}
				count := s.TextEnd(
					scene.RoleContent,
					cell.Right(),
					sheet.Base(cell, sheet.SmallSize),
					fmt.Sprint(len(row.Firms)),
					sheet.SmallSize,
					true,
					scene.Accent,
				)
				c.link(s, row, cell, cell.W-seatText-count-6)
			}
		}})
	}
	return lines
}

// stateLine counts links by state; chains, which have none, it names.
func (c *mapCard) stateLine() sheet.Line {
	return sheet.Line{H: seatLine, Paint: func(s *sheet.Sheet, at scene.Box) {
		x := at.X
		if c.city {
			names := make([]string, len(c.place.Rows))
			for i, row := range c.place.Rows {
				names[i] = c.names(row)
			}
			text, _ := scene.FitList(names, c.pick("、", ", "), sheet.SmallSize, at.W, func(all int) string {
				return " " + diagram.InFew(c.lang, all, "条链")
			})
			s.Text(scene.RoleContent, x, sheet.Base(at, sheet.SmallSize), text, sheet.SmallSize, false, scene.Ink)
		}
		for _, state := range diagram.States {
			n := 0
			for _, row := range c.place.Rows {
				if row.State == state {
					n += len(row.Links)
				}
			}
			if n > 0 {
				s.Add(sheet.StateMark(string(state), x+8, at.Y+at.H/2)...)
				x += seatText + s.Text(
					scene.RoleContent,
					x+seatText,
					sheet.Base(at, sheet.SmallSize),
					fmt.Sprint(n),
					sheet.SmallSize,
					true,
					scene.Ink,
				) + 14
			}
		}
	}}
}
