package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Bulk is a pool of the shape of the public data set that chainchief imports: of n nodes about one in twenty is an
// enterprise, the others are products; 1.7 relations a node, a third of them MAKES, the others NEEDS. The same n gives
// the same changes.
func Bulk(n int) graph.Changes { return block("bulk", n) }

// blockSize is how many nodes of a large pool are made at a time.
const blockSize = 50_000

// Fill loads a pool of n nodes as blocks of the shape of Bulk, a change set each.
func Fill(b *testing.B, s *store.Store, n int) {
	b.Helper()
	for i := 0; i*blockSize < n; i++ {
		name := "bulk"
		if i > 0 {
			name = fmt.Sprint("bulk-", i)
		}
		if _, err := s.ApplyParts(context.Background(), "test", "fill",
			InParts(block(name, min(blockSize, n-i*blockSize)), 2_000)); err != nil {
			b.Fatal(err)
		}
	}
}

func block(block string, n int) graph.Changes {
	dice := rand.New(rand.NewPCG(1, uint64(len(block)*n)))
	words := []rune("电光机材能源氢锂硅钢铁铝铜车船泵阀管板膜片芯模组件料剂油气水药医农食纺化工智联网云算测控")
	name := func(length int) string {
		runes := make([]rune, length)
		for i := range runes {
			runes[i] = words[dice.IntN(len(words))]
		}
		return string(runes)
	}
	c := changes(Source())
	firms := max(1, n/20)
	for i := range firms {
		e := Enterprise(fmt.Sprintf("%s-%d", block, i), name(4)+"股份有限公司")
		e.Pool = true
		e.Attrs = graph.Attrs{"reach": "country", "listed_code": fmt.Sprintf("%06d.SZ", i)}
		e.Aliases = []string{name(4)}
		c.Nodes = append(c.Nodes, e)
	}
	products := max(2, n-firms)
	for i := range products {
		p := product(fmt.Sprintf("%s-%d", block, i))
		p.Name, p.Pool = name(3+dice.IntN(6)), true
		c.Nodes = append(c.Nodes, p)
	}
	seen := map[graph.RelationKey]bool{}
	add := func(r graph.Relation) {
		if r.From != r.To && !seen[r.RelationKey] {
			seen[r.RelationKey] = true
			c.Relations = append(c.Relations, r)
		}
	}
	for len(c.Relations) < n*17/10 {
		to := graph.NewID(graph.KindProduct, fmt.Sprintf("%s-%d", block, dice.IntN(products)))
		if len(c.Relations)%3 == 0 {
			add(relation(graph.Makes, graph.NewID(graph.KindEnterprise, fmt.Sprintf("%s-%d", block, dice.IntN(firms))), to))
		} else {
			add(relation(graph.Needs, graph.NewID(graph.KindProduct, fmt.Sprintf("%s-%d", block, dice.IntN(products))), to))
		}
	}
	return c
}
