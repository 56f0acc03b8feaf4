package evaluation

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/likeness"
)

// Set is who makes what: firms ordered by id, products ordered by id, and the distinct edges between them.
type Set struct {
	Firms    []likeness.Firm    // without their products, which are the edges
	Products []likeness.Product // also those that nobody makes
	Edges    []Edge             // ordered by firm, then product
}

// Edge says that a firm makes a product; both are places in the set.
type Edge struct{ Firm, Product int32 }

// Collect makes a set of the enterprises, products, MAKES relations and industries of enterprises in the parts of a
// graph.
func Collect(parts iter.Seq2[graph.Puts, error]) (*Set, error) {
	firms, products := map[graph.ID]likeness.Firm{}, map[graph.ID]likeness.Product{}
	above := map[graph.ID]graph.ID{} // by industry
	var makes []graph.RelationKey
	for part, err := range parts {
		if err != nil {
			return nil, err
		}
		for _, n := range part.Nodes {
			switch n.Kind {
			case graph.KindEnterprise:
				names := append([]string{n.Name, graph.EnterpriseOf(&n).ShortName()}, n.Aliases...)
				firms[n.ID] = likeness.Firm{ID: n.ID, Names: names}
			case graph.KindProduct:
				products[n.ID] = likeness.Product{ID: n.ID, Name: n.Name}
			}
		}
		for _, r := range part.Relations {
			f, firm := firms[r.From]
			switch {
			case r.Type == graph.Makes && firm:
				makes = append(makes, r.RelationKey)
			case r.Type == graph.BelongsTo && firm && (f.Industry == "" || r.To < f.Industry):
				f.Industry = r.To
				firms[r.From] = f
			case r.Type == graph.BelongsTo && !firm && (above[r.From] == "" || r.To < above[r.From]):
				above[r.From] = r.To
			}
		}
	}
	for id, f := range firms {
		f.Above = likeness.Above(f.Industry, above)
		firms[id] = f
	}
	return arrange(firms, products, makes), nil
}

func arrange(firms map[graph.ID]likeness.Firm, products map[graph.ID]likeness.Product, makes []graph.RelationKey) *Set {
	s := &Set{}
	firmAt, productAt := map[graph.ID]int32{}, map[graph.ID]int32{}
	for _, id := range slices.Sorted(maps.Keys(firms)) {
		firmAt[id] = int32(len(s.Firms))
		s.Firms = append(s.Firms, firms[id])
	}
	for _, id := range slices.Sorted(maps.Keys(products)) {
		productAt[id] = int32(len(s.Products))
		s.Products = append(s.Products, products[id])
	}
	for _, m := range makes {
		if product, known := productAt[m.To]; known {
			s.Edges = append(s.Edges, Edge{firmAt[m.From], product})
		}
	}
	slices.SortFunc(s.Edges, compareEdges)
	s.Edges = slices.Compact(s.Edges)
	return s
}

func compareEdges(a, b Edge) int {
	return cmp.Or(cmp.Compare(a.Firm, b.Firm), cmp.Compare(a.Product, b.Product))
}

// Hide parts the edges with a seed: a set with those that stay, and the hidden ones, both ordered. The sets share firms
// and products.
func (s *Set) Hide(seed uint64, part float64) (visible *Set, hidden []Edge) {
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(s.Edges))
	cut := int(math.Round(part * float64(len(s.Edges))))
	take := func(places []int) []Edge {
		edges := make([]Edge, len(places))
		for i, place := range places {
			edges[i] = s.Edges[place]
		}
		slices.SortFunc(edges, compareEdges)
		return edges
	}
	return &Set{Firms: s.Firms, Products: s.Products, Edges: take(order[cut:])}, take(order[:cut])
}

// makers gives the firms of each product, and portfolio the products of each firm, both ordered.
func (s *Set) makers() [][]int32 {
	list := make([][]int32, len(s.Products))
	for _, e := range s.Edges {
		list[e.Product] = append(list[e.Product], e.Firm)
	}
	return list
}

func (s *Set) portfolios() [][]int32 {
	list := make([][]int32, len(s.Firms))
	for _, e := range s.Edges {
		list[e.Firm] = append(list[e.Firm], e.Product)
	}
	return list
}

// Pool gives the firms with their products.
func (s *Set) Pool() iter.Seq[likeness.Firm] {
	return func(yield func(likeness.Firm) bool) {
		portfolios := s.portfolios()
		for i, f := range s.Firms {
			for _, product := range portfolios[i] {
				f.Products = append(f.Products, s.Products[product])
			}
			if !yield(f) {
				return
			}
		}
	}
}
