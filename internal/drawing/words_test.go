package drawing

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"chainchief/internal/scene"
)

// TestNoTermIsTorn: a name of the graph that fits a line is not broken across two.
func TestNoTermIsTorn(t *testing.T) {
	drawings := allDrawings(t)
	all, _ := everything()
	names := map[string]bool{}
	for _, n := range all.findings.Snapshot.Nodes() {
		if utf8.RuneCountInString(n.Name) > 1 && strings.ContainsFunc(n.Name, isHan) {
			names[n.Name] = true
		}
	}
	for _, d := range drawings {
		for _, page := range d.pages {
			for k := 1; k < len(page.Items); k++ {
				a, b := page.Items[k-1], page.Items[k]
				if name := torn(a, b, names); name != "" {
					t.Errorf("%s page %d: %q is torn between %q and %q", d.name(), page.Number, name, a.Text, b.Text)
				}
			}
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// torn is a name that two lines of one paragraph break although one of them has room for it; "" where there is none.
func torn(a, b scene.Item, names map[string]bool) string {
	const longest = 14
	lines := a.Shape == scene.Text && b.Shape == scene.Text && a.Owner == b.Owner && a.Owner != "" && a.X == b.X &&
		a.Size == b.Size && a.Bold == b.Bold && a.Fill == b.Fill && b.Y-a.Y > 10 && b.Y-a.Y < 30
	if !lines {
		return ""
	}
	if names[a.Text+b.Text] { // it is a name itself, too long for a line
		return ""
	}
	width := max(a.Box().W, b.Box().W)
	head, tail := []rune(a.Text), []rune(b.Text)
	for i := 1; i <= min(longest, len(head)); i++ {
		for j := 1; j <= min(longest, len(tail)); j++ {
			name := string(head[len(head)-i:]) + string(tail[:j])
			if names[name] && scene.Measure(name, a.Size, a.Bold) <= width {
				return name
			}
		}
	}
	return ""
}
