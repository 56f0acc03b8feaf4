package storetest

import (
	"context"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
)

// undoPartly takes back what later revisions left alone: field by field within a thing, and never what others rest on.
func undoPartly(t *testing.T, open Open) {
	ctx := context.Background()
	s := fixture(t, open)
	apply(t, s, changes(Source(), Enterprise("a", "甲"), Enterprise("b", "乙"), Enterprise("c", "丙")))
	c := changes(Enterprise("a", "甲二"), Enterprise("b", "乙二"), Enterprise("c", "丙二"), Enterprise("new", "新"),
		graph.Node{ID: "source:t", Kind: graph.KindSource, Name: "又一来源", Prov: graph.Provenance{
			Source: "source:t", AsOf: "2026", Confidence: graph.Media}}, park("p"))
	c.Nodes[3].Prov.Source = "source:t"
	c.Relations = []graph.Relation{relation(graph.LocatedIn, "enterprise:new", "park:p")}
	made := apply(t, s, c)
	apply(t, s, changes(Enterprise("b", "乙三")))
	noted := Enterprise("c", "丙二")
	noted.Attrs["note"] = "后来所记"
	apply(t, s, changes(noted))
	hung := relation(graph.SuppliesTo, "enterprise:a", "enterprise:new")
	last := apply(t, s, put(hung))

	u := must(s.Undoing(ctx, made.Revision))
	if u.Touched != last.Revision || u.Head != last.Revision {
		t.Errorf("touched by r%d on r%d", u.Touched, u.Head)
	}
	kept := map[string]graph.Revision{}
	for _, k := range u.Kept {
		kept[k.Subject] = k.Later
	}
	want := map[string]graph.Revision{
		"enterprise:b": 3, "enterprise:new": 5, "source:t": 5, "park:p": 5, c.Relations[0].String(): 5,
	}
	for subject, later := range want {
		if kept[subject] != later {
			t.Errorf("%s: kept because of r%d, want r%d", subject, kept[subject], later)
		}
	}
	if len(kept) != len(want) || len(u.Back) != 2 {
		t.Errorf("kept %v, %d back", kept, len(u.Back))
	}
	code(t, fail(s.Undo(ctx, made.Revision, "test", "")), graph.CodeConflict)
	set := must(s.UndoAgreed(ctx, made.Revision, graph.Changes{Actor: "test", Reason: "撤销其中两项"},
		func(store.Undoing) error { return nil }))
	if set.Undoes != made.Revision || set.Counts.Total() != 2 {
		t.Errorf("%+v", set)
	}
	for id, name := range map[graph.ID]string{
		"enterprise:a": "甲", "enterprise:b": "乙三", "enterprise:c": "丙", "enterprise:new": "新",
	} {
		if n := must(s.Node(ctx, id)); n.Name != name {
			t.Errorf("%s is called %s, want %s", id, n.Name, name)
		}
	}
	if n := must(s.Node(ctx, "enterprise:c")); n.Attrs.Text("note") != "后来所记" {
		t.Error("what a later revision wrote beside it is lost")
	}
	if again := must(s.Undoing(ctx, made.Revision)); !again.Nothing() || len(again.Kept) != len(want) {
		t.Errorf("once more there are %d to take back, %d kept", len(again.Back), len(again.Kept))
	}
	relations := must(s.Relations(ctx, []graph.ID{"enterprise:new"}))
	if !slices.ContainsFunc(relations, func(r graph.Relation) bool { return r.RelationKey == hung.RelationKey }) {
		t.Error("what hangs on it went with it")
	}
}
