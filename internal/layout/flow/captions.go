package flow

import (
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
	"strings"
	"unicode/utf8"
)

// Captions names groups over their first cards.
func (s *Canvas) Captions(a *Attempt) {
	for _, c := range a.At.captions {
		s.Text(
			scene.RoleCaption,
			gridLeft+Pitch*float64(c.box.x0)+inset,
			GridTop+Pitch*float64(c.box.y1)-8,
			scene.Clip(
				c.text,
				sheet.CaptionSize,
				true,
				Pitch*float64(c.box.x1-c.box.x0)-4,
			),
			sheet.CaptionSize,
			true,
			scene.Secondary,
		)
	}
}

// LaneLabel writes a sub-chain's name beside its lane, one character a line. A Latin word that is wider than the label
// stands letter by letter too; where the lane is too low for that it is broken.
func (s *Canvas) LaneLabel(name string, lane scene.Box) {
	if name == "" { // the only lane of a chain without sub-chains
		return
	}
	b := scene.Box{X: scene.Margin, Y: lane.Y, W: laneLabel, H: lane.H}
	s.Rect(scene.RoleBand, b, "#e1e8f0")
	parts := letters(name, laneLabel-4)
	if least := 17.0; least*float64(len(parts)) > b.H-8 {
		parts = labelParts(name, laneLabel-4)
	}
	line := 20.0
	if most := (b.H - 8) / float64(len(parts)); most < line {
		line = max(15, most)
	}
	if fit := int((b.H - 4) / line); len(parts) > fit {
		parts = append(parts[:max(0, fit-1)], "…")
	}
	y := b.Y + (b.H-line*float64(len(parts)))/2 + line*.78
	words := 0
	for _, part := range parts {
		if part == "" { // between words
			y += line / 2
			continue
		}
		words++
		size := 15.0
		for size > sheet.SmallSize && scene.Measure(part, size, true) > laneLabel-2 {
			size -= .5
		}
		s.Add(scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleBand,
			X:      b.X + b.W/2,
			Y:      y,
			Text:   part,
			Size:   size,
			Bold:   true,
			Anchor: scene.Middle,
			Fill:   scene.Ink,
		})
		y += line
	}
	s.Joined(words)
}

// letters cuts a name into characters for a narrow column, with a blank between words; Latin words that fit stay whole.
func letters(name string, width float64) []string {
	var parts []string
	for i, word := range strings.Fields(name) {
		latin := strings.IndexFunc(word, func(r rune) bool { return r >= 0x2e80 }) < 0
		if i > 0 && latin {
			parts = append(parts, "")
		}
		if latin && scene.Measure(word, sheet.SmallSize, true) <= width {
			parts = append(parts, word)
			continue
		}
		for _, piece := range labelParts(word, width) {
			if first, _ := utf8.DecodeRuneInString(piece); first >= 0x2e80 || !latin {
				parts = append(parts, piece)
				continue
			}
			for _, r := range piece {
				parts = append(parts, string(r))
			}
		}
	}
	return parts
}

// labelParts cuts a name into pieces for a narrow column: Chinese one character each, Latin words as long as they fit.
func labelParts(name string, width float64) []string {
	var parts []string
	for _, word := range strings.Fields(name) {
		latin := ""
		flush := func() {
			if latin != "" {
				parts = append(parts, latin)
				latin = ""
			}
		}
		for _, r := range word {
			if r >= 0x2e80 {
				flush()
				parts = append(parts, string(r))
				continue
			}
			if scene.Measure(latin+string(r), sheet.SmallSize, true) > width {
				flush()
			}
			latin += string(r)
		}
		flush()
	}
	return parts
}
