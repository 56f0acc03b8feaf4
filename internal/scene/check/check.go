// Package check proves that a page can be read: nothing touches, overflows, runs through a card or is cut. It runs on
// every drawing that is prepared, and in the tests of every arrangement. The rules are those of docs/drawings.md.
package check

import (
	"chainchief/internal/scene"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Rule names what a page must keep.
type Rule string

const (
	// numbers, colours and shapes that a painter cannot draw; one body a card, one line an edge
	RuleMalformed Rule = "malformed"
	RuleMargin    Rule = "margin"            // everything but grounds keeps the page margins
	RuleBody      Rule = "outside-body"      // cards, bands, captions and edges stay in the body
	RuleSmall     Rule = "small-text"        // smallest text
	RuleGlyph     Rule = "unknown-character" // the font has every character
	RuleTexts     Rule = "texts-meet"        // no two texts overlap or come too near
	RuleInCard    Rule = "text-leaves-card"  // words of a card stay inside its body
	RuleCut       Rule = "text-cut"          // no border or mark runs through a text, nothing is painted over it
	RuleContrast  Rule = "contrast"          // of a text against the fill beneath
	RuleCards     Rule = "cards-near"        // cards are disjoint and apart
	RuleAxis      Rule = "edge-slanted"      // edges are axis-parallel
	RuleEnd       Rule = "edge-end"          // both ends lie on the borders of the edge's own cards
	RuleCorner    Rule = "edge-at-corner"    // away from their corners
	RuleLast      Rule = "edge-short-end"    // the last piece is long enough for its arrow
	RuleThrough   Rule = "edge-through-card" // no piece runs inside a card
	RuleNear      Rule = "edge-near-card"    // nor close to a foreign one
	RuleParallel  Rule = "edges-near"        // parallel pieces keep apart
	RuleMerge     Rule = "edges-merge"       // where edges share a piece, every way that a reader can follow is true
	RuleOverText  Rule = "edge-over-text"    // no edge over a text outside cards
	RuleFill      Rule = "fill"              // cards, heads and captions fill enough of the body
	RuleCoverage  Rule = "coverage"          // enough cells of the body have something in them
	RuleCount     Rule = "hidden-uncounted"  // what a page leaves out is said as shown/total
	RuleMarks     Rule = "many-marks"        // kinds of marks on a page that is read across a room
)

// Rules are the numbers of a check. Begin with DefaultRules and change what a drawing does otherwise.
type Rules struct {
	Body          scene.Box // where cards and edges stay; zero is StandardBody
	Margin        float64   // left and right of the page
	LeastText     float64
	TextGap       float64 // between two texts; runs on one line of one owner may touch
	TextInset     float64 // of words from the left and right side of their card
	Contrast      float64
	ContrastLarge float64 // of bold text of 18 and more
	CardGap       float64
	CardInset     float64 // a piece of an edge deeper inside a card than this runs through it
	EdgeGap       float64 // of an edge from a foreign card
	Parallel      float64 // between parallel pieces of two edges
	CornerGap     float64 // of an edge's end from a corner of its card
	LastPiece     float64
	AnyAngle      bool    // edges may be slanted
	Fill          float64 // least fill; 0 asks for none
	Coverage      float64 // least coverage; 0 asks for none
	MostMarks     int     // kinds of marks, by Marks; 0 sets no bound
}

// DefaultRules are the assertions that every drawing keeps. Fill and coverage depend on the data: a drawing sets them.
func DefaultRules() Rules {
	return Rules{
		Margin:        scene.Margin,
		LeastText:     scene.LeastText,
		TextGap:       3.5,
		TextInset:     3,
		Contrast:      4.5,
		ContrastLarge: 3,
		CardGap:       3,
		CardInset:     1,
		EdgeGap:       6,
		Parallel:      7,
		CornerGap:     5,
		LastPiece:     11.5,
	}
}

// StandardBody is the room of a drawing between headline and foot.
func StandardBody(p scene.Page) scene.Box {
	return scene.Box{X: scene.Margin, Y: 146, W: p.Width - 2*scene.Margin, H: p.Height - 58 - 146}
}

// Violation is one thing on a page that breaks a rule.
type Violation struct {
	Rule   Rule        `json:"rule"`
	Owners []string    `json:"owners,omitempty"` // cards and edges, or the text itself where nobody owns it
	Got    float64     `json:"got"`
	Want   float64     `json:"want"`
	At     scene.Point `json:"at"`
	Reason string      `json:"reason"`
}

func (v Violation) String() string {
	return fmt.Sprintf("%s at %.0f,%.0f: %s", v.Rule, v.At.X, v.At.Y, v.Reason)
}

// epsilon forgives float noise: a number written with two decimals is as good as the exact one.
const epsilon = .02

// edgeOfSheet is how near the upper and lower end of the page anything but a ground may come.
const edgeOfSheet = 8

// inside is an item with its place in paint order and its box, computed once.
type inside struct {
	scene.Item
	at  int
	box scene.Box
}

// checker holds a page sorted into cards, texts and edges while it is checked.
type checker struct {
	page   scene.Page
	rules  Rules
	items  []inside
	cards  []inside
	bodies map[string]scene.Box // of cards by owner
	texts  []inside
	edges  []edge
	out    []Violation
}

// Page proves a page: it returns every violation, in a fixed order, and none for a good page.
func Page(page scene.Page, rules Rules) []Violation {
	c := newChecker(page, rules)
	if !c.wellFormed() {
		return c.out // geometry with NaN in it proves nothing
	}
	c.margins()
	c.insideBody()
	c.types()
	c.textsApart()
	c.textsInCards()
	c.textsWhole()
	c.contrasts()
	c.cardsApart()
	c.edgeShapes()
	c.edgesAndCards()
	c.edgesAndTexts()
	c.edgePairs()
	c.density()
	c.counted()
	c.fewMarks()
	return c.out
}

func newChecker(page scene.Page, rules Rules) *checker {
	if rules.Body == (scene.Box{}) {
		rules.Body = StandardBody(page)
	}
	c := &checker{page: page, rules: rules, bodies: map[string]scene.Box{}}
	for n, item := range page.Items {
		i := inside{item, n, item.Box()}
		c.items = append(c.items, i)
		switch {
		case item.Role == scene.RoleCard:
			c.cards = append(c.cards, i)
			if _, twice := c.bodies[item.Owner]; !twice {
				c.bodies[item.Owner] = i.box
			}
		case item.Role == scene.RoleEdge:
			c.edges = append(c.edges, newEdge(item))
		case item.Shape == scene.Text:
			c.texts = append(c.texts, i)
		}
	}
	return c
}

func (c *checker) add(rule Rule, at scene.Point, got, want float64, owners []string, reason string, args ...any) {
	c.out = append(
		c.out,
		Violation{Rule: rule, Owners: owners, Got: got, Want: want, At: at, Reason: fmt.Sprintf(reason, args...)},
	)
}

// nameOf is what a violation calls an item: its owner, or the words.
func nameOf(i scene.Item) string {
	if i.Owner != "" {
		return i.Owner
	}
	if i.Text != "" {
		return "“" + i.Text + "”"
	}
	return string(i.Role)
}

func (c *checker) wellFormed() bool {
	before := len(c.out)
	for _, i := range c.items {
		if reason := flaw(i.Item); reason != "" {
			c.add(
				RuleMalformed,
				scene.Point{X: i.X, Y: i.Y},
				0,
				0,
				[]string{nameOf(i.Item)},
				"item %d of %s: %s",
				i.at,
				nameOf(i.Item),
				reason,
			)
		}
	}
	seen := map[string]bool{}
	for _, card := range c.cards {
		if card.Owner == "" || seen[card.Owner] {
			c.add(
				RuleMalformed,
				scene.Point{X: card.X, Y: card.Y},
				2,
				1,
				[]string{card.Owner},
				"card %q has no owner of its own",
				card.Owner,
			)
		}
		seen[card.Owner] = true
	}
	for _, e := range c.edges {
		if e.Owner == "" || seen[e.Owner] {
			c.add(RuleMalformed, e.Points[0], 2, 1, []string{e.Owner}, "edge %q has no owner of its own", e.Owner)
		}
		seen[e.Owner] = true
	}
	return len(c.out) == before
}

// flaw says why no painter can draw an item; empty when one can.
func flaw(i scene.Item) string {
	numbers := append([]float64{i.X, i.Y, i.W, i.H, i.Radius, i.Size, i.Width}, i.Dash...)
	for _, p := range i.Points {
		numbers = append(numbers, p.X, p.Y)
	}
	for _, n := range numbers {
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return "a number is not finite"
		}
	}
	for _, colour := range []string{i.Fill, i.Stroke} {
		if _, ok := scene.Luminance(colour); colour != "" && !ok {
			return fmt.Sprintf("%q is no colour", colour)
		}
	}
	switch {
	case i.W < 0 || i.H < 0 || i.Radius < 0 || i.Width < 0:
		return "a size is negative"
	case i.Shape == scene.Rect || i.Shape == scene.Circle:
	case i.Shape == scene.Line && len(i.Points) < 2:
		return "a line needs two points"
	case i.Shape == scene.Curve && (len(i.Points) < 4 || len(i.Points)%3 != 1):
		return "a curve needs a start and triples"
	case i.Shape == scene.Text && (i.Size <= 0 || i.Fill == "" || i.Anchor != scene.Start && i.Anchor != scene.Middle &&
		i.Anchor != scene.End):
		return "a text needs a size, an ink and a known anchor"
	case i.Shape != scene.Line && i.Shape != scene.Curve && i.Shape != scene.Text:
		return fmt.Sprintf("%q is no shape", i.Shape)
	}
	if i.Role == scene.RoleEdge && i.Shape != scene.Line && i.Shape != scene.Curve {
		return "an edge is one line"
	}
	return ""
}

func (c *checker) margins() {
	const stroke = 1 // half the widest border
	room := scene.Box{
		X: c.rules.Margin,
		Y: edgeOfSheet,
		W: c.page.Width - 2*c.rules.Margin,
		H: c.page.Height - 2*edgeOfSheet,
	}.Inset(
		-stroke,
		-stroke,
	)
	for _, i := range c.items {
		if i.Role == scene.RoleGround || room.Holds(i.box) {
			continue
		}
		over := max(room.X-i.box.X, i.box.Right()-room.Right(), room.Y-i.box.Y, i.box.Bottom()-room.Bottom()) + stroke
		c.add(
			RuleMargin,
			scene.Point{X: i.box.X, Y: i.box.Y},
			over,
			0,
			[]string{nameOf(i.Item)},
			"%s of %s stands %.1f over the page margin",
			i.Shape,
			nameOf(i.Item),
			over,
		)
	}
}

func (c *checker) insideBody() {
	room := c.rules.Body.Inset(-epsilon, -epsilon)
	for _, i := range c.items {
		switch i.Role {
		case scene.RoleCard, scene.RoleBand, scene.RoleCaption, scene.RoleEdge, scene.RoleArrow:
		default:
			continue
		}
		if !room.Holds(i.box) {
			over := max(room.X-i.box.X, i.box.Right()-room.Right(), room.Y-i.box.Y, i.box.Bottom()-room.Bottom())
			c.add(
				RuleBody,
				scene.Point{X: i.box.X, Y: i.box.Y},
				over,
				0,
				[]string{nameOf(i.Item)},
				"%s %s stands %.1f outside the body",
				i.Role,
				nameOf(i.Item),
				over,
			)
		}
	}
}

// types checks each text by itself.
func (c *checker) types() {
	for _, t := range c.texts {
		if t.Size < c.rules.LeastText-epsilon {
			c.add(
				RuleSmall,
				scene.Point{X: t.X, Y: t.Y},
				t.Size,
				c.rules.LeastText,
				[]string{nameOf(t.Item)},
				"“%s” is set in %.1f",
				t.Text,
				t.Size,
			)
		}
		if missing := scene.Unknown(t.Text); len(missing) > 0 {
			c.add(
				RuleGlyph,
				scene.Point{X: t.X, Y: t.Y},
				float64(len(missing)),
				0,
				[]string{nameOf(t.Item)},
				"the font has no %q of “%s”",
				string(missing),
				t.Text,
			)
		}
	}
}

func (c *checker) cardsApart() {
	for i, a := range c.cards {
		for _, b := range c.cards[:i] {
			gap := a.box.Gap(b.box)
			if gap < c.rules.CardGap-epsilon {
				c.add(
					RuleCards,
					scene.Point{X: a.X, Y: a.Y},
					gap,
					c.rules.CardGap,
					[]string{b.Owner, a.Owner},
					"cards %s and %s are %.1f apart",
					b.Owner,
					a.Owner,
					gap,
				)
			}
		}
	}
}

func (c *checker) density() {
	if c.rules.Fill <= 0 && c.rules.Coverage <= 0 {
		return
	}
	at := scene.Point{X: c.rules.Body.X, Y: c.rules.Body.Y}
	if got := c.fill(); got < c.rules.Fill {
		c.add(
			RuleFill,
			at,
			got,
			c.rules.Fill,
			nil,
			"cards, heads and captions fill %.2f of the body, not %.2f",
			got,
			c.rules.Fill,
		)
	}
	if got := c.coverage(); got < c.rules.Coverage {
		c.add(
			RuleCoverage,
			at,
			got,
			c.rules.Coverage,
			nil,
			"%.2f of the body's cells have something in them, not %.2f",
			got,
			c.rules.Coverage,
		)
	}
}

// counted looks for the words "12/40" on a page that leaves something out.
func (c *checker) counted() {
	if c.page.Shown >= c.page.Total {
		return
	}
	want := fmt.Sprintf("%d/%d", c.page.Shown, c.page.Total)
	for _, t := range c.texts {
		if strings.Contains(strings.ReplaceAll(t.Text, " ", ""), want) {
			return
		}
	}
	c.add(
		RuleCount,
		scene.Point{},
		float64(c.page.Shown),
		float64(c.page.Total),
		nil,
		"the page shows %d of %d and does not say %s",
		c.page.Shown,
		c.page.Total,
		want,
	)
}

// Marks are the kinds of marks on a page, in order: the classes of what is no card and no edge, and a dashed card.
func Marks(page scene.Page) []string {
	kinds := map[string]bool{}
	for _, i := range page.Items {
		switch {
		case i.Role == scene.RoleCard && len(i.Dash) > 0:
			kinds["dashed card"] = true
		case i.Role != scene.RoleCard && i.Role != scene.RoleEdge && i.Class != "":
			kinds[i.Class] = true
		}
	}
	return slices.Sorted(maps.Keys(kinds))
}

func (c *checker) fewMarks() {
	kinds := Marks(c.page)
	if most := c.rules.MostMarks; most > 0 && len(kinds) > most {
		c.add(
			RuleMarks,
			scene.Point{},
			float64(len(kinds)),
			float64(most),
			nil,
			"the page has %d kinds of marks, not %d: %s",
			len(kinds),
			most,
			strings.Join(kinds, ", "),
		)
	}
}
