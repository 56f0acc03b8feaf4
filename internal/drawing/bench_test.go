package drawing

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// processor is the time that this process and the ones it started and waited for have spent on processors: on a machine
// that does other work it says more than the clock.
func processor(b *testing.B) time.Duration {
	b.Helper()
	sum := time.Duration(0)
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}

// loop runs the benchmark and reports the processor time of one round.
func loop(b *testing.B, round func()) {
	b.Helper()
	before := processor(b)
	n := 0
	for b.Loop() {
		round()
		n++
	}
	b.ReportMetric(float64((processor(b)-before).Microseconds())/1000/float64(n), "cpu-ms/op")
}

// BenchmarkKinds draws every kind of a made-up chain of 24, 100 and 300 links: content and layout from nothing, and the
// pages as a file of each format; beside native dot on an equal graph, a process a drawing.
func BenchmarkKinds(b *testing.B) {
	for _, links := range []int{24, 100, 300} {
		f, list := synthetic{links: links, lanes: 1 + links/24, stages: 4}.requests("zh")
		for _, r := range list {
			b.Run(fmt.Sprintf("%s/%d", r.Kind, links), func(b *testing.B) { benchKind(b, f, r) })
		}
		b.Run(fmt.Sprintf("native-dot/%d", links), func(b *testing.B) { loop(b, func() { nativeDot(b, f, madeUp) }) })
	}
}

func benchKind(b *testing.B, f *analysis.Findings, r Request) {
	pages, err := New(nil).Pages(context.Background(), f, r)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("pages", func(b *testing.B) {
		loop(b, func() {
			if pages, err = New(nil).Pages(context.Background(), f, r); err != nil {
				b.Fatal(err)
			}
		})
		b.ReportMetric(float64(len(pages)), "pages")
	})
	for _, r.Format = range Formats {
		b.Run(r.Format, func(b *testing.B) {
			size := 0
			loop(b, func() {
				file, err := paint(pages, r.plain(), f)
				if err != nil {
					b.Fatal(err)
				}
				size = len(file.Data)
			})
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}

// BenchmarkChains draws every kind of the largest chain of the seeds, content to SVG, with nothing remembered.
func BenchmarkChains(b *testing.B) {
	f := found(b, 1)
	for _, r := range requests(f, f) {
		if subject := slices.Contains([]graph.ID{newEnergy.Chain, ""}, r.Chain); r.Lang != "zh" || !subject ||
			r.Of != "" && r.Of != thingsOf(f, subjectOf(r))[0] {
			continue
		}
		b.Run(r.Kind+map[bool]string{true: "-city"}[r.Chain == "" && r.Of == ""], func(b *testing.B) {
			loop(b, func() { drawn(b, New(nil), f, r) })
		})
	}
}

// dot is a graph of the links of a chain and what they feed, as a person would write it.
func dot(b *testing.B, f *analysis.Findings, chain graph.ID) string {
	b.Helper()
	c := f.Chain(chain)
	var text strings.Builder
	text.WriteString("digraph { rankdir=LR; node [shape=box];\n")
	for _, l := range c.Links {
		fmt.Fprintf(&text, "%q [label=%q];\n", l.Node.ID, l.Node.Name)
	}
	for _, e := range f.Feeds {
		if e.From.Chain == c && e.To.Chain == c {
			fmt.Fprintf(&text, "%q -> %q;\n", e.From.Node.ID, e.To.Node.ID)
		}
	}
	text.WriteString("}")
	return text.String()
}

// nativeDot lays out and draws a chain by Debian's dot.
func nativeDot(b *testing.B, f *analysis.Findings, chain graph.ID) {
	b.Helper()
	program, err := exec.LookPath("dot")
	if err != nil {
		b.Skip("there is no dot on this machine")
	}
	cmd := exec.Command(program, "-Tsvg")
	cmd.Stdin = strings.NewReader(dot(b, f, chain))
	if out, err := cmd.Output(); err != nil || len(out) == 0 {
		b.Fatal(err)
	}
}

// BenchmarkFaults draws all that is prepared, and tells which part of the time proving the pages takes.
func BenchmarkFaults(b *testing.B) {
	f := found(b, 1)
	var proving, all time.Duration
	for b.Loop() {
		s := New(nil)
		for _, r := range prepared(f) {
			began := time.Now()
			if _, err := s.draw(b.Context(), f, r); err != nil {
				b.Fatal(err)
			}
			all += time.Since(began)
			pages, err := s.Pages(b.Context(), f, r.plain())
			if err != nil {
				b.Fatal(err)
			}
			began = time.Now()
			if list := faults(r, pages); len(list) > 0 {
				b.Fatal(list)
			}
			proving += time.Since(began)
		}
	}
	b.ReportMetric(100*proving.Seconds()/all.Seconds(), "%proving")
}
