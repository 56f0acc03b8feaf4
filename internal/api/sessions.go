package api

import (
	"context"

	"chainchief/internal/account"
)

// OpenSession is one that goes on.
type OpenSession struct {
	ID      string `json:"id" doc:"To end it by"`
	Address string `json:"address" doc:"Of the network, where it began"`
	Agent   string `json:"agent" doc:"What the browser said of itself"`
	Began   string `json:"began" doc:"When somebody signed in"`
	Seen    string `json:"seen" doc:"When it was last used, to the minute"`
	This    bool   `json:"this" doc:"It is the one that asks"`
}

// OpenSessions are those of an account.
type OpenSessions struct {
	Items []OpenSession `json:"items" doc:"Last used first"`
}

func (s *Server) openSessions(ctx context.Context, name string) (*OpenSessions, error) {
	list, err := s.accounts.Sessions(ctx, name, callerOf(ctx).token)
	out := &OpenSessions{Items: []OpenSession{}}
	for _, x := range list {
		out.Items = append(out.Items, OpenSession{x.ID, x.Address, x.Agent, stamp(x.Began), stamp(x.Seen), x.This})
	}
	return out, lacking("account", err)
}

func (s *Server) ownSessions(ctx context.Context, _ *none) (*OpenSessions, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	return s.openSessions(ctx, name)
}

func (s *Server) endOwnSession(ctx context.Context, q *struct {
	ID string `path:"id" maxLength:"40" doc:"Id of the session"`
}) (*Done, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	return done, lacking("session", s.accounts.EndOne(ctx, name, q.ID))
}

func (s *Server) endOtherSessions(ctx context.Context, _ *none) (*Done, error) {
	name, err := s.theAccount(ctx)
	if err != nil {
		return nil, err
	}
	return done, s.accounts.EndOthers(ctx, name, callerOf(ctx).token)
}

func (s *Server) sessionsOf(ctx context.Context, q *OfAccount) (*OpenSessions, error) {
	if s.accounts == nil {
		return nil, errNoAccounts
	}
	return s.openSessions(ctx, q.Name)
}

func (s *Server) endSessionOf(ctx context.Context, q *struct {
	OfAccount
	ID string `path:"id" maxLength:"40" doc:"Id of the session"`
}) (*Done, error) {
	a, err := s.account(ctx, &q.OfAccount)
	if err != nil {
		return nil, err
	}
	noted(ctx).detail = q.ID
	return done, lacking("session", s.accounts.EndOne(ctx, a.Name, q.ID))
}

// place is where a request comes from.
func place(ctx context.Context) account.Place {
	from := callerOf(ctx)
	return account.Place{Address: from.address, Agent: from.agent}
}
