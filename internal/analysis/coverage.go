package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
)

// Coverage is the state of a link. The states exclude one another; Market comes first, then Strong to Missing are
// tested in this order, and Restricted takes the place of the last three.
type Coverage string

// The states of a link.
const (
	Strong  Coverage = "strong"  // 强: two or more able local enterprises, one of them graded
	Present Coverage = "present" // 有: at least one able local enterprise
	Weak    Coverage = "weak"    // 弱: local enterprises known, none able yet, or declared insufficient
	Outside Coverage = "outside" // 圈: none local, one in the metropolitan circle
	Missing Coverage = "missing" // 缺: none known
	// 受限: not held, and a policy says that nothing is to be added
	Restricted Coverage = "restricted"
	// 用途: hospitals, shops, building sites. It makes nothing, and whether the city has one is not asked
	Market Coverage = "market"
)

// Coverages lists the states with their words.
var Coverages = []graph.Term{
	{
		Code: string(Strong),
		ZH:   "强",
		EN:   "Strong",
	}, {Code: string(Present), ZH: "有", EN: "Present"}, {Code: string(Weak), ZH: "弱", EN: "Weak"},
	{Code: string(Outside), ZH: "圈", EN: "In the circle"}, {Code: string(Missing), ZH: "缺", EN: "Missing"},
	{Code: string(Restricted), ZH: "受限", EN: "Restricted"}, {Code: string(Market), ZH: "用途", EN: "Market"},
}

// Held tells whether the state counts as covered.
func (c Coverage) Held() bool { return c == Strong || c == Present }

// Lacks tells whether the state is one that somebody could fill.
func (c Coverage) Lacks() bool { return c == Weak || c == Outside || c == Missing }

// Position is an enterprise on a link.
type Position struct {
	Enterprise *graph.Node
	Relation   *graph.Relation
	Local      bool
	Circle     bool
	Able       bool // local, in production, and its role rests on a document or a medium
	Graded     bool // named by the city, lead, above-scale, specialised or better, by a verified level
}

// Stage returns how far the enterprise is on the link.
func (p Position) Stage() string { return graph.PositionOf(p.Relation).Stage() }

// Link is what was found about a lowest link.
type Link struct {
	Node    *graph.Node
	Chain   *Chain
	Lane    *graph.Node // its sub-chain
	Group   *graph.Node
	Weight  int // 1 to 3; 0 of a market
	State   Coverage
	Why     Reason
	Sole    bool // 独家: hangs on one able enterprise
	Choke   bool // 卡点
	Blocked bool // 堵点, declared by people
	// Positions are of who makes, develops or provides what it yields; of a market, of all who are there.
	Positions []Position
	Traders   []Position // of who only sells or uses it: they cover nothing
	Users     []*Link    // links that it feeds for certain, also of other chains; by id
	Feeders   []*Link    // links that feed it for certain
	// what it cannot do without, in the order of Feeders: a group is one feeder, or several of which any one is enough
	Needs [][]*Link
	// those of Users that live on it day by day: they take it for input, or are where it goes
	Takers []*Link
	oneOff map[*Link]bool // neighbours to which it sells, or of which it buys, equipment or services only
	// DataCoverage is the share of the five questions on a link that the data answer; see Answer.
	DataCoverage float64
	Answers      []Answer
	AsOf         graph.Date // newest as_of of the evidence on it; empty when there is none
	Criticality  Criticality
	Searches     []*graph.Node // by which people looked for makers and found none, newest first
}

// Stage returns upstream, midstream, downstream or support.
func (l *Link) Stage() string { return graph.LinkOf(l.Node).Stage() }

// graded are the levels that make a link strong. High-tech alone is a tax status, not a grade of the ladder.
var graded = []string{
	graph.LevelNamed,
	graph.LevelLead,
	graph.LevelAboveScale,
	graph.LevelSpecialised,
	graph.LevelLittleGiant,
	graph.LevelChampion,
}

// positions are those on a link, apart from those of who only trades in what it yields.
func positions(s *graph.Snapshot, link *graph.Node) (list, traders []Position) {
	for _, r := range s.In(link.ID, graph.OperatesIn) {
		e := s.Node(r.From)
		reach := graph.EnterpriseOf(e).Reach()
		p := Position{Enterprise: e, Relation: r, Local: reach == graph.ReachLocal, Circle: reach == graph.ReachCircle}
		p.Able = p.Local && graph.PositionOf(r).Stage() == graph.StepProduction && r.Prov.Confidence.Evidenced()
		p.Graded = slices.ContainsFunc(graph.EnterpriseOf(e).Levels(), func(level string) bool {
			return slices.Contains(graded, level)
		})
		if !graph.PositionOf(r).Makes() && !graph.LinkOf(link).Market() {
			p.Able = false
			traders = append(traders, p)
			continue
		}
		list = append(list, p)
	}
	for _, of := range [][]Position{list, traders} {
		slices.SortStableFunc(of, func(a, b Position) int {
			return cmp.Or(rank(b)-rank(a), cmp.Compare(a.Enterprise.ID, b.Enterprise.ID))
		})
	}
	return list, traders
}

// rank orders positions: able before known, local before circle before the rest, graded first among equals.
func rank(p Position) int {
	n := 0
	for i, is := range []bool{p.Graded, p.Circle, p.Local, p.Able} {
		if is {
			n += 1 << i
		}
	}
	return n
}

// cover decides the state of a link by the rules C-0 to C-5, in this order; restrict has the last word.
func cover(l *Link, city graph.City) {
	var able, local, circle []Position
	for _, p := range l.Positions {
		if p.Able {
			able = append(able, p)
		}
		if p.Local {
			local = append(local, p)
		}
		if p.Circle {
			circle = append(circle, p)
		}
	}
	l.Sole = len(able) == 1
	insufficient := graph.LinkOf(l.Node).Insufficient()
	switch {
	case graph.LinkOf(l.Node).Market():
		l.State, l.Weight, l.Sole = Market, 0, false
		l.Why = Reason{
			Rule: "C-0",
			Text: Words{
				fmt.Sprintf("用途环节：只用不造，不计入完整度，不算缺口。图谱中本市在此 %d 家。", len(local)),
				fmt.Sprintf("A market: it uses and makes nothing, and is no gap. %d local on record here.", len(local)),
			},
			Facts: append([]Fact{nodeFact(l.Node)}, positionFacts(local)...),
		}
	case insufficient != "":
		l.State = Weak
		l.Why = Reason{
			Rule:  "C-3",
			Text:  Words{"已被认定为不足：" + insufficient + "。", "Declared insufficient: " + insufficient + "."},
			Facts: []Fact{nodeFact(l.Node)},
		}
	case len(able) >= 2 && slices.ContainsFunc(able, func(p Position) bool { return p.Graded }):
		l.State = Strong
		l.Why = Reason{Rule: "C-1", Text: Words{
			fmt.Sprintf("有 %d 家本地企业投产且有据，其中有规上或更高等级。", len(able)),
			fmt.Sprintf(
				"%d local enterprises are in production on record, at least one of them graded.",
				len(able),
			)}, Facts: positionFacts(able)}
	case len(able) >= 1:
		l.State = Present
		l.Why = Reason{Rule: "C-2", Text: Words{
			fmt.Sprintf("有 %d 家本地企业投产且有据。", len(able)),
			counted(len(able), "local enterprise", "local enterprises") + " in production on record.",
		}, Facts: positionFacts(able)}
	case len(local) >= 1:
		l.State = Weak
		l.Why = Reason{Rule: "C-3", Text: Words{
			fmt.Sprintf("已知 %d 家本地企业，尚无一家有投产的依据（签约、在建、试产、停产，或角色待核实）。", len(local)),
			fmt.Sprintf(
				"%s known, none with evidence of production (signed, building, trial, stopped, or role "+
					"unverified).",
				counted(len(local), "local enterprise", "local enterprises"),
			)}, Facts: positionFacts(local)}
	case len(circle) >= 1:
		l.State = Outside
		l.Why = Reason{Rule: "C-4", Text: Words{
			fmt.Sprintf("本市未见企业，%s内已知 %d 家。", city.Circle("zh"), len(circle)),
			fmt.Sprintf(
				"None seen in the city; %d known in the %s.",
				len(circle),
				city.Circle("en"),
			)}, Facts: positionFacts(circle)}
	default:
		l.State = Missing
		l.Why = Reason{Rule: "C-5", Text: Words{
			"本市和" + city.Circle("zh") + "内均未见企业。“未见”不等于“没有”。",
			"None seen in the city or the " + city.Circle("en") + ". “None seen” is not “none exists”."},
			Facts: []Fact{nodeFact(l.Node)}}
	}
}

func nodeFact(n *graph.Node) Fact {
	return Fact{
		Text:    Words{"环节模板列有“" + n.Name + "”", "The chain's template lists “" + n.Label("en") + "”"},
		Subject: n.ID,
		Prov:    n.Prov,
	}
}

func positionFacts(list []Position) []Fact {
	facts := make([]Fact, len(list))
	for i, p := range list {
		zh, en := graph.Words(graph.Steps, p.Stage(), "zh"), graph.Words(graph.Steps, p.Stage(), "en")
		if note := p.Relation.Attrs.Note(); note != "" {
			zh, en = zh+"："+note, en+": "+note
		}
		facts[i] = Fact{
			Text:     Words{p.Enterprise.Name + " " + zh, p.Enterprise.Label("en") + ": " + en},
			Subject:  p.Enterprise.ID,
			Relation: p.Relation.RelationKey,
			Prov:     p.Relation.Prov,
		}
	}
	return facts
}
