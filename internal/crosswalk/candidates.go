package crosswalk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/store"
)

// Candidate is an enterprise that may make what a link yields.
type Candidate struct {
	Node graph.Node
	// Fit is the mean over the products of the link of how far the enterprise is a maker of each, 0 to 1.
	Fit  float64
	Ties []Tie // by product, then from the most alike

	// What a Finder adds. Likely is how near the words of the enterprise are to a product of the link, 0 to 1, where 1 is
	// a maker of just that name; Words takes it apart. Score is the greater of Fit and Likely.
	Likely float64
	Words  likeness.Explanation
	Signs  likeness.SignValues // for the product of Words: they say which firms are looked at, of all that share a word
	Score  float64
	Twin   *graph.Node // the same enterprise as a data set has it; nil when there is none
}

// Confirmed tells whether it makes a product of the link, or one that people confirmed to be one.
func (c Candidate) Confirmed() bool {
	return slices.ContainsFunc(c.Ties, func(t Tie) bool { return t.Review == graph.MatchConfirmed })
}

// Tie is one reason for a candidate: it makes a product that is, or is taken for, a product of the link.
type Tie struct {
	Product  graph.ID // of the link
	Made     graph.Node
	Method   string // empty: the same product
	Likeness float64
	Review   string
}

// Candidates returns up to limit enterprises, pooled ones and others, that make a product of a link or one that is
// taken for it and that nobody rejected; the best fit first, ties by name and id. graph.CodeNotFound for an unknown
// link.
func Candidates(ctx context.Context, s *store.Store, g *graph.Snapshot, link graph.ID, limit int) ([]Candidate, error) {
	if n := g.Node(link); n == nil || n.Kind != graph.KindLink {
		return nil, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no link %q", link),
			Fix:     "correct the id",
		}
	}
	return MakersOf(ctx, s, products(g, link), limit)
}

// MakersOf is Candidates for products, whatever link they are of.
func MakersOf(ctx context.Context, s *store.Store, own []graph.ID, limit int) ([]Candidate, error) {
	found, err := of(ctx, s, own)
	if err != nil {
		return nil, err
	}
	ties := map[graph.ID][]Tie{} // by what is made
	for _, id := range own {
		ties[id] = append(ties[id], Tie{Product: id, Likeness: 1, Review: graph.MatchConfirmed})
	}
	for _, r := range found {
		if m := graph.MatchOf(&r); m.Review() != graph.MatchRejected {
			tie := Tie{Product: r.From, Method: m.Method(), Likeness: m.Likeness(), Review: m.Review()}
			ties[r.To] = append(ties[r.To], tie)
		}
	}
	made := make([]graph.ID, 0, len(ties))
	for id := range ties {
		made = append(made, id)
	}
	slices.Sort(made)
	nodes, err := s.Nodes(ctx, made)
	makers, more := s.Makers(ctx, made, mostMakers)
	if err := errors.Join(err, more); err != nil {
		return nil, err
	}
	byID := make(map[graph.ID]graph.Node, len(nodes))
	for _, n := range nodes {
		byID[n.ID] = n
	}
	var out []Candidate
	for _, m := range makers {
		out = append(out, candidateOf(m, ties, byID, len(own)))
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		return cmp.Or(
			cmp.Compare(b.Fit, a.Fit),
			cmp.Compare(store.SortKey(&a.Node), store.SortKey(&b.Node)),
			cmp.Compare(a.Node.ID, b.Node.ID),
		)
	})
	return out[:min(limit, len(out))], nil
}

// mostMakers bounds how many makers of a link are ranked: those that make most of its products.
const mostMakers = 500

func candidateOf(m store.Maker, ties map[graph.ID][]Tie, byID map[graph.ID]graph.Node, products int) Candidate {
	c := Candidate{Node: m.Node}
	best := map[graph.ID]float64{}
	for _, made := range m.Products {
		for _, t := range ties[made] {
			t.Made = byID[made]
			c.Ties = append(c.Ties, t)
			best[t.Product] = max(best[t.Product], t.Likeness)
		}
	}
	slices.SortFunc(c.Ties, func(a, b Tie) int {
		return cmp.Or(
			cmp.Compare(a.Product, b.Product),
			cmp.Compare(b.Likeness, a.Likeness),
			cmp.Compare(a.Made.ID, b.Made.ID),
		)
	})
	sum := 0.0
	for i, t := range c.Ties { // in the order of the ties, so that the sum has the same last digit each time
		if i == 0 || t.Product != c.Ties[i-1].Product {
			sum += best[t.Product]
		}
	}
	c.Fit = sum / float64(products)
	return c
}
