package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/drawing"
	"chainchief/internal/layout/graphviz"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

// globals are the flags of every command and what commands share.
type globals struct {
	Store    string `help:"Where the graph is kept: sqlite:PATH, relative to the data folder." default:"sqlite:chainchief.db" placeholder:"URL"`
	Data     string `help:"Folder of the data." default:"data" type:"path" placeholder:"DIR"`
	JSON     bool   `help:"Results as JSON, for programs."`
	Quiet    bool   `short:"q" help:"No progress."`
	LogLevel string `help:"Least level of the log: debug, info, warn or error." enum:"debug,info,warn,error" default:"warn"`
	Lang     string `help:"Language of results: zh or en." enum:"zh,en" default:"zh"`

	stdout, stderr io.Writer
}

func (g *globals) logging() {
	var level slog.Level
	_ = level.UnmarshalText([]byte(g.LogLevel)) // kong has checked it
	slog.SetDefault(slog.New(slog.NewTextHandler(g.stderr, &slog.HandlerOptions{Level: level})))
}

// open opens the store that the flags name.
func (g *globals) open(ctx context.Context) (*store.Store, error) {
	scheme, path, ok := strings.Cut(g.Store, ":")
	if !ok || scheme != "sqlite" || path == "" {
		return nil, &graph.Error{Code: graph.CodeUsage, Message: fmt.Sprintf("the store %q is not of the form sqlite:PATH", g.Store), Fix: "write for example --store sqlite:chainchief.db"}
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(g.Data, path)
	}
	driver, err := sqlitestore.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return store.New(driver), nil
}

// studio keeps the places of cards beside the data. done ends its Graphviz workers.
func (g *globals) studio() (studio *drawing.Studio, done func()) {
	program, err := os.Executable()
	if err != nil {
		return drawing.New(filepath.Join(g.Data, "drawings"), nil), func() {}
	}
	pool := graphviz.New(runtime.NumCPU(), func() *exec.Cmd { return exec.Command(program, "graphviz-worker") })
	return drawing.New(filepath.Join(g.Data, "drawings"), drawing.Order{Pool: pool}), pool.Close
}

// findings reads the graph and analyses it. An empty store is an error that says how to fill it.
func (g *globals) findings(ctx context.Context, s *store.Store) (*analysis.Findings, error) {
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if snapshot.Revision == 0 {
		return nil, &graph.Error{Code: graph.CodeNotFound, Message: "the store is empty", Fix: "run chainchief seed, or chainchief import FILE"}
	}
	return analysis.Find(snapshot), nil
}

// say tells people what is being done.
func (g *globals) say(format string, args ...any) {
	if !g.Quiet {
		fmt.Fprintf(g.stderr, format+"\n", args...)
	}
}

func (g *globals) writeJSON(v any) error {
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// create opens the output file, or standard output for "-". done must be called with the outcome: it closes the file and
// removes what a failure left half written.
func (g *globals) create(path string) (w io.Writer, done func(error) error, err error) {
	if path == "-" {
		return g.stdout, func(err error) error { return err }, nil
	}
	temp := path + ".new"
	f, err := os.Create(temp)
	if err != nil {
		return nil, nil, &graph.Error{Code: graph.CodeReadOnly, Message: fmt.Sprintf("the file %s cannot be written", path), Fix: "choose another place with -o", Err: err}
	}
	return f, func(err error) error {
		if closing := f.Close(); err == nil {
			err = closing
		}
		if err == nil {
			return os.Rename(temp, path)
		}
		_ = os.Remove(temp)
		return err
	}, nil
}

// chainID completes a plain key to the id of a chain.
func chainID(key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindChain, key)
}
