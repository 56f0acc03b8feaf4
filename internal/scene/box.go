package scene

import "math"

// Right and Bottom are the far sides of a box.
func (b Box) Right() float64  { return b.X + b.W }
func (b Box) Bottom() float64 { return b.Y + b.H }

// Inset returns the box smaller by dx left and right and dy above and below; negative values make it larger.
func (b Box) Inset(dx, dy float64) Box { return Box{b.X + dx, b.Y + dy, b.W - 2*dx, b.H - 2*dy} }

// Holds tells whether another box lies inside, borders included.
func (b Box) Holds(o Box) bool {
	return o.X >= b.X && o.Y >= b.Y && o.Right() <= b.Right() && o.Bottom() <= b.Bottom()
}

// Meets tells whether two boxes share more than a border.
func (b Box) Meets(o Box) bool {
	return b.X < o.Right() && o.X < b.Right() && b.Y < o.Bottom() && o.Y < b.Bottom()
}

// Shared is the area that two boxes have in common.
func (b Box) Shared(o Box) float64 {
	w := min(b.Right(), o.Right()) - max(b.X, o.X)
	h := min(b.Bottom(), o.Bottom()) - max(b.Y, o.Y)
	return max(0, w) * max(0, h)
}

// Gap is the distance between two boxes, 0 where they touch or overlap.
func (b Box) Gap(o Box) float64 {
	dx := max(0, o.X-b.Right(), b.X-o.Right())
	dy := max(0, o.Y-b.Bottom(), b.Y-o.Bottom())
	return math.Hypot(dx, dy)
}

func (b Box) Has(p Point) bool {
	return p.X >= b.X && p.X <= b.Right() && p.Y >= b.Y && p.Y <= b.Bottom()
}

func (b Box) corners() []Point {
	return []Point{{b.X, b.Y}, {b.Right(), b.Y}, {b.Right(), b.Bottom()}, {b.X, b.Bottom()}}
}

func Hull(points []Point) Box {
	if len(points) == 0 {
		return Box{}
	}
	x0, y0, x1, y1 := points[0].X, points[0].Y, points[0].X, points[0].Y
	for _, p := range points[1:] {
		x0, x1, y0, y1 = min(x0, p.X), max(x1, p.X), min(y0, p.Y), max(y1, p.Y)
	}
	return Box{x0, y0, x1 - x0, y1 - y0}
}

// Ink heights of a text in em: a Chinese character's ink is .90 high around .37 above the baseline.
const (
	inkHeight = .90
	inkCentre = .37
)

// Box returns what an item covers: of a text the ink box, of a curve the hull of its control points. The width of the
// stroke is not counted.
func (i Item) Box() Box {
	switch i.Shape {
	case Rect:
		return Box{i.X, i.Y, i.W, i.H}
	case Circle:
		return Box{i.X - i.Radius, i.Y - i.Radius, 2 * i.Radius, 2 * i.Radius}
	case Text:
		w := Measure(i.Text, i.Size, i.Bold)
		x := i.X
		switch i.Anchor {
		case Middle:
			x -= w / 2
		case End:
			x -= w
		}
		return Box{x, i.Y - (inkCentre+inkHeight/2)*i.Size, w, inkHeight * i.Size}
	}
	return Hull(i.Points)
}

// outline returns the border of a shape as straight pieces, closed where the shape is; curves in eighths.
func (i Item) outline() []Point {
	switch i.Shape {
	case Rect:
		c := i.Box().corners()
		return append(c, c[0])
	case Circle:
		return Flatten(arc(i.X, i.Y, i.Radius, 0, 360))
	case Curve:
		return closed(Flatten(i.Points), i.Closed)
	case Line:
		return closed(i.Points, i.Closed)
	}
	return nil
}

func closed(points []Point, close bool) []Point {
	if !close || len(points) < 3 {
		return points
	}
	return append(points[:len(points):len(points)], points[0])
}

// Flatten turns cubic curves (a start, then triples) into straight pieces.
func Flatten(points []Point) []Point {
	if len(points) == 0 {
		return nil
	}
	const pieces = 8
	out := []Point{points[0]}
	for i := 1; i+2 < len(points); i += 3 {
		a, b, c, d := points[i-1], points[i], points[i+1], points[i+2]
		for n := 1; n <= pieces; n++ {
			t := float64(n) / pieces
			u := 1 - t
			at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
			out = append(out, Point{at(a.X, b.X, c.X, d.X), at(a.Y, b.Y, c.Y, d.Y)})
		}
	}
	return out
}

// Encloses tells whether a point lies inside a shape, painted or not.
func (i Item) Encloses(p Point) bool {
	switch i.Shape {
	case Rect:
		return i.Box().Has(p)
	case Circle:
		return math.Hypot(p.X-i.X, p.Y-i.Y) <= i.Radius
	case Text:
		return false
	}
	inside := false
	o := i.outline()
	for k, j := 0, len(o)-1; k < len(o); j, k = k, k+1 {
		if (o[k].Y > p.Y) != (o[j].Y > p.Y) && p.X < (o[j].X-o[k].X)*(p.Y-o[k].Y)/(o[j].Y-o[k].Y)+o[k].X {
			inside = !inside
		}
	}
	return inside
}

// OutlineEnters tells whether a shape's border runs through a box.
func (i Item) OutlineEnters(b Box) bool {
	if b.W <= 0 || b.H <= 0 || i.Shape == Text || !i.Box().Inset(-.01, -.01).Meets(b) {
		return false
	}
	o := i.outline()
	for k := 1; k < len(o); k++ {
		if PieceEnters(o[k-1], o[k], b) {
			return true
		}
	}
	return false
}

// PieceEnters tells whether the straight piece from p to q has a part inside the box (Liang and Barsky's clipping).
func PieceEnters(p, q Point, b Box) bool {
	t0, t1 := 0.0, 1.0
	dx, dy := q.X-p.X, q.Y-p.Y
	for _, side := range [4][2]float64{{-dx, p.X - b.X}, {dx, b.Right() - p.X}, {-dy, p.Y - b.Y}, {dy, b.Bottom() - p.Y}} {
		d, room := side[0], side[1]
		switch {
		case d == 0:
			if room <= 0 {
				return false
			}
		case d < 0:
			t0 = max(t0, room/d)
		default:
			t1 = min(t1, room/d)
		}
	}
	return t0 < t1
}

// PieceToBox is the distance of a straight piece from a box, 0 when it enters.
func PieceToBox(p, q Point, b Box) float64 {
	if b.Has(p) || b.Has(q) || PieceEnters(p, q, b) {
		return 0
	}
	least := min(PointToBox(p, b), PointToBox(q, b))
	for _, c := range b.corners() {
		least = min(least, PointToPiece(c, p, q))
	}
	return least
}

func PointToBox(p Point, b Box) float64 {
	return math.Hypot(max(0, b.X-p.X, p.X-b.Right()), max(0, b.Y-p.Y, p.Y-b.Bottom()))
}

func PointToPiece(c, p, q Point) float64 {
	dx, dy := q.X-p.X, q.Y-p.Y
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = max(0, min(1, ((c.X-p.X)*dx+(c.Y-p.Y)*dy)/length))
	}
	return math.Hypot(c.X-p.X-t*dx, c.Y-p.Y-t*dy)
}
