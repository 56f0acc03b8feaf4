package effect_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/effect"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"
)

// city is raw → part → whole, with a firm of which nothing proves that it produces parts.
func city() *analysistest.City {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 3)
	c.Link("part", "midstream", 2, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Firm("p", "local", "part", "building", graph.Documented)
	c.Firm("w", "local", "whole", "production", graph.Documented)
	return c
}

func between(t *testing.T, before, after *analysistest.City) effect.Effect {
	t.Helper()
	return effect.Between(analysis.Find(before.Snapshot()), analysis.Find(after.Snapshot()))
}

func said(e effect.Effect) string {
	var b strings.Builder
	for _, w := range e.Lines() {
		b.WriteString(w.ZH + "\n" + w.EN + "\n")
	}
	return b.String()
}

func says(t *testing.T, e effect.Effect, wanted ...string) {
	t.Helper()
	text := said(e)
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("it does not say %q:\n%s", w, text)
		}
	}
}

func TestNothingChanges(t *testing.T) {
	after := city()
	after.Nodes[1].Name = "another name of the chain"
	e := between(t, city(), after)
	if !e.Nothing() {
		t.Errorf("a name moves something: %+v", e)
	}
	says(t, e, "环节状态、完整度、缺口、目标、六个一都不变。")
}

func TestAFirmThatProducesFillsAWeakLink(t *testing.T) {
	before, after := city(), city()
	for i := range after.Rels {
		if r := &after.Rels[i]; r.Type == graph.OperatesIn && r.From == "enterprise:p" {
			r.Attrs = graph.Attrs{"role": "maker", "stage": "production"}
		}
	}
	gap := func(status string) *analysistest.City {
		c := city()
		c.Node("gap:c/main/part", graph.KindGap,
			graph.Attrs{"status": status, "strategy": "strengthen", "kinds": []string{"weak"}})
		return c
	}
	e := between(t, before, after)
	if len(e.States) != 1 || e.States[0].From != analysis.Weak || e.States[0].To != analysis.Present ||
		!e.States[0].Sole {
		t.Errorf("states %+v", e.States)
	}
	if len(e.Chains) != 1 || e.Chains[0].Template() {
		t.Fatalf("chains %+v", e.Chains)
	}
	was, is := e.Chains[0].Before, e.Chains[0].After
	if was.Completeness.WeightCovered != 1 || is.Completeness.WeightCovered != 3 || is.Completeness.WeightTotal != 6 {
		t.Errorf("completeness %+v → %+v", was.Completeness, is.Completeness)
	}
	if len(e.Gaps) != 1 || !e.Gaps[0].Gone() || e.Gaps[0].Status != graph.GapProposed {
		t.Fatalf("gaps %+v", e.Gaps)
	}
	says(t, e, "c/main/part 弱 → 有", "带“独家”标记", "完整度 17% → 50%（1/6 → 3/6）", "弱项 1 → 0",
		"“c/main/part·弱项”不再成立；此前待确认", "c/main/part weak → present")

	decided := effect.Between(analysis.Find(gap("assigned").Snapshot()), analysis.Find(after.Snapshot()))
	says(t, decided, "“c/main/part·弱项”不再成立；状态仍为已指派，由专班登记闭环。", "stays assigned until the task force closes it")
	if g := decided.Gaps[0]; g.Strategy != graph.StrategyStrengthen {
		t.Errorf("strategy %q", g.Strategy)
	}

	back := between(t, after, before)
	if len(back.Gaps) != 1 || !back.Gaps[0].Arises() {
		t.Errorf("taken back, the gap does not arise again: %+v", back.Gaps)
	}
	says(t, back, "新增缺口“c/main/part·弱项”")
}

func TestATemplateThatGrowsSaysSo(t *testing.T) {
	after := city()
	after.Link("cover", "midstream", 2)
	e := between(t, city(), after)
	if len(e.States) != 1 || e.States[0].From != "" || e.States[0].To != analysis.Missing {
		t.Errorf("states %+v", e.States)
	}
	if len(e.Chains) != 1 || !e.Chains[0].Template() {
		t.Fatalf("chains %+v", e.Chains)
	}
	says(t, e, "c/main/cover 新增 → 缺", "完整度 17% → 13%（1/6 → 1/8），因为分母变了，不是产业变化", "环节 3 → 4")
	gone := between(t, after, city())
	says(t, gone, "c/main/cover 缺 → 删去", "“c/main/cover·断点”随环节删去")
	if !gone.Gaps[0].Gone() {
		t.Errorf("gaps %+v", gone.Gaps)
	}
}

func TestABlankOfTheSixOnes(t *testing.T) {
	after := city()
	after.Node("chief:a", graph.KindChief, nil)
	after.Tie(graph.Leads, "chief:a", "chain:c", nil)
	e := between(t, city(), after)
	if len(e.States)+len(e.Gaps)+len(e.Targets)+len(e.Chains) != 0 || len(e.Ones) != 1 || e.Nothing() {
		t.Fatalf("%+v", e)
	}
	says(t, e, "“一名链长”：待补充 → a", "六个一待补充 6 → 5", "全市此项待补充 1 → 0", "环节状态、完整度、缺口、目标不变。")
	renamed := city()
	renamed.Node("chief:a", graph.KindChief, nil)
	renamed.Last().Name = "b"
	renamed.Tie(graph.Leads, "chief:a", "chain:c", nil)
	says(t, between(t, after, renamed), "“一名链长”：a → b")
}

func TestAChainThatComesAndGoes(t *testing.T) {
	after := city()
	after.Node("chain:d", graph.KindChain,
		graph.Attrs{"order": int64(2), "provisional": false, "template_version": "2026.1"})
	after.Node("link:d/a", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(1)})
	after.Node("link:d/a/x", graph.KindLink,
		graph.Attrs{"level": "link", "order": int64(1), "stage": "upstream", "weight": int64(1)})
	after.Tie(graph.PartOf, "link:d/a", "chain:d", nil)
	after.Tie(graph.PartOf, "link:d/a/x", "link:d/a", nil)
	if e := between(t, city(), after); len(e.Chains) != 1 || e.Chains[0].Node.ID != "chain:d" {
		t.Errorf("chains %+v", e.Chains)
	}
	e := between(t, after, city())
	if len(e.Chains) != 1 || len(e.States) != 1 || e.States[0].To != "" {
		t.Errorf("%+v", e)
	}
}

// seeded is the seeds in a store.
func seeded(tb testing.TB) *store.Store {
	tb.Helper()
	s := store.New(memstore.Open())
	c, err := seeds.Load()
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := s.Apply(context.Background(), c); err != nil {
		tb.Fatal(err)
	}
	return s
}

// moved is a change of one enterprise of the seeds: a position that is not in production is.
func moved(tb testing.TB, f *analysis.Findings) graph.Changes {
	tb.Helper()
	for _, c := range f.Chains {
		for _, l := range c.Links {
			if l.State != analysis.Weak || len(l.Positions) == 0 || !l.Positions[0].Local {
				continue
			}
			r := *l.Positions[0].Relation
			r.Attrs = graph.Attrs{"role": "maker", "stage": "production"}
			r.Prov.Confidence = graph.Documented
			return graph.Changes{Actor: "bench", Relations: []graph.Relation{r}}
		}
	}
	tb.Fatal("the seeds have no weak link with a local enterprise")
	return graph.Changes{}
}

// TestSeeds holds a change of one enterprise of the seeds against what saving it really does.
func TestSeeds(t *testing.T) {
	ctx, s := context.Background(), seeded(t)
	now, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before := analysis.Find(now)
	c := moved(t, before)
	would, _, err := s.Would(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	told := effect.Between(before, analysis.Find(would))
	if len(told.States) == 0 {
		t.Fatal("no state changes")
	}
	if _, err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	after, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	came := effect.Between(before, analysis.Find(after))
	if a, b := told.Lines(), came.Lines(); !slices.Equal(a, b) {
		t.Errorf("told\n%v\ncame\n%v", a, b)
	}
}

// BenchmarkPreview is what a form asks at each pause: the effect of a change of one enterprise of the seeds.
func BenchmarkPreview(b *testing.B) {
	ctx, s := context.Background(), seeded(b)
	now, err := s.Snapshot(ctx)
	if err != nil {
		b.Fatal(err)
	}
	before := analysis.Find(now)
	c := moved(b, before)
	for b.Loop() {
		would, _, err := s.Would(ctx, c)
		if err != nil {
			b.Fatal(err)
		}
		after, err := analysis.Of(would)
		if err != nil {
			b.Fatal(err)
		}
		if effect.Between(before, after).Nothing() {
			b.Fatal("nothing changes")
		}
	}
}
