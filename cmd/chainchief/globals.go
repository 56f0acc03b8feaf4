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
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
	"chainchief/internal/drawing"
	"chainchief/internal/layout/graphviz"
	"chainchief/internal/scene"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore"
	"chainchief/internal/store/sqlitestore"
)

// globals are the flags of every command and what commands share.
type globals struct {
	Store    string `help:"Where the graph is kept: ${stores}." default:"sqlite:chainchief.db" placeholder:"URL"`
	Data     string `help:"Folder of the data." default:"data" type:"path" placeholder:"DIR"`
	JSON     bool   `help:"Results as JSON, for programs."`
	Quiet    bool   `short:"q" help:"No progress."`
	LogLevel string `help:"Lowest level that is logged: ${enum}." enum:"debug,info,warn,error" default:"warn"`
	Lang     string `help:"Language of results: zh or en." enum:"zh,en" default:"zh"`
	Font     string `help:"TrueType or OpenType file for characters the built-in font lacks." placeholder:"FILE"`

	Neo4j neo4jFlags `embed:"" prefix:"neo4j-" envprefix:"CHAINCHIEF_NEO4J_"`

	stdout, stderr io.Writer
}

// neo4jFlags say who asks a Neo4j store.
type neo4jFlags struct {
	User         string `help:"User of a Neo4j store." default:"neo4j" env:"USER"`
	Password     string `help:"Password of a Neo4j store; best set in the environment." env:"PASSWORD" placeholder:"…"`
	PasswordFile string `help:"File that holds the password." env:"PASSWORD_FILE" placeholder:"FILE"`
	Database     string `help:"Database of a Neo4j store." default:"neo4j" env:"DATABASE"`
}

func (g *globals) logging() {
	var level slog.Level
	_ = level.UnmarshalText([]byte(g.LogLevel)) // kong has checked it
	slog.SetDefault(slog.New(slog.NewTextHandler(g.stderr, &slog.HandlerOptions{Level: level})))
}

// open opens the store that the flags name.
func (g *globals) open(ctx context.Context) (*store.Store, error) { return g.openAt(ctx, g.Store) }

// openAt opens the store of an address.
func (g *globals) openAt(ctx context.Context, address string) (*store.Store, error) {
	driver, err := g.driver(ctx, address)
	if err != nil {
		return nil, err
	}
	return store.New(driver), nil
}

func (g *globals) driver(ctx context.Context, address string) (store.Driver, error) {
	scheme, path, ok := strings.Cut(address, ":")
	switch {
	case ok && scheme == "sqlite" && path != "":
		if !filepath.IsAbs(path) {
			path = filepath.Join(g.Data, path)
		}
		return sqlitestore.Open(ctx, path)
	case ok && slices.Contains(neo4jSchemes, scheme):
		password, err := g.Neo4j.password()
		if err != nil {
			return nil, err
		}
		return neo4jstore.Open(ctx, neo4jstore.Config{
			URL:      address,
			User:     g.Neo4j.User,
			Password: password,
			Database: g.Neo4j.Database,
		})
	}
	return nil, &graph.Error{
		Code: graph.CodeUsage,
		Message: fmt.Sprintf(
			"the store %q is not of the form sqlite:PATH, bolt://HOST:PORT or neo4j://HOST:PORT",
			address,
		),
		Fix: "write for example --store sqlite:chainchief.db",
	}
}

var neo4jSchemes = []string{"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}

// password returns the password, from the file when one is named.
func (f neo4jFlags) password() (string, error) {
	if f.PasswordFile == "" {
		return f.Password, nil
	}
	text, err := os.ReadFile(f.PasswordFile)
	if err != nil {
		return "", &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the password file %s cannot be read", f.PasswordFile),
			Fix:     "check CHAINCHIEF_NEO4J_PASSWORD_FILE and the rights of the file",
			Err:     err,
		}
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// fonts readies what drawings are measured and drawn with.
func (g *globals) fonts() error {
	if err := scene.Font(); err != nil {
		return err
	}
	if err := scene.UseFont(g.Font); err != nil {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the font %s cannot be used", g.Font),
			Fix:     "name a TrueType or OpenType file with --font or CHAINCHIEF_FONT",
			Err:     err,
		}
	}
	return nil
}

// studio keeps the places of cards beside the data. done ends its Graphviz workers.
func (g *globals) studio() (studio *drawing.Studio, done func()) {
	order, done := workers()
	return drawing.New(filepath.Join(g.Data, "drawings"), order), done
}

// workers are Graphviz processes of this program, one a core. done ends them.
func workers() (order drawing.Order, done func()) {
	pool := graphviz.New(runtime.NumCPU(), func() *exec.Cmd {
		program, err := os.Executable()
		if err != nil {
			program = os.Args[0]
		}
		return exec.Command(program, "graphviz-worker")
	})
	return drawing.Order{Pool: pool}, pool.Close
}

// findings reads the graph and analyses it. An empty store is an error that says how to fill it.
func (g *globals) findings(ctx context.Context, s *store.Store) (*analysis.Findings, error) {
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if snapshot.Revision == 0 {
		return nil, &graph.Error{
			Code:    graph.CodeNotFound,
			Message: "the store is empty",
			Fix:     "run chainchief seed, or chainchief import FILE",
		}
	}
	return analysis.Of(snapshot)
}

// analysed opens the store and analyses what it holds.
func (g *globals) analysed(ctx context.Context) (*store.Store, *analysis.Findings, error) {
	s, err := g.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, err := g.findings(ctx, s)
	if err != nil {
		_ = s.Close()
		return nil, nil, err
	}
	return s, f, nil
}

// asked opens the store behind what answers the API, with the findings of now. done closes it.
func (g *globals) asked(ctx context.Context) (answers *api.Server, f *analysis.Findings, done func(), err error) {
	s, f, err := g.analysed(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	return api.New(api.Options{Store: s, Version: version}), f, func() { _ = s.Close() }, nil
}

// in picks the language of results.
func (g *globals) in(zh, en string) string { return analysis.Words{ZH: zh, EN: en}.In(g.Lang) }

// name is what a thing is called in the language of results, or its only name.
func (g *globals) name(r api.Ref) string {
	return (&graph.Node{Name: r.Name, NameEN: r.NameEN}).Label(g.Lang)
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

// create opens the output file, or standard output for "-". done must be called with the outcome: it closes the file
// and removes what a failure left half written.
func (g *globals) create(path string) (w io.Writer, done func(error) error, err error) {
	if path == "-" {
		return g.stdout, func(err error) error { return err }, nil
	}
	temp := path + ".new"
	f, err := os.Create(temp)
	if err != nil {
		return nil, nil, &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the file %s cannot be written", path),
			Fix:     "choose another place with -o",
			Err:     err,
		}
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
