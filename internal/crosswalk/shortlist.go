package crosswalk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/store"
)

// shortlist is how many of all enterprises are looked at closely for one link, beside those that people named on it.
// Further down, words hardly speak for any.
const shortlist = 40

// shortlists are what was found for links at one version.
type shortlists struct {
	sync.Mutex
	version graph.Version
	links   map[shortlistKey]found
}

// shortlistKey is a link, as it is seen in a snapshot.
type shortlistKey struct {
	link graph.ID
	seen graph.Clearance
}

func keyOf(g *graph.Snapshot, link graph.ID) shortlistKey {
	seen := g.Clearance
	seen.Banded = false // no figure is looked at
	return shortlistKey{link, seen}
}

// found is what was found for one link.
type found struct {
	list   []Candidate
	scored []candidate.Found
}

// Candidates returns the enterprises of all, the pool included, that most speaks for as makers of what a link yields,
// best score first, ties by fit, name and id: crosswalk.Candidates, those whose words are nearest to its products, and
// all that stand on the link or on a card of its gap. An enterprise that a data set has too stands once, as of the
// working graph. Of an earlier snapshot they are those of then. graph.CodeNotFound for an unknown link.
func (f *Finder) Candidates(ctx context.Context, g *graph.Snapshot, link graph.ID) ([]Candidate, error) {
	x, err := f.find(ctx, g, link)
	return x.list, err
}

// Found returns the same as evidence for analysis.Findings.Candidates.
func (f *Finder) Found(ctx context.Context, g *graph.Snapshot, link graph.ID) ([]candidate.Found, error) {
	x, err := f.find(ctx, g, link)
	return x.scored, err
}

func (f *Finder) find(ctx context.Context, g *graph.Snapshot, link graph.ID) (found, error) {
	if x, known := f.cache.get(g.Version(), keyOf(g, link)); known {
		return x, nil
	}
	head, err := f.store.Head(ctx)
	if err != nil || head.Revision < g.Revision { // a graph that is only thought of has no history to search in
		return found{}, err
	}
	if head.Revision > g.Revision {
		old, err := f.at(ctx, g.Version())
		if err != nil {
			return found{}, err
		}
		return old.find(ctx, g, link)
	}
	if err := f.cache.advance(ctx, f.store, g.Version()); err != nil {
		return found{}, err
	}
	if x, known := f.cache.get(g.Version(), keyOf(g, link)); known {
		return x, nil
	}
	s := search{finder: f, graph: g, link: link}
	x, err := s.run(ctx)
	if err != nil {
		return found{}, err
	}
	f.cache.put(g.Version(), keyOf(g, link), x)
	return x, nil
}

func (c *shortlists) get(version graph.Version, key shortlistKey) (found, bool) {
	c.Lock()
	defer c.Unlock()
	if c.version != version {
		return found{}, false
	}
	x, known := c.links[key]
	return x, known
}

// put keeps what was found, unless another version has come meanwhile.
func (c *shortlists) put(version graph.Version, key shortlistKey, x found) {
	c.Lock()
	defer c.Unlock()
	if version == c.version {
		c.links[key] = x
	}
}

// advance takes what was found along to a newer revision, but for what the changes between could concern.
func (c *shortlists) advance(ctx context.Context, s *store.Store, to graph.Version) error {
	c.Lock()
	defer c.Unlock()
	if to == c.version {
		return nil
	}
	known, err := knows(ctx, s, c.version)
	if err != nil || known && to.Revision < c.version.Revision {
		return err
	}
	if !known {
		c.version, c.links = to, map[shortlistKey]found{}
		return nil
	}
	kept := c.links
	for e, err := range s.EntriesSince(ctx, c.version.Revision, to.Revision) {
		if err != nil {
			return err
		}
		all, link := concerns(cmp.Or(e.After, e.Before))
		if all || len(kept) == 0 {
			kept = nil
			break
		}
		maps.DeleteFunc(kept, func(k shortlistKey, _ found) bool { return k.link == link })
	}
	if kept == nil {
		kept = map[shortlistKey]found{}
	}
	c.version, c.links = to, kept
	return nil
}

// concerns says of which links a change may alter the candidates: of all, of one, or of none.
func concerns(t *store.Thing) (all bool, link graph.ID) {
	switch {
	case t.Node != nil:
		return slices.Contains([]graph.Kind{graph.KindEnterprise, graph.KindProduct, graph.KindLink}, t.Node.Kind), ""
	case t.Relation.Type == graph.Targets:
		return false, graph.NewID(graph.KindLink, t.Relation.From.Key())
	}
	return slices.Contains(
		[]graph.RelationType{
			graph.Makes,
			graph.BelongsTo,
			graph.Matches,
			graph.SameAs,
			graph.Yields,
			graph.OperatesIn,
		},
		t.Relation.Type,
	), ""
}

// search looks for the candidates of one link.
type search struct {
	finder *Finder
	graph  *graph.Snapshot
	link   graph.ID

	*library
	likely map[graph.ID]likeness.Ranked
	shown  map[string][]likeness.SignValues // by product of the link
	made   map[graph.ID]Candidate           // by enterprise
	cards  map[graph.ID]graph.Relation      // TARGETS of its gap on enterprises of the pool
	needs  []string                         // names of the products of the link
	class  candidate.Class
	trades trades
}

func (s *search) run(ctx context.Context) (found, error) {
	makers, err := Candidates(ctx, s.finder.store, s.graph, s.link, mostMakers)
	if err != nil {
		return found{}, err
	}
	if s.library, _, err = s.finder.current(ctx); err != nil {
		return found{}, err
	}
	if err := s.readCards(ctx); err != nil {
		return found{}, err
	}
	s.class, s.trades = candidate.ClassOf(s.graph, s.link), s.library.trades(s.graph)
	for _, id := range products(s.graph, s.link) {
		s.needs = append(s.needs, s.graph.Node(id).Name)
	}
	ids := s.choose(makers)
	list := s.merged(ids)
	slices.SortStableFunc(list, func(a, b Candidate) int {
		return cmp.Or(
			cmp.Compare(b.Score, a.Score),
			cmp.Compare(b.Fit, a.Fit),
			cmp.Compare(store.SortKey(&a.Node), store.SortKey(&b.Node)),
			cmp.Compare(a.Node.ID, b.Node.ID),
		)
	})
	out := found{list: list}
	for _, c := range list {
		out.scored = append(out.scored, s.evidence(c))
	}
	return out, nil
}

// readCards reads the talks about the gap of the link with enterprises that no snapshot holds.
func (s *search) readCards(ctx context.Context) error {
	if s.graph.Clearance.NoContacts {
		return nil
	}
	relations, err := s.finder.store.Relations(ctx, []graph.ID{analysis.GapID(s.link)})
	s.cards = map[graph.ID]graph.Relation{}
	for _, r := range relations {
		if r.Type == graph.Targets && s.graph.Node(r.To) == nil {
			s.cards[r.To] = r
		}
	}
	return err
}

// choose says which enterprises to look at, by id: the best by what they make and by their signs, and whoever people
// named, each with its twin.
func (s *search) choose(makers []Candidate) []graph.ID {
	ranked := s.index.Rank(s.needs, 0, nil)
	ordered, shown := s.index.Order(s.needs)
	s.shown = shown
	s.likely, s.made = make(map[graph.ID]likeness.Ranked, len(ranked)), make(map[graph.ID]Candidate, len(makers))
	best := make([]likeness.Ranked, 0, len(ranked)+len(makers))
	for _, r := range ranked {
		s.likely[r.Firm] = r
	}
	for _, r := range ordered {
		best = append(best, likeness.Ranked{Firm: r.Firm, Fit: min(1, r.Fit)})
	}
	for _, m := range makers {
		s.made[m.Node.ID] = m
		best = append(best, likeness.Ranked{Firm: m.Node.ID, Fit: m.Fit})
	}
	slices.SortFunc(best, func(a, b likeness.Ranked) int {
		return cmp.Or(cmp.Compare(b.Fit, a.Fit), cmp.Compare(a.Firm, b.Firm))
	})
	var ids []graph.ID
	for _, r := range best[:min(len(best), 2*shortlist)] { // an enterprise may stand there twice
		if !slices.Contains(ids, r.Firm) && len(ids) < shortlist {
			ids = append(ids, r.Firm)
		}
	}
	for _, r := range graph.Making(s.graph.In(s.link, graph.OperatesIn)) {
		ids = append(ids, r.From)
	}
	for _, r := range s.graph.Out(analysis.GapID(s.link), graph.Targets) {
		ids = append(ids, r.To)
	}
	for id := range s.cards {
		ids = append(ids, id)
	}
	for _, id := range slices.Clone(ids) {
		if twin := cmp.Or(s.twins.ofPool[id], s.twins.ofGraph[id]); twin != "" {
			ids = append(ids, twin)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// merged makes one candidate of each enterprise and its twin.
func (s *search) merged(ids []graph.ID) []Candidate {
	var list []Candidate
	for _, id := range ids {
		n, known := s.nodes[id]
		if !known || s.twins.ofPool[id] != "" && s.nodes[s.twins.ofPool[id]].ID != "" { // stands with its twin
			continue
		}
		c := s.candidate(n)
		if twin, has := s.nodes[s.twins.ofGraph[id]]; has {
			c = c.with(s.candidate(twin))
		}
		list = append(list, c)
	}
	return list
}

// candidate puts together what speaks for one enterprise.
func (s *search) candidate(n graph.Node) Candidate {
	c := s.made[n.ID]
	c.Node = n
	likely := s.likely[n.ID]
	c.Likely = min(1, likely.Fit)
	if likely.Product != "" {
		c.Words = s.index.Explain(likely.Product, s.firms[n.ID].Firm)
		c.Signs, _ = s.index.ShowOf(n.ID, s.shown[likely.Product])
	}
	c.Score = max(c.Fit, c.Likely)
	return c
}

// with adds what a data set says of the same enterprise.
func (c Candidate) with(twin Candidate) Candidate {
	c.Twin = &twin.Node
	if twin.Fit > c.Fit {
		c.Fit, c.Ties = twin.Fit, twin.Ties
	}
	if twin.Likely > c.Likely {
		c.Likely, c.Words, c.Signs = twin.Likely, twin.Words, twin.Signs
	}
	c.Score = max(c.Fit, c.Likely)
	return c
}
