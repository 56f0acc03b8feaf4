package graph

import (
	"strings"
	"unicode"
)

// ID names a node for good: "kind:key", lower case, as in link:optoelectronics/led/chip.
type ID string

// maxID bounds an id so that it fits an index entry of every store.
const maxID = 240

// NewID joins a kind and a key. The key is used as it is; KeyOf makes one of a name.
func NewID(kind Kind, key string) ID { return ID(kind.Prefix() + ":" + key) }

// Kind returns the kind that the id's prefix names; false when no kind has that prefix.
func (id ID) Kind() (Kind, bool) {
	prefix, _, ok := strings.Cut(string(id), ":")
	if !ok {
		return "", false
	}
	kind, ok := kindByPrefix[prefix]
	return kind, ok
}

// Key returns what stands behind the prefix.
func (id ID) Key() string {
	_, key, _ := strings.Cut(string(id), ":")
	return key
}

// problem says what is wrong with the id, or nothing.
func (id ID) problem() string {
	switch {
	case id == "":
		return "is empty"
	case len(id) > maxID:
		return "is longer than 240 bytes"
	case id.Key() == "":
		return `is not of the form "kind:key"`
	case string(id) != strings.ToLower(string(id)):
		return "has upper-case letters"
	}
	for _, r := range string(id) {
		if r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r) {
			return "holds a space, a control character or invalid UTF-8"
		}
	}
	if _, ok := id.Kind(); !ok {
		return "begins with a kind that does not exist"
	}
	return ""
}

// KeyOf makes a key of a name: lower case, runs of anything that an id cannot hold become one "-".
func KeyOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		if r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r) || r == ':' || r == '"' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}
