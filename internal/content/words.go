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

// sourced is the line of sources: how many there are of each grade, and what else is to be said; without any only that.
func (l lexicon) sourced(counts, rest string) string {
	if counts == "" {
		return l.upper(rest)
	}
	return l.pick("来源：", "Sources: ") + counts + l.pick("；", "; ") + rest
}

// chainWords are what names of chains may end in already.
var chainWords = []string{"产业链", " industrial chain", " chain"}

// chainName is the name of a chain without 产业链, which sentences and titles add.
func (l lexicon) chainName(chain *graph.Node) string {
	name := chain.Label(string(l))
	for _, word := range chainWords {
		if stem, ok := strings.CutSuffix(name, word); ok && strings.TrimSpace(stem) != "" {
			return strings.TrimSpace(stem)
		}
	}
	return name
}

// titleOf is the title of a drawing of a chain.
func (l lexicon) titleOf(chain *graph.Node, zh, en string) string {
	return l.chainName(chain) + l.pick("产业链·"+zh, " chain · "+en)
}

// shortName is the name of an enterprise on a card.
func (l lexicon) shortName(e *graph.Node) string {
	return graph.EnterpriseOf(e).Short()
}
