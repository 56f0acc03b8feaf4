package places

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Levels of detail of a place, from all to least.
const (
	everyFirm  = iota // a line for each enterprise; link names that are long take a line of their own
	shortNames        // a line for each enterprise, long link names cut
	aLineALink        // enterprises of a link joined on its line
	onlyCounts        // links with their numbers of enterprises, side by side
	onlyStates        // links counted by state
	levels
)

// mapCard is a place on the page.
type mapCard struct {
	place diagram.Place
	lang  string
	city  bool // its rows are chains
	level int
	least int // of the level: the drawing was asked to say less
	x, w  float64
}

const (
	pad          = 12.0
	seatLine     = 23.0
	stubHeight   = 46.0
	stubOnLine   = 29.0  // with the name only
	barredOnLine = 52.0  // with the name and the beginning of the reason
	cellWidth    = 158.0 // least, of a link with its count
)

func (c *mapCard) pick(zh, en string) string { return sheet.Pick(c.lang, zh, en) }

// stub tells that the chain has nothing here.
func (c *mapCard) stub() bool {
	return c.place.Firms == 0 && len(c.place.Rows) == 0 && c.place.Host == "" && c.place.Restriction == ""
}

// barred tells that nothing may be built here and nothing of the chain is.
func (c *mapCard) barred() bool {
	return c.place.Restriction != "" && c.place.Firms == 0 && c.place.Host == ""
}

func (c *mapCard) height(extra float64) float64 {
	switch {
	case c.stub() && c.level > c.least:
		return stubOnLine
	case c.stub():
		return stubHeight
	case c.barred() && c.level > everyFirm:
		return barredOnLine
	case c.barred():
		return 42 + 19*float64(len(c.barredText())) + 16
	}
	return sheet.HeightOf(c.lines(), extra) + 8
}

// less is the next level that saves height, and how much; -1 when none does.
func (c *mapCard) less() (level int, gain float64) {
	now := c.height(0)
	for level := c.level + 1; level < levels; level++ {
		other := *c
		other.level = level
		if gain := now - other.height(0); gain > .5 {
			return level, gain
		}
	}
	return -1, 0
}

func (c *mapCard) paint(s *sheet.Sheet, y, h, extra float64) {
	b := scene.Box{X: c.x, Y: y, W: c.w, H: h}
	s.Owner = c.place.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: c.place.ID, Href: c.place.Href, Name: c.spoken()})
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 4,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1.2,
	}
	switch {
	case c.stub():
		s.Add(body)
		c.paintStub(s, b)
	case c.barred():
		body.Stroke = scene.UnknownEdge
		s.Add(body)
		c.paintBarred(s, b)
	default:
		if c.place.Host != "" {
			body.Stroke, body.Width = scene.Accent, 1.8
		}
		s.Add(body)
		s.Add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X, Y: b.Y, W: b.W, H: 4, Fill: body.Stroke})
		s.PaintLines(c.lines(), b.X+pad, b.Y, b.W-2*pad, extra)
	}
	s.Owner = ""
}

// spoken is what a screen reader says of the place.
func (c *mapCard) spoken() string {
	parts := []string{c.place.Name, c.place.Kind}
	if c.place.Restriction != "" {
		parts = append(parts, c.place.Restriction)
	}
	if c.place.Host != "" {
		parts = append(parts, c.place.Host)
	}
	return strings.Join(append(parts, c.count()), c.pick("，", ", "))
}

func (c *mapCard) count() string {
	return sheet.Counted(c.lang, c.place.Firms, "家", "firm", "firms")
}

// kind is the small line under the name, as much as fits: what sort of place it is and what is said of it.
func (c *mapCard) kind(room float64) string {
	kind, note := c.place.Kind, c.place.Note
	switch {
	case c.place.Whole && c.place.Firms > 0:
		kind = c.pick("区内未注明园区", "park not given")
	case c.place.Whole:
		kind = c.pick("本区其他位置", "elsewhere in the district")
	}
	if note == "" || c.place.Restriction != "" {
		return scene.Clip(kind, sheet.SmallSize, false, room)
	}
	for _, text := range []string{kind + " · " + note, note} {
		if scene.Measure(text, sheet.SmallSize, false) <= room {
			return text
		}
	}
	return scene.Clip(kind, sheet.SmallSize, false, room)
}

func (c *mapCard) paintStub(s *sheet.Sheet, b scene.Box) {
	room := b.W - 2*pad
	name, size := sheet.Fitted(c.place.Name, true, room, 15, 14, sheet.SmallSize)
	if scene.Measure(c.place.Name, sheet.SmallSize, true) > room {
		name, size = sheet.Fitted(c.place.Short, true, room, 15, 14, sheet.SmallSize)
	}
	if b.H < stubHeight {
		w := s.Text(scene.RoleContent, b.X+pad, sheet.Base(b, size), name, size, true, scene.Secondary)
		if rest := room - w - 14; rest > 60 {
			s.TextEnd(
				scene.RoleContent,
				b.Right()-pad,
				sheet.Base(b, size),
				c.kind(rest),
				sheet.SmallSize,
				false,
				scene.Secondary,
			)
		}
		return
	}
	s.Text(scene.RoleContent, b.X+pad, b.Y+19.5, name, size, true, scene.Secondary)
	s.Text(scene.RoleContent, b.X+pad, b.Y+37.5, c.kind(room), sheet.SmallSize, false, scene.Secondary)
}

// barredText is what the plate of a barred place says under its name.
func (c *mapCard) barredText() []string {
	text := c.place.Restriction
	if c.place.RestrictedOn != "" {
		text += c.pick("（", " (") + c.place.RestrictedOn + c.pick("）", ")")
	}
	room := c.w - 2*22 - 2*10
	if set, ok := scene.Wrap(text, sheet.SmallSize, false, room, 3); ok {
		return set
	}
	return []string{scene.Clip(text, sheet.SmallSize, false, room)}
}

func (c *mapCard) paintBarred(s *sheet.Sheet, b scene.Box) {
	plate := b.Inset(22, 9)
	s.Add(scene.Hatch(b, plate, 15, scene.UnknownEdge)...)
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      plate.X,
		Y:      plate.Y,
		W:      plate.W,
		H:      plate.H,
		Radius: 3,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1,
	})
	s.Add(scene.ForbiddenMark(plate.X+19, plate.Y+18)...)
	name, size := sheet.Fitted(c.place.Name, true, plate.W-44, 16, 15, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, plate.X+34, plate.Y+24, name, size, true, scene.Ink)
	if c.level > everyFirm {
		why, x := c.place.Restriction, plate.X+34+w+12
		if room := plate.Right() - 10 - x; room > 60 {
			if brief, _, more := strings.Cut(why, "："); more && brief != "" &&
				scene.Measure(why, sheet.SmallSize, false) > room {
				why = brief // what follows a colon only explains; behind a comma there may be an exception
			}
			text := scene.Clip(why, sheet.SmallSize, false, room)
			s.Text(scene.RoleContent, x, plate.Y+24, text, sheet.SmallSize, false, scene.Secondary)
		}
		return
	}
	for i, text := range c.barredText() {
		s.Text(scene.RoleContent, plate.X+10, plate.Y+46+19*float64(i), text, sheet.SmallSize, false, scene.Secondary)
	}
	s.Joined(len(c.barredText()))
}

// lines are the rows of a card at its level.
func (c *mapCard) lines() []sheet.Line {
	lines := []sheet.Line{c.title()}
	if c.place.Restriction != "" {
		lines = append(lines, c.note(c.place.Restriction, scene.Red))
	}
	switch {
	case c.city && c.level <= aLineALink:
		for i, row := range c.place.Rows {
			lines = append(lines, c.chainLines(row, i > 0))
		}
	case c.level <= shortNames:
		lines = append(lines, c.firmLines()...)
	case c.level == aLineALink:
		for i, row := range c.place.Rows {
			lines = append(lines, c.linkLine(row, i > 0))
		}
	case c.level == onlyCounts:
		lines = append(lines, c.countLines()...)
	case len(c.place.Rows) > 0:
		lines = append(lines, c.stateLine())
	}
	if c.level < onlyCounts {
		for _, text := range c.place.Notes {
			lines = append(lines, c.note(text, scene.Secondary))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, c.note(c.pick("未见本链企业", "No firm of this chain seen"), scene.Secondary))
	}
	return lines
}

// title writes the name, how many enterprises there are, what the place is for the chain and what it is.
func (c *mapCard) title() sheet.Line {
	return sheet.Line{H: 62, Paint: func(s *sheet.Sheet, at scene.Box) {
		end := at.Right()
		if c.place.Firms > 0 {
			end -= s.TextEnd(scene.RoleContent, end, at.Y+28, c.count(), 17, true, scene.Accent) + 12
		}
		tag := 0.0
		if c.place.Host != "" {
			tag = scene.Measure(c.place.Host, sheet.SmallSize, true) + 14
			if c.place.HostOpen {
				tag += scene.LevelWidth + 4
			}
		}
		below := 0.0 // of the tag, when it finds no place beside the name
		wide := scene.Measure(c.place.Name, 16, true)
		if tag > 0 && wide+tag+10 > end-at.X {
			below = tag + 10
		} else if tag > 0 {
			end -= tag + 10
		}
		name, size := sheet.Fitted(c.place.Name, true, end-at.X, 18, 17, 16, 15, 14, sheet.SmallSize)
		s.Text(scene.RoleContent, at.X, at.Y+28, name, size, true, scene.Ink)
		if tag > 0 && below == 0 {
			c.tag(s, end+10, at.Y+22)
		} else if tag > 0 {
			c.tag(s, at.Right()-tag, at.Y+45)
		}
		if n := c.open(); c.level >= onlyCounts && n > 0 { // no line below says of whom
			text := c.pick(fmt.Sprintf("核 %d 家", n), fmt.Sprintf("%d to be verified", n))
			below += s.TextEnd(
				scene.RoleContent,
				at.Right()-below,
				at.Y+49.5,
				text,
				sheet.SmallSize,
				false,
				scene.Secondary,
			) + 10
		}
		s.Text(scene.RoleContent, at.X, at.Y+49.5, c.kind(at.W-below), sheet.SmallSize, false, scene.Secondary)
		s.Rule(scene.RoleMark, at.X, at.Y+58.5, at.Right(), at.Y+58.5)
	}}
}

// tag says that the place hosts the chain; y is its middle.
func (c *mapCard) tag(s *sheet.Sheet, x, y float64) {
	w := scene.Measure(c.place.Host, sheet.SmallSize, true) + 14
	s.Add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: x, Y: y - 10, W: w, H: 20, Radius: 3, Fill: scene.Accent})
	s.Text(scene.RoleContent, x+7, y+5, c.place.Host, sheet.SmallSize, true, scene.Ground)
	if c.place.HostOpen {
		s.Add(scene.OpenMark(x+w+4, y-8.5)...)
	}
}

// note is a remark at the foot, on up to two lines.
func (c *mapCard) note(text string, ink string) sheet.Line {
	room := c.w - 2*pad - 10
	set, ok := scene.Break(text, sheet.SmallSize, false, room, room)
	if !ok {
		set = []string{scene.Clip(text, sheet.SmallSize, false, room)}
	}
	return sheet.Line{H: 8 + 18*float64(len(set)), Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Add(
			scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: at.X, Y: at.Y + 6, W: 3, H: at.H - 8, Fill: scene.Hairline},
		)
		for i, t := range set {
			s.Text(scene.RoleContent, at.X+10, at.Y+18.5+18*float64(i), t, sheet.SmallSize, false, ink)
		}
		s.Joined(len(set))
	}}
}
