package check

import (
	"chainchief/internal/scene"
	"fmt"
	"math"
	"sort"
)

// Figures are what a drawing is judged by, beside the rules that it keeps.
type Figures struct {
	Cards        int     `json:"cards"`
	Edges        int     `json:"edges"`
	Texts        int     `json:"texts"`
	Fill         float64 `json:"fill"`         // cards, heads and captions, as a part of the body
	Coverage     float64 `json:"coverage"`     // cells of 20 units with something in them, as a part of the body
	Crossings    int     `json:"crossings"`    // points where edges cross
	Bends        int     `json:"bends"`        // corners of all edges
	Ink          float64 `json:"ink"`          // length of the lines that are seen: a shared piece counts once
	SmallestText float64 `json:"smallestText"` // 0 without texts
	// least distance of an edge from a foreign card; the page's width without any
	NearestCard float64 `json:"nearestCard"`
}

// Survey measures a page over its standard body.
func Survey(page scene.Page) Figures {
	c := newChecker(page, DefaultRules())
	f := Figures{Cards: len(c.cards), Edges: len(c.edges), Texts: len(c.texts), Fill: c.fill(), Coverage: c.coverage(),
		Crossings: c.crossings(), Ink: c.ink(), NearestCard: page.Width}
	for n, t := range c.texts {
		if n == 0 || t.Size < f.SmallestText {
			f.SmallestText = t.Size
		}
	}
	for _, e := range c.edges {
		f.Bends += max(0, e.pieces()-1)
		for _, card := range c.cards {
			if card.Owner == e.From || card.Owner == e.To {
				continue
			}
			for k := range e.pieces() {
				f.NearestCard = min(f.NearestCard, scene.PieceToBox(e.points[k], e.points[k+1], card.box))
			}
		}
	}
	return f
}

func (f Figures) String() string {
	return fmt.Sprintf(
		"%d cards, %d edges, %d texts, fill %.2f, coverage %.2f, %d crossings, %d bends, ink %.0f, smallest text %.1f, "+
			"nearest card %.1f",
		f.Cards,
		f.Edges,
		f.Texts,
		f.Fill,
		f.Coverage,
		f.Crossings,
		f.Bends,
		f.Ink,
		f.SmallestText,
		f.NearestCard,
	)
}

// fill adds up cards, bands and captions; they are disjoint on a page that passes the check.
func (c *checker) fill() float64 {
	sum := 0.0
	for _, i := range c.items {
		counts := i.Role == scene.RoleCard || i.Role == scene.RoleCaption ||
			i.Role == scene.RoleBand && i.Shape != scene.Text && i.Fill != ""
		if counts {
			sum += i.box.Shared(c.rules.Body)
		}
	}
	return sum / (c.rules.Body.W * c.rules.Body.H)
}

// coverage counts the cells of the body that anything but a ground touches.
func (c *checker) coverage() float64 {
	const cell = 20.0
	b := c.rules.Body
	columns, rows := int(math.Ceil(b.W/cell)), int(math.Ceil(b.H/cell))
	covered := make([]bool, columns*rows)
	mark := func(box scene.Box) {
		for y := max(0, int((box.Y-b.Y)/cell)); y < rows && b.Y+float64(y)*cell < box.Bottom(); y++ {
			for x := max(0, int((box.X-b.X)/cell)); x < columns && b.X+float64(x)*cell < box.Right(); x++ {
				covered[y*columns+x] = true
			}
		}
	}
	for _, i := range c.items {
		if i.Role == scene.RoleGround || i.Role == scene.RoleEdge || i.box.Bottom() <= b.Y || i.box.Y >= b.Bottom() {
			continue
		}
		mark(i.box)
	}
	for _, e := range c.edges {
		for k := range e.pieces() {
			mark(scene.Hull(e.points[k:k+2]).Inset(-e.Width/2, -e.Width/2))
		}
	}
	n := 0
	for _, is := range covered {
		if is {
			n++
		}
	}
	return float64(n) / float64(len(covered))
}

// crossings counts the points where an edge crosses another, each once however many edges share the lines there.
func (c *checker) crossings() int {
	seen := map[[2]int]bool{}
	for i, a := range c.edges {
		for _, b := range c.edges[:i] {
			for k := range a.pieces() {
				for l := range b.pieces() {
					if p, ok := cross(a.points[k], a.points[k+1], b.points[l], b.points[l+1]); ok {
						seen[[2]int{int(math.Round(p.X * 2)), int(math.Round(p.Y * 2))}] = true
					}
				}
			}
		}
	}
	return len(seen)
}

// cross returns where two pieces cross between their ends.
func cross(p, q, r, s scene.Point) (scene.Point, bool) {
	d := (q.X-p.X)*(s.Y-r.Y) - (q.Y-p.Y)*(s.X-r.X)
	if math.Abs(d) < 1e-9 {
		return scene.Point{}, false
	}
	t := ((r.X-p.X)*(s.Y-r.Y) - (r.Y-p.Y)*(s.X-r.X)) / d
	u := ((r.X-p.X)*(q.Y-p.Y) - (r.Y-p.Y)*(q.X-p.X)) / d
	const end = 1e-6
	if t <= end || t >= 1-end || u <= end || u >= 1-end {
		return scene.Point{}, false
	}
	return scene.Point{X: p.X + t*(q.X-p.X), Y: p.Y + t*(q.Y-p.Y)}, true
}

// ink measures the length of all lines; what lies on each other counts once.
func (c *checker) ink() float64 {
	type track struct {
		level bool
		at    int // in hundredths
	}
	runs := map[track][][2]float64{}
	sum := 0.0
	for _, e := range c.edges {
		for k := range e.pieces() {
			p, q := e.points[k], e.points[k+1]
			switch {
			case level(p, q):
				runs[track{true, int(math.Round(p.Y * 100))}] = append(
					runs[track{true, int(math.Round(p.Y * 100))}],
					[2]float64{min(p.X, q.X), max(p.X, q.X)},
				)
			case upright(p, q):
				runs[track{false, int(math.Round(p.X * 100))}] = append(
					runs[track{false, int(math.Round(p.X * 100))}],
					[2]float64{min(p.Y, q.Y), max(p.Y, q.Y)},
				)
			default:
				sum += e.way[k+1] - e.way[k]
			}
		}
	}
	union := 0 // in hundredths: a sum of whole numbers does not depend on the order of a map
	for _, list := range runs {
		union += int(math.Round(unionLength(list) * 100))
	}
	return sum + float64(union)/100
}

func unionLength(list [][2]float64) float64 {
	sort.Slice(list, func(a, b int) bool { return list[a][0] < list[b][0] })
	sum, end := 0.0, math.Inf(-1)
	for _, r := range list {
		if r[1] <= end {
			continue
		}
		sum += r[1] - max(r[0], end)
		end = r[1]
	}
	return sum
}
