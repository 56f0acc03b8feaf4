package layout

import (
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
	"sort"
)

// edgeInk is how each kind of line looks.
var edgeInk = map[diagram.Relation]struct {
	ink   string
	width float64
	dash  []float64
}{
	diagram.Possible:  {scene.Secondary, 1.5, []float64{5, 4}},
	diagram.Feeds:     {scene.Secondary, 1.5, nil},
	diagram.Evidenced: {scene.Accent, 2, nil},
}

// lines draws every routed line and returns how many found no way.
func (s *sheet) lines(a *attempt) (hidden int) {
	order := make([]int, len(a.router.lines))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool {
		return kindOrder[a.router.lines[order[x]].kind] < kindOrder[a.router.lines[order[y]].kind]
	})
	for _, i := range order {
		points := a.router.points(i)
		if points == nil {
			hidden++
			continue
		}
		l := a.router.lines[i]
		from, to := a.plan.in.cards[l.from].ID, a.plan.in.cards[l.to].ID
		look := edgeInk[l.kind]
		tip, before := points[len(points)-1], points[len(points)-2]
		dx, dy := sign(tip.X-before.X), sign(tip.Y-before.Y)
		drawn := append([]scene.Point(nil), points...)
		s.owner = from + "→" + to
		s.add(scene.Item{Shape: scene.Line, Role: scene.RoleEdge, From: from, To: to, Class: string(l.kind), Points: drawn, Radius: 7, Stroke: look.ink, Width: look.width, Dash: look.dash},
			scene.ArrowHead(tip, dx, dy, look.ink, 8))
		s.owner = ""
	}
	return hidden
}
