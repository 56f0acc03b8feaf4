package content

import (
	"fmt"
	"math"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// What the leader's edition of a structure shows at most: rows of tiles in all lanes together, and lanes.
const (
	leaderRows  = 4
	leaderLanes = 3
)

// NewLeaderStructure says what is in the leader's edition of the technology structure of a chain. The error has code
// graph.CodeNotFound when the chain does not exist.
func NewLeaderStructure(f *analysis.Findings, chain graph.ID, o Options) (diagram.LeaderStructure, error) {
	base, err := newStructureBuilder(f, chain, o)
	if err != nil {
		return diagram.LeaderStructure{}, err
	}
	b := leaderBuilder{base, base.firstTags()}
	s := diagram.LeaderStructure{
		Head:   b.head(),
		Stages: b.stages(),
		Empty:  b.pick("请在种子文件或导入中补充环节", "Add links in the seeds or by import"),
		Blank:  b.pick("未见本地企业", "No local firm seen"),
	}
	groups, support := b.groups()
	if len(groups) == 0 { // support alone is no strip: it has the one column and no lane
		groups, support = support, nil
	}
	groups, s.Lanes = b.fewLanes(groups, b.lanesOf(groups))
	groups = fewRows(groups)
	for _, lane := range s.Lanes {
		for _, stage := range s.Stages {
			for _, g := range groups {
				if g.lane == lane.Key && g.stage == stage.Key {
					s.Tiles = append(s.Tiles, b.tile(g))
				}
			}
		}
	}
	if len(support) > 0 {
		for len(support) > 1 {
			support = together(support, 0)
		}
		strip := b.tile(support[0])
		s.Strip = &strip
	}
	s.Words = b.legend(s)
	return s, nil
}

type leaderBuilder struct {
	structureBuilder
	first map[graph.ID]diagram.LeaderTag // by link
}

// firstTags are the gaps to fill first, as the drawing of investment targets numbers them.
func (b *structureBuilder) firstTags() map[graph.ID]diagram.LeaderTag {
	tags := map[graph.ID]diagram.LeaderTag{}
	first := firstOf(OpenGaps(b.findings, b.chain.Node.ID))
	numbers := ranks(first)
	for i, g := range first {
		tags[g.Link.Node.ID] = diagram.LeaderTag{
			ID:     string(g.ID),
			Href:   "/gaps?gap=" + g.ID.Key(),
			Name:   g.Link.Node.Label(string(b.lexicon)),
			Number: numbers[i],
		}
	}
	return tags
}

func firstOf(gaps []*analysis.Gap) []*analysis.Gap { return gaps[:min(firstGaps, len(gaps))] }

// ranks number gaps by weight; equal weights share a number, as in the drawing of investment targets.
func ranks(gaps []*analysis.Gap) []int {
	list := make([]int, len(gaps))
	for i, g := range gaps {
		if list[i] = i + 1; i > 0 && g.Weight == gaps[i-1].Weight {
			list[i] = list[i-1]
		}
	}
	return list
}

// leaderGroup are the links of a tile.
type leaderGroup struct {
	id          string
	names       []string
	stage, lane string
	links       []*analysis.Link
	weight      int
	tags        int
}

// rows is how many rows of a lane a group takes: two when several gaps to fill first are in it.
func (g leaderGroup) rows() int {
	if g.tags > 1 {
		return 2
	}
	return 1
}

// groups are the groups of links in template order, and those of support; markets are in none.
func (b *leaderBuilder) groups() (list, support []leaderGroup) {
	for _, l := range b.chain.Links {
		if l.State == analysis.Market {
			continue
		}
		to := &list
		if l.Stage() == diagram.Support {
			to = &support
		}
		id := lumpID(l)
		i := slices.IndexFunc(*to, func(g leaderGroup) bool { return g.id == id })
		if i < 0 {
			g := leaderGroup{id: id, names: []string{b.lumpName(l)}, stage: l.Stage()}
			if g.stage != diagram.Support {
				g.lane = l.Lane.ID.Key()
			}
			i, *to = len(*to), append(*to, g)
		}
		g := &(*to)[i]
		g.links = append(g.links, l)
		g.weight += l.Weight
		if _, first := b.first[l.Node.ID]; first {
			g.tags++
		}
	}
	return list, support
}

// lanesOf are the sub-chains that have links; a single one has no name.
func (b *leaderBuilder) lanesOf(groups []leaderGroup) []diagram.Band {
	lanes := slices.DeleteFunc(b.lanes(), func(lane diagram.Band) bool {
		return !slices.ContainsFunc(groups, func(g leaderGroup) bool { return g.lane == lane.Key })
	})
	if len(groups) > 0 && len(lanes) == 0 { // of support alone
		return []diagram.Band{{}}
	}
	if len(lanes) == 1 {
		lanes[0].Name = ""
	}
	return lanes
}

// otherLanes is the key of the lane that holds the lighter sub-chains.
const otherLanes = "other"

// fewLanes puts the lighter of more than three lanes into one.
func (b *leaderBuilder) fewLanes(groups []leaderGroup, lanes []diagram.Band) ([]leaderGroup, []diagram.Band) {
	if len(lanes) <= leaderLanes {
		return groups, lanes
	}
	weight := map[string]int{}
	for _, g := range groups {
		weight[g.lane] += g.weight
	}
	heavy := slices.Clone(lanes)
	slices.SortStableFunc(heavy, func(x, y diagram.Band) int { return weight[y.Key] - weight[x.Key] })
	kept := map[string]bool{}
	for _, lane := range heavy[:leaderLanes-1] {
		kept[lane.Key] = true
	}
	lanes = slices.DeleteFunc(slices.Clone(lanes), func(lane diagram.Band) bool { return !kept[lane.Key] })
	lanes = append(lanes, diagram.Band{Key: otherLanes, Name: b.pick("其余", "Others")})
	for i, g := range groups {
		if !kept[g.lane] {
			groups[i].lane = otherLanes
			groups[i].names = []string{g.links[0].Lane.Label(string(b.lexicon)) + b.pick("·", ": ") + g.names[0]}
		}
	}
	return groups, lanes
}

// fewRows joins neighbours of least weight, in the lane with most rows, until all lanes together have few enough.
func fewRows(groups []leaderGroup) []leaderGroup {
	for {
		rows := map[string]int{} // by lane
		column := map[[2]string]int{}
		for _, g := range groups {
			at := [2]string{g.lane, g.stage}
			column[at] += g.rows()
			rows[g.lane] = max(rows[g.lane], column[at])
		}
		sum, most := 0, 0
		for _, n := range rows {
			sum, most = sum+n, max(most, n)
		}
		at := lightest(groups, func(g leaderGroup) bool {
			return rows[g.lane] == most && column[[2]string{g.lane, g.stage}] == most
		})
		if sum <= leaderRows || at < 0 {
			return groups
		}
		groups = together(groups, at)
	}
}

// lightest finds the group that weighs least together with the next one of its lane and stage; -1 when none of those
// that may be joined has a next one.
func lightest(groups []leaderGroup, may func(leaderGroup) bool) int {
	best, least := -1, 0
	for i, g := range groups {
		j := next(groups, i)
		if j < 0 || !may(g) {
			continue
		}
		if w := g.weight + groups[j].weight; best < 0 || w < least {
			best, least = i, w
		}
	}
	return best
}

// next is the group after another in its lane and stage; -1 when it is the last.
func next(groups []leaderGroup, i int) int {
	for j := i + 1; j < len(groups); j++ {
		if groups[j].lane == groups[i].lane && groups[j].stage == groups[i].stage {
			return j
		}
	}
	return -1
}

// together joins a group with the next one of its lane and stage.
func together(groups []leaderGroup, i int) []leaderGroup {
	out := slices.Clone(groups)
	j := next(groups, i)
	g, other := out[i], out[j]
	g.names = append(slices.Clone(g.names), other.names...)
	g.links = append(slices.Clone(g.links), other.links...)
	g.weight, g.tags = g.weight+other.weight, g.tags+other.tags
	out[i] = g
	return slices.Delete(out, j, j+1)
}

func (b *leaderBuilder) tile(g leaderGroup) diagram.LeaderTile {
	lang := string(b.lexicon)
	t := diagram.LeaderTile{
		ID:    g.id,
		Href:  "/chains/" + b.chain.Node.ID.Key(),
		Name:  b.list(slices.Compact(slices.Clone(g.names))),
		Stage: g.stage,
		Lane:  g.lane,
		All:   len(g.links),
	}
	missing := 0
	for _, l := range g.links {
		if l.State.Held() {
			t.Held++
		}
		if l.State == analysis.Missing {
			missing++
		}
		if tag, first := b.first[l.Node.ID]; first {
			t.First = append(t.First, tag)
		}
	}
	slices.SortFunc(t.First, func(x, y diagram.LeaderTag) int { return x.Number - y.Number })
	switch {
	case t.Held == t.All:
		t.Share = diagram.ShareFull
		t.Firms = b.holders(g.links)
		for _, l := range g.links {
			t.Links = append(t.Links, l.Node.Label(lang))
		}
		return t
	case t.Held > 0:
		t.Share = diagram.ShareHalf
	case missing < t.All:
		t.Share = diagram.ShareBegun
	default:
		t.Share = diagram.ShareNone
	}
	counts, links := b.lacks(g.links)
	if t.Links = links; t.Share != diagram.ShareNone {
		t.Counts = counts
	}
	return t
}

// holders are the enterprises for which links count as held, each once.
func (b *leaderBuilder) holders(links []*analysis.Link) []string {
	var names []string
	for _, l := range links {
		for _, p := range l.Positions {
			if name := b.shortName(p.Enterprise); p.Able && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// lack is what a link that is not held is.
type lack struct{ zh, en string }

// Lacks in the order in which a tile counts them: what is missing, then what is nearest to be held.
var (
	lackMissing      = lack{"缺", "missing"}
	lackInsufficient = lack{"不足", "insufficient"}
	lackUnproven     = lack{"待核", "unverified"}
	lackCircle       = lack{"都市圈", "in circle"}
	lackRestricted   = lack{"受限", "restricted"}
	lackSteps        = []struct {
		step string
		lack lack
	}{
		{graph.StepTrial, lack{"试产", "on trial"}},
		{graph.StepBuilding, lack{"在建", "building"}},
		{graph.StepSigned, lack{"签约", "signed"}},
		{graph.StepPlanned, lack{"规划", "planned"}},
		{graph.StepStopped, lack{"停产", "stopped"}},
	}
)

// lackOf says what a link that is not held is. Of several local enterprises the one that is furthest on record counts.
func lackOf(l *analysis.Link) lack {
	switch {
	case l.State == analysis.Missing:
		return lackMissing
	case l.State == analysis.Outside:
		return lackCircle
	case l.State == analysis.Restricted:
		return lackRestricted
	case graph.LinkOf(l.Node).Insufficient() != "":
		return lackInsufficient
	}
	for _, s := range lackSteps {
		if slices.ContainsFunc(l.Positions, func(p analysis.Position) bool {
			return p.Local && p.Relation.Prov.Confidence.Evidenced() && p.Stage() == s.step
		}) {
			return s.lack
		}
	}
	return lackUnproven
}

// lacks counts the links that are not held by what they are, and names them in that order.
func (b *leaderBuilder) lacks(links []*analysis.Link) (counts, names []string) {
	order := []lack{lackMissing}
	for _, s := range lackSteps {
		order = append(order, s.lack)
	}
	order = append(order, lackUnproven, lackInsufficient, lackCircle, lackRestricted)
	for _, kind := range order {
		n := 0
		for _, l := range links {
			if !l.State.Held() && lackOf(l) == kind {
				n++
				names = append(names, l.Node.Label(string(b.lexicon)))
			}
		}
		if n > 0 {
			counts = append(counts, b.pick(fmt.Sprintf("%s %d", kind.zh, n), fmt.Sprintf("%d %s", n, kind.en)))
		}
	}
	return counts, names
}

// stages count the links of each stage that has a column.
func (b *leaderBuilder) stages() []diagram.LeaderStage {
	var list []diagram.LeaderStage
	for _, band := range b.structureBuilder.stages() {
		if band.Name == "" {
			continue
		}
		s := diagram.LeaderStage{Key: band.Key, Name: band.Name}
		for _, l := range b.chain.Links {
			if l.Stage() == band.Key && l.State != analysis.Market {
				s.All++
				if l.State.Held() {
					s.Held++
				}
			}
		}
		list = append(list, s)
	}
	return list
}

func (b *leaderBuilder) legend(s diagram.LeaderStructure) []diagram.LeaderLegend {
	occurs := map[diagram.LeaderShare]bool{}
	for _, t := range s.Tiles {
		occurs[t.Share] = true
	}
	if s.Strip != nil {
		occurs[s.Strip.Share] = true
	}
	words := map[diagram.LeaderShare]string{
		diagram.ShareFull:  b.pick("已齐", "all"),
		diagram.ShareHalf:  b.pick("部分", "some"),
		diagram.ShareBegun: b.pick("弱或圈内", "weak or circle"),
		diagram.ShareNone:  b.pick("未见", "none seen"),
	}
	var list []diagram.LeaderLegend
	for _, share := range diagram.LeaderShares {
		if occurs[share] {
			list = append(list, diagram.LeaderLegend{Share: share, Word: words[share]})
		}
	}
	return list
}

func (b *leaderBuilder) head() diagram.LeaderHead {
	foot, notes := b.sources()
	h := b.leaderHead("structure", "技术结构", "Structure", append([]string{foot}, notes...))
	h.Headlines = b.headlines()
	h.Foot = b.leaderFoot(b.unproven())
	percent := func(share float64) string { return fmt.Sprintf("%.0f%%", math.Round(100*share)) }
	if done := b.chain.Completeness; done.Total > 0 {
		h.Figure = diagram.Figure{Value: percent(done.Value), Label: b.pick("完整度", "complete")}
		low, most := percent(analysis.Share(done.Span.Low, done.Span.Total)), percent(done.WithWeak)
		if low != h.Figure.Value {
			h.Figure.Label += b.pick("，至少 "+low, ", at least "+low)
		}
		if most != h.Figure.Value {
			h.Figure.Label += b.pick("，含弱项 "+most, ", "+most+" with weak")
		}
	}
	return h
}

// headlines say how many links are held, then what to fill first.
func (b *leaderBuilder) headlines() []string {
	all, held := b.chain.Completeness.Total, b.chain.Completeness.Covered
	var has string
	switch {
	case all == 0:
		return []string{b.pick("该产业链还没有环节", "This chain has no links yet")}
	case held == all:
		has = b.pick(fmt.Sprintf("%d 个环节都已有", all), fmt.Sprintf("All %d links are in place", all))
	case held == 0:
		has = b.pick(fmt.Sprintf("%d 个环节尚无一个已有", all), fmt.Sprintf("None of %d links is in place yet", all))
	default:
		has = b.pick(fmt.Sprintf("%d 个环节已有 %d 个", all, held), fmt.Sprintf("%d of %d links in place", held, all))
	}
	var names []string
	for _, g := range firstOf(OpenGaps(b.findings, b.chain.Node.ID)) {
		names = append(names, g.Link.Node.Label(string(b.lexicon)))
	}
	if len(names) == 0 {
		return []string{has + b.pick("；没有待办的缺口", "; no gap is open")}
	}
	list := b.everShorter(names, "项")
	for i := range list {
		list[i] = has + b.pick("；先补", "; fill first: ") + list[i]
	}
	n := len(names)
	return append(list, has+b.pick(fmt.Sprintf("；先补标号的 %d 项", n), fmt.Sprintf("; fill the %d numbered first", n)))
}

// unproven says what must be proved first: that links count as held on re-posts alone; else that local enterprises lack
// evidence of production. Empty when neither is so.
func (b *leaderBuilder) unproven() string {
	held, reposted, weak := 0, 0, 0
	for _, l := range b.chain.Links {
		if l.State == analysis.Weak {
			weak++
		}
		if !l.State.Held() {
			continue
		}
		held++
		if !slices.ContainsFunc(l.Positions, func(p analysis.Position) bool {
			return p.Able && p.Relation.Prov.Confidence.Settled()
		}) {
			reposted++
		}
	}
	switch {
	case reposted > 0 && reposted == held:
		return b.pick(
			fmt.Sprintf("已有的 %d 个环节都只有转载为据，请先核实", held),
			fmt.Sprintf("All %d in place rest on re-posts alone: verify first", held),
		)
	case reposted > 0:
		return b.pick(
			fmt.Sprintf("已有的 %d 个环节中 %d 个只有转载为据，请先核实", held, reposted),
			fmt.Sprintf("%d of %d in place rest on re-posts alone: verify first", reposted, held),
		)
	case weak > 0:
		return b.pick(
			fmt.Sprintf("%d 个环节的本地企业尚无投产依据，请先核实", weak),
			fmt.Sprintf("Local firms on %d link(s) lack evidence of production: verify first", weak),
		)
	}
	return ""
}
