package api

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/account/provider"
)

const arrival = "http://127.0.0.1:20001/signin" // nobody listens there: a browser would be sent to it

// issuer is a real provider of OpenID Connect, a process of its own.
type issuer struct {
	t       *testing.T
	url     string
	people  string
	process *exec.Cmd
}

// claims are what the provider says of somebody.
type claims map[string]any

func startIssuer(t *testing.T, more ...string) *issuer {
	t.Helper()
	const script = "../web/ui/e2e/provider.mjs"
	if _, err := os.Stat("../web/ui/node_modules/oidc-provider"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the packages of the page are not installed: ", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	p := &issuer{t: t, url: "http://127.0.0.1:" + port, people: filepath.Join(t.TempDir(), "people.json")}
	p.knows(nil)
	p.process = exec.Command("node", append([]string{script, port, p.people, arrival}, more...)...)
	out, err := p.process.StdoutPipe()
	if err == nil {
		err = p.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "ready" {
			return p
		}
	}
	t.Fatal("the provider did not start")
	return nil
}

func (p *issuer) stop() {
	_ = p.process.Process.Kill()
	_ = p.process.Wait()
}

// knows says whom the provider knows from now on.
func (p *issuer) knows(people map[string]claims) {
	p.t.Helper()
	data, err := json.Marshal(people)
	if err == nil {
		err = os.WriteFile(p.people, data, 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *issuer) config(change func(*provider.Config)) *provider.Provider {
	p.t.Helper()
	c := provider.Config{
		Issuer:       p.url,
		ClientID:     "chainchief",
		ClientSecret: "a secret of the test",
		Scopes:       []string{"profile"},
		Redirect:     arrival,
		Title:        "统一身份",
		RoleClaim:    "groups",
		Roles:        account.RoleTable{"lianban": {access.Staff}, "cha": {access.Reader}, "guan": {access.Admin}},
		NameClaim:    "preferred_username",
		PostClaim:    "name",
	}
	if change != nil {
		change(&c)
	}
	made, err := provider.New(c)
	if err != nil {
		p.t.Fatal(err)
	}
	return made
}

// signsIn is a browser that goes to an address of the provider, where somebody signs in; it returns what the provider
// sends it back with.
func (p *issuer) signsIn(address, who string) url.Values {
	p.t.Helper()
	jar, _ := cookiejar.New(nil) // never fails without options
	back := url.Values{}
	browser := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	browser.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), arrival) {
			back = r.URL.Query()
			return http.ErrUseLastResponse
		}
		return nil
	}
	w, err := browser.Get(address)
	if err == nil {
		_ = w.Body.Close()
		form := url.Values{"prompt": {"login"}, "login": {who}, "password": {"x"}}
		w, err = browser.PostForm(w.Request.URL.String(), form)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	_ = w.Body.Close()
	if back.Get("state") == "" {
		p.t.Fatalf("the provider did not send the browser back: %s", w.Request.URL)
	}
	return back
}

// departs begins a sign-in; it returns the address at the provider and the browser.
func (o *office) departs() (address string, browser as) {
	o.t.Helper()
	w := o.ask("", "POST", "/session/oidc", nil, 200)
	var to struct{ Address string }
	decode(o.t, w, &to)
	return to.Address, as("passage " + w.Result().Cookies()[0].Value)
}

func sent(back url.Values) map[string]string {
	return map[string]string{"state": back.Get("state"), "code": back.Get("code")}
}

// comes signs somebody in by the provider.
func (o *office) comes(p *issuer, who string, status int, lines ...string) as {
	o.t.Helper()
	address, browser := o.departs()
	w := o.ask(browser, "POST", "/session/oidc/finish", sent(p.signsIn(address, who)), status, lines...)
	if cookies := w.Result().Cookies(); len(cookies) > 0 {
		return as(cookies[0].Value)
	}
	return ""
}

// TestProvider signs people in at a real provider of OpenID Connect.
func TestProvider(t *testing.T) {
	p := startIssuer(t)
	o := newOffice(t, t.TempDir()+"/app.db", func(o *Options) { o.Provider = p.config(nil) })
	staff := claims{"preferred_username": "Lianban-1", "name": "链办一", "groups": []string{"lianban", "other"}}
	known := func(change claims) {
		now := claims{}
		for _, from := range []claims{staff, change} {
			for k, v := range from {
				now[k] = v
			}
		}
		p.knows(map[string]claims{"p1": now, "p2": {"preferred_username": "boss", "groups": "guan"}})
	}
	known(nil)
	o.ask("", "GET", "/session/ways", nil, 200, `oidc=true`, `oidc_title="统一身份"`)
	o.comes(p, "p1", 403, `code="session.no_local"`)
	o.hire("boss", access.Admin)
	boss := o.enter("boss")
	o.comes(p, "p2", 403, `code="session.name_taken"`)

	one := o.comes(p, "p1", 200, `account="lianban-1"`, `post="链办一"`, `roles=["staff"]`, `origin="oidc"`)
	o.ask(one, "GET", "/contacts", nil, 200)
	o.ask(one, "POST", "/session/password", PasswordChange{"x", "山上四只白鹅下河喝水"}, 422, `code="account.outside"`)
	o.ask(boss, "POST", "/accounts/lianban-1", map[string]any{"roles": []string{"keeper"}}, 422, `code="account.outside"`)
	o.ask(boss, "GET", "/audit?act=finish-oidc&limit=1", nil, 200, `items.0.account="lianban-1"`,
		`items.0.outcome="success"`)

	// What is not of this sign-in.
	address, browser := o.departs()
	back := p.signsIn(address, "p1")
	o.ask("", "POST", "/session/oidc/finish", sent(back), 401, `code="oidc.state"`) // another browser
	o.ask(browser, "POST", "/session/oidc/finish", sent(back), 401, `code="oidc.state"`)
	address, browser = o.departs()
	back = p.signsIn(address, "p1")
	o.ask(browser, "POST", "/session/oidc/finish", sent(back), 200)
	o.ask(browser, "POST", "/session/oidc/finish", sent(back), 401, `code="oidc.state"`) // replayed
	o.ask(browser, "POST", "/session/oidc/finish", map[string]string{"state": "made up", "code": "x"}, 401)
	_, browser = o.departs()
	o.ask(browser, "POST", "/session/oidc/finish", map[string]string{
		"state": strings.TrimPrefix(string(browser), "passage "), "code": "made up",
	}, 401, `code="oidc.refused"`)
	first, _ := o.departs()
	code := p.signsIn(first, "p1").Get("code")
	address, browser = o.departs()
	state := p.signsIn(address, "p1").Get("state")
	o.ask(browser, "POST", "/session/oidc/finish", map[string]string{"state": state, "code": code}, 401,
		`code="oidc.refused"`) // a code that another browser asked for
	address, browser = o.departs()
	u, _ := url.Parse(address)
	q := u.Query()
	q.Set("nonce", "of another sign-in")
	u.RawQuery = q.Encode()
	o.ask(browser, "POST", "/session/oidc/finish", sent(p.signsIn(u.String(), "p1")), 401, `code="oidc.refused"`)

	// What the provider says is taken each time anew.
	known(claims{"groups": "cha", "name": "查阅一"})
	two := o.comes(p, "p1", 200, `roles=["reader"]`, `post="查阅一"`)
	o.ask(one, "GET", "/contacts", nil, 401)
	known(claims{"groups": []string{"other"}})
	o.comes(p, "p1", 403, `code="session.no_role"`, `detail_zh`)
	o.ask(two, "GET", "/gaps", nil, 401)
	o.ask(boss, "GET", "/accounts", nil, 200, `items.*.name="lianban-1"`)
	known(nil)
	three := o.comes(p, "p1", 200)
	o.ask(boss, "POST", "/accounts/lianban-1", map[string]any{"disabled": true}, 200)
	o.ask(three, "GET", "/gaps", nil, 401)
	o.comes(p, "p1", 401, `code="session.wrong"`)

	p.stop()
	_, browser = o.departs() // it is known where to go
	o.ask(browser, "POST", "/session/oidc/finish", map[string]string{
		"state": strings.TrimPrefix(string(browser), "passage "), "code": "x",
	}, 503, `code="oidc.away"`, `detail_zh`)
	o.enter("boss")
}

// TestProviderThatSaysLittle: claims come by user info; chains are those of the claim, and without one nobody gets in;
// an id token that is over is none.
func TestProviderThatSaysLittle(t *testing.T) {
	p := startIssuer(t, "60", "userinfo")
	o := newOffice(t, t.TempDir()+"/app.db", func(o *Options) {
		o.Provider = p.config(func(c *provider.Config) { c.ChainsClaim = "chains" })
	})
	o.hire("boss", access.Admin)
	person := func(chains ...string) {
		p.knows(map[string]claims{"p1": {"preferred_username": "l1", "groups": []string{"lianban"}, "chains": chains}})
	}
	person("new-energy")
	one := o.comes(p, "p1", 200, `chains=["chain:new-energy"]`)
	o.ask(one, "GET", "/chains", nil, 200, `items.*.id="chain:new-energy"`, `-items.1`)
	person()
	o.comes(p, "p1", 403, `code="session.no_role"`)
	o.ask(one, "GET", "/chains", nil, 401)
	person("*")
	o.comes(p, "p1", 200, `chains=[]`)

	later := func() time.Time { return time.Now().Add(2 * time.Minute) } // an id token lives one
	for _, tc := range map[string]struct {
		change func(*provider.Config)
		status int
		code   string
	}{
		"expired":      {func(c *provider.Config) { c.Now = later }, 401, "refused"},
		"wrong secret": {func(c *provider.Config) { c.ClientSecret = "no" }, 503, "away"},
		"good":         {nil, 200, ""},
	} {
		other := newOffice(t, t.TempDir()+"/app.db", func(o *Options) { o.Provider = p.config(tc.change) })
		other.hire("boss", access.Admin)
		if tc.code == "" {
			other.comes(p, "p1", tc.status)
		} else {
			other.comes(p, "p1", tc.status, `code="oidc.`+tc.code+`"`)
		}
	}

	p.stop()
	away := newOffice(t, t.TempDir()+"/app.db", func(o *Options) { o.Provider = p.config(nil) })
	away.hire("boss", access.Admin)
	w := away.ask("", "POST", "/session/oidc", nil, 503, `code="oidc.away"`)
	if w.Header().Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
	away.enter("boss")
	o.ask("", "GET", "/session/ways", nil, 200, `oidc=true`)
}

// TestNoProvider: a server without one says so.
func TestNoProvider(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db")
	o.ask("", "POST", "/session/oidc", nil, 404, `code="oidc.none"`)
	for name, change := range map[string]func(*provider.Config){
		"plain http":  func(c *provider.Config) { c.Issuer = "http://city.example" },
		"no address":  func(c *provider.Config) { c.Issuer = "city" },
		"no client":   func(c *provider.Config) { c.ClientID = "" },
		"no role":     func(c *provider.Config) { c.Roles = nil },
		"no name":     func(c *provider.Config) { c.NameClaim = "" },
		"other schem": func(c *provider.Config) { c.Issuer = "ftp://127.0.0.1/" },
	} {
		c := provider.Config{
			Issuer: "https://city.example", ClientID: "x", RoleClaim: "groups", NameClaim: "sub",
			Roles: account.RoleTable{"a": {access.Reader}},
		}
		if _, err := provider.New(c); err != nil {
			t.Fatal(err)
		}
		change(&c)
		if _, err := provider.New(c); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
