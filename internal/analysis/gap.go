package analysis

import (
	"cmp"
	"fmt"
	"maps"
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

// Part is one visible part of a score: Most points at the most, of which Value (0 to 1) are reached. In the score of a
// target, a product, Most is its exponent out of 100.
type Part struct {
	Key     string // such as pull; stable
	Name    Words
	Most    float64
	Value   float64
	Unknown bool // nothing is on record: the part is left out of the score; of targets and candidates
	Why     Words
}

// Points returns what the part adds to the weight.
func (p Part) Points() float64 { return p.Most * p.Value }

// Kind returns the first kind: missing, weak, chokepoint or blocked.
func (g *Gap) Kind() string { return g.Kinds[0] }

// Status returns the state of the decision; a gap that nobody looked at is proposed.
func (g *Gap) Status() string {
	if g.Node == nil {
		return graph.GapProposed
	}
	return graph.GapOf(g.Node).Status()
}

// Open tells whether it still waits for something: people have neither dismissed nor closed it.
func (g *Gap) Open() bool { return graph.IsOpen(g.Status()) }

// Taken tells whether somebody answers for it.
func (g *Gap) Taken() bool { return graph.IsTaken(g.Status()) }

// Decision is what people decided on it; of one that nobody looked at, only that it is proposed.
func (g *Gap) Decision() graph.Decision {
	if g.Node == nil {
		return graph.Decision{Status: graph.GapProposed}
	}
	return graph.GapOf(g.Node).Decision()
}

// GapID returns the stable id of the gap at a link.
func GapID(link graph.ID) graph.ID { return graph.NewID(graph.KindGap, link.Key()) }

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
	g := &Gap{
		ID:                  GapID(l.Node.ID),
		Link:                l,
		AffectedLinks:       l.Criticality.Effect.Links,
		AffectedEnterprises: l.Criticality.Effect.Enterprises,
	}
	switch l.State {
	case Missing, Outside:
		g.Kinds = append(g.Kinds, graph.GapMissing)
	case Weak:
		g.Kinds = append(g.Kinds, graph.GapWeak)
	}
	l.Choke = allMet(f.Chokepoint(l))
	if l.Choke {
		g.Kinds = append(g.Kinds, graph.GapChokepoint)
	}
	if l.Blocked {
		g.Kinds = append(g.Kinds, graph.GapBlocked)
	}
	if len(g.Kinds) == 0 {
		return nil
	}
	g.Node = f.Snapshot.Node(g.ID)
	g.Parts = f.weigh(l)
	g.Weight = total(g.Parts)
	g.Why = f.gapReason(g)
	return g
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

// weigh computes the four parts of a gap's weight: 牵动, 传导, 承接, 缺失 (docs/methods.md, Gaps).
func (f *Findings) weigh(l *Link) []Part {
	w := f.Weights.Gap
	pulls := f.pulls(l)
	own := l.Criticality.Effect.Chains[0]
	taking := countTaking(l.Users)
	return []Part{
		{Key: "pull", Name: Words{"牵动", "Pull"}, Most: w.Pull, Value: w.pull(pulls), Why: w.pullWhy(pulls)},
		{Key: "reach", Name: Words{"传导", "Reach"}, Most: w.Reach, Value: own.Share(), Why: Words{
			fmt.Sprintf(
				"本链下游权重 %d / %d",
				own.Weight,
				own.Total,
			), fmt.Sprintf("downstream weight %d of %d in its chain", own.Weight, own.Total)}},
		{Key: "uptake", Name: Words{"承接", "Uptake"}, Most: w.Uptake, Value: Share(taking, len(l.Users)), Why: Words{
			fmt.Sprintf(
				"直接用户 %d 个环节，本市已有或属用途环节的 %d 个",
				len(l.Users),
				taking,
			), fmt.Sprintf("%d of %d direct users held locally or markets", taking, len(l.Users))}},
		{Key: "lack", Name: Words{"缺失", "Lack"}, Most: w.Lack, Value: w.lackOf(l.State), Why: Words{
			"环节状态：" + graph.Words(
				Coverages,
				string(l.State),
				"zh",
			), "state of the link: " + graph.Words(Coverages, string(l.State), "en")}},
	}
}

func (w GapWeights) lackOf(state Coverage) float64 {
	return map[Coverage]float64{Missing: w.Missing, Weak: w.Weak, Outside: w.Outside}[state]
}

// taking tells whether a link takes what it is fed: the city holds it, or it is a market.
func (l *Link) taking() bool { return l.State.Held() || l.State == Market }

func countTaking(links []*Link) int {
	n := 0
	for _, l := range links {
		if l.taking() {
			n++
		}
	}
	return n
}

// pulled is a local enterprise that a link touches, where it weighs most.
type pulled struct {
	position Position
	at       *Link
	nearby   nearby
	size     float64 // 亿元, what distance leaves of it; 0 when unknown
	known    bool
}

// nearby is how near a link is to another: the steps, and what they leave of the size of a firm there.
type nearby struct {
	hops   int // 0 to 2
	factor float64
}

// nearLinks are the link itself, its neighbours and theirs, each where it counts most. Two steps take off a part, and
// equipment and services, which are bought once or now and then, most.
func (w GapWeights) nearLinks(l *Link) map[*Link]nearby {
	near := map[*Link]nearby{l: {0, 1}}
	step := func(from, to *Link, hops int, factor float64) float64 {
		if from.oneOff[to] {
			factor *= w.OneOff
		}
		if old, known := near[to]; !known || factor > old.factor {
			near[to] = nearby{hops, factor}
		}
		return factor
	}
	for _, x := range Neighbours(l) {
		factor := step(l, x, 1, 1)
		for _, y := range Neighbours(x) {
			step(x, y, 2, factor*w.TwoHops)
		}
	}
	return near
}

// pulls lists the local enterprises on the link, next to it and two hops away, each once, by id: sums of floats depend
// on their order.
func (f *Findings) pulls(l *Link) []pulled {
	best := map[graph.ID]pulled{}
	for x, at := range f.Weights.Gap.nearLinks(l) {
		for _, p := range x.Positions {
			if !p.Local {
				continue
			}
			now := f.pulledBy(p, x, at)
			if old, known := best[p.Enterprise.ID]; !known || now.compare(old) < 0 {
				best[p.Enterprise.ID] = now
			}
		}
	}
	list := make([]pulled, 0, len(best))
	for _, id := range slices.Sorted(maps.Keys(best)) {
		list = append(list, best[id])
	}
	return list
}

// pulledBy is an enterprise on a link some way off. One that is not able counts in part.
func (f *Findings) pulledBy(p Position, at *Link, n nearby) pulled {
	size, known := f.Size(p.Enterprise.ID)
	size *= n.factor
	if !p.Able {
		size *= f.Weights.Gap.Unproven
	}
	return pulled{p, at, n, size, known}
}

// Pulled are the local enterprises that a gap at the link would hold up, those that count most in its weight first,
// ties by id.
func (f *Findings) Pulled(l *Link) []*graph.Node {
	pulls := f.pulls(l)
	slices.SortStableFunc(pulls, func(p, q pulled) int { return cmp.Compare(q.size, p.size) })
	nodes := make([]*graph.Node, len(pulls))
	for i, p := range pulls {
		nodes[i] = p.position.Enterprise
	}
	return nodes
}

// compare prefers the larger, then the nearer link, then the first by id.
func (p pulled) compare(q pulled) int {
	return cmp.Or(
		cmp.Compare(q.size, p.size),
		cmp.Compare(p.nearby.hops, q.nearby.hops),
		cmp.Compare(p.at.Node.ID, q.at.Node.ID),
	)
}

func sumOf(list []pulled) float64 {
	sum := 0.0
	for _, p := range list {
		sum += p.size
	}
	return sum
}

// Neighbours are what a link feeds and what feeds it.
func Neighbours(l *Link) []*Link { return slices.Concat(l.Users, l.Feeders) }

func Share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// gapRules names the rule that finds each kind of gap.
var gapRules = map[string]string{
	graph.GapMissing:    "G-1",
	graph.GapWeak:       "G-2",
	graph.GapChokepoint: "G-3",
	graph.GapBlocked:    "G-4",
}

// gapReason puts the rule, the facts and how complete the data are into one reading.
func (f *Findings) gapReason(g *Gap) Reason {
	l := g.Link
	why := Reason{Rule: gapRules[g.Kind()], Facts: slices.Clone(l.Why.Facts)}
	zh, en := []string{l.Why.Text.ZH}, []string{l.Why.Text.EN}
	if n := len(g.AffectedLinks); n > 0 {
		zh = append(
			zh,
			fmt.Sprintf("下游 %d 个环节（%s）、%d 家本地企业受影响。", n, names(g.AffectedLinks, "zh"), len(g.AffectedEnterprises)),
		)
		en = append(
			en,
			fmt.Sprintf(
				"%s downstream (%s) and %s are affected.",
				counted(n, "link", "links"),
				names(g.AffectedLinks, "en"),
				counted(len(g.AffectedEnterprises), "local enterprise", "local enterprises"),
			),
		)
	}
	if l.Choke {
		makers := Words{}
		if f.Weights.Choke.FewMakers {
			makers = Words{"国内厂家少、", "Few makers in the country, no"}
		} else {
			makers.EN = "No"
		}
		zh = append(zh, fmt.Sprintf("%s无替代、直接供 %d 个环节，为卡点（规则 G-3）。", makers.ZH, len(l.Users)))
		en = append(
			en,
			fmt.Sprintf("%s substitute, %d links fed directly: a chokepoint (rule G-3).", makers.EN, len(l.Users)),
		)
	}
	if text := graph.LinkOf(l.Node).Blocked(); text != "" {
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
	why.Facts = append(why.Facts, f.feedFacts(l)...)
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
