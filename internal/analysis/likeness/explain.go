package likeness

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"chainchief/graph"
)

// Way is how a firm speaks a word.
type Way string

// The ways, from direct to indirect.
const (
	Own      Way = "own"
	Name     Way = "name"
	Peers    Way = "peers"
	Industry Way = "industry"
)

// Part is what one way adds to a score, and what that rests on.
type Part struct {
	Way   Way
	Score float64
	Words []string // stretches of the product's name that earn it
	// own: the products that carry them · peers: the firms that do · industry: the industry; those that earn most first
	From []graph.ID
	// how many carry one of these stretches in part, two characters at least: own: products · peers: firms · industry:
	// other firms
	Count int
	Of    int // of so many
}

// mostFrom bounds the evidence of a part.
const mostFrom = 3

// Explanation is the score of one firm for one product with its reasons.
type Explanation struct {
	Ranked
	Parts []Part // own, name, peers, industry; those of 0 are left out. They sum to the score.
}

// Explain takes the score of a firm for a product apart. The firm is given with its products, which the index does not
// hold; when they are those that the index was built of, the score is that of Rank. A firm that is not in the index
// has no peers.
func (x *Index) Explain(product string, firm Firm) Explanation {
	v := view{Index: x, at: -1}
	if at, known := x.at[firm.ID]; known {
		v.at = at
	}
	if industry, known := x.industries[firm.Industry]; known {
		v.others = slices.DeleteFunc(slices.Clone(x.members[industry]), func(f int32) bool { return f == v.at })
	}
	own, named := ownWords(firm), nameWords(firm)
	parts := [...]Part{{Way: Own}, {Way: Name}, {Way: Peers}, {Way: Industry}}
	earned := [len(parts)][]earning{}
	score := 0.0
	for _, word := range Words(product) {
		w, known := x.words[word]
		if !known {
			continue
		}
		spoken := [len(parts)]float64{float64(own[word]), 0, v.peersWith(w), v.industryWith(w)}
		if named[word] {
			spoken[1] = 1
		}
		background, sum, before := x.background(len(x.own[w])), 0.0, 0.0
		for i, s := range spoken {
			sum += s
			all := math.Log1p(sum / background)
			if all > before {
				parts[i].Score += all - before
				earned[i] = append(earned[i], earning{word, w, all - before})
			}
			before = all
		}
		score += before
	}
	m := Explanation{Ranked: Ranked{Firm: firm.ID, Product: product, Score: score}}
	if score > 0 {
		m.Fit = score / x.fullScore(product)
	}
	for i, p := range parts {
		if p.Score > 0 {
			v.evidence(&p, firm, telling(earned[i]))
			p.Words = stretches(product, wordsOf(earned[i]))
			m.Parts = append(m.Parts, p)
		}
	}
	return m
}

// earning is what a word adds to a part.
type earning struct {
	word  string
	at    int32
	score float64
}

func wordsOf(earned []earning) []string {
	words := make([]string, len(earned))
	for i, e := range earned {
		words[i] = e.word
	}
	return words
}

// telling leaves out single characters, which nearly everybody carries, when there are pairs.
func telling(earned []earning) []earning {
	pairs := slices.DeleteFunc(slices.Clone(earned), func(e earning) bool { return utf8.RuneCountInString(e.word) < 2 })
	if len(pairs) == 0 {
		return earned
	}
	return pairs
}

// view is an index seen from one firm.
type view struct {
	*Index
	at     int32   // -1: not in the index
	others []int32 // the other firms of its industry
}

// carries says whether products of a firm of the index carry a word.
func (x *Index) carries(firm, word int32) bool {
	_, found := slices.BinarySearchFunc(x.own[word], firm, func(c count, f int32) int { return cmp.Compare(c.firm, f) })
	return found
}

func (v view) peersWith(word int32) float64 {
	if v.at < 0 {
		return 0
	}
	sum := 0.0
	for _, p := range v.peers[v.at] {
		if v.carries(p.firm, word) {
			sum += float64(p.weight)
		}
	}
	return sum
}

func (v view) industryWith(word int32) float64 {
	with := 0
	for _, firm := range v.others {
		if v.carries(firm, word) {
			with++
		}
	}
	return amongOthers(with, len(v.others))
}

// evidence fills in where a part comes from.
func (v view) evidence(p *Part, firm Firm, earned []earning) {
	var sources []source
	switch p.Way {
	case Own:
		for _, product := range firm.Products {
			words := Words(product.Name)
			sources = append(
				sources,
				source{product.ID, worth(earned, func(t earning) bool { return slices.Contains(words, t.word) })},
			)
		}
	case Peers:
		for _, other := range v.peers[v.at] {
			sources = append(sources, source{
				v.firms[other.firm],
				float64(other.weight) * worth(earned, func(t earning) bool { return v.carries(other.firm, t.at) }),
			})
		}
	case Industry:
		for _, other := range v.others {
			sources = append(
				sources,
				source{v.firms[other], worth(earned, func(t earning) bool { return v.carries(other, t.at) })},
			)
		}
	default:
		return
	}
	p.Of = len(sources)
	sources = slices.DeleteFunc(sources, func(s source) bool { return s.worth == 0 })
	p.Count = len(sources)
	if p.Way == Industry {
		p.From = []graph.ID{firm.Industry}
		return
	}
	slices.SortFunc(
		sources,
		func(a, b source) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.id, b.id)) },
	)
	for _, s := range sources[:min(len(sources), mostFrom)] {
		p.From = append(p.From, s.id)
	}
}

// source is a thing that a part rests on, and how much of it.
type source struct {
	id    graph.ID
	worth float64
}

// worth adds up the words that a source carries.
func worth(earned []earning, carries func(earning) bool) float64 {
	sum := 0.0
	for _, t := range earned {
		if carries(t) {
			sum += t.score
		}
	}
	return sum
}
