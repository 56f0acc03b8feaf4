package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"
	"chainchief/internal/analysis/relatedness"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkMatrix is the example of docs/methods.md, Five cities. Ours is the second row.
var checkMatrix = [][]float64{
	{90, 80, 70, 10, 5, 1},
	{60, 75, 10, 40, 2, 1},
	{20, 5, 60, 50, 30, 2},
	{10, 5, 5, 60, 45, 25},
	{5, 2, 2, 8, 20, 70},
}

// among puts the city among peers c1, c2 (ours), c3 …; its links p1, p2 … are the columns.
func among(values [][]float64) *analysistest.City {
	c := analysistest.NewCity()
	for p := range values[0] {
		c.Link(fmt.Sprint("p", p+1), "midstream", 1)
	}
	for row, figures := range values {
		id, kind := graph.ID(fmt.Sprint("park:c", row+1)), "place"
		if row == 1 {
			kind = "city"
		}
		c.Node(id, graph.KindPark, graph.Attrs{"kind": kind})
		for p, v := range figures {
			c.Figure(id, graph.ID(fmt.Sprint("link:c/main/p", p+1)), v)
		}
	}
	return c
}

func close6(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 5e-7 {
		t.Errorf("%s = %.6f, want %.6f", what, got, want)
	}
}

// The figures of docs/methods.md, Five cities; COI and COG as in the oracle of relatedness.
func TestPeerCitiesGiveThePublishedFigures(t *testing.T) {
	f := Find(among(checkMatrix).Snapshot())
	r := f.Related()
	if r.Rows != 5 || r.Columns != 6 || !r.OfCities() || !r.Complex() {
		t.Fatalf("%+v", r)
	}
	want := Words{"依据：5 座城市×6 个环节（2025-08 产值，亿元）。", "Basis: 5 cities × 6 links (2025-08, output, 亿元)."}
	if diff := cmp.Diff(want, r.Text); diff != "" {
		t.Error(diff)
	}
	eci := []float64{1.259505, 1.001638, -.112089, -.864064, -1.284989}
	for i, c := range r.Cities { // by ECI, which here is the order of the rows
		close6(t, string(c.City.ID), *c.ECI, eci[i])
		if c.City.ID != graph.ID(fmt.Sprint("park:c", i+1)) || c.Own != (i == 1) {
			t.Errorf("city %d: %s", i, c.City.ID)
		}
	}
	close6(t, "COI", *r.Outlook, -.141422)
	pci := []float64{1.513563, 1.513563, .751389, -.022214, -1.065443, -1.504536}
	density := []float64{.823529, .823529, .5, .555556, .25, .166667}
	gain := []float64{0, 0, .148591, 0, -.807129, -1.018629}
	for p := range pci {
		a := r.Activity(graph.ID(fmt.Sprint("link:c/main/p", p+1)))
		close6(t, "PCI", *a.PCI, pci[p])
		close6(t, "density", *a.Density, density[p])
		if a.Gain != nil {
			close6(t, "COG", *a.Gain, gain[p])
		}
		if a.Held != (*a.Advantage >= 1) || a.Held != (a.Gain == nil) || len(a.Links) != 1 || a.Links[0].Node != a.Node {
			t.Errorf("%+v", a)
		}
	}
	// (60/188)/(185/868)
	close6(t, "RCA", *r.Activity("link:c/main/p1").Advantage, 60./188/(185./868))
	// Without c2, p1 and p2 have two neighbours each, p6 has two: unknown. p3: (4 × .8 + 3 × .6) / 7, p4, which c2 has:
	// (3 × 0 + 3 × .4) / 6, p5: (3 × .4 + 3 × .6) / 6. What is held stands last of three: AUC 0.
	for p, want := range map[string]float64{"p3": 5. / 7, "p4": .2, "p5": .5} {
		close6(t, p, *r.Activity(graph.ID("link:c/main/" + p)).Relatedness, want)
	}
	for _, p := range []string{"p1", "p2", "p6"} {
		if v := r.Activity(graph.ID("link:c/main/" + p)).Relatedness; v != nil {
			t.Errorf("%s has a relatedness of %v by two neighbours", p, *v)
		}
	}
	if r.AUC != nil || r.Tested != 3 || r.TestedHeld != 1 { // three tell nothing
		t.Errorf("AUC %v of %d, %d held", r.AUC, r.Tested, r.TestedHeld)
	}
	n, at := f.Nearness(f.at("p3")), r.Activity("link:c/main/p3")
	if n.Value != *at.Relatedness || n.Basis.Code != "city-product" {
		t.Errorf("%+v", n)
	}
}

// The figures beside a target add up: the gain from its terms, the advantage from its formula.
func TestPeersAreExplainedBesideTheScore(t *testing.T) {
	f := Find(among(checkMatrix).Snapshot())
	near := f.explainNearness(f.Nearness(f.at("p3")))
	if len(near.Beside) != 3 || near.Beside[0].Formula.EN != "(10 / 188) / (147 / 868)" || len(near.Beside[0].Facts) != 1 {
		t.Fatalf("%+v", near.Beside)
	}
	addsUp(t, near.Beside[2], *f.Related().Activity("link:c/main/p3").Gain)
	for _, part := range near.Parts {
		if part.Label.EN == "c/main/p1" && len(part.Facts) == 0 {
			t.Errorf("no city is named that has an advantage in both: %+v", part)
		}
	}
}

func TestPeersThatCannotBeUsedAreRefusedInWords(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*analysistest.City)
		want   string
	}{
		"none": {func(c *analysistest.City) { c.WithoutFigures() }, "no peer cities are imported"},
		"two cities": {func(c *analysistest.City) { c.KeepFigures("park:c1", "park:c2") },
			"hold figures of 2 cities and 6 products or links only"},
		"no own row": {func(c *analysistest.City) { c.KeepFigures("park:c1", "park:c3", "park:c4") },
			"no figure of our own city"},
		"two years": {func(c *analysistest.City) { c.Rels[len(c.Rels)-1].Prov.AsOf = "2024" },
			"several measures (2025-08, output, 亿元; 2024, output, 亿元)"},
	} {
		c := among(checkMatrix)
		tc.change(c)
		f := Find(c.Snapshot())
		if r := f.Related(); r.OfCities() || len(r.Cities) > 0 || !strings.Contains(r.Text.EN, tc.want) {
			t.Errorf("%s: %+v", name, r.Text)
		}
	}
}

// Two groups of cities that share nothing: density stands, complexity does not.
func TestComplexityOfAMatrixInPartsIsRefusedInWords(t *testing.T) {
	f := Find(among([][]float64{{5, 4, 0, 0}, {3, 6, 0, 0}, {0, 0, 2, 3}, {0, 0, 4, 1}}).Snapshot())
	r := f.Related()
	if r.Complex() || !strings.Contains(r.Refused.ZH, "互不相连") || *r.Activity("link:c/main/p1").Density == 0 {
		t.Errorf("%+v", r)
	}
	e := f.explainNearness(f.Nearness(f.at("p1")))
	if last := e.Beside[len(e.Beside)-1]; !last.Unknown || last.Text != r.Refused {
		t.Errorf("%+v", last)
	}
}

// A product stands for every link that yields it; a link without a column of its own, or of a product, is unknown.
func TestProductsStandForTheirLinks(t *testing.T) {
	c := among(checkMatrix)
	c.Link("maker", "midstream", 1)
	c.Link("other", "midstream", 1)
	c.Link("idle", "midstream", 1)
	c.Node("product:x", graph.KindProduct, nil)
	c.Tie(graph.Yields, "link:c/main/maker", "product:x", nil)
	c.Tie(graph.Yields, "link:c/main/other", "product:x", nil)
	for row, v := range []float64{9, 0, 4, 1, 1} {
		c.Figure(graph.ID(fmt.Sprint("park:c", row+1)), "product:x", v)
	}
	f := Find(c.Snapshot())
	if a := f.Related().Activity("product:x"); cmp.Diff([]string{"maker", "other"}, keys(a.Links)) != "" || a.Held ||
		*a.Advantage != 0 {
		t.Errorf("%+v", a)
	}
	if n := f.Nearness(f.at("maker")); n.Activity != "product:x" {
		t.Errorf("%+v", n)
	}
	if n := f.Nearness(f.at("idle")); n.Known || !strings.Contains(n.words().EN, "peer cities tell nothing") {
		t.Errorf("%+v: %s", n, n.words().EN)
	}
}

// peered draws a random city that stands among peers with random figures.
func peered(t *rapid.T) *analysistest.City {
	c := analysistest.RandomCity(t)
	var links []graph.ID
	for _, n := range c.Nodes {
		if n.Attrs.Text("level") == "link" {
			links = append(links, n.ID)
		}
	}
	for row := range rapid.IntRange(1, 6).Draw(t, "cities") {
		id, kind := graph.ID(fmt.Sprint("park:c", row)), "place"
		if row == 0 {
			kind = "city"
		}
		c.Node(id, graph.KindPark, graph.Attrs{"kind": kind})
		for _, link := range links {
			if v := rapid.IntRange(-3, 9).Draw(t, "figure"); v >= 0 {
				c.Figure(id, link, float64(v))
			}
		}
	}
	return c
}

// stands is all that relatedness says, to the last bit.
func stands(f *Findings) any {
	r := f.Related()
	var activities []Activity
	for _, a := range r.Activities {
		flat := *a
		flat.Node, flat.Links = nil, nil
		activities = append(activities, flat)
	}
	var cities []string
	for _, c := range r.Cities {
		cities = append(cities, fmt.Sprint(c.City.ID, c.Own, c.Diversity, figure(c.ECI), figure(c.Outlook)))
	}
	return []any{r.Basis, r.Text, r.Refused, r.Outlook, activities, cities, everything(f)}
}

func figure(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprint(*v)
}

func TestPeersDoNotDependOnInputOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := peered(t)
		again := Find(
			graph.NewSnapshot(
				7,
				time.Time{},
				append(rapid.Permutation(c.Nodes).Draw(t, "nodes"), analysistest.Profile()),
				rapid.Permutation(c.Rels).Draw(t, "rels"),
			),
		)
		if diff := cmp.Diff(stands(Find(c.Snapshot())), stands(again)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What firms say is the same bytes once the figures of the cities are gone, and gaps never rest on them.
func TestPeersLeaveNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := peered(t)
		with := Find(c.Snapshot())
		bare := &analysistest.City{
			Nodes: slices.DeleteFunc(slices.Clone(c.Nodes), func(n graph.Node) bool { return n.Kind == graph.KindPark }),
			Rels:  slices.Clone(c.Rels),
		}
		bare.WithoutFigures()
		c.WithoutFigures()
		if diff := cmp.Diff(stands(Find(bare.Snapshot())), stands(Find(c.Snapshot()))); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(weights(Find(bare.Snapshot())), weights(with)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func weights(f *Findings) map[graph.ID]float64 {
	out := map[graph.ID]float64{}
	for _, g := range f.Gaps {
		out[g.ID] = g.Weight
	}
	return out
}

// Density and RCA stay in bounds, and a held activity has nothing to gain.
func TestBoundsAmongPeers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Find(peered(t).Snapshot()).Related()
		for _, a := range r.Activities {
			if d := a.Density; d != nil && !(*d >= 0 && *d <= 1) || a.PCI != nil && math.IsNaN(*a.PCI) ||
				a.Gain != nil && (a.Held || math.IsNaN(*a.Gain)) {
				t.Fatalf("%+v", a)
			}
			if (a.Advantage != nil) != r.OfCities() || r.OfCities() && a.Held != (*a.Advantage >= 1-1e-12) {
				t.Fatalf("%+v", a)
			}
		}
		if r.OfCities() && r.Basis.Code != relatedness.CityProductBasis.Code {
			t.Fatalf("%+v", r.Basis)
		}
	})
}

// BenchmarkRelated is everything that a full matrix of 100 cities × 200 things says, its eigenvector included.
func BenchmarkRelated(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	values := make([][]float64, 100)
	for c := range values {
		for range 200 {
			values[c] = append(values[c], random.ExpFloat64())
		}
	}
	f := Find(among(values).Snapshot())
	for b.Loop() {
		if !f.findRelated().Complex() {
			b.Fatal("no complexity")
		}
	}
}
