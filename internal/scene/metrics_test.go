package scene

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

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

func TestDrawable(t *testing.T) {
	for text, want := range map[string]string{"SiO₂、10⁻⁶": "SiO2、10-6", "光芯片": "光芯片", "链😀": "链〓", "a\u200bb\x07": "ab",
		"": ""} {
		got := Drawable(text)
		if got != want || len(Unknown(got)) > 0 {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
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
		{"规划产能 12 万千瓦时", 120, "规划产能|12 万千瓦时"},
		{"单晶硅片 300 mm 薄片", 130, "单晶硅片|300 mm 薄片"},
		{"投资 35 亿美元", 80, "投资|35 亿美元"},
		{"原料·衬底·外延芯片", 110, "原料·衬底·|外延芯片"},
		{"Reliability and certification", 140, "Reliability and|certification"},
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

func TestWrapIsEven(t *testing.T) {
	for _, tc := range []struct {
		text  string
		width float64
		most  int
		want  string
	}{
		{"光芯片", 100, 3, "光芯片"},
		{"先补巨量转移与检测设备、检测认证、衬底", 130, 3, "先补巨量转移|与检测设备、|检测认证、衬底"},
		{"wafers, light sources and display drivers from one region", 130, 4,
			"wafers, light|sources and|display drivers|from one region"},
	} {
		lines, ok := Wrap(tc.text, 16, false, tc.width, tc.most)
		if got := strings.Join(lines, "|"); !ok || got != tc.want {
			t.Errorf("%q in %v: %q, want %q", tc.text, tc.width, got, tc.want)
		}
	}
	if lines, ok := Wrap(strings.Repeat("长", 40), 16, false, 100, 5); ok {
		t.Errorf("forty characters pass as five lines of six: %q", lines)
	}
}

func TestChipsCountTheRest(t *testing.T) {
	names := []string{"湖北三安光电", "瑞华光电", "芯映光电", "长飞石英", "尚赛光电"}
	more := func(rest int) string { return fmt.Sprintf("+%d", rest) }
	chips, shown := FitChips(names, 13.5, 1000, 1, 6, 13, more)
	if shown != 5 || len(chips) != 5 || chips[4].Count {
		t.Errorf("all fit: %d shown, %v", shown, chips)
	}
	chips, shown = FitChips(names, 13.5, 170, 2, 6, 13, more)
	if last := chips[len(chips)-1]; shown != 3 || last.Text != "+2" || !last.Count || last.Row != 1 {
		t.Errorf("two rows: %d shown, %v", shown, chips)
	}
	chips, shown = FitChips(names, 13.5, 90, 1, 6, 13, more)
	if shown != 1 || len(chips) != 2 || !strings.HasSuffix(chips[0].Text, "…") || chips[1].Text != "+4" {
		t.Errorf("no room for one: %d shown, %v", shown, chips)
	}
	rapid.Check(t, func(t *rapid.T) {
		n, rows := rapid.IntRange(0, 5).Draw(t, "n"), rapid.IntRange(1, 3).Draw(t, "rows")
		width := rapid.Float64Range(80, 500).Draw(t, "width")
		chips, shown := FitChips(names[:n], 13.5, width, rows, 6, 13, more)
		end := map[int]float64{}
		for _, c := range chips {
			if c.X < end[c.Row] || c.X+c.W > width+1e-9 || c.Row >= rows || c.W < Measure(c.Text, 13.5, false)+13-1e-9 {
				t.Fatalf("chip %v in %v wide, %d rows", c, width, rows)
			}
			end[c.Row] = c.X + c.W + 6
		}
		if n > 0 && (shown < 1 || shown < n && chips[len(chips)-1].Text != more(n-shown)) {
			t.Fatalf("%d of %d shown in %v", shown, n, chips)
		}
	})
}

// TestNoBreakIsForbidden: no line begins with a closing mark, ends with an opening one, or splits a word or a number.
func TestNoBreakIsForbidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("光电、，（）LED 15万吨《》·")), 1, 40, -1).Draw(t, "text")
		lines, ok := Wrap(text, 16, false, rapid.Float64Range(60, 300).Draw(t, "width"), 4)
		if !ok {
			return
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for k := 1; k < len(lines); k++ {
			before, _ := utf8.DecodeLastRuneInString(lines[k-1])
			after, _ := utf8.DecodeRuneInString(lines[k])
			spaced := !strings.Contains(text, lines[k-1]+lines[k])
			if strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before) ||
				!spaced && isWord(before) && isWord(after) {
				t.Fatalf("%q", lines)
			}
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

// TestMarksSideBySideAreSqueezed: two full-width marks share a whole em of white and give up half of it; the parts that
// painters draw begin where the text was measured to be.
func TestMarksSideBySideAreSqueezed(t *testing.T) {
	for text, squeezes := range map[string]int{
		"（上海），其中": 1, "见“原料药”、《规划》（一期）。": 4, "（（甲））": 2, "（）": 0, "甲，乙": 0, "a), b": 0, "：“甲”；": 2,
	} {
		sum := 0.0
		for _, r := range text {
			sum += Measure(string(r), 20, false)
		}
		if got := sum - Measure(text, 20, false); math.Abs(got-float64(squeezes)*10) > 1e-9 {
			t.Errorf("%s gives up %.1f, want %d", text, got, squeezes*10)
		}
		whole := ""
		for _, run := range Runs(text, 20, false) {
			whole += run.Text
			end := run.X + Measure(run.Text, 20, false)
			if run.Squeezed {
				end -= 10
			}
			if whole == text && math.Abs(end-Measure(text, 20, false)) > 1e-9 {
				t.Errorf("%s ends at %.1f, not %.1f", text, end, Measure(text, 20, false))
			}
		}
		if whole != text {
			t.Errorf("%s in parts is %s", text, whole)
		}
	}
}
