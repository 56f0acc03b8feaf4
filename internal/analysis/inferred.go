package analysis

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// InferredFrom says from which links it is inferred what an enterprise makes, where nobody said it: from the one that
// is looked at, when it is on it. Empty when somebody said it, or when the enterprise is on no link. What a link yields
// is what its makers make between them: its products are never said of one of them.
func (f *Findings) InferredFrom(enterprise, looked graph.ID) Words {
	var links []*graph.Node
	for _, r := range graph.Making(f.Snapshot.Out(enterprise, graph.OperatesIn)) {
		links = append(links, f.Snapshot.Node(r.To))
	}
	if len(links) == 0 || len(f.Snapshot.Out(enterprise, graph.Makes)) > 0 {
		return Words{}
	}
	if i := slices.IndexFunc(links, func(l *graph.Node) bool { return l.ID == looked }); i >= 0 {
		links = links[i : i+1]
	}
	return Inferred(links...)
}

// mostInferred bounds how many links are named in words that have a line.
const mostInferred = 2

// Inferred says that what an enterprise makes is inferred from some links.
func Inferred(links ...*graph.Node) Words {
	var zh, en []string
	for _, l := range links[:min(mostInferred, len(links))] {
		zh, en = append(zh, "“"+l.Name+"”"), append(en, "“"+l.Label("en")+"”")
	}
	words := Words{"按环节推断：" + strings.Join(zh, ""), "inferred from its link " + strings.Join(en, ", ")}
	n := len(links)
	if n > 1 {
		words.EN = "inferred from its links " + strings.Join(en, ", ")
	}
	if n > mostInferred {
		words = Words{fmt.Sprintf("%s等 %d 个", words.ZH, n), fmt.Sprintf("%s and %d more", words.EN, n-mostInferred)}
	}
	return words
}
