package sheet

import (
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// MarkedChip tells whether the chip of a firm has a mark before the name.
func MarkedChip(s diagram.Standing) bool { return s == diagram.Announced || s == diagram.Disputed }

// FirmChip draws the box of a firm by how firmly it stands: accent, accent dashed with a ring, grey dotted, amber
// dashed with a triangle.
func FirmChip(class string, s diagram.Standing, b scene.Box) []scene.Item {
	box := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  class,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: scene.ChipRadius,
		Fill:   scene.Ground,
	}
	x, y := b.X+12, b.Y+b.H/2
	mark := scene.Item{Role: scene.RoleMark, Width: 1.5}
	switch s {
	case diagram.OnRecord:
		box.Stroke, box.Width, box.Fill = scene.Accent, 1.8, scene.AccentFill
		return []scene.Item{box}
	case diagram.Announced:
		box.Stroke, box.Width, box.Dash = scene.Accent, 1.4, []float64{4, 3}
		mark.Shape, mark.X, mark.Y, mark.Radius, mark.Stroke = scene.Circle, x, y, 4, scene.Accent
	case diagram.Disputed:
		box.Stroke, box.Width, box.Dash = scene.Amber, 1.4, []float64{4, 3}
		mark.Shape, mark.Closed, mark.Stroke = scene.Line, true, scene.Amber
		mark.Points = []scene.Point{{X: x, Y: y - 5}, {X: x + 5.4, Y: y + 4.4}, {X: x - 5.4, Y: y + 4.4}}
	default:
		box.Stroke, box.Width, box.Dash = scene.UnknownEdge, 1.1, []float64{1.5, 2}
		return []scene.Item{box}
	}
	return []scene.Item{box, mark}
}
