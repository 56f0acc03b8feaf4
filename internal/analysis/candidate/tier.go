package candidate

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/likeness"
)

// Tier says on what a candidate rests, and with it how it may be shown.
type Tier string

// The tiers, best first. Only Known and Worded are candidates.
const (
	Known  Tier = "known"  // on record on the link or making its products, or known in the trade to do so
	Worded Tier = "worded" // words only, but one product, its noun, its rarest term and the industry agree
	Turn   Tier = "turn"   // a local firm of the right industry that could turn to it: visited, not invited
	Unfit  Tier = "unfit"  // words that chance to be alike
)

// Tiers are the tiers with their words.
var Tiers = []graph.Term{
	{Code: string(Known), ZH: "有据或行业常识", EN: "On record or known in the trade"},
	{Code: string(Worded), ZH: "按产品名推断", EN: "Inferred from product names"},
	{Code: string(Turn), ZH: "本地可转产", EN: "Local, could turn to it"},
	{Code: string(Unfit), ZH: "按产品名推断，匹配不足", EN: "Inferred from product names, not enough agrees"},
}

// Class is the sort of thing that links yield, as far as an industry tells who can make it: goods of a chain, or
// equipment or services of whatever chain.
type Class struct {
	Kind  likeness.Kind
	Chain graph.ID // of goods; else empty
}

// ClassOf is the class of a lowest link: by the name of the link where that says equipment or service, else by its
// products when they all do.
func ClassOf(g *graph.Snapshot, link graph.ID) Class {
	n := g.Node(link)
	if n == nil {
		return Class{}
	}
	kind := likeness.KindOf(n.Name)
	for i, p := range g.Heads(link, graph.Yields) {
		if of := likeness.KindOf(p.Name); kind == likeness.Goods && i == 0 {
			kind = of
		} else if of != kind {
			kind = likeness.KindOf(n.Name)
			break
		}
	}
	if kind != likeness.Goods {
		return Class{Kind: kind}
	}
	at := n
	for seen := map[graph.ID]bool{}; at.Kind != graph.KindChain && !seen[at.ID]; {
		seen[at.ID] = true
		up := g.Heads(at.ID, graph.PartOf)
		if len(up) == 0 {
			break
		}
		at = up[0]
	}
	return Class{kind, at.ID}
}

// Trade is an industry of a data set whose firms make things of a class, learned from the makers that are on links of
// that class: who puts another maker on a link widens it.
type Trade struct {
	Class
	Industry graph.Node
	Makers   []graph.ID // by id
}

// Fit is how far one product of a firm, and its industry, speak for its making what a link needs.
type Fit struct {
	likeness.Coverage
	Industry *graph.Node // nil when no data set says
	Makers   int         // known makers of this industry on links of the class, the firm itself left out
}

// Holds tells whether words alone may make a candidate of the firm.
func (f *Fit) Holds() bool { return f != nil && f.Coverage.Holds() && f.Makers > 0 }

// lacks says what is missing for words alone to do.
func (f *Fit) lacks() []analysis.Words {
	var list []analysis.Words
	add := func(zh, en string) { list = append(list, analysis.Words{ZH: zh, EN: en}) }
	if f.Share < likeness.LeastShare {
		add("单个产品含所需信息不足六成", "no one product carries 60 % of what is needed")
	}
	if !f.Head {
		add("产品类别不同", "the product is of another class")
	}
	if !f.Rarest {
		add("关键词未对上", "the telling term is not in it")
	}
	switch {
	case f.Industry == nil:
		add("行业未知", "its industry is not known")
	case f.Makers == 0:
		add("行业不符："+f.Industry.Name, "no known maker is of its industry: "+f.Industry.Label("en"))
	}
	return list
}

// why says what the fit rests on, and what is missing.
func (f *Fit) why() analysis.Words {
	words := strings.Join(f.Words, "、")
	w := analysis.Words{
		ZH: fmt.Sprintf("其“%s”含“%s”，占“%s”信息的 %d%%", f.Product.Name, words, f.Need, analysis.Percent(f.Share)),
		EN: fmt.Sprintf("its “%s” carries “%s”, %d %% of the information of “%s”", f.Product.Name, words,
			analysis.Percent(f.Share), f.Need),
	}
	if f.Holds() {
		return analysis.Words{
			ZH: fmt.Sprintf("%s；所属%s，同类环节已知厂商 %d 家", w.ZH, f.Industry.Name, f.Makers),
			EN: fmt.Sprintf("%s; of %s, as %d known makers of such links", w.EN, f.Industry.Label("en"), f.Makers),
		}
	}
	var zh, en []string
	for _, x := range f.lacks() {
		zh, en = append(zh, x.ZH), append(en, x.EN)
	}
	w.ZH, w.EN = w.ZH+"；"+strings.Join(zh, "、"), w.EN+"; "+strings.Join(en, ", ")
	return w
}

// What the words of one product count in match: less than what the trade knows, and half of that where they do not
// hold.
const (
	byWords  = .6
	byWeakly = .3
)

// value is what the fit counts in match.
func (f *Fit) value() float64 {
	switch {
	case f == nil || f.Share == 0:
		return 0
	case f.Holds():
		return byWords * f.Share
	}
	return byWeakly * f.Share
}

// tier is the one place that says on what a candidate rests.
func (s *scoring) tier(p prospect) Tier {
	x := p.found
	switch {
	case p.local():
		if s.turns(p) {
			return Turn
		}
		return Unfit
	case len(s.doing(p.node.ID)) > 0 || x != nil && x.Made > 0:
		return Known
	case x != nil && x.Fit.Holds() && s.barred(p) == (analysis.Words{}):
		return Worded
	}
	return Unfit
}

// turns tells whether a local firm is of an industry that makes such things: it works, on record, on a link of the same
// class, or a data set says so.
func (s *scoring) turns(p prospect) bool {
	if p.found != nil && p.found.Fit != nil && p.found.Fit.Makers > 0 {
		return true
	}
	works := graph.Making(s.f.Snapshot.Out(p.node.ID, graph.OperatesIn))
	return slices.ContainsFunc(works, func(r *graph.Relation) bool {
		return r.Prov.Confidence.Evidenced() && ClassOf(s.f.Snapshot, r.To) == s.class
	})
}

// Fits tells whether a candidate may be shown as one: known, or inferred by words that hold, and nothing bars it.
func (c *Candidate) Fits() bool {
	return c.Veto == nil && c.Barred == (analysis.Words{}) && (c.Tier == Known || c.Tier == Worded)
}

// Leads tells whether a candidate may be called the first choice: words alone never are.
func (c *Candidate) Leads() bool { return c.Fits() && c.Tier == Known }

// Distant tells whether a candidate is folded away: not enough speaks for it, and nobody has begun to talk to it.
func (c *Candidate) Distant() bool { return c.Veto == nil && c.Tier == Unfit && c.Card == nil }

// group is the place of a candidate before its score counts.
func (c *Candidate) group() int {
	switch {
	case c.Veto != nil:
		return 5
	case c.Tier == Turn:
		return 3
	case c.Tier == Unfit:
		return 4
	case c.Barred != (analysis.Words{}):
		return 2
	case c.Tier == Worded:
		return 1
	}
	return 0
}

// Tally says how many candidates there are among some.
type Tally struct {
	Named   int // 候选企业: known or by words that hold, or already talked to
	Turn    int // 本地可转产
	Distant int // 匹配不足
	Vetoed  int // 否决
}

// Count counts candidates of one link.
func Count(list []*Candidate) Tally {
	var n Tally
	for _, c := range list {
		switch {
		case c.Veto != nil:
			n.Vetoed++
		case c.Distant():
			n.Distant++
		case c.Tier == Turn:
			n.Turn++
		default:
			n.Named++
		}
	}
	return n
}

// barred says why an enterprise does not stand ahead, whatever speaks for it: its shares are under a warning of risk or
// delisting, or it trades or holds and makes nothing, where trade is not what is needed. Empty when nothing does.
func (s *scoring) barred(p prospect) analysis.Words {
	for _, n := range []*graph.Node{p.node, p.twin()} {
		if n != nil && warned(n) {
			return analysis.Words{ZH: "证券简称带 ST 或“退”：有风险或退市警示", EN: "its shares trade under a risk or delisting warning"}
		}
	}
	if likeness.Trades(s.link.Node.Name) ||
		slices.ContainsFunc(s.products, func(n *graph.Node) bool { return likeness.Trades(n.Name) }) {
		return analysis.Words{}
	}
	what := p.node.Name
	if p.found != nil && p.found.Fit != nil && p.found.Fit.Industry != nil && !likeness.Trades(what) {
		what = p.found.Fit.Industry.Name
	}
	if likeness.Trades(what) || strings.HasPrefix(what, "综合") {
		return analysis.Words{
			ZH: "主业为贸易、零售或综合：" + what,
			EN: "it trades or holds, and is not known to make things: " + what,
		}
	}
	return analysis.Words{}
}

// warned tells from the name of a listed company whether its exchange warns of it.
func warned(n *graph.Node) bool {
	return slices.ContainsFunc([]string{graph.EnterpriseOf(n).ShortName(), n.Name}, func(name string) bool {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "S*"), "*")
		return strings.HasPrefix(name, "ST") || strings.HasPrefix(name, "退市") || strings.HasSuffix(name, "退")
	})
}
