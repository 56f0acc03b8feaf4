package render

import (
	"math"

	"chainchief/internal/scene"
)

// step is one step of a path as every format has it: M move, L line, Q quadratic curve, C cubic curve, Z close. The last
// point used is where the step ends.
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

// path returns the steps of a line or curve. Painters draw these, so that corners are round alike in every format.
func path(i scene.Item) []step {
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
