package api

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"os"
	"testing"

	"chainchief/internal/exchange"
	"chainchief/internal/store/memstore"
)

// The table of docs/peer-cities.md through the whole program: the figures of docs/methods.md, Five cities, come out,
// our city being the second row.
func TestRelatednessOfPeerCities(t *testing.T) {
	s := filled(t, memstore.Open())
	h := New(Options{Store: s, Version: "test"}).Handler()
	before := do(h, "/api/v1/targets?limit=200").Body.String()
	snapshot, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("../exchange/testdata/cities.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	table, err := exchange.ReadCities(file, "cities.csv", snapshot)
	if err != nil {
		t.Fatal(err)
	}
	set, err := s.Apply(context.Background(), table.Changes)
	if err != nil {
		t.Fatal(err)
	}
	got := relatedness(t, h, "?sort=-pci")
	if got.Basis != "city-product" || got.Rows != 5 || got.Columns != 6 || got.Total != 6 || len(got.Cities) != 5 ||
		got.Refused != "" {
		t.Fatalf("%+v", got)
	}
	for i, eci := range []float64{1.259505, 1.001638, -.112089, -.864064, -1.284989} {
		same(t, got.Cities[i].Name, got.Cities[i].ECI, eci)
		if got.Cities[i].Own != (i == 1) {
			t.Errorf("our city is not the second: %+v", got.Cities[i])
		}
	}
	for i, want := range []struct{ pci, density float64 }{{1.513563, .823529}, {1.513563, .823529}, {.751389, .5},
		{-.022214, .555556}, {-1.065443, .25}, {-1.504536, .166667}} {
		same(t, got.Items[i].Name, got.Items[i].PCI, want.pci)
		same(t, got.Items[i].Name, got.Items[i].Density, want.density)
	}
	if got.AUC != nil || got.Tested != 3 { // three tell nothing
		t.Errorf("AUC %v of %d", got.AUC, got.Tested)
	}
	if best := relatedness(t, h, "").Items[0]; best.Nearness == nil || best.Held {
		t.Errorf("the first by relatedness: %+v", best)
	}
	gain := relatedness(t, h, "?chain=new-energy&sort=-gain&limit=1").Items[0]
	same(t, gain.Name, gain.Gain, .148591)
	if gain.ID != "link:new-energy/battery/cell" || len(gain.Near) != 4 || gain.NearTotal != 4 ||
		gain.Links[0].ID != gain.ID {
		t.Errorf("%+v", gain)
	}
	if other := relatedness(t, h, "?chain=biomedicine"); len(other.Items) != 0 || other.Text == "" {
		t.Errorf("%+v", other)
	}
	var targets List[Target]
	fetch(t, h, "/api/v1/targets?chain=new-energy&limit=200", &targets)
	for _, x := range targets.Items {
		if x.ID == gain.ID && (x.Activity == nil || *x.Activity.Gain != *gain.Gain) {
			t.Errorf("the target has not the gain beside its parts: %+v", x.Activity)
		}
	}
	if _, err := s.Undo(context.Background(), set.Revision, "test", "back"); err != nil {
		t.Fatal(err)
	}
	if after := do(h, "/api/v1/targets?limit=200&as_of="+url.QueryEscape("3")).Body.String(); after != before {
		t.Error("the targets of revision 3 have changed")
	}
	if r := relatedness(t, h, ""); r.Basis != "firm-link" {
		t.Errorf("after undo: %s", r.Basis)
	}
}

func same(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > 5e-7 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func relatedness(t *testing.T, h http.Handler, query string) Relatedness {
	t.Helper()
	var out Relatedness
	fetch(t, h, "/api/v1/relatedness"+query, &out)
	return out
}
