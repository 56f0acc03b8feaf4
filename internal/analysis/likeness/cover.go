package likeness

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Coverage says how far one product of a firm is what is needed. Repetition, a firm's name and what similar firms make
// do not enter.
type Coverage struct {
	Need    string // the product that is needed
	Product Product
	Share   float64  // of the information of the need that the product carries, 0 to 1
	Words   []string // stretches of the need that it carries
	Head    bool     // it ends in the noun that the need ends in, or in one of the same class
	Rarest  bool     // it carries the rarest term of the need
}

// LeastShare is the part of the information of a need that one product must carry to be taken for it.
const LeastShare = .6

// Holds tells whether the product may be taken for what is needed.
func (c Coverage) Holds() bool { return c.Share >= LeastShare && c.Head && c.Rarest }

// better tells whether a coverage says more than another.
func (c Coverage) better(than Coverage) bool {
	if c.Holds() != than.Holds() {
		return c.Holds()
	}
	return c.Share > than.Share
}

// Cover returns the one product of a firm that carries most of one of the needs; false when none carries anything.
func (x *Index) Cover(needs []string, products []Product) (Coverage, bool) {
	var best Coverage
	for _, need := range needs {
		for _, p := range products {
			if c := x.cover(need, p); c.better(best) {
				best = c
			}
		}
	}
	return best, best.Share > 0
}

// cover compares a product with a need: by the pairs of neighbouring characters, and Latin words whole. A pair weighs
// what it tells, -ln of the part of the firms that carry it; one that nobody carries most.
func (x *Index) cover(need string, p Product) Coverage {
	c := Coverage{Need: need, Product: p}
	if Trades(p.Name) && !Trades(need) {
		return c
	}
	all, had, rarest := 0.0, 0.0, 0.0
	var carried []string
	has := x.whole(need, p.Name)
	for _, t := range terms(need) {
		tells := x.tells(t)
		all += tells
		if has[t] {
			had += tells
			carried = append(carried, t)
		}
		if tells > rarest {
			rarest, c.Rarest = tells, has[t]
		}
	}
	if had == 0 || all == 0 {
		return c
	}
	c.Share, c.Words, c.Head = had/all, stretches(need, carried), sameHead(need, p.Name)
	return c
}

// trading are words of names that say that a thing is bought and sold, not made.
var trading = []string{"贸易", "批发", "零售", "商业", "经销", "进出口", "流通", "商贸"}

// Trades tells whether a name says that a thing is bought and sold.
func Trades(name string) bool {
	return slices.ContainsFunc(trading, func(word string) bool { return strings.Contains(name, word) })
}

// tells is the information of a term.
func (x *Index) tells(term string) float64 {
	carriers := 0
	if w, known := x.words[term]; known {
		carriers = len(x.own[w])
	}
	return max(0, -math.Log(x.background(carriers)))
}

// terms are what the names of products are compared by: pairs, a character that stands alone, whole Latin words.
func terms(name string) []string {
	var out []string
	for _, run := range runs(name) {
		if !unicode.Is(unicode.Han, run[0]) || len(run) == 1 {
			out = append(out, string(run))
			continue
		}
		for i := range len(run) - 1 {
			out = append(out, string(run[i:i+2]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// whole are the terms of a need that a product carries as part of whole words. A stretch that cuts a pair closer than
// the one it begins or ends with has half a word there: 墨粉 cuts 石墨 in 石墨粉, which more firms say than 墨粉. That
// pair counts nothing.
func (x *Index) whole(need, product string) map[string]bool {
	has := terms(product)
	out := map[string]bool{}
	for _, run := range runs(need) {
		if !unicode.Is(unicode.Han, run[0]) || len(run) == 1 {
			out[string(run)] = slices.Contains(has, string(run))
			continue
		}
		pair := func(i int) string { return string(run[i : i+2]) }
		for from := 0; from < len(run)-1; {
			to := from
			for to < len(run)-1 && slices.Contains(has, pair(to)) {
				to++
			}
			next := max(to, from+1)
			for from < to && from > 0 && x.tells(pair(from-1)) < x.tells(pair(from)) {
				from++
			}
			for to > from && to < len(run)-1 && x.tells(pair(to)) < x.tells(pair(to-1)) {
				to--
			}
			for ; from < to; from++ {
				out[pair(from)] = true
			}
			from = next
		}
	}
	return out
}

// vague are endings that say nothing of what a product is.
var vague = []string{"系列产品", "产品", "系列", "业务", "生产", "制造", "销售", "收入", "类", "等", "及其他", "其他"}

// joints are what names of several products are joined by.
var joints = strings.NewReplacer("及", " ", "和", " ", "与", " ", "、", " ", "，", " ", "/", " ", "(", " ", "（", " ",
	"）", " ", ")", " ", "-", " ")

// Heads are the nouns at the end of the parts of a name: 电池 of 锂电池, 设备 of 检测设备及服务 beside 服务. Endings that say
// nothing are left out.
func Heads(name string) []string {
	var out []string
	for _, part := range strings.Fields(joints.Replace(name)) {
		for again := true; again; {
			again = false
			for _, ending := range vague {
				if short := strings.TrimSuffix(part, ending); short != part && utf8.RuneCountInString(short) >= 2 {
					part, again = short, true
				}
			}
		}
		all := runs(part)
		if len(all) == 0 {
			continue
		}
		if last := all[len(all)-1]; unicode.Is(unicode.Han, last[0]) {
			out = append(out, string(last[max(0, len(last)-2):]))
		} else {
			out = append(out, string(last))
		}
	}
	return out
}

// sameHead tells whether a part of a product's name ends as the need does.
func sameHead(need, product string) bool {
	wanted := Heads(need)
	if len(wanted) == 0 {
		return false
	}
	return slices.ContainsFunc(Heads(product), func(head string) bool {
		last := wanted[len(wanted)-1]
		return head == last || KindOf(head) != Goods && KindOf(head) == KindOf(last)
	})
}

// Kind is what sort of thing a noun means.
type Kind string

// The kinds: what is no equipment and no service is goods.
const (
	Goods     Kind = "goods"
	Equipment Kind = "equipment"
	Service   Kind = "service"
)

// endings of what is made to make or measure with, and of what is done for others.
var endings = []struct {
	kind Kind
	ends []string
}{
	{Equipment, []string{"设备", "装备", "装置", "机床", "机", "仪", "仪器", "炉", "生产线", "产线", "模具"}},
	{Service, []string{
		"服务", "检测", "认证", "检验", "注册", "治理", "咨询", "外包", "代理", "运维", "设计", "工程", "物流", "运输", "监测",
	}},
}

// KindOf tells from its ending what sort of thing a name means.
func KindOf(name string) Kind {
	for _, e := range endings {
		if slices.ContainsFunc(e.ends, func(end string) bool { return strings.HasSuffix(name, end) }) {
			return e.kind
		}
	}
	return Goods
}
