package scene

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMeasureAddsAdvances(t *testing.T) {
	if err := Font(); err != nil {
		t.Fatal(err)
	}
	// A Chinese character of Noto Sans SC is one em wide; a full-width mark too.
	if got := Measure("光电子，", 20, false); got != 80 {
		t.Errorf("four characters of 20 measure %v, want 80", got)
	}
	if Measure("LED", 16, true) <= Measure("LED", 16, false) {
		t.Error("bold Latin is not wider than regular")
	}
	if got := string(Unknown("链😀链\U00020000")); got != "😀\U00020000" {
		t.Errorf("unknown characters %q", got)
	}
}

func TestBreak(t *testing.T) {
	for _, tc := range []struct {
		text  string
		width float64
		want  string
	}{
		{"光芯片", 100, "光芯片"},
		{"通信设备与数据中心", 110, "通信设备|与数据中心"},
		{"COB 模组、Mini LED 背光", 130, "COB 模组、|Mini LED 背光"},
		{"年产 1500 吨石英", 100, "年产|1500 吨石英"},
		{"支架（铜）", 55, "支架|（铜）"},
	} {
		lines, ok := Break(tc.text, 16, false, tc.width, tc.width)
		if got := strings.Join(lines, "|"); !ok || got != tc.want {
			t.Errorf("%q in %v: %q, want %q", tc.text, tc.width, got, tc.want)
		}
	}
	if lines, ok := Break(strings.Repeat("长", 40), 16, false, 100, 100); ok {
		t.Errorf("forty characters pass as two lines of six: %q", lines)
	}
}

func TestFitNeverOverflows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("光电子信息LED 12、，（）Mini-")), 1, 40, -1).Draw(t, "text")
		width := rapid.Float64Range(40, 400).Draw(t, "width")
		lines, size := FitName(text, true, width, width, 2, 16, 15, 13.5)
		if len(lines) > 2 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, line := range lines {
			if w := Measure(line, size, true); w > width+1e-9 {
				t.Fatalf("%q is %v wide, not %v", line, w, width)
			}
		}
		items := strings.Split(text, "、")
		list, shown := FitList(items, "、", 14, width, func(int) string { return "等" })
		if w := Measure(list, 14, false); shown > 1 && w > width+1e-9 || shown < 1 {
			t.Fatalf("list %q is %v wide, not %v, shows %d", list, w, width, shown)
		}
	})
}

func BenchmarkMeasure(b *testing.B) {
	if err := Font(); err != nil {
		b.Fatal(err)
	}
	sum := 0.0
	for b.Loop() {
		sum += Measure("湖北三安光电有限公司 Mini LED 芯片", 14, false)
	}
	if math.IsNaN(sum) {
		b.Fatal(sum)
	}
}
