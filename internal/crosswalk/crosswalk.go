// Package crosswalk joins the products of the chains to the products of a data set in the pool, so that the makers that
// the set knows become candidates of a link. It asks the store for what a name or a product touches, never for the
// pool.
package crosswalk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"chainchief/graph"
	"chainchief/internal/store"

	"golang.org/x/text/unicode/norm"
)

// Likeness by method: how far a maker of the one is taken for a maker of the other, 0 to 1. They rank candidates; they
// were set by judgement, not estimated.
const (
	exactly   = 1
	sameForm  = 0.9 // case, width, spaces, brackets
	sameWords = 0.8 // and a word that says nothing, as 产品
	kindOf    = 0.7 // times that of the product it is a kind of
	widerThan = 0.6
)

// Limits of one product, so that a word as wide as 设备 does not match a quarter of the set.
const (
	mostHits  = 50
	mostKinds = 40
)

// Proposal is what a crosswalk would write.
type Proposal struct {
	Changes  graph.Changes
	Products int            // of the links
	Matched  int            // of them with a match that nobody rejected
	Methods  map[string]int // matches by method
	Reviewed int            // matches that people have confirmed or rejected; they are left as they are
	Twins    map[string]int // enterprises joined with their records, by method
}

// Propose matches every product that a link yields with the pool: by name, by normal form of the name, then with the
// kinds of what was found; where no name agrees, with the product that its name ends in. Enterprises are joined with
// their records. What people have reviewed or stated stays; proposals that no longer follow are taken back.
func Propose(ctx context.Context, s *store.Store, g *graph.Snapshot, actor string) (*Proposal, error) {
	ids := yielded(g)
	standing, err := matches(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	p := &Proposal{
		Products: len(ids),
		Methods:  map[string]int{},
		Twins:    map[string]int{},
		Changes:  graph.Changes{Actor: actor, Reason: "链上产品、企业与数据集对应"},
	}
	for _, id := range ids {
		found, err := find(ctx, s, g.Node(id))
		if err != nil {
			return nil, err
		}
		p.add(found, standing[id])
	}
	return p, p.joinTwins(ctx, s, g)
}

// yielded are the products of links, ordered by id.
func yielded(g *graph.Snapshot) []graph.ID {
	var ids []graph.ID
	for _, n := range g.Of(graph.KindProduct) {
		if len(g.In(n.ID, graph.Yields)) > 0 {
			ids = append(ids, n.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// matches returns the matches of products as they stand, by product, each list by key.
func matches(ctx context.Context, s *store.Store, products []graph.ID) (map[graph.ID][]graph.Relation, error) {
	relations, err := s.Relations(ctx, products)
	if err != nil {
		return nil, err
	}
	out := map[graph.ID][]graph.Relation{}
	for _, r := range relations {
		if r.Type == graph.Matches {
			out[r.From] = append(out[r.From], r)
		}
	}
	return out, nil
}

func likenessOf(r graph.Relation) float64 { return graph.MatchOf(&r).Likeness() }

// add takes in what was found for a product and compares it with what stands.
func (p *Proposal) add(found, standing []graph.Relation) {
	decided := map[graph.RelationKey]bool{}
	matched := false
	for _, r := range standing {
		if graph.MatchOf(&r).Reviewed() {
			decided[r.RelationKey] = true
			p.Reviewed++
			matched = matched || graph.MatchOf(&r).Review() == graph.MatchConfirmed
		}
	}
	wanted := map[graph.RelationKey]bool{}
	for _, r := range found {
		wanted[r.RelationKey] = true
		if !decided[r.RelationKey] {
			matched = true
			p.Methods[graph.MatchOf(&r).Method()]++
			p.Changes.Relations = append(p.Changes.Relations, r)
		}
	}
	for _, r := range standing {
		if !graph.MatchOf(&r).Reviewed() && !wanted[r.RelationKey] {
			p.Changes.DeleteRelations = append(p.Changes.DeleteRelations, r.RelationKey)
		}
	}
	if matched {
		p.Matched++
	}
}

// find looks for a product in the pool.
func find(ctx context.Context, s *store.Store, n *graph.Node) ([]graph.Relation, error) {
	found := map[graph.ID]graph.Relation{}
	for _, name := range append([]string{n.Name}, n.Aliases...) {
		for _, text := range slices.Compact([]string{name, words(name)}) {
			hits, err := s.Search(ctx, text, []graph.Kind{graph.KindProduct}, mostHits)
			if err != nil {
				return nil, err
			}
			for _, hit := range hits {
				if method, alike := compare(name, &hit.Node); hit.Node.Pool && alike > likenessOf(found[hit.Node.ID]) {
					found[hit.Node.ID] = match(n.ID, &hit.Node, method, alike, "")
				}
			}
		}
	}
	next := kinds
	if len(found) == 0 {
		next = wider
	}
	if err := next(ctx, s, n, found); err != nil {
		return nil, err
	}
	list := make([]graph.Relation, 0, len(found))
	for _, r := range found {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	return list, nil
}

func match(product graph.ID, to *graph.Node, method string, likeness float64, via string) graph.Relation {
	attrs := graph.Attrs{"method": method, "likeness": likeness, "review": graph.MatchProposed}
	if via != "" {
		attrs["via"] = via
	}
	return graph.Relation{RelationKey: graph.RelationKey{Type: graph.Matches, From: product, To: to.ID}, Attrs: attrs,
		Prov: graph.Provenance{
			Source:     to.Prov.Source,
			Locator:    to.Prov.Locator,
			AsOf:       to.Prov.AsOf,
			Confidence: graph.Unverified,
		}}
}

// kinds adds the kinds of what was found by name.
func kinds(ctx context.Context, s *store.Store, product *graph.Node, found map[graph.ID]graph.Relation) error {
	parents := make([]graph.ID, 0, len(found))
	for id := range found {
		parents = append(parents, id)
	}
	slices.Sort(parents)
	relations, err := s.Relations(ctx, parents)
	if err != nil {
		return err
	}
	via := map[graph.ID]graph.ID{} // child to the parent that is most alike
	var children []graph.ID
	for _, r := range relations {
		parent, ok := found[r.To]
		if r.Type != graph.SubclassOf || !ok || found[r.From].Type != "" {
			continue
		}
		if known, ok := via[r.From]; !ok {
			children = append(children, r.From)
		} else if likenessOf(found[known]) >= likenessOf(parent) {
			continue
		}
		via[r.From] = r.To
	}
	slices.Sort(children)
	nodes, err := s.Nodes(ctx, children[:min(mostKinds, len(children))])
	if err != nil {
		return err
	}
	for i := range nodes {
		parent := found[via[nodes[i].ID]]
		if nodes[i].Pool {
			alike := round(kindOf * likenessOf(parent))
			found[nodes[i].ID] = match(product.ID, &nodes[i], graph.MethodTree, alike, string(parent.To))
		}
	}
	return nil
}

// shortest is how many characters of a name a wider product must share: 芯片 says too little, LED芯片 enough.
const shortest = 4

// wider adds the product with the longest name that the product's own name ends in: a Chinese compound is a kind of
// what stands at its end.
func wider(ctx context.Context, s *store.Store, product *graph.Node, found map[graph.ID]graph.Relation) error {
	for text := []rune(words(product.Name)); len(text) > shortest; {
		text = text[1:]
		hits, err := s.Search(ctx, string(text), []graph.Kind{graph.KindProduct}, mostHits)
		if err != nil {
			return err
		}
		for _, hit := range hits {
			if hit.Node.Pool && words(hit.Node.Name) == string(text) {
				found[hit.Node.ID] = match(product.ID, &hit.Node, graph.MethodWider, widerThan, "")
			}
		}
		if len(found) > 0 {
			return nil
		}
	}
	return nil
}

func round(v float64) float64 { return float64(int(v*100+0.5)) / 100 }

// compare says how a name and a product of the pool agree; likeness 0 when they do not.
func compare(name string, n *graph.Node) (method string, likeness float64) {
	for _, other := range append([]string{n.Name}, n.Aliases...) {
		switch {
		case other == name:
			return graph.MethodExact, exactly
		case likeness < sameForm && form(other) == form(name):
			method, likeness = graph.MethodNormalised, sameForm
		case likeness == 0 && words(other) == words(name):
			method, likeness = graph.MethodNormalised, sameWords
		}
	}
	return method, likeness
}

// form is a name without case, width, spaces and signs.
func form(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '.' {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(name))
}

// empty are endings that say nothing of what a product is.
var empty = []string{"系列产品", "产品", "系列", "制品", "业务", "生产", "制造", "类"}

// words is the form of a name without an ending that says nothing.
func words(name string) string {
	text := form(name)
	for _, ending := range empty {
		if short := strings.TrimSuffix(text, ending); short != text && len([]rune(short)) >= 2 {
			return short
		}
	}
	return text
}

// Of returns the matches of the products of a link, those of a product from the most alike to the least, ties by id.
func Of(ctx context.Context, s *store.Store, g *graph.Snapshot, link graph.ID) ([]graph.Relation, error) {
	return of(ctx, s, products(g, link))
}

func of(ctx context.Context, s *store.Store, products []graph.ID) ([]graph.Relation, error) {
	byProduct, err := matches(ctx, s, products)
	if err != nil {
		return nil, err
	}
	var list []graph.Relation
	for _, some := range byProduct {
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b graph.Relation) int {
		return cmp.Or(
			cmp.Compare(a.From, b.From),
			cmp.Compare(likenessOf(b), likenessOf(a)),
			cmp.Compare(a.To, b.To),
		)
	})
	return list, nil
}

// products are what a link yields, ordered by id.
func products(g *graph.Snapshot, link graph.ID) []graph.ID {
	var ids []graph.ID
	for _, r := range g.Out(link, graph.Yields) {
		ids = append(ids, r.To)
	}
	return ids
}
