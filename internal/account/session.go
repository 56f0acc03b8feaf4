package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
	"chainchief/internal/settings"
)

// skew is how far clocks may differ, or go back, before sessions end.
const skew = time.Minute

// touched is how old the note of when a session was last used may be: not every request writes.
const touched = time.Minute

// noteKey is what scs knows the note of a session by.
const noteKey = "note"

// note is what a session holds, as it is kept: in a form that is read on every request.
type note struct {
	ID      string // to end it by
	Account string
	Epoch   int64
	Address string
	Agent   string
}

// Place is where somebody signs in.
type Place struct {
	Address string // of the network
	Agent   string // what the browser says of itself
}

const longestAgent = 300

// Start begins a session of somebody who has signed in, under a new token; a session of the browser before ends. The
// account is the one that was found then: when its password has changed since, the session is over as it begins.
func (b *Book) Start(ctx context.Context, a Account, before string, from Place) (token string, err error) {
	idle, absolute, err := b.bounds(ctx)
	if err != nil {
		return "", err
	}
	now, err := (*shelf)(b).now(ctx) // a clock that went back ends the sessions before this one
	if err != nil {
		return "", err
	}
	err = b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "DELETE FROM session WHERE began < $1 OR seen < $2", now.Add(-absolute).UnixMilli(),
			now.Add(-idle).UnixMilli())
		return err
	})
	if err != nil {
		return "", err
	}
	if ctx, err = b.sessions.Load(ctx, before); err != nil {
		return "", err
	}
	if err := b.sessions.RenewToken(ctx); err != nil {
		return "", err
	}
	agent := []rune(strings.ToValidUTF8(from.Agent, "?"))
	n := note{secret()[:12], a.Name, a.epoch, from.Address, string(agent[:min(len(agent), longestAgent)])}
	b.sessions.Put(ctx, noteKey, n)
	token, _, err = b.sessions.Commit(ctx)
	return token, err
}

// bounds are after how long of nothing, and after how long at all, sessions are over.
func (b *Book) bounds(ctx context.Context) (idle, absolute time.Duration, err error) {
	v, err := b.o.Settings.Now(ctx)
	idle = time.Duration(v.Of(settings.SessionIdle)) * time.Minute
	return idle, time.Duration(v.Of(settings.SessionAbsolute)) * time.Hour, err
}

// End ends a session.
func (b *Book) End(ctx context.Context, token string) error {
	ctx, err := b.sessions.Load(ctx, token)
	if err != nil {
		return err
	}
	return b.sessions.Destroy(ctx)
}

// note is that of a session that is not over.
func (b *Book) note(ctx context.Context, token string) (n note, found bool, err error) {
	if token == "" {
		return n, false, nil
	}
	ctx, err = b.sessions.Load(ctx, token)
	if err != nil {
		return n, false, err
	}
	n, found = b.sessions.Get(ctx, noteKey).(note)
	return n, found, nil
}

// Who is the person of a session that goes on, with what they owe.
func (b *Book) Who(ctx context.Context, token string) (p access.Person, goesOn bool, err error) {
	n, found, err := b.note(ctx, token)
	if err != nil || !found {
		return p, false, err
	}
	r, err := b.record(ctx, n.Account)
	if graph.CodeOf(err) == graph.CodeNotFound {
		return p, false, nil
	}
	if err != nil || r.Disabled || r.epoch != n.Epoch {
		return p, false, err
	}
	p, err = b.person(ctx, r)
	return p, err == nil, err
}

// person is who asks when an account does, with what it owes.
func (b *Book) person(ctx context.Context, r record) (access.Person, error) {
	v, err := b.o.Settings.Now(ctx)
	p := r.Person()
	p.Owes = b.owes(v, r)
	return p, err
}

// owes is what an account must do first. Whose password is kept elsewhere has it checked there, and who comes by OpenID
// Connect is asked for a second factor there.
func (b *Book) owes(v settings.Values, r record) access.Duty {
	days := time.Duration(v.Of(settings.PasswordDays)) * 24 * time.Hour
	administers := func(role access.Role) bool { return slices.Contains(administrators, role) }
	switch {
	case r.Origin == "" && days > 0 && b.o.Now().Sub(r.passwordAt) >= days:
		return access.NewPassword
	case v.On(settings.AdminFactor) && !r.Factor && r.Origin != OIDC && slices.ContainsFunc(r.Roles, administers):
		return access.SecondFactor
	}
	return ""
}

// Session is one that goes on.
type Session struct {
	ID string
	Place
	Began, Seen time.Time
	This        bool // it is the one that asks
}

// Sessions are those of an account that go on, the last used first. token is that of who asks.
func (b *Book) Sessions(ctx context.Context, name, token string) (out []Session, err error) {
	own, _, err := b.note(ctx, token)
	if err != nil {
		return nil, err
	}
	idle, absolute, err := b.bounds(ctx)
	if err != nil {
		return nil, err
	}
	now := b.o.Now()
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		return c.Each(ctx, func(scan func(...any) error) error {
			var data string
			var began, seen int64
			var n note
			if err := errors.Join(scan(&data, &began, &seen), json.Unmarshal([]byte(data), &n)); err != nil {
				return err
			}
			if n.Epoch == r.epoch {
				out = append(out, Session{n.ID, Place{n.Address, n.Agent}, time.UnixMilli(began), time.UnixMilli(seen),
					n.ID == own.ID})
			}
			return nil
		}, `SELECT data, began, seen FROM session WHERE account = $1 AND began > $2 AND seen > $3
			ORDER BY seen DESC, id`, r.Name, now.Add(-absolute).UnixMilli(), now.Add(-idle).UnixMilli())
	})
	return out, err
}

// EndOne ends a session of an account, by its id.
func (b *Book) EndOne(ctx context.Context, name, id string) error {
	return b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, "DELETE FROM session WHERE account = $1 AND id = $2", canonical(name), id)
		if err == nil && n == 0 {
			err = &graph.Error{
				Code:    graph.CodeNotFound,
				Message: fmt.Sprintf("there is no session %q", id),
				Fix:     "it is over, or another account's",
			}
		}
		return err
	})
}

// EndOthers ends all sessions of an account but that of a token.
func (b *Book) EndOthers(ctx context.Context, name, token string) error {
	own, _, err := b.note(ctx, token)
	if err != nil {
		return err
	}
	return b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "DELETE FROM session WHERE account = $1 AND id <> $2", canonical(name), own.ID)
		return err
	})
}

// notes implements scs.Codec. When a session is over is worked out from what is set at the time.
type notes struct{}

// Encode implements scs.Codec.
func (notes) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(values[noteKey])
}

// Decode implements scs.Codec.
func (notes) Decode(data []byte) (time.Time, map[string]any, error) {
	var n note
	err := json.Unmarshal(data, &n)
	return time.Time{}, map[string]any{noteKey: n}, err
}

// shelf is where sessions are kept, in the form that scs asks for.
type shelf Book

// wind notes the latest time that is on record.
func (b *Book) wind(ctx context.Context) error {
	var seen int64
	err := b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&seen}, "SELECT COALESCE(MAX(seen), 0) FROM session")
		return err
	})
	b.highest = time.UnixMilli(seen)
	return err
}

// now is the time. When the clock went back, nobody knows which sessions would be over: all end.
func (s *shelf) now(ctx context.Context) (time.Time, error) {
	now := s.o.Now()
	s.mu.Lock()
	back := now.Before(s.highest.Add(-skew))
	if now.After(s.highest) {
		s.highest = now
	}
	s.mu.Unlock()
	if !back {
		return now, nil
	}
	slog.Warn("the clock went back: all sessions end")
	err := s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "DELETE FROM session")
		return err
	})
	if err == nil {
		s.mu.Lock()
		s.highest = now
		s.mu.Unlock()
	}
	return now, err
}

// FindCtx implements scs.CtxStore. What is over when somebody looks is gone for good.
func (s *shelf) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, false, err
	}
	idle, absolute, err := (*Book)(s).bounds(ctx)
	if err != nil {
		return nil, false, err
	}
	var text string
	var seen, began int64
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		found, err = c.First(ctx, []any{&text, &seen, &began},
			"SELECT data, seen, began FROM session WHERE token = $1", token)
		return err
	})
	if err != nil || !found {
		return nil, false, err
	}
	last := time.UnixMilli(seen)
	if now.Sub(time.UnixMilli(began)) >= absolute || now.Sub(last) >= idle || last.Sub(now) > skew {
		return nil, false, s.DeleteCtx(ctx, token)
	}
	if now.Sub(last) >= touched {
		err := s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
			_, err := c.Exec(ctx, "UPDATE session SET seen = $2 WHERE token = $1 AND seen < $2", token, now.UnixMilli())
			return err
		})
		if err != nil {
			slog.Warn("the use of a session is not noted", "error", err) // it ends early
		}
	}
	return []byte(text), true, nil
}

// CommitCtx implements scs.CtxStore.
func (s *shelf) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	var n note
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO session (token, id, account, data, began, seen) VALUES ($1, $2, $3, $4, $5, $5)`,
			token, n.ID, n.Account, string(data), s.o.Now().UnixMilli())
		return err
	})
}

// DeleteCtx implements scs.CtxStore.
func (s *shelf) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "DELETE FROM session WHERE token = $1", token)
		return err
	})
}

// Find, Commit and Delete complete scs.CtxStore; scs calls those with a context.
func (s *shelf) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s *shelf) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete implements scs.Store.
func (s *shelf) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
