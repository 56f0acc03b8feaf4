package crosswalk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// claim is that an enterprise of the working graph and a record of the pool are one firm, by a method of
// graph.TwinMethods and the code or name that both have.
type claim struct {
	firm           graph.ID
	record         *graph.Node
	method, shared string
}

// strength orders claims from firm to weak: codes are as good as each other.
func (c claim) strength() int {
	return slices.Index([]string{graph.TwinFull, graph.TwinName}, c.method)
}

// compared says whether and how an enterprise and a record agree. Codes go before names, and those that differ rule out
// whatever names say.
func compared(e, record *graph.Node) (claim, bool) {
	a, b := graph.EnterpriseOf(e), graph.EnterpriseOf(record)
	c := claim{firm: e.ID, record: record}
	for _, code := range []struct{ method, here, there string }{
		{graph.TwinCredit, a.CreditCode(), b.CreditCode()},
		{graph.TwinListed, a.ListedCode(), b.ListedCode()},
	} {
		switch {
		case code.here == "" || code.there == "":
		case code.here != code.there:
			return claim{}, false
		case c.method == "":
			c.method, c.shared = code.method, code.here
		}
	}
	if c.method != "" {
		return c, true
	}
	theirs := map[string]bool{}
	for _, name := range names(record) {
		theirs[form(name)] = true
	}
	for _, name := range names(e) {
		if theirs[form(name)] {
			c.method, c.shared = graph.TwinName, name
			if isRegistered(name) {
				c.method = graph.TwinFull
			}
			return c, true
		}
	}
	return claim{}, false
}

// names are what an enterprise is called, registered names first.
func names(e *graph.Node) []string {
	list := slices.DeleteFunc(namesOf(e), func(name string) bool { return form(name) == "" })
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(analysis.FalseFirst(isRegistered(b), isRegistered(a)), cmp.Compare(a, b))
	})
	return slices.Compact(list)
}

// isRegistered tells whether a name has the form in which companies are registered: 中微公司 is a short name.
func isRegistered(name string) bool {
	return strings.HasSuffix(name, "有限公司") || strings.HasSuffix(name, "有限责任公司")
}

// claims are the best claims of an enterprise on records of the pool: on all that have its code, on one that alone has
// its name.
func claims(e *graph.Node, records []*graph.Node) []claim {
	var best []claim
	for _, record := range records {
		c, agree := compared(e, record)
		switch {
		case !agree || len(best) > 0 && best[0].strength() < c.strength():
		case len(best) > 0 && best[0].strength() == c.strength():
			best = append(best, c)
		default:
			best = []claim{c}
		}
	}
	if len(best) > 1 && best[0].strength() >= 0 {
		return nil
	}
	return best
}

// settled gives each record to who has the best claim on it, and to nobody when two claims are as good; by firm and
// record.
func settled(list []claim) []claim {
	slices.SortFunc(list, func(a, b claim) int {
		return cmp.Or(
			cmp.Compare(a.record.ID, b.record.ID),
			cmp.Compare(a.strength(), b.strength()),
			cmp.Compare(a.firm, b.firm),
		)
	})
	var out []claim
	for i, c := range list {
		first := i == 0 || list[i-1].record.ID != c.record.ID
		contested := i+1 < len(list) && list[i+1].record.ID == c.record.ID && list[i+1].strength() == c.strength()
		if first && !contested {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.firm, b.firm), cmp.Compare(a.record.ID, b.record.ID))
	})
	return out
}

// relation is the claim as it is written. It rests on what both records say, so it is as firm as the weaker of them; by
// a short name it is a guess.
func (c claim) relation(e *graph.Node) graph.Relation {
	prov := c.record.Prov
	switch {
	case c.method == graph.TwinName:
		prov.Confidence = graph.Inferred
	case weakness(e.Prov) > weakness(prov):
		prov = e.Prov
	}
	return graph.Relation{
		RelationKey: graph.RelationKey{Type: graph.SameAs, From: c.firm, To: c.record.ID},
		Attrs:       graph.Attrs{"method": c.method, "shared": c.shared},
		Prov:        prov,
	}
}

func weakness(p graph.Provenance) int {
	return slices.IndexFunc(graph.Confidences, func(t graph.Term) bool { return t.Code == string(p.Confidence) })
}

// Twins returns what joins enterprises with their records in the pool, whichever of the two is asked about; ordered.
func Twins(ctx context.Context, s *store.Store, ids []graph.ID) ([]graph.Relation, error) {
	return s.RelationsOf(ctx, []graph.RelationType{graph.SameAs}, ids, ids)
}

// apart are the firms and records that people say are two, or have not yet judged: the program joins neither.
type apart map[[2]graph.ID]bool

func partedBy(ctx context.Context, s *store.Store, ids []graph.ID) (apart, error) {
	list, err := s.RelationsOf(ctx, []graph.RelationType{graph.DistinctFrom, graph.SetAside}, ids, ids)
	out := apart{}
	for _, r := range list {
		out[[2]graph.ID{r.From, r.To}], out[[2]graph.ID{r.To, r.From}] = true, true
	}
	return out, err
}

// mostRecords bounds how many records are looked at for one name: one that more have says nothing.
const mostRecords = 1000

// joinTwins adds the enterprises that have a record in the pool. What people have stated stays; what no longer follows
// is taken back.
func (p *Proposal) joinTwins(ctx context.Context, s *store.Store, g *graph.Snapshot) error {
	var ids []graph.ID
	for _, e := range g.Of(graph.KindEnterprise) {
		ids = append(ids, e.ID)
	}
	standing, err := Twins(ctx, s, ids)
	if err != nil {
		return err
	}
	stated := map[graph.ID]bool{}
	for _, r := range standing {
		if graph.TwinOf(&r).Method() == graph.TwinStated {
			stated[r.From], stated[r.To] = true, true
			if g.Node(r.To) == nil { // else people say it of two firms of the graph
				p.Twins[graph.TwinStated]++
			}
		}
	}
	parted, err := partedBy(ctx, s, ids)
	if err != nil {
		return err
	}
	var list []claim
	for _, e := range g.Of(graph.KindEnterprise) {
		if stated[e.ID] {
			continue
		}
		records, err := recordsOf(ctx, s, e)
		if err != nil {
			return err
		}
		records = slices.DeleteFunc(records, func(n *graph.Node) bool {
			return stated[n.ID] || parted[[2]graph.ID{e.ID, n.ID}]
		})
		list = append(list, claims(e, records)...)
	}
	wanted := map[graph.RelationKey]bool{}
	for _, c := range settled(list) {
		r := c.relation(g.Node(c.firm))
		wanted[r.RelationKey] = true
		p.Twins[c.method]++
		p.Changes.Relations = append(p.Changes.Relations, r)
	}
	for _, r := range standing {
		if graph.TwinOf(&r).Method() != graph.TwinStated && !wanted[r.RelationKey] {
			p.Changes.DeleteRelations = append(p.Changes.DeleteRelations, r.RelationKey)
		}
	}
	return nil
}

// recordsOf are the enterprises of the pool that have a code or name in common with one, ordered by id.
func recordsOf(ctx context.Context, s *store.Store, e *graph.Node) ([]*graph.Node, error) {
	firm := graph.EnterpriseOf(e)
	found := map[graph.ID]*graph.Node{}
	for _, text := range append(names(e), firm.CreditCode(), firm.ListedCode()) {
		hits, err := s.Search(ctx, text, []graph.Kind{graph.KindEnterprise}, mostRecords)
		if err != nil {
			return nil, err
		}
		if len(hits) == mostRecords {
			continue
		}
		for i := range hits {
			if n := &hits[i].Node; n.Pool {
				found[n.ID] = n
			}
		}
	}
	return sortedByID(found), nil
}

func sortedByID(nodes map[graph.ID]*graph.Node) []*graph.Node {
	var list []*graph.Node
	for _, id := range slices.Sorted(maps.Keys(nodes)) {
		list = append(list, nodes[id])
	}
	return list
}

// twins are the enterprises of the working graph and their records in the pool.
type twins struct {
	ofPool  map[graph.ID]graph.ID // from the record to the firm
	ofGraph map[graph.ID]graph.ID // from the firm to its record, the first by id where it has several
}

// findTwins takes those that stand, and claims for the others.
func findTwins(nodes map[graph.ID]graph.Node, standing []graph.Relation, parted apart) twins {
	t := twins{map[graph.ID]graph.ID{}, map[graph.ID]graph.ID{}}
	for _, r := range standing {
		if nodes[r.To].Pool && !nodes[r.From].Pool { // people may say it of others, which are no firm and its record
			t.add(r.From, r.To)
		}
	}
	records := map[string][]*graph.Node{} // by code and by form of the name
	var firms []graph.Node
	for id, e := range nodes {
		switch {
		case e.Pool && t.ofPool[id] == "":
			for _, key := range keysOf(&e) {
				records[key] = append(records[key], &e)
			}
		case !e.Pool && t.ofGraph[id] == "":
			firms = append(firms, e)
		}
	}
	var list []claim
	for _, e := range firms {
		found := map[graph.ID]*graph.Node{}
		for _, key := range keysOf(&e) {
			for _, record := range records[key] {
				if !parted[[2]graph.ID{e.ID, record.ID}] {
					found[record.ID] = record
				}
			}
		}
		list = append(list, claims(&e, sortedByID(found))...)
	}
	for _, c := range settled(list) {
		t.add(c.firm, c.record.ID)
	}
	return t
}

func (t twins) add(firm, record graph.ID) {
	t.ofPool[record] = firm
	if t.ofGraph[firm] == "" {
		t.ofGraph[firm] = record
	}
}

// keysOf are the codes and names of an enterprise in the form in which they are compared.
func keysOf(e *graph.Node) []string {
	firm := graph.EnterpriseOf(e)
	keys := []string{firm.CreditCode(), firm.ListedCode()}
	for _, name := range names(e) {
		keys = append(keys, form(name))
	}
	return slices.DeleteFunc(keys, func(key string) bool { return key == "" })
}
