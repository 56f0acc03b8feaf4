package account

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
)

// skew is how far clocks may differ, or go back, before sessions end.
const skew = time.Minute

// touched is how old the note of when a session was last used may be: not every request writes.
const touched = time.Minute

const (
	accountKey = "account"
	epochKey   = "epoch"
)

// Start begins a session of somebody who has signed in, under a new token; a session of the browser before ends. The
// account is the one that was found then: when its password has changed since, the session is over as it begins.
func (b *Book) Start(ctx context.Context, a Account, before string) (token string, err error) {
	now := b.o.Now()
	err = b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, "DELETE FROM session WHERE expires < $1 OR seen < $2", now.UnixMilli(),
			now.Add(-b.o.Idle).UnixMilli())
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
	b.sessions.Put(ctx, accountKey, a.Name)
	b.sessions.Put(ctx, epochKey, a.epoch)
	token, _, err = b.sessions.Commit(ctx)
	return token, err
}

// End ends a session.
func (b *Book) End(ctx context.Context, token string) error {
	ctx, err := b.sessions.Load(ctx, token)
	if err != nil {
		return err
	}
	return b.sessions.Destroy(ctx)
}

// Who is the person of a session that goes on.
func (b *Book) Who(ctx context.Context, token string) (p access.Person, goesOn bool, err error) {
	if token == "" {
		return p, false, nil
	}
	session, err := b.sessions.Load(ctx, token)
	if err != nil {
		return p, false, err
	}
	name := b.sessions.GetString(session, accountKey)
	if name == "" {
		return p, false, nil
	}
	r, err := b.record(ctx, name)
	if graph.CodeOf(err) == graph.CodeNotFound {
		return p, false, nil
	}
	if err != nil || r.Disabled || r.epoch != b.sessions.GetInt64(session, epochKey) {
		return p, false, err
	}
	return r.Person(), true, nil
}

// note is what a session holds, as it is kept: in a form that is read on every request.
type note struct {
	Until   time.Time
	Account string
	Epoch   int64
}

// notes implements scs.Codec.
type notes struct{}

// Encode implements scs.Codec.
func (notes) Encode(until time.Time, values map[string]any) ([]byte, error) {
	n := note{Until: until}
	n.Account, _ = values[accountKey].(string)
	n.Epoch, _ = values[epochKey].(int64)
	return json.Marshal(n)
}

// Decode implements scs.Codec.
func (notes) Decode(data []byte) (time.Time, map[string]any, error) {
	var n note
	err := json.Unmarshal(data, &n)
	return n.Until, map[string]any{accountKey: n.Account, epochKey: n.Epoch}, err
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
	var text string
	var seen, expires int64
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		found, err = c.First(ctx, []any{&text, &seen, &expires},
			"SELECT data, seen, expires FROM session WHERE token = $1", token)
		return err
	})
	if err != nil || !found {
		return nil, false, err
	}
	last := time.UnixMilli(seen)
	if now.UnixMilli() >= expires || now.Sub(last) >= s.o.Idle || last.Sub(now) > skew {
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
	now := s.o.Now()
	return s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO session (token, data, seen, expires) VALUES ($1, $2, $3, $4)
			ON CONFLICT (token) DO UPDATE SET data = $2, seen = $3`,
			token, string(data), now.UnixMilli(), now.Add(s.o.Absolute).UnixMilli())
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
