package api

import (
	"context"
	"net/http"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"

	"github.com/danielgtaylor/huma/v2"
)

// Account is somebody who can sign in.
type Account struct {
	Name     string   `json:"name" doc:"Name to sign in with"`
	Post     string   `json:"post" doc:"What history, comments and contacts call them"`
	Roles    []string `json:"roles" doc:"Roles"`
	Chains   []string `json:"chains" doc:"Chains that they work on; empty: all"`
	Disabled bool     `json:"disabled" doc:"True: cannot sign in"`
	Password bool     `json:"password" doc:"False: none yet, its one-time link was not used"`
	Factor   bool     `json:"factor" doc:"A second factor is asked for"`
	Made     string   `json:"made" doc:"When it was made"`
	Origin   string   `json:"origin,omitempty" enum:"oidc,ldap" doc:"Where its password is kept; missing: here"`
}

func newAccount(a account.Account) Account {
	return Account{a.Name, a.Post, texts(a.Roles), texts(a.Chains), a.Disabled, a.Password, a.Factor, stamp(a.Made),
		string(a.Origin)}
}

// Accounts are all of them, with the roles and the chains that there are.
type Accounts struct {
	Items  []Account  `json:"items" doc:"By name"`
	Roles  []RoleTerm `json:"roles" doc:"The roles that an account can have"`
	Chains []Ref      `json:"chains,omitempty" doc:"The chains that an account can work on; the API says them"`
}

// RoleTerm is a role with what it may.
type RoleTerm struct {
	Role        string   `json:"role" doc:"Its code"`
	Permissions []string `json:"permissions" doc:"What it may"`
}

// AccountsOf are accounts as the API lists them.
func AccountsOf(all []account.Account) *Accounts {
	out := &Accounts{Items: []Account{}}
	for _, a := range all {
		out.Items = append(out.Items, newAccount(a))
	}
	for _, role := range access.Roles {
		out.Roles = append(out.Roles, RoleTerm{string(role), texts(role.Permissions())})
	}
	return out
}

func (s *Server) listAccounts(ctx context.Context, _ *none) (*Accounts, error) {
	if s.accounts == nil {
		return nil, errNoAccounts
	}
	all, err := s.accounts.All(ctx)
	if err != nil {
		return nil, err
	}
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := AccountsOf(all)
	for _, c := range f.Chains {
		out.Chains = append(out.Chains, ref(c.Node))
	}
	return out, nil
}

// AccountMade is an account with the one-time link that sets its password.
type AccountMade struct {
	Account
	Link    string `json:"link" doc:"What stands behind /password# in the address of the page; works once, within a day"`
	Expires string `json:"expires" doc:"Until when"`
}

func roles(list []string) []access.Role {
	out := make([]access.Role, len(list))
	for i, r := range list {
		out[i] = access.Role(r)
	}
	return out
}

// chainsNamed are the ids of chains that are there.
func (s *Server) chainsNamed(ctx context.Context, list []string) ([]graph.ID, error) {
	if len(list) == 0 {
		return nil, nil
	}
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	var out []graph.ID
	for _, key := range list {
		id := idOf(graph.KindChain, key)
		if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindChain {
			return nil, unknown("chain", "body.chains", key)
		}
		out = append(out, id)
	}
	return out, nil
}

func (s *Server) makeAccount(ctx context.Context, q *struct {
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"200" doc:"To sign in with: letters, digits, . _ - @"`
		Post   Line     `json:"post" minLength:"1" maxLength:"100" doc:"By what others know it"`
		Roles  []string `json:"roles" minItems:"1" maxItems:"10" doc:"Roles"`
		Chains []string `json:"chains,omitempty" maxItems:"100" doc:"Chains that it works on; empty: all"`
	}
}) (*AccountMade, error) {
	if s.accounts == nil {
		return nil, errNoAccounts
	}
	noted(ctx).Object = q.Body.Name
	chains, err := s.chainsNamed(ctx, q.Body.Chains)
	if err != nil {
		return nil, err
	}
	a, err := s.accounts.Add(ctx, account.Account{
		Name: q.Body.Name, Post: string(q.Body.Post), Roles: roles(q.Body.Roles), Chains: chains,
	})
	if err != nil {
		return nil, err
	}
	return s.invited(ctx, a)
}

func (s *Server) invited(ctx context.Context, a account.Account) (*AccountMade, error) {
	link, expires, err := s.accounts.Invite(ctx, a.Name)
	return &AccountMade{newAccount(a), link, stamp(expires)}, err
}

// OfAccount is an input that names an account.
type OfAccount struct {
	Name string `path:"name" maxLength:"200" doc:"Name of the account"`
}

// account finds the account that an input names, for the record too.
func (s *Server) account(ctx context.Context, q *OfAccount) (account.Account, error) {
	if s.accounts == nil {
		return account.Account{}, errNoAccounts
	}
	noted(ctx).Object = q.Name
	a, err := s.accounts.Get(ctx, q.Name)
	return a, lacking("account", err)
}

func (s *Server) changeAccount(ctx context.Context, q *struct {
	OfAccount
	Body struct {
		Post     *Line    `json:"post,omitempty" maxLength:"100" doc:"By what others know it"`
		Roles    []string `json:"roles,omitempty" maxItems:"10" doc:"Roles from now on; its sessions end"`
		Chains   []string `json:"chains,omitempty" maxItems:"100" doc:"Chains from now on"`
		All      bool     `json:"all_chains,omitempty" doc:"All chains from now on"`
		Disabled *bool    `json:"disabled,omitempty" doc:"True: cannot sign in any more; its sessions end"`
	}
}) (*Account, error) {
	if _, err := s.account(ctx, &q.OfAccount); err != nil {
		return nil, err
	}
	e := account.Edit{Disabled: q.Body.Disabled}
	if q.Body.Post != nil {
		post := string(*q.Body.Post)
		e.Post = &post
	}
	if len(q.Body.Roles) > 0 {
		e.Roles = roles(q.Body.Roles)
	}
	if q.Body.All && len(q.Body.Chains) > 0 {
		return nil, badQuery("request.invalid", "body.all_chains", "says all chains beside some; give one of both")
	}
	if q.Body.All || len(q.Body.Chains) > 0 {
		chains, err := s.chainsNamed(ctx, q.Body.Chains)
		if err != nil {
			return nil, err
		}
		if q.Body.All {
			chains = nil
		}
		e.Chains = &chains
	}
	a, err := s.accounts.Change(ctx, access.Of(ctx), q.Name, e)
	if err != nil {
		return nil, err
	}
	noted(ctx).detail = "roles " + strings.Join(texts(a.Roles), ",") + "; chains " + strings.Join(texts(a.Chains), ",")
	if a.Disabled {
		noted(ctx).detail += "; disabled"
	}
	out := newAccount(a)
	return &out, nil
}

// another finds the account that an input names, unless it is that of who asks: a session that somebody took over must
// not be enough to take the account over too.
func (s *Server) another(ctx context.Context, q *OfAccount) (account.Account, error) {
	a, err := s.account(ctx, q)
	if err == nil && a.Name == access.Of(ctx).Account {
		const detail = "this is your own account: change it with your password, or ask another who manages accounts"
		p := newProblem(http.StatusForbidden, "account.own", detail, "")
		p.DetailZH = "这是您自己的账号：请用本人密码修改，或请另一位账号管理员操作"
		err = p
	}
	return a, err
}

func (s *Server) inviteAccount(ctx context.Context, q *OfAccount) (*AccountMade, error) {
	a, err := s.another(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.invited(ctx, a)
}

func (s *Server) dropFactorOf(ctx context.Context, q *OfAccount) (*Done, error) {
	if _, err := s.another(ctx, q); err != nil {
		return nil, err
	}
	_, err := s.accounts.Disable(ctx, q.Name)
	return done, err
}

// change registers a route of accounts that changes something. A request of these is not remembered by a key: a
// password and a link are nothing to be kept for a day.
func change[I, O any](t table, method, path, id, summary string, need access.Permission, answer handler[I, O]) {
	op := postOperation(path, id, summary, need)
	op.Method = method
	register(t, op, answer)
}

func (s *Server) peopleRoutes(spec huma.API) {
	t := table{spec, s}
	const post = http.MethodPost
	get(t, "/session", "session", "Who asks, and what they may", access.Own, s.session)
	change(t, post, "/session", "sign-in", "Sign in", access.Public, s.signIn)
	change(t, http.MethodDelete, "/session", "sign-out", "End the session", access.Own, s.signOut)
	change(t, post, "/session/link", "redeem-link", "Set the password that a one-time link is for",
		access.Public, body(s.redeem))
	change(t, post, "/session/password", "change-password", "Change one's own password", access.Own, s.changePassword)
	change(t, post, "/session/factor", "begin-factor", "Make the secret of a second factor",
		access.Own, body(s.beginFactor))
	change(t, post, "/session/factor/confirm", "confirm-factor", "Switch the second factor on",
		access.Own, body(s.confirmFactor))
	change(t, post, "/session/factor/off", "drop-factor", "Switch the second factor off", access.Own, s.dropFactor)
	get(t, "/session/ways", "ways", "How one can sign in", access.Public, s.ways)
	change(t, post, "/session/oidc", "begin-oidc", "Begin to sign in at a provider", access.Public, s.beginOIDC)
	change(t, post, "/session/oidc/finish", "finish-oidc", "Sign in with what a provider answered",
		access.Public, s.finishOIDC)
	get(t, "/session/all", "list-sessions", "Where one is signed in", access.Own, s.ownSessions)
	change(t, http.MethodDelete, "/session/all", "end-sessions", "End one's other sessions",
		access.Own, body(s.endOtherSessions))
	change(t, http.MethodDelete, "/session/all/{id}", "end-session", "End one of one's sessions",
		access.Own, body(s.endOwnSession))
	get(t, "/session/tokens", "list-tokens", "One's own tokens", access.Own, s.tokens)
	change(t, post, "/session/tokens", "make-token", "Make a token for a program", access.Own, body(s.makeToken))
	change(t, http.MethodDelete, "/session/tokens/{id}", "revoke-token", "End a token", access.Own, body(s.revokeToken))

	get(t, "/accounts", "list-accounts", "Who can sign in", access.AccountManage, s.listAccounts)
	change(t, post, "/accounts", "make-account", "Make an account", access.AccountManage, body(s.makeAccount))
	change(t, post, "/accounts/{name}", "change-account", "Change an account, disable or enable it",
		access.AccountManage, body(s.changeAccount))
	change(t, post, "/accounts/{name}/link", "invite-account", "Make a one-time link to set a password",
		access.AccountManage, body(s.inviteAccount))
	change(t, post, "/accounts/{name}/factor/off", "drop-factor-of", "Switch off the second factor of a lost device",
		access.AccountManage, body(s.dropFactorOf))
	get(t, "/accounts/{name}/sessions", "sessions-of", "Where an account is signed in",
		access.AccountManage, s.sessionsOf)
	change(t, http.MethodDelete, "/accounts/{name}/sessions/{id}", "end-session-of", "End a session of an account",
		access.AccountManage, body(s.endSessionOf))

	get(t, "/settings", "get-settings", "What can be set, and what is", access.SettingsManage, s.getSettings)
	change(t, http.MethodPut, "/settings", "set-settings", "Set some of it", access.SettingsManage, body(s.setSettings))

	get(t, "/audit", "list-audit", "Who did what, newest first", access.AuditRead, s.listAudit)
	get(t, "/audit/verify", "verify-audit", "Whether the record is whole", access.AuditRead, s.verifyAudit)
	exported := operation(http.MethodGet, "/audit/export", "export-audit", "The record as a file", access.AuditRead)
	exported.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
		"application/jsonl": {Schema: &huma.Schema{Type: huma.TypeString}},
		"text/csv":          {Schema: &huma.Schema{Type: huma.TypeString}},
	}}}
	register(t, exported, s.exportAudit)
}
