package neo4jstore

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore/neo4jtest"
	"chainchief/internal/store/storetest"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(importInto); url != "" {
		fmt.Fprintln(os.Stderr, importUntilKilled(url))
		os.Exit(1)
	}
	os.Exit(neo4jtest.Main(m))
}

func settings(t testing.TB) Config {
	s := neo4jtest.Get(t)
	return Config{URL: s.URL, User: s.User, Password: s.Password}
}

func open(t testing.TB, c Config) *Driver {
	t.Helper()
	d, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// empty is a store without anything in it.
func empty(t testing.TB) *Driver {
	t.Helper()
	d := open(t, settings(t))
	if err := d.Clear(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Driver { return empty(t) })
}

// TestStoreThatImports: every change set, however small, is written as a large one.
func TestStoreThatImports(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Driver {
		d := empty(t)
		d.importFrom = 0
		return d
	})
}

func TestOneDatabaseHasOneIdentityByEveryAddress(t *testing.T) {
	one := settings(t)
	two := one
	two.URL = strings.Replace(one.URL, "127.0.0.1", "localhost", 1)
	a, err := open(t, one).Identity(t.Context())
	if err != nil || a == "" {
		t.Fatalf("%q, %v", a, err)
	}
	if b, err := open(t, two).Identity(t.Context()); err != nil || a != b {
		t.Errorf("%s is %q, %s is %q, %v", one.URL, a, two.URL, b, err)
	}
}

func TestEachQueryFileIsLoadedOnce(t *testing.T) {
	storetest.EachQueryFileIsLoadedOnce(t, ".cypher")
}

// TestEveryKindHasItsConstraint: the migrations name kinds, which the vocabulary may add to.
func TestEveryKindHasItsConstraint(t *testing.T) {
	names, err := fs.Glob(migrationFiles, "migrations/*.cypher")
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for _, name := range names {
		part, err := migrationFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, part...)
	}
	for _, k := range graph.Kinds {
		for _, wanted := range []string{"FOR (n:" + string(k.Kind) + ") REQUIRE n.id IS UNIQUE", "FOR (n:" + string(k.Kind) +
			") ON (n.name)"} {
			if !strings.Contains(string(text), wanted) {
				t.Errorf("no migration has %q", wanted)
			}
		}
	}
}

// TestNoAttributeHasAReservedName: attributes and what every node has share one set of properties.
func TestNoAttributeHasAReservedName(t *testing.T) {
	for _, k := range graph.Kinds {
		for _, a := range k.Attrs {
			if reserved[a.Name] {
				t.Errorf("%s.%s is taken", k.Kind, a.Name)
			}
		}
	}
	for _, r := range graph.Relations {
		for _, a := range r.Attrs {
			if reserved[a.Name] {
				t.Errorf("%s.%s is taken", r.Type, a.Name)
			}
		}
	}
}

func TestOldServersAreRefused(t *testing.T) {
	for agent, want := range map[string]bool{"Neo4j/5.26.30": true, "Neo4j/5.25.1": false, "Neo4j/4.4.40": false,
		"Neo4j/2026.01.0": true, "Memgraph": false, "": false} {
		if recent(agent) != want {
			t.Errorf("%q: recent is %v", agent, !want)
		}
	}
}

func TestOpeningSaysWhatIsWrong(t *testing.T) {
	good := settings(t)
	newer := open(t, good)
	for name, c := range map[string]struct {
		config Config
		code   graph.Code
		says   string
	}{
		"password": {Config{URL: good.URL, User: "neo4j", Password: "not-the-password"}, graph.CodeUsage,
			"refuses the user or the password"},
		"unreachable": {Config{URL: "bolt://127.0.0.1:1", User: "neo4j", Password: "x"}, graph.CodeUnavailable,
			"cannot be reached"},
		"no TLS": {Config{URL: strings.Replace(good.URL, "bolt", "bolt+s", 1), User: good.User, Password: good.Password},
			graph.CodeUsage, "speaks no TLS"},
		"Browser's port": {Config{URL: "bolt://" + neo4jtest.Get(t).HTTP, User: good.User, Password: good.Password},
			graph.CodeUsage, "a web server answers"},
		"scheme": {Config{URL: "http://127.0.0.1:1"}, graph.CodeUsage, "is not the address of a Neo4j"},
		"database": {Config{URL: good.URL, User: good.User, Password: good.Password, Database: "elsewhere"},
			graph.CodeUsage, "has no database"},
	} {
		_, err := Open(context.Background(), c.config)
		if graph.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s: %s", name, err, c.code, c.says)
		}
		if err != nil && regexp.MustCompile("not-the-password").MatchString(err.Error()) {
			t.Errorf("%s: the password is in the message", name)
		}
	}
	schema := func(n int) {
		if _, err := newer.write(context.Background(), cypherSetSchema, map[string]any{"schema": n}); err != nil {
			t.Fatal(err)
		}
	}
	schema(99)
	defer schema(1)
	if _, err := Open(context.Background(), good); graph.CodeOf(err) != graph.CodeNewerStore {
		t.Errorf("a newer store: %v", err)
	}
}
