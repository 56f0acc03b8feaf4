package sheet

import (
	"strconv"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Line is one row of a list or card whose height is known before it is painted.
type Line struct {
	H     float64
	Grows bool // takes a share of spare height
	Paint func(s *Sheet, at scene.Box)
}

// HeightOf adds up lines; each that grows is extra higher.
func HeightOf(lines []Line, extra float64) float64 {
	sum := 0.0
	for _, l := range lines {
		sum += l.H
		if l.Grows {
			sum += extra
		}
	}
	return sum
}

// PaintLines paints lines below each other and returns where they end.
func (s *Sheet) PaintLines(lines []Line, x, y, w, extra float64) float64 {
	for _, l := range lines {
		h := l.H
		if l.Grows {
			h += extra
		}
		if l.Paint != nil {
			l.Paint(s, scene.Box{X: x, Y: y, W: w, H: h})
		}
		y += h
	}
	return y
}

// Base is the baseline of a text of a size in the middle of a box.
func Base(b scene.Box, size float64) float64 { return b.Y + b.H/2 + .37*size }

// FittedText shrinks words to a width, then cuts their end.
func FittedText(text string, bold bool, width float64, sizes ...float64) (string, float64) {
	set, size := scene.FitText(text, bold, width, width, 1, sizes...)
	return set[0], size
}

// Fitted shrinks a name to a width, then cuts its middle.
func Fitted(text string, bold bool, width float64, sizes ...float64) (string, float64) {
	set, size := scene.FitName(text, bold, width, width, 1, sizes...)
	return set[0], size
}

// Counted says n of something: 7 环节, 7 links.
func Counted(lang string, n int, zh, one, many string) string {
	word := Pick(lang, zh, many)
	if lang == "en" && n == 1 {
		word = one
	}
	return strconv.Itoa(n) + " " + word
}

// BlockHead is the head of a block of a list: a bar, bold words, a note at the right, on a faint ground.
func BlockHead(words, note string, h float64) Line {
	return Line{H: h, Paint: func(s *Sheet, at scene.Box) {
		b := scene.Box{X: at.X, Y: at.Y + 2, W: at.W, H: at.H - 4}
		s.Rect(scene.RoleGround, b, scene.FaintBand)
		s.Rect(scene.RoleGround, scene.Box{X: b.X, Y: b.Y, W: 4, H: b.H}, scene.Accent)
		end := b.Right() - 6
		if note != "" {
			end -= s.TextEnd(scene.RoleContent, end, Base(b, SmallSize), note, SmallSize, false, scene.Secondary) + 8
		}
		text, size := FittedText(words, true, end-b.X-12, 15, 14, SmallSize)
		s.Text(scene.RoleContent, b.X+12, Base(b, size), text, size, true, scene.Ink)
	}}
}

// StateLegend explains the states that occur, the best first.
func StateLegend(occurs func(state string) bool) (key Legend) {
	for _, st := range diagram.States {
		key.Add(occurs(string(st)), 20, st.Full("zh"), st.Full("en"), func(x, mid float64) []scene.Item {
			return StateMark(string(st), x+7, mid)
		})
	}
	return key
}

// StateMark draws a state's mark on white ground.
func StateMark(state string, cx, cy float64) []scene.Item {
	ink := scene.StateInks[state].Stroke
	return scene.CoverageMark(state, cx, cy, ink)
}

// Wrap joins items to lines of the width; nil when an item, or the last one with the tail, is wider than a line.
func Wrap(items []string, sep, tail string, size float64, bold bool, width float64) []string {
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
		if scene.Measure(joined+end, size, bold) > width && line != "" {
			lines = append(lines, line+strings.TrimRight(sep, " "))
			joined = item
		}
		if scene.Measure(joined+end, size, bold) > width {
			return nil
		}
		line = joined
	}
	return append(lines, line+tail)
}

const TextLeft = 32.0 // from the card's left edge: past the mark
