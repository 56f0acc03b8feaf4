package likeness

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// legalForms are parts of firms' names that say nothing of what a firm makes.
var legalForms = strings.NewReplacer("股份有限公司", " ", "有限责任公司", " ", "有限公司", " ", "集团", " ", "科技", " ", "股份", " ")

// Words returns what the names of firms and products are compared by, each once, in the order in which it stands: the
// characters and pairs of neighbouring characters of Chinese runs; words of Latin letters and digits whole, and their
// first three letters, so that FPC and FPCB meet and Micro and Crocs do not. Letters are folded to one form.
func Words(name string) []string {
	var out []string
	add := func(words ...string) {
		for _, word := range words {
			if !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	for _, run := range runs(name) {
		if !unicode.Is(unicode.Han, run[0]) {
			add(string(run), string(run[:min(latinStem, len(run))]))
			continue
		}
		for i := range run {
			add(string(run[i]), string(run[i:min(i+2, len(run))]))
		}
	}
	return out
}

// latinStem is how many letters at the beginning of a Latin word tell what it is about.
const latinStem = 3

// runs cuts a text into runs of Chinese characters and runs of other letters and digits.
func runs(s string) [][]rune {
	var out [][]rune
	last := 0 // class of the rune before: 0 neither, 1 other letters and digits, 2 Chinese
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		class := 0
		switch {
		case unicode.Is(unicode.Han, r):
			class = 2
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			class = 1
		}
		if class != 0 {
			if class != last {
				out = append(out, nil)
			}
			out[len(out)-1] = append(out[len(out)-1], r)
		}
		last = class
	}
	return out
}

// stretches joins the words that overlap in a name to what people read: 锂电, 电池 in 锂电池组 become 锂电池. Single
// characters count only when no pair is among the words.
func stretches(name string, words []string) []string {
	var out []string
	for _, run := range runs(name) {
		if !unicode.Is(unicode.Han, run[0]) {
			if whole := string(run); slices.Contains(words, whole) && !slices.Contains(out, whole) {
				out = append(out, whole)
			}
			continue
		}
		for from := 0; from < len(run); {
			to := from
			for to+1 < len(run) && slices.Contains(words, string(run[to:to+2])) {
				to++
			}
			if stretch := string(run[from : to+1]); to > from && !slices.Contains(out, stretch) {
				out = append(out, stretch)
			}
			from = to + 1
		}
	}
	if out == nil {
		return slices.Clone(words)
	}
	return out
}
