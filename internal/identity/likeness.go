package identity

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"

	"github.com/mozillazg/go-pinyin"
)

// Thresholds of the score. What is as likely as Ask is put before a person; nothing is joined on a score.
const (
	Ask    = 0.5
	Likely = 0.8 // the answer is most often that they are one
)

// Part is one reason with the points that it brings or takes, in both languages.
type Part struct {
	Code   string
	ZH, EN string
	Points float64
}

// Likeness is how far two firms look like one, and why.
type Likeness struct {
	Score   float64 // 0 to 1
	For     []Part  // the strongest first
	Against []Part
	Joins   bool // equal credit codes: one firm, whatever else they say
}

// What the parts count. They were set by judgement on the pairs of testdata/pairs.csv, see docs/identity.md.
const (
	pointsListed    = 0.9
	pointsWhole     = 0.95 // the registered name, letter by letter
	pointsAlias     = 0.9  // the one is called so elsewhere or earlier
	pointsForm      = 0.85
	pointsFormOnly  = 0.75 // the place is not said of one of them
	pointsStem      = 0.62 // the one name lacks the trade
	pointsStemTrade = 0.5  // both have a trade, another one
	pointsWithin    = 0.6  // the one name holds the other
	pointsPairs     = 0.55 // of letters, times how many are shared
	pointsSound     = 0.6
	pointsPlace     = 0.05
	pointsTies      = 0.05

	lessCodes  = 0.7
	lessListed = 0.4
	lessRegion = 0.3
	lessBranch = 0.35
	lessNumber = 0.5
	lessGroup  = 0.2
	lessParent = 0.35
	lessTrade  = 0.15
)

// leastShared is the share of letter pairs from which names are alike at all.
const leastShared = 0.5

// Compare says how far two firms look like one.
func Compare(a, b *Firm) (l Likeness) {
	if a.Credit != "" && a.Credit == b.Credit {
		return Likeness{1, []Part{{"credit_code", "统一社会信用代码相同 " + a.Credit, "Same credit code " + a.Credit, 1}}, nil, true}
	}
	if a.Listed != "" && a.Listed == b.Listed {
		l.give("listed_code", "证券代码相同 "+a.Listed, "Same listed code "+a.Listed, pointsListed)
	}
	x, y, name := closest(a, b)
	if name.Points > 0 {
		l.For = append(l.For, name)
	}
	if len(l.For) == 0 {
		return Likeness{}
	}
	slices.SortStableFunc(l.For, func(p, q Part) int { return int(1000*q.Points) - int(1000*p.Points) })
	score := l.For[0].Points
	l.beside(a, b)
	l.against(a, b, x, y, name.Code)
	for _, p := range l.For[1:] {
		if p.Code == "place" || p.Code == "ties" {
			score += p.Points
		}
	}
	for _, p := range l.Against {
		score += p.Points
	}
	l.Score = min(0.99, max(0, score))
	return l
}

func (l *Likeness) give(code, zh, en string, points float64) {
	l.For = append(l.For, Part{code, zh, en, points})
}

func (l *Likeness) take(code, zh, en string, points float64) {
	l.Against = append(l.Against, Part{code, zh, en, -points})
}

// beside is what makes a likeness of names or codes firmer, and makes none by itself.
func (l *Likeness) beside(a, b *Firm) {
	r, s := a.Region(), b.Region()
	if r.Known() && s.Known() && !r.Differs(s) {
		at := r.and(s).String()
		l.give("place", "地点相同："+at, "Same place: "+at, pointsPlace)
	}
	for _, tie := range a.Ties {
		if slices.Contains(b.Ties, tie) {
			l.give("ties", "环节或产品相同", "A link or product in common", pointsTies)
			return
		}
	}
}

// against is what speaks for two firms. Of names that are the same letter by letter another credit code says that one
// of the two codes is wrong.
func (l *Likeness) against(a, b *Firm, x, y called, method string) {
	if a.Credit != "" && b.Credit != "" {
		less := lessCodes
		if method == "whole" {
			less = pointsWhole - Ask - 0.05
		}
		l.take("credit_code", "信用代码不同", "Other credit codes", less)
	}
	if a.Listed != "" && b.Listed != "" && a.Listed != b.Listed {
		l.take("listed_code", "证券代码不同", "Other listed codes", lessListed)
	}
	r, s := a.Region(), b.Region()
	if x.Region.Differs(y.Region) {
		r, s = x.Region, y.Region
	}
	if r.Differs(s) {
		l.take("region", fmt.Sprintf("地点不同：%s，%s", r, s), fmt.Sprintf("Other places: %s, %s", r, s), lessRegion)
	}
	if x.Branch != y.Branch {
		l.take("branch", "一个是分公司、分厂，不是独立法人", "One is a branch, no legal person of its own", lessBranch)
	}
	if x.Number != y.Number {
		l.take("number", "名称里的序号不同", "Other numbers in the names", lessNumber)
	}
	if x.Group != y.Group && method != "alias" {
		l.take("group", "一个是集团", "One is a group", lessGroup)
	}
	if a.ID != "" && a.ID == b.Parent || b.ID != "" && b.ID == a.Parent || a.Parent != "" && b.Parent != "" &&
		a.Parent != b.Parent {
		l.take("parent", "一个隶属另一个，或各属不同集团", "One belongs to the other, or each to another group", lessParent)
	}
	if method == "stem_trade" {
		l.take("trade", fmt.Sprintf("行业用语不同：%s，%s", x.Trade, y.Trade),
			fmt.Sprintf("Other trades: %s, %s", x.Trade, y.Trade), lessTrade)
	}
}

// closest are the two names that are most alike, and how.
func closest(a, b *Firm) (x, y called, best Part) {
	for _, n := range a.names {
		for _, m := range b.names {
			if p := compareNames(n, m); p.Points > best.Points {
				x, y, best = n, m, p
			}
		}
	}
	return x, y, best
}

// compareNames is the strongest thing that two names have in common.
func compareNames(n, m called) Part {
	both := n.text + " ⇋ " + m.text
	apart := n.Region.Differs(m.Region)
	form := n.Form() == m.Form()
	switch {
	case n.Whole == m.Whole && (n.alias || m.alias):
		return Part{"alias", "曾用名或别名相同：" + n.text, "Same former or other name: " + n.text, pointsAlias}
	case n.Whole == m.Whole && n.Registered():
		return Part{"whole", "登记名称相同：" + n.text, "Same registered name: " + n.text, pointsWhole}
	case n.Whole == m.Whole:
		return Part{"form", "名称相同：" + n.text, "Same name: " + n.text, pointsForm}
	case n.Generic() || m.Generic():
		return Part{}
	case form && n.Region.Known() == m.Region.Known():
		return Part{"form", "规范名称相同：" + both, "Same normal form: " + both, pointsForm}
	case form:
		return Part{"form", "规范名称相同，一个没写地点：" + both, "Same normal form, one without a place: " + both, pointsFormOnly}
	case n.Latin != m.Latin:
		return Part{}
	case n.Stem == m.Stem && (n.Trade == "" || m.Trade == ""):
		return Part{"stem", "字号相同，一个没写行业：" + both, "Same stem, one without a trade: " + both, pointsStem}
	case n.Stem == m.Stem && (strings.HasPrefix(n.Trade, m.Trade) || strings.HasPrefix(m.Trade, n.Trade)):
		return Part{"stem", "字号相同，行业用语一长一短：" + both, "Same stem, one trade longer: " + both, pointsStem}
	case n.Stem == m.Stem:
		return Part{"stem_trade", "字号相同：" + both, "Same stem: " + both, pointsStemTrade}
	case apart: // beyond equal parts of names, only within a region
		return Part{}
	}
	long, short := n.Form(), m.Form()
	if len(long) < len(short) {
		long, short = short, long
	}
	shared := Shared(long, short)
	switch {
	case !n.Latin && len([]rune(short)) >= 3 && strings.Contains(long, short):
		return Part{"within", "名称含另一个：" + both, "One name holds the other: " + both, pointsWithin}
	case !n.Latin && n.Trade == m.Trade && sound(n.Form()) == sound(m.Form()):
		return Part{"sound", "读音相同：" + both, "Sound the same: " + both, pointsSound}
	case shared >= leastShared:
		return Part{"letters", fmt.Sprintf("名称像 %.2f：%s", shared, both), fmt.Sprintf("Names alike by %.2f: %s", shared, both),
			pointsPairs + (shared-leastShared)*0.4}
	}
	return Part{}
}

// Shared is the Jaccard coefficient of the pairs of letters of two texts, 0 to 1.
func Shared(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	shared := 0
	for p := range x {
		if y[p] {
			shared++
		}
	}
	if all := len(x) + len(y) - shared; all > 0 {
		return float64(shared) / float64(all)
	}
	return 0
}

func pairs(text string) map[string]bool {
	letters, out := []rune(text), map[string]bool{}
	for i := 0; i+1 < len(letters); i++ {
		out[string(letters[i:i+2])] = true
	}
	return out
}

func sound(text string) string { return strings.Join(pinyin.LazyConvert(text, nil), " ") }

// Candidate is an enterprise that a firm may be.
type Candidate struct {
	Firm *Firm
	Likeness
}

// Alike are those of some firms that look enough like one to ask a person, the likest first; at most most.
func Alike(f *Firm, among []*Firm, most int) (list []Candidate) {
	for _, other := range among {
		if other.ID != "" && other.ID == f.ID {
			continue
		}
		if l := Compare(f, other); l.Joins || l.Score >= Ask {
			list = append(list, Candidate{other, l})
		}
	}
	slices.SortStableFunc(list, func(a, b Candidate) int {
		if a.Score != b.Score {
			return int(10000*b.Score) - int(10000*a.Score)
		}
		return strings.Compare(string(a.Firm.ID), string(b.Firm.ID))
	})
	return list[:min(most, len(list))]
}

// Index finds firms of the graph that have something in common with one: a code, a name, or a pair of letters that few
// have.
type Index struct {
	firms []*Firm
	by    map[string][]int
}

// NewIndex indexes the enterprises of a snapshot.
func NewIndex(g *graph.Snapshot) *Index {
	x := &Index{by: map[string][]int{}}
	for i, n := range g.Of(graph.KindEnterprise) {
		f := FirmOf(g, n)
		x.firms = append(x.firms, f)
		for key := range keys(f) {
			x.by[key] = append(x.by[key], i)
		}
	}
	return x
}

// keys are what two firms must have one in common of to be compared.
func keys(f *Firm) map[string]bool {
	out := map[string]bool{}
	for _, code := range []string{f.Credit, f.Listed} {
		if code != "" {
			out["code "+code] = true
		}
	}
	for _, n := range f.names {
		out[n.Whole] = true
		out["sound "+sound(n.Stem)] = true
		for p := range pairs(n.Stem) {
			out[p] = true
		}
	}
	return out
}

// mostOfKey bounds how many firms may have a key in common: what more have, as 中国, says nothing by itself.
const mostOfKey = 400

// Near are the firms that one is compared with.
func (x *Index) Near(f *Firm) (list []*Firm) {
	seen := map[int]bool{}
	for key := range keys(f) {
		if of := x.by[key]; len(of) <= mostOfKey {
			for _, i := range of {
				seen[i] = true
			}
		}
	}
	for i, other := range x.firms {
		if seen[i] && (f.ID == "" || other.ID != f.ID) {
			list = append(list, other)
		}
	}
	return list
}
