package render

import (
	"iter"
	"math"
	"strconv"

	"chainchief/internal/scene"
)

// group is the consecutive items of one owner, at least one, with what they lead to; the target is empty for what has
// none.
type group struct {
	items  []scene.Item
	target scene.Target
}

// groups walks a page in paint order. Every painter goes this way once.
func groups(page scene.Page) iter.Seq[group] {
	targets := make(map[string]scene.Target, len(page.Targets))
	for _, t := range page.Targets {
		targets[t.Owner] = t
	}
	return func(yield func(group) bool) {
		for i := 0; i < len(page.Items); {
			end := i + 1
			for end < len(page.Items) && page.Items[end].Owner == page.Items[i].Owner {
				end++
			}
			if !yield(group{page.Items[i:end], targets[page.Items[i].Owner]}) {
				return
			}
			i = end
		}
	}
}

// inks returns what a colour is drawn as: itself, or the grey of the same luminance.
func inks(grey bool) func(colour string) string {
	if grey {
		return Grey
	}
	return func(colour string) string { return colour }
}

// Grey returns the grey of the same relative luminance as a #rrggbb colour; black for what is no colour.
func Grey(colour string) string {
	y, ok := scene.Luminance(colour)
	if !ok {
		return "#000000"
	}
	v := y * 12.92
	if y > .0031308 {
		v = 1.055*math.Pow(y, 1/2.4) - .055
	}
	hex := strconv.FormatUint(uint64(math.Round(255*v)), 16)
	if len(hex) == 1 {
		hex = "0" + hex
	}
	return "#" + hex + hex + hex
}

// rgb reads a #rrggbb colour; what is no colour is black.
func rgb(colour string) (r, g, b uint8) {
	if len(colour) != 7 || colour[0] != '#' {
		return 0, 0, 0
	}
	n, err := strconv.ParseUint(colour[1:], 16, 24)
	if err != nil {
		return 0, 0, 0
	}
	return uint8(n >> 16), uint8(n >> 8), uint8(n)
}
