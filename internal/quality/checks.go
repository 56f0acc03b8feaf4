package quality

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Check is something that should be so and is not everywhere.
type Check struct {
	Key          string
	ZH, EN       string
	Mend, MendEN string // what to do about a row
	Of           int    // how many were looked at
	Rows         []Row
}

// Row is one thing that somebody should mend.
type Row struct {
	Subject  graph.ID           // where it is mended
	Relation graph.RelationType // of a relation, which goes from the subject
	Other    graph.ID           // its other end, or the other one of a pair
	Chains   []graph.ID
	Source   graph.ID
	AsOf     graph.Date
	ZH, EN   string        // what is the matter
	Figures  []*graph.Node // that this tells of
}

// checks are all of them, in the order in which they are shown.
var checks = []struct {
	key, zh, en, mend, mendEN string
	look                      func(*reporter) (rows []Row, of int)
}{
	{
		"stale", "在链位置久未更新", "Positions that are old",
		"核对现状：更新阶段，或以新来源重新写明", "look how it stands: enter the stage anew, with a new source", stale,
	},
	{
		"unverified", "在链位置待核实", "Positions to be verified",
		"找到公开文件或媒体报道，改写来源与可信", "find a document or a report, and enter it with its confidence", unverified,
	},
	{
		"contradiction", "数值互相矛盾", "Figures that contradict each other",
		"核对两处来源，改正或注明各是什么口径", "compare both sources; correct one, or say what each counts", contradictions,
	},
	{
		"credit-code", "信用代码校验不符", "Credit codes that do not check",
		"与营业执照核对", "compare it with the licence", creditCodes,
	},
	{
		"duplicate", "同码或同名的企业", "Enterprises with one code or one name",
		"是同一家就合并，不是就写明区别", "merge them, or say what tells them apart", duplicates,
	},
	{
		"level", "企业类别没有文件", "Levels without a document",
		"找到认定文件并登记，或删去该类别", "find the document that grants it, or take the level off", levels,
	},
	{
		"source", "来源没有网址或文号", "Sources without address or number",
		"补上网址或文号；口头、线下材料写明存放处", "enter an address or a number", sources,
	},
	{
		"overdue", "项目已过计划投产时间", "Projects that are past their due date",
		"更新阶段，或改计划投产时间并写明来源", "enter the stage as it is, or another date with its source", overdue,
	},
	{
		"lapsed", "关系所依的事物已失效", "Relations to what has ended",
		"删去关系，或写明仍然成立的来源", "take the relation off, or enter a source that it still holds", lapsed,
	},
	{
		"link", "环节没有写明产出", "Links that say nothing of what they yield",
		"在模板中补上产品", "enter products in the template", links,
	},
}

// positions are the local enterprises' positions on links.
func (r *reporter) positions() (out []*graph.Relation) {
	rels := r.of.Relations()
	for i := range rels {
		if rels[i].Type == graph.OperatesIn && r.local(rels[i].From) {
			out = append(out, &rels[i])
		}
	}
	return out
}

// relation is a row about a relation.
func (r *reporter) relation(rel *graph.Relation) Row {
	return Row{
		Subject:  rel.From,
		Relation: rel.Type,
		Other:    rel.To,
		Chains:   r.chains.ChainsOfRelation(rel),
		Source:   rel.Prov.Source,
		AsOf:     rel.Prov.AsOf,
	}
}

// thing is a row about a thing.
func (r *reporter) thing(n *graph.Node) Row {
	return Row{Subject: n.ID, Chains: r.chains.ChainsOf(n.ID), Source: n.Prov.Source, AsOf: n.Prov.AsOf}
}

func (row Row) says(zh, en string) Row {
	row.ZH, row.EN = zh, en
	return row
}

// stopped tells whether a position says that nothing is made there any more: it does not grow old.
func stopped(rel *graph.Relation) bool { return rel.Attrs.Text("stage") == graph.StepStopped }

// stale are positions that were true too long ago, the oldest first.
func stale(r *reporter) (rows []Row, of int) {
	all := r.positions()
	for _, rel := range all {
		if stopped(rel) || !r.old(rel.Prov.AsOf) {
			continue
		}
		age := r.age(rel.Prov.AsOf)
		rows = append(rows, r.relation(rel).says(
			fmt.Sprintf("数据截至 %s，已过 %d 个月", rel.Prov.AsOf, age), fmt.Sprintf("as of %s, %d months ago", rel.Prov.AsOf, age)))
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return end(a.AsOf).Compare(end(b.AsOf)) })
	return rows, len(all)
}

// unverified are positions that carry 待核实.
func unverified(r *reporter) (rows []Row, of int) {
	all := r.positions()
	for _, rel := range all {
		if grade := string(rel.Prov.Confidence); !rel.Prov.Confidence.Settled() {
			rows = append(rows, r.relation(rel).says(
				"可信："+graph.Words(graph.Confidences, grade, "zh"), "confidence: "+graph.Words(graph.Confidences, grade, "en")))
		}
	}
	return rows, len(all)
}

// ofManyThings are measures by which quite different things are counted of one subject.
var ofManyThings = []string{"count", "target", "share", "growth", "other"}

// contradictions are figures of one measure, standing, unit and period about one thing that two sources put at
// different values.
func contradictions(r *reporter) (rows []Row, of int) {
	type about struct {
		subject               graph.ID
		measure, period, unit string
		kind                  graph.ValueKind
	}
	amount := func(n *graph.Node) (value float64, unit string) {
		f := graph.FigureOf(n)
		if amount, money := f.Money(); money {
			return amount, "亿元"
		}
		value, _ = f.Value()
		return value, f.Unit()
	}
	said := map[about][]*graph.Node{}
	for _, n := range r.of.Of(graph.KindFigure) {
		f := graph.FigureOf(n)
		subjects := r.of.Heads(n.ID, graph.About)
		if _, known := f.Value(); !known || len(subjects) == 0 || slices.Contains(ofManyThings, f.Measure()) {
			continue
		}
		of++
		value, unit := amount(n)
		key := about{subjects[0].ID, f.Measure(), string(f.Period()), unit, n.Prov.ValueKind}
		i := slices.IndexFunc(said[key], func(other *graph.Node) bool {
			before, _ := amount(other)
			return before != value && other.Prov.Source != n.Prov.Source
		})
		if said[key] = append(said[key], n); i < 0 {
			continue
		}
		other := said[key][i]
		before, _ := amount(other)
		row := r.thing(subjects[0])
		row.Other, row.Source, row.AsOf, row.Figures = n.ID, n.Prov.Source, n.Prov.AsOf, []*graph.Node{other, n}
		say := func(lang string) string {
			both := fmt.Sprintf("%v / %v", before, value)
			words := []string{graph.Words(graph.Measures, f.Measure(), lang), string(f.Period()), both}
			return strings.Join(slices.DeleteFunc(append(words, unit), func(w string) bool { return w == "" }), " ")
		}
		rows = append(rows, row.says(say("zh"), say("en")))
	}
	return rows, of
}

// creditCodes are those that cannot be right.
func creditCodes(r *reporter) (rows []Row, of int) {
	for _, n := range r.of.Of(graph.KindEnterprise) {
		code := graph.EnterpriseOf(n).CreditCode()
		if code == "" {
			continue
		}
		of++
		if fault := graph.CheckCreditCode(code); fault != "" {
			rows = append(rows, r.thing(n).says(code+" "+fault.Words("zh"), code+" "+fault.Words("en")))
		}
	}
	return rows, of
}

// duplicates are enterprises that have a credit code or a name in common, each pair once.
func duplicates(r *reporter) (rows []Row, of int) {
	all := r.of.Of(graph.KindEnterprise)
	told := map[[2]graph.ID]bool{}
	for _, same := range []struct {
		of     func(*graph.Node) string
		zh, en string
	}{
		{func(n *graph.Node) string { return graph.EnterpriseOf(n).CreditCode() }, "信用代码相同", "the same credit code"},
		{func(n *graph.Node) string { return spelling.Fold(n.Name) }, "名称相同", "the same name"},
	} {
		first := map[string]*graph.Node{}
		for _, n := range all {
			key := same.of(n)
			other := first[key]
			switch {
			case key == "":
			case other == nil:
				first[key] = n
			case !told[[2]graph.ID{other.ID, n.ID}]:
				told[[2]graph.ID{other.ID, n.ID}] = true
				row := r.thing(other)
				row.Other = n.ID
				rows = append(rows, row.says(same.zh, same.en))
			}
		}
	}
	return rows, len(all)
}

// levels are enterprises with levels that no document grants: those that are marked so, and those that rest on less.
// What the city itself has named is no level that a document grants.
func levels(r *reporter) (rows []Row, of int) {
	for _, n := range r.of.Of(graph.KindEnterprise) {
		e := graph.EnterpriseOf(n)
		open := slices.Clone(e.UnverifiedLevels())
		sure := slices.DeleteFunc(slices.Clone(e.Levels()), func(l string) bool { return l == graph.LevelNamed })
		if n.Prov.Confidence != graph.Documented {
			open = append(open, sure...)
		}
		if len(open)+len(sure) > 0 {
			of++
		}
		if len(open) == 0 {
			continue
		}
		say := func(lang string) string {
			words := make([]string, len(open))
			for i, l := range open {
				words[i] = graph.Words(graph.Levels, l, lang)
			}
			return strings.Join(words, map[string]string{"zh": "、", "en": ", "}[lang])
		}
		rows = append(rows, r.thing(n).says(say("zh"), say("en")))
	}
	return rows, of
}

// sources are those that nobody could look up; what most rests on first.
func sources(r *reporter) (rows []Row, of int) {
	rest, known := map[graph.ID]int{}, map[graph.ID]int{}
	for _, f := range r.facts() {
		if f.kind(graph.KindSource) {
			continue
		}
		rest[f.Source]++
		if f.Confidence == graph.Trade || f.Confidence == graph.Inferred {
			known[f.Source]++
		}
	}
	for _, n := range r.of.Of(graph.KindSource) {
		if known[n.ID] > 0 && known[n.ID] == rest[n.ID] { // knowledge of the trade has no address
			continue
		}
		of++
		if !traceable(n) {
			rows = append(rows, r.thing(n).says(
				fmt.Sprintf("%d 项事实以它为据", rest[n.ID]), fmt.Sprintf("%d facts rest on it", rest[n.ID])))
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(rest[b.Subject], rest[a.Subject]) })
	return rows, of
}

// overdue are projects that should produce by now and are not known to.
func overdue(r *reporter) (rows []Row, of int) {
	for _, n := range r.of.Of(graph.KindProject) {
		p := graph.ProjectOf(n)
		stage := n.Attrs.Text("stage")
		if p.Due() == "" || stage == graph.StepProduction || stage == graph.StepStopped {
			continue
		}
		of++
		if end(p.Due()).Compare(r.today) <= 0 {
			say := func(lang string) string { return graph.Words(graph.Steps, stage, lang) }
			rows = append(rows, r.thing(n).says(
				fmt.Sprintf("计划 %s 投产，登记为%s", p.Due(), say("zh")), fmt.Sprintf("due %s, entered as: %s", p.Due(), say("en"))))
		}
	}
	return rows, of
}

// lapsed are supplies from or to a firm all of whose positions have stopped, and chains listed by a scheme whose time
// is over while it still counts as the current one.
func lapsed(r *reporter) (rows []Row, of int) {
	rels := r.of.Relations()
	for i := range rels {
		rel := &rels[i]
		switch rel.Type {
		case graph.SuppliesTo, graph.Announces:
			of++
			for _, id := range []graph.ID{rel.From, rel.To} {
				at := r.of.Out(id, graph.OperatesIn)
				if len(at) > 0 && !slices.ContainsFunc(at, func(p *graph.Relation) bool { return !stopped(p) }) {
					rows = append(rows, r.relation(rel).says(
						r.of.Node(id).Label("zh")+" 已停产", r.of.Node(id).Label("en")+" has stopped"))
					break
				}
			}
		case graph.Lists:
			scheme := r.of.Node(rel.From)
			to := graph.Date(scheme.Attrs.Text("valid_to"))
			if !graph.SchemeOf(scheme).Current() {
				continue
			}
			of++
			if to != "" && end(to).Compare(r.today) <= 0 {
				rows = append(rows, r.relation(rel).says(
					fmt.Sprintf("方案至 %s 止，仍登记为现行", to), fmt.Sprintf("the scheme ended on %s and is the current one", to)))
			}
		}
	}
	return rows, of
}

// links are lowest links without a product; those that are a market make nothing.
func links(r *reporter) (rows []Row, of int) {
	for _, n := range r.of.Of(graph.KindLink) {
		if l := graph.LinkOf(n); l.Level() != graph.LinkLowest || n.Attrs.Bool("market") {
			continue
		}
		of++
		if len(r.of.Out(n.ID, graph.Yields)) == 0 {
			rows = append(rows, r.thing(n).says("没有登记产品", "no product is on record"))
		}
	}
	return rows, of
}
