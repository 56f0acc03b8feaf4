package layout

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Bounds of the pages that list what the first page only counts.
const (
	impactMostLists = 6
	impactTop       = 152.0
	impactFloor     = 838.0
	impactRows      = 23 // in each of two columns
)

// listed is a link with the name of its step.
type listed struct {
	step string
	diagram.Hit
}

// impactLists cuts all affected links into pages, nearest first, when the first page does not show them all or not with
// their whole names. What these pages do not hold either is left to their count.
func impactLists(content diagram.Impact, f *flow) [][]listed {
	if f.shown == content.Total && f.cut == 0 {
		return nil
	}
	var all []listed
	for _, step := range content.Steps {
		for _, h := range step.Links {
			if len(all) < impactMostLists*2*impactRows {
				all = append(all, listed{step.Name, h})
			}
		}
	}
	return slices.Collect(slices.Chunk(all, 2*impactRows))
}

func paintImpactList(content diagram.Impact, list []listed, number, pages int) scene.Page {
	s := newSheet(content.Head, number, pages, len(list), content.Total)
	lang := content.Head.Lang
	w := (scene.PageWidth - 2*scene.Margin - impactSeam) / 2
	rows := (len(list) + 1) / 2
	high := min(hitRow+growRight, (impactFloor-impactTop-impactHead)/float64(rows))
	for i, column := range slices.Collect(slices.Chunk(list, rows)) {
		head := fmt.Sprintf(pick(lang, "受影响的环节：%s起", "Links affected, from %s on"), column[0].step)
		lines := []line{blockHead(head, counted(lang, len(column), "环节", "link", "links"), impactHead)}
		for _, l := range column {
			lines = append(lines, linked(hitLine(content, l.step, l.Hit), high, l.Card))
		}
		s.paintLines(lines, scene.Margin+float64(i)*(w+impactSeam), impactTop, w, 0)
	}
	s.key(lang, listLegend(list))
	return s.page
}

// listLegend explains the marks that occur on a page of the list.
func listLegend(list []listed) legend {
	key := stateLegend(func(state string) bool {
		return slices.ContainsFunc(list, func(l listed) bool { return string(l.State) == state })
	})
	key.add(slices.ContainsFunc(list, func(l listed) bool { return l.MustPass }), scene.MustPassWidth+4, "必经，绕不开", "must-pass", func(x, mid float64) []scene.Item { return scene.MustPassMark(x+10, mid) })
	key.add(true, scene.WeightBarsWidth+5, "必要程度", "necessity", func(x, mid float64) []scene.Item {
		return scene.WeightBars(2, x, mid+6, scene.StateInks["missing"].Bars)
	})
	return key
}

// linked is a row of a height that opens its link.
func linked(row line, high float64, c diagram.Card) line {
	return line{h: high, paint: func(s *sheet, at scene.Box) {
		s.page.Targets = append(s.page.Targets, scene.Target{Owner: c.ID, Href: c.Href, Name: c.Name})
		s.owner = c.ID
		row.paint(s, at)
		s.owner = ""
	}}
}
