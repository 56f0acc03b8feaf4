package scene

// OpenMark draws 核 in an outlined square of 17, its upper left corner at x, y: said, not proved.
func OpenMark(x, y float64) []Item {
	return []Item{
		{Shape: Rect, Role: RoleMark, X: x, Y: y, W: 17, H: 17, Radius: 3, Fill: Ground, Stroke: UnknownEdge, Width: 1},
		{Shape: Text, Role: RoleContent, X: x + 8.5, Y: y + 13.4, Text: "核", Size: 13.5, Anchor: Middle, Fill: Secondary},
	}
}

// OpenUnder draws the dotted line under a text that is not proved; y is the text's baseline.
func OpenUnder(x, y, width float64, ink string) Item {
	return Item{
		Shape:  Line,
		Role:   RoleMark,
		Points: []Point{{x, y + 4}, {x + width, y + 4}},
		Stroke: ink,
		Width:  1,
		Dash:   []float64{1.5, 2},
	}
}

// ForbiddenMark draws the ring with a bar of a place where nothing may be built.
func ForbiddenMark(cx, cy float64) []Item {
	const r, d = 8.0, 5.2
	return []Item{
		{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: r, Fill: Ground, Stroke: Red, Width: 2.2},
		{Shape: Line, Role: RoleMark, Points: []Point{{cx - d, cy - d}, {cx + d, cy + d}}, Stroke: Red, Width: 2.2},
	}
}

// Hatch draws lines at 45°, step apart, cut to a box and around a hole in it; an empty hole leaves them whole.
func Hatch(b, hole Box, step float64, ink string) []Item {
	var out []Item
	piece := func(p, q Point) {
		if p.Y < q.Y {
			out = append(out, Item{Shape: Line, Role: RoleGround, Points: []Point{p, q}, Stroke: ink, Width: 1})
		}
	}
	for c := b.X + b.Y + step/2; c < b.Right()+b.Bottom(); c += step { // the line x + y = c
		from, to := max(b.Y, c-b.Right()), min(b.Bottom(), c-b.X)
		enter, leave := max(hole.Y, c-hole.Right()), min(hole.Bottom(), c-hole.X)
		at := func(y float64) Point { return Point{c - y, y} }
		if hole.W <= 0 || enter >= leave {
			piece(at(from), at(to))
			continue
		}
		piece(at(from), at(min(enter, to)))
		piece(at(max(leave, from)), at(to))
	}
	return out
}

// NorthArrow draws an arrow to the upper side of the page, 18 wide and 32 high, around cx with its tip at y; white and
// ink halves as on maps.
func NorthArrow(cx, y float64) []Item {
	const w, h, notch = 9.0, 32.0, 25.0
	half := func(side float64, fill string) Item {
		return Item{Shape: Line, Role: RoleMark, Closed: true, Fill: fill, Stroke: Ink, Width: 1,
			Points: []Point{{cx, y}, {cx + side*w, y + h}, {cx, y + notch}}}
	}
	return []Item{half(-1, Ink), half(1, Ground)}
}
