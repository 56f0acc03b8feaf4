package places

import (
	"bytes"
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
	"chainchief/internal/render"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

func mapContent(t testing.TB, f *analysis.Findings, chain graph.ID, lang string) diagram.Map {
	t.Helper()
	m, err := content.NewMap(f, chain, content.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mapPages(t testing.TB, m diagram.Map) []scene.Page {
	t.Helper()
	return layouttest.LaidOut(t, Draw, m)
}

// painted is every page as SVG.
func painted(t testing.TB, pages []scene.Page) string {
	t.Helper()
	var b bytes.Buffer
	for _, p := range pages {
		if err := render.SVG(&b, p, render.SVGOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// textsOf are the words of pages.
func textsOf(pages []scene.Page) []string {
	var out []string
	for _, p := range pages {
		for _, i := range p.Items {
			if i.Shape == scene.Text {
				out = append(out, i.Text)
			}
		}
	}
	return out
}

// leastMapCoverage is 0.6 less the white corners that the outline of a city leaves; a chain with hardly any enterprise
// leaves more.
func leastMapCoverage(m diagram.Map) float64 {
	if m.Total < 8 {
		return .35
	}
	return .58
}

func TestSeededMapsKeepTheRules(t *testing.T) {
	f, shares := layouttest.Findings(t), 0.0
	for _, lang := range []string{"zh", "en"} {
		for _, c := range f.Chains {
			m := mapContent(t, f, c.Node.ID, lang)
			pages := mapPages(t, m)
			for _, page := range pages {
				layouttest.BreaksNothing(t, page, leastMapCoverage(m))
				t.Logf("%-22s %s %d/%d %v", c.Node.ID.Key(), lang, page.Number, page.Pages, check.Survey(page))
			}
			everyEnterprise(t, m, pages)
			shares += liesAsOnTheMap(t, m, pages) / float64(2*len(f.Chains))
		}
	}
	if shares < .93 {
		t.Errorf("on the average %.3f of all pairs of places keep their direction", shares)
	}
	t.Logf("on the average %.3f of all pairs of places keep their direction", shares)
}

// TestTheCityKeepsTheRules: all chains on one map.
func TestTheCityKeepsTheRules(t *testing.T) {
	f := layouttest.Findings(t)
	for _, lang := range []string{"zh", "en"} {
		m := content.NewCityMap(f, content.Options{Lang: lang})
		pages := mapPages(t, m)
		if len(pages) != 1 {
			t.Errorf("%d pages", len(pages))
		}
		layouttest.BreaksNothing(t, pages[0], .6)
		if lang == "zh" {
			layouttest.Whole(t, pages[0])
		}
		liesAsOnTheMap(t, m, pages)
		for _, l := range m.Links {
			if !slices.Contains(textsOf(pages), l.Name) {
				t.Errorf("%s is not on the map", l.Name)
			}
		}
		if n := len(m.Unplaced); pages[0].Shown != m.Total || n == 0 {
			t.Errorf("shown %d of %d, %d without a place", pages[0].Shown, m.Total, n)
		}
	}
}

// everyEnterprise fails when a link or an enterprise of the map is on no page, and when not all that is unverified is
// marked so. It holds for maps that show every enterprise, as all maps of the seeds do.
func everyEnterprise(t testing.TB, m diagram.Map, pages []scene.Page) {
	t.Helper()
	texts := textsOf(pages)
	open := 0
	have := func(what, name string) {
		if !slices.ContainsFunc(texts, func(s string) bool {
			head, tail, cut := strings.Cut(s, "…")
			return s == name || cut && strings.HasPrefix(name, head) && strings.HasSuffix(name, tail)
		}) {
			t.Errorf("%s: %s %q is on no page", m.Head.ID, what, name)
		}
	}
	for _, p := range m.Places {
		for _, row := range p.Rows {
			for _, f := range row.Firms {
				have("enterprise", f.Name)
				if f.Unverified {
					open++
				}
			}
		}
	}
	for _, f := range m.Unplaced {
		have("enterprise", f.Name)
		if f.Unverified {
			open++
		}
	}
	for _, l := range m.Links {
		have("link", l.Name)
	}
	dotted := 0
	for _, p := range pages {
		for _, i := range p.Items {
			if i.Shape == scene.Line && i.Role == scene.RoleMark && len(i.Dash) == 2 && i.Dash[0] == 1.5 {
				dotted++
			}
		}
	}
	if dotted != open {
		t.Errorf("%s: %d names are dotted, %d enterprises are not verified", m.Head.ID, dotted, open)
	}
}

// liesAsOnTheMap: inside a column north is up without exception; of all pairs of places at least nine in ten keep their
// direction on the axis on which they are farther apart. It returns the share.
func liesAsOnTheMap(t testing.TB, m diagram.Map, pages []scene.Page) float64 {
	t.Helper()
	boxes := map[string]scene.Item{}
	for _, p := range pages {
		for id, b := range layouttest.BoxesOf(p) {
			boxes[id] = b
		}
	}
	k := columns
	if m.City {
		k = cityMost
	}
	column := columnsOf(m.Places, k)
	right, all := 0, 0
	for i, a := range m.Places {
		for _, b := range m.Places[:i] {
			ba, bb := boxes[a.ID], boxes[b.ID]
			if column[a.ID] == column[b.ID] && ba.Y != bb.Y && a.Lat != b.Lat && (ba.Y < bb.Y) != (a.Lat > b.Lat) &&
				len(pages) == 1 {
				t.Errorf("%s: %s and %s stand the wrong way round", m.Head.ID, a.ID, b.ID)
			}
			dx, dy := (a.Lon-b.Lon)*kmLon, (a.Lat-b.Lat)*kmLat
			if math.Abs(dx) < .5 && math.Abs(dy) < .5 {
				continue // too near each other to have a direction
			}
			all++
			if math.Abs(dx) > math.Abs(dy) {
				if (dx > 0) == (ba.X+ba.W/2 > bb.X+bb.W/2) {
					right++
				}
			} else if (dy > 0) == (ba.Y+ba.H/2 < bb.Y+bb.H/2) {
				right++
			}
		}
	}
	share := float64(right) / float64(all)
	if share < .9 {
		t.Errorf("%s: %d of %d pairs keep their direction", m.Head.ID, right, all)
	}
	return share
}

// TestPlacesKeepTheirColumn: a place stands in the same column on the maps of all chains.
func TestPlacesKeepTheirColumn(t *testing.T) {
	f := layouttest.Findings(t)
	first := columnsOf(mapContent(t, f, f.Chains[0].Node.ID, "zh").Places, columns)
	for _, c := range f.Chains[1:] {
		for id, column := range columnsOf(mapContent(t, f, c.Node.ID, "zh").Places, columns) {
			if column != first[id] {
				t.Errorf("%s stands in column %d, elsewhere in %d", id, column, first[id])
			}
		}
	}
}

func TestOneMoreEnterpriseMovesTheOthersLittle(t *testing.T) {
	f := layouttest.Findings(t)
	for _, c := range f.Chains {
		m := mapContent(t, f, c.Node.ID, "zh")
		was := layouttest.BoxesOf(mapPages(t, m)[0])
		for i, p := range m.Places {
			if p.Firms < 2 {
				continue
			}
			more := m
			more.Places = slices.Clone(m.Places)
			rows := slices.Clone(p.Rows)
			rows[0].Firms = append(
				slices.Clone(rows[0].Firms),
				diagram.Resident{ID: "enterprise:new", Firm: diagram.Firm{Name: "新来企业", Stage: "签约"}},
			)
			more.Places[i].Rows, more.Places[i].Firms, more.Total = rows, p.Firms+1, m.Total+1
			for id, b := range layouttest.BoxesOf(mapPages(t, more)[0]) {
				if d := max(math.Abs(b.X-was[id].X), math.Abs(b.Y-was[id].Y)); d > 60 {
					t.Errorf("%s: one more enterprise in %s moves %s by %.0f", c.Node.ID, p.ID, id, d)
				}
			}
		}
	}
}

func TestMapsDoNotDependOnTheOrderOfPlaces(t *testing.T) {
	f := layouttest.Findings(t)
	m := mapContent(t, f, "chain:biomedicine", "zh")
	first := painted(t, mapPages(t, m))
	for seed := range int64(4) {
		shuffled := m
		shuffled.Places = slices.Clone(m.Places)
		rand.New(rand.NewSource(seed)).Shuffle(len(shuffled.Places), func(i, j int) {
			shuffled.Places[i], shuffled.Places[j] = shuffled.Places[j], shuffled.Places[i]
		})
		if painted(t, mapPages(t, shuffled)) != first {
			t.Fatal("the same places in another order give another map")
		}
	}
}

// crowd is a map of places and firms at random, each firm on one of the links.
func crowd(places, firms, links int, lang string, seed int64) diagram.Map {
	r := rand.New(rand.NewSource(seed))
	m := diagram.Map{
		Head: diagram.Head{
			ID:       "layout/s",
			Lang:     lang,
			Title:    "合成产业链·产业布局图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		Total: firms,
	}
	m.Lanes = []diagram.Band{{Key: "a", Name: "子链甲"}, {Key: "b", Name: "子链乙"}}
	states := []diagram.State{"strong", "present", "weak", "outside", "missing"}
	for i := range links {
		m.Links = append(m.Links, diagram.Located{
			ID:     fmt.Sprintf("link:s/%03d", i),
			Href:   "/",
			Name:   []string{"高纯材料", "连接器与线束", "检测与认证服务", "关键工艺装备与耗材"}[i%4],
			Lane:   []string{"a", "b"}[i*2/links],
			State:  states[i%5],
			Makers: []string{"甲乙丙（武汉）", "丁戊己（黄石）"},
		})
	}
	for i := range places {
		m.Places = append(m.Places, diagram.Place{
			ID:       fmt.Sprintf("park:%03d", i),
			Href:     "/",
			Name:     fmt.Sprintf("第%d开发区", i),
			Short:    fmt.Sprintf("第%d", i),
			Kind:     "功能区",
			Lon:      114.5 + r.Float64()*.6,
			Lat:      30.1 + r.Float64()*.5,
			District: []string{"东区", "西区"}[i%2],
		})
	}
	for i := range firms {
		f := diagram.Resident{
			ID:    fmt.Sprintf("enterprise:%03d", i),
			Loose: i%5 == 0,
			Firm: diagram.Firm{
				Name:       []string{"甲辰科技", "乙巳新材料", "丙午精密制造"}[i%3],
				Stage:      []string{"投产", "在建"}[i%2],
				Unverified: i%4 == 0,
				Levels:     []string{"专"}[:i%2],
			},
		}
		if places == 0 || i%17 == 16 {
			f.Links = []string{m.Links[i%links].Name}
			m.Unplaced = append(m.Unplaced, f)
			m.Links[i%links].Open++
			continue
		}
		p := &m.Places[r.Intn(places)]
		p.Firms++
		l := &m.Links[i%links]
		l.Places = append(l.Places, diagram.PlaceCount{Place: p.Short, Firms: 1})
		k := slices.IndexFunc(p.Rows, func(s diagram.Seat) bool { return s.Links[0] == l.ID })
		if k < 0 {
			k = len(p.Rows)
			p.Rows = append(p.Rows, diagram.Seat{Links: []string{l.ID}, Names: []string{l.Name}, State: l.State})
		}
		p.Rows[k].Firms = append(p.Rows[k].Firms, f)
	}
	return m
}

// TestCrowdedMaps: however much there is, pages keep the rules, and what they show adds up.
func TestCrowdedMaps(t *testing.T) {
	for _, c := range []struct{ places, firms, links, pages int }{{0, 0, 3, 1}, {0, 12, 8, 1}, {1, 0, 5, 1}, {1, 1, 1, 1},
		{2, 9, 4, 1}, {5, 5, 9, 1}, {8, 30, 20, 1}, {13, 150, 24, 1}, {13, 600, 24, 1}, {1, 400, 90, 2}, {70, 90, 30, 2},
		{12, 40, 150, 2}} {
		t.Run(fmt.Sprintf("%d places %d firms %d links", c.places, c.firms, c.links), func(t *testing.T) {
			m := crowd(c.places, c.firms, c.links, "zh", 1)
			pages := mapPages(t, m)
			if len(pages) < c.pages {
				t.Errorf("%d pages", len(pages))
			}
			cards, shown := 0, 0
			for _, p := range pages {
				layouttest.BreaksNothing(t, p, 0)
				for range layouttest.BoxesOf(p) {
					cards++
				}
				if len(layouttest.BoxesOf(p)) > 0 || p.Number == 1 {
					shown += p.Shown
				}
			}
			if cards != c.places || shown != c.firms {
				t.Errorf("%d of %d places, %d of %d enterprises are shown or counted", cards, c.places, shown, c.firms)
			}
			names := 0
			for _, text := range textsOf(pages) {
				if slices.ContainsFunc(m.Links, func(l diagram.Located) bool { return l.Name == text }) {
					names++
				}
			}
			if names < c.links {
				t.Errorf("%d of %d links are listed", names, c.links)
			}
		})
	}
}

// TestHostileMaps: names of any length and kind stay in their boxes.
func TestHostileMaps(t *testing.T) {
	long := strings.Repeat("超长园区名称", 8)
	m := crowd(9, 30, 12, "en", 2)
	for i := range m.Places {
		p := &m.Places[i]
		p.Name, p.Short, p.Note, p.Kind = long, long, long, "Supercalifragilisticexpialidocious"
		p.Notes, p.Host, p.HostOpen, p.District = []string{long, long + long}, "The chain's park", i%2 == 0, long
		if i%3 == 0 {
			p.Restriction, p.RestrictedOn = long+long, long
		}
		for k := range p.Rows {
			p.Rows[k].Names = []string{long, "<b>&amp;"}
			for j := range p.Rows[k].Firms {
				p.Rows[k].Firms[j].Name, p.Rows[k].Firms[j].Stage = long, "In production"
				p.Rows[k].Firms[j].Levels = []string{"领", "链", "专", "高"}
			}
		}
	}
	for i := range m.Links {
		m.Links[i].Name, m.Links[i].Makers = long, []string{long, long}
	}
	for i := range m.Unplaced {
		m.Unplaced[i].Name, m.Unplaced[i].Links = long, []string{long, long}
	}
	for _, p := range mapPages(t, m) {
		layouttest.BreaksNothing(t, p, 0)
	}
}

// BenchmarkMap arranges the map of the chain with the most enterprises and that of the city, content included: at most
// 50 ms.
func BenchmarkMap(b *testing.B) {
	f := layouttest.Findings(b)
	b.Run("chain", func(b *testing.B) {
		for b.Loop() {
			mapPages(b, mapContent(b, f, "chain:biomedicine", "zh"))
		}
	})
	b.Run("city", func(b *testing.B) {
		for b.Loop() {
			mapPages(b, content.NewCityMap(f, content.Options{Lang: "zh"}))
		}
	})
}
