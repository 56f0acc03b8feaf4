package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
	"chainchief/internal/drawing"
	"chainchief/internal/edge"
	"chainchief/internal/layout/graphviz"
	"chainchief/internal/scene"
	"chainchief/internal/store"
)

// globals are the flags of every command and what commands share.
type globals struct {
	Store    address `help:"Where the graph is kept: ${stores}." default:"sqlite:chainchief.db" placeholder:"URL"`
	Data     string  `help:"Folder of the data." default:"data" type:"path" placeholder:"DIR"`
	AppDB    string  `name:"appdb" help:"Accounts and audit: ${appdbs}." default:"app.db" placeholder:"URL"`
	Seeds    string  `help:"Folder of a city's seeds and lists; default: those built in." type:"path" placeholder:"DIR"`
	JSON     bool    `help:"Results as JSON, for programs."`
	Quiet    bool    `short:"q" help:"No progress."`
	LogLevel string  `help:"Lowest level that is logged: ${enum}." enum:"debug,info,warn,error" default:"warn"`
	LogForm  string  `name:"log-format" help:"Form of the log: ${enum}." enum:"text,json" default:"text"`
	Lang     string  `help:"Language of results: zh or en." enum:"zh,en" default:"zh"`
	TimeZone string  `help:"Time zone, an IANA name, of days and times." default:"Asia/Shanghai" placeholder:"NAME"`
	Font     string  `help:"TrueType or OpenType file for characters the built-in font lacks." placeholder:"FILE"`

	Neo4j neo4jFlags `embed:"" prefix:"neo4j-" envprefix:"CHAINCHIEF_NEO4J_"`

	SecretKeyFile string `help:"Holds the key of second factors; without it DIR.key beside the data." placeholder:"FILE"`

	raw            *results  // what files hold
	stdout, stderr io.Writer // what people read
	watched        bool      // stderr is a terminal
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
	options := &slog.HandlerOptions{Level: level}
	var lines slog.Handler = slog.NewTextHandler(g.stderr, options)
	if g.LogForm == "json" {
		lines = slog.NewJSONHandler(g.stderr, options)
	}
	slog.SetDefault(slog.New(edge.Named(lines)))
}

// password returns the password, from the file when one is named.
func (f neo4jFlags) password() (string, error) {
	if f.PasswordFile == "" {
		return f.Password, nil
	}
	var text []byte
	file, err := os.Open(f.PasswordFile)
	if err == nil {
		text, err = small(file, 1<<20)
		_ = file.Close()
	}
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
	if about, err := os.Stat(g.Font); err == nil && !about.Mode().IsRegular() {
		return badFont(g.Font, errors.New("it is not a file"))
	}
	if err := scene.UseFont(g.Font); err != nil {
		return badFont(g.Font, err)
	}
	return nil
}

func badFont(path string, err error) error {
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("the font %s cannot be used", path),
		Fix:     "name a TrueType or OpenType file with --font or CHAINCHIEF_FONT",
		Err:     err,
	}
}

// studio draws what a store holds. done ends its Graphviz workers.
func studio(s *store.Store) (studio *drawing.Studio, done func()) {
	order, done := workers()
	studio = drawing.New(order)
	studio.Shelves = s
	return studio, done
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
		return nil, emptyStore()
	}
	return analysis.Of(snapshot)
}

func emptyStore() error {
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: "the store is empty",
		Fix:     "run chainchief seed, or chainchief import FILE",
	}
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

// chainID completes a plain key to the id of a chain.
func chainID(key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindChain, key)
}
