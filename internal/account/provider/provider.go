// Package provider signs people in at a provider of OpenID Connect: authorization code with PKCE, state and nonce. What
// the provider says of them becomes roles.
package provider

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"chainchief/graph"
	"chainchief/internal/account"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Config says who the provider is and what its claims mean. A claim within another one is named with dots:
// realm_access.roles.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Scopes       []string // besides openid
	Redirect     string   // where the provider sends browsers back to: the page /signin
	Title        string   // what people call it

	RoleClaim   string
	Roles       account.RoleTable
	NameClaim   string // to sign in with
	PostClaim   string // by what others know them
	ChainsClaim string // keys of chains, "*" for all; empty: the account says

	Now func() time.Time // nil: the clock
}

const (
	patience = 10 * time.Second // for the provider to answer
	pause    = 5 * time.Second  // before it is asked again: those who wait for it wait one after the other
)

// Provider is asked for at the first sign-in, so that a server starts while it is away.
type Provider struct {
	c      Config
	client *http.Client

	mu     sync.Mutex
	known  *oidc.Provider
	failed error
	until  time.Time // failed is the answer as long
}

// New returns a provider. Nothing is asked of it yet.
func New(c Config) (*Provider, error) {
	u, err := url.Parse(c.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, fmt.Errorf("%q is not the https:// address of an issuer", c.Issuer)
	case c.ClientID == "":
		return nil, errors.New("there is no client id")
	case c.RoleClaim == "" || c.NameClaim == "" || len(c.Roles) == 0:
		return nil, errors.New("no claim gives a role: nobody could sign in")
	}
	return &Provider{c: c, client: &http.Client{Timeout: patience}}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Title is what people call the provider.
func (p *Provider) Title() string { return p.c.Title }

// discovered is what the provider says of itself, asked until it has answered once.
func (p *Provider) discovered(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	if time.Now().Before(p.until) {
		return nil, p.failed
	}
	// One who gives up has not found out anything for the others.
	ctx, cancel := context.WithTimeout(oidc.ClientContext(context.WithoutCancel(ctx), p.client), patience)
	defer cancel()
	known, err := oidc.NewProvider(ctx, p.c.Issuer)
	if err != nil {
		p.failed, p.until = away(err), time.Now().Add(pause)
		return nil, p.failed
	}
	p.known = known
	return known, nil
}

func away(err error) error {
	slog.Error("the provider of OpenID Connect does not answer as it should", "error", err)
	return &account.Refused{
		Code: "oidc.away",
		EN:   "the identity provider cannot be reached, or is not set up for this server; local accounts can sign in",
		ZH:   "连不上统一身份，或其配置不对；可用本地账号登录",
	}
}

func refused(why string, err error) error {
	slog.Warn("a sign-in at the provider of OpenID Connect is refused", "why", why, "error", err)
	return &account.Refused{
		Code: "oidc.refused",
		EN:   "what the identity provider answered is not accepted: " + why + "; sign in again",
		ZH:   "统一身份的答复未被接受，请重新登录",
	}
}

func (p *Provider) oauth(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     p.c.ClientID,
		ClientSecret: p.c.ClientSecret,
		Endpoint:     known.Endpoint(),
		RedirectURL:  p.c.Redirect,
		Scopes:       append([]string{oidc.ScopeOpenID}, p.c.Scopes...),
	}
}

// Begin is the address at the provider where somebody signs in.
func (p *Provider) Begin(ctx context.Context, passage account.Passage) (address string, err error) {
	known, err := p.discovered(ctx)
	if err != nil {
		return "", err
	}
	return p.oauth(known).AuthCodeURL(passage.State, oidc.Nonce(passage.Nonce),
		oauth2.S256ChallengeOption(passage.Verifier)), nil
}

// Finish takes the code with which a browser comes back and finds out who that is.
func (p *Provider) Finish(ctx context.Context, passage account.Passage, code string) (account.Outside, error) {
	known, err := p.discovered(ctx)
	if err != nil {
		return account.Outside{}, err
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), patience)
	defer cancel()
	oauth := p.oauth(known)
	token, err := oauth.Exchange(ctx, code, oauth2.VerifierOption(passage.Verifier))
	var answered *oauth2.RetrieveError
	switch {
	case errors.As(err, &answered) && answered.Response.StatusCode < http.StatusInternalServerError &&
		answered.ErrorCode != "invalid_client":
		return account.Outside{}, refused("the code is not good", err)
	case err != nil:
		return account.Outside{}, away(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := known.Verifier(&oidc.Config{ClientID: p.c.ClientID, Now: p.c.Now}).Verify(ctx, raw)
	if err != nil {
		return account.Outside{}, refused("the id token is not good", err)
	}
	if id.Nonce != passage.Nonce {
		return account.Outside{}, refused("the id token is of another sign-in", nil)
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return account.Outside{}, refused("the id token cannot be read", err)
	}
	if known.UserInfoEndpoint() != "" && !p.complete(claims) { // some say no more than who it is in the token
		more, err := known.UserInfo(ctx, oauth.TokenSource(ctx, token))
		if err != nil {
			return account.Outside{}, away(err)
		}
		if more.Subject != id.Subject {
			return account.Outside{}, refused("token and user info are of two people", nil)
		}
		if err := more.Claims(&claims); err != nil {
			return account.Outside{}, refused("the user info cannot be read", err)
		}
	}
	return p.outside(id.Subject, claims), nil
}

// complete tells whether claims hold all that is asked for.
func (p *Provider) complete(claims map[string]any) bool {
	asked := []string{p.c.RoleClaim, p.c.NameClaim}
	for _, more := range []string{p.c.PostClaim, p.c.ChainsClaim} {
		if more != "" {
			asked = append(asked, more)
		}
	}
	return !slices.ContainsFunc(asked, func(name string) bool { return len(values(claims, name)) == 0 })
}

// outside is whom claims are of.
func (p *Provider) outside(subject string, claims map[string]any) account.Outside {
	first := func(name string) string {
		if v := values(claims, name); len(v) > 0 {
			return v[0]
		}
		return ""
	}
	o := account.Outside{
		Origin:  account.OIDC,
		Subject: p.c.Issuer + " " + subject,
		Name:    first(p.c.NameClaim),
		Post:    first(p.c.PostClaim),
		Roles:   p.c.Roles.Roles(values(claims, p.c.RoleClaim)),
	}
	if p.c.ChainsClaim == "" {
		return o
	}
	keys, chains := values(claims, p.c.ChainsClaim), []graph.ID{}
	for _, key := range keys {
		chains = append(chains, graph.NewID(graph.KindChain, strings.TrimPrefix(key, "chain:")))
	}
	switch {
	case len(keys) == 0: // no chains would mean all of them
		o.Roles = nil
	case slices.Contains(keys, "*"):
		chains = nil
	}
	o.Chains = &chains
	return o
}

// values are those of a claim: a text, or a list of texts.
func values(claims map[string]any, name string) (list []string) {
	value, is := claims[name]
	for path := strings.Split(name, "."); !is && len(path) > 0; path = path[1:] {
		value = claims[path[0]]
		claims, _ = value.(map[string]any)
	}
	switch v := value.(type) {
	case string:
		list = []string{v}
	case []any:
		for _, x := range v {
			text, _ := x.(string)
			list = append(list, text)
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
