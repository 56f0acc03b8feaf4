package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
)

// TestKilledAtWork: a server that is killed while it makes a drawing leaves a record that is whole, in which the
// drawing stands as intended, without an outcome; who was signed in still is when it is back.
func TestKilledAtWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := appdb.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	book, err := account.Open(t.Context(), db, account.Options{})
	if err != nil {
		t.Fatal(err)
	}
	boss := account.Account{Name: "boss", Post: "主任", Roles: []access.Role{access.Admin, access.Reader}}
	if boss, err = book.AddWith(t.Context(), boss, "桥下三只灰鹅过河上山"); err != nil {
		t.Fatal(err)
	}
	cookie, err := book.Start(t.Context(), boss, "", account.Place{})
	if err != nil {
		t.Fatal(err)
	}
	env, record := append(os.Environ(), "CHAINCHIEF_APPDB="+path), audit.New(db, nil)
	for _, kind := range []string{"structure", "roadmap", "application", "portrait", "targets", "layout"} {
		n := startNode(t, env, kind)
		if got := asked(t.Context(), n, cookie, "/api/v1/gaps"); got != http.StatusOK {
			t.Fatalf("the session is lost: %d", got)
		}
		if killedAt(t, n, record, cookie, kind) {
			if v, err := record.Verify(t.Context()); err != nil || v.Broken != 0 || v.Rows == 0 {
				t.Errorf("%+v %v", v, err)
			}
			return
		}
	}
	t.Error("every drawing was done before its server was killed")
}

// killedAt asks for a drawing and kills the server as soon as that is on record; it tells whether it was cut off.
func killedAt(t *testing.T, n *node, record *audit.Record, cookie, kind string) bool {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	go func() {
		_ = asked(ctx, n, cookie, "/api/v1/diagrams/"+kind+"?chain=optoelectronics&format=png&scale=4")
	}()
	newest := func() (e audit.Entry) {
		list, err := record.List(ctx, audit.Filter{Act: "diagram", Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 1 && strings.Contains(list[0].Object, "/"+kind+"?") {
			return list[0]
		}
		return e
	}
	for newest().Seq == 0 {
		time.Sleep(time.Millisecond)
	}
	n.kill()
	e := newest()
	return e.Outcome == "" && e.Account == "boss"
}

// asked is the status of an answer; 0 for none.
func asked(ctx context.Context, n *node, cookie, path string) int {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url+path, http.NoBody)
	if err != nil {
		return 0
	}
	r.AddCookie(&http.Cookie{Name: "chainchief_session", Value: cookie})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}
