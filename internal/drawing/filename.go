package drawing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// detailNames are the editions of a drawing beside the full one, as they are called on the page.
var detailNames = map[diagram.Detail]map[string]string{
	diagram.Names:    {"zh": "名称", "en": "names"},
	diagram.Overview: {"zh": "概览", "en": "overview"},
	diagram.Leader:   {"zh": "领导版", "en": "leader"},
}

// fileName is the name of a drawing for people: of what it is, which drawing, of which day and revision, such as
// 光电子信息-技术结构图-2026-11-28-r3.pptx. Of one page of several, also which.
func fileName(title string, pages int, f *analysis.Findings, r Request) string {
	if l := f.Links[r.Of]; l != nil { // a link is one of a chain
		title = l.Chain.Node.Label(r.Lang) + "·" + title
	}
	if r.Chain != "" || r.Of != "" { // in a folder of chains nobody needs the word
		title = strings.NewReplacer("产业链·", "·", " chain · ", " · ").Replace(title)
	}
	words := strings.FieldsFunc(title, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	const longest = 150 // bytes; names of files have 255
	name := strings.Join(words, "-")
	name = strings.ToValidUTF8(name[:min(len(name), longest)], "")
	if names, ok := detailNames[r.Detail]; ok {
		name += "-" + names[r.Lang]
	}
	if day := f.Snapshot.Time; !day.IsZero() {
		name += "-" + day.In(graph.Zone).Format(time.DateOnly)
	}
	if r.From != nil {
		name += fmt.Sprintf("-r%d", r.From.Snapshot.Revision)
	}
	name += fmt.Sprintf("-r%d", f.Snapshot.Revision)
	if pages > 1 && (r.Format == "svg" || r.Format == "png") {
		name += fmt.Sprintf("-%d", r.Page)
	}
	return strings.TrimLeft(name, "-") + "." + r.Format
}

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
