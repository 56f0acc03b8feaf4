package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
)

// proxied is a server with accounts behind an nginx, as docs/nginx.conf has it.
type proxied struct {
	t      *testing.T
	url    string // of the pages, through nginx
	server *node
	record *audit.Record
	client *http.Client // comes from 127.0.0.2
	cookie string
}

const (
	phrase   = "桥下三只灰鹅过河上山"
	visitors = "127.0.0.2" // where browsers come from
)

// nginx is the program; where there is none the test is skipped, and fails where CI is set.
func nginx(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"nginx", "/usr/sbin/nginx"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there is no nginx on this machine")
	}
	t.Skip("there is no nginx on this machine")
	return ""
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return portOf(listener.Addr().String())
}

// certified writes a certificate for 127.0.0.1 and its key into a folder.
func certified(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(30 * 24 * time.Hour),
	}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: made},
		key:  {Type: "PRIVATE KEY", Bytes: kept},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// behindNginx starts both; change replaces words of the configuration.
func behindNginx(t *testing.T, change ...string) *proxied {
	t.Helper()
	program := nginx(t)
	home := t.TempDir()
	path := filepath.Join(home, "app.db")
	db, err := appdb.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	book, err := account.Open(t.Context(), db, account.Options{})
	if err != nil {
		t.Fatal(err)
	}
	boss := account.Account{Name: "boss", Post: "主任", Roles: []access.Role{access.Admin, access.Staff}}
	if _, err := book.AddWith(t.Context(), boss, phrase); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	p := &proxied{t: t, url: "https://127.0.0.1:" + port + "/chains", record: audit.New(db, nil)}
	p.server = startNode(t, append(os.Environ(),
		"CHAINCHIEF_APPDB="+path,
		"CHAINCHIEF_PUBLIC_URL="+p.url,
		"CHAINCHIEF_TRUSTED_PROXY=127.0.0.1",
	), "behind nginx")

	text, err := os.ReadFile("../../docs/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	cert, key := certified(t, home)
	site, change := string(text), append([]string{
		"listen 443 ssl", "listen 127.0.0.1:" + port + " ssl",
		"server_name city.example", "server_name _",
		"/etc/ssl/city.example.pem", cert,
		"/etc/ssl/private/city.example.key", key,
		"http://127.0.0.1:8080", p.server.url,
	}, change...)
	for i := 0; i < len(change); i += 2 {
		if !strings.Contains(site, change[i]) {
			t.Fatalf("docs/nginx.conf has no %q", change[i])
		}
		site = strings.ReplaceAll(site, change[i], change[i+1])
	}
	var folders strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&folders, "%s_temp_path %s/%s;\n", kind, home, kind)
	}
	config := filepath.Join(home, "nginx.conf")
	whole := fmt.Sprintf("daemon off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n",
		home, folders.String(), site)
	if err := os.WriteFile(config, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-p", home, "-c", config)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("nginx: %s", said.String())
		}
	})
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(visitors)}}
	p.client = &http.Client{
		Transport: &http.Transport{
			DialContext:     dialer.DialContext,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(p.client.CloseIdleConnections)
	for range 200 {
		answer, err := p.client.Get(p.url + "/healthz")
		if err == nil {
			_ = answer.Body.Close()
			return p
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("nginx does not answer")
	return nil
}

// ask sends a request through nginx, as somebody who tries to pass for another.
func (p *proxied) ask(method, path string, body any) (answer http.Response, text string) {
	p.t.Helper()
	var sent io.Reader = http.NoBody
	if body != nil {
		data, _ := json.Marshal(body) // plain values always marshal
		sent = bytes.NewReader(data)
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, p.url+path, sent)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", "127.0.0.1")
	r.Header.Set("X-Forwarded-Proto", "http")
	r.Header.Set("Origin", strings.TrimSuffix(p.url, "/chains")) // as browsers do
	if p.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "chainchief_session", Value: p.cookie})
	}
	got, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	all, err := io.ReadAll(got.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return *got, string(all)
}

func (p *proxied) signIn() {
	p.t.Helper()
	answer, text := p.ask("POST", "/api/v1/session", map[string]string{"name": "boss", "password": phrase})
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusOK || len(cookies) != 1 {
		p.t.Fatalf("signing in: %d %s", answer.StatusCode, text)
	}
	if c := cookies[0]; !c.Secure || !c.HttpOnly || c.Path != "/chains" || c.SameSite != http.SameSiteLaxMode {
		p.t.Errorf("the cookie: %v", c)
	}
	p.cookie = cookies[0].Value
}

// TestBehindNginx: the configuration of the documents, run by a real nginx. Pages stand under the path, ids survive the
// decoding of their slashes, cookies are for https, people write, and the audit knows where they sat.
func TestBehindNginx(t *testing.T) {
	p := behindNginx(t)
	if answer, _ := p.ask("GET", "", nil); answer.StatusCode != http.StatusPermanentRedirect ||
		!strings.HasSuffix(answer.Header.Get("Location"), "/chains/") {
		t.Errorf("without the slash: %d %v", answer.StatusCode, answer.Header)
	}
	answer, text := p.ask("GET", "/", nil)
	if answer.StatusCode == http.StatusOK && !strings.Contains(text, `name="root" content="/chains"`) {
		t.Errorf("the page does not know its path: %.600s", text)
	}
	if answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the page: %v", answer.Header)
	}
	if answer, text := p.ask("GET", "/api/v1/gaps", nil); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a session: %d %s", answer.StatusCode, text)
	}
	p.signIn()
	for _, gap := range []string{"optoelectronics/led/substrate", "optoelectronics%2Fled%2Fsubstrate"} {
		answer, text := p.ask("GET", "/api/v1/gaps/gap:"+gap, nil)
		if answer.StatusCode != http.StatusOK || !strings.Contains(text, "gap:optoelectronics/led/substrate") {
			t.Errorf("%s: %d %.300s", gap, answer.StatusCode, text)
		}
		answer, text = p.ask("POST", "/api/v1/gaps/gap:"+gap+"/comments", map[string]string{"text": "经代理写入"})
		if answer.StatusCode != http.StatusOK || !strings.Contains(text, "经代理写入") {
			t.Errorf("a comment on %s: %d %.300s", gap, answer.StatusCode, text)
		}
	}
	for _, act := range []string{"sign-in", "comment-gap"} {
		list, err := p.record.List(t.Context(), audit.Filter{Act: act, Limit: 1})
		if err != nil || len(list) != 1 || list[0].Address != visitors {
			t.Errorf("%s from %s stands in the audit as %+v, %v", act, visitors, list, err)
		}
	}
	answer, text = p.ask("GET", "/api/v1/diagrams/structure?chain=optoelectronics&format=pdf", nil)
	if answer.StatusCode != http.StatusOK || !strings.Contains(text, p.url+"/") {
		t.Errorf("links in a document do not lead to %s: %d", p.url, answer.StatusCode)
	}
	if answer, _ := p.ask("GET", "/metrics", nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the figures are public: %d", answer.StatusCode)
	}
	tag := func() string {
		answer, _ := p.ask("GET", "/api/v1/gaps", nil)
		return answer.Header.Get("ETag")
	}
	if first := tag(); first == "" || first != tag() {
		t.Errorf("the tag %q does not come through", first)
	}
}

// TestNginxWithoutTheServer: what nginx says itself when the server is away or slow comes as what it is, and the server
// answers again as soon as it can.
func TestNginxWithoutTheServer(t *testing.T) {
	p := behindNginx(t, "proxy_read_timeout 40s", "proxy_read_timeout 3s")
	process := p.server.cmd.Process
	if err := process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	answer, _ := p.ask("GET", "/healthz", nil)
	if err := process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusGatewayTimeout {
		t.Errorf("while it hangs: %d", answer.StatusCode)
	}
	codes := []int{}
	for range 50 {
		if answer, _ = p.ask("GET", "/healthz", nil); answer.StatusCode == http.StatusOK {
			break
		}
		codes = append(codes, answer.StatusCode)
		time.Sleep(100 * time.Millisecond)
	}
	if answer.StatusCode != http.StatusOK {
		t.Errorf("after it: %v", codes)
	}
	p.server.kill()
	answer, text := p.ask("GET", "/healthz", nil)
	if answer.StatusCode != http.StatusBadGateway || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		t.Errorf("when it is gone: %d %s", answer.StatusCode, text)
	}
	if slices.Contains(codes, http.StatusInternalServerError) {
		t.Errorf("a fault: %v", codes)
	}
}
