package whatif

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// legend explains what occurs on a page.
func (s *page) legend(content diagram.WhatIf, g *grid) {
	tile := func(is func(diagram.WhatIfTile) bool) bool {
		return slices.ContainsFunc(content.Tiles, func(t diagram.WhatIfTile) bool {
			_, here := g.boxes[t.ID]
			return here && is(t)
		})
	}
	key := sheet.StateLegend(func(state string) bool {
		return tile(func(t diagram.WhatIfTile) bool { return string(t.State) == state })
	})
	const swatch = 34.0
	chosen := tile(diagram.WhatIfTile.Chosen)
	key.Add(chosen, swatch, "先补", "filled first", sheet.Swatch(scene.Ground, scene.Accent, 3, nil))
	key.Add(
		chosen, swatch, "推算为已补", "computed",
		sheet.Swatch(computed.fill, computed.stroke, computed.width, computed.dash),
	)
	key.Add(
		tile(func(t diagram.WhatIfTile) bool { return t.Unlocked }), swatch, "内框：投入备齐", "inner frame: inputs complete",
		func(x, mid float64) []scene.Item {
			frame := sheet.Swatch("", scene.Accent, 1.6, nil)(x, mid)[0]
			frame.X, frame.Y, frame.W, frame.H = frame.X+3, frame.Y+3, frame.W-6, frame.H-6
			outer := sheet.Swatch(scene.StateInks["present"].Fill, scene.StateInks["present"].Stroke, 1.2, nil)(x, mid)
			return append(outer, frame)
		},
	)
	bars := content.Bars
	key.Add(
		slices.ContainsFunc(bars[:], func(b diagram.WhatIfBar) bool { return b.Known > 0 }), swatch, "有原文", "original texts",
		sheet.Swatch(scene.StateInks["strong"].Fill, scene.StateInks["strong"].Stroke, 1.2, nil),
	)
	key.Add(
		slices.ContainsFunc(bars[:], func(b diagram.WhatIfBar) bool { return b.Point > b.Low }), swatch,
		"只有转载", "re-posts only",
		sheet.Swatch(scene.StateInks["present"].Fill, scene.StateInks["present"].Stroke, 1.2, nil),
	)
	key.Add(
		slices.ContainsFunc(bars[:], func(b diagram.WhatIfBar) bool { return b.High > b.Point }), swatch, "弱项", "weak",
		func(x, mid float64) []scene.Item {
			weak := scene.StateInks["weak"]
			return append(
				sheet.Swatch(weak.Fill, weak.Stroke, 1.2, nil)(x, mid),
				scene.Hatch(scene.Box{X: x, Y: mid - 8, W: 28, H: 16}, scene.Box{}, 8, weak.Stroke)...)
		},
	)
	s.Key(content.Head.Lang, key)
}
