package main

import (
	"context"
	"fmt"

	"chainchief/internal/decision"
	"chainchief/internal/store"
)

type undoCmd struct {
	Revision string `arg:"" help:"Revision to take back, as 12 or r12; history lists them."`
	DryRun   bool   `help:"Only say what it would take back."`
	Partly   bool   `help:"Let stay what later revisions changed, and take back the rest."`
	Reason   string `help:"Why." default:"撤销"`
	Actor    string `help:"Who takes it back, by role." default:"cli"`
}

// Run takes a revision back, unless later ones touched the same things.
func (u *undoCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	revision, err := s.Resolve(ctx, u.Revision)
	if err != nil {
		return err
	}
	would, err := s.Undoing(ctx, revision)
	if err == nil && !u.Partly {
		err = would.Whole()
	}
	if err != nil {
		return err
	}
	for _, k := range would.Kept {
		g.say("r%d changed it after: %s stays", k.Later, k.Subject)
	}
	entries := would.Back
	g.sayRemoved(map[bool]string{true: "would remove", false: "removing"}[u.DryRun], entries)
	if u.DryRun {
		g.sayPreview(store.Count(entries))
		return nil
	}
	return g.written(s, func(desk *decision.Desk) (decision.Written, error) {
		reason := fmt.Sprintf("%s（r%d）", u.Reason, revision)
		return desk.Undo(ctx, actor(u.Actor), decision.Undo{Revision: revision, Partly: u.Partly, Reason: reason})
	})
}

// mostRemoved bounds the list of what is removed.
const mostRemoved = 20

// sayRemoved lists what a change takes away.
func (g *globals) sayRemoved(what string, entries []store.Entry) {
	n := 0
	for _, e := range entries {
		if e.Before == nil || e.After != nil {
			continue
		}
		if n++; n <= mostRemoved {
			g.say("%s %s", what, e.Subject)
		}
	}
	if n > mostRemoved {
		g.say("%s %d more", what, n-mostRemoved)
	}
}
