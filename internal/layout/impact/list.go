package impact

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Bounds of the pages that list what the first page only counts.
const (
	mostLists = 6
	top       = 152.0
	floor     = 838.0
	rows      = 23 // in each of two columns
)

// listed is a link with the name of its step.
type listed struct {
	step string
	diagram.Hit
}

// lists cuts all affected links into pages, nearest first, when the first page does not show them all or not with
// their whole names. What these pages do not hold either is left to their count.
func lists(content diagram.Impact, f *reach) [][]listed {
	if f.shown == content.Total && f.cut == 0 {
		return nil
	}
	var all []listed
	for _, step := range content.Steps {
		for _, h := range step.Links {
			if len(all) < mostLists*2*rows {
				all = append(all, listed{step.Name, h})
			}
		}
	}
	return slices.Collect(slices.Chunk(all, 2*rows))
}

func paintImpactList(content diagram.Impact, list []listed, number, pages int) scene.Page {
	s := &page{flow.NewCanvas(content.Head, number, pages, len(list), content.Total)}
	lang := content.Head.Lang
	w := (scene.PageWidth - 2*scene.Margin - seam) / 2
	rows := (len(list) + 1) / 2
	high := min(hitRow+growRight, (floor-top-impactHead)/float64(rows))
	for i, column := range slices.Collect(slices.Chunk(list, rows)) {
		head := fmt.Sprintf(sheet.Pick(lang, "受影响的环节：%s起", "Links affected, from %s on"), column[0].step)
		lines := []sheet.Line{sheet.BlockHead(head, sheet.Counted(lang, len(column), "环节", "link", "links"), impactHead)}
		for _, l := range column {
			lines = append(lines, linked(hitLine(content, l.step, l.Hit), high, l.Card))
		}
		s.PaintLines(lines, scene.Margin+float64(i)*(w+seam), top, w, 0)
	}
	s.Key(lang, listLegend(list))
	return s.Page
}

// listLegend explains the marks that occur on a page of the list.
func listLegend(list []listed) sheet.Legend {
	key := sheet.StateLegend(func(state string) bool {
		return slices.ContainsFunc(list, func(l listed) bool { return string(l.State) == state })
	})
	key.Add(
		slices.ContainsFunc(list, func(l listed) bool { return l.MustPass }),
		scene.MustPassWidth+4,
		"必停，绕不开",
		"stops",
		func(x, mid float64) []scene.Item { return scene.MustPassMark(x+10, mid) },
	)
	key.Add(true, scene.WeightBarsWidth+5, "必要程度", "necessity", func(x, mid float64) []scene.Item {
		return scene.WeightBars(2, x, mid+6, scene.StateInks["missing"].Bars)
	})
	return key
}

// linked is a row of a height that opens its link.
func linked(row sheet.Line, high float64, c diagram.Card) sheet.Line {
	return sheet.Line{H: high, Paint: func(s *sheet.Sheet, at scene.Box) {
		s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: c.ID, Href: c.Href, Name: c.Name})
		s.Owner = c.ID
		row.Paint(s, at)
		s.Owner = ""
	}}
}
