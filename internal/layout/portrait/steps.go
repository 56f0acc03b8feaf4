package portrait

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places in the list of steps, from its left edge.
const (
	stepDate  = 92.0 // the end of a date
	stepDot   = 108.0
	stepText  = 126.0
	stepRows  = 7
	stepsNext = 3 // rows kept for what comes next when there is as much
	stepMost  = 42.0
)

// steps lists what happened and what comes next along a line: filled dots and a solid line for the past, hollow dots
// and a dashed line for what is to come.
func (p *layout) steps(x float64) {
	c := p.content
	next := c.Next[:min(len(c.Next), max(stepsNext, stepRows-len(c.Events)))]
	past := c.Events[max(0, len(c.Events)-(stepRows-len(next))):]
	note := p.pick("按证据日期", "by date of evidence")
	if shown, all := len(past)+len(next), len(c.Events)+len(c.Next); shown < all {
		note += fmt.Sprintf(p.pick("，显示 %d / %d", ", %d / %d shown"), shown, all)
	}
	p.SectionLine(x, p.plan.listsBase, columnWide, p.pick("变化与下一步", "Changes and next steps"), note, true)
	panel := scene.Box{X: x, Y: p.plan.rowsTop, W: columnWide, H: columnRows*p.plan.rowPitch - rowSeam}
	p.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleGround,
		X:      panel.X,
		Y:      panel.Y,
		W:      panel.W,
		H:      panel.H,
		Radius: 4,
		Fill:   scene.FaintBand,
	})
	n := len(past) + len(next)
	if n == 0 {
		p.Middle(
			scene.RoleContent,
			panel.X+panel.W/2,
			sheet.Base(panel, 15),
			p.pick("没有带日期的记录", "No dated record"),
			15,
			false,
			scene.Secondary,
		)
		return
	}
	pitch := min(stepMost, panel.H/float64(n))
	row := func(i int) scene.Box { return scene.Box{X: x, Y: panel.Y + float64(i)*pitch, W: columnWide, H: pitch} }
	for i := range n - 1 {
		line := scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x + stepDot, Y: row(i).Y + pitch/2}, {X: x + stepDot, Y: row(i+1).Y + pitch/2}},
			Stroke: scene.Accent,
			Width:  2,
		}
		if i+1 >= len(past) {
			line.Stroke, line.Width, line.Dash = scene.UnknownEdge, 1.4, []float64{3, 3}
		}
		p.Add(line)
	}
	for i, e := range past {
		p.step("past/", e, row(i), true)
	}
	for i, e := range next {
		p.step("next/", e, row(len(past)+i), false)
	}
}

// step writes one: its date, or that nobody gave one; its dot; what it is about.
func (p *layout) step(owner string, e diagram.PortraitEvent, b scene.Box, done bool) {
	text := p.stepWords(e, b.W-stepText-10, done)
	date := e.Date
	if date == "" {
		date = p.blank()
	}
	p.begin(owner+e.ID, e.Href, date+" "+text)
	defer p.end()
	dot := scene.Item{
		Shape:  scene.Circle,
		Role:   scene.RoleMark,
		Class:  "next",
		X:      b.X + stepDot,
		Y:      b.Y + b.H/2,
		Radius: 5.5,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1.5,
	}
	ink := scene.Secondary
	if done {
		dot.Class, dot.Fill, dot.Stroke, dot.Width, ink = "past", scene.Accent, "", 0, scene.Ink
	}
	p.Add(dot)
	if e.Date != "" {
		ink = scene.Ink
	}
	if e.Late {
		ink = scene.AmberInk
	}
	p.TextEnd(
		scene.RoleContent,
		b.X+stepDate,
		sheet.Base(b, sheet.SmallSize),
		scene.Clip(date, sheet.SmallSize, e.Date != "", stepDate-6),
		sheet.SmallSize,
		e.Date != "",
		ink,
	)
	w := p.Text(scene.RoleContent, b.X+stepText, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, false, ink)
	if e.Unverified {
		p.Add(scene.OpenUnder(b.X+stepText, sheet.Base(b, sheet.SmallSize), w, ink))
	}
}

// stepWords are the names, as many as fit, and what became of them or is to be done.
func (p *layout) stepWords(e diagram.PortraitEvent, room float64, done bool) string {
	what := e.What
	switch {
	case what == "":
	case done:
		what = p.pick(" ", ": ") + what
	default:
		what = p.pick("：", ": ") + what
	}
	if e.Late {
		what += p.pick("（逾期）", " (late)")
	}
	names, _ := scene.FitList(
		e.Names,
		p.pick("、", ", "),
		sheet.SmallSize,
		room-scene.Measure(what, sheet.SmallSize, false),
		func(all int) string {
			return " " + diagram.InAll(p.lang, all, "项")
		},
	)
	return scene.Clip(strings.TrimSpace(names+what), sheet.SmallSize, false, room)
}
