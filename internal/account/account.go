// Package account knows who people are: accounts and their rules, passwords, second factors, sessions, tokens of the
// API. It keeps them in the application database.
package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
	"chainchief/internal/settings"

	"github.com/alexedwards/scs/v2"
	"golang.org/x/text/unicode/norm"
)

// Account is somebody who can sign in.
type Account struct {
	Name     string // to sign in with, in lower case
	Post     string // what history, comments and contacts call them
	Roles    []access.Role
	Chains   []graph.ID // that they work on; empty: all
	Disabled bool
	Password bool // there is one
	Factor   bool // a second factor is asked for
	Made     time.Time
	Origin   Origin

	epoch int64 // counts what ends sessions
}

// Origin is where an account comes from: empty for one that was made here.
type Origin string

// Whose password is kept elsewhere.
const (
	OIDC Origin = "oidc"
	LDAP Origin = "ldap"
)

// Person is who asks when this account does.
func (a Account) Person() access.Person {
	return access.Person{Account: a.Name, Name: a.Post, Roles: a.Roles, Chains: a.Chains}
}

// manages tells whether an account can manage accounts, now.
func (a Account) manages() bool {
	return !a.Disabled && a.Password && a.Person().May(access.AccountManage)
}

// Refused says why something is not done, in words for people.
type Refused struct {
	Code   string
	EN, ZH string
	Until  time.Time // of a lock
}

func (r *Refused) Error() string { return r.EN }

func refuse(code, en, zh string) error { return &Refused{Code: code, EN: en, ZH: zh} }

// Options of a book.
type Options struct {
	Now       func() time.Time   // nil: the clock
	Cost      Cost               // zero: DefaultCost
	Settings  *settings.Settings // nil: those of the database
	KeyFile   string             // holds the key of the secrets of second factors; made when it is first needed
	Directory Directory          // asked for names that are not of here; nil: there is none
}

// Book is everybody who can sign in.
type Book struct {
	db       *appdb.DB
	o        Options
	sessions *scs.SessionManager
	nobody   string        // a password that no account has
	hashing  chan struct{} // passwords that are worked out at once

	mu      sync.Mutex
	trying  map[string]*trial // names that are tried now
	highest time.Time         // the latest time that was seen
	any     bool              // there are accounts; they are never deleted
}

// Open returns the book of a database.
func Open(ctx context.Context, db *appdb.DB, o Options) (*Book, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	if o.Settings == nil {
		o.Settings = settings.New(db, o.Now)
	}
	b := &Book{db: db, o: o, hashing: make(chan struct{}, atOnce), trying: map[string]*trial{}}
	b.nobody = o.Cost.hash(secret(), []byte(secret())[:saltLength])
	// Not by scs.New, whose own store in memory would run on for ever.
	b.sessions = &scs.SessionManager{Store: (*shelf)(b), Codec: notes{}, HashTokenInStore: true}
	if err := b.wind(ctx); err != nil {
		return nil, err
	}
	return b, b.sealAll(ctx)
}

// record is an account with what only this package reads.
type record struct {
	Account
	password   string
	passwordAt time.Time // when it was set
	secret     string    // sealed, see seal
	step       int64
	recovery   []string
	subject    string // what it is known by where it comes from
}

const fields = "name, post, roles, chains, disabled, password, epoch, secret, factor, step, recovery, made, " +
	"password_at, origin, subject"

func scanned(scan func(...any) error) (r record, err error) {
	var roles, chains, recovery string
	var made, set int64
	err = scan(&r.Name, &r.Post, &roles, &chains, &r.Disabled, &r.password, &r.epoch, &r.secret, &r.Factor, &r.step,
		&recovery, &made, &set, &r.Origin, &r.subject)
	if err != nil {
		return r, err
	}
	r.Password, r.Made, r.passwordAt = r.password != "", time.UnixMilli(made), time.UnixMilli(set)
	return r, errors.Join(json.Unmarshal([]byte(roles), &r.Roles), json.Unmarshal([]byte(chains), &r.Chains),
		json.Unmarshal([]byte(recovery), &r.recovery))
}

// list writes a list as JSON.
func list[T ~string](items []T) string {
	if len(items) == 0 {
		return "[]"
	}
	data, _ := json.Marshal(items) // texts always marshal
	return string(data)
}

// records are those that a condition finds.
func records(ctx context.Context, c appdb.Conn, where string, args ...any) (out []record, err error) {
	err = c.Each(ctx, func(scan func(...any) error) error {
		r, err := scanned(scan)
		out = append(out, r)
		return err
	}, "SELECT "+fields+" FROM account "+where, args...)
	return out, err
}

func find(ctx context.Context, c appdb.Conn, name string) (record, error) {
	found, err := records(ctx, c, "WHERE name = $1", canonical(name))
	if err == nil && len(found) == 0 {
		err = &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no account %q", name),
			Fix:     "look at the list of accounts",
		}
	}
	if err != nil {
		return record{}, err
	}
	return found[0], nil
}

// keep writes what a record says over what stands.
func (r record) keep(ctx context.Context, c appdb.Conn) error {
	_, err := c.Exec(ctx, `UPDATE account SET post = $2, roles = $3, chains = $4, disabled = $5, password = $6, epoch = $7,
		secret = $8, factor = $9, step = $10, recovery = $11, password_at = $12 WHERE name = $1`, r.Name, r.Post,
		list(r.Roles), list(r.Chains), r.Disabled, r.password, r.epoch, r.secret, r.Factor, r.step, list(r.recovery),
		r.passwordAt.UnixMilli())
	return err
}

// alone lets one at a time change accounts: rules about several of them hold.
func (b *Book) alone(ctx context.Context, do func(context.Context, appdb.Conn) error) error {
	return b.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "UPDATE guard SET seq = seq + 1 WHERE subject = 'account'"); err != nil {
			return err
		}
		return do(ctx, c)
	})
}

// Ping asks whether the database answers.
func (b *Book) Ping(ctx context.Context) error { return b.db.Ping(ctx) }

// Any tells whether there are accounts.
func (b *Book) Any(ctx context.Context) (there bool, err error) {
	b.mu.Lock()
	there = b.any
	b.mu.Unlock()
	if there {
		return true, nil
	}
	there, err = There(ctx, b.db)
	b.mu.Lock()
	b.any = b.any || there
	b.mu.Unlock()
	return there, err
}

// There tells whether a database holds accounts, by reading alone.
func There(ctx context.Context, db *appdb.DB) (there bool, err error) {
	err = db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		there, err = c.First(ctx, []any{new(string)}, "SELECT name FROM account LIMIT 1")
		return err
	})
	return there, err
}

// All are the accounts by name.
func (b *Book) All(ctx context.Context) (out []Account, err error) {
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		found, err := records(ctx, c, "")
		for _, r := range found {
			out = append(out, r.Account)
		}
		return err
	})
	slices.SortFunc(out, func(x, y Account) int { return strings.Compare(x.Name, y.Name) })
	return out, err
}

// Get is the account of a name.
func (b *Book) Get(ctx context.Context, name string) (Account, error) {
	r, err := b.record(ctx, name)
	return r.Account, err
}

func (b *Book) record(ctx context.Context, name string) (r record, err error) {
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err = find(ctx, c, name)
		return err
	})
	return r, err
}

// canonical is the one form of a name to sign in with.
func canonical(name string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(storable(name))))
}

// storable is a text in a form that every database takes: PostgreSQL keeps no U+0000. Nothing there has U+FFFD.
func storable(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

var (
	nameForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$`)
	postForm = regexp.MustCompile(`^[^\x00-\x1f\x7f-\x9f\x{fffd}]{1,100}$`)

	// unseen are characters that show nothing, or turn what follows around: names with them look like others.
	unseen = regexp.MustCompile(`[\p{Cf}\p{Zl}\p{Zp}\p{Co}\x{034f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}` +
		`\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{ffa0}\x{e0100}-\x{e01ef}]`)
	latin     = regexp.MustCompile(`\p{Latin}`)
	likeLatin = regexp.MustCompile(`[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}]`)
)

// looksLikeAnother tells whether a text has what people cannot see, or letters of two scripts that look alike.
func looksLikeAnother(text string) bool {
	return unseen.MatchString(text) || latin.MatchString(text) && likeLatin.MatchString(text)
}

// reserved are the names under which programs write into the history, and the page of a machine without accounts.
var reserved = []string{"system", "seed", "import", "match", "cli", "页面"}

// administrators exclude one another.
var administrators = []access.Role{access.SysAdmin, access.SecAdmin, access.Auditor, access.Admin}

// fit says what is wrong with an account.
func (a Account) fit() error {
	several := 0
	for _, role := range a.Roles {
		if role.Permissions() == nil {
			return refuse("account.role", fmt.Sprintf("there is no role %q", role), fmt.Sprintf("没有“%s”这个角色", role))
		}
		if slices.Contains(administrators, role) {
			several++
		}
	}
	switch {
	case !nameForm.MatchString(a.Name) || looksLikeAnother(a.Name) || slices.Contains(reserved, a.Name):
		return refuse("account.name", "a name to sign in with has 1 to 64 letters, digits, dots, hyphens or underlines, "+
			"begins with a letter or digit and is none that programs write under",
			"登录名为 1–64 个字母、汉字、数字或 . _ - @，以字母、汉字或数字开头，且不能用系统保留名")
	case !postForm.MatchString(a.Post) || looksLikeAnother(a.Post) || strings.TrimSpace(a.Post) == "" ||
		slices.Contains(reserved, canonical(a.Post)):
		return refuse("account.post", "say in one line by what post others know this account, without characters that "+
			"are not seen and without letters of two alphabets that look alike",
			"请用一行文字写明显示名称（岗位），不能含不可见字符，也不能混用外形相同的不同字母")
	case len(a.Roles) == 0:
		return refuse("account.role", "an account has at least one role", "账号至少要有一个角色")
	case several > 1:
		return refuse("account.exclusive", "system, security and audit administrator exclude one another: one of them, or "+
			"admin in a small place", "系统管理员、安全管理员、审计员三员互斥，一个账号只能担任其一")
	}
	return nil
}

// Add makes an account without a password; a link, or SetPassword, gives it one. The first one must be able to manage
// the others.
func (b *Book) Add(ctx context.Context, a Account) (Account, error) { return b.admit(ctx, a, "") }

// AddWith makes an account with a password.
func (b *Book) AddWith(ctx context.Context, a Account, password string) (Account, error) {
	kept, err := b.hashed(ctx, password, a.Name, a.Post)
	if err != nil {
		return a, err
	}
	return b.admit(ctx, a, kept)
}

func (b *Book) admit(ctx context.Context, a Account, kept string) (Account, error) {
	a.Name, a.Post = canonical(a.Name), norm.NFC.String(strings.TrimSpace(a.Post))
	a.Roles, a.Chains = distinct(a.Roles), distinct(a.Chains)
	if err := a.fit(); err != nil {
		return a, err
	}
	err := b.alone(ctx, func(ctx context.Context, c appdb.Conn) error { return b.add(ctx, c, &a, kept, "") })
	return a, err
}

// distinct sorts a list and leaves each item once.
func distinct[T ~string](items []T) []T { return slices.Compact(slices.Sorted(slices.Values(items))) }

func (b *Book) add(ctx context.Context, c appdb.Conn, a *Account, password, subject string) error {
	all, err := records(ctx, c, "")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(r record) bool { return r.Name == a.Name }) {
		return refuse("account.exists", "there is an account of this name; a name is used once, also when it is disabled",
			"已有同名账号；登录名不能重复，停用的也不能再用")
	}
	if err := distinguished(all, *a); err != nil {
		return err
	}
	if len(all) == 0 && !a.Person().May(access.AccountManage) {
		return refuse("account.first", "the first account must be able to manage the others: give it the role secadmin or "+
			"admin", "第一个账号必须能管理账号，请给它安全管理员或 admin 角色")
	}
	a.Made, a.Password, a.epoch = time.UnixMilli(b.o.Now().UnixMilli()), password != "", 1
	_, err = c.Exec(ctx, "INSERT INTO account ("+fields+`) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 0, '[]', $9, $9,
		$10, $11)`, a.Name, a.Post, list(a.Roles), list(a.Chains), a.Disabled, password, a.epoch, false,
		a.Made.UnixMilli(), string(a.Origin), subject)
	return err
}

// distinguished refuses a post that the history would show for two accounts.
func distinguished(all []record, a Account) error {
	spaced := func(post string) string { return strings.Join(strings.Fields(canonical(post)), " ") }
	same := func(r record) bool { return r.Name != a.Name && spaced(r.Post) == spaced(a.Post) }
	if slices.ContainsFunc(all, same) {
		return refuse("account.post_exists", "another account is shown by this post; the history could not tell them apart",
			"已有账号使用这个显示名称；请加以区分，否则历史记录分不清是谁")
	}
	return nil
}

// Edit is what changes of an account; nil stays.
type Edit struct {
	Post     *string
	Roles    []access.Role
	Chains   *[]graph.ID
	Disabled *bool
}

// of is an account after the change.
func (e Edit) of(a Account) Account {
	if e.Post != nil {
		a.Post = norm.NFC.String(strings.TrimSpace(*e.Post))
	}
	if e.Roles != nil {
		a.Roles = distinct(e.Roles)
	}
	if e.Chains != nil {
		a.Chains = distinct(*e.Chains)
	}
	if e.Disabled != nil {
		a.Disabled = *e.Disabled
	}
	return a
}

// disarm ends what lets somebody in without a session: nobody remembers it when the account is enabled again.
func disarm(ctx context.Context, c appdb.Conn, name string) error {
	_, links := c.Exec(ctx, "DELETE FROM link WHERE account = $1", name)
	_, tokens := c.Exec(ctx, "DELETE FROM token WHERE account = $1", name)
	return errors.Join(links, tokens)
}

// Change changes an account. When it is disabled or its roles change, its sessions end; when it is disabled, its tokens
// and links are gone too. Nobody changes their own rights, and one that can manage accounts is always left.
func (b *Book) Change(ctx context.Context, by access.Person, name string, e Edit) (Account, error) {
	var out Account
	err := b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		was, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		r := was
		r.Account = e.of(was.Account)
		rights := !slices.Equal(r.Roles, was.Roles) || r.Disabled != was.Disabled
		if err := changeable(by, was.Account, r.Account); err != nil {
			return err
		}
		if err := r.fit(); err != nil && r.Origin == "" { // one from elsewhere may have lost its roles
			return err
		}
		all, err := records(ctx, c, "")
		if err == nil {
			err = distinguished(all, r.Account)
		}
		if err != nil {
			return err
		}
		if was.manages() && !r.manages() {
			if err := othersManage(all, r.Name); err != nil {
				return err
			}
		}
		if rights {
			r.epoch++
		}
		if r.Disabled && !was.Disabled {
			if err := disarm(ctx, c, r.Name); err != nil {
				return err
			}
		}
		out = r.Account
		return r.keep(ctx, c)
	})
	return out, err
}

// changeable refuses what is decided elsewhere, and that somebody changes their own rights.
func changeable(by access.Person, was, is Account) error {
	roles := !slices.Equal(is.Roles, was.Roles)
	if is.Origin != "" && (is.Post != was.Post || roles) {
		return refuse("account.outside", "post and roles of this account come from where it signs in; change them there, "+
			"or disable the account", "该账号的岗位和角色来自统一身份或目录服务，请在那里修改；这里可以停用")
	}
	if by.Account == was.Name && (roles || is.Disabled != was.Disabled || !slices.Equal(is.Chains, was.Chains)) {
		return refuse("account.own", "nobody changes their own rights; ask another who manages accounts",
			"不能修改自己的角色、范围和状态，请由另一位账号管理员操作")
	}
	return nil
}

// othersManage refuses to take the last account that can manage accounts.
func othersManage(all []record, name string) error {
	if slices.ContainsFunc(all, func(r record) bool { return r.Name != name && r.manages() }) {
		return nil
	}
	return refuse("account.last", "this is the last account that can manage accounts; give that to another first",
		"这是最后一个能管理账号的账号，请先让另一个账号能管理账号")
}
