package content

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/diagram"
)

// NewSupply says what is in the supply map of an enterprise on one of its chains; an empty chain is the one that it is
// known for. Candidates are those of its missing inputs, as far as they are known. The error has code
// graph.CodeNotFound when the enterprise does not exist or works on no link of the chain.
func NewSupply(
	f *analysis.Findings,
	enterprise, chain graph.ID,
	candidates candidate.Lists,
	o Options,
) (diagram.Supply, error) {
	n := f.Snapshot.Node(enterprise)
	if n == nil || n.Kind != graph.KindEnterprise {
		return diagram.Supply{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no enterprise %q", enterprise),
			Fix:     "see the list of enterprises",
		}
	}
	around := supply.Of(f, enterprise, chain)
	if chain != "" && len(around.Own) == 0 {
		return diagram.Supply{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("%s works on no link of %s", enterprise, chain),
			Fix:     "name another chain, or none",
		}
	}
	b := supplyBuilder{
		chainBuilder: chainBuilder{lexicon(o.Lang), f, around.Chain, o},
		Supply:       around,
		firm:         n,
		candidates:   candidates,
		direct:       supply.Direct(around.Inputs),
	}
	s := diagram.Supply{
		Radii:  b.radii(),
		Strip:  b.strip(),
		Inputs: b.inputs(),
		Users:  b.users(),
		Firm:   b.centre(),
		Rates:  b.rates(),
		Risks:  b.risks(),
	}
	s.Missing = b.missing()
	for _, flow := range b.direct {
		s.Cells = append(s.Cells, diagram.SupplyName{ID: string(flow.Node().ID), Name: flow.Node().Label(o.Lang)})
	}
	s.Words = b.words(s)
	s.Head = b.head(s)
	return s, nil
}

// MissingInputs are the links that somebody is to be found for, so that the candidates of these can be gathered.
func MissingInputs(f *analysis.Findings, enterprise, chain graph.ID) []graph.ID {
	if f.Snapshot.Node(enterprise) == nil {
		return nil
	}
	var out []graph.ID
	for _, flow := range missingFlows(supply.Of(f, enterprise, chain)) {
		if flow.Link != nil {
			out = append(out, flow.Link.Node.ID)
		}
	}
	return out
}

// missingFlows are the direct inputs that nobody here or in the circle is known for, in the order of need.
func missingFlows(s *supply.Supply) []*supply.Flow {
	return slices.DeleteFunc(supply.Direct(s.Inputs), func(f *supply.Flow) bool { return !f.Missing() })
}

// supplyBuilder puts the supply of one enterprise into words.
type supplyBuilder struct {
	chainBuilder // its chain is nil for an enterprise on no link
	*supply.Supply
	firm       *graph.Node
	candidates candidate.Lists
	direct     []*supply.Flow
}

// offChain is what is said of an enterprise on no link; to who sees some chains only one cannot say that it is on none.
func (b *supplyBuilder) offChain(zh, en string) string {
	if b.findings.Snapshot.Clearance.Chains != "" {
		return b.pick("不在所看的产业链上；其他产业链不显示", "On none of the chains shown; other chains are not shown")
	}
	return b.pick(zh, en)
}

func (b *supplyBuilder) radii() []diagram.SupplyHeading {
	far := diagram.SupplyHeading{Name: b.pick("国内其他", "Elsewhere")}
	if b.reachesAbroad() {
		far.Name = b.pick("国内其他、境外", "Else, abroad")
	}
	return []diagram.SupplyHeading{
		{Name: b.pick("本市", "City")},
		{Name: b.pick("都市圈", "Circle")},
		{Name: b.pick("省内其他", "Province")},
		far,
	}
}

func (b *supplyBuilder) reachesAbroad() bool {
	return slices.ContainsFunc(b.everyPartner(), func(p supply.Partner) bool { return b.place(p.Enterprise.ID) == abroad })
}

// everyPartner lists the partners of all rows, and those in none.
func (b *supplyBuilder) everyPartner() []supply.Partner {
	out := slices.Concat(b.Suppliers, b.Customers)
	for _, f := range slices.Concat(b.Inputs, b.Users) {
		out = append(out, f.Partners...)
	}
	return out
}

// place is where an enterprise is, or "".
func (b *supplyBuilder) place(id graph.ID) graph.ID {
	if r := analysis.HomeOf(b.snapshot(), id); r != nil {
		return r.To
	}
	return ""
}

// called is the name of a partner, with its place where its radius does not say enough.
func (b *supplyBuilder) called(p supply.Partner) string {
	name := b.shortName(p.Enterprise)
	place := b.place(p.Enterprise.ID)
	if node := b.snapshot().Node(place); node != nil && (p.Radius == analysis.RegionProvince || place == abroad) {
		name += " " + node.Label(string(b.lexicon))
	}
	if p.Stage == graph.StepStopped {
		name += b.pick("（停产）", " (stopped)")
	}
	return name
}

// head says whose map it is, how well it is supplied, and whom to ask first.
func (b *supplyBuilder) head(s diagram.Supply) diagram.Head {
	h := diagram.Head{
		ID:    "supply/" + b.firm.ID.Key(),
		Lang:  string(b.lexicon),
		Title: b.firm.Label(string(b.lexicon)) + b.pick("·供应图", " · Supply map"),
		Facts: b.headFacts(),
	}
	for i, words := range []string{b.pick("本市可供投入", "in the city"), b.pick("都市圈内可供", "in the circle"),
		b.pick("省内可能供应", "in the province")} {
		rate := supply.Rates(b.Inputs)[i]
		f := diagram.Figure{Value: fmt.Sprintf("%d/%d", rate.Possible, rate.Of), Label: words}
		if rate.Of == 0 {
			f.Value = "—"
		} else if rate.Possible == 0 {
			f.Tone = "missing"
		}
		h.Figures = append(h.Figures, f)
	}
	h.Figures = append(h.Figures,
		diagram.Figure{Value: fmt.Sprint(b.evidenced(b.suppliers())), Label: b.pick("有据供应方", "suppliers proven")},
		diagram.Figure{Value: fmt.Sprint(b.evidenced(b.customers())), Label: b.pick("有据客户", "customers proven")},
		diagram.Figure{Value: fmt.Sprint(len(b.open())), Label: b.pick("可能的直接用户", "possible users")})
	h.Headline = b.headline(s)
	facts := []graph.Provenance{b.firm.Prov}
	for _, p := range b.everyPartner() {
		facts = append(facts, p.Prov)
	}
	counts, notes := b.evidence(facts)
	h.Sources = b.sourced(counts, b.pick(
		"“未见”指公开资料未见，不等于没有；投入与用户按行业通用模板推得，待核实；配套率只作统计，不作采购要求",
		"“unseen” is not “none exists”; inputs and users follow the trade template, to be verified; the rate is a "+
			"statistic, no quota",
	))
	h.Notes, h.Desc = notes, h.Headline
	return h
}

func (b *supplyBuilder) headFacts() []string {
	if b.chain == nil {
		return []string{
			b.pick("所在产业链、环节：", "Chain and link: ") + b.say(blank),
			fmt.Sprintf(b.pick("版本 r%d", "Revision r%d"), b.snapshot().Revision),
		}
	}
	of := b.chainBuilder.facts()
	out := []string{
		b.chainName(b.chain.Node) + b.pick("产业链", " chain"),
		b.pick("环节：", "Link: ") + b.ownLinks(),
		of[2],
		of[3],
	}
	if len(b.Also) > 0 {
		var names []string
		for _, c := range b.Also {
			names = append(names, b.chainName(c.Node))
		}
		out = append(out, b.pick("另在"+b.list(names)+"链", "also on "+b.list(names)))
	}
	return append(out, of[0])
}

// ownLinks names the enterprise's first links; the line under the title must have room for the date after them.
func (b *supplyBuilder) ownLinks() string {
	var names []string
	for _, l := range b.Own {
		names = append(names, l.Node.Label(string(b.lexicon)))
	}
	most := 3
	if b.lexicon == "en" {
		most = 1
	}
	if len(names) <= most {
		return b.list(names)
	}
	return b.list(names[:most]) + b.pick("", " ") + diagram.InFew(string(b.lexicon), len(names), "个")
}

// suppliers and customers are those next to the enterprise, told ones without a row included.
func (b *supplyBuilder) suppliers() []supply.Partner { return beside(b.Inputs, b.Suppliers) }
func (b *supplyBuilder) customers() []supply.Partner { return beside(b.Users, b.Customers) }

func beside(flows []*supply.Flow, rest []supply.Partner) []supply.Partner {
	out := slices.Clone(rest)
	for _, f := range flows {
		for _, p := range f.Partners {
			if f.Tier == 1 || p.Relation != nil {
				out = append(out, p)
			}
		}
	}
	return out
}

// evidenced counts enterprises on record.
func (b *supplyBuilder) evidenced(list []supply.Partner) int {
	seen := map[graph.ID]bool{}
	for _, p := range list {
		if p.Tie == supply.TieEvidenced {
			seen[p.Enterprise.ID] = true
		}
	}
	return len(seen)
}

// open are the possible direct users that nothing is on record of: announced before possible, near before far.
func (b *supplyBuilder) open() []supply.Partner {
	var out []supply.Partner
	seen := map[graph.ID]bool{}
	for _, tie := range []supply.Tie{supply.TieAnnounced, supply.TiePossible} {
		for _, radius := range supply.Radii {
			for _, p := range b.customers() {
				if p.Tie == tie && p.Radius == radius && p.Counts() && !seen[p.Enterprise.ID] {
					seen[p.Enterprise.ID] = true
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// headline says what is missing first, whom to call, what to verify.
func (b *supplyBuilder) headline(s diagram.Supply) string {
	if b.chain == nil {
		return b.offChain(
			"所在环节待补充：先登记环节与产品，才能推得投入与用户；供应、客户关系同样待补充。",
			"Its link is not given: note link and products first, its inputs and users follow from them; supplies are not "+
				"given either.",
		)
	}
	var parts []string
	var names []string
	for _, m := range s.Missing {
		names = append(names, m.Name)
	}
	switch n := len(b.direct); {
	case n == 0:
		parts = append(
			parts,
			b.pick("按模板本环节没有上游投入，外购情况待补充", "By the template nothing feeds its link; what it buys is not given"),
		)
	case len(names) == 0:
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 项直接投入在本市或都市圈均有已知企业", n),
				fmt.Sprintf(
					"Somebody in the city or circle is known for each of %s",
					b.count(n, "", "direct input", "direct inputs"),
				),
			),
		)
	default:
		shown, tail := names, ""
		if len(names) > 3 {
			shown, tail = names[:3], b.pick("等", " …")
		}
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 项直接投入中 %d 项本市、都市圈未见：%s%s", n, len(names), b.list(shown), tail),
				fmt.Sprintf(
					"Of %s, %d not seen in the city or circle: %s%s",
					b.count(n, "", "direct input", "direct inputs"),
					len(names),
					b.list(shown),
					tail,
				),
			),
		)
	}
	if first := b.firstCandidate(s.Missing); first != "" {
		parts = append(parts, first)
	}
	ask := b.count(b.evidenced(b.customers()), "", "customer", "customers") + " on record"
	if b.lexicon != "en" {
		ask = fmt.Sprintf("有据客户 %d 家", b.evidenced(b.customers()))
	}
	var first []string
	for _, p := range b.open() {
		if name := b.shortName(p.Enterprise); len(first) < 2 && !slices.Contains(first, name) {
			first = append(first, name)
		}
	}
	if len(first) > 0 {
		ask += b.pick("，先核实"+b.list(first), "; first verify "+b.list(first))
	}
	return b.sentence(append(parts, ask))
}

// firstCandidate is the first candidate of the list of missing inputs, with the input that it is for; empty without.
func (b *supplyBuilder) firstCandidate(list []diagram.MissingInput) string {
	for _, m := range list {
		c := m.Candidate
		if c == nil {
			continue
		}
		text := fmt.Sprintf(b.pick("%s首选候选：%s", "first candidate for %s: %s"), m.Name, c.Name)
		var about []string
		if c.Place != "" {
			about = append(about, shortPlace(c.Place))
		}
		if c.Unverified {
			about = append(about, b.pick("待核实", "to be verified"))
		}
		if len(about) > 0 {
			text += b.pick("（", " (") + strings.Join(about, b.pick("，", ", ")) + b.pick("）", ")")
		}
		return text
	}
	return ""
}

// missing are the inputs to find, each with its best candidate.
func (b *supplyBuilder) missing() []diagram.MissingInput {
	out := []diagram.MissingInput{}
	for _, f := range missingFlows(b.Supply) {
		m := diagram.MissingInput{ID: string(f.Node().ID), Name: f.Node().Label(string(b.lexicon))}
		for _, c := range b.candidates[f.Node().ID] {
			if c.Leads() && c.Enterprise.ID != b.firm.ID {
				m.Candidate = b.candidate(c)
				break
			}
		}
		out = append(out, m)
	}
	return out
}

func (b *supplyBuilder) candidate(c *candidate.Candidate) *diagram.SupplyCandidate {
	out := &diagram.SupplyCandidate{
		ID:         string(c.Enterprise.ID),
		Name:       b.shortName(c.Enterprise),
		Place:      b.say(c.Place),
		Unverified: c.Unverified,
		Points:     c.Points,
		Most:       c.Most,
		Percent:    analysis.Percent(c.Low()),
		High:       analysis.Percent(c.High()),
	}
	for _, p := range c.Parts {
		out.Parts = append(out.Parts, diagram.Slot{Key: p.Key, Most: p.Most, Value: p.Value, Unknown: p.Unknown})
	}
	return out
}

// rates says of each radius which direct inputs are known.
func (b *supplyBuilder) rates() []diagram.SupplyRate {
	var out []diagram.SupplyRate
	names := []string{b.pick("本市", "City"), b.pick("都市圈内", "Circle"), b.pick("省内", "Province"), b.pick("全国", "Country")}
	for i, rate := range supply.Rates(b.Inputs) {
		r := diagram.SupplyRate{
			Name:      names[i],
			Possible:  rate.Possible,
			Evidenced: rate.Evidenced,
			Of:        rate.Of,
			Cells:     []diagram.SupplyCell{},
			Text: fmt.Sprintf(
				b.pick("可能 %d/%d·有据 %d/%d", "possible %d/%d · on record %d/%d"),
				rate.Possible,
				rate.Of,
				rate.Evidenced,
				rate.Of,
			),
		}
		for _, f := range b.direct {
			r.Cells = append(r.Cells, b.cell(f, i))
		}
		out = append(out, r)
	}
	return out
}

// cell tells whether an input is known within a radius, or only a candidate that makes something near to it.
func (b *supplyBuilder) cell(f *supply.Flow, radius int) diagram.SupplyCell {
	if possible, _ := f.Supplied(supply.Radii[radius]); possible {
		return diagram.CellKnown
	}
	classes := []analysis.RegionClass{analysis.RegionLocal, analysis.RegionCircle, analysis.RegionProvince}
	for _, c := range b.candidates[f.Node().ID] {
		if at := slices.Index(classes, c.Region); c.Veto == nil && c.Enterprise.ID != b.firm.ID && c.Fits() &&
			(radius == 3 || at >= 0 && at <= radius) {
			return diagram.CellNear
		}
	}
	return diagram.CellNone
}

func (b *supplyBuilder) words(s diagram.Supply) diagram.SupplyMapWords {
	w := diagram.SupplyMapWords{Unseen: b.pick("未见", "unseen"), Blank: b.say(blank)}
	w.Strip = diagram.SupplyHeading{Name: b.pick("在链上的位置", "Place on the chain"), Note: b.stripNote(s.Strip)}
	w.Centre = diagram.SupplyHeading{Name: b.pick("企业与集团", "Enterprise and group")}
	w.Missing = diagram.SupplyHeading{
		Name: b.pick("缺的投入与首选候选", "Missing inputs, first candidates"),
		Note: b.pick("得分同招商目标图", "scores as in the targets"),
	}
	w.Rates = diagram.SupplyHeading{
		Name: b.pick("投入配套率", "Supply rate"),
		Note: b.pick(
			fmt.Sprintf("基数 %d 项直接投入，不是采购额", len(b.direct)),
			fmt.Sprintf("base: %s, not purchases", b.count(len(b.direct), "", "direct input", "direct inputs")),
		),
	}
	w.Risks = diagram.SupplyHeading{Name: b.pick("风险与待核实", "Risks and open questions")}
	w.NoNeed = b.pick("直接投入在本市或都市圈均有已知企业", "Somebody near is known for every direct input")
	w.NoBase = b.pick("没有可统计的直接投入", "No direct input to count")
	if len(b.direct) == 0 {
		w.NoNeed = b.offChain("投入待补充：先登记环节、产品或实际采购", "Inputs not given: note link, products or purchases first")
		if b.chain != nil {
			w.NoNeed = b.pick("按模板没有上游投入；实际采购待补充", "Nothing feeds it by the template; purchases not given")
		}
	}
	w.NoRisk = b.pick("未见需提示的风险", "Nothing to point out")
	return w
}

// named is how a text is called in a list of several, each once.
func (b *supplyBuilder) named(partners []supply.Partner) string {
	var out []string
	for _, p := range partners {
		if name := strings.TrimSpace(b.shortName(p.Enterprise)); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return b.list(out)
}
