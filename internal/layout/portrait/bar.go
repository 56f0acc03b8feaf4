package portrait

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

const (
	barHigh  = 22.0
	barSeam  = 3.0
	barRule  = 3.0   // the line under what counts
	barCells = 300   // beyond, a cell is a whole run of one state
	barOwner = "bar" // of every item of the bar
)

// barCell is a link in the bar, or a run of one state.
type barCell struct {
	state  string
	weight int
}

// completeness draws the bar: a cell for each link, as wide as its weight, by state and the heaviest first; under it a
// line along what counts. So that line is as much of the bar as the chain is complete.
func (p *layout) completeness() {
	whole := p.content.Complete
	if whole.Total == 0 {
		return
	}
	label := scene.Box{X: scene.Margin, Y: p.plan.barTop, W: .3 * wide, H: barHigh}
	text, size := sheet.FittedText(whole.Text, true, label.W, 15, 14, sheet.SmallSize)
	p.Owner = barOwner
	defer p.end()
	x := scene.Margin + p.Text(scene.RoleContent, label.X, sheet.Base(label, size), text, size, true, scene.Ink) + 14
	unit := (scene.PageWidth - scene.Margin - x) / float64(whole.Total)
	covered := 0
	counts := p.stateCounts()
	before := ""
	from := x
	for _, c := range p.barCells() {
		b := scene.Box{
			X: x,
			Y: p.plan.barTop,
			W: max(.2, float64(c.weight)*unit-min(barSeam, float64(c.weight)*unit/4)),
			H: barHigh,
		}
		ink := scene.StateInks[c.state]
		p.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			Class:  c.state,
			X:      b.X,
			Y:      b.Y,
			W:      b.W,
			H:      b.H,
			Radius: min(3, b.W/4),
			Fill:   ink.Fill,
			Stroke: ink.Stroke,
			Width:  min(1.4, ink.Width, b.W/4),
			Dash:   ink.Dash,
		})
		if c.state != before {
			p.runLabel(c.state, counts[c.state], b)
		}
		if held(c.state) {
			covered += c.weight
		}
		before = c.state
		x += float64(c.weight) * unit
	}
	if covered > 0 {
		end := from + float64(covered)*unit - min(barSeam, unit/4)
		p.Add(scene.Item{
			Shape: scene.Rect,
			Role:  scene.RoleMark,
			Class: "covered",
			X:     from,
			Y:     p.plan.barTop + barHigh + 2.5,
			W:     end - from,
			H:     barRule,
			Fill:  scene.Accent,
		})
	}
}

// held tells whether a state counts.
func held(state string) bool { return state == "strong" || state == "present" }

func (p *layout) stateCounts() map[string]int {
	counts := map[string]int{}
	for _, l := range p.content.Links {
		counts[string(l.State)]++
	}
	return counts
}

// barCells are the links by state, heaviest first; a run of one state is one cell when the links are very many.
func (p *layout) barCells() []barCell {
	var cells []barCell
	for _, state := range diagram.States {
		var run []barCell
		for _, l := range p.content.Links {
			if l.State == state && state != diagram.Market { // which weighs nothing
				run = append(run, barCell{string(state), max(1, l.Weight)})
			}
		}
		slices.SortStableFunc(run, func(a, b barCell) int { return cmp.Compare(b.weight, a.weight) })
		if len(p.content.Links) > barCells && len(run) > 0 {
			all := barCell{state: string(state)}
			for _, c := range run {
				all.weight += c.weight
			}
			run = []barCell{all}
		}
		cells = append(cells, run...)
	}
	return cells
}

// runLabel says in the first cell of a run which state it is and how many links are in it, as far as there is room.
func (p *layout) runLabel(state string, n int, b scene.Box) {
	ink := scene.StateInks[state]
	words := fmt.Sprintf("%s %d", diagram.State(state).Least(p.lang), n)
	for _, text := range []string{words, fmt.Sprint(n)} {
		if 24+scene.Measure(text, sheet.SmallSize, true)+5 <= b.W {
			p.Add(scene.CoverageMark(state, b.X+13, b.Y+b.H/2, ink.Mark)...)
			p.Text(scene.RoleContent, b.X+24, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, true, ink.Text)
			return
		}
	}
	if b.W >= 18 {
		p.Add(scene.CoverageMark(state, b.X+b.W/2, b.Y+b.H/2, ink.Mark)...)
	}
}
