package identity

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Verdicts of people on two enterprises that look alike.
const (
	Same      = "same"
	Different = "different"
	Later     = "later"
)

// Judgement is what somebody has said of two enterprises.
type Judgement struct {
	Verdict string
	By      string
	On      graph.Date
	Note    string
	Was     [2]string // what the two of the relation were when judged, from and to
	Changed bool      // they are called, coded or placed otherwise now: they are asked about again
	Key     graph.RelationKey
}

// Pair is two enterprises that look alike. A is the one that would stay.
type Pair struct {
	A, B *Firm
	Likeness
	Cost   int    // how much would be mixed up if they were made one and are two
	Guess  string // of graph.TwinMethods, by which the program takes them for one until somebody says so; or empty
	Judged *Judgement
}

// Open tells whether a person is to be asked.
func (p *Pair) Open() bool {
	return !p.Joins && (p.Judged == nil || p.Judged.Changed)
}

// Queue is what there is to be judged, dearest wrong merge first, and what was judged, newest first.
type Queue struct{ Open, Judged []Pair }

// judging are the relations that say whether two enterprises are one.
var judging = []graph.RelationType{graph.SameAs, graph.DistinctFrom, graph.SetAside}

// Finder finds pairs; the queues of the snapshots that were asked about last are remembered.
type Finder struct {
	mu   sync.Mutex
	kept []remembered
}

type remembered struct {
	version   graph.Version
	clearance graph.Clearance
	queue     *Queue
}

// mostKept bounds how many queues are remembered.
const mostKept = 4

// Queue of a snapshot, with the pool that s has.
func (f *Finder) Queue(ctx context.Context, s *store.Store, g *graph.Snapshot) (*Queue, error) {
	f.mu.Lock()
	defer f.mu.Unlock() // who asks meanwhile waits for the same answer
	at := slices.IndexFunc(f.kept, func(r remembered) bool {
		return r.version == g.Version() && r.clearance == g.Clearance
	})
	if at >= 0 {
		return f.kept[at].queue, nil
	}
	q, err := queueOf(ctx, s, g)
	if err != nil {
		return nil, err
	}
	f.kept = append(f.kept, remembered{g.Version(), g.Clearance, q})
	if len(f.kept) > mostKept {
		f.kept = slices.Delete(f.kept, 0, 1)
	}
	return q, nil
}

// ends are the two of a pair, whatever their order.
type ends [2]graph.ID

func endsOf(a, b graph.ID) ends {
	if b < a {
		a, b = b, a
	}
	return ends{a, b}
}

// said is what stands between enterprises.
func said(ctx context.Context, s *store.Store, ids []graph.ID) (map[ends][]graph.Relation, error) {
	list, err := s.RelationsOf(ctx, judging, ids, ids)
	if err != nil {
		return nil, err
	}
	out := map[ends][]graph.Relation{}
	for _, r := range list {
		key := endsOf(r.From, r.To)
		if !slices.ContainsFunc(out[key], func(o graph.Relation) bool { return o.RelationKey == r.RelationKey }) {
			out[key] = append(out[key], r)
		}
	}
	return out, nil
}

func queueOf(ctx context.Context, s *store.Store, g *graph.Snapshot) (*Queue, error) {
	index := NewIndex(g)
	ids := make([]graph.ID, len(index.firms))
	for i, f := range index.firms {
		ids[i] = f.ID
	}
	standing, err := said(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	firms := map[graph.ID]*Firm{}
	for _, f := range index.firms {
		firms[f.ID] = f
	}
	if err := load(ctx, s, g, standing, firms); err != nil {
		return nil, err
	}
	of := owners(standing)
	q, seen := &Queue{}, map[ends]bool{}
	put := func(a, b *Firm) {
		key := endsOf(a.ID, b.ID)
		if seen[key] {
			return
		}
		seen[key] = true
		p := pairOf(a, b, standing[key])
		owner := of[p.B.ID]
		switch {
		case p.Judged != nil && !p.Judged.Changed:
			q.Judged = append(q.Judged, p)
		case p.Joins || p.B.Pool && owner != "" && owner != p.A.ID:
		case p.Score >= Ask || p.Guess != "" || p.Judged != nil:
			q.Open = append(q.Open, p)
		}
	}
	for key := range standing {
		if a, b := firms[key[0]], firms[key[1]]; a != nil && b != nil {
			put(a, b)
		}
	}
	for _, f := range index.firms {
		for _, other := range index.Near(f) {
			if f.ID < other.ID {
				put(f, other)
			}
		}
		records, err := pooled(ctx, s, f)
		if err != nil {
			return nil, err
		}
		for i := range records {
			if !seen[endsOf(f.ID, records[i].ID)] {
				put(f, FirmOf(g, &records[i]))
			}
		}
	}
	q.sort()
	return q, nil
}

// owners are the firms of the records that people, or an equal code, gave to one.
func owners(standing map[ends][]graph.Relation) map[graph.ID]graph.ID {
	of := map[graph.ID]graph.ID{}
	for _, list := range standing {
		for _, r := range list {
			method := graph.TwinOf(&r).Method()
			if r.Type == graph.SameAs && (method == graph.TwinStated || method == graph.TwinCredit) {
				of[r.To] = r.From
			}
		}
	}
	return of
}

// sort puts the dearest mistake first, and what was judged last.
func (q *Queue) sort() {
	slices.SortFunc(q.Open, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Cost, a.Cost), cmp.Compare(b.Score, a.Score), cmp.Compare(a.A.ID, b.A.ID),
			cmp.Compare(a.B.ID, b.B.ID))
	})
	slices.SortFunc(q.Judged, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Judged.On, a.Judged.On), cmp.Compare(a.A.ID, b.A.ID), cmp.Compare(a.B.ID, b.B.ID))
	})
}

// load reads the enterprises of the pool that something is said of.
func load(
	ctx context.Context,
	s *store.Store,
	g *graph.Snapshot,
	standing map[ends][]graph.Relation,
	firms map[graph.ID]*Firm,
) error {
	var ids []graph.ID
	for key := range standing {
		for _, id := range key {
			if firms[id] == nil {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	nodes, err := s.Nodes(ctx, slices.Compact(ids))
	for i := range nodes {
		if nodes[i].Pool { // else the asker may not see it
			firms[nodes[i].ID] = FirmOf(g, &nodes[i])
		}
	}
	return err
}

// mostRecords bounds how many records are looked at for one name: one that more have says nothing.
const mostRecords = 60

// pooled are the enterprises of the pool that may be a firm, by what the store finds.
func pooled(ctx context.Context, s *store.Store, f *Firm) (list []graph.Node, err error) {
	seen := map[graph.ID]bool{}
	for _, text := range f.Searches() {
		hits, err := s.Search(ctx, text, []graph.Kind{graph.KindEnterprise}, mostRecords)
		if err != nil {
			return nil, err
		}
		if len(hits) == mostRecords {
			continue
		}
		for _, h := range hits {
			if h.Node.Pool && !seen[h.Node.ID] && h.Node.ID != f.ID {
				seen[h.Node.ID] = true
				list = append(list, h.Node)
			}
		}
	}
	return list, nil
}

// PairOf sets two enterprises side by side with what stands between them. A of it would stay: the one of the graph,
// else the one of which more is known.
func PairOf(ctx context.Context, s *store.Store, g *graph.Snapshot, a, b *graph.Node) (Pair, error) {
	standing, err := said(ctx, s, []graph.ID{a.ID, b.ID})
	if err != nil {
		return Pair{}, err
	}
	return pairOf(FirmOf(g, a), FirmOf(g, b), standing[endsOf(a.ID, b.ID)]), nil
}

func pairOf(a, b *Firm, standing []graph.Relation) Pair {
	if a.Pool && !b.Pool || a.Pool == b.Pool && (b.Facts > a.Facts || b.Facts == a.Facts && b.ID < a.ID) {
		a, b = b, a
	}
	p := Pair{A: a, B: b, Likeness: Compare(a, b), Cost: b.Facts}
	if !b.Pool { // both are drawn, counted and written on
		p.Cost += a.Facts
	}
	for _, r := range standing {
		verdict := map[graph.RelationType]string{
			graph.DistinctFrom: Different,
			graph.SetAside:     Later,
			graph.SameAs:       Same,
		}[r.Type]
		if method := graph.TwinOf(&r).Method(); r.Type == graph.SameAs && method != graph.TwinStated {
			p.Guess = method
			continue
		}
		j := Judgement{
			Verdict: verdict,
			By:      r.Attrs.Text("judged_by"),
			On:      graph.Date(cmp.Or(r.Attrs.Text("judged_on"), string(r.Prov.AsOf))),
			Note:    r.Attrs.Text("note"),
			Was:     [2]string{r.Attrs.Text("was_from"), r.Attrs.Text("was_to")},
			Key:     r.RelationKey,
		}
		from, to := a, b
		if r.From == b.ID {
			from, to = b, a
		}
		j.Changed = j.Was[0] != "" && (j.Was[0] != from.Was() || j.Was[1] != to.Was())
		p.Judged = &j
	}
	return p
}
