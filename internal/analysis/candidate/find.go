package candidate

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Of returns who could close the gap at a lowest link, in the order of rankCandidates. They are the outside
// enterprises on the link and the makers of its products, those that people already talk to, local firms one step away,
// and what a search over all enterprises found. A local firm on the link is none. The cost grows with what is around
// the link and with found.
func Of(findings *analysis.Findings, link graph.ID, found []Found) []*Candidate {
	f := indexOf(findings)
	l := f.Link(link)
	if l == nil {
		return nil
	}
	s := f.scoring(l)
	var list []*Candidate
	for _, p := range f.prospects(l, found) {
		list = append(list, s.candidate(p))
	}
	rankCandidates(list)
	return list
}

// prospect is an enterprise before it is scored.
type prospect struct {
	node  *graph.Node
	found *Found          // nil when no search found it
	card  *graph.Relation // nil when nobody has begun
}

func (p prospect) local() bool { return graph.EnterpriseOf(p.node).Local() }

// twin is what a data set has of the enterprise beside what stands in the snapshot; nil when there is nothing.
func (p prospect) twin() *graph.Node {
	if p.found == nil {
		return nil
	}
	return p.found.Twin
}

func (p prospect) rejected() bool {
	return p.card != nil && graph.ContactOf(p.card).Rejected()
}

// prospects gathers the candidates of a link, by id.
func (f *index) prospects(l *analysis.Link, found []Found) []prospect {
	on := map[graph.ID]bool{}
	for _, p := range l.Positions {
		on[p.Enterprise.ID] = p.Local
	}
	all := map[graph.ID]prospect{}
	for _, n := range f.known(l) {
		all[n.ID] = prospect{node: n}
	}
	for i := range found {
		p := prospect{node: f.Snapshot.Node(found[i].Enterprise.ID), found: &found[i], card: found[i].Card}
		if p.node == nil {
			p.node = &found[i].Enterprise
		}
		all[p.node.ID] = p
	}
	for _, r := range f.Snapshot.Out(analysis.GapID(l.Node.ID), graph.Targets) {
		p := all[r.To]
		p.node, p.card = f.Snapshot.Node(r.To), r
		all[r.To] = p
	}
	list := make([]prospect, 0, len(all))
	for id, p := range all {
		if !on[id] {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b prospect) int { return cmp.Compare(a.node.ID, b.node.ID) })
	return list
}

// known are the enterprises of the snapshot that could close the gap at a link, people's cards aside, in no order, some
// twice: outside ones on it, makers of its products, and able local firms one step away.
func (f *index) known(l *analysis.Link) []*graph.Node {
	var list []*graph.Node
	for _, p := range l.Positions {
		if !p.Local {
			list = append(list, p.Enterprise)
		}
	}
	for _, product := range f.Snapshot.Heads(l.Node.ID, graph.Yields) {
		list = append(list, f.Snapshot.Tails(product.ID, graph.Makes)...)
	}
	for _, x := range slices.Concat(analysis.Neighbours(l), f.grouped(l)) {
		for _, p := range x.Positions {
			if p.Able {
				list = append(list, p.Enterprise)
			}
		}
	}
	space := f.Relatedness()
	for _, p := range f.Activities(l, space) {
		for _, q := range space.Near(p) {
			for _, r := range f.Doers(graph.ID(space.Columns[q])) {
				if f.able[r.From] && r.Prov.Confidence.Evidenced() {
					list = append(list, f.Snapshot.Node(r.From))
				}
			}
		}
	}
	return list
}

// grouped are the links of the group that a link is in.
func (f *index) grouped(l *analysis.Link) []*analysis.Link {
	if l.Group == nil {
		return nil
	}
	var list []*analysis.Link
	for _, n := range f.Snapshot.Tails(l.Group.ID, graph.PartOf) {
		if x := f.Link(n.ID); x != nil && x != l {
			list = append(list, x)
		}
	}
	return list
}

// index is what the candidates of all links share.
type index struct {
	*analysis.Findings
	able map[graph.ID]bool // local enterprises that are able on some link
	// local enterprises of a group, by each enterprise that they belong to, themselves too; by id
	local map[graph.ID][]*graph.Node
	// links with a gap that an enterprise of the snapshot is a candidate for, by weight of the gap
	also func() map[graph.ID][]*analysis.Link
}

func indexOf(f *analysis.Findings) *index { return analysis.Kept(f, newIndex) }

func newIndex(findings *analysis.Findings) *index {
	f := &index{Findings: findings, able: map[graph.ID]bool{}, local: map[graph.ID][]*graph.Node{}}
	f.also = sync.OnceValue(f.findAlso)
	for _, c := range f.Chains {
		for _, l := range c.Links {
			for _, p := range l.Positions {
				if p.Able {
					f.able[p.Enterprise.ID] = true
				}
			}
		}
	}
	for _, n := range f.Snapshot.Of(graph.KindEnterprise) {
		if !graph.EnterpriseOf(n).Local() {
			continue
		}
		for _, id := range f.owners(n.ID) {
			f.local[id] = analysis.InsertByID(f.local[id], n)
		}
	}
	return f
}

// owners are an enterprise and all that it belongs to, nearest first.
func (f *index) owners(id graph.ID) []graph.ID {
	list := []graph.ID{id}
	for i := 0; i < len(list); i++ {
		for _, r := range f.Snapshot.Out(list[i], graph.SubsidiaryOf) {
			if !slices.Contains(list, r.To) {
				list = append(list, r.To)
			}
		}
	}
	return list
}

// findAlso turns the candidates of all gaps round. A local firm is one for whatever lies a step away: that says too
// little to be counted.
func (f *index) findAlso() map[graph.ID][]*analysis.Link {
	also := map[graph.ID][]*analysis.Link{}
	for _, g := range f.Gaps {
		for _, p := range f.prospects(g.Link, nil) {
			if p.rejected() || p.local() && p.card == nil {
				continue
			}
			also[p.node.ID] = append(also[p.node.ID], g.Link)
		}
	}
	return also
}

// scoring is what the candidates of one link share.
type scoring struct {
	f        *index
	link     *analysis.Link
	products []*graph.Node // that the link yields, by id
	columns  []int         // of the space of relatedness that stand for the link
	locals   []*localAt    // local firms on the links that it feeds, or that feed it; users first, then by id
	policy   Part
	class    Class
}

func (f *index) scoring(l *analysis.Link) *scoring {
	s := &scoring{f: f, link: l, products: f.Snapshot.Heads(l.Node.ID, graph.Yields)}
	s.columns = f.Activities(l, f.Relatedness())
	s.locals = f.localsBeside(l)
	s.policy, s.class = s.policyFit(), ClassOf(f.Snapshot, l.Node.ID)
	return s
}

// candidate scores one.
func (s *scoring) candidate(p prospect) *Candidate {
	c := &Candidate{Enterprise: p.node, Card: p.card, Origin: FromOutside}
	ties := s.ties(p)
	switch {
	case p.local():
		c.Origin = OneStep
	case slices.ContainsFunc(ties, func(t tie) bool { return t.Group }):
		c.Origin = GroupMember
	}
	c.Region, c.Place = s.f.whereabouts(s.f.placed(p))
	if c.Makes = s.makes(p); len(c.Makes) == 0 {
		c.Inferred = s.f.InferredFrom(p.node.ID, s.link.Node.ID)
	}
	c.Unverified = !s.onRecord(p.node.ID)
	c.Tier, c.Barred = s.tier(p), s.barred(p)
	if c.Barred != (analysis.Words{}) {
		c.Notes = append(c.Notes, Note{Words: c.Barred})
	}
	c.Notes = append(c.Notes, s.f.notes(p, s.link)...)
	for _, t := range ties {
		c.Ties = append(c.Ties, t.Tie)
	}
	for _, l := range s.f.also()[p.node.ID] {
		if l != s.link {
			c.Also = append(c.Also, l.Node.ID)
		}
	}
	if c.Veto = s.f.veto(p); c.Veto != nil {
		return c
	}
	c.Parts = []Part{
		s.match(p),
		s.tie(ties),
		s.near(p),
		s.scale(p),
		s.region(s.f.placed(p)),
		s.expansion(p.node),
		s.policy,
	}
	for _, part := range c.Parts {
		c.All += part.Most
		if !part.Unknown {
			c.Points += part.Points()
			c.Most += part.Most
		}
	}
	c.Points = math.Round(10*c.Points) / 10
	return c
}

// rankCandidates orders candidates: known ones, those by words, barred ones, local ones, the unfit, vetoed ones; in
// each by the low end of the score in whole percent, the unfit by their match first. Only candidates have a rank: 1, 2,
// 2, 4.
func rankCandidates(list []*Candidate) {
	low := func(c *Candidate) int { return analysis.Percent(c.Low()) }
	match := func(c *Candidate) float64 { // the unfit have no rank: those that nearly fit say most about why
		if c.Tier != Unfit || c.Veto != nil {
			return 0
		}
		return c.Parts[0].Value
	}
	slices.SortFunc(list, func(a, b *Candidate) int {
		return cmp.Or(
			cmp.Compare(a.group(), b.group()),
			cmp.Compare(match(b), match(a)),
			cmp.Compare(low(b), low(a)),
			cmp.Compare(b.Most, a.Most),
			analysis.FalseFirst(
				a.Region == analysis.RegionUnknown,
				b.Region == analysis.RegionUnknown,
			),
			strings.Compare(a.Enterprise.Name, b.Enterprise.Name),
			cmp.Compare(a.Enterprise.ID, b.Enterprise.ID),
		)
	})
	for i, c := range list {
		switch {
		case c.Veto != nil || c.Tier == Turn || c.Tier == Unfit:
			return
		case i > 0 && c.group() == list[i-1].group() && low(c) == low(list[i-1]):
			c.Rank = list[i-1].Rank
		default:
			c.Rank = i + 1
		}
	}
}
