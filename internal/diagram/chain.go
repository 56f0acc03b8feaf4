package diagram

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// chainBuilder is what every drawing of one chain begins with: its language, what was found, the chain, what is left out.
type chainBuilder struct {
	lexicon
	findings *analysis.Findings
	chain    *analysis.Chain
	options  Options
}

func newChainBuilder(f *analysis.Findings, chain graph.ID, o Options) (chainBuilder, error) {
	c := f.Chain(chain)
	if c == nil {
		return chainBuilder{}, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no chain %q", chain), Fix: "see the list of chains"}
	}
	return chainBuilder{lexicon(o.Lang), f, c, o}, nil
}

func (b *chainBuilder) snapshot() *graph.Snapshot { return b.findings.Snapshot }

// head begins the head of a drawing: id, title, whether the chain is confirmed, the line under the title.
func (b *chainBuilder) head(kind, zh, en string) Head {
	node := b.chain.Node
	h := Head{ID: kind + "/" + node.ID.Key(), Lang: string(b.lexicon), Facts: b.facts()}
	h.Title = b.pick(node.Name+"产业链·"+zh, node.Label("en")+" chain · "+en)
	if b.chain.Provisional() {
		h.Provisional = b.pick("待核实", "To be verified")
	}
	return h
}

// facts is the line under the title: who answers for the chain, how old the data are, which revision.
func (b *chainBuilder) facts() []string {
	ones := analysis.SixOnes(b.snapshot(), b.chain.Node.ID)
	who := func(i int) string {
		if len(ones[i].Nodes) == 0 {
			return b.say(blank)
		}
		return ones[i].Nodes[0].Label(string(b.lexicon))
	}
	asOf := string(b.chain.AsOf)
	if asOf == "" {
		asOf = b.say(blank)
	}
	return []string{
		b.pick("链长：", "Chief: ") + who(0),
		b.pick("牵头单位：", "Lead unit: ") + who(1),
		b.pick("数据截至 ", "Data as of ") + asOf,
		fmt.Sprintf(b.pick("版本 r%d", "Revision r%d"), b.snapshot().Revision),
	}
}

// evidence counts the sources of some facts by grade, each source once, and lists them in full for the notes.
func (b *chainBuilder) evidence(facts []graph.Provenance) (counts string, notes []string) {
	seen := map[graph.ID]bool{}
	grades := map[graph.Confidence]int{}
	for _, prov := range facts {
		if seen[prov.Source] {
			continue
		}
		seen[prov.Source] = true
		grades[prov.Confidence]++
		if source := b.snapshot().Node(prov.Source); source != nil {
			notes = append(notes, strings.TrimSpace(source.Label(string(b.lexicon))+" "+source.Attrs.Text("url")))
		}
	}
	slices.Sort(notes)
	var parts []string
	for _, term := range graph.Confidences {
		if n := grades[graph.Confidence(term.Code)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", graph.Words(graph.Confidences, term.Code, string(b.lexicon)), n))
		}
	}
	return b.list(parts), notes
}

// sentence joins the parts of a headline.
func (l lexicon) sentence(parts []string) string {
	return strings.Join(parts, l.pick("；", "; ")) + l.pick("。", ".")
}
