package layout

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/render"
	"chainchief/seeds"
)

// seeded returns the content of every chain of the seeds.
func seeded(t testing.TB, lang string) map[string]diagram.Structure {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
	out := map[string]diagram.Structure{}
	for _, chain := range f.Chains {
		s, err := diagram.NewStructure(f, chain.Node.ID, diagram.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		out[chain.Node.ID.Key()] = s
	}
	return out
}

func TestDump(t *testing.T) {
	dir := os.Getenv("DUMP")
	if dir == "" {
		return
	}
	for key, content := range seeded(t, "zh") {
		start := time.Now()
		in := readChain(&content)
		a := arrange(context.Background(), in, StructureOptions{})
		took := time.Since(start)
		d, err := Structure(context.Background(), content, StructureOptions{})
		if err != nil {
			t.Fatal(err)
		}
		cells := a.plan.cells()
		start = time.Now()
		_ = arrange(context.Background(), in, StructureOptions{Old: &cells})
		t.Logf("%-24s %2d links %2d edges %v again %v total %.0f %+v units %v", key, len(content.Links), len(content.Edges), took.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), a.total, a.router.figures(), a.plan.units)
		var b bytes.Buffer
		if err := render.SVG(&b, d.Pages[0], render.SVGOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/"+key+".svg", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
