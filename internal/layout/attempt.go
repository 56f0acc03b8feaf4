package layout

import "strings"

// attempt is a plan that was really drawn.
type attempt struct {
	plan   *plan
	at     *geometry
	router *router
	total  float64
}

// draw places and routes a plan; gutters are widened when lines find no way.
func draw(p *plan) *attempt {
	var best *attempt
	for more := range 3 {
		g := p.frameWith(more)
		if more > 0 && (g.unit*pitch < 130 || g.rowHeight(p) < leastCard) {
			break
		}
		a := &attempt{plan: p, at: p.place(g)}
		a.router = newRouter(a.at, p.in.edges)
		a.router.run(p.in, 2)
		f := a.router.figures()
		a.total = p.cost() + 5*float64(f.crossings) + .7*float64(f.bends) + f.ink/190 + 300*float64(f.missing) + a.textCost() + 220*max(0, .64-a.at.fill())
		if best == nil || a.total < best.total {
			best = a
		}
		if f.missing == 0 {
			break
		}
	}
	return best
}

// textCost prices names that had to be cut or broken: a reader needs them more than a straight line.
func (a *attempt) textCost() float64 {
	cost := 0.0
	for i, c := range a.plan.in.cards {
		set, size := setName(c, a.at.boxes[i].rect())
		if strings.HasSuffix(set[len(set)-1], "…") {
			cost += 15
		}
		cost += float64(len(set)-1) + (17-size)/2
	}
	return cost
}
