package structure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/render"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
	"chainchief/seeds"
)

// seeded returns the content of every chain of the seeds.
func seeded(t testing.TB, lang string) map[string]diagram.Structure {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
	out := map[string]diagram.Structure{}
	for _, chain := range f.Chains {
		s, err := content.NewStructure(f, chain.Node.ID, content.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		out[chain.Node.ID.Key()] = s
	}
	return out
}

func arranged(t testing.TB, s diagram.Structure, o Options) Drawing {
	t.Helper()
	d, err := Draw(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// keeps fails the test for every rule of the scene that a page breaks, and for what the scene cannot know: every link
// has its card in its stage, every edge is drawn or counted.
func keeps(t testing.TB, s diagram.Structure, d Drawing, fill float64) {
	t.Helper()
	cards := map[string]int{}
	for _, page := range d.Pages {
		rules := check.DefaultRules()
		rules.Fill = fill
		for _, v := range check.Page(page, rules) {
			t.Errorf("%s: %s %v: %s", page.ID, v.Rule, v.Owners, v.Reason)
		}
		for _, i := range page.Items {
			if i.Role == scene.RoleCard {
				cards[i.Owner]++
			}
		}
	}
	for _, l := range s.Links {
		if cards[l.ID] == 0 || l.Stage != diagram.Support && cards[l.ID] != 1 {
			t.Errorf("%s has %d cards", l.ID, cards[l.ID])
		}
	}
	if len(d.Pages) == 1 {
		everyEdge(t, s, d.Pages[0])
	}
}

func everyEdge(t testing.TB, s diagram.Structure, page scene.Page) {
	t.Helper()
	drawn, hidden := 0, 0
	for _, i := range page.Items {
		if i.Role == scene.RoleEdge {
			drawn++
		}
		if i.Role == scene.RoleLegend && strings.HasPrefix(i.Text, "另有 ") {
			if _, err := fmt.Sscanf(i.Text, "另有 %d 条", &hidden); err != nil {
				t.Error(err)
			}
		}
	}
	if drawn+hidden != len(s.Edges) {
		t.Errorf("%d edges drawn and %d counted as hidden, of %d", drawn, hidden, len(s.Edges))
	}
}

// leastFill is what the chain with the least to say reaches (docs/drawings.md, Structure, step 11).
const leastFill = .42

func TestSeededChainsKeepTheRules(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for key, s := range seeded(t, lang) {
			d := arranged(t, s, Options{})
			keeps(t, s, d, leastFill)
			t.Logf("%-22s %s %v", key, lang, check.Survey(d.Pages[0]))
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	s := seeded(t, "zh")["optoelectronics"]
	draw := func(s diagram.Structure) []byte {
		var b bytes.Buffer
		if err := render.SVG(&b, arranged(t, s, Options{}).Pages[0], render.SVGOptions{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := draw(s)
	shuffled := s
	shuffled.Edges = append([]diagram.Edge(nil), s.Edges...)
	rand.New(rand.NewSource(1)).Shuffle(len(shuffled.Edges), func(i, j int) {
		shuffled.Edges[i], shuffled.Edges[j] = shuffled.Edges[j], shuffled.Edges[i]
	})
	if !bytes.Equal(first, draw(s)) || !bytes.Equal(first, draw(shuffled)) {
		t.Error("the same chain gives another drawing")
	}
}

func TestCellsKeepCardsInPlace(t *testing.T) {
	for key, s := range seeded(t, "zh") {
		first := arranged(t, s, Options{})
		data, err := json.Marshal(first.Cells)
		if err != nil {
			t.Fatal(err)
		}
		var cells flow.Cells
		if err := json.Unmarshal(data, &cells); err != nil {
			t.Fatal(err)
		}
		again := layouttest.BoxesOf(arranged(t, s, Options{Old: &cells}).Pages[0])
		for id, was := range layouttest.BoxesOf(first.Pages[0]) {
			if now := again[id]; now.X != was.X || now.Y != was.Y || now.W != was.W || now.H != was.H {
				t.Errorf("%s: %s moved though nothing changed", key, id)
			}
		}
	}
}

// TestEachLanguageKeepsItsPlaces: a drawing in the other language between two of one does not move their cards; nor
// does one more firm on a card.
func TestEachLanguageKeepsItsPlaces(t *testing.T) {
	zh, en := seeded(t, "zh")["new-materials"], seeded(t, "en")["new-materials"]
	first := arranged(t, zh, Options{})
	english := arranged(t, en, Options{})
	zh.Links[0].Firms = append(zh.Links[0].Firms, diagram.Firm{Name: "甲辰科技"})
	again := arranged(t, zh, Options{Old: first.Cells})
	third := arranged(t, en, Options{Old: english.Cells})
	for _, c := range []struct{ was, now Drawing }{{first, again}, {english, third}} {
		now := layouttest.BoxesOf(c.now.Pages[0])
		for id, was := range layouttest.BoxesOf(c.was.Pages[0]) {
			if now[id].Box() != was.Box() {
				t.Errorf("%s moved from %v to %v", id, was.Box(), now[id].Box())
			}
		}
	}
}

// TestFirmsAreNamedWhole: a firm whose name and stage want more than a line takes the card's spare ones.
func TestFirmsAreNamedWhole(t *testing.T) {
	s := seeded(t, "zh")["new-materials"]
	for _, p := range arranged(t, s, Options{}).Pages {
		layouttest.Whole(t, p)
		for _, i := range p.Items {
			if i.Shape == scene.Text && i.Text == "" {
				t.Errorf("%s has a text without words", i.Owner)
			}
		}
	}
}

func TestOneNewLinkMovesTheOthersLittle(t *testing.T) {
	for key, s := range seeded(t, "zh") {
		first := arranged(t, s, Options{})
		more := s
		added := s.Links[len(s.Links)/2]
		added.ID, added.Name = added.ID+"-new", "新增环节"
		more.Links = append(append([]diagram.Card(nil), s.Links...), added)
		d := arranged(t, more, Options{Old: first.Cells})
		keeps(t, more, d, 0)
		now, sum := layouttest.BoxesOf(d.Pages[0]), 0.0
		was := layouttest.BoxesOf(first.Pages[0])
		for id, b := range was {
			sum += abs2(now[id].X-b.X) + abs2(now[id].Y-b.Y)
		}
		if mean := sum / float64(len(was)); mean > 150 {
			t.Errorf("%s: a new link moves cards by %.0f on the average", key, mean)
		}
	}
}

func abs2(v float64) float64 { return max(v, -v) }

// synthetic is a chain of n links over three stages and some lanes, with random feeds.
func synthetic(n, lanes int, seed int64) diagram.Structure {
	r := rand.New(rand.NewSource(seed))
	s := diagram.Structure{
		Head: diagram.Head{
			ID:       "structure/s",
			Lang:     "zh",
			Title:    "合成产业链·技术结构图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
			Figures:  []diagram.Figure{{Value: "45%", Label: "完整度"}},
		},
		Total: n,
	}
	stages := []string{"upstream", "midstream", "downstream"}
	for i, key := range stages {
		s.Stages = append(s.Stages, diagram.Band{Key: key, Name: []string{"上游", "中游", "下游"}[i], Caption: "原料·部件", Note: "环节"})
	}
	for l := range lanes {
		s.Lanes = append(s.Lanes, diagram.Band{Key: fmt.Sprint("l", l), Name: []string{"子链甲", "子链乙", "子链丙"}[l%3]})
	}
	states := []diagram.State{"strong", "present", "weak", "outside", "missing"}
	words := []string{"高纯材料", "特种气体", "精密部件", "功能薄膜", "控制器", "传感器件", "连接器与线束", "检测与认证服务", "关键工艺装备"}
	for i := range n {
		c := diagram.Card{
			ID:       fmt.Sprint("link:s/", i),
			Href:     "/",
			Name:     words[r.Intn(len(words))],
			Stage:    stages[i*3/n],
			Lane:     fmt.Sprint("l", i%lanes),
			Group:    fmt.Sprint("组", i*6/n),
			Products: []string{"产品一", "产品二"},
			State:    states[r.Intn(5)],
			Weight:   1 + r.Intn(3),
			Choke:    r.Intn(6) == 0,
			Extend:   r.Intn(6) == 0,
			Sole:     r.Intn(6) == 0,
		}
		if i%9 == 8 {
			c.Stage, c.Lane, c.Group = diagram.Support, "", ""
		}
		if c.State == "missing" {
			c.Empty = "未见本地企业"
		} else {
			c.Firms = []diagram.Firm{{Name: "甲辰科技", Levels: []string{"专"}}, {Name: "乙巳新材料", Stage: "在建"}}
		}
		s.Links = append(s.Links, c)
	}
	seen := map[[2]int]bool{}
	for range n + n/5 {
		a := r.Intn(n)
		b := a + 1 + r.Intn(5)
		if b >= n || seen[[2]int{a, b}] {
			continue
		}
		seen[[2]int{a, b}] = true
		s.Edges = append(s.Edges, diagram.Edge{
			From: s.Links[a].ID,
			To:   s.Links[b].ID,
			Kind: []diagram.Relation{diagram.Feeds, diagram.Feeds, diagram.Possible, diagram.Evidenced}[r.Intn(4)],
		})
	}
	return s
}

func TestSyntheticChains(t *testing.T) {
	for seed := range 24 {
		n := 6 + seed*33/23
		s := synthetic(n, 1+seed%3, int64(seed))
		keeps(t, s, arranged(t, s, Options{}), 0)
	}
}

func TestHostileChains(t *testing.T) {
	long := strings.Repeat("超长环节名称", 5)
	for name, build := range map[string]func() diagram.Structure{
		"one link":  func() diagram.Structure { return synthetic(1, 1, 1) },
		"six links": func() diagram.Structure { return synthetic(6, 1, 2) },
		"forty":     func() diagram.Structure { return synthetic(40, 2, 3) },
		"sixty":     func() diagram.Structure { return synthetic(60, 3, 4) },
		"names of 30": func() diagram.Structure {
			s := synthetic(18, 2, 5)
			for i := range s.Links {
				s.Links[i].Name, s.Links[i].Products = long, []string{long, long}
				s.Links[i].Firms = []diagram.Firm{{Name: long, Stage: "在建", Levels: []string{"专", "高"}, Unverified: true},
					{Name: long}}
			}
			return s
		},
		"all feed all": func() diagram.Structure {
			s := synthetic(12, 1, 6)
			s.Edges = nil
			for _, a := range s.Links {
				for _, b := range s.Links {
					if a.ID != b.ID {
						s.Edges = append(s.Edges, diagram.Edge{From: a.ID, To: b.ID, Kind: diagram.Feeds})
					}
				}
			}
			return s
		},
		"a cycle": func() diagram.Structure {
			s := synthetic(12, 2, 7)
			s.Edges = append(s.Edges, diagram.Edge{From: s.Links[11].ID, To: s.Links[0].ID, Kind: diagram.Feeds},
				diagram.Edge{From: s.Links[6].ID, To: s.Links[0].ID, Kind: diagram.Feeds})
			return s
		},
		"odd characters": func() diagram.Structure {
			s := synthetic(9, 1, 8)
			for i, name := range []string{"", "😀", "a\u202eb", "<b>&amp;", "\x00\x01", "Supercalifragilisticexpialidocious", "　",
				"'\"", "؀"} {
				s.Links[i].Name = name
			}
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := build()
			d := arranged(t, s, Options{})
			if name == "odd characters" { // unknown glyphs are reported by the check; the drawing must still stand
				return
			}
			keeps(t, s, d, 0)
		})
	}
}

func TestNoLinksAndTooMany(t *testing.T) {
	s := synthetic(6, 1, 1)
	s.Links, s.Edges = nil, nil
	if d := arranged(t, s, Options{}); len(d.Pages) != 1 {
		t.Errorf("%d pages for a chain without links", len(d.Pages))
	}
	if _, err := Draw(context.Background(), synthetic(401, 3, 1), Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("401 links: %v", err)
	}
}

func TestCancelledDrawing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Draw(ctx, synthetic(24, 2, 1), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled drawing: %v", err)
	}
}

// lostOrderer fails as a crashed worker does.
type lostOrderer struct{}

func (lostOrderer) Order(context.Context, *diagram.Structure) ([]string, error) {
	return nil, errors.New("the worker was lost")
}

func TestALostProposalCostsNothing(t *testing.T) {
	s := synthetic(18, 2, 9)
	a, b := arranged(t, s, Options{Orderer: lostOrderer{}}), arranged(t, s, Options{})
	if fmt.Sprint(layouttest.BoxesOf(a.Pages[0])) != fmt.Sprint(layouttest.BoxesOf(b.Pages[0])) {
		t.Error("a failed proposal changed the drawing")
	}
}

func BenchmarkStructure(b *testing.B) {
	s := seeded(b, "zh")["new-energy"]
	first := arranged(b, s, Options{})
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			arranged(b, s, Options{})
		}
	})
	b.Run("with cells", func(b *testing.B) {
		for b.Loop() {
			arranged(b, s, Options{Old: first.Cells})
		}
	})
}
