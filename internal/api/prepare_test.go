package api

import (
	"context"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/drawing"
	"chainchief/internal/store/memstore"
)

// TestDrawingsArePreparedWhenARevisionLands looks at the places of cards, which the first drawing of each shape leaves
// in the store.
func TestDrawingsArePreparedWhenARevisionLands(t *testing.T) {
	s := filled(t, memstore.Open())
	server := New(Options{Store: s, Studio: drawing.New(nil)})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.Prepare(ctx)
	}()
	drawn := func(want int) {
		t.Helper()
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
			items, err := s.Shelf(ctx, "")
			if err != nil || time.Now().After(deadline) {
				t.Fatalf("%d drawings were prepared, %v", len(items), err)
			}
			if len(items) == want {
				return
			}
		}
	}
	drawn(2 * 11)
	_, err := s.Apply(ctx, graph.Changes{Actor: "test", DeleteNodes: []graph.ID{"link:optoelectronics/led/gallium"}})
	if err != nil {
		t.Fatal(err)
	}
	drawn(2*11 + 2)
	cancel()
	<-ended
}
