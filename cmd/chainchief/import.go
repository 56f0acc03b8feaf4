package main

import (
	"context"
	"io"
	"iter"
	"runtime/debug"

	"chainchief/graph"
	"chainchief/internal/exchange"
	"chainchief/internal/store"
)

type importCmd struct {
	Path   string `arg:"" help:"File to read; - is standard input. For ckg: the folder of the set." type:"path"`
	Format string `help:"Format: ${formats}." enum:"json,cities,ckg" default:"json"`
	DryRun bool   `help:"Only say what would change."`
}

// Run reads a file and puts what is in it, all or nothing.
func (i *importCmd) Run(ctx context.Context, g *globals) error {
	switch i.Format {
	case "ckg":
		return i.ckg(ctx, g)
	case "cities":
		return i.cities(ctx, g)
	}
	g.say("reading %s", i.Path)
	c, err := read(ctx, g, i.Path, exchange.ReadJSON)
	if err != nil {
		return err
	}
	s, err := g.openAt(ctx, g.Store, i.opening())
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return i.put(ctx, g, s, c)
}

// opening says that an import fills a store that is not there, and that nobody finds one who only asked what it would
// do.
func (i *importCmd) opening() opening {
	if i.DryRun {
		return elseInMemory
	}
	return mayMake
}

// put writes changes, or says what they would change.
func (i *importCmd) put(ctx context.Context, g *globals, s *store.Store, c graph.Changes) error {
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

// cities replaces the matrix of peer cities and says what relatedness rests on afterwards.
func (i *importCmd) cities(ctx context.Context, g *globals) error {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	g.say("reading %s", i.Path)
	table, err := read(ctx, g, i.Path, func(in io.Reader, name string) (*exchange.Cities, error) {
		return exchange.ReadCities(in, name, f.Snapshot)
	})
	if err != nil {
		return err
	}
	g.say("%d cities, %d products or links, %d figures", table.Cities, table.Things, table.Figures)
	if err := i.put(ctx, g, s, table.Changes); err != nil || i.DryRun {
		return err
	}
	if f, err = g.findings(ctx, s); err != nil {
		return err
	}
	g.say("%s", f.Related().Text.In(g.Lang))
	return nil
}

// ckg loads the public data set into the candidate pool, as one change set.
func (i *importCmd) ckg(ctx context.Context, g *globals) error {
	debug.SetGCPercent(50) // parts come and go fast: a third less memory for a twentieth more time
	s, err := g.openAt(ctx, g.Store, i.opening())
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	city := graph.CityOf(snapshot)
	if city.Node == nil {
		g.say("the store knows no city yet: every firm counts as far; seed it first to know which are near")
	}
	set, err := g.readCKG(ctx, i.Path, city)
	if err != nil {
		return err
	}
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
func (g *globals) readCKG(ctx context.Context, dir string, city graph.City) (*exchange.CKG, error) {
	if err := folder(dir); err != nil {
		return nil, err
	}
	g.say("reading %s", dir)
	set, err := exchange.ReadCKG(ctx, dir, city)
	if err != nil {
		return nil, err
	}
	g.say(
		"%d companies, %d industries, %d products, %d relations",
		set.Companies,
		set.Industries,
		set.Products,
		set.Relations,
	)
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
