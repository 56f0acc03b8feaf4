package lists

import (
	"fmt"
	"testing"
)

func TestAmounts(t *testing.T) {
	for text, want := range map[string]string{
		"12":          "[{12 12  false}]",
		"１２．５":        "[{12.5 12.5  false}]",
		"1,234,567.8": "[{1.2345678e+06 1.2345678e+06  false}]",
		"−70.8":       "[{-70.8 -70.8  false}]",
		"—70.8":       "[{-70.8 -70.8  false}]",
		"约12亿元":       "[{12 12 亿元 true}]",
		"3-5亿元":       "[{3 5 亿元 false}]",
		"3亿元—5亿元":     "[{3 5 亿元 false}]",
		"3~5":         "[{3 5  false}]",
		"120亿元、700亩":  "[{120 120 亿元 false} {700 700 亩 false}]",
		"10亿元以上":      "[{10 10 亿元 true}]",
		"12 亿":        "[{12 12 亿 false}]",
		"2亿美元":        "[{2 2 亿美元 false}]",
		"1072%":       "[{1072 1072 % false}]",
		"9.14E+17":    "[{9.14e+17 9.14e+17  false}]",
		"1,23":        "[]",
		"12亿个鸡蛋":      "[]",
		"5-3亿元":       "[]",
		"待定":          "[]",
		"2025-08":     "[]",
		"":            "[]",
		"3-5":         "[{3 5  false}]",
		"人民币3000万元":   "[{3000 3000 万元 false}]",
	} {
		if got := fmt.Sprint(Amounts(text)); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		value    float64
		from, to string
		want     float64
		ok       bool
	}{
		{12, "亿元", "万元", 120_000, true},
		{100_000, "万元", "亿元", 10, true},
		{12, "亿", "万元", 120_000, true},
		{15, "亩", "平方米", 10_000, true},
		{3, "千平方米", "㎡", 3_000, true},
		{2, "万平方米", "亩", 30, true},
		{2, "亿美元", "亿元", 0, false},
		{2, "亩", "万元", 0, false},
		{1, "亿元/年", "万元", 0, false},
		{1, "寸", "米", 0, false},
	} {
		got, ok := Convert(c.value, c.from, c.to)
		if got != c.want || ok != c.ok {
			t.Errorf("%v %s in %s: %v %v", c.value, c.from, c.to, got, ok)
		}
	}
}

func TestWhen(t *testing.T) {
	for text, want := range map[string]string{
		"2014-03":            "2014-03  false []",
		"2014-3":             "2014-03  false []",
		"2014":               "2014  false []",
		"2013-2015":          "2013 2015 true []",
		"2013—2015年":         "2013 2015 true []",
		"2022-":              "2022  true []",
		"2022年3月":            "2022-03  false []",
		"2022年3月5日":          "2022-03-05  false []",
		"2022.3":             "2022-03  false []",
		"2022.10":            "2022-10  false []",
		"2022.1":             "  false [2022-01 2022-10]",
		"2022.3.15":          "2022-03-15  false []",
		"2024-2026.1":        "  true [2024至2026-01 2024至2026-10]",
		"2023.3-2024.5":      "2023-03 2024-05 true []",
		"2023年3月至2024年":      "2023-03 2024 true []",
		"2023-03-2024-05":    "2023-03 2024-05 true []",
		"45000":              "2023-03-15  false []",
		"45000.5":            "2023-03-15  false []",
		"2025/8/11 00:00:00": "2025-08-11  false []",
		"20250811":           "2025-08-11  false []",
		"2025年二季度":           "2025-Q2  false []",
		"2025年底":             "2025-12  false []",
		"2026至2028-10":       "2026 2028-10 true []",
	} {
		d, is := When(text)
		if got := fmt.Sprint(d.From, " ", d.Until, " ", d.Range, " ", d.Choices); !is || got != want {
			t.Errorf("%q: %v %s, not %s", text, is, got, want)
		}
	}
	for _, text := range []string{"", "19999", "80001", "2026-13-05", "2015-2013", "去年", "12", "2022.13", "100000"} {
		if d, is := When(text); is {
			t.Errorf("%q: %+v", text, d)
		}
	}
}

func TestPeriodOf(t *testing.T) {
	for text, want := range map[string]string{
		"2026年1—10月累计": "{2026 1 10}",
		"10月当月":        "{0 10 10}",
		"上半年":          "{0 1 6}",
		"截至6月底":        "{0 1 6}",
		"2025年度销售":     "{2025 1 12}",
		"到2013年底累计完成":  "{2013 1 12}",
	} {
		if p, is := PeriodOf(text); !is || fmt.Sprint(p) != want {
			t.Errorf("%q: %v %v", text, p, is)
		}
	}
	if p, is := PeriodOf("企业名称"); is {
		t.Error(p)
	}
}

func TestNothing(t *testing.T) {
	for text, want := range map[string]bool{
		"/": true, "-": true, "--": true, "——": true, "无": true, "暂无数据": true, "N/A": true, "待定": true,
		"0": false, "": false, " ": false, "无锡": false, "-3": false,
	} {
		if Nothing(text) != want {
			t.Errorf("%q", text)
		}
	}
}

func TestCreditCode(t *testing.T) {
	code, mended, fault := CreditCode(" 9142 0000 1776 8440 38 ")
	if code != "914200001776844038" || mended {
		t.Error(code, mended, fault)
	}
}
