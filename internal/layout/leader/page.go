// Package leader arranges the leader's edition of drawings: what is read across a room, in one sentence, large words
// and few marks.
package leader

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// LeastText is the smallest text: 14.4 pt on a slide.
const LeastText = 24.0

// MostMarks are the kinds of marks that a page has at the most.
const MostMarks = 7

// MostCharacters are those of a Chinese headline at the most, without spaces.
const MostCharacters = 28

// Places of the page.
const (
	left  = scene.Margin
	right = scene.PageWidth - scene.Margin
	top   = 164.0
	foot  = 812.0 // of the body

	kickerSize, kickerBase     = 28.0, 66.0
	figureSize, figureBase     = 62.0, 84.0
	labelSize                  = 28.0
	headlineBase               = 134.0
	mostHeadline, leastHead    = 48.0, 36.0
	headlineLeft, headlineRoom = left + 22, 40.0 // from the label of the figure
	footRule, footBase         = 826.0, 870.0
	footSize                   = 26.0

	slack = 1.05 // a slide may be shown in another font

	radius = 10.0
	line   = 1.25 // distance of lines by size of text
)

type page struct {
	*sheet.Sheet
	spoken []string // the cards in reading order
}

// newPage begins a page with its head; done ends it.
func newPage(h diagram.LeaderHead, shown, total int) *page {
	s := &page{Sheet: &sheet.Sheet{Page: scene.Page{
		ID:     h.ID,
		Title:  h.Title,
		Lang:   h.Lang,
		Width:  scene.PageWidth,
		Height: scene.PageHeight,
		Body:   scene.Box{W: scene.PageWidth, H: scene.PageHeight}, // the sentence is never cropped
		Number: 1,
		Pages:  1,
		Shown:  shown,
		Total:  total,
		Notes:  h.Notes,
	}}}
	room := right - headlineLeft
	end := right
	if h.Figure.Value != "" {
		end -= scene.Measure(h.Figure.Value, figureSize, true) + headlineRoom
		s.TextEnd(scene.RoleHead, right, figureBase, h.Figure.Value, figureSize, true, scene.Accent)
		label := scene.Clip(h.Figure.Label, labelSize, false, room/2)
		room -= headlineRoom + s.TextEnd(scene.RoleHead, right, headlineBase-2, label, labelSize, false, scene.Secondary)
	}
	s.kicker(h, end)
	text, size := headline(h, room/slack)
	s.Rect(scene.RoleHead, scene.Box{X: left, Y: headlineBase - 43, W: 8, H: 50}, scene.Accent)
	s.Text(scene.RoleHead, headlineLeft, headlineBase, text, size, true, scene.Ink)
	s.spoken = []string{text}
	s.Rule(scene.RoleFoot, left, footRule, right, footRule)
	return s
}

// kicker writes what the page is of, and that the chain is not confirmed where it is not.
func (s *page) kicker(h diagram.LeaderHead, end float64) {
	note := ""
	if h.Provisional != "" {
		note = sheet.Pick(h.Lang, "（"+h.Provisional+"）", " ("+h.Provisional+")")
	}
	room := end - left - scene.Measure(note, kickerSize, false)
	title, size := sheet.Fitted(h.Title, false, room, kickerSize, 26, LeastText)
	w := s.Text(scene.RoleHead, left, kickerBase, title, size, false, scene.Secondary)
	if note != "" {
		s.Text(scene.RoleHead, left+w, kickerBase, note, size, false, scene.AmberInk)
	}
}

// headline is the longest of the sentences that fits one line, as large as it can be.
func headline(h diagram.LeaderHead, room float64) (string, float64) {
	for _, text := range h.Headlines {
		if h.Lang != "en" && utf8.RuneCountInString(strings.ReplaceAll(text, " ", "")) > MostCharacters {
			continue
		}
		for size := mostHeadline; size >= leastHead; size-- {
			if scene.Measure(text, size, true) <= room {
				return text, size
			}
		}
	}
	return scene.Clip(h.Headlines[len(h.Headlines)-1], leastHead, true, room), leastHead
}

// done writes the foot, left of what stands at its right end, and the words for those who do not see the page.
func (s *page) done(text string, end float64) scene.Page {
	text, size := sheet.Fitted(text, false, end-left, footSize, 25, LeastText)
	s.Text(scene.RoleFoot, left, footBase, text, size, false, scene.Secondary)
	s.Page.Desc = strings.Join(s.spoken, sheet.Pick(s.Page.Lang, "。", ". ")) + sheet.Pick(s.Page.Lang, "。", ".")
	return s.Page
}

// say names a card for a click and for a screen reader.
func (s *page) say(owner, href string, parts ...string) {
	name := sheet.Spoken(s.Page.Lang, parts...)
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: owner, Href: href, Name: name})
	s.spoken = append(s.spoken, name)
}

// mark puts a kind to marks, by which they are counted.
func mark(kind string, items ...scene.Item) []scene.Item {
	for n := range items {
		items[n].Class = "mark/" + kind
	}
	return items
}

// dashed draws a card that says that there is nobody, or nothing.
func (s *page) dashed(owner string, b scene.Box, words, note string) {
	s.Owner = owner
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  2,
		Dash:   []float64{10, 7},
	})
	var block lines
	room := b.W - 48
	block.add(words, true, room, 2, scene.Secondary, 40, 34, 30, LeastText)
	if note != "" {
		block.gap(10)
		block.add(note, false, room, 2, scene.Secondary, 30, 28, 26, LeastText)
	}
	y := b.Y + (b.H-block.h)/2
	for _, l := range block.list {
		s.Middle(scene.RoleContent, b.X+b.W/2, y+l.at+.37*l.size, l.text, l.size, l.bold, l.ink)
	}
	s.Owner = ""
}

// lines are texts below each other before they have a place.
type lines struct {
	list []textLine
	h    float64
}

// textLine is a text with its middle, from the top of the block.
type textLine struct {
	text string
	size float64
	bold bool
	ink  string
	at   float64
}

func (l *lines) gap(h float64) { l.h += h }

// add sets a text in at most so many lines of a width: it breaks into lines before it becomes much smaller than the
// first of the sizes.
func (l *lines) add(text string, bold bool, room float64, most int, ink string, sizes ...float64) {
	set, size := scene.FitName(text, bold, room, room, most, sizes[:min(3, len(sizes))]...)
	if cut := strings.HasSuffix(set[len(set)-1], "…"); cut && len(sizes) > 3 {
		set, size = scene.FitName(text, bold, room, room, most, sizes[3:]...)
	}
	for _, t := range set {
		l.list = append(l.list, textLine{t, size, bold, ink, l.h + line*size/2})
		l.h += line * size
	}
}

func (s *page) paint(l lines, x, y float64) {
	for _, t := range l.list {
		s.Text(scene.RoleContent, x, y+t.at+.37*t.size, t.text, t.size, t.bold, t.ink)
	}
}

// number writes a number in the middle of a box.
func (s *page) number(n int, b scene.Box, size float64, ink string) {
	s.Middle(scene.RoleContent, b.X+b.W/2, sheet.Base(b, size), strconv.Itoa(n), size, true, ink)
}
