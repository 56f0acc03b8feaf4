package impact

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// foot is the lower part of an impact drawing: other links at the left, the worst stop of one enterprise at the right.
type foot struct{ left, right []sheet.Line }

const (
	impactHead  = 34.0
	otherHead   = 24.0
	otherRow    = 27.0
	worstRow    = 34.0
	remarkLine  = 19.0
	hitRow      = 27.0
	hitTwo      = 46.0  // a row from here on has a second line
	footLeft    = 820.0 // width
	seam        = 24.0
	fewOthers   = 3
	mostRemarks = 3 // lines
)

// feet are the feet that a page may have, the one that says most first: what could stand in goes first, then other
// links.
func feet(content diagram.Impact) []foot {
	worst := worstLines(content)
	long := append(append(worst, sheet.Line{H: 8}), insteadLines(content)...)
	remarks := remarkLines(content)
	all := append(otherLines(content, len(content.Others)), remarks...)
	few := append(otherLines(content, min(len(content.Others), fewOthers)), remarks...)
	return []foot{{all, long}, {all, worst}, {few, worst}}
}

// Growth of rows where the page has room.
const (
	growLeft  = 20.0
	growRight = 22.0
)

// height is the least that the foot takes, full the most.
func (f foot) height() float64 { return f.high(0, 0) }
func (f foot) full() float64   { return f.high(growLeft, growRight) }

func (f foot) high(left, right float64) float64 {
	return max(sheet.HeightOf(f.left, left), sheet.HeightOf(f.right, right))
}

// paint writes the foot from top on; what the page leaves over makes rows higher.
func (f foot) paint(s *page, top float64) {
	room := bottom - top
	extra := func(lines []sheet.Line, room, most float64) float64 {
		growing := 0
		for _, l := range lines {
			if l.Grows {
				growing++
			}
		}
		return max(0, min(most, (room-sheet.HeightOf(lines, 0))/float64(max(1, growing))))
	}
	s.PaintLines(f.left, scene.Margin, top, footLeft, extra(f.left, room, growLeft))
	x := scene.Margin + footLeft + seam
	s.PaintLines(f.right, x, top, scene.PageWidth-scene.Margin-x, extra(f.right, room, growRight))
}

// otherLines ask the same question for the first n other links.
func otherLines(content diagram.Impact, n int) []sheet.Line {
	lang := content.Head.Lang
	out := []sheet.Line{sheet.BlockHead(
		sheet.Pick(lang, "如果停的是别的", "If another link stops"),
		sheet.Pick(lang, "本链其他环节，同一规则逐项推算", "other links of the chain, by the same rule"),
		impactHead,
	)}
	if n == 0 {
		none := sheet.Pick(lang, "本链没有别的环节断了会停下游。", "No other link of the chain carries a stop.")
		return append(out, textLine(none, otherRow))
	}
	out = append(out, sheet.Line{H: otherHead, Paint: func(s *sheet.Sheet, at scene.Box) {
		for i, text := range []string{
			sheet.Pick(lang, "停的环节", "Link"),
			sheet.Pick(lang, "停下", "Stops"),
			sheet.Pick(lang, "停下的是", "What stops"),
			sheet.Pick(lang, "还可改道", "What goes round"),
		} {
			y := sheet.Base(at, sheet.SmallSize)
			s.Text(scene.RoleContent, at.X+otherColumns[i], y, text, sheet.SmallSize, false, scene.Secondary)
		}
	}})
	for i, stop := range content.Others[:n] {
		out = append(out, sheet.Line{H: otherRow, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
			if i%2 == 0 {
				s.Rect(scene.RoleGround, scene.Box{X: at.X, Y: at.Y + 1, W: at.W, H: at.H - 2}, scene.FaintBand)
			}
			paintStop(s, stop, at, lang)
		}})
	}
	return out
}

// otherColumns are where the columns of the table of other links begin.
var otherColumns = [...]float64{12, 172, 232, 440}

func paintStop(s *sheet.Sheet, stop diagram.Stop, at scene.Box, lang string) {
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: "other:" + stop.ID, Href: stop.Href, Name: stop.Name})
	s.Owner = "other:" + stop.ID
	name, size := sheet.Fitted(stop.Name, true, otherColumns[1]-otherColumns[0]-10, 15, 14, sheet.SmallSize)
	s.Text(scene.RoleContent, at.X+otherColumns[0], sheet.Base(at, size), name, size, true, scene.Ink)
	ink := scene.Red
	if len(stop.Fails) == 0 {
		ink = scene.Ink
	}
	count := fmt.Sprint(len(stop.Fails))
	s.Text(scene.RoleContent, at.X+otherColumns[1], sheet.Base(at, 16), count, 16, true, ink)
	none, sep := sheet.Pick(lang, "无", "none"), sheet.Pick(lang, "、", ", ")
	cell := func(column int, list []string, unit string, room float64, bold bool, ink string) {
		text := none
		if len(list) > 0 {
			text, _ = scene.FitList(list, sep, sheet.SmallSize, room, func(all int) string {
				return " " + diagram.InAll(lang, all, unit)
			})
		}
		if bold { // letters are wider than those that were measured
			text = scene.Clip(text, sheet.SmallSize, bold, room+8)
		}
		x, y := at.X+otherColumns[column], sheet.Base(at, sheet.SmallSize)
		s.Text(scene.RoleContent, x, y, text, sheet.SmallSize, bold, ink)
	}
	cell(2, stop.Fails, "个", otherColumns[3]-otherColumns[2]-12, false, scene.Ink)
	rounds := scene.Accent
	if len(stop.Rounds) == 0 {
		rounds = scene.Ink
	}
	cell(3, stop.Rounds, "项", at.W-otherColumns[3]-30, len(stop.Rounds) > 0, rounds)
	s.Owner = ""
}

// Cells of the worst stop.
const (
	leastCells = 11
	mostCells  = 40
	cellsFrom  = 190.0
	cellsEnd   = 104.0 // what the words at the end take
	mostCell   = 34.0
)

// worstLines draw what is left of the chain when the one enterprise stops that it hangs on most.
func worstLines(content diagram.Impact) []sheet.Line {
	lang, w := content.Head.Lang, content.Worst
	out := []sheet.Line{sheet.BlockHead(
		sheet.Pick(lang, "最坏停一家", "The worst single stop"),
		sheet.Pick(lang, "停一家企业，本链还剩多少权重", "weight left when one enterprise stops"),
		impactHead,
	)}
	cells := min(w.Total, mostCells, max(leastCells, w.Held+2))
	for i, row := range w.Rows {
		out = append(out, sheet.Line{H: worstRow, Paint: func(s *sheet.Sheet, at scene.Box) {
			paintWorst(s, w, row, i, cells, at, lang)
		}})
	}
	if rest := w.Total - cells; cells > 0 {
		note := sheet.Pick(lang, "一格为权重 1。", "A cell is a weight of 1.")
		if rest > 0 {
			more := sheet.Pick(
				lang,
				"一格为权重 1；只画前 %d 格，其余 %d 格都不是已有。",
				"A cell is a weight of 1; %d are drawn, of %d more none is held.",
			)
			if w.Held > cells {
				more = sheet.Pick(
					lang,
					"一格为权重 1；只画前 %d 格，另有 %d 格。",
					"A cell is a weight of 1; %d are drawn, %d more are not.",
				)
			}
			note = fmt.Sprintf(more, cells, rest)
		}
		out = append(out, textLine(note, remarkLine))
	}
	return append(out, sheet.Line{H: 6}, sentenceLine(w.Text))
}

// sentenceLine is a sentence in a box.
func sentenceLine(text string) sheet.Line {
	const pad, line = 12.0, 21.0
	room := scene.PageWidth - 2*scene.Margin - footLeft - seam - 2*pad
	size := 15.0
	set, whole := scene.Wrap(text, size, true, room, 2)
	if !whole {
		size = sheet.SmallSize
		if set, whole = scene.Wrap(text, size, true, room, 3); !whole {
			set = []string{scene.Clip(text, size, true, room)}
		}
	}
	return sheet.Line{H: line*float64(len(set)) + 18, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      at.X,
			Y:      at.Y + 2,
			W:      at.W,
			H:      at.H - 4,
			Radius: 5,
			Fill:   scene.Ground,
			Stroke: scene.Accent,
			Width:  1.4,
		})
		y := at.Y + at.H/2 - line*float64(len(set)-1)/2 + .37*size
		for i, text := range set {
			s.Text(scene.RoleContent, at.X+pad, y+float64(i)*line, text, size, true, scene.Ink)
		}
		s.Joined(len(set))
	}}
}

// paintWorst is a row of cells: what stays, what is lost, what was never held.
func paintWorst(s *sheet.Sheet, w diagram.Worst, row diagram.WorstRow, number, cells int, at scene.Box, lang string) {
	bold := number == 1
	name, size := sheet.Fitted(row.Name, bold, cellsFrom-14, 15, 14, sheet.SmallSize)
	s.TextEnd(scene.RoleContent, at.X+cellsFrom-10, sheet.Base(at, size), name, size, bold, scene.Ink)
	step := min(mostCell, (at.W-cellsFrom-cellsEnd)/float64(max(1, cells)))
	left := w.Held - row.Lost
	ink := scene.StateInks["present"]
	for i := range cells {
		b := scene.Box{X: at.X + cellsFrom + step*float64(i), Y: at.Y + 4, W: step - 2, H: at.H - 8}
		cell := scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      b.X,
			Y:      b.Y,
			W:      b.W,
			H:      b.H,
			Radius: 2,
			Fill:   scene.EmptyBar,
		}
		switch {
		case i < left:
			cell.Class, cell.Fill, cell.Stroke, cell.Width = "held", ink.Fill, ink.Stroke, 1.2
		case i < w.Held:
			cell.Class, cell.Fill, cell.Stroke, cell.Width = "lost", scene.Ground, scene.Red, 1.4
			cell.Dash = []float64{3, 2}
		}
		s.Add(cell)
		if cell.Class == "lost" {
			arm := min(5, b.W/4)
			x, y := b.X+b.W/2, b.Y+b.H/2
			for _, d := range []float64{1, -1} {
				s.Add(scene.Item{
					Shape:  scene.Line,
					Role:   scene.RoleMark,
					Points: []scene.Point{{X: x - arm, Y: y - d*arm}, {X: x + arm, Y: y + d*arm}},
					Stroke: scene.Red,
					Width:  1.8,
				})
			}
		}
	}
	words, tone := fmt.Sprintf("%d/%d", w.Held, w.Total), scene.Ink
	if number > 0 {
		words = fmt.Sprintf(sheet.Pick(lang, "剩 %d/%d", "%d/%d left"), left, w.Total)
	}
	if bold {
		tone = scene.Red
	}
	s.TextEnd(scene.RoleContent, at.Right()-6, sheet.Base(at, 15), words, 15, true, tone)
}

// insteadLines say what could stand in for the failing link.
func insteadLines(content diagram.Impact) []sheet.Line {
	lang := content.Head.Lang
	out := []sheet.Line{
		sheet.BlockHead(
			sheet.Pick(lang, "谁能顶上", "What could stand in"),
			sheet.Pick(lang, "行业常识，待核实", "trade knowledge, to be verified"),
			impactHead,
		),
	}
	for _, source := range content.Instead {
		out = append(out, sheet.Line{H: hitRow, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
			const label = 112.0
			text, size := sheet.FittedText(source.Label, false, label-8, 14, sheet.SmallSize)
			s.Text(scene.RoleContent, at.X, sheet.Base(at, size), text, size, false, scene.Secondary)
			firmRun(s, source.Firms, "", source.Words, at.X+label, sheet.Base(at, 14), at.Right(), lang)
		}})
	}
	return out
}

func textLine(text string, h float64) sheet.Line {
	return sheet.Line{H: h, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Text(
			scene.RoleContent,
			at.X,
			sheet.Base(at, sheet.SmallSize),
			scene.Clip(text, sheet.SmallSize, false, at.W),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
	}}
}

// remarkLines writes what the figures rest on; the last line that fits ends with … where there is more.
func remarkLines(content diagram.Impact) []sheet.Line {
	out := []sheet.Line{{H: 6}}
	for _, remark := range content.Remarks {
		room := mostRemarks - len(out) + 1
		set, ok := scene.Wrap(remark, sheet.SmallSize, false, footLeft, max(1, min(3, room)))
		if !ok {
			set = []string{remark} // textLine clips it
		}
		if len(set) > room {
			break
		}
		for n, text := range set {
			line := textLine(text, remarkLine)
			paint := line.Paint
			line.Paint = func(s *sheet.Sheet, at scene.Box) {
				paint(s, at)
				s.Joined(n + 1)
			}
			out = append(out, line)
		}
	}
	return out
}

// hitLine is a row for a link: its step, state, name, whether it is must-pass, its local enterprises; with room for a
// second line also its products and its chain.
func hitLine(content diagram.Impact, step string, hit diagram.Hit) sheet.Line {
	lang := content.Head.Lang
	return sheet.Line{H: hitRow, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
		const steps, marks = 56.0, 62.0
		wide := (at.W - steps - marks) * .4
		if at.W < 800 { // two columns a page, or two beside the shares
			wide = (at.W - steps - marks) * .52
		}
		two := at.H >= hitTwo
		first := at
		if two {
			first.H = hitRow - 2
			s.Rule(scene.RoleGround, at.X, at.Bottom(), at.Right(), at.Bottom())
			hitDetail(s, content, hit, scene.Box{X: at.X + steps + 22, Y: at.Y + 20, W: wide - 24, H: 22})
		}
		text, size := sheet.FittedText(step, false, steps-8, 14, sheet.SmallSize)
		s.Text(scene.RoleContent, at.X, sheet.Base(first, size), text, size, false, scene.Secondary)
		x, mid := at.X+steps, first.Y+first.H/2
		s.Add(sheet.StateMark(string(hit.State), x+7, mid)...)
		text, size = sheet.Fitted(hit.Name, true, wide-24, 15, 14, sheet.SmallSize)
		w := s.Text(scene.RoleContent, x+22, sheet.Base(first, size), text, size, true, scene.Ink)
		if chain := sheet.Pick(lang, hit.Chain+"链", hit.Chain); !two && hit.Chain != content.Link.Chain &&
			scene.Measure(chain, sheet.SmallSize, false) <= wide-24-w-10 {
			s.Text(scene.RoleContent, x+22+w+8, sheet.Base(first, size), chain, sheet.SmallSize, false, scene.Secondary)
		}
		x += wide
		s.Add(scene.WeightBars(hit.Weight, x+4, mid+6, scene.StateInks["missing"].Bars)...)
		if hit.MustPass {
			s.Add(scene.MustPassMark(x+36, mid)...)
		}
		firmRun(s, hit.Firms, hit.FirmsLabel, hit.Empty, x+marks, sheet.Base(first, 14), at.Right(), lang)
	}}
}

// hitDetail is the second line of a row: the chain where it is another one, and the products.
func hitDetail(s *sheet.Sheet, content diagram.Impact, hit diagram.Hit, b scene.Box) {
	lang := content.Head.Lang
	items := hit.Products
	if hit.Chain != content.Link.Chain {
		items = append([]string{sheet.Pick(lang, hit.Chain+"链", hit.Chain)}, items...)
	}
	text, _ := scene.FitList(items, sheet.Pick(lang, "、", ", "), sheet.SmallSize, b.W, func(all int) string { return "…" })
	s.Text(scene.RoleContent, b.X, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, false, scene.Secondary)
}

// firmRun writes as many names as fit from x to end, dotted where they are not verified, and counts them when they do
// not all; empty where there are none.
func firmRun(s *sheet.Sheet, firms []diagram.Firm, label, empty string, x, y, end float64, lang string) {
	const size = 14.0
	if len(firms) == 0 {
		s.Text(
			scene.RoleContent,
			x,
			y,
			scene.Clip(empty, sheet.SmallSize, false, end-x),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
		return
	}
	if label != "" {
		x += s.Text(scene.RoleContent, x, y, label, size, false, scene.Secondary)
	}
	tail := moreFirms(lang)(len(firms))
	for i, f := range firms {
		sep, room := "", end-x
		if i > 0 {
			sep = sheet.Pick(lang, "、", ", ")
			room -= scene.Measure(sep, size, false)
		}
		if i < len(firms)-1 {
			room -= scene.Measure(tail, size, false)
		}
		name := f.Name
		if scene.Measure(name, size, false) > room {
			if i > 0 {
				s.Text(scene.RoleContent, x, y, tail, size, false, scene.Secondary)
				return
			}
			name = scene.Clip(name, size, false, room)
		}
		if sep != "" {
			x += s.Text(scene.RoleContent, x, y, sep, size, false, scene.Secondary)
		}
		w := s.Text(scene.RoleContent, x, y, name, size, false, scene.Ink)
		if f.Unverified {
			s.Unverified(x, y+4, w)
		}
		x += w
	}
}

// moreFirms counts the firms of a list that is cut.
func moreFirms(lang string) func(all int) string {
	return func(all int) string { return " " + diagram.InAll(lang, all, "家") }
}
