// Package whatif arranges what would be true of a chain if some links were filled: today, what is filled, and after,
// three panels in which everything stands at the same place.
package whatif

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The three panels, and what stands in each from top to bottom.
const (
	panels    = 3
	panelWide = 474.0
	gutter    = (scene.PageWidth - 2*scene.Margin - panels*panelWide) / (panels - 1)
	top       = 150.0
	headHigh  = 30.0
	stageTop  = top + headHigh + 8
	stageHigh = 22.0
	gridTop   = stageTop + stageHigh + 6
	bottom    = 838.0
	barHigh   = 94.0 // the block with the bar of completeness
	ruleGap   = 12.0 // between the last tile and the rule over the bar
)

// mostNumbered is up to how many choices the tiles alone say; more of them, or groups for tiles, have a list.
const mostNumbered = 6

// The panels.
const (
	today = iota
	filled
	after
)

func panelLeft(n int) float64 { return scene.Margin + float64(n)*(panelWide+gutter) }

// Draw arranges a what-if drawing. The panels differ in the tiles that the choice touches and in no others. The same
// content gives the same pages.
func Draw(content diagram.WhatIf) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	grids := gridsOf(content)
	lists := [][]diagram.WhatIfChoice(nil)
	if len(content.Chosen) > mostNumbered || slices.ContainsFunc(content.Tiles, diagram.WhatIfTile.Grouped) {
		lists = slices.Collect(slices.Chunk(content.Chosen, mostListed))
	}
	pages := len(grids) + len(lists)
	var out []scene.Page
	for i, g := range grids {
		s := &page{sheet.New(content.Head, i+1, pages, len(g.boxes), len(content.Tiles))}
		for n := range panels {
			s.panel(content, g, n)
		}
		s.arrows(g)
		s.legend(content, g)
		out = append(out, s.Page)
	}
	for i, list := range lists {
		s := &page{sheet.New(content.Head, len(grids)+i+1, pages, len(list), len(content.Chosen))}
		s.list(content, list)
		out = append(out, s.Page)
	}
	return out, nil
}

// arrows lead from panel to panel.
func (s *page) arrows(g *grid) {
	const wide, high, neck = 26.0, 44.0, 11.0
	mid := (gridTop + g.bottom) / 2
	for n := range panels - 1 {
		x := panelLeft(n) + panelWide + (gutter-wide)/2
		s.Add(scene.Item{Shape: scene.Line, Role: scene.RoleMark, Closed: true, Fill: scene.Accent, Points: []scene.Point{
			{X: x, Y: mid - neck}, {X: x + wide/2, Y: mid - neck}, {X: x + wide/2, Y: mid - high/2}, {X: x + wide, Y: mid},
			{X: x + wide/2, Y: mid + high/2}, {X: x + wide/2, Y: mid + neck}, {X: x, Y: mid + neck},
		}})
	}
}
