package impact

import (
	"fmt"
	"math"
	"slices"
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
	labelRoom = 4 // and of one with its label
	labelRows = 3
	anyRoom   = 6 // of the sign of alternatives and the arrow from it
	holdsGap  = 8.0
	holdsLine = 20.0
	holdsWide = 120.0 // names that are longer take two lines
)

// around reserves before each card that needs several things the room of its bar, and under it that of the needs that
// hold; before one that lost all alternatives of a need the room of their sign. The card with most needs has the label.
func (f *reach) around(holds int) []flow.Around {
	out, largest := make([]flow.Around, len(f.hits)), -1
	shown, column := map[string]bool{}, map[string]int{}
	for _, c := range f.chain.Links {
		shown[c.ID] = true
		column[c.Stage]++
	}
	for i, h := range f.hits {
		for _, group := range h.Cut {
			if all := !slices.ContainsFunc(group, func(id string) bool { return !shown[id] }); all && out[i].Any == nil {
				out[i].Any, out[i].Before = group, anyRoom
			}
		}
		if h.Needs < 2 {
			continue
		}
		if out[i].Any != nil {
			out[i].Before, out[i].Label = labelRoom, labelRows+1
		} else {
			out[i].Before = barRoom
		}
		if largest < 0 || h.Needs > f.hits[largest].Needs {
			largest = i
		}
		if len(h.Holds) > 0 && column[f.chain.Links[i].Stage] <= holds {
			out[i].Below = 4
			if scene.Measure(strings.Join(h.Holds, "、"), sheet.SmallSize, false) > holdsWide {
				out[i].Below = 6
			}
		}
	}
	if largest >= 0 {
		out[largest].Before = labelRoom
		if out[largest].Any != nil {
			out[largest].Foot = labelRows
		} else {
			out[largest].Label = labelRows
		}
	}
	return out
}

// bars draws the bar of each card that needs several things, over the lines that end on it, the sign of alternatives,
// and what holds.
func (s *page) bars(f *reach, lang string) {
	in, at := f.attempt.Plan.In, f.attempt.At
	for i, h := range f.hits {
		around := in.Around[i]
		if h.Needs > 1 {
			s.bar(f, i, lang)
		}
		if len(around.Any) > 0 {
			s.anyOf(h, in.AnyOf(at, i), lang)
		}
	}
}

// bar draws the bar of a card from the uppermost to the lowest of what ends on it.
func (s *page) bar(f *reach, card int, lang string) {
	const least, label = 24.0, 24.0 // half of a bar; the label is so high
	in, at, h := f.attempt.Plan.In, f.attempt.At, f.hits[card]
	face, place, x, around := in.Face(at, card), at.Boxes[card].Rect(), in.Bar(at, card), in.Around[card]
	top, bottom := face.Y+face.H/2-least, face.Y+face.H/2+least
	reach := func(y float64) { top, bottom = min(top, y-8), max(bottom, y+8) }
	for _, item := range s.Page.Items {
		if item.Role != scene.RoleEdge || item.To != h.ID {
			continue
		}
		if n := len(item.Points); n > 2 && math.Abs(item.Points[n-2].X-x) < 1 { // where it meets the bar
			reach(item.Points[n-3].Y)
		}
	}
	if around.Below > 0 {
		reach(s.holds(h, face, place, x, lang))
	}
	switch {
	case around.Any != nil: // the sign stands on its top
		top = in.AnyOf(at, card).Bottom()
	case around.Label > 0:
		top = max(top, place.Y+label+2)
	}
	if around.Foot > 0 {
		bottom = min(bottom, place.Bottom()-label-2)
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  "all",
		X:      x - barWidth/2,
		Y:      top,
		W:      barWidth,
		H:      bottom - top,
		Radius: 2,
		Fill:   scene.Ink,
	})
	plate := scene.Box{X: x - 18, Y: top - label - 2, W: 36, H: label}
	switch {
	case around.Foot > 0:
		plate.Y = bottom + 2
	case around.Label == 0 || around.Any != nil:
		return
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      plate.X,
		Y:      plate.Y,
		W:      plate.W,
		H:      plate.H,
		Radius: 4,
		Fill:   scene.Ink,
	})
	text := sheet.Pick(lang, "都要", "all")
	s.Middle(scene.RoleCaption, x, sheet.Base(plate, sheet.SmallSize), text, sheet.SmallSize, true, scene.Ground)
}

// anyOf draws the sign at which the lines of alternatives meet; the arrow to the card, or the bar, goes on from it.
func (s *page) anyOf(h diagram.Hit, b scene.Box, lang string) {
	s.Owner = h.ID
	s.Add(anyBorder(b))
	text := sheet.Pick(lang, "任一", "any")
	s.Middle(scene.RoleCaption, b.X+b.W/2, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, true, scene.Accent)
	s.Owner = ""
}

func anyBorder(b scene.Box) scene.Item {
	return scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  "any",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: b.H / 2,
		Fill:   scene.Ground,
		Stroke: scene.Accent,
		Width:  2,
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
	most := max(1, int((b.H-8)/holdsLine))
	lines, whole := scene.Wrap(label+strings.Join(h.Holds, sep), sheet.SmallSize, false, room, most)
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
