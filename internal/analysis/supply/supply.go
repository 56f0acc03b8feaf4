// Package supply finds what an enterprise needs and who could deliver it, and who lives on what it makes.
package supply

import (
	"cmp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Supply is where an enterprise stands, on one chain, between those who could supply it and those who could use what it
// makes.
type Supply struct {
	Enterprise *graph.Node
	Chain      *analysis.Chain   // nil when it works on no link
	Own        []*analysis.Link  // its links on the chain, the one that it is known for first
	Also       []*analysis.Chain // further chains on which it works, in their order
	Inputs     []*Flow           // what it does not make itself: tier 1, then 2; missing ones first
	Users      []*Flow           // links that live on its own: tiers 1 to 3
	Suppliers  []Partner
	Customers  []Partner // told ones that work on no link of Users; Suppliers likewise
}

// Flow is something that comes to an enterprise or goes from it, step by step along what feeds what.
type Flow struct {
	Link     *analysis.Link // nil: a product that no link yields
	Products []*graph.Node  // that are needed by name
	Tier     int            // 1 is next to the enterprise
	Via      []*Flow        // of the tier before: what an input enters, where a user's input comes from
	Possible bool           // not every maker needs it
	Partners []Partner      // who could deliver or use it: nearest first, firmest first
}

// Node is the link, or the product that no link yields.
func (f *Flow) Node() *graph.Node {
	if f.Link != nil {
		return f.Link.Node
	}
	return f.Products[0]
}

// Tie says how firmly something joins two enterprises.
type Tie string

// The ties, from firm to weak. A disputed one never counts.
const (
	TieEvidenced Tie = "evidenced" // supplies, on record
	TieAnnounced Tie = "announced" // announced or stated by a cluster, or a plant that is still to be built
	TiePossible  Tie = "possible"  // works on the link or makes the product: it could
	TieDisputed  Tie = "disputed"  // told, and contested or only of the group
)

var tieOrder = []Tie{TieEvidenced, TieAnnounced, TiePossible, TieDisputed}

// Partner is an enterprise at the other end.
type Partner struct {
	Enterprise *graph.Node
	Radius     analysis.RegionClass // one of Radii
	Tie        Tie
	Stage      string          // how far it is on the link; empty when it only makes the product or is only told of
	Relation   *graph.Relation // that was told; nil for what is only possible
	Prov       graph.Provenance
}

// Counts tells whether a supply rate may count on it: nothing disputed, nothing of the group only, nobody who does not
// produce.
func (p Partner) Counts() bool { return p.Tie != TieDisputed && analysis.Delivers(p.Stage) }

// Radii are the rings around an enterprise in which partners stand, from near to far. Nobody knows where some are: they
// count as far.
var Radii = []analysis.RegionClass{
	analysis.RegionLocal,
	analysis.RegionCircle,
	analysis.RegionProvince,
	analysis.RegionElsewhere,
}

func radiusOf(e *graph.Node) analysis.RegionClass {
	if class := analysis.RegionClass(graph.EnterpriseOf(e).Reach()); slices.Contains(Radii, class) {
		return class
	}
	return analysis.RegionElsewhere
}

// Of finds the supply of an enterprise on a chain; on an empty one, on the chain that it is known for.
func Of(f *analysis.Findings, enterprise, chain graph.ID) *Supply {
	s := &Supply{Enterprise: f.Snapshot.Node(enterprise)}
	all := worksOn(f, enterprise)
	if chain == "" && len(all) > 0 {
		chain = all[0].Chain.Node.ID
	}
	s.Chain = f.Chain(chain)
	for _, l := range all {
		switch {
		case l.Chain == s.Chain:
			s.Own = append(s.Own, l)
		case !slices.Contains(s.Also, l.Chain):
			s.Also = append(s.Also, l.Chain)
		}
	}
	slices.SortFunc(
		s.Also,
		func(a, b *analysis.Chain) int { return slices.Index(f.Chains, a) - slices.Index(f.Chains, b) },
	)
	t := newTelling(f, enterprise)
	s.Inputs, s.Suppliers = t.inputs(s, all)
	s.Users, s.Customers = t.users(s, all)
	return s
}

// worksOn are the links of an enterprise: those where it produces on record first, then the most necessary ones, then
// in the order of the chains.
func worksOn(f *analysis.Findings, enterprise graph.ID) []*analysis.Link {
	var links []*analysis.Link
	able := map[*analysis.Link]bool{}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			for _, p := range l.Positions {
				if p.Enterprise.ID == enterprise {
					links = append(links, l)
					able[l] = p.Able
				}
			}
		}
	}
	slices.SortStableFunc(
		links,
		func(a, b *analysis.Link) int { return cmp.Or(analysis.FalseFirst(able[b], able[a]), b.Weight-a.Weight) },
	)
	return links
}

// inputs are what the enterprise needs for its links on the chain, and what these inputs are made of.
func (t *telling) inputs(s *Supply, all []*analysis.Link) (flows []*Flow, rest []Partner) {
	of := map[*analysis.Link]*Flow{}
	for _, in := range Inputs(t.f, s.Enterprise.ID) {
		if in.Own || !s.needs(t.f.Snapshot, in, all) {
			continue
		}
		flow := &Flow{Link: in.Link, Products: in.Products, Tier: 1, Possible: in.Possible}
		for _, list := range [][]Supplier{in.Local, in.Circle, in.Makers} {
			for _, x := range list {
				flow.Partners = append(flow.Partners, t.partner(x.Enterprise, x.Stage, x.Prov, t.from))
			}
		}
		flows = append(flows, flow)
		of[in.Link] = flow
	}
	var second []*Flow
	for _, flow := range flows {
		if flow.Link == nil {
			continue
		}
		for _, l := range flow.Link.Feeders {
			if slices.Contains(all, l) {
				continue
			}
			if of[l] == nil {
				of[l] = &Flow{Link: l, Tier: 2, Partners: t.partners(l, t.from)}
				second = append(second, of[l])
			}
			if of[l].Tier == 2 {
				of[l].Via = append(of[l].Via, flow)
			}
		}
	}
	slices.SortStableFunc(second, func(a, b *Flow) int {
		return cmp.Or(analysis.FalseFirst(b.Missing(), a.Missing()), b.Link.Weight-a.Link.Weight)
	})
	return t.settle(append(flows, second...), t.from)
}

// needs tells whether an input is one of the enterprise's links on this chain: of the link itself, or of a product that
// no other link of the enterprise yields.
func (s *Supply) needs(snapshot *graph.Snapshot, in *Input, all []*analysis.Link) bool {
	return slices.ContainsFunc(in.For, func(n *graph.Node) bool {
		if n.Kind == graph.KindLink {
			return slices.ContainsFunc(s.Own, func(l *analysis.Link) bool { return l.Node == n })
		}
		elsewhere := false
		for _, y := range snapshot.Tails(n.ID, graph.Yields) {
			if slices.ContainsFunc(s.Own, func(l *analysis.Link) bool { return l.Node == y }) {
				return true
			}
			elsewhere = elsewhere || slices.ContainsFunc(all, func(l *analysis.Link) bool { return l.Node == y })
		}
		return !elsewhere
	})
}

// Missing tells whether nobody here or in the metropolitan circle is known.
func (f *Flow) Missing() bool { return len(f.Within(analysis.RegionCircle)) == 0 }

// Within are the partners in a radius and nearer.
func (f *Flow) Within(radius analysis.RegionClass) []Partner {
	far := slices.Index(Radii, radius)
	return slices.DeleteFunc(slices.Clone(f.Partners), func(p Partner) bool { return slices.Index(Radii, p.Radius) > far })
}

// Direct are the flows of tier 1.
func Direct(flows []*Flow) []*Flow {
	return slices.DeleteFunc(slices.Clone(flows), func(f *Flow) bool { return f.Tier > 1 })
}
