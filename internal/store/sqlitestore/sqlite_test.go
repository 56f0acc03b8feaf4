package sqlitestore

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"

	"go.uber.org/goleak"
)

func open(t testing.TB, path string) *Driver {
	t.Helper()
	d, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestStore(t *testing.T) {
	dir, n := t.TempDir(), 0
	storetest.Run(t, func(t testing.TB) store.Driver {
		n++
		return open(
			t,
			filepath.Join(dir, "s"+strings.Repeat("x", n%7), "store"+string(rune('a'+n%26))+strings.Repeat("y", n/26)+".db"),
		)
	})
}

func TestNothingLeaks(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	d, err := Open(context.Background(), filepath.Join(t.TempDir(), "s.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(d)
	if _, err := s.Apply(context.Background(), graph.Changes{Actor: "test",
		Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestEachQueryFileIsLoadedOnce(t *testing.T) { storetest.EachQueryFileIsLoadedOnce(t, ".sql") }

func TestOpeningSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	d := open(t, whole)
	if _, err := d.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("这不是数据库", 500)), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]graph.Code{whole: graph.CodeNewerStore, garbage: graph.CodeDamagedStore,
		torn(t, dir): graph.CodeDamagedStore, filepath.Join(garbage, "x.db"): graph.CodeReadOnly} {
		_, err := Open(context.Background(), path)
		if graph.CodeOf(err) != code || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %s", path, err, code)
		}
	}
}

// torn is a store whose pages in the middle were overwritten.
func torn(t *testing.T, dir string) string {
	path := filepath.Join(dir, "torn.db")
	d, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	c := graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}
	for i := range 500 {
		c.Nodes = append(
			c.Nodes,
			storetest.Enterprise("e"+strings.Repeat("x", i%40)+string(rune('a'+i%26))+strings.Repeat("y", i/26), "企业"),
		)
	}
	if _, err := store.New(d).Apply(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) / 3; i < len(data)*2/3; i++ {
		data[i] = 0xaa
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFullDisk lets the file grow no further: the change set must fail whole and say why.
func TestFullDisk(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "full.db"))
	s := store.New(d)
	if _, err := s.Apply(context.Background(), graph.Changes{Actor: "test",
		Nodes: []graph.Node{storetest.Source()}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.write.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	big := storetest.Enterprise("big", "大")
	big.Attrs["note"] = strings.Repeat("长", 30_000)
	var c graph.Changes
	c.Actor = "test"
	for i := range 20 {
		n := big
		n.ID = graph.NewID(graph.KindEnterprise, strings.Repeat("z", i+1))
		c.Nodes = append(c.Nodes, n)
	}
	_, err := s.Apply(context.Background(), c)
	if graph.CodeOf(err) != graph.CodeFull {
		t.Fatalf("a full disk: %v", err)
	}
	if head, err := s.Head(context.Background()); err != nil || head.Revision != 1 {
		t.Errorf("head %d after a full disk, %v", head.Revision, err)
	}
}

// TestQueriesUseIndexes pins the plans of the queries that run per request.
func TestQueriesUseIndexes(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "plan.db"))
	for name, q := range map[string]struct {
		text string
		args []any
	}{
		"nodes":            {sqlNodes, []any{"[]"}},
		"relations by end": {sqlRelationsByEnd, []any{"[]"}},
		"list":             {sqlList, []any{"Enterprise", 0, "", "", 10}},
		"graph nodes":      {sqlGraphNodes, nil},
		"graph relations":  {sqlGraphRelations, nil},
		"entries working":  {sqlEntriesWorking, []any{0, 10}},
		"entries of":       {sqlEntriesOf, []any{0, 10, "x"}},
	} {
		rows, err := d.read.Query("EXPLAIN QUERY PLAN "+q.text, q.args...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var a, b, c int
			var detail string
			if err := rows.Scan(&a, &b, &c, &detail); err != nil {
				t.Fatal(err)
			}
			if regexp.MustCompile(`SCAN (node|relation|entry)\b`).MatchString(detail) && !strings.Contains(detail, "INDEX") {
				t.Errorf("%s scans: %s", name, detail)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
	}
}

// TestDigestSeesWhatIsGone: a row that went without a change set shows.
func TestDigestSeesWhatIsGone(t *testing.T) {
	ctx := context.Background()
	d, err := Open(ctx, filepath.Join(t.TempDir(), "s.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	s := store.New(d)
	if _, err := s.Apply(ctx, storetest.Bulk(20)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Digest(ctx); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"DELETE FROM relation WHERE (from_id, type, to_id) IN (SELECT from_id, type, to_id " +
		"FROM relation LIMIT 1)", "DELETE FROM entry WHERE place = 3"} {
		if _, err := d.write.ExecContext(ctx, damage); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Digest(ctx); graph.CodeOf(err) != graph.CodeDamagedStore {
			t.Errorf("%s: %v", damage, err)
		}
	}
}
