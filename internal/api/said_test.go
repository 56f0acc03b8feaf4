package api

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// TestEveryProductSaidOfAnEnterpriseIsOneThatItMakes: over all links, gaps and local enterprises, with a data set in
// the pool.
func TestEveryProductSaidOfAnEnterpriseIsOneThatItMakes(t *testing.T) {
	ctx := context.Background()
	s := filled(t, memstore.Open())
	if _, err := s.Apply(ctx, set()); err != nil {
		t.Fatal(err)
	}
	_, h := New(Options{Store: s, Studio: drawing.New("", nil), Version: "test"}).build()
	makes := makesOf(t, s)
	said, inferred, pooled := 0, 0, 0
	check := func(where string, id string, x CandidateScore) {
		t.Helper()
		for _, m := range x.Makes {
			said++
			if strings.HasPrefix(m.By, "enterprise:listed-") {
				pooled++
			}
			if !makes(m.By, m.Product) {
				t.Errorf("%s: %s is said to make %s", where, m.By, m.Product)
			}
		}
		if (x.Inferred.Text != "") && len(x.Makes) > 0 {
			t.Errorf("%s: %s makes %v and is inferred: %s", where, id, x.Makes, x.Inferred.Text)
		}
		if x.Inferred.Text != "" {
			inferred++
		}
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range snap.Of(graph.KindLink) {
		if graph.LinkOf(n).Level() != "link" {
			continue
		}
		var list CandidateList
		fetch(t, h, "/api/v1/links/"+url.PathEscape(n.ID.Key())+"/candidates?limit=200", &list)
		for _, x := range append(list.Items, list.Vetoed...) {
			check("candidates of "+n.Name, x.ID, x.CandidateScore)
		}
		if snap.Node(graph.NewID(graph.KindGap, n.ID.Key())) == nil {
			continue
		}
		var of GapCandidates
		fetch(t, h, "/api/v1/gaps/"+url.PathEscape(n.ID.Key())+"/candidates?limit=200", &of)
		for _, x := range append(of.Items, of.Rejected...) {
			check("candidates for the gap "+n.Name, x.ID, x.CandidateScore)
		}
	}
	for _, n := range snap.Of(graph.KindEnterprise) {
		var e Enterprise
		fetch(t, h, "/api/v1/enterprises/"+n.ID.Key(), &e)
		for _, p := range e.Products {
			if !makes(e.ID, p.ID) {
				t.Errorf("%s is said to make %s", e.Name, p.ID)
			}
		}
		if unknown := len(e.Products) == 0 && len(e.Links) > 0; unknown != (e.Inferred.Text != "") {
			t.Errorf("%s on %d links makes %v, inferred %q", e.Name, len(e.Links), e.Products, e.Inferred.Text)
		}
		if e.Reach != graph.ReachLocal {
			continue
		}
		var in MissingInputs
		fetch(t, h, "/api/v1/enterprises/"+n.ID.Key()+"/missing-inputs", &in)
		for _, x := range append(in.Items, in.Supplied...) {
			for _, user := range x.For {
				if strings.HasPrefix(user.ID, "product:") && !makes(e.ID, user.ID) {
					t.Errorf("%s needs %s for %s, which nobody says it makes", e.Name, x.Name, user.ID)
				}
			}
			for _, c := range x.Candidates {
				check("missing inputs of "+e.Name, c.ID, c.CandidateScore)
			}
		}
	}
	if said == 0 || inferred == 0 || pooled == 0 {
		t.Errorf("%d said, %d of them of the pool, %d inferred", said, pooled, inferred)
	}
}

// makesOf tells whether anything says that an enterprise makes a product.
func makesOf(t *testing.T, s *store.Store) func(enterprise, product string) bool {
	known := map[string]map[string]bool{}
	return func(enterprise, product string) bool {
		if known[enterprise] == nil {
			known[enterprise] = map[string]bool{}
			relations, err := s.Relations(context.Background(), []graph.ID{graph.ID(enterprise)})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range relations {
				if r.Type == graph.Makes && r.From == graph.ID(enterprise) {
					known[enterprise][string(r.To)] = true
				}
			}
		}
		return known[enterprise][product]
	}
}
