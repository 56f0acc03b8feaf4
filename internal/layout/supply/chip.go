package supply

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Sizes of the firms in a cell.
const (
	chipPad   = 10.0
	chipSeam  = 4.0
	chipMark  = 14.0 // room of a ring or triangle before the name
	chipStep  = 17.0 // more for a second line
	cellInset = 3.0
)

// firmChip is a firm, or the count of those without a place, in a cell.
type firmChip struct {
	diagram.SupplyName
	lines []string
	x, y  float64 // from the upper left corner of the cell
	w, h  float64
	count bool
}

func chipClass(s diagram.Standing) string { return "firm/" + string(s) }

// newChip sets a firm on one line, else on two, else cut when it may be; false when it does not fit a width otherwise.
func newChip(f diagram.SupplyName, width float64, cut bool) (firmChip, bool) {
	bold := f.Standing == diagram.OnRecord
	pad := chipPad
	if sheet.MarkedChip(f.Standing) {
		pad += chipMark
	}
	room := width - pad
	lines, whole := scene.Break(f.Name, sheet.SmallSize, bold, room, room)
	if !whole {
		if !cut {
			return firmChip{}, false
		}
		lines = []string{scene.Clip(f.Name, sheet.SmallSize, bold, room)}
	}
	c := firmChip{SupplyName: f, lines: lines, h: scene.ChipHeight + chipStep*float64(len(lines)-1)}
	for _, l := range lines {
		c.w = max(c.w, scene.Measure(l, sheet.SmallSize, bold)+pad)
	}
	return c, true
}

// fitFirms sets the firms of a cell, firmest first: as many as its room holds, the rest counted. A name is cut only
// when not even one fits whole.
func fitFirms(firms []diagram.SupplyName, width, height float64, more func(all int, alone bool) string) []firmChip {
	for _, cut := range []bool{false, true} {
		for n := min(len(firms), scene.MostListed); n > 0; n-- {
			var list []firmChip
			fits := true
			for _, f := range firms[:n] {
				c, ok := newChip(f, width, cut)
				fits = fits && ok
				list = append(list, c)
			}
			if n < len(firms) {
				text := more(len(firms), false)
				list = append(
					list,
					firmChip{lines: []string{text}, w: scene.Measure(text, sheet.SmallSize, false), h: scene.ChipHeight, count: true},
				)
			}
			if fits && packFirms(list, width, height) {
				return list
			}
		}
	}
	if len(firms) == 0 {
		return nil
	}
	text := more(len(firms), true)
	list := []firmChip{
		{lines: []string{text}, w: scene.Measure(text, sheet.SmallSize, false), h: scene.ChipHeight, count: true},
	}
	packFirms(list, width, height)
	return list
}

// packFirms places chips in centred rows; false when they need more than the height.
func packFirms(chips []firmChip, width, height float64) bool {
	type row struct {
		from, until int
		w, h        float64
	}
	var rows []row
	for i, c := range chips {
		if n := len(rows); n > 0 && rows[n-1].w+chipSeam+c.w <= width {
			r := &rows[n-1]
			r.until, r.w, r.h = i+1, r.w+chipSeam+c.w, max(r.h, c.h)
			continue
		}
		rows = append(rows, row{i, i + 1, c.w, c.h})
	}
	all := chipSeam * float64(len(rows)-1)
	for _, r := range rows {
		all += r.h
		if r.w > width {
			return false
		}
	}
	if all > height {
		return false
	}
	y := (height - all) / 2
	for _, r := range rows {
		x := (width - r.w) / 2
		for i := r.from; i < r.until; i++ {
			chips[i].x, chips[i].y = x, y+(r.h-chips[i].h)/2
			x += chips[i].w + chipSeam
		}
		y += r.h + chipSeam
	}
	return true
}

// paintFirms draws the chips of a cell.
func paintFirms(s *sheet.Sheet, owner string, chips []firmChip, at scene.Box) {
	for _, c := range chips {
		b := scene.Box{X: at.X + c.x, Y: at.Y + c.y, W: c.w, H: c.h}
		if c.count {
			s.Owner = owner
			s.Middle(
				scene.RoleContent,
				b.X+b.W/2,
				sheet.Base(b, sheet.SmallSize),
				c.lines[0],
				sheet.SmallSize,
				false,
				scene.Secondary,
			)
			continue
		}
		s.Owner = owner + "/" + c.ID
		s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: c.Href, Name: c.Name})
		s.Add(sheet.FirmChip(chipClass(c.Standing), c.Standing, b)...)
		bold, ink, x := false, scene.Ink, b.X+b.W/2
		switch c.Standing {
		case diagram.OnRecord:
			bold = true
		case diagram.Likely:
			ink = scene.Secondary
		}
		if sheet.MarkedChip(c.Standing) {
			x += chipMark / 2
		}
		y := sheet.Base(b, sheet.SmallSize) - chipStep/2*float64(len(c.lines)-1)
		for _, l := range c.lines {
			s.Middle(scene.RoleContent, x, y, l, sheet.SmallSize, bold, ink)
			y += chipStep
		}
		s.Joined(len(c.lines))
	}
	s.Owner = ""
}

// etc counts the firms of a cell.
func (m *layout) etc(all int, alone bool) string {
	if alone {
		return fmt.Sprintf(m.pick("%d 家", "%d firms"), all)
	}
	return diagram.InAll(m.lang, all, "家")
}
