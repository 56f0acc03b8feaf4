package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// random applies the same random change sets, undos included, to the driver and to memstore and compares everything
// that can be asked; what stood at a revision also with what was read when it was the head.
func random(t *testing.T, open Open) {
	rapid.Check(t, func(rt *rapid.T) {
		driver := open(t)
		defer func() { _ = driver.Close() }()
		mine, oracle := store.New(driver), store.New(memstore.Open())
		start := changes(Source(), product("p"), product("q"), park("p"), park("q"))
		stood, answered := map[graph.Revision][2]any{}, map[graph.Revision][]any{}
		both(rt, mine, oracle, start)
		answered[1] = answers(rt, mine)
		for range rapid.IntRange(1, 8).Draw(rt, "change sets") {
			if rapid.IntRange(0, 5).Draw(rt, "undo") == 0 {
				head, _ := oracle.Head(context.Background())
				r := graph.Revision(rapid.IntRange(1, int(head.Revision)).Draw(rt, "revision"))
				_, a := mine.Undo(context.Background(), r, "test", "undo")
				_, b := oracle.Undo(context.Background(), r, "test", "undo")
				if graph.CodeOf(a) != graph.CodeOf(b) {
					rt.Fatalf("undo %d: %v, oracle %v", r, a, b)
				}
				continue
			}
			both(rt, mine, oracle, randomChanges(rt))
			snap, err := oracle.Snapshot(context.Background())
			if err != nil {
				rt.Fatal(err)
			}
			stood[snap.Revision] = things(snap)
			answered[snap.Revision] = answers(rt, mine)
			brought, err := mine.Snapshot(context.Background())
			if err != nil {
				rt.Fatal(err)
			}
			whole, err := store.New(driver).Snapshot(context.Background())
			if err != nil || !cmp.Equal(things(whole), things(brought), cmpopts.EquateEmpty()) {
				rt.Fatalf("brought up to %d: %v %s", brought.Revision, err,
					cmp.Diff(things(whole), things(brought), cmpopts.EquateEmpty()))
			}
			asThen(rt, mine, 1, answered[1]) // also while others write on
		}
		compare(rt, mine, oracle)
		for r, want := range stood {
			if snap, err := mine.SnapshotAt(context.Background(), r); err != nil ||
				!cmp.Equal(things(snap), want, cmpopts.EquateEmpty()) {
				rt.Fatalf("as of %d: %v %s", r, err, cmp.Diff(want, things(snap), cmpopts.EquateEmpty()))
			}
		}
		for r, want := range answered {
			asThen(rt, mine, r, want)
		}
	})
}

// asThen holds the store of a revision against what it answered when that was the head.
func asThen(rt *rapid.T, s *store.Store, r graph.Revision, want []any) {
	old, err := s.At(context.Background(), r)
	if err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(want, answers(rt, old), cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("the store of revision %d answers otherwise than when it was the head: %s", r, diff)
	}
}

// answers is everything that can be asked of a store.
func answers(rt *rapid.T, s *store.Store) (out []any) {
	ctx := context.Background()
	add := func(v any, err error) {
		if err != nil && graph.CodeOf(err) != graph.CodeNotFound {
			rt.Fatal(err)
		}
		out = append(out, v, graph.CodeOf(err))
	}
	add(s.Head(ctx))
	snapshot, err := s.Snapshot(ctx)
	add(things(snapshot), err)
	add(s.History(ctx, "", 0, 100))
	products := []graph.ID{"product:p", "product:q"}
	add(s.Makers(ctx, products, 10))
	add(s.Makers(ctx, products, 2))
	for key := range 6 {
		id := graph.NewID(graph.KindEnterprise, fmt.Sprint("e", key))
		add(s.Node(ctx, id))
		add(s.Nodes(ctx, append(products, id)))
		add(s.Relations(ctx, []graph.ID{id}))
		add(s.History(ctx, id, 0, 100))
		add(s.NodeEntries(ctx, id))
		add(s.Expand(ctx, id, 2, 5))
	}
	for _, text := range []string{"光电", "乙", "led", "jgd", "e1", "丁"} {
		add(s.Search(ctx, text, nil, 10))
		add(s.Search(ctx, text, []graph.Kind{graph.KindEnterprise}, 1))
	}
	for _, pool := range []bool{true, false} {
		q := store.List{Kind: graph.KindEnterprise, Pool: pool, Limit: 2}
		for more := true; more; {
			nodes, next, total, err := s.List(ctx, q)
			add([]any{nodes, total}, err)
			if more = next != nil; more {
				q.After = *next
			}
		}
	}
	return out
}

func both(rt *rapid.T, mine, oracle *store.Store, c graph.Changes) {
	copied := c
	copied.Nodes, copied.Relations = append([]graph.Node(nil), c.Nodes...), append([]graph.Relation(nil), c.Relations...)
	copied.DeleteNodes, copied.DeleteRelations = append(
		[]graph.ID(nil),
		c.DeleteNodes...), append(
		[]graph.RelationKey(nil),
		c.DeleteRelations...)
	_, a := mine.Apply(context.Background(), c)
	_, b := oracle.Apply(context.Background(), copied)
	if graph.CodeOf(a) != graph.CodeOf(b) || a != nil && a.Error() != b.Error() {
		rt.Fatalf("apply: %v, oracle %v", a, b)
	}
}

func randomChanges(rt *rapid.T) graph.Changes {
	c := graph.Changes{Actor: "test", Reason: "random"}
	key := rapid.IntRange(0, 5)
	names := rapid.SampledFrom([]string{"甲光电", "乙芯片", "丙LED", "丁'\"\\", "😀"})
	used := map[graph.ID]bool{}
	for range rapid.IntRange(0, 4).Draw(rt, "puts") {
		n := Enterprise(fmt.Sprint("e", key.Draw(rt, "key")), names.Draw(rt, "name"))
		n.Pool = rapid.Bool().Draw(rt, "pool")
		if !used[n.ID] {
			c.Nodes = append(c.Nodes, n)
		}
		used[n.ID] = true
	}
	for range rapid.IntRange(0, 2).Draw(rt, "deletions") {
		id := graph.NewID(graph.KindEnterprise, fmt.Sprint("e", key.Draw(rt, "key")))
		if !used[id] {
			c.DeleteNodes = append(c.DeleteNodes, id)
		}
		used[id] = true
	}
	tied := map[graph.RelationKey]bool{}
	for range rapid.IntRange(0, 4).Draw(rt, "ties") {
		from := graph.NewID(graph.KindEnterprise, fmt.Sprint("e", key.Draw(rt, "from")))
		r := relation(graph.Makes, from, rapid.SampledFrom([]graph.ID{"product:p", "product:q"}).Draw(rt, "product"))
		switch rapid.IntRange(0, 3).Draw(rt, "type") {
		case 0:
			r = relation(graph.LocatedIn, from, rapid.SampledFrom([]graph.ID{"park:p", "park:q"}).Draw(rt, "park"))
		case 1:
			r = relation(graph.SubsidiaryOf, from, graph.NewID(graph.KindEnterprise, fmt.Sprint("e", key.Draw(rt, "owner"))))
		}
		if tied[r.RelationKey] {
			continue
		}
		tied[r.RelationKey] = true
		if rapid.IntRange(0, 3).Draw(rt, "untie") == 0 {
			c.DeleteRelations = append(c.DeleteRelations, r.RelationKey)
		} else {
			c.Relations = append(c.Relations, r)
		}
	}
	return c
}

func compare(rt *rapid.T, mine, oracle *store.Store) {
	ctx := context.Background()
	same := func(what string, ask func(*store.Store) (any, error)) {
		a, errA := ask(mine)
		b, errB := ask(oracle)
		if errA != nil || errB != nil {
			rt.Fatalf("%s: %v, oracle %v", what, errA, errB)
		}
		if diff := cmp.Diff(b, a, cmp.Transformer("set", func(s store.ChangeSet) string {
			return fmt.Sprint(s.Revision,
				s.Actor, s.Reason, s.Undoes, s.Counts)
		}), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("%s: %s", what, diff)
		}
	}
	head, err := oracle.Head(ctx)
	if err != nil {
		rt.Fatal(err)
	}
	same("head", func(s *store.Store) (any, error) { return s.Head(ctx) })
	same("history", func(s *store.Store) (any, error) { return s.History(ctx, "", 0, 100) })
	same("makers", func(s *store.Store) (any, error) { return s.Makers(ctx, []graph.ID{"product:p", "product:q"}, 10) })
	same("diff", func(s *store.Store) (any, error) { return s.Diff(ctx, 1, head.Revision) })
	for _, text := range []string{"光电", "乙", "led", "jgd", "e1", "丁"} {
		same("search "+text, func(s *store.Store) (any, error) { return s.Search(ctx, text, nil, 10) })
	}
	for r := graph.Revision(1); r <= head.Revision; r++ {
		same(fmt.Sprint("as of ", r), func(s *store.Store) (any, error) {
			snap, err := s.SnapshotAt(ctx, r)
			if err != nil {
				return nil, err
			}
			return things(snap), nil
		})
	}
}

// things is what a snapshot holds.
func things(s *graph.Snapshot) [2]any {
	return [2]any{slices.Clone(s.Nodes()), slices.Clone(s.Relations())}
}
