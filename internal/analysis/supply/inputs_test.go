package supply

import (
	"fmt"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/analysistest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestInputsOfAnEnterprise(t *testing.T) {
	c := analysistest.NewCity()
	for _, name := range []string{"raw", "gas", "tool", "glue"} {
		c.Link(name, "upstream", 2)
	}
	c.Nodes[3].Attrs["weight"] = int64(3) // raw
	c.Link("part", "midstream", 3, "raw", "gas", "tool")
	c.Link("whole", "downstream", 1, "part")
	c.Tie(graph.Feeds, "link:c/main/glue", "link:c/main/part", graph.Attrs{"possible": true})
	c.Firm("me", "local", "part", "production", graph.Media)
	c.Firm("neighbour", "local", "gas", "planned", graph.Media)
	c.Firm("city", "circle", "tool", "production", graph.Trade)
	c.Firm("far", "country", "raw", "production", graph.Trade)
	c.Tie(graph.SuppliesTo, "enterprise:neighbour", "enterprise:me", nil)
	for _, p := range []string{"made", "powder", "wire"} {
		c.Node(graph.ID("product:"+p), graph.KindProduct, nil)
	}
	c.Tie(graph.Makes, "enterprise:me", "product:made", nil)
	c.Tie(graph.Needs, "product:made", "product:powder", nil) // yielded by raw
	c.Tie(graph.Needs, "product:made", "product:wire", nil)   // of no link
	c.Tie(graph.Yields, "link:c/main/raw", "product:powder", nil)
	var got []string
	for _, in := range Inputs(analysis.Find(c.Snapshot()), "enterprise:me") {
		text := fmt.Sprintf("%s missing=%v possible=%v", in.ID(), in.Missing(), in.Possible)
		for _, list := range [][]Supplier{in.Local, in.Circle, in.Makers} {
			for _, s := range list {
				text += fmt.Sprintf(" %s/%v", s.Enterprise.ID.Key(), s.Evidenced)
			}
		}
		got = append(got, text)
	}
	want := []string{
		"link:c/main/raw missing=true possible=false far/false",
		"product:wire missing=true possible=false",
		"link:c/main/glue missing=true possible=true",
		"link:c/main/gas missing=false possible=false neighbour/true",
		"link:c/main/tool missing=false possible=false city/false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if inputs := Inputs(analysis.Find(c.Snapshot()), "enterprise:far"); len(inputs) != 0 {
		t.Errorf("what nothing feeds needs %d inputs", len(inputs))
	}
}

func TestAnInputThatOneMakesOneselfIsNotMissing(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 2)
	c.Link("part", "midstream", 3, "raw")
	c.Firm("me", "local", "part", "production", graph.Media)
	c.Tie(graph.OperatesIn, "enterprise:me", "link:c/main/raw", graph.Attrs{"role": "maker", "stage": "production"})
	if in := Inputs(analysis.Find(c.Snapshot()), "enterprise:me"); len(in) != 1 || in[0].Missing() || !in[0].Own ||
		len(in[0].Local) != 0 {
		t.Errorf("inputs: %+v", in[0])
	}
}

// TestOneMoreSupplierHereNeverAddsAMissingInput for any city and any of its firms.
func TestOneMoreSupplierHereNeverAddsAMissingInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		c.Firm("me", "local", "0", "production", graph.Media)
		count := func() (n int) {
			for _, in := range Inputs(analysis.Find(c.Snapshot()), "enterprise:me") {
				if in.Missing() {
					n++
				}
			}
			return n
		}
		before := count()
		links := len(analysis.Find(c.Snapshot()).Chains[0].Links)
		c.Firm("extra", "local", fmt.Sprint(rapid.IntRange(0, links-1).Draw(t, "on")), "planned", graph.Trade)
		if after := count(); after > before {
			t.Fatalf("%d missing, before %d", after, before)
		}
	})
}
