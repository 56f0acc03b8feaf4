// Package identity says which records are of one enterprise. It reads the names of firms in their parts, compares two
// enterprises part by part, with what speaks for and what against, finds those that look alike, and says what is
// written when two are made one, or one is parted again. It never makes one of two: an equal credit code is the only
// thing that joins by itself, everything else waits for a person. docs/decisions/0049-one-enterprise.md.
package identity

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"chainchief/internal/spelling"
)

// Name is the name of a firm in its parts, as 湖北 三安 光电 有限公司.
type Name struct {
	Whole  string // folded, without brackets and spaces
	Region Region
	Stem   string // 字号
	Trade  string
	Legal  string // the legal form; empty: a short name
	Group  bool   // it calls itself a group
	Branch bool   // a branch, which is no legal person of its own
	Number string // of a plant, in digits
	Old    string // a former name that it carries in brackets
	Latin  bool   // in Latin letters
}

var (
	brackets   = regexp.MustCompile(`[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]`)
	specials   = regexp.MustCompile(`^(\*?st|s\*?st|xd|xr|dr|n)(\p{Han})`)
	former     = regexp.MustCompile(`^(原名?|曾用名|更名前|前身)[:： ]*`)
	numbered   = regexp.MustCompile(`第?([一二三四五六七八九十]|\d{1,3})(厂|分厂|工厂|车间|分公司|公司|院|所|基地|期|号厂?|部)$`)
	latinLegal = regexp.MustCompile(
		`\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|group|holdings?|the)\b`,
	)
)

// legalForms are the endings of registered names, each before those that it ends in.
var legalForms = []string{
	"股份有限责任公司", "有限责任总公司", "股份有限公司", "有限责任公司", "股份公司", "控股有限公司", "有限公司", "总公司", "公司",
	"有限合伙", "合伙企业", "普通合伙", "股份",
}

// branches are the endings of what is no legal person of its own.
var branches = []string{"分公司", "分厂", "办事处", "分院", "营业部", "分行", "项目部"}

// trades are words for what firms do, which stand behind the 字号.
var trades = []string{
	"光电子", "光电", "光学", "光通信", "光纤", "光缆", "激光", "半导体", "集成电路", "微电子", "电子材料", "电子", "显示技术", "显示",
	"照明", "传感", "芯片", "信息技术", "信息", "通信", "软件", "网络", "数据", "智能装备", "智能制造", "智能", "机器人", "自动化",
	"新材料", "材料", "新能源", "能源", "电池", "锂电", "储能", "电力", "电气", "电器", "电缆", "汽车零部件", "汽车部件", "汽车", "零部件",
	"生物医药", "生物", "医药", "制药", "药业", "医疗器械", "医疗", "健康", "食品", "饮料", "粮油", "农业", "化工", "化学", "石化",
	"钢铁", "特钢", "冶金", "金属", "铝业", "铜业", "机械", "重工", "装备", "设备", "仪器", "仪表", "精密", "模具", "工业", "实业", "制造",
	"科技", "技术", "产业", "发展", "投资", "控股", "贸易", "商贸", "国际", "物流", "供应链", "航空", "港口", "环保", "环境", "建设", "建材",
	"建筑", "工程", "服务", "管理", "运营", "包装", "纸业", "纺织", "服饰", "家居", "塑料", "橡胶", "玻璃", "陶瓷", "石英", "气体", "燃气", "水务",
	"研究院", "研究所", "实验室", "创新中心", "设计院",
}

// Read takes a name apart. What it cannot place stays in the stem.
func Read(name string) Name {
	text := strings.TrimSpace(spelling.Fold(name))
	var n Name
	if m := specials.FindStringSubmatch(text); m != nil {
		text = text[len(m[1]):]
	}
	var inside Region
	text = brackets.ReplaceAllStringFunc(text, func(part string) string {
		within := strings.TrimSpace(brackets.FindStringSubmatch(part)[1])
		switch region, rest := RegionOf(within); {
		case former.MatchString(within):
			n.Old = former.ReplaceAllString(within, "")
		case region.Known() && rest == "":
			inside = region
		case within == "集团":
			n.Group = true
		case within == "筹" || within == "中国" || within == "普通合伙":
		default:
			return within
		}
		return ""
	})
	n.Latin = !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if n.Latin {
		n.Group = n.Group || strings.Contains(text, "group")
		text = latinLegal.ReplaceAllString(strings.Map(lettersOrSpace, text), " ")
		n.Stem = strings.Join(strings.Fields(text), "")
		n.Whole = n.Stem
		return n
	}
	text = squeezed(text)
	n.Whole = inside.String() + text
	if n.Group {
		n.Whole += "集团"
	}
	text = strings.TrimPrefix(text, "中国")
	n.Region, text = within(text)
	n.Region = n.Region.and(inside)
	text = n.endings(text)
	if place, at := lastPlace(text); at > 0 && !n.Region.Known() { // 圆通鄂州
		n.Region, text = place, text[:at]
	}
	n.Stem, n.Trade = parted(text)
	return n
}

// within takes the place off that a name begins with, unless nothing is left of it.
func within(text string) (Region, string) {
	r, rest := RegionOf(text)
	if len([]rune(rest)) < 2 {
		return Region{}, text
	}
	return r, rest
}

// endings takes off legal form, branch, number and group, in the order in which they stand.
func (n *Name) endings(text string) string {
	cut := func(ending string) bool {
		rest, has := strings.CutSuffix(text, ending)
		if has && len([]rune(rest)) >= 2 {
			text = rest
			return true
		}
		return false
	}
	for range 4 { // a branch stands behind the whole name of its firm
		before := text
		if m := numbered.FindStringSubmatchIndex(text); m != nil && m[0] >= len("二字") {
			n.Number = digits(text[m[2]:m[3]])
			n.Branch = n.Branch || strings.HasPrefix(text[m[4]:], "分")
			text = text[:m[0]]
		}
		if slices.ContainsFunc(branches, cut) {
			n.Branch = true
			if place, at := lastPlace(text); at > 0 { // 某某有限公司鄂州分公司
				n.Region, text = place, text[:at]
			}
		}
		for _, form := range legalForms {
			if cut(form) {
				n.Legal = form
				break
			}
		}
		if cut("集团") {
			n.Group = true
		}
		if text == before {
			break
		}
	}
	return text
}

// lastPlace finds a place that a text ends in.
func lastPlace(text string) (Region, int) {
	letters := []rune(strings.TrimSuffix(text, "市"))
	for n := min(longestPlace, len(letters)-2); n >= 2; n-- {
		if r, known := places[string(letters[len(letters)-n:])]; known {
			return r, len(string(letters[:len(letters)-n]))
		}
	}
	return Region{}, 0
}

// parted parts the 字号 from the words for the trade behind it.
func parted(text string) (stem, trade string) {
	for {
		cut := ""
		for _, word := range trades {
			if rest, has := strings.CutSuffix(text, word); has && len([]rune(rest)) >= 2 && len(word) > len(cut) {
				cut = word
			}
		}
		if cut == "" {
			return text, trade
		}
		text, trade = strings.TrimSuffix(text, cut), cut+trade
	}
}

// Form is the normal form: what a firm is called without place and legal form. Equal forms make two firms worth
// looking at, no more: 三安光电（鄂州）有限公司 and 湖北三安光电有限公司 may be two legal persons.
func (n Name) Form() string { return n.Stem + n.Trade }

// Generic tells whether nothing is left but words for a trade: 上海石化 and 中国石化 share no name.
func (n Name) Generic() bool { return slices.Contains(trades, n.Stem) }

// Registered tells whether the name has the form in which firms are registered.
func (n Name) Registered() bool {
	return strings.HasSuffix(n.Legal, "公司") && n.Legal != "公司" && n.Legal != "总公司"
}

func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func lettersOrSpace(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return ' '
}

// digits writes a number below twenty of Chinese figures in digits.
func digits(text string) string {
	for i, figure := range []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"} {
		if text == figure {
			return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}[i]
		}
	}
	return strings.TrimLeft(text, "0")
}
