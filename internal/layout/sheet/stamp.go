package sheet

import (
	"slices"

	"chainchief/internal/scene"
)

// stampGap is between what stands side by side in the foot.
const stampGap = 24.0

// Stamped is a finished page that says in its foot for whom it was made: beside the page number, where the sources give
// way (the notes have them in full), else under the foot.
func Stamped(page scene.Page, text string) scene.Page {
	stamp := scene.Item{
		Shape: scene.Text,
		Role:  scene.RoleFoot,
		X:     scene.Margin,
		Y:     page.Height - 9.5,
		Text:  scene.Clip(text, SmallSize, false, page.Width-2*scene.Margin),
		Size:  SmallSize,
		Fill:  scene.Secondary,
	}
	page.Items = slices.Clone(page.Items)
	right, sources := 0.0, -1
	for n, i := range page.Items {
		switch {
		case i.Role != scene.RoleFoot || i.Shape != scene.Text || i.Y != footLine:
		case i.Anchor == scene.End:
			right = i.Box().X - stampGap
		default:
			sources = n
		}
	}
	if right > 0 && sources >= 0 {
		stamp.X, stamp.Y, stamp.Anchor = right, footLine, scene.End
		room := right - scene.Measure(stamp.Text, stamp.Size, false) - stampGap - scene.Margin
		s := &page.Items[sources]
		s.Text = scene.Clip(s.Text, s.Size, s.Bold, room)
	}
	page.Items = append(page.Items, stamp)
	return page
}
