package content

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/diagram"
	"chainchief/seeds"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files again")

// seeded are the nodes and relations of the seeds.
func seeded(t testing.TB) graph.Changes {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func found(revision graph.Revision, nodes []graph.Node, relations []graph.Relation) *analysis.Findings {
	return analysis.Find(
		graph.NewSnapshot(
			revision,
			time.Date(2026, 3, int(revision), 0, 0, 0, 0, time.UTC),
			append([]graph.Node{analysistest.Profile()}, nodes...),
			slices.Clone(relations),
		),
	)
}

// golden compares content with testdata/name.json.
func golden(t *testing.T, name string, content any) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(content); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs from its golden file; if that is meant, run the test with -update:\n%s", name, diff)
	}
}

// after is the seeds with some things changed on the chain of optoelectronics: 拓材科技 moved to 衬底, 光安伦 left, a firm
// came for 电子特气, 长飞石英 got into production, and people dismissed the gap of 驱动 IC.
func after(t testing.TB) ([]graph.Node, []graph.Relation) {
	t.Helper()
	c := seeded(t)
	prov := graph.Provenance{Source: "source:s8", AsOf: "2026-02", Confidence: graph.Media}
	post := func(firm, link, stage string) graph.Relation {
		return graph.Relation{
			RelationKey: graph.RelationKey{
				Type: graph.OperatesIn,
				From: graph.ID("enterprise:" + firm),
				To:   graph.ID("link:optoelectronics/" + link),
			},
			Attrs: graph.Attrs{"role": "maker", "stage": stage},
			Prov:  prov,
		}
	}
	relations := slices.DeleteFunc(c.Relations, func(r graph.Relation) bool {
		return r.Type == graph.OperatesIn &&
			(r.From == "enterprise:guanganlun" || r.From == "enterprise:tuocai" && r.To == "link:optoelectronics/led/gallium" ||
				r.From == "enterprise:yofc-quartz" && r.To == "link:optoelectronics/optical/quartz")
	})
	nodes := slices.Concat(c.Nodes, []graph.Node{
		{
			ID:    "enterprise:example-a",
			Kind:  graph.KindEnterprise,
			Name:  "示例企业甲",
			Attrs: graph.Attrs{"reach": "local"},
			Prov:  prov,
		},
		{
			ID:    "gap:optoelectronics/led/driver-ic",
			Kind:  graph.KindGap,
			Name:  "驱动 IC",
			Attrs: graph.Attrs{"status": "dismissed", "standing": true},
			Prov:  prov,
		},
	})
	unsure := post("example-a", "led/gas", "production")
	unsure.Prov.Confidence = graph.Trade
	return nodes, append(
		relations,
		post("tuocai", "led/substrate", "building"),
		post("yofc-quartz", "optical/quartz", "production"),
		unsure,
	)
}

func changed(t testing.TB, lang string, swap bool) diagram.Changes {
	t.Helper()
	c := seeded(t)
	nodes, relations := after(t)
	from, to := found(1, c.Nodes, c.Relations), found(2, nodes, relations)
	if swap {
		from, to = to, from
	}
	content, err := NewChanges(from, to, "chain:optoelectronics", Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func mapped(t testing.TB, chain graph.ID, lang string) diagram.Map {
	t.Helper()
	c := seeded(t)
	m, err := NewMap(found(1, c.Nodes, c.Relations), chain, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGoldenUseAndTime(t *testing.T) {
	golden(t, "map-optoelectronics-zh", mapped(t, "chain:optoelectronics", "zh"))
	golden(t, "map-smart-manufacturing-en", mapped(t, "chain:smart-manufacturing", "en"))
	golden(t, "changes-zh", changed(t, "zh", false))
	golden(t, "changes-en", changed(t, "en", false))
}

func TestUseAndTimeOfAnUnknownChain(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	if _, err := NewMap(f, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("map: %v", err)
	}
	if _, err := NewChanges(f, f, "chain:steam", Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("changes: %v", err)
	}
}

// TestInputOrderDoesNotShow: nodes and relations in any order give the same content.
func TestInputOrderDoesNotShow(t *testing.T) {
	c := seeded(t)
	nodes, relations := after(t)
	text := func(r *rand.Rand) string {
		if r != nil {
			for _, list := range [][]graph.Node{c.Nodes, nodes} {
				r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
			for _, list := range [][]graph.Relation{c.Relations, relations} {
				r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
		}
		from, to := found(1, c.Nodes, c.Relations), found(2, nodes, relations)
		m, err := NewMap(to, "chain:optoelectronics", Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		x, err := NewChanges(from, to, "chain:optoelectronics", Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal([]any{m, x})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := text(nil)
	for seed := range int64(3) {
		if text(rand.New(rand.NewSource(seed))) != first {
			t.Fatal("the content depends on the order of the input")
		}
	}
}

// TestEveryEnterpriseOfTheChainIsOnTheMap counts those in places and those without one, for every chain.
func TestEveryEnterpriseOfTheChainIsOnTheMap(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	for _, chain := range f.Chains {
		m := mapped(t, chain.Node.ID, "zh")
		ids, placed := map[string]bool{}, 0
		for _, p := range m.Places {
			here, loose := map[string]bool{}, map[string]bool{}
			for _, row := range p.Rows {
				for _, r := range row.Firms {
					here[r.ID], ids[r.ID] = true, true
					if r.Loose {
						loose[r.ID] = true
					}
				}
			}
			if len(here) != p.Firms || len(loose) != p.Loose {
				t.Errorf(
					"%s: %s says %d enterprises, %d of them unverified, and lists %d and %d",
					chain.Node.ID,
					p.ID,
					p.Firms,
					p.Loose,
					len(here),
					len(loose),
				)
			}
			placed += p.Firms
		}
		for _, r := range m.Unplaced {
			if ids[r.ID] || len(r.Links) == 0 {
				t.Errorf("%s: %s has no place and stands on the map, or has no link", chain.Node.ID, r.ID)
			}
			ids[r.ID] = true
		}
		if placed+len(m.Unplaced) != m.Total || len(ids) != len(chain.Enterprises) {
			t.Errorf("%s: %d in places and %d without, of %d", chain.Node.ID, placed, len(m.Unplaced), len(chain.Enterprises))
		}
		for i, l := range m.Links {
			n := l.Open
			for _, p := range l.Places {
				n += p.Firms
			}
			local := 0
			for _, p := range chain.Links[i].Positions {
				if p.Local {
					local++
				}
			}
			if n != local {
				t.Errorf("%s counts %d enterprises, and has %d", l.ID, n, local)
			}
		}
	}
}

// TestTheCityHasEveryChain: each enterprise of any chain is in one place or without one, each chain counts its own.
func TestTheCityHasEveryChain(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	m := NewCityMap(f, Options{Lang: "zh"})
	golden(t, "map-city-zh", m)
	placed := map[string]bool{}
	for _, p := range m.Places {
		here := map[string]bool{}
		for _, row := range p.Rows {
			for _, r := range row.Firms {
				here[r.ID], placed[r.ID] = true, true
			}
		}
		if len(here) != p.Firms {
			t.Errorf("%s counts %d enterprises and lists %d", p.ID, p.Firms, len(here))
		}
	}
	if len(placed)+len(m.Unplaced) != m.Total || len(m.Links) != len(f.Chains) {
		t.Errorf("%d placed and %d without a place, of %d; %d chains", len(placed), len(m.Unplaced), m.Total, len(m.Links))
	}
	for i, chain := range f.Chains {
		l := m.Links[i]
		n := l.Open
		for _, p := range l.Places {
			n += p.Firms
		}
		if n != l.Firms || n != len(chain.Enterprises) {
			t.Errorf("%s: %d enterprises in places or without, of %d", l.ID, n, len(chain.Enterprises))
		}
	}
}

// TestAPlaceThatNobodyKnows: an enterprise in no park, one in a park without coordinates, one in a circle of parks.
func TestAPlaceThatNobodyKnows(t *testing.T) {
	c := seeded(t)
	prov := c.Nodes[0].Prov
	park := func(key string) graph.Node {
		return graph.Node{
			ID:    graph.ID("park:" + key),
			Kind:  graph.KindPark,
			Name:  key,
			Attrs: graph.Attrs{"kind": "park"},
			Prov:  prov,
		}
	}
	in := func(from, to string) graph.Relation {
		return graph.Relation{
			RelationKey: graph.RelationKey{Type: graph.LocatedIn, From: graph.ID(from), To: graph.ID(to)},
			Prov:        prov,
		}
	}
	c.Nodes = append(c.Nodes, park("nowhere"), park("a"), park("b"))
	c.Relations = append(slices.DeleteFunc(c.Relations, func(r graph.Relation) bool {
		return r.Type == graph.LocatedIn &&
			slices.Contains([]graph.ID{"enterprise:tuocai", "enterprise:guanganlun", "enterprise:yofc-quartz"}, r.From)
	}), in("enterprise:guanganlun", "park:nowhere"), in("enterprise:yofc-quartz", "park:a"), in("park:a", "park:b"),
		in("park:b", "park:a"))
	m, err := NewMap(found(1, c.Nodes, c.Relations), "chain:optoelectronics", Options{Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range m.Unplaced {
		ids = append(ids, r.ID)
	}
	if diff := cmp.Diff([]string{"enterprise:tuocai", "enterprise:yofc-quartz", "enterprise:guanganlun"},
		ids); diff != "" {
		t.Error(diff)
	}
}

// TestSwappedMomentsSwapTheSigns: the other way round, what came is gone, what was closed is opened, better is worse.
func TestSwappedMomentsSwapTheSigns(t *testing.T) {
	a, b := changed(t, "zh", false), changed(t, "zh", true)
	want := a.Counts
	want.Added, want.Lost, want.Closed, want.Opened, want.Up, want.Down = a.Counts.Lost, a.Counts.Added, a.Counts.Opened,
		a.Counts.Closed, a.Counts.Down, a.Counts.Up
	want.Dismissed, want.Restored = a.Counts.Restored, a.Counts.Dismissed
	want.NewLinks, want.GoneLinks = a.Counts.GoneLinks, a.Counts.NewLinks
	if diff := cmp.Diff(want, b.Counts); diff != "" {
		t.Error(diff)
	}
	if a.Counts.Added != 1 || a.Counts.Lost != 1 || a.Counts.Moved != 1 || a.Counts.Closed != 1 ||
		a.Counts.Dismissed != 1 || a.Counts.Up == 0 ||
		a.Counts.Down == 0 {
		t.Errorf("the test changes less than it says: %+v", a.Counts)
	}
	opposite := map[diagram.Group]diagram.Group{
		diagram.Better:   diagram.Worse,
		diagram.Worse:    diagram.Better,
		diagram.Adjusted: diagram.Adjusted,
		"":               "",
	}
	for i, x := range a.Tiles {
		y := b.Tiles[i]
		if y.ID != x.ID || y.Group != opposite[x.Group] || y.Before != x.After || y.After != x.Before ||
			cmp.Diff(x.Added, y.Lost) != "" ||
			cmp.Diff(x.In, y.Out) != "" {
			t.Errorf("%s: %+v\nthe other way round %+v", x.ID, x, y)
		}
	}
	for i, m := range a.Moves {
		if o := b.Moves[i]; o.From != m.To || o.To != m.From {
			t.Errorf("%+v the other way round is %+v", m, o)
		}
	}
}

// TestAChainThatCameOrWent: all links are new or gone, and nothing is called better or worse.
func TestAChainThatCameOrWent(t *testing.T) {
	c := seeded(t)
	all := found(2, c.Nodes, c.Relations)
	without := found(
		1,
		slices.DeleteFunc(slices.Clone(c.Nodes), func(n graph.Node) bool { return n.ID == "chain:plastic-pipes" }),
		c.Relations,
	)
	came, err := NewChanges(without, all, "chain:plastic-pipes", Options{Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	went, err := NewChanges(all, without, "chain:plastic-pipes", Options{Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	n := len(all.Chain("chain:plastic-pipes").Links)
	if came.Counts.NewLinks != n || came.Counts.Unchanged != 0 || went.Counts.GoneLinks != n || len(went.Tiles) != n {
		t.Errorf("came %+v, went %+v, of %d links", came.Counts, went.Counts, n)
	}
	for _, x := range append(came.Tiles, went.Tiles...) {
		if x.Group != diagram.Adjusted {
			t.Errorf("%s is %s", x.ID, x.Group)
		}
	}
}

// TestNumbersFollowTheGroups: 1, 2, … without a hole, better first, then worse, then adjusted.
func TestNumbersFollowTheGroups(t *testing.T) {
	c := changed(t, "zh", false)
	byNumber := map[int]diagram.Group{}
	for _, x := range c.Tiles {
		if x.Changed() != (x.Number > 0) {
			t.Errorf("%s is %q and has number %d", x.ID, x.Group, x.Number)
		}
		if x.Changed() {
			byNumber[x.Number] = x.Group
		}
	}
	order := map[diagram.Group]int{diagram.Better: 0, diagram.Worse: 1, diagram.Adjusted: 2}
	for i := 2; i <= len(byNumber); i++ {
		if byNumber[i] == "" || order[byNumber[i]] < order[byNumber[i-1]] {
			t.Errorf("number %d is %q after %q", i, byNumber[i], byNumber[i-1])
		}
	}
}

// TestDismissedIsNotClosed: three gaps that people dismiss, and one that they say is closed while the rules derive it
// all the same, are neither closed nor better; only a fact closes one.
func TestDismissedIsNotClosed(t *testing.T) {
	c := seeded(t)
	prov := graph.Provenance{Source: "source:s8", AsOf: "2026-02", Confidence: graph.Media}
	before := found(1, c.Nodes, c.Relations)
	nodes := slices.Clone(c.Nodes)
	want := map[string]diagram.Aside{}
	for i, g := range OpenGaps(before, "chain:optoelectronics")[:4] {
		status, aside := graph.GapDismissed, diagram.Dismissed
		if i == 3 {
			status, aside = graph.GapClosed, diagram.Declared
		}
		want[string(g.Link.Node.ID)] = aside
		nodes = append(nodes, graph.Node{ID: g.ID, Kind: graph.KindGap, Name: g.Link.Node.Name, Prov: prov,
			Attrs: graph.Attrs{"status": status, "standing": true, "decision": "另有安排"}})
	}
	for _, lang := range []string{"zh", "en"} {
		x, err := NewChanges(before, found(2, nodes, c.Relations), "chain:optoelectronics", Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if x.Counts.Dismissed != 3 || x.Counts.Declared != 1 || x.Counts.Closed != 0 || x.Counts.Up != 0 {
			t.Errorf("%+v", x.Counts)
		}
		for _, tile := range x.Tiles {
			if tile.Aside != want[tile.ID] || tile.Closed || tile.Changed() != (tile.Aside != "") ||
				tile.Changed() && tile.Group != diagram.Adjusted {
				t.Errorf("%+v", tile)
			}
			still := map[string]string{"zh": "仍是", "en": "still"}[lang]
			if tile.Aside != "" && (!strings.Contains(tile.Said, still) || !strings.Contains(tile.Why[0], "另有安排")) {
				t.Errorf("%q, %q", tile.Said, tile.Why)
			}
			if tile.Aside == diagram.Dismissed && !strings.Contains(tile.Said, map[string]string{
				"zh": "未关闭", "en": "not closed"}[lang]) {
				t.Errorf("%q", tile.Said)
			}
		}
		for _, word := range []string{"缺口关闭", "gaps closed", "好转"} {
			if strings.Contains(x.Head.Headline, word) {
				t.Errorf("%s", x.Head.Headline)
			}
		}
	}
	x, err := NewChanges(found(1, nodes, c.Relations), before, "chain:optoelectronics", Options{Lang: "zh"})
	if err != nil || x.Counts.Restored != 4 || x.Counts.Opened != 0 {
		t.Errorf("taken back: %+v, %v", x.Counts, err)
	}
}
