package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// shaping checks the relations of a part whose types keep a shape, and finds those that its puts take the place of.
type shaping struct {
	store    *Store
	c        *graph.Changes
	now      *standing
	before   *earlier
	problems graph.Problems

	places  map[graph.RelationKey]graph.RelationKey // slots that the part takes, and by what
	gone    map[graph.RelationKey]bool              // relations that the part deletes
	without map[graph.ID]bool                       // nodes that it deletes
}

// shape checks a part against what stands; what the part moves is added to now.
func (s *Store) shape(ctx context.Context, c *graph.Changes, now *standing, before *earlier) (graph.Problems, error) {
	x := shaping{
		store:   s,
		c:       c,
		now:     now,
		before:  before,
		places:  map[graph.RelationKey]graph.RelationKey{},
		gone:    map[graph.RelationKey]bool{},
		without: map[graph.ID]bool{},
	}
	for i := range c.Relations {
		for _, slot := range c.Relations[i].Slots() {
			x.places[slot] = c.Relations[i].RelationKey
		}
	}
	for _, key := range c.DeleteRelations {
		x.gone[key] = true
	}
	for _, id := range c.DeleteNodes {
		x.without[id] = true
	}
	for _, step := range []func(context.Context) error{x.ids, x.move, x.rings, x.levels, x.creditCodes} {
		if err := step(ctx); err != nil {
			return nil, wrap("read what stands", err)
		}
	}
	return x.problems, nil
}

func (x *shaping) report(code, subject string, at *graph.Place, field, message, fix string) {
	p := graph.Problem{Code: code, Subject: subject, Message: message, Fix: fix}
	if at != nil {
		p.Place = *at
	}
	if p.Place.Field == "" {
		p.Place.Field = field
	}
	x.problems = append(x.problems, p)
}

// ids refuses a new id that only looks like another one. Those that stand already stay.
func (x *shaping) ids(context.Context) error {
	for i := range x.c.Nodes {
		n := &x.c.Nodes[i]
		if clean := spelling.Line(string(n.ID)); clean != string(n.ID) && x.now.nodes[n.ID] == nil {
			x.report(
				"id.lookalike",
				string(n.ID),
				n.Place,
				"id",
				"is written with characters that only look like the usual ones",
				"write "+clean,
			)
		}
	}
	return nil
}

// move finds what stands in the place of a put.
func (x *shaping) move(ctx context.Context) error {
	var types []graph.RelationType
	var from, to []graph.ID
	for slot := range x.places {
		types = append(types, slot.Type)
		if slot.From != "" {
			from = append(from, slot.From)
		} else {
			to = append(to, slot.To)
		}
	}
	stand, err := x.between(ctx, types, from, to)
	if err != nil {
		return err
	}
	var ends []graph.ID
	for i := range stand {
		key := stand[i].RelationKey
		if !x.displaced(key) || x.without[key.From] || x.without[key.To] {
			continue
		}
		x.now.relations[key] = &stand[i]
		x.now.moved = append(x.now.moved, key)
		ends = append(ends, key.From, key.To)
	}
	nodes, err := x.store.driver.Nodes(
		ctx,
		slices.DeleteFunc(ends, func(id graph.ID) bool { return x.now.nodes[id] != nil }),
	)
	for i := range nodes {
		x.now.nodes[nodes[i].ID] = &nodes[i]
	}
	return err
}

// between asks the driver, unless there is nothing to ask.
func (x *shaping) between(
	ctx context.Context,
	types []graph.RelationType,
	from, to []graph.ID,
) ([]graph.Relation, error) {
	if len(types) == 0 || len(from)+len(to) == 0 {
		return nil, nil
	}
	slices.Sort(types)
	return x.store.driver.RelationsOf(ctx, slices.Compact(types), from, to)
}

// displaced tells whether a put takes the place of a relation that stands.
func (x *shaping) displaced(key graph.RelationKey) bool {
	for _, slot := range key.Slots() {
		if put, taken := x.places[slot]; taken && put != key {
			return true
		}
	}
	return false
}

// stays tells whether a relation that stands will stand beside the puts of this part and of earlier ones.
func (x *shaping) stays(key graph.RelationKey) bool {
	if x.gone[key] || x.without[key.From] || x.without[key.To] || x.displaced(key) {
		return false
	}
	for _, slot := range key.Slots() {
		if x.before.hasRelation(slot) {
			return false
		}
	}
	return true
}

// rings refuses a put that closes a ring where the shape has none. It follows what stands only from the puts on, and
// only relations whose head may have a head itself.
func (x *shaping) rings(ctx context.Context) error {
	puts := map[graph.RelationType][]*graph.Relation{}
	for i := range x.c.Relations {
		if r := &x.c.Relations[i]; climbs(r.RelationKey) {
			puts[r.Type] = append(puts[r.Type], r)
		}
	}
	for _, t := range slices.Sorted(maps.Keys(puts)) {
		edges, err := x.upwards(ctx, t, puts[t])
		if err != nil {
			return err
		}
		mine := map[graph.RelationKey]*graph.Relation{}
		for _, r := range puts[t] {
			mine[r.RelationKey] = r
		}
		ring := graph.Ring(edges, func(key graph.RelationKey) bool { return mine[key] != nil && key.From != key.To })
		if ring != nil { // which begins with a put
			x.report(
				"relation.ring",
				ring[0].String(),
				mine[ring[0]].Place,
				"to",
				fmt.Sprintf("%s closes a ring: %s", t, graph.RingWords(ring)),
				"correct one of these relations",
			)
		}
	}
	return nil
}

// climbs tells whether a relation is of a type without rings and can be part of one.
func climbs(key graph.RelationKey) bool {
	spec, _ := graph.RelationOf(key.Type)
	kind, _ := key.From.Kind()
	return spec.Shape.Has(graph.NoRing) && slices.Contains(spec.To, kind)
}

// upwards are the puts and everything of their type that will stand above them.
func (x *shaping) upwards(
	ctx context.Context,
	t graph.RelationType,
	puts []*graph.Relation,
) ([]graph.RelationKey, error) {
	next := map[graph.ID][]graph.RelationKey{}
	var edges []graph.RelationKey
	var level []graph.ID
	for _, r := range puts {
		edges = append(edges, r.RelationKey)
		next[r.From] = append(next[r.From], r.RelationKey)
		level = append(level, r.From, r.To)
	}
	seen := map[graph.ID]bool{}
	for len(level) > 0 {
		level = slices.DeleteFunc(level, func(id graph.ID) bool {
			again := seen[id]
			seen[id] = true
			return again
		})
		stand, err := x.between(ctx, []graph.RelationType{t}, level, nil)
		if err != nil {
			return nil, err
		}
		var above []graph.ID
		for _, id := range level {
			edges = append(edges, x.before.above[t][id]...)
			for _, key := range slices.Concat(next[id], x.before.above[t][id]) {
				above = append(above, key.To)
			}
		}
		for _, r := range stand {
			if x.stays(r.RelationKey) {
				edges = append(edges, r.RelationKey)
				above = append(above, r.To)
			}
		}
		level = above
	}
	return edges, nil
}

// levels refuses a link in the wrong place of its chain: in a chain stand lanes, in a lane groups or lowest links, in a
// group lowest links.
func (x *shaping) levels(ctx context.Context) error {
	brought, check, err := x.parts(ctx)
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(check), graph.RelationKey.Compare)
	level, err := x.levelOf(ctx, brought, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		child, parent := level(key.From), level(key.To)
		if child != "" && !graph.StandsIn(child, parent) {
			in := graph.Words(graph.LinkLevels, parent, "en")
			if parent == "" {
				in = "chain"
			}
			x.report(
				"relation.level",
				key.String(),
				check[key],
				"to",
				fmt.Sprintf(
					"a %s cannot stand in a %s",
					strings.ToLower(graph.Words(graph.LinkLevels, child, "en")),
					strings.ToLower(in),
				),
				"a chain holds sub-chains, these groups or lowest links, a group lowest links",
			)
		}
	}
	return nil
}

// parts are the links that the changes bring, and the relations of chains that may be wrong after them, with the row
// where there is one: those that are put, and those around a link whose level changes.
func (x *shaping) parts(ctx context.Context) (
	brought map[graph.ID]*graph.Node, check map[graph.RelationKey]*graph.Place, err error,
) {
	brought, check = map[graph.ID]*graph.Node{}, map[graph.RelationKey]*graph.Place{}
	var changed []graph.ID
	for i := range x.c.Nodes {
		n := &x.c.Nodes[i]
		if n.Kind != graph.KindLink {
			continue
		}
		brought[n.ID] = n
		if old := x.now.nodes[n.ID]; old != nil && old.Attrs.Text("level") != n.Attrs.Text("level") {
			changed = append(changed, n.ID)
		}
	}
	around, err := x.between(ctx, []graph.RelationType{graph.PartOf}, changed, changed)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range around {
		if x.stays(r.RelationKey) {
			check[r.RelationKey] = nil
		}
	}
	for i := range x.c.Relations {
		if r := &x.c.Relations[i]; r.Type == graph.PartOf {
			check[r.RelationKey] = r.Place
		}
	}
	return brought, check, nil
}

// levelOf tells the level of each end of relations as the changes leave it; empty of what is no link.
func (x *shaping) levelOf(
	ctx context.Context, brought map[graph.ID]*graph.Node, keys []graph.RelationKey,
) (func(graph.ID) string, error) {
	var ids []graph.ID
	for _, key := range keys {
		for _, id := range []graph.ID{key.From, key.To} {
			if brought[id] == nil && x.now.nodes[id] == nil && !x.before.has(id) {
				ids = append(ids, id)
			}
		}
	}
	others, err := x.store.driver.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	return func(id graph.ID) string {
		if n := brought[id]; n != nil {
			return n.Attrs.Text("level")
		}
		if level, known := x.before.levels[id]; known {
			return level
		}
		if n := x.now.nodes[id]; n != nil {
			return n.Attrs.Text("level")
		}
		for _, n := range others {
			if n.ID == id {
				return n.Attrs.Text("level")
			}
		}
		return ""
	}, nil
}

// creditCodes refuses a credit code that another enterprise has: it belongs to one. A firm of the working graph may
// have a record in the pool with the same code: they are twins.
func (x *shaping) creditCodes(ctx context.Context) error {
	brought := map[graph.ID]*graph.Node{}
	mine := map[creditCode]graph.ID{}
	for i := range x.c.Nodes {
		brought[x.c.Nodes[i].ID] = &x.c.Nodes[i]
	}
	for i := range x.c.Nodes {
		n := &x.c.Nodes[i]
		code := creditCodeOf(n)
		if code.text == "" {
			continue
		}
		other, taken := mine[code]
		if !taken {
			other, taken = x.before.codes[code]
		}
		if old := x.now.nodes[n.ID]; !taken && (old == nil || creditCodeOf(old) != code) {
			found, err := x.store.driver.Search(
				ctx,
				[][]Term{{{Prefix: strings.ToLower(code.text)}}},
				[]graph.Kind{graph.KindEnterprise},
				mostRanked,
			)
			if err != nil {
				return err
			}
			for _, k := range found {
				if id := k.Node.ID; id != n.ID && creditCodeOf(&k.Node) == code && brought[id] == nil && !x.before.has(id) &&
					!x.without[id] {
					other, taken = id, true
				}
			}
		}
		if taken {
			x.report(
				"credit_code.taken",
				string(n.ID),
				n.Place,
				"credit_code",
				fmt.Sprintf("the credit code %s is that of %s: one code, one firm", code.text, other),
				"correct the code, or make one enterprise of the two",
			)
		}
		mine[code] = n.ID
	}
	return nil
}

// creditCode is a code with where it stands.
type creditCode struct {
	text string
	pool bool
}

func creditCodeOf(n *graph.Node) creditCode { return creditCode{n.Attrs.Text("credit_code"), n.Pool} }
