package main

import (
	"context"
	"fmt"

	"chainchief/graph"
	"chainchief/internal/store"

	"golang.org/x/sync/errgroup"
)

type pushCmd struct {
	To        address `required:"" help:"Store to copy to: ${stores}." placeholder:"URL"`
	StartOver bool    `help:"Remove what the target holds first."`
}

// Run copies the store, history included, and compares the two.
func (p *pushCmd) Run(ctx context.Context, g *globals) error {
	from, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	if err := p.look(ctx, g, from); err != nil {
		return err
	}
	to, err := g.openBeside(ctx, p.To, mayMake, "--to")
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	if p.StartOver {
		g.say("removing what %s holds", p.To)
		if err := to.Clear(ctx); err != nil {
			return err
		}
	}
	if err := g.copy(ctx, from, to); err != nil {
		return err
	}
	return g.compare(ctx, from, to)
}

// look refuses a source with nothing in it, and, before anything is removed for it, one that cannot be read to its end.
func (p *pushCmd) look(ctx context.Context, g *globals, from *store.Store) error {
	head, err := from.Head(ctx)
	if err != nil {
		return err
	}
	if head.Revision == 0 {
		return emptyStore()
	}
	if !p.StartOver {
		return nil
	}
	g.say("reading the store whole, before anything is removed")
	_, err = from.Digest(ctx)
	return err
}

func (g *globals) copy(ctx context.Context, from, to *store.Store) error {
	at, end := func(int64) {}, func() {}
	started := false
	err := store.Copy(ctx, from, to, func(done, total int) {
		if !started {
			started = true
			g.say("copying %d entries of the history", total)
			at, end = g.progress("copying", int64(total))
		}
		at(int64(done))
	})
	end()
	if ctx.Err() != nil {
		g.say("stopped between two revisions; the same command goes on from there")
	}
	return err
}

// compare fails unless two stores hold the same, and shows what that is.
func (g *globals) compare(ctx context.Context, one, two *store.Store) error {
	d, err := g.same(ctx, one, two)
	if err != nil {
		return err
	}
	return g.showDigest(d)
}

// same fails unless two stores hold the same.
func (g *globals) same(ctx context.Context, one, two *store.Store) (a store.Digest, err error) {
	g.say("comparing")
	var b store.Digest
	both, within := errgroup.WithContext(ctx)
	both.Go(func() (err error) { a, err = one.Digest(within); return err })
	both.Go(func() (err error) { b, err = two.Digest(within); return err })
	if err := both.Wait(); err != nil {
		return a, err
	}
	if a != b {
		return a, &graph.Error{
			Code: graph.CodeConflict,
			Message: fmt.Sprintf(
				"the stores differ: revision %d, %d things, %d relations, %d entries here; %d, %d, %d, %d there",
				a.Revision,
				a.Nodes,
				a.Relations,
				a.Entries,
				b.Revision,
				b.Nodes,
				b.Relations,
				b.Entries,
			),
			Fix: "copy again with push",
		}
	}
	return a, nil
}

func (g *globals) showDigest(d store.Digest) error {
	if g.JSON {
		return g.writeJSON(d)
	}
	g.printf(
		"revision %d: %d things, %d relations, %d entries of the history\nsha256 %s\n",
		d.Revision,
		d.Nodes,
		d.Relations,
		d.Entries,
		d.SHA256,
	)
	return nil
}
