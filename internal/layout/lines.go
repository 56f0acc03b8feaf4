package layout

import (
	"strconv"
	"strings"

	"chainchief/internal/scene"
)

// line is one row of a list or card whose height is known before it is painted.
type line struct {
	h     float64
	grows bool // takes a share of spare height
	paint func(s *sheet, at scene.Box)
}

// heightOf adds up lines; each that grows is extra higher.
func heightOf(lines []line, extra float64) float64 {
	sum := 0.0
	for _, l := range lines {
		sum += l.h
		if l.grows {
			sum += extra
		}
	}
	return sum
}

// paintLines paints lines below each other and returns where they end.
func (s *sheet) paintLines(lines []line, x, y, w, extra float64) float64 {
	for _, l := range lines {
		h := l.h
		if l.grows {
			h += extra
		}
		if l.paint != nil {
			l.paint(s, scene.Box{X: x, Y: y, W: w, H: h})
		}
		y += h
	}
	return y
}

// base is the baseline of a text of a size in the middle of a box.
func base(b scene.Box, size float64) float64 { return b.Y + b.H/2 + .37*size }

// fitted shrinks a text to a width, then cuts it.
func fitted(text string, bold bool, width float64, sizes ...float64) (string, float64) {
	set, size := scene.FitName(text, bold, width, width, 1, sizes...)
	return set[0], size
}

// counted says n of something: 7 环节, 7 links.
func counted(lang string, n int, zh, one, many string) string {
	word := pick(lang, zh, many)
	if lang == "en" && n == 1 {
		word = one
	}
	return strconv.Itoa(n) + " " + word
}

// blockHead is the head of a block of a list: a bar, bold words, a note at the right, on a faint ground.
func blockHead(words, note string, h float64) line {
	return line{h: h, paint: func(s *sheet, at scene.Box) {
		b := scene.Box{X: at.X, Y: at.Y + 2, W: at.W, H: at.H - 4}
		s.rect(scene.RoleGround, b, scene.FaintBand)
		s.rect(scene.RoleGround, scene.Box{X: b.X, Y: b.Y, W: 4, H: b.H}, scene.Accent)
		end := b.Right() - 6
		if note != "" {
			end -= s.textEnd(scene.RoleContent, end, base(b, smallSize), note, smallSize, false, scene.Secondary) + 8
		}
		text, size := fitted(words, true, end-b.X-12, 15, 14, smallSize)
		s.text(scene.RoleContent, b.X+12, base(b, size), text, size, true, scene.Ink)
	}}
}

// stateTerms are the states in full words, in the order of the look.
var stateTerms = []struct{ state, zh, en string }{{"strong", "强", "strong"}, {"present", "有", "present"}, {"weak", "弱", "weak"}, {"outside", "圈内有", "in the circle"}, {"missing", "缺", "missing"}}

// stateLegend explains the states that occur, in the order of the look.
func stateLegend(occurs func(state string) bool) (key legend) {
	for _, st := range stateTerms {
		key.add(occurs(st.state), 20, st.zh, st.en, func(x, mid float64) []scene.Item { return stateMark(st.state, x+7, mid) })
	}
	return key
}

// stateMark draws a state's mark on white ground.
func stateMark(state string, cx, cy float64) []scene.Item {
	ink := scene.StateInks[state].Stroke
	return scene.CoverageMark(state, cx, cy, ink)
}

// wrap joins items to lines of the width; nil when an item, or the last one with the tail, is wider than a line.
func wrap(items []string, sep, tail string, size, width float64) []string {
	var lines []string
	line := ""
	for i, item := range items {
		end := strings.TrimRight(sep, " ")
		if i == len(items)-1 {
			end = tail
		}
		joined := item
		if line != "" {
			joined = line + sep + item
		}
		if scene.Measure(joined+end, size, false) > width && line != "" {
			lines = append(lines, line+strings.TrimRight(sep, " "))
			joined = item
		}
		if scene.Measure(joined+end, size, false) > width {
			return nil
		}
		line = joined
	}
	return append(lines, line+tail)
}

const textLeft = 32.0 // from the card's left edge: past the mark
