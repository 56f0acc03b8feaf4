package analysis

import (
	"iter"
	"math"

	"chainchief/graph"
)

// Counts are what pages, drawings, the API and the command line count, each with the one name it is called by. What
// they mean is in docs/methods.md (Counts) and in the glossary of the page; no other count may bear one of these names.
var Counts = []graph.Term{
	{Code: "links", ZH: "环节", EN: "links"},
	{Code: "links_held", ZH: "已有环节", EN: "links held"},
	{Code: "links_weak", ZH: "薄弱环节", EN: "weak links"},
	{Code: "links_outside", ZH: "圈内有", EN: "in the circle"},
	{Code: "links_missing", ZH: "缺失环节", EN: "missing links"},
	{Code: "links_restricted", ZH: "受限环节", EN: "restricted links"},
	{Code: "markets", ZH: "用途环节", EN: "markets"},
	{Code: "enterprises", ZH: "本地企业", EN: "local firms"},
	{Code: "gaps", ZH: "缺口", EN: "gaps"},
	{Code: "gaps_missing", ZH: "断点", EN: "missing gaps"},
	{Code: "gaps_weak", ZH: "弱项", EN: "weak gaps"},
	{Code: "gaps_chokepoint", ZH: "卡点", EN: "chokepoints"},
	{Code: "gaps_blocked", ZH: "堵点", EN: "blocked"},
	{Code: "gaps_overdue", ZH: "逾期缺口", EN: "gaps overdue"},
	{Code: "gaps_proposed", ZH: "待确认", EN: "to confirm"},
	{Code: "gaps_assigned", ZH: "已指派", EN: "assigned"},
	{Code: "gaps_dismissed", ZH: "已忽略", EN: "dismissed"},
	{Code: "gaps_closed", ZH: "已闭环", EN: "closed"},
	{Code: "gaps_gone", ZH: "不再判定", EN: "no longer derived"},
	{Code: "gaps_searched", ZH: "查过", EN: "looked for"},
	{Code: "gaps_without_project", ZH: "断点尚无项目", EN: "missing gaps, no project"},
	{Code: "projects", ZH: "项目", EN: "projects"},
	{Code: "projects_late", ZH: "逾期项目", EN: "projects late"},
	{Code: "candidates", ZH: "候选企业", EN: "candidates"},
	{Code: "candidates_turn", ZH: "本地可转产", EN: "local, could turn to it"},
	{Code: "candidates_distant", ZH: "匹配不足", EN: "not enough agrees"},
	{Code: "candidates_vetoed", ZH: "否决", EN: "vetoed"},
	{Code: "contacts", ZH: "对接", EN: "contacts"},
	{Code: "contact_firms", ZH: "对接企业", EN: "firms in contact"},
	{Code: "contacts_overdue", ZH: "逾期对接", EN: "contacts overdue"},
	{Code: "contacts_rejected", ZH: "对接否决", EN: "contacts rejected"},
	{Code: "inputs", ZH: "投入品", EN: "inputs"},
	{Code: "direct_inputs", ZH: "直接投入", EN: "direct inputs"},
	{Code: "six_ones_blank", ZH: "六个一待补充", EN: "six ones blank"},
}

// Counted is the name of a count in a language.
func Counted(code, lang string) string { return graph.Words(Counts, code, lang) }

// CountStates counts links by their state, whatever people decided on their gaps.
func CountStates(links []*Link) map[Coverage]int {
	n := map[Coverage]int{}
	for _, l := range links {
		n[l.State]++
	}
	return n
}

// CountLinks is how many links 环节 there are among some, without markets 用途环节, which are counted apart.
func CountLinks(links []*Link) int { return len(links) - CountStates(links)[Market] }

// GapCount says how many gaps there are among some.
type GapCount struct {
	Open     int            // 缺口: derived now, neither dismissed nor closed
	Kinds    map[string]int // 断点, 弱项, 卡点, 堵点: the open ones by kind; one of two kinds counts in both
	Outside  int            // of 断点: the circle has it
	Searched int            // 查过: of 断点, those where somebody looked and found none
	Assigned int            // 已指派: of the open ones, those that somebody answers for, also while they are in progress
	States   map[string]int // all by what people decided: 待确认, 已忽略, 已闭环
}

// CountGaps counts gaps of a chain or of the city.
func CountGaps(gaps []*Gap) GapCount {
	n := GapCount{Kinds: map[string]int{}, States: map[string]int{}}
	for _, g := range gaps {
		n.States[g.Status()]++
		if !g.Open() {
			continue
		}
		n.Open++
		if g.Taken() {
			n.Assigned++
		}
		for _, kind := range g.Kinds {
			n.Kinds[kind]++
		}
		if g.Link.State == Outside {
			n.Outside++
		}
		if g.Kind() == graph.GapMissing && len(g.Link.Searches) > 0 {
			n.Searched++
		}
	}
	return n
}

// GapsOf are the gaps of a chain, heaviest first, also those that people dismissed or closed.
func (f *Findings) GapsOf(c *Chain) []*Gap {
	var list []*Gap
	for _, g := range f.Gaps {
		if g.Link.Chain == c {
			list = append(list, g)
		}
	}
	return list
}

// ContactCount says how many cards of the board there are among some.
type ContactCount struct {
	Open     int // 对接: one enterprise for one gap, not rejected
	Firms    int // 对接企业: enterprises with such a card, each once
	Rejected int // 对接否决
}

// CountContacts counts cards, of each the enterprise and the stage.
func CountContacts(cards iter.Seq2[graph.ID, string]) ContactCount {
	var n ContactCount
	firms := map[graph.ID]bool{}
	for firm, stage := range cards {
		if stage == graph.ContactRejected {
			n.Rejected++
			continue
		}
		n.Open++
		firms[firm] = true
	}
	n.Firms = len(firms)
	return n
}

// Cards are those of the board for the gaps of a chain, whatever became of the gaps.
func (f *Findings) Cards(c *Chain) iter.Seq2[graph.ID, string] {
	return func(yield func(graph.ID, string) bool) {
		for _, l := range c.Links {
			for _, r := range f.Snapshot.Out(GapID(l.Node.ID), graph.Targets) {
				if !yield(r.To, graph.ContactOf(r).Stage()) {
					return
				}
			}
		}
	}
}

// Percent writes a share of 0 to 1 as a whole number of hundredths, a half upwards, as the page does.
func Percent(share float64) int { return int(math.Floor(100*share + .5)) }
