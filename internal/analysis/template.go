package analysis

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// Remark is what people should look at in the template of a chain. None of it is an error: a chain may have waste that
// goes back in, and a link that nobody in the city's chains feeds.
type Remark struct {
	Code  string // ring, alone, no_input, no_output, empty
	Nodes []*graph.Node
	Text  Words
}

// TemplateRemarks look at the links of a chain and what feeds what, in the order ring, alone, no_input, no_output,
// empty; each with its links in chain order. Feeds from and to other chains count too. Markets make nothing and support
// serves everybody: neither is asked where it goes to or comes from.
func (f *Findings) TemplateRemarks(c *Chain) []Remark {
	into, out := map[*Link]int{}, map[*Link]int{}
	var keys []graph.RelationKey
	for _, feed := range f.Feeds {
		out[feed.From]++
		into[feed.To]++
		if !feed.Possible && feed.From.Chain == c && feed.To.Chain == c {
			keys = append(keys, graph.RelationKey{Type: graph.Feeds, From: feed.From.Node.ID, To: feed.To.Node.ID})
		}
	}
	var list []Remark
	if ring := graph.Ring(keys, func(graph.RelationKey) bool { return true }); ring != nil {
		r := Remark{Code: "ring"}
		var zh, en []string
		for _, key := range ring {
			n := f.Snapshot.Node(key.From)
			r.Nodes, zh, en = append(r.Nodes, n), append(zh, n.Name), append(en, n.Label("en"))
		}
		r.Text = Words{
			"供给成环：" + strings.Join(append(zh, zh[0]), " → ") + "；确有回用才这样写",
			"what feeds what runs in a ring: " + strings.Join(append(en, en[0]), " → ") + "; right only where it goes back in",
		}
		list = append(list, r)
	}
	var alone, noInput, noOutput []*graph.Node
	for _, l := range c.Links {
		market, support := graph.LinkOf(l.Node).Market(), l.Stage() == graph.StageSupport
		switch {
		case into[l]+out[l] == 0:
			if !support {
				alone = append(alone, l.Node)
			}
		case into[l] == 0 && !support && l.Stage() != graph.StageUpstream:
			noInput = append(noInput, l.Node)
		case out[l] == 0 && !support && !market && l.Stage() != graph.StageDownstream:
			noOutput = append(noOutput, l.Node)
		}
	}
	for _, r := range []struct {
		code   string
		nodes  []*graph.Node
		zh, en string
	}{
		{"alone", alone, "与别的环节没有供给关系", "neither fed nor feeding"},
		{"no_input", noInput, "还没有来料", "nothing feeds it"},
		{"no_output", noOutput, "还没有去向", "it feeds nothing"},
		{"empty", f.empty(c.Node), "下面还没有环节，图上不出现", "without a link, and not drawn"},
	} {
		if len(r.nodes) > 0 {
			list = append(list, Remark{r.code, r.nodes, Words{
				fmt.Sprintf("%s：%s", r.zh, labels(r.nodes, "zh", "、")),
				fmt.Sprintf("%s: %s", r.en, labels(r.nodes, "en", ", ")),
			}})
		}
	}
	return list
}

func labels(nodes []*graph.Node, lang, between string) string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = n.Label(lang)
	}
	return strings.Join(out, between)
}

// empty are the sub-chains and groups under a node that have no link.
func (f *Findings) empty(under *graph.Node) []*graph.Node {
	var list []*graph.Node
	for _, n := range f.Template(under) {
		if graph.LinkOf(n).Level() != graph.LinkLowest && !slices.ContainsFunc(f.Template(n), func(m *graph.Node) bool {
			return graph.LinkOf(m).Level() == graph.LinkLowest
		}) {
			list = append(list, n)
		}
	}
	return list
}

// Template is everything under a chain, a sub-chain or a group, parents before children, each level by its order.
func (f *Findings) Template(under *graph.Node) []*graph.Node {
	children := f.Snapshot.Tails(under.ID, graph.PartOf)
	sortByOrder(children)
	var list []*graph.Node
	for _, child := range children {
		list = append(append(list, child), f.Template(child)...)
	}
	return list
}
