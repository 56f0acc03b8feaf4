package layout

import (
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// gapMark draws the mark of a kind of gap around its centre.
func gapMark(mark diagram.GapMark, cx, cy float64) []scene.Item {
	switch mark {
	case diagram.GapChoke:
		return []scene.Item{scene.ChokeDiamond(cx, cy)}
	case diagram.GapBlocked:
		return scene.BlockedMark(cx, cy)
	}
	return stateMark(string(mark), cx, cy)
}

// score writes points of what the known parts could give, ending at right, and returns its width.
func (s *sheet) score(f diagram.TargetFirm, right, y, size float64) float64 {
	most := "/" + points(f.Most)
	w := s.textEnd(scene.RoleContent, right, y, most, smallSize, false, scene.Secondary)
	return w + s.textEnd(scene.RoleContent, right-w, y, points(f.Points), size, true, scene.Ink)
}

// tieArrow points from a candidate to the city: solid when the tie is on record.
func (s *sheet) tieArrow(x, y float64, proven bool) {
	line := scene.Item{Shape: scene.Line, Role: scene.RoleMark, Class: "tie/inferred", Points: []scene.Point{{X: x, Y: y}, {X: x + tieLength - 4, Y: y}}, Stroke: scene.Secondary, Width: 1.5, Dash: []float64{4, 3}}
	if proven {
		line.Class, line.Stroke, line.Width, line.Dash = "tie/proven", scene.Accent, 2, nil
	}
	head := scene.ArrowHead(scene.Point{X: x + tieLength, Y: y}, 1, 0, line.Stroke, 7)
	head.Role = scene.RoleMark
	s.add(line, head)
}

const tieLength = 24.0 // of the arrow before the words

const barHeight = 8.0

// slotSample is a short bar: a full slot, an empty one, one without data.
func slotSample(n int) func(x, mid float64) []scene.Item {
	parts := []diagram.Slot{{Most: 1, Value: 1}, {Most: 1}, {Most: 1, Unknown: true}}[:n]
	return func(x, mid float64) []scene.Item {
		var bar sheet
		bar.slots(x, mid-4, 20*float64(n)+slotSeam*float64(n-1), barHeight, parts)
		return bar.page.Items
	}
}

func tieSample(proven bool) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		var tie sheet
		tie.tieArrow(x, mid, proven)
		return tie.page.Items
	}
}
