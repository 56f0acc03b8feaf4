// Package portrait arranges a chain on one page.
package portrait

import (
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the portrait that do not depend on the chain (docs/drawings.md, Portrait).
const (
	top        = 161.0 // base line of the first head
	bottom     = 842.0
	wide       = scene.PageWidth - 2*scene.Margin
	columnGap  = 24.0
	columnWide = (wide - 2*columnGap) / 3
	columnRows = 5
	rowSeam    = 4.0
	ageRows    = 4
	boxesLeast = 112.0 // height of all boxes of links
	boxesMost  = 163.0
)

// plan says where the parts of the page lie, from top to bottom. The boxes of the links take what they need, up to
// boxesMost; what is above boxesLeast the other parts give, each its share.
type plan struct {
	onesTop, onesHigh     float64
	linksBase             float64 // of the head
	stagesTop, stagesHigh float64
	boxesTop, boxesHigh   float64
	barTop                float64
	listsBase             float64
	rowsTop, rowPitch     float64
	agesBase              float64
	agesTop, agePitch     float64
}

func newPortraitPlan(boxes float64) plan {
	boxes = min(boxesMost, max(boxesLeast, boxes))
	share := (boxes - boxesLeast) / (boxesMost - boxesLeast)
	between := func(roomy, tight float64) float64 { return roomy + (tight-roomy)*share }
	p := plan{
		onesTop:    top + 11,
		onesHigh:   between(44, 38),
		stagesHigh: between(24, 22),
		boxesHigh:  boxes,
		rowPitch:   between(47, 43),
		agePitch:   between(25, 22),
	}
	p.linksBase = p.onesTop + p.onesHigh + between(26, 22)
	p.stagesTop = p.linksBase + 12
	p.boxesTop = p.stagesTop + p.stagesHigh + 6
	p.barTop = p.boxesTop + boxes + 12
	p.agesTop = bottom - ageRows*p.agePitch
	p.agesBase = p.agesTop - 11
	p.rowsTop = p.agesBase - between(25, 22) - columnRows*p.rowPitch + rowSeam
	p.listsBase = p.rowsTop - 13
	return p
}

// layout is the page while it is arranged.
type layout struct {
	*sheet.Sheet
	content diagram.Portrait
	lang    string
	plan    plan
	grid    linkGrid
}

// Draw arranges a one-page chain portrait. The same content gives the same page.
func Draw(content diagram.Portrait) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	grid := newLinkGrid(content)
	p := &layout{content: content, lang: content.Head.Lang, grid: grid, plan: newPortraitPlan(grid.high())}
	p.Sheet = sheet.New(content.Head, 1, 1, grid.shown(), len(content.Links))
	p.sixOnes()
	p.structure()
	p.completeness()
	p.gaps(scene.Margin)
	p.targets(scene.Margin + columnWide + columnGap)
	p.steps(scene.Margin + 2*(columnWide+columnGap))
	p.ages(scene.Margin, 2*columnWide+columnGap)
	p.grades(scene.Margin+2*(columnWide+columnGap), columnWide)
	p.Key(p.lang, p.legend())
	return []scene.Page{p.Page}, nil
}

func (p *layout) pick(zh, en string) string { return sheet.Pick(p.lang, zh, en) }

// begin makes what follows part of one thing, which a click opens.
func (p *layout) begin(owner, href, spoken string) {
	p.Owner = owner
	p.Page.Targets = append(p.Page.Targets, scene.Target{Owner: owner, Href: href, Name: spoken})
}

func (p *layout) end() { p.Owner = "" }

// card draws the body of the thing that was begun.
func (p *layout) card(b scene.Box, look scene.Item) {
	look.Shape, look.Role, look.X, look.Y, look.W, look.H = scene.Rect, scene.RoleCard, b.X, b.Y, b.W, b.H
	p.Add(look)
}

func (p *layout) blank() string { return p.pick("待补充", "not given") }

// sixOnes writes a tile for each of the six ones, dashed while nobody said who or what it is.
func (p *layout) sixOnes() {
	const gap, pad = 12.0, 14.0
	known := 0
	for _, one := range p.content.SixOnes {
		if one.Value != "" {
			known++
		}
	}
	p.SectionLine(
		scene.Margin,
		top,
		wide,
		p.pick("六个一", "The six ones"),
		fmt.Sprintf(p.pick("已明确 %d / %d", "%d / %d given"), known, len(p.content.SixOnes)),
		true,
	)
	n := float64(max(1, len(p.content.SixOnes)))
	w := (wide - gap*(n-1)) / n
	for i, one := range p.content.SixOnes {
		b := scene.Box{X: scene.Margin + float64(i)*(w+gap), Y: p.plan.onesTop, W: w, H: p.plan.onesHigh}
		value := one.Value
		if value == "" {
			value = p.blank()
		}
		p.begin("six/"+one.Key, one.Href, one.Name+p.pick("：", ": ")+value)
		look := scene.Item{Radius: 5, Fill: scene.Ground, Stroke: scene.Secondary, Width: 1.2}
		if one.Value == "" {
			look.Stroke, look.Dash = scene.UnknownEdge, []float64{5, 3}
		}
		p.card(b, look)
		label, size := sheet.Fitted(one.Name, true, .62*w, 15, 14, sheet.SmallSize)
		taken := p.Text(scene.RoleContent, b.X+pad, sheet.Base(b, size), label, size, true, scene.Ink)
		p.oneValue(one, value, b, b.W-2*pad-taken-12)
		p.end()
	}
}

// oneValue writes who or what one of the six is, at the right of its tile, on two lines when it must.
func (p *layout) oneValue(one diagram.PortraitOne, value string, b scene.Box, room float64) {
	const pad, pitch = 14.0, 16.0
	ink := scene.Ink
	if one.Value == "" {
		ink = scene.Secondary
	}
	lines, size := scene.FitText(value, false, room, room, 2, 15, 14, sheet.SmallSize)
	if len(lines) > 1 && size > sheet.SmallSize {
		lines, size = scene.FitText(value, false, room, room, 2, sheet.SmallSize)
	}
	y := sheet.Base(b, size) - pitch/2*float64(len(lines)-1)
	for i, line := range lines {
		w := p.TextEnd(scene.RoleContent, b.Right()-pad, y, line, size, false, ink)
		if one.Unverified && i == len(lines)-1 {
			p.Add(scene.OpenUnder(b.Right()-pad-w, y, w, scene.Ink))
		}
		y += pitch
	}
	p.Joined(len(lines))
}
