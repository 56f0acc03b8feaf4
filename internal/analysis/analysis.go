// Package analysis turns a Snapshot into findings: how each link is covered, how complete a chain is, which gaps there
// are and why, and where a chain could be extended. Pure functions; the same snapshot gives the same findings, to the
// last digit and in the same order.
//
// The definitions are the system's own (本系统口径): shared/design/product.md "What counts as what" and methods.md.
package analysis

import (
	"chainchief/graph"
)

// RulesVersion names this set of rules and weights; it stands on every gap.
const RulesVersion = "2026.1"

// Words is a sentence in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the sentence in the language ("en", else Chinese).
func (w Words) In(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.ZH
}

// Fact is one piece of evidence behind a finding.
type Fact struct {
	Text    Words
	Subject graph.ID // the node that it is about
	Prov    graph.Provenance
}

// Reason says why a finding is what it is: the rule, one sentence, the facts.
type Reason struct {
	Rule  string
	Text  Words
	Facts []Fact
}

// Findings is everything found in one snapshot. It is immutable and safe to share.
type Findings struct {
	Snapshot *graph.Snapshot
	Chains   []*Chain // in the order of the scheme
	Feeds    []Feed   // between lowest links, ordered by from and to
	Gaps     []*Gap   // by weight, heaviest first; ties by chain order, link order
	// Extensions are the extension targets 延链, best first.
	Extensions []*Extension

	chains map[graph.ID]*Chain
	links  map[graph.ID]*Link
	gaps   map[graph.ID]*Gap
}

// Find computes all findings of a snapshot.
func Find(s *graph.Snapshot) *Findings {
	f := &Findings{Snapshot: s, chains: map[graph.ID]*Chain{}, links: map[graph.ID]*Link{}, gaps: map[graph.ID]*Gap{}}
	for _, node := range s.Of(graph.KindChain) {
		c := f.chain(node)
		f.Chains = append(f.Chains, c)
		f.chains[node.ID] = c
	}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			f.links[l.Node.ID] = l
		}
	}
	f.connect()
	for _, c := range f.Chains {
		c.Completeness = completeness(c)
	}
	f.findExtensions()
	f.findGaps()
	return f
}

// Chain returns the findings on a chain, or nil.
func (f *Findings) Chain(id graph.ID) *Chain { return f.chains[id] }

// Link returns the findings on a lowest link, or nil.
func (f *Findings) Link(id graph.ID) *Link { return f.links[id] }

// Gap returns a gap, or nil.
func (f *Findings) Gap(id graph.ID) *Gap { return f.gaps[id] }
