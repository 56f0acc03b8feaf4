package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"chainchief/graph"
)

// An enterprise that was merged is gone; its id stands in former_ids of the one that stayed, and in the search index,
// where it is one token that no text of people has.

// mergedToken is that of all enterprises that others were merged into.
const mergedToken = "mergedintothis0"

func formerToken(id graph.ID) string {
	sum := sha256.Sum256([]byte(id))
	return "was0" + hex.EncodeToString(sum[:12])
}

// mostMerged bounds how many enterprises that others were merged into are read at once.
const mostMerged = 100_000

// Stayed returns the enterprise, pooled or not, that one of this id was merged into. graph.CodeNotFound when none was,
// or the id stands by itself.
func (s *Store) Stayed(ctx context.Context, id graph.ID) (graph.Node, error) {
	none := &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("nothing of the id %q was merged", id),
		Fix:     "correct the id",
	}
	if kind, ok := id.Kind(); !ok || kind != graph.KindEnterprise {
		return graph.Node{}, none
	}
	found, err := s.merged(ctx, formerToken(id))
	if err != nil {
		return graph.Node{}, err
	}
	if n := found[id]; n != nil {
		if stands, err := s.driver.Nodes(ctx, []graph.ID{id}); err != nil || len(stands) == 0 {
			return *n, wrap("read a node", err)
		}
	}
	return graph.Node{}, none
}

// merged finds enterprises that others were merged into by a token of theirs; by each former id.
func (s *Store) merged(ctx context.Context, token string) (map[graph.ID]*graph.Node, error) {
	found, err := s.driver.Search(
		ctx,
		[][]Term{{{Phrase: []string{token}}}},
		[]graph.Kind{graph.KindEnterprise},
		mostMerged,
	)
	if err != nil {
		return nil, wrap("look for merged enterprises", err)
	}
	out := map[graph.ID]*graph.Node{}
	for i := range found {
		for _, id := range graph.EnterpriseOf(&found[i].Node).FormerIDs() {
			out[id] = &found[i].Node
		}
	}
	return out, nil
}

// fold writes what is said under the id of an enterprise that was merged to the one that stayed: its names become
// aliases, its relations are that one's where it has none of the kind; what else the node says was settled when the two
// were merged. Who puts the one that stayed without saying what was merged into it does not undo that.
func (s *Store) fold(ctx context.Context, c *graph.Changes, before *earlier) error {
	firm := func(id graph.ID) bool { kind, _ := id.Kind(); return kind == graph.KindEnterprise }
	if c.Exact || !slices.ContainsFunc(c.Nodes, func(n graph.Node) bool { return n.Kind == graph.KindEnterprise }) &&
		!slices.ContainsFunc(c.Relations, func(r graph.Relation) bool { return firm(r.From) || firm(r.To) }) {
		return nil
	}
	stayed, err := s.merged(ctx, mergedToken)
	if err != nil || len(stayed) == 0 {
		return err
	}
	foldNodes(c, stayed, before)
	return s.foldRelations(ctx, c, stayed, before)
}

// foldNodes takes out the nodes that were merged.
func foldNodes(c *graph.Changes, stayed map[graph.ID]*graph.Node, before *earlier) {
	holds := map[graph.ID]*graph.Node{} // that stand, with what was merged into them
	for _, n := range stayed {
		holds[n.ID] = n
	}
	nodes := make([]graph.Node, 0, len(c.Nodes))
	at := map[graph.ID]int{}
	var folded []graph.Node
	for _, n := range c.Nodes {
		if stayed[n.ID] != nil {
			folded = append(folded, n)
			continue
		}
		if now := holds[n.ID]; now != nil {
			n.Attrs = maps.Clone(n.Attrs)
			n.Attrs["former_ids"] = now.Attrs["former_ids"]
			at[n.ID] = len(nodes)
		}
		nodes = append(nodes, n)
	}
	for _, n := range folded {
		on := stayed[n.ID]
		i, put := at[on.ID]
		into := *on
		if put {
			into = nodes[i]
		}
		known := append([]string{into.Name, into.NameEN}, into.Aliases...)
		into.Aliases = slices.Clone(into.Aliases)
		for _, name := range append([]string{n.Name, n.NameEN}, n.Aliases...) {
			if name != "" && !slices.Contains(known, name) {
				known = append(known, name)
				into.Aliases = append(into.Aliases, name)
			}
		}
		switch {
		case put:
			nodes[i] = into
		case !before.has(on.ID) && !into.Equal(*on):
			at[on.ID] = len(nodes)
			nodes = append(nodes, into)
		}
	}
	c.Nodes = nodes
}

// foldRelations gives relations that name what was merged to the one that stayed. One that it has already, or whose
// place it has filled, says nothing more.
func (s *Store) foldRelations(
	ctx context.Context,
	c *graph.Changes,
	stayed map[graph.ID]*graph.Node,
	before *earlier,
) error {
	end := func(id graph.ID) graph.ID {
		if n := stayed[id]; n != nil {
			return n.ID
		}
		return id
	}
	taken := map[graph.RelationKey]bool{}
	take := func(key graph.RelationKey) {
		taken[key] = true
		for _, slot := range key.Slots() {
			taken[slot] = true
		}
	}
	var moved []graph.Relation
	kept := make([]graph.Relation, 0, len(c.Relations))
	for _, r := range c.Relations {
		if key := (graph.RelationKey{Type: r.Type, From: end(r.From), To: end(r.To)}); key != r.RelationKey {
			r.RelationKey = key
			moved = append(moved, r)
			continue
		}
		kept = append(kept, r)
		take(r.RelationKey)
	}
	if len(moved) == 0 {
		return nil
	}
	var ends []graph.ID
	for _, r := range moved {
		for _, id := range []graph.ID{r.From, r.To} {
			if kind, _ := id.Kind(); kind == graph.KindEnterprise {
				ends = append(ends, id)
			}
		}
	}
	slices.Sort(ends)
	standing, err := s.driver.Relations(ctx, nil, slices.Compact(ends))
	if err != nil {
		return wrap("read relations", err)
	}
	for _, r := range standing {
		take(r.RelationKey)
	}
	for _, r := range moved {
		full := func(key graph.RelationKey) bool { return taken[key] || before.hasRelation(key) }
		if r.From != r.To && !full(r.RelationKey) && !slices.ContainsFunc(r.Slots(), full) {
			take(r.RelationKey)
			kept = append(kept, r)
		}
	}
	c.Relations = kept
	return nil
}
