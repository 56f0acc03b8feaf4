package supply

import (
	"cmp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Input is something that an enterprise needs by the template of its chains: what a link that feeds its own yields, or
// a product that what it makes is made of. Nobody has asked the enterprise.
type Input struct {
	Link     *analysis.Link // that delivers it; nil when no link yields the product
	Products []*graph.Node  // that are needed by name, by id; empty when only the links are joined
	For      []*graph.Node  // links of the enterprise, or products that it is said to make, that need it; by id
	Possible bool           // only links that may need it, not every maker does
	Own      bool           // the enterprise works on the link itself
	Local    []Supplier     // other local enterprises
	Circle   []Supplier     // enterprises of the metropolitan circle
	Makers   []Supplier     // enterprises further away, by knowledge of the trade
}

// Supplier is an enterprise that could deliver an input.
type Supplier struct {
	Enterprise *graph.Node
	Evidenced  bool   // it supplies the enterprise on record
	Stage      string // how far it is on the link; empty when it is only known to make the product
	Prov       graph.Provenance
}

// Missing tells whether nobody here or in the metropolitan circle is known to deliver it.
func (in *Input) Missing() bool { return !in.Own && len(in.Local) == 0 && len(in.Circle) == 0 }

// ID names the link, or the product that no link yields.
func (in *Input) ID() graph.ID { return in.Node().ID }

// Node is the link, or the product that no link yields.
func (in *Input) Node() *graph.Node {
	if in.Link != nil {
		return in.Link.Node
	}
	return in.Products[0]
}

// Inputs returns what an enterprise needs: missing ones first, certain before possible, heavier links before lighter,
// then by id. Links are needed by FEEDS of those that it works on, at whatever stage; products by NEEDS of what it
// makes or, where nobody said what it makes, of what its links yield.
func Inputs(f *analysis.Findings, enterprise graph.ID) []*Input {
	n := needs{f: f, of: enterprise, inputs: map[graph.ID]*Input{}}
	for _, r := range graph.Making(f.Snapshot.Out(enterprise, graph.OperatesIn)) {
		if l := f.Link(r.To); l != nil {
			n.own = append(n.own, l)
		}
	}
	for _, feed := range f.Feeds {
		if slices.Contains(n.own, feed.To) {
			n.link(feed.From, feed.To.Node, feed.Possible)
		}
	}
	n.products()
	list := make([]*Input, 0, len(n.inputs))
	for _, in := range n.inputs {
		n.suppliers(in)
		list = append(list, in)
	}
	slices.SortFunc(list, func(a, b *Input) int {
		return cmp.Or(
			analysis.FalseFirst(b.Missing(), a.Missing()),
			analysis.FalseFirst(a.Possible, b.Possible),
			cmp.Compare(necessity(b), necessity(a)),
			cmp.Compare(a.ID(), b.ID()),
		)
	})
	return list
}

func necessity(in *Input) int {
	if in.Link == nil {
		return 0
	}
	return in.Link.Weight
}

// needs gathers the inputs of one enterprise.
type needs struct {
	f      *analysis.Findings
	of     graph.ID
	own    []*analysis.Link
	inputs map[graph.ID]*Input // by link, or by product where no link yields it
}

// products adds what the products of the enterprise are made of. Where nobody said what it makes, its links need it:
// that it makes all that they yield is not known.
func (n *needs) products() {
	need := func(made, user *graph.Node) {
		for _, needed := range n.f.Snapshot.Heads(made.ID, graph.Needs) {
			n.product(needed, user)
		}
	}
	made := n.f.Snapshot.Heads(n.of, graph.Makes)
	for _, p := range made {
		need(p, p)
	}
	if len(made) > 0 {
		return
	}
	for _, l := range n.own {
		for _, p := range n.f.Snapshot.Heads(l.Node.ID, graph.Yields) {
			need(p, l.Node)
		}
	}
}

func (n *needs) link(from *analysis.Link, user *graph.Node, possible bool) *Input {
	in := n.inputs[from.Node.ID]
	if in == nil {
		in = &Input{Link: from, Possible: possible, Own: slices.Contains(n.own, from)}
		n.inputs[from.Node.ID] = in
	}
	in.Possible = in.Possible && possible
	in.For = analysis.InsertByID(in.For, user)
	return in
}

func (n *needs) product(needed, user *graph.Node) {
	yielded := false
	for _, l := range n.f.Snapshot.Tails(needed.ID, graph.Yields) {
		if from := n.f.Link(l.ID); from != nil {
			in := n.link(from, user, false)
			in.Products = analysis.InsertByID(in.Products, needed)
			yielded = true
		}
	}
	if yielded {
		return
	}
	in := n.inputs[needed.ID]
	if in == nil {
		in = &Input{Products: []*graph.Node{needed}}
		n.inputs[needed.ID] = in
	}
	in.For = analysis.InsertByID(in.For, user)
}

// suppliers fills in who could deliver an input: who works on its link, and who makes its products; evidenced ones
// first.
func (n *needs) suppliers(in *Input) {
	seen := map[graph.ID]bool{n.of: true}
	add := func(e *graph.Node, stage string, prov graph.Provenance) {
		if seen[e.ID] {
			return
		}
		seen[e.ID] = true
		s := Supplier{Enterprise: e, Stage: stage, Prov: prov}
		s.Evidenced = slices.ContainsFunc(
			n.f.Snapshot.Out(e.ID, graph.SuppliesTo),
			func(r *graph.Relation) bool { return r.To == n.of && analysis.DealOf(r) == analysis.DealEvidenced },
		)
		switch graph.EnterpriseOf(e).Reach() {
		case graph.ReachLocal:
			in.Local = append(in.Local, s)
		case graph.ReachCircle:
			in.Circle = append(in.Circle, s)
		default:
			in.Makers = append(in.Makers, s)
		}
	}
	if in.Link != nil {
		for _, p := range in.Link.Positions {
			add(p.Enterprise, p.Stage(), p.Relation.Prov)
		}
	}
	for _, product := range in.Products {
		for _, r := range n.f.Snapshot.In(product.ID, graph.Makes) {
			if r.From == n.of {
				in.Own = true
			}
			add(n.f.Snapshot.Node(r.From), "", r.Prov)
		}
	}
	for _, list := range [][]Supplier{in.Local, in.Circle, in.Makers} {
		slices.SortStableFunc(list, func(a, b Supplier) int { return analysis.FalseFirst(b.Evidenced, a.Evidenced) })
	}
}

// Wanted are the products to look for: those needed by name, else all that the link yields; by id.
func (in *Input) Wanted(s *graph.Snapshot) []graph.ID {
	nodes := in.Products
	if len(nodes) == 0 {
		nodes = s.Heads(in.Link.Node.ID, graph.Yields)
	}
	ids := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		ids[i] = n.ID
	}
	slices.Sort(ids)
	return ids
}
