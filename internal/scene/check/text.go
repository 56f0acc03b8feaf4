package check

import (
	"chainchief/internal/scene"
	"slices"
)

// textsApart compares texts pair by pair. Parts of one text may touch: runs of a line, such as a label and a name in
// another ink, and the characters of an upright label.
func (c *checker) textsApart() {
	for i := range c.texts {
		a := &c.texts[i] // items are large: pairs of them are not copied
		near := a.box.Inset(-c.rules.TextGap, -c.rules.TextGap)
		for j := range c.texts[:i] {
			b := &c.texts[j]
			if !near.Meets(b.box) {
				continue
			}
			gap := a.box.Gap(b.box)
			want := c.rules.TextGap
			run, upright := a.Y == b.Y, a.X == b.X && a.Role == scene.RoleBand && b.Role == scene.RoleBand
			if a.Owner == b.Owner && (run || upright) {
				want = 0
			}
			overlap := a.box.Shared(b.box)
			if overlap > epsilon*a.Size || gap < want-epsilon {
				c.add(
					RuleTexts,
					scene.Point{X: a.box.X, Y: a.box.Y},
					gap,
					want,
					[]string{nameOf(b.Item), nameOf(a.Item)},
					"“%s” and “%s” are %.1f apart, overlapping %.0f",
					b.Text,
					a.Text,
					gap,
					overlap,
				)
			}
		}
	}
}

func (c *checker) textsInCards() {
	for _, t := range c.texts {
		card, has := c.bodies[t.Owner]
		if !has || t.Role != scene.RoleContent && t.Role != scene.RoleMark {
			continue
		}
		room := card.Inset(c.rules.TextInset-epsilon, -epsilon)
		if !room.Holds(t.box) {
			over := max(room.X-t.box.X, t.box.Right()-room.Right(), room.Y-t.box.Y, t.box.Bottom()-room.Bottom())
			c.add(
				RuleInCard,
				scene.Point{X: t.box.X, Y: t.box.Y},
				over,
				0,
				[]string{t.Owner},
				"“%s” leaves its card %s by %.1f",
				t.Text,
				t.Owner,
				over,
			)
		}
	}
}

// textsWhole looks for borders and marks that run through a text and for fills painted over it. A mark may lie wholly
// beneath a text, as its plate, and a line that is meant to strike it out runs through it. Grounds may end beneath a
// text; edges have their own rule.
func (c *checker) textsWhole() {
	const tolerance = .3 // antialiasing hides less
	for _, t := range c.texts {
		ink := t.box.Inset(tolerance, tolerance)
		for n := range c.items {
			i := &c.items[n]
			if i.Shape == scene.Text || i.Role == scene.RoleEdge || i.Class == scene.Struck || i.Fill == "" && i.Stroke == "" ||
				!i.box.Inset(-.01, -.01).Meets(ink) {
				continue
			}
			over := i.at > t.at && i.Fill != "" && i.covers(ink)
			cut := (i.Role != scene.RoleGround || i.Stroke != "") && i.OutlineEnters(ink)
			if over || cut {
				c.add(
					RuleCut,
					scene.Point{X: t.box.X, Y: t.box.Y},
					1,
					0,
					[]string{nameOf(t.Item), nameOf(i.Item)},
					"%s %s of %s covers or cuts “%s”",
					i.Role,
					i.Shape,
					nameOf(i.Item),
					t.Text,
				)
			}
		}
	}
}

// covers tells whether a fill lies over some of a box.
func (i *inside) covers(b scene.Box) bool {
	return i.Encloses(scene.Point{X: b.X + b.W/2, Y: b.Y + b.H/2}) || i.OutlineEnters(b)
}

// contrasts samples what lies beneath each text and takes the worst.
func (c *checker) contrasts() {
	for _, t := range c.texts {
		want := c.rules.Contrast
		if t.Bold && t.Size >= 18 {
			want = c.rules.ContrastLarge
		}
		var under []*inside
		for n := range c.items[:t.at] {
			i := &c.items[n]
			if i.Fill != "" && i.Shape != scene.Text && i.box.Meets(t.box) {
				under = append(under, i)
			}
		}
		slices.Reverse(under)
		worst, ground := 21.0, ""
		for _, p := range samples(t.box) {
			fill := fillAt(under, p)
			if got := scene.Contrast(t.Fill, fill); got < worst {
				worst, ground = got, fill
			}
		}
		if worst < want-epsilon {
			c.add(
				RuleContrast,
				scene.Point{X: t.box.X, Y: t.box.Y},
				worst,
				want,
				[]string{nameOf(t.Item)},
				"“%s” in %s on %s has contrast %.1f, not %.1f",
				t.Text,
				t.Fill,
				ground,
				worst,
				want,
			)
		}
	}
}

func samples(b scene.Box) []scene.Point {
	var out []scene.Point
	for _, x := range []float64{.1, .3, .5, .7, .9} {
		for _, y := range []float64{.25, .75} {
			out = append(out, scene.Point{X: b.X + x*b.W, Y: b.Y + y*b.H})
		}
	}
	return out
}

// fillAt is the uppermost fill at a point; the page is white.
func fillAt(fromTop []*inside, p scene.Point) string {
	for _, i := range fromTop {
		if i.box.Has(p) && i.Encloses(p) {
			return i.Fill
		}
	}
	return scene.Ground
}
