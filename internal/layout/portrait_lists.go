package layout

import (
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
	tieArrow  = 24.0
	mostFirst = 3 // ranks that stand out
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

// gaps lists what lacks most.
func (p *portraitLayout) gaps(x float64) {
	c := p.content
	p.lineHead(x, p.plan.listsBase, columnWide, p.pick("主要缺口", "Main gaps"), p.listNote(p.pick("按权重", "by weight"), len(c.Gaps), c.AllGaps))
	if len(c.Gaps) == 0 {
		p.emptyList(x, p.pick("没有未处理的缺口", "No open gap"))
	}
	for i, g := range c.Gaps[:min(columnRows, len(c.Gaps))] {
		b := p.listRow(x, i)
		p.begin(g.ID, g.Href, fmt.Sprintf(p.pick("第 %d 位缺口：%s，%s，权重 %s", "Gap %d: %s, %s, weight %s"), g.Rank, g.Name, g.Kind, score(g.Weight)))
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(g.Rank, b)
		p.add(gapMark(g.Mark, b.X+listMark, firstBase(b)-5)...)
		end := p.score(b, score(g.Weight), "", g.Parts)
		pulls := fmt.Sprintf(p.pick("牵动 %d 家", "pulls %d"), len(g.Pulls))
		room := end - b.X - listText
		name, size := fitted(g.Name, true, room-scene.Measure(pulls, smallSize, false)-10, 15, 14, smallSize)
		w := p.text(scene.RoleContent, b.X+listText, firstBase(b), name, size, true, scene.Ink)
		p.text(scene.RoleContent, b.X+listText+w+10, firstBase(b), pulls, smallSize, false, scene.Secondary)
		p.text(scene.RoleContent, b.X+listText, secondBase(b), scene.Clip(g.Why, smallSize, false, room), smallSize, false, scene.Secondary)
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

// score writes a number at the right of a row, its parts as a bar below, and returns where the words of the row must end.
func (p *portraitLayout) score(b scene.Box, points, of string, parts []diagram.Slot) float64 {
	end := b.Right() - listPad
	x := end
	if of != "" {
		x -= p.textEnd(scene.RoleContent, x, firstBase(b)+1, of, smallSize, false, scene.Secondary) + 1
	}
	p.textEnd(scene.RoleContent, x, firstBase(b)+1, points, 20, true, scene.Ink)
	p.slots(end-listBar, secondBase(b)-9, listBar, 8, parts)
	return end - listBar - listPad
}

// targets lists who could close gaps of the chain best.
func (p *portraitLayout) targets(x float64) {
	c := p.content
	p.lineHead(x, p.plan.listsBase, columnWide, p.pick("招商目标", "Investment targets"), p.listNote(p.pick("按得分", "by score"), len(c.Targets), c.AllTargets))
	if len(c.Targets) == 0 {
		p.emptyList(x, p.pick("候选待补充", "No candidate given"))
	}
	for i, t := range c.Targets[:min(columnRows, len(c.Targets))] {
		b := p.listRow(x, i)
		p.begin("target/"+t.ID, t.Href, fmt.Sprintf(p.pick("第 %d 位招商目标：%s，补%s，得分 %s/%s", "Target %d: %s, for %s, score %s/%s"), t.Rank, t.Name, t.GapName, score(t.Points), score(t.Most)))
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(t.Rank, b)
		end := p.score(b, score(t.Points), "/"+score(t.Most), t.Parts)
		p.targetWords(t, b, end)
		p.end()
	}
}

// targetWords writes name and region, and below what the firm would fill and how it is tied to the city.
func (p *portraitLayout) targetWords(t diagram.PortraitTarget, b scene.Box, end float64) {
	x, y := b.X+firmText, firstBase(b)
	region := scene.Clip(t.Region, smallSize, false, .5*(end-x))
	name, size := fitted(t.Name, true, end-x-scene.Measure(region, smallSize, false)-10, 15, 14, smallSize)
	w := p.text(scene.RoleContent, x, y, name, size, true, scene.Ink)
	if t.Unverified {
		p.add(scene.OpenUnder(x, y-.6, w, scene.Ink))
	}
	ink := scene.Secondary
	if t.RegionKnown {
		ink = scene.Ink
	}
	p.text(scene.RoleContent, x+w+10, y, region, smallSize, t.RegionKnown && false, ink)
	fills := scene.Clip(p.pick("补 ", "for ")+t.GapName, smallSize, false, .55*(end-x))
	y = secondBase(b)
	x += p.text(scene.RoleContent, x, y, fills, smallSize, false, scene.Ink) + 14
	if t.Tied && end-x > tieArrow+30 {
		p.add(tieLine(x, y-5, t.TieProven)...)
		x += tieArrow + 8
	}
	if tie := scene.Clip(t.Tie, smallSize, false, end-x); tie != "…" {
		p.text(scene.RoleContent, x, y, tie, smallSize, false, scene.Secondary)
	}
}

// tieLine is an arrow to a local enterprise: solid when the tie is on record, dashed when it only could be.
func tieLine(x, y float64, proven bool) []scene.Item {
	line := scene.Item{Shape: scene.Line, Role: scene.RoleMark, Points: []scene.Point{{X: x, Y: y}, {X: x + tieArrow - 7, Y: y}}, Stroke: scene.Secondary, Width: 1.6, Dash: []float64{4, 3}}
	ink := scene.Secondary
	if proven {
		line.Stroke, line.Dash, line.Width, ink = scene.Accent, nil, 2, scene.Accent
	}
	head := scene.ArrowHead(scene.Point{X: x + tieArrow, Y: y}, 1, 0, ink, 8)
	head.Role = scene.RoleMark
	return []scene.Item{line, head}
}

// score writes points: whole ones, or with one decimal.
func score(points float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", points), ".0") }

// gapMark draws what kind of gap it is in a square of 14 around its centre.
func gapMark(mark diagram.GapMark, cx, cy float64) []scene.Item {
	switch mark {
	case diagram.GapChoke:
		const r = 6.5
		return []scene.Item{{Shape: scene.Line, Role: scene.RoleMark, Closed: true, Fill: scene.Red, Points: []scene.Point{{X: cx - r, Y: cy}, {X: cx, Y: cy - r}, {X: cx + r, Y: cy}, {X: cx, Y: cy + r}}}}
	case diagram.GapBlocked:
		return scene.BlockedMark(cx, cy)
	}
	return stateMark(string(mark), cx, cy)
}
