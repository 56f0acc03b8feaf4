package targets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

func drawTargets(t testing.TB, c diagram.Targets) []scene.Page {
	t.Helper()
	return layouttest.LaidOut(t, Draw, c)
}

// lacking is a chain of n random gaps: each with up to nine candidates, some with vetoed ones, some decided on, some
// without anybody.
func lacking(n int, seed int64) diagram.Targets {
	r := rand.New(rand.NewSource(seed))
	c := diagram.Targets{
		Head: diagram.Head{
			ID:       "targets/s",
			Lang:     "zh",
			Title:    "合成产业链·招商目标图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		Stages: []string{
			"线索",
			"接洽",
			"洽谈",
			"签约",
			"落地",
		},
		Unverified: "待核实",
		Blank: diagram.TargetBlank{Gaps: "没有待办的缺口", Firms: "未见合适的候选", More: "无更多合适的候选", Makes: "产品待补充", Pull: "未见",
			Stage: "未建"},
		GapParts: []diagram.PartWord{
			{Key: "pull", Name: "牵动", Most: 40},
			{Key: "reach", Name: "传导", Most: 25},
			{Key: "uptake", Name: "承接", Most: 20},
			{Key: "lack", Name: "缺失", Most: 15},
		},
		FirmParts: []diagram.PartWord{
			{Key: "match", Name: "匹配", Most: 25},
			{Key: "tie", Name: "关联", Most: 20},
			{Key: "near", Name: "邻近", Most: 15},
			{Key: "scale", Name: "规模", Most: 10},
			{Key: "region", Name: "区域", Most: 15},
			{Key: "expansion", Name: "扩产", Most: 10},
			{Key: "policy", Name: "政策", Most: 5},
		},
	}
	marks := []diagram.GapMark{
		diagram.GapMissing,
		diagram.GapChoke,
		diagram.GapWeak,
		diagram.GapOutside,
		diagram.GapBlocked,
	}
	kinds := []string{"断点", "卡点", "弱项", "圈内", "堵点"}
	names := []string{"前驱体", "正极（铁锂）", "锂盐", "电芯/Pack/BMS", "铜铝箔、结构件", "钙钛矿/传输层材料", "电池回收"}
	for i := range n {
		k := r.Intn(len(marks))
		g := diagram.TargetGap{
			ID:    fmt.Sprintf("gap:s/%03d", i),
			Href:  "/gaps/x",
			Name:  names[r.Intn(len(names))],
			Mark:  marks[k],
			Kind:  kinds[k],
			Order: i + 1,
			Rank:  i + 1,
			Feeds: []string{"电芯", "负极", "电解液", "储能应用"}[:r.Intn(5)],
			Why:   "本市、都市圈均未见企业",
			Pulls: []string{"湖北容百", "逸飞激光", "中电泰文", "南都"}[:r.Intn(5)],
		}
		for _, p := range c.GapParts {
			g.Parts = append(g.Parts, diagram.Slot{Key: p.Key, Most: p.Most, Value: r.Float64() * float64(n-i) / float64(n)})
		}
		g.Weight = math.Round(10*filledPoints(g.Parts)) / 10
		if i%3 == 2 {
			g.Status, g.Decided = "已指派", "已指派：市经信局，2026-12-31 前"
		}
		g.All = []int{0, 1, 2, 4, 5, 9}[r.Intn(6)]
		for f := range min(g.All, 12) {
			g.Firms = append(g.Firms, candidate(r, c.FirmParts, f))
		}
		if g.AllVetoes = []int{0, 0, 0, 1, 3}[r.Intn(5)]; g.AllVetoes > 0 {
			g.Vetoes = []diagram.TargetVeto{
				{
					ID:      "enterprise:veto",
					Href:    "/enterprises/veto",
					Name:    "虹润",
					Reason:  "主体不清：与另一家“宏润”混淆",
					Instead: "万润新能全资子公司，应联系母公司",
				},
			}
		}
		c.Gaps = append(c.Gaps, g)
	}
	slices.SortFunc(c.Gaps, func(a, b diagram.TargetGap) int { return int(10*b.Weight) - int(10*a.Weight) })
	for i := range c.Gaps {
		g := &c.Gaps[i]
		g.Order, g.Rank = i+1, i+1
		if i > 0 && c.Gaps[i-1].Weight == g.Weight {
			g.Rank = c.Gaps[i-1].Rank
		}
	}
	return c
}

func candidate(r *rand.Rand, parts []diagram.PartWord, n int) diagram.TargetFirm {
	f := diagram.TargetFirm{
		ID:         fmt.Sprintf("enterprise:%d", n),
		Href:       "/enterprises/x",
		Name:       []string{"格林美", "万润新能", "湖南裕能", "武汉市某某新能源材料"}[r.Intn(4)],
		Unverified: r.Intn(3) > 0,
		Order:      n + 1,
		Rank:       n + 1,
		Fits:       r.Intn(5) > 0,
		Region:     "地区待补充",
		Makes:      []string{"NCM 前驱体", "镍钴锰盐", "电池回收"}[:r.Intn(4)],
		Tie:        "可供湖北容百",
		Tied:       true,
		Stage:      r.Intn(5),
		Serves:     1,
	}
	if r.Intn(2) == 0 {
		f.Place, f.Region, f.RegionKnown = "荆门", "荆门·省内", true
	}
	f.Begun, f.Reported = f.Stage > 0, f.Stage == 3
	if f.Reported {
		f.Begun = false
	}
	f.TieProven = r.Intn(3) == 0
	if r.Intn(4) == 0 {
		f.Tie, f.Tied, f.TieProven = "未见与本地企业的关联", false, false
	}
	for _, p := range parts {
		s := diagram.Slot{Key: p.Key, Most: p.Most, Value: r.Float64(), Unknown: r.Intn(4) == 0}
		if s.Unknown {
			s.Value = 0
		} else {
			f.Most += s.Most
		}
		f.Parts = append(f.Parts, s)
	}
	f.Points = math.Round(10*filledPoints(f.Parts)) / 10
	f.Percent = int(math.Round(f.Points))
	f.High = min(100, f.Percent+int(math.Round(max(0, 100-f.Most))))
	return f
}

func filledPoints(parts []diagram.Slot) float64 {
	sum := 0.0
	for _, p := range parts {
		if !p.Unknown {
			sum += p.Most * p.Value
		}
	}
	return sum
}

// targetRules ask for 60 % of the page where more than two gaps stand; further pages say what is left.
func targetRules(c diagram.Targets, page scene.Page, coverage float64) check.Rules {
	rules := check.DefaultRules()
	if len(c.Gaps) > 2 && page.Number == 1 {
		rules.Coverage = coverage
	}
	return rules
}

// keepsTargets checks the rules of the page and those of docs/drawings.md, Targets.
func keepsTargets(t testing.TB, c diagram.Targets, pages []scene.Page, coverage float64) {
	t.Helper()
	shown := 0
	for _, page := range pages {
		layouttest.Passes(t, []scene.Page{page}, targetRules(c, page, coverage))
		shown += page.Shown
		barsAreTrue(t, c, page)
	}
	if shown != len(c.Gaps) {
		t.Errorf("%s: pages show %d of %d gaps", c.Head.ID, shown, len(c.Gaps))
	}
	gapsInOrder(t, c, pages)
	cardsAreTrue(t, c, pages[0])
}

// itemsOf are the items of an owner on a page.
func itemsOf(page scene.Page, owner string) []scene.Item {
	return slices.DeleteFunc(slices.Clone(page.Items), func(i scene.Item) bool { return i.Owner != owner })
}

func hasText(items []scene.Item, text string) bool {
	return slices.ContainsFunc(items, func(i scene.Item) bool { return i.Text == text })
}

// gapsInOrder checks that every gap is on one page, that they stand by weight, and that number and weight are those of
// the data.
func gapsInOrder(t testing.TB, c diagram.Targets, pages []scene.Page) {
	t.Helper()
	seen := map[string]int{}
	var weights []float64
	for _, page := range pages {
		for _, target := range page.Targets {
			i := slices.IndexFunc(c.Gaps, func(g diagram.TargetGap) bool { return g.ID == target.Owner })
			if i < 0 {
				continue
			}
			g := c.Gaps[i]
			seen[g.ID]++
			weights = append(weights, g.Weight)
			items := itemsOf(page, g.ID)
			if !hasText(items, fmt.Sprint(g.Rank)) || !hasText(items, fmt.Sprintf("%.1f", g.Weight)) {
				t.Errorf("%s: number %d or weight %.1f is not drawn", g.ID, g.Rank, g.Weight)
			}
			if g.Status != "" && !hasText(items, g.Status) {
				t.Errorf("%s does not say that people decided: %s", g.ID, g.Status)
			}
			if target.Href != g.Href {
				t.Errorf("%s leads to %q", g.ID, target.Href)
			}
		}
	}
	if !slices.IsSortedFunc(weights, func(a, b float64) int { return int(10*b) - int(10*a) }) {
		t.Errorf("%s: gaps stand in the order %v", c.Head.ID, weights)
	}
	for _, g := range c.Gaps {
		if seen[g.ID] != 1 {
			t.Errorf("%s is drawn %d times", g.ID, seen[g.ID])
		}
	}
}

// barsAreTrue measures the bars of a page against the data: filled lengths are values times the widths of slots, their
// sum is the score, a part without data is dashed and no part of the denominator.
func barsAreTrue(t testing.TB, c diagram.Targets, page scene.Page) {
	t.Helper()
	for _, g := range c.Gaps {
		barIsTrue(t, page, g.ID, g.Parts, g.Weight, 100)
		for _, f := range g.Firms {
			owner := firmOwner(g.ID, f.ID)
			items := itemsOf(page, owner)
			if slices.ContainsFunc(items, func(i scene.Item) bool { return i.Role == scene.RoleCard }) {
				barIsTrue(t, page, owner, f.Parts, f.Points, f.Most)
				if !hasText(items, sheet.Span(f)) {
					t.Errorf("%s: the score %s is not drawn", owner, sheet.Span(f))
				}
				behind := f.Behind(c.Head.Lang)
				if !slices.ContainsFunc(items, func(i scene.Item) bool { return strings.HasPrefix(i.Text, behind) }) {
					t.Errorf("%s does not say %s", owner, behind)
				}
			}
		}
	}
}

func barIsTrue(t testing.TB, page scene.Page, owner string, parts []diagram.Slot, want, most float64) {
	t.Helper()
	items := itemsOf(page, owner)
	if len(items) == 0 {
		return
	}
	part := func(class string) (scene.Item, bool) {
		i := slices.IndexFunc(items, func(i scene.Item) bool { return i.Class == class })
		if i < 0 {
			return scene.Item{}, false
		}
		return items[i], true
	}
	known, filled, length, all := 0.0, 0.0, 0.0, 0.0
	for _, p := range parts {
		all += p.Most
		if p.Unknown {
			hole, is := part(sheet.SlotUnknown + p.Key)
			if !is || len(hole.Dash) == 0 || hole.Fill != scene.Ground {
				t.Errorf("%s: %s without data is not dashed", owner, p.Key)
			}
			if _, is := part(sheet.SlotFilled + p.Key); is {
				t.Errorf("%s: %s without data is filled", owner, p.Key)
			}
			length += hole.W + 1
			continue
		}
		slot, is := part(sheet.SlotEmpty + p.Key)
		if !is {
			t.Errorf("%s: %s has no slot", owner, p.Key)
		}
		full, _ := part(sheet.SlotFilled + p.Key)
		if math.Abs(full.W-p.Value*slot.W) > .5 {
			t.Errorf("%s: %s is filled %.1f of %.1f, not %.2f", owner, p.Key, full.W, slot.W, p.Value)
		}
		known, filled, length = known+p.Most, filled+full.W, length+slot.W
	}
	if math.Abs(known-most) > .05 {
		t.Errorf("%s: the known parts give %.1f, the denominator is %.1f", owner, known, most)
	}
	if got := filled / length * all; math.Abs(got-want) > .5 {
		t.Errorf("%s: the filled parts are worth %.1f, the score is %.1f", owner, got, want)
	}
}

// cardsAreTrue checks the cards of the first page: candidates in order, vetoed ones last and without score, rank, first
// choice or place in the headline; ties and stages as in the data; shown and all as in the data.
func cardsAreTrue(t testing.TB, c diagram.Targets, page scene.Page) {
	t.Helper()
	for _, g := range c.Gaps[:min(cardGaps, len(c.Gaps))] {
		n := 0
		last := -1.0
		for _, f := range inOrder([]diagram.TargetGap{g})[0].Firms {
			items := itemsOf(page, firmOwner(g.ID, f.ID))
			if len(items) == 0 {
				continue
			}
			n++
			place := items[0].Y*10 + items[0].X // lines of candidates are further apart than the page is wide / 10
			if place <= last {
				t.Errorf("%s: %s stands out of order", g.ID, f.ID)
			}
			last = place
			firmIsTrue(t, items, f)
		}
		if !hasText(itemsOf(page, g.ID), shownOf(n, g.All, c.Head.Lang)) {
			t.Errorf("%s: %d candidates of %d have cards and the gap does not say so", g.ID, n, g.All)
		}
		vetoesAreBare(t, c, g, page, last)
	}
}

func firmIsTrue(t testing.TB, items []scene.Item, f diagram.TargetFirm) {
	t.Helper()
	class := func(name string) int {
		return len(slices.DeleteFunc(slices.Clone(items), func(i scene.Item) bool { return i.Class != name }))
	}
	if solid, dashed := class("tie/proven"), class("tie/inferred"); (solid == 1) != f.TieProven ||
		(dashed == 1) != (f.Tied && !f.TieProven) {
		t.Errorf("%s: %d solid and %d dashed arrows, tied %v, on record %v", f.ID, solid, dashed, f.Tied, f.TieProven)
	}
	begun := 0
	if f.Begun || f.Reported {
		begun = 1
	}
	if class("current") != begun || class("passed") != begun*f.Stage {
		t.Errorf("%s: %d current and %d passed dots at stage %d", f.ID, class("current"), class("passed"), f.Stage)
	}
	if (class("first") == 1) != f.First() {
		t.Errorf("%s: first choice or not: %v", f.ID, f.First())
	}
	if !f.First() && !hasText(items, fmt.Sprint(f.Rank)) {
		t.Errorf("%s: the rank %d is not drawn", f.ID, f.Rank)
	}
}

func vetoesAreBare(t testing.TB, c diagram.Targets, g diagram.TargetGap, page scene.Page, last float64) {
	t.Helper()
	for _, v := range g.Vetoes {
		items := itemsOf(page, firmOwner(g.ID, v.ID))
		if len(items) == 0 {
			t.Errorf("%s: the veto of %s is not drawn", g.ID, v.ID)
			continue
		}
		if items[0].Y*10+items[0].X < last {
			t.Errorf("%s: vetoed %s stands before a candidate", g.ID, v.ID)
		}
		for _, i := range items {
			if i.Class == "first" || strings.HasPrefix(i.Class, "filled/") || strings.HasPrefix(i.Text, "/") ||
				i.Class == "current" {
				t.Errorf("%s: vetoed %s has %s %q", g.ID, v.ID, i.Class, i.Text)
			}
		}
	}
}

// seededTargets is the content of a chain with the candidates of its snapshot.
func seededTargets(t testing.TB, f *analysis.Findings, chain graph.ID, lang string) diagram.Targets {
	t.Helper()
	content, err := content.NewTargets(f, layouttest.CandidatesOf(f, chain), chain, content.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestSeededTargets(t *testing.T) {
	f := layouttest.Findings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			content := seededTargets(t, f, chain.Node.ID, lang)
			pages := drawTargets(t, content)
			keepsTargets(t, content, pages, .6)
			t.Logf("%-35s %s %d page(s) %v", content.Head.ID, lang, len(pages), check.Survey(pages[0]))
		}
	}
}

// TestStageIsSpokenAsItIsWritten: how far the talks are is one word, on the card and for a screen reader.
func TestStageIsSpokenAsItIsWritten(t *testing.T) {
	c := lacking(8, 1)
	words := append([]string{c.Blank.Stage}, c.Stages...)
	seen := map[string]bool{}
	for _, page := range drawTargets(t, c) {
		for _, target := range page.Targets {
			for _, i := range page.Items {
				if i.Owner != target.Owner || !slices.Contains(words, i.Text) {
					continue
				}
				seen[i.Text] = true
				if said := strings.Split(target.Name, "，"); !slices.Contains(said, i.Text) {
					t.Errorf("%s is written, %q is spoken", i.Text, target.Name)
				}
			}
		}
	}
	if !seen[c.Blank.Stage] || len(seen) < 3 {
		t.Errorf("stages on cards: %v", seen)
	}
}

// TestWhomToCallInsteadStaysWhole: every card of a vetoed firm has all the words of what to do instead; and what hollow
// dots mean stands in the legend and is what a screen reader says.
func TestWhomToCallInsteadStaysWhole(t *testing.T) {
	f := layouttest.Findings(t)
	var contents []diagram.Targets
	for _, chain := range f.Chains {
		contents = append(contents, seededTargets(t, f, chain.Node.ID, "zh"))
	}
	seen := 0
	for seed := range int64(8) {
		c := lacking(8, seed)
		for i := range c.Gaps {
			for k := range c.Gaps[i].Vetoes {
				c.Gaps[i].Vetoes[k].Reason = "主体易混：未证实在鄂州有工厂，且与 2020 年报道中设立研究院的“宏润”不是一家"
				c.Gaps[i].Vetoes[k].Instead = "先按信用代码核对主体，合作宜联系其母公司万润新能"
			}
		}
		c.Blank.Stage = "未接触"
		contents = append(contents, c)
	}
	for _, c := range contents {
		page := drawTargets(t, c)[0]
		words, legend, cards := map[string]string{}, "", map[string]bool{}
		for _, i := range page.Items {
			switch {
			case i.Role == scene.RoleCard && i.Class == "veto":
				cards[i.Owner] = true
			case i.Role == scene.RoleContent && i.Shape == scene.Text:
				words[i.Owner] += i.Text
			case i.Role == scene.RoleLegend:
				legend += i.Text + " "
			}
		}
		for _, g := range c.Gaps {
			for _, v := range g.Vetoes {
				if owner := firmOwner(g.ID, v.ID); cards[owner] {
					seen++
					if !strings.Contains(words[owner], v.Instead) {
						t.Errorf("%s: %s says %q, not %q", c.Head.ID, v.Name, words[owner], v.Instead)
					}
				}
			}
		}
		spoken := slices.ContainsFunc(page.Targets, func(x scene.Target) bool { return strings.Contains(x.Name, "未接触") })
		drawn := slices.ContainsFunc(page.Items, func(i scene.Item) bool { return i.Text == "未接触" && i.Owner != "" })
		if drawn && (!spoken || !strings.Contains(legend, "未接触")) {
			t.Errorf("%s: 未接触 is spoken: %v, legend: %s", c.Head.ID, spoken, legend)
		}
	}
	if seen == 0 {
		t.Error("no vetoed firm has a card")
	}
}

func TestTargetsOfAnySize(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 36, 37, 60, 150} {
		for seed := range 2 {
			c := lacking(n, int64(100*n+seed))
			pages := drawTargets(t, c)
			keepsTargets(t, c, pages, 0)
			if want := 1 + (max(0, n-firstGaps)+narrowRows-1)/narrowRows; len(pages) != want {
				t.Errorf("%d gaps take %d pages, not %d", n, len(pages), want)
			}
			t.Logf("%d gaps: %d pages, %v", n, len(pages), check.Survey(pages[0]))
		}
	}
}

// TestFarTooManyGaps: thousands of gaps end in bounded pages, the first of which says how many there are.
func TestFarTooManyGaps(t *testing.T) {
	pages := drawTargets(t, lacking(2000, 2))
	if len(pages) != 1+mostFurther {
		t.Errorf("%d pages", len(pages))
	}
	layouttest.Passes(t, []scene.Page{pages[0], pages[len(pages)-1]}, check.DefaultRules())
}

func TestShuffledTargets(t *testing.T) {
	for _, n := range []int{1, 4, 12, 60} {
		c := lacking(n, int64(n))
		first, _ := json.Marshal(drawTargets(t, c))
		again := c
		again.Gaps = slices.Clone(c.Gaps)
		r := rand.New(rand.NewSource(9))
		r.Shuffle(n, func(a, b int) { again.Gaps[a], again.Gaps[b] = again.Gaps[b], again.Gaps[a] })
		for i := range again.Gaps {
			g := &again.Gaps[i]
			g.Firms = slices.Clone(g.Firms)
			r.Shuffle(len(g.Firms), func(a, b int) { g.Firms[a], g.Firms[b] = g.Firms[b], g.Firms[a] })
		}
		if second, _ := json.Marshal(drawTargets(t, again)); !bytes.Equal(first, second) {
			t.Errorf("%d shuffled gaps give another drawing", n)
		}
	}
}

// TestHostileTargets: texts of any length and kind stay where they belong.
func TestHostileTargets(t *testing.T) {
	long := strings.Repeat("超长名称，", 30)
	for what, text := range map[string]string{"long": long, "empty": "", "emoji": "电池🔋🚗👩‍🔬",
		"bidi": "\u202e倒着写\u202c abc \u2067مصنع\u2069", "control": "一\x00二\x1b三\n四\t五", "markup": "<b>&amp;</b><script>",
		"one word": "Supercalifragilisticexpialidocious" + strings.Repeat("manufacturing", 12),
		"english":  strings.Repeat("a very long reason in English, ", 12)} {
		for _, n := range []int{1, 4, 12, 30} {
			c := lacking(n, 4)
			c.Blank = diagram.TargetBlank{Gaps: text, Firms: text, More: text, Makes: text, Pull: text}
			c.Unverified = text
			for i := range c.Stages {
				c.Stages[i] = scene.Clip(text, sheet.SmallSize, false, 60) // a closed list of words
			}
			for i := range c.Gaps {
				g := &c.Gaps[i]
				g.Name, g.Why, g.Feeds, g.Pulls = text, text, []string{text, text}, []string{text, text, text}
				if g.Decided != "" {
					g.Decided = text
				}
				for k := range g.Firms {
					f := &g.Firms[k]
					f.Name, f.Place, f.Region, f.Makes, f.Tie = text, text, text, []string{text, text}, text
				}
				for k := range g.Vetoes {
					g.Vetoes[k].Name, g.Vetoes[k].Reason, g.Vetoes[k].Instead = text, text, text
				}
			}
			for _, page := range drawTargets(t, c) {
				for _, v := range check.Page(page, targetRules(c, page, 0)) {
					if v.Rule != check.RuleGlyph { // drawn as 〓 and reported
						t.Errorf("%s, %d gaps, page %d: %s %v: %s", what, n, page.Number, v.Rule, v.Owners, v.Reason)
					}
				}
			}
		}
	}
}

// TestKindsAreDistinct: no two kinds of gaps look alike in grey.
func TestKindsAreDistinct(t *testing.T) {
	seen := map[string]diagram.GapMark{}
	for mark := range kindInk {
		var look []string
		for _, i := range sheet.GapMark(mark, 0, 0) {
			look = append(look, fmt.Sprint(i.Shape, i.Points, i.Radius, i.W, i.Dash))
		}
		key := strings.Join(look, "|")
		if other, twice := seen[key]; twice {
			t.Errorf("%s looks like %s", mark, other)
		}
		seen[key] = mark
	}
}

func BenchmarkTargets(b *testing.B) {
	for _, n := range []int{24, 100, 300} {
		c := lacking(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				drawTargets(b, c)
			}
		})
	}
	f := layouttest.Findings(b)
	seeded := seededTargets(b, f, "chain:new-energy", "zh")
	b.Run("new-energy", func(b *testing.B) {
		for b.Loop() {
			drawTargets(b, seeded)
		}
	})
}
