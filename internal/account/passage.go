package account

import (
	"context"
	"time"

	"chainchief/internal/appdb"
)

// Passage is a sign-in that is under way at another server: what it was begun with, and is held against when it ends.
type Passage struct{ State, Nonce, Verifier string }

// PassageFor is how long a sign-in at another server may take.
const PassageFor = 10 * time.Minute

// ErrPassage is the answer to what comes back from elsewhere and was not begun here, or is over.
var ErrPassage = &Refused{
	Code: "oidc.state",
	EN:   "this sign-in was used, took more than ten minutes, or began in another browser: begin it again",
	ZH:   "这次登录已用过、超过十分钟或不是在本浏览器发起的，请重新登录",
}

// Depart begins a sign-in at another server.
func (b *Book) Depart(ctx context.Context) (Passage, error) {
	p, now := Passage{secret(), secret(), secret() + secret()}, b.o.Now()
	err := b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		// One that lies further ahead than it can was begun before the clock went back.
		_, err := c.Exec(ctx, "DELETE FROM passage WHERE expires < $1 OR expires > $2", now.UnixMilli(),
			now.Add(PassageFor+skew).UnixMilli())
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, "INSERT INTO passage (state, nonce, verifier, expires) VALUES ($1, $2, $3, $4)",
			digest(p.State), p.Nonce, p.Verifier, now.Add(PassageFor).UnixMilli())
		return err
	})
	return p, err
}

// Arrive ends a sign-in at another server; once.
func (b *Book) Arrive(ctx context.Context, state string) (Passage, error) {
	p, now, over := Passage{State: state}, b.o.Now(), true
	err := b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		var expires int64
		found, err := c.First(ctx, []any{&p.Nonce, &p.Verifier, &expires},
			"DELETE FROM passage WHERE state = $1 RETURNING nonce, verifier, expires", digest(state))
		ends := time.UnixMilli(expires)
		over = !found || !now.Before(ends) || ends.Sub(now) > PassageFor+skew
		return err
	})
	if err == nil && over {
		err = ErrPassage
	}
	return p, err
}
