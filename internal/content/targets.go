package content

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
)

// mostFirms is how many candidates of a gap a drawing can show at the most.
const mostFirms = 12

// firstGaps are the gaps that a headline names.
const firstGaps = 3

// OpenGaps are the gaps of a chain that nobody dismissed or closed, heaviest first: those whose candidates NewTargets
// needs.
func OpenGaps(f *analysis.Findings, chain graph.ID) []*analysis.Gap {
	var list []*analysis.Gap
	for _, g := range f.Gaps {
		if g.Link.Chain.Node.ID == chain && g.Open() {
			list = append(list, g)
		}
	}
	return list
}

// NewTargets says what is in the investment-targets drawing of a chain, with the candidates of its open gaps by link.
// The error has code graph.CodeNotFound when the chain does not exist.
func NewTargets(f *analysis.Findings, candidates candidate.Lists, chain graph.ID, o Options) (diagram.Targets, error) {
	base, err := newChainBuilder(f, chain, o)
	if err != nil {
		return diagram.Targets{}, err
	}
	b := targetsBuilder{chainBuilder: base, gaps: OpenGaps(f, chain), candidates: map[*analysis.Gap]shortlist{}}
	for _, g := range b.gaps {
		b.candidates[g] = shorten(candidates[g.Link.Node.ID])
	}
	t := diagram.Targets{Unverified: b.pick("待核实", "unverified"),
		Blank: diagram.TargetBlank{
			Gaps:  b.pick("没有待办的缺口", "No gap is open"),
			Firms: b.pick("未见合适的候选", "No suitable candidate is seen"),
			More:  b.pick("无更多合适的候选", "No further suitable candidate"),
			Makes: b.pick("产品待补充", "Products not given"),
			Pull:  b.pick("未见本地企业", "no local firm seen"),
			Stage: b.pick("未接触", "no contact"),
		}}
	for _, term := range graph.ContactStages {
		if b.talksHidden() {
			t.Blank.Stage = "" // nothing is said of the talks then, not that there are none
			break
		}
		if term.Code != graph.ContactRejected {
			t.Stages = append(t.Stages, graph.Words(graph.ContactStages, term.Code, string(b.lexicon)))
		}
	}
	for i, g := range b.gaps {
		x := b.gap(g)
		x.Order, x.Rank = i+1, i+1
		if i > 0 && t.Gaps[i-1].Weight == x.Weight {
			x.Rank = t.Gaps[i-1].Rank
		}
		t.Gaps = append(t.Gaps, x)
		t.Distant += b.candidates[g].distant
	}
	n := analysis.CountGaps(f.GapsOf(b.chain))
	t.Dismissed, t.Closed = n.States[graph.GapDismissed], n.States[graph.GapClosed]
	t.Candidates, t.Turn = b.enterprises(ofFirms, whoever), b.enterprises(ofTurn, whoever)
	t.GapParts, t.FirmParts = b.partWords()
	t.Head = b.head(t).Scoped(b.scope(o, ""))
	if t.Gaps, t.Left = b.keep(t.Gaps); t.Left > 0 {
		t.Blank.Gaps = b.pick("所选范围内没有待办的缺口", "No open gap is within what was chosen")
	}
	return t, nil
}

// keep leaves out the gaps at links that the options leave out; those that stay keep their rank in the chain.
func (b *targetsBuilder) keep(all []diagram.TargetGap) (kept []diagram.TargetGap, left int) {
	drawn := map[string]bool{}
	for _, l := range b.links() {
		drawn[string(analysis.GapID(l.Node.ID))] = true
	}
	for _, g := range all {
		if drawn[g.ID] {
			g.Order = len(kept) + 1
			kept = append(kept, g)
		}
	}
	return kept, len(all) - len(kept)
}

type targetsBuilder struct {
	chainBuilder
	candidates map[*analysis.Gap]shortlist
	gaps       []*analysis.Gap
}

// shortlist are the candidates for a gap that a drawing may name, in their order.
type shortlist struct {
	firms, vetoed []*candidate.Candidate
	turn          []*candidate.Candidate // local ones that could turn to it: no candidates
	distant       int                    // left out
}

// shorten leaves out those of whom not enough agrees: words that chance to be alike must not send anybody to an
// enterprise.
func shorten(all []*candidate.Candidate) shortlist {
	var list shortlist
	for _, c := range all {
		switch {
		case c.Veto != nil:
			list.vetoed = append(list.vetoed, c)
		case c.Distant():
			list.distant++
		case c.Tier == candidate.Turn:
			list.turn = append(list.turn, c)
		default:
			list.firms = append(list.firms, c)
		}
	}
	return list
}

// partWords name the parts of weights and scores, as the first of each has them: they are the same for all.
func (b *targetsBuilder) partWords() (gap, firm []diagram.PartWord) {
	words := func(p analysis.Part) diagram.PartWord {
		return diagram.PartWord{Key: p.Key, Name: b.say(p.Name), Most: p.Most}
	}
	for _, g := range b.gaps {
		if gap == nil {
			for _, p := range g.Parts {
				gap = append(gap, words(p))
			}
		}
		for _, c := range b.candidates[g].firms {
			if firm == nil {
				for _, p := range c.Parts {
					firm = append(firm, words(p.Part))
				}
			}
		}
	}
	return gap, firm
}

func slot(p analysis.Part) diagram.Slot {
	return diagram.Slot{Key: p.Key, Most: p.Most, Value: p.Value, Unknown: p.Unknown}
}

func (b *targetsBuilder) gap(g *analysis.Gap) diagram.TargetGap {
	l := g.Link
	x := diagram.TargetGap{
		ID:     string(g.ID),
		Href:   "/gaps?gap=" + g.ID.Key(),
		Name:   l.Node.Label(string(b.lexicon)),
		Weight: g.Weight,
		Why:    b.why(g),
	}
	x.Mark, x.Kind = b.kind(g)
	rank := b.findings.Ranks()[g.ID]
	x.City = [3]int{rank.Place, rank.Low, rank.High}
	for _, p := range g.Parts {
		x.Parts = append(x.Parts, slot(p))
	}
	for _, user := range l.Users {
		x.Feeds = append(x.Feeds, user.Node.Label(string(b.lexicon)))
	}
	for _, n := range b.findings.Pulled(l) {
		x.Pulls = append(x.Pulls, b.shortName(n))
	}
	x.Status, x.Decided = b.decided(g)
	list := b.candidates[g]
	x.All, x.AllVetoes = len(list.firms), len(list.vetoed)
	for i, c := range list.firms[:min(mostFirms, x.All)] {
		firm := b.firm(g, c)
		firm.Order, firm.Rank = i+1, i+1
		if i > 0 && c.Rank == list.firms[i-1].Rank {
			firm.Rank = x.Firms[i-1].Rank
		}
		firm.Fits, firm.Leads, firm.Warned = c.Fits(), c.Leads(), c.Barred != (analysis.Words{})
		x.Firms = append(x.Firms, firm)
	}
	for _, c := range list.vetoed[:min(mostFirms, x.AllVetoes)] {
		x.Vetoes = append(x.Vetoes, diagram.TargetVeto{
			ID:      string(c.Enterprise.ID),
			Href:    b.firmHref(c),
			Name:    b.shortName(c.Enterprise),
			Reason:  b.say(c.Veto.Reason),
			Instead: b.say(c.Veto.Instead),
		})
	}
	return x
}

// kind is the gravest of what a gap is.
func (b *targetsBuilder) kind(g *analysis.Gap) (diagram.GapMark, string) {
	word := func(code string) string { return graph.Words(graph.GapKinds, code, string(b.lexicon)) }
	switch {
	case g.Link.Choke:
		return diagram.GapChoke, word(graph.GapChokepoint)
	case g.Link.State == analysis.Outside:
		return diagram.GapOutside, b.pick("圈内", "In the circle")
	case g.Link.State == analysis.Missing:
		return diagram.GapMissing, word(graph.GapMissing)
	case g.Link.State == analysis.Weak:
		return diagram.GapWeak, word(graph.GapWeak)
	}
	return diagram.GapBlocked, word(graph.GapBlocked)
}

// why says in short what is here and in the circle, and how many makers the country has.
func (b *targetsBuilder) why(g *analysis.Gap) string {
	l := g.Link
	var local, circle []string
	for _, p := range l.Positions {
		switch {
		case p.Local:
			local = append(local, b.shortName(p.Enterprise))
		case p.Circle:
			circle = append(circle, b.shortName(p.Enterprise))
		}
	}
	var parts []string
	switch {
	case l.State == analysis.Missing:
		parts = append(parts, b.pick("本市、都市圈均未见企业", "none seen in the city or circle"))
	case l.State == analysis.Outside:
		parts = append(parts, b.pick("本市未见，都市圈有", "not in the city; in the circle ")+b.list(circle))
	case graph.LinkOf(l.Node).Insufficient() != "":
		parts = append(parts, b.pick("已认定不足：", "declared insufficient: ")+graph.LinkOf(l.Node).Insufficient())
	case l.State == analysis.Weak:
		parts = append(parts, b.pick("尚无投产依据：", "no evidence of production: ")+b.list(local))
	}
	if blocked := graph.LinkOf(l.Node).Blocked(); blocked != "" {
		parts = append(parts, b.pick("堵点：", "blocked: ")+blocked)
	}
	if supply := graph.LinkOf(l.Node).OutsideSupply(); supply != "" {
		parts = append(parts, b.pick("国内", "")+strings.ToLower(graph.Words(graph.Supplies, supply, string(b.lexicon))))
	}
	return b.upper(strings.Join(parts, b.pick("；", "; ")))
}

// upper begins an English text with a capital.
func (l lexicon) upper(text string) string {
	if l != "en" || text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// decided is what people decided on a gap: the state in a word, and with who answers for it until when.
func (b *targetsBuilder) decided(g *analysis.Gap) (status, text string) {
	if g.Status() == graph.GapProposed {
		return "", ""
	}
	status = graph.Words(graph.GapStatuses, g.Status(), string(b.lexicon))
	decision := g.Decision()
	var parts []string
	if owner := decision.Owner; owner != "" {
		parts = append(parts, owner)
	}
	if due := string(decision.Due); due != "" {
		parts = append(parts, b.pick("期限 ", "due ")+due)
	}
	if len(parts) == 0 {
		parts = append(parts, b.pick("责任单位", "owner ")+b.say(blank))
	}
	return status, status + b.pick("：", ": ") + strings.Join(parts, b.pick("，", ", "))
}

func (b *targetsBuilder) firmHref(c *candidate.Candidate) string {
	if b.snapshot().Node(c.Enterprise.ID) == nil {
		return "" // of the pool: it has no page yet
	}
	return "/enterprises/" + c.Enterprise.ID.Key()
}

func (b *targetsBuilder) firm(g *analysis.Gap, c *candidate.Candidate) diagram.TargetFirm {
	x := diagram.TargetFirm{
		ID:          string(c.Enterprise.ID),
		Href:        b.firmHref(c),
		Name:        b.shortName(c.Enterprise),
		Unverified:  c.Unverified,
		Points:      c.Points,
		Most:        c.Most,
		Percent:     analysis.Percent(c.Low()),
		High:        analysis.Percent(c.High()),
		Place:       shortPlace(b.say(c.Place)),
		RegionKnown: c.Region != analysis.RegionUnknown,
		Makes:       []string{},
		Serves:      1,
	}
	for _, p := range c.Parts {
		x.Parts = append(x.Parts, slot(p.Part))
	}
	for _, m := range c.Makes {
		x.Makes = append(x.Makes, b.say(m.Words))
	}
	x.Inferred = b.upper(b.say(c.Inferred))
	for _, link := range c.Also {
		if slices.ContainsFunc(b.gaps, func(other *analysis.Gap) bool { return other.Link.Node.ID == link }) {
			x.Serves++
		}
	}
	x.Region = b.region(c)
	x.Tie, x.Tied, x.TieProven = b.tie(g, c)
	x.Stage, x.Begun, x.Reported = b.stage(g, c)
	return x
}

// regionWords are the classes of regions on a card.
func regionWords(city graph.City, class analysis.RegionClass) analysis.Words {
	return map[analysis.RegionClass]analysis.Words{
		analysis.RegionLocal:     {ZH: "本市", EN: "local"},
		analysis.RegionCircle:    {ZH: "都市圈", EN: "circle"},
		analysis.RegionProvince:  {ZH: "省内", EN: city.Province("en")},
		analysis.RegionPreferred: {ZH: "重点区域", EN: "focus"},
		analysis.RegionElsewhere: {ZH: "其他地区", EN: "elsewhere"},
	}[class]
}

// region is where a candidate is and how near that is.
func (b *targetsBuilder) region(c *candidate.Candidate) string {
	if c.Region == analysis.RegionUnknown {
		return b.pick("地区待补充", "Region not given")
	}
	class, place := b.say(regionWords(b.findings.City, c.Region)), shortPlace(b.say(c.Place))
	switch {
	case place == "" || place == graph.Words(b.findings.City.Named(analysis.RegionClasses), string(c.Region),
		string(b.lexicon)):
		return b.upper(class)
	case c.Region == analysis.RegionElsewhere:
		return place
	}
	return place + b.pick("·", " · ") + class
}

// tie is the firmest tie of a candidate to local enterprises, with how many more are like it.
func (b *targetsBuilder) tie(g *analysis.Gap, c *candidate.Candidate) (text string, tied, proven bool) {
	if len(c.Ties) == 0 {
		return b.pick("未见与本地企业的关联", "No tie to a local firm seen"), false, false
	}
	form := b.tieForm(g, c, c.Ties[0])
	like := 0
	for _, t := range c.Ties {
		if b.tieForm(g, c, t) == form {
			like++
		}
	}
	text = fmt.Sprintf(form, b.shortName(c.Ties[0].Local))
	switch {
	case like > 1 && b.lexicon == "en":
		text += fmt.Sprintf(" +%d", like-1)
	case like > 1:
		text += " " + diagram.InAll("zh", like, "家")
	}
	return text, true, c.Ties[0].Evidenced
}

// tieForm says in short what joins a candidate to a local enterprise; %s is its name.
func (b *targetsBuilder) tieForm(g *analysis.Gap, c *candidate.Candidate, t candidate.Tie) string {
	with := func(from, to graph.ID, kind graph.RelationType) bool {
		return slices.ContainsFunc(b.snapshot().Out(from, kind), func(r *graph.Relation) bool { return r.To == to })
	}
	firm, local := c.Enterprise.ID, t.Local.ID
	switch {
	case t.Group:
		return b.pick("与%s同集团", "One group with %s")
	case t.Evidenced && with(firm, local, graph.SuppliesTo):
		return b.pick("供货%s，有据", "Supplies %s, on record")
	case t.Evidenced:
		return b.pick("采购自%s，有据", "Buys from %s, on record")
	case with(firm, local, graph.SuppliesTo) || with(local, firm, graph.SuppliesTo) ||
		with(firm, local, graph.Announces) || with(local, firm, graph.Announces):
		return b.pick("与%s有公开表述，非合同", "Announced with %s, no contract")
	case slices.ContainsFunc(g.Link.Users, func(user *analysis.Link) bool {
		return slices.ContainsFunc(user.Positions, func(p analysis.Position) bool { return p.Enterprise.ID == local })
	}):
		return b.pick("可供%s", "Could supply %s")
	}
	return b.pick("可购自%s", "Could buy from %s")
}

// talksHidden tells whether the contact board is left out for whom the drawing is made.
func (b *targetsBuilder) talksHidden() bool { return b.snapshot().Clearance.NoContacts }

// reportedStages are the stages of contact that the state of a project shows.
var reportedStages = map[string]string{
	graph.StepSigned:     graph.ContactSigned,
	graph.StepBuilding:   graph.ContactLanded,
	graph.StepTrial:      graph.ContactLanded,
	graph.StepProduction: graph.ContactLanded,
}

// stage is how far the talks are: as the board has it, else as the records of a project for the gap show, else a lead.
func (b *targetsBuilder) stage(g *analysis.Gap, c *candidate.Candidate) (stage int, begun, reported bool) {
	index := func(code string) int {
		return max(0, slices.IndexFunc(graph.ContactStages, func(t graph.Term) bool { return t.Code == code }))
	}
	if c.Card != nil {
		return index(graph.ContactOf(c.Card).Stage()), true, false
	}
	for _, project := range b.snapshot().Heads(c.Enterprise.ID, graph.Runs) {
		fills := graph.ProjectOf(project).GivenUp() == "" && slices.ContainsFunc(
			b.snapshot().Out(project.ID, graph.Fills),
			func(r *graph.Relation) bool { return r.To == g.ID || r.To == g.Link.Node.ID },
		)
		if code := reportedStages[graph.ProjectOf(project).Stage()]; fills && index(code) > stage {
			stage, reported = index(code), true
		}
	}
	return stage, false, reported
}

func (b *targetsBuilder) head(t diagram.Targets) diagram.Head {
	h := b.chainBuilder.head("targets", "招商目标图", "Investment targets")
	h.Figures = b.figures(t.Candidates)
	h.Headline = b.headline(t)
	var facts []graph.Provenance
	for _, g := range b.gaps {
		for _, f := range g.Link.Why.Facts {
			facts = append(facts, f.Prov)
		}
		for _, c := range b.candidates[g].firms {
			for _, p := range c.Parts {
				for _, f := range p.Facts {
					facts = append(facts, f.Prov)
				}
			}
		}
	}
	counts, notes := b.evidence(facts)
	h.Notes = notes
	h.Sources = b.sourced(counts, b.pick(
		"候选企业不是合作意向，待核实的须先核实；权重与得分为本系统口径，得分写作“已得–最多”，未知的不算已得，按已得排序",
		"candidates have agreed to nothing; weights and scores are this system's own: what is got, to what it would be "+
			"with all that is unknown; ordered by what is got",
	))
	h.Desc = h.Headline
	return h
}

// enterprises counts those of the lists that are meant, each once.
func (b *targetsBuilder) enterprises(
	of func(shortlist) []*candidate.Candidate,
	is func(*candidate.Candidate) bool,
) int {
	seen := map[graph.ID]bool{}
	for _, g := range b.gaps {
		for _, c := range of(b.candidates[g]) {
			if is(c) {
				seen[c.Enterprise.ID] = true
			}
		}
	}
	return len(seen)
}

func ofFirms(s shortlist) []*candidate.Candidate  { return s.firms }
func ofTurn(s shortlist) []*candidate.Candidate   { return s.turn }
func ofVetoed(s shortlist) []*candidate.Candidate { return s.vetoed }

func whoever(*candidate.Candidate) bool { return true }

// figures count the open gaps, by kind, and who is there to close them.
func (b *targetsBuilder) figures(candidates int) []diagram.Figure {
	n := analysis.CountGaps(b.gaps)
	placed := b.enterprises(ofFirms, func(c *candidate.Candidate) bool { return c.Region != analysis.RegionUnknown })
	begun := analysis.CountContacts(b.findings.Cards(b.chain)).Firms
	list := []diagram.Figure{
		{
			Value: fmt.Sprint(n.Open),
			Label: b.counted("gaps") + fmt.Sprintf(b.pick("（共 %d 环节）", " (of %d links)"), b.chain.Completeness.Total),
			Tone:  "missing",
		},
	}
	for _, kind := range graph.GapKinds { // a chokepoint is a missing gap as well, and one in the circle too
		if n.Kinds[kind.Code] == 0 {
			continue
		}
		label := b.counted("gaps_" + kind.Code)
		if kind.Code == graph.GapMissing && n.Outside > 0 {
			label += fmt.Sprintf(b.pick("（含圈内 %d）", " (circle: %d)"), n.Outside)
		}
		list = append(list, diagram.Figure{Value: fmt.Sprint(n.Kinds[kind.Code]), Label: label})
	}
	list = append(
		list,
		diagram.Figure{
			Value: fmt.Sprint(candidates),
			Label: b.counted("candidates") + fmt.Sprintf(b.pick("（%d 家知地区）", " (region of %d known)"), placed),
		},
	)
	if !b.talksHidden() {
		list = append(list, diagram.Figure{Value: fmt.Sprint(begun), Label: b.counted("contact_firms")})
	}
	if n := b.enterprises(ofVetoed, whoever); n > 0 {
		list = append(list, diagram.Figure{Value: fmt.Sprint(n), Label: b.counted("candidates_vetoed")})
	}
	if n.Open == 0 {
		list[0].Tone = ""
	}
	return list
}

// headline names the first three gaps and whom to call: their first choices, each once, with place and how many gaps of
// the chain each could serve.
func (b *targetsBuilder) headline(t diagram.Targets) string {
	if len(t.Gaps) == 0 {
		return t.Blank.Gaps + b.pick("。", ".")
	}
	var gaps []string
	var calls []diagram.TargetFirm
	without := 0
	for _, g := range t.Gaps[:min(firstGaps, len(t.Gaps))] {
		gaps = append(gaps, g.Name)
		if len(g.Firms) == 0 || !g.Firms[0].First() {
			without++
			continue
		}
		f := g.Firms[0]
		if !slices.ContainsFunc(calls, func(c diagram.TargetFirm) bool { return c.ID == f.ID }) {
			calls = append(calls, f)
		}
	}
	text := b.fillFirst(gaps) + b.pick("——", " — ")
	if len(calls) == 0 {
		return text + b.nobodyNear() + b.pick("。", ".")
	}
	names := make([]string, len(calls))
	for i, f := range calls {
		names[i] = b.call(f, "")
	}
	text += b.pick("先联系", "call ") + b.list(names) + b.toVerify(calls)
	if without > 0 {
		text += b.pick(
			fmt.Sprintf("；另 %d 项未见合适的候选", without),
			fmt.Sprintf("; for %d no suitable candidate is seen", without),
		)
	}
	return text + b.pick("。", ".")
}

// fillFirst begins a headline with the gaps to be filled first.
func (l lexicon) fillFirst(gaps []string) string {
	return l.pick("先补", "Fill first: ") + l.list(gaps)
}

func (l lexicon) nobodyNear() string {
	return l.pick("未见合适的候选，须另找", "no suitable candidate is seen: look further")
}

// call is a candidate in a headline: where it is, which gap it would fill where that is not said, how many it could.
func (l lexicon) call(f diagram.TargetFirm, gap string) string {
	var about []string
	if f.Place != "" {
		about = append(about, f.Place)
	}
	if gap != "" {
		about = append(about, l.pick("补", "for ")+gap)
	}
	if f.Serves > 1 {
		about = append(about, l.pick(fmt.Sprintf("一家可涉 %d 缺", f.Serves), fmt.Sprintf("for %d gaps", f.Serves)))
	}
	if len(about) == 0 {
		return f.Name
	}
	return f.Name + l.pick("（", " (") + strings.Join(about, l.pick("，", ", ")) + l.pick("）", ")")
}

// toVerify says how many of those who are to be called must be verified first.
func (l lexicon) toVerify(calls []diagram.TargetFirm) string {
	unverified := 0
	for _, f := range calls {
		if f.Unverified {
			unverified++
		}
	}
	switch {
	case unverified == 0:
		return ""
	case len(calls) == 1:
		return l.pick("，待核实", ", to be verified")
	case unverified == len(calls):
		return l.pick("，均待核实", ", all to be verified")
	}
	return l.pick(fmt.Sprintf("，其中 %d 家待核实", unverified), fmt.Sprintf(", %d to be verified", unverified))
}
