package impact

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

func impactOf(t testing.TB, f *analysis.Findings, link graph.ID, lang string) diagram.Impact {
	t.Helper()
	content, err := content.NewImpact(f, link, content.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func impactPages(t testing.TB, content diagram.Impact) []scene.Page {
	t.Helper()
	pages, err := Draw(context.Background(), content, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// impactHolds fails the test for every rule of the scene that a page breaks, and for what the scene cannot know: every
// affected link is drawn or counted, each line is a feed of the content, each card that stops has one, and it and no
// other card has the mark and the frame; a bar stands before those that need several things; what is lost and left of
// the worst stop was held.
func impactHolds(t testing.TB, content diagram.Impact, pages []scene.Page, coverage float64) {
	t.Helper()
	rules := check.DefaultRules()
	for i, page := range pages {
		rules.Coverage = 0
		if i == 0 {
			rules.Coverage = coverage
		}
		layouttest.Passes(t, []scene.Page{page}, rules)
	}
	framed := map[string]bool{}
	links, feeds := map[string]diagram.Hit{}, map[[2]string]diagram.Relation{}
	for _, step := range content.Steps {
		for _, h := range step.Links {
			links[h.ID] = h
		}
	}
	for _, e := range content.Edges {
		feeds[[2]string{e.From, e.To}] = e.Kind
	}
	first, drawn := pages[0], map[string]bool{}
	marks := map[string]bool{}
	for _, i := range first.Items {
		switch _, hit := links[i.Owner]; {
		case i.Role == scene.RoleCard && hit:
			drawn[i.Owner] = true
			framed[i.Owner] = i.Stroke == scene.Ink && i.Width >= 2
		case i.Role == scene.RoleEdge:
			if kind, is := feeds[[2]string{i.From, i.To}]; !is || string(kind) != i.Class {
				t.Errorf("%s: %s → %s is drawn as %s and is no such feed", first.ID, i.From, i.To, i.Class)
			}
		case i.Text == "必":
			marks[i.Owner] = true
		}
	}
	if first.Total != content.Total || first.Shown != len(drawn) {
		t.Errorf("%s draws %d of %d links and says %d/%d", first.ID, len(drawn), content.Total, first.Shown, first.Total)
	}
	for id := range drawn {
		if must := links[id].MustPass; marks[id] != must || framed[id] != must {
			t.Errorf(
				"%s: must-pass %v of %s is drawn with mark %v and frame %v",
				first.ID,
				must,
				id,
				marks[id],
				framed[id],
			)
		}
	}
	fed, bars, holds := map[string]bool{}, 0, 0
	cells := map[string]int{}
	for _, i := range first.Items {
		if i.Role == scene.RoleEdge {
			fed[i.To] = true
		}
		switch i.Class {
		case "all":
			bars++
		case "holds":
			holds++
		case "held", "lost":
			cells[i.Class]++
		}
	}
	wantBars, wantHolds := 0, 0
	for id := range drawn {
		if first.Shown == content.Total && !fed[id] {
			t.Errorf("%s: nothing that fails leads to %s", first.ID, id)
		}
		if links[id].Needs > 1 {
			wantBars++
			if len(links[id].Holds) > 0 {
				wantHolds++
			}
		}
	}
	if bars != wantBars && bars != 0 || holds > wantHolds {
		t.Errorf("%s: %d bars, %d cards of what holds; not %d, %d", first.ID, bars, holds, wantBars, wantHolds)
	}
	for _, sign := range first.Items {
		if sign.Class != "any" || sign.Owner == "" {
			continue
		}
		var meet []string
		for _, e := range first.Items {
			box, through := scene.Box{X: sign.X, Y: sign.Y, W: sign.W, H: sign.H}, false
			for n := 1; n < len(e.Points) && e.Role == scene.RoleEdge && e.To == sign.Owner; n++ {
				through = through || scene.PieceEnters(e.Points[n-1], e.Points[n], box)
			}
			if through {
				meet = append(meet, e.From)
			}
		}
		slices.Sort(meet)
		group := slices.Sorted(slices.Values(slices.Concat(links[sign.Owner].Cut[:1]...)))
		if !slices.Equal(meet, group) {
			t.Errorf("%s: %v meet before %s, the alternatives are %v", first.ID, meet, sign.Owner, group)
		}
	}
	held, lost := 0, 0
	for _, row := range content.Worst.Rows {
		lost += row.Lost
		held += content.Worst.Held - row.Lost
	}
	if content.Worst.Held <= mostCells && (cells["held"] != held || cells["lost"] != lost) {
		t.Errorf("%s: cells %v, not %d held and %d lost", first.ID, cells, held, lost)
	}
	if content.Total > first.Shown && len(pages) == 1 {
		t.Errorf("%s lists nowhere what it does not draw", first.ID)
	}
}

func says(page scene.Page, text string) bool {
	return slices.ContainsFunc(page.Items, func(i scene.Item) bool { return i.Text == text })
}

// leastImpactCoverage is what two cards and their figures cover; a page that has nothing to show but that has less.
func leastImpactCoverage(content diagram.Impact) float64 {
	if content.Total == 0 {
		return .17
	}
	return .2
}

func TestImpactOfEveryLinkOfTheSeeds(t *testing.T) {
	f := layouttest.Findings(t)
	n := 0
	for _, chain := range f.Chains {
		for _, l := range chain.Links {
			for _, lang := range []string{"zh", "en"} {
				content := impactOf(t, f, l.Node.ID, lang)
				pages := impactPages(t, content)
				impactHolds(t, content, pages, leastImpactCoverage(content))
				if pages[0].Shown != pages[0].Total {
					t.Errorf("%s: %d of %d links are drawn", content.Head.ID, pages[0].Shown, pages[0].Total)
				}
				for _, i := range pages[0].Items {
					if strings.Contains(i.Text, "条供给关系未画出") || strings.Contains(i.Text, "feeds not drawn") {
						t.Errorf("%s: %s", content.Head.ID, i.Text)
					}
				}
				n++
			}
		}
	}
	if n != 2*228 {
		t.Errorf("%d drawings of 228 links in two languages", n)
	}
}

// flowGraph is a chain of n links, two firms on every third, with the arcs between them; names come from name.
func flowGraph(t testing.TB, n int, arcs [][2]int, name func(i int) string) *analysis.Findings {
	t.Helper()
	prov := graph.Provenance{Source: "source:s", AsOf: "2026-01", Confidence: graph.Media}
	nodes := []graph.Node{
		{ID: "source:s", Kind: graph.KindSource, Name: "源", Prov: prov},
		{ID: "chain:c", Kind: graph.KindChain, Name: "链", Attrs: graph.Attrs{"template_version": "1"}, Prov: prov},
		{ID: "link:c/lane", Kind: graph.KindLink, Name: "道", Attrs: graph.Attrs{"level": "lane"}, Prov: prov},
	}
	relations := []graph.Relation{
		{RelationKey: graph.RelationKey{Type: graph.PartOf, From: "link:c/lane", To: "chain:c"}, Prov: prov},
	}
	for i := range n {
		id := graph.ID(fmt.Sprintf("link:c/lane/%05d", i))
		nodes = append(nodes, graph.Node{
			ID:    id,
			Kind:  graph.KindLink,
			Name:  name(i),
			Attrs: graph.Attrs{"level": "link", "stage": "mid", "weight": int64(1 + i%3), "order": int64(i)},
			Prov:  prov,
		})
		relations = append(
			relations,
			graph.Relation{RelationKey: graph.RelationKey{Type: graph.PartOf, From: id, To: "link:c/lane"}, Prov: prov},
		)
		if i%3 == 0 {
			for k := range 2 {
				firm := graph.ID(fmt.Sprintf("enterprise:e%d-%d", i, k))
				nodes = append(nodes, graph.Node{
					ID:    firm,
					Kind:  graph.KindEnterprise,
					Name:  name(i) + "公司",
					Attrs: graph.Attrs{"reach": "local"},
					Prov:  prov,
				})
				relations = append(relations, graph.Relation{
					RelationKey: graph.RelationKey{Type: graph.OperatesIn, From: firm, To: id},
					Attrs:       graph.Attrs{"role": "maker", "stage": "production"},
					Prov:        prov,
				})
			}
		}
	}
	for _, a := range arcs {
		relations = append(relations, graph.Relation{
			RelationKey: graph.RelationKey{
				Type: graph.Feeds,
				From: graph.ID(fmt.Sprintf("link:c/lane/%05d", a[0])),
				To:   graph.ID(fmt.Sprintf("link:c/lane/%05d", a[1])),
			},
			Prov: prov,
		})
	}
	return analysis.Find(graph.NewSnapshot(1, time.Time{}, nodes, relations))
}

func plainName(i int) string { return fmt.Sprintf("环节%d", i) }

func TestImpactOfACycleSaysSo(t *testing.T) {
	f := flowGraph(t, 6, [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 1}, {3, 4}, {4, 5}, {5, 4}}, plainName)
	content := impactOf(t, f, "link:c/lane/00001", "zh")
	pages := impactPages(t, content)
	impactHolds(t, content, pages, 0)
	back := slices.ContainsFunc(pages[0].Items, func(i scene.Item) bool {
		return i.Role == scene.RoleEdge && i.From == "link:c/lane/00003" && i.To == "link:c/lane/00001"
	})
	if !back {
		t.Error("the feed that closes the cycle is not drawn")
	}
	if text := strings.Join(content.Remarks, ""); !strings.Contains(text, "成环：它与环节2、环节3") ||
		!strings.Contains(text, "下游成环：环节4、环节5") {
		t.Errorf("remarks are %q", content.Remarks)
	}
	for _, remark := range content.Remarks {
		if !says(pages[0], remark) {
			t.Errorf("the page does not say %q", remark)
		}
	}
}

func TestImpactOfNothing(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		content := impactOf(t, flowGraph(t, 2, nil, plainName), "link:c/lane/00001", lang)
		pages := impactPages(t, content)
		impactHolds(t, content, pages, .17)
		if !says(pages[0], sheet.Pick(lang, "没有环节必须靠它供给", "No link is bound to it")) {
			t.Error("the page does not say that nothing hangs on the link")
		}
	}
}

// reachedFrom is the content of what n links and their arcs make affected by link 0, as breadth-first search finds it.
func reachedFrom(n int, arcs [][2]int) diagram.Impact {
	next := make([][]int, n)
	hit := func(i int) diagram.Hit {
		return diagram.Hit{
			Card: diagram.Card{
				ID:       fmt.Sprintf("link:%05d", i),
				Name:     plainName(i),
				State:    "weak",
				Weight:   1 + i%3,
				MustPass: i > 0,
				Firms:    []diagram.Firm{{Name: fmt.Sprintf("企业%d", i)}},
			},
			Chain: "链",
		}
	}
	content := diagram.Impact{
		Head:   diagram.Head{ID: "impact/large", Lang: "zh", Title: "大"},
		Link:   hit(0),
		Total:  n - 1,
		Stops:  n - 1,
		Weight: 2 * n,
		Of:     3 * n,
	}
	seen := map[[2]int]bool{}
	for _, a := range arcs {
		if !seen[a] {
			seen[a] = true
			next[a[0]] = append(next[a[0]], a[1])
			content.Edges = append(content.Edges, diagram.Edge{From: hit(a[0]).ID, To: hit(a[1]).ID, Kind: diagram.Fails})
		}
	}
	met := make([]bool, n)
	met[0] = true
	for ring := []int{0}; len(ring) > 0; {
		var far []int
		step := diagram.Step{Name: fmt.Sprintf("第 %d 步", len(content.Steps)+1)}
		for _, i := range ring {
			for _, j := range next[i] {
				if !met[j] {
					met[j] = true
					far = append(far, j)
					step.Links = append(step.Links, hit(j))
				}
			}
		}
		if ring = far; len(far) > 0 {
			content.Steps = append(content.Steps, step)
		}
	}
	return content
}

// large are graphs of n links that all hang on the first: one wide step, one long row, a thicket.
func large(n int) map[string][][2]int {
	out := map[string][][2]int{}
	random := rand.New(rand.NewSource(1))
	for i := 1; i < n; i++ {
		out["wide"], out["deep"] = append(out["wide"], [2]int{0, i}), append(out["deep"], [2]int{i - 1, i})
		for range 3 {
			out["dense"] = append(out["dense"], [2]int{random.Intn(i), i})
		}
	}
	return out
}

// TestAlternativesMeet: lithium is in every cathode that cells take, and in one of the other things that they need.
func TestAlternativesMeet(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		page := impactPages(t, impactOf(t, layouttest.Findings(t), "link:new-energy/battery/lithium", lang))[0]
		signs, labels := 0, 0
		for _, i := range page.Items {
			if i.Class == "any" && i.Owner == "link:new-energy/battery/cell" {
				signs++
			}
			if i.Text == sheet.Pick(lang, "都要", "all") {
				labels++
			}
		}
		if signs != 1 || labels != 1 {
			t.Errorf("%s: %d signs before cells, %d labels", lang, signs, labels)
		}
	}
}

// TestEquipmentStopsNothing: presses have users, and these work on.
func TestEquipmentStopsNothing(t *testing.T) {
	content := impactOf(t, layouttest.Findings(t), "link:diamond-tools/main/press", "zh")
	page := impactPages(t, content)[0]
	if content.Total != 0 || !says(page, "没有环节停下") || says(page, "图谱中它之后没有必需的供给关系") {
		t.Errorf("%d links are affected", content.Total)
	}
}

// TestWhatGoesRoundIsPlain: cells take another cathode than NCM; nothing stops.
func TestWhatGoesRoundIsPlain(t *testing.T) {
	content := impactOf(t, layouttest.Findings(t), "link:new-energy/battery/ncm", "zh")
	page := impactPages(t, content)[0]
	cell := layouttest.BoxesOf(page)["link:new-energy/battery/cell"]
	if content.Stops != 0 || content.Total != 1 || cell.Stroke == scene.Ink || !says(page, "可绕：铁锂正极") {
		t.Errorf("%d of %d stop; the card of cells is %+v", content.Stops, content.Total, cell)
	}
}

// TestImpactOfFiveThousand: large graphs show what fits, say how much that is, and list more.
func TestImpactOfFiveThousand(t *testing.T) {
	const n = 5001
	for name, arcs := range large(n) {
		content := reachedFrom(n, arcs)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		pages, err := Draw(ctx, content, nil)
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		impactHolds(t, content, pages, 0)
		if pages[0].Total != n-1 || pages[0].Shown < least || len(pages) != 1+mostLists {
			t.Errorf("%s: %d of %d links, %d pages", name, pages[0].Shown, pages[0].Total, len(pages))
		}
		ctx, cancel = context.WithCancel(context.Background())
		cancel()
		if _, err := Draw(ctx, content, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, after it was called off: %v", name, err)
		}
	}
}

func TestImpactOfHostileLabels(t *testing.T) {
	hostile := []string{
		"",
		" ",
		strings.Repeat("很长的名称", 60),
		strings.Repeat("W", 300),
		"<b>&amp;\"'</b>",
		"עברית العربية",
		"👩‍👩‍👧‍👦🇨🇳",
		"\x00\x07\u202e\u200b",
		"a\nb\tc",
		"𠮷㐀",
	}
	random := rand.New(rand.NewSource(2))
	for _, size := range []int{1, 2, 9, 30, 60} {
		var arcs [][2]int
		for i := 1; i < size; i++ {
			near := max(0, i-1-random.Intn(6))
			if arcs = append(arcs, [2]int{near, i}); near > 2 {
				arcs = append(arcs, [2]int{near / 2, i})
			}
		}
		f := flowGraph(t, size, arcs, func(i int) string { return hostile[i%len(hostile)] })
		for _, lang := range []string{"zh", "en"} {
			for i := range min(size, 10) {
				content := impactOf(t, f, graph.ID(fmt.Sprintf("link:c/lane/%05d", i)), lang)
				for _, page := range impactPages(t, content) {
					for _, v := range check.Page(page, check.DefaultRules()) {
						if v.Rule != check.RuleGlyph {
							t.Errorf("%d links, %s page %d: %s %v: %s", size, page.ID, page.Number, v.Rule, v.Owners, v.Reason)
						}
					}
				}
			}
		}
	}
}

func TestImpactOfShuffledInputIsTheSame(t *testing.T) {
	f := layouttest.Findings(t)
	nodes, relations := f.Snapshot.Nodes(), f.Snapshot.Relations()
	pages := func(swap bool) []byte {
		ns, rs := slices.Clone(nodes), slices.Clone(relations)
		if swap {
			random := rand.New(rand.NewSource(3))
			random.Shuffle(len(ns), func(i, j int) { ns[i], ns[j] = ns[j], ns[i] })
			random.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
		}
		g := analysis.Find(graph.NewSnapshot(1, time.Time{}, ns, rs))
		var out bytes.Buffer
		for _, link := range []graph.ID{"link:high-end-equipment/laser/cnc", "link:new-energy/battery/cell",
			"link:diamond-tools/main/crystal"} {
			if err := json.NewEncoder(&out).Encode(impactPages(t, impactOf(t, g, link, "zh"))); err != nil {
				t.Fatal(err)
			}
		}
		return out.Bytes()
	}
	if !bytes.Equal(pages(false), pages(true)) {
		t.Error("shuffled input draws otherwise")
	}
}

// upsideDown is a placer that stacks boxes the other way round; failing answers nothing.
type upsideDown struct{ fails bool }

func (u upsideDown) Place(_ context.Context, boxes []scene.Box, _ [][2]int) ([]scene.Point, error) {
	if u.fails {
		return nil, errors.New("no worker")
	}
	out := make([]scene.Point, len(boxes))
	for i := range out {
		out[i].Y = -float64(i)
	}
	return out, nil
}

func TestAPlacerIsAStartAndNoNeed(t *testing.T) {
	content := impactOf(t, layouttest.Findings(t), "link:high-end-equipment/laser/cnc", "zh")
	want, err := json.Marshal(impactPages(t, content))
	if err != nil {
		t.Fatal(err)
	}
	for _, placer := range []upsideDown{{}, {fails: true}} {
		pages, err := Draw(context.Background(), content, placer)
		if err != nil {
			t.Fatal(err)
		}
		impactHolds(t, content, pages, .3)
		if got, err := json.Marshal(pages); err != nil || placer.fails && !bytes.Equal(got, want) {
			t.Errorf("a placer that fails changes the drawing: %v", err)
		}
	}
}

// BenchmarkImpact draws a usual link of the seeds, the one with most behind it, and 5,000, without workers.
func BenchmarkImpact(b *testing.B) {
	f := layouttest.Findings(b)
	for name, content := range map[string]diagram.Impact{
		"4":    impactOf(b, f, "link:optoelectronics/led/chip", "zh"),
		"16":   impactOf(b, f, "link:high-end-equipment/laser/cnc", "zh"),
		"5000": reachedFrom(5001, large(5001)["dense"]),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				impactPages(b, content)
			}
		})
	}
}
