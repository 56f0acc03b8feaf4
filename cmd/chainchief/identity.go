package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"chainchief/graph"
	"chainchief/internal/account"
	"chainchief/internal/account/directory"
	"chainchief/internal/account/provider"
)

// oidcFlags say where people can sign in by OpenID Connect, and what is said of them there.
type oidcFlags struct {
	Issuer           string   `help:"Provider where people can sign in, as its discovery names it." placeholder:"URL"`
	ClientID         string   `name:"client-id" help:"Of this server, as registered there." placeholder:"ID"`
	ClientSecretFile string   `help:"File that holds the secret of it." placeholder:"FILE"`
	Title            string   `help:"What people call it, on the button." default:"统一身份"`
	Claim            string   `help:"Claim that gives roles; a.b is b within a." default:"groups"`
	Roles            []string `help:"Role of each value of it: VALUE=ROLE, roles: ${roles}." sep:";" placeholder:"V=R"`
	NameClaim        string   `help:"Claim with the name to sign in with." default:"preferred_username"`
	PostClaim        string   `help:"Claim with the post by which others know them." default:"name"`
	ChainsClaim      string   `help:"Claim with the chains they work on, * for all; without it the account says."`
	Scopes           []string `help:"Asked for besides openid." default:"profile"`
}

// provider is that of the flags; nil when they name none.
func (f oidcFlags) provider(public *url.URL) (*provider.Provider, error) {
	if f.Issuer == "" {
		return nil, nil
	}
	wrong := func(err error) error {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "the provider of OpenID Connect cannot be used: " + err.Error(),
			Fix:     "see --oidc-issuer, --oidc-client-id, --oidc-client-secret-file, --oidc-roles and --public-url",
		}
	}
	if public.Host == "" {
		return nil, wrong(errors.New("without --public-url it would not know where to send people back to"))
	}
	roles, err := account.ParseRoles(f.Roles)
	if err != nil {
		return nil, wrong(err)
	}
	secret, err := secretIn(f.ClientSecretFile)
	if err != nil {
		return nil, err
	}
	p, err := provider.New(provider.Config{
		Issuer:       f.Issuer,
		ClientID:     f.ClientID,
		ClientSecret: secret,
		Scopes:       f.Scopes,
		Redirect:     public.JoinPath("signin").String(),
		Title:        f.Title,
		RoleClaim:    f.Claim,
		Roles:        roles,
		NameClaim:    f.NameClaim,
		PostClaim:    f.PostClaim,
		ChainsClaim:  f.ChainsClaim,
	})
	if err != nil {
		return nil, wrong(err)
	}
	return p, nil
}

// ldapFlags say which LDAP server checks the passwords of who has no account here.
type ldapFlags struct {
	URL              string   `name:"url" help:"LDAP server that checks passwords: ldaps://HOST." placeholder:"URL"`
	StartTLS         bool     `name:"starttls" help:"Of ldap://: begin with StartTLS."`
	Plain            bool     `help:"Of ldap://: send passwords as they are, also to another machine."`
	CAFile           string   `name:"ca-file" help:"Certificates by which it is known (PEM)." placeholder:"FILE"`
	Base             string   `help:"Below which people are." placeholder:"DN"`
	Filter           string   `help:"Finds who has a name." default:"(uid={name})"`
	BindDN           string   `name:"bind-dn" help:"Who may search; without it, nobody in particular." placeholder:"DN"`
	BindPasswordFile string   `help:"File that holds the password of it." placeholder:"FILE"`
	PostAttribute    string   `help:"Attribute with the post by which others know them." default:"cn"`
	GroupBase        string   `help:"Below which groups are; without it as people." placeholder:"DN"`
	GroupFilter      string   `help:"Finds the groups of somebody; empty: only memberOf says them." default:"${groups}"`
	Roles            []string `help:"Role of each group: DN=ROLE, roles: ${roles}." sep:";" placeholder:"DN=ROLE"`
}

// directory is that of the flags; nil when they name none.
func (f ldapFlags) directory() (account.Directory, error) {
	if f.URL == "" {
		return nil, nil
	}
	wrong := func(err error) error {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "the LDAP server cannot be used: " + err.Error(),
			Fix:     "see --ldap-url, --ldap-base, --ldap-filter, --ldap-bind-dn, --ldap-roles",
		}
	}
	roles, err := account.ParseRoles(f.Roles)
	if err != nil {
		return nil, wrong(err)
	}
	password, err := secretIn(f.BindPasswordFile)
	if err != nil {
		return nil, err
	}
	c := directory.Config{
		URL:           f.URL,
		StartTLS:      f.StartTLS,
		Plain:         f.Plain,
		Base:          f.Base,
		Filter:        f.Filter,
		BindDN:        f.BindDN,
		BindPassword:  password,
		PostAttribute: f.PostAttribute,
		GroupBase:     f.GroupBase,
		GroupFilter:   f.GroupFilter,
		Roles:         roles,
	}
	if f.CAFile != "" {
		text, err := secretIn(f.CAFile)
		if err != nil {
			return nil, err
		}
		if c.CAs = x509.NewCertPool(); !c.CAs.AppendCertsFromPEM([]byte(text)) {
			return nil, wrong(fmt.Errorf("%s holds no certificate", f.CAFile))
		}
	}
	d, err := directory.New(c)
	if err != nil {
		return nil, wrong(err)
	}
	return d, nil
}

// secretIn reads a secret from a file; empty when none is named.
func secretIn(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	var text []byte
	file, err := os.Open(path)
	if err == nil {
		text, err = small(file, 1<<16)
		_ = file.Close()
	}
	if err != nil {
		return "", &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the file %s with a secret cannot be read", path),
			Fix:     "check its name and rights",
			Err:     err,
		}
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}
