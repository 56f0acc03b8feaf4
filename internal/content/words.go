package content

import (
	"fmt"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Blank is what stands where nobody said anything.
var blank = analysis.Words{ZH: "待补充", EN: "not given"}

// lexicon speaks one language; it keeps the two apart in one place.
type lexicon string

func (l lexicon) pick(zh, en string) string {
	if l == "en" {
		return en
	}
	return zh
}

func (l lexicon) say(w analysis.Words) string { return w.In(string(l)) }

// list joins names: 、 in Chinese, commas in English.
func (l lexicon) list(names []string) string { return strings.Join(names, l.pick("、", ", ")) }

// count says n of something: 7 环节, 7 links.
func (l lexicon) count(n int, zh, one, many string) string {
	if l != "en" {
		return fmt.Sprintf("%d %s", n, zh)
	}
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// counted is the name of a count, the same in every drawing.
func (l lexicon) counted(code string) string { return analysis.Counted(code, string(l)) }

// levelMarks are the one-character marks of levels on a drawing, the same in both languages.
var levelMarks = map[string]string{
	graph.LevelNamed:       "领",
	graph.LevelLead:        "链",
	graph.LevelAboveScale:  "规",
	graph.LevelSpecialised: "专",
	graph.LevelLittleGiant: "巨",
	graph.LevelChampion:    "冠",
	graph.LevelHighTech:    "高",
}

func marks(levels []string) []string {
	out := make([]string, len(levels))
	for i, level := range levels {
		out[i] = levelMarks[level]
	}
	return out
}

// shortName is the name of an enterprise on a card.
func (l lexicon) shortName(e *graph.Node) string {
	return graph.EnterpriseOf(e).Short()
}
