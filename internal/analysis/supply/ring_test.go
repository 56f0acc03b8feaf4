package supply

import (
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"

	"pgregory.net/rapid"
)

// What feeds what, who owns whom and what is made of what may run in rings: every supply comes to an end.
func TestRingsComeToAnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		var firms []graph.ID
		for _, n := range c.Nodes {
			if n.Kind == graph.KindEnterprise {
				firms = append(firms, n.ID)
			}
		}
		products := []graph.ID{"product:a", "product:b", "product:c"}
		for i, p := range products {
			c.Node(p, graph.KindProduct, nil)
			c.Tie(graph.Needs, p, products[(i+1)%len(products)], nil)
		}
		for i, e := range firms {
			c.Tie(graph.SubsidiaryOf, e, firms[(i+1)%len(firms)], nil)
			c.Tie(graph.SuppliesTo, e, firms[(i+1)%len(firms)], nil)
			c.Tie(graph.Makes, e, products[i%len(products)], nil)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			f := analysis.Find(c.Snapshot())
			for _, e := range firms {
				Of(f, e, "")
				Inputs(f, e)
			}
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatal("does not come to an end")
		}
	})
}
