package account_test

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/settings"
)

// set sets some keys, as another server does.
func (h *hall) set(to map[string]int64) {
	h.t.Helper()
	s := settings.New(h.db, nil)
	v, err := s.Read(h.t.Context())
	if err == nil {
		_, _, err = s.Change(h.t.Context(), v.Revision, to, "系统管理员")
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.again() // that asks at once
}

// owed is what the person of a session must do first.
func (h *hall) owed(token string) access.Duty {
	h.t.Helper()
	p, on, err := h.Who(h.t.Context(), token)
	if err != nil || !on {
		h.t.Fatal(on, err)
	}
	return p.Owes
}

// factor switches the second factor of an account on and returns its secret and the recovery codes.
func (h *hall) factor(name string) (secret string, codes []string) {
	h.t.Helper()
	address, err := h.Begin(h.t.Context(), name, password)
	if err != nil {
		h.t.Fatal(err)
	}
	u, _ := url.Parse(address)
	secret = u.Query().Get("secret")
	if codes, err = h.Enable(h.t.Context(), name, code(h.t, secret, h.now())); err != nil {
		h.t.Fatal(err)
	}
	return secret, codes
}

// TestSettingsHold: what is set holds for sessions that are open, within seconds and after a restart.
func TestSettingsHold(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.add("boss", access.Admin)
		idle, absolute := settings.SessionIdle.Name, settings.SessionAbsolute.Name
		token := h.start("boss")
		h.set(map[string]int64{idle: 60})
		h.wait(59 * time.Minute)
		if !h.holds(token) {
			t.Error("it ended before the hour that is set")
		}
		h.set(map[string]int64{idle: 10})
		h.wait(10 * time.Minute)
		if h.holds(token) {
			t.Error("it goes on after the ten minutes that are set")
		}
		h.set(map[string]int64{idle: 480})
		token = h.start("boss")
		h.wait(2 * time.Hour)
		h.set(map[string]int64{absolute: 2})
		if h.holds(token) {
			t.Error("it goes on after the two hours that are set")
		}
	})
}

// TestDuties: who must set up a second factor, or choose a new password, may do that and nothing else, with a token of
// the account neither.
func TestDuties(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		h.add("boss", access.Admin)
		h.add("sys", access.SysAdmin)
		h.add("one", access.Staff)
		_, sent, err := h.Issue(ctx, "sys", account.Token{
			Title: "t", Permissions: []access.Permission{access.SettingsManage}, Expires: h.now().AddDate(0, 1, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		boss, sys, one := h.start("boss"), h.start("sys"), h.start("one")
		if h.owed(boss)+h.owed(sys)+h.owed(one) != "" {
			t.Error("something is owed that nobody asked for")
		}
		h.set(map[string]int64{settings.AdminFactor.Name: 1})
		if h.owed(boss) != access.SecondFactor || h.owed(sys) != access.SecondFactor || h.owed(one) != "" {
			t.Error("administrators owe a second factor, others do not")
		}
		p, _, _ := h.Who(ctx, sys)
		if p.May(access.SettingsManage) || !p.May(access.Own) || len(p.Permissions()) != 0 {
			t.Errorf("%+v may %v", p, p.Permissions())
		}
		if p, good, err := h.Bearer(ctx, sent); !good || err != nil || p.May(access.SettingsManage) || p.May(access.Own) {
			t.Errorf("the token: %+v %v", p, err)
		}
		h.factor("sys")
		p, _, _ = h.Who(ctx, sys)
		if p.Owes != "" || !p.May(access.SettingsManage) {
			t.Errorf("%+v", p)
		}
		if p, _, _ := h.Bearer(ctx, sent); !p.May(access.SettingsManage) {
			t.Error("the token no longer works")
		}

		h.set(map[string]int64{settings.AdminFactor.Name: 0, settings.PasswordDays.Name: 30})
		h.wait(30*24*time.Hour - time.Minute)
		if one = h.start("one"); h.owed(one) != "" {
			t.Error("the password expired early")
		}
		h.wait(time.Minute)
		if p, _, _ := h.Who(ctx, one); p.Owes != access.NewPassword || p.May(access.GraphRead) {
			t.Errorf("%+v", p)
		}
		if _, err := h.ChangePassword(ctx, "one", password, password); refusal(err) != "password.same" {
			t.Error(err)
		}
		if _, err := h.ChangePassword(ctx, "one", password, password+"了"); err != nil {
			t.Error(err)
		}
		if one = h.start("one"); h.owed(one) != "" {
			t.Error("the new password has expired")
		}
		h.wait(-20 * 24 * time.Hour) // the clock goes back
		if one = h.start("one"); h.owed(one) != "" {
			t.Error("a password that was set later than now has expired")
		}
	})
}

// TestSecretsAreSealed: nothing in the database gives a code away; with another key, or none, it is said, and recovery
// codes work.
func TestSecretsAreSealed(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		h.add("boss", access.Admin)
		h.add("two", access.SecAdmin)
		stored := func(name string) (text string) {
			t.Helper()
			err := h.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
				_, err := c.First(ctx, []any{&text}, "SELECT secret FROM account WHERE name = $1", name)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		store := func(name, text string) {
			t.Helper()
			err := h.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
				_, err := c.Exec(ctx, "UPDATE account SET secret = $2 WHERE name = $1", name, text)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		enters := func(name, secret string) error {
			h.wait(time.Minute)
			_, err := h.SignIn(ctx, name, password, code(t, secret, h.now()))
			return err
		}
		if _, err := os.Stat(h.options.KeyFile); err == nil {
			t.Error("a key is made before it is needed")
		}
		secret, codes := h.factor("boss")
		sealed := stored("boss")
		if strings.Contains(sealed, secret) || !strings.HasPrefix(sealed, "sealed:") {
			t.Error(sealed)
		}
		if about, err := os.Stat(h.options.KeyFile); err != nil || about.Mode() != 0o600 {
			t.Error(about, err)
		}
		if err := enters("boss", secret); err != nil {
			t.Error(err)
		}
		store("boss", secret) // as an earlier version kept it
		if err := enters("boss", secret); err != nil {
			t.Error(err)
		}
		h.again()
		if sealed = stored("boss"); strings.Contains(sealed, secret) {
			t.Error("it is not sealed when the book is opened")
		}
		if err := enters("boss", secret); err != nil {
			t.Error(err)
		}

		store("two", sealed) // of another account
		if err := h.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
			_, err := c.Exec(ctx, "UPDATE account SET factor = $1 WHERE name = 'two'", true)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := enters("two", secret); graph.CodeOf(err) != graph.CodeDamagedStore {
			t.Errorf("the secret of another account opens: %v", err)
		}
		if _, err := h.Disable(ctx, "two"); err != nil {
			t.Fatal(err)
		}

		key, err := os.ReadFile(h.options.KeyFile)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{
			"lost":    "",
			"another": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
			"no key":  "hello",
		} {
			if err = os.Remove(h.options.KeyFile); content != "" {
				err = os.WriteFile(h.options.KeyFile, []byte(content), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			h.again()
			if err := enters("boss", secret); refusal(err) != "factor.no_key" {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := h.Begin(ctx, "two", password); refusal(err) != "factor.no_key" {
				t.Errorf("%s: a new secret is sealed with another key: %v", name, err)
			}
			if _, err := h.SignIn(ctx, "boss", password, codes[0]); err != nil {
				t.Errorf("%s: a recovery code does not work: %v", name, err)
			}
			codes = codes[1:]
			if content == "" {
				if err := os.WriteFile(h.options.KeyFile, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.WriteFile(h.options.KeyFile, key, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := enters("boss", secret); err != nil {
			t.Error(err)
		}
		_, disabled := h.Disable(ctx, "boss")
		if err := errors.Join(os.Remove(h.options.KeyFile), disabled); err != nil {
			t.Fatal(err)
		}
		h.factor("boss") // with a new key, once nothing is sealed with the lost one
	})
}

// TestSessionsAreListed: one sees where one is signed in, and ends what one has not begun.
func TestSessionsAreListed(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		h.add("boss", access.Admin)
		h.add("one", access.Staff)
		from := account.Place{Address: "10.1.2.3", Agent: strings.Repeat("甲", 500)}
		a, err := h.Get(ctx, "one")
		if err != nil {
			t.Fatal(err)
		}
		first, err := h.Start(ctx, a, "", from)
		if err != nil {
			t.Fatal(err)
		}
		h.wait(5 * time.Minute)
		second, boss := h.start("one"), h.start("boss")
		list := func(name, token string) []account.Session {
			t.Helper()
			list, err := h.Sessions(ctx, name, token)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		got := list("one", second)
		if len(got) != 2 || !got[0].This || got[1].This || got[1].Address != from.Address ||
			len([]rune(got[1].Agent)) != 300 || got[0].Began.Sub(got[1].Began).Round(time.Minute) != 5*time.Minute {
			t.Fatalf("%+v", got)
		}
		if err := h.EndOne(ctx, "boss", got[1].ID); graph.CodeOf(err) != graph.CodeNotFound {
			t.Errorf("the session of another account is ended: %v", err)
		}
		if err := h.EndOne(ctx, "one", got[1].ID); err != nil || h.holds(first) || !h.holds(second) {
			t.Error(err)
		}
		h.start("one")
		h.start("one")
		if err := h.EndOthers(ctx, "one", second); err != nil || len(list("one", second)) != 1 || !h.holds(boss) {
			t.Error(err)
		}
		if err := h.SetPassword(ctx, "one", password+"了"); err != nil || len(list("one", boss)) != 0 {
			t.Error("sessions that are over are listed")
		}
		h.start("one")
		h.wait(30 * time.Minute)
		if len(list("one", "")) != 0 {
			t.Error("sessions that are over are listed")
		}
		if _, err := h.Sessions(ctx, "nobody", boss); graph.CodeOf(err) != graph.CodeNotFound {
			t.Error(err)
		}
	})
}

// TestWelcome: whom another server knows gets an account with the roles that are said there, each time anew.
func TestWelcome(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		staff := account.Outside{
			Origin: account.OIDC, Subject: "s1", Name: "Zhuanban", Post: "专班", Roles: []access.Role{access.Staff},
		}
		if _, err := h.Welcome(ctx, staff); refusal(err) != "session.no_local" {
			t.Errorf("the first account comes from elsewhere: %v", err)
		}
		h.add("boss", access.Admin)
		with := func(change func(*account.Outside)) account.Outside {
			o := staff
			change(&o)
			return o
		}
		for name, tc := range map[string]struct {
			o    account.Outside
			want string
		}{
			"no role":    {with(func(o *account.Outside) { o.Roles = nil }), "session.no_role"},
			"local name": {with(func(o *account.Outside) { o.Name = "BOSS" }), "session.name_taken"},
			"bad name":   {with(func(o *account.Outside) { o.Name = "a b" }), "account.name"},
			"no name":    {with(func(o *account.Outside) { o.Name = "" }), "account.name"},
			"two administrators": {with(func(o *account.Outside) {
				o.Roles = []access.Role{access.SecAdmin, access.Auditor}
			}), "account.exclusive"},
		} {
			if _, err := h.Welcome(ctx, tc.o); refusal(err) != tc.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, _ := h.All(ctx); len(all) != 1 {
			t.Errorf("%+v", all)
		}
		a, err := h.Welcome(ctx, staff)
		if err != nil || a.Name != "zhuanban" || a.Origin != account.OIDC || a.Password {
			t.Fatalf("%+v %v", a, err)
		}
		for name, o := range map[string]account.Outside{
			"another person": with(func(o *account.Outside) { o.Subject = "s2" }),
			"another origin": with(func(o *account.Outside) { o.Origin = account.LDAP }),
		} {
			if _, err := h.Welcome(ctx, o); refusal(err) != "session.name_taken" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if a, err := h.Welcome(ctx, with(func(o *account.Outside) { o.Post = "" })); err != nil || a.Post != "专班" {
			t.Errorf("a post that is not said is lost: %+v %v", a, err)
		}
		if a, err := h.Welcome(ctx, with(func(o *account.Outside) { o.Post = "岗位BOSS" })); err != nil ||
			a.Post != "岗位BOSS（zhuanban）" {
			t.Errorf("the history could not tell two accounts apart: %+v %v", a, err)
		}
		token := h.start("zhuanban")
		chains := []graph.ID{"chain:a"}
		if _, err := h.Welcome(ctx, with(func(o *account.Outside) { o.Chains = &chains })); err != nil || !h.holds(token) {
			t.Error("a sign-in that changes no role ends sessions", err)
		}
		if p, _, _ := h.Who(ctx, token); p.Sees("chain:b") {
			t.Errorf("%+v", p)
		}
		if _, err := h.Welcome(ctx, with(func(o *account.Outside) { o.Roles = nil })); refusal(err) != "session.no_role" {
			t.Error(err)
		}
		if h.holds(token) {
			t.Error("who has lost their roles goes on")
		}
		if a, _ := h.Get(ctx, "zhuanban"); len(a.Roles) != 0 {
			t.Errorf("%+v", a)
		}
		if _, err := h.Welcome(ctx, staff); err != nil {
			t.Error(err)
		}
		if err := h.SetPassword(ctx, "zhuanban", password); refusal(err) != "account.outside" {
			t.Error(err)
		}
		if _, _, err := h.Invite(ctx, "zhuanban"); refusal(err) != "account.outside" {
			t.Error(err)
		}
		yes := true
		if _, err := h.Change(ctx, access.Person{}, "zhuanban", account.Edit{
			Roles: []access.Role{access.Keeper},
		}); refusal(err) != "account.outside" {
			t.Error(err)
		}
		if _, err := h.Change(ctx, access.Person{}, "zhuanban", account.Edit{Disabled: &yes}); err != nil {
			t.Error(err)
		}
		if _, err := h.Welcome(ctx, staff); refusal(err) != "session.wrong" {
			t.Errorf("a disabled account is let in: %v", err)
		}
		if _, err := h.SignIn(ctx, "zhuanban", "", ""); refusal(err) != "session.wrong" {
			t.Error(err)
		}
	})
}

// TestPassages: a sign-in elsewhere ends once, within ten minutes, by the clock as it stands.
func TestPassages(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		for name, tc := range map[string]struct {
			do   func(state string) string
			want string
		}{
			"at once":             {func(s string) string { return s }, ""},
			"nine":                {func(s string) string { h.wait(9 * time.Minute); return s }, ""},
			"ten minutes":         {func(s string) string { h.wait(10 * time.Minute); return s }, "oidc.state"},
			"another":             {func(s string) string { return s + "0" }, "oidc.state"},
			"nothing":             {func(string) string { return "" }, "oidc.state"},
			"twice":               {func(s string) string { _, _ = h.Arrive(ctx, s); return s }, "oidc.state"},
			"the clock goes back": {func(s string) string { h.wait(-time.Hour); return s }, "oidc.state"},
			"after a restart":     {func(s string) string { h.again(); return s }, ""},
			"begun again":         {func(s string) string { _, _ = h.Depart(ctx); return s }, ""},
		} {
			p, err := h.Depart(ctx)
			if err != nil {
				t.Fatal(err)
			}
			got, err := h.Arrive(ctx, tc.do(p.State))
			if refusal(err) != tc.want || err == nil && got != p {
				t.Errorf("%s: %+v %v", name, got, err)
			}
		}
	})
}

// pages is a directory of names and passwords.
type pages map[string]string

func (p pages) Authenticate(_ context.Context, name, password string) (*account.Outside, error) {
	switch kept, is := p[name]; {
	case kept == "away":
		return nil, &account.Refused{Code: "directory.away", EN: "away", ZH: "连不上"}
	case !is || kept != password:
		return nil, nil
	}
	return &account.Outside{
		Origin: account.LDAP, Subject: "uid=" + name, Name: name, Roles: []access.Role{access.SysAdmin},
	}, nil
}

// TestDirectory: who is not of here is asked for there, and only they; wrong passwords count alike.
func TestDirectory(t *testing.T) {
	h := opened(t, t.TempDir()+"/app.db")
	there := pages{"two": "there", "boss": "there", "three": "away"}
	h.options.Directory = there
	h.again()
	ctx := t.Context()
	h.add("boss", access.Admin)
	in := func(name, password string) string {
		_, err := h.SignIn(ctx, name, password, "")
		return refusal(err)
	}
	if in("boss", "there") != "session.wrong" || in("boss", password) != "" {
		t.Error("an account of here is asked for elsewhere")
	}
	if got := in("two", "there"); got != "" {
		t.Error(got)
	}
	if in("two", "") != "session.wrong" || in("two", "no") != "session.wrong" || in("three", "x") != "directory.away" {
		t.Error("who gets in?")
	}
	h.set(map[string]int64{settings.AdminFactor.Name: 1, settings.PasswordDays.Name: 1})
	if h.owed(h.start("two")) != access.SecondFactor {
		t.Error("who is of the directory owes the second factor too")
	}
	if _, err := h.Begin(ctx, "two", "there"); err != nil {
		t.Error(err)
	}
	for range 5 {
		in("four", "no")
	}
	maps.Copy(there, pages{"four": "there"})
	if in("four", "there") != "session.locked" {
		t.Error("guessing at names of the directory is not counted")
	}
	if all, _ := h.All(ctx); !slices.ContainsFunc(all, func(a account.Account) bool { return a.Origin == account.LDAP }) {
		t.Errorf("%+v", all)
	}
}

// TestOldDatabase: accounts of an earlier version keep their passwords, whose age is that of the account.
func TestOldDatabase(t *testing.T) {
	db := appdbtest.Open(t, t.TempDir()+"/app.db")
	old := time.Now().AddDate(0, 0, -40).UnixMilli()
	err := db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO account (name, post, roles, chains, disabled, password, epoch, secret, factor,
			step, recovery, made, password_at)
			VALUES ('old', '岗位', '["reader"]', '[]', false, 'x', 1, '', false, 0, '[]', $1, $1)`, old)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, db: db, options: account.Options{}}
	h.again()
	h.set(map[string]int64{settings.PasswordDays.Name: 30})
	if h.owed(h.start("old")) != access.NewPassword {
		t.Error("it has not expired")
	}
}
