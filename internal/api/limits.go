package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/edge"
)

// asker is by what the requests of somebody are counted: the account, apart for its programs; of who is not known the
// address.
func asker(p access.Person, from caller) string {
	if p.Account != "" {
		return from.via + " " + p.Account
	}
	return edge.Neighbourhood(from.address)
}

// tooMany refuses what goes beyond the limits. Where there are no accounts there is one person only.
func (s *Server) tooMany(p access.Person, from caller, signsIn bool) *Problem {
	if p.Alone {
		return nil
	}
	if signsIn {
		if wait, allowed := s.limits.SignIns.Allow(edge.Neighbourhood(from.address)); !allowed {
			return slower("limit.sign_in", wait, "there were many attempts to sign in from this address", "本地址登录尝试过多")
		}
	}
	if wait, allowed := s.limits.Requests.Allow(asker(p, from)); !allowed {
		return slower("limit.rate", wait, "these are more requests than one person makes", "请求过于频繁")
	}
	return nil
}

// slower is the answer to too much.
func slower(code string, wait time.Duration, en, zh string) *Problem {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	p := newProblem(http.StatusTooManyRequests, code, fmt.Sprintf("%s; try again in %d s", en, seconds), "")
	p.DetailZH, p.wait = fmt.Sprintf("%s，请 %d 秒后再试", zh, seconds), seconds
	return p
}

// patience is how long a drawing may wait for its turn.
const patience = 20 * time.Second

// turn waits until somebody's drawings leave room for one more.
func (s *Server) turn(ctx context.Context) (done func(), err error) {
	p := access.Of(ctx)
	if p.Alone {
		return func() {}, nil
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	done, taken := s.limits.Drawings.Take(waiting.Done(), asker(p, callerOf(ctx)))
	switch {
	case taken:
		return done, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	const en, zh = "this person has several drawings in work", "您有多张图正在绘制"
	return nil, later(slower("limit.drawings", patience/4, en, zh))
}
