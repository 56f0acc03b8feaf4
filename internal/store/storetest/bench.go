package storetest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Sizes are the pools that benchmarks read from; 1,000,000 nodes take minutes to load and are asked, alone, only where
// CHAINCHIEF_BENCH_LARGE is set.
func Sizes() []int {
	if os.Getenv("CHAINCHIEF_BENCH_LARGE") != "" {
		return []int{1_000_000}
	}
	return []int{10_000, 100_000}
}

// Bare asks a database what a driver asks it, with its own client and nothing around: the rows are read to their end
// and thrown away.
type Bare struct {
	Search   func(phrase ...string) error // tokens in a row
	Expand   func(id graph.ID) error      // the relations of one node and the nodes at their ends
	Makers   func(products []graph.ID) error
	Snapshot func() error
}

// Working is a working graph of about the size of the city's: enterprises that make products.
func Working() graph.Changes {
	c := changes(Source())
	for i := range 600 {
		p := product(fmt.Sprint("work-", i))
		e := Enterprise(fmt.Sprint("work-", i), fmt.Sprint("本地企业", i))
		c.Nodes = append(c.Nodes, p, e)
		c.Relations = append(c.Relations, relation(graph.Makes, e.ID, p.ID))
		if i > 0 {
			c.Relations = append(
				c.Relations,
				relation(graph.Needs, p.ID, graph.NewID(graph.KindProduct, fmt.Sprint("work-", i-1))),
			)
		}
	}
	return c
}

// Reads times what pages ask of a store with a pool of each size, each beside the bare query: two characters that few
// and that many names hold, four, letters, one kind, a wrong one, and what is around. Read the ratios within one run.
func Reads(b *testing.B, open func(b *testing.B) (store.Driver, Bare)) {
	ctx := context.Background()
	for _, size := range Sizes() {
		b.Run(fmt.Sprint(size/1000, "k"), func(b *testing.B) {
			driver, bare := open(b)
			s := store.New(driver)
			Fill(b, s, size)
			if _, err := s.Apply(ctx, Working()); err != nil {
				b.Fatal(err)
			}
			firms := []graph.Kind{graph.KindEnterprise}
			made := []graph.ID{"product:bulk-1", "product:bulk-2", "product:bulk-3"}
			for _, read := range []struct {
				name string
				ours func() error
				bare func() error
			}{
				{"search", func() error { _, err := s.Search(ctx, "硅钢铁", nil, 20); return err },
					func() error { return bare.Search("硅钢", "钢铁") }},
				{"search-broad", func() error { _, err := s.Search(ctx, "硅钢", nil, 20); return err },
					func() error { return bare.Search("硅钢") }},
				{"search-everywhere", func() error { _, err := s.Search(ctx, "公司", nil, 20); return err },
					func() error { return bare.Search("公司") }},
				{"search-four", func() error { _, err := s.Search(ctx, "硅钢铁铝", nil, 20); return err },
					func() error { return bare.Search("硅钢", "钢铁", "铁铝") }},
				{"search-pinyin", func() error { _, err := s.Search(ctx, "guigang", nil, 20); return err },
					func() error { return bare.Search("硅钢") }},
				{"search-firms", func() error { _, err := s.Search(ctx, "硅钢", firms, 20); return err },
					func() error { return bare.Search("硅钢") }},
				{"search-near", func() error { _, err := s.Nearly(ctx, "硅钢铝镁", nil, 20); return err },
					func() error { return bare.Search("硅钢", "钢铁") }},
				{"search-near-letters", func() error { _, err := s.Nearly(ctx, "guigangtie", nil, 20); return err },
					func() error { return bare.Search("硅钢", "钢铁") }},
				{"neighbourhood", func() error { _, err := s.Expand(ctx, made[0], 1, 200); return err },
					func() error { return bare.Expand(made[0]) }},
				{"candidates", func() error { _, err := s.Makers(ctx, made, 50); return err },
					func() error { return bare.Makers(made) }},
				{"snapshot", func() error { _, _, _, err := driver.Graph(ctx); return err }, bare.Snapshot},
			} {
				for _, way := range []struct {
					name string
					ask  func() error
				}{{"store", read.ours}, {"bare", read.bare}} {
					b.Run(read.name+"/"+way.name, func(b *testing.B) {
						var took []time.Duration
						for b.Loop() {
							start := time.Now()
							if err := way.ask(); err != nil {
								b.Fatal(err)
							}
							took = append(took, time.Since(start))
						}
						slices.Sort(took)
						b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
						b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "p99-ms")
					})
				}
			}
		})
	}
}
