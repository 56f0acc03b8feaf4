package evaluation

import (
	"math"
	"math/rand/v2"

	"chainchief/internal/analysis/likeness"
)

// Method is a way to rank. Prepare sees the visible edges and returns what scores all firms, in their order, for a
// product; the higher the better.
type Method struct {
	Name    string
	Prepare func(visible *Set, seed uint64) func(product int32) []float64
}

// Methods returns the baselines, and last the method that the product uses.
func Methods() []Method {
	return []Method{
		{"random", random},
		{"popularity", popularity},
		{"co-production", coProduction},
		{"names", names},
		{"words", words},
		{"logistic", logistic},
	}
}

func random(visible *Set, seed uint64) func(int32) []float64 {
	return func(product int32) []float64 {
		source := rand.New(rand.NewPCG(seed, uint64(product)+1))
		scores := make([]float64, len(visible.Firms))
		for i := range scores {
			scores[i] = source.Float64()
		}
		return scores
	}
}

// popularity ranks by how many products a firm makes.
func popularity(visible *Set, _ uint64) func(int32) []float64 {
	scores := make([]float64, len(visible.Firms))
	for _, e := range visible.Edges {
		scores[e.Firm]++
	}
	return func(int32) []float64 { return scores }
}

// coProduction adds up the proximity φ of the product to each product of a firm, φ = makers of both / max(makers of
// either) (Hidalgo et al., Science 317:482, 2007).
func coProduction(visible *Set, _ uint64) func(int32) []float64 {
	makers, portfolios := visible.makers(), visible.portfolios()
	return func(product int32) []float64 {
		both := map[int32]int{}
		for _, firm := range makers[product] {
			for _, other := range portfolios[firm] {
				both[other]++
			}
		}
		scores := make([]float64, len(visible.Firms))
		for firm, portfolio := range portfolios {
			for _, other := range portfolio {
				scores[firm] += float64(both[other]) / float64(max(len(makers[product]), len(makers[other])))
			}
		}
		return scores
	}
}

// names adds up, over the products of a firm, the cosine of its name and that of the product to the 4th power: tf-idf
// of characters and pairs, over the names of all products.
func names(visible *Set, _ uint64) func(int32) []float64 {
	vectors, carriers := nameVectors(visible)
	makers := visible.makers()
	like := make([]float64, len(visible.Products))
	return func(product int32) []float64 {
		for _, t := range vectors[product] {
			for _, other := range carriers[t.at] {
				like[other.at] += t.weight * other.weight
			}
		}
		scores := make([]float64, len(visible.Firms))
		for other, likeness := range like {
			if likeness > 0 {
				for _, firm := range makers[other] {
					scores[firm] += math.Pow(likeness, 4)
				}
			}
		}
		clear(like)
		return scores
	}
}

// term is a word of a product, and a product of a word.
type term struct {
	at     int32
	weight float64
}

// nameVectors gives the words of each product, scaled to length one, and by word those products that somebody makes.
func nameVectors(s *Set) (vectors, carriers [][]term) {
	vectors = make([][]term, len(s.Products))
	number := map[string]int32{}
	var spread []int
	for p := range s.Products {
		for _, word := range likeness.Words(s.Products[p].Name) {
			w, known := number[word]
			if !known {
				w = int32(len(spread))
				number[word], spread = w, append(spread, 0)
			}
			spread[w]++
			vectors[p] = append(vectors[p], term{at: w})
		}
	}
	carriers = make([][]term, len(spread))
	makers := s.makers()
	for p, vector := range vectors {
		length := 0.0
		for i := range vector {
			vector[i].weight = 1 + math.Log(float64(1+len(s.Products))/float64(1+spread[vector[i].at]))
			length += vector[i].weight * vector[i].weight
		}
		for i := range vector {
			vector[i].weight /= math.Sqrt(length)
			if len(makers[p]) > 0 {
				carriers[vector[i].at] = append(carriers[vector[i].at], term{int32(p), vector[i].weight})
			}
		}
	}
	return vectors, carriers
}

// words is the method of internal/analysis/likeness.
func words(visible *Set, _ uint64) func(int32) []float64 {
	index := likeness.NewIndex(visible.Pool())
	return func(product int32) []float64 { return index.Scores(visible.Products[product].Name) }
}

// logistic is the method of the signs with their learned weights.
func logistic(visible *Set, _ uint64) func(int32) []float64 {
	index := likeness.NewIndex(visible.Pool())
	return func(product int32) []float64 { return index.Weigh(visible.Products[product].Name) }
}
