package layout

import (
	"fmt"
	"slices"
	"strconv"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// impactFoot is the lower part of an impact drawing: the share of each chain at the left, links or enterprises at the
// right.
type impactFoot struct {
	left  []line
	head  line     // of the right
	right [][]line // in columns
}

const (
	impactHead  = 34.0
	shareRow    = 28.0
	remarkLine  = 19.0
	hitRow      = 27.0
	hitTwo      = 46.0  // a row from here on has a second line
	footLeft    = 500.0 // width
	impactSeam  = 24.0
	mostShares  = 5
	mostRemarks = 5 // lines
	mostHitRows = 9 // in a column of the foot
)

// impactFeet are the feet that a page may have, the one that says most first: what could stand in goes first, then the
// links give way to the enterprises of each step.
func impactFeet(content diagram.Impact) []impactFoot {
	lang := content.Head.Lang
	left := append([]line{blockHead(pick(lang, "各链受影响的权重", "Weight affected, by chain"), pick(lang, "受影响 / 全部", "affected / all"), impactHead)}, shareLines(content)...)
	left = append(left, remarkLines(content)...)
	long := append(append(slices.Clone(left), line{h: 8}), insteadLines(content)...)
	links := blockHead(pick(lang, "受影响的环节与本地企业", "Links affected, and local firms"), counted(lang, content.Firms, "家企业", "firm", "firms"), impactHead)
	firms := blockHead(pick(lang, "受影响的本地企业，按最近一步", "Local firms affected, by nearest step"), counted(lang, content.Firms, "家企业", "firm", "firms"), impactHead)
	instead, rows := insteadLines(content), hitLines(content)
	switch {
	case len(rows) == 0:
		return []impactFoot{{left, instead[0], [][]line{instead[1:]}}}
	case len(rows) <= 2: // the right side has room for both
		return []impactFoot{{left, links, [][]line{append(append(rows, line{h: 10}), instead...)}}}
	}
	var out []impactFoot
	if len(rows) <= 2*mostHitRows {
		out = append(out, impactFoot{long, links, hitColumns(rows)}, impactFoot{left, links, hitColumns(rows)})
	}
	steps := [][]line{stepLines(content)}
	return append(out, impactFoot{long, firms, steps}, impactFoot{left, firms, steps})
}

// Growth of rows where the page has room.
const (
	growLeft  = 8.0
	growRight = 22.0
)

// height is the least that the foot takes, full the most.
func (f impactFoot) height() float64 { return f.high(0, 0) }
func (f impactFoot) full() float64   { return f.high(growLeft, growRight) }

func (f impactFoot) high(left, right float64) float64 {
	h := heightOf(f.left, left)
	for _, c := range f.right {
		h = max(h, f.head.h+heightOf(c, right))
	}
	return h
}

// paint writes the foot from top on; what the page leaves over makes rows higher.
func (f impactFoot) paint(s *sheet, top float64) {
	room := impactBottom - top
	extra := func(lines []line, room, most float64) float64 {
		growing := 0
		for _, l := range lines {
			if l.grows {
				growing++
			}
		}
		return max(0, min(most, (room-heightOf(lines, 0))/float64(max(1, growing))))
	}
	s.paintLines(f.left, scene.Margin, top, footLeft, extra(f.left, room, growLeft))
	x := scene.Margin + footLeft + impactSeam
	all := scene.PageWidth - scene.Margin - x
	y := s.paintLines([]line{f.head}, x, top, all, 0)
	more := extra(f.right[0], room-f.head.h, growRight) // the first column is the longest
	w := (all - impactSeam*float64(len(f.right)-1)) / float64(len(f.right))
	for _, column := range f.right {
		s.paintLines(column, x, y, w, more)
		x += w + impactSeam
	}
}

// insteadLines say what could stand in for the failing link.
func insteadLines(content diagram.Impact) []line {
	lang := content.Head.Lang
	out := []line{blockHead(pick(lang, "谁能顶上", "What could stand in"), pick(lang, "行业常识，待核实", "trade knowledge, to be verified"), impactHead)}
	for _, source := range content.Instead {
		out = append(out, line{h: hitRow, grows: true, paint: func(s *sheet, at scene.Box) {
			const label = 112.0
			text, size := fitted(source.Label, false, label-8, 14, smallSize)
			s.text(scene.RoleContent, at.X, base(at, size), text, size, false, scene.Secondary)
			firmRun(s, source.Firms, "", source.Words, at.X+label, base(at, 14), at.Right(), lang)
		}})
	}
	return out
}

// shareLines writes a bar a chain: all of its weight, what is affected, and of that what is must-pass.
func shareLines(content diagram.Impact) []line {
	shares := content.Shares
	shown := shares[:min(len(shares), mostShares)]
	if len(shares) > mostShares {
		shown = shares[:mostShares-1]
	}
	var out []line
	for _, share := range shown {
		out = append(out, line{h: shareRow, grows: true, paint: func(s *sheet, at scene.Box) { paintShare(s, share, at, content.Head.Lang) }})
	}
	if rest := len(shares) - len(shown); rest > 0 {
		out = append(out, textLine(pick(content.Head.Lang, fmt.Sprintf("另及 %d 条链，见各环节", rest), fmt.Sprintf("%d more chains, see the links", rest)), shareRow))
	}
	return out
}

func paintShare(s *sheet, share diagram.Share, at scene.Box, lang string) {
	const name, bar, passed = 186.0, 86.0, 104.0
	text, size := fitted(share.Chain, true, name-8, 15, 14, smallSize)
	w := s.text(scene.RoleContent, at.X, base(at, size), text, size, true, scene.Ink)
	if share.Provisional {
		s.unverified(at.X, base(at, size)+4, w)
	}
	b := scene.Box{X: at.X + name, Y: at.Y + at.H/2 - 7, W: bar, H: 14}
	s.rect(scene.RoleMark, b, scene.EmptyBar)
	if share.Total > 0 {
		part := func(weight int, fill string) {
			if weight > 0 {
				s.rect(scene.RoleMark, scene.Box{X: b.X, Y: b.Y, W: b.W * float64(weight) / float64(share.Total), H: b.H}, fill)
			}
		}
		part(share.Weight, scene.Accent2)
		part(share.Passed, scene.Ink)
	}
	if share.Passed > 0 {
		note, size := fitted(fmt.Sprintf(pick(lang, "必经 %d", "must-pass %d"), share.Passed), false, passed-10, 14, smallSize)
		s.text(scene.RoleContent, b.Right()+12, base(at, size), note, size, false, scene.Ink)
	}
	s.textEnd(scene.RoleContent, at.Right()-6, base(at, 15), share.Percent, 15, true, scene.Ink)
	s.textEnd(scene.RoleContent, at.Right()-58, base(at, 14), fmt.Sprintf("%d/%d", share.Weight, share.Total), 14, false, scene.Ink)
}

func textLine(text string, h float64) line {
	return line{h: h, paint: func(s *sheet, at scene.Box) {
		s.text(scene.RoleContent, at.X, base(at, smallSize), scene.Clip(text, smallSize, false, at.W), smallSize, false, scene.Secondary)
	}}
}

// remarkLines writes what the figures rest on; the last line that fits ends with … where there is more.
func remarkLines(content diagram.Impact) []line {
	lang := content.Head.Lang
	remarks := content.Remarks
	if len(content.Feeders) > 0 && len(content.Steps) >= impactSteps {
		names := make([]string, len(content.Feeders))
		for i, f := range content.Feeders {
			names[i] = f.Name
		}
		label := pick(lang, "上游供给：", "Fed by: ")
		text, _ := scene.FitList(names, pick(lang, "、", ", "), smallSize, footLeft-scene.Measure(label, smallSize, false), func(all int) string {
			return fmt.Sprintf(pick(lang, " 等 %d 个环节", " … %d in all"), all)
		})
		remarks = append([]string{label + text}, remarks...)
	}
	out := []line{{h: 6}}
	for _, remark := range remarks {
		room := mostRemarks - len(out) + 1
		set, ok := scene.Wrap(remark, smallSize, false, footLeft, max(1, min(3, room)))
		if !ok {
			set = []string{remark} // textLine clips it
		}
		if len(set) > room {
			break
		}
		for _, text := range set {
			out = append(out, textLine(text, remarkLine))
		}
	}
	return out
}

// hitLine is a row for a link: its step, state, name, whether it is must-pass, its local enterprises; with room for a
// second line also its products and its chain.
func hitLine(content diagram.Impact, step string, hit diagram.Hit) line {
	lang := content.Head.Lang
	return line{h: hitRow, grows: true, paint: func(s *sheet, at scene.Box) {
		const steps, marks = 56.0, 62.0
		wide := (at.W - steps - marks) * .4
		if at.W < 800 { // two columns a page, or two beside the shares
			wide = (at.W - steps - marks) * .52
		}
		two := at.H >= hitTwo
		first := at
		if two {
			first.H = hitRow - 2
			s.rule(scene.RoleGround, at.X, at.Bottom(), at.Right(), at.Bottom())
			hitDetail(s, content, hit, scene.Box{X: at.X + steps + 22, Y: at.Y + 20, W: wide - 24, H: 22})
		}
		text, size := fitted(step, false, steps-8, 14, smallSize)
		s.text(scene.RoleContent, at.X, base(first, size), text, size, false, scene.Secondary)
		x, mid := at.X+steps, first.Y+first.H/2
		s.add(stateMark(string(hit.State), x+7, mid)...)
		text, size = fitted(hit.Name, true, wide-24, 15, 14, smallSize)
		w := s.text(scene.RoleContent, x+22, base(first, size), text, size, true, scene.Ink)
		if chain := pick(lang, hit.Chain+"链", hit.Chain); !two && hit.Chain != content.Link.Chain && scene.Measure(chain, smallSize, false) <= wide-24-w-10 {
			s.text(scene.RoleContent, x+22+w+8, base(first, size), chain, smallSize, false, scene.Secondary)
		}
		x += wide
		s.add(scene.WeightBars(hit.Weight, x+4, mid+6, scene.StateInks["missing"].Bars)...)
		if hit.MustPass {
			s.add(scene.MustPassMark(x+36, mid)...)
		}
		firmRun(s, hit.Firms, hit.FirmsLabel, hit.Empty, x+marks, base(first, 14), at.Right(), lang)
	}}
}

// hitDetail is the second line of a row: the chain where it is another one, and the products.
func hitDetail(s *sheet, content diagram.Impact, hit diagram.Hit, b scene.Box) {
	lang := content.Head.Lang
	items := hit.Products
	if hit.Chain != content.Link.Chain {
		items = append([]string{pick(lang, hit.Chain+"链", hit.Chain)}, items...)
	}
	text, _ := scene.FitList(items, pick(lang, "、", ", "), smallSize, b.W, func(all int) string { return "…" })
	s.text(scene.RoleContent, b.X, base(b, smallSize), text, smallSize, false, scene.Secondary)
}

// firmRun writes as many names as fit from x to end, dotted where they are not verified, and counts them when they do not
// all; empty where there are none.
func firmRun(s *sheet, firms []diagram.Firm, label, empty string, x, y, end float64, lang string) {
	const size = 14.0
	if len(firms) == 0 {
		s.text(scene.RoleContent, x, y, scene.Clip(empty, smallSize, false, end-x), smallSize, false, scene.Secondary)
		return
	}
	if label != "" {
		x += s.text(scene.RoleContent, x, y, label, size, false, scene.Secondary)
	}
	tail := moreFirms(lang)(len(firms))
	for i, f := range firms {
		sep, room := "", end-x
		if i > 0 {
			sep = pick(lang, "、", ", ")
			room -= scene.Measure(sep, size, false)
		}
		if i < len(firms)-1 {
			room -= scene.Measure(tail, size, false)
		}
		name := f.Name
		if scene.Measure(name, size, false) > room {
			if i > 0 {
				s.text(scene.RoleContent, x, y, tail, size, false, scene.Secondary)
				return
			}
			name = scene.Clip(name, size, false, room)
		}
		if sep != "" {
			x += s.text(scene.RoleContent, x, y, sep, size, false, scene.Secondary)
		}
		w := s.text(scene.RoleContent, x, y, name, size, false, scene.Ink)
		if f.Unverified {
			s.unverified(x, y+4, w)
		}
		x += w
	}
}

func hitLines(content diagram.Impact) []line {
	var out []line
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
func hitColumns(rows []line) [][]line {
	if len(rows) <= 5 {
		return [][]line{rows}
	}
	half := (len(rows) + 1) / 2
	return [][]line{rows[:half], rows[half:]}
}

// stepLines names the enterprises that each step adds, the far steps together.
func stepLines(content diagram.Impact) []line {
	lang := content.Head.Lang
	var out []line
	for _, step := range foldSteps(content.Steps, lang) {
		if len(step.Firms) == 0 {
			continue
		}
		out = append(out, line{h: hitRow, grows: true, paint: func(s *sheet, at scene.Box) {
			w := s.text(scene.RoleContent, at.X, base(at, 14), step.Name, 14, true, scene.Ink)
			n := pick(lang, strconv.Itoa(len(step.Firms))+" 家", strconv.Itoa(len(step.Firms)))
			end := at.X + max(130, w+16+scene.Measure(n, 14, false))
			s.textEnd(scene.RoleContent, end, base(at, 14), n, 14, false, scene.Secondary)
			firmRun(s, step.Firms, "", "", end+16, base(at, 14), at.Right(), lang)
		}})
	}
	if len(out) == 0 {
		out = append(out, textLine(pick(lang, "受影响的环节上未见本地企业。", "No local firm was seen on the links affected."), hitRow))
	}
	return out
}
