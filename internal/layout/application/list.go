package application

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The list of products that find no place beside the fields: a row each.
const (
	listHead = 170.0 // baseline of the heads
	listTop  = 180.0
	listRow  = 26.0
	mostRow  = 33.0
	listRows = 25 // of a page
	listPad  = 12.0
)

// listColumns are where the columns begin: product, links that yield it, local firms, fields.
var listColumns = [4]float64{scene.Margin + 26, 380, 640, 1060}

// paintList lists products on a page of their own.
func paintList(a diagram.Application, list []diagram.Listed, number, pages int) scene.Page {
	lang := a.Head.Lang
	a.Head.Headline = fmt.Sprintf(sheet.Pick(lang, "第 %d 页：", "Page %d: "), number) + a.MoreWords
	s := &page{sheet.New(a.Head, number, pages, len(list), a.Total)}
	for i, words := range [4][2]string{
		{"产品", "Product"}, {"所在环节", "Link"}, {"本地企业", "Local firms"}, {"应用领域", "Fields"},
	} {
		s.Text(scene.RoleCaption, listColumns[i], listHead, sheet.Pick(lang, words[0], words[1]), sheet.SmallSize, true,
			scene.Secondary)
	}
	row := min(mostRow, listRow*listRows/float64(len(list)))
	for i, p := range list {
		s.listed(p, scene.Box{
			X: scene.Margin,
			Y: listTop + row*float64(i),
			W: scene.PageWidth - 2*scene.Margin,
			H: row,
		}, a.Blank.Cell, lang)
	}
	var key sheet.Legend
	for _, m := range []diagram.Made{diagram.MadeHere, diagram.MadeMaybe, diagram.MadeNot} {
		occurs := false
		for _, p := range list {
			occurs = occurs || p.Made == m
		}
		words := madeWords[m]
		key.Add(occurs, 20, words[0], words[1], func(x, mid float64) []scene.Item { return madeMark(m, x+7, mid) })
	}
	s.Key(lang, key)
	return s.Page
}

var madeWords = map[diagram.Made][2]string{
	diagram.MadeHere:  {"本地产品有据", "made here, on record"},
	diagram.MadeMaybe: {"本地待核实", "to be verified"},
	diagram.MadeNot:   {"未见本地企业", "no local firm seen"},
}

// madeMark tells how firmly a product is made here: a full disc, a dashed ring, a cross.
func madeMark(m diagram.Made, cx, cy float64) []scene.Item {
	ring := scene.Item{Shape: scene.Circle, Role: scene.RoleMark, X: cx, Y: cy, Radius: 5.5}
	switch m {
	case diagram.MadeHere:
		ring.Fill = scene.Accent
	case diagram.MadeMaybe:
		ring.Stroke, ring.Width, ring.Dash = scene.UnknownEdge, 1.4, []float64{3, 2}
	default:
		return scene.CoverageMark("missing", cx, cy, scene.Red)
	}
	return []scene.Item{ring}
}

// listed is a row: the product with its mark, its links, who makes it here, its fields.
func (s *page) listed(p diagram.Listed, b scene.Box, blank, lang string) {
	s.Owner = "list/" + p.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: p.Href, Name: p.Name})
	s.Rule(scene.RoleMark, b.X, b.Bottom(), b.Right(), b.Bottom())
	s.Add(madeMark(p.Made, b.X+10, b.Y+b.H/2)...)
	name, size := sheet.Fitted(p.Name, true, listColumns[1]-listColumns[0]-listPad, 14.5, sheet.SmallSize)
	s.Text(scene.RoleContent, listColumns[0], sheet.Base(b, size), name, size, true, scene.Ink)
	sep := sheet.Pick(lang, "、", ", ")
	write := func(column int, items []string, unit, empty, ink string) {
		end := b.Right()
		if column+1 < len(listColumns) {
			end = listColumns[column+1] - listPad
		}
		if len(items) == 0 {
			items, ink = []string{empty}, scene.Secondary
		}
		text, _ := scene.FitList(items, sep, sheet.SmallSize, end-listColumns[column], func(all int) string {
			return " " + diagram.InAll(lang, all, unit)
		})
		x, y := listColumns[column], sheet.Base(b, sheet.SmallSize)
		s.Text(scene.RoleContent, x, y, text, sheet.SmallSize, false, ink)
	}
	write(1, p.Links, "个", blank, scene.Secondary)
	makers := p.Makers
	if p.Note != "" && len(makers) > 0 {
		makers = []string{strings.Join(makers, sep) + sheet.Pick(lang, "（", " (") + p.Note + sheet.Pick(lang, "）", ")")}
	}
	write(2, makers, "家", p.Empty, scene.Accent)
	write(3, p.Uses, "个", blank, scene.Ink)
	s.Owner = ""
}
