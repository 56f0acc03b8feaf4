package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chainchief/graph"
)

// Store is the graph with its history over one driver. Safe for concurrent use.
type Store struct {
	driver Driver
	now    func() time.Time
	turn   chan struct{} // held by the one who writes

	reading chan struct{} // held by the one who reads a snapshot, so that many askers read it once
	current atomic.Pointer[standingAt]
	broad   broad

	pastMu sync.Mutex
	past   []*Store // as it stood at earlier revisions, the one used last at the end
}

// New returns a store over a driver.
func New(d Driver) *Store {
	return &Store{driver: d, now: time.Now, turn: make(chan struct{}, 1), reading: make(chan struct{}, 1)}
}

// WithClock sets where change sets get their time from, for tests.
func (s *Store) WithClock(now func() time.Time) *Store {
	s.now = now
	return s
}

// Close releases the driver.
func (s *Store) Close() error { return s.driver.Close() }

// Ping tells whether the database can be reached.
func (s *Store) Ping(ctx context.Context) error { return wrap("reach the store", s.driver.Ping(ctx)) }

// Head returns the newest change set; the zero ChangeSet of an empty store.
func (s *Store) Head(ctx context.Context) (ChangeSet, error) {
	head, err := s.driver.Head(ctx)
	return head, wrap("read the head", err)
}

// Node returns a node, pooled or not; graph.CodeNotFound when it does not exist.
func (s *Store) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	nodes, err := s.driver.Nodes(ctx, []graph.ID{id})
	if err != nil {
		return graph.Node{}, wrap("read a node", err)
	}
	if len(nodes) == 0 {
		return graph.Node{}, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no %q", id),
			Fix:     "correct the id, or search for the name",
		}
	}
	return nodes[0], nil
}

// Nodes returns the nodes of ids that exist, pooled or not, ordered by id.
func (s *Store) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	nodes, err := s.driver.Nodes(ctx, ids)
	return nodes, wrap("read nodes", err)
}

// Relations returns every relation that touches one of the nodes, ordered by key.
func (s *Store) Relations(ctx context.Context, ends []graph.ID) ([]graph.Relation, error) {
	relations, err := s.driver.Relations(ctx, nil, ends)
	return relations, wrap("read relations", err)
}

// RelationsOf returns the relations of some types that leave one of from or enter one of to, ordered by key.
func (s *Store) RelationsOf(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) ([]graph.Relation, error) {
	relations, err := s.driver.RelationsOf(ctx, types, from, to)
	return relations, wrap("read relations", err)
}

// List returns a page of nodes of a kind in the order of their names, the place to go on from (nil at the end) and how
// many there are in all. The order stays while others write.
func (s *Store) List(ctx context.Context, q List) ([]graph.Node, *Place, int, error) {
	limit := q.Limit
	q.Limit++
	page, total, err := s.driver.List(ctx, q)
	if err != nil {
		return nil, nil, 0, wrap("list nodes", err)
	}
	var next *Place
	if len(page) > limit {
		page = page[:limit]
		last := page[limit-1]
		next = &Place{last.Sort, last.Node.ID}
	}
	nodes := make([]graph.Node, len(page))
	for i, k := range page {
		nodes[i] = k.Node
	}
	return nodes, next, total, nil
}

// Neighbourhood is what lies within some steps of a node.
type Neighbourhood struct {
	Nodes     []graph.Node // by distance, then id
	Depth     map[graph.ID]int
	Relations []graph.Relation // between those nodes, by key
	Truncated bool             // more lies there than the limit allows
}

// Expand returns what lies within depth steps of a node in either direction, pooled nodes too, at most limit nodes.
func (s *Store) Expand(ctx context.Context, id graph.ID, depth, limit int) (Neighbourhood, error) {
	root, err := s.Node(ctx, id)
	if err != nil {
		return Neighbourhood{}, err
	}
	out := Neighbourhood{Nodes: []graph.Node{root}, Depth: map[graph.ID]int{id: 0}}
	found := map[graph.RelationKey]graph.Relation{}
	ring := []graph.ID{id}
	for d := 1; d <= depth && len(ring) > 0; d++ {
		relations, err := s.driver.Relations(ctx, nil, ring)
		if err != nil {
			return Neighbourhood{}, wrap("read relations", err)
		}
		var next []graph.ID
		for _, r := range relations {
			found[r.RelationKey] = r
			for _, end := range []graph.ID{r.From, r.To} {
				if _, seen := out.Depth[end]; !seen {
					out.Depth[end] = d
					next = append(next, end)
				}
			}
		}
		slices.Sort(next)
		if room := limit - len(out.Nodes); len(next) > room {
			for _, id := range next[room:] {
				delete(out.Depth, id)
			}
			next, out.Truncated = next[:room], true
		}
		nodes, err := s.driver.Nodes(ctx, next)
		if err != nil {
			return Neighbourhood{}, wrap("read nodes", err)
		}
		out.Nodes = append(out.Nodes, nodes...)
		ring = next
	}
	for _, r := range found {
		_, from := out.Depth[r.From]
		_, to := out.Depth[r.To]
		if from && to {
			out.Relations = append(out.Relations, r)
		}
	}
	slices.SortFunc(out.Relations, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	return out, nil
}

// Makers returns enterprises, pooled ones too, that make one of the products, those that make most of them first.
func (s *Store) Makers(ctx context.Context, products []graph.ID, limit int) ([]Maker, error) {
	makers, err := s.driver.Makers(ctx, products, limit)
	return makers, wrap("look for makers", err)
}

// Hit is a node that a search found.
type Hit struct {
	Node    graph.Node
	Matched string // the alias or code that matched when the name did not
}

// mostRanked bounds how many matches are ranked; beyond, the first by name are taken.
const mostRanked = 1000

// Search finds nodes by name, alias, code, pinyin or initials, in simplified or traditional characters: whole names
// first, then beginnings, then the rest, each by kind, enterprises from here outwards, name and id. A text without
// letters finds nothing.
func (s *Store) Search(ctx context.Context, text string, kinds []graph.Kind, limit int) ([]Hit, error) {
	queries := [][]Term{terms(text)}
	if len(queries[0]) == 0 {
		return nil, nil
	}
	if simple := simplified(text); simple != text {
		queries = append(queries, terms(simple))
	}
	q := question{text, kinds, limit, queries}
	if hits, holds, err := s.broadly(ctx, q); err != nil || holds {
		return hits, err
	}
	before, err := s.earlierHead(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.driver.Search(ctx, queries, kinds, mostRanked)
	if err != nil {
		return nil, wrap("search", err)
	}
	hits := rank(text, found, limit)
	if len(found) == mostRanked && limit <= mostBroadHits {
		// what was written while it was searched for is looked through when it is asked again
		s.broad.put(broadAnswer{q, before, slices.Clone(hits)})
	}
	return hits, nil
}

// rank orders what was found by how close it is to the text.
func rank(text string, found []Keyed, limit int) []Hit {
	type ranked struct {
		hit  Hit
		rank int
		sort string
	}
	want := folded(text)
	list := make([]ranked, len(found))
	for i, k := range found {
		rank, matched := closeness(want, &found[i].Node)
		list[i] = ranked{Hit{k.Node, matched}, rank, k.Sort}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(
			cmp.Compare(a.rank, b.rank),
			cmp.Compare(kindRank(a.hit.Node.Kind), kindRank(b.hit.Node.Kind)),
			cmp.Compare(reaches(&a.hit.Node), reaches(&b.hit.Node)),
			cmp.Compare(a.sort, b.sort),
			cmp.Compare(a.hit.Node.ID, b.hit.Node.ID),
		)
	})
	hits := make([]Hit, 0, min(limit, len(list)))
	for _, r := range list[:min(limit, len(list))] {
		hits = append(hits, r.hit)
	}
	return hits
}

// closeness ranks a match with a text that is folded: 0 the whole name, 1 a whole alias or code, 2 the beginning of the
// name, 3 of another, 4 the rest. Anywhere in the name of a local enterprise counts as its beginning, and the whole
// alias of one elsewhere is not more than that, so that the plant here stands before its parent.
func closeness(want string, n *graph.Node) (rank int, matched string) {
	name := folded(n.Name)
	if name == want {
		return 0, ""
	}
	enterprise := n.Kind == graph.KindEnterprise
	local := enterprise && graph.EnterpriseOf(n).Local()
	begins := ""
	for _, other := range append(
		[]string{n.NameEN, n.Attrs.Text("short_name"), n.Attrs.Text("credit_code"), n.Attrs.Text("listed_code")},
		n.Aliases...) {
		if other == "" {
			continue
		}
		switch name := folded(other); {
		case name == want && enterprise && !local:
			return 2, other
		case name == want:
			return 1, other
		case begins == "" && strings.HasPrefix(name, want):
			begins = other
		}
	}
	switch {
	case strings.HasPrefix(name, want) || local && strings.Contains(name, want):
		return 2, ""
	case begins != "":
		return 3, begins
	}
	return 4, ""
}

// folded is a name without what parts its runs, in the form in which names are compared.
func folded(s string) string {
	var b strings.Builder
	for _, run := range runs(simplified(s)) {
		b.WriteString(string(run))
	}
	return b.String()
}

// kindRank puts what people look for first.
func kindRank(k graph.Kind) int {
	order := []graph.Kind{
		graph.KindChain,
		graph.KindLink,
		graph.KindEnterprise,
		graph.KindProduct,
		graph.KindPark,
		graph.KindProject,
	}
	if i := slices.Index(order, k); i >= 0 {
		return i
	}
	return len(order)
}

// wrap names the operation and gives the error a code; an error that has one keeps it.
func wrap(operation string, err error) error {
	if err == nil {
		return nil
	}
	var known *graph.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return &graph.Error{
			Code:    graph.CodeTimeout,
			Message: "the store did not answer in time",
			Fix:     "try again",
			Err:     fmt.Errorf("%s: %w", operation, err),
		}
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", operation, err)
	}
	return fmt.Errorf("%s: %w", operation, err)
}
