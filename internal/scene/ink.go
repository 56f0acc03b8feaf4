package scene

import (
	"math"
	"strconv"
)

// Luminance is the relative luminance of a #rrggbb colour as WCAG defines it, 0 black to 1 white; false for any other
// text.
func Luminance(colour string) (float64, bool) {
	if len(colour) != 7 || colour[0] != '#' {
		return 0, false
	}
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	return .2126*linear[n>>16&255] + .7152*linear[n>>8&255] + .0722*linear[n&255], true
}

// linear is the light of each of the 256 steps of a channel.
var linear = func() (light [256]float64) {
	for n := range light {
		v := float64(n) / 255
		if v <= .04045 {
			light[n] = v / 12.92
		} else {
			light[n] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return light
}()

// Contrast is the WCAG contrast of two colours, 1 to 21; 1 when one of them is no colour.
func Contrast(a, b string) float64 {
	x, okA := Luminance(a)
	y, okB := Luminance(b)
	if !okA || !okB {
		return 1
	}
	return (max(x, y) + .05) / (min(x, y) + .05)
}
