package layout

import "chainchief/internal/scene"

// keyEntry is one mark of a legend with its words.
type keyEntry struct {
	width  float64 // of the mark with the gap to its words
	paint  func(x, mid float64) []scene.Item
	zh, en string
}

// key writes a legend on the line above the source. When the entries do not fit, they draw closer together; what still
// finds no place is left out from the end, so the entries come in order of need.
func (s *sheet) key(lang string, entries []keyEntry) {
	const base, mid = 866.0, 861.0
	room := scene.PageWidth - 2*scene.Margin
	width := func(gap float64) float64 {
		w := -gap
		for _, e := range entries {
			w += e.width + scene.Measure(pick(lang, e.zh, e.en), smallSize, false) + gap
		}
		return w
	}
	gap := 18.0
	for gap > 6 && width(gap) > room {
		gap -= 2
	}
	for len(entries) > 0 && width(gap) > room {
		entries = entries[:len(entries)-1]
	}
	x := scene.Margin
	for _, e := range entries {
		s.add(legendRole(e.paint(x, mid))...)
		x += e.width
		x += s.text(scene.RoleLegend, x, base, pick(lang, e.zh, e.en), smallSize, false, scene.Ink) + gap
	}
}

// swatch is a legend's mark: a small box that looks like what it explains.
func swatch(fill, stroke string, width float64, dash []float64) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		return []scene.Item{{Shape: scene.Rect, X: x, Y: mid - 8, W: 28, H: 16, Radius: 3, Fill: fill, Stroke: stroke, Width: width, Dash: dash}}
	}
}

// stroke is a legend's mark: a short line.
func stroke(ink string, width float64, dash []float64) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		return []scene.Item{{Shape: scene.Line, Points: []scene.Point{{X: x, Y: mid}, {X: x + 30, Y: mid}}, Stroke: ink, Width: width, Dash: dash}}
	}
}

// sectionHead writes an accent bar, a bold word and a note under it; y is the base line of the word.
func (s *sheet) sectionHead(x, y, width float64, name, note string) {
	s.rect(scene.RoleMark, scene.Box{X: x, Y: y - 13.5, W: 4, H: 16}, scene.Accent)
	s.text(scene.RoleCaption, x+11, y, scene.Clip(name, headSize, true, width-11), headSize, true, scene.Ink)
	s.text(scene.RoleCaption, x+11, y+21, scene.Clip(note, smallSize, false, width-11), smallSize, false, scene.Secondary)
}
