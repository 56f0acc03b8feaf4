package sheet

import (
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// StageHead draws a chevron with the stage's name, caption and counts.
func (s *Sheet) StageHead(band diagram.Band, b scene.Box, notched, pointed bool, fill string) {
	const tip = 9.0
	mid := b.Y + b.H/2
	left, right := b.X, b.X+b.W
	if pointed {
		right -= 4
	}
	if notched {
		left += 4
	}
	points := []scene.Point{{X: left, Y: b.Y}, {X: right, Y: b.Y}}
	if pointed {
		points = append(points, scene.Point{X: right + tip, Y: mid})
	}
	points = append(points, scene.Point{X: right, Y: b.Y + b.H}, scene.Point{X: left, Y: b.Y + b.H})
	if notched {
		points = append(points, scene.Point{X: left + tip, Y: mid})
	}
	s.Add(scene.Item{Shape: scene.Line, Role: scene.RoleBand, Points: points, Closed: true, Fill: fill})
	base := b.Y + 23
	x := left + 16
	note := scene.Measure(band.Note, 14, false)
	x += s.Text(scene.RoleBand, x, base, scene.Clip(band.Name, 18, true, right-x-16), 18, true, scene.Ground) + 12
	end := right - 14
	if end-note-x > 4 {
		s.TextEnd(scene.RoleBand, end, base-.5, band.Note, 14, false, scene.Ground)
		end -= note + 16
	}
	if caption := wholeParts(band.Caption, 14, end-x); caption != "" {
		s.Text(scene.RoleBand, x, base-.5, caption, 14, false, "#dbe5f2")
	}
}

// wholeParts are as many parts of a caption, which · separates, as fit a width.
func wholeParts(caption string, size, width float64) string {
	for caption != "" && scene.Measure(caption, size, false) > width {
		caption = strings.TrimSpace(caption[:max(0, strings.LastIndex(caption, "·"))])
	}
	return caption
}
