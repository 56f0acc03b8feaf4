package likeness

import (
	"math"

	"chainchief/graph"
)

// levels is how many levels of industries are read: a firm's own and two above it.
const levels = 3

// catalogue is what signs need to know of the products of a pool, each name once; a product is its place here.
type catalogue struct {
	products map[string]int32
	makers   [][]int32 // of each product
	made     [][]int32 // of each firm
	pairs    []int32   // of each product: how many terms its name has
	carriers [][]term  // of each word: products that carry it, as vectors of length one
	spread   float64   // ln of the number of products

	ends, starts map[string]*ending
	triples      map[string][]count

	sectors [][levels]int32 // of each firm: its industry and those above; -1 when unknown
	sizes   [levels][]int   // firms of each industry
	lengths []float64       // of each firm: that of the vector of its words
}

// Above returns the industries above one, from narrow to wide, as far as signs read them; above says what each belongs
// to.
func Above(industry graph.ID, above map[graph.ID]graph.ID) []graph.ID {
	var out []graph.ID
	for up := above[industry]; up != "" && len(out) < levels-1; up = above[up] {
		out = append(out, up)
	}
	return out
}

// ending is what ends, or begins, with the same characters.
type ending struct {
	products int
	firms    []int32
}

// tails are the last two, three and four characters of a name.
func tails(name string) []string {
	var out []string
	for r, k := []rune(name), 2; k <= min(4, len(r)); k++ {
		out = append(out, string(r[len(r)-k:]))
	}
	return out
}

// beginnings are its first two, three and four.
func beginnings(name string) []string {
	var out []string
	for r, k := []rune(name), 2; k <= min(4, len(r)); k++ {
		out = append(out, string(r[:k]))
	}
	return out
}

// triples are the stretches of three characters of a name, each once.
func triples(name string) []string {
	var out []string
	seen := map[string]bool{}
	for r, i := []rune(name), 0; i+3 <= len(r); i++ {
		if t := string(r[i : i+3]); !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// read fills the catalogue; the firms are in their order by then.
func (x *Index) read(firms map[graph.ID]Firm) {
	x.products, x.triples = map[string]int32{}, map[string][]count{}
	x.ends, x.starts = map[string]*ending{}, map[string]*ending{}
	x.made = make([][]int32, len(x.firms))
	var names []string
	for at, id := range x.firms {
		firm := int32(at)
		for _, p := range firms[id].Products {
			product, known := x.products[p.Name]
			if !known {
				product = int32(len(names))
				x.products[p.Name], names, x.makers = product, append(names, p.Name), append(x.makers, nil)
				x.pairs = append(x.pairs, int32(len(terms(p.Name))))
			}
			if m := x.makers[product]; len(m) > 0 && m[len(m)-1] == firm { // two products of one name
				continue
			}
			x.makers[product], x.made[firm] = append(x.makers[product], firm), append(x.made[firm], product)
			x.spell(p.Name, firm, !known)
		}
	}
	x.readSectors(firms)
	x.readVectors(names)
}

// spell notes how the name of a product of a firm begins, ends and is put together.
func (x *Index) spell(name string, firm int32, first bool) {
	for _, side := range []struct {
		of   map[string]*ending
		keys []string
	}{{x.ends, tails(name)}, {x.starts, beginnings(name)}} {
		for _, key := range side.keys {
			e := side.of[key]
			if e == nil {
				e = &ending{}
				side.of[key] = e
			}
			if first {
				e.products++
			}
			if n := len(e.firms); n == 0 || e.firms[n-1] != firm {
				e.firms = append(e.firms, firm)
			}
		}
	}
	for _, t := range triples(name) {
		list := x.triples[t]
		if n := len(list); n > 0 && list[n-1].firm == firm {
			list[n-1].products++
		} else {
			x.triples[t] = append(list, count{firm, 1})
		}
	}
}

// readSectors numbers the industries of each level.
func (x *Index) readSectors(firms map[graph.ID]Firm) {
	x.sectors = make([][levels]int32, len(x.firms))
	var numbers [levels]map[graph.ID]int32
	for l := range numbers {
		numbers[l] = map[graph.ID]int32{}
	}
	for at, id := range x.firms {
		industry := firms[id].Industry
		for l := range levels {
			if l > 0 && l <= len(firms[id].Above) {
				industry = firms[id].Above[l-1]
			}
			x.sectors[at][l] = -1
			if industry == "" {
				continue
			}
			n, known := numbers[l][industry]
			if !known {
				n = int32(len(x.sizes[l]))
				numbers[l][industry], x.sizes[l] = n, append(x.sizes[l], 0)
			}
			x.sectors[at][l] = n
			x.sizes[l][n]++
		}
	}
}

// readVectors gives each product the vector of its words: tf-idf over the names of products, of length one.
func (x *Index) readVectors(names []string) {
	x.carriers, x.spread = make([][]term, len(x.own)), math.Log(float64(1+len(names)))
	vectors := make([][]int32, len(names))
	for p, name := range names {
		for _, word := range Words(name) {
			w := x.words[word]
			vectors[p] = append(vectors[p], w)
			x.carriers[w] = append(x.carriers[w], term{int32(p), 0})
		}
	}
	lengths := make([]float64, len(names))
	for p, words := range vectors {
		for _, w := range words {
			lengths[p] += x.idf(w) * x.idf(w)
		}
	}
	for w, list := range x.carriers {
		for i, c := range list {
			list[i].weight = x.idf(int32(w)) / math.Sqrt(lengths[c.at])
		}
	}
}

// idf is the weight of a word in the name of a product.
func (x *Index) idf(w int32) float64 { return 1 + x.spread - math.Log(float64(1+len(x.carriers[w]))) }

// like is the cosine of the name to that of each product.
func (x *Index) like(name string) []float64 {
	like, length := make([]float64, len(x.makers)), 0.0
	for _, word := range Words(name) {
		weight := 1 + x.spread
		w, known := x.words[word]
		if known {
			weight = x.idf(w)
			for _, c := range x.carriers[w] {
				like[c.at] += weight * c.weight
			}
		}
		length += weight * weight
	}
	for p := range like {
		like[p] /= math.Sqrt(length)
	}
	return like
}
