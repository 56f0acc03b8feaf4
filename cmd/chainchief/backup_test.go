package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
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

// TestArchiving moves old months of the record to a file, and verifies file and database together.
func TestArchiving(t *testing.T) {
	data := t.TempDir()
	db := appdbtest.Open(t, filepath.Join(data, "app.db"))
	old := audit.New(db, func() time.Time { return time.Now().AddDate(0, -3, 0) })
	seq, err := old.Intend(t.Context(), audit.Act{Act: "old"})
	if err != nil {
		t.Fatal(err)
	}
	v, err := old.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	noted := fmt.Sprintf("%d:%s", seq, v.Last)
	env := append(os.Environ(), "CHAINCHIEF_DATA="+data)
	month := time.Now().In(graph.Zone).Format("2006-01")
	file := filepath.Join(data, "archive", "audit-000000001-000000001.jsonl.gz")
	for _, tc := range []struct {
		args, says string
		fails      bool
	}{
		{"archive --before 2026-13", "is not a month", true},
		{"archive --before 2999-01", "is not a month that has begun", true},
		{"archive --before 2020-01", "there is nothing from before 2020-01", false},
		{"archive --before " + month, file, false},
		{"archive --before " + month, "there is nothing", false},
		{"verify", "verified from row 2 on", false},
		{"verify --archive " + file + " --expect " + noted, "3:", false},
		{"verify --expect " + noted, "row 1 was moved to a file", true},
		{"verify --archive " + file + " --expect 1:x", "row 1 is not the one that was noted", true},
		{"verify --archive " + filepath.Join(data, "app.db"), "cannot be read as a file of moved rows", true},
		{"export", `"act":"archive-audit","object":"` + file + " rows 1–1, the last " + v.Last, false},
	} {
		out, err := command(env, append([]string{"audit"}, strings.Fields(tc.args)...)...)
		if (err != nil) != tc.fails || !strings.Contains(out, tc.says) {
			t.Errorf("%s: %v: %s", tc.args, err, out)
		}
	}
	if about, err := os.Stat(file); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", about, err)
	}
}
