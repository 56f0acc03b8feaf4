package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// A store of an earlier version, with a node for each entry and other names, is brought up whole, also when it was cut
// off on the way.
func TestHistoryOfAnOlderStoreIsPacked(t *testing.T) {
	ctx := context.Background()
	d := filled(t, 3)
	s := store.New(d)
	if _, err := s.Apply(ctx, storetest.Bulk(1_500)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, 4, "test", "undo"); err != nil {
		t.Fatal(err)
	}
	want, err := s.Digest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	asOld(t, d)
	limited, cancel := context.WithCancel(ctx)
	cut := open(t, settings(t))
	if rows, err := cut.read(ctx, "MATCH (e:_Entry) RETURN count(e) AS n", nil); err != nil || rows[0].integer("n") > 0 {
		t.Fatalf("opening has left %v, %v", rows, err)
	}
	cancel()
	if err := cut.packOld(limited); err == nil {
		t.Error("the end of the caller was not noticed")
	}
	again := store.New(open(t, settings(t)))
	if got, err := again.Digest(ctx); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	old := "SHOW INDEXES YIELD labelsOrTypes AS l WHERE l[0] IN ['Entry', '_Entry', 'Head'] RETURN l"
	if rows, err := cut.read(ctx, old, nil); err != nil || len(rows) > 0 {
		t.Errorf("left: %v, %v", rows, err)
	}
}

// asOld makes of a store one of version 0.4: schema 3.
func asOld(t *testing.T, d *Driver) {
	t.Helper()
	ctx := context.Background()
	run := func(statement string, params map[string]any) {
		t.Helper()
		if err := d.run(ctx, statement, params); err != nil {
			t.Fatal(err)
		}
	}
	head, err := d.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rows []any
	place, revision := 0, graph.Revision(0)
	for e, err := range d.Entries(ctx, store.Entries{To: head.Revision}) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Revision != revision {
			place, revision = 0, e.Revision
		}
		row := properties{"revision": int64(revision), "place": place, "subject": e.Subject, "pool": e.Pool}
		for name, t := range map[string]*store.Thing{"before": e.Before, "after": e.After} {
			if t != nil {
				text, _ := json.Marshal(t)
				row[name] = string(text)
			}
		}
		rows = append(rows, row)
		place++
	}
	dropSchema(t, d)
	for _, statement := range []string{
		"MATCH (h:_History) DELETE h", "MATCH (h:_Head {key: 'writer'}) DELETE h", "MATCH ()-[r:_RESTS_ON]->() DELETE r",
		"MATCH (h:_Head) SET h:Head REMOVE h:_Head SET h.schema = 3 REMOVE h.announced",
		"MATCH (c:_ChangeSet) SET c:ChangeSet REMOVE c:_ChangeSet",
		"MATCH (n:Thing) SET n.label = n._label, n.sort = n._sort, n.search = n._search REMOVE n._label, n._sort, n._search",
	} {
		run(statement, nil)
	}
	run("UNWIND $rows AS row CREATE (e:Entry) SET e = row", map[string]any{"rows": rows})
	base, err := migrationFiles.ReadFile("migrations/0001_base.cypher")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements(string(base)) {
		run(statement, nil)
	}
}

// dropSchema removes all constraints and indexes.
func dropSchema(t *testing.T, d *Driver) {
	t.Helper()
	for _, kind := range []string{"CONSTRAINT", "INDEX"} {
		rows, err := d.read(context.Background(), "SHOW "+kind+" YIELD name, type WHERE type <> 'LOOKUP' RETURN name", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := d.run(context.Background(), "DROP "+kind+" "+r.text("name")+" IF EXISTS", nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What is in packs comes out as it went in, in its order, whatever is asked for.
func TestPacks(t *testing.T) {
	var in []store.Entry
	for i := range 1_203 {
		n := storetest.Enterprise(fmt.Sprint(i), "甲")
		e := store.Entry{Revision: 7, Subject: string(n.ID), After: &store.Thing{Node: &n}, Pool: i%3 == 1}
		if i%5 == 0 {
			e.Before = e.After
		}
		if i%10 == 0 {
			e.After = nil
		}
		if i == 700 {
			n.Attrs["note"] = strings.Repeat("长", packBytes)
		}
		in = append(in, e)
	}
	rows, err := packs(7, in, 40)
	if err != nil || len(rows) != 4 { // one is full by its bytes
		t.Fatalf("%d packs, %v", len(rows), err)
	}
	var out []store.Entry
	for _, row := range rows {
		r := record(row.(properties))
		if place := r[packPlace].(int); place != 40+len(out) || len(r[packSubjects].([]string)) > packEntries {
			t.Errorf("a pack of %d from %d", len(r[packSubjects].([]string)), place)
		}
		entries, err := r.entries()
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			what := "~"
			if e.Before == nil {
				what = "+"
			} else if e.After == nil {
				what = "-"
			}
			if r[packSubjects].([]string)[i] != e.Subject || r[packWhat].(string)[i:i+1] != what {
				t.Errorf("%s is called %s", e.Subject, r[packWhat].(string)[i:i+1])
			}
		}
		out = append(out, entries...)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Error(diff)
	}
}
