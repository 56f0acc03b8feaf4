package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"

	"chainchief/graph"
	"chainchief/internal/exchange"
	"chainchief/internal/store"
)

type importCmd struct {
	Path   string `arg:"" help:"File to read; - is standard input. For ckg: the folder of the set." type:"path"`
	Format string `help:"Format: json (a whole graph) or ckg (the ChainKnowledgeGraph set as CSV, plain or .gz)." enum:"json,ckg" default:"json"`
	DryRun bool   `help:"Only say what would change."`
}

// Run reads a file and puts what is in it, all or nothing.
func (i *importCmd) Run(ctx context.Context, g *globals) error {
	if i.Format == "ckg" {
		return i.ckg(ctx, g)
	}
	g.say("reading %s", i.Path)
	c, err := i.json()
	if err != nil {
		return err
	}
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if i.DryRun {
		counts, err := s.Preview(ctx, c)
		if err == nil {
			g.sayPreview(counts)
		}
		return err
	}
	g.say("applying %d things, %d relations", len(c.Nodes), len(c.Relations))
	return g.write(ctx, s, c)
}

func (i *importCmd) json() (graph.Changes, error) {
	var in io.Reader = os.Stdin
	if filepath.Base(i.Path) != "-" {
		f, err := os.Open(i.Path)
		if err != nil {
			return graph.Changes{}, &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("the file %s cannot be read", i.Path), Fix: "correct the path", Err: err}
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	return exchange.ReadJSON(in, filepath.Base(i.Path))
}

// ckg loads the public data set into the candidate pool, as one change set.
func (i *importCmd) ckg(ctx context.Context, g *globals) error {
	debug.SetGCPercent(50) // parts come and go fast: a third less memory for a twentieth more time
	set, err := g.readCKG(ctx, i.Path)
	if err != nil {
		return err
	}
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	at, end := g.progress("writing", int64(set.Companies+set.Industries+set.Products+set.Relations))
	defer end()
	if i.DryRun {
		counts, err := s.PreviewParts(ctx, watched(set.Parts(ctx), at))
		if err == nil {
			end()
			g.sayPreview(counts)
		}
		return err
	}
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	after, err := s.ApplyParts(ctx, "import", "导入 ChainKnowledgeGraph 数据集", watched(set.Parts(ctx), at))
	if err != nil {
		return err
	}
	end()
	g.sayWritten(before, after)
	return nil
}

// readCKG checks the set and says what is in it and what is wrong with it.
func (g *globals) readCKG(ctx context.Context, dir string) (*exchange.CKG, error) {
	g.say("reading %s", dir)
	set, err := exchange.ReadCKG(ctx, dir)
	if err != nil {
		return nil, err
	}
	g.say("%d companies, %d industries, %d products, %d relations", set.Companies, set.Industries, set.Products, set.Relations)
	for _, d := range set.Defects {
		g.say("  %6d × %s: %s (first: %s)", d.Count, d.What, d.Done, d.First)
	}
	return set, nil
}

// watched tells how many things of the parts have been asked for.
func watched(parts iter.Seq2[graph.Puts, error], at func(done int64)) iter.Seq2[graph.Puts, error] {
	return func(yield func(graph.Puts, error) bool) {
		done := 0
		for p, err := range parts {
			at(int64(done))
			if !yield(p, err) {
				return
			}
			done += len(p.Nodes) + len(p.Relations)
		}
		at(int64(done))
	}
}

func (g *globals) sayPreview(c store.Counts) {
	if text := describe(c); text != "" {
		g.say("would change: %s", text)
	} else {
		g.say("nothing would change")
	}
}

func (g *globals) sayWritten(before, after store.ChangeSet) {
	if after.Revision == before.Revision {
		g.say("nothing to change: the store is at revision %d", before.Revision)
	} else {
		g.say("revision %d: %s", after.Revision, describe(after.Counts))
	}
}
