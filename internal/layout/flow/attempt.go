package flow

import "strings"

// Attempt is a plan that was really drawn.
type Attempt struct {
	Plan   *Plan
	At     *Geometry
	Router *router
	Total  float64
}

// Draw places and routes a plan; gutters are widened when lines find no way.
func Draw(p *Plan) *Attempt {
	var best *Attempt
	for more := range 3 {
		g := p.frameWith(more)
		if more > 0 && (g.unit*Pitch < 130 || g.RowHeight(p) < leastCard) {
			break
		}
		a := &Attempt{Plan: p, At: p.Place(g)}
		a.Router = newRouter(a.At, p.In.Edges)
		a.Router.run(p.In, 2)
		f := a.Router.Figures()
		a.Total = p.Cost() + 5*float64(f.crossings) + .7*float64(f.bends) + f.ink/190 + 300*float64(f.Missing) +
			a.textCost() + 220*max(
			0,
			.64-a.At.fill(),
		)
		if best == nil || a.Total < best.Total {
			best = a
		}
		if f.Missing == 0 {
			break
		}
	}
	return best
}

// textCost prices names that had to be cut or broken: a reader needs them more than a straight line.
func (a *Attempt) textCost() float64 {
	cost := 0.0
	for i, c := range a.Plan.In.Cards {
		set, size := SetName(c, a.At.Boxes[i].Rect())
		if strings.HasSuffix(set[len(set)-1], "…") {
			cost += 15
		}
		cost += float64(len(set)-1) + (17-size)/2
	}
	return cost
}
