package render

import (
	"math"

	"chainchief/internal/scene"
)

// polyline is straight pieces; closed ones come back to their first point, which is not repeated.
type polyline struct {
	points []scene.Point
	closed bool
}

// flatten turns a path into straight pieces that keep within tolerance of its curves.
func flatten(steps []step, tolerance float64) []polyline {
	var out []polyline
	for _, s := range steps {
		if s.op == 'M' {
			out = append(out, polyline{points: []scene.Point{s.to[0]}})
			continue
		}
		if len(out) == 0 {
			continue
		}
		line := &out[len(out)-1]
		if s.op == 'Z' {
			line.closed = true
			if n := len(line.points); n > 1 && line.points[n-1] == line.points[0] {
				line.points = line.points[:n-1]
			}
			continue
		}
		line.points = appendStep(line.points, s, tolerance)
	}
	return out
}

func appendStep(points []scene.Point, s step, tolerance float64) []scene.Point {
	a := points[len(points)-1]
	var b, c, d scene.Point
	switch s.op {
	case 'L':
		return append(points, s.to[0])
	case 'Q': // as a cubic: control points two thirds of the way
		q := s.to[0]
		d = s.to[1]
		b = scene.Point{X: a.X + (q.X-a.X)*2/3, Y: a.Y + (q.Y-a.Y)*2/3}
		c = scene.Point{X: d.X + (q.X-d.X)*2/3, Y: d.Y + (q.Y-d.Y)*2/3}
	default:
		b, c, d = s.to[0], s.to[1], s.to[2]
	}
	// Wang's formula: n equal pieces of a cubic are off by at most 3·2/8 of its greatest second difference over n².
	second := max(math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y), math.Hypot(b.X-2*c.X+d.X, b.Y-2*c.Y+d.Y))
	n := int(min(max(1, math.Ceil(math.Sqrt(.75*second/tolerance))), 100))
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		u := 1 - t
		at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
		points = append(points, scene.Point{X: at(a.X, b.X, c.X, d.X), Y: at(a.Y, b.Y, c.Y, d.Y)})
	}
	return points
}

// mostDashes of one line: a line around the page with the finest pattern has fewer.
const mostDashes = 5000

// dashed cuts a polyline into the drawn pieces of a dash pattern (drawn, left out, drawn, …), which begins anew at its
// first point.
func dashed(line polyline, pattern []float64) []polyline {
	if len(pattern)%2 == 1 {
		pattern = append(pattern[:len(pattern):len(pattern)], pattern...) // as SVG has it
	}
	sum := 0.0
	for _, d := range pattern {
		sum += d
	}
	points := line.points
	if line.closed {
		points = append(points[:len(points):len(points)], points[0])
	}
	length := 0.0
	for n := 1; n < len(points); n++ {
		length += math.Hypot(points[n].X-points[n-1].X, points[n].Y-points[n-1].Y)
	}
	if sum < 1 || length/sum > mostDashes { // finer than any paper shows, or beyond any page
		return []polyline{line}
	}
	out := []polyline{{points: points[:1:1]}}
	k, left := 0, pattern[0]
	for n := 1; n < len(points); n++ {
		p, q := points[n-1], points[n]
		length := math.Hypot(q.X-p.X, q.Y-p.Y)
		for done := 0.0; done < length; {
			way := min(left, length-done)
			done += way
			left -= way
			at := scene.Point{X: p.X + (q.X-p.X)*done/length, Y: p.Y + (q.Y-p.Y)*done/length}
			if k%2 == 0 {
				last := &out[len(out)-1]
				last.points = append(last.points, at)
			}
			if left <= 0 {
				k = (k + 1) % len(pattern)
				left = pattern[k]
				if k%2 == 0 {
					out = append(out, polyline{points: []scene.Point{at}})
				}
			}
		}
	}
	return out
}

// miterLimit is how far a pointed corner may reach, in halves of the stroke's width: SVG's default. Beyond, it is cut
// off.
const miterLimit = 4

// outlineStroke hands on the area of a stroke as convex polygons that all turn the same way, so that filling them at
// once by the non-zero rule fills their union.
func outlineStroke(line polyline, width float64, round bool, fill func(polygon ...scene.Point)) {
	h := width / 2
	points := withoutRepeats(line)
	n := len(points)
	if n < 2 {
		return
	}
	pieces := n - 1
	if line.closed {
		pieces = n
	}
	normal := func(k int) scene.Point { // of piece k, as long as half the width
		p, q := points[k%n], points[(k+1)%n]
		l := math.Hypot(q.X-p.X, q.Y-p.Y) / h
		return scene.Point{X: -(q.Y - p.Y) / l, Y: (q.X - p.X) / l}
	}
	for k := range pieces {
		p, q, v := points[k], points[(k+1)%n], normal(k)
		fill(
			scene.Point{X: p.X - v.X, Y: p.Y - v.Y},
			scene.Point{X: q.X - v.X, Y: q.Y - v.Y},
			scene.Point{X: q.X + v.X, Y: q.Y + v.Y},
			scene.Point{X: p.X + v.X, Y: p.Y + v.Y},
		)
		if line.closed || k+1 < pieces {
			join(q, v, normal(k+1), h, fill)
		}
	}
	if round && !line.closed {
		for _, p := range []scene.Point{points[0], points[n-1]} {
			disc := flatten(roundedBox(scene.Box{X: p.X - h, Y: p.Y - h, W: width, H: width}, h), h/20)
			fill(disc[0].points...)
		}
	}
}

func withoutRepeats(line polyline) []scene.Point {
	var out []scene.Point
	for _, p := range line.points {
		if n := len(out); n == 0 || math.Hypot(p.X-out[n-1].X, p.Y-out[n-1].Y) > 1e-6 {
			out = append(out, p)
		}
	}
	return out
}

// join fills the wedge outside a corner between two pieces with normals v and w.
func join(at, v, w scene.Point, h float64, fill func(polygon ...scene.Point)) {
	turn := v.X*w.Y - v.Y*w.X
	if math.Abs(turn) < 1e-9*h*h {
		return
	}
	if turn > 0 { // the wedge lies on the other side
		v, w = scene.Point{X: -w.X, Y: -w.Y}, scene.Point{X: -v.X, Y: -v.Y}
	} else {
		v, w = w, v
	}
	// Now w follows v against the turn of the pieces: at, at+w, tip, at+v turns as the pieces' rectangles do.
	a, b := scene.Point{X: at.X + w.X, Y: at.Y + w.Y}, scene.Point{X: at.X + v.X, Y: at.Y + v.Y}
	cos := (v.X*w.X + v.Y*w.Y) / (h * h)
	if 2/(1+cos) > miterLimit*miterLimit { // 1/sin²(half the angle between the pieces)
		fill(at, b, a)
		return
	}
	tip := scene.Point{X: at.X + (v.X+w.X)/(1+cos), Y: at.Y + (v.Y+w.Y)/(1+cos)}
	fill(at, b, tip, a)
}
