package mapping

import (
	"os"
	"testing"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/lists/foreign"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

func TestMemory(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		db, err := appdb.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		m := New(db, nil)
		one := Saved{Fingerprint: "f1", By: "数据员", Mapping: foreign.Mapping{
			Name: "发改月报", List: "projects",
			Columns: []foreign.Mapped{{Column: "进展", Use: foreign.Taken, To: []string{".stage"}}},
			Words:   map[string]map[string]string{"进展": {"推进": "在建"}},
			Cells:   map[string]map[string]string{"开工": {"2022.1": "2022-10"}},
		}}
		for range 2 { // again: in its own place
			if err := m.Save(t.Context(), one); err != nil {
				t.Fatal(err)
			}
		}
		all, err := m.All(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		got, found, err := m.Of(t.Context(), "f1")
		if err != nil || !found || got.Columns[0].To[0] != ".stage" || got.Words["进展"]["推进"] != "在建" ||
			got.Cells != nil || got.By != "数据员" || got.Changed.IsZero() {
			t.Errorf("%+v %v %v", got, found, err)
		}
		if named, err := m.Named(t.Context(), "发改月报"); err != nil || len(named) != 1 {
			t.Error(named, err)
		}
		if _, found, err := m.Of(t.Context(), "f2"); found || err != nil {
			t.Error(found, err)
		}
		one.Name = " "
		if err := m.Save(t.Context(), one); graph.CodeOf(err) != graph.CodeInvalid {
			t.Error(err)
		}
		if err := m.Forget(t.Context(), "f1"); err != nil {
			t.Error(err)
		}
		if err := m.Forget(t.Context(), "f1"); graph.CodeOf(err) != graph.CodeNotFound {
			t.Error(err)
		}
	})
}
