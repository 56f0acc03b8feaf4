package graph_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"chainchief/graph"
)

// TestAnotherZone: days and times are those of the zone that was chosen, and it is named with them.
func TestAnotherZone(t *testing.T) {
	before := graph.Zone
	defer func() { graph.Zone = before }()
	at := time.Date(2026, 11, 29, 16, 30, 0, 0, time.UTC)
	for _, tc := range []struct{ zone, day, zh, en string }{
		{"Asia/Shanghai", "2026-11-30", "2026-11-30 00:30（北京时间）", "00:30 (Beijing time)"},
		{"Asia/Urumqi", "2026-11-29", "2026-11-29 22:30（Asia/Urumqi 时间）", "22:30 (Asia/Urumqi time)"},
	} {
		if err := graph.UseZone(tc.zone); err != nil {
			t.Fatal(err)
		}
		zh, en := graph.Clock(at, graph.Minute, "zh"), graph.Clock(at, graph.Hour, "en")
		if day := string(graph.Today(at)); day != tc.day || zh != tc.zh || en != tc.en {
			t.Errorf("%s: %s %s %s", tc.zone, day, zh, en)
		}
	}
	for _, wrong := range []string{"", "Local", "Peking", "../etc/passwd"} {
		if err := graph.UseZone(wrong); graph.CodeOf(err) != graph.CodeUsage {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
