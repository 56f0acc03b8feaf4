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
	"strings"
	"syscall"

	"chainchief/graph"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"

	"github.com/alecthomas/kong"
)

// version is set by the build.
var version = "dev"

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
	Seed          seedCmd          `cmd:"" help:"Load the built-in data; doing it again changes nothing."`
	Gaps          gapsCmd          `cmd:"" help:"List what the chains lack, heaviest first, with reasons."`
	Targets       targetsCmd       `cmd:"" help:"List links worth extending to or strengthening, best first."`
	Relatedness   relatednessCmd   `cmd:"" help:"List how close products and links are to what the city can do."`
	Why           whyCmd           `cmd:"" help:"Explain a number down to its facts and sources."`
	Diagram       diagramCmd       `cmd:"" help:"Draw a diagram of a chain into a file."`
	History       historyCmd       `cmd:"" help:"Show who changed what, when and why."`
	Export        exportCmd        `cmd:"" help:"Write the whole graph as JSON."`
	Import        importCmd        `cmd:"" help:"Read a graph from a file and put what is in it."`
	Match         matchCmd         `cmd:"" help:"Match products of links with those of the pool; reviews stay."`
	Matches       matchesCmd       `cmd:"" help:"List what the products of a link are taken for."`
	Review        reviewCmd        `cmd:"" help:"Confirm or reject a match."`
	Candidates    candidatesCmd    `cmd:"" help:"List who could close the gap at a link, best first."`
	Weights       weightsCmd       `cmd:"" help:"Show the weights of the scores, or set them and see the effect."`
	Push          pushCmd          `cmd:"" help:"Copy the store with its history to another, and compare."`
	Verify        verifyCmd        `cmd:"" help:"Check the store against its history, and print its hash."`
	Health        healthCmd        `cmd:"" help:"Ask a running server whether it and its store answer."`
	Bench         benchCmd         `cmd:"" help:"Measure the product on data."`
	MissingInputs missingInputsCmd `cmd:"" help:"List inputs an enterprise lacks nearby, and who makes them."`
	Decide        decideCmd        `cmd:"" help:"Decide on a gap: confirm, dismiss, assign, begin or close it."`
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
  chainchief export -o graph.json && chainchief import graph.json

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 the input had problems and nothing was changed.`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// vars are what help and flags name and other packages say.
var vars = kong.Vars{
	"diagrams": strings.Join(drawing.Names(nil), ","),
	"statuses": strings.Join(codes(graph.GapStatuses), ","),
	"stores":   "sqlite:PATH, relative to the data folder, or bolt://HOST:7687, neo4j://HOST:7687 (+s, +ssc for TLS)",
	"formats": "json (a whole graph), cities (figures of peer cities as CSV) or ckg " +
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
	defer func() { // a panic never reaches a user as a trace
		if p := recover(); p != nil {
			slog.Debug("panic", "value", p, "stack", string(debug.Stack()))
			fmt.Fprintf(stderr, "chainchief: internal error: %v (please report it; --log-level debug shows more)\n", p)
			code = exitFailed
		}
	}()
	var c cli
	exited := -1
	parser, err := kong.New(
		&c,
		kong.Name("chainchief"),
		kong.Description(description),
		kong.DefaultEnvars("CHAINCHIEF"),
		kong.Writers(
			stdout,
			stderr,
		),
		kong.UsageOnError(),
		kong.Exit(func(n int) { exited = n }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		vars,
	)
	if err != nil {
		panic(err) // the structure above is wrong; any test finds it
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help has been printed
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "chainchief: %v\nTry: chainchief --help\n", err)
		return exitUsage
	}
	c.stdout, c.stderr = stdout, stderr
	c.logging()
	if err := parsed.Run(&c.globals); err != nil {
		return c.report(err)
	}
	return 0
}

// report says in clear lines what went wrong and what to do, and returns the exit code.
func (g *globals) report(err error) int {
	var unsettled *decision.Unsettled
	if errors.As(err, &unsettled) {
		fmt.Fprintf(g.stderr, "chainchief: %v\n", err)
		return exitFailed
	}
	var problems graph.Problems
	if errors.As(err, &problems) {
		if g.JSON {
			_ = g.writeJSON(problems)
		}
		fmt.Fprintf(g.stderr, "chainchief: %v\n", problems)
		return exitProblems
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(g.stderr, "chainchief: stopped; what was in flight is undone")
		return exitFailed
	}
	slog.Debug("failed", "error", err)
	var known *graph.Error
	if errors.As(err, &known) {
		line := known.Message
		if known.Fix != "" {
			line += "; " + known.Fix
		}
		fmt.Fprintf(g.stderr, "chainchief: %s\n", line)
		if known.Code == graph.CodeUsage {
			return exitUsage
		}
		return exitFailed
	}
	fmt.Fprintf(g.stderr, "chainchief: %v\n", err)
	return exitFailed
}
