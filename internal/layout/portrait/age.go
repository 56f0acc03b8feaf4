package portrait

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places in a row of ages, from its left edge.
const (
	ageName   = 12.0
	ageCount  = 128.0 // the end of the number
	ageDots   = 148.0
	dotApart  = 15.0
	dotRadius = 5.0
	mostDots  = 11
	ageFirms  = 330.0
)

// ages lists the enterprises by the age of their newest evidence: the old and the undated are to be asked first.
func (p *layout) ages(x, w float64) {
	p.SectionLine(
		x,
		p.plan.agesBase,
		w,
		p.pick("数据年龄", "Age of the data"),
		fmt.Sprintf(
			p.pick(
				"按企业最近一条依据的年份，至 %d 年；五年以上与未注日期的先更新",
				"by the year of each firm's newest evidence, up to %d; ask first for the old and undated",
			),
			p.content.Year,
		),
		true,
	)
	most := 0
	for _, a := range p.content.Ages {
		most = max(most, len(a.Firms))
	}
	for i, a := range p.content.Ages {
		b := scene.Box{X: x, Y: p.plan.agesTop + float64(i)*p.plan.agePitch, W: w, H: p.plan.agePitch}
		if i%2 == 0 {
			p.Rect(scene.RoleGround, b, scene.FaintBand)
		}
		p.ageRow(a, b, most)
	}
}

func (p *layout) ageRow(a diagram.PortraitAge, b scene.Box, most int) {
	names := make([]string, len(a.Firms))
	for i, f := range a.Firms {
		names[i] = f.Name
		if f.Year > 0 {
			names[i] += fmt.Sprintf(" %d", f.Year)
		}
	}
	sep := p.pick("、", ", ")
	p.begin(
		"age/"+a.Key,
		a.Href,
		a.Name+" "+sheet.Counted(p.lang, len(a.Firms), "家", "firm", "firms")+p.pick("：", ": ")+strings.Join(names, sep),
	)
	defer p.end()
	recent := a.Key == diagram.AgeRecent
	ink := scene.Ink
	if recent {
		ink = scene.Accent
	}
	name, size := sheet.Fitted(a.Name, true, ageCount-ageName-28, 15, 14, sheet.SmallSize)
	p.Text(scene.RoleContent, b.X+ageName, sheet.Base(b, size), name, size, true, ink)
	p.TextEnd(scene.RoleContent, b.X+ageCount, sheet.Base(b, 15), fmt.Sprint(len(a.Firms)), 15, true, ink)
	p.ageMarks(len(a.Firms), most, b, recent)
	text, shown := scene.FitList(names, sep, sheet.SmallSize, b.W-ageFirms-10, func(all int) string {
		return " " + diagram.InAll(p.lang, all, "家")
	})
	p.Text(scene.RoleContent, b.X+ageFirms, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, false, scene.Ink)
	at := 0.0
	for i, f := range a.Firms[:shown] {
		if f.Unverified && strings.HasPrefix(text, strings.Join(names[:i+1], sep)) {
			p.Add(
				scene.OpenUnder(
					b.X+ageFirms+at,
					sheet.Base(b, sheet.SmallSize)-.6,
					scene.Measure(f.Name, sheet.SmallSize, false),
					scene.Ink,
				),
			)
		}
		at += scene.Measure(names[i]+sep, sheet.SmallSize, false)
	}
}

// ageMarks draws a dot for each enterprise; on one scale a bar in every row once a row has too many.
func (p *layout) ageMarks(n, most int, b scene.Box, filled bool) {
	look := scene.Item{Role: scene.RoleMark, Class: "age", Fill: scene.Ground, Stroke: scene.Secondary, Width: 1.3}
	if filled {
		look.Fill, look.Stroke, look.Width = scene.Accent, scene.Accent, 1.3
	}
	if most > mostDots {
		if n > 0 {
			look.Shape, look.X, look.Y, look.W, look.H = scene.Rect, b.X+ageDots, b.Y+b.H/2-5,
				dotApart*mostDots*float64(n)/float64(most), 10
			p.Add(look)
		}
		return
	}
	look.Shape, look.Y, look.Radius = scene.Circle, b.Y+b.H/2, dotRadius
	for i := range n {
		look.X = b.X + ageDots + dotRadius + dotApart*float64(i)
		p.Add(look)
	}
}

// gradeLooks are from firm to weak, darker to lighter, so that grey print keeps them apart.
var gradeLooks = []struct {
	fill, ink string
	dash      []float64
}{{scene.Accent, scene.Ground, nil}, {scene.Accent2, scene.Ground, nil}, {scene.Ribbon, scene.Ink, nil},
	{scene.Ground, scene.Ink, []float64{3, 2}}}

func gradeLook(i int, b scene.Box) scene.Item {
	look := gradeLooks[min(i, len(gradeLooks)-1)]
	item := scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X, Y: b.Y, W: b.W, H: b.H, Fill: look.fill}
	if look.dash != nil {
		const half = .6
		item.Stroke, item.Width, item.Dash = scene.UnknownEdge, 2*half, look.dash
		item.X, item.Y, item.W, item.H = b.X+half, b.Y+half, max(half, b.W-2*half), b.H-2*half
	}
	return item
}

// grades draws one bar of how good the sources are, and what its parts mean.
func (p *layout) grades(x, w float64) {
	c := p.content
	p.SectionLine(
		x,
		p.plan.agesBase,
		w,
		p.pick("来源等级", "Grade of the sources"),
		sheet.Counted(
			p.lang,
			c.Firms,
			"家企业，各按最可靠的一条",
			"firm, each by its firmest source",
			"firms, each by its firmest source",
		),
		true,
	)
	bar := scene.Box{X: x, Y: p.plan.agesTop + 1, W: w, H: p.plan.agePitch}
	p.begin("grades", c.GradesHref, p.spokenGrades())
	defer p.end()
	if c.Firms == 0 {
		p.nothing(bar, p.pick("未见本地企业", "No local firm seen"))
	}
	at := x
	for i, g := range c.Grades {
		part := scene.Box{X: at, Y: bar.Y, W: w * float64(g.Firms) / float64(max(1, c.Firms)), H: bar.H}
		if at += part.W; g.Firms == 0 {
			continue
		}
		item := gradeLook(i, part)
		item.Class = "grade/" + g.Key
		p.Add(item)
		if text := fmt.Sprint(g.Firms); scene.Measure(text, sheet.SmallSize, true)+6 <= part.W {
			p.Middle(
				scene.RoleContent,
				part.X+part.W/2,
				sheet.Base(part, sheet.SmallSize),
				text,
				sheet.SmallSize,
				true,
				gradeLooks[min(i, len(gradeLooks)-1)].ink,
			)
		}
	}
	for i, g := range c.Grades {
		column, line := i%2, i/2
		b := scene.Box{
			X: x + float64(column)*w/2,
			Y: bar.Bottom() + 7 + float64(line)*(p.plan.agePitch),
			W: w / 2,
			H: p.plan.agePitch,
		}
		p.Add(gradeLook(i, scene.Box{X: b.X, Y: b.Y + b.H/2 - 7, W: 14, H: 14}))
		text, size := sheet.Fitted(fmt.Sprintf("%s %d", g.Name, g.Firms), false, b.W-30, 14, sheet.SmallSize)
		p.Text(scene.RoleContent, b.X+22, sheet.Base(b, size), text, size, false, scene.Ink)
	}
}

func (p *layout) spokenGrades() string {
	parts := make([]string, len(p.content.Grades))
	for i, g := range p.content.Grades {
		parts[i] = fmt.Sprintf("%s %d", g.Name, g.Firms)
	}
	return strings.Join(parts, p.pick("，", ", "))
}

// legend explains the marks that occur.
func (p *layout) legend() sheet.Legend {
	c := p.content
	counts := p.stateCounts()
	key := sheet.StateLegend(func(state string) bool { return counts[state] > 0 })
	gap := func(mark diagram.GapMark) bool {
		return slices.ContainsFunc(c.Gaps, func(g diagram.TargetGap) bool { return g.Mark == mark })
	}
	for _, k := range []struct {
		mark   diagram.GapMark
		zh, en string
	}{{diagram.GapChoke, "卡点", "chokepoint"}, {diagram.GapBlocked, "堵点", "blocked"}} {
		key.Add(gap(k.mark), 19, k.zh, k.en, func(x, mid float64) []scene.Item { return sheet.GapMark(k.mark, x+7, mid) })
	}
	blank := slices.ContainsFunc(c.SixOnes, func(o diagram.PortraitOne) bool { return o.Value == "" })
	key.Add(blank, 36, "待补充", "not given", sheet.Swatch(scene.Ground, scene.UnknownEdge, 1.2, []float64{5, 3}))
	key.Add(
		p.marksUnverified(),
		36,
		"待核实",
		"to be verified",
		func(x, mid float64) []scene.Item { return []scene.Item{scene.OpenUnder(x, mid+1, 28, scene.Ink)} },
	)
	key.Add(len(c.Links) > 0, 0, "完整度每格一个环节，格宽＝权重 1–3", "bar: a cell a link, as wide as its weight", nil)
	key.Add(
		len(c.Gaps)+len(c.Targets) > 0,
		68,
		"权重、得分：已得 / 未得 / 缺数据",
		"weight, score: reached / not / no data",
		sheet.SlotSample(3),
	)
	tied := func(proven bool) bool {
		return slices.ContainsFunc(c.Targets, func(t diagram.PortraitTarget) bool { return t.Tied && t.TieProven == proven })
	}
	key.Add(tied(true), sheet.TieLength+6, "有据关联", "tie on record", sheet.TieSample(true))
	key.Add(tied(false), sheet.TieLength+6, "推断关联", "tie inferred", sheet.TieSample(false))
	return key
}

// marksUnverified tells whether anything on the page is marked as to be verified.
func (p *layout) marksUnverified() bool {
	return slices.ContainsFunc(p.Page.Items, func(i scene.Item) bool {
		return i.Shape == scene.Line && i.Role == scene.RoleMark && slices.Equal(i.Dash, []float64{1.5, 2})
	})
}
