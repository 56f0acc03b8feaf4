package appdb_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

func link(hash string) func(context.Context, appdb.Conn) error {
	return func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "INSERT INTO link (hash, account, expires) VALUES ($1, $2, $3)", hash, "长", 7)
		return err
	}
}

func links(t *testing.T, db *appdb.DB) (n int) {
	t.Helper()
	err := db.Read(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&n}, "SELECT COUNT(*) FROM link")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWritesAreAllOrNothing: what a function writes before it fails is not there.
func TestWritesAreAllOrNothing(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		db := appdbtest.Open(t, address)
		if err := db.Write(t.Context(), link("a")); err != nil {
			t.Fatal(err)
		}
		oops := errors.New("oops")
		err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
			return errors.Join(link("b")(ctx, c), oops)
		})
		if !errors.Is(err, oops) || links(t, db) != 1 {
			t.Errorf("%v, %d links", err, links(t, db))
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Write(gone, link("c")); !errors.Is(err, context.Canceled) || links(t, db) != 1 {
			t.Errorf("cancelled: %v, %d links", err, links(t, db))
		}
	})
}

// TestTruthValuesAndRowsComeBack: what is written reads the same on both.
func TestTruthValuesAndRowsComeBack(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		db := appdbtest.Open(t, address)
		err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
			n, err := c.Exec(ctx, `INSERT INTO account (name, post, roles, chains, disabled, password, epoch, secret, factor,
				step, recovery, made) VALUES ($1, $2, '[]', '[]', $3, '', $4, '', $5, 0, '[]', $4)`,
				"甲", "专班", true, int64(1)<<40, false)
			if n != 1 {
				t.Errorf("%d rows", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var post string
		var disabled, factor bool
		var epoch int64
		err = db.Read(t.Context(), func(ctx context.Context, c appdb.Conn) error {
			found, err := c.First(ctx, []any{&post, &disabled, &factor, &epoch},
				"SELECT post, disabled, factor, epoch FROM account WHERE name = $1", "甲")
			if !found {
				t.Error("no row")
			}
			return err
		})
		if err != nil || post != "专班" || !disabled || factor || epoch != 1<<40 {
			t.Errorf("%v %q %v %v %d", err, post, disabled, factor, epoch)
		}
	})
}

// TestOneAtATime: who takes a row of the guard first is alone with it, on both; nothing is lost.
func TestOneAtATime(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		dbs := []*appdb.DB{appdbtest.Open(t, address), appdbtest.Open(t, address)}
		var hands sync.WaitGroup
		for hand := range 8 {
			hands.Go(func() {
				for range 10 {
					err := dbs[hand%2].Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
						var seq int64
						_, err := c.First(ctx, []any{&seq}, "UPDATE guard SET seq = seq + 1 WHERE subject = 'account' RETURNING seq")
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		hands.Wait()
		var seq int64
		_ = dbs[0].Read(t.Context(), func(ctx context.Context, c appdb.Conn) error {
			_, err := c.First(ctx, []any{&seq}, "SELECT seq FROM guard WHERE subject = 'account'")
			return err
		})
		if seq != 80 {
			t.Errorf("%d of 80", seq)
		}
	})
}

// TestOpenedAtOnce: several that open an empty database make its tables once.
func TestOpenedAtOnce(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		var hands sync.WaitGroup
		for range 4 {
			hands.Go(func() {
				db, err := appdb.Open(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				_ = db.Close()
			})
		}
		hands.Wait()
		if db := appdbtest.Open(t, address); links(t, db) != 0 {
			t.Error("there are links")
		}
	})
}

// TestNotOurs: a newer version, a half migration, tables of another program: one line, and nothing is written.
func TestNotOurs(t *testing.T) {
	for name, tc := range map[string]struct {
		statements []string
		code       graph.Code
		says       string
	}{
		"newer": {
			[]string{"UPDATE goose_db_version SET version_id = 99 WHERE version_id = 2"},
			graph.CodeNewerStore,
			"newer",
		},
		"half":       {[]string{"DROP TABLE audit"}, graph.CodeDamagedStore, "table audit"},
		"otherwise":  {[]string{"ALTER TABLE link ADD COLUMN more TEXT"}, graph.CodeDamagedStore, "table link"},
		"no version": {[]string{"DROP TABLE goose_db_version"}, graph.CodeDamagedStore, "half made"},
	} {
		t.Run(name, func(t *testing.T) {
			appdbtest.Each(t, func(t *testing.T, address string) {
				db, err := appdb.Open(t.Context(), address)
				if err != nil {
					t.Fatal(err)
				}
				err = db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
					for _, s := range tc.statements {
						if _, err := c.Exec(ctx, s); err != nil {
							return err
						}
					}
					return nil
				})
				if err = errors.Join(err, db.Close()); err != nil {
					t.Fatal(err)
				}
				before, _ := os.ReadFile(address)
				again, err := appdb.Open(t.Context(), address)
				if err == nil {
					_ = again.Close()
				}
				if graph.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.says) {
					t.Errorf("%v", err)
				}
				if after, _ := os.ReadFile(address); !bytes.Equal(before, after) {
					t.Error("the file was changed")
				}
			})
		})
	}
}

// TestDamagedFiles: what is no database, or one with a broken page, is not touched.
func TestDamagedFiles(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "app.db")
	db := appdbtest.Open(t, whole)
	err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		for i := range 300 {
			if err := link(strings.Repeat("x", 100)+string(rune('a'+i)))(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	cut := bytes.Clone(data[:len(data)/2])
	page := bytes.Clone(data)
	for i := 4096 * 3; i < len(page); i++ {
		page[i] ^= 0x5a
	}
	for name, content := range map[string][]byte{"text": []byte("这不是数据库，只是一些文字。"), "cut": cut, "pages": page} {
		path := filepath.Join(t.TempDir(), "app.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := appdb.Open(t.Context(), path)
		if graph.CodeOf(err) != graph.CodeDamagedStore || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(content, after) {
			t.Errorf("%s was changed", name)
		}
	}
}

// TestPostgresAway: a server that is stopped is said to be away, and works again when it is back.
func TestPostgresAway(t *testing.T) {
	address := appdbtest.Postgres(t)
	db := appdbtest.Open(t, address)
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	appdbtest.Away(t, func() {
		if err := db.Write(t.Context(), link("a")); graph.CodeOf(err) != graph.CodeUnavailable {
			t.Errorf("write: %v", err)
		}
		if err := db.Ping(t.Context()); graph.CodeOf(err) != graph.CodeUnavailable {
			t.Errorf("ping: %v", err)
		}
		_, err := appdb.Open(t.Context(), address)
		var known *graph.Error
		if !errors.As(err, &known) || known.Code != graph.CodeUnavailable || strings.Contains(known.Message+known.Fix, "\n") {
			t.Errorf("open: %v", err)
		}
	})
	if n := links(t, db); n != 0 {
		t.Errorf("%d links", n)
	}
	if err := db.Write(t.Context(), link("a")); err != nil {
		t.Error(err)
	}
}

// TestAddresses: what is wrong with an address is said without its password.
func TestAddresses(t *testing.T) {
	for address, code := range map[string]graph.Code{
		"postgres://u:s3cret@host:port/x":             graph.CodeUsage,
		"postgres://u:s3cret@127.0.0.1:1/x":           graph.CodeUnavailable,
		filepath.Join(t.TempDir(), "a%b?c#d", "公.db"): "",
		"/proc/nowhere/app.db":                        graph.CodeReadOnly,
	} {
		db, err := appdb.Open(t.Context(), address)
		if err == nil {
			_ = db.Close()
		}
		if graph.CodeOf(err) != code {
			t.Errorf("%s: %v", address, err)
		}
		var known *graph.Error
		if errors.As(err, &known) && strings.Contains(known.Message+known.Fix, "s3cret") {
			t.Errorf("the password is told: %v", err)
		}
	}
}
