package render

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/internal/scene"
)

// slot is a colour of a presentation's theme: its name in the theme, its name on slides, and the ink that it holds
// here. Slots are filled as in the themes that people choose: text, ground, quiet text, quiet ground, then the accents,
// of which the second is warm, the third grey, the fourth yellow, the sixth green.
type slot struct{ theme, name, ink string }

var slots = []slot{
	{"dk1", "tx1", scene.Ink},
	{"lt1", "bg1", scene.Ground},
	{"dk2", "tx2", scene.Secondary},
	{"lt2", "bg2", scene.FaintBand},
	{"accent1", "accent1", scene.Accent},
	{"accent2", "accent2", scene.Red},
	{"accent3", "accent3", scene.UnknownEdge},
	{"accent4", "accent4", scene.Amber},
	{"accent5", "accent5", scene.StateInks["outside"].Stroke},
	{"accent6", "accent6", scene.StateInks["strong"].Stroke},
	{"hlink", "hlink", scene.Accent},
	{"folHlink", "folHlink", scene.Accent},
}

// theme is the theme of a presentation, with the colours of the drawing.
func theme(ink func(string) string) ([]byte, error) {
	data, err := pptxParts.ReadFile("pptx/theme.xml")
	if err != nil {
		return nil, err
	}
	var colours strings.Builder
	for _, s := range slots {
		r, g, b := rgb(ink(s.ink))
		fmt.Fprintf(&colours, `<a:%s><a:srgbClr val="%02X%02X%02X"/></a:%[1]s>`, s.theme, r, g, b)
	}
	return bytes.Replace(data, []byte("<!-- colours -->"), []byte(colours.String()), 1), nil
}

// slotOf finds the slot that a colour follows when the theme changes: its own, that of the state whose tint it is, else
// the one of its hue; greys follow text or ground by their lightness.
func slotOf(colour string) slot {
	if n := slices.IndexFunc(slots, func(s slot) bool { return s.ink == colour }); n >= 0 {
		return slots[n]
	}
	outside := scene.StateInks["outside"]
	h, s, l := hsl(colour)
	named := func(name string) slot {
		return slots[slices.IndexFunc(slots, func(s slot) bool { return s.name == name })]
	}
	switch {
	case colour == outside.Fill || slices.Contains(outside.Bars[:], colour):
		return named("accent5")
	case s < .3 && l > .75:
		return named("bg2")
	case s < .3:
		return named("tx2")
	case h < 25 || h >= 330:
		return named("accent2")
	case h < 70:
		return named("accent4")
	case h < 195:
		return named("accent6")
	}
	return named("accent1")
}

// schemeColour is a colour of a slide, as one of the theme and what makes it of that: changes of hue, saturation and
// lightness.
func schemeColour(colour string, ink func(string) string) string {
	of := slotOf(colour)
	h0, s0, l0 := hsl(ink(of.ink))
	h, s, l := hsl(ink(colour))
	var changes strings.Builder
	change := func(name string, part float64) {
		fmt.Fprintf(&changes, `<a:%s val="%.0f"/>`, name, math.Round(100000*part))
	}
	if turn := math.Mod(h-h0+540, 360) - 180; s > 0 && s0 > 0 && math.Abs(turn) >= .5 {
		fmt.Fprintf(&changes, `<a:hueOff val="%.0f"/>`, 60000*turn)
	}
	if s0 > 0 && math.Abs(s-s0) >= .005 {
		change("satMod", s/s0)
	}
	switch {
	case l > l0+.002: // a tint: white stays white
		part := (1 - l) / (1 - l0)
		change("lumMod", part)
		change("lumOff", 1-part)
	case l < l0-.002:
		change("lumMod", l/l0)
	}
	if changes.Len() == 0 {
		return `<a:schemeClr val="` + of.name + `"/>`
	}
	return `<a:schemeClr val="` + of.name + `">` + changes.String() + `</a:schemeClr>`
}

// hsl returns hue in degrees, saturation and lightness of a colour.
func hsl(colour string) (h, s, l float64) {
	red, green, blue := rgb(colour)
	r, g, b := float64(red)/255, float64(green)/255, float64(blue)/255
	most, least := max(r, g, b), min(r, g, b)
	l = (most + least) / 2
	d := most - least
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch most {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return 60 * h, s, l
}
