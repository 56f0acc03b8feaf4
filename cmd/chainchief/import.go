package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/exchange"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/store"
)

type importCmd struct {
	Path   string `arg:"" help:"File to read; - is standard input. For ckg: the folder of the set." type:"path"`
	Format string `help:"${formats}; default: by the file's name." enum:"json,xlsx,cities,ckg," default:""`
	DryRun bool   `help:"Only say what would change."`
	Draft  bool   `help:"Keep it as a draft, to be looked at row by row and applied later (xlsx)."`

	Source  string `help:"Source of rows that name none of their own (xlsx)." placeholder:"KEY"`
	AsOf    string `help:"The day that it describes." placeholder:"DATE"`
	List    string `help:"List that a foreign sheet is of, by its key; default: as it looks." placeholder:"KEY"`
	Mapping string `help:"Saved mapping of its columns; default: one for these headings." placeholder:"NAME"`

	Confidence string `help:"How firmly it stands: ${enum}." enum:"${confidences}" default:"documented"`

	Replace bool `help:"Remove relations that leave things of the file and that the file does not have (json)."`
}

// Run reads a file and puts what is in it, all or nothing.
func (i *importCmd) Run(ctx context.Context, g *globals) error {
	format := i.format()
	wrong := ""
	switch {
	case i.Replace && format != "json":
		wrong = "--replace is for a graph in JSON"
	case (i.Source != "" || i.AsOf != "") && format != "xlsx":
		wrong = "--source and --as-of are for lists in a workbook"
	case (i.List != "" || i.Mapping != "") && format != "xlsx":
		wrong = "--list and --mapping are for sheets"
	case i.Draft && format != "xlsx":
		wrong = "--draft is for lists in a workbook"
	}
	if wrong != "" {
		return &graph.Error{Code: graph.CodeUsage, Message: wrong + ", not for " + format, Fix: "leave it out"}
	}
	if i.Draft && i.DryRun {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "a draft changes nothing of the graph: --dry-run says nothing more",
			Fix:     "leave out one of the two",
		}
	}
	switch format {
	case "xlsx":
		if i.Draft {
			return i.draft(ctx, g)
		}
		return i.workbook(ctx, g)
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
	now, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, note := range exchange.Review(c, now) {
		g.say("look at this: %s", note)
	}
	if i.Replace {
		c = exchange.Replace(c, now)
	}
	return i.put(ctx, g, s, c)
}

func (i *importCmd) format() string {
	sheets := []string{".xlsx", ".xls", ".csv", ".txt", ".tsv"}
	if i.Format == "" && slices.Contains(sheets, strings.ToLower(filepath.Ext(i.Path))) {
		return "xlsx"
	}
	return cmp.Or(i.Format, "json")
}

// workbook takes in a workbook of lists that came back.
func (i *importCmd) workbook(ctx context.Context, g *globals) error {
	known, err := g.lists()
	if err != nil {
		return err
	}
	g.say("reading %s", i.Path)
	data, err := read(ctx, g, i.Path, func(in io.Reader, _ string) ([]byte, error) { return io.ReadAll(in) })
	if err != nil {
		return err
	}
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	now, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	from, err := i.from(now)
	if err != nil {
		return err
	}
	var sent []lists.Sent
	base := now
	if workbook.Ours(data) {
		if sent, err = workbook.Read(bytes.NewReader(data), filepath.Base(i.Path), known); err != nil {
			return err
		}
		if base, err = s.SnapshotAt(ctx, sent[0].Made.Revision); err != nil {
			return err
		}
		for _, sheet := range sent {
			if sheet.Made != base.Version() {
				return &graph.Error{
					Code:    graph.CodeInvalid,
					Message: sheet.File + " was made from another store, or from another revision than the sheets before it",
					Fix:     "import it into the store it is of; sheets that were put together by hand, a workbook at a time",
				}
			}
		}
	} else if sent, err = i.foreign(ctx, g, data, now, known); err != nil {
		return err
	}
	taken, err := lists.Take(sent, base, now, from)
	if err != nil {
		return err
	}
	if taken.Changes.Empty() {
		g.say("the workbook says nothing that was not said before")
		return nil
	}
	g.say("%d rows say something new", taken.Rows)
	c := taken.Changes
	c.Actor, c.Reason = "import", "导入清单 "+filepath.Base(i.Path)
	return i.put(ctx, g, s, c)
}

// from is where what is new comes from, when a source is named.
func (i *importCmd) from(now *graph.Snapshot) (*graph.Provenance, error) {
	if i.Source == "" {
		return nil, nil
	}
	n, err := here(now, graph.KindSource, i.Source)
	if err != nil {
		return nil, err
	}
	prov := graph.Provenance{Source: n.ID, AsOf: graph.Date(i.AsOf), Confidence: graph.Confidence(i.Confidence)}
	if prov.AsOf == "" {
		prov.AsOf = n.Prov.AsOf
	}
	if !prov.AsOf.Valid() {
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%q is no date", i.AsOf),
			Fix:     "write the day that the facts describe with --as-of, such as 2026-11",
		}
	}
	return &prov, nil
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
		entries, err := s.Effects(ctx, c)
		if err == nil {
			g.sayRemoved("would remove", entries)
			g.sayPreview(store.Count(entries))
		}
		return err
	}
	if i.Replace {
		entries, err := s.Effects(ctx, c)
		if err != nil {
			return err
		}
		g.sayRemoved("removing", entries)
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
