package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"chainchief/graph"
	"chainchief/internal/output"
	"chainchief/internal/store"
)

type verifyCmd struct {
	With address `help:"Another store, to compare with." placeholder:"URL"`
}

// Run checks that what the store holds follows from its history.
func (v *verifyCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if v.With == "" {
		return g.verify(ctx, s)
	}
	other, err := g.openBeside(ctx, v.With, mustExist, "--with")
	if err != nil {
		return err
	}
	defer func() { _ = other.Close() }()
	return g.compare(ctx, s, other)
}

// halfway is what is kept in the data folder while a store is verified, so that one that was stopped can go on.
type halfway struct {
	At         time.Time        `json:"at"`
	Checkpoint store.Checkpoint `json:"checkpoint"`
}

const (
	keepEvery = 5 * time.Second
	goOnFor   = 24 * time.Hour // what was verified longer ago is verified again
)

// verify verifies a store; when it was stopped within the last day it goes on where it was.
func (g *globals) verify(ctx context.Context, s *store.Store) error {
	path := filepath.Join(g.Data, "verify.json")
	var from *store.Checkpoint
	if h, ok := readHalfway(path); ok && time.Since(h.At) < goOnFor {
		g.say("going on from revision %d, which was verified at %s; remove %s to begin anew",
			h.Checkpoint.Set.Revision, graph.Clock(h.At, graph.Minute, "en"), path)
		from = &h.Checkpoint
	}
	kept := time.Now()
	d, err := s.Verify(ctx, from, func(c store.Checkpoint) error {
		if time.Since(kept) < keepEvery {
			return ctx.Err()
		}
		kept = time.Now()
		data, err := json.Marshal(halfway{kept.UTC(), c})
		if err != nil {
			return err
		}
		_ = output.Write(path, func(w io.Writer) error { // a folder that cannot be written costs the going on only
			_, err := w.Write(data)
			return err
		})
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return g.showDigest(d)
}

func readHalfway(path string) (h halfway, ok bool) {
	data, err := os.ReadFile(path)
	return h, err == nil && json.Unmarshal(data, &h) == nil
}
