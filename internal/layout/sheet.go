// Package layout arranges the content of each drawing on a page by rule (shared/design/look/drawings.md): content in,
// scene out. No coordinate is typed by hand; every one follows from constants named here, text widths and counts.
package layout

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
	figureSize   = 26.0
	headlineSize = 17.0
	headSize     = 16.0
	captionSize  = 13.5
	smallSize    = 13.5
)

// figuresRoom is the room that all figures of a head share at most.
const figuresRoom = 1130.0

// sheet collects the primitives of one page.
type sheet struct {
	page  scene.Page
	owner string
}

func (s *sheet) add(items ...scene.Item) {
	for _, i := range items {
		if i.Owner == "" {
			i.Owner = s.owner
		}
		s.page.Items = append(s.page.Items, i)
	}
}

func (s *sheet) rect(role scene.Role, b scene.Box, fill string) {
	s.add(scene.Item{Shape: scene.Rect, Role: role, X: b.X, Y: b.Y, W: b.W, H: b.H, Fill: fill})
}

func (s *sheet) text(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) float64 {
	s.add(scene.Item{Shape: scene.Text, Role: role, X: x, Y: y, Text: text, Size: size, Bold: bold, Fill: ink})
	return scene.Measure(text, size, bold)
}

func (s *sheet) textEnd(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) float64 {
	s.add(scene.Item{Shape: scene.Text, Role: role, X: x, Y: y, Text: text, Size: size, Bold: bold, Anchor: scene.End, Fill: ink})
	return scene.Measure(text, size, bold)
}

func (s *sheet) middle(role scene.Role, x, y float64, text string, size float64, bold bool, ink string) {
	s.add(scene.Item{Shape: scene.Text, Role: role, X: x, Y: y, Text: text, Size: size, Bold: bold, Anchor: scene.Middle, Fill: ink})
}

func (s *sheet) rule(role scene.Role, x1, y1, x2, y2 float64) {
	s.add(scene.Item{Shape: scene.Line, Role: role, Points: []scene.Point{{X: x1, Y: y1}, {X: x2, Y: y2}}, Stroke: scene.Hairline, Width: 1})
}

// newSheet begins a page with its head, headline and foot.
func newSheet(h diagram.Head, number, pages, shown, total int) *sheet {
	s := &sheet{page: scene.Page{ID: h.ID, Title: h.Title, Desc: h.Desc, Lang: h.Lang, Width: scene.PageWidth, Height: scene.PageHeight,
		Body: scene.Box{X: 0, Y: 104, W: scene.PageWidth, H: scene.PageHeight - 104}, Number: number, Pages: pages, Shown: shown, Total: total, Notes: h.Notes}}
	right := s.figures(h.Figures)
	s.head(h, right)
	s.headline(h.Headline)
	s.foot(h, number, pages, shown, total)
	return s
}

// blank is a sheet without head and foot, for what is painted in front of another.
func blank(lang string) *sheet { return &sheet{page: scene.Page{Lang: lang}} }

// head writes title and facts, left of the figures.
func (s *sheet) head(h diagram.Head, right float64) {
	room := right - scene.Margin - 24
	size := titleSize
	tag := 0.0
	if h.Provisional != "" {
		tag = scene.Measure(h.Provisional, smallSize, false) + 26
	}
	for size > 20 && scene.Measure(h.Title, size, true) > room-tag {
		size--
	}
	title := scene.Clip(h.Title, size, true, room-tag)
	w := s.text(scene.RoleHead, scene.Margin, 58, title, size, true, scene.Ink)
	if h.Provisional != "" {
		x := scene.Margin + w + 12
		tw := scene.Measure(h.Provisional, smallSize, false)
		s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleHead, X: x, Y: 37, W: tw + 14, H: 23, Radius: 3, Stroke: scene.UnknownEdge, Width: 1, Dash: []float64{3, 2.5}, Fill: scene.Ground})
		s.text(scene.RoleHead, x+7, 53.5, h.Provisional, smallSize, false, scene.Secondary)
	}
	s.text(scene.RoleHead, scene.Margin, 86, scene.Clip(strings.Join(h.Facts, pick(h.Lang, "·", " · ")), 15, false, room), 15, false, scene.Secondary)
	s.rule(scene.RoleHead, scene.Margin, 102, scene.PageWidth-scene.Margin, 102)
}

// figures writes the numbers at the right, hairlines between them, and returns where they begin.
func (s *sheet) figures(list []diagram.Figure) float64 {
	inks := map[string]string{"missing": scene.Red, "weak": scene.AmberInk}
	x := scene.PageWidth - scene.Margin
	width := func(f diagram.Figure) float64 {
		return max(scene.Measure(f.Value, figureSize, true), scene.Measure(f.Label, smallSize, false))
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
		f.Value, f.Label = scene.Clip(f.Value, figureSize, true, most), scene.Clip(f.Label, smallSize, false, most)
		x -= width(f)
		ink := inks[f.Tone]
		if ink == "" {
			ink = scene.Ink
		}
		s.text(scene.RoleHead, x, 62, f.Value, figureSize, true, ink)
		s.text(scene.RoleHead, x, 86, f.Label, smallSize, false, scene.Secondary)
		if i > 0 {
			s.rule(scene.RoleHead, x-13, 42, x-13, 90)
			x -= 26
		}
	}
	return x
}

// headline writes the sentence that stays with the reader.
func (s *sheet) headline(text string) {
	s.rect(scene.RoleHead, scene.Box{X: scene.Margin, Y: 113, W: 4, H: 22}, scene.Accent)
	size := headlineSize
	room := scene.PageWidth - 2*scene.Margin - 14
	for size > smallSize && scene.Measure(text, size, true) > room {
		size -= .5
	}
	s.text(scene.RoleHead, scene.Margin+14, 130, scene.Clip(text, size, true, room), size, true, scene.Ink)
}

// foot writes the source line and the page number; what the page leaves out is counted.
func (s *sheet) foot(h diagram.Head, number, pages, shown, total int) {
	s.rule(scene.RoleFoot, scene.Margin, 846, scene.PageWidth-scene.Margin, 846)
	note := strconv.Itoa(number) + "/" + strconv.Itoa(pages)
	if shown < total {
		word := "显示 "
		if h.Lang == "en" {
			word = "shown "
		}
		note = word + strconv.Itoa(shown) + "/" + strconv.Itoa(total) + " · " + note
	}
	w := s.textEnd(scene.RoleFoot, scene.PageWidth-scene.Margin, 889, note, smallSize, false, scene.Secondary)
	s.text(scene.RoleFoot, scene.Margin, 889, scene.Clip(h.Sources, smallSize, false, scene.PageWidth-2*scene.Margin-w-24), smallSize, false, scene.Secondary)
}

// sectionHead writes an accent bar, a bold word and a note under it; y is the base line of the word.
func (s *sheet) sectionHead(x, y, width float64, name, note string) {
	s.rect(scene.RoleMark, scene.Box{X: x, Y: y - 13.5, W: 4, H: 16}, scene.Accent)
	s.text(scene.RoleCaption, x+11, y, scene.Clip(name, headSize, true, width-11), headSize, true, scene.Ink)
	s.text(scene.RoleCaption, x+11, y+21, scene.Clip(note, smallSize, false, width-11), smallSize, false, scene.Secondary)
}

// sectionLine writes an accent bar, a bold word and a note beside it, and a hairline to the end of the block when it is
// ruled; y is the base line.
func (s *sheet) sectionLine(x, y, width float64, name, note string, ruled bool) {
	s.rect(scene.RoleMark, scene.Box{X: x, Y: y - 13.5, W: 4, H: 16}, scene.Accent)
	end := x + 11
	end += s.text(scene.RoleCaption, end, y, scene.Clip(name, headSize, true, width-11), headSize, true, scene.Ink) + 10
	if least := 2 * smallSize; note != "" && x+width-end >= least {
		end += s.text(scene.RoleCaption, end, y, scene.Clip(note, smallSize, false, x+width-end), smallSize, false, scene.Secondary) + 10
	}
	if ruled && end < x+width {
		s.rule(scene.RoleGround, end, y-5, x+width, y-5)
	}
}

// unverified draws the dotted line under a name that is still to be verified.
func (s *sheet) unverified(x, y, w float64) {
	s.add(scene.Item{Shape: scene.Line, Role: scene.RoleMark, Points: []scene.Point{{X: x, Y: y}, {X: x + w, Y: y}}, Stroke: scene.Ink, Width: 1, Dash: []float64{1.5, 2}})
}
