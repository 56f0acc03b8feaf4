package layout

import (
	"cmp"
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// Places in a row of a list, from its left edge.
const (
	listRank  = 24.0 // centre
	listMark  = 54.0 // centre
	listText  = 70.0
	listBar   = 120.0
	listPad   = 12.0
	firmText  = 48.0 // of targets, which have no mark
	leastTie  = .6   // of a tie says something
	mostFirst = 3    // ranks that stand out
)

// listRow is the box of row i of a column.
func (p *portraitLayout) listRow(x float64, i int) scene.Box {
	return scene.Box{X: x, Y: p.plan.rowsTop + float64(i)*p.plan.rowPitch, W: columnWide, H: p.plan.rowPitch - rowSeam}
}

// listNote says by what a list is ordered and how much of it stands here.
func (p *portraitLayout) listNote(order string, shown, all int) string {
	if shown < all {
		return order + fmt.Sprintf(p.pick("，显示 %d / %d", ", %d / %d shown"), shown, all)
	}
	return order + fmt.Sprintf(p.pick("，共 %d 项", ", %d in all"), all)
}

// emptyList stands in a column without rows.
func (p *portraitLayout) emptyList(x float64, words string) {
	b := p.listRow(x, 0)
	p.nothing(b, words)
}

// firstBase and secondBase are the base lines of the two lines of a row.
func firstBase(b scene.Box) float64  { return b.Y + b.H/2 - 4 }
func secondBase(b scene.Box) float64 { return b.Y + b.H/2 + 14.5 }

// gaps lists what lacks most, each with what people decided or, while they have not, with its reason.
func (p *portraitLayout) gaps(x float64) {
	c := p.content
	p.sectionLine(x, p.plan.listsBase, columnWide, p.pick("主要缺口", "Main gaps"), p.listNote(p.pick("按权重", "by weight"), len(c.Gaps), c.AllGaps), true)
	if len(c.Gaps) == 0 {
		p.emptyList(x, p.pick("没有未处理的缺口", "No open gap"))
	}
	for i, g := range c.Gaps[:min(columnRows, len(c.Gaps))] {
		b, weight := p.listRow(x, i), fmt.Sprintf("%.1f", g.Weight)
		p.begin(g.ID, g.Href, fmt.Sprintf(p.pick("第 %d 位缺口：%s，%s，权重 %s", "Gap %d: %s, %s, weight %s"), g.Rank, g.Name, g.Kind, weight))
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(g.Rank, b)
		p.add(gapMark(g.Mark, b.X+listMark, firstBase(b)-5)...)
		end := p.parts(b, g.Parts)
		p.textEnd(scene.RoleContent, b.Right()-listPad, firstBase(b)+3, weight, 20, true, scene.Ink)
		pulls := fmt.Sprintf(p.pick("牵动 %d 家", "pulls %d firms"), len(g.Pulls))
		room := end - b.X - listText
		name, size := fitted(g.Name, true, room-scene.Measure(pulls, smallSize, false)-10, 15, 14, smallSize)
		w := p.text(scene.RoleContent, b.X+listText, firstBase(b), name, size, true, scene.Ink)
		p.text(scene.RoleContent, b.X+listText+w+10, firstBase(b), pulls, smallSize, false, scene.Secondary)
		sep := p.pick("；", "; ")
		why, _ := scene.FitList(strings.Split(cmp.Or(g.Decided, g.Why), sep), sep, smallSize, room, func(int) string { return "" }) // whole clauses
		p.text(scene.RoleContent, b.X+listText, secondBase(b), why, smallSize, false, scene.Secondary)
		p.end()
	}
}

// rank writes the place of a row; the first ones stand out.
func (p *portraitLayout) rank(n int, b scene.Box) {
	ink := scene.Accent
	if n > mostFirst {
		ink = scene.Secondary
	}
	p.middle(scene.RoleContent, b.X+listRank, base(b, 18), fmt.Sprint(n), 18, true, ink)
}

// parts draws the bar of a row below its number and returns where the words of the row must end.
func (p *portraitLayout) parts(b scene.Box, parts []diagram.Slot) float64 {
	x := b.Right() - listPad - listBar
	p.slots(x, secondBase(b)-9, listBar, barHeight, parts)
	return x - listPad
}

// targets lists who could close gaps of the chain best.
func (p *portraitLayout) targets(x float64) {
	c := p.content
	p.sectionLine(x, p.plan.listsBase, columnWide, p.pick("招商目标", "Investment targets"), p.listNote(p.pick("按得分", "by score"), len(c.Targets), c.AllTargets), true)
	if len(c.Targets) == 0 {
		p.emptyList(x, p.pick("候选待补充", "No candidate given"))
	}
	for i, t := range c.Targets[:min(columnRows, len(c.Targets))] {
		b := p.listRow(x, i)
		p.begin("target/"+t.ID, t.Href, fmt.Sprintf(p.pick("第 %d 位招商目标：%s，补%s，得分 %s/%s", "Target %d: %s, for %s, score %s/%s"), t.Rank, t.Name, t.GapName, points(t.Points), points(t.Most)))
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(t.Rank, b)
		end := p.parts(b, t.Parts)
		p.score(t.TargetFirm, b.Right()-listPad, firstBase(b)+3, 20)
		p.targetWords(t, b, end)
		p.end()
	}
}

// targetWords writes name and region, and below what the firm would fill and how it is tied to the city.
func (p *portraitLayout) targetWords(t diagram.PortraitTarget, b scene.Box, end float64) {
	x, y := b.X+firmText, firstBase(b)
	region := t.Region
	if most := .5 * (end - x); scene.Measure(region, smallSize, false) > most {
		region = scene.Clip(cmp.Or(t.Place, region), smallSize, false, most) // how near it is gives way to where
	}
	name, size := fitted(t.Name, true, end-x-scene.Measure(region, smallSize, false)-10, 15, 14, smallSize)
	w := p.text(scene.RoleContent, x, y, name, size, true, scene.Ink)
	if t.Unverified {
		p.add(scene.OpenUnder(x, y-.6, w, scene.Ink))
	}
	ink := scene.Secondary
	if t.RegionKnown {
		ink = scene.Ink
	}
	p.text(scene.RoleContent, x+w+10, y, region, smallSize, false, ink)
	fills, most := p.pick("补 ", "for ")+t.GapName, .62*(end-x)
	if scene.Measure(fills, smallSize, false) > most { // the words of the tie would say nothing
		most = end - x - 14 - tieLength
	}
	fills = scene.Clip(fills, smallSize, false, most)
	y = secondBase(b)
	x += p.text(scene.RoleContent, x, y, fills, smallSize, false, scene.Ink) + 14
	if t.Tied && end-x >= tieLength {
		p.tieArrow(x, y-5, t.TieProven)
		x += tieLength + 8
	}
	if end-x >= leastTie*scene.Measure(t.Tie, smallSize, false) {
		p.text(scene.RoleContent, x, y, scene.Clip(t.Tie, smallSize, false, end-x), smallSize, false, scene.Secondary)
	}
}
