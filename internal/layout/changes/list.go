package changes

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

const (
	listWidth   = listRight - listLeft
	entryTwo    = 50.0 // an entry with its reason
	entryOne    = 28.0 // without
	entryMost   = 62.0
	groupHigh   = 34.0 // a group's head with the room above and below
	tallyTop    = 176.0
	tallyHigh   = 54.0
	entriesTop  = tallyTop + 2*tallyHigh + 8 + 12
	entriesRoom = gridBottom - entriesTop
)

// changeList writes the numbers of the whole chain and, by group, what changed on this page.
func (s *page) changeList(content diagram.Changes, g *tileGrid) {
	lang := content.Head.Lang
	s.Rule(scene.RoleGround, listLeft-12, stageTop, listLeft-12, gridBottom)
	w := s.Text(
		scene.RoleContent,
		listLeft,
		stageTop+14,
		sheet.Pick(lang, "两次之间", "Between the two"),
		sheet.HeadSize,
		true,
		scene.Ink,
	)
	moments := content.From.String() + " → " + content.To.String()
	when, size := sheet.FittedText(moments, false, listWidth-w-12, sheet.SmallSize)
	s.TextEnd(scene.RoleContent, listRight, stageTop+14, when, size, false, scene.Secondary)
	s.tally(content.Counts, lang)
	groups := groups(g.tiles)
	if len(groups) == 0 {
		text := sheet.Pick(lang, "环节状态、企业与缺口均无变化。", "No state, firm or gap changed.")
		if content.Counts.Unchanged < content.Total {
			text = sheet.Pick(lang, "本页环节无变化。", "Nothing changed on this page.")
		}
		s.Text(scene.RoleContent, listLeft, entriesTop+20, text, 15, false, scene.Secondary)
		return
	}
	fitGroups(groups)
	y := entriesTop
	for _, group := range groups {
		y = s.changeGroup(group, y, lang)
	}
}

// tally writes the sums in two rows.
func (s *page) tally(n diagram.Tally, lang string) {
	const gap = 8.0
	type sum struct {
		mark   func(cx, cy float64) []scene.Item
		text   string
		zh, en string
	}
	sums := []sum{{scene.AddedMark, signed("+", n.Added), "新增企业", "firms new"},
		{scene.LostMark, signed("−", n.Lost), "退出企业", "firms gone"},
		{scene.MovedMark, fmt.Sprint(n.Moved), "移动企业", "moved"},
		{scene.ClosedMark, fmt.Sprint(n.Closed), "缺口关闭", "closed"},
		{scene.OpenedMark, fmt.Sprint(n.Opened), "新增缺口", "new gaps"}, {scene.UpMark, fmt.Sprint(n.Up), "升级环节", "up"},
		{scene.DownMark, fmt.Sprint(n.Down), "降级环节", "down"}, {nil, fmt.Sprint(n.Unchanged), "未变环节", "same"}}
	if n.Dismissed+n.Declared+n.Restored > 0 { // what people decided stands apart: it closes nothing
		sums = append(sums, sum{nil, fmt.Sprint(n.Dismissed), "忽略", "dismissed"},
			sum{nil, fmt.Sprint(n.Declared + n.Restored), "其他处理", "others"})
	}
	across := len(sums) / 2
	w := (listWidth - float64(across-1)*gap) / float64(across)
	for i, t := range sums {
		b := scene.Box{
			X: listLeft + (w+gap)*float64(i%across),
			Y: tallyTop + (tallyHigh+gap)*float64(i/across),
			W: w,
			H: tallyHigh,
		}
		s.Rect(scene.RoleGround, b, scene.FaintBand)
		x := b.X + 10
		if t.mark != nil {
			s.Add(t.mark(x+8, b.Y+19)...)
			x += 24
		}
		s.Text(scene.RoleContent, x, b.Y+26, t.text, 20, true, scene.Ink)
		label, size := sheet.FittedText(sheet.Pick(lang, t.zh, t.en), false, b.W-14, sheet.SmallSize)
		s.Text(scene.RoleContent, b.X+10, b.Y+46, label, size, false, scene.Secondary)
	}
}

func signed(sign string, n int) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%s%d", sign, n)
}

// groupOf is a group of changes with how its entries are written.
type groupOf struct {
	group   diagram.Group
	tiles   []diagram.Tile
	shown   int
	reasons bool
	extra   float64 // more height of an entry than it must have
}

func (g *groupOf) entry() float64 {
	if g.reasons {
		return entryTwo + g.extra
	}
	return entryOne
}

func (g *groupOf) height() float64 { return groupHigh + float64(g.shown)*g.entry() }

func groups(tiles []diagram.Tile) []*groupOf {
	var out []*groupOf
	for _, group := range []diagram.Group{diagram.Better, diagram.Worse, diagram.Adjusted} {
		var list []diagram.Tile
		for _, t := range tiles {
			if t.Group == group {
				list = append(list, t)
			}
		}
		if len(list) > 0 {
			slices.SortFunc(list, func(a, b diagram.Tile) int { return a.Number - b.Number })
			out = append(out, &groupOf{group: group, tiles: list, shown: len(list), reasons: true})
		}
	}
	return out
}

// fitGroups takes reasons away from the fullest group until all entries fit, then entries, which are counted; what is
// left over makes entries higher.
func fitGroups(groups []*groupOf) {
	total := func() float64 {
		h := 0.0
		for _, g := range groups {
			h += g.height()
		}
		return h
	}
	for total() > entriesRoom {
		var fullest *groupOf
		for _, g := range groups {
			if g.reasons && (fullest == nil || g.height() > fullest.height()) {
				fullest = g
			}
		}
		if fullest != nil {
			fullest.reasons = false
			continue
		}
		for _, g := range groups {
			if g.shown > 1 && (fullest == nil || g.shown > fullest.shown) {
				fullest = g
			}
		}
		if fullest == nil {
			return
		}
		fullest.shown--
	}
	entries := 0
	for _, g := range groups {
		if g.reasons {
			entries += g.shown
		}
	}
	if entries > 0 {
		extra := min(entryMost-entryTwo, (entriesRoom-total())/float64(entries))
		for _, g := range groups {
			g.extra = extra
		}
	}
}

var groupWords = map[diagram.Group][2]string{
	diagram.Better:   {"好转", "Better"},
	diagram.Worse:    {"转差", "Worse"},
	diagram.Adjusted: {"调整", "Adjusted"},
}

func (s *page) changeGroup(g *groupOf, y float64, lang string) float64 {
	look := groupInk[g.group]
	b := scene.Box{X: listLeft, Y: y, W: listWidth, H: 26}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Fill:   look.fill,
		Stroke: look.stroke,
		Width:  1.6,
	})
	s.Text(
		scene.RoleContent,
		b.X+12,
		sheet.Base(b, 15),
		sheet.Pick(lang, groupWords[g.group][0], groupWords[g.group][1]),
		15,
		true,
		look.ink,
	)
	note := sheet.Counted(lang, len(g.tiles), "项", "link", "links")
	if g.shown < len(g.tiles) {
		note = sheet.Pick(lang, "显示 ", "shown ") + fmt.Sprintf("%d/%d", g.shown, len(g.tiles))
	}
	s.TextEnd(scene.RoleContent, b.Right()-10, sheet.Base(b, sheet.SmallSize), note, sheet.SmallSize, false, look.ink)
	y += groupHigh - 4
	for i, t := range g.tiles[:g.shown] {
		if i > 0 {
			s.Rule(scene.RoleGround, listLeft, y, listRight, y)
		}
		s.changeEntry(t, scene.Box{X: listLeft, Y: y, W: listWidth, H: g.entry()}, g.reasons, lang)
		y += g.entry()
	}
	return y + 4
}

// changeEntry is a changed link: its number, what it was and is, what became of its gap; under it the reason and its
// date.
func (s *page) changeEntry(t diagram.Tile, at scene.Box, reason bool, lang string) {
	line := scene.Box{X: at.X, Y: at.Y, W: at.W, H: entryOne}
	if reason {
		line.Y += (at.H - entryTwo) / 2
	}
	disc := scene.NumberWidth(t.Number)
	s.Add(scene.NumberDisc(t.Number, at.X+3+disc/2, line.Y+14)...)
	end := at.Right()
	for _, gap := range []struct {
		is     bool
		mark   func(cx, cy float64) []scene.Item
		zh, en string
		ink    string
	}{{t.Closed, scene.ClosedMark, "缺口关闭", "gap closed", "#0f766e"},
		{t.Opened, scene.OpenedMark, "新增缺口", "new gap", scene.Red}, {t.Aside != "", nil, t.Said, t.Said, scene.Ink}} {
		if gap.is {
			end -= s.TextEnd(
				scene.RoleContent,
				end,
				sheet.Base(line, 14),
				sheet.Pick(lang, gap.zh, gap.en),
				14,
				true,
				gap.ink,
			) + 12
			if gap.mark != nil {
				s.Add(gap.mark(end, line.Y+14)...)
				end -= 14
			}
		}
	}
	x := at.X + 12 + disc
	words := "" // the gap stands at the right, the way it went at the head of the group
	if list := tileWords(t, lang); t.Before != t.After || !t.Gapped() {
		words = sheet.Pick(lang, "：", ": ") + list[0]
	}
	room := end - x - scene.Measure(words, 15, true)
	name, size := sheet.Fitted(t.Name, true, room, 15, 14, sheet.SmallSize)
	x += s.Text(scene.RoleContent, x, sheet.Base(line, 15), name, size, true, scene.Ink)
	s.Text(scene.RoleContent, x, sheet.Base(line, 15), words, 15, true, scene.Ink)
	if !reason {
		return
	}
	below := scene.Box{X: at.X + 34, Y: line.Y + 25, W: at.W - 34, H: 21}
	if t.When != "" {
		below.W -= s.TextEnd(
			scene.RoleContent,
			at.Right(),
			sheet.Base(below, sheet.SmallSize),
			t.When,
			sheet.SmallSize,
			false,
			scene.Secondary,
		) + 12
	}
	why, _ := scene.FitList(t.Why, sheet.Pick(lang, "；", "; "), sheet.SmallSize, below.W, func(all int) string {
		return sheet.Pick(lang, fmt.Sprintf("，共 %d 项", all), fmt.Sprintf(" … %d in all", all))
	})
	if why != "" {
		s.Text(scene.RoleContent, below.X, sheet.Base(below, sheet.SmallSize), why, sheet.SmallSize, false, scene.Secondary)
	}
}

// changeLegend explains what occurs on a page.
func (s *page) changeLegend(content diagram.Changes, g *tileGrid, hidden int) {
	lang := content.Head.Lang
	tile := func(is func(diagram.Tile) bool) bool { return slices.ContainsFunc(g.tiles, is) }
	entries := sheet.StateLegend(func(state string) bool {
		return tile(func(t diagram.Tile) bool { return string(t.After) == state || string(t.Before) == state })
	})
	mark := func(is bool, draw func(cx, cy float64) []scene.Item, zh, en string) {
		if is {
			entries = append(
				entries,
				sheet.KeyEntry{Width: 20, Zh: zh, En: en, Paint: func(x, mid float64) []scene.Item { return draw(x+7, mid) }},
			)
		}
	}
	mark(tile(func(t diagram.Tile) bool { return len(t.Added) > 0 }), scene.AddedMark, "新增企业", "firm new")
	mark(tile(func(t diagram.Tile) bool { return len(t.Lost) > 0 }), scene.LostMark, "退出企业", "firm gone")
	mark(tile(func(t diagram.Tile) bool { return len(t.In)+len(t.Out) > 0 }), scene.MovedMark, "移动企业", "firm moved")
	if len(g.moves) > hidden {
		entries = append(
			entries,
			sheet.KeyEntry{Width: 40, Zh: "移动方向", En: "moved", Paint: func(x, mid float64) []scene.Item {
				return []scene.Item{
					{
						Shape:  scene.Line,
						Points: []scene.Point{{X: x, Y: mid}, {X: x + 28, Y: mid}},
						Stroke: scene.Accent,
						Width:  2,
						Dash:   []float64{6, 3},
					},
					scene.ArrowHead(scene.Point{X: x + 34, Y: mid}, 1, 0, scene.Accent, 8),
				}
			}},
		)
	}
	mark(tile(func(t diagram.Tile) bool { return t.Closed }), scene.ClosedMark, "缺口关闭", "gap closed")
	mark(tile(func(t diagram.Tile) bool { return t.Opened }), scene.OpenedMark, "新增缺口", "new gap")
	if tile(diagram.Tile.Changed) {
		entries = append(
			entries,
			sheet.KeyEntry{Width: 28, Zh: "与右表同号", En: "number in the list", Paint: func(x, mid float64) []scene.Item {
				return []scene.Item{{Shape: scene.Circle, X: x + 10, Y: mid, Radius: 9, Fill: scene.Ink},
					{
						Shape:  scene.Text,
						X:      x + 10,
						Y:      mid + 5,
						Text:   "1",
						Size:   sheet.SmallSize,
						Bold:   true,
						Anchor: scene.Middle,
						Fill:   scene.Ground,
					}}
			}},
		)
	}
	if tile(func(t diagram.Tile) bool { return !t.Changed() }) {
		entries = append(
			entries,
			sheet.KeyEntry{Width: 38, Zh: "未变", En: "unchanged", Paint: func(x, mid float64) []scene.Item {
				return []scene.Item{
					{
						Shape:  scene.Rect,
						X:      x,
						Y:      mid - 8,
						W:      32,
						H:      16,
						Radius: 3,
						Fill:   scene.FaintBand,
						Stroke: scene.Hairline,
						Width:  1,
					},
				}
			}},
		)
	}
	if tile(func(t diagram.Tile) bool {
		return slices.ContainsFunc(
			slices.Concat(t.Added, t.Lost, t.In, t.Out),
			func(m diagram.Mover) bool { return m.Unverified },
		)
	}) {
		entries = append(
			entries,
			sheet.KeyEntry{Width: 34, Zh: "待核实", En: "to be verified", Paint: func(x, mid float64) []scene.Item {
				return []scene.Item{scene.OpenUnder(x, mid+1, 28, scene.Ink)}
			}},
		)
	}
	if hidden > 0 {
		entries = append(entries, sheet.KeyEntry{
			Zh: fmt.Sprintf("另有 %d 条移动未画线", hidden),
			En: sheet.Counted("en", hidden, "", "move not drawn", "moves not drawn"),
		})
	}
	s.Key(lang, entries)
}
