package neo4jstore

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
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
	// A hundred random histories, as on the other stores, take minutes on a server; -rapid.checks asks for more.
	if err := flag.Set("rapid.checks", "12"); err != nil {
		panic(err)
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

// TestStore also looks, after each behaviour, whether every thing is joined to the source that it names.
func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Driver {
		d := empty(t)
		t.Cleanup(func() { joined(t, open(t, settings(t))) })
		return d
	})
}

// joined fails unless every thing is joined to its source, once, and to nothing else.
func joined(t testing.TB, d *Driver) {
	t.Helper()
	rows, err := d.read(context.Background(), `MATCH (n:Thing)
		WHERE NOT EXISTS { (n)-[:_RESTS_ON]->(:Source {id: n.source}) } OR COUNT { (n)-[:_RESTS_ON]->() } <> 1
		RETURN n.id AS id, n.source AS source ORDER BY id LIMIT 5`, nil)
	if err != nil || len(rows) > 0 {
		t.Errorf("not joined to their sources: %v, %v", rows, err)
	}
}

// TestEveryThingIsOneStepFromItsSource: whatever is done to it, and in whatever order the two come.
func TestEveryThingIsOneStepFromItsSource(t *testing.T) {
	ctx, d := t.Context(), empty(t)
	s := store.New(d)
	prov := func(key string) graph.Provenance {
		return graph.Provenance{Source: graph.NewID(graph.KindSource, key), AsOf: "2026", Confidence: graph.Media}
	}
	source := func(key, restsOn string) graph.Node {
		return graph.Node{ID: prov(key).Source, Kind: graph.KindSource, Name: key, Prov: prov(restsOn)}
	}
	firm := func(restsOn string) graph.Node {
		e := storetest.Enterprise("a", "甲")
		e.Prov = prov(restsOn)
		return e
	}
	var last graph.Revision
	for _, step := range []struct {
		name    string
		changes graph.Changes
	}{
		{"a source on itself, behind what rests on it", graph.Changes{Nodes: []graph.Node{firm("z"), source("z", "z")}}},
		{"another one", graph.Changes{Nodes: []graph.Node{firm("a"), source("a", "z")}}},
		{"sources on each other", graph.Changes{Nodes: []graph.Node{source("a", "y"), source("y", "a")}}},
		{"moved, and the source before goes", graph.Changes{
			Nodes:       []graph.Node{firm("z"), source("y", "z")},
			DeleteNodes: []graph.ID{"source:a"},
		}},
		{"nothing of the source changes", graph.Changes{Nodes: []graph.Node{source("y", "y")}}},
	} {
		step.changes.Actor = "test"
		set, err := s.Apply(ctx, step.changes)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		last = set.Revision
		joined(t, d)
	}
	for ; last > 0; last-- {
		if _, err := s.Undo(ctx, last, "test", "back"); err != nil {
			t.Fatalf("undo %d: %v", last, err)
		}
		joined(t, d)
	}
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

// TestEveryKindAndTypeHasItsIndexes: the migrations name kinds and types of relations, which the vocabulary may add to.
func TestEveryKindAndTypeHasItsIndexes(t *testing.T) {
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
	for _, r := range graph.Relations {
		if wanted := "FOR ()-[r:" + string(r.Type) + "]-() ON (r.source)"; !strings.Contains(string(text), wanted) {
			t.Errorf("no migration has %q", wanted)
		}
		if !strings.Contains(cypherSourced, "[r:"+string(r.Type)+"]") {
			t.Errorf("sourced.cypher does not ask for %s", r.Type)
		}
	}
}

// TestEveryKindHasItsStyle: the style file for Neo4j Browser names kinds too, and what is technical.
func TestEveryKindHasItsStyle(t *testing.T) {
	style, err := os.ReadFile("../../../docs/neo4j.grass")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range graph.Kinds {
		rule := regexp.MustCompile(`(?m)^node\.` + string(k.Kind) + ` \{[^}]*\n  color: #[0-9a-f]{6};` +
			`[^}]*\n  caption: "\{name\}";\n\}$`)
		if !rule.Match(style) {
			t.Errorf("no colour and caption of %s", k.Kind)
		}
	}
	rows, err := empty(t).read(t.Context(), "CALL db.labels() YIELD label WHERE label STARTS WITH '_' RETURN label", nil)
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	for _, r := range rows {
		if !strings.Contains(string(style), "\nnode."+r.text("label")+" {") {
			t.Errorf("no style of %s", r.text("label"))
		}
	}
}

// TestBrowserReadsTheStyle holds docs/neo4j.grass against what Browser's parser takes without a word: it drops a
// property whose value holds a colon, knows no comments, and shows nothing of a property that it does not know.
func TestBrowserReadsTheStyle(t *testing.T) {
	style, err := os.ReadFile("../../../docs/neo4j.grass")
	if err != nil {
		t.Fatal(err)
	}
	shapes := map[string]string{
		"node":         "diameter color border-color border-width text-color-internal font-size caption",
		"relationship": "color shaft-width font-size padding text-color-external text-color-internal caption",
	}
	value := regexp.MustCompile(`^(#[0-9a-f]{6}|\d+px|"(<type>|\{\w+\})?")$`)
	rule := regexp.MustCompile(`(?m)^(node|relationship)(?:\.(\w+))? \{\n((?:  [a-z-]+: [^:;\n]+;\n)+)\}\n`)
	seen := map[string]bool{}
	for _, m := range rule.FindAllStringSubmatch(string(style), -1) {
		tag, class := m[1], m[2]
		if seen[tag+"."+class] {
			t.Errorf("%s.%s has two rules", tag, class)
		}
		seen[tag+"."+class] = true
		_, known := graph.RelationOf(graph.RelationType(class))
		if tag == "relationship" && class != "" && !strings.HasPrefix(class, "_") && !known {
			t.Errorf("there is no relation %s", class)
		}
		for _, line := range strings.Split(strings.TrimSpace(m[3]), "\n") {
			name, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
			if !slices.Contains(strings.Fields(shapes[tag]), name) || !value.MatchString(strings.TrimSuffix(text, ";")) {
				t.Errorf("%s.%s: Browser takes no %s", tag, class, line)
			}
		}
	}
	if rest := rule.ReplaceAllString(string(style), ""); rest != "" || len(seen) == 0 {
		t.Errorf("Browser does not read %q", rest)
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
