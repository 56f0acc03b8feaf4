// Command chainchief keeps the key industrial chains of a city as a graph, shows what they lack and draws them.
// It is wiring only: every command composes packages below internal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // a bare machine knows no zones
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"

	"github.com/alecthomas/kong"
)

// What this was built of, set by make.
var version, commit, date string // the date is that of the commit

// What make has not said the tools of Go may know.
func init() {
	if version != "" {
		return
	}
	version = "dev"
	info, known := debug.ReadBuildInfo()
	if !known {
		return
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.time":
			date = s.Value
		}
	}
}

// Exit codes that scripts rely on.
const (
	exitFailed   = 1
	exitUsage    = 2
	exitProblems = 3
)

// cli is every command and flag; each flag can also be set as CHAINCHIEF_….
type cli struct {
	globals

	Serve         serveCmd         `cmd:"" help:"Serve the API and the pages; an empty store is seeded first."`
	Init          initCmd          `cmd:"" help:"Write a folder of seeds for another city, to be filled in."`
	Seed          seedCmd          `cmd:"" help:"Load the seeds, or check them; doing it again changes nothing."`
	Gaps          gapsCmd          `cmd:"" help:"List what the chains lack, heaviest first, with reasons."`
	Targets       targetsCmd       `cmd:"" help:"List links worth extending to or strengthening, best first."`
	Quality       qualityCmd       `cmd:"" help:"Say how good the facts are: how many, how firm, how old, what to mend."`
	Trades        tradesCmd        `cmd:"" help:"List which industries are known to make what."`
	Relatedness   relatednessCmd   `cmd:"" help:"List how close products and links are to what the city can do."`
	Why           whyCmd           `cmd:"" help:"Explain a number down to its facts and sources."`
	WhatIf        whatIfCmd        `cmd:"" name:"whatif" help:"Compute what filling gaps of a chain would do."`
	Diagram       diagramCmd       `cmd:"" help:"Draw a diagram of a chain into a file."`
	History       historyCmd       `cmd:"" help:"Show who changed what, when and why."`
	Undo          undoCmd          `cmd:"" help:"Take a revision back, as a revision of its own."`
	Export        exportCmd        `cmd:"" help:"Write the whole graph as JSON."`
	Import        importCmd        `cmd:"" help:"Read a graph from a file and put what is in it."`
	Drafts        draftsCmd        `cmd:"" help:"Show what import --draft kept, or was sent on the page, to be applied."`
	Apply         applyCmd         `cmd:"" help:"Put a draft into the graph, as one change set: all of it or nothing."`
	Match         matchCmd         `cmd:"" help:"Match products of links with those of the pool; reviews stay."`
	Matches       matchesCmd       `cmd:"" help:"List what the products of a link are taken for."`
	Review        reviewCmd        `cmd:"" help:"Confirm or reject a match."`
	Pairs         pairsCmd         `cmd:"" help:"List enterprises that look alike, with why."`
	Judge         judgeCmd         `cmd:"" help:"Say that two enterprises are one, or two, or leave it open."`
	Merge         mergeCmd         `cmd:"" help:"Merge an enterprise into another one."`
	Split         splitCmd         `cmd:"" help:"Take a merge back."`
	Candidates    candidatesCmd    `cmd:"" help:"List who could close the gap at a link, best first."`
	Weights       weightsCmd       `cmd:"" help:"Show the weights of the scores, or set them and see the effect."`
	Push          pushCmd          `cmd:"" help:"Copy the store with its history to another, and compare."`
	Verify        verifyCmd        `cmd:"" help:"Check the store against its history, and print its hash."`
	Backup        backupCmd        `cmd:"" help:"Write graph, history, accounts and audit into one file, or check one."`
	Restore       restoreCmd       `cmd:"" help:"Put a backup back, into empty databases or in their place."`
	Doctor        doctorCmd        `cmd:"" help:"Look at all that serve needs, and say what to do; nothing is written."`
	Health        healthCmd        `cmd:"" help:"Ask a running server whether it and its store answer."`
	Bench         benchCmd         `cmd:"" help:"Measure the product on data."`
	MissingInputs missingInputsCmd `cmd:"" help:"List inputs an enterprise lacks nearby, and who makes them."`
	Decide        decideCmd        `cmd:"" help:"Decide on a gap: confirm, dismiss, assign, begin or close it."`
	User          userCmd          `cmd:"" help:"Keep the accounts of those who sign in."`
	Audit         auditCmd         `cmd:"" help:"Check or write out the record of who did what."`
	Version       versionCmd       `cmd:"" help:"Show the version."`

	GraphvizWorker workerCmd `cmd:"" hidden:""`
}

const description = `Industrial chains of a city as a graph: what each consists of, what it lacks, who could fill it.

Examples:
  chainchief serve                                        pages at http://localhost:8080
  chainchief gaps --chain optoelectronics                 a table for people
  chainchief import --format cities peers.csv             figures of peer cities (docs/peer-cities.md)
  chainchief why gap:new-energy/battery/lithium           every number down to its facts and sources
  chainchief gaps --json | jq '.items[0].reason'          the same for programs
  chainchief diagram structure --chain new-energy -o new-energy.pptx
  chainchief push --to neo4j://db.example:7687            from the file into the production database
  chainchief diagram roadmap --chain new-energy -o roadmap.svg
  chainchief user add zhuren --role admin                 the first account; then everything needs a session
  chainchief backup /backup/city.zip                      while the server runs; chainchief restore puts it back
  chainchief init yunzhou --city 云州市 --chain new-energy  another city: fill in, seed --check, serve --seeds
  chainchief export -o graph.json && chainchief import graph.json

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 the input had problems and nothing was changed.`

func main() { os.Exit(process()) }

// endWithin is how long a command may take to stop; a server waits for what is in flight. Who waits for a pipe that
// nobody reads would never end.
const endWithin = drain + 10*time.Second

// process runs the program on what the process was given. A first signal asks it to stop, a second one ends it.
func process() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop()
		time.AfterFunc(endWithin, func() { os.Exit(exitFailed) })
	})
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// vars are what help and flags name and other packages say.
var vars = kong.Vars{
	"diagrams": strings.Join(drawing.Names(nil), ","),
	"statuses": strings.Join(codes(graph.GapStatuses), ","),
	"stores":   "sqlite:PATH, relative to the data folder, or bolt://HOST:7687, neo4j://HOST:7687 (+s, +ssc for TLS)",
	"groups":   "(|(member={dn})(uniqueMember={dn}))",
	"appdbs": "a file, relative to the data folder, or postgres://USER:PASSWORD@HOST/DATABASE, " +
		"best in the environment",
	"roles":       strings.Join(roleNames(), ","),
	"confidences": strings.Join(codes(graph.Confidences), ","),
	"templates":   strings.Join(templateKeys(), ","),
	"formats": "json (a whole graph), xlsx (lists), cities (figures of peer cities as CSV) or ckg " +
		"(the ChainKnowledgeGraph set as CSV, plain or .gz)",
}

func codes(terms []graph.Term) []string {
	list := make([]string, len(terms))
	for i, t := range terms {
		list[i] = t.Code
	}
	return list
}

// run is the program without its process: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	raw := &results{to: stdout}
	c := cli{globals: globals{raw: raw, stdout: visible{raw}, stderr: visible{stderr}, watched: terminal(stderr)}}
	defer func() { // a panic never reaches a user as a trace
		if p := recover(); p != nil {
			slog.Debug("panic", "value", p, "stack", string(debug.Stack()))
			c.warnf("chainchief: internal error: %s (please report it; --log-level debug shows more)\n", fmt.Sprint(p))
			code = exitFailed
		}
	}()
	code = c.run(access.With(ctx, access.Alone), args) // who starts the program sits at the machine
	if code == 0 && raw.err != nil {
		c.warnf("chainchief: the results cannot be written: %v\n", raw.err)
		return exitFailed
	}
	return code
}

func (c *cli) run(ctx context.Context, args []string) int {
	exited := -1
	parser, err := kong.New(
		c,
		kong.Name("chainchief"),
		kong.Description(description),
		kong.DefaultEnvars("CHAINCHIEF"),
		kong.Writers(
			c.stdout,
			c.stderr,
		),
		kong.UsageOnError(),
		kong.Exit(func(n int) { exited = n }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		vars,
	)
	if err != nil {
		panic(err) // the structure above is wrong; any test finds it
	}
	if err := readable(parser.Model.Node, args); err != nil {
		return c.report(err)
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help has been printed
		return exited
	}
	if err != nil {
		c.warnf("chainchief: %v\nTry: chainchief --help\n", err)
		return exitUsage
	}
	c.logging()
	if err := graph.UseZone(c.TimeZone); err != nil {
		return c.report(err)
	}
	if c.Data == "" {
		return c.report(&graph.Error{
			Code:    graph.CodeUsage,
			Message: "no folder of the data is named",
			Fix:     "name one with --data, or leave the flag out",
		})
	}
	if err := parsed.Run(&c.globals); err != nil {
		return c.report(err)
	}
	return 0
}

// readable makes an empty variable one that is not set, for every flag, and refuses arguments and variables that are
// not UTF-8: a terminal that speaks GBK would store wrong names.
func readable(command *kong.Node, args []string) error {
	for i, arg := range args {
		if !utf8.ValidString(arg) {
			return notUTF8(fmt.Sprintf("argument %d (%s)", i+1, escaped(arg, "")))
		}
	}
	for _, flag := range command.Flags {
		for _, name := range flag.Envs {
			value := os.Getenv(name)
			if !utf8.ValidString(value) {
				return notUTF8("the variable " + name)
			}
			if value == "" {
				_ = os.Unsetenv(name)
			}
		}
	}
	for _, child := range command.Children {
		if err := readable(child, nil); err != nil {
			return err
		}
	}
	return nil
}

func notUTF8(what string) error {
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: what + " is not UTF-8",
		Fix:     "set the terminal and LANG to UTF-8, and rename files whose names are not",
	}
}

// onLines are problems of which each stays on its line, whatever text of the input it cites.
func onLines(problems graph.Problems) graph.Problems {
	out := slices.Clone(problems)
	for i := range out {
		p := &out[i]
		for _, text := range []*string{&p.Subject, &p.Place.File, &p.Place.Field, &p.Message, &p.Fix} {
			*text = escaped(*text, "")
		}
	}
	return out
}

// report says in clear lines what went wrong and what to do, and returns the exit code.
func (g *globals) report(err error) int {
	var unsettled *decision.Unsettled
	if errors.As(err, &unsettled) {
		g.warnf("chainchief: %v\n", err)
		return exitFailed
	}
	var hindered *decision.Hindered
	if errors.As(err, &hindered) {
		g.warnf("chainchief: %s\n", hindered.Error())
		for _, e := range hindered.Effects {
			g.warnf("%s: %v\n", e.Gap, e.Err)
		}
		return exitFailed
	}
	var refused *account.Refused
	if errors.As(err, &refused) {
		g.warnf("chainchief: %s\n", g.in(refused.ZH, refused.EN))
		return exitProblems
	}
	var problems graph.Problems
	if errors.As(err, &problems) {
		if g.JSON {
			_ = g.writeJSON(problems)
		}
		_, _ = fmt.Fprintf(g.stderr, "chainchief: %v\n", onLines(problems))
		return exitProblems
	}
	if errors.Is(err, context.Canceled) {
		g.warnf("chainchief: stopped; what was in flight is undone\n")
		return exitFailed
	}
	slog.Debug("failed", "error", err)
	var known *graph.Error
	if errors.As(err, &known) {
		line := known.Message
		if known.Fix != "" {
			line += "; " + known.Fix
		}
		g.warnf("chainchief: %s\n", line)
		switch known.Code {
		case graph.CodeUsage:
			return exitUsage
		case graph.CodeInvalid:
			return exitProblems
		}
		return exitFailed
	}
	g.warnf("chainchief: %v\n", err)
	return exitFailed
}
