package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/audit"
	"chainchief/internal/edge"

	"github.com/klauspost/compress/gzhttp"
	"github.com/pquerna/otp/totp"
)

// edged is a server that trusts one proxy.
func edged(t *testing.T, more ...func(*Options)) *office {
	t.Helper()
	more = append(more, func(o *Options) {
		o.Trusted = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}
		o.Base = "/chains"
	})
	o := newOffice(t, t.TempDir()+"/app.db", more...)
	o.hire("boss", access.Admin, access.Staff)
	return o
}

// from sends a request as it comes from an address, with headers.
func (o *office) from(address, method, path string, body any, header ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	data, _ := json.Marshal(body) // plain values always marshal
	r := httptest.NewRequest(method, path, bytes.NewReader(data))
	r.RemoteAddr = address
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

// TestWhoIsBelievedAboutTheClient: address and scheme come from a proxy that is trusted, and from nobody else; by them
// the audit names who did something, cookies are for https only, and links in documents are made.
func TestWhoIsBelievedAboutTheClient(t *testing.T) {
	o := edged(t)
	said := []string{"X-Forwarded-For", "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto", "https", "X-Real-Ip", "1.1.1.1"}
	for from, want := range map[string]struct {
		address string
		secure  bool
	}{
		"10.0.0.7:1":  {"203.0.113.9", true},
		"192.0.2.7:1": {"192.0.2.7", false},
	} {
		w := o.from(from, "POST", "/chains/api/v1/session", SignIn{Name: "boss", Password: passphrase}, said...)
		cookies := w.Result().Cookies()
		if w.Code != 200 || len(cookies) != 1 || cookies[0].Secure != want.secure || cookies[0].Path != "/chains" {
			t.Fatalf("from %s: %d, cookies %v", from, w.Code, cookies)
		}
		if strict := w.Header().Get("Strict-Transport-Security"); (strict != "") != want.secure {
			t.Errorf("from %s: Strict-Transport-Security %q", from, strict)
		}
		list, err := o.record.List(t.Context(), audit.Filter{Act: "sign-in", Limit: 1})
		if err != nil || len(list) != 1 || list[0].Address != want.address {
			t.Errorf("from %s the audit has %+v, %v", from, list, err)
		}
		cookie := sessionCookie + "=" + cookies[0].Value
		w = o.from(from, "GET", "/api/v1/diagrams/structure?chain=optoelectronics&format=pdf", nil,
			append(said, "Cookie", cookie)...)
		scheme := map[bool]string{true: "https", false: "http"}[want.secure]
		if !strings.Contains(w.Body.String(), scheme+"://example.com/chains/") {
			t.Errorf("links in the document are not to %s", scheme)
		}
	}
}

// TestAloneIsThisMachine: without accounts, who comes through a trusted proxy from another machine is let in no more
// than who comes from there at once; who sits at this machine is, also through it.
func TestAloneIsThisMachine(t *testing.T) {
	o := newOffice(t, t.TempDir()+"/app.db", func(o *Options) {
		o.Trusted = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	})
	for said, want := range map[string]int{"": 200, "127.0.0.1": 200, "203.0.113.9": 401, "127.0.0.1, 203.0.113.9": 401} {
		if w := o.from("127.0.0.1:1", "GET", "/api/v1/gaps", nil, "X-Forwarded-For", said); w.Code != want {
			t.Errorf("for %q: %d, want %d", said, w.Code, want)
		}
	}
}

// TestSecureByThePublicAddress: where everybody comes by https, cookies are so whatever a single request looks like.
func TestSecureByThePublicAddress(t *testing.T) {
	o := edged(t, func(o *Options) { o.Public = &url.URL{Scheme: "https", Host: "city.example"} })
	w := o.from("127.0.0.1:1", "POST", "/api/v1/session", SignIn{Name: "boss", Password: passphrase})
	if c := w.Result().Cookies(); len(c) != 1 || !c[0].Secure || w.Header().Get("Strict-Transport-Security") == "" {
		t.Errorf("%v %v", c, w.Header())
	}
}

// TestEveryAnswerIsClosed: whatever is answered, browsers are told what they may do with it, and what is of a person is
// not kept.
func TestEveryAnswerIsClosed(t *testing.T) {
	o := edged(t)
	me := "Cookie"
	cookie := sessionCookie + "=" + string(o.enter("boss"))
	for path, want := range map[string]struct {
		status      int
		policy      string
		kept, tight bool
	}{
		"/healthz":               {status: 200, policy: edge.Closed},
		"/readyz":                {status: 200, policy: edge.Closed},
		"/chains":                {status: 308, policy: edge.Closed},
		"/somewhere":             {status: 200, policy: edge.Closed}, // the page of the tests says nothing itself
		"/api/v1/nowhere":        {status: 404, policy: edge.Closed},
		"/api/v1/gaps":           {status: 200, policy: edge.Closed, kept: true},
		"/api/v1/gaps?bad=1":     {status: 422, policy: edge.Closed},
		"/api/v1/session":        {status: 200, policy: edge.Closed},
		"/api/v1/session/tokens": {status: 200, policy: edge.Closed},
		"/api/v1/accounts":       {status: 200, policy: edge.Closed},
		"/api/v1/audit":          {status: 200, policy: edge.Closed},
		"/api/v1/diagrams/structure?chain=new-energy":            {200, opened["image/svg+xml"], true, true},
		"/api/v1/diagrams/structure?chain=new-energy&format=png": {200, edge.Closed, true, false},
	} {
		plain := o.from("192.0.2.7:1", "GET", path, nil, me, cookie)
		if left := plain.Header().Get(gzhttp.HeaderNoCompression); left != "" {
			t.Errorf("%s: a header of ours is left: %q", path, left)
		}
		w := o.from("192.0.2.7:1", "GET", path, nil, me, cookie, "Accept-Encoding", "gzip")
		h := w.Header()
		if w.Code != want.status {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
		for name, value := range map[string]string{
			edge.PolicyHeader:              want.policy,
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "",
			gzhttp.HeaderNoCompression:     "",
		} {
			if h.Get(name) != value {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), value)
			}
		}
		cache := map[bool]string{true: "private, no-cache", false: "no-store"}[want.kept]
		if h.Get("Cache-Control") != cache || h.Get("Permissions-Policy") == "" {
			t.Errorf("%s: %v", path, h)
		}
		if zipped := h.Get("Content-Encoding") != ""; zipped && !want.kept {
			t.Errorf("%s is of accounts, and compressed", path)
		}
		if vary := strings.Join(h.Values("Vary"), ","); want.kept && !strings.Contains(vary, "Cookie, Authorization") {
			t.Errorf("%s: Vary %q", path, vary)
		}
		if tight := strings.Contains(h.Get(edge.PolicyHeader), "sandbox"); tight != want.tight {
			t.Errorf("%s: in a sandbox %v", path, tight)
		}
	}
}

// TestLongBodiesAreRefused, whether their length is said or not.
func TestLongBodiesAreRefused(t *testing.T) {
	o := edged(t)
	me := o.enter("boss")
	for _, said := range []bool{true, false} {
		body := `{"text":"` + strings.Repeat("x", 2<<20) + `"}`
		path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/comments"
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		if !said {
			r.ContentLength = -1
		}
		r.Header.Set("Content-Type", "application/json")
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(me)})
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		if w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("length said %v: %d %.200s", said, w.Code, w.Body)
		}
	}
}

// TestTooMuch: one person, one address is told to wait, in both languages; others are not held up, nor are those who
// sit at a machine without accounts.
func TestTooMuch(t *testing.T) {
	alone := newOffice(t, t.TempDir()+"/app.db", func(o *Options) { o.Limits = edge.NewLimits(.001) })
	for range 5 {
		alone.ask("", "GET", "/session", nil, 200)
	}
	o := edged(t, func(o *Options) {
		o.Limits = edge.Limits{Requests: edge.NewLimiter(.01, 3), SignIns: edge.NewLimiter(.01, 4)}
	})
	o.hire("other", access.Reader)
	wait := func(w *httptest.ResponseRecorder, code string) {
		t.Helper()
		seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if err != nil || seconds < 1 || seconds > 100 {
			t.Errorf("%s: Retry-After %q", code, w.Header().Get("Retry-After"))
		}
		expect(t, code, w.Body.Bytes(), []string{`code="` + code + `"`, `detail_zh`, `request_id`})
	}
	me, other := o.enter("boss"), o.enter("other") // two requests of an address that nobody is known at
	for range 3 {
		o.ask(me, "GET", "/gaps", nil, 200)
	}
	wait(o.ask(me, "GET", "/gaps", nil, 429), "limit.rate")
	o.ask(other, "GET", "/gaps", nil, 200)
	o.ask("", "GET", "/gaps", nil, 401)
	wait(o.ask("", "GET", "/gaps", nil, 429), "limit.rate")
	wrong := SignIn{Name: "nobody", Password: "x"}
	sign := func(address string) *httptest.ResponseRecorder {
		return o.from(address, "POST", "/api/v1/session", wrong)
	}
	for range 3 {
		if w := sign("[2001:db8::1]:1"); w.Code != 401 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if w := sign("[2001:db8::2]:1"); w.Code != 429 {
		t.Errorf("from the same house: %d %s", w.Code, w.Body)
	}
	if w := sign("192.0.2.8:1"); w.Code != 401 {
		t.Errorf("from another address: %d %s", w.Code, w.Body)
	}
}

// TestSignInsOfAnAddress: many attempts at many names from one address are refused, also those that would be right.
func TestSignInsOfAnAddress(t *testing.T) {
	o := edged(t, func(o *Options) { o.Limits = edge.Limits{SignIns: edge.NewLimiter(.01, 4)} })
	for i := range 4 {
		o.ask("", "GET", "/session/ways", nil, 200) // the page asks, whoever looks at it
		o.ask("", "POST", "/session", SignIn{Name: "name" + strconv.Itoa(i), Password: "x"}, 401)
	}
	o.ask("", "POST", "/session", SignIn{Name: "boss", Password: passphrase}, 429, `code="limit.sign_in"`, `detail_zh`)
	o.ask("", "POST", "/session/link", NewPassword{Link: "x", Password: passphrase}, 429, `code="limit.sign_in"`)
	o.ask("", "GET", "/session", nil, 401)
}

// TestDrawingsOfOnePerson wait for their turn, and are given up when the caller is.
func TestDrawingsOfOnePerson(t *testing.T) {
	turns := edge.NewTurns(1)
	o := edged(t, func(o *Options) { o.Limits = edge.Limits{Drawings: turns} })
	me := o.enter("boss")
	done, taken := turns.Take(nil, "session boss")
	if !taken {
		t.Fatal("the first one waits")
	}
	const path = "/diagrams/structure?chain=new-energy"
	drawn := make(chan int)
	go func() { drawn <- o.ask(me, "GET", path, nil, 200).Code }()
	select {
	case status := <-drawn:
		t.Errorf("it did not wait: %d", status)
	case <-time.After(50 * time.Millisecond):
	}
	o.hire("other", access.Reader)
	o.ask(o.enter("other"), "GET", path, nil, 200)
	done()
	if status := <-drawn; status != 200 {
		t.Errorf("after it: %d", status)
	}
}

// TestTheLogHasNoSecrets: of everything that goes to and fro, the log says who asked for what and what came of it, and
// nothing that lets somebody in, nor what people look for.
func TestTheLogHasNoSecrets(t *testing.T) {
	log := logging(t)
	var o *office
	metrics := edge.NewMetrics(edge.Probes{
		Revision: func(ctx context.Context) (int64, error) { h, err := o.store.Head(ctx); return int64(h.Revision), err },
		AppDB:    func(ctx context.Context) error { return o.book.Ping(ctx) },
		Sessions: func(ctx context.Context) (int64, error) { return o.book.CountSessions(ctx) },
	})
	o = edged(t, func(o *Options) { o.Metrics = metrics })
	var secrets []string
	keep := func(s string) string {
		if len(s) < 5 {
			t.Fatalf("%q is too short to be found", s)
		}
		secrets = append(secrets, s)
		return s
	}
	keep(passphrase)
	o.ask("", "POST", "/session", SignIn{Name: keep("typed-into-the-name"), Password: keep("wrong-secret")}, 401)
	me := o.enter("boss")
	keep(string(me))
	var invited AccountMade
	decode(t, o.ask(me, "POST", "/accounts", map[string]any{
		"name": "new", "post": "新人", "roles": []string{"reader"},
	}, 200), &invited)
	o.ask("", "POST", "/session/link", NewPassword{Link: keep(invited.Link), Password: keep("水边的旧石桥有七个孔")}, 200)
	var token TokenMade
	decode(t, o.ask(me, "POST", "/session/tokens", map[string]any{
		"title": "抄表", "permissions": []string{"graph.read"}, "expires": string(graph.Today(time.Now().AddDate(0, 1, 0))),
	}, 200), &token)
	o.ask(as(keep(token.Secret)), "GET", "/gaps?q="+url.QueryEscape(keep("looked-for")), nil, 200)
	var factor Factor
	decode(t, o.ask(me, "POST", "/session/factor", map[string]string{"password": passphrase}, 200), &factor)
	at, err := url.Parse(factor.Address)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(keep(at.Query().Get("secret")), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var recovery Recovery
	decode(t, o.ask(me, "POST", "/session/factor/confirm", map[string]string{"code": keep(code)}, 200), &recovery)
	for _, c := range recovery.Codes {
		keep(c)
	}
	o.ask(me, "GET", "/gaps?token="+keep("in-the-query"), nil, 422)
	o.ask("", "GET", "/gaps?password="+keep("other-in-the-query"), nil, 401)
	o.from("192.0.2.7:1", "GET", "/api/v1/gaps", nil, "Authorization", "Basic "+keep("QWxhZGRpbjpvcGVu"),
		"Cookie", "other="+keep("cookie-of-others"))
	text := log.String()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	for _, want := range []string{
		"level=INFO msg=answered actor=boss via=session", "actor=boss via=token", "route=/api/v1/gaps", "status=401",
		"level=DEBUG msg=answered", "from=192.0.2.1", "request=",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the log has no %s: %.600s", want, text)
		}
	}
	w := httptest.NewRecorder()
	metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, secret := range append(secrets, "boss", "192.0.2.1") {
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("the figures have %q", secret)
		}
	}
	for _, want := range []string{
		`chainchief_http_requests_total{class="4xx",method="GET",route="/api/v1/gaps"} 1`,
		"chainchief_sessions 1\n",
		"chainchief_appdb_up 1\n",
		"chainchief_store_revision 5\n",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in the figures: %.3000s", want, w.Body)
		}
	}
}

// TestGoneBeforeTheyAreKnown: who goes away while they are looked up is no fault of the server.
func TestGoneBeforeTheyAreKnown(t *testing.T) {
	o := edged(t)
	me := o.enter("boss")
	log := logging(t)
	ctx, gone := context.WithCancel(t.Context())
	gone()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/gaps", nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: string(me)})
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if text := log.String(); w.Code != 499 || strings.Contains(text, "ERROR") || !strings.Contains(text, "status=499") {
		t.Errorf("%d %s", w.Code, text)
	}
}
