package render

import (
	"math"

	"chainchief/internal/scene"
)

// step is one step of a path as every format has it: M move, L line, Q quadratic curve, C cubic curve, Z close. The
// last point used is where the step ends.
type step struct {
	op byte
	to [3]scene.Point
}

// points is how many points a step uses.
func (s step) points() []scene.Point {
	switch s.op {
	case 'Z':
		return nil
	case 'Q':
		return s.to[:2]
	case 'C':
		return s.to[:3]
	}
	return s.to[:1]
}

// path returns the steps of any shape but a text. Painters draw these, so that corners are round alike in every format.
func path(i scene.Item) []step {
	switch i.Shape {
	case scene.Rect:
		return roundedBox(i.Box(), min(i.Radius, i.W/2, i.H/2))
	case scene.Circle:
		return roundedBox(i.Box(), i.Radius)
	}
	var steps []step
	if len(i.Points) > 0 {
		steps = append(steps, step{'M', [3]scene.Point{i.Points[0]}})
	}
	if i.Shape == scene.Curve {
		for k := 1; k+2 < len(i.Points); k += 3 {
			steps = append(steps, step{'C', [3]scene.Point(i.Points[k : k+3])})
		}
	} else {
		steps = append(steps, straight(i)...)
	}
	if i.Closed && len(steps) > 0 {
		steps = append(steps, step{op: 'Z'})
	}
	return steps
}

// quarter is how far the control points of a quarter circle lie from its ends, in radii: 4/3·(√2 − 1).
const quarter = 0.5522847498

// roundedBox returns a box with four round corners; a circle when the radius is half its side.
func roundedBox(b scene.Box, r float64) []step {
	x0, y0, x1, y1 := b.X, b.Y, b.Right(), b.Bottom()
	at := func(x, y float64) scene.Point { return scene.Point{X: x, Y: y} }
	if r <= 0 {
		return []step{
			{'M', [3]scene.Point{at(x0, y0)}},
			{'L', [3]scene.Point{at(x1, y0)}},
			{'L', [3]scene.Point{at(x1, y1)}},
			{'L', [3]scene.Point{at(x0, y1)}},
			{op: 'Z'},
		}
	}
	k := r * (1 - quarter)
	return []step{
		{'M', [3]scene.Point{at(x0+r, y0)}},
		{'L', [3]scene.Point{at(x1-r, y0)}}, {'C', [3]scene.Point{at(x1-k, y0), at(x1, y0+k), at(x1, y0+r)}},
		{'L', [3]scene.Point{at(x1, y1-r)}}, {'C', [3]scene.Point{at(x1, y1-k), at(x1-k, y1), at(x1-r, y1)}},
		{'L', [3]scene.Point{at(x0+r, y1)}}, {'C', [3]scene.Point{at(x0+k, y1), at(x0, y1-k), at(x0, y1-r)}},
		{'L', [3]scene.Point{at(x0, y0+r)}}, {'C', [3]scene.Point{at(x0, y0+k), at(x0+k, y0), at(x0+r, y0)}},
		{op: 'Z'},
	}
}

// finite tells whether an item can be drawn: no number of it is NaN, infinite or beyond any page. Beyond, painting
// would only take long.
func finite(i scene.Item) bool {
	const most = 1e5
	ok := func(v float64) bool { return math.Abs(v) < most } // false for NaN
	for _, p := range i.Points {
		if !ok(p.X) || !ok(p.Y) {
			return false
		}
	}
	for _, d := range i.Dash {
		if !ok(d) || d < 0 {
			return false
		}
	}
	return ok(i.X) && ok(i.Y) && ok(i.W) && ok(i.H) && ok(i.Radius) && ok(i.Size) && ok(i.Width) && i.W >= 0 && i.H >= 0 &&
		i.Radius >= 0 &&
		i.Width >= 0
}

// straight returns the pieces of a line after its start. The inner corners of an open line are rounded with its radius,
// as far as the pieces are long enough.
func straight(i scene.Item) []step {
	var steps []step
	for k := 1; k < len(i.Points); k++ {
		pt := i.Points[k]
		if i.Radius <= 0 || i.Closed || k == len(i.Points)-1 {
			steps = append(steps, step{'L', [3]scene.Point{pt}})
			continue
		}
		in, out := shorten(i.Points[k-1], pt, i.Radius), shorten(i.Points[k+1], pt, i.Radius)
		steps = append(steps, step{'L', [3]scene.Point{in}}, step{'Q', [3]scene.Point{pt, out}})
	}
	return steps
}

// shorten returns the point on the way from corner to other at the radius, or half way when the piece is shorter.
func shorten(other, corner scene.Point, radius float64) scene.Point {
	dx, dy := other.X-corner.X, other.Y-corner.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return corner
	}
	k := min(radius, length/2) / length
	return scene.Point{X: corner.X + k*dx, Y: corner.Y + k*dy}
}
