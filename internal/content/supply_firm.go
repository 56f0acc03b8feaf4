package content

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/diagram"
)

// centre is the enterprise with its group.
func (b *supplyBuilder) centre() diagram.SupplyFirm {
	lang := string(b.lexicon)
	f := diagram.SupplyFirm{
		ID:    string(b.firm.ID),
		Href:  "/enterprises/" + b.firm.ID.Key(),
		Name:  b.shortName(b.firm),
		Facts: b.firmFacts(),
	}
	f.Parent = diagram.SupplyHeading{Name: b.pick("母公司、集团", "Parent, group"), Note: b.say(blank)}
	f.Siblings = diagram.SiblingBlock{Title: b.pick("同集团其他企业", "Further firms of the group"), Note: b.say(blank)}
	var family []*graph.Node
	if owners := b.snapshot().Out(b.firm.ID, graph.SubsidiaryOf); len(owners) > 0 { // the first one, as everywhere
		parent := b.snapshot().Node(owners[0].To)
		f.Known, f.Share = true, b.share(owners[0])
		f.Parent = diagram.SupplyHeading{
			Name: b.pick("母公司 ", "Parent: ") + b.shortName(parent),
			Note: b.pick("证券代码待补充", "listed code not given"),
		}
		if code := graph.EnterpriseOf(parent).ListedCode(); code != "" {
			f.Parent.Note = code + b.pick("·上市公司", " · listed")
		}
		family = slices.DeleteFunc(
			b.snapshot().Tails(parent.ID, graph.SubsidiaryOf),
			func(n *graph.Node) bool { return n.ID == b.firm.ID },
		)
	}
	if own := b.snapshot().Tails(b.firm.ID, graph.SubsidiaryOf); len(own) > 0 {
		f.Siblings.Title, family = b.pick("下属企业", "Subsidiaries"), own
	}
	for _, n := range family {
		name := b.shortName(n)
		if place := b.snapshot().Node(b.place(n.ID)); place != nil {
			name += b.pick("（", " (") + place.Label(lang) + b.pick("）", ")")
		}
		f.Siblings.Names = append(f.Siblings.Names, name)
	}
	if len(family) > 0 {
		f.Siblings.Note = b.pick("同一集团，不算供应", "of one group: no supply by that")
	}
	return f
}

// share says how much of the enterprise its parent holds.
func (b *supplyBuilder) share(r *graph.Relation) string {
	switch share, known := graph.HoldingOf(r).Share(); {
	case !known:
		return b.pick("持股待补充", "% not given")
	case share == 1:
		return b.pick("全资", "wholly owned")
	default:
		return fmt.Sprintf(b.pick("持股 %g%%", "%g%% held"), math.Round(1000*share)/10)
	}
}

// firmFacts are what is public of the enterprise. Output, tax and the like of a single enterprise are confidential: of
// its figures only capacity and announced investment are read.
func (b *supplyBuilder) firmFacts() []diagram.SupplyFact {
	facts := []diagram.SupplyFact{
		{Key: b.pick("产品", "Products"), Items: b.products()},
		{Key: b.pick("园区", "Park"), Items: b.said(graph.LocatedIn)},
		{Key: b.pick("产能", "Capacity"), Items: b.figureOf(graph.MeasureCapacity)},
		{Key: b.pick("投资", "Invested"), Items: b.figureOf(graph.MeasureInvestment)},
		{Key: b.pick("阶段", "Stage"), Items: b.stages()},
		{Key: b.pick("等级", "Levels"), Items: b.levels()},
		{Key: b.pick("注册地", "Seat"), Items: b.said(graph.RegisteredIn)},
	}
	if code := graph.EnterpriseOf(b.firm).CreditCode(); code != "" {
		facts = append(facts, diagram.SupplyFact{Key: b.pick("代码", "Code"), Items: []string{code}})
	}
	for i := range facts {
		if len(facts[i].Items) == 0 {
			facts[i].Items, facts[i].Blank = []string{b.say(blank)}, true
		}
	}
	return facts
}

// products are what it is said to make, else the words from which links that is inferred.
func (b *supplyBuilder) products() []string {
	made := b.said(graph.Makes)
	if inferred := b.findings.InferredFrom(b.firm.ID, ""); len(made) == 0 && inferred != (analysis.Words{}) {
		return []string{b.upper(b.say(inferred))}
	}
	return made
}

// said are the names of what a relation leads to from the enterprise; what rests on no document or medium is marked.
func (b *supplyBuilder) said(t graph.RelationType) []string {
	var out []string
	for _, r := range b.snapshot().Out(b.firm.ID, t) {
		name := b.snapshot().Node(r.To).Label(string(b.lexicon))
		if !r.Prov.Confidence.Evidenced() {
			name += b.openWord()
		}
		out = append(out, name)
	}
	return out
}

func (b *supplyBuilder) openWord() string { return b.pick("（待核实）", " (open)") }

// stages is how far the enterprise is on its links, the first of them first, each word once.
func (b *supplyBuilder) stages() []string {
	var out []string
	for _, l := range b.Own {
		for _, p := range l.Positions {
			if p.Enterprise.ID != b.firm.ID || p.Stage() == graph.StepUnknown {
				continue
			}
			word := graph.Words(graph.Steps, p.Stage(), string(b.lexicon))
			if !p.Relation.Prov.Confidence.Evidenced() {
				word += b.openWord()
			}
			if !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

func (b *supplyBuilder) levels() []string {
	var out []string
	for _, level := range graph.EnterpriseOf(b.firm).Levels() {
		out = append(out, graph.Words(graph.Levels, level, string(b.lexicon)))
	}
	for _, level := range graph.EnterpriseOf(b.firm).UnverifiedLevels() {
		out = append(out, graph.Words(graph.Levels, level, string(b.lexicon))+b.openWord())
	}
	return out
}

// figureOf is the newest figure of a measure about the enterprise or its projects, what is reached before what is
// planned; its standing and period stand beside it.
func (b *supplyBuilder) figureOf(measure string) []string {
	about := []graph.ID{b.firm.ID}
	for _, p := range b.snapshot().Heads(b.firm.ID, graph.Runs) {
		about = append(about, p.ID)
	}
	var list []*graph.Node
	for _, id := range about {
		for _, n := range b.snapshot().Tails(id, graph.About) {
			if n.Kind == graph.KindFigure && graph.FigureOf(n).Measure() == measure && b.figure(n) != "" {
				list = append(list, n)
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	actual := func(n *graph.Node) int {
		if n.Prov.ValueKind == graph.Actual {
			return 0
		}
		return 1
	}
	n := slices.MinFunc(list, func(x, y *graph.Node) int {
		vx, _ := graph.FigureOf(x).Value()
		vy, _ := graph.FigureOf(y).Value()
		return cmp.Or(
			actual(x)-actual(y),
			-cmp.Compare(x.Prov.AsOf, y.Prov.AsOf),
			-cmp.Compare(vx, vy),
			cmp.Compare(x.ID, y.ID),
		)
	})
	text := b.figure(n)
	if period := graph.FigureOf(n).Period(); n.Prov.ValueKind == graph.Actual && period != "" {
		text += b.pick("，", ", ") + string(period)
	} else if n.Prov.ValueKind != graph.Actual {
		standing := strings.ToLower(graph.Words(graph.ValueKinds, string(n.Prov.ValueKind), string(b.lexicon)))
		text = b.pick(text+"，"+standing, standing+" "+text)
	}
	if !n.Prov.Confidence.Evidenced() {
		text += b.openWord()
	}
	return []string{text}
}

// risks says what to watch and what to ask, gravest first.
func (b *supplyBuilder) risks() []diagram.SupplyRisk {
	out := []diagram.SupplyRisk{}
	add := func(name, text string) { out = append(out, diagram.SupplyRisk{Name: name, Text: text}) }
	b.ownRisks(add)
	b.inputRisks(add)
	b.toldRisks(add)
	if b.chain != nil && len(supply.Direct(b.Supply.Users)) == 1 {
		user := supply.Direct(b.Supply.Users)[0].Node().Label(string(b.lexicon))
		add(b.pick("用户集中", "One user"), b.pick("直接用户只有"+user+"一个环节", "the only link that uses it is "+user))
	}
	b.seatRisk(add)
	return out
}

func (b *supplyBuilder) ownRisks(add func(name, text string)) {
	if b.chain == nil {
		add(b.pick("所在环节", "Link"), b.offChain("待补充：投入、用户、配套率都取决于它", "not given: inputs, users and rates depend on it"))
		return
	}
	for _, l := range b.Own {
		for _, p := range l.Positions {
			link := l.Node.Label(string(b.lexicon))
			switch stage := p.Stage(); {
			case p.Enterprise.ID != b.firm.ID:
			case stage == graph.StepStopped:
				add(b.pick("已停产", "Stopped"), b.pick(link+"环节停产，供应关系仅供参考", link+": it no longer produces"))
			case stage == graph.StepPlanned || stage == graph.StepSigned || stage == graph.StepBuilding:
				word := graph.Words(graph.Steps, stage, string(b.lexicon))
				add(
					b.pick("尚未投产", "Not yet producing"),
					b.pick(link+"："+word+"，投入需求在投产后才有", link+": "+word+"; it needs inputs only later"),
				)
			case !p.Relation.Prov.Confidence.Evidenced():
				add(b.pick("环节归属", "Its link"), b.pick(link+"：按行业常识归入，待核实", link+": by knowledge of the trade, to be verified"))
			}
		}
	}
}

func (b *supplyBuilder) inputRisks(add func(name, text string)) {
	var none, choke []string
	for _, f := range b.direct {
		name := f.Node().Label(string(b.lexicon))
		known := slices.DeleteFunc(slices.Clone(f.Partners), func(p supply.Partner) bool { return !p.Counts() })
		switch {
		case len(known) == 0:
			none = append(none, name)
		case len(known) == 1:
			add(
				b.pick("独家供应", "Sole supplier"),
				b.pick(
					name+"：仅知 "+b.shortName(known[0].Enterprise)+" 一家",
					name+": only "+b.shortName(known[0].Enterprise)+" is known",
				),
			)
		}
		if f.Link != nil && f.Link.Choke {
			choke = append(choke, name)
		}
	}
	if len(choke) > 0 {
		add(b.pick("卡点投入", "Chokepoint"), b.list(choke))
	}
	if len(none) > 0 {
		add(b.pick("无已知供应方", "Nobody known"), b.list(none)+b.pick("：全国名单待补充", ": makers not given"))
	}
}

func (b *supplyBuilder) toldRisks(add func(name, text string)) {
	for _, p := range slices.Concat(b.suppliers(), b.customers()) {
		if p.Tie != supply.TieDisputed || p.Relation == nil {
			continue
		}
		text := b.pick("集团层面或有争议，不计入", "of the group only, or disputed: not counted")
		if note := p.Relation.Attrs.Note(); note != "" && b.lexicon != "en" {
			text = note + "，不计入"
		}
		add(b.shortName(p.Enterprise)+b.what(p), text)
	}
	suppliers, customers := b.evidenced(b.suppliers()), b.evidenced(b.customers())
	name := ""
	switch {
	case suppliers == 0 && customers == 0:
		name = b.pick("供应、客户合同", "Contracts")
	case suppliers == 0:
		name = b.pick("供应合同", "Supply contracts")
	case customers == 0:
		name = b.pick("客户合同", "Customer contracts")
	}
	if name != "" {
		add(name, b.say(blank))
	}
	var announced []supply.Partner
	for _, p := range b.customers() {
		if p.Tie == supply.TieAnnounced && p.Relation != nil {
			announced = append(announced, p)
		}
	}
	if len(announced) > 0 {
		add(b.pick("宣布未证实", "Announced only"), b.named(announced)+b.pick("：尚无供货记录", ": no delivery on record"))
	}
}

// what a told supply is about, in Chinese, in which it was noted.
func (b *supplyBuilder) what(p supply.Partner) string {
	if b.lexicon == "en" {
		return ""
	}
	return graph.SupplyOf(p.Relation).What()
}

// seatRisk compares where the enterprise is registered with where it produces.
func (b *supplyBuilder) seatRisk(add func(name, text string)) {
	name := b.pick("注册地与生产地", "Seat and plant")
	seats, plants := b.snapshot().Heads(b.firm.ID, graph.RegisteredIn), b.snapshot().Heads(b.firm.ID, graph.LocatedIn)
	lang := string(b.lexicon)
	switch {
	case len(seats) == 0:
		add(name, b.pick("注册地待补充：母公司、子公司、基地分开登记", "seat not given: keep parent, subsidiary and plant apart"))
	case len(plants) > 0 && seats[0].ID != plants[0].ID:
		add(
			name,
			b.pick(
				"注册在"+seats[0].Label(lang)+"，生产在"+plants[0].Label(lang)+"，分开登记",
				"registered in "+seats[0].Label(lang)+", plant in "+plants[0].Label(lang),
			),
		)
	}
}
