package whatif

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// computed is the look of what is not so today: never a solid border, never a mark of coverage.
var computed = struct {
	fill, stroke string
	width        float64
	dash         []float64
}{"#e6f3ef", "#0f766e", 2.4, []float64{6, 4}}

// Classes of the cards of what is touched.
const (
	ClassChosen   = "chosen"   // in the middle
	ClassFilled   = "filled"   // after, of what is computed
	ClassUnlocked = "unlocked" // after, held as today with all inputs
	classFaint    = "faint"
	classGroup    = "group"
)

// owner is the owner of a tile of a panel.
func owner(n int, id string) string { return [panels]string{"", "fill:", "then:"}[n] + id }

func (s *page) panel(content diagram.WhatIf, g *grid, n int) {
	x := panelLeft(n)
	s.panelHead(content.Panels[n], x, n)
	for _, c := range g.stages {
		s.stageHead(c.WhatIfStage, scene.Box{X: x + c.x, Y: stageTop, W: c.w, H: stageHigh}, n)
	}
	if len(content.Tiles) == 0 && n == today {
		s.Text(scene.RoleContent, x, gridTop+30, content.Empty, sheet.HeadlineSize, false, scene.Secondary)
	}
	if g.support != nil && len(g.strip) > 0 {
		s.stripLabel(*g.support, x, g, n)
	}
	for _, band := range append(g.bands[:len(g.bands):len(g.bands)], g.strip) {
		for _, t := range band {
			b := g.boxes[t.ID]
			b.X += x
			s.tile(content.Head.Lang, t, b, g, n)
		}
	}
	y := rowsTop(g.rowHigh) - barHigh
	s.Rule(scene.RoleGround, x, y, x+panelWide, y)
	s.Text(scene.RoleCaption, x, y+22, content.Bar, labelSize, true, scene.Secondary)
	from := x + scene.Measure(content.Bar, labelSize, true) + 12
	switch n {
	case today:
		s.span(content.Bars[0], x, from, y)
	case filled:
		s.ladder(content.Ladder, x, from, y)
	case after:
		s.span(content.Bars[1], x, from, y)
	}
	s.rows(content, g, n)
}

func (s *page) panelHead(p diagram.WhatIfPanel, x float64, n int) {
	b := scene.Box{X: x, Y: top, W: panelWide, H: headHigh}
	head := scene.Item{
		Shape: scene.Rect, Role: scene.RoleBand, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 4, Fill: scene.Ink,
	}
	ink := scene.Ground
	switch n {
	case filled:
		head.Fill = scene.Accent
	case after:
		head.Fill, head.Stroke, head.Width, head.Dash = scene.Ground, computed.stroke, 1.8, computed.dash
		ink = scene.Ink
	}
	s.Add(head)
	w := s.TextEnd(scene.RoleBand, b.Right()-12, sheet.Base(b, 14), p.Note, 14, false, ink)
	name, size := sheet.FittedText(p.Name, true, b.W-w-36, sheet.HeadSize, sheet.SmallSize)
	s.Text(scene.RoleBand, b.X+12, sheet.Base(b, size), name, size, true, ink)
}

// held says of a stage how much of it is held: today, how much more, after.
func held(st diagram.WhatIfStage, n int) string {
	switch n {
	case filled:
		return fmt.Sprintf("+%d", st.Filled)
	case after:
		return fmt.Sprintf("%d/%d", st.Held+st.Filled, st.All)
	}
	return fmt.Sprintf("%d/%d", st.Held, st.All)
}

// heldOf says so of a group.
func heldOf(t diagram.WhatIfTile, n int) string {
	return held(diagram.WhatIfStage{Held: t.Held, Filled: len(t.Numbers), All: t.All}, n)
}

func (s *page) stageHead(st diagram.WhatIfStage, b scene.Box, n int) {
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleBand, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 3, Fill: scene.AccentFill,
	})
	count := held(st, n)
	w := s.TextEnd(scene.RoleBand, b.Right()-7, sheet.Base(b, nameSize), count, nameSize, true, scene.Accent)
	name := scene.Clip(st.Name, nameSize, true, b.W-w-stageSide)
	s.Text(scene.RoleBand, b.X+7, sheet.Base(b, nameSize), name, nameSize, true, scene.Accent)
}

func (s *page) stripLabel(st diagram.WhatIfStage, x float64, g *grid, n int) {
	b := g.label
	b.X += x
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleBand, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 3, Fill: scene.AccentFill,
	})
	const line = 16.0
	lines := []string{st.Name, held(st, n)}
	if scene.Measure(lines[1], nameSize, true) > b.W { // hundreds of links: n over m
		part, all, _ := strings.Cut(lines[1], "/")
		lines = []string{st.Name, part + "/", all}
		if line*float64(len(lines)) > b.H { // of one row of tiles: how many there are
			lines = []string{st.Name, all}
		}
	}
	y := b.Y + b.H/2 - line*float64(len(lines)-1)/2 + 5 // to the base line
	for _, text := range lines {
		s.Middle(scene.RoleBand, b.X+b.W/2, y, text, nameSize, true, scene.Accent)
		y += line
	}
}

// tile paints a link, or a group of links, in a panel.
func (s *page) tile(lang string, t diagram.WhatIfTile, b scene.Box, g *grid, n int) {
	s.Owner = owner(n, t.ID)
	defer func() { s.Owner = "" }()
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: t.Href, Name: spokenTile(lang, t, n)})
	look, known := scene.StateInks[string(t.State)]
	class := string(t.State)
	if !known { // a group: its count says how much of it is held
		look = scene.StateInk{Fill: scene.Ground, Stroke: scene.Secondary, Width: 1.2, Text: scene.Ink}
		class = classGroup
	}
	body := scene.Item{
		Shape: scene.Rect, Role: scene.RoleCard, Class: class, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 5,
		Fill: look.Fill, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash,
	}
	ink, bold, marked := look.Text, true, true
	switch {
	case n == filled && t.Chosen():
		body.Class, body.Fill, body.Stroke, body.Width, body.Dash = ClassChosen, scene.Ground, scene.Accent, 3, nil
		ink = scene.Ink
	case n == filled:
		body.Class, body.Fill, body.Stroke, body.Width, body.Dash = classFaint, scene.FaintBand, scene.Hairline, 1, nil
		ink, bold, marked = scene.Secondary, false, false
	case n == after && t.Chosen():
		body.Class, body.Fill, body.Stroke = ClassFilled, computed.fill, computed.stroke
		body.Width, body.Dash = computed.width, computed.dash
		ink = scene.Ink
	case n == after && t.Unlocked:
		body.Class = ClassUnlocked
	}
	s.Add(body)
	if look.Corner && body.Class == class {
		s.Add(scene.CornerLines(b.Right(), b.Bottom(), look.Stroke)...)
	}
	if body.Class == ClassUnlocked || n == after && t.Grouped() && t.Unlocked {
		s.innerFrame(b, look)
	}
	over := g.over && t.Stage != diagram.Support
	if marked {
		at := scene.Point{X: b.X + b.W/2, Y: b.Y + 11.5}
		if !over {
			at = scene.Point{X: b.X + g.side/2 + 1, Y: b.Y + b.H/2}
		}
		s.tileMark(t, at, n, look)
	}
	s.tileName(g.names[t.ID], b, over, g.side, bold, ink)
}

// innerFrame says that all inputs of a link are held.
func (s *page) innerFrame(b scene.Box, look scene.StateInk) {
	stroke := scene.Accent
	if look.Text == scene.Ground {
		stroke = scene.Ground
	}
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleMark, Class: "inputs", X: b.X + 3, Y: b.Y + 3, W: b.W - 6, H: b.H - 6, Radius: 3,
		Stroke: stroke, Width: 1.6,
	})
}

// tileMark is the state of a link today, the number of what is chosen, or the count of a group.
func (s *page) tileMark(t diagram.WhatIfTile, at scene.Point, n int, look scene.StateInk) {
	count := func(text, ink string) {
		s.Middle(scene.RoleContent, at.X, at.Y+5, text, nameSize, true, ink)
	}
	switch {
	case t.Grouped() && n == filled:
		count(heldOf(t, n), scene.Accent)
	case t.Grouped():
		count(heldOf(t, n), scene.Ink)
	case t.Chosen() && n == filled:
		s.number(t.Numbers[0], at, scene.Accent, scene.Accent, scene.Ground)
	case t.Chosen() && n == after:
		s.number(t.Numbers[0], at, scene.Ground, computed.stroke, scene.Ink)
	default:
		s.Add(scene.CoverageMark(string(t.State), at.X, at.Y, look.Mark)...)
	}
}

// number writes a number in a disc, or in a ring.
func (s *page) number(n int, at scene.Point, fill, stroke, ink string) {
	const high = 19.0
	text := strconv.Itoa(n)
	w := max(high, scene.Measure(text, nameSize, true)+7)
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleMark, Class: "number", X: at.X - w/2, Y: at.Y - high/2, W: w, H: high,
		Radius: high / 2, Fill: fill, Stroke: stroke, Width: 1.4,
	})
	s.Middle(scene.RoleContent, at.X, at.Y+5, text, nameSize, true, ink)
}

func (s *page) tileName(lines []string, b scene.Box, over bool, side float64, bold bool, ink string) {
	y := firstLine(b, len(lines), over)
	for i, line := range lines {
		if over {
			s.Middle(scene.RoleContent, b.X+b.W/2, y+lineHigh*float64(i), line, nameSize, bold, ink)
		} else {
			s.Text(scene.RoleContent, b.X+side, y+lineHigh*float64(i), line, nameSize, bold, ink)
		}
	}
	s.Joined(len(lines))
}

func spokenTile(lang string, t diagram.WhatIfTile, n int) string {
	parts := []string{t.Name}
	state := t.State.Full(lang)
	if t.Grouped() {
		state = fmt.Sprintf("%d/%d", t.Held, t.All)
	}
	switch {
	case n == today:
		parts = append(parts, state)
	case n == filled && t.Grouped() && t.Chosen():
		parts = append(parts, fmt.Sprintf(sheet.Pick(lang, "先补 %d 项", "%d to be filled"), len(t.Numbers)))
	case n == filled && t.Chosen():
		parts = append(parts, fmt.Sprintf(sheet.Pick(lang, "先补第 %d 项", "to be filled, number %d"), t.Numbers[0]))
	case n == filled:
		parts = append(parts, sheet.Pick(lang, "不变", "unchanged"))
	case t.Chosen():
		parts = append(parts, sheet.Pick(lang, "推算为已补", "computed as filled"))
	default:
		parts = append(parts, state)
	}
	if n == after && t.Unlocked {
		parts = append(parts, sheet.Pick(lang, "推算投入备齐", "computed to have all inputs"))
	}
	return sheet.Spoken(lang, parts...)
}

// The bar of completeness, below the rule of its block.
const (
	barTop    = 36.0
	barThick  = 20.0
	barWords  = 75.0
	labelSize = 15.0
	valueSize = 20.0
)

// Classes of the parts of a bar.
const (
	classLow   = "low"
	classPoint = "point"
	classHigh  = "high"
	classStep  = "step"
	classTick  = "tick"
)

func (s *page) emptyBar(x, y float64) {
	s.Rect(scene.RoleMark, scene.Box{X: x, Y: y + barTop, W: panelWide, H: barThick}, scene.EmptyBar)
}

func (s *page) part(class string, x, y, w float64, fill, stroke string, dash []float64) {
	if w <= 0 {
		return
	}
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleMark, Class: class, X: x, Y: y + barTop, W: w, H: barThick, Fill: fill,
		Stroke: stroke, Width: 1.2, Dash: dash,
	})
}

// span draws a completeness: by original texts, what is computed, by re-posts, weak links, the rest; a tick at the
// point.
func (s *page) span(b diagram.WhatIfBar, x, from, y float64) {
	strong, weak, present := scene.StateInks["strong"], scene.StateInks["weak"], scene.StateInks["present"]
	known := x + b.Known*panelWide
	low, point, high := x+b.Low*panelWide, x+b.Point*panelWide, x+b.High*panelWide
	s.emptyBar(x, y)
	s.part(classHigh, point, y, high-point, weak.Fill, weak.Stroke, nil)
	if high > point {
		s.Add(scene.Hatch(scene.Box{X: point, Y: y + barTop, W: high - point, H: barThick}, scene.Box{}, 8, weak.Stroke)...)
	}
	s.part(classPoint, low, y, point-low, present.Fill, present.Stroke, nil)
	s.part(classStep, known, y, low-known, computed.fill, computed.stroke, []float64{4, 3})
	s.part(classLow, x, y, known-x, strong.Fill, strong.Stroke, nil)
	s.Add(scene.Item{
		Shape: scene.Rect, Role: scene.RoleMark, Class: classTick, X: min(max(point-1.5, x), x+panelWide-3),
		Y: y + barTop - 4, W: 3, H: barThick + 8, Fill: scene.Ink,
	})
	w := scene.Measure(b.Words[1], valueSize, true)
	s.Text(scene.RoleCaption, min(max(from, point-w/2), x+panelWide-w), y+25, b.Words[1], valueSize, true, scene.Ink)
	end := s.Text(scene.RoleCaption, x, y+barWords, b.Words[0], labelSize, false, scene.Secondary) + x + 18
	w = scene.Measure(b.Words[2], labelSize, false)
	end = min(max(end, high-w), x+panelWide-w)
	s.Text(scene.RoleCaption, end, y+barWords, b.Words[2], labelSize, false, scene.Secondary)
}

// ladder draws what each choice adds, on a scale that ends at the next ten.
func (s *page) ladder(l diagram.WhatIfLadder, x, from, y float64) {
	end := scene.Measure(l.Words[1], labelSize, true) + 14
	scale := min(1, math.Floor(l.To*10+1)/10)
	if l.To/scale*panelWide+end > panelWide {
		scale = min(1, scale+.1)
	}
	at := func(share float64) float64 { return x + share/scale*panelWide }
	present := scene.StateInks["present"]
	s.emptyBar(x, y)
	s.part(classPoint, x, y, at(l.From)-x, present.Fill, present.Stroke, nil)
	base := y + barTop + barThick/2 + labelSize*.37
	words := l.Note
	if w := scene.Measure(l.Words[0], labelSize, true); at(l.From)-x >= w+16 {
		s.Text(scene.RoleCaption, at(l.From)-8-w, base, l.Words[0], labelSize, true, scene.Ink)
	} else {
		words = l.Words[0] + " · " + words
	}
	share, free := l.From, from
	type label struct {
		x    float64
		text string
	}
	var labels []label
	for _, step := range l.Steps {
		w := scene.Measure(step.Word, labelSize, true)
		left := max((at(share)+at(share+step.Share)-w)/2, x)
		if left >= free && left+w <= x+panelWide {
			labels = append(labels, label{left, step.Word})
		}
		free, share = max(free, left+w+5), share+step.Share
	}
	steps := l.Steps
	if len(labels) < len(steps) { // some find no room: all in one
		steps = []diagram.WhatIfStep{{Share: l.To - l.From}}
		w := scene.Measure(l.All, labelSize, true)
		labels = []label{{min(max(from, (at(l.From)+at(l.To)-w)/2), x+panelWide-w), l.All}}
	}
	share = l.From
	for _, step := range steps {
		s.part(classStep, at(share), y, at(share+step.Share)-at(share), scene.Ground, computed.stroke, []float64{4, 3})
		share += step.Share
	}
	for _, t := range labels {
		s.Text(scene.RoleCaption, t.x, y+27, t.text, labelSize, true, computed.stroke)
	}
	if at(l.To)+end <= x+panelWide {
		s.Text(scene.RoleCaption, at(l.To)+8, base, l.Words[1], labelSize, true, scene.Ink)
	} else {
		words = l.Words[1] + " · " + words
	}
	text, size := sheet.FittedText(words, false, panelWide, labelSize, 14, sheet.SmallSize)
	s.Text(scene.RoleCaption, x, y+barWords, text, size, false, scene.Secondary)
}

// blankHigh is the least height of a cell that nobody filled.
const blankHigh = 21.0

// figureRows is how many rows of figures stand under the bar.
const figureRows = 4

// rows write the figures of a panel.
func (s *page) rows(content diagram.WhatIf, g *grid, n int) {
	x, lang := panelLeft(n), content.Head.Lang
	label := 92.0
	for _, r := range content.Rows {
		label = max(label, scene.Measure(r.Label, labelSize, true)+16)
	}
	for i, r := range content.Rows {
		b := scene.Box{X: x, Y: rowsTop(g.rowHigh) + float64(i)*g.rowHigh, W: panelWide, H: g.rowHigh}
		s.Rule(scene.RoleGround, b.X, b.Y, b.Right(), b.Y)
		s.Text(scene.RoleCaption, b.X, sheet.Base(b, labelSize), r.Label, labelSize, true, scene.Secondary)
		c := r.Cells[n]
		at := scene.Box{X: b.X + label, Y: b.Y, W: b.W - label, H: b.H}
		size, bold, ink, quiet := valueSize, true, scene.Ink, scene.Ink
		if n == filled && (strings.HasPrefix(c.Value, "+") || strings.HasPrefix(c.Value, "−")) {
			ink = computed.stroke
		}
		if c.Blank {
			cell := at.Inset(0, min(6, (at.H-blankHigh)/2))
			s.Add(scene.Item{
				Shape: scene.Rect, Role: scene.RoleMark, Class: "blank", X: cell.X, Y: cell.Y, W: cell.W, H: cell.H, Radius: 4,
				Fill: scene.Ground, Stroke: scene.UnknownEdge, Width: 1.2, Dash: []float64{4, 3},
			})
			size, bold, ink, quiet = labelSize, false, scene.Secondary, scene.Secondary
			at = at.Inset(12, 0)
		}
		value, size := sheet.FittedText(c.Value, bold, at.W, size, labelSize, sheet.SmallSize)
		w := s.Text(scene.RoleCaption, at.X, sheet.Base(at, size), value, size, bold, ink)
		s.words(c, lang, at.Right(), sheet.Base(at, labelSize), at.W-w-14, quiet)
	}
}

// words write what stands beside a value; items that find no room are counted.
func (s *page) words(c diagram.WhatIfCell, lang string, right, y, width float64, ink string) {
	if len(c.Items) == 0 || width < 3*labelSize {
		return
	}
	more := func(all int) string { return " " + diagram.InFew(lang, all, "项") }
	var text string
	for _, size := range []float64{labelSize, 14, sheet.SmallSize} {
		list, shown := scene.FitList(
			c.Items, sheet.Pick(lang, "、", ", "), size, width-scene.Measure(c.Lead, size, false), more,
		)
		if text = c.Lead + list; shown == len(c.Items) && list == joined(c.Items, lang) || size == sheet.SmallSize {
			s.TextEnd(scene.RoleCaption, right, y, text, size, false, ink)
			return
		}
	}
}

func joined(items []string, lang string) string {
	return strings.Join(items, sheet.Pick(lang, "、", ", "))
}
