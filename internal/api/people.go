package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/edge"

	"github.com/danielgtaylor/huma/v2"
)

// sessionCookie holds the token of a session, passageCookie the state of a sign-in at another server.
const (
	sessionCookie = "chainchief_session"
	passageCookie = "chainchief_passage"
)

// caller is what a request says of who sends it.
type caller struct {
	address string
	agent   string // what the browser says of itself
	token   string // of the session; empty: none
	passage string // state of a sign-in at another server that this browser began
	via     string
	request string // its name in the log
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// identified finds out who asks, by session or token, before anything is answered. Without accounts it is everybody who
// sits at this machine. Beside what is public, the API answers nobody else.
func (s *Server) identified(spec huma.API, h http.Handler) http.Handler {
	public := map[string]bool{}
	for path, item := range spec.OpenAPI().Paths {
		for _, op := range operationsOf(item) {
			if needed(op) == access.Public {
				public[op.Method+" "+path] = true
			}
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") { // the page's own files, and whether the server is alive
			h.ServeHTTP(w, r)
			return
		}
		from := caller{
			address: edge.ClientOf(r.Context()).Address,
			agent:   r.UserAgent(),
			request: r.Header.Get(requestIDHeader),
		}
		if begun, err := r.Cookie(passageCookie); err == nil {
			from.passage = begun.Value
		}
		p, known, err := s.identify(r, &from)
		if err != nil {
			answerUnavailable(r.Context(), w, err)
			return
		}
		x, open := edge.ExchangeOf(r.Context()), public[r.Method+" "+r.URL.Path]
		if x.Actor, x.Via = p.Account, from.via; p.Alone {
			x.Actor = "alone"
		}
		if refused := s.tooMany(p, from, open && r.Method == http.MethodPost); refused != nil {
			answerProblem(w, refused)
			return
		}
		if !known && !open {
			w.Header().Set("WWW-Authenticate", "Bearer")
			answerProblem(w, sessionNeeded())
			return
		}
		h.ServeHTTP(w, r.WithContext(access.With(context.WithValue(r.Context(), callerKey{}, from), p)))
	})
}

func sessionNeeded() *Problem {
	const detail = "sign in, or send a token: there is no session, or it is over"
	p := newProblem(http.StatusUnauthorized, "session.needed", detail, "")
	p.DetailZH = "请先登录；登录已过期或尚未登录"
	return p
}

// identify is who a request comes from.
func (s *Server) identify(r *http.Request, from *caller) (p access.Person, known bool, err error) {
	ctx := r.Context()
	if sent, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); is {
		from.via = "token"
		return s.accounts.Bearer(ctx, strings.TrimSpace(sent))
	}
	if cookie, err := r.Cookie(sessionCookie); err == nil && cookie.Value != "" {
		from.via, from.token = "session", cookie.Value
		if p, known, err = s.accounts.Who(ctx, cookie.Value); known || err != nil {
			return p, known, err
		}
	}
	some, err := s.accounts.Any(ctx)
	if err != nil || some || s.reached || edge.ClientOf(ctx).Proxied {
		return access.Person{}, false, err
	}
	from.via = "alone"
	return access.Alone, true, nil
}

// answerUnavailable says that nobody can be known now.
func answerUnavailable(ctx context.Context, w http.ResponseWriter, err error) {
	if errors.Is(ctx.Err(), context.Canceled) { // nobody waits for it
		answerProblem(w, cancelled())
		return
	}
	slog.ErrorContext(ctx, "who asks is not known", "error", err)
	status, code := http.StatusInternalServerError, internalCode
	if known := statuses[graph.CodeOf(err)]; known != 0 {
		status, code = known, string(graph.CodeOf(err))
	}
	if passes(status) {
		w.Header().Set("Retry-After", retryAfter)
	}
	answerProblem(w, newProblem(status, code, "the application database cannot be reached; try again", ""))
}
