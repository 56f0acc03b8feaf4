package settings_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/settings"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

func of(t *testing.T, s *settings.Settings, k settings.Key) int64 {
	t.Helper()
	v, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v.Of(k)
}

func TestDefaultsAreInBounds(t *testing.T) {
	for _, k := range settings.Keys {
		if k.Default < k.Min || k.Default > k.Max || k.Switch() && (k.Min != 0 || k.Max != 1) {
			t.Errorf("%+v", k)
		}
	}
}

func TestSettingsAreKept(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		ctx := t.Context()
		db := appdbtest.Open(t, address)
		s := settings.New(db, nil)
		v, err := s.Now(ctx)
		if err != nil || v.Of(settings.SessionIdle) != 30 || v.On(settings.AdminFactor) || v.Revision != 0 {
			t.Fatal(v, err)
		}
		idle, factor := settings.SessionIdle.Name, settings.AdminFactor.Name
		v, said, err := s.Change(ctx, 0, map[string]int64{idle: 15, factor: 1}, "系统管理员")
		if want := []string{idle + ": 30 → 15", factor + ": 0 → 1"}; err != nil || !slices.Equal(said, want) {
			t.Fatal(said, err)
		}
		other := settings.New(db, nil) // another server
		if of(t, other, settings.SessionIdle) != 15 || of(t, other, settings.AdminFactor) != 1 {
			t.Error("another server has other values")
		}
		set, is := v.Set(settings.SessionIdle)
		if !is || set.Post != "系统管理员" || time.Since(set.At) > time.Minute {
			t.Errorf("%+v", set)
		}
		if _, is := v.Set(settings.PasswordDays); is {
			t.Error("what nobody set is set")
		}

		for name, to := range map[string]map[string]int64{
			"too short":      {idle: 4},
			"too long":       {idle: 481},
			"no such switch": {factor: 2},
			"unknown":        {"colour": 1},
			"one of two":     {settings.PasswordDays.Name: 90, idle: -1},
		} {
			var refused *settings.Refused
			if _, _, err := s.Change(ctx, v.Revision, to, "他"); !errors.As(err, &refused) || refused.ZH == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if of(t, s, settings.PasswordDays) != 0 {
			t.Error("half of a change is written")
		}
	})
}

// TestTwoEditors: what others have set since is not written over; other keys, and the same value, are no conflict.
func TestTwoEditors(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		ctx := t.Context()
		s := settings.New(appdbtest.Open(t, address), nil)
		idle, days := settings.SessionIdle.Name, settings.PasswordDays.Name
		if _, _, err := s.Change(ctx, 0, map[string]int64{idle: 15}, "甲"); err != nil {
			t.Fatal(err)
		}
		var conflict *settings.Conflict
		_, _, err := s.Change(ctx, 0, map[string]int64{idle: 60, days: 90}, "乙")
		if !errors.As(err, &conflict) || len(conflict.Keys) != 1 || conflict.Theirs.Of(settings.SessionIdle) != 15 ||
			!strings.Contains(err.Error(), idle) {
			t.Fatalf("%+v", err)
		}
		if of(t, s, settings.PasswordDays) != 0 || of(t, s, settings.SessionIdle) != 15 {
			t.Error("half of it is written")
		}
		if _, said, err := s.Change(ctx, 0, map[string]int64{idle: 15, days: 90}, "乙"); err != nil || len(said) != 1 {
			t.Error(said, err)
		}
		if _, _, err := s.Change(ctx, conflict.Theirs.Revision, map[string]int64{idle: 60}, "乙"); err != nil {
			t.Error(err)
		}
	})
}

// TestOutOfBounds: what another version kept is brought to the nearest that is allowed.
func TestOutOfBounds(t *testing.T) {
	db := appdbtest.Open(t, t.TempDir()+"/app.db")
	err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "INSERT INTO setting VALUES ($1, 9999, 1, 1, '')", settings.SessionIdle.Name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := of(t, settings.New(db, nil), settings.SessionIdle); got != settings.SessionIdle.Max {
		t.Error(got)
	}
}

// TestNobodyAsksTheDatabaseEachTime: values that were read just now are answered while it is away.
func TestNobodyAsksTheDatabaseEachTime(t *testing.T) {
	db := appdbtest.Open(t, t.TempDir()+"/app.db")
	s := settings.New(db, nil)
	if _, err := s.Now(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Now(t.Context()); err != nil {
		t.Error(err)
	}
}
