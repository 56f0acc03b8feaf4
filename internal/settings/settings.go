// Package settings keeps what an administrator of the system can set, in the application database: whole numbers and
// switches with bounds. Defaults are in the code; only what was set otherwise is kept.
package settings

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"chainchief/internal/appdb"
)

// Key is something that can be set. Its words are the page's.
type Key struct {
	Name              string
	Unit              string // minutes, hours, days, months; empty of a switch
	Default, Min, Max int64
}

// Switch tells whether it is on or off: 1 or 0.
func (k Key) Switch() bool { return k.Unit == "" }

// The keys: one line each.
var (
	SessionIdle     = Key{"session_idle_minutes", "minutes", 30, 5, 480}
	SessionAbsolute = Key{"session_absolute_hours", "hours", 12, 1, 24}
	AdminFactor     = Key{"factor_for_administrators", "", 0, 0, 1}
	PasswordDays    = Key{"password_days", "days", 0, 0, 3650}  // 0: passwords do not expire
	StaleMonths     = Key{"stale_months", "months", 36, 1, 240} // after so many a fact counts as old
)

// Keys are all of them, in the order in which people see them.
var Keys = []Key{SessionIdle, SessionAbsolute, AdminFactor, PasswordDays, StaleMonths}

// Values are what is set, with when it was set and by whom.
type Values struct {
	Revision int64 // grows with every change
	set      map[string]Setting
}

// Setting is a key that was set.
type Setting struct {
	Value, Seq int64
	At         time.Time
	Post       string // of who set it
}

// Of is the value of a key. For one that is kept outside of its bounds, which were others once, it is the nearest that
// is allowed.
func (v Values) Of(k Key) int64 {
	if s, is := v.set[k.Name]; is {
		return min(max(s.Value, k.Min), k.Max)
	}
	return k.Default
}

// On is the value of a switch.
func (v Values) On(k Key) bool { return v.Of(k) != 0 }

// Set is what is known of a key that was set.
func (v Values) Set(k Key) (Setting, bool) {
	s, is := v.set[k.Name]
	return s, is
}

// Refused says why nothing was set, in words for people.
type Refused struct{ Name, EN, ZH string }

func (r *Refused) Error() string { return r.EN }

// Conflict says what others have set since it was looked at; nothing was written.
type Conflict struct {
	Keys   []Key
	Theirs Values
}

func (c *Conflict) Error() string {
	names := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		names[i] = k.Name
	}
	return "somebody else has set " + strings.Join(names, ", ") + " meanwhile"
}

// fresh is how long values are taken as read: other servers follow within it.
const fresh = 3 * time.Second

// Settings are those of a database.
type Settings struct {
	db  *appdb.DB
	now func() time.Time

	mu    sync.Mutex
	known Values
	read  time.Time
}

// New returns the settings of a database. now may be nil.
func New(db *appdb.DB, now func() time.Time) *Settings {
	if now == nil {
		now = time.Now
	}
	return &Settings{db: db, now: now}
}

// Now is what is set, a few seconds ago at most.
func (s *Settings) Now(ctx context.Context) (Values, error) {
	s.mu.Lock()
	known, age := s.known, time.Since(s.read)
	s.mu.Unlock()
	if age < fresh {
		return known, nil
	}
	return s.Read(ctx)
}

// Read is what is set at this moment.
func (s *Settings) Read(ctx context.Context) (Values, error) {
	began := time.Now()
	var v Values
	err := s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) (err error) {
		v, err = all(ctx, c)
		return err
	})
	if err != nil {
		return v, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.Revision >= s.known.Revision {
		s.known, s.read = v, began
	}
	return v, nil
}

// all reads values; the revision first, so that it is never ahead of them.
func all(ctx context.Context, c appdb.Conn) (Values, error) {
	v := Values{set: map[string]Setting{}}
	if _, err := c.First(ctx, []any{&v.Revision}, "SELECT seq FROM guard WHERE subject = 'setting'"); err != nil {
		return v, err
	}
	err := c.Each(ctx, func(scan func(...any) error) error {
		var name string
		var of Setting
		var at int64
		err := scan(&name, &of.Value, &of.Seq, &at, &of.Post)
		of.At = time.UnixMilli(at)
		v.set[name] = of
		return err
	}, "SELECT name, value, seq, at, post FROM setting")
	return v, err
}

// Change sets some keys for somebody who has seen a revision: all of them, or none when others have set one of them
// since. It returns what has changed, for the record, as "key: before → after".
func (s *Settings) Change(ctx context.Context, seen int64, to map[string]int64, post string) (v Values, said []string,
	err error,
) {
	for name, value := range to {
		if err := fit(name, value); err != nil {
			return v, nil, err
		}
	}
	err = s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "UPDATE guard SET seq = seq + 1 WHERE subject = 'setting'"); err != nil {
			return err
		}
		if v, err = all(ctx, c); err != nil {
			return err
		}
		conflict := &Conflict{Theirs: v}
		for _, k := range Keys {
			value, asked := to[k.Name]
			before := v.Of(k)
			if !asked || value == before {
				continue
			}
			if v.set[k.Name].Seq > seen {
				conflict.Keys = append(conflict.Keys, k)
				continue
			}
			said = append(said, fmt.Sprintf("%s: %d → %d", k.Name, before, value))
			v.set[k.Name] = Setting{value, v.Revision, time.UnixMilli(s.now().UnixMilli()), post}
			if _, err := c.Exec(ctx, `INSERT INTO setting (name, value, seq, at, post) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (name) DO UPDATE SET value = $2, seq = $3, at = $4, post = $5`,
				k.Name, value, v.Revision, s.now().UnixMilli(), post); err != nil {
				return err
			}
		}
		if len(conflict.Keys) > 0 {
			conflict.Theirs.Revision-- // nothing of this is written
			return conflict
		}
		return nil
	})
	if err != nil {
		return v, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.read = v, time.Now()
	return v, said, nil
}

func fit(name string, value int64) error {
	at := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == name })
	if at < 0 {
		return &Refused{name, fmt.Sprintf("there is no setting %q", name), fmt.Sprintf("没有“%s”这个设置", name)}
	}
	if k := Keys[at]; value < k.Min || value > k.Max {
		return &Refused{
			Name: name,
			EN:   fmt.Sprintf("%s is %d to %d", name, k.Min, k.Max),
			ZH:   fmt.Sprintf("“%s”应在 %d 与 %d 之间", name, k.Min, k.Max),
		}
	}
	return nil
}
