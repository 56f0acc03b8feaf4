package content

import (
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// NewStructure says what is in the technology-structure diagram of a chain. The error has code graph.CodeNotFound when
// the chain does not exist.
func NewStructure(f *analysis.Findings, chain graph.ID, o Options) (diagram.Structure, error) {
	b, err := newStructureBuilder(f, chain, o)
	if err != nil {
		return diagram.Structure{}, err
	}
	c := b.chain
	s := diagram.Structure{Head: b.head(), Total: len(c.Links), Stages: b.stages(), Lanes: b.lanes()}
	s.Head = s.Head.Scoped(b.scope(o, b.pick("概览：环节按组合并", "Overview: links joined by group")))
	for _, l := range b.links() {
		s.Links = append(s.Links, b.card(l))
	}
	for _, feed := range f.Feeds {
		if feed.From.Chain == c && feed.To.Chain == c && o.keeps(feed.From) && o.keeps(feed.To) {
			s.Edges = append(
				s.Edges,
				diagram.Edge{From: string(feed.From.Node.ID), To: string(feed.To.Node.ID), Kind: relation(feed)},
			)
		}
	}
	if o.Detail == diagram.Overview {
		b.lump(&s)
	}
	return s, nil
}

// structureBuilder puts what was found on a chain into words; the other drawings of a chain build on it.
type structureBuilder struct {
	chainBuilder
	extend map[*analysis.Link]bool
}

func newStructureBuilder(f *analysis.Findings, chain graph.ID, o Options) (structureBuilder, error) {
	base, err := newChainBuilder(f, chain, o)
	if err != nil {
		return structureBuilder{}, err
	}
	b := structureBuilder{base, map[*analysis.Link]bool{}}
	for _, e := range f.Extensions {
		b.extend[e.Link] = true
	}
	return b, nil
}

// linkHref is where a click on a link leads.
func linkHref(l *analysis.Link) string {
	return "/chains/" + l.Chain.Node.ID.Key() + "?link=" + l.Node.ID.Key()
}

func relation(f analysis.Feed) diagram.Relation {
	switch {
	case f.Evidenced:
		return diagram.Evidenced
	case f.Possible:
		return diagram.Possible
	}
	return diagram.Feeds
}

func (b *structureBuilder) head() diagram.Head {
	n := b.chain.Count()
	h := b.chainBuilder.head("structure", "技术结构图", "Technology structure")
	done := b.chain.Completeness
	h.Figures = []diagram.Figure{
		{
			Value: fmt.Sprintf("%d%%", analysis.Percent(done.Value)),
			Label: spanLabel(b.chainBuilder, done),
		},
		{Value: fmt.Sprint(n[analysis.Missing]), Label: b.counted("links_missing"), Tone: "missing"},
		{Value: fmt.Sprint(n[analysis.Outside]), Label: b.counted("links_outside")},
		{Value: fmt.Sprint(n[analysis.Weak]), Label: b.counted("links_weak"), Tone: "weak"},
		{Value: fmt.Sprint(len(b.chain.Enterprises)), Label: b.counted("enterprises")},
	}
	h.Headline = b.headline()
	h.Sources, h.Notes = b.sources()
	h.Sources += b.pick(
		"；产品属环节，列在环节的企业未必都生产",
		"; products are the link's: not every firm on it makes them all",
	)
	h.Desc = h.Headline + " " + b.counts(b.chain.Links)
	return h
}

// spanLabel says beside a completeness how sure it is.
func spanLabel(b chainBuilder, done analysis.Completeness) string {
	low, high := analysis.Percent(analysis.Share(done.Span.Low, done.Span.Total)), analysis.Percent(done.WithWeak)
	return b.pick(
		fmt.Sprintf("完整度（至少 %d%%，含弱项 %d%%）", low, high),
		fmt.Sprintf("complete (at least %d%%, with weak %d%%)", low, high),
	)
}

// headline is what the reader keeps: what to fill first, as the drawing of investment targets has it, which says whom
// to call; what is unproven.
func (b *structureBuilder) headline() string {
	var first, parts []string
	weak := 0
	for _, g := range OpenGaps(b.findings, b.chain.Node.ID) {
		if len(first) < firstGaps {
			first = append(first, g.Link.Node.Label(string(b.lexicon)))
		}
	}
	for _, l := range b.chain.Links { // one that was declared insufficient may well produce
		if l.State == analysis.Weak && graph.LinkOf(l.Node).Insufficient() == "" {
			weak++
		}
	}
	if len(first) > 0 {
		parts = append(
			parts,
			b.pick("先补"+b.list(first)+"，候选见招商目标图", "Fill first: "+b.list(first)+" (candidates: see the investment targets)"),
		)
	} else {
		parts = append(parts, b.pick("没有待办的缺口", "No gap is open"))
	}
	if weak > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个环节的本地企业尚无投产依据", weak),
				"local firms on "+b.count(weak, "", "link lack", "links lack")+" evidence of production",
			),
		)
	}
	return b.sentence(parts)
}

// sources counts the evidence by grade for the foot and lists it in full for the notes.
func (b *structureBuilder) sources() (foot string, notes []string) {
	counts, notes := b.evidence(b.positions())
	return b.sourced(counts, b.pick(
		"环节与供给关系按行业通用模板 ",
		"links and feeds from the trade template ",
	)+b.chain.Completeness.Template+b.pick(
		"（待核实）",
		" (to be verified)",
	)), notes
}

func (b *structureBuilder) stages() []diagram.Band {
	zh, en := graph.ChainOf(b.chain.Node).Captions()
	var bands []diagram.Band
	drawn := b.links()
	for i, stage := range graph.Stages {
		elsewhere := func(l *analysis.Link) bool { return l.Stage() != stage.Code }
		links := slices.DeleteFunc(slices.Clone(b.chain.Links), elsewhere)
		alone := !slices.ContainsFunc(
			drawn,
			func(l *analysis.Link) bool { return l.Stage() != diagram.Support },
		) // then it is no strip
		if stage.Code == diagram.Support && !alone || len(slices.DeleteFunc(slices.Clone(drawn), elsewhere)) == 0 {
			continue
		}
		band := diagram.Band{Key: stage.Code, Name: b.pick(stage.ZH, stage.EN), Note: b.counts(links)}
		if i < len(zh) && i < len(en) {
			band.Caption = b.pick(zh[i], en[i])
		}
		bands = append(bands, band)
	}
	return bands
}

// counts says how many links there are and how many of them are missing and weak.
func (b *structureBuilder) counts(links []*analysis.Link) string {
	n := analysis.CountStates(links)
	missing, weak := n[analysis.Missing], n[analysis.Weak]
	all := analysis.CountLinks(links)
	text := b.pick(
		fmt.Sprintf("%d 环节·缺 %d·弱 %d", all, missing, weak),
		fmt.Sprintf("%s · %d missing · %d weak", b.count(all, "", "link", "links"), missing, weak),
	)
	if restricted := n[analysis.Restricted]; restricted > 0 {
		text += b.pick(fmt.Sprintf("·受限 %d", restricted), fmt.Sprintf(" · %d restricted", restricted))
	}
	if markets := n[analysis.Market]; markets > 0 {
		text += b.pick(fmt.Sprintf("；用途 %d", markets), "; "+b.count(markets, "", "market", "markets"))
	}
	return text
}

func (b *structureBuilder) lanes() []diagram.Band {
	var bands []diagram.Band
	drawn := b.links()
	for _, lane := range b.chain.Lanes {
		here := func(l *analysis.Link) bool { return l.Lane == lane && l.Stage() != diagram.Support }
		if b.options.filters() && !slices.ContainsFunc(drawn, here) {
			continue
		}
		name := lane.Label(string(b.lexicon))
		if len(b.chain.Lanes) == 1 {
			name = ""
		}
		bands = append(bands, diagram.Band{Key: lane.ID.Key(), Name: name})
	}
	if len(bands) == 0 {
		bands = []diagram.Band{{}} // of support alone
	}
	return bands
}

func (b *structureBuilder) card(l *analysis.Link) diagram.Card {
	lang := string(b.lexicon)
	c := diagram.Card{ID: string(l.Node.ID), Href: linkHref(l), Name: l.Node.Label(lang), Stage: l.Stage(),
		State: diagram.State(l.State), Weight: l.Weight, Choke: l.Choke, Blocked: l.Blocked, Extend: b.extend[l],
		Sole: l.Sole}
	if c.Stage != diagram.Support {
		c.Lane = l.Lane.ID.Key()
	}
	if l.Group != nil {
		c.Group = l.Group.Label(lang)
	}
	if b.options.Detail == diagram.Names {
		return c
	}
	for _, p := range b.findings.Snapshot.Heads(l.Node.ID, graph.Yields) {
		c.Products = append(c.Products, p.Label(lang))
	}
	b.firms(&c, l)
	for _, user := range l.Users {
		if user.Chain != l.Chain {
			if name := b.chainName(user.Chain.Node); !slices.Contains(c.Other, name) {
				c.Other = append(c.Other, name)
			}
			continue
		}
		c.Affects = append(c.Affects, user.Node.Label(lang))
	}
	if supply := graph.LinkOf(l.Node).OutsideSupply(); supply != "" && l.State == analysis.Missing {
		c.Supply = b.pick("国内"+graph.Words(graph.Supplies, supply, lang), "Elsewhere: "+supply)
	}
	return c
}

// firms shows the local enterprises of a link; where there are none, those of the metropolitan circle; else the words
// that none was seen.
func (b *structureBuilder) firms(c *diagram.Card, l *analysis.Link) {
	for _, p := range l.Positions {
		if p.Local || l.State == analysis.Outside && p.Circle {
			c.Firms = append(c.Firms, b.firm(p))
		}
	}
	makers := len(c.Firms)
	for _, p := range l.Traders {
		if p.Local {
			firm := b.firm(p)
			firm.Stage = graph.Words(graph.Roles, graph.PositionOf(p.Relation).Role(), string(b.lexicon))
			c.Firms = append(c.Firms, firm)
		}
	}
	if makers == 0 && len(c.Firms) > 0 {
		c.FirmsLabel = b.pick("未见生产者：", "No maker seen: ")
		return
	}
	switch {
	case l.State == analysis.Outside:
		c.FirmsLabel = b.pick("圈内：", "In the circle: ")
	case l.State == analysis.Restricted:
		c.FirmsLabel = b.pick("受限，不补不延：", "Restricted: ")
		if len(c.Firms) == 0 {
			c.FirmsLabel, c.Empty = "", b.pick("受限，不补不延", "Restricted: nothing is to be added")
		}
	case l.State == analysis.Market:
		c.FirmsLabel = b.pick("在此采购：", "Buys here: ")
		if len(c.Firms) == 0 {
			c.FirmsLabel, c.Empty = "", b.pick("用途环节，不算缺口", "A market, no gap")
		}
	case len(c.Firms) == 0:
		c.Empty = b.pick("未见本地企业", "No local firm seen")
	}
}

func (b *structureBuilder) firm(p analysis.Position) diagram.Firm {
	firm := graph.EnterpriseOf(p.Enterprise)
	f := diagram.Firm{
		Name:       firm.Short(),
		Levels:     marks(firm.Levels()),
		OpenLevels: marks(firm.UnverifiedLevels()),
		Unverified: !p.Relation.Prov.Confidence.Evidenced(),
	}
	switch stage := p.Stage(); {
	case !p.Local || stage == graph.StepProduction:
	case stage == graph.StepUnknown:
		f.Stage = b.pick("待核", "unverified")
	default:
		f.Stage = graph.Words(graph.Steps, stage, string(b.lexicon))
	}
	if p.Local && f.Unverified {
		f.Stage = b.pick("待核", "unverified")
	}
	return f
}
