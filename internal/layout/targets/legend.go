package targets

import (
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// targetLegend explains what occurs on a page: of gaps all, of candidates those of the rows that have cards.
func (s *page) targetLegend(content diagram.Targets, gaps []diagram.TargetGap, rows []row) {
	lang := content.Head.Lang
	var key sheet.Legend
	for _, k := range []struct {
		mark   diagram.GapMark
		zh, en string
	}{{diagram.GapMissing, "断点", "missing"}, {diagram.GapChoke, "卡点", "chokepoint"}, {diagram.GapWeak, "弱项", "weak"},
		{diagram.GapOutside, "都市圈内有", "in the circle"}, {diagram.GapBlocked, "堵点", "blocked"}} {
		key.Add(
			slices.ContainsFunc(gaps, func(g diagram.TargetGap) bool { return g.Mark == k.mark }),
			19,
			k.zh,
			k.en,
			func(x, mid float64) []scene.Item { return sheet.GapMark(k.mark, x+7, mid) },
		)
	}
	firm := func(is func(diagram.TargetFirm) bool) bool {
		return slices.ContainsFunc(rows, func(r row) bool { return slices.ContainsFunc(r.firms, is) })
	}
	unknown := func(f diagram.TargetFirm) bool {
		return slices.ContainsFunc(f.Parts, func(p diagram.Slot) bool { return p.Unknown })
	}
	slots, zh, en := 2, "已得 / 未得", "got / not"
	if firm(unknown) {
		slots, zh, en = 3, "已得 / 未得 / 缺数据（不计入满分）", "got / not / no data"
	}
	key.Add(true, 21*float64(slots)+5, zh, en, sheet.SlotSample(slots))
	key.Add(
		firm(func(f diagram.TargetFirm) bool { return f.TieProven }),
		sheet.TieLength+6,
		"有据关联",
		"tie on record",
		sheet.TieSample(true),
	)
	key.Add(
		firm(func(f diagram.TargetFirm) bool { return f.Tied && !f.TieProven }),
		sheet.TieLength+6,
		"推断关联",
		"tie inferred",
		sheet.TieSample(false),
	)
	unverified := func(f diagram.TargetFirm) bool { return f.Unverified || f.Reported }
	inRows := slices.ContainsFunc(gaps, func(g diagram.TargetGap) bool { return slices.ContainsFunc(g.Firms, unverified) })
	key.Add(
		inRows,
		34,
		"待核实",
		"to be verified",
		func(x, mid float64) []scene.Item { return []scene.Item{scene.OpenUnder(x, mid+1, 28, scene.Ink)} },
	)
	key.Add(
		firm(func(f diagram.TargetFirm) bool { return f.First() }),
		34,
		"首选",
		"first choice",
		sheet.Swatch(scene.Ground, scene.Accent, 2, nil),
	)
	key.Add(
		slices.ContainsFunc(rows, func(r row) bool { return len(r.veto) > 0 }),
		34,
		"否决，留因",
		"vetoed, with the reason",
		sheet.Swatch(scene.FaintBand, scene.UnknownEdge, 1.2, []float64{4, 2.5}),
	)
	if n := len(content.Stages); firm(func(diagram.TargetFirm) bool { return true }) && n > 0 {
		key.Add(
			firm(func(f diagram.TargetFirm) bool { stage, _ := stageOf(content, f); return stage < 0 }),
			sheet.DotsWidth(n)+5,
			content.Blank.Stage,
			content.Blank.Stage,
			func(x, mid float64) []scene.Item { return sheet.StageDots(x, mid, -1, n, scene.Secondary) },
		)
		words := strings.Join(content.Stages, sheet.Pick(lang, "·", " · "))
		key.Add(
			true,
			sheet.DotsWidth(n)+5,
			words,
			words,
			func(x, mid float64) []scene.Item { return sheet.StageDots(x, mid, 1, n, scene.Accent) },
		)
	}
	s.Key(lang, key)
}
