package render

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"chainchief/internal/scene"
)

// Line box of Noto Sans SC in em: its height, and how far its middle lies above the baseline. A text box stands around
// that middle, because it moves least when another font takes the place of this one.
const (
	lineHeight = 1.448
	lineMiddle = .436
	setHeight  = 1.217 // of a line that is given a height: what is more or less, it has above (LibreOffice, measured)
)

// Room that a text needs beyond its measured width.
const (
	otherFont = .05            // of the width, where another font takes the place of this one
	autoSpace = lineHeight / 5 // em that LibreOffice adds between Chinese and Latin; no file can switch it off
	leastGap  = 2.0            // that stays to what stands beside it
	tightest  = .08            // em that a character may be narrower
)

// text writes the lines of a text as one box that never wraps. The title of the page is the title of the slide.
func (s *slidePainter) text(lines block, id int, a about) {
	kind, fonts := `<p:cNvSpPr txBox="1"/><p:nvPr/>`, "+mn"
	if isTitle(s.page, lines[0]) && !s.titled {
		s.titled = true
		kind, fonts = `<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr>`, "+mj"
	}
	first, last := lines[0], lines[len(lines)-1]
	spacings := make([]float64, len(lines))
	wide := 0.0
	for n, line := range lines {
		var width float64
		width, spacings[n] = s.fit(line)
		wide = max(wide, width)
	}
	if fonts == "+mj" { // a title wraps all the same where it is too wide for its box
		wide += s.room(scene.Box{X: first.X, Y: first.Box().Y, W: wide, H: first.Box().H}, wide, false)
	}
	x, align := first.X, "l"
	switch first.Anchor {
	case scene.Middle:
		x, align = x-wide/2, "ctr"
	case scene.End:
		x, align = x-wide, "r"
	}
	high, step := lineHeight*first.Size, 0.0
	middle := (first.Y+last.Y)/2 - lineMiddle*first.Size
	if n := len(lines) - 1; n > 0 {
		step = (last.Y - first.Y) / float64(n)
		high = step * float64(n+1)
		middle -= (step - setHeight*first.Size) / 2
	}
	s.raw(`<p:sp><p:nvSpPr>`)
	s.identity(id, a)
	s.raw(kind, `</p:nvSpPr><p:spPr><a:xfrm>`)
	s.place(scene.Box{X: x, Y: middle - high/2, W: wide, H: high})
	s.raw(
		`</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>`+
			`<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>`+
			`<a:lstStyle/><a:p><a:pPr algn="`,
		align,
		`">`,
	)
	if len(lines) > 1 {
		s.raw(fmt.Sprintf(`<a:lnSpc><a:spcPts val="%.0f"/></a:lnSpc>`, min(158400, 100*step*s.scale/emuPoint)))
	}
	s.raw(`</a:pPr>`)
	for n, line := range lines {
		if n > 0 {
			s.raw(fmt.Sprintf(`<a:br><a:rPr lang="%s" sz="%.0f"/></a:br>`, language(s.page), s.size(line)))
		}
		for _, run := range scene.Runs(line.Text, line.Size, line.Bold) {
			s.run(line, run, fonts, spacings[n])
		}
	}
	s.raw(`</a:p></p:txBody></p:sp>`)
}

// fit returns the width of a line's box, with what another font or LibreOffice takes more as far as there is room, and
// what is taken from each character where there is none.
func (s *slidePainter) fit(i scene.Item) (width, spacing float64) {
	b := i.Box()
	changes, characters, others := mixed(i.Text)
	// a Chinese character is an em wide in every font
	needs := autoSpace*i.Size*float64(changes) + otherFont*scene.Measure(others, i.Size, i.Bold)
	more := max(otherFont*b.W, needs)
	var room float64
	switch i.Anchor {
	case scene.Middle:
		room = 2 * min(s.room(b, more/2, false), s.room(b, more/2, true))
	case scene.End:
		room = s.room(b, more, true)
	default:
		room = s.room(b, more, false)
	}
	if needs > room && characters > 0 {
		spacing = max(-tightest*i.Size, (room-needs)/float64(characters))
	}
	return b.W + min(more, room), spacing
}

// room returns how much of a wanted width is free beside a text.
func (s *slidePainter) room(b scene.Box, wanted float64, left bool) float64 {
	strip := func(w float64) scene.Box {
		if left {
			return scene.Box{X: b.X - .5 - w, Y: b.Y, W: w, H: b.H}
		}
		return scene.Box{X: b.Right() + .5, Y: b.Y, W: w, H: b.H}
	}
	edge := s.page.Width
	if b.X >= scene.Margin && b.Right() <= edge-scene.Margin {
		edge -= scene.Margin
	}
	free := max(0, min(wanted, edge-b.Right()))
	if left {
		free = max(0, min(wanted, b.X-(s.page.Width-edge)))
	}
	blocked := func(o scene.Item, w float64) bool {
		switch {
		case o.Shape != scene.Text:
			return o.OutlineEnters(strip(w))
		case left == (o.Anchor != scene.End) || o.Anchor == scene.Middle: // it needs room on this side too
			w *= 2
		}
		return o.Box().Meets(strip(w))
	}
	if s.boxes == nil {
		for _, o := range s.page.Items {
			s.boxes = append(s.boxes, o.Box().Inset(-1, -1))
		}
	}
	reach := strip(2 * (free + leastGap))
	for n, o := range s.page.Items {
		if !s.boxes[n].Meets(reach) || o.Class == scene.Struck || o.Fill == "" && o.Stroke == "" || !finite(o) ||
			!blocked(o, free+leastGap) {
			continue
		}
		least, most := 0.0, free+leastGap // blocked at most, not at least
		for most-least > .5 {
			if w := (least + most) / 2; blocked(o, w) {
				most = w
			} else {
				least = w
			}
		}
		free = max(0, least-leastGap)
	}
	return free
}

// mixed counts where Chinese and other writing meet in a text, and its characters, and returns those that are not
// Chinese. Blanks and dashes go with what they follow.
func mixed(text string) (changes, characters int, others string) {
	var rest strings.Builder
	first, chinese := true, false
	for _, r := range text {
		characters++
		is := r >= 0x2e80
		if !is {
			rest.WriteRune(r)
		}
		if unicode.IsSpace(r) || r >= 0x2000 && r < 0x2070 {
			continue
		}
		if !first && is != chinese {
			changes++
		}
		first, chinese = false, is
	}
	return changes, characters, rest.String()
}

// size is that of a text in hundredths of a point.
func (s *slidePainter) size(i scene.Item) float64 {
	return min(max(100, math.Round(100*i.Size*s.scale/emuPoint)), 400000)
}

// run writes a part of a text in the fonts of the theme, as it was typed; what only the font has that was named for
// such characters, in that one.
func (s *slidePainter) run(i scene.Item, run scene.Run, fonts string, spacing float64) {
	bold := "0"
	if i.Bold {
		bold = "1"
	}
	s.raw(fmt.Sprintf(`<a:r><a:rPr lang="%s" sz="%.0f" b="%s"`, language(s.page), s.size(i), bold))
	if run.Squeezed {
		spacing -= i.Size / 2
	}
	if spacing = math.Round(100 * spacing * s.scale / emuPoint); spacing < 0 {
		s.raw(fmt.Sprintf(` spc="%.0f"`, max(spacing, -400000)))
	}
	s.raw(`>`)
	s.fill(i.Fill)
	for _, script := range [][2]string{{"latin", "-lt"}, {"ea", "-ea"}, {"cs", "-cs"}} {
		font := fonts + script[1]
		if run.Full && scene.FullFamily() != "" {
			font = scene.FullFamily()
		}
		s.raw(`<a:`, script[0])
		s.attr("typeface", font)
		s.raw(`/>`)
	}
	s.raw(`</a:rPr><a:t>`)
	s.escape(run.Typed)
	s.raw(`</a:t></a:r>`)
}
