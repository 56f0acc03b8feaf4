package changes

import (
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
	"chainchief/seeds"
)

// later is the seeds after some things happened on a chain: a firm came, one left, one moved, one got into production,
// one stopped, a gap was dismissed, a link was declared insufficient.
func later(t testing.TB, chain graph.ID) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	before := analysis.Find(graph.NewSnapshot(1, time.Time{}, slices.Clone(c.Nodes), slices.Clone(c.Relations)))
	x := before.Chain(chain)
	var missing []graph.ID
	var posts []graph.RelationKey // local positions
	for _, l := range x.Links {
		if l.State == analysis.Missing {
			missing = append(missing, l.Node.ID)
		}
		for _, p := range l.Positions {
			if p.Local {
				posts = append(posts, p.Relation.RelationKey)
			}
		}
	}
	prov := graph.Provenance{Source: c.Nodes[0].Prov.Source, AsOf: "2026-03", Confidence: graph.Media}
	tie := func(firm, link graph.ID, stage string) {
		c.Relations = append(c.Relations, graph.Relation{
			RelationKey: graph.RelationKey{Type: graph.OperatesIn, From: firm, To: link},
			Attrs:       graph.Attrs{"role": "maker", "stage": stage},
			Prov:        prov,
		})
	}
	c.Nodes = append(c.Nodes, graph.Node{
		ID:    "enterprise:example-a",
		Kind:  graph.KindEnterprise,
		Name:  "示例企业甲",
		Attrs: graph.Attrs{"reach": "local"},
		Prov:  prov,
	})
	tie("enterprise:example-a", missing[0], "production")
	if len(missing) > 3 && len(posts) > 0 {
		tie(posts[0].From, missing[len(missing)-1], "signed") // moves
	}
	if len(posts) > 0 {
		c.Relations = slices.DeleteFunc(c.Relations, func(r graph.Relation) bool { return r.RelationKey == posts[0] })
	}
	if n := len(posts); n > 2 {
		gone := posts[n-1]
		c.Relations = slices.DeleteFunc(
			c.Relations,
			func(r graph.Relation) bool { return r.Type == graph.OperatesIn && r.From == gone.From },
		)
		for i := range c.Relations {
			if r := &c.Relations[i]; r.RelationKey == posts[n/2] {
				r.Attrs = graph.Attrs{
					"role":  "maker",
					"stage": map[bool]string{true: "stopped", false: "production"}[r.Attrs.Text("stage") == "production"],
				}
				r.Prov = prov
			}
		}
	}
	return analysis.Find(graph.NewSnapshot(2, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), c.Nodes, c.Relations))
}

func changesContent(t testing.TB, from, to *analysis.Findings, chain graph.ID, lang string) diagram.Changes {
	t.Helper()
	c, err := content.NewChanges(from, to, chain, content.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func changesPages(t testing.TB, c diagram.Changes) []scene.Page {
	t.Helper()
	return layouttest.LaidOut(t, Draw, c)
}

func TestSeededChangesKeepTheRules(t *testing.T) {
	f := layouttest.Findings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			content := changesContent(t, f, later(t, c.Node.ID), c.Node.ID, lang)
			for _, page := range changesPages(t, content) {
				layouttest.BreaksNothing(t, page, .55) // less than 0.6: the holes of a grid say that nothing is there
				t.Logf("%-22s %s %d/%d %v", c.Node.ID.Key(), lang, page.Number, page.Pages, check.Survey(page))
			}
		}
	}
}

// TestEveryChangeIsOnThePage: each changed link has its number on its card and once in the list, or the list says how
// many it shows; each move has its line or is counted.
func TestEveryChangeIsOnThePage(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		content := changesContent(t, f, later(t, c.Node.ID), c.Node.ID, "zh")
		changedAsCounted(t, content, changesPages(t, content))
	}
}

func changedAsCounted(t testing.TB, content diagram.Changes, pages []scene.Page) {
	t.Helper()
	discs, cards, edges, hidden, shown, listed := map[string]int{}, 0, 0, 0, 0, 0
	groups := map[string]int{"好转": 0, "转差": 0, "调整": 0}
	for _, p := range pages {
		for n, i := range p.Items {
			switch {
			case i.Role == scene.RoleCard:
				cards++
			case i.Role == scene.RoleEdge:
				edges++
			case i.Shape == scene.Text && n > 0 && p.Items[n-1].Shape == scene.Rect && p.Items[n-1].Radius == 11:
				discs[i.Text]++
			case i.Role == scene.RoleLegend && strings.HasPrefix(i.Text, "另有 "):
				if _, err := fmt.Sscanf(i.Text, "另有 %d 条", &hidden); err != nil {
					t.Error(err)
				}
			}
			if _, head := groups[i.Text]; head && i.Shape == scene.Text {
				a, b := 0, 0
				if _, err := fmt.Sscanf(p.Items[n+1].Text, "显示 %d/%d", &a, &b); err != nil {
					if _, err := fmt.Sscanf(p.Items[n+1].Text, "%d 项", &b); err != nil {
						t.Errorf("the group %s says %q", i.Text, p.Items[n+1].Text)
					}
					a = b
				}
				shown, listed = shown+a, listed+b
			}
		}
		if p.Pages == 1 && p.Shown != len(content.Tiles) {
			t.Errorf("%s: page shows %d of %d links", p.ID, p.Shown, len(content.Tiles))
		}
	}
	if cards != len(content.Tiles) {
		t.Errorf("%s: %d cards for %d links", content.Head.ID, cards, len(content.Tiles))
	}
	if len(pages) == 1 && edges+hidden != len(content.Moves) {
		t.Errorf("%s: %d moves drawn, %d counted, of %d", content.Head.ID, edges, hidden, len(content.Moves))
	}
	changed, twice := 0, 0
	for _, x := range content.Tiles {
		if x.Changed() {
			changed++
			switch discs[strconv.Itoa(x.Number)] {
			case 2:
				twice++
			case 0:
				t.Errorf("%s: the number %d is on no card", content.Head.ID, x.Number)
			}
		}
	}
	if listed != changed || twice != shown {
		t.Errorf(
			"%s: %d links changed, the groups count %d and show %d, %d numbers stand on a card and in the list",
			content.Head.ID,
			changed,
			listed,
			shown,
			twice,
		)
	}
}

func TestNothingChanged(t *testing.T) {
	f := layouttest.Findings(t)
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			content := changesContent(t, f, f, c.Node.ID, lang)
			pages := changesPages(t, content)
			if len(pages) != 1 || content.Counts.Unchanged != len(c.Links) {
				t.Errorf("%s: %d pages, %+v", c.Node.ID, len(pages), content.Counts)
			}
			layouttest.BreaksNothing(t, pages[0], .35)
		}
	}
}

// upheaval is a chain of n links over some sub-chains with so many changes at random, every third of them a move.
func upheaval(n, lanes, changes int, seed int64) diagram.Changes {
	r := rand.New(rand.NewSource(seed))
	c := diagram.Changes{
		Head: diagram.Head{
			ID:       "changes/s",
			Lang:     "zh",
			Title:    "合成产业链·变化图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		From: diagram.Moment{Revision: 1, Date: "2026-01-01"},
		To:   diagram.Moment{Revision: 2},
	}
	stages := []string{"upstream", "midstream", "downstream"}
	for i, key := range stages {
		c.Stages = append(c.Stages, diagram.Band{Key: key, Name: []string{"上游", "中游", "下游"}[i], Caption: "原料·部件"})
	}
	for l := range lanes {
		c.Lanes = append(c.Lanes, diagram.Band{Key: fmt.Sprint("l", l), Name: []string{"子链甲", "子链乙", "子链丙"}[l%3]})
	}
	states := []diagram.State{"strong", "present", "weak", "outside", "missing"}
	words := []string{"高纯材料", "特种气体", "精密部件", "连接器与线束", "检测与认证服务", "关键工艺装备"}
	for i := range n {
		x := diagram.Tile{
			ID:     fmt.Sprintf("link:s/%03d", i),
			Href:   "/",
			Name:   words[r.Intn(len(words))],
			Stage:  stages[i*3/n],
			Lane:   fmt.Sprint("l", i%max(1, lanes)),
			Before: states[r.Intn(5)],
			Firms:  []string{"甲辰科技", "乙巳新材料"}[:r.Intn(3)],
		}
		if i%9 == 8 {
			x.Stage, x.Lane = diagram.Support, ""
		}
		x.After = x.Before
		c.Tiles = append(c.Tiles, x)
	}
	mover := func(i int) []diagram.Mover {
		return []diagram.Mover{{ID: fmt.Sprint("enterprise:", i), Name: "示例企业", Unverified: i%2 == 0}}
	}
	for i, k := range r.Perm(n)[:changes] {
		x := &c.Tiles[k]
		switch i % 6 {
		case 0:
			x.Group, x.Before, x.After, x.Added, x.Closed = diagram.Better, "missing", "present", mover(i), true
		case 1:
			x.Group, x.Before, x.After, x.Lost, x.Opened = diagram.Worse, "present", "weak", mover(i), true
		case 2, 3:
			x.Group, x.Out = diagram.Adjusted, mover(i-i%6)
			if to := &c.Tiles[(k+5)%n]; to.Group == "" {
				c.Moves = append(c.Moves, diagram.Move{Firm: fmt.Sprint("enterprise:", i), Name: "示例企业", From: x.ID, To: to.ID})
			}
		case 4:
			x.Group, x.Before = diagram.Adjusted, ""
		default:
			x.Group, x.After = diagram.Adjusted, ""
		}
		x.Number, x.Why, x.When = i+1, []string{"新增示例企业", "产能停用，有能力企业由 1 家降为 0 家", "核实主营后由储能应用移入，仍为弱"}, "2026-02"
	}
	for _, x := range c.Tiles {
		if !x.Changed() {
			c.Counts.Unchanged++
		}
	}
	return c
}

// TestUpheavals: however much changed, pages keep the rules and say what they show.
func TestUpheavals(t *testing.T) {
	for _, c := range []struct{ links, lanes, changes, pages int }{{0, 1, 0, 1}, {1, 1, 0, 1}, {1, 1, 1, 1}, {3, 1, 2, 1},
		{12, 2, 12, 1}, {24, 2, 8, 1}, {24, 3, 24, 1}, {36, 2, 20, 1}, {60, 3, 40, 2}, {150, 3, 100, 3}, {300, 1, 300, 5}} {
		t.Run(fmt.Sprintf("%d links %d lanes %d changes", c.links, c.lanes, c.changes), func(t *testing.T) {
			content := upheaval(c.links, c.lanes, c.changes, 1)
			pages := changesPages(t, content)
			if len(pages) < c.pages {
				t.Errorf("%d pages", len(pages))
			}
			shown := 0
			for _, p := range pages {
				layouttest.BreaksNothing(t, p, 0)
				shown += p.Shown
			}
			if shown != c.links {
				t.Errorf("pages show %d of %d links", shown, c.links)
			}
			changedAsCounted(t, content, pages)
		})
	}
}

// TestHostileChanges: names of any length stay in their boxes.
func TestHostileChanges(t *testing.T) {
	long := strings.Repeat("超长名称与说明", 6)
	content := upheaval(20, 2, 14, 3)
	content.Head.Lang = "en"
	for i := range content.Tiles {
		x := &content.Tiles[i]
		x.Name, x.Firms, x.Why = long, []string{long, long}, []string{long, long}
		for _, list := range [][]diagram.Mover{x.Added, x.Lost, x.Out} {
			for k := range list {
				list[k].Name = long
			}
		}
	}
	for i := range content.Lanes {
		content.Lanes[i].Name = long
	}
	for _, p := range changesPages(t, content) {
		layouttest.BreaksNothing(t, p, 0)
	}
}

// BenchmarkChanges arranges the changes of a chain, content included: at most 50 ms.
func BenchmarkChanges(b *testing.B) {
	f := layouttest.Findings(b)
	to := later(b, "chain:new-energy")
	for b.Loop() {
		changesPages(b, changesContent(b, f, to, "chain:new-energy", "zh"))
	}
}
