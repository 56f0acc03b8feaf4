package flow

import (
	"math"
	"sort"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// edgeInk is how each kind of line looks.
var edgeInk = map[diagram.Relation]struct {
	ink   string
	width float64
	dash  []float64
}{
	diagram.Possible:  {scene.Secondary, 1.5, []float64{5, 4}},
	diagram.Feeds:     {scene.Secondary, 1.5, nil},
	diagram.Fails:     {scene.Ink, 2.6, nil},
	diagram.Evidenced: {scene.Accent, 3.2, nil}, // twice as heavy as the others: a grey print has no accent
}

// Lines draws every routed line and returns how many found no way.
func (s *Canvas) Lines(a *Attempt) (hidden int) {
	order := make([]int, len(a.Router.lines))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool {
		return kindOrder[a.Router.lines[order[x]].kind] < kindOrder[a.Router.lines[order[y]].kind]
	})
	for _, i := range order {
		points := a.Router.points(i)
		if points == nil {
			hidden++
			continue
		}
		l := a.Router.lines[i]
		from, to := a.Plan.In.Cards[l.from].ID, a.Plan.In.Cards[l.to].ID
		if a.Plan.In.around(l.to).Before > 0 {
			points = throughBar(points, a.Plan.In.Bar(a.At, l.to), a.Plan.In.Face(a.At, l.to))
		}
		look := edgeInk[l.kind]
		tip, before := points[len(points)-1], points[len(points)-2]
		dx, dy := sheet.Sign(tip.X-before.X), sheet.Sign(tip.Y-before.Y)
		drawn := append([]scene.Point(nil), points...)
		s.Owner = from + "→" + to
		s.Add(
			scene.Item{
				Shape:  scene.Line,
				Role:   scene.RoleEdge,
				From:   from,
				To:     to,
				Class:  string(l.kind),
				Points: drawn,
				Radius: 7,
				Stroke: look.ink,
				Width:  look.width,
				Dash:   look.dash,
			},
			scene.ArrowHead(tip, dx, dy, look.ink, 6.4+look.width),
		)
		s.Owner = ""
	}
	return hidden
}

// throughBar leads a line that ends left of a bar to it, along it and on to the middle of the card.
func throughBar(points []scene.Point, bar float64, face scene.Box) []scene.Point {
	last, mid := &points[len(points)-1], face.Y+face.H/2
	if math.Abs(last.Y-mid) < 1 {
		last.X = face.X
		return points
	}
	last.X = bar
	return append(points, scene.Point{X: bar, Y: mid}, scene.Point{X: face.X, Y: mid})
}
