package portrait

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
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
	"chainchief/seeds"
)

// portraitOf is the content for a chain of some findings, with the candidates that the snapshot has.
func portraitOf(t testing.TB, f *analysis.Findings, chain graph.ID, lang string) diagram.Portrait {
	t.Helper()
	p, err := content.NewPortrait(f, layouttest.CandidatesOf(f, chain), chain, content.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// portraits are the contents of every chain of the seeds, in both languages.
func portraits(t testing.TB) []diagram.Portrait {
	t.Helper()
	f := layouttest.Findings(t)
	var out []diagram.Portrait
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			out = append(out, portraitOf(t, f, chain.Node.ID, lang))
		}
	}
	return out
}

func drawPortrait(t testing.TB, p diagram.Portrait) scene.Page {
	t.Helper()
	pages, err := Draw(p)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 1 {
		t.Fatalf("%s: %d pages", p.Head.ID, len(pages))
	}
	return pages[0]
}

func portraitRules(coverage float64) check.Rules {
	rules := check.DefaultRules()
	rules.Coverage = coverage
	return rules
}

func TestSeededPortraits(t *testing.T) {
	for _, p := range portraits(t) {
		page := drawPortrait(t, p)
		layouttest.Passes(t, []scene.Page{page}, portraitRules(.6))
		layouttest.Whole(t, page, scene.RoleHead)
		tellsTheTruth(t, p, page)
		t.Logf("%-35s %s %v", p.Head.ID, p.Head.Lang, check.Survey(page))
	}
}

// tellsTheTruth checks what the drawing says against its content.
func tellsTheTruth(t *testing.T, p diagram.Portrait, page scene.Page) {
	t.Helper()
	owned := map[string][]scene.Item{}
	for _, i := range page.Items {
		owned[i.Owner] = append(owned[i.Owner], i)
	}
	theBarIsTheChain(t, p, owned[barOwner])
	everyLinkHasABox(t, p, page, owned)
	blanksStayBlank(t, p, owned)
	theRowsAreTheLists(t, p, owned)
	nothingAheadIsDone(t, p, page)
	theAgesAddUp(t, p, owned)
}

// theBarIsTheChain: a cell a link that weighs something, the line under it along those that count and as much of the
// bar as the printed fraction.
func theBarIsTheChain(t *testing.T, p diagram.Portrait, bar []scene.Item) {
	t.Helper()
	links, weights := map[string]int{}, [2]int{}
	for _, l := range p.Links {
		if l.State == diagram.Market { // weighs nothing
			continue
		}
		links[string(l.State)]++
		weights[1] += l.Weight
		if held(string(l.State)) {
			weights[0] += l.Weight
		}
	}
	cells, left, right, covered, text := map[string]int{}, math.Inf(1), 0.0, 0.0, ""
	for _, i := range bar {
		switch {
		case i.Shape == scene.Text && strings.Contains(i.Text, "%"):
			text = i.Text
		case i.Class == "covered":
			covered = i.X + i.W
		case i.Class != "":
			cells[i.Class]++
			left, right = min(left, i.X), max(right, i.X+i.W)
		}
	}
	if fmt.Sprint(cells) != fmt.Sprint(links) {
		t.Errorf("%s: cells %v for links %v", p.Head.ID, cells, links)
	}
	if len(p.Links) == 0 {
		return
	}
	percent := 100 * float64(weights[0]) / float64(weights[1])
	if want := []string{fmt.Sprintf("%.0f%%", percent), fmt.Sprintf("%d/%d", weights[0], weights[1])}; !strings.Contains(
		text,
		want[0],
	) ||
		!strings.Contains(text, want[1]) {
		t.Errorf("%s: “%s” does not say %v", p.Head.ID, text, want)
	}
	if drawn := 100 * max(0, covered-left) / (right - left); math.Abs(drawn-percent) > .5 {
		t.Errorf("%s: the line under the bar is %.1f %% of it, not %.1f %%", p.Head.ID, drawn, percent)
	}
}

func everyLinkHasABox(t *testing.T, p diagram.Portrait, page scene.Page, owned map[string][]scene.Item) {
	t.Helper()
	shown := 0
	for _, l := range p.Links {
		items := owned[l.ID]
		if len(items) == 0 {
			continue
		}
		shown++
		if items[0].Role != scene.RoleCard || items[0].Class != string(l.State) {
			t.Errorf("%s: %s is drawn as %s", p.Head.ID, l.ID, items[0].Class)
		}
	}
	if shown != page.Shown || page.Total != len(p.Links) {
		t.Errorf(
			"%s: %d of %d links are drawn, the page says %d of %d",
			p.Head.ID,
			shown,
			len(p.Links),
			page.Shown,
			page.Total,
		)
	}
}

// blanksStayBlank: what nobody said is dashed and says only so.
func blanksStayBlank(t *testing.T, p diagram.Portrait, owned map[string][]scene.Item) {
	t.Helper()
	blank := sheet.Pick(p.Head.Lang, "待补充", "not given")
	for _, one := range p.SixOnes {
		var texts []string
		dashed := false
		for _, i := range owned["six/"+one.Key] {
			if i.Shape == scene.Text {
				texts = append(texts, i.Text)
			}
			dashed = dashed || i.Role == scene.RoleCard && i.Dash != nil
		}
		if is := one.Value == ""; is != dashed || is && (len(texts) != 2 || texts[1] != blank) {
			t.Errorf("%s: %s of value %q is drawn as %q, dashed %v", p.Head.ID, one.Key, one.Value, texts, dashed)
		}
	}
	for _, e := range p.Next {
		for _, i := range owned["next/"+e.ID] {
			if i.Shape == scene.Text && i.Anchor == scene.End && e.Date == "" && i.Text != blank {
				t.Errorf("%s: %s without a date says %q", p.Head.ID, e.ID, i.Text)
			}
		}
	}
}

// theRowsAreTheLists: rank, weight or score as in the content, filled parts that add up to it, ranks in order.
func theRowsAreTheLists(t *testing.T, p diagram.Portrait, owned map[string][]scene.Item) {
	t.Helper()
	row := func(owner string, rank int, number float64, text string, parts []diagram.Slot) {
		t.Helper()
		said, filled := map[string]bool{}, 0.0
		most := 0.0
		for _, s := range parts {
			most += s.Most
		}
		for _, i := range owned[owner] {
			if i.Shape == scene.Text {
				said[i.Text] = true
			}
			if strings.HasPrefix(i.Class, sheet.SlotFilled) {
				filled += i.W
			}
		}
		if !said[fmt.Sprint(rank)] || !said[text] {
			t.Errorf("%s: %s does not say rank %d and %s: %v", p.Head.ID, owner, rank, text, said)
		}
		if reached := filled / (listBar - sheet.SlotSeam*float64(len(parts)-1)) * most; math.Abs(reached-number) > .5 {
			t.Errorf("%s: the bar of %s shows %.1f, not %.1f", p.Head.ID, owner, reached, number)
		}
	}
	for i, g := range p.Gaps {
		row(g.ID, g.Rank, g.Weight, fmt.Sprintf("%.1f", g.Weight), g.Parts)
		if i > 0 && g.Weight > p.Gaps[i-1].Weight {
			t.Errorf("%s: gap %s stands below a lighter one", p.Head.ID, g.ID)
		}
	}
	for i, x := range p.Targets {
		row("target/"+x.ID, x.Rank, x.Points, sheet.Span(x.TargetFirm), x.Parts)
		if i > 0 && x.Leads == p.Targets[i-1].Leads && x.Percent > p.Targets[i-1].Percent {
			t.Errorf("%s: target %s stands below one of a lower score", p.Head.ID, x.ID)
		}
	}
}

// nothingAheadIsDone: the past from top to bottom in the order of its days, then what comes, never filled.
func nothingAheadIsDone(t *testing.T, p diagram.Portrait, page scene.Page) {
	t.Helper()
	y, ahead, before := 0.0, false, ""
	days := map[string]string{}
	for _, e := range p.Events {
		from, _, err := graph.Date(e.Date).Span()
		if err != nil {
			t.Errorf("%s: %s happened on %q", p.Head.ID, e.ID, e.Date)
		}
		days["past/"+e.ID] = from.Format(time.DateOnly)
	}
	dots := 0
	for _, i := range page.Items {
		if i.Class != "past" && i.Class != "next" {
			continue
		}
		dots++
		if i.Y <= y || i.Class == "past" && ahead || (i.Class == "past") != (i.Fill == scene.Accent) {
			t.Errorf("%s: the dot of %s is %s at %.0f after %.0f, filled %s", p.Head.ID, i.Owner, i.Class, i.Y, y, i.Fill)
		}
		if day := days[i.Owner]; day < before && i.Class == "past" {
			t.Errorf("%s: %s of %s comes after %s", p.Head.ID, i.Owner, day, before)
		} else {
			before = day
		}
		y, ahead = i.Y, i.Class == "next"
	}
	if want := min(stepRows, len(p.Events)+len(p.Next)); dots != want {
		t.Errorf("%s: %d steps drawn, not %d", p.Head.ID, dots, want)
	}
}

func theAgesAddUp(t *testing.T, p diagram.Portrait, owned map[string][]scene.Item) {
	t.Helper()
	aged, graded, most := 0, 0, 0
	for _, a := range p.Ages {
		aged += len(a.Firms)
		most = max(most, len(a.Firms))
	}
	for _, a := range p.Ages {
		dots, said := 0, false
		for _, i := range owned["age/"+a.Key] {
			if i.Class == "age" {
				dots++
			}
			said = said || i.Text == fmt.Sprint(len(a.Firms))
		}
		want := len(a.Firms)
		if most > mostDots {
			want = min(1, want)
		}
		if !said || dots != want {
			t.Errorf("%s: age %s has %d marks for %d firms, said %v", p.Head.ID, a.Key, dots, len(a.Firms), said)
		}
	}
	wide := 0.0
	for _, g := range p.Grades {
		graded += g.Firms
	}
	for _, i := range owned["grades"] {
		if strings.HasPrefix(i.Class, "grade/") {
			wide += i.W
		}
	}
	if aged != p.Firms || graded != p.Firms {
		t.Errorf("%s: %d firms, %d by age, %d by grade", p.Head.ID, p.Firms, aged, graded)
	}
	if p.Firms > 0 && math.Abs(wide-columnWide) > 3 {
		t.Errorf("%s: the grades take %.0f of %.0f", p.Head.ID, wide, columnWide)
	}
}

// profile is a portrait of n random links, with rows, steps and firms.
func profile(n int, seed int64) diagram.Portrait {
	r := rand.New(rand.NewSource(seed))
	p := diagram.Portrait{
		Head: diagram.Head{
			ID:       "portrait/s",
			Lang:     "zh",
			Title:    "合成产业链·一链一图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		Year:       2025,
		GradesHref: "/",
	}
	for i, name := range []string{"一名链长", "一个牵头单位", "一个专班", "一个方案", "一个园区", "一套政策"} {
		one := diagram.PortraitOne{Key: fmt.Sprint(i), Name: name, Href: "/"}
		if r.Intn(2) == 0 {
			one.Value, one.Unverified = "鄂州市重点产业链链长制实施方案", i == 3
		}
		p.SixOnes = append(p.SixOnes, one)
	}
	states := []string{"strong", "present", "weak", "outside", "missing"}
	keys := []string{"upstream", "midstream", "downstream", diagram.Support}
	stages := map[string]int{}
	for i := range n {
		l := diagram.PortraitLink{
			ID:     fmt.Sprintf("link:s/%04d", i),
			Href:   "/",
			Name:   []string{"高纯、光学石英材料", "连接器", "检测与认证服务", "关键工艺装备与耗材"}[i%4],
			Stage:  keys[i*4/n],
			State:  diagram.State(states[r.Intn(5)]),
			Weight: 1 + r.Intn(3),
		}
		l.Word = l.State.Word("zh")
		for range r.Intn(5) {
			l.Firms = append(
				l.Firms,
				diagram.FirmOfLink{Name: []string{"华工法利莱", "三安", "光谷蓝宇航空装备"}[r.Intn(3)], Unverified: r.Intn(3) == 0},
			)
		}
		l.Count, l.Empty = fmt.Sprintf("%d 家", len(l.Firms)), "未见本地企业"
		stages[l.Stage]++
		p.Links = append(p.Links, l)
		p.Complete.Links++
		p.Complete.Total += l.Weight
		if held(string(l.State)) {
			p.Complete.Held++
			p.Complete.Covered += l.Weight
		}
	}
	for i, key := range keys {
		if stages[key] > 0 {
			p.Stages = append(
				p.Stages,
				diagram.Band{Key: key, Name: []string{"上游", "中游", "下游", "支撑"}[i], Note: fmt.Sprintf("%d 环节", stages[key])},
			)
		}
	}
	p.Complete.Percent = int(math.Round(100 * float64(p.Complete.Covered) / float64(max(1, p.Complete.Total))))
	p.Complete.Text, p.Complete.Note = fmt.Sprintf(
		"完整度 %d%% = 权重 %d/%d",
		p.Complete.Percent,
		p.Complete.Covered,
		p.Complete.Total,
	), "完整度 = 强、有环节的权重 / 全部"
	parts := func(most ...float64) (list []diagram.Slot, sum, of float64) {
		for i, m := range most {
			s := diagram.Slot{Key: fmt.Sprint(i), Most: m, Value: r.Float64(), Unknown: i > 1 && r.Intn(3) == 0}
			if s.Unknown {
				s.Value = 0
			} else {
				sum, of = sum+m*s.Value, of+m
			}
			list = append(list, s)
		}
		return list, math.Round(10*sum) / 10, of
	}
	for i := range min(n, diagram.MostRows) {
		g := diagram.TargetGap{
			ID:   fmt.Sprint("gap:", i),
			Href: "/",
			Name: "检测与计量",
			Mark: []diagram.GapMark{diagram.GapChoke, diagram.GapMissing, diagram.GapWeak, diagram.GapOutside,
				diagram.GapBlocked}[i],
			Kind:  "断点",
			Rank:  i + 1,
			Why:   "本市、都市圈均未见企业；国内少数厂家",
			Pulls: []string{"甲", "乙"},
		}
		g.Parts, g.Weight, _ = parts(40, 25, 20, 15)
		x := diagram.PortraitTarget{
			TargetFirm: diagram.TargetFirm{
				ID:          fmt.Sprint("enterprise:", i),
				Href:        "/",
				Name:        "人福药辅",
				Rank:        i + 1,
				Fits:        true,
				Region:      "咸宁·都市圈",
				RegionKnown: i > 0,
				Tie:         "可供葛店人福",
				Tied:        i < 4,
				TieProven:   i == 0,
				Unverified:  i > 1,
			},
			Gap:     g.ID,
			GapName: g.Name,
		}
		x.Parts, x.Points, x.Most = parts(25, 20, 15, 10, 15, 10, 5)
		x.Percent = int(math.Round(x.Points))
		p.Gaps, p.Targets = append(p.Gaps, g), append(p.Targets, x)
	}
	slices.SortFunc(p.Gaps, func(a, b diagram.TargetGap) int { return int(10 * (b.Weight - a.Weight)) })
	slices.SortFunc(
		p.Targets,
		func(a, b diagram.PortraitTarget) int { return b.Percent - a.Percent },
	)
	for i := range p.Gaps {
		p.Gaps[i].Rank, p.Targets[i].Rank = i+1, i+1
	}
	p.AllGaps, p.AllTargets = n, 3*n
	for i := range min(n, 20) {
		p.Events = append(p.Events, diagram.PortraitEvent{
			ID:         fmt.Sprint("e", i),
			Href:       "/",
			Date:       fmt.Sprint(2000 + i),
			Names:      []string{"华工激光葛店基地", "逸飞激光葛店基地"},
			What:       "签约",
			Unverified: i%3 == 0,
		})
		p.Next = append(
			p.Next,
			diagram.PortraitEvent{ID: fmt.Sprint("n", i), Href: "/", Names: []string{"检测与计量", "数控系统"}, What: "责任单位与期限"},
		)
	}
	for i, key := range []string{diagram.AgeRecent, diagram.AgeMiddle, diagram.AgeOld, diagram.AgeUndated} {
		a := diagram.PortraitAge{Key: key, Href: "/", Name: []string{"近三年", "三至五年", "五年以上", "未注日期"}[i]}
		for k := range r.Intn(n + 1) {
			a.Firms = append(
				a.Firms,
				diagram.PortraitFirm{ID: fmt.Sprint("enterprise:", i, k), Name: "华工法利莱", Year: 2024, Unverified: k%2 == 0},
			)
		}
		p.Ages = append(p.Ages, a)
		p.Firms += len(a.Firms)
	}
	left := p.Firms
	for i, name := range []string{"公开文件", "媒体报道", "媒体转载", "常识、推测、弱来源"} {
		g := diagram.PortraitGrade{Key: fmt.Sprint(i), Name: name, Firms: left / 3}
		if i == 3 {
			g.Firms = left
		}
		left -= g.Firms
		p.Grades = append(p.Grades, g)
	}
	return p
}

func TestPortraitsOfAnySize(t *testing.T) {
	for _, n := range []int{0, 1, 3, 6, 12, 13, 14, 25, 30, 40, 60, 150, 290} {
		p := profile(n, int64(n))
		coverage := .6
		if n < 12 { // few data: the page says what is missing instead of stretching
			coverage = layouttest.Sparse
		}
		page := drawPortrait(t, p)
		layouttest.Passes(t, []scene.Page{page}, portraitRules(coverage))
		tellsTheTruth(t, p, page)
		g := newLinkGrid(p)
		t.Logf("%d links: %d rows of boxes %.0f wide, %d shown, %v", n, g.rows, g.wide, page.Shown, check.Survey(page))
	}
}

// TestFarTooManyLinks: thousands stay one page that says how many it leaves out; the bar then shows runs.
func TestFarTooManyLinks(t *testing.T) {
	p := profile(5000, 1)
	page := drawPortrait(t, p)
	layouttest.Passes(t, []scene.Page{page}, portraitRules(0))
	if page.Shown >= page.Total || page.Total != 5000 {
		t.Errorf("shown %d of %d", page.Shown, page.Total)
	}
	cells := 0
	for _, i := range page.Items {
		if i.Owner == barOwner && i.Class != "" && i.Class != "covered" {
			cells++
		}
	}
	if cells != 5 {
		t.Errorf("%d runs in the bar", cells)
	}
}

// TestPortraitRows: the rows of boxes follow from the width that is left for one.
func TestPortraitRows(t *testing.T) {
	for _, c := range []struct{ links, rows int }{{1, 1}, {6, 1}, {12, 1}, {16, 2}, {25, 2}, {60, 4}} {
		if g := newLinkGrid(profile(c.links, 3)); g.rows != c.rows {
			t.Errorf("%d links stand in %d rows, not %d", c.links, g.rows, c.rows)
		}
	}
}

// TestHostilePortrait: names of any length and kind stay in their boxes. What the font lacks is reported, not drawn:
// that rule is another test's.
func TestHostilePortrait(t *testing.T) {
	for _, name := range []string{strings.Repeat("超长名称", 30), "", " ", "<b>&amp;\"'",
		"Supercalifragilisticexpialidocious manufacturing of everything and more of the same at greater length than any " +
			"line has room for",
		strings.Repeat("W", 200), "🏭🔧 emoji", "\u202eevil\u202c שלום مرحبا", "tab\tnew\nline\x00\x1b[31m"} {
		for _, n := range []int{6, 22, 60} {
			for _, lang := range []string{"zh", "en"} {
				p := profile(n, 4)
				p.Head.Lang, p.Head.Title, p.Head.Headline, p.Head.Sources = lang, name, name, name
				spoil(&p, name)
				page := drawPortrait(t, p)
				for _, v := range check.Page(page, portraitRules(0)) {
					if v.Rule != check.RuleGlyph {
						t.Errorf("%d links named %.20q in %s: %v", n, name, lang, v)
					}
				}
			}
		}
	}
}

// spoil gives everything on a portrait the same name.
func spoil(p *diagram.Portrait, name string) {
	p.Complete.Note = name
	for i := range p.SixOnes {
		p.SixOnes[i].Name, p.SixOnes[i].Value = name, name
	}
	for i := range p.Stages {
		p.Stages[i].Name, p.Stages[i].Note = name, name
	}
	for i := range p.Links {
		l := &p.Links[i]
		l.Name, l.Word, l.Count, l.Empty = name, name, name, name
		for k := range l.Firms {
			l.Firms[k].Name = name
		}
	}
	for i := range p.Gaps {
		p.Gaps[i].Name, p.Gaps[i].Why, p.Gaps[i].Kind = name, name, name
	}
	for i := range p.Targets {
		x := &p.Targets[i]
		x.Name, x.Region, x.GapName, x.Tie = name, name, name, name
	}
	for _, list := range [][]diagram.PortraitEvent{p.Events, p.Next} {
		for i := range list {
			list[i].Names, list[i].What = []string{name, name}, name
		}
	}
	for i := range p.Ages {
		p.Ages[i].Name = name
		for k := range p.Ages[i].Firms {
			p.Ages[i].Firms[k].Name = name
		}
	}
	for i := range p.Grades {
		p.Grades[i].Name = name
	}
}

// TestShuffledPortrait: nodes and relations in any order give the same page.
func TestShuffledPortrait(t *testing.T) {
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	draw := func() []byte {
		f := analysis.Find(graph.NewSnapshot(1, time.Time{}, slices.Clone(c.Nodes), slices.Clone(c.Relations)))
		var pages []scene.Page
		for _, chain := range []graph.ID{"chain:biomedicine", "chain:diamond-tools", "chain:high-end-equipment"} {
			pages = append(pages, drawPortrait(t, portraitOf(t, f, chain, "zh")))
		}
		data, err := json.Marshal(pages)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	first := draw()
	r := rand.New(rand.NewSource(7))
	for range 2 {
		r.Shuffle(len(c.Nodes), func(a, b int) { c.Nodes[a], c.Nodes[b] = c.Nodes[b], c.Nodes[a] })
		r.Shuffle(len(c.Relations), func(a, b int) { c.Relations[a], c.Relations[b] = c.Relations[b], c.Relations[a] })
		if !bytes.Equal(first, draw()) {
			t.Fatal("shuffled input gives another drawing")
		}
	}
}

// TestDecisionsStandOnThePortrait: what people decided stands in the place of the reason.
func TestDecisionsStandOnThePortrait(t *testing.T) {
	p := profile(20, 2)
	p.Gaps[1].Decided = "已指派：市经信局，期限 2027-06"
	said := map[string]int{}
	for _, i := range drawPortrait(t, p).Items {
		if i.Owner == p.Gaps[1].ID {
			said[i.Text]++
		}
	}
	if said[p.Gaps[1].Decided] != 1 || said[p.Gaps[1].Why] != 0 {
		t.Errorf("the row says %v", said)
	}
}

// TestPortraitLinks: every card and row opens something.
func TestPortraitLinks(t *testing.T) {
	p := portraits(t)[1]
	page := drawPortrait(t, p)
	targets := map[string]string{}
	for _, x := range page.Targets {
		targets[x.Owner] = x.Href
	}
	for _, i := range page.Items {
		if i.Role == scene.RoleCard && !strings.HasPrefix(targets[i.Owner], "/") {
			t.Errorf("%s opens %q", i.Owner, targets[i.Owner])
		}
	}
}

func BenchmarkPortrait(b *testing.B) {
	for _, n := range []int{24, 100, 300} {
		p := profile(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				drawPortrait(b, p)
			}
		})
	}
	seeded := portraits(b)[2]
	b.Run("high-end-equipment", func(b *testing.B) {
		for b.Loop() {
			drawPortrait(b, seeded)
		}
	})
}
