package main

import (
	"context"
	"fmt"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type seedCmd struct {
	Check string `help:"Only check a folder of seeds, and name every problem in it." type:"path" placeholder:"DIR"`
}

// Run loads the seeds and derives the gaps.
func (c *seedCmd) Run(ctx context.Context, g *globals) error {
	if c.Check != "" {
		g.Seeds = c.Check
		return g.check()
	}
	s, err := g.openAt(ctx, g.Store, mayMake)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	content, _, err := g.content()
	if err != nil {
		return err
	}
	return g.seed(ctx, s, content)
}

// check reads seeds and says what is in them.
func (g *globals) check() error {
	c, all, err := g.content()
	if err != nil {
		return err
	}
	g.printf("%s: %d things, %d relations, %d lists: no problem\n", g.Seeds, len(c.Nodes), len(c.Relations), len(all))
	return nil
}

func (g *globals) seed(ctx context.Context, s *store.Store, c graph.Changes) error {
	if err := sameCity(ctx, s, c); err != nil {
		return err
	}
	g.say("loading the seeds: %d things, %d relations", len(c.Nodes), len(c.Relations))
	return g.write(ctx, s, c)
}

// write applies changes and then brings the derived gaps in line with them, as a change set of its own.
func (g *globals) write(ctx context.Context, s *store.Store, c graph.Changes) error {
	return g.written(s, func(desk *decision.Desk) (decision.Written, error) { return desk.Apply(ctx, c) })
}

// written writes at the desk of a store and says what that left.
func (g *globals) written(s *store.Store, write func(*decision.Desk) (decision.Written, error)) error {
	w, err := write(decision.New(s))
	if err != nil {
		return err
	}
	if w.Set.Stood && w.Gaps.Stood {
		g.say("nothing to change: the store is at revision %d", w.Gaps.Revision)
		return nil
	}
	if !w.Set.Stood {
		g.say("revision %d: %s", w.Set.Revision, describe(w.Set.Counts))
	}
	if !w.Gaps.Stood {
		g.say(
			"revision %d: gaps derived by rules %s (%s)",
			w.Gaps.Revision,
			analysis.RulesVersion,
			describe(w.Gaps.Counts),
		)
	}
	return nil
}

func describe(c store.Counts) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{c.NodesCreated, "things added"},
		{c.NodesUpdated, "changed"},
		{c.NodesDeleted, "removed"},
		{c.RelationsCreated, "relations added"},
		{c.RelationsUpdated, "relations changed"},
		{c.RelationsDeleted, "relations removed"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return strings.Join(parts, ", ")
}
