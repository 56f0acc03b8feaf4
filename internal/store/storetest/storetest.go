// Package storetest proves that a driver behaves: every behaviour, on every driver, without a list of exceptions.
package storetest

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Open makes an empty store for one test and closes it at its end.
type Open func(t testing.TB) store.Driver

// Run runs every behaviour.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"values": values, "no-op": noOp, "parts": parts, "wrong parts": wrongParts, "all or nothing": allOrNothing,
		"problems": problems, "deletion": deletion, "paging": paging,
		"pool": pool, "search": search, "makers": makers, "expand": expand, "history": history, "diff": diff, "undo": undo,
		"undo conflicts": undoConflicts, "undo of a part": undoPartly, "sourced": sourced,
		"as of": asOf, "base": base, "cancellation": cancellation, "concurrent writers": writers,
		"whole revisions": wholeRevisions, "snapshot is cached": cached, "random": random,
		"moves": moves, "shapes": shapes, "credit codes": creditCodes, "twins": twins, "merged": merged,
		"days of facts": daysOfFacts,
		"spelled":       spelled, "broad searches": broadSearches,
		"undo is exact": undoExact,
		"many writers":  manyWriters, "read errors": readErrors, "moments": moments,
		"several servers": severalServers, "one of several": oneOfSeveral, "asked again": askedAgain, "shelves": shelves,
		"put back": putBack, "verified": verified,
		"copied": copied, "dumped": dumped, "copied in pieces": copiedInPieces, "another history": otherHistory,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

var prov = graph.Provenance{Source: "source:s", AsOf: "2025-08", Confidence: graph.Media}

// Source is the node that everything in these tests rests on.
func Source() graph.Node {
	return graph.Node{ID: "source:s", Kind: graph.KindSource, Name: "来源", Prov: prov}
}

// Enterprise is an enterprise by name.
func Enterprise(key, name string) graph.Node {
	return graph.Node{
		ID:    graph.NewID(graph.KindEnterprise, key),
		Kind:  graph.KindEnterprise,
		Name:  name,
		Attrs: graph.Attrs{"reach": "local"},
		Prov:  prov,
	}
}

func product(key string) graph.Node {
	return graph.Node{ID: graph.NewID(graph.KindProduct, key), Kind: graph.KindProduct, Name: key, Prov: prov}
}

func relation(t graph.RelationType, from, to graph.ID) graph.Relation {
	return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Prov: prov}
}

func changes(nodes ...graph.Node) graph.Changes {
	return graph.Changes{Actor: "test", Reason: "test", Nodes: nodes}
}

// fixture is a store whose clock ticks a minute a change set.
func fixture(t testing.TB, open Open) *store.Store {
	t.Helper()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return store.New(open(t)).WithClock(func() time.Time { at = at.Add(time.Minute); return at })
}

func apply(t testing.TB, s *store.Store, c graph.Changes) store.ChangeSet {
	t.Helper()
	set, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func get(t testing.TB, s *store.Store, id graph.ID) graph.Node {
	t.Helper()
	n, err := s.Node(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func code(t testing.TB, err error, want graph.Code) {
	t.Helper()
	if graph.CodeOf(err) != want {
		t.Fatalf("error %v has code %q, want %q", err, graph.CodeOf(err), want)
	}
}

func values(t *testing.T, open Open) {
	s := fixture(t, open)
	names := []string{
		"光电子信息",
		"😀🀄",
		`引号"'` + "`",
		strings.Repeat("长", 130),
		"SELECT * FROM node; --",
		"$x {id: 1}",
		"\\u0041",
		"空\u00a0格",
		"中国（湖北）m²",
	}
	c := changes(Source())
	for i, name := range names {
		n := Enterprise(fmt.Sprint("v", i), name)
		n.Aliases = []string{name, ""}
		n.Attrs["note"] = strings.Repeat(name+"\n第二行\t制表 ", 10_000/len(name)+1)
		n.Attrs["short_name"] = ""
		c.Nodes = append(c.Nodes, n)
	}
	for i, number := range []float64{0, math.Copysign(0, -1), math.MaxFloat64, math.SmallestNonzeroFloat64, -1.5e-300, 0.1,
		3, 1e21} {
		c.Nodes = append(c.Nodes, graph.Node{
			ID:    graph.NewID(graph.KindFigure, fmt.Sprint("f", i)),
			Kind:  graph.KindFigure,
			Name:  "数",
			Attrs: graph.Attrs{"measure": "output", "value": number},
			Prov:  prov,
		})
	}
	for i, number := range []int64{math.MaxInt64, math.MinInt64, 0, 1 << 53, 1<<53 + 1} {
		c.Nodes = append(c.Nodes, graph.Node{
			ID:   graph.NewID(graph.KindChain, fmt.Sprint("c", i)),
			Kind: graph.KindChain,
			Name: "链",
			Attrs: graph.Attrs{
				"order":            number,
				"provisional":      i%2 == 0,
				"template_version": "1",
				"captions":         []string{"", "甲"},
			},
			Prov: prov,
		})
	}
	want := append([]graph.Node(nil), c.Nodes...)
	apply(t, s, c)
	for _, n := range want {
		got := get(t, s, n.ID)
		if !got.Equal(n) {
			t.Errorf("%s came back changed:\n%s", n.ID, cmp.Diff(n, got))
		}
	}
	if v, ok := get(t, s, "enterprise:v0").Attrs["short_name"]; !ok || v != "" {
		t.Error("an empty text came back as missing")
	}
	if _, ok := get(t, s, "enterprise:v0").Attrs["credit_code"]; ok {
		t.Error("a missing attribute came back as something")
	}
}

func noOp(t *testing.T, open Open) {
	s := fixture(t, open)
	load := func() graph.Changes {
		c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"))
		c.Relations = []graph.Relation{relation(graph.SuppliesTo, "enterprise:a", "enterprise:b")}
		return c
	}
	first := apply(t, s, load())
	if again := apply(t, s, load()); again.Revision != first.Revision {
		t.Errorf("loading the same twice made revision %d", again.Revision)
	}
	if first.Counts != (store.Counts{NodesCreated: 3, RelationsCreated: 1}) {
		t.Errorf("counts %+v", first.Counts)
	}
}

func allOrNothing(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	c := changes(Enterprise("a", "甲"), Enterprise("b", ""))
	if _, err := s.Apply(context.Background(), c); graph.CodeOf(err) != graph.CodeInvalid {
		t.Fatalf("a nameless enterprise was taken: %v", err)
	}
	_, err := s.Node(context.Background(), "enterprise:a")
	code(t, err, graph.CodeNotFound)
	if head, _ := s.Head(context.Background()); head.Revision != 1 {
		t.Errorf("the head moved to %d", head.Revision)
	}
}

func problems(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲")))
	for name, c := range map[string]graph.Changes{
		"dangling end": {Actor: "test", Relations: []graph.Relation{relation(graph.SuppliesTo, "enterprise:a",
			"enterprise:gone")}},
		"unknown source": changes(graph.Node{ID: "field:f", Kind: graph.KindField, Name: "f",
			Prov: graph.Provenance{Source: "source:gone", AsOf: "2025", Confidence: graph.Media}}),
		"deleting nothing":  {Actor: "test", DeleteNodes: []graph.ID{"enterprise:gone"}},
		"deleting a source": {Actor: "test", DeleteNodes: []graph.ID{"source:s"}},
		"no such relation": {Actor: "test", DeleteRelations: []graph.RelationKey{{Type: graph.SuppliesTo,
			From: "enterprise:a", To: "source:s"}}},
		"deleted end": {Actor: "test", DeleteNodes: []graph.ID{"enterprise:a"}, Nodes: []graph.Node{Enterprise("b", "乙")},
			Relations: []graph.Relation{relation(graph.SuppliesTo, "enterprise:b", "enterprise:a")}},
	} {
		_, err := s.Apply(context.Background(), c)
		if graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func deletion(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"), Enterprise("c", "丙"))
	c.Relations = []graph.Relation{
		relation(graph.SuppliesTo, "enterprise:a", "enterprise:b"),
		relation(graph.SuppliesTo, "enterprise:b", "enterprise:c"),
		relation(graph.SuppliesTo, "enterprise:a", "enterprise:c"),
	}
	apply(t, s, c)
	set := apply(t, s, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:b"}})
	if set.Counts.NodesDeleted != 1 || set.Counts.RelationsDeleted != 2 {
		t.Errorf("counts %+v: a deleted node must take its relations with it", set.Counts)
	}
	snap, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(snap.Relations()) != 1 || snap.Node("enterprise:b") != nil {
		t.Errorf("left: %v", snap.Relations())
	}
	if hits, _ := s.Search(context.Background(), "乙", nil, 10); len(hits) != 0 {
		t.Error("a deleted node is still found")
	}
}

func paging(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source())
	names := []string{"重庆", "长江", "安徽", "北京", "安徽", "LED", "led", "中国", "厦门", "阿城"}
	for i, name := range names {
		c.Nodes = append(c.Nodes, Enterprise(fmt.Sprint("p", i), name))
	}
	apply(t, s, c)
	var got []string
	var after store.Place
	for page := 0; ; page++ {
		nodes, next, total, err := s.List(
			context.Background(),
			store.List{Kind: graph.KindEnterprise, Limit: 3, After: after},
		)
		if err != nil {
			t.Fatal(err)
		}
		if total != len(names)+page {
			t.Errorf("total %d on page %d", total, page)
		}
		for _, n := range nodes {
			got = append(got, n.Name)
		}
		if next == nil {
			break
		}
		after = *next
		apply(t, s, changes(Enterprise(fmt.Sprint("new", page), "啊"))) // sorts before everything: must not shift pages
	}
	want := []string{"阿城", "安徽", "安徽", "北京", "长江", "重庆", "LED", "led", "厦门", "中国"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func pool(t *testing.T, open Open) {
	s := fixture(t, open)
	pooled := Enterprise("far", "远方公司")
	pooled.Pool = true
	c := changes(Source(), Enterprise("a", "甲"), pooled)
	c.Relations = []graph.Relation{relation(graph.SuppliesTo, "enterprise:a", "enterprise:far")}
	apply(t, s, c)
	snap, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if snap.Node("enterprise:far") != nil || len(snap.Relations()) != 0 {
		t.Error("the pool is in the snapshot")
	}
	if hits, _ := s.Search(context.Background(), "远方", nil, 10); len(hits) != 1 {
		t.Error("a pooled enterprise is not found")
	}
	if _, _, total, _ := s.List(context.Background(), store.List{Kind: graph.KindEnterprise, Limit: 9}); total != 1 {
		t.Errorf("%d enterprises without the pool", total)
	}
	if _, _, total, _ := s.List(context.Background(), store.List{Kind: graph.KindEnterprise, Limit: 9,
		Pool: true}); total != 2 {
		t.Errorf("%d enterprises with the pool", total)
	}
	if list, _, total, _ := s.List(context.Background(), store.List{Kind: graph.KindEnterprise, Limit: 9, Pool: true,
		Uncounted: true}); len(list) != 2 || total != 0 {
		t.Errorf("%d of %d enterprises that nobody counts", len(list), total)
	}
}

func search(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source())
	for key, name := range map[string]string{"sanan": "湖北三安光电有限公司", "changfei": "长飞石英", "led": "LED 芯片厂", "cq": "重庆银行",
		"tcl": "TCL 华星光电", "guang": "光", "weird": `100% "x" AND (y)*`} {
		n := Enterprise(key, name)
		if key == "sanan" {
			n.Aliases = []string{"三安"}
			n.Attrs["listed_code"] = "600703"
			n.NameEN = "Sanan Hubei"
		}
		c.Nodes = append(c.Nodes, n)
	}
	c.Nodes = append(c.Nodes, product("三安工艺"))
	apply(t, s, c)
	for query, want := range map[string]string{
		"三安":          "enterprise:sanan product:三安工艺", // a whole alias before a beginning
		"光电":          "enterprise:sanan enterprise:tcl",
		"光":           "enterprise:guang enterprise:sanan enterprise:tcl",
		"三":           "enterprise:sanan product:三安工艺", // of here
		"sagd":        "enterprise:sanan",
		"sananguang":  "enterprise:sanan",
		"cq":          "enterprise:cq",
		"chongqing":   "enterprise:cq",
		"cfsy":        "enterprise:changfei",
		"zhangfei":    "",
		"600703":      "enterprise:sanan",
		"hubei sanan": "enterprise:sanan",
		"led 芯片":      "enterprise:led",
		"ＬＥＤ":         "enterprise:led",
		"湖北三安光電":      "enterprise:sanan",
		"光三":          "",
		`"x" AND`:     "",
		`100% "x"`:    "enterprise:weird",
		`*`:           "",
		"'":           "",
	} {
		hits, err := s.Search(context.Background(), query, nil, 10)
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, string(h.Node.ID))
		}
		if query == `"x" AND` { // finds the odd name by its words, in any driver
			want = "enterprise:weird"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"三安廣電":       "enterprise:sanan",
		"三安光電":       "enterprise:sanan",
		"三安广电":       "enterprise:sanan",
		"三安光电子":      "enterprise:sanan",
		"湖北三光电":      "enterprise:sanan",
		"湖北三安光电产业链":  "enterprise:sanan",
		"三岸":         "",
		"sanangvang": "enterprise:sanan",
		"changfie":   "enterprise:changfei",
		"hubei sann": "enterprise:sanan",
		"600704":     "",
		"长飞石英 三安":    "",
		// Many words, and long ones: no database is asked more than it takes.
		"hubei sananguangdian sanna":     "enterprise:sanan",
		strings.Repeat("abcdefgh ", 11):  "",
		strings.Repeat("a", 100):         "",
		strings.Repeat("湖北三安光电有限公司", 10): "",
		strings.Repeat("光电 abcd ", 12):   "",
	} {
		hits, err := s.Search(context.Background(), query, nil, 10)
		if len(hits) == 0 && err == nil {
			hits, err = s.Nearly(context.Background(), query, nil, 10)
		}
		var got []string
		for _, h := range hits {
			got = append(got, string(h.Node.ID))
		}
		if strings.Join(got, " ") != want || err != nil {
			t.Errorf("%q finds %v nearby, want %s; %v", query, got, want, err)
		}
	}
	if hits, _ := s.Search(context.Background(), "三安", []graph.Kind{graph.KindProduct}, 10); len(hits) != 1 ||
		hits[0].Node.Kind != graph.KindProduct {
		t.Errorf("a search for products finds %v", hits)
	}
	if hits, _ := s.Search(context.Background(), "三安", nil, 1); len(hits) != 1 || hits[0].Matched != "三安" {
		t.Errorf("the limit or what matched is off: %v", hits)
	}
}

func makers(t *testing.T, open Open) {
	s := fixture(t, open)
	far := Enterprise("b", "乙")
	far.Pool = true
	c := changes(Source(), Enterprise("a", "甲"), far, Enterprise("c", "丙"), product("p"), product("q"), product("r"))
	c.Relations = []graph.Relation{
		relation(graph.Makes, "enterprise:a", "product:p"),
		relation(graph.Makes, "enterprise:b", "product:p"),
		relation(graph.Makes, "enterprise:b", "product:q"),
		relation(graph.Makes, "enterprise:c", "product:r"),
	}
	apply(t, s, c)
	got, err := s.Makers(context.Background(), []graph.ID{"product:p", "product:q"}, 10)
	if err != nil || len(got) != 2 || got[0].Node.ID != "enterprise:b" || len(got[0].Products) != 2 ||
		got[1].Node.ID != "enterprise:a" {
		t.Errorf("makers: %+v, %v", got, err)
	}
}

func expand(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"), Enterprise("c", "丙"), Enterprise("d", "丁"))
	c.Relations = []graph.Relation{
		relation(graph.SuppliesTo, "enterprise:a", "enterprise:b"),
		relation(graph.SuppliesTo, "enterprise:c", "enterprise:b"),
		relation(graph.SuppliesTo, "enterprise:c", "enterprise:d"),
	}
	apply(t, s, c)
	n, err := s.Expand(context.Background(), "enterprise:a", 2, 10)
	if err != nil || len(n.Nodes) != 3 || n.Depth["enterprise:c"] != 2 || len(n.Relations) != 2 || n.Truncated {
		t.Errorf("two steps: %+v, %v", n, err)
	}
	if n, _ := s.Expand(context.Background(), "enterprise:a", 3, 2); len(n.Nodes) != 2 || !n.Truncated ||
		len(n.Relations) != 1 {
		t.Errorf("limited: %+v", n)
	}
	_, err = s.Expand(context.Background(), "enterprise:x", 1, 10)
	code(t, err, graph.CodeNotFound)
}

func history(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲")))
	apply(t, s, changes(Enterprise("b", "乙")))
	renamed := Enterprise("a", "甲二")
	c := changes(renamed)
	c.Actor, c.Reason = "专班", "更名"
	apply(t, s, c)
	sets, err := s.History(context.Background(), "", 0, 10)
	if err != nil || len(sets) != 3 || sets[0].Revision != 3 || sets[0].Actor != "专班" || sets[0].Reason != "更名" ||
		sets[0].Time.Sub(sets[1].Time) != time.Minute {
		t.Errorf("history: %+v, %v", sets, err)
	}
	if sets, _ := s.History(context.Background(), "enterprise:a", 0, 10); len(sets) != 2 {
		t.Errorf("history of a node: %+v", sets)
	}
	if sets, _ := s.History(context.Background(), "", 3, 1); len(sets) != 1 || sets[0].Revision != 2 {
		t.Errorf("older than 3: %+v", sets)
	}
	entries, err := s.NodeEntries(context.Background(), "enterprise:a")
	if err != nil || len(entries) != 2 || entries[1].Before.Node.Name != "甲" || entries[1].After.Node.Name != "甲二" {
		t.Errorf("entries of a node: %+v, %v", entries, err)
	}
	_, err = s.Entries(context.Background(), 9, 0)
	code(t, err, graph.CodeNotFound)
	at, err := s.RevisionAt(context.Background(), sets[1].Time.Add(time.Second))
	if err != nil || at != 2 {
		t.Errorf("revision at the time of 2: %d, %v", at, err)
	}
	if at, _ := s.RevisionAt(context.Background(), time.Unix(0, 0)); at != 0 {
		t.Errorf("revision before the first: %d", at)
	}
}

func diff(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙")))
	apply(t, s, changes(Enterprise("a", "甲二")))
	apply(t, s, changes(Enterprise("a", "甲三"), Enterprise("c", "丙")))
	apply(t, s, changes(Enterprise("b", "乙二")))
	apply(t, s, changes(Enterprise("b", "乙")))
	there, err := s.Diff(context.Background(), 1, 5)
	if err != nil || len(there) != 2 || there[0].Before.Node.Name != "甲" || there[0].After.Node.Name != "甲三" ||
		there[1].Before != nil {
		t.Errorf("1 to 5: %+v, %v", there, err)
	}
	back, _ := s.Diff(context.Background(), 5, 1)
	if len(back) != 2 || back[0].Before.Node.Name != "甲三" || back[1].After != nil {
		t.Errorf("5 to 1: %+v", back)
	}
	if same, _ := s.Diff(context.Background(), 3, 3); len(same) != 0 {
		t.Errorf("3 to 3: %+v", same)
	}
	_, err = s.Diff(context.Background(), 1, 99)
	code(t, err, graph.CodeNotFound)
}

func undo(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"))
	c.Relations = []graph.Relation{relation(graph.SuppliesTo, "enterprise:a", "enterprise:b")}
	apply(t, s, c)
	apply(t, s, graph.Changes{
		Actor:       "test",
		Nodes:       []graph.Node{Enterprise("c", "丙"), Enterprise("b", "乙二")},
		DeleteNodes: []graph.ID{"enterprise:a"},
	})
	want := snapshotAt(t, s, 1)
	set, err := s.Undo(context.Background(), 2, "test", "撤销")
	if err != nil || set.Undoes != 2 {
		t.Fatalf("undo: %+v, %v", set, err)
	}
	equalGraphs(t, want, snapshotAt(t, s, set.Revision))
	again, err := s.Undo(context.Background(), set.Revision, "test", "撤销撤销")
	if err != nil {
		t.Fatal(err)
	}
	equalGraphs(t, snapshotAt(t, s, 2), snapshotAt(t, s, again.Revision))
}

func undoConflicts(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲")))
	apply(t, s, changes(Enterprise("b", "乙")))
	c := changes(Enterprise("b", "乙二"))
	apply(t, s, c)
	_, err := s.Undo(context.Background(), 2, "test", "")
	code(t, err, graph.CodeConflict)
	if !strings.Contains(err.Error(), "enterprise:b") {
		t.Errorf("the conflict does not name its subject: %v", err)
	}
	_, err = s.Undo(context.Background(), 1, "test", "") // everything rests on the source
	if got := graph.CodeOf(err); got != graph.CodeInvalid && got != graph.CodeConflict {
		t.Errorf("undoing what others rest on: %v", err)
	}
	_, err = s.Undo(context.Background(), 42, "test", "")
	code(t, err, graph.CodeNotFound)
}

// A source goes with the relations that rest on it, and stays while any other does: also one of a node that is put
// anew.
func sourced(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"))
	apply(t, s, c)
	cited := relation(graph.SuppliesTo, "enterprise:a", "enterprise:b")
	cited.Prov.Source = "source:t"
	c = changes(graph.Node{ID: "source:t", Kind: graph.KindSource, Name: "又一来源", Prov: cited.Prov})
	c.Relations = []graph.Relation{cited}
	set := apply(t, s, c)
	_, err := s.Apply(
		context.Background(),
		graph.Changes{Actor: "test", Nodes: []graph.Node{Enterprise("a", "甲二")}, DeleteNodes: []graph.ID{"source:t"}},
	)
	code(t, err, graph.CodeInvalid)
	if !strings.Contains(err.Error(), cited.String()) {
		t.Errorf("the relation that rests on it is not named: %v", err)
	}
	if _, err := s.Undo(context.Background(), set.Revision, "test", "撤销"); err != nil {
		t.Fatal(err)
	}
	equalGraphs(t, snapshotAt(t, s, 1), snapshotAt(t, s, 3))
}

func snapshotAt(t testing.TB, s *store.Store, r graph.Revision) *graph.Snapshot {
	t.Helper()
	snap, err := s.SnapshotAt(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func equalGraphs(t testing.TB, want, got *graph.Snapshot) {
	t.Helper()
	if diff := cmp.Diff(want.Nodes(), got.Nodes(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("nodes: %s", diff)
	}
	if diff := cmp.Diff(want.Relations(), got.Relations(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("relations: %s", diff)
	}
}

func asOf(t *testing.T, open Open) {
	s := fixture(t, open)
	var then []*graph.Snapshot
	apply(t, s, changes(Source()))
	for i := range 5 {
		c := changes(Enterprise("a", fmt.Sprint("甲", i)), Enterprise(fmt.Sprint("n", i), "新"))
		if i == 3 {
			c.DeleteNodes = []graph.ID{"enterprise:n1"}
		}
		apply(t, s, c)
		snap, err := s.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		then = append(then, snap)
	}
	for _, snap := range then {
		now := snapshotAt(t, s, snap.Revision)
		equalGraphs(t, snap, now)
		if !now.Time.Equal(snap.Time) {
			t.Errorf("revision %d was at %v, now %v", snap.Revision, snap.Time, now.Time)
		}
	}
	_, err := s.SnapshotAt(context.Background(), 99)
	code(t, err, graph.CodeNotFound)
}

func cancellation(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Apply(ctx, changes(Enterprise("a", "甲"))); err == nil {
		t.Error("a cancelled change set was written")
	}
	if _, err := s.Snapshot(ctx); err == nil {
		t.Error("a cancelled snapshot was read")
	}
	expired, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	_, err := s.Apply(expired, changes(Enterprise("a", "甲")))
	code(t, err, graph.CodeTimeout)
	if head, err := s.Head(context.Background()); err != nil || head.Revision != 1 {
		t.Errorf("head %d, %v", head.Revision, err)
	}
}

func writers(t *testing.T, open Open) {
	s := store.New(open(t))
	apply(t, s, changes(Source()))
	const writers, sets = 4, 6
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range sets {
				if _, err := s.Apply(context.Background(), changes(Enterprise(fmt.Sprint(w, "-", i), "甲"),
					Enterprise("shared", fmt.Sprint(w, i)))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	history, err := s.History(context.Background(), "", 0, 1000)
	if err != nil || len(history) != 1+writers*sets {
		t.Fatalf("%d change sets, %v", len(history), err)
	}
	for i, set := range history {
		if set.Revision != graph.Revision(len(history)-i) {
			t.Errorf("revision %d at place %d", set.Revision, i)
		}
	}
	if _, _, total, _ := s.List(context.Background(), store.List{Kind: graph.KindEnterprise,
		Limit: 1}); total != writers*sets+1 {
		t.Errorf("%d enterprises", total)
	}
}

func wholeRevisions(t *testing.T, open Open) {
	s := store.New(open(t))
	apply(t, s, changes(Source(), Enterprise("a", "0"), Enterprise("b", "0")))
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		defer close(stop)
		for i := range 40 {
			if _, err := s.Apply(context.Background(), changes(Enterprise("a", fmt.Sprint(i)),
				Enterprise("b", fmt.Sprint(i)))); err != nil {
				t.Error(err)
			}
		}
	})
	for done := false; !done; {
		select {
		case <-stop:
			done = true
		default:
		}
		snap, err := s.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if a, b := snap.Node("enterprise:a").Name, snap.Node("enterprise:b").Name; a != b {
			t.Fatalf("revision %d shows %s beside %s", snap.Revision, a, b)
		}
	}
	group.Wait()
}

func cached(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	one, _ := s.Snapshot(context.Background())
	two, _ := s.Snapshot(context.Background())
	if one != two {
		t.Error("one revision was read twice")
	}
	apply(t, s, changes(Enterprise("a", "甲")))
	three, _ := s.Snapshot(context.Background())
	if three.Revision != 2 || three.Node("enterprise:a") == nil {
		t.Error("a new revision does not show")
	}
}
