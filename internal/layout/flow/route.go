package flow

import (
	"math"
	"slices"
	"sort"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The router draws lines on the grid, one after the other, each by the cheapest way (A*), then takes each up again with
// the others known. A line may run on another only where no reader can be misled: both of one kind and from one source
// or to one target. Anything else crosses at a right angle or keeps a grid line away.

// Prices of a way (docs/drawings.md, Structure, step 9).
const (
	priceVertical   = Pitch / 110
	priceHorizontal = Pitch / 260
	priceBend       = .6
	priceCross      = 1.3
	priceKin        = .65 // crossing a line of the same source or target
	priceSplit      = 4   // parting from a line of the same source in opposite directions: it reads as one double arrow
	shareFactor     = .35 // of the length where a kindred line already runs
	priceSide       = 1.2 // leaving or entering by top or bottom
	priceBack       = 1.6 // leaving to the left or entering from the right
	priceOffset     = .008
)

// Directions; the opposite of d is d^1.
const (
	right = iota
	left
	down
	up
)

var step = [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}

// use says that a line touches a node, and towards which sides (bits by direction).
type use struct {
	line int
	mask uint8
}

type router struct {
	w, h    int
	blocked []bool
	used    [][]use
	lines   []link
	alone   []bool   // lines that run on no other
	paths   [][]int  // nodes of each line, nil while it is not drawn
	ends    [][2]int // direction out of the source and into the target
	boxes   []box
	first   [][2]int // search scratch: per state the stamp and the place it was reached from
	cost    []float32
	heap    []queued
	stamp   int
}

type queued struct {
	estimate float32
	cost     float32
	state    int32
}

func newRouter(g *Geometry, lines []link) *router {
	r := &router{w: gridWide + 1, h: gridHigh + 1, lines: lines, boxes: g.Boxes}
	n := r.w * r.h
	r.blocked, r.used = make([]bool, n), make([][]use, n)
	r.first, r.cost = make([][2]int, 4*n), make([]float32, 4*n)
	r.paths, r.ends, r.alone = make([][]int, len(lines)), make([][2]int, len(lines)), make([]bool, len(lines))
	for _, b := range g.Boxes {
		r.block(b.x0, b.y0, b.x1, b.y1)
	}
	for _, c := range g.captions {
		wide := int(math.Ceil((scene.Measure(c.text, sheet.CaptionSize, true) + 8) / Pitch))
		r.block(c.box.x0, c.box.y1-CaptionRows+1, min(c.box.x1, c.box.x0+wide), c.box.y1)
	}
	return r
}

func (r *router) block(x0, y0, x1, y1 int) {
	for y := max(0, y0); y <= min(r.h-1, y1); y++ {
		for x := max(0, x0); x <= min(r.w-1, x1); x++ {
			r.blocked[y*r.w+x] = true
		}
	}
}

// port is a node next to a card through which a line leaves or enters.
type port struct {
	node, dir int
	price     float32
}

// ports lists where a line may leave (out) or enter a card.
func (r *router) ports(card int, out bool, prices [4]float64, around Around) []port {
	b := r.boxes[card]
	if out {
		b.x0 += around.Before
		b.y1 -= around.Below
	} else {
		b.y0 += around.Label
		b.y1 -= around.Foot
	}
	var list []port
	add := func(x, y, dir int, price, offset float64) {
		if price < 0 || x < 0 || y < 0 || x >= r.w || y >= r.h || r.blocked[y*r.w+x] {
			return
		}
		list = append(list, port{y*r.w + x, dir, float32(price + priceOffset*Pitch*math.Abs(offset))})
	}
	cx, cy := float64(b.x0+b.x1)/2, float64(b.y0+b.y1)/2
	for y := b.y0 + 1; y < b.y1; y++ {
		off := float64(y) - cy
		if out {
			add(b.x1+1, y, right, prices[right], off)
			add(b.x0-1, y, left, prices[left], off)
		} else {
			add(b.x0-1, y, right, prices[right], off)
			add(b.x1+1, y, left, prices[left], off)
		}
	}
	for x := b.x0 + 2; x < b.x1-1; x++ {
		off := (float64(x) - cx) / 2
		if out {
			add(x, b.y1+1, down, prices[down], off)
			add(x, b.y0-1, up, prices[up], off)
		} else {
			add(x, b.y0-1, down, prices[down], off)
			add(x, b.y1+1, up, prices[up], off)
		}
	}
	return list
}

// sidePrices says what each side of a card costs a line; support cards are left and entered from above.
func sidePrices(support, neighbourSupport bool) [4]float64 {
	switch {
	case support:
		return [4]float64{right: 2, left: 2, down: 2, up: 0}
	case neighbourSupport:
		return [4]float64{right: .2, left: priceBack, down: .2, up: .2}
	}
	return [4]float64{right: 0, left: priceBack, down: priceSide, up: priceSide + .6}
}

func (r *router) run(in *ChainInput, rounds int) {
	order := make([]int, len(r.lines))
	length := make([]int, len(r.lines))
	for i, l := range r.lines {
		order[i] = i
		a, b := r.boxes[l.from], r.boxes[l.to]
		length[i] = abs(a.x0+a.x1-b.x0-b.x1) + abs(a.y0+a.y1-b.y0-b.y1)
	}
	sort.SliceStable(order, func(a, b int) bool { return length[order[a]] < length[order[b]] })
	for round := range rounds {
		for _, i := range order {
			if round > 0 {
				r.remove(i)
			}
			r.draw(in, i)
		}
	}
	for _, i := range order {
		if r.misleads(i) {
			r.remove(i)
			r.alone[i] = true
			r.draw(in, i)
		}
	}
}

// misleads tells whether a reader who follows another line onto this one, and from it onto a third, comes from a card
// to one that it does not feed.
func (r *router) misleads(line int) bool {
	first, last := map[int]int{}, map[int]int{} // of the pieces that another line shares, by line
	path := r.paths[line]
	for k := 1; k < len(path); k++ {
		bit := uint8(1 << r.direction(path[k-1], path[k]))
		for _, u := range r.used[path[k-1]] {
			if u.line == line || u.mask&bit == 0 {
				continue
			}
			if _, known := first[u.line]; !known {
				first[u.line] = k
			}
			last[u.line] = k
		}
	}
	for a, from := range first {
		for c, to := range last {
			own, one, other := r.lines[line], r.lines[a], r.lines[c]
			if a == c || one.to != own.to || one.any != own.any || other.from != own.from || from > to {
				continue
			}
			if !slices.ContainsFunc(r.lines, func(l link) bool {
				return l.from == one.from && l.to == other.to && l.kind == own.kind
			}) {
				return true
			}
		}
	}
	return false
}

func (r *router) draw(in *ChainInput, line int) {
	l := r.lines[line]
	fromSupport, toSupport := in.Stage[l.from] < 0, in.Stage[l.to] < 0
	out, into := sidePrices(fromSupport, toSupport), sidePrices(toSupport, fromSupport)
	if toSupport { // enters from above: its direction is down
		into[down], into[up] = 0, 2
	}
	if fromSupport && !toSupport { // enters from below or the left
		into[up], into[down], into[left] = .2, .8, .6
	}
	a, b := r.boxes[l.from], r.boxes[l.to]
	if a.x0 < b.x1 && b.x0 < a.x1 && b.y0 > a.y1 && b.y0-a.y1 <= 6 && !fromSupport && !toSupport {
		out[down], into[down] = 0, 0 // the card below: straight down
	}
	before, after := in.around(l.from), in.around(l.to)
	if before.Before > 0 {
		out[left], out[down] = -1, -1
	}
	if after.Before > 0 { // lines end on its bar
		into = [4]float64{right: 0, left: -1, down: -1, up: -1}
	}
	starts, goals := r.ports(l.from, true, out, before), r.ports(l.to, false, into, after)
	if l.any {
		x, y := b.x0-1, after.anyRow(b)
		goals = []port{{node: y*r.w + x, dir: right}}
	}
	path, dirs, ok := r.find(line, starts, goals)
	if !ok {
		return
	}
	r.paths[line], r.ends[line] = path, dirs
	r.mark(line, path, dirs)
}

// mark enters a path into the nodes that it touches.
func (r *router) mark(line int, path []int, dirs [2]int) {
	for k, node := range path {
		in, out := dirs[0], dirs[1]
		if k > 0 {
			in = r.direction(path[k-1], node)
		}
		if k < len(path)-1 {
			out = r.direction(node, path[k+1])
		}
		r.used[node] = append(r.used[node], use{line, 1<<(in^1) | 1<<out})
	}
}

func (r *router) remove(line int) {
	for _, node := range r.paths[line] {
		list := r.used[node]
		for i := range list {
			if list[i].line == line {
				list[i] = list[len(list)-1]
				r.used[node] = list[:len(list)-1]
				break
			}
		}
	}
	r.paths[line] = nil
}

func (r *router) direction(from, to int) int {
	switch to - from {
	case 1:
		return right
	case -1:
		return left
	case r.w:
		return down
	}
	return up
}

// kin tells whether two lines may run on each other.
func (r *router) kin(a, b int) bool {
	x, y := r.lines[a], r.lines[b]
	return !r.alone[a] && !r.alone[b] && x.kind == y.kind && (x.from == y.from || x.to == y.to && x.any == y.any)
}

// through prices passing a node from one direction to another, beside bends and length; false when it would mislead.
func (r *router) through(line, node, in, out int) (float32, bool) {
	var price float32
	mine := uint8(1<<(in^1) | 1<<out)
	for _, u := range r.used[node] {
		if r.kin(line, u.line) {
			switch {
			case mine&u.mask == 0:
				price += priceKin
			case r.lines[line].from == r.lines[u.line].from && opposite(mine&^u.mask, u.mask&^mine):
				price += priceSplit
			}
			continue
		}
		horizontal, vertical := uint8(1<<right|1<<left), uint8(1<<down|1<<up)
		if !(mine == horizontal && u.mask == vertical || mine == vertical && u.mask == horizontal) {
			return 0, false
		}
		price += priceCross
	}
	return price, true
}

// opposite tells whether two sides of a node are a line's: left and right, or up and down.
func opposite(a, b uint8) bool {
	return a != 0 && b != 0 && (a|b == 1<<right|1<<left || a|b == 1<<down|1<<up)
}

// shares tells whether every line on the piece from a node in a direction is kin, and whether there is one.
func (r *router) shares(line, node, dir int) (any, ok bool) {
	for _, u := range r.used[node] {
		if u.mask&(1<<dir) == 0 {
			continue
		}
		if !r.kin(line, u.line) {
			return true, false
		}
		any = true
	}
	return any, true
}

// find looks for the cheapest way between ports.
func (r *router) find(line int, starts, goals []port) (path []int, dirs [2]int, ok bool) {
	r.stamp++
	r.heap = r.heap[:0]
	goal := map[int]float32{} // node*4+direction of entering
	gx0, gy0, gx1, gy1 := r.w, r.h, 0, 0
	for _, g := range goals {
		goal[g.node*4+g.dir] = g.price
		x, y := g.node%r.w, g.node/r.w
		gx0, gx1, gy0, gy1 = min(gx0, x), max(gx1, x), min(gy0, y), max(gy1, y)
	}
	estimate := func(node int) float32 {
		x, y := node%r.w, node/r.w
		return float32(
			priceHorizontal*shareFactor*float64(max(0, gx0-x, x-gx1)) + priceVertical*shareFactor*float64(max(0, gy0-y, y-gy1)),
		)
	}
	for _, s := range starts {
		if _, ok := r.shares(line, s.node, s.dir^1); ok {
			r.push(s.node*4+s.dir, s.price, estimate(s.node), -1)
		}
	}
	best, bestCost := -1, float32(math.Inf(1))
	for len(r.heap) > 0 {
		q := r.pop()
		if q.estimate >= bestCost {
			break
		}
		state := int(q.state)
		if q.cost > r.cost[state] {
			continue
		}
		for out := range 4 {
			price, shared, free := r.leave(line, state, out, q.cost)
			if !free {
				continue
			}
			if extra, ends := goal[state/4*4+out]; ends && price+extra < bestCost {
				best, bestCost, dirs[1] = state, price+extra, out
			}
			r.advance(state/4, out, price, shared, estimate, state)
		}
	}
	if best < 0 {
		return nil, dirs, false
	}
	for state := best; state >= 0; state = r.first[state][1] {
		path = append(path, state/4)
		dirs[0] = state % 4
	}
	slices.Reverse(path)
	return path, dirs, true
}

// leave prices leaving a node in a direction, come to it as the state says; false when that is back, or would mislead.
// shared tells whether the next piece has a line already.
func (r *router) leave(line, state, out int, cost float32) (price float32, shared, free bool) {
	node, in := state/4, state%4
	if out == in^1 {
		return 0, false, false
	}
	pass, free := r.through(line, node, in, out)
	if !free {
		return 0, false, false
	}
	price = cost
	if out != in {
		price += priceBend
	}
	shared, free = r.shares(line, node, out)
	return price + pass, shared, free
}

func (r *router) advance(node, out int, price float32, shared bool, estimate func(int) float32, from int) {
	x, y := node%r.w+step[out][0], node/r.w+step[out][1]
	if x < 0 || y < 0 || x >= r.w || y >= r.h {
		return
	}
	next := y*r.w + x
	if r.blocked[next] {
		return
	}
	length := priceHorizontal
	if out >= down {
		length = priceVertical
	}
	if shared {
		length *= shareFactor
	}
	r.push(next*4+out, price+float32(length), estimate(next), from)
}

func (r *router) push(state int, cost, rest float32, from int) {
	if r.first[state][0] == r.stamp && r.cost[state] <= cost {
		return
	}
	r.first[state], r.cost[state] = [2]int{r.stamp, from}, cost
	q := queued{cost + rest, cost, int32(state)}
	r.heap = append(r.heap, q)
	for i := len(r.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !less(q, r.heap[parent]) {
			break
		}
		r.heap[i], r.heap[parent] = r.heap[parent], q
		i = parent
	}
}

func (r *router) pop() queued {
	top := r.heap[0]
	last := r.heap[len(r.heap)-1]
	r.heap = r.heap[:len(r.heap)-1]
	n := len(r.heap)
	if n == 0 {
		return top
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= n {
			break
		}
		if child+1 < n && less(r.heap[child+1], r.heap[child]) {
			child++
		}
		if !less(r.heap[child], last) {
			break
		}
		r.heap[i] = r.heap[child]
		i = child
	}
	r.heap[i] = last
	return top
}

// less orders the queue; equal estimates by state, so that the same input gives the same lines.
func less(a, b queued) bool {
	return a.estimate < b.estimate || a.estimate == b.estimate && a.state < b.state
}

// figures of the drawn lines: what a drawing is judged by.
type lineFigures struct {
	crossings, bends, Missing int
	ink                       float64
}

func (r *router) Figures() lineFigures {
	var f lineFigures
	for i, path := range r.paths {
		if path == nil {
			f.Missing++
			continue
		}
		dir := r.ends[i][0]
		for k := 1; k < len(path); k++ {
			d := r.direction(path[k-1], path[k])
			if d != dir {
				f.bends++
			}
			dir = d
			f.ink += Pitch
		}
		if r.ends[i][1] != dir {
			f.bends++
		}
	}
	for _, list := range r.used {
		for i, a := range list {
			for _, b := range list[:i] {
				if a.mask&b.mask == 0 {
					f.crossings++
				}
			}
		}
	}
	return f
}

// points returns a line from the border of its source to that of its target, corners only.
func (r *router) points(line int) []scene.Point {
	path := r.paths[line]
	if path == nil {
		return nil
	}
	at := func(node int) scene.Point {
		return scene.Point{X: gridLeft + Pitch*float64(node%r.w), Y: GridTop + Pitch*float64(node/r.w)}
	}
	reach := Pitch + inset
	first, last := at(path[0]), at(path[len(path)-1])
	d0, d1 := step[r.ends[line][0]], step[r.ends[line][1]]
	out := []scene.Point{{X: first.X - reach*float64(d0[0]), Y: first.Y - reach*float64(d0[1])}}
	for k, node := range path {
		in, next := r.ends[line][0], r.ends[line][1]
		if k > 0 {
			in = r.direction(path[k-1], node)
		}
		if k < len(path)-1 {
			next = r.direction(node, path[k+1])
		}
		if in != next {
			out = append(out, at(node))
		}
	}
	return append(out, scene.Point{X: last.X + reach*float64(d1[0]), Y: last.Y + reach*float64(d1[1])})
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// kindOrder paints possible lines first and evidenced ones last, on top.
var kindOrder = map[diagram.Relation]int{diagram.Possible: 0, diagram.Feeds: 1, diagram.Evidenced: 2, diagram.Fails: 3}
