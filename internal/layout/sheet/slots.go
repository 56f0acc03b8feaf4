package sheet

import (
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// SlotSeam is between the slots of a bar of parts; the slots share the rest of its width.
const SlotSeam = 2.0

// The classes of the items of a bar, before the key of their part.
const (
	SlotEmpty   = "slot/"    // the whole slot of a known part
	SlotFilled  = "filled/"  // what it reaches
	SlotUnknown = "unknown/" // nobody knows: dashed
)

// SlotBoxes shares a bar out to its parts: as wide as what each can give, seams between them. So filled lengths are to
// the sum of all slots what points are to the most that all parts can give.
func SlotBoxes(x, y, w, h float64, parts []diagram.Slot) []scene.Box {
	most := 0.0
	for _, p := range parts {
		most += p.Most
	}
	if most <= 0 {
		return nil
	}
	unit := (w - SlotSeam*float64(len(parts)-1)) / most
	boxes := make([]scene.Box, len(parts))
	for i, p := range parts {
		boxes[i] = scene.Box{X: x, Y: y, W: p.Most * unit, H: h}
		x += boxes[i].W + SlotSeam
	}
	return boxes
}

// slotInk alternates, so that neighbours are told apart where both are full.
func slotInk(i int) string {
	if i%2 == 0 {
		return scene.Accent
	}
	return scene.Accent2
}

// Slots draws a bar of parts: one slot a part, filled by its value from the left; unknown ones white and dashed.
func (s *Sheet) Slots(x, y, w, h float64, parts []diagram.Slot) {
	for i, b := range SlotBoxes(x, y, w, h, parts) {
		p := parts[i]
		if p.Unknown {
			s.Add(scene.Item{
				Shape:  scene.Rect,
				Role:   scene.RoleMark,
				Class:  SlotUnknown + p.Key,
				X:      b.X + .5,
				Y:      b.Y + .5,
				W:      b.W - 1,
				H:      b.H - 1,
				Fill:   scene.Ground,
				Stroke: scene.UnknownEdge,
				Width:  1,
				Dash:   []float64{2, 2},
			})
			continue
		}
		s.Add(scene.Item{
			Shape: scene.Rect,
			Role:  scene.RoleMark,
			Class: SlotEmpty + p.Key,
			X:     b.X,
			Y:     b.Y,
			W:     b.W,
			H:     b.H,
			Fill:  scene.EmptyBar,
		})
		if filled := b.W * min(1, max(0, p.Value)); filled > 0 {
			s.Add(scene.Item{
				Shape: scene.Rect,
				Role:  scene.RoleMark,
				Class: SlotFilled + p.Key,
				X:     b.X,
				Y:     b.Y,
				W:     filled,
				H:     b.H,
				Fill:  slotInk(i),
			})
		}
	}
}

// The stages of contact as dots: dotsApart from centre to centre; the current one is a ring around a dot.
const (
	dotsApart  = 16.0
	dotPassed  = 4.5
	dotCurrent = 6.5
	dotCore    = 3.6
	dotNext    = 4.0
)

// DotsWidth is the width of n stage dots.
func DotsWidth(n int) float64 { return dotsApart*float64(n-1) + 2*dotCurrent }

// StageDots draws n stages of contact in an ink, from x on around the middle line y: passed ones filled, the current
// one ringed, those to come hollow; all are to come when current is -1.
func StageDots(x, y float64, current, n int, ink string) []scene.Item {
	var out []scene.Item
	cx := x + dotCurrent
	if from := max(0, current); from < n-1 {
		out = append(out, scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: cx + dotsApart*float64(from), Y: y}, {X: cx + dotsApart*float64(n-1), Y: y}},
			Stroke: scene.UnknownEdge,
			Width:  1,
		})
	}
	if current > 0 {
		out = append(out, scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: cx, Y: y}, {X: cx + dotsApart*float64(current), Y: y}},
			Stroke: ink,
			Width:  2,
		})
	}
	for i := range n {
		dot := scene.Item{Shape: scene.Circle, Role: scene.RoleMark, X: cx + dotsApart*float64(i), Y: y}
		switch {
		case i < current:
			dot.Class, dot.Radius, dot.Fill = "passed", dotPassed, ink
		case i > current:
			dot.Class, dot.Radius, dot.Fill, dot.Stroke, dot.Width = "next", dotNext, scene.Ground, scene.UnknownEdge, 1.2
		default:
			dot.Class, dot.Radius, dot.Fill, dot.Stroke, dot.Width = "current", dotCurrent, scene.Ground, ink, 1.6
			core := dot
			core.Class, core.Radius, core.Fill, core.Stroke, core.Width = "", dotCore, ink, "", 0
			out = append(out, dot, core)
			continue
		}
		out = append(out, dot)
	}
	return out
}
