package account

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
)

const (
	failures  = 5 // in a row lock a name
	lockedFor = 15 * time.Minute
	forget    = 24 * time.Hour // failures this old count no longer
)

// errWrong is the one answer to an unknown name, a wrong password and an account that is disabled.
var errWrong = &Refused{
	Code: "session.wrong",
	EN:   "name, password or code is wrong, or the account is disabled",
	ZH:   "登录名、密码或验证码不对，或账号已停用",
}

// errCode asks for the second factor of somebody who knows the password.
var errCode = &Refused{
	Code: "session.code_needed",
	EN:   "this account has a second factor: send the code of it too, or a recovery code",
	ZH:   "该账号开启了二次验证，请输入动态验证码或恢复码",
}

// trial is a name that is tried now: one after the other, so that attempts at once do not pass the count.
type trial struct {
	sync.Mutex
	waiting int
}

func (b *Book) oneByOne(name string) (done func()) {
	b.mu.Lock()
	t := b.trying[name]
	if t == nil {
		t = &trial{}
		b.trying[name] = t
	}
	t.waiting++
	b.mu.Unlock()
	t.Lock()
	return func() {
		t.Unlock()
		b.mu.Lock()
		if t.waiting--; t.waiting == 0 {
			delete(b.trying, name)
		}
		b.mu.Unlock()
	}
}

// SignIn finds the account of a name and a password, and of the code of its second factor when it has one. Five
// failures in a row lock a name, whether there is such an account or not, and the answer takes as long for either.
func (b *Book) SignIn(ctx context.Context, name, password, code string) (Account, error) {
	return b.attempt(ctx, name, password, func(ctx context.Context, c appdb.Conn, r *record) error {
		if err := b.second(ctx, c, r, code); err != nil {
			return err
		}
		return forgive(ctx, c, r.Name)
	})
}

// Confirm makes sure that who asks knows the password of the account. Where that is not all there is to know, it does
// not take back failures: codes of the second factor could be tried without end.
func (b *Book) Confirm(ctx context.Context, name, password string) (Account, error) {
	return b.attempt(ctx, name, password, func(ctx context.Context, c appdb.Conn, r *record) error {
		if r.Factor {
			return nil
		}
		return forgive(ctx, c, r.Name)
	})
}

// forgive takes back the failures of a name.
func forgive(ctx context.Context, c appdb.Conn, name string) error {
	_, err := c.Exec(ctx, "DELETE FROM attempt WHERE name = $1", name)
	return err
}

func (b *Book) attempt(
	ctx context.Context,
	name, password string,
	second func(context.Context, appdb.Conn, *record) error,
) (Account, error) {
	name = canonical(name)
	if r := []rune(name); len(r) > 64 {
		name = string(r[:64]) + "…" // no account has it
	}
	defer b.oneByOne(name)()
	if err := b.locked(ctx, name); err != nil {
		return Account{}, err
	}
	r, right, err := b.knows(ctx, name, password)
	if err != nil {
		return Account{}, err
	}
	if !right || r.Disabled {
		return Account{}, b.failed(ctx, name)
	}
	err = b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error { return second(ctx, c, &r) })
	if errors.Is(err, errWrong) {
		err = b.failed(ctx, name)
	}
	return r.Account, err
}

// knows tells whether a password is that of a name. An account of here is never asked for elsewhere; a name that is not
// of here is asked for in the directory, when there is one.
func (b *Book) knows(ctx context.Context, name, password string) (r record, right bool, err error) {
	r, err = b.record(ctx, name)
	if err != nil && graph.CodeOf(err) != graph.CodeNotFound {
		return r, false, err
	}
	if b.o.Directory != nil && (r.Name == "" || r.Origin == LDAP) {
		return b.known(ctx, name, password)
	}
	kept := r.password
	if kept == "" {
		kept = b.nobody
	}
	err = b.working(ctx, func() { right = same(password, kept) })
	return r, right && r.password != "", err
}

// known asks the directory, and makes or updates the account of whom it knows.
func (b *Book) known(ctx context.Context, name, password string) (r record, right bool, err error) {
	if password == "" {
		return r, false, nil
	}
	found, err := b.o.Directory.Authenticate(ctx, name, password)
	if err != nil || found == nil {
		return r, false, err
	}
	a, err := b.Welcome(ctx, *found)
	if errors.Is(err, errWrong) { // disabled
		return r, false, nil
	}
	if err == nil {
		r, err = b.record(ctx, a.Name)
	}
	return r, err == nil, err
}

// locked refuses a name that is locked. A lock that lies further ahead than one can was set before the clock went back:
// it holds from now.
func (b *Book) locked(ctx context.Context, name string) error {
	var until int64
	now := b.o.Now()
	err := b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&until}, "SELECT locked_until FROM attempt WHERE name = $1", name)
		return err
	})
	if err != nil || until <= now.UnixMilli() {
		return err
	}
	if end := now.Add(lockedFor); until > end.UnixMilli() {
		until = end.UnixMilli()
		err = b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
			_, err := c.Exec(ctx, "UPDATE attempt SET locked_until = $2 WHERE name = $1", name, until)
			return err
		})
		if err != nil {
			return err
		}
	}
	return tooMany(time.UnixMilli(until))
}

func tooMany(until time.Time) error {
	at := until.Add(time.Minute - time.Millisecond) // the first full minute after it
	return &Refused{
		Code:  "session.locked",
		EN:    fmt.Sprintf("too many failures in a row: this name is locked until %s", graph.Clock(at, graph.Hour, "en")),
		ZH:    fmt.Sprintf("连续输错次数过多，该登录名已锁定，请在 %s后再试", graph.Clock(at, graph.Hour, "zh")),
		Until: until,
	}
}

// failed counts a failure and locks a name that has too many.
func (b *Book) failed(ctx context.Context, name string) error {
	now := b.o.Now()
	said := error(errWrong)
	err := b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		// Times that lie ahead were written before the clock went back.
		_, err := c.Exec(ctx, "DELETE FROM attempt WHERE (last < $1 OR last > $2) AND locked_until < $2",
			now.Add(-forget).UnixMilli(), now.UnixMilli())
		if err != nil {
			return err
		}
		var n int64
		if _, err := c.First(ctx, []any{&n}, `INSERT INTO attempt (name, failures, last, locked_until) VALUES ($1, 1, $2, 0)
			ON CONFLICT (name) DO UPDATE SET failures = attempt.failures + 1, last = $2 RETURNING failures`,
			name, now.UnixMilli()); err != nil {
			return err
		}
		if n < failures {
			return nil
		}
		until := now.Add(lockedFor)
		said = tooMany(until)
		_, err = c.Exec(ctx, "UPDATE attempt SET failures = 0, locked_until = $2 WHERE name = $1", name, until.UnixMilli())
		return err
	})
	if err != nil {
		return err
	}
	return said
}
