package effect

import (
	"fmt"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// named are the names of terms, joined.
func named(terms []graph.Term, list []string) analysis.Words {
	zh, en := make([]string, len(list)), make([]string, len(list))
	for i, code := range list {
		zh[i], en[i] = graph.Words(terms, code, "zh"), strings.ToLower(graph.Words(terms, code, "en"))
	}
	return analysis.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

func stateWords(c analysis.Coverage, none analysis.Words) analysis.Words {
	if c == "" {
		return none
	}
	return analysis.Words{
		ZH: graph.Words(analysis.Coverages, string(c), "zh"),
		EN: strings.ToLower(graph.Words(analysis.Coverages, string(c), "en")),
	}
}

// Text is one sentence: 高纯镓与 MO 源 弱 → 有：…
func (s State) Text() analysis.Words {
	from := stateWords(s.From, analysis.Words{ZH: "新增", EN: "new"})
	to := stateWords(s.To, analysis.Words{ZH: "删去", EN: "removed"})
	out := analysis.Words{
		ZH: fmt.Sprintf("%s %s → %s", s.Link.Name, from.ZH, to.ZH),
		EN: fmt.Sprintf("%s %s → %s", s.Link.Label("en"), from.EN, to.EN),
	}
	if s.Why != (analysis.Words{}) {
		out.ZH, out.EN = out.ZH+"："+s.Why.ZH, out.EN+": "+s.Why.EN
	}
	if s.Sole && s.From != s.To {
		out.ZH, out.EN = strings.TrimSuffix(out.ZH, "。")+"；带“独家”标记。", strings.TrimSuffix(out.EN, ".")+"; marked sole."
	}
	return out
}

// Text is what becomes of the figures of a chain: completeness with its fraction, and why it moves when the template is
// the cause.
func (c Chain) Text() analysis.Words {
	before, after := c.Before.Completeness, c.After.Completeness
	was, is := analysis.Percent(before.Value), analysis.Percent(after.Value)
	out := analysis.Words{}
	add := func(zh, en string) {
		if out.ZH != "" {
			out.ZH, out.EN = out.ZH+"；", out.EN+"; "
		}
		out.ZH, out.EN = out.ZH+zh, out.EN+en
	}
	fraction := fmt.Sprintf(
		"%d/%d → %d/%d",
		before.WeightCovered,
		before.WeightTotal,
		after.WeightCovered,
		after.WeightTotal,
	)
	switch {
	case before.WeightCovered == after.WeightCovered && before.WeightTotal == after.WeightTotal:
		add(fmt.Sprintf("完整度 %d%% 不变（%d/%d）", is, after.WeightCovered, after.WeightTotal),
			fmt.Sprintf("completeness stays %d%% (%d/%d)", is, after.WeightCovered, after.WeightTotal))
	case before.WeightTotal == after.WeightTotal:
		add(fmt.Sprintf("完整度 %d%% → %d%%（%s）", was, is, fraction),
			fmt.Sprintf("completeness %d%% → %d%% (%s)", was, is, fraction))
	case before.WeightCovered == after.WeightCovered:
		add(fmt.Sprintf("完整度 %d%% → %d%%（%s），因为分母变了，不是产业变化", was, is, fraction),
			fmt.Sprintf("completeness %d%% → %d%% (%s), as the denominator changed, not the industry", was, is, fraction))
	default:
		add(fmt.Sprintf("完整度 %d%% → %d%%（%s），分母也变了，前后不可直接相比", was, is, fraction),
			fmt.Sprintf("completeness %d%% → %d%% (%s); the denominator changed too: do not compare", was, is, fraction))
	}
	if before.Span.High != after.Span.High {
		low, high := analysis.Percent(before.WithWeak), analysis.Percent(after.WithWeak)
		add(fmt.Sprintf("含弱 %d%% → %d%%（%d/%d → %d/%d）", low, high,
			before.Span.High, before.Span.Total, after.Span.High, after.Span.Total),
			fmt.Sprintf("with weak links %d%% → %d%% (%d/%d → %d/%d)", low, high,
				before.Span.High, before.Span.Total, after.Span.High, after.Span.Total))
	}
	counted := func(code string, was, is int) {
		if was != is {
			add(fmt.Sprintf("%s %d → %d", analysis.Counted(code, "zh"), was, is),
				fmt.Sprintf("%s %d → %d", analysis.Counted(code, "en"), was, is))
		}
	}
	counted("links", before.Total, after.Total)
	counted("enterprises", c.Before.Enterprises, c.After.Enterprises)
	counted("gaps", c.Before.Gaps.Open, c.After.Gaps.Open)
	for _, kind := range graph.GapKinds {
		counted("gaps_"+kind.Code, c.Before.Gaps.Kinds[kind.Code], c.After.Gaps.Kinds[kind.Code])
	}
	if was, is := analysis.Percent(before.DataCoverage), analysis.Percent(after.DataCoverage); was != is {
		add(fmt.Sprintf("资料 %d%% → %d%%", was, is), fmt.Sprintf("data %d%% → %d%%", was, is))
	}
	return analysis.Words{ZH: c.Node.Name + "：" + out.ZH + "。", EN: c.Node.Label("en") + ": " + out.EN + "."}
}

// Text is what becomes of the gap. That one no longer stands closes it for nobody who has taken it up.
func (g Gap) Text() analysis.Words {
	name := func(kinds []string) analysis.Words {
		k := named(graph.GapKinds, kinds)
		return analysis.Words{
			ZH: fmt.Sprintf("缺口“%s·%s”", g.Link.Name, k.ZH),
			EN: fmt.Sprintf("gap “%s, %s”", g.Link.Label("en"), k.EN),
		}
	}
	status := named(graph.GapStatuses, []string{g.Status})
	switch {
	case g.Arises():
		n := name(g.Is)
		return analysis.Words{
			ZH: fmt.Sprintf("新增%s，权重 %.1f。", n.ZH, g.After),
			EN: fmt.Sprintf("New %s, weight %.1f.", n.EN, g.After),
		}
	case g.Gone() && g.Status == graph.GapProposed && g.Removed:
		n := name(g.Was)
		return analysis.Words{ZH: n.ZH + "随环节删去。", EN: "The " + n.EN + " goes with its link."}
	case g.Gone() && g.Status == graph.GapProposed:
		n := name(g.Was)
		return analysis.Words{
			ZH: n.ZH + "不再成立；此前待确认，没有人处理过。",
			EN: "The " + n.EN + " no longer stands; it was to be confirmed, nobody had taken it up.",
		}
	case g.Gone():
		n := name(g.Was)
		return analysis.Words{
			ZH: fmt.Sprintf("%s不再成立；状态仍为%s，由专班登记闭环。", n.ZH, status.ZH),
			EN: fmt.Sprintf("The %s no longer stands; it stays %s until the task force closes it.", n.EN, status.EN),
		}
	}
	n, is := name(g.Was), named(graph.GapKinds, g.Is)
	return analysis.Words{
		ZH: fmt.Sprintf("%s变为%s，权重 %.1f → %.1f。", n.ZH, is.ZH, g.Before, g.After),
		EN: fmt.Sprintf("The %s becomes %s, weight %.1f → %.1f.", n.EN, is.EN, g.Before, g.After),
	}
}

// Text says where the target comes to stand.
func (t Target) Text() analysis.Words {
	what := analysis.Words{
		ZH: fmt.Sprintf("%s“%s”", graph.Words(graph.Strategies, t.Strategy, "zh"), t.Link.Name),
		EN: fmt.Sprintf("%s “%s”", graph.Words(graph.Strategies, t.Strategy, "en"), t.Link.Label("en")),
	}
	switch {
	case t.RankBefore == 0:
		return analysis.Words{
			ZH: fmt.Sprintf("%s列入目标，第 %d 位，%.1f 分。", what.ZH, t.Rank, t.Score),
			EN: fmt.Sprintf("%s becomes a target, rank %d, score %.1f.", what.EN, t.Rank, t.Score),
		}
	case t.Rank == 0:
		return analysis.Words{ZH: what.ZH + "不再是目标。", EN: what.EN + " is no longer a target."}
	}
	return analysis.Words{
		ZH: fmt.Sprintf("%s第 %d → %d 位，%.1f → %.1f 分。", what.ZH, t.RankBefore, t.Rank, t.ScoreBefore, t.Score),
		EN: fmt.Sprintf("%s rank %d → %d, score %.1f → %.1f.", what.EN, t.RankBefore, t.Rank, t.ScoreBefore, t.Score),
	}
}

// Text says what of the six ones is filled, or blank again.
func (o One) Text() analysis.Words {
	list := func(nodes []*graph.Node) analysis.Words {
		if len(nodes) == 0 {
			return analysis.Words{ZH: "待补充", EN: "blank"}
		}
		zh, en := make([]string, len(nodes)), make([]string, len(nodes))
		for i, n := range nodes {
			zh[i], en[i] = n.Name, n.Label("en")
		}
		return analysis.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	}
	from, to := list(o.From), list(o.To)
	out := analysis.Words{
		ZH: fmt.Sprintf("%s“%s”：%s → %s", o.Chain.Name, o.Name.ZH, from.ZH, to.ZH),
		EN: fmt.Sprintf("%s, “%s”: %s → %s", o.Chain.Label("en"), o.Name.EN, from.EN, to.EN),
	}
	if o.Left[0] != o.Left[1] {
		out.ZH += fmt.Sprintf("；六个一待补充 %d → %d", o.Left[0], o.Left[1])
		out.EN += fmt.Sprintf("; six ones blank %d → %d", o.Left[0], o.Left[1])
	}
	if o.City[0] != o.City[1] {
		out.ZH += fmt.Sprintf("；全市此项待补充 %d → %d", o.City[0], o.City[1])
		out.EN += fmt.Sprintf("; blank in the whole city %d → %d", o.City[0], o.City[1])
	}
	return analysis.Words{ZH: out.ZH + "。", EN: out.EN + "."}
}

// Stays says what does not change, so that nobody has to look for it: 环节状态、缺口不变. Empty when everything does.
func (e Effect) Stays() analysis.Words {
	if e.Nothing() {
		return analysis.Words{
			ZH: "环节状态、完整度、缺口、目标、六个一都不变。",
			EN: "States of links, completeness, gaps, targets and the six ones all stay as they are.",
		}
	}
	moves := func(c Chain) bool {
		before, after := c.Before.Completeness, c.After.Completeness
		return before.WeightCovered != after.WeightCovered || before.WeightTotal != after.WeightTotal
	}
	completeness := 0
	for _, c := range e.Chains {
		if moves(c) {
			completeness++
		}
	}
	var zh, en []string
	for _, part := range []struct {
		changed int
		zh, en  string
	}{
		{len(e.States), "环节状态", "states of links"},
		{completeness, "完整度", "completeness"},
		{len(e.Gaps) + e.Weights, "缺口", "gaps"},
		{len(e.Targets), "目标", "targets"},
	} {
		if part.changed == 0 {
			zh, en = append(zh, part.zh), append(en, part.en)
		}
	}
	if len(zh) == 0 {
		return analysis.Words{}
	}
	return analysis.Words{ZH: strings.Join(zh, "、") + "不变。", EN: "Unchanged: " + strings.Join(en, ", ") + "."}
}

// Others says how many further gaps weigh otherwise; empty when none does.
func (e Effect) Others() analysis.Words {
	if e.Weights == 0 {
		return analysis.Words{}
	}
	gaps := "gaps weigh"
	if e.Weights == 1 {
		gaps = "gap weighs"
	}
	return analysis.Words{
		ZH: fmt.Sprintf("另有 %d 个缺口的权重随之变。", e.Weights),
		EN: fmt.Sprintf("%d further %s otherwise.", e.Weights, gaps),
	}
}

// Lines are all of it in sentences, for the command line: states, chains, gaps, six ones, targets, what stays.
func (e Effect) Lines() []analysis.Words {
	var list []analysis.Words
	for _, s := range e.States {
		list = append(list, s.Text())
	}
	for _, c := range e.Chains {
		list = append(list, c.Text())
	}
	for _, g := range e.Gaps {
		list = append(list, g.Text())
	}
	for _, o := range e.Ones {
		list = append(list, o.Text())
	}
	for _, t := range e.Targets {
		list = append(list, t.Text())
	}
	for _, rest := range []analysis.Words{e.Others(), e.Stays()} {
		if rest != (analysis.Words{}) {
			list = append(list, rest)
		}
	}
	return list
}
