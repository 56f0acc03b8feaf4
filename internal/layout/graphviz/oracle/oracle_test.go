// Package oracle_test holds our Graphviz against go-graphviz, in a program of its own: that package compiles when it
// starts.
package oracle_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"testing"

	"chainchief/internal/layout/graphviz"
	"chainchief/internal/layout/graphviz/worker"

	gographviz "github.com/goccy/go-graphviz"
)

const asWorker = "CHAINCHIEF_TEST_WORKER"

// TestMain plays the worker when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv(asWorker) == "" {
		os.Exit(m.Run())
	}
	if err := worker.Main(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func pool(t *testing.T) *graphviz.Pool {
	t.Helper()
	p := graphviz.New(1, func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), asWorker+"=1")
		return cmd
	})
	t.Cleanup(p.Close)
	return p
}

// graphs are what drawings ask for, in small: clusters, invisible arrows, an arrow back, boxes of given sizes.
var graphs = []string{
	"digraph { a -> b -> c; a -> c; c -> a }",
	"digraph { rankdir=LR newrank=true node [label=\" \" shape=box fixedsize=true width=2 height=0.8]\n" +
		"a0 [style=invis width=0.1] a1 [style=invis width=0.1] a0 -> a1 [style=invis minlen=2]\n" +
		"subgraph cluster0 { n0 n2 } subgraph cluster1 { n1 }\n" +
		"a0 -> n0 -> a1 [style=invis weight=0] n0 -> n1 n1 -> n2 n2 -> n0 [constraint=false] }",
	"digraph { rankdir=LR splines=false node [label=\" \" shape=box fixedsize=true] edge [dir=none]\n" +
		"n0 [width=2.5 height=1.1] n1 [width=1 height=0.6] n2 [width=3 height=0.6] n0 -> n1 n0 -> n2 }",
}

func TestAnswersAreThoseOfGoGraphviz(t *testing.T) {
	engine, err := gographviz.New(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	p := pool(t)
	for _, dot := range graphs {
		ours, err := p.Render(context.Background(), dot)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gographviz.ParseBytes([]byte(dot))
		if err != nil {
			t.Fatal(err)
		}
		var theirs bytes.Buffer
		if err := engine.Render(context.Background(), g, "json0", &theirs); err != nil {
			t.Fatal(err)
		}
		if a, b := places(t, ours), places(t, theirs.Bytes()); !reflect.DeepEqual(a, b) || len(a) < 3 {
			t.Errorf("%s\nours   %v\ntheirs %v", dot, a, b)
		}
	}
}

// places reads where the nodes stand.
func places(t *testing.T, data []byte) map[string]string {
	t.Helper()
	var doc struct{ Objects []struct{ Name, Pos string } }
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	out := map[string]string{}
	for _, o := range doc.Objects {
		out[o.Name] = o.Pos
	}
	return out
}
