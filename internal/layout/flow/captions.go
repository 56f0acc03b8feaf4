package flow

import (
	"math"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
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

// mostLabel is how many grid steps the names of lanes may take beside their column.
const mostLabel = 10

// labelSteps is how many grid steps more than its column the longest Latin word of the names of lanes takes: it is
// neither broken nor set letter by letter.
func labelSteps(s *diagram.Structure) int {
	names := make([]string, 0, len(s.Lanes)+1)
	for _, l := range s.Lanes {
		names = append(names, l.Name)
	}
	if slices.ContainsFunc(s.Links, func(c diagram.Card) bool { return c.Stage == diagram.Support }) {
		names = append(names, supportWord(s.Head.Lang))
	}
	steps := 0
	for _, name := range names {
		for _, part := range labelParts(name) {
			over := scene.Measure(part, sheet.SmallSize, true) + 2 - laneLabel
			steps = max(steps, min(mostLabel, int(math.Ceil(over/Pitch))))
		}
	}
	return steps
}

func supportWord(lang string) string { return sheet.Pick(lang, "支撑", "Support") }

// SupportLabel names the strip.
func (s *Canvas) SupportLabel(lang string, strip scene.Box) { s.LaneLabel(supportWord(lang), strip) }

// leastLine is the least height of a line of a lane's name.
const leastLine = 15.0

// LaneLabel writes a sub-chain's name left of its lane: Chinese one character a line, Latin words one a line. A name
// that is too long for a low lane takes two characters a line, broken between words, before it is cut.
func (s *Canvas) LaneLabel(name string, lane scene.Box) {
	if name == "" { // the only lane of a chain without sub-chains
		return
	}
	b := scene.Box{X: scene.Margin, Y: lane.Y, W: lane.X - 6 - scene.Margin, H: lane.H}
	s.Rect(scene.RoleBand, b, "#e1e8f0")
	parts := labelParts(name)
	if fit := int((b.H - 4) / leastLine); len(parts) > fit {
		if set, ok := scene.Wrap(name, sheet.SmallSize, true, b.W-1, fit); ok {
			parts = set
		} else {
			parts = append(parts[:max(0, fit-1)], "…")
		}
	}
	line := min(20, max(leastLine, (b.H-8)/float64(len(parts))))
	y := b.Y + (b.H-line*float64(len(parts)))/2 + line*.78
	for _, part := range parts {
		part, size := sheet.Fitted(part, true, b.W-1, 15, 14.5, 14, sheet.SmallSize)
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
	s.Joined(len(parts))
}

// labelParts cuts a name into lines of a narrow column: Chinese characters and Latin words.
func labelParts(name string) []string {
	var parts []string
	for _, word := range strings.Fields(name) {
		latin := ""
		for _, r := range word {
			if r < 0x2e80 {
				latin += string(r)
				continue
			}
			if latin != "" {
				parts, latin = append(parts, latin), ""
			}
			parts = append(parts, string(r))
		}
		if latin != "" {
			parts = append(parts, latin)
		}
	}
	return parts
}
