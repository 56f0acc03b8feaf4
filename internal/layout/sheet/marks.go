package sheet

import (
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// GapMark draws the mark of a kind of gap around its centre.
func GapMark(mark diagram.GapMark, cx, cy float64) []scene.Item {
	switch mark {
	case diagram.GapChoke:
		return []scene.Item{scene.ChokeDiamond(cx, cy)}
	case diagram.GapBlocked:
		return scene.BlockedMark(cx, cy)
	}
	return StateMark(string(mark), cx, cy)
}

// Score writes the span of a score; it ends at right. It returns its width.
func (s *Sheet) Score(f diagram.TargetFirm, right, y, size float64) float64 {
	return s.TextEnd(scene.RoleContent, right, y, Span(f), size, true, scene.Ink)
}

// TieArrow points from a candidate to the city: solid when the tie is on record.
func (s *Sheet) TieArrow(x, y float64, proven bool) {
	line := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Class:  "tie/inferred",
		Points: []scene.Point{{X: x, Y: y}, {X: x + TieLength - 4, Y: y}},
		Stroke: scene.Secondary,
		Width:  1.5,
		Dash:   []float64{4, 3},
	}
	if proven {
		line.Class, line.Stroke, line.Width, line.Dash = "tie/proven", scene.Accent, 2, nil
	}
	head := scene.ArrowHead(scene.Point{X: x + TieLength, Y: y}, 1, 0, line.Stroke, 7)
	head.Role = scene.RoleMark
	s.Add(line, head)
}

// Sizes of marks.
const (
	TieLength = 24.0 // of the arrow before the words
	BarHeight = 8.0  // of a bar of parts
)

// SlotSample is a short bar: a full slot, an empty one, one without data.
func SlotSample(n int) func(x, mid float64) []scene.Item {
	parts := []diagram.Slot{{Most: 1, Value: 1}, {Most: 1}, {Most: 1, Unknown: true}}[:n]
	return func(x, mid float64) []scene.Item {
		var bar Sheet
		bar.Slots(x, mid-4, 20*float64(n)+SlotSeam*float64(n-1), BarHeight, parts)
		return bar.Page.Items
	}
}

func TieSample(proven bool) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		var tie Sheet
		tie.TieArrow(x, mid, proven)
		return tie.Page.Items
	}
}
