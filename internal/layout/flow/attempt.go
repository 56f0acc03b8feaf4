package flow

import (
	"slices"
	"strings"
)

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
		if more > 0 && (g.unit*Pitch < leastWidth || g.RowHeight(p) < leastCard) {
			break
		}
		a := &Attempt{Plan: p, At: p.Place(g)}
		a.Router = newRouter(a.At, p.In.lines())
		if p.In.High < gridHigh { // something stands below
			a.Router.block(0, a.At.bottom+3, gridWide, gridHigh)
		}
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

// textCost prices what a reader needs more than a straight line: names that had to be cut or broken, lines for which
// cards are too low, rows of lanes in which a column has no card.
func (a *Attempt) textCost() float64 {
	const cutName, cutFirm, lostRow, hole = 15, 12, 1.2, 8
	in, sizes := a.Plan.In, SizesOf(a.At.Large)
	cost := 0.0
	for i, c := range in.Cards {
		b := a.At.Boxes[i]
		body := Body(c, in.Face(a.At, i))
		set, size := SetName(c, body, sizes)
		if strings.Contains(set[len(set)-1], "…") {
			cost += cutName
		}
		if p := (&CardPainter{Card: c, Box: body, Sizes: sizes}); len(c.Firms) > 0 && p.cutsFirm(c.Firms[0]) {
			cost += cutFirm
		}
		cost += float64(len(set)-1) + (sizes.Names[0]-size)/2
		if in.Stage[i] >= 0 {
			cost += lostRow * float64(max(0, in.want(i, b.x1-b.x0, a.At.Large)-(b.y1-b.y0)))
		}
	}
	for l, n := range a.Plan.Rows {
		for s, columns := range a.Plan.cols[l] {
			cost += hole * float64(columns*n-in.Sizes[l][s])
		}
	}
	return cost
}

// lines are the edges, those of alternatives marked.
func (in *ChainInput) lines() []link {
	out := slices.Clone(in.Edges)
	for i, l := range out {
		out[i].any = slices.Contains(in.around(l.to).Any, in.Cards[l.from].ID)
	}
	return out
}
