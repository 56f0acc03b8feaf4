package account

import (
	"context"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/appdb"
)

// linkFor is how long a one-time link lives.
const linkFor = 24 * time.Hour

// Invite makes a one-time link for somebody to set the password of an account that is not disabled; links before are
// dead.
func (b *Book) Invite(ctx context.Context, name string) (link string, expires time.Time, err error) {
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err == nil && r.Origin != "" {
			err = errOutside
		}
		if err != nil {
			return err
		}
		if r.Disabled {
			return refuse("account.disabled", "this account is disabled: enable it first", "该账号已停用，请先启用")
		}
		link, expires, err = b.link(ctx, c, r.Name)
		return err
	})
	return link, expires, err
}

// First makes a one-time link for the first account; empty when there are accounts.
func (b *Book) First(ctx context.Context) (link string, err error) {
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		there, err := c.First(ctx, []any{new(string)}, "SELECT name FROM account LIMIT 1")
		if err != nil || there {
			return err
		}
		link, _, err = b.link(ctx, c, "")
		return err
	})
	return link, err
}

func (b *Book) link(ctx context.Context, c appdb.Conn, name string) (link string, expires time.Time, err error) {
	link, expires = secret(), b.o.Now().Add(linkFor)
	if _, err := c.Exec(ctx, "DELETE FROM link WHERE account = $1", name); err != nil {
		return "", expires, err
	}
	_, err = c.Exec(ctx, "INSERT INTO link (hash, account, expires) VALUES ($1, $2, $3)", digest(link), name,
		expires.UnixMilli())
	return link, expires, err
}

var errDead = &Refused{
	Code: "link.dead",
	EN:   "this link was used, is older than a day, or was replaced; ask for another one",
	ZH:   "链接已使用、已超过一天或已被替换，请另要一个",
}

// Redeem sets the password that a link is for. The link of the first account makes it, of the name and post that are
// given, able to do what all three administrators may. A link works once.
func (b *Book) Redeem(ctx context.Context, link, password, name, post string) (Account, error) {
	of, first, err := b.ofLink(ctx, b.db.Read, link)
	if err != nil {
		return Account{}, err
	}
	a := Account{Name: of}
	if first {
		a = Account{Name: canonical(name), Post: post, Roles: []access.Role{access.Admin}}
		if err := a.fit(); err != nil {
			return a, err
		}
	}
	kept, err := b.hashed(ctx, password, a.Name, a.Post)
	if err != nil {
		return a, err
	}
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		within := func(ctx context.Context, do func(context.Context, appdb.Conn) error) error { return do(ctx, c) }
		if _, _, err := b.ofLink(ctx, within, link); err != nil {
			return err
		}
		if !first {
			if a, err = b.put(ctx, c, of, kept); err != nil {
				return err
			}
			return forgive(ctx, c, of)
		}
		if err := b.add(ctx, c, &a, kept, ""); err != nil {
			return err
		}
		_, err := c.Exec(ctx, "DELETE FROM link WHERE account = ''")
		return err
	})
	return a, err
}

// ofLink is the account of a link that works, or whether it is for the first one: that is dead once there is any.
func (b *Book) ofLink(
	ctx context.Context,
	in func(context.Context, func(context.Context, appdb.Conn) error) error,
	link string,
) (name string, first bool, err error) {
	err = in(ctx, func(ctx context.Context, c appdb.Conn) error {
		var expires int64
		found, err := c.First(ctx, []any{&name, &expires}, "SELECT account, expires FROM link WHERE hash = $1", digest(link))
		if err != nil {
			return err
		}
		there, err := c.First(ctx, []any{new(string)}, "SELECT name FROM account LIMIT 1")
		if err != nil {
			return err
		}
		now := b.o.Now()
		ends := time.UnixMilli(expires)
		// One that lies further ahead than a link lives was made before the clock went back.
		if !found || !now.Before(ends) || ends.Sub(now) > linkFor+skew || name == "" && there {
			return errDead
		}
		return nil
	})
	return name, name == "", err
}
