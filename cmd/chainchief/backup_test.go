package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/store/neo4jstore/neo4jtest"
)

// TestABackupMovesToServersAndBack: what was on SQLite stands on Neo4j and PostgreSQL, and on SQLite again, with the
// same checksum and a record that is whole.
func TestABackupMovesToServersAndBack(t *testing.T) {
	database := neo4jtest.Get(t)
	t.Cleanup(appdbtest.Stop)
	dir := t.TempDir()
	local := func(data string) []string {
		return append(os.Environ(), "CHAINCHIEF_DATA="+filepath.Join(dir, data), "CHAINCHIEF_QUIET=true")
	}
	servers := append(local("none"),
		"CHAINCHIEF_APPDB="+appdbtest.Postgres(t),
		"CHAINCHIEF_STORE="+database.URL,
		"CHAINCHIEF_NEO4J_USER="+database.User,
		"CHAINCHIEF_NEO4J_PASSWORD="+database.Password,
	)
	run := func(env []string, args ...string) string {
		t.Helper()
		out, err := command(env, args...)
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
		return out
	}
	one, two := filepath.Join(dir, "one.zip"), filepath.Join(dir, "two.zip")
	run(local("one"), "user", "add", "boss", "--role", "admin")
	run(local("one"), "seed")
	run(local("one"), "decide", "optoelectronics/led/substrate", "confirmed")
	run(local("one"), "backup", one)
	run(servers, "restore", "--replace", one)
	run(servers, "backup", two)
	run(local("two"), "restore", two)
	want := run(local("one"), "verify")
	for name, env := range map[string][]string{"servers": servers, "two": local("two")} {
		if got := run(env, "verify"); got != want || !strings.Contains(got, "revision 3:") {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if got := run(env, "user", "list"); !strings.Contains(got, "boss") {
			t.Errorf("%s: %s", name, got)
		}
		run(env, "audit", "verify")
		if out, err := command(env, "restore", one); err == nil || !strings.Contains(out, "something is there already") {
			t.Errorf("%s: over what is there: %v %s", name, err, out)
		}
	}
}
