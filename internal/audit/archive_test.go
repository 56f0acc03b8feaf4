package audit_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
)

// months is a record of an act on the last day of each of four months, whose outcome comes 20 hours later, in the next.
func months(t *testing.T, address string) *audit.Record {
	t.Helper()
	at := time.Date(2026, 1, 31, 12, 0, 0, 0, graph.Zone)
	r := audit.New(appdbtest.Open(t, address), func() time.Time { return at })
	for month := 1; month <= 4; month++ {
		at = time.Date(2026, time.Month(month+1), 0, 12, 0, 0, 0, graph.Zone)
		for i := range 2 {
			a := audit.Act{Account: "u", Act: "x", Object: `"<&>`}
			seq, err := r.Intend(t.Context(), a)
			if err == nil && i == 1 {
				at = at.Add(20 * time.Hour)
				err = r.Close(t.Context(), seq, a, audit.Success, "")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return r
}

// archived moves what came before a month.
func archived(t *testing.T, r *audit.Record, dir string, month time.Month) (audit.Span, string) {
	t.Helper()
	s, err := r.Before(t.Context(), time.Date(2026, month, 1, 0, 0, 0, 0, graph.Zone))
	if err != nil || s.To < s.From {
		t.Fatal(s, err)
	}
	var out bytes.Buffer
	if err := r.Archive(t.Context(), &out, s); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, s.Name())
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Drop(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s, path
}

// along verifies files and database together.
func along(t *testing.T, r *audit.Record, paths ...string) audit.Verdict {
	t.Helper()
	v, err := audit.Along(t.Context(), paths, func(audit.Row) {})
	if err == nil {
		v, err = v.Follows(t.Context(), r)
	}
	if err == nil && v.Broken == 0 {
		v, err = r.Verify(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestOldMonthsMove: what is left is verified from where it begins, and files and database together are one chain; an
// act stays with its outcome; what is written afterwards goes on.
func TestOldMonthsMove(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		r, dir := months(t, address), t.TempDir()
		if s, err := r.Before(t.Context(), time.Date(2026, 1, 1, 0, 0, 0, 0, graph.Zone)); err != nil || s.To != 0 {
			t.Errorf("%+v %v", s, err)
		}
		one, first := archived(t, r, dir, 3) // up to the intent whose outcome came in March
		two, second := archived(t, r, dir, 4)
		if one.From != 1 || one.To != 4 || two.From != 5 || two.To != 7 ||
			two.Name() != "audit-000000005-000000007.jsonl.gz" {
			t.Errorf("%+v %+v", one, two)
		}
		if v := verified(t, r); v.Broken != 0 || v.Moved != 7 || v.Rows != 12 {
			t.Errorf("%+v", v)
		}
		if err := r.Drop(t.Context(), one); graph.CodeOf(err) != graph.CodeConflict {
			t.Errorf("twice: %v", err)
		}
		if v := along(t, r, second, first); v.Broken != 0 || v.Rows != 12 {
			t.Errorf("%+v", v)
		}
		if v := along(t, r, second); v.Broken != 0 {
			t.Errorf("without the oldest: %+v", v)
		}
		if v := along(t, r, first); v.Broken != 5 {
			t.Errorf("without the middle: %+v", v)
		}
		all, rest := archived(t, r, dir, 6)
		if v := verified(t, r); v.Broken != 0 || v.Rows != 12 || v.Last != all.Hash {
			t.Errorf("nothing is left: %+v", v)
		}
		if _, err := r.Intend(t.Context(), audit.Act{Act: "y"}); err != nil {
			t.Fatal(err)
		}
		if v := along(t, r, first, second, rest); v.Broken != 0 || v.Rows != 13 {
			t.Errorf("%+v", v)
		}
		statement(t, appdbtest.Open(t, address), "UPDATE guard SET hash = 'x' WHERE subject = 'archive'")
		if v := along(t, r, first, second, rest); v.Broken != 13 {
			t.Errorf("another beginning: %+v", v)
		}
		if v := verified(t, r); v.Broken != 13 {
			t.Errorf("another beginning: %+v", v)
		}
	})
}

// TestAnArchiveThatWasChanged is found, by itself where the rows no longer fit each other, else by the database.
func TestAnArchiveThatWasChanged(t *testing.T) {
	r, dir := months(t, filepath.Join(t.TempDir(), "app.db")), t.TempDir()
	_, path := archived(t, r, dir, 4)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	for name, tc := range map[string]struct {
		text   []byte
		broken int64
	}{
		"a name":     {bytes.Replace(text, []byte(`"account":"u"`), []byte(`"account":"v"`), 1), 1},
		"one gone":   {bytes.Join(append([][]byte{lines[0]}, lines[2:]...), nil), 2},
		"first gone": {bytes.Join(lines[1:], nil), 0}, // as one that was never there; its number is missed
		"last gone":  {bytes.Join(lines[:len(lines)-2], nil), 7},
	} {
		var out bytes.Buffer
		packed := gzip.NewWriter(&out)
		_, _ = packed.Write(tc.text)
		_ = packed.Close()
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if v := along(t, r, path); v.Broken != tc.broken {
			t.Errorf("%s: %+v", name, v)
		}
	}
	for name, data := range map[string][]byte{"cut": data[:len(data)/2], "text": []byte("no"), "empty": nil} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := audit.Along(t.Context(), []string{path}, func(audit.Row) {})
		if graph.CodeOf(err) != graph.CodeDamagedStore {
			t.Errorf("%s: %v", name, err)
		}
	}
}
