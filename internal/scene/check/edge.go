package check

import (
	"chainchief/internal/scene"
	"math"
)

// edge is a polyline, or a curve in straight pieces, with its needless points removed and the way from its start at
// each point.
type edge struct {
	scene.Item
	points []scene.Point
	way    []float64
}

func newEdge(i scene.Item) edge {
	e := edge{Item: i}
	way := i.Points
	if i.Shape == scene.Curve {
		way = scene.Flatten(i.Points)
	}
	for _, p := range way {
		n := len(e.points)
		if n > 0 && math.Hypot(p.X-e.points[n-1].X, p.Y-e.points[n-1].Y) < epsilon {
			continue
		}
		if n > 1 && straight(e.points[n-2], e.points[n-1], p) {
			e.points = e.points[:n-1]
		}
		e.points = append(e.points, p)
	}
	length := 0.0
	for k, p := range e.points {
		if k > 0 {
			length += math.Hypot(p.X-e.points[k-1].X, p.Y-e.points[k-1].Y)
		}
		e.way = append(e.way, length)
	}
	return e
}

// straight tells whether b lies on the way from a to c.
func straight(a, b, c scene.Point) bool {
	cross := (b.X-a.X)*(c.Y-b.Y) - (b.Y-a.Y)*(c.X-b.X)
	along := (b.X-a.X)*(c.X-b.X) + (b.Y-a.Y)*(c.Y-b.Y)
	return math.Abs(cross) < epsilon && along > 0
}

func (e edge) pieces() int { return len(e.points) - 1 }

// edgeShapes checks each edge by itself: angles, ends, last piece.
func (c *checker) edgeShapes() {
	starts, ends := c.reachCards()
	for i, e := range c.edges {
		if e.pieces() < 1 {
			c.add(RuleEnd, e.Points[0], 0, c.rules.LastPiece, []string{e.Owner}, "edge %s has no length", e.Owner)
			continue
		}
		for k := range e.pieces() {
			p, q := e.points[k], e.points[k+1]
			if off := min(math.Abs(p.X-q.X), math.Abs(p.Y-q.Y)); off > epsilon && !c.rules.AnyAngle {
				c.add(RuleAxis, p, off, 0, []string{e.Owner}, "edge %s is slanted by %.1f", e.Owner, off)
			}
		}
		last := e.pieces()
		if length := e.way[last] - e.way[last-1]; length < c.rules.LastPiece-epsilon {
			c.add(
				RuleLast,
				e.points[last],
				length,
				c.rules.LastPiece,
				[]string{e.Owner},
				"the last piece of edge %s is %.1f long",
				e.Owner,
				length,
			)
		}
		if !starts[i] || c.touchesCard(e.points[0], e.From) {
			c.end(e, e.From, e.points[0])
		}
		if !ends[i] || c.touchesCard(e.points[last], e.To) {
			c.end(e, e.To, e.points[last])
		}
	}
}

// halfBorder is how far an edge's end may lie off the border of its card.
const halfBorder = .6

// reachCards finds the edges whose ends lead to their cards: an end lies on its card, or it is that of a stub, which
// lies on such an edge of its kind that comes from the same card, or leads to it. So a trunk is drawn once.
func (c *checker) reachCards() (starts, ends []bool) {
	starts, ends = make([]bool, len(c.edges)), make([]bool, len(c.edges))
	for i, e := range c.edges {
		if e.pieces() > 0 {
			starts[i], ends[i] = c.touchesCard(e.points[0], e.From), c.touchesCard(e.points[e.pieces()], e.To)
		}
	}
	for changed := true; changed; {
		changed = false
		for i, e := range c.edges {
			for j, o := range c.edges {
				if e.pieces() < 1 || i == j || o.Class != e.Class || !starts[j] || !ends[j] {
					continue
				}
				if !starts[i] && o.From == e.From && o.passes(e.points[0]) {
					starts[i], changed = true, true
				}
				if !ends[i] && o.To == e.To && o.passes(e.points[e.pieces()]) {
					ends[i], changed = true, true
				}
			}
		}
	}
	return starts, ends
}

func (c *checker) touchesCard(p scene.Point, card string) bool {
	b, has := c.bodies[card]
	return has && scene.PointToBox(p, b) <= halfBorder && !b.Inset(halfBorder, halfBorder).Has(p)
}

// end checks that an edge's end lies on the border of its card, away from the corners.
func (c *checker) end(e edge, card string, p scene.Point) {
	b, has := c.bodies[card]
	if !has {
		c.add(RuleEnd, p, 0, 0, []string{e.Owner, card}, "edge %s ends at %q, which is no card of this page", e.Owner, card)
		return
	}
	sideways := min(math.Abs(p.X-b.X), math.Abs(p.X-b.Right()))
	upright := min(math.Abs(p.Y-b.Y), math.Abs(p.Y-b.Bottom()))
	away := scene.PointToBox(p, b)
	if off := max(away, min(sideways, upright)); off > halfBorder {
		c.add(RuleEnd, p, off, 0, []string{e.Owner, card}, "edge %s ends %.1f off the border of %s", e.Owner, off, card)
		return
	}
	if corner := max(sideways, upright); corner < c.rules.CornerGap-epsilon {
		c.add(
			RuleCorner,
			p,
			corner,
			c.rules.CornerGap,
			[]string{e.Owner, card},
			"edge %s meets %s %.1f from a corner",
			e.Owner,
			card,
			corner,
		)
	}
}

// edgesAndCards checks that no edge runs through a card, its own included, or close to a foreign one.
func (c *checker) edgesAndCards() {
	for _, e := range c.edges {
		for _, card := range c.cards {
			gap, through := math.Inf(1), false
			core := card.box.Inset(c.rules.CardInset, c.rules.CardInset)
			for k := range e.pieces() {
				gap = min(gap, scene.PieceToBox(e.points[k], e.points[k+1], card.box))
				through = through || scene.PieceEnters(e.points[k], e.points[k+1], core)
			}
			foreign := card.Owner != e.From && card.Owner != e.To
			at := scene.Point{X: card.X, Y: card.Y}
			switch {
			case through:
				c.add(
					RuleThrough,
					at,
					0,
					c.rules.EdgeGap,
					[]string{e.Owner, card.Owner},
					"edge %s runs through card %s",
					e.Owner,
					card.Owner,
				)
			case foreign && gap < c.rules.EdgeGap-epsilon:
				c.add(
					RuleNear,
					at,
					gap,
					c.rules.EdgeGap,
					[]string{e.Owner, card.Owner},
					"edge %s passes card %s at %.1f",
					e.Owner,
					card.Owner,
					gap,
				)
			}
		}
	}
}

func (c *checker) edgesAndTexts() {
	for _, t := range c.texts {
		if _, onCard := c.bodies[t.Owner]; onCard {
			continue
		}
		for _, e := range c.edges {
			b := t.box.Inset(-e.Width/2, -e.Width/2)
			for k := range e.pieces() {
				if scene.PieceEnters(e.points[k], e.points[k+1], b) {
					c.add(
						RuleOverText,
						scene.Point{X: t.box.X, Y: t.box.Y},
						0,
						1,
						[]string{e.Owner, nameOf(t.Item)},
						"edge %s runs over “%s”",
						e.Owner,
						t.Text,
					)
					break
				}
			}
		}
	}
}

// overlap is a piece that two edges share: from and to are the way along each of them.
type overlap struct {
	other    int // index of the other edge
	from, to float64
	otherAt  float64 // way along the other edge where the piece begins for it
	same     bool    // both run in the same direction
}

// edgePairs compares the pieces of all edges: parallels, shared pieces, corners that touch a foreign edge.
func (c *checker) edgePairs() {
	if c.rules.AnyAngle {
		return // slanted edges cross at any angle; only orthogonal ones can be mistaken for each other
	}
	shared := make([][]overlap, len(c.edges))
	for i := range c.edges {
		for j := range i {
			c.comparePieces(i, j, shared)
		}
	}
	truth := map[[3]string]bool{}
	for _, e := range c.edges {
		truth[[3]string{e.Class, e.From, e.To}] = true
	}
	c.mixedKinds(shared, truth)
	c.ways(shared, truth)
	c.touches(shared, truth)
}

// comparePieces notes what two edges share and reports the nearest parallel pieces that are too close.
func (c *checker) comparePieces(i, j int, shared [][]overlap) {
	a, b := c.edges[i], c.edges[j]
	nearest, at := math.Inf(1), scene.Point{}
	for k := range a.pieces() {
		for l := range b.pieces() {
			p, q, r, s := a.points[k], a.points[k+1], b.points[l], b.points[l+1]
			if level(p, q) != level(r, s) || upright(p, q) != upright(r, s) {
				continue
			}
			d, along := alongside(p, q, r, s)
			if along <= 1 {
				continue
			}
			if d > .05 {
				if d < nearest {
					nearest, at = d, p
				}
				continue
			}
			noteShared(a, b, k, l, i, j, shared)
		}
	}
	if nearest < c.rules.Parallel-epsilon {
		c.add(
			RuleParallel,
			at,
			nearest,
			c.rules.Parallel,
			[]string{b.Owner, a.Owner},
			"edges %s and %s run %.1f apart",
			b.Owner,
			a.Owner,
			nearest,
		)
	}
}

func level(p, q scene.Point) bool   { return math.Abs(p.Y-q.Y) < epsilon }
func upright(p, q scene.Point) bool { return math.Abs(p.X-q.X) < epsilon }

// alongside returns the distance of two parallel pieces and the length that they run side by side.
func alongside(p, q, r, s scene.Point) (distance, along float64) {
	if level(p, q) {
		return math.Abs(p.Y - r.Y), min(max(p.X, q.X), max(r.X, s.X)) - max(min(p.X, q.X), min(r.X, s.X))
	}
	return math.Abs(p.X - r.X), min(max(p.Y, q.Y), max(r.Y, s.Y)) - max(min(p.Y, q.Y), min(r.Y, s.Y))
}

func noteShared(a, b edge, k, l, i, j int, shared [][]overlap) {
	place := func(p scene.Point) float64 { // along the line that both lie on
		if level(a.points[k], a.points[k+1]) {
			return p.X
		}
		return p.Y
	}
	a0, a1, b0, b1 := place(a.points[k]), place(a.points[k+1]), place(b.points[l]), place(b.points[l+1])
	low, high := max(min(a0, a1), min(b0, b1)), min(max(a0, a1), max(b0, b1))
	wayOn := func(e edge, piece int, start, at float64) float64 { return e.way[piece] + math.Abs(at-start) }
	aFrom, aTo := wayOn(a, k, a0, low), wayOn(a, k, a0, high)
	bFrom, bTo := wayOn(b, l, b0, low), wayOn(b, l, b0, high)
	same := (a1 > a0) == (b1 > b0)
	aFrom, aTo = min(aFrom, aTo), max(aFrom, aTo)
	bFrom, bTo = min(bFrom, bTo), max(bFrom, bTo)
	shared[i] = append(shared[i], overlap{j, aFrom, aTo, bFrom, same})
	shared[j] = append(shared[j], overlap{i, bFrom, bTo, aFrom, same})
}

// mixedKinds checks pieces shared by edges of two kinds, which may only be the piece at a common port, and pieces that
// two edges run in opposite directions, where only a complete set of edges is true either way.
func (c *checker) mixedKinds(shared [][]overlap, truth map[[3]string]bool) {
	for i, list := range shared {
		for _, o := range list {
			if o.other > i {
				continue
			}
			a, b := c.edges[i], c.edges[o.other]
			at := a.at(o.from)
			if a.Class != b.Class && !(o.same && (leavesWith(a, b, o) || entersWith(a, b, o))) {
				c.add(
					RuleMerge,
					at,
					o.to-o.from,
					0,
					[]string{b.Owner, a.Owner},
					"%s of kind %s and %s of kind %s lie on each other",
					b.Owner,
					b.Class,
					a.Owner,
					a.Class,
				)
			}
			if a.Class == b.Class && !o.same && !complete(a, b, truth) {
				c.add(
					RuleMerge,
					at,
					o.to-o.from,
					0,
					[]string{b.Owner, a.Owner},
					"%s and %s lie on each other in opposite directions",
					b.Owner,
					a.Owner,
				)
			}
		}
	}
}

// leavesWith and entersWith tell whether a shared piece is the one at a port that both edges have.
func leavesWith(a, b edge, o overlap) bool {
	return a.From == b.From && a.points[0] == b.points[0] && o.to <= min(a.way[1], b.way[1])+epsilon
}

func entersWith(a, b edge, o overlap) bool {
	na, nb := a.pieces(), b.pieces()
	return a.To == b.To && a.points[na] == b.points[nb] && o.from >= a.way[na-1]-epsilon &&
		o.otherAt >= b.way[nb-1]-epsilon
}

// complete tells whether both ways that a reader can take between two edges of one kind are edges of the page.
func complete(a, b edge, truth map[[3]string]bool) bool {
	return truth[[3]string{a.Class, a.From, b.To}] && truth[[3]string{a.Class, b.From, a.To}]
}

func (e edge) at(way float64) scene.Point {
	for k := range e.pieces() {
		if way <= e.way[k+1] {
			t := (way - e.way[k]) / (e.way[k+1] - e.way[k])
			p, q := e.points[k], e.points[k+1]
			return scene.Point{X: p.X + t*(q.X-p.X), Y: p.Y + t*(q.Y-p.Y)}
		}
	}
	return e.points[len(e.points)-1]
}

// ways follows every edge as a reader does: on a piece that it shares with others of its kind in the same direction,
// the reader may go on along any of them. Every card so reached must be fed by the card where the reader began.
func (c *checker) ways(shared [][]overlap, truth map[[3]string]bool) {
	told := map[[3]string]bool{} // several edges may lead a reader astray to the same card
	for i, a := range c.edges {
		reached := map[int]float64{i: 0} // edges that the reader may be on, and from which way on
		queue := []int{i}
		for len(queue) > 0 {
			cur := queue[0]
			queue = queue[1:]
			for _, o := range shared[cur] {
				if !o.same || c.edges[o.other].Class != a.Class || o.to <= reached[cur]+epsilon {
					continue
				}
				way := o.otherAt + max(0, reached[cur]-o.from)
				if old, seen := reached[o.other]; !seen || way < old-epsilon {
					reached[o.other] = way
					queue = append(queue, o.other)
				}
			}
		}
		for j, b := range c.edges {
			claim := [3]string{a.Class, a.From, b.To}
			if _, on := reached[j]; on && !truth[claim] && !told[claim] {
				told[claim] = true
				c.add(
					RuleMerge,
					a.points[0],
					1,
					0,
					[]string{a.Owner, b.Owner},
					"a reader can follow %s from %s to %s, which it does not feed",
					a.Class,
					a.From,
					b.To,
				)
			}
		}
	}
}

// touches looks for corners that lie on an edge with which they share no piece: the reader cannot tell who turns.
func (c *checker) touches(shared [][]overlap, truth map[[3]string]bool) {
	told := map[[2]int]bool{}
	for i, a := range c.edges {
		for j, b := range c.edges {
			if i == j || told[[2]int{i, j}] || told[[2]int{j, i}] || a.Class == b.Class && complete(a, b, truth) {
				continue
			}
			for k := 1; k < a.pieces(); k++ {
				if b.passes(a.points[k]) && !sharesAt(shared[i], j, a.way[k]) {
					told[[2]int{i, j}] = true
					c.add(
						RuleMerge,
						a.points[k],
						0,
						c.rules.Parallel,
						[]string{a.Owner, b.Owner},
						"edge %s turns on edge %s",
						a.Owner,
						b.Owner,
					)
					break
				}
			}
		}
	}
}

func (e edge) passes(p scene.Point) bool {
	for k := range e.pieces() {
		if scene.PointToPiece(p, e.points[k], e.points[k+1]) < .05 {
			return true
		}
	}
	return false
}

func sharesAt(list []overlap, other int, way float64) bool {
	for _, o := range list {
		if o.other == other && way >= o.from-epsilon && way <= o.to+epsilon {
			return true
		}
	}
	return false
}
