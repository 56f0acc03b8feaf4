package check

import (
	"chainchief/internal/scene"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func card(owner string, x, y, w, h float64) scene.Item {
	return scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Owner:  owner,
		X:      x,
		Y:      y,
		W:      w,
		H:      h,
		Radius: 5,
		Fill:   scene.StateInks["present"].Fill,
		Stroke: scene.StateInks["present"].Stroke,
		Width:  1.2,
	}
}

func words(role scene.Role, owner, text string, x, y float64) scene.Item {
	return scene.Item{Shape: scene.Text, Role: role, Owner: owner, X: x, Y: y, Text: text, Size: 14, Fill: scene.Ink}
}

func feeds(from, to string, points ...float64) scene.Item {
	i := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleEdge,
		Owner:  from + "→" + to,
		From:   from,
		To:     to,
		Class:  "feeds",
		Stroke: scene.Secondary,
		Width:  1.5,
		Radius: 7,
	}
	for k := 0; k < len(points); k += 2 {
		i.Points = append(i.Points, scene.Point{X: points[k], Y: points[k+1]})
	}
	return i
}

// goodPage has four cards in two columns, a caption, a band and four edges that share a trunk: 甲 and 乙 both feed 丙 and
// 丁.
func goodPage() scene.Page {
	return scene.Page{Width: scene.PageWidth, Height: scene.PageHeight, Shown: 4, Total: 4, Items: []scene.Item{
		{Shape: scene.Rect, Role: scene.RoleGround, W: scene.PageWidth, H: scene.PageHeight, Fill: scene.Ground},
		{Shape: scene.Text, Role: scene.RoleHead, X: 40, Y: 58, Text: "光电子信息产业链", Size: 30, Bold: true, Fill: scene.Ink},
		{Shape: scene.Rect, Role: scene.RoleBand, X: 40, Y: 146, W: 1520, H: 34, Fill: scene.Accent},
		{Shape: scene.Text, Role: scene.RoleBand, X: 56, Y: 169, Text: "上游", Size: 18, Bold: true, Fill: scene.Ground},
		words(scene.RoleCaption, "", "原料与衬底", 102, 212),
		feeds("a", "c", 300, 280, 400, 280, 400, 290, 500, 290),
		feeds("a", "d", 300, 280, 400, 280, 400, 480, 500, 480),
		feeds("b", "c", 300, 480, 400, 480, 400, 290, 500, 290),
		feeds("b", "d", 300, 480, 500, 480),
		card("a", 100, 220, 200, 120), words(scene.RoleContent, "a", "外延片", 130, 246),
		card("b", 100, 420, 200, 120), words(scene.RoleContent, "b", "LED 芯片", 130, 446),
		card("c", 500, 220, 200, 120), words(scene.RoleContent, "c", "封装", 530, 246),
		card("d", 500, 420, 200, 120), words(scene.RoleContent, "d", "面板", 530, 446),
		words(scene.RoleFoot, "", "来源：公开报道", 40, 889),
	}}
}

func report(list []Violation) string {
	var lines []string
	for _, v := range list {
		lines = append(lines, v.String())
	}
	return strings.Join(lines, "\n")
}

func TestGoodPagePasses(t *testing.T) {
	if bad := Page(goodPage(), DefaultRules()); len(bad) > 0 {
		t.Fatal(report(bad))
	}
}

// TestEachRuleFinds spoils the good page in one way at a time and expects that rule, and only that, to speak.
func TestEachRuleFinds(t *testing.T) {
	add := func(items ...scene.Item) func(*scene.Page) {
		return func(p *scene.Page) { p.Items = append(p.Items, items...) }
	}
	edge := func(items ...scene.Item) func(*scene.Page) { // edges are painted under cards
		return func(p *scene.Page) { p.Items = slices.Insert(p.Items, 9, items...) }
	}
	foreign := card("e", 800, 220, 200, 120)
	far := card("f", 1200, 220, 200, 120)
	for _, tc := range []struct {
		name  string
		want  Rule
		spoil func(*scene.Page)
		rules func(*Rules)
	}{
		{"number", RuleMalformed, add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: math.NaN()}), nil},
		{"colour", RuleMalformed, add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: 50, Y: 600, W: 9, H: 9,
			Fill: "red"}), nil},
		{"two bodies", RuleMalformed, add(card("a", 100, 600, 200, 100)), nil},
		{"curve", RuleMalformed, add(scene.Item{Shape: scene.Curve, Role: scene.RoleMark, Points: []scene.Point{{X: 1, Y: 1},
			{X: 2, Y: 2}}}), nil},
		{"margin", RuleMargin, add(words(scene.RoleHead, "", "超出", 1545, 86)), nil},
		{"body", RuleBody, add(card("e", 100, 780, 200, 80)), nil},
		{"small", RuleSmall, add(scene.Item{Shape: scene.Text, Role: scene.RoleHead, X: 600, Y: 86, Text: "小", Size: 12,
			Fill: scene.Ink}), nil},
		{"glyph", RuleGlyph, add(words(scene.RoleHead, "", "😀", 600, 86)), nil},
		{"overlap", RuleTexts, add(words(scene.RoleHead, "", "甲乙", 600, 86), words(scene.RoleHead, "", "丙", 620, 88)), nil},
		{"too near", RuleTexts, add(words(scene.RoleHead, "", "甲", 600, 86), words(scene.RoleHead, "x", "丙", 616, 86)), nil},
		{"leaves card", RuleInCard, add(words(scene.RoleContent, "a", "一二三四五六七八九十一二", 130, 300)), nil},
		{"too near the side", RuleInCard, add(words(scene.RoleContent, "a", "一", 102, 300)), nil},
		{"covered", RuleCut, add(words(scene.RoleHead, "", "甲乙", 600, 86),
			scene.Item{Shape: scene.Circle, Role: scene.RoleMark, X: 614, Y: 81, Radius: 20, Fill: scene.Ground}), nil},
		{"mark on text", RuleCut, add(scene.Item{Shape: scene.Circle, Role: scene.RoleMark, X: 628, Y: 81, Radius: 5,
			Stroke: scene.Ink, Width: 1}, words(scene.RoleHead, "", "甲乙", 600, 86)), nil},
		{"contrast", RuleContrast, add(scene.Item{Shape: scene.Text, Role: scene.RoleHead, X: 600, Y: 86, Text: "淡", Size: 14,
			Fill: "#9aa5b1"}), nil},
		{"contrast on plate", RuleContrast, add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: 590, Y: 66, W: 40,
			H: 30, Fill: "#0f766e"}, words(scene.RoleHead, "", "甲", 600, 86)), nil},
		{"cards near", RuleCards, add(card("e", 702, 300, 90, 100)), nil},
		{"slanted", RuleAxis, edge(feeds("b", "a", 200, 420, 210, 340)), nil},
		{"no such card", RuleEnd, edge(feeds("d", "zz", 600, 540, 600, 600)), nil},
		{"off the border", RuleEnd, edge(feeds("d", "c", 600, 420, 600, 345)), nil},
		{"corner", RuleCorner, edge(feeds("d", "c", 697, 420, 697, 340)), nil},
		{"short last piece", RuleLast, edge(feeds("d", "c", 600, 420, 600, 350, 620, 350, 620, 340)), nil},
		{"through a card", RuleThrough, func(p *scene.Page) {
			add(foreign, far)(p)
			edge(feeds("c", "f", 700, 290, 1200,
				290))(p)
		}, nil},
		{"through its own card", RuleThrough, edge(feeds("c", "d", 500, 320, 600, 320, 600, 420)), nil},
		{"near a card", RuleNear, func(p *scene.Page) {
			add(foreign, far)(p)
			edge(feeds("c", "f", 700, 290, 750, 290, 750, 344, 1100, 344, 1100, 290, 1200, 290))(p)
		}, nil},
		{"parallel", RuleParallel, edge(feeds("d", "c", 600, 420, 600, 340),
			scene.Item{Shape: scene.Line, Role: scene.RoleEdge, Owner: "second", From: "d", To: "c", Class: "possible",
				Points: []scene.Point{{X: 605, Y: 420}, {X: 605, Y: 340}}, Stroke: scene.Ink, Width: 1}), nil},
		{"false merge", RuleMerge, func(p *scene.Page) { p.Items = slices.Delete(p.Items, 8, 9) }, nil},
		{"two kinds", RuleMerge, func(p *scene.Page) { p.Items[6].Class = "possible" }, nil},
		{"over a text", RuleOverText, edge(feeds("b", "a", 150, 420, 150, 380, 60, 380, 60, 208, 250, 208, 250, 220)), nil},
		{"fill", RuleFill, func(*scene.Page) {}, func(r *Rules) { r.Fill = .5 }},
		{"coverage", RuleCoverage, func(*scene.Page) {}, func(r *Rules) { r.Coverage = .6 }},
		{"uncounted", RuleCount, func(p *scene.Page) { p.Total = 9 }, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, r := goodPage(), DefaultRules()
			tc.spoil(&p)
			if tc.rules != nil {
				tc.rules(&r)
			}
			bad := Page(p, r)
			if len(bad) == 0 {
				t.Fatal("nothing found")
			}
			for _, v := range bad {
				if v.Rule != tc.want {
					t.Errorf("%v, want only %s", v, tc.want)
				}
				if v.Reason == "" || strings.Contains(v.Reason, "%!") {
					t.Errorf("no sentence: %q", v.Reason)
				}
			}
		})
	}
}

func TestRulesThatDrawingsRelax(t *testing.T) {
	p := goodPage()
	p.Total = 9
	p.Items = append(p.Items, words(scene.RoleFoot, "", "显示 4/9", 1400, 889))
	if bad := Page(p, DefaultRules()); len(bad) > 0 {
		t.Error("a counted page fails:", report(bad))
	}
	p = goodPage()
	p.Items = append(p.Items, feeds("c", "d", 600, 340, 640, 420))
	r := DefaultRules()
	r.AnyAngle = true
	if bad := Page(p, r); len(bad) > 0 {
		t.Error("a slanted edge fails where it may be slanted:", report(bad))
	}
	p = goodPage() // a mark under a text is its plate, and a label and a name on one line may touch
	p.Items = append(p.Items, scene.LevelSquare("链", 130, 300, true)...)
	p.Items = append(
		p.Items,
		words(scene.RoleContent, "a", "圈内：", 160, 320),
		words(scene.RoleContent, "a", "某某", 160+scene.Measure("圈内：", 14, false), 320),
	)
	if bad := Page(p, DefaultRules()); len(bad) > 0 {
		t.Error(report(bad))
	}
}

// TestKindsMayShareTheirPort lets two kinds leave one port together, as docs/drawings.md, Checks, allows.
func TestKindsMayShareTheirPort(t *testing.T) {
	p := goodPage()
	p.Items = slices.Delete(p.Items, 5, 9)
	a, b := feeds("a", "c", 300, 280, 500, 280), feeds("a", "d", 300, 280, 400, 280, 400, 480, 500, 480)
	b.Class = "possible"
	p.Items = slices.Insert(p.Items, 5, a, b)
	if bad := Page(p, DefaultRules()); len(bad) > 0 {
		t.Error(report(bad))
	}
}

// TestStubsOfATrunk: a stub may end on an edge of its kind to the same card, also by way of another stub; not on one of
// another kind, to another card, or on nothing.
func TestStubsOfATrunk(t *testing.T) {
	trunk := func() scene.Page {
		p := goodPage()
		p.Items = slices.Delete(p.Items, 5, 9)
		p.Items = append(p.Items, card("e", 100, 620, 200, 100))
		p.Items = slices.Insert(
			p.Items,
			5,
			feeds("a", "d", 300, 280, 400, 280, 400, 480, 500, 480),
			feeds("e", "d", 300, 670, 400, 670, 400, 480),
			feeds("b", "d", 300, 520, 400, 520),
		)
		return p
	}
	if bad := Page(trunk(), DefaultRules()); len(bad) > 0 {
		t.Fatal(report(bad))
	}
	for name, spoil := range map[string]func(*scene.Page){
		"another kind": func(p *scene.Page) { p.Items[7].Class = "possible" },
		"another card": func(p *scene.Page) { p.Items[7].To = "c" },
		"on nothing":   func(p *scene.Page) { p.Items[7].Points[1].X = 380 },
		"no trunk":     func(p *scene.Page) { p.Items[5].Points = p.Items[5].Points[:2] },
	} {
		p := trunk()
		spoil(&p)
		if !slices.ContainsFunc(Page(p, DefaultRules()), func(v Violation) bool { return v.Rule == RuleEnd }) {
			t.Errorf("%s: the end of a stub is not found", name)
		}
	}
}

// TestReaderIsLedAstrayOverAThirdEdge joins edges one after the other on one line: no two of them are a false pair
// where they meet first, but who follows the first reaches the last.
func TestReaderIsLedAstrayOverAThirdEdge(t *testing.T) {
	p := scene.Page{Width: scene.PageWidth, Height: scene.PageHeight, Items: []scene.Item{
		card("a", 100, 200, 100, 100), card("b", 100, 400, 100, 100), card("c", 100, 600, 100, 100),
		card("x", 700, 200, 100, 100), card("y", 700, 400, 100, 100), card("z", 700, 600, 100, 100),
		feeds("a", "x", 200, 250, 700, 250),
		feeds("a", "y", 200, 250, 400, 250, 400, 450, 700, 450),
		feeds("b", "y", 200, 450, 700, 450),
		feeds("b", "z", 200, 450, 500, 450, 500, 650, 700, 650), // leaves the line after a has joined it
	}}
	bad := Page(p, DefaultRules())
	if len(bad) != 1 || bad[0].Rule != RuleMerge || !strings.Contains(bad[0].Reason, "from a to z") {
		t.Fatalf("want the one false way a→z, got %s", report(bad))
	}
	p.Items[9].Points = []scene.Point{
		{X: 200, Y: 450},
		{X: 300, Y: 450},
		{X: 300, Y: 650},
		{X: 700, Y: 650},
	} // leaves before: no reader can turn back
	if bad := Page(p, DefaultRules()); len(bad) > 0 {
		t.Fatal(report(bad))
	}
}

func TestSurvey(t *testing.T) {
	f := Survey(goodPage())
	want := Figures{Cards: 4, Edges: 4, Texts: 8, Bends: 6, SmallestText: 14, NearestCard: 100, Crossings: 0,
		// trunk 280–480 on x=400, feet of a and b, arms of c and d
		Ink: 200 + 2*100 + 2*100}
	f.Fill, want.Fill = math.Round(f.Fill*1000)/1000, math.Round((1520*34+4*200*120+70*12.6)/(1520*696)*1000)/1000
	want.Coverage, want.NearestCard = f.Coverage, f.NearestCard
	if f != want {
		t.Errorf("got  %v\nwant %v", f, want)
	}
	if f.Coverage < .1 || f.Coverage > .3 {
		t.Errorf("coverage %v", f.Coverage)
	}
	p := goodPage()
	p.Items = append(p.Items, feeds("d", "a", 560, 420, 560, 360, 350, 360, 350, 320, 300, 320))
	if n := Survey(p).Crossings; n != 1 {
		t.Errorf("%d crossings, want 1: the trunk of three edges is crossed once", n)
	}
}

// TestMovedPageIsJudgedAlike: a check knows distances, not places, as long as the page stays in its margins.
func TestMovedPageIsJudgedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := goodPage(), goodPage()
		n := rapid.IntRange(0, 8).Draw(t, "edges")
		for k := range n {
			at := func(label string) float64 { return float64(rapid.IntRange(20, 80).Draw(t, label)) * 5 }
			e := feeds(
				[]string{"a", "b", "c", "d"}[k%4],
				[]string{"c", "d", "a", "b"}[k%4],
				at("x"),
				at("y")+150,
				at("z"),
				at("y")+150,
			)
			e.Owner += fmt.Sprint(k)
			p.Items, q.Items = append(p.Items, e), append(q.Items, e)
		}
		dx, dy := rapid.Float64Range(0, 600).Draw(t, "dx"), rapid.Float64Range(0, 200).Draw(t, "dy")
		for i := range q.Items {
			if i < 4 || q.Items[i].Role == scene.RoleFoot {
				continue
			}
			q.Items[i].X, q.Items[i].Y = q.Items[i].X+dx, q.Items[i].Y+dy
			points := slices.Clone(q.Items[i].Points)
			for k := range points {
				points[k] = scene.Point{X: points[k].X + dx, Y: points[k].Y + dy}
			}
			q.Items[i].Points = points
		}
		a, b := rulesOf(Page(p, DefaultRules())), rulesOf(Page(q, DefaultRules()))
		if !slices.Equal(a, b) {
			t.Fatalf("%v, moved %v", a, b)
		}
		if c := rulesOf(Page(p, DefaultRules())); !slices.Equal(a, c) {
			t.Fatal("two checks of one page differ")
		}
	})
}

func rulesOf(list []Violation) []string {
	var out []string
	for _, v := range list {
		if v.Rule != RuleBody && v.Rule != RuleMargin {
			out = append(out, string(v.Rule)+strings.Join(v.Owners, " "))
		}
	}
	return out
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#ffffff", "#0f766e", 5.47}, {"red", "#ffffff", 1}} {
		if got := scene.Contrast(tc.a, tc.b); math.Abs(got-tc.want) > .01 {
			t.Errorf("%s on %s: %.2f, want %.2f", tc.a, tc.b, got, tc.want)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	p := goodPage()
	for b.Loop() {
		if len(Page(p, DefaultRules())) > 0 {
			b.Fatal("the good page fails")
		}
	}
}
