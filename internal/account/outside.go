package account

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"

	"golang.org/x/text/unicode/norm"
)

// Outside is somebody whom another server has known: a provider of OpenID Connect, or a directory.
type Outside struct {
	Origin  Origin
	Subject string // what that server knows them by
	Name    string // to sign in with
	Post    string // by what others know them; empty: not said
	Roles   []access.Role
	Chains  *[]graph.ID // nil: not said there
}

// Directory knows people whose password it checks.
type Directory interface {
	// Authenticate finds who has a name and a password. It returns nil for a name or a password that is wrong, and an
	// error when the directory cannot say.
	Authenticate(ctx context.Context, name, password string) (*Outside, error)
}

// RoleTable says which roles what is said of somebody elsewhere gives: the value of a claim, the name of a group.
type RoleTable map[string][]access.Role

// Roles are those that values give together.
func (t RoleTable) Roles(values []string) (roles []access.Role) {
	for _, v := range values {
		roles = append(roles, t[v]...)
	}
	return distinct(roles)
}

// ParseRoles reads a table: VALUE=ROLE; the value may hold "=" too.
func ParseRoles(lines []string) (RoleTable, error) {
	t := RoleTable{}
	for _, line := range lines {
		at := strings.LastIndex(line, "=")
		if at <= 0 {
			return nil, fmt.Errorf("%q is not VALUE=ROLE", line)
		}
		value, role := strings.TrimSpace(line[:at]), access.Role(strings.TrimSpace(line[at+1:]))
		if value == "" || role.Permissions() == nil {
			return nil, fmt.Errorf("%q names no role: one of %v", line, access.Roles)
		}
		t[value] = append(t[value], role)
	}
	return t, nil
}

var (
	errOutside = refuse("account.outside", "the password of this account is kept elsewhere; change it there",
		"该账号的密码由统一身份或目录服务管理，请在那里修改")
	errNoRole = refuse("session.no_role", "you are known, but nothing there gives you a role here, or the chains "+
		"that you work on; ask who manages accounts", "身份已确认，但没有本系统的角色或负责的产业链，请联系账号管理员")
	errTaken = refuse("session.name_taken", "there is an account of this name that was not made from there; it is never "+
		"taken over: ask who manages accounts", "已有同名账号，不会被接管，请联系账号管理员")
	errNotYet = refuse("session.no_local", "the first account is made on the server itself",
		"请先在服务器上建立第一个本地账号")
)

// Welcome makes or updates the account of somebody whom another server has known. Nobody without a role gets in, and
// who has lost theirs loses sessions and rights at once; an account of the same name that does not come from there
// stays untouched; one that is disabled stays out.
func (b *Book) Welcome(ctx context.Context, o Outside) (Account, error) {
	o.Name, o.Roles = canonical(o.Name), distinct(o.Roles)
	o.Post = norm.NFC.String(strings.TrimSpace(o.Post))
	var a Account
	var refused error // with something written all the same
	err := b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		all, err := records(ctx, c, "")
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errNotYet
		}
		known := func(r record) bool { return r.Origin == o.Origin && r.subject == o.Subject }
		at := slices.IndexFunc(all, known)
		if at < 0 {
			a, err = b.arrive(ctx, c, all, o)
			return err
		}
		r := all[at]
		if r.Disabled {
			return errWrong
		}
		if !slices.Equal(r.Roles, o.Roles) {
			r.Roles = o.Roles
			r.epoch++
		}
		if o.Chains != nil {
			r.Chains = distinct(*o.Chains)
		}
		if o.Post != "" {
			r.Post = unlike(all, r.Name, o.Post)
		}
		a = r.Account
		if len(o.Roles) == 0 {
			refused = errNoRole
		} else if err := r.fit(); err != nil {
			refused = err
			r.Roles = nil // nobody could say which of them
			r.epoch++
		}
		return r.keep(ctx, c)
	})
	if err == nil {
		err = refused
	}
	return a, err
}

// arrive makes the account of somebody who comes for the first time.
func (b *Book) arrive(ctx context.Context, c appdb.Conn, all []record, o Outside) (Account, error) {
	a := Account{Name: o.Name, Post: unlike(all, o.Name, cmp.Or(o.Post, o.Name)), Roles: o.Roles, Origin: o.Origin}
	if o.Chains != nil {
		a.Chains = distinct(*o.Chains)
	}
	if len(o.Roles) == 0 {
		return a, errNoRole
	}
	if slices.ContainsFunc(all, func(r record) bool { return r.Name == o.Name }) {
		return a, errTaken
	}
	if err := a.fit(); err != nil {
		return a, err
	}
	return a, b.add(ctx, c, &a, "", o.Subject)
}

// unlike is a post that the history shows for no other account.
func unlike(all []record, name, post string) string {
	if distinguished(all, Account{Name: name, Post: post}) == nil {
		return post
	}
	return fmt.Sprintf("%s（%s）", post, name)
}
