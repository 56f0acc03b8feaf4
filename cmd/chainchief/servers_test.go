package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chainchief/internal/store/neo4jstore/neo4jtest"
)

var loadFor = flag.Duration("load", 12*time.Second, "how long several servers work under load")

// node is one of several servers on one graph.
type node struct {
	cmd  *exec.Cmd
	log  *os.File
	url  string
	away atomic.Bool // killed: what is in flight may fail
}

func (n *node) kill() {
	n.away.Store(true)
	_ = n.cmd.Process.Kill()
	_ = n.cmd.Wait()
}

// startNode starts a server as a process of its own, with a data folder of its own, and waits until it is ready.
func startNode(t *testing.T, env []string, name string) *node {
	t.Helper()
	return startIn(t, env, t.TempDir(), name)
}

// startIn starts one on the data of a folder.
func startIn(t *testing.T, env []string, dir, name string) *node {
	t.Helper()
	log, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	n := &node{cmd: exec.Command("chainchief", "serve", "--addr", "127.0.0.1:0", "--data", dir), log: log}
	n.cmd.Env, n.cmd.Stdout, n.cmd.Stderr = env, log, log
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		n.kill()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("the log of server %s:\n%.4000s", name, text)
		}
	})
	for range 3600 {
		if n.url = addressIn(log.Name()); n.url != "" {
			return n
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("server %s does not start", name)
	return nil
}

// addressIn is where a log says that its server is; empty when it does not say so yet.
func addressIn(log string) string {
	f, err := os.Open(log)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if _, rest, ok := strings.Cut(lines.Text(), "chainchief is at http"); ok {
			scheme, rest, _ := strings.Cut(rest, "://localhost:")
			end := strings.IndexAny(rest, " /") // a path or a remark
			return "http" + scheme + "://127.0.0.1:" + rest[:end]
		}
	}
	return ""
}

// ask sends a request and returns the answer's body; an answer that is no success is an error.
func (n *node) ask(method, path string, body any) ([]byte, error) {
	var data []byte
	if body != nil {
		data, _ = json.Marshal(body) // plain values always marshal
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, n.url+"/api/v1"+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: status %d: %.300s", method, path, answer.StatusCode, text)
	}
	return text, err
}

// TestSeveralServersOnOneGraph: three servers start at once on an empty Neo4j and work under load; one is killed and
// another comes in its place. What one has written all others read at once, nobody is refused, nothing acknowledged is
// lost or doubled, the gaps are put on record once, and all draw the same.
func TestSeveralServersOnOneGraph(t *testing.T) {
	database := neo4jtest.Get(t)
	env := append(os.Environ(),
		"CHAINCHIEF_STORE="+database.URL,
		"CHAINCHIEF_NEO4J_USER="+database.User,
		"CHAINCHIEF_NEO4J_PASSWORD="+database.Password,
	)
	servers := make([]*node, 3)
	var starting sync.WaitGroup
	for i := range servers {
		starting.Go(func() { servers[i] = startNode(t, env, fmt.Sprint(i)) })
	}
	starting.Wait()
	if t.Failed() {
		t.FailNow()
	}
	l := &work{t: t, gaps: standingGaps(t, servers[0]), said: map[string][]string{}}
	l.servers.Store(&servers)
	ctx, stop := context.WithTimeout(context.Background(), 10**loadFor)
	defer stop()
	go func() { // a slow machine goes on until something was done
		for time.Sleep(*loadFor); ctx.Err() == nil && !l.enough(); time.Sleep(100 * time.Millisecond) {
		}
		stop()
	}()
	var hands sync.WaitGroup
	for hand := range 6 {
		hands.Go(func() { l.write(ctx, hand) })
	}
	for range 3 {
		hands.Go(func() { l.read(ctx) })
	}
	time.Sleep(*loadFor / 3)
	servers[2].kill()
	replaced := slices.Clone(servers)
	replaced[2] = startNode(t, env, "in its place")
	l.servers.Store(&replaced)
	hands.Wait()
	t.Logf("%d comments, %d reads in %s", l.written.Load(), l.reads.Load(), *loadFor)
	if !l.enough() {
		t.Error("hardly anything was done")
	}
	l.check(replaced)
	out, err := command(env, "verify")
	if err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
}

func command(env []string, args ...string) (string, error) {
	cmd := exec.Command("chainchief", args...)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func standingGaps(t *testing.T, n *node) (out []string) {
	t.Helper()
	text, err := n.ask(http.MethodGet, "/gaps", nil)
	var answer struct{ Items []struct{ ID string } }
	if err == nil {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil || len(answer.Items) < 20 {
		t.Fatalf("%d gaps, %v", len(answer.Items), err)
	}
	for _, g := range answer.Items {
		out = append(out, g.ID)
	}
	return out
}

// work is the load, and what must have come of it.
type work struct {
	t       *testing.T
	gaps    []string
	servers atomic.Pointer[[]*node]

	written, reads atomic.Int64
	mu             sync.Mutex
	said           map[string][]string // comments that were acknowledged, by gap
}

func (l *work) enough() bool { return l.written.Load() >= 10 && l.reads.Load() >= 10 }

func (l *work) server() *node {
	list := *l.servers.Load()
	return list[rand.N(len(list))]
}

// comments of a gap, as a server knows them.
func comments(n *node, gap string) (out []string, err error) {
	text, err := n.ask(http.MethodGet, "/gaps/"+url.PathEscape(gap), nil)
	if err != nil {
		return nil, err
	}
	var answer struct{ Comments []struct{ Text string } }
	err = json.Unmarshal(text, &answer)
	for _, c := range answer.Comments {
		out = append(out, c.Text)
	}
	return out, err
}

// write comments on one gap at whatever server, and looks for what it has said at another one.
func (l *work) write(ctx context.Context, hand int) {
	gap := l.gaps[hand]
	for i := 0; ctx.Err() == nil; i++ {
		n, other := l.server(), l.server()
		text := fmt.Sprintf("第 %d 条", i)
		body := map[string]string{"text": text, "by": "链长办"}
		if _, err := n.ask(http.MethodPost, "/gaps/"+url.PathEscape(gap)+"/comments", body); err != nil {
			if !n.away.Load() {
				l.t.Errorf("a comment was refused: %v", err)
			}
			continue
		}
		l.written.Add(1)
		l.mu.Lock()
		l.said[gap] = append(l.said[gap], text)
		l.mu.Unlock()
		there, err := comments(other, gap)
		if err != nil && !other.away.Load() || err == nil && !slices.Contains(there, text) {
			l.t.Errorf("%q is not read at another server: %v", text, err)
		}
	}
}

func (l *work) read(ctx context.Context) {
	paths := []string{
		"/gaps",
		"/chains",
		"/search?q=" + url.QueryEscape("激光"),
		"/diagrams/structure?chain=optoelectronics&format=svg",
	}
	for i := 0; ctx.Err() == nil; i++ {
		n := l.server()
		if _, err := n.ask(http.MethodGet, paths[i%len(paths)], nil); err != nil && !n.away.Load() {
			l.t.Errorf("a read failed: %v", err)
		}
		l.reads.Add(1)
	}
}

// check holds what stands at every server against what was acknowledged.
func (l *work) check(servers []*node) {
	drawn := map[string][]byte{}
	for i, n := range servers {
		for gap, want := range l.said {
			l.checkRecord(n, gap)
			got, err := comments(n, gap)
			if err != nil {
				l.t.Fatal(err)
			}
			for _, text := range want {
				times := 0
				for _, there := range got {
					if there == text {
						times++
					}
				}
				if times != 1 {
					l.t.Errorf("server %d has %q of %s %d times", i, text, gap, times)
				}
			}
		}
		for _, of := range []string{"chain=optoelectronics", "chain=new-energy&lang=en", "chain=biomedicine"} {
			path := "/diagrams/structure?format=svg&" + of
			svg, err := n.ask(http.MethodGet, path, nil)
			if err != nil {
				l.t.Fatal(err)
			}
			if drawn[path] == nil {
				drawn[path] = svg
			} else if !bytes.Equal(drawn[path], svg) {
				l.t.Errorf("server %d draws %s otherwise", i, of)
			}
		}
	}
}

// checkRecord expects a gap to have been put on record by the rules once.
func (l *work) checkRecord(n *node, gap string) {
	var history struct {
		Items []struct{ Set struct{ Actor string } }
	}
	text, err := n.ask(http.MethodGet, "/nodes/"+url.PathEscape(gap)+"/history", nil)
	if err == nil {
		err = json.Unmarshal(text, &history)
	}
	settled := 0
	for _, change := range history.Items {
		if change.Set.Actor == "system" {
			settled++
		}
	}
	if err != nil || settled != 1 {
		l.t.Errorf("the rules put %s on record %d times, %v", gap, settled, err)
	}
}
