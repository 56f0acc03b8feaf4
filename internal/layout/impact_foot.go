package layout

import (
	"fmt"
	"strconv"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// impactFoot is the lower part of an impact drawing: the share of each chain at the left, links or enterprises at the
// right.
type impactFoot struct {
	left  []line
	right [][]line // columns
}

const (
	footHead    = 34.0
	shareRow    = 28.0
	remarkLine  = 19.0
	hitRow      = 27.0
	footLeft    = 500.0 // width
	footSeam    = 24.0
	mostShares  = 5
	mostRemarks = 5 // lines
	mostHitRows = 9 // in a column of the foot
)

// impactFeet are the feet that a page may have, the one that says most first: a row for each link, then one for each step.
func impactFeet(content diagram.Impact) []impactFoot {
	left := append([]line{blockHead(pick(content.Head.Lang, "各链受影响的权重", "Weight affected, by chain"), pick(content.Head.Lang, "受影响 / 全部", "affected / all"), footHead)}, shareLines(content)...)
	left = append(left, remarkLines(content)...)
	all := hitLines(content)
	var out []impactFoot
	if len(all) <= 2*mostHitRows {
		out = append(out, impactFoot{left, hitColumns(content, all)})
	}
	return append(out, impactFoot{left, [][]line{append([]line{firmsHead(content)}, stepLines(content)...)}})
}

func (f impactFoot) height() float64 {
	h := heightOf(f.left, 0)
	for _, c := range f.right {
		h = max(h, heightOf(c, 0))
	}
	return h
}

// paint writes the foot at the bottom of the page, or right under the flow where that ends early.
func (f impactFoot) paint(s *sheet, top float64) {
	width := scene.PageWidth - 2*scene.Margin
	s.paintLines(f.left, scene.Margin, top, footLeft, 0)
	x := scene.Margin + footLeft + footSeam
	w := (width - footLeft - footSeam - footSeam*float64(len(f.right)-1)) / float64(len(f.right))
	for _, column := range f.right {
		s.paintLines(column, x, top, w, 0)
		x += w + footSeam
	}
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
		out = append(out, line{h: shareRow, paint: func(s *sheet, at scene.Box) { s.share(share, at, content.Head.Lang) }})
	}
	if rest := len(shares) - len(shown); rest > 0 {
		out = append(out, textLine(pick(content.Head.Lang, fmt.Sprintf("另及 %d 条链，见各环节", rest), fmt.Sprintf("%d more chains, see the links", rest)), shareRow))
	}
	return out
}

func (s *sheet) share(share diagram.Share, at scene.Box, lang string) {
	const name, bar, passed = 128.0, 146.0, 92.0
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
		part(share.Weight, scene.Ribbon)
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

// hitLine is a row for a link: its step, state, name, whether it is must-pass, its local enterprises.
func hitLine(content diagram.Impact, step string, hit diagram.Hit) line {
	lang := content.Head.Lang
	return line{h: hitRow, paint: func(s *sheet, at scene.Box) {
		const steps, marks = 56.0, 62.0
		text, size := fitted(step, false, steps-8, 14, smallSize)
		s.text(scene.RoleContent, at.X, base(at, size), text, size, false, scene.Secondary)
		x, mid := at.X+steps, at.Y+at.H/2
		s.add(stateMark(string(hit.State), x+7, mid)...)
		name := hit.Name
		if len(content.Shares) > 1 && hit.Chain != content.Link.Chain {
			name += pick(lang, "（"+hit.Chain+"）", " ("+hit.Chain+")")
		}
		wide := (at.W - steps - marks) * .46
		text, size = fitted(name, true, wide-24, 15, 14, smallSize)
		s.text(scene.RoleContent, x+22, base(at, size), text, size, true, scene.Ink)
		x += wide
		s.add(scene.WeightBars(hit.Weight, x+4, mid+6, scene.StateInks["missing"].Bars)...)
		if hit.MustPass {
			s.add(scene.MustPassMark(x+36, mid)...)
		}
		s.firmRun(hit.Firms, hit.FirmsLabel, hit.Empty, x+marks, base(at, 14), at.Right(), lang)
	}}
}

// firmRun writes as many names as fit from x to end, dotted where they are not verified, and counts them when they do not
// all; empty where there are none.
func (s *sheet) firmRun(firms []diagram.Firm, label, empty string, x, y, end float64, lang string) {
	const size = 14.0
	if len(firms) == 0 {
		s.text(scene.RoleContent, x, y, scene.Clip(empty, smallSize, false, end-x), smallSize, false, scene.Secondary)
		return
	}
	if label != "" {
		x += s.text(scene.RoleContent, x, y, label, size, false, scene.Secondary)
	}
	tail := moreFirms(lang)(len(firms))
	sep := pick(lang, "、", ", ")
	for i, f := range firms {
		last := i == len(firms)-1
		room := end - x
		if !last {
			room -= scene.Measure(sep+tail, size, false)
		}
		name := f.Name
		if scene.Measure(name, size, false) > room {
			if i > 0 {
				s.text(scene.RoleContent, x, y, tail, size, false, scene.Secondary)
				return
			}
			name = scene.Clip(name, size, false, room)
		}
		w := s.text(scene.RoleContent, x, y, name, size, false, scene.Ink)
		if f.Unverified {
			s.unverified(x, y+4, w)
		}
		x += w
		if !last {
			x += s.text(scene.RoleContent, x, y, sep, size, false, scene.Secondary)
		}
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
func hitColumns(content diagram.Impact, rows []line) [][]line {
	lang := content.Head.Lang
	title := pick(lang, "受影响的环节与本地企业", "Links affected, and local firms")
	note := counted(lang, content.Firms, "家企业", "firm", "firms")
	if len(rows) == 0 {
		return [][]line{{blockHead(title, note, footHead), textLine(pick(lang, "没有环节必然受影响，也就没有企业因此停摆。", "No link is bound to be affected, so no firm stands still for it."), hitRow)}}
	}
	if len(rows) <= 5 {
		return [][]line{append([]line{blockHead(title, note, footHead)}, rows...)}
	}
	half := (len(rows) + 1) / 2
	return [][]line{append([]line{blockHead(title, "", footHead)}, rows[:half]...), append([]line{blockHead("", note, footHead)}, rows[half:]...)}
}

func firmsHead(content diagram.Impact) line {
	lang := content.Head.Lang
	return blockHead(pick(lang, "受影响的本地企业，按最近一步", "Local firms affected, by nearest step"), counted(lang, content.Firms, "家企业", "firm", "firms"), footHead)
}

// stepLines names the enterprises of each step, the far ones together.
func stepLines(content diagram.Impact) []line {
	lang := content.Head.Lang
	steps := foldSteps(content.Steps, lang)
	var out []line
	for i, step := range steps {
		firms := step.Firms
		if i == impactSteps-1 {
			for _, s := range content.Steps[impactSteps:] {
				firms = append(firms[:len(firms):len(firms)], s.Firms...)
			}
		}
		out = append(out, line{h: hitRow, paint: func(s *sheet, at scene.Box) {
			w := s.text(scene.RoleContent, at.X, base(at, 14), step.Name, 14, true, scene.Ink)
			n := pick(lang, strconv.Itoa(len(firms))+" 家", strconv.Itoa(len(firms)))
			s.textEnd(scene.RoleContent, at.X+max(w+46, 130), base(at, 14), n, 14, false, scene.Secondary)
			s.firmRun(firms, "", pick(lang, "没有更多的本地企业", "no further local firm"), at.X+max(w+46, 130)+16, base(at, 14), at.Right(), lang)
		}})
	}
	return out
}
