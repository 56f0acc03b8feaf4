package account

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
)

// Token lets a program ask as an account, with some of its permissions, until a day.
type Token struct {
	ID          string
	Title       string
	Permissions []access.Permission
	Made        time.Time
	Expires     time.Time
}

// longest is how long a token may live.
const longest = 366 * 24 * time.Hour

// prefix tells people and scanners of secrets what a token is of.
const prefix = "chainchief_"

// Issue makes a token of an account and returns what a program sends; it is shown this once.
func (b *Book) Issue(ctx context.Context, name string, t Token) (Token, string, error) {
	now := b.o.Now()
	sent := prefix + secret()
	t.ID, t.Title, t.Permissions = secret()[:12], strings.TrimSpace(t.Title), distinct(t.Permissions)
	t.Made, t.Expires = time.UnixMilli(now.UnixMilli()), time.UnixMilli(t.Expires.UnixMilli())
	if !postForm.MatchString(t.Title) {
		return t, "", refuse("token.title", "say in one line what the token is for", "请用一行文字写明令牌的用途")
	}
	if !t.Expires.After(now) || t.Expires.Sub(now) > longest {
		return t, "", refuse("token.expiry", "a token ends after now and within a year", "令牌的到期日应在今后一年之内")
	}
	err := b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		over := func(need access.Permission) bool {
			return need == access.Public || need == access.Own || !r.Person().May(need)
		}
		if len(t.Permissions) == 0 || slices.ContainsFunc(t.Permissions, over) {
			return refuse("token.permissions", "a token has one or more of the permissions of its account",
				"令牌的权限须为本账号权限的一部分，且至少一项")
		}
		_, err = c.Exec(ctx, `INSERT INTO token (id, account, title, hash, permissions, made, expires)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.ID, r.Name, t.Title, digest(sent), list(t.Permissions),
			t.Made.UnixMilli(), t.Expires.UnixMilli())
		return err
	})
	return t, sent, err
}

// Tokens are those of an account, newest first.
func (b *Book) Tokens(ctx context.Context, name string) (out []Token, err error) {
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return c.Each(ctx, func(scan func(...any) error) error {
			t, err := scannedToken(scan)
			out = append(out, t)
			return err
		}, `SELECT id, title, permissions, made, expires FROM token WHERE account = $1
			ORDER BY made DESC, id`, canonical(name))
	})
	return out, err
}

func scannedToken(scan func(...any) error, more ...any) (t Token, err error) {
	var permissions string
	var made, expires int64
	if err := scan(append([]any{&t.ID, &t.Title, &permissions, &made, &expires}, more...)...); err != nil {
		return t, err
	}
	t.Made, t.Expires = time.UnixMilli(made), time.UnixMilli(expires)
	return t, json.Unmarshal([]byte(permissions), &t.Permissions)
}

// Revoke ends a token of an account.
func (b *Book) Revoke(ctx context.Context, name, id string) error {
	return b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, "DELETE FROM token WHERE account = $1 AND id = $2", canonical(name), storable(id))
		if err == nil && n == 0 {
			err = &graph.Error{Code: graph.CodeNotFound, Message: fmt.Sprintf("there is no token %q", id), Fix: "list them"}
		}
		return err
	})
}

// Bearer is who asks with a token: its account, with the permissions that both have. A token that is over when it comes
// is gone for good.
func (b *Book) Bearer(ctx context.Context, sent string) (p access.Person, good bool, err error) {
	var t Token
	var name string
	now := b.o.Now()
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return c.Each(ctx, func(scan func(...any) error) error {
			good = true
			t, err = scannedToken(scan, &name)
			return err
		}, "SELECT id, title, permissions, made, expires, account FROM token WHERE hash = $1", digest(sent))
	})
	if err != nil || !good {
		return p, false, err
	}
	if !now.Before(t.Expires) {
		return p, false, b.Revoke(ctx, name, t.ID)
	}
	r, err := b.record(ctx, name)
	if err != nil || r.Disabled {
		return p, false, err
	}
	p, err = b.person(ctx, r)
	p.Token, p.Only = true, t.Permissions
	return p, err == nil, err
}
