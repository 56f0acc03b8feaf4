package flow

import (
	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
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
