// Package content turns findings into what each drawing shows: a Snapshot and its findings in, a diagram out. What a
// number or a sentence of a drawing says is decided here.
package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// chainBuilder is what every drawing of one chain begins with: its language, what was found, the chain, what is left
// out.
type chainBuilder struct {
	lexicon
	findings *analysis.Findings
	chain    *analysis.Chain
	options  Options
}

func newChainBuilder(f *analysis.Findings, chain graph.ID, o Options) (chainBuilder, error) {
	c := f.Chain(chain)
	if c == nil {
		return chainBuilder{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no chain %q", chain),
			Fix:     "see the list of chains",
		}
	}
	return chainBuilder{lexicon(o.Lang), f, c, o}, nil
}

func (b *chainBuilder) snapshot() *graph.Snapshot { return b.findings.Snapshot }

// head begins the head of a drawing: id, title, whether the chain is confirmed, the line under the title.
func (b *chainBuilder) head(kind, zh, en string) diagram.Head {
	node := b.chain.Node
	h := diagram.Head{ID: kind + "/" + node.ID.Key(), Lang: string(b.lexicon), Facts: b.facts()}
	h.Title = b.titleOf(node, zh, en)
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

// newest is the last day of the newest evidence on the chain or on any project of the graph: the records of all
// projects are kept together, so one without news since then is without news.
func (b *chainBuilder) newest() (last time.Time, label string) {
	newest := b.chain.AsOf
	for _, p := range b.snapshot().Of(graph.KindProject) {
		if p.Prov.Confidence.Evidenced() && p.Prov.AsOf.Newer(newest) {
			newest = p.Prov.AsOf
		}
	}
	if newest == "" {
		newest = b.chain.Node.Prov.AsOf
	}
	_, until, err := newest.Span()
	if err != nil {
		return time.Date(2000, 12, 31, 0, 0, 0, 0, time.UTC), b.say(blank)
	}
	return until.AddDate(0, 0, -1), string(newest)
}

// positions are where the places of enterprises on the links of the chain come from.
func (b *chainBuilder) positions() []graph.Provenance {
	var facts []graph.Provenance
	for _, l := range b.chain.Links {
		for _, p := range l.Positions {
			facts = append(facts, p.Relation.Prov)
		}
	}
	return facts
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
			notes = append(notes, strings.TrimSpace(source.Label(string(b.lexicon))+" "+graph.OriginOf(source).URL()))
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
	return l.upper(strings.Join(parts, l.pick("；", "; ")) + l.pick("。", "."))
}
