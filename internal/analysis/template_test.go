package analysis

import (
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"

	"github.com/google/go-cmp/cmp"
)

// TestTemplateRemarks: each kind of remark is made of just the links that it is true of.
func TestTemplateRemarks(t *testing.T) {
	c := analysistest.NewCity()
	c.Link("raw", "upstream", 1)
	c.Link("part", "midstream", 1, "raw")
	c.Link("whole", "downstream", 1, "part")
	c.Link("round", "midstream", 1, "part")
	c.Link("dead", "midstream", 1, "raw")
	c.Link("sudden", "midstream", 1)
	c.Tie(graph.Feeds, "link:c/main/sudden", "link:c/main/whole", nil)
	c.Link("island", "midstream", 1)
	c.Link("test", "support", 1)
	c.Node("link:c/g", graph.KindLink, graph.Attrs{"level": "group", "order": int64(1)})
	c.Tie(graph.PartOf, "link:c/g", "link:c/main", nil)
	told := func() map[string][]string {
		f := Find(c.Snapshot())
		out := map[string][]string{}
		for _, r := range f.TemplateRemarks(f.Chains[0]) {
			for _, n := range r.Nodes {
				out[r.Code] = append(out[r.Code], n.Name)
			}
		}
		return out
	}
	want := map[string][]string{
		"alone":     {"c/main/island"},
		"no_input":  {"c/main/sudden"},
		"no_output": {"c/main/round", "c/main/dead"},
		"empty":     {"c/g"},
	}
	if diff := cmp.Diff(want, told()); diff != "" {
		t.Error(diff)
	}
	c.Tie(graph.Feeds, "link:c/main/round", "link:c/main/part", nil)
	c.Tie(graph.Feeds, "link:c/main/dead", "link:c/main/raw", graph.Attrs{"possible": true}) // carries nothing
	want["ring"] = []string{"c/main/part", "c/main/round"}
	delete(want, "no_output")
	if diff := cmp.Diff(want, told()); diff != "" {
		t.Error(diff)
	}
}
