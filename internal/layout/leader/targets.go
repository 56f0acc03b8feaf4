package leader

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the targets: a gap, an arrow, two enterprises, what to do next; three rows of them.
const (
	rowHeight   = 206.0
	rowGap      = 16.0
	leaderGaps  = 3
	gapWidth    = 430.0
	numberBlock = 76.0
	firmLeft    = 514.0
	firmWidth   = 392.0
	nextLeft    = firmLeft + 2*(firmWidth+rowGap)
	pad         = 24.0
)

// DrawTargets arranges the leader's edition of the investment targets on one page. The same content gives the same
// page.
func DrawTargets(content diagram.LeaderTargets) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	s := newPage(content.Head, len(content.Gaps), content.Total)
	y := top
	for _, g := range content.Gaps {
		s.row(content, g, y)
		y += rowHeight + rowGap
	}
	if len(content.Gaps) < leaderGaps {
		s.dashed("empty", scene.Box{X: left, Y: y, W: right - left, H: foot - y}, content.Empty, "")
	}
	end := right
	if len(content.Gaps) < content.Total {
		shown := fmt.Sprintf(
			"%s %d/%d", sheet.Pick(content.Head.Lang, "显示缺口", "Gaps shown"), len(content.Gaps), content.Total,
		)
		end -= s.TextEnd(scene.RoleFoot, right, footBase, shown, footSize, false, scene.Secondary) + headlineRoom
	}
	return []scene.Page{s.done(content.Head.Foot, end)}, nil
}

func (s *page) row(content diagram.LeaderTargets, g diagram.LeaderGap, y float64) {
	s.gap(g, scene.Box{X: left, Y: y, W: gapWidth, H: rowHeight})
	cell := scene.Box{X: firmLeft, Y: y, W: firmWidth, H: rowHeight}
	switch {
	case len(g.Firms) == 0:
		cell.W += firmWidth + rowGap
		s.dashed(g.ID+"/none", cell, g.None[0], g.None[1])
		s.spoken = append(s.spoken, sheet.Spoken(s.Page.Lang, g.None[0], g.None[1]))
	default:
		for i, f := range g.Firms {
			s.firm(g, f, i == 0, cell)
			cell.X += firmWidth + rowGap
		}
		if len(g.Firms) == 1 {
			s.dashed(g.ID+"/more", cell, content.More, "")
		}
		s.arrow(g, y+rowHeight/2)
	}
	s.next(g, scene.Box{X: nextLeft, Y: y, W: right - nextLeft, H: rowHeight})
}

// inks of the words that say what a gap is.
var gapInks = map[diagram.GapMark]string{
	diagram.GapChoke:   scene.Red,
	diagram.GapMissing: scene.Red,
	diagram.GapWeak:    scene.AmberInk,
	diagram.GapOutside: scene.Ink,
	diagram.GapBlocked: scene.Ink,
}

// gap writes a gap with its number, its name, what it is and why.
func (s *page) gap(g diagram.LeaderGap, b scene.Box) {
	s.Owner = g.ID
	const border, block = 3.0, numberBlock
	s.card(b, string(g.Mark), scene.Accent, border)
	inner := b.Inset(border/2, border/2)
	plate := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      inner.X,
		Y:      inner.Y,
		W:      block,
		H:      inner.H,
		Radius: radius - border/2,
		Fill:   scene.Accent,
	}
	square := plate // where it meets the words
	square.X, square.W, square.Radius = inner.X+block-radius, radius, 0
	s.Add(mark("number", plate, square)...)
	s.number(g.Number, scene.Box{X: inner.X, Y: b.Y, W: block, H: b.H}, 54, scene.Ground)
	x := b.X + block + pad
	room := b.Right() - 14 - x
	const markWide = 40.0
	var words lines
	words.add(g.Name, true, room, 2, scene.Ink, 38, 36, 34, 32, 30, 28, 26)
	words.gap(16)
	from := len(words.list)
	words.add(g.Kind, false, room-markWide, 2, gapInks[g.Mark], 28, 26, LeastText)
	y := b.Y + (b.H-words.h)/2
	kind := lines{list: words.list[from:]}
	words.list = words.list[:from]
	s.paint(words, x, y)
	s.paint(kind, x+markWide, y)
	const by = 2.1
	cx, cy := x+markRadius, y+kind.list[0].at
	s.Add(mark(string(g.Mark), scene.Enlarged(sheet.GapMark(g.Mark, cx, cy), cx, cy, by)...)...)
	s.say(g.ID, g.Href, fmt.Sprintf("%d %s", g.Number, g.Name), g.Kind)
	s.Owner = ""
}

func (s *page) card(b scene.Box, class, stroke string, width float64) {
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  class,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: stroke,
		Width:  width,
	})
}

func firmOwner(g diagram.LeaderGap, f diagram.LeaderFirm) string { return g.ID + "/" + f.ID }

// firm writes an enterprise: its name, where it is, why it is called.
func (s *page) firm(g diagram.LeaderGap, f diagram.LeaderFirm, first bool, b scene.Box) {
	s.Owner = firmOwner(g, f)
	stroke, width := scene.UnknownEdge, 1.6
	if first {
		stroke, width = scene.Accent, 3.0
	}
	s.card(b, "firm", stroke, width)
	words, names := firmWords(f, b)
	x, y := b.X+pad, b.Y+(b.H-words.h)/2
	s.paint(words, x, y)
	unverified := ""
	if f.Unverified {
		unverified = sheet.Pick(s.Page.Lang, "待核实", "unverified")
		for _, l := range words.list[:names] {
			under := y + l.at + .52*l.size + 5
			s.Add(mark("unverified", scene.Item{
				Shape:  scene.Line,
				Role:   scene.RoleMark,
				Points: []scene.Point{{X: x, Y: under}, {X: x + scene.Measure(l.text, l.size, true), Y: under}},
				Stroke: scene.Ink,
				Width:  2.4,
				Dash:   []float64{2.4, 5},
			})...)
		}
	}
	s.say(s.Owner, f.Href, f.Name, unverified, f.Place, f.Reason)
	s.Owner = ""
}

// firmWords sets the words of an enterprise as large as its card allows, and tells how many lines its name takes.
func firmWords(f diagram.LeaderFirm, b scene.Box) (words lines, names int) {
	room := b.W - 2*pad + 8
	sizes := []float64{38, 34, 30, 28, 26, LeastText}
	for n := range sizes {
		words = lines{}
		words.add(f.Name, true, room, 2, scene.Ink, sizes[n:]...)
		names = len(words.list)
		words.gap(14)
		words.add(f.Place, false, room, 1, scene.Secondary, 30, 28, 26, LeastText)
		words.gap(4)
		words.add(f.Reason, true, room, 2, scene.Ink, 30, 28, 26, LeastText)
		if words.h <= b.H-20 {
			break
		}
	}
	return words, names
}

// arrow leads from a gap to the first enterprise.
func (s *page) arrow(g diagram.LeaderGap, y float64) {
	owner := g.ID + "/arrow"
	to := scene.Point{X: firmLeft, Y: y}
	s.Add(scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleEdge,
		Owner:  owner,
		Points: []scene.Point{{X: left + gapWidth, Y: y}, to},
		From:   g.ID,
		To:     firmOwner(g, g.Firms[0]),
		Stroke: scene.Accent,
		Width:  4,
	})
	head := scene.ArrowHead(to, 1, 0, scene.Accent, 18)
	head.Owner = owner
	s.Add(mark("arrow", head)...)
}

// next writes what to do next, who answers for it and until when.
func (s *page) next(g diagram.LeaderGap, b scene.Box) {
	s.Owner = g.ID + "/next"
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  "next",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.AccentFill,
	})
	label := sheet.Pick(s.Page.Lang, "下一步", "Next")
	room := b.W - 36
	size := 28.0
	for size > LeastText && max(scene.Measure(g.Owner, size, false), scene.Measure(g.Due, size, false)) > room {
		size -= 2
	}
	var words lines
	for _, most := range []struct{ act, owner int }{{2, 2}, {1, 2}, {1, 1}} {
		words = lines{}
		words.add(label, false, room, 1, scene.Secondary, 28, 26, LeastText)
		words.gap(2)
		words.add(g.Act, true, room, most.act, scene.Accent, 36, 34, 32, 30, 28, 26)
		words.gap(8)
		words.add(g.Owner, false, room, most.owner, scene.Ink, size)
		words.add(g.Due, false, room, 1, scene.Ink, size)
		if words.h <= b.H-16 {
			break
		}
	}
	s.paint(words, b.X+20, b.Y+(b.H-words.h)/2)
	s.say(s.Owner, "", label+sheet.Pick(s.Page.Lang, "：", ": ")+g.Act, g.Owner, g.Due)
	s.Owner = ""
}
