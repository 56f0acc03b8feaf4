package crosswalk

import (
	"context"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis/candidate"
)

// TestTradesAreLearnedFromKnownMakers: an outside maker on a link teaches the industry above its own; the top of the
// industries, and local firms, teach nothing; the firm itself does not vouch for itself.
func TestTradesAreLearnedFromKnownMakers(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"石英套管"}, []string{"石英套管", "光纤套管"})
	known := node("enterprise:known", "已知厂", false)
	known.Attrs = graph.Attrs{"reach": "country"}
	local := node("enterprise:local", "本地厂", false)
	local.Attrs = graph.Attrs{"reach": "local"}
	on := func(firm graph.ID) graph.Relation {
		r := tie(graph.OperatesIn, firm, "link:l")
		r.Attrs = graph.Attrs{"role": "maker", "stage": "production"}
		return r
	}
	apply(t, s, graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{
			known, local,
			node("industry:top", "材料", true), node("industry:glass", "玻璃", true), node("industry:quartz", "石英", true),
			node("industry:food", "食品", true),
		},
		Relations: []graph.Relation{
			tie(graph.BelongsTo, "industry:quartz", "industry:glass"),
			tie(graph.BelongsTo, "industry:glass", "industry:top"),
			tie(graph.BelongsTo, "enterprise:known", "industry:quartz"),
			tie(graph.BelongsTo, "enterprise:local", "industry:food"),
			tie(graph.BelongsTo, "enterprise:of-石英套管", "industry:glass"),
			on("enterprise:known"),
			on("enterprise:local"),
		},
	})
	f, g := NewFinder(s), snapshot(t, s)
	list, err := f.Trades(ctx, g)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Industry.ID != "industry:glass" || list[0].Class != candidate.ClassOf(g, "link:l") ||
		!slices.Equal(list[0].Makers, []graph.ID{"enterprise:known"}) {
		t.Fatalf("%+v", list)
	}
	found, err := f.Found(ctx, g, "link:l")
	if err != nil {
		t.Fatal(err)
	}
	fits := map[graph.ID]*candidate.Fit{}
	for _, x := range found {
		fits[x.Enterprise.ID] = x.Fit
	}
	if x := fits["enterprise:of-石英套管"]; !x.Holds() || x.Makers != 1 {
		t.Errorf("a firm of the industry that makes it: %+v", x)
	}
	if x := fits["enterprise:known"]; x == nil || x.Makers != 0 {
		t.Errorf("it vouches for itself: %+v", x)
	}
	if x := fits["enterprise:of-光纤套管"]; x != nil && x.Holds() {
		t.Errorf("of no industry: %+v", x)
	}
}
