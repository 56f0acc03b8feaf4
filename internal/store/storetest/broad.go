package storetest

import (
	"context"
	"fmt"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/google/go-cmp/cmp"
)

// asked counts the searches that reach a database.
type asked struct {
	store.Driver
	searches int
}

func (a *asked) Search(
	ctx context.Context,
	queries [][]store.Term,
	kinds []graph.Kind,
	limit int,
) ([]store.Keyed, error) {
	a.searches++
	return a.Driver.Search(ctx, queries, kinds, limit)
}

// What everybody types is answered from what was found before, and as if it was searched for anew, whatever is written.
func broadSearches(t *testing.T, open Open) {
	ctx := context.Background()
	d := &asked{Driver: open(t)}
	s := store.New(d)
	c := changes(Source())
	for i := range 1_100 { // more than are ranked
		c.Nodes = append(c.Nodes, Enterprise(fmt.Sprintf("e%04d", i), fmt.Sprintf("鄂州%04d公司", i)))
	}
	apply(t, s, c)
	firms := []graph.Kind{graph.KindEnterprise}
	ask := func(what string, searched bool) {
		t.Helper()
		before := d.searches
		got, err := s.Search(ctx, "公司", firms, 20)
		if err != nil {
			t.Fatal(err)
		}
		if (d.searches > before) != searched {
			t.Errorf("%s: %d searches", what, d.searches-before)
		}
		want, err := store.New(d.Driver).Search(ctx, "公司", firms, 20)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	ask("first", true)
	ask("again", false)
	apply(t, s, changes(product("p"))) // a product 公司 would be no enterprise either
	ask("after something else", false)
	apply(t, s, changes(Enterprise("new", "公司")))
	ask("after a new one", true)
	ask("again", false)
	apply(t, s, changes(Enterprise("new", "别的")))
	ask("after another name", true)
	apply(t, s, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"enterprise:e0000"}})
	ask("after one is gone", true)
	ask("again", false)
	narrow := d.searches
	for range 2 {
		if hits, err := s.Search(ctx, "鄂州0005", nil, 20); err != nil || len(hits) != 1 {
			t.Errorf("%d, %v", len(hits), err)
		}
	}
	if d.searches != narrow+2 {
		t.Error("what few have is kept too")
	}
	if err := s.Clear(ctx); err != nil {
		t.Fatal(err)
	}
	ask("of an empty store", true)
	apply(t, s, changes(Source(), Enterprise("x", "公司")))
	ask("of another store", true)
}
