package content

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
)

// NewPortrait says what is in the one-page portrait of a chain. candidates are those of its open gaps, by link. The
// error has code graph.CodeNotFound when the chain does not exist.
func NewPortrait(
	f *analysis.Findings,
	candidates candidate.Lists,
	chain graph.ID,
	o Options,
) (diagram.Portrait, error) {
	base, err := newStructureBuilder(f, chain, o)
	if err != nil {
		return diagram.Portrait{}, err
	}
	b := portraitBuilder{structureBuilder: base}
	p := diagram.Portrait{
		SixOnes:    b.sixOnes(),
		Stages:     b.portraitStages(),
		Complete:   b.complete(),
		Firms:      len(b.chain.Enterprises),
		GradesHref: b.firmsHref(),
	}
	for _, l := range b.chain.Links {
		p.Links = append(p.Links, b.portraitLink(l))
	}
	if err := b.lists(&p, candidates, o); err != nil {
		return diagram.Portrait{}, err
	}
	if err := b.steps(&p, o); err != nil {
		return diagram.Portrait{}, err
	}
	b.data(&p)
	p.Head = b.portraitHead(p)
	return p, nil
}

// portraitBuilder puts the portrait of a chain into words.
type portraitBuilder struct {
	structureBuilder
	first string // what to fill first and whom to call
}

// firmsHref leads to the enterprises of the chain.
func (b *portraitBuilder) firmsHref() string { return "/enterprises?chain=" + b.chain.Node.ID.Key() }

// sixOnes are the six ones of the chain; what several share is counted.
func (b *portraitBuilder) sixOnes() []diagram.PortraitOne {
	var out []diagram.PortraitOne
	for _, one := range analysis.SixOnes(b.snapshot(), b.chain.Node.ID) {
		p := diagram.PortraitOne{Key: one.Key, Name: b.say(one.Name), Href: "/chains/" + b.chain.Node.ID.Key()}
		for i, prov := range one.Prov {
			p.Unverified = p.Unverified || i == 0 && !prov.Confidence.Evidenced()
		}
		if n := len(one.Nodes); n > 0 {
			p.Href = "/things/" + string(one.Nodes[0].ID)
			p.Value = one.Nodes[0].Label(string(b.lexicon))
			if n > 1 {
				p.Value += " " + diagram.InAll(string(b.lexicon), n, "个")
			}
		}
		out = append(out, p)
	}
	return out
}

// portraitStages are the stages that have links, support among them, each with their number.
func (b *portraitBuilder) portraitStages() []diagram.Band {
	var bands []diagram.Band
	for _, stage := range graph.Stages {
		var links []*analysis.Link
		for _, l := range b.chain.Links {
			if l.Stage() == stage.Code {
				links = append(links, l)
			}
		}
		if len(links) == 0 {
			continue
		}
		n := analysis.CountLinks(links)
		note := b.count(n, "环节", "link", "links")
		if markets := len(links) - n; markets > 0 {
			note += b.pick(fmt.Sprintf("·用途 %d", markets), " · "+b.count(markets, "", "market", "markets"))
		}
		bands = append(bands, diagram.Band{Key: stage.Code, Name: b.pick(stage.ZH, stage.EN), Note: note})
	}
	return bands
}

// portraitLink is a link in small: who is on it here; of an outside link who is in the circle.
func (b *portraitBuilder) portraitLink(l *analysis.Link) diagram.PortraitLink {
	lang := string(b.lexicon)
	out := diagram.PortraitLink{
		ID:     string(l.Node.ID),
		Href:   linkHref(l),
		Name:   l.Node.Label(lang),
		Stage:  l.Stage(),
		State:  diagram.State(l.State),
		Weight: l.Weight,
		Word:   diagram.State(l.State).Word(lang),
	}
	for _, p := range l.Positions {
		if p.Local || l.State == analysis.Outside && p.Circle {
			out.Firms = append(
				out.Firms,
				diagram.FirmOfLink{Name: b.shortName(p.Enterprise), Unverified: !p.Relation.Prov.Confidence.Evidenced()},
			)
		}
	}
	if n := len(out.Firms); n > 0 {
		out.Count = b.count(n, "家", "firm", "firms")
	} else if l.State == analysis.Market {
		out.Empty = b.pick("不算缺口", "No gap")
	} else {
		out.Empty = b.pick("未见本地企业", "None seen")
	}
	return out
}

// complete is the fraction of analysis.Completeness, with what counts.
func (b *portraitBuilder) complete() diagram.PortraitFraction {
	c := b.chain.Completeness
	out := diagram.PortraitFraction{
		Percent: analysis.Percent(c.Value),
		Covered: c.WeightCovered,
		Total:   c.WeightTotal,
		Held:    c.Covered,
		Links:   c.Total,
	}
	out.Text = fmt.Sprintf(
		b.pick("完整度 %d%% = 权重 %d/%d", "Complete %d%% = weight %d/%d"),
		out.Percent,
		out.Covered,
		out.Total,
	)
	out.Note = fmt.Sprintf(b.pick(
		"完整度 = 强、有环节的权重 / 全部环节权重；权重 1–3 按模板 %s；%d 环节中计入 %d；资料 %d%%",
		"complete = weight of strong and present links / weight of all; weights 1–3 of template %s; of %d links %d count; "+
			"data %d%%",
	),
		c.Template, c.Total, c.Covered, analysis.Percent(c.DataCoverage))
	return out
}

// lists takes the gaps as the drawing of investment targets has them, and of their candidates the best.
func (b *portraitBuilder) lists(p *diagram.Portrait, candidates candidate.Lists, o Options) error {
	t, err := NewTargets(b.findings, candidates, b.chain.Node.ID, o)
	if err != nil {
		return err
	}
	p.AllGaps = len(t.Gaps)
	best := bestTargets(t.Gaps)
	p.AllTargets = t.Candidates
	p.Targets = best[:min(diagram.MostRows, len(best))]
	for _, g := range t.Gaps[:min(diagram.MostRows, len(t.Gaps))] {
		g.Firms, g.Vetoes = nil, nil // the list of targets has them
		p.Gaps = append(p.Gaps, g)
	}
	b.first = b.firstOf(p)
	return nil
}

// firstOf says what to fill and whom to ask first: the first rows of the two lists that the page shows.
func (b *portraitBuilder) firstOf(p *diagram.Portrait) string {
	if len(p.Gaps) == 0 {
		return b.pick("没有待办的缺口", "No gap is open")
	}
	var gaps, names []string
	for _, g := range p.Gaps[:min(firstGaps, len(p.Gaps))] {
		gaps = append(gaps, g.Name)
	}
	var calls []diagram.TargetFirm
	for _, t := range p.Targets[:min(firstGaps, len(p.Targets))] {
		if t.Leads {
			calls = append(calls, t.TargetFirm)
			names = append(names, b.call(t.TargetFirm, t.GapName))
		}
	}
	text := b.fillFirst(gaps) + b.pick("；", "; ")
	if len(calls) == 0 {
		return text + b.nobodyNear()
	}
	return text + b.pick("先联系", "call ") + b.list(names) + b.toVerify(calls)
}

// bestTargets ranks the candidates of gaps, those that fit first and those under a risk warning last, known ones before
// words, by the low end of the score, each enterprise once, at the gap where it scores most; equal ones share a rank.
// Ties: the one of which more is known, the weightier gap, id.
func bestTargets(gaps []diagram.TargetGap) []diagram.PortraitTarget {
	var all []diagram.PortraitTarget
	for _, g := range gaps {
		for _, f := range g.Firms {
			all = append(all, diagram.PortraitTarget{TargetFirm: f, Gap: g.ID, GapName: g.Name})
		}
	}
	slices.SortStableFunc(all, func(x, y diagram.PortraitTarget) int {
		return cmp.Or(
			analysis.FalseFirst(y.Fits, x.Fits),
			analysis.FalseFirst(x.Warned, y.Warned),
			analysis.FalseFirst(y.Leads, x.Leads),
			cmp.Compare(y.Percent, x.Percent),
			cmp.Compare(y.Most, x.Most),
		)
	})
	var out []diagram.PortraitTarget
	seen := map[string]bool{}
	for _, t := range all {
		if seen[t.ID] {
			continue
		}
		seen[t.ID] = true
		t.Order, t.Rank = len(out)+1, len(out)+1
		if n := len(out); n > 0 && out[n-1].Fits == t.Fits && out[n-1].Warned == t.Warned &&
			out[n-1].Leads == t.Leads && out[n-1].Percent == t.Percent {
			t.Rank = out[n-1].Rank
		}
		out = append(out, t)
	}
	return out
}
