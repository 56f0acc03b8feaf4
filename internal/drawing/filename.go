package drawing

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"chainchief/graph"
)

// FileKey is what the name of a file says of an id. It holds letters, digits, hyphens, dots and, for slashes, low
// lines, so that no folder is left and no header or shell reads it otherwise. Different ids have different keys: where
// a character had to go, or the key is long or begins as a hidden file, a hash follows.
func FileKey(id graph.ID) string {
	const (
		longest = 120 // bytes; names of files have 255
		digits  = 8
	)
	key := id.Key()
	name := strings.Map(func(r rune) rune {
		switch {
		case r == '/':
			return '_'
		case r == '-' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return r
		}
		return '-'
	}, key)
	if strings.ReplaceAll(name, "_", "/") == key && name != "" && name[0] != '.' && len(name) <= longest {
		return name
	}
	name = strings.TrimLeft(name, ".")
	sum := sha256.Sum256([]byte(id))
	return strings.ToValidUTF8(name[:min(len(name), longest)], "") + "-" + hex.EncodeToString(sum[:])[:digits]
}
