package supply

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the strip.
const (
	stripNames    = 183.0 // baseline of the names of groups
	stripTop      = 192.0
	stripHeight   = 30.0
	stripSeam     = 6.0
	ownSeam       = 10.0                                           // between those with a ring
	stripText     = 27.0                                           // of a chip, before its text
	mostGroupName = 180.0                                          // a wider name is cut where its links are narrower
	leastLeap     = 34.0                                           // between two groups
	mostLeap      = 150.0                                          // longer arrows say nothing more
	stripRing     = 2.5                                            // around those of the enterprise
	stripRoom     = scene.PageWidth - 2*scene.Margin - 2*stripRing // of all groups
	// between the groups and those beside them, with the bar in its middle
	stripRule = 44.0
)

// paintGroup is a group of the strip while it is fitted.
type stripGroup struct {
	diagram.StripGroup
	beside bool
	shown  int // links that stand by name; the rest is counted
	names  []string
	width  float64
}

// fit gives the group its width when no name may be wider than most.
func (g *stripGroup) fit(most float64) {
	g.names = nil
	chips := -g.seam()
	for _, l := range g.Links[:g.shown] {
		name := scene.Clip(l.Name, sheet.SmallSize, true, most)
		g.names = append(g.names, name)
		chips += stripWidth(name, l.State) + g.seam()
	}
	if g.shown < len(g.Links) {
		chips += scene.Measure(g.more(), sheet.SmallSize, true) + 14 + g.seam()
	}
	g.width = max(chips, min(scene.Measure(g.Name, sheet.SmallSize, g.Own), mostGroupName))
}

func (g *stripGroup) seam() float64 {
	if g.Own {
		return ownSeam
	}
	return stripSeam
}

func (g *stripGroup) more() string { return fmt.Sprintf("+%d", len(g.Links)-g.shown) }

func stripWidth(name string, state diagram.State) float64 {
	w := scene.Measure(name, sheet.SmallSize, true) + stripText + 9
	if scene.StateInks[string(state)].Corner {
		w += 10
	}
	return w
}

// fitStrip lets names shrink and groups count their links until all groups fit beside each other: those beside the
// enterprise's link first, then the longest.
func fitStrip(strip diagram.SupplyStrip) []*stripGroup {
	var groups []*stripGroup
	for _, g := range strip.Groups {
		groups = append(groups, &stripGroup{StripGroup: g})
	}
	if strip.Parallel != nil {
		groups = append(groups, &stripGroup{StripGroup: *strip.Parallel, beside: true})
	}
	for _, most := range []float64{300, 160, 110, 70} {
		for _, g := range groups {
			g.shown = min(len(g.Links), scene.MostListed)
			g.fit(most)
		}
		for stripNeeds(groups) > stripRoom {
			g := toFold(groups)
			if g == nil {
				break
			}
			g.shown--
			g.fit(most)
		}
		if stripNeeds(groups) <= stripRoom {
			break
		}
	}
	return groups
}

// toFold is the group that next counts one of its links: the one beside while it names more than two, else the widest;
// nil when all name a single link.
func toFold(groups []*stripGroup) *stripGroup {
	var widest *stripGroup
	for _, g := range groups {
		switch {
		case g.beside && g.shown > 2:
			return g
		case g.shown > 1 && (widest == nil || g.width > widest.width):
			widest = g
		}
	}
	return widest
}

// stripNeeds is the least width of all groups.
func stripNeeds(groups []*stripGroup) float64 {
	w := 0.0
	for i, g := range groups {
		w += g.width
		switch {
		case i == 0:
		case g.beside:
			w += stripRule
		default:
			w += leastLeap
		}
	}
	return w
}

// paintStrip draws the groups from far upstream to far downstream, an arrow from each to the next.
func (m *layout) paintStrip(s *sheet.Sheet) {
	strip := m.content.Strip
	if strip.Empty != "" {
		b := scene.Box{
			X: scene.Margin,
			Y: stripNames - 12,
			W: scene.PageWidth - 2*scene.Margin,
			H: stripTop + stripHeight - stripNames + 12,
		}
		blankBox(s, b, strip.Empty)
		return
	}
	groups := fitStrip(strip)
	leaps := 0
	for i, g := range groups {
		if i > 0 && !g.beside {
			leaps++
		}
	}
	leap := leastLeap
	if leaps > 0 {
		leap = min(mostLeap, leap+max(0, stripRoom-stripNeeds(groups))/float64(leaps))
	}
	x := scene.Margin + stripRing
	for i, g := range groups {
		switch {
		case i == 0:
		case g.beside:
			s.Rule(scene.RoleMark, x+stripRule/2, stripNames-11, x+stripRule/2, stripTop+stripHeight)
			x += stripRule
		default:
			y := stripTop + stripHeight/2
			head := scene.ArrowHead(scene.Point{X: x + leap - 6, Y: y}, 1, 0, scene.Secondary, 8)
			head.Role = scene.RoleMark
			s.Add(
				scene.Item{
					Shape:  scene.Line,
					Role:   scene.RoleMark,
					Points: []scene.Point{{X: x + 6, Y: y}, {X: x + leap - 10, Y: y}},
					Stroke: scene.Secondary,
					Width:  1.5,
				},
				head,
			)
			x += leap
		}
		paintGroup(s, g, x)
		x += g.width
	}
}

func paintGroup(s *sheet.Sheet, g *stripGroup, x float64) {
	ink := scene.Secondary
	if g.Own {
		ink = scene.Accent
	}
	s.Text(
		scene.RoleCaption,
		x,
		stripNames,
		scene.Clip(g.Name, sheet.SmallSize, g.Own, g.width),
		sheet.SmallSize,
		g.Own,
		ink,
	)
	for i, l := range g.Links[:g.shown] {
		w := stripWidth(g.names[i], l.State)
		stripChip(s, l, g.names[i], scene.Box{X: x, Y: stripTop, W: w, H: stripHeight}, g.Own)
		x += w + g.seam()
	}
	if g.shown < len(g.Links) {
		s.Text(
			scene.RoleContent,
			x+6,
			sheet.Base(scene.Box{Y: stripTop, H: stripHeight}, sheet.SmallSize),
			g.more(),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
	}
}

// stripChip draws a link in the look of its state; those of the enterprise have a ring.
func stripChip(s *sheet.Sheet, l diagram.StripLink, name string, b scene.Box, own bool) {
	look := scene.StateInks[string(l.State)]
	s.Owner = "strip/" + l.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: l.Href, Name: l.Name})
	if own {
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			Class:  "own",
			X:      b.X - stripRing,
			Y:      b.Y - stripRing,
			W:      b.W + 2*stripRing,
			H:      b.H + 2*stripRing,
			Radius: 6.5,
			Stroke: scene.Accent,
			Width:  2,
		})
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  stateClass(l.State),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 4,
		Fill:   look.Fill,
		Stroke: look.Stroke,
		Width:  min(1.6, look.Width),
		Dash:   look.Dash,
	})
	if look.Corner {
		s.Add(scene.CornerLines(b.Right(), b.Bottom(), look.Stroke)...)
	}
	s.Add(scene.CoverageMark(string(l.State), b.X+15, b.Y+b.H/2, look.Mark)...)
	s.Text(scene.RoleContent, b.X+stripText, sheet.Base(b, sheet.SmallSize), name, sheet.SmallSize, true, look.Text)
	s.Owner = ""
}

// stateClass is the class of what shows a state and is no card of it: a reader who hides cards by state counts only
// these.
func stateClass(s diagram.State) string { return "state/" + string(s) }

// blankBox says in the room of something what is not given.
func blankBox(s *sheet.Sheet, b scene.Box, words string) {
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  "blank",
		X:      b.X + .5,
		Y:      b.Y + .5,
		W:      b.W - 1,
		H:      b.H - 1,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1,
		Dash:   []float64{5, 4},
	})
	lines, size := scene.FitText(words, false, b.W-20, b.W-20, 2, 15, 14, sheet.SmallSize)
	y := sheet.Base(b, size) - 10*float64(len(lines)-1)
	for _, l := range lines {
		s.Middle(scene.RoleContent, b.X+b.W/2, y, l, size, false, scene.Secondary)
		y += 20
	}
	s.Joined(len(lines))
}
