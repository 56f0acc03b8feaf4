package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
)

// on is changes that were made on a revision.
func on(r graph.Revision, c graph.Changes) graph.Changes {
	c.Base = &r
	return c
}

// Changes are refused when what they touch was touched since they were made, and only then.
func base(t *testing.T, open Open) {
	s := fixture(t, open)
	c := changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"))
	c.Relations = []graph.Relation{relation(graph.SuppliesTo, "enterprise:a", "enterprise:b")}
	apply(t, s, c)
	supply := graph.RelationKey{Type: graph.SuppliesTo, From: "enterprise:a", To: "enterprise:b"}
	tied := func(note string) graph.Changes {
		r := relation(supply.Type, supply.From, supply.To)
		r.Prov.Locator = note
		return graph.Changes{Actor: "test", Relations: []graph.Relation{r}}
	}
	more := graph.Changes{
		Actor:     "test",
		Relations: []graph.Relation{relation(graph.SuppliesTo, "enterprise:c", "enterprise:a")},
	}
	for i, c := range []graph.Changes{
		on(1, changes(Enterprise("a", "甲甲"))),
		on(1, changes(Enterprise("b", "乙乙"), Enterprise("c", "丙"))), // others
		on(1, tied("一页")),
		on(2, more), // an end of it was touched, not the relation
	} {
		if set := apply(t, s, c); set.Revision != graph.Revision(i+2) {
			t.Errorf("%d made revision %d", i, set.Revision)
		}
	}
	for name, c := range map[string]graph.Changes{
		"a node":                 on(1, changes(Enterprise("a", "丁"), Enterprise("d", "戊"))),
		"a relation":             on(3, tied("二页")),
		"a relation deleted":     on(3, graph.Changes{Actor: "test", DeleteRelations: []graph.RelationKey{supply}}),
		"what hangs on it":       on(3, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:b"}}),
		"what will come to hang": on(4, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:c"}}),
		"a revision to come":     on(9, changes(Enterprise("e", "己"))),
	} {
		if _, err := s.Apply(context.Background(), c); graph.CodeOf(err) != graph.CodeConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if head, err := s.Head(context.Background()); err != nil || head.Revision != 5 {
		t.Errorf("revision %d, %v", head.Revision, err)
	}
}

// Several servers write to one database, each on what it saw last: what touches different things is never refused.
func severalServers(t *testing.T, open Open) {
	driver := open(t)
	servers := []*store.Store{store.New(driver), store.New(driver)}
	apply(t, servers[0], changes(Source(), Enterprise("shared", "0")))
	const writers, sets = 8, 5
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			s := servers[w%len(servers)]
			for i := range sets {
				snap, err := s.Snapshot(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				id := fmt.Sprint(w, "-", i)
				set, err := s.Apply(context.Background(), on(snap.Revision, changes(Enterprise(id, "甲"))))
				if err != nil {
					t.Errorf("%s: %v", id, err)
					return
				}
				for _, other := range servers { // what one has written all others read at once
					snap, err := other.Snapshot(context.Background())
					if err != nil || snap.Revision < set.Revision || snap.Node(graph.NewID(graph.KindEnterprise, id)) == nil {
						t.Errorf("%s is not read: %v", id, err)
					}
				}
			}
		})
	}
	group.Wait()
	if head, err := servers[1].Head(context.Background()); err != nil || head.Revision != 1+writers*sets {
		t.Errorf("revision %d, %v", head.Revision, err)
	}
	if _, err := servers[0].Digest(context.Background()); err != nil {
		t.Error(err)
	}
}

// Of several that change the same thing on the same revision one wins.
func oneOfSeveral(t *testing.T, open Open) {
	driver := open(t)
	servers := []*store.Store{store.New(driver), store.New(driver)}
	apply(t, servers[0], changes(Source(), Enterprise("a", "甲")))
	var group sync.WaitGroup
	won := make(chan string, 10)
	for w := range cap(won) {
		group.Go(func() {
			name := fmt.Sprint("甲", w)
			_, err := servers[w%len(servers)].Apply(context.Background(), on(1, changes(Enterprise("a", name))))
			if err == nil {
				won <- name
			} else if graph.CodeOf(err) != graph.CodeConflict {
				t.Error(err)
			}
		})
	}
	group.Wait()
	close(won)
	winner := <-won
	if _, two := <-won; two || get(t, servers[0], "enterprise:a").Name != winner {
		t.Errorf("%s won, more than one: %v", winner, two)
	}
}

// What is asked again with its key is not written again, whichever server is asked, also at once.
func askedAgain(t *testing.T, open Open) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return at }
	driver := open(t)
	servers := []*store.Store{store.New(driver).WithClock(clock), store.New(driver).WithClock(clock)}
	apply(t, servers[0], changes(Source()))
	asked := func(key, digest, name string) graph.Changes {
		c := changes(Enterprise(name, name))
		c.Request = graph.Request{Key: key, Digest: digest}
		return c
	}
	sets := make(chan store.ChangeSet, 8)
	var group sync.WaitGroup
	for i := range cap(sets) {
		group.Go(func() {
			set, err := servers[i%len(servers)].Apply(context.Background(), asked("k", "d", fmt.Sprint("n", i)))
			if err != nil {
				t.Error(err)
			}
			sets <- set
		})
	}
	group.Wait()
	close(sets)
	for set := range sets {
		if set.Revision != 2 || set.Request != (graph.Request{Key: "k", Digest: "d"}) {
			t.Errorf("%+v", set)
		}
	}
	_, err := servers[0].Apply(context.Background(), asked("k", "other", "m"))
	code(t, err, graph.CodeUsage)
	if set := apply(t, servers[0], asked("l", "d", "l")); set.Revision != 3 {
		t.Errorf("another key made revision %d", set.Revision)
	}
	at = at.Add(24 * time.Hour)
	if set := apply(t, servers[0], asked("k", "d", "within")); set.Revision != 2 {
		t.Errorf("within a day: %+v", set)
	}
	at = at.Add(time.Minute)
	if set := apply(t, servers[0], asked("k", "d", "after")); set.Revision != 4 {
		t.Errorf("after a day: %+v", set)
	}
	if set, err := servers[1].Requested(context.Background(), graph.Request{}); err != nil || set.Revision != 0 {
		t.Errorf("no key: %+v, %v", set, err)
	}
}

// What lies on a shelf stays as it was put there first.
func shelves(t *testing.T, open Open) {
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	put := func(shelf, name string, r graph.Revision, value string) string {
		i, err := s.Keep(context.Background(), store.Item{Shelf: shelf, Name: name, Revision: r, Value: []byte(value)})
		if err != nil || i.Shelf != shelf || i.Name != name {
			t.Fatalf("%+v, %v", i, err)
		}
		return string(i.Value)
	}
	put("b", "x", 3, "\x00\xff甲")
	put("a", "z", 2, "z")
	put("a", "y", 2, "y")
	put("a", "w", 9, "")
	if stays := put("a", "y", 7, "other"); stays != "y" {
		t.Errorf("%q took the place of what lay there", stays)
	}
	list := func(s *store.Store, shelf string) (out []string) {
		items, err := s.Shelf(context.Background(), shelf)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			out = append(out, fmt.Sprintf("%s %s %d %q", i.Shelf, i.Name, i.Revision, i.Value))
		}
		return out
	}
	of := []string{`a y 2 "y"`, `a z 2 "z"`, `a w 9 ""`}
	if diff := cmp.Diff(of, list(s, "a")); diff != "" {
		t.Error(diff)
	}
	all := append(of, `b x 3 "\x00\xff甲"`)
	if diff := cmp.Diff(all, list(s, "")); diff != "" {
		t.Error(diff)
	}
	other := store.New(memstore.Open())
	copied := func(from, to *store.Store) {
		if err := store.Copy(context.Background(), from, to, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, list(to, "")); diff != "" {
			t.Error(diff)
		}
	}
	copied(s, other)
	if err := s.Clear(context.Background()); err != nil || len(list(s, "")) > 0 {
		t.Errorf("after clearing: %v, %v", list(s, ""), err)
	}
	copied(other, s)
}

// A store that was put back to an earlier state, or exchanged, under a running server is noticed: nothing is answered
// from what was read before.
func putBack(t *testing.T, open Open) {
	ctx := context.Background()
	driver := open(t)
	reader, at := store.New(driver), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	fill := func(day int, names ...string) {
		s := store.New(driver).WithClock(func() time.Time { return at.AddDate(0, 0, day) })
		if err := driver.Clear(ctx); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			apply(t, s, changes(Source(), Enterprise("a", name), Enterprise(fmt.Sprint(i), "乙")))
		}
	}
	name := func() string {
		snap, err := reader.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if old, err := reader.At(ctx, 1); err != nil {
			t.Error(err)
		} else if n, err := old.Node(ctx, "enterprise:a"); err != nil || n.Name[:1] != snap.Node("enterprise:a").Name[:1] {
			t.Errorf("revision 1 is still %s, %v", n.Name, err)
		}
		return snap.Node("enterprise:a").Name
	}
	for day, c := range [][]string{
		{"a1", "a2", "a3"},
		{"b1", "b2"},             // an older head
		{"c1", "c2"},             // the same head
		{"d1", "d2", "d3", "d4"}, // a newer one of another past
	} {
		fill(day, c...)
		if got, want := name(), c[len(c)-1]; got != want {
			t.Errorf("the reader sees %s, not %s", got, want)
		}
	}
}
