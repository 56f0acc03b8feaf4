package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"chainchief/graph"
)

// Store is the graph with its history over one driver. Safe for concurrent use.
type Store struct {
	driver Driver
	now    func() time.Time

	mu      sync.Mutex // guards the cache; held while a snapshot is read, so that many askers read it once
	current *graph.Snapshot
}

// New returns a store over a driver.
func New(d Driver) *Store { return &Store{driver: d, now: time.Now} }

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

// retries bounds how often Apply starts again when another writer was faster.
const retries = 50

// Apply writes changes as one change set: all of it or nothing. Puts that say what stands already are dropped; when
// nothing is left the head is returned and no revision is made. Wrong input is graph.Problems; a Base that is not the
// head, graph.CodeConflict.
func (s *Store) Apply(ctx context.Context, c graph.Changes) (ChangeSet, error) {
	return s.apply(ctx, c, 0)
}

func (s *Store) apply(ctx context.Context, c graph.Changes, undoes graph.Revision) (ChangeSet, error) {
	for range retries {
		head, err := s.driver.Head(ctx)
		if err != nil {
			return ChangeSet{}, wrap("read the head", err)
		}
		if c.Base != nil && *c.Base != head.Revision {
			return ChangeSet{}, &graph.Error{Code: graph.CodeConflict, Message: fmt.Sprintf("the changes were made on revision %d, the store is at %d", *c.Base, head.Revision), Fix: "read again and repeat the change"}
		}
		entries, err := s.entries(ctx, &c)
		if err != nil {
			return ChangeSet{}, err
		}
		if len(entries) == 0 {
			return head, nil
		}
		commit := Commit{Entries: entries, Set: ChangeSet{Revision: head.Revision + 1, Time: s.now().UTC().Truncate(time.Millisecond), Actor: c.Actor, Reason: c.Reason, Undoes: undoes, Counts: Count(entries)}}
		err = s.driver.Commit(ctx, commit)
		if err == nil {
			return commit.Set, nil
		}
		if !errors.Is(err, ErrMoved) {
			return ChangeSet{}, wrap("write the change set", err)
		}
	}
	return ChangeSet{}, &graph.Error{Code: graph.CodeConflict, Message: "other writers were faster each time", Fix: "try again"}
}

// standing is what the changes would touch as it stands now.
type standing struct {
	nodes     map[graph.ID]*graph.Node
	relations map[graph.RelationKey]*graph.Relation
}

// entries checks the changes against what stands and says what they do.
func (s *Store) entries(ctx context.Context, c *graph.Changes) ([]Entry, error) {
	now, err := s.standing(ctx, c)
	if err != nil {
		return nil, err
	}
	problems := graph.Validate(c, func(id graph.ID) bool { return now.nodes[id] != nil })
	more, err := s.deletionProblems(ctx, c, now)
	if err != nil {
		return nil, err
	}
	if problems = append(problems, more...); len(problems) > 0 {
		return nil, problems
	}
	c.Normalise()
	return now.compare(c), nil
}

// standing reads every node and relation that the changes name.
func (s *Store) standing(ctx context.Context, c *graph.Changes) (*standing, error) {
	ids := slices.Clone(c.DeleteNodes)
	brought := make(map[graph.ID]bool, len(c.Nodes))
	for i := range c.Nodes {
		ids = append(ids, c.Nodes[i].ID)
		brought[c.Nodes[i].ID] = true
	}
	also := func(id graph.ID) {
		if !brought[id] {
			brought[id] = true
			ids = append(ids, id)
		}
	}
	for i := range c.Nodes {
		also(c.Nodes[i].Prov.Source)
	}
	keys := slices.Clone(c.DeleteRelations)
	for i := range c.Relations {
		r := &c.Relations[i]
		keys = append(keys, r.RelationKey)
		also(r.From)
		also(r.To)
		also(r.Prov.Source)
	}
	nodes, err := s.driver.Nodes(ctx, ids)
	if err != nil {
		return nil, wrap("read what stands", err)
	}
	relations, err := s.driver.Relations(ctx, keys, c.DeleteNodes)
	if err != nil {
		return nil, wrap("read what stands", err)
	}
	now := &standing{make(map[graph.ID]*graph.Node, len(nodes)), make(map[graph.RelationKey]*graph.Relation, len(relations))}
	for i := range nodes {
		now.nodes[nodes[i].ID] = &nodes[i]
	}
	for i := range relations {
		now.relations[relations[i].RelationKey] = &relations[i]
	}
	return now, nil
}

// deletionProblems refuses to delete what is not there, and sources that something rests on.
func (s *Store) deletionProblems(ctx context.Context, c *graph.Changes, now *standing) (graph.Problems, error) {
	var problems graph.Problems
	var sources []graph.ID
	deleted := map[graph.ID]bool{}
	for _, id := range c.DeleteNodes {
		n := now.nodes[id]
		if n == nil || deleted[id] {
			problems = append(problems, graph.Problem{Code: "node.not_found", Subject: string(id), Message: "cannot be deleted, it does not exist", Fix: "leave it out"})
		} else if n.Kind == graph.KindSource {
			sources = append(sources, id)
		}
		deleted[id] = true
	}
	for _, key := range c.DeleteRelations {
		if now.relations[key] == nil {
			problems = append(problems, graph.Problem{Code: "relation.not_found", Subject: key.String(), Message: "cannot be deleted, it does not exist", Fix: "leave it out"})
		}
	}
	if len(sources) == 0 {
		return problems, nil
	}
	rests := map[graph.ID]bool{}
	for i := range c.Nodes {
		rests[c.Nodes[i].ID] = true // put anew in the same changes: Validate has looked at its source
	}
	users, err := s.driver.Sourced(ctx, sources, 1000)
	if err != nil {
		return nil, wrap("look who uses the source", err)
	}
	for _, id := range users {
		if !deleted[id] && !rests[id] {
			problems = append(problems, graph.Problem{Code: "source.in_use", Subject: string(id), Message: "rests on a source that is to be deleted", Fix: "give it another source first"})
		}
	}
	return problems, nil
}

// compare makes the entries: nodes first, each by subject. A deleted node takes its relations with it.
func (now *standing) compare(c *graph.Changes) []Entry {
	var nodes, relations []Entry
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Place = nil
		old := now.nodes[n.ID]
		if old == nil {
			nodes = append(nodes, Entry{Subject: string(n.ID), After: &Thing{Node: n}})
		} else if !old.Equal(*n) {
			nodes = append(nodes, Entry{Subject: string(n.ID), Before: &Thing{Node: old}, After: &Thing{Node: n}})
		}
	}
	gone := map[graph.RelationKey]bool{}
	for _, id := range c.DeleteNodes {
		nodes = append(nodes, Entry{Subject: string(id), Before: &Thing{Node: now.nodes[id]}})
		for key := range now.relations {
			if key.From == id || key.To == id {
				gone[key] = true
			}
		}
	}
	for _, key := range c.DeleteRelations {
		gone[key] = true
	}
	for key := range gone {
		relations = append(relations, Entry{Subject: key.String(), Before: &Thing{Relation: now.relations[key]}})
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		r.Place = nil
		old := now.relations[r.RelationKey]
		if old == nil {
			relations = append(relations, Entry{Subject: r.String(), After: &Thing{Relation: r}})
		} else if !old.Equal(*r) {
			relations = append(relations, Entry{Subject: r.String(), Before: &Thing{Relation: old}, After: &Thing{Relation: r}})
		}
	}
	bySubject := func(a, b Entry) int { return cmp.Compare(a.Subject, b.Subject) }
	slices.SortFunc(nodes, bySubject)
	slices.SortFunc(relations, bySubject)
	return append(nodes, relations...)
}

// Count says how much entries hold.
func Count(entries []Entry) Counts {
	var c Counts
	for _, e := range entries {
		node := e.After != nil && e.After.Node != nil || e.Before != nil && e.Before.Node != nil
		counters := [3]*int{&c.RelationsCreated, &c.RelationsUpdated, &c.RelationsDeleted}
		if node {
			counters = [3]*int{&c.NodesCreated, &c.NodesUpdated, &c.NodesDeleted}
		}
		switch {
		case e.Before == nil:
			*counters[0]++
		case e.After != nil:
			*counters[1]++
		default:
			*counters[2]++
		}
	}
	return c
}

// Snapshot returns the working graph at the head. It is read once a revision and shared.
func (s *Store) Snapshot(ctx context.Context) (*graph.Snapshot, error) {
	head, err := s.driver.Head(ctx)
	if err != nil {
		return nil, wrap("read the head", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil && s.current.Revision >= head.Revision {
		return s.current, nil
	}
	nodes, relations, head, err := s.driver.Graph(ctx)
	if err != nil {
		return nil, wrap("read the graph", err)
	}
	s.current = graph.NewSnapshot(head.Revision, head.Time, nodes, relations)
	return s.current, nil
}

// Node returns a node, pooled or not; graph.CodeNotFound when it does not exist.
func (s *Store) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	nodes, err := s.driver.Nodes(ctx, []graph.ID{id})
	if err != nil {
		return graph.Node{}, wrap("read a node", err)
	}
	if len(nodes) == 0 {
		return graph.Node{}, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no %q", id), Fix: "correct the id, or search for the name"}
	}
	return nodes[0], nil
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

// Search finds nodes by name, alias, code, pinyin or initials: whole names first, then beginnings, then the rest, each
// by kind, name and id. A text without letters finds nothing.
func (s *Store) Search(ctx context.Context, text string, kinds []graph.Kind, limit int) ([]Hit, error) {
	all := terms(text)
	if len(all) == 0 {
		return nil, nil
	}
	found, err := s.driver.Search(ctx, all, kinds, mostRanked)
	if err != nil {
		return nil, wrap("search", err)
	}
	type ranked struct {
		hit  Hit
		rank int
		sort string
	}
	list := make([]ranked, len(found))
	for i, k := range found {
		rank, matched := closeness(text, &found[i].Node)
		list[i] = ranked{Hit{k.Node, matched}, rank, k.Sort}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(kindRank(a.hit.Node.Kind), kindRank(b.hit.Node.Kind)), cmp.Compare(a.sort, b.sort), cmp.Compare(a.hit.Node.ID, b.hit.Node.ID))
	})
	hits := make([]Hit, 0, min(limit, len(list)))
	for _, r := range list[:min(limit, len(list))] {
		hits = append(hits, r.hit)
	}
	return hits, nil
}

// closeness ranks a match: 0 the whole name, 1 a whole alias or code, 2 the beginning of the name, 3 of another, 4 the rest.
func closeness(text string, n *graph.Node) (rank int, matched string) {
	fold := func(s string) string {
		var b strings.Builder
		for _, run := range runs(s) {
			b.WriteString(string(run))
		}
		return b.String()
	}
	want := fold(text)
	others := append([]string{n.NameEN, n.Attrs.Text("short_name"), n.Attrs.Text("credit_code"), n.Attrs.Text("listed_code")}, n.Aliases...)
	if fold(n.Name) == want {
		return 0, ""
	}
	for _, other := range others {
		if other != "" && fold(other) == want {
			return 1, other
		}
	}
	if strings.HasPrefix(fold(n.Name), want) {
		return 2, ""
	}
	for _, other := range others {
		if other != "" && strings.HasPrefix(fold(other), want) {
			return 3, other
		}
	}
	return 4, ""
}

// kindRank puts what people look for first.
func kindRank(k graph.Kind) int {
	order := []graph.Kind{graph.KindChain, graph.KindLink, graph.KindEnterprise, graph.KindProduct, graph.KindPark, graph.KindProject}
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
		return &graph.Error{Code: graph.CodeTimeout, Message: "the store did not answer in time", Fix: "try again", Err: fmt.Errorf("%s: %w", operation, err)}
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", operation, err)
	}
	return fmt.Errorf("%s: %w", operation, err)
}

// Preview says what changes would do, without doing it; wrong input is graph.Problems.
func (s *Store) Preview(ctx context.Context, c graph.Changes) (Counts, error) {
	entries, err := s.entries(ctx, &c)
	return Count(entries), err
}
