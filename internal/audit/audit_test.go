package audit_test

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

// kept is a record with three acts: one that succeeded, one that was refused, one that was cut off.
func kept(t *testing.T, db *appdb.DB) *audit.Record {
	t.Helper()
	at := time.Date(2026, 11, 29, 9, 0, 0, 0, graph.Zone)
	r := audit.New(db, func() time.Time { at = at.Add(time.Minute); return at })
	for i, outcome := range []string{audit.Success, audit.Refused, ""} {
		a := audit.Act{
			Account: fmt.Sprintf("user%d", i), Post: "专班", Via: "session", Address: "10.0.0.1", Request: "r1",
			Permission: "gap.decide", Act: "decide-gap", Object: fmt.Sprintf("gap:光_%d", i),
		}
		seq, err := r.Intend(t.Context(), a)
		if err == nil && outcome != "" {
			err = r.Close(t.Context(), seq, a, outcome, "=r128")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func verified(t *testing.T, r *audit.Record) audit.Verdict {
	t.Helper()
	v, err := r.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func statement(t *testing.T, db *appdb.DB, text string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, text, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("nothing was changed")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTampering: whatever is done to the rows by hand, the first one that is not as it was is named.
func TestTampering(t *testing.T) {
	columns := []string{"account", "post", "via", "address", "request", "permission", "act", "object", "outcome", "detail",
		"before", "hash"}
	type change struct {
		name, statement string
		broken          int64
	}
	list := []change{
		{"nothing", "UPDATE guard SET seq = seq WHERE subject = 'audit'", 0},
		{"a time", "UPDATE audit SET at = at + 1 WHERE seq = 2", 2},
		{"an intent", "UPDATE audit SET intent = 3 WHERE seq = 2", 2},
		{"first deleted", "DELETE FROM audit WHERE seq = 1", 1},
		{"one deleted", "DELETE FROM audit WHERE seq = 3", 3},
		{"last deleted", "DELETE FROM audit WHERE seq = 5", 5},
		{"last two deleted", "DELETE FROM audit WHERE seq >= 4", 4},
		{"all deleted", "DELETE FROM audit", 1},
		{"number changed", "UPDATE audit SET seq = 9 WHERE seq = 5", 5},
		{"one put after", "INSERT INTO audit SELECT 6, intent, at, account, post, via, address, request, permission, act," +
			" object, outcome, detail, before, hash FROM audit WHERE seq = 5", 6},
		{"one put before", "INSERT INTO audit SELECT -1, intent, at, account, post, via, address, request, permission, act," +
			" object, outcome, detail, before, hash FROM audit WHERE seq = 5", 1},
		{"one put before, of an outcome", "INSERT INTO audit SELECT 0, 3, at, account, post, via, address, request," +
			" permission, act, object, 'success', detail, before, hash FROM audit WHERE seq = 4", 1},
		{"end cut, guard with it", "UPDATE guard SET seq = 4 WHERE subject = 'audit'", 4},
	}
	for i, c := range columns {
		seq := i%5 + 1
		list = append(list, change{c, fmt.Sprintf("UPDATE audit SET %s = %s || 'x' WHERE seq = %d", c, c, seq), int64(seq)})
	}
	appdbtest.Each(t, func(t *testing.T, address string) {
		db := appdbtest.Open(t, address)
		for _, tc := range list {
			statement(t, db, "UPDATE guard SET seq = 0, hash = '' WHERE subject = 'audit'")
			err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
				_, err := c.Exec(ctx, "DELETE FROM audit")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			r := kept(t, db)
			if v := verified(t, r); v.Broken != 0 || v.Rows != 5 {
				t.Fatalf("%+v", v)
			}
			statement(t, db, tc.statement)
			if v := verified(t, r); v.Broken != tc.broken || (v.Broken > 0) != (v.Why != "") {
				t.Errorf("%s: %+v, want %d", tc.name, v, tc.broken)
			}
		}
	})
}

// TestTamperingWithTheFile changes one byte of a row as another program would.
func TestTamperingWithTheFile(t *testing.T) {
	path := t.TempDir() + "/app.db"
	db := appdbtest.Open(t, path)
	r := kept(t, db)
	proof := verified(t, r)
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec("UPDATE audit SET outcome = 'success' WHERE seq = 4"); err != nil {
		t.Fatal(err)
	}
	if v := verified(t, r); v.Broken != 4 || !strings.Contains(v.Why, "row 4 was changed") {
		t.Errorf("%+v", v)
	}
	// Who writes a whole new chain is found by a hash that was kept elsewhere, and only by that.
	for _, s := range []string{"DELETE FROM audit", "UPDATE guard SET seq = 0, hash = '' WHERE subject = 'audit'"} {
		if _, err := other.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		seq, err := r.Intend(t.Context(), audit.Act{Act: "harmless"})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(t.Context(), seq, audit.Act{Act: "harmless"}, audit.Success, ""); err != nil {
			t.Fatal(err)
		}
	}
	if v := verified(t, r); v.Broken != 0 {
		t.Errorf("%+v", v)
	}
	if same, err := r.Proves(t.Context(), proof.Rows, proof.Last); same || err != nil {
		t.Error("a new chain is taken for the old one", err)
	}
	now := verified(t, r)
	if same, err := r.Proves(t.Context(), now.Rows, now.Last); !same || err != nil {
		t.Error(err)
	}
}

func TestFilters(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		r := kept(t, appdbtest.Open(t, address))
		noon := time.Date(2026, 11, 29, 9, 0, 0, 0, graph.Zone)
		late := audit.Act{Act: "sign-in"}
		seq, err := r.Intend(t.Context(), late)
		late.Account, late.Object = "user0", "user0"
		if err == nil {
			err = r.Close(t.Context(), seq, late, audit.Failed, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			name string
			f    audit.Filter
			want []int64
		}{
			{"all", audit.Filter{}, []int64{6, 5, 3, 1}},
			{"some", audit.Filter{Limit: 2}, []int64{6, 5}},
			{"the next", audit.Filter{Limit: 2, Before: 5}, []int64{3, 1}},
			{"a person, also one known only afterwards", audit.Filter{Account: "user0"}, []int64{6, 1}},
			{"an object", audit.Filter{Object: "GAP:光_1"}, []int64{3}},
			{"a part with a wildcard", audit.Filter{Object: "_"}, []int64{5, 3, 1}},
			{"nothing", audit.Filter{Object: "%"}, nil},
			{"what no database keeps", audit.Filter{Account: "\x00", Object: "\x00", Act: "\x00"}, nil},
			{"an act", audit.Filter{Act: "sign-in"}, []int64{6}},
			{"a time", audit.Filter{From: noon.Add(2 * time.Minute), To: noon.Add(5 * time.Minute)}, []int64{3}},
		} {
			list, err := r.List(t.Context(), tc.f)
			var got []int64
			for _, e := range list {
				got = append(got, e.Seq)
			}
			if err != nil || fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("%s: %v %v, want %v", tc.name, got, err, tc.want)
			}
		}
		list, _ := r.List(t.Context(), audit.Filter{})
		if e := list[0]; e.Outcome != audit.Failed || e.Account != "user0" || e.Closing == nil || e.Ended.IsZero() {
			t.Errorf("%+v", e)
		}
		if e := list[1]; e.Outcome != "" || e.Closing != nil {
			t.Errorf("one that was cut off: %+v", e)
		}
		if e := list[2]; e.Outcome != audit.Refused || e.Detail != "=r128" {
			t.Errorf("%+v", e)
		}
	})
}

func TestExport(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		r := kept(t, appdbtest.Open(t, address))
		var text bytes.Buffer
		if err := r.Export(t.Context(), &text, audit.Lines, audit.Filter{Object: "gap:光_1"}); err != nil {
			t.Fatal(err)
		}
		var outcomes []string
		for lines := bufio.NewScanner(&text); lines.Scan(); {
			var row struct{ Object, Outcome, Hash string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil || row.Object != "gap:光_1" || len(row.Hash) != 64 {
				t.Errorf("%s %v", lines.Text(), err)
			}
			outcomes = append(outcomes, row.Outcome)
		}
		if fmt.Sprint(outcomes) != "[ refused]" {
			t.Errorf("%q", outcomes)
		}
		if _, err := r.Intend(t.Context(), audit.Act{Act: "sign-in", Object: "＝1+1"}); err != nil {
			t.Fatal(err)
		}
		text.Reset()
		if err := r.Export(t.Context(), &text, audit.Table, audit.Filter{}); err != nil {
			t.Fatal(err)
		}
		table, err := csv.NewReader(&text).ReadAll()
		if err != nil || len(table) != 7 || table[0][0] != "seq" || table[2][12] != "'=r128" || table[6][10] != "'＝1+1" {
			t.Errorf("%q %v", table, err)
		}
	})
}

// TestOneChain: several servers that write at once keep one chain.
func TestOneChain(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		records := []*audit.Record{
			audit.New(appdbtest.Open(t, address), nil),
			audit.New(appdbtest.Open(t, address), nil),
		}
		var hands sync.WaitGroup
		for hand := range 8 {
			hands.Go(func() {
				for range 15 {
					seq, err := records[hand%2].Intend(t.Context(), audit.Act{Act: "a"})
					if err == nil {
						err = records[hand/4].Close(t.Context(), seq, audit.Act{Act: "a"}, audit.Success, "")
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 5 {
			if v := verified(t, records[0]); v.Broken != 0 {
				t.Errorf("while it is written: %+v", v)
			}
		}
		hands.Wait()
		if v := verified(t, records[1]); v.Broken != 0 || v.Rows != 240 {
			t.Errorf("%+v", v)
		}
	})
}
