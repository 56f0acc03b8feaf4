package sending_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/sending"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

// TestThereAndBack: what is sent is found by its batch when it returns, and only here; states follow each other.
func TestThereAndBack(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		ctx := t.Context()
		now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
		s := sending.New(appdbtest.Open(t, address), func() time.Time { return now })
		one := func(name string) sending.Parcel {
			return sending.Parcel{Target: graph.NewID(graph.KindPark, name), Name: name, Rows: 3}
		}
		made, err := s.Make(ctx, sending.Sending{
			Name: "11 月清单", Lists: []string{"enterprises", "projects"}, Way: sending.ByPark, Blanks: true,
			Due: "2026-12-05", Note: "不清楚的留空", Lang: "zh", Post: "数据员",
			Parcels: []sending.Parcel{one("gedian"), one("linkong")},
		})
		if err != nil {
			t.Fatal(err)
		}
		states := func() string {
			t.Helper()
			got, err := s.Get(ctx, made.ID)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, p := range got.Parcels {
				all = append(all, string(p.State()))
			}
			return strings.Join(all, " ")
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := states(); got != "waiting waiting" {
			t.Error(got)
		}
		must(s.Take(ctx, made.ID, 1))
		first := now
		now = now.Add(time.Hour)
		must(s.Take(ctx, made.ID, 1))
		if got, _ := s.Get(ctx, made.ID); !got.Parcels[0].Taken.Equal(first) || states() != "taken waiting" {
			t.Errorf("%+v", got.Parcels)
		}
		of, number, found, err := s.Of(ctx, made.Batch(2))
		if err != nil || !found || of.ID != made.ID || number != 2 || of.Parcels[1].Name != "linkong" {
			t.Fatalf("%+v %d %v %v", of, number, found, err)
		}
		must(s.Back(ctx, made.ID, 2, sending.Return{File: "临空.xlsx", Changed: 4, Wrong: 2}))
		if got := states(); got != "taken wrong" {
			t.Error(got)
		}
		must(s.Back(ctx, made.ID, 2, sending.Return{File: "临空(改).xlsx", Changed: 5, Draft: 7}))
		all, err := s.All(ctx)
		if err != nil || len(all) != 1 || states() != "taken ready" {
			t.Fatalf("%+v %v", all, err)
		}
		x := all[0]
		if p := x.Parcels[1]; p.File != "临空(改).xlsx" || p.Changed != 5 || p.Draft != 7 || p.Wrong != 0 {
			t.Errorf("%+v", p)
		}
		if x.Name != "11 月清单" || len(x.Lists) != 2 || !x.Blanks || x.Due != "2026-12-05" || x.Note != "不清楚的留空" ||
			x.Post != "数据员" || !x.Made.Equal(first) || len(x.Open()) != 1 || !x.Closed.IsZero() {
			t.Errorf("%+v", x)
		}
		must(s.Close(ctx, made.ID))
		if got, _ := s.Get(ctx, made.ID); got.Closed.IsZero() {
			t.Error("it is not closed")
		}
		other := "s1.9." + strings.Split(made.Batch(1), ".")[2]
		for _, batch := range []string{"", "s1", "x1.2.abc", other, "s1.1.other", "s9.1.a"} {
			if _, _, found, err := s.Of(ctx, batch); found || err != nil {
				t.Errorf("%q was found: %v", batch, err)
			}
		}
		var gone *graph.Error
		for _, err := range []error{s.Take(ctx, made.ID, 3), s.Close(ctx, 9), s.Back(ctx, 9, 1, sending.Return{})} {
			if !errors.As(err, &gone) || gone.Code != graph.CodeNotFound {
				t.Error(err)
			}
		}
		var refused *sending.Refused
		if _, err := s.Make(ctx, sending.Sending{Name: "空"}); !errors.As(err, &refused) {
			t.Error(err)
		}
		many := sending.Sending{Name: "多", Parcels: make([]sending.Parcel, 201)}
		if _, err := s.Make(ctx, many); !errors.As(err, &refused) {
			t.Error(err)
		}
	})
}
