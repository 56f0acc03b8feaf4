// Package directory checks passwords at an LDAP server: it searches for who has a name, and binds as them. What groups
// they are of becomes roles.
package directory

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"chainchief/internal/account"

	"github.com/go-ldap/ldap/v3"
)

// Config says where the server is and what its entries mean.
type Config struct {
	URL      string         // ldaps://HOST, or ldap://HOST with StartTLS
	StartTLS bool           // before anything is said
	Plain    bool           // without TLS, also to another machine
	CAs      *x509.CertPool // nil: those of the system

	Base         string // below which people are
	Filter       string // finds who has a name: {name}
	BindDN       string // who may search; empty: anybody may
	BindPassword string

	PostAttribute string            // by what others know them
	GroupBase     string            // below which groups are; empty: Base
	GroupFilter   string            // finds the groups of somebody: {dn}; empty: only memberOf says them
	Roles         account.RoleTable // by the name of a group (DN)
}

// patience is how long the server may take for each step.
const patience = 5 * time.Second

// Directory is an LDAP server.
type Directory struct {
	c      Config
	host   string
	groups map[string]string // names as they are compared, to those of the table
}

// New returns a directory. Nothing is asked of it yet.
func New(c Config) (*Directory, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "ldaps" && u.Scheme != "ldap" || u.User != nil {
		return nil, fmt.Errorf("%q is not an address of an LDAP server, such as ldaps://ldap.city.example", c.URL)
	}
	d := &Directory{c: c, host: u.Hostname(), groups: map[string]string{}}
	ip := net.ParseIP(d.host)
	here := d.host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case u.Scheme == "ldap" && !c.StartTLS && !c.Plain && !here:
		return nil, errors.New("passwords would cross the network as they are: take ldaps://, or StartTLS")
	case !strings.Contains(c.Filter, "{name}"):
		return nil, fmt.Errorf("the filter %q does not say {name}", c.Filter)
	case len(c.Roles) == 0:
		return nil, errors.New("no group gives a role: nobody could sign in")
	case c.BindDN != "" && c.BindPassword == "":
		return nil, errors.New("there is no password for " + c.BindDN + ": the server would let anybody search in its name")
	}
	for _, filter := range []string{filled(c.Filter, "{name}", "a"), filled(c.GroupFilter, "{dn}", "a")} {
		if _, err := ldap.CompileFilter(filter); filter != "" && err != nil {
			return nil, fmt.Errorf("the filter %q cannot be read: %w", filter, err)
		}
	}
	for _, name := range append([]string{c.Base}, keys(c.Roles)...) {
		if _, err := ldap.ParseDN(name); err != nil || name == "" {
			return nil, fmt.Errorf("%q is no name of an entry (DN)", name)
		}
	}
	for _, name := range keys(c.Roles) {
		d.groups[folded(name)] = name
	}
	return d, nil
}

func keys(t account.RoleTable) (names []string) {
	for name := range t {
		names = append(names, name)
	}
	return names
}

// filled puts a value into a filter, so that nothing of it means anything there.
func filled(filter, place, value string) string {
	return strings.ReplaceAll(filter, place, ldap.EscapeFilter(value))
}

// folded is the one form by which names of entries are compared.
func folded(name string) string {
	dn, err := ldap.ParseDN(name)
	if err != nil {
		return name
	}
	return strings.ToLower(dn.String())
}

func away(err error) error {
	slog.Error("the LDAP server does not answer as it should", "error", err)
	return &account.Refused{
		Code: "directory.away",
		EN:   "the directory cannot be reached, or is not set up for this server; local accounts can sign in",
		ZH:   "连不上目录服务，或其配置不对；可用本地账号登录",
	}
}

func (d *Directory) connect() (*ldap.Conn, error) {
	secure := &tls.Config{ServerName: d.host, RootCAs: d.c.CAs, MinVersion: tls.VersionTLS12}
	c, err := ldap.DialURL(d.c.URL, ldap.DialWithDialer(&net.Dialer{Timeout: patience}), ldap.DialWithTLSConfig(secure))
	if err != nil {
		return nil, err
	}
	c.SetTimeout(patience)
	if d.c.StartTLS && strings.HasPrefix(d.c.URL, "ldap://") {
		err = c.StartTLS(secure)
	}
	if err == nil && d.c.BindDN != "" {
		err = c.Bind(d.c.BindDN, d.c.BindPassword)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// find are the entries below a base that a filter finds; more than most is an error.
func find(c *ldap.Conn, base, filter string, most int, attributes ...string) ([]*ldap.Entry, error) {
	r, err := c.Search(ldap.NewSearchRequest(base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, most,
		int(patience.Seconds()), false, filter, attributes, nil))
	if err != nil {
		return nil, err
	}
	return r.Entries, nil
}

// Authenticate implements account.Directory.
func (d *Directory) Authenticate(_ context.Context, name, password string) (*account.Outside, error) {
	if password == "" || name == "" { // a server takes a bind without a password for one of nobody, and lets it pass
		return nil, nil
	}
	c, err := d.connect()
	if err != nil {
		return nil, away(err)
	}
	defer func() { _ = c.Close() }()
	const memberOf = "memberOf"
	found, err := find(c, d.c.Base, filled(d.c.Filter, "{name}", name), 2, d.c.PostAttribute, memberOf)
	if err != nil && !ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded) {
		return nil, away(err)
	}
	if err != nil || len(found) != 1 {
		if err != nil || len(found) > 1 {
			slog.Warn("the directory has several entries of one name: nobody gets in", "name", name)
		}
		return nil, nil
	}
	entry := found[0]
	groups := entry.GetEqualFoldAttributeValues(memberOf)
	if d.c.GroupFilter != "" {
		base := d.c.GroupBase
		if base == "" {
			base = d.c.Base
		}
		of, err := find(c, base, filled(d.c.GroupFilter, "{dn}", entry.DN), 1000, "1.1")
		if err != nil {
			return nil, away(err)
		}
		for _, group := range of {
			groups = append(groups, group.DN)
		}
	}
	if err := c.Bind(entry.DN, password); err != nil {
		var answered *ldap.Error
		if errors.As(err, &answered) && answered.ResultCode < ldap.ErrorNetwork {
			if answered.ResultCode != ldap.LDAPResultInvalidCredentials {
				slog.Warn("the directory does not let somebody in", "name", name, "error", err)
			}
			return nil, nil
		}
		return nil, away(err)
	}
	var given []string
	for _, group := range groups {
		given = append(given, d.groups[folded(group)])
	}
	return &account.Outside{
		Origin:  account.LDAP,
		Subject: folded(entry.DN),
		Name:    name,
		Post:    entry.GetEqualFoldAttributeValue(d.c.PostAttribute),
		Roles:   d.c.Roles.Roles(given),
	}, nil
}
