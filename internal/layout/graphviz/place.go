package graphviz

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Free is a graph to be placed from left to right: boxes of given sizes and arrows between them. Boxes are told apart
// by their places in the list, so that no word of a user goes into DOT. Equal lists give equal placements: sort them.
type Free struct {
	Boxes  []Size
	Arrows [][2]int // from and to, as places in Boxes
}

// Size of a box, in points: 1/72 inch.
type Size struct{ W, H float64 }

// Point is a place in points, y downwards from the upper left corner of the placement.
type Point struct{ X, Y float64 }

// Placement is where the boxes of a free graph stand. Its arrows are drawn by our own router: dot's run within a few
// units of foreign boxes.
type Placement struct {
	W, H    float64
	Middles []Point // of the boxes
}

// Place lays out a free graph. The error is ErrTooLarge beyond MostNodes boxes: collapse groups first; the context's
// own when it ends; or what the worker said. An arrow to a box that is not there is an error too.
func (p *Pool) Place(ctx context.Context, g Free) (Placement, error) {
	if err := g.check(); err != nil {
		return Placement{}, err
	}
	if len(g.Boxes) == 0 {
		return Placement{}, nil
	}
	out, err := p.Render(ctx, g.dot())
	if err != nil {
		return Placement{}, err
	}
	return g.read(out)
}

func (g Free) check() error {
	if len(g.Boxes) > MostNodes {
		return fmt.Errorf("%w: %d boxes, at most %d: collapse groups first", ErrTooLarge, len(g.Boxes), MostNodes)
	}
	for _, b := range g.Boxes {
		if !(b.W > 0 && b.H > 0 && b.W < mostSide && b.H < mostSide) { // so written, NaN fails too
			return fmt.Errorf("graphviz: a box of %v × %v points", b.W, b.H)
		}
	}
	for _, a := range g.Arrows {
		if min(a[0], a[1]) < 0 || max(a[0], a[1]) >= len(g.Boxes) {
			return fmt.Errorf("graphviz: an arrow from box %d to %d of %d", a[0], a[1], len(g.Boxes))
		}
	}
	return nil
}

const mostSide = 1e5 // points

// dot writes the graph with its arrows in order.
func (g Free) dot() string {
	var b strings.Builder
	// A label of one space: go-graphviz gives every node whose label is empty another, in a call each.
	b.WriteString("digraph {\nrankdir=LR\nsplines=false\nnode [label=\" \" shape=box fixedsize=true]\nedge [dir=none]\n")
	for i, s := range g.Boxes {
		fmt.Fprintf(&b, "n%d [width=%.4f height=%.4f]\n", i, s.W/72, s.H/72)
	}
	for _, a := range slices.SortedFunc(slices.Values(g.Arrows),
		func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		fmt.Fprintf(&b, "n%d -> n%d\n", a[0], a[1])
	}
	b.WriteString("}\n")
	return b.String()
}

// read takes places out of json0, whose y counts upwards.
func (g Free) read(data []byte) (Placement, error) {
	var doc struct {
		BB string `json:"bb"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return Placement{}, fmt.Errorf("graphviz: the worker's answer cannot be read: %w", err)
	}
	places, err := positions(data)
	if err != nil {
		return Placement{}, err
	}
	corners := numbers(strings.ReplaceAll(doc.BB, ",", " "))
	if len(corners) != 4 {
		return Placement{}, fmt.Errorf("graphviz: the worker's answer has no bounds but %q", doc.BB)
	}
	left, top := corners[0], corners[3]
	out := Placement{W: corners[2] - left, H: top - corners[1]}
	for i := range g.Boxes {
		at, known := places["n"+strconv.Itoa(i)]
		if !known {
			return Placement{}, fmt.Errorf("graphviz: the worker's answer lacks box %d", i)
		}
		out.Middles = append(out.Middles, Point{at.x - left, top - at.y})
	}
	return out, nil
}

// numbers reads numbers apart by spaces; nil when one is none.
func numbers(text string) []float64 {
	var out []float64
	for _, field := range strings.Fields(text) {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil
		}
		out = append(out, n)
	}
	return out
}
