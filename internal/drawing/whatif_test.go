package drawing

import (
	"bytes"
	"context"
	"testing"

	"chainchief/graph"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
)

// TestOneSetIsOneDrawing: links by ids, keys or gaps, in any order and more than once, give the same bytes; what no
// drawing is meant by is refused.
func TestOneSetIsOneDrawing(t *testing.T) {
	f := found(t, 1)
	r := Request{Kind: "whatif", Chain: newEnergy.Chain, Lang: "zh", Format: "svg"}
	var first []byte
	for _, fill := range []string{
		"new-energy/battery/lithium,new-energy/battery/anode",
		"gap:new-energy/battery/anode, link:new-energy/battery/lithium",
		"battery/lithium,battery/anode,battery/lithium",
	} {
		r.Fill = fill
		file := drawn(t, New(nil), f, r)
		if first == nil {
			first = file.Data
		}
		if !bytes.Equal(file.Data, first) {
			t.Errorf("%s is another drawing", fill)
		}
	}
	s := New(nil)
	for _, fill := range []string{"battery/lithium,battery/anode", "battery/anode,battery/lithium"} {
		r.Fill = fill
		drawn(t, s, f, r)
	}
	if len(s.files) != 1 {
		t.Errorf("one set is remembered as %d files", len(s.files))
	}
	if r.Fill = ""; bytes.Equal(drawn(t, s, f, r).Data, first) {
		t.Error("the set makes no difference")
	}
	wrong := []Request{r, newEnergy}
	wrong[0].Fill, wrong[1].Fill = "battery/nothing", "battery/anode"
	for _, r := range wrong {
		if _, err := s.Draw(context.Background(), f, r); graph.CodeOf(err) != graph.CodeUsage || refusal(err).Fix == "" {
			t.Errorf("%s of %s: %v", r.Fill, r.Kind, err)
		}
	}
}

// TestGroupsOfManyLinks: of a chain with many links the tiles are groups, whose counts are those of the chain; of one
// with few every link has its tile.
func TestGroupsOfManyLinks(t *testing.T) {
	for _, links := range []int{30, 31, 90} {
		f := synthetic{links: links, lanes: 2, stages: 4}.find(1, false)
		w, err := content.NewWhatIf(f, nil, madeUp, content.Options{Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		grouped, held, all, numbers := 0, 0, 0, 0
		for _, tile := range w.Tiles {
			held, all, numbers = held+tile.Held, all+tile.All, numbers+len(tile.Numbers)
			if tile.Grouped() {
				grouped++
			}
		}
		if numbers != len(w.Chosen) || numbers == 0 {
			t.Errorf("%d links: %d of %d chosen are on tiles", links, numbers, len(w.Chosen))
		}
		done := f.Chain(madeUp).Completeness
		switch {
		case links <= 30 && (grouped != 0 || len(w.Tiles) != links):
			t.Errorf("%d links: %d tiles, %d of them groups", links, len(w.Tiles), grouped)
		case links > 30 && (grouped != len(w.Tiles) || held != done.Covered || all != done.Total):
			t.Errorf("%d links: %d/%d on tiles, not %d/%d", links, held, all, done.Covered, done.Total)
		}
		r := Request{Kind: "whatif", Chain: madeUp, Lang: "zh", Format: "json", Detail: diagram.Full}
		if file := drawn(t, New(nil), f, r); len(file.Faults) > 0 {
			t.Errorf("%d links: %v", links, file.Faults)
		}
	}
}
