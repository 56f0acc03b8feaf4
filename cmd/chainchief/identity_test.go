package main

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"chainchief/graph"
)

// TestWhereElseToSignIn: what cannot work, or would let passwords be read, is said when the server starts.
func TestWhereElseToSignIn(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := secretIn(secret); err != nil || text != "word" {
		t.Error(text, err)
	}
	here, _ := url.Parse("https://city.example/chains")
	oidc := oidcFlags{
		Issuer: "https://id.city.example", ClientID: "x", ClientSecretFile: secret, Claim: "groups",
		NameClaim: "sub", Roles: []string{"专班=staff", "a=b=reader"},
	}
	for name, tc := range map[string]struct {
		change func(*oidcFlags)
		public *url.URL
		good   bool
	}{
		"as it is":       {func(*oidcFlags) {}, here, true},
		"none":           {func(f *oidcFlags) { *f = oidcFlags{} }, &url.URL{}, true},
		"no public URL":  {func(*oidcFlags) {}, &url.URL{}, false},
		"no such role":   {func(f *oidcFlags) { f.Roles = []string{"a=king"} }, here, false},
		"no role":        {func(f *oidcFlags) { f.Roles = nil }, here, false},
		"no value":       {func(f *oidcFlags) { f.Roles = []string{"staff"} }, here, false},
		"no such file":   {func(f *oidcFlags) { f.ClientSecretFile += "x" }, here, false},
		"without TLS":    {func(f *oidcFlags) { f.Issuer = "http://id.city.example" }, here, false},
		"no client name": {func(f *oidcFlags) { f.ClientID = "" }, here, false},
	} {
		f := oidc
		tc.change(&f)
		p, err := f.provider(tc.public)
		usage := err == nil || graph.CodeOf(err) == graph.CodeUsage
		if (err == nil) != tc.good || !usage || (p != nil) != (tc.good && name != "none") {
			t.Errorf("oidc, %s: %v %v", name, p, err)
		}
	}
	ldap := ldapFlags{
		URL: "ldaps://ldap.city.example", Base: "dc=city", Filter: "(uid={name})",
		Roles: []string{"cn=专班,dc=city=staff"},
	}
	for name, tc := range map[string]struct {
		change func(*ldapFlags)
		good   bool
	}{
		"as it is":       {func(*ldapFlags) {}, true},
		"none":           {func(f *ldapFlags) { *f = ldapFlags{} }, true},
		"plain":          {func(f *ldapFlags) { f.URL = "ldap://ldap.city.example" }, false},
		"no certificate": {func(f *ldapFlags) { f.CAFile = secret }, false},
		"no such file":   {func(f *ldapFlags) { f.BindPasswordFile = secret + "x" }, false},
		"no such role":   {func(f *ldapFlags) { f.Roles = []string{"cn=a=king"} }, false},
	} {
		f := ldap
		tc.change(&f)
		d, err := f.directory()
		usage := err == nil || graph.CodeOf(err) == graph.CodeUsage
		if (err == nil) != tc.good || !usage || (d != nil) != (tc.good && name != "none") {
			t.Errorf("ldap, %s: %v %v", name, d, err)
		}
	}
}
