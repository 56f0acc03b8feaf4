package impact

import (
	"fmt"
	"slices"
	"strconv"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// foot is the lower part of an impact drawing: the share of each chain at the left, links or enterprises at the
// right.
type foot struct {
	left  []sheet.Line
	head  sheet.Line     // of the right
	right [][]sheet.Line // in columns
}

const (
	impactHead  = 34.0
	shareRow    = 28.0
	remarkLine  = 19.0
	hitRow      = 27.0
	hitTwo      = 46.0  // a row from here on has a second line
	footLeft    = 500.0 // width
	seam        = 24.0
	mostShares  = 5
	mostRemarks = 5 // lines
	mostHitRows = 9 // in a column of the foot
)

// feet are the feet that a page may have, the one that says most first: what could stand in goes first, then the
// links give way to the enterprises of each step.
func feet(content diagram.Impact) []foot {
	lang := content.Head.Lang
	left := append(
		[]sheet.Line{
			sheet.BlockHead(
				sheet.Pick(lang, "各链受影响的权重", "Weight affected, by chain"),
				sheet.Pick(lang, "受影响 / 全部", "affected / all"),
				impactHead,
			),
		},
		shareLines(content)...)
	left = append(left, remarkLines(content)...)
	long := append(append(slices.Clone(left), sheet.Line{H: 8}), insteadLines(content)...)
	links := sheet.BlockHead(
		sheet.Pick(lang, "受影响的环节与本地企业", "Links affected, and local firms"),
		sheet.Counted(lang, content.Firms, "家企业", "firm", "firms"),
		impactHead,
	)
	firms := sheet.BlockHead(
		sheet.Pick(lang, "受影响的本地企业，按最近一步", "Local firms affected, by nearest step"),
		sheet.Counted(lang, content.Firms, "家企业", "firm", "firms"),
		impactHead,
	)
	instead, rows := insteadLines(content), hitLines(content)
	switch {
	case len(rows) == 0:
		return []foot{{left, instead[0], [][]sheet.Line{instead[1:]}}}
	case len(rows) <= 2: // the right side has room for both
		return []foot{{left, links, [][]sheet.Line{append(append(rows, sheet.Line{H: 10}), instead...)}}}
	}
	var out []foot
	if len(rows) <= 2*mostHitRows {
		out = append(out, foot{long, links, hitColumns(rows)}, foot{left, links, hitColumns(rows)})
	}
	steps := [][]sheet.Line{stepLines(content)}
	return append(out, foot{long, firms, steps}, foot{left, firms, steps})
}

// Growth of rows where the page has room.
const (
	growLeft  = 8.0
	growRight = 22.0
)

// height is the least that the foot takes, full the most.
func (f foot) height() float64 { return f.high(0, 0) }
func (f foot) full() float64   { return f.high(growLeft, growRight) }

func (f foot) high(left, right float64) float64 {
	h := sheet.HeightOf(f.left, left)
	for _, c := range f.right {
		h = max(h, f.head.H+sheet.HeightOf(c, right))
	}
	return h
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
	all := scene.PageWidth - scene.Margin - x
	y := s.PaintLines([]sheet.Line{f.head}, x, top, all, 0)
	more := extra(f.right[0], room-f.head.H, growRight) // the first column is the longest
	w := (all - seam*float64(len(f.right)-1)) / float64(len(f.right))
	for _, column := range f.right {
		s.PaintLines(column, x, y, w, more)
		x += w + seam
	}
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

// shareLines writes a bar a chain: all of its weight, what is affected, and of that what is must-pass.
func shareLines(content diagram.Impact) []sheet.Line {
	shares := content.Shares
	shown := shares[:min(len(shares), mostShares)]
	if len(shares) > mostShares {
		shown = shares[:mostShares-1]
	}
	var out []sheet.Line
	for _, share := range shown {
		out = append(out, sheet.Line{
			H:     shareRow,
			Grows: true,
			Paint: func(s *sheet.Sheet, at scene.Box) { paintShare(s, share, at, content.Head.Lang) },
		})
	}
	if rest := len(shares) - len(shown); rest > 0 {
		out = append(
			out,
			textLine(
				sheet.Pick(
					content.Head.Lang,
					fmt.Sprintf("另及 %d 条链，见各环节", rest),
					fmt.Sprintf("%d more chains, see the links", rest),
				),
				shareRow,
			),
		)
	}
	return out
}

func paintShare(s *sheet.Sheet, share diagram.Share, at scene.Box, lang string) {
	const name, bar, passed = 186.0, 86.0, 104.0
	text, size := sheet.Fitted(share.Chain, true, name-8, 15, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, at.X, sheet.Base(at, size), text, size, true, scene.Ink)
	if share.Provisional {
		s.Unverified(at.X, sheet.Base(at, size)+4, w)
	}
	b := scene.Box{X: at.X + name, Y: at.Y + at.H/2 - 7, W: bar, H: 14}
	s.Rect(scene.RoleMark, b, scene.EmptyBar)
	if share.Total > 0 {
		part := func(weight int, fill string) {
			if weight > 0 {
				s.Rect(scene.RoleMark, scene.Box{X: b.X, Y: b.Y, W: b.W * float64(weight) / float64(share.Total), H: b.H}, fill)
			}
		}
		part(share.Weight, scene.Accent2)
		part(share.Passed, scene.Ink)
	}
	if share.Passed > 0 {
		note, size := sheet.FittedText(
			fmt.Sprintf(sheet.Pick(lang, "必停 %d", "stops %d"), share.Passed),
			false,
			passed-10,
			14,
			sheet.SmallSize,
		)
		s.Text(scene.RoleContent, b.Right()+12, sheet.Base(at, size), note, size, false, scene.Ink)
	}
	s.TextEnd(scene.RoleContent, at.Right()-6, sheet.Base(at, 15), share.Percent, 15, true, scene.Ink)
	s.TextEnd(
		scene.RoleContent,
		at.Right()-58,
		sheet.Base(at, 14),
		fmt.Sprintf("%d/%d", share.Weight, share.Total),
		14,
		false,
		scene.Ink,
	)
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
	lang := content.Head.Lang
	remarks := content.Remarks
	if len(content.Feeders) > 0 && len(content.Steps) >= impactSteps {
		names := make([]string, len(content.Feeders))
		for i, f := range content.Feeders {
			names[i] = f.Name
		}
		label := sheet.Pick(lang, "上游供给：", "Fed by: ")
		text, _ := scene.FitList(
			names,
			sheet.Pick(lang, "、", ", "),
			sheet.SmallSize,
			footLeft-scene.Measure(label, sheet.SmallSize, false),
			func(all int) string {
				return " " + diagram.InAll(lang, all, "个环节")
			},
		)
		remarks = append([]string{label + text}, remarks...)
	}
	out := []sheet.Line{{H: 6}}
	for _, remark := range remarks {
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

func hitLines(content diagram.Impact) []sheet.Line {
	var out []sheet.Line
	for _, step := range content.Steps {
		for _, h := range step.Links {
			if len(out) > 2*mostHitRows {
				return out // more than a foot holds
			}
			out = append(out, hitLine(content, step.Name, h))
		}
	}
	return out
}

// hitColumns sets the rows in one column, or in two when they are many.
func hitColumns(rows []sheet.Line) [][]sheet.Line {
	if len(rows) <= 5 {
		return [][]sheet.Line{rows}
	}
	half := (len(rows) + 1) / 2
	return [][]sheet.Line{rows[:half], rows[half:]}
}

// stepLines names the enterprises that each step adds, the far steps together.
func stepLines(content diagram.Impact) []sheet.Line {
	lang := content.Head.Lang
	var out []sheet.Line
	for _, step := range foldSteps(content.Steps, lang) {
		if len(step.Firms) == 0 {
			continue
		}
		out = append(out, sheet.Line{H: hitRow, Grows: true, Paint: func(s *sheet.Sheet, at scene.Box) {
			w := s.Text(scene.RoleContent, at.X, sheet.Base(at, 14), step.Name, 14, true, scene.Ink)
			n := sheet.Pick(lang, strconv.Itoa(len(step.Firms))+" 家", strconv.Itoa(len(step.Firms)))
			end := at.X + max(130, w+16+scene.Measure(n, 14, false))
			s.TextEnd(scene.RoleContent, end, sheet.Base(at, 14), n, 14, false, scene.Secondary)
			firmRun(s, step.Firms, "", "", end+16, sheet.Base(at, 14), at.Right(), lang)
		}})
	}
	if len(out) == 0 {
		out = append(
			out,
			textLine(sheet.Pick(lang, "受影响的环节上未见本地企业。", "No local firm was seen on the links affected."), hitRow),
		)
	}
	return out
}
