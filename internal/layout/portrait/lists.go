package portrait

import (
	"cmp"
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
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
func (p *layout) listRow(x float64, i int) scene.Box {
	return scene.Box{X: x, Y: p.plan.rowsTop + float64(i)*p.plan.rowPitch, W: columnWide, H: p.plan.rowPitch - rowSeam}
}

// listNote says by what a list is ordered and how much of it stands here.
func (p *layout) listNote(order string, shown, all int) string {
	if shown < all {
		return order + fmt.Sprintf(p.pick("，显示 %d / %d", ", %d / %d shown"), shown, all)
	}
	return order + fmt.Sprintf(p.pick("，共 %d 项", ", %d in all"), all)
}

// emptyList stands in a column without rows.
func (p *layout) emptyList(x float64, words string) {
	b := p.listRow(x, 0)
	p.nothing(b, words)
}

// firstBase and secondBase are the base lines of the two lines of a row.
func firstBase(b scene.Box) float64  { return b.Y + b.H/2 - 4 }
func secondBase(b scene.Box) float64 { return b.Y + b.H/2 + 14.5 }

// gaps lists what lacks most, each with what people decided or, while they have not, with its reason.
func (p *layout) gaps(x float64) {
	c := p.content
	p.SectionLine(
		x,
		p.plan.listsBase,
		columnWide,
		p.pick("主要缺口", "Main gaps"),
		p.listNote(p.pick("按权重", "by weight"), len(c.Gaps), c.AllGaps),
		true,
	)
	if len(c.Gaps) == 0 {
		p.emptyList(x, p.pick("没有未处理的缺口", "No open gap"))
	}
	for i, g := range c.Gaps[:min(columnRows, len(c.Gaps))] {
		b, weight := p.listRow(x, i), fmt.Sprintf("%.1f", g.Weight)
		p.begin(
			g.ID,
			g.Href,
			fmt.Sprintf(p.pick("第 %d 位缺口：%s，%s，权重 %s", "Gap %d: %s, %s, weight %s"), g.Rank, g.Name, g.Kind, weight),
		)
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(g.Rank, b)
		p.Add(sheet.GapMark(g.Mark, b.X+listMark, firstBase(b)-5)...)
		end := p.parts(b, g.Parts)
		p.TextEnd(scene.RoleContent, b.Right()-listPad, firstBase(b)+3, weight, 20, true, scene.Ink)
		pulls := fmt.Sprintf(p.pick("牵动 %d 家", "pulls %d firms"), len(g.Pulls))
		room := end - b.X - listText
		name, size := sheet.Fitted(
			g.Name,
			true,
			room-scene.Measure(pulls, sheet.SmallSize, false)-10,
			15,
			14,
			sheet.SmallSize,
		)
		w := p.Text(scene.RoleContent, b.X+listText, firstBase(b), name, size, true, scene.Ink)
		at := b.X + listText + w + 10
		at += p.Text(scene.RoleContent, at, firstBase(b), pulls, sheet.SmallSize, false, scene.Secondary) + 10
		if city := p.cityPlace(g.City); at+scene.Measure(city, sheet.SmallSize, false) <= b.X+listText+room {
			p.Text(scene.RoleContent, at, firstBase(b), city, sheet.SmallSize, false, scene.Secondary)
		}
		sep := p.pick("；", "; ")
		why, _ := scene.FitList(
			strings.Split(cmp.Or(g.Decided, g.Why), sep),
			sep,
			sheet.SmallSize,
			room,
			func(int) string { return "" },
		) // whole clauses
		p.Text(scene.RoleContent, b.X+listText, secondBase(b), why, sheet.SmallSize, false, scene.Secondary)
		p.end()
	}
}

// cityPlace says where a gap stands among all of the city, and from where to where it may.
func (p *layout) cityPlace(city [3]int) string {
	if city[1] == city[2] {
		return fmt.Sprintf(p.pick("全市第 %d", "city %d"), city[0])
	}
	return fmt.Sprintf(p.pick("全市第 %d（%d–%d）", "city %d (%d–%d)"), city[0], city[1], city[2])
}

// rank writes the place of a row; the first ones stand out.
func (p *layout) rank(n int, b scene.Box) {
	ink := scene.Accent
	if n > mostFirst {
		ink = scene.Secondary
	}
	p.Middle(scene.RoleContent, b.X+listRank, sheet.Base(b, 18), fmt.Sprint(n), 18, true, ink)
}

// parts draws the bar of a row below its number and returns where the words of the row must end.
func (p *layout) parts(b scene.Box, parts []diagram.Slot) float64 {
	x := b.Right() - listPad - listBar
	p.Slots(x, secondBase(b)-9, listBar, sheet.BarHeight, parts)
	return x - listPad
}

// targets lists who could close gaps of the chain best.
func (p *layout) targets(x float64) {
	c := p.content
	p.SectionLine(
		x,
		p.plan.listsBase,
		columnWide,
		p.pick("招商目标", "Investment targets"),
		p.listNote(p.pick("按得分比例", "by share of the score"), len(c.Targets), c.AllTargets),
		true,
	)
	if len(c.Targets) == 0 {
		p.emptyList(x, p.pick("未见合适的候选", "No suitable candidate is seen"))
	}
	for i, t := range c.Targets[:min(columnRows, len(c.Targets))] {
		b := p.listRow(x, i)
		p.begin(
			"target/"+t.ID,
			t.Href,
			fmt.Sprintf(
				p.pick("第 %d 位招商目标：%s，补%s，得分 %s", "Target %d: %s, for %s, score %s"),
				t.Rank,
				t.Name,
				t.GapName,
				sheet.Span(t.TargetFirm),
			),
		)
		p.card(b, scene.Item{Radius: 4, Fill: scene.FaintBand})
		p.rank(t.Rank, b)
		end := p.parts(b, t.Parts)
		p.Score(t.TargetFirm, b.Right()-listPad, firstBase(b)+3, 20)
		p.targetWords(t, b, end)
		p.end()
	}
}

// targetWords writes name and region, and below what the firm would fill and how it is tied to the city.
func (p *layout) targetWords(t diagram.PortraitTarget, b scene.Box, end float64) {
	x, y := b.X+firmText, firstBase(b)
	region := t.Region
	if most := .5 * (end - x); scene.Measure(region, sheet.SmallSize, false) > most {
		region = scene.Clip(cmp.Or(t.Place, region), sheet.SmallSize, false, most) // how near it is gives way to where
	}
	name, size := sheet.Fitted(
		t.Name,
		true,
		end-x-scene.Measure(region, sheet.SmallSize, false)-10,
		15,
		14,
		sheet.SmallSize,
	)
	w := p.Text(scene.RoleContent, x, y, name, size, true, scene.Ink)
	if t.Unverified {
		p.Add(scene.OpenUnder(x, y-.6, w, scene.Ink))
	}
	ink := scene.Secondary
	if t.RegionKnown {
		ink = scene.Ink
	}
	p.Text(scene.RoleContent, x+w+10, y, region, sheet.SmallSize, false, ink)
	fills, most := p.pick("补 ", "for ")+t.GapName, .62*(end-x)
	if behind := t.Behind(p.content.Head.Lang); behind != "" {
		fills = behind + p.pick("，", ", ") + fills
	}
	if scene.Measure(fills, sheet.SmallSize, false) > most { // the words of the tie would say nothing
		most = end - x - 14 - sheet.TieLength
	}
	fills = scene.Clip(fills, sheet.SmallSize, false, most)
	y = secondBase(b)
	x += p.Text(scene.RoleContent, x, y, fills, sheet.SmallSize, false, scene.Ink) + 14
	if t.Tied && end-x >= sheet.TieLength {
		p.TieArrow(x, y-5, t.TieProven)
		x += sheet.TieLength + 8
	}
	if end-x >= leastTie*scene.Measure(t.Tie, sheet.SmallSize, false) {
		tie := scene.Clip(t.Tie, sheet.SmallSize, false, end-x)
		if name, _, many := strings.Cut(t.Tie, " "+p.pick("等", "…")+" "); many && tie != t.Tie { // else a 等 without a number
			tie = scene.Clip(name, sheet.SmallSize, false, end-x)
		}
		p.Text(scene.RoleContent, x, y, tie, sheet.SmallSize, false, scene.Secondary)
	}
}
