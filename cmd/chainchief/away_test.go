package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
)

// signedIn makes an account that may read and decide and returns its session.
func signedIn(t *testing.T, db *appdb.DB) string {
	t.Helper()
	book, err := account.Open(t.Context(), db, account.Options{})
	if err != nil {
		t.Fatal(err)
	}
	boss := account.Account{Name: "boss", Post: "主任", Roles: []access.Role{access.Admin, access.Staff}}
	made, err := book.AddWith(t.Context(), boss, "桥下三只灰鹅过河上山")
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := book.Start(t.Context(), made, "", account.Place{})
	if err != nil {
		t.Fatal(err)
	}
	return cookie
}

// TestPostgresRestarts under a server that goes on: while it is away everything says so and nothing is done, then the
// same session goes on; a server that starts meanwhile ends with one line.
func TestPostgresRestarts(t *testing.T) {
	t.Cleanup(appdbtest.Stop)
	address := appdbtest.Postgres(t)
	db := appdbtest.Open(t, address)
	cookie := signedIn(t, db)
	env := append(os.Environ(), "CHAINCHIEF_APPDB="+address)
	n := startNode(t, env, "one")
	for range 2 {
		if got := asked(t.Context(), n, cookie, "/api/v1/gaps"); got != http.StatusOK {
			t.Errorf("while it is there: %d", got)
		}
		appdbtest.Away(t, func() {
			for _, path := range []string{"/api/v1/gaps", "/api/v1/diagrams/structure?chain=optoelectronics", "/readyz"} {
				if got := asked(t.Context(), n, cookie, path); got != http.StatusServiceUnavailable {
					t.Errorf("while it is away: %s: %d", path, got)
				}
			}
			out, err := command(append(env, "CHAINCHIEF_DATA="+t.TempDir()), "serve", "--addr", "127.0.0.1:0")
			if err == nil || strings.Count(out, "\n") != 1 || !strings.Contains(out, "cannot be reached") {
				t.Errorf("started meanwhile: %v %s", err, out)
			}
		})
	}
	if got := asked(t.Context(), n, cookie, "/api/v1/gaps"); got != http.StatusOK {
		t.Errorf("when it is back: %d", got)
	}
	if v, err := audit.New(db, nil).Verify(t.Context()); err != nil || v.Broken != 0 {
		t.Errorf("%+v %v", v, err)
	}
	if log, _ := os.ReadFile(n.log.Name()); bytes.Contains(log, []byte("panic")) {
		t.Errorf("%s", log)
	}
}

// TestAppDatabaseIsDamaged under a server: what cannot be put on record is not done, no server starts with it, and
// nothing panics.
func TestAppDatabaseIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := appdb.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	cookie := signedIn(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	n := startNode(t, append(os.Environ(), "CHAINCHIEF_APPDB="+path), "one")
	if got := asked(t.Context(), n, cookie, "/api/v1/gaps"); got != http.StatusOK {
		t.Fatalf("before: %d", got)
	}
	for _, name := range []string{path, path + "-wal"} {
		about, err := os.Stat(name)
		if err != nil {
			continue
		}
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(bytes.Repeat([]byte("坏"), int(about.Size()/3)))
		_ = f.Close()
	}
	drawing := "/api/v1/diagrams/structure?chain=optoelectronics"
	for _, path := range []string{"/api/v1/gaps", drawing, "/api/v1/gaps", drawing} {
		got := asked(t.Context(), n, cookie, path)
		// SQLite may still hold the pages that a session is read from; what goes on record needs the file
		if got != http.StatusServiceUnavailable && (got != http.StatusOK || path == drawing) {
			t.Errorf("%s: %d", path, got)
		}
	}
	n.kill()
	out, err := command(append(os.Environ(), "CHAINCHIEF_APPDB="+path), "serve", "--addr", "127.0.0.1:0")
	if err == nil || strings.Count(out, "\n") != 1 || !strings.Contains(out, "cannot be used") {
		t.Errorf("started again: %v %s", err, out)
	}
	if log, _ := os.ReadFile(n.log.Name()); bytes.Contains(log, []byte("panic")) {
		t.Errorf("%s", log)
	}
}
