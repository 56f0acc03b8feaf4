package drawing

import (
	"path/filepath"
	"strings"
	"testing"

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

func long(n int) string { return strings.Repeat("链", n) }
