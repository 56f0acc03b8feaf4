package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
	"chainchief/internal/crosswalk"
	"chainchief/internal/diagram"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
)

type gapsCmd struct {
	Chain string `help:"Only of this chain." placeholder:"ID"`
	Limit count  `help:"At most so many; 0 is all." default:"0"`
}

// Run lists the gaps, heaviest first.
func (c *gapsCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := checkChain(f, c.Chain); err != nil {
		return err
	}
	list, err := answers.Gaps(ctx, f, &api.GapsQuery{Paged: paged(c.Limit), Chain: c.Chain})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	for _, x := range list.Items {
		kinds := make([]string, len(x.Kinds))
		for i, k := range x.Kinds {
			kinds[i] = graph.Words(graph.GapKinds, k, g.Lang)
		}
		mark := strings.Join(kinds, " ")
		if x.Status != graph.GapProposed {
			mark += "  " + graph.Words(graph.GapStatuses, x.Status, g.Lang)
		}
		if x.Rank != nil {
			mark += "  " + g.in("名次 ", "rank ") + g.in(x.Rank.Text, x.Rank.TextEN)
			if x.Rank.Doubtful {
				mark += "  " + g.in("可能不成立", "may not hold")
			}
		}
		why := g.in(x.Reason.Text, x.Reason.TextEN)
		g.printRanked(x.Weight, x.Chain, x.Link, mark, g.points(f.Gap(graph.ID(x.ID)).Parts), why)
	}
	of := f.Gaps
	if c.Chain != "" {
		of = f.GapsOf(f.Chain(chainID(c.Chain)))
	}
	g.say("%s", countedGaps(analysis.CountGaps(of), g.Lang))
	return nil
}

// countedGaps says how many gaps there are, by kind and by what people decided.
func countedGaps(n analysis.GapCount, lang string) string {
	var parts []string
	add := func(code string, value int) {
		parts = append(parts, fmt.Sprintf("%s %d", analysis.Counted(code, lang), value))
	}
	add("gaps", n.Open)
	for _, kind := range graph.GapKinds {
		add("gaps_"+kind.Code, n.Kinds[kind.Code])
	}
	add("gaps_assigned", n.Assigned)
	for _, state := range []string{graph.GapProposed, graph.GapDismissed, graph.GapClosed} {
		add("gaps_"+state, n.States[state])
	}
	return strings.Join(parts, " · ")
}

// pagedByID asks for the first of a list about one thing; 0 is all.
func pagedByID(id string, limit count) api.PagedByID {
	return api.PagedByID{ByID: api.ByID{ID: id}, Pages: paged(limit).Pages}
}

// paged asks for the first of a list; 0 is all.
func paged(limit count) api.Paged { return api.Paged{Pages: api.Pages{Limit: int(limit)}} }

// printRanked prints one entry of a ranking: value, name and mark, then its parts, then its reason.
func (g *globals) printRanked(value float64, chain, link api.Ref, mark, parts, why string) {
	name := pad(g.name(chain)+" / "+g.name(link), 36)
	g.printf("%5.1f  %s  %s\n       %s\n       %s\n", value, name, mark, parts, why)
}

// answer prints an answer of the API for programs.
func (g *globals) answer(v any, err error) error {
	if err != nil {
		return err
	}
	return g.writeJSON(v)
}

func chainKeys(f *analysis.Findings) string {
	var keys []string
	for _, c := range f.Chains {
		keys = append(keys, c.Node.ID.Key())
	}
	return strings.Join(keys, ", ")
}

// pad fills a text to a width in columns; a Chinese character takes two.
func pad(text string, width int) string {
	for _, r := range text {
		width--
		if r >= 0x2e80 {
			width--
		}
	}
	return text + strings.Repeat(" ", max(0, width))
}

type diagramCmd struct {
	Kind   string `arg:"" help:"Which drawing: ${enum}." enum:"${diagrams}"`
	Chain  string `help:"Chain to draw." placeholder:"ID" xor:"which"`
	All    bool   `help:"Draw every chain into the folder that -o names." xor:"which,of"`
	City   bool   `help:"Draw all chains of the city on one map; layout only." xor:"which,of"`
	Of     string `help:"What to draw, for kinds that draw one thing other than a chain." placeholder:"ID" xor:"of"`
	Output string `short:"o" help:"File or folder to write to; - is standard output." required:"" placeholder:"FILE"`
	Format string `help:"Format: svg, png, pdf, pptx or json." placeholder:"FORMAT"`
	Grey   bool   `help:"In greys."`
	AsOf   string `help:"As of a revision or date." placeholder:"DATE"`
	From   string `help:"Of changes: the revision or date to compare with." placeholder:"DATE"`
	Links  string `help:"Of whatif: links or gaps to fill, with commas; default: the first gaps." placeholder:"IDS"`
	Page   count  `help:"Page of a drawing that goes over several; PDF, PPTX and JSON hold all of them." default:"1"`

	Stage    string `help:"Only the links of a stage: upstream, midstream, downstream or support." placeholder:"STAGE"`
	OnlyGaps bool   `help:"Only links that are missing, weak, outside the city, chokepoints or blocked."`
	Detail   string `help:"full, names (no firms), overview (links counted) or leader (for a wall)." placeholder:"DETAIL"`

	Scale       count  `help:"Pixels of a PNG: 1 is 1600 × 900, 4 the most." default:"2"`
	Transparent bool   `help:"No white ground in SVG and PNG."`
	Paper       string `help:"Paper of a PDF: 16:9, a4 or a3." default:"16:9"`
	Connectors  bool   `help:"PPTX: lines stay attached to cards that are moved."`
	Site        string `help:"Address of the pages, for links in PDF and PPTX; default: no links." placeholder:"URL"`

	taken map[string]bool // names of files that --all has written
}

// Run draws into a file.
func (d *diagramCmd) Run(ctx context.Context, g *globals) error {
	if err := d.check(); err != nil {
		return err
	}
	if err := g.fonts(); err != nil {
		return err
	}
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	f, err := g.findingsAsOf(ctx, s, d.AsOf)
	if err != nil {
		return err
	}
	r := drawing.Request{
		Kind:     d.Kind,
		Of:       graph.ID(d.Of),
		Lang:     g.Lang,
		Stage:    d.Stage,
		OnlyGaps: d.OnlyGaps,
		Detail:   diagram.Detail(d.Detail),
		Grey:     d.Grey,
		Page:     int(d.Page),
		Scale:    int(d.Scale),
		Clear:    d.Transparent,
		Paper:    d.Paper,
		Glued:    d.Connectors,
		Site:     d.Site,
		Fill:     d.Links,
	}
	if d.Chain != "" {
		r.Chain = chainID(d.Chain)
	}
	if d.From != "" {
		if r.From, err = g.findingsAsOf(ctx, s, d.From); err != nil {
			return err
		}
	}
	studio, done := studio(s)
	defer done()
	studio.Finder = crosswalk.NewFinder(s)
	if !d.All {
		return d.draw(ctx, g, studio, f, r, d.Output)
	}
	d.taken = map[string]bool{}
	if err := os.MkdirAll(d.Output, 0o755); err != nil {
		return &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the folder %s cannot be made", d.Output),
			Fix:     "choose another place with -o",
			Err:     err,
		}
	}
	for _, c := range f.Chains {
		r.Chain = c.Node.ID
		if err := d.draw(ctx, g, studio, f, r, d.Output); err != nil {
			return err
		}
	}
	return nil
}

// check refuses what no drawing is meant by, before anything is opened.
func (d *diagramCmd) check() error {
	wrong := func(message, fix string) error {
		return &graph.Error{Code: graph.CodeUsage, Message: message, Fix: fix}
	}
	kind, _ := drawing.KindNamed(d.Kind)
	site, err := url.Parse(d.Site)
	switch {
	case d.Chain == "" && d.Of == "" && !d.All && !d.City:
		return wrong("no chain is named", "add --chain ID, --of ID, --all, or --city for the layout of the city")
	case d.All && !drawing.OfChain(kind):
		return wrong(
			fmt.Sprintf("the %s diagram is not of chains, so --all names none", d.Kind),
			"name what it is of with --of",
		)
	case d.All && (d.Output == "" || d.Output == "-"):
		return wrong("--all draws into a folder and none is named", "name one with -o")
	case d.Page == 0 || d.Scale == 0:
		return wrong("pages and scales are counted from 1", "correct --page or --scale")
	case d.Site != "" && (err != nil || site.Host == "" || site.Scheme != "http" && site.Scheme != "https"):
		return wrong(
			fmt.Sprintf("%q is not the address of a site", d.Site),
			"write for example --site https://chains.example",
		)
	}
	return nil
}

func (d *diagramCmd) draw(
	ctx context.Context,
	g *globals,
	studio *drawing.Studio,
	f *analysis.Findings,
	r drawing.Request,
	path string,
) error {
	folder := d.All
	if about, err := os.Stat(path); err == nil && about.IsDir() {
		folder = true
	}
	r.Format = cmp.Or(d.Format, "svg")
	if !folder {
		r.Format = cmp.Or(d.Format, strings.TrimPrefix(filepath.Ext(path), "."), "svg")
	}
	file, err := studio.Draw(ctx, f, r)
	if err != nil {
		return err
	}
	if folder {
		name := file.Name
		if d.taken[name] { // two chains of one name
			ext := filepath.Ext(name)
			name = strings.TrimSuffix(name, ext) + "-" + drawing.FileKey(r.Chain) + ext
		}
		if d.taken != nil {
			d.taken[name] = true
		}
		path = filepath.Join(path, name)
	}
	if len(file.Missing) > 0 {
		g.warnf(
			"warning: %s: 〓 stands for what no font here has: %s; name a font that has it with --font\n",
			file.Name,
			named(file.Missing),
		)
	}
	err = g.writeFile(path, func(w io.Writer) error {
		_, err := w.Write(file.Data)
		return err
	})
	if err != nil {
		return err
	}
	if path != "-" {
		g.say("wrote %s", path)
	}
	return nil
}

// named lists characters with their codes.
func named(list []rune) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return strings.Join(out, ", ")
}

// findingsAsOf analyses the graph as of a revision number or a date; empty is now.
func (g *globals) findingsAsOf(ctx context.Context, s *store.Store, asOf string) (*analysis.Findings, error) {
	if asOf == "" {
		return g.findings(ctx, s)
	}
	revision, err := s.Resolve(ctx, asOf)
	if err != nil {
		return nil, err
	}
	ahead := false // a day that has not come in Beijing
	if from, _, err := graph.Date(asOf).Span(); err == nil && asOf != fmt.Sprint(revision) {
		ahead = from.Format(time.DateOnly) > string(graph.Today(time.Now()))
	}
	if ahead {
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%s has not come yet", asOf),
			Fix:     "leave the date out for the newest revision",
		}
	}
	snapshot, err := s.SnapshotAt(ctx, revision)
	if err != nil {
		return nil, err
	}
	return analysis.Of(snapshot)
}

type historyCmd struct {
	Node  string `arg:"" optional:"" help:"Only what touched this node." placeholder:"NODE"`
	Limit count  `help:"At most so many revisions; 0 is all." default:"20"`
}

// Run lists change sets, newest first.
func (h *historyCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	answers := api.New(api.Options{Store: s})
	if h.Node != "" {
		return h.ofNode(ctx, g, answers, s)
	}
	list, err := answers.History(ctx, &api.HistoryQuery{Paged: paged(h.Limit)})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	for _, set := range list.Items {
		g.printSet(set)
	}
	return nil
}

// ofNode lists what happened to a node.
func (h *historyCmd) ofNode(ctx context.Context, g *globals, answers *api.Server, s *store.Store) error {
	if _, err := s.Node(ctx, graph.ID(h.Node)); err != nil {
		return err
	}
	f, err := answers.Now(ctx)
	if err != nil {
		return err
	}
	q := api.NodeHistoryQuery{PagedByID: pagedByID(h.Node, h.Limit)}
	list, err := answers.NodeHistory(ctx, f, &q)
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	for _, x := range list.Items {
		g.printSet(x.Set)
	}
	return nil
}

func (g *globals) printSet(set api.ChangeSet) {
	at := set.Time.In(graph.Zone).Format("2006-01-02 15:04:05 -07:00")
	counts := describe(store.Counts(set.Counts))
	g.printf("r%-5d %s  %s  %s\n       %s\n", set.Revision, at, pad(set.Actor, 10), set.Reason, counts)
}

type versionCmd struct{}

// Run prints the version and what it was built with.
func (*versionCmd) Run(g *globals) error {
	if g.JSON {
		return g.writeJSON(map[string]string{"version": version, "commit": commit, "date": date, "go": runtime.Version()})
	}
	g.printf("chainchief %s (%s)\n", version, runtime.Version())
	if commit != "" {
		g.printf("commit %s of %s\n", commit, date)
	}
	return nil
}
