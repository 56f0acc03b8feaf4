package lists

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"

	"golang.org/x/text/unicode/norm"
)

// Nothing tells whether a text only fills a cell that nobody has anything to say in: /, --, 无, 暂无数据. That is
// neither a blank nor a 0.
func Nothing(text string) bool {
	text = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	if text == "" {
		return false
	}
	if strings.Trim(text, `/\-−–—―_.…·*`) == "" {
		return true
	}
	switch strings.Trim(text, "()。") {
	case "无", "暂无", "没有", "暂无数据", "无数据", "待定", "未定", "待补充", "不详", "未知", "空", "n/a", "na", "null", "none", "#n/a":
		return true
	}
	return false
}

// minus are the signs that people write for a minus.
var minus = strings.NewReplacer("−", "-", "–", "-", "—", "-", "―", "-", "‐", "-", "‑", "-", "－", "-", "﹣", "-")

// Amount is a number with what stands beside it.
type Amount struct {
	Value  float64
	Until  float64 // the end of a range; else the value
	Unit   string  // as it is written; empty: none is
	Around bool    // 约, 左右, 以上: not exactly
}

// Range tells whether the amount lies somewhere between two.
func (a Amount) Range() bool { return a.Until != a.Value }

var (
	amountForm = regexp.MustCompile(`^(约|近|超过|超|逾|达|共|不低于|不少于|不超过|>=?|<=?|≥|≤)?\s*` +
		`([+-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?\.\d+)\s*([^\d\s~至到,-]{0,8})` +
		`(?:\s*(?:-|~|至|到)\s*(\d[\d,]*(?:\.\d+)?)\s*([^\d\s~-]{0,8}))?$`)
	afterAmount = regexp.MustCompile(`(左右|上下|以上|以内|以下|余|多)$`)
	thousands   = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$|^[^,]+$`)
)

// Amounts reads the numbers of a cell, however they are written; none when it holds anything else. Several stand in one
// cell when they are parted, as in 120亿元、700亩.
func Amounts(text string) []Amount {
	text = minus.Replace(strings.ToLower(norm.NFKC.String(text)))
	text = strings.TrimSpace(strings.ReplaceAll(text, "人民币", ""))
	if a, is := amount(text); is {
		return []Amount{a}
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、;,\n", r) })
	if len(parts) < 2 {
		return nil
	}
	var out []Amount
	for _, part := range parts {
		a, is := amount(strings.TrimSpace(part))
		if !is || a.Unit == "" {
			return nil
		}
		out = append(out, a)
	}
	return out
}

func amount(text string) (a Amount, is bool) {
	short := afterAmount.ReplaceAllString(text, "")
	m := amountForm.FindStringSubmatch(short)
	if m == nil || !thousands.MatchString(m[2]) {
		return a, false
	}
	a.Around = m[1] != "" && m[1] != "达" && m[1] != "共" || short != text
	if a.Value, is = numeric(strings.ReplaceAll(m[2], ",", "")); !is {
		return a, false
	}
	a.Until, a.Unit = a.Value, afterAmount.ReplaceAllString(m[3], "")
	a.Around = a.Around || a.Unit != m[3]
	if m[4] != "" {
		if a.Until, is = numeric(strings.ReplaceAll(m[4], ",", "")); !is || a.Until < a.Value {
			return a, false
		}
		if m[5] != "" && a.Unit != "" && m[5] != a.Unit {
			return a, false
		}
		a.Unit += strings.TrimPrefix(m[5], a.Unit)
	}
	if a.Unit != "" && !Unit(a.Unit) {
		return a, false
	}
	return a, true
}

// measure is what a unit measures, and how much of the plain unit it is. Money of different countries is different.
type measure struct {
	of    string
	times float64
}

var units = map[string]measure{
	"元": {"元", 1}, "美元": {"美元", 1}, "欧元": {"欧元", 1}, "港元": {"港元", 1}, "港币": {"港元", 1}, "日元": {"日元", 1},
	"英镑":  {"英镑", 1},
	"平方米": {"面积", 1}, "㎡": {"面积", 1}, "m2": {"面积", 1}, "平米": {"面积", 1}, "平方": {"面积", 1},
	"亩": {"面积", 10_000.0 / 15}, "公顷": {"面积", 10_000}, "平方公里": {"面积", 1_000_000},
	"%": {"%", 1}, "‰": {"%", .1}, "个百分点": {"%", 1}, "百分点": {"%", 1},
	"人": {"人", 1}, "家": {"家", 1}, "个": {"个", 1}, "项": {"项", 1}, "台": {"台", 1}, "套": {"套", 1}, "件": {"件", 1},
	"片": {"片", 1}, "只": {"只", 1}, "辆": {"辆", 1}, "栋": {"栋", 1}, "层": {"层", 1},
	"克": {"重量", 1e-6}, "公斤": {"重量", 1e-3}, "千克": {"重量", 1e-3}, "kg": {"重量", 1e-3}, "吨": {"重量", 1}, "t": {"重量", 1},
	"千瓦时": {"电量", 1}, "度": {"电量", 1}, "kwh": {"电量", 1},
	"米": {"长度", 1}, "m": {"长度", 1}, "公里": {"长度", 1000}, "km": {"长度", 1000},
	"": {"", 1},
}

var scales = []struct {
	word  string
	times float64
}{{"百万", 1e6}, {"千万", 1e7}, {"十万", 1e5}, {"十亿", 1e9}, {"百亿", 1e10}, {"千亿", 1e11}, {"万亿", 1e12},
	{"百", 1e2}, {"千", 1e3}, {"万", 1e4}, {"亿", 1e8}}

// measured reads a unit: 万元, 亿美元, 千平方米, 亿元/年. A scale alone, as in 12亿, fits any unit.
func measured(unit string) (m measure, known bool) {
	unit = strings.ReplaceAll(strings.ToLower(norm.NFKC.String(unit)), "人民币", "")
	unit, yearly := strings.CutSuffix(strings.Join(strings.Fields(unit), ""), "/年")
	m, known = units[unit]
	for i := 0; !known && i < len(scales); i++ {
		if rest, has := strings.CutPrefix(unit, scales[i].word); has {
			m, known = units[rest]
			m.times *= scales[i].times
		}
	}
	if yearly {
		m.of += "/年"
	}
	return m, known
}

// Unit tells whether a text is a unit that is known.
func Unit(text string) bool {
	m, known := measured(text)
	return known && (m.of != "" || m.times != 1)
}

// Convert says a value in another unit; false when they measure different things, as 美元 and 元 do.
func Convert(value float64, from, to string) (float64, bool) {
	a, known := measured(from)
	b, also := measured(to)
	if !known || !also || a.of != b.of && a.of != "" {
		return 0, false
	}
	return round(value * a.times / b.times), true
}

// Dates is what a cell says of time.
type Dates struct {
	From    graph.Date
	Until   graph.Date // the end of a range; else empty
	Range   bool
	Choices []string // what it may mean, when that is not one thing
}

var (
	timeOfDay  = regexp.MustCompile(`[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$`)
	joinedDays = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	dotted     = regexp.MustCompile(`^(\d{4})\.(\d{1,2})$`)
	quarter    = regexp.MustCompile(`^(\d{4})年?第?([一二三四1-4])季度?$`)
	yearEnd    = regexp.MustCompile(`^(\d{4})年?(?:年底|年末|底|末)$`)
	dateRange  = regexp.MustCompile(`^(\d{4}(?:[年.]\d{1,2}月?|年|-\d{1,2})?(?:[.-]?\d{1,2}日?)?)\s*(?:至|到|~|-{1,2})\s*` +
		`(\d{4}.*)?$`)
	serialDay = regexp.MustCompile(`^(\d{5})(\.\d+)?$`)
)

// When reads a date or a range of dates, however it is written. A month that has lost a zero, as 2025.1 when a
// spreadsheet took 2025.10 for a number, may mean two: then both are told.
func When(text string) (d Dates, is bool) {
	text = minus.Replace(norm.NFKC.String(text))
	text = timeOfDay.ReplaceAllString(strings.TrimSpace(text), "")
	text = strings.Join(strings.Fields(text), "")
	choices := oneDate(text)
	switch len(choices) {
	case 1:
		return Dates{From: choices[0]}, true
	case 2:
		return Dates{Choices: []string{string(choices[0]), string(choices[1])}}, true
	}
	m := dateRange.FindStringSubmatch(text)
	if m == nil {
		return d, false
	}
	from, until := oneDate(m[1]), oneDate(m[2])
	if len(from) == 0 || m[2] != "" && len(until) == 0 {
		return d, false
	}
	if m[2] == "" {
		until = []graph.Date{""}
	}
	d.Range = true
	if len(from) == 1 && len(until) == 1 {
		d.From, d.Until = from[0], until[0]
		return d, d.Until == "" || !d.From.Newer(d.Until)
	}
	for _, a := range from {
		for _, b := range until {
			if b == "" || !a.Newer(b) {
				d.Choices = append(d.Choices, string(a)+"至"+string(b))
			}
		}
	}
	return d, len(d.Choices) > 0
}

// oneDate is a date as it is kept: none when the text is no date, two when it may be either.
func oneDate(text string) []graph.Date {
	one := func(date string) []graph.Date {
		if d := graph.Date(date); d.Valid() {
			return []graph.Date{d}
		}
		return nil
	}
	if m := serialDay.FindStringSubmatch(text); m != nil {
		const first, last = 20_000, 80_000 // years, ids and amounts lie outside
		if serial, _ := strconv.Atoi(m[1]); serial >= first && serial <= last {
			return one(time.Date(1899, 12, 30+serial, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
		}
	}
	if m := dotted.FindStringSubmatch(text); m != nil {
		if m[2] == "1" {
			return append(one(m[1]+"-01"), one(m[1]+"-10")...)
		}
		return one(fmt.Sprintf("%s-%02s", m[1], m[2]))
	}
	if m := joinedDays.FindStringSubmatch(text); m != nil {
		return one(m[1] + "-" + m[2] + "-" + m[3])
	}
	if m := quarter.FindStringSubmatch(text); m != nil {
		at := strings.Index("一二三四", m[2]) / len("一")
		if n, err := strconv.Atoi(m[2]); err == nil {
			at = n - 1
		}
		return one(fmt.Sprintf("%s-Q%d", m[1], at+1))
	}
	if m := yearEnd.FindStringSubmatch(text); m != nil {
		return one(m[1] + "-12")
	}
	m := written.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	year, month, day := m[1]+m[5], m[3]+m[6], m[4]+m[7]
	out := year
	if m[2] != "" {
		out += "-Q" + m[2]
	}
	for _, part := range []string{month, day} {
		if part != "" {
			out += fmt.Sprintf("-%02s", part)
		}
	}
	return one(out)
}

// Period is a stretch of months that a heading or a title says: 1-10月, 上半年, 10月当月, 截至6月底.
type Period struct {
	Year        int // 0: it is not said
	From, Until int // months
}

var (
	periodYear   = regexp.MustCompile(`(20\d{2})年?`)
	periodMonths = regexp.MustCompile(`(\d{1,2})月?(?:-|~|至|到)(\d{1,2})月`)
	periodUntil  = regexp.MustCompile(`(?:截至|截止|到|至)(?:20\d{2}年)?(\d{1,2})月`)
	periodMonth  = regexp.MustCompile(`(\d{1,2})月`)
	periodYears  = regexp.MustCompile(`年度|全年|年底|年末|^20\d{2}年?$`)
)

// PeriodOf reads the period in a text; false when there is none.
func PeriodOf(text string) (p Period, is bool) {
	text = minus.Replace(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	if m := periodYear.FindStringSubmatch(text); m != nil {
		p.Year, _ = strconv.Atoi(m[1])
	}
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	switch m := periodMonths.FindStringSubmatch(text); {
	case m != nil:
		p.From, p.Until = number(m[1]), number(m[2])
	case strings.Contains(text, "上半年"):
		p.From, p.Until = 1, 6
	case strings.Contains(text, "下半年"):
		p.From, p.Until = 7, 12
	case strings.Contains(text, "前三季度"):
		p.From, p.Until = 1, 9
	default:
		if m := periodUntil.FindStringSubmatch(text); m != nil {
			p.From, p.Until = 1, number(m[1])
		} else if m := periodMonth.FindStringSubmatch(text); m != nil {
			p.From, p.Until = number(m[1]), number(m[1])
		} else if periodYears.MatchString(text) || p.Year > 0 {
			p.From, p.Until = 1, 12
		}
	}
	return p, p.From >= 1 && p.Until <= 12 && p.From <= p.Until
}

// Whole tells whether it is a year.
func (p Period) Whole() bool { return p.From == 1 && p.Until == 12 }

// CreditCode is a unified social credit code as it is kept, and whether letters were read as the digits that they were
// meant as: codes have no I, O, S or Z, as those look like digits.
func CreditCode(text string) (code string, mended bool, fault graph.CreditFault) {
	code = strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	if fault = graph.CheckCreditCode(code); !fault.Wrong() {
		return code, false, fault
	}
	meant := strings.NewReplacer("O", "0", "I", "1", "S", "5", "Z", "2").Replace(code)
	if meant != code && !graph.CheckCreditCode(meant).Wrong() {
		return meant, true, ""
	}
	return code, false, fault
}

// lostDigits tells whether a spreadsheet took a code for a number, of which it keeps fifteen digits.
func lostDigits(code string) bool {
	n, err := strconv.ParseFloat(code, 64)
	return err == nil && math.Abs(n) >= 1e15 && (strings.ContainsAny(code, "Ee.") || strings.HasSuffix(code, "000"))
}
