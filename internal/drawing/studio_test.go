package drawing

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/graphviz"
	"chainchief/internal/layout/graphviz/worker"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

const asWorker = "CHAINCHIEF_TEST_WORKER"

// TestMain plays the Graphviz worker when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv(asWorker) != "" {
		if err := worker.Main(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// found is the findings of the seeds, as if they stood at a revision.
func found(t testing.TB, revision graph.Revision) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Find(graph.NewSnapshot(revision, time.Time{}, c.Nodes, c.Relations))
}

func workers(t testing.TB) Order {
	t.Helper()
	pool := graphviz.New(2, func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), asWorker+"=1")
		return cmd
	})
	t.Cleanup(pool.Close)
	return Order{Pool: pool}
}

var newEnergy = Request{Kind: "structure", Chain: "chain:new-energy", Lang: "zh", Format: "svg"}

func drawn(t testing.TB, s *Studio, f *analysis.Findings, r Request) File {
	t.Helper()
	file, err := s.Draw(context.Background(), f, r)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// counted counts how often it is asked; it answers after a while, or when the asker has gone.
type counted struct {
	mu    sync.Mutex
	asked int
	after time.Duration
}

func (c *counted) Order(ctx context.Context, _ *diagram.Structure) ([]string, error) {
	c.mu.Lock()
	c.asked++
	c.mu.Unlock()
	select {
	case <-time.After(c.after):
		return nil, errors.New("no proposal")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *counted) Place(context.Context, []scene.Box, [][2]int) ([]scene.Point, error) {
	return nil, errors.New("no proposal")
}

func TestFiftyAtOnceDrawOnce(t *testing.T) {
	orderer := &counted{after: 50 * time.Millisecond}
	s, f := New(orderer), found(t, 1)
	files := make([]File, 50)
	var wg sync.WaitGroup
	for i := range files {
		wg.Go(func() { files[i] = drawn(t, s, f, newEnergy) })
	}
	wg.Wait()
	if orderer.asked != 1 {
		t.Errorf("50 askers caused %d searches", orderer.asked)
	}
	for _, file := range files {
		if !bytes.Equal(file.Data, files[0].Data) {
			t.Fatal("two askers got different drawings")
		}
	}
}

// TestWhoLeavesHoldsUpNobody: the one who draws for all goes away; the others still get their drawing.
func TestWhoLeavesHoldsUpNobody(t *testing.T) {
	s, f := New(&counted{after: 200 * time.Millisecond}), found(t, 1)
	leaver, leave := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, err := s.Draw(leaver, f, newEnergy)
		left <- err
	}()
	time.Sleep(50 * time.Millisecond) // the leaver has begun; were it not, it would lead later, and the test still hold
	waiter := make(chan File)
	go func() { waiter <- drawn(t, s, f, newEnergy) }()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who left was told %v", err)
	}
	if file := <-waiter; len(file.Data) == 0 {
		t.Error("who stayed got nothing")
	}
}

func TestWhatDoesNotExistIsRefused(t *testing.T) {
	s, f := New(nil), found(t, 1)
	for name, c := range map[string]struct {
		change func(*Request)
		code   graph.Code
	}{
		"kind":     {func(r *Request) { r.Kind = "pie" }, graph.CodeUsage},
		"format":   {func(r *Request) { r.Format = "bmp" }, graph.CodeUsage},
		"language": {func(r *Request) { r.Lang = "de" }, graph.CodeUsage},
		"chain":    {func(r *Request) { r.Chain = "chain:steam" }, graph.CodeNotFound},
		"page":     {func(r *Request) { r.Page = 9 }, graph.CodeNotFound},
		"no chain": {func(r *Request) { r.Chain = "" }, graph.CodeUsage},
		"no from":  {func(r *Request) { r.Kind = "changes" }, graph.CodeUsage},
		"a from":   {func(r *Request) { r.From = f }, graph.CodeUsage},
		"png page": {func(r *Request) { r.Page, r.Format = 9, "png" }, graph.CodeNotFound},
		"scale":    {func(r *Request) { r.Scale, r.Format = MostScale+1, "png" }, graph.CodeUsage},
		"less":     {func(r *Request) { r.Scale, r.Format = -1, "png" }, graph.CodeUsage},
		"paper":    {func(r *Request) { r.Paper, r.Format = "a9", "pdf" }, graph.CodeUsage},
	} {
		r := newEnergy
		c.change(&r)
		if _, err := s.Draw(context.Background(), f, r); graph.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// of makes a request one of another kind: of an enterprise or a link of the chain where the kind is of one.
func of(kind string, f *analysis.Findings, r Request) Request {
	r.Kind = kind
	switch subjectOf(r) {
	case graph.KindEnterprise:
		r.Of = f.Chain(r.Chain).Enterprises[0]
	case graph.KindLink:
		r.Of = f.Chain(r.Chain).Links[0].Node.ID
	}
	if kind == "changes" && r.From == nil {
		r.From = f
	}
	return r
}

// TestEveryKind: every kind that is offered draws every chain, under its own name and id.
func TestEveryKind(t *testing.T) {
	s, f := New(nil), found(t, 1)
	for _, kind := range Names(nil)[1:] { // the first is the technology structure, which the other tests draw
		for _, lang := range []string{"zh", "en"} {
			for _, c := range f.Chains {
				r := of(kind, f, Request{Chain: c.Node.ID, Lang: lang, Format: "json"})
				file := drawn(t, s, f, r)
				if want := fmt.Sprintf(`"id":"%s/%s"`, kind, cmp.Or(r.Of, r.Chain).Key()); !bytes.Contains(
					file.Data,
					[]byte(want),
				) ||
					file.Pages < 1 ||
					!strings.HasPrefix(file.Plain, kind+"-") {
					t.Errorf("%s of %s: %s with %d page(s), without %s", kind, c.Node.ID, file.Plain, file.Pages, want)
				}
			}
		}
	}
}

func TestFilesSayWhatTheyAre(t *testing.T) {
	s, other, f := New(nil), New(nil), found(t, 1)
	tags := map[string]string{}
	for name, change := range map[string]func(*Request){
		"svg":  func(*Request) {},
		"grey": func(r *Request) { r.Grey = true }, "clear": func(r *Request) { r.Clear = true },
		"english":   func(r *Request) { r.Lang = "en" },
		"json":      func(r *Request) { r.Format = "json" },
		"png":       func(r *Request) { r.Format, r.Scale = "png", 1 },
		"png clear": func(r *Request) { r.Format, r.Scale, r.Clear = "png", 1, true },
		"png 2":     func(r *Request) { r.Format = "png" },
		"pdf":       func(r *Request) { r.Format = "pdf" }, "pdf a4": func(r *Request) { r.Format, r.Paper = "pdf", "a4" },
		"pdf site": func(r *Request) { r.Format, r.Site = "pdf", "http://x" },
		"pptx":     func(r *Request) { r.Format = "pptx" }, "pptx grey": func(r *Request) { r.Format, r.Grey = "pptx", true },
		"pptx glued": func(r *Request) { r.Format, r.Glued = "pptx", true },
	} {
		r := newEnergy
		change(&r)
		file := drawn(t, s, f, r)
		if same := tags[file.ETag]; same != "" {
			t.Errorf("%s and %s have one ETag", name, same)
		}
		tags[file.ETag] = name
		if !strings.HasSuffix(file.Name, "."+r.Format) || file.Type == "" || file.Type != MediaTypes[r.Format] ||
			len(file.Missing) > 0 {
			t.Errorf("%s: %s %s %q", name, file.Name, file.Type, file.Missing)
		}
		if again := drawn(t, other, f, r); !bytes.Equal(again.Data, file.Data) {
			t.Errorf("%s: another program paints other bytes", name)
		}
	}
}

// TestWhatNoFontHasIsReported: in every format, on the pages that the file shows.
func TestWhatNoFontHasIsReported(t *testing.T) {
	page := func(text string) scene.Page {
		return scene.Page{
			Width:  100,
			Height: 100,
			Items:  []scene.Item{{Shape: scene.Text, Text: text, Size: 14, Fill: scene.Ink}},
		}
	}
	for _, format := range Formats {
		file, err := paint([]scene.Page{page("链"), page("链😀")}, Request{Format: format, Page: 2}.plain(), found(t, 1))
		if err != nil || string(file.Missing) != "😀" {
			t.Errorf("%s: %q %v", format, string(file.Missing), err)
		}
	}
	if _, err := paint([]scene.Page{{Width: 1e5, Height: 1e4}}, Request{Format: "png"}.plain(),
		found(t, 1)); graph.CodeOf(err) != graph.CodeUsage {
		t.Errorf("a picture that is too large: %v", err)
	}
}

// TestEqualFilesArePaintedOnce: what a format does not know does not make another file.
func TestEqualFilesArePaintedOnce(t *testing.T) {
	s, f := New(nil), found(t, 1)
	r := newEnergy
	drawn(t, s, f, r)
	r.Scale, r.Paper, r.Glued, r.Site, r.Page = 3, "a4", true, "http://x", 1
	drawn(t, s, f, r)
	if len(s.files) != 1 {
		t.Errorf("%d files of one SVG", len(s.files))
	}
}

// TestEveryKindIsDrawn: a kind that is offered can be drawn, and drawings of changes since different revisions are kept
// apart.
func TestEveryKindIsDrawn(t *testing.T) {
	s, f := New(nil), found(t, 2)
	tags := map[string]string{}
	for _, kind := range Names(nil) {
		r := of(kind, f, newEnergy)
		since := []*analysis.Findings{nil}
		if kind == "changes" {
			since = []*analysis.Findings{found(t, 1), found(t, 2)}
		}
		for i, from := range since {
			r.From = from
			file := drawn(t, s, f, r)
			if other := tags[file.ETag]; other != "" || !strings.HasPrefix(file.Plain, kind) ||
				!bytes.HasPrefix(file.Data, []byte("<svg")) {
				t.Errorf("%s %d: %s, the same as %q", kind, i, file.Name, other)
			}
			tags[file.ETag] = kind
		}
	}
	if file := drawn(t, s, f, Request{Kind: "layout", Lang: "zh", Format: "svg"}); file.Plain != "layout-city-zh.svg" ||
		tags[file.ETag] != "" ||
		!bytes.Contains(file.Data, []byte("全市")) {
		t.Errorf("of the city: %s", file.Name)
	}
}

// TestSupplyIsOfAnEnterprise: by id or key, on the chain that it is known for or on another of its chains.
func TestSupplyIsOfAnEnterprise(t *testing.T) {
	s, f := New(nil), found(t, 1)
	r := Request{Kind: "supply", Of: "enterprise:rongbai-hubei", Lang: "zh", Format: "svg"}
	first := drawn(t, s, f, r)
	if first.Plain != "supply-rongbai-hubei-zh.svg" {
		t.Errorf("called %s", first.Name)
	}
	r.Of = "rongbai-hubei"
	if byKey := drawn(t, s, f, r); byKey.ETag != first.ETag {
		t.Error("by its key it is another drawing")
	}
	r.Chain = "chain:new-materials"
	if other := drawn(t, s, f, r); other.ETag == first.ETag {
		t.Error("on another chain it is the same drawing")
	}
	for name, c := range map[string]struct {
		change func(*Request)
		code   graph.Code
	}{
		"nobody":       {func(r *Request) { r.Of = "enterprise:nobody" }, graph.CodeNotFound},
		"not named":    {func(r *Request) { r.Of = "" }, graph.CodeUsage},
		"a chain":      {func(r *Request) { r.Of = "chain:new-energy" }, graph.CodeUsage},
		"not on it":    {func(r *Request) { r.Chain = "chain:biomedicine" }, graph.CodeNotFound},
		"of a roadmap": {func(r *Request) { r.Kind = "roadmap" }, graph.CodeUsage},
	} {
		r := Request{Kind: "supply", Of: "enterprise:rongbai-hubei", Lang: "zh", Format: "svg"}
		c.change(&r)
		if _, err := s.Draw(context.Background(), f, r); graph.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestMemoryIsBounded: revision after revision, what is remembered stays bounded.
func TestMemoryIsBounded(t *testing.T) {
	s := New(nil)
	f := found(t, 1)
	quick := newEnergy
	quick.Kind = "layout"
	for revision := range graph.Revision(mostFiles + 50) {
		f.Snapshot.Revision = revision
		drawn(t, s, f, quick)
	}
	if len(s.pages) > mostScenes || len(s.files) > mostFiles {
		t.Errorf("%d pages and %d files are remembered", len(s.pages), len(s.files))
	}
	large := File{Data: make([]byte, mostBytes/4)}
	for n := range 40 {
		s.remember(fileKey{pageKey{version: graph.Version{Revision: graph.Revision(n)}}, newEnergy}, large)
	}
	sum := 0
	for _, file := range s.files {
		sum += len(file.Data)
	}
	if sum != s.bytes || sum > mostBytes {
		t.Errorf("%d bytes are remembered, counted as %d", sum, s.bytes)
	}
}

// BenchmarkFormats paints the page of new energy as a file of each format; goals: PNG at 2 in 150 ms, the rest in 50.
func BenchmarkFormats(b *testing.B) {
	s, f := New(nil), found(b, 1)
	pages, err := s.Pages(context.Background(), f, newEnergy)
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range Formats {
		b.Run(format, func(b *testing.B) {
			r := newEnergy
			r.Format = format
			size := 0
			for b.Loop() {
				file, err := paint(pages, r.plain(), found(b, 1))
				if err != nil {
					b.Fatal(err)
				}
				size = len(file.Data)
			}
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}

// BenchmarkStudio draws the 23 links of new energy: first ever, search and Graphviz included; with the cells of an
// earlier drawing; again; native dot on an equal graph, a process a drawing; 50 askers at once for drawings of 11
// chains, and 1,000 drawings in a row, where MB-first and MB-last are the live heap after 100 and 1,000.
func BenchmarkStudio(b *testing.B) {
	f, order := found(b, 1), workers(b)
	drawn(b, New(order), f, newEnergy) // the workers are up, as in a serving program
	b.Run("first", func(b *testing.B) { loop(b, func() { drawn(b, New(order), f, newEnergy) }) })
	kept := New(order)
	drawn(b, kept, f, newEnergy)
	revision := graph.Revision(1)
	next := func() File {
		revision++
		f.Snapshot.Revision = revision
		return drawn(b, kept, f, newEnergy)
	}
	b.Run("with-cells", func(b *testing.B) { loop(b, func() { next() }) })
	b.Run("repeat", func(b *testing.B) { loop(b, func() { drawn(b, kept, f, newEnergy) }) })
	b.Run("native-dot", func(b *testing.B) { loop(b, func() { nativeDot(b, f, newEnergy.Chain) }) })
	b.Run("fifty-at-once", func(b *testing.B) {
		for b.Loop() {
			fifty(b, New(order), f)
		}
	})
	b.Run("thousand-in-a-row", func(b *testing.B) {
		for b.Loop() {
			for i := range 1000 {
				if next(); i == 99 {
					b.ReportMetric(liveMB(), "MB-first")
				}
			}
			b.ReportMetric(liveMB(), "MB-last")
		}
	})
}

func fifty(b *testing.B, s *Studio, f *analysis.Findings) {
	var wg sync.WaitGroup
	for i := range 50 {
		r := newEnergy
		r.Chain = f.Chains[i%len(f.Chains)].Node.ID
		wg.Go(func() { drawn(b, s, f, r) })
	}
	wg.Wait()
}

// liveMB is the heap that is in use after a collection.
func liveMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

var ofChip = Request{Kind: "impact", Of: "link:optoelectronics/led/chip", Lang: "zh", Format: "svg"}

// TestImpactWithWorkers: with Graphviz, without and with a pool that is closed, the drawing is there; with it, it is
// the same each time.
func TestImpactWithWorkers(t *testing.T) {
	f := found(t, 1)
	order := workers(t)
	cnc := ofChip
	cnc.Of = "high-end-equipment/laser/cnc" // a key is enough
	first := drawn(t, New(order), f, cnc)
	if again := drawn(t, New(order), f, cnc); !bytes.Equal(first.Data, again.Data) {
		t.Error("the second drawing is another one")
	}
	order.Pool.Close()
	alone, lost := drawn(t, New(nil), f, cnc), drawn(t, New(order), f, cnc)
	if !bytes.Equal(alone.Data, lost.Data) {
		t.Error("with a closed pool the drawing is not the one without workers")
	}
	if !strings.Contains(string(first.Data), "数控系统若中断·影响图") ||
		first.Plain != "impact-high-end-equipment_laser_cnc-zh.svg" {
		t.Errorf("the file is %s", first.Name)
	}
	wrong := ofChip
	wrong.Chain, wrong.Of = "chain:optoelectronics", ""
	if _, err := New(nil).Draw(context.Background(), f, wrong); graph.CodeOf(err) != graph.CodeUsage {
		t.Errorf("of no link: %v", err)
	}
}

// BenchmarkImpact draws what fails with a link, content to SVG, with workers that are up.
func BenchmarkImpact(b *testing.B) {
	f, order := found(b, 1), workers(b)
	drawn(b, New(order), f, ofChip)
	for name, of := range map[string]graph.ID{"4": ofChip.Of, "16": "link:high-end-equipment/laser/cnc"} {
		b.Run(name, func(b *testing.B) {
			r := ofChip
			r.Of = of
			for b.Loop() {
				drawn(b, New(order), f, r)
			}
		})
	}
}
