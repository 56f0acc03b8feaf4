package flow

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// StructureLegend explains the marks that occur on the page, and no others.
func StructureLegend(content diagram.Structure, hidden int) (key sheet.Legend) {
	occurs := func(is func(diagram.Card) bool) bool { return slices.ContainsFunc(content.Links, is) }
	firm := func(is func(diagram.Firm) bool) bool {
		return occurs(func(c diagram.Card) bool { return slices.ContainsFunc(c.Firms, is) })
	}
	for _, st := range diagram.States {
		zh, en := st.Full("zh"), st.Full("en")
		key.Add(occurs(func(c diagram.Card) bool { return c.State == st }), 38, zh, en, stateSwatch(string(st)))
		key.Add(occurs(func(c diagram.Card) bool {
			return slices.ContainsFunc(c.Members, func(m diagram.Member) bool { return m.State == st })
		}), 20, zh, en, func(x, mid float64) []scene.Item { return sheet.StateMark(string(st), x+7, mid) })
	}
	key.Add(
		occurs(func(c diagram.Card) bool { return c.MustPass }),
		38,
		"必停，绕不开",
		"stops",
		func(x, mid float64) []scene.Item {
			frame := scene.Item{
				Shape:  scene.Rect,
				X:      x,
				Y:      mid - 10,
				W:      32,
				H:      20,
				Radius: 5,
				Stroke: scene.Ink,
				Width:  2,
			}
			return append([]scene.Item{frame}, scene.MustPassMark(x+16, mid)...)
		},
	)
	key.Add(occurs(func(c diagram.Card) bool { return c.Choke }), scene.ChokeWidth+2, "卡点", "chokepoint", scene.ChokeMark)
	key.Add(
		occurs(func(c diagram.Card) bool { return c.Blocked }),
		scene.BlockedWidth+4,
		"堵点",
		"blocked",
		func(x, mid float64) []scene.Item { return scene.BlockedMark(x+7, mid) },
	)
	key.Add(
		occurs(func(c diagram.Card) bool { return c.Extend }),
		scene.ExtendWidth+4,
		"延链方向",
		"extension",
		func(x, mid float64) []scene.Item { return scene.ExtendMark(x+10, mid) },
	)
	key.Add(
		occurs(func(c diagram.Card) bool { return c.Sole }),
		scene.SoleWidth+4,
		"独家",
		"sole",
		func(x, mid float64) []scene.Item { return scene.SoleMark(x+9, mid, scene.Ink) },
	)
	key.Add(
		occurs(func(c diagram.Card) bool { return c.Weight > 0 }),
		scene.WeightBarsWidth+5,
		"必要程度",
		"necessity",
		func(x, mid float64) []scene.Item {
			return scene.WeightBars(2, x, mid+6, scene.StateInks["missing"].Bars)
		},
	)
	key.Levels(func(char string) bool {
		return firm(func(f diagram.Firm) bool {
			return slices.Contains(f.Levels, char) || slices.Contains(f.OpenLevels, char)
		})
	})
	for _, k := range []struct {
		kind   diagram.Relation
		zh, en string
	}{{diagram.Feeds, "供给", "feeds"}, {diagram.Possible, "可能供给", "possible"}, {diagram.Evidenced, "有据供给", "on record"}} {
		key.Add(
			slices.ContainsFunc(content.Edges, func(e diagram.Edge) bool { return e.Kind == k.kind }),
			42,
			k.zh,
			k.en,
			edgeSample(k.kind),
		)
	}
	key.Add(
		firm(func(f diagram.Firm) bool { return f.Unverified }),
		34,
		"待核实",
		"to be verified",
		func(x, mid float64) []scene.Item {
			return []scene.Item{
				{
					Shape:  scene.Line,
					Points: []scene.Point{{X: x, Y: mid + 5}, {X: x + 28, Y: mid + 5}},
					Stroke: scene.Ink,
					Width:  1,
					Dash:   []float64{1.5, 2},
				},
			}
		},
	)
	left := diagram.Further("en", hidden, "") + " feeds not drawn"
	key.Add(hidden > 0, 0, diagram.Further("zh", hidden, "条供给关系未画出"), left, nil)
	return key
}

// stateSwatch is a small card in the look of a coverage state.
func stateSwatch(state string) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		ink := scene.StateInks[state]
		card := scene.Item{
			Shape:  scene.Rect,
			X:      x,
			Y:      mid - 9,
			W:      32,
			H:      18,
			Radius: 3,
			Fill:   ink.Fill,
			Stroke: ink.Stroke,
			Width:  min(ink.Width, 1.6),
			Dash:   ink.Dash,
		}
		return append([]scene.Item{card}, scene.CoverageMark(state, x+16, mid, ink.Mark)...)
	}
}

// edgeSample is a short line in the look of a relation.
func edgeSample(kind diagram.Relation) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		look := edgeInk[kind]
		line := scene.Item{
			Shape:  scene.Line,
			Points: []scene.Point{{X: x, Y: mid}, {X: x + 32, Y: mid}},
			Stroke: look.ink,
			Width:  look.width,
			Dash:   look.dash,
		}
		return []scene.Item{line, scene.ArrowHead(scene.Point{X: x + 36, Y: mid}, 1, 0, look.ink, 8)}
	}
}
