package layout

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// structureLegend explains the marks that occur on the page, and no others. When they do not fit the line, they draw
// closer together.
func (s *sheet) structureLegend(content diagram.Structure, hidden int) {
	for _, gap := range []float64{16, 10, 5} {
		trial := &sheet{}
		if end := trial.legendLine(content, hidden, gap); end <= scene.PageWidth-scene.Margin+gap || gap == 5 {
			s.add(trial.page.Items...)
			return
		}
	}
}

// legendLine writes the legend with a gap between its entries and returns where the next entry would begin.
func (s *sheet) legendLine(content diagram.Structure, hidden int, gap float64) float64 {
	lang := content.Head.Lang
	x := scene.Margin
	const base, mid = 866.0, 861.0
	label := func(zh, en string) {
		x += s.text(scene.RoleLegend, x, base, pick(lang, zh, en), smallSize, false, scene.Ink) + gap
	}
	occurs := func(is func(diagram.Card) bool) bool { return slices.ContainsFunc(content.Links, is) }
	for _, st := range []struct{ state, zh, en string }{{"strong", "强", "strong"}, {"present", "有", "present"}, {"weak", "弱", "weak"}, {"outside", "圈内有", "in the circle"}, {"missing", "缺", "missing"}} {
		if !occurs(func(c diagram.Card) bool { return string(c.State) == st.state }) {
			continue
		}
		ink := scene.StateInks[st.state]
		s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleLegend, X: x, Y: mid - 9, W: 32, H: 18, Radius: 3, Fill: ink.Fill, Stroke: ink.Stroke, Width: min(ink.Width, 1.6), Dash: ink.Dash})
		s.add(legendRole(scene.CoverageMark(st.state, x+16, mid, ink.Mark))...)
		x += 38
		label(st.zh, st.en)
	}
	if occurs(func(c diagram.Card) bool { return c.Choke }) {
		s.add(legendRole(scene.ChokeMark(x, mid))...)
		x += scene.ChokeWidth + 2
		label("卡点", "chokepoint")
	}
	if occurs(func(c diagram.Card) bool { return c.Blocked }) {
		s.add(legendRole(scene.BlockedMark(x+7, mid))...)
		x += scene.BlockedWidth + 4
		label("堵点", "blocked")
	}
	if occurs(func(c diagram.Card) bool { return c.Extend }) {
		s.add(legendRole(scene.ExtendMark(x+10, mid))...)
		x += scene.ExtendWidth + 4
		label("延链方向", "extension")
	}
	if occurs(func(c diagram.Card) bool { return c.Sole }) {
		s.add(legendRole(scene.SoleMark(x+9, mid, scene.Ink))...)
		x += scene.SoleWidth + 4
		label("独家", "sole")
	}
	s.add(legendRole(scene.WeightBars(2, x, mid+6, scene.StateInks["missing"].Bars))...)
	x += scene.WeightBarsWidth + 5
	label("必要程度", "necessity")
	x = s.levelLegend(content, x, gap)
	x = s.lineLegend(content, x, mid, gap)
	if occurs(func(c diagram.Card) bool {
		return slices.ContainsFunc(c.Firms, func(f diagram.Firm) bool { return f.Unverified })
	}) {
		s.add(scene.Item{Shape: scene.Line, Role: scene.RoleLegend, Points: []scene.Point{{X: x, Y: mid + 5}, {X: x + 28, Y: mid + 5}}, Stroke: scene.Ink, Width: 1, Dash: []float64{1.5, 2}})
		x += 34
		label("待核实", "to be verified")
	}
	if hidden > 0 {
		label(fmt.Sprintf("另有 %d 条供给关系未画出", hidden), fmt.Sprintf("%d more feeds not drawn", hidden))
	}
	return x
}

// legendRole moves marks from a card to the legend.
func legendRole(items []scene.Item) []scene.Item {
	for i := range items {
		items[i].Role = scene.RoleLegend
	}
	return items
}

func (s *sheet) levelLegend(content diagram.Structure, x, gap float64) float64 {
	lang := content.Head.Lang
	for _, l := range levelWords {
		has := slices.ContainsFunc(content.Links, func(c diagram.Card) bool {
			return slices.ContainsFunc(c.Firms, func(f diagram.Firm) bool {
				return slices.Contains(f.Levels, l.char) || slices.Contains(f.OpenLevels, l.char)
			})
		})
		if !has {
			continue
		}
		s.add(legendRole(scene.LevelSquare(l.char, x, 852.5, true))...)
		x += scene.LevelWidth + 5
		x += s.text(scene.RoleLegend, x, 866, pick(lang, l.zh, l.en), smallSize, false, scene.Ink) + gap
	}
	return x
}

func (s *sheet) lineLegend(content diagram.Structure, x, mid, gap float64) float64 {
	lang := content.Head.Lang
	for _, k := range []struct {
		kind   diagram.Relation
		zh, en string
	}{{diagram.Feeds, "供给", "feeds"}, {diagram.Possible, "可能供给", "possible"}, {diagram.Evidenced, "有据供给", "on record"}} {
		if !slices.ContainsFunc(content.Edges, func(e diagram.Edge) bool { return e.Kind == k.kind }) {
			continue
		}
		look := edgeInk[k.kind]
		s.add(scene.Item{Shape: scene.Line, Role: scene.RoleLegend, Points: []scene.Point{{X: x, Y: mid}, {X: x + 32, Y: mid}}, Stroke: look.ink, Width: look.width, Dash: look.dash})
		head := scene.ArrowHead(scene.Point{X: x + 36, Y: mid}, 1, 0, look.ink, 8)
		head.Role = scene.RoleLegend
		s.add(head)
		x += 42
		x += s.text(scene.RoleLegend, x, 866, pick(lang, k.zh, k.en), smallSize, false, scene.Ink) + gap
	}
	return x
}
