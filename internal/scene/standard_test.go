package scene

import (
	"os"
	"strings"
	"testing"
)

// TestStandardCharactersAreShipped: a name that the state's table of characters can write is drawn, in both weights.
func TestStandardCharactersAreShipped(t *testing.T) {
	file, err := os.ReadFile("standard.txt")
	if err != nil {
		t.Fatal(err)
	}
	table := ""
	for _, line := range strings.Split(string(file), "\n") {
		if !strings.HasPrefix(line, "#") {
			table += line
		}
	}
	seen, rare := map[rune]bool{}, 0
	for _, r := range table {
		if seen[r] {
			t.Errorf("%c stands in the table twice", r)
		}
		if seen[r] = true; r > 0xffff {
			rare++
		}
	}
	if len(seen) != 8105 || rare != 196 || !strings.HasPrefix(table, "一乙二十丁") || !strings.HasSuffix(table, "觿蠼") {
		t.Errorf("the table has %d characters, %d of them rare, and begins %.15s", len(seen), rare, table)
	}
	if got := Unknown(table); len(got) > 0 {
		t.Errorf("the font lacks %d of the table: %s", len(got), string(got))
	}
	for _, bold := range []bool{false, true} {
		if got := Measure(table, 10, bold); got != 81050 {
			t.Errorf("bold %v: the table is %v wide", bold, got)
		}
	}
	const names = "玥璟喆堃镕翀旻昇祎赟珺"
	if got := Drawable(names); got != names {
		t.Errorf("%s is drawn as %s", names, got)
	}
}
