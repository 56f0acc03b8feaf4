package roadmap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// roadmaps are the contents of every chain of the seeds, in both languages.
func roadmaps(t testing.TB) []diagram.Roadmap {
	t.Helper()
	f := layouttest.Findings(t)
	var out []diagram.Roadmap
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			r, err := content.NewRoadmap(f, chain.Node.ID, content.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, r)
		}
	}
	return out
}

func drawRoadmap(t testing.TB, r diagram.Roadmap) []scene.Page {
	t.Helper()
	return layouttest.LaidOut(t, Draw, r)
}

func roadmapRules(coverage float64) check.Rules {
	rules := check.DefaultRules()
	rules.Coverage = coverage
	return rules
}

func TestSeededRoadmaps(t *testing.T) {
	for _, r := range roadmaps(t) {
		pages := drawRoadmap(t, r)
		layouttest.Passes(t, pages, roadmapRules(layouttest.Sparse))
		everyItem(t, r, pages)
		everyUndated(t, r, pages[0])
		packed(t, r)
		if r.Head.Lang == "zh" && r.Head.ID == "roadmap/optoelectronics" {
			layouttest.Whole(t, pages[0]) // its figures have notes
		}
		t.Logf("%-35s %s %d page(s) %v", r.Head.ID, r.Head.Lang, len(pages), check.Survey(pages[0]))
	}
}

// everyItem checks that every item is drawn on some page, with all its beads, and no done one after the line.
func everyItem(t *testing.T, r diagram.Roadmap, pages []scene.Page) {
	t.Helper()
	line := newAxis(r).asOf
	drawn := map[string]int{}
	for _, page := range pages {
		beads := map[string]int{}
		for _, i := range page.Items {
			if i.Shape == scene.Circle && i.Class != "" {
				beads[i.Owner]++
				if i.Class == "done" && i.X+i.Radius > line {
					t.Errorf("%s page %d: a done bead of %s lies after the line", r.Head.ID, page.Number, i.Owner)
				}
			}
			if i.Owner != "" {
				drawn[i.Owner] = max(drawn[i.Owner], beads[i.Owner])
			}
		}
	}
	for _, l := range r.Lanes {
		for _, i := range l.Items {
			n, is := drawn[i.ID]
			if !is {
				t.Errorf("%s: %s is not drawn", r.Head.ID, i.ID)
			}
			if i.Kind == diagram.ItemProject && n != len(i.Stages) {
				t.Errorf("%s: %s has %d beads for %d stages", r.Head.ID, i.ID, n, len(i.Stages))
			}
		}
	}
}

// everyUndated checks that each lane's column shows its lines or counts them.
func everyUndated(t *testing.T, r diagram.Roadmap, page scene.Page) {
	t.Helper()
	for _, l := range r.Lanes {
		marks, counted := map[[2]float64]bool{}, 0
		for _, i := range page.Items {
			if i.Owner != "undated/"+l.Key {
				continue
			}
			for _, form := range []string{"另 %d 项", "%d more"} {
				var n int
				if _, err := fmt.Sscanf(i.Text, form, &n); err == nil {
					counted = n
				}
			}
			column := i.X == undatedLeft+30 || i.X == undatedLeft+undatedWidth/undatedColumns+30
			if i.Shape == scene.Text && column && counted == 0 {
				marks[[2]float64{i.X, i.Y}] = true
			}
		}
		if len(marks)+counted != len(l.Undated) {
			t.Errorf("%s %s: %d undated lines drawn, %d counted, of %d", r.Head.ID, l.Key, len(marks), counted, len(l.Undated))
		}
	}
}

// packed checks rows and beads of the arrangement: things of a row apart, as few rows as the deepest place needs, beads
// in the order of the work and apart, everything inside the axis and its gutter.
func packed(t *testing.T, r diagram.Roadmap) {
	t.Helper()
	for _, l := range arrangeRoadmap(r, r.Lanes) {
		for _, single := range []bool{false, true} {
			rows := map[int][]*task{}
			var all []*task
			for _, k := range l.tasks {
				if k.single == single {
					rows[k.row] = append(rows[k.row], k)
					all = append(all, k)
				}
			}
			deepest := 0
			for _, a := range all {
				depth := 0
				for _, b := range all {
					if b.left <= a.left && a.left < b.right+apart {
						depth++
					}
				}
				deepest = max(deepest, depth)
			}
			if len(rows) != deepest {
				t.Errorf("%s %s: %d rows, %d would do", r.Head.ID, l.Key, len(rows), deepest)
			}
			for _, row := range rows {
				slices.SortFunc(row, func(a, b *task) int { return int(a.left*100) - int(b.left*100) })
				for i := 1; i < len(row); i++ {
					if row[i].left < row[i-1].right+apart-.01 {
						t.Errorf("%s %s: %s and %s are %.1f apart", r.Head.ID, l.Key, row[i-1].ID, row[i].ID, row[i].left-row[i-1].right)
					}
				}
			}
		}
		for _, k := range l.tasks {
			if k.left < gutterLeft || k.right > axisRight {
				t.Errorf("%s: %s leaves the axis: %.0f to %.0f", r.Head.ID, k.ID, k.left, k.right)
			}
			for i := 1; i < len(k.beads); i++ {
				if d := k.beads[i].x - k.beads[i-1].x; d < beadApart-.01 {
					t.Errorf("%s: beads of %s are %.1f apart", r.Head.ID, k.ID, d)
				}
			}
		}
	}
}

// works is a roadmap of n random projects over the lanes, some with many stages, with milestones, targets and undated
// lines.
func works(n int, seed int64) diagram.Roadmap {
	r := rand.New(rand.NewSource(seed))
	m := diagram.Roadmap{
		Head: diagram.Head{
			ID:       "roadmap/s",
			Lang:     "zh",
			Title:    "合成产业链·发展路线图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		AsOf:  "2025-12-31",
		Label: "全库记录截至 2025",
		First: 2022,
		Last:  2027,
	}
	m.Words = diagram.RoadmapWords{
		Before:    "2021 年",
		Earlier:   "及以前",
		Done:      "已发生",
		Plan:      "计划",
		Undated:   "时限待补充",
		UndatedOf: "缺口、目标与无日期项目",
		Nothing:   "此后无带日期的节点",
		Empty:     "没有带日期的记录",
		Steps: []diagram.StepWord{
			{Step: "signed", Mark: "签", Word: "签约"},
			{Step: "started", Mark: "开", Word: "开工"},
			{Step: "production", Mark: "投", Word: "投产"},
		},
	}
	for _, l := range []struct{ key, name string }{{"target", "目标"}, {"fill", "补链"}, {"strengthen", "强链"},
		{"extend", "延链"}, {"platform", "平台与要素"}} {
		m.Lanes = append(m.Lanes, diagram.RoadmapLane{
			Key:   l.key,
			Name:  l.name,
			Count: "3 个项目",
			Owner: "责任：待补充",
			Quiet: l.key == "target" || l.key == "platform",
		})
	}
	stage := func(step, mark string, from time.Time, months int) diagram.Stage {
		until := from.AddDate(0, months, 0)
		if months == 0 {
			until = from.AddDate(0, 0, 1)
		}
		return diagram.Stage{
			Step:  step,
			Mark:  mark,
			From:  from.Format(time.DateOnly),
			Until: until.Format(time.DateOnly),
			Text:  from.Format("2006-01"),
			Done:  until.Year() < 2026,
		}
	}
	for i := range n {
		begin := time.Date(2018+r.Intn(10), time.Month(1+r.Intn(12)), 1, 0, 0, 0, 0, time.UTC)
		item := diagram.RoadmapItem{
			ID:         fmt.Sprint("project:", i),
			Href:       "/things/x",
			Kind:       diagram.ItemProject,
			Name:       []string{"高纯石英材料项目", "Mini LED 基地", "锂电五期"}[i%3],
			Link:       "外延片、LED 芯片",
			Amount:     "120 亿元",
			Place:      "葛店经济技术开发区",
			Note:       "一期 1500 吨/年",
			Unverified: r.Intn(4) == 0,
			Light: []diagram.Light{diagram.LightDone, diagram.LightLate, diagram.LightBlank, diagram.LightStale,
				diagram.LightNormal, diagram.LightStopped}[r.Intn(6)],
		}
		if item.Light == diagram.LightStale {
			item.Stale = "45 个月无记录"
		}
		item.Stages = []diagram.Stage{stage("signed", "签", begin, []int{0, 1, 3, 12}[r.Intn(4)])}
		if r.Intn(2) == 0 {
			item.Stages = append(item.Stages, stage("started", "开", begin.AddDate(0, r.Intn(5), 0), 1))
		}
		if r.Intn(3) == 0 {
			item.Stages = append(item.Stages, stage("production", "投", begin.AddDate(1, r.Intn(20), 0), 12))
		} else if r.Intn(3) == 0 {
			item.Stages = append(item.Stages, diagram.Stage{Step: "production", Mark: "投", From: "2026-03-31",
				Until: "2026-03-31", Open: true})
		}
		switch i % 11 {
		case 9:
			item.Kind, item.Stages, item.Light, item.Stale = diagram.ItemMilestone, item.Stages[:1], "", ""
		case 10:
			item.Kind, item.Stages, item.Value, item.Base, item.Light, item.Stale = diagram.ItemTarget, item.Stages[:1],
				"100 亿元", "90 亿元（2024）", "", ""
		}
		l := &m.Lanes[1+r.Intn(4)]
		l.Items = append(l.Items, item)
		l.Undated = append(l.Undated, diagram.Undated{
			ID:   fmt.Sprint("gap:", i),
			Mark: []string{"missing", "blank", "target"}[i%3],
			Name: "检测与认证",
			Note: "尚无项目",
		})
	}
	return m
}

func TestRoadmapsOfAnySize(t *testing.T) {
	for _, n := range []int{0, 1, 3, 12, 25, 60, 200} {
		m := works(n, int64(n))
		pages := drawRoadmap(t, m)
		layouttest.Passes(t, pages, roadmapRules(0))
		everyItem(t, m, pages)
		everyUndated(t, m, pages[0])
		packed(t, m)
		if n <= 12 && len(pages) != 1 {
			t.Errorf("%d items take %d pages", n, len(pages))
		}
		t.Logf("%d items: %d pages, %d of %d on the first", n, len(pages), pages[0].Shown, pages[0].Total)
	}
}

// TestTheUrgentStay: what the overview leaves out is never more urgent than what it shows of the same lane.
func TestTheUrgentStay(t *testing.T) {
	m := works(120, 5)
	left := false
	for i, l := range arrangeRoadmap(m, m.Lanes) {
		shown := map[string]bool{}
		least := 9
		for _, item := range l.Items {
			shown[item.ID] = true
			least = min(least, rankItem(item))
		}
		for _, item := range m.Lanes[i].Items {
			if !shown[item.ID] {
				left = true
				if rankItem(item) > least {
					t.Errorf("%s: %s is left out though something less urgent is shown", l.Key, item.ID)
				}
			}
		}
	}
	if !left {
		t.Error("nothing was left out of 120")
	}
}

// TestFarTooMany: thousands of projects end in bounded pages that say what they leave out.
func TestFarTooMany(t *testing.T) {
	pages := drawRoadmap(t, works(5000, 2))
	if len(pages) > 1+4*mostLanePages {
		t.Errorf("%d pages", len(pages))
	}
	layouttest.Passes(t, []scene.Page{pages[0], pages[len(pages)-1]}, roadmapRules(0))
}

func TestShuffledRoadmap(t *testing.T) {
	for _, m := range []diagram.Roadmap{works(12, 1), works(60, 2), works(200, 3)} {
		first, _ := json.Marshal(drawRoadmap(t, m))
		again := m
		again.Lanes = slices.Clone(m.Lanes)
		for i := range again.Lanes {
			items := slices.Clone(m.Lanes[i].Items)
			rand.New(rand.NewSource(9)).Shuffle(len(items), func(a, b int) { items[a], items[b] = items[b], items[a] })
			again.Lanes[i].Items = items
		}
		if second, _ := json.Marshal(drawRoadmap(t, again)); !bytes.Equal(first, second) {
			t.Error("shuffled input gives another drawing")
		}
	}
}

func TestHostileRoadmap(t *testing.T) {
	long := strings.Repeat("超长名称", 20)
	for _, name := range []string{long, "", "<b>&amp;",
		"Supercalifragilisticexpialidocious manufacturing of everything and more of the same at greater length than any " +
			"line has room for"} {
		m := works(20, 4)
		for l := range m.Lanes {
			m.Lanes[l].Name, m.Lanes[l].Owner = name, name
			for i := range m.Lanes[l].Items {
				k := &m.Lanes[l].Items[i]
				k.Name, k.Link, k.Note, k.Place = name, name, name, name
			}
			for i := range m.Lanes[l].Undated {
				m.Lanes[l].Undated[i].Name, m.Lanes[l].Undated[i].Note = name, name
			}
		}
		layouttest.Passes(t, drawRoadmap(t, m), roadmapRules(0))
	}
	m := works(4, 4)
	m.AsOf, m.Lanes[1].Items = "never", append(m.Lanes[1].Items, diagram.RoadmapItem{
		ID:     "project:bad",
		Kind:   diagram.ItemProject,
		Name:   "坏日期",
		Stages: []diagram.Stage{{From: "x", Until: "y"}},
	})
	drawRoadmap(t, m)
}

// TestLightsAreDistinct: no two lights look alike in grey.
func TestLightsAreDistinct(t *testing.T) {
	seen := map[string]diagram.Light{}
	for _, l := range []diagram.Light{diagram.LightStopped, diagram.LightDone, diagram.LightLate, diagram.LightBlank,
		diagram.LightStale, diagram.LightNormal} {
		var look []string
		for _, i := range light(l, 0, 0) {
			look = append(look, fmt.Sprint(i.Shape, i.Points, i.Radius, i.W, i.Fill == "", i.Stroke == ""))
		}
		key := strings.Join(look, "|")
		if other, twice := seen[key]; twice {
			t.Errorf("%s looks like %s", l, other)
		}
		seen[key] = l
	}
}

func BenchmarkRoadmap(b *testing.B) {
	for _, n := range []int{24, 100, 300} {
		m := works(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				drawRoadmap(b, m)
			}
		})
	}
	seeded := roadmaps(b)[2]
	b.Run("high-end-equipment", func(b *testing.B) {
		for b.Loop() {
			drawRoadmap(b, seeded)
		}
	})
}
