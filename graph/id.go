package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ID names a node for good: "kind:key", lower case, as in link:optoelectronics/led/chip.
type ID string

// maxID bounds an id so that it fits an index entry of every store.
const maxID = 240

// NewID joins a kind and a key. KeyOf makes one of a name. The key is used as it is, but for the end of one that is too
// long for an id: a hash of the whole key takes its place.
func NewID(kind Kind, key string) ID {
	id := kind.Prefix() + ":" + key
	if len(id) <= maxID {
		return ID(id)
	}
	const digits = 12
	sum := sha256.Sum256([]byte(key))
	cut := maxID - 1 - digits
	for !utf8.RuneStart(id[cut]) {
		cut--
	}
	return ID(id[:cut] + "-" + hex.EncodeToString(sum[:])[:digits])
}

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
		if noKey(r) {
			return "holds a space, a character that nobody sees or invalid UTF-8"
		}
	}
	if slices.ContainsFunc(strings.Split(id.Key(), "/"), noPart) {
		return `has an empty part between slashes, "." or ".."`
	}
	if _, ok := id.Kind(); !ok {
		return "begins with a kind that does not exist"
	}
	return ""
}

// noKey tells whether a character is in no id.
func noKey(r rune) bool {
	return r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r) || Invisible(r)
}

// noPart tells whether no id has a part like that between slashes: a folder would take it for something else.
func noPart(part string) bool { return part == "" || part == "." || part == ".." }

// KeyOf makes a key of a name: lower case, runs of anything that an id cannot hold become one "-".
func KeyOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		if Invisible(r) {
			continue
		}
		if noKey(r) || r == ':' || r == '"' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	return strings.Join(slices.DeleteFunc(strings.Split(b.String(), "/"), noPart), "/")
}
