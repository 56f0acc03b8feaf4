package candidate

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// What a tie counts. A supply or a group on record is firm; an announced customer is an intent; that two links feed one
// another says only that the firms could deal.
const (
	tieFirm      = 1
	tieAnnounced = .6
	tiePossible  = .4
)

// tie is a tie of a candidate with what it counts and rests on.
type tie struct {
	Tie
	value float64
	facts []analysis.Fact
}

// localAt is a local enterprise on a link beside the one that is looked at.
type localAt struct {
	node  *graph.Node
	at    *analysis.Link
	buys  bool // the link is fed by the one that is looked at; else it feeds it
	facts []analysis.Fact
}

// localsBeside lists the local enterprises on the users of a link, then those on its feeders, each once, by id.
func (f *index) localsBeside(l *analysis.Link) []*localAt {
	var list []*localAt
	seen := map[graph.ID]bool{}
	add := func(links []*analysis.Link, buys bool) {
		from := len(list)
		for _, x := range links {
			for _, p := range x.Positions {
				if p.Local && !seen[p.Enterprise.ID] {
					seen[p.Enterprise.ID] = true
					list = append(list, &localAt{p.Enterprise, x, buys, f.joinFacts(l, x, buys)})
				}
			}
		}
		slices.SortFunc(list[from:], func(a, b *localAt) int { return cmp.Compare(a.node.ID, b.node.ID) })
	}
	add(l.Users, true)
	add(l.Feeders, false)
	return list
}

// joinFacts tells that one link feeds the other.
func (f *index) joinFacts(l, x *analysis.Link, buys bool) []analysis.Fact {
	from, to := x, l
	if buys {
		from, to = l, x
	}
	for _, r := range f.Snapshot.Out(from.Node.ID, graph.Feeds) {
		if r.To == to.Node.ID {
			return []analysis.Fact{analysis.FeedFact(analysis.Feed{From: from, To: to, Prov: r.Prov})}
		}
	}
	return nil
}

// ties lists what joins a prospect to local enterprises, one tie each, the firmest, evidenced ones first, then by id.
// Of a local firm only those to the users of the link count: that it deals with others here says nothing.
func (s *scoring) ties(p prospect) []tie {
	best := map[graph.ID]tie{}
	keep := func(t tie) {
		if t.Local.ID == p.node.ID || p.local() && !s.uses(t.Local.ID) {
			return
		}
		if old, known := best[t.Local.ID]; !known || t.value > old.value {
			best[t.Local.ID] = t
		}
	}
	for _, t := range s.f.dealings(p.node.ID) {
		keep(t)
	}
	for _, t := range s.f.kin(p.node) {
		keep(t)
	}
	for _, x := range s.locals {
		keep(x.possible())
	}
	list := make([]tie, 0, len(best))
	for _, t := range best {
		list = append(list, t)
	}
	slices.SortFunc(
		list,
		func(a, b tie) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.Local.ID, b.Local.ID)) },
	)
	return list
}

// uses tells whether a local enterprise is on a link that the one looked at feeds.
func (s *scoring) uses(id graph.ID) bool {
	return slices.ContainsFunc(s.locals, func(x *localAt) bool { return x.buys && x.node.ID == id })
}

// dealings are the supplies and announcements between an enterprise and local ones.
func (f *index) dealings(id graph.ID) []tie {
	var list []tie
	for _, t := range []graph.RelationType{graph.SuppliesTo, graph.Announces} {
		for _, r := range slices.Concat(f.Snapshot.Out(id, t), f.Snapshot.In(id, t)) {
			other := f.Snapshot.Node(r.To)
			if r.To == id {
				other = f.Snapshot.Node(r.From)
			}
			if graph.EnterpriseOf(other).Local() {
				list = append(list, f.dealing(r, other))
			}
		}
	}
	return list
}

func (f *index) dealing(r *graph.Relation, local *graph.Node) tie {
	t := tie{Tie: Tie{Local: local}, facts: f.RelationFacts([]*graph.Relation{r})}
	standing := graph.SupplyOf(r).Standing()
	switch analysis.DealOf(r) {
	case analysis.DealEvidenced:
		t.value, t.Evidenced = tieFirm, true
	case analysis.DealAnnounced:
		t.value = tieAnnounced
	default: // a cluster's statement, a disputed contract
		t.value = tiePossible
	}
	t.Text = t.facts[0].Text
	if what := graph.SupplyOf(r).What(); what != "" {
		t.Text.ZH += "：" + what
	}
	if standing != "" {
		t.Text = analysis.Words{
			ZH: t.Text.ZH + "（" + graph.Words(graph.Standings, standing, "zh") + "）",
			EN: t.Text.EN + " (" + graph.Words(graph.Standings, standing, "en") + ")",
		}
	}
	return t
}

// kin are the local enterprises of one group with an enterprise.
func (f *index) kin(n *graph.Node) []tie {
	var list []tie
	for _, owner := range f.owners(n.ID) {
		for _, local := range f.local[owner] {
			t := tie{Tie: Tie{Local: local, Evidenced: true, Group: true}, value: tieFirm}
			group := f.Snapshot.Node(owner)
			switch owner {
			case local.ID:
				t.Text = analysis.Words{ZH: "是" + local.Name + "的成员企业", EN: "belongs to " + local.Label("en")}
			case n.ID:
				t.Text = analysis.Words{ZH: local.Name + "是其成员企业", EN: local.Label("en") + " belongs to it"}
			default:
				t.Text = analysis.Words{
					ZH: "与" + local.Name + "同属" + group.Name,
					EN: "in one group with " + local.Label("en") + ": " + group.Label("en"),
				}
			}
			t.facts = slices.Concat(f.belongFacts(n.ID, owner), f.belongFacts(local.ID, owner))
			list = append(list, t)
		}
	}
	return list
}

// belongFacts are the steps from an enterprise up to one that it belongs to, the last first.
func (f *index) belongFacts(id, owner graph.ID) []analysis.Fact {
	mine := f.owners(id)
	var facts []analysis.Fact
	for at := owner; at != id; {
		i := slices.IndexFunc(mine, func(x graph.ID) bool {
			return slices.ContainsFunc(f.Snapshot.Out(x, graph.SubsidiaryOf), func(r *graph.Relation) bool { return r.To == at })
		})
		if i < 0 {
			break
		}
		for _, r := range f.Snapshot.Out(mine[i], graph.SubsidiaryOf) {
			if r.To == at {
				facts = append(facts, f.RelationFacts([]*graph.Relation{r})...)
			}
		}
		at = mine[i]
	}
	return facts
}

// possible is the tie that lies in the chain alone: nobody has said that the two deal.
func (x *localAt) possible() tie {
	t := tie{Tie: Tie{Local: x.node}, value: tiePossible, facts: x.facts}
	at, en := x.at.Node.Name, x.at.Node.Label("en")
	if x.buys {
		t.Text = analysis.Words{
			ZH: fmt.Sprintf("可供%s（%s），推测", x.node.Name, at),
			EN: fmt.Sprintf("could supply %s (%s): inferred", x.node.Label("en"), en),
		}
	} else {
		t.Text = analysis.Words{ZH: fmt.Sprintf("可向%s采购（%s），推测", x.node.Name, at),
			EN: fmt.Sprintf("could buy from %s (%s): inferred", x.node.Label("en"), en)}
	}
	return t
}

// tie is the part of ties to local enterprises: the firmest counts. To have looked and found none counts 0.
func (s *scoring) tie(ties []tie) Part {
	part := Part{
		Part: analysis.Part{
			Key:  "tie",
			Name: analysis.Words{ZH: "关联", EN: "Tie"},
			Most: s.f.Weights.Candidate.Tie,
			Why:  analysis.Words{ZH: "未见与本地企业的供货或股权关系", EN: "no supply or group with a local enterprise seen"},
		},
	}
	if len(ties) == 0 {
		return part
	}
	part.Value, part.Why, part.Facts = ties[0].value, ties[0].Text, ties[0].facts
	more := 0
	for _, t := range ties[1:] {
		if t.value == part.Value {
			more++
			part.Facts = append(slices.Clip(part.Facts), t.facts...)
		}
	}
	if more > 0 {
		part.Why = analysis.Words{
			ZH: fmt.Sprintf("%s；另有 %d 家", part.Why.ZH, more),
			EN: fmt.Sprintf("%s; and %d more", part.Why.EN, more),
		}
	}
	part.Facts = onceEach(part.Facts)
	return part
}

// onceEach leaves out facts that say the same again.
func onceEach(facts []analysis.Fact) []analysis.Fact {
	seen := map[analysis.Fact]bool{}
	return slices.DeleteFunc(slices.Clone(facts), func(x analysis.Fact) bool {
		again := seen[x]
		seen[x] = true
		return again
	})
}
