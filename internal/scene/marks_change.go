package scene

import "strconv"

// The marks of a change fill a square of 14 around their centre; no two share a shape, so that grey print keeps them
// apart.

// AddedMark draws a plus in a disc: an enterprise that came.
func AddedMark(cx, cy float64) []Item {
	return []Item{
		{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 7, Fill: StateInks["present"].Stroke},
		bar(cx-3.6, cy, cx+3.6, cy),
		bar(cx, cy-3.6, cx, cy+3.6),
	}
}

// LostMark draws a minus in a square: an enterprise that is gone.
func LostMark(cx, cy float64) []Item {
	return []Item{
		{Shape: Rect, Role: RoleMark, X: cx - 6.5, Y: cy - 6.5, W: 13, H: 13, Radius: 1, Fill: Red},
		bar(cx-3.6, cy, cx+3.6, cy),
	}
}

// MovedMark draws an arrow in a diamond: an enterprise on another link than before.
func MovedMark(cx, cy float64) []Item {
	const r = 7.6
	return []Item{
		{
			Shape:  Line,
			Role:   RoleMark,
			Closed: true,
			Fill:   Accent,
			Points: []Point{{cx - r, cy}, {cx, cy - r}, {cx + r, cy}, {cx, cy + r}},
		},
		bar(cx-3.6, cy, cx+.6, cy),
		{
			Shape:  Line,
			Role:   RoleMark,
			Closed: true,
			Fill:   Ground,
			Points: []Point{{cx + 4, cy}, {cx + .2, cy - 3}, {cx + .2, cy + 3}},
		},
	}
}

// ClosedMark draws a tick in a ring: a gap that was closed.
func ClosedMark(cx, cy float64) []Item {
	ink := StateInks["present"].Stroke
	return []Item{{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 6.6, Fill: Ground, Stroke: ink, Width: 1.6},
		{
			Shape:  Line,
			Role:   RoleMark,
			Points: []Point{{cx - 3.2, cy + .2}, {cx - .8, cy + 2.8}, {cx + 3.4, cy - 2.6}},
			Stroke: ink,
			Width:  1.8,
		}}
}

// OpenedMark draws a cross in a dashed square: a new gap.
func OpenedMark(cx, cy float64) []Item {
	return append(
		[]Item{
			{
				Shape:  Rect,
				Role:   RoleMark,
				X:      cx - 7,
				Y:      cy - 7,
				W:      14,
				H:      14,
				Fill:   Ground,
				Stroke: Red,
				Width:  1.4,
				Dash:   []float64{2.6, 1.8},
			},
		},
		Item{Shape: Line, Role: RoleMark, Points: []Point{{cx - 3.4, cy - 3.4}, {cx + 3.4, cy + 3.4}}, Stroke: Red, Width: 2},
		Item{Shape: Line, Role: RoleMark, Points: []Point{{cx - 3.4, cy + 3.4}, {cx + 3.4, cy - 3.4}}, Stroke: Red, Width: 2},
	)
}

// UpMark and DownMark draw triangles: a state that rose or fell.
func UpMark(cx, cy float64) []Item {
	return []Item{
		{
			Shape:  Line,
			Role:   RoleMark,
			Closed: true,
			Fill:   StateInks["present"].Stroke,
			Points: []Point{{cx - 7, cy + 6}, {cx, cy - 6.5}, {cx + 7, cy + 6}},
		},
	}
}

// DownMark is the other way round.
func DownMark(cx, cy float64) []Item {
	return []Item{
		{
			Shape:  Line,
			Role:   RoleMark,
			Closed: true,
			Fill:   Red,
			Points: []Point{{cx - 7, cy - 6}, {cx, cy + 6.5}, {cx + 7, cy - 6}},
		},
	}
}

// NumberDisc draws a number on a dark disc, 22 high and NumberWidth wide.
func NumberDisc(n int, cx, cy float64) []Item {
	w := NumberWidth(n)
	return []Item{{Shape: Rect, Role: RoleMark, X: cx - w/2, Y: cy - 11, W: w, H: 22, Radius: 11, Fill: Ink},
		{
			Shape:  Text,
			Role:   RoleContent,
			X:      cx,
			Y:      cy + 5,
			Text:   strconv.Itoa(n),
			Size:   13.5,
			Bold:   true,
			Anchor: Middle,
			Fill:   Ground,
		}}
}

// NumberWidth is the width of NumberDisc: numbers of three digits and more make it oblong.
func NumberWidth(n int) float64 { return max(22, Measure(strconv.Itoa(n), 13.5, true)+7) }

// bar is a white stroke on a filled mark.
func bar(x1, y1, x2, y2 float64) Item {
	return Item{Shape: Line, Role: RoleMark, Points: []Point{{x1, y1}, {x2, y2}}, Stroke: Ground, Width: 2}
}
