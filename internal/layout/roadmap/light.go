package roadmap

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// light draws how a project stands, in shape and colour, in a square of 14 around its centre.
func light(l diagram.Light, x, y float64) []scene.Item {
	teal := scene.StateInks["strong"].Fill
	mark := func(i scene.Item) scene.Item {
		i.Role = scene.RoleMark
		return i
	}
	switch l {
	case diagram.LightDone:
		return []scene.Item{mark(scene.Item{Shape: scene.Circle, X: x, Y: y, Radius: 7, Fill: teal}),
			mark(scene.Item{
				Shape:  scene.Line,
				Points: []scene.Point{{X: x - 3.4, Y: y + .2}, {X: x - .8, Y: y + 2.9}, {X: x + 3.6, Y: y - 2.6}},
				Stroke: scene.Ground,
				Width:  1.9,
			})}
	case diagram.LightNormal:
		return []scene.Item{
			mark(scene.Item{Shape: scene.Circle, X: x, Y: y, Radius: 6.2, Fill: scene.Ground, Stroke: teal, Width: 1.7}),
			mark(scene.Item{Shape: scene.Circle, X: x, Y: y, Radius: 3.4, Fill: teal}),
		}
	case diagram.LightStale:
		return []scene.Item{
			mark(scene.Item{
				Shape:  scene.Line,
				Closed: true,
				Points: []scene.Point{{X: x, Y: y - 6.6}, {X: x + 7, Y: y + 5.6}, {X: x - 7, Y: y + 5.6}},
				Fill:   scene.Amber,
				Stroke: scene.AmberInk,
				Width:  1,
			}),
		}
	case diagram.LightLate:
		return []scene.Item{mark(scene.Item{Shape: scene.Rect, X: x - 6, Y: y - 6, W: 12, H: 12, Fill: scene.Red})}
	case diagram.LightStopped:
		return scene.BlockedMark(x, y)
	}
	return []scene.Item{
		mark(scene.Item{Shape: scene.Circle, X: x, Y: y, Radius: 5.6, Stroke: scene.UnknownEdge, Width: 1.8}),
	}
}

// roadmapKey explains what occurs on the page.
func (s *page) roadmapKey(content diagram.Roadmap, lanes []*lane) {
	var key sheet.Legend
	tasks := func(is func(t *task) bool) bool {
		return slices.ContainsFunc(lanes, func(l *lane) bool { return slices.ContainsFunc(l.tasks, is) })
	}
	beads := func(is func(b bead) bool) bool {
		return tasks(func(t *task) bool { return slices.ContainsFunc(t.beads, is) })
	}
	undated := func(mark string) bool {
		return slices.ContainsFunc(lanes, func(l *lane) bool {
			return slices.ContainsFunc(l.Undated, func(u diagram.Undated) bool { return u.Mark == mark })
		})
	}
	sample := func(b bead) func(x, mid float64) []scene.Item {
		return func(x, mid float64) []scene.Item {
			b.x = x + beadRadius
			return beadItems(b, mid)
		}
	}
	for _, w := range content.Words.Steps {
		key.Add(
			beads(func(b bead) bool { return b.Step == w.Step }),
			24,
			w.Word,
			w.Word,
			sample(bead{Stage: diagram.Stage{Mark: w.Mark, Done: true}}),
		)
	}
	key.Add(beads(func(b bead) bool { return !b.Done && !b.Open }), 24, "计划", "planned", sample(bead{}))
	key.Add(
		beads(func(b bead) bool { return b.Open }),
		34,
		"时间待补充",
		"date not given",
		sample(bead{Stage: diagram.Stage{Open: true}, beside: "?"}),
	)
	key.Add(
		beads(func(b bead) bool { return b.until-b.from > 2*beadRadius }),
		36,
		"日期只到季或年",
		"by quarter or year",
		func(x, mid float64) []scene.Item {
			trial := &page{new(sheet.Sheet)}
			trial.whisker(x+1, x+15, mid)
			trial.whisker(x+29, x+15, mid)
			return trial.Page.Items
		},
	)
	for _, l := range []struct {
		light  diagram.Light
		zh, en string
	}{{diagram.LightDone, "已投产", "in production"}, {diagram.LightNormal, "正常", "on the way"},
		{diagram.LightStale, "超 12 月无记录", "no news for a year"}, {diagram.LightLate, "逾期", "late"},
		{diagram.LightStopped, "停产", "stopped"}} {
		key.Add(
			tasks(func(t *task) bool { return t.Light == l.light }),
			20,
			l.zh,
			l.en,
			func(x, mid float64) []scene.Item { return light(l.light, x+7, mid) },
		)
	}
	key.Add(
		undated("blank") || tasks(func(t *task) bool { return t.Light == diagram.LightBlank }),
		20,
		"待补充",
		"not given",
		func(x, mid float64) []scene.Item { return light(diagram.LightBlank, x+7, mid) },
	)
	key.Add(
		tasks(func(t *task) bool { return t.Kind == diagram.ItemMilestone }),
		20,
		"里程碑",
		"milestone",
		func(x, mid float64) []scene.Item { return diamond(x+7, mid, true) },
	)
	key.Add(
		tasks(func(t *task) bool { return t.Kind == diagram.ItemDue }),
		20,
		"缺口期限",
		"gap due",
		func(x, mid float64) []scene.Item { return clock(x+7, mid) },
	)
	key.Add(
		tasks(func(t *task) bool { return t.Kind == diagram.ItemTarget && t.Stages[0].Done }),
		22,
		"实际",
		"actual",
		func(x, mid float64) []scene.Item { return flag(x+1, mid, true) },
	)
	key.Add(
		undated("target") || tasks(func(t *task) bool { return t.Kind == diagram.ItemTarget && !t.Stages[0].Done }),
		22,
		"目标",
		"target",
		func(x, mid float64) []scene.Item { return flag(x+1, mid, false) },
	)
	key.Add(
		undated("missing"),
		20,
		"断点，尚无项目",
		"missing gap, no project",
		func(x, mid float64) []scene.Item { return scene.CoverageMark("missing", x+7, mid, scene.Red) },
	)
	key.Add(
		tasks(func(t *task) bool { return t.Unverified }),
		24,
		"待核实",
		"to be verified",
		func(x, mid float64) []scene.Item {
			trial := &page{new(sheet.Sheet)}
			trial.runs(
				[]run{{text: sheet.Pick(content.Head.Lang, "核", "?"), size: sheet.SmallSize, ink: scene.Secondary, tag: true}},
				x,
				mid+5,
			)
			return trial.Page.Items
		},
	)
	s.Key(content.Head.Lang, key)
}
