package content

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/diagram"
)

// What a what-if drawing shows at most: links as tiles, else their groups; names in its sentence, else their number.
const (
	mostFillTiles = 30
	mostFillNames = 6
)

// WhatIfLinks are the links that a what-if drawing of a chain takes as filled, in the order of their numbers: those
// that the options name, else the first gaps that can be filled. The error has code graph.CodeNotFound when the chain
// or a link does not exist.
func WhatIfLinks(f *analysis.Findings, chain graph.ID, o Options) ([]*analysis.Link, error) {
	b, err := newChainBuilder(f, chain, o)
	if err != nil {
		return nil, err
	}
	set, _, err := b.toFill()
	return set, err
}

// toFill says what is taken as filled and how that was chosen.
func (b *chainBuilder) toFill() (set []*analysis.Link, how string, err error) {
	var gaps []*analysis.Gap
	for _, g := range OpenGaps(b.findings, b.chain.Node.ID) {
		if g.Link.State.Lacks() {
			gaps = append(gaps, g)
		}
	}
	if b.options.Fill == "" {
		for _, g := range firstOf(gaps) {
			set = append(set, g.Link)
		}
		n := len(set)
		switch {
		case n == 0:
			return nil, b.pick("没有可补的待办缺口", "No open gap can be filled"), nil
		case n == len(gaps):
			return set, b.pick(fmt.Sprintf("选法：可补的待办缺口全部 %d 项", n), fmt.Sprintf("All %d open gaps that can be filled", n)), nil
		case gaps[n].Weight == gaps[n-1].Weight:
			return set, b.pick(
				fmt.Sprintf("选法：可补缺口权重前 %d，同权按链上次序", n),
				fmt.Sprintf("First %d gaps by weight, ties in chain order", n),
			), nil
		}
		return set, b.pick(
			fmt.Sprintf("选法：可补缺口权重前 %d", n), fmt.Sprintf("First %d gaps by weight", n),
		), nil
	}
	named, err := b.findings.LinksNamed(b.chain, b.options.Fill)
	if err != nil {
		return nil, "", err
	}
	w, err := b.findings.If(b.chain, named)
	if err != nil {
		return nil, "", err
	}
	set = slices.Clone(w.Links)
	rank := func(l *analysis.Link) int { // as the gaps are ranked; what is no open gap stands last
		if i := slices.IndexFunc(gaps, func(g *analysis.Gap) bool { return g.Link == l }); i >= 0 {
			return i
		}
		return len(gaps)
	}
	slices.SortStableFunc(set, func(x, y *analysis.Link) int { return cmp.Compare(rank(x), rank(y)) })
	return set, b.pick(fmt.Sprintf("选法：指定 %d 项", len(set)), fmt.Sprintf("Chosen by hand: %d", len(set))), nil
}

// NewWhatIf says what is in the what-if drawing of a chain, with the candidates of the links of WhatIfLinks. The error
// has code graph.CodeNotFound when the chain or a link does not exist.
func NewWhatIf(f *analysis.Findings, candidates candidate.Lists, chain graph.ID, o Options) (diagram.WhatIf, error) {
	base, err := newStructureBuilder(f, chain, o)
	if err != nil {
		return diagram.WhatIf{}, err
	}
	b := whatIfBuilder{structureBuilder: base, candidates: candidates, number: map[*analysis.Link]int{}}
	var how string
	if b.set, how, err = b.toFill(); err != nil {
		return diagram.WhatIf{}, err
	}
	if b.WhatIf, err = f.If(b.chain, b.set); err != nil {
		return diagram.WhatIf{}, err
	}
	for i, l := range b.set {
		b.number[l] = i + 1
	}
	b.points = apportioned(b.set, b.Before)
	w := diagram.WhatIf{
		Stages: b.stages(),
		Lanes:  b.lanes(),
		Tiles:  b.tiles(),
		Bar:    b.pick("完整度", "Completeness"),
		Bars:   [2]diagram.WhatIfBar{b.bar(b.Before), b.bar(b.After)},
		Ladder: b.ladder(),
		Rows:   b.rows(),
		Blank:  b.say(blank),
		Empty:  b.pick("该产业链还没有环节。", "This chain has no links yet."),
	}
	n := len(b.set)
	w.Panels = [3]diagram.WhatIfPanel{
		{Name: b.pick("今天", "Today"), Note: b.pick("已知的事实", "facts on record")},
		{
			Name: b.pick(fmt.Sprintf("先补 %d 项", n), fmt.Sprintf("Fill %d first", n)),
			Note: b.pick(fmt.Sprintf("只改这 %d 项", n), "nothing else changes"),
		},
		{Name: b.pick("补后", "After"), Note: b.pick("推算，不是承诺", "computed, not promised")},
	}
	if n == 0 {
		w.Panels[1] = diagram.WhatIfPanel{Name: b.pick("未选环节", "No link chosen"), Note: b.pick("什么都不改", "nothing changes")}
	}
	for _, l := range b.set {
		w.Chosen = append(w.Chosen, b.choice(l))
	}
	w.List = [diagram.WhatIfFacts]string{
		b.pick("先补的环节", "Links to be filled"),
		b.pick("今天", "Today"),
		b.pick("必要程度", "Necessity"),
		b.pick("完整度（百分点）", "Points"),
		b.pick("缺口", "Gap"),
		b.pick("在册项目公布的投资", "Cost that projects said"),
	}
	w.Head = b.head(how)
	return w, nil
}

type whatIfBuilder struct {
	structureBuilder
	*analysis.WhatIf
	candidates candidate.Lists
	set        []*analysis.Link // by number
	number     map[*analysis.Link]int
	points     []int              // of completeness that each adds
	facts      []graph.Provenance // of what was said of costs
}

// apportioned are the points that each link adds to a completeness, rounded so that they add up to the difference of
// the rounded ends: by largest remainder.
func apportioned(set []*analysis.Link, before analysis.Span) []int {
	points, rests := make([]int, len(set)), make([]float64, len(set))
	after, sum := before.Point, 0
	for i, l := range set {
		exact := 100 * analysis.Share(l.Weight, before.Total)
		points[i] = int(math.Floor(exact))
		rests[i] = exact - math.Floor(exact)
		after, sum = after+l.Weight, sum+points[i]
	}
	left := analysis.Percent(analysis.Share(after, before.Total)) -
		analysis.Percent(analysis.Share(before.Point, before.Total)) - sum
	for ; left > 0; left-- {
		most := slices.Index(rests, slices.Max(rests))
		points[most]++
		rests[most]--
	}
	return points
}

func inPercent(weight, total int) string {
	return fmt.Sprintf("%d%%", analysis.Percent(analysis.Share(weight, total)))
}

func (b *whatIfBuilder) stages() []diagram.WhatIfStage {
	var out []diagram.WhatIfStage
	for _, stage := range graph.Stages {
		s := diagram.WhatIfStage{Key: stage.Code, Name: b.pick(stage.ZH, stage.EN)}
		some := false
		for _, l := range b.chain.Links {
			if l.Stage() != stage.Code {
				continue
			}
			some = true
			if l.State != analysis.Market {
				s.All++
			}
			if l.State.Held() {
				s.Held++
			}
			if b.number[l] > 0 {
				s.Filled++
			}
		}
		if some {
			out = append(out, s)
		}
	}
	return out
}

// tiles are the links, or their groups where there are too many of them.
func (b *whatIfBuilder) tiles() []diagram.WhatIfTile {
	lumped := len(b.chain.Links) > mostFillTiles
	var out []diagram.WhatIfTile
	at := map[string]int{}
	for _, l := range b.chain.Links {
		t := diagram.WhatIfTile{
			ID:       string(l.Node.ID),
			Href:     linkHref(l),
			Name:     l.Node.Label(string(b.lexicon)),
			Stage:    l.Stage(),
			State:    diagram.State(l.State),
			Unlocked: slices.Contains(b.Unlocks, l),
		}
		if t.Stage != diagram.Support {
			t.Lane = l.Lane.ID.Key()
		}
		if n := b.number[l]; n > 0 {
			t.Numbers = []int{n}
		}
		if !lumped {
			out = append(out, t)
			continue
		}
		if l.State == analysis.Market {
			continue
		}
		id := lumpID(l)
		if _, known := at[id]; !known {
			at[id] = len(out)
			out = append(out, diagram.WhatIfTile{
				ID:    id,
				Href:  "/chains/" + b.chain.Node.ID.Key(),
				Name:  b.lumpName(l),
				Stage: t.Stage,
				Lane:  t.Lane,
			})
		}
		group := &out[at[id]]
		group.All++
		if l.State.Held() {
			group.Held++
		}
		group.Numbers = append(group.Numbers, t.Numbers...)
		slices.Sort(group.Numbers)
		group.Unlocked = group.Unlocked || t.Unlocked
	}
	return out
}

func (b *whatIfBuilder) bar(s analysis.Span) diagram.WhatIfBar {
	return diagram.WhatIfBar{
		Known: analysis.Share(b.Before.Low, s.Total),
		Low:   analysis.Share(s.Low, s.Total),
		Point: analysis.Share(s.Point, s.Total),
		High:  analysis.Share(s.High, s.Total),
		Words: [3]string{
			b.pick("至少 ", "at least ") + inPercent(s.Low, s.Total),
			inPercent(s.Point, s.Total),
			b.pick("含弱项 ", "with weak ") + inPercent(s.High, s.Total),
		},
	}
}

func (b *whatIfBuilder) ladder() diagram.WhatIfLadder {
	total := b.Before.Total
	l := diagram.WhatIfLadder{
		From:  analysis.Share(b.Before.Point, total),
		To:    analysis.Share(b.After.Point, total),
		Words: [2]string{b.pick("今天 ", "today ") + inPercent(b.Before.Point, total), inPercent(b.After.Point, total)},
	}
	sum := 0
	for i, link := range b.set {
		sum += b.points[i]
		l.Steps = append(l.Steps, diagram.WhatIfStep{
			Share: analysis.Share(link.Weight, total),
			Word:  fmt.Sprintf("+%d", b.points[i]),
		})
	}
	l.All = fmt.Sprintf("+%d", sum)
	l.Note = b.pick(
		fmt.Sprintf("每项按必要程度计入，共 %d/%d；百分点取整", b.After.Point-b.Before.Point, total),
		fmt.Sprintf("each by its necessity, %d/%d in all; rounded", b.After.Point-b.Before.Point, total),
	)
	return l
}

// rows are the figures under the panels.
func (b *whatIfBuilder) rows() []diagram.WhatIfRow {
	return []diagram.WhatIfRow{b.gapRow(), b.inputRow(), b.firmRow(), b.costRow()}
}

func (b *whatIfBuilder) gapRow() diagram.WhatIfRow {
	open := OpenGaps(b.findings, b.chain.Node.ID)
	left := slices.DeleteFunc(slices.Clone(open), func(g *analysis.Gap) bool { return slices.Contains(b.Closes, g) })
	changed := diagram.WhatIfCell{Value: fmt.Sprintf("−%d", len(b.Closes)), Items: b.lacking(b.Closes)}
	if len(b.Closes) == 0 {
		changed = diagram.WhatIfCell{Value: "0", Items: []string{b.pick("不关闭缺口", "closes no gap")}}
	}
	return diagram.WhatIfRow{Label: b.upper(b.counted("gaps")), Cells: [3]diagram.WhatIfCell{
		{Value: fmt.Sprint(len(open)), Items: b.lacking(open)},
		changed,
		{Value: fmt.Sprint(len(left)), Items: b.lacking(left)},
	}}
}

// lacking counts gaps by what is lacking at their links; the counts add up.
func (b *whatIfBuilder) lacking(gaps []*analysis.Gap) []string {
	var out []string
	rest := len(gaps)
	for _, s := range []diagram.State{diagram.Missing, diagram.Weak, diagram.Outside} {
		n := 0
		for _, g := range gaps {
			if diagram.State(g.Link.State) == s {
				n++
			}
		}
		if rest -= n; n > 0 {
			out = append(out, fmt.Sprintf("%s %d", s.Word(string(b.lexicon)), n))
		}
	}
	if rest > 0 { // held, and a gap all the same
		out = append(out, fmt.Sprintf("%s %d", b.pick("已有但受阻", "held, blocked"), rest))
	}
	return out
}

func (b *whatIfBuilder) inputRow() diagram.WhatIfRow {
	row := diagram.WhatIfRow{Label: b.pick("投入备齐", "Inputs")}
	if b.Fed == 0 {
		none := b.pick("没有列出投入的已有环节", "no link held has inputs listed")
		for i := range row.Cells {
			row.Cells[i] = diagram.WhatIfCell{Value: "–", Items: []string{none}}
		}
		return row
	}
	// lacking are the links held whose inputs are not all held, with how many they lack
	lacking := func(held func(*analysis.Link) bool) []string {
		var names []string
		for _, l := range b.chain.Links {
			n := 0
			for _, group := range l.Needs {
				if !slices.ContainsFunc(group, held) {
					n++
				}
			}
			if l.State.Held() && n > 0 {
				names = append(names, fmt.Sprintf(b.pick("%s %d 样", "%s %d"), l.Node.Label(string(b.lexicon)), n))
			}
		}
		return names
	}
	cell := func(n int, lacking []string) diagram.WhatIfCell {
		c := diagram.WhatIfCell{
			Value: fmt.Sprintf("%d/%d", n, b.Fed), Lead: b.pick("还缺：", "lacking: "), Items: lacking,
		}
		if len(lacking) == 0 {
			c.Lead, c.Items = "", []string{b.pick("投入都已备齐", "all inputs are held")}
		}
		return c
	}
	now := func(l *analysis.Link) bool { return l.State.Held() }
	then := func(l *analysis.Link) bool { return l.State.Held() || b.number[l] > 0 }
	row.Cells = [3]diagram.WhatIfCell{
		cell(b.ReadyBefore, lacking(now)),
		{Value: fmt.Sprintf("+%d", b.ReadyAfter-b.ReadyBefore), Lead: b.pick("新备齐：", "now complete: "), Items: b.unlocked()},
		cell(b.ReadyAfter, lacking(then)),
	}
	if b.ReadyAfter == b.ReadyBefore {
		row.Cells[1] = diagram.WhatIfCell{Value: "0", Items: []string{b.pick("没有环节因此备齐", "none becomes complete")}}
	}
	return row
}

// unlocked are the links of the chain whose inputs become complete, by name.
func (b *whatIfBuilder) unlocked() []string {
	var names []string
	for _, l := range b.chain.Links {
		if slices.Contains(b.Unlocks, l) {
			names = append(names, l.Node.Label(string(b.lexicon)))
		}
	}
	return names
}

func (b *whatIfBuilder) firmRow() diagram.WhatIfRow {
	firms := func(n int) string { return b.count(n, "家", "firm", "firms") }
	today := diagram.WhatIfCell{
		Value: firms(len(b.chain.Enterprises)), Items: []string{b.pick("链上的本地企业", "local, on the chain")},
	}
	seen := map[graph.ID]bool{}
	var none []string
	for _, l := range b.set {
		list := shorten(b.candidates[l.Node.ID]).firms
		for _, c := range list {
			seen[c.Enterprise.ID] = true
		}
		if len(list) == 0 {
			none = append(none, l.Node.Label(string(b.lexicon)))
		}
	}
	whom := diagram.WhatIfCell{
		Value: b.pick("可联系 "+firms(len(seen)), fmt.Sprintf("%d to call", len(seen))),
		Lead:  b.pick("未见合适的：", "none suitable: "),
		Items: none,
	}
	switch {
	case len(b.set) == 0:
		whom = diagram.WhatIfCell{Value: "–", Items: []string{b.pick("未选环节", "no link chosen")}}
	case len(none) == 0:
		whom.Lead, whom.Items = "", []string{b.pick("每项都有候选企业", "candidates for each")}
	}
	served := diagram.WhatIfCell{
		Value: b.pick("解锁 "+firms(len(b.Firms)), fmt.Sprintf("%d unlocked", len(b.Firms))),
	}
	for _, e := range b.Firms {
		served.Items = append(served.Items, b.shortName(e))
	}
	if len(b.Firms) == 0 {
		served.Items = []string{b.pick("没有企业因此备齐投入", "no firm gets all its inputs")}
	}
	return diagram.WhatIfRow{Label: b.pick("企业", "Firms"), Cells: [3]diagram.WhatIfCell{today, whom, served}}
}

// cost is what the projects on some links, and on their gaps, said that they invest, each project once.
type cost struct {
	projects, said int
	sum            float64
	unit           string // empty: units differ, and there is no sum
}

func (b *whatIfBuilder) costOf(links ...*analysis.Link) cost {
	var c cost
	var seen, units []string
	for _, l := range links {
		for _, at := range []graph.ID{l.Node.ID, analysis.GapID(l.Node.ID)} {
			for _, r := range b.findings.Filling(at) {
				if slices.Contains(seen, string(r.From)) {
					continue
				}
				seen = append(seen, string(r.From))
				c.projects++
				for _, n := range b.snapshot().Tails(r.From, graph.About) {
					figure := graph.FigureOf(n)
					v, known := figure.Value()
					if figure.Measure() != graph.MeasureInvestment || !known {
						continue
					}
					b.facts = append(b.facts, n.Prov)
					c.said++
					c.sum += v
					units = append(units, figure.Unit())
					break // a project has one investment
				}
			}
		}
	}
	slices.Sort(units)
	if units = slices.Compact(units); len(units) == 1 {
		c.unit = units[0]
	}
	return c
}

// known is what a cost is known to be; "" when nobody said anything.
func (b *whatIfBuilder) known(c cost) string {
	switch {
	case c.said == 0:
		return ""
	case c.unit == "":
		return b.pick(fmt.Sprintf("%d 个项目已公布", c.said), b.count(c.said, "", "project", "projects")+" said it")
	}
	return b.amount(c.sum, c.unit)
}

// costs are what is known of the cost of what is chosen, and of how many links nobody said it.
func (b *whatIfBuilder) costs() (known string, blanks int) {
	for _, l := range b.set {
		if b.costOf(l).said == 0 {
			blanks++
		}
	}
	return b.known(b.costOf(b.set...)), blanks
}

func (b *whatIfBuilder) costRow() diagram.WhatIfRow {
	row := diagram.WhatIfRow{Label: b.pick("投资", "Cost")}
	all := b.costOf(b.chain.Links...)
	today := diagram.WhatIfCell{Value: b.say(blank), Blank: true}
	switch {
	case all.projects == 0:
		today.Items = []string{b.pick("未见在册项目", "no project on record")}
	case all.said == 0:
		today.Items = []string{b.pick("在册项目都未公布金额", "no project on record said it")}
	default:
		today = diagram.WhatIfCell{
			Value: fmt.Sprintf("%d/%d", all.said, all.projects),
			Items: []string{b.pick("在册项目公布了金额", "projects on record said it")},
		}
	}
	known, blanks := b.costs()
	fill := diagram.WhatIfCell{Value: b.say(blank), Blank: true}
	switch {
	case len(b.set) == 0:
		fill = diagram.WhatIfCell{Value: "–", Items: []string{b.pick("未选环节", "no link chosen")}}
	case known == "":
		fill.Items = []string{b.pick(
			fmt.Sprintf("库中没有这 %d 项的金额", blanks), fmt.Sprintf("none on record for these %d", blanks),
		)}
	case blanks > 0:
		fill = diagram.WhatIfCell{
			Value: b.pick("已知 "+known, known+" known"),
			Items: []string{b.pick(fmt.Sprintf("另 %d 项待补充", blanks), fmt.Sprintf("%d more not given", blanks))},
		}
	default:
		fill = diagram.WhatIfCell{
			Value: b.pick("已知 "+known, known+" known"),
			Items: []string{b.pick("在册项目公布的总额", "as projects on record said")},
		}
	}
	row.Cells = [3]diagram.WhatIfCell{
		today, fill, {
			Value: b.pick("不能推算", "not computed"),
			Blank: true,
			Items: []string{b.pick("不含时间与能否招来", "nor time, nor likelihood")},
		},
	}
	return row
}

func (b *whatIfBuilder) choice(l *analysis.Link) diagram.WhatIfChoice {
	lang := string(b.lexicon)
	n := b.number[l]
	closes := slices.ContainsFunc(b.Closes, func(g *analysis.Gap) bool { return g.Link == l })
	gap := b.pick("关闭", "closed")
	if !closes {
		gap = b.pick("不关闭", "not closed")
	}
	return diagram.WhatIfChoice{
		ID:     string(l.Node.ID),
		Href:   linkHref(l),
		Number: n,
		State:  diagram.State(l.State),
		Facts: [diagram.WhatIfFacts]string{
			l.Node.Label(lang),
			diagram.State(l.State).Full(lang),
			fmt.Sprint(l.Weight),
			fmt.Sprintf("+%d", b.points[n-1]),
			gap,
			b.known(b.costOf(l)),
		},
	}
}

func (b *whatIfBuilder) head(how string) diagram.Head {
	n := len(b.set)
	h := b.chainBuilder.head(
		"whatif", b.pick(fmt.Sprintf("如果先补 %d 项", n), ""), fmt.Sprintf("What if %d are filled", n),
	)
	if n == 0 {
		h.Title = b.titleOf(b.chain.Node, "如果补上", "What if")
	}
	if n == 1 {
		h.Title = b.titleOf(b.chain.Node, "如果先补 1 项", "What if 1 is filled")
	}
	h = h.Scoped([]string{how})
	before, after := b.Before, b.After
	gaps := len(OpenGaps(b.findings, b.chain.Node.ID))
	h.Figures = []diagram.Figure{
		{
			Value: inPercent(before.Point, before.Total) + " → " + inPercent(after.Point, after.Total),
			Label: b.pick("完整度", "complete") + fmt.Sprintf(
				b.pick("（权重 %d → %d / %d）", " (%d → %d of %d)"), before.Point, after.Point, after.Total,
			),
		},
		{Value: fmt.Sprintf("%d → %d", gaps, gaps-len(b.Closes)), Label: b.counted("gaps")},
	}
	if b.Fed > 0 {
		h.Figures = append(h.Figures, diagram.Figure{
			Value: fmt.Sprintf("%d → %d", b.ReadyBefore, b.ReadyAfter),
			Label: b.pick(
				fmt.Sprintf("投入备齐（共 %d 个环节）", b.Fed), fmt.Sprintf("inputs complete, of %d", b.Fed),
			),
		})
	}
	known, blanks := b.costs()
	invest := diagram.Figure{Value: cmp.Or(known, b.say(blank)), Label: b.pick("投资", "cost")}
	if known != "" && blanks > 0 {
		invest.Label = b.pick(fmt.Sprintf("投资，已知；另 %d 项待补充", blanks), fmt.Sprintf("cost; %d not given", blanks))
	}
	if n > 0 {
		h.Figures = append(h.Figures, invest)
	}
	h.Headline = b.headline(known, blanks)
	facts := slices.Concat(b.positions(), b.facts)
	counts, notes := b.evidence(facts)
	h.Notes = notes
	h.Sources = b.sourced(counts, b.pick(
		"推算只把所选环节当作已投产且有原文，其余不变；不是预测，也不是任何一家的承诺",
		"computed: the links chosen are taken as in production by an original text, all else stays; no forecast, no promise",
	))
	promise := b.pick("推算，不是承诺。", "Computed, not promised.")
	h.Desc = strings.Join([]string{h.Headline, promise, b.pick("今天：", "Today: ") + b.counts(b.chain.Links)}, " ")
	return h
}

// headline says what is filled and what that does.
func (b *whatIfBuilder) headline(known string, blanks int) string {
	if len(b.set) == 0 {
		return b.sentence([]string{
			b.pick("没有可补的待办缺口，推算与今天相同", "no open gap can be filled: what is computed is what is today"),
			b.pick("可以另行指定环节", "links can be named by hand"),
		})
	}
	what := b.pick(fmt.Sprintf("补齐 %d 项", len(b.set)), fmt.Sprintf("with %d links filled", len(b.set)))
	if len(b.set) <= mostFillNames {
		var names []string
		for _, l := range b.set {
			names = append(names, l.Node.Label(string(b.lexicon)))
		}
		what = b.pick("补齐", "with these filled: ") + b.list(names)
	}
	does := []string{inPercent(b.Before.Point, b.Before.Total) + " → " + inPercent(b.After.Point, b.After.Total)}
	does[0] = b.pick("完整度 ", "completeness ") + does[0]
	if n := len(b.Closes); n > 0 {
		does = append(does, b.pick(fmt.Sprintf("关闭 %d 个缺口", n), b.count(n, "", "gap", "gaps")+" closed"))
	} else {
		does = append(does, b.pick("不关闭缺口", "no gap closed"))
	}
	if names := b.unlocked(); len(names) > 0 {
		said := b.list(names[:min(firstGaps, len(names))])
		if len(names) > firstGaps {
			said += " " + diagram.InAll(string(b.lexicon), len(names), "个环节")
		}
		does = append(does, b.pick(said+"投入备齐", "inputs complete for "+said))
	} else {
		does = append(does, b.pick("没有环节因此备齐投入", "no link gets all its inputs"))
	}
	paid := b.pick("投资待补充", "cost not given")
	switch {
	case known != "" && blanks > 0:
		paid = b.pick(
			fmt.Sprintf("投资已知 %s，另 %d 项待补充", known, blanks),
			fmt.Sprintf("cost known: %s, %d more not given", known, blanks),
		)
	case known != "":
		paid = b.pick("投资已知 "+known, "cost known: "+known)
	}
	return b.sentence([]string{
		what + b.pick("：", " — ") + strings.Join(does, b.pick("，", ", ")), paid,
	})
}
