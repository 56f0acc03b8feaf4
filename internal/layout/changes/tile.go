package changes

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// groupInk is how a group of changes looks: filled, or white with a border.
var groupInk = map[diagram.Group]struct{ fill, stroke, ink string }{
	diagram.Better:   {"#0f766e", "#0f766e", scene.Ground},
	diagram.Worse:    {scene.Ground, scene.Red, scene.Red},
	diagram.Adjusted: {scene.Accent, scene.Accent, scene.Ground},
}

// tileState is the state that a tile shows: the later one, or the last that a removed link had.
func tileState(t diagram.Tile) string {
	if t.After == "" {
		return string(t.Before)
	}
	return string(t.After)
}

// tileWords says in a few words what became of a link: of its state first, then of its gap or which way it went.
func tileWords(t diagram.Tile, lang string) []string {
	var parts []string
	switch {
	case t.Before == "":
		parts = append(parts, sheet.Pick(lang, "新环节", "new link"))
	case t.After == "":
		parts = append(parts, sheet.Pick(lang, "环节移除", "link removed"))
	case t.Before != t.After:
		parts = append(parts, t.Before.Word(lang)+" → "+t.After.Word(lang))
	}
	switch {
	case t.Closed && t.After != "":
		parts = append(parts, sheet.Pick(lang, "缺口关闭", "gap closed"))
	case t.Opened && t.Before != "":
		parts = append(parts, sheet.Pick(lang, "新增缺口", "new gap"))
	case t.Aside != "":
		parts = append(parts, t.Brief)
	case t.Before == "" || t.After == "":
	case len(parts) > 0 && t.Group == diagram.Better:
		parts = append(parts, sheet.Pick(lang, "升级", "up"))
	case len(parts) > 0:
		parts = append(parts, sheet.Pick(lang, "降级", "down"))
	}
	if len(parts) == 0 {
		for _, c := range []struct {
			n      int
			zh, en string
		}{{len(t.Added), "企业新增", "firms new"}, {len(t.Lost), "企业退出", "firms gone"}, {len(t.In), "企业移入", "firms moved in"},
			{len(t.Out), "企业移出", "firms moved out"}} {
			if c.n > 0 {
				parts = append(parts, sheet.Pick(lang, c.zh, c.en))
			}
		}
	}
	return parts
}

const stripHigh = 25.0

func (s *page) paintTile(c *tileCell, lang string) {
	t := c.tile
	s.Owner = t.ID
	spoken := []string{t.Name, diagram.State(tileState(t)).Word(lang)}
	if t.Changed() {
		spoken = append(spoken, tileWords(t, lang)...)
		if t.Said != "" {
			spoken = append(spoken, t.Said)
		}
	}
	s.Page.Targets = append(
		s.Page.Targets,
		scene.Target{Owner: t.ID, Href: t.Href, Name: strings.Join(spoken, sheet.Pick(lang, "，", ", "))},
	)
	if t.Changed() {
		s.changedTile(c, lang)
	} else {
		s.quietTile(c, lang)
	}
	s.Owner = ""
}

// quietTile is a link of which nothing changed: faint, with its mark, name and enterprises.
func (s *page) quietTile(c *tileCell, lang string) {
	t, b := c.tile, c.box
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  tileState(t),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 4,
		Fill:   scene.FaintBand,
		Stroke: scene.Hairline,
		Width:  1,
	}
	if t.After == "missing" || t.After == "outside" {
		body.Dash = scene.StateInks[string(t.After)].Dash
	}
	s.Add(body)
	room := b.W - sheet.TextLeft - 8
	lines := 1
	if b.H >= 50 {
		lines = 2
	}
	set, size := tileName(t.Name, false, room, room, lines+int((b.H-50)/40))
	firms := ""
	if b.H >= 19*float64(len(set))+29 {
		firms = standing(t, room, lang)
	}
	high := 19 * float64(len(set))
	if firms != "" {
		high += 18
	}
	y := b.Y + (b.H-high)/2 + 14.5
	s.Add(sheet.StateMark(tileState(t), b.X+17, y-5)...)
	for i, text := range set {
		s.Text(scene.RoleContent, b.X+sheet.TextLeft, y+19*float64(i), text, size, false, scene.Ink)
	}
	s.Joined(len(set))
	if firms != "" {
		s.Text(scene.RoleContent, b.X+sheet.TextLeft, y+19*float64(len(set)), firms, sheet.SmallSize, false, scene.Secondary)
	}
}

// standing lists in a width who stands on a link: local enterprises, else those of the circle; by number when not even
// one name fits.
func standing(t diagram.Tile, width float64, lang string) string {
	list, label := t.Firms, ""
	if len(list) == 0 {
		list, label = t.Circle, sheet.Pick(lang, "圈内：", "circle: ")
	}
	if len(list) == 0 {
		return ""
	}
	count := func(all int) string { return sheet.Counted(lang, all, "家", "firm", "firms") }
	more := func(all int) string { return " " + diagram.InFew(lang, all, "家") }
	least := list[0]
	if len(list) > 1 {
		least += more(len(list))
	}
	if scene.Measure(label+least, sheet.SmallSize, false) > width {
		return scene.Clip(label+count(len(list)), sheet.SmallSize, false, width)
	}
	text, _ := scene.FitList(
		list,
		sheet.Pick(lang, "、", ", "),
		sheet.SmallSize,
		width-scene.Measure(label, sheet.SmallSize, false),
		more,
	)
	return label + text
}

// changedTile is a link with a change: its colour, its number, who came and went, and a strip with the change in words.
func (s *page) changedTile(c *tileCell, lang string) {
	t, b := c.tile, c.box
	ink := scene.StateInks[tileState(t)]
	if t.After == "" {
		ink = scene.StateInks["missing"]
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  tileState(t),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   ink.Fill,
		Stroke: ink.Stroke,
		Width:  2.2,
		Dash:   ink.Dash,
	})
	s.Add(scene.CoverageMark(tileState(t), b.X+17, b.Y+18, ink.Mark)...)
	disc := scene.NumberWidth(t.Number)
	s.Add(scene.NumberDisc(t.Number, b.Right()-5-disc/2, b.Y+17)...)
	bottom := b.Bottom() - stripHigh - 2
	lines := 1
	if bottom-b.Y >= 48 {
		lines = 2
	}
	rest := b.W - sheet.TextLeft - 8
	set, size := tileName(t.Name, true, rest-disc-3, rest, lines+int((bottom-b.Y-48)/38))
	y := b.Y + 23
	for i, text := range set {
		if t.After == "" {
			s.strike(b.X+sheet.TextLeft, y+19*float64(i), text, size, true, ink.Text)
		}
		s.Text(scene.RoleContent, b.X+sheet.TextLeft, y+19*float64(i), text, size, true, ink.Text)
	}
	s.Joined(len(set))
	s.tilePeople(c, ink, y+19*float64(len(set))+.5, bottom, lang)
	s.strip(t, scene.Box{X: b.X, Y: b.Bottom() - stripHigh, W: b.W, H: stripHigh}, lang)
}

// tileName sets a name in one or two lines; in three only when it would have to be cut else.
func tileName(name string, bold bool, first, rest float64, lines int) ([]string, float64) {
	set, size := scene.FitName(name, bold, first, rest, min(lines, 2), 15.5, 15, 14, sheet.SmallSize)
	if lines > 2 && strings.HasSuffix(set[len(set)-1], "…") {
		if more, ok := scene.Wrap(name, sheet.SmallSize, bold, first, 3); ok {
			return more, sheet.SmallSize
		}
	}
	return set, size
}

// strip says the change in words at the foot of a card.
func (s *page) strip(t diagram.Tile, at scene.Box, lang string) {
	look := groupInk[t.Group]
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      at.X,
		Y:      at.Y,
		W:      at.W,
		H:      at.H,
		Radius: 4,
		Fill:   look.fill,
		Stroke: look.stroke,
		Width:  2,
	})
	words := tileWords(t, lang)
	for len(words) > 1 && scene.Measure(strings.Join(words, " · "), sheet.SmallSize, true) > at.W-10 {
		words = words[:len(words)-1] // the list says it too
	}
	text, size := sheet.FittedText(strings.Join(words, " · "), true, at.W-10, 14.5, 14, sheet.SmallSize)
	s.Add(scene.Item{
		Shape:  scene.Text,
		Role:   scene.RoleContent,
		X:      at.X + at.W/2,
		Y:      sheet.Base(at, size),
		Text:   text,
		Size:   size,
		Bold:   true,
		Anchor: scene.Middle,
		Fill:   look.ink,
	})
}

// strike draws the line through a text that is no longer true; it lies beneath the text, which stays whole.
func (s *page) strike(x, y float64, text string, size float64, bold bool, ink string) {
	s.Rect(scene.RoleGround, scene.Box{X: x, Y: y - .37*size, W: scene.Measure(text, size, bold), H: 1.2}, ink)
}

// tilePeople lists who came and went, as many as there is room for, the last line with the number of the others; then
// who stayed.
func (s *page) tilePeople(c *tileCell, ink scene.StateInk, y, bottom float64, lang string) {
	const step = 19.0
	type row struct {
		mark   func(cx, cy float64) []scene.Item
		m      diagram.Mover
		struck bool
	}
	var rows []row
	for _, part := range []struct {
		list   []diagram.Mover
		mark   func(cx, cy float64) []scene.Item
		struck bool
	}{{c.tile.Added, scene.AddedMark, false}, {c.tile.In, scene.MovedMark, false}, {c.tile.Lost, scene.LostMark, true},
		{c.tile.Out, scene.MovedMark, true}} {
		for _, m := range part.list {
			rows = append(rows, row{part.mark, m, part.struck})
		}
	}
	room := int((bottom - y + step - 5) / step)
	x := c.box.X + sheet.TextLeft
	width := c.box.W - sheet.TextLeft - 8
	for i, r := range rows[:max(0, min(room, len(rows)))] {
		w := width
		if i == room-1 && len(rows) > room {
			w -= s.TextEnd(
				scene.RoleContent,
				x+width,
				y,
				fmt.Sprintf("+%d", len(rows)-room),
				sheet.SmallSize,
				false,
				ink.Quiet,
			) + 6
		}
		s.Add(onPlate(r.mark(c.box.X+17, y-5), ink.Fill)...)
		name, size := sheet.Fitted(r.m.Name, false, w, 14, sheet.SmallSize)
		if r.struck {
			s.strike(x, y, name, size, false, ink.Quiet)
		}
		w = s.Text(scene.RoleContent, x, y, name, size, false, ink.Quiet)
		if r.m.Unverified {
			s.Add(scene.OpenUnder(x, y, w, ink.Quiet))
		}
		y += step
	}
	if text := standing(c.tile, width, lang); text != "" && room > len(rows) {
		s.Text(scene.RoleContent, x, y, text, sheet.SmallSize, false, ink.Quiet)
	}
}

// onPlate puts a white disc under a mark on a dark fill, where its own colour would not be seen.
func onPlate(items []scene.Item, fill string) []scene.Item {
	if fill != scene.StateInks["strong"].Fill || len(items) == 0 {
		return items
	}
	b := items[0].Box()
	return append(
		[]scene.Item{
			{Shape: scene.Circle, Role: scene.RoleMark, X: b.X + b.W/2, Y: b.Y + b.H/2, Radius: 8.4, Fill: scene.Ground},
		},
		items...)
}
