package likeness

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chainchief/graph"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"锂电池":        {"锂", "锂电", "电", "电池", "池"},
		"ＰＶＣ手套":      {"pvc", "手", "手套", "套"},
		"FPCB":       {"fpcb", "fpc"},
		"光纤/光缆":      {"光", "光纤", "纤", "光缆", "缆"},
		"（ ）":        nil,
		"":           nil,
		"5G":         {"5g"},
		"轴承a轴承":      {"轴", "轴承", "承", "a"},
		"松霖·家\u200b": {"松", "松霖", "霖", "家"},
	} {
		if diff := cmp.Diff(want, Words(name)); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
}

func TestStretches(t *testing.T) {
	for _, c := range []struct {
		name  string
		words []string
		want  []string
	}{
		{"锂电池组", []string{"锂", "锂电", "电", "电池", "池"}, []string{"锂电池"}},
		{"动力电池系统", []string{"电池", "系", "系统"}, []string{"电池", "系统"}},
		{"磷酸铁锂", []string{"锂"}, []string{"锂"}},
		{"PVC管", []string{"pvc", "管"}, []string{"pvc"}},
	} {
		if diff := cmp.Diff(c.want, stretches(c.name, c.words)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func firm(id, name, industry string, products ...string) Firm {
	f := Firm{ID: graph.NewID(graph.KindEnterprise, id), Names: []string{name}}
	if industry != "" {
		f.Industry = graph.NewID(graph.KindIndustry, industry)
	}
	for _, p := range products {
		f.Products = append(f.Products, Product{graph.NewID(graph.KindProduct, graph.KeyOf(p)), p})
	}
	return f
}

func pool() []Firm {
	return []Firm{
		firm("a", "甲轴股份有限公司", "machines", "轴", "轮"),
		firm("b", "乙", "machines", "轴", "轴"),
		firm("c", "丙", "machines", "布"),
		firm("d", "丁", "", "轮"),
		firm("e", "戊", "cloth", "布"),
	}
}

// The scores of one character in a pool of five, by hand from the formula of the package. 轴 is carried by a and b, so
// P0 = 2.5/5. The vectors of likeness have rarity ln(5/2) for each of 轴, 轮 and 布: a = (ln 2, ln 2), b = (ln 3, 0),
// d = (0, ln 2): a is as much like b as like d, so each is half of its peers; a is the only peer of b and of d.
func TestScoresByHand(t *testing.T) {
	x := NewIndex(slices.Values(pool()))
	want := []float64{
		math.Log1p((1 + 1 + 0.5 + 1.0/4) / 0.5), // a: one product, its name, b of its two peers, b of two others
		math.Log1p((2 + 0 + 1 + 1.0/4) / 0.5),   // b: two products, its one peer a, a of two others
		math.Log1p((2.0 / 4) / 0.5),             // c: no word in common with them, but both others of its industry
		math.Log1p(1 / 0.5),                     // d: its one peer is a
		0,                                       // e: nothing
	}
	if diff := cmp.Diff(want, x.Scores("轴"), near()); diff != "" {
		t.Error(diff)
	}
	var order []string
	for _, r := range x.Rank([]string{"轴"}, 0, nil) {
		order = append(order, r.Firm.Key())
	}
	if diff := cmp.Diff([]string{"b", "a", "d", "c"}, order); diff != "" {
		t.Error(diff)
	}
}

// near compares scores, whose sums are taken in different orders.
func near() cmp.Option {
	return cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) })
}

func TestExplainNamesWhatAScoreRestsOn(t *testing.T) {
	firms := pool()
	x := NewIndex(slices.Values(firms))
	want := Explanation{
		Ranked: Ranked{Firm: "enterprise:a", Product: "轴", Score: math.Log(6.5), Fit: math.Log(6.5) / math.Log(3)},
		Parts: []Part{
			{Own, math.Log(3), []string{"轴"}, []graph.ID{"product:轴"}, 1, 2},
			{Name, math.Log(5) - math.Log(3), []string{"轴"}, nil, 0, 0},
			{Peers, math.Log(6) - math.Log(5), []string{"轴"}, []graph.ID{"enterprise:b"}, 1, 2},
			{Industry, math.Log(6.5) - math.Log(6), []string{"轴"}, []graph.ID{"industry:machines"}, 1, 2},
		},
	}
	if diff := cmp.Diff(want, x.Explain("轴", firms[0]), near()); diff != "" {
		t.Error(diff)
	}
	if m := x.Explain("轴", firms[4]); m.Score != 0 || m.Fit != 0 || m.Parts != nil {
		t.Errorf("nothing is known of it: %+v", m)
	}
	stranger := x.Explain("轴", firm("new", "新", "machines", "齿轮"))
	if diff := cmp.Diff([]Part{{Industry, math.Log1p((2.0 / 5) / 0.5), []string{"轴"}, []graph.ID{"industry:machines"}, 2,
		3}}, stranger.Parts, near()); diff != "" {
		t.Error(diff)
	}
}

func TestRankTakesTheBestOfSeveralProducts(t *testing.T) {
	x := NewIndex(slices.Values(pool()))
	makers := map[graph.ID]bool{"enterprise:a": true}
	got := x.Rank([]string{"布", "轴"}, 2, func(id graph.ID) bool { return makers[id] })
	if len(got) != 2 || got[0].Firm != "enterprise:b" || got[0].Product != "轴" || got[1].Firm != "enterprise:c" ||
		got[1].Product != "布" {
		t.Errorf("%+v", got)
	}
	if all := x.Rank([]string{"布", "轴"}, 0, nil); len(all) != 5 {
		t.Errorf("%d of 5 firms", len(all))
	}
	for _, products := range [][]string{nil, {""}, {"龘"}} {
		if got := x.Rank(products, 0, nil); len(got) != 0 {
			t.Errorf("%q: %+v", products, got)
		}
	}
}

func TestAnEmptyPoolAndAFirmThatComesTwice(t *testing.T) {
	empty := NewIndex(slices.Values[[]Firm](nil))
	if got := empty.Rank([]string{"轴"}, 5, nil); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if m := empty.Explain("轴", pool()[0]); m.Score != 0 {
		t.Errorf("%+v", m)
	}
	once, twice := NewIndex(slices.Values(pool())), NewIndex(slices.Values(append(pool(), firm("a", "甲", "cloth", "别的"))))
	if diff := cmp.Diff(once.Scores("轴"), twice.Scores("轴")); diff != "" {
		t.Error(diff)
	}
}

// pools draws pools of few characters, so that firms share words in every way.
func pools() *rapid.Generator[[]Firm] {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("光纤电池轴承布A1 /")), 0, 5, -1)
	return rapid.Custom(func(t *rapid.T) []Firm {
		firms := make([]Firm, rapid.IntRange(0, 12).Draw(t, "firms"))
		for i := range firms {
			industry := rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "industry")
			firms[i] = firm(
				fmt.Sprintf("f%02d", i),
				text.Draw(t, "name"),
				industry,
				rapid.SliceOfN(text, 0, 4).Draw(t, "products")...)
		}
		return firms
	})
}

func TestNothingDependsOnTheOrderOfFirms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		firms := pools().Draw(t, "pool")
		want := NewIndex(slices.Values(firms))
		mixed := slices.Clone(firms)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0)).
			Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		got := NewIndex(slices.Values(mixed))
		for _, product := range []string{"光纤", "电池轴承", "A1布"} {
			if diff := cmp.Diff(want.Scores(product), got.Scores(product)); diff != "" { // to the last digit
				t.Fatal(diff)
			}
		}
	})
}

func TestPartsSumToTheScoreOfTheRanking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		firms := pools().Draw(t, "pool")
		x := NewIndex(slices.Values(firms))
		for _, product := range []string{"光纤", "电池轴承", "A1布"} {
			scores := x.Scores(product)
			for i, f := range firms {
				m, sum := x.Explain(product, f), 0.0
				for _, p := range m.Parts {
					if p.Score <= 0 || len(p.Words) == 0 || p.Count > p.Of || p.Way != Name && p.Count == 0 {
						t.Fatalf("%s for %s: %+v", product, f.ID, p)
					}
					sum += p.Score
				}
				if diff := cmp.Diff([]float64{scores[i], scores[i]}, []float64{m.Score, sum}, near()); diff != "" {
					t.Fatalf("%s for %s: %s", product, f.ID, diff)
				}
			}
		}
	})
}
