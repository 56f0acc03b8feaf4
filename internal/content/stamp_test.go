package content

import (
	"testing"
	"time"

	"chainchief/graph"
)

// TestStamp: clearance, chains by name or number, who, when, which revision.
func TestStamp(t *testing.T) {
	at := time.Date(2026, 11, 29, 20, 31, 0, 0, graph.Zone)
	var chains []graph.Node
	for _, id := range []graph.ID{"chain:a", "chain:b", "chain:c", "chain:d"} {
		chains = append(chains, graph.Node{ID: id, Kind: graph.KindChain, Name: "链" + id.Key(), NameEN: "Chain " + id.Key()})
	}
	s := graph.NewSnapshot(12, at, chains, nil)
	banded := graph.NewSnapshot(12, at, chains, nil)
	banded.Clearance = graph.Clearance{Banded: true, NoContacts: true}
	for _, c := range []struct {
		of     *graph.Snapshot
		chains []graph.ID
		lang   string
		want   string
	}{
		{s, nil, "zh", "精确值 · 全部 4 条链 · 岗位 · 2026-11-29 20:31 · r12"},
		{s, []graph.ID{"chain:a", "chain:b"}, "zh", "精确值 · 链a、链b · 岗位 · 2026-11-29 20:31 · r12"},
		{
			banded,
			[]graph.ID{"chain:a", "chain:b", "chain:c"},
			"zh",
			"区间值 · 不含对接 · 3/4 条链 · 岗位 · 2026-11-29 20:31 · r12",
		},
		{
			banded,
			[]graph.ID{"chain:a"},
			"en",
			"bands, no exact figures · no contacts · Chain a · 岗位 · 2026-11-29 20:31 · r12",
		},
	} {
		if got := (Maker{"岗位", c.chains, len(chains), at}).Stamp(c.lang, c.of); got != c.want {
			t.Errorf("%s, not %s", got, c.want)
		}
	}
}
