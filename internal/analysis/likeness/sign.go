package likeness

import (
	"cmp"
	"math"
	"slices"

	"chainchief/graph"
)

// Sign is one visible reason to take a firm for a maker of a product. Its value is 0 to 1, where 1 is the firm of the
// pool that shows most of it for this product; so a value says how a firm stands beside the others, and weights learned
// on some products hold for others.
type Sign struct {
	Key    string
	ZH, EN string
	Weight float64 // learned; 1 is a factor e of the odds. One below 0 takes back what other signs count twice.
}

// The signs, in the order of signs.
const (
	signWords = iota
	signOwn
	signName
	signPeers
	signIndustry
	signPairs
	signPeersAlone
	signSector
	signProfile
	signBreadth
	signOne
	signNearest
	signEnd
	signStart
	signTriple
	signMakers
	signBeside
	signCount
)

// named are the signs without their weights.
var named = [signCount]Sign{
	{Key: "words", ZH: "用词总分（产品、企业名、同类企业、三级行业）", EN: "all words: products, name, peers, industry at three levels"},
	{Key: "own", ZH: "自身产品用词", EN: "words of its own products"},
	{Key: "name", ZH: "企业名称用词（自身产品未含）", EN: "words of its name that its products do not carry"},
	{Key: "peers", ZH: "同类企业用词（以上未含）", EN: "words of its peers beyond these"},
	{Key: "industry", ZH: "同行业用词（以上未含）", EN: "words of its industry beyond these"},
	{Key: "pairs", ZH: "自身产品双字词", EN: "pairs of characters of its own products"},
	{Key: "peers_alone", ZH: "同类企业用词（单独计）", EN: "words of its peers, alone"},
	{Key: "sector", ZH: "上级行业用词", EN: "words of the industry above its own"},
	{Key: "profile", ZH: "产品谱与该名称相近", EN: "all its products together are near the name"},
	{Key: "breadth", ZH: "产品数（对数）", EN: "number of its products, logarithm"},
	{Key: "one", ZH: "单个产品覆盖的信息", EN: "information that one product carries"},
	{Key: "nearest", ZH: "最近的产品名（共有双字词占比）", EN: "nearest product: pairs shared, of all pairs of both"},
	{Key: "end", ZH: "产品名结尾相同", EN: "a product ends alike"},
	{Key: "start", ZH: "产品名开头相同", EN: "a product begins alike"},
	{Key: "triples", ZH: "产品共有的三字词", EN: "triples of characters that its products share"},
	{Key: "makers", ZH: "相近产品的生产企业所属行业", EN: "industry of the makers of similar products"},
	{Key: "beside", ZH: "相近产品的企业兼产其产品", EN: "makes what makers of similar products make too"},
}

// Signs returns the signs with their weights.
func Signs() []Sign { return slices.Clone(signs[:]) }

// SignValues are the values of the signs of one firm for one product, in the order of Signs.
type SignValues [signCount]float64

// Weigh is what the signs say of it together: the logarithm of its odds, up to a number that all firms share.
func (v SignValues) Weigh() float64 {
	sum := 0.0
	for i, s := range signs {
		sum += s.Weight * v[i]
	}
	return sum
}

// Weigh orders all firms for a product by their signs: the higher the likelier, in the order of Firms.
func (x *Index) Weigh(product string) []float64 { return weigh(x.Show(product)) }

func weigh(shown []SignValues) []float64 {
	out := make([]float64, len(shown))
	for firm, values := range shown {
		out[firm] = values.Weigh()
	}
	return out
}

// Order returns the firms that share a word with any of the products in the order of their signs. Fit is that which
// stands at the place when the same firms are ordered by words: signs say who comes first, words how near the product
// is to the pool at all. shown is what Show says of each product.
func (x *Index) Order(products []string) (best []Ranked, shown map[string][]SignValues) {
	best, shown = make([]Ranked, len(x.firms)), map[string][]SignValues{}
	for _, product := range products {
		full, scores := x.fullScore(product), x.Scores(product)
		shown[product] = x.Show(product)
		weighed := weigh(shown[product])
		var order []int32
		for firm, score := range scores {
			if score > 0 {
				order = append(order, int32(firm))
			}
		}
		slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(weighed[b], weighed[a]), cmp.Compare(a, b)) })
		fits := make([]float64, len(order))
		for i, firm := range order {
			fits[i] = scores[firm] / full
		}
		slices.SortFunc(fits, func(a, b float64) int { return cmp.Compare(b, a) })
		for i, firm := range order {
			if fits[i] > best[firm].Fit {
				best[firm] = Ranked{x.firms[firm], product, scores[firm], fits[i]}
			}
		}
	}
	best = slices.DeleteFunc(best, func(r Ranked) bool { return r.Fit == 0 })
	slices.SortFunc(best, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Fit, a.Fit), cmp.Compare(a.Firm, b.Firm)) })
	return best, shown
}

// ShowOf returns the signs of one firm of those that Show returned.
func (x *Index) ShowOf(firm graph.ID, shown []SignValues) (SignValues, bool) {
	at, known := x.at[firm]
	if !known {
		return SignValues{}, false
	}
	return shown[at], true
}

// Show returns the signs of every firm for a product of this name, in the order of Firms.
func (x *Index) Show(product string) []SignValues {
	out := make([]SignValues, len(x.firms))
	if len(x.firms) == 0 {
		return out
	}
	x.showWords(product, out)
	x.showProfile(product, out)
	x.showNames(product, out)
	x.showSimilar(product, out)
	for i := range out {
		out[i][signBreadth] = math.Log1p(float64(len(x.made[i])))
	}
	var most SignValues
	for i := range out {
		for s, v := range out[i] {
			most[s] = max(most[s], v)
		}
	}
	for i := range out {
		for s := range out[i] {
			if most[s] > 0 {
				out[i][s] /= most[s]
			}
		}
	}
	return out
}

// voices are how a firm speaks a word.
type voices struct{ own, name, peers float64 }

// showWords takes the score of each firm apart by the ways in which it speaks.
func (x *Index) showWords(product string, out []SignValues) {
	spoken := make([]voices, len(x.firms))
	for _, word := range Words(product) {
		w, known := x.words[word]
		if !known {
			continue
		}
		clear(spoken)
		with := [levels]map[int32]int{{}, {}, {}}
		for _, c := range x.own[w] {
			for l, industry := range x.sectors[c.firm] {
				with[l][industry]++
			}
			for _, p := range x.peerOf[c.firm] {
				spoken[p.firm].peers += float64(p.weight)
			}
		}
		for _, c := range x.own[w] {
			spoken[c.firm].own = float64(c.products)
		}
		for _, firm := range x.name[w] {
			spoken[firm].name = 1
		}
		background, pair := x.background(len(x.own[w])), len([]rune(word)) > 1
		for firm, v := range spoken {
			among := x.among(int32(firm), with, v.own > 0)
			if v == (voices{}) && among == ([levels]float64{}) {
				continue
			}
			values := &out[firm]
			own := math.Log1p(v.own / background)
			named := math.Log1p((v.own + v.name) / background)
			peered := math.Log1p((v.own + v.name + v.peers) / background)
			values[signOwn] += own
			values[signName] += named - own
			values[signPeers] += peered - named
			values[signIndustry] += math.Log1p((v.own+v.name+v.peers+among[0])/background) - peered
			values[signPeersAlone] += math.Log1p(v.peers / background)
			values[signSector] += math.Log1p(among[1] / background)
			if pair {
				values[signPairs] += own
			}
			// twice by the root of the number of products, so that a long list does not speak every word
			said := 2*v.own/math.Sqrt(float64(max(1, len(x.made[firm])))) + v.name + v.peers
			values[signWords] += math.Log1p((said + (among[0]+among[1]+among[2])/levels) / background)
		}
	}
}

// among is the part of the other firms of each industry of a firm that carry a word; with says how many firms do, and
// carries whether it is one of them.
func (x *Index) among(firm int32, with [levels]map[int32]int, carries bool) (among [levels]float64) {
	self := 0
	if carries {
		self = 1
	}
	for l, industry := range x.sectors[firm] {
		if n := with[l][industry]; industry >= 0 && n > self {
			among[l] = amongOthers(n-self, x.sizes[l][industry]-1)
		}
	}
	return among
}

// showProfile is the cosine of the words of all products of a firm and those of the product, but for a factor that all
// firms share.
func (x *Index) showProfile(product string, out []SignValues) {
	for _, word := range Words(product) {
		w, known := x.words[word]
		if !known || 2*len(x.own[w]) > len(x.firms) {
			continue
		}
		rarity := x.rarity(w)
		for _, c := range x.own[w] {
			out[c.firm][signProfile] += rarity * math.Log1p(float64(c.products)) * rarity / x.lengths[c.firm]
		}
	}
}

// showNames compares the product with the names of single products.
func (x *Index) showNames(product string, out []SignValues) {
	wanted := terms(product)
	carried, shared := map[int32]float64{}, map[int32]int{}
	for _, t := range wanted {
		if w, known := x.words[t]; known {
			tells := x.tells(t)
			for _, c := range x.carriers[w] {
				carried[c.at] += tells
				shared[c.at]++
			}
		}
	}
	for p, tells := range carried {
		nearest := float64(shared[p]) / float64(len(wanted)+int(x.pairs[p])-shared[p])
		for _, firm := range x.makers[p] {
			out[firm][signOne] = max(out[firm][signOne], tells)
			out[firm][signNearest] = max(out[firm][signNearest], nearest)
		}
	}
	for _, side := range []struct {
		of   map[string]*ending
		keys []string
		sign int
	}{{x.ends, tails(product), signEnd}, {x.starts, beginnings(product), signStart}} {
		for _, key := range side.keys {
			if e := side.of[key]; e != nil {
				tells := math.Log(float64(len(x.makers)) / float64(1+e.products))
				for _, firm := range e.firms {
					out[firm][side.sign] = max(out[firm][side.sign], tells)
				}
			}
		}
	}
	for _, t := range triples(product) {
		for _, c := range x.triples[t] {
			out[c.firm][signTriple] += float64(c.products)
		}
	}
	for i := range out {
		out[i][signTriple] = math.Log1p(out[i][signTriple])
	}
}

// similar bounds how many of the most similar products are asked for what their makers make beside them, and how like
// one must be.
const (
	mostSimilar  = 60
	leastSimilar = .25
)

// showSimilar asks who makes products of similar names, by the cosine of their words.
func (x *Index) showSimilar(product string, out []SignValues) {
	like := x.like(product)
	near := make([]float64, len(x.firms)) // by firm: the most alike of its products, cubed
	var top []term
	for p, v := range like {
		if v <= 0 {
			continue
		}
		for _, firm := range x.makers[p] {
			near[firm] = max(near[firm], v*v*v)
		}
		if v > leastSimilar {
			top = append(top, term{int32(p), v})
		}
	}
	x.showMakers(near, out)
	slices.SortFunc(top, func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.at, b.at)) })
	x.showBeside(top[:min(len(top), mostSimilar)], out)
}

// showMakers compares the industry above a firm's own with that of the other makers of similar products.
func (x *Index) showMakers(near []float64, out []SignValues) {
	const level = 1
	all, sums := 0.0, make([]float64, len(x.sizes[level]))
	for firm, v := range near {
		all += v
		if s := x.sectors[firm][level]; s >= 0 {
			sums[s] += v
		}
	}
	for firm, v := range near {
		if s := x.sectors[firm][level]; s >= 0 && all-v > 1e-9 && sums[s]-v > 1e-9 {
			usual := float64(x.sizes[level][s]) / float64(len(x.firms))
			out[firm][signMakers] = math.Log1p((sums[s] - v) / (all - v) / usual)
		}
	}
}

// showBeside adds up how often what a firm makes stands beside similar products, with other makers than the firm.
func (x *Index) showBeside(top []term, out []SignValues) {
	together := func(other int32, t term) float64 {
		return math.Pow(t.weight, 4) / float64(max(len(x.makers[other]), len(x.makers[t.at])))
	}
	beside, makes := map[int32]float64{}, map[int32][]term{}
	for _, t := range top {
		for _, firm := range x.makers[t.at] {
			makes[firm] = append(makes[firm], t)
			for _, other := range x.made[firm] {
				if other != t.at && len(x.makers[other]) > 1 {
					beside[other] += together(other, t)
				}
			}
		}
	}
	for other, all := range beside {
		for _, firm := range x.makers[other] {
			mine := 0.0
			for _, t := range makes[firm] {
				if t.at != other {
					mine += together(other, t)
				}
			}
			if v := all - mine; v > 1e-9 {
				out[firm][signBeside] = max(out[firm][signBeside], math.Log1p(10*v))
			}
		}
	}
}
