package crosswalk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/decision"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/google/go-cmp/cmp"
)

var prov = graph.Provenance{Source: "source:s", AsOf: "2022", Confidence: graph.Unverified}

func node(id graph.ID, name string, pool bool) graph.Node {
	kind, _ := id.Kind()
	n := graph.Node{ID: id, Kind: kind, Name: name, Pool: pool, Prov: prov}
	switch kind {
	case graph.KindEnterprise:
		n.Attrs = graph.Attrs{"reach": "country"}
	case graph.KindLink:
		n.Attrs = graph.Attrs{"stage": "upstream", "weight": int64(2), "level": "link", "order": int64(1)}
	}
	return n
}

func tie(t graph.RelationType, from, to graph.ID) graph.Relation {
	return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Prov: prov}
}

// world is a link that yields the products and a pool with others, each made by a firm of its own.
func world(t *testing.T, yields []string, pool []string, more ...graph.Relation) *store.Store {
	t.Helper()
	c := graph.Changes{Actor: "test", Nodes: []graph.Node{node("source:s", "来源", false), node("link:l", "环节", false)}}
	for _, name := range yields {
		id := graph.NewID(graph.KindProduct, graph.KeyOf(name))
		c.Nodes = append(c.Nodes, node(id, name, false))
		c.Relations = append(c.Relations, tie(graph.Yields, "link:l", id))
	}
	for _, name := range pool {
		id, firm := graph.NewID(
			graph.KindProduct,
			"set-"+graph.KeyOf(name),
		), graph.NewID(
			graph.KindEnterprise,
			"of-"+graph.KeyOf(name),
		)
		c.Nodes = append(c.Nodes, node(id, name, true), node(firm, "厂"+name, true))
		c.Relations = append(c.Relations, tie(graph.Makes, firm, id))
	}
	c.Relations = append(c.Relations, more...)
	s := store.New(memstore.Open())
	apply(t, s, c)
	return s
}

func apply(t *testing.T, s *store.Store, c graph.Changes) {
	t.Helper()
	if _, err := s.Apply(context.Background(), c); err != nil {
		t.Fatal(err)
	}
}

func snapshot(t *testing.T, s *store.Store) *graph.Snapshot {
	t.Helper()
	g, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// proposed runs Propose, writes it and returns the matches by what was found.
func proposed(t *testing.T, s *store.Store) map[graph.ID]string {
	t.Helper()
	p, err := Propose(context.Background(), s, snapshot(t, s), "test")
	if err != nil {
		t.Fatal(err)
	}
	if !p.Changes.Empty() {
		apply(t, s, p.Changes)
	}
	list, err := Of(context.Background(), s, snapshot(t, s), "link:l")
	if err != nil {
		t.Fatal(err)
	}
	found := map[graph.ID]string{}
	for _, r := range list {
		found[r.To] = r.Attrs.Text("method")
	}
	return found
}

func TestMethods(t *testing.T) {
	for name, c := range map[string]struct {
		yields, pool string
		want         string
	}{
		"same name":       {"外延片", "外延片", "exact"},
		"case and space":  {"LED 芯片", "led芯片", "normalised"},
		"empty word":      {"光纤", "光纤产品", "normalised"},
		"wider":           {"Micro LED 芯片", "LED芯片", "wider"},
		"too short":       {"储能芯片", "芯片", ""},
		"another product": {"外延片", "硅外延炉", ""},
		"inside the name": {"光纤", "光纤连接器", ""},
	} {
		s := world(t, []string{c.yields}, []string{c.pool})
		if got := proposed(t, s)[graph.NewID(graph.KindProduct, "set-"+graph.KeyOf(c.pool))]; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A name in full width is kept as the usual one: it is the same name.
func TestWidthMakesNoOtherName(t *testing.T) {
	s := world(t, []string{"LED芯片"}, nil)
	other := node("product:set-led芯片", "ＬＥＤ芯片", true)
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{other}})
	if got := proposed(t, s)[other.ID]; got != "exact" {
		t.Errorf("%q", got)
	}
}

func TestKindsOfWhatWasFound(t *testing.T) {
	s := world(
		t,
		[]string{"电池"},
		[]string{"电池", "锂电池", "铁锂电池"},
		tie(
			graph.SubclassOf,
			"product:set-锂电池",
			"product:set-电池",
		),
		tie(graph.SubclassOf, "product:set-铁锂电池", "product:set-锂电池"),
	)
	got := proposed(t, s)
	if len(got) != 2 || got["product:set-电池"] != "exact" || got["product:set-锂电池"] != "tree" {
		t.Errorf("%v", got)
	}
}

func TestAProposalThatNoLongerFollowsGoes(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"光纤"}, []string{"光纤", "光纤产品"})
	proposed(t, s)
	by, sure := decision.Actor{Name: "someone", At: time.Now()}, decision.Review{Review: graph.MatchConfirmed}
	seen := snapshot(t, s).Revision
	if _, err := decision.New(s).Review(ctx, by, seen, "product:光纤", "product:set-光纤产品", sure); err != nil {
		t.Fatal(err)
	}
	for _, id := range []graph.ID{"product:set-光纤", "product:set-光纤产品"} {
		apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{node(id, "别的", true)}})
	}
	if got := proposed(t, s); len(got) != 1 || got["product:set-光纤产品"] == "" {
		t.Errorf("what a person confirmed stays, the other goes: %v", got)
	}
}

func TestCandidatesOfNoLink(t *testing.T) {
	s := world(t, []string{"光纤"}, nil)
	if _, err := Candidates(context.Background(), s, snapshot(t, s), "link:nowhere",
		5); graph.CodeOf(err) != graph.CodeNotFound {
		t.Error(err)
	}
}

func TestFinderSeesNewFirms(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"光纤预制棒"}, []string{"光纤预制棒套管", "水泥"})
	f := NewFinder(s)
	names := func() []string {
		list, err := f.Candidates(ctx, snapshot(t, s), "link:l")
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range list {
			out = append(out, c.Node.Name)
			if c.Score < c.Fit || c.Score < c.Likely || c.Score > 1 || c.Likely > 0 && len(c.Words.Parts) == 0 {
				t.Errorf("%+v", c)
			}
		}
		return out
	}
	if got := names(); !slices.Equal(got, []string{"厂光纤预制棒套管"}) {
		t.Errorf("%v", got)
	}
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{node("enterprise:new", "新光纤厂", true)}})
	if got := names(); !slices.Contains(got, "新光纤厂") {
		t.Errorf("a new firm is not found: %v", got)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := NewFinder(s).Candidates(stopped, snapshot(t, s), "link:l"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestTwinsAreOneCandidate: an enterprise of the working graph and one of the pool with its listed code, or its name.
func TestTwinsAreOneCandidate(t *testing.T) {
	ctx := context.Background()
	on := func(firm graph.ID) graph.Relation {
		r := tie(graph.OperatesIn, firm, "link:l")
		r.Attrs = graph.Attrs{"role": "maker", "stage": "unknown"}
		return r
	}
	here := node("enterprise:here", "光纤厂", false)
	other := node("enterprise:other", "别的", false)
	other.Attrs["listed_code"] = "600000"
	s := world(t, []string{"光纤"}, []string{"光纤套管", "光纤"})
	named, coded := node("enterprise:named", "甲股份有限公司", true), node("enterprise:coded", "乙股份有限公司", true)
	named.Attrs["short_name"], named.Attrs["listed_code"] = "光纤厂", "600001"
	coded.Attrs["short_name"], coded.Attrs["listed_code"] = "光纤厂二", "600000"
	apply(t, s, graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{here, other, named, coded},
		Relations: []graph.Relation{
			tie(graph.Makes, "enterprise:named", "product:光纤"),
			on("enterprise:here"),
			on("enterprise:other"),
		},
	})
	f, g := NewFinder(s), snapshot(t, s)
	list, err := f.Candidates(ctx, g, "link:l")
	if err != nil {
		t.Fatal(err)
	}
	twin := map[graph.ID]graph.ID{}
	for _, c := range list {
		if c.Twin != nil {
			twin[c.Node.ID] = c.Twin.ID
		}
		if c.Node.ID == named.ID || c.Node.ID == coded.ID {
			t.Errorf("%s stands beside its twin", c.Node.ID)
		}
		if c.Node.ID == here.ID && (c.Fit == 0 || len(c.Ties) == 0) {
			t.Errorf("what the set says of it is lost: %+v", c)
		}
	}
	if len(twin) != 2 || twin[here.ID] != named.ID || twin[other.ID] != coded.ID {
		t.Errorf("%v", twin)
	}
	apply(t, s, rejection(named.ID))
	scored, err := f.Found(ctx, snapshot(t, s), "link:l")
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(scored, func(x candidate.Found) bool { return x.Enterprise.ID == here.ID }); i < 0 ||
		scored[i].Card == nil {
		t.Errorf("that its twin was rejected is forgotten: %+v", scored)
	}
}

// TestTwinsAreWritten: by a code that both have, by a registered name, by a short name as a guess; never against a
// code, never where two are as good.
func TestTwinsAreWritten(t *testing.T) {
	ctx := context.Background()
	firm := func(id graph.ID, name, credit, listed string) graph.Node {
		n := node(id, name, strings.Contains(string(id), "set-"))
		if credit != "" {
			n.Attrs["credit_code"] = credit
		}
		if listed != "" {
			n.Attrs["listed_code"] = listed
		}
		return n
	}
	const credit = "914403001922038216"
	two := firm("enterprise:two", "己", "", "600006")
	two.Prov.Confidence = graph.Trade
	s := world(t, []string{"光纤"}, []string{"光纤"})
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{
		firm("enterprise:credit", "甲", credit, "600001"), firm("enterprise:set-credit", "别的", credit, ""),
		firm("enterprise:set-other", "乙厂", "", "600001"), // another data set has the listed code
		firm("enterprise:full", "东湖（武汉）有限公司", "", ""), firm("enterprise:set-full", "东湖(武汉)有限公司", "", "600003"),
		firm("enterprise:short", "中微公司", "", ""), firm("enterprise:set-short", "中微公司", "", "600004"),
		firm("enterprise:against", "丙有限公司", "", "600005"), firm("enterprise:set-against", "丙有限公司", "", "600015"),
		firm("enterprise:many", "丁有限公司", "", ""), firm("enterprise:set-many1", "丁有限公司", "", "600007"),
		firm("enterprise:set-many2", "丁有限公司", "", "600008"),
		firm("enterprise:one", "戊", "", ""), two, firm("enterprise:set-two", "戊", "", "600006"), // the code is better
		firm("enterprise:left", "庚", "", ""), firm("enterprise:right", "庚", "", ""), firm("enterprise:set-both", "庚", "", ""),
		firm("enterprise:told", "辛", "", ""), firm("enterprise:set-told", "壬", "", ""),
		firm("enterprise:set-named", "辛", "", ""),
	}})
	told := tie(graph.SameAs, "enterprise:told", "enterprise:set-told")
	told.Attrs = graph.Attrs{"method": graph.TwinStated}
	apply(t, s, graph.Changes{Actor: "test", Relations: []graph.Relation{told}})
	propose := func() *Proposal {
		t.Helper()
		p, err := Propose(ctx, s, snapshot(t, s), "match")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	joined := func() (list []string) {
		t.Helper()
		var ids []graph.ID
		for _, e := range snapshot(t, s).Of(graph.KindEnterprise) {
			ids = append(ids, e.ID)
		}
		relations, err := Twins(ctx, s, ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range relations {
			list = append(list, strings.Join([]string{
				r.From.Key(),
				r.To.Key(),
				graph.TwinOf(&r).Method(),
				graph.TwinOf(&r).Shared(),
				string(r.Prov.Confidence),
			}, " "))
		}
		return list
	}
	all := []string{
		"credit set-credit credit_code " + credit + " unverified",
		"credit set-other listed_code 600001 unverified",
		"full set-full registered_name 东湖（武汉）有限公司 unverified",
		"short set-short name 中微公司 inferred",
		"told set-told stated  unverified",
		"two set-two listed_code 600006 trade",
	}
	p := propose()
	apply(t, s, p.Changes)
	if diff := cmp.Diff(all, joined()); diff != "" {
		t.Error(diff)
	}
	want := map[string]int{"stated": 1, "credit_code": 1, "listed_code": 2, "registered_name": 1, "name": 1}
	if diff := cmp.Diff(want, p.Twins); diff != "" {
		t.Error(diff)
	}
	if again := propose(); len(again.Changes.DeleteRelations) > 0 {
		t.Errorf("a second run takes back %v", again.Changes.DeleteRelations)
	}
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{firm("enterprise:full", "东湖（武汉）有限公司", "", "600033")}})
	apply(t, s, propose().Changes) // another code was found out
	if diff := cmp.Diff(slices.Delete(slices.Clone(all), 2, 3), joined()); diff != "" {
		t.Error(diff)
	}
	head, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, head.Revision, "test", "back"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, joined()); diff != "" {
		t.Error(diff)
	}
}

// TestWhatPeopleHavePartedIsNotJoined: neither by match nor by who looks for candidates.
func TestWhatPeopleHavePartedIsNotJoined(t *testing.T) {
	s := world(t, []string{"光纤"}, []string{"光纤"})
	firm, record := node("enterprise:yunxiu", "云岫光电", false), node("enterprise:set/1", "云岫光电", true)
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{firm, record}})
	p, err := Propose(t.Context(), s, snapshot(t, s), "match")
	if err != nil || p.Twins[graph.TwinName] != 1 {
		t.Fatalf("joined %v, %v", p.Twins, err)
	}
	nodes := map[graph.ID]graph.Node{firm.ID: firm, record.ID: record}
	for _, said := range []graph.RelationType{graph.DistinctFrom, graph.SetAside} {
		apply(t, s, graph.Changes{Actor: "test", Relations: []graph.Relation{tie(said, firm.ID, record.ID)}})
		p, err := Propose(t.Context(), s, snapshot(t, s), "match")
		if err != nil || len(p.Twins) > 0 {
			t.Errorf("%s: joined %v, %v", said, p.Twins, err)
		}
		parted, err := partedBy(t.Context(), s, []graph.ID{firm.ID})
		if got := findTwins(nodes, nil, parted); err != nil || len(got.ofPool) > 0 {
			t.Errorf("%s: twins %v, %v", said, got.ofPool, err)
		}
		gone := []graph.RelationKey{tie(said, firm.ID, record.ID).RelationKey}
		apply(t, s, graph.Changes{Actor: "test", DeleteRelations: gone})
	}
}

// TestTwoFirmsOfTheGraphAreNoFirmAndRecord: whatever people say of two firms of the working graph, neither is counted
// as a record of the pool or stands for the other.
func TestTwoFirmsOfTheGraphAreNoFirmAndRecord(t *testing.T) {
	s := world(t, []string{"光纤"}, []string{"光纤"})
	plant, parent := node("enterprise:plant", "本地厂", false), node("enterprise:parent", "母公司", false)
	said := tie(graph.SameAs, parent.ID, plant.ID)
	said.Attrs = graph.Attrs{"method": graph.TwinStated}
	apply(t, s, graph.Changes{
		Actor:     "test",
		Nodes:     []graph.Node{plant, parent},
		Relations: []graph.Relation{said},
	})
	p, err := Propose(t.Context(), s, snapshot(t, s), "match")
	if err != nil || len(p.Twins) > 0 || len(p.Changes.DeleteRelations) > 0 {
		t.Errorf("joined %v, taken back %v, %v", p.Twins, p.Changes.DeleteRelations, err)
	}
	nodes := map[graph.ID]graph.Node{plant.ID: plant, parent.ID: parent}
	if got := findTwins(nodes, []graph.Relation{said}, nil); len(got.ofPool)+len(got.ofGraph) > 0 {
		t.Errorf("twins: %v, %v", got.ofPool, got.ofGraph)
	}
}

// TestAFirmStandsForItsRecord: a record is no candidate of its own beside the firm that it is, also when nothing but
// what people stated says so; it is one again when that was taken back.
func TestAFirmStandsForItsRecord(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"光纤"}, []string{"光纤"})
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{node("enterprise:here", "本地厂", false)}})
	f := NewFinder(s)
	names := func() (list []string) {
		found, err := f.Candidates(ctx, snapshot(t, s), "link:l")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			list = append(list, c.Node.ID.Key())
		}
		return list
	}
	if got := names(); !slices.Equal(got, []string{"of-光纤"}) {
		t.Fatalf("before: %v", got)
	}
	same := tie(graph.SameAs, "enterprise:here", "enterprise:of-光纤")
	same.Attrs = graph.Attrs{"method": graph.TwinStated}
	apply(t, s, graph.Changes{Actor: "test", Relations: []graph.Relation{same}})
	if got := names(); !slices.Equal(got, []string{"here"}) {
		t.Errorf("joined: %v", got)
	}
	apply(t, s, graph.Changes{Actor: "test", DeleteRelations: []graph.RelationKey{same.RelationKey}})
	if got := names(); !slices.Equal(got, []string{"of-光纤"}) {
		t.Errorf("parted: %v", got)
	}
}

// rejection is the gap of the link with an enterprise that people rejected.
func rejection(of graph.ID) graph.Changes {
	gap := node("gap:l", "环节", false)
	gap.Attrs = graph.Attrs{
		"kinds":    []string{"missing"},
		"weight":   1.0,
		"rule":     "G-1",
		"reason":   "缺",
		"standing": true,
		"status":   "proposed",
	}
	card := tie(graph.Targets, "gap:l", of)
	card.Attrs = graph.Attrs{"contact": "rejected", "since": "2026-09-01", "reason": "不合"}
	return graph.Changes{Actor: "test", Nodes: []graph.Node{gap}, Relations: []graph.Relation{card}}
}

// TestWhatWasFoundIsKept: a later revision finds the same again without looking, unless it concerns the link.
func TestWhatWasFoundIsKept(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"光纤"}, []string{"光纤套管", "光纤"})
	f := NewFinder(s)
	find := func(g *graph.Snapshot) []Candidate {
		t.Helper()
		list, err := f.Candidates(ctx, g, "link:l")
		if err != nil {
			t.Fatal(err)
		}
		scored, err := f.Found(ctx, g, "link:l")
		if err != nil || len(scored) != len(list) {
			t.Fatal(len(scored), len(list), err)
		}
		return list
	}
	first := find(snapshot(t, s))
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{node("field:f", "领域", false)}})
	if again := find(snapshot(t, s)); len(first) != 2 || &again[0] != &first[0] {
		t.Errorf("%d candidates, looked for again", len(first))
	}
	apply(t, s, rejection("enterprise:of-光纤"))
	scored, err := f.Found(ctx, snapshot(t, s), "link:l")
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(scored,
		func(x candidate.Found) bool { return x.Enterprise.ID == "enterprise:of-光纤" }); i < 0 ||
		scored[i].Card == nil {
		t.Errorf("the card of an enterprise of the pool is not seen: %+v", scored)
	}
	moved := node("enterprise:of-光纤", "厂光纤", false) // out of the pool, with the same name
	apply(t, s, graph.Changes{Actor: "test", Nodes: []graph.Node{moved}})
	if list := find(snapshot(t, s)); list[0].Node.Pool {
		t.Errorf("it is still in the pool: %+v", list[0].Node)
	}
}

// TestAnEarlierSnapshotFindsWhatItFoundThen: whatever firms, products, matches and talks came, went or changed since.
func TestAnEarlierSnapshotFindsWhatItFoundThen(t *testing.T) {
	ctx := context.Background()
	s := world(t, []string{"光纤"}, []string{"光纤套管", "光纤", "水泥"})
	f := NewFinder(s)
	type answer struct {
		list   []Candidate
		scored []candidate.Found
	}
	find := func(f *Finder, g *graph.Snapshot) (a answer) {
		t.Helper()
		var err, more error
		a.list, err = f.Candidates(ctx, g, "link:l")
		a.scored, more = f.Found(ctx, g, "link:l")
		if err := errors.Join(err, more); err != nil {
			t.Fatal(err)
		}
		return a
	}
	moved := node("enterprise:of-光纤", "厂光纤", false)
	renamed := node("enterprise:of-光纤套管", "厂石英", true)
	var graphs []*graph.Snapshot
	var want []answer
	for _, c := range []graph.Changes{
		{Nodes: []graph.Node{node("field:f", "领域", false)}},
		rejection("enterprise:of-光纤"),
		{Nodes: []graph.Node{moved}},
		{Nodes: []graph.Node{node("enterprise:new", "新光纤厂", true)}},
		{Nodes: []graph.Node{renamed}},
		{DeleteNodes: []graph.ID{"enterprise:of-光纤"}},
		{Nodes: []graph.Node{node("field:g", "又一领域", false)}},
	} {
		g := snapshot(t, s)
		graphs, want = append(graphs, g), append(want, find(f, g))
		c.Actor = "test"
		apply(t, s, c)
	}
	for _, f := range []*Finder{f, NewFinder(s)} {
		for _, i := range []int{5, 0, 3, 1, 6, 2, 4, 0} {
			if diff := cmp.Diff(want[i], find(f, graphs[i]), cmp.AllowUnexported(answer{})); diff != "" {
				t.Errorf("revision %d: %s", graphs[i].Revision, diff)
			}
		}
	}
}
