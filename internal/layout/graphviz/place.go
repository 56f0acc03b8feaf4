package graphviz

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Free is a graph to be placed from left to right: boxes of given sizes and arrows between them. Boxes are told apart by
// their places in the list, so that no word of a user goes into DOT. Equal lists give equal placements: sort them.
type Free struct {
	Boxes  []Size
	Arrows [][2]int // from and to, as places in Boxes
	Ortho  bool     // arrows of level and upright pieces only; at most MostOrtho boxes
}

// Size of a box, in points: 1/72 inch.
type Size struct{ W, H float64 }

// Point is a place in points, y downwards from the upper left corner of the placement.
type Point struct{ X, Y float64 }

// Placement is where a free graph stands.
type Placement struct {
	W, H    float64
	Middles []Point   // of the boxes
	Ways    [][]Point // of the arrows, from border to border: a start, then triples (control, control, end)
}

// manyBoxes is the size from which on dot looks for fewer crossings a quarter as long as it would: 300 boxes then have 5 %
// more of them (440 beside 418), after three quarters of the time.
const manyBoxes = 100

// MostOrtho is the size beyond which dot needs minutes and gigabytes for orthogonal arrows.
const MostOrtho = 50

// Place lays out a free graph. The error is ErrTooLarge beyond MostNodes boxes, or MostOrtho: collapse groups first; the
// context's own when it ends; or what the worker said. An arrow to a box that is not there is an error too.
func (p *Pool) Place(ctx context.Context, g Free) (Placement, error) {
	if err := g.check(); err != nil {
		return Placement{}, err
	}
	if len(g.Boxes) == 0 {
		return Placement{Ways: make([][]Point, len(g.Arrows))}, nil
	}
	out, err := p.Render(ctx, g.dot())
	if err != nil {
		return Placement{}, err
	}
	return g.read(out)
}

func (g Free) check() error {
	most, kind := MostNodes, "boxes"
	if g.Ortho {
		most, kind = MostOrtho, "boxes with orthogonal arrows"
	}
	if len(g.Boxes) > most {
		return fmt.Errorf("%w: %d %s, at most %d: collapse groups first", ErrTooLarge, len(g.Boxes), kind, most)
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

// dot writes the graph with its arrows in order, each under its number.
func (g Free) dot() string {
	var b strings.Builder
	// A label of one space: go-graphviz gives every node whose label is empty another, in a call each.
	b.WriteString("digraph {\nrankdir=LR\nnode [label=\" \" shape=box fixedsize=true]\nedge [dir=none]\n")
	if g.Ortho {
		b.WriteString("splines=ortho\n")
	}
	if len(g.Boxes) > manyBoxes {
		b.WriteString("mclimit=0.25\n")
	}
	for i, s := range g.Boxes {
		fmt.Fprintf(&b, "n%d [width=%.4f height=%.4f]\n", i, s.W/72, s.H/72)
	}
	order := make([]int, len(g.Arrows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		a, b := g.Arrows[x], g.Arrows[y]
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, i := range order {
		fmt.Fprintf(&b, "n%d -> n%d [id=%d]\n", g.Arrows[i][0], g.Arrows[i][1], i)
	}
	b.WriteString("}\n")
	return b.String()
}

// read takes places and ways out of json0, whose y counts upwards.
func (g Free) read(data []byte) (Placement, error) {
	var doc struct {
		BB    string `json:"bb"`
		Edges []struct {
			ID  string `json:"id"`
			Pos string `json:"pos"`
		} `json:"edges"`
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
	out := Placement{W: corners[2] - left, H: top - corners[1], Ways: make([][]Point, len(g.Arrows))}
	for i := range g.Boxes {
		at, known := places["n"+strconv.Itoa(i)]
		if !known {
			return Placement{}, fmt.Errorf("graphviz: the worker's answer lacks box %d", i)
		}
		out.Middles = append(out.Middles, Point{at.x - left, top - at.y})
	}
	for _, e := range doc.Edges {
		i, err := strconv.Atoi(e.ID)
		way := numbers(strings.ReplaceAll(e.Pos, ",", " "))
		if err != nil || i < 0 || i >= len(out.Ways) || len(way) < 8 || len(way)%6 != 2 {
			return Placement{}, fmt.Errorf("graphviz: the worker's answer has an arrow %q along %q", e.ID, e.Pos)
		}
		for k := 0; k < len(way); k += 2 {
			out.Ways[i] = append(out.Ways[i], Point{way[k] - left, top - way[k+1]})
		}
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
