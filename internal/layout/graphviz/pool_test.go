package graphviz_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"chainchief/internal/layout/graphviz"
	"chainchief/internal/layout/graphviz/worker"

	"go.uber.org/goleak"
)

const asWorker = "CHAINCHIEF_TEST_WORKER"

// TestMain plays the worker when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv(asWorker) != "" {
		if err := worker.Main(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// spawned remembers the processes, so that tests can hurt and measure them.
type spawned struct {
	mu   sync.Mutex
	cmds []*exec.Cmd
}

func (s *spawned) command() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asWorker+"=1")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cmds = append(s.cmds, cmd)
	return cmd
}

func pool(t testing.TB, size int) (*graphviz.Pool, *spawned) {
	t.Helper()
	s := &spawned{}
	p := graphviz.New(size, s.command)
	t.Cleanup(p.Close)
	return p, s
}

// chain is a graph of n boxes in three stages and two lanes, each feeding the next two.
func chain(n int) graphviz.Graph {
	g := graphviz.Graph{Stages: 3}
	for i := range n {
		g.Nodes = append(g.Nodes, graphviz.Node{ID: "环节 \"" + strconv.Itoa(i), Stage: 3 * i / n, Lane: i % 2})
	}
	for i := range n - 2 {
		g.Edges = append(g.Edges, [2]string{g.Nodes[i].ID, g.Nodes[i+1].ID}, [2]string{g.Nodes[i].ID, g.Nodes[i+2].ID})
	}
	g.Edges = append(g.Edges, [2]string{g.Nodes[n-1].ID, g.Nodes[0].ID}, [2]string{"gone", g.Nodes[0].ID})
	return g
}

func TestOrderKeepsStagesAndLanesAndIsTheSameEachTime(t *testing.T) {
	p, _ := pool(t, 2)
	g := chain(24)
	first, err := p.Order(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]graphviz.Node{}
	for _, n := range g.Nodes {
		place[n.ID] = n
	}
	for i := 1; i < len(first); i++ {
		a, b := place[first[i-1]], place[first[i]]
		if a.Stage > b.Stage || a.Stage == b.Stage && a.Lane > b.Lane {
			t.Errorf("%s stands before %s", a.ID, b.ID)
		}
	}
	again, err := p.Order(context.Background(), g)
	if err != nil || strings.Join(first, " ") != strings.Join(again, " ") || len(first) != 24 {
		t.Errorf("again %v, %v", again, err)
	}
}

func TestFiftyAtOnce(t *testing.T) {
	p, _ := pool(t, 2)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := p.Order(context.Background(), chain(12)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestDeadlineReallyStops(t *testing.T) {
	p, s := pool(t, 1)
	if _, err := p.Order(context.Background(), chain(6)); err != nil {
		t.Fatal(err)
	}
	heavy := graphviz.Graph{Stages: 30}
	for i := range 300 {
		heavy.Nodes = append(heavy.Nodes, graphviz.Node{ID: strconv.Itoa(i), Stage: i / 10})
		for j := max(0, i-25); j < i; j++ {
			heavy.Edges = append(heavy.Edges, [2]string{strconv.Itoa(j), strconv.Itoa(i)})
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := p.Order(ctx, heavy)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the graph was laid out in %v, or failed otherwise: %v", time.Since(start), err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("stopped only after %v", took)
	}
	if s.cmds[0].ProcessState == nil {
		t.Error("the worker still runs")
	}
	if _, err := p.Order(context.Background(), chain(6)); err != nil {
		t.Errorf("after a deadline: %v", err)
	}
}

func TestACrashCostsOneRender(t *testing.T) {
	p, s := pool(t, 1)
	if _, err := p.Order(context.Background(), chain(6)); err != nil {
		t.Fatal(err)
	}
	if err := s.cmds[0].Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Order(context.Background(), chain(6)); err == nil {
		t.Fatal("a killed worker answered")
	}
	if _, err := p.Order(context.Background(), chain(6)); err != nil {
		t.Errorf("after a crash: %v", err)
	}
}

func TestWorkersAreRecycled(t *testing.T) {
	p, s := pool(t, 1)
	for range 205 {
		if _, err := p.Order(context.Background(), chain(3)); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.cmds) != 2 {
		t.Errorf("%d workers did 205 renders", len(s.cmds))
	}
}

func TestWhatItRefuses(t *testing.T) {
	p, s := pool(t, 1)
	if _, err := p.Order(context.Background(), chain(301)); !errors.Is(err, graphviz.ErrTooLarge) {
		t.Errorf("301 nodes: %v", err)
	}
	if _, err := p.Render(context.Background(), "this is no graph {{{"); err == nil {
		t.Error("nonsense was laid out")
	}
	if len(s.cmds) == 1 {
		if _, err := p.Order(context.Background(), chain(4)); err != nil {
			t.Errorf("after nonsense: %v", err)
		}
	}
	p.Close()
	if _, err := p.Order(context.Background(), chain(4)); !errors.Is(err, graphviz.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestNothingLeaks(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := &spawned{}
	p := graphviz.New(2, s.command)
	if _, err := p.Order(context.Background(), chain(6)); err != nil {
		t.Fatal(err)
	}
	p.Close()
	for _, cmd := range s.cmds {
		if cmd.ProcessState == nil {
			t.Error("a worker outlived its pool")
		}
	}
}

func TestRestEndsIdleWorkers(t *testing.T) {
	p, s := pool(t, 2)
	for range 2 {
		if _, err := p.Order(context.Background(), chain(6)); err != nil {
			t.Fatal(err)
		}
		p.Rest()
	}
	if len(s.cmds) != 2 {
		t.Errorf("%d workers were started, not one after each rest", len(s.cmds))
	}
	for _, cmd := range s.cmds {
		if cmd.ProcessState == nil {
			t.Error("a worker lives on after a rest")
		}
	}
}

// BenchmarkOrder also reports the most memory that a worker held: it must stay flat over thousands of renders.
func BenchmarkOrder(b *testing.B) {
	for _, n := range []int{24, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p, s := pool(b, 1)
			g := chain(n)
			if _, err := p.Order(context.Background(), g); err != nil {
				b.Fatal(err)
			}
			most := 0
			for b.Loop() {
				if _, err := p.Order(context.Background(), g); err != nil {
					b.Fatal(err)
				}
				most = max(most, resident(s.cmds[len(s.cmds)-1].Process.Pid))
			}
			b.ReportMetric(float64(most)/1024, "MB-worker")
		})
	}
}

// resident is the memory of a process in KB; 0 when it has just ended.
func resident(pid int) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(data), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb
		}
	}
	return 0
}

// BenchmarkNativeDot runs Debian's dot, a process a graph, on the graph that BenchmarkOrder lays out.
func BenchmarkNativeDot(b *testing.B) {
	program, err := exec.LookPath("dot")
	if err != nil {
		b.Skip("there is no dot on this machine")
	}
	for _, n := range []int{24, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			text := graphviz.Dot(chain(n))
			native(b, program, text)
		})
	}
}

// native measures a process of dot a graph.
func native(b *testing.B, program, text string) {
	for b.Loop() {
		cmd := exec.Command(program, "-Tjson0")
		cmd.Stdin = strings.NewReader(text)
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Run(); err != nil || out.Len() == 0 {
			b.Fatal(err)
		}
	}
}
