package content

import (
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// Options of a drawing's content. What a drawing leaves out because of them it says in its line of facts, and where it
// counts links, products or enterprises, its Total still counts all: its foot then says 显示 n/m. Figures and headline
// are those of the whole chain.
type Options struct {
	Lang     string         // "zh" or "en"
	Stage    string         // a code of graph.Stages: only the links of that stage; empty is all
	OnlyGaps bool           // only links that are missing, weak, outside, a chokepoint or blocked
	Detail   diagram.Detail // empty is Full
	Fill     string         // what if: the links to fill, ids or keys with commas; empty: the first gaps
}

// filters tells whether some links are left out.
func (o Options) filters() bool { return o.Stage != "" || o.OnlyGaps }

// whole is the same without filters.
func (o Options) whole() Options { return Options{Lang: o.Lang, Detail: o.Detail} }

// keeps tells whether a link is drawn.
func (o Options) keeps(l *analysis.Link) bool {
	return (o.Stage == "" || l.Stage() == o.Stage) && (!o.OnlyGaps || isGap(l))
}

func isGap(l *analysis.Link) bool {
	return l.State.Lacks() || l.Choke || l.Blocked
}

// scope says in words what the options leave out, for the line of facts; nothing when they leave out nothing. lumped is
// what an overview puts together.
func (l lexicon) scope(o Options, lumped string) []string {
	var out []string
	if o.Stage != "" {
		out = append(out, l.pick("仅", "Only ")+graph.Words(graph.Stages, o.Stage, string(l)))
	}
	if o.OnlyGaps {
		out = append(out, l.pick("仅缺、弱、圈内有、卡点与堵点环节", "Only gaps, chokepoints and blocked links"))
	}
	switch o.Detail {
	case diagram.Names:
		out = append(out, l.pick("只列名称", "Names only"))
	case diagram.Overview:
		out = append(out, lumped)
	}
	return out
}

// links are the lowest links of the chain that are drawn, in template order.
func (b *chainBuilder) links() []*analysis.Link {
	if !b.options.filters() {
		return b.chain.Links
	}
	return slices.DeleteFunc(slices.Clone(b.chain.Links), func(l *analysis.Link) bool { return !b.options.keeps(l) })
}

// enterprises are the local enterprises of the links that are drawn, in the order of the chain's.
func (b *chainBuilder) enterprises() []graph.ID {
	if !b.options.filters() {
		return b.chain.Enterprises
	}
	on := map[graph.ID]bool{}
	for _, l := range b.links() {
		for _, p := range l.Positions {
			if p.Local {
				on[p.Enterprise.ID] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(b.chain.Enterprises), func(id graph.ID) bool { return !on[id] })
}
