package access

import (
	"maps"
	"testing"
	"time"

	"chainchief/graph"
)

// TestViewOfEverything is the snapshot itself: nothing is copied for who may see all.
func TestViewOfEverything(t *testing.T) {
	s := small()
	if View(s, Alone.Clearance()) != s || View(s, Person{Roles: []Role{Leader}}.Clearance()) != s {
		t.Error("it is another one")
	}
}

// TestView: what is left out and what stands in its place; everything else is as it was, on the same ground.
func TestView(t *testing.T) {
	s := small()
	v := View(s, Person{Roles: []Role{Reader}}.Clearance())
	if v.Version() != s.Version() || v.Ground != s.Ground || v.Clearance == s.Clearance {
		t.Errorf("%v on %v of %v", v.Version(), v.Ground, v.Clearance)
	}
	if v.Node("comment:c") != nil || len(v.In("gap:g", graph.About)) > 0 || len(v.Out("gap:g", graph.Targets)) > 0 {
		t.Error("comments or contacts are there")
	}
	f := v.Node("figure:f")
	want := graph.Attrs{"measure": "output", "period": "2025", "visibility": "confidential", "band": "10"}
	if f.Name != "产值" || !f.Attrs.Equal(want) || f.Prov.Locator != "" || f.Prov.Source != "source:s" {
		t.Errorf("the figure is %+v", f)
	}
	if !v.Node("figure:open").Equal(*s.Node("figure:open")) || !v.Node("enterprise:e").Equal(*s.Node("enterprise:e")) {
		t.Error("what everybody may see has changed")
	}
	if was := s.Node("figure:f").Attrs.Text("text"); was != "约 12.3 亿元" {
		t.Errorf("the snapshot itself has changed: %q", was)
	}
	staff := View(s, Person{Roles: []Role{Staff}}.Clearance())
	if staff.Node("comment:c") == nil || len(staff.Out("gap:g", graph.Targets)) == 0 ||
		staff.Node("figure:f").Name != "产值" {
		t.Error("staff sees contacts and bands")
	}
}

func small() *graph.Snapshot {
	prov := graph.Provenance{Source: "source:s", Locator: "第 3 页：12.3", AsOf: "2025", Confidence: graph.Documented}
	node := func(id graph.ID, attrs graph.Attrs) graph.Node {
		kind, _ := id.Kind()
		return graph.Node{ID: id, Kind: kind, Name: id.Key(), Attrs: attrs, Prov: prov}
	}
	tie := func(t graph.RelationType, from, to graph.ID) graph.Relation {
		return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Prov: prov}
	}
	said := graph.Attrs{"measure": "output", "value": 12.3, "unit": "亿元", "text": "约 12.3 亿元", "period": "2025"}
	open := graph.Attrs{"measure": "capacity", "value": 12.3, "unit": "万吨"}
	return graph.NewSnapshot(7, time.Unix(0, 0), []graph.Node{
		node("enterprise:e", nil),
		node("gap:g", nil),
		node("comment:c", graph.Attrs{"text": "意见"}),
		node("figure:f", said),
		node("figure:open", open),
	}, []graph.Relation{
		tie(graph.About, "comment:c", "gap:g"),
		tie(graph.About, "figure:f", "enterprise:e"),
		tie(graph.About, "figure:open", "enterprise:e"),
		tie(graph.Targets, "gap:g", "enterprise:e"),
	})
}

// TestMadeConfidential: a figure that has been made confidential is so in its history too.
func TestMadeConfidential(t *testing.T) {
	s, reader := small(), Person{Roles: []Role{Reader}}.Clearance()
	was := *s.Node("figure:f")
	was.Attrs = maps.Clone(was.Attrs)
	was.Attrs["visibility"] = "public"
	for _, of := range []*graph.Snapshot{s, View(s, reader)} {
		if got := SightOf(of, reader).Node(&was); got.Attrs["value"] != nil || got.Attrs["text"] != nil {
			t.Errorf("before, it was %+v", got)
		}
	}
	if was.Attrs["value"] == nil {
		t.Error("the history itself has changed")
	}
}

// TestGoneIsOutOfScope: what was deleted is seen by who works on all chains, and by nobody else: it may have been of
// another chain.
func TestGoneIsOutOfScope(t *testing.T) {
	s := small()
	some := SightOf(s, graph.Clearance{}).Within(ScopeOf(s, []graph.ID{"chain:x"}))
	for id, seen := range map[graph.ID]bool{
		"comment:gone":    false,
		"figure:gone":     false,
		"project:gone":    false,
		"enterprise:gone": true,
		"enterprise:e":    true,
		"figure:open":     true,
	} {
		kind, _ := id.Kind()
		n := graph.Node{ID: id, Kind: kind}
		r := graph.Relation{RelationKey: graph.RelationKey{Type: graph.About, From: id, To: "enterprise:e"}}
		if got := some.Node(&n) != nil; got != seen {
			t.Errorf("%s is seen: %v", id, got)
		}
		if got := some.Relation(&r) != nil; got != seen {
			t.Errorf("what ties %s is seen: %v", id, got)
		}
		if SightOf(s, graph.Clearance{}).Node(&n) == nil {
			t.Errorf("%s is not seen by who sees all", id)
		}
	}
}
