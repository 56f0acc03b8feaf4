// Package sheet is the kit of every drawing: a page with its head, headline and foot, lines that fill a block, the key,
// bars of parts, the words and marks of states and gaps. Its rules are those of docs/drawings.md. No coordinate of a
// drawing is typed by hand: every one follows from constants named here, text widths and counts.
package sheet

import (
	"math"
	"strconv"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Type sizes of every drawing.
const (
	titleSize    = 30.0
	FigureSize   = 26.0
	HeadlineSize = 17.0
	HeadSize     = 16.0
	CaptionSize  = 13.5
	SmallSize    = 13.5
)

// figuresRoom is the room that all figures of a head share at most.
const figuresRoom = 1130.0

// Sheet collects the primitives of one page.
type Sheet struct {
	Page  scene.Page
	Owner string
}

func (s *Sheet) Add(items ...scene.Item) {
	for _, i := range items {
		if i.Owner == "" {
			i.Owner = s.Owner
		}
		s.Page.Items = append(s.Page.Items, i)
	}
}

func (s *Sheet) Rect(role scene.Role, b scene.Box, fill string) {
	s.Add(scene.Item{Shape: scene.Rect, Role: role, X: b.X, Y: b.Y, W: b.W, H: b.H, Fill: fill})
}

func (s *Sheet) Text(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) float64 {
	s.Add(scene.Item{Shape: scene.Text, Role: role, X: x, Y: y, Text: text, Size: size, Bold: bold, Fill: ink})
	return scene.Measure(text, size, bold)
}

func (s *Sheet) TextEnd(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) float64 {
	s.Add(scene.Item{
		Shape:  scene.Text,
		Role:   role,
		X:      x,
		Y:      y,
		Text:   text,
		Size:   size,
		Bold:   bold,
		Anchor: scene.End,
		Fill:   ink,
	})
	return scene.Measure(text, size, bold)
}

func (s *Sheet) Middle(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) {
	s.Add(scene.Item{
		Shape:  scene.Text,
		Role:   role,
		X:      x,
		Y:      y,
		Text:   text,
		Size:   size,
		Bold:   bold,
		Anchor: scene.Middle,
		Fill:   ink,
	})
}

// Joined says that the last n texts are the lines of one text, so that who edits the drawing finds one.
func (s *Sheet) Joined(n int) {
	for k := len(s.Page.Items) - 1; k >= 0 && n > 1; k-- {
		if i := &s.Page.Items[k]; i.Shape == scene.Text {
			i.Continues = true
			n--
		}
	}
}

func (s *Sheet) Rule(role scene.Role, x1, y1, x2, y2 float64) {
	s.Add(scene.Item{
		Shape:  scene.Line,
		Role:   role,
		Points: []scene.Point{{X: x1, Y: y1}, {X: x2, Y: y2}},
		Stroke: scene.Hairline,
		Width:  1,
	})
}

// New begins a page with its head, headline and foot.
func New(h diagram.Head, number, pages, shown, total int) *Sheet {
	s := &Sheet{
		Page: scene.Page{
			ID:     h.ID,
			Title:  h.Title,
			Desc:   h.Desc,
			Lang:   h.Lang,
			Width:  scene.PageWidth,
			Height: scene.PageHeight,
			Body: scene.Box{
				X: 0,
				Y: 104,
				W: scene.PageWidth,
				H: scene.PageHeight - 104,
			},
			Number: number,
			Pages:  pages,
			Shown:  shown,
			Total:  total,
			Notes:  h.Notes,
		},
	}
	right := s.figures(h.Figures)
	s.head(h, right)
	s.headline(h.Headline)
	s.foot(h, number, pages, shown, total)
	return s
}

// Blank is a sheet without head and foot, for what is painted in front of another.
func Blank(lang string) *Sheet { return &Sheet{Page: scene.Page{Lang: lang}} }

// head writes title and facts, left of the figures.
func (s *Sheet) head(h diagram.Head, right float64) {
	room := right - scene.Margin - 24
	size := titleSize
	tag := 0.0
	if h.Provisional != "" {
		tag = scene.Measure(h.Provisional, SmallSize, false) + 26
	}
	for size > 20 && scene.Measure(h.Title, size, true) > room-tag {
		size--
	}
	title := scene.Clip(h.Title, size, true, room-tag)
	w := s.Text(scene.RoleHead, scene.Margin, 58, title, size, true, scene.Ink)
	if h.Provisional != "" {
		x := scene.Margin + w + 12
		tw := scene.Measure(h.Provisional, SmallSize, false)
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleHead,
			X:      x,
			Y:      37,
			W:      tw + 14,
			H:      23,
			Radius: 3,
			Stroke: scene.UnknownEdge,
			Width:  1,
			Dash:   []float64{3, 2.5},
			Fill:   scene.Ground,
		})
		s.Text(scene.RoleHead, x+7, 53.5, h.Provisional, SmallSize, false, scene.Secondary)
	}
	s.Text(
		scene.RoleHead,
		scene.Margin,
		86,
		scene.Clip(strings.Join(h.Facts, Pick(h.Lang, "·", " · ")), 15, false, room),
		15,
		false,
		scene.Secondary,
	)
	s.Rule(scene.RoleHead, scene.Margin, 102, scene.PageWidth-scene.Margin, 102)
}

// figures writes the numbers at the right, hairlines between them, and returns where they begin.
func (s *Sheet) figures(list []diagram.Figure) float64 {
	inks := map[string]string{"missing": scene.Red, "weak": scene.AmberInk}
	x := scene.PageWidth - scene.Margin
	width := func(f diagram.Figure) float64 {
		return max(scene.Measure(f.Value, FigureSize, true), scene.Measure(f.Label, SmallSize, false))
	}
	all, most := 0.0, math.Inf(1)
	for _, f := range list {
		all += width(f) + 26
	}
	if all > figuresRoom { // each gets its part of the room
		most = figuresRoom/float64(len(list)) - 26
	}
	for i := len(list) - 1; i >= 0; i-- {
		f := list[i]
		f.Value, f.Label = scene.Clip(f.Value, FigureSize, true, most), scene.Clip(f.Label, SmallSize, false, most)
		x -= width(f)
		ink := inks[f.Tone]
		if ink == "" {
			ink = scene.Ink
		}
		s.Text(scene.RoleHead, x, 62, f.Value, FigureSize, true, ink)
		s.Text(scene.RoleHead, x, 86, f.Label, SmallSize, false, scene.Secondary)
		if i > 0 {
			s.Rule(scene.RoleHead, x-13, 42, x-13, 90)
			x -= 26
		}
	}
	return x
}

// headline writes the sentence that stays with the reader. What is too long in the smallest letters loses whole clauses
// from its end, so that what is read was said.
func (s *Sheet) headline(text string) {
	s.Rect(scene.RoleHead, scene.Box{X: scene.Margin, Y: 113, W: 4, H: 22}, scene.Accent)
	size := HeadlineSize
	room := scene.PageWidth - 2*scene.Margin - 14
	stop := text[len(strings.TrimRight(text, "。.")):]
	for scene.Measure(text, SmallSize, true) > room {
		i := strings.LastIndexAny(text, "；;")
		if i < 0 {
			break
		}
		text = text[:i] + stop
	}
	for size > SmallSize && scene.Measure(text, size, true) > room {
		size -= .5
	}
	s.Text(scene.RoleHead, scene.Margin+14, 130, scene.Clip(text, size, true, room), size, true, scene.Ink)
}

// footLine is the base line of the sources and the page number.
const footLine = 889.0

// foot writes the source line and the page number; what the page leaves out is counted.
func (s *Sheet) foot(h diagram.Head, number, pages, shown, total int) {
	s.Rule(scene.RoleFoot, scene.Margin, 846, scene.PageWidth-scene.Margin, 846)
	note := strconv.Itoa(number) + "/" + strconv.Itoa(pages)
	if shown < total {
		word := "显示 "
		if h.Lang == "en" {
			word = "shown "
		}
		note = word + strconv.Itoa(shown) + "/" + strconv.Itoa(total) + " · " + note
	}
	w := s.TextEnd(scene.RoleFoot, scene.PageWidth-scene.Margin, footLine, note, SmallSize, false, scene.Secondary)
	s.Text(
		scene.RoleFoot,
		scene.Margin,
		footLine,
		scene.Clip(h.Sources, SmallSize, false, scene.PageWidth-2*scene.Margin-w-24),
		SmallSize,
		false,
		scene.Secondary,
	)
}

// SectionHead writes an accent bar, a bold word and a note under it; y is the base line of the word.
func (s *Sheet) SectionHead(x, y, width float64, name, note string) {
	s.Rect(scene.RoleMark, scene.Box{X: x, Y: y - 13.5, W: 4, H: 16}, scene.Accent)
	s.Text(scene.RoleCaption, x+11, y, scene.Clip(name, HeadSize, true, width-11), HeadSize, true, scene.Ink)
	s.Text(scene.RoleCaption, x+11, y+21, scene.Clip(note, SmallSize, false, width-11), SmallSize, false, scene.Secondary)
}

// SectionLine writes an accent bar, a bold word and a note beside it, and a hairline to the end of the block when it is
// ruled; y is the base line.
func (s *Sheet) SectionLine(x, y, width float64, name, note string, ruled bool) {
	s.Rect(scene.RoleMark, scene.Box{X: x, Y: y - 13.5, W: 4, H: 16}, scene.Accent)
	end := x + 11
	end += s.Text(scene.RoleCaption, end, y, scene.Clip(name, HeadSize, true, width-11), HeadSize, true, scene.Ink) + 10
	if least := 2 * SmallSize; note != "" && x+width-end >= least {
		end += s.Text(
			scene.RoleCaption,
			end,
			y,
			scene.Clip(note, SmallSize, false, x+width-end),
			SmallSize,
			false,
			scene.Secondary,
		) + 10
	}
	if ruled && end < x+width {
		s.Rule(scene.RoleGround, end, y-5, x+width, y-5)
	}
}

// Unverified draws the dotted line under a name that is still to be verified.
func (s *Sheet) Unverified(x, y, w float64) {
	s.Add(scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Points: []scene.Point{{X: x, Y: y}, {X: x + w, Y: y}},
		Stroke: scene.Ink,
		Width:  1,
		Dash:   []float64{1.5, 2},
	})
}
