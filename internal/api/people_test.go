package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
	"chainchief/internal/drawing"
	"chainchief/internal/settings"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/danielgtaylor/huma/v2"
	"github.com/pquerna/otp/totp"
)

const passphrase = "桥下三只灰鹅过河上山"

// office is a server with accounts; what it answers is held against the file of the API.
type office struct {
	contract
	t      *testing.T
	store  *store.Store
	db     *appdb.DB
	book   *account.Book
	record *audit.Record

	settings *settings.Settings
	ahead    atomic.Int64 // of the clock, in nanoseconds
}

func newOffice(t *testing.T, address string, more ...func(*Options)) *office {
	t.Helper()
	o := &office{t: t, store: matched(t, memstore.Open()), db: appdbtest.Open(t, address)}
	var err error
	o.settings = settings.New(o.db, nil)
	o.book, err = account.Open(t.Context(), o.db, account.Options{
		Now:  func() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) },
		Cost: account.Cost{Memory: 64, Passes: 1}, Settings: o.settings, KeyFile: t.TempDir() + "/app.key",
	})
	if err != nil {
		t.Fatal(err)
	}
	o.record = audit.New(o.db, nil)
	options := Options{
		Store:    o.store,
		Studio:   drawing.New(nil),
		Version:  "test",
		Accounts: o.book,
		Audit:    o.record,
		Settings: o.settings,
		Pages: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			_, _ = w.Write([]byte("页面"))
		}),
	}
	for _, f := range more {
		f(&options)
	}
	o.contract = held(t, New(options))
	return o
}

func offices(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	appdbtest.Each(t, func(t *testing.T, address string) { test(t, newOffice(t, address)) })
}

// hire makes an account with a password.
func (o *office) hire(name string, roles ...access.Role) {
	o.t.Helper()
	_, err := o.book.Add(o.t.Context(), account.Account{Name: name, Post: "岗位" + name, Roles: roles})
	if err == nil {
		err = o.book.SetPassword(o.t.Context(), name, passphrase)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// as is who sends a request: a cookie, a token, or "passage" and the state of a sign-in elsewhere.
type as string

// ask sends a request and expects a status; the answer must be one that the file knows.
func (o *office) ask(who as, method, path string, body any, status int, lines ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	var sent io.Reader
	if body != nil {
		data, _ := json.Marshal(body) // plain values always marshal
		sent = bytes.NewReader(data)
	}
	r := httptest.NewRequest(method, "/api/v1"+path, sent)
	r.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(string(who), "chainchief_") {
		r.Header.Set("Authorization", "Bearer "+string(who))
	} else if state, is := strings.CutPrefix(string(who), "passage "); is {
		r.AddCookie(&http.Cookie{Name: passageCookie, Value: state})
	} else if who != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(who)})
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	got := bytes.Clone(w.Body.Bytes())
	if w.Code != status {
		o.t.Errorf("%s %s: %d, want %d: %.400s", method, path, w.Code, status, got)
		return w
	}
	if op := o.operation(method, path); op != nil {
		if err := o.knows(o.t, op, w); err != nil {
			o.t.Errorf("%s %s: the answer %d is not as the file says: %v: %.300s", method, path, w.Code, err, got)
		}
	}
	w.Body = bytes.NewBuffer(got)
	if len(lines) > 0 {
		expect(o.t, path, got, lines)
	}
	return w
}

// operation is that of a path.
func (o *office) operation(method, path string) *huma.Operation {
	path, _, _ = strings.Cut(path, "?")
	for _, op := range o.operations() {
		if op.Method == method && newDecoded(op.Path).one.MatchString("/api/v1"+path) {
			return op
		}
	}
	return nil
}

// enter signs in and returns the cookie.
func (o *office) enter(name string) as {
	o.t.Helper()
	w := o.ask("", http.MethodPost, "/session", SignIn{Name: name, Password: passphrase}, 200, `mode="accounts"`)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Value == "" {
		o.t.Fatalf("the cookie of %s: %v", name, cookies)
	}
	return as(cookies[0].Value)
}

// TestAloneUntilTheFirstAccount: at a machine without accounts everybody may everything; from the first one on,
// whoever is let in has signed in.
func TestAloneUntilTheFirstAccount(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.ask("", "GET", "/session", nil, 200, `mode="alone"`, `permissions.*="graph.edit"`, `-account`)
		o.ask("", "GET", "/meta", nil, 200, `accounts=false`)
		o.ask("", "POST", "/session/password", PasswordChange{"a", "b"}, 422, `code="session.alone"`)
		remark := map[string]string{"text": "先看", "by": "访客"}
		gap := "/gaps/" + url.PathEscape(substrateGap)
		o.ask("", "POST", gap+"/comments", remark, 200, `comments.*.by="访客"`)
		staff := map[string]any{"name": "first", "post": "专班", "roles": []string{"staff"}}
		o.ask("", "POST", "/accounts", staff, 422, `code="account.first"`)
		staff["roles"], staff["chains"] = []string{"admin"}, []string{"nowhere"}
		o.ask("", "POST", "/accounts", staff, 404, `code="chain.not_found"`)
		delete(staff, "chains")
		w := o.ask("", "POST", "/accounts", staff, 200, `name="first"`, `password=false`)
		var made AccountMade
		decode(t, w, &made)
		o.ask("", "GET", "/gaps", nil, 401, `code="session.needed"`, `detail_zh`)
		common := NewPassword{Link: made.Link, Password: "1234567890"}
		o.ask("", "POST", "/session/link", common, 422, `code="password.common"`)
		o.ask("", "POST", "/session/link", NewPassword{Link: made.Link, Password: passphrase}, 200, `account="first"`)
		o.ask("", "POST", "/session/link", NewPassword{Link: made.Link, Password: passphrase}, 422, `code="link.dead"`)
		me := o.enter("FIRST")
		o.ask(me, "GET", "/session", nil, 200, `mode="accounts"`, `post="专班"`,
			`permissions=["account.manage","settings.manage","audit.read"]`)
		o.ask(me, "GET", "/gaps", nil, 403, `code="access.denied"`)
		o.ask(me, "DELETE", "/session", nil, 200)
		o.ask(me, "GET", "/session", nil, 401)
	})
}

// TestNothingWithoutASession: with accounts every route but those to sign in answers 401 to nobody, and so does
// whatever else lies below /api; the page's own files and the health of the server are there for all.
func TestNothingWithoutASession(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db")
	o.hire("boss", access.Admin)
	public := 0
	for _, op := range o.operations() {
		for _, cookie := range []as{"", "made up", "chainchief_made_up"} {
			r := example(op)
			if strings.HasPrefix(string(cookie), "chainchief_") {
				r.Header.Set("Authorization", "Bearer "+string(cookie))
			} else if cookie != "" {
				r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(cookie)})
			}
			w := httptest.NewRecorder()
			o.handler.ServeHTTP(w, r)
			over := strings.Contains(w.Body.String(), `"session.needed"`) && w.Code == 401
			if over == (needed(op) == access.Public) {
				t.Errorf("%s %q: %d %.200s", op.OperationID, cookie, w.Code, w.Body)
			}
			if !over {
				public++
			}
		}
	}
	if public != 15 {
		t.Errorf("%d answers to nobody", public)
	}
	for path, status := range map[string]int{
		"/healthz": 200, "/readyz": 200, "/": 200, "/chains/new-energy": 200, "/assets/x.js": 200,
		"/api/v1/openapi.json": 401, "/api/v1/openapi.yaml": 401, "/api/v1/nowhere": 401, "/api/": 401, "/api": 404,
		"/api/v1/session/link/": 401, "/api//v1/gaps": 401, "/%61pi/v1/gaps": 401, "/x/../api/v1/gaps": 200,
	} {
		w := do(o.handler, path)
		if w.Code != status && !(status == 401 && w.Code == 307) {
			t.Errorf("%s: %d, want %d: %.100s", path, w.Code, status, w.Body)
		}
		if strings.Contains(w.Body.String(), "gap:") {
			t.Errorf("%s tells something", path)
		}
	}
}

// TestReachedWithoutAccounts: a server that others reach lets nobody in by default.
func TestReachedWithoutAccounts(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db", func(o *Options) { o.Reached = true })
	o.ask("", "GET", "/gaps", nil, 401, `code="session.needed"`)
	o.ask("", "GET", "/session", nil, 401)
}

// TestCookies: what a script, another site or a line without TLS may do with the cookie is as little as can be.
func TestCookies(t *testing.T) {
	public, _ := url.Parse("https://city.example/chains")
	for name, tc := range map[string]struct {
		set func(*Options)
		has []string
	}{
		"plain": {func(*Options) {}, []string{"Path=/;", "HttpOnly", "SameSite=Lax"}},
		"proxy": {func(o *Options) { o.Public, o.Base = public, public.Path }, []string{"Path=/chains;", "Secure"}},
	} {
		o := newOffice(t, t.TempDir()+"/app.db", tc.set)
		o.hire("boss", access.Admin)
		w := o.ask("", "POST", "/session", SignIn{Name: "boss", Password: passphrase}, 200)
		for _, part := range tc.has {
			if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, part) || strings.Contains(got, "Expires") {
				t.Errorf("%s: %q lacks %s", name, got, part)
			}
		}
	}
}

func TestSigningIn(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		wrong := SignIn{Name: "one", Password: "no"}
		for _, name := range []string{"one", "unknown"} {
			wrong.Name = name
			first := o.ask("", "POST", "/session", wrong, 401, `code="session.wrong"`).Body.String()
			for range 3 {
				o.ask("", "POST", "/session", wrong, 401)
			}
			o.ask("", "POST", "/session", wrong, 429, `code="session.locked"`)
			w := o.ask("", "POST", "/session", SignIn{Name: name, Password: passphrase}, 429)
			if wait := w.Header().Get("Retry-After"); len(wait) != 3 {
				t.Errorf("wait %s s", wait)
			}
			if strings.Contains(first, name) {
				t.Errorf("the answer tells of the name: %s", first)
			}
		}
		boss := o.enter("boss")
		o.ask(boss, "POST", "/session/factor", map[string]string{"password": "no"}, 401)
		var f Factor
		decode(t, o.ask(boss, "POST", "/session/factor", map[string]string{"password": passphrase}, 200), &f)
		u, _ := url.Parse(f.Address)
		code, err := totp.GenerateCode(u.Query().Get("secret"), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		o.ask(boss, "POST", "/session/factor/confirm", map[string]string{"code": "0"}, 422, `code="factor.code"`)
		var r Recovery
		decode(t, o.ask(boss, "POST", "/session/factor/confirm", map[string]string{"code": code}, 200), &r)
		in := SignIn{Name: "boss", Password: passphrase}
		o.ask("", "POST", "/session", in, 401, `code="session.code_needed"`)
		in.Code = r.Codes[0]
		o.ask("", "POST", "/session", in, 200, `factor=true`)
		both := map[string]string{"password": passphrase, "code": r.Codes[1]}
		w := o.ask(boss, "POST", "/session/factor/off", both, 200, `factor=false`)
		o.ask(boss, "GET", "/session", nil, 401)
		boss = as(w.Result().Cookies()[0].Value)
		w = o.ask(boss, "POST", "/session/password", PasswordChange{passphrase, "山上四只白鹅下河喝水"}, 200)
		o.ask(boss, "GET", "/session", nil, 401)
		o.ask(as(w.Result().Cookies()[0].Value), "GET", "/session", nil, 200)
		o.ask("", "POST", "/session", SignIn{Name: "boss", Password: passphrase}, 401)
	})
}

// TestWhoWrites: what is written bears the name of who signed in, whatever the request says, and stands on record,
// with what was refused; passwords, tokens and links do not.
func TestWhoWrites(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		o.hire("two", access.Reader)
		one, two, boss := o.enter("one"), o.enter("two"), o.enter("boss")
		gap := "/gaps/" + url.PathEscape(substrateGap)
		remark := map[string]string{"text": "先看", "by": "市长"}
		o.ask(one, "POST", gap+"/comments", remark, 200, `comments.*.by="岗位one"`, `-comments.*.by="市长"`)
		o.ask(one, "GET", "/history?limit=1", nil, 200, `items.0.actor="岗位one"`)
		o.ask(two, "POST", gap+"/comments", remark, 403, `code="access.denied"`)
		o.ask(one, "POST", gap+"/comments", map[string]string{"colour": "red"}, 422)
		o.ask(two, "GET", "/diagrams/structure?chain=new-energy&format=pdf", nil, 200)
		o.ask(two, "GET", "/gaps", nil, 200)
		o.ask("", "POST", "/session", SignIn{Name: "one", Password: "s3cret-guess"}, 401)
		var made AccountMade
		account := map[string]any{
			"name": "three", "post": "岗位3", "roles": []string{"keeper"}, "chains": []string{"new-energy"},
		}
		decode(t, o.ask(boss, "POST", "/accounts", account, 200, `chains=["chain:new-energy"]`), &made)
		o.ask(boss, "POST", "/accounts", account, 409, `code="account.exists"`)
		o.ask(boss, "POST", "/accounts/three", map[string]any{"roles": []string{"reader"}}, 200, `roles=["reader"]`)
		o.ask(boss, "POST", "/accounts/nobody", map[string]any{"disabled": true}, 404, `code="account.not_found"`)
		both := map[string]any{"chains": []string{"new-energy"}, "all_chains": true}
		o.ask(boss, "POST", "/accounts/three", both, 422, `errors.0.location="body.all_chains"`)
		o.ask(boss, "POST", "/accounts/boss", map[string]any{"disabled": true}, 403, `code="account.own"`)
		o.ask(boss, "POST", "/accounts/BOSS/link", nil, 403, `code="account.own"`)
		o.ask(boss, "POST", "/accounts/boss/factor/off", nil, 403, `code="account.own"`)
		o.ask(boss, "POST", "/accounts/two/factor/off", nil, 200)
		o.ask(two, "GET", "/session", nil, 401) // that ended its session
		o.ask(one, "GET", "/audit", nil, 403)
		var list AuditEntries
		decode(t, o.ask(boss, "GET", "/audit?limit=500", nil, 200), &list)
		var got []string
		for _, e := range slices.Backward(list.Items) {
			if e.Request == "" || e.Address == "" || e.Hash == "" || e.Ended == "" {
				t.Errorf("%+v", e)
			}
			got = append(got, fmt.Sprintf("%s %s %s %s %s", e.Account, e.Act, e.Object, e.Outcome, e.Detail))
		}
		revision := latest(t, o)
		want := []string{
			"one sign-in one success ", "two sign-in two success ", "boss sign-in boss success ",
			"one comment-gap /gaps/" + substrateGap + "/comments success r" + revision,
			"two comment-gap /gaps/" + substrateGap + "/comments refused 403",
			"one comment-gap /gaps/" + substrateGap + "/comments refused 422",
			"two diagram /diagrams/structure?chain=new-energy&format=pdf success ",
			" sign-in one refused session.wrong",
			"boss make-account three success ", "boss make-account three refused account.exists",
			"boss change-account three success roles reader; chains chain:new-energy",
			"boss change-account nobody refused account.not_found",
			"boss change-account three refused request.invalid",
			"boss change-account boss refused account.own",
			"boss invite-account BOSS refused account.own",
			"boss drop-factor-of boss refused account.own",
			"boss drop-factor-of two success ", "one list-audit /audit refused 403",
		}
		if !slices.Equal(got, want) {
			t.Errorf("on record:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		o.ask(boss, "GET", "/audit/verify", nil, 200, `whole=true`, `last`, `-broken`)
		o.ask(boss, "GET", "/audit?account=one&act=comment-gap&limit=1", nil, 200, `items.0.outcome="refused"`, `next`,
			`-items.1`)
		for _, format := range []string{"jsonl", "csv"} {
			text := o.ask(boss, "GET", "/audit/export?format="+format, nil, 200).Body.String()
			if strings.Count(text, "\n") < 28 {
				t.Errorf("%s: %s", format, text)
			}
			for _, secret := range []string{passphrase, "s3cret", made.Link, string(boss), string(one)} {
				if strings.Contains(text, secret) {
					t.Errorf("a secret is on record: %s", secret)
				}
			}
		}
		if _, err := o.record.Intend(t.Context(), audit.Act{Account: "one", Act: "undo"}); err != nil {
			t.Fatal(err)
		}
		o.ask(boss, "GET", "/audit?act=undo", nil, 200, `items.0.outcome=""`, `-items.0.ended`)
	})
}

func latest(t *testing.T, o *office) string {
	t.Helper()
	set, err := o.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(set.Revision)
}

// TestTokensOfPrograms ask with what they were given, and never for the account itself.
func TestTokensOfPrograms(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		one := o.enter("one")
		wanted := map[string]any{
			"title": "报表", "permissions": []string{"graph.read"},
			"expires": string(graph.Today(time.Now().AddDate(0, 1, 0))),
		}
		var made TokenMade
		decode(t, o.ask(one, "POST", "/session/tokens", wanted, 200), &made)
		program := as(made.Secret)
		o.ask(program, "GET", "/gaps", nil, 200)
		o.ask(program, "GET", "/contacts", nil, 403)
		o.ask(program, "GET", "/session", nil, 403)
		o.ask(program, "POST", "/session/tokens", wanted, 403)
		wanted["permissions"] = []string{"account.manage"}
		o.ask(one, "POST", "/session/tokens", wanted, 422, `code="token.permissions"`)
		if list := o.ask(one, "GET", "/session/tokens", nil, 200).Body.String(); strings.Contains(list, made.Secret) {
			t.Error("the token is shown again")
		}
		o.ask(one, "DELETE", "/session/tokens/"+made.ID, nil, 200)
		o.ask(one, "DELETE", "/session/tokens/"+made.ID, nil, 404, `code="token.not_found"`)
		o.ask(program, "GET", "/gaps", nil, 401)
	})
}

// TestRightsHoldAtOnce: a page that is open when its account loses a role, or is disabled, has lost it.
func TestRightsHoldAtOnce(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		one, boss := o.enter("one"), o.enter("boss")
		o.ask(boss, "POST", "/accounts/one", map[string]any{"roles": []string{"reader"}}, 200)
		o.ask(one, "GET", "/contacts", nil, 401)
		one = o.enter("one")
		o.ask(one, "GET", "/contacts", nil, 403)
		o.ask(boss, "POST", "/accounts/one", map[string]any{"disabled": true}, 200)
		o.ask(one, "GET", "/gaps", nil, 401)
		o.ask("", "POST", "/session", SignIn{Name: "one", Password: passphrase}, 401, `code="session.wrong"`)
		o.ask(boss, "POST", "/accounts/one", map[string]any{"disabled": false}, 200)
		o.enter("one")
	})
}

// TestDatabaseAway: nobody is let in, nothing is written, and it says to try again.
func TestDatabaseAway(t *testing.T) {
	o := newOffice(t, appdbtest.Postgres(t))
	o.hire("boss", access.Admin)
	o.hire("one", access.Staff)
	one, before := o.enter("one"), latest(t, o)
	gap := "/gaps/" + url.PathEscape(substrateGap)
	appdbtest.Away(t, func() {
		for _, w := range []*httptest.ResponseRecorder{
			o.ask(one, "GET", "/gaps", nil, 503, `code="store.unavailable"`),
			o.ask(one, "POST", gap+"/comments", map[string]string{"text": "先看"}, 503),
			o.ask("", "POST", "/session", SignIn{Name: "one", Password: passphrase}, 503),
		} {
			if w.Header().Get("Retry-After") == "" {
				t.Error("it does not say when to try again")
			}
		}
		if w := do(o.handler, "/readyz"); w.Code != 503 {
			t.Errorf("ready: %d", w.Code)
		}
	})
	if after := latest(t, o); after != before {
		t.Errorf("r%s was written", after)
	}
	o.ask(one, "POST", gap+"/comments", map[string]string{"text": "先看"}, 200)
}

// TestNoRecordNoWrite: what cannot be put on record is not done.
func TestNoRecordNoWrite(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db")
	o.hire("boss", access.Admin)
	o.hire("one", access.Staff)
	one, before := o.enter("one"), latest(t, o)
	other := appdbtest.Open(t, t.TempDir()+"/other.db")
	*o.record = *audit.New(other, nil)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	o.ask(one, "POST", "/gaps/"+url.PathEscape(substrateGap)+"/comments", map[string]string{"text": "先看"}, 500)
	if after := latest(t, o); after != before {
		t.Errorf("r%s was written", after)
	}
}

// TestKeysAreOfAPerson: what one wrote under a key is neither done nor refused for another who takes the same key.
func TestKeysAreOfAPerson(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		o.hire("two", access.Leader)
		path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/comments"
		for _, tc := range []struct{ who, replayed string }{
			{"one", ""}, {"one", "true"}, {"two", ""}, {"two", "true"},
		} {
			r := posted(path, `{"text":"先看"}`)
			r.Header.Set(keyHeader, "k1")
			r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(o.enter(tc.who))})
			w := httptest.NewRecorder()
			o.handler.ServeHTTP(w, r)
			if got := w.Header().Get("Idempotency-Replayed"); w.Code != 200 || got != tc.replayed {
				t.Fatalf("%+v: %d, replayed %q: %.300s", tc, w.Code, got, w.Body)
			}
			expect(t, tc.who, w.Body.Bytes(), []string{`comments.*.by="岗位` + tc.who + `"`})
		}
	})
}

// TestSettings: who manages them sees and sets them, on record with before, after and why; two do not write over one
// another.
func TestSettings(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.ask("", "GET", "/settings", nil, 200, `items.0.key="session_idle_minutes"`, `items.0.value=30`, `-items.0.set_by`)
		o.hire("boss", access.Admin)
		o.hire("sec", access.SecAdmin)
		o.hire("sys", access.SysAdmin)
		sys, sec, boss := o.enter("sys"), o.enter("sec"), o.enter("boss")
		o.ask(sec, "GET", "/settings", nil, 403, `code="access.denied"`)
		to := func(base int, reason string, values map[string]any) map[string]any {
			return map[string]any{"base": base, "reason": reason, "values": values}
		}
		idle := map[string]any{"session_idle_minutes": 15}
		o.ask(sec, "PUT", "/settings", to(0, "多人共用", idle), 403)
		for _, wrong := range []map[string]any{
			to(0, "", idle), to(0, "空", map[string]any{}), to(0, "短", map[string]any{"session_idle_minutes": 1}),
			to(0, "无", map[string]any{"colour": 1}), to(0, "字", map[string]any{"session_idle_minutes": "15"}),
			to(0, "半", map[string]any{"session_idle_minutes": 15, "password_days": -1}),
		} {
			o.ask(sys, "PUT", "/settings", wrong, 422)
		}
		o.ask(sys, "GET", "/settings", nil, 200, `items.0.value=30`)
		o.ask(sys, "PUT", "/settings", to(0, "多人共用", idle), 200, `items.0.value=15`, `items.0.set_by="岗位sys"`)
		o.ask(boss, "PUT", "/settings", to(0, "太短", map[string]any{"session_idle_minutes": 60}), 409,
			`code="setting.conflict"`, `errors.0.location="body.values.session_idle_minutes"`, `detail_zh`)
		o.ask(boss, "PUT", "/settings", to(0, "定期", map[string]any{"password_days": 90}), 200, `items.0.value=15`)
		o.ask(boss, "GET", "/audit?act=set-settings&limit=1", nil, 200, `items.0.outcome="success"`,
			`items.0.detail="password_days: 0 → 90; 定期"`, `items.0.permission="settings.manage"`)
	})
}

// TestDutiesFirst: who owes something is told so by every route but their own, and done with it may go on.
func TestDutiesFirst(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		boss, one := o.enter("boss"), o.enter("one")
		set := func(values map[string]int64) {
			t.Helper()
			if _, _, err := o.settings.Change(t.Context(), 999, values, "系统管理员"); err != nil {
				t.Fatal(err)
			}
		}
		set(map[string]int64{settings.AdminFactor.Name: 1})
		o.ask(boss, "GET", "/session", nil, 200, `owes="factor"`, `permissions=[]`)
		o.ask(one, "GET", "/session", nil, 200, `-owes`)
		for _, op := range o.operations() {
			r := example(op)
			r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(boss)})
			if need := needed(op); need == access.Own || need == access.Public {
				continue
			}
			w := httptest.NewRecorder()
			o.handler.ServeHTTP(w, r)
			if w.Code != 403 || !strings.Contains(w.Body.String(), `"session.factor_needed"`) {
				t.Errorf("%s: %d %.200s", op.OperationID, w.Code, w.Body)
			}
		}
		var f Factor
		decode(t, o.ask(boss, "POST", "/session/factor", map[string]string{"password": passphrase}, 200), &f)
		u, _ := url.Parse(f.Address)
		code, err := totp.GenerateCode(u.Query().Get("secret"), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		o.ask(boss, "POST", "/session/factor/confirm", map[string]string{"code": code}, 200)
		o.ask(boss, "GET", "/accounts", nil, 200)
		old := time.Now().AddDate(0, 0, -31).UnixMilli()
		if err := o.db.Write(t.Context(), func(ctx context.Context, c appdb.Conn) error {
			_, err := c.Exec(ctx, "UPDATE account SET password_at = $1 WHERE name = 'one'", old)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		set(map[string]int64{settings.PasswordDays.Name: 30})
		o.ask(one, "GET", "/gaps", nil, 403, `code="session.password_expired"`, `detail_zh`)
		one = o.enter("one")
		o.ask(one, "GET", "/session", nil, 200, `owes="password"`)
		o.ask(one, "POST", "/session/password", PasswordChange{passphrase, passphrase}, 422, `code="password.same"`)
		w := o.ask(one, "POST", "/session/password", PasswordChange{passphrase, "山上四只白鹅下河喝水"}, 200, `-owes`)
		o.ask(as(w.Result().Cookies()[0].Value), "GET", "/gaps", nil, 200)
	})
}

// TestSessionsOfPeople: one sees and ends one's own; who manages accounts those of others.
func TestSessionsOfPeople(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		first, second, third, boss := o.enter("one"), o.enter("one"), o.enter("one"), o.enter("boss")
		var list OpenSessions
		decode(t, o.ask(third, "GET", "/session/all", nil, 200, `items.0.address="192.0.2.1"`), &list)
		at := slices.IndexFunc(list.Items, func(x OpenSession) bool { return x.This })
		if len(list.Items) != 3 || at < 0 {
			t.Fatalf("%+v", list)
		}
		this := list.Items[at].ID
		o.ask(boss, "DELETE", "/session/all/"+this, nil, 404, `code="session.not_found"`)
		o.ask(third, "DELETE", "/session/all", nil, 200)
		o.ask(first, "GET", "/session", nil, 401)
		o.ask(second, "GET", "/session", nil, 401)
		o.ask(third, "GET", "/accounts/one/sessions", nil, 403)
		o.ask(boss, "GET", "/accounts/one/sessions", nil, 200, `items.0.id="`+this+`"`, `items.0.this=false`, `-items.1`)
		o.ask(boss, "GET", "/accounts/nobody/sessions", nil, 404, `code="account.not_found"`)
		o.ask(boss, "DELETE", "/accounts/one/sessions/nothing", nil, 404)
		o.ask(boss, "DELETE", "/accounts/one/sessions/"+this, nil, 200)
		o.ask(third, "GET", "/session", nil, 401)
		o.ask(boss, "GET", "/audit?act=end-session-of&limit=1", nil, 200, `items.0.object="one"`,
			`items.0.detail="`+this+`"`)
	})
}

// TestTheFrame: who may read nothing of the graph learns the name of the city and the time zone, and no more.
func TestTheFrame(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db")
	o.ask("", "GET", "/session", nil, 200, `city="鄂州"`, `time_zone.id="Asia/Shanghai"`)
	o.hire("boss", access.Admin)
	boss := o.enter("boss")
	o.ask(boss, "GET", "/session", nil, 200, `city="鄂州"`, `city_en="Ezhou"`, `time_zone.id="Asia/Shanghai"`)
	o.ask(boss, "GET", "/meta", nil, 403)
	o.ask("", "GET", "/session/ways", nil, 200, `oidc=false`, `city="鄂州"`)
}

// TestWhatIsOver: a token that has expired, a session or a token of somebody who is disabled, a scope that is lost
// while a page is open, a session after the clock went back: each is over at once, and stays so.
func TestWhatIsOver(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		wait := func(d time.Duration) { o.ahead.Add(int64(d)) }
		o.hire("boss", access.Admin)
		o.hire("one", access.Staff)
		one, boss := o.enter("one"), o.enter("boss")
		token := func(days int) as {
			t.Helper()
			var made TokenMade
			decode(t, o.ask(one, "POST", "/session/tokens", map[string]any{
				"title": "报表", "permissions": []string{"graph.read"},
				"expires": string(graph.Today(time.Now().AddDate(0, 0, days))),
			}, 200), &made)
			return as(made.Secret)
		}
		short, long := token(1), token(100)
		o.ask(boss, "POST", "/accounts/one", map[string]any{"chains": []string{"optoelectronics", "new-energy"}}, 200)
		o.ask(one, "GET", "/chains/new-energy", nil, 200)
		o.ask(boss, "POST", "/accounts/one", map[string]any{"chains": []string{"optoelectronics"}}, 200)
		o.ask(one, "GET", "/chains/new-energy", nil, 404, `code="chain.not_found"`)
		o.ask(long, "GET", "/chains/new-energy", nil, 404)

		wait(48 * time.Hour)
		o.ask(short, "GET", "/chains", nil, 401, `code="session.needed"`)
		o.ask(one, "GET", "/chains", nil, 401)
		o.ask(long, "GET", "/chains", nil, 200)
		wait(-48 * time.Hour)
		o.ask(short, "GET", "/chains", nil, 401) // it was over when it was looked at
		o.ask(boss, "GET", "/accounts", nil, 401)

		one, boss = o.enter("one"), o.enter("boss")
		o.ask(boss, "POST", "/accounts/one", map[string]any{"disabled": true}, 200)
		o.ask(one, "GET", "/chains", nil, 401)
		o.ask(long, "GET", "/chains", nil, 401)
		o.ask(one, "DELETE", "/session/all", nil, 401)
		wait(-time.Hour)
		o.ask(boss, "GET", "/accounts", nil, 401)
		boss = o.enter("boss")
		o.ask(boss, "GET", "/accounts", nil, 200)
	})
}
