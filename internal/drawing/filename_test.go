package drawing

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
)

func TestNamesOfFilesKeepToTheirFolder(t *testing.T) {
	seen := map[string]graph.ID{}
	for id, want := range map[graph.ID]string{
		"chain:new-energy":                   "new-energy",
		"link:new-energy/battery/cell":       "new-energy_battery_cell",
		"chain:新能源":                          "新能源",
		"chain:x/y":                          "x_y",
		"chain:x-y":                          "x-y",
		"chain:x_y":                          "x-y-*",
		"chain:x/../../../pwned":             "x_.._.._.._pwned",
		"chain:../../etc/passwd":             "_.._etc_passwd-*",
		"chain:..":                           "-*",
		"chain:.hidden":                      "hidden-*",
		"chain:/etc/passwd":                  "_etc_passwd",
		`chain:a"b;c`:                        "a-b-c-*",
		`chain:c\d`:                          "c-d-*",
		"chain:a\r\nset-cookie":              "a--set-cookie-*",
		"chain:a\x00b":                       "a-b-*",
		"chain:":                             "-*",
		graph.ID("chain:" + long(80)):        long(40) + "-*",
		graph.ID("chain:" + long(80) + "/是"): long(40) + "-*",
	} {
		got := FileKey(id)
		if matches, err := filepath.Match(want, got); err != nil || !matches {
			t.Errorf("%q is named %q, want %q", id, got, want)
		}
		if got != filepath.Base(got) || strings.ContainsAny(got, "/\\\"\r\n\x00;:") || len(got) > 140 {
			t.Errorf("%q is named %q", id, got)
		}
		if other, taken := seen[got]; taken {
			t.Errorf("%q and %q are both named %q", id, other, got)
		}
		seen[got] = id
	}
}

// TestNamesOfFilesForPeople: chain, drawing, day in Beijing and revision; nothing that leaves the folder, whatever a
// title says.
func TestNamesOfFilesForPeople(t *testing.T) {
	f := found(t, 3)
	f.Snapshot.Time = time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)
	link := f.Chains[0].Links[0].Node.ID
	for _, tc := range []struct {
		title string
		pages int
		r     Request
		want  string
	}{
		{"光电子信息产业链·技术结构图", 1, Request{Chain: "chain:x", Lang: "zh", Format: "pptx"}, "光电子信息-技术结构图-2026-11-28-r3.pptx"},
		{"Optoelectronics chain · Roadmap", 2, Request{Chain: "chain:x", Lang: "en", Format: "pdf"},
			"Optoelectronics-Roadmap-2026-11-28-r3.pdf"},
		{"重点产业链·产业布局图（全市）", 1, Request{Lang: "zh", Format: "svg"}, "重点产业链-产业布局图-全市-2026-11-28-r3.svg"},
		{"新能源产业链·招商目标图", 3, Request{Chain: "chain:x", Page: 2, Format: "png"}, "新能源-招商目标图-2026-11-28-r3-2.png"},
		{"新能源产业链·变化图", 1, Request{Chain: "chain:x", From: found(t, 1), Format: "pdf"}, "新能源-变化图-2026-11-28-r1-r3.pdf"},
		{"电子特气若中断·影响图", 1, Request{Of: link, Lang: "zh", Format: "pdf"}, "光电子信息-电子特气若中断-影响图-2026-11-28-r3.pdf"},
		{"../../etc/passwd\x00\"';\r\n·.图", 1, Request{Format: "svg"}, "etc-passwd-图-2026-11-28-r3.svg"},
		{long(300), 1, Request{Format: "svg"}, long(50) + "-2026-11-28-r3.svg"},
		{"…", 1, Request{Format: "svg"}, "2026-11-28-r3.svg"},
	} {
		if got := fileName(tc.title, tc.pages, f, tc.r); got != tc.want || got != filepath.Base(got) {
			t.Errorf("%q is named %q, want %q", tc.title, got, tc.want)
		}
	}
}

func long(n int) string { return strings.Repeat("链", n) }
