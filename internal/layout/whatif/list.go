package whatif

import (
	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The list of what is chosen: rows of 33 under a head.
const (
	mostListed = 18
	listTop    = 196.0
	listRow    = 33.0
	listCost   = diagram.WhatIfFacts - 1 // the column of costs
)

// listColumns are where the facts of a choice stand.
var listColumns = [diagram.WhatIfFacts + 1]float64{84, 620, 770, 890, 1060, 1200, scene.PageWidth - scene.Margin}

// list writes what is chosen, by number, with what each does.
func (s *page) list(content diagram.WhatIf, list []diagram.WhatIfChoice) {
	for i, head := range content.List {
		text, size := sheet.FittedText(head, true, listColumns[i+1]-listColumns[i]-10, labelSize, 14, sheet.SmallSize)
		s.Text(scene.RoleCaption, listColumns[i], listTop-14, text, size, true, scene.Secondary)
	}
	for i, c := range list {
		b := scene.Box{X: scene.Margin, Y: listTop + float64(i)*listRow, W: scene.PageWidth - 2*scene.Margin, H: listRow}
		s.Rule(scene.RoleGround, b.X, b.Y, b.Right(), b.Y)
		s.number(c.Number, scene.Point{X: b.X + 20, Y: b.Y + b.H/2}, scene.Accent, scene.Accent, scene.Ground)
		for k, fact := range c.Facts {
			x, width := listColumns[k], listColumns[k+1]-listColumns[k]-10
			if k == listCost && fact == "" {
				s.Add(scene.Item{
					Shape: scene.Rect, Role: scene.RoleMark, Class: "blank", X: x, Y: b.Y + 4, W: width + 10, H: b.H - 8, Radius: 4,
					Fill: scene.Ground, Stroke: scene.UnknownEdge, Width: 1.2, Dash: []float64{4, 3},
				})
				s.Text(scene.RoleCaption, x+12, sheet.Base(b, labelSize), content.Blank, labelSize, false, scene.Secondary)
				continue
			}
			text, size := sheet.Fitted(fact, k == 0, width, labelSize, sheet.SmallSize)
			s.Text(scene.RoleCaption, x, sheet.Base(b, size), text, size, k == 0, scene.Ink)
		}
	}
}
