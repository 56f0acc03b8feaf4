package graph

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds that keep one value from filling a store.
const (
	MaxName  = 400     // bytes of a name
	MaxText  = 100_000 // bytes of a text attribute
	MaxItems = 1_000   // items of a list
)

// Invisible tells whether nobody sees a character: joiners, soft hyphens, marks of direction, variation selectors.
func Invisible(r rune) bool {
	return r >= 0xAD && unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// textProblem refuses what some store, file format or screen would lose or obey; tabs and line ends stay.
func textProblem(text string, most int) string {
	if what := lineProblem(strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, text), most); what != "" {
		return what
	}
	return ""
}

// lineProblem refuses also tabs and line ends: in a name.
func lineProblem(text string, most int) string {
	switch {
	case len(text) > most:
		return fmt.Sprintf("is longer than %d bytes", most)
	case !utf8.ValidString(text):
		return "is not valid UTF-8"
	}
	for _, r := range text {
		switch {
		case r == utf8.RuneError:
			return "holds a character that was lost before (U+FFFD): it was not read as what it is written in, mostly GBK, or " +
				"half of a pair"
		case unicode.IsControl(r):
			return fmt.Sprintf("holds the control character U+%04X", r)
		}
	}
	return ""
}
