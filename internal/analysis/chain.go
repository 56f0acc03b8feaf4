package analysis

import (
	"cmp"
	"slices"

	"chainchief/graph"
)

// Chain is what was found about a chain.
type Chain struct {
	Node         *graph.Node
	Lanes        []*graph.Node // sub-chains, in order; never the support lane
	Links        []*Link       // lowest links: by stage, lane, template order, support last
	Completeness Completeness
	WorstStop    WorstStop
	Enterprises  []graph.ID // local enterprises on its links, by id
	AsOf         graph.Date // newest as_of of evidence on its links: how old the data are
}

// Completeness of a chain: Σ wᵢ·coveredᵢ / Σ wᵢ over the lowest links, covered = strong or present.
type Completeness struct {
	Value         float64 // 0 to 1; 0 for a chain without links
	WithWeak      float64 // the same with weak links counted
	Span          Span    // how sure it is: Value is its Point, WithWeak its High
	Covered       int     // links
	Total         int     // links, without markets
	WeightCovered int
	WeightTotal   int
	DataCoverage  float64 // mean of the links' data coverage, weighted by necessity
	Template      string  // version of the chain's template
}

// Provisional tells whether the chain itself is still to be confirmed.
func (c *Chain) Provisional() bool { return graph.ChainOf(c.Node).Provisional() }

// Count returns how many links are in each state.
func (c *Chain) Count() map[Coverage]int { return CountStates(c.Links) }

func (f *Findings) chain(node *graph.Node) *Chain {
	c := &Chain{Node: node}
	local := map[graph.ID]bool{}
	var walk func(at, lane, group *graph.Node)
	walk = func(at, lane, group *graph.Node) {
		children := f.Snapshot.Tails(at.ID, graph.PartOf)
		sortByOrder(children)
		for _, child := range children {
			switch graph.LinkOf(child).Level() {
			case graph.LinkLane:
				if graph.LinkOf(child).Stage() != graph.StageSupport {
					c.Lanes = append(c.Lanes, child)
				}
				walk(child, child, nil)
			case graph.LinkGroup:
				walk(child, lane, child)
			default:
				c.Links = append(c.Links, f.link(c, child, lane, group))
			}
		}
	}
	walk(node, nil, nil)
	slices.SortStableFunc(c.Links, func(a, b *Link) int { return stageIndex(a.Stage()) - stageIndex(b.Stage()) })
	for _, l := range c.Links {
		for _, p := range l.Positions {
			if p.Local && !local[p.Enterprise.ID] {
				local[p.Enterprise.ID] = true
				c.Enterprises = append(c.Enterprises, p.Enterprise.ID)
			}
		}
		if l.AsOf.Newer(c.AsOf) {
			c.AsOf = l.AsOf
		}
	}
	slices.Sort(c.Enterprises)
	return c
}

func sortByOrder(links []*graph.Node) {
	slices.SortStableFunc(links, func(a, b *graph.Node) int {
		return cmp.Compare(graph.LinkOf(a).Order(), graph.LinkOf(b).Order())
	})
}

func (f *Findings) link(c *Chain, node, lane, group *graph.Node) *Link {
	l := &Link{Node: node, Chain: c, Lane: lane, Group: group, Weight: graph.LinkOf(node).Weight()}
	l.Positions, l.Traders = positions(f.Snapshot, node)
	l.Blocked = graph.LinkOf(node).Blocked() != ""
	cover(l, f.City)
	f.restrict(l)
	l.Answers = answers(f.Snapshot, l)
	l.Searches = searches(f.Snapshot, node.ID)
	for _, a := range l.Answers {
		if a.Known {
			l.DataCoverage += 1 / float64(len(l.Answers))
		}
	}
	for _, p := range l.Positions {
		if c := p.Relation.Prov.Confidence; c != graph.Trade && c != graph.Inferred && p.Relation.Prov.AsOf.Newer(l.AsOf) {
			l.AsOf = p.Relation.Prov.AsOf
		}
	}
	return l
}

// Feed is a FEEDS relation between two lowest links.
type Feed struct {
	From, To  *Link
	Possible  bool     // not every maker needs it: it carries no consequence
	Kind      string   // what it is to To, of graph.FeedKinds
	AnyOf     string   // names the feeds into To of which one is enough; "" when it is needed by itself
	Evidenced bool     // a supply between enterprises of the two links is on record
	Flow      *float64 // 亿元 a year; nil when nobody knows
	Prov      graph.Provenance
}

// Carries tells whether To stops for want of it: what is used up day by day, or sold on, does that; equipment and
// services that have been bought work on.
func (f *Feed) Carries() bool {
	return !f.Possible && (f.Kind == graph.FeedRecurrent || f.Kind == graph.FeedOutlet)
}

func oneOff(l, neighbour *Link) {
	if l.oneOff == nil {
		l.oneOff = map[*Link]bool{}
	}
	l.oneOff[neighbour] = true
}

// connect reads what feeds what, ordered by from and to; only the certain ones join links as users and feeders,
// and of these only those that carry a stop are needs.
func (f *Findings) connect() {
	type alternative struct {
		of   *Link
		name string
	}
	groups := map[alternative]int{}
	for _, r := range f.Snapshot.Relations() {
		from, to := f.Links[r.From], f.Links[r.To]
		if r.Type != graph.Feeds || from == nil || to == nil {
			continue
		}
		told := graph.FeedOf(&r)
		feed := Feed{
			From:      from,
			To:        to,
			Possible:  told.Possible(),
			Kind:      told.Kind(),
			AnyOf:     told.AnyOf(),
			Evidenced: f.supplied(from, to),
			Prov:      r.Prov,
		}
		if flow, known := told.Flow(); known {
			feed.Flow = &flow
		}
		f.Feeds = append(f.Feeds, feed)
		if !feed.Possible {
			from.Users = append(from.Users, to)
			to.Feeders = append(to.Feeders, from)
			if !feed.Carries() {
				oneOff(from, to)
				oneOff(to, from)
				continue
			}
			from.Takers = append(from.Takers, to)
			either := alternative{to, feed.AnyOf}
			i, told := groups[either]
			if feed.AnyOf == "" || !told {
				i = len(to.Needs)
				to.Needs = append(to.Needs, nil)
				groups[either] = i
			}
			to.Needs[i] = append(to.Needs[i], from)
		}
	}
}

// supplied tells whether an enterprise on one link supplies one on the other, on record.
func (f *Findings) supplied(from, to *Link) bool {
	for _, a := range from.Positions {
		for _, r := range f.Snapshot.Out(a.Enterprise.ID, graph.SuppliesTo) {
			if DealOf(r) == DealEvidenced &&
				slices.ContainsFunc(to.Positions, func(b Position) bool { return b.Enterprise.ID == r.To }) {
				return true
			}
		}
	}
	return false
}

// Downstream returns every link that is fed by l, directly or not, nearest first, ties by id; l itself is not among
// them, also when it lies on a cycle.
func (l *Link) Downstream() []*Link { return l.Criticality.Effect.Links }

// Upstream returns every link that l lives on, directly or not, nearest first.
func (l *Link) Upstream() []*Link {
	seen := map[*Link]bool{l: true}
	var found []*Link
	for ring := []*Link{l}; len(ring) > 0; {
		var before []*Link
		for _, x := range ring {
			for _, y := range x.Feeders {
				if !seen[y] {
					seen[y] = true
					before = append(before, y)
				}
			}
		}
		slices.SortFunc(before, func(a, b *Link) int { return cmp.Compare(a.Node.ID, b.Node.ID) })
		found = append(found, before...)
		ring = before
	}
	return found
}

func completeness(c *Chain) Completeness {
	out := Completeness{Total: CountLinks(c.Links), Template: graph.ChainOf(c.Node).Template(), Span: SpanOf(c.Links)}
	for _, l := range c.Links {
		out.DataCoverage += float64(l.Weight) * l.DataCoverage
		if l.State.Held() {
			out.Covered++
		}
	}
	out.WeightCovered, out.WeightTotal = out.Span.Point, out.Span.Total
	if out.WeightTotal > 0 {
		total := float64(out.WeightTotal)
		out.Value = float64(out.WeightCovered) / total
		out.WithWeak = float64(out.Span.High) / total
		out.DataCoverage /= total
	}
	return out
}

func stageIndex(stage string) int {
	return slices.IndexFunc(graph.Stages, func(t graph.Term) bool { return t.Code == stage })
}
