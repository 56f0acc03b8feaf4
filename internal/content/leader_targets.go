package content

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
)

// leaderFirms are the enterprises that the leader's edition names for a gap.
const leaderFirms = 2

// NewLeaderTargets says what is in the leader's edition of the investment targets of a chain, with the candidates of
// its open gaps by link. The error has code graph.CodeNotFound when the chain does not exist.
func NewLeaderTargets(
	f *analysis.Findings, candidates candidate.Lists, chain graph.ID, o Options,
) (diagram.LeaderTargets, error) {
	base, err := newChainBuilder(f, chain, o)
	if err != nil {
		return diagram.LeaderTargets{}, err
	}
	open := OpenGaps(f, chain)
	b := targetsBuilder{chainBuilder: base, gaps: open, candidates: map[*analysis.Gap]shortlist{}}
	for _, g := range open {
		b.candidates[g] = shorten(candidates[g.Link.Node.ID])
	}
	t := diagram.LeaderTargets{
		Total: len(open),
		Empty: b.pick("没有更多待办的缺口", "No further gap is open"),
		More:  b.pick("无更多合适的", "No other suitable firm"),
	}
	first := firstOf(open)
	numbers := ranks(first)
	for i, g := range first {
		t.Gaps = append(t.Gaps, b.leaderGap(g, numbers[i]))
	}
	t.Head = b.leaderTargetsHead(t)
	return t, nil
}

// suitable are the candidates that may be called: known ones. Words alone call nobody, and whether a local firm could
// change what it makes is another question, and no investment.
func suitable(list shortlist) []*candidate.Candidate {
	return slices.DeleteFunc(slices.Clone(list.firms), func(c *candidate.Candidate) bool { return !c.Leads() })
}

func (b *targetsBuilder) leaderGap(g *analysis.Gap, number int) diagram.LeaderGap {
	x := diagram.LeaderGap{
		ID:     string(g.ID),
		Href:   "/gaps?gap=" + g.ID.Key(),
		Name:   g.Link.Node.Label(string(b.lexicon)),
		Number: number,
	}
	x.Mark, x.Kind = b.kind(g)
	x.Kind += b.pick("，", ", ") + b.inShort(g, x.Mark)
	list := b.candidates[g]
	firms := suitable(list)
	firms = firms[:min(leaderFirms, len(firms))]
	for _, c := range firms {
		x.Firms = append(x.Firms, diagram.LeaderFirm{
			ID:         string(c.Enterprise.ID),
			Href:       b.firmHref(c),
			Name:       b.shortName(c.Enterprise),
			Unverified: c.Unverified,
			Place:      b.region(c),
			Reason:     b.reason(g, c),
		})
	}
	locals := list.turn
	if len(firms) == 0 {
		x.None = [2]string{b.pick("未见合适的候选", "No suitable firm is seen"), b.leftOut(list, locals)}
	}
	x.Act = b.act(g, firms, len(locals) > 0)
	given := func(label, value string) string {
		if value == "" {
			value = b.say(blank)
		}
		return label + " " + value
	}
	decision := g.Decision()
	x.Owner = given(b.pick("责任", "Owner"), decision.Owner)
	x.Due = given(b.pick("期限", "Due"), string(decision.Due))
	return x
}

// inShort says in a few words why a gap is what it is marked as.
func (b *targetsBuilder) inShort(g *analysis.Gap, mark diagram.GapMark) string {
	link := graph.LinkOf(g.Link.Node)
	switch {
	case mark == diagram.GapChoke && link.OutsideSupply() == graph.SupplyFew:
		return b.pick("国内厂家少", "few makers")
	case mark == diagram.GapChoke:
		n := len(g.Link.Users)
		return b.pick(fmt.Sprintf("%d 个环节要用", n), fmt.Sprintf("%d links need it", n))
	case mark == diagram.GapOutside:
		return b.pick("本市未见", "none in the city")
	case mark == diagram.GapMissing:
		return b.pick("都市圈也未见", "circle too")
	case mark == diagram.GapWeak && link.Insufficient() != "":
		return b.pick("已认定不足", "insufficient")
	case mark == diagram.GapWeak:
		return b.pick("尚无投产依据", "production unproven")
	}
	return b.pick("已认定不畅", "found not to flow")
}

// reason is the firmest reason to call a candidate: a product on record, one known in the trade, that it works on the
// link, what joins it to a local enterprise, that it is near; last, that its words are near.
func (b *targetsBuilder) reason(g *analysis.Gap, c *candidate.Candidate) string {
	lang, s := string(b.lexicon), b.snapshot()
	firmest := func(list []*graph.Relation) *graph.Relation {
		var best *graph.Relation
		for _, r := range list {
			if best == nil || r.Prov.Confidence.Evidenced() && !best.Prov.Confidence.Evidenced() {
				best = r
			}
		}
		return best
	}
	products := s.Heads(g.Link.Node.ID, graph.Yields)
	made := firmest(slices.DeleteFunc(slices.Clone(s.Out(c.Enterprise.ID, graph.Makes)), func(r *graph.Relation) bool {
		return !slices.ContainsFunc(products, func(n *graph.Node) bool { return n.ID == r.To })
	}))
	if made != nil {
		return b.pick("做 ", "Makes ") + s.Node(made.To).Label(lang)
	}
	on := firmest(slices.DeleteFunc(
		graph.Making(s.Out(c.Enterprise.ID, graph.OperatesIn)),
		func(r *graph.Relation) bool { return r.To != g.Link.Node.ID },
	))
	switch {
	case on != nil && on.Prov.Confidence.Evidenced():
		return b.pick("有据做这一环节", "On the link, on record")
	case on != nil:
		return b.pick("业内做这一环节", "Known for it in the trade")
	case len(c.Ties) > 0 && (c.Ties[0].Evidenced || c.Ties[0].Group):
		return fmt.Sprintf(b.tieForm(g, c, c.Ties[0]), b.shortName(c.Ties[0].Local))
	case c.Region == analysis.RegionCircle:
		return b.pick("在都市圈内", "In the circle")
	}
	return b.pick("公开数据载其生产", "Makes it, by a data set")
}

// leftOut says who is known and why nobody of them stands on the drawing.
func (b *targetsBuilder) leftOut(list shortlist, locals []*candidate.Candidate) string {
	n := len(locals)
	switch {
	case n > 0:
		name := b.shortName(locals[0].Enterprise)
		if n > 1 {
			name += " " + diagram.InFew(string(b.lexicon), n, "家")
		}
		return b.pick("可问本地"+name+"能否转产", "Local, could it change over? "+name)
	case list.distant > 0:
		return b.pick("库内只有用词相近的企业，没有列出", "On record are only firms near in words, not listed")
	}
	return b.pick("库内没有其他线索", "No other lead on record")
}

// acts are what to do next with the firmest contact, by its stage.
var acts = map[string]analysis.Words{
	graph.ContactMade:   {ZH: "推进洽谈", EN: "Open talks"},
	graph.ContactTalks:  {ZH: "催签约", EN: "Get it signed"},
	graph.ContactSigned: {ZH: "催落地", EN: "Get it landed"},
	graph.ContactLanded: {ZH: "盯投产", EN: "See it start"},
}

// act is what to do next about a gap.
func (b *targetsBuilder) act(g *analysis.Gap, firms []*candidate.Candidate, askLocals bool) string {
	furthest := 0
	for _, c := range firms {
		if stage, begun, reported := b.stage(g, c); begun || reported {
			furthest = max(furthest, stage)
		}
	}
	if act, known := acts[graph.ContactStages[furthest].Code]; known {
		return b.say(act)
	}
	switch {
	case len(firms) > 1:
		return b.pick("约见两家", "Meet both")
	case len(firms) == 1:
		return b.pick("约见一家", "Meet it")
	case askLocals:
		return b.pick("问本地转产", "Ask locals")
	}
	return b.pick("查名录另找", "Search lists")
}

func (b *targetsBuilder) leaderTargetsHead(t diagram.LeaderTargets) diagram.LeaderHead {
	h := b.leaderHead("targets", "招商目标", "Investment targets", nil)
	var calls, without []string
	unverified, seen := false, map[string]bool{}
	for _, g := range t.Gaps {
		if len(g.Firms) == 0 {
			without = append(without, g.Name)
		} else if f := g.Firms[0]; !seen[f.ID] {
			seen[f.ID] = true
			calls = append(calls, f.Name)
		}
		unverified = unverified || slices.ContainsFunc(g.Firms, func(f diagram.LeaderFirm) bool { return f.Unverified })
	}
	h.Headlines = b.leaderCalls(calls, without)
	switch {
	case unverified:
		h.Foot = b.leaderFoot(b.pick(
			"候选不是合作意向，点线下划的须先核实",
			"Candidates have agreed to nothing; dotted names are to be verified",
		))
	case len(calls) > 0:
		h.Foot = b.leaderFoot(b.pick("候选不是合作意向", "Candidates have agreed to nothing"))
	case len(t.Gaps) > 0:
		h.Foot = b.leaderFoot(b.pick("库内未见不等于没有", "None seen on record is not none exists"))
	default:
		h.Foot = b.leaderFoot("")
	}
	return h
}

// leaderCalls says whom to call, then for which of the first gaps nobody is there.
func (b *targetsBuilder) leaderCalls(calls, without []string) []string {
	call := func(names string) string { return b.pick("先联系", "Call ") + names }
	many := func(n int, zh, en string) string { return b.pick(fmt.Sprintf(zh, n), fmt.Sprintf(en, n)) }
	var list []string
	switch {
	case len(calls)+len(without) == 0:
		return []string{b.pick("没有待办的缺口", "No gap is open")}
	case len(calls) == 0:
		for _, names := range b.everShorter(without, "项") {
			list = append(list, b.pick("还没有合适的候选："+names, "No suitable firm yet: "+names))
		}
		return append(list, many(len(without), "%d 项都还没有合适的候选", "No suitable firm yet for any of the %d"))
	case len(without) == 0:
		for _, names := range b.everShorter(calls, "家") {
			list = append(list, call(names))
		}
		return append(list, call(many(len(calls), "下列 %d 家", "the %d below")))
	}
	all := append(b.everShorter(calls, "家"), many(len(calls), "下列 %d 家", "the %d below"))
	for _, names := range b.everShorter(without, "项") {
		list = append(list, call(all[0])+b.pick("；"+apart(names)+"还没有合适的", "; nobody yet: "+names))
	}
	for _, names := range all {
		list = append(list, call(names)+many(len(without), "；%d 项还没有合适的", "; nobody yet for %d"))
	}
	return list
}

// apart ends a text with a space where a Chinese one that follows would touch a Latin word or number.
func apart(text string) string {
	if last := text[len(text)-1]; last < utf8.RuneSelf && last != ' ' {
		return text + " "
	}
	return text
}
