package decision

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/identity"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// twoOfOne is a town in which one plant stands twice, and once more in the pool.
func twoOfOne(t *testing.T) (*store.Store, *Desk) {
	t.Helper()
	s := town(t, memstore.Open())
	prov := graph.Provenance{Source: "source:s", AsOf: "2025", Confidence: graph.Media}
	other := graph.Provenance{Source: "source:t", AsOf: "2024", Confidence: graph.Repost}
	firm := func(key, name string, pool bool) graph.Node {
		return graph.Node{ID: graph.NewID(graph.KindEnterprise, key), Kind: graph.KindEnterprise, Name: name, Pool: pool,
			Attrs: graph.Attrs{"reach": "local"}, Prov: prov}
	}
	old := firm("yunxiu-old", "云岫光电（鄂州）有限公司", false)
	old.Attrs["listed_code"], old.Prov = "600998", other
	product := graph.Node{ID: "product:y", Kind: graph.KindProduct, Name: "外延片", Prov: prov}
	makes := func(from graph.ID, p graph.Provenance) graph.Relation {
		return graph.Relation{RelationKey: graph.RelationKey{Type: graph.Makes, From: from, To: "product:y"}, Prov: p}
	}
	figure := graph.Node{ID: "figure:old", Kind: graph.KindFigure, Name: "产能", Prov: other,
		Attrs: graph.Attrs{"measure": "capacity", "value": 3.0, "unit": "万片/年"}}
	c := graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{
			{ID: "source:s", Kind: graph.KindSource, Name: "来源", Prov: prov},
			{ID: "source:t", Kind: graph.KindSource, Name: "另一来源", Prov: prov},
			firm("yunxiu", "湖北云岫光电有限公司", false), old, firm("set/1", "云岫光电", true), product, figure,
		},
		Relations: []graph.Relation{
			makes("enterprise:yunxiu", prov), makes("enterprise:yunxiu-old", other),
			{RelationKey: graph.RelationKey{Type: graph.About, From: figure.ID, To: old.ID}, Prov: other},
		},
	}
	d := New(s)
	if _, err := d.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	return s, d
}

func queue(t *testing.T, s *store.Store) *identity.Queue {
	t.Helper()
	q, err := new(identity.Finder).Queue(ctx, s, snapshot(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func asks(q *identity.Queue, a, b graph.ID) bool {
	return slices.ContainsFunc(q.Open, func(p identity.Pair) bool {
		return p.A.ID == a && p.B.ID == b || p.A.ID == b && p.B.ID == a
	})
}

// whatStands is everything of the graph and the pool's record.
func whatStands(t *testing.T, s *store.Store) ([]graph.Node, []graph.Relation) {
	t.Helper()
	g := snapshot(t, s)
	return g.Nodes(), g.Relations()
}

func TestTwoThatAreOneAreMergedAndPartedAgain(t *testing.T) {
	s, d := twoOfOne(t)
	const a, b = graph.ID("enterprise:yunxiu"), graph.ID("enterprise:yunxiu-old")
	if q := queue(t, s); !asks(q, a, b) || !asks(q, a, "enterprise:set/1") {
		t.Fatalf("not asked: %+v", q.Open)
	}
	nodes, relations := whatStands(t, s)
	base := head(t, s)
	var refused *Refused
	if _, err := d.Judge(ctx, bureau, base, a, b, Verdict{Verdict: identity.Same}); !errors.As(err, &refused) {
		t.Fatalf("same without a code or a reason: %v", err)
	}
	w, err := d.Judge(ctx, bureau, base, a, b, Verdict{Verdict: identity.Same, Reason: "营业执照曾用名", Stays: a})
	if err != nil {
		t.Fatal(err)
	}
	g := snapshot(t, s)
	n := g.Node(a)
	if g.Node(b) != nil || g.Stayed(b) != n || !slices.Contains(n.Aliases, "云岫光电（鄂州）有限公司") ||
		n.Attrs.Text("listed_code") != "600998" {
		t.Fatalf("merged into %+v", n)
	}
	if got := g.Heads("figure:old", graph.About); len(got) != 1 || got[0].ID != a {
		t.Errorf("the figure is about %v", got)
	}
	if made := g.Out(a, graph.Makes); len(made) != 1 || made[0].Prov.Source != "source:s" {
		t.Errorf("makes %v", made)
	}
	if from := g.Out(a, graph.SourcedFrom); len(from) != 1 || from[0].To != "source:t" ||
		!strings.Contains(from[0].Attrs.Note(), "product:y") {
		t.Errorf("the other source: %v", from)
	}
	// undone it is byte for byte as it was
	if _, err := d.Undo(ctx, bureau, Undo{Revision: w.Set.Revision}); err != nil {
		t.Fatal(err)
	}
	now, ties := whatStands(t, s)
	noPeople := cmpopts.IgnoreSliceElements(func(n graph.Node) bool { return n.ID == Source })
	if diff := cmp.Diff(nodes, now, noPeople, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(relations, ties, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}

	// long after: something of it was changed since
	if _, err := d.Merge(ctx, bureau, head(t, s), a, b, nil, "执照"); err != nil {
		t.Fatal(err)
	}
	since := *snapshot(t, s).Node(a)
	since.Aliases = append(slices.Clone(since.Aliases), "云岫")
	late := graph.Node{ID: "product:z", Kind: graph.KindProduct, Name: "衬底", Prov: since.Prov}
	if _, err := d.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{since, late}, Relations: []graph.Relation{
		{RelationKey: graph.RelationKey{Type: graph.Makes, From: b, To: late.ID}, Prov: since.Prov}, // under the old id
	}}); err != nil {
		t.Fatal(err)
	}
	plan, err := d.SplitPlan(ctx, bureau, b, "")
	if err != nil || len(plan.Told) != 1 || !strings.Contains(plan.Told[0].EN, "product:z") {
		t.Fatalf("what cannot be parted: %+v, %v", plan.Told, err)
	}
	if _, err := d.Split(ctx, bureau, head(t, s), b, "两家"); err != nil {
		t.Fatal(err)
	}
	g = snapshot(t, s)
	if back := g.Node(b); back == nil || back.Name != "云岫光电（鄂州）有限公司" || len(g.Out(b, graph.Makes)) != 1 ||
		len(g.In(b, graph.About)) != 1 {
		t.Errorf("parted: %+v", back)
	}
	n = g.Node(a)
	if diff := cmp.Diff([]string{"云岫"}, n.Aliases); diff != "" || n.Attrs["listed_code"] != nil ||
		n.Attrs["former_ids"] != nil || len(g.Out(a, graph.Makes)) != 2 || len(g.In(a, graph.About)) != 0 {
		t.Errorf("what stayed: %+v %s", n, diff)
	}
	if q := queue(t, s); asks(q, a, b) {
		t.Error("who was parted is asked about again")
	}
}

func TestAPairIsJudgedOnce(t *testing.T) {
	s, d := twoOfOne(t)
	const a, record = graph.ID("enterprise:yunxiu"), graph.ID("enterprise:set/1")
	judge := func(base graph.Revision, v Verdict) error {
		_, err := d.Judge(ctx, bureau, base, record, a, v)
		return err
	}
	first := head(t, s)
	if err := judge(first, Verdict{Verdict: identity.Later}); err != nil {
		t.Fatal(err)
	}
	var conflict *Conflict
	if err := judge(first, Verdict{Verdict: identity.Different}); !errors.As(err, &conflict) {
		t.Errorf("somebody judged it since: %v", err)
	}
	if asks(queue(t, s), a, record) {
		t.Error("what was set aside is asked again")
	}
	if err := judge(head(t, s), Verdict{Verdict: identity.Different, Reason: "母公司"}); err != nil {
		t.Fatal(err)
	}
	q := queue(t, s)
	if asks(q, a, record) || len(q.Judged) != 1 || q.Judged[0].Judged.By != bureau.Name {
		t.Errorf("judged: %+v", q.Judged)
	}
	n := *snapshot(t, s).Node(a)
	n.Attrs = graph.Attrs{"reach": "local", "listed_code": "600997"}
	if _, err := d.Apply(ctx, graph.Changes{Actor: "test", Nodes: []graph.Node{n}}); err != nil {
		t.Fatal(err)
	}
	if !asks(queue(t, s), a, record) {
		t.Error("it has another code now, and nobody is asked again")
	}
	if err := judge(head(t, s), Verdict{Verdict: identity.Same, Reason: "公告"}); err != nil {
		t.Fatal(err)
	}
	list, err := s.RelationsOf(ctx, []graph.RelationType{graph.SameAs, graph.DistinctFrom, graph.SetAside},
		[]graph.ID{a, record}, []graph.ID{a, record})
	if err != nil || len(list) != 1 || list[0].Type != graph.SameAs || list[0].From != a {
		t.Errorf("what stands: %v, %v", list, err)
	}
	if err := judge(head(t, s), Verdict{Verdict: Open}); err != nil {
		t.Fatal(err)
	}
	if !asks(queue(t, s), a, record) {
		t.Error("a verdict that was taken back is not asked again")
	}
}
