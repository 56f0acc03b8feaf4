package impact

import (
	"fmt"
	"math"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// What stands before and under a card that needs several things.
const (
	barWidth  = 9.0
	barRoom   = 3 // grid steps of a bar and the arrow from it,
	labelRoom = 5 // and of one with its label
	labelRows = 3
	holdsGap  = 8.0
	holdsLine = 20.0
	holdsWide = 120.0 // names that are longer take two lines
)

// around reserves before each card that needs several things the room of its bar, and under it that of the needs that
// hold. The card with most needs has the label.
func (f *reach) around(holds bool) []flow.Around {
	out, largest := make([]flow.Around, len(f.hits)), -1
	for i, h := range f.hits {
		if h.Needs < 2 {
			continue
		}
		out[i].Before = barRoom
		if largest < 0 || h.Needs > f.hits[largest].Needs {
			largest = i
		}
		if holds && len(h.Holds) > 0 {
			out[i].Below = 4
			if scene.Measure(strings.Join(h.Holds, "、"), sheet.SmallSize, false) > holdsWide {
				out[i].Below = 6
			}
		}
	}
	if largest >= 0 {
		out[largest].Before, out[largest].Label = labelRoom, labelRows
	}
	return out
}

// bars draws the bar of each card that needs several things, over the lines that end on it, and what holds.
func (s *page) bars(f *reach, lang string) {
	in, at := f.attempt.Plan.In, f.attempt.At
	for i, h := range f.hits {
		if h.Needs < 2 {
			continue
		}
		face, x := in.Face(at, i), in.Bar(at, i)
		top, bottom := face.Y+face.H/2, face.Y+face.H/2
		reach := func(y float64) { top, bottom = min(top, y), max(bottom, y) }
		for _, item := range s.Page.Items {
			if item.Role != scene.RoleEdge || item.To != h.ID {
				continue
			}
			if n := len(item.Points); n > 2 && math.Abs(item.Points[n-2].X-x) < 1 { // where it meets the bar
				reach(item.Points[n-3].Y)
			}
		}
		if in.Around[i].Below > 0 {
			reach(s.holds(h, face, at.Boxes[i].Rect(), x, lang))
		}
		bar := scene.Box{X: x - barWidth/2, Y: top - 8, W: barWidth, H: bottom - top + 16}
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			Class:  "all",
			X:      bar.X,
			Y:      bar.Y,
			W:      bar.W,
			H:      bar.H,
			Radius: 2,
			Fill:   scene.Ink,
		})
		if in.Around[i].Label > 0 {
			const high, wide = 24.0, 44.0
			label := scene.Box{X: x - wide/2, Y: max(face.Y, bar.Y-high-2), W: wide, H: high}
			s.Add(scene.Item{
				Shape:  scene.Rect,
				Role:   scene.RoleMark,
				X:      label.X,
				Y:      label.Y,
				W:      label.W,
				H:      label.H,
				Radius: 4,
				Fill:   scene.Ink,
			})
			text := sheet.Pick(lang, "都要", "all of")
			s.Middle(scene.RoleCaption, x, sheet.Base(label, sheet.SmallSize), text, sheet.SmallSize, true, scene.Ground)
		}
	}
}

// holds writes under a card what it needs and still has, with a thin arrow to its bar, and returns how low that ends.
func (s *page) holds(h diagram.Hit, face, place scene.Box, bar float64, lang string) float64 {
	b := scene.Box{X: face.X, Y: face.Bottom() + holdsGap, W: face.W, H: place.Bottom() - face.Bottom() - holdsGap}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  "holds",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1.2,
	})
	label, sep := sheet.Pick(lang, "照常：", "Goes on: "), sheet.Pick(lang, "、", ", ")
	room := b.W - 20
	lines, whole := scene.Wrap(label+strings.Join(h.Holds, sep), sheet.SmallSize, false, room, max(1, int((b.H-8)/holdsLine)))
	if !whole {
		lines = []string{fmt.Sprintf(sheet.Pick(lang, "其余 %d 样照常", "%d others go on"), len(h.Holds))}
		if text, n := scene.FitList(
			h.Holds,
			sep,
			sheet.SmallSize,
			room-scene.Measure(label, sheet.SmallSize, false),
			func(all int) string { return " " + diagram.InAll(lang, all, "样") },
		); n > 0 && strings.HasPrefix(text, h.Holds[0]) {
			lines[0] = label + text
		} else if scene.Measure(lines[0], sheet.SmallSize, false) > room {
			lines[0] = fmt.Sprintf(sheet.Pick(lang, "%d 样照常", "%d go on"), len(h.Holds))
		}
	}
	y := b.Y + b.H/2 - holdsLine*float64(len(lines)-1)/2
	for i, line := range lines {
		base := y + float64(i)*holdsLine + .37*sheet.SmallSize
		s.Text(scene.RoleCaption, b.X+10, base, line, sheet.SmallSize, false, scene.Secondary)
	}
	s.Joined(len(lines))
	mid := b.Y + b.H/2
	tip := bar + barWidth/2
	arrow := scene.ArrowHead(scene.Point{X: tip, Y: mid}, -1, 0, scene.Secondary, 7)
	arrow.Role = scene.RoleMark
	s.Add(scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Points: []scene.Point{{X: b.X, Y: mid}, {X: tip + 3, Y: mid}},
		Stroke: scene.Secondary,
		Width:  1.6,
	}, arrow)
	return mid
}
