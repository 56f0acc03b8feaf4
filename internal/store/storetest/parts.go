package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// InParts cuts changes into parts of some things each: nodes, then relations.
func InParts(c graph.Changes, size int) iter.Seq2[graph.Puts, error] {
	return func(yield func(graph.Puts, error) bool) {
		for nodes := range slices.Chunk(c.Nodes, size) {
			if !yield(graph.Puts{Nodes: slices.Clone(nodes)}, nil) {
				return
			}
		}
		for relations := range slices.Chunk(c.Relations, size) {
			if !yield(graph.Puts{Relations: slices.Clone(relations)}, nil) {
				return
			}
		}
	}
}

func parts(t *testing.T, open Open) {
	ctx := context.Background()
	// Of one database two stores would be the same.
	whole, cut := fixture(t, func(testing.TB) store.Driver { return memstore.Open() }), fixture(t, open)
	c := Bulk(300)
	apply(t, whole, changes(c.Nodes[:50]...))
	apply(t, cut, changes(c.Nodes[:50]...))
	wanted := apply(t, whole, Bulk(300))
	set, err := cut.ApplyParts(ctx, "test", "test", InParts(c, 7))
	if err != nil || set != wanted {
		t.Fatalf("in parts: %+v, %v; whole: %+v", set, err, wanted)
	}
	for _, id := range []graph.ID{c.Nodes[0].ID, c.Nodes[60].ID, c.Nodes[len(c.Nodes)-1].ID} {
		one, err := whole.Expand(ctx, id, 2, 100)
		if err != nil {
			t.Fatal(err)
		}
		two, err := cut.Expand(ctx, id, 2, 100)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(one, two, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("around %s (-whole +parts):\n%s", id, diff)
		}
	}
	if again, err := cut.ApplyParts(ctx, "test", "again", InParts(c, 11)); err != nil || again.Revision != set.Revision {
		t.Errorf("the same again made %+v, %v", again, err)
	}
	if counts, err := cut.PreviewParts(ctx, InParts(c, 11)); err != nil || counts != (store.Counts{}) {
		t.Errorf("the same again would change %+v, %v", counts, err)
	}
}

func wrongParts(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	apply(t, s, changes(Source()))
	fine := Bulk(60)
	broken := errors.New("broken")
	for name, after := range map[string]func(yield func(graph.Puts, error) bool){
		"an error": func(yield func(graph.Puts, error) bool) { yield(graph.Puts{}, broken) },
		"a node twice": func(yield func(graph.Puts, error) bool) {
			yield(graph.Puts{Nodes: slices.Clone(fine.Nodes[3:4])}, nil)
		},
		"a relation twice": func(yield func(graph.Puts, error) bool) {
			yield(graph.Puts{Relations: slices.Clone(fine.Relations[3:4])}, nil)
		},
		"no such end": func(yield func(graph.Puts, error) bool) {
			yield(graph.Puts{Relations: []graph.Relation{relation(graph.Needs, "product:bulk-1", "product:nowhere")}}, nil)
		},
	} {
		_, err := s.ApplyParts(ctx, "test", name, func(yield func(graph.Puts, error) bool) {
			for p, err := range InParts(fine, 9) {
				if !yield(p, err) {
					return
				}
			}
			after(yield)
		})
		if name == "an error" && !errors.Is(err, broken) || name != "an error" && graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	var all graph.Problems
	_, err := s.ApplyParts(ctx, "test", "test", func(yield func(graph.Puts, error) bool) {
		for i := range 5 {
			if !yield(
				graph.Puts{Nodes: []graph.Node{Enterprise(fmt.Sprint("fine-", i), "好"), Enterprise(fmt.Sprint("wrong-", i), "")}},
				nil,
			) {
				return
			}
		}
	})
	if !errors.As(err, &all) || len(all) != 5 {
		t.Errorf("five parts with a problem each: %v", err)
	}
	stopped, stop := context.WithCancel(ctx)
	_, err = s.ApplyParts(stopped, "test", "test", func(yield func(graph.Puts, error) bool) {
		for p, err := range InParts(fine, 9) {
			if !yield(p, err) {
				return
			}
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if head, err := s.Head(ctx); err != nil || head.Revision != 1 {
		t.Errorf("something was written: %+v, %v", head, err)
	}
	if nodes, _, total, err := s.List(ctx, store.List{Kind: graph.KindProduct, Pool: true, Limit: 5}); err != nil ||
		total != 0 ||
		len(nodes) != 0 {
		t.Errorf("%d products were left, %v", total, err)
	}
}
