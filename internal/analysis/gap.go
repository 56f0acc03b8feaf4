package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/graph"
)

// Gap is what a link lacks.
type Gap struct {
	ID     graph.ID
	Link   *Link
	Kinds  []string // first missing, weak or blocked; chokepoint beside them
	Weight float64  // 0 to 100, rounded to 0.1: the sum of Parts
	Parts  []Part
	Why    Reason
	Node   *graph.Node // as stored, with people's decision; nil before it was written
	// Affected are the links downstream, nearest first, and the local enterprises on them, by id.
	AffectedLinks       []*Link
	AffectedEnterprises []graph.ID
}

// Part is one visible part of a weight: Most points at the most, of which Value (0 to 1) are reached.
type Part struct {
	Name  Words
	Most  float64
	Value float64
	Why   Words
}

// Points returns what the part adds to the weight.
func (p Part) Points() float64 { return p.Most * p.Value }

// Kind returns the first kind: missing, weak, chokepoint or blocked.
func (g *Gap) Kind() string { return g.Kinds[0] }

// Status returns the state of the decision; a gap that nobody looked at is proposed.
func (g *Gap) Status() string {
	if g.Node == nil {
		return "proposed"
	}
	return g.Node.Attrs.Text("status")
}

// GapID returns the stable id of the gap at a link.
func GapID(link graph.ID) graph.ID { return graph.NewID(graph.KindGap, link.Key()) }

// chokeReach is how many links must lie downstream of a chokepoint: "many links depend on it" (product.md).
const chokeReach = 3

func (f *Findings) findGaps() {
	for _, c := range f.Chains {
		for _, l := range c.Links {
			if g := f.gap(l); g != nil {
				f.Gaps = append(f.Gaps, g)
				f.gaps[g.ID] = g
			}
		}
	}
	slices.SortStableFunc(f.Gaps, func(a, b *Gap) int { return cmp.Compare(b.Weight, a.Weight) })
}

func (f *Findings) gap(l *Link) *Gap {
	g := &Gap{ID: GapID(l.Node.ID), Link: l, AffectedLinks: l.Downstream()}
	switch l.State {
	case Missing, Outside:
		g.Kinds = append(g.Kinds, "missing")
	case Weak:
		g.Kinds = append(g.Kinds, "weak")
	}
	l.Choke = chokepoint(l, g.AffectedLinks)
	if l.Choke {
		g.Kinds = append(g.Kinds, "chokepoint")
	}
	if l.Blocked {
		g.Kinds = append(g.Kinds, "blocked")
	}
	if len(g.Kinds) == 0 {
		return nil
	}
	g.Node = f.Snapshot.Node(g.ID)
	g.AffectedEnterprises = localOn(g.AffectedLinks)
	g.Parts = weigh(l, g.AffectedLinks)
	for _, p := range g.Parts {
		g.Weight += p.Points()
	}
	g.Weight = math.Round(g.Weight*10) / 10
	g.Why = f.gapReason(g)
	return g
}

// chokepoint: missing or only in the circle, few makers in the country, no substitute, and many links depend on it.
func chokepoint(l *Link, downstream []*Link) bool {
	return (l.State == Missing || l.State == Outside) && l.Node.Attrs.Text("outside_supply") == "few" &&
		l.Node.Attrs.Text("substitute") == "none" && len(downstream) >= chokeReach
}

func localOn(links []*Link) []graph.ID {
	var ids []graph.ID
	for _, l := range links {
		for _, p := range l.Positions {
			if p.Local {
				ids = append(ids, p.Enterprise.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// weigh computes the four parts of a gap's weight (methods.md section 2): 牵动 40, 传导 25, 承接 20, 缺失 15.
func weigh(l *Link, downstream []*Link) []Part {
	touch, firms := touched(l)
	reach, total := 0, 0
	for _, x := range l.Chain.Links {
		if x != l {
			total += x.Weight
		}
	}
	for _, x := range downstream {
		if x.Chain == l.Chain {
			reach += x.Weight
		}
	}
	held := 0
	for _, u := range l.Users {
		if u.State.Held() {
			held++
		}
	}
	lack := map[Coverage]float64{Missing: 1, Weak: .5, Outside: .4}[l.State]
	return []Part{
		{Words{"牵动", "Pull"}, 40, touch, Words{fmt.Sprintf("本环节和两步之内的本地企业 %d 家", firms), fmt.Sprintf("%d local enterprise(s) on it or within two steps", firms)}},
		{Words{"传导", "Reach"}, 25, share(reach, total), Words{fmt.Sprintf("本链下游权重 %d / %d", reach, total), fmt.Sprintf("downstream weight %d of %d in its chain", reach, total)}},
		{Words{"承接", "Uptake"}, 20, share(held, len(l.Users)), Words{fmt.Sprintf("直接用户 %d 个环节，本市已有 %d 个", len(l.Users), held), fmt.Sprintf("%d of %d direct users held locally", held, len(l.Users))}},
		{Words{"缺失", "Lack"}, 15, lack, Words{"环节状态：" + graph.Words(Coverages, string(l.State), "zh"), "state of the link: " + graph.Words(Coverages, string(l.State), "en")}},
	}
}

// fullPull is the number of points of local enterprises at which 牵动 is full: four able firms that are named or lead,
// or eight able ones. Beyond, more firms do not make a gap heavier.
const fullPull = 8.0

// touched adds up the local enterprises on the link, next to it (full) and two hops away (half): lead 2, able 1,
// unproven 0.5. A firm counts once, where it weighs most. The result is 0 to 1; firms is their number.
func touched(l *Link) (value float64, firms int) {
	best := map[graph.ID]float64{}
	count := func(x *Link, factor float64) {
		for _, p := range x.Positions {
			if p.Local {
				best[p.Enterprise.ID] = max(best[p.Enterprise.ID], factor*pull(p))
			}
		}
	}
	count(l, 1)
	for _, x := range neighbours(l) {
		count(x, 1)
		for _, y := range neighbours(x) {
			count(y, .5)
		}
	}
	ids := make([]graph.ID, 0, len(best))
	for id := range best {
		ids = append(ids, id)
	}
	slices.Sort(ids) // sums of floats depend on their order
	for _, id := range ids {
		value += best[id]
	}
	return min(1, value/fullPull), len(best)
}

func pull(p Position) float64 {
	switch {
	case p.Able && slices.ContainsFunc(p.Enterprise.Attrs.List("levels"), func(v string) bool { return v == "lead" || v == "named" }):
		return 2
	case p.Able:
		return 1
	}
	return .5
}

func neighbours(l *Link) []*Link { return slices.Concat(l.Users, l.Feeders) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// gapReason puts the rule, the facts and how complete the data are into one reading.
func (f *Findings) gapReason(g *Gap) Reason {
	l := g.Link
	why := Reason{Rule: map[string]string{"missing": "G-1", "weak": "G-2", "chokepoint": "G-3", "blocked": "G-4"}[g.Kinds[0]], Facts: slices.Clone(l.Why.Facts)}
	zh, en := []string{l.Why.Text.ZH}, []string{l.Why.Text.EN}
	if n := len(g.AffectedLinks); n > 0 {
		zh = append(zh, fmt.Sprintf("下游 %d 个环节（%s）、%d 家本地企业受影响。", n, names(g.AffectedLinks, "zh"), len(g.AffectedEnterprises)))
		en = append(en, fmt.Sprintf("%d link(s) downstream (%s) and %d local enterprise(s) are affected.", n, names(g.AffectedLinks, "en"), len(g.AffectedEnterprises)))
	}
	if l.Choke {
		zh = append(zh, "国内厂家少、无替代、多个环节依赖，为卡点（规则 G-3）。")
		en = append(en, "Few makers in the country, no substitute, many links depend on it: a chokepoint (rule G-3).")
	}
	if text := l.Node.Attrs.Text("blocked"); text != "" {
		zh, en = append(zh, "已认定堵点："+text+"。"), append(en, "Declared blocked: "+text+".")
	}
	known := 0
	for _, a := range l.Answers {
		if a.Known {
			known++
		}
	}
	zh = append(zh, fmt.Sprintf("该环节资料 %d/%d 项。", known, len(l.Answers)))
	en = append(en, fmt.Sprintf("Data on this link: %d of %d questions answered.", known, len(l.Answers)))
	why.Text = Words{strings.Join(zh, ""), strings.Join(en, " ")}
	for _, feed := range f.Feeds {
		if feed.From == l && !feed.Possible {
			why.Facts = append(why.Facts, Fact{Text: Words{l.Node.Name + "供给" + feed.To.Node.Name, l.Node.Label("en") + " feeds " + feed.To.Node.Label("en")}, Subject: feed.To.Node.ID, Prov: feed.Prov})
		}
	}
	return why
}

// names lists the first three links by name.
func names(links []*Link, lang string) string {
	const most = 3
	list := make([]string, 0, most)
	for _, l := range links[:min(most, len(links))] {
		list = append(list, l.Node.Label(lang))
	}
	sep, more := "、", "等"
	if lang == "en" {
		sep, more = ", ", " …"
	}
	text := strings.Join(list, sep)
	if len(links) > most {
		text += more
	}
	return text
}
