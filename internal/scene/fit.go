package scene

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Slack is how much of a width a text that must break may fill: the rest covers another font on another machine.
const Slack = 0.96

const (
	closing   = "，。、；：！？）》」』】〉”’·,.;:!?)]}%…℃"
	opening   = "（《「『【〈“‘([{"
	breakable = "，、；：·,;:" // a line gladly ends after these
	joining   = "与和及（("    // and gladly begins with these
)

// cut is a place where a line may end: before byte At of the text; between tells that it lies between words.
type cut struct {
	at              int
	gladly, between bool
}

// cuts finds where a text may be broken: between Chinese characters, at spaces, around Latin words and numbers with
// their unit; never before a closing mark nor after an opening one.
func cuts(text string) []cut {
	var list []cut
	runes := []rune(text)
	ends := wordEnds(runes)
	offset, measured := 0, 0 // measured: where the unit of the last number ends
	for i, r := range runes {
		if i > 0 && unicode.IsDigit(runes[i-1]) && !unicode.IsDigit(r) {
			measured = unitEnd(runes, i)
		}
		opened := i > 1 && runes[i-1] == ' ' && strings.ContainsRune(opening, runes[i-2])
		if i > 0 && i >= measured && !opened && mayBreak(runes[i-1], r) {
			gladly := strings.ContainsRune(breakable, runes[i-1]) || strings.ContainsRune(joining, r)
			list = append(list, cut{offset, gladly, ends[i]})
		}
		offset += utf8.RuneLen(r)
	}
	return list
}

//go:embed words.txt
var wordList string

// longWords are words of three characters and more that names and sentences of the trade are made of. Most other
// Chinese words have two, so no list of them is needed.
var longWords = sync.OnceValues(func() (words map[string]bool, longest int) {
	words = map[string]bool{}
	for _, w := range strings.Fields(wordList) {
		words[w] = true
		longest = max(longest, utf8.RuneCountInString(w))
	}
	return words, longest
})

// wordEnds tells before which characters a Chinese word ends: long words that the list has, else pairs. Everything that
// is not Chinese ends one.
func wordEnds(runes []rune) []bool {
	ends := make([]bool, len(runes)+1)
	text := string(runes)
	at := make([]int, len(runes)+1) // where characters begin in it
	for i, r := range runes {
		at[i+1] = at[i] + max(1, utf8.RuneLen(r))
	}
	words, longest := longWords()
	single := func(i int) bool {
		return i >= len(runes) || !unicode.Is(unicode.Han, runes[i]) || strings.ContainsRune(joining, runes[i])
	}
	long := func(i int) int { // characters of the longest word of the list that begins at i
		if single(i) {
			return 0
		}
		for n := min(longest, len(runes)-i); n > 2; n-- {
			if words[text[at[i]:at[i+n]]] {
				return n
			}
		}
		return 0
	}
	for i := 0; i < len(runes); {
		n := long(i)
		switch {
		case n > 0:
		case single(i), single(i + 1), long(i+1) > 0:
			n = 1
		default:
			n = 2
		}
		i += n
		ends[i] = true
	}
	return ends
}

// Torn tells whether one of the lines of a text ends within a word.
func Torn(lines []string) bool {
	ends := wordEnds([]rune(strings.Join(lines, "")))
	at := 0
	for _, line := range lines[:max(0, len(lines)-1)] {
		if at += utf8.RuneCountInString(line); !ends[at] {
			return true
		}
	}
	return false
}

// longUnits are units of more than one Chinese character; Latin ones are whole words, single characters need no list.
var longUnits = []string{
	"千瓦时",
	"平方米",
	"立方米",
	"平方公里",
	"公里",
	"公顷",
	"公斤",
	"英寸",
	"纳米",
	"微米",
	"毫米",
	"厘米",
	"美元",
	"千瓦",
	"兆瓦",
	"吉瓦",
	"个百分点",
	"百分点",
}

// unitEnd returns where the unit of a number ends that stopped before runes[i]: 1500 吨, 12 万千瓦, 300 mm, 5 亿元.
func unitEnd(runes []rune, i int) int {
	if runes[i] == ' ' {
		i++
	}
	for i < len(runes) && strings.ContainsRune("十百千万亿", runes[i]) && !startsUnit(runes[i:]) {
		i++
	}
	rest := runes[i:]
	for _, unit := range longUnits {
		if strings.HasPrefix(string(rest[:min(len(rest), 4)]), unit) {
			return i + utf8.RuneCountInString(unit)
		}
	}
	if len(rest) > 0 && rest[0] >= 0x4e00 {
		return i + 1
	}
	end := i
	for end < len(runes) && isWord(runes[end]) {
		end++
	}
	if end-i > 3 { // a word, not a unit: a line may end before it
		return 0
	}
	return end
}

func startsUnit(rest []rune) bool {
	return len(rest) > 1 && rest[0] == '千' && strings.ContainsRune("瓦克", rest[1])
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(closing, after), strings.ContainsRune(opening, before):
		return false
	case unicode.IsSpace(before):
		return true
	case unicode.IsSpace(after):
		return false
	}
	return !isWord(before) || !isWord(after)
}

func isWord(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-/+.&_'₀₁₂₃₄₅₆₇₈₉", r))
}

// Break sets a text in at most two lines, the first and the rest of the given widths; false when it needs more. Of the
// possible breaks it takes a glad one whose shorter line has at least 35 % of the longer, else one that tears no term
// of two characters, else any, the most even first, and never leaves less than a term of two characters alone when it
// can.
func Break(text string, size float64, bold bool, first, rest float64) ([]string, bool) {
	lines, _ := broken(text, size, bold, first, rest)
	return lines, lines != nil
}

// tear says what a break does to a name.
type tear int

const (
	glad  tear = iota // it lies where a line gladly ends
	whole             // it lies between terms
	torn              // it goes through a term
)

// broken is Break with what the break does; nil when the text needs more lines.
func broken(text string, size float64, bold bool, first, rest float64) (lines []string, harm tear) {
	if Measure(text, size, bold) <= first {
		return []string{text}, glad
	}
	if Measure(strings.ReplaceAll(text, " ", ""), size, bold) > (first+rest)*Slack {
		return nil, glad
	}
	best, bestCost := -1, math.Inf(1)
	for _, c := range cuts(text) {
		a, b := strings.TrimRight(text[:c.at], " "), strings.TrimLeft(text[c.at:], " ")
		wa, wb := Measure(a, size, bold), Measure(b, size, bold)
		if wa > first*Slack || wb > rest*Slack {
			continue
		}
		cost := math.Abs(wa-wb) / rest
		does := glad
		if !c.gladly || min(wa, wb) < .35*max(wa, wb) {
			does, cost = whole, cost+2
			if !c.between {
				does, cost = torn, cost+2
			}
		}
		switch least := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); {
		case least == 2 && c.between: // a whole term stands better alone than torn
			cost++
		case least < 3:
			cost += 4
		}
		if cost < bestCost {
			best, bestCost, harm = c.at, cost, does
		}
	}
	if best < 0 {
		return nil, torn
	}
	return []string{strings.TrimRight(text[:best], " "), strings.TrimLeft(text[best:], " ")}, harm
}

// ends are left out before ….
const ends = " ·、,，;；:："

// Clip shortens a text with … until it fits the width, between words where that costs it no more than a third.
func Clip(text string, size float64, bold bool, width float64) string {
	if Measure(text, size, bold) <= width {
		return text
	}
	n := fitting(text, size, bold, width-Measure("…", size, bold))
	whole := 0
	_, next := utf8.DecodeRuneInString(text[n:])
	for _, c := range cuts(text[:n+next]) {
		if c.at <= n && c.between {
			whole = c.at
		}
	}
	if 3*whole >= 2*n {
		n = whole
	}
	return strings.TrimRight(text[:n], ends) + "…"
}

// fitting is how many bytes of a text fit a width.
func fitting(text string, size float64, bold bool, width float64) int {
	w := 0.0
	for i, r := range text {
		if w += Measure(string(r), size, bold); w > width {
			return i
		}
	}
	return len(text)
}

// legalForms are what names of firms end in: what all have in common is left out first.
var legalForms = []string{"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", " Co., Ltd.", " Co., Ltd", " Ltd."}

// ClipName shortens a name until it fits the width: first by its legal form, then by … in its middle, since names that
// begin alike differ at their end.
func ClipName(text string, size float64, bold bool, width float64) string {
	if Measure(text, size, bold) <= width {
		return text
	}
	for _, form := range legalForms {
		if short, ok := strings.CutSuffix(text, form); ok && short != "" {
			text = short
			break
		}
	}
	room := width - Measure("…", size, bold)
	if Measure(text, size, bold) <= width {
		return text
	}
	const leastTail = 2 // characters; with less there is nothing to tell apart
	runes := []rune(text)
	tail, w := len(runes), 0.0
	for tail > 0 && w+Measure(string(runes[tail-1]), size, bold) <= .6*room {
		tail--
		w += Measure(string(runes[tail]), size, bold)
	}
	between := wordEnds(runes)
	for at := tail; at <= len(runes)-leastTail; at++ { // from a whole word on, if it leaves enough
		if between[at] && mayBreak(runes[at-1], runes[at]) {
			tail = at
			break
		}
	}
	if len(runes)-tail < leastTail || !mayBreak(runes[tail-1], runes[tail]) {
		return Clip(text, size, bold, width)
	}
	end := strings.TrimLeft(string(runes[tail:]), ends)
	n := fitting(string(runes[:tail]), size, bold, room-Measure(end, size, bold))
	head := strings.TrimRight(text[:n], ends)
	if utf8.RuneCountInString(head) < leastTail {
		return Clip(text, size, bold, width)
	}
	return head + "…" + end
}

// FitName sets a name whose first line may be shorter than the rest: it shrinks through the sizes on one line, then
// takes two lines at the size whose break does least harm, the largest first, only then is clipped in its middle on two
// lines (one when lines is 1).
func FitName(text string, bold bool, first, rest float64, lines int, sizes ...float64) ([]string, float64) {
	return fit(text, bold, first, rest, lines, ClipName, sizes)
}

// FitText sets words as FitName does a name, and clips them at their end: a sentence without its middle says another.
func FitText(text string, bold bool, first, rest float64, lines int, sizes ...float64) ([]string, float64) {
	return fit(text, bold, first, rest, lines, Clip, sizes)
}

func fit(
	text string,
	bold bool,
	first, rest float64,
	lines int,
	clip func(text string, size float64, bold bool, width float64) string,
	sizes []float64,
) ([]string, float64) {
	for _, size := range sizes {
		if Measure(text, size, bold) <= first {
			return []string{text}, size
		}
	}
	least := sizes[len(sizes)-1]
	if lines < 2 {
		return []string{clip(text, least, bold, first)}, least
	}
	var best []string
	at, harm := 0.0, torn+1
	for _, size := range sizes {
		if set, does := broken(text, size, bold, first, rest); set != nil && does < harm {
			best, at, harm = set, size, does
		}
	}
	if best != nil {
		return best, at
	}
	cutAt := 0 // the last cut whose head fits
	for _, c := range cuts(text) {
		if Measure(strings.TrimRight(text[:c.at], " "), least, bold) > first {
			break
		}
		cutAt = c.at
	}
	if cutAt > 0 {
		return []string{
			strings.TrimRight(text[:cutAt], " "),
			clip(strings.TrimLeft(text[cutAt:], " "), least, bold, rest),
		}, least
	}
	return []string{clip(text, least, bold, first)}, least
}

// MostListed is how many items of a list are tried on a line or two: more have no room on any page.
const MostListed = 120

// FitList joins as many whole items as fit the width; the rest is counted by more, which gets the number of all items.
// It returns how many items it shows; when not even one fits beside its count, the first is clipped.
func FitList(items []string, separator string, size float64, width float64, more func(all int) string) (string, int) {
	all := strings.Join(items, separator)
	if len(items) == 0 || Measure(all, size, false) <= width {
		return all, len(items)
	}
	for n := min(len(items)-1, MostListed); n > 0; n-- {
		text := strings.Join(items[:n], separator) + more(len(items))
		if Measure(text, size, false) <= width {
			return text, n
		}
	}
	rest := ""
	if len(items) > 1 {
		rest = more(len(items))
	}
	clip := ClipName
	if len(items) == 1 { // it may be a sentence
		clip = Clip
	}
	return clip(items[0], size, false, max(0, width-Measure(rest, size, false))) + rest, 1
}

// Wrap sets a text in as few lines of one width as it needs, the most even ones first; false when that is more than
// most. Two lines are set by Break's rules, and so is each further break as far as evenness allows.
func Wrap(text string, size float64, bold bool, width float64, most int) ([]string, bool) {
	if Measure(text, size, bold) <= width || most == 2 {
		return Break(text, size, bold, width, width)
	}
	if Measure(strings.ReplaceAll(text, " ", ""), size, bold) > width*float64(most) {
		return nil, false
	}
	places := append([]cut{{at: 0}}, cuts(text)...)
	places = append(places, cut{at: len(text), gladly: true, between: true})
	for lines := 2; lines <= most; lines++ {
		if lines == 2 {
			if set, ok := Break(text, size, bold, width, width); ok {
				return set, true
			}
			continue
		}
		if set := even(text, places, size, bold, width*Slack, lines); set != nil {
			return set, true
		}
	}
	return nil, false
}

// even finds the breaks into a given number of lines with the least squares of unfilled widths (dynamic programming
// over the places); nil when the text needs more lines.
func even(text string, places []cut, size float64, bold bool, width float64, lines int) []string {
	n := len(places)
	cost, from := make([][]float64, lines+1), make([][]int, lines+1)
	for k := range cost {
		cost[k], from[k] = make([]float64, n), make([]int, n)
		for i := range cost[k] {
			cost[k][i] = math.Inf(1)
		}
	}
	cost[0][0] = 0
	for k := 1; k <= lines; k++ {
		for i := 1; i < n; i++ {
			for j := i - 1; j >= 0; j-- {
				w := Measure(strings.Trim(text[places[j].at:places[i].at], " "), size, bold)
				if w > width {
					break
				}
				free := (width - w) / width
				c := cost[k-1][j] + free*free
				if !places[i].gladly {
					c += .05 // a little less even is better than a break inside a name
				}
				if !places[i].between {
					c++ // and much less even than one inside a word
				}
				if c < cost[k][i] {
					cost[k][i], from[k][i] = c, j
				}
			}
		}
	}
	if math.IsInf(cost[lines][n-1], 1) {
		return nil
	}
	set := make([]string, lines)
	for k, i := lines, n-1; k > 0; k-- {
		j := from[k][i]
		set[k-1] = strings.Trim(text[places[j].at:places[i].at], " ")
		i = j
	}
	return set
}

// Chip is a short text in a small box of its own, such as a firm: X from the left end of its row.
type Chip struct {
	Text  string
	X, W  float64
	Row   int
	Count bool // it says how many found no place
}

// ChipHeight and ChipRadius are those of every chip.
const (
	ChipHeight = 21.0
	ChipRadius = 4.0
)

// FitChips sets texts as chips in at most rows rows of a width, gap apart, each pad wider than its text. What finds no
// place is counted by a last chip, whose text more gives (such as "+3"). It returns how many texts are shown; a first
// text that is wider than a row is clipped.
func FitChips(
	texts []string,
	size, width float64,
	rows int,
	gap, pad float64,
	more func(rest int) string,
) ([]Chip, int) {
	for shown := min(len(texts), MostListed); shown > 0; shown-- {
		list := texts[:shown:shown]
		if shown < len(texts) {
			list = append(list, more(len(texts)-shown))
		}
		if chips := packChips(list, size, width, rows, gap, pad); chips != nil {
			chips[len(chips)-1].Count = shown < len(texts)
			return chips, shown
		}
	}
	if len(texts) == 0 || rows < 1 {
		return nil, 0
	}
	count := ""
	room := width - pad
	if len(texts) > 1 {
		count = more(len(texts) - 1)
		room -= Measure(count, size, false) + pad + gap
	}
	first := ClipName(texts[0], size, false, room)
	chips := []Chip{{Text: first, W: Measure(first, size, false) + pad}}
	if count != "" {
		chips = append(chips, Chip{Text: count, X: chips[0].W + gap, W: Measure(count, size, false) + pad, Count: true})
	}
	return chips, 1
}

func packChips(texts []string, size, width float64, rows int, gap, pad float64) []Chip {
	var chips []Chip
	x, row := 0.0, 0
	for _, text := range texts {
		w := Measure(text, size, false) + pad
		if x > 0 && x+w > width {
			x, row = 0, row+1
		}
		if x+w > width || row >= rows {
			return nil
		}
		chips = append(chips, Chip{Text: text, X: x, W: w, Row: row})
		x += w + gap
	}
	return chips
}
