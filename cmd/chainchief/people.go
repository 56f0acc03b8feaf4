package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/api"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
	"chainchief/internal/draft"
	"chainchief/internal/mapping"
	"chainchief/internal/sending"
	"chainchief/internal/settings"

	"golang.org/x/term"
)

// people is what the application database holds.
type people struct {
	*appdb.DB
	book     *account.Book
	record   *audit.Record
	settings *settings.Settings
	drafts   *draft.Shelf
	mappings *mapping.Memory
	sendings *sending.Shelf
}

// people opens the application database that the flags name.
func (g *globals) people(ctx context.Context) (*people, error) { return g.peopleOf(ctx, nil) }

// peopleOf asks a directory too.
func (g *globals) peopleOf(ctx context.Context, directory account.Directory) (*people, error) {
	db, err := appdb.Open(ctx, g.appDB())
	if err != nil {
		return nil, err
	}
	set := settings.New(db, nil)
	book, err := account.Open(ctx, db, account.Options{Settings: set, KeyFile: g.secretKey(), Directory: directory})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &people{
		db, book, audit.New(db, nil), set, draft.NewShelf(db, nil), mapping.New(db, nil), sending.New(db, nil),
	}, nil
}

// secretKey is the file of the key of second factors: beside the data folder, so that a copy of the folder, or of the
// database, alone opens none.
func (g *globals) secretKey() string {
	if g.SecretKeyFile != "" {
		return g.SecretKeyFile
	}
	return filepath.Clean(g.Data) + ".key"
}

// appDB is the address of the application database: a file lies in the data folder.
func (g *globals) appDB() string {
	if strings.Contains(g.AppDB, "://") || filepath.IsAbs(g.AppDB) {
		return g.AppDB
	}
	return filepath.Join(g.Data, g.AppDB)
}

// ofAppDB tells whether a path leads to a file of the application database.
func (g *globals) ofAppDB(path string) bool {
	file := g.appDB()
	for _, end := range besideStore {
		if sameFile(path, file+end) {
			return true
		}
	}
	return false
}

// recorded does something that stands on record: who sits here, what they are about to do, what came of it.
func (p *people) recorded(ctx context.Context, need access.Permission, act, object string, do func() error) error {
	a := audit.Act{Via: "cli", Permission: string(need), Act: act, Object: object}
	if who, err := user.Current(); err == nil {
		a.Post = who.Username
	}
	intent, err := p.record.Intend(ctx, a)
	if err != nil {
		return err
	}
	failed := do()
	outcome, detail := audit.Success, ""
	var refused *account.Refused
	switch {
	case errors.As(failed, &refused):
		outcome, detail = audit.Refused, refused.Code
	case failed != nil:
		outcome, detail = audit.Failed, string(graph.CodeOf(failed))
	}
	return errors.Join(failed, p.record.Close(context.WithoutCancel(ctx), intent, a, outcome, detail))
}

func roleNames() (names []string) {
	for _, r := range access.Roles {
		names = append(names, string(r))
	}
	return names
}

// userCmd keeps accounts.
type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Make an account; the first one must be able to manage the others."`
	List     userListCmd     `cmd:"" help:"List the accounts."`
	Disable  userDisableCmd  `cmd:"" help:"Let somebody sign in no more; their sessions end."`
	Enable   userEnableCmd   `cmd:"" help:"Let somebody sign in again."`
	Password userPasswordCmd `cmd:"" help:"Set a password, or make a one-time link to set it."`

	FactorOff userFactorOffCmd `cmd:"" help:"Switch the second factor of an account off: its device or the key is lost."`
}

// linked is how one-time links are shown.
type linked struct {
	PublicURL string `name:"public-url" help:"Address of the pages, for the link." default:"http://localhost:8080"`
}

func (l linked) say(ctx context.Context, g *globals, p *people, name string) error {
	link, expires, err := p.book.Invite(ctx, name)
	if err == nil {
		g.printf("%s/password#%s\n", strings.TrimRight(l.PublicURL, "/"), link)
		g.say("works once, until %s", graph.Clock(expires, graph.Minute, "en"))
	}
	return err
}

type userAddCmd struct {
	Name   string        `arg:"" help:"Name to sign in with."`
	Role   []access.Role `help:"One or more of ${roles}." required:"" placeholder:"ROLE"`
	Chain  []string      `help:"Chains that they work on; without it all." placeholder:"CHAIN"`
	Post   string        `help:"What history and comments call them; without it the name." placeholder:"TEXT"`
	linked `embed:""`
}

// Run makes an account. A password comes from the terminal or standard input; without one a one-time link is printed.
func (c *userAddCmd) Run(ctx context.Context, g *globals) error {
	a := account.Account{Name: c.Name, Post: c.Post, Roles: c.Role}
	if a.Post == "" {
		a.Post = c.Name
	}
	if len(c.Chain) > 0 {
		s, f, err := g.analysed(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		for _, key := range c.Chain {
			id := chainID(key)
			if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindChain {
				return &graph.Error{
					Code:    graph.CodeNotFound,
					Message: fmt.Sprintf("there is no chain %q", key),
					Fix:     "name some of " + chainKeys(f),
				}
			}
			a.Chains = append(a.Chains, id)
		}
	}
	password, err := g.askPassword()
	if err != nil {
		return err
	}
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	return p.recorded(ctx, access.AccountManage, "make-account", c.Name, func() error {
		if password != "" {
			a, err = p.book.AddWith(ctx, a, password)
		} else {
			a, err = p.book.Add(ctx, a)
		}
		if err != nil {
			return err
		}
		g.say("made %s (%s)", a.Name, a.Post)
		if password != "" {
			return nil
		}
		return c.say(ctx, g, p, a.Name)
	})
}

// askPassword asks at a terminal, twice; elsewhere it is the first line of standard input. Empty: none is given.
func (g *globals) askPassword() (string, error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		line, err := bufio.NewReader(io.LimitReader(os.Stdin, 1<<10)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", unreadable("-", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var typed [2]string
	for i, text := range []string{"password (empty: a one-time link): ", "again: "} {
		g.warnf("%s", text)
		data, err := term.ReadPassword(in)
		g.warnf("\n")
		if err != nil {
			return "", unreadable("-", err)
		}
		if typed[i] = string(data); typed[0] == "" {
			return "", nil
		}
	}
	if typed[0] != typed[1] {
		return "", &graph.Error{Code: graph.CodeUsage, Message: "the two differ", Fix: "type the same password twice"}
	}
	return typed[0], nil
}

type userListCmd struct{}

// Run lists the accounts.
func (*userListCmd) Run(ctx context.Context, g *globals) error {
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	all, err := p.book.All(ctx)
	if err != nil {
		return err
	}
	list := api.AccountsOf(all)
	if g.JSON {
		return g.writeJSON(list)
	}
	for _, a := range list.Items {
		state := ""
		switch {
		case a.Disabled:
			state = g.in("已停用", "disabled")
		case a.Origin == string(account.OIDC):
			state = g.in("统一身份登录", "by OpenID Connect")
		case a.Origin == string(account.LDAP):
			state = g.in("目录账号", "of the LDAP directory")
		case !a.Password:
			state = g.in("未设密码", "no password yet")
		}
		g.printf("%s  %s  %s  %s\n", pad(a.Name, 20), pad(a.Post, 24), pad(strings.Join(a.Roles, ","), 24), state)
	}
	if len(list.Items) == 0 {
		g.say("there are no accounts")
	}
	return nil
}

type userDisableCmd struct {
	Name string `arg:"" help:"Name to sign in with."`
}

// Run lets somebody sign in no more.
func (c *userDisableCmd) Run(ctx context.Context, g *globals) error {
	return g.disable(ctx, c.Name, true)
}

type userEnableCmd struct {
	Name string `arg:"" help:"Name to sign in with."`
}

// Run lets somebody sign in again.
func (c *userEnableCmd) Run(ctx context.Context, g *globals) error {
	return g.disable(ctx, c.Name, false)
}

func (g *globals) disable(ctx context.Context, name string, disabled bool) error {
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	return p.recorded(ctx, access.AccountManage, "change-account", name, func() error {
		_, err := p.book.Change(ctx, access.Person{}, name, account.Edit{Disabled: &disabled})
		return err
	})
}

type userPasswordCmd struct {
	Name   string `arg:"" help:"Name to sign in with."`
	linked `embed:""`
}

// Run sets the password of an account; their sessions end. Without a password a one-time link is printed.
func (c *userPasswordCmd) Run(ctx context.Context, g *globals) error {
	password, err := g.askPassword()
	if err != nil {
		return err
	}
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	if password == "" {
		return p.recorded(ctx, access.AccountManage, "invite-account", c.Name, func() error {
			return c.say(ctx, g, p, c.Name)
		})
	}
	return p.recorded(ctx, access.AccountManage, "set-password", c.Name, func() error {
		return p.book.SetPassword(ctx, c.Name, password)
	})
}

type userFactorOffCmd struct {
	Name string `arg:"" help:"Name to sign in with."`
}

// Run switches the second factor of an account off; its sessions end.
func (c *userFactorOffCmd) Run(ctx context.Context, g *globals) error {
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	return p.recorded(ctx, access.AccountManage, "drop-factor-of", c.Name, func() error {
		_, err := p.book.Disable(ctx, c.Name)
		return err
	})
}

// auditCmd reads the record.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Go along the chain of hashes and name the first row that is not as it was."`
	Export auditExportCmd `cmd:"" help:"Write the record as a file."`

	Archive auditArchiveCmd `cmd:"" help:"Move the rows of old months to a file, which goes on with the chain."`
}

type auditExportCmd struct {
	Output  string `short:"o" help:"File; - is standard output." default:"-" placeholder:"FILE"`
	Format  string `help:"jsonl: rows as they are hashed; csv: a table." enum:"jsonl,csv" default:"jsonl"`
	Account string `help:"Only of who signed in under this name." placeholder:"NAME"`
	Object  string `help:"Only what was done to this, or a part of its name." placeholder:"TEXT"`
}

// Run writes the record as a file.
func (c *auditExportCmd) Run(ctx context.Context, g *globals) error {
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	return p.recorded(ctx, access.AuditRead, "export-audit", c.Output, func() error {
		return g.writeFile(c.Output, func(w io.Writer) error {
			return p.record.Export(ctx, w, c.Format, audit.Filter{Account: c.Account, Object: c.Object})
		})
	})
}
