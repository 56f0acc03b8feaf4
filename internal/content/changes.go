package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// NewChanges says what became of a chain between two snapshots. The error has code graph.CodeNotFound when the chain is
// in neither.
func NewChanges(from, to *analysis.Findings, chain graph.ID, o Options) (diagram.Changes, error) {
	base := to
	if to.Chain(chain) == nil {
		base = from
	}
	s, err := newStructureBuilder(base, chain, o)
	if err != nil {
		return diagram.Changes{}, err
	}
	b := changesBuilder{structureBuilder: s, from: from, to: to, before: from.Chain(chain), after: to.Chain(chain)}
	b.standing = [2]map[graph.ID][]graph.ID{standing(b.before), standing(b.after)}
	c := diagram.Changes{From: b.moment(from, b.before), To: b.moment(to, b.after)}
	c.Stages, c.Lanes = b.bands()
	for _, id := range b.links() {
		c.Tiles = append(c.Tiles, b.tile(id))
	}
	c.Moves, c.Total = b.moves(), len(c.Tiles)
	c.Counts = b.tally(c.Tiles)
	c.Head = b.head(c).Scoped(b.scope(o, ""))
	b.leaveOut(&c)
	number(&c)
	return c, nil
}

// leaveOut takes away the links that the options leave out at both moments, and moves that lose an end.
func (b *changesBuilder) leaveOut(c *diagram.Changes) {
	if !b.options.filters() {
		return
	}
	drawn := map[string]bool{}
	for _, t := range c.Tiles {
		for _, f := range []*analysis.Findings{b.from, b.to} {
			if l := f.Link(graph.ID(t.ID)); l != nil && b.options.keeps(l) {
				drawn[t.ID] = true
			}
		}
	}
	c.Tiles = slices.DeleteFunc(c.Tiles, func(t diagram.Tile) bool { return !drawn[t.ID] })
	c.Moves = slices.DeleteFunc(c.Moves, func(m diagram.Move) bool { return !drawn[m.From] || !drawn[m.To] })
	has := func(in func(diagram.Tile) bool) bool { return slices.ContainsFunc(c.Tiles, in) }
	c.Stages = slices.DeleteFunc(
		c.Stages,
		func(s diagram.Band) bool { return !has(func(t diagram.Tile) bool { return t.Stage == s.Key }) },
	)
	c.Lanes = slices.DeleteFunc(c.Lanes, func(l diagram.Band) bool {
		return !has(func(t diagram.Tile) bool { return t.Stage != diagram.Support && t.Lane == l.Key })
	})
}

// changesBuilder compares a chain at two moments; before or after is nil when the chain was not there.
type changesBuilder struct {
	structureBuilder
	from, to      *analysis.Findings
	before, after *analysis.Chain
	standing      [2]map[graph.ID][]graph.ID // local enterprises with their links, before and after
}

// standing lists the links of every local enterprise of a chain.
func standing(c *analysis.Chain) map[graph.ID][]graph.ID {
	out := map[graph.ID][]graph.ID{}
	if c == nil {
		return out
	}
	for _, l := range c.Links {
		for _, p := range l.Positions {
			if p.Local {
				out[p.Enterprise.ID] = append(out[p.Enterprise.ID], l.Node.ID)
			}
		}
	}
	return out
}

func (b *changesBuilder) moment(f *analysis.Findings, c *analysis.Chain) diagram.Moment {
	m := diagram.Moment{Revision: int64(f.Snapshot.Revision)}
	switch {
	case !f.Snapshot.Time.IsZero():
		m.Date = f.Snapshot.Time.In(graph.Zone).Format("2006-01-02")
	case c != nil:
		m.Date = string(c.AsOf)
	}
	return m
}

// bands are the stages and sub-chains of both moments, those of the later one first.
func (b *changesBuilder) bands() (stages, lanes []diagram.Band) {
	for _, c := range []*analysis.Chain{b.after, b.before} {
		if c == nil {
			continue
		}
		x := structureBuilder{chainBuilder: chainBuilder{lexicon: b.lexicon, findings: b.findings, chain: c}}
		stages, lanes = merged(stages, x.stages()), merged(lanes, x.lanes())
	}
	slices.SortStableFunc(stages, func(x, y diagram.Band) int { return cmp.Compare(stageRank(x.Key), stageRank(y.Key)) })
	for i := range stages {
		stages[i].Note = ""
	}
	return stages, lanes
}

func stageRank(key string) int {
	return slices.IndexFunc(graph.Stages, func(t graph.Term) bool { return t.Code == key })
}

func merged(list, more []diagram.Band) []diagram.Band {
	for _, m := range more {
		if !slices.ContainsFunc(list, func(b diagram.Band) bool { return b.Key == m.Key }) {
			list = append(list, m)
		}
	}
	return list
}

// links are the ids of the links of both moments in template order; one that is gone stands behind the one it followed.
func (b *changesBuilder) links() []graph.ID {
	var ids []graph.ID
	if b.after != nil {
		for _, l := range b.after.Links {
			ids = append(ids, l.Node.ID)
		}
	}
	if b.before != nil {
		at := 0
		for _, l := range b.before.Links {
			if i := slices.Index(ids, l.Node.ID); i >= 0 {
				at = i + 1
				continue
			}
			ids = slices.Insert(ids, at, l.Node.ID)
			at++
		}
	}
	return ids
}

func (b *changesBuilder) tile(id graph.ID) diagram.Tile {
	was, is := b.from.Link(id), b.to.Link(id)
	l := is
	if l == nil {
		l = was
	}
	t := diagram.Tile{ID: string(id), Href: linkHref(l), Name: l.Node.Label(string(b.lexicon)), Stage: l.Stage()}
	if t.Stage != diagram.Support {
		t.Lane = l.Lane.ID.Key()
	}
	if was != nil {
		t.Before = diagram.State(was.State)
	}
	if is != nil {
		t.After = diagram.State(is.State)
	}
	b.people(&t, was, is)
	b.gap(&t)
	t.Group = group(t)
	if t.Changed() {
		t.Why = b.why(t, was, is)
		t.When = b.when(was, is)
	}
	return t
}

// asides are the decisions on a gap that stands, by the state that it came into.
var asides = map[string]diagram.Aside{
	graph.GapDismissed: diagram.Dismissed,
	graph.GapClosed:    diagram.Declared,
	graph.GapProposed:  diagram.Restored,
}

// gap says what became of the gap of a link: facts close and open it, people put it aside or take it up again.
func (b *changesBuilder) gap(t *diagram.Tile) {
	m := analysis.MoveOfGap(b.from, b.to, graph.ID(t.ID))
	t.Closed, t.Opened, t.Aside = m.Closed, m.Opened, asides[m.Aside]
	if t.Aside == "" {
		return
	}
	still := b.say(b.to.Gap(analysis.GapID(graph.ID(t.ID))).Still())
	switch t.Aside {
	case diagram.Dismissed:
		t.Said, t.Brief = b.pick("忽略（"+still+"）", "dismissed ("+still+")"), b.pick("忽略，未关闭", "dismissed, not closed")
	case diagram.Declared:
		t.Said, t.Brief = b.pick("人工闭环（"+still+"）", "said to be closed ("+still+")"), b.pick("人工闭环", "said to be closed")
	case diagram.Restored:
		t.Said = b.pick("重新列入待办", "taken up again")
		t.Brief = t.Said
	}
}

// people sorts the enterprises of a link into those that came, went and stayed.
func (b *changesBuilder) people(t *diagram.Tile, was, is *analysis.Link) {
	each := func(l *analysis.Link, visit func(analysis.Position)) {
		if l == nil {
			return
		}
		for _, p := range l.Positions {
			if p.Local {
				visit(p)
			}
		}
	}
	id := graph.ID(t.ID)
	each(is, func(p analysis.Position) {
		e := p.Enterprise.ID
		switch {
		case slices.Contains(b.standing[0][e], id):
			t.Firms = append(t.Firms, b.shortName(p.Enterprise))
		case len(b.standing[0][e]) == 0:
			t.Added = append(t.Added, b.mover(p))
		default:
			t.In = append(t.In, b.mover(p))
		}
	})
	each(was, func(p analysis.Position) {
		e := p.Enterprise.ID
		switch {
		case slices.Contains(b.standing[1][e], id):
		case len(b.standing[1][e]) == 0:
			t.Lost = append(t.Lost, b.mover(p))
		default:
			t.Out = append(t.Out, b.mover(p))
		}
	})
	if is != nil && is.State == analysis.Outside {
		for _, p := range is.Positions {
			if p.Circle {
				t.Circle = append(t.Circle, b.shortName(p.Enterprise))
			}
		}
	}
}

func (b *changesBuilder) mover(p analysis.Position) diagram.Mover {
	return diagram.Mover{
		ID:         string(p.Enterprise.ID),
		Name:       b.shortName(p.Enterprise),
		Unverified: !p.Relation.Prov.Confidence.Evidenced(),
	}
}

// grade is how good a state is; what is no gap and not held is as good as what is missing.
func grade(s diagram.State) int { return max(0, slices.Index(grades, s)) }

// grades orders the states from bad to good.
var grades = []diagram.State{
	diagram.State(analysis.Missing),
	diagram.State(analysis.Outside),
	diagram.State(analysis.Weak),
	diagram.State(analysis.Present),
	diagram.State(analysis.Strong),
}

// step is 1 for a state that rose, -1 for one that fell, else 0; also for links that came or went.
func step(t diagram.Tile) int {
	if t.Before == "" || t.After == "" {
		return 0
	}
	return cmp.Compare(grade(t.After), grade(t.Before))
}

// group says which way a link went. The state decides; then what its gap and its enterprises did, when they did not do
// opposite things.
func group(t diagram.Tile) diagram.Group {
	if t.Before == "" || t.After == "" {
		return diagram.Adjusted
	}
	good := len(t.Added) > 0 || t.Closed
	bad := len(t.Lost) > 0 || t.Opened
	switch {
	case step(t) > 0:
		return diagram.Better
	case step(t) < 0:
		return diagram.Worse
	case good && !bad:
		return diagram.Better
	case bad && !good:
		return diagram.Worse
	case good || len(t.In)+len(t.Out) > 0 || t.Aside != "":
		return diagram.Adjusted
	}
	return ""
}

// why says in short pieces what the change rests on.
func (b *changesBuilder) why(t diagram.Tile, was, is *analysis.Link) []string {
	var out []string
	say := func(list []diagram.Mover, zh, en string) {
		if len(list) == 0 {
			return
		}
		names := make([]string, len(list))
		for i, m := range list {
			names[i] = m.Name
			if m.Unverified {
				names[i] += b.pick("（待核实）", " (to be verified)")
			}
		}
		out = append(out, b.pick(zh, en+" ")+b.list(names))
	}
	if was == nil {
		out = append(out, b.pick("模板新增环节", "new link of the template"))
	}
	if is == nil {
		out = append(out, b.pick("环节已从模板移除", "link removed from the template"))
	}
	say(t.Added, "新增", "new:")
	say(t.Lost, "退出：", "gone:")
	say(t.In, "移入：", "moved in:")
	say(t.Out, "移出：", "moved out:")
	if was == nil || is == nil {
		return out
	}
	out = append(out, b.steps(was, is)...)
	if a, z := graph.LinkOf(was.Node).Insufficient(), graph.LinkOf(is.Node).Insufficient(); a != z {
		out = append(out, b.pick("认定不足：", "declared insufficient: ")+cmp.Or(z, b.pick("已解除", "lifted")))
	}
	if len(out) == 0 && t.Before != t.After {
		out = append(out, strings.TrimRight(is.Why.Text.In(string(b.lexicon)), "。."))
	}
	if len(out) == 0 && (t.Closed || t.Opened) {
		out = append(out, strings.TrimRight(is.Why.Text.In(string(b.lexicon)), "。."))
	}
	if t.Aside != "" {
		decision := b.to.Gap(analysis.GapID(is.Node.ID)).Decision()
		out = append(out, b.pick("人工决定", "people's decision")+b.reason(decision.Reason))
	}
	return out
}

// reason is why people decided, after what they decided.
func (l lexicon) reason(text string) string {
	if text == "" {
		return ""
	}
	return l.pick("：", ": ") + text
}

// steps says how far enterprises that stayed got, and whose role is now on record or no longer is.
func (b *changesBuilder) steps(was, is *analysis.Link) []string {
	var out []string
	for _, p := range is.Positions {
		i := slices.IndexFunc(was.Positions, func(o analysis.Position) bool { return o.Enterprise.ID == p.Enterprise.ID })
		if i < 0 || !p.Local {
			continue
		}
		o := was.Positions[i]
		name := b.shortName(p.Enterprise)
		word := func(stage string) string { return graph.Words(graph.Steps, stage, string(b.lexicon)) }
		if o.Stage() != p.Stage() {
			out = append(out, fmt.Sprintf("%s %s → %s", name, word(o.Stage()), word(p.Stage())))
		}
		switch had, has := o.Relation.Prov.Confidence.Evidenced(), p.Relation.Prov.Confidence.Evidenced(); {
		case has && !had:
			out = append(out, name+b.pick("角色有据", ": role now on record"))
		case had && !has:
			out = append(out, name+b.pick("角色待核实", ": role to be verified"))
		}
	}
	return out
}

// when is the newest date of the facts behind a change; empty when there are none, as for an enterprise that is gone.
func (b *changesBuilder) when(was, is *analysis.Link) string {
	var newest graph.Date
	if is == nil {
		return ""
	}
	for _, p := range is.Positions {
		changed := was == nil || !slices.ContainsFunc(was.Positions, func(o analysis.Position) bool {
			return o.Enterprise.ID == p.Enterprise.ID && o.Stage() == p.Stage() && o.Relation.Prov == p.Relation.Prov
		})
		if changed && p.Relation.Prov.AsOf.Newer(newest) {
			newest = p.Relation.Prov.AsOf
		}
	}
	return string(newest)
}

// moves joins the links that an enterprise left with those that it came to; one that left nothing has no arrow.
func (b *changesBuilder) moves() []diagram.Move {
	var out []diagram.Move
	for id, before := range b.standing[0] {
		after := b.standing[1][id]
		gone := slices.DeleteFunc(slices.Clone(before), func(l graph.ID) bool { return slices.Contains(after, l) })
		came := slices.DeleteFunc(slices.Clone(after), func(l graph.ID) bool { return slices.Contains(before, l) })
		if len(after) == 0 || len(gone) == 0 || len(came) == 0 {
			continue
		}
		e := b.to.Snapshot.Node(id)
		for i := range max(len(gone), len(came)) {
			out = append(out, diagram.Move{
				Firm: string(id),
				Name: b.shortName(e),
				From: string(gone[min(i, len(gone)-1)]),
				To:   string(came[min(i, len(came)-1)]),
			})
		}
	}
	slices.SortFunc(out, func(x, y diagram.Move) int {
		return cmp.Or(cmp.Compare(x.Firm, y.Firm), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return out
}

func (b *changesBuilder) tally(tiles []diagram.Tile) diagram.Tally {
	var n diagram.Tally
	for id, before := range b.standing[0] {
		after := b.standing[1][id]
		switch {
		case len(after) == 0:
			n.Lost++
		case !sameLinks(before, after):
			n.Moved++
		}
	}
	for id := range b.standing[1] {
		if len(b.standing[0][id]) == 0 {
			n.Added++
		}
	}
	for _, t := range tiles {
		for _, c := range []struct {
			is bool
			n  *int
		}{{t.Closed, &n.Closed}, {t.Opened, &n.Opened}, {t.Aside == diagram.Dismissed, &n.Dismissed},
			{t.Aside == diagram.Declared, &n.Declared}, {t.Aside == diagram.Restored, &n.Restored},
			{step(t) > 0, &n.Up}, {step(t) < 0, &n.Down},
			{!t.Changed(), &n.Unchanged}, {t.Before == "", &n.NewLinks}, {t.After == "", &n.GoneLinks}} {
			if c.is {
				*c.n++
			}
		}
	}
	return n
}

func sameLinks(a, b []graph.ID) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// number numbers the changed links by group, sub-chain, stage and order: the order in which a reader meets them.
func number(c *diagram.Changes) {
	var changed []*diagram.Tile
	for i := range c.Tiles {
		if c.Tiles[i].Changed() {
			changed = append(changed, &c.Tiles[i])
		}
	}
	lane := func(t *diagram.Tile) int {
		if i := slices.IndexFunc(c.Lanes, func(b diagram.Band) bool { return b.Key == t.Lane }); i >= 0 {
			return i
		}
		return len(c.Lanes)
	}
	groups := []diagram.Group{diagram.Better, diagram.Worse, diagram.Adjusted}
	slices.SortStableFunc(changed, func(x, y *diagram.Tile) int {
		return cmp.Or(
			cmp.Compare(slices.Index(groups, x.Group), slices.Index(groups, y.Group)),
			cmp.Compare(lane(x), lane(y)),
			cmp.Compare(stageRank(x.Stage), stageRank(y.Stage)),
		)
	})
	for i, t := range changed {
		t.Number = i + 1
	}
}

func (b *changesBuilder) head(c diagram.Changes) diagram.Head {
	node := b.chain.Node
	h := diagram.Head{
		ID:    "changes/" + node.ID.Key(),
		Lang:  string(b.lexicon),
		Title: b.titleOf(node, "变化图", "What changed"),
		Facts: b.facts(),
	}
	if b.chain.Provisional() {
		h.Provisional = b.pick("待核实", "To be verified")
	}
	h.Facts[len(h.Facts)-1] = b.pick("版本 ", "Revision ") + c.To.String()
	h.Facts = append(h.Facts, b.pick("对比 ", "compared with ")+c.From.String())
	figure := func(value func(*analysis.Chain) string, label, tone string) {
		before, after := "—", "—"
		if b.before != nil {
			before = value(b.before)
		}
		if b.after != nil {
			after = value(b.after)
		}
		text := before
		if before != after {
			text = before + " → " + after
		}
		h.Figures = append(h.Figures, diagram.Figure{Value: text, Label: label, Tone: tone})
	}
	figure(percent, b.pick("完整度（加权）", "complete (weighted)"), "")
	figure(
		func(x *analysis.Chain) string { return fmt.Sprint(x.Count()[analysis.Missing]) },
		b.counted("links_missing"),
		"missing",
	)
	figure(func(x *analysis.Chain) string { return fmt.Sprint(len(x.Enterprises)) }, b.counted("enterprises"), "")
	h.Headline = b.headline(c)
	h.Sources, h.Notes = b.sources()
	h.Sources += b.pick("；完整度只计强与有", "; complete counts strong and present links")
	h.Desc = h.Headline
	return h
}

func percent(c *analysis.Chain) string {
	return fmt.Sprintf("%d%%", analysis.Percent(c.Completeness.Value))
}

// headline says what moved: completeness, gaps closed and new by name, states and enterprises by number.
func (b *changesBuilder) headline(c diagram.Changes) string {
	if c.Counts.Unchanged == len(c.Tiles) {
		return b.pick(
			fmt.Sprintf("r%d 与 r%d 之间，本链环节状态、企业与缺口均无变化。", c.From.Revision, c.To.Revision),
			fmt.Sprintf("Between r%d and r%d no state, firm or gap of this chain changed.", c.From.Revision, c.To.Revision),
		)
	}
	var parts []string
	if b.before != nil && b.after != nil && percent(b.before) != percent(b.after) {
		parts = append(parts, b.pick("完整度 ", "Completeness ")+percent(b.before)+" → "+percent(b.after))
	}
	named := func(is func(diagram.Tile) bool, zh, en string) {
		var names []string
		n := 0
		for _, t := range c.Tiles {
			if is(t) {
				if n++; n <= 2 {
					names = append(names, b.pick("“"+t.Name+"”", t.Name))
				}
			}
		}
		if n > 2 {
			cut := diagram.InAll(string(b.lexicon), n, "个")
			parts = append(parts, b.pick(strings.Join(names, "")+cut+zh, en+": "+b.list(names)+" "+cut))
		} else if n > 0 {
			parts = append(parts, b.pick(strings.Join(names, "")+zh, en+": "+b.list(names)))
		}
	}
	named(func(t diagram.Tile) bool { return t.Closed }, "缺口关闭", "gaps closed")
	named(func(t diagram.Tile) bool { return t.Opened }, "新增缺口", "new gaps")
	aside := func(is diagram.Aside) func(diagram.Tile) bool {
		return func(t diagram.Tile) bool { return t.Aside == is }
	}
	named(aside(diagram.Dismissed), "忽略，仍是缺口，未关闭", "dismissed, still gaps, not closed")
	named(aside(diagram.Declared), "人工闭环，按规则仍是缺口", "said to be closed, still gaps by the rules")
	named(aside(diagram.Restored), "重新列入待办", "taken up again")
	n := c.Counts
	for _, x := range []struct {
		n      int
		zh, en string
	}{{n.Up, "升级 %d 环节", b.linkCount(n.Up) + " up"}, {n.Down, "降级 %d 环节", b.linkCount(n.Down) + " down"},
		{n.Added, "新增企业 %d 家", b.firmCount(n.Added) + " new"}, {n.Lost, "退出企业 %d 家", b.firmCount(n.Lost) + " gone"},
		{n.Moved, "移动企业 %d 家", b.firmCount(n.Moved) + " moved"}, {n.NewLinks, "新环节 %d 个", b.linkCount(n.NewLinks) + " new"},
		{n.GoneLinks, "移除环节 %d 个", b.linkCount(n.GoneLinks) + " removed"}} {
		if x.n > 0 {
			parts = append(parts, b.pick(fmt.Sprintf(x.zh, x.n), x.en))
		}
	}
	text := strings.Join(parts, b.pick("；", "; ")) + b.pick("。", ".")
	return b.pick(text, strings.ToUpper(text[:1])+text[1:])
}
