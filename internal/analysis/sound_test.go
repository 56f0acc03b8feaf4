package analysis

import (
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"

	"pgregory.net/rapid"
)

func TestAGraphThatIsNoTreeIsNamed(t *testing.T) {
	for _, tc := range []struct {
		name string
		add  func(*analysistest.City)
		want string
	}{
		{"ring of links", func(c *analysistest.City) { c.Tie(graph.PartOf, "link:c/main", "link:c/main/raw", nil) },
			"PART_OF runs in a ring"},
		{"two parents", func(c *analysistest.City) {
			c.Node("link:c/also", graph.KindLink, graph.Attrs{"level": "lane", "order": int64(2)})
			c.Tie(graph.PartOf, "link:c/also", "chain:c", nil)
			c.Tie(graph.PartOf, "link:c/main/raw", "link:c/also", nil)
		}, "link:c/main/raw is part of link:c/also and of link:c/main"},
		{"a lowest link in the chain", func(c *analysistest.City) {
			c.Node("link:c/loose", graph.KindLink, graph.Attrs{"level": "link", "order": int64(2)})
			c.Tie(graph.PartOf, "link:c/loose", "chain:c", nil)
		}, "link:c/loose, a link, is part of chain:c"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := analysistest.NewCity()
			c.Link("raw", "upstream", 3)
			tc.add(c)
			_, err := Of(c.Snapshot())
			if graph.CodeOf(err) != graph.CodeDamagedStore || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}

// Whatever relations a store holds, working out what they mean comes to an end.
func TestAnyGraphComesToAnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		parks := []graph.ID{"park:a", "park:b", "park:c"}
		for _, p := range parks {
			c.Node(p, graph.KindPark, graph.Attrs{"kind": "park"})
		}
		all := map[graph.Kind][]graph.ID{}
		for _, n := range c.Nodes {
			all[n.Kind] = append(all[n.Kind], n.ID)
		}
		types := []graph.RelationType{graph.PartOf, graph.SubsidiaryOf, graph.LocatedIn, graph.Feeds, graph.SuppliesTo}
		said := map[graph.RelationKey]bool{}
		for _, r := range c.Rels {
			said[r.RelationKey] = true
		}
		for range rapid.IntRange(0, 12).Draw(t, "ties") {
			spec, _ := graph.RelationOf(rapid.SampledFrom(types).Draw(t, "type"))
			from := all[rapid.SampledFrom(spec.From).Draw(t, "from kind")]
			to := all[rapid.SampledFrom(spec.To).Draw(t, "to kind")]
			if len(from) == 0 || len(to) == 0 {
				continue
			}
			key := graph.RelationKey{
				Type: spec.Type,
				From: rapid.SampledFrom(from).Draw(t, "from"),
				To:   rapid.SampledFrom(to).Draw(t, "to"),
			}
			if !said[key] {
				said[key] = true
				c.Tie(key.Type, key.From, key.To, nil)
			}
		}
		done := make(chan error, 1)
		go func() {
			f, err := Of(c.Snapshot())
			if err == nil {
				for _, l := range f.Links {
					l.Upstream()
				}
			}
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil && graph.CodeOf(err) != graph.CodeDamagedStore {
				t.Fatal(err)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("does not come to an end")
		}
	})
}
