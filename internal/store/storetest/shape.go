package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func park(key string) graph.Node {
	return graph.Node{
		ID:    graph.NewID(graph.KindPark, key),
		Kind:  graph.KindPark,
		Name:  key,
		Attrs: graph.Attrs{"kind": "park"},
		Prov:  prov,
	}
}

func link(key, level string) graph.Node {
	return graph.Node{
		ID:    graph.NewID(graph.KindLink, key),
		Kind:  graph.KindLink,
		Name:  key,
		Attrs: graph.Attrs{"level": level, "order": int64(1)},
		Prov:  prov,
	}
}

// tree is a chain of two lanes, a group in the first and two links, and what else has a shape.
func tree(t *testing.T, open Open) *store.Store {
	s := fixture(t, open)
	c := changes(
		Source(),
		Enterprise("a", "甲"),
		Enterprise("b", "乙"),
		Enterprise("c", "丙"),
		park("p"),
		park("q"),
		park("city"),
		graph.Node{
			ID:    "chain:c",
			Kind:  graph.KindChain,
			Name:  "链",
			Attrs: graph.Attrs{"order": int64(1), "provisional": false, "template_version": "1"},
			Prov:  prov,
		},
		link("c/x", "lane"),
		link("c/y", "lane"),
		link("c/x/g", "group"),
		link("c/x/l", "link"),
		link("c/x/m", "link"),
		graph.Node{ID: "chief:one", Kind: graph.KindChief, Name: "一", Attrs: graph.Attrs{"post": "一"}, Prov: prov},
		graph.Node{ID: "chief:two", Kind: graph.KindChief, Name: "二", Attrs: graph.Attrs{"post": "二"}, Prov: prov},
	)
	c.Relations = []graph.Relation{
		relation(graph.PartOf, "link:c/x", "chain:c"),
		relation(graph.PartOf, "link:c/y", "chain:c"),
		relation(graph.PartOf, "link:c/x/g", "link:c/x"),
		relation(
			graph.PartOf,
			"link:c/x/l",
			"link:c/x/g",
		),
		relation(graph.PartOf, "link:c/x/m", "link:c/x"),
		relation(graph.LocatedIn, "park:p", "park:city"),
		relation(graph.LocatedIn, "enterprise:a", "park:p"),
		relation(
			graph.SubsidiaryOf,
			"enterprise:a",
			"enterprise:b",
		),
		relation(graph.SubsidiaryOf, "enterprise:b", "enterprise:c"),
		relation(graph.Leads, "chief:one", "chain:c"),
	}
	apply(t, s, c)
	return s
}

func put(relations ...graph.Relation) graph.Changes {
	return graph.Changes{Actor: "test", Reason: "test", Relations: relations}
}

func at(r graph.Relation, row int) graph.Relation {
	r.Place = &graph.Place{File: "f.json", Row: row}
	return r
}

// A put of the only one that can be moves it, says so, and can be taken back.
func moves(t *testing.T, open Open) {
	ctx := context.Background()
	for name, tc := range map[string]struct{ put, gone graph.Relation }{
		"a link to another group": {relation(graph.PartOf, "link:c/x/m", "link:c/x/g"),
			relation(graph.PartOf, "link:c/x/m", "link:c/x")},
		"a firm to another park": {relation(graph.LocatedIn, "enterprise:a", "park:q"),
			relation(graph.LocatedIn, "enterprise:a", "park:p")},
		"a chain to another chief": {relation(graph.Leads, "chief:two", "chain:c"),
			relation(graph.Leads, "chief:one", "chain:c")},
		"a group to another lane": {relation(graph.PartOf, "link:c/x/g", "link:c/y"),
			relation(graph.PartOf, "link:c/x/g", "link:c/x")},
		"a park out of its own one": {relation(graph.LocatedIn, "park:p", "park:q"),
			relation(graph.LocatedIn, "park:p", "park:city")},
	} {
		t.Run(name, func(t *testing.T) {
			s := tree(t, open)
			before := snapshotAt(t, s, 1)
			entries, err := s.Effects(ctx, put(tc.put))
			if err != nil || len(entries) != 2 ||
				!slices.ContainsFunc(entries, func(e store.Entry) bool { return e.After == nil && e.Subject == tc.gone.String() }) {
				t.Fatalf("effects: %v, %v", entries, err)
			}
			would, base, err := s.Would(ctx, put(tc.put))
			if err != nil || would.Revision != 2 || base != 1 {
				t.Fatalf("would be %v, %v", would, err)
			}
			set := apply(t, s, put(tc.put))
			if set.Counts != (store.Counts{RelationsCreated: 1, RelationsDeleted: 1}) {
				t.Errorf("%+v", set.Counts)
			}
			after := snapshotAt(t, s, 2)
			equalGraphs(t, would, after)
			if slices.ContainsFunc(
				after.Relations(),
				func(r graph.Relation) bool { return r.RelationKey == tc.gone.RelationKey },
			) {
				t.Error("the old one stands beside it")
			}
			if again := apply(t, s, put(tc.put)); again.Revision != 2 {
				t.Error("the same again changes something")
			}
			if parts, err := s.ApplyParts(ctx, "test", "back", one(put(tc.gone))); err != nil || parts.Counts != set.Counts {
				t.Errorf("moved back in parts: %+v, %v", parts, err)
			}
			equalGraphs(t, before, snapshotAt(t, s, 3))
			if _, err := s.Undo(ctx, 3, "test", ""); err != nil {
				t.Fatal(err)
			}
			equalGraphs(t, after, snapshotAt(t, s, 4))
		})
	}
}

// one is puts as so many parts of one relation each.
func one(c graph.Changes) iter.Seq2[graph.Puts, error] { return InParts(c, 1) }

// What breaks a shape is refused at its row, whole or in parts, and nothing is written.
func shapes(t *testing.T, open Open) {
	ctx := context.Background()
	lane := link("c/x", "group")
	for _, tc := range []struct {
		name, code string
		row        int
		c          graph.Changes
	}{
		{"a group in its own link", "relation.ring", 2, put(at(relation(graph.PartOf, "link:c/x/m", "link:c/x/g"), 1),
			at(relation(graph.PartOf, "link:c/x/g", "link:c/x/l"), 2))},
		{"a ring of parks", "relation.ring", 1, put(at(relation(graph.LocatedIn, "park:city", "park:p"), 1))},
		{"a ring of owners", "relation.ring", 2, put(at(relation(graph.LocatedIn, "enterprise:a", "park:q"), 1),
			at(relation(graph.SubsidiaryOf, "enterprise:c", "enterprise:a"), 2))},
		{"a ring that comes whole", "relation.ring", 1, put(at(relation(graph.LocatedIn, "park:q", "park:city"), 1),
			at(relation(graph.LocatedIn, "park:city", "park:q"), 2))},
		{"two parents at once", "relation.second", 2, put(at(relation(graph.PartOf, "link:c/x/l", "link:c/x"), 1),
			at(relation(graph.PartOf, "link:c/x/l", "link:c/y"), 2))},
		{"a lowest link in a chain", "relation.level", 3, put(at(relation(graph.PartOf, "link:c/x/l", "chain:c"), 3))},
		{"a lane that becomes a group", "relation.level", 0, changes(lane)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := tree(t, open)
			try := func(how string, err error) {
				t.Helper()
				var problems graph.Problems
				if !errors.As(err, &problems) {
					t.Fatalf("%s: %v", how, err)
				}
				i := slices.IndexFunc(problems, func(p graph.Problem) bool { return p.Code == tc.code })
				if i < 0 || problems[i].Place.Row < tc.row && how == "whole" || problems[i].Fix == "" {
					t.Errorf("%s: %v", how, problems)
				}
			}
			_, err := s.ApplyParts(ctx, "test", "test", one(tc.c))
			try("in parts", err)
			_, err = s.Apply(ctx, tc.c)
			try("whole", err)
			if head, err := s.Head(ctx); err != nil || head.Revision != 1 {
				t.Errorf("revision %d, %v", head.Revision, err)
			}
		})
	}
	s := tree(t, open) // the same park at the other end of its own ring: what stood between has moved
	apply(t, s, put(relation(graph.LocatedIn, "park:city", "park:p"), relation(graph.LocatedIn, "park:p", "park:q")))
}

// One credit code is of one enterprise.
func creditCodes(t *testing.T, open Open) {
	ctx := context.Background()
	coded := func(key, code string) graph.Node {
		n := Enterprise(key, key)
		n.Attrs["credit_code"] = code
		return n
	}
	const good = "914403001922038216"
	s := fixture(t, open)
	apply(t, s, changes(Source(), coded("a", good)))
	_, err := s.Apply(ctx, changes(coded("b", good)))
	code(t, err, graph.CodeInvalid)
	if !strings.Contains(err.Error(), "enterprise:a") {
		t.Errorf("who has the code is not named: %v", err)
	}
	_, err = s.Apply(ctx, changes(coded("b", good), Enterprise("c", "丙")))
	code(t, err, graph.CodeInvalid)
	_, err = s.ApplyParts(ctx, "test", "test", InParts(changes(Enterprise("c", "丙"), coded("b", good)), 1))
	code(t, err, graph.CodeInvalid)
	apply(t, s, changes(coded("a", good), Enterprise("c", "丙"))) // its own stays
	apply(t, s, changes(coded("b", good), Enterprise("a", "甲"))) // handed on
	record := func(key string) graph.Node {
		n := coded(key, good)
		n.Pool = true
		return n
	}
	apply(t, s, changes(record("set/b"))) // the same firm in a data set
	_, err = s.Apply(ctx, changes(record("set/c")))
	code(t, err, graph.CodeInvalid)
	working := record("set/b")
	working.Pool = false
	_, err = s.Apply(ctx, changes(working))
	code(t, err, graph.CodeInvalid)
}

// A firm and its records in the pool are one hop apart; a record is of one firm.
func twins(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"))
	for _, key := range []string{"set/1", "set/2"} {
		n := Enterprise(key, key)
		n.Pool = true
		c.Nodes = append(c.Nodes, n)
	}
	apply(t, s, c)
	same := func(firm, record graph.ID) graph.Relation {
		r := relation(graph.SameAs, firm, record)
		r.Attrs = graph.Attrs{"method": graph.TwinStated}
		return r
	}
	apply(t, s, put(same("enterprise:a", "enterprise:set/1"), same("enterprise:a", "enterprise:set/2")))
	apply(t, s, put(same("enterprise:b", "enterprise:set/2")))
	want := []string{"enterprise:a -SAME_AS-> enterprise:set/1", "enterprise:b -SAME_AS-> enterprise:set/2"}
	for _, ask := range []struct{ from, to []graph.ID }{
		{from: []graph.ID{"enterprise:a", "enterprise:b"}},
		{to: []graph.ID{"enterprise:set/1", "enterprise:set/2"}},
	} {
		list, err := s.RelationsOf(ctx, []graph.RelationType{graph.SameAs}, ask.from, ask.to)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range list {
			got = append(got, r.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("of %v: %s", ask, diff)
		}
	}
	near, err := s.Expand(ctx, "enterprise:set/1", 1, 10)
	if err != nil || len(near.Relations) != 1 || len(near.Nodes) != 2 {
		t.Errorf("around a record: %+v, %v", near, err)
	}
	if _, err := s.Undo(ctx, 3, "test", "back"); err != nil {
		t.Fatal(err)
	}
	list, err := s.RelationsOf(ctx, []graph.RelationType{graph.SameAs}, []graph.ID{"enterprise:a"}, nil)
	if err != nil || len(list) != 2 {
		t.Errorf("taken back: %v, %v", list, err)
	}
}

// Whatever way a text comes in, it is kept in one form; what cannot be kept is refused.
func spelled(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	n := Enterprise("a", "\u2fa6刚\u2f6f科技\u200b")
	n.Aliases, n.Attrs["note"], n.Prov.Locator = []string{"ＡＢＣ"}, "一\u00ad\r\n二", "cafe\u0301"
	c := changes(n)
	c.Reason = "更名\n第二行"
	set := apply(t, s, c)
	got := get(t, s, n.ID)
	if got.Name != "金刚石科技" || got.Aliases[0] != "ABC" || got.Attrs.Text("note") != "一\n二" || got.Prov.Locator != "café" ||
		set.Reason != "更名 第二行" {
		t.Errorf("%+v, %q", got, set.Reason)
	}
	if again := apply(t, s, changes(n)); again.Revision != set.Revision {
		t.Error("the same again changes something")
	}
	for name, bad := range map[string]graph.Changes{
		"control in a name": changes(Enterprise("b", "乙\x1b[2J")), "lost character": changes(Enterprise("b", "乙\ufffd")),
		"an id that looks like another": changes(Enterprise("\u2fa6刚", "乙")),
		"nothing but what nobody sees":  changes(Enterprise("b", "\u200b")),
		"control in who":                {Actor: "市长\x1b]0;x\a", Nodes: []graph.Node{Enterprise("b", "乙")}},
		"two lines of who":              {Actor: "市长\n r999", Nodes: []graph.Node{Enterprise("b", "乙")}},
	} {
		if _, err := s.Apply(ctx, bad); graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"金刚石", "\u2fa6刚\u2f6f", "jingangshi", "abc", "ＡＢＣ", "金\u200b刚石"} {
		if hits, err := s.Search(ctx, text, nil, 5); err != nil || len(hits) != 1 {
			t.Errorf("%+q finds %d, %v", text, len(hits), err)
		}
	}
}

// A fact describes a day that was, and that data can be of.
func daysOfFacts(t *testing.T, open Open) {
	ctx := context.Background()
	s := tree(t, open)
	for _, day := range []graph.Date{"9999", "0000", "1850-03", graph.Today(time.Now().AddDate(0, 0, 2))} {
		n, r := Enterprise("b", "乙"), relation(graph.LocatedIn, "enterprise:a", "park:q")
		n.Prov.AsOf, r.Prov.AsOf = day, day
		for _, bad := range []graph.Changes{changes(n), put(at(r, 7))} {
			_, err := s.Apply(ctx, bad)
			if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "as_of") {
				t.Errorf("%s: %v", day, err)
			}
		}
	}
	for _, day := range []graph.Date{"1958", "2022-Q3", graph.Today(time.Now()), graph.Today(time.Now())[:4]} {
		n := Enterprise("b", "乙")
		n.Prov.AsOf = day
		apply(t, s, changes(n))
	}
}

// Undo brings everything back to the last byte, and refuses what it could not bring back.
func undoExact(t *testing.T, open Open) {
	ctx := context.Background()
	s := tree(t, open)
	all := func() string {
		var b strings.Builder
		for _, kind := range graph.Kinds {
			nodes, _, _, err := s.List(ctx, store.List{Kind: kind.Kind, Pool: true, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range nodes {
				relations, err := s.Relations(ctx, []graph.ID{n.ID})
				if err != nil {
					t.Fatal(err)
				}
				data, err := json.Marshal([]any{n, relations})
				if err != nil {
					t.Fatal(err)
				}
				b.Write(data)
			}
		}
		return b.String()
	}
	for name, c := range map[string]graph.Changes{
		"values": changes(func() graph.Node { n := Enterprise("a", "别名"); n.Attrs["note"], n.Pool = "", true; return n }()),
		"a node": {Actor: "test", DeleteNodes: []graph.ID{"link:c/x"}},
		"moves":  put(relation(graph.LocatedIn, "enterprise:a", "park:q"), relation(graph.Leads, "chief:two", "chain:c")),
		"new ones": {Actor: "test", Nodes: []graph.Node{Enterprise("new", "新")},
			Relations: []graph.Relation{relation(graph.LocatedIn, "enterprise:new", "park:p")}},
	} {
		before := all()
		set := apply(t, s, c)
		would, err := s.Undoing(ctx, set.Revision)
		entries := would.Back
		if err != nil || len(entries) != set.Counts.Total() {
			t.Errorf("%s: would take back %d of %d, %v", name, len(entries), set.Counts.Total(), err)
		}
		back, err := s.Undo(ctx, set.Revision, "test", "撤销")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(entries, must(s.Entries(ctx, back.Revision, 0)),
			cmpopts.IgnoreFields(store.Entry{}, "Revision")); diff != "" {
			t.Errorf("%s (-told +done):\n%s", name, diff)
		}
		if after := all(); after != before {
			t.Errorf("%s: not as before:\n%s", name, cmp.Diff(before, after))
		}
	}
	made := apply(t, s, changes(Enterprise("d", "丁")))
	apply(t, s, put(relation(graph.SuppliesTo, "enterprise:a", "enterprise:d")))
	for _, err := range []error{fail(s.Undo(ctx, made.Revision, "test", "")),
		must(s.Undoing(ctx, made.Revision)).Whole()} {
		code(t, err, graph.CodeConflict)
		if !strings.Contains(err.Error(), "enterprise:a -SUPPLIES-> enterprise:d") {
			t.Errorf("what hangs on it is not named: %v", err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func fail[T any](_ T, err error) error { return err }

// Many who write different things all get through.
func manyWriters(t *testing.T, open Open) {
	s := store.New(open(t))
	apply(t, s, changes(Source()))
	const writers = 40
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			if _, err := s.Apply(context.Background(), changes(Enterprise(fmt.Sprint(w), "甲"))); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if head, err := s.Head(context.Background()); err != nil || head.Revision != 1+writers {
		t.Errorf("revision %d, %v", head.Revision, err)
	}
}

// Every way to read says of a deadline that has passed the same.
func readErrors(t *testing.T, open Open) {
	s := tree(t, open)
	apply(t, s, changes(Enterprise("d", "丁")))
	expired, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	for name, err := range map[string]error{
		"head": fail(s.Head(expired)), "node": fail(s.Node(expired, "chain:c")),
		"nodes":     fail(s.Nodes(expired, []graph.ID{"chain:c"})),
		"relations": fail(s.Relations(expired, []graph.ID{"chain:c"})),
		"history":   fail(s.History(expired, "", 0, 10)), "entries": fail(s.Entries(expired, 1, 0)),
		"node entries": fail(s.NodeEntries(expired, "chain:c")), "diff": fail(s.Diff(expired, 1, 2)),
		"since": func() error {
			for _, err := range s.EntriesSince(expired, 0, 2) {
				if err != nil {
					return err
				}
			}
			return nil
		}(),
		"as of": fail(s.SnapshotAt(expired, 1)), "search": fail(s.Search(expired, "甲", nil, 1)),
		"resolve": fail(s.Resolve(expired, "r1")), "effects": fail(s.Effects(expired, changes(Enterprise("a", "甲")))),
		"undo": fail(s.Undoing(expired, 2)), "digest": fail(s.Digest(expired)),
		"makers": fail(s.Makers(expired, []graph.ID{"product:p"}, 1)),
	} {
		if graph.CodeOf(err) != graph.CodeTimeout {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A moment is what it was written for: r and digits a revision, bare digits too where there is one, else a year; days
// are those of Beijing.
func moments(t *testing.T, open Open) {
	ctx := context.Background()
	at := time.Date(2026, 11, 28, 15, 59, 0, 0, time.UTC) // 23:59 in Beijing
	s := store.New(open(t)).WithClock(func() time.Time { at = at.Add(30 * time.Second); return at })
	apply(t, s, changes(Source()))             // r1 on the 28th
	apply(t, s, changes(Enterprise("a", "甲"))) // r2 on the 29th, at 0:00
	apply(t, s, changes(Enterprise("a", "乙"))) // r3 on the 29th
	for moment, want := range map[string]graph.Revision{"1": 1, "r2": 2, "2026-11-28": 1, "2026-11-29": 3, "2026-11": 3,
		"2026": 3, "9999": 3, "2026-11-28T16:00:01Z": 2, "2026-11-29T00:00:01+08:00": 2} {
		if got, err := s.Resolve(ctx, moment); err != nil || got != want {
			t.Errorf("%s is %d, %v; want %d", moment, got, err, want)
		}
	}
	for moment, want := range map[string]graph.Code{"r100": graph.CodeNotFound, "r2026": graph.CodeNotFound,
		"100": graph.CodeNotFound, "2025": graph.CodeNotFound, "rx": graph.CodeUsage, "": graph.CodeUsage,
		"r2026-11": graph.CodeUsage} {
		if _, err := s.Resolve(ctx, moment); graph.CodeOf(err) != want {
			t.Errorf("%s: %v", moment, err)
		}
	}
}
