package scene

import (
	"math"
	"strings"
	"unicode"
)

// Slack is how much of a width a text that must break may fill: the rest covers another font on another machine.
const Slack = 0.96

const (
	closing   = "，。、；：！？）》」』】〉”’·,.;:!?)]}%…℃"
	opening   = "（《「『【〈“‘([{"
	breakable = "，、；：,;:" // a line gladly ends after these
	joining   = "与和及（("   // and gladly begins with these
)

// cut is a place where a line may end: before byte At of the text.
type cut struct {
	at     int
	gladly bool
}

// cuts finds where a text may be broken: between Chinese characters, at spaces, around Latin words and numbers with
// their unit; never before a closing mark nor after an opening one.
func cuts(text string) []cut {
	var list []cut
	runes := []rune(text)
	offset := 0
	for i, r := range runes {
		unit := i > 1 && runes[i-1] == ' ' && unicode.IsDigit(runes[i-2]) && r >= 0x4e00 // 1500 吨 stays whole
		if i > 0 && !unit && mayBreak(runes[i-1], r) {
			gladly := strings.ContainsRune(breakable, runes[i-1]) || strings.ContainsRune(joining, r)
			list = append(list, cut{offset, gladly})
		}
		offset += len(string(r))
	}
	return list
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(closing, after), strings.ContainsRune(opening, before):
		return false
	case unicode.IsSpace(before):
		return true
	case unicode.IsSpace(after):
		return false
	case isWord(before) && isWord(after):
		return false
	case unicode.IsDigit(before) && after >= 0x4e00: // 12 万吨 stays whole
		return false
	}
	return true
}

func isWord(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-/+.&_'₀₁₂₃₄₅₆₇₈₉", r))
}

// Break sets a text in at most two lines, the first and the rest of the given widths; false when it needs more. Of the possible breaks it takes
// a glad one whose shorter line has at least 35 % of the longer, else any, the most even first, and never leaves fewer
// than three characters alone when it can.
func Break(text string, size float64, bold bool, first, rest float64) ([]string, bool) {
	if Measure(text, size, bold) <= first {
		return []string{text}, true
	}
	best, bestCost := -1, math.Inf(1)
	for _, c := range cuts(text) {
		a, b := strings.TrimRight(text[:c.at], " "), strings.TrimLeft(text[c.at:], " ")
		wa, wb := Measure(a, size, bold), Measure(b, size, bold)
		if wa > first*Slack || wb > rest*Slack {
			continue
		}
		cost := math.Abs(wa-wb) / rest
		if !c.gladly || min(wa, wb) < .35*max(wa, wb) {
			cost += 2
		}
		if len([]rune(b)) < 3 || len([]rune(a)) < 3 {
			cost += 4
		}
		if cost < bestCost {
			best, bestCost = c.at, cost
		}
	}
	if best < 0 {
		return nil, false
	}
	return []string{strings.TrimRight(text[:best], " "), strings.TrimLeft(text[best:], " ")}, true
}

// Clip shortens a text with … until it fits the width.
func Clip(text string, size float64, bold bool, width float64) string {
	if Measure(text, size, bold) <= width {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		short := strings.TrimRight(string(runes[:n]), " ·、,") + "…"
		if Measure(short, size, bold) <= width {
			return short
		}
	}
	return "…"
}

// FitName sets a name whose first line may be shorter than the rest: it shrinks through the sizes on one line, then takes
// two lines at the largest size that fits, only then is clipped on two lines (one when lines is 1).
func FitName(text string, bold bool, first, rest float64, lines int, sizes ...float64) ([]string, float64) {
	for _, size := range sizes {
		if Measure(text, size, bold) <= first {
			return []string{text}, size
		}
	}
	least := sizes[len(sizes)-1]
	if lines < 2 {
		return []string{Clip(text, least, bold, first)}, least
	}
	for _, size := range sizes {
		if set, ok := Break(text, size, bold, first, rest); ok {
			return set, size
		}
	}
	for _, c := range reversed(cuts(text)) {
		if head := strings.TrimRight(text[:c.at], " "); Measure(head, least, bold) <= first {
			return []string{head, Clip(strings.TrimLeft(text[c.at:], " "), least, bold, rest)}, least
		}
	}
	return []string{Clip(text, least, bold, first)}, least
}

func reversed(list []cut) []cut {
	out := make([]cut, len(list))
	for i, c := range list {
		out[len(list)-1-i] = c
	}
	return out
}

// FitList joins as many whole items as fit the width; the rest is counted by more, which gets the number of all items.
// It returns how many items it shows; when not even one fits beside its count, the first is clipped.
func FitList(items []string, separator string, size float64, width float64, more func(all int) string) (string, int) {
	all := strings.Join(items, separator)
	if len(items) == 0 || Measure(all, size, false) <= width {
		return all, len(items)
	}
	for n := len(items) - 1; n > 0; n-- {
		text := strings.Join(items[:n], separator) + more(len(items))
		if Measure(text, size, false) <= width {
			return text, n
		}
	}
	rest := ""
	if len(items) > 1 {
		rest = more(len(items))
	}
	return Clip(items[0], size, false, max(0, width-Measure(rest, size, false))) + rest, 1
}
