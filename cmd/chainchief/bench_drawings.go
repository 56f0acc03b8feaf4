package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"
)

type benchDrawingsCmd struct {
	Count int `help:"How many drawings." default:"10000" placeholder:"N"`
	Every int `help:"After how many a line is printed." default:"500" placeholder:"N"`
}

// benchDrawings is a line of the outcome for programs.
type benchDrawings struct {
	Drawings int     `json:"drawings"`
	Failures int     `json:"failures"`
	Seconds  float64 `json:"seconds"`
	MB       float64 `json:"mb"` // resident memory of this process; 0 where the system does not tell
	Workers  int     `json:"workers"`
	WorkerMB float64 `json:"worker_mb"` // of its Graphviz workers together
}

// together is how many drawings are asked for at once; after them the content changes, so that no drawing was made
// before.
const together = 20

// Run draws the chains of the seeds in every kind, format and language.
func (b *benchDrawingsCmd) Run(ctx context.Context, g *globals) error {
	if b.Count < 1 || b.Every < 1 {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "nothing to draw",
			Fix:     "give --count and --every at least 1",
		}
	}
	if err := g.fonts(); err != nil {
		return err
	}
	content, err := seeds.Load()
	if err != nil {
		return err
	}
	order, done := workers()
	defer done()
	studio := drawing.New(order)
	studio.Shelves = store.New(memstore.Open())
	if !g.JSON {
		g.printf("%9s %9s %9s %9s %8s %10s\n",
			"drawings",
			"failures",
			"seconds",
			"MB",
			"workers",
			"worker MB",
		)
	}
	began, failures := time.Now(), atomic.Int64{}
	var lines []benchDrawings
	last := edited(content, 0)
	for drawn := 0; drawn < b.Count && ctx.Err() == nil; {
		f := edited(content, drawn+1)
		var wg sync.WaitGroup
		for i := drawn; i < min(drawn+together, b.Count); i++ {
			wg.Go(func() {
				if err := drawOne(ctx, studio, order, f, last, i); err != nil && failures.Add(1) == 1 {
					g.say("the first failure: %v", err)
				}
			})
		}
		wg.Wait()
		last = f
		before := drawn
		if drawn = min(drawn+together, b.Count); drawn/b.Every == before/b.Every && drawn < b.Count {
			continue
		}
		line := benchDrawings{Drawings: drawn, Failures: int(failures.Load()), Seconds: time.Since(began).Seconds()}
		line.MB, line.Workers, line.WorkerMB = memory()
		if lines = append(lines, line); !g.JSON {
			g.printf("%9d %9d %9.1f %9.1f %8d %10.1f\n",
				line.Drawings,
				line.Failures,
				line.Seconds,
				line.MB,
				line.Workers,
				line.WorkerMB,
			)
		}
	}
	if g.JSON {
		return g.writeJSON(lines)
	}
	return ctx.Err()
}

// edited is what is found on the seeds after an edit that no other number makes.
func edited(c graph.Changes, n int) *analysis.Findings {
	nodes := slices.Clone(c.Nodes)
	links := 0
	for i := range nodes {
		if nodes[i].Kind == graph.KindLink {
			if links++; links%7 == n%7 {
				nodes[i].Name += " " + strconv.Itoa(n)
			}
		}
	}
	at := time.Date(2026, 1, 1, 0, 0, n, 0, time.UTC)
	return analysis.Find(graph.NewSnapshot(graph.Revision(n+1), at, nodes, slices.Clone(c.Relations)))
}

// drawOne makes the i-th drawing: kinds, chains and languages in turn, the formats too; one of fifty without the places
// of earlier drawings, so that it is searched for and Graphviz is asked.
func drawOne(
	ctx context.Context,
	studio *drawing.Studio,
	order drawing.Order,
	f, last *analysis.Findings,
	i int,
) error {
	if i%50 == 49 {
		studio = drawing.New(order)
	}
	r := drawing.Request{Lang: []string{"zh", "en"}[i%2], Scale: 1 + i%2}
	n := i / 2
	r.Chain = f.Chains[n%len(f.Chains)].Node.ID
	kinds := drawing.Names(drawing.OfChain)
	r.Kind = kinds[n/len(f.Chains)%len(kinds)]
	if i%50 == 49 {
		r.Kind = drawing.Kinds[0].Name
	}
	r.Format = drawing.Formats[(i+i/(2*len(f.Chains)*len(kinds)))%len(drawing.Formats)]
	if r.Kind == "changes" {
		r.From = last
	}
	_, err := studio.Draw(ctx, f, r)
	return err
}

// memory is the resident memory of this process and of its children, in MB, as Linux tells it.
func memory() (own float64, children int, theirs float64) {
	own = resident("self")
	statuses, _ := filepath.Glob("/proc/[0-9]*/status")
	for _, file := range statuses {
		data, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(data, fmt.Appendf(nil, "\nPPid:\t%d\n", os.Getpid())) {
			continue
		}
		children++
		theirs += resident(filepath.Base(filepath.Dir(file)))
	}
	return own, children, theirs
}

func resident(process string) float64 {
	f, err := os.Open("/proc/" + process + "/status")
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if size, is := strings.CutPrefix(lines.Text(), "VmRSS:"); is {
			kB, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(size), " kB"), 64)
			return kB / 1024
		}
	}
	return 0
}
