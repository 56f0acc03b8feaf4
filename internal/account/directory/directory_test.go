package directory_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/account/directory"
	"chainchief/internal/appdb/appdbtest"

	"github.com/go-ldap/ldap/v3"
)

const (
	base     = "dc=city,dc=example"
	admin    = "cn=admin," + base
	password = "of the test"
)

// server is a real LDAP server (slapd), a process of its own.
type server struct {
	t             *testing.T
	plain, secure string
	cas           *x509.CertPool
	process       *exec.Cmd
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func start(t *testing.T) *server {
	t.Helper()
	program, err := exec.LookPath("slapd")
	if err != nil {
		program = "/usr/sbin/slapd" // not in everybody's PATH
		_, err = os.Stat(program)
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("there is no slapd on this machine: ", err)
	}
	home := t.TempDir()
	s := &server{t: t, plain: "ldap://" + free(t), secure: "ldaps://" + free(t)}
	s.certificate(home)
	conf := `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
allow bind_anon_cred
TLSCertificateFile HOME/cert.pem
TLSCertificateKeyFile HOME/key.pem
database mdb
suffix "` + base + `"
rootdn "` + admin + `"
rootpw "` + password + `"
directory HOME
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="uid=finder,` + base + `" read by * none
`
	file := filepath.Join(home, "slapd.conf")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(conf, "HOME", home)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.process = exec.Command(program, "-f", file, "-h", s.plain+" "+s.secure, "-d", "0")
	s.process.Stderr = os.Stderr
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	s.fill()
	return s
}

func (s *server) stop() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// certificate makes one that the server shows and that is not of the system.
func (s *server) certificate(home string) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:         true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		s.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	s.cas = x509.NewCertPool()
	s.cas.AppendCertsFromPEM(text)
	if err := errors.Join(os.WriteFile(filepath.Join(home, "cert.pem"), text, 0o600), os.WriteFile(
		filepath.Join(home, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600,
	)); err != nil {
		s.t.Fatal(err)
	}
}

// as asks the server as its administrator.
func (s *server) as(do func(*ldap.Conn) error) {
	s.t.Helper()
	var c *ldap.Conn
	var err error
	for range 100 {
		if c, err = ldap.DialURL(s.plain); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err == nil {
		if err = c.Bind(admin, password); err == nil {
			err = do(c)
		}
		err = errors.Join(err, c.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) fill() {
	s.t.Helper()
	s.as(func(c *ldap.Conn) error {
		add := func(dn, class string, more map[string]string) error {
			r := ldap.NewAddRequest(dn, nil)
			r.Attribute("objectClass", strings.Fields(class))
			for name, value := range more {
				r.Attribute(name, []string{value})
			}
			return c.Add(r)
		}
		person := func(uid, cn, password string) error {
			return add("uid="+uid+","+base, "inetOrgPerson", map[string]string{
				"uid": uid, "cn": cn, "sn": "x", "userPassword": password,
			})
		}
		return errors.Join(
			add(base, "dcObject organization", map[string]string{"dc": "city", "o": "city"}),
			person("finder", "服务", "find"),
			person("lianban", "链办", "right"),
			person("lian*", "星号", "star"),
			person("nobody", "无组", "right"),
			add("cn=链办,"+base, "groupOfNames", map[string]string{"cn": "链办", "member": "uid=lianban," + base}),
			add("cn=other,"+base, "groupOfNames", map[string]string{"cn": "other", "member": "uid=nobody," + base}),
		)
	})
}

func (s *server) config() directory.Config {
	return directory.Config{
		URL: s.secure, CAs: s.cas, Base: base, Filter: "(uid={name})", BindDN: "uid=finder," + base, BindPassword: "find",
		PostAttribute: "cn", GroupFilter: "(member={dn})",
		Roles: account.RoleTable{"CN=链办, DC=city,dc=Example": {access.Staff}},
	}
}

func made(t *testing.T, c directory.Config) *directory.Directory {
	t.Helper()
	d, err := directory.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// outcome is what a directory says of a name and a password, in one word.
func outcome(t *testing.T, d *directory.Directory, name, password string) string {
	t.Helper()
	o, err := d.Authenticate(t.Context(), name, password)
	var refused *account.Refused
	switch {
	case errors.As(err, &refused):
		return refused.Code
	case err != nil:
		return err.Error()
	case o == nil:
		return "wrong"
	}
	return fmt.Sprint(o.Subject, " ", o.Post, " ", o.Roles)
}

func TestDirectory(t *testing.T) {
	s := start(t)
	const right = "uid=lianban,dc=city,dc=example 链办 [staff]"
	d := made(t, s.config())
	for _, tc := range []struct{ name, password, want string }{
		{"lianban", "right", right},
		{"lianban", "wrong", "wrong"},
		{"lianban", "", "wrong"}, // the server would let it pass
		{"", "right", "wrong"},
		{"unknown", "right", "wrong"},
		{"*", "right", "wrong"},
		{"lian*", "right", "wrong"}, // a name of its own, no pattern
		{"lian*", "star", `uid=lian\*,dc=city,dc=example 星号 []`},
		{"lianban)(uid=*", "right", "wrong"},
		{"lianban)(|(uid=*", "right", "wrong"},
		{`lianban\`, "right", "wrong"},
		{"lianban\x00", "right", "wrong"},
		{"nobody", "right", "uid=nobody,dc=city,dc=example 无组 []"},
	} {
		got := outcome(t, d, tc.name, tc.password)
		if strings.ReplaceAll(got, `\`, "") != strings.ReplaceAll(tc.want, `\`, "") {
			t.Errorf("%q %q: %s", tc.name, tc.password, got)
		}
	}
	for name, tc := range map[string]struct {
		change func(*directory.Config)
		want   string
	}{
		"StartTLS":           {func(c *directory.Config) { c.URL, c.StartTLS = s.plain, true }, right},
		"plain, here":        {func(c *directory.Config) { c.URL = s.plain }, right},
		"unknown CA":         {func(c *directory.Config) { c.CAs = nil }, "directory.away"},
		"StartTLS, of whom?": {func(c *directory.Config) { c.URL, c.StartTLS, c.CAs = s.plain, true, nil }, "directory.away"},
		"wrong password":     {func(c *directory.Config) { c.BindPassword = "no" }, "directory.away"},
		"may not search": {func(c *directory.Config) {
			c.BindDN, c.BindPassword = "uid=nobody,"+base, "right"
		}, "directory.away"},
		"no such base": {func(c *directory.Config) { c.Base = "dc=elsewhere" }, "directory.away"},
		"ambiguous":    {func(c *directory.Config) { c.Filter = "(|(uid={name})(uid=nobody))" }, "wrong"},
		"everybody":    {func(c *directory.Config) { c.Filter = "(|(uid={name})(uid=*))" }, "wrong"},
	} {
		c := s.config()
		tc.change(&c)
		if got := outcome(t, made(t, c), "lianban", "right"); got != tc.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestSignIn: accounts of the directory are made and updated as they come; a local account of the same name is never
// asked for there; while the server is away those sign in.
func TestSignIn(t *testing.T) {
	s := start(t)
	book, err := account.Open(t.Context(), appdbtest.Open(t, t.TempDir()+"/app.db"), account.Options{
		Cost: account.Cost{Memory: 64, Passes: 1}, Directory: made(t, s.config()),
	})
	if err != nil {
		t.Fatal(err)
	}
	const local = "桥下三只灰鹅过河上山"
	for _, a := range []account.Account{
		{Name: "boss", Post: "boss", Roles: []access.Role{access.Admin}},
		{Name: "nobody", Post: "nobody", Roles: []access.Role{access.Reader}},
	} {
		if _, err := book.AddWith(t.Context(), a, local); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name, password string) string {
		t.Helper()
		a, err := book.SignIn(t.Context(), name, password, "")
		var refused *account.Refused
		if errors.As(err, &refused) {
			return refused.Code
		}
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(a.Post, a.Roles)
	}
	expect := func(name, password, want string) {
		t.Helper()
		if got := in(name, password); got != want {
			t.Errorf("%s %s: %s, want %s", name, password, got, want)
		}
	}
	expect("LianBan", "right", "链办[staff]")
	expect("lianban", "wrong", "session.wrong")
	expect("nobody", "right", "session.wrong")
	expect("nobody", local, "nobody[reader]")
	a, err := book.Get(t.Context(), "lianban")
	if err != nil {
		t.Fatal(err)
	}
	token, err := book.Start(t.Context(), a, "", account.Place{})
	if err != nil {
		t.Fatal(err)
	}
	s.as(func(c *ldap.Conn) error { return c.Del(ldap.NewDelRequest("cn=链办,"+base, nil)) })
	expect("lianban", "right", "session.no_role")
	if _, on, err := book.Who(t.Context(), token); on || err != nil {
		t.Error("who has lost the group goes on", err)
	}
	s.stop()
	expect("lianban", "right", "directory.away")
	expect("boss", local, "boss[admin]")
	all, err := book.All(t.Context())
	there := slices.ContainsFunc(all, func(a account.Account) bool { return a.Origin == account.LDAP })
	if !there || len(all) != 3 {
		t.Errorf("%+v %v", all, err)
	}
}

// TestSettingsOfDirectories: what would send passwords as they are, or let anybody in, is refused at the start.
func TestSettingsOfDirectories(t *testing.T) {
	good := directory.Config{
		URL: "ldaps://ldap.city.example", Base: base, Filter: "(uid={name})",
		Roles: account.RoleTable{"cn=a," + base: {access.Reader}},
	}
	for name, tc := range map[string]struct {
		change func(*directory.Config)
		good   bool
	}{
		"as it is":           {func(*directory.Config) {}, true},
		"plain, elsewhere":   {func(c *directory.Config) { c.URL = "ldap://ldap.city.example" }, false},
		"plain, by wish":     {func(c *directory.Config) { c.URL, c.Plain = "ldap://ldap.city.example", true }, true},
		"StartTLS":           {func(c *directory.Config) { c.URL, c.StartTLS = "ldap://ldap.city.example", true }, true},
		"plain, here":        {func(c *directory.Config) { c.URL = "ldap://localhost:389" }, true},
		"no address":         {func(c *directory.Config) { c.URL = "ldap.city.example" }, false},
		"a password in it":   {func(c *directory.Config) { c.URL = "ldaps://a:b@ldap.city.example" }, false},
		"no place for names": {func(c *directory.Config) { c.Filter = "(uid=a)" }, false},
		"half a filter":      {func(c *directory.Config) { c.Filter = "(uid={name}" }, false},
		"half another":       {func(c *directory.Config) { c.GroupFilter = "member={dn})(" }, false},
		"no role":            {func(c *directory.Config) { c.Roles = nil }, false},
		"a group by its end": {func(c *directory.Config) { c.Roles = account.RoleTable{"a": {access.Reader}} }, false},
		"no base":            {func(c *directory.Config) { c.Base = "" }, false},
		"no bind password":   {func(c *directory.Config) { c.BindDN = "cn=a" }, false},
	} {
		c := good
		tc.change(&c)
		if _, err := directory.New(c); (err == nil) != tc.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
