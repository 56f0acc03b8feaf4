package scene

import (
	"math"
	"slices"
)

// The marks are drawn shapes, never characters of a font, so that every painter and every printer has them.

// arc returns the points of a circle's arc as cubic curves; angles in degrees, clockwise from the right.
func arc(cx, cy, r, from, to float64) []Point {
	at := func(deg float64) (x, y float64) {
		return math.Cos(deg * math.Pi / 180), math.Sin(deg * math.Pi / 180)
	}
	x, y := at(from)
	points := []Point{{cx + r*x, cy + r*y}}
	steps := int(math.Ceil((to - from) / 90))
	for i := range steps {
		a, b := from+(to-from)*float64(i)/float64(steps), from+(to-from)*float64(i+1)/float64(steps)
		k := 4.0 / 3 * math.Tan((b-a)/4*math.Pi/180)
		ax, ay := at(a)
		bx, by := at(b)
		points = append(
			points,
			Point{cx + r*(ax-k*ay), cy + r*(ay+k*ax)},
			Point{cx + r*(bx+k*by), cy + r*(by-k*bx)},
			Point{cx + r*bx, cy + r*by},
		)
	}
	return points
}

// slice is a filled part of a disc, from straight up, clockwise.
func slice(cx, cy, r, degrees float64, ink string) Item {
	points := []Point{{cx, cy}, {cx, cy}, {cx, cy - r}, {cx, cy - r}}
	points = append(points, arc(cx, cy, r, -90, -90+degrees)[1:]...)
	return Item{Shape: Curve, Role: RoleMark, Points: points, Closed: true, Fill: ink}
}

// CoverageMark draws the mark of a state in a square of 14 around its centre: full disc, half disc, quarter disc,
// cross, dashed ring, struck ring, ring with a point.
func CoverageMark(state string, cx, cy float64, ink string) []Item {
	const r = 6.2
	ring := Item{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: r, Stroke: ink, Width: 1.6}
	switch state {
	case "strong":
		return []Item{{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: r + .4, Fill: ink}}
	case "present":
		return []Item{ring, slice(cx, cy, r, 180, ink)}
	case "weak":
		return []Item{ring, slice(cx, cy, r, 90, ink)}
	case "outside":
		ring.Dash = []float64{3, 2.6}
		return []Item{ring}
	}
	const d = 5.0
	if state == "market" {
		return []Item{ring, {Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 1.8, Fill: ink}}
	}
	stroke := func(x1, y1, x2, y2 float64) Item {
		return Item{Shape: Line, Role: RoleMark, Points: []Point{{x1, y1}, {x2, y2}}, Stroke: ink, Width: 2.4}
	}
	if state == "restricted" {
		const on = 4.4 // the ring
		return []Item{ring, stroke(cx-on, cy+on, cx+on, cy-on)}
	}
	return []Item{stroke(cx-d, cy-d, cx+d, cy+d), stroke(cx-d, cy+d, cx+d, cy-d)}
}

// CornerLines draws the three diagonal lines in the lower right corner of a weak card.
func CornerLines(right, bottom float64, ink string) []Item {
	var out []Item
	for _, n := range []float64{7, 13, 19} {
		out = append(out, Item{
			Shape:  Line,
			Role:   RoleMark,
			Points: []Point{{right - n, bottom - 1.5}, {right - 1.5, bottom - n}},
			Stroke: ink,
			Width:  1,
		})
	}
	return out
}

// Enlarged scales marks around a point, for pages that are read from afar.
func Enlarged(marks []Item, cx, cy, by float64) []Item {
	out := make([]Item, len(marks))
	for n, i := range marks {
		i.X, i.Y = cx+by*(i.X-cx), cy+by*(i.Y-cy)
		i.W, i.H, i.Radius, i.Size, i.Width = by*i.W, by*i.H, by*i.Radius, by*i.Size, by*i.Width
		i.Points = slices.Clone(i.Points)
		for k, p := range i.Points {
			i.Points[k] = Point{cx + by*(p.X-cx), cy + by*(p.Y-cy)}
		}
		i.Dash = slices.Clone(i.Dash)
		for k := range i.Dash {
			i.Dash[k] *= by
		}
		out[n] = i
	}
	return out
}

// WeightBars draws three rising bars, the first n filled, with the lower left corner at x, y; 13 wide, 12 high.
func WeightBars(n int, x, y float64, inks [2]string) []Item {
	var out []Item
	for i := range 3 {
		ink := inks[1]
		if i < n {
			ink = inks[0]
		}
		h := 4 + 4*float64(i)
		out = append(out, Item{Shape: Rect, Role: RoleMark, X: x + 5*float64(i), Y: y - h, W: 3.4, H: h, Fill: ink})
	}
	return out
}

// WeightBarsWidth is the width of WeightBars.
const WeightBarsWidth = 13.4

// ChokeMark draws the solid diamond of a chokepoint with 卡 beside it, from x on around the middle line y. It stands on
// a white plate of its own, since red words have no contrast on the fills of strong and present.
func ChokeMark(x, y float64) []Item {
	const r = 5.5
	return []Item{
		{Shape: Rect, Role: RoleMark, X: x - 1.5, Y: y - 9, W: ChokeWidth + 3, H: 18, Radius: 3, Fill: Ground},
		ChokeDiamond(x+r, y),
		{Shape: Text, Role: RoleContent, X: x + 2*r + 2, Y: y + 5, Text: "卡", Size: 14, Bold: true, Fill: Red},
	}
}

// ChokeDiamond draws the solid diamond of a chokepoint around its centre, for where the word stands beside it.
func ChokeDiamond(cx, cy float64) Item {
	const r = 5.5
	return Item{
		Shape:  Line,
		Role:   RoleMark,
		Closed: true,
		Fill:   Red,
		Points: []Point{{cx - r, cy}, {cx, cy - r}, {cx + r, cy}, {cx, cy + r}},
	}
}

// ChokeWidth is the width of ChokeMark.
const ChokeWidth = 27.0

// BlockedMark draws the square with a bar of a blocked link around its centre; white inside, to be seen on every fill.
func BlockedMark(cx, cy float64) []Item {
	return []Item{
		{Shape: Rect, Role: RoleMark, X: cx - 6, Y: cy - 6, W: 12, H: 12, Radius: 2, Fill: Ground, Stroke: Ink, Width: 1.6},
		{Shape: Line, Role: RoleMark, Points: []Point{{cx - 3.2, cy}, {cx + 3.2, cy}}, Stroke: Ink, Width: 2},
	}
}

// BlockedWidth is the width of BlockedMark.
const BlockedWidth = 14.0

// ExtendMark draws 延 in a ring around its centre.
func ExtendMark(cx, cy float64) []Item {
	return []Item{
		{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 10, Fill: Ground, Stroke: Accent, Width: 1.4},
		{Shape: Text, Role: RoleContent, X: cx, Y: cy + 5, Text: "延", Size: 13.5, Bold: true, Anchor: Middle, Fill: Accent},
	}
}

// ExtendWidth is the width of ExtendMark.
const ExtendWidth = 21.0

// MustPassMark draws 必 in a filled disc around its centre, with a white rim to be seen on dark fills.
func MustPassMark(cx, cy float64) []Item {
	return []Item{
		{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 10, Fill: Ink, Stroke: Ground, Width: 1},
		{Shape: Text, Role: RoleContent, X: cx, Y: cy + 5, Text: "必", Size: 13.5, Bold: true, Anchor: Middle, Fill: Ground},
	}
}

// MustPassWidth is the width of MustPassMark.
const MustPassWidth = 21.0

// SoleMark draws the small 1 in a ring of a link that hangs on one able firm.
func SoleMark(cx, cy float64, ink string) []Item {
	return []Item{
		{Shape: Circle, Role: RoleMark, X: cx, Y: cy, Radius: 8.4, Stroke: ink, Width: 1.2},
		{Shape: Text, Role: RoleContent, X: cx, Y: cy + 5, Text: "1", Size: 13.5, Bold: true, Anchor: Middle, Fill: ink},
	}
}

// SoleWidth is the width of SoleMark.
const SoleWidth = 18.0

// LevelSquare draws a level: a rounded square of 17 with one white character, its upper left corner at x, y; outlined
// and dotted while the level is not verified.
func LevelSquare(char string, x, y float64, verified bool) []Item {
	box := Item{Shape: Rect, Role: RoleMark, X: x, Y: y, W: 17, H: 17, Radius: 3, Fill: Ink}
	ink := Ground
	if !verified {
		box.Fill, box.Stroke, box.Width, box.Dash, ink = Ground, Secondary, 1, []float64{1.5, 2}, Ink
	}
	return []Item{
		box,
		{
			Shape:  Text,
			Role:   RoleContent,
			X:      x + 8.5,
			Y:      y + 13.4,
			Text:   char,
			Size:   13.5,
			Bold:   verified,
			Anchor: Middle,
			Fill:   ink,
		},
	}
}

// LevelWidth is the width of LevelSquare.
const LevelWidth = 17.0

// ArrowHead draws the head of an edge with its tip at a point, looking along dx, dy (one of them ±1, the other 0).
func ArrowHead(tip Point, dx, dy float64, ink string, size float64) Item {
	half := size * .46
	return Item{Shape: Line, Role: RoleArrow, Closed: true, Fill: ink, Points: []Point{tip,
		{tip.X - size*dx - half*dy, tip.Y - size*dy - half*dx}, {tip.X - size*dx + half*dy, tip.Y - size*dy + half*dx}}}
}
