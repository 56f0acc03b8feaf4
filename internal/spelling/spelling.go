// Package spelling gives equal texts equal characters. What people paste out of PDF, tables and chats comes with
// characters that nobody sees and with others that only look the same; whichever way it comes in, it is kept in one
// form. What cannot be kept at all is refused by graph.Validate. docs/decisions/0023-characters.md.
package spelling

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chainchief/graph"

	"golang.org/x/text/unicode/norm"
)

// Clean returns a text as it is kept: without what nobody sees, line ends as "\n", letters and their accents composed;
// radicals, compatibility ideographs and full-width letters and digits as the usual characters. Other compatible
// characters stay, as m² is not m2 and （） are not (). A text that is not UTF-8 comes back as it is.
func Clean(text string) string {
	if plain(text) || !utf8.ValidString(text) {
		return text
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var b strings.Builder
	for _, r := range text {
		switch {
		case graph.Invisible(r):
		case r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case lookalike(r):
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// Line is Clean for a name: on one line, without white space around it.
func Line(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return ' '
		}
		return r
	}, Clean(text)))
}

// Fold returns what texts are compared by: in lower case, every compatible character as the plain one. Who looks for
// part of a text folds both.
func Fold(text string) string {
	return norm.NFKC.String(strings.ToLower(norm.NFKC.String(Clean(text))))
}

// plain tells whether a text has nothing to clean.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf || text[i] == '\r' {
			return false
		}
	}
	return true
}

// lookalike tells whether a character is another way to write a usual one, with the same meaning.
func lookalike(r rune) bool {
	switch {
	case r >= 0x2E80 && r <= 0x2FD5: // radicals
		return true
	case r >= 0xFF10 && r <= 0xFF5A: // full width
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return false
}

// Changed says what Clean or Line does to a text, in words; empty when nothing that anybody would ask about.
func Changed(text string) string {
	if plain(text) {
		return ""
	}
	for _, r := range text {
		switch {
		case graph.Invisible(r):
			return fmt.Sprintf("holds U+%04X, which nobody sees: taken out", r)
		case lookalike(r) || norm.NFC.String(string(r)) != string(r):
			return fmt.Sprintf("holds U+%04X, which only looks like %s: written so", r, norm.NFKC.String(string(r)))
		}
	}
	if !norm.NFC.IsNormalString(text) {
		return "has accents apart from their letters: composed"
	}
	return ""
}

// CleanChanges cleans every text of changes, in place but for what it shares with others: attributes and aliases.
func CleanChanges(c *graph.Changes) {
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Name, n.NameEN = Line(n.Name), Line(n.NameEN)
		n.Aliases = list(n.Aliases, Line)
		n.Attrs = attrs(n.Attrs)
		n.Prov.Locator = Clean(n.Prov.Locator)
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		r.Attrs = attrs(r.Attrs)
		r.Prov.Locator = Clean(r.Prov.Locator)
	}
}

// list cleans a list; it is copied when something changes.
func list(items []string, clean func(string) string) []string {
	for i, item := range items {
		if clean(item) == item {
			continue
		}
		out := make([]string, len(items))
		copy(out, items[:i])
		for j := i; j < len(items); j++ {
			out[j] = clean(items[j])
		}
		return out
	}
	return items
}

// attrs cleans attributes; they are copied when something changes.
func attrs(old graph.Attrs) graph.Attrs {
	var out graph.Attrs
	set := func(name string, v any) {
		if out == nil {
			out = make(graph.Attrs, len(old))
			for name, v := range old {
				out[name] = v
			}
		}
		out[name] = v
	}
	for name, v := range old {
		switch v := v.(type) {
		case string:
			if clean := Clean(v); clean != v {
				set(name, clean)
			}
		case []string:
			for _, item := range v {
				if Clean(item) != item {
					set(name, list(v, Clean))
					break
				}
			}
		}
	}
	if out == nil {
		return old
	}
	return out
}
