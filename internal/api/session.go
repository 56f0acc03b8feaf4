package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/analysis"
	"chainchief/internal/edge"
)

// Session says who asks and what they may.
type Session struct {
	Mode        string   `json:"mode" enum:"alone,accounts" doc:"alone: there are no accounts, everything is allowed here"`
	Account     string   `json:"account,omitempty" doc:"Name that signed in"`
	Post        string   `json:"post,omitempty" doc:"By what others know them"`
	Roles       []string `json:"roles" doc:"Roles"`
	Permissions []string `json:"permissions" doc:"What these may together"`
	Chains      []string `json:"chains" doc:"Chains that they work on; empty: all"`
	Factor      bool     `json:"factor" doc:"A second factor is asked for at sign-in"`
	Origin      string   `json:"origin,omitempty" enum:"oidc,ldap" doc:"Where the password is kept; missing: here"`
	Owes        string   `json:"owes,omitempty" enum:"password,factor" doc:"What must be done before anything else is let"`

	City   string   `json:"city,omitempty" doc:"That the pages are of; missing when the store is away"`
	CityEN string   `json:"city_en,omitempty" doc:"The same in English"`
	Zone   TimeZone `json:"time_zone" doc:"In which days are counted and times are said here"`
}

// TimeZone is the one of the server.
type TimeZone struct {
	ID   string         `json:"id" doc:"IANA name"`
	Name analysis.Words `json:"name" doc:"What people call it"`
}

func timeZone() TimeZone {
	return TimeZone{graph.Zone.String(), analysis.Words{ZH: graph.ZoneName("zh"), EN: graph.ZoneName("en")}}
}

// SignIn is what somebody signs in with.
type SignIn struct {
	Name     string `json:"name" minLength:"1" maxLength:"200" doc:"Name to sign in with"`
	Password string `json:"password" minLength:"1" maxLength:"500" doc:"Password"`
	Code     string `json:"code,omitempty" maxLength:"50" doc:"Of the second factor, or a recovery code"`
}

// SignedIn is the answer to a sign-in, with the cookie of the session.
type SignedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie" doc:"Of the session"`
	Body      Session
}

// none is an input without anything.
type none struct{}

// Done says that something was done.
type Done struct {
	Done bool `json:"done" doc:"True"`
}

var done = &Done{true}

// errNoAccounts is the answer of a server that keeps none: it is a program's own.
var errNoAccounts = newProblem(http.StatusNotFound, "accounts.none", "this server keeps no accounts", "")

// theAccount is the one that asks about itself.
func (s *Server) theAccount(ctx context.Context) (string, error) {
	p := access.Of(ctx)
	switch {
	case s.accounts == nil:
		return "", errNoAccounts
	case p.Account == "":
		const detail = "there are no accounts yet: make the first one"
		out := newProblem(http.StatusUnprocessableEntity, "session.alone", detail, "")
		out.DetailZH = "尚无账号，请先创建第一个账号"
		return "", out
	}
	return p.Account, nil
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// session is who asks.
func (s *Server) session(ctx context.Context, _ *none) (*Session, error) {
	p := access.Of(ctx)
	if p.Account == "" || s.accounts == nil {
		all := access.Person{Alone: true}.Permissions()
		return s.framed(ctx, &Session{Mode: "alone", Roles: []string{}, Permissions: texts(all), Chains: []string{}}), nil
	}
	return s.sessionOf(ctx, p)
}

// sessionOf is what somebody with an account is told of themselves.
func (s *Server) sessionOf(ctx context.Context, p access.Person) (*Session, error) {
	a, err := s.accounts.Get(ctx, p.Account)
	if err != nil {
		return nil, err
	}
	return s.framed(ctx, &Session{
		Mode:        "accounts",
		Account:     a.Name,
		Post:        a.Post,
		Roles:       texts(p.Roles),
		Permissions: texts(p.Permissions()),
		Chains:      texts(p.Chains),
		Factor:      a.Factor,
		Origin:      string(a.Origin),
		Owes:        string(p.Owes),
	}), nil
}

// framed adds what every page shows, also to who may read nothing of the graph.
func (s *Server) framed(ctx context.Context, of *Session) *Session {
	of.Zone = timeZone()
	of.City, of.CityEN = s.city(ctx)
	return of
}

// city is the name of the city; empty while the store is away.
func (s *Server) city(ctx context.Context) (zh, en string) {
	f, err := s.Now(ctx)
	if err != nil {
		return "", ""
	}
	return f.City.Label("zh"), f.City.Label("en")
}

// Ways are those in which somebody can sign in; anybody may ask.
type Ways struct {
	OIDC   bool   `json:"oidc" doc:"At a provider of OpenID Connect"`
	Title  string `json:"oidc_title,omitempty" doc:"What people call that provider"`
	City   string `json:"city,omitempty" doc:"That the pages are of"`
	CityEN string `json:"city_en,omitempty" doc:"The same in English"`
}

func (s *Server) ways(ctx context.Context, _ *none) (*Ways, error) {
	zh, en := s.city(ctx)
	out := &Ways{City: zh, CityEN: en}
	if s.provider != nil {
		out.OIDC, out.Title = true, s.provider.Title()
	}
	return out, nil
}

func (s *Server) signIn(ctx context.Context, q *struct{ Body SignIn }) (*SignedIn, error) {
	if s.accounts == nil {
		return nil, errNoAccounts
	}
	d := noted(ctx)
	d.Object = q.Body.Name
	a, err := s.accounts.SignIn(ctx, q.Body.Name, q.Body.Password, q.Body.Code)
	if err != nil {
		return nil, err
	}
	d.Account, d.Post = a.Name, a.Post
	return s.begin(ctx, a)
}

// begin begins a session.
func (s *Server) begin(ctx context.Context, a account.Account) (*SignedIn, error) {
	token, err := s.accounts.Start(ctx, a, callerOf(ctx).token, place(ctx))
	if err != nil {
		return nil, err
	}
	p, goesOn, err := s.accounts.Who(ctx, token)
	if err == nil && !goesOn { // ended by another, just now
		err = sessionNeeded()
	}
	if err != nil {
		return nil, err
	}
	body, err := s.sessionOf(ctx, p)
	if err != nil {
		return nil, err
	}
	edge.ExchangeOf(ctx).Actor = a.Name
	return &SignedIn{SetCookie: s.cookie(ctx, token), Body: *body}, nil
}

// cookie is that of a session: gone with the browser, not read by scripts, sent to nobody else's pages.
func (s *Server) cookie(ctx context.Context, token string) http.Cookie {
	return s.cookieOf(ctx, sessionCookie, token)
}

func (s *Server) cookieOf(ctx context.Context, name, token string) http.Cookie {
	c := http.Cookie{
		Name:     name,
		Value:    token,
		Path:     cmp.Or(s.base, "/"),
		HttpOnly: true,
		Secure:   s.secure() || edge.ClientOf(ctx).Secure,
		SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// SignedOut is the answer to a sign-out; its cookie takes that of the session away.
type SignedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie" doc:"Empty, over"`
	Body      Done
}

func (s *Server) signOut(ctx context.Context, _ *none) (*SignedOut, error) {
	if _, err := s.theAccount(ctx); err != nil {
		return nil, err
	}
	if err := s.accounts.End(ctx, callerOf(ctx).token); err != nil {
		return nil, err
	}
	return &SignedOut{s.cookie(ctx, ""), *done}, nil
}

// NewPassword sets the password that a one-time link is for.
type NewPassword struct {
	Link     string `json:"link" minLength:"1" maxLength:"200" doc:"What the link ends in"`
	Password string `json:"password" minLength:"1" maxLength:"500" doc:"10 characters or more, none that is soon guessed"`
	Name     string `json:"name,omitempty" maxLength:"200" doc:"Of the first account: to sign in with"`
	Post     Line   `json:"post,omitempty" maxLength:"100" doc:"Of the first account: by what others know it"`
}

// Named is the account that something was done to.
type Named struct {
	Account string `json:"account" doc:"Name to sign in with"`
}

func (s *Server) redeem(ctx context.Context, q *struct{ Body NewPassword }) (*Named, error) {
	if s.accounts == nil {
		return nil, errNoAccounts
	}
	a, err := s.accounts.Redeem(ctx, q.Body.Link, q.Body.Password, q.Body.Name, string(q.Body.Post))
	noted(ctx).Object = a.Name
	return &Named{a.Name}, err
}

// PasswordChange is another password of who asks.
type PasswordChange struct {
	Old      string `json:"old" minLength:"1" maxLength:"500" doc:"The one that stands"`
	Password string `json:"password" minLength:"1" maxLength:"500" doc:"The one from now on"`
}

// changePassword ends all sessions of the account and begins one for who asked.
func (s *Server) changePassword(ctx context.Context, q *struct{ Body PasswordChange }) (*SignedIn, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.accounts.ChangePassword(ctx, name, q.Body.Old, q.Body.Password)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, a)
}

// Factor is the secret of a second factor, as an app takes it.
type Factor struct {
	Address string `json:"address" doc:"otpauth://…, to be shown as a code for the camera; it holds the secret"`
}

func (s *Server) beginFactor(ctx context.Context, q *struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"500" doc:"Of the account"`
	}
}) (*Factor, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	address, err := s.accounts.Begin(ctx, name, q.Body.Password)
	return &Factor{address}, err
}

// Recovery are codes for when the device is lost.
type Recovery struct {
	Codes []string `json:"codes" doc:"Each signs in once instead of a code; shown this once"`
}

func (s *Server) confirmFactor(ctx context.Context, q *struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"50" doc:"That the app shows now"`
	}
}) (*Recovery, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	codes, err := s.accounts.Enable(ctx, name, q.Body.Code)
	return &Recovery{codes}, err
}

// dropFactor asks for no second factor any more. The sessions of the account end; who asked gets a new one.
func (s *Server) dropFactor(ctx context.Context, q *struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"500" doc:"Of the account"`
		Code     string `json:"code" minLength:"1" maxLength:"50" doc:"That the app shows now, or a recovery code"`
	}
}) (*SignedIn, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	_, err = s.accounts.SignIn(ctx, name, q.Body.Password, q.Body.Code)
	if err != nil {
		return nil, err
	}
	a, err := s.accounts.Disable(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, a)
}

// Token lets a program ask as an account.
type Token struct {
	ID          string   `json:"id" doc:"To revoke it by"`
	Title       string   `json:"title" doc:"What it is for"`
	Permissions []string `json:"permissions" doc:"What it may, as long as its account may"`
	Made        string   `json:"made" doc:"When it was made"`
	Expires     string   `json:"expires" doc:"When it ends"`
}

func newToken(t account.Token) Token {
	return Token{t.ID, t.Title, texts(t.Permissions), stamp(t.Made), stamp(t.Expires)}
}

// stamp is a time as it is said here.
func stamp(at time.Time) string { return at.In(graph.Zone).Format(time.RFC3339) }

// Tokens are those of an account.
type Tokens struct {
	Items []Token `json:"items" doc:"Newest first"`
}

func (s *Server) tokens(ctx context.Context, _ *none) (*Tokens, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.accounts.Tokens(ctx, name)
	out := &Tokens{Items: []Token{}}
	for _, t := range list {
		out.Items = append(out.Items, newToken(t))
	}
	return out, err
}

// TokenMade is a new token with what a program sends.
type TokenMade struct {
	Token
	Secret string `json:"secret" doc:"Sent as Authorization: Bearer; shown this once"`
}

func (s *Server) makeToken(ctx context.Context, q *struct {
	Body struct {
		Title       Line     `json:"title" minLength:"1" maxLength:"100" doc:"What it is for"`
		Permissions []string `json:"permissions" minItems:"1" maxItems:"20" doc:"Some of those of the account"`
		Expires     Day      `json:"expires" doc:"Its last day, at most a year from now"`
	}
}) (*TokenMade, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	last, err := time.ParseInLocation(time.DateOnly, string(q.Body.Expires), graph.Zone)
	if err != nil {
		return nil, badQuery("request.invalid", "body.expires", "must be a day, as 2026-12-31")
	}
	t := account.Token{Title: string(q.Body.Title), Expires: last.AddDate(0, 0, 1)}
	for _, p := range q.Body.Permissions {
		t.Permissions = append(t.Permissions, access.Permission(p))
	}
	t, sent, err := s.accounts.Issue(ctx, name, t)
	if err != nil {
		return nil, err
	}
	noted(ctx).detail = t.ID
	return &TokenMade{newToken(t), sent}, nil
}

func (s *Server) revokeToken(ctx context.Context, q *struct {
	ID string `path:"id" maxLength:"40" doc:"Id of the token"`
}) (*Done, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	return done, lacking("token", s.accounts.Revoke(ctx, name, q.ID))
}

// refusedBy is the problem of a rule about accounts.
func refusedBy(r *account.Refused) error {
	status := http.StatusUnprocessableEntity
	switch r.Code {
	case "session.wrong", "session.code_needed", "oidc.state", "oidc.refused":
		status = http.StatusUnauthorized
	case "session.locked":
		status = http.StatusTooManyRequests
	case "account.exists", "account.post_exists", "account.last", "account.disabled":
		status = http.StatusConflict
	case "account.own", "session.no_role", "session.name_taken", "session.no_local":
		status = http.StatusForbidden
	case "oidc.away", "directory.away":
		status = http.StatusServiceUnavailable
	case "factor.no_key":
		status = http.StatusInternalServerError
	}
	p := newProblem(status, r.Code, r.EN, "")
	p.DetailZH = r.ZH
	if !r.Until.IsZero() {
		p.wait = max(1, int(time.Until(r.Until).Seconds())+1)
	}
	return later(p)
}
