package drawing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/layout/flow"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/sqlitestore"
)

// shelves is a store that holds nothing but what is kept beside a graph.
func shelves(testing.TB) *store.Store { return store.New(memstore.Open()) }

// drivers that keep cells.
var drivers = map[string]func(t *testing.T) store.Driver{
	"memstore": func(*testing.T) store.Driver { return memstore.Open() },
	"sqlitestore": func(t *testing.T) store.Driver {
		d, err := sqlitestore.Open(context.Background(), filepath.Join(t.TempDir(), "cells.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	},
}

// over is a studio over shelves.
func over(s Shelves) *Studio {
	studio := New(nil)
	studio.Shelves = s
	return studio
}

// without is the findings of the seeds as they stood at a revision, when the first links of each chain were not there
// yet.
func without(t testing.TB, revision graph.Revision, links int) *analysis.Findings {
	t.Helper()
	f := found(t, revision)
	gone := map[graph.ID]bool{}
	for _, c := range f.Chains {
		for _, l := range c.Links[:links] {
			gone[l.Node.ID] = true
		}
	}
	s := f.Snapshot
	nodes := slices.DeleteFunc(slices.Clone(s.Nodes()), func(n graph.Node) bool { return gone[n.ID] })
	relations := slices.DeleteFunc(
		slices.Clone(s.Relations()),
		func(r graph.Relation) bool { return gone[r.From] || gone[r.To] },
	)
	return analysis.Find(graph.NewSnapshot(revision, time.Time{}, nodes, relations))
}

// renamed is the findings of the seeds at a revision, with other names of all links: their cards say something else.
func renamed(t testing.TB, revision graph.Revision) *analysis.Findings {
	t.Helper()
	s := found(t, revision).Snapshot
	nodes := slices.Clone(s.Nodes())
	for i := range nodes {
		if nodes[i].Kind == graph.KindLink {
			nodes[i].Name += "甲"
		}
	}
	return analysis.Find(graph.NewSnapshot(revision, time.Time{}, nodes, s.Relations()))
}

// someChains are as many as these tests draw: each draws them many times over, and arranging one takes a tenth of a
// second or more.
const someChains = 5

// structures are the structure drawings of some chains in both languages, as text.
func structures(t testing.TB, s *Studio, f *analysis.Findings) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, c := range f.Chains[:someChains] {
		for _, lang := range []string{"zh", "en"} {
			pages, err := s.Pages(context.Background(), f, Request{Kind: "structure", Chain: c.Node.ID, Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			data, err := json.Marshal(pages)
			if err != nil {
				t.Fatal(err)
			}
			out[string(c.Node.ID)+" "+lang] = string(data)
		}
	}
	return out
}

func equal(t *testing.T, who string, want, got map[string]string) {
	t.Helper()
	if len(want) != 2*someChains || len(got) != len(want) {
		t.Fatalf("%s: %d drawings of %d", who, len(got), len(want))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s draws %s otherwise", who, name)
		}
	}
}

// TestAllServersDrawTheSame: whatever was asked for before, in whatever order, by whichever server and whenever it was
// started, a revision is drawn as it was drawn first, to the byte.
func TestAllServersDrawTheSame(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			revisions := []*analysis.Findings{without(t, 1, 3), without(t, 2, 1), found(t, 3), renamed(t, 4)}
			lived, other := over(store.New(d)), over(store.New(d))
			then := make([]map[string]string, len(revisions))
			for i, f := range []int{0, 2, 3} { // nobody asks for the second while it is the newest
				then[f] = structures(t, lived, revisions[f])
				if i == 1 {
					equal(t, "another one meanwhile", then[f], structures(t, other, revisions[f]))
				}
			}
			then[1] = structures(t, other, revisions[1])
			fresh := over(store.New(d))
			for _, i := range []int{3, 0, 1, 2} {
				equal(t, fmt.Sprint("a fresh one, revision ", i+1), then[i], structures(t, fresh, revisions[i]))
				equal(t, fmt.Sprint("the first, revision ", i+1), then[i], structures(t, lived, revisions[i]))
			}
			again := found(t, 5) // as revision 3 was
			equal(t, "what stands again", structures(t, over(store.New(d)), again), structures(t, lived, again))
			items, err := store.New(d).Shelf(t.Context(), "")
			kept := map[graph.Revision]int{}
			for _, i := range items {
				kept[i.Revision]++
				if len(i.Value) > 2000 {
					t.Errorf("%s takes %d bytes", i.Shelf, len(i.Value))
				}
			}
			const all = 2 * someChains
			if err != nil || kept[1] != all || kept[2] != all || kept[3] != all || kept[5] > 0 || kept[4] > someChains {
				t.Errorf("cells are kept by revision: %v, %v", kept, err)
			}
		})
	}
}

// TestServersAtOnceDrawTheSame: two that draw the same for the first time at once, and would each find another drawing.
func TestServersAtOnceDrawTheSame(t *testing.T) {
	d := memstore.Open()
	f := without(t, 2, 2)
	if _, err := over(store.New(d)).Pages(t.Context(), without(t, 1, 4), newEnergy); err != nil {
		t.Fatal(err)
	}
	drawn := make([]map[string]string, 4)
	var group sync.WaitGroup
	for i := range drawn {
		group.Go(func() { drawn[i] = structures(t, over(store.New(d)), f) })
	}
	group.Wait()
	for i := range drawn {
		equal(t, fmt.Sprint("server ", i), drawn[0], drawn[i])
	}
}

// TestCellsStayNear: a drawing of a changed chain stands near to the one before it, not as it would for itself.
func TestCellsStayNear(t *testing.T) {
	s := shelves(t)
	before, after := without(t, 1, 1), found(t, 2)
	structures(t, over(s), before)
	near, alone := structures(t, over(s), after), structures(t, over(shelves(t)), after)
	same := 0
	for name := range near {
		if near[name] == alone[name] {
			same++
		}
	}
	if same == len(near) {
		t.Error("no drawing follows the one before")
	}
}

// inOneColumn are cells that leave no room for cards: all of a stage stand in one column.
func inOneColumn(t *testing.T, i store.Item) []byte {
	t.Helper()
	c := unpacked(i)
	if c == nil {
		t.Fatal("no cells")
	}
	for l := range c.Columns {
		for s := range c.Columns[l] {
			c.Columns[l][s] = min(1, c.Columns[l][s])
		}
	}
	for l := range c.Rows {
		c.Rows[l] = nil
	}
	return packed(c)
}

// TestCellsThatHoldNoLonger: when the cards of a shape have come to say more than its cells hold, or the cells are
// damaged, it is arranged anew; all servers draw that the same.
func TestCellsThatHoldNoLonger(t *testing.T) {
	f := found(t, 1)
	first := shelves(t)
	pages := func(s Shelves) string {
		t.Helper()
		return string(drawn(t, over(s), f, newEnergy).Data)
	}
	want := pages(first)
	items, err := first.Shelf(t.Context(), "")
	if err != nil || len(items) != 1 {
		t.Fatalf("%d cells, %v", len(items), err)
	}
	for name, value := range map[string][]byte{"narrow": inOneColumn(t, items[0]), "damaged": []byte("{"), "empty": packed(
		&flow.Cells{},
	)} {
		s := shelves(t)
		bad := items[0]
		bad.Value = value
		if _, err := s.Keep(t.Context(), bad); err != nil {
			t.Fatal(err)
		}
		if got := pages(s); got != want {
			t.Errorf("%s: it is not drawn as if there were none", name)
		}
		if got := pages(s); got != want {
			t.Errorf("%s: another server draws otherwise", name)
		}
		if kept, err := s.Shelf(t.Context(), ""); err != nil || len(kept) > 2 {
			t.Errorf("%s: %d cells, %v", name, len(kept), err)
		}
	}
}

// locked are shelves on which nothing can be put.
type locked struct {
	Shelves
	err error
}

func (l locked) Keep(context.Context, store.Item) (store.Item, error) { return store.Item{}, l.err }

// TestCellsThatCannotBeKept: the drawing is made all the same, as it is where they can.
func TestCellsThatCannotBeKept(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	f := found(t, 1)
	want := drawn(t, over(shelves(t)), f, newEnergy).Data
	for _, x := range []struct {
		err   error
		warns bool
	}{
		{&graph.Error{Code: graph.CodeReadOnly, Message: "it is only read"}, false},
		{&graph.Error{Code: graph.CodeFull, Message: "no room"}, true},
		{errors.New("locked"), true},
	} {
		log.Reset()
		if got := drawn(t, over(locked{shelves(t), x.err}), f, newEnergy).Data; !bytes.Equal(got, want) {
			t.Errorf("%v: it is drawn otherwise", x.err)
		}
		if warned := strings.Count(log.String(), "WARN"); warned > 1 || (warned == 1) != x.warns {
			t.Errorf("%v: %s", x.err, log.String())
		}
	}
}
