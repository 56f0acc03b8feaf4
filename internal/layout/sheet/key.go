package sheet

import "chainchief/internal/scene"

// KeyEntry is one mark of a legend with its words.
type KeyEntry struct {
	Width  float64                           // of the mark with the gap to its words
	Paint  func(x, mid float64) []scene.Item // from x on, around the middle line; nil for words alone
	Zh, En string
}

// Legend lists what a page explains, in order of need.
type Legend []KeyEntry

// Add adds a mark that occurs.
func (l *Legend) Add(occurs bool, width float64, zh, en string, paint func(x, mid float64) []scene.Item) {
	if occurs {
		*l = append(*l, KeyEntry{width, paint, zh, en})
	}
}

// Key writes a legend on the line above the source. When the entries do not fit, they draw closer together; what still
// finds no place is left out from the end, so the entries come in order of need.
func (s *Sheet) Key(lang string, entries Legend) {
	const base, mid = 866.0, 861.0
	room := scene.PageWidth - 2*scene.Margin
	width := func(gap float64) float64 {
		w := -gap
		for _, e := range entries {
			w += e.Width + scene.Measure(Pick(lang, e.Zh, e.En), SmallSize, false) + gap
		}
		return w
	}
	gap := 16.0
	for _, closer := range []float64{10, 5} {
		if width(gap) > room {
			gap = closer
		}
	}
	for len(entries) > 0 && width(gap) > room {
		entries = entries[:len(entries)-1]
	}
	x := scene.Margin
	for _, e := range entries {
		if e.Paint != nil {
			s.Add(legendRole(e.Paint(x, mid))...)
		}
		x += e.Width
		x += s.Text(scene.RoleLegend, x, base, Pick(lang, e.Zh, e.En), SmallSize, false, scene.Ink) + gap
	}
}

// legendRole moves marks from a card to the legend.
func legendRole(items []scene.Item) []scene.Item {
	for i := range items {
		items[i].Role = scene.RoleLegend
	}
	return items
}

// levelWords explain the marks of levels.
var levelWords = []struct{ char, zh, en string }{
	{"领", "市级点名", "named"},
	{"链", "链主", "lead"},
	{"规", "规上", "above scale"},
	{"专", "专精特新", "specialised"},
	{"巨", "小巨人", "little giant"},
	{"冠", "单项冠军", "champion"},
	{"高", "高新", "high-tech"},
}

// Levels explains the levels that occur.
func (l *Legend) Levels(occurs func(char string) bool) {
	for _, w := range levelWords {
		l.Add(
			occurs(w.char),
			scene.LevelWidth+5,
			w.zh,
			w.en,
			func(x, mid float64) []scene.Item { return scene.LevelSquare(w.char, x, mid-8.5, true) },
		)
	}
}

// Swatch is a legend's mark: a small box that looks like what it explains.
func Swatch(fill, stroke string, width float64, dash []float64) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		return []scene.Item{
			{Shape: scene.Rect, X: x, Y: mid - 8, W: 28, H: 16, Radius: 3, Fill: fill, Stroke: stroke, Width: width, Dash: dash},
		}
	}
}

// Stroke is a legend's mark: a short line.
func Stroke(ink string, width float64, dash []float64) func(x, mid float64) []scene.Item {
	return func(x, mid float64) []scene.Item {
		return []scene.Item{
			{
				Shape:  scene.Line,
				Points: []scene.Point{{X: x, Y: mid}, {X: x + 30, Y: mid}},
				Stroke: ink,
				Width:  width,
				Dash:   dash,
			},
		}
	}
}
