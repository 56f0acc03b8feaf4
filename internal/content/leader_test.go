package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

func leaderStructureOf(t *testing.T, f *analysis.Findings, chain graph.ID, lang string) diagram.LeaderStructure {
	t.Helper()
	s, err := NewLeaderStructure(f, chain, Options{Lang: lang, Detail: diagram.Leader})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func leaderTargetsOf(t *testing.T, f *analysis.Findings, chain graph.ID, lang string) diagram.LeaderTargets {
	t.Helper()
	x, err := NewLeaderTargets(f, candidatesOf(f, chain), chain, Options{Lang: lang, Detail: diagram.Leader})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// tilesOf are all tiles of a page.
func tilesOf(s diagram.LeaderStructure) []diagram.LeaderTile {
	tiles := slices.Clone(s.Tiles)
	if s.Strip != nil {
		tiles = append(tiles, *s.Strip)
	}
	return tiles
}

// rowsOf are the rows of tiles of all lanes.
func rowsOf(s diagram.LeaderStructure) int {
	sum := 0
	for _, lane := range s.Lanes {
		most := 0
		for _, stage := range s.Stages {
			n := 0
			for _, tile := range s.Tiles {
				if tile.Lane == lane.Key && tile.Stage == stage.Key {
					n++
				}
			}
			most = max(most, n)
		}
		sum += most
	}
	return sum
}

// TestLeaderTilesAreTheChain: held and all links of the tiles, of the stages and of the chain are the same numbers;
// each tile's share follows from its links; the tags are the first gaps, as the full drawing of targets numbers them.
func TestLeaderTilesAreTheChain(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	for _, chain := range f.Chains {
		for _, lang := range []string{"zh", "en"} {
			s := leaderStructureOf(t, f, chain.Node.ID, lang)
			links := map[string][]*analysis.Link{}
			for _, l := range chain.Links {
				if l.State != analysis.Market {
					links[lumpID(l)] = append(links[lumpID(l)], l)
				}
			}
			held, all := 0, 0
			var tags []diagram.LeaderTag
			for _, tile := range tilesOf(s) {
				held, all, tags = held+tile.Held, all+tile.All, append(tags, tile.First...)
				var states []string
				n := 0
				for _, l := range links[tile.ID] {
					states = append(states, string(l.State))
					if l.State.Held() {
						n++
					}
				}
				want := diagram.ShareBegun
				switch {
				case n == len(states):
					want = diagram.ShareFull
				case n > 0:
					want = diagram.ShareHalf
				case !slices.ContainsFunc(states, func(s string) bool { return s != "missing" }):
					want = diagram.ShareNone
				}
				if tile.Share != want || tile.Held != n || tile.All != len(states) {
					t.Errorf(
						"%s: %s is %s, %d/%d; its links are %v",
						chain.Node.Name,
						tile.Name,
						tile.Share,
						tile.Held,
						tile.All,
						states,
					)
				}
			}
			if held != chain.Completeness.Covered || all != chain.Completeness.Total {
				t.Errorf(
					"%s: tiles have %d/%d, the chain %d/%d",
					chain.Node.Name,
					held,
					all,
					chain.Completeness.Covered,
					chain.Completeness.Total,
				)
			}
			sumHeld, sumAll := 0, 0
			for _, stage := range s.Stages {
				sumHeld, sumAll = sumHeld+stage.Held, sumAll+stage.All
			}
			if s.Strip != nil {
				sumHeld, sumAll = sumHeld+s.Strip.Held, sumAll+s.Strip.All
			}
			if sumHeld != held || sumAll != all {
				t.Errorf("%s: stages and support have %d/%d, not %d/%d", chain.Node.Name, sumHeld, sumAll, held, all)
			}
			slices.SortStableFunc(tags, func(a, b diagram.LeaderTag) int { return a.Number - b.Number })
			full := targetsOf(t, f, chain.Node.ID, lang).Gaps
			for i, g := range full[:min(3, len(full))] {
				if !slices.ContainsFunc(tags, func(x diagram.LeaderTag) bool {
					return x.ID == g.ID && x.Number == g.Rank && x.Name == g.Name && x.Href == g.Href
				}) || len(tags) != 3 || tags[i].Number != g.Rank {
					t.Errorf("%s: the tags are %+v, gap %d is %s", chain.Node.Name, tags, g.Rank, g.Name)
				}
			}
			if rows := rowsOf(s); rows > leaderRows || len(s.Lanes) > leaderLanes {
				t.Errorf("%s: %d rows in %d lanes", chain.Node.Name, rows, len(s.Lanes))
			}
			short := s.Head.Headlines[len(s.Head.Headlines)-1]
			if n := utf8.RuneCountInString(strings.ReplaceAll(short, " ", "")); lang == "zh" && n > 28 {
				t.Errorf("%s: the shortest headline has %d characters: %s", chain.Node.Name, n, short)
			}
		}
	}
}

// TestLeaderTargetsAreThoseOfTheFullDrawing: the same gaps and numbers; the enterprises are the first of the full
// drawing that fit and come from elsewhere, in its order; nobody vetoed is among them; the names in the headline are on
// the page.
func TestLeaderTargetsAreThoseOfTheFullDrawing(t *testing.T) {
	c := seeded(t)
	f := found(1, c.Nodes, c.Relations)
	called := 0
	for _, chain := range f.Chains {
		for _, lang := range []string{"zh", "en"} {
			x, full := leaderTargetsOf(t, f, chain.Node.ID, lang), targetsOf(t, f, chain.Node.ID, lang)
			if x.Total != len(full.Gaps) || len(x.Gaps) != min(3, len(full.Gaps)) {
				t.Fatalf("%s: %d of %d gaps, the full drawing has %d", chain.Node.Name, len(x.Gaps), x.Total, len(full.Gaps))
			}
			lists := candidatesOf(f, chain.Node.ID)
			for i, g := range x.Gaps {
				of := full.Gaps[i]
				if g.ID != of.ID || g.Number != of.Rank || g.Name != of.Name || g.Mark != of.Mark {
					t.Errorf("%s: gap %+v is not %s", chain.Node.Name, g, of.Name)
				}
				var want []string
				for _, c := range lists[graph.ID("link:"+strings.TrimPrefix(of.ID, "gap:"))] {
					if c.Leads() && len(want) < 2 {
						want = append(want, string(c.Enterprise.ID))
					}
				}
				var got []string
				for _, firm := range g.Firms {
					got = append(got, firm.ID)
					if !slices.ContainsFunc(
						of.Firms,
						func(o diagram.TargetFirm) bool { return o.ID == firm.ID && o.Name == firm.Name },
					) ||
						slices.ContainsFunc(of.Vetoes, func(v diagram.TargetVeto) bool { return v.ID == firm.ID }) {
						t.Errorf("%s: %s is no candidate of the full drawing for %s", chain.Node.Name, firm.Name, g.Name)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s, %s: %v, not %v", chain.Node.Name, g.Name, got, want)
				}
				if called += len(got); (len(got) == 0) != (g.None[0] != "") {
					t.Errorf("%s, %s: %d firms and %q", chain.Node.Name, g.Name, len(got), g.None)
				}
			}
			names := func() (list []string) {
				for _, g := range x.Gaps {
					list = append(list, g.Name)
					for _, f := range g.Firms {
						list = append(list, f.Name)
					}
				}
				return list
			}()
			rest := x.Head.Headlines[0]
			for _, name := range names {
				rest = strings.ReplaceAll(rest, name, "")
			}
			for _, other := range f.Snapshot.Of(graph.KindEnterprise) {
				if name := graph.EnterpriseOf(other).Short(); utf8.RuneCountInString(name) > 2 && strings.Contains(rest, name) {
					t.Errorf("%s: the headline names %s, who is not on the page: %s", chain.Node.Name, name, x.Head.Headlines[0])
				}
			}
		}
	}
	if called < 20 {
		t.Errorf("only %d enterprises on all pages: the test looks at nothing", called)
	}
}

// TestWhatIsNextFollowsFromWhatIsKnown: who answers and until when is what people decided, else that nobody said; the
// act follows from the furthest contact of the two.
func TestWhatIsNextFollowsFromWhatIsKnown(t *testing.T) {
	x := leaderTargetsOf(t, market().find(0), "chain:c", "zh")
	byName := map[string]diagram.LeaderGap{}
	for _, g := range x.Gaps {
		byName[g.Name] = g
	}
	raw, whole := byName["原料"], byName["整机"]
	if raw.Owner != "责任 市经信局" || raw.Due != "期限 2026-12-31" {
		t.Errorf("an assigned gap says %q, %q", raw.Owner, raw.Due)
	}
	if whole.Owner != "责任 待补充" || whole.Due != "期限 待补充" {
		t.Errorf("a gap that nobody decided on says %q, %q", whole.Owner, whole.Due)
	}
	if whole.Act != "催落地" { // one has signed
		t.Errorf("next for %+v is %q", whole.Firms, whole.Act)
	}
	if raw.Act != "约见两家" || len(raw.Firms) != 2 {
		t.Errorf("next for %+v is %q", raw.Firms, raw.Act)
	}
	for _, g := range x.Gaps {
		if g.Name == "检测" {
			t.Error("a dismissed gap is on the page")
		}
		for _, f := range g.Firms {
			if f.Name == "谈不成的企业" {
				t.Error("a rejected enterprise is on the page")
			}
			if f.ID == "enterprise:vague" && f.Place != "地区待补充" {
				t.Errorf("an enterprise of no known region is in %q", f.Place)
			}
		}
	}
	if i := slices.IndexFunc(whole.Firms, func(f diagram.LeaderFirm) bool { return f.Name == "洽谈过的企业" }); i < 0 ||
		whole.Firms[i].Unverified || whole.Firms[i].Reason != "有据做这一环节" {
		t.Errorf("the one on record is %+v", whole.Firms)
	}
	if i := slices.IndexFunc(whole.Firms, func(f diagram.LeaderFirm) bool { return f.Name == "要来的" }); i < 0 ||
		!whole.Firms[i].Unverified || whole.Firms[i].Reason != "业内做这一环节" {
		t.Errorf("the one known in the trade is %+v", whole.Firms)
	}
}

// TestProductOnRecordIsTheFirstReason: only who is said to make a product of the link is shown with it.
func TestProductOnRecordIsTheFirstReason(t *testing.T) {
	m := market()
	m.node("product:motor", "电机", at("2025", graph.Media), nil)
	m.tie(graph.Yields, "link:c/m/whole", "product:motor", at("2025", graph.Trade), nil)
	m.tie(graph.Makes, "enterprise:coming", "product:motor", at("2025", graph.Trade), nil)
	seen := false
	for _, g := range leaderTargetsOf(t, m.find(0), "chain:c", "zh").Gaps {
		for _, f := range g.Firms {
			want := f.ID == "enterprise:coming" && g.Name == "整机"
			if seen = seen || want; (f.Reason == "做 电机") != want {
				t.Errorf("%s for %s: %q", f.Name, g.Name, f.Reason)
			}
		}
	}
	if !seen {
		t.Error("the one who makes it is not on the page")
	}
}

// wide is a chain of so many lanes, each with as many groups of two links in its first stage.
func wide(lanes, groups int) *town {
	m := &town{}
	media := at("2025-08", graph.Media)
	m.node("source:s", "来源甲", media, nil)
	m.node("chain:c", "示例", media, graph.Attrs{"order": int64(1), "provisional": false, "template_version": "1"})
	for l := range lanes {
		lane := graph.ID(fmt.Sprintf("link:c/l%d", l))
		m.node(lane, fmt.Sprintf("子链%d", l), media, graph.Attrs{"level": "lane", "order": int64(l)})
		m.tie(graph.PartOf, lane, "chain:c", media, nil)
		for g := range groups {
			group := graph.ID(fmt.Sprintf("%s/g%d", lane, g))
			m.node(group, fmt.Sprintf("组%d", g), media, graph.Attrs{"level": "group", "order": int64(g)})
			m.tie(graph.PartOf, group, lane, media, nil)
			for n := range 2 {
				link := graph.ID(fmt.Sprintf("%s/%d%d", lane, g, n))
				m.node(link, fmt.Sprintf("环节%d%d%d", l, g, n), media, graph.Attrs{
					"level": "link", "order": int64(n), "stage": "upstream", "weight": int64(1 + (l+g)%3),
				})
				m.tie(graph.PartOf, link, group, media, nil)
			}
		}
	}
	return m
}

// TestTooManyGroupsAreJoined: neighbours of least weight stand together until there are four rows, and no link is lost;
// lighter sub-chains stand together beyond three.
func TestTooManyGroupsAreJoined(t *testing.T) {
	for _, x := range []struct{ lanes, groups int }{{1, 7}, {2, 4}, {3, 3}, {5, 1}, {6, 5}} {
		s := leaderStructureOf(t, wide(x.lanes, x.groups).find(0), "chain:c", "zh")
		all, joined := 0, 0
		for _, tile := range tilesOf(s) {
			all += tile.All
			if tile.All > 2 && strings.Contains(tile.Name, "、") {
				joined++
			}
		}
		if rows := rowsOf(s); rows > leaderRows || len(s.Lanes) > leaderLanes || all != 2*x.lanes*x.groups || joined == 0 {
			t.Errorf(
				"%d lanes of %d groups: %d rows in %d lanes, %d links, %d joined",
				x.lanes,
				x.groups,
				rows,
				len(s.Lanes),
				all,
				joined,
			)
		}
		if last := s.Lanes[len(s.Lanes)-1].Name; (last == "其余") != (x.lanes > leaderLanes) {
			t.Errorf("of %d lanes the last is %q", x.lanes, last)
		}
	}
	s := leaderStructureOf(t, wide(1, 5).find(0), "chain:c", "zh")
	// of the weights 1 2 3 1 2 the first pair weighs least; the first three gaps are tied and in the first groups
	if got := s.Tiles[0]; got.Name != "组0、组1" || got.All != 4 {
		t.Errorf("the first tile is %s with %d links", got.Name, got.All)
	}
}

// TestAChainThatHasNothingSaysSo: no links, none held, all held.
func TestAChainThatHasNothingSaysSo(t *testing.T) {
	empty := &town{}
	empty.node("source:s", "来源甲", at("2025", graph.Media), nil)
	empty.node("chain:c", "示例", at("2025", graph.Media), graph.Attrs{"order": int64(1), "template_version": "1"})
	s := leaderStructureOf(t, empty.find(0), "chain:c", "zh")
	if len(s.Tiles) != 0 || s.Strip != nil || s.Head.Figure.Value != "" || s.Head.Headlines[0] != "该产业链还没有环节" {
		t.Errorf("an empty chain is %+v", s)
	}
	if x := leaderTargetsOf(t, empty.find(0), "chain:c", "zh"); len(x.Gaps) != 0 || x.Head.Headlines[0] != "没有待办的缺口" {
		t.Errorf("targets of an empty chain are %+v", x)
	}
	none := leaderStructureOf(t, wide(1, 1).find(0), "chain:c", "zh")
	if !strings.HasPrefix(none.Head.Headlines[0], "2 个环节尚无一个已有；先补") || none.Tiles[0].Share != diagram.ShareNone {
		t.Errorf("nothing held: %q, %+v", none.Head.Headlines, none.Tiles)
	}
	m := wide(1, 1)
	m.node("enterprise:e", "本地企业", at("2025", graph.Repost), graph.Attrs{"reach": "local"})
	for n := range 2 {
		m.tie(graph.OperatesIn, "enterprise:e", graph.ID(fmt.Sprintf("link:c/l0/0%d", n)), at("2025", graph.Repost),
			graph.Attrs{"role": "maker", "stage": "production"})
	}
	all := leaderStructureOf(t, m.find(0), "chain:c", "zh")
	if all.Head.Headlines[0] != "2 个环节都已有；没有待办的缺口" || all.Tiles[0].Share != diagram.ShareFull ||
		!slices.Equal(all.Tiles[0].Firms, []string{"本地企业"}) || all.Head.Figure.Label != "完整度，至少 0%" {
		t.Errorf("all held: %+v", all)
	}
	if want := "已有的 2 个环节都只有转载为据，请先核实。数据截至 2025 年。"; all.Head.Foot != want {
		t.Errorf("the foot is %q, not %q", all.Head.Foot, want)
	}
}
