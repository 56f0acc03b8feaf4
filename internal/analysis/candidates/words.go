package candidates

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// legalForms are parts of firms' names that say nothing of what a firm makes.
var legalForms = strings.NewReplacer("股份有限公司", " ", "有限责任公司", " ", "有限公司", " ", "集团", " ", "科技", " ", "股份", " ")

// Words returns the characters and pairs of neighbouring characters of a name, each once, in the order in which they
// stand. Letters and digits are folded to one form; Chinese and other letters never make a pair, nor do characters with
// anything else between them. Words of Latin letters are cut the same way, so that FPC and FPCB meet.
func Words(name string) []string {
	var out []string
	for _, run := range runs(name) {
		for i := range run {
			for _, word := range []string{string(run[i]), string(run[i:min(i+2, len(run))])} {
				if !slices.Contains(out, word) {
					out = append(out, word)
				}
			}
		}
	}
	return out
}

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
