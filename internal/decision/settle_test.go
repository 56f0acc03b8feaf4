package decision

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"
)

var heard = graph.Provenance{Source: "source:s14", AsOf: "2025", Confidence: graph.Media}

func seeded(t *testing.T) *store.Store {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(memstore.Open())
	if _, _, err := applied(context.Background(), s, c); err != nil {
		t.Fatal(err)
	}
	return s
}

// applied is Desk.Apply with the change sets apart.
func applied(ctx context.Context, s *store.Store, c graph.Changes) (set, settled store.ChangeSet, err error) {
	w, err := New(s).Apply(ctx, c)
	return w.Set, w.Gaps, err
}

func tie(typ graph.RelationType, from, to graph.ID, attrs graph.Attrs) graph.Changes {
	return graph.Changes{
		Actor:  "test",
		Reason: "test",
		Relations: []graph.Relation{
			{RelationKey: graph.RelationKey{Type: typ, From: from, To: to}, Attrs: attrs, Prov: heard},
		},
	}
}

// Who moves a link to another group in an exported file moves it, once, and the gaps follow.
func TestALinkMovesToAnotherGroup(t *testing.T) {
	ctx := context.Background()
	s := seeded(t)
	set, settled, err := applied(
		ctx,
		s,
		tie(graph.PartOf, "link:new-energy/battery/lithium", "link:new-energy/battery/g-cell", nil),
	)
	if err != nil || set.Revision != 3 || set.Counts != (store.Counts{RelationsCreated: 1, RelationsDeleted: 1}) ||
		settled.Revision < 3 {
		t.Fatalf("%+v, %+v, %v", set, settled, err)
	}
	again, settledAgain, err := applied(
		ctx,
		s,
		tie(graph.PartOf, "link:new-energy/battery/lithium", "link:new-energy/battery/g-cell", nil),
	)
	if err != nil || again.Revision != settled.Revision || settledAgain.Revision != settled.Revision {
		t.Errorf("the same again: %+v, %+v, %v", again, settledAgain, err)
	}
}

// What the analysis cannot go on from is refused before it is written.
func TestNothingIsStoredThatCannotBeAnalysed(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]graph.Changes{
		"ring":            tie(graph.PartOf, "link:new-energy/battery", "link:new-energy/battery/g-resource", nil),
		"ring of lanes":   tie(graph.PartOf, "link:optoelectronics/led", "link:optoelectronics/led/g-organic", nil),
		"link in a chain": tie(graph.PartOf, "link:new-energy/battery/lithium", "chain:optoelectronics", nil),
		"end that is not": tie(graph.PartOf, "link:new-energy/battery/lithium", "link:nowhere", nil),
		"two lines of who": {Actor: "市长\n r999", Nodes: []graph.Node{{ID: "field:x", Kind: graph.KindField, Name: "x",
			Prov: heard}}},
	} {
		s := seeded(t)
		before, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := applied(ctx, s, c); err == nil {
			t.Errorf("%s: taken", name)
		}
		if head, err := s.Head(ctx); err != nil || head.Revision != before.Revision {
			t.Errorf("%s: revision %d is stored, %v", name, head.Revision, err)
		}
	}
}

func TestManyWhoSettleAllGetThrough(t *testing.T) {
	ctx := context.Background()
	s := seeded(t)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			c := graph.Changes{
				Actor:  "test",
				Reason: "test",
				Nodes: []graph.Node{
					{
						ID:   graph.NewID(graph.KindField, fmt.Sprint("many-", i)),
						Kind: graph.KindField,
						Name: strings.Repeat("域", i+1),
						Prov: heard,
					},
				},
			}
			if _, _, err := applied(ctx, s, c); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
