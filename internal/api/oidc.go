package api

import (
	"cmp"
	"context"
	"crypto/subtle"
	"net/http"

	"chainchief/internal/account"
)

// Departure is where a browser goes to sign in at another server.
type Departure struct {
	SetCookie http.Cookie `header:"Set-Cookie" doc:"Known again when the browser comes back"`
	Body      struct {
		Address string `json:"address" doc:"At the provider"`
	}
}

func (s *Server) elsewhere() error {
	if s.accounts == nil || s.provider == nil {
		return newProblem(http.StatusNotFound, "oidc.none", "this server knows no provider of OpenID Connect", "")
	}
	return nil
}

func (s *Server) beginOIDC(ctx context.Context, _ *none) (*Departure, error) {
	if err := s.elsewhere(); err != nil {
		return nil, err
	}
	passage, err := s.accounts.Depart(ctx)
	if err != nil {
		return nil, err
	}
	out := &Departure{SetCookie: s.cookieOf(ctx, passageCookie, passage.State)}
	out.SetCookie.MaxAge = int(account.PassageFor.Seconds())
	out.Body.Address, err = s.provider.Begin(ctx, passage)
	return out, err
}

func (s *Server) finishOIDC(ctx context.Context, q *struct {
	Body struct {
		State string `json:"state" minLength:"1" maxLength:"200" doc:"As the provider sent it back"`
		Code  string `json:"code" minLength:"1" maxLength:"4000" doc:"That it sent"`
	}
}) (*SignedIn, error) {
	if err := s.elsewhere(); err != nil {
		return nil, err
	}
	passage, err := s.accounts.Arrive(ctx, q.Body.State)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(callerOf(ctx).passage), []byte(q.Body.State)) != 1 {
		return nil, account.ErrPassage
	}
	who, err := s.provider.Finish(ctx, passage, q.Body.Code)
	if err != nil {
		return nil, err
	}
	d := noted(ctx)
	d.Object = cmp.Or(who.Name, who.Subject)
	a, err := s.accounts.Welcome(ctx, who)
	if err != nil {
		return nil, err
	}
	d.Account, d.Post = a.Name, a.Post
	return s.begin(ctx, a)
}
