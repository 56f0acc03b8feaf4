package likeness

import (
	"cmp"
	"iter"
	"math"
	"runtime"
	"slices"
	"sync"

	"chainchief/graph"
)

// Product is something a firm makes.
type Product struct {
	ID   graph.ID
	Name string
}

// Firm is a candidate as far as ranking reads it.
type Firm struct {
	ID       graph.ID
	Names    []string   // full name, short name, further ones
	Industry graph.ID   // the narrowest that is known; empty when none is
	Above    []graph.ID // the industries above it, from narrow to wide
	Products []Product
}

// mostPeers is how many of the most similar firms speak for a firm. 50 do a little worse, 200 no better.
const mostPeers = 100

// Index is what ranking needs to know of a pool of firms. It does not change once built and is safe to share.
type Index struct {
	firms      []graph.ID // ordered by id; a firm is its place here
	at         map[graph.ID]int32
	industry   []int32 // of each firm; -1 when unknown
	industries map[graph.ID]int32
	members    [][]int32 // firms of each industry
	words      map[string]int32
	own        [][]count // of each word: firms with products that carry it, ordered
	name       [][]int32 // of each word: firms with names that carry it, ordered
	peers      [][]peer  // of each firm, most alike first
	peerOf     [][]peer  // of each firm: those it is a peer of, ordered
	catalogue
}

// count says how many products of a firm carry a word.
type count struct{ firm, products int32 }

// peer is another firm and its weight; the weights of a firm's peers sum to one.
type peer struct {
	firm   int32
	weight float32 // half the memory; what is lost is far below what likeness means
}

// NewIndex reads the firms, one after the other, in any order: the index is the same. A firm that comes twice counts
// with what was said first.
func NewIndex(firms iter.Seq[Firm]) *Index {
	x := &Index{at: map[graph.ID]int32{}, industries: map[graph.ID]int32{}, words: map[string]int32{}}
	all := map[graph.ID]Firm{}
	for f := range firms {
		if _, known := x.at[f.ID]; !known {
			x.add(f)
			all[f.ID] = f
		}
	}
	x.order()
	x.read(all)
	x.join()
	return x
}

func (x *Index) add(f Firm) {
	at := int32(len(x.firms))
	x.firms, x.at[f.ID] = append(x.firms, f.ID), at
	industry := int32(-1)
	if f.Industry != "" {
		var known bool
		if industry, known = x.industries[f.Industry]; !known {
			industry = int32(len(x.members))
			x.industries[f.Industry], x.members = industry, append(x.members, nil)
		}
		x.members[industry] = append(x.members[industry], at)
	}
	x.industry = append(x.industry, industry)
	for word, products := range ownWords(f) {
		w := x.word(word)
		x.own[w] = append(x.own[w], count{at, products})
	}
	for word := range nameWords(f) {
		w := x.word(word)
		x.name[w] = append(x.name[w], at)
	}
}

// ownWords counts in how many products of a firm each word stands.
func ownWords(f Firm) map[string]int32 {
	words := map[string]int32{}
	for _, p := range f.Products {
		for _, w := range Words(p.Name) {
			words[w]++
		}
	}
	return words
}

func nameWords(f Firm) map[string]bool {
	words := map[string]bool{}
	for _, name := range f.Names {
		for _, w := range Words(legalForms.Replace(name)) {
			words[w] = true
		}
	}
	return words
}

func (x *Index) word(word string) int32 {
	w, known := x.words[word]
	if !known {
		w = int32(len(x.own))
		x.words[word], x.own, x.name = w, append(x.own, nil), append(x.name, nil)
	}
	return w
}

// order numbers the firms by id, so that nothing depends on the order in which they came.
func (x *Index) order() {
	old := make([]int32, len(x.firms))
	for i := range old {
		old[i] = int32(i)
	}
	slices.SortFunc(old, func(a, b int32) int { return cmp.Compare(x.firms[a], x.firms[b]) })
	firms, industry, now := make([]graph.ID, len(old)), make([]int32, len(old)), make([]int32, len(old))
	for i, o := range old {
		firms[i], industry[i], now[o] = x.firms[o], x.industry[o], int32(i)
		x.at[firms[i]] = int32(i)
	}
	x.firms, x.industry = firms, industry
	for _, lists := range [][][]int32{x.members, x.name} {
		for _, list := range lists {
			for i := range list {
				list[i] = now[list[i]]
			}
			slices.Sort(list)
		}
	}
	for w, list := range x.own {
		for i := range list {
			list[i].firm = now[list[i].firm]
		}
		slices.SortFunc(list, func(a, b count) int { return cmp.Compare(a.firm, b.firm) })
		x.own[w] = slices.Clone(list) // without the room to grow
	}
}

// background is P0 of a word: how usual it is for a firm of the pool to carry it.
func (x *Index) background(carriers int) float64 {
	return (float64(carriers) + 0.5) / float64(max(1, len(x.firms)))
}

// rarity is how much a word tells firms apart.
func (x *Index) rarity(w int32) float64 {
	return math.Log(float64(len(x.firms)) / float64(max(1, len(x.own[w]))))
}

// term is a word in the vector of a firm, and a firm in the vector of a word.
type term struct {
	at     int32
	weight float64
}

// join finds the peers of every firm. It compares firms that share a word, so it costs the squares of how many firms
// carry each word; words that half of the pool carries are left out, they say little and cost most.
func (x *Index) join() {
	vectors, carriers := x.vectors()
	x.peers = make([][]peer, len(x.firms))
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			like := make([]float64, len(x.firms))
			for firm := worker; firm < len(x.firms); firm += workers {
				x.peers[firm] = mostAlike(int32(firm), vectors[firm], carriers, like)
			}
		})
	}
	group.Wait()
	x.turnPeers()
}

// turnPeers fills peerOf from peers.
func (x *Index) turnPeers() {
	times := make([]int, len(x.firms))
	for _, peers := range x.peers {
		for _, p := range peers {
			times[p.firm]++
		}
	}
	x.peerOf = make([][]peer, len(x.firms))
	for firm, n := range times {
		x.peerOf[firm] = make([]peer, 0, n)
	}
	for firm, peers := range x.peers {
		for _, p := range peers {
			x.peerOf[p.firm] = append(x.peerOf[p.firm], peer{int32(firm), p.weight})
		}
	}
}

// vectors gives the words of each firm, scaled to length one, and the same by word. The words of a firm are in the
// order of their characters: sums of floating-point numbers depend on the order, and words are numbered as they come.
func (x *Index) vectors() (vectors, carriers [][]term) {
	words := make([]string, len(x.own))
	for text, w := range x.words {
		words[w] = text
	}
	order := make([]int32, len(words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(words[a], words[b]) })
	vectors, carriers = make([][]term, len(x.firms)), make([][]term, len(x.own))
	length := make([]float64, len(x.firms))
	for _, w := range order {
		if 2*len(x.own[w]) > len(x.firms) {
			continue
		}
		rarity := x.rarity(w)
		for _, c := range x.own[w] {
			weight := math.Log1p(float64(c.products)) * rarity
			vectors[c.firm] = append(vectors[c.firm], term{w, weight})
			length[c.firm] += weight * weight
		}
	}
	x.lengths = make([]float64, len(x.firms))
	for firm, vector := range vectors {
		x.lengths[firm] = math.Sqrt(length[firm])
		for i := range vector {
			vector[i].weight /= x.lengths[firm]
			carriers[vector[i].at] = append(carriers[vector[i].at], term{int32(firm), vector[i].weight})
		}
	}
	return vectors, carriers
}

// mostAlike returns the peers of a firm. like is zeros of the number of firms, and is zeros again afterwards.
func mostAlike(firm int32, vector []term, carriers [][]term, like []float64) []peer {
	for _, t := range vector {
		for _, other := range carriers[t.at] {
			like[other.at] += t.weight * other.weight
		}
	}
	like[firm] = 0
	best, sum := make([]term, 0, mostPeers), 0.0 // most alike first, then by firm
	for other, likeness := range like {
		if likeness == 0 || len(best) == mostPeers && likeness <= best[mostPeers-1].weight {
			continue
		}
		if len(best) == mostPeers {
			best = best[:mostPeers-1]
		}
		at, _ := slices.BinarySearchFunc(best, likeness, func(t term, l float64) int {
			if t.weight >= l {
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, term{int32(other), likeness})
	}
	clear(like)
	for _, t := range best {
		sum += t.weight * t.weight
	}
	peers := make([]peer, len(best))
	for i, t := range best {
		peers[i] = peer{t.at, float32(t.weight * t.weight / sum)}
	}
	return peers
}

// Firms returns the firms of the index, ordered by id. It must not be changed.
func (x *Index) Firms() []graph.ID { return x.firms }
