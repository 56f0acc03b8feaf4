package changes

import (
	"iter"
	"math"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// paintMoves draws a dashed line for each enterprise that left a link for another: card side, column gutter, row
// gutter, column gutter, card side. It returns how many found no way that keeps clear of what is drawn.
func (s *page) paintMoves(g *tileGrid, boxes map[string]scene.Box) (hidden int) {
	r := moveRouter{g: g, boxes: boxes}
	for _, i := range s.Page.Items {
		if i.Shape == scene.Text || i.Role == scene.RoleMark {
			r.words = append(r.words, i.Box())
		}
	}
	for _, m := range g.moves {
		path := r.route(m)
		if path == nil {
			hidden++
			continue
		}
		r.drawn = append(r.drawn, path)
		tip, last := path[len(path)-1], path[len(path)-2]
		s.Owner = m.From + "→" + m.To + ":" + m.Firm
		s.Add(
			scene.Item{
				Shape:  scene.Line,
				Role:   scene.RoleEdge,
				From:   m.From,
				To:     m.To,
				Class:  "moved",
				Points: path,
				Radius: 5,
				Stroke: scene.Accent,
				Width:  2,
				Dash:   []float64{6, 3},
			},
			scene.ArrowHead(tip, sheet.Sign(tip.X-last.X), 0, scene.Accent, 8),
		)
		s.Owner = ""
	}
	return hidden
}

// moveRouter finds ways in the gutters of a grid.
type moveRouter struct {
	g     *tileGrid
	boxes map[string]scene.Box
	words []scene.Box // texts and marks
	drawn [][]scene.Point
}

// fromCard is the least distance of a line in a gutter from the cards at its sides, which its last piece needs.
const fromCard = 12.0

// lanes are the places of upright lines in the gutter right (side 1) or left (side -1) of a card.
func (r *moveRouter) lanes(b scene.Box, side float64) []float64 {
	if side < 0 {
		if b.X-scene.Margin < fromCard+6 {
			return nil
		}
		return []float64{b.X - fromCard, b.X - fromCard - 7}
	}
	return []float64{b.Right() + fromCard, b.Right() + fromCard + 7}
}

// levels are the places of level lines between two rows of a band: in the middle, or two beside each other.
func (r *moveRouter) levels() []float64 {
	var out []float64
	for _, b := range r.g.bands {
		for i, row := range b.rows {
			if i > 0 {
				mid := row.y - r.g.between/2
				out = append(out, mid, mid-3.5, mid+3.5)
			}
		}
	}
	return out
}

// route is the shortest free way of a move; nil when there is none. Of equally short ones the first stands.
func (r *moveRouter) route(m diagram.Move) []scene.Point {
	a, b := r.boxes[m.From], r.boxes[m.To]
	var best []scene.Point
	least := math.Inf(1)
	for points := range r.ways(a, b) {
		if l := length(points); l < least && r.free(points, a, b) {
			best, least = points, l
		}
	}
	return best
}

// ways are all ways from a card to another by one upright line, or by two with a level line between them.
func (r *moveRouter) ways(a, b scene.Box) iter.Seq[[]scene.Point] {
	return func(yield func([]scene.Point) bool) {
		for from, to := range r.ends(a, b) {
			if math.Abs(from[1].X-to[1].X) < .01 {
				if !yield([]scene.Point{from[0], from[1], to[1], to[0]}) {
					return
				}
				continue
			}
			for _, y := range r.levels() {
				up, down := scene.Point{X: from[1].X, Y: y}, scene.Point{X: to[1].X, Y: y}
				if !yield([]scene.Point{from[0], from[1], up, down, to[1], to[0]}) {
					return
				}
			}
		}
	}
}

// ends are how a way can leave a card and reach another: each a port on a side of the card and the place beside it
// where the way turns.
func (r *moveRouter) ends(a, b scene.Box) iter.Seq2[[2]scene.Point, [2]scene.Point] {
	end := func(box scene.Box, at, x, y float64) [2]scene.Point {
		return [2]scene.Point{{X: side(box, at), Y: y}, {X: x, Y: y}}
	}
	return func(yield func(from, to [2]scene.Point) bool) {
		for _, sides := range [][2]float64{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
			for _, x1 := range r.lanes(a, sides[0]) {
				for _, x2 := range r.lanes(b, sides[1]) {
					for _, y1 := range portsOf(a) {
						for _, y2 := range portsOf(b) {
							if !yield(end(a, sides[0], x1, y1), end(b, sides[1], x2, y2)) {
								return
							}
						}
					}
				}
			}
		}
	}
}

func side(b scene.Box, at float64) float64 {
	if at < 0 {
		return b.X
	}
	return b.Right()
}

// portsOf are the heights at which lines leave and reach a card, from the middle outwards.
func portsOf(b scene.Box) []float64 {
	mid := b.Y + b.H/2
	ports := []float64{mid}
	for d := 9.0; b.H/2-d >= 8; d += 9 {
		ports = append(ports, mid-d, mid+d)
	}
	return ports[:min(len(ports), 5)]
}

func length(points []scene.Point) float64 {
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += math.Abs(points[i].X-points[i-1].X) + math.Abs(points[i].Y-points[i-1].Y)
	}
	return sum
}

// free tells whether a way keeps clear of texts, of other cards and of the lines drawn before; it may cross these.
func (r *moveRouter) free(points []scene.Point, from, to scene.Box) bool {
	for i := 1; i < len(points); i++ {
		p := piece(points[i-1], points[i])
		for _, t := range r.words {
			if t.Inset(-4, -3).Meets(p) {
				return false
			}
		}
		for _, c := range r.boxes {
			own := c == from && i == 1 || c == to && i == len(points)-1
			if !own && c.Inset(-6, -6).Meets(p) {
				return false
			}
		}
		for _, other := range r.drawn {
			for k := 1; k < len(other); k++ {
				q := piece(other[k-1], other[k])
				if (p.W > p.H) == (q.W > q.H) && q.Inset(-7, -7).Meets(p) {
					return false
				}
			}
		}
	}
	return true
}

// piece is a straight piece as a thin box.
func piece(p, q scene.Point) scene.Box {
	return scene.Box{
		X: min(p.X, q.X) - .01,
		Y: min(p.Y, q.Y) - .01,
		W: math.Abs(p.X-q.X) + .02,
		H: math.Abs(p.Y-q.Y) + .02,
	}
}
